//! A storage of a compound file, written out as a compound file of its own.

use std::io::{Cursor, Read, Write};

use cfb::CompoundFile;

/// Streams that make a storage a document of some program, and the usual ending of its name.
const DOCUMENTS: [(&str, &str); 5] = [
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("Book", ".xls"),
    ("PowerPoint Document", ".ppt"),
    ("__properties_version1.0", ".msg"),
];
/// Streams and storages beyond this many are not copied.
const MOST_ENTRIES: usize = 20_000;

/// The copy.
pub(in crate::extract) struct Apart {
    /// A compound file.
    pub bytes: Vec<u8>,
    /// The usual ending of its kind; empty where its kind is not known.
    pub ending: &'static str,
    /// What is missing in it.
    pub doubt: Option<String>,
}

/// The usual ending of the document that a storage is; none where it is no document of a known kind.
pub(in crate::extract) fn ending(
    compound: &CompoundFile<Cursor<&[u8]>>,
    storage: &str,
) -> Option<&'static str> {
    DOCUMENTS
        .iter()
        .find(|(stream, _)| compound.is_stream(format!("{storage}/{stream}")))
        .map(|(_, ending)| *ending)
}

/// Copies the storage at this path, `/` first, with up to `room` bytes of its streams; none where it cannot be read. The
/// same storage gives the same bytes on any day: storages keep their own times.
pub(in crate::extract) fn apart(
    compound: &mut CompoundFile<Cursor<&[u8]>>,
    storage: &str,
    room: usize,
) -> Option<Apart> {
    let entries = compound.walk_storage(storage).ok()?;
    let entries: Vec<_> = entries
        .take(MOST_ENTRIES + 1)
        .map(|entry| {
            let times = (entry.created(), entry.modified());
            (entry.path().to_path_buf(), entry.is_stream(), times)
        })
        .collect();
    let mut cut = entries.len() > MOST_ENTRIES;
    let mut own = CompoundFile::create(Cursor::new(Vec::new())).ok()?;
    let mut left = room;
    for (path, is_stream, (created, modified)) in entries.into_iter().take(MOST_ENTRIES) {
        let inner = std::path::Path::new("/").join(path.strip_prefix(storage).ok()?);
        if !is_stream {
            own.create_storage_all(&inner).ok()?;
            own.set_created_time(&inner, created).ok()?;
            own.set_modified_time(&inner, modified).ok()?;
            continue;
        }
        let mut bytes = Vec::new();
        let stream = compound.open_stream(&path);
        let read = stream.and_then(|stream| stream.take(left as u64 + 1).read_to_end(&mut bytes));
        cut |= read.is_err() || bytes.len() > left;
        bytes.truncate(left);
        left -= bytes.len();
        own.create_stream(&inner).ok()?.write_all(&bytes).ok()?;
    }
    own.flush().ok()?;
    Some(Apart {
        bytes: own.into_inner().into_inner(),
        ending: ending(compound, storage).unwrap_or_default(),
        doubt: cut.then(|| "it could not be copied whole out of its document".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_storage_gives_the_same_bytes_whenever_it_is_copied() {
        let mut made = CompoundFile::create(Cursor::new(Vec::new())).expect("in memory");
        made.create_storage_all("/kept/within").expect("a storage");
        let mut stream = made.create_stream("/kept/within/Book").expect("a stream");
        stream.write_all(b"rows").expect("in memory");
        drop(stream);
        made.flush().expect("in memory");
        let bytes = made.into_inner().into_inner();
        let copy = || {
            let mut compound = CompoundFile::open(Cursor::new(bytes.as_slice())).expect("whole");
            let apart = apart(&mut compound, "/kept", 1 << 20).expect("a copy");
            std::thread::sleep(std::time::Duration::from_millis(2));
            apart.bytes
        };
        assert!(copy() == copy(), "two copies of one storage differ");
    }
}
