//! Finds the names of the person who asks, so that they are never searched.

use super::wording::{has_words, plain};

/// Words that speak of the person who asks.
const PERSONAL: [&str; 18] = [
    "my name is",
    "my full name",
    "my address",
    "my home address",
    "my postal",
    "my email address is",
    "my email is",
    "my telephone",
    "my phone",
    "my mobile",
    "my date of birth",
    "my dob",
    "i live at",
    "i live in",
    "my contact details",
    "i was born",
    "i can be contacted at",
    "my postcode",
];

/// Whether a sentence tells who is asking.
pub(super) fn is_personal(sentence: &str) -> bool {
    let lower = plain(sentence);
    PERSONAL.iter().any(|phrase| has_words(&lower, phrase))
}

/// The name in "My name is Ann Example and ...".
pub(super) fn own_name(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let at = ["my name is ", "my full name is "]
        .iter()
        .find_map(|phrase| lower.find(phrase).map(|at| at + phrase.len()))?;
    let words: Vec<&str> = line
        .get(at..)?
        .split_whitespace()
        .scan(false, |ended, word| {
            let goes_on = !*ended && word.starts_with(char::is_uppercase);
            *ended = word.ends_with(['.', ',', ';']) && word.len() > 2;
            goes_on.then_some(word.trim_end_matches(['.', ',', ';']))
        })
        .take(4)
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A person's name: one to four words in capitals or initials, without a title.
pub(super) fn person(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .split_whitespace()
        .filter(|word| !TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str()))
        .collect();
    let fits = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    let likely = (1..=4).contains(&words.len())
        && words.iter().all(fits)
        && words.iter().any(|word| word.chars().count() > 1);
    let office = words
        .iter()
        .any(|word| OFFICES.contains(&word.to_lowercase().trim_end_matches('s')));
    (likely && !office).then(|| words.join(" "))
}

const TITLES: [&str; 14] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "madam",
    "lord",
    "lady",
    "rev",
    "from",
];

/// Words that show a name to be an office's.
const OFFICES: [&str; 20] = [
    "team",
    "office",
    "officer",
    "unit",
    "department",
    "police",
    "service",
    "foi",
    "information",
    "sent",
    "freedom",
    "data",
    "council",
    "commissioner",
    "constable",
    "colleague",
    "sirs",
    "all",
    "force",
    "madam",
];
