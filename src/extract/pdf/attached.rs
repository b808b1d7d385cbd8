//! What hangs on a PDF's pages and on the file itself: notes, form values, links, embedded files.

use super::strings;
use crate::extract::{Limits, Part, Step};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Rect as Place, Stream,
    String as PdfString,
};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::xref::XRef;
use hayro_interpret::kurbo::Rect;
use std::collections::HashSet;

/// What the annotations of one page say.
#[derive(Debug, Default)]
pub struct Notes {
    /// Notes and comments, each with its writer where the file names one.
    pub comments: Vec<String>,
    /// Where the links lead, outside the file.
    pub links: Vec<String>,
}

/// Reads the annotations of a page; `printed` is the page's own text, and a note that is printed there is left out.
pub fn notes(page: &Page<'_>, printed: &str, files: &mut Files) -> Notes {
    let mut notes = Notes::default();
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else {
        return notes;
    };
    let printed = squeezed(printed);
    let mut annotations = below(page.xref(), &annotations, &mut HashSet::new());
    annotations.reverse();
    for annotation in annotations {
        let kind = annotation.get::<Name<'_>>("Subtype");
        let kind = kind.as_ref().map(AsRef::as_ref).unwrap_or_default();
        if let Some(uri) = annotation
            .get::<Dict<'_>>("A")
            .and_then(|action| action.get::<PdfString<'_>>("URI"))
        {
            let link = strings::text(uri.as_bytes());
            if !link.is_empty() && !notes.links.contains(&link) {
                notes.links.push(link);
            }
        }
        if let Some(file) = annotation.get::<Dict<'_>>("FS") {
            files.take(&file);
        }
        let said = string(&annotation, "Contents");
        if said.is_empty() || printed.contains(&squeezed(&said)) {
            continue;
        }
        // On a form field /T is the field's own name; on a note it is who wrote it.
        let writer = if kind == b"Widget" {
            String::new()
        } else {
            string(&annotation, "T")
        };
        notes.comments.push(if writer.is_empty() {
            said
        } else {
            format!("{writer}: {said}")
        });
    }
    notes
}

/// The places that a page marks for redaction: a mark that is still there was never carried out.
pub fn redaction_marks(page: &Page<'_>) -> Vec<Rect> {
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else {
        return Vec::new();
    };
    below(page.xref(), &annotations, &mut HashSet::new())
        .iter()
        .filter(|annotation| {
            annotation
                .get::<Name<'_>>("Subtype")
                .is_some_and(|kind| kind.as_ref() == b"Redact")
        })
        .filter_map(|annotation| annotation.get::<Place>("Rect"))
        .map(|place| Rect::new(place.x0, place.y0, place.x1, place.y1))
        .collect()
}

/// The values of a form's fields that are not printed on a page, one a line, with the question where there is one.
pub fn form_values(pdf: &Pdf, root: &Dict<'_>, printed: &str) -> String {
    let mut values = String::new();
    let Some(fields) = root
        .get::<Dict<'_>>("AcroForm")
        .and_then(|form| form.get::<Array<'_>>("Fields"))
    else {
        return values;
    };
    let printed = squeezed(printed);
    let mut seen = HashSet::new();
    let mut ahead = below(pdf.xref(), &fields, &mut seen);
    while let Some(field) = ahead.pop() {
        let question = string(&field, "TU");
        for value in field_values(&field) {
            if value.is_empty() || printed.contains(&squeezed(&value)) {
                continue;
            }
            if !question.is_empty() {
                values.push_str(&question);
                values.push_str(": ");
            }
            values.push_str(&value);
            values.push('\n');
        }
        if let Some(kids) = field.get::<Array<'_>>("Kids") {
            ahead.extend(below(pdf.xref(), &kids, &mut seen));
        }
    }
    values
}

fn field_values(field: &Dict<'_>) -> Vec<String> {
    let mut values: Vec<String> = match field.get::<Object<'_>>("V") {
        Some(Object::String(value)) => vec![strings::text(value.as_bytes())],
        Some(Object::Array(several)) => several
            .raw_iter()
            .filter_map(|value| match value {
                MaybeRef::NotRef(Object::String(value)) => Some(strings::text(value.as_bytes())),
                _ => None,
            })
            .collect(),
        Some(Object::Stream(value)) => value
            .decoded_data()
            .map(|bytes| vec![strings::text(&bytes)])
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    // A default value is what the form's maker wrote, and is shown until someone answers.
    if values.is_empty()
        && let Some(Object::String(value)) = field.get::<Object<'_>>("DV")
    {
        values.push(strings::text(value.as_bytes()));
    }
    values
}

/// Files embedded in a PDF, each taken once.
#[derive(Debug)]
pub struct Files {
    parts: Vec<Part>,
    taken: HashSet<ObjectIdentifier>,
    names: HashSet<String>,
    unpacked: usize,
    limits: Limits,
    refused: Vec<String>,
    /// What is said of the files, one a line.
    pub described: String,
}

impl Files {
    /// No file yet.
    pub fn new(limits: &Limits) -> Self {
        Self {
            parts: Vec::new(),
            taken: HashSet::new(),
            names: HashSet::new(),
            unpacked: 0,
            limits: *limits,
            refused: Vec::new(),
            described: String::new(),
        }
    }

    /// Takes the files that the catalogue names: attachments, and files that belong to the whole.
    pub fn take_all(&mut self, pdf: &Pdf, root: &Dict<'_>) {
        if let Some(tree) = root
            .get::<Dict<'_>>("Names")
            .and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles"))
        {
            self.walk(pdf, tree);
        }
        let owners = std::iter::once(root).chain(pdf.pages().iter().map(Page::raw));
        for owner in owners {
            if let Some(files) = owner.get::<Array<'_>>("AF") {
                for file in below(pdf.xref(), &files, &mut HashSet::new()) {
                    self.take(&file);
                }
            }
        }
    }

    fn walk<'a>(&mut self, pdf: &'a Pdf, tree: Dict<'a>) {
        let mut seen = HashSet::new();
        let mut ahead = vec![tree];
        while let Some(node) = ahead.pop() {
            if let Some(names) = node.get::<Array<'_>>("Names") {
                let mut files = below(pdf.xref(), &names, &mut HashSet::new());
                files.reverse();
                for file in files {
                    self.take(&file);
                }
            }
            if let Some(kids) = node.get::<Array<'_>>("Kids") {
                ahead.extend(below(pdf.xref(), &kids, &mut seen));
            }
        }
    }

    /// Takes the file that a file specification holds, if it holds one.
    pub fn take(&mut self, file: &Dict<'_>) {
        let Some(versions) = file.get::<Dict<'_>>("EF") else {
            return;
        };
        let held = ["UF", "F", "DOS", "Mac", "Unix"]
            .iter()
            .find_map(|key| versions.get::<Stream<'_>>(key));
        let name = ["UF", "F", "DOS", "Mac", "Unix", "Desc"]
            .iter()
            .map(|key| string(file, key))
            .find(|name| !name.is_empty())
            .unwrap_or_default();
        let Some(held) = held else {
            self.refused
                .push(format!("the embedded file {name} is not in the file"));
            return;
        };
        if !self.taken.insert(held.obj_id()) {
            return;
        }
        if self.parts.len() >= self.limits.parts || self.unpacked >= self.limits.unpacked {
            self.refused.push(format!(
                "the embedded file {name} is beyond the limit on parts"
            ));
            return;
        }
        let described = string(file, "Desc");
        if !described.trim().is_empty() && described != name {
            self.described
                .push_str(&format!("{name}: {}\n", described.trim()));
        }
        let mut doubts = Vec::new();
        let bytes = held.decoded_data().map_or_else(
            |_| {
                doubts
                    .push("its encoding could not be undone; the bytes are as stored".to_string());
                held.raw_data().into_owned()
            },
            std::borrow::Cow::into_owned,
        );
        self.unpacked += bytes.len();
        let declared = held
            .dict()
            .get::<Name<'_>>("Subtype")
            .map(|subtype| strings::text(subtype.as_ref()).to_lowercase())
            .filter(|subtype| subtype.contains('/'));
        let member = self.unused(&name);
        self.parts.push(Part {
            steps: vec![Step::Member(member)],
            name: name
                .rsplit(['/', '\\'])
                .next()
                .unwrap_or_default()
                .to_string(),
            declared,
            charset: None,
            bytes,
            doubts,
            problem: None,
        });
    }

    /// A name that no other embedded file was given.
    fn unused(&mut self, name: &str) -> String {
        let name = if name.is_empty() { "embedded" } else { name };
        let mut unused = name.to_string();
        let mut number = 1;
        while !self.names.insert(unused.clone()) {
            number += 1;
            unused = format!("{name} ({number})");
        }
        unused
    }

    /// The files, and what was said of those that could not be taken.
    pub fn finish(self) -> (Vec<Part>, Vec<String>) {
        (self.parts, self.refused)
    }
}

/// The dictionaries that an array names, last first, without those already seen: a broken tree may be a ring.
///
/// hayro's own typed iterator ends at the first entry of another type, and so at every dangling reference.
pub(super) fn below<'a>(
    xref: &'a XRef,
    kids: &Array<'a>,
    seen: &mut HashSet<ObjectIdentifier>,
) -> Vec<Dict<'a>> {
    let mut below: Vec<Dict<'a>> = kids
        .raw_iter()
        .filter_map(|kid| match kid {
            MaybeRef::Ref(id) => seen.insert(id.into()).then(|| xref.get(id.into()))?,
            MaybeRef::NotRef(object) => object.into_dict(),
        })
        .collect();
    below.reverse();
    below
}

fn string(dict: &Dict<'_>, key: &str) -> String {
    dict.get::<PdfString<'_>>(key)
        .map(|value| strings::text(value.as_bytes()))
        .unwrap_or_default()
}

/// Text without blanks, to see whether one text holds another however its lines were broken.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
