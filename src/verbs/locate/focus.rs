//! Which words of a question tell what it is about.

use std::collections::HashSet;

use super::net::points_back;
use super::reading::Understood;
use super::wanted::{FORMS, has_words};
use crate::facts::request::{topic_words, without_exclusion};
use crate::verbs::desk::Desk;

/// Words that lead to what a question is about.
pub(super) const LEADS: [&str; 20] = [
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
    "in response to",
    "in answer to",
    "in reply to",
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

/// The most passages of one question that are taken for what it is about.
const FOCUSES: usize = 4;

/// Words that ask, before what is asked about.
const ASKS: [&str; 10] = [
    "who", "which", "what", "whether", "how", "why", "where", "when", "whose", "if",
];

/// Words for a matter that do not tell what it is: that follows.
const UNTOLD: [&str; 12] = [
    "complaint",
    "complaints",
    "matter",
    "case",
    "issue",
    "question",
    "incident",
    "claim",
    "allegation",
    "fact",
    "decision",
    "way",
];

/// Words that say who is asked or that something came to pass, and not what is asked about.
const TELLS_LITTLE: [&str; 98] = [
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
    "let",
    "have",
    "send",
    "sent",
    "back",
    "contact",
    "contacts",
    "said",
    "say",
    "dealings",
    "case",
    "matter",
    "ended",
    "ends",
    "mention",
    "mentions",
    "mentioned",
    "mentioning",
    "refer",
    "refers",
    "referring",
    "take",
    "taken",
    "took",
    "need",
    "needs",
    "needed",
    "set",
    "tell",
    "told",
    "down",
    "written",
    "recorded",
    "round",
    "copy",
    "copies",
    "note",
    "notes",
    "got",
    "meeting",
    "meetings",
    "response",
    "responses",
    "supply",
    "supplied",
    "disclose",
    "release",
    "including",
    "heard",
    "many",
    "write",
    "passed",
    "pass",
    "went",
];

/// Kinds of paper that are what is asked for where they stand in a row with others: "letters, emails and notices".
const LISTED: [&str; 8] = [
    "notices",
    "agendas",
    "papers",
    "memos",
    "guides",
    "invoices",
    "contracts",
    "replies",
];

/// The words of each question: what follows "about" and its like; else all, and beside them those that questions share.
pub(super) fn words_of(desk: &Desk<'_>, understood: &Understood) -> Vec<(String, Vec<String>)> {
    let items = &understood.request.items;
    let texts: Vec<String> = items
        .iter()
        .map(|item| {
            let text = match &item.under {
                Some(under) => format!("{under} {}", item.text),
                None => item.text.clone(),
            };
            without_references(understood, &without_exclusion(&text))
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
            let focuses: Vec<Vec<String>> = focuses(text)
                .iter()
                .map(|focus| telling(desk, understood, focus))
                .filter(|words| !words.is_empty())
                .collect();
            let common: Vec<String> = all
                .iter()
                .filter(|word| shared.contains(word))
                .cloned()
                .collect();
            let readings = if focuses.is_empty() {
                vec![common, all.clone()]
            } else {
                focuses
            };
            readings
                .into_iter()
                .map(|words| (item.n.clone(), words))
                .collect::<Vec<_>>()
        })
        .collect();
    if !understood.request.references.is_empty() {
        // "the complaint IC-..." is told by its number
        found.retain(|(_, words)| !words.iter().all(|word| UNTOLD.contains(&word.as_str())));
    }
    let no_focus = texts.iter().all(|text| focuses(text).is_empty());
    if no_focus && understood.titles.is_empty() {
        // what the questions do not say may stand in the sentences before them
        let text = understood.text.replace("\n\n", ". ").replace('\n', " ");
        let words = text
            .split(['.', '?'])
            .filter(|sentence| !sentence.to_lowercase().contains("freedom of information"))
            .filter(|sentence| !is_excluded(understood, sentence))
            .find_map(|sentence| {
                let sentence = without_references(understood, &without_exclusion(sentence));
                let words = telling(desk, understood, focuses(&sentence).first()?);
                (!words.is_empty()).then_some(words)
            });
        if let Some(words) = words {
            found.extend(items.iter().map(|item| (item.n.clone(), words.clone())));
        }
    }
    // "Can I see what was said about it?" leaves the matter to what stands before it, and does not ask for everything
    let empty = found.iter().all(|(_, words)| words.is_empty());
    if empty && items.iter().any(|item| points_back(&item.text)) {
        let text = without_references(understood, &understood.text.replace('\n', " "));
        let mut words = telling(desk, understood, &text);
        words.retain(|word| !POLITE.contains(&word.as_str()));
        found.extend(items.iter().map(|item| (item.n.clone(), words.clone())));
    }
    found
}

/// The words of each thing that the request says it does not ask about.
pub(super) fn unwanted(desk: &Desk<'_>, understood: &Understood) -> Vec<Vec<String>> {
    let excluded = understood.request.excluded.iter();
    excluded
        .filter_map(|excluded| {
            let text = without_references(understood, excluded);
            Some(telling(desk, understood, focuses(&text).first()?))
        })
        .filter(|words| !words.is_empty())
        .collect()
}

/// Whether a sentence is one that says what is not asked for.
fn is_excluded(understood: &Understood, sentence: &str) -> bool {
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let excluded = understood.request.excluded.iter();
    !sentence.is_empty()
        && excluded
            .map(|whole| whole.split_whitespace().collect::<Vec<_>>().join(" "))
            .any(|whole| whole.contains(&sentence))
}

/// Words of greeting and leave-taking.
const POLITE: [&str; 12] = [
    "dear",
    "sir",
    "madam",
    "hello",
    "hi",
    "thanks",
    "thank",
    "yours",
    "faithfully",
    "sincerely",
    "regards",
    "kind",
];

/// What a text says that it is about: a passage behind each of the words that lead to it.
fn focuses(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut starts: Vec<usize> = LEADS
        .iter()
        .flat_map(|lead| {
            lower.match_indices(lead).filter_map(|(at, found)| {
                let end = at + found.len();
                let whole = !lower[..at]
                    .chars()
                    .next_back()
                    .is_some_and(char::is_alphanumeric)
                    && lower[end..].starts_with(char::is_whitespace);
                whole.then_some(end)
            })
        })
        .collect();
    starts.sort_unstable();
    starts.dedup();
    starts.truncate(FOCUSES);
    starts
        .into_iter()
        .map(|start| passage(&lower[start..]))
        .filter(|passage| !passage.is_empty())
        .collect()
}

/// The passage that names what something is about, up to where another thing is said of it.
fn passage(rest: &str) -> String {
    let mut rest = rest.trim_start();
    while let Some((first, more)) = rest.split_once(' ')
        && ASKS.contains(&first)
    {
        rest = more.trim_start();
    }
    let stop = rest.find(['.', '?', ';', ',', '(']).unwrap_or(rest.len());
    let mut ends: Vec<usize> = ENDS
        .iter()
        .filter_map(|end| rest.find(end))
        .filter(|end| *end < stop)
        .collect();
    ends.push(stop);
    ends.sort_unstable();
    // "a complaint that an answer came late" is about the answer, not about complaints
    let end = ends.iter().find(|end| {
        let words: Vec<&str> = rest[..**end].split_whitespace().collect();
        !words.last().is_some_and(|last| UNTOLD.contains(last)) || words.len() > 3
    });
    rest[..*end.unwrap_or(&stop)].to_owned()
}

/// A text with its references taken out: their letters and digits are no words.
fn without_references(understood: &Understood, text: &str) -> String {
    let mut text = text.to_owned();
    for carried in &understood.request.references {
        text = text.replace(carried.as_printed.as_str(), " ");
    }
    text
}

/// The words of a text that tell what it is about: no names of bodies, no forms of writing, no requester.
pub(super) fn telling(desk: &Desk<'_>, understood: &Understood, text: &str) -> Vec<String> {
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
        // as the request itself prints them: "the Information Commissioners Office"
        .chain(
            desk.tables
                .parties
                .find(text)
                .into_iter()
                .filter(|mention| understood.parties.contains(&mention.short))
                .map(|mention| mention.as_printed),
        )
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
    let lower = text.to_lowercase();
    let in_a_row = |word: &str| {
        LISTED.contains(&word)
            && FORMS.iter().any(|form| {
                let called = desk.tables.kinds.called(form).to_lowercase();
                let called = match called.ends_with('s') {
                    true => called,
                    false => format!("{called}s"),
                };
                [" and ", " or ", ", ", ", and ", ", or "]
                    .iter()
                    .any(|link| {
                        has_words(&lower, &format!("{called}{link}{word}"))
                            || has_words(&lower, &format!("{word}{link}{called}"))
                    })
            })
    };
    // "the paper that says how" asks for a record of whatever kind
    let any_paper = |word: &str| {
        matches!(word, "paper" | "papers")
            && [
                " that", " which", " about", " on", " saying", " showing", " setting",
            ]
            .iter()
            .any(|next| {
                ["the ", "any ", "every ", "each ", "all ", "a "]
                    .iter()
                    .any(|first| has_words(&lower, &format!("{first}{word}{next}")))
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
                && !in_a_row(word)
                && !any_paper(word)
                && !understood.is_kept_out(word)
                && !["draft", "drafts", "internal", "internally"].contains(&word.as_str())
        })
        .collect()
}
