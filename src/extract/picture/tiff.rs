//! The directories of a TIFF, each a picture of its own, and the texts that stand in them. EXIF has the same form.
//!
//! From TIFF 6.0, sections 2 and 8. The decoder in use reads a file's first directory alone, so a further page is had
//! by making its directory the first: [`put_first`].

use crate::extract::Field;

/// More pages than this are not looked for.
const MOST_FRAMES: usize = 5_000;
/// No text of a directory is longer, in bytes.
const LONGEST_TEXT: u32 = 64 << 10;

/// Where the directories of a file lie.
#[derive(Debug, PartialEq, Eq)]
pub struct Frames {
    /// The offset of each picture's directory; thumbnails are left out.
    pub offsets: Vec<u32>,
    /// Why there may be more.
    pub cut: Option<String>,
}

impl Frames {
    /// A file without directories: one picture.
    pub fn one() -> Self {
        Self {
            offsets: Vec::new(),
            cut: None,
        }
    }
}

struct Bytes<'a> {
    bytes: &'a [u8],
    big: bool,
}

impl<'a> Bytes<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let big = match bytes.get(..4)? {
            [b'I', b'I', 42, 0] => false,
            [b'M', b'M', 0, 42] => true,
            _ => return None,
        };
        Some(Self { bytes, big })
    }

    fn short(&self, at: usize) -> Option<u16> {
        let two: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big {
            u16::from_be_bytes(two)
        } else {
            u16::from_le_bytes(two)
        })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let four: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.big {
            u32::from_be_bytes(four)
        } else {
            u32::from_le_bytes(four)
        })
    }

    /// The entries of a directory: tag, type, count, and where the value field lies.
    fn entries(&self, offset: u32) -> impl Iterator<Item = (u16, u16, u32, usize)> + '_ {
        let offset = offset as usize;
        let count = usize::from(self.short(offset).unwrap_or(0));
        (0..count).map_while(move |nth| {
            let at = offset.checked_add(2 + 12 * nth)?;
            Some((
                self.short(at)?,
                self.short(at + 2)?,
                self.long(at + 4)?,
                at + 8,
            ))
        })
    }

    fn next(&self, offset: u32) -> Option<u32> {
        let count = usize::from(self.short(offset as usize)?);
        self.long((offset as usize).checked_add(2 + 12 * count)?)
    }
}

/// The directories of a TIFF.
pub fn frames(bytes: &[u8]) -> Frames {
    let mut frames = Frames::one();
    let Some(file) = Bytes::of(bytes) else {
        return frames;
    };
    let mut seen = std::collections::HashSet::new();
    let mut next = file.long(4);
    while let Some(offset) = next {
        if offset == 0 {
            break;
        }
        if !seen.insert(offset) {
            frames.cut = Some("its pages go round in a ring; each was taken once".into());
            break;
        }
        if seen.len() > MOST_FRAMES {
            frames.cut = Some(format!("it has more than {MOST_FRAMES} pages"));
            break;
        }
        // NewSubfileType, bit 0: a smaller copy of another picture of the file
        let thumbnail = file
            .entries(offset)
            .any(|(tag, _, _, value)| tag == 254 && file.long(value).is_some_and(|v| v & 1 == 1));
        if !thumbnail {
            frames.offsets.push(offset);
        }
        next = file.next(offset);
        if next.is_none() {
            frames.cut = Some(format!(
                "it ends within the list of its pages, after page {}",
                frames.offsets.len()
            ));
        }
    }
    frames
}

/// Makes the directory at `offset` the file's first.
pub fn put_first(bytes: &mut [u8], offset: u32) {
    let big = bytes.first() == Some(&b'M');
    if let Some(first) = bytes.get_mut(4..8) {
        first.copy_from_slice(&if big {
            offset.to_be_bytes()
        } else {
            offset.to_le_bytes()
        });
    }
}

/// Tags that hold words, and the names that they are kept under.
const TEXTS: [(u16, &str); 5] = [
    (269, "title"),       // DocumentName
    (270, "description"), // ImageDescription
    (285, "page name"),   // PageName
    (306, "created"),     // DateTime
    (315, "author"),      // Artist
];

/// The texts of one directory, the first where none is named.
pub fn texts(bytes: &[u8], offset: Option<u32>) -> Vec<Field> {
    let Some(file) = Bytes::of(bytes) else {
        return Vec::new();
    };
    let Some(offset) = offset.or_else(|| file.long(4)) else {
        return Vec::new();
    };
    let mut fields = Vec::new();
    for (tag, kind, count, value) in file.entries(offset) {
        let Some((_, name)) = TEXTS.iter().find(|(known, _)| *known == tag) else {
            continue;
        };
        // type 2 is ASCII; up to four bytes stand in the entry itself
        if kind != 2 || count > LONGEST_TEXT {
            continue;
        }
        let at = if count <= 4 {
            Some(value)
        } else {
            file.long(value).map(|at| at as usize)
        };
        let text = at
            .and_then(|at| bytes.get(at..at.checked_add(count as usize)?))
            .map(|raw| {
                let (text, _) = crate::extract::charset::read(raw, None);
                text.trim_matches(['\0', ' ', '\n', '\r']).to_owned()
            })
            .filter(|text| !text.is_empty());
        if let Some(text) = text {
            let value = match *name {
                "created" => day_and_time(&text).unwrap_or(text),
                _ => text,
            };
            fields.push(Field {
                name: (*name).to_owned(),
                value,
            });
        }
    }
    fields
}

/// TIFF writes `2021:12:03 10:15:00`; ISO 8601 writes `2021-12-03T10:15:00`.
fn day_and_time(text: &str) -> Option<String> {
    let (day, time) = text.split_once(' ')?;
    (day.len() == 10 && day.is_ascii() && time.len() == 8)
        .then(|| format!("{}T{time}", day.replace(':', "-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A TIFF skeleton: two directories, the second with a description and marked or not as a thumbnail.
    fn two(thumbnail: u32, last: u32) -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        let entry = |tag: u16, kind: u16, count: u32, value: u32| {
            let mut entry = Vec::new();
            entry.extend(tag.to_le_bytes());
            entry.extend(kind.to_le_bytes());
            entry.extend(count.to_le_bytes());
            entry.extend(value.to_le_bytes());
            entry
        };
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend(entry(254, 4, 1, 0));
        bytes.extend(26_u32.to_le_bytes());
        bytes.extend(2_u16.to_le_bytes());
        bytes.extend(entry(254, 4, 1, thumbnail));
        bytes.extend(entry(270, 2, 7, 56));
        bytes.extend(last.to_le_bytes());
        bytes.extend(b"kettle\0");
        bytes
    }

    #[test]
    fn each_directory_is_a_page_and_a_thumbnail_is_none() {
        assert_eq!(frames(&two(0, 0)).offsets, [8, 26]);
        assert_eq!(frames(&two(1, 0)).offsets, [8]);
        assert!(frames(&two(0, 0)).cut.is_none());
    }

    #[test]
    fn a_ring_and_a_torn_list_end_and_are_told() {
        let ring = frames(&two(0, 8));
        assert_eq!(ring.offsets, [8, 26]);
        assert!(ring.cut.is_some_and(|cut| cut.contains("ring")));
        let torn = &two(0, 0)[..40];
        assert!(frames(torn).cut.is_some());
        for end in 0..64 {
            let _ = frames(&two(0, 9_999)[..end.min(63)]);
        }
    }

    #[test]
    fn the_words_of_a_directory_are_read() {
        let said = texts(&two(0, 0), Some(26));
        assert_eq!(said.len(), 1);
        assert_eq!(
            (said[0].name.as_str(), said[0].value.as_str()),
            ("description", "kettle")
        );
        assert_eq!(
            day_and_time("2021:12:03 10:15:00").as_deref(),
            Some("2021-12-03T10:15:00")
        );
    }
}
