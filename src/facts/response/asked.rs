//! The questions that a letter prints among its own words.

use super::paper::Paper;
use super::phrases::any;
use crate::facts::request::Item;

/// The questions that a letter prints among its own words: with a word or a letter before their numbers (`Question 2: Who
/// ran them?`, `Q3 How many broke?`), or numbered from 1 on and asking.
pub(super) fn printed(paper: &Paper) -> Vec<Item> {
    let named = printed_by_word(paper);
    let numbered = printed_by_number(paper);
    if numbered.len() > named.len() {
        numbered
    } else {
        named
    }
}

fn printed_by_word(paper: &Paper) -> Vec<Item> {
    let mut found: Vec<Item> = Vec::new();
    for (_, paragraph) in paper.own() {
        let lower = paragraph.lower.as_str();
        let rest = ["question ", "question", "q"].iter().find_map(|word| {
            let rest = lower.strip_prefix(word)?.trim_start_matches(['.', ' ']);
            rest.starts_with(|c: char| c.is_ascii_digit())
                .then_some(rest)
        });
        let Some(rest) = rest.filter(|rest| asks(rest)) else {
            continue;
        };
        let n: String = rest
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if n.len() <= 3 && !found.iter().any(|item| item.n == n) {
            found.push(Item {
                n,
                text: paragraph.text.clone(),
                under: None,
            });
        }
    }
    found
}

/// Paragraphs numbered 1, 2, 3 ... each of which asks.
fn printed_by_number(paper: &Paper) -> Vec<Item> {
    let mut found: Vec<Item> = Vec::new();
    for (_, paragraph) in paper.own() {
        let Some(n) = paragraph.mark.as_deref().and_then(number_of) else {
            continue;
        };
        if n == (found.len() + 1).to_string() && asks(&paragraph.lower) {
            found.push(Item {
                n,
                text: paragraph.text.clone(),
                under: None,
            });
        }
    }
    found
}

/// The figures of a mark: `2.`, `Q2:`, `2)`.
fn number_of(mark: &str) -> Option<String> {
    let bare = mark.trim_matches(|c: char| !c.is_alphanumeric());
    let figures = bare.trim_start_matches(['q', 'Q']);
    (!figures.is_empty() && figures.len() <= 2 && figures.bytes().all(|b| b.is_ascii_digit()))
        .then(|| figures.to_owned())
}

/// Whether a numbered paragraph asks for something.
fn asks(lower: &str) -> bool {
    if lower.contains("? ") || lower.trim_end().ends_with(['?', '"']) && lower.contains('?') {
        return true;
    }
    let words = lower
        .trim_start_matches(|c: char| !c.is_alphabetic())
        .trim_start_matches("q ");
    [
        "please ",
        "how many ",
        "how much ",
        "what ",
        "who ",
        "which ",
        "when ",
        "where ",
        "why ",
        "can you ",
        "could you ",
        "i would like ",
        "provide ",
        "confirm ",
        "state ",
    ]
    .iter()
    .any(|begin| words.starts_with(begin))
        && !any(
            lower,
            "we | our | the trust has | the council has | is held | was",
        )
        || lower.trim_end().ends_with('?')
}
