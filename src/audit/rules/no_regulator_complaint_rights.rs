//! Does a refusal tell of the right to complain to the regulator?

use crate::audit::rule::{BOTH, Case, Example, FINAL, Level, Rule, Verdict};
use crate::facts::response::Outcome;

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-regulator-complaint-rights",
    level: Level::Error,
    asks: "Does the letter tell of the right to apply to the Information Commissioner, by whatever name?",
    why: "A refusal notice must give particulars of the right to apply to the regulator under section 50. The regulator may be named Commissioner, ICO or Information Commission. In a reply that refuses nothing it is good practice.",
    cure: "Tell of the right to complain to the Information Commissioner under section 50, with the address.",
    see: "s17(7)(b); EIR reg 14(5)(b)",
    sources: &[
        "https://ico.org.uk/for-organisations/foi/freedom-of-information-and-environmental-information-regulations/section-17-refusing-a-request-writing-a-refusal-notice",
        "http://www.legislation.gov.uk/uksi/2004/3391/regulation/14/made?view=plain",
    ],
    check: true,
    regimes: BOTH,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nYour request for the names of the lamplighters is refused under section 40(2) of the Freedom of Information Act 2000, since they are personal data and it would be unfair to disclose them.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nYour request for the names of the lamplighters is refused under section 40(2) of the Freedom of Information Act 2000, since they are personal data and it would be unfair to disclose them. You may complain to the Information Commissioner under section 50 of the Act.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    if response.regulator_right.is_some() {
        return Verdict::nothing();
    }
    let quote = response.notice.clone().or_else(|| {
        response
            .refusal
            .clone()
            .filter(|_| !response.has(Outcome::NotHeld))
    });
    case.right_not_told(
        "the right to complain to the Information Commissioner",
        quote,
        response
            .regulator_hinted
            .as_ref()
            .filter(|_| response.refuses()),
    )
}
