//! Many records, named by the catalogue: every id that a segment holds is held against them, since to look up ten
//! thousand of them one by one takes thirty times as long.

use std::sync::Arc;

use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader};

use super::nearby::Found;

/// A query for the records with these ids.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    ids: Arc<Ids>,
}

/// Ids, and a mark for each beginning that one of them has.
#[derive(Debug)]
struct Ids {
    ascending: Vec<u64>,
    beginnings: Vec<u64>,
    /// So many bits of an id are its beginning.
    bits: u32,
}

impl Ids {
    fn contain(&self, id: u64) -> bool {
        let (word, bit) = self.mark(id);
        self.beginnings
            .get(word)
            .is_some_and(|marks| marks & bit != 0)
            && self.ascending.binary_search(&id).is_ok()
    }

    fn mark(&self, id: u64) -> (usize, u64) {
        let beginning = id >> (64 - self.bits);
        ((beginning / 64) as usize, 1 << (beginning % 64))
    }
}

impl Chosen {
    /// The records with these ids, ascending.
    pub fn new(ascending: &[u64]) -> Self {
        // an id is a digest's beginning: sixteen times as many marks as ids let one other in sixteen through
        let bits = (usize::BITS - ascending.len().leading_zeros() + 4).clamp(6, 32);
        let mut ids = Ids {
            ascending: ascending.to_vec(),
            beginnings: vec![0; 1 << (bits - 6)],
            bits,
        };
        for id in ascending {
            let (word, bit) = ids.mark(*id);
            ids.beginnings[word] |= bit;
        }
        Self { ids: Arc::new(ids) }
    }
}

impl Query for Chosen {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Chosen {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let column = reader.fast_fields().u64("idn")?;
        let docs: Vec<DocId> = (0..reader.max_doc())
            .filter(|doc| column.first(*doc).is_some_and(|id| self.ids.contain(id)))
            .collect();
        Ok(Box::new(ConstScorer::new(Found::from(docs), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("records named by the catalogue", 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_were_named_are_chosen_and_no_other() {
        let ids: Vec<u64> = (0..1_000_u64)
            .map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
            .collect();
        for named in [0, 1, 2, 257, 500] {
            let mut ascending = ids[..named].to_vec();
            ascending.sort_unstable();
            let chosen = Chosen::new(&ascending);
            let found = ids.iter().filter(|id| chosen.ids.contain(**id)).count();
            assert_eq!(found, named);
            for id in [0, 1, u64::MAX, u64::MAX - 1] {
                assert_eq!(chosen.ids.contain(id), ascending.contains(&id), "{id}");
            }
        }
    }
}
