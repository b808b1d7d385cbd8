//! References in the part they play: the writer's own, the addressee's, what it is about, or mentioned.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::bodies::{below_letterhead, beside_bodies, body_beside, opens_its_line};
use super::labels::{Before, Label, down_the_page, in_address, label_of};
use super::layout::Layout;
use super::stacked;
use crate::facts::figures::Figures;
use crate::facts::references::UNATTRIBUTED;
use crate::facts::{Carried, Party, Role, Tables, View};

/// The references of a record and the look-alikes in it.
#[derive(Debug, Default)]
pub struct Read {
    /// Each canonical form once, in its strongest role, by first place.
    pub references: Vec<Carried>,
    /// Look-alikes.
    pub possible: Vec<Carried>,
    /// References under a label that does not say whose they are, by place in `references`.
    pub unowned: Vec<usize>,
    /// Those of them whose label is one of several: without a known sender they are nobody's.
    unclear: Vec<usize>,
    /// References that stand alone on a line of the head, without a label.
    alone: Vec<usize>,
    /// References right behind the word FOI, which may be a part of them.
    lettered: BTreeSet<usize>,
}

/// Reads every reference of a record; `printed_subject` is where a message printed as a page has its subject.
pub fn read(
    view: &View<'_>,
    figures: &Figures<'_>,
    layout: &Layout<'_>,
    printed_subject: Option<Range<usize>>,
    tables: &Tables,
) -> Read {
    let mut read = Read::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut put = |read: &mut Read, one: Carried, neutral: bool| -> usize {
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
        at
    };
    let families = &tables.families;
    let (of_subject, subject_possible) = view
        .subject
        .map(|subject| families.find_with_possible(subject))
        .unwrap_or_default();
    let (of_text, text_possible) = families.read(figures);
    for found in of_subject {
        let lettered = behind_letters(view.subject.unwrap_or_default(), found.start);
        let one = carried(&found.reference, found.as_printed, Role::Subject);
        let at = put(&mut read, one, false);
        if lettered {
            read.lettered.insert(at);
        }
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
    let mut before = Before::default();
    let mut above: Option<(usize, Label)> = None;
    for found in of_text {
        let own = found.start < layout.own_end;
        let (label, line_at) = if own {
            label_of(view.text, found.start, before)
        } else {
            (None, 0)
        };
        let parted = stacked.iter().find(|(start, _)| *start == found.start);
        let listed = above
            .filter(|&(end, _)| own && down_the_page(view.text, end, found.start))
            .map(|(_, label)| label);
        let label = parted.map(|(_, label)| *label).or(label).or(listed);
        above = label.map(|label| (found.end, label));
        before = Before {
            line: line_at,
            start: found.start,
            count: 1 + if before.line == line_at {
                before.count
            } else {
                0
            },
        };
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
                    .is_some_and(|span| span.contains(&found.start))
                && !in_address(view.text, found.start) =>
            {
                Role::Subject
            }
            _ => Role::Mentioned,
        };
        let line_begins =
            layout.salutation.is_none() && opens_its_line(layout, found.start..found.end, tables);
        let in_head = (layout.salutation.is_none() && line_begins
            || layout.salutation.is_some() && found.start < layout.body_at)
            && !printed_subject
                .as_ref()
                .is_some_and(|span| span.contains(&found.start));
        let alone = layout.head.iter().any(|cell| {
            cell.at <= found.start
                && found.end <= cell.at + cell.text.len()
                && cell.text.len() - (found.end - found.start) <= 8
        });
        let mut one = carried(&found.reference, found.as_printed, role);
        if one.issuer == UNATTRIBUTED
            && let Some(body) = body_beside(view.text, found.start..found.end, &one.family, tables)
        {
            one.issuer = body;
        }
        let bare = matches!(label, Some(Label::Neutral | Label::Unclear));
        let at = put(&mut read, one, bare && in_head);
        if label == Some(Label::Unclear) {
            read.unclear.push(at);
        }
        if alone && !read.alone.contains(&at) {
            read.alone.push(at);
        }
        if behind_letters(view.text, found.start) {
            read.lettered.insert(at);
        }
    }
    for one in beside_bodies(figures, &places_in_text, tables) {
        put(&mut read, one, false);
    }
    if layout.head.iter().any(|cell| cell.text.len() <= 16) {
        for one in below_letterhead(layout, &places_in_text, tables) {
            let at = put(&mut read, one, false);
            if !read.alone.contains(&at) {
                read.alone.push(at);
            }
        }
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
    let mut told: HashSet<String> = HashSet::new();
    for found in subject_possible.into_iter().chain(text_possible) {
        let one = carried(&found.reference, found.as_printed, Role::Mentioned);
        let key = one.key();
        if !places.contains_key(&key) && told.insert(key) {
            read.possible.push(one);
        }
    }
    read
}

/// Gives references under a bare `Reference:` to the side that issues such numbers; `person`: the writer is a person of no
/// body, who issues none.
pub fn settle(
    read: &mut Read,
    from: Option<&str>,
    to: Option<&str>,
    person: bool,
    tables: &Tables,
) {
    for &at in &read.unowned {
        let one = &mut read.references[at];
        if one.role < Role::Subject {
            continue;
        }
        let issuer = tables.parties.by_name(&one.issuer);
        let side = match issuer {
            Some(issuer) if to.is_some_and(|to| to == issuer) && from != to => Role::Yours,
            Some(issuer) if from.is_some_and(|from| from == issuer) => Role::Ours,
            Some(_) if from.is_some() || person && to.is_some() || read.unclear.contains(&at) => {
                continue;
            }
            _ => Role::Ours,
        };
        one.role = one.role.min(side);
    }
    // what stands alone in the head of a body's own paper is that body's
    for &at in &read.alone {
        let one = &mut read.references[at];
        let issuer = tables.parties.by_name(&one.issuer);
        let row = tables.families.row(&one.family);
        let own = from.is_some_and(|from| {
            issuer == Some(from)
                || one.issuer.eq_ignore_ascii_case(from)
                || issuer.is_none()
                    && row.is_some_and(|row| row.issuers.iter().any(|body| body == from))
        });
        if own && one.role > Role::Ours && from != to {
            one.role = Role::Ours;
        }
    }
}

/// Says which body gave a number that several could have given, where the record's own parties tell: the writer's own
/// is the writer's, the addressee's the addressee's, and any other is that of the one party that numbers so.
pub fn attribute(read: &mut Read, from: &[Party], to: &[Party], cc: &[Party], tables: &Tables) {
    for (at, one) in read.references.iter_mut().enumerate() {
        if one.issuer != UNATTRIBUTED {
            continue;
        }
        let Some(row) = tables.families.row(&one.family) else {
            continue;
        };
        let lettered = read.lettered.contains(&at);
        // what is only mentioned may be anybody's
        let lettered = lettered && one.role != Role::Mentioned;
        let with_letters = |one: &Carried, body: &str| {
            let known = row.issuers.iter().any(|issuer| issuer == body);
            let families = &tables.families;
            (lettered && !known)
                .then(|| families.with_letters(&one.family, &one.canonical, body))?
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
            .collect();
        bodies.sort_unstable();
        bodies.dedup();
        bodies.retain(|body| {
            // what is labelled as a side's own is its own, whoever is known to number so
            one.role == Role::Ours && from.len() == 1
                || row.issuers.iter().any(|issuer| issuer == body)
                || with_letters(one, body).is_some()
        });
        if let [body] = bodies.as_slice() {
            match with_letters(one, body) {
                Some(own) => *one = carried(&own, std::mem::take(&mut one.as_printed), one.role),
                None => one.issuer = body.to_lowercase(),
            }
        }
    }
    join(read);
}

/// One number, told to be a body's in one place and left open in another, stands once.
fn join(read: &mut Read) {
    let all = std::mem::take(&mut read.references);
    // the body of each number that one alone is told to have given
    let mut bodies: HashMap<(&str, &str), Option<&str>> = HashMap::new();
    for one in all.iter().filter(|one| one.issuer != UNATTRIBUTED) {
        let body = bodies.entry((one.canonical.as_str(), one.family.as_str()));
        let body = body.or_insert(Some(one.issuer.as_str()));
        *body = body.filter(|body| *body == one.issuer);
    }
    let mut kept: Vec<Carried> = Vec::with_capacity(all.len());
    let mut places: HashMap<(String, &str), usize> = HashMap::new();
    for one in &all {
        let body = bodies.get(&(one.canonical.as_str(), one.family.as_str()));
        let mut one_of = one.clone();
        if let (UNATTRIBUTED, Some(Some(body))) = (one.issuer.as_str(), body) {
            one_of.issuer = (*body).to_owned();
        }
        let place = *places
            .entry((one_of.key(), one.family.as_str()))
            .or_insert(kept.len());
        match kept.get_mut(place) {
            Some(known) if one_of.role < known.role => {
                known.role = one_of.role;
                known.as_printed = one_of.as_printed;
            }
            Some(_) => {}
            None => kept.push(one_of),
        }
    }
    read.references = kept;
    // places in the list hold no longer
    read.unowned.clear();
    read.unclear.clear();
    read.alone.clear();
    read.lettered.clear();
}

/// Whether the word FOI stands before this place, with nothing between but blanks and the end of one line.
fn behind_letters(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let before = before.trim_end_matches([' ', '\t']);
    let before = before.strip_suffix('\n').unwrap_or(before);
    let before = before.trim_end_matches([' ', '\t', '\r']).as_bytes();
    match before.split_last_chunk::<3>() {
        Some((earlier, word)) if word.eq_ignore_ascii_case(b"FOI") => {
            !earlier.last().is_some_and(u8::is_ascii_alphanumeric)
        }
        _ => false,
    }
}

pub(super) fn carried(
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
