//! Packing every text anew after a removal, so that the dictionary keeps nothing of what was removed.
//!
//! A dictionary is made of pieces of the records that it was trained on. After a removal another one is trained on what
//! remains, every text is packed with that, and the old one goes. A run that is killed on the way leaves texts of both
//! packings and both dictionaries, all readable; the note of how far it came is in the catalogue, and the next run goes
//! on from there.

use rusqlite::params;

use super::catalogue::{Catalogue, fault};
use super::pack::{Packer, train};
use crate::error::Result;

/// The note that something was removed and is not yet gone from every file: [`DUE`], or the number of the dictionary
/// that the texts are being packed with.
const NOTE: &str = "sweep";
/// Nothing was swept yet.
const DUE: &str = "due";
/// Values that the new dictionary is trained on.
const SAMPLES: usize = 200;
/// Records packed anew in one transaction.
const BATCH: usize = 500;

/// A record's place in the catalogue, its packed facts and its packed extraction.
type Packed = (i64, Vec<u8>, Vec<u8>);

impl Catalogue {
    /// Notes that something is removed; to be written together with the removal.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn note_removal(&self) -> Result<()> {
        self.set_meta(NOTE, DUE)
    }

    /// Whether something was removed and is not yet gone from every file.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn removal_noted(&self) -> Result<bool> {
        Ok(self.meta(NOTE)?.is_some())
    }

    /// What was removed is gone from every file.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn removal_done(&self) -> Result<()> {
        self.db
            .execute("DELETE FROM meta WHERE key = ?1", [NOTE])
            .map(|_| ())
            .map_err(fault)
    }

    /// Takes out folders in which no file is known any more.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn forget_empty_folders(&self) -> Result<()> {
        self.db
            .execute(
                "DELETE FROM folders WHERE NOT EXISTS (SELECT 1 FROM files WHERE folder = folders.id)",
                [],
            )
            .map(|_| ())
            .map_err(fault)
    }

    /// Forgets references that no record carries any more.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn forget_uncarried(&self) -> Result<()> {
        self.db
            .execute(
                "DELETE FROM known_references WHERE NOT EXISTS (SELECT 1 FROM carried WHERE reference = id)",
                [],
            )
            .map(|_| ())
            .map_err(fault)
    }

    /// Packs every text with a dictionary trained on the records that are there now; without one where there are too
    /// few, or where there was none.
    ///
    /// # Errors
    /// When the disk is full or fails, or a text is damaged.
    pub fn repack(&self) -> Result<()> {
        let begun = self.meta(NOTE)?.and_then(|note| note.parse::<u8>().ok());
        let number = match begun {
            Some(number) => number,
            None if self.newest_dictionary()?.is_none() => return Ok(()),
            None => self.retrained()?,
        };
        let fresh = self.dictionary(number)?;
        let mut packer = Packer::new(fresh.as_deref().map(|bytes| (number, bytes)))?;
        let mut last = i64::MIN;
        loop {
            let batch = self.packed_after(last, BATCH)?;
            let Some((seq, _, _)) = batch.last() else {
                break;
            };
            last = *seq;
            self.packed_with(number, &batch, &mut packer)?;
        }
        self.db
            .execute("DELETE FROM dictionaries WHERE id <> ?1", [number])
            .map(|_| ())
            .map_err(fault)
    }

    /// Trains a dictionary on what is there, keeps it, and notes its number; 0 for none.
    fn retrained(&self) -> Result<u8> {
        let mut samples = Vec::new();
        for (_, facts, extraction) in self.packed_after(i64::MIN, SAMPLES / 2)? {
            samples.push(self.unpacker.unpack(&facts)?);
            samples.push(self.unpacker.unpack(&extraction)?);
        }
        let trained = train(&samples);
        let number = match &trained {
            None => 0,
            Some(_) => self.free_number()?,
        };
        let transaction = self.db.unchecked_transaction().map_err(fault)?;
        if let Some(bytes) = &trained {
            transaction
                .execute(
                    "INSERT INTO dictionaries VALUES (?1, ?2)",
                    params![number, bytes],
                )
                .map_err(fault)?;
        }
        self.set_meta(NOTE, &number.to_string())?;
        transaction.commit().map_err(fault)?;
        if let Some(bytes) = &trained {
            self.unpacker.learn(number, bytes);
        }
        Ok(number)
    }

    /// The lowest number that no dictionary has; 0, for none, where all are taken.
    fn free_number(&self) -> Result<u8> {
        let mut find = self
            .db
            .prepare("SELECT EXISTS (SELECT 1 FROM dictionaries WHERE id = ?1)")
            .map_err(fault)?;
        for number in 1..=u8::MAX {
            let taken: bool = find.query_row([number], |row| row.get(0)).map_err(fault)?;
            if !taken {
                return Ok(number);
            }
        }
        Ok(0)
    }

    pub(super) fn dictionary(&self, number: u8) -> Result<Option<Vec<u8>>> {
        use rusqlite::OptionalExtension;
        self.db
            .query_row(
                "SELECT bytes FROM dictionaries WHERE id = ?1",
                [number],
                |row| row.get(0),
            )
            .optional()
            .map_err(fault)
    }

    /// The next records after a place, as they are packed.
    fn packed_after(&self, last: i64, most: usize) -> Result<Vec<Packed>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT records.seq, facts, packed FROM records JOIN extractions USING (seq) \
                 WHERE records.seq > ?1 ORDER BY records.seq LIMIT ?2",
            )
            .map_err(fault)?;
        let rows = find
            .query_map(params![last, most as i64], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .map_err(fault)?;
        rows.collect::<std::result::Result<_, _>>().map_err(fault)
    }

    /// Packs a batch anew, in one transaction; what is packed so already is left.
    fn packed_with(&self, number: u8, batch: &[Packed], packer: &mut Packer) -> Result<()> {
        let transaction = self.db.unchecked_transaction().map_err(fault)?;
        for (seq, facts, extraction) in batch {
            for (statement, packed) in [
                ("UPDATE records SET facts = ?2 WHERE seq = ?1", facts),
                (
                    "UPDATE extractions SET packed = ?2 WHERE seq = ?1",
                    extraction,
                ),
            ] {
                if packed.first() == Some(&number) {
                    continue;
                }
                let again = packer.pack(&self.unpacker.unpack(packed)?)?;
                self.db
                    .prepare_cached(statement)
                    .and_then(|mut update| update.execute(params![seq, again]))
                    .map_err(fault)?;
            }
        }
        transaction.commit().map_err(fault)
    }
}
