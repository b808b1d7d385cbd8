//! What hangs together with a located record by what the catalogue keeps: its enclosures, its carrier, its conversation.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use super::plan::Planned;
use crate::error::Result;
use crate::extract::Format;
use crate::facts::Carried;
use crate::record::RecordId;

/// How a record hangs together with a located one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// It is attached to it, or to the message that carries it, or named in it as enclosed.
    Enclosed,
    /// It carries it as an attachment.
    Carries,
    /// It belongs to the same conversation.
    Thread,
    /// It cites its day.
    Cites,
    /// Its day is cited by it.
    CitedBy,
}

impl Tie {
    /// How it is said of the record that is tied.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Enclosed => "enclosed with",
            Self::Carries => "carries",
            Self::Thread => "in the conversation of",
            Self::Cites => "cites",
            Self::CitedBy => "cited by",
        }
    }
}

/// Ties by the record that is tied: how, and to which.
#[derive(Debug, Default)]
pub(super) struct Ties(BTreeMap<RecordId, BTreeSet<(Tie, RecordId)>>);

impl Ties {
    /// Keeps a tie.
    pub(super) fn keep(&mut self, tied: RecordId, tie: Tie, to: RecordId) {
        if tied != to {
            self.0.entry(tied).or_default().insert((tie, to));
        }
    }

    /// A record's ties, the surest first; where it encloses or is enclosed, that says all.
    pub(super) fn of(&self, id: RecordId) -> Vec<(Tie, RecordId)> {
        let all: Vec<(Tie, RecordId)> = self.0.get(&id).into_iter().flatten().copied().collect();
        let carried = all.iter().any(|(tie, _)| *tie <= Tie::Carries);
        all.into_iter()
            .filter(|(tie, _)| !carried || *tie <= Tie::Carries)
            .collect()
    }
}

/// Follows every relation of a located record.
pub(super) fn follow(findings: &mut Findings<'_>, id: RecordId, ties: &mut Ties) -> Result<()> {
    let desk = findings.desk;
    let Some(candidate) = findings.found.get(&id) else {
        return Ok(());
    };
    let title = candidate.stored.known.facts.title.clone();
    let items: Vec<String> = candidate.items.iter().cloned().collect();
    let message = candidate.stored.known.format == Format::Eml;

    let attached = desk.catalogue.attachments(id)?;
    along(
        findings,
        format!("in:{id}"),
        format!("attached to {title}"),
        &items,
        &attached,
    )?;
    for other in attached {
        ties.keep(other, Tie::Enclosed, id);
    }
    let parents = desk.catalogue.parents(id)?;
    let query: Vec<String> = parents
        .iter()
        .map(|parent| format!("id:{parent}"))
        .collect();
    let carrying = format!("messages that carry {title}");
    along(findings, query.join(" OR "), carrying, &items, &parents)?;
    for parent in parents {
        ties.keep(parent, Tie::Carries, id);
        let from_outside = findings
            .found
            .get(&parent)
            .is_some_and(|parent| parent.exchange.may_be_between());
        // who forwards letters within the authority may bundle those of many matters
        if from_outside {
            let beside = desk.catalogue.attachments(parent)?;
            let with = format!("enclosed with {title}");
            along(findings, format!("in:{parent}"), with, &items, &beside)?;
            for other in beside {
                ties.keep(other, Tie::Enclosed, id);
            }
        }
    }
    if message {
        for other in conversation(findings, id)? {
            ties.keep(other, Tie::Thread, id);
        }
    }
    Ok(())
}

/// The other messages of a conversation, added to what was found.
pub(super) fn conversation(findings: &mut Findings<'_>, id: RecordId) -> Result<Vec<RecordId>> {
    let all = findings.desk.catalogue.thread(id)?;
    let Some(candidate) = findings.found.get(&id) else {
        return Ok(Vec::new());
    };
    let items: Vec<String> = candidate.items.iter().cloned().collect();
    let read_as = format!(
        "in the conversation of {}",
        candidate.stored.known.facts.title
    );
    // a conversation has one name whichever of its messages led to it
    let first = all.first().copied().unwrap_or(id);
    let others: Vec<RecordId> = all.iter().copied().filter(|other| *other != id).collect();
    if !others.is_empty() {
        along(findings, format!("thread:{first}"), read_as, &items, &all)?;
    }
    Ok(others)
}

/// Records what carries a record, or is attached to it, by ids.
pub(super) fn beside(
    findings: &mut Findings<'_>,
    id: RecordId,
    words: &str,
    others: &[RecordId],
) -> Result<()> {
    let Some(candidate) = findings.found.get(&id) else {
        return Ok(());
    };
    let items: Vec<String> = candidate.items.iter().cloned().collect();
    let read_as = format!("{words} {}", candidate.stored.known.facts.title);
    let query: Vec<String> = others.iter().map(|other| format!("id:{other}")).collect();
    along(findings, query.join(" OR "), read_as, &items, others)
}

/// Records what a relation led to, unless it led nowhere or was followed before.
fn along(
    findings: &mut Findings<'_>,
    query: String,
    read_as: String,
    items: &[String],
    ids: &[RecordId],
) -> Result<()> {
    if ids.is_empty() || findings.has_run(&query) {
        return Ok(());
    }
    findings.follow(query, read_as, items.to_vec(), ids)
}

/// Looks for everything that carries a reference of the matter.
pub(super) fn case(
    findings: &mut Findings<'_>,
    carried: &Carried,
    of: &str,
    items: &[String],
) -> Result<()> {
    let typed = format!("ref:\"{}\"", carried.canonical);
    search(findings, typed, &format!("printed in {of}"), items).map(|_| ())
}

/// Makes a search unless it was made; what it finds.
pub(super) fn search(
    findings: &mut Findings<'_>,
    typed: String,
    reason: &str,
    items: &[String],
) -> Result<Vec<RecordId>> {
    let Ok(query) = findings.desk.query(&typed) else {
        return Ok(Vec::new());
    };
    if findings.has_run(&typed) {
        return findings.desk.ids(&query);
    }
    findings.run(&Planned {
        typed,
        query,
        reason: reason.to_owned(),
        items: items.to_vec(),
        by_hand: false,
    })
}
