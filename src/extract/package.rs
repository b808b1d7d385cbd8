//! The ZIP package around an office document: its members, read within limits, and saved from a broken one.
//!
//! What a header says of a size is never believed: bytes are counted as they are unpacked. Names are names only and
//! are never used as paths.

use crate::extract::{Category, Confidence, Limits, Problem, Specimen};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;
use zip::result::ZipError;

/// A member that unpacks to this many times its packed size, and beyond [`HARMLESS`], is a bomb.
const BOMB_RATIO: usize = 200;
/// A member up to this many bytes does no harm, however well it was packed.
const HARMLESS: usize = 32 << 20;
/// The first bytes of a member, and of the directory's entries.
const MEMBER: &[u8] = b"PK\x03\x04";
/// The first bytes of what follows a member whose sizes were not known before it was packed.
const AFTER: &[u8] = b"PK\x07\x08";
/// How long a member's header is before its name.
const HEADER: usize = 30;

/// How much of either end of a package is looked at for the names of its members.
const LOOK: usize = 64 << 10;

/// How sure it is that a package is of a kind: by the beginning of a path that only this kind has, else by its ending or
/// a word of its declared type.
pub fn bid(
    specimen: &Specimen<'_>,
    paths: &[&str],
    endings: &[&str],
    declared: &str,
) -> Option<Confidence> {
    let bytes = specimen.bytes;
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let ends = [
        &bytes[..bytes.len().min(LOOK)],
        &bytes[bytes.len().saturating_sub(LOOK)..],
    ];
    let has = |path: &&str| {
        ends.iter()
            .any(|end| memchr::memmem::find(end, path.as_bytes()).is_some())
    };
    if paths.iter().any(has) {
        return Some(Confidence::Certain);
    }
    let name = specimen.name.to_lowercase();
    let named = endings.iter().any(|ending| name.ends_with(ending))
        || specimen
            .declared
            .is_some_and(|kind| kind.contains(declared));
    named.then_some(Confidence::Named)
}

/// A member of a package.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its path within the package, without a leading `/`.
    pub path: String,
    /// Its bytes, or as many as could be unpacked.
    pub bytes: Vec<u8>,
}

/// The members of a package, and what could not be unpacked.
#[derive(Debug, Default)]
pub struct Package {
    /// In the order of the directory.
    pub members: Vec<Member>,
    /// What was lost.
    pub problems: Vec<Problem>,
}

/// Unpacks every member that `wanted` accepts.
pub fn open(bytes: &[u8], limits: &Limits, wanted: impl Fn(&str) -> bool) -> Package {
    let mut unpacking = Unpacking {
        package: Package::default(),
        left: limits.unpacked,
        parts: limits.parts,
    };
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => unpacking.by_directory(archive, &wanted),
        Err(reason) => {
            unpacking.problem(
                Category::Damaged,
                format!("its directory of members cannot be read ({reason}); members found without it were read"),
            );
            unpacking.by_headers(bytes, &wanted);
        }
    }
    unpacking.package
}

struct Unpacking {
    package: Package,
    left: usize,
    parts: usize,
}

/// How the unpacking of one member ended.
enum End {
    Whole,
    Broken(std::io::Error),
    Bomb,
    Full,
}

impl Unpacking {
    fn problem(&mut self, category: Category, reason: String) {
        self.package.problems.push(Problem { category, reason });
    }

    fn by_directory(
        &mut self,
        mut archive: ZipArchive<Cursor<&[u8]>>,
        wanted: &dyn Fn(&str) -> bool,
    ) {
        for index in 0..archive.len() {
            let (path, packed, refusal) = match archive.by_index_raw(index) {
                Ok(member) => {
                    let path = path_of(member.name_raw());
                    (path, packed_size(member.compressed_size()), None)
                }
                Err(reason) => (format!("member {}", index + 1), 0, Some(reason)),
            };
            if let Some(reason) = refusal {
                self.problem(
                    Category::Damaged,
                    format!("{path} cannot be read ({reason})"),
                );
                continue;
            }
            if path.ends_with('/') || !wanted(&path) || !self.has_room(&path) {
                continue;
            }
            match archive.by_index(index) {
                Ok(mut member) => self.unpack(path, packed, &mut member),
                Err(ZipError::UnsupportedArchive(reason)) if reason.contains("assword") => {
                    self.problem(
                        Category::Encrypted,
                        format!("{path} opens only with a password"),
                    );
                }
                Err(reason) => self.problem(
                    Category::Damaged,
                    format!("{path} cannot be read ({reason})"),
                ),
            }
        }
    }

    /// Finds members by their own headers, for a package whose directory is lost.
    fn by_headers(&mut self, bytes: &[u8], wanted: &dyn Fn(&str) -> bool) {
        let starts: Vec<usize> = memchr::memmem::find_iter(bytes, MEMBER).collect();
        for (index, start) in starts.iter().enumerate() {
            let until = starts.get(index + 1).copied().unwrap_or(bytes.len());
            let Some((head, path)) = header(&bytes[*start..until]) else {
                continue;
            };
            if path.ends_with('/') || !wanted(&path) || !self.has_room(&path) {
                continue;
            }
            if self
                .package
                .members
                .iter()
                .any(|member| member.path == path)
            {
                continue;
            }
            let packed = until - start - head.len();
            let mut stream = Cursor::new(head).chain(Cursor::new(&bytes[start + HEADER..until]));
            // A member that cannot even be begun holds nothing to save; the lost directory is already told.
            if let Ok(Some(mut member)) = read_zipfile_from_stream(&mut stream) {
                self.unpack(path, packed, &mut member);
            }
        }
    }

    fn has_room(&mut self, path: &str) -> bool {
        if self.package.members.len() >= self.parts {
            self.problem(
                Category::TooLarge,
                format!(
                    "the limit of {} members was met; {path} was not read",
                    self.parts
                ),
            );
            return false;
        }
        if self.left == 0 {
            self.problem(
                Category::TooLarge,
                format!("the limit on unpacked bytes was met; {path} was not read"),
            );
            return false;
        }
        true
    }

    fn unpack(&mut self, path: String, packed: usize, from: &mut dyn Read) {
        let mut bytes = Vec::new();
        let end = fill(&mut bytes, packed, self.left, from);
        self.left -= bytes.len().min(self.left);
        match end {
            End::Whole => {}
            End::Broken(reason) => self.problem(
                Category::Damaged,
                format!("{path} is broken after {} bytes ({reason})", bytes.len()),
            ),
            End::Bomb => self.problem(
                Category::TooLarge,
                format!("{path} unpacks to more than {BOMB_RATIO} times its size; its first {} bytes were read", bytes.len()),
            ),
            End::Full => self.problem(
                Category::TooLarge,
                format!("the limit on unpacked bytes was met inside {path}"),
            ),
        }
        self.package.members.push(Member { path, bytes });
    }
}

fn fill(bytes: &mut Vec<u8>, packed: usize, room: usize, from: &mut dyn Read) -> End {
    let mut chunk = [0_u8; 16 << 10];
    loop {
        match from.read(&mut chunk) {
            Ok(0) => return End::Whole,
            Ok(read) => {
                let fits = read.min(room - bytes.len());
                bytes.extend_from_slice(&chunk[..fits]);
                if fits < read {
                    return End::Full;
                }
                if bytes.len() > HARMLESS && bytes.len() / BOMB_RATIO > packed {
                    return End::Bomb;
                }
            }
            Err(reason) if reason.kind() == std::io::ErrorKind::Interrupted => {}
            Err(reason) => return End::Broken(reason),
        }
    }
}

fn packed_size(size: u64) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}

/// Office programs write `/`, UTF-8 and no leading `/`; some others do not.
fn path_of(name: &[u8]) -> String {
    let path = String::from_utf8_lossy(name).replace('\\', "/");
    match path.trim_start_matches('/') {
        "" => "a member without a name".to_owned(),
        path => path.to_owned(),
    }
}

/// A member's header and path, with the sizes that follow the data in some packages put at where they are looked for.
fn header(bytes: &[u8]) -> Option<(Vec<u8>, String)> {
    let mut head = bytes.get(..HEADER)?.to_vec();
    let name_length = usize::from(u16::from_le_bytes([head[26], head[27]]));
    let extra_length = usize::from(u16::from_le_bytes([head[28], head[29]]));
    let data = HEADER + name_length + extra_length;
    let path = path_of(bytes.get(HEADER..HEADER + name_length)?);
    let packed = u32::from_le_bytes([head[18], head[19], head[20], head[21]]);
    let there = bytes.len().checked_sub(data)?;
    let follows = head[6] & 0x08 != 0;
    if follows || packed_size(u64::from(packed)) > there {
        head[6] &= !0x08;
        head[18..22].copy_from_slice(&u32::try_from(there).ok()?.to_le_bytes());
    }
    // Signature, checksum, and both sizes.
    let after = bytes.len().checked_sub(16).map(|at| &bytes[at..]);
    if follows
        && let Some(after) = after
        && after.starts_with(AFTER)
    {
        head[14..18].copy_from_slice(&after[4..8]);
    }
    Some((head, path))
}
