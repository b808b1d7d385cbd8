//! An ingest that is killed at any moment loses nothing: one more run ends in the archive of an undisturbed one.
//!
//! The whole process group gets SIGKILL, the workers too. `RECORDROOM_KILL_MESSAGES` sets the size of the tree (600
//! where it is unset) and `RECORDROOM_KILL_SEED` the seed of the moments.
#![cfg(unix)]

#[path = "../benches/correspondence/mod.rs"]
mod correspondence;

use std::collections::HashSet;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use correspondence::words::Chance;
use correspondence::{Correspondence, Options, Truth};
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::Value;

/// How many moments are tried.
const MOMENTS: usize = 10;

fn number_in(variable: &str, otherwise: usize) -> usize {
    match std::env::var(variable) {
        Ok(typed) => typed.parse().expect("the variable holds a number"),
        Err(_) => otherwise,
    }
}

fn recordroom(archive: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recordroom"));
    command
        .arg("--archive")
        .arg(archive)
        .env_remove("RECORDROOM_REQUEST")
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

/// A tree, and what an undisturbed ingest of it looks like.
struct Undisturbed {
    room: tempfile::TempDir,
    tree: PathBuf,
    truth: Truth,
    length: Duration,
    answer: String,
}

impl Undisturbed {
    fn new() -> Self {
        let room = tempfile::tempdir().expect("a temporary folder");
        let tree = room.path().join("tree");
        let options = Options {
            seed: 20,
            folders: 8,
            ..Options::default()
        };
        let truth = Correspondence::new(&options)
            .write(&tree, number_in("RECORDROOM_KILL_MESSAGES", 600))
            .expect("the tree is written");
        let archive = room.path().join("undisturbed");
        let start = Instant::now();
        ran(recordroom(&archive).arg("ingest").arg(&tree));
        let length = start.elapsed();
        let answer = everything(&archive);
        let whole = Self {
            room,
            tree,
            truth,
            length,
            answer,
        };
        whole.every_record_is_there_once(&whole.answer);
        whole
    }

    /// Starts an ingest and kills it and its workers after this time; says whether it was still at work.
    fn killed_after(&self, archive: &Path, moment: Duration) -> bool {
        let mut child = recordroom(archive)
            .arg("ingest")
            .arg(&self.tree)
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

    /// One more ingest, after which the archive must be as if nothing had happened.
    fn one_more_run_completes(&self, archive: &Path, told: &str) {
        ran(recordroom(archive).arg("ingest").arg(&self.tree));
        let verified = ran(recordroom(archive).args(["verify", "--format", "json"]));
        let verdict: Value =
            serde_json::from_slice(&verified.stdout).expect("verify answers in JSON");
        assert_eq!(verdict["ok"], Value::Bool(true), "{told}: {verdict:#}");
        let answer = everything(archive);
        self.every_record_is_there_once(&answer);
        if answer == self.answer {
            return;
        }
        // Only the day on which a record was first seen may differ, and only if midnight passed.
        for (found, wanted) in answer.lines().zip(self.answer.lines()) {
            let mut pair: Vec<Value> = [found, wanted]
                .iter()
                .map(|line| serde_json::from_str(line).expect("a record"))
                .collect();
            if pair[0]["first_seen"] != pair[1]["first_seen"] {
                pair[0]["first_seen"] = Value::Null;
                pair[1]["first_seen"] = Value::Null;
                assert_eq!(pair[0].to_string(), pair[1].to_string(), "{told}");
            } else {
                assert_eq!(found, wanted, "{told}");
            }
        }
        assert_eq!(
            answer.lines().count(),
            self.answer.lines().count(),
            "{told}"
        );
    }

    fn every_record_is_there_once(&self, answer: &str) {
        let (mut ids, mut places) = (HashSet::new(), HashSet::new());
        for line in answer.lines() {
            let record: Value = serde_json::from_str(line).expect("a record on each line");
            assert!(
                ids.insert(record["id"].to_string()),
                "{} is there twice",
                record["id"]
            );
            for place in record["locations"].as_array().expect("locations") {
                let place = format!("{} > {}", place["path"], place["part"]);
                assert!(places.insert(place.clone()), "{place} is there twice");
            }
        }
        assert_eq!(ids.len(), self.truth.records());
        assert_eq!(places.len(), self.truth.records());
    }
}

/// Every record of the archive, one a line.
fn everything(archive: &Path) -> String {
    let output =
        ran(recordroom(archive).args(["search", "--all", "--format", "jsonl", "--no-log"]));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn an_ingest_killed_at_any_moment_is_completed_by_the_next() {
    let whole = Undisturbed::new();
    let mut chance = Chance::new(number_in("RECORDROOM_KILL_SEED", 7) as u64);
    let mut at_work = 0;
    for moment in 0..MOMENTS {
        let share = (moment as f64 + chance.below(1000) as f64 / 1000.0) / MOMENTS as f64;
        let after = whole.length.mul_f64(share);
        let archive = whole.room.path().join(format!("killed-{moment}"));
        at_work += usize::from(whole.killed_after(&archive, after));
        let told = format!(
            "killed after {} of {} ms",
            after.as_millis(),
            whole.length.as_millis()
        );
        whole.one_more_run_completes(&archive, &told);
        std::fs::remove_dir_all(&archive).expect("the archive can be removed");
    }
    assert!(
        at_work >= MOMENTS / 2,
        "only {at_work} of {MOMENTS} runs were still at work when killed"
    );
}

#[test]
fn an_archive_killed_again_and_again_is_completed_in_the_end() {
    let whole = Undisturbed::new();
    let mut chance = Chance::new(number_in("RECORDROOM_KILL_SEED", 7) as u64 ^ 0x5eed);
    let archive = whole.room.path().join("killed");
    let mut at_work = 0;
    for _ in 0..MOMENTS {
        let after = whole
            .length
            .mul_f64(chance.between(50, 700) as f64 / 1000.0);
        at_work += usize::from(whole.killed_after(&archive, after));
    }
    assert!(at_work > 0, "no run was still at work when killed");
    whole.one_more_run_completes(&archive, &format!("{at_work} runs killed"));
}
