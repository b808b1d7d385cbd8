//! Plain text: a block of labelled lines a row, nothing cut.

use std::io::{self, Write};

use super::safe;
use super::sheet::{Cell, Sheet};

/// Writes the page.
pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", safe::line(&sheet.title))?;
    for paragraph in &sheet.lead {
        writeln!(out, "\n{}", safe::lines(paragraph))?;
    }
    let headings: Vec<String> = sheet
        .columns
        .iter()
        .map(|column| column.heading())
        .collect();
    let width = headings.iter().map(String::len).max().unwrap_or(0) + 2;
    for cells in &sheet.rows {
        writeln!(out)?;
        for ((column, heading), cell) in sheet.columns.iter().zip(&headings).zip(cells) {
            if *cell == Cell::Empty && !column.to_fill {
                continue;
            }
            let label = format!("{heading}:");
            let value = indented(&cell.for_people(), width);
            writeln!(out, "{}", format!("{label:<width$}{value}").trim_end())?;
        }
    }
    for paragraph in &sheet.notes {
        writeln!(out, "\n{}", safe::lines(paragraph))?;
    }
    Ok(())
}

/// Sets further lines under the first, so that no line of a record can pass for a label.
fn indented(text: &str, width: usize) -> String {
    text.replace('\n', &format!("\n{}", " ".repeat(width)))
}
