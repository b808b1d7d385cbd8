//! The list itself: one line a record in the house style of a response, in date order.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::attribution::Attribution;
use super::findings::{Candidate, Findings};
use super::judge::{Because, Verdict};
use super::message::Messages;
use super::wanted::has_words;
use crate::error::Result;
use crate::facts::{Tables, dates};
use crate::record::{Described, RecordId, plain_text};
use crate::verbs::answers::{Located, Snippet};

/// The width of a passage, in characters.
const PASSAGE: usize = 160;

/// A record on the list, and why.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// The record.
    pub(super) id: RecordId,
    /// The judgement.
    pub(super) verdict: Verdict,
}

/// The records in the order of the list: the located ones by date, an undated one behind what it was enclosed with or
/// last; then the possible ones, the surest first.
pub(super) fn ordered(
    findings: &Findings<'_>,
    verdicts: BTreeMap<RecordId, Verdict>,
) -> Vec<Listed> {
    let day = |id: &RecordId| {
        findings
            .found
            .get(id)
            .and_then(|candidate| candidate.stored.known.facts.date)
    };
    let (located, mut possible): (Vec<Listed>, Vec<Listed>) = verdicts
        .into_iter()
        .map(|(id, verdict)| Listed { id, verdict })
        .partition(|listed| listed.verdict.located);
    let (mut dated, undated): (Vec<Listed>, Vec<Listed>) = located
        .into_iter()
        .partition(|listed| day(&listed.id).is_some());
    dated.sort_by_key(|listed| (day(&listed.id), listed.id));
    for listed in undated {
        let with = listed
            .verdict
            .because
            .iter()
            .find_map(|because| match because {
                Because::Of("enclosed with", of) => dated.iter().position(|other| other.id == *of),
                _ => None,
            });
        match with {
            Some(at) => {
                let after = dated[at + 1..]
                    .iter()
                    .take_while(|other| day(&other.id).is_none())
                    .count();
                dated.insert(at + 1 + after, listed);
            }
            None => dated.push(listed),
        }
    }
    possible.sort_by_key(|listed| {
        let date = day(&listed.id);
        (listed.verdict.rank, date.is_none(), date, listed.id)
    });
    dated.extend(possible);
    dated
}

/// Writes the lines; records with the same words stand on one line, under the item that was numbered first.
pub(super) fn written(
    findings: &Findings<'_>,
    attribution: &Attribution,
    listed: &[Listed],
    numbers: &HashMap<RecordId, u64>,
) -> Result<(Vec<Located>, Vec<Located>)> {
    let (mut located, mut possible) = (Vec::new(), Vec::new());
    let mut gathered: HashSet<RecordId> = HashSet::new();
    let mut messages = Messages::new(findings.desk);
    for one in listed.iter() {
        if gathered.contains(&one.id) {
            continue;
        }
        let Some(candidate) = findings.found.get(&one.id) else {
            continue;
        };
        let mut record = findings.desk.describe(one.id, None)?;
        let number = |id: &RecordId| numbers.get(id).copied().unwrap_or(u64::MAX);
        let alike: Vec<&Listed> = listed
            .iter()
            .filter(|other| other.id == one.id || record.carriers.contains(&other.id))
            .collect();
        let first = alike
            .iter()
            .filter(|other| other.verdict.located == one.verdict.located)
            .min_by_key(|other| (number(&other.id), other.id));
        let (one, candidate) = match first {
            Some(first) if first.id != one.id => {
                record = findings.desk.describe(first.id, None)?;
                (*first, findings.found.get(&first.id).unwrap_or(candidate))
            }
            _ => (one, candidate),
        };
        gathered.extend(record.carriers.iter().copied());
        let line = Located {
            gathered: alike
                .iter()
                .map(|other| other.id)
                .filter(|id| *id != one.id)
                .collect(),
            n: numbers.get(&one.id).copied().unwrap_or_default(),
            line: messages.line(&record)?,
            items: attribution.questions(findings, candidate),
            searches: candidate.searches.iter().copied().collect(),
            because: reasons(findings, one, &record, numbers),
            decisions: Vec::new(),
            as_at: None,
            snippet: passage(findings, candidate)?,
            record,
        };
        if one.verdict.located {
            &mut located
        } else {
            &mut possible
        }
        .push(line);
    }
    tell_apart(&mut located);
    tell_apart(&mut possible);
    Ok((located, possible))
}

/// Kinds of paper that a line names where the paper's own title does not.
const NAMED: [&str; 6] = [
    "minutes",
    "report",
    "leaflet",
    "presentation",
    "spreadsheet",
    "form",
];

/// A record's line: its title, or the one that was made for a message, with its day, or that it has none.
pub(super) fn line(record: &Described, tables: &Tables, message: Option<String>) -> String {
    let title = message
        .unwrap_or_else(|| uncapitalised(record.title.trim_end_matches('.'), &record.kind, tables));
    let mut title = match (record.format.as_str(), record.date) {
        ("ics", _) if !title.contains('"') => format!("Meeting invitation \"{title}\""),
        ("vcf", _) if !title.contains('"') => format!("Contact card \"{title}\""),
        // "File note, 4 May 2021" is its title and its day
        (_, Some(date)) if record.kind != "email" => title
            .strip_suffix(&format!(", {}", dates::long(date)))
            .unwrap_or(&title)
            .to_owned(),
        _ => title,
    };
    let called = tables.kinds.called(&record.kind).to_lowercase();
    if NAMED.contains(&record.kind.as_str()) && !has_words(&title.to_lowercase(), &called) {
        let by = record
            .from
            .iter()
            .find_map(|party| party.organisation.as_deref());
        title = match by {
            _ if record.kind == "minutes" && calls_itself_notes(&title) => title,
            _ if record.kind == "minutes" => format!("{title} {called}"),
            Some(by) if !title.starts_with(by) => format!("{by} {called} \"{title}\""),
            _ => format!("{} \"{title}\"", capital(&called)),
        };
    }
    match record.date {
        // a day that is blacked out leaves the month
        None if names_a_month(&title) => format!("{title}."),
        None => format!("{title} (undated)."),
        Some(date) if title.contains(&dates::long(date)) => format!("{title}."),
        Some(date) => format!("{title} dated {}.", dates::long(date)),
    }
}

/// Whether a title of minutes says so in another word: "Notes of the Lamp Board".
fn calls_itself_notes(title: &str) -> bool {
    let lower = title.to_lowercase();
    ["notes of", "note of", "record of"]
        .iter()
        .any(|words| lower.starts_with(words))
}

/// Whether a title ends in a month and its year: "letter to the ICO dated August 2008".
fn names_a_month(title: &str) -> bool {
    let bare = title.split(" (").next().unwrap_or(title);
    let mut words = bare.split_whitespace().rev();
    let year = words
        .next()
        .is_some_and(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
    year && words
        .next()
        .is_some_and(|word| dates::month(word).is_some())
}

/// A title all in capitals as a sentence would have it, and that of a meeting as a name; names of bodies and what
/// holds digits stay as they are.
fn uncapitalised(title: &str, kind: &str, tables: &Tables) -> String {
    let words = title.split_whitespace().count();
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let short = words < 3 && letters < 8;
    if short || title.chars().any(char::is_lowercase) {
        return title.to_owned();
    }
    const SMALL: [&str; 5] = ["of", "the", "and", "for", "on"];
    let mut out: Vec<String> = Vec::new();
    for word in title.split_whitespace() {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        let keeps =
            plain.chars().any(|c| c.is_ascii_digit()) || tables.parties.row(plain).is_some();
        let lower = word.to_lowercase();
        out.push(if keeps {
            word.to_owned()
        } else if kind == "minutes" && !SMALL.contains(&lower.as_str()) {
            capital(&lower)
        } else {
            lower
        });
    }
    capital(&out.join(" "))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Adds the references by which lines that read alike differ.
fn tell_apart(lines: &mut [Located]) {
    let mut times: HashMap<String, usize> = HashMap::new();
    for line in lines.iter() {
        *times.entry(line.line.clone()).or_insert(0) += 1;
    }
    for line in lines {
        let alike = times.get(&line.line).is_some_and(|times| *times > 1);
        if alike && let Some(reference) = line.record.references.first() {
            line.line = format!(
                "{}, {}.",
                line.line.trim_end_matches('.'),
                reference.canonical
            );
        }
    }
}

fn reasons(
    findings: &Findings<'_>,
    listed: &Listed,
    record: &Described,
    numbers: &HashMap<RecordId, u64>,
) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    if let Some(n) = record.draft_of.and_then(|of| numbers.get(&of)) {
        reasons.push(format!("draft of item {n}"));
    }
    for because in &listed.verdict.because {
        let reason = match because {
            Because::Says(words) => words.clone(),
            Because::Of(words, of) => match (numbers.get(of), findings.found.get(of)) {
                (Some(n), _) => format!("{words} item {n}"),
                (None, Some(candidate)) => {
                    format!("{words} {}", candidate.stored.known.facts.title)
                }
                (None, None) => continue,
            },
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    match record.carriers.as_slice() {
        [] => {}
        carriers => {
            let ids: Vec<String> = carriers.iter().map(|id| id.short()).collect();
            reasons.push(format!("the same words also as {}", ids.join(", ")));
        }
    }
    reasons
}

/// The passage that shows why a record was found.
fn passage(findings: &Findings<'_>, candidate: &Candidate) -> Result<Option<Snippet>> {
    let Some(query) = findings.query_for(candidate) else {
        return Ok(None);
    };
    let text = plain_text(&findings.desk.catalogue.extraction(candidate.stored.id)?);
    let snippet = findings.desk.searcher()?.highlight(
        query,
        &findings.desk.tables.families,
        &text,
        PASSAGE,
    )?;
    Ok((!snippet.highlights.is_empty()).then_some(Snippet {
        text: snippet.text,
        highlights: snippet.highlights,
    }))
}
