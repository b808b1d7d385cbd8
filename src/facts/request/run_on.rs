//! Cuts questions that run on within one paragraph, each behind its number: `Q1. When? Q2. By whom?`

use super::blocks::{self, Block, Marker};
use super::sentences::sentences;
use super::wording;

/// More questions of one paragraph are not told apart.
const MOST: u32 = 60;

/// Cuts every paragraph and entry that holds further numbers of its row.
pub(super) fn split(blocks: &mut Vec<Block>) {
    let alone = blocks.iter().filter(|block| block.marker.is_some()).count() == 1;
    let mut cut = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        match parts(&block, alone) {
            Some(parts) => cut.extend(parts),
            None => cut.push(block),
        }
    }
    *blocks = cut;
}

/// The parts of a paragraph, where it holds more than one number of a row.
fn parts(block: &Block, alone: bool) -> Option<Vec<Block>> {
    let (first, named) = match &block.marker {
        None => (1, true),
        Some(Marker::Number {
            value,
            part: None,
            named,
        }) => (value + 1, *named),
        Some(_) => return None,
    };
    let mut marks = marks(&block.text, first, true);
    if marks.is_empty() && !named && alone {
        marks = self::marks(&block.text, first, false);
    }
    if marks.len() < usize::from(block.marker.is_none()) + 1 {
        return None;
    }
    let text = |start: usize, end: usize| block.text.get(start..end).map(str::trim);
    let lead = text(0, marks.first()?.0)?;
    // "for each quarter: Q1: April to June"
    if lead.to_lowercase().contains("quarter") {
        return None;
    }
    let mut parts = Vec::with_capacity(marks.len() + 1);
    if block.marker.is_some() || !lead.is_empty() {
        parts.push(Block {
            marker: block.marker.clone(),
            text: without_link(lead).to_owned(),
            lines: Vec::new(),
            apart: block.apart,
        });
    }
    for (at, (_, begins)) in marks.iter().enumerate() {
        let ends = marks
            .get(at + 1)
            .map_or(block.text.len(), |(next, _)| *next);
        let mut entry = text(*begins, ends)?;
        let mut after = "";
        if at + 1 == marks.len() {
            (entry, after) = up_to_the_rest(entry);
        }
        parts.push(Block {
            marker: Some(Marker::Number {
                value: first + u32::try_from(at).ok()?,
                part: None,
                named: true,
            }),
            text: without_link(entry).to_owned(),
            lines: Vec::new(),
            apart: false,
        });
        if !after.is_empty() {
            parts.push(Block {
                marker: None,
                text: after.to_owned(),
                lines: Vec::new(),
                apart: true,
            });
        }
    }
    Some(parts)
}

/// Where each number of a row stands, and where its words begin: with its name (`Q2.`, `question 2:`) behind the end of a
/// sentence or clause, without it (`2.`) behind that of a sentence alone.
fn marks(text: &str, first: u32, named: bool) -> Vec<(usize, usize)> {
    let mut marks = Vec::new();
    let mut wanted = first;
    let mut previous = "";
    for (at, word) in words(text) {
        let bound = previous.is_empty()
            || previous.ends_with(['.', '?', '!', ':', ';'])
            || named && previous.ends_with([',', ')', '-', '–'])
            || named && previous.eq_ignore_ascii_case("and");
        previous = word;
        if wanted > MOST || !bound {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let Some((
            Marker::Number {
                value,
                part: None,
                named: is_named,
            },
            after,
        )) = blocks::marker(rest)
        else {
            continue;
        };
        if value == wanted && is_named == named && !after.is_empty() {
            marks.push((at, text.len() - after.len()));
            wanted += 1;
        }
    }
    marks
}

/// The words of a text, each with its place.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let whole = text.as_ptr() as usize;
    text.split_whitespace()
        .map(move |word| (word.as_ptr() as usize - whole, word))
}

/// The last entry, and what the paragraph goes on to say.
fn up_to_the_rest(entry: &str) -> (&str, &str) {
    let goes_on = |sentence: &&str| {
        !wording::is_procedure(sentence)
            && !wording::excludes(sentence)
            && !wording::asks_for_something(sentence)
    };
    let all = sentences(entry);
    let kept = 1 + all.iter().skip(1).take_while(|one| goes_on(one)).count();
    let Some(rest) = all.get(kept) else {
        return (entry, "");
    };
    let at = rest.as_ptr() as usize - entry.as_ptr() as usize;
    entry.split_at_checked(at).unwrap_or((entry, ""))
}

/// An entry without the "and" that leads to the next.
fn without_link(entry: &str) -> &str {
    let entry = entry.trim();
    let bare = entry
        .strip_suffix("and")
        .filter(|rest| rest.ends_with([' ', ';', ',']))
        .unwrap_or(entry);
    bare.trim().trim_end_matches([';', ','])
}
