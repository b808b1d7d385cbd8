//! The text of a Word 97-2003 document, piece by piece, and which of its letters are hidden or changed.
//!
//! After [MS-DOC]: the FIB (2.5) and the piece table within the Clx (2.8.35).

use super::bytes::{long, short, size, slice};
use super::paragraphs::{self, Run};
use crate::extract::docx::numbering::Listed;

/// How letters are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// Not shown.
    pub hidden: bool,
    /// Taken out by a tracked change.
    pub deleted: bool,
    /// Brought in by one.
    pub inserted: bool,
}

/// The file information block, as far as it is of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fib {
    /// Lengths in letters of the body, footnotes, headers, macros, comments, endnotes, boxes, boxes in headers.
    pub lengths: [usize; 8],
    /// The text opens only with a password.
    pub is_encrypted: bool,
    /// Which of the two table streams holds the rest.
    pub table: &'static str,
    lists: Vec<(usize, usize)>,
}

/// How a stream begins that holds a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    /// Word 97 and later.
    Word97(Fib),
    /// Word 6 or 95; whether it opens only with a password.
    Older(bool),
}

/// Reads the block; none where there is none.
pub fn fib(document: &[u8]) -> Option<Version> {
    let mark = short(document, 0)?;
    let version = short(document, 2)?;
    let flags = short(document, 10)?;
    let is_encrypted = flags & 0x0100 != 0;
    if mark != 0xA5EC || version < 0xC1 {
        return matches!(mark, 0xA5DC | 0xA5EC | 0xA699 | 0xA697)
            .then_some(Version::Older(is_encrypted));
    }
    let mut lengths = [0; 8];
    for (n, length) in lengths.iter_mut().enumerate() {
        *length = size(document, 0x4C + 4 * n)?;
    }
    let count = usize::from(short(document, 0x98)?);
    let lists = (0..count)
        .map_while(|n| Some((size(document, 0x9A + 8 * n)?, size(document, 0x9E + 8 * n)?)))
        .collect();
    Some(Version::Word97(Fib {
        lengths,
        is_encrypted,
        table: if flags & 0x0200 != 0 {
            "/1Table"
        } else {
            "/0Table"
        },
        lists,
    }))
}

impl Fib {
    /// What stands in the table stream from such a list on.
    pub fn onwards<'a>(&self, table: &'a [u8], number: usize) -> &'a [u8] {
        match self.lists.get(number) {
            Some((at, length)) if *length > 0 => table.get(*at..).unwrap_or_default(),
            _ => &[],
        }
    }

    /// A list of the table stream, by its number in the block.
    pub fn list<'a>(&self, table: &'a [u8], number: usize) -> &'a [u8] {
        let (at, length) = self.lists.get(number).copied().unwrap_or_default();
        slice(table, at, length)
    }
}

/// Letters as UTF-16 units, each with its marks.
#[derive(Debug, Default)]
pub struct Letters {
    /// The units.
    pub units: Vec<u16>,
    /// The marks, one for each unit.
    pub marks: Vec<Marks>,
    /// The paragraphs that belong to a list, by the unit that ends each, in order.
    pub listed: Vec<(usize, Listed)>,
    /// Some pieces lie outside the file.
    pub is_cut: bool,
}

/// All letters of a document, as far as `room` allows; none where there is no piece table.
pub fn letters(
    document: &[u8],
    table: &[u8],
    data: &[u8],
    fib: &Fib,
    room: usize,
) -> Option<Letters> {
    let plc = piece_table(fib.list(table, 33))?;
    let count = plc.len().checked_sub(4)? / 12;
    let marked = paragraphs::letters_marked(document, fib.list(table, 12));
    let listed = paragraphs::listed(document, fib.list(table, 13), data);
    let mut letters = Letters::default();
    for n in 0..count {
        let (Some(from), Some(to), Some(fc)) = (
            size(plc, 4 * n),
            size(plc, 4 * n + 4),
            long(plc, 4 * (count + 1) + 8 * n + 2),
        ) else {
            break;
        };
        let Some(length) = to.checked_sub(from) else {
            letters.is_cut = true;
            break;
        };
        let is_narrow = fc & 0x4000_0000 != 0;
        let at = usize::try_from(fc & 0x3FFF_FFFF).ok()?;
        let (at, width) = if is_narrow { (at / 2, 1) } else { (at, 2) };
        let bytes = slice(document, at, length.saturating_mul(width));
        letters.is_cut |= bytes.len() < length.saturating_mul(width);
        let from_unit = letters.units.len();
        if letters.units.len() + bytes.len() / width > room {
            letters.is_cut = true;
            break;
        }
        letters.add(bytes, at, width, &marked);
        letters.note(from_unit, at, width, &listed);
    }
    Some(letters)
}

impl Letters {
    /// Notes which of the paragraphs that end in a piece belong to a list.
    fn note(&mut self, from: usize, at: usize, width: usize, runs: &[Run<Listed>]) {
        if runs.is_empty() {
            return;
        }
        let ends = self.units.iter().enumerate().skip(from);
        let ends = ends.filter(|(_, unit)| matches!(unit, 0x0D | 0x07 | 0x0C));
        for (unit, _) in ends {
            let here = at + (unit - from) * width;
            let next = runs.partition_point(|run| run.to <= here);
            if let Some(run) = runs.get(next).filter(|run| run.from <= here) {
                self.listed.push((unit, run.says.clone()));
            }
        }
    }

    fn add(&mut self, bytes: &[u8], at: usize, width: usize, runs: &[Run<Marks>]) {
        let mut next = runs.partition_point(|run| run.to <= at);
        for (n, letter) in bytes.chunks_exact(width).enumerate() {
            let here = at + n * width;
            while runs.get(next).is_some_and(|run| run.to <= here) {
                next += 1;
            }
            let marks = runs
                .get(next)
                .filter(|run| run.from <= here)
                .map(|run| run.says);
            self.units.push(match letter {
                [low, high] => u16::from_le_bytes([*low, *high]),
                // Beyond ASCII the letters are those of windows-1252, which are all of one unit.
                [narrow @ 0x80..=0x9F] => super::bytes::narrow(&[*narrow])
                    .encode_utf16()
                    .next()
                    .unwrap_or(u16::from(*narrow)),
                [narrow] => u16::from(*narrow),
                _ => 0xFFFD,
            });
            self.marks.push(marks.unwrap_or_default());
        }
    }
}

/// The table of pieces within a Clx, behind whatever properties stand before it.
fn piece_table(clx: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        match clx.get(at)? {
            1 => at += 3 + usize::from(short(clx, at + 1)?),
            2 => return Some(slice(clx, at + 5, size(clx, at + 1)?)),
            _ => return None,
        }
    }
}

/// The boundaries that a list of positions gives, the data behind them left out.
pub fn positions(plc: &[u8], data: usize) -> Vec<usize> {
    let count = plc.len().saturating_sub(4) / (4 + data);
    (0..=count).map_while(|n| size(plc, 4 * n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_lies_beyond_the_file_is_cut() {
        assert_eq!(piece_table(&[2, 255, 255, 255, 255, 7]), Some(&[7u8][..]));
        assert_eq!(piece_table(&[1, 255, 255]), None);
        assert_eq!(fib(&[0xEC, 0xA5]), None);
    }
}
