//! The story of an ingest: what lies under the paths is looked at, read, filed and made searchable.
//!
//! One thread walks, one a worker reads and derives, this one writes. A batch is committed to the catalogue
//! before its records go to the index; whatever moment the run is stopped at, the next run goes on from there.

mod again;
mod inside;
mod known;
mod look;
mod packing;
mod prune;
pub(super) mod read;
mod run;
pub(super) mod settle;
mod sums;
mod sweep;

use std::cell::Cell;
use std::path::PathBuf;
use std::time::Instant;

use jiff::civil::Date;

use self::again::Again;
use self::look::{Look, Outlets, Trust};
use self::run::Run;
use super::answers::Ingested;
use super::replay;
use crate::archive::Archive;
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
    /// Remove vanished files for good; then nothing is trusted.
    pub prune: Option<Prune>,
    /// Believe that a folder of a Maildir whose own list did not change is as it was.
    pub trust_folders: bool,
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

/// Where the catalogue keeps what the engine of OCR told of itself.
const ENGINE: &str = "ocr engine";

/// What the engine of OCR told an earlier ingest of itself; none where that cannot be known.
pub fn told_by_engine(archive: &Archive) -> Option<String> {
    Catalogue::for_reading(archive).ok()?.meta(ENGINE).ok()?
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
    let catalogue = if wanted.dry_run {
        Catalogue::on_trial(archive)?
    } else {
        Catalogue::for_writing(archive)?
    };
    let found = || places(&catalogue, paths, wanted.source.as_deref());
    let mut answer = if wanted.dry_run {
        trial(archive, &catalogue, &found()?, wanted)?
    } else {
        let (looks, begun, noted) = catalogue.at_once(|| {
            let before = catalogue.changes();
            let looks = found()?;
            let begun = note_of(&catalogue, &looks)?;
            let noted = catalogue.changes() > before;
            if noted {
                catalogue.note_begun(&begun)?;
            }
            Ok((looks, begun, noted))
        })?;
        let index = replay::caught_up(archive, &catalogue)?;
        let run = Run {
            archive,
            catalogue: &catalogue,
            wanted,
            tables,
            progress,
            begun,
            noted: Cell::new(noted),
        };
        let answer = run.go(&index, &looks);
        if let Some(engine) = &wanted.bounds.engine
            && engine.introduction().is_none()
        {
            // it does not answer as it did: the next run asks it first
            catalogue.set_meta(ENGINE, "")?;
        }
        answer?
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
                "idle": catalogue.changes() == 0,
            }),
            found: None,
        })?;
        // a log that cannot be read whole is for `verify` to tell: the ingest itself is done
        let _ = match catalogue.changes() {
            0 => catalogue.note_events_unless_idle(&Log::of(archive)),
            _ => catalogue.note_events(&Log::of(archive)),
        };
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

/// Looks, and reads nothing.
fn trial(
    archive: &Archive,
    catalogue: &Catalogue,
    looks: &[Look],
    wanted: &Wanted,
) -> Result<Ingested> {
    let again = Again::of(catalogue, &wanted.bounds)?;
    let (folders, known) = known::below(archive, catalogue, looks, &again)?;
    let folder = canonical_folder(archive);
    // what is handed over is counted, and nobody takes it
    let (jobs, read) = crossbeam_channel::unbounded();
    let (done, settled) = crossbeam_channel::unbounded();
    let (first, _told) = crossbeam_channel::bounded(1);
    let out = Outlets {
        jobs: &jobs,
        done: &done,
        first: &first,
        progress: &|_| (),
    };
    let seen = look::look(looks, &folders, known, &folder, &out, wanted.trust())?;
    drop((read, settled));
    let vanished: Vec<i64> = seen.vanished.iter().map(|gone| gone.id).collect();
    let mut answer = Ingested {
        files: seen.files,
        added: seen.added,
        changed: seen.changed,
        bytes: seen.bytes,
        unchanged: seen.unchanged,
        trusted_folders: seen.trusted_folders,
        trusted_files: seen.trusted_files,
        missing: seen.vanished.len() as u64,
        missing_paths: catalogue.shown_paths(&vanished)?,
        records: catalogue.record_count()?,
        problems: catalogue.problem_counts()?.0,
        ..Ingested::default()
    };
    answer.ledger.balanced = true;
    Ok(answer)
}

impl Wanted {
    /// What may be believed in this run: nothing where files are to be removed for good.
    fn trust(&self) -> Trust {
        if self.trust_folders && self.prune.is_none() {
            Trust::Folders
        } else {
            Trust::Nothing
        }
    }
}

fn canonical_folder(archive: &Archive) -> PathBuf {
    std::fs::canonicalize(archive.folder()).unwrap_or_else(|_| archive.folder().to_owned())
}
