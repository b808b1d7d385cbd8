//! Two things done side by side.

use std::panic::resume_unwind;
use std::thread;

use crate::archive::Archive;
use crate::archive::catalogue::Catalogue;
use crate::error::Result;
use crate::index::{Index, Searcher};

/// What each gives; `aside` has a thread of its own, or comes second where the system gives none.
pub(super) fn beside<A: Send, B>(aside: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let begun = thread::Builder::new().spawn_scoped(scope, &aside);
        let here = here();
        let aside = match begun {
            Ok(begun) => begun.join().unwrap_or_else(|fault| resume_unwind(fault)),
            Err(_) => aside(),
        };
        (aside, here)
    })
}

/// The index as it stands, and the catalogue, whose state is to be taken after that of the index: it may then know more,
/// never less.
///
/// # Errors
/// When either cannot be read.
pub(super) fn opened(archive: &Archive) -> Result<(Searcher, Catalogue)> {
    let in_memory = archive.is_in_memory();
    let (catalogue, searcher) = beside(
        || Catalogue::to_ask(archive, in_memory),
        || Index::open_to_ask(&archive.index_folder(), in_memory),
    );
    Ok((searcher?, catalogue?))
}
