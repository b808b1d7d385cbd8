//! Words at some distance from each other, each perhaps in several forms: what the engine's own phrases cannot say.
//!
//! Positions are looked at in those records alone that hold something for every place.

use std::collections::{HashMap, HashSet};

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, Term};

use super::broken::MARK;

/// The words that may stand at one place.
pub(super) type Place = Vec<String>;
/// Places in a row.
pub(super) type Row = Vec<Place>;

/// A row of places, or two things near each other.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// In a row.
    InARow(Row),
    /// One of the first within so many words of one of the second, in either order.
    Near(Vec<Item>, Vec<Item>, u32),
}

/// How words must stand.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    /// One after the other, or near each other.
    Item(Item),
    /// All in any order, with at most so many others among them.
    Among(Row, u32),
    /// In a row, one word at each place, where that takes a passing over the second part of a broken word. What stands
    /// in a row anyway is the engine's.
    Broken(Vec<String>),
}

/// A query for words at some distance from each other in one field.
#[derive(Debug, Clone)]
pub(super) struct Nearby {
    pub field: Field,
    pub shape: Shape,
}

impl Query for Nearby {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

/// What a hit is worth: as much as a few words of middling rarity.
const WORTH: Score = 4.0;

impl Weight for Nearby {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.docs(reader)?;
        Ok(Box::new(ConstScorer::new(Found::from(docs), WORTH * boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("words near each other", WORTH))
    }
}

/// Records found, ascending.
pub(super) struct Found {
    docs: Vec<DocId>,
    at: usize,
}

impl From<Vec<DocId>> for Found {
    fn from(docs: Vec<DocId>) -> Self {
        Self { docs, at: 0 }
    }
}

impl DocSet for Found {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.docs.len()).unwrap_or(u32::MAX)
    }
}

impl Nearby {
    fn docs(&self, reader: &SegmentReader) -> tantivy::Result<Vec<DocId>> {
        let index = reader.inverted_index(self.field)?;
        let mut docs = Vec::new();
        match &self.shape {
            Shape::Item(item) => {
                let mut finder = Finder::open(&index, self.field, item)?;
                for doc in candidates(&index, self.field, item)? {
                    if !finder.stretches(doc).is_empty() {
                        docs.push(doc);
                    }
                }
            }
            Shape::Among(row, others) => {
                let mut places = Rows::open(&index, self.field, row)?;
                for doc in Rows::open(&index, self.field, row)?.candidates() {
                    let positions: Vec<Vec<u32>> = places.positions(doc);
                    let passed = places.breaks.of(doc);
                    if stand_together(&positions, &passed, row.len() as u32 + others) {
                        docs.push(doc);
                    }
                }
            }
            Shape::Broken(words) => {
                let row: Row = words.iter().map(|word| vec![word.clone()]).collect();
                let mut rows = Rows::open(&index, self.field, &row)?;
                let plain = row.len() as u32 - 1;
                for doc in together(&index, self.field, words)? {
                    let found = rows.stretches(doc);
                    if !found.is_empty() && found.iter().all(|(from, to)| to - from > plain) {
                        docs.push(doc);
                    }
                }
            }
        }
        Ok(docs)
    }
}

/// The records that hold something for every place of an item.
fn candidates(
    index: &InvertedIndexReader,
    field: Field,
    item: &Item,
) -> tantivy::Result<Vec<DocId>> {
    match item {
        Item::InARow(row) => Ok(Rows::open(index, field, row)?.candidates()),
        Item::Near(left, right, _) => {
            let holding = |items: &[Item]| -> tantivy::Result<Vec<DocId>> {
                let mut all = Vec::new();
                for item in items {
                    all.extend(candidates(index, field, item)?);
                }
                all.sort_unstable();
                all.dedup();
                Ok(all)
            };
            Ok(in_both(&holding(left)?, &holding(right)?))
        }
    }
}

/// The records that hold all of some words, and a broken word besides.
fn together(
    index: &InvertedIndexReader,
    field: Field,
    words: &[String],
) -> tantivy::Result<Vec<DocId>> {
    let mut lists = Vec::with_capacity(words.len() + 1);
    for word in words.iter().map(String::as_str).chain([MARK]) {
        let term = Term::from_field_text(field, word);
        match index.read_postings(&term, IndexRecordOption::Basic)? {
            Some(list) => lists.push(list),
            None => return Ok(Vec::new()),
        }
    }
    lists.sort_by_key(SegmentPostings::doc_freq);
    let mut docs = Vec::new();
    let Some((rarest, others)) = lists.split_first_mut() else {
        return Ok(docs);
    };
    let mut doc = rarest.doc();
    'docs: while doc != TERMINATED {
        for other in others.iter_mut() {
            let reached = match other.doc() {
                at if at < doc => other.seek(doc),
                at => at,
            };
            if reached > doc {
                doc = rarest.seek(reached);
                continue 'docs;
            }
        }
        docs.push(doc);
        doc = rarest.advance();
    }
    Ok(docs)
}

/// Where the second parts of broken words stand in a segment; records are asked for in ascending order.
struct Breaks(Option<SegmentPostings>);

impl Breaks {
    fn open(index: &InvertedIndexReader, field: Field) -> tantivy::Result<Self> {
        let term = Term::from_field_text(field, MARK);
        let kept = IndexRecordOption::WithFreqsAndPositions;
        Ok(Self(index.read_postings(&term, kept)?))
    }

    /// The places in a record that a row may pass over, ascending.
    fn of(&mut self, doc: DocId) -> Vec<u32> {
        let mut places = Vec::new();
        if let Some(postings) = &mut self.0 {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == doc {
                postings.positions(&mut places);
            }
        }
        places
    }
}

/// How many of some places lie between two others, neither of them counted.
fn between(places: &[u32], from: u32, to: u32) -> u32 {
    let before = |end: u32| places.partition_point(|place| *place < end);
    before(to).saturating_sub(before(from + 1)) as u32
}

/// Finds the stretches of a record that an item covers; records are asked for in ascending order.
enum Finder {
    InARow(Rows),
    Near(Vec<Finder>, Vec<Finder>, u32, Breaks),
}

impl Finder {
    fn open(index: &InvertedIndexReader, field: Field, item: &Item) -> tantivy::Result<Self> {
        let all = |items: &[Item]| -> tantivy::Result<Vec<Self>> {
            items
                .iter()
                .map(|item| Self::open(index, field, item))
                .collect()
        };
        Ok(match item {
            Item::InARow(row) => Self::InARow(Rows::open(index, field, row)?),
            Item::Near(left, right, within) => Self::Near(
                all(left)?,
                all(right)?,
                *within,
                Breaks::open(index, field)?,
            ),
        })
    }

    fn stretches(&mut self, doc: DocId) -> Vec<(u32, u32)> {
        match self {
            Self::InARow(rows) => rows.stretches(doc),
            Self::Near(left, right, within, breaks) => {
                let all = |finders: &mut [Self]| -> Vec<(u32, u32)> {
                    finders
                        .iter_mut()
                        .flat_map(|finder| finder.stretches(doc))
                        .collect()
                };
                near(&all(left), &all(right), &breaks.of(doc), *within)
            }
        }
    }
}

/// The postings of a row of places in one segment; records are asked for in ascending order.
struct Rows {
    places: Vec<Vec<SegmentPostings>>,
    breaks: Breaks,
}

impl Rows {
    fn open(index: &InvertedIndexReader, field: Field, row: &Row) -> tantivy::Result<Self> {
        let mut places = Vec::with_capacity(row.len());
        for place in row {
            let mut postings = Vec::with_capacity(place.len());
            for word in place {
                let term = Term::from_field_text(field, word);
                postings
                    .extend(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
            }
            places.push(postings);
        }
        let breaks = Breaks::open(index, field)?;
        Ok(Self { places, breaks })
    }

    /// The records that hold something for every place.
    fn candidates(self) -> Vec<DocId> {
        self.places
            .into_iter()
            .map(|postings| {
                let mut docs = Vec::new();
                for mut one in postings {
                    while one.doc() != TERMINATED {
                        docs.push(one.doc());
                        one.advance();
                    }
                }
                docs.sort_unstable();
                docs.dedup();
                docs
            })
            .reduce(|all, more| in_both(&all, &more))
            .unwrap_or_default()
    }

    /// Where each place is filled in a record.
    fn positions(&mut self, doc: DocId) -> Vec<Vec<u32>> {
        let mut one = Vec::new();
        self.places
            .iter_mut()
            .map(|postings| {
                let mut all = Vec::new();
                for posting in postings {
                    if posting.doc() < doc {
                        posting.seek(doc);
                    }
                    if posting.doc() == doc {
                        posting.positions(&mut one);
                        all.extend_from_slice(&one);
                    }
                }
                all.sort_unstable();
                all
            })
            .collect()
    }

    /// The stretches of a record in which all places stand in a row: the first position and the last.
    fn stretches(&mut self, doc: DocId) -> Vec<(u32, u32)> {
        let positions = self.positions(doc);
        let Some((first, rest)) = positions.split_first() else {
            return Vec::new();
        };
        let passed = match rest {
            [] => Vec::new(),
            _ => self.breaks.of(doc),
        };
        first
            .iter()
            .filter_map(|start| last_of(*start, rest, &passed).map(|last| (*start, last)))
            .collect()
    }
}

/// The nearest last position of a row that begins here: each place directly behind the one before, or behind a second
/// part that is passed over.
fn last_of(start: u32, rest: &[Vec<u32>], passed: &[u32]) -> Option<u32> {
    let mut reached = vec![start];
    for place in rest {
        let mut next: Vec<u32> = reached
            .iter()
            .flat_map(|at| {
                let passes = passed.binary_search(&(at + 1)).is_ok();
                [Some(at + 1), passes.then_some(at + 2)]
            })
            .flatten()
            .filter(|at| place.binary_search(at).is_ok())
            .collect();
        next.dedup();
        reached = next;
    }
    reached.first().copied()
}

fn in_both(a: &[DocId], b: &[DocId]) -> Vec<DocId> {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    few.iter()
        .copied()
        .filter(|doc| many.binary_search(doc).is_ok())
        .collect()
}

/// What each two stretches cover that lie within so many words of each other and share none.
///
/// The second part of a broken word counts for nothing between them.
fn near(left: &[(u32, u32)], right: &[(u32, u32)], passed: &[u32], within: u32) -> Vec<(u32, u32)> {
    let furthest = within.saturating_add(passed.len() as u32);
    let mut right = right.to_vec();
    right.sort_unstable();
    let longest = right.iter().map(|b| b.1 - b.0).max().unwrap_or(0);
    let mut covered = Vec::new();
    for a in left {
        // none that begins earlier reaches this far
        let from = a.0.saturating_sub(furthest + longest);
        let first = right.partition_point(|b| b.0 < from);
        for b in right[first..].iter().take_while(|b| b.0 <= a.1 + furthest) {
            let gap = if a.1 < b.0 {
                b.0 - a.1 - between(passed, a.1, b.0)
            } else if b.1 < a.0 {
                a.0 - b.1 - between(passed, b.1, a.0)
            } else {
                continue;
            };
            if gap <= within {
                covered.push((a.0.min(b.0), a.1.max(b.1)));
            }
        }
    }
    covered.sort_unstable();
    covered.dedup();
    covered
}

/// Whether every place can be filled, each by a word of its own, within so many words in all; the second part of a
/// broken word counts for none.
fn stand_together(places: &[Vec<u32>], passed: &[u32], room: u32) -> bool {
    let starts = places.iter().flatten();
    starts.into_iter().any(|start| {
        let (mut end, mut free) = (start + room - 1, 0);
        while between(passed, *start, end + 1) > free {
            free = between(passed, *start, end + 1);
            end = start + room - 1 + free;
        }
        let within: Vec<&[u32]> = places
            .iter()
            .map(|place| {
                let from = place.partition_point(|at| at < start);
                let to = place.partition_point(|at| *at <= end);
                &place[from..to]
            })
            .collect();
        each_has_its_own(&within)
    })
}

/// Whether each place can have a position that no other has: a matching, found by letting places make room.
fn each_has_its_own(places: &[&[u32]]) -> bool {
    let mut taken: HashMap<u32, usize> = HashMap::new();
    (0..places.len()).all(|place| takes(places, place, &mut taken, &mut HashSet::new()))
}

fn takes(
    places: &[&[u32]],
    place: usize,
    taken: &mut HashMap<u32, usize>,
    tried: &mut HashSet<u32>,
) -> bool {
    for at in places[place] {
        if !tried.insert(*at) {
            continue;
        }
        let free = match taken.get(at).copied() {
            None => true,
            Some(other) => takes(places, other, taken, tried),
        };
        if free {
            taken.insert(*at, place);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_together_within_their_room() {
        // action plan ... plan action
        assert!(stand_together(&[vec![4], vec![5]], &[], 2));
        assert!(stand_together(&[vec![5], vec![4]], &[], 2));
        assert!(!stand_together(&[vec![4], vec![8]], &[], 4));
        assert!(stand_together(&[vec![4], vec![8]], &[], 5));
        // the same word twice needs two places
        assert!(!stand_together(&[vec![4], vec![4]], &[], 5));
        assert!(stand_together(&[vec![4, 6], vec![4, 6]], &[], 3));
        assert!(stand_together(&[vec![1, 2], vec![1], vec![2, 3]], &[], 3));
        // one place too few, and no time lost over it
        let crowd = vec![(0..90).collect::<Vec<u32>>(); 91];
        assert!(!stand_together(&crowd, &[], 180));
    }

    #[test]
    fn stretches_are_near_in_either_order_and_never_within_each_other() {
        assert_eq!(near(&[(1, 1)], &[(2, 2)], &[], 1), [(1, 2)]);
        assert_eq!(near(&[(7, 8)], &[(2, 3)], &[], 4), [(2, 8)]);
        assert!(near(&[(7, 8)], &[(2, 3)], &[], 3).is_empty());
        assert!(near(&[(7, 8)], &[(8, 8)], &[], 5).is_empty());
        assert_eq!(near(&[(10, 10)], &[(1, 8), (3, 3)], &[], 2), [(1, 10)]);
        assert_eq!(near(&[(1, 1)], &[(3, 3)], &[2], 1), [(1, 3)]);
    }

    #[test]
    fn a_row_passes_over_a_second_part_where_it_must() {
        let last = |rest: &[u32]| {
            let rest: Vec<Vec<u32>> = rest.iter().map(|at| vec![*at]).collect();
            last_of(4, &rest, &[5])
        };
        assert_eq!(last(&[5, 6]), Some(6));
        assert_eq!(last(&[6, 7]), Some(7));
        assert_eq!(last(&[7]), None);
        assert_eq!(last_of(4, &[vec![5, 6], vec![7]], &[5]), Some(7));
    }
}
