//! Reads dates in running text: one pass, trying each form where a number or a month's name begins.

use super::cursor::Cursor;
use super::months::month;
use super::{Reading, day_of, full_year};

/// The years that a letter may bear; a year outside is a slip of the pen or no year.
const YEARS: std::ops::RangeInclusive<u32> = 1800..=2100;

/// Endings of ordinal numbers, the superscript ones too.
const ORDINALS: [&str; 8] = ["st", "nd", "rd", "th", "ˢᵗ", "ⁿᵈ", "ʳᵈ", "ᵗʰ"];

/// Marks put over a redacted day.
const BLACKED_OUT: [char; 5] = ['*', '█', '■', '▇', '_'];

const DASHES: [char; 4] = ['-', '\u{2010}', '\u{2011}', '–'];

/// What was read, and where it ends.
type Read = Option<(Reading, usize)>;

/// Calls `tell` with the start, the end and the reading of each date or near-date, in order.
pub(super) fn scan(text: &str, mut tell: impl FnMut(usize, usize, Reading)) {
    let bytes = text.as_bytes();
    let (mut at, mut last_end) = (0, None);
    while let Some(byte) = bytes.get(at) {
        let read = if byte.is_ascii_digit() {
            at_number(text, at, last_end)
        } else if byte.is_ascii_alphabetic() {
            at_word(text, at).map(|(start, reading, end)| (start, (reading, end)))
        } else {
            at += 1;
            continue;
        };
        if let Some((start, (reading, end))) = read {
            tell(start, end, reading);
            last_end = Some(end);
            at = end.max(at + 1);
        } else {
            let length = bytes
                .get(at..)
                .unwrap_or_default()
                .iter()
                .take_while(|b| {
                    b.is_ascii_digit() == byte.is_ascii_digit() && b.is_ascii_alphanumeric()
                })
                .count();
            at += length.max(1);
        }
    }
}

fn at_number(text: &str, at: usize, last_end: Option<usize>) -> Option<(usize, (Reading, usize))> {
    let here = Cursor::new(text, at);
    if here.figures() > 4 {
        return None;
    }
    let mut before = text.get(..at)?.chars().rev();
    let (near, far) = (before.next(), before.next());
    if near.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let after_figure = far.is_some_and(|c| c.is_ascii_digit());
    let mid_number = matches!(near, Some('.' | ':' | ',')) && after_figure;
    let in_words = || {
        if mid_number {
            None
        } else {
            words_day_first(here)
        }
    };
    // A dash right after a date joins a range; elsewhere a joined number is part of a reference or a telephone number.
    let joined = match near {
        Some('/' | '.' | '\\' | '_' | ':') => far.is_some_and(char::is_alphanumeric),
        Some(dash) if DASHES.contains(&dash) => {
            far.is_some_and(char::is_alphanumeric)
                && last_end.is_none_or(|end| end + dash.len_utf8() != at)
        }
        _ => false,
    };
    let read = if joined {
        in_words()
    } else {
        year_first(here)
            .or_else(|| figures_day_first(here))
            .or_else(in_words)
    };
    read.map(|read| (at, read))
}

/// `2021-12-03`, `2021/12/03`, `2021.12.03`.
fn year_first(mut here: Cursor<'_>) -> Read {
    let year = here.number(4, 4)?;
    let mark = here.eat_any(&['-', '\u{2010}', '\u{2011}', '/', '.'])?;
    let month = here.number(1, 2)?;
    if !here.eat(mark) {
        return None;
    }
    let day = here.number(1, 2)?;
    let ends = ends_number(here) || here.peek() == Some('T');
    if !ends || !YEARS.contains(&year) || month == 0 || day == 0 {
        return None;
    }
    Some((settle(year, month, day, "the year comes first"), here.at()))
}

/// `03/12/2021`, `6/4/08`, `03.12.2021`, `03-12-2021`, `03 / 12 / 2021`.
fn figures_day_first(mut here: Cursor<'_>) -> Read {
    let start = here;
    if here.figures() == 3 {
        return overlong(start);
    }
    let day = here.number(1, 2)?;
    let spaced = blanks(&mut here);
    let mark = here.eat_any(&['/', '.', '-', '\u{2010}', '\u{2011}'])?;
    if spaced && mark != '/' || (blanks(&mut here) && !spaced) {
        return None;
    }
    let month = here.number(1, 2)?;
    if blanks(&mut here) != spaced || !here.eat(mark) || blanks(&mut here) != spaced {
        return None;
    }
    let figures = here.figures();
    let year = match figures {
        4 => here.number(4, 4)?,
        2 if mark == '/' && !spaced => full_year(here.number(2, 2)?),
        5 => return overlong(start),
        _ => return None,
    };
    if !ends_number(here) || day == 0 || month == 0 || (figures == 4 && !YEARS.contains(&year)) {
        return None;
    }
    // Two figures at each place may as well be a part of something else, so a doubt wants the year in full.
    if figures == 2 && day_of(year, month, day).is_none() {
        return None;
    }
    Some((settle(year, month, day, "the day comes first"), here.at()))
}

/// `127/05/20081`: a figure too many, as where a ruled line was read as a 1.
fn overlong(mut here: Cursor<'_>) -> Read {
    let first = here.figures();
    here.number(1, 3)?;
    let mark = here.eat_any(&['/', '.', '-'])?;
    let month = here.number(2, 2)?;
    if !here.eat(mark) {
        return None;
    }
    let last = here.figures();
    here.number(4, 5)?;
    if !ends_number(here) || month == 0 || month > 12 || (first < 3 && last < 5) {
        return None;
    }
    let reason = "a figure too many, as where a ruled line was read as a 1".to_owned();
    Some((Reading::Doubt(reason), here.at()))
}

/// `the 27th of January 2022`, `6^th May, 2022`, `15th day of November 2006`, `28-Jan-2022`, `3Dec2021`.
fn words_day_first(mut here: Cursor<'_>) -> Read {
    let day = here.number(1, 2)?;
    ordinal(&mut here);
    let mut ahead = here;
    if ahead.gap() && ahead.eat_word("day") {
        here = ahead;
    }
    let mark = here.eat_any(&['-', '\u{2010}', '\u{2011}', '–', '/', '.']);
    here.gap_unless(mark.is_some());
    if mark.is_none() && here.eat_word("of") {
        here.gap();
        if here.eat_word("the") {
            return None;
        }
    }
    let month = month(here.word()?)?;
    let year = year_after(&mut here)?;
    let month = u32::try_from(month).ok()?;
    if day == 0 {
        return None;
    }
    Some((settle(year, month, day, "the day comes first"), here.at()))
}

/// A month's name at a word's start: `January 28, 2025`, `Dec 3 10:20:30 2021`; `** August 2008` begins before it.
fn at_word(text: &str, at: usize) -> Option<(usize, Reading, usize)> {
    let mut here = Cursor::new(text, at);
    let before = text.get(..at)?;
    if before
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric)
    {
        return None;
    }
    let word = here.word()?;
    let mut ahead = here;
    ahead.eat('.');
    ahead.gap();
    ahead.eat_any(&[',', '-']);
    ahead.eat_word("the");
    ahead.gap();
    let next = ahead.peek()?;
    if !(next.is_ascii_digit() || matches!(next, '\'' | '’')) {
        return None;
    }
    let number = u32::try_from(month(word)?).ok()?;
    if let Some(start) = blacked_out(before) {
        let mut end = here;
        year_after(&mut end)?;
        let reason = "the day is blacked out".to_owned();
        return Some((start, Reading::Doubt(reason), end.at()));
    }
    let mut here = ahead;
    let day = here.number(1, 2)?;
    ordinal(&mut here);
    time_of_day(&mut here);
    let comma = {
        let mut ahead = here;
        ahead.gap();
        ahead.eat(',') || ahead.eat('-')
    };
    // `May 20 21` says nothing; two figures after a month-first day are no year.
    let year = year_after(&mut here).filter(|year| comma || *year >= 1000)?;
    if day == 0 {
        return None;
    }
    Some((
        at,
        settle(year, number, day, "the month is written out"),
        here.at(),
    ))
}

/// The start of the marks that hide a day just before a month's name.
fn blacked_out(before: &str) -> Option<usize> {
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
fn ordinal(here: &mut Cursor<'_>) {
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

/// The year that follows a month or a day, over a full stop, a comma, a dash or an apostrophe.
fn year_after(here: &mut Cursor<'_>) -> Option<u32> {
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
        4 if !apostrophe => ahead.number(4, 4).filter(|year| YEARS.contains(year))?,
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
fn time_of_day(here: &mut Cursor<'_>) {
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

/// Whether a numeric date can end here: no letter, figure or further part is joined to it, but for a second date.
fn ends_number(here: Cursor<'_>) -> bool {
    let mut ahead = here;
    let Some(next) = ahead.peek() else {
        return true;
    };
    if next.is_alphanumeric() || next == '/' || next == '_' {
        return false;
    }
    ahead.skip(next.len_utf8());
    if DASHES.contains(&next) {
        return ahead.peek().is_none_or(|c| !c.is_alphanumeric())
            || figures_day_first(ahead).is_some()
            || year_first(ahead).is_some();
    }
    next != '.' || ahead.figures() == 0
}

/// Steps over blanks within a line.
fn blanks(here: &mut Cursor<'_>) -> bool {
    let mut any = false;
    while here.eat_any(&[' ', '\u{a0}', '\t']).is_some() {
        any = true;
    }
    any
}

/// A day, or why the numbers are none.
fn settle(year: u32, month: u32, day: u32, order: &str) -> Reading {
    if let Some(date) = day_of(year, month, day) {
        return Reading::Day(date);
    }
    Reading::Doubt(if month > 12 {
        format!("there is no month {month}, and {order}")
    } else {
        let name = super::months::name(i8::try_from(month).unwrap_or_default());
        format!("{name} {year} has no day {day}")
    })
}
