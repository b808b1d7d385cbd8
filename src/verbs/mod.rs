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
mod furniture;
pub mod ingest;
pub mod locate;
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

use crate::archive::catalogue::Catalogue;
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
