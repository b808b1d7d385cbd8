//! An [`Object`] written as a .msg file, and any streams as a compound file.
//!
//! A message within a message and a message of a store have no bytes of their own that a program could open; what
//! `show --raw` gives for them is this file. The same object always gives the same bytes: no time of writing goes in,
//! properties stand in the order of their numbers, and names get their numbers in the order of sets and keys.
//! Layout: MS-CFB version 3 and MS-OXMSG.

use std::collections::{BTreeMap, BTreeSet};

use super::property::{
    Attachment, Held, Key, MANY, Name, Names, OBJECT, Object, Properties, STRING8, UNICODE, Value,
    width,
};
use super::storage::in_stream;

/// The object as a .msg file.
pub fn message(object: Object) -> Vec<u8> {
    let numbers = Numbers::of(&object);
    let mut streams = Vec::new();
    put_names(&numbers, &mut streams);
    put_object(object, "", 0, &numbers, &mut streams);
    compound(&streams)
}

/// Names under the numbers that they get in the file.
struct Numbers(BTreeMap<Name, u16>);

impl Numbers {
    fn of(object: &Object) -> Self {
        let mut all = BTreeMap::new();
        // numbers that have no name in their object keep their place
        let mut taken = BTreeSet::new();
        let mut left = vec![object];
        while let Some(object) = left.pop() {
            let holders = std::iter::once(&object.properties)
                .chain(&object.recipients)
                .chain(
                    object
                        .attachments
                        .iter()
                        .map(|attachment| &attachment.properties),
                );
            for (id, _) in holders
                .flat_map(Properties::iter)
                .filter(|(id, _)| *id >= 0x8000)
            {
                match object.names.get(&id) {
                    Some(name) => drop(all.insert(name.clone(), id)),
                    None => drop(taken.insert(id)),
                }
            }
            left.extend(object.attachments.iter().filter_map(
                |attachment| match &attachment.held {
                    Held::Message(message) => Some(message.as_ref()),
                    _ => None,
                },
            ));
        }
        let free = (0x8000..=0xFFFE).filter(|id| !taken.contains(id));
        for (nth, number) in free.zip(all.values_mut()) {
            *number = nth;
        }
        Self(all)
    }

    fn told(&self, id: u16, names: &Names) -> u16 {
        let number = names.get(&id).and_then(|name| self.0.get(name));
        number.copied().unwrap_or(id)
    }
}

type Streams = Vec<(String, Vec<u8>)>;

fn put_names(numbers: &Numbers, streams: &mut Streams) {
    let mut sets: Vec<[u8; 16]> = Vec::new();
    let (mut entries, mut words) = (Vec::new(), Vec::new());
    for (name, id) in &numbers.0 {
        let set = match sets.iter().position(|set| *set == name.set) {
            Some(at) => at,
            None => {
                sets.push(name.set);
                sets.len() - 1
            }
        };
        let (value, word) = match &name.key {
            Key::Number(number) => (*number, 0),
            Key::Word(word) => {
                let at = words.len() as u32;
                let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
                words.extend((wide.len() as u32).to_le_bytes());
                words.extend(&wide);
                words.resize(words.len().next_multiple_of(4), 0);
                (at, 1)
            }
        };
        entries.extend(value.to_le_bytes());
        entries.extend((((set + 3) as u16) << 1 | word).to_le_bytes());
        entries.extend((id - 0x8000).to_le_bytes());
    }
    for (number, bytes) in [("0002", sets.concat()), ("0003", entries), ("0004", words)] {
        streams.push((
            format!("__nameid_version1.0/__substg1.0_{number}0102"),
            bytes,
        ));
    }
}

fn put_object(object: Object, path: &str, depth: usize, numbers: &Numbers, streams: &mut Streams) {
    let mut header = vec![0; 8];
    let counts = [
        object.recipients.len() as u32,
        object.attachments.len() as u32,
    ];
    for _ in 0..2 {
        counts
            .iter()
            .for_each(|count| header.extend(count.to_le_bytes()));
    }
    if depth == 0 {
        header.extend([0; 8]);
    }
    let told = |id| numbers.told(id, &object.names);
    put_properties(object.properties, path, header, &told, &[], streams);
    for (nth, recipient) in object.recipients.into_iter().enumerate() {
        let path = format!("{path}__recip_version1.0_#{nth:08X}/");
        put_properties(recipient, &path, vec![0; 8], &told, &[], streams);
    }
    for (nth, attachment) in object.attachments.into_iter().enumerate() {
        let path = format!("{path}__attach_version1.0_#{nth:08X}/");
        put_attachment(attachment, &path, depth, numbers, &told, streams);
    }
}

fn put_attachment(
    attachment: Attachment,
    path: &str,
    depth: usize,
    numbers: &Numbers,
    told: &dyn Fn(u16) -> u16,
    streams: &mut Streams,
) {
    let inner = format!("{path}__substg1.0_3701000D/");
    let mut also: &[(u16, u16)] = &[(0x3701, OBJECT)];
    match attachment.held {
        Held::Message(message) => put_object(*message, &inner, depth + 1, numbers, streams),
        Held::File(bytes) => {
            // an OLE object is a storage; what is no compound file stays bytes
            match super::storage::streams_of(&bytes, &super::Limits::default()) {
                Some(held) if !held.is_empty() => streams.extend(
                    held.into_iter()
                        .map(|(name, bytes)| (format!("{inner}{name}"), bytes)),
                ),
                _ => {
                    streams.push((format!("{path}__substg1.0_37010102"), bytes));
                    also = &[];
                }
            }
        }
        Held::Nothing | Held::Lost(_) => also = &[],
    }
    put_properties(attachment.properties, path, vec![0; 8], told, also, streams);
}

fn put_properties(
    properties: Properties,
    path: &str,
    header: Vec<u8>,
    told: &dyn Fn(u16) -> u16,
    also: &[(u16, u16)],
    streams: &mut Streams,
) {
    const READABLE_AND_WRITABLE: u32 = 6;
    let mut table = header;
    let mut entry = |id: u16, kind: u16, value: [u8; 8]| {
        table.extend(kind.to_le_bytes());
        table.extend(id.to_le_bytes());
        table.extend(READABLE_AND_WRITABLE.to_le_bytes());
        table.extend(value);
    };
    for (id, value) in properties.into_values() {
        let id = told(id);
        if !in_stream(value.kind) {
            let mut fixed = [0; 8];
            let bytes = value.bytes();
            let size = bytes.len().min(8);
            fixed[..size].copy_from_slice(&bytes[..size]);
            entry(id, value.kind, fixed);
            continue;
        }
        let kind = value.kind;
        let [a, b, c, d] = (put_value(id, value, path, streams) as u32).to_le_bytes();
        entry(id, kind, [a, b, c, d, 3, 0, 0, 0]);
    }
    for (id, kind) in also {
        entry(*id, *kind, [0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0]);
    }
    streams.push((format!("{path}__properties_version1.0"), table));
}

/// Puts a value's streams; the size that the table tells.
fn put_value(id: u16, value: Value, path: &str, streams: &mut Streams) -> usize {
    let name = format!("{path}__substg1.0_{id:04X}{:04X}", value.kind);
    let single = value.kind & !MANY;
    if value.kind & MANY == 0 || width(single).is_some() {
        let bytes = match value.data.len() {
            1 => value.data.into_iter().next().unwrap_or_default(),
            _ => value.data.concat(),
        };
        let size = bytes.len();
        streams.push((name, bytes));
        return match value.kind {
            STRING8 => size + 1,
            UNICODE => size + 2,
            _ => size,
        };
    }
    let mut sizes = Vec::new();
    for (nth, bytes) in value.data.into_iter().enumerate() {
        sizes.extend((bytes.len() as u32).to_le_bytes());
        if !matches!(single, STRING8 | UNICODE) {
            sizes.extend([0; 4]);
        }
        streams.push((format!("{name}-{nth:08X}"), bytes));
    }
    let size = sizes.len();
    streams.push((name, sizes));
    size
}

pub use super::sectors::compound;
