//! One entry of the log that is no search: what was recorded, as it was recorded.

use serde_json::Value;

use super::log;
use super::sections::MARGIN;
use super::statement::INTERNAL;
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, safe, words};
use crate::verbs::answers::LogEntry;

impl Report for LogEntry {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        plain_entry(&mut screen, self);
        check(&mut screen, self);
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let mut columns = log::COLUMNS.map(Column::new).to_vec();
        columns.push(Column::new("body"));
        let mut row = log::cells(&self.row);
        row.push(Cell::maybe(self.body.as_ref()));
        Sheet {
            title: title(self),
            lead: vec![INTERNAL.to_owned()],
            columns,
            rows: vec![row],
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(std::iter::once(self.tree()))
    }
}

fn title(entry: &LogEntry) -> String {
    format!("ENTRY {} OF THE LOG: {}", entry.row.n, entry.row.event)
}

fn plain_entry(screen: &mut Screen, entry: &LogEntry) {
    screen.heading(&title(entry));
    screen.text(0, INTERNAL);
    screen.blank();
    let row = &entry.row;
    screen.labelled(
        "Made by",
        MARGIN,
        &format!("{}, {}", safe::line(&row.who), words::moment(&row.at)),
    );
    screen.labelled_if("For", MARGIN, row.request.as_deref().unwrap_or_default());
    screen.labelled_if("Typed", MARGIN, row.command.as_deref().unwrap_or_default());
    match &entry.body {
        None => screen.text(
            0,
            "What was recorded here was disposed of; the chain of the log still stands.",
        ),
        Some(Value::Object(keys)) => {
            // the command stands above already
            for (key, value) in keys.iter().filter(|(key, _)| *key != "command") {
                let label = words::capital(&safe::line(key).replace('_', " "));
                screen.labelled_if(&label, MARGIN, &said(value));
            }
        }
        Some(value) => screen.labelled_if("Recorded", MARGIN, &said(value)),
    }
    screen.blank();
}

fn check(screen: &mut Screen, entry: &LogEntry) {
    let row = &entry.row;
    screen.labelled(
        "Check",
        MARGIN,
        &format!(
            "Entry {} of {}. Code {}, follows {}",
            words::thousands(row.n),
            words::thousands(entry.of),
            words::code(&row.digest),
            words::code(&row.previous)
        ),
    );
    screen.labelled("", MARGIN, "That the chain is whole: recordroom log verify");
}

/// A recorded value in words: text as it is, a list joined, and of what has parts each by its name, inner ones in
/// brackets; what is empty is left out.
fn said(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => safe::line(text),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number
            .as_u64()
            .map_or_else(|| number.to_string(), words::thousands),
        Value::Array(values) => values.iter().map(said).collect::<Vec<_>>().join("; "),
        Value::Object(parts) => {
            let named = parts.iter().filter_map(|(name, value)| {
                let name = safe::line(name).replace('_', " ");
                match (value, said(value).as_str()) {
                    (_, "") => None,
                    (Value::Object(_), inner) => Some(format!("{name} ({inner})")),
                    (_, plain) => Some(format!("{name} {plain}")),
                }
            });
            named.collect::<Vec<_>>().join(", ")
        }
    }
}
