//! Questions and answers that stand by turns under words of their own, without numbers: `Request: How many?` and below
//! it `Response: 40`; a list of answers as long as the list of questions before it; and a table before the first answer.

use super::Cite;
use super::outcomes::{Decided, Outcome};
use super::paper::{Paper, Paragraph, Sentence};
use super::questions::one_outcome;
use super::zones::Zone;
use crate::facts::dates;
use crate::facts::request::Item;

/// Fewer turns than this are none.
const FEWEST: usize = 2;

/// What a question is called before its colon, and what an answer is.
const ASKED: [&str; 7] = [
    "request",
    "question",
    "q",
    "query",
    "you asked",
    "your question",
    "your request",
];
const ANSWERED: [&str; 11] = [
    "response",
    "answer",
    "a",
    "reply",
    "our response",
    "our answer",
    "our reply",
    "council response",
    "trust response",
    "force response",
    "we say",
];

/// One decision for each question that is answered under such words, else nothing.
pub(super) fn read(paper: &Paper, cites: &[Cite]) -> Vec<Decided> {
    let mut turns: Vec<Vec<&Sentence>> = Vec::new();
    let mut answering = false;
    let mut unanswered = false;
    for paragraph in &paper.paragraphs {
        if is_called(&paragraph.lower, &ASKED) {
            unanswered |= !turns.is_empty() && turns.last().is_some_and(Vec::is_empty);
            turns.push(Vec::new());
            answering = false;
            continue;
        }
        if turns.is_empty() {
            continue;
        }
        if is_called(&paragraph.lower, &ANSWERED) {
            answering = true;
        } else if super::sections::closes(paragraph) {
            answering = false;
        }
        if answering && let Some(turn) = turns.last_mut() {
            turn.extend(sentences_of(paper, paragraph));
        }
    }
    if unanswered || turns.len() < FEWEST || turns.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    in_turn(paper, cites, turns.iter().map(Vec::as_slice))
}

/// One decision for each of so many questions, where as many short answers stand one below another under a heading such
/// as `Response`; else nothing.
pub(super) fn in_list(paper: &Paper, cites: &[Cite], questions: usize) -> Vec<Decided> {
    let own: Vec<&Paragraph> = paper.own().map(|(_, paragraph)| paragraph).collect();
    let Some(from) = own
        .iter()
        .position(|one| one.heading && is_answer_heading(&one.lower))
    else {
        return Vec::new();
    };
    let answers = own.get(from + 1..from + 1 + questions).unwrap_or_default();
    if questions < FEWEST || answers.len() < questions || !answers.iter().all(|one| is_short(one)) {
        return Vec::new();
    }
    let turns: Vec<Vec<&Sentence>> = answers
        .iter()
        .map(|one| sentences_of(paper, one).iter().collect())
        .collect();
    in_turn(paper, cites, turns.iter().map(Vec::as_slice))
}

fn in_turn<'t>(
    paper: &Paper,
    cites: &[Cite],
    turns: impl Iterator<Item = &'t [&'t Sentence]>,
) -> Vec<Decided> {
    let mut decided: Vec<Decided> = Vec::new();
    for (nth, turn) in turns.enumerate() {
        let item = Item {
            n: (nth + 1).to_string(),
            text: String::new(),
            under: None,
        };
        let one = one_outcome(paper, cites, &item, turn, None, &[], &decided);
        if one.outcome == Outcome::Unknown {
            return Vec::new();
        }
        decided.push(one);
    }
    decided
}

/// The rows of figures that stand before the first answer with a number: they answer the questions before that one.
pub(super) fn table_before<'p>(paper: &'p Paper, first: Option<&Sentence>) -> Vec<&'p Sentence> {
    const FEWEST_ROWS: usize = 2;
    const LONGEST: usize = 10;
    let Some(first) = first else {
        return Vec::new();
    };
    let rows: Vec<&Sentence> = paper
        .own()
        .filter(|(at, paragraph)| {
            *at < first.paragraph && paragraph.mark.is_none() && paragraph.zone == Zone::Own
        })
        .filter_map(|(_, paragraph)| paper.sentences.get(paragraph.sentences.clone())?.first())
        .filter(|sentence| sentence.start < first.start)
        .filter(|sentence| {
            let words: Vec<&str> = sentence.lower.split(' ').collect();
            let figures = words
                .iter()
                .filter(|word| {
                    // a telephone number begins with a nought
                    word.trim_start_matches('£')
                        .starts_with(|c: char| c.is_ascii_digit())
                        && !(word.len() > 3 && word.starts_with('0'))
                })
                .count();
            words.len() <= LONGEST && figures >= 2 && dates::find(&sentence.text).is_empty()
        })
        .collect();
    if rows.len() < FEWEST_ROWS {
        return Vec::new();
    }
    rows
}

fn sentences_of<'p>(paper: &'p Paper, paragraph: &Paragraph) -> &'p [Sentence] {
    paper
        .sentences
        .get(paragraph.sentences.clone())
        .unwrap_or_default()
}

/// Whether a paragraph begins with one of these words, a number or none, and a colon, with something behind it.
fn is_called(lower: &str, words: &[&str]) -> bool {
    lower.split_once(':').is_some_and(|(label, rest)| {
        let label = label
            .trim()
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .trim_end();
        words.contains(&label) && rest.split_whitespace().any(|word| !is_reference(word))
    })
}

/// Whether a word is the number of a file, as `Request: 0318-FOI-25` has it.
fn is_reference(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit()) && word.contains(['-', '/']) && !word.contains('£')
}

fn is_answer_heading(lower: &str) -> bool {
    matches!(
        lower.trim_matches(|c: char| !c.is_alphanumeric()),
        "response"
            | "our response"
            | "answer"
            | "answers"
            | "our answer"
            | "reply"
            | "our reply"
            | "responses"
    )
}

/// Whether a paragraph is no more than a figure, a yes or a no, or a short fact that begins so.
fn is_short(paragraph: &Paragraph) -> bool {
    const FEW: usize = 16;
    let lower = paragraph.lower.trim_start_matches('£');
    let begins = lower.starts_with(|c: char| c.is_ascii_digit())
        || [
            "yes", "no", "none", "nil", "nothing", "zero", "not ", "there ", "about ",
        ]
        .iter()
        .any(|word| lower.starts_with(word));
    begins && lower.split(' ').count() <= FEW
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(text: &str, questions: usize) -> (usize, usize) {
        let paper = super::super::paper::read(text, false);
        (
            read(&paper, &[]).len(),
            in_list(&paper, &[], questions).len(),
        )
    }

    #[test]
    fn questions_and_answers_by_turns_are_told_from_a_letter_with_one_of_each() {
        for words in [
            "Request: How many lamps are lit?\n\nResponse: 40.\n\nRequest: Who lights them?\n\nResponse: The parish.",
            "Question 1: How many lamps are lit?\n\nOur reply: 40.\n\nQuestion 2: Who lights them?\n\nOur reply: The parish.",
            "Q: How many lamps are lit?\n\nA: 40.\n\nQ: Who lights them?\n\nA: The parish.",
        ] {
            let text = format!("Dear Ms Tarn,\n\n{words}\n\nYours sincerely\n");
            assert_eq!(outcomes(&text, 0).0, 2, "{words}");
        }
        for words in [
            "Request: How many lamps are lit?\n\nResponse: 40.",
            "Request: 0318-FOI-25\n\nRequest: How many lamps are lit?\n\nResponse: 40.",
        ] {
            let text = format!("Dear Ms Tarn,\n\n{words}\n\nYours sincerely\n");
            assert_eq!(outcomes(&text, 0).0, 0, "{words}");
        }
    }

    #[test]
    fn a_list_of_short_answers_is_one_for_each_question() {
        let text = "Response\n\n27 of 412.\n\nNothing. The council makes no such payments.\n\nThe figures are of 1 July.\n";
        assert_eq!(outcomes(text, 2).1, 2);
        assert_eq!(outcomes(text, 3).1, 0);
        assert_eq!(
            outcomes(
                "Response\n\nWe have read your letter.\n\nThe list is withheld.\n",
                2
            )
            .1,
            0
        );
    }
}
