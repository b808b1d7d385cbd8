//! Signed and sealed messages: S/MIME (PKCS #7 and CMS, RFC 5652) and PGP's armour (RFC 9580).
//!
//! A signature is opened, never checked: what was signed is read as what it is. A signature that stands apart from
//! what it signs, and certificates alone, have no words; a rule passes them by. What is sealed is said to be.

mod ber;

use super::archives::{closed, status};
use super::mail::from_base64 as decode_base64;
use super::{
    Category, Confidence, Extractor, Format, Limits, Opened, Part, Problem, Specimen, Step, sniff,
};

/// What the object identifiers of PKCS #7 and of CMS's additions begin with.
const PKCS7: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x07";
const CMS: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01";
const SEQUENCE: u8 = 0x30;
const OBJECT: u8 = 0x06;
const EXPLICIT: u8 = 0xA0;

/// Reads S/MIME and PGP envelopes.
pub struct Smime;

/// What an envelope holds.
enum Envelope {
    /// What was signed or packed, and whether it is cut off.
    Content(Vec<u8>, bool),
    /// A signature or certificates alone.
    Signature,
    /// It needs a key.
    Sealed,
    /// A kind that is not read, or broken.
    Other(Category, String),
}

impl Extractor for Smime {
    fn format(&self) -> Format {
        Format::Smime
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let start = specimen.bytes.trim_ascii_start();
        if is_pkcs7(specimen.bytes) || armoured(start).is_some() {
            return Some(Confidence::Certain);
        }
        let sealed = is_pgp_binary(specimen) || from_base64(specimen).is_some();
        sealed.then_some(Confidence::Certain)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let start = specimen.bytes.trim_ascii_start();
        let envelope = if is_pkcs7(specimen.bytes) {
            open(specimen.bytes, limits)
        } else if let Some(kind) = armoured(start) {
            match kind {
                Armour::Pkcs7 => match decoded(start) {
                    Some(bytes) => open(&bytes, limits),
                    None => broken("its armour cannot be undone"),
                },
                Armour::PgpMessage => Envelope::Sealed,
                Armour::PgpSignature => Envelope::Signature,
            }
        } else if let Some(bytes) = from_base64(specimen) {
            open(&bytes, limits)
        } else {
            Envelope::Sealed
        };
        match envelope {
            Envelope::Content(bytes, cut) => opened(specimen, bytes, cut),
            Envelope::Signature => signature(),
            Envelope::Sealed => {
                let what = if armoured(start).is_some() || is_pgp_binary(specimen) {
                    "a PGP message: needs a key"
                } else {
                    "an S/MIME message that is encrypted: needs a key"
                };
                closed(Format::Smime, Category::Encrypted, what)
            }
            Envelope::Other(category, reason) => closed(Format::Smime, category, reason),
        }
    }
}

/// What was signed in a message, where it stands inside the signature whole and is a message part itself.
pub(super) fn signed_entity(bytes: &[u8], limits: &Limits) -> Option<Vec<u8>> {
    let bytes = match is_pkcs7(bytes) {
        true => std::borrow::Cow::Borrowed(bytes),
        false => std::borrow::Cow::Owned(decoded(bytes)?),
    };
    match open(&bytes, limits) {
        Envelope::Content(content, false) if is_entity(&content) => Some(content),
        _ => None,
    }
}

/// Whether an opened specimen is a signature alone: it said nothing, held nothing, and nothing was wrong.
pub(super) fn is_signature_alone(opened: &Opened) -> bool {
    opened.extraction.format == Format::Smime
        && opened.parts.is_empty()
        && opened.problems.is_empty()
        && opened.extraction.passages.is_empty()
}

fn signature() -> Opened {
    Opened {
        extraction: sniff::nothing(Format::Smime),
        identity: None,
        parts: Vec::new(),
        problems: Vec::new(),
    }
}

fn opened(specimen: &Specimen<'_>, bytes: Vec<u8>, cut: bool) -> Opened {
    let entity = is_entity(&bytes);
    let name = content_name(specimen.name);
    let problem = cut.then(|| Problem {
        category: Category::Damaged,
        reason: format!(
            "the signed content is cut off after {} bytes; what is there was read",
            bytes.len()
        ),
    });
    let part = Part {
        steps: vec![Step::Member(name.clone())],
        name,
        declared: entity.then(|| "message/rfc822".to_owned()),
        charset: None,
        bytes,
        doubts: Vec::new(),
        problem,
    };
    let mut extraction = sniff::nothing(Format::Smime);
    extraction.text_status = status(&[]);
    Opened {
        extraction,
        identity: None,
        parts: vec![part],
        problems: Vec::new(),
    }
}

/// The name of signed content: the envelope's, less its own ending.
fn content_name(name: &str) -> String {
    let bare = [".p7m", ".p7", ".pkcs7", ".p7z"].iter().find_map(|ending| {
        let at = name.len().checked_sub(ending.len())?;
        let (bare, last) = name.split_at_checked(at)?;
        (last.eq_ignore_ascii_case(ending) && !bare.is_empty()).then_some(bare)
    });
    match bare {
        Some(bare) if bare.contains('.') => bare.to_owned(),
        _ => "signed content".to_owned(),
    }
}

/// Whether content begins with a header that tells how a message part is to be read.
fn is_entity(bytes: &[u8]) -> bool {
    let head = bytes.get(..2048).unwrap_or(bytes).trim_ascii_start();
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let Some(colon) = memchr::memchr(b':', line) else {
        return false;
    };
    let name = line[..colon].to_ascii_lowercase();
    let known: [&[u8]; 6] = [
        b"mime-version",
        b"from",
        b"received",
        b"message-id",
        b"date",
        b"subject",
    ];
    name.starts_with(b"content-") || known.contains(&name.as_slice())
}

fn is_pkcs7(bytes: &[u8]) -> bool {
    bytes.first() == Some(&SEQUENCE) && {
        let head = bytes.get(..64).unwrap_or(bytes);
        kind_of(head).is_some()
    }
}

/// The number at the end of the outermost object identifier.
fn kind_of(bytes: &[u8]) -> Option<(bool, u8)> {
    let outer = ber::elements(bytes).next().filter(|e| e.tag == SEQUENCE)?;
    let object = ber::elements(outer.content)
        .next()
        .filter(|element| element.tag == OBJECT)?
        .content;
    let number = |prefix: &[u8]| match object.strip_prefix(prefix) {
        Some([number]) => Some(*number),
        _ => None,
    };
    number(PKCS7)
        .map(|n| (true, n))
        .or_else(|| number(CMS).map(|n| (false, n)))
}

fn broken(reason: &str) -> Envelope {
    Envelope::Other(Category::Damaged, format!("a signed message: {reason}"))
}

fn open(bytes: &[u8], limits: &Limits) -> Envelope {
    let Some(outer) = ber::elements(bytes).next() else {
        return broken("it cannot be read");
    };
    let mut inside = ber::elements(outer.content);
    inside.next();
    let wrapped = inside
        .next()
        .filter(|element| element.tag == EXPLICIT)
        .and_then(|element| ber::elements(element.content).next());
    let Some(kind) = kind_of(bytes) else {
        return broken("its kind cannot be read");
    };
    match (kind, wrapped) {
        ((true, 3 | 4 | 6) | (false, 23), _) => Envelope::Sealed,
        (_, None) => broken("it has no content"),
        ((true, 1), Some(data)) => {
            let (content, cut) = ber::octets(data);
            Envelope::Content(content, cut)
        }
        ((true, 2 | 5) | (false, 9), Some(data)) => {
            // the content's own description is the first element that begins with an object identifier
            let described = ber::elements(data.content).find_map(|element| {
                let mut inner = ber::elements(element.content);
                let named = element.tag == SEQUENCE && inner.next()?.tag == OBJECT;
                let wrapped = inner.next().filter(|element| element.tag == EXPLICIT);
                // the algorithm of a packed one begins so as well, and wraps nothing
                (named && (kind != (false, 9) || wrapped.is_some())).then_some((element, wrapped))
            });
            let Some((description, wrapped)) = described else {
                return broken("its content cannot be found");
            };
            match wrapped.map(|element| ber::elements(element.content).next()) {
                Some(Some(element)) => {
                    let (content, cut) = ber::octets(element);
                    match kind {
                        (false, _) => inflated(&content, limits),
                        _ => Envelope::Content(content, cut),
                    }
                }
                None if !description.cut && description.content.len() < 64 => Envelope::Signature,
                _ => broken("it is cut off before its content"),
            }
        }
        ((true, n), _) => Envelope::Other(
            Category::Unsupported,
            format!("PKCS #7 content of kind {n}: no reader"),
        ),
        ((false, n), _) => Envelope::Other(
            Category::Unsupported,
            format!("CMS content of kind {n}: no reader"),
        ),
    }
}

/// Compressed content (RFC 3274).
fn inflated(packed: &[u8], limits: &Limits) -> Envelope {
    let unpacked = super::archives::unpack(
        &mut flate2::read::ZlibDecoder::new(packed),
        packed.len(),
        limits.unpacked,
        limits,
    );
    let whole = matches!(unpacked.end, super::archives::End::Whole);
    Envelope::Content(unpacked.bytes, !whole)
}

#[derive(Clone, Copy)]
enum Armour {
    Pkcs7,
    PgpMessage,
    PgpSignature,
}

fn armoured(start: &[u8]) -> Option<Armour> {
    const MARKS: [(&[u8], Armour); 5] = [
        (b"-----BEGIN PKCS7-----", Armour::Pkcs7),
        (b"-----BEGIN PKCS #7 SIGNED DATA-----", Armour::Pkcs7),
        (b"-----BEGIN CMS-----", Armour::Pkcs7),
        (b"-----BEGIN PGP MESSAGE", Armour::PgpMessage),
        (b"-----BEGIN PGP SIGNATURE", Armour::PgpSignature),
    ];
    MARKS
        .iter()
        .find(|(mark, _)| start.starts_with(mark))
        .map(|(_, kind)| *kind)
}

/// The bytes within armour, or in base64 without any, where they are PKCS #7.
fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let lines = text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().starts_with(b"-----"));
    let mut body = Vec::with_capacity(text.len());
    for line in lines {
        body.extend_from_slice(line.trim_ascii());
    }
    let bytes = decode_base64(&body);
    is_pkcs7(&bytes).then_some(bytes)
}

/// PKCS #7 in base64 without armour, which some programs write to a file: by its first letters, which stand for a
/// sequence, and by its name or kind.
fn from_base64(specimen: &Specimen<'_>) -> Option<Vec<u8>> {
    let name = specimen.name.to_ascii_lowercase();
    let named = [".p7m", ".p7s", ".p7c", ".p7b", ".p7"]
        .iter()
        .any(|ending| name.ends_with(ending))
        || specimen
            .declared
            .is_some_and(|kind| kind.contains("pkcs7-"));
    let start = specimen.bytes.trim_ascii_start();
    (named && start.starts_with(b"MI")).then(|| decoded(start))?
}

/// A PGP message in binary: by its name and its first packet, one that holds a session key.
fn is_pgp_binary(specimen: &Specimen<'_>) -> bool {
    let name = specimen.name.to_ascii_lowercase();
    let named = name.ends_with(".gpg") || name.ends_with(".pgp");
    let packet = specimen.bytes.first().map(|first| match first {
        0xC0..=0xFF => first & 0x3F,
        0x80..=0xBF => (first >> 2) & 0x0F,
        _ => 0,
    });
    // keys for a person or a passphrase, and data sealed by the latter
    named && matches!(packet, Some(1 | 3 | 9 | 18 | 20))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_named_after_its_envelope() {
        assert_eq!(content_name("Letter.pdf.P7M"), "Letter.pdf");
        assert_eq!(content_name("smime.p7m"), "signed content");
        assert_eq!(content_name(""), "signed content");
    }
}
