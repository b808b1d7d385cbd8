//! A search of the log made again: the same records, those found since, those found no more, each with its reason.
//!
//! A later search may differ because records came or went, because what was read of one changed, because the index was
//! behind, or because the program reads the query otherwise now. Each difference is traced to one of these; one that
//! cannot be traced is said to be unexplained.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::answers::{AsAt, Differs, RELATION, Replayed, State, ThenAndNow};
use super::desk::Desk;
use super::ingest::REPLACED;
use super::search::{self, Again, MadeWith};
use super::statement::LOOKED;
use super::{case, export, survey};
use crate::archive::log::{Entry, Line, Log};
use crate::error::{Error, Result};
use crate::query::Query;
use crate::record::RecordId;

/// What an entry asked, as it can be asked again.
struct Asked {
    query: String,
    read_as: String,
    hits: u64,
    way: Way,
}

/// In which way an entry looked.
enum Way {
    /// By a query.
    Query(Again),
    /// By a query, and then for all that is attached to what it found.
    WithAttachments(Again),
    /// For a case: what carries its reference, and what hangs together with that.
    Case(String),
}

/// Makes search `n` of the log again, and puts that on record.
///
/// # Errors
/// When there is no such search, when what it asked was disposed of or can no longer be read, or when the archive or
/// the log cannot be used.
pub fn replay(desk: &Desk<'_>, n: u64, request: Option<&str>, command: &str) -> Result<Replayed> {
    let lines = Log::of(desk.archive).lines()?;
    let line = line_of(&lines, n)?;
    let body = body_of(line)?;
    let asked = asked(body, n)?;
    // a locate's day marks its items and leaves none out
    let day = up_to(body).filter(|_| line.event != "locate");
    let then = Log::of(desk.archive).found(line)?;
    let mut all: BTreeSet<RecordId> = BTreeSet::new();
    let mut searches = Vec::new();
    for one in &asked {
        let (ids, mut read_as) = one.again(desk, n, day)?;
        if one.read_as.ends_with(RELATION) {
            // what was followed then is read by its records, not by the words of a query
            read_as.clone_from(&one.read_as);
        }
        searches.push(ThenAndNow {
            query: one.query.clone(),
            read_as_then: one.read_as.clone(),
            read_as,
            hits_then: one.hits,
            hits: ids.len() as u64,
        });
        all.extend(ids);
    }
    let located = line.event == "locate";
    let was: BTreeSet<RecordId> = then.into_iter().collect();
    let archive_then: Option<State> = body
        .get("archive")
        .and_then(|state| serde_json::from_value(state.clone()).ok());
    let made_with: Option<MadeWith> = body
        .get("made_with")
        .and_then(|with| serde_json::from_value(with.clone()).ok());
    let judge = Judge {
        desk,
        generation: archive_then.as_ref().map_or(0, |state| state.generation),
        behind: body["not_searched"]["not_in_index"].as_u64().unwrap_or(0)
            + body["not_in_index"].as_u64().unwrap_or(0),
        otherwise: searches
            .iter()
            .any(|search| search.read_as != search.read_as_then)
            || made_with
                .as_ref()
                .is_some_and(|with| with.program != env!("CARGO_PKG_VERSION"))
            || forms_differ(desk, body, &asked, n)?,
        made_with: made_with.as_ref(),
    };
    let mut added = Vec::new();
    if !located {
        for id in all.difference(&was) {
            added.push(judge.of(*id, Side::Added)?);
        }
    }
    let mut gone = Vec::new();
    for id in was.difference(&all) {
        gone.push(judge.of(*id, Side::Gone)?);
    }
    let same_hits = searches
        .iter()
        .all(|search| search.hits == search.hits_then);
    let same_result = added.is_empty() && gone.is_empty() && (!located || same_hits);
    let same = was.intersection(&all).count() as u64;
    let found: Vec<RecordId> = all.into_iter().collect();
    let archive = desk.state()?;
    let log = Log::of(desk.archive).append(&Entry {
        event: "replay",
        request: request.or(line.request.as_deref()),
        body: json!({
            "command": command,
            "of": n,
            "same_result": same_result,
            "total": found.len(),
            "same": same,
            "added": added.len(),
            "gone": gone.len(),
            "differences": added.iter().map(|one| (one, "added"))
                .chain(gone.iter().map(|one| (one, "gone")))
                .map(|(one, side)| json!({"id": one.id, "side": side, "why": one.why}))
                .collect::<Vec<_>>(),
            "searches": searches.iter().enumerate().map(|(at, search)| json!({
                "n": at + 1, "query": search.query, "read_as": search.read_as, "hits": search.hits,
            })).collect::<Vec<_>>(),
            "archive": archive,
            "made_with": search::made_with(desk)?,
        }),
        found: Some(&found),
    })?;
    Ok(Replayed {
        of: n,
        at: line.at.clone(),
        same_result,
        same,
        added,
        gone,
        searches,
        archive_then,
        archive,
        program_then: made_with.map(|with| with.program),
        program: env!("CARGO_PKG_VERSION"),
        log,
    })
}

/// The line of a search.
///
/// # Errors
/// When there is none of that number, or it looked for nothing.
pub fn line_of(lines: &[Line], n: u64) -> Result<&Line> {
    let entry = survey::log_entry_of(lines, n)?;
    let line = lines.iter().find(|line| line.n == n);
    match line.filter(|_| LOOKED.contains(&entry.row.event.as_str())) {
        Some(line) => Ok(line),
        None => Err(Error::request(format!(
            "entry {n} of the log is no search: {}",
            entry.row.event
        ))
        .hint("recordroom log list shows which entries are searches")),
    }
}

/// What was recorded with it.
///
/// # Errors
/// When it was disposed of.
pub fn body_of(line: &Line) -> Result<&Value> {
    line.body.as_ref().ok_or_else(|| {
        Error::request(format!(
            "what search {} asked was disposed of, so it cannot be made again",
            line.n
        ))
        .hint("the chain of the log still stands: recordroom log verify")
    })
}

fn asked(body: &Value, n: u64) -> Result<Vec<Asked>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of = |search: &Value, hits: &Value, way: Way| Asked {
        query: text(&search["query"]),
        read_as: text(&search["read_as"]),
        hits: hits.as_u64().unwrap_or_default(),
        way,
    };
    if let Some(searches) = body["searches"].as_array() {
        let one = |search: &Value| {
            let again = Again {
                query: text(&search["query"]),
                limits: Vec::new(),
            };
            of(search, &search["hits"], Way::Query(again))
        };
        return Ok(searches.iter().map(one).collect());
    }
    if let Some(case) = body["case"].as_str() {
        return Ok(vec![of(body, &body["total"], Way::Case(case.to_owned()))]);
    }
    let again: Again = serde_json::from_value(body["again"].clone()).map_err(|_| {
        Error::request(format!(
            "entry {n} kept no flags apart, and cannot be made again as a query"
        ))
        .hint("type its command again: recordroom log show names it")
    })?;
    let way = match body["with_attachments"].as_bool() {
        Some(true) => Way::WithAttachments(again),
        _ => Way::Query(again),
    };
    Ok(vec![of(body, &body["total"], way)])
}

impl Asked {
    /// The query, where it looked by one.
    fn query(&self, desk: &Desk<'_>, n: u64) -> Result<Option<Query>> {
        match &self.way {
            Way::Query(again) | Way::WithAttachments(again) => {
                again.query(desk).map(Some).map_err(|cause| unread(n, cause))
            }
            Way::Case(_) => Ok(None),
        }
    }

    /// What it finds now, sorted, and how it is read now.
    fn again(
        &self,
        desk: &Desk<'_>,
        n: u64,
        day: Option<Date>,
    ) -> Result<(Vec<RecordId>, String)> {
        let query = match (&self.way, self.query(desk, n)?) {
            (_, Some(query)) => query,
            (Way::Case(typed), _) => {
                return case::again(desk, typed, day).map_err(|cause| unread(n, cause));
            }
            _ => return Err(Error::bug("a search without a query")),
        };
        let mut ids = desk.ids(&query)?;
        if let Way::WithAttachments(_) = self.way {
            ids = export::with_attachments(desk, ids)?;
        }
        if let Some(day) = day {
            let remain = search::as_at(desk, ids.iter().copied(), day)?;
            ids.retain(|id| remain.contains_key(id));
        }
        Ok((ids, search::read_as(&query, day)))
    }
}

fn unread(n: u64, cause: Error) -> Error {
    Error::request(format!("the query of search {n} can no longer be read"))
        .because(cause)
        .hint("the tables or the sources that it names have changed since")
}

/// The day up to which records were asked for.
pub fn up_to(body: &Value) -> Option<Date> {
    let as_at = &body["as_at"];
    let of_search: Option<AsAt> = serde_json::from_value(as_at.clone()).ok();
    match of_search {
        Some(as_at) => Some(as_at.day),
        None => as_at.as_str().and_then(|day| day.parse().ok()),
    }
}

/// Whether a part came to stand for other words than it does now, in records that were there then.
fn forms_differ(desk: &Desk<'_>, body: &Value, asked: &[Asked], n: u64) -> Result<bool> {
    let (Some(then), [one]) = (body["parts"].as_array(), asked) else {
        return Ok(false);
    };
    let Some(query) = one.query(desk, n)? else {
        return Ok(false);
    };
    let now = search::parts(desk, &query)?;
    Ok(then.iter().any(|part| {
        let forms: Vec<&str> = part["forms"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        now.iter()
            .filter(|part_now| part["read_as"].as_str() == Some(part_now.read_as.as_str()))
            .any(|part_now| {
                forms
                    .iter()
                    .any(|form| !part_now.forms.iter().any(|now| now == form))
            })
    }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Added,
    Gone,
}

/// Traces a difference to what changed between the two searches.
struct Judge<'a> {
    desk: &'a Desk<'a>,
    generation: u64,
    behind: u64,
    otherwise: bool,
    made_with: Option<&'a MadeWith>,
}

impl Judge<'_> {
    fn of(&self, id: RecordId, side: Side) -> Result<Differs> {
        let catalogue = &self.desk.catalogue;
        let stored = catalogue.record(id)?;
        let place = catalogue.place_of(id)?;
        let (why, reason) = match &stored {
            None => match catalogue.buried_as(id)? {
                Some((at, reason)) => (
                    if reason == REPLACED {
                        "replaced"
                    } else {
                        "removed"
                    },
                    format!(
                        "removed from this archive on {}: {reason}",
                        at.split('T').next().unwrap_or(&at)
                    ),
                ),
                None => (
                    "unknown",
                    "it is not in this archive, and nothing says why: recordroom verify".to_owned(),
                ),
            },
            Some(stored) => {
                let newer = match (self.made_with, place) {
                    (Some(with), Some(place)) => place > with.last,
                    _ => false,
                };
                if newer && side == Side::Added {
                    (
                        "ingested",
                        format!(
                            "ingested after that search; first read on {}",
                            stored.first_seen
                        ),
                    )
                } else if stored.generation > self.generation {
                    (
                        "changed",
                        "a place, a name or a fact of it changed after that search: another copy, another file name, \
                         a file read again, or facts derived again from changed tables"
                            .to_owned(),
                    )
                } else if self.otherwise {
                    (
                        "read_otherwise",
                        "the query is read otherwise now: the tables or the program changed"
                            .to_owned(),
                    )
                } else if self.behind > 0 && side == Side::Added {
                    (
                        "not_indexed",
                        "it was not yet in the index when that search was made".to_owned(),
                    )
                } else if side == Side::Gone
                    && stored.generation > self.desk.searcher()?.generation()
                {
                    (
                        "not_indexed",
                        "what changed of it is not yet in the index: the next ingest adds it"
                            .to_owned(),
                    )
                } else {
                    (
                        "unknown",
                        "nothing in this archive says why: recordroom verify".to_owned(),
                    )
                }
            }
        };
        Ok(Differs {
            id,
            title: stored
                .as_ref()
                .map(|stored| stored.known.facts.title.clone()),
            date: stored.as_ref().and_then(|stored| stored.known.facts.date),
            why,
            reason,
        })
    }
}
