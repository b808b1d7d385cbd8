//! The table of places: a word planted wherever a reader should see one, in every format, is found by a search, or its
//! item is listed as not wholly read. And the specimens: each format has one, and it becomes what is said of it.
//!
//! `cargo test --release --test places -- --nocapture` prints the table.

#[path = "places/binary.rs"]
mod binary;
#[path = "places/cards.rs"]
mod cards;
#[path = "places/mail.rs"]
mod mail;
#[path = "outlook/mapi.rs"]
mod mapi;
#[path = "places/office.rs"]
mod office;
#[path = "places/open.rs"]
mod open;
#[path = "sheets/packages.rs"]
#[allow(dead_code, reason = "the tests of sheets ask for the rest of it")]
mod packages;
#[path = "packing/mod.rs"]
mod packing;
#[path = "documents/pdf_bytes.rs"]
#[allow(dead_code, reason = "the tests of documents ask for the rest of it")]
mod pdf_bytes;
#[path = "places/planting.rs"]
mod planting;
#[path = "program/mod.rs"]
mod program;
#[path = "places/specimens.rs"]
mod specimens;
#[path = "outlook/store_bytes.rs"]
mod store_bytes;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use planting::Planted;
use program::Room;

fn everything() -> Vec<Planted> {
    [
        mail::planted(),
        office::planted(),
        open::planted(),
        cards::planted(),
        binary::planted(),
    ]
    .concat()
}

#[test]
fn no_word_is_lost_in_silence() {
    let room = Room::new();
    let folder = room.path("planted");
    fs::create_dir(&folder).expect("a folder");
    let all = everything();
    for planted in &all {
        fs::write(folder.join(planted.file), &planted.bytes).expect("written");
    }
    let ledger = room.ingest(&folder).json();
    assert_eq!(ledger["ledger"]["balanced"], true, "{ledger:#}");
    let problems = room.run(&["problems", "--format", "jsonl"]).lines_of_json();
    let listed: BTreeSet<String> = problems
        .iter()
        .filter_map(|row| row["path"].as_str())
        .map(str::to_owned)
        .collect();
    let (mut found, mut by_format, mut silent) =
        (0, BTreeMap::<&str, (usize, usize)>::new(), Vec::new());
    for planted in &all {
        let path = format!("planted/{}", planted.file);
        for (place, word) in &planted.words {
            let query = format!("\"{word}\"");
            let hits = room
                .run(&["search", &query, "--no-log", "--format", "jsonl"])
                .lines_of_json();
            let here = |hit: &serde_json::Value| {
                let locations = hit["locations"].as_array().into_iter().flatten();
                locations
                    .into_iter()
                    .any(|location| location["path"] == path)
            };
            let is_found = hits.iter().any(here);
            let answer = match (is_found, listed.contains(&path)) {
                (true, _) => "found",
                (false, true) => "listed",
                (false, false) => "SILENT",
            };
            println!("{:<16} {:<44} {answer}", planted.file, place);
            let count = by_format.entry(planted.file).or_default();
            count.1 += 1;
            count.0 += usize::from(is_found);
            found += usize::from(is_found);
            let fits = match planted.unreadable.contains(place) {
                true => !is_found && listed.contains(&path),
                false => is_found,
            };
            if !fits {
                silent.push(format!("{}: {place}: {answer}", planted.file));
            }
        }
    }
    let places: usize = all.iter().map(|planted| planted.words.len()).sum();
    for (file, (found, of)) in &by_format {
        println!("{file:<16} {found} of {of}");
    }
    println!("{found} of {places} places found");
    assert!(places > 250, "the table was emptied: {places}");
    assert!(silent.is_empty(), "{silent:#?}");
}
