//! The PDF and DOCX readers on files made here, byte by byte: what must be read, and what must be said instead.

#[path = "documents/docx.rs"]
mod docx;
#[path = "documents/pdf.rs"]
mod pdf;
#[path = "documents/pdf_bytes.rs"]
mod pdf_bytes;

use recordroom::extract::{Category, Extractor, Limits, Opened, Place, Specimen};

/// Reads bytes of a given name within the usual limits.
fn open(reader: &dyn Extractor, bytes: &[u8]) -> Opened {
    open_within(reader, bytes, &Limits::default())
}

fn open_within(reader: &dyn Extractor, bytes: &[u8], limits: &Limits) -> Opened {
    reader.open(&specimen(bytes, ""), limits)
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
