//! The questions that a letter prints among its own words.

use super::paper::Paper;
use super::phrases::any;
use crate::facts::request::Item;

/// The questions that a letter prints among its own words: with a word or a letter before their numbers (`Question 2: Who
/// ran them?`, `Q3 How many broke?`), or numbered from 1 on and asking.
pub(super) fn printed(paper: &Paper) -> Vec<Item> {
    let named = printed_by_word(paper);
    let numbered = printed_by_number(paper);
    let asked = if numbered.len() > named.len() {
        numbered
    } else {
        named
    };
    if asked.len() > 1 {
        return asked;
    }
    let lettered = printed_by_letter(paper);
    if lettered.len() > 1 {
        return lettered;
    }
    printed_by_part(paper)
}

fn printed_by_word(paper: &Paper) -> Vec<Item> {
    let mut found: Vec<Item> = Vec::new();
    for (at, paragraph) in paper.own() {
        let lower = paragraph.lower.as_str();
        let rest = ["question ", "question", "q"].iter().find_map(|word| {
            let rest = lower.strip_prefix(word)?.trim_start_matches(['.', ' ']);
            rest.starts_with(|c: char| c.is_ascii_digit())
                .then_some(rest)
        });
        let Some(rest) = rest else {
            continue;
        };
        // `QUESTION 1` alone on its line, with the question below
        let headed = rest
            .trim_end_matches(['.', ':'])
            .bytes()
            .all(|b| b.is_ascii_digit())
            && paper
                .paragraphs
                .get(at + 1)
                .is_some_and(|below| asks(&below.lower) || below.text.contains('?'));
        let asking_here =
            headed || asks(rest) || has_its_answer(paper, at) || is_under_request(paper, at);
        let n: String = rest
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        // one that names what is wanted, and stands in the row of those that ask
        let next = n == (found.len() + 1).to_string() && !found.is_empty() && rest.contains(':');
        if n.len() <= 3 && (asking_here || next) && !found.iter().any(|item| item.n == n) {
            found.push(Item {
                n,
                text: paragraph.text.clone(),
                under: None,
            });
        }
    }
    found
}

/// The questions of earlier mail under whose lines, each marked `>`, the answers stand.
pub(super) fn under_marks(paper: &Paper) -> Vec<Item> {
    let mut found: Vec<Item> = Vec::new();
    for (at, paragraph) in paper.paragraphs.iter().enumerate() {
        let marked =
            |one: &super::Paragraph| one.zone == super::Zone::Quoted && one.text.starts_with('>');
        let begins =
            marked(paragraph) && !(at > 0 && paper.paragraphs.get(at - 1).is_some_and(marked));
        if !begins {
            continue;
        }
        // one question may run over several marked lines
        let run = paper.paragraphs.get(at..).unwrap_or_default();
        let lines = run.iter().take_while(|one| marked(one)).count();
        let answered = run.get(lines).is_some_and(|below| below.zone.is_own());
        let asking = run
            .iter()
            .take(lines)
            .any(|one| asks(one.lower.trim_start_matches(['>', ' '])) || one.text.contains('?'));
        if asking && answered {
            found.push(Item {
                n: (found.len() + 1).to_string(),
                text: paragraph.text.clone(),
                under: None,
            });
        }
    }
    found
}

/// Paragraphs numbered 1, 2, 3 ... at least half of which ask.
fn printed_by_number(paper: &Paper) -> Vec<Item> {
    let mut asking = 0;
    let mut found: Vec<Item> = Vec::new();
    for (at, paragraph) in paper.own() {
        let Some(n) = paragraph.mark.as_deref().and_then(number_of) else {
            continue;
        };
        if n == (found.len() + 1).to_string() {
            asking += usize::from(
                asks(&paragraph.lower)
                    || is_answered_below(paper, at)
                    || is_under_request(paper, at),
            );
            found.push(Item {
                n,
                text: paragraph.text.clone(),
                under: None,
            });
        }
    }
    if asking * 2 < found.len() {
        found.clear();
    }
    found
}

/// Whether a numbered paragraph stands under a heading such as `Request`, and its number comes again further down, where
/// it is answered.
pub(super) fn is_under_request(paper: &Paper, at: usize) -> bool {
    let bare = |lower: &str| {
        lower
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_owned()
    };
    let heading = paper
        .paragraphs
        .get(..at)
        .unwrap_or_default()
        .iter()
        .rev()
        .find(|above| above.heading && above.mark.is_none());
    let asked = heading.is_some_and(|heading| {
        matches!(
            bare(&heading.lower).as_str(),
            "request"
                | "your request"
                | "the request"
                | "you asked"
                | "you asked for"
                | "question"
                | "questions"
                | "your questions"
                | "request details"
                | "details of request"
                | "summary of request"
                | "information requested"
                | "information request"
        )
    });
    let number = |one: &super::Paragraph| one.mark.as_deref().map(&bare);
    let own = paper.paragraphs.get(at).and_then(number);
    asked
        && own.is_some()
        && paper
            .paragraphs
            .get(at + 1..)
            .unwrap_or_default()
            .iter()
            .any(|below| number(below) == own)
}

/// Whether the next paragraph is marked as the answer: `A1. 1,204`, `Answer: none`.
fn has_its_answer(paper: &Paper, at: usize) -> bool {
    paper.paragraphs.get(at + 1).is_some_and(|below| {
        let figures = below.lower.strip_prefix('a').is_some_and(|rest| {
            rest.trim_start()
                .starts_with(|c: char| c.is_ascii_digit() || c == ':' || c == '.')
        });
        figures
            || ["answer", "response", "reply", "our response"]
                .iter()
                .any(|word| below.lower.starts_with(word))
    })
}

/// Whether a numbered paragraph is a heading, with words below it that are neither numbered nor a heading of their own.
fn is_answered_below(paper: &Paper, at: usize) -> bool {
    let heads = paper
        .paragraphs
        .get(at)
        .is_some_and(|paragraph| paragraph.heading && paragraph.text.split(' ').count() <= 18);
    heads
        && paper.paragraphs.get(at + 1).is_some_and(|below| {
            below.zone.is_own()
                && below.mark.is_none()
                && !below.heading
                && !super::zones::is_salutation(&below.lower)
        })
}

/// The questions that are set apart as parts: `Part 1 (the fees)`, `Part B, the pay`; numbered or lettered from the first on.
fn printed_by_part(paper: &Paper) -> Vec<Item> {
    let mut found: Vec<Item> = Vec::new();
    for (_, paragraph) in paper.own() {
        let rest = ["part ", "point ", "item ", "request ", "query "]
            .iter()
            .find_map(|word| paragraph.lower.strip_prefix(word));
        let Some(rest) = rest else { continue };
        let n: String = rest
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let next = u8::try_from(found.len()).unwrap_or(u8::MAX);
        let letter = char::from(b'a'.saturating_add(next.min(25))).to_string();
        let number = (found.len() + 1).to_string();
        let numbered = found
            .first()
            .is_none_or(|one| one.n.starts_with(|c: char| c.is_ascii_digit()));
        let lettered = found
            .first()
            .is_none_or(|one| one.n.starts_with(|c: char| c.is_alphabetic()));
        if n == number && numbered || n == letter && lettered {
            found.push(Item {
                n,
                text: paragraph.text.clone(),
                under: None,
            });
        }
    }
    found
}

/// Questions numbered in Roman figures or lettered, each of which asks where it stands.
fn printed_by_letter(paper: &Paper) -> Vec<Item> {
    const ROMAN: [&str; 12] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
    ];
    let of = |count: usize, roman: bool| {
        if roman {
            ROMAN.get(count).map(|word| (*word).to_owned())
        } else {
            u8::try_from(count)
                .ok()
                .filter(|count| *count < 26)
                .map(|count| char::from(b'a' + count).to_string())
        }
    };
    let by = |roman: bool| {
        let mut found: Vec<Item> = Vec::new();
        for (at, paragraph) in paper.own() {
            let Some(mark) = paragraph.mark.as_deref() else {
                continue;
            };
            let n = mark
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase();
            let asking = paragraph.text.contains('?') || is_answered_below(paper, at);
            if Some(&n) == of(found.len(), roman).as_ref() && asking {
                found.push(Item {
                    n,
                    text: paragraph.text.clone(),
                    under: None,
                });
            }
        }
        found
    };
    let (letters, roman) = (by(false), by(true));
    if roman.len() > letters.len() {
        roman
    } else {
        letters
    }
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
