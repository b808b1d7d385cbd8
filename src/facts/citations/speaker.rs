//! Who is speaking at a place of a letter: its writer, the writer of mail quoted below, or a requester whose words a
//! response repeats.

use std::sync::LazyLock;

use regex::Regex;

use super::Letter;
use super::phrase::{Phrase, Whose};
use crate::facts::{Party, Tables};

/// A speaker, and who is spoken to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Speaker {
    pub name: Option<String>,
    pub to: Option<String>,
}

/// The speakers of a letter, by the places from which they speak.
#[derive(Debug)]
pub(super) struct Speakers {
    from: Vec<(usize, Speaker)>,
}

static TURNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?mx)
        ^[>\s*]*(?:
            From:[\ \t*]*(?P<from>[^\n]{1,120})
          | To:[\ \t*]*(?P<to>[^\n]{1,120})
          | On\b[^\n]{4,110}?(?:[,\ ]|\d)\s(?P<wrote>[\p{L}][^\n]{1,110}?)\s*wrote:
        )",
    )
    .ok()
});

static REQUESTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:you (?:seek|sought|ask|asked|have asked|request|requested|have requested|wrote|said)\b|your request (?:reads|was|read)|the following information|request which reads|worded as follows)[^\n]{0,90}[:\n]").ok()
});

static ANSWER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?im)^\s*(?:following receipt|in response to|i have|we have|i can|we can|i am|we are|our response|response|decision|answer|this (?:email|letter)|having|please find|under section|the force|searches|thank you)\b").ok()
});

impl Speakers {
    pub fn of(letter: &Letter<'_>, tables: &Tables) -> Self {
        let writer = Speaker {
            name: called(letter.from),
            to: called(letter.to),
        };
        let mut from = vec![(0, writer.clone())];
        let own = letter.text.get(..letter.own_end).unwrap_or_default();
        if let Some(opener) = REQUESTER.as_ref().and_then(|words| words.find(own)) {
            let rest = own.get(opener.end()..).unwrap_or_default();
            let answer = ANSWER.as_ref().and_then(|words| words.find(rest));
            if let Some(answer) = answer {
                let requester = Speaker {
                    name: writer.to.clone(),
                    to: writer.name.clone(),
                };
                from.push((opener.end(), requester));
                from.push((opener.end() + answer.start(), writer.clone()));
            }
        }
        if letter.own_end < letter.text.len() {
            let quoted = letter.text.get(letter.own_end..).unwrap_or_default();
            let mut spoken_to = writer.name;
            from.push((letter.own_end, Speaker::default()));
            for turn in TURNS
                .as_ref()
                .into_iter()
                .flat_map(|turns| turns.captures_iter(quoted))
            {
                let Some(whole) = turn.get(0) else { continue };
                let at = letter.own_end + whole.start();
                if let Some(name) = turn.name("from").or_else(|| turn.name("wrote")) {
                    let name = named(name.as_str(), tables);
                    from.push((
                        at,
                        Speaker {
                            name: name.clone(),
                            to: spoken_to.clone(),
                        },
                    ));
                    spoken_to = name;
                } else if let Some(to) = turn.name("to")
                    && let Some((_, last)) = from.last_mut()
                {
                    last.to = named(to.as_str(), tables);
                }
            }
        }
        Self { from }
    }

    /// Who speaks at a place.
    pub fn at(&self, place: usize) -> Speaker {
        self.from
            .iter()
            .rev()
            .find(|(from, _)| *from <= place)
            .map(|(_, speaker)| speaker.clone())
            .unwrap_or_default()
    }
}

impl Speaker {
    /// Who wrote the paper that a phrase names, and to whom, when this one says it.
    pub fn sides(&self, phrase: &Phrase) -> (Option<String>, Option<String>) {
        let of = |whose: &Whose| match whose {
            Whose::Yours => self.to.clone(),
            Whose::Ours => self.name.clone(),
            Whose::Of(short) => Some(short.clone()),
            Whose::Untold => None,
        };
        let from = of(&phrase.whose);
        let to = match &phrase.to {
            Some(to) => of(to),
            None => match &phrase.whose {
                Whose::Yours => self.name.clone(),
                Whose::Ours => self.to.clone(),
                Whose::Of(short) if self.to.as_ref() == Some(short) => self.name.clone(),
                Whose::Of(short) if self.name.as_ref() == Some(short) => self.to.clone(),
                _ => None,
            },
        };
        (from, to)
    }
}

/// What a side is called: its organisation, else a person's name, else the address.
fn called(parties: &[Party]) -> Option<String> {
    let first = |of: fn(&Party) -> Option<&String>| parties.iter().find_map(of).cloned();
    first(|party| party.organisation.as_ref())
        .or_else(|| first(|party| party.name.as_ref()))
        .or_else(|| first(|party| party.address.as_ref()))
}

/// The organisation of a quoted header's name or address, else the name as printed.
fn named(printed: &str, tables: &Tables) -> Option<String> {
    let known = |short: &str| {
        tables
            .parties
            .row(short)
            .is_none_or(|row| row.kind != "carrier")
    };
    let address = printed
        .split(['<', '>', ' ', '"', ';', '[', ']', '(', ')'])
        .find(|word| word.contains('@'));
    let by_domain = address
        .and_then(|address| {
            tables
                .parties
                .by_domain(address.trim_start_matches("mailto:"))
        })
        .filter(|short| known(short))
        .map(str::to_owned);
    let by_name = || {
        tables
            .parties
            .find(printed)
            .into_iter()
            .map(|one| one.short)
            .find(|short| known(short))
    };
    let plain = || {
        let name = printed.split(['<', '[', '(']).next().unwrap_or_default();
        let name =
            name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '*' | ';' | ','));
        (!name.is_empty()).then(|| name.to_owned())
    };
    by_domain.or_else(by_name).or_else(plain)
}
