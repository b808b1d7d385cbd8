//! What may stand between the parts of a reference.

use super::confusion::separates_like;
use super::fold::{LINE, Unit};

/// The separators a row takes.
#[derive(Debug, Clone)]
pub(super) struct Separators {
    marks: Vec<u8>,
    spaces: bool,
    fused: bool,
    /// How many line ends there may be.
    most_lines: usize,
}

impl Separators {
    /// `spelt` holds the marks; a space in it stands for white space and line ends.
    pub(super) fn new(spelt: &str, fused: bool) -> Self {
        Self {
            marks: spelt.bytes().filter(|mark| *mark != b' ').collect(),
            spaces: spelt.contains(' '),
            fused,
            most_lines: 1,
        }
    }

    /// The same, over an empty line too.
    pub(super) fn over_paragraphs(mut self) -> Self {
        self.most_lines = 2;
        self
    }

    /// Whether the parts may follow one another with nothing between.
    pub(super) fn may_be_missing(&self) -> bool {
        self.fused
    }

    /// The unit after a mark, other than the row's, that a scanner may have read for the separator `own`, and whether
    /// a blank stands on one of its sides. One on either side makes it a rule between two columns.
    pub(super) fn mistaken(&self, units: &[Unit], at: usize, own: u8) -> Option<(usize, bool)> {
        let blank_at = |at: usize| units.get(at).is_some_and(|unit| unit.ch == b' ');
        let before = blank_at(at);
        let place = at + usize::from(before);
        let mark = units.get(place)?.ch;
        let after = blank_at(place + 1);
        let taken = !self.marks.contains(&mark) && separates_like(mark, own) && !(before && after);
        taken.then_some((place + 1 + usize::from(after), before || after))
    }

    /// The unit after the separator at `at`, if one stands there.
    pub(super) fn after(&self, units: &[Unit], at: usize) -> Option<usize> {
        let (mut next, mut lines, mut spaces, mut marks) = (at, 0, 0, 0);
        while let Some(unit) = units.get(next) {
            match unit.ch {
                b' ' => spaces += 1,
                LINE => lines += 1,
                mark if self.marks.contains(&mark) => {
                    marks += 1;
                    spaces = 0;
                }
                _ => break,
            }
            // More than this is a column of a table, or the next paragraph.
            if spaces > 3 || lines > self.most_lines || marks > 2 {
                return None;
            }
            next += 1;
        }
        let allowed = marks > 0 || if next > at { self.spaces } else { self.fused };
        allowed.then_some(next)
    }
}
