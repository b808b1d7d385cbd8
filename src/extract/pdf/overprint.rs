//! Letters printed twice in one place: outlines over their filling, and bold made by a second, shifted print.

use super::glyph::{Glyph, Vector};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Two equal letters nearer than this many ems are one letter printed twice.
const NEAR: f64 = 0.1;

/// Bits of the sieve, by which a place where nothing was drawn is known without a look at the table.
const SIEVE: usize = 1 << 16;
/// Letters of an ordinary page: room for so many is made at once.
const ORDINARY: usize = 2_000;

/// Where each letter of a page was first drawn.
#[derive(Debug, Default)]
pub struct Overprints {
    drawn: HashMap<u64, Vector, BuildHasherDefault<AsIs>>,
    /// A bit for each key of the table; none before the first.
    sieve: Vec<u64>,
}

impl Overprints {
    /// Whether the same letter stands there already.
    pub fn holds(&self, glyph: &Glyph) -> bool {
        let near = NEAR * glyph.height;
        let (x, y) = square(glyph);
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
            let key = key(glyph, x + right, y + up);
            self.may_hold(key)
                && self.drawn.get(&key).is_some_and(|there| {
                    let apart = glyph.origin.minus(*there);
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
        if self.sieve.is_empty() && !run.is_empty() {
            self.sieve = vec![0; SIEVE / 64];
            self.drawn.reserve(ORDINARY);
        }
        for glyph in run {
            let (x, y) = square(glyph);
            let key = key(glyph, x, y);
            self.drawn.entry(key).or_insert(glyph.origin);
            let (word, bit) = place_of(key);
            if let Some(word) = self.sieve.get_mut(word) {
                *word |= bit;
            }
        }
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
    toward_zero - i64::from(toward_zero as f64 > at)
}

fn square(glyph: &Glyph) -> (f64, f64) {
    let side = (2.0 * NEAR * glyph.height).max(1e-6);
    (glyph.origin.x / side, glyph.origin.y / side)
}

/// One number for a letter and a square. Two that fall together do no harm: the place is compared as well.
fn key(glyph: &Glyph, x: f64, y: f64) -> u64 {
    let letter = glyph.text.as_ref().map_or(0, |text| text.number());
    let mut key = letter;
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
