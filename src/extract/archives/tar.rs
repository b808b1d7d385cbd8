//! TAR: members one after the other, with the long names of GNU and PAX.
//!
//! Links and devices have no content: they are members that a rule passes by, listed with its reason. A sparse member
//! is read with its holes filled, where the old GNU form is used.

use std::io::Read;

use tar::{Archive, Entry, EntryType};

use super::super::{Category, Confidence, Extractor, Format, Limits, Opened, Problem, Specimen};
use super::{End, Gathering, Member, closed, names};

/// The size of a header.
const BLOCK: usize = 512;

/// Reads TAR.
pub struct Tar;

impl Extractor for Tar {
    fn format(&self) -> Format {
        Format::Tar
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let head = specimen.bytes.get(..BLOCK)?;
        let marked = head.get(257..262) == Some(b"ustar");
        match (checksum_fits(head), marked) {
            (true, _) => Some(Confidence::Certain),
            (false, true) => Some(Confidence::Likely),
            (false, false) => None,
        }
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let mut archive = Archive::new(specimen.bytes);
        let mut gathering = Gathering::new(limits);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(reason) => {
                return closed(Format::Tar, Category::Damaged, reason.to_string());
            }
        };
        let mut unpacked_all = true;
        for entry in entries {
            match entry {
                Ok(entry) => {
                    if !take(&mut gathering, entry) {
                        unpacked_all = false;
                        break;
                    }
                }
                Err(reason) => {
                    gathering.problem(
                        Category::Damaged,
                        format!("broken here ({reason}); the members before are kept"),
                    );
                    break;
                }
            }
        }
        if !unpacked_all {
            gathering.problem(
                Category::Damaged,
                "cut off: members after the last one are not there",
            );
        }
        gathering.finish(Format::Tar)
    }
}

/// Takes one member; whether another may follow it.
fn take(gathering: &mut Gathering<'_>, mut entry: Entry<'_, &[u8]>) -> bool {
    let kind = match entry.header().entry_type() {
        EntryType::Directory | EntryType::XGlobalHeader => return true,
        EntryType::Link | EntryType::Symlink => Some("inode/symlink"),
        EntryType::Char | EntryType::Block | EntryType::Fifo => Some("inode/device"),
        _ => None,
    };
    if !gathering.has_place() {
        return true;
    }
    let mut doubts = Vec::new();
    let path = entry.path_bytes().into_owned();
    let path = names::decode(&[(&path, false)])
        .pop()
        .map(|name| {
            doubts.extend(name.doubt);
            name.text
        })
        .unwrap_or_default();
    if kind.is_none() && path.ends_with('/') && entry.size() == 0 {
        return true;
    }
    let other = entry.header().entry_type().as_byte();
    if matches!(other, b'M' | b'V' | b'N') {
        doubts.push("a member of a kind that only one program writes".to_owned());
    }
    if has_sparse_map(&mut entry) {
        doubts.push(
            "a sparse member in the PAX form: its map stands before its content, its holes are left out"
                .to_owned(),
        );
    }
    let declared = entry.size();
    let mut unpacked = match kind {
        Some(_) => None,
        None => {
            // nothing is packed here: a stream cannot be larger than its archive, but for a sparse one
            let packed = usize::try_from(declared).unwrap_or(usize::MAX);
            Some(gathering.unpack(&mut (&mut entry as &mut dyn Read), packed))
        }
    };
    let mut whole = true;
    if let Some(unpacked) = &mut unpacked
        && matches!(unpacked.end, End::Whole)
        && (unpacked.bytes.len() as u64) < declared
    {
        unpacked.end = End::Broken(format!("its size is {declared} bytes"));
        whole = false;
    }
    let problem = unpacked
        .as_ref()
        .and_then(|unpacked| unpacked.problem(gathering.limits));
    if problem.as_ref().is_some_and(is_damage) {
        whole = false;
    }
    gathering.take(Member {
        path,
        bytes: unpacked.map(|unpacked| unpacked.bytes).unwrap_or_default(),
        problem,
        doubts,
        kind,
    });
    whole
}

fn is_damage(problem: &Problem) -> bool {
    problem.category == Category::Damaged
}

fn has_sparse_map(entry: &mut Entry<'_, &[u8]>) -> bool {
    let Ok(Some(extensions)) = entry.pax_extensions() else {
        return false;
    };
    extensions
        .flatten()
        .any(|extension| extension.key_bytes().starts_with(b"GNU.sparse."))
}

/// Whether a header's checksum, in octal, is the sum of its bytes with the checksum taken for blanks.
fn checksum_fits(head: &[u8]) -> bool {
    let said = head[148..156]
        .iter()
        .skip_while(|byte| **byte == b' ')
        .take_while(|byte| matches!(byte, b'0'..=b'7'))
        .fold(None, |sum: Option<u32>, byte| {
            Some(sum.unwrap_or(0) * 8 + u32::from(byte - b'0'))
        });
    let sum = || -> u32 {
        let bytes = head.iter().enumerate().map(|(at, byte)| match at {
            148..156 => u32::from(b' '),
            _ => u32::from(*byte),
        });
        bytes.sum()
    };
    head[0] != 0 && said.is_some_and(|said| said == sum())
}
