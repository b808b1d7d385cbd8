//! Signs of both sides in a letter's head: letterhead, address block, labelled lines.

use super::columns;
use super::layout::{Cell, Layout};
use super::line::{
    domains, is_person, label, letterhead, office_like, postcode, sends_elsewhere, trimmed,
    whole_line,
};
use super::named::organisation_in;
use super::names::organisation_like;
use super::private::{self, Own};
use super::tally::Tally;
use crate::facts::Tables;
use crate::facts::dates::Found;

/// The labels by which a head names its addressee.
pub const TO_LABELS: [&str; 17] = [
    "to:",
    "to the ",
    "request to:",
    "application to:",
    "complaint to:",
    "fao",
    "f.a.o",
    "for the attention of",
    "by email",
    "by e-mail",
    "via email",
    "sent by email",
    "email only",
    "by post",
    "public authority:",
    "addressee:",
    "data controller:",
];

/// Those of them that in a letter may say whom it is about.
const ABOUT_LABELS: [&str; 2] = ["public authority:", "data controller:"];

pub(super) const FROM_LABELS: [&str; 9] = [
    "from:",
    "by:",
    "issued by",
    "sender:",
    "author:",
    "written by",
    "prepared by",
    "produced by",
    "report of:",
];

/// Words with which a line of contact details begins.
const CONTACT: [&str; 13] = [
    "tel",
    "telephone",
    "fax",
    "facsimile",
    "www.",
    "web",
    "website",
    "email:",
    "e-mail:",
    "t:",
    "f:",
    "phone",
    "https://",
];

/// So many bodies in one block of addressees are read.
const MOST_ADDRESSEES: usize = 60;

/// Takes every sign of a head: labels, the addressee's block, the letterhead; says whether a person writes for themselves.
pub fn signs<'a>(
    text: &'a str,
    layout: &Layout<'a>,
    dates: &[Found],
    tables: &Tables,
    tally: &mut Tally,
    people: &mut (Option<&'a str>, Option<&'a str>),
) -> Option<Own<'a>> {
    let joined = columns::joined(text, &layout.head, &|words| {
        label(words, &TO_LABELS).or_else(|| label(words, &FROM_LABELS))
    });
    let mut head: Vec<Cell<'a>> = columns::apart(&joined, dates)
        .into_iter()
        .filter(|cell| !tables.markings.is_marking(cell.text))
        .collect();
    // a letter to somebody says so in its address; there these labels tell whom the matter concerns
    let mut about = Vec::new();
    if layout.salutation.is_some() {
        head.retain(|cell| {
            let said = label(cell.text, &ABOUT_LABELS);
            about.extend(said);
            said.is_none()
        });
    }
    let blocks = blocks(&head, dates, tables);
    // The first organisation on a page is its letterhead, unless signs to the contrary outweigh it.
    let top = head.iter().take(6).find(|cell| {
        label(cell.text, &TO_LABELS).is_none() && whole_line(cell.text, tables).is_some()
    });
    let own = private::read(layout, &head, dates, tables);
    let mut top = top
        .filter(|cell| own.is_none() && !faces_another_letterhead(cell, &head, tables))
        .map(|cell| cell.at);
    let labelled = labelled_signs(&blocks, tables, tally, people);
    people.0 = people.0.or(own.and_then(|own| own.writer));
    let addressee = match (layout.salutation, own) {
        _ if labelled.contains(&Side::To) => None,
        (_, Some(own)) => blocks
            .iter()
            .position(|block| block.iter().any(|cell| Some(cell.at) == own.reader)),
        (Some(_), None) => address_block(&blocks, top, tables).or_else(|| {
            // another body signs: then the only one of the head is written to
            let named = whole_line(head.iter().find(|cell| top == Some(cell.at))?.text, tables)?;
            let other = private::signs_for_another(text, layout, &named, tables);
            let block = other.then(|| address_block(&blocks, None, tables))??;
            top = None;
            Some(block)
        }),
        (None, None) => None,
    };
    if !about.is_empty()
        && addressee.is_none()
        && !labelled.contains(&Side::To)
        && !private::answers_complaint(text, layout)
    {
        for said in about {
            to_signs(said, tables, tally, 6);
        }
    }
    let with_organisation = blocks
        .iter()
        .filter(|block| !organisations(block, tables).is_empty())
        .count();
    for (nth, block) in blocks.iter().enumerate() {
        if addressee == Some(nth) {
            let weight = if is_personal(block, tables) || with_organisation > 1 {
                4
            } else {
                2
            };
            for short in organisations(block, tables) {
                tally.signs(&short).to += weight;
            }
            let first = block.first().map(|cell| cell.text);
            people.1 = people
                .1
                .or_else(|| first.filter(|line| is_person(line, tables)));
        } else if labelled[nth] == Side::Unknown && own.is_none() {
            letterhead_signs(block, top, tables, tally);
        }
    }
    own
}

/// Whether another column bears the mail or web address of another organisation: then this line, though it is the
/// first, is the addressee's, beside a letterhead that stands to the right.
fn faces_another_letterhead(first: &Cell<'_>, head: &[Cell<'_>], tables: &Tables) -> bool {
    let named = whole_line(first.text, tables);
    head.iter().any(|cell| {
        cell.column > first.column
            && label(cell.text, &TO_LABELS).is_none()
            && domains(cell.text, tables)
                .iter()
                .any(|other| Some(other) != named.as_ref())
    })
}

/// Whose block of the head it is, as a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Unknown,
    From,
    To,
}

/// Takes the signs behind `To:`, `By email:`, `From:` and their like; says which blocks have such a label.
fn labelled_signs<'a>(
    blocks: &[Vec<Cell<'a>>],
    tables: &Tables,
    tally: &mut Tally,
    people: &mut (Option<&'a str>, Option<&'a str>),
) -> Vec<Side> {
    let mut sides = Vec::with_capacity(blocks.len());
    // an undertaking is the data controller's own
    let undertaking = blocks
        .iter()
        .flatten()
        .any(|cell| cell.text.eq_ignore_ascii_case("undertaking"));
    for block in blocks {
        let mut side = Side::Unknown;
        // `By email only` with nothing behind it or below it names nobody
        let block = match block.split_last() {
            Some((last, above)) if label(last.text, &TO_LABELS).is_some_and(str::is_empty) => above,
            _ => block.as_slice(),
        };
        for cell in block {
            let (rest, weight) = if let Some(rest) = label(cell.text, &TO_LABELS) {
                let own = undertaking && label(cell.text, &["data controller"]).is_some();
                side = if own { Side::From } else { Side::To };
                (rest, 6)
            } else if let Some(rest) = label(cell.text, &FROM_LABELS) {
                side = Side::From;
                (rest, 6)
            } else if let Some(rest) = cell
                .text
                .strip_prefix("To ")
                .filter(|rest| whole_line(rest, tables).is_some())
            {
                side = Side::To;
                (rest, 6)
            } else {
                (cell.text, 4)
            };
            let person = Some(rest).filter(|rest| is_person(rest, tables));
            match side {
                Side::To => {
                    to_signs(rest, tables, tally, weight);
                    people.1 = people.1.or(person);
                }
                Side::From => {
                    from_signs(rest, tables, tally, weight);
                    people.0 = people.0.or(person);
                }
                Side::Unknown => {}
            }
        }
        sides.push(side);
    }
    sides
}

/// The signs of a block that is no addressee's: its addresses on the net, its building, and the top of the page.
fn letterhead_signs(block: &[Cell<'_>], top: Option<usize>, tables: &Tables, tally: &mut Tally) {
    for cell in block {
        if sends_elsewhere(cell.text, cell.text.len()) {
            continue;
        }
        for short in domains(cell.text, tables) {
            tally.signs(&short).from += 3;
        }
        let first = || whole_line(cell.text, tables).filter(|_| top == Some(cell.at));
        if let Some(short) = letterhead(cell.text, tables).or_else(first) {
            tally.signs(&short).from += 3;
        }
    }
    if block.iter().any(|cell| is_contact(cell.text)) {
        for short in organisations(block, tables) {
            tally.signs(&short).from += 2;
        }
    }
}

/// Whether a block begins with a person or an office, as addresses do and letterheads do not.
fn is_personal(block: &[Cell<'_>], tables: &Tables) -> bool {
    block
        .first()
        .is_some_and(|cell| is_person(cell.text, tables) || office_like(cell.text))
}

/// The block that most likely holds the addressee: the last before the salutation that is an address, no contact details.
fn address_block(blocks: &[Vec<Cell<'_>>], top: Option<usize>, tables: &Tables) -> Option<usize> {
    let addressed = |block: &Vec<Cell<'_>>| {
        if block.iter().any(|cell| is_contact(cell.text)) {
            return false;
        }
        if is_personal(block, tables) && block.len() >= 2 {
            return true;
        }
        let own = block
            .iter()
            .any(|cell| top == Some(cell.at) || !domains(cell.text, tables).is_empty());
        let organisation = block
            .iter()
            .any(|cell| whole_line(cell.text, tables).is_some());
        let address = block.len() >= 2 && block.iter().any(|cell| postcode(cell.text));
        !own && (organisation || address)
    };
    let named = blocks
        .iter()
        .rposition(|block| is_personal(block, tables) && addressed(block));
    named.or_else(|| blocks.iter().rposition(addressed))
}

fn organisations(block: &[Cell<'_>], tables: &Tables) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // a list of addressees has a post and a body on each line
    let listed = block.len() > 2 && block.iter().all(|cell| office_like(cell.text));
    for cell in block {
        let known = tables.parties.find(cell.text);
        if known.is_empty() && organisation_like(cell.text) {
            found.push(organisation_in(cell.text).unwrap_or_else(|| trimmed(cell.text)));
        } else if known.is_empty() && cell.text.contains(" / ") {
            found.extend(organisation_in(cell.text));
        }
        found.extend(known.into_iter().map(|mention| mention.short));
    }
    found.dedup();
    found.truncate(if listed { MOST_ADDRESSEES } else { 2 });
    found
}

fn to_signs(words: &str, tables: &Tables, tally: &mut Tally, weight: i32) {
    let mut known: Vec<String> = tables
        .parties
        .find(words)
        .into_iter()
        .map(|found| found.short)
        .collect();
    known.extend(domains(words, tables));
    if known.is_empty() {
        known.extend(organisation_in(words));
    }
    for short in known {
        tally.signs(&short).to += weight;
    }
}

fn from_signs(words: &str, tables: &Tables, tally: &mut Tally, weight: i32) {
    let known = tables.parties.find(words);
    if known.is_empty()
        && let Some(name) = organisation_in(words)
    {
        tally.signs(&name).from += weight;
    }
    for found in known {
        tally.signs(&found.short).from += weight;
    }
    for short in domains(words, tables) {
        tally.signs(&short).from += weight;
    }
}

/// Whether a cell is a date or a reference under its label, which stands between letterhead and address.
pub(super) fn parts(cell: &Cell<'_>, dates: &[Found]) -> bool {
    const LABELS: [&str; 9] = [
        "our ref",
        "your ref",
        "ref:",
        "ref.",
        "reference",
        "case ref",
        "our case",
        "date:",
        "dated",
    ];
    let dated = |found: &Found| {
        found.start >= cell.at
            && found.start < cell.at + cell.text.len()
            && (found.end - found.start) * 2 > cell.text.len()
    };
    label(cell.text, &LABELS).is_some() || numbers(cell.text) || dates.iter().any(dated)
}

/// Whether a line is a body's number under a label with the body's name: `NPCC ref: 0417/2021`.
fn numbers(line: &str) -> bool {
    let Some((before, after)) = line.split_once(':') else {
        return false;
    };
    let mut words = before.split_whitespace().rev();
    let labelled = words.next().is_some_and(|word| {
        ["ref", "refs", "reference", "number", "no", "no."]
            .iter()
            .any(|label| word.eq_ignore_ascii_case(label))
    });
    labelled
        && words.count() <= 4
        && after.len() <= 40
        && after.bytes().any(|byte| byte.is_ascii_digit())
}

/// Runs of lines in one column with no empty line, date line or line of references between them.
fn blocks<'a>(head: &[Cell<'a>], dates: &[Found], tables: &Tables) -> Vec<Vec<Cell<'a>>> {
    let mut blocks: Vec<Vec<Cell<'a>>> = Vec::new();
    for column in 0..3 {
        let mut last = None;
        for cell in head.iter().filter(|cell| cell.column.min(2) == column) {
            if parts(cell, dates) {
                last = None;
                continue;
            }
            match blocks.last_mut() {
                Some(block) if last.is_some_and(|line| cell.line <= line + 1) => block.push(*cell),
                _ => blocks.push(vec![*cell]),
            }
            last = Some(cell.line);
        }
    }
    let mut blocks: Vec<Vec<Cell<'a>>> = blocks
        .into_iter()
        .flat_map(|block| parted(block, tables))
        .collect();
    // In reading order, so that the last block is the one nearest the salutation.
    blocks.sort_by_key(|block| block.first().map_or(0, |cell| cell.line));
    blocks
}

/// Letterhead and address apart, where a document keeps no empty line between them: an office or person between two
/// organisations begins the address.
fn parted<'a>(block: Vec<Cell<'a>>, tables: &Tables) -> Vec<Vec<Cell<'a>>> {
    let named = |cells: &[Cell<'a>]| cells.iter().find_map(|cell| whole_line(cell.text, tables));
    let opens = (1..block.len()).find(|&at| is_personal(&block[at..], tables));
    match opens.map(|at| block.split_at(at)) {
        Some((above, below))
            if named(above).is_some_and(|one| named(below).is_some_and(|other| other != one)) =>
        {
            vec![above.to_vec(), below.to_vec()]
        }
        _ => vec![block],
    }
}

/// Whether a line gives contact details; "Telephone call from ..." is prose.
pub(super) fn is_contact(line: &str) -> bool {
    label(line, &CONTACT).is_some_and(|rest| {
        // `Telephone call from Ms Hale about ...` is a note, no number to ring
        let word = rest.split_whitespace().next().unwrap_or_default();
        let rung = [
            "number",
            "no",
            "no.",
            "us",
            "on",
            "or",
            "and",
            "at",
            "is",
            "enquiries",
            "line",
        ];
        if word.starts_with(char::is_lowercase)
            && !word.contains(['@', '.', '/', ':'])
            && !rung.contains(&word)
        {
            return false;
        }
        line.len() < 20
            || line.contains([':', '@', '/'])
            || line.starts_with("www.")
            || rest.bytes().filter(u8::is_ascii_digit).count() > 3
    })
}
