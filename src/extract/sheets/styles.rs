//! Which cell shows its number how: the number formats of a workbook.

use super::book::Sheet;
use super::code::{self, Code};
use super::serial::Epoch;
use super::shown::{self, Shown};
use std::collections::HashMap;

/// The general format, and the one for texts.
const PLAIN: [u32; 2] = [0, 49];

/// The formats of a workbook and the looks that name them.
#[derive(Debug, Default)]
pub struct Styles {
    codes: HashMap<u32, Code>,
    looks: Vec<u32>,
    /// From which day it counts.
    pub epoch: Epoch,
}

impl Styles {
    /// Keeps a format of the workbook's own.
    pub fn define(&mut self, number: u32, code: &str) {
        self.codes.insert(number, Code::read(code));
    }

    /// Adds the next look, which shows numbers by the format of this number.
    pub fn add_look(&mut self, format: u32) {
        self.looks.push(format);
        if !self.codes.contains_key(&format)
            && let Some(code) = code::built_in(format)
        {
            self.codes.insert(format, Code::read(code));
        }
    }

    fn code(&self, look: usize) -> Option<&Code> {
        let format = self.looks.get(look)?;
        if PLAIN.contains(format) {
            return None;
        }
        self.codes.get(format)
    }

    /// A number as a cell of this look shows it.
    pub fn number(&self, look: usize, value: f64) -> Shown {
        match self.code(look) {
            Some(code) => shown::number(value, code, self.epoch),
            None => Shown {
                text: shown::plain(value),
                stored: None,
            },
        }
    }
}

impl Sheet {
    /// Adds a number.
    pub fn number(&mut self, row: u32, column: u32, styles: &Styles, look: usize, value: f64) {
        let shown = styles.number(look, value);
        self.show(row, column, &shown);
    }

    /// Adds a text.
    pub fn text(&mut self, row: u32, column: u32, styles: &Styles, look: usize, said: &str) {
        match styles.code(look) {
            Some(code) => self.show(row, column, &shown::text(said, code)),
            None => self.cells.cell(row, column, said),
        }
    }

    fn show(&mut self, row: u32, column: u32, shown: &Shown) {
        self.cells.cell(row, column, &shown.text);
        if let Some(stored) = &shown.stored {
            self.stored.cell(row, column, stored);
        }
    }

    /// Keeps words that stand in a formula.
    pub fn formula(&mut self, row: u32, column: u32, formula: &str) {
        let has_words = formula
            .split('"')
            .skip(1)
            .step_by(2)
            .any(|quoted| quoted.chars().any(char::is_alphanumeric));
        if has_words {
            self.beside(&format!("{}: {formula}", super::rows::address(row, column)));
        }
    }

    /// Keeps a line of words that stand beside the cells.
    pub fn beside(&mut self, line: &str) {
        let line = line.trim();
        if !line.is_empty() && self.unseen.len() + line.len() < self.cells.room() {
            self.unseen.push_str(line);
            self.unseen.push('\n');
        }
    }
}
