//! What stands on a sheet besides its cells: comments, text boxes, links, rules for what may be typed.

use super::super::formula::{Writing, texts};
use super::records::{Record, u16_at, u32_at};
use std::collections::HashMap;

/// The kind of object that is the frame of a comment.
const NOTE: u16 = 0x19;

/// A comment's place and writer; its words stand in its frame.
#[derive(Debug)]
struct Note {
    row: u32,
    column: u32,
    object: u16,
    author: String,
}

/// Objects of one sheet, gathered record by record.
#[derive(Debug, Default)]
pub struct Objects {
    last: Option<(u16, u16)>,
    words: HashMap<u16, String>,
    boxes: Vec<u16>,
    notes: Vec<Note>,
    old_notes: Vec<(u32, u32, Vec<u8>)>,
}

impl Objects {
    /// Keeps which object the next words belong to.
    pub fn object(&mut self, record: &Record<'_>) {
        let (Some(kind), Some(id)) = (record.u16(4), record.u16(6)) else {
            return;
        };
        self.last = Some((kind, id));
    }

    /// Reads the words of an object (MS-XLS 2.4.329): they stand in the record's continuation.
    pub fn words(&mut self, record: &Record<'_>) {
        let Some(length) = record.u16(10).filter(|length| *length > 0) else {
            return;
        };
        let mut cursor = record.cursor(0);
        cursor.next_piece();
        let Some(flags) = cursor.u8() else {
            return;
        };
        let text = cursor.letters(usize::from(length), flags & 1 != 0);
        let (kind, id) = self.last.take().unwrap_or((0, 0));
        let id = match kind {
            NOTE => id,
            // Words without a known frame are kept all the same.
            _ => {
                let own = if self.words.contains_key(&id) {
                    self.free()
                } else {
                    id
                };
                self.boxes.push(own);
                own
            }
        };
        self.words.insert(id, text);
    }

    fn free(&self) -> u16 {
        (0..u16::MAX)
            .rev()
            .find(|id| !self.words.contains_key(id))
            .unwrap_or(u16::MAX)
    }

    /// Keeps a comment's place and writer (MS-XLS 2.4.179).
    pub fn note(&mut self, record: &Record<'_>) {
        let (Some(row), Some(column), Some(object)) = (record.u16(0), record.u16(2), record.u16(6))
        else {
            return;
        };
        self.notes.push(Note {
            row: u32::from(row),
            column: u32::from(column),
            object,
            author: record.cursor(8).long_text().unwrap_or_default(),
        });
    }

    /// Keeps a comment as Excel 5 and before write it: its words stand in it, and in further such records.
    pub fn old_note(&mut self, record: &Record<'_>) {
        let (Some(row), Some(column)) = (record.u16(0), record.u16(2)) else {
            return;
        };
        let words = record.bytes().get(6..).unwrap_or_default();
        match self.old_notes.last_mut() {
            Some((_, _, before)) if row == u16::MAX => before.extend_from_slice(words),
            _ => self
                .old_notes
                .push((u32::from(row), u32::from(column), words.to_vec())),
        }
    }

    /// The comments, one a line, and the words of boxes; `narrow` reads letters of one byte.
    pub fn finish(mut self, narrow: impl Fn(&[u8]) -> String) -> (String, String) {
        let mut comments = String::new();
        let mut say = |row, column, author: &str, text: &str| {
            let cell = super::super::rows::address(row, column);
            let text = text.trim();
            let line = if author.is_empty() || text.starts_with(&format!("{author}:")) {
                format!("{cell}: {text}\n")
            } else {
                format!("{cell}, {author}: {text}\n")
            };
            comments.push_str(&line);
        };
        for note in &self.notes {
            let text = self.words.remove(&note.object).unwrap_or_default();
            say(note.row, note.column, note.author.trim(), &text);
        }
        for (row, column, words) in &self.old_notes {
            say(*row, *column, "", &narrow(words));
        }
        let mut boxes = String::new();
        for id in &self.boxes {
            if let Some(text) = self.words.remove(id) {
                boxes.push_str(text.trim());
                boxes.push('\n');
            }
        }
        // Frames of comments whose own record is lost.
        let mut rest: Vec<(u16, String)> = self.words.into_iter().collect();
        rest.sort();
        for (_, text) in rest {
            boxes.push_str(text.trim());
            boxes.push('\n');
        }
        (comments, boxes)
    }
}

/// Where a link leads, its label, and its place within the target (MS-XLS 2.4.140, MS-OSHARED 2.3.7.1).
pub fn link(bytes: &[u8]) -> Vec<String> {
    read_link(bytes.get(8 + 16 + 4..).unwrap_or_default())
}

fn read_link(bytes: &[u8]) -> Vec<String> {
    const URL: [u8; 4] = [0xE0, 0xC9, 0xEA, 0x79];
    const FILE: [u8; 4] = [0x03, 0x03, 0x00, 0x00];
    let mut found = Vec::new();
    let Some(flags) = u32_at(bytes, 0) else {
        return found;
    };
    let mut at = 4;
    let counted = |at: &mut usize, found: &mut Vec<String>| {
        let length = u32_at(bytes, *at)? as usize;
        let start = at.checked_add(4)?;
        let end = start.checked_add(length.checked_mul(2)?)?;
        found.push(wide(bytes.get(start..end)?));
        *at = end;
        Some(())
    };
    let mut steps = || {
        if flags & 0x10 != 0 {
            counted(&mut at, &mut found)?;
        }
        if flags & 0x80 != 0 {
            counted(&mut at, &mut found)?;
        }
        if flags & 0x101 == 0x101 {
            counted(&mut at, &mut found)?;
        } else if flags & 1 != 0 {
            let class = bytes.get(at..at + 16)?;
            at += 16;
            if class.starts_with(&URL) {
                let size = u32_at(bytes, at)? as usize;
                found.push(wide(bytes.get(at + 4..(at + 4).checked_add(size)?)?));
                at = at + 4 + size;
            } else if class.starts_with(&FILE) {
                let length = u32_at(bytes, at + 2)? as usize;
                let path = bytes.get(at + 6..(at + 6).checked_add(length)?)?;
                found.push(
                    encoding_rs::WINDOWS_1252
                        .decode(path)
                        .0
                        .trim_end_matches('\0')
                        .to_string(),
                );
                at = at + 6 + length + 24;
                let size = u32_at(bytes, at)? as usize;
                at += 4;
                if size > 6 {
                    let length = u32_at(bytes, at)? as usize;
                    found.push(wide(bytes.get(at + 6..(at + 6).checked_add(length)?)?));
                }
                at = at.checked_add(size)?;
            } else {
                return None;
            }
        }
        if flags & 8 != 0 {
            counted(&mut at, &mut found)?;
        }
        Some(())
    };
    steps();
    found
}

fn wide(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .take_while(|unit| *unit != 0)
        .collect();
    String::from_utf16_lossy(&units)
}

/// What is said beside a cell that may hold only certain values, and the values (MS-XLS 2.4.78).
pub fn rule(record: &Record<'_>) -> Vec<String> {
    let mut cursor = record.cursor(4);
    let mut told = Vec::new();
    for _ in 0..4 {
        match cursor.long_text() {
            Some(text) => told.push(text),
            None => return told,
        }
    }
    for _ in 0..2 {
        let Some(size) = cursor.u16() else {
            break;
        };
        cursor.skip(2);
        let tokens: Vec<u8> = (0..size).map_while(|_| cursor.u8()).collect();
        told.extend(
            texts(&tokens, Writing::Binary)
                .iter()
                .map(|text| text.replace('\0', ", ")),
        );
    }
    told.retain(|text| text.chars().any(char::is_alphanumeric));
    told
}

/// The sheets of another workbook, and where that lies (MS-XLS 2.4.271).
pub fn other_book(record: &Record<'_>) -> Option<(String, Vec<String>)> {
    let count = record.u16(0)?;
    // Its own sheets, and functions added to the program, have no name.
    if matches!(record.u16(2)?, 0x0401 | 0x3A01) {
        return None;
    }
    let mut cursor = record.cursor(2);
    let place = cursor.long_text()?;
    let place: String = place
        .chars()
        .map(|c| if c < ' ' { '/' } else { c })
        .collect();
    let sheets = (0..count).map_while(|_| cursor.long_text()).collect();
    Some((place.trim_matches('/').to_string(), sheets))
}

/// What is kept of one row of another workbook's cells (MS-XLS 2.4.61).
pub fn other_cells(record: &Record<'_>) -> Vec<String> {
    let bytes = record.bytes();
    let (Some(last), Some(first)) = (bytes.first(), bytes.get(1)) else {
        return Vec::new();
    };
    let mut cursor = record.cursor(4);
    let mut texts = Vec::new();
    for _ in *first..=*last {
        match cursor.u8() {
            Some(2) => match cursor.long_text() {
                Some(text) => texts.push(text),
                None => break,
            },
            Some(1) => {
                let bits: Vec<u8> = (0..8).map_while(|_| cursor.u8()).collect();
                if let Ok(bits) = <[u8; 8]>::try_from(bits) {
                    texts.push(super::super::shown::plain(f64::from_le_bytes(bits)));
                }
            }
            Some(0 | 4 | 16) => cursor.skip(8),
            _ => break,
        }
    }
    texts
}

/// The words of a label beside a link (MS-XLS 2.4.141).
pub fn link_label(bytes: &[u8]) -> String {
    wide(bytes.get(10..).unwrap_or_default())
}

/// The strings of a formula that stands in a record at `at`, its length in the two bytes before.
pub fn formula_texts(bytes: &[u8], at: usize, writing: Writing) -> Vec<String> {
    let size = u16_at(bytes, at).map_or(0, usize::from);
    let tokens = bytes.get(at + 2..).unwrap_or_default();
    texts(&tokens[..size.min(tokens.len())], writing)
}
