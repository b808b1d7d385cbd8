//! The readers of spreadsheets on workbooks made here: every place that can hold a word, and every way to break.

#[path = "sheets/binary.rs"]
mod binary;
#[path = "sheets/hostile.rs"]
mod hostile;
#[path = "sheets/open.rs"]
mod open_document;
#[path = "sheets/packages.rs"]
mod packages;
#[path = "sheets/xlsx.rs"]
mod xlsx;

use recordroom::extract::{Category, Extractor, Limits, Opened, Place, Specimen};

/// Reads bytes within the usual limits.
fn open(reader: &dyn Extractor, bytes: &[u8]) -> Opened {
    reader.open(&specimen(bytes, ""), &Limits::default())
}

fn specimen<'a>(bytes: &'a [u8], name: &'a str) -> Specimen<'a> {
    Specimen {
        bytes,
        name,
        declared: None,
        charset: None,
    }
}

/// All text that stood in one place, passages joined.
fn text_of(opened: &Opened, place: Place) -> String {
    opened
        .extraction
        .passages
        .iter()
        .filter(|passage| passage.place == place)
        .map(|passage| passage.text.as_str())
        .collect()
}

fn body(opened: &Opened) -> String {
    text_of(opened, Place::Body)
}

fn categories(opened: &Opened) -> Vec<Category> {
    opened.problems.iter().map(|p| p.category).collect()
}

fn value<'a>(opened: &'a Opened, name: &str) -> Option<&'a str> {
    opened
        .extraction
        .metadata
        .iter()
        .find(|field| field.name == name)
        .map(|field| field.value.as_str())
}

/// Insists that each marker stands in its place.
fn insist(opened: &Opened, markers: &[(&str, Place)]) {
    let missing: Vec<_> = markers
        .iter()
        .filter(|(marker, place)| !text_of(opened, *place).contains(marker))
        .collect();
    assert!(
        missing.is_empty(),
        "not found: {missing:?} in {:#?}",
        opened.extraction.passages
    );
}

fn file(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/specimens/sheets/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).expect("the specimen is there")
}
