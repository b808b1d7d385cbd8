//! Filing what an ingest or a refresh changes into the index, in step with the catalogue.

use super::drafts::Drafts;
use super::entries::Derived;
use super::replay::{LARGE_HEAP, SMALL_HEAP};
use crate::error::{Error, Result};
use crate::index::{Flushing, Index, Writer};
use crate::record::RecordId;

/// Records between two commits of the index.
const RHYTHM: u64 = 50_000;

/// Writes to the index on its own rhythm, and commits only what the catalogue has committed.
pub struct Follower<'i> {
    index: &'i Index,
    heap: usize,
    hand: Hand,
    since_commit: u64,
    drafts: Drafts,
}

/// What writes.
enum Hand {
    /// Opened when there is first something to write: opening starts threads and breaks the index's seal.
    Unopened,
    Open(Box<Writer>),
    /// Most likely everything was added.
    Flushing(Flushing),
}

impl<'i> Follower<'i> {
    /// Begins to follow; `large` where much is to come.
    pub fn new(index: &'i Index, large: bool) -> Self {
        Self {
            index,
            heap: if large { LARGE_HEAP } else { SMALL_HEAP },
            hand: Hand::Unopened,
            since_commit: 0,
            drafts: Drafts::default(),
        }
    }

    fn writer(&mut self) -> Result<&mut Writer> {
        let open = match std::mem::replace(&mut self.hand, Hand::Unopened) {
            Hand::Unopened => Box::new(self.index.writer(self.heap)?),
            Hand::Open(writer) => writer,
            Hand::Flushing(flushing) => Box::new(flushing.recall()?),
        };
        self.hand = Hand::Open(open);
        match &mut self.hand {
            Hand::Open(writer) => Ok(writer),
            Hand::Unopened | Hand::Flushing(_) => Err(Error::bug("no writer of the index")),
        }
    }

    /// Takes a record of the batch that is open, which the engine reads while the next are filed. It is forgotten with
    /// the writer unless a commit follows, and none does before the batch is committed.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn hold(&mut self, derived: &Derived) -> Result<()> {
        self.note(derived);
        self.since_commit += 1;
        let writer = self.writer()?;
        derived.with_entry(|entry| writer.add(entry))
    }

    /// The drafts, and what may be one, among all that it took in.
    pub fn drafts(&self) -> &Drafts {
        &self.drafts
    }

    fn note(&mut self, derived: &Derived) {
        self.drafts.note(derived.id, &derived.known);
    }

    /// The batch of this generation is committed, and what was held of it may be.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn release(&mut self, generation: u64) -> Result<()> {
        if self.since_commit >= RHYTHM && matches!(self.hand, Hand::Open(_)) {
            self.writer()?.commit(generation)?;
            self.since_commit = 0;
        }
        Ok(())
    }

    /// Most likely nothing more comes: what was added is written to the disk while the catalogue is brought to its end.
    pub fn flush(&mut self) {
        self.hand = match std::mem::replace(&mut self.hand, Hand::Unopened) {
            Hand::Open(writer) => Hand::Flushing(writer.flush()),
            other => other,
        };
    }

    /// Puts a record in place of what the index has of it.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn replace(&mut self, derived: &Derived) -> Result<()> {
        self.note(derived);
        // whatever it was before
        self.drafts.any = true;
        let writer = self.writer()?;
        derived.with_entry(|entry| writer.replace(entry))
    }

    /// Takes a record out.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn remove(&mut self, id: RecordId) -> Result<()> {
        self.writer()?.remove(id)
    }

    /// Makes everything durable as of this generation.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn finish(mut self, generation: u64) -> Result<()> {
        let flushing = match std::mem::replace(&mut self.hand, Hand::Unopened) {
            Hand::Unopened => self.index.writer(self.heap)?.flush(),
            Hand::Open(writer) => writer.flush(),
            Hand::Flushing(flushing) => flushing,
        };
        flushing.commit(generation)?.finish()
    }
}

impl Drop for Follower<'_> {
    /// A run that failed leaves nobody behind who writes.
    fn drop(&mut self) {
        if let Hand::Flushing(flushing) = std::mem::replace(&mut self.hand, Hand::Unopened) {
            let _ = flushing.recall();
        }
    }
}
