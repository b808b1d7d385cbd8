//! Reads the leaves of a query: a word, a phrase, a reference, the value of a field.
//!
//! A reference is looked for before anything else: the longest run of words that spells one is that reference.

use super::fields::{self, Field, Row};
use super::lexer::What;
use super::parser::Parser;
use super::spelled::trimmed;
use super::{Node, Text, Value, is_address, is_wildcard, provision, searchable};
use crate::error::{Error, Result};
use crate::facts::dates;

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
            What::Phrase(inside, apart) => {
                self.at += 1;
                if apart.is_none()
                    && let Some(references) = self.reference(inside)
                {
                    return Ok(Node::Reference {
                        references,
                        typed: inside.clone(),
                        at,
                    });
                }
                Ok(Node::Text {
                    field: None,
                    text: self.phrase(inside, *apart, start, end)?,
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
                Ok(Node::Text {
                    field: None,
                    text: self.word(&text, start, end)?,
                    at,
                })
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
        let (text, quoted, apart) = match &piece.what {
            What::Citation(references) => {
                self.at += 1;
                return Ok(Node::Reference {
                    references: references.clone(),
                    typed: self.typed.slice(piece.start, piece.end),
                    at: self.typed.columns(from, piece.end),
                });
            }
            What::Phrase(inside, apart) => (inside.clone(), true, *apart),
            What::Word => (self.typed.slice(piece.start, piece.end), false, None),
            _ => {
                return self.fail(
                    index,
                    Error::request(format!("`{}:` has no value", row.name)),
                );
            }
        };
        self.at += 1;
        let (start, end) = (piece.start, piece.end);
        if let Some(apart) = apart {
            let field = row.field;
            if !field.is_text() {
                return Err(self.typed.point(
                    Error::request(format!("`~{apart}` means nothing after `{}:`", row.name))
                        .hint("it is for words of a text"),
                    start,
                    end,
                ));
            }
            return Ok(Node::Text {
                field: Some(field),
                text: self.phrase(&text, Some(apart), start, end)?,
                at: self.typed.columns(from, end),
            });
        }
        self.limit(row, &text, quoted, start, end)
            .map(|node| self.placed(node, from, end))
    }

    /// Widens a leaf's columns to its field's name.
    fn placed(&self, mut node: Node, start: usize, end: usize) -> Node {
        if let Node::Field { at, .. }
        | Node::Reference { at, .. }
        | Node::ReferencePattern { at, .. }
        | Node::Text { at, .. } = &mut node
        {
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
        let field = row.field;
        let shown = text.escape_debug();
        let value = match field {
            Field::Reference if text.contains(is_wildcard) => {
                self.insist_on_letters(text, start, end)?;
                let bare = text.trim_end_matches('?');
                if bare.len() < text.len() && self.reference(bare).is_some() {
                    let error = Error::request("this is a reference with a wildcard behind it")
                        .hint(format!("leave the `?` out: ref:{bare}"));
                    return Err(self.typed.point(error, start, end));
                }
                return Ok(Node::ReferencePattern {
                    typed: text.to_owned(),
                    at,
                });
            }
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
            Field::Date | Field::Mentions => {
                Value::Days(dates::typed::read(text.trim()).map_err(|error| {
                    // the side of a range that is wrong; where a day is missing, the whole limit
                    let start = match text.split_once("..") {
                        Some((from, _)) if dates::typed::read(from.trim()).is_ok() => {
                            let skipped = from.chars().count() + 2;
                            if quoted { start } else { start + skipped }
                        }
                        _ if text.ends_with(['=', '<', '>']) => {
                            start.saturating_sub(row.name.len() + 1)
                        }
                        _ => start,
                    };
                    self.typed
                        .point(error, start.min(end.saturating_sub(1)), end)
                })?)
            }
            Field::Has => {
                let folded = text.trim().to_lowercase();
                let known = fields::HAS.iter().find(|word| **word == folded);
                match known {
                    Some(word) if matches!(*word, "attachment" | "problem") => Value::Records {
                        typed: (*word).to_owned(),
                        ids: None,
                    },
                    Some(word) => Value::Listed((*word).to_owned()),
                    None => {
                        let hint = match fields::nearest(text, fields::HAS.iter().copied()) {
                            Some(near) => format!("did you mean `has:{near}`?"),
                            None => format!("a record may have: {}", fields::HAS.join(", ")),
                        };
                        let error =
                            Error::request(format!("`has:{shown}` means nothing")).hint(hint);
                        return Err(self.typed.point(error, start, end));
                    }
                }
            }
            Field::Provision => match provision::key(text) {
                Some(key) => Value::Listed(key),
                None => {
                    return Err(self.typed.point(
                        Error::request(format!("`{shown}` is not a provision")).hint(
                            "a provision looks like s31(1)(a), r12(4)(b) or FOIA:s40; s31 finds every limb of it",
                        ),
                        start,
                        end,
                    ));
                }
            },
            Field::Format | Field::Marking => {
                self.insist_on_letters(text, start, end)?;
                Value::Listed(text.trim().to_lowercase())
            }
            Field::Id | Field::Thread | Field::In | Field::Source => {
                self.insist_on_letters(text, start, end)?;
                Value::Records {
                    typed: text.trim().to_owned(),
                    ids: None,
                }
            }
            Field::From
            | Field::To
            | Field::Cc
            | Field::Party
            | Field::Subject
            | Field::Text
            | Field::File => {
                let text = if quoted {
                    self.phrase(text, None, start, end)?
                } else {
                    self.word(text, start, end)?
                };
                return Ok(Node::Text {
                    field: Some(field),
                    text,
                    at,
                });
            }
        };
        Ok(Node::Field { field, value, at })
    }

    /// A word as typed: exact, nearly, with wildcards, or in any of its forms.
    fn word(&self, text: &str, start: usize, end: usize) -> Result<Text> {
        let refuse = |message: &str, hint: &str| {
            Err(self
                .typed
                .point(Error::request(message).hint(hint), start, end))
        };
        let (plain, exact) = match text.strip_prefix('=') {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        if plain.is_empty() && exact {
            return match self.typed.get(end) {
                Some('"') => refuse(
                    "`=` means nothing before a phrase",
                    "a phrase finds its words just as they are typed: leave the `=` out",
                ),
                _ => refuse(
                    "`=` has no word behind it",
                    "glue it to the word that is to be found in this form alone: =reprimand",
                ),
            };
        }
        if plain.starts_with('~') && !plain.contains(char::is_alphanumeric) {
            return refuse(
                "`~` has no word before it",
                "word~ finds words that differ in one letter, word~2 in two",
            );
        }
        if let Some((word, edits)) = plain.rsplit_once('~') {
            let edits = match edits {
                "" | "1" => 1,
                "2" => 2,
                _ => {
                    let at = end - edits.chars().count() - 1;
                    return Err(self.typed.point(
                        Error::request("`~` after a word wants 1 or 2, or nothing for 1")
                            .hint("word~ finds words that differ in one letter, word~2 in two"),
                        at,
                        end,
                    ));
                }
            };
            if exact || word.contains(is_wildcard) || word.contains('~') {
                return refuse(
                    "`~` does not go with `=`, a wildcard or another `~`",
                    "write one of them: word~, =word or wor*",
                );
            }
            self.insist_on_letters(word, start, end)?;
            let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
            if letters < word.chars().count() {
                return refuse(
                    "`~` wants one word, of letters and digits alone",
                    "give each word its own `~`",
                );
            }
            if letters <= usize::from(edits) {
                return refuse(
                    "every word of this length is that near",
                    "type a longer word, or leave the `~` out",
                );
            }
            return Ok(Text::Fuzzy {
                typed: word.to_owned(),
                edits,
            });
        }
        self.insist_on_letters(plain, start, end)?;
        // the question mark of a web address is its own
        let address = is_address(plain) && !plain.contains('*');
        if plain.contains(is_wildcard) && !address {
            if exact {
                return refuse(
                    "`=` does not go with a wildcard",
                    "a word with a wildcard is taken as it stands: leave the `=` out",
                );
            }
            self.insist_on_glued_wildcards(plain, start)?;
            self.refuse_half_a_reference(plain, start, end)?;
            return Ok(Text::Pattern {
                typed: plain.to_owned(),
            });
        }
        Ok(Text::Word {
            typed: plain.to_owned(),
            exact,
        })
    }

    /// A wildcard must have a letter or digit beside it, or it would stand for a word of its own.
    fn insist_on_glued_wildcards(&self, text: &str, start: usize) -> Result<()> {
        let chars: Vec<char> = text.chars().collect();
        for (at, c) in chars.iter().enumerate() {
            if !is_wildcard(*c) {
                continue;
            }
            let run_start = (0..=at).rev().find(|i| !is_wildcard(chars[*i]));
            let run_end = (at..chars.len()).find(|i| !is_wildcard(chars[*i]));
            let beside = |i: Option<usize>| i.is_some_and(|i| chars[i].is_alphanumeric());
            if !beside(run_start) && !beside(run_end) {
                return Err(self.typed.point(
                    Error::request(format!("this `{c}` has no letter or digit beside it")).hint(
                        "glue it to the letters of a word; to search for the words themselves, put them in quotes",
                    ),
                    start + at,
                    start + at + 1,
                ));
            }
        }
        Ok(())
    }

    fn phrase(&self, inside: &str, apart: Option<u32>, start: usize, end: usize) -> Result<Text> {
        if inside.trim().is_empty() {
            let error = Error::request("there is nothing between these quotes")
                .hint("write the words between them, or leave them out");
            return Err(self.typed.point(error, start, end));
        }
        self.insist_on_letters(inside, start, end)?;
        if apart.is_none() && inside.contains(is_wildcard) && !inside.trim().contains(' ') {
            self.refuse_half_a_reference(inside.trim(), start, end)?;
        }
        Ok(Text::Phrase {
            typed: inside.to_owned(),
            apart,
        })
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
