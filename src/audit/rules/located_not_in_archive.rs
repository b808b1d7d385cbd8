//! Is each listed record in this archive?

use crate::audit::rule::{Case, Example, FINAL, Found, Level, Rule, Verdict};
use crate::facts::response::Quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "located-not-in-archive",
    level: Level::Warning,
    asks: "Does a line of the response's own list of located records match a record in this archive?",
    why: "An auditor wants to see what was located. A line may bundle two records, give the day of sending for that of the letter, or name a paper that was never collected.",
    cure: "Look for the record in the sources that this archive does not cover, and collect it.",
    see: "evidence only; no provision",
    sources: &[
        "https://www.met.police.uk/foi-ai/metropolitan-police/disclosure-2023/january-2023/reprimand-on-mps-by-the-ico/",
    ],
    check: false,
    regimes: &[],
    stages: FINAL,
    raises: Example::searched(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThese searches located the following records:\n1. Letter of 3 March 2026 about lamps.\n2. Minutes of 9 March 2026.\n\nPlease find both attached.\n\nYours sincerely\nInformation Rights Officer\n",
        &[true, false],
        &[],
    ),
    passes: Example::searched(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThese searches located the following records:\n1. Letter of 3 March 2026 about lamps.\n2. Minutes of 9 March 2026.\n\nPlease find both attached.\n\nYours sincerely\nInformation Rights Officer\n",
        &[true, true],
        &[],
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    if response.located.is_empty() {
        return Verdict::not_judged("the response prints no list of located records");
    }
    let Some(again) = case.again else {
        return Verdict::not_judged("there is no archive to look in");
    };
    let level = if again.incomplete.is_empty() {
        Level::Warning
    } else {
        Level::Info
    };
    let found = response
        .located
        .iter()
        .zip(&again.listed)
        .filter(|(_, matched)| matched.record.is_none() && matched.candidates.is_empty())
        .map(|(listed, _)| {
            let mut message = format!("Listed record {} was not found in this archive", listed.n);
            if let Some(gap) = again.incomplete.first() {
                message.push_str(&format!("; {gap}"));
            }
            Found::new(
                level,
                message,
                Some(Quote {
                    text: listed.as_printed.clone(),
                    line: listed.line,
                }),
            )
        })
        .collect();
    Verdict::Asked(found)
}
