//! Reads dates in file names, where years may come first and nothing stands between the figures.

use jiff::civil::Date;

use super::{day_of, find, full_year};

/// The years a file name may bear without a break between year, month and day.
const YEARS: std::ops::RangeInclusive<u32> = 1980..=2049;

/// The years that six figures in a row may stand for.
const SHORT_YEARS: std::ops::RangeInclusive<u32> = 1990..=2030;

/// Words before a number that make it a reference.
const REFERENCE_WORDS: [&str; 12] = [
    "ref",
    "reference",
    "no",
    "case",
    "foi",
    "eir",
    "sar",
    "ic",
    "inv",
    "crn",
    "log",
    "id",
];

/// The dates in a file's name, in order, each once.
///
/// Beside the forms of running text these are read: `2021_12_03`, `03_12_2021`, `03.12.21`, `20211203`, `10062025`
/// (eight figures have one reading at most), and six figures at the very start of the name, before a blank, a dash or
/// an underscore, as year, month and day, but only where day, month and year would be no date from 1990 to 2030. So
/// `210531 ico.pdf` gives 31 May 2021, and `260405`, which may be either, gives nothing.
/// Figures that belong to a longer number, or follow a word such as `ref` or `case`, are no date.
pub fn in_file_name(name: &str) -> Vec<Date> {
    let plain: String = name
        .replace("%20", " ")
        .chars()
        .map(|c| if matches!(c, '_' | '+') { ' ' } else { c })
        .collect();
    let mut found: Vec<(usize, Date)> = find(&plain)
        .into_iter()
        .map(|found| (found.start, found.day))
        .collect();
    found.extend(tokens(&plain).filter_map(|(start, token)| {
        let after_reference = plain
            .get(..start)
            .map(|before| before.trim_end_matches([' ', '-', '.', '#']))
            .and_then(|before| before.rsplit(|c: char| !c.is_alphanumeric()).next())
            .is_some_and(|word| REFERENCE_WORDS.contains(&word.to_lowercase().as_str()));
        if after_reference {
            return None;
        }
        run_of_figures(token, start == 0)
            .or_else(|| dotted(token))
            .map(|day| (start, day))
    }));
    found.extend(spaced(&plain));
    found.sort_unstable();
    let mut days: Vec<Date> = Vec::new();
    for (_, day) in found {
        if !days.contains(&day) {
            days.push(day);
        }
    }
    days
}

/// The name cut at blanks and dashes; a full stop stays within a number.
fn tokens(name: &str) -> impl Iterator<Item = (usize, &str)> {
    let whole = name.trim_start().len();
    let lead = name.len() - whole;
    name.split([' ', '-', '(', ')', '[', ']', ',', '–'])
        .scan(0, move |at, token| {
            let start = *at;
            *at += token.len()
                + name
                    .get(start + token.len()..)
                    .and_then(|r| r.chars().next())
                    .map_or(0, char::len_utf8);
            Some((start - lead.min(start), token))
        })
        .filter(|(_, token)| token.starts_with(|c: char| c.is_ascii_digit()))
}

/// `20211203`, `10062025`, `20211203T1015`; at the name's start also `210531`.
fn run_of_figures(token: &str, at_start: bool) -> Option<Date> {
    let length = token.bytes().take_while(u8::is_ascii_digit).count();
    let (figures, after) = token.split_at_checked(length)?;
    let stamped = after
        .strip_prefix('T')
        .is_some_and(|time| time.starts_with(|c: char| c.is_ascii_digit()));
    let ended = after.is_empty() || stamped || is_ending(after);
    let part = |from: usize, to: usize| figures.get(from..to)?.parse::<u32>().ok();
    match length {
        8 if ended => day_of(part(0, 4)?, part(4, 6)?, part(6, 8)?)
            .or_else(|| day_of(part(4, 8)?, part(2, 4)?, part(0, 2)?))
            .filter(|day| u32::try_from(day.year()).is_ok_and(|year| YEARS.contains(&year))),
        6 if at_start && ended => {
            let (first, middle, last) = (part(0, 2)?, part(2, 4)?, part(4, 6)?);
            let short = |year, day| {
                day_of(full_year(year), middle, day)
                    .filter(|_| SHORT_YEARS.contains(&full_year(year)))
            };
            short(first, last).filter(|_| short(last, first).is_none())
        }
        _ => None,
    }
}

/// `03.12.21`: full stops between two figures each are put day first.
fn dotted(token: &str) -> Option<Date> {
    let mut parts = token.splitn(4, '.');
    let mut two = || {
        let part = parts.next()?;
        (part.len() == 2)
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let (day, month, year) = (two()?, two()?, two()?);
    let ended = parts
        .next()
        .is_none_or(|rest| is_ending(&format!(".{rest}")));
    day_of(full_year(year), month, day).filter(|_| ended)
}

/// `2021 12 03`, `03 12 2021`: what underscores leave behind.
fn spaced(name: &str) -> Vec<(usize, Date)> {
    let words: Vec<(usize, &str)> = {
        let mut at = 0;
        name.split(' ')
            .map(|word| {
                let start = at;
                at += word.len() + 1;
                (start, word)
            })
            .collect()
    };
    words
        .windows(3)
        .filter_map(|window| {
            let [(start, a), (_, b), (_, c)] = window else {
                return None;
            };
            let c = c.split('.').next().unwrap_or(c);
            let number = |word: &str, length: usize| {
                (word.len() == length && word.bytes().all(|b| b.is_ascii_digit()))
                    .then(|| word.parse::<u32>().ok())
                    .flatten()
            };
            let month = number(b, 2)?;
            let day = match (number(a, 4), number(a, 2)) {
                (Some(year), _) => day_of(year, month, number(c, 2)?),
                (_, Some(day)) => day_of(number(c, 4)?, month, day),
                _ => None,
            }?;
            let plausible = u32::try_from(day.year()).is_ok_and(|year| YEARS.contains(&year));
            plausible.then_some((*start, day))
        })
        .collect()
}

/// Whether this is a file's ending, such as `.pdf`, and not more of a number.
fn is_ending(after: &str) -> bool {
    after
        .strip_prefix('.')
        .is_some_and(|ending| ending.starts_with(|c: char| c.is_alphabetic()))
}
