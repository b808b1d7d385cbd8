//! Records of the binary workbook format, their continuations, and the letters in them.
//!
//! Layouts are those of MS-XLS for Excel 97 and later, and of the published descriptions of BIFF2 to BIFF5.

use encoding_rs::{Encoding, WINDOWS_1252};

/// What continues the record before.
pub const CONTINUE: u16 = 0x3C;

/// A record: its kind, where it begins, its bytes, and those of the records that continue it.
#[derive(Debug)]
pub struct Record<'b> {
    /// Its number.
    pub kind: u16,
    /// Where in the stream it begins.
    pub at: usize,
    /// Its bytes, then those of each continuation.
    pub pieces: Vec<&'b [u8]>,
}

impl<'b> Record<'b> {
    /// Its own bytes, without continuations.
    pub fn bytes(&self) -> &'b [u8] {
        self.pieces.first().copied().unwrap_or_default()
    }

    /// A number of two bytes.
    pub fn u16(&self, at: usize) -> Option<u16> {
        u16_at(self.bytes(), at)
    }

    /// A cursor over its bytes and their continuations.
    pub fn cursor(&self, at: usize) -> Cursor<'_, 'b> {
        Cursor {
            pieces: &self.pieces,
            piece: 0,
            at,
        }
    }
}

/// A number of two bytes.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(found.try_into().ok()?))
}

/// A number of four bytes.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(found.try_into().ok()?))
}

/// A number of eight bytes with a fraction.
pub fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    let found = bytes.get(at..at.checked_add(8)?)?;
    Some(f64::from_le_bytes(found.try_into().ok()?))
}

/// A number packed into four bytes: an integer or the front of a fraction, perhaps times a hundred.
pub fn packed(bits: u32) -> f64 {
    let value = if bits & 2 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    if bits & 1 != 0 { value / 100.0 } else { value }
}

/// The records of a stream, one after the other.
#[derive(Debug)]
pub struct Records<'b> {
    bytes: &'b [u8],
    at: usize,
    /// Whether the stream ends within a record.
    pub is_cut: bool,
}

impl<'b> Records<'b> {
    /// The records of `bytes`.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            is_cut: false,
        }
    }

    fn one(&mut self) -> Option<(u16, &'b [u8])> {
        let kind = u16_at(self.bytes, self.at)?;
        let length = usize::from(u16_at(self.bytes, self.at + 2)?);
        let rest = self.bytes.get(self.at + 4..)?;
        self.is_cut |= length > rest.len();
        let data = &rest[..length.min(rest.len())];
        self.at += 4 + data.len();
        Some((kind, data))
    }
}

impl<'b> Iterator for Records<'b> {
    type Item = Record<'b>;

    fn next(&mut self) -> Option<Record<'b>> {
        let at = self.at;
        let (kind, data) = self.one()?;
        let mut pieces = vec![data];
        while u16_at(self.bytes, self.at) == Some(CONTINUE) {
            let Some((_, data)) = self.one() else {
                break;
            };
            pieces.push(data);
        }
        Some(Record { kind, at, pieces })
    }
}

/// A place in a record and its continuations.
#[derive(Debug, Clone)]
pub struct Cursor<'r, 'b> {
    pieces: &'r [&'b [u8]],
    piece: usize,
    at: usize,
}

impl Cursor<'_, '_> {
    /// Goes to the beginning of the next continuation.
    pub fn next_piece(&mut self) {
        self.piece += 1;
        self.at = 0;
    }

    fn settle(&mut self) {
        while let Some(piece) = self.pieces.get(self.piece) {
            if self.at < piece.len() {
                return;
            }
            self.at -= piece.len();
            self.piece += 1;
        }
    }

    /// Whether there is nothing more.
    pub fn is_done(&mut self) -> bool {
        self.settle();
        self.piece >= self.pieces.len()
    }

    /// A number of one byte.
    pub fn u8(&mut self) -> Option<u8> {
        self.settle();
        let found = *self.pieces.get(self.piece)?.get(self.at)?;
        self.at += 1;
        Some(found)
    }

    /// A number of two bytes.
    pub fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    /// A number of four bytes.
    pub fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    /// Passes over some bytes.
    pub fn skip(&mut self, many: usize) {
        self.at = self.at.saturating_add(many);
        self.settle();
    }

    /// A text with its length in two bytes before it (MS-XLS 2.5.294).
    pub fn long_text(&mut self) -> Option<String> {
        let length = usize::from(self.u16()?);
        self.flagged_text(length)
    }

    /// A text with its length in one byte before it (MS-XLS 2.5.293).
    pub fn short_text(&mut self) -> Option<String> {
        let length = usize::from(self.u8()?);
        self.flagged_text(length)
    }

    /// A text of known length, its kind in the byte before its letters; marks of style and sound are passed over.
    pub fn flagged_text(&mut self, length: usize) -> Option<String> {
        let flags = self.u8()?;
        let runs = if flags & 8 != 0 {
            usize::from(self.u16()?)
        } else {
            0
        };
        let sound = if flags & 4 != 0 {
            self.u32()? as usize
        } else {
            0
        };
        let text = self.letters(length, flags & 1 != 0);
        self.skip(runs * 4);
        self.skip(sound);
        Some(text)
    }

    /// Letters of one or two bytes; where a continuation begins within them, its first byte says anew which.
    pub fn letters(&mut self, length: usize, wide: bool) -> String {
        let mut wide = wide;
        let mut left = length;
        let mut units: Vec<u16> = Vec::new();
        while left > 0 {
            let Some(piece) = self.pieces.get(self.piece) else {
                break;
            };
            let rest = piece.get(self.at..).unwrap_or_default();
            let size = if wide { 2 } else { 1 };
            let here = left.min(rest.len() / size);
            for letter in rest[..here * size].chunks_exact(size) {
                units.push(match letter {
                    [low, high] => u16::from_le_bytes([*low, *high]),
                    [low, ..] => u16::from(*low),
                    [] => 0,
                });
            }
            left -= here;
            self.at += here * size;
            if left > 0 {
                self.next_piece();
                match self.pieces.get(self.piece).and_then(|piece| piece.first()) {
                    Some(flags) => {
                        wide = flags & 1 != 0;
                        self.at = 1;
                    }
                    None => break,
                }
            }
        }
        String::from_utf16_lossy(&units)
    }
}

/// Letters of one byte, of the workbook's code page.
pub fn narrow(bytes: &[u8], encoding: Option<&'static Encoding>) -> String {
    let encoding = encoding.unwrap_or(WINDOWS_1252);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_in_its_continuation_and_may_change_its_width() {
        let stream = [
            &[0xFC, 0, 6, 0][..],
            &[4, 0, 0, b'I', b'N', b'V'],
            &[0x3C, 0, 3, 0],
            &[1, 0xA3, 0x20],
        ]
        .concat();
        let record = Records::new(&stream).next().expect("a record");
        let mut cursor = record.cursor(0);
        assert_eq!(cursor.long_text().as_deref(), Some("INV\u{20A3}"));
        assert!(cursor.is_done());
    }

    #[test]
    fn numbers_unpack() {
        assert_eq!(packed(0x3FF0_0000), 1.0);
        assert_eq!(packed(0x3FF0_0001), 0.01);
        assert_eq!(packed(12_345 << 2 | 3), 123.45);
        assert_eq!(packed((-7_i32 << 2 | 2).cast_unsigned()), -7.0);
    }

    #[test]
    fn a_stream_that_ends_within_a_record_says_so() {
        let mut records = Records::new(&[4, 2, 9, 0, 1, 2]);
        assert_eq!(records.next().map(|record| record.bytes().len()), Some(2));
        assert!(records.next().is_none() && records.is_cut);
    }
}
