//! Provisions and hyphens among the words of a search: what prints them otherwise is offered, never searched in silence.

use super::answers::{HYPHEN, Near};
use super::desk::Desk;
use crate::error::Result;
use crate::query::Query;

/// For each word that spells a provision, how many records cite it beyond those that print it so; for each that some
/// write with a hyphen and some without, how many have only the other spelling.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn otherwise(desk: &Desk<'_>, query: &Query) -> Result<Vec<Near>> {
    let mut near = Vec::new();
    for typed in query.provisions() {
        let more = desk.query(&format!("provision:{typed} NOT {typed}"))?;
        let records = desk.ids(&more)?.len() as u64;
        if records > 0 {
            near.push(Near {
                canonical: format!("provision:{typed}"),
                records,
                differs: "cited, but not printed as it was typed".to_owned(),
            });
        }
    }
    for (typed, others) in query.hyphened_otherwise() {
        for other in others {
            // most are in no record at all
            if desk.ids(&desk.query(&other)?)?.is_empty() {
                continue;
            }
            let more = desk.query(&format!("{other} NOT {typed}"))?;
            let records = desk.ids(&more)?.len() as u64;
            if records > 0 {
                near.push(Near {
                    canonical: other,
                    records,
                    differs: HYPHEN.to_owned(),
                });
            }
        }
    }
    Ok(near)
}
