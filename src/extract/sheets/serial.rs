//! Numbers that stand for days: how spreadsheets count them, and the day that is meant.
//!
//! Excel counts days from 1 January 1900 as day 1 and, after Lotus 1-2-3, has a 29 February 1900 that never was
//! (ECMA-376 part 1, 18.17.4.1); workbooks of the early Macintosh count from 1 January 1904 as day 0.

use jiff::civil::{Date, DateTime, date};
use jiff::{SignedDuration, ToSpan};

/// From which day a workbook counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Epoch {
    /// 1 January 1900 is day 1.
    #[default]
    Y1900,
    /// 1 January 1904 is day 0.
    Y1904,
}

const SECONDS_A_DAY: i64 = 86_400;
/// 31 December 9999 in the count from 1900.
const LAST: f64 = 2_958_466.0;

/// The moment that a number stands for, to the second; none outside the years that spreadsheets know.
pub fn moment(serial: f64, epoch: Epoch) -> Option<DateTime> {
    if !(0.0..LAST).contains(&serial) {
        return None;
    }
    let whole = serial.floor();
    let (mut days, mut seconds) = (whole as i64, ((serial - whole) * 86_400.0).round() as i64);
    if seconds == SECONDS_A_DAY {
        days += 1;
        seconds = 0;
    }
    let origin: Date = match epoch {
        Epoch::Y1904 => date(1904, 1, 1),
        Epoch::Y1900 if days < 60 => date(1899, 12, 31),
        Epoch::Y1900 => date(1899, 12, 30),
    };
    let day = origin.checked_add(days.days()).ok()?;
    day.to_datetime(jiff::civil::Time::midnight())
        .checked_add(SignedDuration::from_secs(seconds))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_that_never_was_shifts_the_count() {
        let day = |serial| moment(serial, Epoch::Y1900).map(|moment| moment.date());
        assert_eq!(day(1.0), Some(date(1900, 1, 1)));
        assert_eq!(day(59.0), Some(date(1900, 2, 28)));
        assert_eq!(day(61.0), Some(date(1900, 3, 1)));
        assert_eq!(day(44_533.0), Some(date(2021, 12, 3)));
        assert_eq!(
            moment(43_071.0, Epoch::Y1904).map(|m| m.date()),
            Some(date(2021, 12, 3))
        );
        assert_eq!(day(-1.0), None);
        assert_eq!(day(1e300), None);
        assert_eq!(day(f64::NAN), None);
    }

    #[test]
    fn a_second_before_midnight_rounds_into_the_next_day() {
        let late = moment(44_533.999_999_9, Epoch::Y1900);
        assert_eq!(late, Some(date(2021, 12, 4).at(0, 0, 0, 0)));
        let half = moment(44_533.5, Epoch::Y1900);
        assert_eq!(half, Some(date(2021, 12, 3).at(12, 0, 0, 0)));
    }
}
