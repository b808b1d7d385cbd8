//! A folder to ingest, an archive beside it, and what commands answer about them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::specimens;

/// How long a command may take.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What a command answered.
pub struct Answer {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|cause| panic!("not JSON ({cause}): {}{}", self.out, self.err))
    }

    /// Exit code 2, and one clear message that has all these words in it.
    pub fn is_refused(&self, words: &[&str]) {
        assert_eq!(self.code, Some(2), "{}{}", self.out, self.err);
        assert_eq!(self.out, "", "data beside an error");
        assert!(self.err.starts_with("error: "), "{}", self.err);
        assert_eq!(self.err.matches("error: ").count(), 1, "{}", self.err);
        assert!(self.err.lines().count() <= 5, "too long: {}", self.err);
        for word in words {
            assert!(self.err.contains(word), "no `{word}` in: {}", self.err);
        }
    }

    /// Nothing in either stream can act on a terminal.
    pub fn is_harmless(&self) {
        for stream in [&self.out, &self.err] {
            let raw = stream.chars().find(|letter| {
                letter.is_control() && *letter != '\n' || ('\u{202a}'..='\u{202e}').contains(letter)
            });
            assert!(raw.is_none(), "{raw:?} in {stream:?}");
        }
    }
}

fn heard(mut stream: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("readable");
        String::from_utf8(bytes).expect("UTF-8")
    })
}

/// A folder to ingest and an archive beside it.
pub struct Room {
    room: tempfile::TempDir,
    program: PathBuf,
    as_nobody: bool,
}

impl Room {
    pub fn new() -> Self {
        let room = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(room.path().join("tree")).expect("a folder");
        Self {
            room,
            program: PathBuf::from(env!("CARGO_BIN_EXE_recordroom")),
            as_nobody: false,
        }
    }

    /// A room whose commands run without the rights of root, from whom no file is shut.
    pub fn unprivileged() -> Self {
        let mut room = Self::new();
        room.as_nobody = fs::metadata(room.path("tree"))
            .is_ok_and(|made| std::os::unix::fs::MetadataExt::uid(&made) == 0);
        if room.as_nobody {
            let copy = room.path("recordroom");
            fs::copy(&room.program, &copy).expect("the program can be copied");
            room.program = copy;
            fs::set_permissions(room.room.path(), Permissions::from_mode(0o777)).expect("a mode");
        }
        room
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.room.path().join(name)
    }

    pub fn put(&self, name: impl AsRef<OsStr>, bytes: impl AsRef<[u8]>) {
        let path = self.path("tree").join(Path::new(name.as_ref()));
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub fn run(&self, arguments: &[&str]) -> Answer {
        let mut command = Command::new(&self.program);
        command
            .arg("--archive")
            .arg(self.path("archive"))
            .args(arguments);
        command
            .env_remove("RECORDROOM_REQUEST")
            .env("RECORDROOM_OCR", "never")
            .stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        if self.as_nobody {
            command
                .uid(65_534)
                .gid(65_534)
                .current_dir(self.room.path());
        }
        let mut child = command.spawn().expect("recordroom starts");
        let out = heard(child.stdout.take().expect("piped"));
        let err = heard(child.stderr.take().expect("piped"));
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().expect("the child can be asked") {
                break status;
            }
            if start.elapsed() > PATIENCE {
                let _ = child.kill();
                panic!("{arguments:?} takes more than {PATIENCE:?}");
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let out = out.join().expect("the reader ends");
        let err = err.join().expect("the reader ends");
        assert!(!err.contains("panicked"), "{arguments:?}: {err}");
        Answer {
            code: status.code(),
            out,
            err,
        }
    }

    /// Ingests the tree: the exit code and the answer.
    pub fn ingest(&self) -> (Option<i32>, Value) {
        let tree = self.path("tree");
        let answer = self.run(&["ingest", tree.to_str().expect("UTF-8"), "--format", "json"]);
        assert!(
            matches!(answer.code, Some(0 | 3)),
            "{:?}: {}",
            answer.code,
            answer.err
        );
        let read = answer.json();
        assert_eq!(read["ledger"]["balanced"], Value::Bool(true), "{read:#}");
        let verified = self.run(&["verify", "--format", "json"]);
        assert_eq!(verified.json()["ok"], Value::Bool(true), "{}", verified.out);
        (answer.code, read)
    }

    /// The categories of the problems listed for each path.
    pub fn problems(&self) -> BTreeMap<String, Vec<String>> {
        let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let answer = self.run(&["problems", "--format", "json"]).json();
        let listed = answer.as_array().expect("rows");
        for (number, row) in listed.iter().enumerate() {
            let word = |key: &str| row[key].as_str().expect("text").to_owned();
            assert!(!word("reason").is_empty());
            assert!(!listed[..number].contains(row), "{row} is listed twice");
            rows.entry(word("path")).or_default().push(word("category"));
        }
        rows
    }

    /// How many records hold this.
    pub fn found(&self, query: &str) -> u64 {
        let answer = self.run(&["search", query, "--no-log", "--format", "json"]);
        let total = answer.json()["total"].as_u64().expect("a total");
        assert_eq!(answer.code, Some(i32::from(total == 0)), "{}", answer.err);
        total
    }

    /// Ingests this one bad file beside a good one: it alone must be listed, under one of these categories and no
    /// reason twice, and the good one must be found.
    pub fn one_problem(name: &str, bytes: &[u8], categories: &[&str]) -> Self {
        let room = Self::new();
        room.put("good.eml", specimens::message("plumwood"));
        room.put(name, bytes);
        assert_eq!(room.ingest().0, Some(3), "{name} was read without a word");
        let problems = room.problems();
        let listed = problems
            .get(&format!("tree/{name}"))
            .unwrap_or_else(|| panic!("{name} is not in {problems:?}"));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(
            listed.iter().all(|one| categories.contains(&one.as_str())),
            "{name} is listed as {listed:?}"
        );
        assert_eq!(room.found("plumwood"), 1);
        room
    }
}
