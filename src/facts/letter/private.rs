//! Letters of people who write for themselves: below their own address, with no letterhead at all, or on a form.

use super::head::{FROM_LABELS, TO_LABELS, is_contact, parts};
use super::layout::{Cell, Layout, strip_prefix_folded};
use super::line::{domains, is_person, label, office_like, postcode, sends_elsewhere, whole_line};
use super::names::of_office;
use crate::facts::Tables;
use crate::facts::dates::Found;

/// Among so many cells of a head the body that is written to is looked for.
const WITHIN: usize = 16;

/// So much of a letter's own words tells what it answers, in bytes.
const OPENING: usize = 600;

/// What a head says where a person writes for themselves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Own<'a> {
    /// Where the line stands that names the body written to, in bytes, where no label names it.
    pub reader: Option<usize>,
    /// The writer's name, where the head gives it.
    pub writer: Option<&'a str>,
    /// Whether only the order of the lines says so, and no address or name of the writer's.
    pub guessed: bool,
}

/// Whether a head is a person's own, and whom it names as the reader.
pub(super) fn read<'a>(
    layout: &Layout<'a>,
    head: &[Cell<'a>],
    dates: &[Found],
    tables: &Tables,
) -> Option<Own<'a>> {
    let bodies = head
        .iter()
        .take(WITHIN)
        .enumerate()
        .find_map(|(nth, cell)| {
            let plain =
                label(cell.text, &TO_LABELS).is_none() && label(cell.text, &FROM_LABELS).is_none();
            let body = whole_line(cell.text, tables).filter(|_| plain)?;
            Some((nth, body))
        });
    let own = |reader, writer, guessed| Own {
        reader,
        writer,
        guessed,
    };
    if let Some(name) = applicant(layout, head, tables) {
        let reader = bodies.as_ref().map(|(nth, _)| head[*nth].at);
        return Some(own(reader, Some(name), false));
    }
    let (nth, body) = bodies?;
    let first = &head[nth];
    let signs_for = || closing(layout).any(|line| whole_line(line, tables).as_ref() == Some(&body));
    let above = &head[..nth];
    let ours = |cell: &Cell<'_>| strip_prefix_folded(cell.text, "our ").is_some();
    let office = |cell: &Cell<'_>| {
        is_contact(cell.text) && !domains(cell.text, tables).is_empty() || ours(cell)
    };
    if above.iter().any(office) {
        return None;
    }
    // what stands right above the body, with no line between, is the beginning of its address
    let mut begins = nth;
    while begins > 0 && adjoins(&head[begins - 1], &head[begins], dates) {
        begins -= 1;
    }
    let dated = above.iter().any(|cell| is_date(cell, dates));
    let Some(home) = above[..begins].iter().find(|cell| !parts(cell, dates)) else {
        let day_alone = begins > 0 && dated;
        return (day_alone && signs_alone(layout, head, first, dates, tables))
            .then(|| own(Some(first.at), None, true));
    };
    let person = named(home.text, tables);
    // the name of a house may look like a person's
    let signer = closing(layout)
        .next()
        .filter(|line| is_person(line, tables));
    let writer = person.filter(|name| signer.is_none_or(|line| last_word(line) == last_word(name)));
    let at_home = person.is_some() || is_house(home.text) || {
        let lines = above[..begins].iter();
        lines
            .take_while(|cell| !is_date(cell, dates))
            .any(|cell| postcode(cell.text))
    };
    let posts = above[..begins].iter().any(|cell| office_like(cell.text));
    let greeted = person.is_some_and(|name| greets(layout, name));
    let told = dated
        || is_impersonal(layout, tables)
        || writer.is_some_and(|name| signed_by(layout, name));
    (at_home && !posts && !greeted && told && !signs_for())
        .then(|| own(Some(first.at), writer, false))
}

/// Whether a letter answers its reader's own complaint: then the body that its head names is the one complained of.
pub(super) fn answers_complaint(text: &str, layout: &Layout<'_>) -> bool {
    let end = text.floor_char_boundary((layout.own_at + OPENING).min(layout.own_end));
    let opening = text.get(layout.own_at..end).unwrap_or_default();
    let lower = opening.to_ascii_lowercase();
    ["your complaint", "you complained", "you have complained"]
        .iter()
        .any(|words| lower.contains(words))
}

/// Whether the first body below the sign-off is another than `named`, which stands nowhere there.
pub(super) fn signs_for_another(
    text: &str,
    layout: &Layout<'_>,
    named: &str,
    tables: &Tables,
) -> bool {
    let Some(begins) = layout.closing.first().map(|cell| cell.at) else {
        return false;
    };
    let since = |line: &str| {
        let to = line.as_ptr() as usize - text.as_ptr() as usize;
        text.get(begins..to).unwrap_or_default()
    };
    let mut bodies = closing(layout)
        .take_while(|line| !sends_elsewhere(since(line), since(line).len()))
        .filter(|line| !sends_elsewhere(line, line.len()))
        .filter_map(|line| whole_line(line, tables))
        .peekable();
    bodies.peek().is_some() && bodies.all(|body| body != named)
}

/// The applicant whom a filled-in request or complaint form names.
fn applicant<'a>(layout: &Layout<'a>, head: &[Cell<'a>], tables: &Tables) -> Option<&'a str> {
    const TITLES: [&str; 3] = ["request form", "application form", "complaint form"];
    const LABELS: [&str; 9] = [
        "name:",
        "full name:",
        "your name:",
        "name of applicant:",
        "applicant:",
        "applicant's name:",
        "name of requester:",
        "requester:",
        "requester's name:",
    ];
    if layout.salutation.is_some() {
        return None;
    }
    let name = head.iter().enumerate().find_map(|(nth, cell)| {
        let said = label(cell.text, &LABELS)?;
        let beside = || head.get(nth + 1).filter(|next| next.line == cell.line);
        let name = if said.is_empty() {
            beside()?.text
        } else {
            said
        };
        is_person(name, tables).then_some(name)
    })?;
    let titled = head.iter().take(WITHIN).any(|cell| {
        let lower = cell.text.to_ascii_lowercase();
        TITLES.iter().any(|title| lower.contains(title)) || lower.starts_with("request to:")
    });
    // an officer's rank stands on a form that a body fills in
    let official = |cell: &Cell<'_>| label(cell.text, &["rank", "collar", "officer"]).is_some();
    (titled && !head.iter().any(official)).then_some(name)
}

/// The person whom the first line of a head names: alone, behind `From:`, or before an address on the same line.
fn named<'a>(line: &'a str, tables: &Tables) -> Option<&'a str> {
    let said = label(line, &["from:", "name:"]).unwrap_or(line);
    let name = said.split(',').next().unwrap_or(said).trim();
    let beside = said.get(name.len()..).unwrap_or_default();
    let address = beside.trim_matches([',', ' ']).is_empty()
        || beside
            .bytes()
            .any(|byte| byte.is_ascii_digit() || byte == b'@');
    (address && is_person(name, tables)).then_some(name)
}

/// Whether a line begins with the number of a house: `14 High Street`, `Flat 2, 9 The Wynd`.
fn is_house(line: &str) -> bool {
    let line = strip_prefix_folded(line, "flat ").unwrap_or(line);
    let house = line.trim_start_matches(|c: char| c.is_ascii_digit());
    house.len() < line.len()
        && house
            .trim_start_matches(char::is_lowercase)
            .starts_with([' ', ','])
        && house.split_whitespace().count() <= 6
}

fn is_date(cell: &Cell<'_>, dates: &[Found]) -> bool {
    let line = cell.at..cell.at + cell.text.len();
    dates
        .iter()
        .any(|day| line.contains(&day.start) && (day.end - day.start) * 2 > line.len())
}

/// Whether two cells stand in one block: one column, no empty line and neither day nor number between them.
fn adjoins(above: &Cell<'_>, below: &Cell<'_>, dates: &[Found]) -> bool {
    above.column == below.column && above.line + 1 >= below.line && !parts(above, dates)
}

/// The lines below a sign-off, without what lists copies and enclosures.
fn closing<'a>(layout: &Layout<'a>) -> impl Iterator<Item = &'a str> {
    let listed = |line: &str| label(line, &["cc", "c.c", "enc", "copy", "copies"]).is_some();
    let lines = layout.closing.iter().map(|cell| cell.text);
    lines.take(8).take_while(move |line| !listed(line))
}

/// Whether the salutation greets whoever reads it at some body, and no one by name.
fn is_impersonal(layout: &Layout<'_>, tables: &Tables) -> bool {
    const READERS: [&str; 14] = [
        "sir",
        "sirs",
        "madam",
        "madams",
        "colleague",
        "colleagues",
        "officer",
        "team",
        "unit",
        "department",
        "manager",
        "commissioner",
        "constable",
        "office",
    ];
    let Some(salutation) = layout.salutation else {
        return false;
    };
    let Some(said) = strip_prefix_folded(salutation.text, "dear") else {
        return strip_prefix_folded(salutation.text, "to whom").is_some();
    };
    let reader = |word: &str| READERS.iter().any(|known| known.eq_ignore_ascii_case(word));
    said.split(|c: char| !c.is_alphanumeric()).any(reader) || !tables.parties.find(said).is_empty()
}

/// Whether the salutation greets the person of that name.
fn greets(layout: &Layout<'_>, name: &str) -> bool {
    let salutation = layout.salutation.map_or("", |cell| cell.text);
    last_word(salutation).is_some_and(|last| last_word(name) == Some(last))
}

/// Whether the person of that name signs.
fn signed_by(layout: &Layout<'_>, name: &str) -> bool {
    closing(layout)
        .next()
        .is_some_and(|line| last_word(line) == last_word(name))
}

fn last_word(words: &str) -> Option<String> {
    let mut words = words.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'');
    words.rfind(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Whether a person signs a letter to nobody by name, who gives no post or body of their own, nor does its head: its one
/// body, with the lines of an address, is then no letterhead.
fn signs_alone(
    layout: &Layout<'_>,
    head: &[Cell<'_>],
    first: &Cell<'_>,
    dates: &[Found],
    tables: &Tables,
) -> bool {
    let below = |cell: &Cell<'_>| cell.line == first.line + 1 && !parts(cell, dates);
    let contact = |cell: &Cell<'_>| is_contact(cell.text) || !domains(cell.text, tables).is_empty();
    let mut lines = closing(layout);
    let person = lines.next().is_some_and(|line| is_person(line, tables));
    let rest: Vec<&str> = lines.collect();
    let home = rest.iter().any(|line| postcode(line));
    let plain = rest.iter().all(|line| {
        let post = line.split_whitespace().any(of_office) || office_like(line);
        let body = whole_line(line, tables).is_some() || !domains(line, tables).is_empty();
        let address = home
            || line
                .bytes()
                .any(|byte| byte.is_ascii_digit() || byte == b'@');
        address && !post && !body
    });
    is_impersonal(layout, tables)
        && layout.signed
        && person
        && plain
        && head.iter().any(below)
        && !head.iter().any(contact)
        && !head
            .iter()
            .any(|cell| strip_prefix_folded(cell.text, "our ").is_some())
}
