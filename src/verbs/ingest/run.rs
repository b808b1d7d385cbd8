//! The run itself: three kinds of threads side by side, and what they come to.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_channel::bounded;

use super::again::Again;
use super::known::{self, Folders, Known};
use super::look::{self, Gone, Look, Outlets, Seen};
use super::packing::{Dictionary, Packing};
use super::read::{self, Desk, Done, Job};
use super::sums::Sums;
use super::{Progress, Wanted, canonical_folder, prune, settle, sweep, today};
use crate::archive::Archive;
use crate::archive::batch::{Put, Writer};
use crate::archive::catalogue::Catalogue;
use crate::archive::runs::Begun;
use crate::archive::unread::Earlier;
use crate::error::{Error, Result};
use crate::extract::ocr::Kept;
use crate::facts::Tables;
use crate::index::Index;
use crate::verbs::answers::Ingested;
use crate::verbs::follower::Follower;

/// Items in a batch: one transaction each.
const BATCH: u64 = 2_000;

/// A run that reads and writes.
pub struct Run<'a> {
    /// The archive.
    pub archive: &'a Archive,
    /// Its catalogue, open for writing.
    pub catalogue: &'a Catalogue,
    /// What is wanted.
    pub wanted: &'a Wanted,
    /// The tables.
    pub tables: &'a Tables,
    /// Told how far it has come.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// The note that it was begun.
    pub begun: Begun,
    /// Whether that note is in the catalogue.
    pub noted: Cell<bool>,
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
    /// Digests of files at places that were not known before, and at how many: what only moved is known by them.
    digests: HashMap<[u8; 32], u64>,
    /// Files begun and not ended: those that come in portions.
    begun: HashMap<(i64, String, String), Put>,
    /// Rows of the files that are refused as they were before.
    refused: Vec<i64>,
    /// Rows of the files that are refused already, by the reason.
    reasons: HashMap<String, HashSet<i64>>,
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
    /// Goes through the whole of it.
    ///
    /// # Errors
    /// When the archive cannot be written or no worker can be started.
    pub fn go(&self, index: &Index, looks: &[Look]) -> Result<Ingested> {
        let again = Again::of(self.catalogue, &self.wanted.bounds)?;
        let (folders, known) = known::below(self.archive, self.catalogue, looks, &again)?;
        let whole = known.covers(&folders);
        let first_time = self.catalogue.is_empty()?;
        let mut follower = Follower::new(index, first_time);
        let mut writer = Writer::new(self.catalogue, today())?;
        let in_order = self.is_settled(writer.generation())?;
        let dictionary = Dictionary::new();
        let (mut tally, seen) = self.read(
            (looks, &folders, known),
            &mut writer,
            &mut follower,
            &dictionary,
        )?;
        follower.flush();
        let lately = seen.vanished.iter().any(|gone| !gone.missing);
        if lately || !seen.back.is_empty() || self.wanted.prune.is_some() {
            self.note_begun()?;
        }
        self.close(&mut tally, &seen, &mut writer)?;
        if let Some(generation) = writer.commit()? {
            follower.release(generation)?;
        }
        // a refusal keeps what this run read: the archive is made whole before it is told
        let mut refused = None;
        let mut rule = self.wanted.prune.as_ref();
        if let Some(asked) = rule {
            match prune::check(self.catalogue, asked, &seen, tally.missing()) {
                Ok(()) => {
                    // from here to the entry in the log nothing is committed: removal and record are one act
                    tally.answer.removed = prune::remove(&mut writer, tally.missing())?;
                    if tally.answer.removed > 0 {
                        self.catalogue.note_removal()?;
                    }
                    tally.forget_missing();
                }
                Err(why) => {
                    refused = Some(why);
                    rule = None;
                }
            }
        }
        let why = rule.map_or(super::REPLACED, |rule| rule.reason.as_str());
        let buried = settle::settle(self.catalogue, &mut writer, &mut follower, self.tables, why)?;
        if !buried.is_empty() {
            self.archive.forget_sketches()?;
        }
        if rule.is_none() {
            tally.answer.replaced = buried.len() as u64;
            tally.answer.replaced_records.clone_from(&buried);
        }
        if let Some(rule) = rule {
            prune::record(
                self.archive,
                self.wanted,
                rule,
                tally.answer.removed,
                &buried,
            )?;
        }
        writer.commit()?;
        if !self.is_settled(writer.generation())? {
            if !in_order || !buried.is_empty() || follower.drafts().any {
                // in a first run every record went by here
                let drafts = first_time.then(|| follower.drafts());
                settle::tie_drafts(self.catalogue, &mut writer, drafts)?;
                writer.commit()?;
            }
            self.catalogue.settle_source_counts()?;
            self.catalogue.settle_state(writer.generation())?;
            // after a prune the sweep does it
            if !buried.is_empty() && !self.catalogue.removal_noted()? {
                self.catalogue.forget_freed()?;
            }
        }
        if first_time {
            let tables = self.tables.mark();
            self.catalogue
                .set_meta(crate::verbs::refresh::TABLES, &tables)?;
        }
        let generation = writer.generation();
        if index.generation()? < generation {
            follower.finish(generation)?;
        } else {
            drop(follower);
        }
        sweep::sweep(self.archive, self.catalogue, index)?;
        let sums = Sums::of(self.catalogue, looks)?;
        self.catalogue.at_once(|| {
            self.catalogue.keep_stills(&seen.stirred)?;
            sums.keep(self.catalogue)?;
            if whole {
                again.done(self.catalogue, &self.wanted.bounds)?;
            }
            if let Some(engine) = &self.wanted.bounds.engine
                && let Some(told) = engine.introduction()
            {
                self.catalogue.set_meta(super::ENGINE, &told)?;
            }
            self.catalogue.note_ended(&self.begun)
        })?;
        match refused {
            Some(why) => Err(why),
            None => self.sum_up(tally, &seen, &sums),
        }
    }

    /// Whether the archive was settled at this generation.
    fn is_settled(&self, generation: u64) -> Result<bool> {
        let settled = self.catalogue.meta("settled")?;
        Ok(settled == Some(generation.to_string()))
    }

    /// Notes that this run was begun, once.
    fn note_begun(&self) -> Result<()> {
        if self.noted.replace(true) {
            return Ok(());
        }
        self.catalogue.note_begun(&self.begun)
    }

    /// Walks, reads and writes, all at once; ends when everything is filed.
    fn read(
        &self,
        (looks, folders, known): (&[Look], &Folders, Known<'_>),
        writer: &mut Writer<'_>,
        follower: &mut Follower<'_>,
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
        let (first, told) = bounded(1);
        let seen_so_far = AtomicU64::new(0);
        let desk = Desk {
            tables: self.tables,
            bounds: &self.wanted.bounds,
            dictionary,
            kept: &Kept::default(),
        };
        std::thread::scope(|scope| {
            let walker = {
                let done = done.clone();
                let (archive, seen_so_far) = (&archive, &seen_so_far);
                let trust = self.wanted.trust();
                scope.spawn(move || {
                    let out = Outlets {
                        jobs: &jobs,
                        done: &done,
                        first: &first,
                        progress: &|seen| seen_so_far.store(seen, Ordering::Relaxed),
                    };
                    look::look(looks, folders, known, archive, &out, trust)
                })
            };
            // nothing is written, and nobody waits for files, before there is one to be filed
            let any = told.recv().is_ok();
            let begun = if any { self.ready(dictionary) } else { Ok(()) };
            for _ in 0..if any { workers } else { 0 } {
                let (wanted, done, desk) = (wanted.clone(), done.clone(), &desk);
                scope.spawn(move || {
                    if let Err(error) = read::read_all(desk, &wanted, &done) {
                        let _ = done.send(Err(error));
                    }
                });
            }
            drop((wanted, done));
            let mut tally = Tally::default();
            let mut packing = Packing::new(dictionary);
            let mut failed = begun.err();
            while failed.is_none()
                && let Ok(ready) = ready.recv()
            {
                let packed = ready.and_then(|ready| packing.take(ready, writer));
                failed = packed
                    .and_then(|packed| self.file_all(packed, &mut tally, writer, follower))
                    .err();
                tally.progress.seen = seen_so_far.load(Ordering::Relaxed);
                (self.progress)(tally.progress);
            }
            if failed.is_none() {
                failed = packing
                    .rest()
                    .and_then(|packed| self.file_all(packed, &mut tally, writer, follower))
                    .err();
            }
            // a closed channel sends the other threads home
            drop(ready);
            let seen = walker
                .join()
                .map_err(|_| Error::bug("the walk over the folders broke off"));
            match failed {
                Some(error) => Err(error),
                None => Ok((tally, seen??)),
            }
        })
    }

    /// Makes ready for the first file.
    fn ready(&self, dictionary: &Dictionary) -> Result<()> {
        self.note_begun()?;
        if let Some(known) = self.catalogue.newest_dictionary()? {
            let _ = dictionary.set(known);
        }
        Ok(())
    }

    fn file_all(
        &self,
        ready: Vec<Done>,
        tally: &mut Tally,
        writer: &mut Writer<'_>,
        follower: &mut Follower<'_>,
    ) -> Result<()> {
        ready
            .into_iter()
            .try_for_each(|ready| self.file(ready, tally, writer, follower))
    }

    fn file(
        &self,
        ready: Done,
        tally: &mut Tally,
        writer: &mut Writer<'_>,
        follower: &mut Follower<'_>,
    ) -> Result<()> {
        if let (Some(reason), Some(before)) = (&ready.refused, ready.before) {
            if !tally.reasons.contains_key(reason) {
                let files = self.catalogue.files_refused(reason)?;
                tally.reasons.insert(reason.clone(), files);
            }
            if tally.reasons[reason].contains(&before) {
                // nothing that is known of it changed
                tally.refused.push(before);
                tally.progress.problems += 1;
                return Ok(());
            }
        }
        let place = (
            ready.file.root,
            ready.file.folder.clone(),
            ready.file.name.clone(),
        );
        let whole = ready.last && !tally.begun.contains_key(&place);
        let kept = match (&ready.refused, ready.emptied()) {
            (Some(reason), _) => writer.keep_unread(&ready.file, reason, Earlier::Any)?,
            (None, Some(reason)) if whole => {
                writer.keep_unread(&ready.file, &reason, Earlier::WithText)?
            }
            _ => None,
        };
        if let Some((file, items)) = kept {
            tally.files.push(file);
            tally.items += items;
            tally.progress.problems += 1;
            return Ok(());
        }
        let mut put = match tally.begun.remove(&place) {
            Some(put) => put,
            None => writer.start(&ready.file, whole)?,
        };
        put.new.clear();
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
                follower.hold(&derived)?;
            }
        }
        if ready.last {
            let file = writer.finish(&put, &ready.file, &ready.loose)?;
            tally.files.push(file);
            if put.changed && ready.refused.is_some() {
                // it is known and was refused before: nothing of it changed
            } else if put.changed {
                tally.answer.changed += 1;
            } else {
                tally.answer.added += 1;
            }
            tally.answer.duplicates += put.copies;
            tally.answer.bytes += ready.bytes;
            tally.progress.bytes += ready.bytes;
            tally.progress.read += 1;
            if let Some(digest) = ready.file.sha256
                && !put.changed
            {
                *tally.digests.entry(digest).or_default() += 1;
            }
        } else {
            tally.begun.insert(place, put);
        }
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
        // a new place is that of one file: of one that was there the last time rather than of one long missing
        let (long, lately): (Vec<&Gone>, Vec<&Gone>) =
            seen.vanished.iter().partition(|gone| gone.missing);
        for gone in lately.into_iter().chain(long) {
            let place = gone
                .sha256
                .and_then(|digest| tally.digests.get_mut(&digest))
                .filter(|places| **places > 0);
            if let Some(places) = place {
                *places -= 1;
                writer.drop_file(gone.id)?;
                tally.answer.moved += 1;
                continue;
            }
            if gone.never_read {
                // it was only listed as passed by or as refused, and there is nothing to keep
                writer.drop_file(gone.id)?;
                continue;
            }
            missing.push(gone.id);
            if !gone.missing {
                newly_missing.push(gone.id);
            }
        }
        writer.mark_missing(&newly_missing, true)?;
        writer.mark_missing(&seen.back, false)?;
        tally.answer.missing = missing.len() as u64;
        tally.answer.missing_paths = self.catalogue.shown_paths(&missing)?;
        tally.files.extend(missing);
        Ok(())
    }

    fn sum_up(&self, mut tally: Tally, seen: &Seen, sums: &Sums) -> Result<Ingested> {
        let answer = &mut tally.answer;
        answer.files = seen.files;
        answer.unchanged = seen.unchanged + tally.refused.len() as u64;
        answer.trusted_folders = seen.trusted_folders;
        answer.trusted_files = seen.trusted_files;
        answer.ocr = self.wanted.bounds.engine.as_ref().map(|e| e.name());
        let written = tally.files.len() as u64 - answer.missing;
        let read = &tally.files[..written as usize];
        let others = written < self.catalogue.file_totals()?.0;
        let filed = self.catalogue.fates(others.then_some(read))?;
        answer.words_left = self.catalogue.removal_noted()?;
        let balanced = filed.items == tally.items && seen.files == written + answer.unchanged;
        sums.tell(answer, balanced);
        Ok(tally.answer)
    }
}
