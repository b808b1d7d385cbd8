//! The log, a line an entry.

use serde_json::Value;

use crate::present::grid::{Head, grid};
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, words};
use crate::verbs::answers::LogRow;

/// The columns of the log's list, as the command line's contract names them, and what an entry concerns behind them.
pub(super) const COLUMNS: [&str; 14] = [
    "n",
    "at",
    "who",
    "event",
    "request",
    "command",
    "query",
    "read_as",
    "total",
    "result_digest",
    "archive",
    "previous",
    "digest",
    "about",
];

/// The cells of an entry under [`COLUMNS`].
pub(super) fn cells(row: &LogRow) -> Vec<Cell> {
    vec![
        Cell::Number(row.n),
        Cell::text(&row.at),
        Cell::text(&row.who),
        Cell::text(&row.event),
        Cell::maybe(row.request.as_ref()),
        Cell::maybe(row.command.as_ref()),
        Cell::maybe(row.query.as_ref()),
        Cell::maybe(row.read_as.as_ref()),
        Cell::number(row.total),
        Cell::maybe(row.result_digest.as_ref()),
        Cell::maybe(row.archive.as_ref()),
        Cell::text(&row.previous),
        Cell::text(&row.digest),
        Cell::maybe(row.about.as_ref()),
    ]
}

/// Adds entries in columns; where all are of one request, it is not said again.
pub(super) fn lay_out(screen: &mut Screen, rows: &[LogRow], of_one: bool) {
    let heads = [
        Head::number("n"),
        Head::text("when", 11),
        Head::text("who", 6),
        Head::text("what", 6),
        Head::text("for", 8),
        Head::number("found"),
        Head::text("of what", 10),
    ];
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.n.to_string(),
                words::moment_short(&row.at),
                row.who.clone(),
                row.event.clone(),
                row.request.clone().filter(|_| !of_one).unwrap_or_default(),
                row.total.map(words::thousands).unwrap_or_default(),
                row.about
                    .clone()
                    .or_else(|| row.query.clone())
                    .or_else(|| row.command.clone())
                    .unwrap_or_default(),
            ]
        })
        .collect();
    grid(screen, &heads, &cells);
}

impl Report for Vec<LogRow> {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        if self.is_empty() {
            screen.text(0, "Nothing is recorded in this archive's log yet.");
            return screen.finish();
        }
        lay_out(&mut screen, self, false);
        screen.blank();
        let number = words::count(words::len(self), "entry", "entries");
        screen.text(
            0,
            &format!("{number}. One of them whole: recordroom log show N"),
        );
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: "The log".to_owned(),
            columns: COLUMNS.map(Column::new).to_vec(),
            rows: self.iter().map(cells).collect(),
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
