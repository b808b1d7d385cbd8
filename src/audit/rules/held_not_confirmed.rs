//! Does a bare refusal say whether the information is held?

use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::response::phrases::any;
use crate::facts::response::{IDEAS, Outcome, Response, Stage};

/// The rule.
pub const RULE: Rule = Rule {
    name: "held-not-confirmed",
    level: Level::Warning,
    asks: "Is something refused without a word on whether it is held, and nothing communicated?",
    why: "Section 1(1)(a) gives a right to be told whether information is held. Communicating it counts as having confirmed it (section 1(5)), and a reply that neither confirms nor denies, or refuses for cost or as vexatious, need not say.",
    cure: "Say that the information is held before refusing it, or neither confirm nor deny under the provision for that.",
    see: "s1(1)(a), s1(5)",
    sources: &["https://fra.europa.eu/en/law-reference/freedom-of-information-act-2000"],
    check: false,
    regimes: FREEDOM,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nYour request is refused under section 42 of the Freedom of Information Act 2000. Legal advice is given in confidence, and the public interest in keeping it so outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nI can confirm that we hold one note of advice. It is refused under section 42 of the Freedom of Information Act 2000. Legal advice is given in confidence, and the public interest in keeping it so outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    if response.not_bound.is_some() && response.relied.is_empty() {
        return Verdict::not_judged("the letter says that the Act does not bind the body");
    }
    let refused = response.has(Outcome::Refused);
    let excused = response.ncnd.is_some()
        // one's own data is another right, told of under another law
        || response.relied.iter().any(|one| one.provision.starts_with("s40(1)"))
        || response.has(Outcome::Vexatious)
        || response.has(Outcome::Cost)
        || response.has(Outcome::NotHeld)
        || response.has(Outcome::Accessible)
        || response.has(Outcome::Future)
        // on review the first reply has spoken of it
        || response.stage == Stage::InternalReview
        || case.gives();
    if !refused || excused {
        return Verdict::nothing();
    }
    let says = |phrases: &str| {
        response.paper.own_sentences().find(|sentence| {
            any(&sentence.lower, phrases)
                && !any(
                    &sentence.lower,
                    "whether we hold | whether it holds | whether or not we hold",
                )
        })
    };
    // what is withheld, and is no mere class of things that might be, is there
    let withheld = says("withheld | withhold | withholding | keeping … back | kept back | redact*").is_some_and(|sentence| {
        !any(
            &sentence.lower,
            "information requested | information you | the information | requested information | your request | any | such | if",
        )
    });
    if withheld || told_to_be_there(response) {
        return Verdict::nothing();
    }
    let assumed = says("the information you | the information requested | the information sought | requested information | \
        this information | the document | the documents | the report | the records | the record | the letter | \
        the letters | the email | the emails | the figures | the material | the minutes")
    .is_some();
    let level = if assumed { Level::Info } else { Level::Warning };
    Verdict::one(Found::new(
        case.absent(level),
        format!(
            "{}: whether the information refused is held",
            case.not_evidenced()
        ),
        response.refusal.clone(),
    ))
}

/// Whether any sentence of the letter tells that what was asked for is there; one's rights and the law are left out.
fn told_to_be_there(response: &Response) -> bool {
    response.paper.own_sentences().any(|sentence| {
        let lower = &sentence.lower;
        (IDEAS.there.is_in(lower)
            || any(
                lower,
                "should not have them | should not have it | keep them | keep it | rightly refused | you were refused | it is about | \
                    they are about | something we have | there is such | there are such | here is | here are | we send | confirm that",
            ))
            && !any(
                lower,
                "whether we hold | whether it holds | whether or not we hold | any … you describe* | any … of the sort | any … of this kind | \
                    any … of that kind | any … of this sort | any information | may hold | might hold | you have the right | right to | request was received | \
                    request, received | we received",
            )
    })
}
