//! Drawings: SVG, and Windows' metafiles, which office programs keep for what they cannot draw themselves.
//!
//! Their letters are read as text. Pictures within them are parts. A drawing without letters says that it has none:
//! what is drawn as shapes alone cannot be read here.

use memchr::memmem;

use super::super::{
    Category, Confidence, Extraction, Extractor, Format, Limits, Opened, Part, Passage, Place,
    Problem, Specimen, TextStatus, charset, mail, pictures, sniff,
};
use super::{metafile, svg};

/// The reader of drawings.
pub struct Vector;

/// How far a text is looked at for the root of an SVG document.
const LOOKED_AT: usize = 4 << 10;

impl Extractor for Vector {
    fn format(&self) -> Format {
        Format::Image
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let is_drawing = metafile::kind_of(specimen.bytes).is_some() || is_svg(specimen.bytes);
        is_drawing.then_some(Confidence::Certain)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        if metafile::kind_of(specimen.bytes).is_some() {
            let drawing = metafile::read(specimen.bytes, limits);
            let mut found = pictures::Pictures::new(limits);
            let mut parts = Vec::new();
            for (n, bitmap) in drawing.bitmaps.into_iter().enumerate() {
                if let Some(file) = pictures::with_file_header(&bitmap) {
                    let name = format!("picture {}.bmp", n + 1);
                    parts.extend(found.admit(Part::member(name, file)));
                }
            }
            let passages = passages([(Place::Body, drawing.text), (Place::Metadata, found.told())]);
            return opened(passages, parts, drawing.doubts, drawing.problems);
        }
        let (text, doubt) = charset::read(specimen.bytes, specimen.charset);
        let read = svg::read(&text, limits.text);
        let problems = read.broken.map(|reason| Problem {
            category: Category::Damaged,
            reason: format!("it is not sound XML ({reason}); what stands before was read"),
        });
        let passages = passages([(Place::Body, read.text), (Place::Metadata, read.said)]);
        let parts = pictures_within(specimen.bytes, limits);
        opened(
            passages,
            parts,
            doubt.into_iter().collect(),
            problems.into_iter().collect(),
        )
    }
}

fn passages<const N: usize>(texts: [(Place, String); N]) -> Vec<Passage> {
    texts
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(place, text)| Passage {
            place,
            page: None,
            text,
        })
        .collect()
}

fn opened(
    passages: Vec<Passage>,
    parts: Vec<Part>,
    doubts: Vec<String>,
    mut problems: Vec<Problem>,
) -> Opened {
    let any = passages
        .iter()
        .any(|passage| passage.text.chars().any(char::is_alphanumeric));
    if !any && problems.is_empty() {
        problems.push(sniff::no_text(match parts.is_empty() {
            true => "a drawing without letters; what it draws as shapes cannot be read",
            false => "a drawing without letters of its own; the pictures in it are parts of it",
        }));
    }
    let damaged = problems
        .iter()
        .any(|problem| problem.category == Category::Damaged);
    Opened {
        extraction: Extraction {
            text_status: match (any, damaged) {
                (true, _) => TextStatus::Text,
                (false, true) => TextStatus::Failed,
                (false, false) => TextStatus::None,
            },
            passages,
            doubts,
            ..sniff::nothing(Format::Image)
        },
        identity: None,
        parts,
        problems,
    }
}

/// Whether an SVG document begins here, after declarations and comments.
fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let Some(root) = memmem::find(head, b"<svg").or_else(|| memmem::find(head, b"<svg:svg")) else {
        return false;
    };
    let mut before = head[..root]
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(&head[..root]);
    loop {
        before = before.trim_ascii_start();
        let closing: &[u8] = match before {
            [] => return true,
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'!' | b'?', ..] => b">",
            _ => return false,
        };
        match memmem::find(before, closing) {
            Some(end) => before = &before[end + closing.len()..],
            // a declaration that holds others ends within the root's own line, at the latest
            None => return true,
        }
    }
}

/// Pictures that stand in a drawing as addresses with their own content.
fn pictures_within(bytes: &[u8], limits: &Limits) -> Vec<Part> {
    const MARK: &[u8] = b"data:image/";
    let mut parts = Vec::new();
    let mut from = 0;
    while let Some(at) = memmem::find(&bytes[from..], MARK) {
        let rest = &bytes[from + at + MARK.len()..];
        let end = rest
            .iter()
            .position(|b| matches!(b, b'"' | b'\'' | b')' | b'<' | b'>'))
            .unwrap_or(rest.len());
        from = bytes.len() - rest.len() + end;
        let address = &rest[..end];
        let Some(comma) = memchr::memchr(b',', address) else {
            continue;
        };
        let kind = String::from_utf8_lossy(&address[..comma]).to_lowercase();
        let Some(kind) = kind.strip_suffix(";base64") else {
            continue;
        };
        if parts.len() >= limits.parts {
            break;
        }
        let (content, _) = mail::undone(&address[comma + 1..], "base64");
        let ending = kind.split(['+', ';']).next().unwrap_or_default();
        let plain = ending.bytes().all(|b| b.is_ascii_alphanumeric());
        let name = format!(
            "picture {}.{}",
            parts.len() + 1,
            if plain { ending } else { "bin" }
        );
        parts.push(Part::member(name, content));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_a_drawing_are_read_and_the_pictures_in_it_are_parts() {
        let svg = b"<?xml version='1.0'?><!-- c --><svg xmlns='http://www.w3.org/2000/svg'><title>Plan</title><style>a{}</style>\
                    <text>Front <tspan>gate</tspan></text><image href=\"data:image/png;base64,aGVsbG8=\"/></svg>";
        let specimen = Specimen {
            bytes: svg,
            name: "plan.svg",
            declared: None,
            charset: None,
        };
        assert_eq!(Vector.bid(&specimen), Some(Confidence::Certain));
        let opened = Vector.open(&specimen, &Limits::default());
        let said: String = opened
            .extraction
            .passages
            .iter()
            .map(|passage| passage.text.as_str())
            .collect();
        assert!(
            said.contains("Front gate") && said.contains("Plan"),
            "{said}"
        );
        assert_eq!(opened.parts[0].bytes, b"hello");
        assert!(!is_svg(b"<html><svg></svg></html>") && !is_svg(b"see <svg"));
    }

    #[test]
    fn a_drawing_without_letters_says_so() {
        let specimen = Specimen {
            bytes: b"<svg><path d='M0 0'/></svg>",
            name: "",
            declared: None,
            charset: None,
        };
        let opened = Vector.open(&specimen, &Limits::default());
        assert_eq!(opened.extraction.text_status, TextStatus::None);
        assert_eq!(opened.problems[0].category, Category::NoText);
        assert!(!opened.problems[0].needs_ocr());
    }
}
