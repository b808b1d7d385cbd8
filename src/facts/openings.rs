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
    /// For each 64 keys, how many before them a wording begins with.
    ranks: Vec<usize>,
    /// For each key with which a wording begins, where its wordings begin among all; and where the last ends.
    starts: Vec<usize>,
    /// By key, those of one key ascending by number.
    wordings: Vec<Wording>,
    /// Whether a wording begins with a sign, and not with a letter.
    signs: bool,
}

/// A wording and the first bytes of each text that begins with it.
#[derive(Debug)]
struct Wording {
    number: usize,
    /// The bits of the first eight bytes that are settled in every text.
    settled: u64,
    /// And in a text that has no two blanks together there.
    settled_over_blanks: u64,
    /// The first eight bytes, levelled.
    first: u64,
}

/// Eight bytes of a text, letters in one case and every blank the same; some signs become others.
#[derive(Debug, Clone, Copy)]
struct Levelled {
    eight: u64,
    /// Whether no two blanks stand together in them.
    parted: bool,
}

impl Levelled {
    fn of(eight: u64) -> Self {
        const ONES: u64 = 0x0101_0101_0101_0101;
        let bytes = eight.to_le_bytes();
        let eight = u64::from_le_bytes(bytes.map(|byte| LEVEL[usize::from(byte)]));
        // the top bit of each byte that is a blank
        let other = eight ^ (ONES * u64::from(b' '));
        let blanks = !(((other & !TOPS) + !TOPS) | other) & TOPS;
        Self {
            eight,
            parted: blanks & (blanks << 8) == 0,
        }
    }
}

const LEVEL: [u8; 256] = {
    let mut level = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        level[byte] = match byte as u8 {
            b'\t' | b'\r' | b'\n' | b'_' => b' ',
            byte => byte | 0x20,
        };
        byte += 1;
    }
    level
};

impl Openings {
    /// Wordings, each numbered by its place. Where a wording has a blank, an apostrophe, a hyphen or a letter outside
    /// ASCII, a text may have anything.
    pub fn of<'w>(wordings: impl Iterator<Item = &'w str>) -> Self {
        let mut begun = vec![0_u64; usize::from(KEYS) / 64];
        let mut known = Vec::new();
        for (number, wording) in wordings.enumerate() {
            let (key, settled) = opening(wording);
            for key in key..key + (KEYS >> (5 * settled)) {
                begun[usize::from(key) / 64] |= 1 << (key % 64);
                known.push((key, number, wording));
            }
        }
        known.sort_unstable();
        let mut before = 0;
        let ranks = begun.iter().map(|keys| {
            before += keys.count_ones() as usize;
            before - keys.count_ones() as usize
        });
        let ranks = ranks.collect();
        let mut starts: Vec<usize> = (0..known.len())
            .filter(|at| *at == 0 || known[at - 1].0 != known[*at].0)
            .collect();
        starts.push(known.len());
        Self {
            signs: known.iter().any(|(key, ..)| key >> 10 == 0),
            begun,
            ranks,
            starts,
            wordings: known
                .iter()
                .map(|(_, number, wording)| Wording::of(*number, wording))
                .collect(),
        }
    }

    /// The first place from `from` on where words of a text begin like a wording, with the wordings that begin so, by
    /// number. A word begins behind anything but a letter or figure.
    pub fn next(&self, text: &str, from: usize) -> Option<(usize, impl Iterator<Item = usize>)> {
        let bytes = text.as_bytes();
        let mut places = Places::new(bytes, from, self.signs);
        let (at, like, eight) = places.find_map(|at| {
            let eight = eight(bytes.get(at..).unwrap_or_default());
            let like = self.like(eight);
            if like.is_empty() {
                return None;
            }
            let eight = Levelled::of(eight);
            let any = like.iter().any(|wording| wording.fits(eight));
            any.then_some((at, like, eight))
        })?;
        let fitting = like.iter().filter(move |wording| wording.fits(eight));
        Some((at, fitting.map(|wording| wording.number)))
    }

    /// The wordings that have the key of the first three of these bytes.
    #[inline]
    fn like(&self, eight: u64) -> &[Wording] {
        let letter = |nth: u32| u16::from(LETTERS[(eight >> (8 * nth)) as usize & 0xff]);
        let key = letter(0) << 10 | letter(1) << 5 | letter(2);
        let keys = self.begun[usize::from(key) / 64];
        if keys >> (key % 64) & 1 == 0 {
            return &[];
        }
        let earlier = keys & ((1 << (key % 64)) - 1);
        let rank = self.ranks[usize::from(key) / 64] + earlier.count_ones() as usize;
        &self.wordings[self.starts[rank]..self.starts[rank + 1]]
    }
}

impl Wording {
    fn of(number: usize, wording: &str) -> Self {
        let settled = |unsure: &[u8]| {
            let sure = |byte: &u8| byte.is_ascii() && !unsure.contains(byte);
            let first = wording.bytes().take(8);
            match first.take_while(sure).count() {
                8 => u64::MAX,
                fewer => (1 << (8 * fewer)) - 1,
            }
        };
        Self {
            number,
            settled: settled(b" '-"),
            settled_over_blanks: settled(b"'-"),
            first: Levelled::of(eight(wording.as_bytes())).eight,
        }
    }

    #[inline]
    fn fits(&self, text: Levelled) -> bool {
        let settled = if text.parted {
            self.settled_over_blanks
        } else {
            self.settled
        };
        (text.eight ^ self.first) & settled == 0
    }
}

/// The first eight bytes; where a text ends before, nothing.
#[inline]
fn eight(bytes: &[u8]) -> u64 {
    let eight = bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        eight[..bytes.len()].copy_from_slice(bytes);
        eight
    });
    u64::from_le_bytes(eight)
}

/// The places of a text where a word begins; with `signs`, those of every sign too.
struct Places<'t> {
    bytes: &'t [u8],
    /// Where the eight bytes lie behind those of which `left` tells.
    next: usize,
    /// The top bit of each byte of eight at which something begins that was not told yet.
    left: u64,
    /// Whether the last byte before `next` is a letter or figure.
    within: bool,
    signs: bool,
}

const TOPS: u64 = 0x8080_8080_8080_8080;

impl<'t> Places<'t> {
    fn new(bytes: &'t [u8], from: usize, signs: bool) -> Self {
        let before = from.checked_sub(1).and_then(|before| bytes.get(before));
        Self {
            bytes,
            next: from,
            left: 0,
            within: before.is_some_and(u8::is_ascii_alphanumeric),
            signs,
        }
    }
}

impl Iterator for Places<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            let rest = self
                .bytes
                .get(self.next..)
                .filter(|rest| !rest.is_empty())?;
            let mut eight = [0; 8];
            let whole = rest.first_chunk::<8>();
            let there = match whole {
                Some(chunk) => {
                    eight = *chunk;
                    TOPS
                }
                None => {
                    eight[..rest.len()].copy_from_slice(rest);
                    TOPS >> (8 * (8 - rest.len()))
                }
            };
            let letters = alphanumeric(u64::from_le_bytes(eight));
            let begun = letters & !(letters << 8 | u64::from(self.within) << 7);
            self.within = letters >> 63 == 1;
            self.left = if self.signs {
                (begun | !letters) & there
            } else {
                begun
            };
            self.next += 8;
        }
        let at = self.next - 8 + self.left.trailing_zeros() as usize / 8;
        self.left &= self.left - 1;
        Some(at)
    }
}

/// The top bit of each of eight bytes that is a letter or figure of ASCII.
fn alphanumeric(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let low = eight & !TOPS;
    let from = |least: u8| low + ONES * u64::from(0x80 - least);
    let figures = from(b'0') & !from(b'9' + 1);
    let low = low | (ONES * 0x20);
    let from = |least: u8| low + ONES * u64::from(0x80 - least);
    let letters = from(b'a') & !from(b'z' + 1);
    (figures | letters) & !eight & TOPS
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
            [(4, vec![1]), (10, vec![3]), (13, vec![2]), (16, vec![1])]
        );
        assert_eq!(places(&wordings, "clamp, ukase, la"), [(7, vec![4])]);
        assert_eq!(
            places(&wordings, "oDowd O\u{2019}Dowd"),
            [(0, vec![3]), (6, vec![3])]
        );
    }

    #[test]
    fn blanks_between_words_may_be_any() {
        for text in ["Lamp list", "lamp\tLIST", "LAMP_list", "lamp \r\n list"] {
            assert_eq!(places(&["lamp list"], text), [(0, vec![0])], "{text}");
        }
        assert_eq!(places(&["lamp list"], "lamp lights"), []);
    }

    #[test]
    fn a_word_begins_behind_anything_but_a_letter_or_figure() {
        let text = "Two lamps,three (4) \u{e9}t\u{e9} x_y \0z @`[{/:A0\u{2019}s \u{ff}7";
        for from in 0..=text.len() {
            let bytes = text.as_bytes();
            let lettered = |at: usize| bytes[at].is_ascii_alphanumeric();
            let begins = |at: &usize| lettered(*at) && (*at == 0 || !lettered(at - 1));
            let words: Vec<usize> = (from..text.len()).filter(begins).collect();
            assert_eq!(Places::new(bytes, from, false).collect::<Vec<_>>(), words);
            let signs = (from..text.len()).filter(|at| begins(at) || !lettered(*at));
            let signs: Vec<usize> = signs.collect();
            assert_eq!(Places::new(bytes, from, true).collect::<Vec<_>>(), signs);
        }
        for byte in 0..=u8::MAX {
            let told = alphanumeric(u64::from(byte) << 24) != 0;
            assert_eq!(told, byte.is_ascii_alphanumeric(), "{byte}");
        }
    }

    #[test]
    fn a_sign_is_looked_for_wherever_it_stands() {
        assert_eq!(places(&[".odt"], "lamp.odt"), [(4, vec![0])]);
    }
}
