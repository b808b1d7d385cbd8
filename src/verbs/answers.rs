//! What each story answers: values, with the keys that the command line's contract promises.
//!
//! Nothing here is laid out for paper; that is the business of `present`.

mod case;
mod evidence;
mod ingested;
mod located;
mod parts;
mod requested;
mod unended;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::extract::Category;
use crate::record::{Described, RecordId};

pub use case::{
    CaseFile, CaseRecord, Citing, Exported, Gap, Involved, LooksLike, Month, NotExported, Tied, Why,
};
pub use evidence::{
    Alike, AskedOf, Conversation, DecidedOut, Differs, Drawn, How, Judged, LookedFor, Member,
    Removed, Repeated, Replayed, RequestFile, Sample, Similar, Statement, Term, Terms, ThenAndNow,
    Within,
};
pub use ingested::{Ingested, Ledger};
pub use located::{
    Located, LocatedAll, PerQuestion, PlannedSearch, Question, RELATION, RequestRead,
};
pub use parts::{AskedItem, LocatedLine, PrintedProvision, RequestParts, ResponseParts};
pub use requested::{
    ActivityTime, DecisionRow, EnquiryRow, Estimate, NumberedRow, RequestDetail, RequestRow,
};

pub use unended::Unended;

/// One input or part that could not be fully read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProblemRow {
    /// The path as shown.
    pub path: String,
    /// The part inside it.
    pub part: Option<String>,
    /// Its category.
    pub category: Category,
    /// What was met.
    pub reason: String,
    /// The record made of it all the same; none when none was made.
    pub record: Option<RecordId>,
}

/// A passage of a record that shows why it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Snippet {
    /// The passage.
    pub text: String,
    /// Half-open ranges in Unicode scalar values of `text`.
    pub highlights: Vec<(usize, usize)>,
}

/// One record found by a search.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Hit {
    /// The record.
    #[serde(flatten)]
    pub record: Described,
    /// How well it fits, two decimals; absent where no query was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Why it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<Snippet>,
    /// Set by `--as-at`: `undated` or `check receipt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_at: Option<&'static str>,
    /// Its number within the request that the search is filed under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<u64>,
}

/// What could not be searched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
#[serde(default)]
pub struct NotSearched {
    /// Rows of `problems` without a record.
    pub inputs: u64,
    /// Records without text, read in part, or not yet in the index; each counted once.
    pub records: u64,
    /// Those among them that are new or changed since the index was last written.
    pub not_in_index: u64,
}

/// A source that was searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct SourceSearched {
    /// Its name.
    pub name: String,
    /// Who keeps it.
    pub custodian: Option<String>,
    /// When it was collected, or last ingested.
    pub collected: Option<String>,
    /// Records that lie in it.
    pub records: u64,
}

/// A source that was not searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct NotCovered {
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// The state of the archive that was searched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct State {
    /// Records in it.
    pub records: u64,
    /// The generation of its last batch.
    pub generation: u64,
    /// SHA-256 over its sorted ids and digests.
    pub digest: String,
}

/// A value of a facet and how many records have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// How many records.
    pub records: u64,
}

/// One part of a query and how many records it finds by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct QueryPart {
    /// The part in plain words.
    pub read_as: String,
    /// How many records it finds alone.
    pub records: u64,
    /// The words of this archive that it came to stand for, where that is more than what was typed: forms of a word,
    /// words that fit a pattern, references.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<String>,
}

/// What `--as-at` left in because its day cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct AsAt {
    /// The day.
    pub day: Date,
    /// Records found that have no date.
    pub undated: u64,
    /// Records found that are dated so close before the day that they may have been received after it.
    pub check_receipt: u64,
}

/// The answer to a search.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Searched {
    /// The query as typed, flags included.
    pub query: String,
    /// The query in plain words.
    pub read_as: String,
    /// How many records match.
    pub total: u64,
    /// The records asked for, in order.
    pub hits: Vec<Hit>,
    /// What `--as-at` left in; absent without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_at: Option<AsAt>,
    /// Records that hold the same tokens in a row as a reference of the query, without that reference.
    pub same_words: u64,
    /// Facets asked for.
    pub facets: serde_json::Map<String, Value>,
    /// What could not be searched.
    pub not_searched: NotSearched,
    /// Of these, those within the days and parties that the query asks for; absent where it names neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_searched_within: Option<Within>,
    /// Where the records come from.
    pub sources: Vec<SourceSearched>,
    /// Where nobody looked.
    pub not_covered: Vec<NotCovered>,
    /// The archive's state.
    pub archive: State,
    /// The number of its entry in the log; none with `--no-log`.
    pub log: Option<u64>,
    /// Each part of the query by itself.
    pub parts: Vec<QueryPart>,
    /// References near one that was not found, and provisions and words that are also printed otherwise: canonical form,
    /// records, in what they differ.
    pub nearest: Vec<Near>,
}

/// What is said of a word that stands in two parts where it was typed as one, or as one where it was typed in two; the
/// index knows no hyphen from a blank.
pub const HYPHEN: &str = "the same word, or its two parts in a row, but for a hyphen";

/// A reference near one that was searched for and not found, or a provision or a word that is also printed otherwise;
/// never searched in its stead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Near {
    /// The reference, or the provision or the word as a query has it.
    pub canonical: String,
    /// How many records carry it; of a provision or a word, beyond those that print it as it was typed.
    pub records: u64,
    /// In what it differs.
    pub differs: String,
}

/// One reference of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReferenceRow {
    /// The issuer's own spelling.
    pub canonical: String,
    /// Its family.
    pub family: String,
    /// Its issuer.
    pub issuer: String,
    /// How many records carry it.
    pub records: u64,
    /// The first day among them.
    pub first: Option<Date>,
    /// The last day among them.
    pub last: Option<Date>,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LogRow {
    /// Its number, from 1.
    pub n: u64,
    /// When, with offset.
    pub at: String,
    /// Who.
    pub who: String,
    /// What: search, locate, decision, enquiry, source, note, ingest, prune, export, replay.
    pub event: String,
    /// For which request.
    pub request: Option<String>,
    /// The command as typed.
    pub command: Option<String>,
    /// The query as typed.
    pub query: Option<String>,
    /// The query in plain words.
    pub read_as: Option<String>,
    /// What it concerns, where it is no search: what was decided of which record, who was asked, which source.
    pub about: Option<String>,
    /// How many records it found.
    pub total: Option<u64>,
    /// SHA-256 over the sorted ids found.
    pub result_digest: Option<String>,
    /// The archive's state.
    pub archive: Option<Value>,
    /// The digest of the entry before.
    pub previous: String,
    /// Its own digest.
    pub digest: String,
}

/// One entry of the log, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LogEntry {
    /// Its line.
    #[serde(flatten)]
    pub row: LogRow,
    /// What was recorded; none where it was disposed of.
    pub body: Option<Value>,
    /// How many entries the log has.
    pub of: u64,
}

/// One check of `verify`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Check {
    /// What was checked.
    pub name: String,
    /// Whether it holds.
    pub ok: bool,
    /// What was found.
    pub detail: String,
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Verified {
    /// Whether every check holds.
    pub ok: bool,
    /// The checks.
    pub checks: Vec<Check>,
}

/// The archive in numbers: names and values, in the order to be shown.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Stats {
    /// Records.
    pub records: u64,
    /// Files.
    pub files: u64,
    /// Items by fate.
    pub ledger: Ledger,
    /// Records by kind.
    pub kinds: Vec<FacetValue>,
    /// Records by format.
    pub formats: Vec<FacetValue>,
    /// Records by year; undated ones under `undated`.
    pub years: Vec<FacetValue>,
    /// Records by text status.
    pub text_status: Vec<FacetValue>,
    /// Problem rows by category.
    pub problems: Vec<FacetValue>,
    /// References by family: records that carry one.
    pub families: Vec<FacetValue>,
    /// Items passed by, by rule.
    pub rules: Vec<FacetValue>,
    /// Each item passed by.
    pub excluded: Vec<PassedBy>,
    /// Sources.
    pub sources: Vec<SourceSearched>,
    /// Bytes of the originals.
    pub source_bytes: u64,
    /// Bytes of the catalogue.
    pub catalogue_bytes: u64,
    /// Bytes of the index.
    pub index_bytes: u64,
    /// What would read scans here: an engine, its version and its languages; or why none would.
    pub ocr: String,
    /// What the workers that read files are denied on this machine: memory, files, paths, calls.
    pub sandbox: Vec<String>,
    /// Runs that were begun and have not ended.
    pub unended: Vec<Unended>,
    /// The archive's state.
    pub archive: State,
}

/// An item that a rule passed by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PassedBy {
    /// The path as shown.
    pub path: String,
    /// The part.
    pub part: Option<String>,
    /// The rule, in words.
    pub rule: String,
}

/// One record, for `show`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Shown {
    /// The record.
    #[serde(flatten)]
    pub record: Described,
    /// Its text as read.
    pub text: String,
    /// Its headers, where it is a message.
    pub headers: Vec<(String, String)>,
    /// Its parts, where it is a request for information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestParts>,
    /// Its parts, where it is a response to one or to a request for a review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseParts>,
}

/// A source in the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceRow {
    /// Its name.
    pub name: String,
    /// Who keeps it.
    pub custodian: Option<String>,
    /// The system it came from.
    pub system: Option<String>,
    /// The period it covers.
    pub period: Option<String>,
    /// The day it was collected.
    pub collected: Option<String>,
    /// Who supplied it.
    pub supplied_by: Option<String>,
    /// Where it is published.
    pub published: Option<String>,
    /// Why it was not searched, if it was not.
    pub not_searched: Option<String>,
    /// The folders ingested from it.
    pub paths: Vec<String>,
    /// Records that lie in it.
    pub records: u64,
}

/// The status page.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Status {
    /// Where the archive lies.
    pub folder: String,
    /// Its state.
    pub archive: State,
    /// Its sources.
    pub sources: Vec<SourceSearched>,
    /// Where nobody looked.
    pub not_covered: Vec<NotCovered>,
    /// Rows of `problems`.
    pub problems: u64,
    /// Runs that were begun and have not ended.
    pub unended: Vec<Unended>,
    /// Open requests.
    pub requests: Vec<RequestRow>,
}
