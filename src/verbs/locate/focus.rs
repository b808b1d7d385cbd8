//! Which words of a question tell what it is about.

use std::collections::HashSet;

use super::reading::Understood;
use super::wanted::FORMS;
use crate::facts::request::topic_words;
use crate::verbs::desk::Desk;

/// Words that lead to what a question is about.
const LEADS: [&str; 17] = [
    "about",
    "regarding",
    "concerning",
    "relating to",
    "relate to",
    "relates to",
    "related to",
    "in relation to",
    "in connection with",
    "with regard to",
    "in respect of",
    "on the subject of",
    "on the topic of",
    "with reference to",
    "surrounding",
    "connected with",
    "as regards",
];

/// What ends the naming of what a question is about.
const ENDS: [&str; 26] = [
    " that ",
    " which ",
    " who ",
    " whom ",
    " whose ",
    " including ",
    " between ",
    " from ",
    " sent ",
    " received ",
    " exchanged ",
    " dated ",
    " since ",
    " during ",
    " held ",
    " under ",
    " issued ",
    " given ",
    " made ",
    " and any ",
    " together with ",
    " where ",
    " when ",
    " you ",
    " we ",
    " they ",
];

/// Words that say who is asked or that something came to pass, and not what is asked about.
const TELLS_LITTLE: [&str; 44] = [
    "force",
    "forces",
    "police",
    "constabulary",
    "authority",
    "organisation",
    "body",
    "public",
    "office",
    "came",
    "come",
    "given",
    "gave",
    "put",
    "right",
    "found",
    "find",
    "describe",
    "describes",
    "described",
    "explain",
    "explains",
    "explaining",
    "force's",
    "your",
    "reply",
    "replies",
    "answer",
    "answers",
    "wrote",
    "sender",
    "recipient",
    "whole",
    "hold",
    "held",
    "think",
    "believe",
    "used",
    "use",
    "anybody",
    "somebody",
    "carried",
    "understand",
    "wanted",
];

/// The words of each question: what follows "about" and its like; else all, and beside them those that questions share.
pub(super) fn words_of(desk: &Desk<'_>, understood: &Understood) -> Vec<(String, Vec<String>)> {
    let items = &understood.request.items;
    let texts: Vec<String> = items
        .iter()
        .map(|item| match &item.under {
            Some(under) => format!("{under} {}", item.text),
            None => item.text.clone(),
        })
        .collect();
    let all: Vec<Vec<String>> = texts
        .iter()
        .map(|text| telling(desk, understood, text))
        .collect();
    let shared: HashSet<&String> = all
        .iter()
        .flatten()
        .filter(|word| all.iter().filter(|words| words.contains(word)).count() > 1)
        .collect();
    let mut found: Vec<(String, Vec<String>)> = items
        .iter()
        .zip(&texts)
        .zip(&all)
        .flat_map(|((item, text), all)| {
            let focus = focus(text)
                .map(|focus| telling(desk, understood, &focus))
                .unwrap_or_default();
            let common: Vec<String> = all
                .iter()
                .filter(|word| shared.contains(word))
                .cloned()
                .collect();
            let readings = if focus.is_empty() {
                vec![common, all.clone()]
            } else {
                vec![focus]
            };
            readings
                .into_iter()
                .map(|words| (item.n.clone(), words))
                .collect::<Vec<_>>()
        })
        .collect();
    let nothing = found.iter().all(|(_, words)| words.is_empty());
    if nothing && understood.titles.is_empty() && !understood.is_anchored() {
        // what the questions do not say may stand in the sentences before them
        let words = understood
            .text
            .split(['.', '?', '\n'])
            .filter(|sentence| !sentence.to_lowercase().contains("freedom of information"))
            .find_map(|sentence| {
                let words = telling(desk, understood, &focus(sentence)?);
                (!words.is_empty()).then_some(words)
            })
            .unwrap_or_default();
        for (_, of_item) in &mut found {
            of_item.clone_from(&words);
        }
    }
    found
}

/// What a text says that it is about.
fn focus(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let start = LEADS
        .iter()
        .filter_map(|lead| {
            lower.match_indices(lead).find_map(|(at, found)| {
                let end = at + found.len();
                let whole = !lower[..at]
                    .chars()
                    .next_back()
                    .is_some_and(char::is_alphanumeric)
                    && lower[end..].starts_with(char::is_whitespace);
                whole.then_some(end)
            })
        })
        .min()?;
    let rest = &lower[start..];
    let end = ENDS
        .iter()
        .filter_map(|end| rest.find(end))
        .chain(rest.find(['.', '?', ';', ',', '(']))
        .min()
        .unwrap_or(rest.len());
    Some(rest[..end].to_owned())
}

/// The words of a text that tell what it is about: no names of bodies, no forms of writing, no requester.
fn telling(desk: &Desk<'_>, understood: &Understood, text: &str) -> Vec<String> {
    let named: HashSet<String> = understood
        .parties
        .iter()
        .flat_map(|party| {
            let mut names: Vec<String> = desk
                .tables
                .parties
                .names_of(party)
                .into_iter()
                .map(str::to_owned)
                .collect();
            names.push(party.clone());
            names
        })
        .flat_map(|name| {
            name.split(|c: char| !c.is_alphanumeric())
                .map(str::to_lowercase)
                .collect::<Vec<_>>()
        })
        .filter(|part| part.chars().count() > 1)
        .collect();
    let form = |word: &str| {
        FORMS.iter().any(|form| {
            let called = desk.tables.kinds.called(form).to_lowercase();
            word == called || word.strip_suffix('s') == Some(called.as_str())
        })
    };
    // Numbers of references are looked for as references.
    topic_words(text)
        .into_iter()
        .map(|word| word.trim_end_matches("'s").to_owned())
        .filter(|word| {
            !named.contains(word)
                && !TELLS_LITTLE.contains(&word.as_str())
                && !form(word)
                && !understood.is_kept_out(word)
                && !["draft", "drafts", "internal", "internally"].contains(&word.as_str())
        })
        .collect()
}
