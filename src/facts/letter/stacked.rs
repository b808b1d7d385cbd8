//! Labels that extraction has parted from their values: `Our ref:`, `Your ref:`, `Date:` in one run of lines, the
//! numbers in another, above or below, as a page in columns reads when its columns are put one after the other.
//!
//! A value is given to a label only where there are as many numbers standing alone as labels standing alone: then they
//! stand in the same order. Where one is missing nobody can tell which; then the side that issues such numbers has them.

use std::ops::Range;

use super::labels::{Label, labels_in};
use super::layout::{Cell, Layout};

/// Where a number that stands alone begins, and the label that is its own.
pub(super) fn read(layout: &Layout<'_>, references: &[Range<usize>]) -> Vec<(usize, Label)> {
    // no number stands alone in most heads
    if layout
        .head
        .iter()
        .all(|cell| value(cell, references).is_none())
    {
        return Vec::new();
    }
    let mut labels = Vec::new();
    let mut values = Vec::new();
    for (at, cell) in layout.head.iter().enumerate() {
        if let Some(label) = alone(cell.text) {
            let beside = layout
                .head
                .get(at + 1)
                .filter(|next| next.line == cell.line);
            let below = layout.head.get(at + 1);
            let unanswered = !below.is_some_and(|next| says_none(next.text));
            if unanswered && beside.is_none_or(|next| value(next, references).is_none()) {
                labels.push(label);
            }
        } else if let Some(start) = value(cell, references) {
            let before = at.checked_sub(1).map(|before| &layout.head[before]);
            let labelled = before
                .is_some_and(|before| before.line == cell.line && alone(before.text).is_some());
            if !labelled {
                values.push(start);
            }
        }
    }
    if labels.len() != values.len() {
        // a label was left without a value: whose number it is, only its issuer can tell
        let unclear = |start| (start, Label::Unclear);
        return if labels.len() > values.len() {
            values.into_iter().map(unclear).collect()
        } else {
            Vec::new()
        };
    }
    values.into_iter().zip(labels).collect()
}

/// Whether a cell says that there is no number: then its label waits for none.
fn says_none(words: &str) -> bool {
    const NONE: [&str; 8] = [
        "none",
        "n/a",
        "nil",
        "not known",
        "unknown",
        "none given",
        "not applicable",
        "-",
    ];
    NONE.iter()
        .any(|none| none.eq_ignore_ascii_case(words.trim_end_matches('.')))
}

/// The label that a cell is, with nothing beside it.
fn alone(words: &str) -> Option<Label> {
    if words.len() > 40 {
        return None;
    }
    let [(label, from, to)] = labels_in(words)[..] else {
        return None;
    };
    let rest = words.get(to..)?.to_ascii_lowercase();
    let plain = rest
        .split(|c: char| !c.is_alphanumeric())
        .all(|word| matches!(word, "" | "no" | "number" | "s"));
    (from == 0 && plain).then_some(label)
}

/// Where the reference begins that a cell is, with nothing beside it.
fn value(cell: &Cell<'_>, references: &[Range<usize>]) -> Option<usize> {
    let end = cell.at + cell.text.len();
    let own = |one: &&Range<usize>| one.start >= cell.at && one.end <= end;
    let found = references.iter().find(own)?;
    (cell.text.len() - found.len() <= 4).then_some(found.start)
}
