//! Runs that were begun: noted together with the first thing that they change, struck out when they end.
//!
//! A run that was killed stays noted, so that an archive that has only part of what it was to have says so for as long
//! as that is so: until a run over the same folders ends.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::catalogue::{Catalogue, fault};
use crate::error::{Error, Result};

/// Where the catalogue keeps the notes.
const NOTES: &str = "begun";

/// A run that reads originals.
pub const INGEST: &str = "ingest";
/// A run that reads facts again.
pub const REFRESH: &str = "refresh";

/// A run that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// The command: [`INGEST`] or [`REFRESH`].
    pub verb: String,
    /// The folders and files that it was to read, absolute; none where it reads none, or where it was stopped before
    /// it had said.
    pub paths: Vec<String>,
    /// Where these reach into sources.
    #[serde(default)]
    pub reach: Vec<Reach>,
    /// When, as RFC 3339 writes it, in UTC.
    pub at: String,
    /// The process that ran it.
    pub process: u32,
}

/// What a run was to read of one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// The folder or file, absolute: one of the run's paths, or below one.
    pub path: String,
    /// The source's name.
    pub source: String,
}

impl Begun {
    /// A run that this process begins now.
    pub fn now(verb: &str, paths: Vec<String>, reach: Vec<Reach>) -> Self {
        Self {
            verb: verb.to_owned(),
            paths,
            reach,
            at: jiff::Timestamp::now()
                .strftime("%Y-%m-%dT%H:%M:%SZ")
                .to_string(),
            process: std::process::id(),
        }
    }

    /// The sources of which it was to read something, each once, by name.
    pub fn sources(&self) -> BTreeSet<&str> {
        self.reach.iter().map(|one| one.source.as_str()).collect()
    }

    /// What of an earlier run this one does too is struck out; whether anything of it is left to do.
    fn leaves(&self, earlier: &mut Self) -> bool {
        if self.verb != earlier.verb {
            return true;
        }
        let within = |path: &str| {
            self.paths
                .iter()
                .any(|own| Path::new(path).starts_with(own))
        };
        earlier.paths.retain(|path| !within(path));
        earlier.reach.retain(|one| !within(&one.path));
        !earlier.paths.is_empty()
    }
}

impl Catalogue {
    /// Does something as one transaction: all of it is kept, or nothing.
    ///
    /// # Errors
    /// Whatever it met, or when the catalogue cannot be written.
    pub fn at_once<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let transaction = self.db.unchecked_transaction().map_err(fault)?;
        let done = work()?;
        transaction.commit().map_err(fault)?;
        Ok(done)
    }

    /// How many rows this connection changed so far.
    pub fn changes(&self) -> u64 {
        self.db.total_changes()
    }

    /// Notes that a run was begun, in place of earlier ones that it does again.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn note_begun(&self, run: &Begun) -> Result<()> {
        let mut noted = self.begun()?;
        noted.retain_mut(|earlier| run.leaves(earlier));
        noted.push(run.clone());
        keep(&self.db, &noted)
    }

    /// Notes that a run ended.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn note_ended(&self, run: &Begun) -> Result<()> {
        let mut noted = self.begun()?;
        noted.retain_mut(|earlier| run.leaves(earlier));
        keep(&self.db, &noted)
    }

    /// Runs that were begun and of which no end is noted, oldest first; the one that is at work now too.
    ///
    /// # Errors
    /// When the catalogue cannot be read, or its note is damaged.
    pub fn begun(&self) -> Result<Vec<Begun>> {
        match self.meta(NOTES)? {
            None => Ok(Vec::new()),
            Some(noted) => serde_json::from_str(&noted).map_err(|cause| {
                Error::archive("the catalogue's note of runs that were begun is damaged")
                    .because(cause)
                    .hint("restore the archive's folder from a copy, or ingest into a new archive")
            }),
        }
    }
}

/// Keeps these notes and no others.
pub(super) fn keep(db: &rusqlite::Connection, noted: &[Begun]) -> Result<()> {
    let json = serde_json::to_string(noted)
        .map_err(|cause| Error::bug("a note of runs cannot be written").because(cause))?;
    super::catalogue::settle_value(db, NOTES, &json)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ingest(paths: &[&str]) -> Begun {
        let paths = paths.iter().map(|&path| path.to_owned()).collect();
        Begun::now(INGEST, paths, Vec::new())
    }

    #[test]
    fn a_source_is_struck_with_the_path_by_which_the_run_reached_it() {
        let reach = |pairs: &[(&str, &str)]| -> Vec<Reach> {
            let one = |(path, source): &(&str, &str)| Reach {
                path: (*path).to_owned(),
                source: (*source).to_owned(),
            };
            pairs.iter().map(one).collect()
        };
        // `/yard/shed` was ingested as a source of its own before
        let mut earlier = ingest(&["/yard", "/quay"]);
        earlier.reach = reach(&[("/yard", "Yard"), ("/yard/shed", "Shed"), ("/quay", "Quay")]);
        assert!(ingest(&["/yard/shed"]).leaves(&mut earlier));
        assert!(earlier.sources().into_iter().eq(["Quay", "Yard"]));
        assert!(ingest(&["/yard"]).leaves(&mut earlier));
        assert!(earlier.sources().into_iter().eq(["Quay"]));
        // two folders of one source: it is whole when both have been read
        let mut earlier = ingest(&["/quay/a", "/quay/b"]);
        earlier.reach = reach(&[("/quay/a", "Quay"), ("/quay/b", "Quay")]);
        assert!(ingest(&["/quay/a"]).leaves(&mut earlier));
        assert!(earlier.sources().into_iter().eq(["Quay"]));
        assert!(!ingest(&["/quay/b"]).leaves(&mut earlier));
        assert!(earlier.sources().is_empty());
    }

    #[test]
    fn a_run_makes_good_what_lies_under_its_paths_and_nothing_else() {
        let left = |run: &[&str], earlier: &[&str]| {
            let mut earlier = ingest(earlier);
            let any = ingest(run).leaves(&mut earlier);
            assert_eq!(any, !earlier.paths.is_empty());
            earlier.paths
        };
        let none: [&str; 0] = [];
        assert_eq!(left(&["/yard"], &["/yard"]), none);
        assert_eq!(left(&["/yard"], &["/yard/planks"]), none);
        assert_eq!(left(&["/yard/planks"], &["/yard"]), ["/yard"]);
        assert_eq!(left(&["/yard"], &["/yards", "/yard/a"]), ["/yards"]);
        // stopped before it had said what it was to read: any ingest that ends makes it good
        assert_eq!(left(&["/yard"], &[]), none);
        let refresh = Begun::now(REFRESH, Vec::new(), Vec::new());
        assert!(refresh.leaves(&mut ingest(&["/yard"])));
        assert!(!refresh.leaves(&mut refresh.clone()));
    }
}
