//! What an OLE file says of its document: its property sets, as [MS-OLEPS] 2.21 lays them out. The numbers of the
//! properties are those of [MS-OSHARED] 2.3.3; those that a user named stand in a set of their own, with a dictionary.

use super::{Field, code_page};

/// The streams that hold them.
pub const STREAMS: [&str; 2] = ["\u{5}SummaryInformation", "\u{5}DocumentSummaryInformation"];
/// No set has more properties than this that are read, and no dictionary more names.
const MOST: u32 = 4_096;

/// Reads the property sets of a stream, by the house's names.
pub fn read(bytes: &[u8], fields: &mut Vec<Field>) {
    const SUMMARY: u8 = 0xE0;
    const OF_DOCUMENT: u8 = 0x02;
    const CUSTOM: u8 = 0x05;
    let sets = u32_at(bytes, 24).unwrap_or(0).min(4);
    for set in 0..sets as usize {
        let at = 28 + set * 20;
        let (Some(kind), Some(start)) = (bytes.get(at), u32_at(bytes, at + 16)) else {
            return;
        };
        let known: fn(u32) -> Option<&'static str> = match *kind {
            SUMMARY => summary,
            OF_DOCUMENT => of_document,
            CUSTOM => |_| None,
            _ => continue,
        };
        if let Some(set) = bytes.get(start as usize..) {
            one_set(set, known, fields);
        }
    }
}

fn one_set(set: &[u8], known: fn(u32) -> Option<&'static str>, fields: &mut Vec<Field>) {
    const DICTIONARY: u32 = 0;
    const CODE_PAGE: u32 = 1;
    let count = u32_at(set, 4).unwrap_or(0).min(MOST) as usize;
    let entries: Vec<(u32, usize)> = (0..count)
        .filter_map(|nth| {
            Some((
                u32_at(set, 8 + nth * 8)?,
                u32_at(set, 12 + nth * 8)? as usize,
            ))
        })
        .collect();
    let of = |wanted: u32| {
        entries
            .iter()
            .find(|(id, _)| *id == wanted)
            .map(|(_, at)| *at)
    };
    let page = of(CODE_PAGE)
        .and_then(|at| u16_at(set, at + 4))
        .unwrap_or(1252);
    let names = of(DICTIONARY).map_or_else(Vec::new, |at| dictionary(set, at, page));
    for (id, at) in entries {
        let custom = names.iter().find(|(named, _)| *named == id);
        let name = match (custom, known(id)) {
            (Some((_, name)), _) => name.clone(),
            (None, Some(name)) => name.to_string(),
            (None, None) => continue,
        };
        if let Some(value) = value(set, at, page).filter(|value| !value.trim().is_empty()) {
            fields.push(Field {
                name,
                value: value.trim().to_string(),
            });
        }
    }
}

fn dictionary(set: &[u8], at: usize, page: u16) -> Vec<(u32, String)> {
    let count = u32_at(set, at).unwrap_or(0).min(MOST);
    let mut at = at + 4;
    let mut names = Vec::new();
    for _ in 0..count {
        let (Some(id), Some(length)) = (u32_at(set, at), u32_at(set, at + 4)) else {
            break;
        };
        let wide = page == 1200;
        let bytes = length as usize * if wide { 2 } else { 1 };
        let Some(name) = set.get(at + 8..at.saturating_add(8).saturating_add(bytes)) else {
            break;
        };
        names.push((id, letters(name, page)));
        at += 8 + if wide {
            bytes.next_multiple_of(4)
        } else {
            bytes
        };
    }
    names
}

fn value(set: &[u8], at: usize, page: u16) -> Option<String> {
    let kind = u32_at(set, at)? & 0xFFFF;
    let at = at + 4;
    Some(match kind {
        2 => u16_at(set, at)?.cast_signed().to_string(),
        3 => u32_at(set, at)?.cast_signed().to_string(),
        5 => f64::from_le_bytes(set.get(at..at + 8)?.try_into().ok()?).to_string(),
        11 => (u16_at(set, at)? != 0).to_string(),
        30 => letters(set.get(at + 4..)?.get(..u32_at(set, at)? as usize)?, page),
        31 => letters(
            set.get(at + 4..)?
                .get(..(u32_at(set, at)? as usize).checked_mul(2)?)?,
            1200,
        ),
        64 => {
            let ticks = u64::from(u32_at(set, at + 4)?) << 32 | u64::from(u32_at(set, at)?);
            filetime(ticks)?
        }
        _ => return None,
    })
}

/// A moment counted in tenths of a microsecond from 1601.
fn filetime(ticks: u64) -> Option<String> {
    const TO_1970: i64 = 11_644_473_600;
    let seconds = i64::try_from(ticks / 10_000_000)
        .ok()?
        .checked_sub(TO_1970)?;
    // A count from nought is how long was edited, or nothing.
    if ticks == 0 || seconds < -TO_1970 + 366 * 86_400 {
        return None;
    }
    jiff::Timestamp::from_second(seconds)
        .ok()
        .map(|moment| moment.to_string())
}

/// Letters of a code page, up to the first that ends them.
fn letters(bytes: &[u8], page: u16) -> String {
    let encoding = code_page::encoding(page).unwrap_or(encoding_rs::WINDOWS_1252);
    let text = encoding.decode_without_bom_handling(bytes).0;
    text.split('\0').next().unwrap_or_default().to_string()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(found.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(found.try_into().ok()?))
}

/// Title, author and their kin.
fn summary(id: u32) -> Option<&'static str> {
    Some(match id {
        2 => "title",
        3 => "subject",
        4 => "author",
        5 => "keywords",
        6 => "description",
        7 => "template",
        8 => "last modified by",
        11 => "printed",
        12 => "created",
        13 => "modified",
        18 => "producer",
        _ => return None,
    })
}

/// Category, company and their kin.
fn of_document(id: u32) -> Option<&'static str> {
    Some(match id {
        2 => "category",
        14 => "manager",
        15 => "company",
        27 => "content status",
        _ => return None,
    })
}
