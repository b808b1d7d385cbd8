//! Where figures stand in a text: what most readers of facts look for first, and most text lacks.

/// How many bytes one word of marks tells of.
const TOGETHER: usize = 64;

const TOPS: u64 = 0x8080_8080_8080_8080;

/// A text and where its figures stand: looked through once, and asked by every reader of the text.
#[derive(Debug)]
pub struct Figures<'t> {
    /// The text.
    pub(super) text: &'t str,
    /// A bit for each byte that is a figure or beyond ASCII.
    marks: Vec<u64>,
}

impl<'t> Figures<'t> {
    /// Looks a text through.
    pub fn of(text: &'t str) -> Self {
        let (pieces, rest) = text.as_bytes().as_chunks();
        let mut marks = Vec::with_capacity(pieces.len() + 1);
        marks.extend(pieces.iter().map(marks_of));
        if !rest.is_empty() {
            let mut piece = [0; TOGETHER];
            piece[..rest.len()].copy_from_slice(rest);
            marks.push(marks_of(&piece));
        }
        Self { text, marks }
    }

    /// The first ASCII figure from `from` on.
    pub(super) fn next(&self, from: usize) -> Option<usize> {
        self.next_marked(from, &FIGURES)
    }

    /// The first byte from `from` on that the table marks. Bytes beyond ASCII and figures are all that it may mark.
    pub(super) fn next_marked(&self, from: usize, marked: &[bool; 256]) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut word = from / TOGETHER;
        let mut marks = self.marks.get(word)? & u64::MAX << (from % TOGETHER);
        loop {
            while marks != 0 {
                let at = word * TOGETHER + marks.trailing_zeros() as usize;
                if marked[usize::from(*bytes.get(at)?)] {
                    return Some(at);
                }
                marks &= marks - 1;
            }
            word += 1;
            marks = *self.marks.get(word)?;
        }
    }
}

/// A bit for each of these bytes that is a figure or beyond ASCII.
fn marks_of(piece: &[u8; TOGETHER]) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // brings the top bits of eight bytes together
    const GATHER: u64 = 0x0002_0408_1020_4081;
    if !may_hold(piece) {
        return 0;
    }
    let (eights, _) = piece.as_chunks();
    eights.iter().rev().fold(0, |marks, eight| {
        let all = u64::from_le_bytes(*eight);
        let low = all & !TOPS;
        let from = |least: u8| low + ONES * u64::from(0x80 - least);
        let tops = (from(b'0') & !from(b'9' + 1) | all) & TOPS;
        marks << 8 | tops.wrapping_mul(GATHER) >> 56
    })
}

/// Whether any of these bytes is a figure or beyond ASCII; without a branch, so that a processor asks it of many at once.
fn may_hold(piece: &[u8; TOGETHER]) -> bool {
    const SIDE_BY_SIDE: usize = 16;
    const ALL_TOPS: u128 = u128::from_ne_bytes([0x80; SIDE_BY_SIDE]);
    let mut others = [u8::MAX; SIDE_BY_SIDE];
    for bytes in piece.as_chunks::<SIDE_BY_SIDE>().0 {
        for (others, byte) in others.iter_mut().zip(bytes) {
            // the top bit stays where it is neither
            *others &= (byte ^ b'0').saturating_add(0x80 - 10) & !byte;
        }
    }
    u128::from_ne_bytes(others) & ALL_TOPS != ALL_TOPS
}

const FIGURES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = b'0';
    while byte <= b'9' {
        table[byte as usize] = true;
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_found_wherever_it_stands() {
        const NONE: [&str; 6] = ["a", "/", ":", "\u{e9}", "\u{0}", "\u{7f}"];
        for length in 0..200 {
            for other in NONE {
                assert_eq!(Figures::of(&other.repeat(length)).next(0), None);
            }
            for place in 0..length {
                for figure in ["0", "7", "9"] {
                    let before = "\u{e9}".repeat(place / 2) + &"a".repeat(place % 2);
                    let text = before + figure + &"/".repeat(length - place - 1);
                    let figures = Figures::of(&text);
                    assert_eq!(figures.next(0), Some(place), "{text}");
                    assert_eq!(figures.next(place), Some(place), "{text}");
                    assert_eq!(figures.next(place + 1), None, "{text}");
                }
            }
        }
        assert_eq!(Figures::of("1").next(9), None);
        let beyond = "a\u{e9}7";
        let marked = std::array::from_fn(|byte| byte == 0xa9);
        assert_eq!(Figures::of(beyond).next_marked(0, &marked), Some(2));
        assert_eq!(Figures::of(beyond).next_marked(3, &marked), None);
    }
}
