//! How the engine is started: by this program again, which gives up what the engine can do without and then becomes it.
//!
//! What is left to it: its own program, the system's libraries and its languages, all to be read alone; the picture and
//! the file for its answer, which are open when it starts; a bounded memory, time and answer. No other path, no socket,
//! no further process.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::extract::sandbox;

/// The hidden first argument that makes this program start an engine: how it is held, its CPU seconds, its path, and
/// what it is asked.
pub const START: &str = "__start-engine";

/// What is asked first; the restrictions in force are told in a line before the answer.
pub const VERSION: &str = "--version";
/// What that line begins with.
const KEPT: &str = "held:";

/// Bytes of memory that the engine may map for a page.
pub const MEMORY: u64 = 2 << 30;
/// Bytes that it may write: a page of words has a hundredth of them.
pub const MOST_WRITTEN: u64 = 16 << 20;

/// How far the engine is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// From everything that it can do without.
    Confined,
    /// Within limits on memory, time and answer alone: for what does not start otherwise, such as a script that starts
    /// the engine in its turn.
    Limited,
}

impl Hold {
    /// Both, the closer one first.
    pub const BOTH: [Self; 2] = [Self::Confined, Self::Limited];

    fn word(self) -> &'static str {
        match self {
            Self::Confined => "confined",
            Self::Limited => "limited",
        }
    }
}

/// The command that starts an engine so held, what it is asked not yet added; `launcher` is this program.
pub fn command(launcher: &Path, program: &Path, hold: Hold, seconds: u64) -> Command {
    if cfg!(target_os = "linux") {
        let mut command = Command::new(launcher);
        command
            .args([START, hold.word(), &seconds.to_string()])
            .arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// The restrictions that were told before an engine's version, in words; none where none were.
pub fn told(answer: &str) -> Vec<&'static str> {
    let first = answer.lines().next().unwrap_or_default();
    let words = first.strip_prefix(KEPT).unwrap_or_default();
    sandbox::WORDS
        .into_iter()
        .filter(|word| words.split(' ').any(|told| told == *word))
        .collect()
}

/// Gives up what is to be given up and becomes the engine; comes back only where that failed.
pub fn start(arguments: &mut impl Iterator<Item = OsString>) -> io::Error {
    let mut word = || arguments.next().and_then(|word| word.into_string().ok());
    let hold = word().and_then(|word| Hold::BOTH.into_iter().find(|hold| hold.word() == word));
    let seconds = word().and_then(|word| word.parse().ok());
    let (Some(hold), Some(seconds), Some(program)) = (hold, seconds, arguments.next()) else {
        return io::ErrorKind::InvalidInput.into();
    };
    let program = PathBuf::from(program);
    let asked: Vec<OsString> = arguments.collect();
    let left = sandbox::Left {
        memory: MEMORY,
        written: MOST_WRITTEN,
        seconds: Some(seconds),
        read: wanted_by(&program),
        may_become: true,
    };
    let kept = match hold {
        Hold::Confined => sandbox::restrict(&left),
        Hold::Limited => sandbox::limit(&left),
    };
    if asked.first().is_some_and(|first| first == VERSION) {
        let mut out = io::stdout().lock();
        let told = writeln!(out, "{KEPT} {}", kept.join(" ")).and_then(|()| out.flush());
        if let Err(cause) = told {
            return cause;
        }
    }
    become_it(&program, &asked)
}

#[cfg(unix)]
fn become_it(program: &Path, asked: &[OsString]) -> io::Error {
    use std::os::unix::process::CommandExt;
    Command::new(program).args(asked).exec()
}

#[cfg(not(unix))]
fn become_it(_program: &Path, _asked: &[OsString]) -> io::Error {
    io::ErrorKind::Unsupported.into()
}

/// Where libraries lie, for every program alike.
const LIBRARIES: [&str; 9] = [
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/local/lib64",
    "/etc/ld.so.cache",
    "/nix/store",
    "/gnu/store",
];
/// Where languages lie, below the folder that has the program's own in `bin`.
const LANGUAGES: [&str; 4] = [
    "share/tessdata",
    "share/tesseract",
    "share/tesseract-ocr",
    "tessdata",
];
/// So many languages that are links to a file elsewhere are looked after.
const MOST_LINKS: usize = 64;
/// And so many folders of them: one for each version, and its own.
const MOST_FOLDERS: usize = 64;

/// What an engine reads beside what it is given: its program, libraries, languages.
fn wanted_by(program: &Path) -> Vec<PathBuf> {
    let own = std::fs::canonicalize(program).unwrap_or_else(|_| program.to_owned());
    let mut wanted: Vec<PathBuf> = LIBRARIES.iter().map(PathBuf::from).collect();
    if let Some(prefix) = prefix_of(&own) {
        wanted.extend(["lib", "lib64"].map(|folder| prefix.join(folder)));
    }
    let languages = languages_of(&own);
    wanted.extend(looked_through(&languages).1);
    wanted.extend(languages);
    wanted.push(own);
    wanted
}

/// The folder whose `bin` has a program.
fn prefix_of(own: &Path) -> Option<&Path> {
    own.parent()
        .filter(|folder| folder.ends_with("bin"))
        .and_then(Path::parent)
}

/// Where the languages of a program may lie.
fn languages_of(own: &Path) -> Vec<PathBuf> {
    let mut languages: Vec<PathBuf> = Vec::new();
    let prefixes = ["/usr", "/usr/local"].map(Path::new);
    for prefix in prefixes.into_iter().chain(prefix_of(own)) {
        languages.extend(LANGUAGES.iter().map(|folder| prefix.join(folder)));
    }
    languages.extend(std::env::var_os("TESSDATA_PREFIX").map(PathBuf::from));
    languages
}

/// The folders that have languages of an engine, with those just below: what is put there or taken away changes one.
pub(super) fn language_folders(program: &Path) -> Vec<PathBuf> {
    let own = std::fs::canonicalize(program).unwrap_or_else(|_| program.to_owned());
    looked_through(&languages_of(&own)).0
}

/// These folders and those just below, as far as they are there, and the files to which languages in them are links.
fn looked_through(folders: &[PathBuf]) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut there, mut found) = (Vec::new(), Vec::new());
    let mut next: Vec<(PathBuf, u8)> = folders.iter().map(|folder| (folder.clone(), 0)).collect();
    let mut looked = 0;
    while let Some((folder, depth)) = next.pop() {
        looked += 1;
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        there.push(folder);
        for entry in entries.flatten().take(MOST_LINKS * 8) {
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            let path = entry.path();
            if kind.is_dir() && depth < 2 && looked + next.len() < MOST_FOLDERS {
                next.push((path, depth + 1));
            } else if kind.is_symlink()
                && path.extension().is_some_and(|end| end == "traineddata")
                && found.len() < MOST_LINKS
            {
                found.extend(std::fs::canonicalize(path));
            }
        }
    }
    (there, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_the_restrictions_is_read_from_the_first_line_alone() {
        assert_eq!(
            told("held: memory files\ntesseract 5.3.0\n"),
            ["memory", "files"]
        );
        assert!(told("tesseract 5.3.0\nheld: paths\n").is_empty());
        assert!(told("held: everything\n").is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_language_that_is_a_link_may_be_read_and_its_neighbours_not() {
        let room = tempfile::tempdir().expect("a folder");
        let elsewhere = room.path().join("elsewhere");
        let tessdata = room.path().join("share/tessdata/4");
        for folder in [&elsewhere, &tessdata] {
            std::fs::create_dir_all(folder).expect("a folder");
        }
        let file = elsewhere.join("oak.traineddata");
        std::fs::write(&file, "leaves").expect("written");
        std::os::unix::fs::symlink(&file, tessdata.join("oak.traineddata")).expect("a link");
        std::os::unix::fs::symlink("/etc", tessdata.join("etc")).expect("a link");
        let found = looked_through(&[room.path().join("share/tessdata")]).1;
        assert_eq!(found, [std::fs::canonicalize(&file).expect("there")]);
        let home = wanted_by(&room.path().join("bin/tesseract"));
        assert!(
            !home.iter().any(|path| room.path().starts_with(path)),
            "{home:?}"
        );
    }
}
