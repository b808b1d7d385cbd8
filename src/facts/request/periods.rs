//! Reads the periods a request names: between two days, a month, a year, since and until.

use jiff::ToSpan;
use jiff::civil::Date;

use super::moments::{Moment, moments};
use super::spans;

/// The periods, as first and last day, and the places in bytes that they were read from.
pub(super) type Read = (Vec<(Date, Date)>, Vec<(usize, usize)>);

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
    let quarters = spans::quarters(text);
    let (mut periods, mut places): Read = quarters
        .iter()
        .map(|quarter| (quarter.days, (quarter.start, quarter.end)))
        .unzip();
    let mut moments = moments(text);
    moments.retain(|moment| {
        !quarters
            .iter()
            .any(|quarter| quarter.start <= moment.start && moment.end <= quarter.end)
    });
    let mut led: Option<(usize, String)> = None;
    let mut at = 0;
    while let Some(moment) = moments.get(at) {
        let mut before = words_before(text, moment.start);
        // "in 2021 and 2022" speaks of both years.
        if let Some((last, words)) = &led
            && text
                .get(*last..moment.start)
                .is_some_and(|between| matches!(between.trim(), "and" | "," | "or" | ", and" | "&"))
        {
            before.clone_from(words);
        }
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
            led = Some((moment.end, before));
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

/// A period counted back from the day of receipt: "in the last two years".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// The words.
    pub as_printed: String,
    /// How many months and days it goes back.
    span: (i32, i32),
}

impl Back {
    /// The period up to a day, which is part of it.
    pub fn until(&self, day: Date) -> Option<(Date, Date)> {
        let (months, days) = self.span;
        let first = day.checked_sub(months.months().days(days)).ok()?;
        Some((first, day))
    }
}

/// Words for small numbers.
const NUMBERS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// The periods of a text that are counted back: "over the past 18 months", "the last year", "last six weeks".
pub(super) fn back(text: &str) -> Vec<Back> {
    let words: Vec<(usize, &str)> = text
        .split_whitespace()
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect();
    let plain = |nth: usize| {
        words.get(nth).map_or(String::new(), |(_, word)| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
    };
    let mut found = Vec::new();
    for nth in 0..words.len() {
        if !matches!(
            plain(nth).as_str(),
            "last" | "past" | "previous" | "preceding"
        ) {
            continue;
        }
        let next = plain(nth + 1);
        let count = next.parse::<i32>().ok().or_else(|| {
            let at = NUMBERS.iter().position(|number| *number == next)?;
            i32::try_from(at + 1).ok()
        });
        let (count, unit_at) = match count {
            Some(count) => (count, nth + 2),
            None => (1, nth + 1),
        };
        let unit = plain(unit_at);
        if !(1..=600).contains(&count) {
            continue;
        }
        let span = match unit.as_str() {
            "year" | "years" => (12 * count, 0),
            "month" | "months" => (count, 0),
            "week" | "weeks" => (0, 7 * count),
            "day" | "days" => (0, count),
            "decade" if count == 1 => (120, 0),
            _ => continue,
        };
        // "last year's leaflet" and "last month" name a stretch of the calendar
        let led = nth > 0
            && matches!(
                plain(nth - 1).as_str(),
                "the" | "these" | "this" | "our" | "your"
            );
        if count == 1 && !led {
            continue;
        }
        let (Some((start, _)), Some((at, last))) = (words.get(nth), words.get(unit_at)) else {
            continue;
        };
        if last.contains(['\'', '\u{2019}']) {
            continue;
        }
        let end = at + last.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        found.push(Back {
            as_printed: text
                .get(*start..end)
                .unwrap_or_default()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            span,
        });
    }
    found
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
    if whole_day && since_an_event(before) {
        return Some((first, Date::MAX));
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
    ) || (ends_with_word(before, &["of"])
        && !ends_with_word(before, &["act of", "regulations of", "order of", "code of"]));
    (month || moment.years > 0 || (in_year && moment.year.is_some())).then_some((first, last))
}

/// Whether the words before a day say that it is when something happened, since when: "since the letter of".
fn since_an_event(before: &str) -> bool {
    let Some(at) = before.rfind("since ") else {
        return false;
    };
    let begins = before[..at]
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric());
    let after: Vec<&str> = before[at..].split_whitespace().skip(1).collect();
    begins
        && (2..=6).contains(&after.len())
        && after
            .last()
            .is_some_and(|last| matches!(*last, "of" | "on" | "dated" | "from"))
        && !after
            .iter()
            .any(|word| word.ends_with([',', ';', '.', ':']))
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
