//! The index's folder, which may stand where nothing can be written.
//!
//! The engine locks its lists while it opens them, and makes the lock's file for that. On a read-only medium, or in a
//! folder of somebody else's, the file that is there is locked as it is; where there is none, there is no writer either.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback,
    WatchHandle, WritePtr,
};

use super::fetched::Fetched;

/// The engine's folder of files, with a lock that needs no writing where nothing can be written.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    files: MmapDirectory,
    folder: PathBuf,
    /// Whether files of which a query wants little are read and not mapped.
    fetching: bool,
}

/// Opens the index in a folder, whether or not it can be written to; `fetching`: it is not in memory.
///
/// # Errors
/// When there is none, or it is damaged.
pub(super) fn open(folder: &Path, fetching: bool) -> tantivy::Result<tantivy::Index> {
    tantivy::Index::open(Standing {
        files: MmapDirectory::open(folder)?,
        folder: folder.to_owned(),
        fetching,
    })
}

fn is_refused(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    )
}

impl Directory for Standing {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if self.fetching {
            match Fetched::open(&self.folder, path) {
                Ok(Some(fetched)) => return Ok(Arc::new(fetched)),
                Ok(None) => {}
                Err(cause) if cause.kind() == ErrorKind::NotFound => {
                    return Err(OpenReadError::FileDoesNotExist(path.to_owned()));
                }
                Err(cause) => {
                    return Err(OpenReadError::wrap_io_error(cause, path.to_owned()));
                }
            }
        }
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let refused = match self.files.acquire_lock(lock) {
            Err(LockError::IoError(cause))
                if lock.filepath == META_LOCK.filepath && is_refused(&cause) =>
            {
                LockError::IoError(cause)
            }
            outcome => return outcome,
        };
        match File::open(self.folder.join(&lock.filepath)) {
            Ok(file) => {
                // a medium without locks has no writer either
                let _ = file.lock();
                Ok(DirectoryLock::from(Box::new(file)))
            }
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            Err(_) => Err(refused),
        }
    }

    fn watch(&self, watch_callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(watch_callback)
    }
}
