//! What stands between two numbers of a list, and what ends the list.

use super::fold::{LINE, Unit};

/// How much may stand between two numbers, in characters.
const GAP: usize = 48;
/// How many words of a sentence may stand between two numbers.
const WORDS: usize = 4;

/// Words that list, in capitals.
const LISTING: [&str; 26] = [
    "TO",
    "AND",
    "OR",
    "THROUGH",
    "UNTIL",
    "ALSO",
    "AND ALSO",
    "OR ALSO",
    "AS WELL AS",
    "AND AS WELL",
    "PLUS",
    "AND OR",
    "AND THEN",
    "AND TO",
    "AND WITH",
    "WITH",
    "TOGETHER WITH",
    "ALONG WITH",
    "IN ADDITION TO",
    "UP TO",
    "NOT",
    "AND NOT",
    "BUT NOT",
    "RATHER THAN",
    "INSTEAD OF",
    "AND LATTERLY",
];
/// Words behind which a list is at its end, in capitals.
const BEHIND: [&str; 16] = [
    "AND",
    "OR",
    "TO",
    "DATED",
    "RESPECTIVELY",
    "AS",
    "FOR",
    "FROM",
    "OF",
    "REFER",
    "RELATE",
    "TOGETHER",
    "BOTH",
    "ALL",
    "EACH",
    "WHICH",
];
/// Words that make a sentence of the number before them, in capitals.
const BEING: [&str; 8] = ["WERE", "WAS", "ARE", "IS", "HAD", "HAVE", "HAS", "OF"];

/// How a number is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joined {
    /// By a word that lists.
    Listed,
    /// By a mark alone.
    ByMark,
    /// By a slash without a blank: `031842/031843`.
    Fused,
    /// By words of a sentence, by a bracket, or by nothing.
    Loosely,
}

/// The next number behind `from`, which may open with the letters `lead`, and what joins the two.
pub(super) fn after(units: &[Unit], from: usize, lead: &[u8]) -> Option<(usize, Joined)> {
    let mut at = from;
    let (mut marks, mut blanks, mut lines, mut brackets) = (0, 0, 0, 0);
    let mut words: Vec<String> = Vec::new();
    let mut slash = false;
    while let Some(unit) = units.get(at).filter(|_| at - from <= GAP) {
        let apart = units
            .get(at.wrapping_sub(1))
            .is_some_and(|unit| !unit.in_word());
        match unit.ch {
            ch if ch.is_ascii_digit() => break,
            b' ' => blanks += 1,
            LINE => lines += 1,
            b',' | b';' | b'&' | b'-' | b'+' => marks += 1,
            b'/' => {
                let between = words.last().is_some_and(|word| word == "AND");
                marks += usize::from(!between);
                slash |= !between;
            }
            b'(' | b')' | b'[' | b']' => brackets += 1,
            ch if ch.is_ascii_alphabetic() && apart => {
                let word: String = units[at..]
                    .iter()
                    .take_while(|unit| unit.in_word())
                    .map(|unit| char::from(unit.ch))
                    .collect();
                // letters that lead the number itself, as in `INV/0283, INV/0285`
                let slashed = units
                    .get(at + word.len())
                    .is_some_and(|unit| unit.ch == b'/');
                let leads =
                    word.as_bytes() == lead || slashed && !matches!(word.as_str(), "AND" | "OR");
                if leads || word.bytes().any(|byte| byte.is_ascii_digit()) {
                    break;
                }
                at += word.len() - 1;
                words.push(word);
            }
            _ => return None,
        }
        at += 1;
        if marks > 2 || blanks > 8 || lines > 1 || brackets > 2 || words.len() > WORDS {
            return None;
        }
    }
    let next = units.get(at).filter(|unit| unit.in_word())?;
    if at == from {
        return None;
    }
    let phrase = words.join(" ");
    let listed = LISTING.contains(&phrase.as_str());
    let close = slash && blanks + lines == 0;
    let loose = !next.ch.is_ascii_digit() && phrase.is_empty() && marks == 0;
    if loose {
        return None;
    }
    let joined = if listed {
        Joined::Listed
    } else if words.is_empty() && marks > 0 && brackets == 0 && !close {
        Joined::ByMark
    } else if close && words.is_empty() && brackets == 0 {
        Joined::Fused
    } else {
        Joined::Loosely
    };
    Some((at, joined))
}

/// Whether a list of numbers may end here: at a mark, a line's end, or a word with which a sentence goes on.
pub(super) fn ends_list(units: &[Unit], at: usize) -> bool {
    match units.get(at).map(|unit| unit.ch) {
        None | Some(LINE | b'.' | b',' | b';' | b')' | b']' | b'&' | b'?') => true,
        Some(b' ') => {
            let word = word_at(units, at + 1);
            word.is_empty() && !units.get(at + 1).is_some_and(|unit| unit.in_word())
                || BEHIND.contains(&word.as_str())
        }
        _ => false,
    }
}

/// Whether a sentence goes on behind this unit as it does behind a figure: `1200/2020 were men`.
pub(super) fn in_sentence(units: &[Unit], at: usize) -> bool {
    match units.get(at).map(|unit| unit.ch) {
        Some(LINE) => BEING.contains(&word_at(units, at + 1).as_str()),
        _ => !ends_list(units, at),
    }
}

/// Whether the number before this unit opens a stretch of a day: `0800 to 1700 hours`.
pub(super) fn of_a_day(units: &[Unit], at: usize) -> bool {
    if word_at(units, at + 1) != "TO" {
        return false;
    }
    let until = at + " TO ".len();
    let hour = units.get(until..).unwrap_or_default().iter();
    let digits = hour.take_while(|unit| unit.ch.is_ascii_digit()).count();
    matches!(word_at(units, until + digits + 1).as_str(), "HOURS" | "HRS")
}

pub(super) fn word_at(units: &[Unit], at: usize) -> String {
    let rest = units.get(at..).unwrap_or_default().iter();
    rest.take_while(|unit| unit.ch.is_ascii_alphabetic())
        .map(|unit| char::from(unit.ch))
        .collect()
}
