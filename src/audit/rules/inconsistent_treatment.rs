//! Was the same record treated differently in two responses?

use crate::audit::rule::{Case, Example, FINAL, Found, Level, Rule, Verdict};
use crate::facts::dates::long;
use crate::facts::response::{Listed, Outcome, Quote, Response, Stage};

/// The rule.
pub const RULE: Rule = Rule {
    name: "inconsistent-treatment",
    level: Level::Warning,
    asks: "Is one record listed in two responses of this run, disclosed in the one and withheld in the other?",
    why: "Time, a review and another requester may change an answer lawfully. A difference that nobody knows of is worth a look. The same record within twelve months is a warning.",
    cure: "Check the reasons for the difference, and say them.",
    see: "none in the Act",
    sources: &["https://caselaw.nationalarchives.gov.uk/ukut/aac/2022/104"],
    check: false,
    regimes: &[],
    stages: FINAL,
    raises: Example::beside(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\n3 June 2026\n\nThese searches located the following records:\n1. ICO letter to the MPS dated 3 March 2026.\n\nIt is withheld under section 42 of the Freedom of Information Act 2000, since it gives legal advice.\n\nYours sincerely\nInformation Rights Officer\n",
        "Dear Mr Oake,\n\n1 May 2026\n\nThese searches located the following records:\n1. ICO letter to the MPS dated 3 March 2026.\n\nPlease find it attached in full.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::beside(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\n3 June 2026\n\nThese searches located the following records:\n1. ICO letter to the MPS dated 3 March 2026.\n\nIt is withheld under section 42 of the Freedom of Information Act 2000, since it gives legal advice.\n\nYours sincerely\nInformation Rights Officer\n",
        "Dear Mr Oake,\n\n1 May 2026\n\nThese searches located the following records:\n1. ICO letter to the MPS dated 4 March 2026.\n\nPlease find it attached in full.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

/// Treatments within so many days of each other are worth a warning.
const A_YEAR: i32 = 366;

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    if response.located.is_empty() {
        return Verdict::not_judged("the response prints no list of located records");
    }
    if case.others.is_empty() {
        return Verdict::not_judged("no other response was audited in this run");
    }
    let mut found = Vec::new();
    for listed in &response.located {
        for other in case.others {
            let Some(same) = other
                .response
                .located
                .iter()
                .find(|one| is_same(listed, one))
            else {
                continue;
            };
            let (Some(here), Some(there)) =
                (treatment(response, listed), treatment(other.response, same))
            else {
                continue;
            };
            if here == there {
                continue;
            }
            let near = match (response.days.responded, other.response.days.responded) {
                (Some(one), Some(two)) => (one.day - two.day).get_days().abs() <= A_YEAR,
                _ => false,
            };
            let reviewed = [response.stage, other.response.stage].contains(&Stage::InternalReview);
            let level = if near && !reviewed {
                Level::Warning
            } else {
                Level::Info
            };
            let when = other
                .response
                .days
                .responded
                .map(|day| format!(" of {}", long(day.day)))
                .unwrap_or_default();
            found.push(Found::new(
                level,
                format!(
                    "Listed record {} is {} here and {} in {}{when}, line {}",
                    listed.n, here, there, other.path, same.line
                ),
                Some(Quote {
                    text: listed.as_printed.clone(),
                    line: listed.line,
                }),
            ));
        }
    }
    Verdict::Asked(found)
}

/// Whether two lines name one record: by day and parties, or by the same words.
fn is_same(one: &Listed, two: &Listed) -> bool {
    let words =
        |listed: &Listed| crate::facts::response::plain(listed.as_printed.trim_end_matches('.'));
    if one.date.is_some() && one.date == two.date && one.kind == two.kind {
        return one.from.is_some() && one.from == two.from && one.to == two.to
            || words(one) == words(two);
    }
    one.date.is_none() && two.date.is_none() && words(one) == words(two)
}

/// What became of a listed record, where the whole response tells.
fn treatment(response: &Response, listed: &Listed) -> Option<&'static str> {
    let named = response.paper.own_sentences().find(|sentence| {
        ["document", "record", "item", "number"]
            .iter()
            .any(|word| crate::facts::response::phrases::any(&sentence.lower, &format!("{word} {}", listed.n)))
            && crate::facts::response::phrases::any(
                &sentence.lower,
                "withheld | disclosed | exempt | refused | attached | released | provided | supplied | redacted",
            )
    });
    if let Some(sentence) = named {
        let withheld = crate::facts::response::phrases::any(
            &sentence.lower,
            "withheld | exempt | refused | not disclosed",
        );
        return Some(if withheld { "withheld" } else { "disclosed" });
    }
    let outcomes: Vec<Outcome> = response
        .outcomes
        .iter()
        .map(|decided| decided.outcome)
        .collect();
    match outcomes.as_slice() {
        [Outcome::Disclosed] => Some("disclosed"),
        [Outcome::Refused] => Some("withheld"),
        _ => None,
    }
}
