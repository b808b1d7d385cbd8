//! Word's XML format: every part of the package that holds words, and the files embedded in it.
//!
//! A package is read part by part and each part by its root element, not by its name: a body, running headers and
//! footers, notes, comments, charts and diagrams, properties. Automatic numbers of lists are in no file as text and
//! are computed. Pictures and embedded files are parts.

mod covered;
mod element;
pub(super) mod flow;
pub(super) mod numbering;
mod words;

use super::assembly::Assembly;
use super::covered as doubts;
use super::package::{self, Member};
use super::{
    Category, Confidence, Extractor, Format, Limits, Opened, Part, Place, Specimen, properties,
    wrapped, xml,
};
use numbering::Numbering;
use std::collections::HashSet;
use words::Words;

/// Reads DOCX and its kin: DOCM, DOTX, DOTM.
#[derive(Debug, Clone, Copy, Default)]
pub struct Docx;

impl Extractor for Docx {
    fn format(&self) -> Format {
        Format::Docx
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        package::bid(
            specimen,
            &["word/document", "word/_rels/"],
            &[".docx", ".docm", ".dotx", ".dotm"],
            "wordprocessingml",
        )
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let package = package::open(specimen.bytes, limits, |path| !is_left_out(path));
        let mut document = Document {
            assembly: Assembly::new(limits),
            inserted: HashSet::new(),
            has_body: false,
            numbering: Numbering::default(),
        };
        for problem in package.problems {
            document.assembly.problem(problem.category, problem.reason);
        }
        // the lists come first: the text counts on them
        for member in &package.members {
            match member.path.to_lowercase().as_str() {
                "word/numbering.xml" => {
                    document
                        .numbering
                        .learn_lists(&xml::decode(&member.bytes).0);
                }
                "word/styles.xml" => {
                    document
                        .numbering
                        .learn_styles(&xml::decode(&member.bytes).0);
                }
                _ => {}
            }
        }
        for member in package.members.iter().filter(|m| is_xml(&m.path)) {
            document.take_xml(member);
        }
        for member in package.members {
            document.take_file(member);
        }
        document
            .assembly
            .finish(Format::Docx, None, document.has_body)
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
struct Document {
    assembly: Assembly,
    /// Members that are documents inserted into this one.
    inserted: HashSet<String>,
    has_body: bool,
    numbering: Numbering,
}

impl Document {
    fn take_xml(&mut self, member: &Member) {
        let (xml, broken) = xml::decode(&member.bytes);
        if broken {
            self.assembly.doubt(format!(
                "{} holds bytes that are no letters in its encoding",
                member.path
            ));
        }
        let path = member.path.to_lowercase();
        if path.ends_with(".rels") {
            let relations = properties::relations(&xml, &member.path);
            for link in &relations.links {
                self.assembly.link(link);
            }
            self.inserted.extend(relations.inserted);
        } else if path.starts_with("docprops/") {
            for field in properties::metadata(&xml) {
                self.assembly.field(&field.name, &field.value);
            }
        } else if path.starts_with("customxml/item") && !path.contains("itemprops") {
            // what forms and document systems keep beside the text
            let text = xml::letters(&xml, self.assembly.room());
            self.assembly.say(Place::Metadata, None, text);
        } else {
            for (cover, words) in covered::find(&xml).into_iter().take(doubts::MOST) {
                if let Some(doubt) = doubts::doubt("", cover, &words) {
                    self.assembly.doubt(doubt);
                }
            }
            let words = words::read(&xml, self.assembly.room(), &mut self.numbering);
            self.take_words(words, &member.path);
        }
    }

    fn take_words(&mut self, words: Words, path: &str) {
        self.has_body |= words.is_body;
        for passage in words.passages {
            self.assembly.say(passage.place, passage.page, passage.text);
        }
        for link in &words.links {
            self.assembly.link(link);
        }
        if words.has_dtd {
            self.assembly
                .doubt(format!("{path} brings its own entities; none was expanded"));
        }
        if let Some(reason) = words.broken {
            self.assembly.problem(
                Category::Damaged,
                format!("{path} is not sound XML ({reason}); what stands before was read"),
            );
        }
        if words.cut {
            self.assembly.full();
        }
    }

    /// Pictures, embedded objects, inserted documents, and whatever else is no XML of the package's own.
    fn take_file(&mut self, member: Member) {
        let inserted = self.inserted.contains(&member.path);
        if inserted {
            self.assembly.part(Part::member(member.path, member.bytes));
        } else if member.bytes.is_empty() || is_xml(&member.path) {
            // said already, or nothing to say
        } else if is_picture(&member.path) {
            self.assembly
                .picture(Part::member(member.path, member.bytes));
        } else {
            let file = wrapped::unwrapped(&member.bytes);
            self.assembly.part(file.part(member.path));
        }
    }
}
