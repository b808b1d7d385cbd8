//! The judgement: located, possible, or left out, each with its reasons.
//!
//! First what the request itself points at: a reference, a day, a period, a title, a topic with party and kind. Then
//! what hangs together with a record so located. A record of another matter, an internal one, a draft or a covering
//! message is at most possible, unless the request asks for such.

use std::collections::{BTreeMap, BTreeSet};

use super::citations;
use super::findings::{Candidate, Findings, TitleFit, is_of_case};
use super::net;
use super::plan::Planned;
use super::pointed::{Days, near_days};
use super::restraint::by_time_and_parties;
use super::ties::{self, Ties};
use super::topic::Fit;
use crate::error::Result;
use crate::facts::Carried;
use crate::record::RecordId;

/// How a record was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Located; else possible.
    pub(super) located: bool,
    /// Its place among the possible ones: the smaller goes first.
    pub(super) rank: u8,
    /// Why.
    pub(super) because: Vec<Because>,
}

/// A reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Because {
    /// In words.
    Says(String),
    /// In words that lead to another record: "enclosed with" item 1.
    Of(&'static str, RecordId),
}

/// How often relations of newly located records are followed.
const ROUNDS: usize = 4;
/// Judges every record found, following what hangs together with the located ones.
///
/// Where a plan was given, nothing is looked for beside it but what hangs together with the located records.
pub(super) fn all(
    findings: &mut Findings<'_>,
    plan_was_given: bool,
) -> Result<BTreeMap<RecordId, Verdict>> {
    if !plan_was_given {
        near_days(findings)?;
    }
    let mut judge = Judge {
        days: Days::of(findings),
        no_topic: findings.has_no_topic(),
        naming: naming_others(findings)?,
        matter: BTreeSet::new(),
        ties: Ties::default(),
    };
    let mut verdicts = BTreeMap::new();
    for (id, candidate) in &findings.found {
        if let Some(verdict) = judge.direct(findings, candidate)? {
            verdicts.insert(*id, verdict);
        }
    }
    judge.matter(findings, &verdicts)?;
    let mut followed = BTreeSet::new();
    for _ in 0..ROUNDS {
        let next: Vec<RecordId> = verdicts
            .iter()
            .filter(|(id, verdict)| verdict.located && !followed.contains(*id))
            .map(|(id, _)| *id)
            .collect();
        if next.is_empty() {
            break;
        }
        for id in &next {
            followed.insert(*id);
            ties::follow(findings, *id, &mut judge.ties)?;
        }
        if !by_time_and_parties(findings) {
            citations::follow(findings, &next, &mut judge.ties)?;
        }
        for (id, candidate) in &findings.found {
            if verdicts.get(id).is_some_and(|verdict| verdict.located) {
                continue;
            }
            if let Some(verdict) = judge.tied(findings, candidate)? {
                let before = verdicts.remove(id);
                verdicts.insert(*id, joined(before, verdict));
            }
        }
    }
    judge.threads_of_possible(findings, &mut verdicts)?;
    numbered_beside(findings, &mut verdicts)?;
    beside_possible(findings, &mut verdicts)?;
    net::cast(findings, &judge.ties, plan_was_given, &mut verdicts)?;
    Ok(verdicts)
}

/// The records whose text names a body that the request asks about; none are looked for where it limits itself to no
/// kind of paper and wants no figures.
fn naming_others(findings: &mut Findings<'_>) -> Result<BTreeSet<RecordId>> {
    let mut all = BTreeSet::new();
    let wanted = &findings.understood.wanted;
    if wanted.kinds.is_empty() && !wanted.figures {
        return Ok(all);
    }
    for other in &findings.understood.others {
        let mut names: Vec<String> = findings
            .desk
            .tables
            .parties
            .names_of(other)
            .iter()
            .map(|name| super::spelling::phrase(name))
            .collect();
        names.push(super::spelling::phrase(other));
        if let Ok(query) = findings.desk.query(&names.join(" OR ")) {
            all.extend(findings.desk.ids(&query)?);
        }
    }
    Ok(all)
}

/// What carries a possible one that the request names by reference or title, or is attached to it, is possible too.
fn beside_possible(
    findings: &mut Findings<'_>,
    verdicts: &mut BTreeMap<RecordId, Verdict>,
) -> Result<()> {
    let possible: Vec<(RecordId, bool)> = verdicts
        .iter()
        .filter(|(_, verdict)| !verdict.located)
        .map(|(id, _)| {
            let sure = |candidate: &Candidate| {
                candidate.named.is_some()
                    || candidate.title == TitleFit::Own
                    || candidate.fit == Fit::Strong
                    || findings.understood.wanted.enclosures
            };
            (*id, findings.found.get(id).is_some_and(sure))
        })
        .collect();
    for (id, sure) in possible {
        let enclosed = match sure {
            true => findings.desk.catalogue.attachments(id)?,
            false => Vec::new(),
        };
        for (words, others) in [
            ("carries", findings.desk.catalogue.parents(id)?),
            ("enclosed with", enclosed),
        ] {
            ties::beside(findings, id, words, &others)?;
            for other in others {
                let Some(candidate) = findings.found.get(&other) else {
                    continue;
                };
                let silent = candidate.handling || candidate.stored.known.facts.kind == "image";
                if !silent && !verdicts.contains_key(&other) {
                    verdicts.insert(
                        other,
                        Verdict {
                            located: false,
                            rank: 1,
                            because: vec![Because::Of(words, id)],
                        },
                    );
                }
            }
        }
    }
    Ok(())
}

/// The most references of a message that is taken to tie them together.
const FEW: usize = 3;

/// A letter or message that carries a number of the request and, beside it, the number of a request for information:
/// "The old case is ..." What carries that other number is possible.
fn numbered_beside(
    findings: &mut Findings<'_>,
    verdicts: &mut BTreeMap<RecordId, Verdict>,
) -> Result<()> {
    let desk = findings.desk;
    let understood = findings.understood;
    let mut beside: Vec<(RecordId, String, Vec<String>)> = Vec::new();
    for id in verdicts.keys() {
        let Some(candidate) = findings.found.get(id) else {
            continue;
        };
        let facts = &candidate.stored.known.facts;
        let writes = matches!(facts.kind.as_str(), "letter" | "email");
        if candidate.named.is_none() || !writes || facts.references.len() > FEW {
            continue;
        }
        let items: Vec<String> = candidate.items.iter().cloned().collect();
        let others = facts.references.iter().filter(|carried| {
            !super::findings::numbers_a_matter(carried, desk.tables)
                && !understood.is_own(&carried.canonical)
                && !findings
                    .understood
                    .request
                    .references
                    .iter()
                    .any(|asked| asked.key() == carried.key())
        });
        beside.extend(others.map(|other| (*id, other.canonical.clone(), items.clone())));
    }
    for (of, canonical, items) in beside {
        let typed = format!("ref:\"{canonical}\"");
        let Ok(query) = desk.query(&typed) else {
            continue;
        };
        let ids = findings.run(&Planned {
            typed,
            query,
            reason: "its number stands beside one that the request names".to_owned(),
            items,
            by_hand: false,
        })?;
        for id in ids {
            verdicts.entry(id).or_insert_with(|| Verdict {
                located: false,
                rank: 1,
                because: vec![Because::Of(
                    "its number is given beside the one asked about in",
                    of,
                )],
            });
        }
    }
    Ok(())
}

/// The better of two verdicts, with the reasons of both where they agree.
fn joined(before: Option<Verdict>, after: Verdict) -> Verdict {
    let Some(before) = before else {
        return after;
    };
    if after.located && !before.located {
        return after;
    }
    let mut because = before.because;
    because.extend(after.because);
    let mut once: Vec<Because> = Vec::new();
    for one in because {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    Verdict {
        located: before.located,
        rank: before.rank.min(after.rank),
        because: once,
    }
}

/// What the judgement goes by.
pub(super) struct Judge {
    /// What was found on the days that the request names.
    pub(super) days: Days,
    /// Whether the request has no topic by which to tell one record of the parties from another.
    pub(super) no_topic: bool,
    /// The records that name another body of the request anywhere.
    pub(super) naming: BTreeSet<RecordId>,
    /// The keys of the references of the matter asked about.
    pub(super) matter: BTreeSet<String>,
    /// The ties to located records.
    pub(super) ties: Ties,
}

impl Judge {
    /// Whether a record belongs to a matter of its own that is not the one asked about.
    pub(super) fn is_other(&self, candidate: &Candidate) -> bool {
        !candidate.case.is_empty()
            && !candidate
                .case
                .iter()
                .any(|carried| self.matter.contains(&carried.key()))
    }

    /// The matter asked about: the references named, and those of the records that the request points at; looks for
    /// everything that carries them.
    fn matter(
        &mut self,
        findings: &mut Findings<'_>,
        verdicts: &BTreeMap<RecordId, Verdict>,
    ) -> Result<()> {
        let request = &findings.understood.request;
        let carried = findings
            .found
            .values()
            .flat_map(|candidate| &candidate.stored.known.facts.references);
        let asked = carried.filter(|one| request.references.iter().any(|asked| one.may_be(asked)));
        self.matter.extend(asked.map(Carried::key));
        self.matter
            .extend(request.references.iter().map(Carried::key));
        let by_time_alone = request.single_days.is_empty() && request.references.is_empty();
        let mut of: Vec<(Carried, String, Vec<String>)> = Vec::new();
        for (id, _) in verdicts.iter().filter(|(_, verdict)| verdict.located) {
            let Some(candidate) = findings.found.get(id) else {
                continue;
            };
            let pointed = candidate.fit == Fit::Strong || !by_time_alone;
            if !pointed || !candidate.exchange.may_be_between() {
                continue;
            }
            let items: Vec<String> = candidate.items.iter().cloned().collect();
            let title = candidate.stored.known.facts.title.clone();
            let mut carried = candidate.case.clone();
            // the message that carries a letter often bears the matter's other number
            for parent in findings.desk.catalogue.parents(*id)? {
                let Some(parent) = findings.desk.catalogue.record(parent)? else {
                    continue;
                };
                let tables = findings.desk.tables;
                let references = parent.known.facts.references.into_iter();
                carried.extend(references.filter(|one| is_of_case(one, tables)));
            }
            for one in carried {
                self.matter.insert(one.key());
                of.push((one, title.clone(), items.clone()));
            }
        }
        for (carried, title, items) in of {
            ties::case(findings, &carried, &title, &items)?;
        }
        Ok(())
    }

    /// Messages in the conversation of a possible one that is of the matter are possible too.
    fn threads_of_possible(
        &self,
        findings: &mut Findings<'_>,
        verdicts: &mut BTreeMap<RecordId, Verdict>,
    ) -> Result<()> {
        let of_matter: Vec<RecordId> = verdicts
            .keys()
            .filter(|id| {
                findings.found.get(*id).is_some_and(|candidate| {
                    let references = candidate.stored.known.facts.references.iter();
                    references
                        .into_iter()
                        .any(|carried| self.matter.contains(&carried.key()))
                })
            })
            .copied()
            .collect();
        for id in of_matter {
            let thread = ties::conversation(findings, id)?;
            for other in thread {
                let handling = findings
                    .found
                    .get(&other)
                    .is_none_or(|candidate| candidate.handling);
                if !handling && !verdicts.contains_key(&other) {
                    verdicts.insert(
                        other,
                        Verdict {
                            located: false,
                            rank: 1,
                            because: vec![Because::Of("in the conversation of", id)],
                        },
                    );
                }
            }
        }
        Ok(())
    }
}
