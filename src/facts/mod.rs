//! What can be read off text: references, dates, parties, letterheads, markings, kinds,
//! provisions of Acts, letters that letters cite.
//!
//! Text goes in, values come out. This room opens no file, knows no format and no archive; its tables are the
//! TOML files of `schema/`, compiled in, and rows that a user adds to them.

pub mod calendar;
pub mod citations;
pub mod dates;
pub mod figures;
mod hashing;
pub mod inflections;
pub mod kinds;
pub mod length;
pub mod letter;
pub mod markings;
mod occupied;
mod openings;
pub mod parties;
mod pattern;
pub mod provisions;
pub mod references;
pub mod request;
pub mod response;

use std::sync::LazyLock;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// A table, read when it is first asked for.
type Lazy<T> = LazyLock<T, Box<dyn FnOnce() -> T + Send + Sync>>;

/// Every table of `schema/` that reading needs, each read when it is first asked for: a search needs few of them.
pub struct Tables {
    /// Families of references.
    pub families: Lazy<references::Families>,
    /// Organisations and their names, domains and letterheads.
    pub parties: Lazy<parties::Parties>,
    /// Kinds of record and the marks they are known by.
    pub kinds: LazyLock<kinds::Kinds>,
    /// Acts and their provisions.
    pub provisions: LazyLock<provisions::Provisions>,
    /// Protective markings.
    pub markings: LazyLock<markings::Markings>,
    /// Bank holidays.
    pub calendar: LazyLock<calendar::Calendar>,
    own: Vec<Own>,
}

/// A user's own table, which adds rows to one of `schema/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Where it lies, to speak of it by.
    pub place: String,
    /// The table of `schema/` to which it adds: its file's name.
    pub table: String,
    /// What it says.
    pub text: String,
}

/// The tables of `schema/` to which a user may add rows.
pub const OWN_TABLES: [&str; 2] = ["reference_families.toml", "parties.toml"];

/// The tables of `schema/` as they stand: the file's name, and what it says.
const SCHEMA: [(&str, &str); 7] = [
    (
        OWN_TABLES[0],
        include_str!("../../schema/reference_families.toml"),
    ),
    (OWN_TABLES[1], include_str!("../../schema/parties.toml")),
    (
        "record_kinds.toml",
        include_str!("../../schema/record_kinds.toml"),
    ),
    (
        "provisions.toml",
        include_str!("../../schema/provisions.toml"),
    ),
    ("markings.toml", include_str!("../../schema/markings.toml")),
    (
        "bank_holidays.toml",
        include_str!("../../schema/bank_holidays.toml"),
    ),
    (
        "inflections.toml",
        include_str!("../../schema/inflections.toml"),
    ),
];

/// One table as it is in force: the program's rows, and a user's own besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce<'a> {
    /// Its file's name in `schema/`.
    pub table: &'static str,
    /// The program's own rows, as TOML.
    pub text: &'static str,
    /// A user's own rows that are added to it.
    pub own: Vec<&'a Own>,
}

impl Tables {
    /// The tables compiled into the program. They prove themselves in its tests, so that one which contradicts
    /// itself is a fault of the program and stops it when it is first read.
    pub fn built_in() -> Self {
        Self {
            families: LazyLock::new(Box::new(|| {
                pattern::proven(references::Families::built_in())
            })),
            parties: LazyLock::new(Box::new(|| pattern::proven(parties::Parties::built_in()))),
            kinds: LazyLock::new(|| pattern::proven(kinds::Kinds::built_in())),
            provisions: LazyLock::new(|| pattern::proven(provisions::Provisions::built_in())),
            markings: LazyLock::new(|| pattern::proven(markings::Markings::built_in())),
            calendar: LazyLock::new(|| pattern::proven(calendar::Calendar::built_in())),
            own: Vec::new(),
        }
    }

    /// The tables compiled in, and a user's own rows besides, each row proved.
    ///
    /// # Errors
    /// When a row is wrong, or says what another says: the first that is, with its table.
    pub fn with_own(own: Vec<Own>) -> Result<Self> {
        let mut tables = Self::built_in();
        let of = |table: &str| -> Vec<(&str, &str)> {
            let fitting = own.iter().filter(|one| one.table == table);
            fitting
                .map(|one| (one.place.as_str(), one.text.as_str()))
                .collect()
        };
        let extra = of(OWN_TABLES[0]);
        if !extra.is_empty() {
            let families = references::Families::with_own(&extra)?;
            tables.families = LazyLock::new(Box::new(|| families));
        }
        let extra = of(OWN_TABLES[1]);
        if !extra.is_empty() {
            let parties = parties::Parties::with_own(&extra)?;
            tables.parties = LazyLock::new(Box::new(|| parties));
        }
        tables.own = own;
        Ok(tables)
    }

    /// Every table as it is in force.
    pub fn in_force(&self) -> impl Iterator<Item = InForce<'_>> {
        SCHEMA.into_iter().map(|(table, text)| InForce {
            table,
            text,
            own: self.own.iter().filter(|own| own.table == table).collect(),
        })
    }

    /// A digest of every table, for the record: what was read by other tables may be read otherwise now.
    pub fn digest(&self) -> String {
        use sha2::{Digest as _, Sha256};
        let mut hash = Sha256::new();
        for text in self.texts() {
            hash.update(text.len().to_le_bytes());
            hash.update(text);
        }
        hash.finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// A mark of every table by which a change is seen at each start: the length of each and its CRC-32. A digest of them
    /// all took a quarter of a search.
    pub fn mark(&self) -> String {
        let own = self.own_texts().map(mark_of);
        MARKS.map(str::to_owned).into_iter().chain(own).collect()
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        SCHEMA
            .into_iter()
            .map(|(_, text)| text)
            .chain(self.own_texts())
    }

    fn own_texts(&self) -> impl Iterator<Item = &str> {
        self.own
            .iter()
            .flat_map(|one| [one.table.as_str(), one.text.as_str()])
    }
}

impl std::fmt::Debug for Tables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tables")
            .field("own", &self.own)
            .finish_non_exhaustive()
    }
}

// of the tables of `SCHEMA`, in its order
include!(concat!(env!("OUT_DIR"), "/marks.rs"));

fn mark_of(text: &str) -> String {
    format!("{:x}:{:08x} ", text.len(), crc32fast::hash(text.as_bytes()))
}

/// What a record is, physically: decides where its date and its parties stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A message with headers.
    Email,
    /// A document with pages or paragraphs: PDF, DOCX.
    Document,
    /// A web page.
    Page,
    /// Plain text.
    Text,
    /// Nothing readable.
    Unread,
}

/// A name and an address as a header gives them, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
pub struct Address {
    /// The display name, if one is printed.
    pub name: Option<String>,
    /// The mail address, if one is printed.
    pub address: Option<String>,
}

/// One record's text and names, as the reader of facts sees them.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// What it is, physically.
    pub form: Form,
    /// The decoded `Subject:`; none for anything but a message.
    pub subject: Option<&'a str>,
    /// The title in the file's metadata, or an HTML `<title>`.
    pub metadata_title: Option<&'a str>,
    /// `From:` (and `Sender:` where that is all there is).
    pub from: &'a [Address],
    /// `To:`.
    pub to: &'a [Address],
    /// `Cc:` and `Bcc:`.
    pub cc: &'a [Address],
    /// The raw `Date:` header.
    pub date_header: Option<&'a str>,
    /// The raw `Received:` headers, topmost first.
    pub received_headers: &'a [String],
    /// A creation date in the file's metadata, ISO 8601 where the format says when.
    pub metadata_date: Option<&'a str>,
    /// The whole text as a reader sees it, pages and parts joined with form feeds (`\u{c}`).
    pub text: &'a str,
    /// Every file name under which it lies, attachment names too.
    pub file_names: &'a [String],
}

impl<'a> View<'a> {
    /// A text alone: no headers, no metadata, no names.
    pub const fn of_text(form: Form, text: &'a str) -> Self {
        Self {
            form,
            subject: None,
            metadata_title: None,
            from: &[],
            to: &[],
            cc: &[],
            date_header: None,
            received_headers: &[],
            metadata_date: None,
            text,
            file_names: &[],
        }
    }
}

/// Where a record's date was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateSource {
    /// The date line of a letter.
    Letter,
    /// A message's headers.
    Header,
    /// The file's own metadata.
    Metadata,
    /// A file name.
    Filename,
    /// Nowhere.
    None,
}

/// Someone who wrote or was written to.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema, Deserialize,
)]
pub struct Party {
    /// A person's name or office, as printed.
    pub name: Option<String>,
    /// A mail address, lower case.
    pub address: Option<String>,
    /// The organisation's short name where the table knows it, else as printed.
    pub organisation: Option<String>,
}

impl Party {
    /// Whether it is of this body, whose name may be printed in capitals, with an article or with other spaces.
    pub fn is_of(&self, body: &str) -> bool {
        let own = self.organisation.as_deref();
        own.is_some_and(|own| own == body || parties::same_name(own, body))
    }
}

/// A block of mail that a record quotes or forwards: its own writer, and its day where that is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Quoted {
    /// Who wrote it.
    #[serde(flatten)]
    pub writer: Party,
    /// Its day.
    pub date: Option<Date>,
}

/// How a reference stands in a record.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The writer's own reference.
    Ours,
    /// The addressee's reference.
    Yours,
    /// What the record is about: its subject line or heading.
    Subject,
    /// Anywhere else in the text.
    Mentioned,
    /// Only in a file's name.
    Filename,
}

/// A reference as one record carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Carried {
    /// The issuer's own spelling, such as `INV/0283/2020`.
    pub canonical: String,
    /// The family's key in `schema/reference_families.toml`.
    pub family: String,
    /// The issuer's key, such as `ico`.
    pub issuer: String,
    /// How it stands in the record.
    pub role: Role,
    /// The words as printed.
    pub as_printed: String,
}

impl Carried {
    /// The key under which it is searched; issuer and number, so that equal shapes of two bodies stay apart.
    pub fn key(&self) -> String {
        references::key(&self.issuer, &self.canonical)
    }

    /// Whether both may be one number: of one body, or of one shape where one of them does not tell its body. A number
    /// that several bodies could have given may stand in one record as one body's and in the next as nobody's.
    pub fn may_be(&self, other: &Self) -> bool {
        let open = |one: &Self| one.issuer == references::UNATTRIBUTED;
        self.key() == other.key()
            || self.family == other.family
                && self.canonical == other.canonical
                && (open(self) || open(other))
    }
}

/// What was read off one record.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Deserialize)]
pub struct Facts {
    /// One of the kinds of `schema/record_kinds.toml`.
    pub kind: String,
    /// Why it is of that kind, in words.
    pub kind_reason: String,
    /// The title in the house style.
    pub title: String,
    /// The subject line, or a letter's heading.
    pub subject: Option<String>,
    /// The day it bears, in Europe/London.
    pub date: Option<Date>,
    /// Where that day was read.
    pub date_source: DateSource,
    /// The day it was received, where headers or a stamp say so.
    pub received: Option<Date>,
    /// Who wrote it.
    pub from: Vec<Party>,
    /// To whom.
    pub to: Vec<Party>,
    /// With copies to.
    pub cc: Vec<Party>,
    /// References, by first place in the text; each canonical form once, in its strongest role.
    pub references: Vec<Carried>,
    /// Look-alikes, never searched as references.
    pub possible_references: Vec<Carried>,
    /// Days cited in the text, ascending, each once.
    pub mentions: Vec<Date>,
    /// Provisions of Acts, by first place; each of an Act once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provisions: Vec<provisions::Provision>,
    /// Letters and papers cited with a day, by first place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<citations::Citation>,
    /// Who wrote the mail that it quotes or forwards, by first place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quoted: Vec<Quoted>,
    /// The protective marking, in its official spelling.
    pub marking: Option<String>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Why it is taken for a draft.
    pub draft_reason: Option<String>,
    /// What may have been guessed in reading.
    pub doubts: Vec<String>,
}

/// Reads everything this room knows off one record.
pub fn read(view: &View<'_>, tables: &Tables) -> Facts {
    letter::read(view, tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_that_were_made_beforehand_are_those_of_the_tables() {
        let made: String = SCHEMA.into_iter().map(|(_, text)| mark_of(text)).collect();
        assert_eq!(Tables::built_in().mark(), made);
    }
}
