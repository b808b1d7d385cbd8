//! Sketches of texts: made once, kept beside the index, thrown away with what they were made of.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::Write;

use super::runs;
use crate::error::{Error, Result};
use crate::record::RecordId;
use crate::verbs::desk::Desk;

/// How many shares a text's runs are dealt into.
const SHARES: usize = 128;
/// A share without a run.
const NOTHING: u32 = u32::MAX;
/// Where every hash begins.
pub(super) const EMPTY: u64 = 0x9e37_79b9_7f4a_7c15;
/// How a kept file begins; it changes with how runs, hashes or sketches are made.
const MARK: &[u8; 8] = b"rr-like1";
/// Bytes of a sketch in the file: id, generation, shares.
const ROW: usize = 16 + 4 * SHARES;

/// One hash stirred into another, both halves of the product kept.
pub(super) fn stirred(hash: u64, with: u64) -> u64 {
    let product = u128::from(hash ^ with) * u128::from(0xd6e8_feb8_6659_fd93_u64);
    (product as u64) ^ ((product >> 64) as u64).wrapping_add(EMPTY)
}

/// The least hash in each share of a text's runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sketch(Vec<u32>);

impl Sketch {
    /// The sketch of these runs.
    pub fn of(runs: &HashSet<u64>) -> Self {
        let mut least = vec![NOTHING; SHARES];
        for run in runs {
            let share = (run % SHARES as u64) as usize;
            let hash = ((run >> 32) as u32).min(NOTHING - 1);
            least[share] = least[share].min(hash);
        }
        Self(least)
    }

    /// Whether the text had no words.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|share| *share == NOTHING)
    }

    /// About how alike the two texts are, from 0 to 1: of the shares that either fills, those in which both agree.
    pub fn likeness(&self, other: &Self) -> f64 {
        let (mut agree, mut filled) = (0_u32, 0_u32);
        for (a, b) in self.0.iter().zip(&other.0) {
            if *a != NOTHING || *b != NOTHING {
                filled += 1;
                agree += u32::from(a == b);
            }
        }
        if filled == 0 {
            return 0.0;
        }
        f64::from(agree) / f64::from(filled)
    }
}

/// The sketches of all records of an archive.
pub(super) struct Sketches(BTreeMap<RecordId, Sketch>);

impl Sketches {
    /// The kept ones that still fit, and those that were missing, made now and kept where the folder can be written.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn caught_up(desk: &Desk<'_>) -> Result<Self> {
        let file = desk.archive.similar_file();
        let mut kept = read(&fs::read(&file).unwrap_or_default());
        let mut all = BTreeMap::new();
        let mut rows = Vec::new();
        let mut made = 0_u64;
        let known = kept.len();
        for (id, generation) in desk.catalogue.generations()? {
            let sketch = match kept.remove(&id) {
                Some((same, sketch)) if same == generation => sketch,
                _ => {
                    made += 1;
                    Sketch::of(&runs(&desk.catalogue.extraction(id)?))
                }
            };
            push(&mut rows, id, generation, &sketch);
            all.insert(id, sketch);
        }
        if made > 0 || known != all.len() {
            // an archive on a medium that cannot be written is answered all the same
            let _ = keep(desk, &file, &rows);
        }
        Ok(Self(all))
    }

    /// Each record and its sketch, by id.
    pub fn all(&self) -> impl Iterator<Item = (&RecordId, &Sketch)> {
        self.0.iter()
    }
}

fn push(rows: &mut Vec<u8>, id: RecordId, generation: u64, sketch: &Sketch) {
    rows.extend_from_slice(&id.number().to_le_bytes());
    rows.extend_from_slice(&generation.to_le_bytes());
    for share in &sketch.0 {
        rows.extend_from_slice(&share.to_le_bytes());
    }
}

/// Reads a kept file; nothing where it is not whole, as it can be made again.
fn read(bytes: &[u8]) -> BTreeMap<RecordId, (u64, Sketch)> {
    let mut kept = BTreeMap::new();
    let Some(rows) = bytes.strip_prefix(MARK) else {
        return kept;
    };
    let Some((sum, rows)) = rows.split_at_checked(32) else {
        return kept;
    };
    if rows.len() % ROW != 0 || sum != digest(rows) {
        return kept;
    }
    for row in rows.chunks_exact(ROW) {
        let (head, shares) = row.split_at(16);
        let (id, generation) = head.split_at(8);
        let number = |bytes: &[u8]| {
            bytes
                .iter()
                .rev()
                .fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
        };
        let shares = shares.chunks_exact(4).map(|bytes| number(bytes) as u32);
        kept.insert(
            RecordId::from_number(number(id)),
            (number(generation), Sketch(shares.collect())),
        );
    }
    kept
}

fn digest(rows: &[u8]) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(rows).into()
}

/// Writes beside the kept file and takes its place, so that two that do so at once do no harm.
fn keep(desk: &Desk<'_>, file: &std::path::Path, rows: &[u8]) -> Result<()> {
    let refused = |cause| Error::archive("sketches cannot be kept").because(cause);
    let mut fresh = tempfile::NamedTempFile::new_in(desk.archive.folder()).map_err(refused)?;
    fresh
        .write_all(MARK)
        .and_then(|()| fresh.write_all(&digest(rows)))
        .and_then(|()| fresh.write_all(rows))
        .map_err(refused)?;
    fresh
        .persist(file)
        .map(|_| ())
        .map_err(|cause| refused(cause.error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_read_again_and_what_was_damaged_is_made_again() {
        let sketch = Sketch::of(&HashSet::from([3, 5_000_000_000, u64::MAX]));
        let mut rows = Vec::new();
        push(&mut rows, RecordId::from_number(77), 9, &sketch);
        let mut bytes = MARK.to_vec();
        bytes.extend_from_slice(&digest(&rows));
        bytes.extend_from_slice(&rows);
        let kept = read(&bytes);
        assert_eq!(kept.get(&RecordId::from_number(77)), Some(&(9, sketch)));
        for at in [0, 10, bytes.len() - 1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(read(&damaged).is_empty(), "byte {at}");
        }
        assert!(read(&bytes[..bytes.len() - 1]).is_empty());
        assert!(read(&[]).is_empty());
    }
}
