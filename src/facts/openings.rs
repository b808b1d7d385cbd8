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

/// Letters in one case and every blank the same.
const LEVELLED: [u8; 256] = {
    let mut levelled = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        levelled[byte] = match byte as u8 {
            b'\t' | b'\r' | b'\n' | b'_' => b' ',
            byte => byte | 0x20,
        };
        byte += 1;
    }
    levelled
};

/// How many keys there are: three letters of five bits.
const KEYS: u16 = 1 << 15;

/// Wordings, known by number, by the first three letters of each in either case.
#[derive(Debug)]
pub(super) struct Openings {
    /// A bit for each key with which a wording begins.
    begun: Box<[u64; KEYS as usize / 64]>,
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
        let mut levelled = eight.to_le_bytes();
        for byte in &mut levelled {
            *byte = LEVELLED[usize::from(*byte)];
        }
        let eight = u64::from_le_bytes(levelled);
        // the top bit of each byte that is a blank
        let other = eight ^ (ONES * u64::from(b' '));
        let blanks = !(((other & !TOPS) + !TOPS) | other) & TOPS;
        Self {
            eight,
            parted: blanks & (blanks << 8) == 0,
        }
    }
}

impl Openings {
    /// Wordings, each numbered by its place. Where a wording has a blank, an apostrophe, a hyphen or a letter outside
    /// ASCII, a text may have anything.
    pub fn of<'w>(wordings: impl Iterator<Item = &'w str>) -> Self {
        let mut begun = Box::new([0_u64; KEYS as usize / 64]);
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
        while places.go_on() {
            let mut left = places.beginnings;
            while left != 0 {
                let place = left.trailing_zeros() as usize;
                left &= left - 1;
                let key = places.key(place);
                if !self.begins(key) {
                    continue;
                }
                let at = places.at + place;
                let like = self.like(key);
                let eight = Levelled::of(eight(bytes.get(at..).unwrap_or_default()));
                if like.iter().any(|wording| wording.fits(eight)) {
                    let fitting = like.iter().filter(move |wording| wording.fits(eight));
                    return Some((at, fitting.map(|wording| wording.number)));
                }
            }
        }
        None
    }

    /// Whether any wording has this key.
    #[inline]
    fn begins(&self, key: u16) -> bool {
        let key = usize::from(key % KEYS);
        self.begun[key / 64] >> (key % 64) & 1 == 1
    }

    /// The wordings that have this key.
    #[inline]
    fn like(&self, key: u16) -> &[Wording] {
        if !self.begins(key) {
            return &[];
        }
        let keys = self.begun[usize::from(key) / 64];
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

/// The places of a text where a word begins, each with its key; with `signs`, those of every sign too.
struct Places<'t> {
    bytes: &'t [u8],
    /// Where the bytes begin of which `letters` and `beginnings` tell.
    at: usize,
    /// Their letters and figures as [`LETTERS`] has them, and nothing behind.
    letters: [u8; TOGETHER + 8],
    /// A bit for each byte at which something begins.
    beginnings: u64,
    /// Where the bytes lie that were not looked at yet.
    next: usize,
    /// Whether the last byte before `next` is a letter or figure.
    within: bool,
    signs: bool,
}

/// So many bytes are looked at together; a key reaches two bytes further than the place where it begins.
const TOGETHER: usize = 64;
const BEYOND: usize = 2;

const TOPS: u64 = 0x8080_8080_8080_8080;

impl<'t> Places<'t> {
    fn new(bytes: &'t [u8], from: usize, signs: bool) -> Self {
        let before = from.checked_sub(1).and_then(|before| bytes.get(before));
        Self {
            bytes,
            at: from,
            letters: [0; TOGETHER + 8],
            beginnings: 0,
            next: from,
            within: before.is_some_and(u8::is_ascii_alphanumeric),
            signs,
        }
    }

    /// Looks at the next bytes; says whether there are any.
    fn go_on(&mut self) -> bool {
        let rest = self.bytes.get(self.next..).unwrap_or_default();
        let whole = rest.first_chunk().filter(|_| rest.len() > TOGETHER);
        let (letters, told) = match whole {
            Some(chunk) => (letters_of(chunk), TOGETHER - BEYOND),
            None => {
                let mut chunk = [0; TOGETHER];
                chunk[..rest.len()].copy_from_slice(rest);
                (letters_of(&chunk), rest.len())
            }
        };
        if told == 0 {
            return false;
        }
        self.letters[..TOGETHER].copy_from_slice(&letters);
        let lettered = lettered(&letters);
        let begun = lettered & !(lettered << 1 | u64::from(self.within));
        let beginnings = if self.signs { begun | !lettered } else { begun };
        self.beginnings = beginnings & u64::MAX >> (TOGETHER - told);
        self.within = lettered >> (told - 1) & 1 == 1;
        self.at = self.next;
        self.next += told;
        true
    }

    /// The key of what begins at one of these bytes.
    #[inline]
    fn key(&self, place: usize) -> u16 {
        let place = place % TOGETHER;
        let letter = |nth: usize| u16::from(self.letters[place + nth]);
        letter(0) << 10 | letter(1) << 5 | letter(2)
    }
}

/// The letters and figures of some bytes as [`LETTERS`] has them; without a table, so that a processor does many at once.
#[inline]
fn letters_of(bytes: &[u8; TOGETHER]) -> [u8; TOGETHER] {
    let mut letters = [0; TOGETHER];
    for (told, byte) in letters.iter_mut().zip(bytes) {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let figure = byte.wrapping_sub(b'0') < 10;
        *told = if letter | figure { byte & 31 } else { 0 };
    }
    letters
}

/// A bit for each that is a letter or figure, and not 0.
#[inline]
fn lettered(letters: &[u8; TOGETHER]) -> u64 {
    // brings the top bits of eight bytes together
    const GATHER: u64 = 0x0002_0408_1020_4081;
    let (eights, _) = letters.as_chunks();
    eights.iter().rev().fold(0, |bits, eight| {
        let tops = (u64::from_le_bytes(*eight) + !TOPS) & TOPS;
        bits << 8 | tops.wrapping_mul(GATHER) >> 56
    })
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
        let text = &format!("{text} {text} or{text}x{text}");
        for from in 0..=text.len() {
            let bytes = text.as_bytes();
            let lettered = |at: usize| bytes[at].is_ascii_alphanumeric();
            let begins = |at: &usize| lettered(*at) && (*at == 0 || !lettered(at - 1));
            let words: Vec<usize> = (from..text.len()).filter(begins).collect();
            let told = |signs: bool| {
                let mut places = Places::new(bytes, from, signs);
                let mut told = Vec::new();
                while places.go_on() {
                    let begun = |place: &usize| places.beginnings >> place & 1 == 1;
                    told.extend((0..TOGETHER).filter(begun).map(|place| places.at + place));
                }
                told
            };
            assert_eq!(told(false), words);
            let signs = (from..text.len()).filter(|at| begins(at) || !lettered(*at));
            let signs: Vec<usize> = signs.collect();
            assert_eq!(told(true), signs);
        }
        for byte in 0..=u8::MAX {
            let letters = letters_of(&[byte; TOGETHER]);
            assert_eq!(letters, [LETTERS[usize::from(byte)]; TOGETHER], "{byte}");
            let all = if byte.is_ascii_alphanumeric() {
                u64::MAX
            } else {
                0
            };
            assert_eq!(lettered(&letters), all, "{byte}");
        }
        let mut one = [0; TOGETHER];
        for place in 0..TOGETHER {
            one[place] = 31;
            assert_eq!(lettered(&one), 1 << place);
            one[place] = 0;
        }
    }

    #[test]
    fn a_sign_is_looked_for_wherever_it_stands() {
        assert_eq!(places(&[".odt"], "lamp.odt"), [(4, vec![0])]);
    }
}
