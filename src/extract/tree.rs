//! A file and everything within it, read from the outside in: every item in order, each parent before its parts.
//!
//! The parts still to be read lie on a list, so depth costs no stack. Limits are counted while reading; each one that
//! is met is a problem that names it, at the item that met it. A part beyond the limits is still an item.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::archives::zip;
use super::mail::Mail;
use super::outlook::pst;
use super::{
    Category, Extractor, Format, Item, Limits, Opened, Part, Problem, Reading, Specimen, Step,
    TextStatus, drawing, identity, mbox, smime, sniff,
};
use crate::discover::rules::{self, Met};

mod store;
mod stream;

pub use store::read_store;
pub use stream::read_mailbox;

/// Reads a file: its bytes, its name without folders, and the limits that hold for it. A mailbox's messages each
/// have the limits to themselves.
pub fn read_file(bytes: &[u8], name: &str, limits: &Limits) -> Reading {
    read_hashed(bytes, name, &Hashed::default(), limits)
}

/// What is known already of a file's digests: hashing costs as much as reading.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hashed {
    /// The SHA-256 of its bytes.
    pub sha256: Option<[u8; 32]>,
    /// Its identity, should it be a message (see [`identity`]).
    pub message: Option<[u8; 32]>,
}

/// As [`read_file`], for a file of whose digests something is known already.
pub fn read_hashed(bytes: &[u8], name: &str, hashed: &Hashed, limits: &Limits) -> Reading {
    let mut reading = Reading::default();
    let file = Specimen {
        bytes,
        name,
        declared: None,
        charset: None,
    };
    let reader = choose(&file);
    if reader.format() == Format::Mbox {
        // Each message of a mailbox has the limits to itself.
        for (range, n) in mbox::split(bytes).zip(1u32..) {
            message(&mut reading, &bytes[range], n, limits);
        }
        return reading;
    }
    if reader.format() == Format::Pst && store::read_whole(&mut reading, bytes, limits) {
        return reading;
    }
    let outermost = Outermost {
        steps: Vec::new(),
        hashed: *hashed,
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
    if let [Step::Member(folder), Step::Message(n), rest @ ..] = steps
        && choose(&held.specimen()).format() == Format::Pst
    {
        held = Held {
            bytes: pst::fetch(Cursor::new(bytes), folder, *n, limits)?,
            name: String::new(),
            declared: Some("application/vnd.ms-outlook".into()),
            charset: None,
        };
        steps = rest;
    }
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
    while !steps.is_empty() {
        let specimen = held.specimen();
        let part = open(choose(&specimen), &specimen, limits, None)
            .parts
            .into_iter()
            .find(|part| steps.starts_with(&part.steps))?;
        steps = &steps[part.steps.len()..];
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
        hashed: Hashed::default(),
        reader: &Mail,
    };
    item(reading, &specimen, outermost, limits);
}

/// How the item that holds all others is reached and read.
struct Outermost {
    steps: Vec<Step>,
    hashed: Hashed,
    reader: &'static dyn Extractor,
}

/// A part waiting to be read, the item that holds it, the steps to it from the file, and the rule that passes it by.
struct Waiting {
    part: Part,
    parent: Option<usize>,
    steps: Vec<Step>,
    excluded: Option<&'static str>,
}

/// Reads one specimen and all within it.
fn item(reading: &mut Reading, specimen: &Specimen<'_>, outermost: Outermost, limits: &Limits) {
    let opened = open(outermost.reader, specimen, limits, outermost.hashed.message);
    let place = Place {
        steps: outermost.steps,
        parent: None,
        sha256: outermost.hashed.sha256,
        excluded: None,
    };
    descend(reading, specimen, place, opened, limits);
}

/// Files what was opened, and reads all within it.
fn descend(
    reading: &mut Reading,
    specimen: &Specimen<'_>,
    place: Place,
    opened: Opened,
    limits: &Limits,
) {
    let base = place.steps.len();
    let mut spent = Spent::default();
    let mut waiting = Vec::new();
    spent.hold(&opened);
    take(reading, &mut waiting, specimen, place, opened, limits);
    while let Some(Waiting {
        part,
        parent,
        steps,
        excluded,
    }) = waiting.pop()
    {
        let specimen = Specimen {
            bytes: &part.bytes,
            name: &part.name,
            declared: part.declared.as_deref(),
            charset: part.charset.as_deref(),
        };
        let over = spent.over(steps.len() - base, part.bytes.len(), limits);
        let had = part.problem.as_ref().is_none_or(|problem| {
            matches!(problem.category, Category::Damaged | Category::TooLarge)
                && !part.bytes.is_empty()
        });
        let mut opened = match (over, had) {
            _ if excluded.is_some() => unopened(None),
            (Some(reason), _) => unopened(Some((Category::TooLarge, reason))),
            (None, true) => open(choose(&specimen), &specimen, &spent.left(limits), None),
            (None, false) => unopened(None),
        };
        if let Some(problem) = part.problem {
            if !had {
                opened.extraction.text_status = status_of(problem.category);
            }
            opened.problems.insert(0, problem);
        }
        opened.extraction.doubts.splice(0..0, part.doubts);
        spent.hold(&opened);
        let place = Place {
            steps,
            parent,
            sha256: None,
            excluded,
        };
        take(reading, &mut waiting, &specimen, place, opened, limits);
    }
}

/// Where an item belongs: the steps to it, the item that holds it, its digest where it is known already, and the rule
/// that passes it by.
struct Place {
    steps: Vec<Step>,
    parent: Option<usize>,
    sha256: Option<[u8; 32]>,
    excluded: Option<&'static str>,
}

/// Files what was opened as an item and puts its parts on the list, the first on top. A container that could be
/// opened is no item: its parts belong to what holds it, and so does what was wrong with it.
fn take(
    reading: &mut Reading,
    waiting: &mut Vec<Waiting>,
    specimen: &Specimen<'_>,
    mut place: Place,
    mut opened: Opened,
    limits: &Limits,
) {
    if place.excluded.is_none() && smime::is_signature_alone(&opened) {
        let met = Met {
            path: specimen.name,
            size: specimen.bytes.len() as u64,
            signature: true,
            ..Met::default()
        };
        place.excluded = rules::passing_by(met).map(|rule| rule.reason);
    }
    let parts = std::mem::take(&mut opened.parts);
    let container = opened.extraction.format.is_container() && !parts.is_empty();
    let (prefix, parent) = if container {
        let problems = opened
            .problems
            .into_iter()
            .map(|problem| match place.steps.is_empty() {
                true => problem,
                false => Problem {
                    reason: match specimen.name {
                        "" => format!("a part without a name: {}", problem.reason),
                        name => format!("{name}: {}", problem.reason),
                    },
                    ..problem
                },
            });
        match place.parent {
            Some(parent) => reading.items[parent].problems.extend(problems),
            None => reading.problems.extend(problems),
        }
        (place.steps, place.parent)
    } else {
        let steps = place.steps.clone();
        push(reading, specimen, place, opened, limits);
        (steps, Some(reading.items.len() - 1))
    };
    waiting.extend(parts.into_iter().rev().map(|part| Waiting {
        parent,
        steps: [&prefix[..], &part.steps].concat(),
        excluded: if container { rule_for(&part) } else { None },
        part,
    }));
}

/// The rule that passes a member of an archive by.
fn rule_for(part: &Part) -> Option<&'static str> {
    let [Step::Member(path)] = part.steps.as_slice() else {
        return None;
    };
    let met = Met {
        path: &path.replace('\\', "/"),
        size: part.bytes.len() as u64,
        kind: part.declared.as_deref(),
        signature: false,
    };
    rules::passing_by(met).map(|rule| rule.reason)
}

/// What one input has used of its limits.
#[derive(Default)]
struct Spent {
    parts: usize,
    unpacked: usize,
    /// Bytes of parts that are waiting to be read.
    waiting: usize,
}

impl Spent {
    /// Counts the parts that an opened specimen handed over: they are in memory until they are read.
    fn hold(&mut self, opened: &Opened) {
        let sizes = opened.parts.iter().map(|part| part.bytes.len());
        self.waiting = sizes.fold(self.waiting, usize::saturating_add);
    }

    /// What is left of the limits for the next part: an archive in an archive may not unpack as much again.
    fn left(&self, limits: &Limits) -> Limits {
        let used = self.unpacked.saturating_add(self.waiting);
        Limits {
            unpacked: limits.unpacked.saturating_sub(used),
            parts: limits.parts.saturating_sub(self.parts).max(1),
            ..*limits
        }
    }

    /// Counts a part; names the limit that it breaks.
    fn over(&mut self, depth: usize, size: usize, limits: &Limits) -> Option<String> {
        self.parts += 1;
        self.unpacked = self.unpacked.saturating_add(size);
        self.waiting = self.waiting.saturating_sub(size);
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

/// Adds an item to the reading.
fn push(
    reading: &mut Reading,
    specimen: &Specimen<'_>,
    place: Place,
    mut opened: Opened,
    limits: &Limits,
) {
    shorten(&mut opened, limits);
    let sha256 = place
        .sha256
        .unwrap_or_else(|| identity::of_bytes(specimen.bytes));
    let scan = drawing::handed_on(specimen.bytes, &mut opened, reading, limits);
    reading.items.push(Item {
        steps: place.steps,
        parent: place.parent,
        name: specimen.name.to_owned(),
        identity: opened.identity.unwrap_or(sha256),
        sha256,
        size: specimen.bytes.len() as u64,
        extraction: opened.extraction,
        problems: opened.problems,
        excluded: place.excluded.map(str::to_owned),
        scan,
    });
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

/// Opens a specimen, with its identity as a message where that is known.
fn open(
    reader: &'static dyn Extractor,
    specimen: &Specimen<'_>,
    limits: &Limits,
    message: Option<[u8; 32]>,
) -> Opened {
    let read = || {
        let mut opened = reader.open_known(specimen, limits, message);
        appended(specimen.bytes, &mut opened);
        opened
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|payload| {
        let said = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        unopened(Some((
            Category::Crashed,
            format!("the {:?} reader stopped: {said}", reader.format()),
        )))
    })
}

/// An archive that stands behind the end of a document: programs show the one or the other, and both are read here.
fn appended(bytes: &[u8], opened: &mut Opened) {
    let may_have = matches!(
        opened.extraction.format,
        Format::Pdf | Format::Image | Format::Html | Format::Rtf
    );
    if may_have && let Some(archive) = zip::appended(bytes) {
        let doubts = &mut opened.extraction.doubts;
        doubts.push("an archive stands behind its end; what is in it was read as parts".into());
        let part = Part::member("archive behind its end.zip", archive.to_vec());
        opened.parts.push(part);
    }
}

fn unopened(why: Option<(Category, String)>) -> Opened {
    let mut extraction = sniff::nothing(Format::Other);
    extraction.text_status = TextStatus::Failed;
    Opened {
        extraction,
        identity: None,
        parts: Vec::new(),
        problems: why
            .map(|(category, reason)| Problem { category, reason })
            .into_iter()
            .collect(),
    }
}

/// How an item stands that was not opened for such a problem.
fn status_of(category: Category) -> TextStatus {
    match category {
        Category::Encrypted => TextStatus::Encrypted,
        Category::Unsupported | Category::NoText => TextStatus::None,
        _ => TextStatus::Failed,
    }
}
