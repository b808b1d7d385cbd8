//! The parts of a request for information and of a response to one, as `show` gives them beside the record.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::facts::request::{Item, Request};
use crate::facts::response::{Decided, Regime, Response, Stage};

/// One thing asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AskedItem {
    /// Its number as printed, or else counted.
    pub n: String,
    /// What it asks, in the requester's words.
    pub text: String,
}

/// A request's parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RequestParts {
    /// The number that the authority gave it.
    pub reference: Option<String>,
    /// The day of receipt, where the text gives it.
    pub received: Option<Date>,
    /// The body that is addressed.
    pub addressed: Option<String>,
    /// What is asked.
    pub questions: Vec<AskedItem>,
    /// References named in the asking.
    pub references: Vec<String>,
    /// Days named in the asking.
    pub dates: Vec<Date>,
}

/// A provision that a response prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PrintedProvision {
    /// The provision, such as `s31(1)(a)`.
    pub provision: String,
    /// The Act; none where it cannot be told.
    pub act: Option<String>,
    /// The words as printed.
    pub as_printed: String,
    /// The line, from 1.
    pub line: usize,
}

/// A line of the list of located records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LocatedLine {
    /// Its number, as printed or else counted.
    pub n: usize,
    /// The line as printed.
    pub as_printed: String,
    /// Who wrote it.
    pub from: Option<String>,
    /// What it is.
    pub kind: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// Its day.
    pub date: Option<Date>,
    /// The line of the text, from 1.
    pub line: usize,
}

/// A response's parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ResponseParts {
    /// The authority's reference of the request.
    pub reference: Option<String>,
    /// The authority.
    pub authority: Option<String>,
    /// The law.
    pub regime: Regime,
    /// The stage.
    pub stage: Stage,
    /// The day on which the request was received, or else the request's own day.
    pub received: Option<Date>,
    /// Whether that is only the request's own day.
    pub received_is_date_of_request: bool,
    /// The day of the reply.
    pub responded: Option<Date>,
    /// By when the authority says that it was or is due.
    pub stated_due: Option<Date>,
    /// What was asked, where the response quotes it.
    pub questions: Vec<AskedItem>,
    /// What was decided, question by question where the answers are numbered.
    pub decided: Vec<Decided>,
    /// The list of located records.
    pub located: Vec<LocatedLine>,
    /// What it relies on.
    pub exemptions: Vec<PrintedProvision>,
    /// What of that is relied on in the alternative.
    pub in_the_alternative: Vec<String>,
    /// What it only prints: in the requester's words, in an annex of the law, in advice on rights.
    pub quoted_provisions: Vec<PrintedProvision>,
}

fn asked(items: &[Item]) -> Vec<AskedItem> {
    let items = items.iter().map(|item| AskedItem {
        n: item.n.clone(),
        text: item.text.clone(),
    });
    items.collect()
}

impl From<&Request> for RequestParts {
    fn from(request: &Request) -> Self {
        let canonical = |one: &crate::facts::Carried| one.canonical.clone();
        Self {
            reference: request.reference.as_ref().map(canonical),
            received: request.received,
            addressed: request.addressed.clone(),
            questions: asked(&request.items),
            references: request.references.iter().map(canonical).collect(),
            dates: request.dates.clone(),
        }
    }
}

impl From<&Response> for ResponseParts {
    fn from(response: &Response) -> Self {
        let relied = response.relied.iter().map(|one| PrintedProvision {
            provision: one.provision.clone(),
            act: one.act.clone(),
            as_printed: one.as_printed.clone(),
            line: one.line,
        });
        let exemptions: Vec<PrintedProvision> = relied.collect();
        let same = |all: &[PrintedProvision], provision: &str, act: &Option<String>| {
            all.iter()
                .any(|one| one.provision == provision && one.act == *act)
        };
        let mut quoted: Vec<PrintedProvision> = Vec::new();
        for cite in response.cites.iter().filter(|cite| !cite.label) {
            if !same(&exemptions, &cite.provision, &cite.act)
                && !same(&quoted, &cite.provision, &cite.act)
            {
                quoted.push(PrintedProvision {
                    provision: cite.provision.clone(),
                    act: cite.act.clone(),
                    as_printed: cite.as_printed.clone(),
                    line: cite.line,
                });
            }
        }
        let located = response.located.iter().map(|line| LocatedLine {
            n: line.n,
            as_printed: line.as_printed.clone(),
            from: line.from.clone(),
            kind: line.kind.clone(),
            to: line.to.clone(),
            date: line.date,
            line: line.line,
        });
        let days = &response.days;
        Self {
            reference: response.reference.clone(),
            authority: response.authority.clone(),
            regime: response.regime,
            stage: response.stage,
            received: days.received.map(|stated| stated.day),
            received_is_date_of_request: days.received.is_some_and(|stated| stated.of_request),
            responded: days.responded.map(|stated| stated.day),
            stated_due: days.stated_due.map(|stated| stated.day),
            questions: asked(&response.questions),
            decided: response.outcomes.clone(),
            located: located.collect(),
            exemptions,
            in_the_alternative: response.alternative.clone(),
            quoted_provisions: quoted,
        }
    }
}
