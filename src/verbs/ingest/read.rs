//! The reading side of an ingest: files go in, what was read off them comes out, on one thread a worker.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::PathBuf;
use std::time::SystemTime;

use crossbeam_channel::{Receiver, Sender};
use sha2::{Digest as _, Sha256};

use super::packing::{Dictionary, packer_with};
use crate::archive::batch::{FoundFile, NewItem};
use crate::archive::pack::Packer;
use crate::error::{Error, Result};
use crate::extract::digests;
use crate::extract::ocr::{Kept, Scanner};
use crate::extract::pool::{Bounds, Reader};
use crate::extract::protocol::Input;
use crate::extract::{Category, Extraction, Format, Item, Problem, Reading, TextStatus};
use crate::facts::Tables;
use crate::record::{Digest, part_address};
use crate::verbs::entries::Derived;

/// Larger files go to a worker of their own over an open descriptor, so that none is held whole here.
pub const LARGE: u64 = 4 << 20;
/// How many small files go to a worker at once.
pub const TOGETHER: usize = 32;

/// A file to be read.
#[derive(Debug, Clone)]
pub struct Job {
    /// Where it lies.
    pub path: PathBuf,
    /// As it was found.
    pub file: FoundFile,
    /// When it was last changed, as the system tells it.
    pub modified: Option<SystemTime>,
    /// Its row, where it was there at the last run and as large.
    pub before: Option<i64>,
}

/// What came of a file, or of a portion of a large one.
#[derive(Debug)]
pub struct Done {
    /// The file; its digest and time are set in the last portion.
    pub file: FoundFile,
    /// The last portion.
    pub last: bool,
    /// The items; a record that was read before the dictionary was settled is still to be packed.
    pub items: Vec<NewItem>,
    /// What the index will need of each item that makes a record, at the item's place.
    pub derived: Vec<Option<Derived>>,
    /// Problems of the file and of no item.
    pub loose: Vec<Problem>,
    /// Bytes read.
    pub bytes: u64,
    /// Why the system would not give the file, if it would not.
    pub refused: Option<String>,
    /// The row of a refused file, where it was there at the last run and as large.
    pub before: Option<i64>,
}

impl Done {
    /// Why nothing at all can be read in the file, if that is so.
    pub fn emptied(&self) -> Option<String> {
        let read = |item: &NewItem| {
            item.excluded.is_some()
                || item.packed.as_ref().is_some_and(|packed| {
                    matches!(packed.text_status, TextStatus::Text | TextStatus::Ocr)
                })
        };
        if self.items.iter().any(read) {
            return None;
        }
        let problem = self
            .items
            .iter()
            .flat_map(|item| &item.problems)
            .chain(&self.loose)
            .next();
        Some(match problem {
            Some(problem) => format!("it has no text now: {}", problem.reason),
            None => "it has no text now".to_owned(),
        })
    }
}

/// The rows of a file, and beside each item what the index will need of it.
struct Filed {
    items: Vec<NewItem>,
    derived: Vec<Option<Derived>>,
    loose: Vec<Problem>,
}

/// What a reading thread works with.
pub struct Desk<'a> {
    /// The tables.
    pub tables: &'a Tables,
    /// The bounds of reading.
    pub bounds: &'a Bounds,
    /// The dictionary to pack with.
    pub dictionary: &'a Dictionary,
    /// What OCR read in this run.
    pub kept: &'a Kept,
}

/// Reads jobs until there are no more, or nobody wants them.
///
/// # Errors
/// When no worker can be started.
pub fn read_all(
    desk: &Desk<'_>,
    jobs: &Receiver<Vec<Job>>,
    done: &Sender<Result<Done>>,
) -> Result<()> {
    let mut hand = Hand {
        desk,
        reader: Reader::new(desk.bounds.clone()),
        scanner: Scanner::new(desk.bounds, desk.kept),
        packer: None,
    };
    for jobs in jobs {
        let (large, small): (Vec<Job>, Vec<Job>) =
            jobs.into_iter().partition(|job| job.file.size > LARGE);
        for ready in hand.read_small(small)? {
            if done.send(Ok(ready)).is_err() {
                return Ok(());
            }
        }
        for job in large {
            if !hand.read_large(job, done)? {
                return Ok(());
            }
        }
    }
    Ok(())
}

struct Hand<'a> {
    desk: &'a Desk<'a>,
    reader: Reader,
    scanner: Option<Scanner>,
    packer: Option<Packer>,
}

impl Hand<'_> {
    /// What texts are packed with; none before the dictionary is settled.
    fn packer(&mut self) -> Result<Option<&mut Packer>> {
        if self.packer.is_none()
            && let Some(settled) = self.desk.dictionary.get()
        {
            self.packer = Some(packer_with(settled)?);
        }
        Ok(self.packer.as_mut())
    }

    /// Has what wants OCR read by it, where there is an engine.
    fn scan(&mut self, reading: &mut Reading) -> Result<()> {
        match &mut self.scanner {
            Some(scanner) => scanner.read(reading),
            None => Ok(()),
        }
    }

    fn read_small(&mut self, jobs: Vec<Job>) -> Result<Vec<Done>> {
        let mut ready = Vec::with_capacity(jobs.len());
        let mut inputs = Vec::with_capacity(jobs.len());
        let mut waiting = Vec::with_capacity(jobs.len());
        for mut job in jobs {
            match read_file(&job) {
                Ok((bytes, still)) => {
                    if !still || bytes.len() as u64 != job.file.size {
                        // it changed since it was looked at: to be read again
                        job.file.modified = None;
                    }
                    job.file.size = bytes.len() as u64;
                    inputs.push(Input {
                        name: job.file.name.clone(),
                        bytes,
                        sha256: [0; 32],
                    });
                    waiting.push((job.file, still));
                }
                Err(cause) => ready.push(refused(job.file, cause.to_string(), job.before)),
            }
        }
        if inputs.is_empty() {
            return Ok(ready);
        }
        let bytes: Vec<&[u8]> = inputs.iter().map(|input| input.bytes.as_slice()).collect();
        let digests = digests::of_all(&bytes);
        for (digest, (input, (file, _))) in
            digests.into_iter().zip(inputs.iter_mut().zip(&mut waiting))
        {
            input.sha256 = digest;
            file.sha256 = Some(digest);
        }
        let readings = self
            .reader
            .read(inputs)
            .map_err(|cause| Error::archive("cannot start a reader").because(cause))?;
        for ((file, still), mut reading) in waiting.into_iter().zip(readings) {
            let bytes = file.size;
            if !still {
                match reading.items.first_mut() {
                    Some(item) => item.problems.push(changing()),
                    None => reading.problems.push(changing()),
                }
            }
            self.scan(&mut reading)?;
            let filed = self.file_items(&file, reading, true)?;
            ready.push(Done {
                file,
                last: true,
                items: filed.items,
                derived: filed.derived,
                loose: filed.loose,
                bytes,
                refused: None,
                before: None,
            });
        }
        Ok(ready)
    }

    /// Reads a large file in portions; whether anybody still wants more.
    fn read_large(&mut self, mut job: Job, done: &Sender<Result<Done>>) -> Result<bool> {
        let opened = File::open(&job.path).and_then(|mut file| {
            let before = stamp(&file)?;
            let digest = digest_of(&mut file)?;
            file.rewind()?;
            let again = file.try_clone()?;
            Ok((digest, file, again, before))
        });
        let (digest, file, again, before) = match opened {
            Ok(opened) => opened,
            Err(cause) => {
                let refused = refused(job.file, cause.to_string(), job.before);
                return Ok(done.send(Ok(refused)).is_ok());
            }
        };
        job.file.sha256 = Some(digest);
        let reader = Reader::new(self.desk.bounds.clone());
        let mut any = false;
        let mut failed = None;
        let mut loose = Vec::new();
        let mut found = job.file.clone();
        let gone = || std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        let outcome = reader.read_large(file, &found.name, &mut |mut portion| {
            loose.append(&mut portion.problems);
            if portion.items.is_empty() {
                return Ok(());
            }
            any = true;
            let filed = match self
                .scan(&mut portion)
                .and_then(|()| self.file_items(&found, portion, false))
            {
                Ok(filed) => filed,
                Err(error) => {
                    failed = Some(error);
                    return Err(gone());
                }
            };
            let portion = Done {
                file: found.clone(),
                last: false,
                items: filed.items,
                derived: filed.derived,
                loose: Vec::new(),
                bytes: 0,
                refused: None,
                before: None,
            };
            done.send(Ok(portion)).map_err(|_| gone())
        });
        if let Some(error) = failed {
            return Err(error);
        }
        match outcome {
            Ok(()) => {}
            Err(cause) if cause.kind() == std::io::ErrorKind::BrokenPipe => return Ok(false),
            Err(cause) => {
                return Err(Error::archive("cannot start a reader").because(cause));
            }
        }
        if again
            .metadata()
            .is_ok_and(|now| now.len() != found.size || now.modified().ok() != job.modified)
        {
            // it changed while it was read: to be read again
            found.modified = None;
        }
        if stamp(&again).ok() != Some(before) {
            found.modified = None;
            loose.push(changing());
        }
        let rest = Reading {
            items: Vec::new(),
            problems: loose,
        };
        let filed = self.file_items(&found, rest, !any)?;
        let bytes = found.size;
        let last = Done {
            file: found,
            last: true,
            items: filed.items,
            derived: filed.derived,
            loose: filed.loose,
            bytes,
            refused: None,
            before: None,
        };
        Ok(done.send(Ok(last)).is_ok())
    }

    /// Turns a reading into rows. A file that gave no item and a problem is itself the item: its bytes are there,
    /// so that it can be found by its name.
    fn file_items(&mut self, file: &FoundFile, mut reading: Reading, whole: bool) -> Result<Filed> {
        if whole && reading.items.is_empty() && !reading.problems.is_empty() {
            let digest = file.sha256.unwrap_or_default();
            reading.items.push(Item {
                steps: Vec::new(),
                parent: None,
                name: file.name.clone(),
                identity: digest,
                sha256: digest,
                size: file.size,
                extraction: nothing_read(&reading.problems),
                problems: std::mem::take(&mut reading.problems),
                excluded: None,
                scan: None,
            });
        }
        let mut items = Vec::with_capacity(reading.items.len());
        let mut all = Vec::with_capacity(reading.items.len());
        for item in reading.items {
            let address = part_address(&item.steps);
            let digest = Digest(item.identity);
            let names: Vec<String> = Some(item.name.clone())
                .filter(|name| !name.is_empty())
                .into_iter()
                .collect();
            let (digest, packed, derived) = if item.size == 0 || item.excluded.is_some() {
                (None, None, None)
            } else {
                let derived = Derived::read(digest, item.extraction, names, self.desk.tables);
                let packed = match self.packer()? {
                    Some(packer) => Some(derived.pack(&item.problems, packer)?),
                    None => None,
                };
                (Some(digest), packed, Some(derived))
            };
            items.push(NewItem {
                sha256: (!item.steps.is_empty()).then_some(item.sha256),
                part: (!address.is_empty()).then_some(address),
                name: item.name,
                parent: item.parent,
                digest,
                size: item.size,
                problems: match item.excluded {
                    Some(_) => Vec::new(),
                    None => gathered(item.problems),
                },
                excluded: item.excluded,
                packed,
            });
            all.push(derived);
        }
        Ok(Filed {
            items,
            derived: all,
            loose: reading.problems,
        })
    }
}

/// One problem for each category: several reasons for one bad part are one row to whoever reads the list.
fn gathered(problems: Vec<Problem>) -> Vec<Problem> {
    let mut rows: Vec<Problem> = Vec::with_capacity(problems.len());
    for problem in problems {
        match rows.iter_mut().find(|row| row.category == problem.category) {
            Some(row) => {
                row.reason.push_str("; ");
                row.reason.push_str(&problem.reason);
            }
            None => rows.push(problem),
        }
    }
    rows
}

fn nothing_read(problems: &[Problem]) -> Extraction {
    let encrypted = problems
        .iter()
        .any(|problem| problem.category == Category::Encrypted);
    Extraction {
        format: Format::Other,
        headers: Vec::new(),
        metadata: Vec::new(),
        passages: Vec::new(),
        pages: None,
        text_status: if encrypted {
            TextStatus::Encrypted
        } else {
            TextStatus::Failed
        },
        doubts: Vec::new(),
    }
}

/// How often a small file that changes while it is read is begun again.
const TRIES: u32 = 3;

/// The bytes of a small file, and whether it stood still while they were read.
fn read_file(job: &Job) -> std::io::Result<(Vec<u8>, bool)> {
    let mut tried = 0;
    // nearly every file is as it was found, and need not be asked twice
    let mut before = (job.file.size, job.modified);
    loop {
        let file = File::open(&job.path)?;
        if tried > 0 {
            before = stamp(&file)?;
        }
        let mut bytes = Vec::with_capacity(job.file.size as usize + 1);
        // a file that grows while it is read ends here, and is read again next time
        (&file).take(LARGE * 2).read_to_end(&mut bytes)?;
        let still = stamp(&file)? == before && before.0 == bytes.len() as u64;
        if still || tried == TRIES {
            return Ok((bytes, still));
        }
        tried += 1;
    }
}

/// Length and time of the last change of an open file: as long as both stay, what was read of it belongs together.
fn stamp(file: &File) -> std::io::Result<(u64, Option<SystemTime>)> {
    let now = file.metadata()?;
    Ok((now.len(), now.modified().ok()))
}

/// What is listed of a file that changed under the reader.
fn changing() -> Problem {
    Problem {
        category: Category::Unreadable,
        reason: "it changed while it was read, so this may be only a part of it; the next ingest reads it again"
            .into(),
    }
}

/// The SHA-256 of a file from here to its end.
///
/// # Errors
/// What the system refuses.
pub fn digest_of(file: &mut File) -> std::io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hash.finalize().into()),
            read => hash.update(&buffer[..read]),
        }
    }
}

/// A file that the system would not give.
pub fn refused(mut file: FoundFile, reason: String, before: Option<i64>) -> Done {
    file.sha256 = None;
    let item = NewItem {
        part: None,
        name: file.name.clone(),
        parent: None,
        digest: None,
        sha256: None,
        size: 0,
        problems: vec![Problem {
            category: Category::Unreadable,
            reason: reason.clone(),
        }],
        excluded: None,
        packed: None,
    };
    Done {
        file,
        last: true,
        items: vec![item],
        derived: vec![None],
        loose: Vec::new(),
        bytes: 0,
        refused: Some(reason),
        before,
    }
}
