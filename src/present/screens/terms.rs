//! A search-term report.

use serde_json::Value;

use super::footnotes::footnote_for;
use crate::present::grid::{Head, grid};
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, words};
use crate::verbs::answers::Terms;

/// What stands in the last row, in place of a query.
const ALL: &str = "all lines, each record once";

impl Report for Terms {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        let heads = [
            Head::number("n"),
            Head::text("query", 16),
            Head::number("hits"),
            Head::number("unique"),
            Head::number("with families"),
        ];
        let mut rows: Vec<Vec<String>> = self
            .terms
            .iter()
            .map(|term| {
                vec![
                    term.n.to_string(),
                    term.query.clone(),
                    words::thousands(term.hits),
                    words::thousands(term.unique),
                    words::thousands(term.with_families),
                ]
            })
            .collect();
        rows.push(vec![
            String::new(),
            ALL.to_owned(),
            words::thousands(self.hits),
            String::new(),
            words::thousands(self.with_families),
        ]);
        grid(&mut screen, &heads, &rows);
        screen.blank();
        screen.text(
            0,
            "Unique: found by no other line. With families: with their parents and all attachments of these.",
        );
        screen.text(
            0,
            &format!("Each line as it was read: recordroom log show {}", self.log),
        );
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let mut rows: Vec<Vec<Cell>> = self
            .terms
            .iter()
            .map(|term| {
                vec![
                    Cell::Number(term.n),
                    Cell::text(&term.query),
                    Cell::text(&term.read_as),
                    Cell::Number(term.hits),
                    Cell::Number(term.unique),
                    Cell::Number(term.with_families),
                ]
            })
            .collect();
        rows.push(vec![
            Cell::Empty,
            Cell::text(ALL),
            Cell::Empty,
            Cell::Number(self.hits),
            Cell::Empty,
            Cell::Number(self.with_families),
        ]);
        Sheet {
            title: "Search-term report".to_owned(),
            columns: ["n", "query", "read_as", "hits", "unique", "with_families"]
                .map(Column::new)
                .to_vec(),
            rows,
            notes: vec![footnote_for(
                self.not_searched,
                self.archive.records,
                Some(self.log),
            )],
            ..Sheet::default()
        }
    }

    fn ids(&self) -> Option<Vec<String>> {
        Some(self.found.iter().map(ToString::to_string).collect())
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(self.terms.iter().map(json::tree))
    }
}
