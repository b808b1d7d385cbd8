//! Bare numbers of a list that a label opens and whose last alone prints the year: `Ref 101 and 102/21`.
//!
//! One is read surely where a label such as `Refs` says that there are several, or where all have the same three digits
//! or more and either `requests` stands before them or a word lists the last. Otherwise all of the list is possible:
//! `Ref 101 and 12/21` may end with a month.

use super::Family;
use super::borrowed::{Borrowed, Width, cut, fits, tail};
use super::bounds::{spelling, trailing};
use super::fold::{LINE, Unit};
use super::form::{Fit, Form, Piece};
use super::joined::{Joined, after};
use super::weak::{Strength, is_year_or_years, label_before, stands_apart};

/// How many numbers may go before the one with the year.
const MOST: usize = 50;
/// How much may stand between two of them, in characters.
const GAP: usize = 16;
/// So many digits on either side are no day and no month.
const WIDE: usize = 3;

/// Whether anything before a number may be one that lacks its year.
pub(super) fn may_go_before(units: &[Unit], at: usize) -> bool {
    let before = units.get(at.saturating_sub(GAP)..at).unwrap_or_default();
    let parted = before
        .last()
        .is_some_and(|unit| matches!(unit.ch, b' ' | LINE | b'&'));
    parted && before.iter().any(|unit| unit.ch.is_ascii_digit())
}

/// The first unit of the list that ends with the number that `fit` holds, and whether it is surely one; `earlier` are
/// the ends of numbers of the same family before it.
pub(super) fn opening(
    family: &Family,
    form: &Form,
    units: &[Unit],
    fit: &Fit,
    earlier: &[usize],
) -> Option<(usize, bool)> {
    (form.announced_after.is_empty() && stands_apart(units, fit)).then_some(())?;
    (!is_year_or_years(form, units, fit)).then_some(())?;
    let worded = Before::of(family, form, units, fit)?.next()?.worded;
    let mut alike = true;
    for one in Before::of(family, form, units, fit)?.take(MOST) {
        fits(family, &one.groups).then_some(())?;
        let number = one.groups.first()?;
        alike &= number.len() == width(fit) && number.len() >= WIDE && !is_year(number);
        let strength = label_before(family, form, units, one.start, earlier);
        if strength != Strength::No {
            let several = says_several(units, one.start);
            let labelled = strength == Strength::Labelled;
            let sure = several && labelled || alike && (several || labelled && worded);
            return Some((one.start, sure));
        }
    }
    None
}

/// The numbers of the list that `opens` before the one that `fit` holds, in their order.
pub(super) fn members(family: &Family, form: &Form, units: &[Unit], fit: &Fit) -> Vec<Borrowed> {
    let before = Before::of(family, form, units, fit).into_iter().flatten();
    let mut all: Vec<Borrowed> = before
        .take_while(|one| one.start >= fit.opens)
        .map(|one| Borrowed {
            canonical: form.write(&one.groups),
            start: one.start,
            end: one.end,
            sure: true,
        })
        .collect();
    all.reverse();
    all
}

/// A number that lacks its year, with the year of the list.
struct Short {
    groups: Vec<String>,
    start: usize,
    end: usize,
    /// Whether a word or an ampersand stands before the next.
    worded: bool,
}

/// The numbers before one, from the last to the first.
struct Before<'a> {
    family: &'a Family,
    units: &'a [Unit],
    groups: &'a [(usize, usize)],
    short: &'a [Piece],
    year: String,
    at: usize,
}

impl<'a> Before<'a> {
    fn of(family: &'a Family, form: &'a Form, units: &'a [Unit], fit: &'a Fit) -> Option<Self> {
        let short = form.pieces.get(..cut(family, form)?)?;
        matches!(short.first()?, Piece::Digits { .. }).then_some(())?;
        Some(Self {
            family,
            units,
            groups: fit.groups(),
            short,
            year: form.groups_printed(units, fit).pop()?,
            at: fit.start,
        })
    }
}

impl Iterator for Before<'_> {
    type Item = Short;

    fn next(&mut self) -> Option<Short> {
        let from = self.at.saturating_sub(GAP);
        let near = self.units.get(from..self.at)?;
        let last = from + near.iter().rposition(|unit| unit.ch.is_ascii_digit())?;
        let digits = trailing(self.units.get(..=last)?, |unit| unit.ch.is_ascii_digit()).len();
        let start = last + 1 - digits;
        let opens = start
            .checked_sub(1)
            .is_none_or(|before| !self.units.get(before).is_some_and(|unit| unit.in_word()));
        let Some(Piece::Digits { least, most }) = self.short.first() else {
            return None;
        };
        (opens && (*least..=*most).contains(&digits)).then_some(())?;
        let mut lengths = self.groups.to_vec();
        *lengths.first_mut()? = (start, last + 1);
        let (end, mut groups) = tail(
            self.family,
            self.short,
            self.units,
            start,
            &lengths,
            0,
            Width::Same,
        )?;
        let (next, joined) = after(self.units, end, b"")?;
        let listed = matches!(joined, Joined::Listed | Joined::ByMark);
        (next == self.at && listed).then_some(())?;
        let gap = self.units.get(end..next)?;
        groups.push(self.year.clone());
        self.at = start;
        Some(Short {
            groups,
            start,
            end,
            worded: joined == Joined::Listed || gap.iter().any(|unit| unit.ch == b'&'),
        })
    }
}

/// How many digits the number has that `fit` holds.
fn width(fit: &Fit) -> usize {
    fit.groups().first().map_or(0, |(from, to)| to - from)
}

fn is_year(number: &str) -> bool {
    number.len() == 4
        && number
            .parse::<u32>()
            .is_ok_and(|value| (1900..2100).contains(&value))
}

/// Whether the word before a list says that there are several: `refs`, `case numbers`, `FOI's`.
fn says_several(units: &[Unit], at: usize) -> bool {
    let before = units.get(..at).unwrap_or_default();
    let gap = trailing(before, |unit| !unit.in_word());
    let before = before.get(..before.len() - gap.len()).unwrap_or_default();
    let word = spelling(trailing(before, |unit| unit.ch.is_ascii_alphabetic()));
    word == "ARE" || word == "WERE" || word.ends_with('S') && word != "IS" && word != "WAS"
}
