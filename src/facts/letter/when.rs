//! The day a record bears, and where it was read.

use jiff::civil::Date;

use super::day;
use super::layout::Layout;
use super::printed::Printed;
use crate::facts::dates::{self, Found, long};
use crate::facts::{DateSource, Form, View};

/// How far a `Date:` header may run ahead of the receipt, in days, before it is doubted.
const CLOCK_AHEAD: i32 = 2;

/// A record's day and what it was read from.
pub struct Dated {
    /// The day.
    pub day: Option<Date>,
    /// Where it was read.
    pub source: DateSource,
    /// The day of receipt.
    pub received: Option<Date>,
    /// Which of the text's dates is the record's own.
    pub nth: Option<usize>,
}

/// The day of a record: header or date line, then its file's metadata, then its file names.
pub fn date_of(
    view: &View<'_>,
    layout: &Layout<'_>,
    printed: &Option<Printed<'_>>,
    found: &[Found],
    kind: &str,
    doubts: &mut Vec<String>,
) -> Dated {
    let mut dated = Dated {
        day: None,
        source: DateSource::None,
        received: None,
        nth: None,
    };
    if view.form == Form::Email {
        header_date(view, &mut dated, doubts);
    } else if let Some((sent, at)) = printed.as_ref().and_then(|printed| printed.sent) {
        dated.nth = found
            .iter()
            .position(|date| date.start >= at && date.start < at + sent.len());
        dated.day = dated
            .nth
            .map(|nth| found[nth].day)
            .or_else(|| dates::header::read(sent).map(|header| header.day));
        dated.source = if dated.day.is_some() {
            DateSource::Letter
        } else {
            DateSource::None
        };
    } else if view.form != Form::Unread {
        let line = day::read(view.text, layout, found);
        doubts.extend(line.doubts);
        dated.received = line.received;
        dated.nth = line.nth.or_else(|| {
            (kind == "minutes")
                .then(|| heading_date(layout, found))
                .flatten()
        });
        dated.day = dated.nth.map(|nth| found[nth].day);
        dated.source = if dated.day.is_some() {
            DateSource::Letter
        } else {
            DateSource::None
        };
    }
    if dated.day.is_some() {
        return dated;
    }
    if let Some(day) = view
        .metadata_date
        .and_then(iso_day)
        .filter(|_| view.form != Form::Email)
    {
        // A leaflet is undated by nature; the day its file was made says nothing of when it was sent.
        if kind == "leaflet" {
            doubts.push(format!("undated; its file was made on {}", long(day)));
        } else {
            (dated.day, dated.source) = (Some(day), DateSource::Metadata);
            return dated;
        }
    }
    let mut days: Vec<Date> = view
        .file_names
        .iter()
        .flat_map(|name| dates::in_file_name(name))
        .collect();
    days.sort_unstable();
    days.dedup();
    if let Some(&day) = days.first() {
        (dated.day, dated.source) = (Some(day), DateSource::Filename);
        if days.len() > 1 {
            let others: Vec<String> = days[1..].iter().map(|day| long(*day)).collect();
            doubts.push(format!(
                "file names give several dates: {} was taken, not {}",
                long(day),
                others.join(", ")
            ));
        }
    }
    dated
}

fn header_date(view: &View<'_>, dated: &mut Dated, doubts: &mut Vec<String>) {
    let received = view
        .received_headers
        .first()
        .and_then(|header| dates::header::from_received(header));
    dated.received = received.map(|header| header.day);
    match view.date_header.and_then(dates::header::read) {
        Some(header) => {
            if !header.exact_zone {
                doubts.push(
                    "the Date header has no exact time and zone; it was taken as London time"
                        .to_owned(),
                );
            }
            if let Some(received) = dated.received
                && received
                    .until(header.day)
                    .is_ok_and(|ahead| ahead.get_days() > CLOCK_AHEAD)
            {
                doubts.push(format!(
                    "dated {}, yet received on {}",
                    long(header.day),
                    long(received)
                ));
            }
            (dated.day, dated.source) = (Some(header.day), DateSource::Header);
        }
        None => {
            if let Some(day) = dated.received {
                let why = if view.date_header.is_some() {
                    "cannot be read"
                } else {
                    "is missing"
                };
                doubts.push(format!(
                    "the Date header {why}; the day is that of the topmost Received header"
                ));
                (dated.day, dated.source) = (Some(day), DateSource::Header);
            } else if let Some(header) = view.date_header {
                doubts.push(format!(
                    "the Date header \"{}\" cannot be read",
                    header.trim()
                ));
            }
        }
    }
}

/// The day in the heading of minutes: "Minutes of the meeting of 3 May 2021".
fn heading_date(layout: &Layout<'_>, found: &[Found]) -> Option<usize> {
    let until = layout
        .head
        .iter()
        .take(8)
        .next_back()
        .map(|cell| cell.at + cell.text.len())?;
    found.iter().position(|date| date.start < until)
}

/// The day of an ISO 8601 date, time or moment.
fn iso_day(value: &str) -> Option<Date> {
    value.trim().get(..10)?.parse().ok()
}
