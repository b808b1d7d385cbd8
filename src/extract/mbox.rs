//! Mailboxes in one file: where each message begins and ends, and the `>` signs that such files add.
//!
//! Kinds read: mboxo, mboxrd, mboxcl and mboxcl2, with LF or CRLF. A line `From ` within a body is the kind's old
//! ambiguity. A message is taken to begin where the line names a sender and a date, the line after it is a header,
//! and a blank line stands before it; without that blank line the date must be complete. Without a date the sender
//! must be an address or a mailer, and two lines of a header follow. A `Content-Length` is believed only where
//! the bytes after it begin a message or end the file.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::identity::{Head, is_field, line_end};
use super::{
    Confidence, Extraction, Extractor, Format, Limits, Opened, Part, Specimen, Step, TextStatus,
    sniff,
};

/// How far beyond the bytes at hand a Content-Length is believed.
const LONGEST_WAITED_FOR: usize = 64 << 20;

/// The mailbox as a reader: its messages as parts. [`super::tree`] splits large ones without copying.
pub struct Mailbox;

impl Extractor for Mailbox {
    fn format(&self) -> Format {
        Format::Mbox
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let start = skip_blank(specimen.bytes, 0);
        if !begins_message(specimen.bytes, start) {
            return None;
        }
        let name = specimen.name.to_ascii_lowercase();
        let named = name == "mbox"
            || [".mbox", ".mbx", ".mboxrd", ".mboxcl"]
                .iter()
                .any(|ending| name.ends_with(ending))
            || specimen.declared == Some("application/mbox");
        // One message with an envelope line on top is a message file, unless its name says mailbox.
        (named || split(specimen.bytes).nth(1).is_some()).then_some(Confidence::Certain)
    }

    fn open(&self, specimen: &Specimen<'_>, _limits: &Limits) -> Opened {
        let parts: Vec<Part> = split(specimen.bytes)
            .zip(1u32..)
            .map(|(range, n)| Part {
                steps: vec![Step::Message(n)],
                name: String::new(),
                declared: Some("message/rfc822".into()),
                charset: None,
                bytes: unstuff(&specimen.bytes[range]).into_owned(),
                doubts: Vec::new(),
                problem: None,
            })
            .collect();
        Opened {
            extraction: Extraction {
                format: Format::Mbox,
                headers: Vec::new(),
                metadata: Vec::new(),
                passages: Vec::new(),
                pages: None,
                text_status: TextStatus::None,
                doubts: Vec::new(),
            },
            identity: None,
            problems: match parts.is_empty() {
                true => vec![sniff::no_text("it holds no message")],
                false => Vec::new(),
            },
            parts,
        }
    }
}

/// The messages in a mailbox: each range holds one message without its `From ` line and without the blank line
/// that parts it from the next. What stands before the first `From ` line is a message too, if it says anything.
pub fn split(bytes: &[u8]) -> Messages<'_> {
    Messages {
        bytes,
        at: 0,
        goes_on: false,
    }
}

/// As [`split`], for the beginning of a mailbox of which more is to come: a message whose Content-Length reaches
/// beyond what is there ends the list and is not given.
pub fn split_beginning(bytes: &[u8]) -> Messages<'_> {
    Messages {
        bytes,
        at: 0,
        goes_on: true,
    }
}

/// The messages of one mailbox, made by [`split`].
#[derive(Debug, Clone)]
pub struct Messages<'a> {
    bytes: &'a [u8],
    at: usize,
    goes_on: bool,
}

impl Messages<'_> {
    /// Where the next message's envelope line begins; the end when there is none.
    pub fn position(&self) -> usize {
        self.at
    }
}

impl Iterator for Messages<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.bytes;
        let envelope = skip_blank(bytes, self.at);
        if envelope >= bytes.len() {
            self.at = bytes.len();
            return None;
        }
        let start = if bytes[envelope..].starts_with(b"From ") {
            line_end(bytes, envelope)
        } else {
            envelope
        };
        let end = match by_length(bytes, start) {
            Some(end) if end <= bytes.len() => end,
            Some(end) if self.goes_on && end - bytes.len() < LONGEST_WAITED_FOR => {
                self.at = bytes.len();
                return None;
            }
            _ => next_envelope(bytes, start),
        };
        self.at = end;
        Some(start..without_separator(bytes, start, end))
    }
}

/// The message with one `>` taken from each line `>From `, `>>From ` and so on.
pub fn unstuff(message: &[u8]) -> Cow<'_, [u8]> {
    let finder = memmem::Finder::new(b">From ");
    if finder.find(message).is_none() {
        return Cow::Borrowed(message);
    }
    let mut out = Vec::with_capacity(message.len());
    let mut kept = 0;
    for hit in finder.find_iter(message) {
        let line = message[kept..hit]
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(kept, |at| kept + at + 1);
        let at_start = line == 0 || message[line - 1] == b'\n';
        if at_start && message[line..hit].iter().all(|b| *b == b'>') {
            out.extend_from_slice(&message[kept..line]);
            kept = line + 1;
        }
    }
    out.extend_from_slice(&message[kept..]);
    Cow::Owned(out)
}

fn skip_blank(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < bytes.len() && matches!(bytes[at], b'\n' | b'\r') {
        at += 1;
    }
    at
}

/// The end that a Content-Length gives: a believable one, or one beyond the bytes at hand.
fn by_length(bytes: &[u8], start: usize) -> Option<usize> {
    let message = &bytes[start..];
    let head = Head::find(message);
    let block = &message[..head.fields_end];
    // Most mailboxes have no such field; looking for its tail first keeps that case quick.
    memmem::find(block, b"ength:")?;
    let length = block.split(|b| *b == b'\n').find_map(|line| {
        let colon = memchr::memchr(b':', line)?;
        if !line[..colon].eq_ignore_ascii_case(b"content-length") {
            return None;
        }
        std::str::from_utf8(line[colon + 1..].trim_ascii())
            .ok()?
            .parse::<usize>()
            .ok()
    })?;
    let end = start.checked_add(head.body)?.checked_add(length)?;
    if end > bytes.len() {
        return Some(end);
    }
    let next = skip_blank(bytes, end);
    let at_line = bytes[..next].ends_with(b"\n") || next == bytes.len();
    (at_line && (next == bytes.len() || begins_message(bytes, next))).then_some(next)
}

fn next_envelope(bytes: &[u8], start: usize) -> usize {
    let mut from = start;
    while let Some(hit) = memmem::find(&bytes[from..], b"\nFrom ") {
        let line = from + hit + 1;
        let before = bytes[start..from + hit]
            .strip_suffix(b"\r")
            .unwrap_or(&bytes[start..from + hit]);
        let parted = before.is_empty() || before.ends_with(b"\n");
        if begins_message(bytes, line) && (parted || whole_date(envelope_rest(bytes, line))) {
            return line;
        }
        from = line;
    }
    bytes.len()
}

/// Whether an envelope line stands at `at` and a header after it.
fn begins_message(bytes: &[u8], at: usize) -> bool {
    if !bytes[at..].starts_with(b"From ") {
        return false;
    }
    let next = line_end(bytes, at);
    let after = &bytes[next..line_end(bytes, next)];
    let date = envelope_rest(bytes, at);
    let header = after.is_empty() || is_field(after) || after.starts_with(b">From ");
    // A message may have no header at all, but then its envelope must be beyond doubt.
    (header && some_date(date))
        || (after.trim_ascii().is_empty() && whole_date(date))
        || (date.is_empty() && is_mailers(&bytes[at..next]) && opens_a_header(bytes, next))
}

/// Whether two lines of a message's header stand here.
fn opens_a_header(bytes: &[u8], at: usize) -> bool {
    let second = line_end(bytes, at);
    let line = &bytes[second..line_end(bytes, second)];
    is_common_field(&bytes[at..second]) && (is_field(line) || line.starts_with(b" "))
}

/// Whether an envelope line without a date names a sender that no sentence would.
fn is_mailers(line: &[u8]) -> bool {
    let sender = line.trim_ascii().get(5..).unwrap_or_default().trim_ascii();
    sender.eq_ignore_ascii_case(b"MAILER-DAEMON")
        || memchr::memchr(b'@', sender).is_some_and(|at| at > 0 && at + 1 < sender.len())
}

/// Whether a line is a header field that messages begin with (RFC 5322, section 3.6, and those of delivery).
fn is_common_field(line: &[u8]) -> bool {
    const COMMON: [&str; 13] = [
        "bcc",
        "cc",
        "content-type",
        "date",
        "delivered-to",
        "from",
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "status",
        "subject",
        "to",
    ];
    let name = memchr::memchr(b':', line).map_or(&line[..0], |colon| &line[..colon]);
    name.get(..2)
        .is_some_and(|begin| begin.eq_ignore_ascii_case(b"x-"))
        || COMMON
            .iter()
            .any(|common| name.eq_ignore_ascii_case(common.as_bytes()))
}

/// What follows the sender on an envelope line; empty where there is nothing.
fn envelope_rest(bytes: &[u8], at: usize) -> &[u8] {
    let line = bytes[at..line_end(bytes, at)].trim_ascii_end();
    let rest = line.get(5..).unwrap_or_default().trim_ascii_start();
    memchr::memchr(b' ', rest).map_or(&[], |space| rest[space..].trim_ascii())
}

const MONTHS: [&[u8]; 12] = [
    b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec",
];

fn has_month(rest: &[u8]) -> bool {
    rest.split(|b| !b.is_ascii_alphabetic()).any(|word| {
        word.len() >= 3
            && MONTHS
                .iter()
                .any(|month| word[..3].eq_ignore_ascii_case(month))
    })
}

fn has_time(rest: &[u8]) -> bool {
    rest.windows(4).any(|w| {
        w[0].is_ascii_digit() && w[1] == b':' && w[2].is_ascii_digit() && w[3].is_ascii_digit()
    })
}

fn has_year(rest: &[u8]) -> bool {
    rest.split(|b| !b.is_ascii_digit())
        .any(|number| number.len() == 4 && matches!(&number[..2], b"19" | b"20"))
}

/// Two of: a month's name, a time of day, a year.
fn some_date(rest: &[u8]) -> bool {
    usize::from(has_month(rest)) + usize::from(has_time(rest)) + usize::from(has_year(rest)) >= 2
}

fn whole_date(rest: &[u8]) -> bool {
    has_month(rest) && has_time(rest) && has_year(rest)
}

/// Cuts one blank line off the end: it belongs to the mailbox.
fn without_separator(bytes: &[u8], start: usize, end: usize) -> usize {
    let message = &bytes[start..end];
    for separator in [b"\r\n\r\n".as_slice(), b"\n\n"] {
        if message.ends_with(separator) {
            return end - separator.len() / 2;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(bytes: &[u8]) -> Vec<String> {
        split(bytes)
            .map(|range| String::from_utf8_lossy(&unstuff(&bytes[range])).into_owned())
            .collect()
    }

    #[test]
    fn the_last_message_counts_and_either_line_end_will_do() {
        let lf = "From ann@north.example Mon Mar  2 10:00:00 2020\nSubject: one\n\nFirst.\n\n\
                  From bob@south.example Mon Mar  2 11:00:00 2020\nSubject: two\n\nSecond.\n>From the start\n>>From there";
        let found = bodies(lf.as_bytes());
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], "Subject: one\n\nFirst.\n");
        assert_eq!(
            found[1],
            "Subject: two\n\nSecond.\nFrom the start\n>From there"
        );
        let crlf = lf.replace('\n', "\r\n");
        let found = bodies(crlf.as_bytes());
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], "Subject: one\r\n\r\nFirst.\r\n");
    }

    #[test]
    fn a_sentence_that_opens_with_from_begins_no_message() {
        let text = "From ann@north.example Mon Mar  2 10:00:00 2020\nSubject: one\n\nDear all,\n\n\
                    From Monday the counter closes at five.\n\nFrom May 2020 at 10:00 it opens again.\nNot a header\n";
        assert_eq!(bodies(text.as_bytes()).len(), 1);
    }

    #[test]
    fn an_envelope_without_a_date_names_a_mailer_and_comes_before_a_header() {
        let text = "From MAILER-DAEMON\nSubject: one\nTo: x@y.example\n\nThe first.\n\n\
                    From ann@north.example\nTo: desk@south.example\nSubject: two\n\nThe second.\n\n\
                    From ann@north.example\nTo: the desk, with thanks.\n\nFrom ann@north.example\nNote: that is all.\n";
        assert_eq!(
            bodies(text.as_bytes()),
            [
                "Subject: one\nTo: x@y.example\n\nThe first.\n",
                "To: desk@south.example\nSubject: two\n\nThe second.\n\nFrom ann@north.example\n\
                 To: the desk, with thanks.\n\nFrom ann@north.example\nNote: that is all.\n",
            ]
        );
    }

    #[test]
    fn a_believable_length_is_believed_and_another_is_not() {
        let inner = "From x Mon Mar  2 10:00:00 2020\nSubject: quoted\n\nwithin\n";
        let body = format!("See below.\n\n{inner}");
        let right = format!(
            "From a@b Mon Mar  2 10:00:00 2020\nContent-Length: {}\n\n{body}\nFrom c@d Mon Mar  2 11:00:00 2020\nSubject: z\n\nlast\n",
            body.len()
        );
        assert_eq!(bodies(right.as_bytes()).len(), 2);
        let wrong = right.replace("Content-Length: ", "Content-Length: 1");
        assert_eq!(bodies(wrong.as_bytes()).len(), 3);
    }

    #[test]
    fn messages_without_headers_are_told_apart() {
        let text = "From a@b Mon Mar  2 10:00:00 2020\n\nOne\n\nFrom a@b Mon Mar  2 11:00:00 2020\n\nTwo\n";
        assert_eq!(bodies(text.as_bytes()), ["\nOne\n", "\nTwo\n"]);
    }

    #[test]
    fn an_empty_message_between_two_is_still_one() {
        let text = "From a@b Mon Mar  2 10:00:00 2020\nSubject: x\n\n\nFrom c@d Mon Mar  2 11:00:00 2020\nSubject: y\n\n";
        assert_eq!(bodies(text.as_bytes()).len(), 2);
    }
}
