//! Messages as they really are: what a careless reader loses, one case each, and the ids that must never change.

mod mailboxes;
mod structure;
mod text;

use recordroom::extract::{Item, Limits, Place, Reading, tree};

pub(crate) const REFERENCE: &str = "INV/0283/2020";

pub(crate) fn read(raw: &[u8]) -> Reading {
    tree::read_file(raw, "message.eml", &Limits::default())
}

pub(crate) fn text_at(item: &Item, place: Place) -> String {
    item.extraction
        .passages
        .iter()
        .filter(|p| p.place == place)
        .map(|p| p.text.as_str())
        .collect()
}

pub(crate) fn body(raw: &[u8]) -> String {
    text_at(&read(raw).items[0], Place::Body)
}

pub(crate) fn everything(reading: &Reading) -> String {
    let items = reading.items.iter();
    let passages = items
        .flat_map(|item| &item.extraction.passages)
        .map(|p| p.text.clone());
    passages.collect::<Vec<_>>().join("\n")
}

pub(crate) fn header(raw: &[u8], name: &str) -> String {
    let reading = read(raw);
    let headers = &reading.items[0].extraction.headers;
    headers
        .iter()
        .find(|f| f.name.eq_ignore_ascii_case(name))
        .map(|f| f.value.clone())
        .unwrap_or_default()
}

pub(crate) fn message(fields: &str, body: &[u8]) -> Vec<u8> {
    let head = "From: Ann Whitlock <ann@north.example>\nTo: records@south.example\n\
                Date: Mon, 2 Mar 2020 10:00:00 +0000\nMessage-ID: <1@north.example>\nMIME-Version: 1.0\n";
    [head.as_bytes(), fields.as_bytes(), b"\n", body].concat()
}
