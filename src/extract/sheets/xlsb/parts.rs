//! The parts of the binary XML format that hold words.

use super::super::around::{Comment, Talk};
use super::super::book::{Book, Sheet, Sight};
use super::super::formula::{Writing, texts};
use super::super::rows::address;
use super::super::serial::Epoch;
use super::super::shown;
use super::super::styles::Styles;
use super::super::xls;
use super::records::{Record, Records};
use crate::extract::Place;

/// A sheet as the workbook names it.
#[derive(Debug)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// The relation that leads to its part.
    pub relation: String,
    /// Who sees it.
    pub sight: Sight,
}

/// The workbook part.
#[derive(Debug, Default)]
pub struct Workbook {
    /// Its sheets, in the order of the tabs.
    pub sheets: Vec<Named>,
    /// How numbers look.
    pub styles: Styles,
}

impl Workbook {
    /// Reads the workbook part; whether it ends too early.
    pub fn read(&mut self, bytes: &[u8], book: &mut Book<'_>) -> bool {
        let mut names = String::new();
        let mut records = Records::new(bytes);
        for record in records.by_ref() {
            match record.kind {
                153 if record.u32(0).is_some_and(|flags| flags & 1 == 1) => {
                    self.styles.epoch = Epoch::Y1904;
                }
                156 => self.sheets.extend(named(&record)),
                39 => {
                    // Flags, a key, the sheet it belongs to; then its name and its formula.
                    let builtin = record.u32(0).is_some_and(|flags| flags & 0x20 != 0);
                    if let Some((name, at)) = record.text(9).filter(|_| !builtin) {
                        names.push_str(&format!("{name} {}\n", formula(&record, at).join(" ")));
                    }
                }
                534 => book.field("protected", "workbook"),
                _ => {}
            }
        }
        book.say(Place::Metadata, None, names);
        records.is_cut
    }

    /// Reads the formats part; whether it ends too early.
    pub fn read_styles(&mut self, bytes: &[u8]) -> bool {
        let mut in_looks = false;
        let mut records = Records::new(bytes);
        for record in records.by_ref() {
            match record.kind {
                44 => {
                    if let (Some(number), Some((code, _))) = (record.u16(0), record.text(2)) {
                        self.styles.define(u32::from(number), &code);
                    }
                }
                617 => in_looks = true,
                618 => in_looks = false,
                47 if in_looks => {
                    self.styles.add_look(record.u16(2).map_or(0, u32::from));
                }
                _ => {}
            }
        }
        records.is_cut
    }
}

fn named(record: &Record<'_>) -> Option<Named> {
    let sight = match record.u32(0)? {
        0 => Sight::Shown,
        1 => Sight::Hidden,
        _ => Sight::VeryHidden,
    };
    let (relation, at) = record.text(8)?;
    let (name, _) = record.text(at)?;
    Some(Named {
        name,
        relation,
        sight,
    })
}

/// The words of a formula that begins at `at` with its length.
fn formula(record: &Record<'_>, at: usize) -> Vec<String> {
    let size = record.u32(at).unwrap_or(0) as usize;
    let tokens = record.bytes.get(at + 4..).unwrap_or_default();
    texts(&tokens[..size.min(tokens.len())], Writing::BinaryXml)
}

/// Reads the shared texts; whether the part ends too early.
pub fn strings(bytes: &[u8], strings: &mut Vec<String>) -> bool {
    let mut records = Records::new(bytes);
    for record in records.by_ref() {
        if record.kind == 19 {
            strings.push(record.text(1).unwrap_or_default().0);
        }
    }
    records.is_cut
}

/// What stands around the cells.
#[derive(Debug, Default)]
pub struct Around {
    /// Running headers, with their codes.
    pub headers: Vec<String>,
    /// Running footers, with their codes.
    pub footers: Vec<String>,
    /// Places within the workbook that links lead to, and their labels.
    pub links: Vec<String>,
    /// Whether the sheet is protected.
    pub is_protected: bool,
    /// Cells whose text was not among the shared ones.
    pub lost: usize,
    /// Whether the part ends too early.
    pub is_cut: bool,
}

/// Reads a sheet's part.
pub fn sheet(bytes: &[u8], sheet: &mut Sheet, strings: &[String], styles: &Styles) -> Around {
    let mut around = Around::default();
    let mut row = 0_u32;
    let mut records = Records::new(bytes);
    for record in records.by_ref() {
        match record.kind {
            0 => row = record.u32(0).unwrap_or(row),
            1..=11 | 62 => cell(&record, row, sheet, strings, styles, &mut around),
            479 => {
                let mut at = 2;
                for nth in 0..6 {
                    let Some((text, behind)) = record.text(at) else {
                        break;
                    };
                    at = behind;
                    match (text.trim().is_empty(), nth % 2) {
                        (true, _) => {}
                        (false, 0) => around.headers.push(text),
                        (false, _) => around.footers.push(text),
                    }
                }
            }
            494 => {
                // The cells, the relation; then the place, a label and what the link shows.
                if let Some((_, mut at)) = record.text(16) {
                    while let Some((text, behind)) = record.text(at) {
                        around.links.push(text);
                        at = behind;
                    }
                }
            }
            64 => rule(&record, sheet),
            535 => around.is_protected = true,
            _ => {}
        }
        if sheet.cells.is_full() {
            break;
        }
    }
    around.is_cut = records.is_cut;
    around
}

fn cell(
    record: &Record<'_>,
    row: u32,
    sheet: &mut Sheet,
    strings: &[String],
    styles: &Styles,
    around: &mut Around,
) {
    let (Some(column), Some(look)) = (record.u32(0), record.u32(4)) else {
        return;
    };
    let look = (look & 0x00FF_FFFF) as usize;
    let content = 8;
    // Where a formula follows the value: behind it and two bytes of flags.
    let mut behind = None;
    match record.kind {
        2 => {
            if let Some(bits) = record.u32(content) {
                sheet.number(row, column, styles, look, xls::packed(bits));
            }
        }
        5 | 9 => {
            if let Some(value) = record.f64(content) {
                sheet.number(row, column, styles, look, value);
            }
            behind = Some(content + 8);
        }
        3 | 11 | 4 | 10 => {
            let value = record.bytes.get(content).copied().unwrap_or(0);
            let said = match (record.kind, value) {
                (3 | 11, fault) => xls::fault(fault),
                (_, 0) => "FALSE",
                _ => "TRUE",
            };
            sheet.cells.cell(row, column, said);
            behind = Some(content + 1);
        }
        6 | 8 => {
            if let Some((text, after)) = record.text(content) {
                sheet.text(row, column, styles, look, &text);
                behind = Some(after);
            }
        }
        7 => match record.u32(content).and_then(|at| strings.get(at as usize)) {
            Some(text) => sheet.text(row, column, styles, look, text),
            None => around.lost += 1,
        },
        62 => {
            if let Some((text, _)) = record.text(content + 1) {
                sheet.text(row, column, styles, look, &text);
            }
        }
        _ => {}
    }
    if let Some(behind) = behind.filter(|_| matches!(record.kind, 8..=11)) {
        let words = formula(record, behind + 2);
        if !words.is_empty() {
            sheet.beside(&format!("{}: {}", address(row, column), words.join(" | ")));
        }
    }
}

/// What is said beside a cell that may hold only certain values, and the values.
fn rule(record: &Record<'_>, sheet: &mut Sheet) {
    // Flags, then how many runs of cells, of sixteen bytes each.
    let runs = record.u32(4).unwrap_or(0) as usize;
    let mut at = match runs.checked_mul(16) {
        Some(size) => size.saturating_add(8),
        None => return,
    };
    for _ in 0..4 {
        let Some((text, behind)) = record.text(at) else {
            return;
        };
        sheet.beside(&text);
        at = behind;
    }
    for _ in 0..2 {
        let Some(size) = record.u32(at) else {
            return;
        };
        for text in formula(record, at) {
            sheet.beside(&text.replace('\0', ", "));
        }
        // Behind the tokens stands more of the formula, with a length of its own.
        at = at.saturating_add(4).saturating_add(size as usize);
        let more = record.u32(at).unwrap_or(0) as usize;
        at = at.saturating_add(4).saturating_add(more);
    }
}

/// Reads a part of comments.
pub fn comments(bytes: &[u8], page: Option<u32>, talk: &mut Talk) {
    let mut authors: Vec<String> = Vec::new();
    for record in Records::new(bytes) {
        match record.kind {
            632 => authors.push(record.text(0).unwrap_or_default().0),
            635 => {
                let author = record.u32(0).and_then(|at| authors.get(at as usize));
                talk.comments.push(Comment {
                    page,
                    cell: address(record.u32(4).unwrap_or(0), record.u32(12).unwrap_or(0)),
                    author: author.cloned().unwrap_or_default(),
                    text: String::new(),
                    is_threaded: false,
                });
            }
            637 => {
                if let (Some(comment), Some((text, _))) = (talk.comments.last_mut(), record.text(1))
                {
                    comment.text = text;
                }
            }
            _ => {}
        }
    }
}

/// The words in the copy of its source that a pivot table keeps: names of fields, and texts shared and in rows.
pub fn cached(bytes: &[u8]) -> String {
    let mut words = String::new();
    for record in Records::new(bytes) {
        let text = match record.kind {
            // A value that is a text; the first form stands in rows, the second among shared values.
            24 | 31 => record.text(0),
            // A field: flags, then how it looks, then its name.
            183 => record.text(22),
            _ => None,
        };
        if let Some((text, _)) = text.filter(|(text, _)| !text.trim().is_empty()) {
            words.push_str(text.trim());
            words.push('\n');
        }
    }
    words
}

/// The words kept of another workbook's cells, and the names of its sheets.
pub fn elsewhere(bytes: &[u8]) -> String {
    let mut words = String::new();
    let mut say = |text: &str| {
        if text.chars().any(char::is_alphanumeric) {
            words.push_str(text.trim());
            words.push('\n');
        }
    };
    for record in Records::new(bytes) {
        match record.kind {
            // The names of its sheets.
            359 => {
                let mut at = 4;
                while let Some((text, behind)) = record.text(at) {
                    say(&text);
                    at = behind;
                }
            }
            // A number and a text among its cells, behind the column.
            368 => {
                if let Some(number) = record.f64(4) {
                    say(&shown::plain(number));
                }
            }
            371 => {
                if let Some((text, _)) = record.text(4) {
                    say(&text);
                }
            }
            _ => {}
        }
    }
    words
}
