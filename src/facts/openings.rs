//! Wordings by the letters with which they begin: a wording is looked for only where a word of a text begins like it.
//!
//! Many wordings as one pattern make an automaton that is slow to build and builds its states anew in every text. Of a
//! thousand wordings hardly one begins like any given word, so that one look at its first letters passes nearly all by.

/// Letters and figures as five bits, the same in either case; 0 for every other byte.
const LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if (byte as u8).is_ascii_alphanumeric() {
            letters[byte] = byte as u8 & 31;
        }
        byte += 1;
    }
    letters
};

/// How many keys there are: three letters of five bits.
const KEYS: u16 = 1 << 15;

/// Wordings, known by number, by the first three letters of each in either case.
#[derive(Debug)]
pub(super) struct Openings {
    /// A bit for each key with which a wording begins.
    begun: Vec<u64>,
    /// Keys with the wordings that begin so, ascending.
    wordings: Vec<(u16, usize)>,
    /// Whether a wording begins with a sign, and not with a letter.
    signs: bool,
}

impl Openings {
    /// Wordings, each numbered by its place. An apostrophe may be left out in a text, and a sign stand for any other.
    pub fn of<'w>(wordings: impl Iterator<Item = &'w str>) -> Self {
        let mut begun = vec![0; usize::from(KEYS) / 64];
        let mut known = Vec::new();
        for (number, wording) in wordings.enumerate() {
            let (key, settled) = opening(wording);
            for key in key..key + (KEYS >> (5 * settled)) {
                begun[usize::from(key) / 64] |= 1 << (key % 64);
                known.push((key, number));
            }
        }
        known.sort_unstable();
        Self {
            signs: known.iter().any(|(key, _)| key >> 10 == 0),
            begun,
            wordings: known,
        }
    }

    /// The first place from `from` on where words of a text begin like a wording, with the wordings that begin so, by
    /// number. A word begins behind anything but a letter or figure.
    pub fn next(&self, text: &str, from: usize) -> Option<(usize, impl Iterator<Item = usize>)> {
        let bytes = text.as_bytes();
        let letter = |at: usize| bytes.get(at).map_or(0, |byte| LETTERS[usize::from(*byte)]);
        let mut before = from.checked_sub(1).map_or(0, letter);
        for (at, byte) in bytes.iter().enumerate().skip(from) {
            let here = LETTERS[usize::from(*byte)];
            if if here == 0 { self.signs } else { before == 0 } {
                let key = u16::from(here) << 10
                    | u16::from(letter(at + 1)) << 5
                    | u16::from(letter(at + 2));
                if self.begun[usize::from(key) / 64] >> (key % 64) & 1 == 1 {
                    let first = self.wordings.partition_point(|(other, _)| *other < key);
                    let like = self.wordings.iter().skip(first);
                    let like = like.take_while(move |(other, _)| *other == key);
                    return Some((at, like.map(|(_, number)| *number)));
                }
            }
            before = here;
        }
        None
    }
}

/// The least key of texts that begin like a wording, and how many of its letters are settled.
fn opening(wording: &str) -> (u16, u32) {
    let (mut key, mut settled) = (0, 0);
    for byte in wording.bytes().take(3) {
        if byte == b'\'' {
            break;
        }
        let letter = LETTERS[usize::from(byte)];
        key = key << 5 | u16::from(letter);
        settled += 1;
        // behind a sign, of which there may be several bytes or several signs, nothing is sure
        if letter == 0 {
            break;
        }
    }
    (key << (5 * (3 - settled)), settled)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each place of a text with the wordings that begin like it.
    fn places(wordings: &[&str], text: &str) -> Vec<(usize, Vec<usize>)> {
        let openings = Openings::of(wordings.iter().copied());
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((at, like)) = openings.next(text, from) {
            found.push((at, like.collect()));
            from = at + 1;
        }
        found
    }

    #[test]
    fn a_wording_is_looked_for_where_a_word_begins_like_it() {
        let wordings = ["lamp list", "Lamp", "a lamp", "O'Dowd", "UK"];
        assert_eq!(
            places(&wordings, "The LAMPS of a\n lampman"),
            [
                (4, vec![0, 1]),
                (10, vec![3]),
                (13, vec![2]),
                (16, vec![0, 1])
            ]
        );
        assert_eq!(places(&wordings, "clamp, ukase, la"), [(7, vec![4])]);
        assert_eq!(
            places(&wordings, "oDowd O\u{2019}Dowd"),
            [(0, vec![3]), (6, vec![3])]
        );
    }

    #[test]
    fn a_sign_is_looked_for_wherever_it_stands() {
        assert_eq!(places(&[".odt"], "lamp.odt"), [(4, vec![0])]);
    }
}
