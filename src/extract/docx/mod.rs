//! Word's XML format: every part of the package that holds words, and the files embedded in it.
//!
//! A package is read part by part and each part by its root element, not by its name: a body, running headers and
//! footers, notes, comments, charts and diagrams, properties. Automatic numbers of lists are in no file as text and
//! are not computed. Pictures are not read; a document that has large ones says so.

mod element;
pub(super) mod flow;
mod words;

use super::package::{self, Member, Package};
use super::{
    Category, Confidence, Extraction, Extractor, Format, Limits, Opened, Part, Passage, Place,
    Problem, Specimen, Step, TextStatus, properties, xml,
};
use std::collections::HashSet;
use words::Words;

/// Pictures from this many bytes on are told of: a letterhead's crest is smaller, a scan is larger.
const LARGE_PICTURE: usize = 100_000;
/// How much of either end of a package is looked at for the names of its members.
const LOOK: usize = 64 << 10;

/// Reads DOCX and its kin: DOCM, DOTX, DOTM.
#[derive(Debug, Clone, Copy, Default)]
pub struct Docx;

impl Extractor for Docx {
    fn format(&self) -> Format {
        Format::Docx
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let bytes = specimen.bytes;
        if !bytes.starts_with(b"PK") {
            return None;
        }
        let ends = [
            &bytes[..bytes.len().min(LOOK)],
            &bytes[bytes.len().saturating_sub(LOOK)..],
        ];
        let names = |name: &[u8]| {
            ends.iter()
                .any(|end| memchr::memmem::find(end, name).is_some())
        };
        if names(b"word/document") || names(b"word/_rels/") {
            return Some(Confidence::Certain);
        }
        let name = specimen.name.to_lowercase();
        let named = [".docx", ".docm", ".dotx", ".dotm"]
            .iter()
            .any(|ending| name.ends_with(ending))
            || specimen
                .declared
                .is_some_and(|declared| declared.contains("wordprocessingml"));
        named.then_some(Confidence::Named)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let package = package::open(specimen.bytes, limits, |path| !is_left_out(path));
        let mut document = Document::new(limits);
        for member in package.members.iter().filter(|m| is_xml(&m.path)) {
            document.take_xml(member);
        }
        document.finish(package)
    }
}

/// Members that hold nothing that anyone wrote: fonts, printers' settings, signatures, what was thrown away, the
/// thumbnail of the first page.
fn is_left_out(path: &str) -> bool {
    let path = path.to_lowercase();
    path.starts_with("docprops/thumbnail")
        || path.starts_with("_xmlsignatures/")
        || path.starts_with("[trash]/")
        || path.ends_with(".odttf")
        || path.contains("printersettings")
}

fn is_xml(path: &str) -> bool {
    let path = path.to_lowercase();
    path.ends_with(".xml") || path.ends_with(".rels")
}

fn is_picture(path: &str) -> bool {
    path.to_lowercase().contains("/media/")
}

/// A document in the making.
struct Document<'a> {
    limits: &'a Limits,
    passages: Vec<Passage>,
    links: Vec<String>,
    metadata: Vec<super::Field>,
    doubts: Vec<String>,
    problems: Vec<Problem>,
    inserted: HashSet<String>,
    text: usize,
    has_body: bool,
}

impl<'a> Document<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            passages: Vec::new(),
            links: Vec::new(),
            metadata: Vec::new(),
            doubts: Vec::new(),
            problems: Vec::new(),
            inserted: HashSet::new(),
            text: 0,
            has_body: false,
        }
    }

    fn take_xml(&mut self, member: &Member) {
        let (xml, broken) = xml::decode(&member.bytes);
        if broken {
            self.doubts.push(format!(
                "{} holds bytes that are no letters in its encoding",
                member.path
            ));
        }
        let path = member.path.to_lowercase();
        if path.ends_with(".rels") {
            let relations = properties::relations(&xml, &member.path);
            self.links.extend(relations.links);
            self.inserted.extend(relations.inserted);
        } else if path.starts_with("docprops/") {
            self.metadata.extend(properties::metadata(&xml));
        } else {
            self.take_words(
                words::read(&xml, self.limits.text - self.text),
                &member.path,
            );
        }
    }

    fn take_words(&mut self, words: Words, path: &str) {
        self.has_body |= words.is_body;
        self.text += words.passages.iter().map(|p| p.text.len()).sum::<usize>();
        self.text = self.text.min(self.limits.text);
        self.passages.extend(words.passages);
        self.links.extend(words.links);
        if words.has_dtd {
            self.doubts
                .push(format!("{path} brings its own entities; none was expanded"));
        }
        if let Some(reason) = words.broken {
            self.problems.push(Problem {
                category: Category::Damaged,
                reason: format!("{path} is not sound XML ({reason}); what stands before was read"),
            });
        }
        if words.cut {
            self.problems.push(Problem {
                category: Category::TooLarge,
                reason: format!(
                    "the limit of {} bytes of text was met in {path}",
                    self.limits.text
                ),
            });
        }
    }

    fn finish(mut self, package: Package) -> Opened {
        let mut problems = package.problems;
        problems.append(&mut self.problems);
        self.gather_links();
        self.passages.sort_by_key(|passage| rank(passage.place));
        let pictures = package
            .members
            .iter()
            .filter(|m| is_picture(&m.path) && !is_xml(&m.path));
        let large = pictures
            .clone()
            .filter(|m| m.bytes.len() > LARGE_PICTURE)
            .count();
        let any_picture = pictures.count() > 0;
        if large > 0 {
            let pictures = if large == 1 { "picture" } else { "pictures" };
            self.doubts.push(format!(
                "{large} {pictures} not read: no OCR in this version"
            ));
        }
        let parts = parts(package.members, &self.inserted);
        let has_text = self
            .passages
            .iter()
            .any(|passage| passage.text.chars().any(char::is_alphanumeric));
        let text_status = if has_text {
            TextStatus::Text
        } else if !self.has_body {
            if problems.iter().all(|p| p.category != Category::Damaged) {
                problems.push(Problem {
                    category: Category::Damaged,
                    reason: "no document was found inside".to_string(),
                });
            }
            TextStatus::Failed
        } else {
            problems.push(Problem {
                category: Category::NoText,
                reason: if any_picture {
                    "it holds pictures and no text; needs OCR, which this version does not do"
                } else {
                    "it holds no text"
                }
                .to_string(),
            });
            TextStatus::None
        };
        Opened {
            extraction: Extraction {
                format: Format::Docx,
                headers: Vec::new(),
                metadata: self.metadata,
                passages: self.passages,
                pages: None,
                text_status,
                doubts: self.doubts,
            },
            identity: None,
            parts,
            problems,
        }
    }

    fn gather_links(&mut self) {
        let mut seen = HashSet::new();
        let links: String = self
            .links
            .iter()
            .filter(|link| !link.is_empty() && seen.insert(link.as_str()))
            .map(|link| format!("{link}\n"))
            .collect();
        if !links.is_empty() {
            self.passages.push(Passage {
                place: Place::Metadata,
                page: None,
                text: links,
            });
        }
    }
}

/// The body first, then what stands around it.
fn rank(place: Place) -> usize {
    [
        Place::Body,
        Place::Alternative,
        Place::Header,
        Place::Footer,
        Place::Note,
        Place::Comment,
        Place::Box,
        Place::Hidden,
        Place::Remainder,
        Place::Metadata,
    ]
    .iter()
    .position(|known| *known == place)
    .unwrap_or(usize::MAX)
}

/// The files within: embedded objects, inserted documents, and whatever else is neither XML nor a picture.
fn parts(members: Vec<Member>, inserted: &HashSet<String>) -> Vec<Part> {
    members
        .into_iter()
        .filter(|member| {
            inserted.contains(&member.path)
                || !(member.bytes.is_empty() || is_xml(&member.path) || is_picture(&member.path))
        })
        .map(|member| Part {
            name: member
                .path
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_string(),
            steps: vec![Step::Member(member.path)],
            declared: None,
            charset: None,
            bytes: member.bytes,
            doubts: Vec::new(),
            problem: None,
        })
        .collect()
}
