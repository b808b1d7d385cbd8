//! Reading records back: facts, extraction, relations, and everything known of one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rusqlite::{OptionalExtension, Row, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalogue::{Catalogue, fault, turned, unturned};
use crate::error::{Error, Result};
use crate::extract::{Extraction, Format, Problem, TextStatus};
use crate::facts::Facts;
use crate::record::{Digest, IdPrefix, RecordId};

/// What is packed under `facts`: what lists need, so that they need not unpack the text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Deserialize)]
pub struct Known {
    /// What was read off it.
    pub facts: Facts,
    /// Its format.
    pub format: Format,
    /// Its pages.
    pub pages: Option<u32>,
    /// How much text there was.
    pub text_status: TextStatus,
    /// Every doubt.
    pub doubts: Vec<String>,
}

/// A record's row.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its id.
    pub id: RecordId,
    /// Its digest.
    pub digest: Digest,
    /// The generation of its last change.
    pub generation: u64,
    /// The day it was first read.
    pub first_seen: Date,
    /// The record it is a draft of.
    pub draft_of: Option<RecordId>,
    /// A hash of its words, 0 where there are too few.
    pub body: u64,
    /// What was read off it.
    pub known: Known,
}

const COLUMNS: &str = "idn, digest, generation, first_seen, draft_of, body, facts";

impl Catalogue {
    fn stored(&self, row: &Row<'_>) -> Result<Stored> {
        let get = |cause| fault(cause);
        let packed = row.get_ref(6).map_err(get)?;
        let plain = self.unpacked(
            packed
                .as_blob()
                .map_err(|cause| Error::archive("a record's facts are damaged").because(cause))?,
        )?;
        let known = serde_json::from_slice(&plain)
            .map_err(|cause| Error::archive("a record's facts are damaged").because(cause))?;
        let first_seen: String = row.get(3).map_err(get)?;
        Ok(Stored {
            id: RecordId::from_number(unturned(row.get(0).map_err(get)?)),
            digest: Digest(row.get(1).map_err(get)?),
            generation: row.get::<_, i64>(2).map_err(get)?.cast_unsigned(),
            first_seen: first_seen
                .parse()
                .map_err(|cause| Error::archive("a record's day is damaged").because(cause))?,
            draft_of: row
                .get::<_, Option<i64>>(4)
                .map_err(get)?
                .map(|idn| RecordId::from_number(unturned(idn))),
            body: row.get::<_, i64>(5).map_err(get)?.cast_unsigned(),
            known,
        })
    }

    /// One record; none where this archive does not contain it.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn record(&self, id: RecordId) -> Result<Option<Stored>> {
        let mut find = self
            .db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM records WHERE idn = ?1"))
            .map_err(fault)?;
        let mut rows = find.query([turned(id.number())]).map_err(fault)?;
        match rows.next().map_err(fault)? {
            Some(row) => self.stored(row).map(Some),
            None => Ok(None),
        }
    }

    /// Goes through every record changed after a generation, in the order they were written.
    ///
    /// # Errors
    /// When the catalogue cannot be read, or `each` fails.
    pub fn each_record_since(
        &self,
        generation: u64,
        each: &mut dyn FnMut(Stored) -> Result<()>,
    ) -> Result<()> {
        let mut find = self
            .db
            .prepare(&format!(
                "SELECT {COLUMNS} FROM records WHERE generation > ?1 ORDER BY seq"
            ))
            .map_err(fault)?;
        let mut rows = find.query([generation.cast_signed()]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            each(self.stored(row)?)?;
        }
        Ok(())
    }

    pub(super) fn ids(
        &self,
        find: &mut rusqlite::Statement<'_>,
        with: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<RecordId>> {
        find.query_map(with, |row| row.get::<_, i64>(0))
            .map_err(fault)?
            .map(|idn| idn.map(|idn| RecordId::from_number(unturned(idn))))
            .collect::<Result<_, _>>()
            .map_err(fault)
    }

    /// Every record's id, ascending.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn all_ids(&self) -> Result<Vec<RecordId>> {
        let mut find = self
            .db
            .prepare("SELECT idn FROM records ORDER BY idn")
            .map_err(fault)?;
        self.ids(&mut find, &[])
    }

    /// Every record and the generation of its last change, by id.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn generations(&self) -> Result<Vec<(RecordId, u64)>> {
        let mut find = self
            .db
            .prepare("SELECT idn, generation FROM records ORDER BY idn")
            .map_err(fault)?;
        find.query_map([], |row| {
            Ok((
                RecordId::from_number(unturned(row.get(0)?)),
                row.get::<_, i64>(1)?.cast_unsigned(),
            ))
        })
        .map_err(fault)?
        .collect::<Result<_, _>>()
        .map_err(fault)
    }

    /// Whether there is no record.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        self.count_of("SELECT EXISTS (SELECT 1 FROM records)", &[])
            .map(|any| any == 0)
    }

    /// How many records there are.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn record_count(&self) -> Result<u64> {
        self.count_of("SELECT count(*) FROM records", &[])
    }

    /// How many records changed after a generation.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn changed_since(&self, generation: u64) -> Result<u64> {
        self.count_of(
            "SELECT count(*) FROM records WHERE generation > ?1",
            params![generation.cast_signed()],
        )
    }

    /// The place of the last record that was filed; records filed later have higher ones. 0 where there is none.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn last_place(&self) -> Result<u64> {
        self.count_of("SELECT coalesce(max(seq), 0) FROM records", &[])
    }

    /// The place of a record, see [`Catalogue::last_place`]; none where this archive does not contain it.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn place_of(&self, id: RecordId) -> Result<Option<u64>> {
        self.db
            .prepare_cached("SELECT seq FROM records WHERE idn = ?1")
            .and_then(|mut find| {
                find.query_row([turned(id.number())], |row| row.get::<_, i64>(0))
                    .optional()
            })
            .map(|seq| seq.map(i64::cast_unsigned))
            .map_err(fault)
    }

    fn count_of(&self, query: &str, with: &[&dyn rusqlite::ToSql]) -> Result<u64> {
        self.db
            .prepare_cached(query)
            .and_then(|mut find| find.query_row(with, |row| row.get::<_, i64>(0)))
            .map(i64::cast_unsigned)
            .map_err(fault)
    }

    /// The ids that a typed prefix fits, at most `most`.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn ids_like(&self, prefix: IdPrefix, most: usize) -> Result<Vec<RecordId>> {
        let (low, high) = prefix.range();
        let mut find = self
            .db
            .prepare_cached(
                "SELECT idn FROM records WHERE idn BETWEEN ?1 AND ?2 ORDER BY idn LIMIT ?3",
            )
            .map_err(fault)?;
        self.ids(
            &mut find,
            params![turned(low.number()), turned(high.number()), most as i64],
        )
    }

    /// The records that lie in these files and nowhere else.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn records_only_in(&self, files: &[i64]) -> Result<Vec<RecordId>> {
        let inside: BTreeSet<i64> = files.iter().copied().collect();
        let mut of_file = self
            .db
            .prepare_cached(
                "SELECT DISTINCT record FROM items WHERE file = ?1 AND record IS NOT NULL",
            )
            .map_err(fault)?;
        let mut of_record = self
            .db
            .prepare_cached("SELECT DISTINCT file FROM items WHERE record = ?1")
            .map_err(fault)?;
        let mut only = BTreeSet::new();
        for file in files {
            for record in self.ids(&mut of_file, params![file])? {
                let elsewhere = of_record
                    .query_map([turned(record.number())], |row| row.get::<_, i64>(0))
                    .map_err(fault)?
                    .collect::<Result<Vec<_>, _>>()
                    .map_err(fault)?
                    .into_iter()
                    .any(|file| !inside.contains(&file));
                if !elsewhere {
                    only.insert(record);
                }
            }
        }
        Ok(only.into_iter().collect())
    }

    /// A record's extraction: its text by part and page, its headers.
    ///
    /// # Errors
    /// When the catalogue cannot be read, or does not contain it.
    pub fn extraction(&self, id: RecordId) -> Result<Extraction> {
        let packed: Vec<u8> = self
            .db
            .prepare_cached(
                "SELECT packed FROM extractions JOIN records USING (seq) WHERE idn = ?1",
            )
            .and_then(|mut find| {
                find.query_row([turned(id.number())], |row| row.get(0))
                    .optional()
            })
            .map_err(fault)?
            .ok_or_else(|| {
                Error::archive(format!("the catalogue has no text of record {id}"))
                    .hint("run `recordroom verify`")
            })?;
        serde_json::from_slice(&self.unpacked(&packed)?)
            .map_err(|cause| Error::archive("a record's text is damaged").because(cause))
    }

    /// The records that carry a reference, ascending.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn carrying(&self, issuer: &str, canonical: &str) -> Result<Vec<RecordId>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT record FROM carried JOIN known_references ON id = reference \
                 WHERE issuer = ?1 AND canonical = ?2 ORDER BY record",
            )
            .map_err(fault)?;
        self.ids(&mut find, params![issuer, canonical])
    }

    /// Every reference: family, issuer, canonical form, records, first and last day.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn references(&self) -> Result<Vec<CarriedBy>> {
        let mut find = self
            .db
            .prepare(
                "SELECT family, issuer, canonical, count(*), min(day), max(day) FROM carried \
                 JOIN known_references ON id = reference JOIN records ON idn = record \
                 GROUP BY id ORDER BY canonical, issuer",
            )
            .map_err(fault)?;
        find.query_map([], |row| {
            Ok(CarriedBy {
                family: row.get(0)?,
                issuer: row.get(1)?,
                canonical: row.get(2)?,
                records: row.get::<_, i64>(3)?.cast_unsigned(),
                first: row.get::<_, Option<i32>>(4)?.and_then(day_of),
                last: row.get::<_, Option<i32>>(5)?.and_then(day_of),
            })
        })
        .map_err(fault)?
        .collect::<Result<_, _>>()
        .map_err(fault)
    }

    /// SHA-256 over the sorted lines "id digest": the archive's state, whatever the order it was filled in.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn state_digest(&self) -> Result<String> {
        use sha2::{Digest as _, Sha256};
        let mut find = self
            .db
            .prepare("SELECT digest FROM records ORDER BY idn")
            .map_err(fault)?;
        let mut rows = find.query([]).map_err(fault)?;
        let mut hash = Sha256::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let digest = Digest(row.get(0).map_err(fault)?);
            hash.update(format!("{} {}\n", digest.id(), digest.hex()));
        }
        Ok(Digest(hash.finalize().into()).hex())
    }

    /// What could not be read in a record, by category and reason.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn problems_with(&self, id: RecordId) -> Result<Vec<Problem>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT DISTINCT category, reason FROM problems WHERE record = ?1 ORDER BY 1, 2",
            )
            .map_err(fault)?;
        find.query_map([turned(id.number())], |row| {
            let word: String = row.get(0)?;
            Ok(Problem {
                category: serde_json::from_value(serde_json::Value::String(word))
                    .unwrap_or(crate::extract::Category::Unreadable),
                reason: row.get(1)?,
            })
        })
        .map_err(fault)?
        .collect::<Result<_, _>>()
        .map_err(fault)
    }

    /// How many records have each value of a column's meaning.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn tally(
        &self,
        value: &mut dyn FnMut(&Stored) -> Vec<String>,
    ) -> Result<BTreeMap<String, u64>> {
        let mut tally = BTreeMap::new();
        self.each_record_since(0, &mut |stored| {
            for one in value(&stored) {
                *tally.entry(one).or_insert(0) += 1;
            }
            Ok(())
        })?;
        Ok(tally)
    }
}

/// A reference and the records that carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedBy {
    /// Its family.
    pub family: String,
    /// Its issuer.
    pub issuer: String,
    /// The issuer's own spelling.
    pub canonical: String,
    /// How many records.
    pub records: u64,
    /// The first day among them.
    pub first: Option<Date>,
    /// The last.
    pub last: Option<Date>,
}

/// The day written yyyymmdd.
pub fn day_of(number: i32) -> Option<Date> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// A day as yyyymmdd.
pub fn day_number(date: Date) -> i32 {
    i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
}
