//! A file and everything within it, read from the outside in: every item in order, each parent before its parts.
//!
//! The parts still to be read lie on a list, so depth costs no stack. Limits are counted while reading; each one that
//! is met is a problem that names it, at the item that met it. A part beyond the limits is still an item.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::mail::Mail;
use super::{
    Category, Extractor, Format, Item, Limits, Opened, Part, Problem, Reading, Specimen, Step,
    TextStatus, identity, mbox, sniff,
};

mod stream;

pub use stream::read_mailbox;

/// Reads a file: its bytes, its name without folders, and the limits that hold for it. A mailbox's messages each
/// have the limits to themselves.
pub fn read_file(bytes: &[u8], name: &str, limits: &Limits) -> Reading {
    read_hashed(bytes, name, None, limits)
}

/// As [`read_file`], for a file whose SHA-256 is known already: hashing costs as much as reading.
pub fn read_hashed(bytes: &[u8], name: &str, sha256: Option<[u8; 32]>, limits: &Limits) -> Reading {
    let mut reading = Reading::default();
    let file = Specimen {
        bytes,
        name,
        declared: None,
        charset: None,
    };
    let reader = choose(&file);
    if reader.format() == Format::Mbox {
        for (range, n) in mbox::split(bytes).zip(1u32..) {
            message(&mut reading, &bytes[range], n, limits);
        }
        return reading;
    }
    let outermost = Outermost {
        steps: Vec::new(),
        sha256,
        reader,
    };
    item(&mut reading, &file, outermost, limits);
    reading
}

/// The bytes of one item of a file, as they were read: for showing and exporting originals. None where the steps
/// lead nowhere.
pub fn fetch(bytes: &[u8], name: &str, steps: &[Step], limits: &Limits) -> Option<Vec<u8>> {
    let mut held = Held {
        bytes: bytes.to_vec(),
        name: name.to_owned(),
        declared: None,
        charset: None,
    };
    let mut steps = steps;
    if let Some((Step::Message(n), rest)) = steps.split_first() {
        let range = mbox::split(bytes).nth(usize::try_from(*n).ok()?.checked_sub(1)?)?;
        held = Held {
            bytes: mbox::unstuff(&bytes[range]).into_owned(),
            name: String::new(),
            declared: Some("message/rfc822".into()),
            charset: None,
        };
        steps = rest;
    }
    for step in steps {
        let specimen = held.specimen();
        let part = open(choose(&specimen), &specimen, limits)
            .parts
            .into_iter()
            .find(|part| part.step == *step)?;
        held = Held {
            bytes: part.bytes,
            name: part.name,
            declared: part.declared,
            charset: part.charset,
        };
    }
    Some(held.bytes)
}

/// A specimen that owns what it is made of.
struct Held {
    bytes: Vec<u8>,
    name: String,
    declared: Option<String>,
    charset: Option<String>,
}

impl Held {
    fn specimen(&self) -> Specimen<'_> {
        Specimen {
            bytes: &self.bytes,
            name: &self.name,
            declared: self.declared.as_deref(),
            charset: self.charset.as_deref(),
        }
    }
}

fn message(reading: &mut Reading, raw: &[u8], n: u32, limits: &Limits) {
    let raw = mbox::unstuff(raw);
    let specimen = Specimen {
        bytes: &raw,
        name: "",
        declared: Some("message/rfc822"),
        charset: None,
    };
    let outermost = Outermost {
        steps: vec![Step::Message(n)],
        sha256: None,
        reader: &Mail,
    };
    item(reading, &specimen, outermost, limits);
}

/// How the item that holds all others is reached and read.
struct Outermost {
    steps: Vec<Step>,
    sha256: Option<[u8; 32]>,
    reader: &'static dyn Extractor,
}

/// A part waiting to be read, and the item that holds it.
struct Waiting {
    part: Part,
    parent: usize,
}

/// Reads one specimen and all within it.
fn item(reading: &mut Reading, specimen: &Specimen<'_>, outermost: Outermost, limits: &Limits) {
    let base = outermost.steps.len();
    let opened = open(outermost.reader, specimen, limits);
    let sha256 = outermost
        .sha256
        .unwrap_or_else(|| identity::of_bytes(specimen.bytes));
    let mut spent = Spent::default();
    let mut waiting = Vec::new();
    let parts = push(
        reading,
        specimen,
        (outermost.steps, None),
        sha256,
        opened,
        limits,
    );
    wait(&mut waiting, parts, reading.items.len() - 1);
    while let Some(Waiting { part, parent }) = waiting.pop() {
        let mut steps = reading.items[parent].steps.clone();
        steps.push(part.step);
        let specimen = Specimen {
            bytes: &part.bytes,
            name: &part.name,
            declared: part.declared.as_deref(),
            charset: part.charset.as_deref(),
        };
        let opened = match spent.over(steps.len() - base, part.bytes.len(), limits) {
            Some(reason) => unopened(Category::TooLarge, reason),
            None => open(choose(&specimen), &specimen, limits),
        };
        let sha256 = identity::of_bytes(&part.bytes);
        let parts = push(
            reading,
            &specimen,
            (steps, Some(parent)),
            sha256,
            opened,
            limits,
        );
        let at = reading.items.len() - 1;
        reading.items[at]
            .extraction
            .doubts
            .splice(0..0, part.doubts);
        wait(&mut waiting, parts, at);
    }
}

/// Puts the parts of an item on the list, the first on top.
fn wait(waiting: &mut Vec<Waiting>, parts: Vec<Part>, parent: usize) {
    waiting.extend(parts.into_iter().rev().map(|part| Waiting { part, parent }));
}

/// What one input has used of its limits.
#[derive(Default)]
struct Spent {
    parts: usize,
    unpacked: usize,
}

impl Spent {
    /// Counts a part; names the limit that it breaks.
    fn over(&mut self, depth: usize, size: usize, limits: &Limits) -> Option<String> {
        self.parts += 1;
        self.unpacked = self.unpacked.saturating_add(size);
        if depth > limits.depth {
            Some(format!(
                "not opened: more than {} levels of parts within parts",
                limits.depth
            ))
        } else if self.parts > limits.parts {
            Some(format!(
                "not opened: more than {} parts in one file",
                limits.parts
            ))
        } else if self.unpacked > limits.unpacked {
            Some(format!(
                "not opened: more than {} MiB unpacked from one file",
                limits.unpacked >> 20
            ))
        } else {
            None
        }
    }
}

/// Adds an item to the reading and gives back its parts.
fn push(
    reading: &mut Reading,
    specimen: &Specimen<'_>,
    (steps, parent): (Vec<Step>, Option<usize>),
    sha256: [u8; 32],
    mut opened: Opened,
    limits: &Limits,
) -> Vec<Part> {
    shorten(&mut opened, limits);
    reading.items.push(Item {
        steps,
        parent,
        name: specimen.name.to_owned(),
        identity: opened.identity.unwrap_or(sha256),
        sha256,
        size: specimen.bytes.len() as u64,
        extraction: opened.extraction,
        problems: opened.problems,
    });
    opened.parts
}

/// Keeps the text within its limit, and says so where it was not.
fn shorten(opened: &mut Opened, limits: &Limits) {
    let mut left = limits.text;
    let mut cut = false;
    for passage in &mut opened.extraction.passages {
        if passage.text.len() > left {
            passage
                .text
                .truncate(passage.text.floor_char_boundary(left));
            cut = true;
        }
        left -= passage.text.len();
    }
    if cut {
        opened
            .extraction
            .passages
            .retain(|passage| !passage.text.is_empty());
        opened.problems.push(Problem {
            category: Category::TooLarge,
            reason: format!(
                "more than {} MiB of text; the rest was not read",
                limits.text >> 20
            ),
        });
    }
}

fn choose(specimen: &Specimen<'_>) -> &'static dyn Extractor {
    catch_unwind(AssertUnwindSafe(|| sniff::pick(specimen))).unwrap_or(&sniff::Unread)
}

fn open(reader: &'static dyn Extractor, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
    catch_unwind(AssertUnwindSafe(|| reader.open(specimen, limits))).unwrap_or_else(|payload| {
        let said = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        unopened(
            Category::Crashed,
            format!("the {:?} reader stopped: {said}", reader.format()),
        )
    })
}

fn unopened(category: Category, reason: String) -> Opened {
    let mut extraction = sniff::nothing(Format::Other);
    extraction.text_status = TextStatus::Failed;
    Opened {
        extraction,
        identity: None,
        parts: Vec::new(),
        problems: vec![Problem { category, reason }],
    }
}
