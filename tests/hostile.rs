//! Bad input costs one clear message or one listed problem, and never anything else.
//!
//! Everything here goes through the command line. A command that takes longer than a minute is taken to hang.
#![cfg(unix)]

#[path = "hostile/room.rs"]
mod room;
#[path = "hostile/specimens.rs"]
mod specimens;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::Instant;

use room::{PATIENCE, Room};
use serde_json::Value;

/// A room with one good message in its archive.
fn with_a_record() -> Room {
    let room = Room::new();
    room.put("good.eml", specimens::message("plumwood"));
    assert_eq!(room.ingest().0, Some(0));
    room
}

#[test]
fn a_missing_path_is_named() {
    let room = Room::new();
    let nowhere = room.path("nowhere");
    room.run(&["ingest", nowhere.to_str().expect("UTF-8")])
        .is_refused(&["nowhere"]);
}

#[test]
fn a_missing_path_does_not_stop_the_others() {
    let room = with_a_record();
    room.put("second.eml", specimens::message("cherrywood"));
    let (tree, nowhere) = (room.path("tree"), room.path("nowhere"));
    let answer = room.run(&[
        "ingest",
        nowhere.to_str().expect("UTF-8"),
        tree.to_str().expect("UTF-8"),
    ]);
    assert!(matches!(answer.code, Some(2 | 3)), "{:?}", answer.code);
    let listed = room.problems().keys().any(|path| path.contains("nowhere"));
    assert!(
        listed || answer.err.contains("nowhere"),
        "the missing path is not named: {}",
        answer.err
    );
    assert_eq!((room.found("plumwood"), room.found("cherrywood")), (1, 1));
}

#[test]
fn an_unreadable_folder_and_an_unreadable_file_are_listed() {
    let room = Room::unprivileged();
    room.put("good.eml", specimens::message("plumwood"));
    room.put("closed.eml", specimens::message("oakwood"));
    room.put("shut/inside.eml", specimens::message("ashwood"));
    let shut = |mode| {
        for name in ["tree/closed.eml", "tree/shut"] {
            fs::set_permissions(room.path(name), Permissions::from_mode(mode)).expect("a mode");
        }
    };
    shut(0o000);
    let ingested = room.ingest();
    let problems = room.problems();
    let again = room.ingest();
    let listed_again = room.problems();
    shut(0o755);
    assert_eq!(ingested.0, Some(3));
    assert_eq!(again.1["unchanged"], 3, "{:#}", again.1);
    assert_eq!(listed_again, problems);
    for name in ["tree/closed.eml", "tree/shut"] {
        assert_eq!(
            problems.get(name).map(Vec::as_slice),
            Some(&["unreadable".to_owned()][..]),
            "{problems:?}"
        );
    }
    assert_eq!(room.found("plumwood"), 1);
    assert_eq!(room.ingest().0, Some(0), "what can be read again is read");
    assert_eq!(
        (
            room.found("oakwood"),
            room.found("ashwood"),
            room.problems().len()
        ),
        (1, 1, 0)
    );
}

#[test]
fn a_truncated_pdf_is_listed() {
    let whole = specimens::pdf("The plans are drawn", "");
    Room::one_problem("cut.pdf", &whole[..whole.len() / 2], &["damaged"]);
}

#[test]
fn an_encrypted_pdf_is_listed_and_remains_a_record() {
    let room = Room::one_problem("sealed.pdf", &specimens::encrypted_pdf(), &["encrypted"]);
    let answer = room.run(&["search", "--all", "--no-log", "--format", "jsonl"]);
    assert!(
        answer
            .out
            .lines()
            .any(|line| line.contains("\"text_status\":\"encrypted\"")),
        "{}",
        answer.out
    );
}

#[test]
fn a_pdf_of_arrays_within_arrays_harms_nobody() {
    let room = Room::new();
    room.put("good.eml", specimens::message("plumwood"));
    room.put("nested.pdf", specimens::nested_pdf());
    room.ingest();
    assert!(room.found("nested") == 1 || room.problems().contains_key("tree/nested.pdf"));
    assert_eq!(room.found("plumwood"), 1);
}

#[test]
fn a_broken_docx_is_listed() {
    let whole = specimens::docx("The plans are drawn", "");
    Room::one_problem("cut.docx", &whole[..whole.len() / 2], &["damaged"]);
}

#[test]
fn a_docx_whose_entities_grow_is_told_of_and_holds_nothing_up() {
    let room = Room::new();
    room.put("good.eml", specimens::message("plumwood"));
    let grown = specimens::docx(
        "The cherrywood &e9; is ready",
        &specimens::growing_entities(),
    );
    room.put("grown.docx", grown);
    room.ingest();
    assert_eq!(
        (room.found("plumwood"), room.found("cherrywood ready")),
        (1, 1)
    );
    let answer = room.run(&["search", "cherrywood", "--no-log", "--format", "json"]);
    let doubts = answer.json()["hits"][0]["doubts"]
        .as_array()
        .map_or(0, Vec::len);
    let listed = room.problems().contains_key("tree/grown.docx");
    assert!(
        listed || doubts > 0,
        "entities were left out without a word"
    );
}

#[test]
fn an_empty_file_is_listed() {
    Room::one_problem("empty.txt", b"", &["no_text"]);
    Room::one_problem("empty.eml", b"", &["no_text", "damaged"]);
    Room::one_problem("empty.pdf", b"", &["no_text", "damaged"]);
}

#[test]
fn bytes_of_no_known_format_are_listed() {
    let noise: Vec<u8> = (0..4000u32)
        .map(|step| (step.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    Room::one_problem("noise.bin", &noise, &["unsupported"]);
}

#[test]
fn a_message_without_headers_is_found() {
    let room = Room::new();
    room.put("bare.eml", "\nThe plumwood is ready.\n");
    room.put(
        "text.eml",
        "The cherrywood is ready, and there is no header at all.\n",
    );
    room.ingest();
    assert_eq!((room.found("plumwood"), room.found("cherrywood")), (1, 1));
}

#[test]
fn parts_within_parts_keep_their_surface_and_list_their_depth() {
    for (name, bytes) in [
        (
            "parts.eml",
            specimens::nested_parts(3000, "plumwood", "cherrywood"),
        ),
        (
            "forwards.eml",
            specimens::nested_messages(3000, "plumwood", "cherrywood"),
        ),
    ] {
        let room = Room::new();
        room.put(name, bytes);
        room.put("good.eml", specimens::message("oakwood"));
        room.ingest();
        assert_eq!(
            (room.found("oakwood"), room.found("plumwood")),
            (1, 1),
            "{name}"
        );
        let listed = room.problems().keys().any(|path| path.ends_with(name));
        assert!(
            listed || room.found("cherrywood") == 1,
            "the bottom of {name} was passed by in silence"
        );
    }
}

#[test]
fn a_hundred_thousand_addresses_are_read_in_time() {
    let room = Room::new();
    room.put(
        "one.eml",
        specimens::many_addresses(100_000, true, "plumwood"),
    );
    room.put(
        "each.eml",
        specimens::many_addresses(100_000, false, "cherrywood"),
    );
    let start = Instant::now();
    room.ingest();
    assert!(start.elapsed() < PATIENCE);
    assert_eq!((room.found("plumwood"), room.found("cherrywood")), (1, 1));
}

#[test]
fn names_cannot_act_on_a_terminal() {
    let room = Room::new();
    room.put("red\n\u{1b}[31m\u{202e}.txt", "The plumwood is ready.\n");
    room.put("none\r\u{1b}]0;x\u{7}.txt", "");
    room.put(
        "subject.eml",
        "From: =?utf-8?Q?=1B[2J_Maud?= <maud@wexcombe.example>\nSubject: =?utf-8?Q?a=1B[31m=E2=80=AEb?=\n\nThe plumwood \u{1b}[5m blinks.\n",
    );
    assert_eq!(room.ingest().0, Some(3));
    assert_eq!(room.found("plumwood"), 2);
    let tree = room.path("tree");
    for arguments in [
        &["search", "plumwood", "--no-log"][..],
        &["search", "--all", "--no-log"],
        &["problems"],
        &["ingest", tree.to_str().expect("UTF-8")],
        &["stats"],
    ] {
        room.run(arguments).is_harmless();
    }
    let answer = room.run(&["search", "--all", "--no-log", "--format", "jsonl"]);
    for line in answer.out.lines() {
        let record: Value = serde_json::from_str(line).expect("a record");
        let id = record["id"].as_str().expect("an id");
        room.run(&["show", id]).is_harmless();
    }
}

#[test]
fn a_name_that_is_not_utf_8_is_shown_with_its_bytes() {
    let room = Room::new();
    room.put(
        OsStr::from_bytes(b"caf\xe9.txt"),
        "The plumwood is ready.\n",
    );
    room.ingest();
    let answer = room.run(&["search", "plumwood", "--no-log", "--format", "jsonl"]);
    assert!(
        answer.out.contains("\"path\":\"tree/caf%E9.txt\""),
        "{}",
        answer.out
    );
}

#[test]
fn links_in_circles_pipes_and_sockets_hold_nothing_up() {
    let room = Room::new();
    room.put("good.eml", specimens::message("plumwood"));
    room.put("deep/below.eml", specimens::message("cherrywood"));
    let tree = room.path("tree");
    symlink("..", tree.join("deep/up")).expect("a link");
    symlink("itself", tree.join("itself")).expect("a link");
    symlink("nowhere.eml", tree.join("dangling.eml")).expect("a link");
    rustix::fs::mkfifoat(
        rustix::fs::CWD,
        tree.join("pipe.eml"),
        rustix::fs::Mode::RWXU,
    )
    .expect("a pipe");
    let _socket =
        std::os::unix::net::UnixListener::bind(tree.join("socket.eml")).expect("a socket");
    let (_, read) = room.ingest();
    assert_eq!((room.found("plumwood"), room.found("cherrywood")), (1, 1));
    assert_eq!(read["records"], 2, "{read:#}");
    let listed = room.problems();
    let told = listed.len() as u64 + read["ledger"]["excluded"].as_u64().expect("a number");
    assert!(
        told > 0,
        "a pipe and three links were passed by in silence: {read:#}"
    );
}

#[test]
fn a_query_that_cannot_be_read_is_pointed_at() {
    let room = with_a_record();
    room.run(&["search", "\"plumwood is"]).is_refused(&["^"]);
    room.run(&["search", "reff:INV/0283/2020"])
        .is_refused(&["reff", "ref:"]);
    room.run(&["search", "plumwood", "(ready"])
        .is_refused(&["^"]);
    room.run(&["search", "plumwood OR"]).is_refused(&["^"]);
    assert_eq!(room.found("plumwood"), 1);
}

#[test]
fn an_id_that_fits_two_records_or_none_is_refused() {
    let room = Room::new();
    for number in 0..17 {
        room.put(
            format!("{number}.eml"),
            specimens::message(&format!("wood{number}")),
        );
    }
    room.ingest();
    let answer = room.run(&["search", "--all", "--no-log", "--format", "jsonl"]);
    let mut firsts: BTreeMap<String, usize> = BTreeMap::new();
    for line in answer.out.lines() {
        let record: Value = serde_json::from_str(line).expect("a record");
        let id = record["id"].as_str().expect("an id");
        *firsts.entry(id[..3].to_owned()).or_default() += 1;
    }
    let shared = firsts
        .iter()
        .find(|(_, times)| **times > 1)
        .expect("seventeen ids share a first digit");
    room.run(&["show", shared.0]).is_refused(&[shared.0]);
    room.run(&["show", "r-ffffffffffffffff"])
        .is_refused(&["r-ffffffffffffffff"]);
}

#[test]
fn an_archive_that_is_not_there_is_explained() {
    let room = Room::new();
    for command in [
        &["search", "plumwood"][..],
        &["problems"],
        &["verify"],
        &["show", "r-1"],
    ] {
        room.run(command).is_refused(&["archive", "ingest"]);
    }
    assert!(!room.path("archive").exists());
}

/// Every file of a folder with its bytes.
fn contents(folder: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            contents(&entry.path(), into);
        } else {
            into.insert(entry.path(), fs::read(entry.path()).expect("a file"));
        }
    }
}

#[test]
fn an_archive_of_a_newer_format_is_left_alone() {
    let room = with_a_record();
    fs::write(room.path("archive/format"), "99\n").expect("the format file");
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    contents(&room.path("archive"), &mut before);
    let tree = room.path("tree");
    for command in [
        &["search", "plumwood"][..],
        &["problems"],
        &["verify"],
        &["ingest", tree.to_str().expect("UTF-8")],
    ] {
        room.run(command).is_refused(&["99"]);
    }
    contents(&room.path("archive"), &mut after);
    assert!(before == after, "the archive was changed");
}

#[test]
fn a_locked_archive_refuses_writers_and_answers_readers() {
    let room = with_a_record();
    let lock = File::options()
        .read(true)
        .write(true)
        .open(room.path("archive/lock"))
        .expect("the lock file");
    lock.lock().expect("the lock is free");
    room.put("second.eml", specimens::message("cherrywood"));
    let tree = room.path("tree");
    room.run(&["ingest", tree.to_str().expect("UTF-8")])
        .is_refused(&["archive"]);
    assert_eq!(room.found("plumwood"), 1);
    let logged = room.run(&["search", "plumwood"]);
    assert_eq!(logged.code, Some(0), "{}", logged.err);
    lock.unlock().expect("unlocks");
    assert_eq!(room.ingest().0, Some(0));
    assert_eq!(room.found("cherrywood"), 1);
}

#[test]
fn everything_bad_at_once_costs_only_itself() {
    let room = Room::new();
    let (pdf, docx) = (
        specimens::pdf("The plans are drawn", ""),
        specimens::docx("The plans are drawn", ""),
    );
    for number in 0..20 {
        room.put(
            format!("good/{number}.eml"),
            specimens::message(&format!("plumwood{number}")),
        );
    }
    room.put("bad/cut.pdf", &pdf[..pdf.len() / 2]);
    room.put("bad/sealed.pdf", specimens::encrypted_pdf());
    room.put("bad/cut.docx", &docx[..docx.len() / 2]);
    room.put("bad/empty.txt", "");
    room.put(
        "bad/deep.eml",
        specimens::nested_parts(3000, "outermost", "innermost"),
    );
    room.put("whole.pdf", &pdf);
    room.put("whole.docx", &docx);
    let (code, first) = room.ingest();
    assert_eq!(code, Some(3));
    let problems = room.problems();
    for name in ["cut.pdf", "sealed.pdf", "cut.docx", "empty.txt"] {
        assert!(
            problems.contains_key(&format!("tree/bad/{name}")),
            "{name} is not in {problems:?}"
        );
    }
    assert!(
        problems.keys().all(|path| path.starts_with("tree/bad/")),
        "{problems:?}"
    );
    for number in 0..20 {
        assert_eq!(room.found(&format!("plumwood{number}")), 1);
    }
    assert!(room.found("\"plans are drawn\"") >= 2);
    let (code, second) = room.ingest();
    assert_eq!(
        code,
        Some(3),
        "what could not be read before is still not read"
    );
    assert_eq!(
        (&second["added"], &second["changed"], &second["problems"]),
        (&0.into(), &0.into(), &first["problems"])
    );
    assert_eq!(room.problems(), problems);
}
