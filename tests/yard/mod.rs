//! A timber yard's post, and what tests of endurance ask of an archive of it: the same records as before, each once,
//! and nothing half made.
#![allow(
    dead_code,
    reason = "each test that shares this file asks for some of it"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

/// A family of references that only a person's own table knows.
pub const OWN: &str = r##"
[[family]]
key = "sawmill-request"
issuer = "Sawmill"
means = "request for information to the Sawmill"
forms = ["TMB/####/##"]
examples = { "TMB/0412/26" = ["Our ref: TMB/0412/26", "tmb 0412 26"] }
not_examples = ["TMB/412/26"]
source = "the Sawmill's own guide to its registry"
"##;

/// Writes the letter about lot `n` as `n.eml` into a folder, which is made where there is none.
pub fn letter(folder: &Path, n: usize, word: &str) {
    fs::create_dir_all(folder).expect("a folder");
    let text = format!(
        "From: Yard <yard@timber.example>\nTo: Desk <desk@timber.example>\nMessage-ID: <{n}@timber.example>\n\
         Date: Mon, 7 Mar 2022 10:00:{:02} +0000\nSubject: Planks of lot {n}\n\n\
         Our ref: TMB/{n:04}/22\n\nThe planks of lot {n} are {word} in bay nine.\n",
        n % 60
    );
    fs::write(folder.join(format!("{n}.eml")), text).expect("written");
}

/// Copies a folder and all that is in it.
pub fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        if entry.path().is_dir() {
            copied(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
}

/// Removes a folder, where it is there.
pub fn removed(folder: &Path) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("removed");
    }
}

/// The records of an answer in JSON lines by their ids, what would name the day of the run left out; each is there
/// once, and at each of its places once.
pub fn records(answer: &str) -> BTreeMap<String, String> {
    let (mut records, mut places) = (BTreeMap::new(), BTreeSet::new());
    for line in answer.lines() {
        let mut record: Value = serde_json::from_str(line).expect("a record on each line");
        // midnight may pass between two runs
        record["first_seen"] = Value::Null;
        for place in record["locations"].as_array().expect("locations") {
            let place = format!("{} > {}", place["path"], place["part"]);
            assert!(places.insert(place.clone()), "{place} is there twice");
        }
        let id = record["id"].to_string();
        let before = records.insert(id.clone(), record.to_string());
        assert!(before.is_none(), "{id} is there twice");
    }
    records
}

/// Nothing stands in the archive that was to take the place of something else.
pub fn nothing_is_half_made(archive: &Path, told: &str) {
    for entry in fs::read_dir(archive).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(!name.contains(".new"), "{told}: {name} is left");
    }
}
