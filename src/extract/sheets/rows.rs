//! The text of a sheet: one line a row, a tab between cells.

/// Empty cells between two filled ones keep their tabs up to this many; rows without a cell are no lines.
const WIDEST_GAP: u32 = 16;

/// Rows in the making.
#[derive(Debug, Default)]
pub struct Rows {
    text: String,
    at: Option<(u32, u32)>,
    room: usize,
    is_full: bool,
}

impl Rows {
    /// Rows that may grow to `room` bytes.
    pub fn within(room: usize) -> Self {
        Self {
            room,
            ..Self::default()
        }
    }

    /// How many bytes it may grow to.
    pub fn room(&self) -> usize {
        self.room
    }

    /// Whether something was left out for want of room.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// Adds what a cell says. Rows and columns count from 0; line ends within a cell become blanks.
    pub fn cell(&mut self, row: u32, column: u32, said: &str) {
        if said.trim().is_empty() || self.is_full {
            return;
        }
        if self.text.len() + said.len() > self.room {
            self.is_full = true;
            return;
        }
        match self.at {
            Some((last_row, last_column)) if last_row == row => {
                let gap = column.saturating_sub(last_column).clamp(1, WIDEST_GAP);
                (0..gap).for_each(|_| self.text.push('\t'));
            }
            Some(_) => self.text.push('\n'),
            None => {}
        }
        self.at = Some((row, column));
        let line_end = |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{0B}' | '\u{0C}');
        if said.contains(line_end) {
            let mut pieces = said.split(line_end).filter(|piece| !piece.is_empty());
            self.text.push_str(pieces.next().unwrap_or_default());
            for piece in pieces {
                self.text.push(' ');
                self.text.push_str(piece);
            }
        } else {
            self.text.push_str(said);
        }
    }

    /// The rows, each ended by a line end.
    pub fn finish(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }
}

/// A cell's address as people write it: `B3` for the second column of the third row. Both count from 0.
pub fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    let column: String = letters.into_iter().rev().collect();
    format!("{column}{}", u64::from(row) + 1)
}

/// The row and column, from 0, of an address such as `B3` or `$B$3`; none for what is no address.
pub fn place_of(address: &str) -> Option<(u32, u32)> {
    let plain: String = address.chars().filter(|c| *c != '$').collect();
    let digits = plain.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = plain.split_at(digits);
    let mut column = 0_u32;
    for letter in letters.chars() {
        let value = u32::from(letter.to_ascii_uppercase()).checked_sub(u32::from('A'))?;
        if value > 25 {
            return None;
        }
        column = column.checked_mul(26)?.checked_add(value + 1)?;
    }
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_back() {
        for (row, column, written) in [
            (0, 0, "A1"),
            (2, 25, "Z3"),
            (9, 26, "AA10"),
            (0, 16_383, "XFD1"),
        ] {
            assert_eq!(address(row, column), written);
            assert_eq!(place_of(written), Some((row, column)));
        }
        assert_eq!(place_of("A0"), None);
        assert_eq!(place_of("ZZZZZZZZZZ1"), None);
    }

    #[test]
    fn a_row_is_a_line_and_a_gap_is_bounded() {
        let mut rows = Rows::within(1_000);
        rows.cell(0, 0, "one");
        rows.cell(0, 2, "two\nlines");
        rows.cell(7, 16_000, "far");
        rows.cell(7, 16_001, "");
        assert_eq!(rows.finish(), "one\t\ttwo lines\nfar\n");
    }

    #[test]
    fn room_that_is_used_up_shows() {
        let mut rows = Rows::within(4);
        rows.cell(0, 0, "one");
        rows.cell(0, 1, "two");
        assert!(rows.is_full());
        assert_eq!(rows.finish(), "one\n");
    }
}
