//! A Word document put together: its stories, its comments with their writers, and older versions through `undoc`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::bytes::{short, slice, wide};
use super::pieces::{self, Fib, Letters, Version};
use super::{leftovers, lists, story};
use crate::extract::assembly::Assembly;
use crate::extract::docx::numbering::Numbering;
use crate::extract::{Category, Place};

/// The lists of the table stream that are read here, by their numbers in the FIB.
const COMMENT_REFERENCES: usize = 4;
const COMMENT_TEXTS: usize = 5;
const HEADERS: usize = 11;
const COMMENT_WRITERS: usize = 36;
/// The first stories of the headers part footnotes from the text.
const SEPARATORS: usize = 6;

/// Reads the stream `WordDocument` with the stream `Data`; `stream` gives others. Says whether there was a document.
pub fn read(
    whole: &[u8],
    document: &[u8],
    data: &[u8],
    stream: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
    assembly: &mut Assembly,
) -> bool {
    match pieces::fib(document) {
        Some(Version::Word97(fib)) if fib.is_encrypted => encrypted(assembly),
        Some(Version::Older(true)) => encrypted(assembly),
        Some(Version::Word97(fib)) => {
            let other = match fib.table {
                "/1Table" => "/0Table",
                _ => "/1Table",
            };
            let table = stream(fib.table)
                .or_else(|| stream(other))
                .unwrap_or_default();
            match pieces::letters(document, &table, data, &fib, assembly.room()) {
                Some(letters) if !letters.units.is_empty() => {
                    stories(&letters, &fib, &table, assembly);
                }
                _ => recover(whole, document, assembly),
            }
        }
        Some(Version::Older(false)) => {
            let read = by_undoc(whole);
            match read {
                Some(text) if text.chars().any(char::is_alphanumeric) => {
                    assembly.say(Place::Body, None, text);
                    assembly.doubt(
                        "a document of Word 6 or 95: its notes, headers, comments and pictures were not read"
                            .into(),
                    );
                }
                _ => recover(whole, document, assembly),
            }
        }
        None => {
            recover(whole, document, assembly);
            return assembly.has_text();
        }
    }
    true
}

fn encrypted(assembly: &mut Assembly) {
    assembly.problem(
        Category::Encrypted,
        "Word document with a password".to_string(),
    );
}

/// What the crate for old formats makes of the file; none where it refuses or stops.
fn by_undoc(whole: &[u8]) -> Option<String> {
    catch_unwind(AssertUnwindSafe(|| {
        let mut parser = undoc::doc::DocParser::from_bytes(whole.to_vec()).ok()?;
        Some(parser.parse().ok()?.plain_text())
    }))
    .ok()
    .flatten()
}

/// The text could not be read as it is laid out: another reader is asked, then words are looked for.
fn recover(whole: &[u8], document: &[u8], assembly: &mut Assembly) {
    if let Some(text) = by_undoc(whole)
        && text.chars().any(char::is_alphanumeric)
    {
        assembly.say(Place::Body, None, text);
        assembly.doubt("its layout is damaged; only the body was read".into());
        return;
    }
    let words = leftovers::words(document, assembly.room());
    if !words.is_empty() {
        assembly.problem(
            Category::Damaged,
            "its text could not be read as it is laid out; words found among its bytes are kept"
                .into(),
        );
        assembly.say(Place::Remainder, None, words);
    }
}

/// The letters of a document, and how far its lists have been counted.
struct Told<'l> {
    letters: &'l Letters,
    numbering: Numbering,
}

fn stories(letters: &Letters, fib: &Fib, table: &[u8], assembly: &mut Assembly) {
    let told = &mut Told {
        letters,
        numbering: lists::learn(fib, table),
    };
    if letters.is_cut {
        assembly.problem(
            Category::Damaged,
            "part of its text lies beyond the end of the file, or beyond the limit on text".into(),
        );
    }
    let places = [
        Place::Body,
        Place::Note,
        Place::Header,
        Place::Hidden,
        Place::Comment,
        Place::Note,
        Place::Box,
        Place::Box,
    ];
    let mut at = 0usize;
    for (n, (length, place)) in fib.lengths.iter().zip(places).enumerate() {
        let end = at.saturating_add(*length);
        match n {
            2 => headers(told, at, fib.list(table, HEADERS), *length, assembly),
            4 => comments(told, at, *length, fib, table, assembly),
            _ => say(told, at, end, place, "", assembly),
        }
        at = end;
    }
    // Letters that no story claims.
    if letters.units.len() > at.saturating_add(2) {
        say(
            told,
            at,
            letters.units.len(),
            Place::Remainder,
            "",
            assembly,
        );
    }
}

fn say(
    told: &mut Told<'_>,
    from: usize,
    to: usize,
    place: Place,
    heading: &str,
    assembly: &mut Assembly,
) {
    let story = story::read(told.letters, from..to, &mut told.numbering);
    for link in &story.links {
        assembly.link(link);
    }
    if !story.text.trim().is_empty() {
        assembly.say(place, None, format!("{heading}{}", story.text));
    }
    assembly.say(Place::Hidden, None, story.hidden);
}

/// Headers and footers stand one after the other, six for each section.
fn headers(told: &mut Told<'_>, start: usize, plc: &[u8], length: usize, assembly: &mut Assembly) {
    let bounds = pieces::positions(plc, 0);
    if length == 0 {
        return;
    }
    if bounds.len() < SEPARATORS + 2 {
        say(
            told,
            start,
            start.saturating_add(length),
            Place::Header,
            "",
            assembly,
        );
        return;
    }
    for (n, pair) in bounds.windows(2).enumerate().skip(SEPARATORS) {
        let place = match (n - SEPARATORS) % 6 {
            2 | 3 | 5 => Place::Footer,
            _ => Place::Header,
        };
        let (from, to) = (pair[0].min(length), pair[1].min(length));
        say(
            told,
            start.saturating_add(from),
            start.saturating_add(to),
            place,
            "",
            assembly,
        );
    }
}

/// Comments, each headed by its writer's name.
fn comments(
    told: &mut Told<'_>,
    start: usize,
    length: usize,
    fib: &Fib,
    table: &[u8],
    assembly: &mut Assembly,
) {
    if length == 0 {
        return;
    }
    let writers = writers(fib.list(table, COMMENT_WRITERS));
    let references = fib.list(table, COMMENT_REFERENCES);
    let count = references.len().saturating_sub(4) / 34;
    let mut bounds = pieces::positions(fib.list(table, COMMENT_TEXTS), 0);
    if bounds.len() < 2 {
        bounds = vec![0, length];
    }
    for (n, pair) in bounds.windows(2).enumerate() {
        let writer = short(references, 4 * (count + 1) + 30 * n + 20)
            .and_then(|index| writers.get(usize::from(index)))
            .filter(|_| n < count);
        let heading = writer.map_or(String::new(), |writer| format!("{writer}: "));
        let (from, to) = (pair[0].min(length), pair[1].min(length));
        say(
            told,
            start.saturating_add(from),
            start.saturating_add(to),
            Place::Comment,
            &heading,
            assembly,
        );
    }
}

fn writers(list: &[u8]) -> Vec<String> {
    let mut at = 0;
    let mut writers = Vec::new();
    while let Some(length) = short(list, at) {
        let bytes = usize::from(length) * 2;
        writers.push(wide(slice(list, at + 2, bytes)));
        at += 2 + bytes;
    }
    writers
}
