//! `schema`: the shapes of the answers, and the tables in force.

use super::Session;
use super::args::Schema;
use super::paper::{End, put, put_bytes};
use crate::error::{Error, Result};
use crate::present::shapes::SHAPES;
use crate::present::{Format, SchemaList};

/// `schema`.
pub fn schema(session: &Session, asked: &Schema) -> Result<End> {
    let Some(name) = &asked.name else {
        put(&SchemaList(&session.tables), &asked.output, &session.page)?;
        return Ok(End::Done);
    };
    let text = answer(name)
        .or_else(|| table(session, name))
        .ok_or_else(|| unknown(session, name))?;
    let format: Format = asked.output.format.parse()?;
    if !matches!(format, Format::Table | Format::Json) {
        return Err(
            Error::request("a schema is JSON and a table is TOML, whatever the format")
                .hint("leave --format out"),
        );
    }
    put_bytes(text.as_bytes(), Some(&asked.output))?;
    Ok(End::Done)
}

/// The JSON Schema of the answer of that name.
fn answer(name: &str) -> Option<String> {
    let shape = SHAPES.into_iter().find(|shape| shape.name == name)?;
    Some(format!("{:#}\n", shape.schema().to_value()))
}

/// The table of that name as TOML, a user's own rows behind the program's.
fn table(session: &Session, name: &str) -> Option<String> {
    let stem = name.strip_suffix(".toml").unwrap_or(name);
    let table = session
        .tables
        .in_force()
        .find(|table| table.table.strip_suffix(".toml") == Some(stem))?;
    let mut text = table.text.to_owned();
    for own in table.own {
        text += &format!("\n# {}\n{}", own.place, own.text);
    }
    Some(text)
}

fn unknown(session: &Session, name: &str) -> Error {
    let tables = session
        .tables
        .in_force()
        .filter_map(|table| table.table.strip_suffix(".toml"));
    let names: Vec<&str> = SHAPES
        .iter()
        .map(|shape| shape.name)
        .chain(tables)
        .collect();
    Error::request(format!(
        "there is no answer and no table `{}`",
        name.escape_debug()
    ))
    .hint(format!("they are {}", names.join(", ")))
}
