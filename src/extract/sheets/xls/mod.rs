//! Excel's binary formats: Excel 97 to 2003 (BIFF8), Excel 5 and 95 in compound files, and the bare streams of
//! Excel 2 to 4.

mod cells;
mod objects;
mod records;
mod walk;

use super::super::{
    Category, Confidence, Extractor, Format, Limits, Opened, Place, Specimen, ole, wrapped,
};
use super::book::Book;
use super::sealed;
pub(super) use cells::fault;
use memchr::memmem;
use ole::Compound;
use records::Records;
pub(super) use records::packed;

/// Reads XLS and its kin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Xls;

/// The names that the stream of records has had.
const STREAMS: [&str; 2] = ["Workbook", "Book"];
const ENDINGS: [&str; 5] = [".xls", ".xlt", ".xla", ".xlw", ".xlm"];
/// How a workbook's first record begins in Excel 97 and later, and in Excel 5 and 95.
const BEGINNINGS: [&[u8]; 2] = [b"\x09\x08\x10\0\0\x06\x05\0", b"\x09\x08\x08\0\0\x05\x05\0"];

impl Extractor for Xls {
    fn format(&self) -> Format {
        Format::Xls
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let bytes = specimen.bytes;
        if is_bare(bytes) {
            return Some(Confidence::Certain);
        }
        if !bytes.starts_with(wrapped::COMPOUND) {
            return None;
        }
        match Compound::open(bytes, &Limits::default()) {
            Ok(compound) => STREAMS
                .iter()
                .any(|name| compound.find(name).is_some())
                .then_some(Confidence::Certain),
            Err(_) => {
                let has_beginning = BEGINNINGS
                    .iter()
                    .any(|beginning| memmem::find(bytes, beginning).is_some());
                (has_beginning && sealed::is_named(specimen, &ENDINGS))
                    .then_some(Confidence::Likely)
            }
        }
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let bytes = specimen.bytes;
        let mut book = Book::new(limits);
        if !bytes.starts_with(wrapped::COMPOUND) {
            walk::read(Records::new(bytes), &mut book);
            return book.finish(Format::Xls);
        }
        match Compound::open(bytes, limits) {
            Ok(compound) => compound_file(compound, &mut book),
            Err(reason) => {
                book.problem(
                    Category::Damaged,
                    format!("its compound file cannot be opened ({reason}); records found without it were read"),
                );
                salvage(bytes, &mut book);
            }
        }
        book.finish(Format::Xls)
    }
}

/// A stream of records without a compound file around it: Excel 2 to 4, sometimes 5.
fn is_bare(bytes: &[u8]) -> bool {
    let (Some(kind), Some(length)) = (records::u16_at(bytes, 0), records::u16_at(bytes, 2)) else {
        return false;
    };
    let what = records::u16_at(bytes, 6);
    let known = [0x05, 0x06, 0x10, 0x20, 0x40, 0x100];
    let is_beginning = match kind {
        0x0009 | 0x0209 | 0x0409 => matches!(length, 4..=8),
        0x0809 => matches!(length, 8 | 16),
        _ => false,
    };
    // The record that follows must lie where it says.
    let next = records::u16_at(bytes, 4 + usize::from(length));
    is_beginning
        && what.is_some_and(|what| known.contains(&what))
        && next.is_some_and(|kind| kind < 0x0900)
}

fn compound_file(mut compound: Compound<'_>, book: &mut Book<'_>) {
    book.metadata.extend(compound.metadata());
    let name = STREAMS.iter().find_map(|name| compound.find(name));
    match name.and_then(|name| compound.stream(name)) {
        Some(stream) => {
            book.problems.extend(stream.problem);
            walk::read(Records::new(&stream.bytes), book);
        }
        None => book.problem(Category::Damaged, "no workbook was found inside"),
    }
    let is_sealed = book
        .problems
        .iter()
        .any(|problem| problem.category == Category::Encrypted);
    if is_sealed {
        return;
    }
    for storage in compound.storages() {
        if storage.starts_with("MBD") || storage.starts_with("LNK") {
            if book.parts.len() >= book.limits().parts {
                book.problem(
                    Category::TooLarge,
                    format!(
                        "more than {} files within; the rest was not taken out",
                        book.limits().parts
                    ),
                );
                break;
            }
            book.parts.extend(compound.embedded(&storage));
        } else if storage == "_SX_DB_CUR" {
            pivots(&mut compound, &storage, book);
        } else if storage.eq_ignore_ascii_case("_VBA_PROJECT_CUR") {
            book.doubt("it holds macros, which were not read");
        }
    }
}

/// The copies that pivot tables keep of their source.
fn pivots(compound: &mut Compound<'_>, storage: &str, book: &mut Book<'_>) {
    const TEXT: u16 = 0xCD;
    const FIELD: u16 = 0xC7;
    let mut words = String::new();
    for name in compound.streams(storage) {
        let Some(stream) = compound.stream(format!("{storage}/{name}")) else {
            continue;
        };
        for record in Records::new(&stream.bytes) {
            let text = match record.kind {
                TEXT => record.cursor(0).long_text(),
                FIELD => record.cursor(14).long_text(),
                _ => None,
            };
            if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
                words.push_str(text.trim());
                words.push('\n');
            }
        }
    }
    if !words.is_empty() {
        book.doubt("a pivot table keeps a copy of its source; it was read as hidden text");
        book.say(Place::Hidden, None, words);
    }
}

/// Reads records from where a workbook seems to begin, for a compound file that cannot be opened. A stream mostly
/// lies in one piece.
fn salvage(bytes: &[u8], book: &mut Book<'_>) {
    let start = BEGINNINGS
        .iter()
        .filter_map(|beginning| memmem::find(bytes, beginning))
        .min();
    if let Some(start) = start {
        walk::read(Records::new(&bytes[start..]), book);
    }
}
