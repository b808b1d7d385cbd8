//! Numbers so short that anything may look like them: `888/14`, `21573`. They are references only where words that
//! mean a case's number stand beside them, or where a web address about requests for information ends with them.

use super::Family;
use super::bounds::{spelling, trailing};
use super::finder::{Place, number};
use super::fold::{LINE, Unit};
use super::form::{Fit, Form, Piece};
use super::others::other_number;
use super::worded;

/// Words that mean a case's number by themselves, in capitals.
const REFERENCES: [&str; 7] = [
    "REF",
    "REFS",
    "REFERENCE",
    "REFERENCES",
    "URN",
    "FOIREF",
    "OURREF",
];
/// Words for what is numbered, in capitals.
pub(super) const NUMBERED: [&str; 18] = [
    "REQUEST",
    "REQUESTS",
    "FOI",
    "FOIS",
    "FOIA",
    "EIR",
    "EIRS",
    "RFI",
    "CASE",
    "CASES",
    "LOG",
    "APPEAL",
    "APPEALS",
    "COMPLAINT",
    "COMPLAINTS",
    "REVIEW",
    "DISCLOSURE",
    "RE",
];
/// Words that say that a number follows, and not of what.
const NUMBER: [&str; 6] = ["NO", "NOS", "NUMBER", "NUMBERS", "NUM", "NR"];
/// Words that may stand between.
const CONNECTORS: [&str; 5] = ["IS", "WAS", "ARE", "WERE", "OF"];
/// Labels that stand beside another in a row of labels.
const BESIDE: [&str; 8] = [
    "DATE",
    "TEL",
    "TELEPHONE",
    "EMAIL",
    "DIRECT",
    "DIAL",
    "DATED",
    "PHONE",
];
/// So far from a number is looked for the ends of the web address that it stands in: a line may hold thousands.
const LONGEST_ADDRESS: usize = 2_048;
/// Words with which a sentence goes on behind a number that is a name and counts nothing.
const GOES_ON: [&str; 33] = [
    "AND",
    "OR",
    "DATED",
    "FOR",
    "WAS",
    "IS",
    "HAS",
    "HAD",
    "WHICH",
    "OF",
    "TO",
    "FROM",
    "IN",
    "ON",
    "UNDER",
    "BY",
    "WITH",
    "AS",
    "AT",
    "WILL",
    "THAT",
    "RELATING",
    "REGARDING",
    "CONCERNING",
    "ABOUT",
    "WERE",
    "ARE",
    "RE",
    "FOI",
    "QUESTION",
    "QUESTIONS",
    "RECEIVED",
    "SUBMITTED",
];
/// Words that say whose number it is, in capitals.
const POSSESSIVES: [&str; 5] = ["OUR", "YOUR", "THEIR", "ITS", "MY"];
/// What is given to a request, in capitals.
const ANSWERS: [&str; 7] = [
    "ANSWER",
    "ANSWERS",
    "RESPONSE",
    "RESPONSES",
    "REPLY",
    "REPLIES",
    "REFUSAL",
];
/// How much may stand between a label and its number, in characters.
const GAP: usize = 12;
/// How many words of a label are looked at.
const WORDS: usize = 5;

/// How surely a number is announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    No,
    /// By what is numbered: "request 21573".
    Named,
    /// By a word that means a case's number.
    Labelled,
}

/// Whether a weak number is announced by what stands around it, or goes on a list that is; `earlier` are the ends of
/// numbers of the same family before it.
pub(super) fn announced(
    family: &Family,
    form: &Form,
    units: &[Unit],
    fit: &Fit,
    earlier: &[usize],
) -> bool {
    if !stands_apart(units, fit) {
        return false;
    }
    let after = word_after(units, fit.end);
    if form.announced_after.contains(&after) {
        return true;
    }
    if !form.announced_after.is_empty() && !form.is_number() {
        return false;
    }
    if form.in_brackets && in_brackets(units, fit) && !is_year_or_years(form, units, fit) {
        return true;
    }
    let strength = label_before(family, form, units, fit.start, earlier);
    match strength {
        Strength::No => false,
        Strength::Labelled => true,
        Strength::Named => {
            !is_year_or_years(form, units, fit)
                && (!form.is_number() || after.is_empty() || GOES_ON.contains(&after.as_str()))
        }
    }
}

/// Whether a weak number in a file's name is the number of what the file is about: its name speaks of requests.
pub(super) fn in_name(family: &Family, form: &Form, units: &[Unit], fit: &Fit) -> bool {
    family.file_name_is_label
        && !form.is_number()
        && form.announced_after.is_empty()
        && stands_apart(units, fit)
        && !is_year_or_years(form, units, fit)
        && units
            .split(|unit| !unit.ch.is_ascii_alphabetic())
            .map(spelling)
            .any(|word| {
                NUMBERED.contains(&word.as_str())
                    || matches!(word.as_str(), "REF" | "RESPONSE" | "NPCC")
            })
}

/// Whether a number is a piece of a web address that speaks of requests for information, or, where the address prints
/// its separator, ends a part of it. What may as well be a day is one, unless its own part of the address speaks of a
/// request.
pub(super) fn in_address(form: &Form, units: &[Unit], fit: &Fit, place: Place) -> bool {
    let from = fit.start.saturating_sub(LONGEST_ADDRESS);
    let to = units.len().min(fit.end.saturating_add(LONGEST_ADDRESS));
    let before = units.get(from..fit.start).unwrap_or_default();
    let after = units.get(fit.end..to).unwrap_or_default();
    let opened = before
        .last()
        .is_some_and(|unit| matches!(unit.ch, b'-' | b'_' | b'/'));
    let closed = after
        .first()
        .is_none_or(|unit| matches!(unit.ch, b'-' | b'_' | b'/' | b'.') || ends_address(*unit));
    if !(opened && closed && stands_apart(units, fit)) || is_year_or_years(form, units, fit) {
        return false;
    }
    let tail = after.iter().take_while(|unit| !ends_address(**unit));
    let tail: Vec<Unit> = tail.copied().collect();
    let head = trailing(before, |unit| !ends_address(unit));
    let head = spelling(head);
    if place == Place::Text && !opens_address(&head) {
        return false;
    }
    let address = head + "|" + &spelling(&tail);
    let part = spelling(trailing(before, |unit| unit.ch != b'/'));
    let tells = |text: &str| {
        ["FOI", "DISCLOSURE", "FREEDOM", "REQUEST"]
            .iter()
            .any(|word| text.contains(word))
    };
    let printed = form
        .pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Separator(Some(_))));
    let ends_part = after
        .first()
        .is_none_or(|unit| unit.ch == b'/' || ends_address(*unit));
    address.contains('/')
        && (tells(&address) || !form.only_before.is_empty() || printed && ends_part)
        && (!is_day(units, fit) || tells(&part))
}

/// Whether a path or a site's name opens it, and not the letters of a longer number: `DPO/ICO/19-0954`.
fn opens_address(head: &str) -> bool {
    let first = head.split('/').next().unwrap_or_default();
    let site = first.rsplit_once('.').is_some_and(|(name, end)| {
        !(REFERENCES.contains(&name) || NUMBER.contains(&name))
            && end.len() >= 2
            && end.bytes().all(|byte| byte.is_ascii_uppercase())
    });
    site || head.starts_with('/') || head.contains("//")
}

fn ends_address(unit: Unit) -> bool {
    matches!(
        unit.ch,
        b' ' | LINE | b'"' | b'<' | b'>' | b'(' | b')' | b',' | b'[' | b']'
    ) || unit.ch < b' '
}

/// Whether six or eight digits on end are a day, such as 160420 or 16042020.
fn is_day(units: &[Unit], fit: &Fit) -> bool {
    let plain = units.get(fit.start..fit.end).unwrap_or_default();
    if !matches!(plain.len(), 6 | 8) || !plain.iter().all(|unit| unit.ch.is_ascii_digit()) {
        return false;
    }
    let pair = |at: usize| number(units, (fit.start + at, fit.start + at + 2)).unwrap_or(0);
    (1..=31).contains(&pair(0)) && (1..=12).contains(&pair(2))
}

impl Form {
    /// Whether it is one run of digits.
    fn is_number(&self) -> bool {
        self.pieces.len() == 1
    }
}

/// Whether no longer number, date, sum or share goes through it.
pub(super) fn stands_apart(units: &[Unit], fit: &Fit) -> bool {
    let joins = |ch: u8| matches!(ch, b'/' | b'-' | b'_' | b'.' | b'\\' | b':' | b',');
    let before = units.get(..fit.start).unwrap_or_default();
    let goes_before = match before {
        [.., first, mark] => joins(mark.ch) && first.ch.is_ascii_digit(),
        _ => false,
    };
    let after = units.get(fit.end..).unwrap_or_default();
    let goes_after = match after {
        [mark, digit, ..] => joins(mark.ch) && mark.ch != b',' && digit.ch.is_ascii_digit(),
        _ => false,
    };
    let share = after
        .iter()
        .find(|unit| unit.ch != b' ')
        .is_some_and(|unit| unit.ch == b'%');
    let listed = before.last().is_some_and(|unit| unit.ch == b',');
    let sum = before
        .last()
        .is_some_and(|unit| matches!(unit.ch, b'+' | super::fold::CURRENCY));
    !(goes_before && !listed || goes_after || share || sum)
}

/// Whether it reads as a year, or as a year and the next: 2014, 2013/14.
pub(super) fn is_year_or_years(form: &Form, units: &[Unit], fit: &Fit) -> bool {
    let years = 1900..2100;
    let digits: Vec<u64> = fit
        .groups()
        .iter()
        .filter_map(|group| number(units, *group))
        .collect();
    match digits.as_slice() {
        [one] => form.is_number() && years.contains(one),
        [first, second, ..] => years.contains(first) && (first + 1) % 100 == second % 100,
        [] => false,
    }
}

fn in_brackets(units: &[Unit], fit: &Fit) -> bool {
    let before = fit.start.checked_sub(1).and_then(|at| units.get(at));
    let after = units.get(fit.end);
    let both = before.zip(after);
    both.is_some_and(|(before, after)| before.ch == b'(' && after.ch == b')')
}

/// The word behind one blank, in capitals; empty where none follows so.
fn word_after(units: &[Unit], end: usize) -> String {
    let rest = units.get(end..).unwrap_or_default();
    match rest {
        [blank, word @ ..] if blank.ch == b' ' => {
            let length = word
                .iter()
                .take_while(|unit| unit.ch.is_ascii_alphabetic())
                .count();
            spelling(word.get(..length).unwrap_or_default())
        }
        _ => String::new(),
    }
}

pub(super) fn label_before(
    family: &Family,
    form: &Form,
    units: &[Unit],
    at: usize,
    earlier: &[usize],
) -> Strength {
    let mut end = at;
    let (mut numbered, mut crossed, mut answered, mut person) = (false, false, false, false);
    for nth in 0..WORDS {
        let before = units.get(..end).unwrap_or_default();
        let gap = trailing(before, |unit| !unit.in_word());
        let lines = gap.iter().filter(|unit| unit.ch == LINE).count();
        if nth == 0 && goes_on_list(gap, end, earlier) {
            return Strength::Labelled;
        }
        let blank = gap.iter().all(|unit| {
            matches!(
                unit.ch,
                b' ' | b':' | b'.' | b'#' | b'-' | b'_' | b'(' | b'[' | b'\'' | b'"' | b'*' | LINE
            ) || nth > 0 && unit.ch == b'/'
        });
        // the mark between FOI and s is not plain in every text
        let possessive = nth > 0 && gap.len() == 1;
        if gap.len() > GAP || lines > 2 || !(blank || possessive) {
            return Strength::No;
        }
        crossed |= lines > 0;
        end -= gap.len();
        let word = trailing(units.get(..end).unwrap_or_default(), |unit| {
            unit.ch.is_ascii_alphabetic()
        });
        let (text, length) = (spelling(word), word.len());
        end -= length;
        if units
            .get(..end)
            .unwrap_or_default()
            .last()
            .is_some_and(|unit| unit.in_word())
        {
            return Strength::No;
        }
        match text.as_str() {
            "" => return Strength::No,
            "S" if nth == 0 => continue,
            "AND" if nth == 0 => {
                let before = units.get(..end).unwrap_or_default();
                let blanks = trailing(before, |unit| matches!(unit.ch, b' ' | b',' | LINE));
                return if earlier.contains(&(end - blanks.len())) {
                    Strength::Labelled
                } else {
                    Strength::No
                };
            }
            word if REFERENCES.contains(&word) => {
                return if other_number(units, end) {
                    Strength::No
                } else {
                    Strength::Labelled
                };
            }
            word if NUMBER.contains(&word) => numbered = true,
            // "their number 812/25", "our answer to 2022/20719"
            word if numbered && POSSESSIVES.contains(&word) && !form.is_number() => {
                return Strength::Labelled;
            }
            "TO" if nth == 0 && !form.is_number() => answered = true,
            word if nth == 0 && worded::renamed(word, units, end, earlier) => {
                return Strength::Labelled;
            }
            "AS" if nth == 0 && !form.is_number() && worded::logged(units, end, at) => {
                return Strength::Named;
            }
            // "Earlier requests by you: 289-2023"
            "YOU" | "ME"
                if nth == 0 && !form.is_number() && gap.iter().any(|unit| unit.ch == b':') =>
            {
                person = true;
            }
            "BY" | "FROM" if nth == 1 && person => {}
            _ if nth == 1 && person => return Strength::No,
            word if answered && nth == 1 && ANSWERS.contains(&word) => return Strength::Named,
            _ if answered && nth == 1 => return Strength::No,
            // "Re 452/20", and never "re 2528"
            "RE" if form.is_number() => return Strength::No,
            word if NUMBERED.contains(&word) => {
                return if numbered {
                    Strength::Labelled
                } else {
                    Strength::Named
                };
            }
            word if CONNECTORS.contains(&word) && nth == 0 => {}
            word if crossed && BESIDE.contains(&word) => {}
            _ if ends_with_label(family, units, end + length) => return Strength::Named,
            _ => return Strength::No,
        }
    }
    Strength::No
}

/// Whether what stands between this number and the one before it makes a list of them.
fn goes_on_list(gap: &[Unit], at: usize, earlier: &[usize]) -> bool {
    let marks = gap
        .iter()
        .all(|unit| matches!(unit.ch, b' ' | b',' | b';' | b'/' | b'&' | LINE));
    marks && !gap.is_empty() && earlier.contains(&(at - gap.len()))
}

/// Whether the words up to `end` are one of the family's own labels.
fn ends_with_label(family: &Family, units: &[Unit], end: usize) -> bool {
    family.labels.iter().any(|label| {
        let from = end.checked_sub(label.len());
        from.and_then(|from| units.get(from..end))
            .is_some_and(|words| spelling(words) == *label)
    })
}
