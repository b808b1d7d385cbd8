//! However a reference is carried and however it is typed, the search finds every carrier and no decoy.
//!
//! `tests/carriers/truth.toml` says what each message is. The search goes through the command line.

#[path = "program/mod.rs"]
mod program;

use std::collections::BTreeSet;
use std::fs;

use program::{Room, house};
use serde::Deserialize;

/// How many of the 20 harder carriers, those beyond what was asked, each spelling finds.
const HARDER_FOUND: usize = 20;

#[derive(Deserialize)]
struct Truth {
    reference: String,
    typed: Vec<String>,
    message: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    file: String,
    carries: bool,
    why: String,
    #[serde(default)]
    asked: bool,
}

fn truth() -> Truth {
    let text = fs::read_to_string(house("tests/carriers/truth.toml")).expect("the truth is there");
    toml::from_str(&text).expect("the truth is a table")
}

/// A room with every message of the folder in its archive.
fn filed(truth: &Truth) -> Room {
    let room = Room::new();
    let tree = room.path("carriers");
    fs::create_dir(&tree).expect("a folder");
    for message in &truth.message {
        let from = house("tests/carriers").join(&message.file);
        fs::copy(from, tree.join(&message.file)).expect("a message of the truth is in the folder");
    }
    let answer = room.ingest(&tree);
    assert!(matches!(answer.code, Some(0 | 3)), "{}", answer.err);
    let ingested = answer.json();
    assert_eq!(ingested["files"], truth.message.len(), "{ingested:#}");
    assert_eq!(ingested["ledger"]["balanced"], true, "{ingested:#}");
    room
}

/// The files in which a query finds something.
fn files_found(room: &Room, query: &str) -> BTreeSet<String> {
    let answer = room
        .run(&["search", query, "--no-log", "--format", "jsonl"])
        .ends(0);
    let mut files = BTreeSet::new();
    for hit in answer.lines_of_json() {
        for location in hit["locations"].as_array().expect("locations") {
            let path = location["path"].as_str().expect("a path");
            files.insert(path.rsplit('/').next().unwrap_or(path).to_owned());
        }
    }
    files
}

#[test]
fn the_folder_holds_what_was_asked_for() {
    let truth = truth();
    let listed: BTreeSet<String> = truth
        .message
        .iter()
        .map(|message| message.file.clone())
        .collect();
    let there: BTreeSet<String> = fs::read_dir(house("tests/carriers"))
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.ends_with(".eml"))
        .collect();
    assert_eq!(listed, there);
    let count = |carries| {
        truth
            .message
            .iter()
            .filter(|message| message.asked && message.carries == carries)
            .count()
    };
    assert!(
        count(true) >= 29 && count(false) >= 6,
        "{} carriers, {} decoys",
        count(true),
        count(false)
    );
    assert!(truth.typed.len() >= 6 && truth.typed.contains(&truth.reference));
    for file in &listed {
        assert!(!file.contains("0283"), "{file} names the reference itself");
    }
}

#[test]
fn each_typed_spelling_finds_every_carrier_and_no_decoy() {
    let truth = truth();
    let room = filed(&truth);
    let (mut wrong, mut fewest_harder) = (Vec::new(), usize::MAX);
    let mut answers = BTreeSet::new();
    for typed in &truth.typed {
        let found = files_found(&room, typed);
        let mut harder = 0;
        for message in &truth.message {
            let is_found = found.contains(&message.file);
            if is_found && !message.carries {
                wrong.push(format!(
                    "{typed} finds the decoy {}: {}",
                    message.file, message.why
                ));
            } else if !is_found && message.carries && message.asked {
                wrong.push(format!("{typed} misses {}: {}", message.file, message.why));
            } else if !is_found && message.carries {
                eprintln!(
                    "{typed} misses the harder {}: {}",
                    message.file, message.why
                );
            } else if message.carries && !message.asked {
                harder += 1;
            }
        }
        fewest_harder = fewest_harder.min(harder);
        answers.insert(found);
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(answers.len(), 1, "the spellings find different files");
    let of_harder = truth
        .message
        .iter()
        .filter(|message| message.carries && !message.asked)
        .count();
    eprintln!("harder carriers found: {fewest_harder} of {of_harder}");
    assert!(
        fewest_harder >= HARDER_FOUND,
        "only {fewest_harder} of {of_harder} harder carriers are found"
    );
}

#[test]
fn another_year_of_the_number_finds_its_own_decoys_alone() {
    let truth = truth();
    let room = filed(&truth);
    let found = files_found(&room, "INV/0283/2021");
    assert!(found.contains("d01-other-year.eml"), "{found:?}");
    for message in truth.message.iter().filter(|message| message.carries) {
        assert!(
            !found.contains(&message.file),
            "{} holds another year's number",
            message.file
        );
    }
}

#[test]
fn a_number_of_several_bodies_is_found_under_a_body_that_no_table_lists() {
    let room = Room::new();
    let tree = room.path("tree");
    fs::create_dir(&tree).expect("a folder");
    let letter = |of: &str, line: &str| {
        format!("{of}\n\n{line}\n\n8 July 2024\n\nDear Ms Orrow\n\nWe write about the swans.\n")
    };
    for (name, text) in [
        (
            "unlisted.txt",
            letter("Wexmarsh Constabulary", "Our ref: FOI 0471/24"),
        ),
        (
            "listed.txt",
            letter("Northumbria Police", "Our ref: FOI 471/24"),
        ),
        ("nobody.txt", letter("Agenda", "Request FOI 0471/24")),
        (
            "decoy.txt",
            letter("Wexmarsh Constabulary", "Our ref: FOI 0471/25"),
        ),
    ] {
        fs::write(tree.join(name), text).expect("written");
    }
    room.ingest(&tree).ends(0);
    for typed in ["ref:471/24", "ref:0471/24"] {
        let found = files_found(&room, typed);
        assert_eq!(
            found.iter().map(String::as_str).collect::<Vec<_>>(),
            ["listed.txt", "nobody.txt", "unlisted.txt"],
            "{typed}"
        );
    }
}
