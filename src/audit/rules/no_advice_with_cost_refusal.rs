//! Does a refusal for cost say how to narrow the request?

use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::response::IDEAS;
use crate::facts::response::phrases::any;

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-advice-with-cost-refusal",
    level: Level::Warning,
    asks: "Where section 12 is relied on, is there advice on narrowing, a statement that there is none, or something supplied within the limit?",
    why: "Section 16 wants advice and assistance so far as is reasonable, and the usual advice is how to bring the request within the limit. The words `section 16` need not be there.",
    cure: "Say what could be answered within the limit, or why nothing can be suggested.",
    see: "s16(1), s12(1)",
    sources: &[
        "https://ico.org.uk/for-organisations/foi/freedom-of-information-and-environmental-information-regulations/section-12-requests-where-the-cost-of-compliance-exceeds-the-appropriate-limit",
        "http://21pronto.com/freedom_of_information_act_2000.htm",
    ],
    check: false,
    regimes: FREEDOM,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nEvery lamp has a card of its own, and to read them would take 40 hours. Your request is therefore refused under section 12(1) of the Freedom of Information Act 2000.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nEvery lamp has a card of its own, and to read them would take 40 hours. Your request is therefore refused under section 12(1) of the Freedom of Information Act 2000. If you were to ask for one street only, we could answer within the limit.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let Some(relied) = case.relies_on("s12") else {
        return Verdict::nothing();
    };
    let advised = response.paper.own_sentences().any(|sentence| {
        any(
            &sentence.lower,
            "section 16 | by way of advice | by way of help | by way of assistance | fresh request | new request | refine | refined | refining | narrow | narrower | narrowed | narrowing | \
                reduce the scope | limit your request | limiting your request | restrict your request | \
                reduce your request | shorter period | shorter time | smaller | fewer | if you were to | if you ask | \
                if you asked | if you limit* | if you restrict* | if you confine* | we could answer | \
                we could provide | may be able to | might be able to | could be answered | within the limit | \
                within the cost limit | within the appropriate limit | under the limit | we suggest | i suggest | \
                i would suggest | you could ask | you may wish | you might wish | advice and assistance | \
                no way of narrowing | unable to suggest | cannot suggest | not able to suggest | reword | rephrase | \
                resubmit | revised request | revise your request | amend your request",
        ) && !any(&sentence.lower, "dissatisfied | internal review | repeated | aggregat*")
            || any(&sentence.lower, "to help you | to assist you")
                && !any(&sentence.lower, "unable | not able | sorry | cannot | not")
            || IDEAS.if_only.is_in(&sentence.lower)
                && IDEAS.lesser.is_in(&sentence.lower)
                && !IDEAS.unhappy.is_in(&sentence.lower)
                && !any(&sentence.lower, "review* | commissioner* | complain* | estimate* | would take | exceed*")
    });
    if advised || case.gives() {
        return Verdict::nothing();
    }
    Verdict::one(Found::new(
        case.absent(Level::Warning),
        format!(
            "{}: how the request could be narrowed to come within the limit, or that it cannot be",
            case.not_evidenced()
        ),
        case.quote_of(relied),
    ))
}
