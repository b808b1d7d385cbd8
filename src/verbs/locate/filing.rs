//! What is kept of a `locate`: item numbers in the request file, and the entry in the log.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;

use super::Asked;
use super::decided::takes_in;
use super::line::Listed;
use crate::archive::Archive;
use crate::archive::catalogue::Catalogue;
use crate::archive::lock::Lock;
use crate::archive::log::{Entry, Log};
use crate::error::Result;
use crate::record::RecordId;
use crate::verbs::answers::{LocatedAll, NotSearched, RequestRead};
use crate::verbs::decisions;
use crate::verbs::desk::Desk;

/// The item numbers of the listed records: those of the request file, or counted from 1 where there is none.
pub(super) fn numbers(
    desk: &Desk<'_>,
    asked: &Asked,
    request: &RequestRead,
    listed: &[Listed],
    notes: &mut Vec<String>,
) -> Result<HashMap<RecordId, u64>> {
    let counted = || (1..).zip(listed).map(|(n, one)| (one.id, n)).collect();
    let Some(reference) = request.reference.as_deref().filter(|_| asked.on_record) else {
        if asked.on_record {
            notes.push(
                "No request file was opened, for want of a reference: name one with --for."
                    .to_owned(),
            );
        }
        return Ok(counted());
    };
    let Ok(_lock) = Lock::take(desk.archive) else {
        notes.push("The archive is being written, so the request file could not be opened now: these item numbers hold for this answer alone.".to_owned());
        return Ok(counted());
    };
    let catalogue = Catalogue::for_writing(desk.archive)?;
    let known = catalogue.request(reference)?.is_some();
    let questions: Vec<(String, String)> = request
        .items
        .iter()
        .map(|question| (question.n.clone(), question.text.clone()))
        .collect();
    let file =
        catalogue.keep_request(reference, request.received, None, request.due, &questions)?;
    // what the officer took to be in scope is kept from being pruned, as what was located is
    let standing = decisions::latest(&Log::of(desk.archive).lines()?, reference);
    let taken_in: BTreeSet<RecordId> = standing
        .iter()
        .filter(|row| takes_in(row))
        .map(|row| row.record)
        .collect();
    let mut numbers = HashMap::new();
    for one in listed {
        let located = one.verdict.located || taken_in.contains(&one.id);
        numbers.insert(one.id, catalogue.number_in(file, one.id, located)?);
    }
    notes.push(
        if known {
            "Request file continued."
        } else {
            "New request file opened."
        }
        .to_owned(),
    );
    Ok(numbers)
}

/// Puts the searches and what they located on record; the entry's number.
pub(super) fn record(
    archive: &Archive,
    asked: &Asked,
    command: &str,
    answer: &LocatedAll,
) -> Result<u64> {
    let ids = |list: &[crate::verbs::answers::Located]| -> Vec<RecordId> {
        list.iter().map(|one| one.record.id).collect()
    };
    let located = ids(&answer.located);
    // a record that stands on another's line was located too
    let gathered = answer.located.iter().flat_map(|one| &one.gathered);
    let found: Vec<RecordId> = located.iter().chain(gathered).copied().collect();
    let unread: BTreeSet<RecordId> = answer
        .not_searched
        .iter()
        .filter_map(|row| row.record)
        .collect();
    let inputs = answer
        .not_searched
        .iter()
        .filter(|row| row.record.is_none())
        .count();
    let shown = |ids: &[RecordId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    let queries: Vec<&str> = answer
        .searches
        .iter()
        .map(|search| search.query.as_str())
        .collect();
    let read_as: Vec<&str> = answer
        .searches
        .iter()
        .map(|search| search.read_as.as_str())
        .collect();
    Log::of(archive).append(&Entry {
        event: "locate",
        request: answer.request.reference.as_deref(),
        body: json!({
            "command": command,
            "query": queries.join("\n"),
            "read_as": read_as.join("\n"),
            "total": located.len(),
            "received": answer.request.received,
            "as_at": asked.as_at,
            "searches": answer.searches,
            "located": shown(&located),
            "possible": shown(&ids(&answer.possible)),
            "plan_given": asked.plan.is_some(),
            "statement": answer.statement,
            "estimate": answer.estimate,
            "not_searched": NotSearched {
                inputs: inputs as u64,
                records: unread.len() as u64 + answer.not_in_index,
                not_in_index: answer.not_in_index,
            },
            "sources": answer.sources,
            "not_covered": answer.not_covered,
            "archive": answer.archive,
        }),
        found: Some(&found),
    })
}
