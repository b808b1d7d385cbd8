//! What makes a message or a file the same content wherever it lies.
//!
//! A file is the SHA-256 of its bytes. A message is the SHA-256 of a version mark, the raw values of six header
//! fields and the raw body, so that the copy in an mbox, in a Maildir and in a forwarded attachment are one. The
//! rule below is version 1 and never changes: ids in old archives, logs and statements depend on it.
//!
//! 1. Blank lines and a `From ` line before the headers are left out.
//! 2. Line ends: CRLF becomes LF; where there is no LF at all, CR becomes LF.
//! 3. Of the headers only Message-ID, From, To, Cc, Date and Subject count, in that order, each field of a name in
//!    the order met: raw bytes, a fold (a line end and the white space after it) being one space, white space at
//!    either end cut.
//! 4. The body is raw. The `>` signs that mailboxes put before `From ` at the start of a line are left out, however
//!    many, and so are blank lines at the end.
//! 5. A message with none of the six fields is hashed as a file.

mod item;

use std::borrow::Cow;

use memchr::memchr;
use sha2::{Digest, Sha256};

use super::digests;

pub(super) use item::of_item;

const VERSION: &[u8] = b"recordroom message 1\n";
const FIELDS: [&str; 6] = ["message-id", "from", "to", "cc", "date", "subject"];

/// The identity of a file or an attachment: the SHA-256 of its bytes.
pub fn of_bytes(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The identity of a message, by the rule at the head of this file.
pub fn of_message(message: &[u8]) -> [u8; 32] {
    digest_of(message).unwrap_or_else(|| of_bytes(message))
}

fn digest_of(message: &[u8]) -> Option<[u8; 32]> {
    let mut digest = Sha256::new();
    count(message, |bytes| digest.update(bytes)).then(|| digest.finalize().into())
}

/// The identities of many messages, each as [`of_message`] tells it; none for what has none of the six fields.
pub fn of_messages(messages: &[&[u8]]) -> Vec<Option<[u8; 32]>> {
    if digests::has_own_instructions() {
        return messages.iter().map(|raw| digest_of(raw)).collect();
    }
    let together = |raw: &&[u8]| {
        let mut counting = Vec::with_capacity(VERSION.len() + raw.len() + 16);
        count(raw, |bytes| counting.extend_from_slice(bytes)).then_some(counting)
    };
    let counting: Vec<Option<Vec<u8>>> = messages.iter().map(together).collect();
    let there: Vec<&[u8]> = counting.iter().flatten().map(Vec::as_slice).collect();
    let mut digests = digests::of_all(&there).into_iter();
    let mut of = |counting: &Option<Vec<u8>>| counting.as_ref().and_then(|_| digests.next());
    counting.iter().map(&mut of).collect()
}

/// Hands over piece by piece what of a message makes it the same content, by the rule at the head of this file; nothing,
/// and false, where it has none of the six fields.
fn count(message: &[u8], mut take: impl FnMut(&[u8])) -> bool {
    let lines = with_line_feeds(message);
    let raw: &[u8] = &lines;
    let head = Head::find(raw);
    let block = &raw[head.start..head.fields_end];
    let mut found = false;
    let mut fields: [Vec<(usize, usize)>; 6] = Default::default();
    for (start, end) in fields_of(block) {
        let field = &block[start..end];
        let Some(colon) = memchr(b':', field) else {
            continue;
        };
        let name = field[..colon].trim_ascii_end();
        if let Some(which) = FIELDS
            .iter()
            .position(|known| name.eq_ignore_ascii_case(known.as_bytes()))
        {
            fields[which].push((start + colon + 1, end));
            found = true;
        }
    }
    if !found {
        return false;
    }
    take(VERSION);
    for (name, values) in FIELDS.iter().zip(fields) {
        for (start, end) in values {
            take(name.as_bytes());
            take(b":");
            put_unfolded(&mut take, &block[start..end]);
            take(b"\n");
        }
    }
    take(b"\n");
    put_body(&mut take, &raw[head.body..]);
    true
}

/// Where the headers of a message stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Where the first field begins, after blank lines and a `From ` line.
    pub start: usize,
    /// Where the last field ends.
    pub fields_end: usize,
    /// Where the body begins: after the blank line, or at the first line that is no header.
    pub body: usize,
    /// Whether a blank line parts headers and body, as it should.
    pub parted: bool,
}

impl Head {
    /// Finds the headers; a text without any is all body.
    pub fn find(raw: &[u8]) -> Self {
        let mut start = 0;
        while start < raw.len() {
            let end = line_end(raw, start);
            let line = &raw[start..end];
            let blank = line.trim_ascii().is_empty();
            // Some mailboxes stuff the envelope line itself.
            let envelope = line.starts_with(b"From ") || line.starts_with(b">From ");
            if !blank && !envelope {
                break;
            }
            start = end;
        }
        Self::from(raw, start)
    }

    /// Finds the headers of a part of a message: they begin at once or not at all.
    pub fn of_part(raw: &[u8]) -> Self {
        Self::from(raw, 0)
    }

    fn from(raw: &[u8], start: usize) -> Self {
        let mut at = start;
        while at < raw.len() {
            let end = line_end(raw, at);
            let line = &raw[at..end];
            if matches!(line, b"\n" | b"\r\n") {
                return Self {
                    start,
                    fields_end: at,
                    body: end,
                    parted: true,
                };
            }
            let folded = at > start && matches!(line[0], b' ' | b'\t');
            if !folded && !is_field(line) {
                // A blank line made of spaces ends the headers as well; it is not kept as text.
                let blank = line.trim_ascii().is_empty();
                return Self {
                    start,
                    fields_end: at,
                    body: if blank { end } else { at },
                    parted: blank,
                };
            }
            if folded && line.trim_ascii().is_empty() && !continues(raw, end) {
                return Self {
                    start,
                    fields_end: at,
                    body: end,
                    parted: true,
                };
            }
            at = end;
        }
        Self {
            start,
            fields_end: at,
            body: at,
            parted: true,
        }
    }
}

/// Whether the line at `at` carries headers on: a field, a fold or the blank line itself.
fn continues(raw: &[u8], at: usize) -> bool {
    let line = &raw[at..line_end(raw, at)];
    match line.first() {
        None => false,
        Some(b' ' | b'\t' | b'\n' | b'\r') => true,
        Some(_) => is_field(line),
    }
}

/// `Name:` with a name of printing ASCII; blanks before the colon are forgiven.
pub(crate) fn is_field(line: &[u8]) -> bool {
    let Some(colon) = memchr(b':', &line[..line.len().min(256)]) else {
        return false;
    };
    let name = line[..colon].trim_ascii_end();
    !name.is_empty() && name.iter().all(|b| (0x21..0x7f).contains(b))
}

/// The index just past the line feed of the line that begins at `from`.
pub(crate) fn line_end(raw: &[u8], from: usize) -> usize {
    memchr(b'\n', &raw[from..]).map_or(raw.len(), |at| from + at + 1)
}

/// The fields of a header block, each with its folded lines.
pub(super) fn fields_of(block: &[u8]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= block.len() {
            return None;
        }
        let start = at;
        at = line_end(block, at);
        while at < block.len() && matches!(block[at], b' ' | b'\t') {
            at = line_end(block, at);
        }
        Some((start, at))
    })
}

/// CR alone as line end becomes LF; everything else is lent as it is.
pub(crate) fn with_line_feeds(raw: &[u8]) -> Cow<'_, [u8]> {
    let first = memchr(b'\n', raw);
    if first.is_some() || memchr(b'\r', raw).is_none() {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(
        raw.iter()
            .map(|b| if *b == b'\r' { b'\n' } else { *b })
            .collect(),
    )
}

fn put_unfolded(take: &mut impl FnMut(&[u8]), value: &[u8]) {
    let mut first = true;
    for line in value.split(|b| *b == b'\n') {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        if !first {
            take(b" ");
        }
        take(line);
        first = false;
    }
}

fn put_body(take: &mut impl FnMut(&[u8]), body: &[u8]) {
    let mut end = body.len();
    while end > 0 && matches!(body[end - 1], b'\n' | b'\r') {
        end -= 1;
    }
    let body = &body[..end];
    let plain = memchr(b'\r', body).is_none() && memchr::memmem::find(body, b">From ").is_none();
    if plain {
        take(body);
        return;
    }
    let mut at = 0;
    while at < body.len() {
        let next = line_end(body, at);
        let mut line = &body[at..next];
        let unquoted = line.iter().position(|b| *b != b'>').unwrap_or(line.len());
        if unquoted > 0 && line[unquoted..].starts_with(b"From ") {
            line = &line[unquoted..];
        }
        match line.strip_suffix(b"\r\n") {
            Some(text) => {
                take(text);
                take(b"\n");
            }
            None => take(line),
        }
        at = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_messages_have_the_identities_that_each_has_alone() {
        let mut messages: Vec<Vec<u8>> = (0..40)
            .map(|n| {
                let body = "The planks are stacked.\r\n>From the yard.\r\n".repeat(n);
                format!("From: yard{n}@timber.example\r\nSubject: Lot\r\n {n}\r\n\r\n{body}")
                    .into_bytes()
            })
            .collect();
        messages.insert(3, b"%PDF-1.4 is no message".to_vec());
        messages.push(Vec::new());
        let lent: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
        let together = of_messages(&lent);
        assert_eq!(together.len(), lent.len());
        for (nth, (identity, message)) in together.iter().zip(&lent).enumerate() {
            let none = nth == 3 || message.is_empty();
            assert_eq!(identity.is_none(), none, "{nth}");
            assert_eq!(
                identity.unwrap_or_else(|| of_bytes(message)),
                of_message(message)
            );
        }
    }
}
