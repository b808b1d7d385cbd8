//! The stories: what a person asks for, told with the rooms above.

pub mod answers;
pub mod audit_papers;
pub mod desk;
pub mod entries;
pub mod ingest;
pub mod locate;
pub mod replay;
pub mod requests;
pub mod search;
pub mod show;
pub mod survey;
pub mod verify;

use crate::archive::catalogue::Catalogue;
use crate::error::Result;

/// The archive's state, as every answer names it.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn state(catalogue: &Catalogue) -> Result<answers::State> {
    Ok(answers::State {
        records: catalogue.record_count()?,
        generation: catalogue.generation()?,
        digest: catalogue.meta("state")?.unwrap_or_default(),
    })
}
