//! Many responses in numbers, with bars that a reader takes in at a glance.

use crate::audit::Summary;
use crate::audit::summary::Count;
use crate::present::sheet::{Bar, Figure};
use crate::present::table::Screen;
use crate::present::words;

/// The margin of the labels.
const MARGIN: usize = 11;
/// The widest bar, in signs.
const WIDEST: usize = 30;
/// So many bars stand in one picture.
const MOST_BARS: usize = 30;
/// So many values of a list are shown on a terminal.
const SHOWN: usize = 12;

/// Adds the summary to a screen.
pub(super) fn show(screen: &mut Screen, summary: &Summary) {
    for (label, lines) in sections(summary, SHOWN) {
        for (at, line) in lines.iter().enumerate() {
            screen.labelled(if at == 0 { label } else { "" }, MARGIN, line);
        }
    }
}

/// The summary as paragraphs for paper, one a section.
pub(super) fn paragraphs(summary: &Summary) -> Vec<String> {
    sections(summary, usize::MAX)
        .into_iter()
        .map(|(label, lines)| {
            format!(
                "{}\n{}",
                words::capital(&label.to_lowercase()),
                lines.join("\n")
            )
        })
        .collect()
}

/// The summary as pictures, where there are several responses: replies and late ones by year, what was relied on and
/// what was decided.
pub(super) fn figures(summary: &Summary) -> Vec<Figure> {
    if summary.responses < 2 {
        return Vec::new();
    }
    let years = Figure {
        title: "Responses by year of reply; dark: after the twentieth working day, of those that state both days"
            .to_owned(),
        bars: summary
            .years
            .iter()
            .map(|year| Bar {
                label: year
                    .year
                    .map_or_else(|| "no day".to_owned(), |year| year.to_string()),
                height: year.responses as u64,
                of_which: year.late as u64,
                says: format!(
                    "{}, {} of {} timed came late",
                    words::count(year.responses as u64, "response", "responses"),
                    year.late,
                    year.timed
                ),
            })
            .collect(),
    };
    let of = |title: &str, counts: &[Count]| Figure {
        title: title.to_owned(),
        bars: counts
            .iter()
            .take(MOST_BARS)
            .map(|count| Bar {
                label: count.value.clone(),
                height: count.responses as u64,
                of_which: 0,
                says: words::count(count.responses as u64, "response", "responses"),
            })
            .collect(),
    };
    let mut figures = vec![
        years,
        of("Responses that rely on each section", &summary.provisions),
        of("Responses with each outcome", &summary.outcomes),
        of(
            "Responses in which each rule found something",
            &summary.rules,
        ),
    ];
    figures.retain(|figure| !figure.bars.is_empty());
    figures
}

fn sections(summary: &Summary, most: usize) -> Vec<(&'static str, Vec<String>)> {
    let widest = summary
        .years
        .iter()
        .map(|year| year.responses)
        .max()
        .unwrap_or(0);
    let years: Vec<String> = summary
        .years
        .iter()
        .map(|year| {
            let name = year
                .year
                .map_or_else(|| "no day".to_owned(), |year| year.to_string());
            let late = if year.timed > 0 {
                format!("; {} of {} timed came late", year.late, year.timed)
            } else {
                String::new()
            };
            format!(
                "{name:<8}{} {}{late}",
                bar(year.responses, widest),
                year.responses
            )
        })
        .collect();
    let mut sections = vec![("BY YEAR", years)];
    for (label, counts) in [
        ("AUTHORITY", &summary.authorities),
        ("RELIED ON", &summary.provisions),
        ("OUTCOMES", &summary.outcomes),
        ("RULES", &summary.rules),
    ] {
        sections.push((label, lines(counts, most)));
    }
    let alike: Vec<String> = summary
        .alike
        .iter()
        .take(most)
        .map(|alike| {
            let question: String = alike.question.chars().take(80).collect();
            format!("\"{question}\": {}", alike.paths.join(", "))
        })
        .collect();
    sections.push(("ASKED TWICE", alike));
    sections.retain(|(_, lines)| !lines.is_empty());
    sections
}

fn lines(counts: &[Count], most: usize) -> Vec<String> {
    let widest = counts
        .iter()
        .map(|count| count.responses)
        .max()
        .unwrap_or(0);
    let mut lines: Vec<String> = counts
        .iter()
        .take(most)
        .map(|count| {
            format!(
                "{:<34}{} {}",
                count.value,
                bar(count.responses, widest),
                count.responses
            )
        })
        .collect();
    if counts.len() > most {
        lines.push(format!("and {} more", counts.len() - most));
    }
    lines
}

fn bar(number: usize, widest: usize) -> String {
    "#".repeat(
        (number * WIDEST)
            .checked_div(widest)
            .unwrap_or(0)
            .max(usize::from(number > 0)),
    )
}
