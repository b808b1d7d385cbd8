//! The parts of a date in words: the ordinal's ending, the year, a time between, the marks over a redacted day.

use super::cursor::Cursor;
use super::full_year;
use super::months::month;

/// Endings of ordinal numbers, the superscript ones too.
const ORDINALS: [&str; 16] = [
    "st", "nd", "rd", "th", "ˢᵗ", "ⁿᵈ", "ʳᵈ", "ᵗʰ", "af", "ail", "il", "ydd", "fed", "ain", "eg",
    "ed",
];

/// Ordinal numbers in words, the first first.
const IN_WORDS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// Marks put over a redacted day.
const BLACKED_OUT: [char; 5] = ['*', '█', '■', '▇', '_'];

/// The day in words that ends a text, and where it begins: `third of`, `twenty-third day of`.
pub(super) fn ordinal_word_before(before: &str) -> Option<(usize, u32)> {
    let line = before.trim_end();
    let line = line.strip_suffix("of").map(str::trim_end)?;
    let line = line.strip_suffix("day").map_or(line, str::trim_end);
    let start_of = |line: &str| {
        line.rfind(|c: char| !c.is_ascii_alphabetic())
            .map_or(0, |at| at + 1)
    };
    let start = start_of(line);
    let word = line.get(start..)?.to_ascii_lowercase();
    if word == "thirtieth" {
        return Some((start, 30));
    }
    let day = (1..).zip(IN_WORDS).find(|(_, name)| *name == word)?.0;
    let head = line.get(..start)?.trim_end_matches(['-', ' ', '\u{2011}']);
    let tens_at = start_of(head);
    let tens = match head.get(tens_at..)?.to_ascii_lowercase().as_str() {
        "twenty" if day < 10 => 20,
        "thirty" if day == 1 => 30,
        _ => return Some((start, day)),
    };
    Some((tens_at, tens + day))
}

/// The start of the marks that hide a day just before a month's name.
pub(super) fn blacked_out(before: &str) -> Option<usize> {
    let line = before.trim_end_matches([' ', '\u{a0}']);
    let line = ["of", "th"].iter().fold(line, |line, word| {
        line.strip_suffix(word)
            .unwrap_or(line)
            .trim_end_matches(' ')
    });
    let bare = line.trim_end_matches(BLACKED_OUT);
    if bare.len() < line.len() {
        return Some(bare.len());
    }
    let lower = line
        .get(line.len().saturating_sub(10)..)?
        .to_ascii_lowercase();
    ["[redacted]", "(redacted)", "redacted", "xx"]
        .iter()
        .find(|mark| lower.ends_with(**mark))
        .map(|mark| line.len() - mark.len())
}

/// Steps over `st`, `^th`, ` nd`, and the letters fused to a month's name after it.
pub(super) fn ordinal(here: &mut Cursor<'_>) {
    let mut ahead = *here;
    ahead.gap();
    ahead.eat('^');
    let mut ending = ahead;
    let Some(word) = ending.word() else { return };
    let lower = word.to_lowercase();
    for ordinal in ORDINALS {
        let Some(after) = lower.strip_prefix(ordinal) else {
            continue;
        };
        if after.is_empty() || after == "of" || month(after).is_some() {
            ahead.skip(ordinal.len());
            *here = ahead;
            return;
        }
    }
}

/// Years that no letter bears, and that a slip of the pen gives: `13 March 2103`.
pub(super) const SLIPPED: std::ops::RangeInclusive<u32> = 2101..=2999;

/// The year that follows a month or a day, over a full stop, a comma, a dash or an apostrophe.
pub(super) fn year_after(here: &mut Cursor<'_>) -> Option<u32> {
    let mut ahead = *here;
    ahead.eat('.');
    let dash = ahead.eat_any(&['-', '\u{2010}', '\u{2011}', '/']).is_some();
    let mut comma = false;
    if !dash {
        ahead.gap();
        comma = ahead.eat(',');
        ahead.gap();
    }
    let apostrophe = ahead.eat_any(&['\'', '’', '‘']).is_some();
    let year = match ahead.figures() {
        4 if !apostrophe => ahead
            .number(4, 4)
            .filter(|year| YEARS.contains(year) || SLIPPED.contains(year))?,
        2 => {
            let year = full_year(ahead.number(2, 2)?);
            if !(dash || apostrophe || (!comma && ends_phrase(ahead))) {
                return None;
            }
            year
        }
        _ => return None,
    };
    let mut beyond = ahead;
    beyond.gap();
    let hours = beyond
        .word()
        .is_some_and(|word| matches!(word.to_ascii_lowercase().as_str(), "hours" | "hrs" | "hr"));
    let clock = ahead.peek() == Some(':') && {
        let mut minutes = ahead;
        minutes.eat(':');
        minutes.figures() == 2
    };
    if hours || clock {
        return None;
    }
    *here = ahead;
    Some(year)
}

/// Steps over ` 10:20:30 +0000`, which some programs put between the day and the year.
pub(super) fn time_of_day(here: &mut Cursor<'_>) {
    let mut ahead = *here;
    let timed = ahead.gap()
        && ahead.number(1, 2).is_some()
        && ahead.eat(':')
        && ahead.number(2, 2).is_some()
        && (!ahead.eat(':') || ahead.number(2, 2).is_some());
    if !timed {
        return;
    }
    *here = ahead;
    if ahead.gap() && (ahead.eat_word("GMT") || ahead.eat_word("BST") || ahead.eat_word("UTC")) {
        *here = ahead;
    }
}

/// Whether two figures may be a year here: a line's or a phrase's end, not `21, 22` or `21 officers`.
fn ends_phrase(here: Cursor<'_>) -> bool {
    let mut ahead = here;
    match ahead.peek() {
        None | Some('\n' | '\r' | '.' | ';' | ')' | ']' | '"' | '”' | '?' | '!') => {
            ahead.eat_any(&['.']);
            ahead.figures() == 0
        }
        Some(',') => {
            ahead.eat(',');
            ahead.gap();
            ahead.figures() == 0
        }
        _ => false,
    }
}

/// The years that a letter may bear; a year outside is a slip of the pen or no year.
pub(super) const YEARS: std::ops::RangeInclusive<u32> = 1800..=2100;
