//! One record with its text.

use serde_json::Value;

use super::record;
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::{Screen, wrapped};
use crate::present::{Lines, Page, Report, json, safe};
use crate::verbs::answers::Shown;

/// The record's text for `show --text`: its own lines, whole, with nothing in it that acts on a terminal.
pub fn text_of(shown: &Shown) -> String {
    let mut text = safe::lines(&shown.text);
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

impl Report for Shown {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        record::lay_out(&mut screen, &self.record);
        screen.blank();
        if self.text.trim().is_empty() {
            screen.text(0, "No text was read from this record.");
            return screen.finish();
        }
        screen.heading("TEXT");
        for line in safe::lines(&self.text).lines() {
            if line.trim().is_empty() {
                screen.blank();
                continue;
            }
            for part in wrapped(line, screen.width()) {
                screen.text(0, &part);
            }
        }
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let mut sheet = self.record.sheet();
        sheet
            .columns
            .extend([Column::new("headers"), Column::new("text")]);
        if let Some(row) = sheet.rows.first_mut() {
            let headers: Vec<String> = self
                .headers
                .iter()
                .map(|(name, value)| format!("{name}: {}", safe::line(value)))
                .collect();
            row.push(passage(headers.join("\n")));
            row.push(passage(self.text.clone()));
        }
        sheet
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(std::iter::once(self.tree()))
    }

    fn ids(&self) -> Option<Vec<String>> {
        self.record.ids()
    }
}

fn passage(text: String) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Passage(text)
    }
}
