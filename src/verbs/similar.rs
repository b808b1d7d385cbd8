//! Records whose text is like that of another: drafts, copies with a word changed, the same letter sent to many.
//!
//! Two texts are as alike as the runs of four words that they share: of all runs in either, the part that is in both
//! (A. Broder, "On the resemblance and containment of documents", 1997). Case, accents and punctuation do not count.
//! To find the few worth comparing word by word, each text has a sketch, the least hash in each of 128 shares of its
//! runs; sketches are made when they are first needed and kept beside the index, by record and generation, so that the
//! answer is the same in whatever order records were ingested. What is answered is counted on the texts themselves.

mod sketch;

use std::collections::HashSet;

use super::answers::{Alike, Similar};
use super::desk::Desk;
use crate::error::Result;
use crate::extract::Extraction;
use crate::record::{RecordId, plain_text};

use sketch::{Sketch, Sketches};

/// Texts less alike than this are not answered.
const LEAST: f64 = 0.5;
/// Sketches less alike than this belong to texts that are not worth comparing: it is four standard errors below
/// [`LEAST`].
const LEAST_SKETCHED: f64 = 0.32;

/// Records like this one, the most alike first, ties by id; at most `limit`, or all.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn similar(desk: &Desk<'_>, id: RecordId, limit: Option<usize>) -> Result<Similar> {
    let own = runs(&desk.catalogue.extraction(id)?);
    let own_sketch = Sketch::of(&own);
    let sketches = Sketches::caught_up(desk)?;
    let mut alike: Vec<(f64, RecordId)> = Vec::new();
    let mut compared = 0;
    for (other, sketch) in sketches.all() {
        if *other == id || sketch.is_empty() {
            continue;
        }
        compared += 1;
        if own_sketch.likeness(sketch) < LEAST_SKETCHED {
            continue;
        }
        let likeness = resemblance(&own, &runs(&desk.catalogue.extraction(*other)?));
        if likeness >= LEAST {
            alike.push((likeness, *other));
        }
    }
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    alike.truncate(limit.unwrap_or(usize::MAX));
    let records = alike
        .into_iter()
        .map(|(likeness, other)| {
            Ok(Alike {
                record: desk.describe(other, None)?,
                similarity: (likeness * 100.0).round() / 100.0,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Similar {
        of: desk.describe(id, None)?,
        records,
        compared,
        comparable: !own.is_empty(),
    })
}

/// How alike two texts are, from 0 to 1.
pub(crate) fn likeness(a: &Extraction, b: &Extraction) -> f64 {
    resemblance(&runs(a), &runs(b))
}

/// Words in a run.
const RUN: usize = 4;

/// The hashes of all runs of four words of a text; one for the whole of a shorter text, none for one without words.
fn runs(extraction: &Extraction) -> HashSet<u64> {
    let mut words: Vec<u64> = Vec::new();
    let mut word = sketch::EMPTY;
    let mut within = false;
    for c in plain_text(extraction).chars() {
        if c.is_alphanumeric() {
            within = true;
            for lower in c.to_lowercase() {
                word = sketch::stirred(word, u64::from(u32::from(lower)));
            }
        } else if within && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}') {
            words.push(std::mem::replace(&mut word, sketch::EMPTY));
            within = false;
        }
    }
    if within {
        words.push(word);
    }
    words
        .windows(RUN.min(words.len().max(1)))
        .map(|run| {
            run.iter()
                .fold(sketch::EMPTY, |hash, word| sketch::stirred(hash, *word))
        })
        .collect()
}

/// Of all runs in either, the part that is in both.
fn resemblance(a: &HashSet<u64>, b: &HashSet<u64>) -> f64 {
    let both = a.intersection(b).count();
    let either = a.len() + b.len() - both;
    if either == 0 {
        return 0.0;
    }
    both as f64 / either as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Format, Passage, Place, TextStatus};

    fn text(words: &str) -> Extraction {
        Extraction {
            format: Format::Text,
            headers: Vec::new(),
            metadata: Vec::new(),
            passages: vec![Passage {
                place: Place::Body,
                page: None,
                text: words.to_owned(),
            }],
            pages: None,
            text_status: TextStatus::Text,
            doubts: Vec::new(),
        }
    }

    /// A text of so many made-up words, from one on.
    fn words(from: u32, many: u32) -> String {
        (from..from + many)
            .map(|n| format!("word{} ", n.wrapping_mul(2_654_435_761) % 9_973))
            .collect()
    }

    #[test]
    fn case_and_punctuation_do_not_count_and_words_do() {
        let a = runs(&text(
            "The lamp room ledger was signed for on the third of May",
        ));
        let b = runs(&text(
            "THE LAMP-ROOM ledger: was signed\nfor, on the third of May!",
        ));
        assert_eq!(a.len(), 9);
        assert!((resemblance(&a, &b) - 1.0).abs() < f64::EPSILON);
        // one word of twelve changed takes the four runs that it stood in
        let c = runs(&text(
            "The lamp room ledger was signed for on the fourth of May",
        ));
        assert!((resemblance(&a, &c) - 6.0 / 12.0).abs() < f64::EPSILON);
        assert!(runs(&text(" --- ")).is_empty());
        assert_eq!(runs(&text("two words")).len(), 1);
    }

    #[test]
    fn a_sketch_is_as_alike_as_the_texts_are() {
        for many in [8_u32, 20, 60, 300, 3_000] {
            for kept in [0.0, 0.5, 0.7, 0.9, 1.0] {
                let shared = (f64::from(many) * kept) as u32;
                let a = runs(&text(&words(1, many)));
                let b = runs(&text(&(words(1, shared) + &words(50_000, many - shared))));
                let likeness = resemblance(&a, &b);
                let sketched = Sketch::of(&a).likeness(&Sketch::of(&b));
                assert!(
                    (sketched - likeness).abs() < 0.18,
                    "{many} words: {sketched} for {likeness}"
                );
            }
        }
    }
}
