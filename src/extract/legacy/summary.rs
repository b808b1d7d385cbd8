//! The properties that an OLE file keeps of its document: summary, document summary, and those its user named.
//!
//! Property sets as [MS-OLEPS] 2.21 lays them out; the numbers of the properties are of [MS-OSHARED] 2.3.3.

use super::bytes::{long, narrow, short, size, slice, wide};
use crate::extract::assembly::Assembly;
use crate::extract::charset;

/// No set of properties has more than this many that are read.
const MOST: usize = 1000;

/// Reads the stream of one or more property sets; `is_summary` says which of the two streams it is.
pub fn read(stream: &[u8], is_summary: bool, assembly: &mut Assembly) {
    let sets = size(stream, 24).unwrap_or(0).min(2);
    for n in 0..sets {
        let Some(start) = size(stream, 28 + 20 * n + 16) else {
            return;
        };
        set(slice(stream, start, stream.len()), is_summary, n, assembly);
    }
}

fn set(set: &[u8], is_summary: bool, nth: usize, assembly: &mut Assembly) {
    let count = size(set, 4).unwrap_or(0).min(MOST);
    let entries: Vec<(u32, usize)> = (0..count)
        .map_while(|n| Some((long(set, 8 + 8 * n)?, size(set, 12 + 8 * n)?)))
        .collect();
    let page = entries
        .iter()
        .find(|(id, _)| *id == 1)
        .and_then(|(_, at)| short(set, at + 4))
        .unwrap_or(1252);
    let own: Vec<(u32, String)> = match nth {
        1 => entries
            .iter()
            .find(|(id, _)| *id == 0)
            .map(|(_, at)| names(set, *at, page))
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    for (id, at) in entries {
        let name = match (is_summary, nth) {
            (true, 0) => summary_name(id),
            (false, 0) => document_name(id),
            _ => own
                .iter()
                .find(|(known, _)| *known == id)
                .map(|(_, name)| name.as_str()),
        };
        if let (Some(name), Some(value)) = (name, value(set, at, page)) {
            assembly.field(name, &value);
        }
    }
}

/// The names that a user gave to properties, by their numbers.
fn names(set: &[u8], at: usize, page: u16) -> Vec<(u32, String)> {
    let count = size(set, at).unwrap_or(0).min(MOST);
    let mut at = at + 4;
    let mut names = Vec::new();
    for _ in 0..count {
        let (Some(id), Some(length)) = (long(set, at), size(set, at + 4)) else {
            break;
        };
        let bytes = match page {
            1200 => length.saturating_mul(2).next_multiple_of(4),
            _ => length,
        };
        names.push((id, text(slice(set, at + 8, bytes), page)));
        at = at.saturating_add(8).saturating_add(bytes);
    }
    names
}

fn value(set: &[u8], at: usize, page: u16) -> Option<String> {
    let kind = long(set, at)?;
    let data = at + 4;
    Some(match kind {
        2 => short(set, data)?.to_string(),
        3 => (long(set, data)? as i32).to_string(),
        11 => (short(set, data)? != 0).to_string(),
        30 => text(slice(set, data + 4, size(set, data)?), page),
        31 => wide(slice(set, data + 4, size(set, data)?.saturating_mul(2)))
            .trim_end_matches('\0')
            .to_owned(),
        64 => moment(u64::from(long(set, data)?) | u64::from(long(set, data + 4)?) << 32)?,
        _ => return None,
    })
}

fn text(bytes: &[u8], page: u16) -> String {
    if page == 1200 {
        return wide(bytes).trim_end_matches('\0').to_owned();
    }
    let bytes = bytes.split(|b| *b == 0).next().unwrap_or_default();
    match page {
        1252 => narrow(bytes),
        65001 => charset::decode(bytes, Some("utf-8")).0,
        10000 => charset::decode(bytes, Some("macintosh")).0,
        932 => charset::decode(bytes, Some("shift_jis")).0,
        936 => charset::decode(bytes, Some("gb18030")).0,
        949 => charset::decode(bytes, Some("euc-kr")).0,
        950 => charset::decode(bytes, Some("big5")).0,
        page => charset::decode(bytes, Some(&format!("windows-{page}"))).0,
    }
}

/// A time counted in tenths of microseconds since 1601; none for spans of time, which begin there too.
fn moment(ticks: u64) -> Option<String> {
    const TO_1970: i64 = 11_644_473_600;
    let seconds = i64::try_from(ticks / 10_000_000).ok()? - TO_1970;
    if seconds < 0 {
        return None;
    }
    Some(jiff::Timestamp::from_second(seconds).ok()?.to_string())
}

fn summary_name(id: u32) -> Option<&'static str> {
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

fn document_name(id: u32) -> Option<&'static str> {
    Some(match id {
        2 => "category",
        14 => "manager",
        15 => "company",
        27 => "content status",
        _ => return None,
    })
}
