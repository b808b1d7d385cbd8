//! The first understanding of a record: who wrote to whom, when, about what, and what it is.
//!
//! A message tells this in its headers; a document in its head, sign-off and foot, which `layout` takes apart. What
//! was guessed is said in the doubts, and what cannot be read stays empty.

mod bodies;
mod columns;
mod day;
mod day_lines;
mod draft;
mod head;
mod heading;
mod kind;
mod labels;
mod layout;
mod line;
mod named;
mod names;
mod nearly;
mod plain;
mod printed;
mod private;
mod quoted;
mod roles;
mod shared_line;
mod sides;
mod stacked;
mod tally;
mod title;
mod title_line;
mod when;
mod writers;

use jiff::civil::Date;

use crate::facts::citations;
use crate::facts::dates::{self, Found};
use crate::facts::figures::Figures;
use crate::facts::kinds::{Marks, Shape};
use crate::facts::provisions::{self, Provision};
use crate::facts::{Facts, Form, Tables, View};

/// How far into a text what looks like a date and is none is worth a doubt, in bytes.
const DOUBTED_WITHIN: usize = 1500;
/// No more doubts than these about dates are kept.
const MOST_DOUBTS: usize = 5;

/// Reads a record whole.
pub fn read(view: &View<'_>, tables: &Tables) -> Facts {
    let printed = if view.form == Form::Email || view.form == Form::Unread {
        None
    } else {
        printed::read(view.text)
    };
    let mut layout = if view.form == Form::Email {
        layout::of_message(view.text)
    } else {
        layout::of_document(view.text)
    };
    let message = view.form == Form::Email || printed.is_some();
    if let Some(printed) = &printed
        && layout.salutation.is_none()
    {
        layout.own_at = printed.body_at;
        layout.body_at = printed.body_at;
    }
    let figures = Figures::of(view.text);
    let mut references = roles::read(
        view,
        &figures,
        &layout,
        printed
            .as_ref()
            .and_then(|printed| printed.subject_at.clone()),
        tables,
    );
    let (found, mut doubtful) = dates::read(&figures);
    if view.text.len() > DOUBTED_WITHIN {
        // where it is cut a date may end otherwise
        doubtful = dates::doubtful(start_of(view.text, DOUBTED_WITHIN));
    }
    let mut doubts = Vec::new();
    let heading = layout.heading.map(|cell| cell.text.to_owned());
    let subject = view
        .subject
        .or(printed.as_ref().and_then(|printed| printed.subject))
        .map(str::trim)
        .filter(|subject| !subject.is_empty());
    let title_cell = if message || layout.salutation.is_some() {
        None
    } else {
        title_line::of(&layout, tables)
    };

    let (mut from, to, cc) = match &printed {
        Some(printed) => (
            sides::of_addresses(&printed.from, tables),
            sides::of_addresses(&printed.to, tables),
            sides::of_addresses(&printed.cc, tables),
        ),
        None if message => (
            sides::of_addresses(view.from, tables),
            sides::of_addresses(view.to, tables),
            sides::of_addresses(view.cc, tables),
        ),
        None => {
            let sides = sides::of_document(
                view.text,
                &layout,
                &references.references,
                &references.unowned,
                view.metadata_title.filter(|_| view.form == Form::Page),
                &found,
                tables,
            );
            doubts.extend(sides.doubts);
            (sides.from, sides.to, sides.cc)
        }
    };
    if message
        && from.iter().all(|party| party.organisation.is_none())
        && let Some(sender) = from.first_mut()
        && let Some(organisation) = sides::of_signature(&layout, tables).or_else(|| {
            let own = view.text.get(layout.body_at..layout.own_end)?;
            sides::of_own_name(own, sender.name.as_deref()?, tables)
        })
    {
        doubts.push(format!(
            "the sender's organisation, {organisation}, was read from the signature"
        ));
        sender.organisation = Some(organisation);
    }
    let organisation =
        |parties: &[super::Party]| parties.iter().find_map(|party| party.organisation.clone());
    roles::settle(
        &mut references,
        organisation(&from).as_deref(),
        organisation(&to).as_deref(),
        from.iter().any(|party| party.name.is_some()),
        tables,
    );
    roles::attribute(&mut references, &from, &to, &cc, tables);

    doubts.extend(nearly::doubts(
        &references.references,
        &[subject.unwrap_or_default(), view.text],
    ));

    let shape = match view.form {
        Form::Unread => Shape::Unread,
        _ if message => Shape::Email,
        _ if layout.salutation.is_some() || layout.signed => Shape::Letter,
        _ => Shape::Paper,
    };
    let mut headings: Vec<&str> = subject.into_iter().chain(heading.as_deref()).collect();
    if !message {
        headings.extend(view.metadata_title.filter(|title| title::tells(title)));
    }
    if matches!(shape, Shape::Paper | Shape::Letter) {
        headings.extend(
            layout
                .head
                .iter()
                .take(10)
                .map(|cell| cell.text)
                .filter(|line| line.len() < 120 && !is_sentence(line)),
        );
    }
    let own_text = view
        .text
        .get(layout.own_at..layout.own_end)
        .unwrap_or_default();
    let (kind, kind_reason) = tables.kinds.read(&Marks {
        shape,
        headings: &headings,
        own_text,
        file_names: view.file_names,
    });

    let title_line = title_cell.map(|cell| match title_line::below(&layout, cell, tables) {
        Some(below) if kind == "leaflet" => title_line::joined(cell.text, below),
        _ => cell.text.to_owned(),
    });

    let dated = when::date_of(view, &layout, &printed, &found, &kind, &mut doubts);
    for doubtful in doubtful.into_iter().take(MOST_DOUBTS) {
        let printed: String = doubtful
            .as_printed
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        doubts.push(format!(
            "\"{printed}\" was not read as a date: {}",
            doubtful.reason
        ));
    }
    let draft_reason = draft::read(view, &layout, subject.or(heading.as_deref()));
    let mut facts = Facts {
        subject: subject
            .map(str::to_owned)
            .or_else(|| heading.clone())
            .or_else(|| title_line.clone()),
        date: dated.day,
        date_source: dated.source,
        received: dated.received,
        mentions: mentions(view.text, &found, dated.nth),
        provisions: cited_provisions(view, &figures, dated.day, tables, &mut doubts),
        cites: Vec::new(),
        quoted: Vec::new(),
        marking: tables
            .markings
            .read(&view.text[..layout.own_end])
            .map(|(canonical, _)| canonical)
            .or_else(|| tables.markings.in_subject(subject?)),
        draft: draft_reason.is_some(),
        title: String::new(),
        references: references.references,
        possible_references: references.possible,
        kind,
        kind_reason,
        from,
        to,
        cc,
        draft_reason,
        doubts,
    };
    if shape == Shape::Letter {
        kind::settle(&mut facts, &layout, view.text, tables);
    }
    let parts = title::Parts {
        lettered: shape == Shape::Letter,
        heading: heading.as_deref().or(title_line.as_deref()),
    };
    let quoted_from = match &printed {
        Some(printed) => {
            let below = view.text.get(printed.body_at..).unwrap_or_default();
            printed.body_at + quoted::quoted_from(below)
        }
        None => layout.own_end,
    };
    if message && quoted_from < view.text.len() {
        facts.quoted = writers::read(view.text, quoted_from, &facts.to, tables);
    }
    for party in facts.from.iter_mut().chain(&mut facts.to) {
        in_english(party, view.text);
    }
    facts.title = title::of(&facts, view, parts, tables);
    let cited = citations::read(
        &citations::Letter {
            text: view.text,
            figures: &figures,
            found: &found,
            own_date: dated.nth,
            day: facts.date,
            by: (facts.date.is_none() && !message)
                .then(|| title::last_of_month(view.text))
                .flatten(),
            from: &facts.from,
            to: &facts.to,
            own_end: layout.own_end,
        },
        tables,
    );
    let later = cited.citations.iter().find_map(|one| {
        let (own, cited) = (facts.date?, one.date?);
        let received = facts.received.is_none_or(|received| cited > received);
        (cited > own && received).then(|| one.as_printed.clone())
    });
    if let Some(printed) = later {
        let words: Vec<&str> = printed.split_whitespace().collect();
        facts.doubts.push(format!(
            "it cites \"{}\", which is later than the date that it bears itself",
            words.join(" ")
        ));
    }
    let own = facts.date;
    let days = cited.citations.iter().filter_map(|one| one.date);
    facts.mentions.extend(days.filter(|day| Some(*day) != own));
    facts.mentions.sort_unstable();
    facts.mentions.dedup();
    facts.cites = cited.citations;
    facts.doubts.extend(cited.doubts);
    facts
}

/// Gives a Welsh council its English name where the paper prints both, so that letters to it and from it agree.
fn in_english(party: &mut crate::facts::Party, text: &str) {
    let welsh = party.organisation.as_deref().unwrap_or_default();
    if let Some(place) = welsh.strip_prefix("Cyngor ") {
        let english = format!("{place} Council");
        if text.contains(&english) {
            party.organisation = Some(english);
        }
    }
}

/// Whether a line is a whole sentence, which no heading is.
fn is_sentence(line: &str) -> bool {
    line.ends_with('.') && line.split_whitespace().count() > 6
}

/// Where a message's own words end and what it quotes begins, in bytes.
pub(super) fn own_end(message: &str) -> usize {
    quoted::quoted_from(message)
}

/// Provisions cited in the subject line and in the text.
fn cited_provisions(
    view: &View<'_>,
    figures: &Figures<'_>,
    day: Option<Date>,
    tables: &Tables,
    doubts: &mut Vec<String>,
) -> Vec<Provision> {
    let table = &tables.provisions;
    let in_subject = view.subject.filter(|subject| {
        let alone = provisions::read(subject, day, table);
        !alone.provisions.is_empty()
    });
    let read = match in_subject {
        Some(subject) => provisions::read(&format!("{subject}\n\n{}", view.text), day, table),
        None => provisions::read_among(figures, day, table),
    };
    if read.cut_short {
        doubts.push(format!(
            "it cites more than {} provisions; the first were kept",
            provisions::MOST_GROUPS
        ));
    }
    read.provisions
}

/// The days of a text but its own date, those that share their month with the next among them.
fn mentions(text: &str, found: &[Found], own: Option<usize>) -> Vec<Date> {
    let mut days: Vec<Date> = found
        .iter()
        .enumerate()
        .filter(|(nth, _)| Some(*nth) != own)
        .flat_map(|(_, date)| dates::sharing(text, date).into_iter().chain([date.day]))
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

fn start_of(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests;
