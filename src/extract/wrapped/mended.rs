//! A compound file whose layout breaks the rules, written anew so that it can be read: [MS-CFB].
//!
//! Every chain is followed as far as it goes and never further than the file has sectors; streams that hang on no
//! storage are hung on the root. What cannot be followed is left out.

use std::collections::HashSet;
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::COMPOUND;

/// No more entries of the directory than this are read.
const ENTRIES: usize = 100_000;
/// Numbers of sectors from here on mean something else.
const LAST: u32 = 0xFFFF_FFF9;
const ENTRY: usize = 128;
const SMALL: usize = 64;

/// The file written anew, with no more than `room` bytes of streams, and whether every stream is there to its end;
/// none where no stream was found.
pub fn mended(bytes: &[u8], room: usize) -> Option<(Vec<u8>, bool)> {
    let file = File::of(bytes)?;
    // Chains may share sectors: a small file must not grow without end.
    let mut left = room.min(bytes.len().saturating_mul(2));
    let (mut found, mut whole) = (false, true);
    let mut anew = cfb::CompoundFile::create(Cursor::new(Vec::new())).ok()?;
    for (path, entry) in file.streams() {
        let mut data = match left {
            0 => Vec::new(),
            _ => file.data(&entry),
        };
        data.truncate(left);
        whole &= data.len() == entry.size;
        left -= data.len();
        if let Some((storage, _)) = path.rsplit_once('/')
            && !storage.is_empty()
        {
            // A storage that cannot be made keeps its streams out, and no others.
            let _ = anew.create_storage_all(storage);
            // made today, it would give what lies in it another digest every day
            for made in Path::new(storage).ancestors() {
                let _ = anew.set_created_time(made, UNIX_EPOCH);
                let _ = anew.set_modified_time(made, UNIX_EPOCH);
            }
        }
        if let Ok(mut stream) = anew.create_new_stream(&path) {
            found |= stream.write_all(&data).is_ok();
        } else {
            whole = false;
        }
    }
    anew.flush().ok()?;
    found.then(|| (anew.into_inner().into_inner(), whole))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let taken = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([taken[0], taken[1], taken[2], taken[3]]))
}

/// An entry of the directory.
#[derive(Debug, Clone)]
struct Entry {
    name: String,
    is_stream: bool,
    kin: [u32; 3],
    start: u32,
    size: usize,
}

struct File<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    small_next: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

impl<'a> File<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let shift = *bytes.get(30)?;
        if !bytes.starts_with(COMPOUND) || !matches!(shift, 9 | 12) {
            return None;
        }
        let mut file = Self {
            bytes,
            sector: 1 << shift,
            next: Vec::new(),
            small_next: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        file.table();
        let directory = file.chain(long(bytes, 48)?, ENTRIES * ENTRY);
        file.entries = directory
            .chunks_exact(ENTRY)
            .take(ENTRIES)
            .filter_map(entry)
            .collect();
        let small_next = file.chain(long(bytes, 60)?, bytes.len());
        file.small_next = numbers(&small_next);
        let root = file.entries.first().map(|root| root.start);
        file.small = root
            .map(|start| file.chain(start, bytes.len()))
            .unwrap_or_default();
        Some(file)
    }

    fn sector(&self, number: u32) -> &'a [u8] {
        let start = usize::try_from(number)
            .ok()
            .and_then(|number| number.checked_add(1)?.checked_mul(self.sector))
            .unwrap_or(usize::MAX)
            .min(self.bytes.len());
        let end = start.saturating_add(self.sector).min(self.bytes.len());
        &self.bytes[start..end]
    }

    /// The table of what follows each sector: its own sectors stand in the header and in a chain of lists.
    fn table(&mut self) {
        let most = self.bytes.len() / self.sector + 1;
        let mut own: Vec<u32> = (0..109)
            .filter_map(|n| long(self.bytes, 76 + 4 * n))
            .collect();
        let mut list = long(self.bytes, 68).unwrap_or(u32::MAX);
        for _ in 0..most {
            if list > LAST {
                break;
            }
            let mut more = numbers(self.sector(list));
            let Some(following) = more.pop() else {
                break;
            };
            own.extend(more);
            list = following;
        }
        own.retain(|number| *number <= LAST);
        for number in own.into_iter().take(most) {
            let numbers = numbers(self.sector(number));
            self.next.extend(numbers);
        }
    }

    /// The bytes of a chain of sectors, no more of them than `limit` needs.
    fn chain(&self, start: u32, limit: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut at = start;
        for _ in 0..=self.bytes.len() / self.sector {
            if at > LAST || bytes.len() >= limit {
                break;
            }
            bytes.extend_from_slice(self.sector(at));
            at = follow(&self.next, at);
        }
        bytes
    }

    fn data(&self, entry: &Entry) -> Vec<u8> {
        let mut bytes = if entry.size >= 4096 {
            self.chain(entry.start, entry.size)
        } else {
            let mut bytes = Vec::new();
            let mut at = entry.start;
            while at <= LAST && bytes.len() < entry.size {
                let from = usize::try_from(at).map_or(usize::MAX, |at| at.saturating_mul(SMALL));
                let Some(rest) = self.small.get(from..) else {
                    break;
                };
                bytes.extend_from_slice(&rest[..SMALL.min(rest.len())]);
                if rest.is_empty() {
                    break;
                }
                at = follow(&self.small_next, at);
            }
            bytes
        };
        bytes.truncate(entry.size);
        bytes
    }

    /// Each stream and its path, those first that hang on a storage.
    fn streams(&self) -> Vec<(String, Entry)> {
        let mut streams = Vec::new();
        let mut seen = HashSet::from([0]);
        let mut waiting = Vec::new();
        if let Some(root) = self.entries.first() {
            waiting.push((root.kin[2], String::new()));
        }
        while let Some((number, folder)) = waiting.pop() {
            let Some(entry) = usize::try_from(number)
                .ok()
                .and_then(|number| self.entries.get(number))
            else {
                continue;
            };
            if !seen.insert(number) {
                continue;
            }
            let path = format!("{folder}/{}", entry.name);
            waiting.push((entry.kin[0], folder.clone()));
            waiting.push((entry.kin[1], folder));
            if entry.is_stream {
                streams.push((path, entry.clone()));
            } else if path.len() < 4096 {
                waiting.push((entry.kin[2], path));
            }
        }
        for (entry, number) in self.entries.iter().zip(0u32..) {
            if entry.is_stream && !seen.contains(&number) {
                streams.push((format!("/{}", entry.name), entry.clone()));
            }
        }
        streams
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16::from_le_bytes([bytes[64], bytes[65]]));
    let units = bytes[..length.saturating_sub(2).min(64)]
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let name: String = char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    Some(Entry {
        is_stream: bytes[66] == 2 && !name.is_empty() && !name.contains('/'),
        name,
        kin: [long(bytes, 68)?, long(bytes, 72)?, long(bytes, 76)?],
        start: long(bytes, 116)?,
        size: usize::try_from(long(bytes, 120)?).ok()?,
    })
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
        .collect()
}

fn follow(next: &[u32], at: u32) -> u32 {
    usize::try_from(at)
        .ok()
        .and_then(|at| next.get(at))
        .copied()
        .unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_large_and_small_come_out_of_a_broken_file() {
        let mut whole =
            cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))
                .unwrap();
        let large = vec![7u8; 9000];
        whole.create_storage("/Pool").unwrap();
        for (path, data) in [("/Large", &large[..]), ("/Pool/Small", b"paper kite")] {
            whole.create_stream(path).unwrap().write_all(data).unwrap();
        }
        whole.flush().unwrap();
        let mut bytes = whole.into_inner().into_inner();
        // The number of sectors in the table is wrong, which the strict reader refuses.
        bytes[44] = 200;
        let (anew, is_whole) = mended(&bytes, 1 << 20).unwrap();
        assert!(is_whole);
        let mut anew = cfb::CompoundFile::open(Cursor::new(&anew[..])).unwrap();
        assert_eq!(super::super::stream(&mut anew, "/Large"), Some(large));
        assert_eq!(
            super::super::stream(&mut anew, "/Pool/Small").as_deref(),
            Some(&b"paper kite"[..])
        );
        for end in 0..bytes.len().min(2000) {
            mended(&bytes[..end], 1 << 20);
        }
    }
}
