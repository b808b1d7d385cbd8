//! Many responses in numbers: by year, authority, provision, outcome and lateness, and which rules found how much.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Audited, Level};
use crate::facts::calendar::DAYS_TO_REPLY;

/// A value and how many responses have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// The value.
    pub value: String,
    /// How many responses.
    pub responses: usize,
}

/// A year's replies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Year {
    /// The year of the reply; none where it is not known.
    pub year: Option<i16>,
    /// How many responses.
    pub responses: usize,
    /// How many of them state both days.
    pub timed: usize,
    /// How many of those came after the twentieth working day.
    pub late: usize,
}

/// Requests that asked for the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Alike {
    /// The question they share.
    pub question: String,
    /// The responses, by path.
    pub paths: Vec<String>,
}

/// Responses in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// How many responses.
    pub responses: usize,
    /// How many findings of each level: errors, warnings, infos.
    pub levels: [usize; 3],
    /// By year of reply.
    pub years: Vec<Year>,
    /// By authority.
    pub authorities: Vec<Count>,
    /// By provision relied on, whole sections.
    pub provisions: Vec<Count>,
    /// By outcome.
    pub outcomes: Vec<Count>,
    /// By rule that found something.
    pub rules: Vec<Count>,
    /// Requests that asked for the same.
    pub alike: Vec<Alike>,
}

impl Summary {
    /// Counts responses.
    pub fn of(responses: &[Audited]) -> Self {
        let mut years: BTreeMap<Option<i16>, Year> = BTreeMap::new();
        let mut asked: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
        let mut summary = Self {
            responses: responses.len(),
            authorities: counted(responses, |one| one.authority.iter().cloned().collect()),
            provisions: counted(responses, |one| {
                one.exemptions
                    .iter()
                    .map(|exemption| {
                        let number = exemption.provision.split('(').next().unwrap_or_default();
                        match exemption.act.as_deref() {
                            Some("FOIA") | None => number.to_owned(),
                            Some(act) => format!("{number} {act}"),
                        }
                    })
                    .collect()
            }),
            outcomes: counted(responses, |one| {
                one.outcomes
                    .iter()
                    .map(|outcome| outcome.in_words().to_owned())
                    .collect()
            }),
            rules: counted(responses, |one| {
                one.findings
                    .iter()
                    .map(|finding| finding.rule.to_owned())
                    .collect()
            }),
            ..Self::default()
        };
        for one in responses {
            for finding in &one.findings {
                let at = match finding.level {
                    Level::Error => 0,
                    Level::Warning => 1,
                    Level::Info => 2,
                };
                summary.levels[at] += 1;
            }
            let of = one.responded.map(|day| day.year());
            let year = years.entry(of).or_insert(Year {
                year: of,
                responses: 0,
                timed: 0,
                late: 0,
            });
            year.responses += 1;
            if let Some(taken) = one.working_days {
                year.timed += 1;
                year.late += usize::from(taken > DAYS_TO_REPLY);
            }
            for question in &one.questions {
                let key: String = crate::facts::response::plain(question)
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|word| word.len() > 3)
                    .collect::<Vec<_>>()
                    .join(" ");
                if key.split(' ').count() >= 4 {
                    let (_, paths) = asked
                        .entry(key)
                        .or_insert_with(|| (question.clone(), Vec::new()));
                    if !paths.contains(&one.path) {
                        paths.push(one.path.clone());
                    }
                }
            }
        }
        summary.years = years.into_values().collect();
        summary.alike = asked
            .into_values()
            .filter(|(_, paths)| paths.len() > 1)
            .map(|(question, paths)| Alike { question, paths })
            .collect();
        summary
    }
}

/// How many responses have each value, the commonest first.
fn counted(responses: &[Audited], values: impl Fn(&Audited) -> Vec<String>) -> Vec<Count> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for one in responses {
        let mut of = values(one);
        of.sort_unstable();
        of.dedup();
        for value in of {
            *counts.entry(value).or_default() += 1;
        }
    }
    let mut counts: Vec<Count> = counts
        .into_iter()
        .map(|(value, responses)| Count { value, responses })
        .collect();
    counts.sort_by(|one, two| {
        two.responses
            .cmp(&one.responses)
            .then(one.value.cmp(&two.value))
    });
    counts
}
