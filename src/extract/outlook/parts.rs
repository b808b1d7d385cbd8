//! What hangs on an item: files, messages, OLE objects, and what is only pointed to.
//!
//! Methods of attaching are those of MS-OXCMSG 2.2.2.9.

use super::super::{sniff, wrapped};
use super::property::{Attachment, Held, Object, Speech, note};
use super::{Category, Part, Problem, Step, written};

/// What hangs on an item.
pub struct Found {
    /// The parts to be read.
    pub parts: Vec<Part>,
    /// What is said of attachments besides: paths of those that lie elsewhere.
    pub described: String,
    /// Why the item's text needs a key, if it does.
    pub sealed: Option<Sealed>,
}

/// That an item needs a key.
pub struct Sealed {
    /// What was met.
    pub reason: &'static str,
    /// Whether the text shown beside it is not the message's own.
    pub always: bool,
}

/// Takes the attachments out of an object as parts; `also` are files that lay in its text.
pub fn of(
    object: &mut Object,
    speech: &Speech,
    class: &str,
    also: Vec<Part>,
    doubts: &mut Vec<String>,
) -> Found {
    let mut found = Found {
        parts: Vec::new(),
        described: String::new(),
        sealed: None,
    };
    let class = class.to_ascii_lowercase();
    let signed_outside = class.contains(".smime.multipartsigned");
    let rights = class.contains(".rpmsg");
    let smime = class.contains(".smime") && !signed_outside;
    for attachment in std::mem::take(&mut object.attachments) {
        let text = |id: u16, doubts: &mut Vec<String>| {
            speech
                .text(&attachment.properties, id, doubts)
                .map(|text| text.replace(|c: char| c.is_control(), "").trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        let name = text(0x3707, doubts)
            .or_else(|| text(0x3704, doubts))
            .or_else(|| text(0x3001, doubts));
        let declared = text(0x370E, doubts).map(|kind| kind.to_ascii_lowercase());
        let method = attachment.properties.number(0x3705).unwrap_or(1);
        let elsewhere = text(0x370D, doubts).or_else(|| text(0x3708, doubts));
        if let Some(path) = &elsewhere {
            found.described.push_str(path);
            found.described.push('\n');
        }
        let empty = matches!(attachment.held, Held::Nothing)
            && attachment.properties.bytes(0x3701).is_none();
        if matches!(method, 2 | 3 | 4 | 7) && empty {
            let path = elsewhere
                .or_else(|| name.clone())
                .unwrap_or_else(|| "nowhere named".into());
            note(
                doubts,
                format!(
                    "an attachment is only a link ({path}); what it leads to is not part of the message"
                ),
            );
            continue;
        }
        let rpmsg = declared.as_deref() == Some("application/x-microsoft-rpmsg-message")
            || name
                .as_deref()
                .is_some_and(|name| name.eq_ignore_ascii_case("message.rpmsg"));
        let part = part(attachment, name, declared, method);
        if rpmsg || rights {
            found.sealed = Some(Sealed {
                reason: "a message protected by rights management: its text needs a licence",
                always: true,
            });
        } else if smime && is_enveloped(&part.bytes) {
            found.sealed = Some(Sealed {
                reason: "an encrypted message (S/MIME)",
                always: false,
            });
        }
        let mut part = numbered(part, found.parts.len() + 1);
        if signed_outside
            && part
                .declared
                .as_deref()
                .is_none_or(|kind| kind.starts_with("multipart/"))
        {
            // what was signed is a MIME entity with headers of its own
            part.declared = Some("message/rfc822".into());
        }
        found.parts.push(part);
    }
    for part in also {
        found.parts.push(numbered(part, found.parts.len() + 1));
    }
    found
}

fn numbered(part: Part, n: usize) -> Part {
    let named = Some(part.name.clone()).filter(|name| !name.is_empty());
    Part {
        steps: vec![Step::Attachment(
            u32::try_from(n).unwrap_or(u32::MAX),
            named,
        )],
        ..part
    }
}

fn part(
    mut attachment: Attachment,
    name: Option<String>,
    declared: Option<String>,
    method: i64,
) -> Part {
    const DATA: u16 = 0x3701;
    let mut part = Part {
        steps: Vec::new(),
        name: name.unwrap_or_default(),
        declared,
        charset: None,
        bytes: Vec::new(),
        doubts: Vec::new(),
        problem: None,
    };
    match std::mem::take(&mut attachment.held) {
        Held::Message(message) => {
            part.declared = Some("application/vnd.ms-outlook".into());
            part.bytes = written::message(*message);
        }
        Held::File(bytes) => unwrap(&mut part, bytes),
        Held::Lost(problem) => part.problem = Some(problem),
        Held::Nothing => match attachment.properties.take(DATA) {
            Some(mut value) if value.data.len() == 1 => {
                part.bytes = value.data.swap_remove(0);
                if method == 6 {
                    let bytes = std::mem::take(&mut part.bytes);
                    unwrap(&mut part, bytes);
                }
            }
            _ if method == 5 => {
                part.problem = Some(lost("an embedded message whose bytes are not there"))
            }
            _ if method == 1 => {
                part.problem = Some(lost("an attachment whose bytes are not there"))
            }
            _ => part.problem = Some(sniff::no_text("an attachment without bytes")),
        },
    }
    part
}

fn lost(reason: &str) -> Problem {
    Problem {
        category: Category::Damaged,
        reason: reason.into(),
    }
}

/// An OLE object: the file that it wraps where it wraps one, else the object itself.
fn unwrap(part: &mut Part, bytes: Vec<u8>) {
    part.declared = part
        .declared
        .take()
        .filter(|kind| kind != "application/octet-stream");
    let found = wrapped::unwrapped(&bytes);
    if found.bytes != bytes {
        part.doubts.push("taken out of an OLE object".into());
    }
    part.name = found.name.unwrap_or(std::mem::take(&mut part.name));
    part.bytes = found.bytes;
}

/// PKCS #7 that is sealed: its object identifier is that of enveloped data, or it is no signed data.
fn is_enveloped(bytes: &[u8]) -> bool {
    let head = bytes.get(..64).unwrap_or(bytes);
    let has = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
    let signed = has(b"\xF7\x0D\x01\x07\x02");
    has(b"\xF7\x0D\x01\x07\x03") || (head.first() == Some(&0x30) && !signed)
}
