//! A table with a row for each question, as the text of a page or a sheet gives it: its number, the question up to its
//! mark, and the answer behind, on one line.

use super::Cite;
use super::outcomes::{Decided, Outcome};
use super::paper::{Line, Paper, Sentence, plain};
use super::questions::one_outcome;
use crate::facts::request::Item;

/// Fewer rows than this are none.
const FEWEST: usize = 2;

/// The number of a row and where its answer begins, in bytes.
fn row(text: &str) -> Option<(u32, usize)> {
    const LONGEST: usize = 2;
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    let n = text
        .get(..figures)
        .filter(|n| (1..=LONGEST).contains(&n.len()))?;
    let rest = text.get(figures..)?;
    let asks = rest.strip_prefix([' ', '\t'])?;
    asks.trim_start()
        .starts_with(char::is_uppercase)
        .then_some(())?;
    let end = text.find('?')? + 1;
    let answer = text.get(end..)?;
    let told = answer.starts_with(char::is_whitespace)
        && answer.chars().any(char::is_alphanumeric)
        && !asks_on(answer);
    told.then_some((n.parse().ok()?, end))
}

/// Whether what stands behind a question goes on with it, as a requester writes: `Please give the names.`
fn asks_on(answer: &str) -> bool {
    const OPENINGS: [&str; 10] = [
        "please",
        "if",
        "include",
        "including",
        "for",
        "and",
        "i",
        "by",
        "also",
        "can",
    ];
    let first = answer.split_whitespace().next().unwrap_or_default();
    let first = first.trim_matches(|c: char| !c.is_alphanumeric());
    answer.contains('?') || OPENINGS.contains(&first.to_lowercase().as_str())
}

/// Whether a line may be such a row, and so goes on with none before it.
pub(super) fn begins(text: &str) -> bool {
    row(text).is_some()
}

/// Takes the rows of such a table out of the request: each answers below its own question.
pub(super) fn give_back(lines: &[Line<'_>], in_request: &mut [bool]) {
    let mut next = 1;
    let mut rows = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if row(line.text).is_some_and(|(n, _)| n == next) {
            rows.push(at);
            next += 1;
        }
    }
    if rows.len() < FEWEST {
        return;
    }
    for at in rows {
        if let Some(of_request) = in_request.get_mut(at) {
            *of_request = false;
        }
    }
}

/// One decision for each row, where there are rows from 1 on; else nothing.
pub(super) fn read(paper: &Paper, cites: &[Cite]) -> Vec<Decided> {
    let mut decided: Vec<Decided> = Vec::new();
    let mut next = 1;
    for (_, paragraph) in paper.own() {
        let Some((n, end)) = row(&paragraph.text).filter(|(n, _)| *n == next) else {
            continue;
        };
        next += 1;
        let answer: Vec<&Sentence> = paper
            .sentences
            .get(paragraph.sentences.clone())
            .unwrap_or_default()
            .iter()
            .filter(|sentence| !sentence.text.contains('?'))
            .collect();
        let item = Item {
            n: n.to_string(),
            text: paragraph.text.get(..end).unwrap_or_default().to_owned(),
            under: None,
        };
        let one = one_outcome(paper, cites, &item, &answer, None, &[], &decided);
        let told = plain(paragraph.text.get(end..).unwrap_or_default());
        let outcome = match one.outcome {
            Outcome::Unknown if tells(&told) => Outcome::Disclosed,
            known => known,
        };
        decided.push(Decided { outcome, ..one });
    }
    if decided.len() < FEWEST {
        decided.clear();
    }
    decided
}

/// Whether the cell beside a question says something, and not that it stands elsewhere or is left open.
fn tells(lower: &str) -> bool {
    !super::phrases::any(
        lower,
        "see | tbc | to be confirmed | to follow | n/a | awaited | clarif*",
    ) && lower.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(text: &str) -> Vec<Outcome> {
        let paper = super::super::paper::read(text, false);
        read(&paper, &[]).iter().map(|one| one.outcome).collect()
    }

    #[test]
    fn a_row_for_each_question_is_read_and_a_list_of_questions_is_not() {
        assert_eq!(
            outcomes(
                "Please find our response in the table.\n\nNo. Your question Our answer\n1 How many lamps are lit? 64\n2 What did they cost? £418, of which £61 was oil.\n3 Who trims them? This will not be released.\n4 How many broke? No record is kept of that.\n"
            ),
            [
                Outcome::Disclosed,
                Outcome::Disclosed,
                Outcome::Refused,
                Outcome::NotHeld
            ]
        );
        assert!(outcomes("1 How many lamps are lit?\n2 What did they cost?\n").is_empty());
        assert!(
            outcomes(
                "1 How many lamps are lit? Please break them down by year.\n2 Who trims them? If nobody does, say so.\n3 Why? And since when?\n"
            )
            .is_empty()
        );
        assert!(outcomes("12 How many lamps are lit? 64\n14 Who trims them? Ann.\n").is_empty());
    }
}
