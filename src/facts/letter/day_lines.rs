//! Lines that bear a day and are not plain: two days or a span, a stamp over several lines, a day that cannot be read.

use super::day::{MADE_WITHIN, cell_of};
use super::layout::{Cell, Layout, strip_prefix_folded};
use super::plain::plain;
use crate::facts::dates::{Found, long};

/// What is doubtful of a date line that gives two days, or a span of them.
pub(super) fn two_days(
    text: &str,
    layout: &Layout<'_>,
    dates: &[Found],
    nth: usize,
    weight: u8,
) -> Option<String> {
    let found = &dates[nth];
    let before = text.get(..found.start)?;
    let spans = before
        .strip_suffix(['-', '\u{2013}'])
        .map(str::trim_end)
        .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
    if spans {
        return Some(format!(
            "the date line gives a span of days: {}, its last, was taken",
            long(found.day)
        ));
    }
    let cell = layout.head.get(cell_of(&layout.head, found)?)?;
    let line = cell.at..cell.at + cell.text.len();
    let other = dates
        .iter()
        .filter(|other| line.contains(&other.start) && other.day != found.day)
        .find(|other| {
            let (first, second) = if other.start < found.start {
                (*other, found)
            } else {
                (found, *other)
            };
            let between = text.get(first.end..second.start).unwrap_or_default();
            between.trim().len() <= 3 && !between.contains('(')
        })?;
    (weight <= 80).then(|| {
        format!(
            "two days on the date line: {} was taken, {} stands there too",
            long(found.day),
            long(other.day)
        )
    })
}

/// A line of the head that is made like a date line and gave no day: `Date: 3 December`, `3 December 2O21`.
pub(super) fn unread_line(layout: &Layout<'_>, dates: &[Found]) -> Option<String> {
    const DAY_LABELS: [&str; 6] = [
        "dyddiad",
        "date of letter",
        "letter date",
        "dated",
        "date",
        "w/c",
    ];
    let head = layout.head.iter().take(MADE_WITHIN);
    let mut lines = head.filter(|cell| {
        let labelled = DAY_LABELS.iter().find_map(|label| {
            let rest = strip_prefix_folded(cell.text, label)?;
            (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
        });
        let said = labelled.unwrap_or(cell.text);
        let said = said.trim_start_matches([':', ' ', '.', '\t']);
        let short = said.len() <= 60 && said.split_whitespace().count() <= 12;
        if !short || !crate::facts::dates::doubtful(cell.text).is_empty() {
            return false;
        }
        let read = dates
            .iter()
            .any(|one| cell.at <= one.start && one.start < cell.at + cell.text.len());
        let months = said
            .split(|c: char| !c.is_alphabetic())
            .any(|word| word.len() >= 3 && crate::facts::dates::month(word).is_some());
        let figures = said.contains(|c: char| c.is_ascii_digit());
        let weekly = plain(cell.text).starts_with("w c ");
        match labelled {
            Some(_) => (months || figures) && (!read || weekly),
            None => {
                let words = plain(said);
                let words: Vec<&str> = words.split(' ').collect();
                let all = words.iter().all(|word| {
                    word.contains(|c: char| c.is_ascii_digit())
                        || crate::facts::dates::month(word).is_some()
                        || matches!(*word, "the" | "of" | "day")
                        || word.ends_with("th")
                        || matches!(*word, "first" | "second" | "third")
                });
                months && figures && !read && all && words.len() <= 4
            }
        }
    });
    let line = lines.next()?;
    Some(format!(
        "the date line {:?} was not read as a day",
        line.text
    ))
}

/// Whether a day stands alone a few lines below a stamp's word in capitals: `RECEIVED`, the body, `6 JUL 2021`.
pub(super) fn below_a_stamp(cells: &[Cell<'_>], at: usize, before: &str, after: &str) -> bool {
    const BELOW: usize = 3;
    let above = cells.get(at.saturating_sub(BELOW)..at).unwrap_or_default();
    before.is_empty()
        && after.is_empty()
        && above.iter().any(|cell| {
            matches!(
                cell.text.trim_matches(['*', ' ']),
                "RECEIVED" | "REC'D" | "DATE RECEIVED"
            )
        })
}

/// Whether the other days of a text put the month first, so that a day in figures may do so too: `02/28/2022`, and none
/// that can only put the day first.
pub(super) fn month_comes_first(text: &str, found: &Found, dates: &[Found]) -> bool {
    let pair = |printed: &str| {
        let mut parts = printed.split(['/', '-', '.']);
        let first: u32 = parts.next()?.trim().parse().ok()?;
        let second: u32 = parts.next()?.trim().parse().ok()?;
        let year = parts.next()?.trim();
        (year.len() == 4 && parts.next().is_none()).then_some((first, second))
    };
    let Some((first, second)) = pair(&found.as_printed) else {
        return false;
    };
    if first > 12 || second > 12 || first == second {
        return false;
    }
    let day_first = dates
        .iter()
        .filter_map(|one| pair(&one.as_printed))
        .any(|(first, _)| first > 12);
    let mut doubtful = crate::facts::dates::doubtful(text).into_iter();
    let month_first = doubtful.any(|one| {
        pair(&one.as_printed)
            .is_some_and(|(first, second)| (1..=12).contains(&first) && (13..=31).contains(&second))
    });
    month_first && !day_first
}
