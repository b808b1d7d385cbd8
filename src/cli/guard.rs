//! Nothing that is written may fall on what is only read: an ingested original, the archive itself, a file that the
//! same command reads.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::Session;
use crate::archive::catalogue::Catalogue;
use crate::error::{Error, Result};
use crate::verbs::ingest::archive_around;

/// Arguments that name what a command writes.
const WRITTEN: [&str; 2] = ["to", "schedule"];

/// What a command line would write, and what it reads.
#[derive(Debug, Default)]
pub struct Touched {
    written: Vec<PathBuf>,
    read: Vec<PathBuf>,
}

impl Touched {
    /// Gathers every path of a parsed command line, those of its commands too.
    pub fn by(matches: &ArgMatches) -> Self {
        let mut touched = Self::default();
        let mut level = Some(matches);
        while let Some(here) = level {
            for id in here.ids() {
                let name = id.as_str();
                if name == "archive" {
                    continue;
                }
                if let Ok(Some(paths)) = here.try_get_many::<PathBuf>(name) {
                    let kind = if WRITTEN.contains(&name) {
                        &mut touched.written
                    } else {
                        &mut touched.read
                    };
                    kind.extend(paths.cloned());
                }
            }
            level = here.subcommand().map(|(_, below)| below);
        }
        touched
    }

    /// Refuses before anything is done.
    ///
    /// # Errors
    /// When a path to be written is an original, a part of an archive, or read by the same command.
    pub fn check(&self, session: &Session) -> Result<()> {
        for wanted in &self.written {
            let refused = |what: String| {
                Err(Error::request(what).hint("name another file; nothing was written"))
            };
            let Some(target) = settled(wanted) else {
                continue;
            };
            let shown = wanted.display();
            if archive_around(&target).is_some() {
                return refused(format!(
                    "{shown} lies within an archive, which only recordroom's own records may"
                ));
            }
            if self
                .read
                .iter()
                .any(|read| fs::canonicalize(read).is_ok_and(|read| read == target))
            {
                return refused(format!(
                    "{shown} is read by this command and would be overwritten"
                ));
            }
            if !target.is_file() {
                continue;
            }
            let Some(archive) = session.folder()?.filter(|folder| folder.is_dir()) else {
                continue;
            };
            // an archive that cannot be opened is told of by the command itself
            let Ok(archive) = crate::archive::Archive::open(&archive) else {
                continue;
            };
            if Catalogue::for_reading(&archive)?.holds_file(&target)? {
                return refused(format!(
                    "{shown} is an original that this archive was made from"
                ));
            }
        }
        Ok(())
    }
}

/// The canonical path of what is there, or of what would be made in a folder that is there.
fn settled(path: &Path) -> Option<PathBuf> {
    if let Ok(there) = fs::canonicalize(path) {
        return Some(there);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
}
