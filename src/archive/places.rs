//! Roots, folders and files: where everything lies, and what was seen there last.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{OptionalExtension, Row, params};

use super::catalogue::{Catalogue, fault, turned};
use super::items::SHOWN_PATH;
use crate::error::{Error, Result};
use crate::record::{Location, RecordId};

pub use super::paths::{path_text, text_path};

/// A folder or a single file that was ingested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Its row.
    pub id: i64,
    /// Its canonical absolute path.
    pub path: String,
    /// How it is shown.
    pub shown: String,
    /// Whether it is a single file.
    pub single: bool,
}

/// A path of a run and the root that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The root.
    pub root: Root,
    /// The folder below the root at which the path begins, with `/`; empty for the root itself.
    pub below: String,
}

/// A file as it was last read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// Its row.
    pub id: i64,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed; none where reading it did not end.
    pub modified: Option<i64>,
    /// The digest of its bytes.
    pub sha256: Option<[u8; 32]>,
    /// Whether it was missing.
    pub missing: bool,
}

impl Catalogue {
    /// Every root.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn roots(&self) -> Result<Vec<Root>> {
        let mut find = self
            .db
            .prepare_cached("SELECT id, path, shown, single FROM roots ORDER BY id")
            .map_err(fault)?;
        find.query_map([], |row| {
            Ok(Root {
                id: row.get(0)?,
                path: row.get(1)?,
                shown: row.get(2)?,
                single: row.get(3)?,
            })
        })
        .map_err(fault)?
        .collect::<Result<_, _>>()
        .map_err(fault)
    }

    /// Where a path belongs under an earlier root; none where no root covers it. A root that was a folder does not
    /// cover a file that took its place, nor the reverse.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn covering(&self, path: &Path, single: bool) -> Result<Option<Place>> {
        let canonical = path_text(path);
        Ok(self
            .roots()?
            .into_iter()
            .filter(|root| match canonical.strip_prefix(&root.path) {
                Some("") => root.single == single,
                Some(rest) => !root.single && (rest.starts_with('/') || root.path.ends_with('/')),
                None => false,
            })
            .max_by_key(|root| root.path.len())
            .map(|root| Place {
                below: canonical[root.path.len()..].trim_matches('/').to_owned(),
                root,
            }))
    }

    /// Where a path belongs: under an earlier root where one covers it, else under a new root of this source.
    ///
    /// A folder that holds an earlier root becomes a root of its own; what lies under the earlier one keeps its
    /// names there (see [`Catalogue::roots_within`]).
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn place(&self, path: &Path, single: bool, source: i64) -> Result<Place> {
        if let Some(place) = self.covering(path, single)? {
            return Ok(place);
        }
        let canonical = path_text(path);
        let shown = self.new_name(path)?;
        self.db
            .prepare_cached(
                "INSERT INTO roots (path, shown, single, source) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| insert.insert(params![canonical, shown, single, source]))
            .map(|id| Place {
                root: Root {
                    id,
                    path: canonical.clone(),
                    shown,
                    single,
                },
                below: String::new(),
            })
            .map_err(fault)
    }

    /// The name that a new root at this path is shown by: its own, with a number where that is taken.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn new_name(&self, path: &Path) -> Result<String> {
        let name = path
            .file_name()
            .map_or_else(|| "root".to_owned(), |name| path_text(Path::new(name)));
        let mut shown = name.clone();
        let mut n = 1;
        while self.shown_is_taken(&shown)? {
            n += 1;
            shown = format!("{name} ({n})");
        }
        Ok(shown)
    }

    fn shown_is_taken(&self, shown: &str) -> Result<bool> {
        self.db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM roots WHERE shown = ?1)")
            .and_then(|mut find| find.query_row([shown], |row| row.get(0)))
            .map_err(fault)
    }

    /// Whether a file at this canonical path was ingested.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn holds_file(&self, path: &Path) -> Result<bool> {
        let canonical = path_text(path);
        for root in self.roots()? {
            let below = match canonical.strip_prefix(&root.path) {
                Some("") => canonical.rsplit_once('/').map_or("", |(_, name)| name),
                Some(rest) if rest.starts_with('/') || root.path.ends_with('/') => {
                    rest.trim_start_matches('/')
                }
                _ => continue,
            };
            let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
            let held: bool = self
                .db
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM files JOIN folders ON folders.id = files.folder \
                     WHERE folders.root = ?1 AND folders.path = ?2 AND files.name = ?3)",
                )
                .and_then(|mut find| {
                    find.query_row(params![root.id, folder, name], |row| row.get(0))
                })
                .map_err(fault)?;
            if held {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Files known under a folder of a root (the whole root for an empty `below`), by folder and name.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn files_under(
        &self,
        root: i64,
        below: &str,
    ) -> Result<HashMap<String, HashMap<String, KnownFile>>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT name, files.id, size, modified, sha256, missing IS NOT NULL, folders.path \
                 FROM files JOIN folders ON folders.id = files.folder WHERE folders.root = ?1",
            )
            .map_err(fault)?;
        let mut rows = find.query([root]).map_err(fault)?;
        let mut known: HashMap<String, HashMap<String, KnownFile>> = HashMap::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let folder = row
                .get_ref(6)
                .map_err(fault)?
                .as_str()
                .map_err(|cause| Error::archive("a folder's name is damaged").because(cause))?;
            let (name, file) = known_file(row)?;
            let inside = below.is_empty()
                || folder == below
                || folder
                    .strip_prefix(below)
                    .is_some_and(|rest| rest.starts_with('/'))
                || join(folder, &name) == below;
            if !inside {
                continue;
            }
            match known.get_mut(folder) {
                Some(files) => {
                    files.insert(name, file);
                }
                None => {
                    known.insert(folder.to_owned(), HashMap::from([(name, file)]));
                }
            }
        }
        Ok(known)
    }

    /// The paths, as shown, of these files.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn shown_paths(&self, files: &[i64]) -> Result<Vec<String>> {
        let mut find = self
            .db
            .prepare_cached(&format!(
                "SELECT {SHOWN_PATH} FROM files JOIN folders ON folders.id = files.folder \
                 JOIN roots ON roots.id = folders.root WHERE files.id = ?1"
            ))
            .map_err(fault)?;
        let mut shown = Vec::new();
        for file in files {
            shown.extend(
                find.query_row([file], |row| row.get(0))
                    .optional()
                    .map_err(fault)?,
            );
        }
        shown.sort();
        Ok(shown)
    }

    /// Every place of a record, by path and part.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn locations(&self, id: RecordId) -> Result<Vec<Location>> {
        let mut find = self
            .db
            .prepare_cached(&format!(
                "SELECT {SHOWN_PATH}, items.part, items.size, coalesce(items.sha256, files.sha256), \
                 files.missing IS NOT NULL \
                 FROM items JOIN files ON files.id = items.file \
                 JOIN folders ON folders.id = files.folder JOIN roots ON roots.id = folders.root \
                 WHERE items.record = ?1"
            ))
            .map_err(fault)?;
        let mut locations = find
            .query_map([turned(id.number())], |row| {
                Ok(Location {
                    path: row.get(0)?,
                    part: row.get(1)?,
                    size: row.get::<_, i64>(2)?.cast_unsigned(),
                    sha256: row
                        .get::<_, Option<[u8; 32]>>(3)?
                        .map(|digest| crate::record::Digest(digest).hex())
                        .unwrap_or_default(),
                    missing: row.get(4)?,
                })
            })
            .map_err(fault)?
            .collect::<Result<Vec<_>, _>>()
            .map_err(fault)?;
        locations.sort();
        Ok(locations)
    }

    /// The names under which a record lies: its files' and attachments' own.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn names(&self, id: RecordId) -> Result<Vec<String>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT DISTINCT name FROM items WHERE record = ?1 AND name IS NOT NULL",
            )
            .map_err(fault)?;
        let mut names = find
            .query_map([turned(id.number())], |row| row.get(0))
            .map_err(fault)?
            .collect::<Result<Vec<String>, _>>()
            .map_err(fault)?;
        names.sort();
        Ok(names)
    }

    /// Where the original of a record lies: the file's absolute path, the part, the file's digest.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn originals(&self, id: RecordId) -> Result<Vec<Original>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT roots.path, roots.single, folders.path, files.name, items.part, files.sha256, \
                 files.missing IS NOT NULL, items.sha256 FROM items JOIN files ON files.id = items.file \
                 JOIN folders ON folders.id = files.folder JOIN roots ON roots.id = folders.root \
                 WHERE items.record = ?1 ORDER BY items.part IS NOT NULL, items.id",
            )
            .map_err(fault)?;
        find.query_map([turned(id.number())], |row| {
            let root: String = row.get(0)?;
            let single: bool = row.get(1)?;
            let inside = join(&row.get::<_, String>(2)?, &row.get::<_, String>(3)?);
            Ok(Original {
                path: if single {
                    root
                } else {
                    format!("{}/{inside}", root.trim_end_matches('/'))
                },
                part: row.get(4)?,
                file_sha256: row.get(5)?,
                sha256: row.get(7)?,
                missing: row.get(6)?,
            })
        })
        .map_err(fault)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(fault)
    }

    /// Every file that was read: its absolute path, the path as shown, its digest.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn all_files(&self) -> Result<Vec<FiledFile>> {
        let mut find = self
            .db
            .prepare(&format!(
                "SELECT roots.path, roots.single, folders.path, files.name, {SHOWN_PATH}, files.sha256 \
                 FROM files JOIN folders ON folders.id = files.folder \
                 JOIN roots ON roots.id = folders.root"
            ))
            .map_err(fault)?;
        find.query_map([], |row| {
            let root: String = row.get(0)?;
            let inside = join(&row.get::<_, String>(2)?, &row.get::<_, String>(3)?);
            let path = if row.get(1)? {
                root
            } else {
                format!("{}/{inside}", root.trim_end_matches('/'))
            };
            Ok((path, row.get(4)?, row.get(5)?))
        })
        .map_err(fault)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(fault)
    }

    /// How many files are filed, and their bytes.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn file_totals(&self) -> Result<(u64, u64)> {
        self.db
            .query_row(
                "SELECT count(*), coalesce(sum(size), 0) FROM files",
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

    /// Earlier roots at or within a path, but for its `own`; their files keep their names there.
    ///
    /// A root where a file became a folder, or the reverse, gets a path that nothing has: what lies there now is
    /// not its own, and what it held is missing.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn roots_within(&self, path: &str, own: i64) -> Result<Vec<Place>> {
        let within = |root: &Root| {
            root.path
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || path.ends_with('/'))
        };
        Ok(self
            .roots()?
            .into_iter()
            .filter(|root| root.id != own && within(root))
            .map(|mut root| {
                let now = text_path(&root.path);
                if now.exists() && now.is_file() != root.single {
                    root.path.push_str("//");
                }
                Place {
                    root,
                    below: String::new(),
                }
            })
            .collect())
    }
}

/// A file that was read: its absolute path, the path as shown, its digest.
pub type FiledFile = (String, String, Option<[u8; 32]>);

/// Where the bytes of a record can be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The file's absolute path, in the catalogue's spelling (see [`path_text`]).
    pub path: String,
    /// The part inside it.
    pub part: Option<String>,
    /// The digest of the file when it was read.
    pub file_sha256: Option<[u8; 32]>,
    /// The digest of the part's own bytes.
    pub sha256: Option<[u8; 32]>,
    /// Whether the file was missing at the last look.
    pub missing: bool,
}

/// A file and its name, of a row that begins with its name, row, size, last change, digest and whether it is missing.
pub(super) fn known_file(row: &Row<'_>) -> Result<(String, KnownFile)> {
    let file = KnownFile {
        id: row.get(1).map_err(fault)?,
        size: row.get::<_, i64>(2).map_err(fault)?.cast_unsigned(),
        modified: row.get(3).map_err(fault)?,
        sha256: row.get(4).map_err(fault)?,
        missing: row.get(5).map_err(fault)?,
    };
    Ok((row.get(0).map_err(fault)?, file))
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}
