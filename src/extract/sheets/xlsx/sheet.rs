//! One sheet's part: its cells, and what is written beside them.

use super::super::book::Sheet;
use super::super::pieces::{Go, Piece, each, is_set, said};
use super::super::rows::place_of;
use super::super::shown;
use super::super::styles::Styles;
use super::workbook::unescape;
use quick_xml::events::BytesStart;

/// What stands around the cells.
#[derive(Debug, Default)]
pub struct Around {
    /// Running headers, with their codes.
    pub headers: Vec<String>,
    /// Running footers, with their codes.
    pub footers: Vec<String>,
    /// Where links lead,.
    pub links: Vec<String>,
    /// Whether the sheet is protected.
    pub is_protected: bool,
    /// Cells whose text was not among the shared ones.
    pub lost: usize,
    /// Why it could not be read to its end.
    pub broken: Option<String>,
}

/// The kinds of cell that the `t` attribute tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Truth,
    Fault,
}

/// What the letters in hand belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Into {
    #[default]
    Nothing,
    Value,
    Formula,
    Inline,
    Header,
    Footer,
    Allowed,
}

#[derive(Debug, Default)]
struct Cell {
    row: u32,
    column: u32,
    look: usize,
    kind: Kind,
    value: String,
    formula: String,
    inline: String,
}

struct Walk<'w> {
    sheet: &'w mut Sheet,
    strings: &'w [String],
    styles: &'w Styles,
    around: Around,
    next_row: u32,
    next_column: u32,
    cell: Option<Cell>,
    into: Into,
    allowed: String,
    aloud: bool,
}

/// Reads a sheet's part into `sheet`.
pub fn read(text: &str, sheet: &mut Sheet, strings: &[String], styles: &Styles) -> Around {
    let mut walk = Walk {
        sheet,
        strings,
        styles,
        around: Around::default(),
        next_row: 0,
        next_column: 0,
        cell: None,
        into: Into::Nothing,
        allowed: String::new(),
        aloud: false,
    };
    let broken = each(text, |piece| {
        match piece {
            Piece::Open(name, start) => walk.open(name, start),
            Piece::Close(name) => walk.close(name),
            Piece::Letters(letters) => walk.letters(letters),
        }
        if walk.sheet.cells.is_full() {
            Go::Home
        } else {
            Go::On
        }
    });
    // A sheet that breaks off within a cell keeps what the cell said.
    walk.end_cell();
    walk.around.broken = broken;
    walk.around
}

impl Walk<'_> {
    fn open(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            "row" => {
                let row = said(start, "r").and_then(|r| r.parse::<u32>().ok());
                self.next_row = row.map_or(self.next_row, |row| row.saturating_sub(1));
                self.next_column = 0;
            }
            "c" => self.begin_cell(start),
            "v" => self.into = Into::Value,
            "t" if self.cell.is_some() && !self.aloud => self.into = Into::Inline,
            "rPh" => self.aloud = true,
            "f" if self.cell.is_some() => self.into = Into::Formula,
            "oddHeader" | "evenHeader" | "firstHeader" => {
                self.into = Into::Header;
                self.around.headers.push(String::new());
            }
            "oddFooter" | "evenFooter" | "firstFooter" => {
                self.into = Into::Footer;
                self.around.footers.push(String::new());
            }
            "formula1" | "formula2" | "formula" => {
                self.into = Into::Allowed;
                self.allowed.clear();
            }
            "dataValidation" => {
                self.beside(start, &["promptTitle", "prompt", "errorTitle", "error"])
            }
            "cfRule" => self.beside(start, &["text"]),
            "filter" | "customFilter" => self.beside(start, &["val"]),
            "scenario" => self.beside(start, &["name", "comment", "user"]),
            "inputCells" => self.beside(start, &["val"]),
            "protectedRange" => self.beside(start, &["name"]),
            "hyperlink" => {
                for key in ["location", "tooltip"] {
                    self.around.links.extend(said(start, key));
                }
            }
            "sheetProtection" => self.around.is_protected = is_set(start, "sheet"),
            _ => {}
        }
    }

    fn beside(&mut self, start: &BytesStart<'_>, keys: &[&str]) {
        for key in keys {
            if let Some(told) = said(start, key) {
                self.sheet.beside(&told);
            }
        }
    }

    fn begin_cell(&mut self, start: &BytesStart<'_>) {
        let place = said(start, "r").and_then(|address| place_of(&address));
        let (row, column) = place.unwrap_or((self.next_row, self.next_column));
        self.next_column = column.saturating_add(1);
        self.cell = Some(Cell {
            row,
            column,
            look: said(start, "s").and_then(|s| s.parse().ok()).unwrap_or(0),
            kind: match said(start, "t").as_deref() {
                Some("s") => Kind::Shared,
                Some("str" | "inlineStr" | "d") => Kind::Text,
                Some("b") => Kind::Truth,
                Some("e") => Kind::Fault,
                _ => Kind::Number,
            },
            ..Cell::default()
        });
    }

    fn letters(&mut self, letters: &str) {
        match (self.into, &mut self.cell) {
            (Into::Value, Some(cell)) => cell.value.push_str(letters),
            (Into::Formula, Some(cell)) => cell.formula.push_str(letters),
            (Into::Inline, Some(cell)) => cell.inline.push_str(letters),
            (Into::Header, _) => {
                if let Some(header) = self.around.headers.last_mut() {
                    header.push_str(letters);
                }
            }
            (Into::Footer, _) => {
                if let Some(footer) = self.around.footers.last_mut() {
                    footer.push_str(letters);
                }
            }
            (Into::Allowed, _) => self.allowed.push_str(letters),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "c" => self.end_cell(),
            "row" => self.next_row = self.next_row.saturating_add(1),
            "rPh" => self.aloud = false,
            // The newer way of writing these puts the formula one element deeper.
            "f" if self.into == Into::Allowed => {}
            "formula1" | "formula2" | "formula" => {
                self.into = Into::Nothing;
                let allowed = std::mem::take(&mut self.allowed);
                let allowed = allowed.trim();
                if allowed.contains('"') {
                    self.sheet.beside(allowed);
                }
            }
            "v" | "t" | "f" | "oddHeader" | "evenHeader" | "firstHeader" | "oddFooter"
            | "evenFooter" | "firstFooter" => self.into = Into::Nothing,
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let Some(mut cell) = self.cell.take() else {
            return;
        };
        self.into = Into::Nothing;
        if !cell.formula.is_empty() {
            self.sheet.formula(cell.row, cell.column, &cell.formula);
        }
        if !cell.inline.is_empty() {
            unescape(&mut cell.inline);
            self.say(&cell, &cell.inline.clone());
        }
        let value = cell.value.trim();
        if value.is_empty() {
            return;
        }
        match cell.kind {
            Kind::Shared => {
                let strings = self.strings;
                match value.parse::<usize>().ok().and_then(|at| strings.get(at)) {
                    Some(said) => self.say(&cell, said),
                    None => self.around.lost += 1,
                }
            }
            Kind::Text => {
                let mut said = cell.value.clone();
                unescape(&mut said);
                self.say(&cell, &said);
            }
            Kind::Truth => {
                let said = if value == "0" { "FALSE" } else { "TRUE" };
                self.sheet.cells.cell(cell.row, cell.column, said);
            }
            Kind::Fault => self.sheet.cells.cell(cell.row, cell.column, value),
            Kind::Number => self.number(&cell, value),
        }
    }

    fn say(&mut self, cell: &Cell, said: &str) {
        self.sheet
            .text(cell.row, cell.column, self.styles, cell.look, said);
    }

    fn number(&mut self, cell: &Cell, value: &str) {
        let Ok(number) = value.parse::<f64>() else {
            return self.say(cell, value);
        };
        self.sheet
            .number(cell.row, cell.column, self.styles, cell.look, number);
        // Digits beyond those that the program keeps are in the file all the same.
        let is_whole = value.bytes().all(|b| b.is_ascii_digit());
        if is_whole && value.len() > 15 && shown::plain(number) != value {
            self.sheet.stored.cell(cell.row, cell.column, value);
        }
    }
}
