//! Days that a letter prints without their year.

use jiff::civil::Date;

use crate::facts::dates::{self, months};
use crate::facts::response::phrases::any;

/// The days printed without a year, each the last of its name up to the reply.
pub(super) fn without_year(text: &str, reply: Date) -> Vec<dates::Found> {
    const MOST: usize = 40;
    let mut found = Vec::new();
    for name in months::NAMES {
        for (at, _) in text.match_indices(name) {
            let head = text.get(..at).unwrap_or_default();
            let behind = text.get(at + name.len()..).unwrap_or_default();
            let with_year = behind
                .trim_start_matches([' ', ',', '\n'])
                .starts_with(|c: char| c.is_ascii_digit());
            if with_year || behind.starts_with(|c: char| c.is_alphanumeric()) {
                continue;
            }
            let word = head
                .trim_end()
                .rsplit(|c: char| c.is_whitespace() || c == '(')
                .next();
            let Some(word) = word.filter(|word| !word.is_empty()) else {
                continue;
            };
            let figures = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
            let month = months::NAMES.iter().position(|other| *other == name);
            let (Ok(day), Some(month)) = (figures.parse::<i8>(), month) else {
                continue;
            };
            let Ok(month) = i8::try_from(month % 12 + 1) else {
                continue;
            };
            let last = [reply.year(), reply.year() - 1]
                .into_iter()
                .filter_map(|year| Date::new(year, month, day).ok())
                .find(|day| *day <= reply);
            if let Some(day) = last {
                let start = head.trim_end().len() - word.len();
                let end = at + name.len();
                found.push(dates::Found {
                    day,
                    as_printed: text.get(start..end).unwrap_or_default().to_owned(),
                    start,
                    end,
                });
            }
        }
    }
    found.sort_by_key(|one| one.start);
    found.truncate(MOST);
    found
}

/// Words in small letters with the names of their months as they are printed.
pub(super) fn in_print(lower: &str) -> String {
    months::NAMES.iter().fold(lower.to_owned(), |left, name| {
        left.replace(&name.to_lowercase(), name)
    })
}

/// A day and a month without a year: `by 12 March`.
pub(super) fn day_and_month(lower: &str) -> bool {
    let is_month = |word: &str| {
        months::NAMES
            .iter()
            .any(|month| month.eq_ignore_ascii_case(word))
    };
    let words: Vec<&str> = lower.split(' ').collect();
    words.windows(2).any(|pair| {
        let [day, month] = pair else { return false };
        let figures = day.trim_end_matches(|c: char| c.is_alphabetic());
        let month = month.trim_matches(|c: char| !c.is_alphanumeric());
        figures
            .parse::<u8>()
            .is_ok_and(|day| (1..=31).contains(&day))
            && is_month(month)
    }) || any(lower, "by the end of …") && lower.split(|c: char| !c.is_alphanumeric()).any(is_month)
}
