//! The fields that a query may name, and the kinds of record.

use std::fmt;

/// A field that can be searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// `from:` the sender's name, address or organisation.
    From,
    /// `to:` an addressee's name, address or organisation.
    To,
    /// `party:` anyone who wrote it, was sent it or had a copy.
    Party,
    /// `kind:` what it is.
    Kind,
    /// `subject:` its subject line or heading.
    Subject,
    /// `date:` the day it bears.
    Date,
    /// `file:` a file's or attachment's name.
    File,
    /// `ref:` a reference, bare numbers too.
    Reference,
    /// `cc:` who had a copy.
    Cc,
    /// `format:` the file's format.
    Format,
    /// `text:` its text alone.
    Text,
    /// `mentions:` a day cited in its text.
    Mentions,
    /// `marking:` its protective marking.
    Marking,
    /// `id:` one record, or all whose id begins so.
    Id,
    /// `thread:` a conversation.
    Thread,
    /// `in:` what is attached to a record.
    In,
    /// `has:` attachment, ocr, problem, doubt or draft.
    Has,
    /// `source:` where it was collected.
    Source,
    /// `provision:` a provision cited in its text, or any limb of it.
    Provision,
}

/// One row of the language's fields.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// What is typed before the colon.
    pub name: &'static str,
    /// The field.
    pub field: Field,
    /// What it finds.
    pub help: &'static str,
}

const fn row_of(name: &'static str, field: Field, help: &'static str) -> Row {
    Row { name, field, help }
}

/// Every field of the language.
pub const ROWS: &[Row] = &[
    row_of("ref", Field::Reference, "a reference, in any spelling"),
    row_of(
        "from",
        Field::From,
        "the sender: name, address or organisation",
    ),
    row_of(
        "to",
        Field::To,
        "an addressee: name, address or organisation",
    ),
    row_of("cc", Field::Cc, "who had a copy"),
    row_of(
        "party",
        Field::Party,
        "anyone who wrote it, was sent it or had a copy",
    ),
    row_of(
        "kind",
        Field::Kind,
        "what it is: letter, email, leaflet and so on",
    ),
    row_of("format", Field::Format, "the file's format"),
    row_of(
        "subject",
        Field::Subject,
        "words of the subject line or heading",
    ),
    row_of("text", Field::Text, "words of the text alone"),
    row_of(
        "date",
        Field::Date,
        "the day it bears: a day, month, year or range",
    ),
    row_of("mentions", Field::Mentions, "a day cited in the text"),
    row_of("marking", Field::Marking, "the protective marking"),
    row_of(
        "file",
        Field::File,
        "words of a file's or attachment's name",
    ),
    row_of("id", Field::Id, "one record"),
    row_of("thread", Field::Thread, "a conversation"),
    row_of("in", Field::In, "the attachments of a record"),
    row_of(
        "has",
        Field::Has,
        "attachment, ocr, problem, doubt or draft",
    ),
    row_of(
        "provision",
        Field::Provision,
        "a provision cited in the text",
    ),
    row_of("source", Field::Source, "where it was collected"),
];

/// The kinds of record, as `kind:` takes them.
pub const KINDS: &[&str] = &[
    "letter",
    "email",
    "leaflet",
    "reprimand",
    "notice",
    "decision_notice",
    "foi_request",
    "foi_response",
    "internal_review",
    "form",
    "minutes",
    "report",
    "presentation",
    "spreadsheet",
    "image",
    "other",
];

/// What `has:` takes.
pub const HAS: &[&str] = &["attachment", "ocr", "problem", "doubt", "draft"];

impl Field {
    /// Whether its value is words, looked for in a text.
    pub(super) fn is_text(self) -> bool {
        matches!(
            self,
            Self::From
                | Self::To
                | Self::Cc
                | Self::Party
                | Self::Subject
                | Self::Text
                | Self::File
        )
    }

    /// Whether it holds names, which have no inflections: `from:Williams` is not William.
    pub fn is_names(self) -> bool {
        matches!(self, Self::From | Self::To | Self::Cc | Self::Party)
    }

    /// What is typed before the colon.
    pub fn name(self) -> &'static str {
        ROWS.iter()
            .find(|row| row.field == self)
            .map_or("", |row| row.name)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Finds the row of a name, in whatever case it was typed.
pub(super) fn row(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.name.eq_ignore_ascii_case(name))
}

/// Finds the kind that was typed; a hyphen or a space may stand for the underscore.
pub(super) fn kind(typed: &str) -> Option<&'static str> {
    let folded = typed.trim().to_lowercase().replace([' ', '-'], "_");
    KINDS.iter().copied().find(|kind| *kind == folded)
}

/// The nearest of `known` to what was typed, if one is near enough to be meant.
pub fn nearest<'k>(typed: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let typed: Vec<char> = typed
        .chars()
        .take(40)
        .flat_map(char::to_lowercase)
        .collect();
    let allowed = (typed.len() / 3).max(1);
    known
        .map(|name| (distance(&typed, name), name))
        .filter(|(away, _)| *away <= allowed)
        .min_by_key(|(away, _)| *away)
        .map(|(_, name)| name)
}

/// How many single letters must be put in, taken out, changed or swapped with the next.
fn distance(typed: &[char], name: &str) -> usize {
    let name: Vec<char> = name.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=typed.len()).collect();
    for (row, letter) in name.iter().enumerate() {
        let mut here = vec![row + 1];
        for (column, other) in typed.iter().enumerate() {
            let change = above[column] + usize::from(letter != other);
            let mut least = change.min(above[column + 1] + 1).min(here[column] + 1);
            let swapped =
                row > 0 && column > 0 && *letter == typed[column - 1] && name[row - 1] == *other;
            if swapped {
                least = least.min(before[column - 1] + 1);
            }
            here.push(least);
        }
        before = std::mem::replace(&mut above, here);
    }
    above[typed.len()]
}
