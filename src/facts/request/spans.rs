//! Stretches of time that are named without days: quarters of a year, and the time since something last happened.

use jiff::civil::Date;

use super::moments::{Moment, moments};
use crate::facts::dates;

/// A quarter of a year in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quarter {
    /// Its first and last day.
    pub(super) days: (Date, Date),
    /// Where it stands, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it is one of a calendar year: another body may count from April.
    calendar: bool,
}

/// Words for quarters.
const QUARTERS: [(&str, i16); 8] = [
    ("first quarter", 1),
    ("second quarter", 2),
    ("third quarter", 3),
    ("fourth quarter", 4),
    ("q1", 1),
    ("q2", 2),
    ("q3", 3),
    ("q4", 4),
];

/// Words that stand before the name of a year of accounts.
const YEARS: [&str; 6] = [
    "financial year",
    "calendar year",
    "fiscal year",
    "tax year",
    "academic year",
    "accounting year",
];

/// The most bytes between a quarter and its year: " of the financial year ".
const APART: usize = 28;

/// The quarters of a text: "Q3 2020", "the third quarter of 2022/23".
pub(super) fn quarters(text: &str) -> Vec<Quarter> {
    let lower = text.to_ascii_lowercase();
    let years: Vec<Moment> = moments(text)
        .into_iter()
        .filter(|moment| moment.year.is_some() && moment.month.is_none())
        .collect();
    let mut found = Vec::new();
    for (words, nth) in QUARTERS {
        for (start, _) in lower.match_indices(words) {
            let end = start + words.len();
            let whole = !lower[..start].ends_with(char::is_alphanumeric)
                && !lower[end..].starts_with(char::is_alphanumeric);
            let year = years.iter().find(|year| {
                year.start >= end
                    && year.start - end <= APART
                    && lower
                        .get(end..year.start)
                        .is_some_and(|between| !between.contains(['.', ';', '?']))
            });
            if let Some(year) = year.filter(|_| whole)
                && let Some(days) = days_of(year, nth)
            {
                found.push(Quarter {
                    days,
                    start,
                    end: year.end,
                    calendar: year.years == 0,
                });
            }
        }
    }
    found.sort_by_key(|quarter| quarter.start);
    found
}

/// First and last day of a quarter; those of a year of accounts begin in April.
fn days_of(year: &Moment, nth: i16) -> Option<(Date, Date)> {
    let months = (nth - 1) * 3 + if year.years > 0 { 3 } else { 0 };
    let (of, month) = (year.year? + months / 12, months % 12 + 1);
    let first = Date::new(of, i8::try_from(month).ok()?, 1).ok()?;
    let last = Date::new(of, i8::try_from(month + 2).ok()?, 1).ok()?;
    Some((first, last.last_of_month()))
}

/// Where a text says since when by something that happened last: "since the last general election".
fn since_last(text: &str) -> Vec<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for opening in [
        "since the last ",
        "since the previous ",
        "since the most recent ",
        "since our last ",
        "since your last ",
        "since last ",
    ] {
        for (start, _) in lower.match_indices(opening) {
            let rest = lower.get(start + opening.len()..).unwrap_or_default();
            let stop = rest
                .find(['.', ',', ';', '?', '\n', '('])
                .unwrap_or(rest.len());
            // three words at most: a general election, an inspection, a Chief Constable's report
            let words: Vec<&str> = rest[..stop]
                .split(' ')
                .filter(|word| !word.is_empty())
                .collect();
            let stops =
                |word: &&str| ["about", "and", "or", "with", "to", "in", "on", "of"].contains(word);
            let named: usize = words
                .iter()
                .take_while(|word| !stops(word))
                .take(3)
                .map(|word| word.len() + 1)
                .sum();
            let end = start + opening.len() + named.saturating_sub(1);
            let dated = words
                .iter()
                .any(|word| word.bytes().any(|b| b.is_ascii_digit()));
            if named > 0 && !dated && !found.iter().any(|(known, _)| *known == start) {
                found.push((start, end.min(text.len())));
            }
        }
    }
    found
}

/// Where a text names a stretch of time by words that are no topic: quarters, years of accounts, "since the last".
pub(super) fn places(text: &str) -> Vec<(usize, usize)> {
    let mut places: Vec<(usize, usize)> = quarters(text)
        .iter()
        .map(|quarter| (quarter.start, quarter.end))
        .collect();
    places.extend(since_last(text));
    let lower = text.to_ascii_lowercase();
    let years: Vec<Moment> = moments(text)
        .into_iter()
        .filter(|moment| moment.year.is_some())
        .collect();
    for words in YEARS {
        for (start, _) in lower.match_indices(words) {
            let end = start + words.len();
            let end = end + usize::from(lower[end..].starts_with('s'));
            let near = |from: usize, to: usize| from <= to && to - from <= 8;
            if years
                .iter()
                .any(|year| near(end, year.start) || near(year.end, start))
            {
                places.push((start, end));
            }
        }
    }
    places
}

/// What a person should know: how a quarter was read, and that a time since an event limits nothing.
pub(super) fn notes(text: &str) -> Vec<String> {
    let mut notes = Vec::new();
    let words = |start: usize, end: usize| {
        let words = text.get(start..end).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for quarter in quarters(text) {
        let (first, last) = quarter.days;
        let besides = match quarter.calendar {
            true => "; a year of accounts would put it three months later",
            false => "",
        };
        notes.push(format!(
            "Read \"{}\" as {} to {}{besides}.",
            words(quarter.start, quarter.end),
            dates::long(first),
            dates::long(last)
        ));
    }
    for (start, end) in since_last(text) {
        notes.push(format!(
            "\"{}\" names no day and limits nothing.",
            words(start, end)
        ));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_those_of_the_year_that_is_named() {
        for (text, expected) in [
            ("letters of Q3 2020", Some("2020-07-01 2020-09-30")),
            (
                "in the third quarter of 2020",
                Some("2020-07-01 2020-09-30"),
            ),
            ("Q4 2022/23, please", Some("2023-01-01 2023-03-31")),
            (
                "Q1 of the financial year 2022/23",
                Some("2022-04-01 2022-06-30"),
            ),
            ("Q2 was poor. In 2020", None),
            ("the Q3X 2020 lamp", None),
        ] {
            let read = quarters(text)
                .first()
                .map(|quarter| format!("{} {}", quarter.days.0, quarter.days.1));
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_time_since_an_event_is_said_to_limit_nothing() {
        let said = notes("Every letter sent since the last general election, please.");
        assert_eq!(
            said,
            ["\"since the last general election\" names no day and limits nothing."]
        );
        assert!(notes("since the last letter of 3 May 2021").is_empty());
        assert!(notes("letters since 3 May 2021").is_empty());
    }
}
