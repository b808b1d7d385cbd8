//! Reads the leaves of a query: a word, a phrase, a reference, the value of a field.
//!
//! A reference is looked for before anything else: the longest run of words that spells one is that reference.

use super::fields::{self, Field, Row};
use super::lexer::What;
use super::parser::Parser;
use super::{Node, Value, searchable};
use crate::error::{Error, Result};
use crate::facts::dates;
use crate::facts::references::Reference;

/// A reference typed as a run of words has at most this many.
const LONGEST_RUN: usize = 8;

/// A reference typed as a run of words has at most this many characters.
const LONGEST_SPELLING: usize = 80;

/// How a reference looks, for those who typed none.
const LIKE: &str = "a reference looks like INV/0283/2020, IC-123456-A1B2 or [2024] UKFTT 329 (GRC)";

impl Parser<'_> {
    /// A word, phrase or reference without a field.
    pub(super) fn plain(&mut self) -> Result<Node> {
        let index = self.at;
        let piece = &self.pieces[index];
        let (start, end) = (piece.start, piece.end);
        let text = self.typed.slice(start, end);
        let at = self.typed.columns(start, end);
        match &piece.what {
            What::Citation(references) => {
                self.at += 1;
                Ok(Node::Reference {
                    references: references.clone(),
                    typed: text,
                    at,
                })
            }
            What::Phrase(inside) => {
                self.at += 1;
                if let Some(references) = self.reference(inside) {
                    return Ok(Node::Reference {
                        references,
                        typed: inside.clone(),
                        at,
                    });
                }
                self.insist_on_letters(inside, start, end)?;
                Ok(Node::Phrase {
                    text: inside.clone(),
                    at,
                })
            }
            _ => {
                if let Some((references, last)) = self.run(index) {
                    self.at = last + 1;
                    let end = self.pieces[last].end;
                    return Ok(Node::Reference {
                        references,
                        typed: self.typed.slice(start, end),
                        at: self.typed.columns(start, end),
                    });
                }
                self.at += 1;
                self.insist_on_letters(&text, start, end)?;
                Ok(Node::Word { text, at })
            }
        }
    }

    /// The value of a field, which the next piece holds.
    pub(super) fn value(&mut self, row: &'static Row, index: usize) -> Result<Node> {
        let from = self.pieces[index].start;
        let Some(piece) = self.pieces.get(self.at) else {
            return self.fail(
                index,
                Error::request(format!("`{}:` has no value", row.name)),
            );
        };
        let (text, quoted) = match &piece.what {
            What::Citation(references) => {
                self.at += 1;
                return Ok(Node::Reference {
                    references: references.clone(),
                    typed: self.typed.slice(piece.start, piece.end),
                    at: self.typed.columns(from, piece.end),
                });
            }
            What::Phrase(inside) => (inside.clone(), true),
            What::Word => (self.typed.slice(piece.start, piece.end), false),
            _ => {
                return self.fail(
                    index,
                    Error::request(format!("`{}:` has no value", row.name)),
                );
            }
        };
        self.at += 1;
        let (start, end) = (piece.start, piece.end);
        self.limit(row, &text, quoted, start, end)
            .map(|node| self.placed(node, from, end))
    }

    /// Widens a leaf's columns to its field's name.
    fn placed(&self, mut node: Node, start: usize, end: usize) -> Node {
        if let Node::Field { at, .. } | Node::Reference { at, .. } = &mut node {
            *at = self.typed.columns(start, end);
        }
        node
    }

    /// A limit on a field, from its value.
    pub(super) fn limit(
        &self,
        row: &'static Row,
        text: &str,
        quoted: bool,
        start: usize,
        end: usize,
    ) -> Result<Node> {
        let at = self.typed.columns(start, end);
        let Some(field) = row.field else {
            return Err(self.typed.point(
                super::not_yet(&format!("`{}:` is", row.name)),
                start,
                end,
            ));
        };
        let shown = text.escape_debug();
        let value = match field {
            Field::Reference => {
                let references = match self.families.read_typed_bare(text.trim()) {
                    found if found.is_empty() => self.families.read_typed_bare(trimmed(text)),
                    found => found,
                };
                if references.is_empty() {
                    let error =
                        Error::request(format!("`{shown}` is not a reference of a known family"));
                    let hint = match self.run(self.at.saturating_sub(1)) {
                        Some((_, last)) if self.at > 0 && !quoted => {
                            format!(
                                "put it in quotes: ref:\"{}\"",
                                self.typed.slice(start, self.pieces[last].end)
                            )
                        }
                        _ => {
                            format!("{LIKE}; to search for the words themselves, leave out `ref:`")
                        }
                    };
                    return Err(self.typed.point(error.hint(hint), start, end));
                }
                return Ok(Node::Reference {
                    references,
                    typed: text.to_owned(),
                    at,
                });
            }
            Field::Kind => match fields::kind(text) {
                Some(kind) => Value::Listed(kind.to_owned()),
                None => {
                    let hint = match fields::nearest(text, fields::KINDS.iter().copied()) {
                        Some(near) => format!("did you mean `kind:{near}`?"),
                        None => format!("the kinds are {}", fields::KINDS.join(", ")),
                    };
                    let error = Error::request(format!("there is no kind `{shown}`")).hint(hint);
                    return Err(self.typed.point(error, start, end));
                }
            },
            Field::Date => Value::Days(
                dates::typed::read(text.trim())
                    .map_err(|error| self.typed.point(error, start, end))?,
            ),
            Field::From | Field::To | Field::Party | Field::Subject | Field::File => {
                self.insist_on_letters(text, start, end)?;
                Value::Words {
                    text: text.to_owned(),
                    quoted,
                }
            }
        };
        Ok(Node::Field { field, value, at })
    }

    /// The longest run of words, from this one on, that spells a reference, and the index of its last word.
    fn run(&self, first: usize) -> Option<(Vec<Reference>, usize)> {
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

    fn reference(&self, text: &str) -> Option<Vec<Reference>> {
        let read = |text: &str| self.families.read_typed(text).map(|read| read.references);
        read(text.trim())
            .or_else(|| read(trimmed(text)))
            .filter(|references| !references.is_empty())
    }

    fn insist_on_letters(&self, text: &str, start: usize, end: usize) -> Result<()> {
        if searchable(text) {
            return Ok(());
        }
        let hint = match text {
            "&" => {
                "put the words in quotes, such as \"Marks & Spencer\"; AND joins words that may stand apart"
            }
            _ => "only letters and digits can be searched for",
        };
        let shown = text.escape_debug();
        let error =
            Error::request(format!("`{shown}` has no letter or digit to search for")).hint(hint);
        Err(self.typed.point(error, start, end))
    }
}

/// The text without the punctuation that a sentence puts around it.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | '.' | ';' | ':' | '!' | '\'' | '\u{2018}' | '\u{2019}' | '<' | '>'
            )
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
