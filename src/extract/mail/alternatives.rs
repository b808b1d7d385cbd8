//! Whether a second reading of a body says something that the first does not: words compared as multisets.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use crate::extract::letters::SMALL;

/// The words of the texts that are kept already, each with how often it occurs.
pub(super) struct Words {
    counts: Counts,
    /// What every digest begins with. It is another in each message: no writer can choose two words of one digest.
    seed: u64,
}

type Counts = HashMap<u64, u32, BuildHasherDefault<Ready>>;

impl Default for Words {
    fn default() -> Self {
        Self {
            counts: Counts::default(),
            seed: RandomState::new().hash_one(0_u8),
        }
    }
}

impl Words {
    /// Adds the words of a text.
    pub fn add(&mut self, text: &str) {
        self.counts.reserve(room_for(text));
        each_word(text, self.seed, |word| {
            *self.counts.entry(word).or_default() += 1;
        });
    }

    /// How many words of `text` are not among these, and how many it has.
    pub fn missing(&self, text: &str) -> (usize, usize) {
        let mut seen = Counts::default();
        seen.reserve(room_for(text));
        let (mut missing, mut all) = (0, 0);
        each_word(text, self.seed, |word| {
            all += 1;
            let count = seen.entry(word).or_default();
            *count += 1;
            missing += usize::from(*count > self.counts.get(&word).copied().unwrap_or(0));
        });
        (missing, all)
    }
}

/// How many different words a text may have: room for those of an ordinary letter is made at once.
fn room_for(text: &str) -> usize {
    (text.len() / 8).min(1_000)
}

/// Each run of letters and digits, folded for case, as a 64-bit digest.
fn each_word(text: &str, seed: u64, mut take: impl FnMut(u64)) {
    let mut word = Word::of(seed);
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        if first.is_ascii() {
            let plain = rest.bytes().position(|byte| !byte.is_ascii());
            let (run, after) = rest.split_at(plain.unwrap_or(rest.len()));
            for byte in run.bytes() {
                match SMALL[usize::from(byte)] {
                    0 => word.end(seed, &mut take),
                    small => word.add(small),
                }
            }
            rest = after;
            continue;
        }
        let c = rest.chars().next().unwrap_or_default();
        if c.is_alphanumeric() {
            let mut buffer = [0; 4];
            for folded in c.to_lowercase() {
                let bytes = folded.encode_utf8(&mut buffer).bytes();
                bytes.for_each(|byte| word.add(byte));
            }
        } else {
            word.end(seed, &mut take);
        }
        rest = &rest[c.len_utf8()..];
    }
    word.end(seed, &mut take);
}

/// A word on its way: eight letters are stirred in together. No letter is nought, so that none is lost among them.
struct Word {
    digest: u64,
    held: u64,
    letters: usize,
}

impl Word {
    fn of(seed: u64) -> Self {
        Self {
            digest: seed,
            held: 0,
            letters: 0,
        }
    }

    #[inline]
    fn add(&mut self, letter: u8) {
        self.held = (self.held << 8) | u64::from(letter);
        self.letters += 1;
        if self.letters.is_multiple_of(8) {
            self.stir();
        }
    }

    fn stir(&mut self) {
        const MULTIPLIER: u64 = 0xd6e8_feb8_6659_fd93;
        let product = u128::from(self.digest ^ self.held) * u128::from(MULTIPLIER);
        self.digest = (product as u64) ^ ((product >> 64) as u64);
        self.held = 0;
    }

    #[inline]
    fn end(&mut self, seed: u64, take: &mut impl FnMut(u64)) {
        if self.letters > 0 {
            self.stir();
            take(self.digest);
            *self = Self::of(seed);
        }
    }
}

/// The digest is the hash.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_are_nowhere_else_count() {
        let mut words = Words::default();
        words.add("Dear Ann, see INV/0283/2020 and INV/0283/2020.");
        assert_eq!(words.missing("DEAR ANN see\tINV 0283 2020").0, 0);
        assert_eq!(words.missing("dear ann see INV/0283/2021").0, 1);
        assert_eq!(words.missing("and and").0, 1);
        words.add("Rechnungspr\u{fc}fungen na\u{ef}vet\u{e9}");
        let (missing, all) =
            words.missing("RECHNUNGSPR\u{dc}FUNGEN Rechnungspr\u{fc}fung NA\u{cf}VET\u{c9}");
        assert_eq!((missing, all), (1, 3));
        assert_eq!(words.missing("Rechnungspr\u{fc}").0, 1);
    }
}
