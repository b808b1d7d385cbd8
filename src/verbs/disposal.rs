//! What entries of the log recorded, disposed of under a retention rule: the words go, the entry and the chain stay.

use std::collections::BTreeSet;

use serde_json::json;

use super::desk::Desk;
use super::survey;
use crate::archive::log::{Entry, Log};
use crate::error::{Error, Result};

/// Which entries lost their bodies, and the entry that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposed {
    /// The entries, those that repeat one of them included.
    pub entries: Vec<u64>,
    /// The entry that records it.
    pub log: u64,
}

/// Takes what these entries recorded out of the log, with what later entries repeat of it (a replay, a sample), and
/// puts on record by what rule and by whose authority. Numbers, times, authors and digests stay, and so do the ids
/// that were found.
///
/// # Errors
/// When there is no such entry, it has no body any more, it belongs to an open request, or it records a disposal
/// itself; when no reason or authority is given; when the log is not whole or cannot be written. Nothing is disposed of
/// then.
pub fn dispose(
    desk: &Desk<'_>,
    entries: &[u64],
    reason: &str,
    authority: &str,
    command: &str,
) -> Result<Disposed> {
    if reason.trim().is_empty() || authority.trim().is_empty() {
        return Err(
            Error::request("a disposal needs its rule and its authority")
                .hint("add --reason \"schedule IR-4\" --authority \"Records Manager\""),
        );
    }
    let log = Log::of(desk.archive);
    if !log.differences()?.1.is_empty() {
        return Err(
            Error::archive("the log is not whole, so nothing is taken out of it")
                .hint("`recordroom log verify` says where"),
        );
    }
    let lines = log.lines()?;
    let mut going: BTreeSet<u64> = BTreeSet::new();
    for n in entries {
        survey::log_entry_of(&lines, *n)?;
        going.insert(*n);
    }
    // a repetition says again what was asked
    for line in &lines {
        let of = line.body.as_ref().and_then(|body| body["of"].as_u64());
        if of.is_some_and(|of| going.contains(&of)) {
            going.insert(line.n);
        }
    }
    for line in lines.iter().filter(|line| going.contains(&line.n)) {
        let n = line.n;
        let Some(body) = &line.body else {
            return Err(Error::request(format!(
                "what entry {n} recorded was disposed of already"
            )));
        };
        if body.get("disposed").is_some() {
            return Err(Error::request(format!(
                "entry {n} records a disposal, and must stay: the chain is judged by it"
            )));
        }
        if let Some(reference) = &line.request
            && let Some(request) = desk.catalogue.request(reference)?
            && request.status != "closed"
        {
            return Err(Error::request(format!(
                "entry {n} belongs to request {reference}, which is {}",
                request.status
            ))
            .hint("nothing was disposed of; section 77 of the Act protects it until the request is closed"));
        }
    }
    let entries: Vec<u64> = going.iter().copied().collect();
    // on record first: an entry that lost its body unsaid would be a difference
    let recorded = log.append(&Entry {
        event: "note",
        request: None,
        body: json!({"command": command, "disposed": entries, "reason": reason, "authority": authority}),
        found: None,
    })?;
    log.take_out(&going)?;
    Ok(Disposed {
        entries,
        log: recorded,
    })
}
