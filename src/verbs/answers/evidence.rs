//! What shows how something was looked for: the statement of a search, its repetition, term reports, samples, and the
//! records that stand beside one.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    AsAt, LogEntry, NotCovered, NotSearched, ProblemRow, QueryPart, Question, SourceSearched, State,
};
use crate::record::{Described, RecordId};

/// How a query came to be asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// A person typed it, alone or as a line of a list.
    #[default]
    Typed,
    /// A person typed the reference of a case.
    CaseTyped,
    /// A person typed it for an export.
    TypedForAnExport,
    /// It was planned from a request.
    Planned,
    /// It was planned from the request that a past response quotes.
    PlannedForAnAudit,
}

/// A search of the statement, or another of the same request: what was looked for and what that came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LookedFor {
    /// The number of its entry in the log.
    pub n: u64,
    /// How it came to be asked.
    pub how: How,
    /// Its number among the searches of that entry, where there are several.
    pub search: Option<u64>,
    /// The entry whose searches these were, made again with the same results and not listed a second time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<u64>,
    /// The query as typed, flags included.
    pub query: Option<String>,
    /// The query in plain words.
    pub read_as: Option<String>,
    /// How many records it found.
    pub hits: Option<u64>,
    /// Each part by itself, with its hits and what it came to stand for.
    pub parts: Vec<QueryPart>,
    /// Whether what it looked for is left out of this copy.
    pub left_out: bool,
}

/// The request file that a statement belongs to, as it stands when the statement is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RequestFile {
    /// Its reference.
    pub reference: String,
    /// Received.
    pub received: Option<Date>,
    /// Clarified.
    pub clarified: Option<Date>,
    /// The last day for the reply.
    pub due: Option<Date>,
    /// What it asks.
    pub questions: Vec<Question>,
}

/// Somebody who was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AskedOf {
    /// The number of its entry in the log.
    pub n: u64,
    /// Who; none where only roles are given.
    pub asked: Option<String>,
    /// In what role.
    pub role: Option<String>,
    /// The day.
    pub on: Option<String>,
    /// What they said.
    pub answer: Option<String>,
}

/// A record that the officer decided out, in whole or in part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DecidedOut {
    /// The number of its entry in the log.
    pub n: u64,
    /// The record.
    pub record: String,
    /// Its title, where it is in this archive and names may be given.
    pub title: Option<String>,
    /// The part that was decided on.
    pub part: Option<String>,
    /// `out` or `part-out`.
    pub decision: String,
    /// The question that it was decided for.
    pub question: Option<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: String,
}

/// Records that were removed from this archive for good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Removed {
    /// The number of its entry in the log.
    pub n: u64,
    /// When.
    pub at: String,
    /// How many.
    pub records: u64,
    /// Why.
    pub reason: String,
    /// Under whose authority; none where only roles are given.
    pub authority: Option<String>,
}

/// A time when the search was made again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Repeated {
    /// The number of its entry in the log.
    pub n: u64,
    /// When.
    pub at: String,
    /// Whether it found the same records.
    pub same_result: bool,
    /// How many it found besides.
    pub added: u64,
    /// How many it found no more.
    pub gone: u64,
}

/// The statement of one search.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Statement {
    /// Its entry in the log; in a copy for release without names, body and what was left out.
    #[serde(flatten)]
    pub entry: LogEntry,
    /// Whether this copy is for release.
    pub for_release: bool,
    /// The authority, as the archive's settings name it.
    pub authority: Option<String>,
    /// The role of who searched.
    pub role: Option<String>,
    /// The request file.
    pub request_file: Option<RequestFile>,
    /// How many records were searched.
    pub records: Option<u64>,
    /// The day up to which records were asked for, and what could not be told.
    pub as_at: Option<AsAt>,
    /// Where the records came from.
    pub sources: Vec<SourceSearched>,
    /// Where nobody had looked when the search was made.
    pub not_covered: Vec<NotCovered>,
    /// What was said since of places where nobody looked.
    pub not_covered_since: Vec<NotCovered>,
    /// What could not be searched.
    pub not_searched: NotSearched,
    /// Of these, those within the days and parties that the query asks for; none where it names neither.
    pub not_searched_within: Option<Within>,
    /// Each of them with its reason; none where the archive has changed since, or names may not be given.
    pub unread: Option<Vec<ProblemRow>>,
    /// What was looked for.
    pub looked_for: Vec<LookedFor>,
    /// The other searches of the request.
    pub also: Vec<LookedFor>,
    /// Who was asked, and what they said.
    pub enquiries: Vec<AskedOf>,
    /// Records that were decided out.
    pub decided_out: Vec<DecidedOut>,
    /// What was removed from this archive, under which rule.
    pub removed: Vec<Removed>,
    /// Whether the log's chain is whole.
    pub chain_whole: bool,
    /// When it was made again, and what that came to.
    pub repeated: Vec<Repeated>,
}

/// What could not be searched, within the days and parties that a query asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Within {
    /// Records that are within them.
    pub records: u64,
    /// Records of which the day or the parties are not known, and every input without a record.
    pub unknown: u64,
}

/// A record that a search finds now and did not find then, or the reverse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Differs {
    /// The record.
    pub id: RecordId,
    /// Its title, where it is in this archive.
    pub title: Option<String>,
    /// The day it bears.
    pub date: Option<Date>,
    /// Why it differs, in a word: `ingested`, `changed`, `removed`, `replaced`, `not_indexed`, `read_otherwise`,
    /// `unknown`.
    pub why: &'static str,
    /// The same in a sentence.
    pub reason: String,
}

/// One query of an entry, then and now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ThenAndNow {
    /// As typed.
    pub query: String,
    /// In plain words, as it was read then.
    pub read_as_then: String,
    /// In plain words, as it is read now.
    pub read_as: String,
    /// How many records it found.
    pub hits_then: u64,
    /// How many it finds.
    pub hits: u64,
}

/// A search made again.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Replayed {
    /// The entry that was made again.
    pub of: u64,
    /// When it was made.
    pub at: String,
    /// Whether it finds the same records.
    pub same_result: bool,
    /// How many records it finds now as then.
    pub same: u64,
    /// What it finds besides; for a `locate`, whose searches found more than it located, always empty.
    pub added: Vec<Differs>,
    /// What it finds no more.
    pub gone: Vec<Differs>,
    /// Its queries.
    pub searches: Vec<ThenAndNow>,
    /// The archive then.
    pub archive_then: Option<State>,
    /// The archive now.
    pub archive: State,
    /// The version of the program then.
    pub program_then: Option<String>,
    /// The version of the program now.
    pub program: &'static str,
    /// The number of its own entry in the log.
    pub log: u64,
}

/// One line of a search-term report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Term {
    /// Its number in the file, from 1, empty lines and notes not counted.
    pub n: u64,
    /// The line.
    pub query: String,
    /// In plain words.
    pub read_as: String,
    /// Records that it finds.
    pub hits: u64,
    /// Records that no other line finds.
    pub unique: u64,
    /// Records that it finds, with their parents and all attachments of these, at every depth.
    pub with_families: u64,
}

/// A search-term report.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Terms {
    /// The lines.
    pub terms: Vec<Term>,
    /// Records that any line finds, each counted once.
    pub hits: u64,
    /// The same with families, each record counted once.
    pub with_families: u64,
    /// The records that any line finds, by id.
    #[serde(skip)]
    pub found: Vec<RecordId>,
    /// What could not be searched.
    pub not_searched: NotSearched,
    /// The archive's state.
    pub archive: State,
    /// The number of its entry in the log.
    pub log: u64,
}

/// A message of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Member {
    /// The record.
    #[serde(flatten)]
    pub record: Described,
    /// The message that it answers, where this archive contains it.
    pub answers: Option<RecordId>,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Conversation {
    /// Its id; none where the record is no message.
    pub thread: Option<String>,
    /// Its messages, the earliest first, undated ones last.
    pub records: Vec<Member>,
    /// Messages that these answer or refer to and that are not in this archive.
    pub absent: u64,
}

/// A record whose text is like another's.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Alike {
    /// The record.
    #[serde(flatten)]
    pub record: Described,
    /// What the two texts have in common, from 0 to 1, two decimals: of all runs of four words in either, those in both.
    pub similarity: f64,
}

/// Records like one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Similar {
    /// The record.
    pub of: Described,
    /// Those like it, the most alike first; ties by id.
    pub records: Vec<Alike>,
    /// How many records had a text to be compared with.
    pub compared: u64,
    /// Whether the record has words to compare.
    pub comparable: bool,
}

/// One record of a sample.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Drawn {
    /// Its number in the sample, from 1.
    pub n: u64,
    /// The record.
    #[serde(flatten)]
    pub record: Described,
}

/// A random sample of what a search did not return.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Sample {
    /// The search.
    pub of: u64,
    /// What its sample was drawn by: the same seed draws the same records from the same archive.
    pub seed: u64,
    /// How many records it did not return.
    pub population: u64,
    /// The records drawn, by id.
    pub records: Vec<Drawn>,
    /// The archive's state.
    pub archive: State,
    /// The number of its entry in the log.
    pub log: u64,
}

/// What a judged sample says of the search, at 95 %, one-sided.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Judged {
    /// The search.
    pub of: u64,
    /// The entry of the sample that was judged.
    pub sample: u64,
    /// How many records the search did not return.
    pub population: u64,
    /// How many were drawn and judged.
    pub size: u64,
    /// How many of them are relevant, and were missed.
    pub relevant: u64,
    /// At most so many per cent of what was not returned are relevant (Clopper-Pearson).
    pub missed_percent_at_most: f64,
    /// At most so many records of what was not returned are relevant, those in the sample among them (hypergeometric).
    pub missed_at_most: u64,
    /// How many records the search returned that are relevant, or are taken to be.
    pub returned_relevant: u64,
    /// Where that number comes from.
    pub returned_from: String,
    /// At least so many per cent of all relevant records were returned; none where there may be none at all.
    pub recall_percent_at_least: Option<f64>,
    /// The number of its entry in the log.
    pub log: u64,
}
