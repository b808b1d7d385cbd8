//! Does an extension give the date by which a decision is expected?

use crate::audit::rule::{Case, EXTENSIONS, Example, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::response::Quote;
use crate::facts::response::phrases::any;

/// The rule.
pub const RULE: Rule = Rule {
    name: "open-ended-extension",
    level: Level::Error,
    asks: "Where more time is taken to weigh the public interest, is there an estimated date?",
    why: "Section 17(2) wants an estimate of the date by which the decision will have been reached. `Twenty working days from today` is a date. An extension under the Environmental Information Regulations is another matter.",
    cure: "Give the date by which a decision is expected.",
    see: "s17(2), s10(3)",
    sources: &["http://www.uklaws.org/acts_uk/document135/page2.htm"],
    check: false,
    regimes: FREEDOM,
    stages: EXTENSIONS,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nWe are considering whether section 31(1)(a) of the Freedom of Information Act 2000 applies to your request. We have not yet reached a decision on the balance of the public interest and need more time under section 10(3). We will write again as soon as we can.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nWe are considering whether section 31(1)(a) of the Freedom of Information Act 2000 applies to your request. We have not yet reached a decision on the balance of the public interest and need more time under section 10(3). We expect to reach it by 14 May 2026.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    if response.decision_date.is_some() {
        return Verdict::nothing();
    }
    let open = response.paper.own_sentences().find(|sentence| {
        any(
            &sentence.lower,
            "as soon as | in due course | shortly | until … has | until … have | when a decision | when we have | \
                once we have | as quickly as",
        ) && !any(&sentence.lower, "internal review | complain*")
    });
    let sentence = open.or_else(|| response.paper.own_sentences().find(|sentence| {
        any(
            &sentence.lower,
            "more time | extend* | extension | not yet reached | further time | additional time | extra time | \
                longer | section 10(3) | section 17(2) | not yet been able | still considering",
        )
    }));
    Verdict::one(Found::new(
        case.absent(Level::Error),
        format!(
            "{}: the date by which a decision is expected",
            case.not_evidenced()
        ),
        sentence.map(Quote::from),
    ))
}
