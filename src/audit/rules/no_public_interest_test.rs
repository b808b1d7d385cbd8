//! Is the public interest weighed for each qualified exemption?

use crate::audit::classes::{called, is_qualified};
use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-public-interest-test",
    level: Level::Error,
    asks: "Does a final reply that relies on a qualified exemption weigh the public interest for it?",
    why: "A qualified exemption lets information be withheld only where the public interest in maintaining it outweighs that in disclosure, and the notice must say why. One balance may cover several exemptions. Section 17(4) excuses reasons that would themselves disclose exempt information, and section 17(2) lets the decision be put off with an estimated date.",
    cure: "State the factors for and against and where the balance lies, for each qualified exemption or for all of them together.",
    see: "s2(2)(b), s17(3)",
    sources: &[
        "http://www.uklaws.org/acts_uk/document135/page2.htm",
        "https://www.5essex.co.uk/data-brief/supreme-court-supports-cumulative-approach-to-foia-exemptions/",
    ],
    check: true,
    regimes: FREEDOM,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nYour request for the patrol plan is refused under section 31(1)(a) of the Freedom of Information Act 2000, because the plan would tell thieves which lamps are watched and when.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nYour request for the patrol plan is refused under section 31(1)(a) of the Freedom of Information Act 2000, because the plan would tell thieves which lamps are watched. There is a public interest in knowing how patrols are paid for, but it is outweighed by the public interest in preventing theft.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    if case.refuses_nothing() {
        return Verdict::nothing();
    }
    let put_off = response.paper.own_sentences().any(|sentence| {
        crate::facts::response::phrases::any(
            &sentence.lower,
            "section 17(2) | not yet reached a decision | not yet been able to reach a decision | \
                still considering where the balance",
        )
    });
    if put_off {
        return Verdict::not_judged("the weighing is put off under section 17(2)");
    }
    let mut missing: Vec<(String, Found)> = Vec::new();
    for relied in &response.relied {
        if relied.act.as_deref() != Some("FOIA")
            || relied.number == "s39"
            || is_qualified(relied, case.tables) != Some(true)
            || case.reasons_withheld(&relied.number)
            || missing.iter().any(|(number, _)| *number == relied.number)
        {
            continue;
        }
        let covered = response
            .balances
            .iter()
            .any(|balance| balance.covers(&relied.number));
        if covered {
            continue;
        }
        let none = response.balances.is_empty();
        if let Some((hint, greater)) = response.weighing_hinted.as_ref().filter(|_| none) {
            if *greater {
                // one side is the greater, whatever the two are called
                continue;
            }
            missing.push((
                relied.number.clone(),
                Found::new(
                    Level::Info,
                    format!(
                        "{}: a weighing of the public interest for {}, unless line {} is one; check",
                        case.not_evidenced(),
                        called(&relied.number),
                        hint.line
                    ),
                    Some(hint.clone()),
                ),
            ));
            continue;
        }
        let level = if none { Level::Error } else { Level::Warning };
        let rest = if none {
            "no words weigh the public interest"
        } else {
            "the public interest is weighed, but not in words that name or cover it"
        };
        missing.push((
            relied.number.clone(),
            Found::new(
                case.absent(level),
                format!(
                    "{}: {rest}, and {} is qualified",
                    case.not_evidenced(),
                    called(&relied.number)
                ),
                case.quote_of(relied),
            ),
        ));
    }
    Verdict::Asked(missing.into_iter().map(|(_, found)| found).collect())
}
