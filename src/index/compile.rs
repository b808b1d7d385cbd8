//! Turns the tree of a query into the engine's queries.

use std::ops::Bound;

use jiff::civil::Date;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, Occur, PhraseQuery, Query as Engine, RangeQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::{fields, tokens};
use crate::error::{Error, Result};
use crate::query::{self, Node, Value};

type Compiled = Box<dyn Engine>;

/// The engine's query for a node. Limits that every hit shares add nothing to its score.
pub(super) fn node(node: &Node) -> Result<Compiled> {
    match node {
        Node::Everything => Ok(Box::new(AllQuery)),
        Node::Word { text, .. } | Node::Phrase { text, .. } => words("text", text),
        Node::Reference { references, .. } => {
            let keys: Vec<String> = references.iter().map(|reference| reference.key()).collect();
            any(keys
                .iter()
                .map(|key| whole("ref", key))
                .collect::<Result<_>>()?)
        }
        Node::Field { field, value, .. } => limit(*field, value),
        Node::And(parts) => all(parts),
        Node::Or(parts) => any(parts.iter().map(self::node).collect::<Result<_>>()?),
        Node::Not(_) => all(std::slice::from_ref(node)),
    }
}

fn all(parts: &[Node]) -> Result<Compiled> {
    let mut clauses: Vec<(Occur, Compiled)> = Vec::with_capacity(parts.len() + 1);
    for part in parts {
        clauses.push(match part {
            Node::Not(inner) => (Occur::MustNot, node(inner)?),
            other => (Occur::Must, node(other)?),
        });
    }
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        clauses.push((Occur::Must, unscored(Box::new(AllQuery))));
    }
    Ok(Box::new(BooleanQuery::new(clauses)))
}

fn any(mut parts: Vec<Compiled>) -> Result<Compiled> {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => Ok(only),
        (_, Some(last)) => {
            parts.push(last);
            Ok(Box::new(BooleanQuery::union(parts)))
        }
        (_, None) => Err(Error::bug("a query has a place with nothing to look for")),
    }
}

fn limit(field: query::Field, value: &Value) -> Result<Compiled> {
    let searched = fields::searched(field);
    match value {
        Value::Words { text, .. } => any(searched
            .iter()
            .map(|name| words(name, text))
            .collect::<Result<_>>()?),
        Value::Listed(value) => {
            let parts = searched
                .iter()
                .map(|name| whole(name, value))
                .collect::<Result<_>>()?;
            Ok(unscored(any(parts)?))
        }
        Value::Days(span) => {
            let day = handle("day")?;
            let term = |date: Date| Term::from_field_i64(day, i64::from(number(date)));
            let range = RangeQuery::new(
                Bound::Included(term(span.first)),
                Bound::Included(term(span.last)),
            );
            Ok(unscored(Box::new(range)))
        }
    }
}

/// Words in a row, or one, in a field.
pub(super) fn words(name: &str, text: &str) -> Result<Compiled> {
    let field = handle(name)?;
    let mut terms: Vec<Term> = Vec::new();
    tokens::each(text, |token, _| {
        terms.push(Term::from_field_text(field, token))
    });
    match (terms.len(), terms.pop()) {
        (_, None) => Err(Error::request(format!(
            "`{}` has no letter or digit to search for",
            text.escape_debug()
        ))),
        (1, Some(only)) => Ok(Box::new(TermQuery::new(only, IndexRecordOption::WithFreqs))),
        (_, Some(last)) => {
            terms.push(last);
            Ok(Box::new(PhraseQuery::new(terms)))
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
