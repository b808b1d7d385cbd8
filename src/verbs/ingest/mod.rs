//! The story of an ingest: what lies under the paths is looked at, read, filed and made searchable.
//!
//! One thread walks, one a worker reads and derives, this one writes. A batch is committed to the catalogue
//! before its records go to the index; whatever moment the run is stopped at, the next run goes on from there.

mod look;
mod prune;
mod read;
mod settle;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use crossbeam_channel::bounded;
use jiff::civil::Date;

use self::look::{Look, Seen};
use self::read::{Desk, Dictionary, Done, Job};
use super::answers::{Ingested, Ledger};
use super::replay::{self, Follower};
use crate::archive::batch::{FoundFile, Put, Writer};
use crate::archive::catalogue::Catalogue;
use crate::archive::lock::Lock;
use crate::archive::log::{Entry, Log};
use crate::archive::pack::{self, Packer};
use crate::archive::places::path_text;
use crate::archive::Archive;
use crate::error::{Error, Result};
use crate::extract::pool::Bounds;
use crate::facts::Tables;

/// Items in a batch: one transaction each.
const BATCH: u64 = 2_000;
/// Records whose texts train the archive's dictionary.
const SAMPLES: usize = 400;

/// What to ingest, and how.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
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
    now.in_tz("Europe/London")
        .map_or_else(|_| now.to_zoned(jiff::tz::TimeZone::UTC).date(), |london| london.date())
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
    let paths = checked(&wanted.paths)?;
    let _lock = Lock::take(archive)?;
    let catalogue = Catalogue::for_writing(archive)?;
    if wanted.dry_run {
        catalogue.on_trial()?;
    }
    let looks = places(&catalogue, &paths, wanted.source.as_deref())?;
    let mut answer = if wanted.dry_run {
        trial(archive, &catalogue, looks)?
    } else {
        let index = replay::caught_up(archive, &catalogue)?;
        let run = Run {
            archive,
            catalogue: &catalogue,
            wanted,
            tables,
            progress,
        };
        run.go(&index, looks)?
    };
    answer.seconds = begun.elapsed().as_secs_f64();
    answer.dry_run = wanted.dry_run;
    if !wanted.dry_run {
        Log::of(archive).append(&Entry {
            event: "ingest",
            request: wanted.request.as_deref(),
            body: serde_json::json!({
                "command": wanted.command,
                "paths": paths.iter().map(|path| path_text(path)).collect::<Vec<_>>(),
                "summary": answer,
                "archive": super::state(&catalogue)?,
            }),
            found: None,
        })?;
    }
    Ok(answer)
}

/// Refuses paths that are not there, before anything is made or changed.
///
/// # Errors
/// When one is missing or cannot be looked at.
pub fn check_paths(typed: &[PathBuf]) -> Result<()> {
    checked(typed).map(|_| ())
}

/// The paths, canonical, each once, none within another.
fn checked(typed: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for path in typed {
        let found = std::fs::canonicalize(path).map_err(|cause| {
            let shown = path.display();
            match cause.kind() {
                std::io::ErrorKind::NotFound => {
                    Error::request(format!("there is no file or folder {shown}"))
                        .hint("check the spelling; nothing was changed")
                }
                _ => Error::request(format!("cannot look at {shown}"))
                    .because(cause)
                    .hint("nothing was changed"),
            }
        })?;
        paths.push(found);
    }
    paths.sort();
    paths.dedup();
    let all = paths.clone();
    paths.retain(|path| {
        !all.iter().any(|other| other != path && path.starts_with(other))
    });
    Ok(paths)
}

fn places(catalogue: &Catalogue, paths: &[PathBuf], source: Option<&str>) -> Result<Vec<Look>> {
    let mut looks = Vec::new();
    for path in paths {
        let canonical = path_text(path);
        let single = path.is_file();
        let known = match source {
            Some(name) => Some(catalogue.source_named(name)?),
            None => catalogue.source_of_root(&canonical)?,
        };
        let id = match known {
            Some(id) => id,
            None => catalogue.source_named(&source_name(path))?,
        };
        catalogue.collected_on(id, today())?;
        let place = catalogue.place(path, single, id)?;
        let mut within = Vec::new();
        for inner in catalogue.roots_within(&canonical)? {
            within.push(catalogue.place(&crate::archive::places::text_path(&inner), false, id)?);
        }
        looks.push(Look {
            path: path.clone(),
            place,
            within,
        });
    }
    Ok(looks)
}

fn source_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| "root".to_owned(), |name| path_text(Path::new(name)))
}

/// What is known below the paths, by root.
fn known_below(catalogue: &Catalogue, looks: &[Look]) -> Result<HashMap<i64, look::Known>> {
    let mut known: HashMap<i64, look::Known> = HashMap::new();
    for look in looks {
        for place in std::iter::once(&look.place).chain(&look.within) {
            let files = catalogue.files_under(place.root.id, &place.below)?;
            let all = known.entry(place.root.id).or_default();
            for (folder, files) in files {
                all.entry(folder).or_default().extend(files);
            }
        }
    }
    Ok(known)
}

/// Looks, and reads nothing.
fn trial(archive: &Archive, catalogue: &Catalogue, looks: Vec<Look>) -> Result<Ingested> {
    let known = known_below(catalogue, &looks)?;
    let before: HashSet<(i64, String, String)> = known
        .iter()
        .flat_map(|(root, folders)| {
            folders.iter().flat_map(move |(folder, files)| {
                files.keys().map(move |name| (*root, folder.clone(), name.clone()))
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
    let vanished: Vec<i64> = seen.vanished.iter().map(|(id, ..)| *id).collect();
    answer.missing_paths = catalogue.shown_paths(&vanished)?;
    answer.records = catalogue.record_count()?;
    answer.problems = catalogue.problem_counts()?.0;
    answer.ledger.balanced = true;
    Ok(answer)
}

fn canonical_folder(archive: &Archive) -> PathBuf {
    std::fs::canonicalize(archive.folder()).unwrap_or_else(|_| archive.folder().to_owned())
}

struct Run<'a> {
    archive: &'a Archive,
    catalogue: &'a Catalogue,
    wanted: &'a Wanted,
    tables: &'a Tables,
    progress: &'a (dyn Fn(Progress) + Sync),
}

/// What the writing thread counts.
#[derive(Default)]
struct Tally {
    answer: Ingested,
    progress: Progress,
    /// Rows of the files that were written.
    files: Vec<i64>,
    /// Items handed over for them.
    items: u64,
    /// Digests of files written, to recognise what only moved.
    digests: HashMap<[u8; 32], i64>,
    put: Put,
}

impl Tally {
    /// Rows of the missing files, which come last.
    fn missing(&self) -> &[i64] {
        let written = self.files.len() - self.answer.missing as usize;
        &self.files[written..]
    }

    fn forget_missing(&mut self) {
        let written = self.files.len() - self.answer.missing as usize;
        self.files.truncate(written);
        self.answer.missing = 0;
    }
}

impl Run<'_> {
    fn go(&self, index: &crate::index::Index, looks: Vec<Look>) -> Result<Ingested> {
        let known = known_below(self.catalogue, &looks)?;
        let first_time = self.catalogue.record_count()? == 0;
        let mut follower = Follower::new(index, first_time)?;
        let mut writer = Writer::new(self.catalogue, today())?;
        let dictionary = Dictionary::new();
        if let Some((number, bytes)) = self.catalogue.newest_dictionary()? {
            let _ = dictionary.set((number, bytes));
        }
        let (mut tally, seen) = self.read(looks, known, &mut writer, &mut follower, &dictionary)?;
        self.close(&mut tally, &seen, &mut writer)?;
        if let Some(rule) = &self.wanted.prune {
            prune::check(self.catalogue, rule, &seen, tally.missing())?;
            tally.answer.removed = prune::remove(&mut writer, tally.missing())?;
            tally.forget_missing();
        }
        let mut packer = Packer::new(dictionary.get().map(|(number, bytes)| (*number, bytes.as_slice())))?;
        if let Some(generation) = writer.commit()? {
            follower.release(generation)?;
        }
        let why = self.wanted.prune.as_ref().map_or("its file now has other content", |rule| {
            rule.reason.as_str()
        });
        let buried =
            settle::settle(self.catalogue, &mut writer, &mut follower, &mut packer, self.tables, why)?;
        if let Some(rule) = &self.wanted.prune {
            prune::record(self.archive, self.wanted, rule, tally.answer.removed, &buried)?;
        }
        let written = writer.commit()?.is_some();
        if written || !tally.files.is_empty() || tally.answer.moved + tally.answer.removed > 0 {
            settle::tie_drafts(self.catalogue, &mut writer)?;
            writer.commit()?;
            self.catalogue.settle_source_counts()?;
            let digest = self.catalogue.state_digest()?;
            self.catalogue.set_meta("state", &digest)?;
            if !buried.is_empty() {
                self.catalogue.forget_freed()?;
            }
        }
        let generation = writer.generation();
        if index.generation()? < generation {
            follower.finish(generation)?;
        }
        self.sum_up(tally, seen)
    }

    /// Walks, reads and writes, all at once; ends when everything is filed.
    fn read(
        &self,
        looks: Vec<Look>,
        known: HashMap<i64, look::Known>,
        writer: &mut Writer<'_>,
        follower: &mut Follower,
        dictionary: &Dictionary,
    ) -> Result<(Tally, Seen)> {
        let workers = self
            .wanted
            .jobs
            .or_else(|| std::thread::available_parallelism().ok().map(usize::from))
            .unwrap_or(1)
            .clamp(1, 64);
        let archive = canonical_folder(self.archive);
        let (jobs, wanted) = bounded::<Vec<Job>>(workers * 2);
        let (done, ready) = bounded::<Result<Done>>(256);
        let seen_so_far = std::sync::atomic::AtomicU64::new(0);
        let desk = Desk {
            tables: self.tables,
            bounds: &self.wanted.bounds,
            dictionary,
        };
        std::thread::scope(|scope| {
            let walker = {
                let done = done.clone();
                let (archive, seen_so_far) = (&archive, &seen_so_far);
                scope.spawn(move || {
                    look::look(looks, known, archive, &jobs, &done, &|seen| {
                        seen_so_far.store(seen, std::sync::atomic::Ordering::Relaxed);
                    })
                })
            };
            for _ in 0..workers {
                let (wanted, done, desk) = (wanted.clone(), done.clone(), &desk);
                scope.spawn(move || {
                    if let Err(error) = read::read_all(desk, &wanted, &done) {
                        let _ = done.send(Err(error));
                    }
                });
            }
            drop((wanted, done));
            let mut tally = Tally::default();
            let mut samples = Vec::new();
            let mut failed = None;
            for ready in &ready {
                let step = ready.and_then(|ready| {
                    self.sample(&ready, &mut samples, writer, dictionary)?;
                    self.file(ready, &mut tally, writer, follower)
                });
                if let Err(error) = step {
                    failed = Some(error);
                    break;
                }
                tally.progress.seen = seen_so_far.load(std::sync::atomic::Ordering::Relaxed);
                (self.progress)(tally.progress);
            }
            // a closed channel sends the other threads home
            drop(ready);
            let seen = walker
                .join()
                .map_err(|_| Error::bug("the walk over the folders broke off"));
            match failed {
                Some(error) => Err(error),
                None => seen.map(|seen| (tally, seen)),
            }
        })
    }

    /// Trains the archive's dictionary on its first records.
    fn sample(
        &self,
        ready: &Done,
        samples: &mut Vec<Vec<u8>>,
        writer: &mut Writer<'_>,
        dictionary: &Dictionary,
    ) -> Result<()> {
        if dictionary.get().is_some() || samples.len() > SAMPLES {
            return Ok(());
        }
        for derived in ready.derived.iter().flatten() {
            let (facts, extraction) = derived.plain()?;
            samples.push(facts);
            samples.push(extraction);
        }
        if samples.len() > SAMPLES
            && let Some(bytes) = pack::train(samples)
        {
            writer.keep_dictionary(1, &bytes)?;
            // packed with only once it is committed
            writer.commit()?;
            let _ = dictionary.set((1, bytes));
            samples.truncate(SAMPLES + 1);
        }
        Ok(())
    }

    fn file(
        &self,
        ready: Done,
        tally: &mut Tally,
        writer: &mut Writer<'_>,
        follower: &mut Follower,
    ) -> Result<()> {
        if ready.first {
            tally.put = writer.start(&ready.file)?;
        }
        tally.put.new.clear();
        let mut put = std::mem::take(&mut tally.put);
        writer.add(&ready.items, &mut put)?;
        tally.items += ready.items.len() as u64;
        tally.progress.records += put.new.len() as u64;
        tally.progress.problems += ready
            .items
            .iter()
            .map(|item| item.problems.len() as u64)
            .sum::<u64>();
        let mut derived = ready.derived;
        for nth in &put.new {
            if let Some(derived) = derived.get_mut(*nth).and_then(Option::take) {
                follower.hold(derived);
            }
        }
        if ready.last {
            let file = writer.finish(&ready.file, &ready.loose)?;
            tally.files.push(file);
            if put.changed {
                tally.answer.changed += 1;
            } else {
                tally.answer.added += 1;
            }
            tally.answer.duplicates += put.copies;
            tally.answer.bytes += ready.bytes;
            tally.progress.bytes += ready.bytes;
            tally.progress.read += 1;
            if let Some(digest) = ready.file.sha256 {
                tally.digests.insert(digest, file);
            }
        }
        tally.put = put;
        if writer.pending() >= BATCH
            && let Some(generation) = writer.commit()?
        {
            follower.release(generation)?;
        }
        Ok(())
    }

    /// Files that are no longer where they were: moved where the same bytes turned up, else missing.
    fn close(&self, tally: &mut Tally, seen: &Seen, writer: &mut Writer<'_>) -> Result<()> {
        let mut missing = Vec::new();
        let mut newly_missing = Vec::new();
        for (id, digest, was_missing) in &seen.vanished {
            if digest.is_some_and(|digest| tally.digests.contains_key(&digest)) {
                writer.drop_file(*id)?;
                tally.answer.moved += 1;
                continue;
            }
            missing.push(*id);
            if !was_missing {
                newly_missing.push(*id);
            }
        }
        writer.mark_missing(&newly_missing, true)?;
        writer.mark_missing(&seen.back, false)?;
        tally.answer.missing = missing.len() as u64;
        tally.answer.missing_paths = self.catalogue.shown_paths(&missing)?;
        tally.files.extend(missing);
        Ok(())
    }

    fn sum_up(&self, mut tally: Tally, seen: Seen) -> Result<Ingested> {
        let answer = &mut tally.answer;
        answer.files = seen.files;
        answer.unchanged = seen.unchanged.len() as u64;
        answer.records = self.catalogue.record_count()?;
        answer.problems = self.catalogue.problem_counts()?.0;
        let missing = answer.missing;
        let written = tally.files.len() as u64 - missing;
        let (read, gone) = tally.files.split_at(written as usize);
        let filed = self.catalogue.fates(Some(read))?;
        let mut balanced = filed.items == tally.items
            && seen.files == written + answer.unchanged;
        let all = seen.unchanged.len() as u64 + tally.files.len() as u64;
        let here: Vec<i64> = seen.unchanged.iter().chain(read).chain(gone).copied().collect();
        let everything = self.catalogue.file_totals()?.0 == all;
        let fates = self.catalogue.fates(if everything { None } else { Some(&here) })?;
        answer.problems_here = if everything {
            answer.problems
        } else {
            self.catalogue.problems_of(&here)?
        };
        balanced &= fates.items == fates.records + fates.copies + fates.problems + fates.excluded;
        answer.ledger = Ledger {
            items: fates.items,
            records: fates.records,
            copies: fates.copies,
            problems: fates.problems,
            excluded: fates.excluded,
            balanced,
        };
        Ok(tally.answer)
    }
}
