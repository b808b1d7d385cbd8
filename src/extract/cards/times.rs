//! Days and times of calendars, told as days and times in London.
//!
//! A time stands in UTC (`Z`), in a zone that is named, or in none; one in no zone is taken as a clock in London
//! shows it. A zone is known by its IANA name, by the name that Windows gives it, or by the only offsets that the
//! calendar itself states for it. Where London's clock shows something else than was written, both are told.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{Span, Timestamp};

/// Windows' names of the zones that correspondence here meets, after the table `windowsZones` of Unicode's CLDR.
const WINDOWS: &[(&str, &str)] = &[
    ("gmt standard time", "Europe/London"),
    ("greenwich standard time", "Africa/Abidjan"),
    ("utc", "Etc/UTC"),
    ("coordinated universal time", "Etc/UTC"),
    ("w. europe standard time", "Europe/Berlin"),
    ("central europe standard time", "Europe/Budapest"),
    ("central european standard time", "Europe/Warsaw"),
    ("romance standard time", "Europe/Paris"),
    ("e. europe standard time", "Europe/Chisinau"),
    ("fle standard time", "Europe/Kyiv"),
    ("gtb standard time", "Europe/Bucharest"),
    ("turkey standard time", "Europe/Istanbul"),
    ("russian standard time", "Europe/Moscow"),
    ("israel standard time", "Asia/Jerusalem"),
    ("egypt standard time", "Africa/Cairo"),
    ("south africa standard time", "Africa/Johannesburg"),
    ("arabian standard time", "Asia/Dubai"),
    ("arab standard time", "Asia/Riyadh"),
    ("pakistan standard time", "Asia/Karachi"),
    ("india standard time", "Asia/Kolkata"),
    ("bangladesh standard time", "Asia/Dhaka"),
    ("china standard time", "Asia/Shanghai"),
    ("singapore standard time", "Asia/Singapore"),
    ("tokyo standard time", "Asia/Tokyo"),
    ("aus eastern standard time", "Australia/Sydney"),
    ("new zealand standard time", "Pacific/Auckland"),
    ("atlantic standard time", "America/Halifax"),
    ("eastern standard time", "America/New_York"),
    ("central standard time", "America/Chicago"),
    ("mountain standard time", "America/Denver"),
    ("pacific standard time", "America/Los_Angeles"),
];

fn zones() -> &'static TimeZoneDatabase {
    static ZONES: OnceLock<TimeZoneDatabase> = OnceLock::new();
    ZONES.get_or_init(TimeZoneDatabase::bundled)
}

fn london() -> TimeZone {
    zones().get("Europe/London").unwrap_or(TimeZone::UTC)
}

/// The zones of one calendar.
#[derive(Default)]
pub(super) struct Zones {
    /// The offsets that it states, in seconds, by the zone's own name.
    stated: BTreeMap<String, Vec<i32>>,
    /// Names that were asked for and are not known.
    pub unknown: Vec<String>,
}

impl Zones {
    /// Keeps an offset that the calendar states for a zone of its own: `+0100`.
    pub fn state(&mut self, zone: &str, offset: &str) {
        let Some(seconds) = seconds_of(offset) else {
            return;
        };
        let known = self.stated.entry(zone.to_owned()).or_default();
        if !known.contains(&seconds) {
            known.push(seconds);
            known.sort_unstable();
        }
    }

    fn named(&self, name: &str) -> Option<TimeZone> {
        let name = name.trim().trim_matches('"');
        let plain = name.to_lowercase();
        if let Some((_, iana)) = WINDOWS.iter().find(|(windows, _)| *windows == plain) {
            return zones().get(iana).ok();
        }
        if let Ok(zone) = zones().get(name) {
            return Some(zone);
        }
        // a maker's own prefix: `/softwarestudio.org/Tzfile/Europe/London`
        let steps: Vec<&str> = name.split('/').collect();
        if let [.., area, city] = steps.as_slice()
            && let Ok(zone) = zones().get(&format!("{area}/{city}"))
        {
            return Some(zone);
        }
        match self.stated.get(name)?.as_slice() {
            [only] => Some(TimeZone::fixed(Offset::from_seconds(*only).ok()?)),
            // winter and summer as in the British Isles and Portugal, which change on the same nights
            [0, 3600] => Some(london()),
            _ => None,
        }
    }

    /// A day, a time, or a stretch of time, told; what is none of them as it stands.
    pub fn told(&mut self, written: &str, zone: Option<&str>) -> String {
        let written = written.trim();
        match written.split_once('/') {
            Some((from, until)) => {
                let until = match span_told(until) {
                    Some(span) => format!("for {span}"),
                    None => format!("to {}", self.told_one(until, zone)),
                };
                format!("{} {until}", self.told_one(from, zone))
            }
            None => self.told_one(written, zone),
        }
    }

    fn told_one(&mut self, written: &str, zone: Option<&str>) -> String {
        let Some((read, utc)) = parse(written) else {
            return match day(written) {
                Some(day) => day_told(day),
                None => written.to_owned(),
            };
        };
        let zone = if utc { Some("UTC") } else { zone };
        let Some(name) = zone else {
            return time_told(read);
        };
        let known = match utc {
            true => Some(TimeZone::UTC),
            false => self.named(name),
        };
        let Some(known) = known else {
            if !self.unknown.iter().any(|told| told == name) {
                self.unknown.push(name.to_owned());
            }
            return format!("{} ({name})", time_told(read));
        };
        match known.to_zoned(read) {
            Ok(moment) => {
                let here = moment.with_time_zone(london()).datetime();
                let told = time_told(here);
                if here == read {
                    told
                } else {
                    format!("{told} (printed {written}, {name})")
                }
            }
            Err(_) => format!("{} ({name})", time_told(read)),
        }
    }

    /// The moment in UTC as RFC 3339 writes it, for what is given with a zone; the plain time for what is not.
    pub fn stamp(&self, written: &str, zone: Option<&str>) -> Option<String> {
        let written = written.trim();
        let Some((read, utc)) = parse(written) else {
            return day(written).map(|day| day.to_string());
        };
        let zone = match (utc, zone) {
            (true, _) => TimeZone::UTC,
            (false, Some(name)) => self.named(name)?,
            (false, None) => london(),
        };
        let moment: Timestamp = zone.to_zoned(read).ok()?.timestamp();
        Some(moment.to_string())
    }
}

/// `20211203`, `2021-12-03`.
pub(super) fn day(written: &str) -> Option<Date> {
    let digits: String = written.trim().chars().filter(|c| *c != '-').collect();
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |at: std::ops::Range<usize>| digits[at].parse::<i16>().ok();
    let small = |at| number(at).and_then(|n| i8::try_from(n).ok());
    Date::new(number(0..4)?, small(4..6)?, small(6..8)?).ok()
}

/// `20211203T100000Z`, `2021-12-03T10:00:00`: the time, and whether it is one in UTC.
fn parse(written: &str) -> Option<(DateTime, bool)> {
    let (date, time) = written.trim().split_once(['T', 't'])?;
    let date = day(date)?;
    let (time, utc) = match time.strip_suffix(['Z', 'z']) {
        Some(time) => (time, true),
        None => (time, false),
    };
    let digits: String = time.chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| match digits.get(at..at + 2) {
        Some(two) => two.parse::<i8>().ok(),
        None => Some(0),
    };
    // a leap second is told as the last ordinary one
    let time = date.to_datetime(jiff::civil::Time::new(two(0)?, two(2)?, two(4)?.min(59), 0).ok()?);
    Some((time, utc))
}

fn seconds_of(offset: &str) -> Option<i32> {
    let offset = offset.trim();
    let (sign, digits) = match offset.split_at_checked(1)? {
        ("-", digits) => (-1, digits),
        ("+", digits) => (1, digits),
        _ => (1, offset),
    };
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| {
        digits
            .get(at..at + 2)
            .map_or(Some(0), |d| d.parse::<i32>().ok())
    };
    Some(sign * (two(0)? * 3600 + two(2)? * 60 + two(4)?))
}

/// A day in words, its weekday first.
pub(super) fn day_told(day: Date) -> String {
    day.strftime("%A %-d %B %Y").to_string()
}

fn time_told(time: DateTime) -> String {
    let clock = if time.second() == 0 {
        "%H:%M"
    } else {
        "%H:%M:%S"
    };
    format!("{}, {}", day_told(time.date()), time.strftime(clock))
}

/// A stretch of time in words: `PT1H30M` is `1h 30m`; none for what is none.
pub(super) fn span_told(written: &str) -> Option<String> {
    let span: Span = written.trim().parse().ok()?;
    Some(format!("{span:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_as_londons_clock_shows_them() {
        let mut zones = Zones::default();
        assert_eq!(
            zones.told("20210703T090000Z", None),
            "Saturday 3 July 2021, 10:00 (printed 20210703T090000Z, UTC)"
        );
        assert_eq!(
            zones.told("20211203T100000", Some("GMT Standard Time")),
            "Friday 3 December 2021, 10:00"
        );
        assert_eq!(
            zones.told("20211203T050000", Some("/maker.example/America/New_York")),
            "Friday 3 December 2021, 10:00 (printed 20211203T050000, /maker.example/America/New_York)"
        );
        assert_eq!(zones.told("20211203", None), "Friday 3 December 2021");
        assert_eq!(
            zones.told("2021-12-03T10:00:05", None),
            "Friday 3 December 2021, 10:00:05"
        );
        assert_eq!(
            zones.told("20211203T100000Z/PT1H30M", None),
            "Friday 3 December 2021, 10:00 for 1h 30m"
        );
        assert_eq!(zones.told("soon", None), "soon");
        assert!(zones.unknown.is_empty());
    }

    #[test]
    fn a_zone_of_the_calendars_own_is_known_by_what_it_states() {
        let mut zones = Zones::default();
        zones.state("Ours", "+0000");
        zones.state("Ours", "+0100");
        zones.state("Fixed", "-0330");
        zones.state("Far", "+0900");
        zones.state("Far", "+1000");
        assert_eq!(
            zones.told("20210703T090000", Some("Ours")),
            "Saturday 3 July 2021, 09:00"
        );
        assert!(
            zones
                .told("20211203T090000", Some("Fixed"))
                .starts_with("Friday 3 December 2021, 12:30")
        );
        assert_eq!(
            zones.told("20211203T090000", Some("Far")),
            "Friday 3 December 2021, 09:00 (Far)"
        );
        assert_eq!(zones.unknown, ["Far"]);
        assert_eq!(
            zones.stamp("20210703T090000", Some("Ours")).as_deref(),
            Some("2021-07-03T08:00:00Z")
        );
    }
}
