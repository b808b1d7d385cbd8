//! RTF, OpenDocument, PowerPoint and Word's binary format: a marker in every place where words can stand, and bytes
//! that mean harm.

#[path = "office/hostile.rs"]
mod hostile;
#[path = "office/legacy.rs"]
mod legacy;
#[path = "office/odf.rs"]
mod odf;
#[path = "office/pptx.rs"]
mod pptx;
#[path = "office/rtf.rs"]
mod rtf;

use std::io::{Cursor, Write};

use recordroom::extract::{Category, Item, Limits, Place, Reading, tree};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Reads bytes as the program does: by what they are, whatever they are called.
fn read(bytes: &[u8], name: &str) -> Reading {
    tree::read_file(bytes, name, &Limits::default())
}

/// The outermost item of what was read.
fn first(reading: &Reading) -> &Item {
    &reading.items[0]
}

/// All text of an item that stood in one place, on a page or on any.
fn at(item: &Item, place: Place, page: Option<u32>) -> String {
    item.extraction
        .passages
        .iter()
        .filter(|passage| passage.place == place && (page.is_none() || passage.page == page))
        .map(|passage| passage.text.as_str())
        .collect()
}

fn value<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.extraction
        .metadata
        .iter()
        .find(|field| field.name == name)
        .map(|field| field.value.as_str())
}

fn categories(item: &Item) -> Vec<Category> {
    item.problems
        .iter()
        .map(|problem| problem.category)
        .collect()
}

/// A ZIP of some members.
fn package(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in members {
        let stored = *path == "mimetype";
        let options = match stored {
            true => SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
            false => SimpleFileOptions::default(),
        };
        zip.start_file(*path, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
