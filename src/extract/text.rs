//! Plain text in any charset.

use super::{
    Category, Confidence, Extraction, Extractor, Format, Limits, Opened, Passage, Place, Problem,
    Specimen, TextStatus, charset, sniff,
};

/// The plain-text reader: also for markdown, logs, calendars, tables of values and whatever else is text.
pub struct Text;

const ENDINGS: [&str; 13] = [
    ".txt", ".text", ".md", ".log", ".csv", ".tsv", ".ics", ".vcf", ".json", ".xml", ".yaml",
    ".toml", ".asc",
];

impl Extractor for Text {
    fn format(&self) -> Format {
        Format::Text
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        if specimen.bytes.is_empty() || !sniff::is_text(specimen.bytes) {
            return None;
        }
        let name = specimen.name.to_ascii_lowercase();
        let declared = specimen
            .declared
            .is_some_and(|kind| kind.starts_with("text/"));
        if declared || ENDINGS.iter().any(|ending| name.ends_with(ending)) {
            Some(Confidence::Likely)
        } else {
            Some(Confidence::Named)
        }
    }

    fn open(&self, specimen: &Specimen<'_>, _limits: &Limits) -> Opened {
        let (text, doubt) = charset::read(specimen.bytes, specimen.charset);
        let mut doubts: Vec<String> = doubt.into_iter().collect();
        let mut text = charset::plain_lines(text);
        if text.contains('\0') {
            text = text.replace('\0', " ");
            doubts.push("zero bytes were read as spaces".into());
        }
        let mut problems = Vec::new();
        let blank = text.trim().is_empty();
        if blank {
            problems.push(sniff::no_text("nothing but white space"));
        }
        if text.trim_start().starts_with("-----BEGIN PGP MESSAGE-----") {
            problems.push(Problem {
                category: Category::Encrypted,
                reason: "an encrypted PGP message".into(),
            });
        }
        Opened {
            extraction: Extraction {
                format: Format::Text,
                headers: Vec::new(),
                metadata: Vec::new(),
                passages: if blank {
                    Vec::new()
                } else {
                    vec![Passage {
                        place: Place::Body,
                        page: None,
                        text,
                    }]
                },
                pages: None,
                text_status: if blank {
                    TextStatus::None
                } else {
                    TextStatus::Text
                },
                doubts,
            },
            identity: None,
            parts: Vec::new(),
            problems,
        }
    }
}
