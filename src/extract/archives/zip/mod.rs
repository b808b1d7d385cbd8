//! ZIP archives of any maker: with a program before them, split, locked, overlapping, without their directory.
//!
//! The `zip` crate keeps one member of each name and gives up where the directory does, so the directory is read here
//! (see `directory`); the crate unpacks the rarer methods. Packages of office programs are ZIP files too and belong to
//! their own readers: [`is_package`] tells them by their outermost members, never by bytes that may lie within one.

mod directory;

pub use directory::appended;

use std::io::{Cursor, Read};

use super::super::{Category, Confidence, Extractor, Format, Limits, Opened, Problem, Specimen};
use super::{End, Gathering, Member, Unpacked, closed, names, status};
use directory::{Directory, Entry};

const ENCRYPTED: u16 = 1;
/// The kind of file in the upper half of the attributes that Unix writes, and its value for a link.
const UNIX_KIND: u32 = 0o170_000;
const UNIX_LINK: u32 = 0o120_000;
/// How far from the end an end record is looked for to know an archive behind a program.
const TAIL: usize = 66 << 10;

/// Reads ZIP.
pub struct Zip;

impl Extractor for Zip {
    fn format(&self) -> Format {
        Format::Zip
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let bytes = specimen.bytes;
        let plain = [
            b"PK\x03\x04".as_slice(),
            b"PK\x05\x06",
            b"PK\x07\x08PK\x03\x04",
            b"PK00PK\x03\x04",
        ]
        .iter()
        .any(|mark| bytes.starts_with(mark));
        if plain {
            return (!is_package(specimen)).then_some(Confidence::Certain);
        }
        let program = bytes.starts_with(b"MZ") || bytes.starts_with(b"#!");
        let named = specimen.name.to_ascii_lowercase().ends_with(".zip");
        if !program && !named {
            return None;
        }
        let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
        memchr::memmem::rfind(tail, b"PK\x05\x06")?;
        let directory = directory::read(bytes, 4);
        let real = directory.entries.iter().any(|entry| entry.data.is_some());
        // the last file of a split archive begins anywhere
        ((real || directory.split) && !is_package(specimen)).then_some(Confidence::Certain)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let bytes = specimen.bytes;
        // one more than may be taken, so that the limit is met and named
        let most = limits.parts.saturating_add(1);
        let Directory {
            mut entries,
            beyond,
            before,
            split,
            fault,
        } = directory::read(bytes, most);
        let mut gathering = Gathering::new(limits);
        if before > 0 {
            gathering.doubt(format!(
                "{before} bytes stand before the archive (a program that unpacks it, as a rule) and were not read"
            ));
        }
        if split {
            gathering.problem(
                Category::Damaged,
                "one file of a split ZIP archive: members in its other files are not here",
            );
        }
        let mut known: Vec<(usize, usize)> = entries.iter().filter_map(range).collect();
        known.sort_unstable();
        mark_shared(&mut entries, &known);
        // where not all are known, which are not listed cannot be told
        let mut lost = match beyond {
            0 => directory::unlisted(bytes, &known, most),
            _ => Vec::new(),
        };
        gathering.count_beyond(beyond);
        let listed = entries.len();
        if let Some(fault) = fault {
            gathering.problem(
                Category::Damaged,
                format!("{fault}; members were found by their own headers"),
            );
        }
        for entry in &mut lost {
            entry
                .doubts
                .push("not in the archive's directory; found by its own header".to_owned());
        }
        entries.append(&mut lost);
        if entries.is_empty() && !bytes.starts_with(b"PK\x05\x06") {
            let problem = gathering.problems.pop();
            let reason = problem.map_or_else(
                || "a ZIP archive without members that can be found".to_owned(),
                |problem| problem.reason,
            );
            return closed(Format::Zip, Category::Damaged, reason);
        }
        let all: Vec<(&[u8], bool)> = entries
            .iter()
            .map(|entry| (entry.path.as_slice(), entry.utf8))
            .collect();
        let decoded = names::decode(&all);
        for (nth, (entry, name)) in entries.iter().zip(decoded).enumerate() {
            let mut path = name.text;
            // PC programs may write backslashes; on Unix one may be part of a name
            if entry.host == 0 || !path.contains('/') && entry.host != 3 {
                path = path.replace('\\', "/");
            }
            let folder = path.ends_with('/') && entry.size.unwrap_or(0) == 0;
            if folder || !gathering.has_place() {
                continue;
            }
            let mut doubts = entry.doubts.clone();
            doubts.extend(name.doubt);
            take(&mut gathering, bytes, entry, path, doubts, nth >= listed);
        }
        let mut opened = gathering.finish(Format::Zip);
        opened.extraction.text_status = status(&opened.problems);
        opened
    }
}

/// What a member covers, its header included.
fn range(entry: &Entry) -> Option<(usize, usize)> {
    let packed = usize::try_from(entry.packed?).ok()?;
    Some((entry.start, entry.data?.saturating_add(packed)))
}

/// Notes the members whose bytes another member has as well.
fn mark_shared(entries: &mut [Entry], known: &[(usize, usize)]) {
    let mut shared = std::collections::HashSet::new();
    let mut until = 0;
    let mut last = None;
    for (start, end) in known {
        if *start < until {
            shared.insert(*start);
            shared.extend(last);
        }
        if *end > until {
            until = *end;
            last = Some(*start);
        }
    }
    for entry in entries.iter_mut().filter(|e| shared.contains(&e.start)) {
        entry
            .doubts
            .push("its bytes are another member's as well".to_owned());
    }
}

fn take(
    gathering: &mut Gathering<'_>,
    bytes: &[u8],
    entry: &Entry,
    path: String,
    doubts: Vec<String>,
    recovered: bool,
) {
    let problem = |category, reason: &str| {
        Some(Problem {
            category,
            reason: reason.to_owned(),
        })
    };
    let mut member = Member {
        path,
        doubts,
        ..Member::default()
    };
    let Some(data) = entry.data else {
        member.problem = match entry.elsewhere {
            true => problem(
                Category::Damaged,
                "it lies in another file of a split archive",
            ),
            false => problem(Category::Damaged, "it is not where the directory says"),
        };
        gathering.take(member);
        return;
    };
    if entry.host == 3 && (entry.attributes >> 16) & UNIX_KIND == UNIX_LINK {
        member.kind = Some("inode/symlink");
    }
    let wanted = entry
        .packed
        .and_then(|packed| usize::try_from(packed).ok())
        .and_then(|packed| data.checked_add(packed));
    let packed = match wanted.and_then(|end| bytes.get(data..end)) {
        Some(packed) => packed,
        None => {
            member
                .doubts
                .push("the archive ends before the member does".to_owned());
            bytes.get(data..).unwrap_or_default()
        }
    };
    if entry.flags & ENCRYPTED != 0 {
        member.problem = problem(Category::Encrypted, "opens only with a password");
        member.bytes = raw(gathering, packed);
        gathering.take(member);
        return;
    }
    let Some(unpacked) = unpack(gathering, entry, packed) else {
        let method = format!(
            "packed by a method that is not known here ({})",
            entry.method
        );
        member.problem = problem(Category::Unsupported, &method);
        member.bytes = raw(gathering, packed);
        gathering.take(member);
        return;
    };
    let whole = entry.size == Some(unpacked.bytes.len() as u64);
    member.problem = match &unpacked.end {
        // a member found without the directory may have no true checksum to be held against
        _ if whole && entry.crc == crc(&unpacked.bytes) => None,
        End::Whole if recovered && entry.size.is_none() => None,
        End::Bomb | End::Full => unpacked.problem(gathering.limits),
        End::Broken(_) if !whole => unpacked.problem(gathering.limits),
        _ if whole => problem(
            Category::Damaged,
            "its checksum is wrong; it was read as it stands",
        ),
        _ => problem(
            Category::Damaged,
            &format!(
                "its size is not the one declared ({} bytes, not {}); it was read as it stands",
                unpacked.bytes.len(),
                entry.size.unwrap_or(0)
            ),
        ),
    };
    member.bytes = unpacked.bytes;
    gathering.take(member);
}

/// A member's packed bytes, for one that cannot be unpacked: so it has a size and a digest, and is found by its name.
fn raw(gathering: &Gathering<'_>, packed: &[u8]) -> Vec<u8> {
    packed[..packed.len().min(gathering.left())].to_vec()
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Unpacks a member; none where its method is not known.
fn unpack(gathering: &mut Gathering<'_>, entry: &Entry, packed: &[u8]) -> Option<Unpacked> {
    match entry.method {
        0 => Some(gathering.unpack(&mut Cursor::new(packed), packed.len())),
        8 => Some(gathering.unpack(&mut flate2::read::DeflateDecoder::new(packed), packed.len())),
        // Deflate64, BZIP2, LZMA, XZ, PPMd
        9 | 12 | 14 | 95 | 98 => {
            let mut stream = Cursor::new(header(entry, packed.len())?).chain(packed);
            match zip::read::read_zipfile_from_stream(&mut stream) {
                Ok(Some(mut member)) => Some(gathering.unpack(&mut member, packed.len())),
                Ok(None) => None,
                Err(reason) => Some(Unpacked {
                    bytes: Vec::new(),
                    end: End::Broken(reason.to_string()),
                }),
            }
        }
        _ => None,
    }
}

/// A plain header for a member, so that the `zip` crate unpacks it.
fn header(entry: &Entry, packed: usize) -> Option<Vec<u8>> {
    let size = u32::try_from(entry.size.unwrap_or(0)).ok()?;
    let mut head = b"PK\x03\x04\x3F\0".to_vec();
    // of the flags only those that tell a method how to work: bits 1 and 2
    head.extend((entry.flags & 6).to_le_bytes());
    head.extend(entry.method.to_le_bytes());
    head.extend([0; 4]);
    head.extend(entry.crc.to_le_bytes());
    head.extend(u32::try_from(packed).ok()?.to_le_bytes());
    head.extend(size.to_le_bytes());
    head.extend(1_u16.to_le_bytes());
    head.extend(0_u16.to_le_bytes());
    head.push(b'm');
    Some(head)
}

/// Whether a ZIP file is the package of one document, which is for that document's reader: by its outermost members,
/// and where its first ones alone are left, by its name.
pub fn is_package(specimen: &Specimen<'_>) -> bool {
    const LOOKED_AT: usize = 4096;
    let mut entries = directory::read(specimen.bytes, LOOKED_AT).entries;
    if entries.is_empty() {
        entries = directory::unlisted(specimen.bytes, &[], LOOKED_AT);
    }
    let any = |fits: &dyn Fn(&str) -> bool| {
        entries.iter().any(|entry| {
            let path = String::from_utf8_lossy(&entry.path).replace('\\', "/");
            fits(path.trim_start_matches('/'))
        })
    };
    let office = any(&|path| {
        [
            "word/document",
            "xl/workbook",
            "ppt/presentation",
            "visio/document",
        ]
        .iter()
        .any(|main| path.starts_with(main))
            || path == "Index/Document.iwa"
    });
    let opendocument = entries
        .iter()
        .find(|entry| entry.path == b"mimetype")
        .and_then(|entry| specimen.bytes.get(entry.data?..))
        .is_some_and(|kind| kind.starts_with(b"application/vnd.oasis.opendocument"))
        || (any(&|path| path == "META-INF/manifest.xml") && any(&|path| path == "content.xml"));
    // cut off before its main part, or with it under another name
    let begun =
        any(&|path| path == "[Content_Types].xml" || path == "mimetype" || path == "_rels/.rels")
            || entries.is_empty();
    office || opendocument || (begun && is_named_as_office(specimen))
}

fn is_named_as_office(specimen: &Specimen<'_>) -> bool {
    const ENDINGS: [&str; 28] = [
        "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xltx", "xltm", "xlsb", "xlam", "pptx",
        "pptm", "ppsx", "ppsm", "potx", "potm", "odt", "ott", "ods", "ots", "odp", "otp", "odg",
        "vsdx", "vsdm", "pages", "numbers", "key",
    ];
    let name = specimen.name.to_ascii_lowercase();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.contains(&ending))
        || specimen.declared.is_some_and(|declared| {
            declared.contains("officedocument") || declared.contains("opendocument")
        })
}
