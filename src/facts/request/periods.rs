//! Reads the periods a request names: between two days, a month, a year, since and until.

use jiff::ToSpan;
use jiff::civil::Date;

use super::moments::{Moment, moments};

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
    let moments = moments(text);
    let (mut periods, mut places) = (Vec::new(), Vec::new());
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
    ) || (ends_with_word(before, &["of"])
        && !ends_with_word(before, &["act of", "regulations of", "order of", "code of"]));
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
