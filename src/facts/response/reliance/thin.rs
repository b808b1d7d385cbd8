//! Grounds that no single sentence relies on, where the letter as a whole leaves no other.

use super::super::Cite;
use super::super::paper::{Paper, Sentence};
use super::super::phrases::any;
use super::super::reviewing::{GIVEN_UP, NOT_GIVEN_UP};
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

/// What a first answer is told to have rested on, and the reviewer gives up in the words that follow, is relied on no more.
pub(in crate::facts::response) fn settle_given_up(paper: &Paper, cites: &mut [Cite]) {
    const NEAR: usize = 3;
    const TOLD: &str = "was withheld | were withheld | was refused | were refused | had been withheld | had been refused | \
        relied on | relied upon | was claimed | were claimed | was applied | were applied | was cited | were cited | was used | \
        first answer | first response | original | originally | earlier | withheld the | withheld it | withheld them | refused the | refused it | refused them | refused your | \
        we refused | we withheld | had relied | had refused | had withheld | had claimed | initially | previously | at first | was said to be | was thought";
    let gives_up =
        |sentence: &Sentence| any(&sentence.lower, GIVEN_UP) && !any(&sentence.lower, NOT_GIVEN_UP);
    for at in 0..cites.len() {
        let Some(cite) = cites.get(at) else { continue };
        if !cite.standing.is_reliance() || !cite.own {
            continue;
        }
        let Some(told) = cite.sentence.and_then(|at| paper.sentences.get(at)) else {
            continue;
        };
        if !any(&told.lower, TOLD) {
            continue;
        }
        let next = cites
            .iter()
            .filter(|other| other.start > cite.start && other.number != cite.number && other.ground)
            .map(|other| other.start)
            .min()
            .unwrap_or(usize::MAX);
        let again = cites.iter().any(|other| {
            other.start > cite.start
                && other.number == cite.number
                && other.sentence != cite.sentence
                && other.standing.is_reliance()
        });
        let up = paper.own_sentences().any(|sentence| {
            sentence.start >= told.start
                && sentence.start < next
                && sentence.paragraph < told.paragraph + NEAR
                && gives_up(sentence)
        });
        if up
            && !again
            && let Some(cite) = cites.get_mut(at)
        {
            cite.standing = Standing::Mentioned;
        }
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
