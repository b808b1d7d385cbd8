//! References in the part they play: the writer's own, the addressee's, what it is about, or mentioned.

use std::collections::HashMap;
use std::ops::Range;

use super::layout::{Layout, strip_prefix_folded};
use super::stacked;
use crate::facts::references::UNATTRIBUTED;
use crate::facts::{Carried, Party, Role, Tables, View};

/// Labels that say whose reference follows, the longer before the shorter ones they hold.
const OURS: [&str; 10] = [
    "our case reference number",
    "our case reference",
    "our reference number",
    "our reference",
    "our case ref",
    "our case",
    "our refs",
    "our ref",
    "our file",
    "in any reply please quote",
];
const YOURS: [&str; 8] = [
    "your case reference",
    "your reference number",
    "your reference",
    "your case ref",
    "your refs",
    "your ref",
    "your file",
    "your case",
];
const NEUTRAL: [&str; 14] = [
    "case reference number",
    "case reference",
    "reference number",
    "reference no",
    "foi reference",
    "case number",
    "case no",
    "case ref",
    "reference",
    "foi ref",
    "file ref",
    "ico ref",
    "appeal number",
    "ref",
];
/// Words of other labels in a row of labels.
const BESIDE_LABELS: [&str; 9] = [
    "",
    "date",
    "no",
    "number",
    "telephone",
    "tel",
    "direct",
    "email",
    "dial",
];
/// How far before a reference its label may begin, in bytes.
const LABEL_WITHIN: usize = 140;

/// What a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Ours,
    Yours,
    Neutral,
}

/// The references of a record and the look-alikes in it.
#[derive(Debug, Default)]
pub struct Read {
    /// Each canonical form once, in its strongest role, by first place.
    pub references: Vec<Carried>,
    /// Look-alikes.
    pub possible: Vec<Carried>,
    /// References under a label that does not say whose they are, by place in `references`.
    pub unowned: Vec<usize>,
}

/// Reads every reference of a record; `printed_subject` is where a message printed as a page has its subject.
pub fn read(
    view: &View<'_>,
    layout: &Layout<'_>,
    printed_subject: Option<Range<usize>>,
    tables: &Tables,
) -> Read {
    let mut read = Read::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut put = |read: &mut Read, one: Carried, neutral: bool| {
        let key = one.key();
        let at = *places.entry(key).or_insert_with(|| {
            read.references.push(one.clone());
            read.references.len() - 1
        });
        let known = &mut read.references[at];
        if one.role < known.role {
            known.role = one.role;
            known.as_printed = one.as_printed;
        }
        if neutral && !read.unowned.contains(&at) {
            read.unowned.push(at);
        }
    };
    let families = &tables.families;
    let (of_subject, subject_possible) = view
        .subject
        .map(|subject| families.find_with_possible(subject))
        .unwrap_or_default();
    let (of_text, text_possible) = families.find_with_possible(view.text);
    for found in of_subject {
        put(
            &mut read,
            carried(&found.reference, found.as_printed, Role::Subject),
            false,
        );
    }
    // a request's own address tells the request
    let everybody = view.from.iter().chain(view.to).chain(view.cc);
    let addresses = everybody.filter_map(|one| one.address.as_deref());
    for address in addresses.filter(|address| address.contains("request-")) {
        for found in families.find(address) {
            put(
                &mut read,
                carried(&found.reference, found.as_printed, Role::Mentioned),
                false,
            );
        }
    }
    let heading = layout
        .heading
        .map(|cell| cell.at..cell.at + cell.text.len());
    let places_in_text: Vec<Range<usize>> =
        of_text.iter().map(|found| found.start..found.end).collect();
    let stacked = stacked::read(layout, &places_in_text);
    let mut same_line: Vec<(usize, usize)> = Vec::new();
    for found in of_text {
        let own = found.start < layout.own_end;
        let (label, line_at) = if own {
            label_of(view.text, found.start, &same_line)
        } else {
            (None, 0)
        };
        let parted = stacked.iter().find(|(start, _)| *start == found.start);
        let label = parted.map(|(_, label)| *label).or(label);
        same_line.retain(|&(line, _)| line == line_at);
        same_line.push((line_at, found.end));
        let role = match label {
            Some(Label::Ours) => Role::Ours,
            Some(Label::Yours) => Role::Yours,
            _ if printed_subject
                .as_ref()
                .is_some_and(|span| span.contains(&found.start)) =>
            {
                Role::Subject
            }
            _ if own
                && heading
                    .as_ref()
                    .is_some_and(|span| span.contains(&found.start)) =>
            {
                Role::Subject
            }
            _ => Role::Mentioned,
        };
        let in_head = (layout.salutation.is_none() || found.start < layout.body_at)
            && !printed_subject
                .as_ref()
                .is_some_and(|span| span.contains(&found.start));
        put(
            &mut read,
            carried(&found.reference, found.as_printed, role),
            label == Some(Label::Neutral) && in_head,
        );
    }
    for name in view.file_names {
        for found in families.in_file_name(name) {
            put(
                &mut read,
                carried(&found.reference, found.as_printed, Role::Filename),
                false,
            );
        }
    }
    for found in subject_possible.into_iter().chain(text_possible) {
        let one = carried(&found.reference, found.as_printed, Role::Mentioned);
        let key = one.key();
        if !read.references.iter().any(|known| known.key() == key)
            && !read.possible.iter().any(|known| known.key() == key)
        {
            read.possible.push(one);
        }
    }
    read
}

/// Gives references under a bare `Reference:` to the side that issues such numbers.
pub fn settle(read: &mut Read, from: Option<&str>, to: Option<&str>, tables: &Tables) {
    for &at in &read.unowned {
        let one = &mut read.references[at];
        if one.role < Role::Subject {
            continue;
        }
        let issuer = tables.parties.by_name(&one.issuer);
        let side = match issuer {
            Some(issuer) if to.is_some_and(|to| to == issuer) && from != to => Role::Yours,
            Some(issuer) if from.is_some_and(|from| from == issuer) => Role::Ours,
            Some(_) if from.is_some() => continue,
            _ => Role::Ours,
        };
        one.role = one.role.min(side);
    }
}

/// Says which body gave a number that several could have given, where the record's own parties tell: the writer's own
/// is the writer's, the addressee's the addressee's, and any other is that of the one party that numbers so.
pub fn attribute(read: &mut Read, from: &[Party], to: &[Party], cc: &[Party], tables: &Tables) {
    for one in &mut read.references {
        if one.issuer != UNATTRIBUTED {
            continue;
        }
        let Some(row) = tables.families.row(&one.family) else {
            continue;
        };
        let sides: &[&[Party]] = match one.role {
            Role::Ours => &[from],
            Role::Yours => &[to],
            _ => &[from, to, cc],
        };
        let mut bodies: Vec<&str> = sides
            .iter()
            .flat_map(|side| side.iter())
            .filter_map(|party| party.organisation.as_deref())
            .filter(|body| row.issuers.iter().any(|issuer| issuer == body))
            .collect();
        bodies.sort_unstable();
        bodies.dedup();
        if let [body] = bodies.as_slice() {
            one.issuer = body.to_lowercase();
        }
    }
}

fn carried(
    reference: &crate::facts::references::Reference,
    as_printed: String,
    role: Role,
) -> Carried {
    Carried {
        canonical: reference.canonical().to_owned(),
        family: reference.family().to_owned(),
        issuer: reference.issuer().to_owned(),
        role,
        as_printed,
    }
}

/// The label of the reference at `start`, and where its line begins: on its line, or alone on the line above.
fn label_of(text: &str, start: usize, before: &[(usize, usize)]) -> (Option<Label>, usize) {
    let line_at = line_start(text, start);
    let mut from = start.saturating_sub(LABEL_WITHIN).max(line_at);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    // A label governs a list: `Our refs: 888/14; 901/14`. It does not reach past prose.
    let earlier = before.iter().filter(|(line, _)| *line == line_at).count();
    let lead = &text[from..start];
    let labels = labels_in(lead);
    if let Some(&(label, _, end)) = labels.last() {
        let between = &lead[end..];
        return (reaches(between, earlier > 0).then_some(label), line_at);
    }
    if earlier == 0 && !lead.trim().is_empty() {
        return (None, line_at);
    }
    let above_end = text[..line_at].trim_end().len();
    let above = &text[line_start(text, above_end)..above_end];
    if above.len() > LABEL_WITHIN {
        return (None, line_at);
    }
    let labels = labels_in(above);
    let mut beside = above.to_ascii_lowercase();
    for &(_, from, to) in labels.iter().rev() {
        beside.replace_range(from..to, " ");
    }
    let alone = !labels.is_empty()
        && beside
            .split(|c: char| !c.is_alphanumeric())
            .all(|word| BESIDE_LABELS.contains(&word));
    // Two labels above two values stand in the same order; one value below two labels is the last one's.
    let nth = if labels.len() > 1 && earlier + 1 < labels.len() && rest_has_more(text, start) {
        earlier
    } else {
        labels.len().saturating_sub(1)
    };
    (
        alone
            .then(|| labels.get(nth).map(|&(label, _, _)| label))
            .flatten(),
        line_at,
    )
}

/// Whether the line goes on after a wide gap behind the value that begins at `start`.
fn rest_has_more(text: &str, start: usize) -> bool {
    let line = text[start..]
        .split(['\n', '\r', '\u{c}'])
        .next()
        .unwrap_or_default();
    let value = line.split_whitespace().next().map_or(0, str::len);
    line[value..].trim().len() > 3
}

fn reaches(between: &str, listed: bool) -> bool {
    let words = between.trim_start_matches([':', '.', ' ', '\t', '-', '\u{2013}', '#']);
    let words = strip_prefix_folded(words, "number")
        .or_else(|| strip_prefix_folded(words, "no"))
        .unwrap_or(words);
    let plain = words.trim_matches([':', '.', ' ', '\t', '(', '[']);
    plain.is_empty() || listed && !plain.contains(". ") && plain.len() < 80
}

fn line_start(text: &str, at: usize) -> usize {
    memchr::memrchr3(b'\n', b'\r', 0x0c, &text.as_bytes()[..at]).map_or(0, |found| found + 1)
}

/// Every label in a stretch of a line, with where it begins and ends.
pub(super) fn labels_in(lead: &str) -> Vec<(Label, usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    let bytes = lead.as_bytes();
    while at < lead.len() {
        let begins_word = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let label = begins_word.then(|| label_at(lead, at)).flatten();
        match label {
            Some((label, len)) => {
                found.push((label, at, at + len));
                at += len;
            }
            None => at += 1,
        }
    }
    found
}

fn label_at(lead: &str, at: usize) -> Option<(Label, usize)> {
    let rest = lead.get(at..)?;
    if !rest.starts_with([
        'o', 'O', 'y', 'Y', 'i', 'I', 'c', 'C', 'r', 'R', 'f', 'F', 'a', 'A',
    ]) {
        return None;
    }
    let one = |labels: &[&str], label: Label| {
        labels.iter().find_map(|words| {
            let behind = strip_prefix_folded(rest, words)?;
            (!behind.starts_with(|c: char| c.is_alphanumeric())).then_some((label, words.len()))
        })
    };
    one(&OURS, Label::Ours)
        .or_else(|| one(&YOURS, Label::Yours))
        .or_else(|| one(&NEUTRAL, Label::Neutral))
}
