//! Kinds of record, told apart by the marks of `schema/record_kinds.toml`.

mod phrase;
mod proof;

use std::cell::OnceCell;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;

use super::pattern;
use crate::error::{Error, Result};
use phrase::pattern;

/// How much of a text counts as its opening, in bytes.
const OPENING: usize = 1600;

/// What a record looks like before its words are weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// It has a salutation or a sign-off.
    Letter,
    /// Any other document, page or text.
    Paper,
    /// A message.
    Email,
    /// Nothing readable.
    Unread,
}

/// What a kind is read from.
#[derive(Debug, Clone, Copy)]
pub struct Marks<'a> {
    /// What it looks like.
    pub shape: Shape,
    /// Subject, heading or title lines.
    pub headings: &'a [&'a str],
    /// Its own text from the first sentence on, quoted mail left out.
    pub own_text: &'a str,
    /// Every file name.
    pub file_names: &'a [String],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Zone {
    Heading,
    Opening,
    Name,
    Ending,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark {
    says: String,
    #[serde(rename = "in")]
    zone: Zone,
    of: Vec<Shape>,
    unless: Option<String>,
    why: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    key: String,
    called: String,
    source: String,
    examples: Vec<String>,
    not_examples: Vec<String>,
    /// Whether a message that says it only carries such a record is none itself.
    #[serde(default)]
    carried: bool,
    mark: Vec<Mark>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    carries: String,
    kind: Vec<Row>,
}

/// The marks of one zone, all asked at once.
#[derive(Debug)]
struct Asked {
    patterns: Vec<String>,
    /// Made ready when a text is first read: a search never needs it.
    set: OnceLock<RegexSet>,
    /// Row, mark and what undoes it, beside each pattern of the set.
    rows: Vec<(usize, usize, Option<Undoing>)>,
}

impl Asked {
    /// The marks that stand in a text.
    fn matches(&self, text: &str) -> Vec<usize> {
        let set = self.set.get_or_init(|| {
            pattern::proven(
                RegexSetBuilder::new(&self.patterns)
                    .multi_line(true)
                    .dfa_size_limit(pattern::STATES)
                    .build(),
            )
        });
        set.matches(text).into_iter().collect()
    }
}

/// What undoes a mark; made ready when first asked, since few ever are.
#[derive(Debug)]
struct Undoing {
    pattern: String,
    ready: OnceLock<Regex>,
}

impl Undoing {
    fn is_in(&self, text: &str) -> bool {
        let ready = self.ready.get_or_init(|| {
            pattern::proven(RegexBuilder::new(&self.pattern).multi_line(true).build())
        });
        ready.is_match(text)
    }
}

/// Every kind of the table.
#[derive(Debug)]
pub struct Kinds {
    rows: Vec<Row>,
    zones: [Asked; 4],
    /// The words with which a message says that what it speaks of is attached or stands below.
    carries: Undoing,
}

impl Kinds {
    /// The table compiled into the program.
    ///
    /// # Errors
    /// When the table contradicts itself.
    pub fn built_in() -> Result<Self> {
        Self::assemble(include_str!("../../schema/record_kinds.toml"))
    }

    /// Reads a table of the shape of `schema/record_kinds.toml`.
    ///
    /// # Errors
    /// When it is not TOML of that shape, a kind stands there twice, has no source, or an example is not read so.
    pub fn from_toml(toml: &str) -> Result<Self> {
        let kinds = Self::assemble(toml)?;
        kinds.prove()?;
        Ok(kinds)
    }

    fn assemble(toml: &str) -> Result<Self> {
        let table: Table = toml::from_str(toml).map_err(|cause| {
            Error::table("schema/record_kinds.toml cannot be read").because(cause)
        })?;
        let rows = table.kind;
        for (at, row) in rows.iter().enumerate() {
            if rows[..at].iter().any(|other| other.key == row.key) {
                return Err(Error::table(format!(
                    "the kind `{}` stands in two rows",
                    row.key
                )));
            }
            if row.source.trim().is_empty() {
                return Err(Error::table(format!(
                    "the kind `{}` has no source",
                    row.key
                )));
            }
        }
        let zones = [
            asked(&rows, Zone::Heading),
            asked(&rows, Zone::Opening),
            asked(&rows, Zone::Name),
            asked(&rows, Zone::Ending),
        ];
        let carries = Undoing {
            pattern: pattern(&table.carries, Zone::Opening),
            ready: OnceLock::new(),
        };
        Ok(Self {
            rows,
            zones,
            carries,
        })
    }

    /// The kind of a record, and why, in words.
    pub fn read(&self, marks: &Marks<'_>) -> (String, String) {
        let mut best: Option<(usize, usize)> = None;
        let opening_text = cut(marks.own_text, OPENING);
        let carries = OnceCell::new();
        let mut carried = None;
        let mut ask = |asked: &Asked, text: &str| {
            for hit in asked.matches(text) {
                let (row, mark, unless) = &asked.rows[hit];
                let fits = self.rows[*row].mark[*mark].of.contains(&marks.shape);
                let better = best.is_none_or(|found| (*row, *mark) < found);
                if fits && better && !unless.as_ref().is_some_and(|undoes| undoes.is_in(text)) {
                    let only_carries = marks.shape == Shape::Email
                        && self.rows[*row].carried
                        && *carries.get_or_init(|| self.carries.is_in(opening_text));
                    if only_carries {
                        carried = Some(*row);
                    } else {
                        best = Some((*row, *mark));
                    }
                }
            }
        };
        let [heading, opening, name, ending] = &self.zones;
        for text in marks.headings {
            ask(heading, text);
        }
        ask(opening, opening_text);
        if marks.shape != Shape::Email {
            for file in marks.file_names {
                ask(name, &file.replace('_', " "));
                ask(ending, file);
            }
        }
        match best {
            Some((row, mark)) => (
                self.rows[row].key.clone(),
                self.rows[row].mark[mark].why.clone(),
            ),
            None => match carried {
                Some(row) => (
                    "email".to_owned(),
                    format!(
                        "it is a message that carries a {}: its own words say where that stands",
                        self.rows[row].called
                    ),
                ),
                None => by_shape(marks.shape),
            },
        }
    }

    /// The word for a kind in a title; "record" for one that the table lacks.
    pub fn called(&self, key: &str) -> &str {
        self.rows
            .iter()
            .find(|row| row.key == key)
            .map_or("record", |row| &row.called)
    }

    /// Every kind's key, in the table's order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| row.key.as_str())
    }
}

/// What a record is when no mark was found.
fn by_shape(shape: Shape) -> (String, String) {
    let (key, why) = match shape {
        Shape::Email => (
            "email",
            "it is a message, and its own text is neither a request nor a response",
        ),
        Shape::Letter => ("letter", "it is laid out as a letter"),
        Shape::Paper => ("other", "nothing in it says what it is"),
        Shape::Unread => ("other", "no text could be read from it"),
    };
    (key.to_owned(), why.to_owned())
}

/// The marks of one zone.
fn asked(rows: &[Row], zone: Zone) -> Asked {
    let mut patterns = Vec::new();
    let mut beside = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for (nth, mark) in row
            .mark
            .iter()
            .enumerate()
            .filter(|(_, mark)| mark.zone == zone)
        {
            let unless = mark.unless.as_ref().map(|phrase| Undoing {
                pattern: pattern(phrase, Zone::Opening),
                ready: OnceLock::new(),
            });
            patterns.push(pattern(&mark.says, zone));
            beside.push((at, nth, unless));
        }
    }
    Asked {
        patterns,
        set: OnceLock::new(),
        rows: beside,
    }
}

fn cut(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_proves_itself() {
        let kinds = Kinds::from_toml(include_str!("../../schema/record_kinds.toml"))
            .expect("every example is read so");
        assert!(kinds.rows.len() >= 16);
        for row in &kinds.rows {
            assert_eq!(row.mark.is_empty(), row.examples.is_empty(), "{}", row.key);
            assert_eq!(
                row.mark.is_empty(),
                row.not_examples.is_empty(),
                "{}",
                row.key
            );
        }
    }

    #[test]
    fn a_table_whose_example_is_not_read_so_is_refused() {
        let table = "carries='is attached'\n[[kind]]\nkey='notice'\ncalled='notice'\nsource='made up'\nexamples=['paper heading: Lamp list']\nnot_examples=[]\nmark=[{says='notice', in='heading', of=['paper'], why='says so'}]\n";
        let error = Kinds::from_toml(table).expect_err("a wrong example");
        assert!(error.to_string().contains("Lamp list"), "{error}");
    }

    #[test]
    fn what_nothing_marks_says_so() {
        let kinds = Kinds::built_in().expect("the built-in table is sound");
        let nothing = Marks {
            shape: Shape::Paper,
            headings: &[],
            own_text: "Lorem ipsum",
            file_names: &[],
        };
        assert_eq!(
            kinds.read(&nothing),
            (
                "other".to_owned(),
                "nothing in it says what it is".to_owned()
            )
        );
    }
}
