//! Maps whose keys are hashed by a few multiplications, each map with a number of its own that nobody knows.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// A map by a cheap hash.
pub(super) type Map<K, V> = HashMap<K, V, Cheap>;

/// Makes hashers that begin with one number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cheap(u64);

impl Default for Cheap {
    fn default() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }
}

impl BuildHasher for Cheap {
    type Hasher = Folded;

    #[inline]
    fn build_hasher(&self) -> Folded {
        Folded(self.0)
    }
}

/// What was hashed so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folded(u64);

impl Folded {
    /// Takes in eight bytes: both halves of a product, so that each bit of it depends on all.
    #[inline]
    fn fold(&mut self, eight: u64) {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let product = u128::from(self.0 ^ eight) * u128::from(ODD);
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

impl Hasher for Folded {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks();
        for eight in eights {
            self.fold(u64::from_le_bytes(*eight));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.fold(u64::from_le_bytes(last));
        }
    }

    /// What ends a text in a key of several; how long it is tells texts apart that end in nothing.
    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.0 = self.0.rotate_left(5) ^ u64::from(byte);
    }

    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.fold(number as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        let mut last = *self;
        last.fold(0);
        last.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_one_letter_fall_apart() {
        let hash = Cheap::default();
        let mut known = std::collections::HashSet::new();
        for length in 0..40 {
            let text = "a".repeat(length);
            known.insert(hash.hash_one(&text));
            for place in 0..length {
                let mut other = text.clone();
                other.replace_range(place..=place, "b");
                known.insert(hash.hash_one(&other));
            }
        }
        assert_eq!(known.len(), 40 + (0..40).sum::<usize>());
        let low: std::collections::HashSet<u64> = known.iter().map(|hash| hash & 0xff).collect();
        assert!(low.len() > 200, "{}", low.len());
    }
}
