//! What `case` and `export` answer.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{AsAt, Near, NotSearched, State};
use crate::record::{Described, RecordId};

/// Why a record belongs to a case, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// It carries the reference as its own, the addressee's or its subject.
    Own,
    /// It is a draft of a record of the case.
    Draft,
    /// It has the same words as a record of the case, in another form.
    Carrier,
    /// It is attached to a record of the case, carries one, or came with one.
    Attachment,
    /// It stands in the conversation of one.
    Thread,
    /// It is cited by one, or cites one.
    Cited,
    /// It prints the reference somewhere.
    Mentioned,
}

/// A record of a case.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CaseRecord {
    /// Its place in the list, from 1.
    pub n: u64,
    /// Why it belongs.
    pub why: Why,
    /// The same in words, every tie.
    pub because: Vec<String>,
    /// Set by `--as-at`: `undated` or `check receipt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_at: Option<&'static str>,
    /// The record.
    #[serde(flatten)]
    pub record: Described,
}

/// A reference that is tied to the one asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tied {
    /// The reference.
    pub canonical: String,
    /// What its family numbers.
    pub means: String,
    /// How many records carry it.
    pub records: u64,
    /// How it is tied, in words.
    pub how: String,
}

/// A letter that records of the case cite and this archive does not contain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    /// The records that cite it.
    pub cited_by: Vec<RecordId>,
    /// Their numbers in the list.
    pub items: Vec<u64>,
    /// The words of the first of them.
    pub as_printed: String,
    /// What it is said to be.
    pub kind: String,
    /// Who is said to have written it.
    pub from: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// Its day.
    pub date: Option<Date>,
}

/// A body or person of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Involved {
    /// The name.
    pub name: String,
    /// Whether it is an organisation.
    pub organisation: bool,
    /// Records from it.
    pub wrote: u64,
    /// Records to it, copies included.
    pub received: u64,
}

/// A month of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// The numbers of its records in the list.
    pub items: Vec<u64>,
}

/// The answer to `case`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CaseFile {
    /// The reference.
    pub reference: String,
    /// What its family numbers.
    pub means: String,
    /// Its records by date.
    pub records: Vec<CaseRecord>,
    /// References tied to it.
    pub related: Vec<Tied>,
    /// Letters cited and not in this archive.
    pub gaps: Vec<Gap>,
    /// References near this one: other cases, never merged with it.
    pub apart: Vec<Near>,
    /// Who is involved.
    pub people: Vec<Involved>,
    /// Its months from the first to the last, empty ones too; none where no record is dated.
    pub months: Vec<Month>,
    /// The last day of the records that were asked for, and what stayed in because its day cannot be told.
    pub as_at: Option<AsAt>,
    /// What could not be searched.
    pub not_searched: NotSearched,
    /// The archive's state.
    pub archive: State,
    /// The number of its entry in the log.
    pub log: Option<u64>,
}

/// A record whose original could not be exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotExported {
    /// The record.
    pub id: RecordId,
    /// Why.
    pub reason: String,
}

/// The answer to `export`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Exported {
    /// The folder.
    pub to: String,
    /// `bagit`, `files` or `jsonl`.
    pub form: String,
    /// Records that matched, attachments of the matching messages included.
    pub records: u64,
    /// Originals written.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Records whose originals could not be had.
    pub not_exported: Vec<NotExported>,
    /// Whether every file was read again after writing and had its digest.
    pub verified: bool,
    /// The number of its entry in the log.
    pub log: Option<u64>,
}
