//! Finds the names of the person who asks, so that they are never searched.

use super::hidden::PARTICLES;
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
    let after = |phrase: &str| {
        let at = lower.find(phrase)?;
        let begins = lower[..at]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric());
        begins.then(|| at + phrase.len())
    };
    // "I am Ann Example" names; "I am British" and "I, too" do not
    let (at, least) = ["my name is ", "my name's ", "my full name is ", "my name: "]
        .iter()
        .find_map(|phrase| Some((after(phrase)?, 1)))
        .or_else(|| {
            ["i am ", "i'm ", "i, "]
                .iter()
                .find_map(|phrase| Some((after(phrase)?, 2)))
        })?;
    if lower.len() != line.len() {
        return None;
    }
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
    let name = words.join(" ");
    (words.len() >= least && (least == 1 || person(&name).is_some())).then_some(name)
}

/// Whether a word is a title before a name.
pub(super) fn is_title(word: &str) -> bool {
    word != "from" && TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

/// A person's name in a signature, a header or a form, with what stands round it there: letters behind the name, a
/// post, an address, a title in brackets, the surname first.
pub(super) fn signed(text: &str) -> Option<String> {
    let text = text
        .trim()
        .trim_start_matches(['-', '\u{2013}', '\u{2014}', '*', '_', '~', '"', '\''])
        .trim();
    let lower = text.to_lowercase();
    let text = ["signed:", "signed by", "signed", "from:", "name:"]
        .iter()
        .find_map(|label| {
            let rest = lower.strip_prefix(label)?;
            text.get(text.len() - rest.len()..)
        })
        .unwrap_or(text)
        .trim();
    let text = match text.split_once('<') {
        Some((name, _)) if !name.trim().is_empty() => name,
        _ => text,
    };
    let bracketless = without_brackets(text);
    let text = bracketless.trim().trim_matches('"').trim();
    if text.contains('@') {
        return addressed(text);
    }
    if let Some((surname, given)) = text.split_once(',')
        && surname.split_whitespace().count() == 1
        && given.split_whitespace().count() <= 3
        && !is_letters(given)
        && let (Some(surname), Some(given)) = (person(surname), person_or_initials(given))
    {
        return Some(format!("{given} {surname}"));
    }
    let first = text
        .split([',', '|', '/', ';', '\u{b7}', '\u{2022}'])
        .next()
        .and_then(|text| text.split(" - ").next())
        .and_then(|text| text.split(" \u{2013} ").next())
        .unwrap_or_default();
    let words: Vec<&str> = first.split_whitespace().collect();
    let behind = words
        .iter()
        .rev()
        .take_while(|word| is_letters(word))
        .count();
    // "van" and "de" stand between the parts of a name and are none
    let kept: Vec<&str> = words
        .iter()
        .take(words.len() - behind)
        .copied()
        .filter(|word| words.len() < 2 || !PARTICLES.contains(word))
        .collect();
    let kept = kept.join(" ");
    person(&kept).or_else(|| small(&kept))
}

/// A name all in small letters, as some sign.
fn small(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = |word: &&str| {
        word.chars().count() > 1
            && word
                .chars()
                .all(|c| c.is_lowercase() || matches!(c, '-' | '\''))
    };
    let capital = |word: &&str| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |first| {
            first.to_uppercase().chain(letters).collect()
        })
    };
    let own = (1..=3).contains(&words.len()) && words.iter().all(plain);
    // judged as if written with capitals, kept as written
    let fits = own && person(&words.iter().map(capital).collect::<Vec<_>>().join(" ")).is_some();
    fits.then(|| words.join(" "))
}

fn person_or_initials(text: &str) -> Option<String> {
    let plain = text.trim();
    let initials = plain.chars().filter(|c| c.is_alphabetic()).count() <= 3
        && plain
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '.' | ' '));
    person(plain).or_else(|| (initials && !plain.is_empty()).then(|| plain.to_owned()))
}

/// The name that an address is made of: `hugo.quillfeather@...`.
fn addressed(text: &str) -> Option<String> {
    let word = text.split_whitespace().find(|word| word.contains('@'))?;
    let local = word
        .trim_matches(['<', '>', '(', ')', '"'])
        .split('@')
        .next()?;
    let parts: Vec<&str> = local.split(['.', '_']).collect();
    let plain =
        |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_alphabetic() || c == '-');
    if parts.len() < 2 || parts.len() > 3 || !parts.iter().all(plain) {
        return None;
    }
    let capital = |part: &&str| {
        let mut letters = part.chars();
        letters.next().map_or(String::new(), |first| {
            first.to_uppercase().chain(letters).collect()
        })
    };
    person(&parts.iter().map(capital).collect::<Vec<_>>().join(" "))
}

/// Whether a word is letters behind a name, such as `PhD`, `MP` or `BSc`.
fn is_letters(word: &str) -> bool {
    let plain: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    const LETTERS: [&str; 22] = [
        "phd", "dphil", "ba", "bsc", "ma", "msc", "mba", "llb", "llm", "md", "mp", "ms", "msp",
        "obe", "mbe", "cbe", "kc", "qc", "jp", "frsa", "esq", "jr",
    ];
    LETTERS.contains(&plain.to_lowercase().as_str())
        && !plain.is_empty()
        && (plain.chars().skip(1).any(char::is_uppercase) || matches!(plain.as_str(), "Esq" | "Jr"))
}

/// A text without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
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

const TITLES: [&str; 16] = [
    "cllr",
    "councillor",
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
