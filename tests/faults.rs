//! A disk that refuses one single write, at any moment of any command that writes: the command says so, what was there
//! is still found, and the same command run again ends as if nothing had happened.
//!
//! strace refuses the nth call of a kind, in every thread of the main process, with "no space left" or "input/output
//! error". `RECORDROOM_FAULTS` says how many points are tried in all (80 where it is unset, `all` for every one), and
//! `RECORDROOM_PROGRAM` which program, where it is not the one just built. Without strace this is left out, loudly.
#![cfg(target_os = "linux")]

mod program;
mod watched;
mod yard;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use program::{Answer, Room, answer};
use serde_json::Value;
use yard::{OWN, copied, records, removed};

/// The calls by which something comes onto a disk, or out of it.
const CALLS: [&str; 9] = [
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "rename",
    "renameat2",
    "unlink",
    "mkdir",
];

/// What a disk says when it refuses.
const REFUSALS: [&str; 2] = ["ENOSPC", "EIO"];

/// A command, from what archive it is run, and what it leaves.
struct Case {
    words: Vec<String>,
    from: Option<PathBuf>,
    there: BTreeMap<String, String>,
    whole: BTreeMap<String, String>,
    code: Option<i32>,
}

struct Bench {
    room: Room,
}

fn letter(room: &Room, n: usize, word: &str) {
    yard::letter(&room.path("tree"), n, word);
}

impl Bench {
    /// A room with an archive of twelve letters, then a tree that has changed since.
    fn new() -> Self {
        let room = Room::new();
        (0..12).for_each(|n| letter(&room, n, "stacked"));
        fs::create_dir(room.path("own")).expect("a folder");
        fs::write(room.path("own/reference_families.toml"), OWN).expect("written");
        let bench = Self { room };
        for words in [
            &["ingest", "tree"][..],
            &["search", "planks"],
            &["request", "add", "TMB 7/26"],
        ] {
            answer(&mut bench.command(words)).ends(0);
        }
        copied(&bench.room.path("archive"), &bench.room.path("before"));
        letter(&bench.room, 0, "counted again");
        for n in [1, 2, 3] {
            fs::remove_file(bench.room.path(&format!("tree/{n}.eml"))).expect("removed");
        }
        (12..24).for_each(|n| letter(&bench.room, n, "unloaded"));
        bench
    }

    fn command<S: AsRef<str>>(&self, words: &[S]) -> Command {
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        let mut command = self.room.command(&words);
        if words.first() == Some(&"refresh") {
            command.env("RECORDROOM_TABLES", self.room.path("own"));
        }
        command
    }

    fn everything(&self) -> Answer {
        answer(&mut self.command(&["search", "--all", "--format", "jsonl", "--no-log"]))
    }

    /// The archive and what was exported, as they are before the command of this case.
    fn laid_out(&self, case: &Case) {
        removed(&self.room.path("archive"));
        removed(&self.room.path("out"));
        if let Some(from) = &case.from {
            copied(from, &self.room.path("archive"));
        }
    }

    /// A case, from the archive that there is or from none, and its undisturbed end.
    fn case(&self, words: &[&str], first: bool) -> Case {
        let mut case = Case {
            words: words.iter().map(|&word| word.to_owned()).collect(),
            from: (!first).then(|| self.room.path("before")),
            there: BTreeMap::new(),
            whole: BTreeMap::new(),
            code: Some(0),
        };
        self.laid_out(&case);
        if !first {
            case.there = records(&self.everything().ends(0).out);
        }
        // 1: done, and nothing was found
        case.code = answer(&mut self.command(words)).code;
        assert!(matches!(case.code, Some(0 | 1)), "{words:?}");
        case.whole = records(&self.everything().ends(0).out);
        case
    }

    /// How often each thread of the command makes each call, at most.
    fn points(&self, case: &Case) -> Vec<(&'static str, usize)> {
        self.laid_out(case);
        let account = self.room.path("account");
        let calls = format!("trace={}", CALLS.join(","));
        let options = ["-b", "execve", "-e", &calls];
        let traced = answer(&mut watched::traced(
            &self.command(&case.words),
            &options,
            &account,
        ));
        assert_eq!(traced.code, case.code, "{}", traced.err);
        let account = fs::read_to_string(account).expect("an account");
        let mut made: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for line in account.lines() {
            let mut words = line.split_whitespace();
            let (Some(thread), Some(call)) = (words.next(), words.next()) else {
                continue;
            };
            let call = call.split('(').next().unwrap_or_default();
            *made.entry((call, thread)).or_default() += 1;
        }
        let most = |call: &str| {
            let of = made.iter().filter(|((made, _), _)| *made == call);
            of.map(|(_, times)| *times).max().unwrap_or(0)
        };
        CALLS
            .iter()
            .flat_map(|&call| (1..=most(call)).map(move |nth| (call, nth)))
            .collect()
    }

    /// Has one call refused; how many refusals there were, and what the command then ended with.
    fn tried(&self, case: &Case, call: &str, nth: usize, refusal: &str) -> (usize, Option<i32>) {
        self.laid_out(case);
        let account = self.room.path("account");
        let trace = format!("trace={call}");
        let inject = format!("inject={call}:error={refusal}:when={nth}");
        let options = ["-b", "execve", "-e", &trace, "-e", &inject];
        let told = format!("{:?}: {call} {nth} {refusal}", case.words);
        let hurt = answer(&mut watched::traced(
            &self.command(&case.words),
            &options,
            &account,
        ));
        let account = fs::read_to_string(&account).expect("an account");
        let refused: Vec<&str> = account
            .lines()
            .filter(|line| line.contains("(INJECTED)"))
            .collect();
        let said = format!(
            "{told}\n{refused:#?}\n{:?}\n{}{}",
            hurt.code, hurt.out, hurt.err
        );
        assert!(!hurt.err.contains("panicked"), "{said}");
        assert!(hurt.code == case.code || hurt.code == Some(2), "{said}");
        let streams = refused
            .iter()
            .any(|line| line.contains("write(1,") || line.contains("write(2,"));
        if hurt.code == Some(2) && !streams {
            assert!(hurt.err.contains("error: "), "{said}");
            if case.words[0] == "search" {
                assert!(hurt.out.is_empty(), "{said}");
            }
        }
        let now = self.everything();
        if case.from.is_some() || now.code == Some(0) {
            let found = records(&now.ends(0).out);
            for id in case.there.keys().filter(|id| case.whole.contains_key(*id)) {
                assert!(found.contains_key(id), "{id} was lost: {said}");
            }
        }
        // an export that did not end leaves a folder behind, which it says and does not write over
        removed(&self.room.path("out"));
        let again = answer(&mut self.command(&case.words));
        if case.words.iter().any(|word| word == "dispose") {
            // what is gone cannot go again
            assert!(
                again.code == case.code || again.err.contains("already"),
                "{said}"
            );
            let log = fs::read_to_string(self.room.path("archive/log.jsonl")).expect("a log");
            let line = log.lines().nth(1).expect("an entry");
            let entry: Value = serde_json::from_str(line).expect("JSON");
            assert!(entry["body"].is_null(), "{}\n{said}", again.err);
        } else {
            assert_eq!(again.code, case.code, "{}\n{said}", again.err);
        }
        let verified = answer(&mut self.command(&["verify"]));
        assert_eq!(verified.code, Some(0), "{}\n{said}", verified.out);
        let found = records(&self.everything().ends(0).out);
        for (id, record) in &case.whole {
            assert_eq!(found.get(id), Some(record), "{said}");
        }
        assert_eq!(found.len(), case.whole.len(), "{said}");
        yard::nothing_is_half_made(&self.room.path("archive"), &said);
        if hurt.code != Some(2) && !refused.is_empty() {
            println!("ended well all the same: {told}, {}", refused[0]);
        }
        (refused.len(), hurt.code)
    }
}

#[test]
fn a_refused_write_anywhere_is_said_and_costs_nothing_that_was_there() {
    if !watched::strace_is_here("refusing each write") {
        return;
    }
    let bench = Bench::new();
    let id = bench.everything().lines_of_json()[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let prune = [
        "ingest",
        "tree",
        "--prune",
        "--reason",
        "kept five years",
        "--authority",
        "schedule 4",
    ];
    let cases = [
        bench.case(&["ingest", "tree"], true),
        bench.case(&["ingest", "tree"], false),
        bench.case(&prune, false),
        bench.case(&["reindex"], false),
        bench.case(&["refresh"], false),
        bench.case(&["search", "planks"], false),
        bench.case(&["similar", &id], false),
        bench.case(
            &[
                "decide", &id, "disclose", "--reason", "no harm", "--for", "TMB 7/26",
            ],
            false,
        ),
        bench.case(&["export", "\"lot 5\" OR \"lot 6\"", "--to", "out"], false),
        bench.case(
            &["source", "add", "Paper", "--not-searched", "burnt"],
            false,
        ),
        bench.case(
            &[
                "enquiry",
                "add",
                "--for",
                "TMB 7/26",
                "--asked",
                "Yard",
                "--on",
                "2026-01-05",
            ],
            false,
        ),
        bench.case(
            &[
                "log",
                "dispose",
                "2",
                "--reason",
                "kept five years",
                "--authority",
                "schedule 4",
            ],
            false,
        ),
    ];
    let mut points = Vec::new();
    for case in &cases {
        for (call, nth) in bench.points(case) {
            points.extend(REFUSALS.map(|refusal| (case, call, nth, refusal)));
        }
    }
    assert!(points.len() > 500, "only {} points", points.len());
    let wanted = match std::env::var("RECORDROOM_FAULTS").as_deref() {
        Ok("all") => points.len(),
        Ok(typed) => typed
            .parse()
            .expect("RECORDROOM_FAULTS holds a number or `all`"),
        Err(_) => 80,
    };
    let step = points.len().div_ceil(wanted.max(1));
    let (mut tried, mut refused) = (0, 0);
    let mut ends: BTreeMap<(&str, Option<i32>), usize> = BTreeMap::new();
    // the steps begin at another place for each command
    for (case, call, nth, refusal) in points.iter().skip(step / 2).step_by(step) {
        let (times, code) = bench.tried(case, call, *nth, refusal);
        tried += 1;
        refused += times;
        *ends.entry((*call, code)).or_default() += usize::from(times > 0);
    }
    println!(
        "{tried} of {} points tried, {refused} calls refused; ended with: {ends:?}",
        points.len()
    );
    assert!(refused >= tried / 2, "only {refused} calls were refused");
}

#[test]
fn a_share_that_answers_with_errors_is_listed_and_nothing_of_it_is_taken_for_gone() {
    if !watched::strace_is_here("a share that answers with errors") {
        return;
    }
    let room = Room::new();
    (0..3).for_each(|n| letter(&room, n, "stacked"));
    (3..6).for_each(|n| yard::letter(&room.path("tree/bay"), n, "stacked"));
    let ingest = ["ingest", "tree", "--format", "json"];
    let prune = [
        &ingest[..],
        &["--prune", "--reason", "gone", "--authority", "none"],
    ]
    .concat();
    let everything = || {
        let words = ["search", "--all", "--format", "jsonl", "--no-log"];
        records(&room.run(&words).ends(0).out)
    };
    room.run(&ingest).ends(0);
    let whole = everything();
    assert_eq!(whole.len(), 6);
    let account = room.path("account");
    for (place, call, refusal, listed) in [
        ("tree/bay", "openat", "ESTALE", "tree/bay"),
        ("tree/bay", "getdents64", "EIO", "tree/bay"),
        ("tree", "getdents64", "EIO", "tree/tree"),
    ] {
        let told = format!("{call} of {place}");
        let place = fs::canonicalize(room.path(place)).expect("there");
        let trace = format!("trace={call}");
        let inject = format!("inject={call}:error={refusal}:when=1");
        let place = place.to_str().expect("UTF-8");
        let options = ["-b", "execve", "-P", place, "-e", &trace, "-e", &inject];
        let traced = |words: &[&str]| {
            let answer = answer(&mut watched::traced(
                &room.command(words),
                &options,
                &account,
            ));
            let account = fs::read_to_string(&account).expect("an account");
            assert!(account.contains("(INJECTED)"), "{told}: {account}");
            answer
        };
        let hurt = traced(&ingest).ends(3).json();
        assert_eq!(hurt["missing"], 0, "{told}: {hurt:#}");
        let found = everything();
        assert!(found.keys().eq(whole.keys()), "{told}: {found:#?}");
        let gone = |record: &String| record.contains("\"missing\":true");
        assert!(!found.values().any(gone), "{told}: {found:#?}");
        let problems = room.run(&["problems", "--format", "json"]).ends(0).json();
        assert_eq!(problems[0]["path"], listed, "{told}: {problems:#}");
        assert_eq!(problems[0]["category"], "unreadable", "{told}");
        let refused = traced(&prune).ends(2);
        assert!(
            refused.err.contains("nothing is removed"),
            "{}",
            refused.err
        );
        let again = room.run(&ingest).ends(0).json();
        assert_eq!(again["ledger"]["problems"], 0, "{told}: {again:#}");
        assert_eq!(everything(), whole, "{told}");
    }
}
