//! Records of the binary XML format: a number and a length of seven bits a byte, then the content (MS-XLSB 2.1.4).

/// A record.
#[derive(Debug, Clone, Copy)]
pub struct Record<'b> {
    /// Its number.
    pub kind: u16,
    /// Its content.
    pub bytes: &'b [u8],
}

/// The records of a part.
#[derive(Debug)]
pub struct Records<'b> {
    bytes: &'b [u8],
    /// Whether the part ends within a record.
    pub is_cut: bool,
}

impl<'b> Records<'b> {
    /// The records of `bytes`.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            is_cut: false,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn one(&mut self) -> Option<Record<'b>> {
        let low = self.byte()?;
        let kind = if low & 0x80 == 0 {
            u16::from(low)
        } else {
            u16::from(low & 0x7F) | u16::from(self.byte()? & 0x7F) << 7
        };
        let mut length = 0_usize;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte()?;
            length |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        self.is_cut |= length > self.bytes.len();
        let (bytes, rest) = self.bytes.split_at(length.min(self.bytes.len()));
        self.bytes = rest;
        Some(Record { kind, bytes })
    }
}

impl<'b> Iterator for Records<'b> {
    type Item = Record<'b>;

    fn next(&mut self) -> Option<Record<'b>> {
        if self.bytes.is_empty() {
            return None;
        }
        let found = self.one();
        self.is_cut |= found.is_none();
        found
    }
}

impl Record<'_> {
    /// A number of four bytes.
    pub fn u32(&self, at: usize) -> Option<u32> {
        let found = self.bytes.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(found.try_into().ok()?))
    }

    /// A number of two bytes.
    pub fn u16(&self, at: usize) -> Option<u16> {
        let found = self.bytes.get(at..at.checked_add(2)?)?;
        Some(u16::from_le_bytes(found.try_into().ok()?))
    }

    /// A number of eight bytes with a fraction.
    pub fn f64(&self, at: usize) -> Option<f64> {
        let found = self.bytes.get(at..at.checked_add(8)?)?;
        Some(f64::from_le_bytes(found.try_into().ok()?))
    }

    /// A text with its length before it, and the place behind it; a length of all ones is no text
    /// (MS-XLSB 2.5.166, 2.5.168).
    pub fn text(&self, at: usize) -> Option<(String, usize)> {
        let length = self.u32(at)?;
        if length == u32::MAX {
            return Some((String::new(), at + 4));
        }
        let end = (length as usize).checked_mul(2)?.checked_add(at + 4)?;
        let units: Vec<u16> = self
            .bytes
            .get(at + 4..end)?
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        Some((String::from_utf16_lossy(&units), end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lengths_of_several_bytes_are_read() {
        let stream = [0x07, 2, 1, 2, 0x9C, 0x01, 0x81, 0x00, 5, 0x07, 9, 1];
        let mut records = Records::new(&stream);
        let found: Vec<(u16, usize)> = records
            .by_ref()
            .map(|record| (record.kind, record.bytes.len()))
            .collect();
        assert_eq!(found, [(7, 2), (156, 1), (7, 1)]);
        assert!(records.is_cut);
    }
}
