//! The hits of a search, each with what is known of its record and a passage in which it matches.

use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread;

use super::answers::{Hit, Snippet};
use super::desk::Desk;
use super::search::{Asked, Marks, Order};
use crate::archive::records::read_extraction;
use crate::error::Result;
use crate::index;
use crate::record::plain_text;

/// The width of a snippet, in characters.
const SNIPPET: usize = 160;
/// So many hits and more are described with all threads at hand.
const MANY: usize = 50;
/// So many texts wait at most to have their passages cut.
const AHEAD: usize = 8;

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
    let items = desk.items_of(asked.request.as_deref())?;
    let describe = |hit: &index::Hit| -> Result<Hit> {
        Ok(Hit {
            record: match alone {
                true => desk.described_alone(hit.id)?,
                false => desk.describe(hit.id, threads.as_ref())?,
            },
            score: scored.then(|| (f64::from(hit.score) * 100.0).round() / 100.0),
            snippet: None,
            as_at: marks.get(&hit.id).copied().flatten(),
            item: items.get(&hit.id).copied(),
        })
    };
    let Some(highlighter) = highlighter else {
        return wanted.iter().map(describe).collect();
    };
    thread::scope(|scope| {
        // passages are cut while the next record is read
        let (texts, given) = mpsc::sync_channel::<Vec<u8>>(AHEAD);
        let cut = || -> Result<Vec<_>> {
            let texts = given.into_iter();
            texts.map(|text| passage(&highlighter, &text)).collect()
        };
        let cutting = (wanted.len() > 1)
            .then(|| thread::Builder::new().spawn_scoped(scope, cut))
            .and_then(std::io::Result::ok);
        let mut passages = Vec::new();
        let mut hits = Vec::with_capacity(wanted.len());
        let mut each = |hit: &index::Hit| -> Result<()> {
            let text = desk.catalogue.stored_extraction(hit.id)?;
            match &cutting {
                // it takes no more once one was damaged, and says so at the end
                Some(_) => drop(texts.send(text)),
                None => passages.push(passage(&highlighter, &text)?),
            }
            hits.push(describe(hit)?);
            Ok(())
        };
        let described = wanted.iter().try_for_each(&mut each);
        drop(texts);
        if let Some(cutting) = cutting {
            passages = cutting
                .join()
                .unwrap_or_else(|fault| resume_unwind(fault))?;
        }
        described?;
        for (hit, passage) in hits.iter_mut().zip(passages) {
            hit.snippet = Some(passage);
        }
        Ok(hits)
    })
}

/// The passage of a stored text in which it matches.
fn passage(highlighter: &index::Highlighter<'_>, stored: &[u8]) -> Result<Snippet> {
    let text = plain_text(&read_extraction(stored)?);
    let snippet = highlighter.snippet(&text, SNIPPET);
    Ok(Snippet {
        text: snippet.text,
        highlights: snippet.highlights,
    })
}
