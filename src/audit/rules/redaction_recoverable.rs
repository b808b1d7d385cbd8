//! Can redacted words be had back from the released file?

use super::super::gaps;
use crate::audit::rule::{Case, Example, Found, Level, Rule, Verdict};
use crate::facts::response::Quote;
use crate::verbs::audit_papers::UnseenPart;

/// The rule.
pub const RULE: Rule = Rule {
    name: "redaction-recoverable",
    level: Level::Error,
    asks: "Can words be copied out of a released file that its reader does not see: under a shape or a picture, in the colour of the page, marked for redaction only, or at a labelled gap of which this archive has the record?",
    why: "Words under an opaque shape or in the colour of the page can be copied out. A mark for redaction that was never carried out removes nothing, nor does a black highlight. What a gap took out is known where the archive holds the record itself.",
    cure: "Take the file back, and release a flattened copy.",
    see: "UK GDPR Art 5(1)(f); ICO guidance of 31 July 2025",
    sources: &[
        "https://cy.ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/security/disclosing-documents-to-the-public-securely/checklist-avoid-an-accidental-breach-when-personal-information-is-hidden-in-documents",
    ],
    check: false,
    regimes: &[],
    stages: &[],
    raises: Example::with(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nPlease find attached the report with redactions under section 40(2) of the Freedom of Information Act 2000.\n\nYours sincerely\nInformation Rights Officer\n",
        &[(
            "report.docx",
            "behind",
            "The lamp was seen by [redacted s40(2)] near the gate.|The lamp was seen by Osbert Quill near the gate.|Osbert Quill",
        )],
    ),
    passes: Example::with(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nPlease find attached the report with redactions under section 40(2) of the Freedom of Information Act 2000.\n\nYours sincerely\nInformation Rights Officer\n",
        &[(
            "report.docx",
            "behind",
            "The lamp was seen by [redacted s40(2)] near the gate.|The lamp was seen by Osbert Quill near the gate.|",
        )],
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    if case.released.is_empty() {
        return Verdict::not_judged("what was released was not supplied with this response");
    }
    let mut met = false;
    let mut found = Vec::new();
    let mut gaps = false;
    for released in case.released {
        gaps |= gaps::has_any(&released.text);
        for (how, words) in released.unseen.iter().filter_map(UnseenPart::covered) {
            found.push(Found::new(
                Level::Error,
                format!(
                    "{} holds {how}, and they can be copied out. Check that they were meant to be given",
                    released.name
                ),
                Some(Quote {
                    text: words.to_owned(),
                    line: 0,
                }),
            ));
        }
        let removed: Vec<String> = released
            .originals
            .iter()
            .flat_map(|original| gaps::removed(&released.text, original))
            .collect();
        met |= !released.originals.is_empty();
        for words in removed {
            let elsewhere = released.text.contains(&words)
                || released
                    .unseen
                    .iter()
                    .any(|unseen| unseen.text.contains(&words));
            if elsewhere {
                found.push(Found::new(
                    Level::Error,
                    format!(
                        "{} still holds words that this archive's record has where the released page has a gap",
                        released.name
                    ),
                    Some(Quote { text: words, line: 0 }),
                ));
            }
        }
    }
    if !met && gaps && found.is_empty() {
        return Verdict::not_judged(
            "no record in this archive was matched with what was released, so that what its gaps took out is not known",
        );
    }
    Verdict::Asked(found)
}
