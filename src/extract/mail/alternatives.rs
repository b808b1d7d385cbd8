//! Whether a second reading of a body says something that the first does not: words compared as multisets.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The words of the texts that are kept already, each with how often it occurs.
#[derive(Default)]
pub(super) struct Words {
    counts: HashMap<u64, u32, BuildHasherDefault<Ready>>,
}

impl Words {
    /// Adds the words of a text.
    pub fn add(&mut self, text: &str) {
        each_word(text, |word| *self.counts.entry(word).or_default() += 1);
    }

    /// How many words of `text` are not among these, and how many it has.
    pub fn missing(&self, text: &str) -> (usize, usize) {
        let mut seen: HashMap<u64, u32, BuildHasherDefault<Ready>> = HashMap::default();
        let (mut missing, mut all) = (0, 0);
        each_word(text, |word| {
            all += 1;
            let count = seen.entry(word).or_default();
            *count += 1;
            missing += usize::from(*count > self.counts.get(&word).copied().unwrap_or(0));
        });
        (missing, all)
    }
}

/// Each run of letters and digits, folded for case, as a 64-bit digest (FNV-1a).
fn each_word(text: &str, mut take: impl FnMut(u64)) {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let mut digest = START;
    let add = |digest: &mut u64, byte: u8| {
        *digest = (*digest ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    };
    let mut within = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            add(&mut digest, c.to_ascii_lowercase() as u8);
            within = true;
        } else if !c.is_ascii() && c.is_alphanumeric() {
            for folded in c.to_lowercase() {
                let mut buffer = [0; 4];
                folded
                    .encode_utf8(&mut buffer)
                    .bytes()
                    .for_each(|byte| add(&mut digest, byte));
            }
            within = true;
        } else if within {
            take(digest);
            digest = START;
            within = false;
        }
    }
    if within {
        take(digest);
    }
}

/// The digest is the hash.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        // The table looks at the high bits, in which FNV is weak.
        self.0 ^ self.0.rotate_left(32)
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
    }
}
