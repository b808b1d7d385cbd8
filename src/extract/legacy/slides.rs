//! The words of a PowerPoint 97-2003 presentation: slides in their order, notes, masters, comments, links.
//!
//! After [MS-PPT]: the file keeps every version that was saved in turn; the directory of persistent objects (2.3.4)
//! says which records are those of the last. A file without a sound directory is read from end to end instead, which
//! may give a slide more than once.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use super::bytes::{long, short, size, slice, wide};
use crate::extract::assembly::Assembly;
use crate::extract::{Category, Limits, Part, Place, Step, wrapped};

const SLIDE: u16 = 1006;
const NOTES: u16 = 1008;
const MASTER: u16 = 1016;
const HANDOUT: u16 = 4041;
const SLIDE_PERSIST: u16 = 1011;
const SLIDE_INFO: u16 = 1017;
const NOTES_ATOM: u16 = 1009;
const SLIDE_LIST: u16 = 4080;
const PLACEHOLDER: u16 = 3011;
const TEXT_WIDE: u16 = 4000;
const TEXT_NARROW: u16 = 4008;
const STRING: u16 = 4026;
const HEADERS: u16 = 4057;
const COMMENT: u16 = 12000;
const BINARY_TAG: u16 = 5003;
const LINK: u16 = 4055;
const OBJECT: u16 = 4113;
const SHAPE: u16 = 0xF004;
const EDIT: u16 = 4085;
const DIRECTORY: u16 = 6002;
const ENVIRONMENT: u16 = 1010;
const SOUNDS: u16 = 2020;

/// A record: its kind, its instance, and where its data lie.
#[derive(Debug, Clone, Copy)]
struct Record {
    kind: u16,
    instance: u16,
    holds_records: bool,
    start: usize,
    end: usize,
}

fn record(stream: &[u8], at: usize, until: usize) -> Option<Record> {
    let first = short(stream, at)?;
    let kind = short(stream, at + 2)?;
    let length = size(stream, at + 4)?;
    let start = at + 8;
    if start > until {
        return None;
    }
    Some(Record {
        kind,
        instance: first >> 4,
        holds_records: first & 0xF == 0xF || kind == BINARY_TAG,
        start,
        end: start.saturating_add(length).min(until),
    })
}

/// Steps through a record and all within it, outer ones first, without recursion; `visit` says whether to go in.
fn within(stream: &[u8], from: usize, to: usize, visit: &mut dyn FnMut(Record, &[Record]) -> bool) {
    let mut around: Vec<Record> = Vec::new();
    let mut at = from;
    while at + 8 <= to {
        while around.last().is_some_and(|record| at >= record.end) {
            around.pop();
        }
        let until = around.last().map_or(to, |record| record.end);
        let Some(record) = record(stream, at, until) else {
            // What is too short to be a record ends the one around it.
            at = until.max(at + 1);
            continue;
        };
        let go_in = visit(record, &around);
        if record.holds_records && go_in {
            around.push(record);
            at = record.start;
        } else {
            at = record.end;
        }
    }
}

/// Reads the stream `PowerPoint Document`; `current` is the stream `Current User`. Returns the number of slides.
pub fn read(stream: &[u8], current: &[u8], limits: &Limits, assembly: &mut Assembly) -> u32 {
    let Some(found) = directory(stream, current) else {
        if short(stream, 2).is_some() {
            assembly.doubt(
                "its directory of slides cannot be read; every version of a slide was read".into(),
            );
        }
        return from_end_to_end(stream, limits, assembly);
    };
    if found.is_encrypted {
        assembly.problem(
            Category::Encrypted,
            "PowerPoint presentation with a password".into(),
        );
        return 0;
    }
    let mut seen = HashSet::new();
    let document = found.document.and_then(|id| found.offsets.get(&id));
    let Some(document) = document.and_then(|at| record(stream, *at, stream.len())) else {
        assembly.doubt("its list of slides is not there; every version was read".into());
        return from_end_to_end(stream, limits, assembly);
    };
    let (slides, pages) = outline(stream, document);
    let mut hidden = 0;
    for (slide, page) in slides.iter().zip(1u32..) {
        let mut gathered = Gathered::default();
        gathered.text.clone_from(&slide.text);
        let at = found.offsets.get(&slide.persist);
        match at.and_then(|at| record(stream, *at, stream.len())) {
            Some(record) if record.kind == SLIDE => {
                seen.insert(slide.persist);
                gathered.take(stream, record.start, record.end, false);
            }
            _ => assembly.problem(
                Category::Damaged,
                format!("slide {page} is listed and not there; only its outline was read"),
            ),
        }
        hidden += u32::from(gathered.is_hidden);
        gathered.put(Place::Body, Some(page), assembly);
    }
    if hidden > 0 {
        let slides = if hidden == 1 {
            "slide is"
        } else {
            "slides are"
        };
        assembly.doubt(format!(
            "{hidden} {slides} hidden; the text is kept as hidden text"
        ));
    }
    rest(stream, &found, &seen, &pages, limits, assembly);
    let mut gathered = Gathered::default();
    gathered.take(stream, document.start, document.end, false);
    // The outline was said with its slides already.
    gathered.text.clear();
    gathered.put(Place::Box, None, assembly);
    u32::try_from(slides.len()).unwrap_or(u32::MAX)
}

/// Notes, masters and embedded objects: whatever else the directory points to.
fn rest(
    stream: &[u8],
    found: &Directory,
    seen: &HashSet<u32>,
    pages: &HashMap<u32, u32>,
    limits: &Limits,
    assembly: &mut Assembly,
) {
    let mut ids: Vec<_> = found.offsets.iter().collect();
    ids.sort();
    for (id, at) in ids {
        let Some(record) = record(stream, *at, stream.len()) else {
            continue;
        };
        if seen.contains(id) {
            continue;
        }
        match record.kind {
            NOTES | MASTER | HANDOUT | SLIDE => {
                let pattern = matches!(record.kind, MASTER | HANDOUT);
                let mut gathered = Gathered::default();
                gathered.take(stream, record.start, record.end, pattern);
                let page = gathered.slide.and_then(|id| pages.get(&id)).copied();
                let place = match record.kind {
                    NOTES => Place::Note,
                    SLIDE => Place::Hidden,
                    _ => Place::Header,
                };
                gathered.put(place, page, assembly);
            }
            OBJECT => object(stream, record, *id, limits, assembly),
            _ => {}
        }
    }
}

/// What the directory of persistent objects says.
#[derive(Debug, Default)]
struct Directory {
    offsets: HashMap<u32, usize>,
    document: Option<u32>,
    is_encrypted: bool,
}

/// Reads the directory, the newest edit first; older ones only add what newer ones lack.
fn directory(stream: &[u8], current: &[u8]) -> Option<Directory> {
    /// No file was saved in turn more often than this.
    const EDITS: usize = 10_000;
    let mut found = Directory {
        is_encrypted: long(current, 12) == Some(0xF3D1_C4DF),
        ..Directory::default()
    };
    let mut at = size(current, 16)?;
    for _ in 0..EDITS {
        let edit = record(stream, at, stream.len()).filter(|record| record.kind == EDIT)?;
        found.is_encrypted |=
            edit.end - edit.start >= 32 && long(stream, edit.start + 28) > Some(0);
        if found.document.is_none() {
            found.document = long(stream, edit.start + 16);
        }
        let list = record(stream, size(stream, edit.start + 12)?, stream.len())
            .filter(|record| record.kind == DIRECTORY)?;
        let mut place = list.start;
        while place + 4 <= list.end {
            let head = long(stream, place)?;
            let (first, count) = (head & 0xF_FFFF, head >> 20);
            place += 4;
            for n in 0..count {
                if place + 4 > list.end {
                    break;
                }
                let offset = size(stream, place)?;
                found.offsets.entry(first + n).or_insert(offset);
                place += 4;
            }
        }
        at = size(stream, edit.start + 8)?;
        if at == 0 {
            return Some(found);
        }
    }
    Some(found)
}

/// A slide as the list of slides has it: its object, and the text of its outline.
#[derive(Debug, Default)]
struct Listed {
    persist: u32,
    text: String,
}

/// The slides in their order, and the page of each by its own number.
fn outline(stream: &[u8], document: Record) -> (Vec<Listed>, HashMap<u32, u32>) {
    let mut slides: Vec<Listed> = Vec::new();
    let mut pages = HashMap::new();
    within(
        stream,
        document.start,
        document.end,
        &mut |record, around| {
            let in_list = around
                .iter()
                .any(|around| around.kind == SLIDE_LIST && around.instance == 0);
            if in_list && record.kind == SLIDE_PERSIST {
                slides.push(Listed {
                    persist: long(stream, record.start).unwrap_or_default(),
                    text: String::new(),
                });
                if let Some(id) = long(stream, record.start + 12) {
                    pages.insert(id, u32::try_from(slides.len()).unwrap_or(u32::MAX));
                }
            } else if in_list && let Some(slide) = slides.last_mut() {
                slide.text.push_str(&text(stream, record));
            }
            true
        },
    );
    (slides, pages)
}

/// The text of a record that holds text, its lines ended; empty for all others.
fn text(stream: &[u8], record: Record) -> String {
    let bytes = &stream[record.start.min(stream.len())..record.end.min(stream.len())];
    let text = match record.kind {
        TEXT_WIDE => wide(bytes),
        TEXT_NARROW => bytes.iter().map(|b| char::from(*b)).collect(),
        _ => return String::new(),
    };
    lines(&text)
}

fn lines(text: &str) -> String {
    let mut lines: String = text
        .chars()
        .filter_map(|letter| match letter {
            '\r' | '\u{b}' | '\n' => Some('\n'),
            '\t' => Some('\t'),
            letter if letter < ' ' => None,
            letter => Some(letter),
        })
        .collect();
    lines.push('\n');
    lines
}

/// What stands in a slide, a page of notes, a master.
#[derive(Debug, Default)]
struct Gathered {
    text: String,
    comments: String,
    footer: String,
    header: String,
    links: Vec<String>,
    is_hidden: bool,
    slide: Option<u32>,
    shape: usize,
    is_prompt: bool,
}

impl Gathered {
    /// Reads a stretch of records; of a pattern, frames that only say what to put there are passed over.
    fn take(&mut self, stream: &[u8], from: usize, to: usize, pattern: bool) {
        within(stream, from, to, &mut |record, around| {
            match record.kind {
                ENVIRONMENT | SOUNDS => return false,
                SHAPE => {
                    self.shape = record.start;
                    self.is_prompt = false;
                }
                PLACEHOLDER => self.is_prompt = true,
                SLIDE_INFO => {
                    let flags = short(stream, record.start + 10).unwrap_or_default();
                    self.is_hidden |= flags & 4 != 0;
                }
                NOTES_ATOM => self.slide = long(stream, record.start),
                TEXT_WIDE | TEXT_NARROW if !(pattern && self.is_prompt) => {
                    self.text.push_str(&text(stream, record));
                }
                STRING => self.string(stream, record, around),
                _ => {}
            }
            true
        });
    }

    fn string(&mut self, stream: &[u8], record: Record, around: &[Record]) {
        let bytes = slice(stream, record.start, record.end - record.start);
        let said = wide(bytes);
        let said = said.trim_matches('\0').trim();
        match (around.last().map(|around| around.kind), record.instance) {
            (Some(COMMENT), 0) => {
                self.comments.push_str(said);
                self.comments.push_str(": ");
            }
            (Some(COMMENT), 1) => self.comments.push_str(&lines(said)),
            (Some(HEADERS), 1) => self.header.push_str(&lines(said)),
            (Some(HEADERS), _) => self.footer.push_str(&lines(said)),
            (Some(LINK), _) => self.links.push(said.to_owned()),
            _ => {}
        }
    }

    fn put(self, place: Place, page: Option<u32>, assembly: &mut Assembly) {
        let place = match place {
            Place::Body if self.is_hidden => Place::Hidden,
            place => place,
        };
        assembly.say(place, page, self.text);
        assembly.say(Place::Comment, page, self.comments);
        assembly.say(Place::Header, page, self.header);
        assembly.say(Place::Footer, page, self.footer);
        for link in self.links {
            assembly.link(&link);
        }
    }
}

/// Reads the whole stream as it lies.
fn from_end_to_end(stream: &[u8], limits: &Limits, assembly: &mut Assembly) -> u32 {
    let mut slides = 0;
    let mut objects = Vec::new();
    within(stream, 0, stream.len(), &mut |record, around| {
        if around.is_empty() && record.kind == OBJECT {
            objects.push(record);
        }
        slides += u32::from(record.kind == SLIDE);
        true
    });
    let mut gathered = Gathered::default();
    gathered.take(stream, 0, stream.len(), false);
    gathered.is_hidden = false;
    gathered.put(Place::Body, None, assembly);
    for (record, id) in objects.into_iter().zip(1u32..) {
        object(stream, record, id, limits, assembly);
    }
    slides
}

/// An embedded object's storage: plain, or packed behind its size.
fn object(stream: &[u8], record: Record, id: u32, limits: &Limits, assembly: &mut Assembly) {
    let bytes = slice(stream, record.start, record.end - record.start);
    let bytes = match record.instance {
        1 => {
            let mut unpacked = Vec::new();
            let room = u64::try_from(limits.unpacked).unwrap_or(u64::MAX);
            let read = flate2::read::ZlibDecoder::new(bytes.get(4..).unwrap_or_default())
                .take(room)
                .read_to_end(&mut unpacked);
            if read.is_err() {
                assembly.doubt(format!("embedded object {id} is broken"));
            }
            unpacked
        }
        _ => bytes.to_vec(),
    };
    if bytes.is_empty() {
        return;
    }
    let file = wrapped::unwrapped(&bytes);
    assembly.part(Part {
        steps: vec![Step::Member(format!("object {id}"))],
        name: file.name.unwrap_or_default(),
        declared: None,
        charset: None,
        bytes: file.bytes,
        doubts: Vec::new(),
        problem: None,
    });
}

/// Words of a version before 97, whose records are others.
pub fn older(stream: &[u8], assembly: &mut Assembly) {
    let words = super::leftovers::words(stream, assembly.room());
    if !words.is_empty() {
        assembly.problem(
            Category::Damaged,
            "a presentation before PowerPoint 97; words found among its bytes are kept".into(),
        );
        assembly.say(Place::Remainder, None, words);
    }
}
