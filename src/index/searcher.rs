//! Answers queries: hits in a stable order, exact counts, and what each part of a query found.

use std::collections::BTreeSet;

use tantivy::collector::Count;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query as Engine};

use super::compile::{Compiler, Known};
use super::forms::{self, Held};
use super::hits::{Collected, Hits, Ranked};
use super::{Highlighter, Index, Snippet, failed, fields};
use crate::error::Result;
use crate::facts::references::Families;
use crate::query::{Lent, Node, Query, Text};
use crate::record::RecordId;

/// The order of an answer. Ties are broken by id, ascending; records without a date come last under both date orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The best score first.
    Relevance,
    /// The earliest first.
    DateAscending,
    /// The latest first.
    DateDescending,
    /// By id, without score.
    Id,
}

/// A record that answers a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which.
    pub id: RecordId,
    /// How well it answers, in hundredths; 0 where nothing was scored.
    pub score: f32,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How many records answer, whatever was asked for.
    pub total: usize,
    /// The first of them, as many as were asked for.
    pub hits: Vec<Hit>,
}

/// What one leaf of a query found by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The leaf in plain words.
    pub read_as: String,
    /// How many records answer it.
    pub records: usize,
    /// The words of the index, or the references, that it came to stand for, where that is more than what was typed.
    pub forms: Vec<String>,
}

/// The index as it stood when this was opened; commits since are not seen.
pub struct Searcher {
    engine: tantivy::Searcher,
    generation: u64,
    gone: BTreeSet<RecordId>,
    known: Known,
    held: Held,
}

impl Searcher {
    /// `generation`: read before the segments are, so that the answer may know more than it says, never less.
    pub(super) fn open(index: &Index, generation: u64) -> Result<Self> {
        let unread = |cause| failed("cannot read the index", cause);
        let reader = index
            .engine
            .reader_builder()
            .reload_policy(tantivy::ReloadPolicy::Manual)
            .try_into()
            .map_err(unread)?;
        let engine = reader.searcher();
        Ok(Self {
            held: forms::held(&engine)?,
            engine,
            generation,
            gone: BTreeSet::new(),
            known: Known::default(),
        })
    }

    /// Leaves these records out of every answer: they were taken out of the catalogue since the index was committed.
    pub fn without(mut self, gone: BTreeSet<RecordId>) -> Self {
        self.gone = gone;
        self
    }

    /// The generation that is surely contained.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// How many records there are.
    pub fn records(&self) -> usize {
        usize::try_from(self.engine.num_docs()).unwrap_or(usize::MAX)
    }

    /// Answers a query: the exact total, and the first `limit` hits or all.
    ///
    /// # Errors
    /// When a word has nothing to search for, or the index cannot be read.
    pub fn search(&self, query: &Query, order: Order, limit: Option<usize>) -> Result<Found> {
        let wanted = Hits {
            order,
            limit,
            every: false,
        };
        Ok(found(&self.answer(query, wanted)?))
    }

    /// The same, and the ids of all records that answer, in no order: the query is gone through once for both.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn search_with_ids(
        &self,
        query: &Query,
        order: Order,
        limit: Option<usize>,
    ) -> Result<(Found, Vec<RecordId>)> {
        let wanted = Hits {
            order,
            limit,
            every: true,
        };
        let collected = self.answer(query, wanted)?;
        let found = found(&collected);
        let ids = collected.every.into_iter().map(RecordId::from_number);
        Ok((found, ids.collect()))
    }

    fn answer(&self, query: &Query, wanted: Hits) -> Result<Collected> {
        self.collect(self.compiler().node(query.root())?.as_ref(), wanted)
    }

    /// How many records answer a query.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn count(&self, query: &Query) -> Result<usize> {
        self.number(self.compiler().node(query.root())?.as_ref())
    }

    /// The ids of all records that answer a query, sorted.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn ids(&self, query: &Query) -> Result<Vec<RecordId>> {
        self.ids_of(self.compiler().node(query.root())?.as_ref())
    }

    /// What each leaf of a query finds by itself, from left to right, equal ones once.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn parts(&self, query: &Query) -> Result<Vec<Part>> {
        self.parts_of(query, None)
    }

    /// As [`Searcher::parts`]; `total`, where it is known, is how many records answer the whole, so that a query of one
    /// leaf is not asked twice.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn parts_of(&self, query: &Query, total: Option<usize>) -> Result<Vec<Part>> {
        let compiler = self.compiler();
        let mut parts: Vec<Part> = Vec::new();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for leaf in query.leaves() {
            let read_as = leaf.read_as();
            if seen.insert(read_as.clone()) {
                let records = match total {
                    Some(total) if std::ptr::eq(leaf, query.root()) => total,
                    _ => self.number(compiler.node(leaf)?.as_ref())?,
                };
                parts.push(Part {
                    forms: compiler.forms(leaf)?,
                    read_as,
                    records,
                });
            }
        }
        Ok(parts)
    }

    /// How many records hold the words of a query's references in a row without holding those references.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn same_words(&self, query: &Query) -> Result<usize> {
        let compiler = self.compiler();
        let mut likenesses: Vec<Box<dyn Engine>> = Vec::new();
        for leaf in query.leaves() {
            let Node::Reference {
                references, typed, ..
            } = leaf
            else {
                continue;
            };
            let mut spellings: Vec<&str> = references
                .iter()
                .map(|reference| reference.canonical())
                .collect();
            spellings.push(typed);
            spellings.sort_unstable();
            spellings.dedup();
            let rows = spellings
                .iter()
                .map(|spelling| {
                    let phrase = Text::Phrase {
                        typed: (*spelling).to_owned(),
                        apart: None,
                    };
                    compiler.text(fields::searched(None), None, &phrase)
                })
                .collect::<Result<_>>()?;
            likenesses.push(Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(BooleanQuery::union(rows))),
                (Occur::MustNot, compiler.node(leaf)?),
            ])));
        }
        if likenesses.is_empty() {
            return Ok(0);
        }
        self.number(&BooleanQuery::union(likenesses))
    }

    /// Makes a query ready to be shown in texts.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn highlighter<'a>(&self, query: &Query, families: Lent<'a>) -> Result<Highlighter<'a>> {
        Highlighter::new(query, families, &self.compiler())
    }

    /// Shows where a query matches one text, in a passage of at most `width` characters.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn highlight(
        &self,
        query: &Query,
        families: &Families,
        text: &str,
        width: usize,
    ) -> Result<Snippet> {
        Ok(self.highlighter(query, &families)?.snippet(text, width))
    }

    /// The ids of all its records, sorted.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn all_ids(&self) -> Result<Vec<RecordId>> {
        self.ids_of(&AllQuery)
    }

    fn compiler(&self) -> Compiler<'_> {
        Compiler::new(&self.engine, &self.known, &self.held)
    }

    fn ids_of(&self, query: &dyn Engine) -> Result<Vec<RecordId>> {
        let wanted = Hits {
            order: Order::Id,
            limit: Some(0),
            every: true,
        };
        let mut numbers = self.collect(query, wanted)?.every;
        numbers.sort_unstable();
        Ok(numbers.into_iter().map(RecordId::from_number).collect())
    }

    fn number(&self, query: &dyn Engine) -> Result<usize> {
        if !self.gone.is_empty() {
            return Ok(self.ids_of(query)?.len());
        }
        self.engine
            .search(query, &Count)
            .map_err(|cause| failed("cannot search the index", cause))
    }

    fn collect(&self, query: &dyn Engine, wanted: Hits) -> Result<Collected> {
        let collect = |wanted: &Hits| {
            self.engine
                .search(query, wanted)
                .map_err(|cause| failed("cannot search the index", cause))
        };
        if self.gone.is_empty() {
            return collect(&wanted);
        }
        // seldom: the index is behind a removal, so that every hit must be looked at
        let mut all = collect(&Hits {
            limit: None,
            ..wanted
        })?;
        let stays = |number: u64| !self.gone.contains(&RecordId::from_number(number));
        all.first.retain(|ranked| stays(ranked.number()));
        all.every.retain(|number| stays(*number));
        all.total = all.first.len();
        all.first.truncate(wanted.limit.unwrap_or(usize::MAX));
        Ok(all)
    }
}

fn found(collected: &Collected) -> Found {
    Found {
        total: collected.total,
        hits: collected.first.iter().map(hit).collect(),
    }
}

fn hit(ranked: &Ranked) -> Hit {
    Hit {
        id: RecordId::from_number(ranked.number()),
        score: ranked.score,
    }
}
