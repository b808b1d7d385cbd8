//! Organisations out of longer words: `Chief Constable of Northmere Constabulary`, `Saltmarsh Constabulary FOI`,
//! `Cyngor Arth / Arth Council`, `A Hale, Northmere Constabulary`.

use super::names::organisation_like;

/// Words for a part of a body, which follow its name.
const UNITS: [&str; 22] = [
    "foi",
    "foia",
    "team",
    "unit",
    "desk",
    "office",
    "information",
    "rights",
    "records",
    "requests",
    "request",
    "access",
    "disclosure",
    "department",
    "branch",
    "section",
    "enquiries",
    "mailbox",
    "of",
    "and",
    "management",
    "governance",
];

/// Words for an office, which stand before its body's name.
const OFFICES: [&str; 8] = [
    "the chief constable of ",
    "chief constable of ",
    "the chief executive of ",
    "chief executive of ",
    "the commissioner of ",
    "the head of ",
    "on behalf of ",
    "the ",
];

/// The organisation that some words name by its look, without office, person or unit beside it.
pub(super) fn organisation_in(words: &str) -> Option<String> {
    let parts = words.split([',', '/', '(', ')', '|', ';']);
    let parts: Vec<&str> = parts.flat_map(|part| part.split(" - ")).collect();
    // of two languages the last is taken, and a place name behind a comma is none
    parts.iter().rev().find_map(|part| {
        let mut plain = part.trim();
        for office in OFFICES {
            let head = plain.get(..office.len());
            if head.is_some_and(|head| head.eq_ignore_ascii_case(office)) {
                plain = plain[office.len()..].trim();
            }
        }
        let plain = without_unit(plain);
        organisation_like(plain).then(|| plain.trim_matches(['.', ':', ' ']).to_owned())
    })
}

/// A name without the words for a part of the body behind it, where a body's name is left.
fn without_unit(name: &str) -> &str {
    let mut rest = name.trim();
    while let Some((before, last)) = rest.rsplit_once(' ') {
        if !UNITS.contains(&last.to_lowercase().as_str()) {
            break;
        }
        rest = before.trim_end();
    }
    if organisation_like(rest) { rest } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_is_told_from_what_stands_beside_it() {
        for (words, name) in [
            (
                "The Chief Constable of Northmere Constabulary",
                "Northmere Constabulary",
            ),
            ("Saltmarsh Constabulary FOI", "Saltmarsh Constabulary"),
            (
                "Harbury Borough Council Information Rights Team",
                "Harbury Borough Council",
            ),
            ("Cyngor Arth / Arth Council", "Arth Council"),
            ("A Hale, Northmere Constabulary", "Northmere Constabulary"),
        ] {
            assert_eq!(organisation_in(words).as_deref(), Some(name), "{words}");
        }
        for words in [
            "Ms Orla Finch",
            "Head of Stores",
            "12 Harbury Road, Harbury",
        ] {
            assert_eq!(organisation_in(words), None, "{words}");
        }
    }
}
