//! What makes an Outlook item the same content wherever it lies: in a .msg file, in another message, in a store.
//!
//! It is the SHA-256 of a version mark and raw values; the rule below is version 1 and never changes.
//!
//! 1. Of the item's properties those of [`FIXED`] count, in that order, then those of [`SETS`] by set and number, and
//!    then those named by words in the public set, by word. Each gives its number or name, the length of its bytes and
//!    its bytes, several values one after the other. A string's zeros at its end are cut, and so are the two control
//!    signs that stores put before a subject. Nothing is decoded: a text in a code page is not the same text in UTF-16.
//! 2. Each recipient gives kind, name and address; each attachment gives method, name and content, which is its bytes,
//!    the identity of the message that it is, or the streams of its storage. Recipients and attachments are put in the
//!    order of their digests, since stores and files keep them in orders of their own.
//! 3. An item with none of the properties is hashed as a file.
//!
//! Times of delivery, headers that each mailbox adds, flags and ids of a store do not count.

use sha2::{Digest, Sha256};

use super::super::outlook::property::{
    ADDRESS, APPOINTMENT, Attachment, Held, Key, MANY, Object, PUBLIC_STRINGS, Properties, STRING8,
    TASK, UNICODE, Value,
};

const VERSION: &[u8] = b"recordroom item 1\n";

/// Class, message id, from, sender, to, cc, bcc as shown, time of sending, subject and its parts, the three bodies.
const FIXED: [u16; 16] = [
    0x001A, 0x1035, 0x0042, 0x0065, 0x0C1A, 0x0C1F, 0x0E04, 0x0E03, 0x0E02, 0x0039, 0x0037, 0x003D,
    0x0E1D, 0x1000, 0x1013, 0x1009,
];
/// Names, addresses and numbers of contacts.
const PERSONAL: std::ops::RangeInclusive<u16> = 0x3A00..=0x3A6F;
/// What addresses, appointments and tasks say besides.
const SETS: [([u8; 16], std::ops::RangeInclusive<u32>); 3] = [
    (ADDRESS, 0x8005..=0x80E0),
    (APPOINTMENT, 0x8200..=0x8251),
    (TASK, 0x8101..=0x8139),
];
const SUBJECT: u16 = 0x0037;

/// The identity of an item; none where it has nothing to be known by.
pub fn of_item(object: &Object) -> Option<[u8; 32]> {
    let mut hash = Sha256::new();
    hash.update(VERSION);
    let mut found = false;
    for id in FIXED.into_iter().chain(PERSONAL) {
        if let Some(value) = object.properties.get(id) {
            found = true;
            hash.update(id.to_be_bytes());
            put_value(&mut hash, value, id == SUBJECT);
        }
    }
    let mut named: Vec<_> = object
        .names
        .iter()
        .filter(|(_, name)| match &name.key {
            Key::Number(number) => SETS
                .iter()
                .any(|(set, range)| *set == name.set && range.contains(number)),
            Key::Word(_) => name.set == PUBLIC_STRINGS,
        })
        .filter_map(|(id, name)| Some((name, object.properties.get(*id)?)))
        .collect();
    named.sort_by_key(|(name, _)| *name);
    for (name, value) in named {
        found = true;
        hash.update(name.set);
        match &name.key {
            Key::Number(number) => hash.update(number.to_be_bytes()),
            Key::Word(word) => put(&mut hash, word.as_bytes()),
        }
        put_value(&mut hash, value, false);
    }
    put_sorted(&mut hash, object.recipients.iter().map(recipient));
    put_sorted(&mut hash, object.attachments.iter().map(attachment));
    found.then(|| hash.finalize().into())
}

fn put(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

fn put_value(hash: &mut Sha256, value: &Value, subject: bool) {
    hash.update((value.data.len() as u64).to_be_bytes());
    for bytes in &value.data {
        let mut bytes = bytes.as_slice();
        match value.kind & !MANY {
            STRING8 => {
                while let Some(rest) = bytes.strip_suffix(&[0]) {
                    bytes = rest;
                }
                if subject && bytes.first() == Some(&1) {
                    bytes = bytes.get(2..).unwrap_or_default();
                }
            }
            UNICODE => {
                while let Some(rest) = bytes
                    .strip_suffix(&[0, 0])
                    .filter(|rest| rest.len() % 2 == 0)
                {
                    bytes = rest;
                }
                if subject && bytes.starts_with(&[1, 0]) {
                    bytes = bytes.get(4..).unwrap_or_default();
                }
            }
            _ => {}
        }
        put(hash, bytes);
    }
}

fn put_sorted(hash: &mut Sha256, digests: impl Iterator<Item = [u8; 32]>) {
    let mut digests: Vec<[u8; 32]> = digests.collect();
    digests.sort_unstable();
    hash.update((digests.len() as u64).to_be_bytes());
    digests.iter().for_each(|digest| hash.update(digest));
}

fn recipient(properties: &Properties) -> [u8; 32] {
    let mut hash = Sha256::new();
    // the kind's high bits tell whether it was delivered
    let kind = properties.number(0x0C15).map_or(1, |kind| kind & 0xF);
    hash.update(kind.to_be_bytes());
    for id in [0x3001, 0x3003] {
        match properties.get(id) {
            Some(value) => put_value(&mut hash, value, false),
            None => hash.update([0; 8]),
        }
    }
    hash.finalize().into()
}

fn attachment(attachment: &Attachment) -> [u8; 32] {
    let properties = &attachment.properties;
    let mut hash = Sha256::new();
    hash.update(properties.number(0x3705).unwrap_or(1).to_be_bytes());
    for id in [0x3707, 0x3704, 0x370D] {
        if let Some(value) = properties.get(id) {
            hash.update(id.to_be_bytes());
            put_value(&mut hash, value, false);
        }
    }
    match &attachment.held {
        // as deep as the reader that made the object went
        Held::Message(message) => hash.update(of_item(message).unwrap_or_default()),
        Held::File(bytes) => put(&mut hash, bytes),
        Held::Nothing | Held::Lost(_) => {
            put(&mut hash, properties.bytes(0x3701).unwrap_or_default())
        }
    }
    hash.finalize().into()
}
