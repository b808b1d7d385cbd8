//! The story of a search: asked, put on record, answered with what could not be searched.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::answers::{AsAt, FacetValue, Near, QueryPart, Searched};
use super::case::alike;
use super::desk::Desk;
use super::{hits, printed, unsearched};
use crate::archive::Archive;
use crate::archive::log::{Entry, Log};
use crate::archive::records::Stored;
use crate::error::{Error, Result};
use crate::facts::references::Reference;
use crate::query::Query;
use crate::record::RecordId;

pub use crate::index::Order;

/// A search as asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The query, flags joined to it.
    pub query: Query,
    /// Query and flags as typed.
    pub typed: String,
    /// The same apart, so that the search can be made again.
    pub again: Again,
    /// The order.
    pub order: Order,
    /// How many hits; none: all.
    pub limit: Option<usize>,
    /// Facets.
    pub facets: Vec<String>,
    /// Only records dated or received up to this day, and those where that cannot be told.
    pub as_at: Option<Date>,
    /// Whether it goes on record.
    pub on_record: bool,
    /// The request it serves.
    pub request: Option<String>,
    /// The role of who searches, as the archive's settings name it.
    pub role: Option<String>,
    /// The command as typed.
    pub command: String,
}

/// A query and the limits that flags gave it: fields and their values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Again {
    /// As typed.
    pub query: String,
    /// Names of fields and their values.
    pub limits: Vec<(String, String)>,
}

impl Again {
    /// The query that they make.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn query(&self, desk: &Desk<'_>) -> Result<Query> {
        let limits = self
            .limits
            .iter()
            .map(|(field, value)| desk.field(field, value))
            .collect::<Result<Vec<_>>>()?;
        Ok(desk.query(&self.query)?.and(limits))
    }
}

/// Facets that a search can count by.
pub const FACETS: [&str; 9] = [
    "kind",
    "party",
    "family",
    "year",
    "marking",
    "provision",
    "format",
    "thread",
    "text_status",
];

/// Asks, puts on record, and answers.
///
/// # Errors
/// When the index or the log cannot be used: no answer is given that is not on record.
pub fn search(desk: &Desk<'_>, asked: &Asked) -> Result<Searched> {
    answered(desk, asked, false)
}

/// The same for a list on a screen: of each hit what stands there, without what ties it to other records (see
/// [`Desk::described_alone`]).
///
/// # Errors
/// As [`search`].
pub fn listed(desk: &Desk<'_>, asked: &Asked) -> Result<Searched> {
    answered(desk, asked, true)
}

fn answered(desk: &Desk<'_>, asked: &Asked, alone: bool) -> Result<Searched> {
    if let Some(unknown) = asked
        .facets
        .iter()
        .find(|facet| !FACETS.contains(&facet.as_str()))
    {
        return Err(Error::request(format!("there is no facet `{unknown}`"))
            .hint(format!("facets are {}", FACETS.join(", "))));
    }
    let searcher = desk.searcher()?;
    let order = if asked.query.is_everything() && asked.order == Order::Relevance {
        Order::Id
    } else {
        asked.order
    };
    let mut ids = Vec::new();
    let (mut wanted, total, marks) = match asked.as_at {
        None => {
            let found = if asked.on_record {
                let found = searcher.search_with_ids(&asked.query, order, asked.limit)?;
                ids = found.1;
                found.0
            } else {
                searcher.search(&asked.query, order, asked.limit)?
            };
            (found.hits, found.total, BTreeMap::new())
        }
        Some(day) => {
            let mut hits = searcher.search(&asked.query, order, None)?.hits;
            let marks = as_at(desk, hits.iter().map(|hit| hit.id), day)?;
            hits.retain(|hit| marks.contains_key(&hit.id));
            let total = hits.len();
            (hits, total, marks)
        }
    };
    if let Some(limit) = asked.limit {
        wanted.truncate(limit);
    }
    let whole = asked.as_at.is_none().then_some(total);
    let parts = parts_of(desk, &asked.query, whole)?;
    let left_in = asked.as_at.map(|day| left_in(day, &marks));
    let same_words = if asked.query.references().is_empty() {
        0
    } else {
        searcher.same_words(&asked.query)? as u64
    };
    let state = desk.state()?;
    let not_searched = desk.not_searched()?;
    let not_searched_within = unsearched::within(desk, &asked.query)?;
    let read_as = read_as(&asked.query, asked.as_at);
    let (sources, not_covered) = desk.sources()?;
    if asked.on_record && asked.as_at.is_some() {
        ids.extend(marks.keys());
    }
    let entry = asked
        .on_record
        .then(|| -> Result<Entry<'_>> {
            Ok(Entry {
                event: "search",
                request: asked.request.as_deref(),
                body: json!({
                    "command": asked.command,
                    "office": asked.role,
                    "query": asked.typed,
                    "read_as": read_as,
                    "total": total,
                    "parts": parts,
                    "as_at": left_in,
                    "not_searched": not_searched,
                    "not_searched_within": not_searched_within,
                    "same_words": same_words,
                    "again": asked.again,
                    "made_with": made_with(desk)?,
                    "sources": sources,
                    "not_covered": not_covered,
                    "archive": state,
                }),
                found: Some(&ids),
            })
        })
        .transpose()?;
    let (log, answer) = put_on_record(desk.archive, entry.as_ref(), || -> Result<_> {
        let hits = hits::described(desk, asked, alone, &wanted, &marks)?;
        let mut near = printed::otherwise(desk, &asked.query)?;
        if total == 0 {
            near.extend(nearest(desk, &asked.query)?);
        }
        Ok((hits, near, facets(desk, asked, &marks)?))
    });
    let log = log?;
    let (hits, nearest, facets) = answer?;
    Ok(Searched {
        query: asked.typed.clone(),
        read_as,
        total: total as u64,
        hits,
        as_at: left_in,
        same_words,
        facets,
        not_searched,
        not_searched_within,
        sources,
        not_covered,
        archive: state,
        log,
        parts,
        nearest,
    })
}

/// Appends an entry, and makes the answer while the disk is waited for: both are back before anything is shown.
fn put_on_record<T>(
    archive: &Archive,
    entry: Option<&Entry<'_>>,
    answer: impl FnOnce() -> T,
) -> (Result<Option<u64>>, T) {
    let append = || {
        entry
            .map(|entry| Log::of(archive).append(entry))
            .transpose()
    };
    thread::scope(|scope| {
        // where the system gives no thread, one comes after the other
        let begun = entry.and_then(|_| thread::Builder::new().spawn_scoped(scope, append).ok());
        match begun {
            Some(begun) => {
                let answer = answer();
                (
                    begun.join().unwrap_or_else(|fault| resume_unwind(fault)),
                    answer,
                )
            }
            None => (append(), answer()),
        }
    })
}

/// By what a search was made: what a later one must be compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct MadeWith {
    /// The program's version.
    pub program: String,
    /// The place in the catalogue of the last record that was there: later ones came after the search.
    pub last: u64,
}

/// By what a search is made now.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn made_with(desk: &Desk<'_>) -> Result<MadeWith> {
    Ok(MadeWith {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        last: desk.catalogue.last_place()?,
    })
}

/// The records that remain as at a day, each with what must be said of it.
pub(super) type Marks = BTreeMap<RecordId, Option<&'static str>>;

/// How many of the records that remain as at a day must be looked at for it.
pub(super) fn left_in(day: Date, marks: &Marks) -> AsAt {
    let with = |word: &str| marks.values().filter(|mark| **mark == Some(word)).count() as u64;
    AsAt {
        day,
        undated: with(UNDATED),
        check_receipt: with(CHECK),
    }
}

/// A query in plain words, with the day up to which records are asked for.
pub fn read_as(query: &Query, as_at: Option<Date>) -> String {
    let read = query.read_as();
    match as_at {
        None => read,
        Some(day) => format!(
            "{read}; dated, or where known received, on or before {}, and undated records",
            crate::facts::dates::long(day)
        ),
    }
}

/// Each part of a query by itself, in plain words.
///
/// # Errors
/// When the index cannot be read.
pub fn parts(desk: &Desk<'_>, query: &Query) -> Result<Vec<QueryPart>> {
    parts_of(desk, query, None)
}

/// The same; `total`, where it is known, is how many records answer the whole.
fn parts_of(desk: &Desk<'_>, query: &Query, total: Option<usize>) -> Result<Vec<QueryPart>> {
    Ok(desk
        .searcher()?
        .parts_of(query, total)?
        .into_iter()
        .map(|part| QueryPart {
            read_as: part.read_as,
            records: part.records as u64,
            forms: part.forms,
        })
        .collect())
}

/// Working days within which a record dated before the day may have been received after it.
const CHECK_RECEIPT: u32 = 5;
/// The mark of such a record.
const CHECK: &str = "check receipt";
/// The mark of a record without a date.
const UNDATED: &str = "undated";

/// The records that remain as at a day, with what must be said of them.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn as_at(desk: &Desk<'_>, ids: impl Iterator<Item = RecordId>, day: Date) -> Result<Marks> {
    let mut remain = BTreeMap::new();
    for id in ids {
        let Some(stored) = desk.catalogue.record(id)? else {
            continue;
        };
        let facts = &stored.known.facts;
        let mark = match (facts.received, facts.date) {
            (Some(received), _) if received > day => continue,
            (Some(_), _) => None,
            (None, Some(date)) if date > day => continue,
            (None, Some(date)) => {
                let arrived = desk.tables.calendar.due(date, CHECK_RECEIPT);
                arrived.is_none_or(|latest| latest >= day).then_some(CHECK)
            }
            (None, None) => Some(UNDATED),
        };
        remain.insert(id, mark);
    }
    Ok(remain)
}

/// References of this archive near those of a query; never searched in their stead.
pub(super) fn nearest(desk: &Desk<'_>, query: &Query) -> Result<Vec<Near>> {
    let references = query.references();
    if references.is_empty() {
        return Ok(Vec::new());
    }
    let all = desk.catalogue.references()?;
    let mut near = Vec::new();
    for reference in references {
        let known: Vec<String> = all
            .iter()
            .filter(|row| row.family == reference.family())
            .map(|row| row.canonical.clone())
            .collect();
        for (canonical, differs) in desk.tables.families.nearest(reference, &known) {
            let records = all
                .iter()
                .find(|row| row.canonical == canonical && row.family == reference.family())
                .map_or(0, |row| row.records);
            near.push(Near {
                canonical,
                records,
                differs: differs.to_owned(),
            });
        }
        near.extend(looks_like(desk, reference)?);
    }
    near.dedup();
    Ok(near)
}

/// What records print that may be this reference, misread by a scanner or cut short: held as possible, found as none.
fn looks_like(desk: &Desk<'_>, reference: &Reference) -> Result<Vec<Near>> {
    let printed = alike::of(desk, reference.canonical(), &reference.key(), |_| false)?;
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for one in printed {
        *counted.entry(one.as_printed).or_default() += 1;
    }
    let near = counted.into_iter().map(|(as_printed, records)| Near {
        canonical: as_printed,
        records,
        differs: format!("as printed; possibly {}", reference.canonical()),
    });
    Ok(near.collect())
}

fn facets(desk: &Desk<'_>, asked: &Asked, marks: &Marks) -> Result<Map<String, Value>> {
    let mut counted = Map::new();
    if asked.facets.is_empty() {
        return Ok(counted);
    }
    let ids = match asked.as_at {
        Some(_) => marks.keys().copied().collect(),
        None => desk.ids(&asked.query)?,
    };
    let threads = if asked.facets.iter().any(|facet| facet == "thread") {
        desk.catalogue.threads()?
    } else {
        Default::default()
    };
    let mut tallies: Vec<BTreeMap<String, u64>> = vec![BTreeMap::new(); asked.facets.len()];
    for id in ids {
        let Some(stored) = desk.catalogue.record(id)? else {
            continue;
        };
        for (facet, tally) in asked.facets.iter().zip(&mut tallies) {
            let mut values = match facet.as_str() {
                "thread" => threads
                    .get(&id)
                    .map(|first| format!("t-{:016x}", first.number()))
                    .into_iter()
                    .collect(),
                "format" => vec![desk.catalogue.format_of(&stored)?],
                _ => facet_values(facet, &stored),
            };
            values.sort();
            values.dedup();
            for value in values {
                *tally.entry(value).or_insert(0) += 1;
            }
        }
    }
    for (facet, tally) in asked.facets.iter().zip(tallies) {
        counted.insert(
            facet.clone(),
            serde_json::to_value(ranked(tally))
                .map_err(|cause| Error::bug("a facet cannot be written").because(cause))?,
        );
    }
    Ok(counted)
}

/// Values and counts, the most frequent first.
pub fn ranked(tally: BTreeMap<String, u64>) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> = tally
        .into_iter()
        .map(|(value, records)| FacetValue { value, records })
        .collect();
    values.sort_by(|a, b| {
        b.records
            .cmp(&a.records)
            .then_with(|| a.value.cmp(&b.value))
    });
    values
}

/// What a record counts under, for a facet that its facts alone decide.
pub fn facet_values(facet: &str, stored: &Stored) -> Vec<String> {
    let facts = &stored.known.facts;
    match facet {
        "kind" => vec![facts.kind.clone()],
        "text_status" => word(&stored.known.text_status).into_iter().collect(),
        "year" => vec![
            facts
                .date
                .map_or_else(|| "undated".to_owned(), |date| date.year().to_string()),
        ],
        "marking" => facts.marking.clone().into_iter().collect(),
        // as `provision:` takes it
        "provision" => facts
            .provisions
            .iter()
            .map(|cited| match &cited.act {
                Some(act) => format!("{act}:{}", cited.provision),
                None => cited.provision.clone(),
            })
            .collect(),
        "family" => facts
            .references
            .iter()
            .map(|carried| carried.family.clone())
            .collect(),
        "party" => facts
            .from
            .iter()
            .chain(&facts.to)
            .chain(&facts.cc)
            .filter_map(|party| party.organisation.clone())
            .collect(),
        _ => Vec::new(),
    }
}

/// A value that is written as one word.
fn word(value: &impl serde::Serialize) -> Option<String> {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
}
