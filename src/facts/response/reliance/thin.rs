//! Grounds that no single sentence relies on, where the letter as a whole leaves no other.

use super::super::Cite;
use super::super::paper::Paper;
use super::super::phrases::any;
use super::{OF_OTHERS, RULED_OUT, Standing, clause_of, points_elsewhere};

/// Where a letter refuses and every ground that it names is only described, the ground of the one section that it names is
/// what it refuses by: `Section 22 allows that. It seems reasonable to us to wait.`
pub(in crate::facts::response) fn settle_only(paper: &Paper, cites: &mut [Cite]) {
    if cites.iter().any(|cite| cite.standing.is_reliance()) {
        return;
    }
    let refuses = paper.own_sentences().any(|sentence| {
        crate::facts::response::deciding::keeps_back(&sentence.lower)
            || crate::facts::response::is_neither(&sentence.lower)
            || any(
                &sentence.lower,
                "need not | until then | in the course of completion | excuses | spares | relieves | reasonable to us | \
                    refuse it | we refuse | i refuse",
            ) && !any(&sentence.lower, "if you | you may")
    });
    if !refuses {
        return;
    }
    let stands = |cite: &Cite| {
        let Some(sentence) = cite.sentence.and_then(|at| paper.sentences.get(at)) else {
            return false;
        };
        let clause = clause_of(&sentence.lower, cite);
        let supposed = any(
            clause,
            "considered whether | considering whether | for example | if answering | may prevent | if any | if you | were you to | should you | future | narrower | refined | \
                would also | in an earlier",
        );
        cite.own
            && cite.ground
            && !any(clause, RULED_OUT)
            && !any(clause, OF_OTHERS)
            && !supposed
            && !paper
                .paragraphs
                .get(cite.paragraph)
                .is_some_and(|paragraph| points_elsewhere(paragraph, cite))
    };
    let numbers: std::collections::BTreeSet<String> = cites
        .iter()
        .filter(|cite| stands(cite))
        .map(|cite| cite.number.clone())
        .collect();
    if numbers.len() != 1 {
        return;
    }
    for cite in cites.iter_mut().filter(|cite| stands(cite)) {
        cite.standing = Standing::Relied;
    }
}

/// In a review that upholds a refusal and names its ground only in telling the requester's argument, that ground is what
/// is upheld.
pub(in crate::facts::response) fn settle_review(paper: &Paper, cites: &mut [Cite]) {
    let upholds = paper.own_sentences().any(|sentence| {
        any(
            &sentence.lower,
            "uphold the original | uphold the decision | upheld the original | upheld the decision | \
                original decision is upheld | decision is upheld | decision stands | uphold our | uphold the refusal | \
                uphold the council's | uphold the trust's | maintain the decision | confirm the original decision",
        ) && !any(&sentence.lower, "not uphold | if | may")
    });
    if !upholds || cites.iter().any(|cite| cite.standing.is_reliance()) {
        return;
    }
    for cite in cites.iter_mut().filter(|cite| cite.own && cite.ground) {
        cite.standing = Standing::Relied;
    }
}
