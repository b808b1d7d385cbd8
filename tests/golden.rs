//! Ids are for ever: those of the sample corpus, and its conversations, are those that stand in `tests/golden_ids.txt`,
//! whatever the order and the folder that it is read from.
//!
//! A line is an id, its conversation, and where it lies. A new specimen adds lines; a line that changes or goes is a
//! record that nobody finds again under the id that stands in a schedule. `RECORDROOM_GOLDEN=write` writes the file anew.

mod program;
mod yard;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use program::{Room, house};
use yard::copied;

const GOLDEN: &str = "tests/golden_ids.txt";

/// Every place of every record, a line each.
fn lines(room: &Room) -> BTreeSet<String> {
    let words = ["search", "--all", "--format", "jsonl", "--no-log"];
    let mut lines = BTreeSet::new();
    for record in room.run(&words).ends(0).lines_of_json() {
        for place in record["locations"].as_array().expect("locations") {
            let word = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
            lines.insert(format!(
                "{}\t{}\t{}\t{}",
                word(&place["path"]),
                word(&place["part"]),
                word(&record["id"]),
                word(&record["thread"]),
            ));
        }
    }
    lines
}

/// The folders of the corpus that are read.
const FOLDERS: [&str; 2] = ["archive", "formats"];

/// Ingests each entry of a folder by itself, the last first, from a copy that lies elsewhere. The folder is known before
/// what lies in it, so that names stay what they are.
fn in_another_order(from: &Path, room: &Room, name: &str) {
    let copy = room.path("far/off").join(name);
    fs::create_dir_all(&copy).expect("a folder");
    fs::write(copy.join("first.txt"), "").expect("written");
    room.ingest(&copy);
    let mut entries: Vec<_> = fs::read_dir(from)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.file_name()));
    for entry in &entries {
        let place = copy.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), &place).expect("copied");
        }
        let answer = room.ingest(&place);
        assert!(matches!(answer.code, Some(0 | 3)), "{}", answer.err);
    }
}

#[test]
fn ids_and_conversations_of_the_sample_corpus_stay_what_they_are() {
    let room = Room::new();
    for name in FOLDERS {
        room.ingest(&house("sample_corpus").join(name));
    }
    let once = lines(&room);
    assert!(once.len() > 100, "{} places", once.len());
    if std::env::var_os("RECORDROOM_GOLDEN").is_some_and(|word| word == "write") {
        let text: String = once.iter().map(|line| format!("{line}\n")).collect();
        fs::write(house(GOLDEN), text).expect("written");
    }
    let golden = fs::read_to_string(house(GOLDEN)).expect("the golden file");
    let golden: BTreeSet<String> = golden.lines().map(str::to_owned).collect();
    let lost: Vec<_> = golden.difference(&once).collect();
    assert!(lost.is_empty(), "changed or gone: {lost:#?}");
    // what came since is to be written down too, before anybody relies on it
    let added: Vec<_> = once.difference(&golden).collect();
    assert!(
        added.len() * 5 <= once.len(),
        "write {GOLDEN} anew, with RECORDROOM_GOLDEN=write: {added:#?}"
    );

    let other = Room::new();
    for name in FOLDERS.iter().rev() {
        in_another_order(&house("sample_corpus").join(name), &other, name);
    }
    let again: BTreeSet<String> = lines(&other)
        .into_iter()
        .filter(|line| !line.contains("/first.txt\t"))
        .collect();
    let different: Vec<_> = once.symmetric_difference(&again).collect();
    assert!(different.is_empty(), "{different:#?}");
}
