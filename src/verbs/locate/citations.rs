//! What hangs together with located letters by their words: letters that cite their days, letters whose days they
//! cite, and papers that they name as enclosed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::findings::Findings;
use super::spelling::phrase;
use super::ties::{Tie, Ties, search};
use crate::error::Result;
use crate::facts::request::topic_words;
use crate::facts::{Facts, dates};
use crate::index::tokens;
use crate::record::{RecordId, plain_text};

/// Days cited in one letter that are followed up.
const CITED_DAYS: usize = 12;
/// Parties among whose letters citations are looked for.
const PARTIES: usize = 4;
/// Lines at the head of a paper.
const HEAD: usize = 4;
/// Days looked for in one search.
const DAYS: usize = 40;

/// Follows the citations of letters newly located, and what they say they enclose.
pub(super) fn follow(
    findings: &mut Findings<'_>,
    letters: &[RecordId],
    ties: &mut Ties,
) -> Result<()> {
    let mut own: BTreeMap<Date, Vec<RecordId>> = BTreeMap::new();
    let mut cited: BTreeMap<Date, Vec<RecordId>> = BTreeMap::new();
    let mut items = BTreeSet::new();
    for id in letters {
        let Some(candidate) = findings.found.get(id) else {
            continue;
        };
        if !candidate.exchange.may_be_between() {
            continue;
        }
        items.extend(candidate.items.iter().cloned());
        let facts = &candidate.stored.known.facts;
        if let Some(day) = facts.date {
            own.entry(day).or_default().push(*id);
        }
        let others = facts
            .mentions
            .iter()
            .filter(|day| Some(**day) != facts.date);
        for day in others.take(CITED_DAYS) {
            cited.entry(*day).or_default().push(*id);
        }
        let facts = facts.clone();
        named_as_enclosed(findings, *id, &facts, ties)?;
    }
    let items: Vec<String> = items.into_iter().collect();
    let parties: Vec<String> = findings
        .understood
        .others
        .iter()
        .take(PARTIES)
        .cloned()
        .collect();
    for party in parties {
        let party = phrase(&party);
        for days in own.keys().copied().collect::<Vec<_>>().chunks(DAYS) {
            let spelt: Vec<String> = days.iter().flat_map(|day| spellings(*day)).collect();
            let typed = format!("party:{party} ({})", spelt.join(" OR "));
            for id in search(findings, typed, "cites the day of a located letter", &items)? {
                let Some(candidate) = findings.found.get(&id) else {
                    continue;
                };
                let facts = &candidate.stored.known.facts;
                for day in facts
                    .mentions
                    .iter()
                    .filter(|day| facts.date.is_none_or(|date| date >= **day))
                {
                    for letter in own.get(day).into_iter().flatten() {
                        ties.keep(id, Tie::Cites, *letter);
                    }
                }
            }
        }
        for days in cited.keys().copied().collect::<Vec<_>>().chunks(DAYS) {
            let limits: Vec<String> = days.iter().map(|day| format!("date:{day}")).collect();
            let typed = format!("party:{party} ({})", limits.join(" OR "));
            for id in search(
                findings,
                typed,
                "of a day that a located letter cites",
                &items,
            )? {
                let day = findings
                    .found
                    .get(&id)
                    .and_then(|candidate| candidate.stored.known.facts.date);
                for letter in day.and_then(|day| cited.get(&day)).into_iter().flatten() {
                    ties.keep(id, Tie::CitedBy, *letter);
                }
            }
        }
    }
    Ok(())
}

/// The usual spellings of a day, as phrases.
fn spellings(day: Date) -> Vec<String> {
    let long = dates::long(day);
    let (number, rest) = long.split_once(' ').unwrap_or((&long, ""));
    let month = rest.split(' ').next().unwrap_or(rest);
    let ordinal = match (day.day() % 10, day.day()) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    let (d, m, y) = (day.day(), day.month(), day.year());
    [
        long.clone(),
        format!("{number}{ordinal} {rest}"),
        format!("{number}{ordinal} of {rest}"),
        format!("{month} {number} {y}"),
        format!("{d:02}/{m:02}/{y}"),
        format!("{d}/{m}/{y}"),
    ]
    .iter()
    .map(|spelling| format!("\"{spelling}\""))
    .collect()
}

/// The lines at the head of a paper, among which its title stands.
fn head_of(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.take(HEAD).collect::<Vec<_>>().join(" ")
}

/// Papers that a letter names as enclosed: of its writer, of the kind named, with two words of their own title in that
/// sentence, or one where the title has few.
fn named_as_enclosed(
    findings: &mut Findings<'_>,
    id: RecordId,
    facts: &Facts,
    ties: &mut Ties,
) -> Result<()> {
    const KINDS: [&str; 5] = ["leaflet", "report", "form", "minutes", "presentation"];
    let writer = facts
        .from
        .iter()
        .find_map(|party| party.organisation.clone());
    let (Some(writer), Some(candidate)) = (writer, findings.found.get(&id)) else {
        return Ok(());
    };
    let items: Vec<String> = candidate.items.iter().cloned().collect();
    let text = plain_text(&findings.desk.catalogue.extraction(id)?)
        .to_lowercase()
        .replace(['\n', '\r'], " ");
    let sentences = text
        .split(". ")
        .filter(|sentence| sentence.contains("enclos") || sentence.contains("attach"));
    for sentence in sentences {
        let said: BTreeSet<String> = tokens::of(sentence).into_iter().collect();
        for kind in KINDS.iter().filter(|kind| said.contains(**kind)) {
            let typed = format!("kind:{kind} from:{}", phrase(&writer));
            let reason = format!("named as enclosed in {}", facts.title);
            for other in search(findings, typed, &reason, &items)? {
                let Some(candidate) = findings.found.get(&other) else {
                    continue;
                };
                let head = head_of(&plain_text(&findings.desk.catalogue.extraction(other)?));
                let title = &candidate.stored.known.facts.title;
                let own: Vec<String> = topic_words(&format!("{title} {head}"))
                    .into_iter()
                    .filter(|token| token.len() > 3 && token != kind)
                    .filter(|token| !writer.to_lowercase().contains(token.as_str()))
                    .collect();
                let named = own.iter().filter(|token| said.contains(*token)).count();
                if named > 1 || named == 1 && own.len() < 3 {
                    ties.keep(other, Tie::Enclosed, id);
                }
            }
        }
    }
    Ok(())
}
