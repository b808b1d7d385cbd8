//! The binary formats of Excel 2 to 2003, made record by record, and one workbook that a program wrote.

use super::{body, categories, file, insist, open, specimen, text_of, value};
use recordroom::extract::sheets::{Ods, Xls, Xlsx};
use recordroom::extract::{Category, Confidence, Extractor, Format, Place, TextStatus, sniff};
use std::io::{Cursor, Write};

/// One record.
fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
}

fn join(pieces: &[&[u8]]) -> Vec<u8> {
    pieces.concat()
}

fn u16s(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// A text with its length in two bytes and letters of one byte.
fn text(said: &str) -> Vec<u8> {
    join(&[&u16s(&[said.len() as u16]), &[0], said.as_bytes()])
}

fn short(said: &str) -> Vec<u8> {
    join(&[&[said.len() as u8, 0], said.as_bytes()])
}

fn old(said: &[u8]) -> Vec<u8> {
    join(&[&[said.len() as u8], said])
}

const BOF8: [u16; 2] = [0x0600, 0x0010];
const EOF: u16 = 0x0A;

fn begin(version: u16, what: u16) -> Vec<u8> {
    record(0x0809, &join(&[&u16s(&[version, what]), &[0; 12]]))
}

/// A compound file of these streams.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (path, bytes) in streams {
        if let Some((storage, _)) = path
            .rsplit_once('/')
            .filter(|(storage, _)| !storage.is_empty())
        {
            file.create_storage_all(storage).unwrap();
        }
        file.create_stream(path).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A workbook of Excel 97 with two sheets, one of them hidden from the program's own list.
fn workbook() -> Vec<u8> {
    let globals = |first: u32, second: u32| {
        let tab = |at: u32, sight: u8, name: &str| {
            record(0x85, &join(&[&at.to_le_bytes(), &[sight, 0], &short(name)]))
        };
        join(&[
            &begin(0x0600, 0x0005),
            &record(0x5C, &text("Usermark   ")),
            &record(0x41E, &join(&[&u16s(&[164]), &text("\"QRY/\"0000")])),
            &record(0xE0, &u16s(&[0, 0, 0])),
            &record(0xE0, &u16s(&[0, 14, 0])),
            &record(0xE0, &u16s(&[0, 164, 0])),
            &tab(first, 0, "Tabmark"),
            &tab(second, 2, "Vault"),
            &record(
                0x1AE,
                &join(&[&u16s(&[1]), &text("\u{1}other.xls"), &text("Farsheet")]),
            ),
            &record(0x5A, &join(&[&[0, 0], &u16s(&[0]), &[2], &text("Farmark")])),
            &record(
                0x18,
                &join(&[
                    &u16s(&[0]),
                    &[0, 8],
                    &[0; 10],
                    &[0],
                    b"Namemark",
                    &[0x17, 4, 0],
                    b"term",
                ]),
            ),
            &record(
                0xFC,
                &join(&[
                    &2_u32.to_le_bytes(),
                    &2_u32.to_le_bytes(),
                    &text("Sharedmark"),
                    &u16s(&[9]),
                    &[0],
                    b"Split",
                ]),
            ),
            &record(0x3C, &join(&[&[0], b"mark"])),
            &record(EOF, &[]),
        ])
    };
    let link = join(&[
        &u16s(&[0, 0, 0, 0]),
        &[0; 16],
        &2_u32.to_le_bytes(),
        &0x17_u32.to_le_bytes(),
        &5_u32.to_le_bytes(),
        &u16s(&[b'L'.into(), b'a'.into(), b'b'.into(), b'l'.into(), 0]),
        &[
            0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11, 0x8C, 0x82, 0, 0xAA, 0, 0x4B, 0xA9,
            0x0B,
        ],
        &44_u32.to_le_bytes(),
        &"https://a.example/no\0\0"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>(),
    ]);
    let object =
        |kind: u16, id: u16| record(0x5D, &join(&[&u16s(&[0x15, 0x12, kind, id]), &[0; 14]]));
    let words = |said: &str| {
        let head = join(&[&u16s(&[0; 5]), &u16s(&[said.len() as u16, 16]), &[0; 4]]);
        join(&[
            &record(0x1B6, &head),
            &record(0x3C, &join(&[&[0], said.as_bytes()])),
            &record(0x3C, &[0; 16]),
        ])
    };
    let first = join(&[
        &begin(BOF8[0], BOF8[1]),
        &record(0x14, &text("&LHeadermark")),
        &record(0x15, &text("&CFootermark")),
        &record(0x12, &u16s(&[1])),
        &record(0xFD, &join(&[&u16s(&[0, 0, 0]), &0_u32.to_le_bytes()])),
        &record(0xFD, &join(&[&u16s(&[0, 1, 0]), &1_u32.to_le_bytes()])),
        &record(
            0x27E,
            &join(&[&u16s(&[1, 0, 2]), &(283_u32 << 2 | 2).to_le_bytes()]),
        ),
        &record(
            0x203,
            &join(&[&u16s(&[1, 1, 1]), &44_533_f64.to_le_bytes()]),
        ),
        &record(
            0xBD,
            &join(&[
                &u16s(&[2, 0, 0]),
                &(7_u32 << 2 | 2).to_le_bytes(),
                &u16s(&[0]),
                &(8_u32 << 2 | 2).to_le_bytes(),
                &u16s(&[1]),
            ]),
        ),
        &record(
            0x06,
            &join(&[
                &u16s(&[3, 0, 0]),
                &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF],
                &[0; 6],
                &u16s(&[11]),
                &[0x17, 8, 0],
                b"Elsemark",
            ]),
        ),
        &record(0x207, &text("Resultmark")),
        &record(0x205, &join(&[&u16s(&[3, 1, 0]), &[1, 0]])),
        &record(0x205, &join(&[&u16s(&[3, 2, 0]), &[0x2A, 1]])),
        &record(0x204, &join(&[&u16s(&[4, 0, 0]), &text("Labelmark")])),
        &object(0x19, 1),
        &words("Commentmark"),
        &object(0x06, 2),
        &words("Boxmark"),
        &record(0x1C, &join(&[&u16s(&[3, 0, 0, 1]), &text("Writermark")])),
        &record(0x1B8, &link),
        &record(
            0x1BE,
            &join(&[
                &[0; 4],
                &text("Titleprompt"),
                &text("\0"),
                &text("Promptmark"),
                &text("\0"),
                &u16s(&[12, 0]),
                &[0x17, 9, 0],
                b"Listm\0two",
                &u16s(&[0, 0, 0]),
            ]),
        ),
        // A chart within the sheet.
        &begin(0x0600, 0x0020),
        &record(0x100D, &join(&[&u16s(&[0]), &short("Chartmark")])),
        &record(EOF, &[]),
        &record(EOF, &[]),
    ]);
    let second = join(&[
        &begin(BOF8[0], BOF8[1]),
        &record(0x204, &join(&[&u16s(&[0, 0, 0]), &text("Vaultmark")])),
        &record(EOF, &[]),
    ]);
    let size = globals(0, 0).len();
    let at = |plus: usize| u32::try_from(size + plus).unwrap();
    join(&[&globals(at(0), at(first.len())), &first, &second])
}

#[test]
fn every_place_of_a_binary_workbook_is_read() {
    let cache = record(0xCD, &text("Pivotmark"));
    let bytes = compound(&[("/Workbook", &workbook()), ("/_SX_DB_CUR/0001", &cache)]);
    let opened = open(&Xls, &bytes);
    assert!(opened.problems.is_empty(), "{:?}", opened.problems);
    insist(
        &opened,
        &[
            ("Tabmark\nSharedmark\tSplitmark\n", Place::Body),
            (
                "QRY/0283\t03/12/2021 (2021-12-03)\n7\t8\nResultmark\tTRUE\t#N/A\nLabelmark\n",
                Place::Body,
            ),
            ("Vault\nVaultmark", Place::Hidden),
            ("A4: Elsemark", Place::Hidden),
            ("Promptmark", Place::Hidden),
            ("Listm, two", Place::Hidden),
            ("Farsheet", Place::Hidden),
            ("Farmark", Place::Hidden),
            ("Pivotmark", Place::Hidden),
            ("A4, Writermark: Commentmark\n", Place::Comment),
            ("Boxmark", Place::Box),
            ("Chartmark", Place::Box),
            ("Headermark", Place::Header),
            ("Footermark", Place::Footer),
            ("Namemark term", Place::Metadata),
            ("https://a.example/no", Place::Metadata),
            ("other.xls", Place::Metadata),
        ],
    );
    assert_eq!(value(&opened, "last written by"), Some("Usermark"));
    assert_eq!(value(&opened, "protected"), Some("sheet Tabmark"));
    assert_eq!(opened.extraction.pages, Some(2));
    assert!(
        opened
            .extraction
            .doubts
            .iter()
            .any(|doubt| doubt.contains("Vault"))
    );
}

#[test]
fn a_workbook_that_a_program_wrote_is_read_in_every_place() {
    let opened = open(&Xls, &file("ledger.xls"));
    assert!(opened.problems.is_empty(), "{:?}", opened.problems);
    insist(
        &opened,
        &[
            (
                "Registry\nCellmark\t4711.5\nRowhidden\t03/12/2021 (2021-12-03)\nLinklabel",
                Place::Body,
            ),
            ("Cellar\nHiddenmark", Place::Hidden),
            ("Formulamark | Elsemark", Place::Hidden),
            ("Promptmark", Place::Hidden),
            ("Errormark", Place::Hidden),
            ("Listmark, Otherlist", Place::Hidden),
            ("A1, Writermark: Commentmark here", Place::Comment),
            ("Boxmark words", Place::Box),
            ("Headermark", Place::Header),
            ("Footermark", Place::Footer),
            ("Namemark", Place::Metadata),
            ("https://linkmark.example/page", Place::Metadata),
        ],
    );
    for (name, said) in [
        ("title", "Titlemark ledger"),
        ("author", "Authormark Quill"),
        ("subject", "Subjectmark"),
        ("keywords", "Keymark"),
        ("Casebox", "Custommark"),
    ] {
        assert_eq!(value(&opened, name), Some(said));
    }
}

#[test]
fn another_reader_finds_no_text_that_is_not_here() {
    let second: calamine::Xls<_> = calamine::Reader::new(Cursor::new(file("ledger.xls"))).unwrap();
    agrees(&open(&Xls, &file("ledger.xls")).extraction.passages, second);
    let second: calamine::Ods<_> = calamine::Reader::new(Cursor::new(file("ledger.ods"))).unwrap();
    agrees(&open(&Ods, &file("ledger.ods")).extraction.passages, second);
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["One", "Two"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for row in 0..40 {
            sheet
                .write_string(row, 0, format!("{name} row {row}\nnext line"))
                .unwrap();
            sheet
                .write_formula(
                    row,
                    2,
                    rust_xlsxwriter::Formula::new("=A1&\"x\"").set_result(format!("result {row}")),
                )
                .unwrap();
        }
    }
    let xlsx = book.save_to_buffer().unwrap();
    let second: calamine::Xlsx<_> = calamine::Reader::new(Cursor::new(xlsx.clone())).unwrap();
    agrees(&open(&Xlsx, &xlsx).extraction.passages, second);
}

/// Every text that another reader finds in a cell is in the passages.
fn agrees<R>(passages: &[recordroom::extract::Passage], mut other: R)
where
    R: calamine::Reader<Cursor<Vec<u8>>>,
{
    let text: String = passages
        .iter()
        .map(|passage| passage.text.as_str())
        .collect();
    let mut seen = 0;
    for (name, range) in other.worksheets() {
        assert!(text.contains(&name));
        for (_, _, cell) in range.used_cells() {
            if let calamine::Data::String(said) = cell {
                let said = said.replace(['\r', '\n'], " ");
                assert!(text.contains(&said), "{said:?}");
                seen += 1;
            }
        }
    }
    assert!(seen >= 4, "the other reader found {seen} texts");
}

#[test]
fn the_older_generations_are_read_in_their_own_charset() {
    let sheet = join(&[
        &begin(0x0500, 0x0010)[..],
        &record(0x42, &u16s(&[1252])),
        &record(0x14, &old(b"&LHeadermark")),
        &record(
            0x204,
            &join(&[&u16s(&[0, 0, 0, 8]), b"Caf\xE9 \xA3", b"10"]),
        ),
        &record(0x1C, &join(&[&u16s(&[0, 0, 20]), b"Note"])),
        &record(0x1C, &join(&[&u16s(&[0xFFFF, 0, 4]), b"mark"])),
        &record(EOF, &[]),
    ]);
    let five = open(&Xls, &compound(&[("/Book", &sheet)]));
    insist(
        &five,
        &[
            ("Café £10", Place::Body),
            ("Headermark", Place::Header),
            ("A1: Notemark", Place::Comment),
        ],
    );
    let bare = open(&Xls, &sheet);
    assert_eq!(body(&bare), body(&five));
    let two = join(&[
        &record(0x0009, &u16s(&[2, 0x10])),
        &record(0x1E, &old(b"General")),
        &record(0x1E, &old(b"\"Q\"000")),
        &record(
            0x04,
            &join(&[&u16s(&[0, 0]), &[0, 0, 0], &old(b"Labelmark")]),
        ),
        &record(0x02, &join(&[&u16s(&[1, 0]), &[0, 1, 0], &u16s(&[42])])),
        &record(
            0x03,
            &join(&[&u16s(&[1, 1]), &[0, 0, 0], &2.5_f64.to_le_bytes()]),
        ),
        &record(EOF, &[]),
    ]);
    assert_eq!(
        sniff::pick(&specimen(&two, "figures")).format(),
        Format::Xls
    );
    assert_eq!(body(&open(&Xls, &two)), "Labelmark\nQ042\t2.5\n");
    let four = join(&[
        &record(0x0409, &u16s(&[4, 0x10, 0])),
        &record(0x41E, &join(&[&u16s(&[0]), &old(b"General")])),
        &record(0x443, &[0, 0, 0, 0]),
        &record(0x204, &join(&[&u16s(&[0, 0, 0, 9]), b"Labelmark"])),
        &record(0x203, &join(&[&u16s(&[0, 1, 0]), &7_f64.to_le_bytes()])),
        &record(EOF, &[]),
    ]);
    assert_eq!(body(&open(&Xls, &four)), "Labelmark\t7\n");
}

#[test]
fn a_password_is_said_and_properties_are_read_all_the_same() {
    let sealed = join(&[
        &begin(0x0600, 5),
        &record(0x2F, &[1, 0, 1, 0]),
        &[0xAB; 600],
    ]);
    let opened = open(&Xls, &compound(&[("/Workbook", &sealed)]));
    assert_eq!(categories(&opened), [Category::Encrypted]);
    assert_eq!(opened.extraction.text_status, TextStatus::Encrypted);
}

#[test]
fn embedded_files_come_out_as_what_they_are() {
    let native = join(&[
        &[0; 4],
        &[2, 0],
        b"note.txt\0",
        b"C:\\desk\\note.txt\0",
        &[0, 0, 3, 0],
        &4_u32.to_le_bytes(),
        b"tmp\0",
        &10_u32.to_le_bytes(),
        b"inner text",
    ]);
    let inner = workbook();
    let bytes = compound(&[
        ("/Workbook", &workbook()),
        ("/MBD0001/\u{1}Ole10Native", &native),
        ("/MBD0002/Workbook", &inner),
        ("/MBD0002/\u{1}CompObj", b"x"),
        ("/MBD0003/CONTENTS", b"%PDF-1.4 and so on"),
        ("/MBD0004/\u{1}Ole", b"nothing but a picture"),
    ]);
    let opened = open(&Xls, &bytes);
    let mut parts: Vec<(&str, usize)> = opened
        .parts
        .iter()
        .map(|part| (part.name.as_str(), part.bytes.len()))
        .collect();
    parts.sort_unstable();
    assert_eq!(parts.len(), 3, "{parts:?}");
    assert_eq!(
        (parts[0].0, parts[1].0, parts[2]),
        ("MBD0002.xls", "MBD0003", ("note.txt", 10))
    );
    let again = opened
        .parts
        .iter()
        .find(|part| part.name.ends_with(".xls"))
        .unwrap();
    assert!(body(&open(&Xls, &again.bytes)).contains("Sharedmark"));
}

#[test]
fn a_broken_compound_file_gives_up_what_lies_in_it() {
    let mut bytes = compound(&[("/Workbook", &workbook())]);
    // Where the directory begins.
    bytes[48..52].copy_from_slice(&[0xEE, 0xEE, 0xEE, 0x0E]);
    let named = specimen(&bytes, "figures.xls");
    assert_eq!(Xls.bid(&named), Some(Confidence::Likely));
    let opened = open(&Xls, &bytes);
    assert_eq!(categories(&opened)[0], Category::Damaged);
    assert!(text_of(&opened, Place::Body).contains("Sharedmark"));
    let none = open(&Xls, &compound(&[("/Workbook", b"")]));
    assert_eq!(categories(&none), [Category::Damaged]);
}
