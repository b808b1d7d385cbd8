//! How an organisation's name may be spelled on paper, and when two spellings are one name.

use super::Organisation;
use crate::facts::hashing::Map;
use crate::facts::openings::Openings;

/// Every name of every organisation, ready to be looked for.
#[derive(Debug)]
pub(super) struct Names {
    /// The longest first, since the first that fits is taken; short forms behind all long names.
    names: Vec<Name>,
    openings: Openings,
}

/// A name as it may stand on paper.
#[derive(Debug)]
struct Name {
    name: String,
    /// Whether it is a short form, read only as it is written.
    exact: bool,
    /// So many letters of a misprint may follow its last word.
    stray: usize,
    /// Whether it ends in a word, and not in a bracket.
    ends_word: bool,
}

impl Names {
    pub(super) fn of(rows: &[Organisation], exact: &Map<String, usize>) -> Self {
        let long = rows
            .iter()
            .flat_map(|row| row.long_names().chain(&row.letterhead));
        let long = by_length(long).map(|name| Name {
            name: name.clone(),
            exact: false,
            stray: if name.split(' ').count() >= 3 || name.contains('\'') {
                2
            } else {
                0
            },
            ends_word: name.ends_with(char::is_alphanumeric),
        });
        let short = by_length(exact.keys()).map(|form| Name {
            name: form.clone(),
            exact: true,
            stray: 0,
            ends_word: form.ends_with(char::is_alphanumeric),
        });
        let names: Vec<Name> = long
            .chain(short)
            .filter(|name| !name.name.is_empty())
            .collect();
        Self {
            openings: Openings::of(names.iter().map(|name| name.name.as_str())),
            names,
        }
    }

    /// Where the next name from `from` on stands: the first place with a name, and the longest there.
    pub(super) fn next(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let mut from = from;
        while let Some((at, mut like)) = self.openings.next(text, from) {
            if is_edge(text, at)
                && let Some(end) = like.find_map(|number| self.names[number].end_in(text, at))
            {
                return Some((at, end));
            }
            from = at + 1;
        }
        None
    }
}

/// Names, the longest first, each once.
fn by_length<'n>(names: impl Iterator<Item = &'n String>) -> impl Iterator<Item = &'n String> {
    let mut names: Vec<&String> = names.collect();
    names.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    names.dedup();
    names.into_iter()
}

impl Name {
    /// Where the name ends that begins at a place of a text, if it does.
    fn end_in(&self, text: &str, at: usize) -> Option<usize> {
        if self.exact {
            self.rest_as_written(&self.name, text, at)
        } else {
            self.rest_in(&self.name, text, at)
        }
    }

    /// A long name, or the rest of one, as paper prints it: in any case, with any blanks, any apostrophe or none, a damaged
    /// one too.
    fn rest_in(&self, rest: &str, text: &str, at: usize) -> Option<usize> {
        // most of a name are letters of ASCII
        let plain = |(letter, byte): &(u8, &u8)| {
            letter.is_ascii_alphanumeric() && letter.eq_ignore_ascii_case(byte)
        };
        let printed = text.as_bytes().get(at..)?;
        let same = rest.bytes().zip(printed).take_while(plain).count();
        let mut at = at + same;
        let mut letters = rest.get(same..)?.chars();
        while let Some(letter) = letters.next() {
            let behind = text.get(at..)?;
            match letter {
                ' ' => {
                    let blanks = blanks(behind, b" \t\r\n");
                    let mut fewer = (1..=blanks).rev();
                    return fewer.find_map(|some| self.rest_in(letters.as_str(), text, at + some));
                }
                '\'' => {
                    let sign = APOSTROPHES.iter().find(|sign| behind.starts_with(**sign));
                    let printed =
                        sign.and_then(|sign| self.rest_in(letters.as_str(), text, at + sign.len()));
                    return printed.or_else(|| self.rest_in(letters.as_str(), text, at));
                }
                '-' => {
                    at += behind
                        .chars()
                        .next()
                        .filter(|c| HYPHENS.contains(c))?
                        .len_utf8()
                }
                letter if letter.is_ascii() => {
                    let same = behind
                        .as_bytes()
                        .first()?
                        .eq_ignore_ascii_case(&(letter as u8));
                    same.then_some(())?;
                    at += 1;
                }
                letter => {
                    let printed = behind.chars().next()?;
                    let same = printed == letter
                        || printed.to_lowercase().eq(letter.to_lowercase())
                        || printed.to_uppercase().eq(letter.to_uppercase());
                    same.then_some(())?;
                    at += printed.len_utf8();
                }
            }
        }
        let stray = text.as_bytes().iter().skip(at).take(self.stray);
        let stray = stray.take_while(|byte| byte.is_ascii_alphabetic()).count();
        let mut ends = (at..=at + stray).rev();
        ends.find(|end| !self.ends_word || is_edge(text, *end))
    }

    /// A short form, or the rest of one, in its very letters, with any blanks and over a line's end.
    fn rest_as_written(&self, rest: &str, text: &str, at: usize) -> Option<usize> {
        let (word, later) = match rest.split_once(' ') {
            Some((word, later)) => (word, Some(later)),
            None => (rest, None),
        };
        let behind = text.get(at..)?.strip_prefix(word)?;
        let end = at + word.len();
        let Some(later) = later else {
            return (!self.ends_word || is_edge(text, end)).then_some(end);
        };
        let mut fewer = (1..=blanks(behind, b" \n")).rev();
        fewer.find_map(|some| self.rest_as_written(later, text, end + some))
    }
}

/// An apostrophe as print, typing and wrong decoding have it.
const APOSTROPHES: [&str; 6] = [
    "'",
    "\u{2019}",
    "\u{2018}",
    "`",
    "\u{c2}\u{2019}",
    "\u{e2}\u{20ac}\u{2122}",
];

/// What stands for a hyphen.
const HYPHENS: [char; 5] = ['-', '\u{2010}', '\u{2011}', '\u{2013}', ' '];

/// How many of these blanks a text begins with.
fn blanks(text: &str, blanks: &[u8]) -> usize {
    text.bytes()
        .take_while(|byte| blanks.contains(byte))
        .count()
}

/// Whether a word begins or ends at a place of a text.
fn is_edge(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let in_word = |at: Option<usize>| {
        let byte = at.and_then(|at| bytes.get(at));
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    in_word(at.checked_sub(1)) != in_word(Some(at))
}

/// A name as the table is asked for it: lower case, letters and digits alone, single blanks.
pub(super) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            'a'..='z' | '0'..='9' | '&' => folded.push(letter),
            'A'..='Z' => folded.push(letter.to_ascii_lowercase()),
            '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{c2}' | '\u{20ac}' | '\u{2122}' => {}
            '\u{e2}' if letters.peek() == Some(&'\u{20ac}') => {}
            letter if letter.is_alphanumeric() => folded.extend(letter.to_lowercase()),
            _ if !folded.ends_with(' ') && !folded.is_empty() => folded.push(' '),
            _ => {}
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whether two texts differ by one letter left out, put in or changed.
pub(super) fn one_letter_off(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let ahead = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let behind = a[ahead..]
        .iter()
        .rev()
        .zip(b[ahead..].iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    a.len().max(b.len()) - ahead - behind <= 1
}
