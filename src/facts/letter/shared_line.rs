//! What may share a line with a letter's day, and lines that tell a day of something else: of a case's closing, of a
//! review, of a row in a register.

use super::layout::{Cell, strip_prefix_folded};
use super::plain::plain;
use crate::facts::dates::{Found, long};

/// What is said right before a day on which something was done that is no paper's making: `Closed 4/5/21`.
const DONE: [&str; 23] = [
    "closed",
    "reopened",
    "opened",
    "open",
    "logged",
    "resolved",
    "allocated",
    "assigned",
    "concluded",
    "withdrawn",
    "created",
    "reviewed",
    "expires",
    "expired",
    "ended",
    "started",
    "commenced",
    "cancelled",
    "overdue",
    "archived",
    "destroyed",
    "acknowledged",
    "retained",
];

/// What stands on a line of versions beside the day on which the first was made.
const VERSIONS: [&str; 7] = [
    "last reviewed",
    "next review",
    "last updated",
    "last amended",
    "last revised",
    "review date",
    "date reviewed",
];

/// The words before a day and behind it, without what stands on a line of its own as often: the page's number, a receipt
/// stamp, a reference's label, how the letter went. Says whether there was any.
pub(super) fn apart<'a>(before: &'a str, behind: &'a str) -> (&'a str, &'a str, bool) {
    let said = behind.trim_start();
    let other = is_page(said)
        || opens_a_stamp(said)
        || [
            "Our ref", "Your ref", "OUR REF", "YOUR REF", "Ein cyf", "Eich cyf",
        ]
        .iter()
        .any(|label| said.starts_with(label))
        || is_sending(said);
    let page_first = is_page(before.trim_end());
    (
        if page_first { "" } else { before },
        if other { "" } else { behind },
        other || page_first,
    )
}

/// `Page 1 of 3`, `Page 2`.
fn is_page(words: &str) -> bool {
    let words = words.trim();
    let Some(rest) =
        strip_prefix_folded(words, "page ").or_else(|| strip_prefix_folded(words, "tudalen "))
    else {
        return false;
    };
    let mut parts = rest.split_whitespace();
    let number = |word: &str| word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
    let joins = |word: &str| {
        ["of", "o", "/"]
            .iter()
            .any(|of| of.eq_ignore_ascii_case(word))
    };
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(first), None, ..) => number(first),
        (Some(first), Some(of), Some(last), None) => number(first) && joins(of) && number(last),
        _ => false,
    }
}

/// A stamp in capitals with the day that it gives: `RECEIVED 6 JUL 2021`.
fn opens_a_stamp(words: &str) -> bool {
    let day = ["RECEIVED", "REC'D", "DATE RECEIVED"]
        .iter()
        .find_map(|stamp| words.strip_prefix(stamp));
    day.is_some_and(|day| {
        let day = day.trim_start_matches([' ', ':', '\t']);
        day.starts_with(|c: char| c.is_ascii_digit()) && day.len() <= 20
    })
}

/// Whether a stamp in capitals stands right before a day and closes a line that is not wholly its own; capitals before it
/// may be a heading that tells of a request's receipt.
pub(super) fn ends_with_a_stamp(before: &str) -> bool {
    let before = before.trim_end_matches([' ', ':', '\t', '\u{a0}']);
    let Some(rest) = ["DATE RECEIVED", "RECEIVED", "REC'D"]
        .iter()
        .find_map(|stamp| before.strip_suffix(stamp))
    else {
        return false;
    };
    let last = rest.split_whitespace().next_back().unwrap_or_default();
    rest.ends_with(char::is_whitespace)
        && last.contains(|c: char| c.is_lowercase() || c.is_ascii_digit())
}

/// `By email`, `BY POST`: how the letter went, and nothing more.
fn is_sending(words: &str) -> bool {
    const LONGEST: usize = 40;
    let words = words.trim().trim_end_matches('.');
    if words.len() > LONGEST {
        return false;
    }
    let lower = words.to_ascii_lowercase().replace("e-mail", "email");
    ["by ", "via ", "sent by "].iter().any(|by| {
        lower.strip_prefix(by).is_some_and(|way| {
            matches!(
                way,
                "email"
                    | "post"
                    | "hand"
                    | "fax"
                    | "email only"
                    | "email and post"
                    | "first class post"
                    | "recorded delivery"
                    | "courier"
            )
        })
    })
}

/// Whether the words before a day say that something was done on it.
pub(super) fn tells_of_another(before: &str) -> bool {
    let last = before.rsplit(' ').next().unwrap_or_default();
    let review = ["review date", "next review", "last review"];
    DONE.contains(&last) || review.iter().any(|words| before.ends_with(words))
}

/// Whether a day on which a paper was made stands among those of its versions, on its own line or the next.
pub(super) fn among_versions(cells: &[Cell<'_>], at: usize) -> bool {
    let line = cells[at].line;
    cells
        .iter()
        .skip(at.saturating_sub(6))
        .take(13)
        .filter(|cell| cell.line.abs_diff(line) <= 1)
        .any(|cell| {
            let words = plain(cell.text);
            VERSIONS.iter().any(|said| words.contains(said))
        })
}

/// The row of a register, as cell and day, that the `nth` day stands in, if another row has another day: both lines open
/// with a number.
pub(super) fn row_of_a_register(
    rows: &[(usize, usize)],
    nth: usize,
    cells: &[Cell<'_>],
    dates: &[Found],
) -> Option<(usize, usize)> {
    let numbered = |line: usize| {
        let first = cells.iter().find(|cell| cell.line == line);
        let word = first.and_then(|cell| cell.text.split_whitespace().next());
        word.is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()))
    };
    let own = rows.iter().find(|(_, day)| *day == nth)?;
    let line = cells[own.0].line;
    let others = rows
        .iter()
        .filter(|(_, day)| dates[*day].day != dates[nth].day)
        .map(|(at, _)| cells[*at].line)
        .any(|other| other != line && numbered(other));
    (others && numbered(line)).then_some(*own)
}

/// What is doubtful where the only days of a head are those of something else.
pub(super) fn of_another(line: &str, found: &Found) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    format!(
        "{} was not taken for the day of this paper: \"{}\" tells of something else",
        long(found.day),
        words.join(" ")
    )
}
