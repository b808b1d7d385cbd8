//! The end of an ingest: names and facts of records whose places changed, records without a place, drafts.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::batch::Writer;
use crate::archive::catalogue::Catalogue;
use crate::archive::pack::Packer;
use crate::archive::records::Stored;
use crate::error::Result;
use crate::facts::{Facts, Tables};
use crate::record::RecordId;
use crate::verbs::drafts::{self, Drafts};
use crate::verbs::entries::Derived;
use crate::verbs::follower::Follower;
use crate::verbs::similar;

/// Settles every record whose places changed; the records that went for want of any place, `why` on their
/// tombstones.
///
/// # Errors
/// When catalogue or index cannot be written.
pub fn settle(
    catalogue: &Catalogue,
    writer: &mut Writer<'_>,
    follower: &mut Follower<'_>,
    tables: &Tables,
    why: &str,
) -> Result<Vec<RecordId>> {
    let mut gone = Vec::new();
    let unsettled = writer.unsettled()?;
    if unsettled.is_empty() {
        return Ok(gone);
    }
    let dictionary = catalogue.newest_dictionary()?;
    let dictionary = dictionary.as_ref();
    let mut packer = Packer::new(dictionary.map(|(number, bytes)| (*number, bytes.as_slice())))?;
    for id in unsettled {
        let Some(stored) = catalogue.record(id)? else {
            writer.settle(id, None)?;
            continue;
        };
        if catalogue.locations(id)?.is_empty() {
            if catalogue.is_held(id)? {
                writer.settle(id, None)?;
            } else {
                writer.bury(id, why)?;
                follower.remove(id)?;
                gone.push(id);
            }
            continue;
        }
        let digest = stored.digest;
        let names = catalogue.names(id)?;
        let derived = Derived::read(digest, catalogue.extraction(id)?, names, tables);
        let packed = derived.pack(&catalogue.problems_with(id)?, &mut packer)?;
        writer.settle(id, Some(&packed))?;
        follower.replace(&derived)?;
    }
    Ok(gone)
}

/// Ties each draft to the one letter that it became, where just one fits; `noted` names them all, where they are
/// known, and else they are looked for.
///
/// # Errors
/// When catalogue or index cannot be read or written.
pub fn tie_drafts(
    catalogue: &Catalogue,
    writer: &mut Writer<'_>,
    noted: Option<&Drafts>,
) -> Result<()> {
    let mut all = Drafts::default();
    let noted = match noted {
        Some(noted) => noted,
        None => {
            catalogue.each_record_since(0, &mut |stored| {
                all.note(stored.id, &stored.known);
                if stored.draft_of.is_some() {
                    all.tied.insert(stored.id);
                }
                Ok(())
            })?;
            &all
        }
    };
    let mut of: BTreeMap<RecordId, Option<RecordId>> =
        noted.tied.iter().map(|id| (*id, None)).collect();
    for (draft, became) in drafts::unsaid(catalogue, &noted.letters)? {
        of.insert(draft, Some(became));
    }
    for id in &noted.said {
        if let Some(stored) = catalogue
            .record(*id)?
            .filter(|stored| stored.known.facts.draft)
        {
            of.insert(*id, final_of(catalogue, &stored)?);
        }
    }
    for (draft, became) in of {
        let known = catalogue.record(draft)?.map(|stored| stored.draft_of);
        if known.is_some_and(|known| known != became) {
            writer.tie_draft(draft, became)?;
        }
    }
    Ok(())
}

/// A final letter follows its draft within so many days.
const DAYS: i32 = 120;

fn final_of(catalogue: &Catalogue, draft: &Stored) -> Result<Option<RecordId>> {
    let facts = &draft.known.facts;
    let mut candidates = BTreeSet::new();
    for carried in &facts.references {
        candidates.extend(catalogue.carrying(&carried.issuer, &carried.canonical)?);
    }
    // what lies in one message is one matter, with or without a number
    for parent in catalogue.parents(draft.id)? {
        candidates.extend(catalogue.attachments(parent)?);
    }
    candidates.remove(&draft.id);
    let mut fitting = Vec::new();
    for id in candidates {
        let Some(other) = catalogue.record(id)? else {
            continue;
        };
        if fits(facts, &other.known.facts) && other.known.format != crate::extract::Format::Eml {
            fitting.push(other);
        }
    }
    let distinct = |a: &Stored, b: &Stored| a.body != b.body || a.body == 0;
    Ok(match fitting.as_slice() {
        [one] => Some(one.id),
        [first, rest @ ..] if rest.iter().all(|other| !distinct(first, other)) => Some(first.id),
        several => nearest(catalogue, draft, several)?,
    })
}

/// A draft is at least so alike to the letter that it became, and so much more than to any other.
const ALIKE: f64 = 0.4;
const MORE: f64 = 0.2;

/// The one of several letters whose words are the draft's, where no other comes near it.
fn nearest(catalogue: &Catalogue, draft: &Stored, several: &[Stored]) -> Result<Option<RecordId>> {
    let own = catalogue.extraction(draft.id)?;
    let mut alike: Vec<(f64, RecordId)> = Vec::new();
    let mut known: Vec<u64> = Vec::new();
    for other in several.iter().take(MOST_COMPARED) {
        if known.contains(&other.body) {
            continue;
        }
        known.extend((other.body != 0).then_some(other.body));
        let likeness = similar::likeness(&own, &catalogue.extraction(other.id)?);
        alike.push((likeness, other.id));
    }
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    Ok(match alike.as_slice() {
        [(first, id)] if *first >= ALIKE => Some(*id),
        [(first, id), (second, _), ..] if *first >= ALIKE && first - second >= MORE => Some(*id),
        _ => None,
    })
}

/// With no more letters than these a draft is compared.
const MOST_COMPARED: usize = 64;

fn fits(draft: &Facts, other: &Facts) -> bool {
    let organisations = |parties: &[crate::facts::Party]| -> BTreeSet<String> {
        parties
            .iter()
            .filter_map(|party| party.organisation.clone())
            .collect()
    };
    let in_time = match (draft.date, other.date) {
        (Some(before), Some(after)) => before
            .until(after)
            .is_ok_and(|span| (0..=DAYS).contains(&span.get_days())),
        // a draft with its day still open
        (None, Some(_)) => {
            !draft.to.is_empty() && organisations(&draft.to) == organisations(&other.to)
        }
        _ => false,
    };
    !other.draft
        && in_time
        && !organisations(&draft.from).is_empty()
        && organisations(&draft.from) == organisations(&other.from)
        && organisations(&draft.to) == organisations(&other.to)
}
