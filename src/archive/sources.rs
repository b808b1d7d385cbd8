//! Sources: where records came from, and where nobody looked.

use rusqlite::params;

use super::catalogue::{Catalogue, fault};
use crate::error::Result;
use crate::record::RecordId;

/// A source as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Its row.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Who keeps it.
    pub custodian: Option<String>,
    /// The system it came from.
    pub system: Option<String>,
    /// The period it covers, as typed.
    pub period: Option<String>,
    /// The day it was collected, ISO; as read from the catalogue the stated one, else that of the last ingest.
    pub collected: Option<String>,
    /// Who supplied it.
    pub supplied_by: Option<String>,
    /// Where it is published.
    pub published: Option<String>,
    /// Why it was not searched.
    pub not_searched: Option<String>,
}

/// Under what the number of records is settled: the generation, and how many there are then.
const SETTLED_COUNT: &str = "records at generation";

impl Catalogue {
    /// The source of this name, made where there is none.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn source_named(&self, name: &str) -> Result<i64> {
        let now = jiff::Timestamp::now().to_string();
        self.db
            .execute(
                "INSERT OR IGNORE INTO sources (name, added) VALUES (?1, ?2)",
                params![name, now],
            )
            .map_err(fault)?;
        self.db
            .query_row("SELECT id FROM sources WHERE name = ?1", [name], |row| {
                row.get(0)
            })
            .map_err(fault)
    }

    /// Keeps what is said of a source; what is not said now stays as it was.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn keep_source(&self, source: &Source) -> Result<()> {
        let id = self.source_named(&source.name)?;
        self.db
            .execute(
                "UPDATE sources SET custodian = coalesce(?2, custodian), system = coalesce(?3, system), \
                 period = coalesce(?4, period), collected = coalesce(?5, collected), \
                 supplied_by = coalesce(?6, supplied_by), published = coalesce(?7, published), \
                 not_searched = coalesce(?8, not_searched) WHERE id = ?1",
                params![
                    id,
                    source.custodian,
                    source.system,
                    source.period,
                    source.collected,
                    source.supplied_by,
                    source.published,
                    source.not_searched
                ],
            )
            .map(|_| ())
            .map_err(fault)
    }

    /// Says that a source was ingested on a day, so it was searched after all; a day that was stated for its
    /// collection stays as it is.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn collected_on(&self, source: i64, day: jiff::civil::Date) -> Result<()> {
        self.set_meta(&format!("ingested in source {source}"), &day.to_string())?;
        self.db
            .execute(
                "UPDATE sources SET not_searched = NULL WHERE id = ?1 AND not_searched IS NOT NULL",
                [source],
            )
            .map(|_| ())
            .map_err(fault)
    }

    /// Every source, by name.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn sources(&self) -> Result<Vec<Source>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT id, name, custodian, system, period, coalesce(collected, \
                 (SELECT value FROM meta WHERE key = 'ingested in source ' || sources.id)), \
                 supplied_by, published, not_searched FROM sources ORDER BY name",
            )
            .map_err(fault)?;
        find.query_map([], |row| {
            Ok(Source {
                id: row.get(0)?,
                name: row.get(1)?,
                custodian: row.get(2)?,
                system: row.get(3)?,
                period: row.get(4)?,
                collected: row.get(5)?,
                supplied_by: row.get(6)?,
                published: row.get(7)?,
                not_searched: row.get(8)?,
            })
        })
        .map_err(fault)?
        .collect::<Result<_, _>>()
        .map_err(fault)
    }

    /// The shown names of a source's roots.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn roots_of(&self, source: i64) -> Result<Vec<String>> {
        let mut find = self
            .db
            .prepare_cached("SELECT shown FROM roots WHERE source = ?1 ORDER BY shown")
            .map_err(fault)?;
        find.query_map([source], |row| row.get(0))
            .map_err(fault)?
            .collect::<Result<_, _>>()
            .map_err(fault)
    }

    /// How many records there are, as the last run that finished left it; counted where a later one has not. A count goes
    /// through a whole index, a page here and a page there: a third of the pages that a search read.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn settled_count(&self) -> Result<u64> {
        let settled = self.meta(SETTLED_COUNT)?.and_then(|settled| {
            let (generation, records) = settled.split_once(' ')?;
            Some((generation.parse::<u64>().ok()?, records.parse().ok()?))
        });
        match settled {
            Some((generation, records)) if generation == self.generation()? => Ok(records),
            _ => self.record_count(),
        }
    }

    /// Settles what the archive holds at a generation: the digest of its records, and their number.
    ///
    /// # Errors
    /// When the catalogue cannot be read or written.
    pub fn settle_state(&self, generation: u64) -> Result<()> {
        self.set_meta("state", &self.state_digest()?)?;
        let records = self.record_count()?;
        self.set_meta(SETTLED_COUNT, &format!("{generation} {records}"))?;
        self.set_meta("settled", &generation.to_string())
    }

    /// How many records lie in a source: settled after each ingest, see [`Catalogue::settle_source_counts`].
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn records_in(&self, source: i64) -> Result<u64> {
        Ok(self
            .meta(&format!("records in source {source}"))?
            .and_then(|count| count.parse().ok())
            .unwrap_or(0))
    }

    /// Counts each source's records once, so that a search need not.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn settle_source_counts(&self) -> Result<()> {
        for source in self.sources()? {
            let count: i64 = self
                .db
                .prepare_cached(
                    "SELECT count(DISTINCT items.record) FROM items JOIN files ON files.id = items.file \
                     JOIN folders ON folders.id = files.folder JOIN roots ON roots.id = folders.root \
                     WHERE roots.source = ?1",
                )
                .and_then(|mut find| find.query_row([source.id], |row| row.get(0)))
                .map_err(fault)?;
            self.set_meta(
                &format!("records in source {}", source.id),
                &count.to_string(),
            )?;
        }
        Ok(())
    }

    /// Gives an ingested folder or file, by its absolute path, to a source; whether there is such a root.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn give_root(&self, path: &str, source: i64) -> Result<bool> {
        self.db
            .execute(
                "UPDATE roots SET source = ?2 WHERE path = ?1",
                params![path, source],
            )
            .map(|changed| changed > 0)
            .map_err(fault)
    }

    /// The source that a root belongs to, and its name.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn source_of_root(&self, root: i64) -> Result<(i64, String)> {
        self.db
            .query_row(
                "SELECT sources.id, name FROM roots JOIN sources ON sources.id = source \
                 WHERE roots.id = ?1",
                [root],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .map_err(fault)
    }

    /// A source for a new root, of this name or, where that already has a root, of the name with a number.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn source_for_root(&self, name: &str) -> Result<i64> {
        let mut tried = name.to_owned();
        let mut n = 1;
        loop {
            if let Some(id) = self.source_free_for(&tried)? {
                return Ok(id);
            }
            n += 1;
            tried = format!("{name} ({n})");
        }
    }

    /// The source of this name, made where there is none; none where it has a root.
    fn source_free_for(&self, name: &str) -> Result<Option<i64>> {
        let taken: bool = self
            .db
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM roots JOIN sources ON sources.id = source \
                 WHERE name = ?1)",
                [name],
                |row| row.get(0),
            )
            .map_err(fault)?;
        (!taken).then(|| self.source_named(name)).transpose()
    }

    /// Records that could not be searched in full by an index that contains all up to a generation: without text,
    /// read in part, or changed since; each counted once.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn not_searchable(&self, generation: u64) -> Result<u64> {
        self.db
            .prepare_cached(
                "SELECT count(*) FROM (SELECT idn FROM records INDEXED BY records_unsearchable \
                 WHERE text_status >= 2 OR partial \
                 UNION SELECT record FROM problems WHERE record IS NOT NULL \
                 UNION SELECT idn FROM records INDEXED BY records_generation WHERE generation > ?1)",
            )
            .and_then(|mut find| {
                find.query_row([generation.cast_signed()], |row| row.get::<_, i64>(0))
            })
            .map(i64::cast_unsigned)
            .map_err(fault)
    }

    /// The records that [`Catalogue::not_searchable`] counts, ascending.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn not_searchable_ids(&self, generation: u64) -> Result<Vec<RecordId>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT idn FROM records INDEXED BY records_unsearchable \
                 WHERE text_status >= 2 OR partial \
                 UNION SELECT record FROM problems WHERE record IS NOT NULL \
                 UNION SELECT idn FROM records INDEXED BY records_generation WHERE generation > ?1 \
                 ORDER BY 1",
            )
            .map_err(fault)?;
        self.ids(&mut find, params![generation.cast_signed()])
    }
}
