//! Items and their fates: the ledger, and what could not be read.

use std::collections::HashSet;

use rusqlite::params;

use super::catalogue::{Catalogue, fault, turned, unturned};
use crate::error::Result;
use crate::extract::{Category, TextStatus};
use crate::record::RecordId;

/// The contract's word for a category.
pub fn category_word(category: Category) -> &'static str {
    match category {
        Category::Encrypted => "encrypted",
        Category::Damaged => "damaged",
        Category::NoText => "no_text",
        Category::Unsupported => "unsupported",
        Category::TooLarge => "too_large",
        Category::TimedOut => "timed_out",
        Category::Crashed => "crashed",
        Category::Unreadable => "unreadable",
    }
}

fn category(word: &str) -> Category {
    match word {
        "encrypted" => Category::Encrypted,
        "damaged" => Category::Damaged,
        "no_text" => Category::NoText,
        "unsupported" => Category::Unsupported,
        "too_large" => Category::TooLarge,
        "timed_out" => Category::TimedOut,
        "crashed" => Category::Crashed,
        _ => Category::Unreadable,
    }
}

/// How a text status is stored.
pub(super) fn status_number(status: TextStatus) -> u8 {
    match status {
        TextStatus::Text => 0,
        TextStatus::Ocr => 1,
        TextStatus::None => 2,
        TextStatus::Encrypted => 3,
        TextStatus::Failed => 4,
    }
}

/// How many items ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fates {
    /// Items filed.
    pub items: u64,
    /// Items that are the first place of a record.
    pub records: u64,
    /// Items that are further places of one.
    pub copies: u64,
    /// Items that gave no text.
    pub problems: u64,
    /// Items passed by.
    pub excluded: u64,
}

/// A row of what could not be fully read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The path as shown.
    pub path: String,
    /// The part.
    pub part: Option<String>,
    /// The category.
    pub category: Category,
    /// What was met.
    pub reason: String,
    /// The record made all the same.
    pub record: Option<RecordId>,
}

/// How a shown path is made of root, folder and file name.
pub(super) const SHOWN_PATH: &str = "CASE WHEN roots.single THEN roots.shown \
     ELSE roots.shown || '/' || CASE folders.path WHEN '' THEN '' ELSE folders.path || '/' END || files.name END";

impl Catalogue {
    /// Every problem, by path and part.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn problems(&self) -> Result<Vec<Unread>> {
        let mut find = self
            .db
            .prepare_cached(&format!(
                "SELECT {SHOWN_PATH}, problems.part, category, reason, record FROM problems \
                 JOIN files ON files.id = problems.file JOIN folders ON folders.id = files.folder \
                 JOIN roots ON roots.id = folders.root"
            ))
            .map_err(fault)?;
        let mut rows = find
            .query_map([], |row| {
                Ok(Unread {
                    path: row.get(0)?,
                    part: row.get(1)?,
                    category: category(&row.get::<_, String>(2)?),
                    reason: row.get(3)?,
                    record: row
                        .get::<_, Option<i64>>(4)?
                        .map(|idn| RecordId::from_number(unturned(idn))),
                })
            })
            .map_err(fault)?
            .collect::<Result<Vec<_>, _>>()
            .map_err(fault)?;
        rows.sort_by(|a, b| {
            let key = |row: &Unread| {
                (
                    row.path.clone(),
                    row.part.clone(),
                    category_word(row.category),
                    row.reason.clone(),
                )
            };
            key(a).cmp(&key(b))
        });
        Ok(rows)
    }

    /// Every item that was passed by: its path, its part, and the rule in words; by path and part.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn passed_by(&self) -> Result<Vec<(String, Option<String>, String)>> {
        let mut find = self
            .db
            .prepare_cached(&format!(
                "SELECT {SHOWN_PATH}, items.part, coalesce(items.rule, '') FROM items \
                 JOIN files ON files.id = items.file JOIN folders ON folders.id = files.folder \
                 JOIN roots ON roots.id = folders.root WHERE items.fate = 3"
            ))
            .map_err(fault)?;
        let mut rows = find
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .map_err(fault)?
            .collect::<Result<Vec<_>, _>>()
            .map_err(fault)?;
        rows.sort();
        Ok(rows)
    }

    /// How many problems there are, and how many of them without a record.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn problem_counts(&self) -> Result<(u64, u64)> {
        self.db
            .query_row(
                "SELECT count(*), count(*) - count(record) FROM problems",
                [],
                |row| {
                    Ok((
                        row.get::<_, i64>(0)?.cast_unsigned(),
                        row.get::<_, i64>(1)?.cast_unsigned(),
                    ))
                },
            )
            .map_err(fault)
    }

    /// The files with a problem of the category `no_text` that says this.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn files_with_reason(&self, words: &str) -> Result<HashSet<i64>> {
        let mut find = self
            .db
            .prepare_cached("SELECT DISTINCT file FROM problems WHERE category = 'no_text' AND instr(reason, ?1) > 0")
            .map_err(fault)?;
        let files = find.query_map([words], |row| row.get(0)).map_err(fault)?;
        files.collect::<Result<_, _>>().map_err(fault)
    }

    /// The files that the system would not give, for a reason that begins so.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn files_refused(&self, reason: &str) -> Result<HashSet<i64>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT file FROM problems WHERE category = 'unreadable' AND instr(reason, ?1) = 1",
            )
            .map_err(fault)?;
        let files = find.query_map([reason], |row| row.get(0)).map_err(fault)?;
        files.collect::<Result<_, _>>().map_err(fault)
    }

    /// The files in which these records lie.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn files_of(&self, records: &[RecordId]) -> Result<HashSet<i64>> {
        let mut files = HashSet::new();
        let mut find = self
            .db
            .prepare_cached("SELECT DISTINCT file FROM items WHERE record = ?1")
            .map_err(fault)?;
        for record in records {
            let found = find
                .query_map([turned(record.number())], |row| row.get::<_, i64>(0))
                .map_err(fault)?;
            for file in found {
                files.insert(file.map_err(fault)?);
            }
        }
        Ok(files)
    }

    /// Records without text, or read in part.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn unsearchable_records(&self) -> Result<u64> {
        self.db
            .query_row(
                "SELECT count(*) FROM (SELECT idn FROM records INDEXED BY records_unsearchable \
                 WHERE text_status >= 2 OR partial \
                 UNION SELECT record FROM problems WHERE record IS NOT NULL)",
                [],
                |row| row.get::<_, i64>(0),
            )
            .map(i64::cast_unsigned)
            .map_err(fault)
    }

    /// The fates of all items of these files; of every item where none are named.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn fates(&self, files: Option<&[i64]>) -> Result<Fates> {
        let mut fates = Fates::default();
        let mut count = |fate: i64, items: u64| {
            fates.items += items;
            match fate {
                0 => fates.records += items,
                1 => fates.copies += items,
                2 => fates.problems += items,
                _ => fates.excluded += items,
            }
        };
        match files {
            None => {
                // one pass that sorts nothing
                let [all, records, copies, problems]: [i64; 4] = self
                    .db
                    .prepare_cached(
                        "SELECT count(*), coalesce(sum(fate = 0), 0), coalesce(sum(fate = 1), 0), \
                         coalesce(sum(fate = 2), 0) FROM items",
                    )
                    .and_then(|mut count| {
                        count.query_row([], |row| {
                            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
                        })
                    })
                    .map_err(fault)?;
                count(0, records.cast_unsigned());
                count(1, copies.cast_unsigned());
                count(2, problems.cast_unsigned());
                count(3, (all - records - copies - problems).cast_unsigned());
            }
            Some(files) => {
                let mut find = self
                    .db
                    .prepare_cached("SELECT fate FROM items WHERE file = ?1")
                    .map_err(fault)?;
                for file in files {
                    let mut rows = find.query([file]).map_err(fault)?;
                    while let Some(row) = rows.next().map_err(fault)? {
                        count(row.get(0).map_err(fault)?, 1);
                    }
                }
            }
        }
        Ok(fates)
    }

    /// How many problems these files have.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn problems_of(&self, files: &[i64]) -> Result<u64> {
        let mut find = self
            .db
            .prepare_cached("SELECT count(*) FROM problems WHERE file = ?1")
            .map_err(fault)?;
        let mut total = 0;
        for file in files {
            total += find
                .query_row(params![file], |row| row.get::<_, i64>(0))
                .map_err(fault)?
                .cast_unsigned();
        }
        Ok(total)
    }

    /// Items whose record the catalogue does not have, and records that lie nowhere: both must be none.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn loose_ends(&self) -> Result<(u64, u64)> {
        self.db
            .query_row(
                "SELECT (SELECT count(*) FROM items WHERE record IS NOT NULL \
                         AND NOT EXISTS (SELECT 1 FROM records WHERE idn = record)), \
                        (SELECT count(*) FROM records WHERE idn NOT IN \
                         (SELECT record FROM items WHERE record IS NOT NULL) \
                         AND idn NOT IN (SELECT idn FROM numbered WHERE held))",
                [],
                |row| {
                    Ok((
                        row.get::<_, i64>(0)?.cast_unsigned(),
                        row.get::<_, i64>(1)?.cast_unsigned(),
                    ))
                },
            )
            .map_err(fault)
    }
}
