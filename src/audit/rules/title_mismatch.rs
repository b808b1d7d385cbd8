//! Does the printed title belong to the exemption?

use crate::audit::classes::called;
use crate::audit::rule::{Case, Example, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::response::{Quote, plain};

/// The rule.
pub const RULE: Rule = Rule {
    name: "title-mismatch",
    level: Level::Info,
    asks: "Is the title printed beside a provision that of another exemption?",
    why: "A notice must specify the exemption; no title need be printed, and short titles of an authority's own are common. A title that belongs to another exemption leaves open which was meant.",
    cure: "Check which exemption is meant.",
    see: "s17(1)(b)",
    sources: &["https://foi.west-midlands.police.uk/complaints-referred-to-the-iopc-921a-20/"],
    check: false,
    regimes: FREEDOM,
    stages: &[],
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nSome words are withheld by virtue of the following exemption:\nSection 30(1)(a) - Law Enforcement\n\nThe words were written for an investigation of stolen lamps. The public interest in prosecuting theft outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nSome words are withheld by virtue of the following exemption:\nSection 30(1)(a) - Investigations\n\nThe words were written for an investigation of stolen lamps. The public interest in prosecuting theft outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let table = &case.tables.provisions;
    let mut found = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (at, cite) in response.cites.iter().enumerate() {
        if cite.act.as_deref() != Some("FOIA")
            || !cite.standing.is_reliance()
            || seen.contains(&cite.number.as_str())
        {
            continue;
        }
        // a title follows the last provision of a run, and belongs to it alone
        let next = response.cites.get(at + 1);
        if next.is_some_and(|next| next.start < cite.end + 4) {
            continue;
        }
        let Some(sentence) = cite
            .sentence
            .and_then(|at| response.paper.sentences.get(at))
        else {
            continue;
        };
        let printed = plain(
            &cite
                .as_printed
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        );
        let Some(behind) = sentence
            .lower
            .find(&printed)
            .and_then(|from| sentence.lower.get(from + printed.len()..))
        else {
            continue;
        };
        let Some(title) = title_behind(behind) else {
            continue;
        };
        let names = |number: &str| {
            table.rows_of("FOIA", number).any(|row| {
                std::iter::once(&row.title)
                    .chain(&row.also)
                    .any(|name| same(&plain(name), &title))
            })
        };
        if names(&cite.number) {
            continue;
        }
        let of = table
            .rows()
            .iter()
            .filter(|row| {
                row.act == "FOIA"
                    && row.number != cite.number
                    && row.number.trim_start_matches('s') >= "12"
            })
            .find(|row| {
                std::iter::once(&row.title)
                    .chain(&row.also)
                    .any(|name| plain(name) == title)
            });
        if let Some(row) = of {
            seen.push(&cite.number);
            found.push(Found::new(
                Level::Info,
                format!(
                    "\"{title}\" is printed beside {} and is the title of {}",
                    called(&cite.provision),
                    called(&row.number)
                ),
                Some(Quote::from(sentence)),
            ));
        }
    }
    Verdict::Asked(found)
}

fn same(name: &str, title: &str) -> bool {
    name == title || name.contains(title) || title.contains(name)
}

/// The title printed behind a provision: after a dash or a colon, or in brackets, to the next mark.
fn title_behind(behind: &str) -> Option<String> {
    let behind = behind
        .trim_start()
        .trim_start_matches("of the act")
        .trim_start_matches("of the freedom of information act 2000")
        .trim_start();
    let inner = behind
        .strip_prefix("- ")
        .or_else(|| behind.strip_prefix(": "))
        .or_else(|| behind.strip_prefix('('))?;
    let end = inner
        .find([')', ';', ':', '.', ','])
        .or_else(|| inner.find(" - "))
        .unwrap_or(inner.len());
    let cut = inner.get(..end)?;
    let cut = cut.split(" - ").next().unwrap_or(cut).trim();
    (cut.len() > 3 && cut.split(' ').count() <= 9).then(|| cut.to_owned())
}
