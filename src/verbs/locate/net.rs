//! The last net: what only hangs loosely together with the request is listed last among the possible ones, and counted.
//!
//! It catches rare words of a question wherever they stand, words of the sentences that a question points back to, a
//! post or a name in capitals and, where nothing is located, the matter, the conversation, the carrier and the
//! attachments of whatever is listed. It locates nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::{Candidate, Findings, is_of_case};
use super::focus::telling;
use super::judge::{Because, Verdict};
use super::plan::{Planned, beside};
use super::question::names_kind;
use super::restraint::{by_time_and_parties, restrained};
use super::spelling::phrase;
use super::ties::{self, Ties};
use super::topic::{Word, weighed};
use super::wanted::{capitalised, has_words};
use crate::error::Result;
use crate::record::RecordId;

/// The place of what only the net caught among the possible ones: the last.
pub(super) const WEAK: u8 = 3;
/// The most records that have a rare word, whatever the size of the archive, and the least bound in a small one.
const RARE: (usize, usize) = (6, 12);
/// The share of an archive that may have a word which counts beside another: one in so many, and the most records.
const TELLING: (usize, usize) = (4, 200);
/// The most records that are listed for their words alone; more are counted.
const LISTED: usize = 40;
/// The most records, the strongest first, whose relations are followed.
const SEEDS: usize = 60;
/// The most references whose carriers are looked for.
const MATTERS: usize = 12;

/// Casts the net; what it catches is added to the verdicts, and what a person must know of it to the notes.
pub(super) fn cast(
    findings: &mut Findings<'_>,
    ties: &Ties,
    plan_was_given: bool,
    verdicts: &mut BTreeMap<RecordId, Verdict>,
) -> Result<()> {
    let before = verdicts.len();
    let mut seeds: Vec<RecordId> = verdicts.keys().copied().collect();
    if !plan_was_given {
        posts(findings, verdicts)?;
    }
    // where something is located for sure, what ties lead on from it was followed already
    if verdicts.values().any(|verdict| verdict.located) {
        counted(findings, verdicts.len() - before);
        return Ok(());
    }
    if !plan_was_given {
        seeds.extend(words(findings, verdicts)?);
    }
    tied_by_days(findings, ties, verdicts)?;
    seeds.sort_by_key(|id| {
        let verdict = verdicts.get(id);
        verdict.map_or((true, WEAK, *id), |one| (!one.located, one.rank, *id))
    });
    seeds.dedup();
    if seeds.len() > SEEDS {
        findings.notes.push(format!(
            "What hangs together with the last {} of the listed records was not looked for: see `recordroom case` of their \
             references.",
            seeds.len() - SEEDS
        ));
        seeds.truncate(SEEDS);
    }
    let of_matter = match by_time_and_parties(findings) {
        true => Vec::new(),
        false => matters(findings, &seeds, verdicts)?,
    };
    seeds.extend(of_matter);
    relations(findings, &seeds, verdicts)?;
    counted(findings, verdicts.len() - before);
    Ok(())
}

/// Notes how many the net caught.
fn counted(findings: &mut Findings<'_>, weak: usize) {
    if weak > 0 {
        findings.notes.push(format!(
            "{weak} of the possible ones are only loosely tied to the request; they stand last."
        ));
    }
}

/// Lists a record as weakly tied, unless it is listed or only a part of the request's own handling.
fn keep(
    findings: &Findings<'_>,
    verdicts: &mut BTreeMap<RecordId, Verdict>,
    id: RecordId,
    because: Because,
) -> Result<bool> {
    let Some(candidate) = findings.found.get(&id) else {
        return Ok(false);
    };
    let silent = candidate.stored.known.facts.kind == "image"
        || candidate.handling && candidate.named.is_none();
    if silent || verdicts.contains_key(&id) || is_excluded(findings, candidate) {
        return Ok(false);
    }
    let mut reasons = vec![because];
    if !candidate.in_period {
        reasons.push(Because::Says(
            "outside the period of the request".to_owned(),
        ));
    }
    restrained(findings, candidate, &mut reasons)?;
    verdicts.insert(
        id,
        Verdict {
            located: false,
            rank: WEAK,
            because: reasons,
        },
    );
    Ok(true)
}

/// Whether a record is of a matter that the request says it does not ask about.
fn is_excluded(findings: &Findings<'_>, candidate: &Candidate) -> bool {
    let excluded = &findings.understood.excluded;
    let mut case = candidate.case.iter();
    candidate.named.is_none() && case.any(|carried| excluded.contains(&carried.key()))
}

/// What a question names in capitals and no table knows as a body: a post, a place, the name of a matter.
fn posts(findings: &mut Findings<'_>, verdicts: &mut BTreeMap<RecordId, Verdict>) -> Result<()> {
    let understood = findings.understood;
    let mut names: Vec<(String, String)> = Vec::new();
    for item in &understood.request.items {
        // a piece of a body's name is no post: "Police Service"
        let mut text = item.text.clone();
        for mention in findings.desk.tables.parties.find(&item.text) {
            text.replace_range(
                mention.start..mention.end,
                &" ".repeat(mention.end - mention.start),
            );
        }
        for name in capitalised(&text) {
            let parts = || name.split_whitespace();
            let own = parts().any(|part| understood.is_kept_out(part));
            let known = !findings.desk.tables.parties.find(&name).is_empty()
                || understood.parties.contains(&name);
            let lower = name.to_lowercase();
            let act = ["freedom of information", "data protection", "act "]
                .iter()
                .any(|words| lower.contains(words));
            if !own && !known && !act && !names.iter().any(|(_, one)| *one == name) {
                names.push((item.n.clone(), name));
            }
        }
    }
    for (n, name) in names {
        let typed = phrase(&name);
        let reason = "words in capitals in the question, as they stand";
        let ids = ties::search(findings, typed, reason, &[n])?;
        if ids.len() > TELLING.1 {
            continue;
        }
        for id in ids {
            let because = Because::Says(format!("\"{name}\" in its text"));
            keep(findings, verdicts, id, because)?;
        }
    }
    Ok(())
}

/// What the questions say anywhere, and the sentences before a question that points back to them.
fn said(findings: &Findings<'_>) -> Vec<(String, Vec<String>)> {
    let understood = findings.understood;
    let desk = findings.desk;
    let context = understood.text.replace('\n', " ");
    understood
        .request
        .items
        .iter()
        .map(|item| {
            let under = item.under.as_deref().unwrap_or_default();
            let mut words = telling(desk, understood, &format!("{under} {}", item.text));
            if points_back(&item.text) {
                for word in telling(desk, understood, &context) {
                    if !words.contains(&word) {
                        words.push(word);
                    }
                }
            }
            (item.n.clone(), words)
        })
        .collect()
}

/// Whether a question leaves what it asks about to the sentences before it: "about lending them", "why was it sent?"
pub(super) fn points_back(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "it",
        "them",
        "this",
        "that matter",
        "that business",
        "there",
        "those",
        "these",
        "he",
        "she",
        "whatever",
        "the lot",
        "all of that",
        "the above",
        "the same",
    ]
    .iter()
    .any(|word| has_words(&lower, word))
}

/// What a record has of the questions' words.
#[derive(Default)]
struct Caught {
    words: BTreeSet<String>,
    weight: f64,
    /// Whether one of them is rare in this archive.
    rare: bool,
    /// The question, the last where several have them.
    item: String,
}

/// Records that have a rare word of a question, or two that tell something; those with two words are given back.
fn words(
    findings: &mut Findings<'_>,
    verdicts: &mut BTreeMap<RecordId, Verdict>,
) -> Result<Vec<RecordId>> {
    if findings.has_no_topic() && findings.understood.is_anchored() {
        return Ok(Vec::new());
    }
    let desk = findings.desk;
    let records = desk.searcher()?.records();
    let rare = (records / 16).clamp(RARE.0, RARE.1);
    let telling = (records / TELLING.0).clamp(rare, TELLING.1);
    let mut caught: BTreeMap<RecordId, Caught> = BTreeMap::new();
    for (n, said) in said(findings) {
        let known: Vec<Word> = weighed(desk, &said)?
            .into_iter()
            .filter(|word| !word.forms.is_empty() && word.records() <= telling)
            .collect();
        for word in &known {
            for id in word.ids() {
                let of = caught.entry(id).or_default();
                if of.words.insert(word.word.clone()) {
                    of.weight += word.weight();
                    of.rare |= word.records() <= rare;
                }
                of.item.clone_from(&n);
            }
        }
    }
    caught.retain(|id, _| !verdicts.contains_key(id));
    let mut sorted: Vec<_> = caught
        .into_iter()
        .filter(|(_, of)| of.rare || of.words.len() > 1)
        .collect();
    sorted
        .sort_by(|(a, of_a), (b, of_b)| of_b.weight.total_cmp(&of_a.weight).then_with(|| a.cmp(b)));
    let mut seeds = Vec::new();
    let (mut listed, mut passed_by) = (0, 0);
    for (id, Caught { words, item, .. }) in sorted {
        if listed == LISTED {
            passed_by += 1;
            continue;
        }
        bring(findings, id, &words, &item)?;
        let Some(candidate) = findings.found.get(&id) else {
            continue;
        };
        if !belongs(findings, candidate, words.len()) {
            continue;
        }
        let quoted: Vec<String> = words
            .iter()
            .take(4)
            .map(|word| format!("\"{word}\""))
            .collect();
        let because = Because::Says(format!("{} in its text", quoted.join(", ")));
        if keep(findings, verdicts, id, because)? {
            listed += 1;
            if words.len() > 1 {
                seeds.push(id);
            }
        }
    }
    if passed_by > 0 {
        findings.notes.push(format!(
            "{passed_by} further records share a word or two with the questions and are not listed: search for the words by \
             themselves where one of them matters."
        ));
    }
    Ok(seeds)
}

/// Whether words alone may list a record: in or near the period, of the parties or without any, of the kind asked for.
fn belongs(findings: &Findings<'_>, candidate: &Candidate, words: usize) -> bool {
    let understood = findings.understood;
    let facts = &candidate.stored.known.facts;
    let near = candidate.in_period
        || facts.date.is_none_or(|day| {
            let mut periods = understood.request.periods.iter();
            periods.any(|period| {
                beside(*period).is_some_and(|(first, last)| first <= day && day <= last)
            })
        });
    let of_parties =
        understood.others.is_empty() || candidate.exchange != super::exchange::Exchange::Elsewhere;
    let of_kind =
        !understood.wanted.kinds_alone || names_kind(&understood.wanted.kinds, &facts.kind);
    near && (words > 1 || of_parties && of_kind)
}

/// Puts a record among what was found, by a search of the words that it has.
fn bring(
    findings: &mut Findings<'_>,
    id: RecordId,
    words: &BTreeSet<String>,
    n: &str,
) -> Result<()> {
    if findings.found.contains_key(&id) {
        return Ok(());
    }
    let typed = words
        .iter()
        .map(|word| super::spelling::quoted(word))
        .collect::<Vec<_>>()
        .join(" ");
    let Ok(query) = findings.desk.query(&typed) else {
        return Ok(());
    };
    findings.run(&Planned {
        typed,
        query,
        reason: "words of the question wherever they stand".to_owned(),
        items: vec![n.to_owned()],
        by_hand: false,
    })?;
    if !findings.found.contains_key(&id) {
        // another form of the word stands there
        let says = "has a form of these words".to_owned();
        findings.follow(format!("id:{id}"), says, vec![n.to_owned()], &[id])?;
    }
    Ok(())
}

/// What cites a located record, or is cited by one, however little else is known of it.
fn tied_by_days(
    findings: &mut Findings<'_>,
    ties: &Ties,
    verdicts: &mut BTreeMap<RecordId, Verdict>,
) -> Result<()> {
    let loose: Vec<(RecordId, Because)> = findings
        .found
        .keys()
        .filter(|id| !verdicts.contains_key(id))
        .filter_map(|id| {
            let (tie, of) = ties.of(*id).into_iter().next()?;
            Some((*id, Because::Of(tie.words(), of)))
        })
        .collect();
    for (id, because) in loose {
        keep(findings, verdicts, id, because)?;
    }
    Ok(())
}

/// Everything that carries the number of a matter of a record that is listed.
fn matters(
    findings: &mut Findings<'_>,
    seeds: &[RecordId],
    verdicts: &mut BTreeMap<RecordId, Verdict>,
) -> Result<Vec<RecordId>> {
    let tables = findings.desk.tables;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut caught = Vec::new();
    let mut passed_by: Vec<String> = Vec::new();
    for id in seeds {
        let Some(candidate) = findings.found.get(id) else {
            continue;
        };
        let items: Vec<String> = candidate.items.iter().cloned().collect();
        let facts = &candidate.stored.known.facts;
        let carried: Vec<_> = facts
            .references
            .iter()
            .filter(|one| is_of_case(one, tables))
            .filter(|one| !findings.understood.excluded.contains(&one.key()))
            .cloned()
            .collect();
        for one in carried {
            if seen.contains(&one.key()) {
                continue;
            }
            if seen.len() == MATTERS {
                if !passed_by.contains(&one.canonical) {
                    passed_by.push(one.canonical.clone());
                }
                continue;
            }
            seen.insert(one.key());
            let typed = format!("ref:\"{}\"", one.canonical);
            let reason = "its number is that of a record that is listed";
            for other in ties::search(findings, typed, reason, &items)? {
                let because = Because::Says(format!("carries {}", one.canonical));
                if keep(findings, verdicts, other, because)? {
                    caught.push(other);
                }
            }
        }
    }
    if !passed_by.is_empty() {
        findings.notes.push(format!(
            "Nothing was looked for by the numbers of some that are listed: {}.",
            passed_by.join(", ")
        ));
    }
    Ok(caught)
}

/// The conversation, the carrier and the attachments of what is listed.
fn relations(
    findings: &mut Findings<'_>,
    of: &[RecordId],
    verdicts: &mut BTreeMap<RecordId, Verdict>,
) -> Result<()> {
    for id in of {
        let thread = ties::conversation(findings, *id)?;
        let attached = findings.desk.catalogue.attachments(*id)?;
        let carriers = findings.desk.catalogue.parents(*id)?;
        ties::beside(findings, *id, "enclosed with", &attached)?;
        ties::beside(findings, *id, "carries", &carriers)?;
        for (words, others) in [
            ("in the conversation of", thread),
            ("enclosed with", attached),
            ("carries", carriers),
        ] {
            for other in others {
                keep(findings, verdicts, other, Because::Of(words, *id))?;
            }
        }
    }
    Ok(())
}
