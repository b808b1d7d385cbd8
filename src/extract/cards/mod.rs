//! Calendar items and contacts: iCalendar (RFC 5545), vCalendar, vCard 2.1, 3 and 4 (RFC 6350).
//!
//! Both are written in content lines. What a person would read of an entry is its body; every other property, and
//! every parameter that the body does not show, stands among the metadata as it was written. No property is passed
//! over. Files that an entry carries within it are parts.

mod calendar;
mod contact;
mod line;
mod times;

use super::pictures::Pictures;
use super::{
    Confidence, Extraction, Extractor, Field, Format, Limits, Opened, Part, Passage, Place,
    Problem, Specimen, TextStatus, charset, html, sniff,
};
use line::Line;

/// Reads calendars: events, tasks, journal entries, free and busy times.
pub struct Calendar;

/// Reads contacts: one card or an address book of them.
pub struct Contact;

impl Extractor for Calendar {
    fn format(&self) -> Format {
        Format::Calendar
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        bid(
            specimen,
            b"begin:vcalendar",
            &[".ics", ".ical", ".ifb", ".vcs", ".icalendar"],
            &["text/calendar", "text/x-vcalendar", "application/ics"],
        )
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        opened(
            calendar::read(specimen.bytes, specimen.charset, limits),
            Format::Calendar,
        )
    }
}

impl Extractor for Contact {
    fn format(&self) -> Format {
        Format::Contact
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        bid(
            specimen,
            b"begin:vcard",
            &[".vcf", ".vcard"],
            &["text/vcard", "text/x-vcard", "text/directory"],
        )
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        opened(
            contact::read(specimen.bytes, specimen.charset, limits),
            Format::Contact,
        )
    }
}

/// The mark at the beginning is proof; further on, a name or a declared type has to speak for it as well.
fn bid(
    specimen: &Specimen<'_>,
    mark: &[u8],
    endings: &[&str],
    kinds: &[&str],
) -> Option<Confidence> {
    const LOOKED_AT: usize = 4 << 10;
    let head = specimen.bytes.get(..LOOKED_AT).unwrap_or(specimen.bytes);
    // whatever else the bytes may be is asked last: most inputs are something else
    let narrow = || {
        head.iter()
            .filter(|b| b.is_ascii() && **b != 0)
            .map(u8::to_ascii_lowercase)
    };
    let begins = narrow()
        .skip_while(u8::is_ascii_whitespace)
        .take(mark.len())
        .eq(mark.iter().copied());
    let name = specimen.name.to_ascii_lowercase();
    let told = || {
        endings.iter().any(|ending| name.ends_with(ending))
            || specimen.declared.is_some_and(|kind| kinds.contains(&kind))
    };
    let within = || memchr::memmem::find(&narrow().collect::<Vec<u8>>(), mark).is_some();
    let marked = begins || told() && within();
    (marked && sniff::is_text(specimen.bytes)).then_some(Confidence::Certain)
}

/// What entries say, before it is an answer.
pub(super) struct Cards {
    /// What a person would read.
    pub body: String,
    /// The description once more with mark-up, where it is given so.
    pub pages: Vec<html::Page>,
    /// Every other property, as it was written.
    pub metadata: String,
    /// Lines that are no properties.
    pub remainder: String,
    /// Title, author and the like.
    pub fields: Vec<Field>,
    /// Files within.
    pub parts: Vec<Part>,
    /// What may have been lost or guessed.
    pub doubts: Vec<String>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    pictures: Pictures,
}

impl Cards {
    fn new(limits: &Limits) -> Self {
        Self {
            body: String::new(),
            pages: Vec::new(),
            metadata: String::new(),
            remainder: String::new(),
            fields: Vec::new(),
            parts: Vec::new(),
            doubts: Vec::new(),
            problems: Vec::new(),
            pictures: Pictures::new(limits),
        }
    }

    /// Keeps a doubt, once.
    fn doubt(&mut self, doubt: String) {
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    /// Writes a property into the body: in its label's line, or below it where it has several lines of its own.
    fn say(&mut self, label: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let between = if value.contains('\n') { ":\n" } else { ": " };
        self.body.push_str(label);
        self.body.push_str(between);
        self.body.push_str(value);
        self.body.push('\n');
    }

    /// Writes a property among the metadata.
    fn note(&mut self, name: &str, value: &str) {
        self.metadata.push_str(name);
        if !value.trim().is_empty() {
            self.metadata.push_str(": ");
            self.metadata.push_str(value.trim());
        }
        self.metadata.push('\n');
    }

    /// Writes the parameters of a property that its own words do not show.
    fn note_parameters(&mut self, line: &Line, shown: &[&str]) {
        const MACHINERY: [&str; 5] = ["VALUE", "ENCODING", "CHARSET", "FMTTYPE", "TZID"];
        let rest: Vec<String> = line
            .parameters
            .iter()
            .filter(|(name, _)| {
                !shown.contains(&name.as_str()) && !MACHINERY.contains(&name.as_str())
            })
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !rest.is_empty() {
            let told = format!("{} ({})", line.name, rest.join(", "));
            self.note(&told, "");
        }
    }

    /// Keeps a file that an entry carries: named by itself or after its property.
    fn file(&mut self, line: &Line, bytes: Vec<u8>) {
        let named = [
            "X-FILENAME",
            "FILENAME",
            "X-APPLE-FILENAME",
            "X-LABEL",
            "LABEL",
        ]
        .iter()
        .find_map(|key| line.parameter(key))
        .map(str::to_owned);
        let n = self.parts.len() + 1;
        let name = named.unwrap_or_else(|| {
            let ending = line.kind().map_or_else(String::new, |kind| {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_lowercase();
                match kind.as_str() {
                    "" => String::new(),
                    "jpeg" => ".jpg".to_owned(),
                    "plain" => ".txt".to_owned(),
                    "octet-stream" => ".bin".to_owned(),
                    kind => format!(".{kind}"),
                }
            });
            format!("{} {n}{ending}", line.name.to_lowercase())
        });
        let declared = line
            .kind()
            .filter(|kind| kind.contains('/'))
            .map(str::to_lowercase);
        let mut part = Part::member(name, bytes);
        part.declared = declared;
        if let Some(part) = self.pictures.admit(part) {
            self.parts.push(part);
        }
    }

    /// The texts by place.
    pub fn passages(&mut self) -> Vec<Passage> {
        self.metadata.push_str(&self.pictures.told());
        let mut passages = Vec::new();
        let mut add = |place, text: &str| {
            if !text.trim().is_empty() {
                passages.push(Passage {
                    place,
                    page: None,
                    text: text.to_owned(),
                });
            }
        };
        add(Place::Body, &self.body);
        for page in &self.pages {
            add(Place::Alternative, &page.text);
            add(Place::Hidden, &page.hidden);
            add(Place::Metadata, &page.attributes);
        }
        add(Place::Remainder, &self.remainder);
        add(Place::Metadata, &self.metadata);
        passages
    }
}

/// The text of a calendar or a card that is the body of a message, and what it carries; none for another kind.
pub(super) fn body_of(
    kind: &str,
    bytes: &[u8],
    declared: Option<&str>,
    limits: &Limits,
) -> Option<Cards> {
    match kind {
        "text/calendar" | "text/x-vcalendar" => Some(calendar::read(bytes, declared, limits)),
        "text/vcard" | "text/x-vcard" => Some(contact::read(bytes, declared, limits)),
        _ => None,
    }
}

fn opened(mut cards: Cards, format: Format) -> Opened {
    let passages = cards.passages();
    let any = passages
        .iter()
        .any(|passage| passage.text.chars().any(char::is_alphanumeric));
    let mut problems = std::mem::take(&mut cards.problems);
    if !any {
        problems.push(sniff::no_text("an entry that says nothing"));
    }
    Opened {
        extraction: Extraction {
            metadata: cards.fields,
            passages,
            doubts: cards.doubts,
            text_status: if any {
                TextStatus::Text
            } else {
                TextStatus::None
            },
            ..sniff::nothing(format)
        },
        identity: None,
        parts: cards.parts,
        problems,
    }
}

/// The content lines of a file, its folds undone before its charset is.
fn content_lines(bytes: &[u8], declared: Option<&str>, cards: &mut Cards) -> Vec<Line> {
    let unfolded = if charset::is_utf16(bytes) {
        let (text, doubt) = charset::read(bytes, declared);
        cards.doubts.extend(doubt);
        line::unfold(text.as_bytes())
    } else {
        line::unfold(bytes)
    };
    let declared = declared.filter(|_| !charset::is_utf16(bytes));
    let (text, doubt) = charset::read(&unfolded, declared);
    cards.doubts.extend(doubt);
    let (lines, others) = line::parse(&text.replace('\0', " "));
    cards.remainder = others;
    lines
}
