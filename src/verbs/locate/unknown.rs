//! What is said of references of a request that no record of this archive carries: which are near, and that none of them
//! is searched for instead.

use super::topic::Topic;
use crate::error::Result;
use crate::facts::request::Request;
use crate::verbs::desk::Desk;

/// References of the same family of which one character differs from one that no record carries.
fn one_character_off(desk: &Desk<'_>, carried: &crate::facts::Carried) -> Result<Vec<String>> {
    let differs = |other: &str| {
        other.chars().count() == carried.canonical.chars().count()
            && other
                .chars()
                .zip(carried.canonical.chars())
                .filter(|(a, b)| a != b)
                .count()
                == 1
    };
    let rows = desk.catalogue.references()?.into_iter();
    Ok(rows
        .filter(|row| row.family == carried.family && differs(&row.canonical))
        .map(|row| {
            let records = match row.records {
                1 => "1 record".to_owned(),
                many => format!("{many} records"),
            };
            format!("{} ({records}; one character differs)", row.canonical)
        })
        .collect())
}

/// What to say of words of the questions that no record of this archive has, where it has others beside them: the searches
/// were made without them.
pub(super) fn words(topics: &[Topic]) -> Option<String> {
    let mut unknown: Vec<String> = Vec::new();
    for topic in topics.iter().filter(|topic| topic.known().next().is_some()) {
        let words = topic.words.iter().filter(|word| word.forms.is_empty());
        for word in words.map(|word| format!("\"{}\"", word.word)) {
            if !unknown.contains(&word) {
                unknown.push(word);
            }
        }
    }
    (!unknown.is_empty()).then(|| {
        format!(
            "No record in this archive has {}: searches were made with the other words of the questions.",
            unknown.join(", ")
        )
    })
}

/// What to say of references that no record of this archive carries: which are near, and that none is searched for in
/// its stead.
pub(super) fn references(desk: &Desk<'_>, request: &Request) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    for carried in &request.references {
        if !desk
            .catalogue
            .carrying(&carried.issuer, &carried.canonical)?
            .is_empty()
        {
            continue;
        }
        let query = desk.field("ref", &carried.canonical)?;
        let near = crate::verbs::search::nearest(desk, &query)?;
        let mut note = format!("No record in this archive carries {}.", carried.canonical);
        let off = one_character_off(desk, carried)?;
        if !near.is_empty() || !off.is_empty() {
            let mut shown: Vec<String> = near
                .iter()
                .map(|near| {
                    let records = match near.records {
                        1 => "1 record".to_owned(),
                        many => format!("{many} records"),
                    };
                    format!("{} ({records}; {})", near.canonical, near.differs)
                })
                .collect();
            shown.extend(off.into_iter().filter(|one| {
                let number = one.split(' ').next().unwrap_or_default();
                !near.iter().any(|near| near.canonical == number)
            }));
            note.push_str(&format!(
                " Near it, and not searched for: {}.",
                shown.join(", ")
            ));
        }
        notes.push(note);
    }
    Ok(notes)
}
