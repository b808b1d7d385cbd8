//! Word's and PowerPoint's binary formats. The two specimens were written by LibreOffice 7.4 from text of our own.

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
        (Place::Header, None, "Mastermark always"),
    ] {
        let text = at(item, place, page);
        assert!(text.contains(mark), "{mark} in {place:?} {page:?}: {text}");
    }
    assert_eq!(value(item, "title"), Some("Harbour slides"));
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
