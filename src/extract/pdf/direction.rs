//! Scripts that are written from right to left.
//!
//! Most programs place Hebrew and Arabic letters from the left edge of the line to the right, which is backwards;
//! each stretch that was drawn so is turned round, its numbers left as they are. This is no full bidirectional
//! algorithm: brackets are not mirrored and a stretch ends at the first Latin word.

use super::glyph::Letters;

/// A letter on the line in hand, as drawn.
#[derive(Debug)]
pub struct Cell {
    /// What it says.
    pub text: Letters,
    /// Drawn onward from the cell before it, not back.
    pub onward: bool,
}

/// Whether it holds a letter of a script that is written from right to left.
pub fn is_right_to_left(text: &Letters) -> bool {
    text.any(|c| {
        matches!(u32::from(c),
            0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
    })
}

fn is_left_to_right(text: &Letters) -> bool {
    text.any(char::is_alphanumeric) && !is_right_to_left(text)
}

/// Puts right-to-left stretches that were drawn from left to right into reading order.
pub fn reorder(line: &mut [Cell]) {
    if !line.iter().any(|cell| is_right_to_left(&cell.text)) {
        return;
    }
    let mut at = 0;
    while at < line.len() {
        if !is_right_to_left(&line[at].text) {
            at += 1;
            continue;
        }
        // A stretch runs over blanks, signs and numbers, ends with a right-to-left letter, and never goes back.
        let mut end = at + 1;
        let mut look = end;
        while look < line.len() && line[look].onward && !is_word(&line[look].text) {
            if is_right_to_left(&line[look].text) {
                end = look + 1;
            }
            look += 1;
        }
        line[at..end].reverse();
        restore_numbers(&mut line[at..end]);
        at = end;
    }
}

fn is_word(text: &Letters) -> bool {
    is_left_to_right(text) && !text.all(char::is_numeric)
}

/// Numbers read from left to right even between right-to-left letters.
fn restore_numbers(stretch: &mut [Cell]) {
    let mut at = 0;
    while at < stretch.len() {
        let digits = stretch[at..]
            .iter()
            .take_while(|cell| is_left_to_right(&cell.text))
            .count();
        stretch[at..at + digits].reverse();
        at += digits.max(1);
    }
}
