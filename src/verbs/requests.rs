//! Requests, sources and enquiries: what is written into a request file, each an entry of the log.

use std::path::Path;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::answers::{
    EnquiryRow, LogRow, NumberedRow, Question, RequestDetail, RequestRow, SourceRow,
};
use super::decisions;
use super::desk::Desk;
use super::locate::Messages;
use super::survey;
use crate::archive::Archive;
use crate::archive::catalogue::Catalogue;
use crate::archive::lock::Lock;
use crate::archive::log::{Entry, Line, Log};
use crate::archive::places::path_text;
use crate::archive::requests::Request;
use crate::archive::sources::Source;
use crate::error::{Error, Result};
use crate::facts::{Tables, dates};

/// Working days for a reply: section 10(1) of the Freedom of Information Act 2000.
pub const REPLY_DAYS: u32 = 20;

/// A request's reference in its issuer's spelling where the family is known, else as typed.
pub fn canonical(tables: &Tables, typed: &str) -> String {
    let typed = typed.trim();
    match tables.families.read_typed_bare(typed).as_slice() {
        [one, rest @ ..]
            if rest
                .iter()
                .all(|other| other.canonical() == one.canonical()) =>
        {
            one.canonical().to_owned()
        }
        _ => typed.to_owned(),
    }
}

/// Words that announce a request's number and are no part of it. "EIR" and "SAR" are not among them: they may number a
/// series of their own.
const ANNOUNCING: [&str; 12] = [
    "freedom of information",
    "our reference",
    "reference",
    "request",
    "number",
    "foia",
    "foi",
    "our ref",
    "ref",
    "nr",
    "no",
    "case",
];

/// A reference without the words that announce it, where a number of a known family remains: "FOI 500/26" is 500/26.
fn bare(tables: &Tables, typed: &str) -> String {
    let known = |text: &str| {
        let canonical = canonical(tables, text);
        (!tables.families.read_typed_bare(text).is_empty()).then_some(canonical)
    };
    let mut rest = typed.trim();
    loop {
        if let Some(canonical) = known(rest) {
            return canonical;
        }
        let lower = rest.to_ascii_lowercase();
        let Some(word) = ANNOUNCING.iter().find(|word| lower.starts_with(**word)) else {
            return typed.trim().to_owned();
        };
        let after = rest.get(word.len()..).unwrap_or_default();
        if after.starts_with(char::is_alphabetic) {
            return typed.trim().to_owned();
        }
        rest = after
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '#' | '-'));
    }
}

/// A number that is announced by "FOI" alone, spelt one way: `FOI500/26` and `foi 500/26` are FOI 500/26. What a family
/// has in another form stays in that form.
fn spaced(tables: &Tables, reference: &str) -> String {
    let letters = reference.get(..3).unwrap_or_default();
    let number = reference.get(3..).unwrap_or_default().trim();
    let of_no_family = tables.families.read_typed_bare(reference).is_empty();
    let is_number = number.starts_with(|c: char| c.is_ascii_digit());
    if letters.eq_ignore_ascii_case("foi") && is_number && of_no_family {
        format!("FOI {number}")
    } else {
        reference.to_owned()
    }
}

/// The reference under which a request is filed, of the files that there are: the file of that very spelling, else the
/// only one whose number is the same in its family's own form; else the reference itself in that form.
///
/// # Errors
/// When several files have that number: none is taken for another.
pub fn filed_as(files: Vec<Request>, tables: &Tables, typed: &str) -> Result<String> {
    let reference = canonical(tables, typed);
    if let Some(same) = files.iter().find(|file| {
        file.reference.eq_ignore_ascii_case(&reference)
            || file.reference.eq_ignore_ascii_case(typed.trim())
    }) {
        return Ok(same.reference.clone());
    }
    let number = bare(tables, &reference);
    let same: Vec<&Request> = files
        .iter()
        .filter(|file| bare(tables, &file.reference).eq_ignore_ascii_case(&number))
        .collect();
    match same.as_slice() {
        [] => Ok(spaced(tables, &reference)),
        [one] => Ok(one.reference.clone()),
        several => {
            let names: Vec<&str> = several.iter().map(|file| file.reference.as_str()).collect();
            Err(Error::request(format!(
                "{} may be any of the request files {}",
                typed.escape_debug(),
                names.join(", ")
            ))
            .hint("type it as the file is named"))
        }
    }
}

/// The last day for a reply: the clock begins anew with a clarification.
pub fn due(tables: &Tables, received: Option<Date>, clarified: Option<Date>) -> Option<Date> {
    tables.calendar.due(clarified.or(received)?, REPLY_DAYS)
}

/// Opens a request file, or adds to it what is newly known.
///
/// # Errors
/// When another run is writing or the disk fails.
pub fn add(
    archive: &Archive,
    tables: &Tables,
    reference: &str,
    received: Option<Date>,
    clarified: Option<Date>,
    questions: &[Question],
) -> Result<RequestRow> {
    let files = Catalogue::for_reading(archive)?.requests()?;
    let reference = filed_as(files, tables, reference)?;
    if reference.is_empty() {
        return Err(
            Error::request("a request needs a reference").hint("recordroom request add REFERENCE")
        );
    }
    {
        let _lock = Lock::take(archive)?;
        let catalogue = Catalogue::for_writing(archive)?;
        let before = catalogue.request(&reference)?;
        let received_known = received.or(before.as_ref().and_then(|request| request.received));
        let clarified_known = clarified.or(before.as_ref().and_then(|request| request.clarified));
        if let (Some(received), Some(clarified)) = (received_known, clarified_known)
            && clarified < received
        {
            return Err(Error::request(format!(
                "it cannot have been clarified on {} and received on {}",
                dates::long(clarified),
                dates::long(received)
            ))
            .hint("check --received and --clarified; nothing was changed"));
        }
        let questions: Vec<(String, String)> = questions
            .iter()
            .map(|question| (question.n.clone(), question.text.clone()))
            .collect();
        catalogue.keep_request(
            &reference,
            received,
            clarified,
            due(tables, received_known, clarified_known),
            &questions,
        )?;
        Log::of(archive).append(&Entry {
            event: "note",
            request: Some(&reference),
            body: json!({
                "note": "request file opened or amended",
                "received": received_known, "clarified": clarified_known,
                "questions": questions,
            }),
            found: None,
        })?;
        catalogue.note_events(&Log::of(archive))?;
    }
    show(&Desk::without_index(archive, tables)?, &reference)
}

/// Every request file.
///
/// # Errors
/// When the archive cannot be read.
pub fn list(desk: &Desk<'_>) -> Result<Vec<RequestRow>> {
    let lines = survey::log_rows(desk)?;
    desk.catalogue
        .requests()?
        .into_iter()
        .map(|request| row(desk, request, &lines))
        .collect()
}

/// One request file, with its events in order.
///
/// # Errors
/// When there is none.
pub fn show(desk: &Desk<'_>, reference: &str) -> Result<RequestRow> {
    let request = desk.request(reference)?;
    let lines = Log::of(desk.archive).lines()?;
    let detail = detail(desk, &request, &lines)?;
    let standing = decisions::latest(&lines, &request.reference);
    let mut row = row(desk, request, &survey::log_rows(desk)?)?;
    row.detail = Some(detail);
    decisions::onto(&mut row, standing);
    Ok(row)
}

/// Everything that a request file folds together beside its events.
fn detail(desk: &Desk<'_>, request: &Request, lines: &[Line]) -> Result<RequestDetail> {
    let mut records = Vec::new();
    let mut messages = Messages::new(desk);
    for (n, record, located) in desk.catalogue.numbers_of(request.id)? {
        let known = match desk.catalogue.record(record)? {
            Some(_) => Some(desk.describe(record, None)?),
            None => None,
        };
        records.push(NumberedRow {
            n,
            record,
            date: known.as_ref().and_then(|known| known.date),
            line: match &known {
                Some(known) => Some(messages.line(known)?),
                None => None,
            },
            title: known.map(|known| known.title),
            located,
            decisions: Vec::new(),
        });
    }
    let enquiries = lines
        .iter()
        .filter(|line| {
            line.event == "enquiry" && line.request.as_deref() == Some(request.reference.as_str())
        })
        .filter_map(|line| {
            let body = line.body.as_ref()?;
            let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
            Some(EnquiryRow {
                entry: line.n,
                asked: text("asked")?,
                on: text("on").unwrap_or_default(),
                answer: text("answer"),
            })
        })
        .collect();
    let (sources, not_covered) = desk.sources()?;
    Ok(RequestDetail {
        clarified: request.clarified,
        records,
        elsewhere: Vec::new(),
        enquiries,
        sources,
        not_covered,
    })
}

/// Closes a request, or opens it again; a closed one no longer keeps its records from being pruned.
///
/// # Errors
/// When there is none, another run is writing, or the disk fails.
pub fn set_status(
    archive: &Archive,
    tables: &Tables,
    reference: &str,
    status: &str,
    reason: &str,
) -> Result<RequestRow> {
    let request = Desk::without_index(archive, tables)?.request(reference)?;
    {
        let _lock = Lock::take(archive)?;
        let catalogue = Catalogue::for_writing(archive)?;
        catalogue.set_request_status(request.id, status)?;
        let log = Log::of(archive);
        log.append(&Entry {
            event: "note",
            request: Some(&request.reference),
            body: json!({"note": format!("request file set to {status}"), "reason": reason}),
            found: None,
        })?;
        catalogue.note_events(&log)?;
    }
    show(&Desk::without_index(archive, tables)?, reference)
}

fn row(desk: &Desk<'_>, request: Request, lines: &[LogRow]) -> Result<RequestRow> {
    Ok(RequestRow {
        detail: None,
        items: desk.catalogue.numbers_given(request.id)?,
        events: lines
            .iter()
            .filter(|line| line.request.as_deref() == Some(request.reference.as_str()))
            .cloned()
            .collect(),
        reference: request.reference,
        received: request.received,
        due: request.due,
        status: request.status,
        questions: request
            .questions
            .into_iter()
            .map(|(n, text)| Question { n, text })
            .collect(),
    })
}

/// Keeps what is said of a source; `path`, an ingested folder or file, belongs to it from now on.
///
/// # Errors
/// When another run is writing, the path was not ingested, or the disk fails.
pub fn add_source(
    archive: &Archive,
    source: &Source,
    path: Option<&Path>,
    request: Option<&str>,
) -> Result<()> {
    let _lock = Lock::take(archive)?;
    let catalogue = Catalogue::for_writing(archive)?;
    let root = match path {
        Some(path) => Some(path_text(&path.canonicalize().map_err(|cause| {
            Error::request(format!("cannot find {}", path.display())).because(cause)
        })?)),
        None => None,
    };
    if let Some(root) = &root {
        let id = catalogue.source_named(&source.name)?;
        if !catalogue.give_root(root, id)? {
            return Err(
                Error::request(format!("{root} was not ingested by that name")).hint(format!(
                    "recordroom ingest {root} --source '{}' does both",
                    source.name
                )),
            );
        }
        catalogue.settle_source_counts()?;
    }
    catalogue.keep_source(source)?;
    let log = Log::of(archive);
    log.append(&Entry {
        event: "source",
        request,
        body: json!({
            "name": source.name, "path": root, "custodian": source.custodian, "system": source.system,
            "period": source.period, "collected": source.collected,
            "supplied_by": source.supplied_by, "published": source.published,
            "not_searched": source.not_searched,
        }),
        found: None,
    })?;
    catalogue.note_events(&log)
}

/// Every source, searched or not.
///
/// # Errors
/// When the archive cannot be read.
pub fn sources(desk: &Desk<'_>) -> Result<Vec<SourceRow>> {
    desk.catalogue
        .sources()?
        .into_iter()
        .map(|source| {
            Ok(SourceRow {
                paths: desk.catalogue.roots_of(source.id)?,
                records: desk.catalogue.records_in(source.id)?,
                name: source.name,
                custodian: source.custodian,
                system: source.system,
                period: source.period,
                collected: source.collected,
                supplied_by: source.supplied_by,
                published: source.published,
                not_searched: source.not_searched,
            })
        })
        .collect()
}

/// Records that somebody was asked, and what they said.
///
/// # Errors
/// When there is no such request, or the disk fails.
pub fn enquire(desk: &Desk<'_>, reference: &str, body: Value) -> Result<u64> {
    let request = desk.request(reference)?;
    Log::of(desk.archive).append(&Entry {
        event: "enquiry",
        request: Some(&request.reference),
        body,
        found: None,
    })
}
