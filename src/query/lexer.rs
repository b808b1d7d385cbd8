//! Cuts a typed query into words, phrases, operators, brackets and field names, each with its columns.
//!
//! Quotes of every typographic form are plain quotes, and a dash of any length at the start of a word is NOT.
//! Characters that cannot be seen (soft hyphens, zero-width characters, direction marks) are passed over, so that a
//! pasted query means what it looks like.

use super::signs::{is_dash, is_quote, unseen};
use super::{Columns, LONGEST, Lent, WIDEST, fields};
use crate::error::{Error, Result};
use crate::facts::references::Reference;

/// A query's characters, each with the column where it was typed.
#[derive(Debug)]
pub(super) struct Typed<'a> {
    text: &'a str,
    length: usize,
    pub(super) chars: Vec<char>,
    columns: Vec<usize>,
}

/// One piece of a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// What it is.
    pub what: What,
    /// Its first character, as an index into the visible ones.
    pub start: usize,
    /// One past its last.
    pub end: usize,
}

/// What a piece can be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// A word, with the brackets glued to it.
    Word,
    /// What stood between quotes, and how many other words may stand among its own.
    Phrase(String, Option<u32>),
    /// A reference that holds brackets of its own, read whole.
    Citation(Vec<Reference>),
    /// `name:` with its value directly after it.
    Field(&'static fields::Row),
    /// `AND`.
    And,
    /// `OR`.
    Or,
    /// `NOT`, or the dash before a word.
    Not,
    /// `NEAR/5` or `w/5`.
    Near(u32),
    /// `(`.
    Open,
    /// `)`.
    Close,
}

/// A bracketed citation is never longer than this, in characters.
const LONGEST_CITATION: usize = 80;

impl<'a> Typed<'a> {
    /// Takes in a query.
    ///
    /// # Errors
    /// When it is longer than [`LONGEST`].
    pub fn new(text: &'a str) -> Result<Self> {
        let length = text.chars().count();
        if length > LONGEST {
            return Err(Error::request(format!(
                "the query has {length} characters; {LONGEST} are the most that are read"
            ))
            .hint("split it into several searches"));
        }
        let (mut chars, mut columns) = (Vec::with_capacity(length), Vec::with_capacity(length));
        for (column, c) in text.chars().enumerate() {
            if !unseen(c) {
                chars.push(if is_quote(c) { '"' } else { c });
                columns.push(column);
            }
        }
        Ok(Self {
            text,
            length,
            chars,
            columns,
        })
    }

    /// The text between two pieces, both included.
    pub fn slice(&self, start: usize, end: usize) -> String {
        self.chars[start..end].iter().collect()
    }

    /// Where it was typed.
    pub fn columns(&self, start: usize, end: usize) -> Columns {
        let first = self.columns.get(start).copied().unwrap_or(self.length);
        let last = end
            .checked_sub(1)
            .and_then(|last| self.columns.get(last))
            .map_or(first, |last| last + 1);
        Columns {
            start: first,
            end: last.max(first),
        }
    }

    /// Points an error at a place.
    pub fn point(&self, error: Error, start: usize, end: usize) -> Error {
        let at = self.columns(start, end);
        error.at(self.text, at.start, at.end - at.start)
    }

    /// The character here.
    pub(super) fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// Whether a blank or the end stands here.
    pub(super) fn blank(&self, at: usize) -> bool {
        self.get(at).is_none_or(char::is_whitespace)
    }

    /// Cuts the query into its pieces.
    ///
    /// # Errors
    /// When a quote is not closed, a field is unknown, or a sign means nothing where it stands.
    pub fn pieces(&self, families: Lent<'_>) -> Result<Vec<Piece>> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = 0;
        while let Some(c) = self.get(at) {
            if c.is_whitespace() {
                at += 1;
                continue;
            }
            let row = match pieces.last() {
                Some(Piece {
                    what: What::Field(row),
                    ..
                }) => Some(*row),
                _ => None,
            };
            let (what, end) = match c {
                '"' => self.phrase(at)?,
                '(' => (What::Open, at + 1),
                ')' => (What::Close, at + 1),
                '[' if row.is_none_or(|row| row.name == "ref") => match self.citation(at, families)
                {
                    Some(found) => found,
                    None => self.word(at, row)?,
                },
                c if is_dash(c) && row.is_none() => self.dash(at)?,
                _ => match row {
                    None => match self.field(at)? {
                        Some(found) => found,
                        None => self.word(at, None)?,
                    },
                    row => self.word(at, row)?,
                },
            };
            pieces.push(Piece {
                what,
                start: at,
                end,
            });
            at = end;
        }
        Ok(pieces)
    }

    fn phrase(&self, start: usize) -> Result<(What, usize)> {
        let Some(length) = self.chars[start + 1..].iter().position(|c| *c == '"') else {
            return Err(self.point(
                Error::request("this quote is never closed")
                    .hint("write a second quote where the phrase ends"),
                start,
                start + 1,
            ));
        };
        let close = start + 1 + length;
        let inside = self.slice(start + 1, close);
        for at in start + 1..close {
            let beside = |at: usize| self.get(at).is_some_and(char::is_alphanumeric);
            if self.get(at) == Some('*') && !(beside(at - 1) || beside(at + 1)) {
                return Err(self.point(
                    Error::request("`*` by itself means nothing inside a phrase").hint(
                        "glue it to the letters of a word, or write \"...\"~1 for a word that may stand between",
                    ),
                    at,
                    at + 1,
                ));
            }
        }
        match self.get(close + 1) {
            Some('~') => {
                let (apart, end) = self.number(close + 2);
                let apart = self.distance(apart, close + 1, end, "\"...\"~3")?;
                Ok((What::Phrase(inside, Some(apart)), end))
            }
            Some('*' | '?') => Err(self.point(
                Error::request("a wildcard after a phrase means nothing")
                    .hint("write it inside the quotes, glued to the last word: \"data prot*\""),
                close + 1,
                close + 2,
            )),
            _ => Ok((What::Phrase(inside, None), close + 1)),
        }
    }

    /// The digits from here on, and where they end.
    fn number(&self, start: usize) -> (Option<u32>, usize) {
        let digits = self.chars[start.min(self.chars.len())..]
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .count();
        (
            self.slice(start.min(self.chars.len()), start + digits)
                .parse()
                .ok(),
            start + digits,
        )
    }

    /// A number of words that may lie between others.
    fn distance(&self, found: Option<u32>, start: usize, end: usize, like: &str) -> Result<u32> {
        match found {
            Some(words) if (1..=WIDEST).contains(&words) => Ok(words),
            Some(words) => Err(self.point(
                Error::request(format!("{words} words is no distance that can be searched")).hint(
                    format!("it is from 1 to {WIDEST}; AND joins words that may stand anywhere"),
                ),
                start,
                end,
            )),
            None => Err(self.point(
                Error::request("how many words apart was expected here")
                    .hint(format!("write it as {like}")),
                start,
                end,
            )),
        }
    }

    /// Reads the longest reference that begins with this square bracket.
    fn citation(&self, start: usize, families: Lent<'_>) -> Option<(What, usize)> {
        let furthest = (start + LONGEST_CITATION).min(self.chars.len());
        let (mut depth, mut best) = (0_i32, None);
        for end in start + 1..=furthest {
            match self.chars[end - 1] {
                '"' => break,
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth < 0 {
                break;
            }
            let boundary = self.blank(end)
                || self.get(end - 1) == Some(')')
                || self
                    .get(end)
                    .is_some_and(|c| matches!(c, ')' | '"' | ',' | ';' | '.'));
            if depth == 0
                && boundary
                && let Some(read) = families.read_typed(&self.slice(start, end))
            {
                best = Some((What::Citation(read.references), end));
            }
        }
        best
    }

    fn dash(&self, at: usize) -> Result<(What, usize)> {
        if self.blank(at + 1) || self.get(at + 1) == Some(')') {
            return Err(self.point(
                Error::request("a dash by itself means nothing")
                    .hint("glue it to the word that must not be there (`-word`), or put the words in quotes"),
                at,
                at + 1,
            ));
        }
        if self.get(at + 1).is_some_and(is_dash) {
            return Err(self.point(
                Error::request("two dashes mean nothing inside a query")
                    .hint("write `-word` or `NOT word`"),
                at,
                at + 2,
            ));
        }
        Ok((What::Not, at + 1))
    }

    /// Reads `name:`. A colon with nothing directly after it is no field unless a field has that very name.
    fn field(&self, start: usize) -> Result<Option<(What, usize)>> {
        let letters = self.chars[start..]
            .iter()
            .take_while(|c| c.is_ascii_alphabetic() || **c == '_')
            .count();
        let colon = start + letters;
        if letters == 0 || self.get(colon) != Some(':') {
            return Ok(None);
        }
        let name = self.slice(start, colon);
        let address = self.get(colon + 1) == Some('/') && self.get(colon + 2) == Some('/');
        if address || name.eq_ignore_ascii_case("mailto") {
            return Ok(None);
        }
        let nothing_after = self.blank(colon + 1) || self.get(colon + 1) == Some(')');
        let error = match fields::row(&name) {
            None if nothing_after => return Ok(None),
            None => {
                let hint = match fields::nearest(&name, fields::ROWS.iter().map(|row| row.name)) {
                    Some(near) => format!(
                        "did you mean `{near}:`? to search for the words themselves, put them in quotes"
                    ),
                    None => "to search for the words themselves, put them in quotes".to_owned(),
                };
                Error::request(format!("there is no field `{name}:`")).hint(hint)
            }
            Some(row) if nothing_after => Error::request(format!("`{}:` has no value", row.name))
                .hint(format!(
                    "write the value directly after the colon: {}",
                    row.help
                )),
            Some(row) => return Ok(Some((What::Field(row), colon + 1))),
        };
        Err(self.point(error, start, colon + 1))
    }

    /// Reads a word up to a blank, a quote or a bracket that is not its own.
    fn word(&self, start: usize, row: Option<&fields::Row>) -> Result<(What, usize)> {
        let mut end = start;
        while let Some(c) = self.get(end) {
            match c {
                '"' | ')' => break,
                c if c.is_whitespace() => break,
                '(' if row.is_none() && self.operator(start, end).is_some() => break,
                '(' => end = self.glued(end)?,
                _ => end += 1,
            }
        }
        if row.is_none() {
            if let Some(operator) = self.operator(start, end) {
                return Ok((operator, end));
            }
            if let Some(near) = self.near(start, end)? {
                return Ok((near, end));
            }
            self.refuse_signs(start, end)?;
        }
        let in_file = row.is_some_and(|row| row.field == fields::Field::File);
        self.refuse_foreign(start, end, in_file)?;
        Ok((What::Word, end))
    }

    /// `NEAR/5`, in capitals; `w/5`, in either case.
    fn near(&self, start: usize, end: usize) -> Result<Option<What>> {
        let word = self.slice(start, end);
        let number = match word.strip_prefix("NEAR") {
            Some("") => "",
            Some(rest) => match rest.strip_prefix('/') {
                Some(number) => number,
                None => return Ok(None),
            },
            None => match word.strip_prefix("w/").or_else(|| word.strip_prefix("W/")) {
                Some(number)
                    if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) =>
                {
                    number
                }
                _ => return Ok(None),
            },
        };
        let within = self.distance(number.parse().ok(), start, end, "NEAR/5")?;
        Ok(Some(What::Near(within)))
    }

    fn operator(&self, start: usize, end: usize) -> Option<What> {
        match self.chars.get(start..end)? {
            ['A', 'N', 'D'] => Some(What::And),
            ['O', 'R'] => Some(What::Or),
            ['N', 'O', 'T'] => Some(What::Not),
            _ => None,
        }
    }

    /// One past the bracket that closes this one, which belongs to the word before it.
    fn glued(&self, open: usize) -> Result<usize> {
        let mut depth = 0_usize;
        let mut at = open;
        while let Some(c) = self.get(at) {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                '"' => break,
                c if c.is_whitespace() => break,
                _ => {}
            }
            at += 1;
            if depth == 0 {
                return Ok(at);
            }
        }
        Err(self.point(
            Error::request("this bracket is glued to the word before it and does not close within that word")
                .hint("put a space before a bracket that groups; put a phrase that holds brackets in quotes"),
            open,
            open + 1,
        ))
    }
}
