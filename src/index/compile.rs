//! Turns the tree of a query into the engine's queries, and keeps what each word came to stand for.

use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query as Engine,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::broken::MARK;
use super::chosen::Chosen;
use super::forms::{self, Held};
use super::nearby::{Item, Nearby, Row, Shape};
use super::slots::{self, Slot};
use super::{fields, tokens};
use crate::error::{Error, Result};
use crate::facts::references::{Reference, UNATTRIBUTED};
use crate::query::{self, Node, Text, Value};

type Compiled = Box<dyn Engine>;

/// More words than this at one place are looked up together, each worth the same.
const SCORED_APART: usize = 64;

/// More records than this, named by the catalogue, are not looked up one by one.
const LOOKED_UP: usize = 256;

/// More words than this are not looked for in any order among others: the work grows faster than their number.
const MOST_AMONG: usize = 64;

/// Compiles queries against one state of the index.
pub(super) struct Compiler<'a> {
    engine: &'a tantivy::Searcher,
    known: &'a Known,
    held: &'a Held,
}

/// The words that places came to stand for in one state of the index, so that no list of words is gone through twice
/// for one question.
pub(super) type Known = Mutex<HashMap<(Field, Slot), Vec<String>>>;

impl<'a> Compiler<'a> {
    pub fn new(engine: &'a tantivy::Searcher, known: &'a Known, held: &'a Held) -> Self {
        Self {
            engine,
            known,
            held,
        }
    }

    /// The engine's query for a node. Limits that every hit shares add nothing to its score.
    pub fn node(&self, node: &Node) -> Result<Compiled> {
        match node {
            Node::Everything => Ok(Box::new(AllQuery)),
            Node::Text { field, text, .. } => self.text(fields::searched(*field), *field, text),
            Node::Reference { .. } | Node::ReferencePattern { .. } => any(self
                .keys(node)?
                .iter()
                .map(|key| whole("ref", key))
                .collect::<Result<_>>()?),
            Node::Field { field, value, .. } => limit(*field, value),
            Node::And(parts) => self.all(parts),
            Node::Or(parts) => any(parts
                .iter()
                .map(|part| self.node(part))
                .collect::<Result<_>>()?),
            Node::Not(_) => self.all(std::slice::from_ref(node)),
        }
    }

    fn all(&self, parts: &[Node]) -> Result<Compiled> {
        let mut clauses: Vec<(Occur, Compiled)> = Vec::with_capacity(parts.len() + 1);
        for part in parts {
            clauses.push(match part {
                Node::Not(inner) => (Occur::MustNot, self.node(inner)?),
                other => (Occur::Must, self.node(other)?),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, unscored(Box::new(AllQuery))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// Words in any of these fields.
    pub fn text(
        &self,
        searched: &[&str],
        field: Option<query::Field>,
        text: &Text,
    ) -> Result<Compiled> {
        let inflected = !field.is_some_and(query::Field::is_names);
        let mut found = Vec::new();
        for name in searched {
            found.extend(self.in_field(handle(name)?, text, inflected)?);
        }
        any(found)
    }

    /// Words in one field; none where it holds nothing that fits.
    fn in_field(&self, field: Field, text: &Text, inflected: bool) -> Result<Option<Compiled>> {
        let shape = match text {
            Text::Near { .. } => match self.item(field, text, inflected)? {
                Some(item) => Shape::Item(item),
                None => return Ok(None),
            },
            Text::Phrase {
                apart: Some(others),
                ..
            } => match self.row(field, text, inflected)? {
                Some(row) if row.len() > 1 => Shape::Among(among(row, *others)?, *others),
                Some(row) => Shape::Item(Item::InARow(row)),
                None => return Ok(None),
            },
            _ => match self.row(field, text, inflected)? {
                Some(row) => Shape::Item(Item::InARow(row)),
                None => return Ok(None),
            },
        };
        if !self.held.iter().any(|held| held.contains(&field)) {
            return Ok(None);
        }
        let term = |word: &str| Term::from_field_text(field, word);
        Ok(Some(match shape {
            Shape::Item(Item::InARow(row)) => match row.as_slice() {
                [place] if place.len() > SCORED_APART => Box::new(TermSetQuery::new(
                    place.iter().map(|word| term(word)).collect::<Vec<_>>(),
                )),
                [place] if !self.holds_one_of(field, place)? => return Ok(None),
                [place] => any(place
                    .iter()
                    .map(|word| -> Compiled {
                        Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs))
                    })
                    .collect())?,
                places if places.iter().all(|place| place.len() == 1) => {
                    for place in places {
                        if !self.holds_one_of(field, place)? {
                            return Ok(None);
                        }
                    }
                    let phrase =
                        PhraseQuery::new(places.iter().flatten().map(|word| term(word)).collect());
                    let mut ways: Vec<Compiled> = vec![Box::new(phrase)];
                    if forms::holds(self.engine, self.held, field, MARK)? {
                        let words = row.into_iter().flatten().collect();
                        ways.push(Box::new(Nearby {
                            field,
                            shape: Shape::Broken(words),
                        }));
                    }
                    any(ways)?
                }
                _ => Box::new(Nearby {
                    field,
                    shape: Shape::Item(Item::InARow(row)),
                }),
            },
            shape => Box::new(Nearby { field, shape }),
        }))
    }

    /// Whether a field holds one of some words. Several were read off its list, and are not looked for again.
    fn holds_one_of(&self, field: Field, words: &[String]) -> Result<bool> {
        match words {
            [word] => forms::holds(self.engine, self.held, field, word),
            words => Ok(!words.is_empty()),
        }
    }

    /// A text as one side of NEAR has it; none where this field holds nothing that fits.
    fn item(&self, field: Field, text: &Text, inflected: bool) -> Result<Option<Item>> {
        let Text::Near {
            left,
            right,
            within,
        } = text
        else {
            return Ok(self.row(field, text, inflected)?.map(Item::InARow));
        };
        let items = |texts: &[Text]| -> Result<Vec<Item>> {
            let mut items = Vec::new();
            for text in texts {
                items.extend(self.item(field, text, inflected)?);
            }
            Ok(items)
        };
        let (left, right) = (items(left)?, items(right)?);
        Ok((!left.is_empty() && !right.is_empty()).then_some(Item::Near(left, right, *within)))
    }

    /// What may stand at each place of a text in a row; none where a place has nothing that this field holds.
    fn row(&self, field: Field, text: &Text, inflected: bool) -> Result<Option<Row>> {
        let mut row = Row::new();
        for slot in places(text, inflected)? {
            let fitting = self.fitting(field, &slot, typed(text))?;
            if fitting.is_empty() {
                return Ok(None);
            }
            row.push(fitting);
        }
        Ok(Some(row))
    }

    fn fitting(&self, field: Field, slot: &Slot, typed: &str) -> Result<Vec<String>> {
        if let Slot::Exact(word) = slot {
            return Ok(vec![word.clone()]);
        }
        let key = (field, slot.clone());
        // what another thread left half done is only a word not yet known
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(words) = known().get(&key) {
            return Ok(words.clone());
        }
        let found = forms::fitting(self.engine, self.held, field, slot, typed)?;
        known().insert(key, found.clone());
        Ok(found)
    }

    /// The keys of some references. A number that several bodies could have given is that of every body under whose name
    /// a record carries it, those too that no table lists.
    fn issued(&self, references: &[Reference]) -> Result<Vec<String>> {
        let mut keys: Vec<String> = references.iter().map(Reference::key).collect();
        let open: Vec<&str> = references
            .iter()
            .filter(|reference| reference.issuer() == UNATTRIBUTED)
            .map(Reference::canonical)
            .collect();
        if !open.is_empty() {
            keys.extend(forms::keys(self.engine, handle("ref")?, &|key| {
                key.split_once('/')
                    .is_some_and(|(_, canonical)| open.contains(&canonical))
            })?);
            keys.sort_unstable();
            keys.dedup();
        }
        Ok(keys)
    }

    fn fitting_references(&self, typed: &str) -> Result<Vec<String>> {
        let keys = forms::keys(self.engine, handle("ref")?, &|key| {
            key.split_once('/')
                .is_some_and(|(_, canonical)| slots::fits_whole(typed, canonical))
        })?;
        if keys.len() > forms::MOST_FITTING {
            return Err(Error::request(format!(
                "`{}` fits {} references of this archive, and at most {} can be put on record",
                typed.escape_debug(),
                keys.len(),
                forms::MOST_FITTING
            ))
            .hint("type more of it; nothing was searched"));
        }
        Ok(keys)
    }

    /// The words of the index that a leaf came to stand for, sorted; none where it is what was typed.
    ///
    /// # Errors
    /// As [`Compiler::node`].
    pub fn forms(&self, leaf: &Node) -> Result<Vec<String>> {
        match leaf {
            Node::Text { field, text, .. } => {
                let inflected = !field.is_some_and(query::Field::is_names);
                let mut all = BTreeSet::new();
                for name in fields::searched(*field) {
                    let field = handle(name)?;
                    for text in each(text) {
                        for slot in places(text, inflected)? {
                            if !matches!(slot, Slot::Exact(_)) {
                                all.extend(self.fitting(field, &slot, typed(text))?);
                            }
                        }
                    }
                }
                Ok(all.into_iter().collect())
            }
            Node::ReferencePattern { typed, .. } => Ok(self
                .fitting_references(typed)?
                .into_iter()
                .filter_map(|key| {
                    key.split_once('/')
                        .map(|(_, canonical)| canonical.to_owned())
                })
                .collect()),
            _ => Ok(Vec::new()),
        }
    }

    /// The keys of the references that a leaf asks for.
    ///
    /// # Errors
    /// As [`Compiler::node`].
    pub fn keys(&self, leaf: &Node) -> Result<Vec<String>> {
        match leaf {
            Node::Reference { references, .. } => self.issued(references),
            Node::ReferencePattern { typed, .. } => self.fitting_references(typed),
            _ => Ok(Vec::new()),
        }
    }

    /// The rows of words by which a leaf shows in a text.
    ///
    /// # Errors
    /// As [`Compiler::node`].
    pub fn shown(&self, field: Option<query::Field>, text: &Text) -> Result<Vec<Row>> {
        let mut rows: Vec<Row> = Vec::new();
        for name in fields::searched(field) {
            let handle = handle(name)?;
            for text in each(text) {
                let row = match self.row(handle, text, true)? {
                    // the text may be one that the index does not hold
                    None => places(text, false)?
                        .into_iter()
                        .map(|slot| match slot {
                            Slot::Exact(word) => Some(vec![word]),
                            _ => None,
                        })
                        .collect(),
                    found => found,
                };
                if let Some(mut row) = row {
                    if let (Text::Word { typed, .. }, [place]) = (text, row.as_mut_slice()) {
                        tokens::each(typed, |token, _| place.push(token.to_owned()));
                    }
                    match text {
                        // words in any order show one by one
                        Text::Phrase { apart: Some(_), .. } => {
                            rows.extend(row.into_iter().map(|place| vec![place]));
                        }
                        _ => rows.push(row),
                    }
                }
            }
        }
        rows.sort();
        rows.dedup();
        Ok(rows)
    }
}

/// A row that may be looked for in any order, with so many others among its words: not so long that the work grows
/// beyond bounds, and never so wide that it reaches from one part of a record into the next.
fn among(row: Row, others: u32) -> Result<Row> {
    let words = row.len();
    if words > MOST_AMONG {
        return Err(Error::request(format!(
            "the phrase before `~{others}` has {words} words, and at most {MOST_AMONG} can be looked for in any order"
        ))
        .hint("leave out the `~` to find them in a row, or join shorter phrases with AND"));
    }
    let room = words + others as usize;
    if room > tokens::GAP {
        return Err(Error::request(format!(
            "{words} words with {others} others among them are {room} in all, and at most {} can be looked over",
            tokens::GAP
        ))
        .hint("write a smaller number after the `~`, or join shorter phrases with AND"));
    }
    Ok(row)
}

/// A text, or the texts on both sides of NEAR.
fn each(text: &Text) -> Vec<&Text> {
    match text {
        Text::Near { left, right, .. } => left.iter().chain(right).flat_map(each).collect(),
        one => vec![one],
    }
}

fn typed(text: &Text) -> &str {
    match text {
        Text::Word { typed, .. }
        | Text::Phrase { typed, .. }
        | Text::Pattern { typed }
        | Text::Fuzzy { typed, .. } => typed,
        Text::Near { .. } => "",
    }
}

/// The places of a text in a row.
fn places(text: &Text, inflected: bool) -> Result<Vec<Slot>> {
    let typed = typed(text);
    let mut words = Vec::new();
    tokens::each(typed, |token, _| words.push(token.to_owned()));
    let mut found: Vec<Slot> = match text {
        Text::Pattern { .. } => slots::with_wildcards(typed),
        Text::Phrase { .. } if typed.contains(['*', '?']) => slots::with_wildcards(typed),
        _ => words.into_iter().map(Slot::Exact).collect(),
    };
    match (text, found.as_mut_slice()) {
        (_, []) => {
            return Err(Error::request(format!(
                "`{}` has no letter or digit to search for",
                typed.escape_debug()
            )));
        }
        (Text::Word { exact: false, .. }, [only]) if inflected => {
            if let Slot::Exact(word) = only
                && word.bytes().all(|letter| letter.is_ascii_lowercase())
            {
                *only = Slot::Inflected(std::mem::take(word));
            }
        }
        (Text::Fuzzy { edits, .. }, [only]) => {
            if let Slot::Exact(word) = only {
                *only = Slot::Fuzzy(std::mem::take(word), *edits);
            }
        }
        _ => {}
    }
    Ok(found)
}

fn any(mut parts: Vec<Compiled>) -> Result<Compiled> {
    Ok(match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            Box::new(BooleanQuery::union(parts))
        }
        (_, None) => Box::new(EmptyQuery),
    })
}

fn limit(field: query::Field, value: &Value) -> Result<Compiled> {
    let searched = fields::searched(Some(field));
    match value {
        Value::Listed(value) => {
            let parts = searched
                .iter()
                .map(|name| whole(name, value))
                .collect::<Result<_>>()?;
            Ok(unscored(any(parts)?))
        }
        Value::Days(span) => {
            let mut parts: Vec<Compiled> = Vec::new();
            for name in searched {
                let day = handle(name)?;
                let term = |date: Date| Term::from_field_i64(day, i64::from(number(date)));
                parts.push(Box::new(RangeQuery::new(
                    Bound::Included(term(span.first)),
                    Bound::Included(term(span.last)),
                )));
            }
            Ok(unscored(any(parts)?))
        }
        Value::Records { ids, typed } => {
            let Some(ids) = ids else {
                return Err(Error::bug(format!(
                    "nobody asked the catalogue for `{}`",
                    typed.escape_debug()
                )));
            };
            if ids.len() > LOOKED_UP {
                return Ok(unscored(Box::new(Chosen::new(ids))));
            }
            let id = handle("idn")?;
            let terms: Vec<Term> = ids
                .iter()
                .map(|one| Term::from_field_u64(id, *one))
                .collect();
            Ok(unscored(Box::new(TermSetQuery::new(terms))))
        }
    }
}

fn whole(name: &str, value: &str) -> Result<Compiled> {
    let term = Term::from_field_text(handle(name)?, value);
    Ok(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
}

fn unscored(query: Compiled) -> Compiled {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn handle(name: &str) -> Result<Field> {
    fields::handle(name).ok_or_else(|| Error::bug(format!("the index has no field `{name}`")))
}

/// A day as the index holds it, yyyymmdd.
fn number(date: Date) -> i32 {
    i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
}
