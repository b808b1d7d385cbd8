//! Numbers, days and lists in words, as people read them.

use jiff::civil::Date;
use jiff::fmt::temporal::DateTimeParser;

use super::safe;
use crate::facts::dates;

/// Reads the days and moments that the archive recorded.
static PARSER: DateTimeParser = DateTimeParser::new();

/// A number with its digits in groups of three.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number and what it counts, in the singular or the plural.
pub(super) fn count(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        thousands(number),
        if number == 1 { one } else { many }
    )
}

/// A number of records.
pub fn records(number: u64) -> String {
    count(number, "record", "records")
}

/// How many there are, as a number that counts.
pub(super) fn len<T>(values: &[T]) -> u64 {
    values.len() as u64
}

/// A day: `3 December 2021`.
pub(super) fn day(day: Date) -> String {
    dates::long(day)
}

/// A day for narrow columns: `3 Dec 2021`; `undated` where there is none.
pub(super) fn day_short(day: Option<Date>) -> String {
    day.map_or_else(|| "undated".to_owned(), dates::short)
}

/// A title without the day that stands beside it already: "ICO letter to the MPS" of "ICO letter to the MPS dated
/// 3 December 2021".
pub(super) fn without_day(title: &str, day: Option<Date>) -> String {
    let Some(day) = day.map(dates::long) else {
        return title.to_owned();
    };
    for said in [format!(" dated {day}"), format!(", {day}")] {
        if let Some((before, after)) = title.split_once(&said)
            && !before.is_empty()
        {
            return format!("{before}{after}");
        }
    }
    title.to_owned()
}

/// A day with its weekday: `Monday 5 October 2026`.
pub(super) fn weekday(day: Date) -> String {
    use jiff::civil::Weekday;
    let name = match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    format!("{name} {}", dates::long(day))
}

/// A recorded moment: `Monday 12 October 2026, 10:42 (UTC+01:00)`; as recorded where it is no moment.
pub(super) fn moment(at: &str) -> String {
    let Ok(pieces) = PARSER.parse_pieces(at) else {
        return safe::line(at);
    };
    let day = weekday(pieces.date());
    let Some(time) = pieces.time() else {
        return day;
    };
    let clock = format!("{:02}:{:02}", time.hour(), time.minute());
    let offset = match pieces.to_numeric_offset() {
        Some(offset) => {
            let minutes = offset.seconds() / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            format!(
                " (UTC{sign}{:02}:{:02})",
                minutes.abs() / 60,
                minutes.abs() % 60
            )
        }
        None => String::new(),
    };
    format!("{day}, {clock}{offset}")
}

/// A recorded moment for narrow columns: `12 Oct 2026 10:42`; as recorded where it is no moment.
pub(super) fn moment_short(at: &str) -> String {
    match PARSER.parse_pieces(at) {
        Ok(pieces) => {
            let day = dates::short(pieces.date());
            match pieces.time() {
                Some(time) => format!("{day} {:02}:{:02}", time.hour(), time.minute()),
                None => day,
            }
        }
        Err(_) => safe::line(at),
    }
}

/// A recorded day or moment as a day in words; as recorded where it is neither.
pub(super) fn recorded_day(at: &str) -> String {
    match PARSER.parse_pieces(at) {
        Ok(pieces) => day(pieces.date()),
        Err(_) => safe::line(at),
    }
}

/// Names joined for a sentence: `a, b and c`.
pub(super) fn list<T: AsRef<str>>(names: &[T], last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [before @ .., end] => {
            let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", before.join(", "), end.as_ref())
        }
    }
}

/// A text with its first letter large.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// A size in bytes as people say it: `812 bytes`, `48.2 kB`, `0.5 MB`, with 1 MB a million bytes.
pub fn size(bytes: u64) -> String {
    // each unit with the number of bytes from which it is used
    const UNITS: [(&str, u64, f64); 4] = [
        ("TB", 1_000_000_000_000, 1e12),
        ("GB", 1_000_000_000, 1e9),
        ("MB", 100_000, 1e6),
        ("kB", 1_000, 1e3),
    ];
    match UNITS.iter().find(|(_, from, _)| bytes >= *from) {
        Some((unit, _, unit_bytes)) => format!("{:.1} {unit}", bytes as f64 / unit_bytes),
        None => count(bytes, "byte", "bytes"),
    }
}

/// A check code: the first twelve digits in groups of four.
pub(super) fn code(digest: &str) -> String {
    let digits: Vec<char> = safe::line(digest).chars().take(12).collect();
    let groups: Vec<String> = digits
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

/// Numbers with runs drawn together: `1, 3-6`.
pub fn runs(numbers: &[u64]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < numbers.len() {
        let mut end = at;
        while end + 1 < numbers.len() && numbers[end + 1] == numbers[end] + 1 {
            end += 1;
        }
        if end >= at + 2 {
            out.push(format!("{}-{}", numbers[at], numbers[end]));
        } else {
            out.extend(numbers[at..=end].iter().map(u64::to_string));
        }
        at = end + 1;
    }
    out.join(", ")
}

/// A word as it may be typed to a shell, in quotes where it must be.
pub(super) fn quoted(word: &str) -> String {
    let word = safe::line(word);
    let plain = |c: char| c.is_ascii_alphanumeric() || "._/-:".contains(c);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        word
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_what_they_count_agree() {
        assert_eq!(records(1), "1 record");
        assert_eq!(records(0), "0 records");
        assert_eq!(records(1_234_567), "1,234,567 records");
        assert_eq!(count(100, "copy", "copies"), "100 copies");
    }

    #[test]
    fn sizes_are_said_in_the_unit_that_fits() {
        assert_eq!(size(1), "1 byte");
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(999_990), "1.0 MB");
        assert_eq!(size(48_211), "48.2 kB");
        assert_eq!(size(512_000), "0.5 MB");
        assert_eq!(size(2_500_000_000), "2.5 GB");
    }

    #[test]
    fn a_moment_is_said_with_its_weekday_and_offset() {
        assert_eq!(
            moment("2026-10-12T10:42:07+01:00"),
            "Monday 12 October 2026, 10:42 (UTC+01:00)"
        );
        assert_eq!(
            moment("2026-11-22T13:58:06Z"),
            "Sunday 22 November 2026, 13:58 (UTC+00:00)"
        );
        assert_eq!(moment("yesterday\u{1b}"), "yesterday␛");
    }

    #[test]
    fn runs_of_numbers_are_drawn_together() {
        assert_eq!(runs(&[1, 3, 4, 5, 6]), "1, 3-6");
        assert_eq!(runs(&[1, 2, 7]), "1, 2, 7");
        assert_eq!(runs(&[]), "");
    }

    #[test]
    fn a_word_for_the_shell_cannot_end_its_quotes() {
        assert_eq!(quoted("01.FOI.22.025669"), "01.FOI.22.025669");
        assert_eq!(quoted("x'; rm -r ~"), "'x'\\''; rm -r ~'");
        assert_eq!(quoted("--for"), "'--for'");
    }

    #[test]
    fn a_day_that_stands_beside_a_title_is_not_said_twice() {
        let day = Some(jiff::civil::date(2021, 12, 3));
        assert_eq!(
            without_day(
                "Lamp Board letter to the MPS dated 3 December 2021 (notice)",
                day
            ),
            "Lamp Board letter to the MPS (notice)"
        );
        assert_eq!(
            without_day("MPS internal email, 3 December 2021, \"Lamps\"", day),
            "MPS internal email, \"Lamps\""
        );
        // another day is another fact, and a title that is nothing but its day stays
        assert_eq!(
            without_day("Letter dated 13 December 2021", day),
            "Letter dated 13 December 2021"
        );
        assert_eq!(without_day(", 3 December 2021", day), ", 3 December 2021");
        assert_eq!(
            without_day("Lamps, 3 December 2021", None),
            "Lamps, 3 December 2021"
        );
    }

    #[test]
    fn recorded_days_are_said_in_words() {
        assert_eq!(recorded_day("2026-10-07"), "7 October 2026");
        assert_eq!(recorded_day("2026-10-07T09:00:00+01:00"), "7 October 2026");
        assert_eq!(recorded_day("autumn 2026"), "autumn 2026");
    }
}
