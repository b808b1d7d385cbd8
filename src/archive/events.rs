//! The catalogue's own list of the log's entries: a second witness, so that a log exchanged together with its head
//! still shows.

use rusqlite::params;

use super::catalogue::{Catalogue, fault};
use super::log::{Difference, Line, Log};
use crate::error::Result;

impl Catalogue {
    /// Notes the entries that the log gained since the last time. A search does not do it: it never waits for a writer.
    ///
    /// # Errors
    /// When the log cannot be read or the catalogue cannot be written.
    pub fn note_events(&self, log: &Log<'_>) -> Result<()> {
        self.note(&log.after(self.last_event()?)?)
    }

    /// The same at the end of an ingest that changed nothing: where no entry but its own and those of other such ingests
    /// is to be noted, they are left to the next run, since to note them is all that this one would write.
    ///
    /// # Errors
    /// When the log cannot be read or the catalogue cannot be written.
    pub fn note_events_unless_idle(&self, log: &Log<'_>) -> Result<()> {
        let lines = log.after(self.last_event()?)?;
        // one whose body was disposed of may have been of any run
        let idle = |line: &Line| {
            let body = line.body.as_ref().filter(|_| line.event == "ingest");
            body.is_some_and(|body| body["idle"] == true)
        };
        if lines.iter().all(idle) {
            return Ok(());
        }
        self.note(&lines)
    }

    fn note(&self, lines: &[Line]) -> Result<()> {
        self.at_once(|| {
            let mut add = self
                .db
                .prepare_cached(
                    "INSERT OR IGNORE INTO events (n, at, event, request, digest) VALUES (?1, ?2, ?3, ?4, ?5)",
                )
                .map_err(fault)?;
            for line in lines {
                add.execute(params![
                    line.n.cast_signed(),
                    line.at,
                    line.event,
                    line.request,
                    line.digest
                ])
                .map_err(fault)?;
            }
            Ok(())
        })
    }

    /// The number of the last entry noted; 0 for none.
    pub(super) fn last_event(&self) -> Result<u64> {
        self.db
            .query_row("SELECT coalesce(max(n), 0) FROM events", [], |row| {
                row.get::<_, i64>(0)
            })
            .map(i64::cast_unsigned)
            .map_err(fault)
    }

    /// Where the log says something else than what was noted of it.
    ///
    /// # Errors
    /// When the log or the catalogue cannot be read.
    pub fn events_that_differ(&self, log: &Log<'_>) -> Result<Vec<Difference>> {
        let lines = log.lines()?;
        let mut differences = Vec::new();
        let mut find = self
            .db
            .prepare("SELECT n, at, event, digest FROM events ORDER BY n")
            .map_err(fault)?;
        let mut rows = find.query([]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let n = row.get::<_, i64>(0).map_err(fault)?.cast_unsigned();
            let at: String = row.get(1).map_err(fault)?;
            let event: String = row.get(2).map_err(fault)?;
            let digest: String = row.get(3).map_err(fault)?;
            let line = usize::try_from(n)
                .ok()
                .and_then(|n| lines.get(n.checked_sub(1)?));
            match line {
                None => differences.push(format!(
                    "entry {n} ({event}, {at}) is known to the catalogue and not in the log"
                )),
                Some(line) if line.digest != digest => differences.push(format!(
                    "entry {n} is not the one that the catalogue knows ({event}, {at})"
                )),
                Some(_) => {}
            }
        }
        Ok(differences)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Archive;
    use crate::archive::log::Entry;

    #[test]
    fn an_entry_of_a_run_that_changed_something_is_not_left_to_a_later_one() {
        let room = tempfile::tempdir().expect("a folder");
        let archive = Archive::open_or_make(&room.path().join("archive")).expect("an archive");
        let catalogue = Catalogue::for_writing(&archive).expect("a catalogue");
        let log = Log::of(&archive);
        let ingest = |idle: bool| {
            let entry = Entry {
                event: "ingest",
                request: None,
                body: serde_json::json!({ "idle": idle }),
                found: None,
            };
            log.append(&entry).expect("appended");
        };
        let last = || catalogue.last_event().expect("read");
        for _ in 0..2 {
            ingest(true);
            catalogue.note_events_unless_idle(&log).expect("left");
            assert_eq!(last(), 0);
        }
        // it was killed before it noted its entry
        ingest(false);
        ingest(true);
        catalogue.note_events_unless_idle(&log).expect("noted");
        assert_eq!(last(), 4);
        ingest(true);
        catalogue.note_events_unless_idle(&log).expect("left");
        assert_eq!(last(), 4);
    }
}
