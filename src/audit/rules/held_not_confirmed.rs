//! Does a bare refusal say whether the information is held?

use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::response::phrases::any;
use crate::facts::response::{Outcome, Stage};

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
    if says("has this | has these | have this | have these | it exists | they exist | \
        should not have them | should not have it | keep them | keep it | we have two | we have three | we have one | we have some | we have both | we have it | we have not given it | \
        is below | are below | attached | enclosed | rightly refused | you were refused | relates to | we do have | \
        have been read | read them | read it | was written | was taken | were taken | were made | was made | was given | were given | \
        they are about | it is about | they contain | it contains | contains | contain | consists | consist | \
        we have the | we have it | we have them | we have a | i have the | i have it | something we have | \
        there is such | there are such | in our files | on our files | in our possession | here is | here are | \
        given to us | came to us | we send | is kept | are kept | hold | holds | held | holding | located | retrieved | found | possession | identified | confirm that | \
        having considered the | having read | i have read")
    .is_some()
    {
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
