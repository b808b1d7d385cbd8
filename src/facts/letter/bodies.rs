//! Numbers and the bodies beside them: under a letterhead, behind a label of their own, next to a body's name.

use std::ops::Range;

use super::layout::Layout;
use super::roles::carried;
use crate::facts::{Carried, Role, Tables};

/// Whether a reference in the head of a paper stands behind a label of its own, and not within a sentence that speaks of
/// some body's number.
pub(super) fn opens_its_line(layout: &Layout<'_>, at: Range<usize>, tables: &Tables) -> bool {
    let within = |cell: &&super::layout::Cell<'_>| {
        cell.at <= at.start && at.end <= cell.at + cell.text.len()
    };
    let Some(cell) = layout.head.iter().find(within) else {
        return true;
    };
    let before = cell.text.get(..at.start - cell.at).unwrap_or_default();
    let after = cell.text.get(at.end - cell.at..).unwrap_or_default();
    // `2. Reference: INV/0283/2020`
    let numbered = before.trim_start_matches(|c: char| c.is_ascii_digit());
    let before = numbered
        .strip_prefix(". ")
        .or_else(|| numbered.strip_prefix(' '))
        .unwrap_or(before);
    before.len() < 70
        && after.len() < 40
        && before.starts_with(char::is_uppercase)
        && !before.contains(". ")
        && tables.parties.find(before).is_empty()
}

/// How many cells of a head may hold a body's name and its number alone on a line.
const LETTERHEAD: usize = 12;

/// A bare number alone on a line below the name of a body that numbers so: as good as labelled.
pub(super) fn below_letterhead(
    layout: &Layout<'_>,
    known: &[Range<usize>],
    tables: &Tables,
) -> Vec<Carried> {
    let mut found = Vec::new();
    let head = layout.head.get(..LETTERHEAD.min(layout.head.len()));
    for cell in head.unwrap_or_default() {
        let bare = (5..=16).contains(&cell.text.len())
            && cell.text.contains(['/', '-'])
            && cell.text.bytes().any(|byte| byte.is_ascii_digit())
            && cell
                .text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"/-".contains(&byte));
        let read = known
            .iter()
            .any(|one| one.start < cell.at + cell.text.len() && cell.at < one.end);
        if !bare || read || !crate::facts::dates::find(cell.text).is_empty() {
            continue;
        }
        let above = layout.head.iter().take_while(|other| other.at < cell.at);
        let bodies: Vec<String> = above
            .flat_map(|other| tables.parties.find(other.text))
            .map(|found| found.short)
            .collect();
        for one in tables.families.find(&format!("Ref: {}", cell.text)) {
            let row = tables.families.row(one.reference.family());
            let body = bodies
                .iter()
                .find(|body| row.is_some_and(|row| row.issuers.iter().any(|one| one == *body)));
            if let Some(body) = body {
                let mut carried = carried(&one.reference, one.as_printed, Role::Mentioned);
                carried.issuer = body.to_lowercase();
                found.push(carried);
            }
        }
    }
    found
}

/// How far from a number its body may be named, in bytes.
const BODY_WITHIN: usize = 70;

/// The body that the words beside a number name as the one that gave it: `Northshire Police FOI 888/14`,
/// `request 888/14 of Northshire Police`. Only bodies known to number so are asked.
pub(super) fn body_beside(
    text: &str,
    at: Range<usize>,
    family: &str,
    tables: &Tables,
) -> Option<String> {
    let row = tables.families.row(family)?;
    let fits = |short: &str| row.issuers.iter().any(|issuer| issuer == short);
    let from = text.floor_char_boundary(at.start.saturating_sub(BODY_WITHIN));
    let before = text.get(from..at.start)?;
    let sentence = before
        .rmatch_indices(['.', ';', '\u{c}'])
        .find(|(end, _)| before[end + 1..].starts_with(char::is_whitespace))
        .map_or(0, |(end, _)| end + 1);
    let before = &before[sentence..];
    let named = tables.parties.find(before).into_iter().rev();
    if let Some(found) = named.into_iter().find(|found| fits(&found.short)) {
        // another number between the two takes the name for itself
        let between = &before[found.end..];
        if !between.bytes().any(|byte| byte.is_ascii_digit()) {
            return Some(found.short.to_lowercase());
        }
    }
    let to = text.floor_char_boundary(text.len().min(at.end + BODY_WITHIN));
    let after = text.get(at.end..to)?;
    let words = after.trim_start();
    let preposition = ["of ", "to ", "from ", "by ", "(", "at "]
        .iter()
        .find(|word| words.starts_with(**word))?;
    let found = tables.parties.find(words).into_iter().next()?;
    let near = found.start <= preposition.len() + 4;
    (near && fits(&found.short)).then(|| found.short.to_lowercase())
}
