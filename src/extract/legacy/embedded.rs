//! Files embedded in a compound file: each storage of `ObjectPool` is an object of some program.

use std::io::Cursor;

use crate::extract::assembly::Assembly;
use crate::extract::{Limits, wrapped};

type Compound<'a> = cfb::CompoundFile<Cursor<&'a [u8]>>;

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
                if wrapped::ending(compound, &storage).is_none() {
                    // A drawing, a formula, a control: its picture stands in the text.
                    continue;
                }
                match wrapped::apart(compound, &storage, left) {
                    Some(copy) => {
                        if let Some(doubt) = copy.doubt {
                            assembly.doubt(format!("embedded object {name}: {doubt}"));
                        }
                        (None, copy.bytes)
                    }
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
