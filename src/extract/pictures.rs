//! Pictures within documents: which of them become items of their own, and what is said of the others.
//!
//! A picture in a document may be a scanned page or the sender's crest. One that could hold a sentence goes the way of
//! a picture attached to a message: it is an item, read by OCR where that is installed and listed where it is not. A
//! smaller one, and one that the document holds already, is no item: the document's own record says that it is there.

use std::collections::HashSet;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::{Limits, Part, identity, picture};

/// A picture of fewer pixels (100 by 100) has no room for a sentence at the size of a screen: ten lines of it are as
/// high, and hold two words each.
const LEAST_AREA: u64 = 100 * 100;
/// No more pictures than this are told of one by one.
const MOST_TOLD: usize = 200;

/// The pictures of one document.
#[derive(Debug)]
pub(super) struct Pictures {
    seen: HashSet<[u8; 32]>,
    told: Vec<String>,
    untold: usize,
    /// How many became items.
    pub admitted: usize,
    room: usize,
}

impl Pictures {
    /// None yet.
    pub fn new(limits: &Limits) -> Self {
        Self {
            seen: HashSet::new(),
            told: Vec::new(),
            untold: 0,
            admitted: 0,
            room: limits.unpacked,
        }
    }

    /// Gives back the picture if it is to be an item. Of another one it keeps what [`Self::told`] says; anything that
    /// is no picture is always an item.
    pub fn admit(&mut self, part: Part) -> Option<Part> {
        if part.bytes.is_empty() {
            self.tell(format!("{}: an empty picture", part.name));
            return None;
        }
        let size = picture::dimensions(&part.bytes);
        let again = !self.seen.insert(identity::of_bytes(&part.bytes));
        match size {
            Some((width, height)) if u64::from(width) * u64::from(height) < LEAST_AREA => {
                self.tell(format!(
                    "{}: a picture of {width} by {height} pixels, too small for a sentence",
                    part.name
                ));
                None
            }
            Some(_) if again => {
                self.tell(format!("{}: the same picture again", part.name));
                None
            }
            _ => {
                self.admitted += 1;
                Some(part)
            }
        }
    }

    fn tell(&mut self, told: String) {
        if self.told.len() < MOST_TOLD {
            self.told.push(told);
        } else {
            self.untold += 1;
        }
    }

    /// The pictures that are no items, one a line.
    pub fn told(&self) -> String {
        let mut told: String = self.told.iter().map(|line| format!("{line}\n")).collect();
        if self.untold > 0 {
            told.push_str(&format!("and {} more such pictures\n", self.untold));
        }
        told
    }

    /// The pictures in a stream of Office's drawings, as parts in their order; `n` counts them over all streams.
    pub fn in_drawings(&mut self, stream: &[u8], n: &mut usize) -> Vec<Part> {
        let mut parts = Vec::new();
        for (bytes, ending) in blips(stream, &mut self.room) {
            *n += 1;
            let name = format!("picture {n}.{ending}");
            parts.extend(self.admit(Part::member(name, bytes)));
        }
        parts
    }
}

/// The kinds of picture in Office's drawings ([MS-ODRAW] 2.2.23): the record's type, its instance with one digest
/// before the picture (one more: two digests), and an ending.
const BLIPS: &[(u16, u16, &str)] = &[
    (0xF01A, 0x3D4, "emf"),
    (0xF01B, 0x216, "wmf"),
    (0xF01C, 0x542, "pct"),
    (0xF01D, 0x46A, "jpg"),
    (0xF01D, 0x6E2, "jpg"),
    (0xF01E, 0x6E0, "png"),
    (0xF01F, 0x7A8, "bmp"),
    (0xF029, 0x6E4, "tif"),
    (0xF02A, 0x46A, "jpg"),
    (0xF02A, 0x6E2, "jpg"),
];

/// Pictures by their records, wherever these stand: type and instance together are rare enough to be proof.
fn blips(stream: &[u8], room: &mut usize) -> Vec<(Vec<u8>, &'static str)> {
    let mut found = Vec::new();
    let mut from = 0;
    // the last byte of every type of record
    while let Some(at) = memchr::memchr(0xF0, stream.get(from..).unwrap_or_default()) {
        let at = from + at;
        from = at + 1;
        let Some(record) = at.checked_sub(3).map(|start| &stream[start..]) else {
            continue;
        };
        if let Some((bytes, ending, length)) = blip(record, *room) {
            *room = room.saturating_sub(bytes.len());
            from = at.saturating_sub(3).saturating_add(length);
            found.push((bytes, ending));
        }
    }
    found
}

/// The picture that a record holds, its ending, and how long the record is.
fn blip(record: &[u8], room: usize) -> Option<(Vec<u8>, &'static str, usize)> {
    let short = |at: usize| Some(u16::from_le_bytes([*record.get(at)?, *record.get(at + 1)?]));
    let (head, kind) = (short(0)?, short(2)?);
    let (instance, version) = (head >> 4, head & 0xF);
    let (_, one, ending) = BLIPS.iter().find(|(known, one, _)| {
        *known == kind && (instance == *one || instance == one + 1) && version == 0
    })?;
    let length = usize::try_from(long(record, 4)?).ok()?;
    // a stream that is cut holds what stands before
    let content = &record[8..record.len().min(length.checked_add(8)?)];
    let digests = if instance == *one { 16 } else { 32 };
    let bytes = if matches!(*ending, "emf" | "wmf" | "pct") {
        let head = content.get(digests..digests + 34)?;
        let saved = content.get(digests + 34..)?;
        match head[32] {
            0 => {
                let limit = u64::try_from(room).unwrap_or(u64::MAX);
                let mut bytes = Vec::new();
                // what comes before a break is kept
                let _ = ZlibDecoder::new(saved).take(limit).read_to_end(&mut bytes);
                bytes
            }
            _ => saved.to_vec(),
        }
    } else {
        let bytes = content.get(digests + 1..)?;
        match *ending {
            "bmp" => with_file_header(bytes)?,
            _ => bytes.to_vec(),
        }
    };
    (bytes.len() <= room).then_some((bytes, *ending, content.len() + 8))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// A bitmap as a file of its own: what Windows keeps in memory lacks the header of the file.
pub(super) fn with_file_header(bitmap: &[u8]) -> Option<Vec<u8>> {
    let header = long(bitmap, 0)?;
    if !matches!(header, 12 | 40 | 52 | 56 | 64 | 108 | 124) {
        return None;
    }
    let short = |at: usize| Some(u16::from_le_bytes([*bitmap.get(at)?, *bitmap.get(at + 1)?]));
    let (depth, colours) = if header == 12 {
        (short(10)?, 0)
    } else {
        (short(14)?, long(bitmap, 32)?)
    };
    let entry: u32 = if header == 12 { 3 } else { 4 };
    let colours = match (colours, depth) {
        (0, 1 | 4 | 8) => 1 << depth,
        (colours, 0..=8) => colours.min(256),
        (colours, _) => colours.min(4096),
    };
    let masks = match (header, long(bitmap, 16)) {
        (40, Some(3)) => 12,
        (40, Some(6)) => 16,
        _ => 0,
    };
    let pixels = 14 + header + masks + colours * entry;
    let size = u32::try_from(bitmap.len()).ok()?.checked_add(14)?;
    let mut file = b"BM".to_vec();
    file.extend(size.to_le_bytes());
    file.extend([0; 4]);
    file.extend(pixels.to_le_bytes());
    file.extend_from_slice(bitmap);
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn record(kind: u16, instance: u16, content: &[u8]) -> Vec<u8> {
        let mut bytes = (instance << 4).to_le_bytes().to_vec();
        bytes.extend(kind.to_le_bytes());
        bytes.extend((content.len() as u32).to_le_bytes());
        bytes.extend(content);
        bytes
    }

    #[test]
    fn pictures_are_found_among_drawings() {
        let mut packer =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(b"an old drawing").expect("in memory");
        let packed = packer.finish().expect("in memory");
        let mut stream = b"\xF0 before \x1E\xF0".to_vec();
        stream.extend(record(0xF01E, 0x6E0, &[&[7; 17][..], b"one"].concat()));
        stream.extend(b"between");
        stream.extend(record(0xF01D, 0x46B, &[&[7; 33][..], b"two"].concat()));
        stream.extend(record(0xF01B, 0x216, &[&[0; 50][..], &packed].concat()));
        let mut room = 1 << 20;
        let found = blips(&stream, &mut room);
        assert_eq!(
            found,
            [
                (b"one".to_vec(), "png"),
                (b"two".to_vec(), "jpg"),
                (b"an old drawing".to_vec(), "wmf")
            ]
        );
        for end in 0..stream.len() {
            blips(&stream[..end], &mut room);
        }
    }

    #[test]
    fn small_and_repeated_pictures_are_told_and_no_items() {
        let png = |side: u32| {
            let mut bytes = std::io::Cursor::new(Vec::new());
            image::DynamicImage::new_luma8(side, side)
                .write_to(&mut bytes, image::ImageFormat::Png)
                .expect("a PNG");
            bytes.into_inner()
        };
        let mut pictures = Pictures::new(&Limits::default());
        let (crest, scan) = (png(60), png(300));
        assert!(
            pictures
                .admit(Part::member("media/crest.png", crest))
                .is_none()
        );
        assert!(
            pictures
                .admit(Part::member("media/scan.png", scan.clone()))
                .is_some()
        );
        assert!(
            pictures
                .admit(Part::member("media/again.png", scan))
                .is_none()
        );
        assert!(
            pictures
                .admit(Part::member("media/odd.wdp", b"odd".to_vec()))
                .is_some()
        );
        assert_eq!(
            pictures.told(),
            "crest.png: a picture of 60 by 60 pixels, too small for a sentence\nagain.png: the same picture again\n"
        );
        assert_eq!(pictures.admitted, 2);
    }
}
