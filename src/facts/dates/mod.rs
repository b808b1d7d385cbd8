//! Dates as correspondence gives them: in running text, in file names, in mail headers, and as a person types them.
//!
//! A day comes before its month unless the month is written out; `03/12/2021` is 3 December 2021 and a numeric date
//! that only works month first is never turned round. What is not a real day stays unread, and [`doubtful`] says why.
//! Counting working days is `calendar`'s business.

mod broken;
mod cursor;
mod file_name;
pub mod header;
pub(in crate::facts) mod months;
mod prose;
mod shared;
pub mod typed;
mod written;
mod zones;

use std::sync::OnceLock;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::facts::figures::Figures;

pub use file_name::in_file_name;
pub(crate) use months::month;
pub use shared::sharing;

/// A full date found in running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The day.
    pub day: Date,
    /// The words as printed, line breaks and all.
    pub as_printed: String,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes, half-open.
    pub end: usize,
}

/// Something that looks like a date and was not read as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubtful {
    /// The words as printed.
    pub as_printed: String,
    /// Why no day was read from it.
    pub reason: String,
}

/// What stood at one place of a text.
enum Reading {
    Day(Date),
    Doubt(String),
}

/// Finds every full date in running English text, in order.
///
/// Read are days before months in words and figures (`the 27th of January 2022`, `6^th May, 2022`, `28-Jan-2022`,
/// `03/12/2021`, `6/4/08`, `07.01.2006`, `10-06-2025`), months in words before days (`January 28, 2025`), and years
/// first (`2021-12-03`, `2021/12/03`), over line breaks, with slips in the month's name. Two figures for a year stand
/// for 1950 to 2049, and are read after slashes, or after a month in words. Years outside 1800 to 2100 are not read. A
/// number that ends a line above a month is a day where the words before it lead to one: the number of a version or of
/// a reference is none.
///
/// ```
/// use recordroom::facts::dates;
/// let found = dates::find("Your letter of the 27th of\nJanuary 2022, about INV/0283/2020");
/// assert_eq!(found.len(), 1);
/// assert_eq!(dates::long(found[0].day), "27 January 2022");
/// ```
pub fn find(text: &str) -> Vec<Found> {
    read(&Figures::of(text)).0
}

/// Finds what looks like a full date and is none: impossible days, months after 12, redacted days, stray figures.
pub fn doubtful(text: &str) -> Vec<Doubtful> {
    read(&Figures::of(text)).1
}

/// What [`find`] and what [`doubtful`] give, the text gone through once.
pub(in crate::facts) fn read(figures: &Figures<'_>) -> (Vec<Found>, Vec<Doubtful>) {
    let (mut found, mut doubts) = (Vec::new(), Vec::new());
    prose::scan(figures, |start, end, reading| {
        let as_printed = figures.text[start..end].to_owned();
        match reading {
            Reading::Day(day) => found.push(Found {
                day,
                as_printed,
                start,
                end,
            }),
            Reading::Doubt(reason) => doubts.push(Doubtful { as_printed, reason }),
        }
    });
    (found, doubts)
}

/// A date for people: `3 December 2021`.
pub fn long(day: Date) -> String {
    format!("{} {} {}", day.day(), months::name(day.month()), day.year())
}

/// A date for narrow columns: `3 Dec 2021`.
pub fn short(day: Date) -> String {
    let name = months::name(day.month());
    format!(
        "{} {} {}",
        day.day(),
        name.get(..3).unwrap_or(name),
        day.year()
    )
}

/// The year that two figures stand for: 1950 to 2049.
fn full_year(two_figures: u32) -> u32 {
    if two_figures < 50 {
        2000 + two_figures
    } else {
        1900 + two_figures
    }
}

/// The day of these numbers, if there is one.
fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// The time zone in which days are counted, whatever the machine's own. Its rules are those compiled in: every machine
/// then counts alike, and none is asked for the names of all its zones at every start.
pub fn london() -> Option<&'static TimeZone> {
    static LONDON: OnceLock<Option<TimeZone>> = OnceLock::new();
    LONDON
        .get_or_init(|| TimeZoneDatabase::bundled().get("Europe/London").ok())
        .as_ref()
}
