//! What single signs mean in a query: quotes and dashes of every typography, and signs that are refused rather than
//! dropped in silence, because they mean something elsewhere or will mean something here.

use super::lexer::Typed;
use crate::error::{Error, Result};

impl Typed<'_> {
    /// Refuses signs that other search languages give a meaning.
    pub(super) fn refuse_signs(&self, start: usize, end: usize) -> Result<()> {
        let word: Vec<char> = self.chars[start..end].to_vec();
        let text: String = word.iter().collect();
        let error = match word.as_slice() {
            ['!', _, ..] => Some(
                Error::request("`!` means nothing before a word")
                    .hint("write `-word` or `NOT word`"),
            ),
            ['<' | '>', ..] if is_a_day_behind_a_sign(&text) => Some(
                Error::request(format!("`{}` means nothing before a day here", word[0])).hint(
                    "a range of days is one limit: date:2021..2022, or date:>=2021 for an open one; to search for \
                     the words themselves, put them in quotes",
                ),
            ),
            ['&', '&'] => Some(Error::request("`&&` means nothing here").hint("write `AND`")),
            ['|', '|'] | ['|'] => {
                Some(Error::request(format!("`{text}` means nothing here")).hint("write `OR`"))
            }
            ['\'' | '\u{2018}', ..] if self.quoted_by_apostrophes(end) => Some(
                Error::request("single quotes do not make a phrase")
                    .hint("put the phrase in double quotes"),
            ),
            _ => None,
        };
        error.map_or(Ok(()), |error| Err(self.point(error, start, end)))
    }

    /// Refuses what other search languages write for a range, a set, a weight or an expression: here it would be words,
    /// and would find something else.
    pub(super) fn refuse_foreign(&self, start: usize, end: usize, in_file: bool) -> Result<()> {
        let text = self.slice(start, end);
        let glued = |at: usize| self.get(at).is_some_and(char::is_alphanumeric);
        let (error, start, end) = if let Some(close) = self.range(start) {
            let error = Error::request("a range is not written with brackets and TO here")
                .hint("write date:2021-12..2022-05, or date:>=2021-12 for an open one");
            (error, start, close)
        } else if text == "IN" && self.opens_a_set(end) {
            let error = Error::request("a set is not written with IN and brackets here")
                .hint("join its members with OR: kind:letter OR kind:email");
            (error, start, end)
        } else if let Some(sign) = weight(&text) {
            let at = start + sign;
            let error = Error::request("`^` and a number mean nothing here").hint(
                "no word counts for more than another: leave it out, or put the words in quotes",
            );
            (error, at, end)
        } else if text.starts_with('+') && self.get(start + 1).is_some_and(char::is_alphabetic) {
            let error = Error::request("`+` means nothing before a word")
                .hint("words beside each other must all be there: leave it out");
            (error, start, start + 1)
        } else if let Some(at) = (start..end.saturating_sub(2))
            .find(|at| self.slice(*at, at + 2) == ".*" && glued(at + 2))
            && !in_file
        {
            let error = Error::request("`.*` is no wildcard here")
                .hint("`*` alone stands for any letters and `?` for one: re*mand");
            (error, at, at + 2)
        } else {
            return Ok(());
        };
        Err(self.point(error, start, end))
    }

    /// One past the bracket that ends `[a TO b]`, where that stands here.
    fn range(&self, start: usize) -> Option<usize> {
        /// A range in brackets is never longer than this, in characters.
        const LONGEST_RANGE: usize = 80;
        if !matches!(self.get(start), Some('[' | '{')) {
            return None;
        }
        let length = self.chars[start..]
            .iter()
            .take(LONGEST_RANGE)
            .position(|c| matches!(c, ']' | '}'))?;
        let close = start + length + 1;
        let inside = self.slice(start, close);
        let mut words = inside.split_whitespace();
        words.any(|word| word == "TO").then_some(close)
    }

    fn opens_a_set(&self, at: usize) -> bool {
        let next = self.chars[at..].iter().find(|c| !c.is_whitespace());
        next == Some(&'[')
    }

    /// Whether a word begins with an apostrophe that a later word, and not this one, closes.
    fn quoted_by_apostrophes(&self, end: usize) -> bool {
        let closes = |at: usize| matches!(self.get(at), Some('\'' | '\u{2019}'));
        let stops = |at: usize| self.blank(at) || matches!(self.get(at), Some(')' | '"'));
        !closes(end - 1)
            && (end + 1..(end + 200).min(self.chars.len()))
                .any(|at| closes(at) && stops(at + 1) && !self.blank(at - 1))
    }
}

/// Whether a word is the half of a range: `<2022`, `>=3/12/2021`.
fn is_a_day_behind_a_sign(word: &str) -> bool {
    let day = word.trim_start_matches(['<', '>', '=']);
    let sign = word.len() - day.len();
    sign <= 2
        && day.starts_with(|c: char| c.is_ascii_digit())
        && day
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'))
}

/// Where `^2` or `^0.5` begins at the end of a word, in characters.
fn weight(word: &str) -> Option<usize> {
    let (before, number) = word.rsplit_once('^')?;
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let after_a_word = before.ends_with(char::is_alphabetic);
    (is_number && after_a_word).then(|| before.chars().count())
}

/// A double quote of any typography.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ff02}' | '\u{ab}' | '\u{bb}'
    )
}

/// A dash of any length.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// A character that shows nothing.
pub(super) fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
