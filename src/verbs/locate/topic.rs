//! What a request is about: the words of each question, weighed by how rare they are in this archive.

use std::collections::HashSet;

use super::reading::Understood;
use super::wanted::FORMS;
use crate::error::Result;
use crate::facts::request::topic_words;
use crate::record::RecordId;
use crate::verbs::desk::Desk;

/// A topic of a request and the questions that share it.
#[derive(Debug, Clone)]
pub(super) struct Topic {
    /// Its words, the rarest first.
    pub(super) words: Vec<Word>,
    /// The questions, by their numbers.
    pub(super) items: Vec<String>,
}

/// A word of a topic.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// The word as asked.
    pub(super) word: String,
    /// Its forms that this archive knows; empty where it knows none.
    pub(super) forms: Vec<String>,
    /// How much it tells: the rarer, the more.
    weight: f64,
    /// The records that have it anywhere.
    found: HashSet<RecordId>,
    /// The records that have it in their subject or heading.
    heads: HashSet<RecordId>,
}

/// How well a record fits a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Fit {
    /// Not, or by words that tell little.
    #[default]
    None,
    /// By some of its words.
    Some,
    /// By most of them; a single word stands in the heading, or again and again.
    Strong,
}

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

/// A word in more than this share of a large archive tells nothing.
const COMMONPLACE: f64 = 0.3;
/// Below this many records no word is commonplace for its share alone.
const LARGE: usize = 200;
/// The weight that must be found of a topic's words for a fit.
const SOME: f64 = 0.4;
/// The same for a strong one.
const STRONG: f64 = 0.7;

/// The topics of a request, each once.
pub(super) fn of(desk: &Desk<'_>, understood: &Understood) -> Result<Vec<Topic>> {
    let mut topics: Vec<Topic> = Vec::new();
    for (n, words) in words_of(desk, understood) {
        let mut sorted = words.clone();
        sorted.sort();
        let same = topics.iter_mut().find(|topic| {
            let mut known: Vec<&str> = topic.words.iter().map(|word| word.word.as_str()).collect();
            known.sort_unstable();
            known == sorted
        });
        match same {
            Some(topic) if topic.items.contains(&n) => {}
            Some(topic) => topic.items.push(n),
            None => topics.push(Topic {
                words: weighed(desk, &words)?,
                items: vec![n],
            }),
        }
    }
    topics.retain(|topic| !topic.words.is_empty());
    Ok(topics)
}

/// The words of each question: what follows "about" and its like; else all, and beside them those that questions share.
fn words_of(desk: &Desk<'_>, understood: &Understood) -> Vec<(String, Vec<String>)> {
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
        .map(|((item, text), all)| {
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
        .flatten()
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

/// Each word with its forms, its records and its weight, the rarest first.
fn weighed(desk: &Desk<'_>, words: &[String]) -> Result<Vec<Word>> {
    let searcher = desk.searcher()?;
    let records = searcher.records().max(1);
    let mut weighed: Vec<Word> = Vec::new();
    for word in words {
        if weighed
            .iter()
            .any(|known: &Word| known.forms.contains(word))
        {
            continue;
        }
        let mut forms = Vec::new();
        let (mut found, mut heads) = (HashSet::new(), HashSet::new());
        for form in forms_of(word) {
            let Ok(query) = desk.query(&quoted(&form)) else {
                continue;
            };
            let ids = searcher.ids(&query)?;
            if ids.is_empty() {
                continue;
            }
            found.extend(ids);
            heads.extend(searcher.ids(&desk.field("subject", &form)?)?);
            forms.push(form);
        }
        let share = found.len() as f64 / records as f64;
        if records >= LARGE && share > COMMONPLACE && words.len() > 1 {
            continue;
        }
        weighed.push(Word {
            word: word.clone(),
            forms,
            weight: (1.0 + records as f64 / (found.len() as f64 + 0.5)).ln(),
            found,
            heads,
        });
    }
    weighed.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then_with(|| a.word.cmp(&b.word))
    });
    Ok(weighed)
}

/// A word and its likely forms: a search has no inflection of its own yet.
fn forms_of(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.chars().count() < 4 || !word.chars().all(char::is_alphabetic) {
        return forms;
    }
    let mut add = |form: String| {
        if form.chars().count() > 2 && !forms.contains(&form) {
            forms.push(form);
        }
    };
    for (ending, instead) in [
        ("ies", "y"),
        ("es", ""),
        ("es", "e"),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
    ] {
        if let Some(stem) = word.strip_suffix(ending)
            && !(ending == "s" && stem.ends_with('s'))
            && stem.chars().count() > 3
        {
            add(format!("{stem}{instead}"));
        }
    }
    match word.strip_suffix('y') {
        Some(stem) => add(format!("{stem}ies")),
        None => add(format!("{word}s")),
    }
    let stem = word.strip_suffix('e').unwrap_or(word);
    for ending in ["ed", "ing"] {
        add(format!("{stem}{ending}"));
    }
    forms
}

/// A word as a query takes it: in quotes where it is more than letters.
pub(super) fn quoted(word: &str) -> String {
    if word.chars().all(char::is_alphabetic) {
        word.to_owned()
    } else {
        format!("\"{}\"", word.replace('"', " "))
    }
}

impl Word {
    /// The word as a query: its forms, any of which will do.
    pub(super) fn query(&self) -> String {
        let forms: Vec<String> = self.forms.iter().map(|form| quoted(form)).collect();
        match forms.as_slice() {
            [] => quoted(&self.word),
            [one] => one.clone(),
            several => format!("({})", several.join(" OR ")),
        }
    }

    /// How many records have it.
    pub(super) fn records(&self) -> usize {
        self.found.len()
    }
}

impl Topic {
    /// Its words that this archive knows.
    pub(super) fn known(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|word| !word.forms.is_empty())
    }

    /// How well a record fits, `often` being whether its text has a single word more than once.
    pub(super) fn fit(&self, id: RecordId, often: impl FnOnce(&Word) -> bool) -> Fit {
        let all: f64 = self.words.iter().map(|word| word.weight).sum();
        let has: f64 = self
            .words
            .iter()
            .filter(|word| word.found.contains(&id))
            .map(|word| word.weight)
            .sum();
        let share = has / all.max(f64::MIN_POSITIVE);
        let in_head = self.words.iter().any(|word| word.heads.contains(&id));
        if share < SOME {
            return Fit::None;
        }
        let strong = match self.words.as_slice() {
            [one] => in_head || often(one),
            _ => share >= STRONG || in_head && share >= (SOME + STRONG) / 2.0,
        };
        if strong { Fit::Strong } else { Fit::Some }
    }

    /// The words of the topic that a record has in its heading.
    pub(super) fn in_heading(&self, id: RecordId) -> Vec<&str> {
        let heads = self.words.iter().filter(|word| word.heads.contains(&id));
        heads.map(|word| word.word.as_str()).collect()
    }

    /// The words of the topic that a record has.
    pub(super) fn in_text(&self, id: RecordId) -> Vec<&str> {
        let found = self.words.iter().filter(|word| word.found.contains(&id));
        found.map(|word| word.word.as_str()).collect()
    }
}
