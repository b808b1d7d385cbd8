//! The statement of one search: what a reviewer is shown of it, above all where it found nothing.
//!
//! What was recorded with the search is given as it was recorded. What belongs to its request (who was asked, what was
//! decided out, the other searches) is given as it stands when the statement is made. A copy for release leaves out
//! the queries that were marked, and names: it gives roles, where roles were recorded. Nothing here says that
//! information is or is not held; that is the authority's finding on all its enquiries.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::answers::{
    AskedOf, DecidedOut, How, LogEntry, LookedFor, NotCovered, NotSearched, QueryPart, Removed,
    Repeated, RequestFile, SourceSearched, Statement,
};
use super::desk::Desk;
use super::{requests, survey};
use crate::archive::log::{Entry, Line, Log};
use crate::error::{Error, Result};
use crate::record::{IdPrefix, RecordId};

/// Events that looked for something.
pub const LOOKED: [&str; 4] = ["search", "terms", "locate", "export"];

/// What takes the place of a name in a copy for release.
const NO_NAME: &str = "name left out";

/// One entry of the log: a statement where it looked for something.
#[derive(Debug, Clone)]
pub enum Told {
    /// Of a search.
    Statement(Box<Statement>),
    /// Of anything else.
    Entry(Box<LogEntry>),
}

/// Tells an entry of the log.
///
/// # Errors
/// When there is none of that number, when a copy for release is wanted of something that is no search, or when the
/// archive cannot be read.
pub fn tell(desk: &Desk<'_>, n: u64, for_release: bool) -> Result<Told> {
    let lines = Log::of(desk.archive).lines()?;
    let entry = survey::log_entry_of(&lines, n)?;
    if LOOKED.contains(&entry.row.event.as_str()) {
        return statement(desk, entry, &lines, for_release)
            .map(|statement| Told::Statement(Box::new(statement)));
    }
    if for_release {
        return Err(Error::request(format!(
            "entry {n} of the log is no search, and only the statement of a search has a copy for release"
        ))
        .hint("recordroom log list shows which entries are searches"));
    }
    Ok(Told::Entry(Box::new(entry)))
}

/// Marks the queries of an entry to be left out of copies for release, or takes the mark off; the mark's own entry.
///
/// # Errors
/// When the entry is no search, no reason is given, or the log cannot be written.
pub fn mark(desk: &Desk<'_>, n: u64, left_out: bool, reason: &str, command: &str) -> Result<u64> {
    let entry = survey::log_entry(desk, n)?;
    if !LOOKED.contains(&entry.row.event.as_str()) {
        return Err(Error::request(format!(
            "entry {n} of the log is no search, so it has no query to mark"
        ))
        .hint("recordroom log list shows which entries are searches"));
    }
    if reason.trim().is_empty() {
        return Err(Error::request("a mark needs its reason").hint("add --reason \"...\""));
    }
    Log::of(desk.archive).append(&Entry {
        event: "note",
        request: entry.row.request.as_deref(),
        body: json!({"command": command, "marked": n, "left_out": left_out, "reason": reason}),
        found: None,
    })
}

fn statement(
    desk: &Desk<'_>,
    entry: LogEntry,
    lines: &[Line],
    for_release: bool,
) -> Result<Statement> {
    let body = entry.body.clone().unwrap_or(Value::Null);
    let marked = marked(lines);
    let left_out = |n: u64| for_release && marked.contains(&n);
    let read = |key: &str| body.get(key).cloned().filter(|value| !value.is_null());
    let state = read("archive");
    let records = state.as_ref().and_then(|state| state["records"].as_u64());
    let generation = state
        .as_ref()
        .and_then(|state| state["generation"].as_u64());
    let unchanged = generation == Some(desk.catalogue.generation()?);
    let own: Vec<&Line> = lines
        .iter()
        .filter(|line| line.request.is_some() && line.request == entry.row.request)
        .collect();
    let n = entry.row.n;
    let (sources_now, not_covered_now) = desk.sources()?;
    let mut sources: Vec<SourceSearched> = match read("sources") {
        Some(then) => serde_json::from_value(then).unwrap_or_default(),
        None if unchanged => sources_now,
        None => Vec::new(),
    };
    let not_covered: Vec<NotCovered> = match read("not_covered") {
        Some(then) => serde_json::from_value(then).unwrap_or_default(),
        None => not_covered_now.clone(),
    };
    let not_covered_since = not_covered_now
        .into_iter()
        .filter(|now| !not_covered.contains(now))
        .collect();
    if for_release {
        for source in &mut sources {
            source.custodian = None;
        }
    }
    let settings = desk.archive.settings()?;
    let looked_for = looked_for(n, &entry.row.event, &body, entry.row.total, left_out(n));
    let mut also: Vec<Vec<LookedFor>> = Vec::new();
    for line in &own {
        if line.n != n && LOOKED.contains(&line.event.as_str()) {
            let other = line.body.clone().unwrap_or(Value::Null);
            let total = other["total"].as_u64();
            let these = self::looked_for(line.n, &line.event, &other, total, left_out(line.n));
            let before = std::iter::once(&looked_for).chain(&also);
            also.push(once(these, total, before));
        }
    }
    let also = also.into_iter().flatten().collect();
    let chain_whole = Log::of(desk.archive).differences()?.1.is_empty();
    let mut statement = Statement {
        for_release,
        authority: settings.organisation,
        role: body["office"].as_str().map(str::to_owned).or(settings.role),
        request_file: request_file(desk, entry.row.request.as_deref())?,
        records,
        as_at: read("as_at").and_then(|as_at| serde_json::from_value(as_at).ok()),
        sources,
        not_covered,
        not_covered_since,
        not_searched: not_searched(&body),
        not_searched_within: read("not_searched_within")
            .and_then(|within| serde_json::from_value(within).ok()),
        unread: (unchanged && !for_release)
            .then(|| desk.problems())
            .transpose()?,
        looked_for,
        also,
        enquiries: enquiries(&own, for_release),
        decided_out: decided_out(desk, &own, for_release)?,
        removed: removed(lines, for_release),
        chain_whole,
        repeated: repeated(lines, n),
        entry,
    };
    if for_release {
        release(&mut statement, left_out(n));
    }
    Ok(statement)
}

/// Takes out of the entry itself what a copy for release does not show.
fn release(statement: &mut Statement, left_out: bool) {
    let entry = &mut statement.entry;
    entry.body = None;
    entry.row.who = NO_NAME.to_owned();
    entry.row.command = None;
    if left_out {
        entry.row.query = None;
        entry.row.read_as = None;
        entry.row.total = None;
    }
}

/// The entries whose queries are marked; a later mark counts.
fn marked(lines: &[Line]) -> BTreeSet<u64> {
    let mut marked = BTreeSet::new();
    for body in lines.iter().filter_map(|line| line.body.as_ref()) {
        if let Some(n) = body["marked"].as_u64() {
            match body["left_out"].as_bool() {
                Some(false) => marked.remove(&n),
                _ => marked.insert(n),
            };
        }
    }
    marked
}

fn looked_for(
    n: u64,
    event: &str,
    body: &Value,
    total: Option<u64>,
    left_out: bool,
) -> Vec<LookedFor> {
    let how = match event {
        "locate" if body["for_audit"].as_bool() == Some(true) => How::PlannedForAnAudit,
        "locate" => How::Planned,
        "export" => How::TypedForAnExport,
        _ if body["case"].is_string() => How::CaseTyped,
        _ => How::Typed,
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let searches = body["searches"].as_array();
    let all = match searches {
        Some(searches) => searches
            .iter()
            .map(|search| LookedFor {
                n,
                how,
                search: search["n"].as_u64(),
                same_as: None,
                query: text(&search["query"]),
                read_as: text(&search["read_as"]),
                hits: search["hits"].as_u64(),
                parts: parts(&search["parts"]),
                left_out,
            })
            .collect(),
        None => vec![LookedFor {
            n,
            how,
            search: None,
            same_as: None,
            query: text(&body["case"]).or_else(|| text(&body["query"])),
            read_as: text(&body["read_as"]),
            hits: total,
            parts: parts(&body["parts"]),
            left_out,
        }],
    };
    if !left_out {
        return all;
    }
    // how many queries there were says nothing of what they asked
    all.into_iter()
        .map(|one| LookedFor {
            n: one.n,
            how: one.how,
            search: one.search,
            left_out: true,
            ..LookedFor::default()
        })
        .collect()
}

/// The searches of an entry, or that they were those of one before with the same results: a request that is located
/// again and again would fill page after page.
fn once<'a>(
    these: Vec<LookedFor>,
    total: Option<u64>,
    before: impl Iterator<Item = &'a Vec<LookedFor>>,
) -> Vec<LookedFor> {
    let asked = |all: &[LookedFor]| -> Vec<_> {
        all.iter()
            .map(|one| (one.query.clone(), one.read_as.clone(), one.hits))
            .collect()
    };
    let (Some(first), true) = (these.first(), these.len() > 1) else {
        return these;
    };
    let own = asked(&these);
    let mut before = before.filter_map(|other| Some((other.first()?.n, other)));
    match before.find(|(_, other)| !first.left_out && asked(other) == own) {
        Some((of, _)) => vec![LookedFor {
            n: first.n,
            how: first.how,
            hits: total,
            same_as: Some(of),
            ..LookedFor::default()
        }],
        None => these,
    }
}

fn parts(value: &Value) -> Vec<QueryPart> {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

/// What could not be searched, as the entry has it: numbers of both kinds, or how many rows there were.
fn not_searched(body: &Value) -> NotSearched {
    match &body["not_searched"] {
        Value::Number(rows) => NotSearched {
            inputs: rows.as_u64().unwrap_or_default(),
            records: body["not_in_index"].as_u64().unwrap_or_default(),
            not_in_index: body["not_in_index"].as_u64().unwrap_or_default(),
        },
        counted => serde_json::from_value(counted.clone()).unwrap_or_default(),
    }
}

fn request_file(desk: &Desk<'_>, reference: Option<&str>) -> Result<Option<RequestFile>> {
    let Some(reference) = reference else {
        return Ok(None);
    };
    let found = desk.catalogue.request(reference)?;
    Ok(Some(match found {
        Some(request) => RequestFile {
            due: request
                .due
                .or_else(|| requests::due(desk.tables, request.received, request.clarified)),
            received: request.received,
            clarified: request.clarified,
            questions: request
                .questions
                .into_iter()
                .map(|(n, text)| super::answers::Question { n, text })
                .collect(),
            reference: request.reference,
        },
        None => RequestFile {
            reference: reference.to_owned(),
            ..RequestFile::default()
        },
    }))
}

fn enquiries(own: &[&Line], for_release: bool) -> Vec<AskedOf> {
    let enquiries = own.iter().filter(|line| line.event == "enquiry");
    enquiries
        .filter_map(|line| line.body.as_ref().map(|body| (line.n, body)))
        .map(|(n, body)| {
            let text = |key: &str| body[key].as_str().map(str::to_owned);
            AskedOf {
                n,
                asked: text("asked").filter(|_| !for_release),
                role: text("role"),
                on: text("on"),
                answer: text("answer"),
            }
        })
        .collect()
}

/// The latest decision on each record, question and part, where it is out.
fn decided_out(desk: &Desk<'_>, own: &[&Line], for_release: bool) -> Result<Vec<DecidedOut>> {
    let mut latest: BTreeMap<(String, Option<String>, Option<String>), DecidedOut> =
        BTreeMap::new();
    for line in own.iter().filter(|line| line.event == "decision") {
        let Some(body) = &line.body else {
            continue;
        };
        let text = |key: &str| body[key].as_str().map(str::to_owned);
        let Some(record) = text("record") else {
            continue;
        };
        latest.insert(
            (record.clone(), text("part"), text("question")),
            DecidedOut {
                n: line.n,
                record,
                title: None,
                part: text("part"),
                decision: text("decision").unwrap_or_default(),
                question: text("question"),
                reason: text("reason").unwrap_or_default(),
                at: line.at.clone(),
            },
        );
    }
    let mut out: Vec<DecidedOut> = latest
        .into_values()
        .filter(|one| matches!(one.decision.as_str(), "out" | "part-out"))
        .collect();
    out.sort_by_key(|one| one.n);
    if !for_release {
        for one in &mut out {
            let id: Option<RecordId> = one.record.parse::<IdPrefix>().ok().map(|id| id.range().0);
            if let Some(stored) = id
                .map(|id| desk.catalogue.record(id))
                .transpose()?
                .flatten()
            {
                one.title = Some(stored.known.facts.title);
            }
        }
    }
    Ok(out)
}

fn removed(lines: &[Line], for_release: bool) -> Vec<Removed> {
    let pruned = lines.iter().filter(|line| line.event == "prune");
    pruned
        .filter_map(|line| line.body.as_ref().map(|body| (line, body)))
        .map(|(line, body)| Removed {
            n: line.n,
            at: line.at.clone(),
            records: body["records"].as_u64().unwrap_or_default(),
            reason: body["reason"].as_str().unwrap_or_default().to_owned(),
            authority: body["authority"]
                .as_str()
                .filter(|_| !for_release)
                .map(str::to_owned),
        })
        .collect()
}

fn repeated(lines: &[Line], n: u64) -> Vec<Repeated> {
    let replays = lines.iter().filter(|line| line.event == "replay");
    replays
        .filter_map(|line| line.body.as_ref().map(|body| (line, body)))
        .filter(|(_, body)| body["of"].as_u64() == Some(n))
        .map(|(line, body)| Repeated {
            n: line.n,
            at: line.at.clone(),
            same_result: body["same_result"].as_bool().unwrap_or_default(),
            added: body["added"].as_u64().unwrap_or_default(),
            gone: body["gone"].as_u64().unwrap_or_default(),
        })
        .collect()
}
