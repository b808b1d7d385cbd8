//! From placed letters to lines of text.
//!
//! Letters are taken in the order in which the page draws them, which is the order its writer gave them. A letter
//! well above or below the baseline of the one before begins a line; a gap along it is a space. Directions come from
//! each letter's own axes, so that turned pages and turned text read like any other. Right-to-left letters are
//! the business of [`super::direction`].

use super::direction::{Cell, is_right_to_left, reorder};
use super::glyph::{Glyph, Letters};
use super::overprint::Overprints;
use super::spacing::letter_spacing;

/// A move off the baseline beyond this many ems begins a new line.
const NEW_LINE: f64 = 0.5;
/// A gap along the baseline beyond this many ems is a space.
const SPACE: f64 = 0.16;
/// A move back along the baseline beyond this many ems parts two words.
const BACK: f64 = 1.0;
/// What stands for letters that the file's fonts do not name.
const UNKNOWN: Letters = Letters::One('\u{FFFD}');

/// Gathers one page's letters into text.
#[derive(Debug, Default)]
pub struct Lines {
    text: String,
    line: Vec<Cell>,
    last: Option<Glyph>,
    /// The letter-spacing of the run that the last letter stood in.
    spacing: f64,
    overprints: Overprints,
    glyphs: usize,
    unmapped: usize,
}

/// How many letters a page drew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// In all, overprints left out.
    pub glyphs: usize,
    /// Those whose font does not say which letter they are.
    pub unmapped: usize,
}

impl Lines {
    /// Takes one run of letters: those that one instruction of the page draws.
    pub fn draw(&mut self, run: &[Glyph]) {
        let spacing = letter_spacing(run);
        let over_others = self.overprints.lies_over(run);
        for glyph in run {
            // Only earlier runs count as overprinted: fonts without widths put all of one run's letters in one place.
            if over_others && self.overprints.holds(glyph) {
                continue;
            }
            self.glyphs += 1;
            self.place(glyph);
            self.spacing = spacing;
        }
        self.overprints.take(run);
    }

    /// The text, lines ended by `\n`, and how many letters it was made of.
    pub fn finish(mut self) -> (String, Count) {
        self.end_line();
        let count = Count {
            glyphs: self.glyphs,
            unmapped: self.unmapped,
        };
        (self.text, count)
    }

    /// Bytes of text so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    fn place(&mut self, glyph: &Glyph) {
        let letters = glyph.text.clone().unwrap_or_else(|| {
            self.unmapped += 1;
            UNKNOWN
        });
        match self.step_to(glyph, &letters) {
            Step::NewLine => {
                self.end_line();
                self.push(letters, true);
            }
            Step::Space { onward } => {
                if !letters.is_blank() && !self.ends_blank() {
                    self.push(Letters::One(' '), onward);
                }
                self.push(letters, onward);
            }
            Step::Next { onward } => self.push(letters, onward),
        }
        self.last = Some(Glyph {
            text: None,
            ..*glyph
        });
    }

    fn step_to(&self, glyph: &Glyph, letters: &Letters) -> Step {
        let Some(last) = &self.last else {
            return Step::Next { onward: true };
        };
        if self.line.is_empty() {
            return Step::Next { onward: true };
        }
        let turned = last.along.dot(glyph.along) < 0.9;
        let moved = glyph.origin.minus(last.end());
        let off = glyph.along.cross(moved).abs();
        if turned || off > NEW_LINE * last.height.max(glyph.height) {
            return Step::NewLine;
        }
        let em = last.width.min(glyph.width);
        let gap = glyph.along.dot(moved) - self.spacing;
        let back = last.origin.minus(glyph.end()).dot(glyph.along);
        if is_right_to_left(letters) && gap < 0.0 && back > -em {
            // Drawn leftwards, in reading order: the gap is on the other side.
            return if back > SPACE * em {
                Step::Space { onward: false }
            } else {
                Step::Next { onward: false }
            };
        }
        if gap > SPACE * em {
            Step::Space { onward: true }
        } else if gap < -BACK * em {
            Step::Space { onward: false }
        } else {
            Step::Next { onward: true }
        }
    }

    /// A row of unknown letters leaves one mark.
    fn push(&mut self, text: Letters, onward: bool) {
        if text == UNKNOWN && self.line.last().is_some_and(|c| c.text == UNKNOWN) {
            return;
        }
        self.line.push(Cell { text, onward });
    }

    fn ends_blank(&self) -> bool {
        self.line.last().is_some_and(|cell| cell.text.is_blank())
    }

    fn end_line(&mut self) {
        if self.line.is_empty() {
            return;
        }
        reorder(&mut self.line);
        for cell in self.line.drain(..) {
            cell.text.each(|c| self.text.push(c));
        }
        let kept = self.text.trim_end_matches(' ').len();
        self.text.truncate(kept);
        self.text.push('\n');
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Next { onward: bool },
    Space { onward: bool },
    NewLine,
}

#[cfg(test)]
mod tests {
    use super::super::glyph::Vector;
    use super::*;

    fn at(text: &str, x: f64, y: f64) -> Glyph {
        Glyph {
            text: Some(Letters::Several(text.into())),
            origin: Vector { x, y },
            along: Vector { x: 1.0, y: 0.0 },
            advance: 5.0,
            height: 10.0,
            width: 10.0,
        }
    }

    fn read(runs: &[&[Glyph]]) -> String {
        let mut lines = Lines::default();
        for run in runs {
            lines.draw(run);
        }
        lines.finish().0
    }

    #[test]
    fn letters_in_a_row_are_a_word_and_gaps_are_spaces() {
        let run = [
            at("I", 0.0, 0.0),
            at("C", 5.0, 0.0),
            at("O", 10.0, 0.0),
            at("x", 18.0, 0.0),
        ];
        assert_eq!(read(&[&run]), "ICO x\n");
    }

    #[test]
    fn a_move_off_the_baseline_begins_a_line_and_a_superscript_does_not() {
        assert_eq!(read(&[&[at("a", 0.0, 0.0)], &[at("b", 5.0, 4.0)]]), "ab\n");
        assert_eq!(
            read(&[&[at("a", 0.0, 0.0)], &[at("b", 0.0, -12.0)]]),
            "a\nb\n"
        );
    }

    #[test]
    fn a_letter_printed_twice_is_read_once() {
        let word = [at("l", 0.0, 0.0), at("l", 5.0, 0.0)];
        let bold = [at("l", 0.3, 0.0), at("l", 5.3, 0.0)];
        assert_eq!(read(&[&word, &bold, &word]), "ll\n");
    }

    #[test]
    fn a_spaced_out_heading_is_not_torn_into_letters() {
        let heading: Vec<Glyph> = (0..)
            .zip("LEAFLETS".chars())
            .map(|(i, c)| at(&c.to_string(), 8.0 * f64::from(i), 0.0))
            .collect();
        assert_eq!(read(&[&heading, &[at("x", 72.0, 0.0)]]), "LEAFLETS x\n");
        let columns: Vec<Glyph> = (0..)
            .zip("1234".chars())
            .map(|(i, c)| at(&c.to_string(), 8.0 * f64::from(i), 0.0))
            .collect();
        assert_eq!(read(&[&columns]), "1 2 3 4\n");
    }

    #[test]
    fn text_turned_upwards_reads_along_its_own_baseline() {
        let up = |text: &str, y: f64| Glyph {
            along: Vector { x: 0.0, y: 1.0 },
            origin: Vector { x: 0.0, y },
            ..at(text, 0.0, 0.0)
        };
        assert_eq!(
            read(&[&[up("u", 0.0), up("p", 5.0), up("s", 20.0)]]),
            "up s\n"
        );
    }

    #[test]
    fn hebrew_drawn_from_the_left_is_put_in_reading_order() {
        // "שלום 12" on paper, drawn left to right: 1 2 space ם ו ל ש
        let drawn = ["ם", "ו", "ל", "ש"];
        let run: Vec<Glyph> = drawn
            .iter()
            .enumerate()
            .map(|(i, c)| at(c, 5.0 * i as f64, 0.0))
            .collect();
        assert_eq!(read(&[&run]), "שלום\n");
        // Drawn leftwards it is in reading order already.
        let run: Vec<Glyph> = ["ש", "ל", "ו", "ם"]
            .iter()
            .enumerate()
            .map(|(i, c)| at(c, 50.0 - 5.0 * i as f64, 0.0))
            .collect();
        assert_eq!(read(&[&run]), "שלום\n");
    }

    #[test]
    fn unmapped_letters_are_counted_and_leave_one_mark() {
        let unknown = |x: f64| Glyph {
            text: None,
            ..at("", x, 0.0)
        };
        let mut lines = Lines::default();
        lines.draw(&[at("a", 0.0, 0.0), unknown(5.0), unknown(10.0)]);
        let (text, count) = lines.finish();
        assert_eq!(text, "a\u{FFFD}\n");
        assert_eq!(
            count,
            Count {
                glyphs: 3,
                unmapped: 2
            }
        );
    }
}
