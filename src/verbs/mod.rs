//! The stories: what a person asks for, told with the rooms above.

pub mod answers;
pub mod audit_papers;
pub mod bounds;
pub mod case;
pub mod conversation;
pub mod decisions;
pub mod desk;
pub mod disposal;
pub mod drafts;
pub mod entries;
pub mod export;
mod follower;
mod furniture;
mod hits;
pub mod ingest;
pub mod locate;
mod printed;
pub mod refresh;
pub mod repeat;
pub mod replay;
pub mod requests;
pub mod sample;
pub mod search;
pub mod show;
pub mod similar;
pub mod statement;
pub mod survey;
pub mod terms;
pub mod unsearched;
pub mod verify;

use crate::archive::Archive;
use crate::archive::catalogue::Catalogue;
use crate::archive::lock::writing_now;
use crate::error::Result;

/// The archive's state, as every answer names it.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn state(catalogue: &Catalogue) -> Result<answers::State> {
    Ok(answers::State {
        records: catalogue.settled_count()?,
        generation: catalogue.generation()?,
        digest: catalogue.meta("state")?.unwrap_or_default(),
    })
}

/// Runs that were begun and have not ended, oldest first.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn unended(archive: &Archive, catalogue: &Catalogue) -> Result<Vec<answers::Unended>> {
    let begun = catalogue.begun()?;
    if begun.is_empty() {
        return Ok(Vec::new());
    }
    let writing = writing_now(archive);
    Ok(begun
        .iter()
        .map(|run| answers::Unended::of(run, writing == Some(run.process)))
        .collect())
}
