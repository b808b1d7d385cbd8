//! The papers that an audit looks at: files, folders, records and queries become responses and what was released with
//! them. Files are read by the same workers as an ingest's.

mod records;

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::desk::Desk;
use crate::error::{Error, Result};
use crate::extract::pool::{Bounds, Reader};
use crate::extract::protocol::Input;
use crate::extract::{Extraction, Format, Item, Place, Reading, covered};
use crate::facts::{Facts, Form, Tables};
use crate::record::{Digest, Record, RecordId, format_word, plain_text};

/// So many files go to a worker at once.
const TOGETHER: usize = 16;
/// A larger file is no letter, and is said to be none.
const LARGEST: u64 = 256 << 20;
/// A message shorter than this, in words, may be a covering note to the letter that it carries.
const SHORT_NOTE: usize = 120;
/// Folders are entered no deeper than this.
const DEEPEST: usize = 32;

/// What a reader of a released file does not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// Hidden words, rows, sheets; words deleted by a tracked change.
    Hidden,
    /// A comment or an annotation.
    Comment,
    /// A file within the file.
    Embedded,
    /// Names and titles in the metadata.
    Metadata,
    /// Words that something lies over, or in the colour of what is behind them: they can be copied out.
    Covered,
    /// A layer that is switched off.
    Layer,
}

/// Something unseen in a released file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnseenPart {
    /// What it is.
    pub what: Unseen,
    /// Its words.
    pub text: String,
}

impl UnseenPart {
    /// How covered words are hidden, and the words.
    pub fn covered(&self) -> Option<(&str, &str)> {
        covered::read(&self.text).filter(|_| self.what == Unseen::Covered)
    }
}

/// A file that was released with a response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Released {
    /// Its name.
    pub name: String,
    /// What its reader sees.
    pub text: String,
    /// What its reader does not see.
    pub unseen: Vec<UnseenPart>,
    /// Whether it is an original workbook.
    pub workbook: bool,
    /// The texts of the archive's own records of the same paper, where they were matched.
    pub originals: Vec<String>,
}

/// A response as it was supplied.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Its path as shown; a record's id where it came from the archive.
    pub path: String,
    /// The record, where it came from the archive.
    pub record: Option<RecordId>,
    /// What it is, physically.
    pub form: Form,
    /// Its subject line, where it is a message.
    pub subject: Option<String>,
    /// Its text.
    pub text: String,
    /// What is read off any record.
    pub facts: Facts,
    /// What was released with it.
    pub released: Vec<Released>,
    /// What could not be fully read.
    pub problems: Vec<String>,
}

/// What was found under the paths of a run.
#[derive(Debug, Default)]
pub struct Papers {
    /// The responses, in the order of the paths, a folder's by name.
    pub papers: Vec<Paper>,
    /// What could not be read: the path and why.
    pub unread: Vec<(String, String)>,
}

/// Reads what is named: a file, a folder, a record's id, or a query.
///
/// # Errors
/// When a worker cannot be started, or a search cannot be put on record. A path that cannot be read is no error: it is
/// listed, and the rest is read.
pub fn read(
    named: &[PathBuf],
    desk: Option<&Desk<'_>>,
    request: Option<&str>,
    command: &str,
    tables: &Tables,
    bounds: &Bounds,
) -> Result<Papers> {
    let mut papers = Papers::default();
    for path in named {
        let shown = path.to_string_lossy().into_owned();
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => folder(path, &shown, tables, bounds, &mut papers)?,
            Ok(_) => {
                let files = vec![(path.clone(), shown)];
                papers_of(files, tables, bounds, &mut papers, false)?;
            }
            Err(cause) => match desk {
                Some(desk) => {
                    if let Err(why) = records::read(desk, &shown, request, command, &mut papers) {
                        papers
                            .unread
                            .push((shown, format!("{cause}; and as an id or a query: {why}")));
                    }
                }
                None => papers.unread.push((shown, cause.to_string())),
            },
        }
    }
    Ok(papers)
}

fn folder(
    path: &Path,
    shown: &str,
    tables: &Tables,
    bounds: &Bounds,
    papers: &mut Papers,
) -> Result<()> {
    let mut folders = vec![(path.to_owned(), shown.trim_end_matches('/').to_owned(), 0)];
    while let Some((folder, shown, depth)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(cause) => {
                papers.unread.push((shown, cause.to_string()));
                continue;
            }
        };
        let mut files = Vec::new();
        let mut below = Vec::new();
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(cause) => {
                    papers.unread.push((shown.clone(), cause.to_string()));
                    continue;
                }
            };
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let shown = format!("{shown}/{name}");
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && depth < DEEPEST => {
                    below.push((entry.path(), shown, depth + 1))
                }
                Ok(kind) if kind.is_dir() => papers
                    .unread
                    .push((shown, "it lies too deep in folders".to_owned())),
                Ok(_) => files.push((entry.path(), shown)),
                Err(cause) => papers.unread.push((shown, cause.to_string())),
            }
        }
        files.sort_by(|one, two| one.1.cmp(&two.1));
        below.sort_by(|one, two| two.1.cmp(&one.1));
        folders.extend(below);
        papers_of(files, tables, bounds, papers, true)?;
    }
    Ok(())
}

/// Reads files on one thread a core; in a folder, what is no response goes with the only response of that folder.
fn papers_of(
    files: Vec<(PathBuf, String)>,
    tables: &Tables,
    bounds: &Bounds,
    papers: &mut Papers,
    in_folder: bool,
) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = files.len().div_ceil(cores).max(1);
    let parts: Vec<Result<Vec<Read>>> = std::thread::scope(|scope| {
        let hands: Vec<_> = files
            .chunks(share)
            .map(|files| scope.spawn(move || read_files(files, tables, bounds)))
            .collect();
        hands
            .into_iter()
            .map(|hand| {
                hand.join()
                    .unwrap_or_else(|_| Err(Error::bug("a reading thread broke off")))
            })
            .collect()
    });
    let mut responses = Vec::new();
    let mut others = Vec::new();
    for part in parts {
        for read in part? {
            match read {
                Read::Unread(shown, why) => papers.unread.push((shown, why)),
                Read::Paper(paper, _) if !in_folder => responses.push(*paper),
                Read::Paper(paper, released) => match released {
                    Some(released) => others.push((*paper, released)),
                    None => responses.push(*paper),
                },
            }
        }
    }
    match responses.as_mut_slice() {
        [one] => one
            .released
            .extend(others.into_iter().map(|(_, released)| released)),
        _ => responses.extend(others.into_iter().map(|(paper, _)| paper)),
    }
    responses.sort_by(|one, two| one.path.cmp(&two.path));
    papers.papers.extend(responses);
    Ok(())
}

enum Read {
    /// A paper; and what it would be as a released file, where it does not read as a response.
    Paper(Box<Paper>, Option<Released>),
    Unread(String, String),
}

fn read_files(files: &[(PathBuf, String)], tables: &Tables, bounds: &Bounds) -> Result<Vec<Read>> {
    let mut reader = Reader::new(bounds.clone());
    let mut out = Vec::new();
    for some in files.chunks(TOGETHER) {
        let (mut inputs, mut names) = (Vec::new(), Vec::new());
        for (path, shown) in some {
            let size = fs::metadata(path).map(|found| found.len());
            match size.and_then(|size| {
                if size > LARGEST {
                    Err(std::io::Error::other(
                        "it is too large to be a letter (limit: 256 MiB)",
                    ))
                } else {
                    fs::read(path)
                }
            }) {
                Ok(bytes) => {
                    let name = path
                        .file_name()
                        .map(|name| name.to_string_lossy().into_owned())
                        .unwrap_or_default();
                    let sha256 = Sha256::digest(&bytes).into();
                    names.push((shown.clone(), name.clone()));
                    inputs.push(Input {
                        name,
                        bytes,
                        sha256,
                    });
                }
                Err(cause) => out.push(Read::Unread(shown.clone(), cause.to_string())),
            }
        }
        let readings = reader
            .read(inputs)
            .map_err(|cause| Error::archive("cannot start a reader").because(cause))?;
        for ((shown, name), reading) in names.into_iter().zip(readings) {
            out.push(of_reading(shown, name, reading, tables));
        }
    }
    Ok(out)
}

/// The response among the items of a file: the file itself, or the letter that its covering note carries.
fn of_reading(shown: String, name: String, reading: Reading, tables: &Tables) -> Read {
    let said = |item: &Item| plain_text(&item.extraction).split_whitespace().count();
    let problem = reading
        .problems
        .iter()
        .chain(reading.items.iter().flat_map(|item| &item.problems))
        .next()
        .map(|problem| problem.reason.clone());
    if reading.items.iter().all(|item| said(item) == 0) {
        let why = problem.unwrap_or_else(|| "it has no words".to_owned());
        return Read::Unread(shown, why);
    }
    let known: Vec<Facts> = reading
        .items
        .iter()
        .map(|item| {
            let names = vec![if item.name.is_empty() {
                name.clone()
            } else {
                item.name.clone()
            }];
            Record::read(Digest(item.identity), &item.extraction, &names, tables).facts
        })
        .collect();
    let reads_as_response = |at: usize| {
        known
            .get(at)
            .is_some_and(|facts| matches!(facts.kind.as_str(), "foi_response" | "internal_review"))
    };
    let first_is_short = reading
        .items
        .first()
        .is_none_or(|item| said(item) < SHORT_NOTE);
    let carried = (1..reading.items.len())
        .find(|at| {
            reads_as_response(*at)
                && reading
                    .items
                    .get(*at)
                    .is_some_and(|item| said(item) > SHORT_NOTE / 2)
        })
        .filter(|_| first_is_short);
    let chosen = carried.unwrap_or(0);
    let mut problems: Vec<String> = reading
        .problems
        .iter()
        .map(|problem| problem.reason.clone())
        .collect();
    let mut released = Vec::new();
    let mut paper = None;
    let mut itself = None;
    for (at, (item, facts)) in reading.items.into_iter().zip(known).enumerate() {
        if at == chosen {
            problems.extend(item.problems.iter().map(|problem| problem.reason.clone()));
            let one = of_released(&name, &item.extraction, false);
            // words under the bars of the response's own pages
            if one.unseen.iter().any(|part| part.what == Unseen::Covered) {
                released.push(Released {
                    unseen: one
                        .unseen
                        .iter()
                        .filter(|part| part.what == Unseen::Covered)
                        .cloned()
                        .collect(),
                    workbook: false,
                    ..one.clone()
                });
            }
            itself = Some(one);
            paper = Some(of_item(shown.clone(), None, &item.extraction, facts));
        } else if at > 0 && item.excluded.is_none() {
            let embedded = item.parent.is_some_and(|parent| parent > 0);
            released.push(of_released(&item.name, &item.extraction, embedded));
        }
    }
    let Some(mut paper) = paper else {
        return Read::Unread(shown, "it has no words".to_owned());
    };
    // a file beside the response may be what was released with it
    let other = itself.filter(|_| !reads_like_a_response(&paper));
    paper.released = released;
    paper.problems = problems;
    Read::Paper(Box::new(paper), other)
}

/// Whether a paper speaks as a response to a request for information does.
fn reads_like_a_response(paper: &Paper) -> bool {
    if matches!(
        paper.facts.kind.as_str(),
        "foi_response" | "internal_review"
    ) {
        return true;
    }
    let lower = paper.text.to_lowercase();
    [
        "freedom of information",
        "environmental information",
        "your request",
        "foia",
        "request for information",
        "subject access",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

pub(super) fn of_item(
    path: String,
    record: Option<RecordId>,
    extraction: &Extraction,
    facts: Facts,
) -> Paper {
    let message = matches!(extraction.format, Format::Eml | Format::Msg | Format::Tnef);
    let form = match extraction.format {
        _ if message => Form::Email,
        Format::Html | Format::Mhtml => Form::Page,
        Format::Text => Form::Text,
        _ => Form::Document,
    };
    Paper {
        path,
        record,
        form,
        subject: message.then(|| facts.subject.clone()).flatten(),
        text: plain_text(extraction),
        facts,
        released: Vec::new(),
        problems: Vec::new(),
    }
}

fn of_released(name: &str, extraction: &Extraction, embedded: bool) -> Released {
    let mut released = Released {
        name: name.to_owned(),
        workbook: matches!(
            extraction.format,
            Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods
        ),
        ..Released::default()
    };
    for passage in &extraction.passages {
        let what = match passage.place {
            Place::Hidden => Unseen::Hidden,
            Place::Comment => Unseen::Comment,
            Place::Metadata => Unseen::Metadata,
            _ => {
                released.text.push_str(&passage.text);
                released.text.push('\n');
                continue;
            }
        };
        if !passage.text.trim().is_empty() {
            released.unseen.push(UnseenPart {
                what,
                text: passage.text.trim().to_owned(),
            });
        }
    }
    for doubt in &extraction.doubts {
        if let Some((how, words)) = covered::read(doubt) {
            released.unseen.push(UnseenPart {
                what: if covered::is_folded(how) {
                    Unseen::Hidden
                } else {
                    Unseen::Covered
                },
                text: if covered::is_folded(how) {
                    format!("{how}: {words}")
                } else {
                    doubt.clone()
                },
            });
        } else if doubt.contains("layers that are switched off") {
            released.unseen.push(UnseenPart {
                what: Unseen::Layer,
                text: doubt.clone(),
            });
        }
    }
    if embedded {
        released.unseen.push(UnseenPart {
            what: Unseen::Embedded,
            text: format!(
                "{name} ({})",
                format_word(extraction.format, &[name.to_owned()])
            ),
        });
    }
    let author = extraction
        .metadata
        .iter()
        .find(|field| field.name == "author" && !field.value.trim().is_empty());
    if let Some(author) = author {
        released.unseen.push(UnseenPart {
            what: Unseen::Metadata,
            text: format!("author: {}", author.value),
        });
    }
    released
}
