//! What the program asks of the system, seen by strace: no command opens a socket, none writes outside the archive and
//! what `--to` names, and where the kernel cannot restrict the readers of files, that is said aloud.
//!
//! tesseract is a program of its own, started where it is on the search path; what it asks for is not watched here, so
//! the path is empty. Without strace these tests are left out, loudly.
#![cfg(target_os = "linux")]

mod program;
mod watched;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use program::{Answer, Room, answer};

/// Calls by which something is made, changed or removed under a name.
const WRITING: &str = "trace=%network,open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,\
                       unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,chown,fchownat,\
                       utimensat,setxattr";

fn letters(room: &Room) {
    fs::create_dir_all(room.path("tree")).expect("a folder");
    for n in 0..4 {
        let text = format!(
            "From: Yard <yard@timber.example>\nTo: Desk <desk@timber.example>\nMessage-ID: <{n}@timber.example>\n\
             Date: Mon, 7 Mar 2022 10:00:0{n} +0000\nSubject: Planks of lot {n}\n\nOur ref: INV/028{n}/2020\n\n\
             The planks of lot {n} are stacked in bay nine.\n"
        );
        fs::write(room.path(&format!("tree/{n}.eml")), text).expect("written");
    }
    let request =
        "FOI request\nOur ref: INV/0283/2020\n\nPlease send all letters about INV/0283/2020.\n";
    fs::write(room.path("request.txt"), request).expect("written");
    let response = "Our ref: FOI 8/26\n\nThank you for your request. We hold the information that you asked for.\n\
                    It is exempt under section 31(1)(a) of the Freedom of Information Act 2000.\n";
    fs::write(room.path("response.txt"), response).expect("written");
    fs::write(room.path("terms.txt"), "planks\nbay\n").expect("written");
    fs::create_dir(room.path("tmp")).expect("a folder");
}

/// What a command did that it should not: a socket, or a write outside the archive, `written` and, where `temporary`
/// says so, the folder of temporary files.
fn amiss(room: &Room, account: &str, written: &[&str], temporary: bool) -> BTreeSet<String> {
    let mut allowed: Vec<PathBuf> =
        vec![room.path("archive"), "/dev/null".into(), "/dev/tty".into()];
    allowed.extend(written.iter().map(|name| room.path(name)));
    if temporary {
        allowed.push(room.path("tmp"));
    }
    let mut amiss = BTreeSet::new();
    for line in account.lines() {
        let Some((_, call)) = line.split_once(' ') else {
            continue;
        };
        let call = call.trim_start();
        if call.starts_with("---") || call.starts_with("+++") || call.starts_with("<...") {
            continue;
        }
        let name = call.split('(').next().unwrap_or_default();
        let opens = matches!(name, "open" | "openat" | "openat2");
        let for_writing = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"];
        if opens && !for_writing.iter().any(|flag| call.contains(flag)) {
            continue;
        }
        // nothing was there, or it was there already: nothing was written
        if ["ENOENT", "EEXIST", "ENOTDIR"]
            .iter()
            .any(|why| call.contains(why))
        {
            continue;
        }
        let quoted: Vec<&str> = call.split('"').skip(1).step_by(2).collect();
        if quoted.is_empty() {
            // a socket, a pair of them, or a call on an open file
            amiss.insert(call.to_owned());
            continue;
        }
        let beside = call
            .split_once('<')
            .and_then(|(_, rest)| rest.split_once('>'));
        for path in quoted {
            let from = match beside {
                Some((folder, _)) if !call.contains("AT_FDCWD") => Path::new(folder).join(path),
                _ => room.path("").join(path),
            };
            if !allowed.iter().any(|allowed| from.starts_with(allowed)) {
                amiss.insert(call.to_owned());
            }
        }
    }
    amiss
}

#[test]
fn no_command_opens_a_socket_or_writes_outside_the_archive_and_what_to_names() {
    if !watched::strace_is_here("watching every command") {
        return;
    }
    let room = Room::new();
    letters(&room);
    let run = |words: &[&str], written: &[&str], temporary: bool| -> Answer {
        let mut command = room.command(words);
        command.env("TMPDIR", room.path("tmp"));
        let account = room.path("account");
        // what is done to a file that is open shows by its number's path
        let answer = answer(&mut watched::traced(
            &command,
            &["-y", "-E", "PATH=/nowhere", "-e", WRITING],
            &account,
        ));
        let account = fs::read_to_string(account).expect("an account");
        assert!(account.contains("openat("), "{words:?}: nothing was seen");
        assert!(
            matches!(answer.code, Some(0 | 1 | 3)),
            "{words:?}: {:?}\n{}{}",
            answer.code,
            answer.out,
            answer.err
        );
        let amiss = amiss(&room, &account, written, temporary);
        assert!(amiss.is_empty(), "{words:?}: {amiss:#?}");
        let left: Vec<_> = fs::read_dir(room.path("tmp")).expect("a folder").collect();
        assert!(left.is_empty(), "{words:?} left {left:?}");
        answer
    };
    run(&["ingest", "tree", "--dry-run"], &[], true);
    run(&["ingest", "tree"], &[], false);
    let id = room
        .run(&["search", "planks", "--format", "ids", "--no-log"])
        .ends(0)
        .out;
    let id = id.lines().next().expect("an id").to_owned();
    let for_it = ["--for", "INV 8/26"];
    let plain: [&[&str]; 38] = [
        &[],
        &["search", "planks"],
        &[
            "search",
            "INV/0281/2020",
            "--facets",
            "kind",
            "--format",
            "html",
        ],
        &["problems"],
        &["show", &id],
        &["show", &id, "--text"],
        &["show", &id, "--raw"],
        &["refs"],
        &["request", "add", "INV 8/26"],
        &["request", "list"],
        &["request", "show", "INV 8/26"],
        &["locate", "request.txt"],
        &["locate", "request.txt", "--plan-only"],
        &["audit", "response.txt", "--fail-on", "never"],
        &["audit", "--rules"],
        &["case", "INV/0283/2020"],
        &["log", "list"],
        &["log", "show", "2"],
        &["log", "replay", "2"],
        &["log", "mark", "2", "--reason", "names a person"],
        &["log", "dispose", "2", "--reason", "r", "--authority", "a"],
        &["log", "verify"],
        &["statement", "3"],
        &["thread", &id],
        &["similar", &id],
        &["terms", "terms.txt"],
        &["sample", "3"],
        &["verify", "--originals"],
        &["reindex"],
        &["refresh"],
        &["stats"],
        &["schema"],
        &["schema", "search"],
        &["source", "add", "Paper", "--not-searched", "burnt"],
        &["source", "list"],
        &["completions", "bash"],
        &["man"],
        &["help"],
    ];
    for words in plain {
        run(words, &[], false);
    }
    let mut words = vec!["decide", id.as_str(), "disclose", "--reason", "no harm"];
    words.extend(for_it);
    run(&words, &[], false);
    let mut words = vec!["enquiry", "add", "--asked", "Yard", "--on", "2026-01-05"];
    words.extend(for_it);
    run(&words, &[], false);
    // what is exported is written beside its place first
    fs::create_dir(room.path("given")).expect("a folder");
    // a file is written beside its place first, under a name of its own
    fs::create_dir(room.path("sheets")).expect("a folder");
    for (name, format) in [("a.csv", "csv"), ("a.xlsx", "xlsx"), ("a.json", "json")] {
        let to = format!("sheets/{name}");
        let words = ["search", "planks", "--format", format, "--to", &to];
        run(&words, &["sheets"], false);
    }
    let words = ["locate", "request.txt", "--schedule", "sheets/s.xlsx"];
    run(&words, &["sheets"], false);
    run(
        &["export", "planks", "--to", "given/out"],
        &["given"],
        false,
    );
    let words = ["export", "planks", "--to", "given/bag", "--as", "bagit"];
    run(&words, &["given"], false);
    fs::remove_file(room.path("tree/0.eml")).expect("removed");
    let words = [
        "ingest",
        "tree",
        "--prune",
        "--reason",
        "r",
        "--authority",
        "a",
    ];
    run(&words, &[], false);
    run(&["demo"], &[], true);

    // each command that there is was run
    let help = room.run(&["--help"]).ends(0).out;
    let listed = help.split_once("Commands:").expect("commands").1;
    let listed = listed.split_once("Options:").expect("options").0;
    let names = listed.lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?;
        (!name.starts_with(' ')).then(|| name.split(' ').next().unwrap_or_default())
    });
    let run_above = ["ingest", "decide", "enquiry", "export", "demo"];
    for name in names.filter(|name| !name.is_empty()) {
        assert!(
            run_above.contains(&name) || plain.iter().any(|words| words.first() == Some(&name)),
            "{name} was not watched"
        );
    }
}

#[test]
fn a_kernel_that_does_not_restrict_readers_is_told_of_aloud() {
    if !watched::strace_is_here("a kernel that lacks a restriction") {
        return;
    }
    for (call, refusal, word) in [
        ("landlock_create_ruleset", "ENOSYS", "paths"),
        ("seccomp", "EINVAL", "calls"),
    ] {
        let room = Room::new();
        letters(&room);
        let usual = room.run(&["stats", "--format", "json"]);
        assert_eq!(usual.code, Some(2), "there is no archive yet");
        let said = room.run(&["ingest", "tree"]).ends(0).err;
        let there = room.run(&["stats", "--format", "json"]).ends(0).json();
        let kept = |stats: &serde_json::Value| {
            let kept = stats["sandbox"].as_array().expect("words").clone();
            kept.iter().any(|one| one == word)
        };
        // a kernel that lacks it anyway says so without help
        assert_eq!(said.contains("no limit on"), !kept(&there), "{said}");

        fs::write(room.path("tree/new.txt"), "One more plank.\n").expect("written");
        let account = room.path("account");
        let trace = format!("trace={call}");
        let inject = format!("inject={call}:error={refusal}");
        let options = ["-e", &trace, "-e", &inject];
        let lacking = |words: &[&str]| {
            answer(&mut watched::traced(
                &room.command(words),
                &options,
                &account,
            ))
            .ends(0)
        };
        let said = lacking(&["ingest", "tree"]).err;
        assert!(
            said.contains("no limit on") && said.contains(word),
            "{said}"
        );
        let entry = fs::read_to_string(room.path("archive/log.jsonl")).expect("a log");
        let entry: serde_json::Value =
            serde_json::from_str(entry.lines().last().expect("an entry")).expect("JSON");
        assert_eq!(entry["body"]["unrestricted"][0], word, "{entry:#}");
        let stats = lacking(&["stats", "--format", "json"]).json();
        assert!(!kept(&stats), "{stats:#}");
        let told = lacking(&["stats"]).out;
        assert!(told.contains(&format!("none on {word}")), "{told}");
    }
}
