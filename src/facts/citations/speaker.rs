//! Who is speaking at a place of a letter: its writer, the writer of mail quoted below, or a requester whose words a
//! response repeats.

use std::sync::LazyLock;

use memchr::memchr_iter;
use memchr::memmem::FinderRev;
use regex::Regex;

use super::Letter;
use super::phrase::{Phrase, Whose};
use crate::facts::pattern::built_in;
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

/// `On Tuesday 3 May 2022 at 10:12, Ann Marsh wrote:`, over one line end at most.
static WROTE: LazyLock<Regex> = LazyLock::new(|| {
    built_in(r"^On\b[^\n]{4,110}?(?:[, ]|\d)\s(?P<wrote>\p{L}[^\n]{1,110}?)\s*wrote:")
});

const VERB: &str = "wrote:";

static LAST_VERB: LazyLock<FinderRev<'static>> = LazyLock::new(|| FinderRev::new(VERB));

/// So far from its `On` the `wrote:` may stand, in bytes.
const WROTE_WITHIN: usize = 320;

/// Words with which a letter begins to repeat what it was asked.
static REQUESTER: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?i-u)(?:you (?:seek|sought|ask|asked|have asked|request|requested|have requested|wrote|said)\b|your request (?:reads|was|read)|the following information|request which reads|worded as follows)",
    )
});

/// So far behind those words the colon or the line's end may stand, in characters.
const COLON_WITHIN: usize = 91;

/// Words with which it turns to its answer.
static ANSWER: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?im-u)^\s*(?:following receipt|in response to|i have|we have|i can|we can|i am|we are|our response|response|decision|answer|this (?:email|letter)|having|please find|under section|the force|searches|thank you)\b",
    )
});

/// A line of quoted mail that says who speaks, or who is spoken to.
#[derive(Debug, Clone, Copy)]
enum Turn<'t> {
    From(&'t str),
    To(&'t str),
}

/// The turns of quoted mail, each with the place of its line.
fn turns(quoted: &str) -> Vec<(usize, Turn<'_>)> {
    let mut turns = Vec::new();
    let mut at = 0;
    let ends = memchr_iter(b'\n', quoted.as_bytes()).map(|end| end + 1);
    for end in ends.chain([quoted.len()]) {
        let start = at;
        at = end;
        let line = quoted.get(start..end).unwrap_or_default();
        let words = line.trim_start_matches(|c: char| matches!(c, '>' | '*') || c.is_whitespace());
        let turn = if let Some(name) = words.strip_prefix("From:") {
            shown(name).map(Turn::From)
        } else if let Some(name) = words.strip_prefix("To:") {
            shown(name).map(Turn::To)
        } else if words.starts_with("On") {
            wrote(quoted.get(at - words.len()..).unwrap_or_default()).map(Turn::From)
        } else {
            None
        };
        turns.extend(turn.map(|turn| (start, turn)));
    }
    turns
}

/// Who wrote each block of quoted mail, as printed, with the place of the line that says so.
pub(super) fn writers(quoted: &str) -> impl Iterator<Item = (usize, &str)> {
    turns(quoted)
        .into_iter()
        .filter_map(|(at, turn)| match turn {
            Turn::From(name) => Some((at, name)),
            Turn::To(_) => None,
        })
}

/// The words behind a label, no more of them than a name and an address take.
fn shown(words: &str) -> Option<&str> {
    const MOST: usize = 120;
    let words = words.trim_start_matches([' ', '\t', '*']).trim_end();
    let end = words
        .char_indices()
        .nth(MOST)
        .map_or(words.len(), |(at, _)| at);
    words.get(..end).filter(|words| !words.is_empty())
}

/// Who wrote, where the words at the head of `rest` say so.
fn wrote(rest: &str) -> Option<&str> {
    let near = rest.get(..rest.floor_char_boundary(WROTE_WITHIN))?;
    let last = LAST_VERB.rfind(near.as_bytes())?;
    let near = near.get(..last + VERB.len())?;
    if near.is_ascii() {
        return wrote_in_ascii(near);
    }
    Some(WROTE.captures(near)?.name("wrote")?.as_str())
}

/// What the pattern finds in a text of ASCII that ends with the last `wrote:`. Counting by hand is dear for a pattern,
/// and every answer in a conversation has such a line.
fn wrote_in_ascii(near: &str) -> Option<&str> {
    const DAY: std::ops::RangeInclusive<usize> = 4..=110;
    const NAME: usize = 110;
    let bytes = near.as_bytes();
    let behind = bytes.strip_prefix(b"On")?;
    if behind
        .first()
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    {
        return None;
    }
    let line = behind.iter().take_while(|byte| **byte != b'\n').count();
    let starts = DAY
        .take_while(|day| *day <= line)
        .map(|day| "On".len() + day);
    let opens = |at: &usize| match bytes.get(*at..) {
        Some([mark, blank, letter, ..]) => {
            (matches!(mark, b',' | b' ') || mark.is_ascii_digit())
                && char::from(*blank).is_whitespace()
                && letter.is_ascii_alphabetic()
        }
        _ => false,
    };
    starts.filter(opens).map(|at| at + 2).find_map(|start| {
        let verbs = near.get(start..)?.match_indices(VERB);
        let mut names = verbs.filter_map(|(length, _)| {
            let name = near.get(start..start + length)?;
            // two characters at least, be the second a blank
            let end = name.trim_end().len().max(2);
            name.get(..end)
        });
        let fits =
            |name: &&str| name.len() <= NAME + 1 && !name.get(1..).unwrap_or("\n").contains('\n');
        names.find(fits)
    })
}

/// Where the words with which a letter begins to repeat its request end: at a colon or at the line's end.
fn opener(own: &str) -> Option<usize> {
    REQUESTER.find_iter(own).find_map(|found| {
        let behind = own.get(found.end()..)?;
        let end = behind
            .char_indices()
            .nth(COLON_WITHIN)
            .map_or(behind.len(), |(at, _)| at);
        let near = behind.get(..end)?;
        let mark = near.find('\n').or_else(|| near.rfind(':'))?;
        Some(found.end() + mark + 1)
    })
}

impl Speakers {
    pub fn of(letter: &Letter<'_>, tables: &Tables) -> Self {
        let writer = Speaker {
            name: called(letter.from),
            to: called(letter.to),
        };
        let mut from = vec![(0, writer.clone())];
        let own = letter.text.get(..letter.own_end).unwrap_or_default();
        if let Some(opener) = opener(own) {
            let rest = own.get(opener..).unwrap_or_default();
            if let Some(answer) = ANSWER.find(rest) {
                let requester = Speaker {
                    name: writer.to.clone(),
                    to: writer.name.clone(),
                };
                from.push((opener, requester));
                from.push((opener + answer.start(), writer.clone()));
            }
        }
        if letter.own_end < letter.text.len() {
            let quoted = letter.text.get(letter.own_end..).unwrap_or_default();
            let mut spoken_to = writer.name;
            from.push((letter.own_end, Speaker::default()));
            for (line, turn) in turns(quoted) {
                match turn {
                    Turn::From(name) => {
                        let name = named(name, tables);
                        let speaker = Speaker {
                            name: name.clone(),
                            to: spoken_to.clone(),
                        };
                        from.push((letter.own_end + line, speaker));
                        spoken_to = name;
                    }
                    Turn::To(name) => {
                        if let Some((_, last)) = from.last_mut() {
                            last.to = named(name, tables);
                        }
                    }
                }
            }
        }
        Self { from }
    }

    /// Who speaks at a place.
    pub fn at(&self, place: usize) -> Speaker {
        let begun = self.from.partition_point(|(from, _)| *from <= place);
        let last = begun.checked_sub(1).and_then(|last| self.from.get(last));
        last.map(|(_, speaker)| speaker.clone()).unwrap_or_default()
    }
}

impl Speaker {
    /// Who wrote the paper that a phrase names, and to whom, when this one says it.
    pub fn sides(&self, phrase: &Phrase) -> (Option<String>, Option<String>) {
        let of = |whose: &Whose| match whose {
            Whose::Yours => self.to.clone(),
            Whose::Ours => self.name.clone(),
            Whose::Of(short) => Some(short.clone()),
            Whose::Called(_) | Whose::Untold => None,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_ascii_is_read_as_the_pattern_reads_it() {
        const PIECES: [&str; 16] = [
            "On",
            " ",
            "Tue, 3 May 2022",
            " at 10:12",
            ",",
            "Ann Marsh",
            " <ann@example.org>",
            "wrote:",
            " wrote:",
            "\n",
            "\t",
            "7",
            "x",
            "Once",
            "a name so long that with two more like it nobody is called by it",
            "\r\n",
        ];
        let (mut dice, mut named) = (7_usize, 0);
        for _ in 0..20_000 {
            let mut line = "On".to_owned();
            for _ in 0..12 {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                line.push_str(PIECES[(dice >> 33) % PIECES.len()]);
            }
            line.push_str("wrote:");
            let wanted = WROTE.captures(&line).and_then(|found| found.name("wrote"));
            let wanted = wanted.map(|name| name.as_str());
            named += usize::from(wanted.is_some());
            assert_eq!(wrote_in_ascii(&line), wanted, "{line:?}");
        }
        assert!(named > 2_000, "{named}");
    }
}
