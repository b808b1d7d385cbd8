//! Who wrote and to whom: read off headers, letterheads, address blocks, salutations, sign-offs and feet.

use super::layout::{Cell, Layout, strip_prefix_folded};
use super::names::{organisation_like, person_like};
use crate::facts::dates::Found;
use crate::facts::{Address, Carried, Party, Role, Tables};

/// The least weight of signs that makes an organisation a side.
const ENOUGH: i32 = 2;

/// Both sides of a letter.
#[derive(Debug, Default)]
pub struct Sides {
    /// Who wrote.
    pub from: Vec<Party>,
    /// To whom.
    pub to: Vec<Party>,
    /// What is not certain about it.
    pub doubts: Vec<String>,
}

/// Signs for and against one organisation.
#[derive(Debug)]
struct Signs {
    organisation: String,
    from: i32,
    to: i32,
}

#[derive(Debug, Default)]
struct Tally(Vec<Signs>);

impl Tally {
    fn signs(&mut self, organisation: &str) -> &mut Signs {
        let at = self
            .0
            .iter()
            .position(|signs| signs.organisation.eq_ignore_ascii_case(organisation))
            .unwrap_or_else(|| {
                self.0.push(Signs {
                    organisation: organisation.to_owned(),
                    from: 0,
                    to: 0,
                });
                self.0.len() - 1
            });
        &mut self.0[at]
    }

    fn sender(&self) -> Option<&Signs> {
        self.best(|signs| signs.from - signs.to, |signs| signs.from)
    }

    fn addressee(&self, sender: Option<&str>) -> Option<&Signs> {
        let other = |signs: &&Signs| {
            Some(signs.organisation.as_str()) != sender || signs.to >= 5 && signs.from >= 5
        };
        self.0
            .iter()
            .filter(other)
            .filter(|signs| signs.to >= ENOUGH)
            .max_by_key(|signs| signs.to - signs.from)
    }

    fn best(&self, net: impl Fn(&Signs) -> i32, own: impl Fn(&Signs) -> i32) -> Option<&Signs> {
        let mut best: Option<&Signs> = None;
        for signs in &self.0 {
            if own(signs) >= ENOUGH
                && net(signs) > 0
                && best.is_none_or(|known| net(signs) > net(known))
            {
                best = Some(signs);
            }
        }
        best
    }
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
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let by_name = || {
        let name = named?;
        let whole = tables
            .parties
            .by_name(name)
            .filter(|short| known(short))
            .map(str::to_owned);
        let within = || {
            tables
                .parties
                .find(name)
                .into_iter()
                .map(|found| found.short)
                .find(|short| known(short))
        };
        let printed = || organisation_like(name).then(|| name.to_owned());
        whole.or_else(within).or_else(printed)
    };
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

/// The sides of a document, from every sign its head, sign-off and foot give.
pub fn of_document(
    text: &str,
    layout: &Layout<'_>,
    references: &[Carried],
    unowned: &[usize],
    dates: &[Found],
    tables: &Tables,
) -> Sides {
    let mut tally = Tally::default();
    let mut people = (None, None);
    head_signs(layout, dates, tables, &mut tally, &mut people);
    if let Some(salutation) = layout.salutation {
        for found in tables.parties.find(salutation.text) {
            tally.signs(&found.short).to += 4;
        }
    }
    closing_signs(layout, tables, &mut tally);
    foot_signs(layout, tables, &mut tally);
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
    }
    let writer = layout
        .closing
        .first()
        .map(|cell| cell.text)
        .filter(|line| layout.signed && is_person(line, tables));
    let from_organisation = tally
        .sender()
        .map(|signs| (signs.organisation.clone(), signs.from - signs.to));
    let to = tally
        .addressee(from_organisation.as_ref().map(|(name, _)| name.as_str()))
        .map(|signs| (signs.organisation.clone(), signs.to));
    let mut sides = Sides::default();
    if let Some((name, weight)) = &from_organisation
        && *weight <= ENOUGH
    {
        sides
            .doubts
            .push(format!("the sender {name} was read from few signs"));
    }
    let from = Party {
        name: people.0.or(writer).map(str::to_owned),
        address: None,
        organisation: from_organisation.map(|(name, _)| name),
    };
    let greeted = layout
        .salutation
        .and_then(|cell| greeted(cell.text, tables));
    let to = Party {
        name: people.1.map(str::to_owned).or(greeted),
        address: None,
        organisation: to.map(|(name, _)| name),
    };
    sides
        .from
        .extend((from != Party::default()).then_some(from));
    sides.to.extend((to != Party::default()).then_some(to));
    sides
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
            .filter(|cell| label(cell.text, &TO_LABELS).is_none() && cell.text.len() < 120);
        if let Some(found) = lines.flat_map(|cell| tables.parties.find(cell.text)).next() {
            tally.signs(&found.short).from += 2;
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

/// The labels by which a head names its addressee.
const TO_LABELS: [&str; 14] = [
    "to:",
    "to the ",
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
const FROM_LABELS: [&str; 3] = ["from:", "issued by", "sender:"];
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

fn head_signs<'a>(
    layout: &Layout<'a>,
    dates: &[Found],
    tables: &Tables,
    tally: &mut Tally,
    people: &mut (Option<&'a str>, Option<&'a str>),
) {
    let head: Vec<Cell<'a>> = layout
        .head
        .iter()
        .copied()
        .filter(|cell| !tables.markings.is_marking(cell.text))
        .collect();
    let blocks = blocks(&head, dates);
    // The first organisation on a page is its letterhead, unless signs to the contrary outweigh it.
    let top = head.iter().take(6).find(|cell| {
        label(cell.text, &TO_LABELS).is_none() && whole_line(cell.text, tables).is_some()
    });
    let top = top.map(|cell| cell.at);
    let labelled = labelled_signs(&blocks, tables, tally, people);
    let addressee = match layout.salutation {
        Some(_) if !labelled.contains(&Side::To) => address_block(&blocks, top, tables),
        _ => None,
    };
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
        } else if labelled[nth] == Side::Unknown {
            letterhead_signs(block, top, tables, tally);
        }
    }
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
    for block in blocks {
        let mut side = Side::Unknown;
        for cell in block {
            let (rest, weight) = if let Some(rest) = label(cell.text, &TO_LABELS) {
                side = Side::To;
                (rest, 6)
            } else if let Some(rest) = label(cell.text, &FROM_LABELS) {
                side = Side::From;
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
        for short in domains(cell.text, tables) {
            tally.signs(&short).from += 3;
        }
        let first = || whole_line(cell.text, tables).filter(|_| top == Some(cell.at));
        if let Some(short) = letterhead(cell.text, tables).or_else(first) {
            tally.signs(&short).from += 3;
        }
    }
    if block
        .iter()
        .any(|cell| label(cell.text, &CONTACT).is_some())
    {
        for short in organisations(block, tables) {
            tally.signs(&short).from += 2;
        }
    }
}

/// Whether a line is a person's name and no organisation's.
fn is_person(line: &str, tables: &Tables) -> bool {
    person_like(line) && tables.parties.find(line).is_empty()
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
        if block
            .iter()
            .any(|cell| label(cell.text, &CONTACT).is_some())
        {
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
    for cell in block {
        let known = tables.parties.find(cell.text);
        if known.is_empty() && organisation_like(cell.text) {
            found.push(trimmed(cell.text));
        }
        found.extend(known.into_iter().map(|mention| mention.short));
    }
    found.dedup();
    found.truncate(2);
    found
}

fn closing_signs(layout: &Layout<'_>, tables: &Tables, tally: &mut Tally) {
    let mut weight = 6;
    for cell in layout.closing.iter().take(9) {
        let lower = cell.text.to_lowercase();
        if ["cc", "copy to", "copies to", "enc", "to:"]
            .iter()
            .any(|label| lower.starts_with(label))
        {
            break;
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

fn foot_signs(layout: &Layout<'_>, tables: &Tables, tally: &mut Tally) {
    for cell in layout.foot.iter().rev().take(5) {
        for short in domains(cell.text, tables) {
            tally.signs(&short).from += 2;
        }
        let own = letterhead(cell.text, tables).or_else(|| whole_line(cell.text, tables));
        if let Some(short) = own {
            tally.signs(&short).from += 2;
        }
    }
}

/// The organisation whose building or motto a line gives.
fn letterhead(line: &str, tables: &Tables) -> Option<String> {
    let found = tables.parties.find(line).into_iter().find(|found| {
        let row = tables.parties.row(&found.short);
        row.is_some_and(|row| {
            row.letterhead
                .iter()
                .any(|own| own.eq_ignore_ascii_case(&found.as_printed))
        })
    });
    found.map(|found| found.short)
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

fn to_signs(words: &str, tables: &Tables, tally: &mut Tally, weight: i32) {
    let mut known: Vec<String> = tables
        .parties
        .find(words)
        .into_iter()
        .map(|found| found.short)
        .collect();
    known.extend(domains(words, tables));
    if known.is_empty() && organisation_like(words) {
        known.push(trimmed(words));
    }
    for short in known {
        tally.signs(&short).to += weight;
    }
}

fn from_signs(words: &str, tables: &Tables, tally: &mut Tally, weight: i32) {
    for found in tables.parties.find(words) {
        tally.signs(&found.short).from += weight;
    }
    for short in domains(words, tables) {
        tally.signs(&short).from += weight;
    }
}

/// The organisation that a line names and little besides.
fn whole_line(line: &str, tables: &Tables) -> Option<String> {
    if let Some(found) = tables.parties.find(line).into_iter().next() {
        let rest = line.len() - (found.end - found.start);
        return (rest <= 24 && !line.trim_end().ends_with('.')).then_some(found.short);
    }
    organisation_like(line).then(|| trimmed(line))
}

fn trimmed(line: &str) -> String {
    let line = strip_prefix_folded(line, "for and on behalf of ")
        .or_else(|| strip_prefix_folded(line, "on behalf of "))
        .unwrap_or(line);
    let line = line.strip_prefix("for ").unwrap_or(line);
    line.trim_start_matches("the ")
        .trim_matches([',', '.', ' ', ':', ';'])
        .to_owned()
}

/// The organisations whose mail or web addresses a line gives.
fn domains(line: &str, tables: &Tables) -> Vec<String> {
    if !line.contains('.') {
        return Vec::new();
    }
    let addresses = line
        .split([' ', '\t', ',', ';', '<', '>', '(', ')', '|'])
        .filter(|word| word.contains('@') || word.starts_with("www.") || word.starts_with("http"));
    let known = addresses.filter_map(|word| tables.parties.by_domain(word));
    let mut found: Vec<String> = known
        .filter(|short| {
            tables
                .parties
                .row(short)
                .is_some_and(|row| row.kind != "carrier")
        })
        .map(str::to_owned)
        .collect();
    found.dedup();
    found
}

fn label<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    let rest = labels
        .iter()
        .find_map(|label| strip_prefix_folded(line, label))?;
    let rest = rest.strip_prefix(" only").unwrap_or(rest);
    Some(rest.trim_start_matches([':', ' ', '-', '\t', '.']))
}

/// Whether a line begins with the title of an office.
fn office_like(line: &str) -> bool {
    const OFFICES: [&str; 14] = [
        "chief constable",
        "commissioner",
        "data protection officer",
        "the commissioner",
        "the chief constable",
        "head of",
        "director",
        "deputy",
        "assistant",
        "information manager",
        "freedom of information officer",
        "the data protection officer",
        "chief executive",
        "records manager",
    ];
    OFFICES
        .iter()
        .any(|office| strip_prefix_folded(line, office).is_some())
}

/// Whether a line ends with a postcode, with or without its blank.
fn postcode(line: &str) -> bool {
    let last: Vec<&str> = line
        .trim_end_matches(['.', ','])
        .rsplit([' ', ','])
        .filter(|word| !word.is_empty())
        .take(2)
        .collect();
    let inward = |word: &str| {
        let b = word.as_bytes();
        b.len() == 3
            && b[0].is_ascii_digit()
            && b[1].is_ascii_uppercase()
            && b[2].is_ascii_uppercase()
    };
    let outward = |word: &str| {
        let b = word.as_bytes();
        (2..=4).contains(&b.len())
            && b[0].is_ascii_uppercase()
            && b.iter().any(u8::is_ascii_digit)
            && b.iter()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    match last.as_slice() {
        [last, before, ..] if inward(last) && outward(before) => true,
        [last, ..] if last.is_ascii() && last.len() > 4 => {
            inward(&last[last.len() - 3..]) && outward(&last[..last.len() - 3])
        }
        _ => false,
    }
}

/// Whether a cell is a date or a reference under its label, which stands between letterhead and address.
fn parts(cell: &Cell<'_>, dates: &[Found]) -> bool {
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
    label(cell.text, &LABELS).is_some() || dates.iter().any(dated)
}

/// Runs of lines in one column with no empty line, date line or line of references between them.
fn blocks<'a>(head: &[Cell<'a>], dates: &[Found]) -> Vec<Vec<Cell<'a>>> {
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
    // In reading order, so that the last block is the one nearest the salutation.
    blocks.sort_by_key(|block| block.first().map_or(0, |cell| cell.line));
    blocks
}
