//! Is the fact of refusal told?

use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::response::phrases::any;
use crate::facts::response::{Outcome, Stage};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-refusal-notice-statement",
    level: Level::Warning,
    asks: "Where an exemption is relied on, do any words say that something asked for is refused, withheld, redacted or exempt?",
    why: "Section 17(1)(a) wants the fact stated that information is exempt. It does not want the words `refusal notice`. Quoting the Act does not state the fact.",
    cure: "Say in plain words what is refused.",
    see: "s17(1)(a)",
    sources: &["http://www.uklaws.org/acts_uk/document135/page2.htm"],
    check: false,
    regimes: FREEDOM,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nPlease find attached the register of lamps. Exemptions applied:\nSection 40(2) - Personal information\nSection 31(1)(a) - Law enforcement\n\nThe public interest favours prevention of crime, since thieves would learn the hours of the patrols.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nPlease find attached the register of lamps. The lamplighters' names have been withheld under the following exemption:\nSection 40(2) - Personal information\n\nThey are personal data and it would be unfair to publish them.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    if response.relied.is_empty() || response.refusal.is_some() || response.notice.is_some() {
        return Verdict::nothing();
    }
    // a refusal to confirm or deny, or one for cost or as vexatious, names its ground and so states the fact
    let stated = response.relied.iter().all(|one| {
        matches!(one.number.as_str(), "s12" | "s14")
            || response.ncnd.is_some() && one.confirm_or_deny
    });
    if stated {
        return Verdict::nothing();
    }
    if response.has(Outcome::Accessible) || response.has(Outcome::Future) {
        // that it is to be had elsewhere, or later, is the fact
        return Verdict::nothing();
    }
    if response.stage == Stage::InternalReview && upholds(case) {
        // the refusal that is upheld was told in the first answer
        return Verdict::nothing();
    }
    let first = response.relied.first();
    Verdict::one(Found::new(
        case.absent(Level::Warning),
        format!(
            "{}: that anything asked for is refused, withheld, redacted or exempt, though an exemption is named",
            case.not_evidenced()
        ),
        first.and_then(|relied| case.quote_of(relied)),
    ))
}

/// Whether a review lets the first decision stand.
fn upholds(case: &Case<'_>) -> bool {
    case.response.paper.own_sentences().any(|sentence| {
        any(
            &sentence.lower,
            "complaint is not upheld | complaint … not upheld | uphold* the decision | uphold* the original | uphold* our | uphold* the first | \
                uphold* the refusal | decision is upheld | decision … upheld | refusal is upheld | stands | rightly engaged | properly engaged | \
                correctly engaged | was engaged | were engaged | rightly applied | correctly applied | properly applied | was right to | \
                were right to | was correct to | were correct to | rightly relied | rightly refused | no reason to differ | agree with the original | \
                agree with the first | confirm the original | confirm the decision | maintain* the decision | complaint fails",
        )
    })
}
