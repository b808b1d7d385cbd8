//! What must hold when files change between two runs, when they are large, and when they cannot be read for a while.

mod program;

use std::fs;
use std::path::Path;

use program::Room;

fn message(n: usize, word: &str, lines: usize) -> String {
    let body = format!("The {word} stands in the registry of the ninth floor.\n").repeat(lines);
    format!(
        "From: Registry <registry@example.org>\nTo: Desk <desk@example.org>\n\
         Date: Mon, 7 Mar 2022 10:00:00 +0000\nSubject: Note {n} of the {word}\n\
         Message-ID: <{word}-{n}@example.org>\n\n{body}"
    )
}

/// A mailbox of more than four megabytes, so that it is read in portions.
fn mailbox(path: &Path, word: &str, messages: usize) {
    let mut text = String::new();
    for n in 0..messages {
        text.push_str("From registry@example.org Mon Mar  7 10:00:00 2022\n");
        text.push_str(&message(n, word, 80));
        text.push('\n');
    }
    assert!(text.len() > 4 << 20, "the mailbox is not large");
    fs::write(path, text).expect("written");
}

fn found(room: &Room, word: &str) -> u64 {
    let answer = room.run(&["search", word, "--format", "json", "--no-log"]);
    answer.json()["total"].as_u64().expect("a total")
}

#[test]
fn large_mailboxes_side_by_side_keep_their_own_messages() {
    let room = Room::new();
    let tree = room.path("tree");
    fs::create_dir(&tree).expect("a folder");
    mailbox(&tree.join("a.mbox"), "heronry", 1_300);
    mailbox(&tree.join("b.mbox"), "gullery", 1_100);
    for n in 0..200 {
        fs::write(tree.join(format!("c{n}.eml")), message(n, "rookery", 1)).expect("written");
    }
    let answer = room
        .run(&["ingest", "tree", "--jobs", "3", "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(answer["ledger"]["items"], 2_600, "{answer}");
    assert_eq!(answer["ledger"]["balanced"], true, "{answer}");
    assert_eq!(found(&room, "heronry"), 1_300);
    assert_eq!(found(&room, "gullery"), 1_100);
    assert_eq!(found(&room, "rookery"), 200);
    let hit = room.run(&[
        "search", "heronry", "--all", "--format", "jsonl", "--no-log",
    ]);
    for record in hit.lines_of_json() {
        assert_eq!(record["locations"][0]["path"], "tree/a.mbox", "{record}");
    }
    let again = room
        .run(&["ingest", "tree", "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(
        (&again["added"], &again["changed"], &again["bytes"]),
        (&0.into(), &0.into(), &0.into())
    );
    room.run(&["verify", "--originals"]).ends(0);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_for_a_while_keeps_its_record() {
    let room = Room::new();
    let (tree, share) = (room.path("tree"), room.path("share"));
    fs::create_dir(&tree).expect("a folder");
    fs::create_dir(&share).expect("a folder");
    fs::write(share.join("letter.eml"), message(1, "moorhen", 1)).expect("written");
    std::os::unix::fs::symlink(share.join("letter.eml"), tree.join("letter.eml")).expect("a link");
    room.run(&["ingest", "tree"]).ends(0);
    fs::rename(&share, room.path("away")).expect("moved away");
    let answer = room
        .run(&["ingest", "tree", "--format", "json"])
        .ends(3)
        .json();
    assert_eq!(answer["ledger"]["balanced"], true, "{answer}");
    assert_eq!(found(&room, "moorhen"), 1);
    let problems = room.run(&["problems", "--format", "json"]).json();
    assert_eq!(problems[0]["category"], "unreadable", "{problems}");
    fs::rename(room.path("away"), &share).expect("moved back");
    room.run(&["ingest", "tree"]).ends(0);
    assert_eq!(found(&room, "moorhen"), 1);
    let problems = room.run(&["problems", "--format", "json"]).json();
    assert_eq!(problems.as_array().map(Vec::len), Some(0), "{problems}");
    room.run(&["verify"]).ends(0);
}

#[test]
fn what_failed_once_is_found_once_it_can_be_read() {
    let room = Room::new();
    let tree = room.path("tree");
    fs::create_dir(&tree).expect("a folder");
    let letter = tree.join("long.txt");
    fs::write(
        &letter,
        "The walrus rests on the shingle.\n".repeat(1_500_000),
    )
    .expect("written");
    let mut starved = room.command(&["ingest", "tree"]);
    program::answer(starved.env("RECORDROOM_READ_MEMORY", "64")).ends(3);
    assert_eq!(found(&room, "walrus"), 0);
    let file = fs::File::options()
        .append(true)
        .open(&letter)
        .expect("opened");
    let later = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    file.set_modified(later).expect("touched");
    room.run(&["ingest", "tree"]).ends(0);
    assert_eq!(found(&room, "walrus"), 1);
    room.run(&["verify"]).ends(0);
}

#[test]
fn a_changed_file_replaces_and_a_vanished_one_is_kept_until_it_is_pruned() {
    let room = Room::new();
    let tree = room.path("tree");
    fs::create_dir(&tree).expect("a folder");
    for (n, word) in ["curlew", "plover", "dunlin", "godwit"]
        .into_iter()
        .enumerate()
    {
        fs::write(tree.join(format!("{n}.eml")), message(n, word, 1)).expect("written");
    }
    room.run(&["ingest", "tree"]).ends(0);
    fs::write(tree.join("0.eml"), message(9, "whimbrel", 2)).expect("written");
    fs::remove_file(tree.join("1.eml")).expect("removed");
    let answer = room
        .run(&["ingest", "tree", "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(
        (&answer["changed"], &answer["missing"]),
        (&1.into(), &1.into()),
        "{answer}"
    );
    assert_eq!(
        (
            found(&room, "curlew"),
            found(&room, "whimbrel"),
            found(&room, "plover")
        ),
        (0, 1, 1)
    );
    room.run(&["ingest", "tree", "--prune"]).ends(2);
    let pruned = [
        "ingest",
        "tree",
        "--prune",
        "--reason",
        "schedule",
        "--authority",
        "keeper",
    ];
    room.run(&pruned).ends(0);
    assert_eq!(found(&room, "plover"), 0);
    room.run(&["verify"]).ends(0);
    let log = room.run(&["log", "list", "--format", "json"]).json();
    let events: Vec<&str> = log
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["event"].as_str())
        .collect();
    assert!(events.contains(&"prune"), "{events:?}");
}

#[test]
fn a_prune_refuses_where_one_path_of_several_is_suddenly_empty() {
    let room = Room::new();
    for (folder, count) in [("a", 2), ("b", 6)] {
        fs::create_dir(room.path(folder)).expect("a folder");
        for n in 0..count {
            let file = room.path(folder).join(format!("{n}.eml"));
            fs::write(file, message(n, &format!("teal{folder}"), 1)).expect("written");
        }
    }
    room.run(&["ingest", "a", "b"]).ends(0);
    for n in 0..2 {
        fs::remove_file(room.path("a").join(format!("{n}.eml"))).expect("removed");
    }
    let pruned = [
        "ingest",
        "a",
        "b",
        "--prune",
        "--reason",
        "schedule",
        "--authority",
        "keeper",
    ];
    room.run(&pruned).ends(2);
    assert_eq!((found(&room, "teala"), found(&room, "tealb")), (2, 6));
    room.run(&["verify"]).ends(0);
}

#[test]
fn what_a_changed_file_no_longer_holds_is_named() {
    let room = Room::new();
    let tree = room.path("tree");
    fs::create_dir(&tree).expect("a folder");
    let mailbox = |words: &[&str]| -> String {
        words
            .iter()
            .enumerate()
            .map(|(n, word)| {
                format!(
                    "From registry@example.org Mon Mar  7 10:00:00 2022\n{}\n",
                    message(n, word, 1)
                )
            })
            .collect()
    };
    let path = tree.join("box.mbox");
    fs::write(&path, mailbox(&["curlew", "plover", "dunlin"])).expect("written");
    room.run(&["ingest", "tree"]).ends(0);
    let gone = room
        .run(&["search", "dunlin", "--format", "json", "--no-log"])
        .json();
    let id = gone["hits"][0]["id"].as_str().expect("an id").to_owned();

    fs::write(&path, mailbox(&["curlew", "plover"])).expect("written");
    let told = room
        .run(&["ingest", "tree", "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(told["replaced"], 1, "{told}");
    assert_eq!(told["replaced_records"], serde_json::json!([id]), "{told}");
    let logged = room
        .run(&["log", "show", "2", "--format", "json"])
        .ends(0)
        .out;
    assert!(logged.contains(&id), "{logged}");
    assert_eq!(found(&room, "dunlin"), 0);

    fs::write(&path, "").expect("emptied");
    let told = room
        .run(&["ingest", "tree", "--format", "json"])
        .ends(3)
        .json();
    assert_eq!(
        (&told["replaced"], &told["records"]),
        (&0.into(), &2.into())
    );
    assert_eq!(told["ledger"]["balanced"], true, "{told}");
    assert_eq!(
        found(&room, "curlew"),
        1,
        "an emptied file took its records along"
    );
    let listed = room.run(&["problems", "--format", "json"]).json();
    let reason = listed[0]["reason"].as_str().expect("a reason");
    assert!(reason.contains("before is kept"), "{listed}");

    fs::write(&path, mailbox(&["curlew", "plover"])).expect("written back");
    room.run(&["ingest", "tree"]).ends(0);
    let listed = room.run(&["problems", "--format", "json"]).json();
    assert_eq!(listed.as_array().map(Vec::len), Some(0), "{listed}");
    room.run(&["verify"]).ends(0);
}

#[test]
fn a_copy_that_went_is_missing_and_not_moved() {
    let room = Room::new();
    let tree = room.path("tree");
    fs::create_dir(&tree).expect("a folder");
    let words = "The weir of the lower mill was mended in spring.\n";
    fs::write(tree.join("a.txt"), words).expect("written");
    fs::write(tree.join("2021-05-04 INV-0555-2020 b.txt"), words).expect("written");
    room.run(&["ingest", "tree"]).ends(0);
    fs::write(tree.join("a.txt"), words).expect("touched");
    let later = std::time::SystemTime::now() - std::time::Duration::from_secs(90);
    let touched = fs::File::options().append(true).open(tree.join("a.txt"));
    touched
        .and_then(|file| file.set_modified(later))
        .expect("touched");
    fs::remove_file(tree.join("2021-05-04 INV-0555-2020 b.txt")).expect("removed");
    let told = room
        .run(&["ingest", "tree", "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(
        (&told["moved"], &told["missing"]),
        (&0.into(), &1.into()),
        "{told}"
    );
    assert_eq!(
        found(&room, "INV/0555/2020"),
        1,
        "the name of the missing copy went"
    );
    fs::rename(tree.join("a.txt"), tree.join("c.txt")).expect("renamed");
    let told = room
        .run(&["ingest", "tree", "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(
        (&told["moved"], &told["missing"]),
        (&1.into(), &1.into()),
        "{told}"
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_listed_and_hinders_no_prune() {
    let room = Room::new();
    let (tree, other) = (room.path("tree"), room.path("other"));
    for folder in [&tree, &other] {
        fs::create_dir(folder).expect("a folder");
    }
    for (n, word) in ["curlew", "plover", "dunlin"].into_iter().enumerate() {
        fs::write(tree.join(format!("{n}.eml")), message(n, word, 1)).expect("written");
    }
    std::os::unix::fs::symlink(&other, tree.join("link")).expect("a link");
    room.run(&["ingest", "tree"]).ends(3);
    fs::remove_file(tree.join("2.eml")).expect("removed");
    let words = [
        "ingest",
        "tree",
        "--prune",
        "--reason",
        "r",
        "--authority",
        "a",
    ];
    let told = room
        .run(&[&words[..], &["--format", "json"]].concat())
        .ends(3)
        .json();
    assert_eq!(told["removed"], 1, "{told}");
    assert_eq!((found(&room, "dunlin"), found(&room, "curlew")), (0, 1));
}

#[test]
fn another_archive_in_a_folder_is_named_and_not_read() {
    let room = Room::new();
    let tree = room.path("tree");
    fs::create_dir(&tree).expect("a folder");
    fs::write(tree.join("1.eml"), message(1, "curlew", 1)).expect("written");
    let inner = tree.join(".recordroom");
    program::answer(
        std::process::Command::new(env!("CARGO_BIN_EXE_recordroom"))
            .arg("--archive")
            .arg(&inner)
            .arg("ingest")
            .arg(tree.join("1.eml")),
    )
    .ends(0);
    let told = room
        .run(&["ingest", "tree", "--format", "json"])
        .ends(3)
        .json();
    assert_eq!(
        (&told["records"], &told["problems"]),
        (&1.into(), &1.into()),
        "{told}"
    );
    let listed = room.run(&["problems", "--format", "json"]).json();
    let reason = listed[0]["reason"].as_str().expect("a reason");
    assert!(reason.contains("another archive"), "{listed}");
}
