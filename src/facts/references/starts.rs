//! The places of a text where forms may begin, told by four characters; for two readings in one going over.

use super::beginnings::{PAIRS, Table};
use super::characters::CHARACTERS;
use super::fold::Unit;

/// A place where forms may begin, and which of the kinds of its table they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    pub at: usize,
    pub which: u16,
}

impl Table {
    /// The places from `from` on where forms may begin.
    pub(super) fn places(&self, units: &[Unit], from: usize, out: &mut Vec<Start>) {
        out.clear();
        out.extend((from..units.len()).filter_map(|at| self.start(units, at)));
    }

    /// What may begin at a place.
    #[inline]
    pub(super) fn start(&self, units: &[Unit], at: usize) -> Option<Start> {
        let [first, second, behind @ ..] = units.get(at..)? else {
            return None;
        };
        let pair = usize::from(first.ch) * usize::from(CHARACTERS) + usize::from(second.ch);
        let which = self.pairs[pair % PAIRS];
        if which == 0 {
            return None;
        }
        let kind = self.kinds.get(usize::from(which))?;
        let fits = match behind {
            [third, fourth, ..] => kind.third.has(third.ch) && kind.fourth.has(fourth.ch),
            [third] => kind.third.has(third.ch),
            _ => true,
        };
        fits.then_some(Start { at, which })
    }
}

/// So many bits has each reading; kinds of beginnings share them.
const BITS: usize = 32;

/// What four characters may begin in either reading: what the tables of pairs, of the third and of the fourth characters
/// have in common. Where they have no bit in common nothing begins.
#[derive(Debug, Clone)]
pub(super) struct Joint {
    pairs: Box<[u64; PAIRS]>,
    third: Box<[u64; CHARACTERS as usize]>,
    fourth: Box<[u64; CHARACTERS as usize]>,
}

impl Joint {
    pub(super) fn of(tables: [&Table; 2]) -> Self {
        let mut joint = Self {
            pairs: Box::new([0; PAIRS]),
            third: Box::new([0; CHARACTERS as usize]),
            fourth: Box::new([0; CHARACTERS as usize]),
        };
        for (nth, table) in tables.into_iter().enumerate() {
            let bit = |kind: usize| 1_u64 << (nth * BITS + kind % BITS);
            for (bits, kind) in joint.pairs.iter_mut().zip(table.pairs.iter()) {
                if *kind != 0 {
                    *bits |= bit(usize::from(*kind));
                }
            }
            for (number, kind) in table.kinds.iter().enumerate().skip(1) {
                for ch in 0..CHARACTERS {
                    if kind.third.has(ch) {
                        joint.third[usize::from(ch)] |= bit(number);
                    }
                    if kind.fourth.has(ch) {
                        joint.fourth[usize::from(ch)] |= bit(number);
                    }
                }
            }
        }
        joint
    }

    /// The places from `from` on where forms may begin, for each of its tables in turn.
    pub(super) fn places(
        &self,
        tables: [&Table; 2],
        units: &[Unit],
        from: usize,
        out: &mut [Vec<Start>; 2],
    ) {
        let [exact, confused] = out;
        exact.clear();
        confused.clear();
        let mut keep = |at: usize, bits: u64| {
            if bits as u32 != 0 {
                exact.extend(tables[0].start(units, at));
            }
            if bits >> BITS != 0 {
                confused.extend(tables[1].start(units, at));
            }
        };
        let rest = units.get(from..).unwrap_or_default();
        let place = |unit: &Unit| usize::from(unit.ch % CHARACTERS);
        for (nth, four) in rest.array_windows().enumerate() {
            let [first, second, third, fourth] = four;
            let pair = place(first) * usize::from(CHARACTERS) + place(second);
            let bits = self.pairs[pair] & self.third[place(third)] & self.fourth[place(fourth)];
            if bits != 0 {
                keep(from + nth, bits);
            }
        }
        for at in units.len().saturating_sub(3).max(from)..units.len() {
            keep(at, u64::MAX);
        }
    }
}
