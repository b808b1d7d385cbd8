//! The end of the log: its newest entries, without reading those before them.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::{Line, Log, whole_lines};
use crate::error::{Error, Result};

/// So many bytes are read first.
const FIRST: u64 = 16 << 10;

impl Log<'_> {
    /// The entries after this number, in order; a torn last line is left out.
    ///
    /// # Errors
    /// When the log cannot be read or one of these lines is no entry.
    pub fn after(&self, n: u64) -> Result<Vec<Line>> {
        let fault = |cause| self.fault(cause);
        let mut file = File::open(self.file()).map_err(fault)?;
        // a medium without locks has no writer either
        let _ = file.lock_shared();
        let length = file.metadata().map_err(fault)?.len();
        let mut take = FIRST.min(length);
        loop {
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(length - take)).map_err(fault)?;
            (&mut file)
                .take(take)
                .read_to_end(&mut bytes)
                .map_err(fault)?;
            let (whole, _) = whole_lines(&bytes);
            // the first may be cut
            let cut = usize::from(take < length);
            let whole: Vec<&[u8]> = whole.skip(cut).collect();
            let mut lines = Vec::new();
            let mut reached = take == length;
            for text in whole.iter().rev() {
                let line: Line = serde_json::from_slice(text).map_err(|cause| {
                    Error::archive("a line of the log is no entry")
                        .because(cause)
                        .hint("`recordroom log verify` says what else does not fit")
                })?;
                if line.n <= n {
                    reached = true;
                    break;
                }
                lines.push(line);
            }
            if reached {
                lines.reverse();
                return Ok(lines);
            }
            take = take.saturating_mul(8).min(length);
        }
    }
}
