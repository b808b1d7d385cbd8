//! Is the harm told for each exemption that rests on one?

use crate::audit::classes::{called, rests_on_harm};
use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-prejudice-explained",
    level: Level::Warning,
    asks: "Does a sentence join disclosure to the harm on which a prejudice exemption rests?",
    why: "A notice must say why an exemption applies. For one that rests on prejudice that means: which interest, how disclosure would harm it, and how likely. Sections 24 and 38 have words of their own: required for safeguarding, endanger. Class-based exemptions need no harm.",
    cure: "Say how disclosure would, or would be likely to, cause the harm that the limb names.",
    see: "s17(1)(c)",
    sources: &[
        "https://ico.org.uk/for-organisations/foi/freedom-of-information-and-environmental-information-regulations/section-31-law-enforcement/how-should-we-apply-the-prejudice-test",
        "http://www.uklaws.org/acts_uk/document135/page2.htm",
    ],
    check: false,
    regimes: FREEDOM,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nYour request for the lamp contract is refused under section 43(2) of the Freedom of Information Act 2000. On balance the public interest in keeping the contract from disclosure outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nYour request for the lamp contract is refused under section 43(2) of the Freedom of Information Act 2000. Disclosure would be likely to harm the bargaining position of the lamp maker, since its rivals would know its prices. On balance the public interest in withholding outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    if case.refuses_nothing() {
        return Verdict::nothing();
    }
    let mut asked: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for relied in &response.relied {
        let number = relied.number.as_str();
        if relied.act.as_deref() != Some("FOIA")
            || !rests_on_harm(relied)
            || asked.contains(&number)
            || case.reasons_withheld(number)
            || response.alternative.contains(&relied.provision) && number == "s24"
        {
            continue;
        }
        asked.push(number);
        if response.harms.iter().any(|harm| harm.covers(number)) {
            continue;
        }
        found.push(Found::new(
            case.absent(Level::Warning),
            format!(
                "{}: a sentence that joins disclosure to the harm of {}",
                case.not_evidenced(),
                called(&relied.provision)
            ),
            case.quote_of(relied),
        ));
    }
    Verdict::Asked(found)
}
