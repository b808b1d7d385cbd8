//! Reads dates in running text: one pass, trying each form where a number begins.

use super::broken::judge;
use super::cursor::Cursor;
use super::months::month;
use super::written::{
    SLIPPED, YEARS, blacked_out, ordinal, ordinal_word_before, time_of_day, year_after,
};
use super::{Reading, day_of, full_year};
use crate::facts::figures::Figures;

const DASHES: [char; 4] = ['-', '\u{2010}', '\u{2011}', '–'];

/// What was read, and where it ends.
type Read = Option<(Reading, usize)>;

/// Calls `tell` with the start, the end and the reading of each date or near-date, in order.
///
/// Every form has a figure in it, so only figures are stopped at; a month before them is looked for from there.
pub(super) fn scan(figures: &Figures<'_>, mut tell: impl FnMut(usize, usize, Reading)) {
    let text = figures.text;
    let bytes = text.as_bytes();
    let (mut at, mut last_end) = (0, None);
    while let Some(next) = figures.next(at) {
        at = next;
        let inside = at
            .checked_sub(1)
            .and_then(|before| bytes.get(before))
            .is_some_and(u8::is_ascii_alphanumeric);
        let read = if inside {
            None
        } else {
            at_number(text, at, last_end).or_else(|| {
                let free = |start: &usize| last_end.is_none_or(|end| end <= *start);
                at_month(text, month_before(bytes, at).filter(free)?)
            })
        };
        match read {
            Some((start, (reading, end))) => {
                tell(start, end, reading);
                last_end = Some(end);
                at = end.max(at + 1);
            }
            None => {
                at += bytes
                    .iter()
                    .skip(at)
                    .take_while(|b| b.is_ascii_digit())
                    .count()
            }
        }
    }
}

/// Where the word begins that stands before these figures, if it may be a month's name.
fn month_before(bytes: &[u8], at: usize) -> Option<usize> {
    let back_over = |end: usize, most: usize, fits: fn(&u8) -> bool| {
        let count = bytes
            .get(..end)?
            .iter()
            .rev()
            .take(most)
            .take_while(|b| fits(b))
            .count();
        Some(end - count)
    };
    let mut end = at;
    for _ in 0..2 {
        // Blanks and quote marks beyond ASCII count by their bytes.
        let gap = back_over(end, FARTHEST, |b| {
            b.is_ascii_whitespace() || b"\x0b.,-'>".contains(b) || !b.is_ascii()
        })?;
        let start = back_over(gap, LONGEST, u8::is_ascii_alphabetic)?;
        let word = bytes.get(start..gap)?;
        if word.eq_ignore_ascii_case(b"the") {
            end = start;
            continue;
        }
        let initial = word.first()?.to_ascii_lowercase();
        return (word.len() > 2 && word.len() < LONGEST && b"jfmasond".contains(&initial))
            .then_some(start);
    }
    None
}

/// The most bytes that may stand between a month and the figures after it.
const FARTHEST: usize = 24;

/// A word of so many letters is no month, however misspelt.
const LONGEST: usize = 13;

fn at_number(text: &str, at: usize, last_end: Option<usize>) -> Option<(usize, (Reading, usize))> {
    let here = Cursor::new(text, at);
    if here.figures() > 4 && here.figures() != 8 {
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
            let (reading, end) = words_day_first(here)?;
            Some((judge(text, at, end, reading)?, end))
        }
    };
    // A dash right after a date joins a range; elsewhere a joined number is part of a reference or a telephone number.
    let joined = match near {
        // `Date:3/12/21` is a label and a day
        Some(':') => far.is_some_and(char::is_alphanumeric) && !labelled(text, at),
        Some('/' | '.' | '\\' | '_') => far.is_some_and(char::is_alphanumeric),
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
            .or_else(|| short(here, false).filter(|(_, end)| announced(text, at, *end)))
            .or_else(|| short(here, true).filter(|_| labelled(text, at)))
            .or_else(|| compact(here).filter(|_| labelled(text, at)))
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

/// `04.11.06`, `03-12-21`, `03 / 12 / 21`: two figures each; versions, paragraphs, codes of banks and addresses of machines
/// look so too. A month of one figure only behind a day that can be no month, `27.1.22`, or behind a label for a day, as a
/// day of one: `Date: 3.12.21`.
fn short(mut here: Cursor<'_>, labelled: bool) -> Read {
    let two = |here: &mut Cursor<'_>| (here.figures() == 2).then(|| here.number(2, 2)).flatten();
    let day = match here.figures() {
        1 if labelled => here.number(1, 1)?,
        _ => two(&mut here)?,
    };
    let spaced = blanks(&mut here);
    let mark = here.eat_any(if spaced { &['/'] } else { &['.', '-'] })?;
    blanks(&mut here);
    let month = match here.figures() {
        1 if labelled || day > 12 => here.number(1, 1)?,
        _ => two(&mut here)?,
    };
    blanks(&mut here);
    here.eat(mark).then_some(())?;
    blanks(&mut here);
    let year = full_year(two(&mut here)?);
    let real = ends_number(here) && day_of(year, month, day).is_some();
    real.then(|| (settle(year, month, day, "the day comes first"), here.at()))
}

/// `03122021` and `20211203`, behind a label for a day: no eight figures are both.
fn compact(mut here: Cursor<'_>) -> Read {
    (here.figures() == 8).then_some(())?;
    let whole = here.number(8, 8)?;
    ends_number(here).then_some(())?;
    let day_first = (whole % 10_000, whole / 10_000 % 100, whole / 1_000_000);
    let year_first = (whole / 10_000, whole / 100 % 100, whole % 100);
    let (year, month, day) = [day_first, year_first]
        .into_iter()
        .find(|(year, month, day)| YEARS.contains(year) && day_of(*year, *month, *day).is_some())?;
    Some((settle(year, month, day, "the day comes first"), here.at()))
}

/// Whether the word right before these figures is a label for a day: `Date:03122021`.
fn labelled(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let before = before.trim_end_matches([' ', ':', '\u{a0}', '\t']);
    let start = before
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + 1);
    before.get(start..).is_some_and(|word| {
        ["date", "dated", "dyddiad", "sent", "received"]
            .iter()
            .any(|label| label.eq_ignore_ascii_case(word))
    })
}

/// Whether words before such figures say that a day follows, or they are all that their line holds.
fn announced(text: &str, at: usize, end: usize) -> bool {
    const BEFORE: [&str; 17] = [
        "on", "by", "dated", "date", "of", "from", "until", "till", "before", "after", "since",
        "due", "sent", "received", "to", "and", "between",
    ];
    let before = text.get(..at).unwrap_or_default();
    let line = before
        .rsplit(['\n', '\r', '\u{c}', '\t', '|'])
        .next()
        .unwrap_or_default();
    let behind = text.get(end..).unwrap_or_default();
    let rest = behind
        .split(['\n', '\r', '\u{c}', '\t', '|'])
        .next()
        .unwrap_or_default();
    if line.trim().is_empty() {
        return rest.trim().is_empty();
    }
    let word = line
        .trim_end_matches([' ', ':', '\u{a0}'])
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    BEFORE.iter().any(|known| known.eq_ignore_ascii_case(word))
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
    let unmarked = here.at();
    ordinal(&mut here);
    let ordinal = here.at() > unmarked;
    let mut ahead = here;
    if ahead.gap() && ahead.eat_word("day") {
        here = ahead;
    }
    let mut ahead = here;
    if blanks(&mut ahead) && ahead.peek() == Some('/') {
        here = ahead;
    }
    let mark = here.eat_any(&['-', '\u{2010}', '\u{2011}', '–', '/', '.']);
    if mark == Some('/') || mark == Some('.') && ordinal {
        here.gap();
    }
    here.gap_unless(mark.is_some());
    if mark.is_none() && (here.eat_word("of") || here.eat_word("o")) {
        here.gap();
        if here.eat_word("the") {
            return None;
        }
    }
    let month = match mark {
        Some('.' | '/' | '-') => roman(here).map(|(month, after)| {
            here = after;
            month
        }),
        _ => None,
    };
    let month = match month {
        Some(month) => month,
        None => u32::try_from(in_full(&mut here)?).ok()?,
    };
    let mut ahead = here;
    if mark == Some('/') && blanks(&mut ahead) && ahead.eat('/') {
        blanks(&mut ahead);
        if ahead.figures() == 4 {
            here = ahead;
        }
    }
    let year = year_after(&mut here)?;
    if day == 0 {
        return None;
    }
    Some((settle(year, month, day, "the day comes first"), here.at()))
}

/// A month's name, over the hyphen with which a line broke it: `Decem-` above `ber`.
fn in_full(here: &mut Cursor<'_>) -> Option<i8> {
    let word = here.word()?;
    let mut ahead = *here;
    if ahead.eat('-') && matches!(ahead.peek(), Some('\n' | '\r')) && ahead.gap() {
        let whole = ahead
            .word()
            .and_then(|rest| month(&format!("{word}{rest}")));
        if whole.is_some() {
            *here = ahead;
            return whole;
        }
    }
    month(word)
}

/// A month in Roman figures between two marks, before a year in full: `3.xii.2021`.
fn roman(mut here: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    const FIGURES: [&str; 12] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
    ];
    let word = here.word()?;
    let month = (1..)
        .zip(FIGURES)
        .find(|(_, figure)| figure.eq_ignore_ascii_case(word))?;
    let mut ahead = here;
    ahead.eat_any(&['.', '/', '-'])?;
    (ahead.figures() == 4).then_some((month.0, here))
}

/// A month's name before figures: `January 28, 2025`, `Dec 3 10:20:30 2021`; `** August 2008` begins before it.
fn at_month(text: &str, at: usize) -> Option<(usize, (Reading, usize))> {
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
        return Some((start, (Reading::Doubt(reason), end.at())));
    }
    if ahead.figures() == 4
        && let Some((start, day)) = ordinal_word_before(before)
    {
        let mut end = here;
        let year = year_after(&mut end)?;
        return Some((
            start,
            (
                settle(year, number, day, "the day is written out"),
                end.at(),
            ),
        ));
    }
    let mut here = ahead;
    let day = here.number(1, 2)?;
    ordinal(&mut here);
    time_of_day(&mut here);
    // `May 20 21` says nothing: a year after a month-first day has four figures, or a mark before its two.
    let year = year_after(&mut here)?;
    let before_year = text
        .get(..here.at())?
        .trim_end_matches(|c: char| c.is_ascii_digit());
    let full = here.at() - before_year.len() == 4 || before_year.ends_with(['\'', '’', '-']);
    if day == 0 || !full {
        return None;
    }
    let reading = settle(year, number, day, "the month is written out");
    Some((at, (reading, here.at())))
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
    if SLIPPED.contains(&year) {
        return Reading::Doubt(format!("no letter bears the year {year}"));
    }
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
