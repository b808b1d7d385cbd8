//! Bringing the index up to the catalogue: after a kill, after an upgrade, from nothing.

use std::path::Path;

use super::entries::Derived;
use crate::archive::Archive;
use crate::archive::catalogue::Catalogue;
use crate::archive::records::Stored;
use crate::error::{Error, Result};
use crate::index::Index;

/// Memory for what the index has not yet on disk, in bytes, when much is written.
pub const LARGE_HEAP: usize = 160_000_000;
/// The same for a few records.
pub const SMALL_HEAP: usize = 30_000_000;

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
