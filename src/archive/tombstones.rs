//! Reading tombstones: which records were removed, when and why.

use rusqlite::{OptionalExtension, params};

use super::catalogue::{Catalogue, fault, turned, unturned};
use crate::error::Result;
use crate::record::{IdPrefix, RecordId};

impl Catalogue {
    /// Ids that left a tombstone after a generation and are not records again, ascending.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn buried_since(&self, generation: u64) -> Result<Vec<RecordId>> {
        let mut find = self
            .db
            .prepare(
                "SELECT idn FROM tombstones WHERE generation > ?1 \
                 AND idn NOT IN (SELECT idn FROM records)",
            )
            .map_err(fault)?;
        // put in order here: SQLite would set up a list for it first, in which there is nearly always nothing
        let mut gone = self.ids(&mut find, params![generation.cast_signed()])?;
        gone.sort_unstable();
        gone.dedup();
        Ok(gone)
    }

    /// Whether an id that is gone fits a typed prefix.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn buried_like(&self, prefix: IdPrefix) -> Result<Option<(RecordId, String, String)>> {
        let (low, high) = prefix.range();
        self.db
            .prepare_cached(
                "SELECT idn, at, reason FROM tombstones WHERE idn BETWEEN ?1 AND ?2 LIMIT 1",
            )
            .and_then(|mut find| {
                find.query_row(
                    params![turned(low.number()), turned(high.number())],
                    |row| {
                        Ok((
                            RecordId::from_number(unturned(row.get(0)?)),
                            row.get(1)?,
                            row.get(2)?,
                        ))
                    },
                )
                .optional()
            })
            .map_err(fault)
    }

    /// When and why a record was removed; none where it never was.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn buried_as(&self, id: RecordId) -> Result<Option<(String, String)>> {
        self.db
            .prepare_cached(
                "SELECT at, reason FROM tombstones WHERE idn = ?1 ORDER BY generation DESC LIMIT 1",
            )
            .and_then(|mut find| {
                find.query_row([turned(id.number())], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()
            })
            .map_err(fault)
    }
}
