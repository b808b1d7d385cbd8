//! Letters printed twice in one place: outlines over their filling, and bold made by a second, shifted print.

use super::glyph::{Glyph, Vector};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Two equal letters nearer than this many ems are one letter printed twice.
const NEAR: f64 = 0.1;
/// What is told without exact reckoning looks this much farther.
const AMPLY: f64 = 1.01;
/// How many rows of the page, each a unit high, are told apart for one run; a run over more, one that is turned or set
/// very large, is compared letter by letter.
const MOST_ROWS: i64 = 32;

/// Bits of the sieve, by which a place where nothing was drawn is known without a look at the table.
const SIEVE: usize = 1 << 16;

/// Where each letter of a page was first drawn.
#[derive(Debug, Default)]
pub struct Overprints {
    drawn: HashMap<u64, Vector, BuildHasherDefault<AsIs>>,
    /// A bit for each key of the table; none before the first.
    sieve: Vec<u64>,
    /// Letters that are not in the table yet: where no run lies over another, none is ever looked up.
    waiting: Vec<Spot>,
    /// From where to where each row has letters.
    rows: HashMap<i64, (f64, f64), BuildHasherDefault<AsIs>>,
    /// A run was drawn of which the rows tell nothing.
    scattered: bool,
}

/// A letter, by its number, and where it stands.
#[derive(Debug, Clone, Copy)]
struct Spot {
    letter: u64,
    origin: Vector,
    height: f64,
}

impl Overprints {
    /// Whether letters of this run may lie over earlier ones; if not, none does.
    pub fn lies_over(&mut self, run: &[Glyph]) -> bool {
        let Some(reach) = Reach::of(run) else {
            return false;
        };
        let may = self.scattered
            || reach.rows(reach.near).is_none_or(|mut rows| {
                rows.any(|row| {
                    self.rows.get(&row).is_some_and(|(first, last)| {
                        *first <= reach.last + reach.near && reach.first - reach.near <= *last
                    })
                })
            });
        if may {
            self.sieve.resize(SIEVE / 64, 0);
            for spot in self.waiting.drain(..) {
                let (x, y) = square(&spot);
                let key = key(&spot, x, y);
                self.drawn.entry(key).or_insert(spot.origin);
                let (word, bit) = place_of(key);
                self.sieve[word] |= bit;
            }
        }
        may
    }

    /// Whether the same letter stands there already; asked only where [`Overprints::lies_over`] says that it may.
    pub fn holds(&self, glyph: &Glyph) -> bool {
        let spot = Spot::of(glyph);
        let near = NEAR * spot.height;
        let (x, y) = square(&spot);
        // Squares are twice as wide as near, so that of the neighbours only those on the nearer sides count.
        let beside = |at: f64| {
            if at - (floor(at) as f64) < 0.5 {
                -1.0
            } else {
                1.0
            }
        };
        [
            (0.0, 0.0),
            (beside(x), 0.0),
            (0.0, beside(y)),
            (beside(x), beside(y)),
        ]
        .iter()
        .any(|(right, up)| {
            let key = key(&spot, x + right, y + up);
            self.may_hold(key)
                && self.drawn.get(&key).is_some_and(|there| {
                    let apart = spot.origin.minus(*there);
                    apart.dot(apart) <= near * near
                })
        })
    }

    fn may_hold(&self, key: u64) -> bool {
        let (word, bit) = place_of(key);
        self.sieve.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Remembers the letters of a run.
    pub fn take(&mut self, run: &[Glyph]) {
        let Some(reach) = Reach::of(run) else {
            return;
        };
        self.waiting.extend(run.iter().map(Spot::of));
        let Some(rows) = reach.rows(0.0) else {
            self.scattered = true;
            return;
        };
        for row in rows {
            let row = self.rows.entry(row).or_insert((reach.first, reach.last));
            *row = (row.0.min(reach.first), row.1.max(reach.last));
        }
    }
}

impl Spot {
    fn of(glyph: &Glyph) -> Self {
        Self {
            letter: glyph.text.as_ref().map_or(0, |text| text.number()),
            origin: glyph.origin,
            height: glyph.height,
        }
    }
}

/// How far the origins of a run reach.
struct Reach {
    first: f64,
    last: f64,
    low: f64,
    high: f64,
    /// How far from its own an earlier letter may be that it prints once more.
    near: f64,
}

impl Reach {
    fn of(run: &[Glyph]) -> Option<Self> {
        let (begin, rest) = run.split_first()?;
        let mut reach = Self {
            first: begin.origin.x,
            last: begin.origin.x,
            low: begin.origin.y,
            high: begin.origin.y,
            near: begin.height,
        };
        for glyph in rest {
            reach.first = reach.first.min(glyph.origin.x);
            reach.last = reach.last.max(glyph.origin.x);
            reach.low = reach.low.min(glyph.origin.y);
            reach.high = reach.high.max(glyph.origin.y);
            reach.near = reach.near.max(glyph.height);
        }
        reach.near *= NEAR * AMPLY;
        Some(reach)
    }

    /// The rows that lie within `near` of it; none where they are too many.
    fn rows(&self, near: f64) -> Option<impl Iterator<Item = i64> + use<>> {
        let (low, high) = (floor(self.low - near), floor(self.high + near));
        (high.saturating_sub(low) < MOST_ROWS).then_some(low..=high)
    }
}

/// A key's bit of the sieve, by the key's upper bits: the table goes by the lower ones.
fn place_of(key: u64) -> (usize, u64) {
    let nth = (key >> 48) as usize % SIEVE;
    (nth / 64, 1 << (nth % 64))
}

/// The whole number at or below, which a processor without an instruction for it is slow to tell as a fraction.
fn floor(at: f64) -> i64 {
    let toward_zero = at as i64;
    toward_zero.saturating_sub(i64::from(toward_zero as f64 > at))
}

fn square(spot: &Spot) -> (f64, f64) {
    let side = (2.0 * NEAR * spot.height).max(1e-6);
    (spot.origin.x / side, spot.origin.y / side)
}

/// One number for a letter and a square. Two that fall together do no harm: the place is compared as well.
fn key(spot: &Spot, x: f64, y: f64) -> u64 {
    let mut key = spot.letter;
    for part in [x, y] {
        key = (key ^ floor(part).cast_unsigned()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        key ^= key >> 29;
    }
    key
}

/// Takes a number that is well mixed already for its own hash.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::glyph::Letters;
    use super::*;

    #[test]
    fn no_letter_that_is_printed_twice_is_passed_over_by_its_row() {
        let mut number = 7_u64;
        let mut below = |most: u64| {
            number = number
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (number >> 33) % most
        };
        let mut by_rows = Overprints::default();
        let mut one_by_one = Overprints {
            scattered: true,
            ..Overprints::default()
        };
        let (mut twice, mut passed) = (0, 0);
        for _ in 0..3_000 {
            let (x, y) = (below(4_000) as f64 / 10.0, below(4_000) as f64 / 10.0);
            let (step, fall) = (
                [0.05, 0.5, 6.0][below(3) as usize],
                below(40) as f64 / 100.0,
            );
            let height = [0.5, 10.0, 10.0, 12.0, 40.0, 400.0][below(6) as usize];
            let run: Vec<Glyph> = (0..below(20))
                .map(|at| Glyph {
                    text: Some(Letters::One(['a', 'b', 'c'][below(3) as usize])),
                    origin: Vector {
                        x: x + step * at as f64,
                        y: y - fall * at as f64,
                    },
                    along: Vector { x: 1.0, y: 0.0 },
                    advance: step,
                    height,
                    width: height,
                })
                .collect();
            let may = by_rows.lies_over(&run);
            one_by_one.lies_over(&run);
            passed += usize::from(!may && !run.is_empty());
            for glyph in &run {
                let held = one_by_one.holds(glyph);
                assert_eq!(may && by_rows.holds(glyph), held, "{glyph:?}");
                twice += usize::from(held);
            }
            // one that spreads over many rows says nothing of any row
            if run.iter().all(|glyph| (glyph.origin.y - y).abs() < 6.0) {
                by_rows.take(&run);
                one_by_one.take(&run);
            }
        }
        assert!(twice > 100 && passed > 100, "{twice} {passed}");
    }
}
