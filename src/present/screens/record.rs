//! A record in words and in cells, and by itself.

use serde_json::Value;

use crate::extract::TextStatus;
use crate::facts::Party;
use crate::facts::provisions::Provision;
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, words};
use crate::record::{Cited, Described, Location, RecordId, ShownReference};

/// The columns of a record, one for each key of its JSON.
pub(super) const COLUMNS: [Column; 32] = [
    Column::new("id"),
    Column::new("kind"),
    Column::new("kind_reason"),
    Column::new("format"),
    Column::new("title"),
    Column::new("subject"),
    Column::new("date"),
    Column::new("date_source"),
    Column::new("received"),
    Column::new("first_seen"),
    Column::new("from"),
    Column::new("to"),
    Column::new("cc"),
    Column::new("references"),
    Column::new("possible_references"),
    Column::new("provisions"),
    Column::new("mentions"),
    Column::new("cites"),
    Column::new("marking"),
    Column::new("draft"),
    Column::new("draft_of"),
    Column::new("parents"),
    Column::new("attachments"),
    Column::new("thread"),
    Column::new("carriers"),
    Column::new("text_status"),
    Column::new("pages"),
    Column::new("doubts"),
    Column::new("problems"),
    Column::new("locations"),
    Column::new("sizes"),
    Column::new("sha256"),
];

/// The cells of a record under [`COLUMNS`].
pub(super) fn cells(record: &Described) -> Vec<Cell> {
    vec![
        Cell::text(record.id),
        Cell::text(&record.kind),
        Cell::text(&record.kind_reason),
        Cell::text(&record.format),
        Cell::text(&record.title),
        Cell::maybe(record.subject.as_ref()),
        Cell::day(record.date),
        Cell::text(word_of(&record.date_source)),
        Cell::day(record.received),
        Cell::day(Some(record.first_seen)),
        Cell::joined(record.from.iter().map(party)),
        Cell::joined(record.to.iter().map(party)),
        Cell::joined(record.cc.iter().map(party)),
        Cell::joined(record.references.iter().map(reference)),
        Cell::joined(record.possible_references.iter().map(reference)),
        Cell::joined(record.provisions.iter().map(provision)),
        Cell::joined(&record.mentions),
        Cell::joined(record.cites.iter().map(cited)),
        Cell::maybe(record.marking.as_ref()),
        Cell::answer(record.draft),
        Cell::maybe(record.draft_of),
        Cell::joined(&record.parents),
        Cell::joined(&record.attachments),
        Cell::maybe(record.thread.as_ref()),
        Cell::joined(&record.carriers),
        Cell::text(word_of(&record.text_status)),
        Cell::number(record.pages.map(u64::from)),
        Cell::joined(&record.doubts),
        Cell::joined(
            record
                .problems
                .iter()
                .map(|problem| format!("{}: {}", word_of(&problem.category), problem.reason)),
        ),
        Cell::joined(record.locations.iter().map(place)),
        Cell::joined(record.locations.iter().map(|location| location.size)),
        Cell::joined(digests(record)),
    ]
}

/// The word that a value of ours has in JSON.
pub(super) fn word_of(value: &impl serde::Serialize) -> String {
    match json::tree(value) {
        Value::String(word) => word,
        other => other.to_string(),
    }
}

/// A party whole: name, organisation and address, as far as they are known.
pub(super) fn party(party: &Party) -> String {
    let mut named: Vec<&str> = party.name.as_deref().into_iter().collect();
    if party.organisation != party.name {
        named.extend(party.organisation.as_deref());
    }
    match (named.join(", "), party.address.as_deref()) {
        (name, None) => name,
        (name, Some(address)) if name.is_empty() => address.to_owned(),
        (name, Some(address)) => format!("{name} <{address}>"),
    }
}

/// A party in one word: the organisation, else the name, else the address.
pub(super) fn who(party: &Party) -> Option<&str> {
    party
        .organisation
        .as_deref()
        .or(party.name.as_deref())
        .or(party.address.as_deref())
}

/// Who wrote to whom, where the title does not say so.
pub(super) fn sides(record: &Described) -> Option<String> {
    let named = |parties: &[Party]| {
        let mut names: Vec<String> = parties.iter().filter_map(who).map(str::to_owned).collect();
        names.dedup();
        names
    };
    let (from, to) = (named(&record.from), named(&record.to));
    let said = from
        .iter()
        .chain(&to)
        .all(|name| record.title.contains(name.as_str()));
    if said {
        return None;
    }
    Some(match (from.is_empty(), to.is_empty()) {
        (false, false) => format!("{} → {}", from.join(", "), to.join(", ")),
        (false, true) => format!("from {}", from.join(", ")),
        _ => format!("to {}", to.join(", ")),
    })
}

/// What a record is as a thing: format, pages, copies, how it was read.
pub(super) fn physical(record: &Described) -> String {
    let mut out = vec![match record.format.as_str() {
        "eml" => "email".to_owned(),
        "pdf" => "PDF".to_owned(),
        "docx" => "DOCX".to_owned(),
        "html" => "web page".to_owned(),
        "txt" => "plain text".to_owned(),
        "other" => "a file of no known format".to_owned(),
        other => other.to_uppercase(),
    }];
    if let Some(pages) = record.pages {
        out.push(words::count(u64::from(pages), "page", "pages"));
    }
    match record.text_status {
        TextStatus::Text => {}
        TextStatus::Ocr => out.push("read by OCR".to_owned()),
        TextStatus::None => out.push("no text in it".to_owned()),
        TextStatus::Encrypted => out.push("needs a password".to_owned()),
        TextStatus::Failed => out.push("could not be read".to_owned()),
    }
    if record.locations.len() > 1 {
        out.push(words::count(
            words::len(&record.locations),
            "copy",
            "copies",
        ));
    }
    out.join(", ")
}

/// A kind in words: `decision notice`.
pub(super) fn kind(kind: &str) -> String {
    kind.replace('_', " ")
}

/// Where a record lies, the part inside the file after the file, and whether that file has vanished.
pub(super) fn place(location: &Location) -> String {
    let part = location.part.iter().map(|part| format!(", {part}"));
    let gone = location.missing.then(|| format!(" ({GONE})"));
    std::iter::once(location.path.clone())
        .chain(part)
        .chain(gone)
        .collect()
}

/// What is said of a file that was not there when its folder was last looked through.
const GONE: &str = "no longer there";

/// What must be said of a record whose files have vanished; none while one of them is there.
pub(super) fn vanished(record: &Described) -> Option<&'static str> {
    let gone = record.locations.iter().all(|location| location.missing);
    (gone && !record.locations.is_empty()).then_some(
        "its file is no longer where it was read: what was read then is what was searched",
    )
}

/// The digests of a record's places, each once.
pub(super) fn digests(record: &Described) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for location in &record.locations {
        if !out.contains(&location.sha256.as_str()) {
            out.push(&location.sha256);
        }
    }
    out
}

fn reference(reference: &ShownReference) -> String {
    let role = word_of(&reference.role);
    if reference.as_printed == reference.canonical {
        format!("{} ({role})", reference.canonical)
    } else {
        format!(
            "{} ({role}, printed {})",
            reference.canonical, reference.as_printed
        )
    }
}

fn provision(provision: &Provision) -> String {
    match &provision.act {
        Some(act) => format!("{} {act}", provision.provision),
        None => provision.provision.clone(),
    }
}

fn cited(cited: &Cited) -> String {
    match (&cited.record, cited.candidates.len()) {
        (Some(record), _) => format!("{} ({record})", cited.as_printed),
        (None, 0) => cited.as_printed.clone(),
        (None, _) => format!(
            "{} (one of {})",
            cited.as_printed,
            cited.candidates.join(", ")
        ),
    }
}

/// The first places in which a draft differs from its letter, and how many more there are.
fn differs(record: &Described) -> String {
    const SHOWN: usize = 3;
    let quoted = |words: &str| match words {
        "" => "nothing".to_owned(),
        words => format!("“{words}”"),
    };
    let all = &record.draft_differs;
    let mut out: Vec<String> = all
        .iter()
        .take(SHOWN)
        .map(|one| format!("{} became {}", quoted(&one.draft), quoted(&one.letter)))
        .collect();
    let more = all.len().saturating_sub(SHOWN);
    if more > 0 {
        out.push(words::count(
            u64::try_from(more).unwrap_or(u64::MAX),
            "more place",
            "more places",
        ));
    }
    out.join("; ")
}

fn short_ids(ids: &[RecordId]) -> String {
    ids.iter()
        .map(|id| id.short())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Lays out a record: its title, what it is, what was read off it, where it lies.
pub(super) fn lay_out(screen: &mut Screen, record: &Described) {
    const MARGIN: usize = 14;
    screen.heading(&record.title);
    screen.blank();
    let mut row = |label: &str, text: &str| {
        if !text.is_empty() {
            screen.labelled(label, MARGIN, text);
        }
    };
    let joined = |parties: &[Party]| parties.iter().map(party).collect::<Vec<_>>().join("; ");
    row(
        "Kind",
        &format!("{} ({})", kind(&record.kind), physical(record)),
    );
    row("Date", &dated(record));
    if let Some(day) = record.received {
        row("Received", &words::day(day));
    }
    row("From", &joined(&record.from));
    row("To", &joined(&record.to));
    row("Copies to", &joined(&record.cc));
    row("Subject", record.subject.as_deref().unwrap_or_default());
    row("Marking", record.marking.as_deref().unwrap_or_default());
    row("References", &list(&record.references, reference));
    row("Possibly", &list(&record.possible_references, reference));
    row("Provisions", &list(&record.provisions, provision));
    row(
        "Days cited",
        &list(&record.mentions, |day| words::day(*day)),
    );
    row("Cites", &list(&record.cites, cited));
    match record.draft_of {
        Some(of) => row("Draft", &format!("of {}", of.short())),
        None if record.draft => row("Draft", "yes"),
        None => {}
    }
    row("Differs", &differs(record));
    row("Attached to", &short_ids(&record.parents));
    row("Attachments", &short_ids(&record.attachments));
    row("Other forms", &short_ids(&record.carriers));
    row("Conversation", record.thread.as_deref().unwrap_or_default());
    for (at, location) in record.locations.iter().enumerate() {
        row(
            if at == 0 { "Lies at" } else { " " },
            &format!("{} ({})", place(location), words::size(location.size)),
        );
    }
    for (at, problem) in record.problems.iter().enumerate() {
        row(if at == 0 { "Not read" } else { " " }, &problem.reason);
    }
    for (at, doubt) in record.doubts.iter().enumerate() {
        row(if at == 0 { "Doubts" } else { " " }, doubt);
    }
    row("First seen", &words::day(record.first_seen));
    row("Id", &record.id.to_string());
}

fn list<T>(values: &[T], said: impl Fn(&T) -> String) -> String {
    values.iter().map(said).collect::<Vec<_>>().join("; ")
}

fn dated(record: &Described) -> String {
    use crate::facts::DateSource;
    let Some(day) = record.date else {
        return "undated".to_owned();
    };
    let source = match record.date_source {
        DateSource::Letter => "its date line",
        DateSource::Header => "its header",
        DateSource::Metadata => "the file's metadata",
        DateSource::Filename => "the file's name",
        DateSource::None => return words::day(day),
    };
    format!("{}, from {source}", words::day(day))
}

impl Report for Described {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        lay_out(&mut screen, self);
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: self.title.clone(),
            columns: COLUMNS.to_vec(),
            rows: vec![cells(self)],
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(std::iter::once(self.tree()))
    }

    fn ids(&self) -> Option<Vec<String>> {
        Some(vec![self.id.to_string()])
    }
}
