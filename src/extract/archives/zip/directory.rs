//! What a ZIP file says of its members: in its directory at the end, and before each member.
//!
//! The directory is believed where it fits the bytes. Members that stand in the file and that no directory names are
//! found by their own headers: a lost or a false directory hides nothing. Source: APPNOTE.TXT 6.3.10.

use memchr::memmem;

const END: &[u8] = b"PK\x05\x06";
const END64: &[u8] = b"PK\x06\x06";
const LOCATOR64: &[u8] = b"PK\x06\x07";
const LISTED: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";
const END_SIZE: usize = 22;
const LISTED_SIZE: usize = 46;
const LOCAL_SIZE: usize = 30;

/// A member as its directory or its own header describes it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its path, as stored.
    pub path: Vec<u8>,
    /// Whether the path is declared as UTF-8.
    pub utf8: bool,
    /// The system that wrote it: 0 is the PC.
    pub host: u8,
    /// The flags: bit 0 is encryption.
    pub flags: u16,
    /// The packing method.
    pub method: u16,
    /// The checksum of the content.
    pub crc: u32,
    /// The size packed; none where only the content tells.
    pub packed: Option<u64>,
    /// The size unpacked; none where only the content tells.
    pub size: Option<u64>,
    /// Attributes, as the host means them.
    pub attributes: u32,
    /// Where its content begins; none where its own header is not there.
    pub data: Option<usize>,
    /// Where its own header begins.
    pub start: usize,
    /// What is odd about it.
    pub doubts: Vec<String>,
    /// It lies in another file of a split archive.
    pub elsewhere: bool,
}

/// The directory, and what was wrong with it.
#[derive(Debug, Default)]
pub struct Directory {
    /// The members, in its order.
    pub entries: Vec<Entry>,
    /// Further members, which were only counted.
    pub beyond: usize,
    /// Bytes before the archive begins.
    pub before: usize,
    /// The archive is one of several files.
    pub split: bool,
    /// Why the directory could not be used, or not wholly.
    pub fault: Option<String>,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..at.checked_add(8)?)?;
    Some(u64::from_le_bytes(eight.try_into().ok()?))
}

fn place(value: u64) -> Option<usize> {
    usize::try_from(value).ok()
}

/// The end record, as wide as the archive needs it.
struct Ending {
    members: u64,
    size: u64,
    offset: u64,
    split: bool,
    /// Where the directory must end.
    until: usize,
}

fn ending(bytes: &[u8]) -> Option<Ending> {
    // a comment may hold the mark: the last end record whose comment fits is the one, else the last
    let mut last = None;
    let at = memmem::rfind_iter(bytes, END).take(64).find(|at| {
        last.get_or_insert(*at);
        u16_at(bytes, at + 20)
            .is_some_and(|comment| at + END_SIZE + usize::from(comment) == bytes.len())
    });
    let at = at.or(last)?;
    let disk = u16_at(bytes, at + 4)?;
    let first_disk = u16_at(bytes, at + 6)?;
    let mut ending = Ending {
        members: u64::from(u16_at(bytes, at + 10)?),
        size: u64::from(u32_at(bytes, at + 12)?),
        offset: u64::from(u32_at(bytes, at + 16)?),
        split: (disk != 0 && disk != u16::MAX) || (first_disk != 0 && first_disk != u16::MAX),
        until: at,
    };
    let wide = at
        .checked_sub(20)
        .filter(|at| bytes[*at..].starts_with(LOCATOR64))
        .and_then(|locator| memmem::rfind(&bytes[..locator], END64));
    if let Some(wide) = wide {
        ending.members = u64_at(bytes, wide + 32)?;
        ending.size = u64_at(bytes, wide + 40)?;
        ending.offset = u64_at(bytes, wide + 48)?;
        ending.until = wide;
    }
    Some(ending)
}

/// Reads the directory, at most `most` members of it.
pub fn read(bytes: &[u8], most: usize) -> Directory {
    let mut directory = Directory::default();
    let Some(ending) = ending(bytes) else {
        directory.fault = Some("its directory of members is not there".to_owned());
        return directory;
    };
    directory.split = ending.split;
    let declared = place(ending.offset);
    let by_size = place(ending.size).and_then(|size| ending.until.checked_sub(size));
    let is_listed = |at: &usize| {
        bytes
            .get(*at..)
            .is_some_and(|rest| rest.starts_with(LISTED))
    };
    let start = match (declared.filter(is_listed), by_size.filter(is_listed)) {
        _ if ending.members == 0 => return directory,
        // where something was put before the archive, offsets count from its own beginning
        (_, Some(real)) => {
            directory.before = real.saturating_sub(declared.unwrap_or(real));
            real
        }
        (Some(declared), None) => declared,
        (None, None) => {
            directory.fault = Some("its directory of members is not where it should be".to_owned());
            return directory;
        }
    };
    let mut at = start;
    while is_listed(&at) {
        // an entry that says it is longer than the file is cut off as well
        let entry = listed(bytes, at, directory.before, ending.split)
            .filter(|(_, next)| *next <= bytes.len());
        let Some((entry, next)) = entry else {
            directory.fault = Some("its directory of members is cut off".to_owned());
            break;
        };
        match directory.entries.len() < most {
            true => directory.entries.push(entry),
            false => directory.beyond += 1,
        }
        at = next;
    }
    let found = (directory.entries.len() + directory.beyond) as u64;
    // the narrow count goes round at 65536
    if directory.fault.is_none() && found < ending.members {
        directory.fault = Some(format!(
            "its directory says {} members and names {found}",
            ending.members
        ));
    }
    directory
}

/// The archive that stands at the very end of a file of another kind, behind that file's own end; none where there
/// is none, and for a file that is an archive from its beginning.
pub fn appended(bytes: &[u8]) -> Option<&[u8]> {
    let tail = bytes.len().saturating_sub(END_SIZE + usize::from(u16::MAX));
    memmem::rfind(&bytes[tail..], END)?;
    let ending = ending(bytes)?;
    let comment = usize::from(u16_at(bytes, ending.until + 20)?);
    let closes = ending.until + END_SIZE + comment == bytes.len();
    let listed = ending.until.checked_sub(place(ending.size)?)?;
    let start = listed.checked_sub(place(ending.offset)?)?;
    let is_one = bytes[listed..].starts_with(LISTED);
    // offsets may count from the beginning of the file instead
    let start = match (start, memmem::find(bytes, LOCAL)) {
        (0, first) => first?,
        (start, _) => start,
    };
    (closes && is_one && start > 0 && bytes[start..].starts_with(LOCAL)).then(|| &bytes[start..])
}

fn listed(bytes: &[u8], at: usize, before: usize, split: bool) -> Option<(Entry, usize)> {
    let head = bytes.get(at..at + LISTED_SIZE)?;
    let [name, extra, comment] = [28, 30, 32].map(|at| u16_at(head, at).map(usize::from));
    let (name, extra, comment) = (name?, extra?, comment?);
    let path = bytes.get(at + LISTED_SIZE..at + LISTED_SIZE + name)?;
    let extra_at = at + LISTED_SIZE + name;
    let extra = bytes.get(extra_at..extra_at + extra)?;
    let next = extra_at + extra.len() + comment;
    let mut entry = Entry {
        path: path.to_vec(),
        utf8: u16_at(head, 8)? & 0x800 != 0,
        host: *head.get(5)?,
        flags: u16_at(head, 8)?,
        method: u16_at(head, 10)?,
        crc: u32_at(head, 16)?,
        packed: None,
        size: None,
        attributes: u32_at(head, 38)?,
        data: None,
        start: 0,
        doubts: Vec::new(),
        elsewhere: false,
    };
    let mut packed = u64::from(u32_at(head, 20)?);
    let mut size = u64::from(u32_at(head, 24)?);
    let mut offset = u64::from(u32_at(head, 42)?);
    let mut disk = u32::from(u16_at(head, 34)?);
    for (id, field) in fields(extra) {
        match id {
            1 => {
                let mut from = 0;
                for value in [&mut size, &mut packed, &mut offset] {
                    if *value == u64::from(u32::MAX)
                        && let Some(wide) = u64_at(field, from)
                    {
                        *value = wide;
                        from += 8;
                    }
                }
                if disk == u32::from(u16::MAX)
                    && let Some(wide) = u32_at(field, from)
                {
                    disk = wide;
                }
            }
            // Info-ZIP's path in UTF-8, valid for the path whose checksum it carries
            0x7075 => {
                let mut crc = flate2::Crc::new();
                crc.update(path);
                if u32_at(field, 1) == Some(crc.sum())
                    && let Some(wide) = field.get(5..)
                    && !wide.is_empty()
                {
                    entry.path = wide.to_vec();
                    entry.utf8 = true;
                }
            }
            _ => {}
        }
    }
    entry.packed = Some(packed);
    entry.size = Some(size);
    let start = place(offset)?.checked_add(before)?;
    entry.start = start;
    match local(bytes, start) {
        Some(own) => {
            if own.path != path {
                entry.doubts.push(format!(
                    "its own header calls it {}",
                    String::from_utf8_lossy(&own.path)
                ));
            }
            entry.data = own.data;
            entry.flags |= own.flags & 1;
        }
        None => entry.elsewhere = split && disk != u32::from(u16::MAX),
    }
    Some((entry, next))
}

/// The fields of a header's extra part.
fn fields(mut extra: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let id = u16_at(extra, 0)?;
        let size = usize::from(u16_at(extra, 2)?);
        let field = extra.get(4..4 + size)?;
        extra = &extra[4 + size..];
        Some((id, field))
    })
}

/// A member by the header that stands before it.
pub fn local(bytes: &[u8], start: usize) -> Option<Entry> {
    let head = bytes.get(start..start.checked_add(LOCAL_SIZE)?)?;
    if !head.starts_with(LOCAL) {
        return None;
    }
    let name = usize::from(u16_at(head, 26)?);
    let extra = usize::from(u16_at(head, 28)?);
    let name_at = start + LOCAL_SIZE;
    let path = bytes.get(name_at..name_at + name)?;
    let data = name_at + name + extra;
    let flags = u16_at(head, 6)?;
    let mut packed = u64::from(u32_at(head, 18)?);
    let mut size = u64::from(u32_at(head, 22)?);
    let extra = bytes.get(name_at + name..data).unwrap_or_default();
    if let Some((_, field)) = fields(extra).find(|(id, _)| *id == 1) {
        let mut from = 0;
        for value in [&mut size, &mut packed] {
            if *value == u64::from(u32::MAX)
                && let Some(wide) = u64_at(field, from)
            {
                *value = wide;
                from += 8;
            }
        }
    }
    // bit 3: sizes and checksum follow the content
    let follows = flags & 8 != 0;
    let known = |value: u64| (!follows || value != 0).then_some(value);
    Some(Entry {
        path: path.to_vec(),
        utf8: flags & 0x800 != 0,
        host: 0,
        flags,
        method: u16_at(head, 8)?,
        crc: u32_at(head, 14)?,
        packed: known(packed),
        size: known(size),
        attributes: 0,
        data: (data <= bytes.len()).then_some(data),
        start,
        doubts: Vec::new(),
        elsewhere: false,
    })
}

/// Members that stand in the file outside of what `known` covers: ranges in order of their beginnings.
pub fn unlisted(bytes: &[u8], known: &[(usize, usize)], most: usize) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut ranges = known.iter().copied().peekable();
    let mut covered = 0;
    let mut own = 0;
    for at in memmem::find_iter(bytes, LOCAL) {
        while let Some((_, end)) = ranges.next_if(|(start, _)| *start <= at) {
            covered = covered.max(end);
        }
        if at < covered || at < own {
            continue;
        }
        let Some(mut entry) = local(bytes, at).filter(is_likely) else {
            continue;
        };
        let data = entry.data.unwrap_or(bytes.len());
        let until = match entry.packed.and_then(place) {
            Some(packed) => data.saturating_add(packed).min(bytes.len()),
            None => end_of(bytes, data, &mut entry),
        };
        own = until;
        found.push(entry);
        if found.len() >= most {
            break;
        }
    }
    found
}

/// Whether a header could have been written by a packing program.
fn is_likely(entry: &Entry) -> bool {
    matches!(entry.method, 0..=20 | 93..=99)
        && !entry.path.is_empty()
        && entry.path.len() <= 4096
        && !entry.path.iter().any(|byte| *byte < 0x20)
}

/// Where a member's content ends whose size follows it; the sizes and the checksum are taken from there.
fn end_of(bytes: &[u8], data: usize, entry: &mut Entry) -> usize {
    const AFTER: &[u8] = b"PK\x07\x08";
    let rest = bytes.get(data..).unwrap_or_default();
    for mark in memmem::find_iter(rest, b"PK") {
        let at = &rest[mark..];
        if at.starts_with(AFTER) {
            let packed = u32_at(at, 8).map(u64::from);
            if packed == Some(mark as u64) {
                entry.packed = packed;
                entry.crc = u32_at(at, 4).unwrap_or(0);
                entry.size = u32_at(at, 12).map(u64::from);
                return data + mark;
            }
        } else if at.starts_with(LISTED) || at.starts_with(LOCAL) || at.starts_with(END) {
            // a descriptor without a mark of its own: checksum and both sizes
            let sizes = mark.checked_sub(12).map(|at| &rest[at..mark]);
            if let Some(sizes) = sizes
                && u32_at(sizes, 4) == Some(u32::try_from(mark - 12).unwrap_or(u32::MAX))
            {
                entry.crc = u32_at(sizes, 0).unwrap_or(0);
                entry.packed = u32_at(sizes, 4).map(u64::from);
                entry.size = u32_at(sizes, 8).map(u64::from);
                return data + mark - 12;
            }
            if at.starts_with(LISTED) || at.starts_with(END) {
                entry.packed = Some(mark as u64);
                return data + mark;
            }
        }
    }
    entry.packed = Some(rest.len() as u64);
    bytes.len()
}
