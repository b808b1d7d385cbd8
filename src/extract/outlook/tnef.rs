//! winmail.dat: the envelope (TNEF) in which Outlook sends what mail has no place for. Follows MS-OXTNEF.
//!
//! A list of attributes, each with a check sum: those of the message first, then those of each attachment. One that is
//! cut off is read as far as it goes, and said; the rest cannot be found then.

use std::collections::BTreeMap;

use super::super::{Category, Limits, Problem, charset};
use super::property::{
    Attachment, BINARY, Held, INTEGER32, Key, MANY, Name, Names, OBJECT, Object, Properties,
    STRING8, TIME, UNICODE, Value, note, utf16, width,
};

/// Reads a winmail.dat.
pub fn read(bytes: &[u8], limits: &Limits) -> Object {
    let mut reading = Reading {
        object: Object::default(),
        names: Names::new(),
        told: BTreeMap::new(),
        zoneless: Vec::new(),
        left: limits.parts,
    };
    let mut rest = bytes.get(6..).unwrap_or_default();
    while !rest.is_empty() {
        match attribute(rest) {
            Some(found) => {
                let sum = found
                    .data
                    .iter()
                    .fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
                if found.sum != Some(sum) {
                    let doubt = match found.whole {
                        true => "a check sum in winmail.dat is wrong",
                        false => "winmail.dat is cut off",
                    };
                    note(&mut reading.object.doubts, doubt.into());
                }
                if !found.whole {
                    reading.object.problems.push(Problem {
                        category: Category::Damaged,
                        reason: "winmail.dat is cut off; what came after is not there".into(),
                    });
                }
                reading.take(found.attachment, found.id, found.data);
                rest = found.rest;
            }
            None => {
                if !rest
                    .iter()
                    .all(|byte| matches!(byte, 0 | b'\r' | b'\n' | b' '))
                {
                    note(
                        &mut reading.object.doubts,
                        format!(
                            "{} bytes at the end of winmail.dat belong to nothing",
                            rest.len()
                        ),
                    );
                }
                break;
            }
        }
    }
    reading.settle_times();
    reading.object.names = reading.names;
    reading.object
}

struct Attribute<'a> {
    attachment: bool,
    id: u16,
    data: &'a [u8],
    sum: Option<u16>,
    whole: bool,
    rest: &'a [u8],
}

/// The next attribute; none where no attribute begins here.
fn attribute(bytes: &[u8]) -> Option<Attribute<'_>> {
    let (level, rest) = bytes.split_first()?;
    if !matches!(level, 1 | 2) {
        return None;
    }
    let id = u16::from_le_bytes(*rest.first_chunk()?);
    let size = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?) as usize;
    let rest = rest.get(8..)?;
    let data = rest.get(..size).unwrap_or(rest);
    let after = rest.get(size..).unwrap_or_default();
    Some(Attribute {
        attachment: *level == 2,
        id,
        data,
        sum: after.first_chunk().map(|sum| u16::from_le_bytes(*sum)),
        whole: rest.len() >= size,
        rest: after.get(2..).unwrap_or_default(),
    })
}

struct Reading {
    object: Object,
    names: Names,
    told: BTreeMap<Name, u16>,
    /// Times of the message that older attributes tell, without a time zone.
    zoneless: Vec<(u16, Value)>,
    /// Attachments and recipients that may still come.
    left: usize,
}

impl Reading {
    fn take(&mut self, attachment: bool, id: u16, data: &[u8]) {
        match (attachment, id) {
            (false, 0x9003) => {
                let properties = self.list(&mut Bytes(data));
                for (id, value) in properties.into_iter().flat_map(|(list, _)| list) {
                    self.object.properties.put(id, value);
                }
            }
            (false, 0x9004) => self.recipients(data),
            (false, 0x9007) => self.number(0x3FFD, data),
            (false, 0x8004) => self.string(0x0037, data),
            (false, 0x800C) => self.string(0x1000, data),
            (false, 0x8008) => self.class(data),
            (false, 0x8000) => self.from(data),
            (false, 0x8005) => self.time(0x0039, data),
            (false, 0x8006) => self.time(0x0E06, data),
            (false, 0x8009) => {}
            (true, 0x9002) => self.attach(data),
            (true, 0x8010) => self.of_last(0x3704, STRING8, data),
            (true, 0x9001) => self.of_last(0x3707, STRING8, data),
            (true, 0x800F) => self.of_last(0x3701, BINARY, data),
            (true, 0x9005) => self.of_attachment(data),
            _ => {}
        }
    }

    fn spend(&mut self) -> bool {
        let any = self.left > 0;
        self.left = self.left.saturating_sub(1);
        let problem = Problem {
            category: Category::TooLarge,
            reason: "not wholly read: more recipients and attachments than the limit on parts"
                .into(),
        };
        if !any && !self.object.problems.contains(&problem) {
            self.object.problems.push(problem);
        }
        any
    }

    /// A property that older attributes tell; what the list of properties tells comes later and is better.
    fn string(&mut self, id: u16, data: &[u8]) {
        if self.object.properties.get(id).is_none() && !data.is_empty() {
            let value = Value::one(STRING8, data.to_vec());
            self.object.properties.put(id, value);
        }
    }

    fn number(&mut self, id: u16, data: &[u8]) {
        if let Some(bytes) = data.first_chunk::<4>() {
            self.object
                .properties
                .put(id, Value::one(INTEGER32, bytes.to_vec()));
        }
    }

    /// The old names of classes begin with `IPM.Microsoft Mail.`.
    fn class(&mut self, data: &[u8]) {
        let (text, _) = charset::decode(data, Some("us-ascii"));
        let text = text.trim_end_matches('\0');
        let class = match text.strip_prefix("IPM.Microsoft Mail.") {
            Some("Note") | None => text
                .strip_prefix("IPM.Microsoft Mail.")
                .map_or(text.to_owned(), |_| "IPM.Note".into()),
            Some(other) => format!("IPM.{other}"),
        };
        self.string(0x001A, class.as_bytes());
    }

    /// Kind, total size, sizes of name and address, name, address with its kind before a colon.
    fn from(&mut self, data: &[u8]) {
        let size = |at: usize| {
            let pair = data.get(at..at + 2)?;
            Some(usize::from(u16::from_le_bytes([pair[0], pair[1]])))
        };
        let (Some(name), Some(address)) = (size(4), size(6)) else {
            return;
        };
        if let Some(name) = data.get(8..8 + name) {
            self.string(0x0C1A, name);
        }
        if let Some(address) = data.get(8 + name..8 + name + address) {
            let plain = memchr::memchr(b':', address).map_or(address, |at| &address[at + 1..]);
            self.string(0x0C1F, plain);
        }
    }

    /// Year, month, day, hour, minute, second and weekday, 16 bits each, by no time zone in particular.
    fn time(&mut self, id: u16, data: &[u8]) {
        let word = |nth: usize| {
            let pair = data.get(nth * 2..nth * 2 + 2)?;
            Some(i16::from_le_bytes([pair[0], pair[1]]))
        };
        let small = |nth: usize| word(nth).and_then(|word| i8::try_from(word).ok());
        let at = || {
            let (year, month, day) = (word(0)?, small(1)?, small(2)?);
            let (hour, minute, second) = (small(3)?, small(4)?, small(5)?);
            let at = jiff::civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
            at.to_zoned(jiff::tz::TimeZone::UTC).ok()
        };
        if let Some(at) = at() {
            let ticks = (at.timestamp().as_second() + 11_644_473_600) * 10_000_000;
            let value = Value::one(TIME, ticks.to_le_bytes().to_vec());
            self.zoneless.push((id, value));
        }
    }

    /// The times of older attributes count where no property tells them.
    fn settle_times(&mut self) {
        for (id, value) in std::mem::take(&mut self.zoneless) {
            if self.object.properties.get(id).is_none() {
                self.object.properties.put(id, value);
                note(
                    &mut self.object.doubts,
                    "a time in winmail.dat has no time zone; it was taken as UTC".into(),
                );
            }
        }
    }

    fn attach(&mut self, data: &[u8]) {
        if !self.spend() {
            return;
        }
        let mut attachment = Attachment::default();
        // kind of attachment: 2 is an OLE object
        if data.first() == Some(&2) {
            attachment
                .properties
                .put(0x3705, Value::one(INTEGER32, vec![6, 0, 0, 0]));
        }
        self.object.attachments.push(attachment);
    }

    fn of_last(&mut self, id: u16, kind: u16, data: &[u8]) {
        // a name or bytes before any rendering data begin an attachment of their own
        if self.object.attachments.is_empty() {
            self.attach(&[]);
        }
        let Some(last) = self.object.attachments.last_mut() else {
            return;
        };
        last.properties.put(id, Value::one(kind, data.to_vec()));
    }

    fn of_attachment(&mut self, data: &[u8]) {
        let Some((list, _)) = self.list(&mut Bytes(data)) else {
            return;
        };
        if self.object.attachments.is_empty() {
            self.attach(&[]);
        }
        let Some(last) = self.object.attachments.last_mut() else {
            return;
        };
        for (id, value) in list {
            if id != 0x3701 || value.kind != OBJECT {
                last.properties.put(id, value);
                continue;
            }
            // an interface's id says what the bytes are: a message as TNEF, else a storage or a stream
            let bytes = value.bytes();
            let inner = bytes.get(16..).unwrap_or_default().to_vec();
            let method = match bytes.first() {
                Some(7) => 5_u8,
                _ => 6,
            };
            if method == 5 {
                last.held = Held::File(inner);
            } else {
                last.properties.put(0x3701, Value::one(BINARY, inner));
            }
            last.properties
                .put(0x3705, Value::one(INTEGER32, vec![method, 0, 0, 0]));
        }
    }

    fn recipients(&mut self, data: &[u8]) {
        let mut bytes = Bytes(data);
        let count = bytes.le32().unwrap_or_default();
        for _ in 0..count {
            if bytes.0.is_empty() || !self.spend() {
                break;
            }
            let Some((list, whole)) = self.list(&mut bytes) else {
                break;
            };
            let mut recipient = Properties::default();
            list.into_iter()
                .for_each(|(id, value)| recipient.put(id, value));
            self.object.recipients.push(recipient);
            if !whole {
                break;
            }
        }
    }

    /// A list of properties, and whether it was read to its end; what could be read of it is kept.
    fn list(&mut self, bytes: &mut Bytes<'_>) -> Option<(Vec<(u16, Value)>, bool)> {
        let count = bytes.le32()?;
        let mut list = Vec::new();
        for _ in 0..count {
            let Some((id, value)) = self.property(bytes) else {
                note(
                    &mut self.object.doubts,
                    format!(
                        "a list of {count} properties in winmail.dat breaks off after {}",
                        list.len()
                    ),
                );
                return Some((list, false));
            };
            list.push((id, value));
        }
        Some((list, true))
    }

    fn property(&mut self, bytes: &mut Bytes<'_>) -> Option<(u16, Value)> {
        let kind = bytes.le16()?;
        let mut id = bytes.le16()?;
        if id >= 0x8000 {
            let set = bytes.some(16)?.try_into().ok()?;
            let key = match bytes.le32()? {
                0 => Key::Number(bytes.le32()?),
                _ => Key::Word(utf16(bytes.padded()?)),
            };
            id = self.told(id, Name { set, key });
        }
        let single = kind & !MANY;
        let sized = matches!(single, STRING8 | UNICODE | BINARY | OBJECT);
        let count = match sized || kind & MANY != 0 {
            true => bytes.le32()?,
            false => 1,
        };
        let mut data = Vec::new();
        for _ in 0..count {
            data.push(match (sized, width(single)) {
                (true, _) => bytes.padded()?.to_vec(),
                (false, Some(width)) => {
                    let value = bytes.some(width.next_multiple_of(4).max(4))?;
                    value[..width].to_vec()
                }
                (false, None) => return None,
            });
        }
        // every variable value comes with a count, which is one where the type says one
        let kind = if kind & MANY == 0 && data.len() > 1 {
            kind | MANY
        } else {
            kind
        };
        Some((id, Value { kind, data }))
    }

    /// The number under which a name is kept: in this file each list numbers its names anew.
    fn told(&mut self, id: u16, name: Name) -> u16 {
        if let Some(known) = self.told.get(&name) {
            return *known;
        }
        let Some(free) = u16::try_from(0x8000 + self.told.len())
            .ok()
            .filter(|id| *id < 0xFFFF)
        else {
            return id;
        };
        self.told.insert(name.clone(), free);
        self.names.insert(free, name);
        free
    }
}

/// Bytes still to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn some(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn le16(&mut self) -> Option<u16> {
        let bytes = self.some(2)?;
        Some(u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    fn le32(&mut self) -> Option<u32> {
        let bytes = self.some(4)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes))
    }

    /// A length, as many bytes, and what fills them up to a multiple of four.
    fn padded(&mut self) -> Option<&'a [u8]> {
        let size = self.le32()? as usize;
        let bytes = self.some(size)?;
        let filling = (size.next_multiple_of(4) - size).min(self.0.len());
        self.some(filling)?;
        Some(bytes)
    }
}
