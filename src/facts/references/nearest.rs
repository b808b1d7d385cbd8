//! References that a person may have meant: known ones, a slip of the pen away.

use std::ops::Range;

use super::confusion::Reading;
use super::fold::fold;
use super::{Families, Reference};

const SWAPPED: &str = "two digits change places";
const OTHER_YEAR: &str = "another year";
const ONE_DIGIT: &str = "one digit differs";

impl Families {
    /// Of the canonical spellings in `known`, those that differ from this one by two digits changing places, by
    /// the year alone, or by one digit, with the reason in words; likeliest first, then in order of spelling.
    pub fn nearest(&self, reference: &Reference, known: &[String]) -> Vec<(String, &'static str)> {
        let year = self.year_of(reference);
        let mut near: Vec<_> = known
            .iter()
            .filter_map(|other| {
                Some((
                    other.clone(),
                    slip(reference.canonical(), other, year.as_ref())?,
                ))
            })
            .collect();
        let rank = |reason| {
            [SWAPPED, OTHER_YEAR, ONE_DIGIT]
                .iter()
                .position(|known| *known == reason)
        };
        near.sort_by(|a, b| rank(a.1).cmp(&rank(b.1)).then_with(|| a.0.cmp(&b.0)));
        near.dedup();
        near
    }

    /// The bytes of a canonical spelling that are its year.
    fn year_of(&self, reference: &Reference) -> Option<Range<usize>> {
        let family = self
            .all
            .iter()
            .find(|family| family.key == reference.family)?;
        let place = family.year?;
        let mut units = Vec::new();
        fold(
            &reference.canonical,
            0,
            reference.canonical.len(),
            &mut units,
        );
        let fits = family
            .forms
            .iter()
            .filter_map(|form| form.fit(&units, 0, &family.separators, Reading::Exact));
        let fit = fits.into_iter().find(|fit| fit.end == units.len())?;
        let (from, to) = *fit.groups().get(place)?;
        Some(units.get(from)?.start..units.get(to.checked_sub(1)?)?.end)
    }
}

fn slip(wanted: &str, other: &str, year: Option<&Range<usize>>) -> Option<&'static str> {
    if wanted.len() != other.len() {
        return None;
    }
    let mut differing = Vec::new();
    for (at, (a, b)) in wanted.bytes().zip(other.bytes()).enumerate() {
        if a != b {
            if !(a.is_ascii_digit() && b.is_ascii_digit()) {
                return None;
            }
            differing.push((at, a, b));
        }
    }
    match differing.as_slice() {
        [] => None,
        all if year.is_some_and(|year| all.iter().all(|(at, ..)| year.contains(at))) => {
            Some(OTHER_YEAR)
        }
        [_] => Some(ONE_DIGIT),
        [(_, a, b), (_, c, d)] if a == d && b == c => Some(SWAPPED),
        _ => None,
    }
}
