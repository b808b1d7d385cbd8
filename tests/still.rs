//! A run over folders that are as they were: it costs little, says the same as a run that looks at every row, and misses
//! nothing that is otherwise.

mod program;

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use program::Room;
use serde_json::Value;

fn letter(path: &Path, word: &str) {
    let text = format!(
        "From: Registry <registry@example.org>\nTo: Desk <desk@example.org>\n\
         Date: Mon, 7 Mar 2022 10:00:00 +0000\nSubject: The {word}\n\
         Message-ID: <{word}@example.org>\n\nThe {word} stands in the registry.\n"
    );
    fs::write(path, text).expect("written");
    aged(path, 600);
}

/// Gives a file or a folder a last change so many seconds ago.
fn aged(path: &Path, seconds: u64) {
    let then = SystemTime::now() - Duration::from_secs(seconds);
    let file = fs::File::open(path).expect("opened");
    file.set_modified(then).expect("touched");
}

/// Waits until nothing was changed for so long that a folder may be trusted: no program sets back when that was.
fn rest() {
    std::thread::sleep(Duration::from_millis(2100));
}

/// Two folders of two letters each.
fn tree(room: &Room) {
    for (folder, words) in [("a", ["auk", "bittern"]), ("b", ["crane", "dunlin"])] {
        let folder = room.path("tree").join(folder);
        fs::create_dir_all(&folder).expect("a folder");
        for word in words {
            letter(&folder.join(format!("{word}.eml")), word);
        }
    }
}

/// The answer of an ingest, but for the time that it took.
fn ingest(room: &Room, words: &[&str]) -> Value {
    let mut all = vec!["ingest"];
    all.extend(words);
    all.extend(["--format", "json"]);
    let mut answer = room.run(&all).json();
    let fields = answer.as_object_mut().expect("an object");
    fields.remove("seconds");
    answer
}

fn counts(answer: &Value, keys: [&str; 4]) -> [u64; 4] {
    assert_eq!(answer["ledger"]["balanced"], true, "{answer}");
    keys.map(|key| answer[key].as_u64().expect("a number"))
}

const FATES: [&str; 4] = ["added", "changed", "unchanged", "missing"];

fn found(room: &Room, word: &str) -> u64 {
    // not by the name of its file
    let query = format!("subject:{word}");
    let answer = room.run(&["search", &query, "--format", "json", "--no-log"]);
    answer.json()["total"].as_u64().expect("a total")
}

fn catalogue(room: &Room) -> Vec<u8> {
    fs::read(room.path("archive").join("catalogue.db")).expect("a catalogue")
}

#[test]
fn a_run_that_finds_nothing_changed_says_the_same_and_writes_only_its_entry() {
    let room = Room::new();
    tree(&room);
    fs::write(room.path("tree/Thumbs.db"), "x").expect("written");
    aged(&room.path("tree/Thumbs.db"), 600);
    fs::write(room.path("tree/locked.zip"), "PK\u{3}\u{4} broken").expect("written");
    aged(&room.path("tree/locked.zip"), 600);
    let first = ingest(&room, &["tree"]);
    assert_eq!(counts(&first, FATES), [6, 0, 0, 0]);
    let before = catalogue(&room);
    let second = ingest(&room, &["tree"]);
    assert_eq!(counts(&second, FATES), [0, 0, 6, 0]);
    assert_eq!(second["ledger"], first["ledger"]);
    for key in ["records", "problems", "problems_here", "needs_ocr"] {
        assert_eq!(second[key], first[key], "{key}");
    }
    assert_eq!(second["problems"], 1, "{second}");
    assert_eq!(ingest(&room, &["tree"]), second);
    assert!(catalogue(&room) == before, "the catalogue was written to");
    let log = room
        .run(&["log", "list", "--format", "json"])
        .ends(0)
        .json();
    let ingests = log.as_array().expect("entries").len();
    assert_eq!(ingests, 3, "{log}");
    room.run(&["log", "verify"]).ends(0);
    // what else was done is noted by the next run, as ever
    room.run(&["search", "auk"]).ends(0);
    ingest(&room, &["tree"]);
    assert!(catalogue(&room) != before, "the search was not noted");
    room.run(&["verify", "--originals"]).ends(0);
}

#[test]
fn sums_are_those_of_the_paths_of_the_run() {
    let room = Room::new();
    tree(&room);
    ingest(&room, &["tree"]);
    for _ in 0..2 {
        let part = ingest(&room, &["tree/a"]);
        assert_eq!(counts(&part, FATES), [0, 0, 2, 0]);
        assert_eq!(part["ledger"]["items"], 2);
        assert_eq!(part["records"], 4);
        let one = ingest(&room, &["tree/b/crane.eml"]);
        assert_eq!(counts(&one, FATES), [0, 0, 1, 0]);
        assert_eq!(one["ledger"]["items"], 1);
        let both = ingest(&room, &["tree/a", "tree/b"]);
        assert_eq!(both["ledger"]["items"], 4);
    }
}

#[test]
fn whatever_changed_in_a_folder_is_found() {
    let room = Room::new();
    tree(&room);
    ingest(&room, &["tree"]);
    // as large as before
    letter(&room.path("tree/a/auk.eml"), "owl");
    aged(&room.path("tree/a/auk.eml"), 300);
    assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [0, 1, 3, 0]);
    assert_eq!((found(&room, "auk"), found(&room, "owl")), (0, 1));
    // a new one, and one in a new folder
    letter(&room.path("tree/b/egret.eml"), "egret");
    fs::create_dir(room.path("tree/b/c")).expect("a folder");
    letter(&room.path("tree/b/c/fulmar.eml"), "fulmar");
    assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [2, 0, 4, 0]);
    assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [0, 0, 6, 0]);
    // one that went is named by every run, and so are those of a folder that went
    fs::remove_file(room.path("tree/b/egret.eml")).expect("removed");
    fs::rename(room.path("tree/b/c"), room.path("away")).expect("moved");
    for _ in 0..3 {
        let answer = ingest(&room, &["tree"]);
        assert_eq!(counts(&answer, FATES), [0, 0, 4, 2]);
        assert_eq!(
            answer["missing_paths"],
            serde_json::json!(["tree/b/c/fulmar.eml", "tree/b/egret.eml"])
        );
    }
    fs::rename(room.path("away"), room.path("tree/b/c")).expect("moved back");
    for _ in 0..3 {
        assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [0, 0, 5, 1]);
    }
    // put back as it was after another content was read
    let auk = room.path("tree/a/auk.eml");
    let (kept, then) = (room.path("kept"), fs::metadata(&auk).expect("there"));
    fs::copy(&auk, &kept).expect("copied");
    letter(&auk, "gannet");
    assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [0, 1, 4, 1]);
    fs::copy(&kept, &auk).expect("copied");
    let file = fs::File::open(&auk).expect("opened");
    file.set_modified(then.modified().expect("a time"))
        .expect("touched");
    assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [0, 1, 4, 1]);
    assert_eq!((found(&room, "owl"), found(&room, "gannet")), (1, 0));
    // `--originals` would name the one that went
    room.run(&["verify"]).ends(0);
}

#[test]
fn a_file_that_was_changed_just_before_it_was_read_is_read_again() {
    let room = Room::new();
    tree(&room);
    letter(&room.path("tree/a/auk.eml"), "auk");
    // a whole second, so that a further change might bear it too
    let whole = SystemTime::UNIX_EPOCH
        + Duration::from_secs(
            SystemTime::now()
                .duration_since(SystemTime::UNIX_EPOCH)
                .expect("after")
                .as_secs(),
        );
    let file = fs::File::open(room.path("tree/a/auk.eml")).expect("opened");
    file.set_modified(whole).expect("touched");
    ingest(&room, &["tree"]);
    letter(&room.path("tree/a/auk.eml"), "owl");
    file.set_modified(whole).expect("touched");
    ingest(&room, &["tree"]);
    assert_eq!((found(&room, "auk"), found(&room, "owl")), (0, 1));
}

#[test]
fn a_file_that_was_written_an_instant_before_is_read_once() {
    let room = Room::new();
    tree(&room);
    for n in 0..20 {
        let text = format!("From: desk@example.org\nSubject: {n}\n\nThe heronry {n}.\n");
        fs::write(room.path(&format!("tree/a/late{n}.eml")), text).expect("written");
    }
    assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [24, 0, 0, 0]);
    let again = ingest(&room, &["tree"]);
    assert_eq!(counts(&again, FATES), [0, 0, 24, 0]);
    assert_eq!(again["bytes"], 0, "{again}");
}

#[test]
fn roots_within_a_path_keep_their_files() {
    let room = Room::new();
    tree(&room);
    ingest(&room, &["tree/a"]);
    ingest(&room, &["tree/b/crane.eml"]);
    let outer = ingest(&room, &["tree"]);
    assert_eq!(counts(&outer, FATES), [1, 0, 3, 0]);
    for _ in 0..2 {
        assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [0, 0, 4, 0]);
    }
    letter(&room.path("tree/b/crane.eml"), "curlew");
    aged(&room.path("tree/b/crane.eml"), 60);
    fs::remove_file(room.path("tree/a/auk.eml")).expect("removed");
    assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [0, 1, 2, 1]);
    assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [0, 0, 3, 1]);
    room.run(&["verify"]).ends(0);
}

#[cfg(unix)]
#[test]
fn links_archives_and_what_cannot_be_entered_are_looked_at_each_time() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let room = Room::new();
    tree(&room);
    let share = room.path("share");
    letter(&share, "heron");
    symlink(&share, room.path("tree/a/heron.eml")).expect("a link");
    fs::create_dir(room.path("tree/b/other")).expect("a folder");
    for file in ["format", "catalogue.db"] {
        fs::write(room.path("tree/b/other").join(file), "1").expect("written");
    }
    let first = ingest(&room, &["tree"]);
    assert_eq!(counts(&first, FATES), [6, 0, 0, 0]);
    assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [0, 0, 6, 0]);
    letter(&share, "ibis");
    aged(&share, 60);
    assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [0, 1, 5, 0]);
    // no archive any more: its files are files
    fs::remove_file(room.path("tree/b/other/catalogue.db")).expect("removed");
    let answer = ingest(&room, &["tree"]);
    assert_eq!(
        (&answer["added"], &answer["missing"]),
        (&1.into(), &0.into())
    );
    // root enters everything
    let shut = room.path("tree/b");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).expect("shut");
    if fs::read_dir(&shut).is_err() {
        for _ in 0..2 {
            let answer = ingest(&room, &["tree"]);
            assert_eq!(counts(&answer, FATES)[3], 0, "{answer}");
        }
    }
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).expect("open");
    assert_eq!(ingest(&room, &["tree"])["missing"], 0);
    fs::remove_file(&share).expect("removed");
    assert_eq!(ingest(&room, &["tree"])["ledger"]["balanced"], true);
    assert_eq!(found(&room, "ibis"), 1);
}

/// A Maildir with two messages in `cur`, changed long ago.
fn maildir(room: &Room) -> std::path::PathBuf {
    maildir_at(&room.path("mail"))
}

fn maildir_at(mail: &Path) -> std::path::PathBuf {
    for folder in ["cur", "new", "tmp"] {
        fs::create_dir_all(mail.join(folder)).expect("a folder");
    }
    letter(&mail.join("cur/1:2,S"), "auk");
    letter(&mail.join("cur/2:2,S"), "bittern");
    for folder in ["cur", "new", "tmp"] {
        aged(&mail.join(folder), 600);
    }
    mail.to_owned()
}

const TRUST: [&str; 4] = ["unchanged", "trusted_folders", "trusted_files", "missing"];

#[test]
fn a_folder_of_a_maildir_is_trusted_only_when_asked_and_unchanged() {
    let room = Room::new();
    let mail = maildir(&room);
    rest();
    let trusting = || ingest(&room, &["--trust-folders", "mail"]);
    assert_eq!(counts(&trusting(), TRUST), [0, 0, 0, 0]);
    let answer = trusting();
    assert_eq!(counts(&answer, TRUST), [2, 1, 2, 0]);
    assert_eq!(
        (&answer["files"], &answer["ledger"]["items"]),
        (&2.into(), &2.into())
    );
    let entry = room.run(&["log", "show", "2", "--format", "json"]).out;
    assert!(entry.contains("\"trusted_files\""), "{entry}");
    let told = room.run(&["ingest", "--trust-folders", "mail"]).ends(0).out;
    assert!(
        told.contains("(2 of them not looked at, in 1 folder that did not change)"),
        "{told}"
    );
    // written over in place: that is what is not looked at, unless every file is
    letter(&mail.join("cur/1:2,S"), "crane");
    aged(&mail.join("cur/1:2,S"), 60);
    assert_eq!(counts(&trusting(), TRUST), [2, 1, 2, 0]);
    assert_eq!(counts(&ingest(&room, &["mail"]), FATES), [0, 1, 1, 0]);
    assert_eq!((found(&room, "auk"), found(&room, "crane")), (0, 1));
    // the list changed: a message came, one went
    letter(&mail.join("cur/3:2,S"), "dunlin");
    fs::remove_file(mail.join("cur/2:2,S")).expect("removed");
    assert_eq!(counts(&trusting(), TRUST), [1, 0, 0, 1]);
    assert_eq!(found(&room, "dunlin"), 1);
    // a folder with a missing file is looked into each time
    aged(&mail.join("cur"), 300);
    assert_eq!(counts(&trusting(), TRUST), [2, 0, 0, 1]);
    assert_eq!(counts(&trusting(), TRUST), [2, 0, 0, 1]);
    let both = [
        "ingest",
        "--trust-folders",
        "--prune",
        "--reason",
        "r",
        "--authority",
        "a",
        "mail",
    ];
    room.run(&both).ends(2);
}

#[test]
fn a_folder_that_changed_just_before_the_last_run_is_not_trusted() {
    let room = Room::new();
    let mail = maildir(&room);
    let cur = mail.join("cur");
    let now = SystemTime::now();
    let dated = |path: &Path| {
        let folder = fs::File::open(path).expect("opened");
        folder.set_modified(now).expect("touched");
    };
    dated(&cur);
    ingest(&room, &["mail"]);
    // another message within the same tick of the clock
    letter(&cur.join("3:2,S"), "egret");
    dated(&cur);
    let answer = ingest(&room, &["--trust-folders", "mail"]);
    assert_eq!(counts(&answer, FATES), [1, 0, 2, 0]);
    assert_eq!(counts(&answer, TRUST), [2, 0, 0, 0]);
    // once that is long ago it is read once more, and then trusted
    aged(&cur, 30);
    rest();
    let trusted = || counts(&ingest(&room, &["--trust-folders", "mail"]), TRUST);
    assert_eq!(trusted(), [3, 0, 0, 0]);
    assert_eq!(trusted(), [3, 1, 3, 0]);
}

#[cfg(unix)]
#[test]
fn what_is_no_maildir_and_what_has_links_or_folders_in_it_is_not_trusted() {
    let room = Room::new();
    let made = |name: &str| maildir_at(&room.path(name));
    let (plain, linked) = (made("plain"), made("linked"));
    let (inner, bare) = (made("inner"), made("bare"));
    letter(&room.path("share"), "gannet");
    std::os::unix::fs::symlink(room.path("share"), linked.join("cur/3:2,S")).expect("a link");
    fs::create_dir(inner.join("cur/inner")).expect("a folder");
    letter(&inner.join("cur/inner/4"), "jackdaw");
    fs::remove_dir(bare.join("tmp")).expect("removed");
    for mail in [&plain, &linked, &inner, &bare] {
        aged(&mail.join("cur"), 600);
    }
    rest();
    let trusted = |mail: &Path| {
        let mail = mail.to_str().expect("UTF-8");
        ingest(&room, &["--trust-folders", mail]);
        counts(&ingest(&room, &["--trust-folders", mail]), TRUST)[1]
    };
    assert_eq!(trusted(&plain), 1);
    assert_eq!(trusted(&linked), 0);
    letter(&room.path("share"), "ibis");
    aged(&room.path("share"), 60);
    assert_eq!(trusted(&linked), 0);
    assert_eq!(found(&room, "ibis"), 1);
    assert_eq!(trusted(&inner), 0);
    assert_eq!(trusted(&bare), 0, "it is no Maildir without tmp");
}

#[cfg(unix)]
#[test]
fn a_message_that_came_is_found_though_its_folder_bears_the_time_of_before() {
    let room = Room::new();
    let cur = maildir(&room).join("cur");
    rest();
    let trusting = || ingest(&room, &["--trust-folders", "mail"]);
    trusting();
    assert_eq!(counts(&trusting(), TRUST), [2, 1, 2, 0]);
    let before = fs::metadata(&cur).and_then(|folder| folder.modified());
    letter(&cur.join("3:2,S"), "egret");
    // as `rsync --archive` does once it is done with a folder
    let folder = fs::File::open(&cur).expect("opened");
    folder
        .set_modified(before.expect("a time"))
        .expect("touched");
    assert_eq!(counts(&trusting(), FATES), [1, 0, 2, 0]);
    assert_eq!(found(&room, "egret"), 1);
}

#[cfg(unix)]
#[test]
fn what_lies_behind_a_link_that_leads_nowhere_is_not_told_missing_by_any_run() {
    let room = Room::new();
    tree(&room);
    ingest(&room, &["tree"]);
    fs::rename(room.path("tree/b"), room.path("away")).expect("moved");
    std::os::unix::fs::symlink(room.path("unmounted"), room.path("tree/b")).expect("a link");
    for run in 2..6 {
        let answer = ingest(&room, &["tree"]);
        assert_eq!(counts(&answer, FATES)[3], 0, "run {run}: {answer}");
    }
    assert_eq!(found(&room, "crane"), 1);
}

#[test]
fn a_run_that_finds_missing_what_was_missing_before_writes_only_its_entry() {
    let room = Room::new();
    tree(&room);
    ingest(&room, &["tree"]);
    fs::remove_file(room.path("tree/b/crane.eml")).expect("removed");
    let told = ingest(&room, &["tree"]);
    assert_eq!(counts(&told, FATES), [0, 0, 3, 1]);
    let before = catalogue(&room);
    for _ in 0..2 {
        assert_eq!(ingest(&room, &["tree"]), told);
        assert!(catalogue(&room) == before, "the catalogue was written to");
    }
}

#[test]
fn a_trial_counts_as_a_run_does() {
    let room = Room::new();
    tree(&room);
    ingest(&room, &["tree"]);
    letter(&room.path("tree/b/egret.eml"), "egret");
    letter(&room.path("tree/a/auk.eml"), "cormorant");
    fs::remove_file(room.path("tree/b/crane.eml")).expect("removed");
    let before = catalogue(&room);
    let trial = ingest(&room, &["--dry-run", "tree"]);
    assert_eq!(counts(&trial, FATES), [1, 1, 2, 1]);
    assert!(catalogue(&room) == before, "a trial wrote");
    assert_eq!(counts(&ingest(&room, &["tree"]), FATES), [1, 1, 2, 1]);
}
