//! Folders that are as the last walk saw them, and what an ingest came to: what lets a run that finds nothing changed
//! leave the rows of files alone.
//!
//! A digest is over rows and nothing else, and a writer takes it away before it changes a file of the folder, in the same
//! batch: triggers would do as much and cost 4 % of an ingest. A walk that comes to the same digest has seen each file
//! just as its row says, and none beside.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};
use sha2::{Digest as _, Sha256};

use super::batch::Writer;
use super::catalogue::{Catalogue, fault};
use super::places::{KnownFile, known_file};
use crate::error::Result;

/// The tables.
pub(super) const TABLES: &str = include_str!("stills.sql");

/// A folder that the catalogue knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFolder {
    /// Its row.
    pub id: i64,
    /// What it was when it was walked last; none where something in it is to be read again, or is missing.
    pub still: Option<Still>,
}

/// A folder as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still {
    /// The digest over its files.
    pub digest: [u8; 32],
    /// How many these are.
    pub files: u64,
    /// When its own list was last changed, where that may be trusted; see [`WalkedFolder::modified`].
    pub modified: Option<[i64; 2]>,
}

/// A folder as a walk saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkedFolder {
    /// The root that it lies under.
    pub root: i64,
    /// Its path below the root, with `/`.
    pub path: String,
    /// The digest over what was seen in it.
    pub digest: [u8; 32],
    /// When its own list was last changed, in nanoseconds since 1970, where that may be trusted: by the time that it
    /// bears, which may be set to any, and by that of the last change to anything about it.
    pub modified: Option<[i64; 2]>,
}

/// The digest over a folder's files, which are added by name.
#[derive(Debug, Default)]
pub struct FolderDigest(Sha256);

impl FolderDigest {
    /// Adds a file: its size in bytes, its last change in nanoseconds since 1970, and whether it is one to be read; of
    /// what could not be looked at both are 0.
    pub fn add(&mut self, name: &str, size: u64, modified: i64, read: bool) {
        self.0.update((name.len() as u64).to_le_bytes());
        self.0.update(name);
        self.0.update(size.to_le_bytes());
        self.0.update(modified.to_le_bytes());
        self.0.update([u8::from(read)]);
    }

    /// The digest.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

impl Catalogue {
    /// Whether this archive has these tables: one that an earlier version made gets them when it is next opened for
    /// writing.
    fn has_stills(&self) -> Result<bool> {
        self.db
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'sums')",
                [],
                |row| row.get(0),
            )
            .map_err(fault)
    }

    /// Folders known under a folder of a root (the whole root for an empty `below`), by path.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn folders_under(&self, root: i64, below: &str) -> Result<HashMap<String, KnownFolder>> {
        let find = if self.has_stills()? {
            "SELECT folders.path, folders.id, digest, files, modified, changed FROM folders \
             LEFT JOIN stills ON stills.folder = folders.id WHERE root = ?1"
        } else {
            "SELECT path, id, NULL, NULL, NULL, NULL FROM folders WHERE root = ?1"
        };
        let mut find = self.db.prepare_cached(find).map_err(fault)?;
        let mut rows = find.query([root]).map_err(fault)?;
        let mut folders = HashMap::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let path: String = row.get(0).map_err(fault)?;
            let inside = below.is_empty()
                || path
                    .strip_prefix(below)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            if !inside {
                continue;
            }
            let digest: Option<[u8; 32]> = row.get(2).map_err(fault)?;
            let still = match digest {
                Some(digest) => Some(Still {
                    digest,
                    files: row.get::<_, i64>(3).map_err(fault)?.cast_unsigned(),
                    modified: row
                        .get::<_, Option<i64>>(4)
                        .and_then(|modified| Ok(modified.zip(row.get(5)?).map(<[i64; 2]>::from)))
                        .map_err(fault)?,
                }),
                None => None,
            };
            let id = row.get(1).map_err(fault)?;
            folders.insert(path, KnownFolder { id, still });
        }
        Ok(folders)
    }

    /// Files known in a folder, by name; the one of this name alone, where one is given.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn files_in(&self, folder: i64, name: Option<&str>) -> Result<HashMap<String, KnownFile>> {
        let mut find = self
            .db
            .prepare_cached(match name {
                None => {
                    "SELECT name, id, size, modified, sha256, missing IS NOT NULL FROM files \
                     WHERE folder = ?1"
                }
                Some(_) => {
                    "SELECT name, id, size, modified, sha256, missing IS NOT NULL FROM files \
                     WHERE folder = ?1 AND name = ?2"
                }
            })
            .map_err(fault)?;
        let mut rows = match name {
            None => find.query([folder]),
            Some(name) => find.query(params![folder, name]),
        }
        .map_err(fault)?;
        let mut files = HashMap::new();
        while let Some(row) = rows.next().map_err(fault)? {
            files.extend([known_file(row)?]);
        }
        Ok(files)
    }

    /// The row of a folder.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn folder_at(&self, root: i64, path: &str) -> Result<Option<i64>> {
        self.db
            .prepare_cached("SELECT id FROM folders WHERE root = ?1 AND path = ?2")
            .and_then(|mut find| {
                find.query_row(params![root, path], |row| row.get(0))
                    .optional()
            })
            .map_err(fault)
    }

    /// The row of the folder in which a file lies.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn folder_of(&self, file: i64) -> Result<Option<i64>> {
        self.db
            .prepare_cached("SELECT folder FROM files WHERE id = ?1")
            .and_then(|mut find| find.query_row([file], |row| row.get(0)).optional())
            .map_err(fault)
    }

    /// Keeps what folders are now, each with the digest over its rows as they stand. A folder with a file that is
    /// missing or is to be read again has none.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn keep_stills(&self, walked: &[WalkedFolder]) -> Result<()> {
        for seen in walked {
            let Some(folder) = self.folder_at(seen.root, &seen.path)? else {
                continue;
            };
            let Some((digest, files)) = self.digest_of(folder)? else {
                continue;
            };
            // the list was of these rows only where the walk saw just them
            let [modified, changed] = match seen.modified.filter(|_| digest == seen.digest) {
                Some(times) => times.map(Some),
                None => [None; 2],
            };
            self.db
                .prepare_cached("INSERT OR REPLACE INTO stills VALUES (?1, ?2, ?3, ?4, ?5)")
                .and_then(|mut keep| {
                    keep.execute(params![
                        folder,
                        digest,
                        files.cast_signed(),
                        modified,
                        changed
                    ])
                })
                .map_err(fault)?;
        }
        Ok(())
    }

    /// The digest over a folder's rows, and how many they are.
    fn digest_of(&self, folder: i64) -> Result<Option<([u8; 32], u64)>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT name, size, modified, sha256 IS NOT NULL, missing IS NULL FROM files \
                 WHERE folder = ?1 ORDER BY name",
            )
            .map_err(fault)?;
        let mut rows = find.query([folder]).map_err(fault)?;
        let mut digest = FolderDigest::default();
        let mut files = 0;
        while let Some(row) = rows.next().map_err(fault)? {
            let modified: Option<i64> = row.get(2).map_err(fault)?;
            let (Some(modified), true) = (modified, row.get(4).map_err(fault)?) else {
                return Ok(None);
            };
            let name: String = row.get(0).map_err(fault)?;
            let size = row.get::<_, i64>(1).map_err(fault)?.cast_unsigned();
            digest.add(&name, size, modified, row.get(3).map_err(fault)?);
            files += 1;
        }
        Ok(Some((digest.finish(), files)))
    }

    /// What an ingest of these paths came to at this generation.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn sums(&self, scope: &str, generation: u64) -> Result<Option<String>> {
        if !self.has_stills()? {
            return Ok(None);
        }
        self.db
            .prepare_cached("SELECT sums FROM sums WHERE scope = ?1 AND generation = ?2")
            .and_then(|mut find| {
                find.query_row(params![scope, generation.cast_signed()], |row| row.get(0))
                    .optional()
            })
            .map_err(fault)
    }

    /// Keeps what an ingest of these paths came to, and nothing of other generations.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn keep_sums(&self, scope: &str, generation: u64, sums: &str) -> Result<()> {
        let generation = generation.cast_signed();
        self.db
            .execute("DELETE FROM sums WHERE generation <> ?1", [generation])
            .and_then(|_| {
                self.db.execute(
                    "INSERT OR REPLACE INTO sums VALUES (?1, ?2, ?3)",
                    params![scope, generation, sums],
                )
            })
            .map(|_| ())
            .map_err(fault)
    }
}

impl Writer<'_> {
    /// A file of this folder is about to change: what was kept of the folder no longer counts.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub(super) fn stir(&self, folder: i64) -> Result<()> {
        self.change("DELETE FROM stills WHERE folder = ?1", folder)
    }

    /// The same of the folder in which a file lies.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub(super) fn stir_around(&self, file: i64) -> Result<()> {
        self.change(
            "DELETE FROM stills WHERE folder = (SELECT folder FROM files WHERE id = ?1)",
            file,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Archive;
    use crate::archive::batch::FoundFile;

    fn file(name: &str, modified: Option<i64>) -> FoundFile {
        FoundFile {
            root: 1,
            folder: "cur".into(),
            name: name.into(),
            size: 7,
            modified,
            sha256: Some([1; 32]),
        }
    }

    fn seen(files: &[(&str, i64)]) -> [u8; 32] {
        let mut digest = FolderDigest::default();
        for (name, modified) in files {
            digest.add(name, 7, *modified, true);
        }
        digest.finish()
    }

    #[test]
    fn a_folder_has_a_digest_until_a_file_of_it_changes_and_while_all_are_read() {
        let room = tempfile::tempdir().expect("a folder");
        let archive = Archive::open_or_make(&room.path().join("archive")).expect("an archive");
        let catalogue = Catalogue::for_writing(&archive).expect("a catalogue");
        let source = catalogue.source_named("yard").expect("a source");
        catalogue
            .place(room.path(), false, source)
            .expect("a place");
        let put = |name: &str, modified| {
            let day = jiff::civil::date(2026, 1, 1);
            let mut writer = Writer::new(&catalogue, day).expect("a writer");
            let found = file(name, modified);
            let put = writer.start(&found, false).expect("begun");
            let row = writer.finish(&put, &found, &[]).expect("ended");
            writer.commit().expect("committed");
            row
        };
        let still = || {
            let mut folders = catalogue.folders_under(1, "").expect("folders");
            folders.remove("cur").expect("the folder").still
        };
        let keep = |files: &[(&str, i64)]| {
            let walked = WalkedFolder {
                root: 1,
                path: "cur".into(),
                digest: seen(files),
                modified: Some([5, 6]),
            };
            catalogue.keep_stills(&[walked]).expect("kept");
        };
        put("b", Some(2));
        let row = put("a", Some(1));
        assert_eq!(still(), None);
        keep(&[("a", 1), ("b", 2)]);
        let kept = still().expect("a digest");
        assert_eq!(kept.digest, seen(&[("a", 1), ("b", 2)]));
        assert_eq!((kept.files, kept.modified), (2, Some([5, 6])));
        // seen was another state than is kept: the digest is of the rows, and nothing is to be trusted
        keep(&[("a", 1)]);
        let kept = still().expect("a digest");
        assert_eq!(
            (kept.digest, kept.modified),
            (seen(&[("a", 1), ("b", 2)]), None)
        );
        put("c", Some(3));
        assert_eq!(still(), None, "a new file");
        put("c", None);
        keep(&[]);
        assert_eq!(still(), None, "a file to be read again");
        put("c", Some(3));
        keep(&[]);
        assert!(still().is_some());
        let day = jiff::civil::date(2026, 1, 1);
        let mut writer = Writer::new(&catalogue, day).expect("a writer");
        writer.mark_missing(&[row], true).expect("marked");
        writer.commit().expect("committed");
        keep(&[]);
        assert_eq!(still(), None, "a missing file");
        writer.drop_file(row).expect("dropped");
        writer.commit().expect("committed");
        keep(&[]);
        assert_eq!(still().expect("a digest").files, 2);
    }

    #[test]
    fn sums_are_of_one_generation() {
        let room = tempfile::tempdir().expect("a folder");
        let archive = Archive::open_or_make(&room.path().join("archive")).expect("an archive");
        let catalogue = Catalogue::for_writing(&archive).expect("a catalogue");
        catalogue.keep_sums("yard", 3, "one").expect("kept");
        catalogue.keep_sums("quay", 3, "two").expect("kept");
        let sums = |scope, generation| catalogue.sums(scope, generation).expect("read");
        assert_eq!(sums("yard", 3).as_deref(), Some("one"));
        assert_eq!(sums("yard", 4), None);
        catalogue.keep_sums("yard", 4, "three").expect("kept");
        assert_eq!(
            (sums("quay", 3), sums("yard", 4)),
            (None, Some("three".into()))
        );
    }
}
