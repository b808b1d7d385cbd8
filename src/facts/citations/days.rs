//! The days with which letters are cited, those without a year too.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use memchr::memmem::Finder;
use regex::{Captures, Regex};

use super::Letter;
use super::quoted_days::Days;
use super::words::Words;
use crate::facts::dates;
use crate::facts::dates::months::NAMES;
use crate::facts::figures::Figures;
use crate::facts::occupied::Occupied;
use crate::facts::pattern::built_in;

/// So many days of one list are read.
const MOST_LISTED: usize = 12;

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
    /// So many days after the day named before it: "of the same day".
    After(i32),
    /// A day of the letter's own month, or of the month before: "5th inst.", "28th ult."
    Clerk(i8, bool),
}

/// A part of a day at the start of a text, where a word begins.
static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?i-u)^(?:(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?[ \t\r\n]+(?:of[ \t\r\n]+)?(?P<month>jan[a-z]*|feb[a-z]*|mar[a-z]*|apr[a-z]*|may|june?|july?|aug[a-z]*|sept?[a-z]*|oct[a-z]*|nov[a-z]*|dec[a-z]*)\b|(?P<unclear>(?:january|february|march|april|may|june|july|august|september|october|november|december)[ \t\r\n]+(?:[0-9]{1,2}(?:st|nd|rd|th)?,?[ \t\r\n]+)?(?:1[89]|2[0-9])[0-9]{2}\b)|(?P<first>(?-i:January|February|March|April|May|June|July|August|September|October|November|December))[ \t\r\n]+(?P<then>[0-3]?[0-9])(?:st|nd|rd|th)?\b|(?P<clerk>[0-3]?[0-9])(?:st|nd|rd|th)?[ \t]+(?:(?P<inst>inst(?:ant)?)|ult(?:imo)?)\b\.?|(?P<same>(?:the )?same (?:day|date)|(?:the )?(?P<next>(?:following|next)) day)\b|(?P<today>today)(?:'s date)?\b|(?P<yesterday>yesterday)\b)",
    )
});

/// Words that stand for a day.
const SPOKEN: [&str; 10] = [
    "today",
    "yesterday",
    "same day",
    "same date",
    "following day",
    "next day",
    "the same day",
    "the same date",
    "the following day",
    "the next day",
];

/// The first letters of what follows the figures of a day: of a month, `of`, `inst` and `ult`.
const BEHIND_FIGURES: &[u8] = b"jfmasondiu";

/// Where a part of a day may begin: at figures that a month's letter follows, at a month that figures follow, at words
/// that stand for a day.
fn starts(figures: &Figures<'_>, words: &Words) -> Vec<usize> {
    let bytes = figures.text.as_bytes();
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let opens = |at: usize| {
        !at.checked_sub(1)
            .is_some_and(|before| in_word(&bytes[before]))
    };
    let mut starts = Vec::new();
    let mut from = 0;
    while let Some(at) = figures.next(from) {
        let figures = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit());
        from = at + figures.count();
        if !opens(at) {
            continue;
        }
        let before = bytes[..at].trim_ascii_end();
        let letters = before.iter().rev().take_while(|byte| in_word(byte)).count();
        let word = &before[before.len() - letters..];
        let mut names = NAMES.iter().map(|name| name.as_bytes());
        if before.len() < at && names.any(|name| name.eq_ignore_ascii_case(word)) {
            starts.push(before.len() - letters);
        }
        if from - at <= 2 && goes_on(&bytes[from..]) {
            starts.push(at);
        }
    }
    for end in &words.days {
        starts.extend(SPOKEN.iter().filter_map(|words| {
            let start = end.checked_sub(words.len())?;
            let same = bytes[start..*end].eq_ignore_ascii_case(words.as_bytes());
            (same && opens(start)).then_some(start)
        }));
    }
    starts.sort_unstable();
    starts
}

/// Whether a month may follow the figures before these bytes, or what a clerk says for one.
fn goes_on(behind: &[u8]) -> bool {
    let ordinal = behind.get(..2).is_some_and(|two| {
        [b"st", b"nd", b"rd", b"th"]
            .iter()
            .any(|ending| two.eq_ignore_ascii_case(&ending[..]))
    });
    let behind = behind.get(2 * usize::from(ordinal)..).unwrap_or_default();
    let next = behind.trim_ascii_start();
    next.len() < behind.len()
        && next
            .first()
            .is_some_and(|first| BEHIND_FIGURES.contains(&first.to_ascii_lowercase()))
}

/// Every part of a day in a text, each with its place.
fn parts<'t>(figures: &Figures<'t>, words: &Words) -> impl Iterator<Item = (usize, Captures<'t>)> {
    let text = figures.text;
    let mut end = 0;
    starts(figures, words).into_iter().filter_map(move |start| {
        if start < end {
            return None;
        }
        let captures = PARTS.captures(text.get(start..)?)?;
        end = start + captures.get_match().end();
        Some((start, captures))
    })
}

/// Every day of a letter but its own date, in order.
pub(super) fn of(letter: &Letter<'_>, words: &Words) -> Vec<Item> {
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
    for (start, parts) in parts(letter.figures, words) {
        let mut end = start + parts.get_match().end();
        let said = if parts.name("unclear").is_some() {
            Some(Said::Unclear)
        } else if year_follows(letter.text, end) {
            // `13 March 2103`: a year that cannot be
            end += 5;
            Some(Said::Unclear)
        } else if parts.name("same").is_some() {
            Some(Said::After(i32::from(parts.name("next").is_some())))
        } else if let Some(day) = parts.name("clerk") {
            let day = day.as_str().parse().ok();
            day.map(|day| Said::Clerk(day, parts.name("inst").is_some()))
        } else if parts.name("today").is_some() {
            Some(Said::Ago(0))
        } else if parts.name("yesterday").is_some() {
            Some(Said::Ago(1))
        } else {
            let day = parts.name("day").or_else(|| parts.name("then"));
            let day = day.and_then(|day| day.as_str().parse().ok());
            let month = parts.name("month").or_else(|| parts.name("first"));
            let month = month.and_then(|month| dates::month(month.as_str()));
            day.zip(month)
                .filter(|(day, _)| (1..=31).contains(day))
                .map(|(day, month)| Said::NoYear(month, day))
        };
        if let Some(said) = said
            && !taken(start, end)
        {
            items.push(Item { said, start, end });
        }
    }
    alone(letter.text, &mut items);
    items.sort_by_key(|item| item.start);
    listed(letter.text, &mut items);
    items
}

/// A day without its month, which only a letter's own words announce: `your letter dated the 10`.
fn alone(text: &str, items: &mut Vec<Item>) {
    const WORDS: &str = "dated the ";
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(WORDS));
    let told = Occupied::of(items.iter().map(|item| (item.start, item.end)));
    for at in FINDER.find_iter(text.as_bytes()) {
        let start = at + WORDS.len();
        let rest = text.get(start..).unwrap_or_default();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let day: i8 = rest
            .get(..digits)
            .and_then(|day| day.parse().ok())
            .unwrap_or(0);
        let after = rest.get(digits..).unwrap_or_default();
        let ending = ["st", "nd", "rd", "th"]
            .iter()
            .find(|ending| after.starts_with(**ending));
        let end = start + digits + ending.map_or(0, |ending| ending.len());
        let ends = text
            .get(end..)
            .unwrap_or_default()
            .starts_with(['.', ',', ';', ')', '\n', '\r']);
        let taken = told.meets(start, end);
        if (1..=31).contains(&day) && (ends || end == text.len()) && !taken {
            items.push(Item {
                said: Said::Unclear,
                start,
                end,
            });
        }
    }
}

/// Puts in the days that share the month and the year of the last of their list: `3rd, 9th and 20th of December 2021`.
fn listed(text: &str, items: &mut Vec<Item>) {
    let mut more = Vec::new();
    for item in items.iter() {
        let mut end = item.start;
        for _ in 0..MOST_LISTED {
            let before = text.get(..end).unwrap_or_default().trim_end();
            let joined = ["and", "or", "&", ","]
                .iter()
                .find_map(|word| before.strip_suffix(word));
            let Some(before) = joined.map(str::trim_end) else {
                break;
            };
            let bare = ["st", "nd", "rd", "th"]
                .iter()
                .find_map(|ending| before.strip_suffix(ending));
            let bare = bare.unwrap_or(before);
            let start = bare.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let Some(day) = bare.get(start..).and_then(|day| day.parse::<i8>().ok()) else {
                break;
            };
            let opens = bare.get(..start).unwrap_or_default().ends_with([' ', '\n']);
            let said = match item.said {
                Said::Whole(whole) => Date::new(whole.year(), whole.month(), day)
                    .ok()
                    .map(Said::Whole),
                Said::NoYear(month, _) if (1..=31).contains(&day) => Some(Said::NoYear(month, day)),
                _ => None,
            };
            let Some(said) = said.filter(|_| opens) else {
                break;
            };
            more.push(Item {
                said,
                start,
                end: before.len(),
            });
            end = start;
        }
    }
    if !more.is_empty() {
        let told = Occupied::of(items.iter().map(|item| (item.start, item.end)));
        more.retain(|one| !told.meets(one.start, one.end));
        items.extend(more);
        items.sort_by_key(|item| item.start);
    }
}

/// Whether a blank and four figures follow.
fn year_follows(text: &str, end: usize) -> bool {
    text.get(end..end + 5).is_some_and(|rest| {
        rest.starts_with(' ') && rest.bytes().skip(1).all(|b| b.is_ascii_digit())
    })
}

/// Whether two days are those of one list, where a `plural` names what they are of, or the second is said to be of
/// another such paper: `your letter of 3 May, and that of 5 May`.
pub(super) fn joins(text: &str, end: usize, start: usize, plural: bool) -> bool {
    let between = text.get(end..start).unwrap_or("?");
    if between.len() >= 24 {
        return false;
    }
    let words: Vec<&str> = between
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '&' | ';'))
        .filter(|word| !word.is_empty())
        .collect();
    if let Some(one) = words
        .iter()
        .position(|word| matches!(*word, "that" | "those"))
    {
        return matches!(words.get(..one), Some([] | ["and" | "or"]))
            && matches!(
                words.get(one + 1..),
                Some(["of" | "dated"] | ["of" | "dated", "the"])
            )
            && (one > 0 || between.trim_start().starts_with(','));
    }
    plural
        && words
            .iter()
            .all(|word| ["and", "or", "of", "the", "dated", "on"].contains(word))
}

/// The day of an item, and why it is doubtful. A year left out is that of the next day of its list, else the one that
/// puts it last before the letter's own day.
pub(super) fn day(items: &[Item], at: usize, days: &Days<'_>) -> (Option<Date>, Option<String>) {
    let Some(item) = items.get(at) else {
        return (None, None);
    };
    let written = days.at(item.start);
    let own = written.by.filter(|_| written.exact);
    let (whose, paper) = if written.quoted {
        (
            "the day of the mail that is quoted",
            "the mail that is quoted",
        )
    } else {
        ("the letter's own day", "the letter")
    };
    match item.said {
        Said::Whole(day) => (Some(day), None),
        Said::Unclear => (None, Some("gives no day that can be read".to_owned())),
        Said::Ago(before) => match own.and_then(|own| own.checked_sub(before.days()).ok()) {
            Some(day) => (
                Some(day),
                Some(format!("was reckoned from {whose}: {}", dates::long(day))),
            ),
            None => (None, Some(format!("names no day, and {paper} bears none"))),
        },
        Said::After(more) => {
            let before = items
                .iter()
                .take(at)
                .next_back()
                .filter(|before| !matches!(before.said, Said::After(_)));
            let place = before.and(at.checked_sub(1));
            let named = place.and_then(|place| day(items, place, days).0);
            match named.and_then(|named| named.checked_add(more.days()).ok()) {
                Some(day) => (Some(day), None),
                None => (None, Some("names no day that can be told".to_owned())),
            }
        }
        Said::Clerk(day, this) => {
            let month = own.map(|own| {
                if this {
                    own
                } else {
                    own.first_of_month().yesterday().unwrap_or(own)
                }
            });
            match month.and_then(|month| Date::new(month.year(), month.month(), day).ok()) {
                Some(day) => (
                    Some(day),
                    Some(format!("was reckoned from {whose}: {}", dates::long(day))),
                ),
                None => (None, Some("names no day that can be told".to_owned())),
            }
        }
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
            let Some(own) = written.by else {
                return (
                    None,
                    Some(format!(
                        "gives no year, and {paper} bears no day to tell it by"
                    )),
                );
            };
            let of_year = |year: i16| Date::new(year, month, day).ok().filter(|date| *date <= own);
            match of_year(own.year()).or_else(|| of_year(own.year() - 1)) {
                Some(date) => (
                    Some(date),
                    Some(format!(
                        "gives no year; {} was taken from {}",
                        date.year(),
                        if written.exact {
                            whose
                        } else {
                            "the letter's own day"
                        }
                    )),
                ),
                None => (None, Some("gives no year that makes it a day".to_owned())),
            }
        }
    }
}
