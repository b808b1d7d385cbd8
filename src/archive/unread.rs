//! Writing what could not be read: problems, and files of which an earlier reading stays.

use rusqlite::{OptionalExtension, params};

use super::batch::{FoundFile, Writer};
use super::catalogue::fault;
use crate::error::Result;
use crate::extract::{Category, Problem};

/// Which earlier reading of a file is worth keeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Any.
    Any,
    /// One that gave a record with text.
    WithText,
}

impl Writer<'_> {
    /// A known file could not be read this time: what was read of it before stays, and it is tried again.
    /// Answers how many items stay, or nothing where the file was never read.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn keep_unread(
        &mut self,
        file: &FoundFile,
        reason: &str,
        earlier: Earlier,
    ) -> Result<Option<(i64, u64)>> {
        self.begin()?;
        let folder = self.folder(file.root, &file.folder)?;
        let known: Option<i64> = self
            .catalogue
            .db
            .prepare_cached(
                "SELECT id FROM files WHERE folder = ?1 AND name = ?2 AND sha256 IS NOT NULL \
                 AND (?3 OR EXISTS (SELECT 1 FROM items WHERE file = files.id AND fate <= 1))",
            )
            .and_then(|mut find| {
                let any = earlier == Earlier::Any;
                find.query_row(params![folder, file.name, any], |row| row.get(0))
                    .optional()
            })
            .map_err(fault)?;
        let Some(id) = known else {
            return Ok(None);
        };
        let db = &self.catalogue.db;
        db.prepare_cached("UPDATE files SET modified = NULL, missing = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute(params![id, self.today]))
            .map_err(fault)?;
        self.change(
            "DELETE FROM problems WHERE file = ?1 AND category = 'unreadable'",
            id,
        )?;
        let problem = Problem {
            category: Category::Unreadable,
            reason: format!("{reason}; what was read of it before is kept"),
        };
        self.problem(id, None, &problem, None)?;
        let stay = db
            .prepare_cached("SELECT count(*) FROM items WHERE file = ?1")
            .and_then(|mut count| count.query_row([id], |row| row.get::<_, i64>(0)))
            .map_err(fault)?;
        Ok(Some((id, stay.cast_unsigned())))
    }

    pub(super) fn problem(
        &self,
        file: i64,
        part: Option<&str>,
        problem: &Problem,
        record: Option<i64>,
    ) -> Result<()> {
        self.catalogue
            .db
            .prepare_cached(
                "INSERT INTO problems (file, part, category, reason, record) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    file,
                    part,
                    super::items::category_word(problem.category),
                    problem.reason,
                    record
                ])
            })
            .map(|_| ())
            .map_err(fault)
    }
}
