//! Reading the facts of every record again from the text that is stored, after a change of tables or of the program.
//!
//! A record whose facts come out the same is left alone. Batches are committed to the catalogue as in an ingest, so
//! that a run which is stopped leaves an archive that searches rightly and can be refreshed again.

use super::entries::Derived;
use super::follower::Follower;
use super::ingest::{settle, today};
use super::replay;
use crate::archive::Archive;
use crate::archive::batch::Writer;
use crate::archive::catalogue::Catalogue;
use crate::archive::lock::Lock;
use crate::archive::log::{Entry, Log};
use crate::archive::pack::Packer;
use crate::archive::runs::{self, Begun};
use crate::error::Result;
use crate::facts::Tables;

/// Records in a batch: one transaction each.
const BATCH: u64 = 2_000;

/// The catalogue's note of the tables by which all its facts were read: their mark.
pub const TABLES: &str = "tables_mark";

/// What a refresh did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// Records whose facts were read again.
    pub records: u64,
    /// Those whose facts came out otherwise.
    pub changed: u64,
}

/// Whether some facts were read by other tables than these; an archive of before there was a note says nothing.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn is_due(catalogue: &Catalogue, tables: &Tables) -> Result<bool> {
    let noted = catalogue.meta(TABLES)?;
    Ok(noted.is_some_and(|noted| noted != tables.mark()))
}

/// Reads the facts of every record again.
///
/// # Errors
/// When another run is writing or the disk fails.
pub fn refresh(archive: &Archive, tables: &Tables, command: &str) -> Result<Refreshed> {
    let _lock = Lock::take(archive)?;
    let catalogue = Catalogue::for_writing(archive)?;
    let begun = Begun::now(runs::REFRESH, Vec::new(), Vec::new());
    catalogue.note_begun(&begun)?;
    let index = replay::caught_up(archive, &catalogue)?;
    let ids = catalogue.all_ids()?;
    let mut follower = Follower::new(&index, ids.len() as u64 > BATCH);
    let mut writer = Writer::new(&catalogue, today())?;
    let dictionary = catalogue.newest_dictionary()?;
    let mut packer = Packer::new(
        dictionary
            .as_ref()
            .map(|(number, bytes)| (*number, bytes.as_slice())),
    )?;
    let mut done = Refreshed::default();
    let mut pending = 0;
    for id in ids {
        let Some(stored) = catalogue.record(id)? else {
            continue;
        };
        done.records += 1;
        let names = catalogue.names(id)?;
        let derived = Derived::read(stored.digest, catalogue.extraction(id)?, names, tables);
        if derived.known == stored.known {
            continue;
        }
        done.changed += 1;
        pending += 1;
        let packed = derived.pack(&catalogue.problems_with(id)?, &mut packer)?;
        writer.settle(id, Some(&packed))?;
        follower.replace(&derived)?;
        if pending == BATCH {
            writer.commit()?;
            pending = 0;
        }
    }
    writer.commit()?;
    settle::tie_drafts(&catalogue, &mut writer, None)?;
    writer.commit()?;
    catalogue.settle_state(writer.generation())?;
    catalogue.set_meta(TABLES, &tables.mark())?;
    let generation = writer.generation();
    if index.generation()? < generation {
        follower.finish(generation)?;
    }
    catalogue.note_ended(&begun)?;
    Log::of(archive).append(&Entry {
        event: "refresh",
        request: None,
        body: serde_json::json!({
            "command": command,
            "summary": { "records": done.records, "changed": done.changed },
            "tables": tables.digest(),
        }),
        found: None,
    })?;
    // a log that cannot be read whole is for `verify` to tell: the refresh itself is done
    let _ = catalogue.note_events(&Log::of(archive));
    Ok(done)
}
