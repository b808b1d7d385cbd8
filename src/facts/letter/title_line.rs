//! The line of a paper that reads as its title, and the line below it that goes on with it.

use super::layout::{Cell, Layout};
use super::names::organisation_like;
use crate::facts::Tables;

/// How many written cells of a head are looked at for a title.
const WITHIN: usize = 12;
/// A line below a title that goes on with it is no longer than this, in bytes.
const LONGEST_BELOW: usize = 60;

/// The line of a paper that reads as its title.
///
/// A unit of the issuer below its letterhead is taken only where nothing else will do; behind a line such as "Leaflet
/// for visitors" a heading in capitals is the title.
pub fn of<'a>(layout: &Layout<'a>, tables: &Tables) -> Option<Cell<'a>> {
    let fitting = || {
        let head = layout.head.iter().take(WITHIN);
        head.filter(|cell| fits(cell.text, tables) && !is_law(cell.text))
    };
    let first = fitting().find(|cell| !is_unit(cell.text));
    let first = first.or_else(|| fitting().next())?;
    let shouted = || fitting().find(|cell| is_shouted(cell.text));
    let better = if is_purpose(first.text) {
        shouted()
    } else {
        None
    };
    Some(*better.unwrap_or(first))
}

/// The short line right below a title, where it goes on with it: the end of its sentence, or a line that neither begins
/// a section nor is followed by prose.
pub fn below<'a>(layout: &Layout<'a>, title: Cell<'a>, tables: &Tables) -> Option<&'a str> {
    let at = layout.head.iter().position(|cell| cell.at == title.at)?;
    let next = layout.head.get(at + 1)?;
    let near = next.line == title.line + 1 && next.text.len() <= LONGEST_BELOW;
    let alone = layout.head.get(at + 2).is_none_or(|after| {
        after.line > next.line + 1 || after.text.len() <= LONGEST_BELOW && fits(after.text, tables)
    });
    let follows = alone
        && fits(next.text, tables)
        && !begins_section(next.text)
        && !is_unit(next.text)
        && !is_purpose(next.text);
    (near && (follows || is_open(title.text) && alone)).then_some(next.text)
}

/// A title and the line below it: one sentence where the first breaks off, and parted by a dash where not.
pub fn joined(title: &str, below: &str) -> String {
    let between = if is_open(title) { " " } else { " - " };
    format!("{title}{between}{below}")
}

fn fits(line: &str, tables: &Tables) -> bool {
    let words = line.split_whitespace().count();
    (4..=140).contains(&line.len())
        && line.chars().filter(|c| c.is_alphabetic()).count() * 2 > line.len()
        && words <= 20
        && !line.ends_with(['.', ',', ';', ':', '?'])
        && !line.contains(['@', '\u{a9}'])
        && !line.contains("www.")
        && !line.contains("cookie")
        && !line.starts_with("Quickly exit")
        && !line.starts_with("Page ")
        && !line.chars().next().is_some_and(char::is_lowercase)
        && !tables.markings.is_marking(line)
        && tables.parties.by_name(line).is_none()
        && !organisation_like(line)
}

fn is_law(line: &str) -> bool {
    let lower = line.to_lowercase();
    let lower = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    lower.ends_with(" act")
        || lower.ends_with("regulation")
        || lower.ends_with("regulations")
        || lower.ends_with("(foia)")
}

/// Whether a line is a unit's name by its look, which a letterhead gives below the organisation's.
fn is_unit(line: &str) -> bool {
    const UNITS: [&str; 10] = [
        "unit",
        "team",
        "department",
        "directorate",
        "division",
        "branch",
        "office",
        "registry",
        "desk",
        "command",
    ];
    let words: Vec<String> = line.split_whitespace().map(str::to_lowercase).collect();
    words.len() <= 6
        && words
            .last()
            .is_some_and(|last| UNITS.contains(&last.as_str()))
}

/// Whether a line says for whom a paper is, and not what it is called: "Leaflet for visitors".
fn is_purpose(line: &str) -> bool {
    let lower = line.to_lowercase();
    [
        "leaflet for ",
        "factsheet for ",
        "information for ",
        "guidance for ",
    ]
    .iter()
    .any(|opening| lower.starts_with(opening))
}

fn is_shouted(line: &str) -> bool {
    line.chars().filter(|c| c.is_alphabetic()).count() > 3 && !line.chars().any(char::is_lowercase)
}

/// Whether a line breaks off before its sentence ends: "Asking for Your".
fn is_open(line: &str) -> bool {
    const OPEN: [&str; 16] = [
        "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "our", "the", "to",
        "with", "your",
    ];
    line.split_whitespace()
        .next_back()
        .is_some_and(|last| OPEN.contains(&last.to_lowercase().as_str()))
}

/// Whether a line begins a section of its own: "What this leaflet is for", "Introduction".
fn begins_section(line: &str) -> bool {
    const OPENERS: [&str; 12] = [
        "what",
        "how",
        "why",
        "when",
        "who",
        "where",
        "about",
        "introduction",
        "contents",
        "overview",
        "summary",
        "background",
    ];
    line.split(|c: char| !c.is_alphanumeric())
        .next()
        .is_some_and(|first| OPENERS.contains(&first.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::letter::layout;

    fn title(text: &str) -> String {
        let tables = Tables::built_in();
        let layout = layout::of_document(text);
        let cell = of(&layout, &tables).expect("a title");
        match below(&layout, cell, &tables) {
            Some(next) => joined(cell.text, next),
            None => cell.text.to_owned(),
        }
    }

    #[test]
    fn a_title_goes_on_in_the_short_line_right_below_it() {
        let prose =
            "We give this to whoever asks us for the loan of a lantern, so that they\nknow.\n";
        for (head, expected) in [
            (
                "Lantern Leaflet\nOil and Wicks 2019\n\n",
                "Lantern Leaflet - Oil and Wicks 2019",
            ),
            (
                "Lantern Leaflet\nOil and Wicks\nWhat it is for\n",
                "Lantern Leaflet - Oil and Wicks",
            ),
            (
                "Asking for Your\nOwn Lantern\n\n",
                "Asking for Your Own Lantern",
            ),
            ("Lantern Leaflet\nWhat it is for\n", "Lantern Leaflet"),
            ("Lantern Leaflet\n\nOil and Wicks\n\n", "Lantern Leaflet"),
            ("Lantern Leaflet\nOil and Wicks\n", "Lantern Leaflet"),
        ] {
            assert_eq!(title(&format!("{head}{prose}")), expected);
        }
    }

    #[test]
    fn a_letterhead_is_no_title_where_there_is_another() {
        assert_eq!(
            title(
                "Metropolitan Police Service\nLamp Records Unit\nAnnual report for 2019\nWe lit."
            ),
            "Annual report for 2019"
        );
        assert_eq!(title("Lamp Records Unit\n"), "Lamp Records Unit");
        assert_eq!(
            title("Leaflet for lodgers\n\nASKING FOR A LAMP\n\nAs a rule you may."),
            "ASKING FOR A LAMP"
        );
    }
}
