//! The answers' shapes and the tables in force.

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::facts::{InForce, Tables};
use crate::present::shapes::SHAPES;
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report};

/// The margin of the names.
const MARGIN: usize = 26;

/// What `schema` lists: every answer's shape, and every table in force.
pub struct SchemaList<'a>(pub &'a Tables);

impl Report for SchemaList<'_> {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        screen.heading("JSON Schemas of the answers");
        for shape in SHAPES {
            screen.labelled(shape.name, MARGIN, shape.command);
        }
        screen.blank();
        screen.heading("Tables in force");
        for table in self.0.in_force() {
            screen.labelled(stem(&table), MARGIN, &additions(&table));
        }
        screen.blank();
        screen.text(
            0,
            "recordroom schema NAME prints one: a JSON Schema, or a table as TOML with its sources.",
        );
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let answers = SHAPES.into_iter().map(|shape| {
            vec![
                Cell::text("answer"),
                Cell::text(shape.name),
                Cell::text(shape.command),
                Cell::Empty,
            ]
        });
        let tables = self.0.in_force().map(|table| {
            vec![
                Cell::text("table"),
                Cell::text(stem(&table)),
                Cell::text(additions(&table)),
                Cell::text(sha256(table.text)),
            ]
        });
        Sheet {
            title: "JSON Schemas of the answers, and the tables in force".to_owned(),
            columns: ["what", "name", "remark", "sha256"]
                .map(Column::new)
                .to_vec(),
            rows: answers.chain(tables).collect(),
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        let answers: Map<String, Value> = SHAPES
            .into_iter()
            .map(|shape| (shape.name.to_owned(), shape.schema().to_value()))
            .collect();
        let tables: Vec<Value> = self.0.in_force().map(|table| value(&table)).collect();
        json!({ "answers": answers, "tables": tables, "tables_digest": self.0.digest() })
    }

    fn lines(&self) -> Lines<'_> {
        let answers = SHAPES.into_iter().map(
            |shape| json!({ "what": "answer", "name": shape.name, "schema": shape.schema().to_value() }),
        );
        let tables = self.0.in_force().map(|table| {
            let mut line = value(&table);
            line["what"] = "table".into();
            line
        });
        Box::new(answers.chain(tables))
    }
}

/// A table's name as it is typed: its file's, without the ending.
fn stem(table: &InForce<'_>) -> &'static str {
    table.table.strip_suffix(".toml").unwrap_or(table.table)
}

fn additions(table: &InForce<'_>) -> String {
    if table.own.is_empty() {
        return "the program's own".to_owned();
    }
    let places: Vec<&str> = table.own.iter().map(|own| own.place.as_str()).collect();
    format!("the program's own, and {}", places.join(", "))
}

fn value(table: &InForce<'_>) -> Value {
    let own: Vec<Value> = table
        .own
        .iter()
        .map(|own| json!({ "place": own.place, "sha256": sha256(&own.text), "toml": own.text }))
        .collect();
    json!({ "name": stem(table), "sha256": sha256(table.text), "toml": table.text, "own": own })
}

fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
