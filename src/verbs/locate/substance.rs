//! Whether a message says something of its own, only carries what is attached, or was sent by a machine.

use crate::error::Result;
use crate::extract::{Extraction, Format};
use crate::record::{RecordId, plain_text};
use crate::verbs::desk::Desk;

/// What a record's own words amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Substance {
    /// It says something.
    Own,
    /// It says no more than that something is attached or passed on.
    Cover,
    /// A machine answered.
    Automatic,
}

/// A message with attachments that says no more than this, in words, only carries them.
const COVER: usize = 60;

/// Beginnings of the lines with which a message takes its leave or quotes another.
const LEAVE: [&str; 20] = [
    "regards",
    "kind regards",
    "best regards",
    "many thanks",
    "thanks,",
    "yours sincerely",
    "yours faithfully",
    "best wishes",
    "with thanks",
    "sent from",
    "-----original message",
    "________",
    "from:",
    "this email and any",
    "this e-mail and any",
    "the information in this email",
    "-- ",
    "begin forwarded message",
    "disclaimer",
    "sincerely",
];

/// Reads what a record's own words amount to.
pub(super) fn of(desk: &Desk<'_>, id: RecordId, format: Format) -> Result<Substance> {
    if format != Format::Eml {
        return Ok(Substance::Own);
    }
    let extraction = desk.catalogue.extraction(id)?;
    if automatic(&extraction) {
        return Ok(Substance::Automatic);
    }
    let words = own_words(&plain_text(&extraction));
    let carries = !desk.catalogue.attachments(id)?.is_empty();
    Ok(if carries && words < COVER {
        Substance::Cover
    } else {
        Substance::Own
    })
}

fn automatic(extraction: &Extraction) -> bool {
    extraction.headers.iter().any(|field| {
        let name = field.name.to_lowercase();
        let value = field.value.trim().to_lowercase();
        match name.as_str() {
            "auto-submitted" => value != "no",
            "x-autoreply" => true,
            "subject" => [
                "automatic reply",
                "auto reply",
                "autoreply",
                "auto-reply",
                "out of office",
                "delivery status",
                "undeliverable",
                "read:",
            ]
            .iter()
            .any(|start| value.starts_with(start)),
            _ => false,
        }
    })
}

/// How many words stand before the leave-taking and outside quoted lines.
fn own_words(text: &str) -> usize {
    text.lines()
        .map(str::trim)
        .take_while(|line| {
            let lower = line.to_lowercase();
            !LEAVE
                .iter()
                .any(|start| lower.starts_with(start.trim_end()))
        })
        .filter(|line| !line.starts_with('>'))
        .map(|line| line.split_whitespace().count())
        .sum()
}
