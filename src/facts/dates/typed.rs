//! Reads a day, a month, a year or a stretch of days as a person types it, and says it back in words.

use jiff::ToSpan;
use jiff::civil::Date;

use super::cursor::Cursor;
use super::{day_of, find, long, months};
use crate::error::{Error, Result};

/// What can be typed, for hints.
const FORMS: &str = "write a date as 2021-12-03, 3/12/2021 or 3 Dec 2021, a month as 2021-12, a year as 2021, \
                     a stretch as 2021-12..2022-05, an open one as 2021.. or >=2021";

/// A stretch of days, both ends within it; an open end is [`Date::MIN`] or [`Date::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// Its first day; [`Date::MIN`] where it has no beginning.
    pub first: Date,
    /// Its last day; [`Date::MAX`] where it has no end.
    pub last: Date,
}

impl Span {
    /// Whether it is one single day.
    pub fn single_day(&self) -> Option<Date> {
        (self.first == self.last).then_some(self.first)
    }

    /// Whether the day lies within it.
    pub fn contains(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// The stretch in words: `3 December 2021`, `December 2021 to May 2022`, `from 1 January 2022`.
    pub fn in_words(&self) -> String {
        match (self.first == Date::MIN, self.last == Date::MAX) {
            (true, true) => "any date".to_owned(),
            (true, false) => format!("up to {}", long(self.last)),
            (false, true) => format!("from {}", long(self.first)),
            (false, false) => self.closed_in_words(),
        }
    }

    fn closed_in_words(&self) -> String {
        let (first, last) = (self.first, self.last);
        if first == last {
            return long(first);
        }
        let whole_months = first.day() == 1 && last == last.last_of_month();
        let whole_years = first == first.first_of_year() && last == last.last_of_year();
        let month = |day: Date| format!("{} {}", months::name(day.month()), day.year());
        match (whole_years, whole_months) {
            (true, _) if first.year() == last.year() => format!("{}", first.year()),
            (true, _) => format!("{} to {}", first.year(), last.year()),
            (_, true) if first.first_of_month() == last.first_of_month() => month(first),
            (_, true) => format!("{} to {}", month(first), month(last)),
            _ => format!("{} to {}", long(first), long(last)),
        }
    }
}

/// Reads what was typed, the day before the month.
///
/// # Errors
/// Where it is no date, is an impossible one, or may be read in two ways.
pub fn read(typed: &str) -> Result<Span> {
    let text = typed.trim();
    if text.is_empty() {
        return Err(Error::request("a date is missing").hint(FORMS));
    }
    for (mark, open) in MARKS {
        if let Some(date) = text.strip_prefix(mark) {
            return open(one(date, typed)?, typed);
        }
    }
    let Some((from, to)) = halves(text) else {
        return one(text, typed);
    };
    let (from, to) = (from.trim(), to.trim());
    if from.is_empty() && to.is_empty() {
        return Err(
            Error::request(format!("`{text}` has neither a beginning nor an end")).hint(FORMS),
        );
    }
    let first = if from.is_empty() {
        Date::MIN
    } else {
        one(from, typed)?.first
    };
    let last = if to.is_empty() {
        Date::MAX
    } else {
        one(to, typed)?.last
    };
    if first > last {
        return Err(Error::request(format!(
            "`{text}` ends before it begins: {} comes after {}",
            long(first),
            long(last)
        ))
        .hint("put the earlier date first"));
    }
    Ok(Span { first, last })
}

type Open = fn(Span, &str) -> Result<Span>;

/// The marks of an open stretch, longest first.
const MARKS: [(&str, Open); 6] = [
    (">=", |span, _| {
        Ok(Span {
            first: span.first,
            last: Date::MAX,
        })
    }),
    ("≥", |span, _| {
        Ok(Span {
            first: span.first,
            last: Date::MAX,
        })
    }),
    ("<=", |span, _| {
        Ok(Span {
            first: Date::MIN,
            last: span.last,
        })
    }),
    ("≤", |span, _| {
        Ok(Span {
            first: Date::MIN,
            last: span.last,
        })
    }),
    (">", |span, typed| {
        let first = span
            .last
            .checked_add(1.day())
            .map_err(|cause| beyond(typed).because(cause))?;
        Ok(Span {
            first,
            last: Date::MAX,
        })
    }),
    ("<", |span, typed| {
        let last = span
            .first
            .checked_sub(1.day())
            .map_err(|cause| beyond(typed).because(cause))?;
        Ok(Span {
            first: Date::MIN,
            last,
        })
    }),
];

fn beyond(typed: &str) -> Error {
    Error::request(format!("no day lies beyond `{}`", typed.trim())).hint(FORMS)
}

/// Cuts a stretch at `..`, an ellipsis or ` to `.
fn halves(text: &str) -> Option<(&str, &str)> {
    ["...", "..", "…", " to "]
        .iter()
        .find_map(|mark| text.split_once(mark))
}

/// Reads a single day, month or year.
fn one(date: &str, typed: &str) -> Result<Span> {
    let date = date.trim();
    if date.is_empty() {
        return Err(Error::request(format!("`{}` lacks its date", typed.trim())).hint(FORMS));
    }
    year(date)
        .or_else(|| month_of(date))
        .or_else(|| figures(date))
        .or_else(|| words(date))
        .unwrap_or_else(|| Err(Error::request(format!("`{date}` is no date")).hint(FORMS)))
        .map_err(|error| placed(error, date, typed))
}

/// Adds where in the typed text the date stands.
fn placed(error: Error, date: &str, typed: &str) -> Error {
    let column = typed
        .find(date)
        .and_then(|at| typed.get(..at))
        .map_or(0, |before| before.chars().count());
    error.at(typed, column, date.chars().count())
}

/// `2021`.
fn year(date: &str) -> Option<Result<Span>> {
    let all_figures = date.len() == 4 && date.bytes().all(|b| b.is_ascii_digit());
    let year = date.parse().ok().filter(|_| all_figures)?;
    Some(
        day_of(year, 1, 1)
            .filter(|_| year >= 1000)
            .map(|first| Span {
                first,
                last: first.last_of_year(),
            })
            .ok_or_else(|| Error::request(format!("there is no year `{date}` here")).hint(FORMS)),
    )
}

/// `2021-12`, `2021/12`, `12/2021`, `Dec 2021`, `December, 2021`.
fn month_of(date: &str) -> Option<Result<Span>> {
    let mut here = Cursor::new(date, 0);
    let (year, month) = if here.figures() == 4 {
        let year = here.number(4, 4)?;
        here.eat_any(&['-', '/', '.'])?;
        (year, here.number(1, 2)?)
    } else if here.figures() > 0 {
        let month = here.number(1, 2)?;
        here.eat_any(&['-', '/', '.'])?;
        (here.number(4, 4)?, month)
    } else {
        let month = u32::try_from(months::month(here.word()?)?).ok()?;
        here.eat('.');
        here.gap();
        here.eat_any(&[',', '-', '/']);
        here.gap();
        (here.number(4, 4)?, month)
    };
    if !here.rest().is_empty() {
        return None;
    }
    Some(
        day_of(year, month, 1)
            .map(|first| Span {
                first,
                last: first.last_of_month(),
            })
            .ok_or_else(|| {
                Error::request(format!("there is no month {month}"))
                    .hint("write a month as 2021-12 or Dec 2021")
            }),
    )
}

/// `2021-12-03`, `3/12/2021`, `3.12.21`; `03-04-21` may be two days.
fn figures(date: &str) -> Option<Result<Span>> {
    let mut here = Cursor::new(date, 0);
    let lengths = here.figures();
    let first = here.number(1, 4)?;
    let mark = here.eat_any(&['-', '/', '.'])?;
    let second = here.number(1, 2)?;
    if !here.eat(mark) {
        return None;
    }
    let last_figures = here.figures();
    let third = here.number(1, 4)?;
    if !here.rest().is_empty() {
        return None;
    }
    let (year, day) = match (lengths, last_figures) {
        (4, 1 | 2) => (first, third),
        (1 | 2, 4) => (third, first),
        (2, 2) if mark == '-' => {
            return Some(Err(Error::request(format!(
                "`{date}` may be two different days"
            ))
            .hint(
                "write the year with four figures, such as 2021-12-03 or 3/12/2021",
            )));
        }
        (1 | 2, 2) => (super::full_year(third), first),
        _ => return None,
    };
    Some(match day_of(year, second, day) {
        Some(day) => Ok(Span {
            first: day,
            last: day,
        }),
        None if second > 12 && day <= 12 && lengths < 4 => Err(Error::request(format!(
            "`{date}` has no month {second}: the day comes first"
        ))
        .hint(format!(
            "write {second}/{day}/{year} if that is the day meant"
        ))),
        None if second > 12 || second == 0 => {
            Err(Error::request(format!("`{date}` has no month {second}")).hint(FORMS))
        }
        None => Err(impossible(date, day, second, year)),
    })
}

fn impossible(date: &str, day: u32, month: u32, year: u32) -> Error {
    let name = months::name(i8::try_from(month).unwrap_or_default());
    let error = Error::request(format!(
        "`{date}` is no day: {name} {year} has no day {day}"
    ));
    match day_of(year, month, 1) {
        Some(first) => error.hint(format!(
            "the last day of that month is {}",
            long(first.last_of_month())
        )),
        None => error.hint(FORMS),
    }
}

/// `3 Dec 2021`, `3rd of December 2021`, `December 3, 2021`.
fn words(date: &str) -> Option<Result<Span>> {
    if let [found] = find(date).as_slice()
        && surroundings(date, found.start, found.end)
    {
        return Some(Ok(Span {
            first: found.day,
            last: found.day,
        }));
    }
    let doubts = super::doubtful(date);
    let [doubt] = doubts.as_slice() else {
        return None;
    };
    Some(Err(Error::request(format!(
        "`{}` is no day: {}",
        doubt.as_printed, doubt.reason
    ))
    .hint(FORMS)))
}

/// Whether nothing but a weekday or "the" stands round the date.
fn surroundings(date: &str, start: usize, end: usize) -> bool {
    let before = date.get(..start).unwrap_or_default().to_lowercase();
    let after = date.get(end..).unwrap_or_default();
    let words: Vec<&str> = before
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
        .collect();
    let fits = |word: &&str| {
        *word == "the"
            || WEEKDAYS
                .iter()
                .any(|day| word.len() >= 3 && day.starts_with(word))
    };
    words.len() <= 2 && words.iter().all(fits) && after.trim().is_empty()
}

/// The days of the week, in small letters.
pub(in crate::facts) const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
