//! Do the same searches find more than was listed?

use crate::audit::rule::{Case, Example, FINAL, Found, Level, Rule, Verdict};
use crate::facts::response::Quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "in-scope-not-listed",
    level: Level::Warning,
    asks: "Where the response prints a list, do the searches that its request asks for find a further record?",
    why: "Section 1(1) is about everything held at receipt. Later records, copies, enclosures of listed items, the request's own handling and what was decided out of scope are left out. Scope is the officer's reading.",
    cure: "Check the request file for a decision on each, and record one.",
    see: "s1(1), s1(4)",
    sources: &["https://fra.europa.eu/en/law-reference/freedom-of-information-act-2000"],
    check: false,
    regimes: &[],
    stages: FINAL,
    raises: Example::searched(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThese searches located the following records:\n1. Letter of 3 March 2026 about lamps.\n\nPlease find it attached.\n\nYours sincerely\nInformation Rights Officer\n",
        &[true],
        &[("Lamp office email dated 5 March 2026.", true)],
    ),
    passes: Example::searched(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThese searches located the following records:\n1. Letter of 3 March 2026 about lamps.\n\nPlease find it attached.\n\nYours sincerely\nInformation Rights Officer\n",
        &[true],
        &[],
    ),
    judge,
};

/// More than so many further records are summed up in one finding.
const MOST: usize = 10;

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let Some(first) = response.located.first() else {
        return Verdict::not_judged("the response prints no list of located records");
    };
    let Some(again) = case.again else {
        return Verdict::not_judged("there is no archive to look in");
    };
    let mut further: Vec<_> = again.further.iter().collect();
    further.sort_by_key(|one| (!one.tied, one.line.clone()));
    let mut found: Vec<Found> = further
        .iter()
        .take(MOST)
        .map(|one| {
            let level = if one.tied { Level::Warning } else { Level::Info };
            Found::new(
                level,
                format!(
                    "The same searches also find {} ({}), which is not on the list: {}. Check the request file for a decision on it",
                    one.line.trim_end_matches('.'),
                    one.id,
                    one.because.join("; ")
                ),
                Some(Quote {
                    text: first.as_printed.clone(),
                    line: first.line,
                }),
            )
        })
        .collect();
    let more = again.further.len().saturating_sub(MOST);
    if more > 0 {
        found.push(Found::new(
            Level::Info,
            format!("The same searches find {more} further records that are not on the list; run `recordroom locate` on the request"),
            None,
        ));
    }
    Verdict::Asked(found)
}
