//! Whether a file lies in the system's memory, or has to be fetched from the disk.
//!
//! A file that is mapped is read without a copy, and that is the quickest way to a page that the system has. Where it has
//! not, a touch of a mapped page makes it fetch all that lies around, as much as the disk is set to read ahead (8 MiB on
//! one machine measured), and forty pages of a large file fetch the whole of it: ten times what it takes to read them one
//! by one. So a file that is not in memory is read and not mapped.

use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;

/// So many places of a file are asked for.
const PLACES: u64 = 16;
/// A file smaller than this is fetched whole, whichever way it is read.
const SMALL: u64 = 4 << 20;

/// Whether every one of some places of a file, others each time, is in memory. A small file, and one of which the system
/// does not tell, count as if they were.
pub(super) fn is_in_memory(path: &Path) -> bool {
    let Ok(file) = File::open(path) else {
        return true;
    };
    let length = file.metadata().map_or(0, |file| file.len());
    if length < SMALL {
        return true;
    }
    let mut places = RandomState::new().build_hasher();
    (0..PLACES).all(|n| {
        places.write_u64(n);
        has(&file, places.finish() % length)
    })
}

/// Whether the byte at this place is in memory; to ask does not wait for the disk.
#[cfg(target_os = "linux")]
fn has(file: &File, at: u64) -> bool {
    use rustix::io::{Errno, IoSliceMut, ReadWriteFlags, preadv2};
    let mut byte = [0];
    let read = preadv2(
        file,
        &mut [IoSliceMut::new(&mut byte)],
        at,
        ReadWriteFlags::NOWAIT,
    );
    !matches!(read, Err(Errno::AGAIN))
}

#[cfg(not(target_os = "linux"))]
fn has(_file: &File, _at: u64) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_just_written_is_in_memory_and_what_is_small_counts_as_such() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("pages");
        assert!(is_in_memory(&file), "a file that is not there");
        std::fs::write(&file, vec![7_u8; SMALL as usize + 5]).expect("written");
        assert!(is_in_memory(&file), "a file just written");
        std::fs::write(&file, b"few").expect("written");
        assert!(is_in_memory(&file), "a small file");
    }
}
