//! The references of an archive.

use serde_json::Value;

use crate::present::grid::{Head, grid};
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, words};
use crate::verbs::answers::ReferenceRow;

impl Report for Vec<ReferenceRow> {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        if self.is_empty() {
            screen.text(0, "No such reference was found in this archive.");
            return screen.finish();
        }
        let heads = [
            Head::text("reference", 16),
            Head::number("records"),
            Head::text("first", 4),
            Head::text("last", 4),
            Head::text("family", 6),
            Head::text("issuer", 6),
        ];
        let rows: Vec<Vec<String>> = self
            .iter()
            .map(|row| {
                vec![
                    row.canonical.clone(),
                    words::thousands(row.records),
                    words::day_short(row.first),
                    words::day_short(row.last),
                    row.family.clone(),
                    row.issuer.clone(),
                ]
            })
            .collect();
        grid(&mut screen, &heads, &rows);
        screen.blank();
        let number = words::count(words::len(self), "reference", "references");
        screen.text(0, &format!("{number}."));
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: "References in this archive".to_owned(),
            columns: ["canonical", "family", "issuer", "records", "first", "last"]
                .map(Column::new)
                .to_vec(),
            rows: self
                .iter()
                .map(|row| {
                    vec![
                        Cell::text(&row.canonical),
                        Cell::text(&row.family),
                        Cell::text(&row.issuer),
                        Cell::Number(row.records),
                        Cell::day(row.first),
                        Cell::day(row.last),
                    ]
                })
                .collect(),
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(self.iter().map(json::tree))
    }
}
