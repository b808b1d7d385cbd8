//! Who wrote and to whom: read off headers, letterheads, address blocks, salutations, sign-offs and feet.

use std::cell::LazyCell;

use memchr::memchr;

use super::head::{self, TO_LABELS};
use super::layout::{self, Cell, Layout, strip_prefix_folded};
use super::line::{domains, is_person, label, letterhead, sends_elsewhere, trimmed, whole_line};
use super::named::organisation_in;
use super::names::organisation_like;
use super::tally::{ENOUGH, Tally};
use crate::facts::dates::Found;
use crate::facts::{Address, Carried, Party, Role, Tables};

/// Both sides of a letter.
#[derive(Debug, Default)]
pub struct Sides {
    /// Who wrote.
    pub from: Vec<Party>,
    /// To whom.
    pub to: Vec<Party>,
    /// With copies to, as the letter says at its end.
    pub cc: Vec<Party>,
    /// What is not certain about it.
    pub doubts: Vec<String>,
}

/// The parties of a message's header: the organisation by the address's domain, then by the name.
pub fn of_addresses(addresses: &[Address], tables: &Tables) -> Vec<Party> {
    addresses
        .iter()
        .filter(|one| one.name.is_some() || one.address.is_some())
        .map(|one| of_address(one, tables))
        .collect()
}

fn of_address(one: &Address, tables: &Tables) -> Party {
    tables.parties.of_address(one, || read_address(one, tables))
}

fn read_address(one: &Address, tables: &Tables) -> Party {
    let known = |short: &str| {
        tables
            .parties
            .row(short)
            .is_none_or(|row| row.kind != "carrier")
    };
    let by_domain = one
        .address
        .as_deref()
        .and_then(|address| tables.parties.by_domain(address))
        .filter(|short| known(short));
    let named = one
        .name
        .as_deref()
        .map(|name| name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')))
        .filter(|name| !name.is_empty());
    let by_name = || tables.parties.of_correspondent(named?, organisation_in);
    Party {
        name: named.map(str::to_owned),
        address: one
            .address
            .as_deref()
            .map(|address| address.trim().to_lowercase())
            .filter(|address| !address.is_empty()),
        organisation: by_domain.map(str::to_owned).or_else(by_name),
    }
}

/// An organisation that a message's signature gives alone on a line, for a sender whose address tells none.
pub fn of_signature(layout: &Layout<'_>, tables: &Tables) -> Option<String> {
    layout
        .closing
        .iter()
        .take(6)
        .find_map(|cell| whole_line(cell.text, tables))
}

/// How many lines below a sender's name may name the body.
const BELOW_NAME: usize = 3;

/// An organisation that stands below the sender's own name, alone on its line, where no sign-off was written.
pub fn of_own_name(text: &str, name: &str, tables: &Tables) -> Option<String> {
    let words = |line: &str| -> Vec<String> {
        let mut words: Vec<String> = line
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        words.sort();
        words
    };
    // the same for the same letters in whatever order
    let letters = |words: &str| -> u32 {
        let letters = words.bytes().filter(u8::is_ascii_alphanumeric);
        letters.map(|byte| u32::from(byte | 0x20)).sum()
    };
    let (written, plain) = (letters(name), name.is_ascii());
    let own = LazyCell::new(|| words(name));
    let mut from = Some(0);
    let mut lines = std::iter::from_fn(|| {
        let rest = text.get(from?..)?;
        let end = memchr(b'\n', rest.as_bytes());
        from = end.and_then(|end| Some(from? + end + 1));
        Some(layout::trimmed(rest.get(..end.unwrap_or(rest.len()))?))
    });
    lines.find(|line| {
        let like = line.len() < 60 && (!plain || !line.is_ascii() || letters(line) == written);
        like && own.len() > 1 && words(line) == *own
    })?;
    lines
        .filter(|line| !line.is_empty())
        .take(BELOW_NAME)
        .take_while(|line| !line.contains(':'))
        .find_map(|line| whole_line(line, tables))
}

/// The sides of a document, from every sign its head, sign-off and foot give.
pub fn of_document(
    text: &str,
    layout: &Layout<'_>,
    references: &[Carried],
    unowned: &[usize],
    page_title: Option<&str>,
    dates: &[Found],
    tables: &Tables,
) -> Sides {
    let mut tally = Tally::default();
    let mut people = (None, None);
    let own = head::signs(text, layout, dates, tables, &mut tally, &mut people);
    if let Some(salutation) = layout.salutation {
        for found in tables.parties.find(salutation.text) {
            tally.signs(&found.short).to += 4;
        }
    }
    closing_signs(text, layout, tables, &mut tally);
    foot_signs(text, layout, tables, &mut tally);
    body_signs(text, layout, tables, &mut tally);
    for one in references {
        let Some(issuer) = tables.parties.by_name(&one.issuer) else {
            continue;
        };
        match one.role {
            Role::Ours => tally.signs(issuer).from += 2,
            Role::Yours => tally.signs(issuer).to += 2,
            _ => {}
        }
    }
    if layout.salutation.is_none() {
        paper_signs(layout, references, unowned, tables, &mut tally);
        // a page's title ends with the name of the site
        if tally.sender().is_none()
            && let Some(found) = tables.parties.find(page_title.unwrap_or_default()).pop()
        {
            tally.signs(&found.short).from += 2;
        }
    }
    let writer = layout
        .closing
        .first()
        .map(|cell| cell.text)
        .filter(|line| layout.signed && is_person(line, tables));
    // a person's own letter may end with the name alone
    let writer = writer.or_else(|| {
        let last = layout.foot.last().filter(|_| own.is_some())?;
        is_person(last.text, tables).then_some(last.text)
    });
    let from_organisation = tally
        .sender()
        .map(|signs| (signs.organisation.clone(), signs.from - signs.to));
    let to = tally.addressees(from_organisation.as_ref().map(|(name, _)| name.as_str()));
    let others: Vec<Party> = to
        .iter()
        .skip(1)
        .map(|name| of_organisation(name))
        .collect();
    let mut sides = Sides::default();
    if let Some((name, weight)) = &from_organisation
        && *weight <= ENOUGH
    {
        sides
            .doubts
            .push(format!("the sender {name} was read from few signs"));
    }
    if let (Some(_), Some(body)) = (own.filter(|own| own.guessed), to.first()) {
        sides.doubts.push(format!(
            "{body} was taken for the reader and not the writer: its name stands below the day, and a person signs for nobody"
        ));
    }
    let from = Party {
        name: people.0.or(writer).map(str::to_owned),
        address: None,
        organisation: from_organisation.map(|(name, _)| name),
    };
    let greeted = layout
        .salutation
        .and_then(|cell| greeted(cell.text, tables))
        .filter(|name| !to.first().is_some_and(|body| opens(body, name)));
    let to = Party {
        name: people.1.map(str::to_owned).or(greeted),
        address: None,
        organisation: to.first().cloned(),
    };
    sides
        .from
        .extend((from != Party::default()).then_some(from));
    sides.to.extend((to != Party::default()).then_some(to));
    sides.to.extend(others);
    sides.cc = copied(layout, tables);
    sides
}

/// Whether a name is the beginning of a body's: `Dear Gwent` greets Gwent Police.
fn opens(body: &str, name: &str) -> bool {
    strip_prefix_folded(body, name).is_some_and(|rest| rest.starts_with(' '))
}

fn of_organisation(name: &str) -> Party {
    Party {
        organisation: Some(name.to_owned()),
        ..Party::default()
    }
}

/// The organisations behind `cc:` at a letter's end, there and on the lines below.
fn copied(layout: &Layout<'_>, tables: &Tables) -> Vec<Party> {
    const LABELS: [&str; 8] = [
        "cc:",
        "c.c.",
        "cc ",
        "copy to",
        "copies to",
        "copied to",
        "copy:",
        "copies:",
    ];
    let mut copied: Vec<Party> = Vec::new();
    let mut open = false;
    let head = layout
        .head
        .iter()
        .filter(|cell| label(cell.text, &LABELS).is_some());
    for (in_head, cell) in head
        .map(|cell| (true, cell))
        .chain(layout.closing.iter().map(|cell| (false, cell)))
    {
        let said = label(cell.text, &LABELS);
        open |= said.is_some() && !in_head;
        if !open && !in_head {
            continue;
        }
        let words = said.unwrap_or(cell.text);
        if said.is_none() && strip_prefix_folded(words, "enc").is_some() {
            break;
        }
        let parties: Vec<Party> = words
            .split(';')
            .flat_map(|piece| copied_in(piece, said.is_some(), tables))
            .collect();
        if parties.is_empty() && said.is_none() {
            break;
        }
        for party in parties {
            if !copied.contains(&party) {
                copied.push(party);
            }
        }
    }
    copied
}

/// The bodies that a piece of a list of copies names, else the person or the post; `labelled`: behind the label itself.
fn copied_in(piece: &str, labelled: bool, tables: &Tables) -> Vec<Party> {
    const LONGEST: usize = 60;
    let known = tables.parties.find(piece).into_iter();
    let mut named: Vec<String> = known.map(|found| found.short).collect();
    if named.is_empty() {
        named.extend(organisation_in(piece));
    }
    if !named.is_empty() {
        return named.iter().map(|name| of_organisation(name)).collect();
    }
    let name = piece.trim().trim_end_matches(['.', ',']);
    let whole = name.starts_with(char::is_uppercase)
        && name.len() <= LONGEST
        && (labelled || is_person(name, tables));
    whole
        .then(|| Party {
            name: Some(name.to_owned()),
            ..Party::default()
        })
        .into_iter()
        .collect()
}

/// Signs of a paper without salutation: whose numbers it bears, and whom its first lines name.
fn paper_signs(
    layout: &Layout<'_>,
    references: &[Carried],
    unowned: &[usize],
    tables: &Tables,
    tally: &mut Tally,
) {
    for one in unowned.iter().filter_map(|&at| references.get(at)) {
        if let Some(issuer) = tables.parties.by_name(&one.issuer) {
            tally.signs(issuer).from += 2;
        }
    }
    if tally.sender().is_none() {
        let lines = layout
            .head
            .iter()
            .take(6)
            .filter(|cell| label(cell.text, &TO_LABELS).is_none() && !is_prose(cell.text));
        let named = |cell: &Cell<'_>| {
            let found = tables.parties.find(cell.text).into_iter();
            let mut heads = found.filter(|found| heads_its_line(cell.text, found.start, found.end));
            heads.next().map(|found| found.short)
        };
        if let Some(short) = lines.filter_map(named).next() {
            tally.signs(&short).from += 2;
        }
    }
}

/// Whether a body's name stands where a paper names its maker: first in its line and no sentence behind it, or last, where
/// it stands alone in a cell or behind what an author stands behind. `What the Office can do` only speaks of it.
fn heads_its_line(line: &str, start: usize, end: usize) -> bool {
    let before = line.get(..start).unwrap_or_default().trim_end();
    let article = before.len().saturating_sub(3);
    let before = match before.get(article..) {
        Some(last) if last.eq_ignore_ascii_case("the") => before[..article].trim_end(),
        _ => before,
    };
    let after = line.get(end..).unwrap_or_default().trim_start();
    if before.is_empty() {
        let sentence = after.starts_with(char::is_lowercase);
        return !sentence || line.split_whitespace().count() <= 6 && !line.ends_with('.');
    }
    let last = !after.contains(char::is_alphanumeric);
    let author = before.ends_with(|c: char| !c.is_alphanumeric())
        || before.ends_with(" by")
        || before.ends_with(" OF");
    last && author
}

/// Whether a line is part of a sentence, which may speak of anybody, by its length, its end or the comma in it.
fn is_prose(line: &str) -> bool {
    line.len() >= 120 || line.split_whitespace().count() > 6 && line.contains([',', '.', ';'])
}

fn closing_signs(text: &str, layout: &Layout<'_>, tables: &Tables, tally: &mut Tally) {
    let mut weight = 6;
    for cell in layout.closing.iter().take(9) {
        let lower = cell.text.to_lowercase();
        if [
            "cc",
            "copy to",
            "copies to",
            "copied to",
            "copy:",
            "enc",
            "to:",
        ]
        .iter()
        .any(|label| lower.starts_with(label))
        {
            break;
        }
        let closing = layout.closing.first().map_or(cell.at, |first| first.at);
        let since = text.get(closing..).unwrap_or_default();
        let sent = sends_elsewhere(cell.text, cell.text.len())
            || sends_elsewhere(since, cell.at.saturating_sub(closing));
        if sent && is_address_of_another(cell, tables, tally) {
            continue;
        }
        if cell.text.len() > 110 {
            weight = weight.min(2);
        }
        let known = tables.parties.find(cell.text);
        if let Some(found) = known.first() {
            tally.signs(&found.short).from += weight;
            weight = weight.min(2);
        } else if organisation_like(cell.text) {
            tally.signs(&trimmed(cell.text)).from += weight.min(4);
            weight = weight.min(2);
        }
        for short in domains(cell.text, tables) {
            tally.signs(&short).from += 2;
        }
    }
}

fn foot_signs(text: &str, layout: &Layout<'_>, tables: &Tables, tally: &mut Tally) {
    for cell in layout.foot.iter().rev().take(5) {
        // on a short page the head is the foot too
        if layout.salutation.is_some_and(|below| cell.at < below.at) {
            continue;
        }
        let sent = sends_elsewhere(cell.text, cell.text.len()) || sends_elsewhere(text, cell.at);
        if sent && is_address_of_another(cell, tables, tally) {
            continue;
        }
        for short in domains(cell.text, tables) {
            tally.signs(&short).from += 2;
        }
        // `Harbury City Council | Town Hall | Harbury`
        let first = cell.text.split(" | ").next().unwrap_or(cell.text).trim();
        let own = letterhead(cell.text, tables).or_else(|| whole_line(first, tables));
        if let Some(short) = own {
            tally.signs(&short).from += 2;
        }
    }
}

/// Whether no line so far speaks for the organisation that this one names as the writer's.
fn is_address_of_another(cell: &Cell<'_>, tables: &Tables, tally: &mut Tally) -> bool {
    let named = tables.parties.find(cell.text).into_iter();
    let mut named: Vec<String> = named.map(|found| found.short).collect();
    named.extend(domains(cell.text, tables));
    named.iter().all(|short| tally.signs(short).from == 0)
}

/// What the first sentences say of the writer: "on behalf of the ...", "The ... hereby issues".
fn body_signs(text: &str, layout: &Layout<'_>, tables: &Tables, tally: &mut Tally) {
    const ACTS: [&str; 9] = [
        "issues",
        "hereby",
        "requires",
        "gives notice",
        "has decided to issue",
        "is issuing",
        "recommends",
        "orders",
        "has decided",
    ];
    let mut end = (layout.body_at + 1200).min(layout.own_end);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let opening = text.get(layout.body_at..end).unwrap_or_default();
    let paper = layout.salutation.is_none();
    for found in tables.parties.find(opening) {
        let before = opening[..found.start].trim_end();
        let before = before.strip_suffix("the").unwrap_or(before).trim_end();
        if before.ends_with("on behalf of") {
            tally.signs(&found.short).from += 3;
        } else if paper {
            let after = opening[found.end..].trim_start();
            let after = match after
                .strip_prefix('(')
                .and_then(|rest| rest.split_once(')'))
            {
                Some((_, rest)) => rest.trim_start(),
                None => after,
            };
            if ACTS.iter().any(|act| after.starts_with(act)) {
                tally.signs(&found.short).from += 3;
            }
        }
    }
}

/// The person of a salutation: `Dear Ms Hale`.
fn greeted(salutation: &str, tables: &Tables) -> Option<String> {
    let name = strip_prefix_folded(salutation, "dear")?
        .trim()
        .trim_end_matches([',', ':'])
        .trim();
    let anybody = [
        "sir",
        "madam",
        "colleague",
        "colleagues",
        "all",
        "applicant",
        "requester",
        "sirs",
        "both",
        "team",
    ];
    let known = name.is_empty()
        || name.contains(['*', '[', '_', '/', '('])
        || name
            .split_whitespace()
            .any(|word| anybody.contains(&word.to_lowercase().as_str()))
        || !tables.parties.find(name).is_empty();
    (!known && name.len() < 60).then(|| name.to_owned())
}
