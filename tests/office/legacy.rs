//! Word's and PowerPoint's binary formats. The specimens were written by LibreOffice 7.4 from text of our own.

use std::io::{Cursor, Write};

use super::{at, categories, first, read, value};
use recordroom::extract::{Category, Format, Place, TextStatus};

pub const LAMP_DOC: &[u8] = include_bytes!("../specimens/office/lamp.doc");
pub const LAMP_PPT: &[u8] = include_bytes!("../specimens/office/lamp.ppt");

/// A compound file of some streams.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (path, bytes) in streams {
        if let Some((storage, _)) = path.rsplit_once('/')
            && !storage.is_empty()
        {
            file.create_storage_all(storage).unwrap();
        }
        file.create_stream(path).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// The stream of a Word 97 document of one piece of narrow letters, and its table stream.
fn document(text: &[u8], flags: u16) -> (Vec<u8>, Vec<u8>) {
    let mut stream = vec![0u8; 0x9A + 8 * 93];
    let mut put = |at: usize, bytes: &[u8]| stream[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &0xA5EC_u16.to_le_bytes());
    put(2, &0xC1_u16.to_le_bytes());
    put(10, &flags.to_le_bytes());
    put(0x4C, &(text.len() as u32).to_le_bytes());
    put(0x98, &93_u16.to_le_bytes());
    let mut table = vec![2u8];
    table.extend(16_u32.to_le_bytes());
    table.extend(0_u32.to_le_bytes());
    table.extend((text.len() as u32).to_le_bytes());
    let fc = (stream.len() as u32 * 2) | 0x4000_0000;
    table.extend([0, 0]);
    table.extend(fc.to_le_bytes());
    table.extend([0, 0]);
    stream[0x1A6..0x1AA].copy_from_slice(&(table.len() as u32).to_le_bytes());
    stream.extend(text);
    (stream, table)
}

#[test]
fn every_place_of_a_word_document_is_read() {
    let reading = read(LAMP_DOC, "lamp");
    let item = first(&reading);
    assert_eq!(item.extraction.format, Format::Doc);
    assert!(item.problems.is_empty(), "{:?}", item.problems);
    let body = at(item, Place::Body, None);
    for mark in [
        "Lampkeeper report\n",
        "brassmark fittings",
        "See the ledger.",
        "Oil was bought. ",
        "cellmark\tsecond\nthird\tfourth\n",
        "Café fee £10 — tailmark closes it.\n",
    ] {
        assert!(body.contains(mark), "{mark} in {body}");
    }
    for (place, mark) in [
        (Place::Header, "Headmark"),
        (Place::Footer, "Footmark"),
        (Place::Note, "Notemark"),
        (Place::Comment, "Tobias Quill: Commentmark to check"),
        (Place::Box, "Boxmark beside"),
        (Place::Hidden, "veiledmark"),
        (Place::Hidden, "Oil was goneby bought."),
        (Place::Metadata, "https://lamps.example/ledgermark"),
    ] {
        let text = at(item, place, None);
        assert!(text.contains(mark), "{mark} in {place:?}: {text}");
    }
    assert_eq!(value(item, "title"), Some("Harbour lamp survey"));
    assert_eq!(value(item, "author"), Some("Odile Farrant"));
    assert_eq!(value(item, "created"), Some("2019-04-02T10:00:00Z"));
    assert_eq!(value(item, "Berth"), Some("berthmark"));
}

#[test]
fn paragraphs_of_a_list_read_with_their_numbers() {
    const RULES: &[u8] = include_bytes!("../specimens/office/rules.doc");
    let reading = read(RULES, "rules");
    let body = at(first(&reading), Place::Body, None);
    let lines: Vec<&str> = body.lines().collect();
    assert_eq!(
        lines,
        [
            "Rules of the lamp room",
            "1. Wicks are trimmed at dusk.",
            "2. Oil is drawn by",
            "(a) the keeper",
            "(b) the mate, who",
            "b.I/ signs the tally",
            "3. Glass is wiped.",
            "Between the lists.",
            "7. Begun anew.",
        ]
    );
    // whatever is cut away of the tables, the words stay
    for cut in (0..RULES.len()).step_by(61) {
        let reading = read(&RULES[..cut], "rules.doc");
        assert!(!reading.items.is_empty() || !reading.problems.is_empty());
    }
}

#[test]
fn every_place_of_a_presentation_is_read() {
    let reading = read(LAMP_PPT, "lamp");
    let item = first(&reading);
    assert_eq!(item.extraction.format, Format::Ppt);
    assert!(item.problems.is_empty(), "{:?}", item.problems);
    assert_eq!(item.extraction.pages, Some(3));
    for (place, page, mark) in [
        (Place::Body, Some(1), "Slidemark one"),
        (Place::Body, Some(1), "Bodymark of the lamp"),
        (Place::Body, Some(2), "Second slidemark"),
        (Place::Body, Some(2), "Café £10 bodymark"),
        (Place::Hidden, Some(3), "Shroudmark"),
        (Place::Note, Some(1), "Speakermark one"),
        (Place::Note, Some(2), "Speakermark two"),
        (Place::Comment, Some(1), "Remarkmark here"),
    ] {
        let text = at(item, place, page);
        assert!(text.contains(mark), "{mark} in {place:?} {page:?}: {text}");
    }
    assert_eq!(value(item, "title"), Some("Harbour slides"));
}

/// A record of a presentation; a version of 15 says that it holds others.
fn record(version: u16, instance: u16, kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = (instance << 4 | version).to_le_bytes().to_vec();
    bytes.extend(kind.to_le_bytes());
    bytes.extend((data.len() as u32).to_le_bytes());
    bytes.extend(data);
    bytes
}

fn numbers(list: &[u32]) -> Vec<u8> {
    list.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// A shape with some text; one that only says what to put there bears the mark of a placeholder.
fn shape(text: &str, is_prompt: bool) -> Vec<u8> {
    let mark = match is_prompt {
        true => record(0, 0, 3011, &[0; 8]),
        false => Vec::new(),
    };
    let client = record(15, 0, 0xF011, &mark);
    let words = record(15, 0, 0xF00D, &record(0, 0, 4008, text.as_bytes()));
    record(15, 0, 0xF004, &[client, words].concat())
}

/// A presentation saved twice: slide 1 was changed, slides are shown in another order than they lie.
fn saved_twice() -> Vec<u8> {
    let persist = |id: u32, own: u32| record(0, 0, 1011, &numbers(&[id, 0, 0, own, 0]));
    let outline = record(
        0,
        0,
        4000,
        &"outlinemark"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>(),
    );
    let list = record(
        15,
        0,
        4080,
        &[persist(3, 257), outline, persist(2, 256)].concat(),
    );
    let objects = [
        record(15, 0, 1000, &list),
        record(15, 0, 1006, &shape("stalemark", false)),
        record(15, 0, 1006, &shape("firstmark", false)),
        record(
            15,
            0,
            1016,
            &[shape("mastermark", false), shape("promptmark", true)].concat(),
        ),
        record(
            15,
            0,
            1008,
            &[
                record(0, 0, 1009, &numbers(&[256, 0])),
                shape("speakermark", false),
            ]
            .concat(),
        ),
        record(15, 0, 1006, &shape("freshmark", false)),
    ];
    let mut stream = Vec::new();
    let mut offsets = Vec::new();
    for object in objects {
        offsets.push(stream.len() as u32);
        stream.extend(object);
    }
    let first_list = stream.len() as u32;
    stream.extend(record(
        0,
        0,
        6002,
        &numbers(&[
            5 << 20 | 1,
            offsets[0],
            offsets[1],
            offsets[2],
            offsets[3],
            offsets[4],
        ]),
    ));
    let first_edit = stream.len() as u32;
    stream.extend(record(
        0,
        0,
        4085,
        &numbers(&[0, 0, 0, first_list, 1, 5, 0]),
    ));
    let second_list = stream.len() as u32;
    stream.extend(record(0, 0, 6002, &numbers(&[1 << 20 | 2, offsets[5]])));
    let second_edit = stream.len() as u32;
    stream.extend(record(
        0,
        0,
        4085,
        &numbers(&[0, 0, first_edit, second_list, 1, 5, 0]),
    ));
    let current = record(0, 0, 4086, &numbers(&[20, 0xE391_C05F, second_edit, 0, 0]));
    compound(&[
        ("/PowerPoint Document", &stream),
        ("/Current User", &current),
    ])
}

#[test]
fn the_last_version_of_each_slide_is_read_and_of_masters_what_is_no_prompt() {
    let reading = read(&saved_twice(), "x");
    let item = first(&reading);
    assert!(item.problems.is_empty(), "{:?}", item.problems);
    assert_eq!(at(item, Place::Body, Some(1)), "outlinemark\nfirstmark\n");
    assert_eq!(at(item, Place::Body, Some(2)), "freshmark\n");
    assert_eq!(at(item, Place::Note, Some(2)), "speakermark\n");
    assert_eq!(at(item, Place::Header, None), "mastermark\n");
    let all: String = item
        .extraction
        .passages
        .iter()
        .map(|p| p.text.as_str())
        .collect();
    assert!(!all.contains("stalemark") && !all.contains("promptmark"));
}

#[test]
fn a_password_is_told() {
    let (stream, table) = document(b"sealed words", 0x0100);
    let bytes = compound(&[("/WordDocument", &stream), ("/0Table", &table)]);
    let reading = read(&bytes, "x.doc");
    assert_eq!(categories(first(&reading)), [Category::Encrypted]);
    assert_eq!(
        first(&reading).extraction.text_status,
        TextStatus::Encrypted
    );
}

#[test]
fn a_document_without_its_table_gives_what_words_it_has() {
    let (stream, table) = document(b"a lampmark of \xA310\r", 0);
    let bytes = compound(&[("/WordDocument", &stream), ("/0Table", &table)]);
    assert_eq!(
        at(first(&read(&bytes, "x")), Place::Body, None),
        "a lampmark of £10\n"
    );
    let bytes = compound(&[("/WordDocument", &stream)]);
    let reading = read(&bytes, "x");
    assert_eq!(categories(first(&reading)), [Category::Damaged]);
    assert!(at(first(&reading), Place::Remainder, None).contains("a lampmark of £10"));
}

#[test]
fn what_is_embedded_is_a_part() {
    let (stream, table) = document(b"outer\r", 0);
    let (inner, inner_table) = document(b"innermark\r", 0);
    let mut native = vec![0u8; 4];
    native
        .extend(b"\x02\0kite.txt\0C:\\kite.txt\0\0\0\x03\0\x02\0\0\0x\0\x10\0\0\0paper packedmark");
    let size = native.len() as u32 - 4;
    native[..4].copy_from_slice(&size.to_le_bytes());
    let bytes = compound(&[
        ("/WordDocument", &stream),
        ("/0Table", &table),
        ("/ObjectPool/_1/\u{1}Ole10Native", &native),
        ("/ObjectPool/_2/WordDocument", &inner),
        ("/ObjectPool/_2/0Table", &inner_table),
    ]);
    let reading = read(&bytes, "x.doc");
    let texts: Vec<String> = reading
        .items
        .iter()
        .map(|item| at(item, Place::Body, None))
        .collect();
    assert_eq!(texts, ["outer\n", "paper packedmark", "innermark\n"]);
    assert_eq!(reading.items[1].name, "kite.txt");
}

#[test]
fn a_name_does_not_decide() {
    let rtf = read(b"{\\rtf1 kite}", "letter.doc");
    assert_eq!(first(&rtf).extraction.format, Format::Rtf);
    let page = read(b"<html><body>kite</body></html>", "letter.doc");
    assert_eq!(first(&page).extraction.format, Format::Html);
    let words = read(b"\xFFWPC\x01\x0a kite", "letter.doc");
    assert!(first(&words).problems[0].reason.contains("WordPerfect"));
    let (stream, table) = document(b"kite\r", 0);
    let doc = read(
        &compound(&[("/WordDocument", &stream), ("/0Table", &table)]),
        "letter.rtf",
    );
    assert_eq!(first(&doc).extraction.format, Format::Doc);
}
