//! Answers that stand between the numbered lines of a request as it is quoted.

use super::paper::{Line, mark, plain};
use super::phrases::any;

/// Takes out of the request what answers below its numbered lines, where at least half of them have such an answer.
pub(super) fn give_back(lines: &[Line<'_>], in_request: &mut [bool]) {
    let of_request = |at: &usize| in_request.get(*at).copied().unwrap_or_default();
    let starts: Vec<usize> = (0..lines.len())
        .filter(of_request)
        .filter(|at| lines.get(*at).is_some_and(|line| is_numbered(line.text)))
        .collect();
    if starts.len() < 2 {
        return;
    }
    let mut answers: Vec<Vec<usize>> = Vec::new();
    for (nth, start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).copied().unwrap_or(lines.len());
        answers.push(below(lines, *start, end, &of_request));
    }
    let answered = answers
        .iter()
        .filter(|places| {
            places
                .iter()
                .filter_map(|at| lines.get(*at))
                .any(|line| is_answer(&plain(line.text)))
        })
        .count();
    if (answered * 2 < starts.len() || answered == 0) && !each_told_below(lines, &starts, &answers)
    {
        return;
    }
    for at in answers.into_iter().flatten() {
        if let Some(of_request) = in_request.get_mut(at) {
            *of_request = false;
        }
    }
}

/// Whether behind the `?` of every question but the last, and of two at least, something stands that asks for nothing.
fn each_told_below(lines: &[Line<'_>], starts: &[usize], answers: &[Vec<usize>]) -> bool {
    let told = |start: usize, places: &[usize]| {
        places.first().is_some_and(|first| {
            let asks = lines
                .get(start..*first)
                .unwrap_or_default()
                .iter()
                .any(|line| ends_asking(line.text.trim()));
            let below = lines.get(*first).map_or_else(String::new, |line| plain(line.text));
            asks && !ends_asking(&below)
                && !any(
                    &below,
                    "should include | to include | including | for example | broken down | by year | you should | do you | you hold | your council | your trust | your force",
                )
        })
    };
    let all = starts.len();
    let met = starts
        .iter()
        .zip(answers)
        .take(all.saturating_sub(1).max(2))
        .all(|(start, places)| told(*start, places));
    met && all >= 2
}

fn ends_asking(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '\'']).ends_with('?')
}

/// The lines behind a question up to the next: after its last `?`, or from the first line that begins anew.
fn below(
    lines: &[Line<'_>],
    start: usize,
    end: usize,
    of_request: &dyn Fn(&usize) -> bool,
) -> Vec<usize> {
    let run: Vec<usize> = (start..end).filter(of_request).collect();
    let text = |at: usize| lines.get(at).map_or("", |line| line.text.trim());
    let asks_until = run.iter().rposition(|at| ends_asking(text(*at)));
    let from = asks_until.map_or_else(
        || {
            run.iter()
                .skip(1)
                .position(|at| !text(*at).starts_with(|c: char| c.is_ascii_lowercase()))
                .map_or(run.len(), |at| at + 1)
        },
        |at| at + 1,
    );
    run.get(from..)
        .unwrap_or_default()
        .iter()
        .copied()
        .filter(|at| !is_wish(&plain(text(*at))))
        .collect()
}

fn is_numbered(text: &str) -> bool {
    let bare = text.trim();
    // `Question 2 - Where they were`
    let named = ["Question ", "QUESTION ", "Part ", "Request "]
        .iter()
        .filter_map(|word| bare.strip_prefix(word))
        .any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    named
        || mark(bare)
            .is_some_and(|mark| mark.bytes().any(|b| b.is_ascii_digit()) || mark.len() <= 5)
}

fn is_wish(lower: &str) -> bool {
    any(
        lower,
        "please | i would | i want | i am | could you | can you | would you | e.g. | if possible | my | i'd like",
    ) && !any(lower, "we | our | please see | please find")
}

/// Whether a line says what only an answer says: a figure, that it comes along, is kept back or is not held.
fn is_answer(lower: &str) -> bool {
    let figure = lower.trim_start_matches('£');
    let bare = !figure.is_empty()
        && figure.len() <= 16
        && figure
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b'%' | b' '))
        && figure.starts_with(|c: char| c.is_ascii_digit());
    bare || super::deciding::keeps_back(lower)
        || super::holding::is_not_held(lower)
        || super::giving::is_given(lower)
        || super::giving::tells_facts(lower)
        || super::is_neither(lower)
        || lower.starts_with("yes")
        || lower.starts_with("no,")
        || lower.starts_with("none")
        || lower.starts_with("attached")
}

#[cfg(test)]
mod tests {
    use super::super::paper::lines;
    use super::*;

    #[test]
    fn answers_between_numbered_lines_are_given_back_and_a_bare_request_is_not() {
        let text = "1. How many lamps broke?\nThere were 318 broken lamps.\n2. Names of the keepers\nWithheld: section 40(2).\n";
        let lines_of = lines(text);
        let mut asked = vec![true; lines_of.len()];
        give_back(&lines_of, &mut asked);
        assert_eq!(asked.get(..4), Some(&[true, false, true, false][..]));
        // plain facts and bare figures, whatever their words
        let text = "(a) Which yard mends the lamps?\nTarn Brothers have done so since 2019.\n(b) \"How many were mended?\"\n204, 187 and 231 respectively.\n";
        let lines_of = lines(text);
        let mut asked = vec![true; lines_of.len()];
        give_back(&lines_of, &mut asked);
        assert_eq!(asked.get(..4), Some(&[true, false, true, false][..]));
        let text = "1. How many lamps broke?\nThis should include the harbour.\n2. Who keeps them?\nTheir ranks, for example.\n";
        let lines_of = lines(text);
        let mut asked = vec![true; lines_of.len()];
        give_back(&lines_of, &mut asked);
        assert!(asked.iter().all(|one| *one));
        let text = "1. How many lamps broke?\nPlease give it by year.\n2. Names of the keepers\nand of their mates\n";
        let lines_of = lines(text);
        let mut asked = vec![true; lines_of.len()];
        give_back(&lines_of, &mut asked);
        assert!(asked.iter().all(|one| *one));
    }
}
