//! Does the letter bear one reference of its own?

use crate::audit::rule::{Case, Example, Found, Level, Rule, Verdict};
use crate::facts::response::phrases::any;
use crate::facts::response::{OwnReference, Quote, Stage};

/// The rule.
pub const RULE: Rule = Rule {
    name: "reference-mismatch",
    level: Level::Warning,
    asks: "Does the authority's own reference of this request differ within one letter?",
    why: "Two numbers for one request lead the requester and the regulator to the wrong file. A review's own number, linked requests and numbers of other families are no mismatch.",
    cure: "Check which reference is right.",
    see: "none in the Act",
    sources: &["https://caselaw.nationalarchives.gov.uk/ukftt/grc/2024/1048"],
    check: false,
    regimes: &[],
    stages: &[],
    raises: Example::letter(
        "Dear Ms Tarn,\n\nOur ref: 01.FOI.26.001482\n\nThank you for your request. Please find attached the register of lamps. Please quote our reference 01.FOI.26.001842 if you write again.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nOur ref: 01.FOI.26.001482\n\nThank you for your request. Please find attached the register of lamps. Your earlier request 01.FOI.25.000842 asked for the same.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    if response.stage == Stage::InternalReview {
        return Verdict::not_judged("a review may bear a number of its own");
    }
    let Some(own) = &response.reference else {
        return Verdict::not_judged("no reference of the request was read");
    };
    let Some(family) = response
        .references
        .iter()
        .find(|reference| reference.canonical == *own)
        .map(|reference| &reference.family)
    else {
        return Verdict::nothing();
    };
    let other = response.references.iter().find(|reference| {
        reference.family == *family && reference.canonical != *own && is_own(reference)
    });
    let Some(other) = other else {
        return Verdict::nothing();
    };
    let sentence = response.sentence_on(other.line);
    Verdict::one(Found::new(
        Level::Warning,
        format!(
            "The letter bears {own} and, on line {}, {}. Check which is its own",
            other.line, other.canonical
        ),
        sentence.map(Quote::from),
    ))
}

/// Whether the words before a reference make it the number of this very request.
fn is_own(reference: &OwnReference) -> bool {
    let near = reference.before.rsplit(". ").next().unwrap_or_default();
    // whatever stands before, this is the number to give
    let to_give = [
        "quoting",
        "quote",
        "quote reference",
        "quoting reference",
        "quote the reference",
        "quote our reference",
        "quote ref",
        "quote number",
        "quote the number",
    ];
    const GIVES: &str = "give | giving | cite | citing | mention | mentioning | state | stating | quote | quoting | using";
    const NUMBER: [&str; 5] = [
        "number",
        "reference",
        "ref",
        "reference number",
        "case number",
    ];
    let gives = NUMBER.iter().any(|noun| {
        near.trim_end().strip_suffix(noun).is_some_and(|head| {
            let led = head
                .trim_end()
                .trim_end_matches(" the")
                .trim_end_matches(" our")
                .trim_end_matches(" this");
            led.split(' ')
                .next_back()
                .is_some_and(|verb| any(verb, GIVES))
        })
    });
    if gives {
        return true;
    }
    if to_give.iter().any(|words| near.trim_end().ends_with(words)) {
        return true;
    }
    any(
        near,
        "our ref | our reference | ref | reference | reference number | request no | request number | \
            foi request | quote | quoting | case number | freedom of information request | this request | re | \
            foi reference | reference no | your request",
    ) && !any(
        near,
        "earlier | previous | previously | related | linked | your ref | your reference | another | other | \
            similar | also asked | see | review | as set out in | same as | answered in | response to | also | \
            second request | separate | first request | disclosed in | published | under reference | requests | \
            with | and",
    )
}
