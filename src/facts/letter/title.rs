//! Titles in the house style: "ICO letter to the MPS dated 3 December 2021".

use crate::facts::{Facts, Form, Tables, View, dates};

/// What a title is made of beside the facts themselves.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// Whether the record is a letter, a message or another paper by its look.
    pub lettered: bool,
    /// A heading where there is no subject.
    pub heading: Option<&'a str>,
}

/// Kinds that are letters or messages by form, whatever their effect.
const SENT: [&str; 8] = [
    "letter",
    "email",
    "reprimand",
    "foi_request",
    "foi_response",
    "internal_review",
    "notice",
    "decision_notice",
];

/// The title of a record whose other facts are known.
pub fn of(facts: &Facts, view: &View<'_>, parts: Parts<'_>, tables: &Tables) -> String {
    let made = if SENT.contains(&facts.kind.as_str()) {
        sent(facts, view, parts, tables)
    } else {
        None
    };
    let made = made.or_else(|| named(facts, view, parts, tables));
    let title = made.unwrap_or_else(|| match view.file_names.first() {
        Some(name) => without_ending(base(name)).to_owned(),
        None => format!("Untitled {}", tables.kinds.called(&facts.kind)),
    });
    let title: String = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if facts.draft && !title.to_lowercase().contains("draft") {
        format!("Draft {title}")
    } else {
        title
    }
}

/// "ICO letter to the MPS dated 3 December 2021 (reprimand)".
fn sent(facts: &Facts, view: &View<'_>, parts: Parts<'_>, tables: &Tables) -> Option<String> {
    let from = facts
        .from
        .iter()
        .find_map(|party| party.organisation.as_deref());
    let to = facts
        .to
        .iter()
        .find_map(|party| party.organisation.as_deref());
    let email = view.form == Form::Email || facts.kind == "email";
    // A message between people whom no table knows is best known by its subject.
    if from.is_none() && to.is_none() && (email || facts.date.is_none() || !parts.lettered) {
        return None;
    }
    if to.is_none() && facts.date.is_none() && parts.heading.is_some() && !parts.lettered {
        return None;
    }
    let all_within = from.is_some()
        && !facts.to.is_empty()
        && facts
            .to
            .iter()
            .chain(&facts.cc)
            .all(|party| party.organisation.as_deref() == from);
    let subject = facts
        .subject
        .as_deref()
        .filter(|subject| !subject.trim().is_empty());
    let day = facts.date.map(dates::long);
    if let (true, true, Some(organisation)) = (email, all_within, from) {
        let mut title = format!("{organisation} internal email");
        if let Some(day) = day {
            title.push_str(&format!(", {day}"));
        }
        if let Some(subject) = subject {
            title.push_str(&format!(", \"{subject}\""));
        }
        return Some(title);
    }
    let form = match facts.kind.as_str() {
        "notice" | "decision_notice" if !email => notice_name(facts, parts, tables),
        _ if email => "email".to_owned(),
        "reprimand" if !parts.lettered => "notice".to_owned(),
        "reprimand" | "letter" => "letter".to_owned(),
        _ if parts.lettered => "letter".to_owned(),
        other => tables.kinds.called(other).to_owned(),
    };
    let mut title = match from {
        Some(from) => format!("{from} {form}"),
        None => capitalised(&form),
    };
    if let Some(to) = to {
        let to = tables
            .parties
            .row(to)
            .map_or_else(|| to.to_owned(), |row| row.with_article());
        title.push_str(&format!(" to {to}"));
    }
    if let Some(day) = day {
        title.push_str(&format!(" dated {day}"));
    }
    // bodies write to each other several times a day: the subject tells their messages apart
    if let (true, Some(subject)) = (email, subject) {
        title.push_str(&format!(", \"{subject}\""));
    }
    if facts.kind == "reprimand" {
        title.push_str(" (reprimand)");
    }
    Some(title)
}

/// "enforcement notice" rather than "notice", where the heading says so.
fn notice_name(facts: &Facts, parts: Parts<'_>, tables: &Tables) -> String {
    let heading = parts
        .heading
        .or(facts.subject.as_deref())
        .unwrap_or_default()
        .to_lowercase();
    const NOTICES: [&str; 9] = [
        "enforcement notice",
        "information notice",
        "assessment notice",
        "monetary penalty notice",
        "penalty notice",
        "decision notice",
        "notice of intent",
        "practice recommendation",
        "undertaking",
    ];
    NOTICES
        .iter()
        .find(|notice| heading.contains(*notice))
        .map_or_else(
            || tables.kinds.called(&facts.kind).to_owned(),
            |notice| (*notice).to_owned(),
        )
}

/// The record's own title: its subject, its metadata, its heading.
fn named(facts: &Facts, view: &View<'_>, parts: Parts<'_>, tables: &Tables) -> Option<String> {
    let metadata = view
        .metadata_title
        .map(str::trim)
        .filter(|title| tells(title));
    let own = facts
        .subject
        .as_deref()
        .map(str::trim)
        .filter(|subject| !subject.is_empty());
    let chosen = if view.form == Form::Email {
        own
    } else if facts.kind == "spreadsheet" {
        // What stands first in a sheet is the names of its columns.
        metadata
    } else {
        metadata.or(own).or(parts.heading)
    };
    let title = chosen?.trim().trim_end_matches('.');
    let title = title.trim_start_matches(['#', '*', '=']).trim_start();
    if title.is_empty() {
        return None;
    }
    let from = facts
        .from
        .iter()
        .find_map(|party| party.organisation.as_deref());
    match from {
        Some(from)
            if matches!(facts.kind.as_str(), "leaflet" | "report")
                && !title.contains(from)
                && calls_itself(title, tables.kinds.called(&facts.kind)) =>
        {
            Some(format!("{from} {title}"))
        }
        _ => Some(title.to_owned()),
    }
}

/// Whether a title is made of its kind's word, as "Enforcement Leaflet" is: it needs its issuer in front to be told
/// from others, where a title of its own stands as printed.
fn calls_itself(title: &str, called: &str) -> bool {
    let mut words = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .peekable();
    let opens = words.peek().is_some_and(|first| {
        matches!(first.as_str(), "the" | "a" | "an" | "our" | "your" | "this")
    });
    !opens && words.any(|word| word == called)
}

/// Whether a title in metadata is a title, and not what a program puts there.
pub fn tells(title: &str) -> bool {
    let lower = title.to_lowercase();
    let program = [
        "microsoft",
        "untitled",
        "document",
        "layout",
        "scan",
        "slide",
        "presentation",
        "book",
        "doc",
        "image",
        "title",
        "powerpoint",
        "template",
        "letter",
    ];
    let bare = lower
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '_' | '(' | ')'));
    let file = [
        ".doc", ".docx", ".pdf", ".indd", ".rtf", ".tmp", ".xls", ".xlsx", ".dot",
    ]
    .iter()
    .any(|ending| lower.ends_with(ending));
    title.len() > 3
        && !file
        && !program.contains(&bare)
        && !lower.starts_with("microsoft ")
        && title.chars().any(char::is_alphabetic)
}

fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

fn without_ending(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 => stem,
        _ => name,
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
