//! Does a refusal tell how to ask the authority to look again?

use crate::audit::rule::{BOTH, Case, Example, FIRST, Found, Level, Rule, Verdict};
use crate::facts::response::Regime;

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-internal-review-rights",
    level: Level::Error,
    asks: "Does the letter tell of a review, complaint or appeal to the authority itself?",
    why: "A refusal notice must give particulars of the authority's procedure for complaints, or state that it has none; under the Environmental Information Regulations the right to have the decision reconsidered must be told. In a reply that refuses nothing it is good practice.",
    cure: "Tell how to ask for an internal review, to whom and by when, or say that there is no such procedure.",
    see: "s17(7)(a); EIR reg 14(5)(a)",
    sources: &[
        "https://ico.org.uk/for-organisations/foi/freedom-of-information-and-environmental-information-regulations/section-17-refusing-a-request-writing-a-refusal-notice",
        "http://www.legislation.gov.uk/uksi/2004/3391/regulation/14/made?view=plain",
    ],
    check: true,
    regimes: BOTH,
    stages: FIRST,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nYour request for the names of the lamplighters is refused under section 40(2) of the Freedom of Information Act 2000, since they are personal data and it would be unfair to disclose them.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nYour request for the names of the lamplighters is refused under section 40(2) of the Freedom of Information Act 2000, since they are personal data and it would be unfair to disclose them. If you are dissatisfied you may ask us for an internal review.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let stated_none = response.regime == Regime::Foia && response.no_procedure.is_some();
    if response.review_right.is_some() || stated_none {
        return Verdict::nothing();
    }
    let quote = response.notice.clone().or_else(|| response.refusal.clone());
    let verdict = case.right_not_told(
        "how to ask the authority for an internal review",
        quote,
        response
            .review_hinted
            .as_ref()
            .filter(|_| response.refuses()),
    );
    match (verdict, &response.review_presupposed) {
        // the letter knows of a review; how to have it may stand in words that were not understood
        (Verdict::Asked(found), Some(hint)) => Verdict::Asked(
            found
                .into_iter()
                .map(|found| Found {
                    level: found.level.min(Level::Warning),
                    message: format!(
                        "{}, though the letter speaks of a review (line {}); check",
                        found.message, hint.line
                    ),
                    evidence: found.evidence,
                })
                .collect(),
        ),
        (verdict, _) => verdict,
    }
}
