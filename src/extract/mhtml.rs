//! Web pages saved as one file (MHTML, RFC 2557): a MIME message whose parts are a page and what it is made of.
//!
//! The pages are read as one record. Pictures, documents and anything else that says something are parts; scripts,
//! styles and fonts are not, and the record names each of them. What a message of somebody's is, is the mail reader's
//! to tell: a saved page has gone through no mail server.

use super::mail::{self, settle};
use super::pictures::Pictures;
use super::{
    Confidence, Extraction, Extractor, Field, Format, Limits, Opened, Part, Passage, Place,
    Specimen, TextStatus, sniff,
};

/// The reader of saved pages.
pub struct Mhtml;

impl Extractor for Mhtml {
    fn format(&self) -> Format {
        Format::Mhtml
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        const ENDINGS: [&str; 2] = [".mht", ".mhtml"];
        const KINDS: [&str; 3] = [
            "multipart/related",
            "application/x-mimearchive",
            "application/x-mhtml",
        ];
        const LOOKED_AT: usize = 4 << 10;
        let name = specimen.name.to_ascii_lowercase();
        let named = ENDINGS.iter().any(|ending| name.ends_with(ending))
            || specimen.declared.is_some_and(|kind| KINDS.contains(&kind));
        let head = specimen.bytes.get(..LOOKED_AT).unwrap_or(specimen.bytes);
        // most inputs are something else, and need not be looked at further
        let marked = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
        if !named && !marked(b"Snapshot-Content-Location:") && !marked(b"aved by ") {
            return None;
        }
        let fields = mail::header_fields(head, &mut Vec::new());
        let has = |name: &str| {
            fields
                .iter()
                .any(|field| field.name.eq_ignore_ascii_case(name))
        };
        let kind = fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case("content-type"))
            .map(|field| field.value.trim().to_ascii_lowercase())?;
        let is_page = ["multipart/related", "multipart/alternative", "text/html"]
            .iter()
            .any(|page| kind.starts_with(page));
        let went_by_mail = [
            "received",
            "return-path",
            "delivered-to",
            "message-id",
            "to",
        ]
        .iter()
        .any(|name| has(name));
        let saved = has("snapshot-content-location")
            || fields.iter().any(|field| {
                field.name.eq_ignore_ascii_case("from")
                    && field.value.to_ascii_lowercase().starts_with("<saved by ")
            });
        (is_page && !went_by_mail && (named || saved)).then_some(Confidence::Certain)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let page = mail::saved_page(specimen.bytes, limits);
        let mut metadata = Vec::new();
        let mut around = String::new();
        for field in page.headers {
            let key = match field.name.to_ascii_lowercase().as_str() {
                "subject" => "title",
                "date" => "created",
                "from" => "producer",
                "snapshot-content-location" => "address",
                "content-type" | "content-transfer-encoding" | "mime-version" => continue,
                _ => {
                    around.push_str(&format!("{}: {}\n", field.name, field.value));
                    continue;
                }
            };
            if key == "address" {
                around.push_str(&format!("{}\n", field.value));
            }
            metadata.push(Field {
                name: key.to_owned(),
                value: field.value,
            });
        }
        let mut pictures = Pictures::new(limits);
        let mut parts = Vec::new();
        for part in page.found.parts {
            match role(&part) {
                Role::Picture => parts.extend(pictures.admit(part)),
                Role::Machinery => {
                    let name = if part.name.is_empty() {
                        "one without a name"
                    } else {
                        &part.name
                    };
                    let kind = part.declared.as_deref().unwrap_or("no type");
                    around.push_str(&format!("not read: {name} ({kind})\n"));
                }
                Role::File => parts.push(part),
            }
        }
        around.push_str(&pictures.told());
        let mut passages = page.found.passages;
        passages.extend(settle::passage(Place::Metadata, around));
        let any = |passage: &Passage| passage.text.chars().any(char::is_alphanumeric);
        let has_text = passages
            .iter()
            .any(|passage| passage.place != Place::Metadata && any(passage));
        let mut problems = page.found.problems;
        if !has_text && problems.is_empty() {
            problems.push(sniff::no_text("the page shows no text"));
        }
        Opened {
            extraction: Extraction {
                metadata,
                text_status: match (has_text, page.found.encrypted) {
                    (true, _) => TextStatus::Text,
                    (false, true) => TextStatus::Encrypted,
                    (false, false) => TextStatus::None,
                },
                passages,
                doubts: page.found.doubts,
                ..sniff::nothing(Format::Mhtml)
            },
            identity: None,
            parts,
            problems,
        }
    }
}

/// What a resource of a page is to its reader.
enum Role {
    Picture,
    /// What only a browser reads.
    Machinery,
    File,
}

fn role(part: &Part) -> Role {
    let kind = part.declared.as_deref().unwrap_or_default();
    let name = part.name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let machinery = kind.starts_with("font/")
        || matches!(
            kind,
            "text/css"
                | "text/javascript"
                | "application/javascript"
                | "application/x-javascript"
                | "application/ecmascript"
                | "application/font-woff"
                | "application/x-font-ttf"
                | "application/vnd.ms-fontobject"
        )
        || ends(&[".css", ".js", ".woff", ".woff2", ".ttf", ".otf", ".eot"]);
    if kind.starts_with("image/") {
        Role::Picture
    } else if machinery {
        Role::Machinery
    } else {
        Role::File
    }
}
