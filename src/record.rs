//! A record: what one piece of correspondence says, what was read off it, and every place it lies.
//!
//! Facts and text meet here. A record is its content: the same message or file is one record wherever it lies.

mod address;
mod described;
pub mod differences;
mod headers;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use self::headers::Headers;
use crate::error::Error;
use crate::extract::{Extraction, Format, Place, TextStatus};
use crate::facts::{self, Facts, Form, Tables, View};

pub use address::{part_address, part_steps};
pub use described::{Cited, Described, FORMAT_WORDS, Location, ShownReference, format_word};
pub use headers::{Ties, addresses};

/// A SHA-256 over what makes a record's content.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema, Deserialize)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Its 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
        let halves = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let mut out = String::with_capacity(64);
        out.extend(halves.map(digit));
        out
    }

    /// The id that it shortens to.
    pub fn id(&self) -> RecordId {
        let mut first = [0_u8; 8];
        first.copy_from_slice(&self.0[..8]);
        RecordId(u64::from_be_bytes(first))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

/// A record's id: the first 64 bits of its digest, shown as `r-` and 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(u64);

impl RecordId {
    /// The id with these 64 bits.
    pub fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// Its 64 bits.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The eight digits that an officer is shown.
    pub fn short(self) -> String {
        format!("{:016x}", self.0)[..8].to_owned()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "r-{:016x}", self.0)
    }
}

impl Serialize for RecordId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for RecordId {
    fn schema_name() -> Cow<'static, str> {
        "RecordId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^r-[0-9a-f]{16}$" })
    }
}

/// A typed id, perhaps shortened to a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdPrefix {
    low: u64,
    high: u64,
}

impl IdPrefix {
    /// The first and the last id that begin so.
    pub fn range(self) -> (RecordId, RecordId) {
        (RecordId(self.low), RecordId(self.high))
    }
}

impl FromStr for IdPrefix {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Self, Error> {
        let digits = typed.strip_prefix("r-").unwrap_or(typed);
        let fits =
            (1..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let refused = || {
            Error::request(format!("`{}` is not a record's id", typed.escape_debug())).hint(
                "an id is `r-` and up to 16 hexadecimal digits, as `recordroom search` prints them",
            )
        };
        if !fits {
            return Err(refused());
        }
        let free = 4 * (16 - digits.len()) as u32;
        let value = u64::from_str_radix(digits, 16).map_err(|_| refused())?;
        let low = value.checked_shl(free).unwrap_or(0);
        let open = if free == 0 {
            0
        } else {
            u64::MAX >> (64 - free)
        };
        Ok(Self {
            low,
            high: low | open,
        })
    }
}

/// A record as it stands in the catalogue: content, and what was read off it.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its digest.
    pub digest: Digest,
    /// Its format.
    pub format: Format,
    /// Its number of pages.
    pub pages: Option<u32>,
    /// How much text there was.
    pub text_status: TextStatus,
    /// What was read off it.
    pub facts: Facts,
    /// Every doubt, of reading and of understanding.
    pub doubts: Vec<String>,
}

impl Record {
    /// Its id.
    pub fn id(&self) -> RecordId {
        self.digest.id()
    }

    /// Reads the facts off an extraction lying under these names.
    pub fn read(
        digest: Digest,
        extraction: &Extraction,
        names: &[String],
        tables: &Tables,
    ) -> Self {
        let headers = Headers::of(extraction);
        let text = whole_text(extraction);
        let metadata = |key: &str| {
            extraction
                .metadata
                .iter()
                .find(|field| field.name == key)
                .map(|field| field.value.as_str())
        };
        let facts = facts::read(
            &View {
                form: form_of(extraction),
                subject: headers.subject.as_deref(),
                metadata_title: metadata("title"),
                from: &headers.from,
                to: &headers.to,
                cc: &headers.cc,
                date_header: headers.date.as_deref(),
                received_headers: &headers.received,
                metadata_date: metadata("created"),
                text: &text,
                file_names: names,
            },
            tables,
        );
        let mut doubts = extraction.doubts.clone();
        doubts.extend(facts.doubts.iter().cloned());
        Self {
            digest,
            format: extraction.format,
            pages: extraction.pages,
            text_status: extraction.text_status,
            facts,
            doubts,
        }
    }
}

impl Record {
    /// A record whose facts could not be read: its text is kept, and a doubt says so.
    pub fn without_facts(digest: Digest, extraction: &Extraction, names: &[String]) -> Self {
        let mut doubts = extraction.doubts.clone();
        doubts.push("reading its facts broke off: only its text can be searched".into());
        Self {
            digest,
            format: extraction.format,
            pages: extraction.pages,
            text_status: extraction.text_status,
            facts: Facts {
                kind: "other".into(),
                kind_reason: "its facts could not be read".into(),
                title: names.first().cloned().unwrap_or_else(|| "untitled".into()),
                subject: None,
                date: None,
                date_source: facts::DateSource::None,
                received: None,
                from: Vec::new(),
                to: Vec::new(),
                cc: Vec::new(),
                references: Vec::new(),
                possible_references: Vec::new(),
                mentions: Vec::new(),
                provisions: Vec::new(),
                cites: Vec::new(),
                quoted: Vec::new(),
                marking: None,
                draft: false,
                draft_reason: None,
                doubts: Vec::new(),
            },
            doubts,
        }
    }
}

fn form_of(extraction: &Extraction) -> Form {
    match extraction.format {
        Format::Eml | Format::Msg | Format::Tnef | Format::Smime => Form::Email,
        Format::Pdf
        | Format::Docx
        | Format::Doc
        | Format::WordPerfect
        | Format::Odt
        | Format::Rtf
        | Format::Pptx
        | Format::Ppt
        | Format::Odp => Form::Document,
        // a picture is what OCR reads on it, and else nothing readable
        Format::Image if extraction.text_status == TextStatus::None => Form::Unread,
        Format::Image => Form::Document,
        Format::Html | Format::Mhtml => Form::Page,
        Format::Text
        | Format::Xlsx
        | Format::Xlsb
        | Format::Xls
        | Format::Ods
        | Format::Csv
        | Format::Calendar
        | Format::Contact => Form::Text,
        Format::Mbox
        | Format::Pst
        | Format::Zip
        | Format::Gzip
        | Format::Tar
        | Format::SevenZip
        | Format::Other => Form::Unread,
    }
}

/// A record's whole text as a reader sees it, pages joined with form feeds.
pub fn plain_text(extraction: &Extraction) -> String {
    whole_text(extraction).into_owned()
}

/// As [`plain_text`] has it; most messages are one passage.
fn whole_text(extraction: &Extraction) -> Cow<'_, str> {
    let passages = extraction
        .passages
        .iter()
        .filter(|passage| passage.place != Place::Metadata)
        .skip_while(|passage| passage.text.is_empty());
    let mut others = passages.clone();
    let first = others.next();
    if others.next().is_none() {
        return first.map_or(Cow::default(), |only| Cow::Borrowed(&only.text));
    }
    let length = passages.clone().map(|passage| passage.text.len() + 1);
    let mut out = String::with_capacity(length.sum());
    for passage in passages {
        if !out.is_empty() {
            let paged = passage.place == Place::Body && passage.page.is_some_and(|page| page > 1);
            out.push(if paged { '\u{c}' } else { '\n' });
        }
        out.push_str(&passage.text);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_id_covers_every_id_that_begins_so() {
        let prefix: IdPrefix = "r-3f9c".parse().expect("an id");
        let (low, high) = prefix.range();
        assert_eq!(low.to_string(), "r-3f9c000000000000");
        assert_eq!(high.to_string(), "r-3f9cffffffffffff");
        let whole: IdPrefix = "r-3f9c2a71b04e5d18".parse().expect("an id");
        assert_eq!(whole.range().0, whole.range().1);
        assert!("r-".parse::<IdPrefix>().is_err());
        assert!("r-xyz".parse::<IdPrefix>().is_err());
    }
}
