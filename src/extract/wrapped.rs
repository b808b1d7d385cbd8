//! Objects that office programs embed: what lies in the wrapping of an OLE object, as a file of its own.
//!
//! Three wrappings are known: the OLE 1.0 stream of RTF ([MS-OLEDS] 2.2), the Package stream that holds any file with
//! its name, and compound files whose one stream is the document (`Package`, `CONTENTS`, `Ole10Native`).

mod apart;
mod mended;

use std::io::{Cursor, Read};

use super::Part;

pub(super) use apart::{apart, ending};
pub(super) use mended::mended;

/// The first bytes of a compound file.
pub(super) const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// A file taken out of its wrapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Embedded {
    /// Its name, where the wrapping gives one.
    pub name: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Embedded {
    /// The file as a part that lies under this path: by its own name, where it has one.
    pub fn part(self, path: impl Into<String>) -> Part {
        let part = Part::member(path, self.bytes);
        match self.name {
            Some(name) => Part { name, ..part },
            None => part,
        }
    }
}

/// What an OLE 1.0 stream holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Object {
    /// A file within the document.
    Embedded(Embedded),
    /// A file elsewhere, by its path.
    Linked(String),
}

/// Reads little-endian numbers and strings that end in a zero or bear their length.
struct Cut<'a> {
    rest: &'a [u8],
}

impl<'a> Cut<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn short(&mut self) -> Option<u16> {
        let taken = self.bytes(2)?;
        Some(u16::from_le_bytes([taken[0], taken[1]]))
    }

    fn long(&mut self) -> Option<u32> {
        let taken = self.bytes(4)?;
        Some(u32::from_le_bytes([taken[0], taken[1], taken[2], taken[3]]))
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.long()?).ok()
    }

    fn measured(&mut self) -> Option<String> {
        let count = self.size()?;
        Some(plain(self.bytes(count)?))
    }

    fn ended(&mut self) -> Option<String> {
        let end = memchr::memchr(0, self.rest)?;
        let text = plain(&self.rest[..end]);
        self.rest = &self.rest[end + 1..];
        Some(text)
    }
}

fn plain(bytes: &[u8]) -> String {
    let bytes = bytes.split(|b| *b == 0).next().unwrap_or_default();
    encoding_rs::WINDOWS_1252
        .decode_without_bom_handling(bytes)
        .0
        .into_owned()
}

/// Reads an OLE 1.0 object; none where it is not one.
pub(super) fn first_generation(bytes: &[u8]) -> Option<Object> {
    let mut cut = Cut { rest: bytes };
    cut.long()?;
    let kind = cut.long()?;
    let class = cut.measured()?;
    let topic = cut.measured()?;
    let _item = cut.measured()?;
    if kind == 1 {
        return Some(Object::Linked(topic));
    }
    let size = cut.size()?;
    // A stream that breaks off still holds what stands before.
    let native = &cut.rest[..size.min(cut.rest.len())];
    if class == "Package"
        && let Some(file) = package(native)
    {
        return Some(Object::Embedded(file));
    }
    Some(Object::Embedded(unwrapped(native)))
}

/// Takes a file out of a compound file that is mere wrapping; any other bytes are the file themselves.
pub(super) fn unwrapped(bytes: &[u8]) -> Embedded {
    let whole = || Embedded {
        name: None,
        bytes: bytes.to_vec(),
    };
    if !bytes.starts_with(COMPOUND) {
        return whole();
    }
    let Ok(mut compound) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        return whole();
    };
    within(&mut compound, "").unwrap_or_else(whole)
}

/// The file that a storage of a compound file wraps, where it is one of the known wrappings.
pub(super) fn within(
    compound: &mut cfb::CompoundFile<Cursor<&[u8]>>,
    storage: &str,
) -> Option<Embedded> {
    if let Some(stream) = stream(compound, &format!("{storage}/\u{1}Ole10Native")) {
        return native(&stream).or_else(|| {
            let bytes = stream.get(4..)?.to_vec();
            Some(Embedded { name: None, bytes })
        });
    }
    for name in ["Package", "CONTENTS"] {
        if let Some(bytes) = stream(compound, &format!("{storage}/{name}")) {
            return Some(Embedded { name: None, bytes });
        }
    }
    None
}

/// A stream's bytes; none where there is no such stream or it cannot be read to its end.
pub(super) fn stream(
    compound: &mut cfb::CompoundFile<Cursor<&[u8]>>,
    path: &str,
) -> Option<Vec<u8>> {
    if !compound.is_stream(path) {
        return None;
    }
    let mut stream = compound.open_stream(path).ok()?;
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    (read.is_ok() || !bytes.is_empty()).then_some(bytes)
}

/// The file that an `Ole10Native` stream wraps, where it is of the Package form. The size before that is not believed:
/// the form bears its own.
pub(super) fn native(stream: &[u8]) -> Option<Embedded> {
    package(stream.get(4..)?)
}

/// The Package form: label, file name, path, and the file.
fn package(bytes: &[u8]) -> Option<Embedded> {
    let mut cut = Cut { rest: bytes };
    if cut.short()? != 2 {
        return None;
    }
    let label = cut.ended()?;
    let path = cut.ended()?;
    cut.short()?;
    cut.short()?;
    let length = cut.size()?;
    cut.bytes(length)?;
    let size = cut.size()?;
    let file = &cut.rest[..size.min(cut.rest.len())];
    let name = path.rsplit(['\\', '/']).next().unwrap_or_default();
    let name = if name.is_empty() { &label } else { name };
    Some(Embedded {
        name: (!name.is_empty()).then(|| name.to_owned()),
        bytes: file.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(text: &str) -> Vec<u8> {
        let mut bytes = (text.len() as u32 + 1).to_le_bytes().to_vec();
        bytes.extend(text.bytes());
        bytes.push(0);
        bytes
    }

    fn packed(name: &str, file: &[u8]) -> Vec<u8> {
        let mut bytes = vec![2, 0];
        bytes.extend(format!("{name}\0C:\\x\\{name}\0").bytes());
        bytes.extend([0, 0, 3, 0]);
        bytes.extend(measured("C:\\t"));
        bytes.extend((file.len() as u32).to_le_bytes());
        bytes.extend(file);
        bytes
    }

    #[test]
    fn a_packed_file_comes_out_with_its_name() {
        let native = packed("kite.txt", b"paper kite");
        let mut object = vec![1, 5, 0, 0, 2, 0, 0, 0];
        object.extend(measured("Package"));
        object.extend([0; 8]);
        object.extend((native.len() as u32).to_le_bytes());
        object.extend(&native);
        let expected = Embedded {
            name: Some("kite.txt".into()),
            bytes: b"paper kite".to_vec(),
        };
        assert_eq!(
            first_generation(&object),
            Some(Object::Embedded(expected.clone()))
        );
        assert_eq!(package(&native), Some(expected));
        for end in 0..object.len() {
            first_generation(&object[..end]);
        }
    }

    #[test]
    fn bytes_that_are_no_wrapping_are_the_file() {
        assert_eq!(unwrapped(b"plain").bytes, b"plain");
        assert_eq!(unwrapped(COMPOUND).bytes, COMPOUND);
    }
}
