//! Past responses held against the law and against the archive: rules with names, levels, reasons and evidence.
//!
//! A finding is a prompt to look, never a decision. What is absent from a copy that is not the letter as sent is at most
//! info. A rule that cannot be asked of a response says why, which is neither a finding nor a pass.

pub mod again;
mod classes;
mod gaps;
pub mod rule;
mod rules;
pub mod summary;
pub mod suppress;

use jiff::civil::Date;
use serde::Serialize;

pub use rule::{Case, Level, Rule};
pub use rules::RULES;
pub use summary::Summary;

use self::again::{Again, Door};
use self::rule::{Beside, Verdict};
use self::suppress::Suppressions;
use crate::error::{Error, Result};
use crate::facts::calendar::DAYS_TO_REPLY;
use crate::facts::response::{
    self, Copy, Corrections, Decided, Outcome, Quote, Regime, Response, Stage,
};
use crate::facts::{Tables, View};
use crate::record::{RecordId, plain_text};
use crate::verbs::audit_papers::{Paper, Papers};

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The words; none where what was looked for is absent.
    pub quote: Option<String>,
    /// The line, from 1; none where it stands on no line of the text.
    pub line: Option<usize>,
}

impl From<Option<Quote>> for Evidence {
    fn from(quote: Option<Quote>) -> Self {
        quote.map_or_else(Self::default, |quote| Self {
            line: (quote.line > 0).then_some(quote.line),
            quote: Some(quote.text),
        })
    }
}

/// A rule that could not be asked, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotJudged {
    /// The rule's name.
    pub rule: &'static str,
    /// Why.
    pub reason: String,
}

/// A finding that somebody set aside, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suppressed {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// The reason, as the file of suppressions gives it.
    pub reason: String,
}

/// A provision relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

/// A line of the response's own list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedLine {
    /// Its number.
    pub n: String,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

/// A whole run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Each response.
    pub responses: Vec<Audited>,
    /// The responses in numbers.
    pub summary: Summary,
    /// What could not be read: path and why.
    pub unread: Vec<(String, String)>,
}

/// Reads and judges every paper of a run.
///
/// # Errors
/// When the archive cannot be searched, or a search cannot be put on record.
pub fn judge(
    mut papers: Papers,
    known: &Corrections,
    suppressions: &Suppressions,
    door: Option<&Door<'_>>,
    tables: &Tables,
) -> Result<Run> {
    let read: Vec<Response> = papers
        .papers
        .iter()
        .map(|paper| read_paper(paper, known, tables))
        .collect();
    let mut responses = Vec::with_capacity(read.len());
    for (at, response) in read.iter().enumerate() {
        let others: Vec<Beside<'_>> = read
            .iter()
            .enumerate()
            .filter(|(other, one)| *other != at && !one.located.is_empty())
            .filter_map(|(other, response)| {
                let path = papers.papers.get(other)?.path.as_str();
                Some(Beside { path, response })
            })
            .collect();
        let Some(paper) = papers.papers.get(at) else {
            continue;
        };
        let again = match door {
            Some(door) if !response.located.is_empty() => {
                Some(again::search(door, response, &paper.text, tables)?)
            }
            _ => None,
        };
        let mut released = paper.released.clone();
        if let (Some(door), Some(again)) = (door, &again) {
            let mut originals = Vec::new();
            for id in again
                .listed
                .iter()
                .filter_map(|matched| matched.record.as_deref())
            {
                let id = door.desk.named(id, None)?;
                originals.push(plain_text(&door.desk.catalogue.extraction(id)?));
            }
            for one in &mut released {
                one.originals.clone_from(&originals);
            }
        }
        let case = Case {
            response,
            tables,
            released: &released,
            again: again.as_ref(),
            others: &others,
        };
        responses.push(audited(paper, &case, suppressions));
    }
    let summary = Summary::of(&responses);
    papers.papers.clear();
    Ok(Run {
        responses,
        summary,
        unread: papers.unread,
    })
}

/// Reads a paper as a response.
pub fn read_paper(paper: &Paper, known: &Corrections, tables: &Tables) -> Response {
    let view = View {
        form: paper.form,
        subject: paper.subject.as_deref(),
        metadata_title: None,
        from: &[],
        to: &[],
        cc: &[],
        date_header: None,
        received_headers: &[],
        metadata_date: None,
        text: &paper.text,
        file_names: &[],
    };
    response::read(&view, &paper.facts, known, tables)
}

/// Asks every rule of a case, each behind its gates.
pub fn ask(case: &Case<'_>) -> (Vec<Finding>, Vec<NotJudged>, Vec<&'static str>) {
    let response = case.response;
    let (mut findings, mut not_judged, mut nothing) = (Vec::new(), Vec::new(), Vec::new());
    for rule in RULES {
        let verdict = match gate(rule, response) {
            Some(reason) => Verdict::NotJudged(reason),
            None => (rule.judge)(case),
        };
        match verdict {
            Verdict::NotJudged(reason) => not_judged.push(NotJudged {
                rule: rule.name,
                reason,
            }),
            Verdict::Asked(found) => {
                if found.is_empty() {
                    nothing.push(rule.name);
                }
                findings.extend(found.into_iter().map(|found| Finding {
                    rule: rule.name,
                    level: found.level,
                    message: found.message,
                    evidence: found.evidence.into(),
                    see: rule.see,
                    cure: rule.cure,
                }));
            }
        }
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    (findings, not_judged, nothing)
}

/// Why a rule may not be asked of a response, if it may not.
fn gate(rule: &Rule, response: &Response) -> Option<String> {
    if !rule.regimes.is_empty() && !rule.regimes.contains(&response.regime) {
        return Some(match response.regime {
            Regime::Unknown => "the law under which it was answered cannot be told".to_owned(),
            other => format!(
                "it was answered under {}, to which this rule does not belong",
                the(other)
            ),
        });
    }
    if !rule.stages.is_empty() && !rule.stages.contains(&response.stage) {
        return Some(format!(
            "it is {}, of which this rule is not asked",
            match response.stage {
                Stage::Acknowledgement => "an acknowledgement",
                Stage::Clarification => "a request for clarification",
                Stage::Fees => "a fees notice",
                Stage::Extension => "an extension",
                Stage::Response => "a reply",
                Stage::InternalReview => "the outcome of a review",
                Stage::Transfer => "a transfer",
            }
        ));
    }
    None
}

fn the(regime: Regime) -> String {
    match regime {
        Regime::Dpa => regime.in_words().to_owned(),
        other => format!("the {}", other.in_words()),
    }
}

fn audited(paper: &Paper, case: &Case<'_>, suppressions: &Suppressions) -> Audited {
    let response = case.response;
    let (findings, not_judged, no_finding) = ask(case);
    let mut kept = Vec::new();
    let mut suppressed = Vec::new();
    for finding in findings {
        match suppressions.reason(finding.rule, &paper.path, response.reference.as_deref()) {
            Some(reason) => suppressed.push(Suppressed {
                reason: reason.to_owned(),
                finding,
            }),
            None => kept.push(finding),
        }
    }
    let days = &response.days;
    let calendar = &case.tables.calendar;
    let received = days.received.map(|stated| stated.day);
    let responded = days.responded.map(|stated| stated.day);
    Audited {
        path: paper.path.clone(),
        record: paper.record,
        request_reference: response.reference.clone(),
        authority: response.authority.clone(),
        regime: response.regime,
        stage: response.stage,
        outcomes: response
            .outcomes
            .iter()
            .map(|decided| decided.outcome)
            .collect(),
        decided: response.outcomes.clone(),
        copy: response.copy,
        copy_by: response.copy_by.clone(),
        received,
        received_is_date_of_request: days.received.is_some_and(|stated| stated.of_request),
        responded,
        due: received.and_then(|day| calendar.due(day, DAYS_TO_REPLY)),
        stated_due: days.stated_due.map(|stated| stated.day),
        working_days: received
            .zip(responded)
            .and_then(|(from, to)| calendar.working_days_between(from, to)),
        exemptions: response
            .relied
            .iter()
            .map(|one| Exemption {
                provision: one.provision.clone(),
                act: one.act.clone(),
                as_printed: one
                    .as_printed
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                line: one.line,
                argued: argued(response, &one.number),
            })
            .collect(),
        in_the_alternative: response.alternative.clone(),
        ncnd: response.ncnd.is_some(),
        refusal_notice: response
            .notice
            .clone()
            .map(|quote| Evidence::from(Some(quote))),
        located: located(response, case.again),
        findings: kept,
        suppressed,
        not_judged,
        no_finding,
        questions: response
            .questions
            .iter()
            .map(|item| item.text.clone())
            .collect(),
        problems: paper.problems.clone(),
    }
}

/// What is argued for a section, in words.
fn argued(response: &Response, number: &str) -> String {
    let named = |of: &[String]| of.iter().any(|of| of == number);
    let harm = response.harms.iter().any(|harm| named(&harm.of));
    let balance = response.balances.iter().any(|balance| named(&balance.of));
    match (harm, balance) {
        (true, true) => "harm and public interest argued",
        (true, false) => "harm argued",
        (false, true) => "public interest argued",
        (false, false) => "",
    }
    .to_owned()
}

fn located(response: &Response, again: Option<&Again>) -> Vec<ListedLine> {
    response
        .located
        .iter()
        .enumerate()
        .map(|(at, listed)| {
            let matched = again
                .and_then(|again| again.listed.get(at))
                .cloned()
                .unwrap_or_default();
            ListedLine {
                n: listed.n.clone(),
                as_printed: listed.as_printed.clone(),
                line: listed.line,
                date: listed.date,
                from: listed.from.clone(),
                to: listed.to.clone(),
                kind: listed.kind.clone(),
                record: matched.record,
                candidates: matched.candidates,
            }
        })
        .collect()
}

/// The rule of a name.
///
/// # Errors
/// When there is none; the nearest name is given.
pub fn rule(name: &str) -> Result<&'static Rule> {
    let wanted = name.trim().to_lowercase().replace([' ', '_'], "-");
    if let Some(rule) = RULES.into_iter().find(|rule| rule.name == wanted) {
        return Ok(rule);
    }
    let near = RULES.into_iter().max_by_key(|rule| {
        rule.name
            .split('-')
            .filter(|word| {
                wanted
                    .split('-')
                    .any(|typed| typed == *word || (typed.len() > 3 && word.starts_with(typed)))
            })
            .count()
    });
    let hint = match near {
        Some(rule) => format!(
            "did you mean `{}`? `recordroom audit --rules` lists them all",
            rule.name
        ),
        None => "`recordroom audit --rules` lists them all".to_owned(),
    };
    Err(Error::request(format!("there is no rule `{}`", name.escape_debug())).hint(hint))
}

#[cfg(test)]
mod tests;
