//! Reads which kinds of record are asked for.

use super::wording::{plain, without_exclusion};
use crate::facts::Tables;

/// Kinds of record that the items ask for, as keys of the table of kinds.
pub(super) fn read<'a>(items: impl Iterator<Item = &'a str>, tables: &Tables) -> Vec<String> {
    let wanted = items.map(|item| plain(&without_exclusion(item)));
    let text = wanted.collect::<Vec<_>>().join(" \n ");
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for key in tables.kinds.keys() {
        let called = tables.kinds.called(key).to_lowercase();
        for name in [called.clone(), key.replace('_', " ")] {
            if !matches!(key, "other" | "foi_request" | "foi_response") {
                found.extend(places(&text, &name).map(|at| (at, name.len(), key.to_owned())));
            }
        }
    }
    for (word, keys) in ALSO_CALLED {
        let places = places(&text, word).collect::<Vec<_>>();
        found.extend(places.iter().flat_map(|at| {
            keys.iter()
                .map(move |key| (*at, word.len(), (*key).to_owned()))
        }));
    }
    // A decision notice is no notice besides: the longest name at a place holds.
    let longest: Vec<(usize, usize, String)> = found
        .iter()
        .filter(|(at, length, _)| {
            !found
                .iter()
                .any(|(a, l, _)| a <= at && at + length <= a + l && l > length)
        })
        .cloned()
        .collect();
    let mut longest = longest;
    longest.sort_by_key(|(at, _, _)| *at);
    let mut kinds: Vec<String> = Vec::new();
    for (_, _, kind) in longest {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Other words for kinds of record.
const ALSO_CALLED: [(&str, &[&str]); 12] = [
    ("correspondence", &["letter", "email"]),
    ("communication", &["letter", "email"]),
    ("e-mail", &["email"]),
    ("message", &["email"]),
    ("minute", &["minutes"]),
    ("slide", &["presentation"]),
    ("photograph", &["image"]),
    ("brochure", &["leaflet"]),
    ("pamphlet", &["leaflet"]),
    ("factsheet", &["leaflet"]),
    ("fact sheet", &["leaflet"]),
    ("agenda", &["minutes", "other"]),
];

/// Where a name stands as a word, singular or plural.
fn places<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(name).filter_map(move |(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        let after = text.get(at + name.len()..)?;
        let after = after.strip_prefix('s').unwrap_or(after);
        let whole =
            !before.is_some_and(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        whole.then_some(at)
    })
}
