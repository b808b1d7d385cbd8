//! Counts all hits of a search and keeps the first of them in an order that no layout of the index can change.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::searcher::Order;

/// A score that is shown as equal to another is never lower by more than this.
const ROUNDING: f32 = 0.011;

/// What is collected: how many there are, the first of them, and where they were asked for the numbers of all.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub total: usize,
    pub first: Vec<Ranked>,
    /// In no order.
    pub every: Vec<u64>,
}

/// A hit with its place: the smaller rank goes first. The rank ends in the id, so no two are equal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    rank: u128,
    pub score: f32,
}

impl Ranked {
    /// The id's 64 bits.
    pub fn number(&self) -> u64 {
        self.rank as u64
    }
}

/// Collects hits in an order, all or the first so many.
#[derive(Debug)]
pub(super) struct Hits {
    pub order: Order,
    pub limit: Option<usize>,
    /// Whether the numbers of all are wanted.
    pub every: bool,
}

pub(super) struct SegmentHits {
    order: Order,
    limit: Option<usize>,
    every: bool,
    ids: Column<u64>,
    days: Option<Column<i64>>,
    /// Nothing ranked here or later can be among the first.
    worst: u128,
    /// A score below this ranks behind the worst; below every score where scores do not rank.
    floor: f32,
    collected: Collected,
}

impl Collector for Hits {
    type Fruit = Collected;
    type Child = SegmentHits;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentHits> {
        let by_day = matches!(self.order, Order::DateAscending | Order::DateDescending);
        Ok(SegmentHits {
            order: self.order,
            limit: self.limit,
            every: self.every,
            ids: segment.fast_fields().u64("idn")?,
            days: if by_day {
                segment.fast_fields().column_opt("day")?
            } else {
                None
            },
            worst: u128::MAX,
            floor: f32::NEG_INFINITY,
            collected: Collected::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.order != Order::Id
    }

    fn merge_fruits(&self, segments: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut merged = Collected::default();
        for segment in segments {
            merged.total += segment.total;
            merged.first.extend(segment.first);
            merged.every.extend(segment.every);
        }
        merged.first.sort_unstable_by_key(|hit| hit.rank);
        merged.first.truncate(self.limit.unwrap_or(usize::MAX));
        Ok(merged)
    }
}

impl SegmentHits {
    /// What a hit is ranked by before its id; the smaller goes first.
    fn first_key(&self, doc: DocId, hundredths: u32) -> u64 {
        let day = || self.days.as_ref().and_then(|days| days.first(doc));
        match self.order {
            Order::Relevance => u64::from(u32::MAX - hundredths),
            Order::DateAscending => day().map_or(u64::MAX, |day| day.unsigned_abs()),
            Order::DateDescending => {
                day().map_or(u64::MAX, |day| u64::from(u32::MAX) - day.unsigned_abs())
            }
            Order::Id => 0,
        }
    }

    /// Keeps the best half once twice the limit has come together.
    fn prune(&mut self, limit: usize) {
        let first = &mut self.collected.first;
        let (_, last, _) = first.select_nth_unstable_by_key(limit - 1, |hit| hit.rank);
        self.worst = last.rank;
        if self.order == Order::Relevance {
            self.floor = last.score - ROUNDING;
        }
        first.truncate(limit);
    }
}

impl SegmentCollector for SegmentHits {
    type Fruit = Collected;

    /// Scores are compared as they are shown, in hundredths, so that sums added up in another order stay ties.
    fn collect(&mut self, doc: DocId, score: Score) {
        self.collected.total += 1;
        if self.every {
            let id = self.ids.first(doc).unwrap_or_default();
            self.collected.every.push(id);
        }
        if score < self.floor || self.limit == Some(0) {
            return;
        }
        let hundredths = (score * 100.0 + 0.5) as u32;
        let high = u128::from(self.first_key(doc, hundredths)) << 64;
        if high > self.worst {
            return;
        }
        let rank = high | u128::from(self.ids.first(doc).unwrap_or_default());
        if rank >= self.worst {
            return;
        }
        self.collected.first.push(Ranked {
            rank,
            score: hundredths as f32 / 100.0,
        });
        if let Some(limit) = self.limit
            && self.collected.first.len() >= limit.saturating_mul(2).max(64)
            && self.collected.first.len() > limit
        {
            self.prune(limit);
        }
    }

    fn harvest(self) -> Collected {
        self.collected
    }
}
