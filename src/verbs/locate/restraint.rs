//! What keeps a record from being located whatever points at it: drafts, covering notes, kinds not asked for.

use super::exchange::Exchange;
use super::findings::{Candidate, Findings};
use super::judge::Because;
use super::substance::{self, Substance};
use crate::error::Result;
use crate::facts::dates;

/// Kinds that are no correspondence.
const PAPERS: [&str; 8] = [
    "leaflet",
    "minutes",
    "report",
    "presentation",
    "spreadsheet",
    "image",
    "form",
    "foi_request",
];

/// Whether the request asks for all that passed between parties in a time, or ever, on whatever topic.
pub(super) fn by_time_and_parties(findings: &Findings<'_>) -> bool {
    let request = &findings.understood.request;
    findings.has_no_topic()
        && request.references.is_empty()
        && request.single_days.is_empty()
        && findings.understood.titles.is_empty()
}

/// Whether a record is no correspondence: a paper by its kind, or one of no kind whose sides were not both read.
pub(super) fn is_paper(candidate: &Candidate) -> bool {
    let kind = candidate.stored.known.facts.kind.as_str();
    PAPERS.contains(&kind) || kind == "other" && candidate.exchange != Exchange::Between
}

/// What keeps a record from being located whatever points at it; adds the reason. True where nothing does.
pub(super) fn restrained(
    findings: &Findings<'_>,
    candidate: &Candidate,
    because: &mut Vec<Because>,
) -> Result<bool> {
    let understood = findings.understood;
    let facts = &candidate.stored.known.facts;
    let before = because.len();
    let mut held_back = |reason: &str| because.push(Because::Says(reason.to_owned()));
    if facts.draft && !understood.wanted.drafts {
        match candidate.stored.draft_of {
            Some(_) => held_back("a draft whose text differs"),
            None => held_back("a draft"),
        }
    }
    let later = understood.until.filter(|until| {
        facts
            .received
            .or(facts.date)
            .is_some_and(|day| day > *until)
    });
    if let Some(until) = later {
        held_back(&format!("dated after {}", dates::long(until)));
    }
    if understood.wanted.unwanted.contains(&facts.kind) {
        held_back("of a kind that the request says it does not ask for");
    }
    let kinds = &understood.wanted.kinds;
    let letters = ["letter", "reprimand", "notice", "decision_notice"];
    let of_kind = kinds.is_empty()
        || kinds.contains(&facts.kind)
        || kinds.iter().any(|kind| letters.contains(&kind.as_str()))
            && letters.contains(&facts.kind.as_str())
        || facts.kind != "email" && facts.kind != "letter";
    if !of_kind {
        held_back("of another kind than the request asks for");
    }
    if candidate.exchange == Exchange::Internal
        && !understood.wanted.internal
        && !understood.wanted.everything
        && facts.kind == "email"
    {
        held_back("an internal message");
    }
    let all_exchanged = by_time_and_parties(findings);
    if !all_exchanged {
        match substance::of(
            findings.desk,
            candidate.stored.id,
            candidate.stored.known.format,
        )? {
            Substance::Own => {}
            Substance::Cover => held_back("says no more than what it carries"),
            Substance::Automatic => held_back("an automatic answer"),
        }
    }
    Ok(because.len() == before)
}
