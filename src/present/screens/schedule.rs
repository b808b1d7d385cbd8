//! The schedule of a request: the records located, a line each, with room for the officer's decisions.
//!
//! It holds nothing that names the run, so that the same state gives the same bytes. `recordroom decide --from` takes it
//! back when it is filled in.

use serde_json::{Map, Value, json};

use super::located::opening;
use super::record;
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::{Lines, Page, Report, words};
use crate::verbs::answers::{DecisionRow, Located, LocatedAll};

/// The schedule of an answer.
pub struct Schedule<'a>(pub &'a LocatedAll);

/// Columns that the program fills, before and behind those of the officer.
const FILLED: [&str; 9] = [
    "number",
    "description",
    "date",
    "author",
    "addressee",
    "kind",
    "references",
    "marking",
    "pages",
];
/// Columns that the officer fills.
const TO_FILL: [&str; 5] = ["decision", "exemption", "reason", "part", "question"];

impl Report for Schedule<'_> {
    fn screen(&self, page: &Page) -> String {
        self.0.screen(page)
    }

    fn sheet(&self) -> Sheet {
        let request = &self.0.request;
        let mut columns: Vec<Column> = FILLED.map(Column::new).to_vec();
        columns.extend(TO_FILL.map(Column::to_fill));
        columns.extend(["id", "digest"].map(Column::new));
        let title = match &request.reference {
            Some(reference) => format!("Schedule of records located: {reference}"),
            None => "Schedule of records located".to_owned(),
        };
        let mut lead = Vec::new();
        if let Some(day) = request.received {
            lead.push(format!("Request received {}.", words::weekday(day)));
        }
        lead.push(opening(self.0));
        Sheet {
            title,
            lead,
            columns,
            rows: self.0.located.iter().flat_map(rows).collect(),
            notes: vec![self.0.statement.clone()],
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        let rows: Vec<Value> = self.lines().collect();
        json!({
            "request": self.0.request.reference,
            "received": self.0.request.received,
            "due": self.0.request.due,
            "records": rows,
            "statement": self.0.statement,
        })
    }

    fn lines(&self) -> Lines<'_> {
        let sheet = self.sheet();
        let keys: Vec<&'static str> = sheet.columns.iter().map(|column| column.key).collect();
        Box::new(sheet.rows.into_iter().map(move |row| {
            let cells = keys.iter().zip(row).map(|(key, cell)| {
                let value = match cell {
                    Cell::Empty => Value::Null,
                    Cell::Number(number) => number.into(),
                    other => other.for_machines().into(),
                };
                ((*key).to_owned(), value)
            });
            Value::Object(cells.collect::<Map<_, _>>())
        }))
    }

    fn ids(&self) -> Option<Vec<String>> {
        self.0.ids()
    }
}

/// The rows of an item: one for each decision on record, those that differ only by their question together; one to fill
/// where there is none.
fn rows(item: &Located) -> Vec<Vec<Cell>> {
    let mut filled: Vec<(Vec<&str>, &DecisionRow)> = Vec::new();
    for row in &item.decisions {
        let question = row.question.as_deref();
        let alike = filled.iter_mut().find(|(questions, other)| {
            !questions.is_empty()
                && question.is_some()
                && (
                    &other.part,
                    &other.decision,
                    &other.provisions,
                    &other.reason,
                ) == (&row.part, &row.decision, &row.provisions, &row.reason)
        });
        match alike {
            Some((questions, _)) => questions.extend(question),
            None => filled.push((question.into_iter().collect(), row)),
        }
    }
    if filled.is_empty() {
        return vec![cells(item, [const { Cell::Empty }; 5])];
    }
    filled
        .into_iter()
        .map(|(questions, row)| {
            cells(
                item,
                [
                    Cell::text(&row.decision),
                    Cell::joined(&row.provisions),
                    Cell::text(&row.reason),
                    Cell::maybe(row.part.as_ref()),
                    Cell::joined(questions),
                ],
            )
        })
        .collect()
}

fn cells(item: &Located, decided: [Cell; 5]) -> Vec<Cell> {
    let record = &item.record;
    let mut cells = vec![
        Cell::Number(item.n),
        Cell::text(&item.line),
        Cell::day(record.date),
        Cell::joined(record.from.iter().map(record::party)),
        Cell::joined(record.to.iter().map(record::party)),
        Cell::text(record::kind(&record.kind)),
        Cell::joined(
            record
                .references
                .iter()
                .map(|reference| &reference.canonical),
        ),
        Cell::maybe(record.marking.as_ref()),
        Cell::number(record.pages.map(u64::from)),
    ];
    cells.extend(decided);
    cells.push(Cell::text(record.id));
    cells.push(Cell::joined(record::digests(record)));
    cells
}
