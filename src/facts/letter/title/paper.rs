//! What a paper calls itself by a line of its head: an invoice, an agenda, a tribunal's order, a notice of some kind.

use crate::facts::dates;

/// Lines of a paper among which it says what it is.
const HEAD: usize = 30;
/// Lines among which a paper of no kind says so, below the name of whoever issued it.
const TOP: usize = 6;
/// A line that names a paper's kind is no longer than this, in bytes.
const LONGEST: usize = 60;

/// Notices by name, the longer before those that they contain.
const NOTICES: [&str; 9] = [
    "monetary penalty notice",
    "enforcement notice",
    "information notice",
    "assessment notice",
    "penalty notice",
    "decision notice",
    "notice of intent",
    "practice recommendation",
    "undertaking",
];

/// What a tribunal's paper may be, the longer before those that they begin with.
const RULINGS: [&str; 8] = [
    "consent order",
    "case management directions",
    "directions",
    "decision and reasons",
    "decision",
    "determination",
    "ruling",
    "order",
];

/// Papers of no kind of their own that say what they are.
const PAPERS: [&str; 14] = [
    "invoice",
    "agenda",
    "receipt",
    "contract",
    "agreement",
    "purchase order",
    "certificate",
    "delivery note",
    "file note",
    "memorandum",
    "memo",
    "fax",
    "specification",
    "terms of reference",
];

/// The written lines at the head of a text, blanks within them made one.
fn head(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .take(HEAD)
}

/// Words whose letters stand apart, put together: `F A X`.
pub(super) fn together(line: &str) -> String {
    let mut pieces = line.split_whitespace().peekable();
    let apart = pieces.peek().is_some() && pieces.all(|piece| piece.chars().count() == 1);
    match apart && line.chars().filter(|c| c.is_alphabetic()).count() > 2 {
        true => line.split_whitespace().collect(),
        false => line.to_owned(),
    }
}

/// The name of a notice, from a line that holds nothing else of weight.
pub(super) fn notice(text: &str) -> Option<&'static str> {
    head(text).find_map(|line| {
        let lower = line.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        NOTICES.into_iter().find(|name| *name == bare)
    })
}

/// The name of a notice in its heading.
pub(super) fn notice_in(heading: &str) -> Option<&'static str> {
    let heading = heading.to_lowercase();
    NOTICES.into_iter().find(|name| heading.contains(*name))
}

/// "First-tier Tribunal consent order", where a paper is headed as a tribunal's own papers are.
pub(super) fn tribunal(text: &str) -> Option<String> {
    let court = head(text).take(TOP).find_map(|line| {
        let upper = line.to_uppercase();
        if upper.starts_with("IN THE FIRST-TIER TRIBUNAL") {
            Some("First-tier Tribunal")
        } else if upper.starts_with("IN THE UPPER TRIBUNAL") {
            Some("Upper Tribunal")
        } else if upper == "INFORMATION TRIBUNAL" {
            Some("Information Tribunal")
        } else {
            None
        }
    })?;
    let ruling = head(text).find_map(|line| {
        let first = line.split(':').next().unwrap_or_default().trim();
        let shouted = !first.chars().any(char::is_lowercase);
        let lower = first.to_lowercase();
        RULINGS
            .into_iter()
            .find(|ruling| shouted && *ruling == lower)
    })?;
    Some(format!("{court} {ruling}"))
}

/// What a paper of no kind calls itself near its top: "invoice".
pub(super) fn called(text: &str) -> Option<&'static str> {
    head(text).take(TOP).find_map(|line| {
        let line = together(&line).to_lowercase();
        PAPERS.into_iter().find(|paper| {
            line.len() <= LONGEST
                && line
                    .strip_prefix(paper)
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    })
}

/// The month that a paper gives where its day is blacked out, left blank or not given: `** August 2008`.
pub(super) fn month(text: &str) -> Option<String> {
    head(text).find_map(|line| {
        let mut words: Vec<&str> = line.split(' ').collect();
        let year = words.pop()?;
        let month = words.pop()?;
        let full = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        let blank = |word: &&str| {
            word.chars()
                .all(|c| matches!(c, '*' | '_' | '.' | '-' | 'x' | 'X' | '\u{2588}'))
        };
        let alone = words.len() < 2 && words.iter().all(blank);
        let named = month.len() > 2 && month.starts_with(char::is_uppercase);
        let read = dates::month(month).filter(|_| full && alone && named)?;
        let day = jiff::civil::Date::new(year.parse().ok()?, read, 1).ok()?;
        let long = dates::long(day);
        long.split_once(' ').map(|(_, rest)| rest.to_owned())
    })
}

/// A name that is printed all in capitals, as a sentence has it; short ones are abbreviations.
pub(super) fn lowered(name: &str) -> String {
    let shouts = name.contains(' ') && !name.chars().any(char::is_lowercase);
    if !shouts {
        return name.to_owned();
    }
    let words = name.split(' ').enumerate().map(|(nth, word)| {
        let lower = word.to_lowercase();
        let small = ["of", "and", "the", "for"].contains(&lower.as_str());
        let abbreviation = word.chars().count() < 4;
        match (small && nth > 0, abbreviation) {
            (true, _) => lower,
            (_, true) => word.to_owned(),
            _ => super::capitalised(&lower),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_says_what_it_is() {
        assert_eq!(called("Wick & Sons\nInvoice no. 12\n"), Some("invoice"));
        assert_eq!(
            called("Lamp Board\nAgenda for 3 May 2019\n"),
            Some("agenda")
        );
        assert_eq!(called("M E M O\nTo: all\n"), Some("memo"));
        assert_eq!(called("Invoices are paid late by everyone.\n"), None);
        assert_eq!(
            tribunal("IN THE FIRST-TIER TRIBUNAL   Appeal No. 3\nBETWEEN\nCONSENT ORDER\n")
                .as_deref(),
            Some("First-tier Tribunal consent order")
        );
        assert_eq!(tribunal("We wrote to the tribunal.\nDECISION\n"), None);
        assert_eq!(
            notice("LAMP ACT 1990 (SECTION 5)\nENFORCEMENT NOTICE\n14 June 2019\n"),
            Some("enforcement notice")
        );
        assert_eq!(
            notice("We gave an enforcement notice to the lamp board.\n"),
            None
        );
    }

    #[test]
    fn a_month_stands_for_a_day_that_is_not_given() {
        for (text, expected) in [
            ("Lamp Board\n** August 2008\nDear Sir", Some("August 2008")),
            ("Lamp Round-up\n\nDecember 2021\n", Some("December 2021")),
            ("xx October 2022", Some("October 2022")),
            ("The lamp was lit in August 2008", None),
            ("12 August 2008", None),
        ] {
            assert_eq!(month(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_name_in_capitals_is_lowered_and_an_abbreviation_is_not() {
        assert_eq!(
            lowered("LAMP BOARD OF THE NORTH"),
            "Lamp Board of the North"
        );
        assert_eq!(lowered("LBN"), "LBN");
        assert_eq!(lowered("Lamp Board"), "Lamp Board");
    }
}
