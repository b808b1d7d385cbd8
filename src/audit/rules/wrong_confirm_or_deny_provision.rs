//! Does neither confirming nor denying rest on a provision that allows it?

use crate::audit::classes::called;
use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::response::{Cite, Quote, is_neither};

/// The rule.
pub const RULE: Rule = Rule {
    name: "wrong-confirm-or-deny-provision",
    level: Level::Warning,
    asks: "Does a sentence that neither confirms nor denies rest only on provisions that withhold, such as section 31(1)?",
    why: "The duty to confirm or deny is lifted by limbs of its own: 23(5), 24(2), 30(3), 31(3), 38(2), 40(5A) and (5B) and their like. Section 21 has none. A mixed reply that withholds under one limb and neither confirms nor denies under another is right.",
    cure: "Name the limb that lifts the duty to confirm or deny.",
    see: "s1(1)(a), s2(1)",
    sources: &[
        "https://beta.bailii.org/uk/cases/UKICO/2010/FS50246819.html",
        "https://ico.org.uk/for-organisations/foi/section-40-and-regulation-13-personal-information/part-two-can-you-confirm-or-deny-holding-the-requested-information/",
    ],
    check: false,
    regimes: FREEDOM,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nWe neither confirm nor deny that we hold any log of the lamp thefts, by virtue of section 31(1)(a) of the Freedom of Information Act 2000. To say so would tell thieves what we know. The public interest in preventing theft outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nWe neither confirm nor deny that we hold any log of the lamp thefts, by virtue of section 31(3) of the Freedom of Information Act 2000. To say so would tell thieves what we know. The public interest in preventing theft outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let mut met = false;
    for sentence in response
        .paper
        .own_sentences()
        .filter(|sentence| is_neither(&sentence.lower))
    {
        let within = |start: usize, end: usize| -> Vec<&Cite> {
            response
                .cites
                .iter()
                .filter(|cite| {
                    cite.act.as_deref() == Some("FOIA")
                        && cite.ground
                        && !cite.label
                        && (start..end).contains(&cite.start)
                })
                .collect()
        };
        let paragraph = response.paper.paragraphs.get(sentence.paragraph);
        let mut of = within(sentence.start, sentence.end);
        if of.is_empty()
            && let Some(paragraph) = paragraph
        {
            of = within(paragraph.start, paragraph.end);
            if of.is_empty() && paragraph.text.ends_with(':') {
                // a list of provisions follows
                of = response
                    .cites
                    .iter()
                    .filter(|cite| {
                        cite.ground && !cite.label && cite.paragraph > sentence.paragraph
                    })
                    .take_while(|cite| {
                        cite.paragraph <= sentence.paragraph + 6 && cite.standing.is_reliance()
                    })
                    .collect();
            }
        }
        if of.is_empty() {
            continue;
        }
        met = true;
        let lifts = of.iter().any(|cite| cite.is_confirm_or_deny());
        let untold = of
            .iter()
            .all(|cite| cite.limbs.is_empty() && cite.number != "s21");
        if lifts || untold {
            continue;
        }
        let names: Vec<String> = of.iter().map(|cite| called(&cite.provision)).collect();
        return Verdict::one(Found::new(
            Level::Warning,
            format!(
                "The sentence neither confirms nor denies and rests on {}, which does not lift that duty",
                names.join(", ")
            ),
            Some(Quote::from(sentence)),
        ));
    }
    if !met && response.ncnd.is_some() {
        let mut all = response
            .relied
            .iter()
            .filter(|one| one.act.as_deref() == Some("FOIA"))
            .peekable();
        let any = all.peek().is_some();
        let none_lifts = all.all(|one| !one.confirm_or_deny && !one.limbs.is_empty());
        if any && none_lifts && !case.gives() {
            return Verdict::one(Found::new(
                Level::Warning,
                "The letter neither confirms nor denies, and no provision that it relies on lifts that duty",
                response.ncnd.clone(),
            ));
        }
    }
    Verdict::nothing()
}
