//! The content of OpenDocument sheets: tables, and all that is anchored in them.
//!
//! One pass without recursion. Where letters go is decided by what they stand in: a comment, a shape, a cell.

use super::super::super::Place;
use super::super::book::{Book, Sheet, Sight};
use super::super::pieces::{Go, Piece, each, is_set, said};
use quick_xml::events::BytesStart;
use std::collections::HashSet;

/// A cell or row that stands for many is written out this often at most.
const MOST_REPEATS: u32 = 16;
/// Blanks that one element may stand for.
const MOST_BLANKS: usize = 64;

/// What a part is to the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Its sheets.
    Sheets,
    /// Its headers and footers.
    Furniture,
    /// An object within it: a chart, another document.
    Object,
}

#[derive(Debug, Default)]
struct Cell {
    text: String,
    value: Option<String>,
    day: Option<String>,
    repeats: u32,
}

#[derive(Debug, Default)]
struct Note {
    author: String,
    text: String,
    in_author: bool,
}

struct Walk<'w, 'b> {
    book: &'w mut Book<'b>,
    role: Role,
    sheet: Option<Sheet>,
    hidden_styles: HashSet<String>,
    style: String,
    row: u32,
    column: u32,
    row_repeats: u32,
    cell: Option<Cell>,
    note: Option<Note>,
    paragraphs: usize,
    drawn: usize,
    changes: usize,
    validation: usize,
    /// Where the letters of a header or footer go.
    furniture: Option<Place>,
    told: usize,
    boxes: String,
    comments: String,
    margin: String,
    hidden: String,
    names: String,
}

/// Elements that draw something.
fn is_shape(name: &str) -> bool {
    matches!(
        name,
        "frame"
            | "custom-shape"
            | "rect"
            | "ellipse"
            | "circle"
            | "line"
            | "polyline"
            | "polygon"
            | "path"
            | "connector"
            | "caption"
            | "measure"
            | "regular-polygon"
    )
}

/// Reads a part into `book`; answers why not to its end, where not.
pub fn read(text: &str, book: &mut Book<'_>, role: Role) -> Option<String> {
    let mut walk = Walk {
        book,
        role,
        sheet: None,
        hidden_styles: HashSet::new(),
        style: String::new(),
        row: 0,
        column: 0,
        row_repeats: 1,
        cell: None,
        note: None,
        paragraphs: 0,
        drawn: 0,
        changes: 0,
        validation: 0,
        furniture: None,
        told: 0,
        boxes: String::new(),
        comments: String::new(),
        margin: String::new(),
        hidden: String::new(),
        names: String::new(),
    };
    let broken = each(text, |piece| {
        match piece {
            Piece::Open(name, start) => walk.open(name, start),
            Piece::Close(name) => walk.close(name),
            Piece::Letters(letters) => walk.letters(letters),
        }
        if walk.is_full() { Go::Home } else { Go::On }
    });
    walk.end_cell();
    walk.end_sheet();
    walk.finish();
    broken
}

impl Walk<'_, '_> {
    fn is_full(&self) -> bool {
        let beside = self.boxes.len() + self.comments.len() + self.hidden.len();
        beside > self.book.room()
            || self
                .sheet
                .as_ref()
                .is_some_and(|sheet| sheet.cells.is_full())
    }

    fn open(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            "style" => self.style = said(start, "name").unwrap_or_default(),
            "table-properties" if said(start, "display").as_deref() == Some("false") => {
                self.hidden_styles.insert(self.style.clone());
            }
            "tracked-changes" => self.changes += 1,
            "table" if self.role == Role::Sheets && self.changes == 0 && self.drawn == 0 => {
                self.begin_sheet(start);
            }
            "table-row" => {
                self.column = 0;
                self.row_repeats = repeats(start, "number-rows-repeated");
            }
            "table-cell" | "covered-table-cell" if self.sheet.is_some() => self.begin_cell(start),
            "annotation" => {
                self.note = Some(Note::default());
            }
            "creator" => {
                if let Some(note) = &mut self.note {
                    note.in_author = true;
                }
            }
            "p" | "h" => {
                self.paragraphs += 1;
                self.begin_line();
            }
            "s" => {
                let blanks = said(start, "c")
                    .and_then(|c| c.parse().ok())
                    .unwrap_or(1_usize);
                self.say(&" ".repeat(blanks.min(MOST_BLANKS)));
            }
            "tab" => self.say("\t"),
            "line-break" => self.say("\n"),
            "a" | "cell-range-source" | "dde-source" => {
                for key in ["href", "dde-item", "dde-topic"] {
                    if let Some(target) = said(start, key) {
                        self.book.link(&target);
                    }
                }
            }
            "title" | "desc" if self.drawn > 0 => self.told += 1,
            "content-validation" => {
                if let Some(rule) = said(start, "condition").filter(|rule| rule.contains('"')) {
                    self.hidden.push_str(&rule);
                    self.hidden.push('\n');
                }
            }
            "help-message" | "error-message" => {
                self.validation += 1;
                if let Some(title) = said(start, "title") {
                    self.hidden.push_str(&title);
                    self.hidden.push('\n');
                }
            }
            "named-range" | "named-expression" => {
                let formula =
                    said(start, "expression").or_else(|| said(start, "cell-range-address"));
                if let Some(name) = said(start, "name") {
                    self.names
                        .push_str(&format!("{name} = {}\n", formula.unwrap_or_default()));
                }
            }
            "filter-condition" | "filter-set-item" => {
                let value = said(start, "value").unwrap_or_default();
                if value.chars().any(char::is_alphanumeric) {
                    self.hidden.push_str(&value);
                    self.hidden.push('\n');
                }
            }
            "button" | "checkbox" | "radio" | "option" | "fixed-text" | "frame-form" | "item" => {
                if let Some(label) = said(start, "label") {
                    self.boxes.push_str(&label);
                    self.boxes.push('\n');
                }
            }
            "header" | "header-left" | "header-first" => self.furniture = Some(Place::Header),
            "footer" | "footer-left" | "footer-first" => self.furniture = Some(Place::Footer),
            shape if is_shape(shape) => self.drawn += 1,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "tracked-changes" => self.changes = self.changes.saturating_sub(1),
            "table" if self.changes == 0 && self.drawn == 0 => self.end_sheet(),
            "table-row" => {
                // What a row says many times is read once; its number counts on.
                self.row = self.row.saturating_add(self.row_repeats);
            }
            "table-cell" | "covered-table-cell" => self.end_cell(),
            "annotation" => self.end_note(),
            "creator" => {
                if let Some(note) = &mut self.note {
                    note.in_author = false;
                }
            }
            "p" | "h" => {
                self.end_line();
                self.paragraphs = self.paragraphs.saturating_sub(1);
            }
            "title" | "desc" if self.told > 0 => {
                self.told -= 1;
                end_line(&mut self.boxes);
            }
            "help-message" | "error-message" => self.validation = self.validation.saturating_sub(1),
            "header" | "header-left" | "header-first" | "footer" | "footer-left"
            | "footer-first" => {
                if let Some(place) = self.furniture.take() {
                    let text = std::mem::take(&mut self.margin);
                    self.book.say(place, None, text);
                }
            }
            shape if is_shape(shape) => {
                self.drawn = self.drawn.saturating_sub(1);
                end_line(&mut self.boxes);
            }
            _ => {}
        }
    }

    /// Where letters go that stand here.
    fn target(&mut self) -> Option<&mut String> {
        if let Some(note) = &mut self.note {
            return Some(if note.in_author {
                &mut note.author
            } else {
                &mut note.text
            })
            .filter(|_| note.in_author || self.paragraphs > 0);
        }
        if self.told > 0 {
            return Some(&mut self.boxes);
        }
        if self.paragraphs == 0 {
            return None;
        }
        if self.changes > 0 || self.validation > 0 {
            return Some(&mut self.hidden);
        }
        if self.furniture.is_some() {
            return Some(&mut self.margin);
        }
        if self.drawn > 0 {
            return Some(&mut self.boxes);
        }
        match &mut self.cell {
            Some(cell) => Some(&mut cell.text),
            None => Some(&mut self.boxes),
        }
    }

    fn say(&mut self, letters: &str) {
        if let Some(target) = self.target() {
            target.push_str(letters);
        }
    }

    fn letters(&mut self, letters: &str) {
        // Blanks between elements are the writer's lay-out of the file.
        if letters.contains('\n') && letters.trim().is_empty() {
            return;
        }
        self.say(letters);
    }

    fn begin_line(&mut self) {
        if let Some(target) = self.target() {
            end_line(target);
        }
    }

    fn end_line(&mut self) {
        if self.cell.is_some() && self.note.is_none() && self.drawn == 0 {
            return;
        }
        if let Some(target) = self.target() {
            end_line(target);
        }
    }

    fn begin_sheet(&mut self, start: &BytesStart<'_>) {
        self.end_sheet();
        self.book.sheets += 1;
        let name = said(start, "name").unwrap_or_default();
        if is_set(start, "protected") {
            self.book.field("protected", &format!("sheet {name}"));
        }
        let is_hidden =
            said(start, "style-name").is_some_and(|style| self.hidden_styles.contains(&style));
        let sight = if is_hidden {
            Sight::Hidden
        } else {
            Sight::Shown
        };
        self.sheet = Some(self.book.new_sheet(&name, self.book.sheets, sight));
        self.row = 0;
        self.column = 0;
    }

    fn begin_cell(&mut self, start: &BytesStart<'_>) {
        let kind = said(start, "value-type").unwrap_or_default();
        let value = match kind.as_str() {
            "float" | "currency" | "percentage" => said(start, "value"),
            "time" => said(start, "time-value"),
            "boolean" => said(start, "boolean-value"),
            "string" => said(start, "string-value"),
            _ => None,
        };
        if let (Some(formula), Some(sheet)) = (said(start, "formula"), &mut self.sheet) {
            sheet.formula(self.row, self.column, &formula);
        }
        self.cell = Some(Cell {
            text: String::new(),
            value,
            day: said(start, "date-value"),
            repeats: repeats(start, "number-columns-repeated"),
        });
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else {
            return;
        };
        let Some(sheet) = &mut self.sheet else {
            return;
        };
        let text = cell.text.trim_end_matches('\n');
        let day = cell
            .day
            .as_deref()
            .map(|day| day.split('T').next().unwrap_or(day));
        let (shown, stored) = match (text.is_empty(), day, &cell.value) {
            (false, Some(day), _) if text.contains(day) => (text.to_string(), None),
            (false, Some(day), _) => (format!("{text} ({day})"), None),
            (true, Some(_), _) => (cell.day.clone().unwrap_or_default(), None),
            (false, None, Some(value)) if !text.contains(value.as_str()) => {
                let is_truth = matches!(value.as_str(), "true" | "false");
                (text.to_string(), (!is_truth).then(|| value.clone()))
            }
            (true, None, Some(value)) => (value.clone(), None),
            _ => (text.to_string(), None),
        };
        if !shown.trim().is_empty() {
            for nth in 0..cell.repeats.min(MOST_REPEATS) {
                let column = self.column.saturating_add(nth);
                sheet.cells.cell(self.row, column, &shown);
                if let Some(stored) = &stored {
                    sheet.stored.cell(self.row, column, stored);
                }
            }
        }
        self.column = self.column.saturating_add(cell.repeats);
    }

    fn end_note(&mut self) {
        let Some(note) = self.note.take() else {
            return;
        };
        let text = note.text.trim();
        if text.is_empty() {
            return;
        }
        let cell = super::super::rows::address(self.row, self.column);
        let author = note.author.trim();
        let line = if author.is_empty() {
            format!("{cell}: {text}\n")
        } else {
            format!("{cell}, {author}: {text}\n")
        };
        self.comments.push_str(&line);
    }

    fn end_sheet(&mut self) {
        let Some(sheet) = self.sheet.take() else {
            return;
        };
        let page = Some(sheet.page);
        self.book.add(sheet);
        let comments = std::mem::take(&mut self.comments);
        self.book.say(Place::Comment, page, comments);
        let boxes = std::mem::take(&mut self.boxes);
        self.book.say(Place::Box, page, boxes);
    }

    fn finish(self) {
        let margin = self.furniture.map(|place| (place, self.margin));
        if let Some((place, text)) = margin {
            self.book.say(place, None, text);
        }
        self.book.say(Place::Comment, None, self.comments);
        self.book.say(Place::Box, None, self.boxes);
        self.book.say(Place::Hidden, None, self.hidden);
        self.book.say(Place::Metadata, None, self.names);
    }
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

fn repeats(start: &BytesStart<'_>, name: &str) -> u32 {
    said(start, name)
        .and_then(|many| many.parse().ok())
        .unwrap_or(1)
}
