//! Are sections 30 and 31 tied to the same information?

use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::response::phrases::any;
use crate::facts::response::{Quote, Response, Sentence, is_neither};

/// The rule.
pub const RULE: Rule = Rule {
    name: "exclusive-exemptions",
    level: Level::Warning,
    asks: "Does the letter itself tie section 30 and section 31 to one passage or record, without refusing to confirm or deny?",
    why: "Section 31 covers only what is not exempt under section 30, so that both cannot cover the same information; both may stand in one letter, and both may be cited to neither confirm nor deny. Sections 23 and 24 in the alternative are lawful and never found here. Sections 35 and 36 are info.",
    cure: "Say which information is withheld under which of the two.",
    see: "s31(1)",
    sources: &[
        "https://cy.ico.org.uk/for-organisations/foi/freedom-of-information-and-environmental-information-regulations/section-31-law-enforcement/should-we-apply-section-30-or-31",
    ],
    check: false,
    regimes: FREEDOM,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nWe hold the statement of the lamplighter. This document is exempt under both section 30(1)(a)(i) and section 31(1)(a) of the Freedom of Information Act 2000, because it would tell thieves what is known. The public interest in prosecuting theft outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nWe hold two papers. The statement is exempt under section 30(1)(a)(i) of the Freedom of Information Act 2000, since it was made for an investigation. The patrol plan is exempt under section 31(1)(a), because it would help thieves. The public interest in prosecuting and preventing theft outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

/// Words that tie provisions to one and the same thing.
const ONE: &str = "this information | the same information | both | this document | this record | this report | \
    this letter | this email | the document is | the report is | the record is | the statement is | \
    the letter is | the email is | the information is | the passage | paragraph | item | document 1 | \
    document 2 | the whole of | the entire | all of the information | the file is | the log is | \
    the same | that information | the interview | the statements are | the records are | \
    the information in | the note is | the report has | the document has";

/// One numbered passage of a record, kept back under both.
const ONE_PASSAGE: &str = "paragraph … under both | page … under both | section … of the report … under both | \
    passage … under both | is withheld under both | are withheld under both | exempt under both | \
    is withheld under sections 30 | is withheld in full | is exempt in full | is being withheld in full | \
    is therefore withheld in full | has been withheld in full | is withheld in its entirety | \
    is exempt in its entirety | applies to it as well | also applies to it | applies to it too | to it as well | \
    both section 30 | both sections 30 | section 30 and section 31 both | sections 30 and 31 both | sections 30 and 31 to";

/// One and the same thing kept back under both of the provisions that the sentence before names.
const UNDER_BOTH: &str = "withheld under both | exempt under both | same … under both | refused under both | \
    covered by both | falls under both | falls within both";

/// Where the first and the last citation of a pair stand in a sentence in small letters; none where these may take fewer
/// bytes than the printed ones.
fn places(response: &Response, sentence: &Sentence, pair: &[&str]) -> Option<(usize, usize)> {
    let places: Vec<usize> = response
        .cites
        .iter()
        .filter(|cite| {
            pair.contains(&cite.number.as_str())
                && (sentence.start..sentence.end).contains(&cite.start)
        })
        .filter_map(|cite| sentence.text.find(cite.as_printed.as_str()))
        .collect();
    (sentence.lower.len() == sentence.text.len())
        .then_some((*places.iter().min()?, *places.iter().max()?))
}

/// The clauses of a sentence from the first citation of a pair to the last.
fn between<'s>(response: &Response, sentence: &'s Sentence, pair: &[&str]) -> &'s str {
    let Some((first, last)) = places(response, sentence, pair) else {
        return &sentence.lower;
    };
    let from = sentence
        .lower
        .get(..first)
        .and_then(|head| head.rfind("; "))
        .map_or(0, |at| at + 2);
    let to = sentence
        .lower
        .get(last..)
        .and_then(|rest| rest.find("; "))
        .map_or(sentence.lower.len(), |at| last + at);
    sentence.lower.get(from..to).unwrap_or(&sentence.lower)
}

/// Whether a sentence names another thing before the second citation: `the statement under section 30 and the plan under`.
fn names_another(response: &Response, sentence: &Sentence, pair: &[&str]) -> bool {
    let between = places(response, sentence, pair)
        .and_then(|(first, last)| sentence.lower.get(first..last))
        .unwrap_or_default();
    any(between, "and the … under | and a … under | and an … under")
        && !any(
            between,
            "and the exemption* | and the same | and the provision*",
        )
}

/// Whether a sentence puts the second of a pair on the very thing that the sentence before kept back by the first.
fn goes_on_with_the_same(response: &Response, sentence: &Sentence, pair: &[&str]) -> bool {
    let relied = |number: &str, of: &Sentence| {
        response.cites.iter().any(|cite| {
            cite.number == number
                && !cite.is_confirm_or_deny()
                && cite.standing.is_reliance()
                && (of.start..of.end).contains(&cite.start)
        })
    };
    let [first, second] = pair else { return false };
    let adds = any(
        &sentence.lower,
        "in addition … the same | the same … also | also … the same | the same … in addition | the same … as well | \
            it is also exempt | it is in addition exempt | they are also exempt | the same … is exempt | the same … are exempt | \
            the same … besides | the very same | equally … the same",
    ) && !any(
        &sentence.lower,
        "same reason* | alternative* | to the extent | the rest | remainder | if",
    );
    let before = response
        .paper
        .own_sentences()
        .filter(|other| other.start < sentence.start && other.paragraph == sentence.paragraph)
        .last();
    let cites_none = |of: &Sentence| {
        let mut cites = response.cites.iter();
        !cites.any(|cite| (of.start..of.end).contains(&cite.start))
    };
    before.is_some_and(|before| {
        adds && (relied(first, before) && relied(second, sentence)
            || relied(second, before) && relied(first, sentence))
            || any(&sentence.lower, UNDER_BOTH)
                && !any(&sentence.lower, "no | not | none | nothing | neither")
                && cites_none(sentence)
                && relied(first, before)
                && relied(second, before)
    })
}

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    for (pair, level) in [
        (["s30", "s31"], Level::Warning),
        (["s35", "s36"], Level::Info),
    ] {
        if pair.iter().any(|number| case.relies_on(number).is_none()) {
            continue;
        }
        let [first, second] = pair.map(|number| number.trim_start_matches('s'));
        let told = |sentence: &Sentence, what: String| {
            Verdict::one(Found::new(
                level,
                format!("{what}; the second covers only what the first does not"),
                Some(Quote::from(sentence)),
            ))
        };
        for sentence in response.paper.own_sentences() {
            let of = |number: &str| {
                response.cites.iter().any(|cite| {
                    cite.number == number
                        && !cite.is_confirm_or_deny()
                        && cite.standing.is_reliance()
                        && (sentence.start..sentence.end).contains(&cite.start)
                })
            };
            let between = between(response, sentence, &pair);
            if goes_on_with_the_same(response, sentence, &pair) {
                return told(
                    sentence,
                    format!(
                        "Section {first} and section {second} are said of the same information"
                    ),
                );
            }
            let tied = pair.iter().all(|number| of(number))
                && (any(&sentence.lower, ONE) || any(&sentence.lower, ONE_PASSAGE))
                && !is_neither(&sentence.lower)
                && !names_another(response, sentence, &pair)
                && !any(
                    between,
                    "respectively | refusal notice | following | alternative* | either | while | whereas | some of | \
                        the rest | remainder | or section | cannot both | this email accordingly | separate",
                );
            if tied {
                return told(
                    sentence,
                    format!(
                        "One sentence ties section {first} and section {second} to the same information"
                    ),
                );
            }
        }
    }
    Verdict::nothing()
}
