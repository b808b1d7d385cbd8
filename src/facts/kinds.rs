//! Kinds of record, told apart by the marks of `schema/record_kinds.toml`.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;

use crate::error::{Error, Result};

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
    mark: Vec<Mark>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    kind: Vec<Row>,
}

/// The marks of one zone, all asked at once.
#[derive(Debug)]
struct Asked {
    set: RegexSet,
    /// Row, mark and what undoes it, beside each pattern of the set.
    rows: Vec<(usize, usize, Option<Undoing>)>,
}

/// What undoes a mark; made ready when first asked, since few ever are.
#[derive(Debug)]
struct Undoing {
    pattern: String,
    ready: OnceLock<Option<Regex>>,
}

impl Undoing {
    fn is_in(&self, text: &str) -> bool {
        let ready = self.ready.get_or_init(|| {
            RegexBuilder::new(&self.pattern)
                .multi_line(true)
                .build()
                .ok()
        });
        ready.as_ref().is_some_and(|undoes| undoes.is_match(text))
    }
}

/// Every kind of the table.
#[derive(Debug)]
pub struct Kinds {
    rows: Vec<Row>,
    zones: [Asked; 4],
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
            asked(&rows, Zone::Heading)?,
            asked(&rows, Zone::Opening)?,
            asked(&rows, Zone::Name)?,
            asked(&rows, Zone::Ending)?,
        ];
        Ok(Self { rows, zones })
    }

    /// Reads every example of the table.
    fn prove(&self) -> Result<()> {
        for row in &self.rows {
            for (example, wanted) in row
                .examples
                .iter()
                .map(|one| (one, true))
                .chain(row.not_examples.iter().map(|one| (one, false)))
            {
                let read = self.read_example(example).ok_or_else(|| {
                    Error::table(format!(
                        "the example `{example}` is not of the shape `letter heading: words`"
                    ))
                })?;
                if (read == row.key) != wanted {
                    return Err(Error::table(format!(
                        "the example `{example}` of the kind `{}` is read as `{read}`",
                        row.key
                    ))
                    .hint(
                        "change the marks of its row in schema/record_kinds.toml, or the example",
                    ));
                }
            }
        }
        Ok(())
    }

    /// Reads `shape zone: words`.
    fn read_example(&self, example: &str) -> Option<String> {
        let (place, words) = example.split_once(": ")?;
        let (shape, zone) = place.split_once(' ')?;
        let shape = match shape {
            "letter" => Shape::Letter,
            "paper" => Shape::Paper,
            "email" => Shape::Email,
            "unread" => Shape::Unread,
            _ => return None,
        };
        let names = [words.to_owned()];
        let (headings, own_text, file_names): (&[&str], &str, &[String]) = match zone {
            "heading" => (&[words], "", &[]),
            "opening" => (&[], words, &[]),
            "name" | "ending" => (&[], "", &names),
            _ => return None,
        };
        Some(
            self.read(&Marks {
                shape,
                headings,
                own_text,
                file_names,
            })
            .0,
        )
    }

    /// The kind of a record, and why, in words.
    pub fn read(&self, marks: &Marks<'_>) -> (String, String) {
        let mut best: Option<(usize, usize)> = None;
        let mut ask = |asked: &Asked, text: &str| {
            for hit in asked.set.matches(text) {
                let (row, mark, unless) = &asked.rows[hit];
                let fits = self.rows[*row].mark[*mark].of.contains(&marks.shape);
                let better = best.is_none_or(|found| (*row, *mark) < found);
                if fits && better && !unless.as_ref().is_some_and(|undoes| undoes.is_in(text)) {
                    best = Some((*row, *mark));
                }
            }
        };
        let [heading, opening, name, ending] = &self.zones;
        for text in marks.headings {
            ask(heading, text);
        }
        ask(opening, cut(marks.own_text, OPENING));
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
            None => by_shape(marks.shape),
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

fn asked(rows: &[Row], zone: Zone) -> Result<Asked> {
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
    let set = RegexSetBuilder::new(patterns)
        .multi_line(true)
        .build()
        .map_err(|cause| {
            Error::table("the marks of schema/record_kinds.toml make no pattern").because(cause)
        })?;
    Ok(Asked { set, rows: beside })
}

/// A phrase of the table as a pattern.
fn pattern(phrase: &str, zone: Zone) -> String {
    let alternatives: Vec<String> = phrase
        .split('|')
        .map(|one| alternative(one.trim_end(), zone))
        .collect();
    alternatives.join("|")
}

fn alternative(phrase: &str, zone: Zone) -> String {
    let mut pattern = String::new();
    let begins_line = phrase.trim_start().starts_with('^');
    if !begins_line && phrase.trim_start().starts_with(char::is_alphanumeric) {
        pattern.push_str(r"(?-u:\b)");
    }
    let mut glued = begins_line;
    for (nth, word) in phrase.split_whitespace().enumerate() {
        let joint = if nth == 0 || glued {
            ""
        } else {
            r"[ \t\r\n_]+"
        };
        match word {
            "^" => {
                pattern.push_str(r"^[ \t]*");
                continue;
            }
            "$" => {
                pattern.push_str(r"[ \t.\r]*$");
                continue;
            }
            "..." => {
                pattern.push_str(r"[^.!?]*?");
                glued = true;
                continue;
            }
            word => {
                pattern.push_str(joint);
                if glued && nth > 1 {
                    pattern.push_str(r"(?-u:\b)");
                }
                pattern.push_str(&spelled(word));
            }
        }
        glued = false;
    }
    let whole = zone != Zone::Name && phrase.ends_with(|c: char| c.is_alphanumeric());
    if zone == Zone::Ending {
        pattern.push('$');
    } else if whole {
        pattern.push_str(r"(?i-u:s|ed)?(?-u:\b)");
    }
    pattern
}

/// A word in any case; an apostrophe may be curly or left out.
fn spelled(word: &str) -> String {
    let plain = word.replace('\u{2019}', "'");
    let parts: Vec<String> = plain
        .split('\'')
        .map(|part| format!("(?i-u:{})", regex::escape(part)))
        .collect();
    parts.join("['\u{2019}]?")
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
        let table = "[[kind]]\nkey='notice'\ncalled='notice'\nsource='made up'\nexamples=['paper heading: Lamp list']\nnot_examples=[]\nmark=[{says='notice', in='heading', of=['paper'], why='says so'}]\n";
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
