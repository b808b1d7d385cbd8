//! A message in a compound file, as MS-OXMSG lays it out, read into an [`Object`].
//!
//! Streams that the table of properties does not list are read all the same; what it lists and is not there is a doubt.
//! Streams are read up to what the limits leave, never by the size that a directory entry claims.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::super::{Category, Limits, Problem};
use super::property::{
    Attachment, BINARY, Held, Key, MANY, MAPI, Name, Names, OBJECT, Object, PUBLIC_STRINGS,
    Properties, STRING8, UNICODE, Value, note, utf16, width,
};

const TABLE: &str = "__properties_version1.0";
const STREAM: &str = "__substg1.0_";

type File<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// Reads a .msg file; the reason where it is no such thing or broken.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Object, Problem> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|cause| Problem {
        category: Category::Damaged,
        reason: format!("the compound file is broken: {cause}"),
    })?;
    let mut reader = Reader {
        left: limits.unpacked,
        objects: limits.parts,
        deepest: limits.depth.min(DEEPEST) + 2,
        names: Names::new(),
        file: &mut file,
    };
    reader.names = reader.names();
    Ok(reader.object("", 0))
}

/// The names in a compound file's root; none where it is no compound file.
pub fn root_of(bytes: &[u8]) -> Vec<String> {
    let Ok(file) = CompoundFile::open(Cursor::new(bytes)) else {
        return Vec::new();
    };
    file.read_root_storage()
        .map(|entry| entry.name().to_owned())
        .collect()
}

/// Paths and bytes of every stream of a compound file; none where it is no such file.
pub fn streams_of(bytes: &[u8], limits: &Limits) -> Option<Vec<(String, Vec<u8>)>> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut reader = Reader {
        left: limits.unpacked,
        objects: limits.parts,
        deepest: 0,
        names: Names::new(),
        file: &mut file,
    };
    Some(reader.all_below(""))
}

/// Messages within messages are read to this depth at once, whatever the limits say: each level costs stack.
const DEEPEST: usize = 96;

struct Reader<'f, 'a> {
    file: &'f mut File<'a>,
    /// Bytes that may still be read.
    left: usize,
    /// Messages, recipients and attachments that may still be read.
    objects: usize,
    deepest: usize,
    names: Names,
}

/// One name in a storage.
struct Entry {
    name: String,
    stream: bool,
}

impl Reader<'_, '_> {
    fn entries(&self, path: &str) -> Vec<Entry> {
        let at = if path.is_empty() { "/" } else { path };
        let Ok(entries) = self.file.read_storage(at) else {
            return Vec::new();
        };
        entries
            .map(|entry| Entry {
                name: entry.name().to_owned(),
                stream: entry.is_stream(),
            })
            .collect()
    }

    /// A stream's bytes as far as they can be had, and whether that is all of it.
    fn stream(&mut self, path: &str) -> Option<(Vec<u8>, bool)> {
        let mut stream = self.file.open_stream(path).ok()?;
        let mut bytes = Vec::new();
        let mut piece = [0; 1 << 14];
        let mut whole = true;
        loop {
            match stream.read(&mut piece) {
                Ok(0) => break,
                Ok(n) if n > self.left => {
                    bytes.extend_from_slice(&piece[..self.left]);
                    self.left = 0;
                    whole = false;
                    break;
                }
                Ok(n) => {
                    bytes.extend_from_slice(&piece[..n]);
                    self.left -= n;
                }
                Err(_) => {
                    whole = false;
                    break;
                }
            }
        }
        Some((bytes, whole))
    }

    fn object(&mut self, path: &str, depth: usize) -> Object {
        let mut object = Object::default();
        let entries = self.entries(path);
        let header = if depth == 0 { 32 } else { 24 };
        object.properties = self.properties(path, &entries, header, &mut object);
        object.names = self.names.clone();
        for entry in &entries {
            let within = format!("{path}/{}", entry.name);
            if entry.stream || !self.spend(&mut object) {
                continue;
            }
            if entry.name.starts_with("__recip_version1.0_") {
                let inner = self.entries(&within);
                let recipient = self.properties(&within, &inner, 8, &mut object);
                object.recipients.push(recipient);
            } else if entry.name.starts_with("__attach_version1.0_") {
                let attachment = self.attachment(&within, depth, &mut object);
                object.attachments.push(attachment);
            }
        }
        object
    }

    /// Counts one more thing held; false, with a problem, beyond the limit.
    fn spend(&mut self, object: &mut Object) -> bool {
        if self.objects > 0 {
            self.objects -= 1;
            return true;
        }
        let problem = Problem {
            category: Category::TooLarge,
            reason: "not wholly read: more recipients and attachments than the limit on parts"
                .into(),
        };
        if !object.problems.contains(&problem) {
            object.problems.push(problem);
        }
        false
    }

    fn attachment(&mut self, path: &str, depth: usize, of: &mut Object) -> Attachment {
        let entries = self.entries(path);
        let mut attachment = Attachment {
            properties: self.properties(path, &entries, 8, of),
            held: Held::Nothing,
        };
        let object = entries
            .iter()
            .find(|entry| !entry.stream && entry.name.eq_ignore_ascii_case("__substg1.0_3701000D"));
        if let Some(object) = object {
            let within = format!("{path}/{}", object.name);
            attachment.held = if !self.file.exists(format!("{within}/{TABLE}")) {
                let streams = self.all_below(&within);
                Held::File(super::written::compound(&streams))
            } else if depth >= self.deepest {
                Held::Lost(Problem {
                    category: Category::TooLarge,
                    reason: format!(
                        "not opened: more than {depth} levels of messages within messages"
                    ),
                })
            } else {
                Held::Message(Box::new(self.object(&within, depth + 1)))
            };
        }
        attachment
    }

    /// Paths and bytes of every stream below a storage.
    fn all_below(&mut self, path: &str) -> Vec<(String, Vec<u8>)> {
        let at = if path.is_empty() { "/" } else { path };
        let Ok(entries) = self.file.walk_storage(at) else {
            return Vec::new();
        };
        let paths: Vec<String> = entries
            .filter(|entry| entry.is_stream())
            .map(|entry| entry.path().to_string_lossy().replace('\\', "/"))
            .take(self.objects)
            .collect();
        let mut streams = Vec::new();
        for full in paths {
            let Some(inner) = full.strip_prefix(path) else {
                continue;
            };
            if let Some((bytes, _)) = self.stream(&full) {
                streams.push((inner.trim_start_matches('/').to_owned(), bytes));
            }
        }
        streams
    }

    fn properties(
        &mut self,
        path: &str,
        entries: &[Entry],
        header: usize,
        object: &mut Object,
    ) -> Properties {
        let mut properties = Properties::default();
        let mut promised = Vec::new();
        let table = self.stream(&format!("{path}/{TABLE}"));
        if table.as_ref().is_none_or(|(table, _)| table.len() < header) {
            object.problems.push(Problem {
                category: Category::Damaged,
                reason: "a table of properties is missing; what has none was read without it"
                    .into(),
            });
        }
        let table = table.map(|(table, _)| table).unwrap_or_default();
        for entry in table.get(header..).unwrap_or_default().chunks_exact(16) {
            let kind = u16::from_le_bytes([entry[0], entry[1]]);
            let id = u16::from_le_bytes([entry[2], entry[3]]);
            match width(kind) {
                Some(width @ 0..=8) => {
                    properties.put(id, Value::one(kind, entry[8..8 + width].to_vec()));
                }
                _ => {
                    let size = u32::from_le_bytes([entry[8], entry[9], entry[10], entry[11]]);
                    promised.push((id, kind, size));
                }
            }
        }
        self.streams(path, entries, &mut properties, object);
        for (id, kind, size) in promised {
            match properties.get(id) {
                None if kind != OBJECT && size > 0 => note(
                    &mut object.doubts,
                    format!("property {id:04X} is listed but its bytes are not there"),
                ),
                Some(value) if kind == BINARY && value.bytes().len() != size as usize => note(
                    &mut object.doubts,
                    format!(
                        "property {id:04X} has {} bytes instead of {size}; it may be cut off",
                        value.bytes().len()
                    ),
                ),
                _ => {}
            }
        }
        properties
    }

    /// Puts the values that lie in streams of their own.
    fn streams(
        &mut self,
        path: &str,
        entries: &[Entry],
        properties: &mut Properties,
        object: &mut Object,
    ) {
        for entry in entries.iter().filter(|entry| entry.stream) {
            let Some(tag) = entry.name.strip_prefix(STREAM) else {
                continue;
            };
            // a further value of several has its number after a dash
            let Some(tag) = (tag.len() == 8)
                .then(|| u32::from_str_radix(tag, 16).ok())
                .flatten()
            else {
                continue;
            };
            let (id, kind) = ((tag >> 16) as u16, tag as u16);
            let Some((bytes, whole)) = self.stream(&format!("{path}/{}", entry.name)) else {
                note(
                    &mut object.doubts,
                    format!("property {id:04X} could not be read"),
                );
                continue;
            };
            if !whole {
                object.problems.push(Problem {
                    category: Category::Damaged,
                    reason: format!(
                        "property {id:04X} could be read to its {}th byte only",
                        bytes.len()
                    ),
                });
            }
            let data = if kind & MANY == 0 {
                vec![bytes]
            } else {
                match width(kind & !MANY) {
                    Some(width) if width > 0 => {
                        bytes.chunks_exact(width).map(<[u8]>::to_vec).collect()
                    }
                    _ => self.several(path, entries, tag),
                }
            };
            properties.put(id, Value { kind, data });
        }
    }

    fn several(&mut self, path: &str, entries: &[Entry], tag: u32) -> Vec<Vec<u8>> {
        let stem = format!("{STREAM}{tag:08X}-");
        let mut numbered: Vec<(u32, &str)> = entries
            .iter()
            .filter_map(|entry| {
                let number = entry.name.strip_prefix(&stem)?;
                Some((u32::from_str_radix(number, 16).ok()?, entry.name.as_str()))
            })
            .collect();
        numbered.sort_unstable();
        numbered
            .into_iter()
            .filter_map(|(_, name)| self.stream(&format!("{path}/{name}")))
            .map(|(bytes, _)| bytes)
            .collect()
    }

    /// The names of properties from 0x8000 on: MS-OXMSG 2.2.3.
    fn names(&mut self) -> Names {
        let mut stream = |number: &str| {
            self.stream(&format!("/__nameid_version1.0/{STREAM}{number}0102"))
                .map(|(bytes, _)| bytes)
                .unwrap_or_default()
        };
        let (sets, entries, words) = (stream("0002"), stream("0003"), stream("0004"));
        named(&sets, &entries, &words)
    }
}

/// Reads the three streams in which both .msg files and stores keep the names of properties.
pub fn named(sets: &[u8], entries: &[u8], words: &[u8]) -> Names {
    let mut names = Names::new();
    for entry in entries.chunks_exact(8) {
        let value = u32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]]);
        let kind = u16::from_le_bytes([entry[4], entry[5]]);
        let id = u16::from_le_bytes([entry[6], entry[7]]).checked_add(0x8000);
        let set = match kind >> 1 {
            0 => Some([0; 16]),
            1 => Some(MAPI),
            2 => Some(PUBLIC_STRINGS),
            nth => {
                let at = usize::from(nth - 3) * 16;
                sets.get(at..at + 16).and_then(|set| set.try_into().ok())
            }
        };
        let key = if kind & 1 == 0 {
            Some(Key::Number(value))
        } else {
            word_at(words, value as usize).map(Key::Word)
        };
        if let (Some(set), Some(key), Some(id)) = (set, key, id) {
            names.insert(id, Name { set, key });
        }
    }
    names
}

fn word_at(words: &[u8], at: usize) -> Option<String> {
    let size = words.get(at..at.checked_add(4)?)?;
    let size = u32::from_le_bytes(size.try_into().ok()?) as usize;
    let start = at + 4;
    words.get(start..start.checked_add(size)?).map(utf16)
}

/// Whether a type's value lies in a stream of its own.
pub fn in_stream(kind: u16) -> bool {
    kind & MANY != 0
        || matches!(kind, STRING8 | UNICODE | BINARY)
        || width(kind).is_none_or(|width| width > 8)
}
