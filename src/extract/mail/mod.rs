//! Messages: RFC 5322 with MIME, as they really are.
//!
//! Boundaries, encodings, charsets and header words are read here, since every library tried drops bytes that a search
//! needs. `walk` goes through the parts and decides what is body and what is attachment; `alternatives` decides whether
//! an HTML reading says more than the plain one.

use super::identity::{self, Head};
use super::{
    Category, Confidence, Extraction, Extractor, Field, Format, Limits, Opened, Problem, Specimen,
    TextStatus, sniff,
};

mod alternatives;
mod base64;
mod fields;
mod flowed;
mod gathered;
mod leaf;
mod parameters;
mod quoted;
pub(super) mod settle;
mod structure;
mod uuencode;
mod walk;
mod words;

/// The message reader.
pub struct Mail;

impl Extractor for Mail {
    fn format(&self) -> Format {
        Format::Eml
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let name = specimen.name.to_ascii_lowercase();
        let named = [".eml", ".mht", ".mhtml"]
            .iter()
            .any(|ending| name.ends_with(ending));
        let declared = matches!(
            specimen.declared,
            Some("message/rfc822" | "message/global" | "message/news")
        );
        let head = specimen
            .bytes
            .get(..HEAD_LOOKED_AT)
            .unwrap_or(specimen.bytes);
        let signs = Signs::of(head);
        if signs.is_message() || (declared && signs.fields > 0) {
            Some(Confidence::Certain)
        } else if (named || declared) && (signs.fields > 0 || sniff::is_text(specimen.bytes)) {
            Some(Confidence::Likely)
        } else {
            None
        }
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        self.open_known(specimen, limits, None)
    }

    fn open_known(
        &self,
        specimen: &Specimen<'_>,
        limits: &Limits,
        identity: Option<[u8; 32]>,
    ) -> Opened {
        let lines = identity::with_line_feeds(specimen.bytes);
        let mut walk = walk::Walk::new(limits);
        if lines.len() == specimen.bytes.len() && matches!(lines, std::borrow::Cow::Owned(_)) {
            walk.gathered.doubt("lines end in a carriage return alone");
        }
        let headers = walk.message(&lines);
        let found = walk.finish();
        let text = !headers.is_empty() || !found.passages.is_empty();
        let text_status = match (found.encrypted, text) {
            (true, _) => TextStatus::Encrypted,
            (false, true) => TextStatus::Text,
            (false, false) => TextStatus::None,
        };
        let mut problems = found.problems;
        if !text && found.parts.is_empty() {
            problems.push(sniff::no_text("a message without headers or text"));
        } else if headers.is_empty() {
            problems.push(Problem {
                category: Category::Damaged,
                reason: "a message without headers".to_owned(),
            });
        }
        Opened {
            extraction: Extraction {
                format: Format::Eml,
                headers,
                metadata: Vec::new(),
                passages: found.passages,
                pages: None,
                text_status,
                doubts: found.doubts,
            },
            identity: identity.or_else(|| Some(identity::of_message(specimen.bytes))),
            parts: found.parts,
            problems,
        }
    }
}

/// Base64 undone, as far as it is base64.
pub(super) fn from_base64(text: &[u8]) -> Vec<u8> {
    undone(text, "base64").0
}

/// A transfer encoding undone, and what it does not cover.
pub(super) fn undone(raw: &[u8], encoding: &str) -> (Vec<u8>, Vec<u8>) {
    let content = leaf::content(raw, encoding);
    let rest = content.rest.unwrap_or_default().to_vec();
    (content.bytes.into_owned(), rest)
}

/// How far a head is looked at to know a message by it.
const HEAD_LOOKED_AT: usize = 64 << 10;

/// What a head shows of being a message's.
#[derive(Default)]
struct Signs {
    /// How many of the usual fields.
    fields: usize,
    /// Fields that only mail programs write.
    machine: usize,
    from: bool,
    stamped: bool,
    addressed: bool,
    other: usize,
}

impl Signs {
    fn of(bytes: &[u8]) -> Self {
        let head = Head::find(bytes);
        let mut signs = Self::default();
        for line in bytes[head.start..head.fields_end].split(|b| *b == b'\n') {
            let Some(colon) = memchr::memchr(b':', line) else {
                continue;
            };
            signs.count(line[..colon].trim_ascii_end(), &line[colon + 1..]);
            if signs.is_message() {
                break;
            }
        }
        signs
    }

    fn count(&mut self, name: &[u8], value: &[u8]) {
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        let any = |known: &[&str]| known.iter().any(|known| is(known));
        if any(&[
            "message-id",
            "received",
            "return-path",
            "mime-version",
            "delivered-to",
        ]) {
            self.machine += 1;
        } else if is("from") {
            self.from |= value.contains(&b'@');
        } else if is("date") {
            self.stamped |= has_time(value);
        } else if any(&["to", "cc", "subject"]) {
            self.addressed = true;
        } else if !any(&["sender", "reply-to", "content-type", "bcc"]) {
            self.other += 1;
            return;
        }
        self.fields += 1;
    }

    /// A memorandum has From, To and Date as well: only what mail programs write, or an address and a time, will do.
    fn is_message(&self) -> bool {
        let kept_by_machine = self.machine > 0 && self.fields + self.other.min(1) >= 2;
        kept_by_machine || (self.from && self.stamped && self.addressed)
    }
}

fn has_time(value: &[u8]) -> bool {
    value.windows(4).any(|w| {
        w[0].is_ascii_digit() && w[1] == b':' && w[2].is_ascii_digit() && w[3].is_ascii_digit()
    })
}

/// A web page that was saved as a message: its headers and what it holds.
pub(super) struct SavedPage {
    /// The headers, decoded.
    pub headers: Vec<Field>,
    /// Its texts, and every resource as a part.
    pub found: gathered::Found,
}

/// Reads a web page that was saved as a message: every page in it is text, whatever its name.
pub(super) fn saved_page(bytes: &[u8], limits: &Limits) -> SavedPage {
    let lines = identity::with_line_feeds(bytes);
    let mut walk = walk::Walk::new(limits);
    walk.is_page = true;
    SavedPage {
        headers: walk.message(&lines),
        found: walk.finish(),
    }
}

/// The header fields at the head of some text, decoded: for messages that keep them apart from their body.
pub(super) fn header_fields(raw: &[u8], doubts: &mut Vec<String>) -> Vec<Field> {
    decoded_headers(&fields::Fields::of_message(raw), doubts)
}

/// The headers of a message, decoded.
fn decoded_headers(fields: &fields::Fields<'_>, doubts: &mut Vec<String>) -> Vec<Field> {
    fields
        .iter()
        .map(|(name, value)| Field {
            name: String::from_utf8_lossy(name).into_owned(),
            value: words::decode(value, doubts),
        })
        .collect()
}
