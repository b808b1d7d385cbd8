//! Builds the tree from the pieces: NOT binds closest, then AND, then OR; words beside each other are joined by AND.

use super::fields::{self, Field, Row};
use super::lexer::{Piece, Typed, What};
use super::{DEEPEST, Node, Value, joined, searchable};
use crate::error::{Error, Result};
use crate::facts::dates;
use crate::facts::references::{Families, Reference};

/// A reference typed as a run of words has at most this many.
const LONGEST_RUN: usize = 8;

/// A reference typed as a run of words has at most this many characters.
const LONGEST_SPELLING: usize = 80;

/// How a reference looks, for those who typed none.
const LIKE: &str = "a reference looks like INV/0283/2020, IC-123456-A1B2 or [2024] UKFTT 329 (GRC)";

/// Reads a whole query.
pub(super) fn parse(typed: &str, families: &Families) -> Result<Node> {
    let text = Typed::new(typed)?;
    let pieces = text.pieces(families)?;
    if pieces.is_empty() {
        return Ok(Node::Everything);
    }
    let mut parser = Parser {
        typed: &text,
        pieces: &pieces,
        at: 0,
        families,
    };
    let root = parser.either(None, 0)?;
    match parser.pieces.get(parser.at) {
        None => Ok(root),
        Some(extra) => Err(text.point(
            Error::request("this bracket closes nothing")
                .hint("take it out, or open a bracket before it"),
            extra.start,
            extra.end,
        )),
    }
}

/// Reads one field's value that was given apart from its name.
pub(super) fn field_alone(
    name: &str,
    value: &str,
    whole: &str,
    families: &Families,
) -> Result<Node> {
    let typed = Typed::new(whole)?;
    let pieces = [];
    let parser = Parser {
        typed: &typed,
        pieces: &pieces,
        at: 0,
        families,
    };
    let (start, end) = (name.chars().count() + 1, whole.chars().count());
    match fields::row(name) {
        Some(row) => parser.limit(row, value, true, start, end),
        None => Err(Error::bug(format!("there is no field `{name}:`"))),
    }
}

struct Parser<'a> {
    typed: &'a Typed<'a>,
    pieces: &'a [Piece],
    at: usize,
    families: &'a Families,
}

impl Parser<'_> {
    fn next(&self) -> Option<&What> {
        self.pieces.get(self.at).map(|piece| &piece.what)
    }

    fn fail<T>(&self, index: usize, error: Error) -> Result<T> {
        let at = self.pieces.get(index).or(self.pieces.last());
        let (start, end) = at.map_or((0, 0), |piece| (piece.start, piece.end));
        Err(self.typed.point(error, start, end))
    }

    fn either(&mut self, within: Option<&'static Row>, depth: usize) -> Result<Node> {
        let mut parts = vec![self.all(within, depth)?];
        while self.next() == Some(&What::Or) {
            self.at += 1;
            self.something_after("OR")?;
            match self.all(within, depth)? {
                Node::Or(inner) => parts.extend(inner),
                other => parts.push(other),
            }
        }
        Ok(joined(parts, Node::Or))
    }

    fn all(&mut self, within: Option<&'static Row>, depth: usize) -> Result<Node> {
        let mut parts = Vec::new();
        let mut add = |node| match node {
            Node::And(inner) => parts.extend(inner),
            other => parts.push(other),
        };
        add(self.one(within, depth)?);
        loop {
            match self.next() {
                None | Some(What::Or | What::Close) => break,
                Some(What::And) => {
                    self.at += 1;
                    self.something_after("AND")?;
                }
                Some(_) => {}
            }
            add(self.one(within, depth)?);
        }
        Ok(joined(parts, Node::And))
    }

    /// Insists that the operator just passed has something to its right.
    fn something_after(&self, operator: &str) -> Result<()> {
        match self.next() {
            None | Some(What::Close | What::And | What::Or) => self.fail(
                self.at - 1,
                Error::request(format!("`{operator}` has nothing after it"))
                    .hint(format!("to search for the word itself, write it in small letters or in quotes: \"{operator}\"")),
            ),
            Some(_) => Ok(()),
        }
    }

    fn one(&mut self, within: Option<&'static Row>, depth: usize) -> Result<Node> {
        let index = self.at;
        if depth >= DEEPEST {
            return self.fail(
                index,
                Error::request(format!(
                    "brackets and NOTs are nested more than {DEEPEST} deep"
                ))
                .hint("write the query with fewer brackets, or as several searches"),
            );
        }
        let Some(what) = self.pieces.get(index).map(|piece| piece.what.clone()) else {
            return self.fail(
                index,
                Error::request("something to search for was expected here"),
            );
        };
        self.at += 1;
        match what {
            What::Not => {
                self.something_after("NOT")?;
                Ok(Node::Not(Box::new(self.one(within, depth + 1)?)))
            }
            What::Open => self.group(index, within, depth),
            What::Close => self.fail(
                index,
                Error::request("this bracket closes nothing")
                    .hint("take it out, or open a bracket before it"),
            ),
            What::And | What::Or => {
                let operator = if what == What::And { "AND" } else { "OR" };
                self.fail(
                    index,
                    Error::request(format!("`{operator}` has nothing before it"))
                        .hint(format!("to search for the word itself, write it in small letters or in quotes: \"{operator}\"")),
                )
            }
            What::Field(row) => match within {
                Some(outer) => self.fail(
                    index,
                    Error::request(format!(
                        "`{}:` stands inside the brackets of `{}:`",
                        row.name, outer.name
                    ))
                    .hint("close those brackets first"),
                ),
                None if self.next() == Some(&What::Open) => {
                    self.at += 1;
                    self.group(self.at - 1, Some(row), depth)
                }
                None => self.value(row, index),
            },
            What::Word | What::Phrase(_) | What::Citation(_) => {
                self.at -= 1;
                match within {
                    Some(row) => self.value(row, index),
                    None => self.plain(),
                }
            }
        }
    }

    /// What stands in brackets; the opening one is passed.
    fn group(&mut self, open: usize, within: Option<&'static Row>, depth: usize) -> Result<Node> {
        if self.next() == Some(&What::Close) {
            return self.fail(
                open,
                Error::request("there is nothing between these brackets"),
            );
        }
        if self.next().is_none() {
            return self.fail(
                open,
                Error::request("this bracket is never closed")
                    .hint("write `)` where the group ends"),
            );
        }
        let inside = self.either(within, depth + 1)?;
        if self.next() != Some(&What::Close) {
            return self.fail(
                open,
                Error::request("this bracket is never closed")
                    .hint("write `)` where the group ends"),
            );
        }
        self.at += 1;
        Ok(inside)
    }

    /// A word, phrase or reference without a field.
    fn plain(&mut self) -> Result<Node> {
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
    fn value(&mut self, row: &'static Row, index: usize) -> Result<Node> {
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
    fn limit(
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
        let words = self.pieces[first..]
            .iter()
            .take(LONGEST_RUN)
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
