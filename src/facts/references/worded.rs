//! Words of a sentence that announce a short number: `(formerly 709/25)`, `logged as 417/20`.

use super::bounds::{spelling, trailing};
use super::fold::Unit;
use super::others::OTHERS;

/// Words that say of a number just given that it has another, in capitals.
const RENAMED: [&str; 4] = ["FORMERLY", "PREVIOUSLY", "ORIGINALLY", "NOW"];
/// What is done with a request when it gets its number, in capitals.
const LOGGED: [&str; 3] = ["LOGGED", "REGISTERED", "REFERENCED"];
/// How far back a sentence may say that it is of something else, in characters.
const SENTENCE: usize = 80;
/// So many digits are no score and no share.
const WIDE: usize = 3;

/// Whether `word`, which ends the text before a number and begins at `at`, stands in a bracket or between commas behind a
/// number of the same family, one of the ends `earlier`.
pub(super) fn renamed(word: &str, units: &[Unit], at: usize, earlier: &[usize]) -> bool {
    RENAMED.contains(&word) && {
        let before = units.get(..at).unwrap_or_default();
        let gap = trailing(before, |unit| matches!(unit.ch, b' ' | b'(' | b'[' | b','));
        let opened = gap.iter().any(|unit| unit.ch != b' ');
        opened && earlier.contains(&(at - gap.len()))
    }
}

/// Whether the words before `at`, where `AS` begins, say that a request got the number at `number`.
pub(super) fn logged(units: &[Unit], at: usize, number: usize) -> bool {
    let digits = units.get(number..).unwrap_or_default().iter();
    let wide = digits.take_while(|unit| unit.ch.is_ascii_digit()).count() >= WIDE;
    let before = units
        .get(at.saturating_sub(SENTENCE)..at)
        .unwrap_or_default();
    let sentence = spelling(trailing(before, |unit| !matches!(unit.ch, b'.' | b';')));
    let mut words = sentence
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty());
    let logged = words.next_back().is_some_and(|word| LOGGED.contains(&word));
    wide && logged && !words.any(|word| OTHERS.contains(&word))
}
