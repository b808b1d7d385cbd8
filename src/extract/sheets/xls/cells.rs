//! Cells of the binary formats: where each stands and what it holds.

use super::records::{Record, f64_at, packed, u16_at, u32_at};

/// The generation of a stream of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Biff {
    /// Excel 2.
    B2,
    /// Excel 3.
    B3,
    /// Excel 4.
    B4,
    /// Excel 5 and 95.
    B5,
    /// Excel 97 and later.
    B8,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A text among the shared ones, by its number.
    Shared(usize),
    /// A truth.
    Truth(bool),
    /// A fault of computing, by its number.
    Fault(u8),
    /// A text in the record that follows.
    TextFollows,
    /// Nothing.
    Nothing,
}

/// A cell that holds no text of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// From 0.
    pub row: u32,
    /// From 0.
    pub column: u32,
    /// How it looks.
    pub look: usize,
    /// What it holds.
    pub value: Value,
}

/// Where a cell's record says that it stands, how it looks, and where its content begins.
pub fn place(record: &Record<'_>, biff: Biff) -> Option<(u32, u32, usize, usize)> {
    let bytes = record.bytes();
    let (row, column) = (u16_at(bytes, 0)?, u16_at(bytes, 2)?);
    let (look, content) = if biff == Biff::B2 && record.kind < 0x100 {
        // Excel 2 has no list of looks but for what a cell names: its format stands in the cell.
        (usize::from(bytes.get(5)? & 0x3F), 7)
    } else {
        (usize::from(u16_at(bytes, 4)?), 6)
    };
    Some((u32::from(row), u32::from(column), look, content))
}

/// The cells of a record; empty where it is no record of cells, or one of texts.
pub fn cells(record: &Record<'_>, biff: Biff) -> Vec<Cell> {
    one_or_many(record, biff).unwrap_or_default()
}

fn one_or_many(record: &Record<'_>, biff: Biff) -> Option<Vec<Cell>> {
    let bytes = record.bytes();
    if record.kind == 0xBD {
        return many(bytes);
    }
    let is_cell = matches!(
        record.kind,
        0x02 | 0x03 | 0x05 | 0x06 | 0x206 | 0x406 | 0x203 | 0x205 | 0x27E | 0xFD
    );
    if !is_cell {
        return None;
    }
    let (row, column, look, content) = place(record, biff)?;
    let value = match record.kind {
        0x02 => Value::Number(f64::from(u16_at(bytes, content)?)),
        0x03 | 0x203 => Value::Number(f64_at(bytes, content)?),
        0x05 | 0x205 => truth(*bytes.get(content)?, *bytes.get(content + 1)? != 0),
        0x27E => Value::Number(packed(u32_at(bytes, content)?)),
        0xFD => Value::Shared(u32_at(bytes, content)? as usize),
        _ => result(bytes.get(content..content + 8)?),
    };
    Some(vec![Cell {
        row,
        column,
        look,
        value,
    }])
}

/// A run of packed numbers in one row.
fn many(bytes: &[u8]) -> Option<Vec<Cell>> {
    let row = u32::from(u16_at(bytes, 0)?);
    let first = u32::from(u16_at(bytes, 2)?);
    let inner = bytes.get(4..bytes.len().checked_sub(2)?)?;
    let cells = inner
        .chunks_exact(6)
        .zip(first..)
        .map(|(pair, column)| Cell {
            row,
            column,
            look: usize::from(u16::from_le_bytes([pair[0], pair[1]])),
            value: Value::Number(packed(u32::from_le_bytes([
                pair[2], pair[3], pair[4], pair[5],
            ]))),
        });
    Some(cells.collect())
}

/// The result that a formula had when the file was kept (MS-XLS 2.5.133).
fn result(bytes: &[u8]) -> Value {
    match bytes {
        [0, _, _, _, _, _, 0xFF, 0xFF] => Value::TextFollows,
        [1, _, truth, _, _, _, 0xFF, 0xFF] => Value::Truth(*truth != 0),
        [2, _, fault, _, _, _, 0xFF, 0xFF] => Value::Fault(*fault),
        [3, _, _, _, _, _, 0xFF, 0xFF] => Value::Nothing,
        _ => f64_at(bytes, 0).map_or(Value::Nothing, Value::Number),
    }
}

fn truth(value: u8, is_fault: bool) -> Value {
    if is_fault {
        Value::Fault(value)
    } else {
        Value::Truth(value != 0)
    }
}

/// What a program shows for a fault.
pub fn fault(number: u8) -> &'static str {
    match number {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR",
    }
}
