//! The header fields of a message or of one of its parts, raw, as mailparse tells them apart.

use mailparse::MailHeader;

use super::super::identity::{Head, line_end};

/// The fields of one header block, and where its body begins.
pub(super) struct Fields<'a> {
    list: Vec<MailHeader<'a>>,
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
        // For one stray carriage return mailparse refuses the whole block; then it is asked field by field.
        let list = match mailparse::parse_headers(block) {
            Ok((list, _)) => list,
            Err(_) => one_by_one(block),
        };
        Self {
            list,
            body: head.body,
            parted: head.parted,
        }
    }

    /// All fields in order: name without blanks, value with its folds.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.list
            .iter()
            .map(|field| (field.get_key_raw().trim_ascii(), field.get_value_raw()))
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

fn one_by_one(block: &[u8]) -> Vec<MailHeader<'_>> {
    let mut list = Vec::new();
    let mut at = 0;
    while at < block.len() {
        match mailparse::parse_header(&block[at..]) {
            Ok((field, used)) => {
                list.push(field);
                at += used.max(1);
            }
            Err(_) => at = line_end(block, at),
        }
    }
    list
}
