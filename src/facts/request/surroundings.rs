//! Knows what stands round an asking: labels, forms, a page's notices, the greeting and the sign-off.

use super::{blocks, people, sentences, topics, wording};

/// Lines of a form that tell who is asking.
pub(super) const WHO: [&str; 14] = [
    "name:",
    "full name:",
    "your name:",
    "first name:",
    "surname:",
    "requester:",
    "applicant:",
    "address:",
    "email:",
    "email address:",
    "telephone:",
    "phone:",
    "postcode:",
    "date of birth:",
];

/// What notices of a web page say.
pub(super) const NOTICES: [&str; 13] = [
    "cookie",
    "escape key",
    "leave this site",
    "skip to main",
    "skip to content",
    "javascript",
    "technical problem",
    "this site is a beta",
    "your feedback",
    "browser",
    "back to top",
    "print this page",
    "share this page",
];

/// Words that end a request, alone on a line.
const SIGN_OFFS: [&str; 26] = [
    "signed",
    "signed by",
    "yours faithfully",
    "yours sincerely",
    "yours truly",
    "yours",
    "kind regards",
    "kindest regards",
    "best regards",
    "warm regards",
    "regards",
    "with regards",
    "many thanks",
    "thanks",
    "thank you",
    "thanks in advance",
    "thank you in advance",
    "many thanks in advance",
    "best wishes",
    "all the best",
    "best",
    "cheers",
    "sincerely",
    "faithfully",
    "with thanks",
    "thanks and regards",
];

const GREETINGS: [&str; 10] = [
    "annwyl",
    "bore da",
    "dear",
    "hi",
    "hello",
    "to whom it may concern",
    "good morning",
    "good afternoon",
    "good evening",
    "sir or madam",
];

/// Whether a line above the asking, in lower case, only gives a number or a day of the request: `Ref 2014030002149`.
pub(super) fn is_label(lower: &str) -> bool {
    let labels = [
        "ref",
        "our ref",
        "your ref",
        "request",
        "foi",
        "freedom of information request",
        "case",
        "log",
        "date",
        "received",
        "dated",
        "number",
        "no.",
        "information request",
        "sent",
    ];
    let labelled = labels.iter().any(|label| {
        lower.strip_prefix(label).is_some_and(|rest| {
            rest.chars().next().is_none_or(|c| !c.is_lowercase()) || rest.starts_with("erence")
        })
    });
    labelled
        && lower.contains(|c: char| c.is_ascii_digit())
        && lower.split_whitespace().count() <= 12
        && !wording::asks(lower)
        && blocks::marker(lower).is_none()
        && !lists_what_is_asked(lower)
}

/// Whether a line with a label goes on to what is asked: `Request: 1. the letter 2. the reply`.
fn lists_what_is_asked(lower: &str) -> bool {
    let listed = sentences::inline_list(lower).is_some()
        || ["q1", "question 1", "request 1", "item 1"]
            .iter()
            .filter_map(|first| lower.split_once(first))
            .any(|(_, behind)| {
                let words = behind.trim_start_matches([' ', '.', ':', ')', '-', '–']);
                behind.starts_with(['.', ':', ')', ' ']) && words.len() + 2 <= behind.len()
            });
    listed || lower.starts_with("request for ") && !topics::topic_words(lower).is_empty()
}

/// Whether a line below a signature heads what is asked: "SCHEDULE", "Annex A: questions".
pub(super) fn is_schedule(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let heads = words.first().is_some_and(|first| {
        ["schedule", "annex", "annexe", "appendix", "questions"].contains(first)
    });
    let asks = lower.contains("question") || lower.contains("request");
    let bare = words.len() <= 2 && words.iter().skip(1).all(|word| word.len() <= 2);
    heads && (bare || asks && words.len() <= 6) && !lower.ends_with('.')
}

pub(super) fn signs_off(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let first = lower
        .split([',', '-', '–'])
        .next()
        .unwrap_or_default()
        .trim();
    SIGN_OFFS.contains(&bare)
        || (SIGN_OFFS.contains(&first) && lower.split_whitespace().count() <= 6)
        || signed_off_by(line).is_some_and(|name| people::person(name).is_some())
}

/// What follows the words of a sign-off on its own line: "Many thanks Ann Example".
pub(super) fn signed_off_by(line: &str) -> Option<&str> {
    let line = line.trim();
    let lower = line.to_lowercase();
    if lower.len() != line.len() || line.split_whitespace().count() > 7 {
        return None;
    }
    let rest = SIGN_OFFS
        .iter()
        .filter_map(|words| lower.strip_prefix(words))
        .filter(|rest| rest.starts_with([' ', ',', ':', '-', '\u{2013}', '.', '!', ';']))
        .min_by_key(|rest| rest.len())?;
    let rest = line
        .get(line.len() - rest.len()..)?
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    (!rest.is_empty()).then_some(rest)
}

/// Words that tell a body's name from a person's, a post's and a unit's.
const BODIES: [&str; 26] = [
    "cyngor",
    "heddlu",
    "prifysgol",
    "bwrdd",
    "police",
    "constabulary",
    "council",
    "trust",
    "university",
    "college",
    "school",
    "service",
    "authority",
    "agency",
    "commission",
    "department",
    "ministry",
    "homes",
    "housing",
    "association",
    "board",
    "hospital",
    "hospitals",
    "museum",
    "government",
    "office of",
];

/// Whether words are the name of a body, as far as its look tells.
pub(super) fn is_body(words: &str) -> bool {
    let lower = words.to_lowercase();
    BODIES.iter().any(|body| wording::has_words(&lower, body))
}

/// A Welsh name as it stands by itself: a greeting softens its first letter, "Annwyl Gyngor" greets a Cyngor.
pub(super) fn unsoftened(words: &str) -> String {
    const SOFTENED: [(&str, &str); 5] = [
        ("Gyngor ", "Cyngor "),
        ("Brifysgol ", "Prifysgol "),
        ("Fwrdd ", "Bwrdd "),
        ("Gomisiynydd ", "Comisiynydd "),
        ("Gymdeithas ", "Cymdeithas "),
    ];
    SOFTENED
        .iter()
        .find_map(|(soft, plain)| Some(format!("{plain}{}", words.strip_prefix(soft)?)))
        .unwrap_or_else(|| words.to_owned())
}

/// What a line greets, without the words of greeting: "Dear Larkmoor Council" greets Larkmoor Council.
pub(super) fn greeted_words(line: &str) -> Option<&str> {
    let trimmed = line.trim();
    let lower = trimmed.to_lowercase();
    let greeting = GREETINGS
        .iter()
        .find(|greeting| lower.starts_with(**greeting))?;
    trimmed.get(greeting.len()..).map(str::trim)
}

/// The person a greeting names, if the line is a greeting: `Some(None)` for `Dear Sir`.
pub(super) fn greeted(line: &str) -> Option<Option<String>> {
    let trimmed = line.trim();
    let lower = trimmed.to_lowercase();
    let greeting = GREETINGS.iter().find(|greeting| {
        lower
            .strip_prefix(**greeting)
            .is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphanumeric()))
    })?;
    let (greeted, rest) = trimmed.split_once([',', ':']).unwrap_or((trimmed, ""));
    if greeted.split_whitespace().count() > 9
        || (rest.is_empty() && trimmed.split_whitespace().count() > 9)
    {
        return None;
    }
    Some(people::person(
        greeted.get(greeting.len()..).unwrap_or_default(),
    ))
}
