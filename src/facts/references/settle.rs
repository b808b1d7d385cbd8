//! Which of the numbers read at overlapping places are meant. A long text may print tens of thousands.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use super::finder::Candidate;
use super::fold::Unit;
use crate::facts::occupied::Occupied;

/// Lets numbers of one family that were run together stand, each bounded by the next: `INV/0283/2020INV/0284/2020`.
pub(super) fn stand_together(units: &[Unit], candidates: &mut [Candidate<'_>]) {
    if candidates.iter().all(|one| one.stands) {
        return;
    }
    let mut starts = HashSet::new();
    let mut ends = HashSet::new();
    for one in candidates.iter().filter(|one| one.form.leads()) {
        starts.insert((one.fit.start, one.family.key.as_str()));
        ends.insert((one.fit.end, one.family.key.as_str()));
    }
    for one in candidates
        .iter_mut()
        .filter(|one| !one.stands && one.form.leads())
    {
        let key = one.family.key.as_str();
        let behind = starts.contains(&(one.fit.end, key));
        let before = ends.contains(&(one.fit.start, key));
        one.stands = (behind || one.form.ends_at(units, &one.fit))
            && (before || one.form.begins_at(one.family, units, &one.fit));
    }
}

/// Keeps, of candidates that overlap, the longest; of equal ones at one place, all that stand, or those alone that are
/// read as a piece of a web address. What is only possible takes nothing from what is sure.
pub(super) fn settle(candidates: &mut Vec<Candidate<'_>>) {
    if candidates.len() < 2 {
        return;
    }
    if candidates.iter().any(|one| one.only_possible) {
        let sure = candidates.iter().filter(|one| one.stands && one.fit.sure);
        let sure = Occupied::of(sure.map(|one| (one.fit.start, one.fit.end)));
        candidates.retain(|one| !(one.only_possible && sure.meets(one.fit.start, one.fit.end)));
    }
    candidates.sort_by_key(|one| {
        let length = one.fit.end - one.fit.start;
        (
            !(one.fit.sure || one.only_possible),
            Reverse(length),
            one.fit.start,
            !one.form.in_address,
        )
    });
    let best_first = std::mem::take(candidates);
    let place = |one: &Candidate<'_>| (one.fit.start, one.fit.end);
    *candidates = apart(best_first, place, is_twin);
}

/// Of things at overlapping places the first, with those at the same place that are its twins; by where they begin.
fn apart<T>(
    best_first: Vec<T>,
    place: impl Fn(&T) -> (usize, usize),
    is_twin: impl Fn(&T, &T) -> bool,
) -> Vec<T> {
    // by where they begin: no two of different places overlap
    let mut kept: BTreeMap<usize, (usize, Vec<T>)> = BTreeMap::new();
    for one in best_first {
        let (start, end) = place(&one);
        // of what begins before this one ends only the last can reach into it
        let last = kept.range_mut(..end).next_back();
        match last.filter(|(_, (other_end, _))| *other_end > start) {
            Some((other_start, (other_end, twins))) => {
                if (*other_start, *other_end) == (start, end)
                    && twins.iter().all(|other| is_twin(&one, other))
                {
                    twins.push(one);
                }
            }
            None => {
                kept.insert(start, (end, vec![one]));
            }
        }
    }
    kept.into_values().flat_map(|(_, twins)| twins).collect()
}

/// Whether of two at one place both are meant: of different families, both or neither read in a web address.
fn is_twin(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    one.family.key != other.family.key && one.form.in_address == other.form.in_address
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn of_overlapping_places_the_first_is_kept_with_its_twins() {
        let all = vec![
            (4, 9, 'a'),
            (4, 9, 'b'),
            (4, 9, 'a'),
            (8, 12, 'b'),
            (0, 4, 'a'),
            (9, 10, 'a'),
            (0, 20, 'b'),
        ];
        let kept = apart(all, |one| (one.0, one.1), |one, other| one.2 != other.2);
        assert_eq!(kept, [(0, 4, 'a'), (4, 9, 'a'), (4, 9, 'b'), (9, 10, 'a')]);
    }

    #[test]
    fn what_is_far_away_is_not_compared() {
        const MANY: usize = 20_000;
        let looks = Cell::new(0);
        let all: Vec<(usize, usize)> = (0..2 * MANY)
            .map(|nth| (5 * nth, 5 * nth + 4 + 3 * (nth % 2)))
            .collect();
        let place = |one: &(usize, usize)| {
            looks.set(looks.get() + 1);
            *one
        };
        let twice: Vec<(usize, usize)> = all.iter().chain(&all).copied().collect();
        let most = 2 * twice.len();
        let kept = apart(twice, place, |_, _| false);
        assert_eq!(kept.len(), MANY + 1);
        assert!(looks.get() <= most, "{}", looks.get());
    }
}
