//! The log: what was done, by whom, for which request; a chain in which every edit shows.
//!
//! One JSON line an entry. A line's `digest` is over its number, time, author, event, request, the digests of its
//! body and of the ids found, and the digest of the line before; so a body can be disposed of under a retention
//! rule and the chain still holds, where a later entry says that it was. Beside the log lie `log.head` (how many
//! entries, and the last digest: a line cut off is missed) and `log/N.ids` (the ids found).

mod account;
mod checking;
mod disposal;
mod list;
mod settled;
mod synced;
mod tail;

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Archive;
use super::catalogue::Catalogue;
use crate::error::{Error, Result};
use crate::record::{Digest, IdPrefix, RecordId};

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Line {
    /// Its number, from 1.
    pub n: u64,
    /// When, with the offset of Europe/London.
    pub at: String,
    /// Who: the account under which the program ran.
    pub who: String,
    /// What was done.
    pub event: String,
    /// For which request.
    pub request: Option<String>,
    /// SHA-256 of the body, as its canonical JSON.
    pub body_digest: String,
    /// SHA-256 of the ids found, where something was looked for; it stays when the body goes.
    pub result_digest: Option<String>,
    /// The digest of the line before; 64 zeros for the first.
    pub previous: String,
    /// The digest of this line.
    pub digest: String,
    /// What was recorded; none where it was disposed of.
    pub body: Option<Value>,
}

/// What is to be recorded.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// What was done: search, terms, locate, sample, decision, enquiry, source, note, ingest, prune, export, replay.
    pub event: &'a str,
    /// For which request.
    pub request: Option<&'a str>,
    /// What to record.
    pub body: Value,
    /// The ids found, where something was looked for; any order.
    pub found: Option<&'a [RecordId]>,
}

/// A difference between the log and what it says of itself.
pub type Difference = String;

const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The length of `log.head` in bytes: of its JSON, whatever it counts to, and of blanks.
const HEAD: usize = 128;

/// So many entries the head may be behind: it is waited for with the next entry.
const BEHIND: u64 = 2;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
struct Head {
    entries: u64,
    digest: String,
}

impl Head {
    /// Before the first entry.
    fn first() -> Self {
        Self {
            entries: 0,
            digest: NOTHING.into(),
        }
    }
}

/// SHA-256 over the sorted ids, a line each.
pub fn result_digest(ids: &[RecordId]) -> String {
    list::digest(ids)
}

fn body_digest(body: &Value) -> String {
    // serde_json writes an object's keys in order, so the same body has the same bytes
    Digest(Sha256::digest(body.to_string()).into()).hex()
}

fn line_digest(line: &Line) -> String {
    let n = line.n.to_string();
    let mut hash = Sha256::new();
    for part in [
        Some(n.as_str()),
        Some(&line.at),
        Some(&line.who),
        Some(&line.event),
        line.request.as_deref(),
        Some(&line.body_digest),
        line.result_digest.as_deref(),
        Some(&line.previous),
    ] {
        // nothing said and an empty word are not the same
        hash.update([u8::from(part.is_some())]);
        let part = part.unwrap_or_default();
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    Digest(hash.finalize().into()).hex()
}

/// The log of an archive.
#[derive(Debug)]
pub struct Log<'a> {
    archive: &'a Archive,
}

impl<'a> Log<'a> {
    /// The log of this archive.
    pub fn of(archive: &'a Archive) -> Self {
        Self { archive }
    }

    fn file(&self) -> PathBuf {
        self.archive.folder().join("log.jsonl")
    }

    fn head_file(&self) -> PathBuf {
        self.archive.folder().join("log.head")
    }

    fn ids_file(&self, n: u64) -> PathBuf {
        self.archive.folder().join("log").join(format!("{n}.ids"))
    }

    fn fault(&self, cause: std::io::Error) -> Error {
        Error::archive(format!("cannot read or write {}", self.file().display()))
            .because(cause)
            .hint("the answer is not shown until it is in the log; `--no-log` searches without an entry")
    }

    /// Appends an entry and waits until it is on the disk; its number.
    ///
    /// What a killed run left behind (a torn last line, a head that is behind, an entry without its list that was never answered) is mended first, and the entry's
    /// body says so under `repaired`.
    ///
    /// # Errors
    /// When the log cannot be written, or is not whole: nothing is appended to a broken chain.
    pub fn append(&self, entry: &Entry<'_>) -> Result<u64> {
        let fault = |cause| self.fault(cause);
        let mut file = self.locked().map_err(fault)?;
        let settled = self.settled(&mut file)?;
        let n = settled.head.entries + 1;
        let mut body = entry.body.clone();
        if let Value::Object(body) = &mut body
            && !settled.repaired.is_empty()
        {
            body.insert("repaired".into(), settled.repaired.join("; ").into());
        }
        let mut result_digest = None;
        let mut written = Vec::with_capacity(2);
        if let Some(found) = entry.found {
            super::make_private(&self.archive.folder().join("log")).map_err(fault)?;
            let ids = super::private_file(&self.ids_file(n)).map_err(fault)?;
            result_digest = Some(list::write(found, &ids).map_err(fault)?);
            if let Value::Object(body) = &mut body {
                body.insert("result_digest".into(), result_digest.clone().into());
            }
            written.push(ids);
        }
        let mut line = Line {
            n,
            at: now_in_london(),
            who: account::name(),
            event: entry.event.to_owned(),
            request: entry.request.map(str::to_owned),
            body_digest: body_digest(&body),
            result_digest,
            previous: settled.head.digest,
            digest: String::new(),
            body: Some(body),
        };
        line.digest = line_digest(&line);
        let mut text = serde_json::to_string(&line)
            .map_err(|cause| Error::bug("an entry cannot be written").because(cause))?;
        text.push('\n');
        // the head of the entry before is not waited for when it is written, but here, with all else
        match OpenOptions::new().write(true).open(self.head_file()) {
            Ok(head) => written.push(head),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
            Err(cause) => return Err(fault(cause)),
        }
        let settled_on_disk = file
            .write_all(text.as_bytes())
            .and_then(|()| synced::all(&file, &written));
        if let Err(cause) = settled_on_disk {
            // half a line must not stay; where even this fails, the next entry cuts it
            let _ = file.set_len(settled.length).and_then(|()| file.sync_data());
            return Err(fault(cause));
        }
        self.write_head(&Head {
            entries: n,
            digest: line.digest,
        })?;
        Ok(n)
    }

    /// The log, made where there is none, and nobody else's until it is closed.
    fn locked(&self) -> std::io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        loop {
            let file = options.open(self.file())?;
            file.lock()?;
            // while this waited, a disposal may have put another file in its place
            if disposal::is_still(&file, &self.file())? {
                return Ok(file);
            }
        }
    }

    /// Writes the head over the one before: it has one length and lies in one sector. The next entry waits until it is on
    /// the disk. Where that is refused, and where it had another length, a new file takes its place.
    fn write_head(&self, head: &Head) -> Result<()> {
        let fault = |cause| self.fault(cause);
        let text = serde_json::to_string(head)
            .map_err(|cause| Error::bug("the log's head cannot be written").because(cause))?;
        let text = format!("{text:<HEAD$}");
        if let Ok(mut file) = OpenOptions::new().write(true).open(self.head_file())
            && file.metadata().map_err(fault)?.len() == text.len() as u64
            && file.write_all(text.as_bytes()).is_ok()
        {
            return Ok(());
        }
        let fresh = self.archive.folder().join("log.head.new");
        super::write_synced(&fresh, text.as_bytes()).map_err(fault)?;
        std::fs::rename(&fresh, self.head_file()).map_err(fault)?;
        super::sync_folder(self.archive.folder()).map_err(fault)
    }

    fn head(&self) -> Result<Option<Head>> {
        match std::fs::read_to_string(self.head_file()) {
            Ok(text) => Ok(serde_json::from_str(&text).ok()),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(self.fault(cause)),
        }
    }

    /// Whether there was a log: the catalogue noted entries of it, or lists of what they found lie there beyond the
    /// one that a killed first search may leave.
    fn was_there(&self) -> Result<bool> {
        if self.last_list()? > 1 {
            return Ok(true);
        }
        match Catalogue::for_reading(self.archive) {
            Ok(catalogue) => Ok(catalogue.last_event()? > 0),
            // a catalogue that cannot be read is told of where it is needed
            Err(_) => Ok(false),
        }
    }

    /// The highest number of an entry for which a list of ids lies there; 0 for none.
    fn last_list(&self) -> Result<u64> {
        let folder = match std::fs::read_dir(self.archive.folder().join("log")) {
            Ok(folder) => folder,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(0),
            Err(cause) => return Err(self.fault(cause)),
        };
        let mut last = 0;
        for entry in folder {
            let name = entry.map_err(|cause| self.fault(cause))?.file_name();
            let number = name
                .to_str()
                .and_then(|name| name.strip_suffix(".ids")?.parse().ok());
            last = last.max(number.unwrap_or(0));
        }
        Ok(last)
    }

    /// The log's bytes and its head, read while nobody adds to it.
    fn held(&self) -> Result<(Vec<u8>, Option<Head>)> {
        let mut bytes = Vec::new();
        match File::open(self.file()) {
            Ok(mut file) => {
                // a medium without locks has no writer either
                let _ = file.lock_shared();
                file.read_to_end(&mut bytes)
                    .map_err(|cause| self.fault(cause))?;
                Ok((bytes, self.head()?))
            }
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok((bytes, self.head()?)),
            Err(cause) => Err(self.fault(cause)),
        }
    }

    /// Every line, in order; a torn last line, which the head does not count, is left out.
    ///
    /// # Errors
    /// When the log cannot be read or a line is no entry.
    pub fn lines(&self) -> Result<Vec<Line>> {
        let broken = |what: String| {
            Error::archive(what).hint("`recordroom log verify` says what else does not fit")
        };
        let (bytes, head) = self.held()?;
        let (whole, torn) = whole_lines(&bytes);
        let mut lines = Vec::new();
        for (nth, text) in (1_u64..).zip(whole) {
            lines.push(serde_json::from_slice(text).map_err(|cause| {
                broken(format!("line {nth} of the log is no entry")).because(cause)
            })?);
        }
        if torn && head.is_some_and(|head| head.entries > lines.len() as u64) {
            return Err(broken("the last line of the log is torn".into()));
        }
        Ok(lines)
    }
}

impl Log<'_> {
    /// The ids that an entry found, as they are kept beside the log.
    ///
    /// # Errors
    /// When the entry found none, or its list is missing or is not the one that was written.
    pub fn found(&self, line: &Line) -> Result<Vec<RecordId>> {
        let n = line.n;
        let Some(expected) = &line.result_digest else {
            return Err(
                Error::request(format!("entry {n} of the log looked for nothing"))
                    .hint("recordroom log list shows which entries are searches"),
            );
        };
        let damaged = |what: &str| {
            Error::archive(format!("the list of what search {n} found {what}"))
                .hint("`recordroom log verify` says what else does not fit")
        };
        let file = self.ids_file(n);
        let text = std::fs::read_to_string(&file)
            .map_err(|cause| damaged("cannot be read").because(cause))?;
        let ids: Vec<RecordId> = text
            .lines()
            .map(|line| line.parse::<IdPrefix>().map(|prefix| prefix.range().0))
            .collect::<Result<_>>()
            .map_err(|_| damaged("was changed"))?;
        let (whole, digest) = list::text(&ids);
        if digest != *expected || whole != text.as_bytes() {
            return Err(damaged("was changed"));
        }
        Ok(ids)
    }
}

/// The lines that end as a line does, and whether something torn comes after them.
fn whole_lines(bytes: &[u8]) -> (impl Iterator<Item = &[u8]>, bool) {
    let sound = memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1);
    let lines = bytes[..sound].split_inclusive(|byte| *byte == b'\n');
    (
        lines.map(|line| line.strip_suffix(b"\n").unwrap_or(line)),
        sound < bytes.len(),
    )
}

/// Now, as the clock in London shows it, with its offset.
fn now_in_london() -> String {
    let now = jiff::Timestamp::now();
    match crate::facts::dates::london() {
        Some(london) => now
            .to_zoned(london.clone())
            .strftime("%Y-%m-%dT%H:%M:%S%:z")
            .to_string(),
        None => now.to_string(),
    }
}

#[cfg(test)]
mod tests;
