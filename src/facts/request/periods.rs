//! Reads the periods a request names: between two days, a month, a year, since and until.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::facts::dates;

/// A day, month or year in a text, in which the year, or month and year, may be left to what follows.
#[derive(Debug, Clone, Copy)]
struct Moment {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    /// Set for a year of accounts, `2020/21`.
    years: i16,
    start: usize,
    end: usize,
}

/// The periods, as first and last day, and the places in bytes that they were read from.
pub(super) type Read = (Vec<(Date, Date)>, Vec<(usize, usize)>);

/// The years of which a request may speak.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2049;

const OPEN_ENDS: [&str; 12] = [
    "to date",
    "to the present",
    "to present",
    "to now",
    "to today",
    "until now",
    "until today",
    "onwards",
    "onward",
    "up to today",
    "to the date",
    "up to the",
];

/// Reads the periods of a text; "to date" ends on the day of receipt where that is known.
pub(super) fn read(text: &str, received: Option<Date>) -> Read {
    let moments = moments(text);
    let (mut periods, mut places) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(moment) = moments.get(at) {
        let before = words_before(text, moment.start);
        if let Some(next) = moments.get(at + 1)
            && joins(text, &before, moment, next)
            && let Some(first) = moment.completed_by(next).first()
            && let Some(last) = next.last()
            && first <= last
        {
            periods.push((first, last));
            places.push((moment.start, next.end));
            at += 2;
            continue;
        }
        if let Some(period) = alone(text, &before, moment, received) {
            periods.push(period);
            places.push((moment.start, moment.end));
        }
        at += 1;
    }
    let mut once: Vec<(Date, Date)> = Vec::new();
    for period in periods {
        if !once.contains(&period) {
            once.push(period);
        }
    }
    (once, places)
}

/// Whether "to", "and" or a dash makes a period of two moments.
fn joins(text: &str, before: &str, moment: &Moment, next: &Moment) -> bool {
    let between = text
        .get(moment.end..next.start)
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let between = between
        .trim_matches(',')
        .trim()
        .trim_end_matches(" the")
        .trim();
    let and = between == "and"
        && ends_with_word(before, &["between", "between the", "dates", "dates of"]);
    and || matches!(
        between,
        "to" | "-"
            | "–"
            | "—"
            | "until"
            | "till"
            | "through"
            | "through to"
            | "up to"
            | "and up to"
            | "to and including"
            | "to the end of"
            | "until the end of"
            | "up to and including"
            | "and ending"
            | "and ending on"
            | "inclusive to"
            | "up until"
    )
}

/// A period that a single moment gives with the words round it.
fn alone(
    text: &str,
    before: &str,
    moment: &Moment,
    received: Option<Date>,
) -> Option<(Date, Date)> {
    let (first, last) = (moment.first()?, moment.last()?);
    let after = text
        .get(moment.end..)
        .unwrap_or_default()
        .trim_start()
        .to_lowercase();
    let whole_day = moment.day.is_some();
    let open = OPEN_ENDS.iter().any(|open| after.starts_with(open));
    if ends_with_word(
        before,
        &[
            "since",
            "since the",
            "from",
            "from the",
            "starting",
            "on or after",
        ],
    ) && (open || !before.ends_with("from") || !whole_day)
        && (open || ends_with_word(before, &["since", "since the", "starting", "on or after"]))
        || open
    {
        return Some((
            first,
            received
                .filter(|received| *received >= first)
                .unwrap_or(Date::MAX),
        ));
    }
    if ends_with_word(before, &["after", "after the", "later than"]) {
        return Some((last.checked_add(1.day()).ok()?, Date::MAX));
    }
    if ends_with_word(
        before,
        &[
            "before",
            "before the",
            "prior to",
            "prior to the",
            "earlier than",
        ],
    ) {
        return Some((Date::MIN, first.checked_sub(1.day()).ok()?));
    }
    if ends_with_word(
        before,
        &[
            "until",
            "up to",
            "up until",
            "no later than",
            "on or before",
        ],
    ) {
        return Some((Date::MIN, last));
    }
    if whole_day {
        return None;
    }
    let month = moment.month.is_some() && moment.year.is_some();
    let in_year = ends_with_word(
        before,
        &[
            "in",
            "during",
            "for",
            "throughout",
            "year",
            "within",
            "over",
            "calendar year",
            "financial year",
            "in the year",
        ],
    );
    (month || moment.years > 0 || (in_year && moment.year.is_some())).then_some((first, last))
}

fn ends_with_word(before: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        before
            .strip_suffix(word)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with(|c: char| !c.is_alphanumeric()))
    })
}

/// The few words before a place, in lower case.
fn words_before(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or_default();
    let from = before.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    before
        .get(from..)
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// The moments of a text, in order.
fn moments(text: &str) -> Vec<Moment> {
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
    fn completed_by(self, next: &Self) -> Self {
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

    fn first(&self) -> Option<Date> {
        let year = self.year?;
        if self.years > 0 {
            return Date::new(year, 4, 1).ok();
        }
        Date::new(year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    fn last(&self) -> Option<Date> {
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
