//! The story of `export`: the originals of what a query finds, byte for byte, in a folder of their own.
//!
//! Everything is written into a folder beside the one that was named, read again and compared with its digests, and
//! only then takes that name: a run that is cut short leaves nothing that could pass for a whole export.

mod bag;
mod names;

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest as _, Sha256, Sha512};

use super::answers::{Exported, NotExported};
use super::desk::Desk;
use super::search::{Again, made_with};
use super::show::original;
use crate::archive::log::{Entry, Log};
use crate::error::{Error, Result};
use crate::extract::pool::Bounds;
use crate::query::Query;
use crate::record::{Described, RecordId};

/// How an export is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A bag of RFC 8493, with manifests of SHA-256 and SHA-512.
    Bag,
    /// The files, and a manifest of SHA-256.
    Files,
    /// The records as JSON lines, no originals.
    Lines,
}

impl Form {
    /// Its name as typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bag => "bagit",
            Self::Files => "files",
            Self::Lines => "jsonl",
        }
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The query.
    pub query: Query,
    /// The same as typed.
    pub typed: String,
    /// Where to.
    pub to: PathBuf,
    /// How.
    pub form: Form,
    /// The request that it serves.
    pub request: Option<String>,
    /// The command as typed.
    pub command: String,
    /// The bounds of reading an original again.
    pub bounds: Bounds,
}

/// A file that was written: its path inside the export, with `/`, and its digests.
#[derive(Debug, Clone)]
struct Written {
    path: String,
    bytes: u64,
    sha256: String,
    sha512: String,
}

/// How deep attachments are followed.
const DEPTH: usize = 16;

/// Finds, puts the export on record, writes and verifies.
///
/// # Errors
/// When the folder is there and not empty, or cannot be written, or a file does not read back as it was written. An
/// original that is gone or changed is no error here: the answer lists it.
pub fn export(desk: &Desk<'_>, asked: &Asked) -> Result<Exported> {
    let ids = with_attachments(desk, desk.ids(&asked.query)?)?;
    let mut answer = Exported {
        to: asked.to.display().to_string(),
        form: asked.form.name().to_owned(),
        records: ids.len() as u64,
        files: 0,
        bytes: 0,
        not_exported: Vec::new(),
        verified: false,
        log: None,
    };
    refuse_filled(&asked.to)?;
    let archive = desk.state()?;
    let log = Log::of(desk.archive).append(&Entry {
        event: "export",
        request: asked.request.as_deref(),
        body: json!({
            "command": asked.command,
            "query": asked.typed,
            "read_as": asked.query.read_as(),
            "total": ids.len(),
            "as": asked.form.name(),
            "again": Again { query: asked.typed.clone(), limits: Vec::new() },
            "with_attachments": true,
            "archive": archive,
            "made_with": made_with(desk)?,
        }),
        found: Some(&ids),
    })?;
    answer.log = Some(log);
    if ids.is_empty() {
        return Ok(answer);
    }
    let parent = match asked.to.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let unwritten = |cause| {
        Error::request(format!("cannot write {}", asked.to.display()))
            .because(cause)
            .hint("name a folder in a place that can be written")
    };
    fs::create_dir_all(&parent).map_err(unwritten)?;
    let beside = tempfile::Builder::new()
        .prefix(".recordroom-export-")
        .tempdir_in(&parent)
        .map_err(unwritten)?;
    let folder = beside.path().to_owned();
    let payload = match asked.form {
        Form::Bag => "data/",
        Form::Files => "files/",
        Form::Lines => "",
    };
    let mut written: Vec<Written> = Vec::new();
    let mut lines = String::new();
    let mut taken: HashSet<String> = HashSet::new();
    for id in &ids {
        let record = desk.describe(*id, None)?;
        let mut file = None;
        if asked.form != Form::Lines {
            match original(desk, *id, &asked.bounds) {
                Ok(bytes) => {
                    let path = format!("{payload}{}", names::of(&record, &mut taken));
                    written.push(write(&folder, &path, &bytes).map_err(unwritten)?);
                    file = Some(path);
                }
                Err(error) => answer.not_exported.push(NotExported {
                    id: *id,
                    reason: error.to_string(),
                }),
            }
        }
        lines.push_str(&line(&record, file.as_deref())?);
    }
    answer.files = written.len() as u64;
    answer.bytes = written.iter().map(|file| file.bytes).sum();
    let listed = write(&folder, "records.jsonl", lines.as_bytes()).map_err(unwritten)?;
    let mut all = written.clone();
    match asked.form {
        Form::Bag => {
            let about = bag::About {
                query: &asked.typed,
                read_as: asked.query.read_as(),
                request: asked.request.as_deref(),
                log,
                archive: &archive,
                not_exported: answer.not_exported.len(),
            };
            for (name, text) in bag::tag_files(&written, &about, jiff::Zoned::now().date()) {
                all.push(write(&folder, &name, text.as_bytes()).map_err(unwritten)?);
            }
            all.push(listed);
            let tags: Vec<Written> = all
                .iter()
                .filter(|file| !file.path.starts_with(payload))
                .cloned()
                .collect();
            for (name, text) in bag::tag_manifests(&tags) {
                all.push(write(&folder, &name, text.as_bytes()).map_err(unwritten)?);
            }
        }
        Form::Files => {
            all.push(listed);
            let text = bag::manifest(&all, |file| &file.sha256);
            all.push(write(&folder, "manifest-sha256.txt", text.as_bytes()).map_err(unwritten)?);
        }
        Form::Lines => all.push(listed),
    }
    for file in &all {
        read_again(&folder, file)?;
    }
    answer.verified = true;
    if asked.to.exists() {
        fs::remove_dir(&asked.to).map_err(unwritten)?;
    }
    let kept = beside.keep();
    readable_by_owner_alone(&kept);
    fs::rename(&kept, &asked.to).map_err(unwritten)?;
    crate::archive::sync_folder(&parent).map_err(unwritten)?;
    Ok(answer)
}

/// What was exported may hold personal data: others on the machine have no business in it.
fn readable_by_owner_alone(folder: &Path) {
    // a file system without such permissions keeps what it has
    let _ = crate::archive::make_private(folder);
}

/// The records and all that is attached to them, at all depths: apart too, not only within their message.
pub(super) fn with_attachments(desk: &Desk<'_>, ids: Vec<RecordId>) -> Result<Vec<RecordId>> {
    let mut all: BTreeSet<RecordId> = ids.iter().copied().collect();
    let mut next = ids;
    for _ in 0..DEPTH {
        let mut more = Vec::new();
        for id in next {
            for attached in desk.catalogue.attachments(id)? {
                if all.insert(attached) {
                    more.push(attached);
                }
            }
        }
        if more.is_empty() {
            break;
        }
        next = more;
    }
    Ok(all.into_iter().collect())
}

fn refuse_filled(folder: &Path) -> Result<()> {
    let filled = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => folder.exists(),
    };
    if filled {
        return Err(Error::request(format!(
            "{} is there already and is not empty",
            folder.display()
        ))
        .hint("name a new folder: an export never writes over anything"));
    }
    Ok(())
}

fn line(record: &Described, file: Option<&str>) -> Result<String> {
    let fault = |cause| Error::bug("a record cannot be written").because(cause);
    let mut tree = serde_json::to_value(record).map_err(fault)?;
    if let Some(keys) = tree.as_object_mut() {
        keys.insert("file".to_owned(), file.into());
    }
    let mut line = serde_json::to_string(&tree).map_err(fault)?;
    line.push('\n');
    Ok(line)
}

fn write(folder: &Path, path: &str, bytes: &[u8]) -> std::io::Result<Written> {
    let file = folder.join(path);
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut open = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&file)?;
    open.write_all(bytes)?;
    open.sync_all()?;
    Ok(Written {
        path: path.to_owned(),
        bytes: bytes.len() as u64,
        sha256: hex(&Sha256::digest(bytes)),
        sha512: hex(&Sha512::digest(bytes)),
    })
}

/// Reads a file again, and insists on its length and both digests.
fn read_again(folder: &Path, file: &Written) -> Result<()> {
    let differs = || {
        Error::archive(format!(
            "{} does not read back as it was written",
            file.path
        ))
        .hint("the disk may be failing; nothing was left under the name that was given")
    };
    let mut open =
        fs::File::open(folder.join(&file.path)).map_err(|cause| differs().because(cause))?;
    let (mut short, mut long, mut bytes) = (Sha256::new(), Sha512::new(), 0_u64);
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = open
            .read(&mut piece)
            .map_err(|cause| differs().because(cause))?;
        if read == 0 {
            break;
        }
        let read = piece.get(..read).unwrap_or_default();
        bytes += read.len() as u64;
        short.update(read);
        long.update(read);
    }
    let same = bytes == file.bytes
        && hex(&short.finalize()) == file.sha256
        && hex(&long.finalize()) == file.sha512;
    if same { Ok(()) } else { Err(differs()) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
