//! What is kept of a request, and what an estimate of its cost says.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{LogRow, NotCovered, Question, SourceSearched};
use crate::record::RecordId;

/// A request in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RequestRow {
    /// Its reference.
    pub reference: String,
    /// Received.
    pub received: Option<Date>,
    /// Due.
    pub due: Option<Date>,
    /// Open, closed or review.
    pub status: String,
    /// How many questions.
    pub questions: Vec<Question>,
    /// How many records are numbered in it.
    pub items: u64,
    /// Its events in order.
    pub events: Vec<LogRow>,
    /// Everything else, where the one request was asked for.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub detail: Option<RequestDetail>,
}

/// One request in full.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RequestDetail {
    /// The day it was clarified.
    pub clarified: Option<Date>,
    /// Its numbered records, by number.
    pub records: Vec<NumberedRow>,
    /// Decisions on records that have no number in it.
    pub elsewhere: Vec<DecisionRow>,
    /// Who was asked and what they said.
    pub enquiries: Vec<EnquiryRow>,
    /// Where the records come from.
    pub sources: Vec<SourceSearched>,
    /// Where nobody looked.
    pub not_covered: Vec<NotCovered>,
}

/// A numbered record of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NumberedRow {
    /// Its number, given once.
    pub n: u64,
    /// The record.
    pub record: RecordId,
    /// Its title; none where it is no longer in the archive.
    pub title: Option<String>,
    /// Its line as a located list has it; none where it is no longer in the archive.
    pub line: Option<String>,
    /// Its day.
    pub date: Option<Date>,
    /// Whether it was located; else only possible.
    pub located: bool,
    /// The decisions that stand, for each part and question.
    pub decisions: Vec<DecisionRow>,
}

/// A decision that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DecisionRow {
    /// Its entry in the log.
    pub entry: u64,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// The record.
    pub record: RecordId,
    /// The part of it.
    pub part: Option<String>,
    /// The question.
    pub question: Option<String>,
    /// What was decided.
    pub decision: String,
    /// Provisions relied on.
    pub provisions: Vec<String>,
    /// Why.
    pub reason: String,
}

/// Somebody who was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EnquiryRow {
    /// Its entry in the log.
    pub entry: u64,
    /// Who was asked.
    pub asked: String,
    /// When.
    pub on: String,
    /// What they said; none while they have not answered.
    pub answer: Option<String>,
}

/// Time of one permitted activity.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ActivityTime {
    /// The activity: one of `determine`, `locate`, `retrieve`, `extract`.
    pub activity: String,
    /// What has to be done, in words.
    pub what: String,
    /// How many times.
    pub count: u64,
    /// Timed entries of the log that the minutes rest on.
    pub sample: u64,
    /// Hours; none where too few entries were timed.
    pub hours: Option<f64>,
    /// The least and the most, within which the hours fall 19 times of 20.
    pub between: Option<(f64, f64)>,
}

/// What a person must still do for a request, against the appropriate limit of section 12.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Estimate {
    /// The limit in hours.
    pub limit: u32,
    /// The work, by activity.
    pub work: Vec<ActivityTime>,
    /// All hours; none where any of the work could not be estimated.
    pub hours: Option<f64>,
    /// The least and the most.
    pub between: Option<(f64, f64)>,
    /// What the figures come to, in words.
    pub reading: String,
    /// What must be kept in mind.
    pub notes: Vec<String>,
}
