//! Walking folders: every file is handed out, or it is said why not.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use listing::{Looked, Sort};

mod listing;
pub mod rules;
mod walk;

pub use walk::walk;

/// What a walk hands out.
#[derive(Debug)]
pub enum Walked {
    /// A folder, with everything in it that is no folder.
    Folder(Folder),
    /// A folder that was trusted and not listed, and how many files it is said to have.
    Trusted(PathBuf, u64),
    /// A thing by itself: the path of the walk where that is no folder, and a folder that is not entered or whose list
    /// broke off.
    Alone(PathBuf, Kind),
}

/// A folder as the walk saw it.
#[derive(Debug)]
pub struct Folder {
    /// Where it lies.
    pub path: PathBuf,
    /// What lies in it, by name.
    pub sights: Vec<Sight>,
    /// When its list was last changed (see [`walk()`]), where that was more than two seconds before it was read and files
    /// alone are in it: no folder, and no link, behind which something may change unseen.
    pub modified: Option<[i64; 2]>,
}

/// Something in a folder.
#[derive(Debug)]
pub struct Sight {
    /// Its name.
    pub name: OsString,
    /// What it is.
    pub kind: Kind,
}

/// What something is.
#[derive(Debug)]
pub enum Kind {
    /// A file to be read.
    File(Stat),
    /// A file that is passed by, and by which rule.
    PassedBy(Stat, &'static str),
    /// Something that is there and is no file to be read: a link to a folder, a pipe, another archive.
    NoFile(String),
    /// Something that the system would not let be looked at: what lies behind it is not known.
    Refused(String),
}

/// A file as the walk saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: i64,
    /// The same, as the system tells it.
    pub changed: Option<SystemTime>,
}

/// The archive that a path is, or lies inside of: its folder.
pub fn archive_around(path: &Path) -> Option<&Path> {
    path.ancestors().find(|above| is_archive(above))
}

fn is_archive(folder: &Path) -> bool {
    folder.join("format").is_file() && folder.join("catalogue.db").is_file()
}

/// What something is, by a look at it alone.
fn told(path: &Path, looked: Looked) -> Kind {
    match looked.sort {
        Sort::File => file(&shown(path), looked),
        Sort::Link => linked(path),
        Sort::Folder | Sort::Other => other(),
    }
}

fn other() -> Kind {
    Kind::NoFile("neither a file nor a folder (a pipe, a socket or a device)".into())
}

/// A link to a file is read as the file; a link to a folder is not entered, since it may lead in a circle.
fn linked(path: &Path) -> Kind {
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => file(&shown(path), listing::looked(&metadata)),
        Ok(metadata) if metadata.is_dir() => Kind::NoFile(
            "a link to a folder, which is not entered: ingest the folder itself as well".into(),
        ),
        Ok(_) => Kind::NoFile("a link to neither a file nor a folder".into()),
        Err(cause) => Kind::Refused(format!("a link that leads nowhere: {cause}")),
    }
}

/// Whether these attributes of Windows say that a file's bytes lie elsewhere and would be fetched when it is opened, as
/// OneDrive leaves them: "offline", "recall on open" or "recall on data access", from the File Attribute Constants of
/// the Win32 documentation.
#[cfg(any(windows, test))]
fn is_placeholder(attributes: u32) -> bool {
    const ELSEWHERE: u32 = 0x1000 | 0x0004_0000 | 0x0040_0000;
    attributes & ELSEWHERE != 0
}

/// A path as rules read it.
fn shown(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        return shown.into_owned();
    }
    shown.replace(std::path::MAIN_SEPARATOR, "/")
}

/// Nanoseconds since 1970.
fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |n| -n),
    }
}

fn file(shown: &str, looked: Looked) -> Kind {
    if looked.elsewhere {
        return Kind::NoFile(
            "its content is kept elsewhere (OneDrive) and is not on this disk: choose \"Always keep on this device\" \
             and ingest again"
                .into(),
        );
    }
    let stat = Stat {
        size: looked.size,
        modified: looked.changed.map_or(0, nanoseconds),
        changed: looked.changed,
    };
    let met = rules::Met {
        path: shown,
        size: looked.size,
        ..rules::Met::default()
    };
    match rules::passing_by(met) {
        Some(rule) => Kind::PassedBy(stat, rule.reason),
        None => Kind::File(stat),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_whose_bytes_lie_elsewhere_is_told_by_its_attributes() {
        // archive, not indexed, reparse point: there; and the three that OneDrive and tape stores set
        for here in [0x20, 0x2020, 0x0400, 0x0008_0020] {
            assert!(!is_placeholder(here), "{here:x}");
        }
        for elsewhere in [0x0040_0020, 0x0050_1620, 0x1020, 0x0004_0010] {
            assert!(is_placeholder(elsewhere), "{elsewhere:x}");
        }
    }

    #[test]
    fn a_path_inside_an_archive_is_known_from_a_path_around_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = folder.path().join(".recordroom");
        let inner = archive.join("index");
        std::fs::create_dir_all(&inner).expect("a folder");
        std::fs::write(archive.join("format"), "1").expect("written");
        assert_eq!(archive_around(&inner), None);
        std::fs::write(archive.join("catalogue.db"), "").expect("written");
        assert_eq!(archive_around(&inner), Some(archive.as_path()));
        assert_eq!(archive_around(&archive), Some(archive.as_path()));
        assert_eq!(archive_around(folder.path()), None);
    }

    #[test]
    fn every_file_is_handed_out_or_its_rule_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in [
            "b.eml",
            "a.txt",
            "~$letter.docx",
            "Thumbs.db",
            ".hidden.eml",
        ] {
            std::fs::write(folder.path().join(name), name).expect("written");
        }
        std::fs::create_dir(folder.path().join(".recordroom")).expect("a folder");
        std::fs::write(folder.path().join(".recordroom/x.eml"), "x").expect("written");
        let archive = folder.path().join(".recordroom");
        let mut sights = Vec::new();
        walk(folder.path(), &archive, &|_, _| None, &mut |walked| {
            match walked {
                Walked::Folder(folder) => sights.extend(folder.sights),
                other => panic!("{other:?}"),
            }
            true
        });
        let files: Vec<_> = sights
            .iter()
            .filter(|sight| matches!(sight.kind, Kind::File(_)))
            .map(|sight| sight.name.to_string_lossy().into_owned())
            .collect();
        assert_eq!(files, [".hidden.eml", "a.txt", "b.eml"]);
        let passed = sights
            .iter()
            .filter(|sight| matches!(sight.kind, Kind::PassedBy(..)))
            .count();
        assert_eq!(passed, 2);
        assert_eq!(sights.len(), 5);
    }

    #[test]
    fn a_walk_hands_out_every_folder_by_name_however_many_threads_look() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut expected = vec![String::new()];
        for name in ["a", "a/b", "a/b/c", "b", "c", "c/a"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder");
            expected.push(name.to_owned());
        }
        // more than one thread takes in one go
        let large = folder.path().join("b");
        for n in 0..1300 {
            std::fs::write(large.join(format!("{n:04}.eml")), "x").expect("written");
        }
        let mut seen = Vec::new();
        walk(
            folder.path(),
            Path::new("/none"),
            &|_, _| None,
            &mut |walked| {
                let Walked::Folder(met) = walked else {
                    panic!("{walked:?}");
                };
                let below = met.path.strip_prefix(folder.path()).expect("below");
                seen.push(below.to_string_lossy().into_owned());
                let names: Vec<_> = met.sights.iter().map(|sight| &sight.name).collect();
                assert!(names.is_sorted());
                let large = below == Path::new("b");
                assert_eq!(names.len(), if large { 1300 } else { 0 });
                assert_eq!(met.modified, None, "it was made just now");
                true
            },
        );
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_walk_that_nobody_wants_more_of_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        for n in 0..300 {
            std::fs::create_dir(folder.path().join(n.to_string())).expect("a folder");
        }
        let mut taken = 0;
        walk(folder.path(), Path::new("/none"), &|_, _| None, &mut |_| {
            taken += 1;
            taken < 5
        });
        assert_eq!(taken, 5);
    }
}
