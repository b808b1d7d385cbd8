//! One writer at a time: a lock that the system lets go when its holder ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};

use super::Archive;
use crate::error::{Error, Result};

/// How often a lock that another holds is tried again. A process that was just started holds its parent's for a moment.
const TRIES: u32 = 10;
/// And how long is waited between.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

/// Held while a run writes to the archive.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// The number of the process that writes to the archive now; none where none does, or where it cannot be told.
pub fn writing_now(archive: &Archive) -> Option<u32> {
    let mut file = File::open(archive.folder().join("lock")).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {}
        _ => return None,
    }
    let mut holder = String::new();
    file.read_to_string(&mut holder).ok()?;
    let (number, _) = holder.strip_prefix("process ")?.split_once(',')?;
    number.parse().ok()
}

impl Lock {
    /// Takes the lock.
    ///
    /// # Errors
    /// When another run holds it, saying which, or when the system refuses.
    pub fn take(archive: &Archive) -> Result<Self> {
        let path = archive.folder().join("lock");
        let refused = |cause| {
            Error::archive(format!("cannot lock {}", path.display()))
                    .because(cause)
                    .hint("make room on the disk, or work where the archive can be written to; nothing was changed")
        };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(&path).map_err(refused)?;
        let mut tried = file.try_lock();
        for _ in 0..TRIES {
            if !matches!(tried, Err(TryLockError::WouldBlock)) {
                break;
            }
            std::thread::sleep(PAUSE);
            tried = file.try_lock();
        }
        match tried {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let holder = holder.trim();
                let who = if holder.is_empty() {
                    "another run"
                } else {
                    holder
                };
                return Err(Error::archive(format!(
                    "the archive at {} is being written by {who}",
                    archive.folder().display()
                ))
                .hint("wait until it has ended, then run this command again; searching is possible meanwhile"));
            }
            Err(TryLockError::Error(cause)) => return Err(refused(cause)),
        }
        let note = format!(
            "process {}, since {}\n",
            std::process::id(),
            jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S UTC")
        );
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(note.as_bytes()))
            .map_err(refused)?;
        Ok(Self { _file: file })
    }
}
