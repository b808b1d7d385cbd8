//! Who a case involves, and its months.

use std::collections::{BTreeMap, HashMap};

use crate::facts::Party;
use crate::facts::parties::name_key;
use crate::verbs::answers::{CaseRecord, Involved, Month, Why};

/// The most months that a timeline runs over; a case that is longer shows its first ones and its dated list.
const MOST_MONTHS: usize = 600;

/// Bodies and persons, the busiest first.
pub(super) fn people(records: &[CaseRecord]) -> Vec<Involved> {
    let mut counts: BTreeMap<(String, bool), (u64, u64)> = BTreeMap::new();
    for one in records.iter().filter(|one| one.why != Why::Mentioned) {
        let record = &one.record;
        for (parties, wrote) in [
            (&record.from, true),
            (&record.to, false),
            (&record.cc, false),
        ] {
            for name in parties.iter().flat_map(names) {
                let count = counts.entry(name).or_default();
                if wrote {
                    count.0 += 1;
                } else {
                    count.1 += 1;
                }
            }
        }
    }
    let mut involved: Vec<Involved> = Vec::with_capacity(counts.len());
    let mut bodies: HashMap<String, usize> = HashMap::new();
    for ((name, organisation), (wrote, received)) in counts {
        // a letterhead in capitals is the same body
        let key = name_key(&name);
        let known = organisation && !key.is_empty();
        let at = match known {
            true => *bodies.entry(key).or_insert(involved.len()),
            false => involved.len(),
        };
        match involved.get_mut(at) {
            Some(one) => {
                one.wrote += wrote;
                one.received += received;
                if is_printed_better(&name, &one.name) {
                    one.name = name;
                }
            }
            None => involved.push(Involved {
                name,
                organisation,
                wrote,
                received,
            }),
        }
    }
    involved.sort_by(|a, b| {
        (b.organisation, b.wrote + b.received, &a.name).cmp(&(
            a.organisation,
            a.wrote + a.received,
            &b.name,
        ))
    });
    involved
}

/// Whether a name is printed with small letters and capitals, the other without; else the one without its article.
fn is_printed_better(name: &str, other: &str) -> bool {
    let mixed = |name: &str| name.contains(char::is_uppercase) && name.contains(char::is_lowercase);
    (mixed(name), other.len()) > (mixed(other), name.len())
}

fn names(party: &Party) -> Vec<(String, bool)> {
    let organisation = party.organisation.clone().map(|name| (name, true));
    let name = party.name.clone().map(|name| (name, false));
    organisation.into_iter().chain(name).collect()
}

/// Every month from the first record's to the last one's.
pub(super) fn months(records: &[CaseRecord]) -> Vec<Month> {
    let mut by_month: BTreeMap<(i16, i8), Vec<u64>> = BTreeMap::new();
    for one in records {
        if let Some(date) = one.record.date {
            by_month
                .entry((date.year(), date.month()))
                .or_default()
                .push(one.n);
        }
    }
    let (Some(first), Some(last)) = (
        by_month.keys().next().copied(),
        by_month.keys().next_back().copied(),
    ) else {
        return Vec::new();
    };
    let mut months = Vec::new();
    let (mut year, mut month) = first;
    while (year, month) <= last && months.len() < MOST_MONTHS {
        months.push(Month {
            year,
            month,
            items: by_month.get(&(year, month)).cloned().unwrap_or_default(),
        });
        (year, month) = if month == 12 {
            (year + 1, 1)
        } else {
            (year, month + 1)
        };
    }
    months
}
