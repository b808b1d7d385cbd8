//! Letters that the records of a case cite and this archive does not contain: each once, with who cites it.
//!
//! A citation is no gap where any record of that day fits what is said of its writer and addressee, even if several do:
//! then something is here, and which one is meant is for a person to see.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::error::Result;
use crate::facts::{Party, references};
use crate::record::{Cited, Described, RecordId, ShownReference, plain_text};
use crate::verbs::answers::{CaseRecord, Citing, Gap, Why};
use crate::verbs::desk::Desk;

/// The most records of one day that are compared with a citation.
const SAME_DAY: usize = 512;

/// The gaps of a case, by date, and how many citations with a day were compared.
pub(super) fn of(desk: &Desk<'_>, key: &str, records: &[CaseRecord]) -> Result<(Vec<Gap>, u64)> {
    let mut gaps: Vec<Gap> = Vec::new();
    let mut compared = 0;
    let mut days: HashMap<Date, Vec<Described>> = HashMap::new();
    for member in records {
        // what only mentions the case cites letters of other matters too
        let of_case = member.why != Why::Mentioned
            || member.because.len() > 1
            || is_about_it_alone(desk, &member.record, key);
        let text = match of_case || member.record.cites.is_empty() {
            true => String::new(),
            false => on_one_line(&plain_text(&desk.catalogue.extraction(member.record.id)?)),
        };
        for cited in &member.record.cites {
            let cited = &of_known_sides(turned(cited), &member.record);
            let Some(day) = cited.date else { continue };
            if !(of_case || beside(&text, &cited.as_printed, &member.record, key)) {
                continue;
            }
            compared += 1;
            if cited.from.is_none() && cited.to.is_none() && !says_a_letter(&cited.as_printed) {
                continue;
            }
            if cited.record.is_some() || member.record.date == Some(day) {
                continue;
            }
            if let std::collections::hash_map::Entry::Vacant(empty) = days.entry(day) {
                let ids = desk.ids(&desk.field("date", &day.to_string())?)?;
                let mut here = Vec::new();
                for id in ids.into_iter().take(SAME_DAY) {
                    here.push(desk.describe(id, None)?);
                }
                empty.insert(here);
            }
            let mut here = days.get(&day).into_iter().flatten();
            if here.any(|record| record.id != member.record.id && fits(cited, record)) {
                continue;
            }
            keep(&mut gaps, cited, member);
        }
    }
    for gap in &mut gaps {
        for (citing, id) in gap.citations.iter_mut().zip(&gap.cited_by) {
            citing.page = page(desk, *id, &citing.as_printed)?;
        }
    }
    gaps.sort_by(|a, b| (a.date, &a.from, &a.to).cmp(&(b.date, &b.from, &b.to)));
    Ok((gaps, compared))
}

/// Whether a letter or message bears the number of no other matter, so that what it cites is of this one. The number of a
/// request for information is a matter of its own only where the case is that request.
fn is_about_it_alone(desk: &Desk<'_>, record: &Described, key: &str) -> bool {
    let numbers_requests = |family: &str| {
        let rows = desk.tables.families.rows().iter();
        rows.filter(|row| row.key == family)
            .any(|row| row.means.to_lowercase().contains("request"))
    };
    let mut matters = record
        .references
        .iter()
        .filter(|reference| is_of(reference, key) || !numbers_requests(&reference.family));
    matches!(record.kind.as_str(), "letter" | "email")
        && matters.next().is_some()
        && matters.next().is_none()
}

fn is_of(reference: &ShownReference, key: &str) -> bool {
    references::key(&reference.issuer, &reference.canonical) == key
}

/// Whether the number of the case stands in the very sentence that cites a letter.
fn beside(text: &str, as_printed: &str, record: &Described, key: &str) -> bool {
    let words = on_one_line(as_printed);
    let Some(at) = text.find(&words) else {
        return false;
    };
    let start = text[..at].rfind(". ").map_or(0, |stop| stop + 2);
    let after = at + words.len();
    let end = text[after..]
        .find(". ")
        .map_or(text.len(), |stop| after + stop);
    let sentence = &text[start..end];
    record
        .references
        .iter()
        .filter(|reference| is_of(reference, key))
        .any(|reference| sentence.contains(reference.as_printed.as_str()))
}

/// Whether words speak of something written, and not only of a day on which something happened.
fn says_a_letter(as_printed: &str) -> bool {
    const WRITTEN: [&str; 24] = [
        "letter",
        "letters",
        "email",
        "emails",
        "e-mail",
        "message",
        "correspondence",
        "reply",
        "response",
        "answer",
        "answered",
        "request",
        "requested",
        "asked",
        "wrote",
        "written",
        "sent",
        "notice",
        "reprimand",
        "decision",
        "report",
        "complaint",
        "memo",
        "submission",
    ];
    as_printed
        .to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .any(|word| WRITTEN.contains(&word) || WRITTEN.contains(&word.trim_end_matches('s')))
}

/// The page on which a record prints some words; none where it has no pages.
fn page(desk: &Desk<'_>, id: RecordId, words: &str) -> Result<Option<u32>> {
    let extraction = desk.catalogue.extraction(id)?;
    let passages = extraction.passages.iter();
    let mut paged = passages.filter_map(|passage| Some((passage.page?, passage.text.as_str())));
    Ok(paged
        .find(|(_, text)| on_one_line(text).contains(words))
        .map(|(page, _)| page))
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds a citation, or its citer to the gap that is the same letter.
fn keep(gaps: &mut Vec<Gap>, cited: &Cited, member: &CaseRecord) {
    let citing = Citing {
        item: member.n,
        page: None,
        as_printed: on_one_line(&cited.as_printed),
    };
    let agrees = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
    let same = gaps.iter_mut().find(|gap| {
        gap.date == cited.date && agrees(&gap.from, &cited.from) && agrees(&gap.to, &cited.to)
    });
    match same {
        Some(gap) => {
            if !gap.cited_by.contains(&member.record.id) {
                gap.cited_by.push(member.record.id);
                gap.items.push(member.n);
                gap.citations.push(citing);
            }
            gap.from = gap.from.take().or_else(|| cited.from.clone());
            gap.to = gap.to.take().or_else(|| cited.to.clone());
        }
        None => gaps.push(Gap {
            cited_by: vec![member.record.id],
            items: vec![member.n],
            as_printed: citing.as_printed.clone(),
            citations: vec![citing],
            kind: cited.kind.clone(),
            from: cited.from.clone(),
            to: cited.to.clone(),
            date: cited.date,
        }),
    }
}

/// A citation with its sides as its words have them: "your letter" came from whom the citing letter goes to.
fn turned(cited: &Cited) -> Cited {
    let mut cited = cited.clone();
    let yours = cited.as_printed.to_lowercase().starts_with("your ");
    if yours && cited.from.is_none() && cited.to.is_some() {
        cited.from = cited.to.take();
    }
    cited
}

/// A citation without sides that its words cannot tell: "your letter" in a paper that stayed within one body was quoted
/// from another, and "the Commissioner" between two bodies that have one may be either.
fn of_known_sides(mut cited: Cited, record: &Described) -> Cited {
    let bodies = |parties: &[Party]| -> Vec<String> {
        let all = parties
            .iter()
            .filter_map(|party| party.organisation.clone());
        all.collect()
    };
    let (from, to) = (bodies(&record.from), bodies(&record.to));
    let within = !from.is_empty() && !to.is_empty() && to.iter().all(|body| from.contains(body));
    let words = cited.as_printed.to_lowercase();
    let own = cited.from.as_ref().is_some_and(|body| from.contains(body));
    let either = words.starts_with("the commissioner")
        && ["ICO", "MPS"]
            .iter()
            .all(|body| from.iter().chain(&to).any(|known| known == body));
    if within && own && words.starts_with("your ") || either {
        cited.from = None;
        cited.to = None;
    }
    cited
}

/// Whether two names are one person's, one of them given by title and surname: "Mr Sallow" and "Kit Sallow".
fn one_person(one: &str, other: &str) -> bool {
    const TITLES: [&str; 7] = ["mr", "mrs", "ms", "miss", "mx", "dr", "professor"];
    let parts = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\''));
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (one, other) = (parts(one), parts(other));
    let titled = |name: &[String]| {
        name.len() == 2
            && name
                .first()
                .is_some_and(|first| TITLES.contains(&first.as_str()))
    };
    one == other || (titled(&one) || titled(&other)) && one.last() == other.last()
}

/// Whether a record is the one that is cited as far as both its sides were read, and neither speaks against it.
pub(super) fn is_meant(cited: &Cited, record: &Described) -> bool {
    let sides = cited.from.is_some() && cited.to.is_some();
    sides && !record.from.is_empty() && !record.to.is_empty() && fits(cited, record)
}

/// Whether a record may be the one that is cited: no draft, and nothing that was read of its sides speaks against it.
fn fits(cited: &Cited, record: &Described) -> bool {
    let may_be = |parties: &[&Party], name: &Option<String>| {
        let Some(name) = name else { return true };
        parties.is_empty()
            || parties.iter().any(|party| {
                party.is_of(name)
                    || party
                        .name
                        .as_ref()
                        .is_some_and(|printed| one_person(printed, name))
            })
    };
    let from: Vec<&Party> = record.from.iter().collect();
    let to: Vec<&Party> = record.to.iter().chain(&record.cc).collect();
    // a paper with neither side read is no letter that could be meant
    let sided = !from.is_empty() || !to.is_empty() || cited.from.is_none();
    !record.draft && sided && may_be(&from, &cited.from) && may_be(&to, &cited.to)
}
