//! Writing: whole files and their items, a batch at a time, each batch one transaction with a generation.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::params;

use super::catalogue::{Catalogue, fault};
use super::filing::{Filed, TieRow};
use crate::error::Result;
use crate::extract::{Category, Problem, TextStatus};
use crate::facts::Carried;
use crate::record::{Digest, Ties};

/// A file as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// The root that it lies under.
    pub root: i64,
    /// Its folder, relative to the root, with `/`.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970; none: read it again next time.
    pub modified: Option<i64>,
    /// The digest of its bytes, where they could be read.
    pub sha256: Option<[u8; 32]>,
}

/// What a record is in the catalogue: packed, with what is searched by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The day it bears, yyyymmdd.
    pub day: Option<i32>,
    /// How much text there was.
    pub text_status: TextStatus,
    /// A page or a part of it was not read.
    pub partial: bool,
    /// Some of it was read by OCR.
    pub ocr: bool,
    /// A hash of its words, 0 where there are too few to tell.
    pub body: u64,
    /// It is a message.
    pub message: bool,
    /// Its facts.
    pub facts: Vec<u8>,
    /// Its extraction.
    pub extraction: Vec<u8>,
    /// The references that it carries.
    pub references: Vec<Carried>,
    /// What ties it to other messages.
    pub ties: Ties,
}

/// An item to be written.
#[derive(Debug, Clone)]
pub struct NewItem {
    /// Where it lies in its file; none for the file itself.
    pub part: Option<String>,
    /// Its name.
    pub name: String,
    /// The item that holds it, counted within the portion that is added together.
    pub parent: Option<usize>,
    /// Its digest; none where it makes no record.
    pub digest: Option<Digest>,
    /// SHA-256 of its own bytes, where they are not the file's.
    pub sha256: Option<[u8; 32]>,
    /// Its size in bytes.
    pub size: u64,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// By which rule it was passed by.
    pub excluded: Option<String>,
    /// The record, for the case that it is new.
    pub packed: Option<Packed>,
}

const RECORD: i64 = 0;
const COPY: i64 = 1;
const PROBLEM: i64 = 2;
const EXCLUDED: i64 = 3;

/// What a put came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Put {
    /// The file's row.
    pub file: i64,
    /// The file was there before, with other content.
    pub changed: bool,
    /// The file's row says already that it was read.
    pub ended: bool,
    /// Places (in the list given) of the items that made new records.
    pub new: Vec<usize>,
    /// How many were further copies.
    pub copies: u64,
}

/// A writing run over the catalogue.
pub struct Writer<'c> {
    pub(super) catalogue: &'c Catalogue,
    pub(super) generation: u64,
    pub(super) now: String,
    pub(super) today: String,
    items: u64,
    open: bool,
    folders: HashMap<(i64, String), i64>,
    /// Rows of the open batch that are written together.
    pub(super) ties: Vec<TieRow>,
}

impl<'c> Writer<'c> {
    /// Begins a run. `today` is the day in London, ISO.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn new(catalogue: &'c Catalogue, today: jiff::civil::Date) -> Result<Self> {
        Ok(Self {
            catalogue,
            generation: catalogue.generation()?,
            now: Timestamp::now().to_string(),
            today: today.to_string(),
            items: 0,
            open: false,
            folders: HashMap::new(),
            ties: Vec::new(),
        })
    }

    /// The generation of the batch that is open, or of the last one.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// How many items the open batch has.
    pub fn pending(&self) -> u64 {
        self.items
    }

    /// Opens a batch, if none is open.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn begin(&mut self) -> Result<()> {
        if !self.open {
            self.catalogue
                .db
                .execute_batch("BEGIN IMMEDIATE")
                .map_err(fault)?;
            self.open = true;
            self.generation += 1;
            self.items = 0;
        }
        Ok(())
    }

    /// Commits the open batch; its generation, or none if nothing was open.
    ///
    /// # Errors
    /// When the catalogue cannot be written; the batch is then undone.
    pub fn commit(&mut self) -> Result<Option<u64>> {
        if !self.open {
            return Ok(None);
        }
        self.write_ties()?;
        self.catalogue
            .db
            .prepare_cached("INSERT INTO batches VALUES (?1, ?2, ?3)")
            .and_then(|mut insert| {
                insert.execute(params![
                    self.generation.cast_signed(),
                    self.now,
                    self.items.cast_signed()
                ])
            })
            .and_then(|_| self.catalogue.db.execute_batch("COMMIT"))
            .map_err(fault)?;
        self.open = false;
        Ok(Some(self.generation))
    }

    /// Begins a file, in place of what was known of it. Its items come in one portion or several; where `whole`, in one,
    /// within this batch, and the file's row is written once.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn start(&mut self, file: &FoundFile, whole: bool) -> Result<Put> {
        self.begin()?;
        let folder = self.folder(file.root, &file.folder)?;
        let (modified, sha256) = match whole {
            true => (file.modified, file.sha256),
            false => (None, None),
        };
        let size = file.size.cast_signed();
        let db = &self.catalogue.db;
        let inserted = db
            .prepare_cached(
                "INSERT INTO files (folder, name, size, modified, sha256) \
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (folder, name) DO NOTHING",
            )
            .and_then(|mut insert| {
                insert.execute(params![folder, file.name, size, modified, sha256])
            })
            .map_err(fault)?;
        if inserted > 0 {
            return Ok(Put {
                file: db.last_insert_rowid(),
                ended: whole,
                ..Put::default()
            });
        }
        let id = db
            .prepare_cached("SELECT id FROM files WHERE folder = ?1 AND name = ?2")
            .and_then(|mut find| find.query_row(params![folder, file.name], |row| row.get(0)))
            .map_err(fault)?;
        self.forget_items(id)?;
        db.prepare_cached(
            "UPDATE files SET size = ?2, modified = ?3, sha256 = ?4, missing = NULL WHERE id = ?1",
        )
        .and_then(|mut update| update.execute(params![id, size, modified, sha256]))
        .map_err(fault)?;
        Ok(Put {
            file: id,
            changed: true,
            ended: whole,
            ..Put::default()
        })
    }

    /// Writes a portion of the items of a file that was begun.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn add(&mut self, items: &[NewItem], put: &mut Put) -> Result<()> {
        self.begin()?;
        let file = put.file;
        let mut rows = Vec::with_capacity(items.len());
        for (nth, item) in items.iter().enumerate() {
            let record = match (&item.digest, &item.packed) {
                (Some(digest), Some(packed)) => self.record(digest, packed, item)?,
                _ => Filed::None,
            };
            let (idn, fate) = match record {
                _ if item.excluded.is_some() => (None, EXCLUDED),
                Filed::None => (None, PROBLEM),
                Filed::Clash => (None, PROBLEM),
                Filed::New(idn) => {
                    put.new.push(nth);
                    (Some(idn), RECORD)
                }
                Filed::Known(idn) => {
                    self.change("INSERT OR IGNORE INTO unsettled VALUES (?1)", idn)?;
                    let elsewhere: bool = self
                        .catalogue
                        .db
                        .prepare_cached(
                            "SELECT EXISTS (SELECT 1 FROM items WHERE record = ?1 AND fate <= 1)",
                        )
                        .and_then(|mut find| find.query_row([idn], |row| row.get(0)))
                        .map_err(fault)?;
                    (Some(idn), if elsewhere { COPY } else { RECORD })
                }
            };
            let readable = item.packed.as_ref().is_some_and(|packed| {
                matches!(packed.text_status, TextStatus::Text | TextStatus::Ocr)
            });
            let fate = match fate {
                RECORD | COPY if !readable => PROBLEM,
                other => other,
            };
            put.copies += u64::from(fate == COPY);
            let parent = item.parent.and_then(|nth| rows.get(nth).copied());
            let row = self
                .catalogue
                .db
                .prepare_cached(
                    "INSERT INTO items (file, part, name, parent, record, fate, size, sha256, rule) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )
                .and_then(|mut insert| {
                    insert.insert(params![
                        file,
                        item.part,
                        Some(&item.name).filter(|name| !name.is_empty()),
                        parent,
                        idn,
                        fate,
                        item.size.cast_signed(),
                        item.sha256,
                        item.excluded,
                    ])
                })
                .map_err(fault)?;
            rows.push(row);
            for problem in &item.problems {
                self.problem(file, item.part.as_deref(), problem, idn)?;
            }
            if matches!(record, Filed::Clash) {
                self.problem(
                    file,
                    item.part.as_deref(),
                    &Problem {
                        category: Category::Unreadable,
                        reason: "its id is already that of another record with other content; \
                                 it was not merged: report this file"
                            .into(),
                    },
                    None,
                )?;
            }
            self.items += 1;
        }
        Ok(())
    }

    /// Ends a file that was begun: from now on it counts as read.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn finish(&mut self, put: &Put, file: &FoundFile, loose: &[Problem]) -> Result<i64> {
        self.begin()?;
        let id = put.file;
        for problem in loose {
            self.problem(id, None, problem, None)?;
        }
        if put.ended {
            return Ok(id);
        }
        self.catalogue
            .db
            .prepare_cached("UPDATE files SET modified = ?2, sha256 = ?3, size = ?4 WHERE id = ?1")
            .and_then(|mut update| {
                update.execute(params![
                    id,
                    file.modified,
                    file.sha256,
                    file.size.cast_signed()
                ])
            })
            .map(|_| id)
            .map_err(fault)
    }

    pub(super) fn folder(&mut self, root: i64, path: &str) -> Result<i64> {
        if let Some(id) = self.folders.get(&(root, path.to_owned())) {
            return Ok(*id);
        }
        let db = &self.catalogue.db;
        let id = db
            .prepare_cached(
                "INSERT INTO folders (root, path) VALUES (?1, ?2) \
                 ON CONFLICT (root, path) DO UPDATE SET path = path RETURNING id",
            )
            .and_then(|mut insert| insert.query_row(params![root, path], |row| row.get(0)))
            .map_err(fault)?;
        // no digest is kept before the run has ended
        self.stir(id)?;
        self.folders.insert((root, path.to_owned()), id);
        Ok(id)
    }

    /// Takes a file's items back; the records they showed are settled at the end of the run.
    pub(super) fn forget_items(&self, file: i64) -> Result<()> {
        for statement in [
            "INSERT OR IGNORE INTO unsettled SELECT DISTINCT record FROM items \
             WHERE file = ?1 AND record IS NOT NULL",
            "DELETE FROM items WHERE file = ?1",
            "DELETE FROM problems WHERE file = ?1",
        ] {
            self.change(statement, file)?;
        }
        Ok(())
    }

    /// Runs a statement about what has this number.
    pub(super) fn change(&self, statement: &str, number: i64) -> Result<()> {
        self.catalogue
            .db
            .prepare_cached(statement)
            .and_then(|mut change| change.execute([number]))
            .map(|_| ())
            .map_err(fault)
    }

    /// Keeps a newly trained dictionary.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn keep_dictionary(&mut self, number: u8, bytes: &[u8]) -> Result<()> {
        self.begin()?;
        self.catalogue
            .db
            .execute(
                "INSERT INTO dictionaries VALUES (?1, ?2)",
                params![number, bytes],
            )
            .map_err(fault)?;
        self.catalogue.unpacker.learn(number, bytes);
        Ok(())
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if self.open {
            // what was not committed is undone: a batch is whole or not there
            let _ = self.catalogue.db.execute_batch("ROLLBACK");
        }
    }
}
