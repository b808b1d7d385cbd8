//! Outlook's formats cut off, flipped and built to do harm: reading ends, nothing panics, and what is lost is said.

use recordroom::extract::{Category, Limits, Reading, tree};

use super::mapi::{file, forwarded, letter, msg};
use super::read;
use super::store_bytes::{ROOT, Store};
use super::winmail::winmail;

/// One file of each kind, with attachments and a message within.
fn specimens() -> Vec<(&'static str, Vec<u8>)> {
    let mut outer = letter("outer");
    outer.attachments = vec![file("a.txt", b"attached"), forwarded(letter("inner"))];
    let mut store = Store::new(true);
    let folder = store.folder(0x401, ROOT, "Inbox");
    store.message(folder, &outer);
    store.message(folder, &letter("second"));
    let mut narrow = Store::new(false);
    let folder = narrow.folder(0x401, ROOT, "Inbox");
    narrow.message(folder, &outer);
    vec![
        ("letter.msg", msg(&outer)),
        (
            "winmail.dat",
            winmail("outer", Some(winmail("inner", None))),
        ),
        ("store.pst", store.bytes()),
        ("narrow.pst", narrow.bytes()),
    ]
}

fn has_not_crashed(reading: &Reading, what: &str) {
    let within = reading.items.iter().flat_map(|item| &item.problems);
    for problem in within.chain(&reading.problems) {
        assert_ne!(
            problem.category,
            Category::Crashed,
            "{what}: {}",
            problem.reason
        );
    }
}

#[test]
fn whatever_is_cut_off_is_said() {
    for (name, bytes) in specimens() {
        let whole = read(&bytes, name).items.len();
        for sixteenth in 0..16 {
            let cut = &bytes[..bytes.len() * sixteenth / 16];
            let reading = read(cut, name);
            has_not_crashed(&reading, name);
            let said = !reading.problems.is_empty()
                || reading
                    .items
                    .iter()
                    .any(|item| !item.problems.is_empty() || !item.extraction.doubts.is_empty());
            assert!(
                said || reading.items.len() == whole,
                "{name} cut at {sixteenth}/16"
            );
        }
    }
}

#[test]
fn flipped_bytes_never_panic_or_hang() {
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    for (name, sound) in specimens() {
        for round in 0..250 {
            let mut bytes = sound.clone();
            for _ in 0..=random(12) {
                let at = random(bytes.len());
                bytes[at] = random(256) as u8;
            }
            // counts, sizes and links are mostly zero or small: make one of them huge
            let at = random(bytes.len() / 4) * 4;
            if round % 3 == 0 && at + 4 <= bytes.len() {
                bytes[at..at + 4].copy_from_slice(&[0xFF, 0xFF, 0xFF, random(128) as u8]);
            }
            has_not_crashed(&read(&bytes, name), &format!("{name}, round {round}"));
        }
    }
}

#[test]
fn limits_hold_and_are_named() {
    let mut many = letter("many");
    many.attachments = (0..40)
        .map(|n| file(&format!("{n}.txt"), &[b'x'; 4096]))
        .collect();
    let limits = Limits {
        parts: 10,
        ..Limits::default()
    };
    let said = |reading: &Reading, what: &str| {
        let problems = reading.items.iter().flat_map(|item| &item.problems);
        problems
            .chain(&reading.problems)
            .any(|problem| problem.category == Category::TooLarge && problem.reason.contains(what))
    };
    let reading = tree::read_file(&msg(&many), "many.msg", &limits);
    assert!(said(&reading, "limit on parts"));
    let mut deep = letter("bottom");
    for n in 0..8 {
        let mut outer = letter(&format!("level{n}"));
        outer.attachments = vec![forwarded(deep)];
        deep = outer;
    }
    let limits = Limits {
        depth: 3,
        ..Limits::default()
    };
    let reading = tree::read_file(&msg(&deep), "deep.msg", &limits);
    assert!(
        said(&reading, "3 levels"),
        "{:?}",
        reading.items.last().map(|item| &item.problems)
    );
    let mut store = Store::new(true);
    let folder = store.folder(0x401, ROOT, "Inbox");
    let mut large = letter("large");
    large.attachments = vec![file("large.bin", &vec![7; 300_000])];
    store.message(folder, &large);
    let limits = Limits {
        unpacked: 100_000,
        ..Limits::default()
    };
    let reading = tree::read_file(&store.bytes(), "large.pst", &limits);
    assert!(
        said(&reading, "larger than the limit"),
        "{:?}",
        reading.items
    );
}
