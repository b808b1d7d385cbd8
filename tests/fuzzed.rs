//! Every target of `fuzz/` over its kept corpus, and over changed copies of it: the same at every run, and bounded.
//!
//! `RECORDROOM_FUZZ_ROUNDS=5000 sh tests/run.sh --test fuzzed` tries more.

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

/// So many changed copies a target are tried.
const ROUNDS: usize = 300;
/// Copies grow no longer, in bytes.
const LONGEST: usize = 48 << 10;

/// SplitMix64: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % most.max(1) as u64).expect("below a usize")
    }

    /// A stretch of so many bytes.
    fn stretch(&mut self, length: usize) -> std::ops::Range<usize> {
        let from = self.below(length);
        let to = from + self.below((length - from).min(1 << 10) + 1);
        from..to
    }
}

/// A copy with a few changes: bytes turned, numbers made extreme, stretches lost, doubled, moved in from another.
fn changed(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len());
        match dice.below(8) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = dice.below(256) as u8;
                }
            }
            2 => {
                const EXTREMES: [u8; 6] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF];
                let extreme = EXTREMES[dice.below(EXTREMES.len())];
                let end = (at + 1 + dice.below(8)).min(bytes.len());
                bytes[at..end].fill(extreme);
            }
            3 => bytes.truncate(at),
            4 if !bytes.is_empty() => {
                let lost = dice.stretch(bytes.len());
                bytes.drain(lost);
            }
            5 if !bytes.is_empty() => {
                let doubled = dice.stretch(bytes.len());
                let copy = bytes[doubled].to_vec();
                bytes.splice(at..at, copy);
            }
            6 if !other.is_empty() => {
                let moved = dice.stretch(other.len());
                bytes.splice(at..at, other[moved].iter().copied());
            }
            _ => {
                const SIGNS: [&[u8]; 8] = [
                    b"\0",
                    b"\n\n",
                    b"<",
                    b"\"",
                    b"((",
                    b"\xEF\xBB\xBF",
                    "\u{202e}".as_bytes(),
                    b"99999999999",
                ];
                let sign = SIGNS[dice.below(SIGNS.len())];
                bytes.splice(at..at, sign.iter().copied());
            }
        }
        bytes.truncate(LONGEST);
    }
    bytes
}

/// The kept corpus of a target, by name.
fn kept(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let listed = fs::read_dir(&folder).unwrap_or_else(|cause| panic!("{target}: {cause}"));
    let mut files: Vec<_> = listed
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, fs::read(&path).expect("a kept input"))
        })
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{target} has no corpus");
    files
}

#[test]
fn no_target_falls_over_its_corpus_or_changed_copies_of_it() {
    targets::begin();
    let rounds = std::env::var("RECORDROOM_FUZZ_ROUNDS").ok();
    let rounds = rounds
        .and_then(|typed| typed.parse().ok())
        .unwrap_or(ROUNDS);
    let mut fallen = Vec::new();
    for (target, _) in targets::TARGETS {
        let files = kept(target);
        let mut dice = Dice(20_210_503);
        let mut tries = |what: &str, bytes: &[u8]| {
            if catch_unwind(|| targets::run(target, bytes)).is_err() {
                fallen.push(format!("{target} over {what}"));
            }
        };
        for (name, bytes) in &files {
            tries(name, bytes);
        }
        for round in 0..rounds {
            let (name, bytes) = &files[dice.below(files.len())];
            let (_, other) = &files[dice.below(files.len())];
            let copy = changed(bytes, other, &mut dice);
            tries(&format!("{name}, round {round}"), &copy);
        }
    }
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

#[test]
fn every_target_has_a_program_and_a_folder_and_no_folder_is_left_over() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).expect("the manifest");
    for (target, _) in targets::TARGETS {
        let program = fs::read_to_string(fuzz.join(format!("fuzz_targets/{target}.rs")));
        let program = program.unwrap_or_else(|cause| panic!("{target}: {cause}"));
        assert!(program.contains(&format!("run(\"{target}\"")), "{target}");
        assert!(
            manifest.contains(&format!("name = \"{target}\"")),
            "{target}"
        );
    }
    let folders = fs::read_dir(fuzz.join("corpus"))
        .expect("the corpus")
        .count();
    assert_eq!(folders, targets::TARGETS.len());
}
