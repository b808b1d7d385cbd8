//! Tells whether the index's files are as they were written.
//!
//! Every file of a segment ends in a footer with a checksum, which the engine compares. It leaves out the footers' own
//! words and the two lists, of segments and of files. A writer therefore seals the lists when it has finished and
//! breaks the seal when it begins; after a run that was cut short there is no seal, and the lists are only read.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tantivy::directory::footer::Footer;
use tantivy::directory::{Directory, MmapDirectory};

use super::{failed, fields, generation_of, standing};
use crate::error::{Error, Result};

/// The engine's list of segments.
pub(super) const SEGMENTS: &str = "meta.json";

/// The engine's lists of segments and of files.
const LISTS: [&str; 2] = [SEGMENTS, ".managed.json"];

/// Where the lists' digests are kept.
const SEAL: &str = "lists.seal";

/// Names every damaged file of the index in a folder, with what is wrong; a sound index gives nothing.
///
/// # Errors
/// When the folder cannot be read at all.
pub fn damaged(folder: &Path) -> Result<Vec<String>> {
    let unread = |cause| {
        Error::archive(format!("cannot read the folder {}", folder.display())).because(cause)
    };
    let mut found = broken_seal(folder).map_err(unread)?;
    let engine = match standing::open(folder, false) {
        Ok(engine) => engine,
        Err(cause) => {
            found.push(format!("the index cannot be opened: {cause}"));
            return Ok(found);
        }
    };
    if engine.schema() != fields::schema() {
        found.push("meta.json: its fields are not those of this version".to_owned());
    }
    if let Err(cause) = generation_of(&engine) {
        found.push(format!("meta.json: {cause}"));
    }
    let segments = engine
        .searchable_segment_ids()
        .map_err(|cause| failed("cannot read the index", cause))?;
    let names: Vec<String> = segments.iter().map(|id| id.uuid_string()).collect();
    let directory = MmapDirectory::open(folder).map_err(|cause| {
        Error::archive(format!("cannot open the folder {}", folder.display())).because(cause)
    })?;
    for file in files_of(folder, &names).map_err(unread)? {
        let wrong = match engine.directory().validate_checksum(&file) {
            Ok(true) => wrong_footer(&directory, &file),
            Ok(false) => Some("its checksum does not fit".to_owned()),
            Err(cause) => Some(cause.to_string()),
        };
        found.extend(wrong.map(|wrong| format!("{}: {wrong}", file.display())));
    }
    if found.is_empty()
        && let Err(cause) = engine.reader()
    {
        found.push(format!("the index cannot be read: {cause}"));
    }
    Ok(found)
}

/// The files that belong to these segments, as the folder has them.
fn files_of(folder: &Path, segments: &[String]) -> io::Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if segments
            .iter()
            .any(|segment| name.to_string_lossy().starts_with(segment.as_str()))
        {
            files.insert(PathBuf::from(name));
        }
    }
    Ok(files)
}

/// The checksum covers what stands before the footer; the footer names the version that wrote it.
fn wrong_footer(directory: &MmapDirectory, file: &Path) -> Option<String> {
    let read = directory.open_read(file).map_err(|cause| cause.to_string());
    match read.and_then(|slice| Footer::extract_footer(slice).map_err(|cause| cause.to_string())) {
        Ok((footer, _)) if footer.version == *tantivy::version() => None,
        Ok(_) => Some("its footer names another version of the engine".to_owned()),
        Err(cause) => Some(cause),
    }
}

/// Breaks the seal: the lists are about to change. `false` where there was none: the last writer did not finish.
pub(super) fn unseal(folder: &Path) -> Result<bool> {
    match fs::remove_file(folder.join(SEAL)) {
        Ok(()) => Ok(true),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(Error::archive(format!(
            "cannot write to the folder {}",
            folder.display()
        ))
        .because(cause)),
    }
}

/// Seals the lists: nobody writes to the index any more.
pub(super) fn seal(folder: &Path) -> Result<()> {
    let unwritten = |cause| {
        Error::archive(format!("cannot write to the folder {}", folder.display())).because(cause)
    };
    fs::write(folder.join(SEAL), digests(folder).map_err(unwritten)?).map_err(unwritten)
}

fn broken_seal(folder: &Path) -> io::Result<Vec<String>> {
    let sealed = match fs::read(folder.join(SEAL)) {
        Ok(sealed) => sealed,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(cause),
    };
    let now = match digests(folder) {
        Ok(now) => now,
        Err(cause) => return Ok(vec![format!("the lists of segments and files: {cause}")]),
    };
    let (sealed, now) = (String::from_utf8_lossy(&sealed).into_owned(), now);
    if sealed == now {
        return Ok(Vec::new());
    }
    let changed: Vec<&str> = now
        .lines()
        .filter(|line| !sealed.lines().any(|kept| kept == *line))
        .filter_map(|line| line.split(' ').nth(1))
        .collect();
    Ok(vec![format!(
        "{}: not as it was written",
        if changed.is_empty() {
            SEAL.to_owned()
        } else {
            changed.join(", ")
        }
    )])
}

fn digests(folder: &Path) -> io::Result<String> {
    let mut out = String::new();
    for list in LISTS {
        for byte in Sha256::digest(fs::read(folder.join(list))?) {
            out.push_str(&format!("{byte:02x}"));
        }
        out.push_str(&format!(" {list}\n"));
    }
    Ok(out)
}
