//! Workbooks cut short, with bytes turned, and made to do harm: a problem each, never a panic, never more than the
//! limits allow.

use super::packages::{relations, xlsb, xlsx, zip};
use super::{categories, file, open, specimen};
use recordroom::extract::sheets::{Ods, Xls, Xlsb, Xlsx};
use recordroom::extract::{Category, Extractor, Limits, Opened, TextStatus};

fn specimens() -> Vec<(&'static str, &'static dyn Extractor, Vec<u8>)> {
    vec![
        ("xlsx", &Xlsx, xlsx()),
        ("xlsb", &Xlsb, xlsb()),
        ("xls", &Xls, file("ledger.xls")),
        ("ods", &Ods, file("ledger.ods")),
        ("fods", &Ods, file("ledger.fods")),
    ]
}

const LIMITS: Limits = Limits {
    depth: 8,
    parts: 64,
    text: 64 << 10,
    unpacked: 1 << 20,
    ratio: 1_000,
    ocr: recordroom::extract::Ocr::Never,
};

fn text(opened: &Opened) -> usize {
    opened
        .extraction
        .passages
        .iter()
        .map(|passage| passage.text.len())
        .sum()
}

#[test]
fn a_workbook_cut_anywhere_says_so() {
    for (name, reader, bytes) in specimens() {
        for sixteenth in 0..16 {
            let cut = &bytes[..bytes.len() * sixteenth / 16];
            let opened = reader.open(&specimen(cut, name), &LIMITS);
            assert!(!opened.problems.is_empty(), "{name} cut at {sixteenth}/16");
            assert!(text(&opened) <= LIMITS.text);
            let is_silent = opened.extraction.text_status == TextStatus::None;
            assert!(
                !is_silent,
                "{name} cut at {sixteenth}/16 seems merely empty"
            );
        }
    }
}

#[test]
fn turned_bytes_stop_no_reader() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap()
    };
    let mut read = 0;
    for (name, reader, bytes) in specimens() {
        for round in 0..400 {
            let mut turned = bytes.clone();
            for _ in 0..=random() % 8 {
                let at = match round % 3 {
                    // The beginning holds more that matters.
                    0 => random() % 600,
                    _ => random() % turned.len(),
                };
                turned[at] = (random() % 256) as u8;
            }
            reader.bid(&specimen(&turned, name));
            let opened = reader.open(&specimen(&turned, name), &LIMITS);
            assert!(text(&opened) <= LIMITS.text, "{name} {round}");
            read += usize::from(text(&opened) > 0);
        }
    }
    assert!(read > 500, "only {read} gave any text");
}

#[test]
fn turned_bytes_within_the_parts_stop_no_reader() {
    // Packing hides most turned bytes behind a checksum; here they reach the records themselves.
    let mut state = 7_u64;
    let mut random = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 35).unwrap()
    };
    for (reader, bytes) in [
        (&Xlsb as &dyn Extractor, xlsb()),
        (&Xlsx as &dyn Extractor, xlsx()),
    ] {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let members: Vec<(String, Vec<u8>)> = (0..archive.len())
            .map(|at| {
                let mut member = archive.by_index(at).unwrap();
                let mut bytes = Vec::new();
                std::io::Read::read_to_end(&mut member, &mut bytes).unwrap();
                (member.name().unwrap().into_owned(), bytes)
            })
            .collect();
        for _ in 0..300 {
            let mut turned = members.clone();
            for _ in 0..4 {
                let at = random() % turned.len();
                let bytes = &mut turned[at].1;
                if !bytes.is_empty() {
                    let at = random() % bytes.len();
                    bytes[at] = (random() % 256) as u8;
                }
            }
            let rows: Vec<(&str, &[u8])> = turned
                .iter()
                .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
                .collect();
            let opened = reader.open(&specimen(&zip(&rows), ""), &LIMITS);
            assert!(text(&opened) <= LIMITS.text);
        }
    }
}

#[test]
fn a_bomb_is_named_and_what_stands_before_it_is_kept() {
    let mut sheet = b"<worksheet><sheetData><row><c t=\"str\"><v>kept</v></c></row>".to_vec();
    sheet.resize(40 << 20, b' ');
    let bytes = zip(&[
        (
            "xl/workbook.xml",
            b"<workbook><sheets><sheet name=\"A\" r:id=\"a\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[("a", "worksheet", "worksheets/sheet1.xml")]).as_bytes(),
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ]);
    assert!(bytes.len() < 100_000);
    let opened = open(&Xlsx, &bytes);
    assert_eq!(categories(&opened)[0], Category::TooLarge);
    assert!(opened.problems[0].reason.contains("times its size"));
    assert!(super::body(&opened).contains("kept"));
}

#[test]
fn parts_that_point_at_each_other_end() {
    let sheet = "xl/worksheets/sheet1.xml";
    let round = relations(&[
        ("b", "drawing", "../worksheets/sheet1.xml"),
        ("c", "drawing", "sheet1.xml"),
    ]);
    let bytes = zip(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"A\" r:id=\"a\"/><sheet name=\"B\" r:id=\"a\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", relations(&[("a", "worksheet", "worksheets/sheet1.xml")]).as_bytes()),
        (sheet, b"<worksheet><row><c t=\"str\"><v>once</v></c></row></worksheet>"),
        ("xl/worksheets/_rels/sheet1.xml.rels", round.as_bytes()),
    ]);
    let opened = open(&Xlsx, &bytes);
    assert_eq!(super::body(&opened).matches("once").count(), 1);
    assert_eq!(
        categories(&opened),
        [Category::Damaged],
        "the second sheet is not there"
    );
}

#[test]
fn a_million_elements_deep_is_no_deeper_than_one() {
    let deep = "<a>".repeat(1_000_000);
    let sheet = format!("<worksheet><row><c t=\"str\"><v>kept</v></c></row>{deep}");
    let bytes = zip(&[
        (
            "xl/workbook.xml",
            b"<workbook><sheets><sheet name=\"A\" r:id=\"a\"/></sheets></workbook>",
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let opened = open(&Xlsx, &bytes);
    assert!(super::body(&opened).contains("kept"));
    assert_eq!(categories(&opened), [Category::Damaged]);
}
