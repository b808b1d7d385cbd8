//! WordPerfect: versions 4, 5, and 6 and later, these also within a compound file.
//!
//! Version 4 has no mark; its documents are known by functions that all end as they should. Later ones begin with a
//! head that says where the text begins. In version 6 notes, headers and boxes lie in packets before the text.

mod letters;
mod stream;

use super::assembly::Assembly;
use super::legacy::leftovers;
use super::{Category, Confidence, Extractor, Format, Limits, Opened, Place, Specimen, sniff};
use super::{ole, wrapped::COMPOUND};
use stream::{Age, Told};

/// The first bytes of versions 5 and later.
const MARK: &[u8] = b"\xFFWPC";
/// The stream of a compound file in which later versions keep their document.
const STREAM: &str = "PerfectOffice_MAIN";

/// Reads WordPerfect's documents.
#[derive(Debug, Clone, Copy, Default)]
pub struct WordPerfect;

impl Extractor for WordPerfect {
    fn format(&self) -> Format {
        Format::WordPerfect
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let bytes = specimen.bytes;
        if is_document(bytes) || holds_document(bytes) {
            Some(Confidence::Certain)
        } else {
            is_version_four(bytes).then_some(Confidence::Likely)
        }
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let mut assembly = Assembly::new(limits);
        let whole = match specimen.bytes.starts_with(COMPOUND) {
            false => document(specimen.bytes, &mut assembly),
            true => match main_stream(specimen.bytes, limits) {
                Some(bytes) => document(&bytes, &mut assembly),
                None => false,
            },
        };
        assembly.finish(Format::WordPerfect, None, whole)
    }
}

fn is_document(bytes: &[u8]) -> bool {
    const PRODUCT: u8 = 1;
    const DOCUMENTS: [u8; 2] = [0x0A, 0x2C];
    bytes.starts_with(MARK)
        && bytes.get(8) == Some(&PRODUCT)
        && bytes.get(9).is_some_and(|kind| DOCUMENTS.contains(kind))
}

fn holds_document(bytes: &[u8]) -> bool {
    let name: Vec<u8> = STREAM.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(COMPOUND) && memchr::memmem::find(bytes, &name).is_some()
}

fn main_stream(bytes: &[u8], limits: &Limits) -> Option<Vec<u8>> {
    let mut compound = ole::Compound::open(bytes, limits).ok()?;
    Some(compound.stream(STREAM)?.bytes)
}

/// Whether bytes are functions that all end as they should and, between them, mostly letters. A text in an odd charset
/// may have bytes that look like functions; it has no control characters among them.
fn is_version_four(bytes: &[u8]) -> bool {
    const LOOKED_AT: usize = 512;
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    if !head.iter().any(|byte| *byte >= 0xC0) || sniff::reads_as_text(bytes) {
        return false;
    }
    let (mut at, mut functions, mut letters, mut others) = (0, 0_usize, 0_usize, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        at += match byte {
            0xC0.. => match stream::length(&bytes[at..], Age::Four) {
                Some(length) => {
                    functions += 1;
                    length
                }
                None => return false,
            },
            b' '..=b'~' | b'\n' | b'\r' | b'\t' => {
                letters += 1;
                1
            }
            _ => {
                others += 1;
                1
            }
        };
    }
    functions >= 2 && letters > 20 && others * 10 <= letters
}

/// Reads a document; whether it was one.
fn document(bytes: &[u8], assembly: &mut Assembly) -> bool {
    let number = |at: usize| Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    let mut told = Told::new(assembly.room());
    if !bytes.starts_with(MARK) {
        told.read(bytes, Age::Four);
        tell(told, assembly);
        return true;
    }
    if number(12).is_some_and(|key| key != 0) {
        assembly.problem(
            Category::Encrypted,
            "a WordPerfect document with a password".into(),
        );
        return true;
    }
    let start = four_bytes(bytes, 4).unwrap_or(0);
    let text = bytes.get(start..).unwrap_or_default();
    if text.is_empty() || start < 16 {
        assembly.problem(
            Category::Damaged,
            "its head does not say where its text begins; words found among its bytes are kept"
                .into(),
        );
        assembly.say(
            Place::Remainder,
            None,
            leftovers::words(bytes, assembly.room()),
        );
        return true;
    }
    match bytes.get(10) {
        Some(0) => told.read(text, Age::Five),
        Some(2) => {
            told.read(text, Age::Six);
            packets(bytes, &mut told, assembly);
        }
        version => {
            assembly.problem(
                Category::Unsupported,
                format!(
                    "a WordPerfect document of version {}: words found among its bytes are kept",
                    version.copied().unwrap_or_default()
                ),
            );
            assembly.say(
                Place::Remainder,
                None,
                leftovers::words(text, assembly.room()),
            );
        }
    }
    tell(told, assembly);
    true
}

fn tell(told: Told, assembly: &mut Assembly) {
    if told.is_full() {
        assembly.full();
    }
    if told.broken > 0 {
        assembly.problem(
            Category::Damaged,
            format!(
                "{} of its functions do not end as they should; the letters in them were read as text",
                told.broken
            ),
        );
    }
    if told.unknown > 0 {
        assembly.doubt(format!(
            "{} signs of sets that are not known here",
            told.unknown
        ));
    }
    assembly.say(Place::Body, None, told.text);
    assembly.say(Place::Hidden, None, told.undone);
    for (place, text) in told.beside {
        assembly.say(place, None, text);
    }
}

fn four_bytes(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
}

/// Packets of text that stand before the text of version 6: each is read once, at the place that names it first.
fn packets(bytes: &[u8], told: &mut Told, assembly: &mut Assembly) {
    const ENTRY: usize = 14;
    const TEXT: u8 = 0x08;
    const SUMMARY: u8 = 0x12;
    let short = |at: usize| Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    let Some(index) = short(14).map(usize::from) else {
        return;
    };
    let count = short(index + 2).unwrap_or(0);
    let named = std::mem::take(&mut told.packets);
    for id in 1..count {
        let at = index + ENTRY * usize::from(id);
        let (Some(flags), Some(kind), Some(size), Some(offset)) = (
            bytes.get(at),
            bytes.get(at + 1),
            four_bytes(bytes, at + 6),
            four_bytes(bytes, at + 10),
        ) else {
            assembly.problem(Category::Damaged, "its list of packets is cut".into());
            return;
        };
        let packet = bytes.get(offset..).unwrap_or_default();
        let packet = &packet[..size.min(packet.len())];
        match *kind {
            SUMMARY => {
                let words = leftovers::words(packet, assembly.room());
                assembly.say(Place::Metadata, None, words);
            }
            TEXT => {
                let place = named.iter().find(|(named, _)| *named == id);
                let place = place.map_or(Place::Remainder, |(_, place)| *place);
                let text = blocks(packet).or_else(|| {
                    // packets that it names stand before its text
                    let children =
                        usize::from(u16::from_le_bytes([*packet.first()?, *packet.get(1)?]));
                    blocks(packet.get(2 + 2 * children..).filter(|_| flags & 1 == 1)?)
                });
                let Some(text) = text else {
                    assembly.problem(
                        Category::Damaged,
                        "a text beside its text is cut; words found in it are kept".into(),
                    );
                    let words = leftovers::words(packet, assembly.room());
                    assembly.say(Place::Remainder, None, words);
                    continue;
                };
                let mut inner = Told::new(assembly.room());
                inner.read(&text, Age::Six);
                told.broken += inner.broken;
                told.unknown += inner.unknown;
                assembly.say(place, None, inner.text);
                assembly.say(Place::Hidden, None, inner.undone);
            }
            _ => {}
        }
    }
}

/// The text of a packet: so many blocks, their sizes, then the blocks one after the other.
fn blocks(packet: &[u8]) -> Option<Vec<u8>> {
    const HEAD: usize = 6;
    let count = usize::from(u16::from_le_bytes([*packet.first()?, *packet.get(1)?]));
    let mut size = 0_usize;
    for n in 0..count {
        size = size.checked_add(four_bytes(packet, HEAD + 4 * n)?)?;
    }
    let from = HEAD + 4 * count;
    (count > 0).then_some(())?;
    Some(packet.get(from..from.checked_add(size)?)?.to_vec())
}
