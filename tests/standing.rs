//! Archives that stand: one that nobody can write to, one kept from each format that was ever released, one of a newer
//! format, and an index of another version.
#![cfg(unix)]

mod program;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use program::{Answer, Room, answer, house};
use serde_json::Value;

fn letter(room: &Room, n: usize) {
    fs::create_dir_all(room.path("tree")).expect("a folder");
    let text = format!(
        "From: Yard <yard@timber.example>\nTo: Desk <desk@timber.example>\nMessage-ID: <{n}@timber.example>\n\
         Date: Mon, 7 Mar 2022 10:00:0{n} +0000\nSubject: Planks of lot {n}\n\nThe planks of lot {n} are stacked.\n"
    );
    fs::write(room.path(&format!("tree/{n}.eml")), text).expect("written");
}

/// Takes leave to write from everything below a folder, or gives it back.
fn writable(folder: &Path, yes: bool) {
    let (for_folders, for_files) = if yes { (0o755, 0o644) } else { (0o555, 0o444) };
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
    };
    if yes {
        mode(folder, for_folders);
    }
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            writable(&entry.path(), yes);
        } else {
            mode(&entry.path(), for_files);
        }
    }
    mode(folder, for_folders);
}

/// These words typed by somebody who cannot write to the archive. The superuser can write anywhere and so becomes
/// nobody for that; none where the system has no means to.
fn as_a_reader(room: &Room, words: &[&str]) -> Option<Answer> {
    let typed = room.command(words);
    if !rustix::process::geteuid().is_root() {
        return Some(answer(&mut room.command(words)));
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
        .arg(typed.get_program())
        .args(typed.get_args())
        .current_dir(room.path(""))
        .stdin(Stdio::null());
    let able = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
        .arg(typed.get_program())
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    able.is_ok_and(|status| status.success())
        .then(|| answer(&mut command))
}

#[test]
fn an_archive_that_nobody_can_write_to_is_searched_without_a_record_and_only_so() {
    let room = Room::new();
    (0..4).for_each(|n| letter(&room, n));
    room.run(&["ingest", "tree"]).ends(0);
    room.run(&["search", "planks"]).ends(0);
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(room.path(""), mode).expect("a mode");
    writable(&room.path("archive"), false);
    let Some(found) = as_a_reader(&room, &["search", "planks", "--format", "json", "--no-log"])
    else {
        eprintln!("LEFT OUT: a read-only archive needs `setpriv`, or a user who is not root");
        return;
    };
    assert_eq!(found.ends(0).json()["total"], 4);
    let run = |words: &[&str]| as_a_reader(&room, words).expect("as before");
    let kept = run(&["search", "planks"]).ends(2);
    assert!(kept.out.is_empty(), "{}", kept.out);
    assert!(kept.err.contains("--no-log"), "{}", kept.err);
    let told = run(&["search", "planks", "--no-log"]).ends(0).err;
    assert_eq!(told.matches("not on record").count(), 1, "{told}");
    let id = run(&["search", "planks", "--format", "ids", "--no-log"])
        .ends(0)
        .out;
    let id = id.lines().next().expect("an id").to_owned();
    for words in [
        &["show", id.as_str()][..],
        &["show", &id, "--text"],
        &["thread", &id],
        &["problems"],
        &["stats"],
        &["refs"],
        &["verify"],
        &["log", "list"],
        &["log", "show", "2"],
        &["log", "verify"],
    ] {
        let answer = run(words);
        assert!(
            matches!(answer.code, Some(0 | 1)),
            "{words:?}: {}",
            answer.err
        );
    }
    for words in [&["ingest", "tree"][..], &["reindex"], &["refresh"]] {
        let refused = run(words).ends(2).err;
        assert!(refused.contains("error: "), "{refused}");
    }
    // what a stopped run left can only be taken in by somebody who can write
    writable(&room.path("archive"), true);
    fs::write(room.path("archive/catalogue.db-wal"), [0; 4096]).expect("written");
    writable(&room.path("archive"), false);
    let refused = run(&["search", "planks", "--no-log"]).ends(2).err;
    assert!(refused.contains("was stopped"), "{refused}");
    writable(&room.path("archive"), true);
}

/// The folder of an archive that was kept, unpacked.
fn kept(file: &Path, into: &Path) {
    let packed = fs::File::open(file).expect("a kept archive");
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_end(&mut plain)
        .expect("unpacked");
    tar::Archive::new(plain.as_slice())
        .unpack(into)
        .expect("taken out");
}

fn kept_archives() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(house("tests/kept"))
        .expect("the folder of kept archives")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "gz"))
        .collect();
    found.sort();
    found
}

fn records(answer: &Answer) -> BTreeMap<String, Value> {
    answer
        .lines_of_json()
        .into_iter()
        .map(|record| (record["id"].as_str().expect("an id").to_owned(), record))
        .collect()
}

/// What every kept archive holds, by the word that is in it alone.
const KEPT: [(&str, &str); 5] = [
    ("plumwood", "letter.eml"),
    ("cherrywood", "letter.eml"),
    ("walnut", "note.txt"),
    ("medlar", "page.html"),
    ("INV/0283/2020", "letter.eml"),
];

#[test]
fn an_archive_of_every_format_that_was_released_is_opened_searched_and_brought_up_to_date() {
    let archives = kept_archives();
    assert!(!archives.is_empty(), "no archive was kept");
    for file in archives {
        let told = file.display();
        assert!(
            fs::metadata(&file).expect("there").len() < 300_000,
            "{told} is too large to be kept"
        );
        let room = Room::new();
        kept(&file, &room.path(""));
        let everything = ["search", "--all", "--format", "jsonl", "--no-log"];
        // an index of an older version is built again first, from the catalogue alone
        if room.run(&everything).code == Some(2) {
            room.run(&["reindex"]).ends(0);
        }
        let before = records(&room.run(&everything).ends(0));
        assert_eq!(before.len(), 4, "{told}");
        for (word, name) in KEPT {
            let words = ["search", word, "--format", "json", "--no-log"];
            let found = room.run(&words).ends(0).json();
            let path = found["hits"][0]["locations"][0]["path"]
                .as_str()
                .expect("a path");
            assert!(path.ends_with(name), "{told}: {word} in {path}");
        }
        room.run(&["verify"]).ends(0);
        room.run(&["log", "verify"]).ends(0);
        let entries = room
            .run(&["log", "list", "--format", "json"])
            .ends(0)
            .json();
        assert_eq!(entries.as_array().expect("entries").len(), 3, "{told}");
        room.run(&["log", "show", "2"]).ends(0);
        room.run(&["request", "show", "TMB 7/26"]).ends(0);
        // the originals lie elsewhere now: ids stay, places are added, nothing goes
        assert_eq!(
            fs::read_dir(room.path("tree"))
                .expect("the originals")
                .count(),
            3,
            "{told}"
        );
        letter(&room, 9);
        room.run(&["ingest", "tree"]).ends(0);
        let after = records(&room.run(&everything).ends(0));
        assert_eq!(after.len(), 5, "{told}");
        for (id, record) in &before {
            let now = after.get(id).unwrap_or_else(|| panic!("{told} lost {id}"));
            assert_eq!(now["first_seen"], record["first_seen"], "{told}: {id}");
            assert_eq!(now["thread"], record["thread"], "{told}: {id}");
        }
        room.run(&["refresh"]).ends(0);
        room.run(&["verify"]).ends(0);
    }
}

#[test]
fn an_archive_of_a_newer_format_is_refused_with_what_to_do() {
    let room = Room::new();
    letter(&room, 1);
    room.run(&["ingest", "tree"]).ends(0);
    fs::write(room.path("archive/format"), "9999\n").expect("written");
    for words in [
        &["search", "planks"][..],
        &["ingest", "tree"],
        &["verify"],
        &["stats"],
    ] {
        let refused = room.run(words).ends(2);
        assert!(refused.out.is_empty(), "{}", refused.out);
        assert!(
            refused.err.contains("9999") && refused.err.contains("newer recordroom"),
            "{}",
            refused.err
        );
    }
}

#[test]
fn a_run_that_changes_nothing_leaves_the_index_sealed() {
    let room = Room::new();
    (0..3).for_each(|n| letter(&room, n));
    let seal = || fs::read(room.path("archive/index/lists.seal")).ok();
    room.run(&["ingest", "tree"]).ends(0);
    let first = seal();
    assert!(first.is_some(), "a finished ingest seals the index");
    for words in [&["ingest", "tree"][..], &["refresh"], &["ingest", "tree"]] {
        room.run(words).ends(0);
        assert_eq!(seal(), first, "{words:?}");
    }
    letter(&room, 3);
    room.run(&["ingest", "tree"]).ends(0);
    let further = seal();
    assert!(further.is_some() && further != first, "a further letter");
    room.run(&["verify"]).ends(0);
}
