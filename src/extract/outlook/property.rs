//! MAPI properties as they lie in a file: a number, a type and bytes, and what they say.
//!
//! Values are kept raw, so that what is not understood can be handed on and nothing decoded goes into an identity.
//! Types and numbers are those of MS-OXCDATA 2.11.1 and MS-OXPROPS.

use std::collections::BTreeMap;

use super::super::charset;
use crate::extract::code_page;

/// Type: a 16-bit number.
pub const INTEGER16: u16 = 0x0002;
/// Type: a 32-bit number.
pub const INTEGER32: u16 = 0x0003;
/// Type: yes or no.
pub const BOOLEAN: u16 = 0x000B;
/// Type: an object that lies elsewhere: an embedded message or a storage.
pub const OBJECT: u16 = 0x000D;
/// Type: a string in a code page.
pub const STRING8: u16 = 0x001E;
/// Type: a string in UTF-16, little-endian.
pub const UNICODE: u16 = 0x001F;
/// Type: a moment, in units of 100 ns since 1 January 1601 UTC.
pub const TIME: u16 = 0x0040;
/// Type: a GUID.
pub const GUID: u16 = 0x0048;
/// Type: bytes.
pub const BINARY: u16 = 0x0102;
/// Flag of a type: several values.
pub const MANY: u16 = 0x1000;

/// How many bytes a value of this type has, where all have as many.
pub fn width(kind: u16) -> Option<usize> {
    match kind {
        0x0000 | 0x0001 => Some(0),
        INTEGER16 | BOOLEAN => Some(2),
        INTEGER32 | 0x0004 | 0x000A => Some(4),
        0x0005 | 0x0006 | 0x0007 | 0x0014 | TIME => Some(8),
        GUID => Some(16),
        _ => None,
    }
}

/// A value, raw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Its type, [`MANY`] included.
    pub kind: u16,
    /// Its bytes; several where the type says so, else one.
    pub data: Vec<Vec<u8>>,
}

impl Value {
    /// A single value.
    pub fn one(kind: u16, bytes: Vec<u8>) -> Self {
        Self {
            kind,
            data: vec![bytes],
        }
    }

    /// The bytes of the first value.
    pub fn bytes(&self) -> &[u8] {
        self.data.first().map_or(&[], Vec::as_slice)
    }

    fn number(&self) -> Option<i64> {
        let bytes = self.bytes();
        match self.kind {
            INTEGER16 => bytes
                .first_chunk()
                .map(|b| i64::from(i16::from_le_bytes(*b))),
            INTEGER32 | 0x000A => bytes
                .first_chunk()
                .map(|b| i64::from(i32::from_le_bytes(*b))),
            BOOLEAN => bytes.first().map(|b| i64::from(*b != 0)),
            0x0014 | TIME => bytes.first_chunk().map(|b| i64::from_le_bytes(*b)),
            _ => None,
        }
    }
}

/// The name of a property that has no fixed number: a set, and a number or a word within it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The set, as a GUID's sixteen bytes.
    pub set: [u8; 16],
    /// The number or the word.
    pub key: Key,
}

/// What names a property within its set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A number.
    Number(u32),
    /// A word.
    Word(String),
}

/// The names that stand behind the numbers from 0x8000 on.
pub type Names = BTreeMap<u16, Name>;

/// The set of names for anything (PS_PUBLIC_STRINGS).
pub const PUBLIC_STRINGS: [u8; 16] = set(0x0002_0329);
/// The set of MAPI itself (PS_MAPI).
pub const MAPI: [u8; 16] = set(0x0002_0328);
/// The set of what many items have (PSETID_Common).
pub const COMMON: [u8; 16] = set(0x0006_2008);
/// The set of addresses (PSETID_Address).
pub const ADDRESS: [u8; 16] = set(0x0006_2004);
/// The set of appointments (PSETID_Appointment).
pub const APPOINTMENT: [u8; 16] = set(0x0006_2002);
/// The set of tasks (PSETID_Task).
pub const TASK: [u8; 16] = set(0x0006_2003);

const fn set(first: u32) -> [u8; 16] {
    let [a, b, c, d] = first.to_le_bytes();
    [a, b, c, d, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46]
}

/// The properties of a message, a recipient or an attachment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties {
    map: BTreeMap<u16, Value>,
}

impl Properties {
    /// Keeps a value. Of two under one number a UTF-16 string is kept rather than one in a code page.
    pub fn put(&mut self, id: u16, value: Value) {
        let weaker = |old: &Value| old.kind == UNICODE && value.kind == STRING8;
        if !self.map.get(&id).is_some_and(weaker) {
            self.map.insert(id, value);
        }
    }

    /// Takes a value out.
    pub fn take(&mut self, id: u16) -> Option<Value> {
        self.map.remove(&id)
    }

    /// A value.
    pub fn get(&self, id: u16) -> Option<&Value> {
        self.map.get(&id)
    }

    /// All values, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u16, &Value)> {
        self.map.iter().map(|(id, value)| (*id, value))
    }

    /// All values, in the order of their numbers, to be kept.
    pub fn into_values(self) -> impl Iterator<Item = (u16, Value)> {
        self.map.into_iter()
    }

    /// A whole number, a yes or no, or a moment, as a number.
    pub fn number(&self, id: u16) -> Option<i64> {
        self.get(id)?.number()
    }

    /// The bytes of a binary value that is not empty.
    pub fn bytes(&self, id: u16) -> Option<&[u8]> {
        self.get(id)
            .map(Value::bytes)
            .filter(|bytes| !bytes.is_empty())
    }
}

/// A message, with what it holds, wherever it was read.
#[derive(Debug, Clone, Default)]
pub struct Object {
    /// Its properties.
    pub properties: Properties,
    /// The names of those from 0x8000 on.
    pub names: Names,
    /// Whom it went to.
    pub recipients: Vec<Properties>,
    /// What hangs on it.
    pub attachments: Vec<Attachment>,
    /// What was guessed or lost while reading.
    pub doubts: Vec<String>,
    /// What could not be read.
    pub problems: Vec<super::Problem>,
}

/// What hangs on a message.
#[derive(Debug, Clone, Default)]
pub struct Attachment {
    /// Its properties; its bytes are one of them.
    pub properties: Properties,
    /// What is no property.
    pub held: Held,
}

/// What an attachment holds besides properties.
#[derive(Debug, Clone, Default)]
pub enum Held {
    /// Nothing.
    #[default]
    Nothing,
    /// A message.
    Message(Box<Object>),
    /// A file of its own: a compound file, or a message within a winmail.dat.
    File(Vec<u8>),
    /// Something that could not be read.
    Lost(super::Problem),
}

/// Reads strings in the code page that holds for an object.
#[derive(Debug, Clone, Default)]
pub struct Speech {
    label: Option<String>,
    unknown: Option<i64>,
}

impl Speech {
    /// The code page of a message's own strings: PidTagMessageCodepage, else PidTagInternetCodepage.
    pub fn of(properties: &Properties) -> Self {
        let page = properties
            .number(0x3FFD)
            .filter(|page| *page > 0)
            .or_else(|| properties.number(0x3FDE).filter(|page| *page > 0));
        let label = page.and_then(code_page::label);
        Self {
            unknown: page.filter(|_| label.is_none()),
            label: label.map(str::to_owned),
        }
    }

    /// A string; what was guessed goes to `doubts`.
    pub fn text(
        &self,
        properties: &Properties,
        id: u16,
        doubts: &mut Vec<String>,
    ) -> Option<String> {
        let value = properties.get(id)?;
        self.said(value, value.bytes(), doubts)
    }

    /// Every string of a value that may have several, joined with `; `.
    pub fn texts(&self, value: &Value, doubts: &mut Vec<String>) -> Option<String> {
        let all: Vec<String> = value
            .data
            .iter()
            .filter_map(|bytes| self.said(value, bytes, doubts))
            .collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    fn said(&self, value: &Value, bytes: &[u8], doubts: &mut Vec<String>) -> Option<String> {
        let text = match value.kind & !MANY {
            UNICODE => utf16(bytes),
            STRING8 => {
                let end = bytes.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
                let bytes = &bytes[..end];
                if let Some(page) = self.unknown.filter(|_| !bytes.is_ascii()) {
                    note(
                        doubts,
                        format!("code page {page} is not known; its text was guessed"),
                    );
                }
                let (text, doubt) = charset::read(bytes, self.label.as_deref());
                if let Some(doubt) = doubt {
                    note(doubts, format!("text in a code page: {doubt}"));
                }
                text.into_owned()
            }
            _ => return None,
        };
        // NUL inside a string is not a sign: some writers count the end mark twice
        let text = if text.contains('\0') {
            text.replace('\0', " ")
        } else {
            text
        };
        (!text.trim().is_empty()).then_some(text)
    }
}

/// Keeps a doubt once.
pub fn note(doubts: &mut Vec<String>, doubt: String) {
    if !doubts.contains(&doubt) {
        doubts.push(doubt);
    }
}

/// UTF-16, little-endian, without the zeros at its end.
pub fn utf16(bytes: &[u8]) -> String {
    let mut units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    while units.last() == Some(&0) {
        units.pop();
    }
    String::from_utf16_lossy(&units)
}

/// A moment as RFC 5322 writes it, in UTC; none for what lies outside the years 1970 to 9999.
pub fn moment(ticks: i64) -> Option<jiff::Timestamp> {
    const TO_UNIX: i64 = 11_644_473_600;
    let seconds = ticks.div_euclid(10_000_000) - TO_UNIX;
    if seconds <= 0 {
        return None;
    }
    jiff::Timestamp::from_second(seconds).ok()
}

/// A moment as RFC 5322 writes it, in UTC.
pub fn mail_date(at: jiff::Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// A subject without the two control signs by which stores mark its prefix: U+0001 and a length (MS-PST 2.5.3.1.1.1).
pub fn without_prefix_mark(subject: &str) -> &str {
    let Some(rest) = subject.strip_prefix('\u{1}') else {
        return subject;
    };
    let mut signs = rest.chars();
    signs.next();
    signs.as_str()
}
