//! The shapes of the answers: a JSON Schema for each, derived from the very structures that are written.

use schemars::{JsonSchema, Schema, schema_for};

use super::screens::audit_rules::RuleRow;
use super::screens::statement::Worded;
use crate::audit::Audited;
use crate::verbs::answers::{
    CaseFile, Conversation, Exported, Hit, Ingested, Judged, LocatedAll, LogEntry, LogRow,
    ProblemRow, ReferenceRow, Replayed, RequestRow, Sample, Searched, Shown, Similar, SourceRow,
    Stats, Terms, Verified,
};

/// One answer that a machine may ask for.
#[derive(Clone, Copy)]
pub struct Shape {
    /// Its name, mostly the command's.
    pub name: &'static str,
    /// The command that gives it.
    pub command: &'static str,
    schema: fn() -> Schema,
}

impl Shape {
    /// Its JSON Schema, of the dialect that it names.
    pub fn schema(&self) -> Schema {
        (self.schema)()
    }
}

const fn shape<T: JsonSchema>(name: &'static str, command: &'static str) -> Shape {
    Shape {
        name,
        command,
        schema: || schema_for!(T),
    }
}

/// Every answer, by name.
pub const SHAPES: [Shape; 25] = [
    shape::<Vec<Audited>>("audit", "audit PATH... --format json"),
    shape::<Vec<RuleRow>>("audit-rules", "audit --rules --format json"),
    shape::<CaseFile>("case", "case REF --format json"),
    shape::<Exported>("export", "export QUERY --to DIR --format json"),
    shape::<Ingested>("ingest", "ingest PATH... --format json"),
    shape::<LocatedAll>("locate", "locate REQUEST --format json"),
    shape::<Vec<LogRow>>("log", "log list --format json"),
    shape::<LogEntry>(
        "log-entry",
        "log show N --format json, where N is no search",
    ),
    shape::<Vec<ProblemRow>>("problems", "problems --format json"),
    shape::<Hit>("record", "search QUERY --format jsonl, a line"),
    shape::<Vec<ReferenceRow>>("refs", "refs --format json"),
    shape::<Replayed>("replay", "log replay N --format json"),
    shape::<RequestRow>("request", "request show REF --format json"),
    shape::<Vec<RequestRow>>("requests", "request list --format json"),
    shape::<Sample>("sample", "sample N --format json"),
    shape::<Judged>("sample-judged", "sample N --judged FILE --format json"),
    shape::<Searched>("search", "search QUERY --format json"),
    shape::<Shown>("show", "show ID --format json"),
    shape::<Similar>("similar", "similar ID --format json"),
    shape::<Vec<SourceRow>>("sources", "source list --format json"),
    shape::<Worded<'static>>("statement", "statement N --format json"),
    shape::<Stats>("stats", "stats --format json"),
    shape::<Terms>("terms", "terms FILE --format json"),
    shape::<Conversation>("thread", "thread ID --format json"),
    shape::<Verified>("verify", "verify --format json; log verify too"),
];
