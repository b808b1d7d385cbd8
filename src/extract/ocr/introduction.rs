//! What the engine told of itself, and whether a later run may take it for true still.
//!
//! To ask costs two processes, a quarter of an ingest that finds nothing new. What was told holds for as long as nothing
//! changed that it rests on; and before the engine reads a page it is asked all the same.

use std::fmt::Write as _;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::confined::{self, Hold};
use crate::extract::sandbox;

/// What the engine told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Introduction {
    /// How it was held when it answered.
    pub(super) hold: Hold,
    /// What it was denied.
    pub(super) kept: Vec<&'static str>,
    pub(super) version: String,
    /// It can tell which way up a page is.
    pub(super) turns: bool,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    standing: String,
    confined: bool,
    kept: Vec<String>,
    version: String,
    turns: bool,
}

impl Introduction {
    /// As text, with what it rests on.
    pub(super) fn kept(&self, standing: &str) -> Option<String> {
        let kept = Kept {
            standing: standing.to_owned(),
            confined: self.hold == Hold::Confined,
            kept: self.kept.iter().map(|&word| word.to_owned()).collect(),
            version: self.version.clone(),
            turns: self.turns,
        };
        serde_json::to_string(&kept).ok()
    }

    /// What was told, where it rests on what stands there now.
    pub(super) fn still_true(told: &str, standing: &str) -> Option<Self> {
        let told: Kept = serde_json::from_str(told).ok()?;
        (told.standing == standing).then(|| Self {
            hold: if told.confined {
                Hold::Confined
            } else {
                Hold::Limited
            },
            kept: sandbox::WORDS
                .into_iter()
                .filter(|word| told.kept.iter().any(|kept| kept == word))
                .collect(),
            version: told.version,
            turns: told.turns,
        })
    }
}

/// What an introduction rests on: this program and the engine's, by size and last change, the folders of its languages,
/// the system's libraries, the languages wanted, and since when the system runs.
pub(super) fn standing(launcher: &Path, program: &Path, languages: &str) -> String {
    let mut standing = languages.to_owned();
    let libraries = Path::new("/etc/ld.so.cache");
    let mut add = |path: &Path| {
        let Ok(found) = std::fs::metadata(path) else {
            return;
        };
        let changed = found.modified().ok();
        let changed = changed.and_then(|changed| changed.duration_since(UNIX_EPOCH).ok());
        let nanoseconds = changed.unwrap_or_default().as_nanos();
        // a String takes whatever is written to it
        let _ = write!(
            standing,
            "|{} {} {nanoseconds}",
            path.display(),
            found.len()
        );
    };
    add(launcher);
    add(program);
    add(&std::fs::canonicalize(program).unwrap_or_else(|_| program.to_owned()));
    add(libraries);
    confined::language_folders(program)
        .iter()
        .for_each(|folder| add(folder));
    if let Ok(boot) = std::fs::read_to_string("/proc/sys/kernel/random/boot_id") {
        standing.push('|');
        standing.push_str(boot.trim());
    }
    standing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_holds_until_something_changes_that_it_rests_on() {
        let room = tempfile::tempdir().expect("a folder");
        let (launcher, program) = (room.path().join("a"), room.path().join("b"));
        for file in [&launcher, &program] {
            std::fs::write(file, "1").expect("written");
        }
        let now = |languages| standing(&launcher, &program, languages);
        let told = Introduction {
            hold: Hold::Limited,
            kept: vec![sandbox::WORDS[0]],
            version: "5.3.0".into(),
            turns: true,
        };
        let kept = told.kept(&now("eng")).expect("text");
        assert_eq!(Introduction::still_true(&kept, &now("eng")), Some(told));
        assert_eq!(Introduction::still_true(&kept, &now("cym")), None);
        std::fs::write(&program, "12").expect("written");
        assert_eq!(Introduction::still_true(&kept, &now("eng")), None);
        assert_eq!(Introduction::still_true("{}", &now("eng")), None);
    }
}
