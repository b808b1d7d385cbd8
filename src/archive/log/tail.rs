//! The end of the log: its newest entries, without reading those before them.

use std::fs::File;
use std::io::{Read, Result as IoResult, Seek, SeekFrom};

use super::{Line, Log, whole_lines};
use crate::error::{Error, Result};

/// So many bytes are read first.
const FIRST: u64 = 16 << 10;

/// Whole lines at the end of the log.
struct Tail<'b> {
    lines: Vec<&'b [u8]>,
    /// Whether no line comes before them.
    all: bool,
    /// Where the last one ends.
    sound: u64,
}

/// Reads back from the end of a log of this length until there is what is looked for.
fn read_back<T>(
    file: &mut File,
    length: u64,
    mut look: impl FnMut(&Tail<'_>) -> Option<T>,
) -> IoResult<Option<T>> {
    let mut take = FIRST.min(length);
    loop {
        let mut bytes = vec![0; usize::try_from(take).unwrap_or(usize::MAX)];
        file.seek(SeekFrom::Start(length - take))?;
        file.read_exact(&mut bytes)?;
        let torn = bytes
            .iter()
            .rev()
            .take_while(|byte| **byte != b'\n')
            .count();
        let (lines, _) = whole_lines(&bytes);
        let all = take == length;
        // the first may be cut
        let lines = lines.skip(usize::from(!all)).collect();
        let tail = Tail {
            lines,
            all,
            sound: length - torn as u64,
        };
        let found = look(&tail);
        if found.is_some() || all {
            return Ok(found);
        }
        take = take.saturating_mul(8).min(length);
    }
}

/// The last whole lines, at most `most`, in order and without their ends, and where the last one ends.
pub(super) fn last_lines(
    file: &mut File,
    length: u64,
    most: usize,
) -> IoResult<(Vec<Vec<u8>>, u64)> {
    let found = read_back(file, length, |tail| {
        let there = tail.lines.len();
        (there >= most || tail.all).then(|| {
            let last = tail.lines[there.saturating_sub(most)..].iter();
            (last.map(|line| line.to_vec()).collect(), tail.sound)
        })
    })?;
    Ok(found.unwrap_or_default())
}

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
        let found = read_back(&mut file, length, |tail| {
            let mut lines = Vec::new();
            for text in tail.lines.iter().rev() {
                match serde_json::from_slice::<Line>(text) {
                    Ok(line) if line.n <= n => return Some(Ok(lines)),
                    Ok(line) => lines.push(line),
                    Err(cause) => return Some(Err(cause)),
                }
            }
            tail.all.then_some(Ok(lines))
        })
        .map_err(fault)?;
        let mut lines = found.unwrap_or(Ok(Vec::new())).map_err(|cause| {
            Error::archive("a line of the log is no entry")
                .because(cause)
                .hint("`recordroom log verify` says what else does not fit")
        })?;
        lines.reverse();
        Ok(lines)
    }
}
