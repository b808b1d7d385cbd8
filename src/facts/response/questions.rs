//! Which answer is for which question, where a letter names or numbers the questions that it answers.

use super::Cite;
use super::deciding::{keeps_back, only_holds};
use super::naming::{is_answer_heading, leading_numbers, named_questions, opens_answer};
use super::outcomes::{Decided, Outcome, of_sentences};
use super::paper::{Paper, Sentence};
use super::phrases::any;
use super::zones::Zone;
use crate::facts::request::Item;

/// The questions of a quoted request, or those that the letter prints.
pub(super) fn printed_or(paper: &Paper, quoted: Vec<Item>) -> Vec<Item> {
    let own = super::asked::printed(paper);
    if own.len() > quoted.len() {
        own
    } else {
        quoted
    }
}

/// The outcomes by question, where the answers name or number the questions.
pub(super) fn by_question(
    paper: &Paper,
    cites: &[Cite],
    questions: &[Item],
    listed: &[usize],
) -> Vec<Decided> {
    let mut said: Vec<Vec<&Sentence>> = vec![Vec::new(); questions.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut last_mark = 0;
    let among = among_answers(paper, questions);
    for (nth, paragraph) in paper.paragraphs.iter().enumerate() {
        if let Some((_, question)) = among.iter().find(|(at, _)| *at == nth) {
            last_mark = question + 1;
            open = vec![*question];
            // an answer on the line below its question may count as one paragraph with it
            let behind = paper
                .sentences
                .get(paragraph.sentences.clone())
                .unwrap_or_default()
                .iter()
                .skip_while(|sentence| !sentence.lower.ends_with('?'))
                .filter(|sentence| !sentence.lower.ends_with('?'));
            if let Some(list) = said.get_mut(*question) {
                list.extend(behind);
            }
            continue;
        }
        if !paragraph.zone.is_own() {
            // a question with words of the authority straight below it, and a further question after them
            let below = paper.paragraphs.get(nth + 1);
            let answered = below.is_some_and(|below| below.zone.is_own());
            if answered && among.is_empty() {
                let quoted: Vec<usize> = (0..questions.len())
                    .filter(|at| {
                        questions.get(*at).is_some_and(|question| {
                            paragraph.text.contains(start_of(question).trim())
                        })
                    })
                    .collect();
                if quoted.len() == 1 && quoted.first().is_some_and(|at| at + 1 < questions.len()) {
                    open = quoted;
                }
            }
            continue;
        }
        if super::asked::is_under_request(paper, nth)
            && questions.iter().any(|one| one.text == paragraph.text)
        {
            // the question itself, whose number comes again
            continue;
        }
        if listed.contains(&paragraph.line) {
            // a line of the list of records answers no question
            continue;
        }
        let leading = leading_numbers(&paragraph.lower, questions);
        let named = if leading.len() > 1 {
            leading
        } else {
            named_questions(&paragraph.lower, questions)
        };
        let opens = !named.is_empty()
            && (opens_answer(&paragraph.lower)
                || paragraph.lower.starts_with(|c: char| c.is_ascii_digit()));
        let marked = paragraph
            .mark
            .as_deref()
            .and_then(|mark| {
                let n = mark
                    .trim_matches(|c: char| !c.is_alphanumeric())
                    .to_lowercase();
                let n = n
                    .strip_prefix(['q', 'a'])
                    .filter(|rest| !rest.is_empty())
                    .unwrap_or(&n)
                    .to_owned();
                questions
                    .iter()
                    .position(|question| question.n.to_lowercase() == n)
            })
            // the numbers begin again where the answers do
            .filter(|at| *at >= last_mark || *at == 0);
        if opens {
            last_mark = named.iter().max().map_or(last_mark, |at| at + 1);
            open = named;
        } else if let Some(at) = marked.filter(|_| {
            paragraph.mark.as_deref().is_some_and(|mark| {
                !mark.starts_with('(')
                    || questions
                        .iter()
                        .all(|question| question.text.starts_with('('))
            })
        }) {
            last_mark = at + 1;
            open = vec![at];
        } else if paragraph.heading
            && paragraph.text.split(' ').count() <= 8
            && !is_answer_heading(&paragraph.lower)
            && !is_row(&paragraph.lower)
            // few words after a question are its answer
            && open
                .iter()
                .any(|at| said.get(*at).is_some_and(|list| !list.is_empty()))
        {
            open.clear();
        }
        for sentence in paper
            .sentences
            .get(paragraph.sentences.clone())
            .unwrap_or_default()
        {
            if sentence.lower.ends_with('?') {
                continue;
            }
            // what could be answered in some other case is no answer
            if !keeps_back(&sentence.lower)
                && any(
                    &sentence.lower,
                    "if you asked | if you were | were you to | if you ask | if you limit* | if you confine* | if you reduce* | \
                    if the request were | could answer | could be answered | might be answered | may be answered",
                )
            {
                continue;
            }
            // `As question 2` answers the question that it stands under
            let refers = any(
                &sentence.lower,
                "as question | as for question | as per question | see question | see answer | see the answer | same as | refer to question",
            );
            let inline = if refers && !open.is_empty() {
                Vec::new()
            } else {
                named_questions(&sentence.lower, questions)
            };
            let of: &[usize] = if inline.is_empty() { &open } else { &inline };
            for at in of {
                if let Some(list) = said.get_mut(*at) {
                    list.push(sentence);
                }
            }
        }
    }
    // fewer than half of the questions met by name or number: the answer is not in that form
    let met = said.iter().filter(|list| !list.is_empty()).count();
    if met == 0 {
        return super::pairs::in_list(paper, cites, questions.len());
    }
    let first = said.iter().position(|list| !list.is_empty()).unwrap_or(0);
    let table = super::pairs::table_before(
        paper,
        said.get(first).and_then(|list| list.first()).copied(),
    );
    for list in said.iter_mut().take(first) {
        list.extend(table.first().copied());
    }
    let beside = beside(paper, &said, listed);
    let for_all = of_sentences(paper, &beside, cites, None)
        .into_iter()
        .find(|one| one.outcome.is_refusal() || one.outcome == Outcome::NotHeld);
    let mut decided: Vec<Decided> = Vec::new();
    for (question, sentences) in questions.iter().zip(&said) {
        let one = one_outcome(
            paper,
            cites,
            question,
            sentences,
            for_all.as_ref(),
            &beside,
            &decided,
        );
        let starred = one.outcome == Outcome::Disclosed && has_suppressed(paper, sentences);
        decided.push(Decided {
            outcome: if starred { Outcome::Part } else { one.outcome },
            ..one
        });
    }
    decided
}

/// Whether a few words are a row of figures, which no heading is.
fn is_row(lower: &str) -> bool {
    lower
        .split(' ')
        .filter(|word| {
            word.trim_start_matches(['£', '<'])
                .starts_with(|c: char| c.is_ascii_digit())
        })
        .count()
        >= 2
}

/// Whether an answer shows a sign in place of a small number, and the letter says of that sign that it withholds one.
fn has_suppressed(paper: &Paper, sentences: &[&Sentence]) -> bool {
    let is_sign = |word: &str| {
        let bare = word.trim_end_matches(['.', ',']);
        bare == "*"
            || bare
                .strip_prefix('<')
                .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let shown = sentences
        .iter()
        .any(|sentence| sentence.lower.split(' ').any(is_sign));
    shown
        && paper.own_sentences().any(|sentence| {
            any(
                &sentence.lower,
                "fewer than | less than | small number* | low number* | or fewer | or less | under five | exact number* | exact figure* | \
                    asterisk* | starred | suppress*",
            ) && (keeps_back(&sentence.lower)
                || any(&sentence.lower, "withheld | suppressed | exempt | not given"))
        })
}

/// The sentences that stand under no question: what they decide is said for all.
fn beside<'p>(paper: &'p Paper, said: &[Vec<&Sentence>], listed: &[usize]) -> Vec<&'p Sentence> {
    paper
        .own_sentences()
        .filter(|sentence| {
            !listed.contains(&sentence.line)
                && !said
                    .iter()
                    .flatten()
                    .any(|other| other.start == sentence.start)
        })
        .collect()
}

/// What became of one question.
pub(super) fn one_outcome(
    paper: &Paper,
    cites: &[Cite],
    question: &Item,
    sentences: &[&Sentence],
    for_all: Option<&Decided>,
    beside: &[&Sentence],
    earlier: &[Decided],
) -> Decided {
    let of_question = |one: &Decided| Decided {
        question: Some(question.n.clone()),
        ..one.clone()
    };
    if let Some(same) = same_as(sentences, earlier) {
        return of_question(same);
    }
    // it is only said to be held, or where to read on: what is decided for all counts
    let silent = sentences
        .iter()
        .all(|sentence| only_holds(&sentence.lower) || points_on(&sentence.lower));
    if let Some(for_all) =
        for_all.filter(|_| silent && (!sentences.is_empty() || speaks_of_rest(beside)))
    {
        return of_question(for_all);
    }
    let found = of_sentences(paper, sentences, cites, Some(&question.n));
    let outcome = match found.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        several => several
            .iter()
            .find(|one| one.outcome == Outcome::Part)
            .or_else(|| {
                let given = several.iter().any(|one| one.outcome == Outcome::Disclosed);
                several
                    .iter()
                    .find(|one| !(given && one.outcome == Outcome::Disclosed))
            })
            .cloned(),
    };
    let within = || {
        // `i) the dates of the loan. It runs from 1 March`: the answer stands in the same breath
        let (_, rest) = question.text.split_once(". ")?;
        let lower = super::paper::plain(rest);
        let asks = any(
            &lower,
            "please | i would | i want | could you | can you | if possible | my",
        ) || lower.contains('?');
        if !sentences.is_empty() || asks || lower.split(' ').count() < 3 {
            return None;
        }
        let outcome = if keeps_back(&lower) {
            Outcome::Refused
        } else if super::holding::is_not_held(&lower) {
            Outcome::NotHeld
        } else {
            Outcome::Disclosed
        };
        Some(Decided {
            question: Some(question.n.clone()),
            outcome,
            line: 0,
        })
    };
    outcome.or_else(within).unwrap_or(Decided {
        question: Some(question.n.clone()),
        outcome: Outcome::Unknown,
        line: sentences.first().map_or(0, |sentence| sentence.line),
    })
}

/// Whether an answer is only that it stands elsewhere in the letter.
fn points_on(lower: &str) -> bool {
    lower.split(' ').count() <= 14
        && any(
            lower,
            "see below | see above | as below | as above | below | overleaf | please see | refer to | set out below",
        )
}

/// The earlier question whose answer is the answer to this one: `As above`, `See the answer to question 1`.
fn same_as<'d>(sentences: &[&Sentence], earlier: &'d [Decided]) -> Option<&'d Decided> {
    let [sentence] = sentences else {
        return None;
    };
    let lower = sentence.lower.as_str();
    if lower.split(' ').count() > 14 {
        return None;
    }
    if any(
        lower,
        "as above | see above | same as above | as question above | ditto",
    ) {
        return earlier.last();
    }
    if !any(
        lower,
        "see | refer to | as per | same as | as for | as in | as question | as answer",
    ) {
        return None;
    }
    earlier.iter().rev().find(|one| {
        one.question.as_deref().is_some_and(|n| {
            [
                "question ",
                "answer ",
                "response ",
                "q",
                "question no ",
                "answer to ",
                "response to ",
            ]
            .iter()
            .any(|word| any(lower, &format!("{word}{n}")))
        })
    })
}

/// Whether what is decided beside the answers speaks for the questions that have none.
fn speaks_of_rest(beside: &[&Sentence]) -> bool {
    beside.iter().any(|sentence| {
        (keeps_back(&sentence.lower) || super::is_neither(&sentence.lower))
            && any(
                &sentence.lower,
                "remaining | the remainder | the rest | other questions | other parts | your request | \
                    the information requested | the information you | all of the information | requested information | \
                    all the information",
            )
    })
}

/// The first words of a question alone, where its answer was counted to it.
fn start_of(question: &Item) -> String {
    const START: usize = 30;
    const FEWEST: usize = 8;
    let asked = question
        .text
        .split_inclusive('?')
        .next()
        .unwrap_or_default();
    let first = asked.split_inclusive(". ").next().unwrap_or(asked);
    let asked = if first.len() > FEWEST { first } else { asked };
    asked.chars().take(START).collect()
}

/// The paragraphs that quote a question each, where the answers stand between them: place and question.
fn among_answers(paper: &Paper, questions: &[Item]) -> Vec<(usize, usize)> {
    let places: Vec<(usize, usize)> = questions
        .iter()
        .enumerate()
        .filter_map(|(nth, question)| {
            let start = start_of(question);
            let at = paper.paragraphs.iter().position(|paragraph| {
                matches!(paragraph.zone, Zone::Request | Zone::Quoted)
                    && paragraph.text.contains(start.trim())
            })?;
            Some((at, nth))
        })
        .collect();
    let answered = places
        .windows(2)
        .filter(|pair| {
            let [(one, _), (two, _)] = pair else {
                return false;
            };
            paper
                .paragraphs
                .get(one + 1..*two)
                .unwrap_or_default()
                .iter()
                .any(|paragraph| paragraph.zone.is_own())
        })
        .count();
    if places.len() > 1 && answered * 2 >= places.len() {
        places
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_kept_back_in_a_table_is_a_part() {
        let questions: Vec<Item> = [
            ("1", "How many lamps broke, by yard?"),
            ("2", "Who mends them?"),
        ]
        .map(|(n, text)| Item {
            n: n.to_owned(),
            text: format!("{n}. {text}"),
            under: None,
        })
        .to_vec();
        let of = |told: &str| -> Vec<Outcome> {
            let text = format!(
                "Freedom of information response\n\n1. How many lamps broke, by yard?\n\n             2021   2022\nHarbour yard   14     20\nChapel yard    <6     17\n\n2. Who mends them?\n\nTarn Brothers.\n\nSmall numbers\n\n{told}\n"
            );
            let paper = super::super::paper::read(&text, false);
            by_question(&paper, &[], &questions, &[])
                .iter()
                .map(|one| one.outcome)
                .collect()
        };
        assert_eq!(
            of("Small numbers are shown as \"<6\" and the exact figure is withheld."),
            [Outcome::Part, Outcome::Disclosed]
        );
        assert_eq!(
            of("The yards were counted in June."),
            [Outcome::Disclosed, Outcome::Disclosed]
        );
    }
}
