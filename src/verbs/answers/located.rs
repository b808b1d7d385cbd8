//! What `locate` answers: the request as read, the searches made, and the records located.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{AsAt, DecisionRow, Estimate, NotCovered, ProblemRow, Snippet, SourceSearched, State};
use crate::record::{Described, RecordId};

/// A question of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Question {
    /// Its number as printed.
    pub n: String,
    /// Its words.
    pub text: String,
}

/// A request for information, as read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RequestRead {
    /// Its reference.
    pub reference: Option<String>,
    /// The day it was received, as stated now or as its request file has it.
    pub received: Option<Date>,
    /// The day it was clarified, as its request file has it: the time for the reply runs from there.
    pub clarified: Option<Date>,
    /// The last day for the reply; none where the day of receipt is unknown or beyond the table.
    pub due: Option<Date>,
    /// What is asked.
    pub items: Vec<Question>,
    /// References named in it.
    pub references: Vec<String>,
    /// Days named in it.
    pub dates: Vec<Date>,
    /// Organisations named in it.
    pub parties: Vec<String>,
    /// What it says it does not ask for.
    pub excluded: Vec<String>,
    /// How something was read that may be read otherwise.
    pub notes: Vec<String>,
}

/// What is said in a planned search of a tie that the catalogue followed: it is no query to be read back.
pub const RELATION: &str = "(a relation that the catalogue keeps)";

/// One search of a plan, as run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlannedSearch {
    /// Its number in the plan.
    pub n: usize,
    /// The questions it serves, by their numbers.
    pub item: Vec<String>,
    /// The query.
    pub query: String,
    /// The query in plain words.
    pub read_as: String,
    /// Why it was made.
    pub reason: String,
    /// How many records it found; none where it was only planned.
    pub hits: Option<u64>,
}

/// A record located for a request, or possibly in its scope.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Located {
    /// Its item number.
    pub n: u64,
    /// Its line in the house style of a response.
    pub line: String,
    /// The record.
    pub record: Described,
    /// The questions it may answer, by their numbers.
    pub items: Vec<String>,
    /// The searches that found it, by their numbers.
    pub searches: Vec<usize>,
    /// Why it is there, in words.
    pub because: Vec<String>,
    /// Further records that were found and have the same words: they stand on this line.
    pub gathered: Vec<RecordId>,
    /// The decisions on record that stand for it in this request, for each part and question.
    pub decisions: Vec<DecisionRow>,
    /// Set by `--as-at`: `undated` or `check receipt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_at: Option<&'static str>,
    /// A passage that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<Snippet>,
}

impl Located {
    /// Whether it was decided to be out of scope as a whole, for every question that it is listed for.
    pub fn is_out(&self) -> bool {
        let mut whole = self
            .decisions
            .iter()
            .filter(|decision| decision.part.is_none())
            .peekable();
        let answers = |n: &String| {
            self.decisions.iter().any(|decision| {
                decision.part.is_none() && decision.question.as_ref().is_none_or(|of| of == n)
            })
        };
        whole.peek().is_some()
            && whole.all(|decision| decision.decision == "out")
            && self.items.iter().all(answers)
    }
}

/// What was found for one question of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PerQuestion {
    /// Its number.
    pub n: String,
    /// The items located for it.
    pub located: Vec<u64>,
    /// The items that may answer it.
    pub possible: Vec<u64>,
}

/// The answer to a request: what was located, and how.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LocatedAll {
    /// The request as read.
    pub request: RequestRead,
    /// The searches made.
    pub searches: Vec<PlannedSearch>,
    /// The records located.
    pub located: Vec<Located>,
    /// Records for a person to decide.
    pub possible: Vec<Located>,
    /// What was found for each question.
    pub per_question: Vec<PerQuestion>,
    /// The items that `--as-at` left in because their day cannot be told; absent without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_at: Option<AsAt>,
    /// What could not be searched.
    pub not_searched: Vec<ProblemRow>,
    /// Records that are new or changed since the index was last written: no search could find what is new of them.
    pub not_in_index: u64,
    /// Where the records come from.
    pub sources: Vec<SourceSearched>,
    /// Where nobody looked.
    pub not_covered: Vec<NotCovered>,
    /// The archive's state.
    pub archive: State,
    /// The number of its entry in the log.
    pub log: Option<u64>,
    /// The paragraph for the letter.
    pub statement: String,
    /// What a person must still do and how long that may take, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
}
