//! Comma-separated values, whole and safe to open in a spreadsheet.

use std::io::{self, Write};

use ::csv::{QuoteStyle, Writer, WriterBuilder};

use super::safe;
use super::sheet::{Cell, Sheet};

/// Writes the columns' keys and the rows.
///
/// All cells but numbers are quoted: a spreadsheet that parts cells at semicolons must not find one inside a cell.
pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    let mut headings = Writer::from_writer(&mut *out);
    headings.write_record(sheet.columns.iter().map(|column| column.key))?;
    headings.flush()?;
    drop(headings);
    let mut rows = WriterBuilder::new()
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(out);
    for row in &sheet.rows {
        rows.write_record(row.iter().map(guarded))?;
    }
    rows.flush()
}

/// A cell as text that no spreadsheet takes for a formula; numbers of our own need no guard.
pub(super) fn guarded(cell: &Cell) -> String {
    match cell {
        Cell::Number(_) | Cell::Decimal(_) => cell.for_machines(),
        _ => safe::cell(cell.for_machines()),
    }
}
