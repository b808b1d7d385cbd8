//! Requests for information, and one of them with all that was done for it.

use serde_json::Value;

use super::log;
use super::record::word_of;
use super::searched::NARROW;
use crate::present::grid::{Head, grid};
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::{Line, Screen, columns, wrapped};
use crate::present::{Lines, Page, Report, json, safe, words};
use crate::verbs::answers::{DecisionRow, NumberedRow, RequestDetail, RequestRow};

const MARGIN: usize = 12;
/// Where the words of a list begin, behind its numbers.
const INDENT: usize = 6;

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
        if let Some(detail) = &self.detail {
            in_full(&mut screen, detail);
        }
        screen.blank();
        if self.events.is_empty() {
            screen.text(0, "Nothing has been done for it yet.");
        } else {
            screen.heading("WHAT WAS DONE");
            log::lay_out(&mut screen, &self.events, true);
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

/// Numbered records with what was decided of each, who was asked, and where was looked.
fn in_full(screen: &mut Screen, detail: &RequestDetail) {
    if let Some(day) = detail.clarified {
        screen.labelled("Clarified", MARGIN, &words::weekday(day));
    }
    if !detail.records.is_empty() {
        screen.blank();
        screen.heading("RECORDS");
    }
    for item in &detail.records {
        numbered(screen, item);
    }
    for (nth, decision) in detail.elsewhere.iter().enumerate() {
        if nth == 0 {
            screen.blank();
            screen.heading("DECIDED, without a number in this request");
        }
        screen.text(
            INDENT,
            &format!("{}: {}", decision.record.short(), decided(decision)),
        );
    }
    for (nth, enquiry) in detail.enquiries.iter().enumerate() {
        if nth == 0 {
            screen.blank();
            screen.heading("ASKED");
        }
        let answer = enquiry.answer.as_deref().unwrap_or("no answer yet");
        let text = format!(
            "{}, {} (entry {}): {answer}",
            enquiry.asked,
            words::recorded_day(&enquiry.on),
            enquiry.entry
        );
        screen.text(INDENT, &safe::line(&text));
    }
    for (nth, source) in detail.sources.iter().enumerate() {
        if nth == 0 {
            screen.blank();
            screen.heading("SEARCHED");
        }
        let text = format!("{}: {}", source.name, words::records(source.records));
        screen.text(INDENT, &safe::line(&text));
    }
    for (nth, source) in detail.not_covered.iter().enumerate() {
        if nth == 0 {
            screen.blank();
            screen.heading("NOT COVERED");
        }
        screen.text(
            INDENT,
            &safe::line(&format!("{}: {}", source.name, source.reason)),
        );
    }
}

/// A numbered record: its line as the located list has it, and what was decided of it.
fn numbered(screen: &mut Screen, item: &NumberedRow) {
    let line = item.line.as_deref().unwrap_or("no longer in this archive");
    let list = if item.located { "located " } else { "possible" };
    let end = format!("{list}  {}", item.record.short());
    let begin = Line::new().flush(&format!("{}.", item.n), INDENT - 2);
    if screen.width() < NARROW {
        screen.line(begin.right(&end));
        screen.text(INDENT, line);
    } else {
        let room = screen.width() - INDENT - columns(&end) - 2;
        let mut lines = wrapped(&safe::line(line), room).into_iter();
        screen.line(begin.plain(&lines.next().unwrap_or_default()).right(&end));
        for more in lines {
            screen.text(INDENT, &more);
        }
    }
    if item.decisions.is_empty() {
        screen.text(INDENT + 3, "not decided");
    }
    for decision in &item.decisions {
        screen.text(INDENT + 3, &decided(decision));
    }
}

/// A decision in one line.
fn decided(decision: &DecisionRow) -> String {
    let mut text = decision.decision.clone();
    if let Some(part) = &decision.part {
        text.push_str(&format!(", {part}"));
    }
    if let Some(n) = &decision.question {
        text.push_str(&format!(", Q{n}"));
    }
    for provision in &decision.provisions {
        text.push_str(&format!(", {provision}"));
    }
    safe::line(&format!(
        "{text}: {} (entry {})",
        decision.reason, decision.entry
    ))
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
