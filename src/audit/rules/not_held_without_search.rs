//! Is it told why nothing was found?

use crate::audit::rule::{BOTH, Case, Example, FINAL, Found, Level, Rule, Verdict};
use crate::facts::response::Outcome;
use crate::facts::response::phrases::any;

/// The rule.
pub const RULE: Rule = Rule {
    name: "not-held-without-search",
    level: Level::Info,
    asks: "Where it is said that no information is held, is there a place searched, a person asked, or a reason why none would exist?",
    why: "The Act asks for no description of a search. But the regulator tests such a statement by how it was looked for, and a sentence on that saves a complaint.",
    cure: "Say where was looked, who was asked, or why there would be nothing.",
    see: "none in the Act; s1(1)(a)",
    sources: &[
        "https://ico.org.uk/for-organisations/foi-2/guide-to-managing-an-foi-request/finding-and-preparing-the-information/",
        "https://caselaw.nationalarchives.gov.uk/ukftt/grc/2025/1006",
    ],
    check: false,
    regimes: BOTH,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThank you for your request under the Freedom of Information Act 2000. No information is held.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThank you for your request under the Freedom of Information Act 2000. The lamp office searched its register for 2026 and its shared drive. No information is held.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let Some(decided) = response
        .outcomes
        .iter()
        .find(|decided| decided.outcome == Outcome::NotHeld)
    else {
        return Verdict::nothing();
    };
    let told = response.paper.own_sentences().any(|sentence| {
        any(
            &sentence.lower,
            "cupboard* | laptop* | interrogat* | established | trawled | scoured | hunted | no trace | care to write | not engaged | nobody was | did the work | \
                not something | no such … exist* | wish to contact | wish to approach | could contact | should contact | suggest that you contact | may be held by | \
                likely to be held by | check | checking | inspection | went through | been through | have been through | looking | survey | review of | \
                asking | nobody | no one | whoever | only hold | we only | overwrit* | is sent to | are sent to | belongs to | \
                belong to | is run by | are run by | the county council | other body | not ours | no count | \
                no part in | no reason to | function | you may wish to ask | search* | looked | asked | enquir* | \
                inquir* | checked | checks | consulted | contacted | examined | spoke | trawl* | queried | because | \
                since | as it is | as this is | as we | as the force | not responsible | responsibility | \
                not required to | no requirement | not recorded | do not record | does not record | destroyed | \
                deleted | retention | no business need | not collected | do not collect | never | was not created | \
                not created | no longer | do not use | does not use | would be for | another authority | rests with | \
                matter for | we do not keep | does not keep | not have such | not part of | reviewed the | \
                confirmed by | has confirmed that | outside our | have confirmed that | no meeting | none took place | \
                did not take place | read through | went through | system* | database",
        ) && !any(&sentence.lower, "you asked | internal review | complain* | you have asked | which you asked | information commissioner* | the commissioner | ico | \
            appeal* | dissatisfied | not content")
            // a greeting is no reason
            && sentence.lower.split(' ').count() > 3
    });
    // whatever else is said in the same breath is a reason
    let in_the_same_breath = response
        .paper
        .own_sentences()
        .filter(|sentence| sentence.line >= decided.line)
        .find(|sentence| sentence.line == decided.line)
        .and_then(|said| response.paper.paragraphs.get(said.paragraph))
        .and_then(|paragraph| response.paper.sentences.get(paragraph.sentences.clone()))
        .is_some_and(|sentences| {
            sentences
                .iter()
                .skip_while(|sentence| sentence.line < decided.line)
                .skip(1)
                .any(|sentence| {
                    sentence.lower.split(' ').count() >= 6
                        && !any(
                            &sentence.lower,
                            "not hold | no information | not held | internal review | complain* | commissioner* | you may | \
                                if you | section | regulation | sorry | thank",
                        )
                })
        });
    if told || in_the_same_breath {
        return Verdict::nothing();
    }
    let quote = response
        .paper
        .sentences
        .iter()
        .find(|sentence| sentence.line == decided.line)
        .map(Into::into);
    Verdict::one(Found::new(
        Level::Info,
        format!(
            "{}: where was looked, who was asked, or why there would be nothing",
            case.not_evidenced()
        ),
        quote,
    ))
}
