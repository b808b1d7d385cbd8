//! What may stand between the parts of a reference.

use super::confusion::separates_like;
use super::fold::{LINE, PAGE, Unit};

/// How many lines with the numbers of pages may stand where a page ends.
const MOST_FURNITURE: usize = 4;

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

    /// Whether nothing at all may stand between.
    pub(super) fn are_none(&self) -> bool {
        self.marks.is_empty() && !self.spaces && self.fused
    }

    /// Whether a mark must stand: blanks alone, or nothing, part no groups.
    pub(super) fn want_a_mark(&self) -> bool {
        !self.spaces && !self.fused
    }

    /// Whether this mark may stand as one.
    pub(super) fn takes(&self, mark: u8) -> bool {
        self.marks.contains(&mark)
    }

    /// The unit after a separator at `at` behind which a page ends: its mark, and then lines that hold nothing but the
    /// numbers of pages.
    pub(super) fn over_page(&self, units: &[Unit], at: usize) -> Option<usize> {
        let mut next = at;
        let blanks = |next: &mut usize| {
            while units.get(*next).is_some_and(|unit| unit.ch == b' ') {
                *next += 1;
            }
        };
        blanks(&mut next);
        self.takes(units.get(next)?.ch).then_some(())?;
        next += 1;
        let mut numbers = 0;
        for _ in 0..MOST_FURNITURE {
            blanks(&mut next);
            if !matches!(units.get(next)?.ch, LINE | PAGE) {
                break;
            }
            while units
                .get(next)
                .is_some_and(|unit| matches!(unit.ch, LINE | PAGE | b' '))
            {
                next += 1;
            }
            let line = units.get(next..)?;
            let length = line
                .iter()
                .take_while(|unit| !matches!(unit.ch, LINE | PAGE))
                .count();
            let number = line.get(..length)?.iter().filter(|unit| unit.ch != b' ');
            let number: Vec<u8> = number.map(|unit| unit.ch).collect();
            if !page_number(&number) || line.len() == length {
                break;
            }
            numbers += 1;
            next += length;
        }
        (numbers > 0).then_some(next)
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

/// Whether a line is the number of a page: `3`, `- 3 -`, `PAGE 3`, `PAGE 3 OF 8`.
fn page_number(line: &[u8]) -> bool {
    let dashed = line
        .strip_prefix(b"-")
        .and_then(|rest| rest.strip_suffix(b"-"));
    let line = dashed.unwrap_or(line);
    let line = line.strip_prefix(b"PAGE").unwrap_or(line);
    let short =
        |digits: &[u8]| (1..=3).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    let of = line.windows(2).position(|two| two == b"OF");
    match of {
        Some(at) => short(&line[..at]) && short(&line[at + 2..]),
        None => short(line),
    }
}
