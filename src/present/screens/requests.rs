//! Requests for information, and one of them with all that was done for it.

use serde_json::Value;

use super::log;
use super::record::word_of;
use crate::present::grid::{Head, grid};
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, safe, words};
use crate::verbs::answers::RequestRow;

const MARGIN: usize = 12;

/// Adds requests in columns.
pub(super) fn lay_out(screen: &mut Screen, rows: &[RequestRow]) {
    let heads = [
        Head::text("request", 12),
        Head::text("received", 11),
        Head::text("due", 11),
        Head::text("status", 6),
        Head::number("questions"),
        Head::number("records"),
    ];
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let day = |day: Option<_>| match day {
                Some(_) => words::day_short(day),
                None => "not known".to_owned(),
            };
            vec![
                row.reference.clone(),
                day(row.received),
                day(row.due),
                row.status.clone(),
                words::thousands(words::len(&row.questions)),
                words::thousands(row.items),
            ]
        })
        .collect();
    grid(screen, &heads, &cells);
}

impl Report for Vec<RequestRow> {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        if self.is_empty() {
            screen.text(
                0,
                "No request is recorded in this archive yet: recordroom request add FILE",
            );
            return screen.finish();
        }
        lay_out(&mut screen, self);
        screen.blank();
        let number = words::count(words::len(self), "request", "requests");
        screen.text(
            0,
            &format!("{number}. One of them whole: recordroom request show REFERENCE"),
        );
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        sheet("Requests", self)
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(self.iter().map(json::tree))
    }
}

impl Report for RequestRow {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        screen.heading(&format!("REQUEST {}", safe::line(&self.reference)));
        screen.blank();
        let day = |day: Option<_>| day.map_or("not known".to_owned(), words::weekday);
        screen.labelled("Status", MARGIN, &self.status);
        screen.labelled("Received", MARGIN, &day(self.received));
        screen.labelled("Due", MARGIN, &day(self.due));
        screen.labelled(
            "Records",
            MARGIN,
            &format!("{} numbered in it", words::thousands(self.items)),
        );
        if !self.questions.is_empty() {
            screen.blank();
            screen.heading("QUESTIONS");
        }
        for question in &self.questions {
            screen.labelled(&format!(" {}", safe::line(&question.n)), 6, &question.text);
        }
        screen.blank();
        if self.events.is_empty() {
            screen.text(0, "Nothing has been done for it yet.");
        } else {
            screen.heading("WHAT WAS DONE");
            log::lay_out(&mut screen, &self.events);
        }
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        sheet(
            &format!("Request {}", self.reference),
            std::slice::from_ref(self),
        )
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(std::iter::once(self.tree()))
    }
}

fn sheet(title: &str, rows: &[RequestRow]) -> Sheet {
    Sheet {
        title: title.to_owned(),
        columns: [
            "reference",
            "received",
            "due",
            "status",
            "items",
            "questions",
            "events",
        ]
        .map(Column::new)
        .to_vec(),
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    Cell::text(&row.reference),
                    Cell::day(row.received),
                    Cell::day(row.due),
                    Cell::text(&row.status),
                    Cell::Number(row.items),
                    Cell::joined(row.questions.iter().map(|q| format!("{}. {}", q.n, q.text))),
                    Cell::joined(row.events.iter().map(|event| {
                        let asked = event.query.as_ref().or(event.command.as_ref());
                        let asked = asked.map(|asked| format!(" {asked}")).unwrap_or_default();
                        format!("{} {} {}{asked}", event.n, event.at, word_of(&event.event))
                    })),
                ]
            })
            .collect(),
        ..Sheet::default()
    }
}
