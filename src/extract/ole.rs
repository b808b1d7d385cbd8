//! Compound files (OLE): their streams within limits, what they say of themselves, and the files embedded in them.
//!
//! The layout of property sets is that of MS-OLEPS, of embedded files that of MS-OLEDS. Sizes that the file claims
//! are never believed: a stream is read until it ends or the limit is met.

use super::{Category, Field, Limits, Part, Problem, Step};
use cfb::CompoundFile;
use encoding_rs::Encoding;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

/// The first bytes of a compound file.
pub const MARK: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
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
        for name in ["\u{5}SummaryInformation", "\u{5}DocumentSummaryInformation"] {
            if let Some(stream) = self.stream(name) {
                properties(&stream.bytes, &mut fields);
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
            match native(&stream.bytes) {
                Some((name, bytes)) => {
                    part.bytes = bytes.to_vec();
                    if !name.is_empty() {
                        part.name = name;
                    }
                }
                None => {
                    part.doubts
                        .push("its wrapping could not be read".to_string());
                    part.bytes = stream.bytes;
                }
            }
            return Some(part);
        }
        let (bytes, ending) = self.written_out(storage)?;
        part.bytes = bytes;
        part.name.push_str(ending);
        Some(part)
    }

    /// A storage as a compound file of its own, and the usual ending of its kind; none where it holds but the
    /// picture of an object.
    fn written_out(&mut self, storage: &str) -> Option<(Vec<u8>, &'static str)> {
        const KINDS: [(&str, &str); 5] = [
            ("WordDocument", ".doc"),
            ("Workbook", ".xls"),
            ("Book", ".xls"),
            ("PowerPoint Document", ".ppt"),
            ("__properties_version1.0", ".msg"),
        ];
        let own = self.streams(storage);
        let says_something =
            |name: &String| !name.starts_with(['\u{1}', '\u{2}', '\u{3}', '\u{5}']);
        if !own.iter().any(says_something) {
            return None;
        }
        let base = Path::new("/").join(storage);
        let entries: Vec<(PathBuf, bool)> = self
            .file
            .walk_storage(&base)
            .ok()?
            .take(MOST_ENTRIES)
            .map(|entry| (entry.path().to_path_buf(), entry.is_stream()))
            .collect();
        let mut out = CompoundFile::create(Cursor::new(Vec::new())).ok()?;
        for (path, is_stream) in entries {
            let inner = Path::new("/").join(path.strip_prefix(&base).ok()?);
            if !is_stream {
                out.create_storage_all(&inner).ok()?;
            } else if let Some(stream) = self.stream(path.strip_prefix("/").ok()?) {
                out.create_stream(&inner)
                    .ok()?
                    .write_all(&stream.bytes)
                    .ok()?;
            }
        }
        out.flush().ok()?;
        let is_kind = |kind: &str| own.iter().any(|name| name == kind);
        let ending = KINDS.iter().find(|(kind, _)| is_kind(kind));
        Some((
            out.into_inner().into_inner(),
            ending.map_or("", |(_, ending)| ending),
        ))
    }
}

/// What a bare object file (`oleObject1.bin`) wraps: the name it had, if told, and its bytes.
pub fn unwrapped(bytes: &[u8], limits: &Limits) -> Option<(Option<String>, Vec<u8>)> {
    if !bytes.starts_with(MARK) {
        return None;
    }
    let mut compound = Compound::open(bytes, limits).ok()?;
    for name in ["Package", "CONTENTS"] {
        if let Some(stream) = compound.stream(name) {
            return stream.problem.is_none().then_some((None, stream.bytes));
        }
    }
    let stream = compound.stream("\u{1}Ole10Native")?;
    let (name, inner) = native(&stream.bytes)?;
    Some((Some(name).filter(|name| !name.is_empty()), inner.to_vec()))
}

/// The name and the bytes in a wrapped file (MS-OLEDS 2.3.6 and what programs write into it).
fn native(bytes: &[u8]) -> Option<(String, &[u8])> {
    let mut at = 6; // its size, and what kind of wrapping
    let mut text = || {
        let rest = bytes.get(at..)?;
        let end = memchr::memchr(0, rest)?;
        at += end + 1;
        Some(
            encoding_rs::WINDOWS_1252
                .decode(&rest[..end])
                .0
                .into_owned(),
        )
    };
    let label = text()?;
    let path = text()?;
    at += 4;
    let length = u32_at(bytes, at)? as usize;
    at = at.checked_add(4)?.checked_add(length)?;
    let size = u32_at(bytes, at)? as usize;
    let inner = bytes.get(at + 4..)?;
    let inner = inner.get(..size)?;
    let name = [label, path]
        .into_iter()
        .map(|name| {
            name.rsplit(['\\', '/'])
                .next()
                .unwrap_or_default()
                .to_string()
        })
        .find(|name| !name.is_empty());
    Some((name.unwrap_or_default(), inner))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(found.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(found.try_into().ok()?))
}

/// Reads the property sets of a stream.
fn properties(bytes: &[u8], fields: &mut Vec<Field>) {
    const SUMMARY: u8 = 0xE0;
    const OF_DOCUMENT: u8 = 0x02;
    const CUSTOM: u8 = 0x05;
    let sets = u32_at(bytes, 24).unwrap_or(0).min(4);
    for set in 0..sets as usize {
        let at = 28 + set * 20;
        let (Some(kind), Some(start)) = (bytes.get(at), u32_at(bytes, at + 16)) else {
            return;
        };
        let known: fn(u32) -> Option<&'static str> = match *kind {
            SUMMARY => summary,
            OF_DOCUMENT => of_document,
            CUSTOM => |_| None,
            _ => continue,
        };
        if let Some(set) = bytes.get(start as usize..) {
            one_set(set, known, fields);
        }
    }
}

fn one_set(set: &[u8], known: fn(u32) -> Option<&'static str>, fields: &mut Vec<Field>) {
    const DICTIONARY: u32 = 0;
    const CODE_PAGE: u32 = 1;
    let count = u32_at(set, 4).unwrap_or(0).min(4_096) as usize;
    let entries: Vec<(u32, usize)> = (0..count)
        .filter_map(|nth| {
            Some((
                u32_at(set, 8 + nth * 8)?,
                u32_at(set, 12 + nth * 8)? as usize,
            ))
        })
        .collect();
    let of = |wanted: u32| {
        entries
            .iter()
            .find(|(id, _)| *id == wanted)
            .map(|(_, at)| *at)
    };
    let page = of(CODE_PAGE)
        .and_then(|at| u16_at(set, at + 4))
        .unwrap_or(1252);
    let names = of(DICTIONARY).map_or_else(Vec::new, |at| dictionary(set, at, page));
    for (id, at) in entries {
        let custom = names.iter().find(|(named, _)| *named == id);
        let name = match (custom, known(id)) {
            (Some((_, name)), _) => name.clone(),
            (None, Some(name)) => name.to_string(),
            (None, None) => continue,
        };
        if let Some(value) = value(set, at, page).filter(|value| !value.trim().is_empty()) {
            fields.push(Field {
                name,
                value: value.trim().to_string(),
            });
        }
    }
}

fn dictionary(set: &[u8], at: usize, page: u16) -> Vec<(u32, String)> {
    let count = u32_at(set, at).unwrap_or(0).min(4_096);
    let mut at = at + 4;
    let mut names = Vec::new();
    for _ in 0..count {
        let (Some(id), Some(length)) = (u32_at(set, at), u32_at(set, at + 4)) else {
            break;
        };
        let wide = page == 1200;
        let bytes = length as usize * if wide { 2 } else { 1 };
        let Some(name) = set.get(at + 8..at.saturating_add(8).saturating_add(bytes)) else {
            break;
        };
        names.push((id, letters(name, page)));
        at += 8 + if wide {
            bytes.next_multiple_of(4)
        } else {
            bytes
        };
    }
    names
}

fn value(set: &[u8], at: usize, page: u16) -> Option<String> {
    let kind = u32_at(set, at)? & 0xFFFF;
    let at = at + 4;
    Some(match kind {
        2 => u16_at(set, at)?.cast_signed().to_string(),
        3 => u32_at(set, at)?.cast_signed().to_string(),
        5 => f64::from_le_bytes(set.get(at..at + 8)?.try_into().ok()?).to_string(),
        11 => (u16_at(set, at)? != 0).to_string(),
        30 => letters(set.get(at + 4..)?.get(..u32_at(set, at)? as usize)?, page),
        31 => letters(
            set.get(at + 4..)?
                .get(..(u32_at(set, at)? as usize).checked_mul(2)?)?,
            1200,
        ),
        64 => {
            let ticks = u64::from(u32_at(set, at + 4)?) << 32 | u64::from(u32_at(set, at)?);
            filetime(ticks)?
        }
        _ => return None,
    })
}

/// A moment counted in tenths of a microsecond from 1601.
fn filetime(ticks: u64) -> Option<String> {
    const TO_1970: i64 = 11_644_473_600;
    let seconds = i64::try_from(ticks / 10_000_000)
        .ok()?
        .checked_sub(TO_1970)?;
    // A count from nought is how long was edited, or nothing.
    if ticks == 0 || seconds < -TO_1970 + 366 * 86_400 {
        return None;
    }
    jiff::Timestamp::from_second(seconds)
        .ok()
        .map(|moment| moment.to_string())
}

/// Letters of a code page, up to the first that ends them.
fn letters(bytes: &[u8], page: u16) -> String {
    let text = match encoding_of(page) {
        Some(encoding) => encoding.decode_without_bom_handling(bytes).0,
        None => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
        }
    };
    text.split('\0').next().unwrap_or_default().to_string()
}

/// The encoding that a Windows code page names; none for the ones of DOS.
pub fn encoding_of(page: u16) -> Option<&'static Encoding> {
    let label = match page {
        1200 => "utf-16le",
        1201 => "utf-16be",
        65001 => "utf-8",
        367 | 1252 | 0x8001 | 20127 => "windows-1252",
        10000 | 0x8000 => "macintosh",
        10007 => "x-mac-cyrillic",
        866 => "ibm866",
        874 => "windows-874",
        932 => "shift_jis",
        936 => "gbk",
        949 => "euc-kr",
        950 => "big5",
        54936 => "gb18030",
        28591..=28606 => {
            return Encoding::for_label(format!("iso-8859-{}", page - 28590).as_bytes());
        }
        1250..=1258 => return Encoding::for_label(format!("windows-{page}").as_bytes()),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

/// Title, author and their kin.
fn summary(id: u32) -> Option<&'static str> {
    Some(match id {
        2 => "title",
        3 => "subject",
        4 => "author",
        5 => "keywords",
        6 => "description",
        7 => "template",
        8 => "last modified by",
        12 => "created",
        13 => "modified",
        18 => "producer",
        _ => return None,
    })
}

/// Category, company and their kin.
fn of_document(id: u32) -> Option<&'static str> {
    Some(match id {
        2 => "category",
        14 => "manager",
        15 => "company",
        27 => "content status",
        _ => return None,
    })
}
