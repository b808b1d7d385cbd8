//! Past responses held against the law and against the archive: rules with names, levels, reasons and evidence.
//!
//! A finding is a prompt to look, never a decision. What is absent from a copy that is not the letter as sent is at most
//! info. A rule that cannot be asked of a response says why, which is neither a finding nor a pass.

pub mod again;
mod answer;
mod argued;
mod classes;
mod gaps;
pub mod rule;
mod rules;
pub mod summary;
pub mod suppress;

pub use answer::{
    Audited, Evidence, Exemption, Finding, ListedLine, NotJudged, ReasonsWithheld, Suppressed,
};
pub use rule::{Case, Level, Rule};
pub use rules::RULES;
pub use summary::Summary;

use self::again::{Again, Door};
use self::rule::{Beside, Verdict};
use self::suppress::Suppressions;
use crate::error::{Error, Result};
use crate::facts::calendar::DAYS_TO_REPLY;
use crate::facts::response::{self, Corrections, Quote, Regime, Response, Stage};
use crate::facts::{Tables, View};
use crate::record::plain_text;
use crate::verbs::audit_papers::{Paper, Papers};

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
        subject: paper.subject.as_deref(),
        ..View::of_text(paper.form, &paper.text)
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
                    evidence: evidence(found.evidence, case),
                    see: rule.see,
                    cure: rule.cure,
                }));
            }
        }
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    (findings, not_judged, nothing)
}

/// The passage that shows a finding; where something is absent, where it was looked for.
fn evidence(quote: Option<Quote>, case: &Case<'_>) -> Evidence {
    let mut evidence = Evidence::from(quote);
    if evidence.quote.is_none() {
        let last = case
            .response
            .paper
            .paragraphs
            .last()
            .map_or(0, |paragraph| paragraph.line);
        let beside = match case.released.len() {
            0 => String::new(),
            1 => "; what came with it was not looked in".to_owned(),
            several => format!("; the {several} files that came with it were not looked in"),
        };
        evidence.looked_in = Some(format!(
            "the authority's own words, lines 1 to {last}{beside}"
        ));
    }
    evidence
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
        // the Act sets no day for a review, and what it was asked for on is no receipt of a request
        due: received
            .filter(|_| response.stage != Stage::InternalReview)
            .and_then(|day| calendar.due(day, DAYS_TO_REPLY)),
        stated_due: days.stated_due.map(|stated| stated.day),
        working_days: received
            .filter(|_| response.stage != Stage::InternalReview)
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
                argued: argued::in_words(response, one, case.tables),
            })
            .collect(),
        in_the_alternative: response.alternative.clone(),
        ncnd: response.ncnd.is_some(),
        refusal_notice: response
            .notice
            .clone()
            .map(|quote| Evidence::from(Some(quote))),
        reasons_withheld: argued::reasons_withheld(response),
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
        problems: paper
            .problems
            .iter()
            .cloned()
            .chain(unread(response))
            .collect(),
    }
}

/// What is said of a paper that is too long to be read to its end.
fn unread(response: &Response) -> Option<String> {
    let behind = response.unread.div_ceil(1000);
    (behind > 0).then(|| {
        format!(
            "it is long: the last {behind} kB of its text were not read; audit the letter without what came with it"
        )
    })
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
                n: listed.n,
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
