//! Word and PowerPoint as they were written from 1993 to 2003: OLE compound files with streams of their own.
//!
//! Word 97 and later is read here through its piece table, so that notes, headers, comments, boxes and fields are all
//! there; Word 6 and 95 through `undoc`. PowerPoint 97 and later is read through its directory of objects. What cannot
//! be read as it is laid out is searched for words, and said to be damaged. Pictures are not read.

mod bytes;
mod embedded;
pub(super) mod leftovers;
mod lists;
mod paragraphs;
mod pieces;
mod slides;
mod story;
mod word;

use std::io::Cursor;

use memchr::memmem;

use super::assembly::Assembly;
use super::wrapped::{self, COMPOUND};
use super::{Category, Confidence, Extractor, Format, Limits, Opened, Specimen, property_sets};

/// Reads Word's binary format.
#[derive(Debug, Clone, Copy, Default)]
pub struct Doc;

/// Reads PowerPoint's binary format.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ppt;

impl Extractor for Doc {
    fn format(&self) -> Format {
        Format::Doc
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        bid(specimen, &["WordDocument"], &[".doc", ".dot"], "msword")
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        open(specimen, limits, Format::Doc)
    }
}

impl Extractor for Ppt {
    fn format(&self) -> Format {
        Format::Ppt
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        bid(
            specimen,
            &["PowerPoint Document", "PP40"],
            &[".ppt", ".pps", ".pot"],
            "powerpoint",
        )
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        open(specimen, limits, Format::Ppt)
    }
}

/// Streams by which compound files of other kinds are known; they may hold a document or be held by one.
const OTHERS: [&str; 5] = [
    "__properties_version1.0",
    "Workbook",
    "Book",
    "VisioDocument",
    "EncryptedPackage",
];

/// Streams at the top of a compound file say what it is. Where its directory is broken, names among the bytes do.
fn bid(
    specimen: &Specimen<'_>,
    streams: &[&str],
    endings: &[&str],
    declared: &str,
) -> Option<Confidence> {
    let bytes = specimen.bytes;
    if !bytes.starts_with(COMPOUND) {
        return None;
    }
    // Most compound files are of other kinds: do not open those without the name, in whatever case it is written.
    let wide =
        |name: String| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let has = |name: &str| {
        [name.to_owned(), name.to_lowercase(), name.to_uppercase()]
            .into_iter()
            .any(|name| memmem::find(bytes, &wide(name)).is_some())
    };
    if !streams.iter().any(|stream| has(stream)) {
        return None;
    }
    if let Ok(compound) = cfb::CompoundFile::open(Cursor::new(bytes)) {
        if streams
            .iter()
            .any(|stream| compound.is_stream(format!("/{stream}")))
        {
            let rival = ["Workbook", "Book", "PowerPoint Document"]
                .iter()
                .any(|other| !streams.contains(other) && compound.is_stream(format!("/{other}")));
            return Some(match rival {
                true => Confidence::Likely,
                false => Confidence::Certain,
            });
        }
        return None;
    }
    let name = specimen.name.to_lowercase();
    let named = endings.iter().any(|ending| name.ends_with(ending))
        || specimen
            .declared
            .is_some_and(|kind| kind.contains(declared));
    match (named, OTHERS.iter().any(|other| has(other))) {
        (true, _) => Some(Confidence::Likely),
        (false, false) => Some(Confidence::Named),
        (false, true) => None,
    }
}

fn open(specimen: &Specimen<'_>, limits: &Limits, format: Format) -> Opened {
    let bytes = specimen.bytes;
    let mut assembly = Assembly::new(limits);
    let anew;
    let mut compound = match cfb::CompoundFile::open(Cursor::new(bytes)) {
        Ok(compound) => compound,
        Err(reason) => {
            let is_whole;
            (anew, is_whole) = wrapped::mended(bytes, limits.unpacked).unwrap_or_default();
            match cfb::CompoundFile::open(Cursor::new(&anew[..])) {
                Ok(compound) => {
                    let said = format!("its directory of streams breaks the rules ({reason})");
                    if is_whole {
                        assembly.doubt(said);
                    } else {
                        assembly.problem(
                            Category::Damaged,
                            format!("{said}, and some are cut; they were read as far as they go"),
                        );
                    }
                    compound
                }
                Err(_) => return leftover(bytes, &reason, assembly, format),
            }
        }
    };
    let mut said = Vec::new();
    for name in property_sets::STREAMS {
        if let Some(stream) = wrapped::stream(&mut compound, &format!("/{name}")) {
            property_sets::read(&stream, &mut said);
        }
    }
    for field in said {
        assembly.field(&field.name, &field.value);
    }
    let (pages, whole) = match format {
        Format::Ppt => presentation(&mut compound, limits, &mut assembly),
        _ => {
            let whole = document(bytes, &mut compound, &mut assembly);
            (None, whole)
        }
    };
    embedded::take(&mut compound, limits, &mut assembly);
    assembly.finish(format, pages, whole)
}

/// What is left of a file whose streams cannot be told apart: its words.
fn leftover(
    bytes: &[u8],
    reason: &std::io::Error,
    mut assembly: Assembly,
    format: Format,
) -> Opened {
    assembly.problem(
        Category::Damaged,
        format!(
            "its directory of streams cannot be read ({reason}); words found among its bytes are kept"
        ),
    );
    let words = leftovers::words(bytes, assembly.room());
    assembly.say(super::Place::Remainder, None, words);
    assembly.finish(format, None, false)
}

fn document(
    whole: &[u8],
    compound: &mut cfb::CompoundFile<Cursor<&[u8]>>,
    assembly: &mut Assembly,
) -> bool {
    let Some(stream) = wrapped::stream(compound, "/WordDocument") else {
        assembly.problem(
            Category::Damaged,
            "the stream of its text cannot be read".into(),
        );
        return false;
    };
    let data = wrapped::stream(compound, "/Data").unwrap_or_default();
    assembly.has_pictures = data.len() > 512;
    assembly.drawings(&data);
    assembly.drawings(&stream);
    let mut other = |name: &str| wrapped::stream(compound, name);
    word::read(whole, &stream, &data, &mut other, assembly)
}

fn presentation(
    compound: &mut cfb::CompoundFile<Cursor<&[u8]>>,
    limits: &Limits,
    assembly: &mut Assembly,
) -> (Option<u32>, bool) {
    let Some(stream) = wrapped::stream(compound, "/PowerPoint Document") else {
        if let Some(stream) = wrapped::stream(compound, "/PP40") {
            slides::older(&stream, assembly);
        }
        return (None, false);
    };
    let current = wrapped::stream(compound, "/Current User").unwrap_or_default();
    let pictures = wrapped::stream(compound, "/Pictures").unwrap_or_default();
    assembly.drawings(&pictures);
    let count = slides::read(&stream, &current, limits, assembly);
    ((count > 0).then_some(count), true)
}
