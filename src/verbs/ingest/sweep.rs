//! After a removal: nothing of what was removed is left in any file of the archive.
//!
//! Records that were removed leave their words behind in three places beside the catalogue's own pages: in the
//! dictionary that texts are packed with, in the index's lists of words, and in the sketches of texts. What is not done
//! when a run is stopped is done by the next.

use crate::archive::Archive;
use crate::archive::catalogue::Catalogue;
use crate::error::Result;
use crate::index::Index;
use crate::verbs::replay::LARGE_HEAP;

/// Sweeps, if a removal was noted.
///
/// # Errors
/// When the disk is full or fails, or a text is damaged.
pub fn sweep(archive: &Archive, catalogue: &Catalogue, index: &Index) -> Result<()> {
    if !catalogue.removal_noted()? {
        return Ok(());
    }
    archive.forget_sketches()?;
    catalogue.forget_empty_folders()?;
    catalogue.forget_uncarried()?;
    catalogue.repack()?;
    // what that wrote is not kept beside the copies that follow
    catalogue.forget_freed_if_nobody_reads()?;
    index.writer(LARGE_HEAP)?.forget_removed()?;
    catalogue.rewrite(archive)?;
    // a reader that holds an earlier state keeps it from going: then the summary says so, and the next run tries again
    if catalogue.forget_freed()? {
        catalogue.removal_done()?;
    }
    Ok(())
}
