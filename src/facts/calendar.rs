//! Working days as section 10 of the Freedom of Information Act 2000 counts them.
//!
//! A working day is any day but a Saturday, a Sunday, Christmas Day, Good Friday and a bank holiday in any part of the
//! United Kingdom (section 10(6)). The holidays are rows of `schema/bank_holidays.toml`, with a source each. Outside
//! the years which that table covers nothing is counted: the answer is none.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::error::{Error, Result};

/// The working days that section 10(1) allows for a reply.
pub const DAYS_TO_REPLY: u32 = 20;

/// The parts of the kingdom that may keep a holiday.
const PARTS: [&str; 3] = ["england-and-wales", "scotland", "northern-ireland"];

/// Fewer holidays than this in a covered year means that rows are missing.
const FEWEST_IN_A_YEAR: usize = 8;

/// The bank holidays of the United Kingdom over a run of years.
#[derive(Debug, Clone)]
pub struct Calendar {
    first: Date,
    last: Date,
    holidays: BTreeMap<Date, Holiday>,
}

/// A bank holiday on a weekday.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// What it is called.
    pub name: String,
    /// The parts of the kingdom that keep it.
    pub parts: Vec<String>,
    /// The key of its source in the table.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    covers: Covers,
    sources: HashMap<String, String>,
    holidays: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Covers {
    first: i16,
    last: i16,
}

impl Calendar {
    /// The table compiled into the program.
    ///
    /// # Errors
    /// When the table contradicts itself.
    pub fn built_in() -> Result<Self> {
        Self::from_toml(include_str!("../../schema/bank_holidays.toml"))
    }

    /// Reads a table in the form of `schema/bank_holidays.toml`.
    ///
    /// # Errors
    /// When a row is malformed, stands twice, falls on a weekend or outside the years covered, or names a part of the
    /// kingdom or a source that there is not; when a covered year is plainly short of rows.
    pub fn from_toml(text: &str) -> Result<Self> {
        let table: Table = toml::from_str(text).map_err(|cause| {
            Error::table("schema/bank_holidays.toml cannot be read").because(cause)
        })?;
        let year = |year| {
            Date::new(year, 1, 1)
                .map_err(|cause| Error::table("a covered year is none").because(cause))
        };
        let (first, last) = (
            year(table.covers.first)?,
            year(table.covers.last)?.last_of_year(),
        );
        let mut holidays = BTreeMap::new();
        for holiday in table.holidays {
            let day = holiday.date;
            if let Some(fault) = fault(&holiday, first, last, &table.sources) {
                return Err(Error::table(format!("bank holiday {day} {fault}")));
            }
            if holidays.insert(day, holiday).is_some() {
                return Err(Error::table(format!("bank holiday {day} stands twice"))
                    .hint("remove one of the rows"));
            }
        }
        for year in table.covers.first..=table.covers.last {
            let rows = holidays.keys().filter(|day| day.year() == year).count();
            if rows < FEWEST_IN_A_YEAR {
                return Err(Error::table(format!(
                    "{year} has {rows} bank holidays, and at least {FEWEST_IN_A_YEAR} are due"
                ))
                .hint("add the missing rows, or shorten `covers`"));
            }
        }
        Ok(Self {
            first,
            last,
            holidays,
        })
    }

    /// The first and the last day that the table covers.
    pub fn covers(&self) -> (Date, Date) {
        (self.first, self.last)
    }

    /// The bank holiday on this day, in whichever part of the kingdom.
    pub fn holiday(&self, day: Date) -> Option<&Holiday> {
        self.holidays.get(&day)
    }

    /// Whether this is a working day; none outside the years covered.
    pub fn is_working_day(&self, day: Date) -> Option<bool> {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        (self.first <= day && day <= self.last)
            .then(|| !weekend && !self.holidays.contains_key(&day))
    }

    /// The last of so many working days following the day of receipt, which itself is never counted.
    ///
    /// None where the count leaves the years covered. With [`DAYS_TO_REPLY`] it is the day by which section 10(1)
    /// wants a reply.
    pub fn due(&self, received: Date, working_days: u32) -> Option<Date> {
        self.is_working_day(received)?;
        let (mut day, mut counted) = (received, 0);
        while counted < working_days {
            day = day.tomorrow().ok()?;
            counted += u32::from(self.is_working_day(day)?);
        }
        Some(day)
    }

    /// How many working days lie after `received`, up to and with `day`; 0 where it is no later.
    ///
    /// None where either lies outside the years covered.
    pub fn working_days_between(&self, received: Date, day: Date) -> Option<u32> {
        self.is_working_day(received)?;
        self.is_working_day(day)?;
        let (mut at, mut counted) = (received, 0);
        while at < day {
            at = at.tomorrow().ok()?;
            counted += u32::from(self.is_working_day(at)?);
        }
        Some(counted)
    }
}

/// What is wrong with a row, if anything.
fn fault(
    holiday: &Holiday,
    first: Date,
    last: Date,
    sources: &HashMap<String, String>,
) -> Option<String> {
    let day = holiday.date;
    if day < first || day > last {
        return Some("lies outside the years covered".to_owned());
    }
    if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        return Some("falls on a weekend, which is no working day anyway".to_owned());
    }
    if holiday.parts.is_empty() {
        return Some("is kept nowhere".to_owned());
    }
    if let Some(part) = holiday
        .parts
        .iter()
        .find(|part| !PARTS.contains(&part.as_str()))
    {
        return Some(format!(
            "is kept in `{part}`, which is none of {}",
            PARTS.join(", ")
        ));
    }
    (!sources.contains_key(&holiday.source))
        .then(|| format!("has the source `{}`, which is not listed", holiday.source))
}
