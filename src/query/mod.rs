//! The search language: what may be typed, the tree it becomes, and how it is read back in plain words.
//!
//! Text goes in and a [`Query`] comes out, or an error that points at the column. No engine is known here: the index
//! compiles the tree. Nothing typed is dropped or weakened: what cannot be understood is refused.
//!
//! Letters with a colon and something glued to it are a field, `http://...` and `mailto:` aside;
//! `10:30` is a word, and so is `Re:` with nothing glued, but never the name of a field.
//!
//! ```
//! use recordroom::{facts::references::Families, query};
//!
//! let families = Families::built_in()?;
//! let query = query::parse("inv-0283-2020 AND \"action plan\" -kind:email", &families)?;
//! assert_eq!(
//!     query.read_as(),
//!     "the reference INV/0283/2020, in any spelling AND the phrase \"action plan\" AND NOT of the kind email"
//! );
//! let error = query::parse("leaflet thred:x", &families).unwrap_err();
//! assert_eq!(error.place().map(|place| place.column), Some(8));
//! # Ok::<(), recordroom::error::Error>(())
//! ```

pub mod fields;
mod hyphens;
mod leaves;
mod lexer;
mod parser;
mod parties;
mod provision;
mod signs;
mod spelled;
mod wording;

use std::ops::Deref;

use crate::error::Result;
use crate::facts::dates::typed::Span;
use crate::facts::references::{Families, Reference};

pub use fields::Field;

/// The longest query that is read, in characters.
pub const LONGEST: usize = 100_000;

/// How deep brackets and NOTs may be nested.
pub const DEEPEST: usize = 200;

/// A query as understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    root: Node,
    typed: String,
}

/// Which characters of the typed text a leaf came from, counted from 0, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Columns {
    /// The first character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Every record.
    Everything,
    /// Words of a field, or of the text, the subject, the names and the files where none is named.
    Text {
        /// The field.
        field: Option<Field>,
        /// What must stand there.
        text: Text,
        /// Where it was typed.
        at: Columns,
    },
    /// A reference in every spelling; several where the same number belongs to several issuers.
    Reference {
        /// The references, any of which will do; never empty.
        references: Vec<Reference>,
        /// The spelling that was typed.
        typed: String,
        /// Where it was typed.
        at: Columns,
    },
    /// References of any family whose canonical spelling fits a pattern.
    ReferencePattern {
        /// The pattern as typed: `*` for any run of characters, `?` for one.
        typed: String,
        /// Where it was typed.
        at: Columns,
    },
    /// A limit on one field.
    Field {
        /// The field.
        field: Field,
        /// What it must have.
        value: Value,
        /// Where it was typed.
        at: Columns,
    },
    /// All of these.
    And(Vec<Node>),
    /// Any of these.
    Or(Vec<Node>),
    /// Every record but these.
    Not(Box<Node>),
}

/// Words, as they must stand in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// A word in any of its forms, or exactly; where it is made of several, such as `s31(1)(a)`, they must stand in a
    /// row, exactly.
    Word {
        /// The word.
        typed: String,
        /// Whether its other forms will not do.
        exact: bool,
    },
    /// Words in a row, exactly; or in any order, with at most so many others among them.
    Phrase {
        /// What stood between the quotes; `*` and `?` beside a letter stand for any letters and for one.
        typed: String,
        /// How many other words may stand among them; none: in a row.
        apart: Option<u32>,
    },
    /// A word with `*` for any letters or none, and `?` for one.
    Pattern {
        /// As typed.
        typed: String,
    },
    /// A word that differs in so many letters at most: one more, one less, another, or two exchanged.
    Fuzzy {
        /// The word.
        typed: String,
        /// How many letters.
        edits: u8,
    },
    /// Two words or phrases, or any of several, at most so many words from each other, in either order.
    Near {
        /// Any of these.
        left: Vec<Text>,
        /// And any of these.
        right: Vec<Text>,
        /// From the end of one to the beginning of the other; words side by side are 1 apart.
        within: u32,
    },
}

/// What a field must have.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// One of a closed list, in its official spelling.
    Listed(String),
    /// A day between two days, both included.
    Days(Span),
    /// One of the records that the catalogue names for what was typed; none until it was asked.
    Records {
        /// As typed.
        typed: String,
        /// The 64 bits of their ids, ascending.
        ids: Option<Vec<u64>>,
    },
}

/// Families of references, perhaps not yet read.
pub type Lent<'a> = &'a dyn Deref<Target = Families>;

/// The widest NEAR: parts of a record are indexed further apart than this, so that no two of them are ever near.
pub const WIDEST: u32 = 90;

/// Reads a query. An empty one asks for every record.
///
/// # Errors
/// A query of characters alone that cannot be seen is refused. Else a request error that points at the column: an
/// unclosed quote or bracket, an operator with nothing beside it, an unknown field, a value that a field cannot have, a
/// word without a letter or digit, a query longer than [`LONGEST`] or nested deeper than [`DEEPEST`].
pub fn parse(typed: &str, families: &Families) -> Result<Query> {
    parse_with(typed, &families)
}

/// As [`parse`], with families that are read when the query first has something that may be a reference: most have not.
///
/// # Errors
/// As [`parse`].
pub fn parse_with(typed: &str, families: Lent<'_>) -> Result<Query> {
    let root = parser::parse(typed, families)?;
    Ok(Query {
        root,
        typed: typed.to_owned(),
    })
}

/// Whether a text holds blanks and characters that cannot be seen, and nothing else.
pub fn looks_empty(typed: &str) -> bool {
    typed.chars().all(|c| c.is_whitespace() || signs::unseen(c))
}

/// A query for one field, for callers that have its value apart: `value` is taken whole, never read as the language.
///
/// # Errors
/// As [`parse`]; the columns are those of `name:value`.
pub fn field(name: &str, value: &str, families: &Families) -> Result<Query> {
    let typed = format!("{name}:{value}");
    let root = parser::field_alone(name, value, &typed, &families)?;
    Ok(Query { root, typed })
}

impl Query {
    /// The query that every record answers.
    pub fn everything() -> Self {
        Self {
            root: Node::Everything,
            typed: String::new(),
        }
    }

    /// One of its leaves as a query of its own.
    #[must_use]
    pub fn leaf(&self, leaf: &Node) -> Self {
        Self {
            root: leaf.clone(),
            typed: self.typed.clone(),
        }
    }

    /// The tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The text as typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether every record answers it.
    pub fn is_everything(&self) -> bool {
        self.root == Node::Everything
    }

    /// Narrows the query by others, such as limits given as flags. The typed text stays as it was.
    #[must_use]
    pub fn and(self, limits: impl IntoIterator<Item = Query>) -> Self {
        let mut all = Vec::new();
        for root in std::iter::once(self.root).chain(limits.into_iter().map(|limit| limit.root)) {
            match root {
                Node::Everything => {}
                Node::And(parts) => all.extend(parts),
                other => all.push(other),
            }
        }
        Self {
            root: joined(all, Node::And),
            typed: self.typed,
        }
    }

    /// The query in plain words, complete.
    pub fn read_as(&self) -> String {
        wording::of(&self.root)
    }

    /// Its leaves from left to right, those under a NOT too.
    pub fn leaves(&self) -> Vec<&Node> {
        fn walk<'a>(node: &'a Node, out: &mut Vec<&'a Node>) {
            match node {
                Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| walk(part, out)),
                Node::Not(inner) => walk(inner, out),
                leaf => out.push(leaf),
            }
        }
        let mut out = Vec::new();
        walk(&self.root, &mut out);
        out
    }

    /// Fills in the records of each leaf that the catalogue must be asked for.
    ///
    /// # Errors
    /// What the catalogue answers, pointing at the leaf.
    pub fn resolving(
        mut self,
        ask: &mut dyn FnMut(Field, &str) -> Result<Vec<u64>>,
    ) -> Result<Self> {
        fn walk(
            node: &mut Node,
            whole: &str,
            ask: &mut dyn FnMut(Field, &str) -> Result<Vec<u64>>,
        ) -> Result<()> {
            match node {
                Node::And(parts) | Node::Or(parts) => {
                    parts.iter_mut().try_for_each(|part| walk(part, whole, ask))
                }
                Node::Not(inner) => walk(inner, whole, ask),
                Node::Field {
                    field,
                    value: Value::Records { typed, ids },
                    at,
                } => {
                    let value = (at.start + field.name().len() + 1).min(at.end);
                    let mut found = ask(*field, typed)
                        .map_err(|error| error.at(whole, value, at.end - value))?;
                    found.sort_unstable();
                    found.dedup();
                    *ids = Some(found);
                    Ok(())
                }
                _ => Ok(()),
            }
        }
        walk(&mut self.root, &self.typed, ask)?;
        Ok(self)
    }

    /// Its limits by day and by party that every hit must meet, alone: none where it has none. They are the parts that
    /// may be known of a record whose text could not be read.
    pub fn days_and_parties(&self) -> Option<Self> {
        let parts = match &self.root {
            Node::And(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        let of_party = |node: &Node| match node {
            Node::Text {
                field: Some(field), ..
            } => field.is_names(),
            _ => false,
        };
        let limits: Vec<Node> = parts
            .iter()
            .filter(|part| match part {
                Node::Field {
                    field: Field::Date, ..
                } => true,
                // a name and the organisation that it stands for
                Node::Or(names) => names.iter().all(of_party),
                one => of_party(one),
            })
            .cloned()
            .collect();
        (!limits.is_empty()).then(|| Self {
            root: joined(limits, Node::And),
            typed: self.typed.clone(),
        })
    }

    /// The references it asks for, each once, those under a NOT too.
    pub fn references(&self) -> Vec<&Reference> {
        let mut out: Vec<&Reference> = Vec::new();
        for leaf in self.leaves() {
            if let Node::Reference { references, .. } = leaf {
                for reference in references {
                    if !out.contains(&reference) {
                        out.push(reference);
                    }
                }
            }
        }
        out
    }

    /// Its words that spell a provision, as typed, each once.
    pub fn provisions(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for leaf in self.leaves() {
            if let Node::Text {
                text: Text::Word { typed, .. },
                ..
            } = leaf
                && typed
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '(' | ')'))
                && provision::key(typed).is_some()
                && !out.contains(&typed.as_str())
            {
                out.push(typed);
            }
        }
        out
    }
}

impl Node {
    /// The node in plain words.
    pub fn read_as(&self) -> String {
        wording::of(self)
    }
}

/// Joins nodes; one alone stays as it is, and none at all is everything.
fn joined(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    if parts.len() > 1 {
        return join(parts);
    }
    parts.pop().unwrap_or(Node::Everything)
}

/// Whether a text has anything that can be searched.
fn searchable(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Whether a run without blanks is an address of the web or of a mailbox, whose question mark is its own.
pub(crate) fn is_address(run: &str) -> bool {
    let mailbox = run
        .get(..7)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    mailbox || run.contains("://")
}

/// Whether a character stands for others in a pattern.
fn is_wildcard(c: char) -> bool {
    matches!(c, '*' | '?')
}
