//! Requests, sources, enquiries and decisions: what is written into a request file, each an entry of the log.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::answers::{LogRow, Question, RequestRow, SourceRow};
use super::desk::Desk;
use super::survey;
use crate::archive::Archive;
use crate::archive::catalogue::Catalogue;
use crate::archive::lock::Lock;
use crate::archive::log::{Entry, Log};
use crate::archive::requests::Request;
use crate::archive::sources::Source;
use crate::error::{Error, Result};
use crate::facts::Tables;

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
    let reference = canonical(tables, reference);
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
    row(desk, request, &survey::log_rows(desk)?)
}

fn row(desk: &Desk<'_>, request: Request, lines: &[LogRow]) -> Result<RequestRow> {
    Ok(RequestRow {
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

/// Keeps what is said of a source.
///
/// # Errors
/// When another run is writing or the disk fails.
pub fn add_source(archive: &Archive, source: &Source, request: Option<&str>) -> Result<()> {
    let _lock = Lock::take(archive)?;
    let catalogue = Catalogue::for_writing(archive)?;
    catalogue.keep_source(source)?;
    let log = Log::of(archive);
    log.append(&Entry {
        event: "source",
        request,
        body: json!({
            "name": source.name, "custodian": source.custodian, "system": source.system,
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

/// What may be decided of a record.
pub const DECISIONS: [&str; 8] = [
    "disclose",
    "redact",
    "withhold",
    "out",
    "part-out",
    "duplicate",
    "published",
    "consult",
];

/// A decision on a record or a part of one.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    /// The item's number or the record's id, perhaps with `:PART`.
    pub of: &'a str,
    /// One of [`DECISIONS`].
    pub decision: &'a str,
    /// The question it answers.
    pub question: Option<&'a str>,
    /// Provisions relied on, as typed.
    pub provisions: &'a [String],
    /// Why.
    pub reason: &'a str,
}

/// Records a decision; a later one supersedes it, none is overwritten.
///
/// # Errors
/// When the record or the request is not there.
pub fn decide(desk: &Desk<'_>, reference: &str, decision: &Decision<'_>) -> Result<u64> {
    if !DECISIONS.contains(&decision.decision) {
        return Err(
            Error::request(format!("`{}` is no decision", decision.decision))
                .hint(format!("decisions are {}", DECISIONS.join(", "))),
        );
    }
    if decision.reason.trim().is_empty() {
        return Err(Error::request("a decision needs its reason").hint("add --reason \"...\""));
    }
    let request = desk.request(reference)?;
    let (of, part) = match decision.of.split_once(':') {
        Some((of, part)) => (of, Some(part)),
        None => (decision.of, None),
    };
    let record = desk.named(of, Some(reference))?;
    Log::of(desk.archive).append(&Entry {
        event: "decision",
        request: Some(&request.reference),
        body: json!({
            "record": record, "part": part, "decision": decision.decision,
            "question": decision.question, "provisions": decision.provisions,
            "reason": decision.reason,
        }),
        found: None,
    })
}
