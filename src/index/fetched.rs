//! A file of the index that is read range by range, for one that is not in memory.
//!
//! A mapped file that is not in memory is fetched with all that lies around each page that is touched. Of the lists of
//! records and of places a query wants a few ranges, which the engine names beforehand.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// Endings of the engine's files of which a query wants few ranges; the others are wanted nearly whole.
const SPARSE: [&str; 2] = ["idx", "pos"];

/// A file that is read and not mapped.
#[derive(Debug)]
pub(super) struct Fetched {
    file: File,
    length: usize,
}

impl Fetched {
    /// Opens a file of the index, where it is one of which few ranges are wanted.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn open(folder: &Path, name: &Path) -> io::Result<Option<Self>> {
        let sparse = |ending: &str| name.extension().is_some_and(|its| its == ending);
        if !cfg!(unix) || !SPARSE.into_iter().any(sparse) {
            return Ok(None);
        }
        let file = File::open(folder.join(name))?;
        let length = usize::try_from(file.metadata()?.len())
            .map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
        Ok(Some(Self { file, length }))
    }
}

impl HasLen for Fetched {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Fetched {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        read_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(not(unix))]
fn read_at(_file: &File, _bytes: &mut [u8], _at: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
