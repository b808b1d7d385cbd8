//! The program as a person starts it: a room of its own, what is typed there, what is answered.
#![allow(
    dead_code,
    reason = "each test that shares this file asks for some of it"
)]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// What a command answered.
pub struct Answer {
    /// What was typed, for messages.
    pub typed: String,
    /// Its exit code.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Answer {
    /// The answer, once its exit code is this one.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "{}\n{}{}",
            self.typed,
            self.out,
            self.err
        );
        self
    }

    /// Standard output as one JSON document.
    #[track_caller]
    pub fn json(&self) -> Value {
        let read = serde_json::from_str(&self.out);
        read.unwrap_or_else(|cause| {
            panic!(
                "{}: not JSON ({cause}):\n{}{}",
                self.typed, self.out, self.err
            )
        })
    }

    /// Standard output as one JSON object a line.
    #[track_caller]
    pub fn lines_of_json(&self) -> Vec<Value> {
        let read =
            |line| serde_json::from_str(line).unwrap_or_else(|cause| panic!("{cause}: {line}"));
        self.out.lines().map(read).collect()
    }
}

/// A temporary folder with an archive in it, which goes when this value does.
pub struct Room {
    folder: tempfile::TempDir,
}

impl Room {
    /// An empty room: no archive is made yet.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A place in the room.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command with these words, on this room's archive, its streams not yet joined to anything.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .arg("--archive")
            .arg(self.path("archive"))
            .args(words)
            .current_dir(self.folder.path());
        for variable in [
            "RECORDROOM_ARCHIVE",
            "RECORDROOM_REQUEST",
            "RECORDROOM_TABLES",
            "CLICOLOR_FORCE",
            "NO_COLOR",
        ] {
            command.env_remove(variable);
        }
        // what is read must not depend on what is installed; tests of OCR take this back
        command.env("RECORDROOM_OCR", "never");
        command.stdin(Stdio::null());
        command
    }

    /// Runs these words.
    pub fn run(&self, words: &[&str]) -> Answer {
        answer(&mut self.command(words))
    }

    /// Ingests a path: the answer of that ingest.
    pub fn ingest(&self, path: &Path) -> Answer {
        self.run(&["ingest", path.to_str().expect("UTF-8"), "--format", "json"])
    }
}

/// The program that is tried: `RECORDROOM_PROGRAM`, or the one just built.
pub fn program() -> OsString {
    let named = std::env::var_os("RECORDROOM_PROGRAM");
    named.unwrap_or_else(|| env!("CARGO_BIN_EXE_recordroom").into())
}

/// Runs a command to its end.
pub fn answer(command: &mut Command) -> Answer {
    let output = command.output().expect("recordroom starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Answer {
        typed: format!("{command:?}"),
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// A place in the repository.
pub fn house(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
