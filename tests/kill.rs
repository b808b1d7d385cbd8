//! A run that is killed at any moment loses nothing: one more ends in the archive of an undisturbed one, be it a first
//! ingest, an update, a removal, a rebuilt index or facts read again.
//!
//! The whole process group gets SIGKILL, the workers too. `RECORDROOM_KILLS` says how often in all (25 where it is
//! unset), `RECORDROOM_KILL_MESSAGES` how large the tree is (400 messages), `RECORDROOM_KILL_SEED` the seed of the
//! moments, and `RECORDROOM_PROGRAM` which program is tried, where it is not the one just built.
#![cfg(unix)]

#[path = "../benches/correspondence/mod.rs"]
mod correspondence;
mod program;
mod yard;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use correspondence::words::Chance;
use correspondence::{Correspondence, Options};
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::Value;
use yard::{OWN, copied, records, removed};

/// How many tests share the kills.
const STORIES: usize = 5;

fn number_in(variable: &str, otherwise: usize) -> usize {
    match std::env::var(variable) {
        Ok(typed) => typed.parse().expect("the variable holds a number"),
        Err(_) => otherwise,
    }
}

fn recordroom(archive: &Path) -> Command {
    let mut command = Command::new(program::program());
    command
        .arg("--archive")
        .arg(archive)
        .env_remove("RECORDROOM_REQUEST")
        .env_remove("RECORDROOM_TABLES")
        .env("RECORDROOM_OCR", "never")
        .stdin(Stdio::null());
    command
}

fn ran(command: &mut Command) -> Output {
    let output = command.output().expect("recordroom starts");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{command:?}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// Every record of the archive by its id.
fn everything(archive: &Path) -> BTreeMap<String, String> {
    let output =
        ran(recordroom(archive).args(["search", "--all", "--format", "jsonl", "--no-log"]));
    records(&String::from_utf8(output.stdout).expect("UTF-8"))
}

/// A room with a tree of mail and letters, and what is to be run over and over.
struct Story {
    room: tempfile::TempDir,
    words: Vec<String>,
    tables: Option<PathBuf>,
    /// The archive before the run; none: there is none yet.
    before: Option<PathBuf>,
    there: BTreeMap<String, String>,
    whole: BTreeMap<String, String>,
    length: Duration,
}

impl Story {
    /// A tree alone.
    fn new() -> Self {
        let story = Self {
            room: tempfile::tempdir().expect("a temporary folder"),
            words: Vec::new(),
            tables: None,
            before: None,
            there: BTreeMap::new(),
            whole: BTreeMap::new(),
            length: Duration::ZERO,
        };
        let options = Options {
            seed: 20,
            folders: 8,
            ..Options::default()
        };
        let messages = number_in("RECORDROOM_KILL_MESSAGES", 400);
        Correspondence::new(&options)
            .write(&story.tree().join("mail"), messages)
            .expect("the tree is written");
        (0..120).for_each(|n| story.letter(n, "stacked"));
        story
    }

    fn tree(&self) -> PathBuf {
        self.room.path().join("tree")
    }

    fn file(&self, n: usize) -> PathBuf {
        self.tree().join("letters").join(format!("{n}.eml"))
    }

    fn letter(&self, n: usize, word: &str) {
        yard::letter(&self.tree().join("letters"), n, word);
    }

    /// The archive as it is now is where every run begins.
    fn begins_here(mut self) -> Self {
        let archive = self.room.path().join("before");
        ran(recordroom(&archive).arg("ingest").arg(self.tree()));
        self.there = everything(&archive);
        self.before = Some(archive);
        self
    }

    /// These words are what is run; one undisturbed run says how it must end.
    fn runs(mut self, words: &[&str]) -> Self {
        self.words = words.iter().map(|&word| word.to_owned()).collect();
        let archive = self.fresh("undisturbed");
        let start = Instant::now();
        ran(&mut self.command(&archive));
        self.length = start.elapsed();
        self.whole = everything(&archive);
        assert!(self.whole.len() > 400, "{} records", self.whole.len());
        self
    }

    fn fresh(&self, name: &str) -> PathBuf {
        let archive = self.room.path().join(name);
        removed(&archive);
        if let Some(before) = &self.before {
            copied(before, &archive);
        }
        archive
    }

    fn command(&self, archive: &Path) -> Command {
        let mut command = recordroom(archive);
        command.args(&self.words).current_dir(self.room.path());
        if let Some(tables) = &self.tables {
            command.env("RECORDROOM_TABLES", tables);
        }
        command
    }

    /// Starts the run and kills it and its workers after this time; says whether it was still at work.
    fn killed_after(&self, archive: &Path, moment: Duration) -> bool {
        let mut child = self
            .command(archive)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("recordroom starts");
        std::thread::sleep(moment);
        let group = i32::try_from(child.id())
            .ok()
            .and_then(Pid::from_raw)
            .expect("a process id");
        // Nobody has waited for the child yet, so its group still bears its number, even if it has ended.
        let _ = kill_process_group(group, Signal::KILL);
        let status = child.wait().expect("the child ends");
        status.signal() == Some(Signal::KILL.as_raw())
    }

    /// What was there before and is to stay is found right after a kill too.
    fn nothing_is_lost(&self, archive: &Path, told: &str) {
        let answer = recordroom(archive)
            .args(["search", "--all", "--format", "jsonl", "--no-log"])
            .output()
            .expect("recordroom starts");
        let said = String::from_utf8_lossy(&answer.stderr);
        if self.before.is_none() {
            // there may be no archive yet, and then that is said
            let code = answer.status.code();
            assert!(
                code == Some(0) || !said.trim().is_empty(),
                "{told}: {code:?}"
            );
        } else {
            assert_eq!(answer.status.code(), Some(0), "{told}: {said}");
        }
        let found = records(&String::from_utf8_lossy(&answer.stdout));
        for id in self.there.keys().filter(|id| self.whole.contains_key(*id)) {
            assert!(found.contains_key(id), "{told}: {id} was lost");
        }
    }

    /// A run that changed something and did not end is told of wherever one looks at the archive.
    fn what_did_not_end_is_told(&self, archive: &Path, told: &str) {
        let asked = |words: &[&str]| {
            let output = recordroom(archive).args(words).output();
            let output = output.expect("recordroom starts");
            let out = String::from_utf8_lossy(&output.stdout).into_owned();
            (
                output.status.code(),
                out.split_whitespace().collect::<Vec<_>>().join(" "),
            )
        };
        let (code, stats) = asked(&["stats", "--format", "json"]);
        if code == Some(2) && self.before.is_none() {
            return; // there is no archive yet
        }
        let stats: Value = serde_json::from_str(&stats).expect("stats in JSON");
        let unended = stats["unended"].as_array().expect("a list");
        let all = recordroom(archive)
            .args(["search", "--all", "--format", "jsonl", "--no-log"])
            .output()
            .expect("recordroom starts");
        // before there is an index, or a record, nothing is found
        let now = records(&String::from_utf8_lossy(&all.stdout));
        if now == self.whole || now == self.there && self.before.is_some() {
            return; // nothing was changed yet, or all of it
        }
        assert_eq!(unended.len(), 1, "{told}: {stats:#}");
        assert_eq!(unended[0]["command"], self.words[0], "{told}");
        assert_eq!(unended[0]["running"], false, "{told}");
        for words in [&[][..], &["stats"], &["verify"]] {
            let (code, said) = asked(words);
            let what = format!("the {}", self.words[0]);
            assert!(
                said.contains(&what) && said.contains("did not end"),
                "{told}: {words:?} said {said}"
            );
            assert_eq!(code == Some(1), words == ["verify"], "{told}: {words:?}");
        }
    }

    /// The same run once more, after which the archive must be as if nothing had happened.
    fn one_more_run_completes(&self, archive: &Path, told: &str) {
        ran(&mut self.command(archive));
        let verified = ran(recordroom(archive).args(["verify", "--format", "json"]));
        let verdict: Value =
            serde_json::from_slice(&verified.stdout).expect("verify answers in JSON");
        assert_eq!(verdict["ok"], Value::Bool(true), "{told}: {verdict:#}");
        let page = ran(&mut recordroom(archive));
        let page = String::from_utf8_lossy(&page.stdout);
        assert!(!page.contains("NOT ENDED"), "{told}: {page}");
        let found = everything(archive);
        for (id, record) in &self.whole {
            assert_eq!(found.get(id), Some(record), "{told}");
        }
        assert_eq!(found.len(), self.whole.len(), "{told}");
        yard::nothing_is_half_made(archive, told);
    }

    /// Kills the run at moments spread over its whole length.
    fn is_killed_at_any_moment(&self) {
        let moments = number_in("RECORDROOM_KILLS", 25).div_ceil(STORIES);
        let mut chance = Chance::new(number_in("RECORDROOM_KILL_SEED", 7) as u64);
        let mut at_work = 0;
        for moment in 0..moments {
            let share = (moment as f64 + chance.below(1000) as f64 / 1000.0) / moments as f64;
            let after = self.length.mul_f64(share);
            let archive = self.fresh("killed");
            let told = format!(
                "{:?} killed after {} of {} ms",
                self.words,
                after.as_millis(),
                self.length.as_millis()
            );
            at_work += usize::from(self.killed_after(&archive, after));
            self.nothing_is_lost(&archive, &told);
            self.what_did_not_end_is_told(&archive, &told);
            self.one_more_run_completes(&archive, &told);
        }
        println!(
            "{:?}: {at_work} of {moments} at work when killed",
            self.words
        );
        assert!(
            at_work > moments / 4,
            "only {at_work} of {moments} runs were still at work when killed"
        );
    }
}

#[test]
fn a_first_ingest_killed_at_any_moment_is_completed_by_the_next() {
    Story::new()
        .runs(&["ingest", "tree"])
        .is_killed_at_any_moment();
}

#[test]
fn a_first_ingest_killed_as_soon_as_there_is_an_archive_says_so_until_one_ends() {
    let story = Story::new().runs(&["ingest", "tree"]);
    let archive = story.fresh("killed");
    let mut child = story
        .command(&archive)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("recordroom starts");
    while !archive.join("format").exists() {
        assert!(child.try_wait().expect("a child").is_none(), "it ended");
        std::thread::sleep(Duration::from_micros(200));
    }
    child.kill().expect("killed");
    let status = child.wait().expect("the child ends");
    assert_eq!(status.signal(), Some(Signal::KILL.as_raw()), "it had ended");
    let told = "killed at once";
    story.what_did_not_end_is_told(&archive, told);
    // an ingest of something else does not make it good, once it had said what it was to read
    fs::create_dir(story.room.path().join("other")).expect("a folder");
    fs::write(story.room.path().join("other/note.txt"), "One plank.\n").expect("written");
    let named = |archive: &Path| {
        let page = ran(&mut recordroom(archive));
        String::from_utf8_lossy(&page.stdout).contains("/tree that began")
    };
    if named(&archive) {
        ran(recordroom(&archive)
            .arg("ingest")
            .arg(story.room.path().join("other")));
        assert!(
            named(&archive),
            "the other folder was ingested, this one was not"
        );
        let answer = ran(recordroom(&archive).args(["search", "plank", "--format", "json"]));
        let answer: Value = serde_json::from_slice(&answer.stdout).expect("JSON");
        let gap = answer["not_covered"].to_string();
        assert!(
            gap.contains("part of") && gap.contains("had not ended"),
            "{gap}"
        );
        fs::remove_dir_all(&archive).expect("removed");
        ran(recordroom(&archive).arg("ingest").arg(story.tree()));
    }
    story.one_more_run_completes(&archive, told);
}

#[test]
fn of_two_folders_whose_ingest_was_killed_the_one_that_was_read_again_is_covered() {
    let story = Story::new().runs(&["ingest", "tree/letters", "tree/mail"]);
    let json = |archive: &Path, words: &[&str]| -> Value {
        let output = ran(recordroom(archive).args(words).args(["--format", "json"]));
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let noted = |archive: &Path| {
        let stats = json(archive, &["stats"]);
        let paths = stats["unended"][0]["paths"].as_array().map(Vec::len);
        paths == Some(2)
    };
    let archive = story.fresh("killed");
    let shares = [0.6, 0.4, 0.8, 0.3, 0.7, 0.2];
    let killed = shares.into_iter().any(|share| {
        removed(&archive);
        story.killed_after(&archive, story.length.mul_f64(share)) && noted(&archive)
    });
    assert!(killed, "no run was at work and known to be when killed");
    let gaps = || -> Vec<String> {
        let answer = json(&archive, &["search", "planks"]);
        let gaps = answer["not_covered"].as_array().expect("a list").iter();
        gaps.map(|gap| gap["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    let again = |folder: &str| {
        ran(recordroom(&archive)
            .arg("ingest")
            .arg(story.tree().join(folder)));
    };
    again("letters");
    assert_eq!(gaps(), ["part of mail"]);
    again("mail");
    assert!(gaps().is_empty(), "{:?}", gaps());
    story.one_more_run_completes(&archive, "one folder after the other");
}

#[test]
fn an_update_killed_at_any_moment_is_completed_by_the_next() {
    let story = Story::new().begins_here();
    (0..30).for_each(|n| story.letter(n, "counted again"));
    for n in 30..60 {
        if n % 2 == 0 {
            fs::remove_file(story.file(n)).expect("removed");
        } else {
            fs::rename(story.file(n), story.tree().join(format!("{n}.eml"))).expect("moved");
        }
    }
    (120..300).for_each(|n| story.letter(n, "unloaded"));
    story.runs(&["ingest", "tree"]).is_killed_at_any_moment();
}

#[test]
fn a_removal_killed_at_any_moment_is_completed_by_the_next() {
    let story = Story::new().begins_here();
    for n in 0..100 {
        fs::remove_file(story.file(n)).expect("removed");
    }
    let words = [
        "ingest",
        "tree",
        "--prune",
        "--reason",
        "kept five years",
        "--authority",
        "schedule 4",
    ];
    let story = story.runs(&words);
    assert_eq!(story.whole.len() + 100, story.there.len());
    story.is_killed_at_any_moment();
}

#[test]
fn an_index_whose_rebuilding_is_killed_is_rebuilt_by_the_next() {
    let story = Story::new().begins_here().runs(&["reindex"]);
    assert_eq!(story.whole, story.there);
    story.is_killed_at_any_moment();
}

#[test]
fn facts_whose_reading_again_is_killed_are_read_by_the_next() {
    let mut story = Story::new().begins_here();
    let tables = story.room.path().join("own");
    fs::create_dir(&tables).expect("a folder");
    fs::write(tables.join("reference_families.toml"), OWN).expect("written");
    story.tables = Some(tables);
    let story = story.runs(&["refresh"]);
    let changed = |id: &&String| story.there[*id] != story.whole[*id];
    assert_eq!(story.there.keys().filter(changed).count(), 120);
    story.is_killed_at_any_moment();
}

#[test]
fn an_archive_killed_again_and_again_is_completed_in_the_end() {
    let story = Story::new().runs(&["ingest", "tree"]);
    let mut chance = Chance::new(number_in("RECORDROOM_KILL_SEED", 7) as u64 ^ 0x5eed);
    let (mut length, mut at_work) = (story.length, 0);
    let mut archive = story.fresh("killed");
    for _ in 0..20 {
        let after = length.mul_f64(chance.between(50, 400) as f64 / 1000.0);
        if story.killed_after(&archive, after) {
            at_work += 1;
        } else if at_work > 2 {
            break;
        } else {
            // the run that was timed had less of the machine: from the beginning, and sooner
            (length, at_work) = (length / 2, 0);
            archive = story.fresh("killed");
        }
    }
    assert!(at_work > 1, "{at_work} runs were still at work when killed");
    story.one_more_run_completes(&archive, &format!("{at_work} runs killed"));
}
