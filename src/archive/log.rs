//! The log: what was done, by whom, for which request; a chain in which every edit shows.
//!
//! One JSON line an entry. A line's `digest` is over its number, time, author, event, request, the digest of its
//! body and the digest of the line before; so a body can be disposed of under a retention rule and the chain
//! still holds. Beside the log lie `log.head` (how many entries, and the last digest: a line cut off is missed)
//! and `log/N.ids` (the ids found, whose digest is in the entry).

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Archive;
use crate::error::{Error, Result};
use crate::record::{Digest, RecordId};

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What was done: search, locate, decision, enquiry, source, note, ingest, prune, export, replay.
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

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    entries: u64,
    digest: String,
}

/// SHA-256 over the sorted ids, a line each.
pub fn result_digest(ids: &[RecordId]) -> String {
    Digest(Sha256::digest(ids_text(ids)).into()).hex()
}

fn ids_text(ids: &[RecordId]) -> String {
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut text = String::with_capacity(sorted.len() * 19);
    for id in sorted {
        text.push_str(&format!("{id}\n"));
    }
    text
}

fn body_digest(body: &Value) -> String {
    // serde_json writes an object's keys in order, so the same body has the same bytes
    Digest(Sha256::digest(body.to_string()).into()).hex()
}

fn line_digest(line: &Line) -> String {
    let request = line.request.as_deref().unwrap_or("");
    let mut hash = Sha256::new();
    for part in [
        line.n.to_string().as_str(),
        &line.at,
        &line.who,
        &line.event,
        request,
        &line.body_digest,
        &line.previous,
    ] {
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
    /// # Errors
    /// When the log cannot be written, or is not whole: nothing is appended to a broken chain.
    pub fn append(&self, entry: &Entry<'_>) -> Result<u64> {
        let fault = |cause| self.fault(cause);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(self.file()).map_err(fault)?;
        file.lock().map_err(fault)?;
        let head = self.settled_head(&file)?;
        let n = head.entries + 1;
        let mut body = entry.body.clone();
        if let (Some(found), Value::Object(body)) = (entry.found, &mut body) {
            body.insert("result_digest".into(), result_digest(found).into());
            let ids = self.ids_file(n);
            super::make_private(&self.archive.folder().join("log")).map_err(fault)?;
            super::write_synced(&ids, ids_text(found).as_bytes()).map_err(fault)?;
        }
        let mut line = Line {
            n,
            at: now_in_london(),
            who: account(),
            event: entry.event.to_owned(),
            request: entry.request.map(str::to_owned),
            body_digest: body_digest(&body),
            previous: head.digest,
            digest: String::new(),
            body: Some(body),
        };
        line.digest = line_digest(&line);
        let mut text = serde_json::to_string(&line)
            .map_err(|cause| Error::bug("an entry cannot be written").because(cause))?;
        text.push('\n');
        file.write_all(text.as_bytes()).map_err(fault)?;
        file.sync_data().map_err(fault)?;
        self.write_head(&Head {
            entries: n,
            digest: line.digest,
        })?;
        Ok(n)
    }

    fn write_head(&self, head: &Head) -> Result<()> {
        let fault = |cause| self.fault(cause);
        let fresh = self.archive.folder().join("log.head.new");
        let text = serde_json::to_string(head)
            .map_err(|cause| Error::bug("the log's head cannot be written").because(cause))?;
        super::write_synced(&fresh, text.as_bytes()).map_err(fault)?;
        std::fs::rename(&fresh, self.head_file()).map_err(fault)
    }

    fn head(&self) -> Result<Option<Head>> {
        match std::fs::read_to_string(self.head_file()) {
            Ok(text) => Ok(serde_json::from_str(&text).ok()),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(self.fault(cause)),
        }
    }

    /// The head, brought up to a sound log that is one entry ahead of it (a run was killed between the two).
    fn settled_head(&self, file: &File) -> Result<Head> {
        let first = Head {
            entries: 0,
            digest: NOTHING.into(),
        };
        let length = file.metadata().map_err(|cause| self.fault(cause))?.len();
        let known = match self.head()? {
            Some(head) => head,
            None if length == 0 => return Ok(first),
            None => first,
        };
        let last = self.last_line(length)?;
        match last {
            None if known.entries == 0 => Ok(known),
            Some(Ok(line)) if line.digest == known.digest && line.n == known.entries => Ok(known),
            Some(Ok(line))
                if line.n == known.entries + 1
                    && line.previous == known.digest
                    && line_digest(&line) == line.digest =>
            {
                Ok(Head {
                    entries: line.n,
                    digest: line.digest,
                })
            }
            _ => Err(Error::archive("the log is not whole, so nothing is added to it")
                .hint("`recordroom log verify` says where; restore log.jsonl and log.head from a copy")),
        }
    }

    /// The last line, read from the end; `Err` where it is no entry.
    fn last_line(&self, length: u64) -> Result<Option<Result<Line, ()>>> {
        use std::io::{Read, Seek, SeekFrom};
        if length == 0 {
            return Ok(None);
        }
        let fault = |cause| self.fault(cause);
        let mut file = File::open(self.file()).map_err(fault)?;
        let mut take = 8192_u64.min(length);
        loop {
            file.seek(SeekFrom::Start(length - take)).map_err(fault)?;
            let mut tail = Vec::new();
            (&mut file)
                .take(take)
                .read_to_end(&mut tail)
                .map_err(fault)?;
            if tail.last() != Some(&b'\n') {
                return Ok(Some(Err(())));
            }
            tail.pop();
            match memchr::memrchr(b'\n', &tail) {
                Some(at) => {
                    return Ok(Some(
                        serde_json::from_slice(&tail[at + 1..]).map_err(|_| ()),
                    ));
                }
                None if take == length => {
                    return Ok(Some(serde_json::from_slice(&tail).map_err(|_| ())));
                }
                None => take = (take * 4).min(length),
            }
        }
    }

    /// Every line, in order.
    ///
    /// # Errors
    /// When the log cannot be read or a line is no entry.
    pub fn lines(&self) -> Result<Vec<Line>> {
        let file = match File::open(self.file()) {
            Ok(file) => file,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(self.fault(cause)),
        };
        let mut lines = Vec::new();
        for (nth, line) in BufReader::new(file).split(b'\n').enumerate() {
            let line = line.map_err(|cause| self.fault(cause))?;
            lines.push(serde_json::from_slice(&line).map_err(|cause| {
                Error::archive(format!("line {} of the log is no entry", nth + 1))
                    .because(cause)
                    .hint("`recordroom log verify` says what else does not fit")
            })?);
        }
        Ok(lines)
    }

    /// Checks the chain, each body, each list of ids and the head; what does not fit, empty when all does.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn differences(&self) -> Result<(u64, Vec<Difference>)> {
        let mut differences = Vec::new();
        let bytes = match std::fs::read(self.file()) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(cause) => return Err(self.fault(cause)),
        };
        let mut previous = NOTHING.to_owned();
        let mut count = 0;
        if bytes.last().is_some_and(|last| *last != b'\n') {
            differences.push("the last line is torn".to_owned());
        }
        let whole = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        if !bytes.is_empty() {
            for (nth, text) in (1_u64..).zip(whole.split(|byte| *byte == b'\n')) {
                count = nth;
                let Ok(line) = serde_json::from_slice::<Line>(text) else {
                    differences.push(format!("line {nth} is no entry"));
                    continue;
                };
                // an entry has one spelling; anything else in the line is an edit
                if serde_json::to_vec(&line).ok().as_deref() != Some(text) {
                    differences.push(format!("line {nth} is not as it was written"));
                }
                if line.n != nth {
                    differences.push(format!("line {nth} says that it is entry {}", line.n));
                }
                if line.previous != previous {
                    differences.push(format!(
                        "entry {} does not follow the line before it",
                        line.n
                    ));
                }
                if line_digest(&line) != line.digest {
                    differences.push(format!("entry {} is not what its digest says", line.n));
                }
                if let Some(body) = &line.body {
                    if body_digest(body) != line.body_digest {
                        differences.push(format!("the body of entry {} was changed", line.n));
                    }
                    if let Some(expected) = body.get("result_digest").and_then(Value::as_str) {
                        match std::fs::read(self.ids_file(line.n)) {
                            Ok(ids) if Digest(Sha256::digest(&ids).into()).hex() == expected => {}
                            Ok(_) => differences
                                .push(format!("the ids of entry {} were changed", line.n)),
                            Err(_) => {
                                differences.push(format!("the ids of entry {} are missing", line.n))
                            }
                        }
                    }
                }
                previous = line.digest;
            }
        }
        match self.head()? {
            Some(head) if head.entries == count && head.digest == previous => {}
            Some(head) if head.entries + 1 == count => {
                // the one state that a killed run can leave: the next entry repairs it
                let behind = differences.is_empty()
                    && self
                        .lines()?
                        .last()
                        .is_some_and(|line| line.previous == head.digest);
                if !behind {
                    differences.push("log.head does not fit the log".to_owned());
                }
            }
            Some(head) => differences.push(format!(
                "log.head counts {} entries, the log has {count}",
                head.entries
            )),
            None if count <= 1 && self.head_file().exists() => {
                differences.push("log.head is damaged".to_owned());
            }
            None if count == 0 || count == 1 => {}
            None => differences.push("log.head is missing or damaged".to_owned()),
        }
        Ok((count, differences))
    }
}

/// Now, as the clock in London shows it, with its offset.
fn now_in_london() -> String {
    let now = jiff::Timestamp::now();
    match now.in_tz("Europe/London") {
        Ok(london) => london.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Err(_) => now.to_string(),
    }
}

/// The account under which this program runs.
fn account() -> String {
    let named = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(named)
        .or_else(|| whoami::username().ok())
        .unwrap_or_else(|| "unknown account".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some_log() -> (tempfile::TempDir, Archive) {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::open_or_make(&folder.path().join("a")).expect("an archive");
        let log = Log::of(&archive);
        for n in 0..5_u64 {
            let found = [RecordId::from_number(n), RecordId::from_number(7)];
            log.append(&Entry {
                event: "search",
                request: Some("FOI 1/26"),
                body: serde_json::json!({"query": format!("word{n}"), "total": 2}),
                found: Some(&found),
            })
            .expect("an entry");
        }
        (folder, archive)
    }

    #[test]
    fn a_sound_log_has_no_difference() {
        let (_folder, archive) = some_log();
        assert_eq!(
            Log::of(&archive).differences().expect("read"),
            (5, Vec::new())
        );
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let (_folder, archive) = some_log();
        let log = Log::of(&archive);
        let sound = std::fs::read(log.file()).expect("the log");
        for at in (0..sound.len()).step_by(7) {
            let mut changed = sound.clone();
            changed[at] ^= 1;
            std::fs::write(log.file(), &changed).expect("written");
            let (_, differences) = log.differences().expect("read");
            assert!(
                !differences.is_empty(),
                "a change at byte {at} was not found"
            );
        }
    }

    #[test]
    fn a_line_dropped_swapped_repeated_or_cut_off_is_found() {
        let (_folder, archive) = some_log();
        let log = Log::of(&archive);
        let sound = std::fs::read_to_string(log.file()).expect("the log");
        let lines: Vec<&str> = sound.lines().collect();
        let mut forms = vec![
            [&lines[..2], &lines[3..]].concat(),
            vec![lines[0], lines[2], lines[1], lines[3], lines[4]],
            [&lines[..], &lines[4..]].concat(),
            lines[..4].to_vec(),
            lines[1..].to_vec(),
        ];
        forms.push(Vec::new());
        for form in forms {
            let text: String = form.iter().map(|line| format!("{line}\n")).collect();
            std::fs::write(log.file(), text).expect("written");
            let (_, differences) = log.differences().expect("read");
            assert!(!differences.is_empty(), "{} lines passed", form.len());
        }
        std::fs::write(log.file(), &sound[..sound.len() - 9]).expect("written");
        assert!(!log.differences().expect("read").1.is_empty());
    }

    #[test]
    fn a_head_one_entry_behind_is_repaired_by_the_next_entry() {
        let (_folder, archive) = some_log();
        let log = Log::of(&archive);
        let lines = log.lines().expect("lines");
        log.write_head(&Head {
            entries: 4,
            digest: lines[3].digest.clone(),
        })
        .expect("written");
        assert!(log.differences().expect("read").1.is_empty());
        let entry = Entry {
            event: "note",
            request: None,
            body: serde_json::json!({}),
            found: None,
        };
        assert_eq!(log.append(&entry).expect("an entry"), 6);
        assert!(log.differences().expect("read").1.is_empty());
    }

    #[test]
    fn a_body_may_be_disposed_of_and_the_chain_holds() {
        let (_folder, archive) = some_log();
        let log = Log::of(&archive);
        let mut lines = log.lines().expect("lines");
        lines[2].body = None;
        let text: String = lines
            .iter()
            .map(|line| serde_json::to_string(line).expect("json") + "\n")
            .collect();
        std::fs::write(log.file(), text).expect("written");
        assert!(log.differences().expect("read").1.is_empty());
    }
}
