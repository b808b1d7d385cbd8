//! From blocks to data: trees of blocks, and the nodes that lie below a node. Follows MS-PST 2.2.2.8.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::super::super::{Category, Problem};
use super::cipher;
use super::file::{File, damage, number};

/// Ids with this bit belong to blocks that list others; they are never disguised.
const LISTING: u64 = 2;

/// The data and the nodes below of a node that lies below another.
#[derive(Debug, Clone, Copy)]
pub struct Below {
    /// The block or tree of blocks of its data.
    pub data: u64,
    /// The block that lists the nodes below it; zero for none.
    pub below: u64,
}

/// The nodes below a node, by id.
pub type Under = BTreeMap<u32, Below>;

/// Reads data within a budget of bytes.
pub struct Blocks<'f, R> {
    /// The store.
    pub file: &'f mut File<R>,
    /// Bytes that may still be read for this message.
    pub left: usize,
    /// What was odd.
    pub doubts: Vec<String>,
}

impl<R: Read + Seek> Blocks<'_, R> {
    fn block(&mut self, id: u64) -> Result<Vec<u8>, Problem> {
        let mut bytes = self.file.raw_block(id)?;
        self.left = self.left.checked_sub(bytes.len().max(64)).ok_or(Problem {
            category: Category::TooLarge,
            reason: "not wholly read: the message is larger than the limit on one input".into(),
        })?;
        if id & LISTING == 0 {
            cipher::undo(self.file.cipher, id as u32, &mut bytes);
        }
        Ok(bytes)
    }

    /// The blocks of some data, in order.
    pub fn pieces(&mut self, id: u64) -> Result<Vec<Vec<u8>>, Problem> {
        if id == 0 {
            return Ok(Vec::new());
        }
        if id & LISTING == 0 {
            return Ok(vec![self.block(id)?]);
        }
        let list = self.block(id)?;
        let (ids, total) = self.listed(&list)?;
        let mut pieces = Vec::new();
        for id in ids {
            if id & LISTING == 0 {
                pieces.push(self.block(id)?);
                continue;
            }
            // a list of lists; a third level does not exist
            let inner = self.block(id)?;
            if list.get(1) != Some(&2) || inner.get(1) != Some(&1) {
                return Err(damage("a list of blocks goes round in a circle"));
            }
            for id in self.listed(&inner)?.0 {
                if id & LISTING != 0 {
                    return Err(damage("a list of blocks goes round in a circle"));
                }
                pieces.push(self.block(id)?);
            }
        }
        let size: usize = pieces.iter().map(Vec::len).sum();
        if size as u64 != total {
            self.doubts.push(format!(
                "a value has {size} bytes instead of {total}; it may be cut off"
            ));
        }
        Ok(pieces)
    }

    /// The ids in a list of blocks, and how many bytes they promise.
    fn listed(&self, list: &[u8]) -> Result<(Vec<u64>, u64), Problem> {
        let broken = || damage("a list of blocks is broken");
        let word = self.file.layout.word();
        let count = number(list, 2, 2).ok_or_else(broken)? as usize;
        let total = number(list, 4, 4).ok_or_else(broken)?;
        let ids = list.get(8..8 + count * word).ok_or_else(broken)?;
        if list.first() != Some(&1) {
            return Err(broken());
        }
        let ids = ids.chunks_exact(word).filter_map(|id| number(id, 0, word));
        Ok((ids.collect(), total))
    }

    /// All bytes of some data.
    pub fn data(&mut self, id: u64) -> Result<Vec<u8>, Problem> {
        Ok(self.pieces(id)?.concat())
    }

    /// The nodes below a node.
    pub fn under(&mut self, id: u64) -> Result<Under, Problem> {
        let mut under = Under::new();
        if id == 0 {
            return Ok(under);
        }
        let word = self.file.layout.word();
        let broken = || damage("a list of the nodes below a node is broken");
        // each list, and whether it may be one of lists
        let mut left = vec![(id, true)];
        while let Some((id, first)) = left.pop() {
            let list = self.block(id)?;
            let count = number(&list, 2, 2).ok_or_else(broken)? as usize;
            let leaf = match (list.first(), list.get(1)) {
                (Some(2), Some(0)) => true,
                (Some(2), Some(1)) if first => false,
                _ => return Err(broken()),
            };
            let size = if leaf { word * 3 } else { word * 2 };
            let start = if word == 8 { 8 } else { 4 };
            let entries = list.get(start..start + count * size).ok_or_else(broken)?;
            for entry in entries.chunks_exact(size) {
                let node = number(entry, 0, 4).ok_or_else(broken)? as u32;
                let block = number(entry, word, word).ok_or_else(broken)?;
                if leaf {
                    let below = number(entry, word * 2, word).ok_or_else(broken)?;
                    under.insert(node, Below { data: block, below });
                } else {
                    left.push((block, false));
                }
            }
        }
        Ok(under)
    }
}
