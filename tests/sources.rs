//! What must hold of where records came from, of the day up to which they count, and of an archive whose parts do not
//! agree for a while.

mod program;
mod yard;

use std::fs;

use program::{Room, answer};
use serde_json::Value;
use yard::copied;

fn letter(room: &Room, path: &str, date: &str, word: &str) {
    let path = room.path(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(
        path,
        format!(
            "From: Registry <registry@example.org>\nTo: Desk <desk@example.org>\n{date}\
             Subject: Note of the {word}\n\nThe {word} stands in the registry of the ninth floor.\n"
        ),
    )
    .expect("written");
}

fn total(room: &Room, words: &[&str]) -> Value {
    let mut asked = vec!["search"];
    asked.extend(words);
    asked.extend(["--format", "json", "--no-log"]);
    room.run(&asked).json()
}

#[test]
fn two_folders_of_one_name_are_two_sources_and_stay_so() {
    let room = Room::new();
    letter(&room, "north/letters/a.eml", "", "avocet");
    letter(&room, "south/letters/b.eml", "", "bittern");
    for _ in 0..2 {
        room.run(&["ingest", "north/letters"]).ends(0);
        room.run(&["ingest", "south/letters"]).ends(0);
    }
    let path = |word: &str| total(&room, &[word])["hits"][0]["locations"][0]["path"].clone();
    assert_eq!(path("avocet"), "letters/a.eml");
    assert_eq!(path("bittern"), "letters (2)/b.eml");
    let sources = room.run(&["source", "list", "--format", "json"]).json();
    let rows: Vec<(&str, u64)> = sources
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| {
            (
                row["name"].as_str().expect("a name"),
                row["records"].as_u64().expect("a count"),
            )
        })
        .collect();
    assert_eq!(rows, [("letters", 1), ("letters (2)", 1)]);
}

#[test]
fn a_folder_stays_in_its_source() {
    let room = Room::new();
    letter(&room, "tree/a.eml", "", "avocet");
    room.run(&["ingest", "tree", "--source", "registry"])
        .ends(0);
    let refused = room.run(&["ingest", "tree", "--source", "archive room"]);
    assert!(refused.err.contains("registry"), "{}", refused.err);
    refused.ends(2);
    assert_eq!(total(&room, &["avocet"])["sources"][0]["name"], "registry");
}

#[test]
fn a_stated_day_of_collection_outlives_an_ingest() {
    let room = Room::new();
    letter(&room, "tree/a.eml", "", "avocet");
    room.run(&["ingest", "tree", "--source", "registry"])
        .ends(0);
    let collected = || total(&room, &["avocet"])["sources"][0]["collected"].clone();
    assert_ne!(collected(), "2021-02-03");
    room.run(&["source", "add", "registry", "--collected", "3 Feb 2021"])
        .ends(0);
    assert_eq!(collected(), "2021-02-03");
    letter(&room, "tree/b.eml", "", "bittern");
    room.run(&["ingest", "tree"]).ends(0);
    assert_eq!(collected(), "2021-02-03");
}

#[test]
fn a_file_that_becomes_a_folder_is_read_anew_and_loses_nothing() {
    let room = Room::new();
    letter(&room, "bundle", "", "avocet");
    room.run(&["ingest", "bundle"]).ends(0);
    fs::remove_file(room.path("bundle")).expect("removed");
    letter(&room, "bundle/b.eml", "", "bittern");
    room.run(&["ingest", "bundle"]).ends(0);
    assert_eq!(total(&room, &["bittern"])["total"], 1);
    assert_eq!(
        total(&room, &["avocet"])["total"],
        1,
        "what vanished is kept"
    );
    room.run(&["verify"]).ends(0);
}

#[test]
fn a_search_as_at_a_day_counts_what_it_cannot_tell() {
    let room = Room::new();
    letter(
        &room,
        "tree/old.eml",
        "Date: Mon, 7 Mar 2022 10:00:00 +0000\n",
        "avocet",
    );
    letter(
        &room,
        "tree/near.eml",
        "Date: Thu, 9 Jun 2022 10:00:00 +0000\n",
        "avocet",
    );
    letter(
        &room,
        "tree/late.eml",
        "Date: Mon, 13 Jun 2022 10:00:00 +0000\n",
        "avocet",
    );
    fs::write(
        room.path("tree/undated.txt"),
        "The avocet stands on no day at all.\n",
    )
    .expect("written");
    room.run(&["ingest", "tree"]).ends(0);
    let answer = total(&room, &["avocet", "--as-at", "10/6/2022"]);
    assert_eq!(answer["total"], 3, "{answer:#}");
    let marks: Vec<(&str, &Value)> = answer["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .map(|hit| {
            let path = hit["locations"][0]["path"].as_str().expect("a path");
            (path, &hit["as_at"])
        })
        .collect();
    for (path, mark) in marks {
        match path {
            "tree/undated.txt" => assert_eq!(mark, "undated"),
            "tree/near.eml" => assert_eq!(mark, "check receipt"),
            "tree/old.eml" => assert!(mark.is_null(), "{mark}"),
            other => panic!("{other} is dated after the day"),
        }
    }
    assert_eq!(answer["as_at"]["undated"], 1, "{answer:#}");
    assert_eq!(answer["as_at"]["check_receipt"], 1, "{answer:#}");
}

#[test]
fn what_was_removed_is_not_found_by_an_index_that_is_behind() {
    let room = Room::new();
    for (n, word) in ["avocet", "bittern", "curlew"].into_iter().enumerate() {
        letter(&room, &format!("tree/{n}.eml"), "", word);
    }
    room.run(&["ingest", "tree"]).ends(0);
    copied(&room.path("archive/index"), &room.path("kept"));
    fs::remove_file(room.path("tree/1.eml")).expect("removed");
    room.run(&[
        "ingest",
        "tree",
        "--prune",
        "--reason",
        "schedule",
        "--authority",
        "keeper",
    ])
    .ends(0);
    fs::remove_dir_all(room.path("archive/index")).expect("removed");
    copied(&room.path("kept"), &room.path("archive/index"));
    let gone = room.run(&["search", "bittern", "--format", "json", "--no-log"]);
    let gone = gone.ends(1).json();
    assert_eq!(gone["total"], 0, "{gone:#}");
    let parts = total(&room, &["bittern", "OR", "curlew"]);
    assert_eq!(parts["total"], 1, "{parts:#}");
    for part in parts["parts"].as_array().into_iter().flatten() {
        let said = part["read_as"].as_str().expect("words");
        let expected = u64::from(!said.contains("bittern"));
        assert_eq!(part["records"], expected, "{part}");
    }
    room.run(&["ingest", "tree"]).ends(0);
    room.run(&["verify"]).ends(0);
}

#[test]
fn a_log_exchanged_whole_is_found() {
    let room = Room::new();
    letter(&room, "tree/a.eml", "", "avocet");
    room.run(&["ingest", "tree"]).ends(0);
    room.run(&["search", "avocet"]).ends(0);
    letter(&room, "tree/b.eml", "", "bittern");
    room.run(&["ingest", "tree"]).ends(0);
    room.run(&["verify"]).ends(0);
    for gone in ["log.jsonl", "log.head"] {
        fs::remove_file(room.path("archive").join(gone)).expect("removed");
    }
    fs::remove_dir_all(room.path("archive/log")).expect("removed");
    for words in [&["verify"][..], &["log", "verify"]] {
        let verified = room.run(words).ends(1);
        assert!(
            verified.out.contains("known to the catalogue"),
            "{}",
            verified.out
        );
    }
}

#[test]
fn settings_hold_until_the_environment_says_otherwise() {
    let room = Room::new();
    fs::create_dir(room.path("tree")).expect("a folder");
    fs::write(
        room.path("tree/long.txt"),
        "The avocet stands in the registry.\n".repeat(120_000),
    )
    .expect("written");
    fs::create_dir(room.path("archive")).expect("a folder");
    fs::write(room.path("archive/config.toml"), "text = 1\n").expect("written");
    room.run(&["ingest", "tree"]).ends(3);
    let problems = room.run(&["problems", "--format", "json"]).json();
    assert_eq!(problems[0]["category"], "too_large", "{problems}");
    fs::write(room.path("archive/config.toml"), "txt = 1\n").expect("written");
    let refused = room.run(&["ingest", "tree"]).ends(2);
    assert!(refused.err.contains("txt"), "{}", refused.err);
    fs::write(room.path("archive/config.toml"), "read_memory = 1024\n").expect("written");
    let mut wrong = room.command(&["ingest", "tree"]);
    let wrong = answer(wrong.env("RECORDROOM_READ_MEMORY", "much")).ends(2);
    assert!(wrong.err.contains("much"), "{}", wrong.err);
}
