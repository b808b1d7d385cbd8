//! What there is and what was done: the catalogue of records, and the log of searches and decisions.
//!
//! The catalogue (`catalogue.db`) is the truth; the index beside it is made from it and may be thrown away. No
//! original is stored or changed here.

pub mod batch;
pub mod catalogue;
mod described;
mod events;
mod filing;
pub mod items;
pub mod largest;
pub mod lock;
pub mod log;
pub mod pack;
mod paths;
pub mod places;
pub mod records;
pub mod relations;
mod repack;
pub mod requests;
pub mod runs;
pub mod settings;
pub mod settling;
pub mod sources;
pub mod stills;
mod tombstones;
pub mod unread;
mod warmth;

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The version of the archive's format that this program writes; it reads no newer one.
pub const FORMAT: u32 = 1;

/// The folder's usual name.
pub const FOLDER: &str = ".recordroom";

/// The file that says which format an archive has; written last when one is made.
const FORMAT_FILE: &str = "format";

/// An archive's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    folder: PathBuf,
}

impl Archive {
    /// The archive in this folder.
    ///
    /// # Errors
    /// When there is none, or one of a newer format.
    pub fn open(folder: &Path) -> Result<Self> {
        let found = match fs::read_to_string(folder.join(FORMAT_FILE)) {
            Ok(found) => found,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                return Err(
                    Error::archive(format!("there is no archive at {}", folder.display()))
                        .hint("make one with `recordroom ingest PATH`"),
                );
            }
            Err(cause) => {
                return Err(Error::archive(format!(
                    "cannot read the archive at {}",
                    folder.display()
                ))
                .because(cause));
            }
        };
        let version: u32 = found.trim().parse().map_err(|_| {
            Error::archive(format!(
                "the archive at {} does not say which format it has",
                folder.display()
            ))
            .hint("restore its file `format` from a copy, or ingest into a new archive")
        })?;
        if version > FORMAT {
            return Err(Error::archive(format!(
                "this archive was made with format {version}, and this program reads up to {FORMAT}"
            ))
            .hint("install a newer recordroom; nothing was changed"));
        }
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// The archive in this folder, made if there is none.
    ///
    /// # Errors
    /// When the folder cannot be made or holds something else.
    pub fn open_or_make(folder: &Path) -> Result<Self> {
        match fs::exists(folder.join(FORMAT_FILE)) {
            Ok(true) => return Self::open(folder),
            Ok(false) => {}
            Err(cause) => {
                return Err(
                    Error::archive(format!("cannot look into {}", folder.display())).because(cause),
                );
            }
        }
        let refused = |cause| {
            Error::archive(format!("cannot make an archive at {}", folder.display())).because(cause)
        };
        let foreign = folder.is_dir()
            && fs::read_dir(folder)
                .map_err(refused)?
                .flatten()
                .any(|entry| {
                    !matches!(
                        entry.file_name().to_str(),
                        Some(
                            "lock"
                                | "catalogue.db"
                                | "catalogue.db-journal"
                                | "catalogue.db-wal"
                                | "catalogue.db-shm"
                                | "index"
                                | "log"
                                | "config.toml"
                                | "format.new"
                        )
                    )
                });
        if foreign {
            return Err(Error::archive(format!(
                "{} is a folder of other things, not an archive",
                folder.display()
            ))
            .hint("name an empty or a new folder with --archive"));
        }
        make_private(folder).map_err(refused)?;
        let archive = Self {
            folder: folder.to_owned(),
        };
        let _held = lock::Lock::take(&archive)?;
        catalogue::Catalogue::make(&archive)?;
        let fresh = folder.join("format.new");
        write_synced(&fresh, format!("{FORMAT}\n").as_bytes()).map_err(refused)?;
        fs::rename(&fresh, folder.join(FORMAT_FILE)).map_err(refused)?;
        sync_folder(folder).map_err(refused)?;
        Ok(archive)
    }

    /// The nearest archive in this folder or above it.
    pub fn nearest(from: &Path) -> Option<PathBuf> {
        from.ancestors()
            .map(|above| above.join(FOLDER))
            .find(|folder| folder.join(FORMAT_FILE).is_file())
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether this account can write to it; on a read-only medium nobody can.
    pub fn is_writable(&self) -> bool {
        #[cfg(unix)]
        {
            rustix::fs::access(&self.folder, rustix::fs::Access::WRITE_OK).is_ok()
        }
        #[cfg(not(unix))]
        {
            fs::metadata(&self.folder).is_ok_and(|folder| !folder.permissions().readonly())
        }
    }

    /// The catalogue's file.
    pub fn catalogue_file(&self) -> PathBuf {
        self.folder.join("catalogue.db")
    }

    /// Whether the catalogue, and with it most likely the index, is in the system's memory and need not be fetched from
    /// the disk. To ask takes no time; it is a guess, which decides how they are read and never what is read.
    pub fn is_in_memory(&self) -> bool {
        warmth::is_in_memory(&self.catalogue_file())
    }

    /// The file in which sketches of texts are kept between two comparisons.
    pub fn similar_file(&self) -> PathBuf {
        self.folder.join("similar")
    }

    /// Removes the sketches, so that nothing is left of a text that is gone; they are made again when needed.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn forget_sketches(&self) -> Result<()> {
        match fs::remove_file(self.similar_file()) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(Error::archive(
                format!("cannot remove {}", self.similar_file().display()),
            )
            .because(cause)),
            _ => Ok(()),
        }
    }

    /// The index's folder.
    pub fn index_folder(&self) -> PathBuf {
        self.folder.join("index")
    }

    /// Where an index is built that is to take the place of the one that is there.
    pub fn new_index_folder(&self) -> PathBuf {
        self.folder.join("index.new")
    }

    /// Puts the index that was built aside into its place, and removes the one that was there. Where the system can
    /// exchange two names, there is an index at every moment.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn put_index_in_place(&self) -> std::io::Result<()> {
        let (aside, place) = (self.new_index_folder(), self.index_folder());
        sync_folder(&aside)?;
        if !exchanged(&aside, &place) {
            remove_folder(&place)?;
            fs::rename(&aside, &place)?;
        }
        sync_folder(&self.folder)?;
        remove_folder(&aside)
    }
}

/// Exchanges the names of two folders at once, where the system can.
fn exchanged(one: &Path, other: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (one, other);
        false
    }
}

/// Removes a folder with all that is in it; one that is not there is no error.
///
/// # Errors
/// When the system refuses.
pub fn remove_folder(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

/// Makes a folder that only its owner may enter.
///
/// # Errors
/// When the system refuses.
pub fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
        builder.mode(0o700);
        builder.create(folder)?;
        if fs::metadata(folder)?.permissions().mode() & 0o7777 == 0o700 {
            return Ok(());
        }
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
    }
    #[cfg(not(unix))]
    builder.create(folder)
}

/// Writes a whole file that only its owner may read, and waits until it is on the disk.
///
/// # Errors
/// When the system refuses.
pub fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    write_private(path, bytes)?.sync_all()
}

/// Writes a whole file that only its owner may read; it is not waited for.
///
/// # Errors
/// When the system refuses.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<fs::File> {
    use std::io::Write;
    let mut file = private_file(path)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Makes an empty file that only its owner may read, in the place of one that is there.
///
/// # Errors
/// When the system refuses.
fn private_file(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Waits until a folder's names are on the disk.
///
/// # Errors
/// When the system refuses.
pub fn sync_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
