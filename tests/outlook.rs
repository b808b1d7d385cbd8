//! The readers of Outlook's formats on files made here, byte by byte: items, stores, winmail.dat, and broken ones.

#[path = "outlook/hostile.rs"]
mod hostile;
#[path = "outlook/items.rs"]
mod items;
#[path = "outlook/mapi.rs"]
mod mapi;
#[path = "outlook/store.rs"]
mod store;
#[path = "outlook/store_bytes.rs"]
mod store_bytes;
#[path = "outlook/winmail.rs"]
mod winmail;

use recordroom::extract::{Item, Limits, Place, Reading, tree};

fn read(bytes: &[u8], name: &str) -> Reading {
    tree::read_file(bytes, name, &Limits::default())
}

/// All that an item says: headers, metadata, texts.
fn all_of(item: &Item) -> String {
    let mut all = String::new();
    let fields = item
        .extraction
        .headers
        .iter()
        .chain(&item.extraction.metadata);
    for field in fields {
        all.push_str(&format!("{}: {}\n", field.name, field.value));
    }
    for passage in &item.extraction.passages {
        all.push_str(&passage.text);
    }
    all
}

fn header<'a>(item: &'a Item, name: &str) -> Vec<&'a str> {
    let fields = item.extraction.headers.iter();
    fields
        .filter(|field| field.name.eq_ignore_ascii_case(name))
        .map(|field| field.value.as_str())
        .collect()
}

fn text_at(item: &Item, place: Place) -> String {
    let passages = item.extraction.passages.iter();
    passages
        .filter(|passage| passage.place == place)
        .map(|passage| passage.text.as_str())
        .collect()
}
