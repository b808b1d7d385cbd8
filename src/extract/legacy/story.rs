//! A story of a Word document as text: cells, breaks, fields, and what is hidden or was changed.

use super::pieces::Letters;
use crate::extract::docx::flow::Flow;
use crate::extract::docx::numbering::Numbering;
use std::ops::Range;

/// What a story says.
#[derive(Debug, Default)]
pub struct Story {
    /// As it reads now.
    pub text: String,
    /// What is not shown, and paragraphs as they read before tracked changes.
    pub hidden: String,
    /// Where its fields lead.
    pub links: Vec<String>,
}

/// Reads the letters of a range; the numbers of its lists are counted on.
pub fn read(letters: &Letters, range: Range<usize>, numbering: &mut Numbering) -> Story {
    let end = range.end.min(letters.units.len());
    let start = range.start.min(end);
    let units = letters.units.get(start..end).unwrap_or_default();
    let marks = letters.marks.get(start..end).unwrap_or_default();
    let mut walk = Walk::default();
    let mut place = 0;
    let first = letters.listed.partition_point(|(unit, _)| *unit < start);
    let mut listed = letters.listed.iter().skip(first).peekable();
    for letter in char::decode_utf16(units.iter().copied()) {
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        let mark = marks.get(place).copied().unwrap_or_default();
        if let Some((_, paragraph)) = listed.next_if(|(unit, _)| *unit == start + place) {
            // the mark that ends a row is no paragraph of it
            if letter != '\u{7}' || !walk.after_cell {
                walk.number = numbering.count(paragraph);
            }
        }
        place += letter.len_utf16();
        if mark.hidden {
            walk.hide(letter);
        } else if mark.deleted {
            walk.take(letter, How::Deleted);
        } else if mark.inserted {
            walk.take(letter, How::Inserted);
        } else {
            walk.take(letter, How::Kept);
        }
    }
    walk.finish()
}

#[derive(Debug, Clone, Copy)]
enum How {
    Kept,
    Inserted,
    Deleted,
}

#[derive(Debug, Default)]
struct Walk {
    flow: Flow,
    hidden: String,
    links: Vec<String>,
    /// The instructions of open fields; those whose result is being read are closed.
    fields: Vec<(String, bool)>,
    after_cell: bool,
    /// The number of the paragraph that ends with the letter in hand.
    number: String,
}

impl Walk {
    fn hide(&mut self, letter: char) {
        match letter {
            '\u{13}' | '\u{14}' | '\u{15}' => self.field(letter),
            '\r' | '\u{7}' | '\u{b}' | '\u{c}' => self.hidden.push('\n'),
            letter if letter >= ' ' || letter == '\t' => match self.instruction() {
                Some(instruction) => instruction.push(letter),
                None => self.hidden.push(letter),
            },
            _ => {}
        }
    }

    /// What is hidden at one place is no word with what is hidden at the next.
    fn part_hidden(&mut self) {
        if self.hidden.ends_with(char::is_alphanumeric) {
            self.hidden.push('\n');
        }
    }

    fn take(&mut self, letter: char, how: How) {
        self.part_hidden();
        let after_cell = std::mem::take(&mut self.after_cell);
        match letter {
            '\u{13}' | '\u{14}' | '\u{15}' => self.field(letter),
            '\r' => self.paragraph("\n"),
            '\u{c}' => self.paragraph("\u{c}"),
            '\u{7}' if after_cell => {
                self.flow.end_row();
                self.paragraph("");
            }
            '\u{7}' => {
                self.paragraph("\t");
                self.after_cell = true;
            }
            '\u{b}' | '\u{e}' => self.say('\n', how),
            '\u{1e}' => self.say('\u{2011}', how),
            '\u{1f}' => self.say('\u{ad}', how),
            letter if letter >= ' ' || letter == '\t' => self.say(letter, how),
            _ => {}
        }
    }

    /// The instruction that letters belong to now.
    fn instruction(&mut self) -> Option<&mut String> {
        match self.fields.last_mut() {
            Some((instruction, false)) => Some(instruction),
            _ => None,
        }
    }

    fn say(&mut self, letter: char, how: How) {
        if let Some(instruction) = self.instruction() {
            instruction.push(letter);
            return;
        }
        let mut held = [0; 4];
        let letter = letter.encode_utf8(&mut held);
        match how {
            How::Kept => self.flow.keep(letter),
            How::Inserted => self.flow.insert(letter),
            How::Deleted => self.flow.delete(letter),
        }
    }

    fn paragraph(&mut self, with: &str) {
        if let Some(instruction) = self.instruction() {
            instruction.push('\n');
            return;
        }
        let number = std::mem::take(&mut self.number);
        self.flow.number(&number);
        self.flow.keep(with);
        let before = self.flow.end_paragraph();
        self.part_hidden();
        self.hidden.push_str(&before);
        if !self.hidden.is_empty() && !self.hidden.ends_with('\n') {
            self.hidden.push('\n');
        }
    }

    fn field(&mut self, letter: char) {
        match letter {
            '\u{13}' => self.fields.push((String::new(), false)),
            '\u{14}' => {
                let instruction = match self.fields.last_mut() {
                    Some((instruction, closed)) if !*closed => {
                        *closed = true;
                        instruction.clone()
                    }
                    _ => return,
                };
                self.put(&instruction, false);
            }
            _ => {
                if let Some((instruction, false)) = self.fields.pop() {
                    self.put(&instruction, true);
                }
            }
        }
    }

    /// Puts an instruction to its use: where it leads, or the words that stand in it alone.
    fn put(&mut self, instruction: &str, is_bare: bool) {
        let said = instruction.trim();
        let (kind, rest) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
        match kind.to_uppercase().as_str() {
            "HYPERLINK" | "INCLUDETEXT" | "INCLUDEPICTURE" | "LINK" => {
                let quoted = rest.split('"').nth(1);
                let bare = || rest.split_whitespace().find(|word| !word.starts_with('\\'));
                self.links
                    .extend(quoted.or_else(bare).map(|target| target.trim().to_owned()));
            }
            "MACROBUTTON" if is_bare => {
                let shown = rest.trim_start().split_once(char::is_whitespace);
                self.flow.keep(shown.map_or("", |(_, shown)| shown));
            }
            // An equation, or a reading aid set as one, has no words but those of its instruction.
            "EQ" => self.flow.keep(rest.trim()),
            "QUOTE" if is_bare => self.flow.keep(rest.trim().trim_matches('"')),
            "XE" | "TC" => {
                self.hidden.push_str(rest.trim());
                self.hidden.push('\n');
            }
            _ => {}
        }
    }

    fn finish(mut self) -> Story {
        // A field that is never closed has swallowed what follows it.
        for (instruction, closed) in std::mem::take(&mut self.fields) {
            if !closed {
                self.flow.keep(&instruction);
            }
        }
        let before = self.flow.end_paragraph();
        self.hidden.push_str(&before);
        Story {
            text: self.flow.text,
            hidden: self.hidden,
            links: self.links,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pieces::Marks;
    use super::*;

    fn story(text: &str) -> Story {
        let units: Vec<u16> = text.encode_utf16().collect();
        let marks = vec![Marks::default(); units.len()];
        let letters = Letters {
            units,
            marks,
            ..Letters::default()
        };
        read(&letters, 0..usize::MAX, &mut Numbering::default())
    }

    #[test]
    fn fields_cells_and_breaks_are_read() {
        let read = story(
            "a\u{13} HYPERLINK \"https://kite.example/\" \u{14}shown\u{15} b\u{1e}c\rx\u{7}y\u{7}\u{7}z\u{b}",
        );
        assert_eq!(read.text, "ashown b\u{2011}c\nx\ty\nz\n");
        assert_eq!(read.links, ["https://kite.example/"]);
        assert_eq!(story("a \u{13} EQ \\o(b,c)\u{15}").text, "a \\o(b,c)");
        assert_eq!(story("a\u{13}PAGE never closed").text, "aPAGE never closed");
    }
}
