//! Is more time taken for what the Act allows it for?

use crate::audit::rule::{Case, EXTENSIONS, Example, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::provisions::Class;
use crate::facts::response::Quote;
use crate::facts::response::phrases::any;

/// The rule.
pub const RULE: Rule = Rule {
    name: "extension-without-public-interest",
    level: Level::Warning,
    asks: "Is more time taken for workload, consultation or complexity, with no qualified exemption named?",
    why: "Under the Act time may be extended only to weigh the public interest in a qualified exemption, which the letter has to name. Complexity is a ground under the Environmental Information Regulations alone. An apology for a late answer takes no extension.",
    cure: "Name the qualified exemption whose public interest is being weighed, or answer within the time.",
    see: "s10(3), s17(1), s17(2)",
    sources: &[
        "http://www.uklaws.org/acts_uk/document135/page2.htm",
        "https://legalize.dev/uk/law/ukpga-2000-36",
    ],
    check: false,
    regimes: FREEDOM,
    stages: EXTENSIONS,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nYour request under the Freedom of Information Act 2000 is a large one and we are short of staff. We therefore extend the time for our reply by a further 20 working days, to 14 May 2026.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nWe believe that section 43(2) of the Freedom of Information Act 2000 applies to your request. We need more time to weigh the public interest, and expect to decide by 14 May 2026.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let names_qualified = response.cites.iter().any(|cite| {
        cite.act.as_deref() == Some("FOIA")
            && response
                .paper
                .paragraphs
                .get(cite.paragraph)
                .is_some_and(|paragraph| paragraph.zone.is_own())
            && case
                .tables
                .provisions
                .rows_of("FOIA", &cite.number)
                .any(|row| matches!(row.class, Class::Qualified | Class::Mixed))
    });
    if names_qualified {
        return Verdict::nothing();
    }
    let claim = response.paper.own_sentences().find(|sentence| {
        any(
            &sentence.lower,
            "extend* | extension | more time | further time | additional time | extra time | take longer | \
                need longer | a further 20 working days | need a further | needs a further | \
                a further twenty working days | caseload | workload | cannot answer within | cannot reply within | \
                cannot respond within",
        )
    });
    let claim = claim.or_else(|| {
        response.paper.own_sentences().find(|sentence| {
            any(
                &sentence.lower,
                "working days | days | weeks | longer | time | delay | delayed | later | not manage | hear from us",
            ) && !any(&sentence.lower, "complain* | review* | commissioner* | thank you")
        })
    });
    let Some(claim) = claim else {
        return Verdict::nothing();
    };
    Verdict::one(Found::new(
        case.absent(Level::Warning),
        "More time is taken, and no qualified exemption is named whose public interest is being weighed. Check the ground for it",
        Some(Quote::from(claim)),
    ))
}
