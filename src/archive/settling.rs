//! Writing what follows from a batch: places that changed, files that went, records without a place, drafts.

use rusqlite::params;

use super::batch::{Packed, Writer};
use super::catalogue::{fault, turned, unturned};
use crate::error::Result;
use crate::record::RecordId;

impl Writer<'_> {
    /// Marks files as missing since today, or as found again.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn mark_missing(&mut self, files: &[i64], missing: bool) -> Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        self.begin()?;
        let since = missing.then_some(&self.today);
        for file in files {
            self.stir_around(*file)?;
            self.catalogue
                .db
                .prepare_cached("UPDATE files SET missing = ?2 WHERE id = ?1")
                .and_then(|mut update| update.execute(params![file, since]))
                .map_err(fault)?;
        }
        Ok(())
    }

    /// Takes a file out of the catalogue: it was moved, or is pruned. Its records are settled afterwards.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn drop_file(&mut self, file: i64) -> Result<()> {
        self.begin()?;
        self.forget_items(file)?;
        self.stir_around(file)?;
        self.change("DELETE FROM files WHERE id = ?1", file)
    }

    /// Records whose places changed and whose names are still to follow, ascending.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn unsettled(&self) -> Result<Vec<RecordId>> {
        let mut find = self
            .catalogue
            .db
            .prepare("SELECT idn FROM unsettled ORDER BY idn")
            .map_err(fault)?;
        let found = find
            .query_map([], |row| row.get::<_, i64>(0))
            .map_err(fault)?
            .map(|idn| idn.map(|idn| RecordId::from_number(unturned(idn))))
            .collect::<Result<Vec<_>, _>>()
            .map_err(fault)?;
        Ok(found)
    }

    /// Says that a record's names are settled, with its facts where they changed, and makes the first of its
    /// places its `record`.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn settle(&mut self, id: RecordId, changed: Option<&Packed>) -> Result<()> {
        self.begin()?;
        let idn = turned(id.number());
        self.change(
            "UPDATE items SET fate = CASE WHEN id = \
             (SELECT min(id) FROM items WHERE record = ?1 AND fate <= 1) THEN 0 ELSE 1 END \
             WHERE record = ?1 AND fate <= 1",
            idn,
        )?;
        if let Some(packed) = changed {
            self.untie(idn)?;
            let ties = self.tie(idn, packed);
            self.catalogue.db.prepare_cached(
                "UPDATE records SET generation = ?2, day = ?3, facts = ?4, partial = ?5, ties = ?6 \
                 WHERE idn = ?1",
            )
            .and_then(|mut update| {
                update.execute(params![
                    idn,
                    self.generation.cast_signed(),
                    packed.day,
                    packed.facts,
                    packed.partial,
                    ties
                ])
            })
            .map_err(fault)?;
            self.change("DELETE FROM carried WHERE record = ?1", idn)?;
            self.carry(idn, &packed.references)?;
        }
        self.change("DELETE FROM unsettled WHERE idn = ?1", idn)
    }

    /// Removes a record for good and leaves a tombstone.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn bury(&mut self, id: RecordId, reason: &str) -> Result<()> {
        self.begin()?;
        let idn = turned(id.number());
        self.untie(idn)?;
        self.catalogue
            .db
            .prepare_cached(
                "INSERT INTO tombstones SELECT idn, digest, ?2, ?3, ?4 FROM records WHERE idn = ?1",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    idn,
                    self.generation.cast_signed(),
                    self.now,
                    reason
                ])
            })
            .map_err(fault)?;
        for statement in [
            "DELETE FROM extractions WHERE seq = (SELECT seq FROM records WHERE idn = ?1)",
            "DELETE FROM records WHERE idn = ?1",
            "DELETE FROM carried WHERE record = ?1",
            "DELETE FROM unsettled WHERE idn = ?1",
            "UPDATE records SET draft_of = NULL WHERE draft_of = ?1",
        ] {
            self.change(statement, idn)?;
        }
        Ok(())
    }

    /// Ties a draft to the record it is a draft of, or to none.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn tie_draft(&mut self, draft: RecordId, of: Option<RecordId>) -> Result<()> {
        self.begin()?;
        self.catalogue
            .db
            .prepare_cached("UPDATE records SET draft_of = ?2 WHERE idn = ?1")
            .and_then(|mut update| {
                update.execute(params![
                    turned(draft.number()),
                    of.map(|of| turned(of.number()))
                ])
            })
            .map(|_| ())
            .map_err(fault)
    }
}
