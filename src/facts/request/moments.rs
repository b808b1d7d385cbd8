//! Finds the days, months and years of a text, also where the year is left to what follows.

use jiff::civil::Date;

use crate::facts::dates;

/// A day, month or year in a text, in which the year, or month and year, may be left to what follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) day: Option<i8>,
    pub(super) month: Option<i8>,
    pub(super) year: Option<i16>,
    /// Set for a year of accounts, `2020/21`.
    pub(super) years: i16,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The years of which a request may speak.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2049;

/// The moments of a text, in order.
pub(super) fn moments(text: &str) -> Vec<Moment> {
    let found = dates::find(text);
    let tokens = tokens(text);
    let mut moments: Vec<Moment> = found
        .iter()
        .map(|found| Moment {
            day: Some(found.day.day()),
            month: Some(found.day.month()),
            year: Some(found.day.year()),
            years: 0,
            start: found.start,
            end: found.end,
        })
        .collect();
    let taken = |at: usize| {
        found
            .iter()
            .any(|found| found.start <= at && at < found.end)
    };
    let mut used = 0;
    for (place, (start, token)) in tokens.iter().enumerate() {
        if taken(*start) || *start < used {
            continue;
        }
        let neighbour = |step: isize| {
            place
                .checked_add_signed(step)
                .and_then(|place| tokens.get(place))
                .copied()
        };
        let moment = if token.starts_with(|c: char| c.is_ascii_digit()) {
            year_alone(text, *start, token)
        } else {
            month_alone(text, *start, token, neighbour(-1), neighbour(1))
        };
        if let Some(moment) = moment.filter(|moment| !taken(moment.start)) {
            used = moment.end;
            moments.push(moment);
        }
    }
    moments.sort_by_key(|moment| moment.start);
    moments
}

/// `2021`, `2020/21`, `2020-2021` as a year of accounts when the years follow each other.
fn year_alone(text: &str, start: usize, token: &str) -> Option<Moment> {
    let year: i16 = token
        .parse()
        .ok()
        .filter(|year| token.len() == 4 && YEARS.contains(year))?;
    let joined = |c: Option<char>| {
        c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | '_'))
    };
    if joined(
        text.get(..start)
            .and_then(|before| before.chars().next_back()),
    ) {
        return None;
    }
    let end = start + token.len();
    let after = text.get(end..).unwrap_or_default();
    let moment = Moment {
        day: None,
        month: None,
        year: Some(year),
        years: 0,
        start,
        end,
    };
    let figures = after
        .strip_prefix(['/', '-', '–'])
        .map(|rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let mark = after.chars().next().map_or(0, char::len_utf8);
    match figures {
        Some(2) => {
            let next: i16 = after.get(mark..mark + 2)?.parse().ok()?;
            (next == (year + 1) % 100).then_some(Moment {
                years: 1,
                end: end + mark + 2,
                ..moment
            })
        }
        Some(4) if after.starts_with('/') => {
            let next: i16 = after.get(mark..mark + 4)?.parse().ok()?;
            (next == year + 1).then_some(Moment {
                years: 1,
                end: end + mark + 4,
                ..moment
            })
        }
        Some(4) | None => Some(moment),
        Some(0) if !after.starts_with('/') => Some(moment),
        Some(_) => None,
    }
}

/// `December 2021`, `3 December`, `December`.
fn month_alone(
    text: &str,
    start: usize,
    token: &str,
    before: Option<(usize, &str)>,
    after: Option<(usize, &str)>,
) -> Option<Moment> {
    let month = dates::month(token)?;
    let end = start + token.len();
    let near = |from: usize, to: usize| {
        text.get(from..to)
            .is_some_and(|gap| gap.chars().count() <= 6 && !gap.contains(['.', ';', '\n', '/']))
    };
    let (mut first, mut last) = (start, end);
    let mut year = None;
    if let Some((at, token)) = after
        && near(end, at)
        && token.len() == 4
        && let Some(value) = token
            .parse::<i16>()
            .ok()
            .filter(|value| YEARS.contains(value))
    {
        year = Some(value);
        last = at + token.len();
    }
    let mut day = None;
    if let Some((at, token)) = before
        && near(at + token.len(), start)
    {
        let figures = token.trim_end_matches(char::is_alphabetic);
        let ending = token
            .get(figures.len()..)
            .unwrap_or_default()
            .to_lowercase();
        if let Some(value) = figures.parse::<i8>().ok().filter(|value| {
            (1..=31).contains(value) && ["", "st", "nd", "rd", "th"].contains(&ending.as_str())
        }) {
            day = Some(value);
            first = at;
        }
    }
    // "may" and "march" are verbs too; a name counts with a capital.
    let named = token.starts_with(char::is_uppercase) || day.is_some() || year.is_some();
    named.then_some(Moment {
        day,
        month: Some(month),
        year,
        years: 0,
        start: first,
        end: last,
    })
}

/// Runs of letters and figures with their places.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                tokens.extend(text.get(from..at).map(|token| (from, token)));
                start = None;
            }
            _ => {}
        }
    }
    tokens
}

impl Moment {
    /// This moment with the month and the year it lacks taken from the one it is joined to.
    pub(super) fn completed_by(self, next: &Self) -> Self {
        let year = self.year.or(next.year.map(|year| {
            let later_month = self
                .month
                .zip(next.month)
                .is_some_and(|(own, other)| own > other);
            year - i16::from(later_month)
        }));
        Self {
            month: self.month,
            year,
            ..self
        }
    }

    pub(super) fn first(&self) -> Option<Date> {
        let year = self.year?;
        if self.years > 0 {
            return Date::new(year, 4, 1).ok();
        }
        Date::new(year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    pub(super) fn last(&self) -> Option<Date> {
        let year = self.year?;
        if self.years > 0 {
            return Date::new(year + self.years, 3, 31).ok();
        }
        let first = Date::new(year, self.month.unwrap_or(12), self.day.unwrap_or(1)).ok()?;
        Some(if self.day.is_some() {
            first
        } else {
            first.last_of_month()
        })
    }
}
