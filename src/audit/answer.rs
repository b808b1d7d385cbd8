//! What an audit says of one response: the reading, the findings, what was set aside, what was not judged.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Level;
use crate::facts::response::{Copy, Decided, Outcome, Quote, Regime, Stage};
use crate::record::RecordId;

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// What was seen.
    pub message: String,
    /// The passage that shows it; an empty one where something is absent.
    pub evidence: Evidence,
    /// The provision or guidance.
    pub see: &'static str,
    /// What would cure it.
    pub cure: &'static str,
}

/// A passage and its line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Evidence {
    /// The words; none where what was looked for is absent.
    pub quote: Option<String>,
    /// The line, from 1; none where it stands on no line of the text.
    pub line: Option<usize>,
    /// Where something was looked for that is not there, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub looked_in: Option<String>,
}

impl From<Option<Quote>> for Evidence {
    fn from(quote: Option<Quote>) -> Self {
        quote.map_or_else(Self::default, |quote| Self {
            line: (quote.line > 0).then_some(quote.line),
            quote: Some(quote.text),
            looked_in: None,
        })
    }
}

/// A rule that could not be asked, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotJudged {
    /// The rule's name.
    pub rule: &'static str,
    /// Why.
    pub reason: String,
}

/// A finding that somebody set aside, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suppressed {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// The reason, as the file of suppressions gives it.
    pub reason: String,
}

/// A provision relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Exemption {
    /// The provision, such as `s31(1)(a)`.
    pub provision: String,
    /// The Act.
    pub act: Option<String>,
    /// The words as printed.
    pub as_printed: String,
    /// The line where it is first relied on, from 1.
    pub line: usize,
    /// What is argued for it, in words.
    pub argued: String,
}

/// The statement that reasons are not given, since they would tell what is exempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonsWithheld {
    /// The provision, such as `s17(4)`.
    pub provision: String,
    /// The words as printed.
    pub as_printed: String,
    /// The line, from 1.
    pub line: usize,
    /// The sections whose reasons are meant, such as `s24`; empty where it is said for all.
    pub of: Vec<String>,
}

/// A line of the response's own list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ListedLine {
    /// Its number, as printed or else counted.
    pub n: usize,
    /// The line as printed.
    pub as_printed: String,
    /// The line of the text, from 1.
    pub line: usize,
    /// Its day, where one is printed.
    pub date: Option<Date>,
    /// Who wrote it.
    pub from: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// What it is.
    pub kind: Option<String>,
    /// The record of this archive; none where none or several fit, or no archive was searched.
    pub record: Option<String>,
    /// The several that fit.
    pub candidates: Vec<String>,
}

/// One response, as read and judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Audited {
    /// The path as typed, or a record's id.
    pub path: String,
    /// The record, where it came from the archive.
    pub record: Option<RecordId>,
    /// The authority's reference of the request.
    pub request_reference: Option<String>,
    /// The authority.
    pub authority: Option<String>,
    /// The law.
    pub regime: Regime,
    /// The stage.
    pub stage: Stage,
    /// What was decided, question by question where the answers are numbered.
    pub outcomes: Vec<Outcome>,
    /// The same with the questions and the lines that say so.
    pub decided: Vec<Decided>,
    /// What sort of copy it is.
    pub copy: Copy,
    /// By what that was told.
    pub copy_by: Vec<String>,
    /// The day of receipt, or else the request's own day.
    pub received: Option<Date>,
    /// Whether [`Audited::received`] is only the request's own day.
    pub received_is_date_of_request: bool,
    /// The day of the reply.
    pub responded: Option<Date>,
    /// The twentieth working day.
    pub due: Option<Date>,
    /// The day that the authority gives for it.
    pub stated_due: Option<Date>,
    /// How many working days the reply took.
    pub working_days: Option<u32>,
    /// What is relied on.
    pub exemptions: Vec<Exemption>,
    /// What of that is relied on in the alternative.
    pub in_the_alternative: Vec<String>,
    /// Whether it neither confirms nor denies.
    pub ncnd: bool,
    /// The statement of refusal under section 17.
    pub refusal_notice: Option<Evidence>,
    /// Where section 17(4) is relied on: the reasons would themselves tell what is exempt.
    pub reasons_withheld: Option<ReasonsWithheld>,
    /// The response's own list.
    pub located: Vec<ListedLine>,
    /// What the rules found, the gravest first.
    pub findings: Vec<Finding>,
    /// What was set aside.
    pub suppressed: Vec<Suppressed>,
    /// What could not be asked.
    pub not_judged: Vec<NotJudged>,
    /// The rules that were asked and found nothing.
    pub no_finding: Vec<&'static str>,
    /// The questions asked, where the response quotes them.
    pub questions: Vec<String>,
    /// What could not be fully read of it.
    pub problems: Vec<String>,
}

impl Audited {
    /// The gravest level that was found.
    pub fn worst(&self) -> Option<Level> {
        self.findings.iter().map(|finding| finding.level).max()
    }
}
