//! What could not be searched, within the days and parties that a query asks for.
//!
//! A record whose text could not be read may still have a date and parties, from its headers or its name. Where it has
//! them, it is within what was asked for or it is not; where it has not, that is unknown and said so.

use super::answers::Within;
use super::desk::Desk;
use crate::error::Result;
use crate::query::{Field, Node, Query};

/// Of what could not be searched, that which is within the query's days and parties; none where it names neither.
///
/// # Errors
/// When the index or the catalogue cannot be read.
pub fn within(desk: &Desk<'_>, query: &Query) -> Result<Option<Within>> {
    let Some(limits) = query.days_and_parties() else {
        return Ok(None);
    };
    let searcher = desk.searcher()?;
    let inside = searcher.ids(&limits)?;
    let leaves = limits.leaves();
    let by_day = leaves.iter().any(|leaf| {
        matches!(
            leaf,
            Node::Field {
                field: Field::Date,
                ..
            }
        )
    });
    let by_party = leaves.iter().any(|leaf| matches!(leaf, Node::Text { .. }));
    let mut within = Within {
        records: 0,
        unknown: desk.catalogue.problem_counts()?.1,
    };
    for id in desk.catalogue.not_searchable_ids(searcher.generation())? {
        if inside.binary_search(&id).is_ok() {
            within.records += 1;
            continue;
        }
        let Some(stored) = desk.catalogue.record(id)? else {
            continue;
        };
        let facts = &stored.known.facts;
        let undated = by_day && facts.date.is_none();
        let unnamed =
            by_party && facts.from.is_empty() && facts.to.is_empty() && facts.cc.is_empty();
        // what is newer than the index is not in `inside`, whatever its date
        if undated || unnamed || stored.generation > searcher.generation() {
            within.unknown += 1;
        }
    }
    Ok(Some(within))
}
