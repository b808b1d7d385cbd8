//! The judgement: located, possible, or left out, each with its reasons.
//!
//! First what the request itself points at: a reference, a day, a period, a title, a topic with party and kind. Then
//! what hangs together with a record so located. A record of another matter, an internal one, a draft or a covering
//! message is at most possible, unless the request asks for such.

use std::collections::{BTreeMap, BTreeSet};

use super::citations;
use super::exchange::Exchange;
use super::findings::{Candidate, Findings, TitleFit, numbers_a_matter};
use super::reading::Understood;
use super::substance::{self, Substance};
use super::ties::{self, Tie, Ties};
use super::topic::Fit;
use crate::error::Result;
use crate::extract::TextStatus;
use crate::facts::{Carried, Role, dates};
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

/// A record dated so few days from a named one may be the one that is meant.
const NEAR: i32 = 7;
/// How often relations of newly located records are followed.
const ROUNDS: usize = 4;
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

/// Judges every record found, following what hangs together with the located ones.
pub(super) fn all(findings: &mut Findings<'_>) -> Result<BTreeMap<RecordId, Verdict>> {
    near_days(findings)?;
    let mut judge = Judge {
        days: Days::of(findings),
        no_topic: findings.has_no_topic(),
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
    Ok(verdicts)
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

/// What was found on the days that the request names.
struct Days {
    any: bool,
    strongest: Fit,
}

impl Days {
    fn of(findings: &Findings<'_>) -> Self {
        let on_day = || {
            findings.found.values().filter(|candidate| {
                candidate.on_day && candidate.exchange.may_be_between() && !candidate.handling
            })
        };
        Self {
            any: on_day().next().is_some(),
            strongest: on_day()
                .map(|candidate| candidate.fit)
                .max()
                .unwrap_or_default(),
        }
    }
}

/// Where nothing between the parties bears a named day, looks a week either way.
fn near_days(findings: &mut Findings<'_>) -> Result<()> {
    let request = &findings.understood.request;
    if request.single_days.is_empty()
        || Days::of(findings).any
        || findings.understood.others.is_empty()
    {
        return Ok(());
    }
    let days = request.single_days.clone();
    let items: Vec<String> = request.items.iter().map(|item| item.n.clone()).collect();
    for day in days {
        let span = jiff::Span::new().days(NEAR);
        let (Ok(first), Ok(last)) = (day.checked_sub(span), day.checked_add(span)) else {
            continue;
        };
        for other in findings.understood.others.clone() {
            let typed = format!("party:\"{}\" date:{first}..{last}", other.replace('"', " "));
            let reason = format!(
                "a week either way: nothing between the parties bears {}",
                dates::long(day)
            );
            if let Ok(query) = findings.desk.query(&typed) {
                findings.run(&super::plan::Planned {
                    typed,
                    query,
                    reason,
                    items: items.clone(),
                })?;
            }
        }
    }
    Ok(())
}

struct Judge {
    days: Days,
    /// Whether the request has no topic by which to tell one record of the parties from another.
    no_topic: bool,
    /// The keys of the references of the matter asked about.
    matter: BTreeSet<String>,
    ties: Ties,
}

impl Judge {
    /// Judges by what the request itself says; none: left out, unless a tie brings it back.
    fn direct(&self, findings: &Findings<'_>, candidate: &Candidate) -> Result<Option<Verdict>> {
        let understood = findings.understood;
        if candidate.handling && candidate.named.is_none() {
            return Ok(None);
        }
        let Some((mut located, rank, reason)) = self.pointed_at(understood, candidate) else {
            return Ok(None);
        };
        let mut because = vec![Because::Says(reason)];
        located &= restrained(findings, candidate, &mut because)?;
        if located && !candidate.heading.is_empty() {
            because.push(Because::Says(in_heading(&candidate.heading)));
        }
        if !located && self.is_other(candidate) && candidate.on_day {
            let names: Vec<&str> = candidate
                .case
                .iter()
                .map(|carried| carried.canonical.as_str())
                .collect();
            because.push(Because::Says(format!("carries {}", names.join(", "))));
        }
        Ok(Some(Verdict {
            located,
            rank,
            because,
        }))
    }

    /// Whether the request points at a record, how surely, and by what.
    fn pointed_at(
        &self,
        understood: &Understood,
        candidate: &Candidate,
    ) -> Option<(bool, u8, String)> {
        let request = &understood.request;
        let facts = &candidate.stored.known.facts;
        let between = candidate.exchange.may_be_between();
        let paper = is_paper(candidate);
        let words = || format!("{} in its text", quoted_list(&candidate.words));
        if candidate.title == TitleFit::Own {
            return Some((true, 0, "bears the title in the request".to_owned()));
        }
        if let Some((role, reference)) = &candidate.named {
            let own = *role != Role::Mentioned && *role != Role::Filename;
            let alone = candidate.case.is_empty();
            let located = candidate.in_period
                && !candidate.handling
                && match (between && !paper, own) {
                    (true, own) => own || alone,
                    (false, own) => own && understood.wanted.everything,
                };
            let how = if own { "of the case" } else { "mentions" };
            return Some((
                located,
                0,
                format!("{how} {reference}, named in the request"),
            ));
        }
        if candidate.title == TitleFit::Mentioned {
            return Some((false, 1, "names the title in the request".to_owned()));
        }
        if candidate.on_day {
            let named = "the parties and the day in the request".to_owned();
            if between && !paper {
                let fits = candidate.fit == self.days.strongest;
                return Some((fits, 0, named));
            }
            let unread = !matches!(
                candidate.stored.known.text_status,
                TextStatus::Text | TextStatus::Ocr
            );
            if unread {
                return Some((
                    false,
                    1,
                    "dated the day in the request, and its text could not be read".to_owned(),
                ));
            }
            if candidate.fit > Fit::None && candidate.exchange != Exchange::Elsewhere {
                return Some((false, 1, format!("the day in the request, and {}", words())));
            }
            return (between && self.no_topic).then(|| (false, 2, named));
        }
        let no_topic = self.no_topic;
        if !request.periods.is_empty() && candidate.in_period {
            let asked_kind = understood.wanted.kinds.contains(&facts.kind);
            let silent = no_topic || candidate.fit == Fit::None;
            let how = if silent {
                String::new()
            } else {
                format!(", with {}", words())
            };
            if between
                && (!paper || asked_kind)
                && !(silent && !no_topic && understood.others.is_empty())
            {
                let located = no_topic || candidate.fit == Fit::Strong;
                let rank = if silent { 2 } else { 1 };
                return Some((
                    located,
                    rank,
                    format!("between the parties in the period of the request{how}"),
                ));
            }
            if asked_kind && candidate.fit == Fit::Strong {
                return Some((
                    true,
                    1,
                    format!("of the kind asked for, in the period of the request{how}"),
                ));
            }
        }
        let near = request.single_days.iter().any(|day| {
            facts
                .date
                .is_some_and(|date| (date - *day).get_days().abs() <= NEAR)
        });
        if near && between && !self.days.any {
            return Some((
                false,
                1,
                "between the parties, within a week of the day in the request".to_owned(),
            ));
        }
        if candidate.exchange == Exchange::Elsewhere && !understood.others.is_empty() && !paper {
            return None;
        }
        self.by_topic(understood, candidate, no_topic, &words)
    }

    /// What only its words, its parties and its kind point at.
    fn by_topic(
        &self,
        understood: &Understood,
        candidate: &Candidate,
        no_topic: bool,
        words: &dyn Fn() -> String,
    ) -> Option<(bool, u8, String)> {
        let kind = &candidate.stored.known.facts.kind;
        let between = candidate.exchange.may_be_between();
        let paper = is_paper(candidate);
        let asked_kind = understood.wanted.kinds.contains(kind);
        let anchored = understood.is_anchored();
        let others = !understood.others.is_empty();
        if no_topic && !anchored && understood.titles.is_empty() {
            let wanted = others && between && (!paper || asked_kind);
            return wanted.then(|| (true, 1, "between the parties in the request".to_owned()));
        }
        match candidate.fit {
            Fit::None => None,
            Fit::Strong if !anchored && between && !paper && others => {
                Some((true, 1, format!("between the parties, with {}", words())))
            }
            Fit::Strong if !anchored && asked_kind && (between || !others) => {
                Some((true, 1, format!("of the kind asked for, with {}", words())))
            }
            Fit::Strong => Some((false, 1, words())),
            Fit::Some => Some((false, 2, words())),
        }
    }

    /// Whether a record belongs to a matter of its own that is not the one asked about.
    fn is_other(&self, candidate: &Candidate) -> bool {
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
                let parent = findings.desk.catalogue.record(parent)?;
                let strong =
                    |one: &&Carried| matches!(one.role, Role::Ours | Role::Yours | Role::Subject);
                carried.extend(parent.iter().flat_map(|parent| {
                    let references = parent.known.facts.references.iter();
                    references
                        .filter(strong)
                        .filter(|one| numbers_a_matter(one, findings.desk.tables))
                        .cloned()
                }));
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

    /// Judges by what ties a record to the located ones; none where nothing does.
    fn tied(&self, findings: &Findings<'_>, candidate: &Candidate) -> Result<Option<Verdict>> {
        let understood = findings.understood;
        let id = candidate.stored.id;
        let facts = &candidate.stored.known.facts;
        if candidate.handling {
            return Ok(None);
        }
        let ties = self.ties.of(id);
        let shared = facts
            .references
            .iter()
            .find(|carried| self.matter.contains(&carried.key()));
        let of_case = candidate
            .case
            .iter()
            .any(|carried| self.matter.contains(&carried.key()));
        let other = self.is_other(candidate);
        let between = candidate.exchange.may_be_between() && !is_paper(candidate);
        let internal_too = understood.wanted.internal && candidate.exchange == Exchange::Internal
            || understood.wanted.everything && candidate.exchange != Exchange::Elsewhere;
        let asked_kind = understood.wanted.kinds.contains(&facts.kind);
        let mut because = Vec::new();
        let (mut located, mut listed) = (false, false);
        if let Some(shared) = shared {
            let (how, own) = if of_case {
                ("of the case", true)
            } else {
                ("mentions", false)
            };
            if candidate.named.is_none() {
                because.push(Because::Says(format!("{how} {}", shared.canonical)));
            }
            listed = true;
            located |= match (between, own) {
                (true, true) => true,
                (true, false) => !other,
                (false, true) => internal_too || asked_kind,
                (false, false) => asked_kind && candidate.fit == Fit::Strong,
            };
        }
        for (tie, of) in ties {
            let (words, sure, worth) = match tie {
                Tie::Enclosed => (
                    "enclosed with",
                    !other && facts.kind != "image",
                    facts.kind != "image",
                ),
                Tie::Carries => ("carries", between && !other, true),
                Tie::Thread => ("in the conversation of", between && !other, !other),
                Tie::Cites => (
                    "cites",
                    between && !other && candidate.fit > Fit::None,
                    between || candidate.fit > Fit::None && !other,
                ),
                Tie::CitedBy => ("cited by", between && !other, between && !other),
            };
            if worth {
                because.push(Because::Of(words, of));
                located |= sure;
                listed = true;
            }
        }
        if !listed {
            return Ok(None);
        }
        if !candidate.in_period {
            located = false;
            because.push(Because::Says(
                "outside the period of the request".to_owned(),
            ));
        }
        if understood.wanted.one_document {
            located = false;
        }
        located &= restrained(findings, candidate, &mut because)?;
        if other && !of_case {
            let names: Vec<&str> = candidate
                .case
                .iter()
                .map(|carried| carried.canonical.as_str())
                .collect();
            because.push(Because::Says(format!(
                "of another case, {}",
                names.join(", ")
            )));
        }
        because.dedup();
        Ok(Some(Verdict {
            located,
            rank: 0,
            because,
        }))
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

/// Whether the request asks for all that passed between parties in a time, or ever, on whatever topic.
fn by_time_and_parties(findings: &Findings<'_>) -> bool {
    let request = &findings.understood.request;
    findings.has_no_topic()
        && request.references.is_empty()
        && request.single_days.is_empty()
        && findings.understood.titles.is_empty()
}

/// Whether a record is no correspondence: a paper by its kind, or one of no kind whose sides were not both read.
fn is_paper(candidate: &Candidate) -> bool {
    let kind = candidate.stored.known.facts.kind.as_str();
    PAPERS.contains(&kind) || kind == "other" && candidate.exchange != Exchange::Between
}

/// What keeps a record from being located whatever points at it; adds the reason. True where nothing does.
fn restrained(
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

fn in_heading(words: &[String]) -> String {
    format!("{} in its heading", quoted_list(words))
}

fn quoted_list(words: &[String]) -> String {
    let quoted: Vec<String> = words
        .iter()
        .take(4)
        .map(|word| format!("\"{word}\""))
        .collect();
    if quoted.is_empty() {
        "the request's words".to_owned()
    } else {
        quoted.join(", ")
    }
}
