//! The catalogue's door: opening, its format, its small settled values.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::pack::Unpacker;
use super::runs::{self, Begun};
use super::{Archive, FORMAT};
use crate::error::{Error, Result};

/// The catalogue, open for reading or for writing.
pub struct Catalogue {
    pub(super) db: Connection,
    pub(super) unpacker: Unpacker,
}

/// What a catalogue is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    Read { in_memory: bool },
    Write,
}

/// Bytes of a page. A packed message takes about a third of the usual four KiB, and what is left at the end of a page is
/// lost.
const PAGE: u32 = 16 << 10;

/// So many bytes of the catalogue a reader maps; SQLite maps at most this much, and reads what lies beyond.
const MAPPED: i64 = 0x7fff_0000;

/// How long one waits for another who holds what one needs.
const PATIENCE: Duration = Duration::from_secs(30);

/// Says what SQLite met, in the house's words.
pub(super) fn fault(cause: rusqlite::Error) -> Error {
    let full = matches!(
        cause.sqlite_error_code(),
        Some(rusqlite::ErrorCode::DiskFull | rusqlite::ErrorCode::SystemIoFailure)
    );
    let error = Error::archive("the catalogue could not be read or written").because(cause);
    if full {
        error.hint("make room on the disk and run the command again; what was there before is safe")
    } else {
        error.hint("run `recordroom verify`")
    }
}

/// Turns an id's 64 bits so that SQLite's signed order is the id's own.
pub(super) fn turned(number: u64) -> i64 {
    (number ^ (1 << 63)).cast_signed()
}

/// Turns them back.
pub(super) fn unturned(stored: i64) -> u64 {
    stored.cast_unsigned() ^ (1 << 63)
}

/// Settles a small value, of which there is one a key; one that is so already costs no write.
pub(super) fn settle_value(db: &Connection, key: &str, value: &str) -> Result<()> {
    db.execute(
        "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2 \
         WHERE value <> ?2",
        [key, value],
    )
    .map(|_| ())
    .map_err(fault)
}

/// A disk that failed while the archive was made may have kept it from a write-ahead log, of which SQLite says nothing.
/// Where the file system cannot have one, a batch stays in memory until its end: on disk it would shut readers out, and
/// it may be waiting for one.
fn write_ahead(db: &Connection) -> Result<()> {
    let mode =
        db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
    if mode.is_ok_and(|mode| mode == "wal") {
        return Ok(());
    }
    db.pragma_update(None, "cache_spill", false).map_err(fault)
}

impl Catalogue {
    /// Makes a new one.
    pub(super) fn make(archive: &Archive) -> Result<()> {
        let path = archive.catalogue_file();
        if !path.exists() {
            super::write_synced(&path, b"").map_err(|cause| {
                Error::archive(format!("cannot make {}", path.display())).because(cause)
            })?;
        }
        let mut db = Connection::open(&path).map_err(fault)?;
        let made: Option<String> = db
            .query_row(
                "SELECT name FROM sqlite_master WHERE name = 'meta'",
                [],
                |row| row.get(0),
            )
            .optional()
            .map_err(fault)?;
        if made.is_none() {
            db.pragma_update(None, "page_size", PAGE).map_err(fault)?;
        }
        db.pragma_update(None, "journal_mode", "WAL")
            .map_err(fault)?;
        if made.is_some() {
            return Ok(());
        }
        let transaction = db.transaction().map_err(fault)?;
        transaction
            .execute_batch(include_str!("catalogue.sql"))
            .and_then(|()| transaction.execute_batch(super::stills::TABLES))
            .map_err(fault)?;
        transaction
            .execute(
                "INSERT INTO meta VALUES ('format', ?1)",
                [FORMAT.to_string()],
            )
            .map_err(fault)?;
        // an archive is made for an ingest: until one has ended it is not whole
        let first = [Begun::now(runs::INGEST, Vec::new(), Vec::new())];
        runs::keep(&transaction, &first)?;
        transaction.commit().map_err(fault)
    }

    /// Opens the catalogue of an archive for one writing run; the caller holds the archive's lock.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn for_writing(archive: &Archive) -> Result<Self> {
        let catalogue = Self::writable(archive)?;
        // an archive that an earlier version made has them not
        catalogue
            .db
            .execute_batch(super::stills::TABLES)
            .map_err(fault)?;
        Ok(catalogue)
    }

    /// Opens it as if for writing, and nothing that is written is kept.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn on_trial(archive: &Archive) -> Result<Self> {
        let catalogue = Self::writable(archive)?;
        catalogue.db.execute_batch("BEGIN").map_err(fault)?;
        Ok(catalogue)
    }

    fn writable(archive: &Archive) -> Result<Self> {
        let catalogue = Self::open(archive, OpenFlags::SQLITE_OPEN_READ_WRITE, To::Write)?;
        write_ahead(&catalogue.db)?;
        let asked = catalogue.db.prepare("SELECT ties FROM records");
        if asked.is_err_and(|cause| cause.to_string().contains("no such column")) {
            return Err(Error::archive(
                "this archive was made by a build from before the first release, and nothing can be added to it",
            )
            .hint("ingest into a new archive; what is in this one is still found"));
        }
        Ok(catalogue)
    }

    /// Opens it for reading. Nothing is ever written through it.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn for_reading(archive: &Archive) -> Result<Self> {
        Self::to_ask(archive, archive.is_in_memory())
    }

    /// The same where it is known whether it is in memory, see [`Archive::is_in_memory`].
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn to_ask(archive: &Archive, in_memory: bool) -> Result<Self> {
        // a WAL reader needs to write the shared-memory file, so the handle itself is not read-only
        let to = To::Read { in_memory };
        let opened = Self::open(archive, OpenFlags::SQLITE_OPEN_READ_WRITE, to);
        match opened {
            Err(error) if !archive.is_writable() => Self::at_rest(archive, to, error),
            opened => opened,
        }
    }

    /// Opens it where nothing can be written and nobody writes, as it was left; `refused` says why it does not open as
    /// usual.
    fn at_rest(archive: &Archive, to: To, refused: Error) -> Result<Self> {
        let file = archive.catalogue_file();
        let mut log = file.clone().into_os_string();
        log.push("-wal");
        if std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
            return Err(refused.hint(
                "the last run on this archive was stopped, and what it left can be read only where the archive can be \
                 written to: run the command there, or on a copy of the whole folder",
            ));
        }
        let Some(path) = file.to_str() else {
            return Err(refused);
        };
        // https://sqlite.org/uri.html: these three would end the path
        let path = path
            .replace('%', "%25")
            .replace('?', "%3f")
            .replace('#', "%23");
        Self::open_at(
            archive,
            format!("file:{path}?immutable=1"),
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
            to,
        )
    }

    fn open(archive: &Archive, flags: OpenFlags, to: To) -> Result<Self> {
        Self::open_at(archive, archive.catalogue_file(), flags, to)
    }

    fn open_at(archive: &Archive, at: impl AsRef<Path>, flags: OpenFlags, to: To) -> Result<Self> {
        let path = archive.catalogue_file();
        let db = Connection::open_with_flags(at, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(
            |cause| {
                Error::archive(format!("cannot open {}", path.display()))
                    .because(cause)
                    .hint("restore the archive's folder from a copy, or ingest into a new archive")
            },
        )?;
        db.busy_timeout(PATIENCE).map_err(fault)?;
        if let To::Read { in_memory } = to {
            // As the index's files are: a page that is read stays where the system has it, and is not copied. Before
            // anything is read, lest the first pages go into memory set aside for twenty.
            let mapped = if in_memory { MAPPED } else { 0 };
            db.pragma_update(None, "mmap_size", mapped).map_err(fault)?;
            db.pragma_update(None, "query_only", true).map_err(fault)?;
        } else {
            db.pragma_update(None, "synchronous", "FULL")
                .map_err(fault)?;
            db.pragma_update(None, "secure_delete", true)
                .map_err(fault)?;
        }
        // Without this a statement is planned anew for every value bound to it, for the sake of the partial indexes:
        // a third of a search's instructions.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(fault)?;
        db.pragma_update(None, "cache_size", -32_768)
            .map_err(fault)?;
        db.set_prepared_statement_cache_capacity(64);
        let unpacker = Unpacker::default();
        // a reader learns a dictionary when it meets a value that was packed with it
        if to == To::Write {
            let mut rows = db
                .prepare("SELECT id, bytes FROM dictionaries")
                .map_err(fault)?;
            let found = rows
                .query_map([], |row| {
                    Ok((row.get::<_, u8>(0)?, row.get::<_, Vec<u8>>(1)?))
                })
                .map_err(fault)?;
            for dictionary in found {
                let (number, bytes) = dictionary.map_err(fault)?;
                unpacker.learn(number, &bytes);
            }
        }
        Ok(Self { db, unpacker })
    }

    /// Unpacks a value; a dictionary that came after this was opened is looked up.
    pub(super) fn unpacked(&self, packed: &[u8]) -> Result<Vec<u8>> {
        if let Some(number) = packed
            .first()
            .filter(|number| !self.unpacker.knows(**number))
            && let Some(bytes) = self.dictionary(*number)?
        {
            self.unpacker.learn(*number, &bytes);
        }
        self.unpacker.unpack(packed)
    }

    /// Begins one reading of one state: what is asked until it ends sees no later change.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn hold_still(&self) -> Result<()> {
        self.db.execute_batch("BEGIN").map_err(fault)?;
        // the state is taken at the first read
        self.generation().map(|_| ())
    }

    /// The generation of the last whole batch; 0 before the first.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn generation(&self) -> Result<u64> {
        self.db
            .query_row(
                "SELECT coalesce(max(generation), 0) FROM batches",
                [],
                |row| row.get::<_, i64>(0),
            )
            .map(i64::cast_unsigned)
            .map_err(fault)
    }

    /// A small settled value.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn meta(&self, key: &str) -> Result<Option<String>> {
        self.db
            .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| {
                row.get(0)
            })
            .optional()
            .map_err(fault)
    }

    /// Settles a small value.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn set_meta(&self, key: &str, value: &str) -> Result<()> {
        settle_value(&self.db, key, value)
    }

    /// SQLite's own check of the file, quick form; what it found, empty when sound.
    ///
    /// # Errors
    /// When the check itself cannot run.
    pub fn integrity(&self) -> Result<Vec<String>> {
        let mut check = self
            .db
            .prepare("PRAGMA integrity_check(20)")
            .map_err(fault)?;
        let found = check
            .query_map([], |row| row.get::<_, String>(0))
            .map_err(fault)?
            .collect::<Result<Vec<_>, _>>()
            .map_err(fault)?;
        Ok(found.into_iter().filter(|line| line != "ok").collect())
    }
}

impl Catalogue {
    /// Writes every page of the catalogue anew. A row that SQLite moves to another page stays legible in the room that it
    /// leaves, whatever `secure_delete` says; it goes with the page. Needs free space of twice the catalogue's size, within
    /// the archive's folder, and no reader that stays for half a minute.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn rewrite(&self, archive: &Archive) -> Result<()> {
        match archive.folder().to_str() {
            Some(within) => self.db.pragma_update(None, "temp_store_directory", within),
            // SQLite takes no other name for a folder
            None => self.db.pragma_update(None, "temp_store", "memory"),
        }
        .and_then(|()| self.db.execute_batch("VACUUM"))
        .map_err(fault)
    }

    /// Overwrites what removed records left behind, in the file and in its write-ahead log. `false` where a reader holds an
    /// earlier state for half a minute, which the write-ahead log then has to keep.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn forget_freed(&self) -> Result<bool> {
        self.db
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                row.get::<_, i64>(0)
            })
            .map(|busy| busy == 0)
            .map_err(fault)
    }

    /// The same, but waits for nobody.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn forget_freed_if_nobody_reads(&self) -> Result<bool> {
        self.db.busy_timeout(Duration::ZERO).map_err(fault)?;
        let gone = self.forget_freed();
        self.db.busy_timeout(PATIENCE).map_err(fault)?;
        gone
    }

    /// The dictionary that new texts are packed with.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn newest_dictionary(&self) -> Result<Option<(u8, Vec<u8>)>> {
        self.db
            .query_row(
                "SELECT id, bytes FROM dictionaries ORDER BY id DESC LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .map_err(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_write_ahead_log_a_batch_shuts_nobody_out_before_its_end() {
        let room = tempfile::tempdir().expect("a folder");
        let open = || {
            let db = Connection::open(room.path().join("some.db")).expect("a database");
            db.busy_timeout(Duration::ZERO).expect("set");
            db
        };
        let (reader, writer) = (open(), open());
        let count =
            || reader.query_row("SELECT count(*) FROM some", [], |row| row.get::<_, i64>(0));
        let does = |db: &Connection, what: &str| db.execute_batch(what).expect("done");
        does(&reader, "CREATE TABLE some (bytes)");
        // what somebody reads is not given another kind of journal
        does(&reader, "BEGIN; SELECT count(*) FROM some");
        write_ahead(&writer).expect("settled");
        does(&reader, "COMMIT");
        does(&writer, "PRAGMA cache_size = 10; BEGIN IMMEDIATE");
        for _ in 0..500 {
            does(&writer, "INSERT INTO some VALUES (randomblob(9000))");
        }
        assert_eq!(count().expect("read"), 0);
        does(&writer, "COMMIT");
        assert_eq!(count().expect("read"), 500);
    }

    #[test]
    fn what_a_moved_row_leaves_behind_goes_with_the_page() {
        let room = tempfile::tempdir().expect("a folder");
        let archive = Archive::open_or_make(&room.path().join("archive")).expect("made");
        let catalogue = Catalogue::for_writing(&archive).expect("a catalogue");
        let does = |what: &str| catalogue.db.execute_batch(what).expect("done");
        does("CREATE TABLE some (id INTEGER PRIMARY KEY, text)");
        // rows in no order and of all lengths, which then change: they push each other from page to page
        let row = |n: u32| n * 89 % 800;
        for n in 0..800 {
            let word = ["zanthoxyl", "oakwood"][usize::from(row(n) % 5 > 0)];
            let (id, more) = (row(n), row(n) * 191 % 1500);
            does(&format!(
                "INSERT INTO some VALUES ({id}, '{word}' || zeroblob({more}))"
            ));
        }
        for n in 0..800 {
            let (id, more) = (row(n), n * 191 % 1500);
            does(&format!(
                "UPDATE some SET text = substr(text, 1, 10) || zeroblob({more}) WHERE id = {id}"
            ));
        }
        does("DELETE FROM some WHERE id % 5 = 0");
        let left = || {
            assert!(catalogue.forget_freed().expect("overwritten"));
            let bytes = std::fs::read(archive.catalogue_file()).expect("a file");
            memchr::memmem::find_iter(&bytes, "zanthoxyl").count()
        };
        assert!(left() > 0, "nothing was left that could be taken away");
        catalogue.rewrite(&archive).expect("written anew");
        assert_eq!(left(), 0);
    }
}
