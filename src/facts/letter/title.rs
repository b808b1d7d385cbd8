//! Titles in the house style: "ICO letter to the MPS dated 3 December 2021".

mod paper;

use crate::facts::{Facts, Form, Role, Tables, View, dates};

/// What a title is made of beside the facts themselves.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// Whether the record is a letter, a message or another paper by its look.
    pub lettered: bool,
    /// A heading where there is no subject.
    pub heading: Option<&'a str>,
}

/// A heading longer than this, in bytes, is no title.
const LONGEST_HEADING: usize = 120;

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
    let of_tribunal = match view.form {
        Form::Email => None,
        _ if parts.lettered => None,
        _ => paper::tribunal(view.text),
    };
    let of_tribunal = of_tribunal.or_else(|| match view.form {
        Form::Email => None,
        _ if parts.lettered => None,
        _ => paper::numbered_decision(view.text, tables),
    });
    let made = of_tribunal.or_else(|| {
        let sends = SENT.contains(&facts.kind.as_str());
        sends.then(|| sent(facts, view, parts, tables)).flatten()
    });
    let made = made.or_else(|| named(facts, view, parts, tables));
    let title = made.unwrap_or_else(|| match view.file_names.first() {
        Some(name) => without_ending(base(name)).to_owned(),
        None => format!("Untitled {}", tables.kinds.called(&facts.kind)),
    });
    let title = paper::with_single_blanks(&title);
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
    let circular = (view.form != Form::Email)
        .then(|| paper::to_all(view.text))
        .flatten();
    let to = circular.or_else(|| addressees(facts, view, tables));
    let memo = view.form != Form::Email && facts.kind == "email" && paper::is_memo(view.text);
    let email = !memo && (view.form == Form::Email || facts.kind == "email");
    let letterhead = match (from, parts.lettered && view.form != Form::Email) {
        (None, true) => paper::letterhead(view.text),
        _ => None,
    };
    let letterhead = letterhead.map(|name| tables.parties.by_name(name).unwrap_or(name));
    let from = from.or(letterhead);
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
    // to its own people, with others copied in
    let copied = from.is_some()
        && !all_within
        && !facts.to.is_empty()
        && facts
            .to
            .iter()
            .all(|party| party.organisation.as_deref() == from);
    let subject = facts
        .subject
        .as_deref()
        .filter(|subject| !subject.trim().is_empty());
    let day = facts.date.map(dates::long);
    let day = day.or_else(|| paper::month(view.text).filter(|_| !email));
    if let (true, true, Some(organisation)) = (email, all_within, from) {
        let mut title = format!("{} internal email", in_sentence(organisation, tables));
        if let Some(day) = day {
            title.push_str(&format!(", {day}"));
        }
        if let Some(subject) = subject {
            title.push_str(&format!(", \"{subject}\""));
        }
        return Some(title);
    }
    let form = match facts.kind.as_str() {
        "notice" | "decision_notice" if !email => notice_name(facts, view, parts, tables),
        _ if email => "email".to_owned(),
        _ if memo && all_within => "internal memo".to_owned(),
        _ if memo => "memo".to_owned(),
        "foi_response" => answer(facts, "response to request", "FOI response", tables),
        "internal_review" => answer(
            facts,
            "internal review of request",
            "internal review",
            tables,
        ),
        "reprimand" if !parts.lettered => "notice".to_owned(),
        "reprimand" | "letter" => "letter".to_owned(),
        _ if parts.lettered => "letter".to_owned(),
        other => tables.kinds.called(other).to_owned(),
    };
    let within = email && copied;
    let form = match within {
        true => "internal email".to_owned(),
        false => form,
    };
    let mut title = match from {
        Some(from) => format!("{} {form}", in_sentence(from, tables)),
        None => capitalised(&form),
    };
    // whoever undertakes something under the Act undertakes it to the Commissioner
    let to = match (&to, tables.parties.row("ICO")) {
        (None, Some(row)) if form == "undertaking" && from != Some("ICO") => {
            paper::head_names(view.text, &row.name).then(|| row.with_article())
        }
        _ => to,
    };
    if let Some(to) = to.filter(|_| !(memo && all_within || within)) {
        title.push_str(&format!(" to {to}"));
    }
    if within && let Some(other) = copied_to(facts, from, tables) {
        title.push_str(&format!(" copied to {other}"));
    }
    if let Some(day) = day {
        title.push_str(&format!(" dated {day}"));
    }
    // bodies write to each other several times a day: the subject tells their messages apart
    if let (true, Some(subject)) = (email || memo, subject) {
        title.push_str(&format!(", \"{subject}\""));
    }
    if facts.kind == "reprimand" {
        title.push_str(" (reprimand)");
    }
    Some(title)
}

/// The first body, other than whose the message is, to which it was copied.
fn copied_to(facts: &Facts, from: Option<&str>, tables: &Tables) -> Option<String> {
    let others = facts
        .cc
        .iter()
        .filter_map(|party| party.organisation.as_deref());
    let first = others.into_iter().find(|body| Some(*body) != from)?;
    Some(match tables.parties.row(first) {
        Some(row) if in_full(&row.short) => row.name.clone(),
        Some(row) => row.with_article(),
        None => paper::lowered(first),
    })
}

/// The bodies that something is addressed to, as a sentence has them: two are named in the order of the paper, of more
/// the first.
fn addressees(facts: &Facts, view: &View<'_>, tables: &Tables) -> Option<String> {
    let mut bodies: Vec<&str> = Vec::new();
    for body in facts
        .to
        .iter()
        .filter_map(|party| party.organisation.as_deref())
    {
        if !bodies.contains(&body) {
            bodies.push(body);
        }
    }
    if bodies.len() > 1 && view.form != Form::Email {
        let printed = tables.parties.find(paper::top(view.text));
        let place = |body: &&str| {
            let at = printed.iter().find(|mention| mention.short == *body);
            at.map_or(usize::MAX, |mention| mention.start)
        };
        bodies.sort_by_key(place);
    }
    let named = |body: &str| {
        let row = tables.parties.row(body);
        // a tribunal's short name is a lawyer's word
        let spelt = row.filter(|row| row.kind == "tribunal");
        match (spelt, row) {
            (Some(row), _) => format!("the {}", row.name),
            (_, Some(row)) if in_full(&row.short) => match ["Police", "Constabulary"]
                .iter()
                .any(|end| row.name.ends_with(end))
            {
                true => row.name.clone(),
                false => format!("the {}", row.name),
            },
            (_, Some(row)) => row.with_article(),
            _ => paper::lowered(body),
        }
    };
    match bodies.as_slice() {
        [] => None,
        [one] => Some(named(one)),
        [one, other] => Some(format!("{} and {}", named(one), named(other))),
        [one, ..] => Some(format!("{} and others", named(one))),
    }
}

/// A body's name at the beginning of a title.
fn in_sentence(body: &str, tables: &Tables) -> String {
    match tables.parties.row(body) {
        Some(row) if in_full(&row.short) => row.name.clone(),
        Some(_) => body.to_owned(),
        None => paper::lowered(body),
    }
}

/// Bodies that lines of responses name by their initials, as the starting response does; every other is named in full.
const BY_INITIALS: [&str; 6] = ["ICO", "MPS", "IOPC", "NPCC", "HMICFRS", "FTT"];

/// Whether a short name is made of initials that few readers of a list would know.
fn in_full(short: &str) -> bool {
    !BY_INITIALS.contains(&short) && short.chars().all(|c| c.is_ascii_uppercase())
}

/// "response to request 01.FOI.22.019905", by the number that the answer bears as its own.
fn answer(facts: &Facts, of: &str, bare: &str, tables: &Tables) -> String {
    let numbers_requests = |family: &str| {
        let rows = tables.families.rows().iter();
        rows.filter(|row| row.key == family)
            .any(|row| row.means.to_lowercase().contains("request"))
    };
    let own = facts.references.iter().find(|carried| {
        matches!(carried.role, Role::Ours | Role::Subject) && numbers_requests(&carried.family)
    });
    // a number of bare figures says little by itself, and is not what the answer prints
    let lettered = |number: &str| number.chars().any(char::is_alphabetic);
    match own {
        Some(own) if lettered(&own.canonical) || own.canonical.len() > 10 => {
            format!("{of} {}", own.canonical)
        }
        Some(own) if lettered(&own.as_printed) && !own.as_printed.contains('\n') => {
            format!("{of} {}", own.as_printed.trim())
        }
        _ => bare.to_owned(),
    }
}

/// "enforcement notice" rather than "notice", where the heading says so.
fn notice_name(facts: &Facts, view: &View<'_>, parts: Parts<'_>, tables: &Tables) -> String {
    let heading = parts.heading.or(facts.subject.as_deref());
    let name = heading
        .and_then(paper::notice_in)
        .or_else(|| paper::notice(view.text));
    name.map_or_else(
        || tables.kinds.called(&facts.kind).to_owned(),
        str::to_owned,
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
        let within = |heading: &&str| {
            metadata.is_some_and(|short| {
                heading.len() <= LONGEST_HEADING
                    && heading.to_lowercase().contains(&short.to_lowercase())
            })
        };
        // "Form 3019" says less than "Application for your own records (form 3019)" below it
        let fuller = parts.heading.filter(within);
        fuller.or(metadata).or(own).or(parts.heading)
    };
    let of_meeting = |title: &&str| facts.kind != "minutes" || !paper::begins_with_day(title);
    let meeting = match facts.kind.as_str() {
        "minutes" => paper::meeting(view.text),
        _ => None,
    };
    let chosen = chosen.filter(of_meeting).or(meeting.as_deref());
    let title = chosen?.trim().trim_end_matches('.');
    let title = title.trim_start_matches(['#', '*', '=']).trim_start();
    if title.is_empty() {
        return None;
    }
    let from = facts
        .from
        .iter()
        .find_map(|party| party.organisation.as_deref());
    if facts.kind == "leaflet"
        && let Some(name) = paper::without_kind(title, tables.kinds.called(&facts.kind))
    {
        let by = from.map_or_else(String::new, |from| {
            format!("{} ", in_sentence(from, tables))
        });
        return Some(capitalised(&format!("{by}leaflet \"{name}\"")));
    }
    match from {
        Some(from)
            if matches!(facts.kind.as_str(), "leaflet" | "report")
                && !title.contains(from)
                && calls_itself(title, tables.kinds.called(&facts.kind)) =>
        {
            Some(format!("{from} {title}"))
        }
        _ => Some(paper::spoken(&of_no_kind(facts, view, title, tables))),
    }
}

/// A title of a paper of no kind with what the paper calls itself, and with its month where it has no day.
fn of_no_kind(facts: &Facts, view: &View<'_>, title: &str, tables: &Tables) -> String {
    let mut title = paper::together(title);
    if facts.kind != "other" || view.form == Form::Email {
        return title;
    }
    let from = facts
        .from
        .iter()
        .find_map(|party| party.organisation.as_deref())
        .map(|from| in_sentence(from, tables));
    if let Some(called) = paper::called(view.text) {
        let lower = title.to_lowercase();
        let to = addressees(facts, view, tables).map_or_else(String::new, |to| format!(" to {to}"));
        title = match from {
            // whom a file note is about is not who made it
            _ if lower == called && called == "file note" => capitalised(called),
            Some(from) if lower == called => format!("{from} {called}{to}"),
            None if lower == called => format!("{}{to}", capitalised(called)),
            Some(from) if called.starts_with("memo") => format!("{from} {called} \"{title}\""),
            None if called.starts_with("memo") => format!("{} \"{title}\"", capitalised(called)),
            _ if lower.contains(called) => title,
            _ => format!("{title} {called}"),
        };
    }
    match paper::month(view.text).filter(|_| facts.date.is_none()) {
        Some(month) if !title.contains(&month) => format!("{title}, {month}"),
        _ => title,
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

/// The last day of the month that a paper gives where its day is blacked out or not given.
pub fn last_of_month(text: &str) -> Option<jiff::civil::Date> {
    paper::first_of_month(text).map(jiff::civil::Date::last_of_month)
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
