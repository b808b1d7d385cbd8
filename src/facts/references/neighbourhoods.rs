//! The parts of a text that are worth reading: those around digits, which every reference has and most text lacks.

use super::fold::MAY_BE_DIGIT;
use crate::facts::figures::Figures;

/// How far from a digit, in bytes, the rest of a reference and its label may stand.
const REACH: usize = 64;
/// How long a run of blanks that is reached over may be: a page's number in the middle of a wide line.
const MOST_BLANKS: usize = 400;

/// The stretches of a text in which digits stand close together.
pub(super) struct Neighbourhoods<'a> {
    figures: &'a Figures<'a>,
    at: usize,
    fewest: usize,
}

impl<'a> Neighbourhoods<'a> {
    pub(super) fn new(figures: &'a Figures<'a>, fewest: usize) -> Self {
        Self {
            figures,
            at: 0,
            fewest,
        }
    }
}

impl Iterator for Neighbourhoods<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let text = self.figures.text;
        let bytes = text.as_bytes();
        loop {
            let first = self.figures.next_marked(self.at, &MAY_BE_DIGIT)?;
            let (mut last, mut digits) = (first, 1);
            self.at = loop {
                let behind = last + 1;
                let beside = bytes
                    .get(behind)
                    .filter(|byte| MAY_BE_DIGIT[usize::from(**byte)]);
                let next = match beside {
                    Some(_) => Some(behind),
                    None => self.figures.next_marked(behind, &MAY_BE_DIGIT),
                };
                let Some(next) = next else {
                    break bytes.len();
                };
                // a page number far to the right is near all the same
                if next - last > REACH && !over_blanks(bytes, last + 1, next) {
                    break next;
                }
                last = next;
                digits += 1;
            };
            if digits >= self.fewest {
                let blanks = bytes[..first].iter().rev().take(MOST_BLANKS);
                let blanks = blanks.take_while(|byte| byte.is_ascii_whitespace()).count();
                let opens = first - if blanks >= REACH / 2 { blanks } else { 0 };
                let from = text.floor_char_boundary(opens.saturating_sub(REACH));
                let to = text.ceil_char_boundary((last + REACH).min(bytes.len()));
                return Some((from, to));
            }
        }
    }
}

/// Whether nothing but blanks stands between these places, and no more of them than are reached over.
fn over_blanks(bytes: &[u8], from: usize, to: usize) -> bool {
    to - from <= MOST_BLANKS
        && bytes
            .get(from..to)
            .is_some_and(|between| between.iter().all(u8::is_ascii_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_neighbourhoods_of_digits_are_read() {
        let text = format!("{}EA/2019/0212{}", "word ".repeat(100), " word".repeat(100));
        let read: Vec<_> = Neighbourhoods::new(&Figures::of(&text), 5).collect();
        assert_eq!(read.len(), 1);
        assert!(read[0].0 > 400 && read[0].1 < 600, "{read:?}");
        assert_eq!(
            Neighbourhoods::new(&Figures::of("on 3 May 2021"), 6).count(),
            0
        );
    }
}
