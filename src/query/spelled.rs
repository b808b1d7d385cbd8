//! References among what was typed: the longest run of words that spells one is that reference, and half of one wants
//! `ref:`.

use super::is_wildcard;
use super::lexer::What;
use super::parser::Parser;
use super::signs::is_dash;
use crate::error::{Error, Result};
use crate::facts::references::Reference;

/// A reference typed as a run of words has at most this many.
const LONGEST_RUN: usize = 8;

/// A reference typed as a run of words has at most this many characters.
const LONGEST_SPELLING: usize = 80;

impl Parser<'_> {
    /// The longest run of words, from this one on, that spells a reference, and the index of its last word.
    pub(super) fn run(&self, first: usize) -> Option<(Vec<Reference>, usize)> {
        let start = self.pieces.get(first)?.start;
        let leads = self
            .typed
            .slice(start, start + 1)
            .starts_with(char::is_alphabetic);
        let words = self.pieces[first..]
            .iter()
            .take(if leads { LONGEST_RUN } else { 1 })
            .take_while(|piece| piece.what == What::Word && piece.end - start <= LONGEST_SPELLING)
            .count();
        (0..words).rev().find_map(|more| {
            let text = self.typed.slice(start, self.pieces[first + more].end);
            if !text.chars().any(char::is_numeric) {
                return None;
            }
            let references = self.reference(&text)?;
            (more == 0
                || references
                    .iter()
                    .all(|reference| begins_alike(&text, reference.canonical())))
            .then_some((references, first + more))
        })
    }

    pub(super) fn reference(&self, text: &str) -> Option<Vec<Reference>> {
        let read = |text: &str| self.families.read_typed(text).map(|read| read.references);
        read(text.trim())
            .or_else(|| read(trimmed(text)))
            .filter(|references| !references.is_empty())
    }

    /// Refuses a reference with a wildcard that does not stand behind `ref:`: as words of a text it would miss every
    /// other spelling.
    pub(super) fn refuse_half_a_reference(
        &self,
        text: &str,
        start: usize,
        end: usize,
    ) -> Result<()> {
        const FILLINGS: [&str; 8] = ["0", "00", "20", "000", "0000", "00000", "000000", "/0000/"];
        if !text.contains(|c: char| c.is_ascii_digit()) {
            return Ok(());
        }
        let bare = text.trim_end_matches(is_wildcard);
        let (message, hint) = if bare.len() < text.len() && self.reference(bare).is_some() {
            (
                "this is a reference with a wildcard behind it",
                format!("the reference alone is {bare}; many of its kind are ref:INV/*/2020"),
            )
        } else if FILLINGS.iter().any(|filling| {
            self.reference(&text.replace('*', filling).replace('?', "0"))
                .is_some()
        }) {
            (
                "a reference with a wildcard wants `ref:` before it",
                format!("ref:{text} finds it in every spelling; without `ref:` it would be words"),
            )
        } else {
            return Ok(());
        };
        Err(self
            .typed
            .point(Error::request(message).hint(hint), start, end))
    }
}

/// The text without the punctuation that a sentence puts around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | '.'
                    | ';'
                    | ':'
                    | '!'
                    | '\''
                    | '\u{2018}'
                    | '\u{2019}'
                    | '<'
                    | '>'
                    | '['
                    | ']'
                    | '('
                    | ')'
            )
            || is_dash(c)
    })
}

/// Whether a run of words begins with the letters that the reference begins with.
fn begins_alike(typed: &str, canonical: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .take_while(|c| c.is_alphabetic())
            .flat_map(char::to_uppercase)
            .collect()
    };
    let (typed, canonical) = (letters(typed), letters(canonical));
    !typed.is_empty()
        && !canonical.is_empty()
        && (typed.starts_with(&canonical) || canonical.starts_with(&typed))
}
