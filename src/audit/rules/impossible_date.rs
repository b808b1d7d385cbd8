//! Can every date be?

use crate::audit::rule::{Case, Example, Found, Level, Rule, Verdict};
use crate::facts::dates::{self, long};
use crate::facts::response::{Quote, Zone};

/// The rule.
pub const RULE: Rule = Rule {
    name: "impossible-date",
    level: Level::Warning,
    asks: "Is there a day that no calendar has, a reply dated before receipt, or a listed record dated after the reply?",
    why: "A day that cannot be, or that comes in the wrong order, is a slip that can hide a missed record or a missed deadline. In words that the letter quotes it is info.",
    cure: "Check the date.",
    see: "none in the Act",
    sources: &["https://www.whatdotheyknow.com/request/modern_slavery_incidents_31"],
    check: false,
    regimes: &[],
    stages: &[],
    raises: Example::letter(
        "3 May 2026\n\nDear Ms Tarn,\n\nReference: FOI 204/26\n\nThank you for your request, which we received on 31 April 2026. Please find attached the register of lamps.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "3 May 2026\n\nDear Ms Tarn,\n\nReference: FOI 204/26\n\nThank you for your request, which we received on 30 April 2026. Please find attached the register of lamps.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let mut found = Vec::new();
    for sentence in &response.paper.sentences {
        let Some(paragraph) = response.paper.paragraphs.get(sentence.paragraph) else {
            continue;
        };
        let level = match paragraph.zone {
            Zone::Own | Zone::Head => Level::Warning,
            Zone::Request | Zone::Quoted => Level::Info,
            Zone::Law | Zone::Furniture => continue,
        };
        if is_row_of_months(&sentence.lower) {
            continue;
        }
        for doubt in dates::doubtful(&sentence.text) {
            let level = if is_quoted(&sentence.text, &doubt.as_printed) {
                Level::Info
            } else {
                level
            };
            if doubt.reason.contains("has no day") || doubt.reason.contains("there is no month") {
                found.push(Found::new(
                    level,
                    format!("\"{}\" is no day: {}", doubt.as_printed, doubt.reason),
                    Some(Quote::from(sentence)),
                ));
            }
        }
    }
    let quote = |line: usize| response.sentence_on(line).map(Quote::from);
    if let (Some(received), Some(responded)) = (response.days.received, response.days.responded)
        && responded.day < received.day
    {
        found.push(Found::new(
            Level::Warning,
            format!(
                "The reply is dated {} and the request {}, which is later",
                long(responded.day),
                long(received.day)
            ),
            response.sentence_of(received).map(Quote::from),
        ));
    }
    if let Some(responded) = response.days.responded {
        for listed in &response.located {
            if let Some(day) = listed.date.filter(|day| *day > responded.day) {
                found.push(Found::new(
                    Level::Warning,
                    format!(
                        "Listed record {} is dated {}, after the reply of {}",
                        listed.n,
                        long(day),
                        long(responded.day)
                    ),
                    quote(listed.line),
                ));
            }
        }
    }
    Verdict::Asked(found)
}

/// Whether words are a row of a table with a figure beside each month: `Jan 41 Feb 38 Mar 44`.
fn is_row_of_months(lower: &str) -> bool {
    const FEWEST: usize = 3;
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let words: Vec<&str> = lower.split(' ').collect();
    let beside = words
        .windows(2)
        .filter(|pair| {
            matches!(pair, [month, figure]
                if month.get(..3).is_some_and(|begun| MONTHS.contains(&begun))
                    && month.len() <= 10
                    && figure.bytes().all(|b| b.is_ascii_digit() || b == b','))
        })
        .count();
    beside >= FEWEST && beside * 2 + 2 >= words.len()
}

/// Whether words stand within quotation marks, and so are somebody else's.
fn is_quoted(sentence: &str, words: &str) -> bool {
    let Some(at) = sentence.find(words) else {
        return false;
    };
    let before = sentence.get(..at).unwrap_or_default();
    let after = sentence.get(at + words.len()..).unwrap_or_default();
    before.matches('"').count() % 2 == 1 && after.contains('"')
        || before.matches('“').count() > before.matches('”').count()
}
