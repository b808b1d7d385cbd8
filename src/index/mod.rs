//! The index: the only room that names Tantivy.
//!
//! It holds what is searched and sorted by, and nothing else: no text is stored, and all of it can be made again from
//! the catalogue. What the catalogue knows (places, threads, parents) is not here.

mod anywhere;
mod broken;
mod chosen;
mod compile;
mod fetched;
pub mod fields;
mod forms;
mod highlight;
mod hits;
mod nearby;
mod searcher;
mod slots;
mod soundness;
mod standing;
pub mod tokens;
mod writer;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use tantivy::TantivyError;
use tantivy::directory::Directory;
use tantivy::directory::error::LockError;
use tantivy::tokenizer::TextAnalyzer;

use crate::error::{Error, Result};
use crate::record::RecordId;

pub use highlight::{Highlighter, Snippet};
pub use searcher::{Found, Hit, Order, Part, Searcher};
pub use soundness::damaged;
pub use writer::{Flushing, Writer};

/// The version of what this room writes; it goes up with any change of the fields or of the tokeniser.
const VERSION: u32 = 3;

/// What the index takes in for one record.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The record's id.
    pub id: RecordId,
    /// The day that it bears, as yyyymmdd.
    pub day: Option<i32>,
    /// The keys of its references.
    pub keys: &'a [String],
    /// The families of its references.
    pub families: &'a [String],
    /// The provisions that it cites, as [`crate::facts::provisions::Provision::keys`] gives them.
    pub provisions: &'a [String],
    /// What it is.
    pub kind: &'a str,
    /// The file's format.
    pub format: &'a str,
    /// The protective marking.
    pub marking: Option<&'a str>,
    /// Which of `ocr`, `doubt` and `draft` hold of it.
    pub has: &'a [&'a str],
    /// The days that its text cites, as yyyymmdd.
    pub mentions: &'a [i32],
    /// The subject line or heading, or nothing.
    pub subject: &'a str,
    /// The title that the file gives itself, or nothing; not the title that this house gives it.
    pub title: &'a str,
    /// The senders' names and addresses, as printed.
    pub from: &'a [String],
    /// The addressees.
    pub to: &'a [String],
    /// Those copied in.
    pub cc: &'a [String],
    /// The senders' organisations, by their short names: found by field, never as words of the text.
    pub from_organisations: &'a [String],
    /// The addressees' organisations.
    pub to_organisations: &'a [String],
    /// The organisations copied in.
    pub cc_organisations: &'a [String],
    /// The names of the files and attachments.
    pub files: &'a [String],
    /// The text. No phrase runs from one passage into the next, so pages of one text belong in one passage.
    pub body: &'a [&'a str],
}

/// An index in a folder.
pub struct Index {
    engine: tantivy::Index,
    folder: PathBuf,
}

impl Index {
    /// Makes an empty index; the folder is made where there is none.
    ///
    /// # Errors
    /// When the folder cannot be written to or holds an index.
    pub fn create(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|cause| {
            Error::archive(format!("cannot make the folder {}", folder.display())).because(cause)
        })?;
        let engine = tantivy::Index::create_in_dir(folder, fields::schema())
            .map_err(|cause| failed("cannot make the index", cause))?;
        Ok(Self::over(engine, folder))
    }

    /// Opens an index.
    ///
    /// # Errors
    /// When there is none, when it is damaged, or when another version of this program made it; a rebuild from the
    /// catalogue mends all three.
    pub fn open(folder: &Path) -> Result<Self> {
        Self::opened(folder, false).map(|(index, _)| index)
    }

    /// Opens an index for a few questions, as it stands now; where it is not in memory, what they want of it is read
    /// piece by piece.
    ///
    /// # Errors
    /// As [`Index::open`].
    pub fn open_to_ask(folder: &Path, in_memory: bool) -> Result<Searcher> {
        let (index, generation) = Self::opened(folder, !in_memory)?;
        Searcher::open(&index, generation)
    }

    /// The index and the generation of its last commit.
    fn opened(folder: &Path, fetching: bool) -> Result<(Self, u64)> {
        let engine = standing::open(folder, fetching)
            .map_err(|cause| failed("cannot open the index", cause).hint(REBUILD))?;
        let index = Self::over(engine, folder);
        if index.engine.schema() != fields::schema() {
            return Err(of_another_version());
        }
        let generation = index.generation()?;
        Ok((index, generation))
    }

    fn over(engine: tantivy::Index, folder: &Path) -> Self {
        engine
            .tokenizers()
            .register(tokens::NAME, TextAnalyzer::from(tokens::Words));
        Self {
            engine,
            folder: folder.to_owned(),
        }
    }

    /// The generation of the last commit, 0 before the first.
    ///
    /// # Errors
    /// When the index cannot be read, or another version of this program made it.
    pub fn generation(&self) -> Result<u64> {
        generation_of(&self.engine)
    }

    /// Opens a writer with this much memory for what is not yet on disk, in bytes; at least 15 million are taken.
    ///
    /// # Errors
    /// When another run is writing.
    pub fn writer(&self, heap: usize) -> Result<Writer> {
        Writer::open(self, heap)
    }

    /// Opens the index for searching, as it stands now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn searcher(&self) -> Result<Searcher> {
        Searcher::open(self, self.generation()?)
    }

    /// How many records it holds.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn count(&self) -> Result<usize> {
        Ok(self.searcher()?.records())
    }

    /// The ids of all its records, sorted.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn ids(&self) -> Result<Vec<RecordId>> {
        self.searcher()?.all_ids()
    }

    /// Names every damaged file, with what is wrong.
    ///
    /// # Errors
    /// When the folder cannot be read at all.
    pub fn damaged(&self) -> Result<Vec<String>> {
        soundness::damaged(&self.folder)
    }
}

/// What a commit carries besides records.
fn payload(generation: u64) -> String {
    format!("recordroom {VERSION} generation {generation}")
}

/// The one line of the engine's list of segments that says which generation they are of: to read the whole list as the
/// engine does, segments and fields and all, costs ten times that.
#[derive(Deserialize)]
struct Carried {
    payload: Option<String>,
}

fn generation_of(engine: &tantivy::Index) -> Result<u64> {
    let unread = |cause| failed("cannot read the index", cause);
    let list = engine
        .directory()
        .atomic_read(Path::new(soundness::SEGMENTS))
        .map_err(|cause| unread(cause.into()))?;
    let carried: Carried = serde_json::from_slice(&list).map_err(|cause| {
        unread(TantivyError::InternalError(format!(
            "the list of segments cannot be read: {cause}"
        )))
    })?;
    carried.payload.as_deref().map_or(Ok(0), read_payload)
}

fn read_payload(payload: &str) -> Result<u64> {
    let mut words = payload.split(' ');
    let version = (words.next() == Some("recordroom"))
        .then(|| words.next())
        .flatten();
    if version != Some(VERSION.to_string().as_str()) {
        return Err(of_another_version());
    }
    let generation = (words.next() == Some("generation"))
        .then(|| words.next())
        .flatten();
    generation
        .and_then(|generation| generation.parse().ok())
        .filter(|_| words.next().is_none())
        .ok_or_else(|| {
            Error::archive("the index does not say which generation it is of").hint(REBUILD)
        })
}

const REBUILD: &str = "`recordroom reindex` builds it again from the catalogue";

fn of_another_version() -> Error {
    Error::archive("the index was made by another version of recordroom").hint(REBUILD)
}

/// The house's error for one of the engine's.
fn failed(what: &str, cause: TantivyError) -> Error {
    match cause {
        TantivyError::LockFailure(LockError::LockBusy, _) => {
            Error::archive("another run is writing to this archive")
                .hint("wait until it has finished, then run this again; nothing was changed")
        }
        cause => Error::archive(what).because(cause),
    }
}
