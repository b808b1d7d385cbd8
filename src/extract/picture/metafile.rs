//! Windows' metafiles, EMF ([MS-EMF]) and WMF ([MS-WMF]): the letters that they draw, and the bitmaps within.

use super::super::{Category, Limits, Problem, charset};

/// Which metafile it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Enhanced.
    Emf,
    /// The older one; where its records begin.
    Wmf(usize),
}

/// What a metafile holds.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// Its letters, a line for each height at which they stand.
    pub text: String,
    /// Bitmaps, without a file's header.
    pub bitmaps: Vec<Vec<u8>>,
    /// What may have been lost.
    pub doubts: Vec<String>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// How long the header of a WMF is that says where it is to be placed.
const PLACEABLE: usize = 22;
/// How long the header proper of a WMF is.
const HEADER: usize = 18;

/// Which metafile begins here, if one does.
pub(super) fn kind_of(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(&[1, 0, 0, 0]) && bytes.get(40..44) == Some(b" EMF") {
        return Some(Kind::Emf);
    }
    let start = match bytes.starts_with(b"\xD7\xCD\xC6\x9A") {
        true => PLACEABLE,
        false => 0,
    };
    let header = bytes.get(start..start + HEADER)?;
    // on disk or in memory, nine words of header, version 1 or 3
    let known = matches!(header[..4], [1 | 2, 0, 9, 0]) && matches!(header[4..6], [0, 1 | 3]);
    known.then_some(Kind::Wmf(start + HEADER))
}

/// Its size in pixels, as far as its header tells it.
pub(super) fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let side = |from: i32, to: i32| to.checked_sub(from).map(i32::unsigned_abs);
    match kind_of(bytes)? {
        Kind::Emf => {
            let at = |at| long(bytes, at).map(u32::cast_signed);
            Some((side(at(8)?, at(16)?)? + 1, side(at(12)?, at(20)?)? + 1))
        }
        Kind::Wmf(PLACEABLE_END) => {
            let at = |at| short(bytes, at).map(|n| i32::from(n.cast_signed()));
            let inch = u32::from(short(bytes, 14)?.max(1));
            // screens show 96 pixels to the inch
            let pixels = |units: u32| units.saturating_mul(96) / inch;
            Some((
                pixels(side(at(6)?, at(10)?)?),
                pixels(side(at(8)?, at(12)?)?),
            ))
        }
        Kind::Wmf(_) => None,
    }
}

const PLACEABLE_END: usize = PLACEABLE + HEADER;

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([two[0], two[1]]))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn size(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(long(bytes, at)?).ok()
}

/// Letters in the making.
#[derive(Default)]
struct Writing {
    drawing: Drawing,
    height: Option<i32>,
    /// Where the letters before end, and how wide one of them is, where that is known.
    end: Option<(i32, i32)>,
    room: usize,
    bitmap_room: usize,
}

impl Writing {
    /// Letters drawn at a place. They go on with those before where they stand at one height and close to them.
    fn say(&mut self, text: &str, x: i32, y: i32, width: Option<i32>) {
        let text = text.trim_matches('\0');
        if text.is_empty() {
            return;
        }
        if self.height.is_some_and(|height| height != y) {
            self.add("\n");
        } else if self.height.is_some() {
            let apart = match self.end {
                Some((end, letter)) => x.saturating_sub(end).saturating_mul(4) > letter,
                None => true,
            };
            let blank = self.drawing.text.ends_with(char::is_whitespace);
            if apart && !blank && !text.starts_with(char::is_whitespace) {
                self.add(" ");
            }
        }
        self.add(text);
        self.height = Some(y);
        let letters = i32::try_from(text.chars().count())
            .unwrap_or(i32::MAX)
            .max(1);
        self.end = width.map(|width| (x.saturating_add(width), width / letters));
    }

    fn add(&mut self, text: &str) {
        let fits = text.floor_char_boundary(self.room);
        self.room -= fits;
        self.drawing.text.push_str(&text[..fits]);
        if fits < text.len() {
            self.problem(Category::TooLarge, "the limit on text was met in a drawing");
        }
    }

    fn problem(&mut self, category: Category, reason: &str) {
        let problem = Problem {
            category,
            reason: reason.to_owned(),
        };
        if !self.drawing.problems.contains(&problem) {
            self.drawing.problems.push(problem);
        }
    }

    fn doubt(&mut self, doubt: &str) {
        if !self.drawing.doubts.iter().any(|known| known == doubt) {
            self.drawing.doubts.push(doubt.to_owned());
        }
    }

    fn bitmap(&mut self, pieces: &[&[u8]]) {
        let length: usize = pieces.iter().map(|piece| piece.len()).sum();
        if length > self.bitmap_room {
            self.problem(
                Category::TooLarge,
                "the limit on unpacked bytes was met in a drawing",
            );
            return;
        }
        self.bitmap_room -= length;
        if length > 0 {
            self.drawing.bitmaps.push(pieces.concat());
        }
    }
}

/// Reads a metafile, record by record.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Drawing {
    let mut writing = Writing {
        room: limits.text,
        bitmap_room: limits.unpacked,
        ..Writing::default()
    };
    let whole = match kind_of(bytes) {
        Some(Kind::Emf) => emf(bytes, &mut writing),
        Some(Kind::Wmf(start)) => wmf(bytes, start, &mut writing),
        None => false,
    };
    if !whole {
        writing.problem(
            Category::Damaged,
            "the drawing breaks off; what stands before was read",
        );
    }
    if !writing.drawing.text.is_empty() {
        writing.drawing.text.push('\n');
    }
    writing.drawing
}

/// Letters that are given by their shapes' numbers in a font.
const BY_SHAPE: &str = "some letters are given by their shapes alone and cannot be read";

fn emf(bytes: &[u8], writing: &mut Writing) -> bool {
    let mut at = 0;
    while let (Some(kind), Some(length)) = (long(bytes, at), size(bytes, at + 4)) {
        let Some(end) = at
            .checked_add(length)
            .filter(|end| *end <= bytes.len() && length >= 8)
        else {
            return false;
        };
        let record = &bytes[at..end];
        // a record that lacks what it promises says nothing; the next begins where it ends
        let _ = match kind {
            14 => return true,
            70 => enhanced(record, writing),
            83 | 84 => emf_text(record, 36, kind == 84, writing),
            96 | 97 => emf_texts(record, kind == 97, writing),
            108 => small_text(record, writing),
            80 | 81 => emf_bitmap(record, 48, writing),
            76 | 77 | 114 => emf_bitmap(record, 84, writing),
            _ => Some(()),
        };
        at = end;
    }
    false
}

/// The description of letters that begins at `at`.
fn emf_text(record: &[u8], at: usize, wide: bool, writing: &mut Writing) -> Option<()> {
    let (x, y) = (
        long(record, at)?.cast_signed(),
        long(record, at + 4)?.cast_signed(),
    );
    let (count, from) = (size(record, at + 8)?, size(record, at + 12)?);
    if long(record, at + 16)? & 0x10 != 0 {
        writing.doubt(BY_SHAPE);
        return Some(());
    }
    let length = count.checked_mul(if wide { 2 } else { 1 })?;
    let text = letters(record.get(from..from.checked_add(length)?)?, wide);
    let widths = size(record, at + 36).filter(|from| *from > 0);
    let width = widths.and_then(|from| {
        (0..count).try_fold(0_i32, |sum, n| {
            let one = long(record, from.checked_add(n.checked_mul(4)?)?)?;
            Some(sum.saturating_add(one.cast_signed()))
        })
    });
    writing.say(&text, x, y, width);
    Some(())
}

fn emf_texts(record: &[u8], wide: bool, writing: &mut Writing) -> Option<()> {
    let count = size(record, 36)?.min(record.len() / 40);
    (0..count).try_for_each(|n| emf_text(record, 40 + n * 40, wide, writing))
}

fn small_text(record: &[u8], writing: &mut Writing) -> Option<()> {
    let (x, y) = (
        long(record, 8)?.cast_signed(),
        long(record, 12)?.cast_signed(),
    );
    let (count, options) = (size(record, 16)?, long(record, 20)?);
    if options & 0x10 != 0 {
        writing.doubt(BY_SHAPE);
        return Some(());
    }
    let from: usize = if options & 0x100 == 0 { 52 } else { 36 };
    let wide = options & 0x200 == 0;
    let length = count.checked_mul(if wide { 2 } else { 1 })?;
    let text = letters(record.get(from..from.checked_add(length)?)?, wide);
    writing.say(&text, x, y, None);
    Some(())
}

fn emf_bitmap(record: &[u8], at: usize, writing: &mut Writing) -> Option<()> {
    let piece = |at: usize| {
        let (from, length) = (size(record, at)?, size(record, at + 4)?);
        record.get(from..from.checked_add(length)?)
    };
    writing.bitmap(&[piece(at)?, piece(at + 8)?]);
    Some(())
}

/// The records of EMF+ in a comment ([MS-EMFPLUS]). A metafile may have no others, or say the same in both.
fn enhanced(record: &[u8], writing: &mut Writing) -> Option<()> {
    let length = size(record, 8)?;
    let content = record.get(12..12_usize.checked_add(length)?)?;
    let mut rest = content.strip_prefix(b"EMF+")?;
    while rest.len() >= 12 {
        let (kind, length) = (short(rest, 0)?, size(rest, 4)?);
        let inner = rest.get(..length).filter(|inner| inner.len() >= 12)?;
        let data = &inner[12..];
        let at = |at| long(data, at).map(|bits| f32::from_bits(bits) as i32);
        match kind {
            0x401C => {
                let count = size(data, 8)?;
                let text = letters(data.get(28..28 + count.checked_mul(2)?)?, true);
                writing.say(&text, at(12)?, at(16)?, None);
            }
            0x4036 => {
                let count = size(data, 12)?;
                if long(data, 4)? & 1 == 0 {
                    writing.doubt(BY_SHAPE);
                } else {
                    let end = 16_usize.checked_add(count.checked_mul(2)?)?;
                    let text = letters(data.get(16..end)?, true);
                    writing.say(&text, at(end)?, at(end + 4)?, None);
                }
            }
            _ => {}
        }
        rest = &rest[length..];
    }
    Some(())
}

fn wmf(bytes: &[u8], start: usize, writing: &mut Writing) -> bool {
    let mut at = start;
    while let (Some(words), Some(kind)) = (size(bytes, at), short(bytes, at + 4)) {
        if kind == 0 {
            return true;
        }
        let end = words
            .checked_mul(2)
            .and_then(|length| at.checked_add(length))
            .filter(|end| *end <= bytes.len() && words >= 3);
        let Some(end) = end else {
            return false;
        };
        let record = &bytes[at + 6..end];
        // as above
        let _ = match kind {
            0x0521 => wmf_text(record, writing),
            0x0A32 => wmf_text_with_widths(record, writing),
            0x0F43 => record.get(22..).map(|bitmap| writing.bitmap(&[bitmap])),
            0x0B41 => record.get(20..).map(|bitmap| writing.bitmap(&[bitmap])),
            _ => Some(()),
        };
        at = end;
    }
    false
}

fn wmf_text(record: &[u8], writing: &mut Writing) -> Option<()> {
    let count = usize::from(short(record, 0)?);
    let text = letters(record.get(2..2 + count)?, false);
    let after = 2 + count + count % 2;
    let y = i32::from(short(record, after)?.cast_signed());
    let x = i32::from(short(record, after + 2)?.cast_signed());
    writing.say(&text, x, y, None);
    Some(())
}

fn wmf_text_with_widths(record: &[u8], writing: &mut Writing) -> Option<()> {
    let y = i32::from(short(record, 0)?.cast_signed());
    let x = i32::from(short(record, 2)?.cast_signed());
    let count = usize::from(short(record, 4)?);
    let options = short(record, 6)?;
    if options & 0x10 != 0 {
        writing.doubt(BY_SHAPE);
        return Some(());
    }
    let from = if options & 6 != 0 { 16 } else { 8 };
    let text = letters(record.get(from..from + count)?, false);
    let widths = from + count + count % 2;
    let width = (0..count).try_fold(0_i32, |sum, n| {
        Some(sum.saturating_add(i32::from(short(record, widths + n * 2)?.cast_signed())))
    });
    writing.say(&text, x, y, width);
    Some(())
}

fn letters(bytes: &[u8], wide: bool) -> String {
    if wide {
        let units = bytes
            .chunks_exact(2)
            .map(|two| u16::from_le_bytes([two[0], two[1]]));
        char::decode_utf16(units)
            .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    } else {
        charset::decode(bytes, None).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emf_record(kind: u32, content: &[u8]) -> Vec<u8> {
        let padded = content.len().div_ceil(4) * 4;
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend((padded as u32 + 8).to_le_bytes());
        bytes.extend(content);
        bytes.resize(padded + 8, 0);
        bytes
    }

    fn emf_letters(text: &str, x: i32, y: i32) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let count = units.len() as u32 / 2;
        let mut content = vec![0; 28];
        let widths = (76 + units.len()).div_ceil(4) * 4;
        for number in [
            x.cast_unsigned(),
            y.cast_unsigned(),
            count,
            76,
            0,
            0,
            0,
            0,
            0,
            widths as u32,
        ] {
            content.extend(number.to_le_bytes());
        }
        content.extend(&units);
        content.resize(widths - 8, 0);
        (0..count).for_each(|_| content.extend(10_u32.to_le_bytes()));
        emf_record(84, &content)
    }

    fn emf(records: &[Vec<u8>]) -> Vec<u8> {
        let mut header = vec![0; 80];
        header[8..12].copy_from_slice(&199_u32.to_le_bytes());
        header[12..16].copy_from_slice(&299_u32.to_le_bytes());
        header[32..36].copy_from_slice(b" EMF");
        let mut bytes = emf_record(1, &header);
        records.iter().for_each(|record| bytes.extend(record));
        bytes.extend(emf_record(14, &[0; 12]));
        bytes
    }

    #[test]
    fn letters_of_an_enhanced_metafile_are_joined_where_they_touch() {
        let bytes = emf(&[
            emf_letters("Fro", 0, 5),
            emf_letters("nt", 30, 5),
            emf_letters("gate", 60, 5),
            emf_letters("plan", 0, 25),
        ]);
        let drawing = read(&bytes, &Limits::default());
        assert_eq!(drawing.text, "Front gate\nplan\n");
        assert!(drawing.problems.is_empty() && drawing.doubts.is_empty());
        assert_eq!(dimensions(&bytes), Some((200, 300)));
        for end in 0..bytes.len() {
            read(&bytes[..end], &Limits::default());
        }
        assert!(!read(&bytes[..120], &Limits::default()).problems.is_empty());
    }

    #[test]
    fn letters_and_bitmaps_of_the_older_metafile_are_read() {
        let mut bytes = vec![1, 0, 9, 0, 0, 3];
        bytes.resize(HEADER, 0);
        let mut record = |kind: u16, content: &[u8]| {
            bytes.extend((content.len() as u32 / 2 + 3).to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend(content);
        };
        record(0x0521, b"\x05\x00north\0\x09\x00\x01\x00");
        record(0x0A32, b"\x20\x00\x01\x00\x04\x00\x00\x00gate");
        record(0x0F43, &[&[0; 22][..], b"bitmap"].concat());
        record(0, b"");
        let drawing = read(&bytes, &Limits::default());
        assert_eq!(drawing.text, "north\ngate\n");
        assert_eq!(drawing.bitmaps, [b"bitmap".to_vec()]);
        assert!(drawing.problems.is_empty());
    }
}
