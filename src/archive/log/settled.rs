//! The log brought to where an entry may be added to it, after a killed run or a power cut.

use std::fs::{File, OpenOptions};

use sha2::{Digest as _, Sha256};

use super::{BEHIND, Head, Line, Log, line_digest, tail};
use crate::error::{Error, Result};
use crate::record::Digest;

/// A log that an entry may be added to.
pub(super) struct Settled {
    pub(super) head: Head,
    /// Its length in bytes.
    pub(super) length: u64,
    /// What was mended.
    pub(super) repaired: Vec<&'static str>,
}

impl Log<'_> {
    /// The log as an entry may be added to it: a torn last line cut off, a head that is behind brought up.
    /// Either is what a killed run or a power cut can leave; anything else is for a person to look at.
    pub(super) fn settled(&self, file: &mut File) -> Result<Settled> {
        let fault = |cause| self.fault(cause);
        let length = file.metadata().map_err(fault)?.len();
        let (last, sound) = tail::last_lines(file, length, 1).map_err(fault)?;
        let known = self.head()?.unwrap_or_else(Head::first);
        if known.entries == 0 && last.is_empty() && self.was_there()? {
            return Err(Error::archive("the log is gone, so nothing is added to it").hint(
                "`recordroom log verify` says what is missing; restore log.jsonl and log.head from a copy",
            ));
        }
        let fits = match last.first() {
            None => known.entries == 0,
            Some(last) => serde_json::from_slice::<Line>(last)
                .is_ok_and(|line| line.digest == known.digest && line.n == known.entries),
        };
        let mut settled = Settled {
            head: known,
            length: sound,
            repaired: Vec::new(),
        };
        if !fits {
            self.catch_up(file, &mut settled)?;
        }
        if settled.length < length {
            file.set_len(settled.length)
                .and_then(|()| file.sync_data())
                .map_err(fault)?;
        }
        if sound < length {
            settled.repaired.push("a torn last line was cut");
        }
        Ok(settled)
    }

    /// Brings up a head that is behind. An entry is answered when its line and its list of ids are on the disk, and they
    /// are written to it at once: a last line that the head does not count and whose list is not whole was never answered,
    /// and goes.
    fn catch_up(&self, file: &mut File, settled: &mut Settled) -> Result<()> {
        let fault = |cause| self.fault(cause);
        let not_whole = || {
            Error::archive("the log is not whole, so nothing is added to it").hint(
                "`recordroom log verify` says where; restore log.jsonl and log.head from a copy",
            )
        };
        let (texts, _) =
            tail::last_lines(file, settled.length, BEHIND as usize + 1).map_err(fault)?;
        let (mut head, mut length) = (settled.head.clone(), settled.length);
        let known = head.entries;
        let lines = texts.len();
        for (nth, text) in texts.iter().enumerate() {
            let line: Line = serde_json::from_slice(text).map_err(|_| not_whole())?;
            if line.n <= known {
                continue;
            }
            if line.n != head.entries + 1
                || line.n > known + BEHIND
                || line.previous != head.digest
                || line_digest(&line) != line.digest
            {
                return Err(not_whole());
            }
            if nth + 1 == lines && !self.has_its_list(&line).map_err(fault)? {
                length -= text.len() as u64 + 1;
                break;
            }
            head = Head {
                entries: line.n,
                digest: line.digest,
            };
        }
        let cut = length < settled.length;
        if head.entries > known {
            self.write_head(&head)?;
            // now, lest another cut leave it further behind
            OpenOptions::new()
                .write(true)
                .open(self.head_file())
                .and_then(|file| file.sync_data())
                .map_err(fault)?;
            settled.repaired.push(match head.entries - known {
                1 => "log.head was one entry behind",
                _ => "log.head was two entries behind",
            });
        } else if !cut {
            return Err(not_whole());
        }
        if cut {
            settled.repaired.push("an entry that was not whole was cut");
        }
        (settled.head, settled.length) = (head, length);
        Ok(())
    }

    /// Whether the list of what an entry found lies beside the log as it was written.
    fn has_its_list(&self, line: &Line) -> std::io::Result<bool> {
        let Some(expected) = &line.result_digest else {
            return Ok(true);
        };
        match std::fs::read(self.ids_file(line.n)) {
            Ok(ids) => Ok(Digest(Sha256::digest(&ids).into()).hex() == *expected),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
            // what cannot be read now may be whole
            Err(cause) => Err(cause),
        }
    }
}
