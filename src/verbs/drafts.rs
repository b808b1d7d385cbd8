//! Drafts: what may be tied to the letter that it became, and drafts that do not say so: a letter nearly the same as a later one, of the same writer to the same addressee under the
//! same reference, that went nowhere as far as this archive shows.
//!
//! Regulators' letters are templates, so every sign must agree: both sides, a reference, the letters that are cited, and
//! most of the words. A letter that the later one speaks of, or that lies in a message to its addressee, was sent and is
//! none. Such a record is tied by `draft_of` alone; that it is a draft is not said of it, since its own words do not.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::similar;
use crate::archive::catalogue::Catalogue;
use crate::archive::records::{Known, Stored};
use crate::error::Result;
use crate::extract::Format;
use crate::facts::{Carried, Facts, Party, Role};
use crate::record::RecordId;

/// The letter that was sent follows what was drafted within so many days.
const DAYS: i32 = 21;
/// Texts less alike than this are two letters.
const LEAST: f64 = 0.6;
/// No more letters than these of one matter are compared with one another.
const MOST: usize = 200;

/// What may be tied as a draft: the drafts that say so, and letters that may be drafts or what became of one.
#[derive(Debug, Default)]
pub struct Drafts {
    /// Those that say so.
    pub said: BTreeSet<RecordId>,
    /// Letters that may be one, or what became of one.
    pub letters: BTreeMap<RecordId, Letter>,
    /// Those that were tied before.
    pub tied: BTreeSet<RecordId>,
    /// Whether any record bears on what is tied: without one, all stays as it was.
    pub any: bool,
}

impl Drafts {
    /// Takes note of a record, in place of what was noted of it before.
    pub fn note(&mut self, id: RecordId, known: &Known) {
        let facts = &known.facts;
        // neither a message nor a paper of nobody known is what became of a draft
        let signed = || facts.from.iter().any(|party| party.organisation.is_some());
        self.any |= facts.draft || known.format != Format::Eml && signed();
        if known.facts.draft {
            self.said.insert(id);
        }
        match Letter::of(known) {
            Some(letter) => {
                self.letters.insert(id, letter);
            }
            None => {
                self.letters.remove(&id);
            }
        }
    }
}

/// The organisations that wrote, and those written to.
type Sides = (Vec<String>, Vec<String>);

/// What of a letter tells which others it may be a draft of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    sides: Sides,
    references: Vec<String>,
    day: Option<Date>,
}

impl Letter {
    /// A record that may be a draft or what became of one; none for a message, a draft that says so, and what has no
    /// sides or no reference.
    pub fn of(known: &Known) -> Option<Self> {
        let facts = &known.facts;
        if known.format == Format::Eml || facts.draft {
            return None;
        }
        let references: Vec<String> = facts
            .references
            .iter()
            .filter(|one| one.role < Role::Mentioned)
            .map(Carried::key)
            .collect();
        let sides = (organisations(&facts.from), organisations(&facts.to));
        let told = !references.is_empty() && !sides.0.is_empty() && !sides.1.is_empty();
        told.then_some(Self {
            sides,
            references,
            day: facts.date,
        })
    }

    /// Whether the other may be what became of this one.
    fn before(&self, other: &Self) -> bool {
        match (self.day, other.day) {
            (Some(day), Some(later)) => day
                .until(later)
                .is_ok_and(|span| (1..=DAYS).contains(&span.get_days())),
            (None, Some(_)) => true,
            _ => false,
        }
    }
}

/// Each letter that is tied though it does not say that it is a draft, and the letter that it became.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn unsaid(
    catalogue: &Catalogue,
    letters: &BTreeMap<RecordId, Letter>,
) -> Result<BTreeMap<RecordId, RecordId>> {
    let mut matters: BTreeMap<(&Sides, &str), Vec<RecordId>> = BTreeMap::new();
    for (id, letter) in letters {
        for reference in &letter.references {
            let matter = matters.entry((&letter.sides, reference)).or_default();
            matter.push(*id);
        }
    }
    let mut pairs: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
    for matter in matters.values().filter(|matter| matter.len() <= MOST) {
        for id in matter {
            let after = matter
                .iter()
                .filter(|other| letters[id].before(&letters[*other]));
            let after: BTreeSet<RecordId> = after.copied().collect();
            if !after.is_empty() {
                pairs.entry(*id).or_default().extend(after);
            }
        }
    }
    // the last first, so that an earlier draft is tied to the letter and not to another draft
    let mut order: Vec<(Option<Date>, RecordId)> =
        pairs.keys().map(|id| (letters[id].day, *id)).collect();
    order.sort_by(|a, b| b.cmp(a));
    let mut tied: BTreeMap<RecordId, RecordId> = BTreeMap::new();
    for (_, id) in order {
        let Some(draft) = catalogue.record(id)? else {
            continue;
        };
        let mut became: Vec<Stored> = Vec::new();
        for other in pairs[&id].iter().filter(|other| !tied.contains_key(other)) {
            let Some(other) = catalogue.record(*other)? else {
                continue;
            };
            if fits(catalogue, &draft, &other)?
                && !became
                    .iter()
                    .any(|one| one.body == other.body && one.body != 0)
            {
                became.push(other);
            }
        }
        if let [one] = became.as_slice() {
            tied.insert(id, one.id);
        }
    }
    Ok(tied)
}

fn fits(catalogue: &Catalogue, draft: &Stored, other: &Stored) -> Result<bool> {
    let (a, b) = (&draft.known.facts, &other.known.facts);
    let cited = |facts: &Facts| -> BTreeSet<Date> {
        facts.cites.iter().filter_map(|cited| cited.date).collect()
    };
    let spoken_of = a
        .date
        .is_some_and(|day| cited(b).contains(&day) || b.mentions.contains(&day));
    let same = draft.body == other.body && draft.body != 0;
    if a.kind != b.kind || cited(a) != cited(b) || spoken_of || same || went_out(catalogue, draft)?
    {
        return Ok(false);
    }
    let likeness = similar::likeness(
        &catalogue.extraction(draft.id)?,
        &catalogue.extraction(other.id)?,
    );
    Ok(likeness >= LEAST)
}

/// Whether it lies in a message that went to its addressee.
fn went_out(catalogue: &Catalogue, draft: &Stored) -> Result<bool> {
    let to = organisations(&draft.known.facts.to);
    for parent in catalogue.parents(draft.id)? {
        let Some(parent) = catalogue.record(parent)? else {
            continue;
        };
        let facts = &parent.known.facts;
        let unknown = facts.to.iter().any(|party| party.organisation.is_none());
        let reached = organisations(&facts.to)
            .iter()
            .any(|body| to.contains(body));
        if unknown || reached {
            return Ok(true);
        }
    }
    Ok(false)
}

fn organisations(parties: &[Party]) -> Vec<String> {
    let mut bodies: Vec<String> = parties
        .iter()
        .filter_map(|party| party.organisation.clone())
        .collect();
    bodies.sort_unstable();
    bodies.dedup();
    bodies
}
