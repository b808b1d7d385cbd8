//! The story of `locate`: a request for information is read, searches are planned and run, and what they located
//! is listed with its reasons.
//!
//! Recall comes first: what ties a record to the request decides between *located* and *possible*, and only the
//! request's own handling and other matters are left out. Nothing here says that information is held or is not.

mod attribution;
mod citations;
mod decided;
mod estimate;
mod exchange;
mod filing;
mod findings;
mod focus;
mod given;
mod judge;
mod line;
mod message;
mod net;
mod paragraph;
mod plan;
mod pointed;
mod question;
mod reading;
mod restraint;
mod spelling;
mod substance;
mod tied;
mod ties;
mod topic;
mod unknown;
mod wanted;

use jiff::civil::Date;

use self::attribution::Attribution;
use self::findings::Findings;
pub(super) use self::message::Messages;
use super::answers::{AsAt, LocatedAll, Question, RequestRead};
use super::desk::Desk;
use super::{requests, search};
use crate::archive::Archive;
use crate::error::{Error, Result};
use crate::extract::pool::Bounds;
use crate::facts::request::plan_file::Plan;
use crate::facts::{self, Tables};

/// A request, and how it is to be answered.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The request file's name, without folders.
    pub name: String,
    /// The request file's bytes.
    pub bytes: Vec<u8>,
    /// The day of receipt, where it was typed.
    pub received: Option<Date>,
    /// Records dated after this day are only possible.
    pub as_at: Option<Date>,
    /// Whether the requester's own name may be searched for.
    pub include_requester: bool,
    /// The request under which this is filed, where it was typed.
    pub request: Option<String>,
    /// The command as typed.
    pub command: String,
    /// Whether it goes on record.
    pub on_record: bool,
    /// Whether only the plan is wanted.
    pub plan_only: bool,
    /// The searches to make instead of those that would be planned.
    pub plan: Option<Plan>,
    /// The appropriate limit in hours, where an estimate against it is wanted.
    pub limit: Option<u32>,
    /// The bounds of reading the request file.
    pub bounds: Bounds,
    /// The organisation whose archive this is: the authority that was asked, where the request names none.
    pub organisation: Option<String>,
}

/// Reads a request file, and searches nothing.
///
/// # Errors
/// When it gives no words.
pub fn read_request(
    name: &str,
    bytes: Vec<u8>,
    tables: &Tables,
    bounds: &Bounds,
) -> Result<facts::request::Request> {
    let asked = Asked {
        name: name.to_owned(),
        bytes,
        received: None,
        as_at: None,
        include_requester: false,
        request: None,
        command: String::new(),
        on_record: false,
        plan_only: true,
        plan: None,
        limit: None,
        bounds: bounds.clone(),
        organisation: None,
    };
    reading::words(&asked, tables).map(|(text, _)| facts::request::read(&text, tables))
}

/// Reads a request, plans the searches, runs them, puts them on record, and states what they located.
///
/// # Errors
/// When the request file gives no words, or the archive or its log cannot be used: no answer is given that is not
/// on record.
pub fn locate(archive: &Archive, tables: &Tables, asked: &Asked) -> Result<LocatedAll> {
    let desk = Desk::open(archive, tables)?;
    let mut understood = reading::read(&desk, asked)?;
    if understood.request.items.is_empty() {
        return Err(Error::request(format!(
            "no question could be read in {}",
            asked.name.escape_debug()
        ))
        .hint("locate reads what is asked: a sentence that asks, or a list of what is wanted; nothing was searched"));
    }
    let topics = topic::of(&desk, &understood)?;
    understood.notes.extend(unknown::words(&topics));
    let mut planned = plan::of(&desk, &understood, &topics)?;
    if let Some(kept) = &asked.plan {
        given::is_of(kept, &understood)?;
        planned = given::kept(
            &desk,
            &understood,
            &kept.searches,
            &planned,
            asked.request.as_deref(),
        )?;
    }
    let mut request = shown(&desk, asked, &understood)?;
    let (sources, not_covered) = desk.sources()?;
    let mut answer = LocatedAll {
        request: RequestRead::default(),
        searches: Vec::new(),
        located: Vec::new(),
        possible: Vec::new(),
        per_question: Vec::new(),
        as_at: None,
        not_searched: desk.problems()?,
        not_in_index: desk.not_searched()?.not_in_index,
        sources,
        not_covered,
        archive: desk.state()?,
        log: None,
        statement: String::new(),
        estimate: None,
    };
    if asked.plan_only {
        answer.searches = (1..)
            .zip(&planned)
            .map(|(n, planned)| planned.unrun(n))
            .collect();
        answer.request = request;
        answer.statement = "This is a plan only: nothing was searched.".to_owned();
        if !asked.include_requester {
            understood.hide_requester(&mut answer);
        }
        return Ok(answer);
    }
    let mut findings = Findings::new(&desk, &understood, &topics)?;
    for search in &planned {
        findings.run(search)?;
    }
    let verdicts = judge::all(&mut findings, asked.plan.is_some())?;
    request.notes.append(&mut findings.notes);
    let listed = line::ordered(&findings, verdicts);
    let numbers = filing::numbers(&desk, asked, &request, &listed, &mut answer.request.notes)?;
    request.notes.append(&mut answer.request.notes);
    answer.request = request;
    answer.searches = findings.searches();
    let attribution = Attribution::of(&findings, &topics)?;
    (answer.located, answer.possible) = line::written(&findings, &attribution, &listed, &numbers)?;
    decided::onto(&desk, &mut answer)?;
    if let Some(day) = asked.as_at {
        answer.as_at = Some(mark(&desk, &mut answer, day)?);
    }
    if !asked.include_requester {
        understood.hide_requester(&mut answer);
    }
    answer.per_question = paragraph::per_question(&answer);
    answer.statement = paragraph::statement(&answer, tables);
    if let Some(limit) = asked.limit {
        answer.estimate = Some(estimate::of(&desk, &answer, limit)?);
    }
    if asked.on_record {
        answer.log = Some(filing::record(
            archive,
            asked,
            &understood.without_requester(&asked.command, asked.include_requester),
            &answer,
        )?);
    }
    Ok(answer)
}

/// Marks the items whose day does not settle whether they belong, as at a day; how many there are.
fn mark(desk: &Desk<'_>, answer: &mut LocatedAll, day: Date) -> Result<AsAt> {
    let items = || answer.located.iter().chain(&answer.possible);
    let marks = search::as_at(desk, items().map(|item| item.record.id), day)?;
    for item in answer.located.iter_mut().chain(&mut answer.possible) {
        item.as_at = marks.get(&item.record.id).copied().flatten();
    }
    Ok(search::left_in(day, &marks))
}

/// The request as it is shown: what was read, and what was typed beside it.
fn shown(desk: &Desk<'_>, asked: &Asked, understood: &reading::Understood) -> Result<RequestRead> {
    let request = &understood.request;
    let filed = match &understood.reference {
        Some(reference) if asked.on_record => desk.catalogue.request(reference)?,
        _ => None,
    };
    let known = filed.as_ref();
    let received = understood
        .received
        .or(known.and_then(|filed| filed.received));
    let clarified = known.and_then(|filed| filed.clarified);
    Ok(RequestRead {
        reference: understood.reference.clone(),
        received,
        clarified,
        due: requests::due(desk.tables, received, clarified),
        items: request
            .items
            .iter()
            .map(|item| Question {
                n: item.n.clone(),
                text: understood.without_requester(&item.text, asked.include_requester),
            })
            .collect(),
        references: request
            .references
            .iter()
            .map(|carried| carried.canonical.clone())
            .collect(),
        dates: request.dates.clone(),
        parties: understood.parties.clone(),
        excluded: request.excluded.clone(),
        notes: understood.notes.clone(),
    })
}
