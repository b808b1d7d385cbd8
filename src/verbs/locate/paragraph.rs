//! What goes into the letter: for each question what was located, and the paragraph, ready to paste.
//!
//! It says what searches located, and never that anything is held or is not.

use super::wanted::has_words;
use crate::facts::Tables;
use crate::verbs::answers::{Located, LocatedAll, PerQuestion};

/// The items of each question.
pub(super) fn per_question(answer: &LocatedAll) -> Vec<PerQuestion> {
    let of = |list: &[Located], n: &String| -> Vec<u64> {
        list.iter()
            .filter(|one| one.items.contains(n))
            .map(|one| one.n)
            .collect()
    };
    answer
        .request
        .items
        .iter()
        .map(|question| PerQuestion {
            n: question.n.clone(),
            located: of(&answer.located, &question.n),
            possible: of(&answer.possible, &question.n),
        })
        .collect()
}

/// What opens the paragraph wherever searches were made.
const SEARCHED: &str = "I have conducted searches for the information that you asked for.";

/// The paragraph for the letter.
pub(super) fn statement(answer: &LocatedAll, tables: &Tables) -> String {
    let located: Vec<&Located> = answer.located.iter().filter(|one| !one.is_out()).collect();
    if located.is_empty() && answer.located.is_empty() && answer.searches.is_empty() {
        return "No search was made: none could be planned from the words of the request. Search for what it asks \
                for by hand before anything is said of it."
            .to_owned();
    }
    if located.is_empty() {
        let records = answer.archive.records;
        let found = answer.searches.iter().any(|one| one.hits.unwrap_or(0) > 0);
        let rest = if !answer.located.is_empty() {
            "I have read the records that these searches located, and they are outside your request.".to_owned()
        } else if !answer.possible.is_empty() {
            "They found records that may be within your request, and these have yet to be read."
                .to_owned()
        } else if found {
            format!(
                "They found records among the {records} searched, and none of those was taken for what you asked \
                 for. Each search, and what it found, is set out with the searches."
            )
        } else {
            format!(
                "None of the {records} records searched matched. Where else was looked, and what could not be \
                 searched, is set out with the searches."
            )
        };
        return format!("{SEARCHED} {rest}");
    }
    let mut text = format!("{SEARCHED} These searches located the following records:\n");
    for (nth, one) in (1..).zip(&located) {
        let line = introducing(&one.line, tables, &text);
        text.push_str(&format!("\n{nth}. {line}"));
    }
    let none: Vec<&str> = answer
        .per_question
        .iter()
        .filter(|question| !located.iter().any(|one| question.located.contains(&one.n)))
        .map(|question| question.n.as_str())
        .collect();
    match none.as_slice() {
        [] => {}
        [one] => text.push_str(&format!(
            "\n\nThe searches located no record for question {one}."
        )),
        several => text.push_str(&format!(
            "\n\nThe searches located no record for questions {}.",
            several.join(", ")
        )),
    }
    text
}

/// A line with the body that it begins with named in full, as a letter does where it names it first.
fn introducing(line: &str, tables: &Tables, before: &str) -> String {
    let Some((first, rest)) = line.split_once(' ') else {
        return line.to_owned();
    };
    match tables.parties.row(first) {
        Some(row) if row.name != row.short && !has_words(before, &row.short) => {
            format!("{} ({}) {rest}", row.name, row.short)
        }
        _ => line.to_owned(),
    }
}
