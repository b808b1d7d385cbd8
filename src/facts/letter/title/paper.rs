//! What a paper calls itself by a line of its head: an invoice, an agenda, a tribunal's order, a notice of some kind.

use crate::facts::dates::typed::WEEKDAYS;
use crate::facts::{Tables, dates};

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

/// The written lines at the head of a text as they stand.
fn written(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .take(HEAD)
}

/// The written lines at the head of a text, blanks within them made one.
fn head(text: &str) -> impl Iterator<Item = String> + '_ {
    written(text).map(with_single_blanks)
}

/// Words with one blank between each.
pub(super) fn with_single_blanks(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
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
    let begun = |line: &&str| {
        let first = line.trim_start().chars().next();
        first.is_some_and(|first| first.to_uppercase().eq(['I']))
    };
    let court = written(text).take(TOP).filter(begun).find_map(|line| {
        let upper = with_single_blanks(line).to_uppercase();
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

/// The top of a text, where its addressees stand.
pub(super) fn top(text: &str) -> &str {
    let end = text
        .match_indices('\n')
        .nth(HEAD)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Whether a paper names a body at its head, by its name or as "ICO case reference".
pub(super) fn head_names(text: &str, name: &str) -> bool {
    let first = name.split(['\'', '\u{2019}']).next().unwrap_or(name);
    head(text).any(|line| line.contains(first) || line.contains("ICO case reference"))
}

/// "Scottish Information Commissioner Decision 107/2022", where a regulator's paper is headed by its own number.
pub(super) fn numbered_decision(text: &str, tables: &Tables) -> Option<String> {
    let mut begun = written(text).take(TOP).map(str::trim_start);
    begun
        .any(|line| line.starts_with("Decision"))
        .then_some(())?;
    let lines: Vec<String> = head(text).take(TOP).collect();
    lines.windows(2).find_map(|pair| {
        let [body, number] = pair else { return None };
        let digits = number.strip_prefix("Decision ")?;
        let numbered =
            digits.contains('/') && digits.bytes().all(|b| b.is_ascii_digit() || b == b'/');
        numbered.then_some(())?;
        let short = tables.parties.by_name(body)?;
        let row = tables.parties.row(short)?;
        Some(format!("{} {number}", row.name))
    })
}

/// All of a kind to whom a circular goes: "To: All Chief Constables; ..." goes to "all Chief Constables".
pub(super) fn to_all(text: &str) -> Option<String> {
    let begun = |line: &&str| line.trim_start().starts_with("To:");
    written(text).filter(begun).find_map(|line| {
        let line = with_single_blanks(line);
        let all = line.strip_prefix("To: All ")?;
        let named = all.split([';', ',', '(', '.']).next()?.trim();
        (1..=5)
            .contains(&named.split(' ').count())
            .then(|| format!("all {named}"))
    })
}

/// Whether a paper with the lines of a message at its head is a memo: no address, no hour, nothing that was sent.
pub(super) fn is_memo(text: &str) -> bool {
    let lines: Vec<String> = head(text)
        .take(TOP * 2)
        .map(|line| line.to_lowercase())
        .collect();
    let has = |label: &str| lines.iter().any(|line| line.starts_with(label));
    let date = lines.iter().find(|line| line.starts_with("date:"));
    has("to:")
        && has("from:")
        && !has("sent:")
        && !lines
            .iter()
            .any(|line| line.contains('@') || line.contains("sent:"))
        && date.is_some_and(|date| !date.trim_start_matches("date:").contains(':'))
}

/// The body of a letterhead that no table knows, from the very first line: "Lamp Harbour Board".
pub(super) fn letterhead(text: &str) -> Option<&str> {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let words: Vec<&str> = first.split(' ').collect();
    let named = words
        .iter()
        .all(|word| word.starts_with(char::is_uppercase) || LINKS.contains(word))
        && words
            .iter()
            .all(|word| word.chars().all(|c| c.is_alphabetic() || "'&-".contains(c)));
    let body = words.last().is_some_and(|last| BODIES.contains(last));
    ((2..=7).contains(&words.len()) && named && body).then_some(first)
}

/// Small words within the name of a body.
const LINKS: [&str; 5] = ["of", "and", "the", "for", "&"];
/// Words with which names of bodies end.
const BODIES: [&str; 16] = [
    "Board",
    "Company",
    "Council",
    "Trust",
    "Society",
    "Association",
    "Authority",
    "Agency",
    "Museum",
    "Commissioners",
    "Corporation",
    "Limited",
    "Ltd",
    "LLP",
    "University",
    "College",
];

/// Words of the name of those who meet.
const MEET: [&str; 8] = [
    "group",
    "board",
    "committee",
    "panel",
    "forum",
    "team",
    "council",
    "meeting",
];

/// Whether a line begins with a day, as the line below the name of a meeting does.
pub(super) fn begins_with_day(line: &str) -> bool {
    let first = line
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default()
        .to_lowercase();
    WEEKDAYS.contains(&first.as_str())
        || dates::find(line)
            .first()
            .is_some_and(|found| found.start == 0)
}

/// Who met, by the first line of minutes that says so.
pub(super) fn meeting(text: &str) -> Option<String> {
    head(text).take(TOP).find(|line| {
        let lower = line.to_lowercase();
        let says = lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| MEET.contains(&word));
        says && line.len() <= LONGEST
            && !line.contains(|c: char| c.is_ascii_digit() || c == ':')
            && !line.ends_with('.')
    })
}

/// A title without the word for what it is that stands behind it: "Lamps afloat: a leaflet" is "Lamps afloat".
pub(super) fn without_kind<'a>(title: &'a str, called: &str) -> Option<&'a str> {
    let lower = title.to_lowercase();
    let called = called.to_lowercase();
    let ends = [
        format!(": a {called}"),
        format!(" - a {called}"),
        format!(" - {called}"),
        format!(" ({called})"),
        format!(": {called}"),
    ];
    let end = ends.iter().find(|end| lower.ends_with(end.as_str()))?;
    let kept = title.get(..title.len() - end.len())?.trim();
    (lower.len() == title.len() && !kept.is_empty()).then_some(kept)
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
    let long = dates::long(first_of_month(text)?);
    long.split_once(' ').map(|(_, rest)| rest.to_owned())
}

/// The first day of that month.
pub(super) fn first_of_month(text: &str) -> Option<jiff::civil::Date> {
    written(text).find_map(|line| {
        let mut words = line.split_whitespace().rev();
        let (year, month) = (words.next()?, words.next()?);
        let full = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        let blank = |word: &str| {
            word.chars()
                .all(|c| matches!(c, '*' | '_' | '.' | '-' | 'x' | 'X' | '\u{2588}'))
        };
        let named = month.len() > 2 && month.starts_with(char::is_uppercase);
        let alone = words.next().is_none_or(blank) && words.next().is_none();
        (full && named && alone).then_some(())?;
        let read = dates::month(month)?;
        jiff::civil::Date::new(year.parse().ok()?, read, 1).ok()
    })
}

/// A title whose first word alone shouts what the paper is: `MINUTES of the Board` are the `Minutes of the Board`.
pub(super) fn spoken(title: &str) -> String {
    const SHOUTED: [&str; 14] = [
        "MINUTES",
        "REPORT",
        "NOTE",
        "NOTES",
        "AGENDA",
        "RECORD",
        "SUMMARY",
        "BRIEFING",
        "STATEMENT",
        "MEMORANDUM",
        "REVIEW",
        "TRANSCRIPT",
        "POLICY",
        "GUIDANCE",
    ];
    match title.split_once(' ') {
        Some((first, rest)) if SHOUTED.contains(&first) && rest.chars().any(char::is_lowercase) => {
            format!("{} {rest}", super::capitalised(&first.to_lowercase()))
        }
        _ => title.to_owned(),
    }
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
    fn a_head_says_who_and_what() {
        assert_eq!(
            letterhead("Lamp Harbour Board\n4 May 2019\nDear Ann\n"),
            Some("Lamp Harbour Board")
        );
        assert_eq!(letterhead("We met the Board\n"), None);
        assert_eq!(
            to_all("To: All Lamp Keepers; Ann\nDear all\n").as_deref(),
            Some("all Lamp Keepers")
        );
        assert_eq!(to_all("To: Ann\n"), None);
        assert!(is_memo(
            "To: Ann\nFrom: Bo\nDate: 4 May 2019\nSubject: lamps\n"
        ));
        assert!(!is_memo(
            "From: Bo\nSent: 4 May 2019 10:00\nTo: Ann\nSubject: lamps\n"
        ));
        assert!(!is_memo(
            "From: bo@lamp.example\nTo: Ann\nDate: 4 May 2019\n"
        ));
        assert_eq!(
            meeting("LAMP CONSTABULARY - WICK GROUP\nThursday 7 March 2024, 18:30\n").as_deref(),
            Some("LAMP CONSTABULARY - WICK GROUP")
        );
        assert!(begins_with_day("Thursday 7 March 2024, 18:30"));
        assert!(!begins_with_day("Lamp Board, 7 March 2024"));
        assert_eq!(
            without_kind("Lamps afloat: a leaflet", "leaflet"),
            Some("Lamps afloat")
        );
        assert_eq!(without_kind("A leaflet", "leaflet"), None);
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
    fn a_paper_that_shouts_what_it_is_is_spoken_of_softly() {
        for (title, expected) in [
            ("MINUTES of the Lamp Board", "Minutes of the Lamp Board"),
            ("REPORT to the Lamp Board", "Report to the Lamp Board"),
            ("MINUTES OF THE LAMP BOARD", "MINUTES OF THE LAMP BOARD"),
            ("LAMPS of the North", "LAMPS of the North"),
            ("MINUTES", "MINUTES"),
        ] {
            assert_eq!(spoken(title), expected);
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
