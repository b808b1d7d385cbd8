//! Taking what entries recorded out of the log, under a retention rule: the lines stay, and the chain with them.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{ErrorKind, Read, Result as IoResult, Seek, SeekFrom};
use std::path::Path;

use super::{Line, Log, whole_lines};
use crate::error::{Error, Result};

impl Log<'_> {
    /// Takes the bodies of these entries out of the log. A later entry must say so already, or the check of the log
    /// finds them missing; a run that is killed here leaves the log as it was.
    ///
    /// # Errors
    /// When the log cannot be written, or a line is no entry.
    pub fn take_out(&self, entries: &BTreeSet<u64>) -> Result<()> {
        let fault = |cause| self.fault(cause);
        // held until the new file stands in its place: an entry that waits is added to that one
        let mut file = self.locked().map_err(fault)?;
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))
            .and_then(|_| file.read_to_end(&mut bytes))
            .map_err(fault)?;
        let (lines, _) = whole_lines(&bytes);
        let mut kept = Vec::with_capacity(bytes.len());
        for text in lines {
            let no_entry = |cause| Error::archive("a line of the log is no entry").because(cause);
            let mut line: Line = serde_json::from_slice(text).map_err(no_entry)?;
            if entries.contains(&line.n) {
                line.body = None;
                serde_json::to_writer(&mut kept, &line).map_err(no_entry)?;
            } else {
                kept.extend_from_slice(text);
            }
            kept.push(b'\n');
        }
        let fresh = self.archive.folder().join("log.jsonl.new");
        super::super::write_synced(&fresh, &kept)
            .and_then(|()| std::fs::rename(&fresh, self.file()))
            .and_then(|()| super::super::sync_folder(self.archive.folder()))
            .map_err(fault)
    }
}

/// Whether an open file is still the one of this name.
pub(super) fn is_still(file: &File, path: &Path) -> IoResult<bool> {
    let there = match std::fs::metadata(path) {
        Ok(there) => there,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(false),
        Err(cause) => return Err(cause),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let open = file.metadata()?;
        Ok((open.dev(), open.ino()) == (there.dev(), there.ino()))
    }
    // elsewhere a file that is open cannot be replaced
    #[cfg(not(unix))]
    {
        let _ = (file, there);
        Ok(true)
    }
}
