//! Removal for good: what it refuses, and the disposal entry that it leaves.

use serde_json::json;

use super::look::{Gone, Seen};
use super::{Prune, Wanted};
use crate::archive::Archive;
use crate::archive::batch::Writer;
use crate::archive::catalogue::Catalogue;
use crate::archive::log::{Entry, Log};
use crate::error::{Error, Result};
use crate::record::RecordId;

/// What a refusal leaves.
const KEPT: &str = "nothing was removed; what was read in this run is kept";

/// Refuses a removal that looks like a mistake, or that an open request forbids.
///
/// # Errors
/// When a folder could not be entered, nothing is left where there was something, more than half of the files
/// would go, or a record located for an open request would.
pub fn check(catalogue: &Catalogue, rule: &Prune, seen: &Seen, gone: &[i64]) -> Result<()> {
    if seen.refused > 0 {
        return Err(Error::request(
            "something under the paths could not be looked at, so nothing is removed",
        )
        .hint(format!("see `recordroom problems`; {KEPT}")));
    }
    let going_from = |root: i64| {
        let of_root = |file: &&Gone| file.root == root && gone.contains(&file.id);
        seen.vanished.iter().filter(of_root).count() as u64
    };
    let mut roots: Vec<i64> = seen.vanished.iter().map(|file| file.root).collect();
    roots.sort_unstable();
    roots.dedup();
    for root in roots {
        let left = seen.by_root.get(&root).copied().unwrap_or(0);
        let going = going_from(root);
        if going == 0 {
            continue;
        }
        enough_left(rule, left, going)?;
    }
    for record in catalogue.records_only_in(gone)? {
        if catalogue.is_held(record)? {
            return Err(Error::request(format!(
                "{record} was located for an open request, so nothing is removed"
            ))
            .hint(format!(
                "section 77 of the Act protects it while the request is open; {KEPT}"
            )));
        }
    }
    Ok(())
}

/// Refuses where a path is empty that was not, or would lose more than half of its files.
fn enough_left(rule: &Prune, left: u64, going: u64) -> Result<()> {
    if left == 0 {
        return Err(Error::request(
            "the paths are empty where files were known, so nothing is removed",
        )
        .hint(format!("is a disk or a share not connected? {KEPT}")));
    }
    if going > left && !rule.force {
        return Err(Error::request(format!(
            "more than half of the files would go ({going} of {})",
            left + going
        ))
        .hint(format!("if that is right: --prune=force; {KEPT}")));
    }
    Ok(())
}

/// Takes the files out; how many.
///
/// # Errors
/// When the catalogue cannot be written.
pub fn remove(writer: &mut Writer<'_>, gone: &[i64]) -> Result<u64> {
    for file in gone {
        writer.drop_file(*file)?;
    }
    Ok(gone.len() as u64)
}

/// Leaves the disposal entry in the log: ids, never content.
///
/// # Errors
/// When the log cannot be written.
pub fn record(
    archive: &Archive,
    wanted: &Wanted,
    rule: &Prune,
    files: u64,
    buried: &[RecordId],
) -> Result<()> {
    Log::of(archive)
        .append(&Entry {
            event: "prune",
            request: wanted.request.as_deref(),
            body: json!({
                "command": wanted.command,
                "reason": rule.reason,
                "authority": rule.authority,
                "files": files,
                "records": buried.len(),
            }),
            found: Some(buried),
        })
        .map(|_| ())
}
