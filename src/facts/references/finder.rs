//! Finds references in running text and in file names.
//!
//! Every reference has digits, and most text has few: only the neighbourhoods of digits are folded and read.

use std::cmp::Reverse;

use super::fold::{CURRENCY, LINE, MAY_BE_DIGIT, Unit, fold};
use super::form::{Fit, Form, Reading};
use super::{Families, Family, Found, Reference};

/// How far from a digit, in bytes, the rest of a reference and its label may stand.
const REACH: usize = 64;

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

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    FileName,
}

/// A place where the form of a family fits.
#[derive(Debug, Clone, Copy)]
struct Candidate<'a> {
    family: &'a Family,
    form: &'a Form,
    fit: Fit,
    /// Whether it stands by itself. One that does not still keeps a shorter one from being read inside it.
    stands: bool,
}

impl Families {
    /// Every reference in a running text, in its order.
    ///
    /// Where two overlap the longer is meant. A text that names two families of one shape gives both, at one place.
    pub fn find(&self, text: &str) -> Vec<Found> {
        self.find_in(text, Place::Text)
    }

    fn find_in(&self, text: &str, place: Place) -> Vec<Found> {
        let mut found = Vec::new();
        let mut units = Vec::new();
        let mut candidates = Vec::new();
        for (from, to) in Neighbourhoods::new(text, self.fewest_digits) {
            fold(text, from, to, &mut units);
            self.candidates(&units, from > 0, (Reading::Exact, place), &mut candidates);
            settle(&mut candidates);
            for candidate in candidates.iter().filter(|candidate| candidate.stands) {
                found.push(candidate.found(text, &units));
            }
        }
        found
    }

    /// What would be a reference had a scanner not taken one character for another (0 O D Q, 1 I l |, 2 Z, 5 S,
    /// 6 G, 8 B); exact references are not among them.
    ///
    /// The reading is a guess, offered to a person and never searched.
    pub fn possible(&self, text: &str) -> Vec<Found> {
        let exact = self.find(text);
        let mut found = Vec::new();
        let mut units = Vec::new();
        let mut candidates = Vec::new();
        for (from, to) in Neighbourhoods::new(text, self.fewest_digits.div_ceil(2)) {
            fold(text, from, to, &mut units);
            self.candidates(
                &units,
                from > 0,
                (Reading::Confused, Place::Text),
                &mut candidates,
            );
            settle(&mut candidates);
            for candidate in &candidates {
                let unlike = candidate.stands
                    && candidate.fit.confusions > 0
                    && candidate.is_mostly_exact(&units);
                if unlike {
                    let look_alike = candidate.found(text, &units);
                    let apart = |other: &Found| {
                        other.end <= look_alike.start || look_alike.end <= other.start
                    };
                    if exact.iter().all(apart) {
                        found.push(look_alike);
                    }
                }
            }
        }
        found
    }

    /// Every reference in a file's name; escapes such as `%2F` are read, and places are those in the name given.
    pub fn in_file_name(&self, name: &str) -> Vec<Found> {
        let (plain, places) = unescaped(name);
        let mut found = self.find_in(&plain, Place::FileName);
        for each in &mut found {
            let place = |at: usize| places.get(at).copied().unwrap_or(name.len());
            (each.start, each.end) = (place(each.start), place(each.end));
            name.get(each.start..each.end)
                .unwrap_or_default()
                .clone_into(&mut each.as_printed);
        }
        found
    }

    fn candidates<'a>(
        &'a self,
        units: &[Unit],
        cut: bool,
        (reading, place): (Reading, Place),
        out: &mut Vec<Candidate<'a>>,
    ) {
        out.clear();
        // A reference cannot begin with the first unit of a neighbourhood cut out of a longer text.
        for at in usize::from(cut)..units.len() {
            let rest = units.get(at..).unwrap_or_default();
            let Some(unit) = rest.first() else { break };
            let before = at.checked_sub(1).and_then(|previous| units.get(previous));
            if unit.ch.is_ascii_digit() && before.is_some_and(|before| before.ch.is_ascii_digit()) {
                continue;
            }
            for (family, form) in self.beginnings.at(rest, reading, &self.all) {
                let separators = &family.separators;
                let fit = match form.fit(units, at, separators, reading) {
                    None if reading == Reading::Exact && form.leads() => {
                        form.fit(units, at, separators, Reading::Wrapped)
                    }
                    fit => fit,
                };
                let Some(fit) = fit.filter(|fit| family.within_limits(units, fit)) else {
                    continue;
                };
                let stands = form.stands_at(family, units, &fit);
                let announced = || {
                    let by_name = place == Place::FileName && family.file_name_is_label;
                    by_name || labelled(family, units, at, out)
                };
                if family.needs_label && !(stands && announced()) {
                    continue;
                }
                out.push(Candidate {
                    family,
                    form,
                    fit,
                    stands,
                });
            }
        }
    }
}

/// Keeps, of candidates that overlap, the longest; of equal ones at one place, all that stand.
fn settle(candidates: &mut Vec<Candidate<'_>>) {
    if candidates.len() < 2 {
        return;
    }
    candidates.sort_by_key(|one| (Reverse(one.fit.end - one.fit.start), one.fit.start));
    let mut kept: Vec<Candidate<'_>> = Vec::with_capacity(candidates.len());
    for one in candidates.drain(..) {
        let clash = kept.iter().any(|other| {
            let overlap = one.fit.start < other.fit.end && other.fit.start < one.fit.end;
            let twin = one.fit.start == other.fit.start && one.fit.end == other.fit.end;
            overlap && !(twin && one.family.key != other.family.key)
        });
        if !clash {
            kept.push(one);
        }
    }
    kept.sort_by_key(|one| one.fit.start);
    *candidates = kept;
}

impl Candidate<'_> {
    fn found(&self, text: &str, units: &[Unit]) -> Found {
        let start = units.get(self.fit.start).map_or(0, |unit| unit.start);
        let end = self
            .fit
            .end
            .checked_sub(1)
            .and_then(|last| units.get(last))
            .map_or(start, |unit| unit.end);
        Found {
            reference: self.family.reference(self.form, units, &self.fit),
            as_printed: text.get(start..end).unwrap_or_default().to_owned(),
            start,
            end,
        }
    }

    /// Whether no more than half of its digits, and half of the rest, were taken for others.
    fn is_mostly_exact(&self, units: &[Unit]) -> bool {
        let printed = units.get(self.fit.start..self.fit.end).unwrap_or_default();
        let digits = printed
            .iter()
            .filter(|unit| unit.ch.is_ascii_digit())
            .count();
        2 * digits >= self.form.fewest_digits()
    }
}

impl Family {
    pub(super) fn reference(&self, form: &Form, units: &[Unit], fit: &Fit) -> Reference {
        Reference {
            canonical: form.canonical(units, fit),
            family: self.key.clone(),
            issuer: self.issuer.clone(),
        }
    }

    /// Whether every group with a limit keeps to it.
    pub(super) fn within_limits(&self, units: &[Unit], fit: &Fit) -> bool {
        self.limits
            .iter()
            .zip(fit.groups())
            .all(|(limit, (from, to))| {
                let Some((least, most)) = limit else {
                    return true;
                };
                let printed = units.get(*from..*to).unwrap_or_default();
                let digits = printed
                    .iter()
                    .filter_map(|unit| super::form::as_digit(unit.ch));
                let number = digits.fold(0_u64, |number, digit| {
                    number
                        .saturating_mul(10)
                        .saturating_add(u64::from(digit - b'0'))
                });
                (*least..=*most).contains(&number)
            })
    }

    fn is_label(&self, word: &str) -> bool {
        LABELS.contains(&word) || self.labels.iter().any(|label| label == word)
    }
}

impl Form {
    /// Whether the match stands by itself, and is no part of a longer word or number.
    fn stands_at(&self, family: &Family, units: &[Unit], fit: &Fit) -> bool {
        self.ends_at(units, fit) && self.begins_at(family, units, fit)
    }

    fn begins_at(&self, family: &Family, units: &[Unit], fit: &Fit) -> bool {
        let before = units.get(..fit.start).unwrap_or_default();
        let Some(last) = before.last() else {
            return true;
        };
        let opens_with_bracket = units.get(fit.start).is_some_and(|unit| !unit.in_word());
        if opens_with_bracket {
            return true;
        }
        let word = trailing(before, |unit| unit.ch.is_ascii_alphabetic());
        let fused_label = !word.is_empty()
            && family.is_label(&spelling(word))
            && !before
                .get(..before.len() - word.len())
                .is_some_and(|rest| rest.last().is_some_and(|unit| unit.in_word()));
        if last.ch.is_ascii_digit() {
            let page = trailing(before, |unit| unit.ch.is_ascii_digit());
            let rest = before.get(..before.len() - page.len()).unwrap_or_default();
            return self.leads()
                && page.len() <= PAGE_NUMBER
                && !rest.last().is_some_and(|unit| unit.in_word());
        }
        if last.in_word() {
            return fused_label;
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

    fn ends_at(&self, units: &[Unit], fit: &Fit) -> bool {
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
        let closed = fit
            .end
            .checked_sub(1)
            .and_then(|last| units.get(last))
            .is_some_and(|unit| !unit.in_word());
        let Some(next) = units.get(fit.end) else {
            return true;
        };
        if next.in_word() {
            return closed;
        }
        let decimal = next.ch == b'.'
            && units
                .get(fit.end + 1)
                .is_some_and(|unit| unit.ch.is_ascii_digit());
        !(self.is_bare() && (next.ch == b'@' || decimal))
    }
}

/// Whether a word that announces a number stands before the unit `at`, or a list that such a word opened.
fn labelled(family: &Family, units: &[Unit], at: usize, earlier: &[Candidate<'_>]) -> bool {
    let before = units.get(..at).unwrap_or_default();
    let gap = trailing(before, |unit| !unit.in_word());
    if gap.len() > 8 || gap.iter().filter(|unit| unit.ch == LINE).count() > 1 {
        return false;
    }
    let mut end = at - gap.len();
    let listed = |end: usize| {
        earlier
            .iter()
            .any(|one| one.family.key == family.key && one.fit.end == end)
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
    family.is_label(&spelling(word))
}

/// The longest run at the end of `units` of which `is` holds.
fn trailing(units: &[Unit], is: impl Fn(Unit) -> bool) -> &[Unit] {
    let start = units
        .iter()
        .rposition(|unit| !is(*unit))
        .map_or(0, |last| last + 1);
    units.get(start..).unwrap_or_default()
}

fn spelling(units: &[Unit]) -> String {
    units.iter().map(|unit| char::from(unit.ch)).collect()
}

/// The stretches of a text in which digits stand close together.
struct Neighbourhoods<'a> {
    text: &'a str,
    at: usize,
    fewest: usize,
}

impl<'a> Neighbourhoods<'a> {
    fn new(text: &'a str, fewest: usize) -> Self {
        Self {
            text,
            at: 0,
            fewest,
        }
    }
}

impl Iterator for Neighbourhoods<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let is_digit = |byte: &u8| MAY_BE_DIGIT[usize::from(*byte)];
        loop {
            let first = self.at + bytes.get(self.at..)?.iter().position(is_digit)?;
            let (mut last, mut digits) = (first, 1);
            while let Some(next) = bytes.iter().skip(last + 1).take(REACH).position(is_digit) {
                last += 1 + next;
                digits += 1;
            }
            self.at = last + 1;
            if digits >= self.fewest {
                let from = self.text.floor_char_boundary(first.saturating_sub(REACH));
                let to = self
                    .text
                    .ceil_char_boundary((last + REACH).min(bytes.len()));
                return Some((from, to));
            }
        }
    }
}

/// A name with its escapes read, and for each byte of it the place in the name as given.
fn unescaped(name: &str) -> (String, Vec<usize>) {
    let bytes = name.as_bytes();
    let (mut plain, mut places) = (
        Vec::with_capacity(bytes.len()),
        Vec::with_capacity(bytes.len() + 1),
    );
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        places.push(at);
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|hex| std::str::from_utf8(hex).ok());
        let read = hex
            .filter(|_| byte == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        plain.push(read.unwrap_or(if byte == b'+' { b' ' } else { byte }));
        at += if read.is_some() { 3 } else { 1 };
    }
    places.push(bytes.len());
    match String::from_utf8(plain) {
        Ok(plain) => (plain, places),
        Err(_) => (name.to_owned(), (0..=name.len()).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_neighbourhoods_of_digits_are_read() {
        let text = format!("{}EA/2019/0212{}", "word ".repeat(100), " word".repeat(100));
        let read: Vec<_> = Neighbourhoods::new(&text, 5).collect();
        assert_eq!(read.len(), 1);
        assert!(read[0].0 > 400 && read[0].1 < 600, "{read:?}");
        assert_eq!(Neighbourhoods::new("on 3 May 2021", 6).count(), 0);
    }

    #[test]
    fn escapes_are_read_and_places_kept() {
        let (plain, places) = unescaped("a%2Fb+c");
        assert_eq!(plain, "a/b c");
        assert_eq!(places, [0, 1, 4, 5, 6, 7]);
        assert_eq!(unescaped("100%").0, "100%");
    }
}
