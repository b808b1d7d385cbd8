//! From placed letters to lines of text.
//!
//! Letters are taken in the order in which the page draws them, which is the order its writer gave them. A letter
//! well above or below the baseline of the one before begins a line; a gap along it is a space. Directions come from
//! each letter's own axes, so that turned pages and turned text read like any other. Right-to-left letters are
//! the business of [`super::direction`].

use super::direction::{Cell, is_right_to_left, reorder};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A move off the baseline beyond this many ems begins a new line.
const NEW_LINE: f64 = 0.5;
/// A gap along the baseline beyond this many ems is a space.
const SPACE: f64 = 0.16;
/// A move back along the baseline beyond this many ems parts two words.
const BACK: f64 = 1.0;
/// Two equal letters nearer than this many ems are one letter printed twice.
const OVERPRINT: f64 = 0.1;
/// What stands for letters that the file's fonts do not name.
const UNKNOWN: char = '\u{FFFD}';

/// A point or a direction, in the page's own units (1/72 inch unless the page says otherwise).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vector {
    /// Along the page's horizontal.
    pub x: f64,
    /// Along the page's vertical.
    pub y: f64,
}

impl Vector {
    fn minus(self, other: Self) -> Self {
        Self {
            x: self.x - other.x,
            y: self.y - other.y,
        }
    }

    fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }
}

/// One drawn letter, or ligature.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// What it says; none when the font does not tell.
    pub text: Option<String>,
    /// Where it begins on its baseline.
    pub origin: Vector,
    /// The direction of writing, of length 1.
    pub along: Vector,
    /// How far it moves the pen.
    pub advance: f64,
    /// The size of its font across the direction of writing.
    pub height: f64,
    /// The size of its font along the direction of writing.
    pub width: f64,
}

impl Glyph {
    fn end(&self) -> Vector {
        Vector {
            x: self.origin.x + self.along.x * self.advance,
            y: self.origin.y + self.along.y * self.advance,
        }
    }
}

/// Gathers one page's letters into text.
#[derive(Debug, Default)]
pub struct Lines {
    text: String,
    line: Vec<Cell>,
    last: Option<Glyph>,
    drawn: HashMap<(u64, i64, i64), Vector>,
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
        let from = self.glyphs;
        let mut fresh = Vec::with_capacity(run.len());
        for glyph in run {
            // Only earlier runs count as overprinted: fonts without widths put all of one run's letters in one place.
            if self.is_overprint(glyph) {
                continue;
            }
            fresh.push((spot(glyph), glyph.origin));
            self.glyphs += 1;
            self.place(glyph);
        }
        if self.glyphs > from {
            self.drawn.extend(fresh);
        }
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

    fn is_overprint(&self, glyph: &Glyph) -> bool {
        let (letter, x, y) = spot(glyph);
        let near = OVERPRINT * glyph.height.max(f64::MIN_POSITIVE);
        (x - 1..=x + 1).any(|x| {
            (y - 1..=y + 1).any(|y| {
                self.drawn.get(&(letter, x, y)).is_some_and(|there| {
                    let apart = glyph.origin.minus(*there);
                    apart.dot(apart) <= near * near
                })
            })
        })
    }

    fn place(&mut self, glyph: &Glyph) {
        let letters = match &glyph.text {
            Some(text) => printable(text),
            None => {
                self.unmapped += 1;
                UNKNOWN.to_string()
            }
        };
        let blank = letters.chars().all(char::is_whitespace);
        match self.step_to(glyph, &letters) {
            Step::NewLine => {
                self.end_line();
                self.push(letters, true);
            }
            Step::Space { onward } => {
                if !blank && !self.ends_blank() {
                    self.push(" ".to_string(), onward);
                }
                self.push(letters, onward);
            }
            Step::Next { onward } => self.push(letters, onward),
        }
        self.last = Some(glyph.clone());
    }

    fn step_to(&self, glyph: &Glyph, letters: &str) -> Step {
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
        let gap = glyph.along.dot(moved);
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

    fn push(&mut self, text: String, onward: bool) {
        let unknown = text.starts_with(UNKNOWN);
        if unknown
            && self
                .line
                .last()
                .is_some_and(|c| c.text.starts_with(UNKNOWN))
        {
            return;
        }
        self.line.push(Cell { text, onward });
    }

    fn ends_blank(&self) -> bool {
        self.line
            .last()
            .is_some_and(|cell| cell.text.ends_with(char::is_whitespace))
    }

    fn end_line(&mut self) {
        if self.line.is_empty() {
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        reorder(&mut line);
        for cell in &line {
            self.text.push_str(&cell.text);
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

/// The letter and the square of the page that it stands on, a square being as wide as two overprints may be apart.
fn spot(glyph: &Glyph) -> (u64, i64, i64) {
    let mut hasher = DefaultHasher::new();
    glyph.text.hash(&mut hasher);
    let side = (OVERPRINT * glyph.height).max(1e-6);
    (
        hasher.finish(),
        (glyph.origin.x / side).floor() as i64,
        (glyph.origin.y / side).floor() as i64,
    )
}

/// Control characters in a font's table of letters are blanks by another name.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, x: f64, y: f64) -> Glyph {
        Glyph {
            text: Some(text.to_string()),
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
