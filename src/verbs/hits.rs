//! The hits of a search, each with what is known of its record and a passage in which it matches.

use super::answers::{Hit, Snippet};
use super::desk::Desk;
use super::search::{Asked, Marks, Order};
use crate::error::Result;
use crate::index;
use crate::record::plain_text;

/// The width of a snippet, in characters.
const SNIPPET: usize = 160;
/// So many hits and more are described with all threads at hand.
const MANY: usize = 50;

/// Describes the hits that are shown, in their order; `alone`: without what ties a record to others.
///
/// # Errors
/// When index or catalogue cannot be read.
pub(super) fn described(
    desk: &Desk<'_>,
    asked: &Asked,
    alone: bool,
    wanted: &[index::Hit],
    marks: &Marks,
) -> Result<Vec<Hit>> {
    let scored = asked.order == Order::Relevance && !asked.query.is_everything();
    let threads = (wanted.len() >= MANY && !alone)
        .then(|| desk.catalogue.threads())
        .transpose()?;
    let searcher = desk.searcher()?;
    let highlighter = (!asked.query.is_everything())
        .then(|| searcher.highlighter(&asked.query, &desk.tables.families))
        .transpose()?;
    let mut hits = Vec::with_capacity(wanted.len());
    let items = desk.items_of(asked.request.as_deref())?;
    for hit in wanted {
        let snippet = highlighter
            .as_ref()
            .map(|highlighter| -> Result<Snippet> {
                let text = plain_text(&desk.catalogue.extraction(hit.id)?);
                let snippet = highlighter.snippet(&text, SNIPPET);
                Ok(Snippet {
                    text: snippet.text,
                    highlights: snippet.highlights,
                })
            })
            .transpose()?;
        hits.push(Hit {
            record: match alone {
                true => desk.described_alone(hit.id)?,
                false => desk.describe(hit.id, threads.as_ref())?,
            },
            score: scored.then(|| (f64::from(hit.score) * 100.0).round() / 100.0),
            snippet,
            as_at: marks.get(&hit.id).copied().flatten(),
            item: items.get(&hit.id).copied(),
        });
    }
    Ok(hits)
}
