//! The texts of an item: plain, HTML and RTF; the first that there is leads, the others are kept for what they say besides.

use super::super::mail::settle::{self, Reading};
use super::super::{Part, Passage, Place, html, rtf};
use super::property::{Object, Speech, UNICODE, note};
use super::{Category, Limits, Problem, compressed};
use crate::extract::code_page;

const PLAIN: u16 = 0x1000;
const HTML: u16 = 0x1013;
const RTF: u16 = 0x1009;

/// The passages that an object's bodies make, and the files embedded in them.
pub fn of(
    object: &Object,
    speech: &Speech,
    limits: &Limits,
    doubts: &mut Vec<String>,
    problems: &mut Vec<Problem>,
) -> (Vec<Passage>, Vec<Part>) {
    let mut parts = Vec::new();
    let mut readings = Vec::new();
    if let Some(text) = speech.text(&object.properties, PLAIN, doubts) {
        readings.push(reading(text.replace("\r\n", "\n").replace('\r', "\n")));
    }
    if let Some(page) = page(object, doubts) {
        readings.push(of_page(page));
    }
    if let Some(packed) = object.properties.bytes(RTF) {
        match compressed::unpack(packed, limits.text) {
            Some((rtf, doubt)) => {
                doubt.into_iter().for_each(|doubt| note(doubts, doubt));
                readings.push(rich(&rtf, limits, doubts, problems, &mut parts));
            }
            None => problems.push(Problem {
                category: Category::Damaged,
                reason: "the RTF text is not compressed as it should be; it was not read".into(),
            }),
        }
    }
    readings.retain(|reading| {
        [&reading.text, &reading.hidden, &reading.attributes]
            .iter()
            .any(|text| !text.trim().is_empty())
    });
    let leading = readings
        .iter()
        .position(|reading| !reading.text.trim().is_empty());
    for (nth, reading) in readings.iter_mut().enumerate() {
        reading.plain = Some(nth) == leading;
    }
    let settled = settle::settle(readings);
    if settled.quarrel {
        note(
            doubts,
            "the plain and the other reading of the text differ widely; both were kept".into(),
        );
    }
    (settled.passages, parts)
}

fn reading(text: String) -> Reading {
    Reading {
        group: Some(1),
        plain: false,
        text,
        hidden: String::new(),
        attributes: String::new(),
    }
}

fn of_page(page: html::Page) -> Reading {
    let title = page.title.map(|title| title + "\n").unwrap_or_default();
    Reading {
        hidden: page.hidden,
        attributes: title + &page.attributes,
        ..reading(page.text)
    }
}

/// The HTML body: bytes in PidTagInternetCodepage, or a string.
fn page(object: &Object, doubts: &mut Vec<String>) -> Option<html::Page> {
    let value = object.properties.get(HTML)?;
    let mut page = if value.kind == UNICODE {
        html::read_text(&super::property::utf16(value.bytes()))
    } else {
        let label = object.properties.number(0x3FDE).and_then(code_page::label);
        let end = value
            .bytes()
            .iter()
            .rposition(|b| *b != 0)
            .map_or(0, |at| at + 1);
        // UTF-16 may end in a zero byte that belongs to its last sign
        let end = if label.is_some_and(|label| label.starts_with("utf-16")) {
            end.next_multiple_of(2)
        } else {
            end
        };
        let bytes = &value.bytes()[..end.min(value.bytes().len())];
        html::read(bytes, label)
    };
    for doubt in page.doubts.drain(..) {
        note(doubts, format!("the HTML text: {doubt}"));
    }
    Some(page)
}

/// The RTF body: its text, or the HTML that Exchange wrapped in it.
fn rich(
    rtf: &[u8],
    limits: &Limits,
    doubts: &mut Vec<String>,
    problems: &mut Vec<Problem>,
    parts: &mut Vec<Part>,
) -> Reading {
    let mut found = rtf::text_of(rtf, limits);
    for doubt in found.doubts.drain(..) {
        note(doubts, format!("the RTF text: {doubt}"));
    }
    problems.append(&mut found.problems);
    parts.append(&mut found.parts);
    if let Some(page) = found.html {
        return of_page(html::read_text(&page));
    }
    let mut reading = reading(String::new());
    for passage in found.passages {
        let text = match passage.place {
            Place::Hidden => &mut reading.hidden,
            Place::Metadata => &mut reading.attributes,
            _ => &mut reading.text,
        };
        text.push_str(&passage.text);
        text.push('\n');
    }
    reading
}
