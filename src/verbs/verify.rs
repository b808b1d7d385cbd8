//! The story of `verify`: catalogue, index, that the two agree, the log's chain and, if asked, the originals.

use std::fs::File;

use super::answers::{Check, Verified};
use super::ingest::read::digest_of;
use super::{replay, unended};
use crate::archive::Archive;
use crate::archive::catalogue::Catalogue;
use crate::archive::lock::Lock;
use crate::archive::log::Log;
use crate::archive::places::text_path;
use crate::error::Result;
use crate::index::{self, Index};
use crate::record::RecordId;

/// How many examples a detail names.
const EXAMPLES: usize = 5;

/// Checks the archive; never repairs.
///
/// # Errors
/// When the catalogue cannot be read at all.
pub fn verify(archive: &Archive, originals: bool) -> Result<Verified> {
    // the index first: the catalogue may then know more, never less; and only one whose files are whole is opened
    let damaged = index::damaged(&archive.index_folder());
    let indexed = match &damaged {
        Ok(files) if files.is_empty() => Some(indexed(archive)),
        _ => None,
    };
    let catalogue = Catalogue::for_reading(archive)?;
    catalogue.hold_still()?;
    let mut checks = vec![
        check(
            "catalogue",
            catalogue.integrity()?,
            "its pages and indexes are sound",
        ),
        ends(&catalogue)?,
        texts(&catalogue)?,
        state(&catalogue)?,
        runs(archive, &catalogue)?,
        removals(archive, &catalogue)?,
        match damaged {
            Ok(damaged) => check(
                "index",
                damaged,
                "every file has the checksum it was written with",
            ),
            Err(error) => failed("index", &error),
        },
        agreement(indexed, &catalogue)?,
        log(archive, Some(&catalogue)),
    ];
    if originals {
        checks.push(sources(&catalogue)?);
    }
    Ok(Verified {
        ok: checks.iter().all(|check| check.ok),
        checks,
    })
}

/// Builds the index anew; how many records it then has.
///
/// # Errors
/// When another run is writing or the disk fails.
pub fn reindex(archive: &Archive) -> Result<u64> {
    let _lock = Lock::take(archive)?;
    replay::rebuild(archive, &Catalogue::for_writing(archive)?)
}

fn check(name: &str, found: Vec<String>, sound: &str) -> Check {
    Check {
        name: name.into(),
        ok: found.is_empty(),
        detail: if found.is_empty() {
            sound.into()
        } else {
            found.join("; ")
        },
    }
}

fn failed(name: &str, error: &crate::error::Error) -> Check {
    Check {
        name: name.into(),
        ok: false,
        detail: error.to_string(),
    }
}

fn ends(catalogue: &Catalogue) -> Result<Check> {
    let (lost, nowhere) = catalogue.loose_ends()?;
    let mut found = Vec::new();
    if lost > 0 {
        found.push(format!("{lost} items name a record that is not there"));
    }
    if nowhere > 0 {
        found.push(format!("{nowhere} records lie nowhere"));
    }
    Ok(check(
        "relations",
        found,
        "every item has its record, every record its place",
    ))
}

/// Unpacks every record's facts and text.
fn texts(catalogue: &Catalogue) -> Result<Check> {
    let mut found = Vec::new();
    let mut read = 0_u64;
    for id in catalogue.all_ids()? {
        read += 1;
        let sound = catalogue.record(id).and_then(|_| catalogue.extraction(id));
        if let Err(error) = sound
            && found.len() < EXAMPLES
        {
            found.push(format!("{id}: {error}"));
        }
    }
    Ok(check("texts", found, &format!("{read} records unpack")))
}

fn state(catalogue: &Catalogue) -> Result<Check> {
    let kept = catalogue.meta("state")?;
    let now = catalogue.state_digest()?;
    let found = match kept {
        Some(kept) if kept != now => {
            vec![
                "the records are not those of the last whole ingest; the next ingest settles it"
                    .into(),
            ]
        }
        _ => Vec::new(),
    };
    Ok(check(
        "state",
        found,
        "the records are those of the last ingest",
    ))
}

/// A run that was killed: what it was to read may be missing.
fn runs(archive: &Archive, catalogue: &Catalogue) -> Result<Check> {
    let all = unended(archive, catalogue)?;
    let (at_work, stopped): (Vec<_>, Vec<_>) = all.iter().partition(|run| run.running);
    let sound = match at_work.first() {
        Some(run) => run.in_words(),
        None => "every run that was begun has ended".to_owned(),
    };
    let found = stopped.iter().map(|run| run.in_words()).collect();
    Ok(check("runs", found, &sound))
}

/// Records that were removed, and whose words may still be read in a file.
fn removals(archive: &Archive, catalogue: &Catalogue) -> Result<Check> {
    let sound = match catalogue.removal_noted()? {
        false => "nothing of a removed record waits to be taken away",
        true if unended(archive, catalogue)?.iter().any(|run| run.running) => {
            "a run at work takes away what removed records left"
        }
        true => {
            let found = "words of removed records may still stand in the archive's files; the next ingest takes them away";
            return Ok(check("removals", vec![found.into()], ""));
        }
    };
    Ok(check("removals", Vec::new(), sound))
}

/// The ids that the index holds, sorted, and the catalogue's generation that it was made from.
fn indexed(archive: &Archive) -> Result<(Vec<RecordId>, u64)> {
    let index = Index::open(&archive.index_folder())?;
    loop {
        let generation = index.generation()?;
        let ids = index.ids()?;
        // a commit between the two would pair new ids with an old number
        if index.generation()? == generation {
            return Ok((ids, generation));
        }
    }
}

fn agreement(
    indexed: Option<Result<(Vec<RecordId>, u64)>>,
    catalogue: &Catalogue,
) -> Result<Check> {
    let (indexed, generation) = match indexed {
        Some(Ok(both)) => both,
        Some(Err(error)) => return Ok(failed("agreement", &error)),
        None => {
            let found = vec![
                "not compared: the index is damaged; `recordroom reindex` makes it again".into(),
            ];
            return Ok(check("agreement", found, ""));
        }
    };
    let filed = catalogue.all_ids()?;
    let mut found = Vec::new();
    let behind = catalogue.changed_since(generation)?;
    if behind > 0 {
        found.push(format!(
            "{behind} records are not yet in the index; the next ingest adds them"
        ));
    } else {
        let name = |ids: &[RecordId]| {
            ids.iter()
                .take(EXAMPLES)
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        };
        let absent: Vec<RecordId> = filed
            .iter()
            .filter(|id| indexed.binary_search(id).is_err())
            .copied()
            .collect();
        let foreign: Vec<RecordId> = indexed
            .iter()
            .filter(|id| filed.binary_search(id).is_err())
            .copied()
            .collect();
        if !absent.is_empty() {
            found.push(format!(
                "{} records are not in the index: {}",
                absent.len(),
                name(&absent)
            ));
        }
        if !foreign.is_empty() {
            found.push(format!(
                "{} records are in the index alone: {}",
                foreign.len(),
                name(&foreign)
            ));
        }
        if indexed.windows(2).any(|pair| pair[0] == pair[1]) {
            found.push("the index holds a record twice".into());
        }
    }
    Ok(check(
        "agreement",
        found,
        &format!("catalogue and index have the same {} records", filed.len()),
    ))
}

/// The log by itself, and beside what the catalogue noted of it.
fn log(archive: &Archive, catalogue: Option<&Catalogue>) -> Check {
    let log = Log::of(archive);
    let found = log.differences().and_then(|(entries, mut differences)| {
        if let Some(catalogue) = catalogue.filter(|_| differences.is_empty()) {
            differences.extend(catalogue.events_that_differ(&log)?);
        }
        Ok((entries, differences))
    });
    match found {
        Ok((entries, differences)) => check(
            "log",
            differences,
            &format!("{entries} entries, chain whole"),
        ),
        Err(error) => failed("log", &error),
    }
}

fn sources(catalogue: &Catalogue) -> Result<Check> {
    let mut found = Vec::new();
    let mut read = 0_u64;
    for (path, shown, known) in catalogue.all_files()? {
        let Some(known) = known else {
            continue;
        };
        read += 1;
        match File::open(text_path(&path)).and_then(|mut file| digest_of(&mut file)) {
            Ok(now) if now == known => {}
            Ok(_) => found.push(format!("{shown} has changed since it was read")),
            Err(cause) => found.push(format!("{shown}: {cause}")),
        }
    }
    Ok(check(
        "originals",
        found,
        &format!("{read} files have the digest they were read with"),
    ))
}

/// Checks the log alone.
///
/// # Errors
/// When it cannot be read.
pub fn verify_log(archive: &Archive) -> Result<Verified> {
    let one = log(archive, Catalogue::for_reading(archive).ok().as_ref());
    Ok(Verified {
        ok: one.ok,
        checks: vec![one],
    })
}
