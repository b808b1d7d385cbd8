//! Outlook: single items (.msg), mailbox stores (.pst, .ost) and winmail.dat (TNEF), over one reader of MAPI properties.
//!
//! Each source is read into the same `property::Object`: `storage` reads compound files, `tnef` reads winmail.dat,
//! `pst` reads stores. `item` makes an extraction of an object: `headers` its header fields, `bodies` its texts,
//! `fields` what appointments, tasks and contacts say, `parts` what hangs on it. `written` turns an object into a
//! .msg file: these are the bytes of a message within a message and of a message of a store, which have none of
//! their own.

use super::{
    Category, Confidence, Extractor, Format, Limits, Opened, Part, Problem, Specimen, Step,
    TextStatus, sniff,
};

mod bodies;
mod compressed;
mod crc;
mod fields;
mod headers;
mod item;
mod parts;
pub(super) mod property;
pub mod pst;
mod sectors;
mod storage;
mod tnef;
mod written;

/// The first bytes of every compound file.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// The first bytes of every winmail.dat.
const TNEF: &[u8] = b"\x78\x9F\x3E\x22";

/// The reader of Outlook items in files of their own.
pub struct Msg;

impl Extractor for Msg {
    fn format(&self) -> Format {
        Format::Msg
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        if !specimen.bytes.starts_with(COMPOUND) {
            return None;
        }
        let root = storage::root_of(specimen.bytes);
        let is = |name: &str| root.iter().any(|entry| entry.eq_ignore_ascii_case(name));
        // an item, and no document that has one embedded: only the root counts
        if is("__properties_version1.0") {
            return Some(Confidence::Certain);
        }
        let named = specimen.name.to_ascii_lowercase().ends_with(".msg");
        let declared = specimen.declared == Some("application/vnd.ms-outlook");
        let other = [
            "WordDocument",
            "Workbook",
            "Book",
            "PowerPoint Document",
            "EncryptedPackage",
        ];
        let likely = is("__nameid_version1.0") || named || declared;
        (likely && !other.iter().any(|name| is(name))).then_some(Confidence::Likely)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        match storage::read(specimen.bytes, limits) {
            Ok(object) => {
                let identity = super::identity::of_item(&object);
                let mut opened = item::open(object, Format::Msg, limits);
                opened.identity = identity;
                opened
            }
            Err(problem) => refused(Format::Msg, problem),
        }
    }
}

/// The reader of winmail.dat.
pub struct Tnef;

impl Extractor for Tnef {
    fn format(&self) -> Format {
        Format::Tnef
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        specimen
            .bytes
            .starts_with(TNEF)
            .then_some(Confidence::Certain)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let object = tnef::read(specimen.bytes, limits);
        item::open(object, Format::Tnef, limits)
    }
}

/// The reader of stores that lie within something else, a ZIP archive for instance: all messages as parts at once.
/// [`super::tree`] reads a store that is a file of its own message by message.
pub struct Pst;

impl Extractor for Pst {
    fn format(&self) -> Format {
        Format::Pst
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        specimen
            .bytes
            .starts_with(pst::MAGIC)
            .then_some(Confidence::Certain)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let mut opened = refused_with(Format::Pst, Vec::new());
        opened.extraction.text_status = TextStatus::None;
        let mut left = limits.unpacked;
        let outcome = pst::read(std::io::Cursor::new(specimen.bytes), limits, &mut |found| {
            match found {
                pst::Found::Message(mut part, problems) => {
                    let address = match part.steps.as_slice() {
                        [Step::Member(folder), Step::Message(n)] => {
                            format!("message {n} of {folder}")
                        }
                        _ => String::new(),
                    };
                    let named = problems.into_iter().map(|problem| Problem {
                        reason: format!("{address}: {}", problem.reason),
                        ..problem
                    });
                    opened.problems.extend(named);
                    if part.bytes.len() > left || opened.parts.len() >= limits.parts {
                        part.bytes = Vec::new();
                        part.problem = Some(Problem {
                            category: Category::TooLarge,
                            reason: format!(
                                "not opened: more than {} messages or {} MiB in a store within another file",
                                limits.parts,
                                limits.unpacked >> 20
                            ),
                        });
                    }
                    left -= part.bytes.len();
                    opened.parts.push(part);
                }
                pst::Found::Problem(problem) => opened.problems.push(problem),
            }
            Ok(())
        });
        if let Err(problem) = outcome {
            opened.extraction.text_status = match problem.category {
                Category::Encrypted => TextStatus::Encrypted,
                _ => TextStatus::Failed,
            };
            opened.problems.push(problem);
        } else if opened.parts.is_empty() && opened.problems.is_empty() {
            opened
                .problems
                .push(sniff::no_text("an Outlook store without messages"));
        }
        opened
    }
}

fn refused(format: Format, problem: Problem) -> Opened {
    refused_with(format, vec![problem])
}

fn refused_with(format: Format, problems: Vec<Problem>) -> Opened {
    let mut extraction = sniff::nothing(format);
    extraction.text_status = TextStatus::Failed;
    Opened {
        extraction,
        identity: None,
        parts: Vec::new(),
        problems,
    }
}
