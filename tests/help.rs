//! The help of every command: at most 80 columns wide, and every example in it runs as it is printed.

#[path = "program/mod.rs"]
mod program;

use std::fs;
use std::process::Command;

use program::{Room, answer, house};

/// The commands in the order in which their examples tell one story.
const STORY: [&str; 23] = [
    "ingest",
    "problems",
    "search",
    "source",
    "locate",
    "request",
    "show",
    "thread",
    "similar",
    "refs",
    "case",
    "enquiry",
    "decide",
    "export",
    "audit",
    "terms",
    "log",
    "statement",
    "sample",
    "verify",
    "stats",
    "schema",
    "completions",
];

/// What the examples name: letters, a mailbox, a request, a response, a list of queries.
fn furnished() -> Room {
    let room = Room::new();
    fs::create_dir(room.path("letters")).expect("a folder");
    for entry in fs::read_dir(house("sample_corpus/archive/letters")).expect("the letters") {
        let file = entry.expect("a letter").path();
        let name = file.file_name().expect("a name").to_owned();
        fs::copy(&file, room.path("letters").join(name)).expect("copied");
    }
    for (from, to) in [
        (
            "sample_corpus/archive/mailbox-registry.mbox",
            "mailbox.mbox",
        ),
        ("sample_corpus/requests/01.FOI.22.025669.txt", "request.txt"),
        (
            "sample_corpus/responses/01.FOI.22.025669.html",
            "response.html",
        ),
    ] {
        fs::copy(house(from), room.path(to)).expect("copied");
    }
    fs::write(room.path("terms.txt"), "reprimand\nINV/0283/2020\n").expect("written");
    room
}

/// The examples that a command's help prints.
fn examples(help: &str) -> Vec<String> {
    let Some((_, after)) = help.split_once("Examples:\n") else {
        return Vec::new();
    };
    let mut lines: Vec<String> = Vec::new();
    for line in after.lines() {
        match line.strip_prefix("  recordroom ") {
            Some(words) => lines.push(format!("recordroom {words}")),
            None if line.trim().is_empty() => break,
            None => {
                // the line above ends in a backslash, which a shell takes for "it goes on"
                let last = lines.last_mut().expect("an example begins");
                assert!(last.ends_with('\\'), "{last}");
                last.push('\n');
                last.push_str(line);
            }
        }
    }
    lines
}

#[test]
fn every_example_in_the_help_runs_as_it_is_printed() {
    let room = furnished();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_recordroom"));
    let folder = program.parent().expect("a folder");
    let path = format!(
        "{}:{}",
        folder.display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let mut run = 0;
    for verb in STORY {
        let help = room.run(&[verb, "--help"]).ends(0).out;
        let lines = examples(&help);
        assert!(!lines.is_empty(), "{verb} has no example");
        for line in lines {
            let done = Command::new("sh")
                .args(["-c", &line])
                .current_dir(room.path(""))
                .env("PATH", &path)
                .env_remove("RECORDROOM_ARCHIVE")
                .env_remove("RECORDROOM_REQUEST")
                .env("RECORDROOM_OCR", "never")
                .output()
                .expect("a shell");
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            // 1 says that nothing was found or that something differs, 3 that something could not be read
            let well = matches!(
                (verb, done.status.code()),
                (_, Some(0)) | ("ingest", Some(3)) | ("similar", Some(1))
            );
            assert!(well, "{line}: {:?}\n{said}", done.status.code());
            run += 1;
        }
    }
    assert!(run >= 40, "{run}");
    for made in [
        "schedule.xlsx",
        "plan.toml",
        "case.html",
        "statement.html",
        "sample.csv",
    ] {
        let size = fs::metadata(room.path(made)).map(|known| known.len());
        assert!(size.is_ok_and(|size| size > 0), "{made} was not written");
    }
}

#[test]
fn no_help_is_wider_than_eighty_columns() {
    let room = Room::new();
    let mut verbs: Vec<Vec<&str>> = STORY.iter().map(|verb| vec![*verb]).collect();
    verbs.push(Vec::new());
    for words in [
        ["log", "show"],
        ["log", "replay"],
        ["request", "add"],
        ["source", "add"],
        ["enquiry", "add"],
    ] {
        verbs.push(words.to_vec());
    }
    for words in verbs {
        let mut asked = room.command(&[&words[..], &["--help"]].concat());
        let help = answer(asked.env("COLUMNS", "80")).ends(0).out;
        for line in help.lines() {
            assert!(line.chars().count() <= 80, "{words:?}: {line:?}");
        }
        assert!(help.contains("Everywhere:"), "{words:?}\n{help}");
    }
}
