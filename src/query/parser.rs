//! Builds the tree from the pieces: NOT binds closest, then AND, then OR; words beside each other are joined by AND.

use super::fields::{self, Field, Row};
use super::lexer::{Piece, Typed, What};
use super::{DEEPEST, Lent, Node, Text, joined};
use crate::error::{Error, Result};

/// More NEARs in a row than this are refused.
const LONGEST_CHAIN: usize = 20;

/// Reads a whole query.
pub(super) fn parse(typed: &str, families: Lent<'_>) -> Result<Node> {
    let text = Typed::new(typed)?;
    let pieces = text.pieces(families)?;
    if pieces.is_empty() {
        return match typed.trim().is_empty() {
            true => Ok(Node::Everything),
            false => Err(unseen_alone().at(typed, 0, typed.chars().count())),
        };
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

/// The refusal of a query of characters that cannot be seen: what looks empty asks for nothing, and never for all.
fn unseen_alone() -> Error {
    Error::request("there is nothing to search for: its characters cannot be seen")
        .hint("type a query, or --all for every record")
}

/// Reads one field's value that was given apart from its name.
pub(super) fn field_alone(
    name: &str,
    value: &str,
    whole: &str,
    families: Lent<'_>,
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

/// The pieces and how far they have been read.
pub(super) struct Parser<'a> {
    pub(super) typed: &'a Typed<'a>,
    pub(super) pieces: &'a [Piece],
    pub(super) at: usize,
    pub(super) families: Lent<'a>,
}

impl Parser<'_> {
    fn next(&self) -> Option<&What> {
        self.pieces.get(self.at).map(|piece| &piece.what)
    }

    pub(super) fn fail<T>(&self, index: usize, error: Error) -> Result<T> {
        let at = self.pieces.get(index).or(self.pieces.last());
        let (start, end) = at.map_or((0, 0), |piece| (piece.start, piece.end));
        Err(self.typed.point(error, start, end))
    }

    fn either(&mut self, within: Option<&'static Row>, depth: usize) -> Result<Node> {
        let first = self.all(within, depth)?;
        if self.next() != Some(&What::Or) {
            return Ok(first);
        }
        let mut parts = alternatives(first);
        while self.next() == Some(&What::Or) {
            self.at += 1;
            self.something_after("OR")?;
            parts.extend(alternatives(self.all(within, depth)?));
        }
        Ok(Node::Or(parts))
    }

    fn all(&mut self, within: Option<&'static Row>, depth: usize) -> Result<Node> {
        let mut parts = Vec::new();
        let mut add = |node| match node {
            Node::And(inner) => parts.extend(inner),
            other => parts.push(other),
        };
        add(self.near(within, depth)?);
        loop {
            match self.next() {
                None | Some(What::Or | What::Close) => break,
                Some(What::And) => {
                    self.at += 1;
                    self.something_after("AND")?;
                }
                Some(_) => {}
            }
            add(self.near(within, depth)?);
        }
        Ok(joined(parts, Node::And))
    }

    /// Insists that the operator just passed has something to its right. Never within the frame of what calls it: that
    /// one is on the stack once for each bracket.
    #[inline(never)]
    fn something_after(&self, operator: &str) -> Result<()> {
        let beside = match self.next() {
            Some(What::And) => Some("AND"),
            Some(What::Or) => Some("OR"),
            _ => None,
        };
        if let Some(beside) = beside.filter(|_| ["AND", "OR"].contains(&operator)) {
            let from = self.pieces.get(self.at - 1).map_or(0, |piece| piece.start);
            let to = self.pieces.get(self.at).map_or(from, |piece| piece.end);
            let (between, hint) = if beside == operator {
                (
                    format!("`{operator}` stands twice with nothing between"),
                    "take one of them out".to_owned(),
                )
            } else {
                (
                    format!("`{operator}` and `{beside}` have nothing between them"),
                    format!("take one of them out, {operator} or {beside}"),
                )
            };
            let hint = format!(
                "{hint}; to search for the word itself, write it in small letters or in quotes: \"{beside}\""
            );
            return Err(self
                .typed
                .point(Error::request(between).hint(hint), from, to));
        }
        match self.next() {
            None | Some(What::Close | What::And | What::Or | What::Near(_)) => self.fail(
                self.at - 1,
                Error::request(format!("`{operator}` has nothing after it"))
                    .hint(format!("to search for the word itself, write it in small letters or in quotes: \"{operator}\"")),
            ),
            Some(_) => Ok(()),
        }
    }

    /// One operand, or several with NEAR between them: the first two belong together, then the next to what they
    /// cover.
    fn near(&mut self, within: Option<&'static Row>, depth: usize) -> Result<Node> {
        let first = self.at;
        let mut left = self.one(within, depth)?;
        let mut chained = 0;
        while let Some(What::Near(words)) = self.next() {
            let words = *words;
            let operator = self.at;
            chained += 1;
            if chained > LONGEST_CHAIN {
                return self.fail(
                    operator,
                    Error::request(format!("more than {LONGEST_CHAIN} NEARs in a row"))
                        .hint("join some of them with AND"),
                );
            }
            self.at += 1;
            self.something_after("NEAR")?;
            let second = self.at;
            let right = self.one(within, depth)?;
            let (field, one) = self.beside(left, first, operator)?;
            let (other, two) = self.beside(right, second, self.at)?;
            if field != other {
                return self.fail(
                    second,
                    Error::request("the two sides of NEAR stand in different fields")
                        .hint("words are near each other in one text: subject:(a NEAR/5 b)"),
                );
            }
            let (start, end) = (self.pieces[first].start, self.pieces[self.at - 1].end);
            left = Node::Text {
                field,
                text: Text::Near {
                    left: one,
                    right: two,
                    within: words,
                },
                at: self.typed.columns(start, end),
            };
        }
        Ok(left)
    }

    /// The words that stand on one side of NEAR, and their field.
    fn beside(&self, node: Node, first: usize, end: usize) -> Result<(Option<Field>, Vec<Text>)> {
        let point = |error: Error| {
            let last = self.pieces[end - 1].end;
            Err(self.typed.point(error, self.pieces[first].start, last))
        };
        let what = "NEAR stands between words, phrases, or lists of them in brackets with OR";
        match node {
            Node::Text { field, text, .. } => Ok((field, vec![text])),
            Node::Or(parts) => {
                let mut texts = Vec::new();
                let mut fields = Vec::new();
                for part in parts {
                    let (field, mut inner) = self.beside(part, first, end)?;
                    fields.push(field);
                    texts.append(&mut inner);
                }
                fields.dedup();
                match fields.as_slice() {
                    [field] => Ok((*field, texts)),
                    _ => point(Error::request(what).hint("all of them in one field")),
                }
            }
            Node::Reference { .. } | Node::ReferencePattern { .. } => point(
                Error::request("a reference has no place among the words of a text")
                    .hint("join it with AND; to search for its words instead, quote each of them"),
            ),
            _ => point(Error::request(what).hint("join anything else with AND, OR or NOT")),
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
            What::And | What::Or | What::Near(_) => {
                let operator = match what {
                    What::And => "AND",
                    What::Or => "OR",
                    _ => "NEAR",
                };
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
            What::Word | What::Phrase(..) | What::Citation(_) => {
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
}

/// What an OR in brackets offers, or the node alone: an OR of ORs is one.
fn alternatives(node: Node) -> Vec<Node> {
    match node {
        Node::Or(inner) => inner,
        other => vec![other],
    }
}
