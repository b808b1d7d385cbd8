//! Searching again: what the request asks for is looked for in this archive once more, and held against the list that
//! the response prints.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::json;

use crate::archive::Archive;
use crate::archive::log::{Entry, Line, Log};
use crate::error::Result;
use crate::facts::Tables;
use crate::facts::response::{Listed, Response, plain};
use crate::record::{Described, RecordId};
use crate::verbs::answers::{DecisionRow, Located};
use crate::verbs::decisions;
use crate::verbs::desk::Desk;
use crate::verbs::ingest::Bounds;
use crate::verbs::locate;
use crate::verbs::search::{self, Order};

/// What a listed line was matched with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matched {
    /// The one record that fits.
    pub record: Option<String>,
    /// Several that fit.
    pub candidates: Vec<String>,
}

/// A record that the same searches find and the list does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Further {
    /// Its id.
    pub id: String,
    /// Its line in the house style.
    pub line: String,
    /// Whether it is tied by reference, or by party and day, and dated on or before receipt.
    pub tied: bool,
    /// Why it was found.
    pub because: Vec<String>,
}

/// What searching again gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Again {
    /// For each listed line, its record.
    pub listed: Vec<Matched>,
    /// Records found and not listed.
    pub further: Vec<Further>,
    /// What could not be looked in.
    pub incomplete: Vec<String>,
}

/// With what the archive is searched again.
pub struct Door<'a> {
    /// The archive.
    pub archive: &'a Archive,
    /// Its desk.
    pub desk: &'a Desk<'a>,
    /// The command as typed, for the log.
    pub command: &'a str,
    /// The bounds of reading.
    pub bounds: &'a Bounds,
    /// The archive's own organisation.
    pub organisation: Option<String>,
    /// The log's lines, read when they are first wanted.
    pub lines: std::cell::OnceCell<Vec<Line>>,
}

impl Door<'_> {
    /// What was decided on records for a request: the record, the decision and its entry.
    fn decided(&self, request: Option<&str>) -> Result<Vec<DecisionRow>> {
        let Some(request) = request else {
            return Ok(Vec::new());
        };
        let lines = match self.lines.get() {
            Some(lines) => lines,
            None => {
                let read = Log::of(self.archive).lines()?;
                self.lines.get_or_init(|| read)
            }
        };
        Ok(decisions::latest(lines, request))
    }
}

/// Runs the searches of the request that a response quotes, puts them on record, and compares.
///
/// # Errors
/// When the archive cannot be searched, or the searches cannot be put on record.
pub fn search(door: &Door<'_>, response: &Response, text: &str, tables: &Tables) -> Result<Again> {
    let received = response
        .days
        .received
        .filter(|day| !day.of_request)
        .map(|day| day.day);
    let until = received.or(response.days.responded.map(|day| day.day));
    let asked = locate::Asked {
        name: "response.txt".to_owned(),
        bytes: text.as_bytes().to_vec(),
        received,
        as_at: until,
        include_requester: false,
        request: None,
        command: door.command.to_owned(),
        // one entry of its own below: an audit opens no request file
        on_record: false,
        plan_only: false,
        plan: None,
        limit: None,
        bounds: door.bounds.clone(),
        organisation: door.organisation.clone(),
    };
    let answer = locate::locate(door.archive, tables, &asked)?;
    let all: Vec<(&Located, bool)> = answer
        .located
        .iter()
        .map(|one| (one, true))
        .chain(answer.possible.iter().map(|one| (one, false)))
        .collect();
    let mut again = Again::default();
    let mut matched_ids: BTreeSet<RecordId> = BTreeSet::new();
    for listed in &response.located {
        let described: Vec<&Described> = all.iter().map(|(one, _)| &one.record).collect();
        let mut found = matching(listed, &described);
        if found.is_empty() {
            let more = by_query(door, listed)?;
            found = matching(listed, &more.iter().collect::<Vec<_>>());
        }
        matched_ids.extend(found.iter().copied());
        matched_ids.extend(further_on_line(listed, &described));
        // of several that fit by day and parties, the one that the request's own searches locate is meant
        let surely: Vec<RecordId> = found
            .iter()
            .copied()
            .filter(|id| answer.located.iter().any(|one| one.record.id == *id))
            .collect();
        again
            .listed
            .push(match (surely.as_slice(), found.as_slice()) {
                ([one], _) | (_, [one]) => Matched {
                    record: Some(one.to_string()),
                    candidates: found
                        .iter()
                        .filter(|other| *other != one)
                        .map(ToString::to_string)
                        .collect(),
                },
                _ => Matched {
                    record: None,
                    candidates: found.iter().map(ToString::to_string).collect(),
                },
            });
    }
    let found: Vec<RecordId> = all.iter().map(|(one, _)| one.record.id).collect();
    let mut sorted = found.clone();
    sorted.sort_unstable();
    Log::of(door.archive).append(&Entry {
        event: "locate",
        request: response.reference.as_deref(),
        body: json!({
            "command": door.command,
            "query": answer.searches.iter().map(|one| one.query.as_str()).collect::<Vec<_>>().join("\n"),
            "read_as": answer.searches.iter().map(|one| one.read_as.as_str()).collect::<Vec<_>>().join("\n"),
            "total": found.len(),
            "for_audit": true,
            "received": received,
            "as_at": until,
            "searches": answer.searches,
            "not_searched": door.desk.not_searched()?,
            "sources": answer.sources,
            "not_covered": answer.not_covered,
            "located": found.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "archive": answer.archive,
        }),
        found: Some(&sorted),
    })?;
    let decided = door.decided(response.reference.as_deref())?;
    let settled: BTreeSet<RecordId> = decided
        .iter()
        .filter(|row| row.part.is_none())
        .filter(|row| matches!(row.decision.as_str(), "out" | "duplicate" | "published"))
        .map(|row| row.record)
        .collect();
    let mut shown: BTreeSet<RecordId> = BTreeSet::new();
    again.further = all
        .iter()
        .filter(|(one, _)| !matched_ids.contains(&one.record.id))
        .filter(|(one, _)| !is_left_out(one, response, until, &matched_ids))
        .filter(|(one, _)| !settled.contains(&one.record.id))
        // what the requester left out
        .filter(|(one, _)| {
            !one.because
                .iter()
                .any(|why| why.contains("the request says it does not ask for"))
        })
        // the same paper in another form is told once
        .filter(|(one, _)| {
            let again = one.record.carriers.iter().any(|other| {
                shown.contains(other) || settled.contains(other) || matched_ids.contains(other)
            });
            shown.insert(one.record.id);
            !again
        })
        .map(|(one, located)| Further {
            id: one.record.id.short(),
            line: one.line.clone(),
            tied: *located && !one.record.draft && until.is_some() && one.record.date.is_some(),
            because: one
                .because
                .iter()
                .cloned()
                .chain(
                    decided
                        .iter()
                        .filter(|row| row.record == one.record.id)
                        .map(|row| {
                            format!(
                                "decided `{}` in entry {} of the log",
                                row.decision, row.entry
                            )
                        }),
                )
                .collect(),
        })
        .collect();
    if !answer.not_searched.is_empty() {
        again.incomplete.push(format!(
            "{} files or parts of this archive could not be read",
            answer.not_searched.len()
        ));
    }
    again.incomplete.extend(
        answer
            .not_covered
            .iter()
            .map(|source| format!("{} was not searched: {}", source.name, source.reason)),
    );
    Ok(again)
}

/// What is no finding: later records, the request's own handling, enclosures of listed items.
fn is_left_out(
    one: &Located,
    response: &Response,
    until: Option<Date>,
    matched: &BTreeSet<RecordId>,
) -> bool {
    let record = &one.record;
    let later = match (record.received.or(record.date), until) {
        (Some(day), Some(until)) => day > until,
        _ => false,
    };
    let handling = matches!(
        record.kind.as_str(),
        "foi_request" | "foi_response" | "internal_review"
    ) || response.reference.as_deref().is_some_and(|own| {
        record
            .references
            .iter()
            .any(|reference| reference.canonical == own)
    });
    // a draft of what is listed; one tied to nothing listed is left for a person
    let draft = record.draft && (!matched.is_empty() || record.draft_of.is_some());
    let enclosed = record.parents.iter().any(|parent| matched.contains(parent));
    later || handling || enclosed || draft
}

/// The records that fit a listed line: by day and parties, else by the words of its title.
fn matching(listed: &Listed, records: &[&Described]) -> Vec<RecordId> {
    let organisation = |parties: &[crate::facts::Party]| {
        parties.iter().find_map(|party| party.organisation.clone())
    };
    let fits = |wanted: &Option<String>, has: Option<String>| match (wanted, has) {
        (Some(wanted), Some(has)) => wanted.eq_ignore_ascii_case(&has),
        _ => true,
    };
    let by_day: Vec<&&Described> = match listed.date {
        Some(day) => records
            .iter()
            .filter(|record| record.date == Some(day))
            .filter(|record| {
                fits(&listed.from, organisation(&record.from))
                    && fits(&listed.to, organisation(&record.to))
            })
            .collect(),
        None => Vec::new(),
    };
    if by_day.len() > 1 {
        let surely: Vec<RecordId> = by_day
            .iter()
            .filter(|record| {
                !record.draft
                    && listed.from.is_some()
                    && listed.from == organisation(&record.from)
                    && (listed.to.is_none() || listed.to == organisation(&record.to))
                    && listed
                        .kind
                        .as_deref()
                        .is_none_or(|kind| same_kind(kind, &record.kind))
            })
            .map(|record| record.id)
            .collect();
        if !surely.is_empty() {
            return surely;
        }
    }
    if !by_day.is_empty() {
        return by_day.into_iter().map(|record| record.id).collect();
    }
    if listed.date.is_some() {
        return Vec::new();
    }
    let quoted: Vec<&str> = listed.as_printed.split(['"', '“', '”']).collect();
    let wanted = match quoted.get(1) {
        Some(title) if quoted.len() > 2 => words(title),
        _ => words(&listed.as_printed),
    };
    records
        .iter()
        .filter(|record| {
            let has = words(&format!(
                "{} {} {} {}",
                record.title,
                record.subject.as_deref().unwrap_or_default(),
                record.kind.replace('_', " "),
                organisation(&record.from).unwrap_or_default()
            ));
            let common = wanted.intersection(&has).count();
            !wanted.is_empty() && common * 3 >= wanted.len() * 2
        })
        .map(|record| record.id)
        .collect()
}

/// The records that a line names beside its first, by their days: `a letter of 9 September 2021, and our answer to it of
/// 1 October 2021`.
fn further_on_line(listed: &Listed, records: &[&Described]) -> Vec<RecordId> {
    let organisations = |record: &Described| -> Vec<String> {
        record
            .from
            .iter()
            .chain(&record.to)
            .filter_map(|party| party.organisation.clone())
            .collect()
    };
    let named: Vec<&String> = listed.from.iter().chain(&listed.to).collect();
    crate::facts::dates::find(&listed.as_printed)
        .iter()
        .skip(1)
        .flat_map(|found| {
            records
                .iter()
                .filter(|record| record.date == Some(found.day) && !record.draft)
                .filter(|record| {
                    let of = organisations(record);
                    named.is_empty() || named.iter().any(|name| of.contains(name))
                })
                .map(|record| record.id)
                .collect::<Vec<_>>()
        })
        .collect()
}

fn same_kind(printed: &str, kind: &str) -> bool {
    let printed = printed.replace("e-mail", "email");
    printed == kind
        || matches!(kind, "letter" | "reprimand" | "notice" | "decision_notice")
            && matches!(printed.as_str(), "letter" | "reprimand" | "notice")
}

/// The words of a title by which it is known.
fn words(text: &str) -> BTreeSet<String> {
    plain(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            word.len() > 2
                && !["the", "and", "for", "dated", "undated", "from", "with"].contains(word)
        })
        .map(str::to_owned)
        .collect()
}

/// What the archive holds of a listed line's day, or with the words of its title; the search goes on record.
fn by_query(door: &Door<'_>, listed: &Listed) -> Result<Vec<Described>> {
    let again = match listed.date {
        Some(day) => search::Again {
            limits: vec![("date".to_owned(), day.to_string())],
            ..search::Again::default()
        },
        None => {
            let words: Vec<String> = words(&listed.as_printed).into_iter().take(6).collect();
            if words.is_empty() {
                return Ok(Vec::new());
            }
            search::Again {
                query: words.join(" "),
                ..search::Again::default()
            }
        }
    };
    let found = search::search(
        door.desk,
        &search::Asked {
            query: again.query(door.desk)?,
            again,
            role: None,
            typed: format!("listed record {}: {}", listed.n, listed.as_printed),
            order: Order::DateAscending,
            limit: Some(50),
            facets: Vec::new(),
            as_at: None,
            on_record: true,
            request: None,
            command: door.command.to_owned(),
        },
    )?;
    Ok(found.hits.into_iter().map(|hit| hit.record).collect())
}
