//! The text of a WordPerfect document: letters, and between them functions that bear their own byte at both ends.
//!
//! Of functions only those matter here that are letters, breaks, or texts beside the text. Which functions there are, and
//! how many bytes each takes, are facts of the formats that were read off the tables of libwpd, the public reader; none
//! of its code is here. Each size is proved by the byte at the function's end, and what is not so proved is told.

use super::letters;
use crate::extract::Place;
use crate::extract::legacy::leftovers;

/// Texts within texts (a note in a header) are followed so deep.
const DEEPEST: usize = 4;

/// How a document was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// Version 4.
    Four,
    /// Version 5.
    Five,
    /// Version 6 and later.
    Six,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Told {
    /// The running text.
    pub text: String,
    /// What was taken out and kept to be brought back.
    pub undone: String,
    /// Texts beside it.
    pub beside: Vec<(Place, String)>,
    /// Packets that its functions name, and what kind of place each is.
    pub packets: Vec<(u16, Place)>,
    /// Letters of sets that are not known here.
    pub unknown: usize,
    /// Functions whose end is not where it should be.
    pub broken: usize,
    is_undone: bool,
    room: usize,
}

impl Told {
    /// Nothing yet, and room for so many bytes.
    pub fn new(room: usize) -> Self {
        Self {
            room,
            ..Self::default()
        }
    }

    /// Whether the room was used up.
    pub fn is_full(&self) -> bool {
        self.room == 0
    }

    fn put(&mut self, letter: char) {
        match self.room.checked_sub(letter.len_utf8()) {
            Some(room) => self.room = room,
            None => {
                self.room = 0;
                return;
            }
        }
        match self.is_undone {
            true => self.undone.push(letter),
            false => self.text.push(letter),
        }
    }

    fn letter(&mut self, letter: Option<char>) {
        self.unknown += usize::from(letter.is_none());
        self.put(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    }

    /// A text beside the text, in the same way of writing.
    fn aside(&mut self, bytes: &[u8], age: Age, place: Place, depth: usize) {
        if depth >= DEEPEST {
            self.broken += 1;
            return;
        }
        let mut told = Told::new(self.room);
        told.read_at(bytes, age, depth + 1);
        self.room = told.room;
        self.unknown += told.unknown;
        self.broken += told.broken;
        self.beside.push((place, told.text));
        self.beside.append(&mut told.beside);
    }

    /// A function whose inner order is not known: words are looked for in it.
    fn looked_through(&mut self, bytes: &[u8], place: Place) {
        let words = leftovers::words(bytes, self.room);
        self.room -= words.len().min(self.room);
        if !words.is_empty() {
            self.beside.push((place, words));
        }
    }

    /// Reads a stream of text.
    pub fn read(&mut self, bytes: &[u8], age: Age) {
        self.read_at(bytes, age, 0);
    }

    fn read_at(&mut self, bytes: &[u8], age: Age, depth: usize) {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if self.is_full() {
                return;
            }
            at += match (byte, age) {
                (0x01..0x21, Age::Six) => {
                    self.letter(letters::of_six(byte));
                    1
                }
                (b'\n' | 0x0C, _) => self.mark('\n'),
                (b'\r' | 0x0B, _) => self.mark(' '),
                (b'\t', _) => self.mark('\t'),
                (0x21..=0x7E | b' ', _) => self.mark(char::from(byte)),
                (0x00..=0x1F | 0x7F, _) => 1,
                (0x80..=0xCF, Age::Six) => self.single_of_six(byte),
                (0x80..=0xBF, _) => self.single(byte),
                _ => {
                    let rest = &bytes[at..];
                    match length(rest, age) {
                        Some(length) => {
                            self.function(&rest[..length], age, depth);
                            length
                        }
                        None => {
                            self.broken += 1;
                            1
                        }
                    }
                }
            };
        }
    }

    fn mark(&mut self, letter: char) -> usize {
        self.put(letter);
        1
    }

    fn single(&mut self, byte: u8) -> usize {
        match byte {
            0x8C | 0x90 => self.mark('\n'),
            0xA0 => self.mark(' '),
            0xA9..=0xAB => self.mark('-'),
            _ => 1,
        }
    }

    fn single_of_six(&mut self, byte: u8) -> usize {
        match byte {
            0x80 | 0x81 | 0xCD..=0xCF => self.mark(' '),
            0x84 => self.mark('-'),
            0xC2..=0xC6 => self.mark('\t'),
            0xB9..=0xC1 | 0xC7..=0xCC => self.mark('\n'),
            _ => 1,
        }
    }

    /// A function, from its first byte to its last.
    fn function(&mut self, bytes: &[u8], age: Age, depth: usize) {
        let at = |n: usize| bytes.get(n).copied().unwrap_or(0);
        let within = |from: usize, less: usize| {
            let to = bytes.len().saturating_sub(less);
            bytes.get(from..to).unwrap_or_default()
        };
        let place = || match at(1) {
            0 | 1 => Place::Header,
            _ => Place::Footer,
        };
        match (age, at(0)) {
            (Age::Four, 0xE1) => self.letter(letters::of_four(at(1))),
            (Age::Four, 0xD1) => self.aside(within(5, 3), age, Place::Header, depth),
            (Age::Four, 0xE2) => {
                let inner = within(1, 1);
                let from = memchr::memchr(0xFF, inner).map_or(0, |mark| mark + 1);
                self.aside(&inner[from..], age, Place::Note, depth);
            }
            (Age::Five, 0xC0) => self.letter(letters::of_set(at(2), at(1))),
            (Age::Five, 0xC1 | 0xC2) => self.put('\t'),
            (Age::Five, 0xD5) => self.aside(within(22, 8), age, place(), depth),
            (Age::Five, 0xD6) => {
                // a footnote says how many pages it runs on to
                let from = match at(1) {
                    0 => 8 + 2 * (usize::from(at(7)) + 1) + 9,
                    _ => 11,
                };
                self.aside(within(from, 8), age, Place::Note, depth);
            }
            (Age::Five, 0xDC | 0xDD) => self.put(if at(1) == 0 { '\t' } else { '\n' }),
            (Age::Five, 0xD7..) => self.looked_through(within(4, 4), Place::Remainder),
            (Age::Six, 0xF0) => self.letter(letters::of_set(at(2), at(1))),
            (Age::Six, 0xF1) if at(1) <= 1 => self.is_undone = at(1) == 0,
            (Age::Six, group @ 0xD0..=0xEF) => {
                match (group, at(1)) {
                    (0xD0, 1..=3) => self.put(' '),
                    (0xD0, 0x0A) | (0xE0, _) => self.put('\t'),
                    (0xD0, _) => self.put('\n'),
                    _ => {}
                }
                let place = match group {
                    0xD6 => place(),
                    0xD7 => Place::Note,
                    _ => Place::Box,
                };
                if at(4) & 0x80 != 0 {
                    let ids = bytes.get(6..).unwrap_or_default().chunks_exact(2);
                    let ids = ids.take(usize::from(at(5)));
                    let ids = ids.map(|id| (u16::from_le_bytes([id[0], id[1]]), place));
                    self.packets.extend(ids);
                }
            }
            _ => {}
        }
    }
}

/// Sizes of the functions of version 4 from C0 on; those of nought run to their byte's next occurrence.
const OF_FOUR: [usize; 63] = [
    6, 4, 3, 5, 5, 6, 4, 6, 8, 42, 3, 6, 4, 3, 4, 3, 6, 0, 0, 4, 4, 4, 6, 0, 4, 4, 4, 4, 0, 24, 4,
    0, 4, 3, 0, 150, 6, 23, 11, 3, 3, 0, 0, 0, 4, 0, 44, 18, 6, 106, 0, 100, 4, 0, 5, 0, 0, 0, 0,
    0, 0, 0, 0,
];
/// Sizes of the short functions of version 5 from C0 on.
const OF_FIVE: [usize; 16] = [4, 9, 11, 3, 3, 5, 6, 7, 4, 5, 6, 6, 8, 10, 10, 12];
/// Sizes of the short functions of version 6 from F0 on.
const OF_SIX: [usize; 15] = [4, 5, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 8, 8];

/// How long the function is that begins here; none where it does not end with the byte that it begins with.
pub fn length(bytes: &[u8], age: Age) -> Option<usize> {
    let first = *bytes.first()?;
    let short =
        |from: u8, sizes: &[usize]| sizes.get(usize::from(first.checked_sub(from)?)).copied();
    let told = || {
        Some(usize::from(u16::from_le_bytes([
            *bytes.get(2)?,
            *bytes.get(3)?,
        ])))
    };
    let length = match age {
        Age::Four => match short(0xC0, &OF_FOUR)? {
            0 => memchr::memchr(first, &bytes[1..])? + 2,
            size => size,
        },
        Age::Five => short(0xC0, &OF_FIVE).or_else(|| Some(told()? + 4))?,
        Age::Six => short(0xF0, &OF_SIX).or_else(told)?,
    };
    (length > 1 && bytes.get(length - 1) == Some(&first)).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8], age: Age) -> Told {
        let mut told = Told::new(10_000);
        told.read(bytes, age);
        told
    }

    #[test]
    fn functions_that_do_not_close_are_told_and_lose_no_letter() {
        for age in [Age::Four, Age::Five, Age::Six] {
            let read = told(b"lamp\xD4\x01\xFF\x7Foil", age);
            assert!(
                read.text.starts_with("lamp") && read.text.ends_with("oil"),
                "{age:?}"
            );
            assert!(read.broken > 0, "{age:?}");
        }
    }

    #[test]
    fn letters_breaks_and_notes_of_version_five_are_read() {
        let mut bytes = b"caf\xC0\x29\x01\xC0 one\rline\nnext\xA9day".to_vec();
        let note = b"see the ledger";
        let head = [0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let size = (head.len() + note.len() + 8) as u16;
        bytes.extend([0xD6, 0]);
        bytes.extend(size.to_le_bytes());
        bytes.extend(head);
        bytes.extend(note);
        bytes.extend([0; 4]);
        bytes.extend(size.to_le_bytes());
        bytes.extend([0, 0xD6]);
        bytes.extend(b".");
        let read = told(&bytes, Age::Five);
        assert_eq!(read.text, "café one line\nnext-day.");
        assert_eq!(read.beside, [(Place::Note, "see the ledger".to_owned())]);
        assert_eq!((read.broken, read.unknown), (0, 0));
    }

    #[test]
    fn what_was_undone_in_version_six_stands_apart() {
        let read = told(
            b"oil\x80was\xF1\x00\0\0\xF1 gone\xF1\x01\0\0\xF1\xCFbought\xCC\x0F",
            Age::Six,
        );
        assert_eq!(read.text, "oil was bought\né");
        // in version six a byte of 20 is a letter
        assert_eq!(read.undone, "ßgone");
    }
}
