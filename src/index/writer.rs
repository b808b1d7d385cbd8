//! Writes records to the index.

use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use tantivy::index::SegmentId;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, PreparedCommit};
use tantivy::{IndexWriter, Term};

use super::{Entry, Index, failed, fields, payload, soundness};
use crate::error::{Error, Result};
use crate::record::RecordId;

/// What is said when the disk fails.
const UNWRITTEN: &str = "cannot write the index";

/// The least memory that the engine takes for a thread, in bytes.
const LEAST: usize = 15_000_000;

/// The most that it takes.
const MOST: usize = 4_000_000_000;

/// So many segments of like size are merged into one: few, since every segment costs each cold search a few reads.
const MERGED_AT: usize = 6;

/// Adds and removes records. What is not committed is forgotten when it is dropped.
pub struct Writer {
    engine: IndexWriter,
    index: tantivy::Index,
    folder: PathBuf,
}

impl Writer {
    pub(super) fn open(index: &Index, heap: usize) -> Result<Self> {
        // one thread, since each writes a segment of its own with every common word once more
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(heap.clamp(LEAST, MOST))
            .build();
        let engine: IndexWriter = index
            .engine
            .writer_with_options(options)
            .map_err(|cause| failed("cannot write to the index", cause))?;
        if !soundness::unseal(&index.folder)? {
            // Files that a killed writer left bear the names that this one would give, and the engine does not write
            // over them.
            engine.garbage_collect_files().wait().map_err(|cause| {
                failed("cannot clear the index of what a stopped run left", cause)
            })?;
        }
        engine.set_merge_policy(Box::new(merging()));
        Ok(Self {
            engine,
            index: index.engine.clone(),
            folder: index.folder.clone(),
        })
    }

    /// Adds a record that the index does not hold. Whether it does is not asked: that would cost every first ingest.
    ///
    /// # Errors
    /// When the engine has failed, for want of disk for instance.
    pub fn add(&self, entry: &Entry<'_>) -> Result<()> {
        self.engine
            .add_document(fields::document(entry))
            .map(|_| ())
            .map_err(|cause| failed("cannot add to the index", cause))
    }

    /// Adds a record in place of what the index holds of it.
    ///
    /// # Errors
    /// As [`Writer::add`].
    pub fn replace(&self, entry: &Entry<'_>) -> Result<()> {
        self.remove(entry.id)?;
        self.add(entry)
    }

    /// Takes a record out; one that is not there is no error.
    ///
    /// # Errors
    /// When the table of fields has lost the id.
    pub fn remove(&self, id: RecordId) -> Result<()> {
        let field =
            fields::handle("idn").ok_or_else(|| Error::bug("the index has no field for ids"))?;
        self.engine
            .delete_term(Term::from_field_u64(field, id.number()));
        Ok(())
    }

    /// Makes everything since the last commit durable and visible, with the generation that it reaches.
    ///
    /// # Errors
    /// When the disk fails; the index then stands at the commit before.
    pub fn commit(&mut self, generation: u64) -> Result<()> {
        let ready = self.engine.prepare_commit();
        committed(ready.map_err(|cause| failed(UNWRITTEN, cause))?, generation)
    }

    /// Has a thread write to the disk what was added, which is durable and visible only once it is committed.
    pub fn flush(mut self) -> Flushing {
        let (tell, told) = channel();
        let thread = std::thread::spawn(move || {
            let done = match self.engine.prepare_commit() {
                Err(cause) => Err(failed(UNWRITTEN, cause)),
                Ok(ready) => match told.recv() {
                    Ok(generation) => committed(ready, generation),
                    // recalled, or dropped by a run that failed
                    Err(_) => Ok(()),
                },
            };
            done.map(|()| self)
        });
        Flushing { tell, thread }
    }

    /// Forgets everything since the last commit.
    ///
    /// # Errors
    /// When the engine cannot start again.
    pub fn discard(&mut self) -> Result<()> {
        self.engine
            .rollback()
            .map_err(|cause| failed("cannot undo what was not yet committed", cause))?;
        // The engine starts afresh and forgets how it was told to merge.
        self.engine.set_merge_policy(Box::new(merging()));
        Ok(())
    }

    /// Waits for what still goes on in the background. Everything must be committed before.
    ///
    /// # Errors
    /// When a background merge failed; the committed records are safe.
    pub fn finish(self) -> Result<()> {
        self.engine
            .wait_merging_threads()
            .map_err(|cause| failed("cannot merge the index", cause))?;
        soundness::seal(&self.folder)
    }

    /// Writes those segments again from which records were removed: until then their words stand in the lists.
    ///
    /// # Errors
    /// When the disk fails; the committed records are safe.
    pub fn forget_removed(mut self) -> Result<()> {
        let unmerged = |cause| failed("cannot write the index again", cause);
        let segments: Vec<SegmentId> = self
            .index
            .searchable_segment_metas()
            .map_err(unmerged)?
            .iter()
            .filter(|segment| segment.has_deletes())
            .map(|segment| segment.id())
            .collect();
        if !segments.is_empty() {
            self.engine.merge(&segments).wait().map_err(unmerged)?;
            self.engine
                .garbage_collect_files()
                .wait()
                .map_err(unmerged)?;
        }
        self.finish()
    }

    /// Merges all committed segments into one and waits, which makes a first search after a restart quickest.
    ///
    /// # Errors
    /// When the merge failed; the committed records are safe.
    pub fn gather(mut self) -> Result<()> {
        let unmerged = |cause| failed("cannot merge the index", cause);
        let segments: Vec<SegmentId> = self.index.searchable_segment_ids().map_err(unmerged)?;
        if segments.len() > 1 {
            self.engine.merge(&segments).wait().map_err(unmerged)?;
        }
        self.finish()
    }
}

/// Makes what was written durable and visible, with the generation that it reaches.
fn committed(mut ready: PreparedCommit<'_>, generation: u64) -> Result<()> {
    ready.set_payload(&payload(generation));
    let done = ready.commit().map(|_| ());
    done.map_err(|cause| failed(UNWRITTEN, cause))
}

/// A writer whose records are on their way to the disk.
pub struct Flushing {
    tell: Sender<u64>,
    thread: JoinHandle<Result<Writer>>,
}

impl Flushing {
    /// Waits until everything is written, and makes it durable and visible, with the generation that it reaches.
    ///
    /// # Errors
    /// As [`Writer::commit`].
    pub fn commit(self, generation: u64) -> Result<Writer> {
        // where nobody listens any more, the thread tells why
        let _ = self.tell.send(generation);
        ended(self.thread)
    }

    /// Gives the writer back, with nothing committed and nothing lost.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn recall(self) -> Result<Writer> {
        drop(self.tell);
        ended(self.thread)
    }
}

fn ended(thread: JoinHandle<Result<Writer>>) -> Result<Writer> {
    let ended = thread.join();
    ended.map_err(|_| Error::bug("the thread that writes the index broke off"))?
}

/// Which segments are merged: those of like size, and any of which three tenths are removed.
fn merging() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(MERGED_AT);
    policy.set_del_docs_ratio_before_merge(0.3);
    policy
}
