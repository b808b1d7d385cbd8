//! The days with which letters are cited, those without a year too.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use regex::Regex;

use super::Letter;
use crate::facts::dates;
use crate::facts::pattern::built_in;

/// A day as printed, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub said: Said,
    pub start: usize,
    pub end: usize,
}

/// How much of a day is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Whole(Date),
    /// Month and day.
    NoYear(i8, i8),
    /// Too little, or what is no day.
    Unclear,
    /// So many days before the letter's own.
    Ago(i32),
}

static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?i-u)\b(?:(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?[ \t\r\n]+(?:of[ \t\r\n]+)?(?P<month>jan[a-z]*|feb[a-z]*|mar[a-z]*|apr[a-z]*|may|june?|july?|aug[a-z]*|sept?[a-z]*|oct[a-z]*|nov[a-z]*|dec[a-z]*)\b|(?P<unclear>(?:january|february|march|april|may|june|july|august|september|october|november|december)[ \t\r\n]+(?:[0-9]{1,2}(?:st|nd|rd|th)?,?[ \t\r\n]+)?(?:1[89]|2[0-9])[0-9]{2}\b)|(?P<today>today)(?:'s date)?\b|(?P<yesterday>yesterday)\b)",
    )
});

/// Every day of a letter but its own date, in order.
pub(super) fn of(letter: &Letter<'_>) -> Vec<Item> {
    let mut items: Vec<Item> = letter
        .found
        .iter()
        .enumerate()
        .filter(|(nth, _)| Some(*nth) != letter.own_date)
        .map(|(_, found)| Item {
            said: Said::Whole(found.day),
            start: found.start,
            end: found.end,
        })
        .collect();
    let taken = |start: usize, end: usize| {
        let near = letter.found.partition_point(|found| found.end <= start);
        letter
            .found
            .get(near)
            .is_some_and(|found| found.start < end)
    };
    for parts in PARTS.captures_iter(letter.text) {
        let Some(whole) = parts.get(0) else { continue };
        let mut end = whole.end();
        let said = if parts.name("unclear").is_some() {
            Some(Said::Unclear)
        } else if year_follows(letter.text, end) {
            // `13 March 2103`: a year that cannot be
            end += 5;
            Some(Said::Unclear)
        } else if parts.name("today").is_some() {
            Some(Said::Ago(0))
        } else if parts.name("yesterday").is_some() {
            Some(Said::Ago(1))
        } else {
            let day = parts.name("day").and_then(|day| day.as_str().parse().ok());
            let month = parts
                .name("month")
                .and_then(|month| dates::month(month.as_str()));
            day.zip(month)
                .filter(|(day, _)| (1..=31).contains(day))
                .map(|(day, month)| Said::NoYear(month, day))
        };
        if let Some(said) = said
            && !taken(whole.start(), end)
        {
            items.push(Item {
                said,
                start: whole.start(),
                end,
            });
        }
    }
    items.sort_by_key(|item| item.start);
    items
}

/// Whether a blank and four figures follow.
fn year_follows(text: &str, end: usize) -> bool {
    text.get(end..end + 5).is_some_and(|rest| {
        rest.starts_with(' ') && rest.bytes().skip(1).all(|b| b.is_ascii_digit())
    })
}

/// Whether two days are members of one list.
pub(super) fn joins(text: &str, end: usize, start: usize) -> bool {
    let between = text.get(end..start).unwrap_or("?");
    between.len() < 24
        && between
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '&' | ';'))
            .filter(|word| !word.is_empty())
            .all(|word| ["and", "of", "the", "dated", "on"].contains(&word))
}

/// The day of an item, and why it is doubtful. A year left out is that of the next day of its list, else the one that
/// puts it last before the letter's own day.
pub(super) fn day(items: &[Item], at: usize, own: Option<Date>) -> (Option<Date>, Option<String>) {
    let Some(item) = items.get(at) else {
        return (None, None);
    };
    match item.said {
        Said::Whole(day) => (Some(day), None),
        Said::Unclear => (None, Some("gives no day that can be read".to_owned())),
        Said::Ago(days) => match own.and_then(|own| own.checked_sub(days.days()).ok()) {
            Some(day) => (
                Some(day),
                Some(format!(
                    "was reckoned from the letter's own day: {}",
                    dates::long(day)
                )),
            ),
            None => (
                None,
                Some("names no day, and the letter bears none".to_owned()),
            ),
        },
        Said::NoYear(month, day) => {
            let listed = items
                .iter()
                .skip(at + 1)
                .take(3)
                .find_map(|next| match next.said {
                    Said::Whole(whole) if next.start - item.end < 60 => Some(whole),
                    _ => None,
                });
            let in_list = listed.filter(|_| {
                items
                    .get(at + 1)
                    .is_some_and(|next| next.start - item.end < 8)
            });
            if let Some(whole) = in_list
                && let Ok(date) = Date::new(whole.year(), month, day)
            {
                return (Some(date), None);
            }
            let Some(own) = own else {
                return (
                    None,
                    Some("gives no year, and the letter bears no day to tell it by".to_owned()),
                );
            };
            let of_year = |year: i16| Date::new(year, month, day).ok().filter(|date| *date <= own);
            match of_year(own.year()).or_else(|| of_year(own.year() - 1)) {
                Some(date) => (
                    Some(date),
                    Some(format!(
                        "gives no year; {} was taken from the letter's own day",
                        date.year()
                    )),
                ),
                None => (None, Some("gives no year that makes it a day".to_owned())),
            }
        }
    }
}
