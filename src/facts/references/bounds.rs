//! Where a reference may begin and end, and what announces one.

use super::Family;
use super::fold::{CURRENCY, LINE, Unit};
use super::form::{Fit, Form};

/// How many digits of a page number may be fused to the front of a reference.
const PAGE_NUMBER: usize = 3;

/// Words that announce a number, in capitals.
const LABELS: [&str; 17] = [
    "REF",
    "REFS",
    "REFERENCE",
    "REFERENCES",
    "NO",
    "NOS",
    "NUMBER",
    "NUMBERS",
    "CASE",
    "CASES",
    "APPEAL",
    "APPEALS",
    "REQUEST",
    "REQUESTS",
    "COMPLAINT",
    "FOI",
    "LOG",
];

/// Words that may stand between a label and its number, in capitals.
const CONNECTORS: [&str; 4] = ["IS", "WAS", "ARE", "WERE"];

impl Family {
    pub(super) fn is_label(&self, word: &str) -> bool {
        LABELS.contains(&word) || self.labels.iter().any(|label| label == word)
    }
}

impl Form {
    /// Whether the match stands by itself, and is no part of a longer word or number.
    pub(super) fn stands_at(&self, family: &Family, units: &[Unit], fit: &Fit) -> bool {
        self.ends_at(units, fit) && self.begins_at(family, units, fit)
    }

    pub(super) fn begins_at(&self, family: &Family, units: &[Unit], fit: &Fit) -> bool {
        let before = units.get(..fit.start).unwrap_or_default();
        let Some(last) = before.last() else {
            return true;
        };
        // A bracket opens whatever stands before it.
        if units.get(fit.start).is_some_and(|unit| !unit.in_word()) {
            return true;
        }
        if last.ch.is_ascii_digit() {
            let page = trailing(before, |unit| unit.ch.is_ascii_digit());
            return self.leads() && page.len() <= PAGE_NUMBER && opens_a_word(before, page);
        }
        if last.in_word() {
            let word = trailing(before, |unit| unit.ch.is_ascii_alphabetic());
            return family.is_label(&spelling(word)) && opens_a_word(before, word);
        }
        let earlier = before.get(..before.len() - 1).unwrap_or_default();
        if self.never_after.contains(&last.ch) {
            let word = trailing(earlier, |unit| unit.in_word());
            return word.is_empty() || family.is_label(&spelling(word));
        }
        if !self.leads() {
            let decimal = matches!(last.ch, b'.')
                && earlier.last().is_some_and(|unit| unit.ch.is_ascii_digit());
            return !(decimal || matches!(last.ch, CURRENCY | b'+'));
        }
        true
    }

    pub(super) fn ends_at(&self, units: &[Unit], fit: &Fit) -> bool {
        let mut after = units
            .get(fit.end..)
            .unwrap_or_default()
            .iter()
            .filter(|unit| !matches!(unit.ch, b' ' | LINE));
        let continues = !self.never_before.is_empty()
            && self.never_before.iter().all(|wanted| {
                after.next().is_some_and(|unit| match wanted {
                    b'@' => unit.ch.is_ascii_alphabetic(),
                    b'#' => unit.ch.is_ascii_digit(),
                    mark => unit.ch == *mark,
                })
            });
        if continues {
            return false;
        }
        let goes_on_so = self
            .only_before
            .iter()
            .enumerate()
            .all(|(n, mark)| units.get(fit.end + n).is_some_and(|unit| unit.ch == *mark));
        if !goes_on_so {
            return false;
        }
        let closed = fit
            .end
            .checked_sub(1)
            .and_then(|last| units.get(last))
            .is_some_and(|unit| !unit.in_word());
        let Some(next) = units.get(fit.end) else {
            return true;
        };
        if next.in_word() {
            return closed || self.leads() && next_cell(units, fit.end);
        }
        let decimal = next.ch == b'.'
            && units
                .get(fit.end + 1)
                .is_some_and(|unit| unit.ch.is_ascii_digit());
        !(self.is_bare() && (next.ch == b'@' || decimal))
    }
}

/// Whether what follows without a blank is the word that opens another cell: `INV/0283/2020Date: 3 May`.
fn next_cell(units: &[Unit], at: usize) -> bool {
    const OPENERS: [&str; 16] = [
        "DATE",
        "DATED",
        "PAGE",
        "OUR",
        "YOUR",
        "DEAR",
        "REF",
        "REFERENCE",
        "TEL",
        "TELEPHONE",
        "EMAIL",
        "DIRECT",
        "CONTACT",
        "SUBJECT",
        "SENT",
        "CASE",
    ];
    let rest = units.get(at..).unwrap_or_default();
    let length = rest
        .iter()
        .take_while(|unit| unit.ch.is_ascii_alphabetic())
        .count();
    let word = spelling(rest.get(..length).unwrap_or_default());
    OPENERS.contains(&word.as_str()) && !rest.get(length).is_some_and(|unit| unit.in_word())
}

/// Whether a word that announces a number stands before the unit `at`, or a list that such a word opened.
pub(super) fn labelled(family: &Family, units: &[Unit], at: usize, earlier: &[usize]) -> bool {
    let before = units.get(..at).unwrap_or_default();
    let gap = trailing(before, |unit| !unit.in_word());
    if gap.len() > 8 || gap.iter().filter(|unit| unit.ch == LINE).count() > 1 {
        return false;
    }
    let mut end = at - gap.len();
    let listed = |end: usize| {
        earlier.contains(&end)
            && gap
                .iter()
                .all(|unit| matches!(unit.ch, b' ' | b',' | b';' | b'/' | b'&' | LINE))
    };
    if listed(end) {
        return true;
    }
    let word = trailing(before.get(..end).unwrap_or_default(), |unit| {
        unit.ch.is_ascii_alphabetic()
    });
    if spelling(word) == "AND" {
        end -= word.len();
        end -= trailing(before.get(..end).unwrap_or_default(), |unit| {
            unit.ch == b' '
        })
        .len();
        return listed(end);
    }
    if CONNECTORS.contains(&spelling(word).as_str()) {
        return announced_by(family, before.get(..end - word.len()).unwrap_or_default());
    }
    family.is_label(&spelling(word))
}

/// Whether the text before a connector ends with a word that announces a number: "The old case is ...".
fn announced_by(family: &Family, before: &[Unit]) -> bool {
    let gap = trailing(before, |unit| matches!(unit.ch, b' ' | b'.' | LINE));
    let blank = !gap.is_empty() && gap.len() <= 3;
    let before = before.get(..before.len() - gap.len()).unwrap_or_default();
    let word = trailing(before, |unit| unit.ch.is_ascii_alphabetic());
    blank && family.is_label(&spelling(word)) && opens_a_word(before, word)
}

/// Whether nothing of a word stands before this end of `before`.
fn opens_a_word(before: &[Unit], end: &[Unit]) -> bool {
    let rest = before.get(..before.len() - end.len()).unwrap_or_default();
    !rest.last().is_some_and(|unit| unit.in_word())
}

/// The longest run at the end of `units` of which `is` holds.
pub(super) fn trailing(units: &[Unit], is: impl Fn(Unit) -> bool) -> &[Unit] {
    let start = units
        .iter()
        .rposition(|unit| !is(*unit))
        .map_or(0, |last| last + 1);
    units.get(start..).unwrap_or_default()
}

pub(super) fn spelling(units: &[Unit]) -> String {
    units.iter().map(|unit| char::from(unit.ch)).collect()
}
