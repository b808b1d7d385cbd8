//! Every field of the index, one row each: the schema, the documents and the queries are all made from this table.

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

use super::{Entry, tokens};
use crate::query;

/// How a field is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A number, matched whole, by which records are told apart.
    Number,
    /// A day as yyyymmdd, matched by range and sorted by.
    Day,
    /// A value matched whole.
    Key,
    /// Words, matched one by one and in a row.
    Words,
}

/// Hands over each of a field's values.
type TakeText = fn(&Entry<'_>, &mut dyn FnMut(&str));

/// How a field's values are taken from a record.
enum Take {
    Id,
    Day,
    Mentions,
    Text(TakeText),
}

/// One field.
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// How it is matched.
    pub style: Style,
    /// What it holds.
    pub help: &'static str,
    take: Take,
}

const fn key(name: &'static str, help: &'static str, take: TakeText) -> Row {
    Row {
        name,
        style: Style::Key,
        help,
        take: Take::Text(take),
    }
}

const fn words(name: &'static str, help: &'static str, take: TakeText) -> Row {
    Row {
        name,
        style: Style::Words,
        help,
        take: Take::Text(take),
    }
}

/// Every field. A new field is a new row.
pub const ROWS: &[Row] = &[
    Row {
        name: "idn",
        style: Style::Number,
        help: "the 64 bits of the record's id",
        take: Take::Id,
    },
    Row {
        name: "day",
        style: Style::Day,
        help: "the day that the record bears; absent where it bears none",
        take: Take::Day,
    },
    key("ref", "a reference's issuer and number", |entry, put| {
        all(entry.keys, put)
    }),
    key("family", "a reference's family", |entry, put| {
        all(entry.families, put)
    }),
    key(
        "provision",
        "provisions cited, each with all that hold it, so that `s31` finds `s31(1)(a)`; by themselves, and with their \
         Act before a colon",
        |entry, put| all(entry.provisions, put),
    ),
    key("kind", "what the record is", |entry, put| put(entry.kind)),
    key(
        "format",
        "the file's format",
        |entry, put| put(entry.format),
    ),
    key(
        "marking",
        "the protective marking, in small letters",
        |entry, put| {
            if let Some(marking) = entry.marking {
                put(&marking.to_lowercase());
            }
        },
    ),
    key(
        "has",
        "what the record has of itself: ocr, doubt, draft",
        |entry, put| entry.has.iter().for_each(|has| put(has)),
    ),
    Row {
        name: "mentions",
        style: Style::Day,
        help: "the days that its text cites",
        take: Take::Mentions,
    },
    words("text", "the text itself", |entry, put| {
        entry.body.iter().for_each(|passage| put(passage));
    }),
    words("subject", "the subject line or heading", |entry, put| {
        put(entry.subject)
    }),
    words(
        "title",
        "the title that the file gives itself",
        |entry, put| put(entry.title),
    ),
    words(
        "from",
        "the senders: names and addresses as printed",
        |entry, put| all(entry.from, put),
    ),
    words("to", "the addressees, likewise", |entry, put| {
        all(entry.to, put)
    }),
    words("cc", "those copied in, likewise", |entry, put| {
        all(entry.cc, put)
    }),
    words(
        "from_organisation",
        "the senders' organisations, by their short names",
        |entry, put| all(entry.from_organisations, put),
    ),
    words(
        "to_organisation",
        "the addressees' organisations",
        |entry, put| all(entry.to_organisations, put),
    ),
    words(
        "cc_organisation",
        "the organisations copied in",
        |entry, put| all(entry.cc_organisations, put),
    ),
    words(
        "file",
        "the names of the files and attachments",
        |entry, put| all(entry.files, put),
    ),
];

fn all(values: &[String], put: &mut dyn FnMut(&str)) {
    values.iter().for_each(|value| put(value));
}

/// The fields in which a query's field is looked for; where it names none, everything that a record says in words of
/// its own. An organisation's short name is not among them: it is what this house made of a name or an address.
pub(super) fn searched(field: Option<query::Field>) -> &'static [&'static str] {
    match field {
        None => &["text", "subject", "title", "from", "to", "cc", "file"],
        Some(query::Field::From) => &["from", "from_organisation"],
        Some(query::Field::To) => &["to", "to_organisation"],
        Some(query::Field::Cc) => &["cc", "cc_organisation"],
        Some(query::Field::Party) => &[
            "from",
            "to",
            "cc",
            "from_organisation",
            "to_organisation",
            "cc_organisation",
        ],
        Some(query::Field::Kind) => &["kind"],
        Some(query::Field::Subject) => &["subject"],
        Some(query::Field::Text) => &["text"],
        Some(query::Field::Date) => &["day"],
        Some(query::Field::Mentions) => &["mentions"],
        Some(query::Field::File) => &["file"],
        Some(query::Field::Reference) => &["ref"],
        Some(query::Field::Format) => &["format"],
        Some(query::Field::Marking) => &["marking"],
        Some(query::Field::Has) => &["has"],
        Some(query::Field::Provision) => &["provision"],
        Some(query::Field::Id | query::Field::Thread | query::Field::In | query::Field::Source) => {
            &["idn"]
        }
    }
}

/// The engine's schema of the table.
pub(super) fn schema() -> Schema {
    let mut builder = Schema::builder();
    for row in ROWS {
        match row.style {
            Style::Number => builder.add_u64_field(row.name, INDEXED | FAST),
            Style::Day => builder.add_i64_field(row.name, NumericOptions::default().set_fast()),
            Style::Key => builder.add_text_field(
                row.name,
                text_options("raw", IndexRecordOption::Basic, false),
            ),
            Style::Words => builder.add_text_field(
                row.name,
                text_options(
                    tokens::NAME,
                    IndexRecordOption::WithFreqsAndPositions,
                    row.name == "text",
                ),
            ),
        };
    }
    builder.build()
}

/// Lengths are kept only where they bear on the ranking.
fn text_options(tokenizer: &str, kept: IndexRecordOption, lengths: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(kept)
            .set_fieldnorms(lengths),
    )
}

/// The engine's handle of a field: rows are added in order, so its place in the table.
pub(super) fn handle(name: &str) -> Option<Field> {
    let place = ROWS.iter().position(|row| row.name == name)?;
    u32::try_from(place).ok().map(Field::from_field_id)
}

/// Bytes that the engine will want for a record, about.
fn room(entry: &Entry<'_>) -> usize {
    let text: usize = entry.body.iter().map(|passage| passage.len()).sum();
    text + 2_048
}

/// What the engine is given for a record.
pub(super) fn document(entry: &Entry<'_>) -> TantivyDocument {
    let mut document = TantivyDocument::with_capacity(room(entry));
    for (field, row) in (0_u32..).map(Field::from_field_id).zip(ROWS) {
        match row.take {
            Take::Id => document.add_u64(field, entry.id.number()),
            Take::Day => {
                if let Some(day) = entry.day {
                    document.add_i64(field, i64::from(day));
                }
            }
            Take::Mentions => entry
                .mentions
                .iter()
                .for_each(|day| document.add_i64(field, i64::from(*day))),
            Take::Text(take) => take(entry, &mut |value| {
                if !value.is_empty() {
                    document.add_text(field, value);
                }
            }),
        }
    }
    document
}
