//! Streams laid out as a compound file: MS-CFB version 3, sectors of 512 bytes, small streams in the mini stream.
//!
//! The file depends on names and bytes alone: no times, no class numbers, every tree balanced the same way.

use std::cmp::Ordering;
use std::collections::BTreeMap;

const SECTOR: usize = 512;
const MINI: usize = 64;
/// Streams shorter than this lie in the mini stream.
const CUTOFF: usize = 4096;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const FAT: u32 = 0xFFFF_FFFD;
const DIFAT: u32 = 0xFFFF_FFFC;
const IN_HEADER: usize = 109;

/// One entry of the directory while it is being laid out.
struct Node {
    name: String,
    /// Bytes of a stream; none for a storage.
    bytes: Option<usize>,
    children: BTreeMap<Sorted, usize>,
    left: u32,
    right: u32,
    child: u32,
}

/// A name in the order that MS-CFB 2.6.4 asks for: by length, then by capital letters.
#[derive(PartialEq, Eq)]
struct Sorted(Vec<u16>);

impl Sorted {
    fn of(name: &str) -> Self {
        Self(name.to_uppercase().encode_utf16().collect())
    }
}

impl Ord for Sorted {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.0.len(), &self.0).cmp(&(other.0.len(), &other.0))
    }
}

impl PartialOrd for Sorted {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A compound file that holds these streams under their paths (`storage/storage/stream`). Of two streams under one
/// path the first is kept.
pub fn compound(streams: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut nodes = vec![node("Root Entry", None)];
    for (nth, (path, _)) in streams.iter().enumerate() {
        let mut at = 0;
        let mut steps = path.split('/').peekable();
        while let Some(step) = steps.next() {
            let bytes = steps.peek().is_none().then_some(nth);
            let key = Sorted::of(step);
            at = match nodes[at].children.get(&key) {
                Some(found) => *found,
                None => {
                    nodes.push(node(step, bytes));
                    let new = nodes.len() - 1;
                    nodes[at].children.insert(key, new);
                    new
                }
            };
        }
    }
    link(&mut nodes);
    lay_out(&nodes, streams)
}

fn node(name: &str, bytes: Option<usize>) -> Node {
    Node {
        name: name.to_owned(),
        bytes,
        children: BTreeMap::new(),
        left: FREE,
        right: FREE,
        child: FREE,
    }
}

/// Makes a balanced tree of each storage's entries.
fn link(nodes: &mut [Node]) {
    for at in 0..nodes.len() {
        let order: Vec<usize> = nodes[at].children.values().copied().collect();
        // ranges still to be hung under a parent: which side, and from where to where
        let mut left = vec![(None, 0, order.len())];
        while let Some((parent, from, to)) = left.pop() {
            if from >= to {
                continue;
            }
            let middle = from + (to - from) / 2;
            let id = order[middle] as u32;
            match parent {
                None => nodes[at].child = id,
                Some((parent, true)) => nodes[parent as usize].left = id,
                Some((parent, false)) => nodes[parent as usize].right = id,
            }
            left.push((Some((id, true)), from, middle));
            left.push((Some((id, false)), middle + 1, to));
        }
    }
}

fn lay_out(nodes: &[Node], streams: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut body: Vec<u8> = Vec::new();
    let mut fat: Vec<u32> = Vec::new();
    let mut mini: Vec<u8> = Vec::new();
    let mut mini_fat: Vec<u32> = Vec::new();
    let mut starts = vec![(END, 0_usize); nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        let Some(bytes) = node.bytes.map(|nth| streams[nth].1.as_slice()) else {
            continue;
        };
        let start = if bytes.is_empty() {
            END
        } else if bytes.len() < CUTOFF {
            chain(&mut mini, &mut mini_fat, bytes, MINI)
        } else {
            chain(&mut body, &mut fat, bytes, SECTOR)
        };
        starts[at] = (start, bytes.len());
    }
    if !mini.is_empty() {
        starts[0] = (chain(&mut body, &mut fat, &mini, SECTOR), mini.len());
    }
    let mut table: Vec<u8> = mini_fat.iter().flat_map(|n| n.to_le_bytes()).collect();
    table.resize(table.len().next_multiple_of(SECTOR), 0xFF);
    let mini_sectors = table.len() / SECTOR;
    let mini_start = match mini_sectors {
        0 => END,
        _ => chain(&mut body, &mut fat, &table, SECTOR),
    };
    let directory = directory(nodes, &starts);
    let directory_start = chain(&mut body, &mut fat, &directory, SECTOR);
    finish(body, fat, directory_start, mini_start, mini_sectors)
}

/// Appends bytes as a chain of sectors; the first sector.
fn chain(body: &mut Vec<u8>, fat: &mut Vec<u32>, bytes: &[u8], sector: usize) -> u32 {
    let start = fat.len() as u32;
    let count = bytes.len().div_ceil(sector);
    fat.extend((1..count as u32).map(|n| start + n));
    fat.push(END);
    body.extend_from_slice(bytes);
    body.resize(fat.len() * sector, 0);
    start
}

fn directory(nodes: &[Node], starts: &[(u32, usize)]) -> Vec<u8> {
    const STORAGE: u8 = 1;
    const STREAM: u8 = 2;
    const ROOT: u8 = 5;
    const BLACK: u8 = 1;
    let mut out = Vec::with_capacity(nodes.len() * 128);
    for (at, node) in nodes.iter().enumerate() {
        let mut name: Vec<u8> = node
            .name
            .encode_utf16()
            .take(31)
            .flat_map(u16::to_le_bytes)
            .collect();
        name.extend([0, 0]);
        let size = name.len() as u16;
        name.resize(64, 0);
        out.extend(name);
        out.extend(size.to_le_bytes());
        out.push(match (at, node.bytes) {
            (0, _) => ROOT,
            (_, Some(_)) => STREAM,
            (_, None) => STORAGE,
        });
        out.push(BLACK);
        for link in [node.left, node.right, node.child] {
            out.extend(link.to_le_bytes());
        }
        out.extend([0; 36]);
        let (start, size) = starts[at];
        let start = if at != 0 && node.bytes.is_none() {
            0
        } else {
            start
        };
        out.extend(start.to_le_bytes());
        out.extend((size as u64).to_le_bytes());
    }
    while out.len() % SECTOR != 0 {
        out.extend([0; 68]);
        (0..3).for_each(|_| out.extend(FREE.to_le_bytes()));
        out.extend([0; 48]);
    }
    out
}

/// Adds the tables of sectors and the header.
fn finish(
    mut body: Vec<u8>,
    mut fat: Vec<u32>,
    directory_start: u32,
    mini_start: u32,
    mini_sectors: usize,
) -> Vec<u8> {
    const PER_SECTOR: usize = SECTOR / 4;
    let used = fat.len();
    let (mut fats, mut difats) = (0, 0);
    while (fats * PER_SECTOR) < used + fats + difats {
        fats += 1;
        difats = fats.saturating_sub(IN_HEADER).div_ceil(PER_SECTOR - 1);
    }
    let places: Vec<u32> = (0..fats).map(|n| (used + n) as u32).collect();
    fat.extend(std::iter::repeat_n(FAT, fats));
    fat.extend(std::iter::repeat_n(DIFAT, difats));
    fat.resize(fats * PER_SECTOR, FREE);
    body.extend(fat.iter().flat_map(|n| n.to_le_bytes()));
    let later = places.get(IN_HEADER..).unwrap_or_default();
    for (nth, piece) in later.chunks(PER_SECTOR - 1).enumerate() {
        let mut sector = piece.to_vec();
        sector.resize(PER_SECTOR - 1, FREE);
        let next = (used + fats + nth + 1) as u32;
        sector.push(if nth + 1 < difats { next } else { END });
        body.extend(sector.iter().flat_map(|n| n.to_le_bytes()));
    }
    let mut out = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    out.extend([0; 16]);
    // minor version, major version, byte order, sector shift, mini sector shift
    for word in [0x3E_u16, 3, 0xFFFE, 9, 6] {
        out.extend(word.to_le_bytes());
    }
    out.extend([0; 10]);
    let difat_start = if difats == 0 {
        END
    } else {
        (used + fats) as u32
    };
    for word in [
        fats as u32,
        directory_start,
        0,
        CUTOFF as u32,
        mini_start,
        mini_sectors as u32,
        difat_start,
        difats as u32,
    ] {
        out.extend(word.to_le_bytes());
    }
    for nth in 0..IN_HEADER {
        out.extend(places.get(nth).copied().unwrap_or(FREE).to_le_bytes());
    }
    out.append(&mut body);
    out
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn a_strict_reader_finds_every_stream_again() {
        let mut streams = vec![("empty".to_owned(), Vec::new())];
        for n in 0..300_usize {
            let bytes = (0..n * 61).map(|at| (at * 7 + n) as u8).collect();
            streams.push((format!("store {}/stream {n}", n % 7), bytes));
        }
        // enough sectors for a table of tables
        streams.push(("large".to_owned(), vec![7; 9 << 20]));
        let file = compound(&streams);
        assert_eq!(file, compound(&streams), "the same bytes each time");
        let mut read = cfb::CompoundFile::open_strict(Cursor::new(file)).expect("a compound file");
        for (path, bytes) in &streams {
            let mut back = Vec::new();
            read.open_stream(path)
                .expect(path)
                .read_to_end(&mut back)
                .expect(path);
            assert!(back == *bytes, "{path}");
        }
    }
}
