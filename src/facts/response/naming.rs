//! By which words and numbers a letter names the questions that it answers.

use super::phrases::any;
use crate::facts::request::Item;

/// The questions by whose numbers a paragraph begins: `1 and 2. Six, all from one maker.`
pub(super) fn leading_numbers(lower: &str, questions: &[Item]) -> Vec<usize> {
    let Some(end) = lower.find(['.', ':', ')']) else {
        return Vec::new();
    };
    let head = lower.get(..end).unwrap_or_default();
    let words: Vec<&str> = head
        .split([' ', ',', '&', '-'])
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() || words.len() > 8 {
        return Vec::new();
    }
    let mut places = Vec::new();
    for word in words {
        match questions.iter().position(|question| question.n == word) {
            Some(place) => places.push(place),
            None if matches!(word, "and" | "to") => {}
            None => return Vec::new(),
        }
    }
    places
}

pub(super) fn is_answer_heading(lower: &str) -> bool {
    any(lower, "answer | response | reply | our response | decision") || named_anything(lower)
}

fn named_anything(lower: &str) -> bool {
    any(
        lower,
        "question* | q1* | q2* | q3* | part | point | request",
    )
}

/// Whether a paragraph begins the answer to the questions that it names.
pub(super) fn opens_answer(lower: &str) -> bool {
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    [
        "question",
        "questions",
        "q",
        "part",
        "parts",
        "point",
        "points",
        "item",
        "items",
        "request",
        "answer",
        "a",
        "in relation to",
        "in respect of",
        "with regard to",
        "with regards to",
        "regarding",
        "in response to",
        "turning to",
        "for question",
        "for part",
        "as regards",
        "as to",
        "in answer to",
        "on question",
        "on part",
        "on point",
        "response to",
        "with respect to",
        "concerning",
        "your first",
        "your second",
        "your third",
        "the answer",
        "our answer",
        "our response to",
        "our reply to",
        "reply to",
    ]
    .iter()
    .any(|begin| {
        start.strip_prefix(begin).is_some_and(|rest| {
            begin.len() > 1
                || rest.starts_with(|c: char| c.is_ascii_digit())
                || rest.starts_with(". ")
        })
    })
}

/// The questions that a text names: `question 2`, `Q3`, `parts 1 and 4`, `your second question`, `all questions`.
pub(super) fn named_questions(lower: &str, questions: &[Item]) -> Vec<usize> {
    let place = |n: &str| {
        questions
            .iter()
            .position(|question| question.n.eq_ignore_ascii_case(n))
    };
    let mut named = Vec::new();
    if any(
        lower,
        "all questions | all of your questions | each of your questions | all parts | all your questions | \
            every question | each question | all four questions | all three questions | both questions | \
            both parts",
    ) {
        return (0..questions.len()).collect();
    }
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '&'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    named.extend(answered_by_number(lower, questions));
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        let fused = word
            .strip_prefix('q')
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(n) = fused {
            named.extend(place(n));
            continue;
        }
        if !matches!(
            *word,
            "question"
                | "questions"
                | "q"
                | "part"
                | "parts"
                | "point"
                | "points"
                | "item"
                | "items"
                | "qs"
                | "request"
                | "numbered"
                | "number"
                | "numbers"
        ) {
            continue;
        }
        let mut previous: Option<usize> = None;
        while let Some(next) = words.get(at) {
            let found = place(next);
            if let Some(found) = found {
                named.push(found);
                previous = Some(found);
            } else if matches!(*next, "to" | "-") {
                let until = words.get(at + 1).and_then(|word| place(word));
                if let (Some(from), Some(until)) = (previous, until) {
                    named.extend(from..=until);
                    at += 1;
                } else {
                    break;
                }
            } else if !matches!(
                *next,
                "and" | "" | "or" | "number" | "numbers" | "no" | "of"
            ) {
                break;
            }
            at += 1;
        }
    }
    const ORDINALS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];
    for (at, ordinal) in ORDINALS.iter().enumerate().take(questions.len()) {
        let named_so = ["question", "part", "point"].map(|noun| format!("{ordinal} {noun}"));
        if named_so.iter().any(|words| any(lower, words)) {
            named.push(at);
        }
    }
    named.sort_unstable();
    named.dedup();
    named
}

/// The questions named by their numbers alone behind words that lead to an answer: `In response to 1, there were 31`,
/// `Our answer to 2 is no`, `the policy asked for at 3`.
fn answered_by_number(lower: &str, questions: &[Item]) -> Vec<usize> {
    const LEADS: [&str; 21] = [
        "response to ",
        "answer to ",
        "reply to ",
        "as to ",
        "as for ",
        "as regards ",
        "regarding ",
        "in respect of ",
        "with respect to ",
        "in relation to ",
        "with regard to ",
        "turning to ",
        "asked for at ",
        "asked for in ",
        "asked for under ",
        "requested at ",
        "requested in ",
        "requested under ",
        "asked at ",
        "sought at ",
        "described at ",
    ];
    const FOLLOWS: [&str; 14] = [
        "is", "are", "was", "were", "and", "we", "the", "there", "it", "this", "that", "has",
        "have", "i",
    ];
    let mut named = Vec::new();
    for lead in LEADS {
        for (at, _) in lower.match_indices(lead) {
            let begins = !lower
                .get(..at)
                .is_some_and(|head| head.ends_with(|c: char| c.is_alphanumeric()));
            let rest = lower.get(at + lead.len()..).unwrap_or_default();
            let rest = rest.strip_prefix('(').unwrap_or(rest);
            let n: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            let behind = rest.get(n.len()..).unwrap_or_default();
            let behind = behind.strip_prefix(')').unwrap_or(behind);
            let next = behind
                .trim_start()
                .split(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap_or_default();
            // `1,204 complaints` and `2.5 tonnes` are no numbers of questions
            let ends = match behind.strip_prefix([',', '.', ':', ';']) {
                Some(further) => !further.starts_with(|c: char| c.is_ascii_digit()),
                None => behind.is_empty() || behind.starts_with(' ') && FOLLOWS.contains(&next),
            };
            if begins
                && ends
                && let Some(place) = questions
                    .iter()
                    .position(|question| question.n.eq_ignore_ascii_case(&n))
            {
                named.push(place);
                named.extend(numbers_after(behind, questions));
            }
        }
    }
    named
}

/// The questions whose numbers go on a list: `, 2 and 3`.
fn numbers_after(behind: &str, questions: &[Item]) -> Vec<usize> {
    let mut named = Vec::new();
    let mut rest = behind;
    while let Some(further) = [", and ", ", ", " and ", " & "]
        .iter()
        .find_map(|joint| rest.strip_prefix(joint))
    {
        let n: String = further
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .collect();
        let Some(place) = questions
            .iter()
            .position(|question| question.n.eq_ignore_ascii_case(&n))
        else {
            break;
        };
        rest = further.get(n.len()..).unwrap_or_default();
        if rest.starts_with([',', '.']) && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        named.push(place);
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_named_by_their_numbers_alone() {
        let questions: Vec<Item> = ["1", "2", "3"]
            .map(|n| Item {
                n: n.to_owned(),
                text: "How many lamps?".to_owned(),
                under: None,
            })
            .to_vec();
        for (text, named) in [
            ("in response to 1, there were 31 lamps.", &[0][..]),
            ("our answer to 2 is that none were lit.", &[1]),
            ("as to 3, we hold the list.", &[2]),
            ("the policy asked for at 3 is held.", &[2]),
            ("with regard to (2), see the table.", &[1]),
            ("as regards 1: yes.", &[0]),
            ("in relation to 3 lamps we have no note.", &[]),
            ("in response to 14 letters we wrote.", &[]),
            ("in response to 1,204 letters we wrote.", &[]),
            ("as to 2.5 tonnes of sand, none is held.", &[]),
            ("in response to 1 and 2, there are 40.", &[0, 1]),
        ] {
            assert_eq!(named_questions(text, &questions), named, "{text}");
        }
    }
}
