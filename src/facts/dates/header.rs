//! Reads the `Date:` and `Received:` headers of real mail, lawful or not.
//!
//! RFC 5322 says what the header should be; programs have written it without a zone, with the year as `0102` or `02`,
//! in C's `asctime` order, with names of months in other tongues, or as ISO 8601. What leaves two readings open is
//! not read; the caller then turns to the topmost `Received:`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use super::{day_of, london, months, zones};

/// The years in which there was mail to speak of.
const YEARS: std::ops::RangeInclusive<u32> = 1970..=2100;

/// When a message was sent, as its header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderDate {
    /// The day in Europe/London.
    pub day: Date,
    /// The moment.
    pub at: Timestamp,
    /// Whether the header gave a time and a zone that exist; else it was taken as London time, and is a doubt.
    pub exact_zone: bool,
}

/// The parts of a header's date as they come to light.
#[derive(Debug, Default)]
struct Parts<'a> {
    month: Option<u32>,
    /// Numbers that are neither time nor zone, with their count of figures.
    numbers: Vec<(u32, usize)>,
    time: Option<Time>,
    afternoon: Option<bool>,
    zone: Option<i32>,
    /// A zone was written that does not exist or is not known.
    strange_zone: bool,
    words: Vec<&'a str>,
}

/// Reads the value of a `Date:` header; none where no day from 1970 to 2100 can be made out.
pub fn read(value: &str) -> Option<HeaderDate> {
    let (plain, comments) = without_comments(value);
    of_parts(&plain, &comments)
}

/// Reads a date without comments, and what its last comment held.
fn of_parts(plain: &str, comments: &str) -> Option<HeaderDate> {
    if let Some((civil, zone)) = usual(plain) {
        return moment(civil, Some(zone), true);
    }
    by_tokens(plain, comments)
}

fn by_tokens(plain: &str, comments: &str) -> Option<HeaderDate> {
    let mut parts = Parts::default();
    let mut rest = plain;
    while let Some(token) = next_token(&mut rest) {
        take(token, &mut parts)?;
    }
    let day = day(&parts)?;
    let zone = parts
        .zone
        .or_else(|| {
            (0..parts.words.len()).find_map(|from| zones::in_words(parts.words.get(from..)?))
        })
        .or_else(|| parts.words.iter().find_map(|word| zones::named(word)))
        .or_else(|| {
            let inner = comments.trim();
            (!parts.strange_zone).then(|| zones::offset(inner).or_else(|| zones::named(inner)))?
        });
    let time = match (parts.time, parts.afternoon) {
        (Some(time), Some(true)) if time.hour() < 12 => {
            Some(Time::new(time.hour() + 12, time.minute(), time.second(), 0).ok()?)
        }
        (Some(time), Some(false)) if time.hour() == 12 => {
            Some(Time::new(0, time.minute(), time.second(), 0).ok()?)
        }
        (time, _) => time,
    };
    moment(
        day.to_datetime(time.unwrap_or(Time::midnight())),
        zone,
        time.is_some(),
    )
}

/// A date as nearly every header has it, `Wed, 3 Jun 2020 10:15:00 +0100`, and the zone in minutes.
fn usual(plain: &str) -> Option<(DateTime, i32)> {
    let figures = |word: &str, lengths: std::ops::RangeInclusive<usize>| {
        let plain = lengths.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| word.parse::<u32>().ok())?
    };
    let mut words = plain.split_ascii_whitespace();
    let mut word = words.next()?;
    if let Some(weekday) = word.strip_suffix(',') {
        months::is_weekday(weekday).then_some(())?;
        word = words.next()?;
    }
    let day = figures(word, 1..=2)?;
    let month = words.next().filter(|month| month.len() == 3)?;
    let month = u32::try_from(months::english(month)?).ok()?;
    let year = figures(words.next()?, 4..=4)?;
    let mut clock = words.next()?.split(':');
    let mut part = || clock.next().filter(|part| figures(part, 2..=2).is_some());
    let parts = [part()?, part()?, part()?];
    let zone = words.next().filter(|zone| zone.starts_with(['+', '-']))?;
    let zone = zones::offset(zone)?;
    let ends = clock.next().is_none() && words.next().is_none();
    let time = ends.then(|| time(parts.into_iter()))??;
    Some((of_years(year, month, day)?.to_datetime(time), zone))
}

/// What a `Received:` header says behind its last semicolon, where neither that nor a comment before it is open.
fn behind_semicolon(value: &str) -> Option<&str> {
    let (before, date) = value.rsplit_once(';')?;
    let brackets = |text: &str| {
        let found = memchr::memchr2_iter(b'(', b')', text.as_bytes());
        found.fold((0_usize, 0_usize), |(count, depth), at| {
            let opens = text.as_bytes()[at] == b'(';
            let depth = if opens {
                depth + 1
            } else {
                depth.saturating_sub(1)
            };
            (count + 1, depth)
        })
    };
    (brackets(date).0 == 0 && brackets(before).1 == 0).then_some(date)
}

/// Reads the day and time a `Received:` header ends with, after its last semicolon.
pub fn from_received(value: &str) -> Option<HeaderDate> {
    if let Some((civil, zone)) = behind_semicolon(value).and_then(usual) {
        return moment(civil, Some(zone), true);
    }
    received_by_tokens(value)
}

fn received_by_tokens(value: &str) -> Option<HeaderDate> {
    let (plain, comments) = without_comments(value);
    match plain.rsplit_once(';') {
        Some((_, date)) => of_parts(date, &comments),
        None => value.rsplit_once(';').and_then(|(_, date)| read(date)),
    }
}

fn moment(civil: DateTime, zone: Option<i32>, timed: bool) -> Option<HeaderDate> {
    let london = london()?;
    let offset = zone.and_then(|minutes| Offset::from_seconds(minutes * 60).ok());
    let at = match offset {
        Some(offset) if timed => TimeZone::fixed(offset).to_timestamp(civil).ok()?,
        _ => london.to_timestamp(civil).ok()?,
    };
    let day = at.to_zoned(london.clone()).date();
    Some(HeaderDate {
        day,
        at,
        exact_zone: timed && offset.is_some(),
    })
}

/// The header without its bracketed comments, and what the last comment held.
fn without_comments(value: &str) -> (String, String) {
    let (mut plain, mut comment, mut depth) = (String::new(), String::new(), 0_usize);
    let mut rest = value;
    while let Some(place) = memchr::memchr2(b'(', b')', rest.as_bytes()) {
        let (before, bracket) = rest.split_at(place);
        let into = if depth > 0 { &mut comment } else { &mut plain };
        into.push_str(before);
        if bracket.starts_with('(') {
            if depth == 0 {
                comment.clear();
                plain.push(' ');
            }
            depth += 1;
        } else {
            depth = depth.saturating_sub(1);
        }
        rest = &bracket[1..];
    }
    let into = if depth > 0 { &mut comment } else { &mut plain };
    into.push_str(rest);
    // A bracket that never closes hides nothing.
    if depth > 0 {
        (value.replace(['(', ')'], " "), String::new())
    } else {
        (plain, comment)
    }
}

/// The next run of letters, or of figures with the marks that may stand within a time, a zone or a numeric date.
fn next_token<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let begin = rest.find(|c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '\u{2212}'))?;
    let from = rest.get(begin..)?;
    let first = from.chars().next()?;
    let length = if first.is_alphabetic() {
        from.find(|c: char| !c.is_alphabetic())
    } else {
        let signs = from.len() - from.trim_start_matches(['+', '-', '\u{2212}']).len();
        from.get(signs..)?
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | '/' | '-')))
            .map(|end| signs + end)
    }
    .unwrap_or(from.len());
    let (token, after) = from.split_at_checked(length.max(first.len_utf8()))?;
    *rest = after;
    Some(token)
}

/// Puts a token where it belongs; none where it makes the whole unreadable.
fn take<'a>(token: &'a str, parts: &mut Parts<'a>) -> Option<()> {
    let trimmed = token.trim_end_matches(['.', ':', '/', '-']);
    if trimmed.is_empty() {
        return Some(());
    }
    if trimmed.starts_with(char::is_alphabetic) {
        word(trimmed, parts);
        return Some(());
    }
    if trimmed.starts_with(['+', '-', '\u{2212}']) {
        // `28-Jan-2022` leaves `-2022`; a zone comes after the time.
        if parts.time.is_none() {
            return take(trimmed.trim_start_matches(['+', '-', '\u{2212}']), parts);
        }
        match zones::offset(trimmed) {
            Some(minutes) => parts.zone = Some(minutes),
            None => parts.strange_zone = true,
        }
        return Some(());
    }
    if let Some((clock, zone)) = split_zone(trimmed) {
        take(clock, parts)?;
        return take(zone, parts);
    }
    if trimmed.contains(':') {
        if parts.time.is_none() {
            parts.time = time(trimmed.split([':', '.']));
        }
        return Some(());
    }
    let pieces: Vec<&str> = trimmed
        .split(['.', '/', '-'])
        .filter(|piece| !piece.is_empty())
        .collect();
    let known_day = parts.month.is_some() && !parts.numbers.is_empty();
    if pieces.len() == 3 && known_day && trimmed.contains('.') && parts.time.is_none() {
        parts.time = time(pieces.into_iter());
        return Some(());
    }
    for piece in pieces {
        let value = piece.parse().ok()?;
        parts.numbers.push((value, piece.len()));
    }
    Some(())
}

/// Cuts `10:15:00-0500` before its zone.
fn split_zone(token: &str) -> Option<(&str, &str)> {
    let cut = token
        .find('-')
        .filter(|cut| token.get(..*cut).is_some_and(|clock| clock.contains(':')))?;
    token.split_at_checked(cut)
}

fn word<'a>(word: &'a str, parts: &mut Parts<'a>) {
    match word {
        _ if word.eq_ignore_ascii_case("am") => parts.afternoon = Some(false),
        _ if word.eq_ignore_ascii_case("pm") => parts.afternoon = Some(true),
        _ => match months::month_in_header(word) {
            // `Mar` is also a weekday in French and Spanish: `Mar, 3 Dec 2021`; the later month then wins.
            Some(month) if parts.month.is_none() || parts.numbers.len() == 1 => {
                parts.month = u32::try_from(month).ok();
            }
            Some(_) => {}
            None => parts.words.push(word),
        },
    }
}

/// A time of day from its figures; a leap second is the second before it.
fn time<'a>(mut pieces: impl Iterator<Item = &'a str>) -> Option<Time> {
    let mut piece = || pieces.next().map(str::parse::<i8>);
    let hour = piece()?.ok()?;
    let minute = piece()?.ok()?;
    let second = piece().and_then(Result::ok).unwrap_or(0);
    Time::new(hour, minute, second.min(59), 0).ok()
}

/// The day the parts give.
fn day(parts: &Parts<'_>) -> Option<Date> {
    let number = |place: usize| parts.numbers.get(place).copied();
    let (year, month, day) = match (parts.month, number(0)?, number(1)?) {
        (Some(month), (year, 3..), (day, 1 | 2)) => (year, month, day),
        (Some(month), (day, _), (year, _)) => (year, month, day),
        (None, (year, 4), (month, _)) => (year, month, number(2)?.0),
        (None, (first, _), (second, _)) => {
            let year = number(2)?.0;
            // Figures alone are read only where one order gives a day, or both give the same.
            match (first, second) {
                (13.., _) => (year, second, first),
                (_, 13..) => (year, first, second),
                _ if first == second => (year, first, second),
                _ => return None,
            }
        }
    };
    of_years(year, month, day)
}

/// A day whose year may be written short.
fn of_years(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = match year {
        0..=49 => 2000 + year,
        50..=199 => 1900 + year,
        _ => year,
    };
    YEARS.contains(&year).then(|| day_of(year, month, day))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_date_is_read_as_its_tokens_tell() {
        let mut usually = 0;
        for day in ["3", "03", "31", "0", "32", "1st"] {
            for month in ["Jun", "jun", "FEB", "Mar", "June", "Juin", "xyz"] {
                for year in ["2020", "20", "0102", "1969", "2101", "20201"] {
                    for clock in [
                        "10:15:00", "23:59:60", "24:00:00", "1:15:00", "10:15", "01:60:00",
                    ] {
                        for zone in ["+0100", "-0000", "+9999", "GMT", "+01:00", "+0100 x"] {
                            for weekday in ["", "Wed, ", "Mar, ", "wed "] {
                                let value =
                                    format!(" {weekday}{day} {month} {year} {clock} {zone}");
                                let told = by_tokens(&value, "");
                                assert_eq!(of_parts(&value, ""), told, "{value}");
                                usually += usize::from(usual(&value).is_some());
                                let received = format!("from a (b; c) by d; e;{value}");
                                let told = received_by_tokens(&received);
                                assert_eq!(from_received(&received), told, "{received}");
                            }
                        }
                    }
                }
            }
        }
        assert!(usually > 100, "{usually}");
        for received in [
            "by d (e;",
            "by d ) e;",
            "(by d; e);",
            "by d (e) (;",
            "by d;",
        ] {
            for behind in [
                " 3 Jun 2020 10:15:00 +0100",
                " 3 Jun 2020 10:15:00 +0100 (BST)",
            ] {
                let received = format!("{received}{behind}");
                let told = received_by_tokens(&received);
                assert_eq!(from_received(&received), told, "{received}");
            }
        }
    }
}
