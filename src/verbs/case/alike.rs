//! Records that print a look-alike of the reference: what a scanner may have made of it. They are told apart from the
//! case and never made part of it.

use jiff::civil::Date;

use crate::error::Result;
use crate::index::tokens;
use crate::record::RecordId;
use crate::verbs::answers::LooksLike;
use crate::verbs::desk::Desk;

/// Characters that scanners take for one another, in small letters.
const CONFUSED: [&str; 6] = ["0odq", "1il", "2z", "5s", "6g", "8b"];
/// The most spellings of one token that are looked for.
const SPELLINGS: usize = 400;
/// The most records that are read again for one.
const READ: usize = 2_000;

/// The records whose text has a look-alike of a reference, by date; `known` are those of the case.
pub(in crate::verbs) fn of(
    desk: &Desk<'_>,
    canonical: &str,
    key: &str,
    known: impl Fn(RecordId) -> bool,
) -> Result<Vec<LooksLike>> {
    let groups: Vec<String> = tokens::of(canonical)
        .iter()
        .map(|token| {
            let any: Vec<String> = spellings(token)
                .iter()
                .map(|spelling| format!("\"{spelling}\""))
                .collect();
            format!("({})", any.join(" OR "))
        })
        .collect();
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    // what the language cannot say is looked for in no other way
    let Ok(query) = desk.query(&groups.join(" AND ")) else {
        return Ok(Vec::new());
    };
    let mut alike = Vec::new();
    for id in desk
        .ids(&query)?
        .into_iter()
        .filter(|id| !known(*id))
        .take(READ)
    {
        let Some(stored) = desk.catalogue.record(id)? else {
            continue;
        };
        let facts = stored.known.facts;
        let printed = facts
            .possible_references
            .iter()
            .find(|one| one.key() == key);
        if let Some(printed) = printed {
            alike.push(LooksLike {
                record: id,
                title: facts.title,
                date: facts.date,
                as_printed: printed.as_printed.clone(),
            });
        }
    }
    alike.sort_by_key(|one| (one.date.unwrap_or(Date::MAX), one.record));
    Ok(alike)
}

/// A token and what a scanner may have made of it.
fn spellings(token: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for letter in token.chars() {
        let class = CONFUSED.iter().find(|class| class.contains(letter));
        let letters: Vec<char> = match class {
            Some(class) if all.len() * class.len() <= SPELLINGS => class.chars().collect(),
            _ => vec![letter],
        };
        all = all
            .iter()
            .flat_map(|begun| letters.iter().map(move |letter| format!("{begun}{letter}")))
            .collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{SPELLINGS, spellings};

    #[test]
    fn a_token_is_spelt_as_scanners_misread_it() {
        let all = spellings("0283");
        for misread in ["0283", "o283", "02b3", "oz83", "qzb3"] {
            assert!(all.iter().any(|one| one == misread), "{misread}");
        }
        assert_eq!(spellings("ref"), ["ref"]);
        assert!(spellings("00000000000000").len() <= SPELLINGS);
    }
}
