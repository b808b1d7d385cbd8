//! What a request is about: the words of each question, weighed by how rare they are in this archive.

use std::collections::HashSet;

use super::focus::{self, words_of};
use super::reading::Understood;
use super::spelling::{forms_of, quoted};
use crate::error::Result;
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

/// A word in more than this share of a large archive tells nothing.
const COMMONPLACE: f64 = 0.3;
/// Below this many records no word is commonplace for its share alone.
const LARGE: usize = 200;
/// The weight of the words that an archive has at all, when a record has every one of them.
const ALL: f64 = 0.999;
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

/// What the request says that it does not ask about. Where what it asks for is told by the same words, there is more to
/// it than they tell, and it is left to a person.
pub(super) fn unwanted(
    desk: &Desk<'_>,
    understood: &Understood,
    wanted: &[Topic],
) -> Result<Vec<Topic>> {
    let is_wanted = |words: &[String]| {
        wanted.iter().any(|topic| {
            let known = |word: &String| topic.words.iter().any(|known| known.word == *word);
            words.iter().all(known)
        })
    };
    focus::unwanted(desk, understood)
        .into_iter()
        .filter(|words| !is_wanted(words))
        .map(|words| {
            let words = weighed(desk, &words)?;
            let items = Vec::new();
            Ok(Topic { words, items })
        })
        .collect()
}

/// Each word with its forms, its records and its weight, the rarest first.
pub(super) fn weighed(desk: &Desk<'_>, words: &[String]) -> Result<Vec<Word>> {
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
            // the language inflects by itself: a form that stands nowhere as such would only look odd in a plan
            let exact = desk.query(&format!("\"{form}\""))?;
            let stands = form == *word || searcher.count(&exact)? > 0;
            if ids.is_empty() || !stands {
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

    /// Whether a record has it.
    pub(super) fn is_in(&self, id: RecordId) -> bool {
        self.found.contains(&id)
    }

    /// The records that have it, ascending.
    pub(super) fn ids(&self) -> std::collections::BTreeSet<RecordId> {
        self.found.iter().copied().collect()
    }

    /// How much it tells: the rarer, the more.
    pub(super) fn weight(&self) -> f64 {
        self.weight
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
        // a word that no record has must not hide those that have all the others
        let known: f64 = self.known().map(|word| word.weight).sum();
        let mostly_known = self.known().count() * 2 >= self.words.len();
        let of_known = has / known.max(f64::MIN_POSITIVE);
        if share < SOME && !(mostly_known && of_known >= SOME) {
            // all that this archive has of the words, where the others are nowhere: for a person to look at
            let all_known = self.known().count() < self.words.len() && of_known >= ALL;
            return if all_known { Fit::Some } else { Fit::None };
        }
        let strong = match self.words.as_slice() {
            [one] => in_head || often(one),
            _ => share >= STRONG || in_head && share >= (SOME + STRONG) / 2.0,
        };
        if strong { Fit::Strong } else { Fit::Some }
    }

    /// Whether a record has every word of the topic in its heading.
    pub(super) fn heads(&self, id: RecordId) -> bool {
        !self.words.is_empty() && self.words.iter().all(|word| word.heads.contains(&id))
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
