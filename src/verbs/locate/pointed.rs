//! What the request itself points at: a title, a reference, a day, a period, a topic with parties and kind.

use jiff::civil::Date;

use super::exchange::Exchange;
use super::findings::{Candidate, Findings, TitleFit};
use super::judge::{Because, Judge, Verdict};
use super::plan::{Planned, beside};
use super::question::names_kind;
use super::reading::Understood;
use super::restraint::{is_paper, restrained};
use super::spelling::phrase;
use super::topic::Fit;
use crate::error::Result;
use crate::extract::TextStatus;
use crate::facts::{Role, dates};
use crate::index::tokens;

/// A record dated so few days from a named one may be the one that is meant.
const NEAR: i32 = 7;
/// Why something is listed that nothing else points at.
const BY_HAND: &str = "found by a search that was added to the plan";
/// Whether what is pointed at is located, its place among the possible ones, and by what it is pointed at.
type Pointed = (bool, u8, String);

/// What was found on the days that the request names.
pub(super) struct Days {
    /// Whether anything between the parties bears one.
    any: bool,
    /// How well the best of it fits what the request is about.
    strongest: Fit,
    /// Whether some of that best has a word of the request in its heading.
    headed: bool,
}

impl Days {
    /// Looks through what was found.
    pub(super) fn of(findings: &Findings<'_>) -> Self {
        let on_day = || {
            findings.found.values().filter(|candidate| {
                candidate.on_day && candidate.exchange.may_be_between() && !candidate.handling
            })
        };
        let strongest = on_day()
            .map(|candidate| candidate.fit)
            .max()
            .unwrap_or_default();
        Self {
            any: on_day().next().is_some(),
            strongest,
            headed: on_day().any(|one| one.fit == strongest && !one.heading.is_empty()),
        }
    }
}

/// Where nothing between the parties bears a named day, looks a week either way.
pub(super) fn near_days(findings: &mut Findings<'_>) -> Result<()> {
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
            let typed = format!("party:{} date:{first}..{last}", phrase(&other));
            let reason = format!(
                "a week either way: nothing between the parties bears {}",
                dates::long(day)
            );
            if let Ok(query) = findings.desk.query(&typed) {
                findings.run(&Planned {
                    typed,
                    query,
                    reason,
                    items: items.clone(),
                    by_hand: false,
                })?;
            }
        }
    }
    Ok(())
}

impl Judge {
    /// Judges by what the request itself says; none: left out, unless a tie brings it back.
    pub(super) fn direct(
        &self,
        findings: &Findings<'_>,
        candidate: &Candidate,
    ) -> Result<Option<Verdict>> {
        let understood = findings.understood;
        if candidate.handling && candidate.named.is_none() {
            return Ok(earlier_answer(findings, candidate).or_else(|| by_hand(candidate)));
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

    /// Whether the request points at a record, how surely, and by what: the surest sign speaks.
    fn pointed_at(&self, understood: &Understood, candidate: &Candidate) -> Option<Pointed> {
        if candidate.title == TitleFit::Own {
            return Some((true, 0, "bears the title in the request".to_owned()));
        }
        if let Some((role, reference)) = &candidate.named {
            return Some(by_reference(understood, candidate, *role, reference));
        }
        let pointed = self.otherwise_pointed_at(understood, candidate);
        if pointed.is_none() && candidate.by_hand {
            return Some((false, 1, BY_HAND.to_owned()));
        }
        pointed
    }

    /// What else may point at a record: a title in its text, a day, a period, a topic.
    fn otherwise_pointed_at(
        &self,
        understood: &Understood,
        candidate: &Candidate,
    ) -> Option<Pointed> {
        if candidate.title == TitleFit::Mentioned {
            return Some((false, 1, "names the title in the request".to_owned()));
        }
        if candidate.by_requester {
            return Some((false, 1, "found by the requester's own name".to_owned()));
        }
        if candidate.on_day {
            return self.on_day(understood, candidate);
        }
        if let Some(pointed) = self.in_period(understood, candidate) {
            return Some(pointed);
        }
        let between = candidate.exchange.may_be_between();
        let date = candidate.stored.known.facts.date;
        if understood.wanted.replies && between && !is_paper(candidate) {
            let mut periods = understood.request.periods.iter();
            let beside = |day: Date| {
                periods.any(|period| {
                    beside(*period).is_some_and(|(first, last)| first <= day && day <= last)
                })
            };
            if date.is_some_and(beside) {
                let words = "between the parties within half a year of the period, which may limit one part of the \
                             question alone";
                return Some((false, 2, words.to_owned()));
            }
        }
        let mut days = understood.request.single_days.iter();
        let near = |day: &Date| date.is_some_and(|date| (date - *day).get_days().abs() <= NEAR);
        if between && !self.days.any && days.any(near) {
            let words = "between the parties, within a week of the day in the request";
            return Some((false, 1, words.to_owned()));
        }
        let elsewhere = candidate.exchange == Exchange::Elsewhere && !understood.others.is_empty();
        if elsewhere && !is_paper(candidate) {
            return None;
        }
        self.by_topic(understood, candidate)
    }

    /// What bears a day that the request names: between the parties, what fits best of that day; a paper of the kind
    /// asked for; else for a person to look at.
    fn on_day(&self, understood: &Understood, candidate: &Candidate) -> Option<Pointed> {
        let between = candidate.exchange.may_be_between();
        let known = &candidate.stored.known;
        let named = "the parties and the day in the request".to_owned();
        if between && !is_paper(candidate) {
            // of two letters of one day, the one whose heading says nothing of it is for a person to see
            let headed = !candidate.heading.is_empty() || !self.days.headed;
            return Some((candidate.fit == self.days.strongest && headed, 0, named));
        }
        let titled = is_titled(understood, candidate);
        let fits = candidate.fit == Fit::Strong
            || self.no_topic
            || titled
            || !candidate.heading.is_empty();
        let asked_kind = names_kind(&understood.wanted.kinds, &known.facts.kind);
        if asked_kind && fits && is_paper(candidate) {
            return Some((
                true,
                0,
                "the kind of record and the day in the request".to_owned(),
            ));
        }
        if asked_kind && is_paper(candidate) {
            let words = "the kind of record and the day in the request";
            return Some((false, 1, words.to_owned()));
        }
        if !matches!(known.text_status, TextStatus::Text | TextStatus::Ocr) {
            let words = "dated the day in the request, and its text could not be read";
            return Some((false, 1, words.to_owned()));
        }
        if candidate.fit > Fit::None && candidate.exchange != Exchange::Elsewhere {
            let words = format!("the day in the request, and {}", words_of(candidate));
            return Some((false, 1, words));
        }
        (between && self.no_topic).then_some((false, 2, named))
    }

    /// What lies in a period that the request names.
    fn in_period(&self, understood: &Understood, candidate: &Candidate) -> Option<Pointed> {
        if understood.request.periods.is_empty() || !candidate.in_period {
            return None;
        }
        let kind = &candidate.stored.known.facts.kind;
        let asked_kind = names_kind(&understood.wanted.kinds, kind);
        let silent = self.no_topic || candidate.fit == Fit::None;
        let how = if silent {
            String::new()
        } else {
            format!(", with {}", words_of(candidate))
        };
        // where the request names no other party, its period alone points at nothing
        let by_reference = !understood.request.references.is_empty();
        let said = !silent || !by_reference && (self.no_topic || !understood.others.is_empty());
        if candidate.exchange.may_be_between() && (!is_paper(candidate) || asked_kind) && said {
            let located = self.no_topic || candidate.fit == Fit::Strong;
            let words = format!("between the parties in the period of the request{how}");
            return Some((located, if silent { 2 } else { 1 }, words));
        }
        let words = format!("of the kind asked for, in the period of the request{how}");
        let fits = candidate.fit == Fit::Strong || is_titled(understood, candidate);
        let of_kind = asked_kind && is_paper(candidate);
        if of_kind && fits {
            return Some((true, 1, words));
        }
        if of_kind && self.no_topic && understood.others.is_empty() {
            // an agenda is among the papers of no kind, and so is much else
            return Some((kind != "other", 1, words));
        }
        if of_kind && self.naming.contains(&candidate.stored.id) {
            let words =
                "of the kind asked for, in the period of the request, naming the body asked about";
            return Some((self.no_topic, 1, words.to_owned()));
        }
        None
    }

    /// What only its words, its parties and its kind point at.
    fn by_topic(&self, understood: &Understood, candidate: &Candidate) -> Option<Pointed> {
        let words = || words_of(candidate);
        let kind = &candidate.stored.known.facts.kind;
        let between = candidate.exchange.may_be_between();
        let paper = is_paper(candidate);
        let asked_kind = names_kind(&understood.wanted.kinds, kind);
        let anchored = understood.is_anchored();
        let others = !understood.others.is_empty();
        if self.no_topic && !anchored && understood.titles.is_empty() {
            let of_kind = asked_kind || !paper && !understood.wanted.kinds_alone;
            if paper && asked_kind && self.naming.contains(&candidate.stored.id) {
                let words = "of the kind asked for, naming the body in the request";
                return Some((true, 1, words.to_owned()));
            }
            let wanted = others && between && of_kind;
            return wanted.then(|| (true, 1, "between the parties in the request".to_owned()));
        }
        match candidate.fit {
            Fit::None => {
                let kept = matches!(kind.as_str(), "report" | "spreadsheet");
                let told =
                    !candidate.words.is_empty() || self.naming.contains(&candidate.stored.id);
                let some = understood.wanted.figures && kept && told;
                // "leaflets about cameras or data": one of the words will do for a paper of the kind
                let one_will_do = understood.wanted.kinds_alone
                    && paper
                    && asked_kind
                    && !candidate.heading.is_empty();
                match (some, one_will_do) {
                    (true, _) => Some((false, 2, format!("may hold figures, with {}", words()))),
                    (_, true) => {
                        Some((false, 2, format!("of the kind asked for, with {}", words())))
                    }
                    _ => None,
                }
            }
            Fit::Strong if !anchored && between && !paper && others => {
                Some((true, 1, format!("between the parties, with {}", words())))
            }
            Fit::Strong if !anchored && asked_kind && (between || !others) => {
                Some((true, 1, format!("of the kind asked for, with {}", words())))
            }
            // everything about it, whoever wrote it: the words alone decide
            Fit::Strong if !anchored && !others && understood.wanted.everything => {
                Some((true, 1, words()))
            }
            Fit::Strong => Some((false, 1, words())),
            Fit::Some => Some((false, 2, words())),
        }
    }
}

/// What a person's own search found is listed, be it a request or its handling.
fn by_hand(candidate: &Candidate) -> Option<Verdict> {
    candidate.by_hand.then(|| Verdict {
        located: false,
        rank: 2,
        because: vec![Because::Says(BY_HAND.to_owned())],
    })
}

/// An answer to an earlier request that says much of what this one asks: what was disclosed before may answer it.
fn earlier_answer(findings: &Findings<'_>, candidate: &Candidate) -> Option<Verdict> {
    let facts = &candidate.stored.known.facts;
    let of_this = facts
        .references
        .iter()
        .any(|carried| findings.understood.is_own(&carried.canonical));
    let answers = matches!(facts.kind.as_str(), "foi_response" | "internal_review");
    (answers && !of_this && candidate.fit == Fit::Strong).then(|| Verdict {
        located: false,
        rank: 2,
        because: vec![Because::Says(format!(
            "an answer to an earlier request, with {}",
            words_of(candidate)
        ))],
    })
}

/// What carries a reference that the request names.
fn by_reference(
    understood: &Understood,
    candidate: &Candidate,
    role: Role,
    reference: &str,
) -> Pointed {
    let own = !matches!(role, Role::Mentioned | Role::Filename);
    let between = candidate.exchange.may_be_between() && !is_paper(candidate);
    let sure = understood.wanted.mentions
        || match (between, own) {
            (true, own) => own || candidate.case.is_empty(),
            (false, own) => own && understood.wanted.everything,
        };
    let how = if own { "of the case" } else { "mentions" };
    let located = sure && candidate.in_period && !candidate.handling;
    (
        located,
        0,
        format!("{how} {reference}, named in the request"),
    )
}

/// Whether a paper's title names a body that the request asks about: the minutes of a board, a unit's report.
fn is_titled(understood: &Understood, candidate: &Candidate) -> bool {
    let row = |text: &str| format!(" {} ", tokens::of(text).join(" "));
    let title = row(&candidate.stored.known.facts.title);
    let mut others = understood.others.iter();
    others.any(|other| title.contains(&row(other)))
}

fn words_of(candidate: &Candidate) -> String {
    format!("{} in its text", quoted_list(&candidate.words))
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
