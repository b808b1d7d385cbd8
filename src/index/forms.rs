//! The words of the index that fit what was typed, read off the engine's own sorted lists.

use std::collections::BTreeSet;

use tantivy::directory::{CompositeFile, OwnedBytes};
use tantivy::index::SegmentComponent;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{SegmentReader, TantivyError, Term};
use tantivy_fst::raw::Fst;

use super::anywhere::{self, Machine};
use super::failed;
use super::slots::Slot;
use crate::error::{Error, Result};

/// A word with more forms than this is no word that anyone meant.
const MOST_FORMS: usize = 200;
/// A pattern, or a word nearly alike, may stand for this many words at most: every one of them is put on record.
pub const MOST_FITTING: usize = 2_000;

/// The fields of which each segment holds anything. Where it holds nothing of one, the engine makes an empty list of
/// words for it, and takes a megabyte of memory for that.
pub(super) type Held = Vec<BTreeSet<Field>>;

/// What each segment holds.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn held(engine: &tantivy::Searcher) -> Result<Held> {
    let unread = |cause: TantivyError| failed("cannot read the index's lists", cause);
    let segments = engine.segment_readers().iter();
    segments
        .map(|segment| {
            let lists = segment
                .open_read(SegmentComponent::Postings)
                .map_err(|cause| unread(cause.into()))?;
            let lists = CompositeFile::open(&lists).map_err(|cause| unread(cause.into()))?;
            let fields = segment.schema().fields().map(|(field, _)| field);
            Ok(fields
                .filter(|field| lists.open_read(*field).is_some())
                .collect())
        })
        .collect()
}

/// Whether a field holds a word.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn holds(
    engine: &tantivy::Searcher,
    held: &Held,
    field: Field,
    word: &str,
) -> Result<bool> {
    let unread = |cause| failed("cannot read the index's list of words", cause);
    let term = Term::from_field_text(field, word);
    for (segment, held) in engine.segment_readers().iter().zip(held) {
        if held.contains(&field) {
            let index = segment.inverted_index(field).map_err(unread)?;
            let there = index.get_term_info(&term);
            if there.map_err(|cause| unread(cause.into()))?.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The words of a field that fit a place of a row, sorted.
///
/// # Errors
/// When there are too many to be put on record, or the index cannot be read.
pub(super) fn fitting(
    engine: &tantivy::Searcher,
    held: &Held,
    field: Field,
    slot: &Slot,
    typed: &str,
) -> Result<Vec<String>> {
    let unread = |cause| failed("cannot read the index's list of words", cause);
    let mut found: BTreeSet<String> = BTreeSet::new();
    let test = slot.test();
    let mut put = |key: &[u8]| {
        if let Ok(word) = std::str::from_utf8(key)
            && test(word)
        {
            found.insert(word.to_owned());
        }
    };
    let machine = match slot {
        Slot::Glob(glob) => glob.anywhere().and_then(|steps| Machine::new(&steps)),
        _ => None,
    };
    let mut lists = Vec::new();
    for (segment, held) in engine.segment_readers().iter().zip(held) {
        if !held.contains(&field) {
            continue;
        }
        let index = segment.inverted_index(field).map_err(unread)?;
        if let Slot::Fuzzy(word, edits) = slot {
            // the engine's automaton passes by whatever cannot become like the word
            let term = Term::from_field_text(field, word);
            let automaton = FuzzyTermQuery::new(term, *edits, true).automaton();
            let mut words = index
                .terms()
                .search(automaton.map_err(unread)?)
                .into_stream()
                .map_err(|cause| unread(cause.into()))?;
            while words.advance() {
                put(words.key());
            }
            continue;
        }
        if machine.is_some()
            && let Some(list) = automaton(segment, field)?
        {
            lists.push(list);
            continue;
        }
        for beginning in slot.beginnings() {
            let mut words = index
                .terms()
                .range()
                .ge(beginning.as_bytes())
                .into_stream()
                .map_err(|cause| unread(cause.into()))?;
            while words.advance() {
                if !words.key().starts_with(beginning.as_bytes()) {
                    break;
                }
                put(words.key());
            }
        }
    }
    if let Some(machine) = &machine {
        for word in anywhere::all(&lists, machine) {
            put(&word);
        }
    }
    let (most, what) = match slot {
        Slot::Inflected(_) => (MOST_FORMS, "forms"),
        _ => (MOST_FITTING, "words"),
    };
    if found.len() > most {
        return Err(Error::request(format!(
            "`{}` fits {} {what} of this archive, and at most {most} can be put on record",
            typed.escape_debug(),
            found.len()
        ))
        .hint("type more of its letters; nothing was searched"));
    }
    Ok(found.into_iter().collect())
}

/// A segment's list of a field's words as the automaton that it is; none where the engine lays it out otherwise.
fn automaton(segment: &SegmentReader, field: Field) -> Result<Option<Fst<OwnedBytes>>> {
    let unread = |cause: TantivyError| failed("cannot read the index's list of words", cause);
    let lists = segment
        .open_read(SegmentComponent::Terms)
        .map_err(|cause| unread(cause.into()))?;
    let lists = CompositeFile::open(&lists).map_err(|cause| unread(cause.into()))?;
    match lists.open_read(field) {
        Some(list) => anywhere::automaton(&list).map_err(|cause| unread(cause.into())),
        None => Ok(None),
    }
}

/// The keys of references whose canonical spelling passes a test, sorted.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn keys(
    engine: &tantivy::Searcher,
    field: Field,
    test: &dyn Fn(&str) -> bool,
) -> Result<Vec<String>> {
    let unread = |cause| failed("cannot read the index's list of references", cause);
    let mut found = BTreeSet::new();
    for segment in engine.segment_readers() {
        let index = segment.inverted_index(field).map_err(unread)?;
        let mut keys = index
            .terms()
            .stream()
            .map_err(|cause| unread(cause.into()))?;
        while keys.advance() {
            if let Ok(key) = std::str::from_utf8(keys.key())
                && test(key)
            {
                found.insert(key.to_owned());
            }
        }
    }
    Ok(found.into_iter().collect())
}
