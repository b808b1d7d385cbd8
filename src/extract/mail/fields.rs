//! The header fields of a message or of one of its parts, raw.

use memchr::memchr;

use super::super::identity::{Head, fields_of};

/// The fields of one header block, and where its body begins.
pub(super) struct Fields<'a> {
    list: Vec<(&'a [u8], &'a [u8])>,
    /// Where the body begins, counted from the start of the message or part.
    pub body: usize,
    /// Whether a blank line parts headers and body.
    pub parted: bool,
}

impl<'a> Fields<'a> {
    /// The fields of a whole message.
    pub fn of_message(raw: &'a [u8]) -> Self {
        Self::within(raw, Head::find(raw))
    }

    /// The fields of a part.
    pub fn of_part(raw: &'a [u8]) -> Self {
        Self::within(raw, Head::of_part(raw))
    }

    fn within(raw: &'a [u8], head: Head) -> Self {
        let block = &raw[head.start..head.fields_end];
        Self {
            list: fields_of(block)
                .map(|(start, end)| parted(&block[start..end]))
                .collect(),
            body: head.body,
            parted: head.parted,
        }
    }

    /// All fields in order: name without blanks, value with its folds.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.list.iter().copied()
    }

    /// The value of the first field of that name.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name.as_bytes()))
            .map(|(_, value)| value)
    }

    /// Whether there is no field at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// A field with its folded lines, parted into name and value: the spaces before the value and the line ends after it
/// belong to neither.
fn parted(field: &[u8]) -> (&[u8], &[u8]) {
    let colon = memchr(b':', field).unwrap_or(field.len());
    let mut value = field.get(colon + 1..).unwrap_or_default();
    while let [b' ', rest @ ..] = value {
        value = rest;
    }
    while let [rest @ .., b'\r' | b'\n'] = value {
        value = rest;
    }
    (field[..colon].trim_ascii(), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Heads, odd ones too, that another reader of mail must part in the same way.
    const HEADS: [&[u8]; 11] = [
        b"From: a@b.example\r\nSubject: one\r\n two\r\n\tthree \r\nX:\r\n\r\nbody",
        b"Subject:\n folded at once\nTo:   c@d.example  \n\nbody",
        b"X-Empty:\nX-Blank:   \nX-Last:   ",
        b"X-Last: without a line end",
        b"X-Last:",
        b"Name : with a blank\nNext\t:tab\n\n",
        b"A: lone \r within\r\r\nB:\r\n \r\n \r\nC: d\n\n",
        b"A: b:c:d\nReceived: x;\n y\n   z\n\nE: no field\n",
        b"A:\xff\xfe raw \xe9\nB: =?utf-8?Q?=20?=\n\n",
        b"A: 1\n \nB: 2\n\n",
        b"A: 1\n \t\n\nB: 2\n",
    ];

    #[test]
    fn fields_are_parted_as_mailparse_parts_them() {
        for head in HEADS {
            let ours = Fields::of_part(head);
            let end = Head::of_part(head).fields_end;
            let (theirs, _) = mailparse::parse_headers(&head[..end]).expect("headers");
            let theirs: Vec<(&[u8], &[u8])> = theirs
                .iter()
                .map(|field| (field.get_key_raw().trim_ascii(), field.get_value_raw()))
                .collect();
            assert!(!theirs.is_empty());
            assert_eq!(ours.list, theirs, "{}", head.escape_ascii());
        }
    }
}
