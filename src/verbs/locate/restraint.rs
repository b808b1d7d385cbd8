//! What keeps a record from being located whatever points at it: drafts, covering notes, kinds not asked for.

use super::exchange::{Exchange, is};
use super::findings::{Candidate, Findings};
use super::judge::Because;
use super::question::names_kind;
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
    let excluded = facts.references.iter().find(|carried| {
        understood.excluded.contains(&carried.key())
            && (candidate.case.contains(carried) || candidate.exchange.may_be_between())
    });
    if let Some(carried) = excluded {
        held_back(&format!(
            "the request says that it does not ask for {}",
            carried.canonical
        ));
    }
    let unwanted = findings
        .unwanted
        .iter()
        .find(|topic| topic.heads(candidate.stored.id));
    if let Some(topic) = unwanted {
        let words: Vec<&str> = topic.words.iter().map(|word| word.word.as_str()).collect();
        held_back(&format!(
            "the request says that it does not ask about \"{}\"",
            words.join(", ")
        ));
    }
    let out = understood.excluded_parties.iter().find(|party| {
        Some(*party) != understood.authority.as_ref()
            && facts
                .from
                .iter()
                .chain(&facts.to)
                .any(|side| is(side, party))
    });
    if let Some(party) = out {
        held_back(&format!(
            "the request says that it does not ask for correspondence with {party}"
        ));
    }
    let ways = understood
        .needs
        .iter()
        .filter(|question| candidate.items.contains(&question.n));
    let mut ways = ways.peekable();
    if ways.peek().is_some() && !ways.any(|question| question.goes(facts)) {
        held_back("went another way than the request asks for");
    }
    let wanted_draft = facts.draft && understood.wanted.drafts;
    if names_kind(&understood.wanted.unwanted, &facts.kind) && !wanted_draft {
        held_back("of a kind that the request says it does not ask for");
    }
    let kinds = &understood.wanted.kinds;
    let of_kind = kinds.is_empty()
        || names_kind(kinds, &facts.kind)
        || wanted_draft
        || !understood.wanted.kinds_alone && facts.kind != "email" && facts.kind != "letter";
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
    let excludes = !understood.excluded.is_empty();
    if !all_exchanged || understood.wanted.no_automatic || excludes {
        match substance::of(
            findings.desk,
            candidate.stored.id,
            candidate.stored.known.format,
        )? {
            Substance::Cover if !all_exchanged => held_back("says no more than what it carries"),
            Substance::Cover if excludes && carries_excluded(findings, candidate)? => {
                held_back("carries what the request says that it does not ask for");
            }
            Substance::Automatic if !all_exchanged || understood.wanted.no_automatic => {
                held_back("an automatic answer");
            }
            Substance::Own | Substance::Cover | Substance::Automatic => {}
        }
    }
    Ok(because.len() == before)
}

/// Whether something attached to a record carries a reference that the request excludes.
fn carries_excluded(findings: &Findings<'_>, candidate: &Candidate) -> Result<bool> {
    let catalogue = &findings.desk.catalogue;
    for attached in catalogue.attachments(candidate.stored.id)? {
        if let Some(attached) = catalogue.record(attached)?
            && attached
                .known
                .facts
                .references
                .iter()
                .any(|carried| findings.understood.excluded.contains(&carried.key()))
        {
            return Ok(true);
        }
    }
    Ok(false)
}
