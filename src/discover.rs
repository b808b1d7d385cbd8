//! Walking folders: every file is handed out, or it is said why not.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::WalkDir;

pub mod rules;

/// What a walk met.
#[derive(Debug)]
pub enum Met {
    /// A file to be read.
    File(Candidate),
    /// A file that is passed by, and by which rule.
    PassedBy(Candidate, &'static str),
    /// Something that is there and is no file to be read: a link to a folder, a pipe, another archive.
    NoFile(PathBuf, String),
    /// Something that the system would not let be looked at: what lies behind it is not known.
    Refused(PathBuf, String),
}

/// A file as the walk saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where it lies.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: i64,
    /// The same, as the system tells it.
    pub changed: Option<std::time::SystemTime>,
}

/// The archive that a path is, or lies inside of: its folder.
pub fn archive_around(path: &Path) -> Option<&Path> {
    path.ancestors().find(|above| is_archive(above))
}

/// Walks a file or a folder, in the order of names. The archive's own folder is not entered, and neither is any other
/// archive, which is named.
pub fn walk<'a>(path: &Path, archive: &'a Path) -> impl Iterator<Item = Met> + 'a {
    let archive = archive.to_owned();
    let mut entries = WalkDir::new(path)
        .follow_links(false)
        // of one folder's entries the whole paths differ in the names alone, and are compared without taking them apart
        .sort_by(|one, other| one.path().as_os_str().cmp(other.path().as_os_str()))
        .into_iter()
        .filter_entry(move |entry| entry.path() != archive);
    // the folders that are being listed, from the first one down
    let mut open: Vec<PathBuf> = Vec::new();
    std::iter::from_fn(move || {
        let entry = entries.next()?;
        if let Ok(entry) = &entry
            && entry.file_type().is_dir()
        {
            open.truncate(entry.depth());
            open.push(entry.path().to_owned());
        }
        if let Err(cause) = &entry
            && cause.path().is_none()
        {
            // a list that breaks off names no path: it is that of the folder one above what it was to give
            let folder = open.get(cause.depth().saturating_sub(1));
            let folder = folder.cloned().unwrap_or_default();
            return Some(Entry::BrokenOff(folder, said(cause)));
        }
        let another = entry
            .as_ref()
            .ok()
            .filter(|entry| entry.file_type().is_dir() && is_archive(entry.path()));
        let Some(folder) = another.map(|entry| entry.path().to_owned()) else {
            return Some(Entry::Walked(entry));
        };
        entries.skip_current_dir();
        Some(Entry::Archive(folder))
    })
    .filter_map(|entry| match entry {
        Entry::Archive(folder) => Some(Met::NoFile(
            folder,
            "another archive of recordroom, which is not correspondence".into(),
        )),
        Entry::BrokenOff(folder, reason) => Some(Met::Refused(folder, reason)),
        Entry::Walked(entry) => of_entry(entry),
    })
}

enum Entry {
    Archive(PathBuf),
    BrokenOff(PathBuf, String),
    Walked(walkdir::Result<walkdir::DirEntry>),
}

fn is_archive(folder: &Path) -> bool {
    folder.join("format").is_file() && folder.join("catalogue.db").is_file()
}

fn of_entry(entry: walkdir::Result<walkdir::DirEntry>) -> Option<Met> {
    match entry {
        Ok(entry) if entry.file_type().is_dir() => None,
        Ok(entry) if entry.file_type().is_symlink() => Some(linked(entry.into_path())),
        Ok(entry) if entry.file_type().is_file() => Some(match entry.metadata() {
            Ok(metadata) => file(entry.into_path(), &metadata),
            Err(cause) => Met::Refused(entry.into_path(), cause.to_string()),
        }),
        Ok(entry) => Some(Met::NoFile(
            entry.into_path(),
            "neither a file nor a folder (a pipe, a socket or a device)".into(),
        )),
        Err(cause) => {
            let path = cause.path().map_or_else(PathBuf::new, Path::to_owned);
            Some(Met::Refused(path, said(&cause)))
        }
    }
}

fn said(cause: &walkdir::Error) -> String {
    cause
        .io_error()
        .map_or_else(|| cause.to_string(), ToString::to_string)
}

/// A link to a file is read as the file; a link to a folder is not entered, since it may lead in a circle.
fn linked(path: PathBuf) -> Met {
    match std::fs::metadata(&path) {
        Ok(metadata) if metadata.is_file() => file(path, &metadata),
        Ok(metadata) if metadata.is_dir() => Met::NoFile(
            path,
            "a link to a folder, which is not entered: ingest the folder itself as well".into(),
        ),
        Ok(_) => Met::NoFile(path, "a link to neither a file nor a folder".into()),
        Err(cause) => Met::Refused(path, format!("a link that leads nowhere: {cause}")),
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

fn file(path: PathBuf, metadata: &Metadata) -> Met {
    #[cfg(windows)]
    if is_placeholder(std::os::windows::fs::MetadataExt::file_attributes(metadata)) {
        return Met::NoFile(
            path,
            "its content is kept elsewhere (OneDrive) and is not on this disk: choose \"Always keep on this device\" \
             and ingest again"
                .into(),
        );
    }
    let size = metadata.len();
    let modified = metadata
        .modified()
        .ok()
        .map(|time| match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |n| -n),
        })
        .unwrap_or(0);
    let mut shown = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR != '/' {
        shown = shown.replace(std::path::MAIN_SEPARATOR, "/").into();
    }
    let rule = rules::passing_by(rules::Met {
        path: &shown,
        size,
        ..rules::Met::default()
    })
    .map(|rule| rule.reason);
    let candidate = Candidate {
        path,
        size,
        modified,
        changed: metadata.modified().ok(),
    };
    match rule {
        Some(rule) => Met::PassedBy(candidate, rule),
        None => Met::File(candidate),
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
        let met: Vec<Met> = walk(folder.path(), &folder.path().join(".recordroom")).collect();
        let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned());
        let files: Vec<_> = met
            .iter()
            .filter_map(|met| match met {
                Met::File(file) => name(&file.path),
                _ => None,
            })
            .collect();
        assert_eq!(files, [".hidden.eml", "a.txt", "b.eml"]);
        let passed = met
            .iter()
            .filter(|met| matches!(met, Met::PassedBy(..)))
            .count();
        assert_eq!(passed, 2);
        assert_eq!(met.len(), 5);
    }
}
