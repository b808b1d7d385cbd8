//! The lists of a Word document, out of its table stream: how their numbers look, and which styles belong to them.
//!
//! After [MS-DOC]: the formats of lists (PlfLst 2.9.179, LVL 2.9.150), the lists themselves with what each changes
//! (PlfLfo 2.9.178, LFOLVL 2.9.134), and the styles (STSH 2.9.271). Counting is that of Word's XML format.

use super::bytes::{long, short, size, slice, wide};
use super::paragraphs::list_in;
use super::pieces::Fib;
use crate::extract::docx::numbering::{Level, List, Listed, Numbering};

/// The lists of the table stream that are read here, by their numbers in the FIB.
const STYLES: usize = 1;
const FORMATS: usize = 73;
const LISTS: usize = 74;
/// Levels of a list.
const LEVELS: usize = 9;

/// Learns the lists of a document. What is cut or broken ends the learning: its numbers are not shown then.
pub fn learn(fib: &Fib, table: &[u8]) -> Numbering {
    let mut numbering = Numbering::default();
    formats(fib.onwards(table, FORMATS), &mut numbering);
    lists(fib.onwards(table, LISTS), &mut numbering);
    if !numbering.is_empty() {
        styles(fib.list(table, STYLES), &mut numbering);
    }
    numbering
}

/// Formats stand one after the other, and behind them the levels of each.
fn formats(bytes: &[u8], numbering: &mut Numbering) {
    const FORMAT: usize = 28;
    let count = usize::from(short(bytes, 0).unwrap_or(0));
    let mut at = 2 + FORMAT * count;
    for n in 0..count {
        let format = slice(bytes, 2 + FORMAT * n, FORMAT);
        let (Some(id), Some(flags)) = (long(format, 0), format.get(26)) else {
            return;
        };
        let of_format = if flags & 1 == 1 { 1 } else { LEVELS };
        let mut levels = Vec::new();
        for _ in 0..of_format {
            let Some((level, length)) = level(bytes, at) else {
                return;
            };
            levels.push(level);
            at += length;
        }
        levels.resize(LEVELS, Level::default());
        numbering.add_looks(id.to_string(), levels);
    }
}

/// The level that stands at an offset, and how many bytes it takes.
fn level(bytes: &[u8], at: usize) -> Option<(Level, usize)> {
    const FIXED: usize = 28;
    let fixed = bytes.get(at..at.checked_add(FIXED)?)?;
    let flags = fixed[5];
    let properties = usize::from(fixed[24]) + usize::from(fixed[25]);
    let letters = at + FIXED + properties;
    let count = usize::from(short(bytes, letters)?);
    let text = wide(bytes.get(letters + 2..letters + 2 + count * 2)?);
    // letters up to the ninth are numbers of that level, at the places listed
    let places: Vec<usize> = fixed[6..6 + LEVELS]
        .iter()
        .map(|n| usize::from(*n))
        .collect();
    let mut shown = String::new();
    for (n, letter) in text.chars().enumerate() {
        match u32::from(letter) {
            nth @ 0..=8 if places.contains(&(n + 1)) => shown.push_str(&format!("%{}", nth + 1)),
            _ => shown.push(letter),
        }
    }
    let level = Level {
        start: long(fixed, 0).unwrap_or(1).min(0x7FFF),
        format: name_of(fixed[4]).to_owned(),
        text: shown,
        legal: flags & 4 != 0,
        restart: (flags & 8 != 0).then_some(usize::from(fixed[26])),
    };
    Some((level, FIXED + properties + 2 + count * 2))
}

/// What Word's XML format calls a way of writing numbers.
fn name_of(code: u8) -> &'static str {
    match code {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        5 => "ordinal",
        22 => "decimalZero",
        23 => "bullet",
        255 => "none",
        _ => "decimal",
    }
}

/// Lists stand one after the other, and behind them what each changes of its format.
fn lists(bytes: &[u8], numbering: &mut Numbering) {
    const LIST: usize = 16;
    let count = size(bytes, 0).unwrap_or(0).min(bytes.len() / LIST);
    let mut at = 4 + LIST * count;
    let mut whole = true;
    for n in 0..count {
        let entry = slice(bytes, 4 + LIST * n, LIST);
        let (Some(format), Some(changes)) = (long(entry, 0), entry.get(12)) else {
            return;
        };
        let mut list = List {
            looks: format.to_string(),
            ..List::default()
        };
        if whole {
            at += 4;
            for _ in 0..*changes {
                match change(bytes, at, &mut list) {
                    Some(length) => at += length,
                    None => whole = false,
                }
            }
        }
        numbering.add_list((n + 1).to_string(), list);
    }
}

/// Takes in the change that stands at an offset; how many bytes it takes.
fn change(bytes: &[u8], at: usize, list: &mut List) -> Option<usize> {
    let begin = long(bytes, at)?;
    let flags = long(bytes, at + 4)?;
    let nth = (flags & 0x0F) as usize;
    if flags & 0x20 != 0 {
        let (level, length) = level(bytes, at + 8)?;
        if flags & 0x10 != 0 {
            list.begins.insert(nth, level.start);
        }
        list.own.insert(nth, level);
        return Some(8 + length);
    }
    if flags & 0x10 != 0 {
        list.begins.insert(nth, begin.min(0x7FFF));
    }
    Some(8)
}

/// The styles of paragraphs: the list that each belongs to, and the style that it is based on.
fn styles(bytes: &[u8], numbering: &mut Numbering) {
    const NO_STYLE: u16 = 0x0FFF;
    let (Some(header), Some(count)) = (short(bytes, 0), short(bytes, 2)) else {
        return;
    };
    let fixed = usize::from(short(bytes, 4).unwrap_or(10));
    let mut at = 2 + usize::from(header);
    for id in 0..count {
        let Some(length) = short(bytes, at).map(usize::from) else {
            return;
        };
        let style = slice(bytes, at + 2, length);
        at += 2 + length.next_multiple_of(2);
        let Some(kinds) = short(style, 2).filter(|kinds| kinds & 0x0F == 1) else {
            continue;
        };
        let name = usize::from(short(style, fixed).unwrap_or(0));
        let set = fixed + 2 + name * 2 + 2;
        let properties = usize::from(short(style, set).unwrap_or(0));
        // the style's own number stands before its properties
        let listed = match properties.checked_sub(2) {
            Some(properties) => list_in(slice(style, set + 4, properties), &[]),
            None => Listed::default(),
        };
        let base = Some(kinds >> 4).filter(|base| *base != NO_STYLE);
        numbering.add_style(id.to_string(), listed, base.map(|base| base.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_of_level(start: u8, format: u8, text: &str, places: &[u8]) -> Vec<u8> {
        let mut bytes = vec![start, 0, 0, 0, format, 0];
        bytes.extend_from_slice(places);
        bytes.resize(28, 0);
        bytes.extend((text.encode_utf16().count() as u16).to_le_bytes());
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    #[test]
    fn a_level_tells_how_its_numbers_look() {
        let bytes = bytes_of_level(3, 4, "\u{0}.(\u{1})", &[1, 4]);
        let (found, length) = level(&bytes, 0).expect("a level");
        assert_eq!(
            (
                found.start,
                found.format.as_str(),
                found.text.as_str(),
                length
            ),
            (3, "lowerLetter", "%1.(%2)", bytes.len())
        );
        assert!(level(&bytes[..bytes.len() - 1], 0).is_none());
    }

    #[test]
    fn a_list_may_change_its_format() {
        let mut bytes = vec![1, 0, 0, 0, 9, 0, 0, 0];
        bytes.resize(4 + 12, 0);
        bytes.extend([2, 0, 0, 0]);
        bytes.extend([0; 4]);
        bytes.extend([7, 0, 0, 0, 0x10, 0, 0, 0]);
        bytes.extend([0, 0, 0, 0, 0x21, 0, 0, 0]);
        bytes.extend(bytes_of_level(1, 1, "\u{1}", &[1]));
        let mut list = List::default();
        let first = change(&bytes, 24, &mut list).expect("a new beginning");
        assert_eq!(first, 8);
        assert!(change(&bytes, 24 + first, &mut list).is_some());
        assert_eq!(list.begins.get(&0), Some(&7));
        assert_eq!(
            list.own.get(&1).map(|level| level.text.as_str()),
            Some("%2")
        );
    }
}
