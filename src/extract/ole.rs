//! Compound files (OLE): their streams within limits, what they say of themselves, and the files embedded in them.
//!
//! Sizes that the file claims are never believed: a stream is read until it ends or the limit is met.

use super::{Category, Field, Limits, Part, Problem, Step, property_sets, wrapped};
use cfb::CompoundFile;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

/// Streams and storages beyond this many are not looked at.
const MOST_ENTRIES: usize = 20_000;

/// A compound file that lies in memory.
pub struct Compound<'b> {
    file: CompoundFile<Cursor<&'b [u8]>>,
    left: usize,
}

/// A stream, or as much of it as could be read.
#[derive(Debug, Default)]
pub struct Stream {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Why the rest is missing.
    pub problem: Option<Problem>,
}

impl<'b> Compound<'b> {
    /// Opens a compound file; answers why it is none that can be read.
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, String> {
        let file = CompoundFile::open(Cursor::new(bytes)).map_err(|reason| reason.to_string())?;
        Ok(Self {
            file,
            left: limits.unpacked,
        })
    }

    /// The name of a stream in the outermost storage, spelt as it is there, whatever its case.
    pub fn find(&self, name: &str) -> Option<String> {
        self.file
            .read_root_storage()
            .take(MOST_ENTRIES)
            .find(|entry| entry.is_stream() && entry.name().eq_ignore_ascii_case(name))
            .map(|entry| entry.name().to_string())
    }

    /// Storages in the outermost storage.
    pub fn storages(&self) -> Vec<String> {
        self.file
            .read_root_storage()
            .take(MOST_ENTRIES)
            .filter(cfb::Entry::is_storage)
            .map(|entry| entry.name().to_string())
            .collect()
    }

    /// Names of the streams directly in a storage.
    pub fn streams(&self, storage: &str) -> Vec<String> {
        let Ok(entries) = self.file.read_storage(Path::new("/").join(storage)) else {
            return Vec::new();
        };
        entries
            .take(MOST_ENTRIES)
            .filter(cfb::Entry::is_stream)
            .map(|entry| entry.name().to_string())
            .collect()
    }

    /// Reads a stream by its path from the outermost storage; none where there is no such stream.
    pub fn stream(&mut self, path: impl AsRef<Path>) -> Option<Stream> {
        let path = Path::new("/").join(path);
        if !self.file.is_stream(&path) {
            return None;
        }
        let told = path.display().to_string().replace('\\', "/");
        let told = told.trim_start_matches('/').to_string();
        let mut found = Stream::default();
        let read = match self.file.open_stream(&path) {
            Ok(stream) => stream
                .take(self.left as u64 + 1)
                .read_to_end(&mut found.bytes),
            Err(reason) => Err(reason),
        };
        if let Err(reason) = read {
            found.problem = Some(Problem {
                category: Category::Damaged,
                reason: format!(
                    "{told} is broken after {} bytes ({reason})",
                    found.bytes.len()
                ),
            });
        } else if found.bytes.len() > self.left {
            found.bytes.truncate(self.left);
            found.problem = Some(Problem {
                category: Category::TooLarge,
                reason: format!("the limit on unpacked bytes was met inside {told}"),
            });
        }
        self.left -= found.bytes.len();
        Some(found)
    }

    /// What the file says of itself, by the house's names.
    pub fn metadata(&mut self) -> Vec<Field> {
        let mut fields = Vec::new();
        for name in property_sets::STREAMS {
            if let Some(stream) = self.stream(name) {
                property_sets::read(&stream.bytes, &mut fields);
            }
        }
        fields
    }

    /// The file embedded in a storage, where it holds one: packed as it was, or a document of its own that is
    /// written out again as a compound file.
    pub fn embedded(&mut self, storage: &str) -> Option<Part> {
        let inside = |name: &str| PathBuf::from(storage).join(name);
        let last = storage.rsplit('/').next().unwrap_or_default();
        let mut part = Part {
            steps: vec![Step::Member(storage.to_string())],
            name: last.to_string(),
            declared: None,
            charset: None,
            bytes: Vec::new(),
            doubts: Vec::new(),
            problem: None,
        };
        for name in ["Package", "package", "CONTENTS", "Contents"] {
            if let Some(stream) = self.stream(inside(name)) {
                part.bytes = stream.bytes;
                part.doubts
                    .extend(stream.problem.map(|problem| problem.reason));
                return Some(part);
            }
        }
        if let Some(stream) = self.stream(inside("\u{1}Ole10Native")) {
            match wrapped::native(&stream.bytes) {
                Some(file) => {
                    part.bytes = file.bytes;
                    part.name = file.name.unwrap_or(part.name);
                }
                None => {
                    part.doubts
                        .push("its wrapping could not be read".to_string());
                    part.bytes = stream.bytes;
                }
            }
            return Some(part);
        }
        // a storage of unnamed and numbered streams alone is but the picture of an object
        let is_own = |name: &String| !name.starts_with(['\u{1}', '\u{2}', '\u{3}', '\u{5}']);
        self.streams(storage).iter().find(|name| is_own(name))?;
        let copy = wrapped::apart(&mut self.file, &format!("/{storage}"), self.left)?;
        self.left -= copy.bytes.len().min(self.left);
        part.bytes = copy.bytes;
        part.doubts.extend(copy.doubt);
        part.name.push_str(copy.ending);
        Some(part)
    }
}
