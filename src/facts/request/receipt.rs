//! Finds the day of receipt, only where words say so.

use jiff::civil::Date;

use crate::facts::dates;

/// The first day that the words before it say is the day of receipt.
pub(super) fn day(text: &str) -> Option<Date> {
    dates::find(text)
        .into_iter()
        .find(|found| text.get(..found.start).is_some_and(says_received))
        .map(|found| found.day)
}

/// Whether a line is a stamp or a form line with the day of receipt.
pub(super) fn is_stamp(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    lower.len() <= 60 && RECEIPT.iter().any(|label| lower.starts_with(label))
}

/// Whether a day is all that a stamp or a form line says: "Received 12 August 2022". Such a day is not asked about.
pub(super) fn is_stamped(text: &str, start: usize, end: usize) -> bool {
    let from = text
        .get(..start)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |at| at + 1);
    let before = text.get(from..start).unwrap_or_default().trim_start();
    let after = text.get(end..).unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    before.starts_with(char::is_uppercase)
        && is_stamp(before)
        && after.trim_end().chars().all(|c| matches!(c, '.' | ','))
        && before
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .count()
            <= 4
}

/// Labels of a stamp or a form line with the day of receipt.
const RECEIPT: [&str; 8] = [
    "received",
    "date received",
    "date of receipt",
    "date of request",
    "date request received",
    "request received",
    "request date",
    "date requested",
];

/// Whether the words right before a date say that the request was received then.
fn says_received(before: &str) -> bool {
    let from = before.char_indices().rev().nth(80).map_or(0, |(at, _)| at);
    let near = before.get(from..).unwrap_or_default().to_lowercase();
    let near = near.rsplit(['.', ';', '?']).next().unwrap_or_default();
    let labelled = RECEIPT.iter().any(|label| {
        near.rfind(label).is_some_and(|at| {
            near.get(at + label.len()..).is_some_and(|between| {
                between
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|word| !word.is_empty())
                    .all(|word| FILLERS.contains(&word))
            })
        })
    });
    let others = ["letter", "complaint", "reprimand", "report"];
    labelled && (near.contains("request") || !others.iter().any(|other| near.contains(other)))
}

/// Words that may stand between "received" and the day.
const FILLERS: [&str; 33] = [
    "on",
    "by",
    "the",
    "us",
    "at",
    "in",
    "here",
    "of",
    "date",
    "dated",
    "was",
    "is",
    "our",
    "office",
    "team",
    "unit",
    "department",
    "force",
    "mps",
    "police",
    "service",
    "metropolitan",
    "this",
    "email",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "and",
    "we",
];
