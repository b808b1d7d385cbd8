//! Files embedded in a compound file: each storage of `ObjectPool` is an object of some program.

use std::io::{Cursor, Read, Write};

use crate::extract::assembly::Assembly;
use crate::extract::{Limits, wrapped};

type Compound<'a> = cfb::CompoundFile<Cursor<&'a [u8]>>;

/// Streams that make a storage a document of its own.
const DOCUMENTS: [&str; 5] = [
    "WordDocument",
    "Workbook",
    "Book",
    "PowerPoint Document",
    "__properties_version1.0",
];

/// Takes the objects within as parts.
pub fn take(compound: &mut Compound<'_>, limits: &Limits, assembly: &mut Assembly) {
    let Ok(pool) = compound.read_storage("/ObjectPool") else {
        return;
    };
    let names: Vec<String> = pool
        .filter(|entry| entry.is_storage())
        .map(|entry| entry.name().to_owned())
        .take(limits.parts)
        .collect();
    let mut left = limits.unpacked;
    for name in names {
        let storage = format!("/ObjectPool/{name}");
        let (file_name, bytes) = match wrapped::within(compound, &storage) {
            Some(file) => (file.name, file.bytes),
            None => {
                let is_document = DOCUMENTS
                    .iter()
                    .any(|stream| compound.is_stream(format!("{storage}/{stream}")));
                if !is_document {
                    // A drawing, a formula, a control: its picture stands in the text.
                    continue;
                }
                match apart(compound, &storage, left) {
                    Some(bytes) => (None, bytes),
                    None => {
                        assembly.doubt(format!("embedded object {name} cannot be read"));
                        continue;
                    }
                }
            }
        };
        left = left.saturating_sub(bytes.len());
        if !bytes.is_empty() {
            let file = wrapped::Embedded {
                name: Some(file_name.unwrap_or_default()),
                bytes,
            };
            assembly.part(file.part(format!("ObjectPool/{name}")));
        }
    }
}

/// A storage as a compound file of its own.
fn apart(compound: &mut Compound<'_>, storage: &str, room: usize) -> Option<Vec<u8>> {
    let paths: Vec<(String, bool)> = compound
        .walk_storage(storage)
        .ok()?
        .map(|entry| {
            (
                entry.path().to_string_lossy().into_owned(),
                entry.is_stream(),
            )
        })
        .collect();
    let mut own = cfb::CompoundFile::create(Cursor::new(Vec::new())).ok()?;
    let mut left = room;
    for (path, is_stream) in paths {
        let inner = path.strip_prefix(storage)?;
        if inner.is_empty() {
            continue;
        }
        if !is_stream {
            own.create_storage(inner).ok()?;
            continue;
        }
        let mut bytes = Vec::new();
        let limit = u64::try_from(left).unwrap_or(u64::MAX);
        compound
            .open_stream(&path)
            .ok()?
            .take(limit)
            .read_to_end(&mut bytes)
            .ok()?;
        left -= bytes.len();
        own.create_stream(inner).ok()?.write_all(&bytes).ok()?;
    }
    own.flush().ok()?;
    Some(own.into_inner().into_inner())
}
