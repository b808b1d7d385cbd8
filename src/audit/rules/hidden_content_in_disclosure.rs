//! Is anything hidden in what was released?

use crate::audit::rule::{Case, Example, Found, Level, Rule, Verdict};
use crate::facts::response::Quote;
use crate::verbs::audit_papers::Unseen;

/// The rule.
pub const RULE: Rule = Rule {
    name: "hidden-content-in-disclosure",
    level: Level::Error,
    asks: "Does a released file hold what its reader does not see: hidden sheets, rows or words, comments, tracked changes, embedded files, or an original workbook?",
    why: "Personal data has been disclosed to the world in hidden sheets and pivot caches. The regulator advises that no original spreadsheet be released, but its values alone.",
    cure: "Take the file back, and release a flat copy: values as CSV, a printed PDF without layers.",
    see: "UK GDPR Art 5(1)(f); ICO guidance of 31 July 2025",
    sources: &[
        "https://cy.ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/security/disclosing-documents-to-the-public-securely/checklist-avoid-an-accidental-breach-when-personal-information-is-hidden-in-documents",
        "https://cy.ico.org.uk/for-organisations/eir-and-access-to-information/information-commissioner-s-office-advisory-note-to-public-authorities",
    ],
    check: false,
    regimes: &[],
    stages: &[],
    raises: Example::with(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nPlease find attached the register of lamps.\n\nYours sincerely\nInformation Rights Officer\n",
        &[(
            "register.xlsx",
            "hidden",
            "Lamplighter Osbert Quill, 4 Mill Lane",
        )],
    ),
    passes: Example::with(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nPlease find attached the register of lamps.\n\nYours sincerely\nInformation Rights Officer\n",
        &[("register.csv", "text", "lamp,street")],
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    if case.released.is_empty() {
        return Verdict::not_judged("what was released was not supplied with this response");
    }
    let mut found = Vec::new();
    for released in case.released {
        for unseen in &released.unseen {
            let (level, what) = match unseen.what {
                Unseen::Hidden => (Level::Error, "words that its reader does not see"),
                Unseen::Comment => (Level::Error, "a comment or an annotation"),
                Unseen::Embedded => (Level::Error, "an embedded file"),
                Unseen::Layer => (Level::Error, "a layer that is switched off"),
                // those are the business of `redaction-recoverable`
                Unseen::Covered => continue,
                Unseen::Metadata => (Level::Info, "names or titles in its metadata"),
            };
            found.push(Found::new(
                level,
                format!(
                    "{} holds {what}. Check what it was released with",
                    released.name
                ),
                Some(Quote {
                    text: unseen.text.chars().take(200).collect(),
                    line: 0,
                }),
            ));
        }
        if released.workbook
            && !released
                .unseen
                .iter()
                .any(|unseen| unseen.what == Unseen::Hidden)
        {
            found.push(Found::new(
                Level::Warning,
                format!("{} is an original workbook, which may hold more than it shows. Check it, or release its values alone", released.name),
                None,
            ));
        }
    }
    Verdict::Asked(found)
}
