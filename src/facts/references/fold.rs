//! Text as the reader of references sees it: one plain unit per character, with the place it came from.
//!
//! Case, width, kinds of hyphen, slash and space, characters that print nothing, and the marks with which mail
//! quotes a line are levelled here and nowhere else. Superscripts are not digits: they are notes to a number.

use unicode_normalization::char::decompose_compatible;

/// A line break together with the indentation and quote marks that open the next line.
pub(super) const LINE: u8 = b'\n';
/// The end of a page.
pub(super) const PAGE: u8 = 4;
/// A letter outside A to Z: it ends no word.
pub(super) const OTHER_LETTER: u8 = 1;
/// Any other mark: it ends a word.
const OTHER: u8 = 2;
/// A sum of money in any currency.
pub(super) const CURRENCY: u8 = b'$';
/// A carriage return, alone or before a line feed.
const RETURN: u8 = 3;

/// One folded character and the bytes it was printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// `A` to `Z`, `0` to `9`, an ASCII mark, or one of this module's constants.
    pub ch: u8,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Unit {
    /// Whether a word goes on here.
    pub(super) fn in_word(self) -> bool {
        self.ch.is_ascii_alphanumeric() || self.ch == OTHER_LETTER
    }
}

const ASCII: [u8; 128] = ascii_table();

const fn ascii_table() -> [u8; 128] {
    let mut table = [OTHER; 128];
    let mut byte = 0x20;
    while byte < 0x7f {
        table[byte] = (byte as u8).to_ascii_uppercase();
        byte += 1;
    }
    table[b'\t' as usize] = b' ';
    table[b'\n' as usize] = LINE;
    table[0x0b] = LINE;
    table[0x0c] = PAGE;
    table[b'\r' as usize] = RETURN;
    table
}

/// Whether this byte is one character that stands for itself or another, whatever follows.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = !matches!(ASCII[byte], LINE | RETURN | b'%');
        byte += 1;
    }
    table
};

/// Whether this byte is a digit, or begins a character that may be one.
pub(super) const MAY_BE_DIGIT: [bool; 256] = digit_table();

const fn digit_table() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = b'0' as usize;
    while byte <= b'9' as usize {
        table[byte] = true;
        byte += 1;
    }
    // The first bytes of every character that `digit` below can turn into a number.
    let leads = [0xd9, 0xdb, 0xdf, 0xe0, 0xe1, 0xea, 0xef, 0xf0];
    let mut each = 0;
    while each < leads.len() {
        table[leads[each]] = true;
        each += 1;
    }
    table
}

/// The zero of each common script whose ten digits follow one another (Unicode, category Nd).
const ZEROS: [u32; 22] = [
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
    0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0xa620, 0xa8d0, 0xa900, 0xff10,
];

fn digit(c: u32) -> Option<u8> {
    ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&c))
        .and_then(|zero| u8::try_from(c - zero).ok())
        .map(|value| b'0' + value)
}

/// What a character outside ASCII counts as; `None` for one that prints nothing.
fn fold_char(c: char) -> Option<u8> {
    let code = u32::from(c);
    Some(match code {
        0xad | 0x34f | 0x61c | 0x180b..=0x180e | 0x200b..=0x200f | 0x202a..=0x202e => return None,
        0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0x300..=0x34e | 0x350..=0x36f => return None,
        0xa0 | 0x1680 | 0x2000..=0x200a | 0x202f | 0x205f | 0x3000 => b' ',
        0x85 | 0x2028 | 0x2029 => LINE,
        0x2010..=0x2015 | 0x2043 | 0x2212 | 0xfe58 | 0xfe63 | 0xff0d => b'-',
        0x2044 | 0x2215 | 0x29f8 | 0xff0f => b'/',
        0x2216 | 0x29f5 | 0x29f9 | 0xfe68 | 0xff3c => b'\\',
        0xff3f => b'_',
        0xb7 | 0x2024 | 0xff0e => b'.',
        0xa2..=0xa5 | 0x20a0..=0x20cf => CURRENCY,
        0xb2 | 0xb3 | 0xb9 | 0x2070..=0x209c | 0x2460..=0x24ff => OTHER,
        _ => return Some(digit(code).unwrap_or_else(|| compatible(c))),
    })
}

fn compatible(c: char) -> u8 {
    let (mut first, mut count) = (None, 0);
    decompose_compatible(c, |part| {
        count += 1;
        first.get_or_insert(part);
    });
    match first {
        Some(part) if count == 1 && part.is_ascii_graphic() => (part as u8).to_ascii_uppercase(),
        // Scripts written without spaces between words do not glue their letters to a number.
        _ if c.is_alphanumeric() && u32::from(c) < 0x2e80 => OTHER_LETTER,
        _ => OTHER,
    }
}

/// Folds the bytes `from..to` of `text`, both on character boundaries, into `units`.
pub(super) fn fold(text: &str, from: usize, to: usize, units: &mut Vec<Unit>) {
    units.clear();
    let Some(part) = text.get(from..to) else {
        return;
    };
    let bytes = part.as_bytes();
    units.reserve(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        let plain = rest.iter().take_while(|byte| PLAIN[usize::from(**byte)]);
        let plain = plain.count();
        units.extend(rest.iter().zip(at..at + plain).map(|(byte, at)| Unit {
            ch: ASCII[usize::from(*byte & 0x7f)],
            start: from + at,
            end: from + at + 1,
        }));
        at += plain;
        let Some(&byte) = bytes.get(at) else {
            return;
        };
        let (folded, mut end) = if byte < 0x80 {
            (Some(ASCII[usize::from(byte)]), at + 1)
        } else {
            let Some(c) = part.get(at..).and_then(|rest| rest.chars().next()) else {
                return;
            };
            (fold_char(c), at + c.len_utf8())
        };
        let Some(mut ch) = folded else {
            at = end;
            continue;
        };
        match ch {
            RETURN => {
                ch = LINE;
                end += usize::from(bytes.get(end) == Some(&b'\n'));
                end = after_quote_marks(part, end);
            }
            LINE => end = after_quote_marks(part, end),
            b'%' => {
                if let Some(mark) = escaped_mark(bytes, at) {
                    ch = mark;
                    end = at + 3;
                }
            }
            _ => {}
        }
        units.push(Unit {
            ch,
            start: from + at,
            end: from + end,
        });
        at = end;
    }
}

/// Skips indentation and the `>` or `|` with which mail quotes a line.
fn after_quote_marks(part: &str, mut at: usize) -> usize {
    while let Some(c) = part.get(at..).and_then(|rest| rest.chars().next()) {
        if !matches!(c, ' ' | '\t' | '\u{a0}' | '>' | '|') {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// A separator written as in an address: `%2F` for a slash.
fn escaped_mark(bytes: &[u8], at: usize) -> Option<u8> {
    let hex = std::str::from_utf8(bytes.get(at + 1..at + 3)?).ok()?;
    let byte = u8::from_str_radix(hex, 16).ok()?;
    matches!(byte, b'/' | b'-' | b'_' | b'.' | b'\\' | b' ').then_some(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut units = Vec::new();
        fold(text, 0, text.len(), &mut units);
        units.iter().map(|unit| char::from(unit.ch)).collect()
    }

    #[test]
    fn case_width_and_kinds_of_mark_are_levelled() {
        assert_eq!(
            folded("inv\u{2011}\u{ff10}2\u{a0}\u{2044}\u{ff26}\u{2013}"),
            "INV-02 /F-"
        );
        assert_eq!(folded("\u{661}\u{1d7d9}"), "11");
    }

    #[test]
    fn what_prints_nothing_is_left_out() {
        assert_eq!(folded("I\u{ad}N\u{200b}V\u{2060}\u{feff}1"), "INV1");
    }

    #[test]
    fn a_line_break_takes_the_quote_marks_with_it() {
        assert_eq!(folded("a\r\n> > b\n| c\n\n d"), "A\nB\nC\n\nD");
    }

    #[test]
    fn a_superscript_is_a_note_and_not_a_digit() {
        assert_eq!(folded("2020\u{b2}"), "2020\u{2}");
    }

    #[test]
    fn offsets_are_those_of_the_text() {
        let text = "x\u{ad}\u{ff11}%2F";
        let mut units = Vec::new();
        fold(text, 0, text.len(), &mut units);
        let places: Vec<_> = units
            .iter()
            .map(|unit| &text[unit.start..unit.end])
            .collect();
        assert_eq!(places, ["x", "\u{ff11}", "%2F"]);
    }

    #[test]
    fn every_folded_digit_begins_with_a_byte_that_the_scan_stops_at() {
        for code in 0x80..0x2_0000_u32 {
            let Some(c) = char::from_u32(code) else {
                continue;
            };
            if fold_char(c).is_some_and(|ch| ch.is_ascii_digit()) {
                let mut bytes = [0; 4];
                let lead = c.encode_utf8(&mut bytes).as_bytes()[0];
                assert!(MAY_BE_DIGIT[usize::from(lead)], "U+{code:04X}");
            }
        }
    }
}
