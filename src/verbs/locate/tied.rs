//! What a record's ties to the located ones make of it.

use super::exchange::Exchange;
use super::findings::{Candidate, Findings};
use super::judge::{Because, Judge, Verdict};
use super::question::names_kind;
use super::restraint::{is_paper, restrained};
use super::ties::Tie;
use super::topic::Fit;
use crate::error::Result;

impl Judge {
    /// Judges by what ties a record to the located ones; none where nothing does.
    pub(super) fn tied(
        &self,
        findings: &Findings<'_>,
        candidate: &Candidate,
    ) -> Result<Option<Verdict>> {
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
        let asked_kind = names_kind(&understood.wanted.kinds, &facts.kind);
        let mut because = Vec::new();
        let (mut located, mut listed) = (false, false);
        if let Some(shared) = shared {
            let (how, own) = if of_case {
                ("of the case", true)
            } else {
                ("mentions", false)
            };
            let named = match &candidate.named {
                Some(_) => ", named in the request",
                None => "",
            };
            because.push(Because::Says(format!("{how} {}{named}", shared.canonical)));
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
                // a letter of another case that shares the day of a located one may cite either
                Tie::Cites => (
                    "cites",
                    between && !other && candidate.fit > Fit::None,
                    !other && between || candidate.fit > Fit::None && (between || !other),
                ),
                Tie::CitedBy => ("cited by", between && !other, between && !other),
            };
            if worth {
                because.push(Because::Of(words, of));
                located |= sure;
                listed = true;
            }
        }
        let out_of_kind = understood.wanted.kinds_alone && !asked_kind;
        if !listed || out_of_kind && other && shared.is_none() {
            return Ok(None);
        }
        // where words alone point the way, what only hangs together with them is for a person to see
        let by_words = !understood.is_anchored() && understood.others.is_empty();
        if by_words && understood.titles.is_empty() && candidate.fit == Fit::None {
            located = false;
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
}
