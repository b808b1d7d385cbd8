//! A search-term report: what each of a list of queries finds, what it alone finds, and all together, no record counted
//! twice.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::json;

use super::answers::{Term, Terms};
use super::desk::Desk;
use super::search;
use crate::archive::log::{Entry, Log};
use crate::error::{Error, Result};
use crate::query::{self, Query};
use crate::record::RecordId;

/// Reports on a list of queries, a line each, and puts it on record. Empty lines and lines that begin with `#` are no
/// queries.
///
/// # Errors
/// When a line cannot be read, which is named, so that nothing is reported that leaves one out; when there is none; or
/// when the archive or the log cannot be used.
pub fn terms(
    desk: &Desk<'_>,
    list: &str,
    name: &str,
    request: Option<&str>,
    role: Option<&str>,
    command: &str,
) -> Result<Terms> {
    let queries = queries(desk, list, name, request)?;
    let mut found: Vec<Vec<RecordId>> = Vec::with_capacity(queries.len());
    let mut lines: HashMap<RecordId, u64> = HashMap::new();
    for (_, query) in &queries {
        let ids = desk.ids(query)?;
        for id in &ids {
            *lines.entry(*id).or_insert(0) += 1;
        }
        found.push(ids);
    }
    let families = Families::of(desk)?;
    let mut rows = Vec::with_capacity(queries.len());
    for (n, ((typed, query), ids)) in (1_u64..).zip(queries.iter().zip(&found)) {
        rows.push(Term {
            n,
            query: typed.clone(),
            read_as: query.read_as(),
            hits: ids.len() as u64,
            unique: ids.iter().filter(|id| lines.get(id) == Some(&1)).count() as u64,
            with_families: families.around(ids).len() as u64,
        });
    }
    let mut all: Vec<RecordId> = lines.into_keys().collect();
    all.sort_unstable();
    let with_families = families.around(&all).len() as u64;
    let not_searched = desk.not_searched()?;
    let (sources, not_covered) = desk.sources()?;
    let archive = desk.state()?;
    let mut searches = Vec::with_capacity(rows.len());
    for (row, (_, query)) in rows.iter().zip(&queries) {
        searches.push(json!({
            "n": row.n, "query": row.query, "read_as": row.read_as, "hits": row.hits, "unique": row.unique,
            "with_families": row.with_families, "parts": search::parts(desk, query)?,
        }));
    }
    let log = Log::of(desk.archive).append(&Entry {
        event: "terms",
        request,
        body: json!({
            "command": command,
            "office": role,
            "searches": searches,
            "total": all.len(),
            "with_families": with_families,
            "not_searched": not_searched,
            "sources": sources,
            "not_covered": not_covered,
            "archive": archive,
            "made_with": search::made_with(desk)?,
        }),
        found: Some(&all),
    })?;
    Ok(Terms {
        terms: rows,
        hits: all.len() as u64,
        with_families,
        found: all,
        not_searched,
        archive,
        log,
    })
}

fn queries(
    desk: &Desk<'_>,
    list: &str,
    name: &str,
    request: Option<&str>,
) -> Result<Vec<(String, Query)>> {
    let mut queries = Vec::new();
    for (at, line) in (1_u64..).zip(list.lines()) {
        let typed = line.trim();
        if query::looks_empty(typed) || typed.starts_with('#') {
            continue;
        }
        let read = desk
            .items_written_out(typed, request)
            .and_then(|typed| Ok((desk.query(&typed)?, typed)));
        let (query, typed) = read.map_err(|error| {
            let hint = error
                .advice()
                .unwrap_or("correct the line; nothing was searched");
            let told =
                match error.place() {
                    Some(place) => Error::request(format!("line {at} of {name}: {}", error.what()))
                        .at(place.text.as_str(), place.column, place.width),
                    None => Error::request(format!("line {at} of {name}: {error}")),
                };
            told.hint(hint)
        })?;
        queries.push((typed, query));
    }
    if queries.is_empty() {
        return Err(Error::request(format!("{name} has no line with a query"))
            .hint("write one query a line; lines that begin with # are notes"));
    }
    Ok(queries)
}

/// Which records are attached to which, held for many questions.
struct Families {
    parents: BTreeMap<RecordId, Vec<RecordId>>,
    attached: BTreeMap<RecordId, Vec<RecordId>>,
}

impl Families {
    fn of(desk: &Desk<'_>) -> Result<Self> {
        let mut families = Self {
            parents: BTreeMap::new(),
            attached: BTreeMap::new(),
        };
        for (holder, part) in desk.catalogue.holders()? {
            families.parents.entry(part).or_default().push(holder);
            families.attached.entry(holder).or_default().push(part);
        }
        Ok(families)
    }

    /// These records, their parents and all attachments of these, at every depth.
    fn around(&self, ids: &[RecordId]) -> BTreeSet<RecordId> {
        closed(&self.attached, &closed(&self.parents, ids.iter()))
    }
}

/// These records and all that the relation leads to from them.
fn closed<'a>(
    relation: &BTreeMap<RecordId, Vec<RecordId>>,
    from: impl IntoIterator<Item = &'a RecordId>,
) -> BTreeSet<RecordId> {
    let mut next: Vec<RecordId> = from.into_iter().copied().collect();
    let mut all: BTreeSet<RecordId> = next.iter().copied().collect();
    while let Some(one) = next.pop() {
        for other in relation.get(&one).into_iter().flatten() {
            if all.insert(*other) {
                next.push(*other);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u64) -> RecordId {
        RecordId::from_number(number)
    }

    #[test]
    fn a_family_is_the_parents_and_all_that_is_attached_to_them() {
        // 1 holds 2 and 3, 3 holds 4; 5 holds 2 as well, and 6
        let pairs = [(1, 2), (1, 3), (3, 4), (5, 2), (5, 6)];
        let mut families = Families {
            parents: BTreeMap::new(),
            attached: BTreeMap::new(),
        };
        for (holder, part) in pairs {
            families
                .parents
                .entry(id(part))
                .or_default()
                .push(id(holder));
            families
                .attached
                .entry(id(holder))
                .or_default()
                .push(id(part));
        }
        let around = |ids: &[u64]| -> Vec<u64> {
            let ids: Vec<RecordId> = ids.iter().copied().map(id).collect();
            families
                .around(&ids)
                .into_iter()
                .map(RecordId::number)
                .collect()
        };
        assert_eq!(around(&[4]), [1, 2, 3, 4]);
        assert_eq!(around(&[2]), [1, 2, 3, 4, 5, 6]);
        // what else holds an attachment of its parent is another family
        assert_eq!(around(&[3]), [1, 2, 3, 4]);
        assert_eq!(around(&[7]), [7]);
    }
}
