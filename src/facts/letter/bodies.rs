//! Numbers and the bodies beside them: under a letterhead, behind a label of their own, next to a body's name.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::layout::Layout;
use super::roles::carried;
use crate::facts::figures::Figures;
use crate::facts::pattern::built_in;
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

/// How far before a number the sentence may name its body, in bytes.
const NAMED_WITHIN: usize = 110;
/// How many numbers of a text are looked at so.
const MOST_LOOKED_AT: usize = 400;

/// What a sentence says of a number that a body gave.
static CUES: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        "(?i-u:answer|request|respon|repl|refer|complain|appeal|decision|dealt|disclos|refus|review|logged)",
    )
});

/// Numbers that no label announces, in a sentence that says which body dealt with them: `your request to Warwickshire
/// Police, 412-2021`, `the Scottish Government answered it as 202300391845`. Only the body's own shapes are read.
pub(super) fn beside_bodies(
    figures: &Figures<'_>,
    known: &[Range<usize>],
    tables: &Tables,
) -> Vec<Carried> {
    let text = figures.text;
    let mut found = Vec::new();
    for token in numbers(figures).take(MOST_LOOKED_AT) {
        if known
            .iter()
            .any(|one| one.start < token.end && token.start < one.end)
        {
            continue;
        }
        let from = text.floor_char_boundary(token.start.saturating_sub(NAMED_WITHIN));
        let before = text.get(from..token.start).unwrap_or_default();
        let sentence = before
            .rmatch_indices(['.', ';', '\u{c}', '?'])
            .find(|(end, _)| before[end + 1..].starts_with(char::is_whitespace))
            .map_or(0, |(end, _)| end + 1);
        let before = &before[sentence..];
        let at = from + sentence;
        if !CUES.is_match(before) {
            continue;
        }
        let Some(body) = tables.parties.find(before).pop() else {
            continue;
        };
        // what stands between may hold numbers of that body, and no other figure
        let between = body.end..before.len();
        let figure = before[between.clone()].char_indices().any(|(n, c)| {
            let place = at + between.start + n;
            c.is_ascii_digit() && !known.iter().any(|one| one.contains(&place))
        });
        if figure || before[between].contains("\n\n") {
            continue;
        }
        let printed = &text[token.clone()];
        if !crate::facts::dates::find(printed).is_empty() {
            continue;
        }
        for one in tables.families.find(&format!("Ref: {printed}")) {
            let Some(row) = tables.families.row(one.reference.family()) else {
                continue;
            };
            let own = row.issuers.contains(&body.short)
                || tables.parties.by_name(&row.issuer) == Some(body.short.as_str());
            if own && one.as_printed == printed {
                let mut carried = carried(&one.reference, one.as_printed, Role::Mentioned);
                if !row.issuers.is_empty() {
                    carried.issuer = body.short.to_lowercase();
                }
                found.push(carried);
            }
        }
    }
    found
}

/// What may be a body's number by its looks: digits with a mark or two between, or twelve and more on end.
fn numbers(figures: &Figures<'_>) -> impl Iterator<Item = Range<usize>> {
    let bytes = figures.text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let first = figures.next(at)?;
            let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-');
            let mut end = first
                + bytes[first..]
                    .iter()
                    .take_while(|byte| inside(byte))
                    .count();
            // `0417 2021/22`
            if end - first == 4
                && bytes.get(end) == Some(&b' ')
                && bytes.get(end + 5) == Some(&b'/')
                && bytes[end + 1..end + 5].iter().all(u8::is_ascii_digit)
            {
                end += 1 + bytes[end + 1..]
                    .iter()
                    .take_while(|byte| inside(byte))
                    .count();
            }
            while matches!(bytes[end - 1], b'/' | b'-') {
                end -= 1;
            }
            at = end;
            let opens =
                first == 0 || !(inside(&bytes[first - 1]) || b".,:$+".contains(&bytes[first - 1]));
            let word = &bytes[first..end];
            let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
            let marks = word
                .iter()
                .filter(|byte| matches!(byte, b'/' | b'-'))
                .count();
            if opens
                && digits >= 4
                && ((1..=2).contains(&marks) && end - first <= 14
                    || digits >= 12 && end - first == digits)
            {
                return Some(first..end);
            }
        }
    })
}
