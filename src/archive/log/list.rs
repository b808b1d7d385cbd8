//! The list of what an entry found: its ids as text, ascending, a line each.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Result as IoResult, Write};

use sha2::{Digest as _, Sha256};

use crate::record::{Digest, RecordId};

/// Bytes of a line.
const LINE: usize = 19;
/// So many lines are made, hashed and written at once.
const PIECE: usize = 4_096;

/// Ids in order, each once.
fn ascending(ids: &[RecordId]) -> Cow<'_, [RecordId]> {
    if ids.is_sorted_by(|one, next| one < next) {
        return Cow::Borrowed(ids);
    }
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    Cow::Owned(sorted)
}

/// An id and the end of its line, as [`RecordId`] is displayed: a list may have tens of thousands.
fn line(id: RecordId) -> [u8; LINE] {
    let mut line = *b"r-0000000000000000\n";
    let digits = id.number().to_be_bytes().into_iter();
    for (pair, byte) in line[2..LINE - 1].chunks_exact_mut(2).zip(digits) {
        for (digit, half) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
            *digit = b"0123456789abcdef"[usize::from(half)];
        }
    }
    line
}

/// Hands over the list piece by piece; SHA-256 of all of it, in hexadecimal digits.
fn each_piece(ids: &[RecordId], mut take: impl FnMut(&[u8]) -> IoResult<()>) -> IoResult<String> {
    let mut hash = Sha256::new();
    let mut text = Vec::with_capacity(ids.len().min(PIECE) * LINE);
    for piece in ascending(ids).chunks(PIECE) {
        text.clear();
        for id in piece {
            text.extend_from_slice(&line(*id));
        }
        hash.update(&text);
        take(&text)?;
    }
    Ok(Digest(hash.finalize().into()).hex())
}

/// Writes the list; its digest.
pub(super) fn write(ids: &[RecordId], mut file: &File) -> IoResult<String> {
    each_piece(ids, |piece| file.write_all(piece))
}

/// The digest of the list.
pub(super) fn digest(ids: &[RecordId]) -> String {
    // what is only hashed cannot fail
    each_piece(ids, |_| Ok(())).unwrap_or_default()
}

/// The list and its digest.
pub(super) fn text(ids: &[RecordId]) -> (Vec<u8>, String) {
    let mut text = Vec::with_capacity(ids.len() * LINE);
    let digest = each_piece(ids, |piece| {
        text.extend_from_slice(piece);
        Ok(())
    });
    // what is only gathered cannot fail
    (text, digest.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn a_list_is_what_its_ids_display_in_order_and_once() {
        let ids: Vec<RecordId> = (0..2 * PIECE as u64 + 3)
            .map(|n| RecordId::from_number((n % 9_000).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let mut expected = String::new();
        for id in &sorted {
            writeln!(expected, "{id}").expect("a String takes it");
        }
        let digest = Digest(Sha256::digest(&expected).into()).hex();
        for some in [&ids, &sorted] {
            let (text, its) = super::text(some);
            assert_eq!((text.as_slice(), &its), (expected.as_bytes(), &digest));
            assert_eq!(super::digest(some), digest);
            let mut file = tempfile::NamedTempFile::new().expect("a file");
            assert_eq!(write(some, file.as_file()).expect("written"), digest);
            file.as_file_mut().sync_all().expect("there");
            assert_eq!(
                std::fs::read(file.path()).expect("read"),
                expected.as_bytes()
            );
        }
        assert!(super::text(&[]).0.is_empty());
    }
}
