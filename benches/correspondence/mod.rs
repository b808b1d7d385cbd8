//! A tree of correspondence that never was: Maildir folders of letters between invented people, the same bytes for
//! the same seed, with known answers to known questions.
//!
//! ```text
//! let mut tree = Correspondence::new(&Options::default());
//! tree.write(folder, 10_000)?;            // the first ten thousand messages
//! let truth = tree.write(folder, 100)?;   // a hundred more; the truth is about all of them
//! ```
#![allow(
    dead_code,
    reason = "each program that shares this module uses its own part of it"
)]

pub mod attachments;
mod letters;
pub mod mime;
mod months;
pub mod people;
pub mod probes;
pub mod words;

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::Path;

use letters::Earlier;
use people::Person;
use probes::Probe;
use words::{Chance, Vocabulary};

/// What kind of tree is wanted.
#[derive(Debug, Clone)]
pub struct Options {
    /// The same seed gives the same bytes.
    pub seed: u64,
    /// Whether one message in ten encloses something.
    pub attachments: bool,
    /// Whether what is enclosed is text and HTML alone, neither DOCX nor PDF.
    pub texts: bool,
    /// How many Maildir folders; one is a flat tree.
    pub folders: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            attachments: true,
            texts: false,
            folders: 40,
        }
    }
}

/// What is true of the whole tree so far.
#[derive(Debug, Clone)]
pub struct Truth {
    /// Files, which is messages: one stands in each file.
    pub messages: usize,
    /// Things enclosed.
    pub attachments: usize,
    /// Bytes of all files.
    pub bytes: u64,
    /// Questions with their answers.
    pub probes: Vec<Probe>,
}

impl Truth {
    /// Records that an archive of the tree must have: every message and every enclosure, no two alike.
    pub fn records(&self) -> usize {
        self.messages + self.attachments
    }
}

/// A tree in the making.
#[derive(Debug)]
pub struct Correspondence {
    options: Options,
    chance: Chance,
    vocabulary: Vocabulary,
    people: Vec<Person>,
    recent: VecDeque<Earlier>,
    truth: Truth,
}

/// The words of the vocabulary.
const WORDS: usize = 30_000;
impl Correspondence {
    /// A tree without messages yet.
    pub fn new(options: &Options) -> Self {
        let mut chance = Chance::new(options.seed);
        Self {
            options: options.clone(),
            vocabulary: Vocabulary::new(WORDS, probes::APART, &mut chance),
            people: people::gathered(&mut chance),
            chance,
            recent: VecDeque::new(),
            truth: Truth {
                messages: 0,
                attachments: 0,
                bytes: 0,
                probes: probes::all(),
            },
        }
    }

    /// Writes so many further messages under this folder and gives the truth of all so far.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&mut self, folder: &Path, messages: usize) -> io::Result<Truth> {
        for number in 0..self.options.folders {
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(folder.join(self.folder_name(number)).join(part))?;
            }
        }
        for _ in 0..messages {
            let (name, bytes) = self.next_message()?;
            fs::write(folder.join(name), bytes)?;
        }
        Ok(self.truth.clone())
    }

    /// Makes so many further messages without writing them.
    ///
    /// # Errors
    /// When an enclosure cannot be packed.
    pub fn skip(&mut self, messages: usize) -> io::Result<()> {
        for _ in 0..messages {
            self.next_message()?;
        }
        Ok(())
    }

    fn folder_name(&self, number: usize) -> String {
        if self.options.folders == 1 {
            "correspondence".to_owned()
        } else {
            format!("casework-{:02}", number + 1)
        }
    }
}

#[cfg(test)]
mod tests;
