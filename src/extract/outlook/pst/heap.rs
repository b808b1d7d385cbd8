//! Properties and tables on a heap of small values: MS-PST 2.3.

use std::collections::HashSet;
use std::io::{Read, Seek};

use super::super::super::Problem;
use super::super::property::{
    BINARY, BOOLEAN, MANY, OBJECT, Properties, STRING8, UNICODE, Value, note, width,
};
use super::blocks::{Blocks, Under};
use super::file::{damage, number};

/// A node's data as a heap.
pub struct Heap {
    pieces: Vec<Vec<u8>>,
    root: u32,
    kind: u8,
}

/// A heap of properties.
const PROPERTIES: u8 = 0xBC;
/// A heap of a table.
const TABLE: u8 = 0x7C;

impl Heap {
    /// Takes a node's blocks for a heap.
    pub fn of(pieces: Vec<Vec<u8>>) -> Result<Self, Problem> {
        let broken = || damage("a node of the store is not what it should be");
        let first = pieces.first().ok_or_else(broken)?;
        if first.get(2) != Some(&0xEC) {
            return Err(broken());
        }
        let kind = *first.get(3).ok_or_else(broken)?;
        let root = number(first, 4, 4).ok_or_else(broken)? as u32;
        Ok(Self { pieces, root, kind })
    }

    /// A value on the heap; none for the id zero or one that leads nowhere.
    fn get(&self, id: u32) -> Option<&[u8]> {
        if id & 0x1F != 0 {
            return None;
        }
        let piece = self.pieces.get((id >> 16) as usize)?;
        let index = ((id >> 5) & 0x7FF) as usize;
        let map = number(piece, 0, 2)? as usize;
        let count = number(piece, map, 2)? as usize;
        let nth = index.checked_sub(1).filter(|nth| *nth < count)?;
        let from = number(piece, map + 4 + nth * 2, 2)? as usize;
        let to = number(piece, map + 6 + nth * 2, 2)? as usize;
        piece.get(from..to)
    }

    /// The records of a tree on the heap: keys and values of the sizes that its head tells.
    fn records(&self, head: u32) -> Result<Vec<(u64, Vec<u8>)>, Problem> {
        let broken = || damage("a tree within a node of the store is broken");
        let head = self.get(head).ok_or_else(broken)?;
        let [0xB5, key, value, levels, root @ ..] = head else {
            return Err(broken());
        };
        let (key, value) = (usize::from(*key), usize::from(*value));
        if !matches!(key, 2 | 4 | 8 | 16) || value == 0 {
            return Err(broken());
        }
        let root = number(root, 0, 4).ok_or_else(broken)? as u32;
        let mut records = Vec::new();
        let mut seen = HashSet::new();
        let mut left = vec![(root, *levels)];
        while let Some((id, level)) = left.pop() {
            if id == 0 {
                continue;
            }
            if !seen.insert(id) {
                return Err(damage("a tree within a node goes round in a circle"));
            }
            let bytes = self.get(id).ok_or_else(broken)?;
            if level == 0 {
                for record in bytes.chunks_exact(key + value) {
                    let id = number(record, 0, key.min(8)).ok_or_else(broken)?;
                    records.push((id, record[key..].to_vec()));
                }
            } else {
                for branch in bytes.chunks_exact(key + 4) {
                    let id = number(branch, key, 4).ok_or_else(broken)? as u32;
                    left.push((id, level - 1));
                }
            }
        }
        Ok(records)
    }

    /// The properties of a heap. One that cannot be read is told by its number; the others are given.
    pub fn properties<R: Read + Seek>(
        &self,
        blocks: &mut Blocks<'_, R>,
        under: &Under,
        problems: &mut Vec<Problem>,
    ) -> Result<Properties, Problem> {
        if self.kind != PROPERTIES {
            return Err(damage("a node of the store holds no properties"));
        }
        let mut properties = Properties::default();
        for (id, record) in self.records(self.root)? {
            let (Some(kind), Some(at)) = (number(&record, 0, 2), number(&record, 2, 4)) else {
                return Err(damage("a node's list of properties is broken"));
            };
            let (id, kind) = (id as u16, kind as u16);
            match self.value(kind, at as u32, blocks, under) {
                Ok(value) => properties.put(id, value),
                Err(problem) => problems.push(Problem {
                    reason: format!("property {id:04X}: {}", problem.reason),
                    ..problem
                }),
            }
        }
        Ok(properties)
    }

    fn value<R: Read + Seek>(
        &self,
        kind: u16,
        at: u32,
        blocks: &mut Blocks<'_, R>,
        under: &Under,
    ) -> Result<Value, Problem> {
        match width(kind) {
            Some(size @ 0..=4) => {
                let size = if kind == BOOLEAN { 1 } else { size };
                let mut bytes = at.to_le_bytes()[..size].to_vec();
                bytes.resize(size.next_multiple_of(2), 0);
                Ok(Value::one(kind, bytes))
            }
            Some(size) => {
                let bytes = self.get(at).and_then(|bytes| bytes.get(..size));
                let bytes = bytes.ok_or_else(|| damage("its value is not there"))?;
                Ok(Value::one(kind, bytes.to_vec()))
            }
            None => Ok(Value {
                kind,
                data: several(kind, self.elsewhere(at, blocks, under)?)?,
            }),
        }
    }

    /// A value on the heap or in a node below.
    fn elsewhere<R: Read + Seek>(
        &self,
        at: u32,
        blocks: &mut Blocks<'_, R>,
        under: &Under,
    ) -> Result<Vec<u8>, Problem> {
        if at == 0 {
            return Ok(Vec::new());
        }
        if at & 0x1F == 0 {
            let bytes = self
                .get(at)
                .ok_or_else(|| damage("its value is not there"))?;
            return Ok(bytes.to_vec());
        }
        let node = under
            .get(&at)
            .ok_or_else(|| damage("the node of its value is not there"))?;
        blocks.data(node.data)
    }

    /// The ids of a table's rows, in the order of the table.
    pub fn row_ids(&self) -> Result<Vec<u32>, Problem> {
        let (info, _) = self.table()?;
        let index = number(info, 10, 4).unwrap_or_default() as u32;
        let mut rows: Vec<(u64, u32)> = self
            .records(index)?
            .into_iter()
            .map(|(id, at)| {
                (
                    number(&at, 0, at.len().min(4)).unwrap_or(u64::MAX),
                    id as u32,
                )
            })
            .collect();
        rows.sort_unstable();
        Ok(rows.into_iter().map(|(_, id)| id).collect())
    }

    fn table(&self) -> Result<(&[u8], &[u8]), Problem> {
        let broken = || damage("a table of the store is broken");
        let info = self.get(self.root).ok_or_else(broken)?;
        if self.kind != TABLE || info.first() != Some(&TABLE) {
            return Err(broken());
        }
        let count = usize::from(*info.get(1).ok_or_else(broken)?);
        let columns = info.get(22..22 + count * 8).ok_or_else(broken)?;
        Ok((info, columns))
    }

    /// The rows of a table as properties.
    pub fn rows<R: Read + Seek>(
        &self,
        blocks: &mut Blocks<'_, R>,
        under: &Under,
        most: usize,
    ) -> Result<Vec<Properties>, Problem> {
        let broken = || damage("a table of the store is broken");
        let (info, columns) = self.table()?;
        let field = |at: usize| number(info, at, 2).map(|n| n as usize);
        let (bitmap, size) = (field(6).ok_or_else(broken)?, field(8).ok_or_else(broken)?);
        if size < 4 || bitmap > size {
            return Err(broken());
        }
        let index = number(info, 10, 4).ok_or_else(broken)? as u32;
        let place = number(info, 14, 4).ok_or_else(broken)? as u32;
        // rows do not run on from one block to the next
        let pieces = match place {
            0 => Vec::new(),
            place if place & 0x1F == 0 => vec![self.get(place).ok_or_else(broken)?.to_vec()],
            place => {
                let node = under.get(&place).ok_or_else(broken)?;
                blocks.pieces(node.data)?
            }
        };
        let matrix: Vec<&[u8]> = pieces
            .iter()
            .flat_map(|piece| piece.chunks_exact(size))
            .collect();
        let mut order: Vec<u64> = Vec::new();
        for (_, at) in self.records(index)? {
            order.push(number(&at, 0, at.len().min(4)).ok_or_else(broken)?);
        }
        order.sort_unstable();
        let mut rows = Vec::new();
        for nth in order.into_iter().take(most) {
            let Some(row) = matrix.get(nth as usize) else {
                note(&mut blocks.doubts, "a row of a table is not there".into());
                continue;
            };
            rows.push(self.row(row, columns, bitmap, blocks, under));
        }
        Ok(rows)
    }

    fn row<R: Read + Seek>(
        &self,
        row: &[u8],
        columns: &[u8],
        bitmap: usize,
        blocks: &mut Blocks<'_, R>,
        under: &Under,
    ) -> Properties {
        let mut properties = Properties::default();
        for column in columns.chunks_exact(8) {
            let kind = u16::from_le_bytes([column[0], column[1]]);
            let id = u16::from_le_bytes([column[2], column[3]]);
            let at = usize::from(u16::from_le_bytes([column[4], column[5]]));
            let (size, bit) = (usize::from(column[6]), usize::from(column[7]));
            let there = row
                .get(bitmap + bit / 8)
                .is_some_and(|byte| byte & (0x80 >> (bit % 8)) != 0);
            let Some(cell) = row.get(at..at + size).filter(|_| there) else {
                continue;
            };
            let value = match width(kind) {
                Some(width @ 0..=8) => {
                    let mut bytes = cell.to_vec();
                    bytes.resize(width, 0);
                    Ok(Value::one(kind, bytes))
                }
                _ => {
                    let at = number(cell, 0, 4.min(size)).unwrap_or_default() as u32;
                    self.elsewhere(at, blocks, under)
                        .and_then(|bytes| several(kind, bytes))
                        .map(|data| Value { kind, data })
                }
            };
            match value {
                Ok(value) => properties.put(id, value),
                Err(problem) => note(
                    &mut blocks.doubts,
                    format!("property {id:04X} of a recipient: {}", problem.reason),
                ),
            }
        }
        properties
    }
}

/// Takes a value of several apart: MS-PST 2.3.3.4.
fn several(kind: u16, bytes: Vec<u8>) -> Result<Vec<Vec<u8>>, Problem> {
    if kind & MANY == 0 || kind == OBJECT {
        return Ok(vec![bytes]);
    }
    let single = kind & !MANY;
    if let Some(width) = width(single).filter(|width| *width > 0) {
        return Ok(bytes.chunks_exact(width).map(<[u8]>::to_vec).collect());
    }
    if !matches!(single, STRING8 | UNICODE | BINARY) {
        return Ok(vec![bytes]);
    }
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let broken = || damage("its values are broken");
    let count = number(&bytes, 0, 4).ok_or_else(broken)? as usize;
    let ends = bytes
        .get(4..)
        .and_then(|rest| rest.get(..count.checked_mul(4)?))
        .ok_or_else(broken)?;
    let mut places: Vec<usize> = ends
        .chunks_exact(4)
        .filter_map(|at| number(at, 0, 4))
        .map(|at| at as usize)
        .collect();
    places.push(bytes.len());
    places
        .windows(2)
        .map(|pair| {
            bytes
                .get(pair[0]..pair[1])
                .map(<[u8]>::to_vec)
                .ok_or_else(broken)
        })
        .collect()
}
