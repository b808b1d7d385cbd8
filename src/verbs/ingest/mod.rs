//! The story of an ingest: what lies under the paths is looked at, read, filed and made searchable.
//!
//! One thread walks, one a worker reads and derives, this one writes. A batch is committed to the catalogue
//! before its records go to the index; whatever moment the run is stopped at, the next run goes on from there.

mod again;
mod look;
mod prune;
pub(super) mod read;
mod run;
pub(super) mod settle;
mod sweep;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::time::Instant;

use jiff::civil::Date;

use self::again::Again;
use self::look::Look;
use self::read::Job;
use self::run::Run;
use super::answers::Ingested;
use super::replay;
use crate::archive::Archive;
use crate::archive::batch::FoundFile;
use crate::archive::catalogue::Catalogue;
use crate::archive::lock::Lock;
use crate::archive::log::{Entry, Log};
use crate::archive::places::path_text;
use crate::archive::runs::{self, Begun, Reach};
use crate::error::{Error, Result};
use crate::facts::Tables;

pub use crate::discover::archive_around;
pub use crate::extract::Ocr;
pub use crate::extract::ocr::{Engine, Found};
pub use crate::extract::pool::Bounds;

/// Why a record is gone whose file was read again, on its tombstone.
pub const REPLACED: &str = "its file now has other content";

/// What to ingest, and how.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Files and folders.
    pub paths: Paths,
    /// The source they belong to; none: one named after each path.
    pub source: Option<String>,
    /// How many workers; none: one a core.
    pub jobs: Option<usize>,
    /// Only say what would be read.
    pub dry_run: bool,
    /// Remove vanished files for good.
    pub prune: Option<Prune>,
    /// The bounds of reading.
    pub bounds: Bounds,
    /// The command as typed, for the log.
    pub command: String,
    /// The request it serves.
    pub request: Option<String>,
}

/// A removal for good, and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prune {
    /// Even where more than half of the files would go.
    pub force: bool,
    /// Why.
    pub reason: String,
    /// Who authorised it, or under which rule.
    pub authority: String,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files seen.
    pub seen: u64,
    /// Files read.
    pub read: u64,
    /// Records found new.
    pub records: u64,
    /// Problems met.
    pub problems: u64,
    /// Bytes read.
    pub bytes: u64,
}

/// The day in London.
pub fn today() -> Date {
    let now = jiff::Timestamp::now();
    let zone = crate::facts::dates::london().cloned();
    now.to_zoned(zone.unwrap_or(jiff::tz::TimeZone::UTC)).date()
}

/// Brings the archive up to date with what lies under the paths.
///
/// # Errors
/// When a path is not there, another run is writing, or the disk fails; a file that cannot be read is no error
/// but a problem in the answer.
pub fn ingest(
    archive: &Archive,
    wanted: &Wanted,
    tables: &Tables,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Ingested> {
    let begun = Instant::now();
    if let (Some(_), Some(absent)) = (&wanted.prune, wanted.paths.absent.first()) {
        return Err(Error::request(format!("{absent}, so nothing is removed"))
            .hint("is a disk or a share not connected? nothing was changed"));
    }
    let paths = &wanted.paths.good;
    let _lock = Lock::take(archive)?;
    let catalogue = Catalogue::for_writing(archive)?;
    if wanted.dry_run {
        catalogue.on_trial()?;
    }
    let found = || places(&catalogue, paths, wanted.source.as_deref());
    let mut answer = if wanted.dry_run {
        trial(archive, &catalogue, found()?, &wanted.bounds)?
    } else {
        let (looks, begun) = catalogue.at_once(|| {
            let looks = found()?;
            let begun = note_of(&catalogue, &looks)?;
            catalogue.note_begun(&begun)?;
            Ok((looks, begun))
        })?;
        let index = replay::caught_up(archive, &catalogue)?;
        let run = Run {
            archive,
            catalogue: &catalogue,
            wanted,
            tables,
            progress,
            begun,
        };
        run.go(&index, looks)?
    };
    answer.seconds = (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    answer.dry_run = wanted.dry_run;
    if !wanted.dry_run {
        Log::of(archive).append(&Entry {
            event: "ingest",
            request: wanted.request.as_deref(),
            body: serde_json::json!({
                "command": wanted.command,
                "paths": paths.iter().map(|path| path_text(path)).collect::<Vec<_>>(),
                "summary": on_record(&answer)?,
                "unrestricted": wanted.bounds.unrestricted(),
                "ocr_unrestricted": wanted.bounds.engine.as_ref().map(|engine| engine.unrestricted()),
                "archive": super::state(&catalogue)?,
            }),
            found: None,
        })?;
        // a log that cannot be read whole is for `verify` to tell: the ingest itself is done
        let _ = catalogue.note_events(&Log::of(archive));
    }
    Ok(answer)
}

/// The summary without the names of files: the log outlives what is removed, and a name may say what a file said.
fn on_record(answer: &Ingested) -> Result<serde_json::Value> {
    let mut summary = serde_json::to_value(answer)
        .map_err(|cause| Error::bug("a summary cannot be written").because(cause))?;
    if let Some(summary) = summary.as_object_mut() {
        summary.remove("missing_paths");
    }
    Ok(summary)
}

/// The paths that are there, canonical, each once, none within another; and why others are left out.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    good: Vec<PathBuf>,
    /// Paths that cannot be looked at, each a sentence.
    pub absent: Vec<String>,
}

impl Paths {
    /// Looks at what was typed.
    ///
    /// # Errors
    /// When none of the paths is there: nothing is then made or changed.
    pub fn of(typed: &[PathBuf]) -> Result<Self> {
        let mut paths = Self::default();
        for path in typed {
            match std::fs::canonicalize(path) {
                Ok(found) => paths.good.push(found),
                Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                    paths
                        .absent
                        .push(format!("there is no file or folder {}", path.display()));
                }
                Err(cause) => {
                    paths
                        .absent
                        .push(format!("cannot look at {}: {cause}", path.display()));
                }
            }
        }
        if paths.good.is_empty() {
            return Err(Error::request(paths.absent.join("; "))
                .hint("check the spelling; nothing was changed"));
        }
        paths.good.sort();
        paths.good.dedup();
        let all = paths.good.clone();
        paths.good.retain(|path| {
            !all.iter()
                .any(|other| other != path && path.starts_with(other))
        });
        Ok(paths)
    }
}

/// Where each path belongs. A source is made only for a new root; what lies under an earlier root stays in its source.
fn places(catalogue: &Catalogue, paths: &[PathBuf], source: Option<&str>) -> Result<Vec<Look>> {
    if let Some(wanted) = source {
        for path in paths {
            let Some(place) = catalogue.covering(path, path.is_file())? else {
                continue;
            };
            let (_, of_root) = catalogue.source_of_root(place.root.id)?;
            if of_root != wanted {
                let shown = path.display();
                return Err(Error::request(format!(
                    "{shown} already belongs to source {of_root}; nothing was changed"
                ))
                .hint(format!(
                    "leave out --source to ingest it again as part of {of_root}; a path stays in one source"
                )));
            }
        }
    }
    let mut looks = Vec::new();
    for path in paths {
        let single = path.is_file();
        let place = match catalogue.covering(path, single)? {
            Some(place) => place,
            None => {
                let id = match source {
                    Some(name) => catalogue.source_named(name)?,
                    None => catalogue.source_for_root(&catalogue.new_name(path)?)?,
                };
                catalogue.place(path, single, id)?
            }
        };
        let within = catalogue.roots_within(&path_text(path), place.root.id)?;
        for place in std::iter::once(&place).chain(&within) {
            let (id, _) = catalogue.source_of_root(place.root.id)?;
            catalogue.collected_on(id, today())?;
        }
        looks.push(Look {
            path: path.clone(),
            place,
            within,
        });
    }
    Ok(looks)
}

/// The note of this run: what it reads, and where of which sources.
fn note_of(catalogue: &Catalogue, looks: &[Look]) -> Result<Begun> {
    let mut reach = Vec::new();
    for look in looks {
        let below = look.within.iter();
        let places = below.map(|place| (place.root.path.clone(), place));
        for (path, place) in std::iter::once((path_text(&look.path), &look.place)).chain(places) {
            let source = catalogue.source_of_root(place.root.id)?.1;
            reach.push(Reach { path, source });
        }
    }
    let paths = looks.iter().map(|look| path_text(&look.path)).collect();
    Ok(Begun::now(runs::INGEST, paths, reach))
}

/// What is known below the paths, by root.
fn known_below(
    catalogue: &Catalogue,
    looks: &[Look],
    again: &Again,
) -> Result<HashMap<i64, look::Known>> {
    let mut known: HashMap<i64, look::Known> = HashMap::new();
    for look in looks {
        for place in std::iter::once(&look.place).chain(&look.within) {
            let files = catalogue.files_under(place.root.id, &place.below)?;
            let all = known.entry(place.root.id).or_default();
            for (folder, files) in files {
                match all.get_mut(&folder) {
                    Some(known) => known.extend(files),
                    None => drop(all.insert(folder, files)),
                }
            }
        }
    }
    again.mark(&mut known);
    Ok(known)
}

/// Looks, and reads nothing.
fn trial(
    archive: &Archive,
    catalogue: &Catalogue,
    looks: Vec<Look>,
    bounds: &Bounds,
) -> Result<Ingested> {
    let known = known_below(catalogue, &looks, &Again::of(catalogue, bounds)?)?;
    let before: HashSet<(i64, String, String)> = known
        .iter()
        .flat_map(|(root, folders)| {
            folders.iter().flat_map(move |(folder, files)| {
                files
                    .keys()
                    .map(move |name| (*root, folder.clone(), name.clone()))
            })
        })
        .collect();
    let folder = canonical_folder(archive);
    let mut answer = Ingested::default();
    let (jobs, wanted) = crossbeam_channel::unbounded();
    let (done, settled) = crossbeam_channel::unbounded();
    let seen = look::look(looks, known, &folder, &jobs, &done, &|_| ());
    drop((jobs, done));
    let mut count = |file: &FoundFile| {
        answer.bytes += file.size;
        if before.contains(&(file.root, file.folder.clone(), file.name.clone())) {
            answer.changed += 1;
        } else {
            answer.added += 1;
        }
    };
    for batch in wanted {
        batch.iter().for_each(|job: &Job| count(&job.file));
    }
    for ready in settled {
        count(&ready?.file);
    }
    answer.files = seen.files;
    answer.unchanged = seen.unchanged.len() as u64;
    answer.missing = seen.vanished.len() as u64;
    let vanished: Vec<i64> = seen.vanished.iter().map(|gone| gone.id).collect();
    answer.missing_paths = catalogue.shown_paths(&vanished)?;
    answer.records = catalogue.record_count()?;
    answer.problems = catalogue.problem_counts()?.0;
    answer.ledger.balanced = true;
    Ok(answer)
}

fn canonical_folder(archive: &Archive) -> PathBuf {
    std::fs::canonicalize(archive.folder()).unwrap_or_else(|_| archive.folder().to_owned())
}
