//! Bringing the index up to the catalogue: after a kill, after an upgrade, from nothing.

use std::path::Path;

use super::drafts::Drafts;
use super::entries::Derived;
use crate::archive::Archive;
use crate::archive::catalogue::Catalogue;
use crate::archive::records::Stored;
use crate::error::{Error, Result};
use crate::index::{Index, Writer};
use crate::record::RecordId;

/// Memory for what the index has not yet on disk, in bytes, when much is written.
pub const LARGE_HEAP: usize = 160_000_000;
/// The same for a few records.
pub const SMALL_HEAP: usize = 30_000_000;
/// Records between two commits of the index.
pub const RHYTHM: u64 = 50_000;

/// The index, in step with the catalogue; rebuilt where it is missing, damaged, foreign or ahead.
///
/// # Errors
/// When the disk fails.
pub fn caught_up(archive: &Archive, catalogue: &Catalogue) -> Result<Index> {
    let generation = catalogue.generation()?;
    let folder = archive.index_folder();
    clear(&archive.new_index_folder())?;
    let opened = Index::open(&folder).and_then(|index| index.generation().map(|at| (index, at)));
    match opened {
        Ok((index, at)) if at <= generation => {
            if at < generation {
                replay(catalogue, &index, at, generation)?;
            }
            Ok(index)
        }
        _ => built(archive, catalogue),
    }
}

/// Builds the index anew from the catalogue alone.
///
/// # Errors
/// When the disk fails; the index that was there then still is.
pub fn rebuild(archive: &Archive, catalogue: &Catalogue) -> Result<u64> {
    clear(&archive.new_index_folder())?;
    built(archive, catalogue)?;
    catalogue.record_count()
}

/// Builds an index beside the one that is there, and exchanges the two: whenever this is stopped, there is one to search.
fn built(archive: &Archive, catalogue: &Catalogue) -> Result<Index> {
    let aside = archive.new_index_folder();
    let whole = fill(&aside, catalogue).and_then(|()| {
        let place = archive.index_folder();
        archive
            .put_index_in_place()
            .map_err(|cause| unwritten(&place, cause))
    });
    if let Err(error) = whole {
        // what was begun takes room that may be wanted; where even this fails, the next run does it
        let _ = clear(&aside);
        return Err(error);
    }
    Index::open(&archive.index_folder())
}

fn fill(folder: &Path, catalogue: &Catalogue) -> Result<()> {
    crate::archive::make_private(folder).map_err(|cause| unwritten(folder, cause))?;
    let index = Index::create(folder)?;
    match catalogue.generation()? {
        0 => Ok(()),
        generation => replay(catalogue, &index, 0, generation),
    }
}

fn clear(folder: &Path) -> Result<()> {
    crate::archive::remove_folder(folder).map_err(|cause| unwritten(folder, cause))
}

fn unwritten(folder: &Path, cause: std::io::Error) -> Error {
    Error::archive(format!("cannot write to the folder {}", folder.display()))
        .because(cause)
        .hint(
            "what was there before is safe; run the command again once the disk can be written to",
        )
}

fn replay(catalogue: &Catalogue, index: &Index, from: u64, to: u64) -> Result<()> {
    let many = catalogue.changed_since(from)? > 2_000;
    let mut writer = index.writer(if many { LARGE_HEAP } else { SMALL_HEAP })?;
    catalogue.each_record_since(from, &mut |stored| {
        let derived = derived(catalogue, stored)?;
        derived.with_entry(|entry| match from {
            0 => writer.add(entry),
            _ => writer.replace(entry),
        })
    })?;
    for id in catalogue.buried_since(from)? {
        writer.remove(id)?;
    }
    writer.commit(to)?;
    writer.finish()
}

/// What the index takes in of a stored record.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn derived(catalogue: &Catalogue, stored: Stored) -> Result<Derived> {
    Ok(Derived {
        id: stored.id,
        extraction: catalogue.extraction(stored.id)?,
        names: catalogue.names(stored.id)?,
        known: stored.known,
    })
}

/// Writes to the index on its own rhythm, and commits only what the catalogue has committed.
pub struct Follower<'i> {
    index: &'i Index,
    heap: usize,
    /// Opened when there is first something to write: opening starts threads and breaks the index's seal.
    writer: Option<Writer>,
    since_commit: u64,
    drafts: Drafts,
}

impl<'i> Follower<'i> {
    /// Begins to follow; `large` where much is to come.
    pub fn new(index: &'i Index, large: bool) -> Self {
        Self {
            index,
            heap: if large { LARGE_HEAP } else { SMALL_HEAP },
            writer: None,
            since_commit: 0,
            drafts: Drafts::default(),
        }
    }

    fn writer(&mut self) -> Result<&mut Writer> {
        opened(&mut self.writer, self.index, self.heap)
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
        if self.since_commit >= RHYTHM {
            self.writer()?.commit(generation)?;
            self.since_commit = 0;
        }
        Ok(())
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
        self.writer()?.commit(generation)?;
        self.writer.map_or(Ok(()), Writer::finish)
    }
}

fn opened<'w>(
    writer: &'w mut Option<Writer>,
    index: &Index,
    heap: usize,
) -> Result<&'w mut Writer> {
    let ready = match writer.take() {
        Some(ready) => ready,
        None => index.writer(heap)?,
    };
    Ok(writer.insert(ready))
}
