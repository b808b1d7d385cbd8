//! One folder's list, and a look at each thing in it.
//!
//! Where the system can, things are looked at by their names in a folder that is open: a whole path costs three times
//! as much.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// What sort of thing something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    File,
    Folder,
    Link,
    Other,
}

/// What a look at something told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looked {
    pub(super) sort: Sort,
    /// Its size in bytes.
    pub(super) size: u64,
    /// When it was last changed, as the system tells it.
    pub(super) changed: Option<SystemTime>,
    /// Its bytes are not on this disk.
    pub(super) elsewhere: bool,
}

/// A line of a folder's list.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: OsString,
    /// None where the list does not tell.
    pub(super) sort: Option<Sort>,
    #[cfg(not(unix))]
    line: std::fs::DirEntry,
}

pub(super) use system::{Open, look_at, looked};

#[cfg(unix)]
mod system {
    use std::fs::Metadata;
    use std::os::fd::OwnedFd;
    use std::os::unix::ffi::OsStringExt;
    use std::time::{Duration, UNIX_EPOCH};

    use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat};

    use super::{Entry, Looked, OsString, Path, Sort, SystemTime, io};

    /// A folder that is open.
    #[derive(Debug)]
    pub(in crate::discover) struct Open(OwnedFd);

    /// Looks at something by its path; a link is not followed.
    pub(in crate::discover) fn look_at(path: &Path) -> io::Result<Looked> {
        Ok(of_stat(&rustix::fs::lstat(path)?))
    }

    /// What the standard library was told.
    pub(in crate::discover) fn looked(metadata: &Metadata) -> Looked {
        Looked {
            sort: Sort::File,
            size: metadata.len(),
            changed: metadata.modified().ok(),
            elsewhere: false,
        }
    }

    impl Open {
        pub(in crate::discover) fn at(path: &Path) -> io::Result<Self> {
            let how = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            Ok(Self(rustix::fs::openat(CWD, path, how, Mode::empty())?))
        }

        /// When its list was last changed: by the time that it bears, which any program may set, and by that of the
        /// last change to anything about it, which none may.
        pub(in crate::discover) fn changed(&self) -> Option<[SystemTime; 2]> {
            let stat = rustix::fs::fstat(&self.0).ok()?;
            Some([
                time(stat.st_mtime, stat.st_mtime_nsec)?,
                time(stat.st_ctime, stat.st_ctime_nsec)?,
            ])
        }

        /// Its list, and why it broke off, where it did.
        pub(in crate::discover) fn list(&self) -> (Vec<Entry>, Option<io::Error>) {
            let mut entries = Vec::new();
            let mut lines = match Dir::read_from(&self.0) {
                Ok(lines) => lines,
                Err(cause) => return (entries, Some(cause.into())),
            };
            while let Some(line) = lines.read() {
                let line = match line {
                    Ok(line) => line,
                    Err(cause) => return (entries, Some(cause.into())),
                };
                let name = line.file_name().to_bytes();
                if name != b"." && name != b".." {
                    entries.push(Entry {
                        name: OsString::from_vec(name.to_vec()),
                        sort: sort(line.file_type()),
                    });
                }
            }
            (entries, None)
        }

        pub(in crate::discover) fn look(&self, entry: &Entry) -> io::Result<Looked> {
            let name = entry.name.as_os_str();
            Ok(of_stat(&rustix::fs::statat(
                &self.0,
                name,
                AtFlags::SYMLINK_NOFOLLOW,
            )?))
        }
    }

    fn sort(kind: FileType) -> Option<Sort> {
        match kind {
            FileType::RegularFile => Some(Sort::File),
            FileType::Directory => Some(Sort::Folder),
            FileType::Symlink => Some(Sort::Link),
            FileType::Unknown => None,
            _ => Some(Sort::Other),
        }
    }

    fn of_stat(stat: &Stat) -> Looked {
        let kind = FileType::from_raw_mode(stat.st_mode);
        Looked {
            sort: sort(kind).unwrap_or(Sort::Other),
            size: u64::try_from(stat.st_size).unwrap_or(0),
            changed: time(stat.st_mtime, stat.st_mtime_nsec),
            elsewhere: false,
        }
    }

    fn time(seconds: impl Into<i64>, rest: impl TryInto<u32>) -> Option<SystemTime> {
        let seconds: i64 = seconds.into();
        let whole = match u64::try_from(seconds) {
            Ok(after) => UNIX_EPOCH.checked_add(Duration::from_secs(after)),
            Err(_) => UNIX_EPOCH.checked_sub(Duration::from_secs(seconds.unsigned_abs())),
        };
        whole?.checked_add(Duration::new(0, rest.try_into().ok()?))
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::{self, Metadata};

    use super::{Entry, Looked, Path, Sort, SystemTime, io};

    #[derive(Debug)]
    pub(in crate::discover) struct Open(std::path::PathBuf);

    pub(in crate::discover) fn look_at(path: &Path) -> io::Result<Looked> {
        Ok(looked(&fs::symlink_metadata(path)?))
    }

    impl Open {
        pub(in crate::discover) fn at(path: &Path) -> io::Result<Self> {
            fs::read_dir(path).map(|_| Self(path.to_owned()))
        }

        /// Twice the time that its list bears: there is no other.
        pub(in crate::discover) fn changed(&self) -> Option<[SystemTime; 2]> {
            let modified = fs::metadata(&self.0).ok()?.modified().ok()?;
            Some([modified; 2])
        }

        pub(in crate::discover) fn list(&self) -> (Vec<Entry>, Option<io::Error>) {
            let mut entries = Vec::new();
            let lines = match fs::read_dir(&self.0) {
                Ok(lines) => lines,
                Err(cause) => return (entries, Some(cause)),
            };
            for line in lines {
                match line {
                    Ok(line) => entries.push(Entry {
                        name: line.file_name(),
                        sort: line.file_type().ok().map(sort),
                        line,
                    }),
                    Err(cause) => return (entries, Some(cause)),
                }
            }
            (entries, None)
        }

        pub(in crate::discover) fn look(&self, entry: &Entry) -> io::Result<Looked> {
            Ok(looked(&entry.line.metadata()?))
        }
    }

    fn sort(kind: fs::FileType) -> Sort {
        match kind {
            kind if kind.is_file() => Sort::File,
            kind if kind.is_dir() => Sort::Folder,
            kind if kind.is_symlink() => Sort::Link,
            _ => Sort::Other,
        }
    }

    pub(in crate::discover) fn looked(metadata: &Metadata) -> Looked {
        #[cfg(windows)]
        let elsewhere = super::super::is_placeholder(
            std::os::windows::fs::MetadataExt::file_attributes(metadata),
        );
        #[cfg(not(windows))]
        let elsewhere = false;
        Looked {
            sort: sort(metadata.file_type()),
            size: metadata.len(),
            changed: metadata.modified().ok(),
            elsewhere,
        }
    }
}
