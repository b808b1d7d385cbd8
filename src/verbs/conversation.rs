//! The conversation that a record belongs to: its messages in order, and those that are cited and not there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::answers::{Conversation, Member};
use super::desk::Desk;
use crate::error::Result;
use crate::extract::{Extraction, Format};
use crate::record::{RecordId, Ties};

/// The conversation of a record; the record alone where it is no message.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn conversation(desk: &Desk<'_>, id: RecordId) -> Result<Conversation> {
    let members = desk.catalogue.thread(id)?;
    let mut own: BTreeMap<String, RecordId> = BTreeMap::new();
    let mut cited: BTreeSet<String> = BTreeSet::new();
    let mut read = Vec::with_capacity(members.len());
    for member in members {
        let Some(stored) = desk.catalogue.record(member)? else {
            continue;
        };
        let extraction = desk.catalogue.extraction(member)?;
        let ties = Ties::of(&extraction);
        if let Some(message) = &ties.own {
            // two records with one Message-ID: the smaller id stands for it, whatever the order
            own.entry(message.clone()).or_insert(member);
        }
        cited.extend(ties.others.iter().cloned());
        let message = stored.known.format == Format::Eml || ties.own.is_some();
        let day = stored.known.facts.date;
        read.push((
            member,
            message,
            day,
            moment(&extraction),
            answered(&extraction),
        ));
    }
    // undated ones last; within a day by the clock, where the header tells it
    read.sort_by_key(|(member, _, day, moment, _)| {
        (day.is_none(), *day, moment.is_none(), *moment, *member)
    });
    let is_message = read
        .iter()
        .any(|(member, message, ..)| *member == id && *message);
    let absent = cited
        .iter()
        .filter(|message| !own.contains_key(*message))
        .count() as u64;
    let first = read.iter().map(|(member, ..)| *member).min();
    let records = read
        .into_iter()
        .map(
            |(member, .., answered): (
                RecordId,
                bool,
                Option<Date>,
                Option<Timestamp>,
                Option<String>,
            )| {
                Ok(Member {
                    record: desk.describe(member, None)?,
                    answers: answered
                        .and_then(|message| own.get(&message).copied())
                        .filter(|other| *other != member),
                })
            },
        )
        .collect::<Result<_>>()?;
    Ok(Conversation {
        thread: first
            .filter(|_| is_message)
            .map(|first| format!("t-{:016x}", first.number())),
        records,
        absent,
    })
}

fn header<'a>(extraction: &'a Extraction, name: &str) -> Option<&'a str> {
    extraction
        .headers
        .iter()
        .find(|field| field.name.eq_ignore_ascii_case(name))
        .map(|field| field.value.as_str())
}

/// The moment that a message's own header gives it.
fn moment(extraction: &Extraction) -> Option<Timestamp> {
    let printed = header(extraction, "date")?;
    jiff::fmt::rfc2822::parse(printed.trim())
        .ok()
        .map(|moment| moment.timestamp())
}

/// The Message-ID that a message answers: the first that In-Reply-To names.
fn answered(extraction: &Extraction) -> Option<String> {
    let (_, rest) = header(extraction, "in-reply-to")?.split_once('<')?;
    let (message, _) = rest.split_once('>')?;
    Some(message.trim().to_owned())
}
