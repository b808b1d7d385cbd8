//! Filing: one record's rows, its references and what ties it to other messages.

use rusqlite::params;

use super::batch::{NewItem, Packed, Writer};
use super::catalogue::{fault, turned};
use crate::error::Result;
use crate::facts::Carried;
use crate::record::Digest;

/// A row of what ties records: the message's number, the record's, the role.
pub(super) type TieRow = (i64, i64, i64);

/// So many of them go into one statement.
const TOGETHER: usize = 128;
/// More of them are not kept back while rows are taken back one by one.
const MOST_GATHERED: usize = 4_096;

impl Writer<'_> {
    /// Files the record of an item.
    pub(super) fn record(
        &mut self,
        digest: &Digest,
        packed: &Packed,
        item: &NewItem,
    ) -> Result<Filed> {
        if item.excluded.is_some() {
            return Ok(Filed::None);
        }
        let idn = turned(digest.id().number());
        if self.insert(idn, digest, packed)? {
            return Ok(Filed::New(idn));
        }
        let (known, status, partial): (Vec<u8>, u8, bool) = self
            .catalogue
            .db
            .prepare_cached("SELECT digest, text_status, partial FROM records WHERE idn = ?1")
            .and_then(|mut find| {
                find.query_row([idn], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            })
            .map_err(fault)?;
        if known != digest.0 {
            return Ok(Filed::Clash);
        }
        let now = super::items::status_number(packed.text_status);
        // what failed once, or was read in part, may be read whole by a later run or a later version
        let no_worse = now <= status && (partial || !packed.partial);
        // and OCR reads otherwise in other languages: the latest reading stands
        if (status >= 2 && now < 2)
            || (partial && !packed.partial && now <= status)
            || (packed.ocr && no_worse)
            || (packed.message && no_worse && self.is_fuller(idn, packed)?)
        {
            self.read_better(idn, packed)?;
        }
        Ok(Filed::Known(idn))
    }

    /// Whether a copy of a message says more than the one that is kept, or as much and comes before it in the order of
    /// bytes. Copies are one by six header fields and the body and may differ in others, such as those of the way they
    /// took; which of them is kept must not hang on which was read first.
    fn is_fuller(&self, idn: i64, packed: &Packed) -> Result<bool> {
        let kept: Vec<u8> = self
            .catalogue
            .db
            .prepare_cached(
                "SELECT packed FROM extractions WHERE seq = (SELECT seq FROM records WHERE idn = ?1)",
            )
            .and_then(|mut find| find.query_row([idn], |row| row.get(0)))
            .map_err(fault)?;
        if kept == packed.extraction {
            return Ok(false);
        }
        let unpacker = &self.catalogue.unpacker;
        let (kept, other) = (
            unpacker.unpack(&kept)?,
            unpacker.unpack(&packed.extraction)?,
        );
        Ok((other.len(), &kept) > (kept.len(), &other))
    }

    /// Puts a better reading in place of the one that is kept; facts and index follow when the record is settled.
    fn read_better(&mut self, idn: i64, packed: &Packed) -> Result<()> {
        self.untie(idn)?;
        let ties = self.tie(idn, packed);
        let db = &self.catalogue.db;
        db.prepare_cached(
            "UPDATE records SET text_status = ?2, partial = ?3, body = ?4, ties = ?5 WHERE idn = ?1",
        )
        .and_then(|mut update| {
            update.execute(params![
                idn,
                super::items::status_number(packed.text_status),
                packed.partial,
                packed.body.cast_signed(),
                ties
            ])
        })
        .map_err(fault)?;
        db.prepare_cached(
            "UPDATE extractions SET packed = ?2 \
             WHERE seq = (SELECT seq FROM records WHERE idn = ?1)",
        )
        .and_then(|mut update| update.execute(params![idn, packed.extraction]))
        .map(|_| ())
        .map_err(fault)
    }

    /// Files a record unless one has its id already; whether none had.
    fn insert(&mut self, idn: i64, digest: &Digest, packed: &Packed) -> Result<bool> {
        let db = &self.catalogue.db;
        let ties = rows_of(idn, packed);
        let inserted = db
            .prepare_cached(
                "INSERT INTO records \
                 (idn, digest, generation, first_seen, day, text_status, partial, body, message, \
                 ties, facts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) \
                 ON CONFLICT (idn) DO NOTHING",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    idn,
                    digest.0,
                    self.generation.cast_signed(),
                    self.today,
                    packed.day,
                    super::items::status_number(packed.text_status),
                    packed.partial,
                    packed.body.cast_signed(),
                    packed.message,
                    bytes_of(&ties),
                    packed.facts,
                ])
            })
            .map_err(fault)?;
        if inserted == 0 {
            return Ok(false);
        }
        db.prepare_cached("INSERT INTO extractions VALUES (?1, ?2)")
            .and_then(|mut insert| {
                insert.execute(params![db.last_insert_rowid(), packed.extraction])
            })
            .map_err(fault)?;
        self.carry(idn, &packed.references)?;
        self.ties.extend(ties);
        Ok(true)
    }

    /// Keeps what ties a record to other messages; what is to be noted of it with the record.
    pub(super) fn tie(&mut self, idn: i64, packed: &Packed) -> Vec<u8> {
        let rows = rows_of(idn, packed);
        let noted = bytes_of(&rows);
        self.ties.extend(rows);
        noted
    }

    /// Takes back what ties a record, written or gathered.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub(super) fn untie(&mut self, idn: i64) -> Result<()> {
        if self.ties.len() > MOST_GATHERED {
            self.write_ties()?;
        }
        self.ties.retain(|(_, record, _)| *record != idn);
        for message in self.catalogue.tied_by(idn)? {
            self.catalogue
                .db
                .prepare_cached("DELETE FROM ties WHERE message = ?1 AND record = ?2")
                .and_then(|mut delete| delete.execute([message, idn]))
                .map_err(fault)?;
        }
        Ok(())
    }

    /// Writes the ties that were gathered, in the table's own order and many to a statement.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub(super) fn write_ties(&mut self) -> Result<()> {
        self.ties.sort_unstable();
        let db = &self.catalogue.db;
        let (many, rest) = self.ties.as_chunks::<TOGETHER>();
        let insert = |rows: &[TieRow]| {
            let places = vec!["(?, ?, ?)"; rows.len()].join(", ");
            let values = rows
                .iter()
                .flat_map(|(message, record, role)| [*message, *record, *role]);
            db.prepare_cached(&format!("INSERT OR IGNORE INTO ties VALUES {places}"))
                .and_then(|mut insert| insert.execute(rusqlite::params_from_iter(values)))
                .map_err(fault)
        };
        for rows in many {
            insert(rows)?;
        }
        // one by one: a statement for each length would push others out of the list of those kept
        for row in rest {
            insert(std::slice::from_ref(row))?;
        }
        self.ties.clear();
        Ok(())
    }

    pub(super) fn carry(&self, idn: i64, references: &[Carried]) -> Result<()> {
        let db = &self.catalogue.db;
        for reference in references {
            let id: i64 = db
                .prepare_cached(
                    "INSERT INTO known_references (family, issuer, canonical) VALUES (?1, ?2, ?3) \
                     ON CONFLICT (issuer, canonical) DO UPDATE SET family = family RETURNING id",
                )
                .and_then(|mut insert| {
                    insert.query_row(
                        params![reference.family, reference.issuer, reference.canonical],
                        |row| row.get(0),
                    )
                })
                .map_err(fault)?;
            db.prepare_cached("INSERT OR IGNORE INTO carried VALUES (?1, ?2)")
                .and_then(|mut insert| insert.execute(params![id, idn]))
                .map_err(fault)?;
        }
        Ok(())
    }
}

/// How an item's record stands in the catalogue.
#[derive(Debug, Clone, Copy)]
pub(super) enum Filed {
    /// The item makes no record.
    None,
    /// The record is new.
    New(i64),
    /// The record was there.
    Known(i64),
    /// Another content has its id.
    Clash,
}

/// What ties a record to other messages. A subject with its people ties a message only to such as no header ties
/// (role 3), and never two that headers tell apart (role 2).
fn rows_of(idn: i64, packed: &Packed) -> Vec<TieRow> {
    let own = packed.ties.own.iter().map(|id| (id, 0));
    let others = packed.ties.others.iter().map(|id| (id, 1));
    let role = if packed.ties.are_missing() { 3 } else { 2 };
    let between = packed.ties.between.iter().map(|key| (key, role));
    let rows = own.chain(others).chain(between);
    rows.map(|(message, role)| (tie(message), idn, role))
        .collect()
}

/// The messages' numbers as they are noted with the record, by which its rows are found.
fn bytes_of(rows: &[TieRow]) -> Vec<u8> {
    rows.iter()
        .flat_map(|(message, _, _)| message.to_le_bytes())
        .collect()
}

/// A message id as 64 bits.
pub(super) fn tie(message: &str) -> i64 {
    use sha2::{Digest as _, Sha256};
    let hash = Sha256::digest(message.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    i64::from_le_bytes(first)
}
