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

    /// Whether a word begins with an apostrophe that a later word, and not this one, closes.
    fn quoted_by_apostrophes(&self, end: usize) -> bool {
        let closes = |at: usize| matches!(self.get(at), Some('\'' | '\u{2019}'));
        let stops = |at: usize| self.blank(at) || matches!(self.get(at), Some(')' | '"'));
        !closes(end - 1)
            && (end + 1..(end + 200).min(self.chars.len()))
                .any(|at| closes(at) && stops(at + 1) && !self.blank(at - 1))
    }
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
