//! The story of `case`: everything that belongs to a reference, why, and which letters are cited and not here.
//!
//! Membership begins with the records that carry the reference and follows what the catalogue keeps: enclosures, the
//! messages that carry them, conversations, drafts, the same words in another form, and citations that fit one record.
//! Another case is never drawn in: a record that bears other numbers as its own, and not this one, stays out.

pub(in crate::verbs) mod alike;
mod citing;
mod gaps;
mod involved;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde_json::json;

use self::involved::{months, people};
use super::answers::{CaseFile, CaseRecord, Tied, Why};
use super::desk::Desk;
use super::search::{self, Marks, left_in, made_with, nearest};
use crate::archive::log::{Entry, Log};
use crate::archive::records::Stored;
use crate::error::{Error, Result};
use crate::facts::{Carried, Facts, Role};
use crate::record::{Described, RecordId};

/// The most records of one case whose relations are followed.
const FOLLOWED: usize = 5_000;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The reference as typed.
    pub reference: String,
    /// Only records dated, or where known received, on or before this day.
    pub as_at: Option<Date>,
    /// The request that it serves.
    pub request: Option<String>,
    /// The command as typed.
    pub command: String,
}

/// A tie in words: an order, the words, and the record that they lead to.
type Words = (String, Option<RecordId>);

/// Members so far: why, and every tie.
type Members = BTreeMap<RecordId, (Why, Vec<Words>)>;

/// Gathers a case, puts the search on record and answers.
///
/// # Errors
/// When what was typed is no reference of a known family, or of several of them, or the archive cannot be read.
pub fn case(desk: &Desk<'_>, asked: &Asked) -> Result<CaseFile> {
    let (issuer, canonical, means) = reference(desk, &asked.reference)?;
    let key = crate::facts::references::key(&issuer, &canonical);
    let (members, known, marks) = gathered(desk, &issuer, &canonical, asked.as_at)?;
    let mut described: Vec<(RecordId, Described)> = Vec::new();
    for id in members.keys() {
        described.push((*id, desk.describe(*id, None)?));
    }
    described.sort_by_key(|(id, record)| (record.date.is_none(), record.date, *id));
    let described = undated_beside(described, &members);
    let numbers: HashMap<RecordId, u64> = described.iter().map(|(id, _)| *id).zip(1..).collect();
    let records: Vec<CaseRecord> = described
        .into_iter()
        .map(|(id, record)| {
            let (why, words) = members
                .get(&id)
                .cloned()
                .unwrap_or((Why::Mentioned, Vec::new()));
            CaseRecord {
                n: numbers.get(&id).copied().unwrap_or_default(),
                why,
                because: in_words(&words, &numbers),
                as_at: marks.get(&id).copied().flatten(),
                record,
            }
        })
        .collect();
    let related = tied(desk, &key, &members, &known, &numbers)?;
    let (gaps, cited_dated) = gaps::of(desk, &key, &records)?;
    let possible = alike::of(desk, &canonical, &key, |id| members.contains_key(&id))?;
    let found: Vec<RecordId> = records.iter().map(|one| one.record.id).collect();
    let query = format!("ref:\"{canonical}\"");
    let left_in = asked.as_at.map(|day| left_in(day, &marks));
    let archive = desk.state()?;
    let not_searched = desk.not_searched()?;
    let (sources, not_covered) = desk.sources()?;
    let log = Log::of(desk.archive).append(&Entry {
        event: "search",
        request: asked.request.as_deref(),
        body: json!({
            "command": asked.command,
            "query": query,
            "read_as": read_as(&canonical),
            "case": asked.reference,
            "total": found.len(),
            "as_at": left_in,
            "gaps": gaps,
            "possible": possible,
            "not_searched": not_searched,
            "sources": sources,
            "not_covered": not_covered,
            "archive": archive,
            "made_with": made_with(desk)?,
        }),
        found: Some(&found),
    })?;
    Ok(CaseFile {
        people: people(&records),
        months: months(&records),
        apart: nearest(desk, &desk.field("ref", &canonical)?)?,
        reference: canonical,
        means,
        records,
        related,
        gaps,
        cited_dated,
        possible,
        as_at: left_in,
        not_searched,
        archive,
        log: Some(log),
    })
}

/// How a case is read back.
pub(super) fn read_as(canonical: &str) -> String {
    format!("the case {canonical}: whatever carries it, and what hangs together with that")
}

/// The records of a case as they are now, sorted, and how it is read back; nothing is put on record.
///
/// # Errors
/// As [`case`].
pub(super) fn again(
    desk: &Desk<'_>,
    typed: &str,
    as_at: Option<Date>,
) -> Result<(Vec<RecordId>, String)> {
    let (issuer, canonical, _) = reference(desk, typed)?;
    let (members, ..) = gathered(desk, &issuer, &canonical, as_at)?;
    Ok((members.into_keys().collect(), read_as(&canonical)))
}

/// What hangs together with a reference, as it is known; and, as at a day, what must be said of each record.
fn gathered(
    desk: &Desk<'_>,
    issuer: &str,
    canonical: &str,
    as_at: Option<Date>,
) -> Result<(Members, HashMap<RecordId, Stored>, Marks)> {
    let key = crate::facts::references::key(issuer, canonical);
    let mut members = Members::new();
    let mut known: HashMap<RecordId, Stored> = HashMap::new();
    for id in desk.catalogue.carrying(issuer, canonical)? {
        let Some(stored) = desk.catalogue.record(id)? else {
            continue;
        };
        let own = owns(&stored.known.facts, &key);
        let (why, words) = match (own, stored.draft_of) {
            (true, Some(of)) => (Why::Draft, ("draft of".to_owned(), Some(of))),
            (true, None) => (Why::Own, ("its own number".to_owned(), None)),
            (false, _) => (Why::Mentioned, (format!("mentions {canonical}"), None)),
        };
        members.insert(id, (why, vec![words]));
        known.insert(id, stored);
    }
    follow(desk, &key, &mut members, &mut known)?;
    let mut marks = Marks::new();
    if let Some(day) = as_at {
        marks = search::as_at(desk, members.keys().copied(), day)?;
        members.retain(|id, _| marks.contains_key(id));
    }
    Ok((members, known, marks))
}

/// The one reference that was meant: its issuer, its canonical form, what it numbers.
fn reference(desk: &Desk<'_>, typed: &str) -> Result<(String, String, String)> {
    let families = &desk.tables.families;
    let mut read: Vec<(String, String, String)> = families
        .read_typed_bare(typed.trim())
        .iter()
        .map(|reference| {
            let rows = families.rows().iter();
            let means = rows
                .filter(|row| row.key == reference.family())
                .map(|row| row.means.clone())
                .next()
                .unwrap_or_default();
            (
                reference.issuer().to_owned(),
                reference.canonical().to_owned(),
                means,
            )
        })
        .collect();
    if read.len() > 1 {
        let mut here = Vec::new();
        for one in &read {
            if !desk.catalogue.carrying(&one.0, &one.1)?.is_empty() {
                here.push(one.clone());
            }
        }
        here.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
        if !here.is_empty() {
            read = here;
        }
    }
    match read.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Error::request(format!(
            "`{}` is a reference of no family that is known here",
            typed.escape_debug()
        ))
        .hint("recordroom refs lists every reference in this archive; words are for recordroom search")),
        several => {
            let issuers: Vec<&str> = several.iter().map(|one| one.0.as_str()).collect();
            Err(Error::request(format!(
                "`{}` is a reference of several issuers: {}",
                typed.escape_debug(),
                issuers.join(", ")
            ))
            .hint("recordroom search 'ref:...' finds the records of all of them"))
        }
    }
}

/// Whether a record carries a reference as its own, its addressee's or its subject.
fn owns(facts: &Facts, key: &str) -> bool {
    facts.references.iter().any(|carried| {
        carried.key() == key && matches!(carried.role, Role::Ours | Role::Yours | Role::Subject)
    })
}

/// Whether a record bears numbers of other matters as its own, and not this one.
fn of_another(facts: &Facts, key: &str) -> bool {
    let own = |carried: &&Carried| matches!(carried.role, Role::Ours | Role::Yours | Role::Subject);
    !owns(facts, key) && facts.references.iter().any(|carried| own(&carried))
}

/// Follows relations from the records that belong for themselves; what is only mentioned leads to its conversation and
/// its carrier and no further.
fn follow(
    desk: &Desk<'_>,
    key: &str,
    members: &mut Members,
    known: &mut HashMap<RecordId, Stored>,
) -> Result<()> {
    let base: Vec<(RecordId, Why)> = members.iter().map(|(id, (why, _))| (*id, *why)).collect();
    let mut letters: Vec<RecordId> = Vec::new();
    for (id, why) in base.iter().take(FOLLOWED) {
        let strong = *why != Why::Mentioned;
        if strong {
            letters.push(*id);
        }
        let stored = known.get(id).cloned();
        for parent in desk.catalogue.parents(*id)? {
            let came = add(
                desk,
                members,
                known,
                parent,
                Why::Attachment,
                ("carries", *id),
                None,
            )?;
            if came && strong {
                for beside in desk.catalogue.attachments(parent)? {
                    add(
                        desk,
                        members,
                        known,
                        beside,
                        Why::Attachment,
                        ("came with", *id),
                        Some(key),
                    )?;
                }
            }
        }
        if strong {
            for attached in desk.catalogue.attachments(*id)? {
                add(
                    desk,
                    members,
                    known,
                    attached,
                    Why::Attachment,
                    ("attached to", *id),
                    Some(key),
                )?;
            }
        }
        let Some(stored) = stored else { continue };
        for other in desk.catalogue.carriers(&stored)? {
            add(
                desk,
                members,
                known,
                other,
                Why::Carrier,
                ("the same words as", *id),
                None,
            )?;
        }
        if stored.known.format == crate::extract::Format::Eml {
            for other in desk.catalogue.thread(*id)? {
                add(
                    desk,
                    members,
                    known,
                    other,
                    Why::Thread,
                    ("in the conversation of", *id),
                    Some(key),
                )?;
            }
        }
    }
    for id in letters {
        let record = desk.describe(id, None)?;
        for cited in &record.cites {
            let cited = match &cited.record {
                Some(other) => desk.catalogue.ids_like(other.parse()?, 1)?,
                None => citing::meant(desk, cited, id)?.into_iter().collect(),
            };
            for other in cited {
                add(
                    desk,
                    members,
                    known,
                    other,
                    Why::Cited,
                    ("cited by", id),
                    Some(key),
                )?;
            }
        }
        for other in citing::of(desk, &record)? {
            add(
                desk,
                members,
                known,
                other,
                Why::Cited,
                ("cites", id),
                Some(key),
            )?;
        }
    }
    Ok(())
}

/// Adds a record, or a tie to one that is there; `key` is given where a record of another case must stay out. Whether it
/// is a member now.
fn add(
    desk: &Desk<'_>,
    members: &mut Members,
    known: &mut HashMap<RecordId, Stored>,
    id: RecordId,
    why: Why,
    (words, of): (&str, RecordId),
    key: Option<&str>,
) -> Result<bool> {
    if id == of {
        return Ok(true);
    }
    let tie = (words.to_owned(), Some(of));
    if let Some((known_why, ties)) = members.get_mut(&id) {
        if *known_why != Why::Mentioned || why == Why::Attachment {
            ties.push(tie);
        }
        return Ok(true);
    }
    let Some(stored) = desk.catalogue.record(id)? else {
        return Ok(false);
    };
    let picture = stored.known.facts.kind == "image";
    if picture || key.is_some_and(|key| of_another(&stored.known.facts, key)) {
        return Ok(false);
    }
    members.insert(id, (why, vec![tie]));
    known.insert(id, stored);
    Ok(true)
}

/// References printed in the case's own records, or borne by what carries them.
fn tied(
    desk: &Desk<'_>,
    key: &str,
    members: &Members,
    known: &HashMap<RecordId, Stored>,
    numbers: &HashMap<RecordId, u64>,
) -> Result<Vec<Tied>> {
    // by key: the reference, and the items that print both numbers or bear the other one; the surest tie goes first
    let mut found: BTreeMap<String, (Carried, BTreeSet<(bool, u64)>)> = BTreeMap::new();
    for (id, (why, _)) in members {
        let Some(stored) = known.get(id) else {
            continue;
        };
        let facts = &stored.known.facts;
        let here = owns(facts, key);
        // where only the other number is borne as its own, the letter still prints both
        let printed = facts.references.iter().any(|carried| carried.key() == key);
        for carried in facts
            .references
            .iter()
            .filter(|carried| carried.key() != key)
        {
            let own = matches!(carried.role, Role::Ours | Role::Yours | Role::Subject);
            let ties = here && carried.role != Role::Filename
                || own && (printed && *why == Why::Mentioned && facts.kind != "report")
                || own && *why == Why::Attachment;
            if ties {
                let entry = found
                    .entry(carried.key())
                    .or_insert_with(|| (carried.clone(), BTreeSet::new()));
                let n = numbers.get(id).copied().unwrap_or_default();
                entry.1.insert((!printed, n));
            }
        }
    }
    let mut tied = Vec::new();
    for (carried, how) in found.into_values() {
        let rows = desk.tables.families.rows().iter();
        let means = rows
            .filter(|row| row.key == carried.family)
            .map(|row| row.means.clone())
            .next()
            .unwrap_or_default();
        tied.push(Tied {
            records: desk
                .catalogue
                .carrying(&carried.issuer, &carried.canonical)?
                .len() as u64,
            how: match how.first() {
                Some((false, n)) => format!("both printed in item {n}"),
                Some((true, n)) => {
                    format!("borne by item {n}, which carries a record of this case")
                }
                None => String::new(),
            },
            canonical: carried.canonical,
            means,
        });
    }
    Ok(tied)
}

/// Undated records behind the dated one that they are tied to.
fn undated_beside(
    described: Vec<(RecordId, Described)>,
    members: &Members,
) -> Vec<(RecordId, Described)> {
    let (mut dated, undated): (Vec<_>, Vec<_>) = described
        .into_iter()
        .partition(|(_, record)| record.date.is_some());
    for one in undated {
        let of = members
            .get(&one.0)
            .and_then(|(_, ties)| ties.iter().rev().find_map(|(_, of)| *of));
        match of.and_then(|of| dated.iter().position(|(id, _)| *id == of)) {
            Some(at) => {
                let after = dated[at + 1..]
                    .iter()
                    .take_while(|(_, record)| record.date.is_none())
                    .count();
                dated.insert(at + 1 + after, one);
            }
            None => dated.push(one),
        }
    }
    dated
}

fn in_words(ties: &[Words], numbers: &HashMap<RecordId, u64>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (tie, of) in ties {
        let said = match of {
            None => tie.clone(),
            Some(of) => match numbers.get(of) {
                Some(n) => format!("{tie} item {n}"),
                None => format!("{tie} {of}"),
            },
        };
        if !words.contains(&said) {
            words.push(said);
        }
    }
    words
}
