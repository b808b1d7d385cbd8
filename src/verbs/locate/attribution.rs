//! Which questions each listed record may answer.
//!
//! A question for papers or correspondence is answered by what is of its kind and went its way; a question for facts by
//! what the request points at, or by a record that has a word of that question and of no other.

use std::collections::HashSet;

use super::findings::{Candidate, Findings, TitleFit};
use super::focus::telling;
use super::question::{AsksFor, Needs, names_kind};
use super::restraint::is_paper;
use super::topic::{Fit, Topic, Word, weighed};
use crate::error::Result;
use crate::facts::Role;

/// A word in more than this share of the archive belongs to no question in particular.
const COMMON: f64 = 0.3;

/// What tells the records of one question from those of another.
pub(super) struct Attribution {
    own: Vec<(String, Vec<Word>)>,
    pointed: bool,
}

impl Attribution {
    /// Reads what is each question's own.
    pub(super) fn of(findings: &Findings<'_>, topics: &[Topic]) -> Result<Self> {
        let (desk, understood) = (findings.desk, findings.understood);
        let request = &understood.request;
        let told: Vec<(String, Vec<String>)> = request
            .items
            .iter()
            .map(|item| (item.n.clone(), telling(desk, understood, &item.text)))
            .collect();
        let shared: HashSet<&str> = topics
            .iter()
            .filter(|topic| topic.items.len() > 1)
            .flat_map(|topic| topic.words.iter().map(|word| word.word.as_str()))
            .collect();
        let most = desk.searcher()?.records() as f64 * COMMON;
        let mut own = Vec::new();
        for (n, words) in &told {
            let elsewhere = told.iter().filter(|(other, _)| other != n);
            let words: Vec<String> = words
                .iter()
                .filter(|word| !shared.contains(word.as_str()))
                .filter(|word| !elsewhere.clone().any(|(_, others)| others.contains(word)))
                .cloned()
                .collect();
            let mut words = weighed(desk, &words)?;
            words.retain(|word| (word.records() as f64) < most);
            own.push((n.clone(), words));
        }
        Ok(Self {
            own,
            pointed: !request.single_days.is_empty()
                || !request.references.is_empty()
                || !understood.titles.is_empty(),
        })
    }

    /// The questions that a record may answer, in their order; where none fits better than another, all those whose
    /// searches found it.
    pub(super) fn questions(&self, findings: &Findings<'_>, candidate: &Candidate) -> Vec<String> {
        let found: Vec<String> = candidate.items.iter().cloned().collect();
        let found = findings.understood.in_order(&found);
        if findings.understood.needs.len() < 2 {
            return found;
        }
        let fitting: Vec<String> = findings
            .understood
            .needs
            .iter()
            .filter(|question| found.contains(&question.n) && self.fits(question, candidate))
            .map(|question| question.n.clone())
            .collect();
        if fitting.is_empty() { found } else { fitting }
    }

    fn fits(&self, question: &Needs, candidate: &Candidate) -> bool {
        let facts = &candidate.stored.known.facts;
        let of_kind = names_kind(&question.kinds, &facts.kind);
        if !question.goes(facts) {
            return false;
        }
        match question.asks {
            AsksFor::Correspondence => !is_paper(candidate) || of_kind,
            AsksFor::Papers => question.kinds.is_empty() || of_kind,
            AsksFor::Facts => {
                let id = candidate.stored.id;
                let own = self.own.iter().find(|(n, _)| *n == question.n);
                let says = own.is_some_and(|(_, words)| words.iter().any(|word| word.is_in(id)));
                let named = candidate
                    .named
                    .as_ref()
                    .is_some_and(|(role, _)| !matches!(role, Role::Mentioned | Role::Filename));
                let pointed_at = named
                    || candidate.title == TitleFit::Own
                    || candidate.on_day && candidate.fit == Fit::Strong;
                says || pointed_at || !self.pointed && candidate.fit == Fit::Strong
            }
        }
    }
}
