//! Who cites a record of the case without bearing its number, and which record a citation means by its sides alone.

use super::gaps::is_meant;
use crate::error::Result;
use crate::record::{Cited, Described, RecordId};
use crate::verbs::desk::Desk;

/// The most records that print one day, or are of that day, in which a citation is looked for.
const LOOKED_AT: usize = 64;

/// The records that cite a record as the one that they mean.
///
/// They print its day; one that answers "your letter of today" is of that day itself. Where more records print the day
/// than are looked at, it is no sign of anything, and none is taken.
pub(super) fn of(desk: &Desk<'_>, record: &Described) -> Result<Vec<RecordId>> {
    let Some(day) = record.date else {
        return Ok(Vec::new());
    };
    let mut citing: Vec<RecordId> = Vec::new();
    for field in ["mentions", "date"] {
        let ids = desk.ids(&desk.field(field, &day.to_string())?)?;
        if ids.len() > LOOKED_AT {
            continue;
        }
        for id in ids {
            if id == record.id || citing.contains(&id) {
                continue;
            }
            let other = desk.describe(id, None)?;
            // a report of many matters cites letters of each, and belongs to none of them by that
            let writes = matches!(
                other.kind.as_str(),
                "letter" | "email" | "reprimand" | "notice"
            );
            let named = record.id.to_string();
            if writes
                && other
                    .cites
                    .iter()
                    .any(|cited| cited.record.as_ref() == Some(&named))
            {
                citing.push(id);
            }
        }
    }
    citing.sort_unstable();
    Ok(citing)
}

/// The one record of its day that fits both sides of a citation that named no record: "Mr Sallow" asked on a day.
pub(super) fn meant(desk: &Desk<'_>, cited: &Cited, by: RecordId) -> Result<Option<RecordId>> {
    let Some(day) = cited.date else {
        return Ok(None);
    };
    let ids = desk.ids(&desk.field("date", &day.to_string())?)?;
    if ids.len() > LOOKED_AT {
        return Ok(None);
    }
    let mut fitting = Vec::new();
    for id in ids.into_iter().filter(|id| *id != by) {
        if is_meant(cited, &desk.describe(id, None)?) {
            fitting.push(id);
        }
    }
    match fitting.as_slice() {
        [one] => Ok(Some(*one)),
        _ => Ok(None),
    }
}
