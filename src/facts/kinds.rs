//! Kinds of record, told apart by the marks of `schema/record_kinds.toml`.

mod phrase;
mod proof;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::pattern;
use crate::error::{Error, Result};
use phrase::Runs;

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

/// The marks of one zone of records of one shape. The words that stand together in any of them are looked for all at once,
/// and only a phrase of which every run of words is there is asked for itself.
#[derive(Debug)]
struct Asked {
    runs: Runs,
    /// In the order of `rows`.
    phrases: Vec<Phrase>,
    /// For each run of words, the phrases of which it is the first.
    begun: Vec<Vec<usize>>,
    /// The phrases without any.
    runless: Vec<usize>,
    /// Row, mark and what undoes it.
    rows: Vec<(usize, usize, Option<Pattern>)>,
}

/// One of the alternatives of a mark.
#[derive(Debug)]
struct Phrase {
    /// Its place among the rows of what is asked.
    of: usize,
    /// The places of its runs of words.
    runs: Vec<usize>,
    pattern: Pattern,
}

impl Asked {
    /// The marks that stand in a text, ascending.
    fn matches(&self, text: &str) -> Vec<usize> {
        let there = self.runs.in_text(text);
        let mut likely = self.runless.clone();
        for begun in there.iter().filter_map(|run| self.begun.get(*run)) {
            likely.extend_from_slice(begun);
        }
        likely.sort_unstable();
        let mut found: Vec<usize> = Vec::new();
        for phrase in likely.into_iter().filter_map(|at| self.phrases.get(at)) {
            if found.last() != Some(&phrase.of)
                && phrase.runs.iter().all(|run| there.contains(run))
                && phrase.pattern.is_in(text)
            {
                found.push(phrase.of);
            }
        }
        found
    }
}

/// Words of the table as a pattern, made when it is first asked for, since few ever are.
#[derive(Debug)]
struct Pattern {
    says: String,
    zone: Zone,
    ready: OnceLock<Regex>,
}

impl Pattern {
    fn of(says: &str, zone: Zone) -> Self {
        Self {
            says: says.to_owned(),
            zone,
            ready: OnceLock::new(),
        }
    }

    fn is_in(&self, text: &str) -> bool {
        let ready = self.ready.get_or_init(|| {
            let pattern = phrase::pattern(&self.says, self.zone);
            pattern::proven(RegexBuilder::new(&pattern).multi_line(true).build())
        });
        ready.is_match(text)
    }
}

/// Every kind of the table.
#[derive(Debug)]
pub struct Kinds {
    rows: Vec<Row>,
    /// By shape and zone: of a record only what may be said of its shape is asked. Each is made ready when a text is first
    /// read: a search never needs them.
    asked: [[OnceLock<Asked>; 4]; 4],
    /// The words with which a message says that what it speaks of is attached or stands below.
    carries: Pattern,
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
        Ok(Self {
            rows,
            asked: Default::default(),
            carries: Pattern::of(&table.carries, Zone::Opening),
        })
    }

    /// What is asked of records of a shape in a zone.
    fn asked(&self, shape: Shape, zone: Zone) -> &Asked {
        self.asked[shape as usize][zone as usize].get_or_init(|| asked(&self.rows, shape, zone))
    }

    /// The kind of a record, and why, in words.
    pub fn read(&self, marks: &Marks<'_>) -> (String, String) {
        let mut best: Option<(usize, usize)> = None;
        let opening_text = cut(marks.own_text, OPENING);
        let carries = OnceCell::new();
        let mut carried = None;
        let mut ask = |zone: Zone, text: &str| {
            let asked = self.asked(marks.shape, zone);
            for hit in asked.matches(text) {
                let (row, mark, unless) = &asked.rows[hit];
                let better = best.is_none_or(|found| (*row, *mark) < found);
                if better && !unless.as_ref().is_some_and(|undoes| undoes.is_in(text)) {
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
        for text in marks.headings {
            ask(Zone::Heading, text);
        }
        ask(Zone::Opening, opening_text);
        if marks.shape != Shape::Email {
            for file in marks.file_names {
                ask(Zone::Name, &file.replace('_', " "));
                ask(Zone::Ending, file);
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

/// The marks of one shape and zone.
fn asked(rows: &[Row], shape: Shape, zone: Zone) -> Asked {
    let (mut phrases, mut asked) = (Vec::<Phrase>::new(), Vec::new());
    let mut places: HashMap<String, usize> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        for (nth, mark) in row
            .mark
            .iter()
            .enumerate()
            .filter(|(_, mark)| mark.zone == zone && mark.of.contains(&shape))
        {
            let unless = mark.unless.as_ref();
            let unless = unless.map(|words| Pattern::of(words, Zone::Opening));
            for phrase in mark.says.split('|') {
                let runs = phrase::runs(phrase).into_iter().map(|run| {
                    let next = places.len();
                    *places.entry(run).or_insert(next)
                });
                phrases.push(Phrase {
                    of: asked.len(),
                    runs: runs.collect(),
                    pattern: Pattern::of(phrase, zone),
                });
            }
            asked.push((at, nth, unless));
        }
    }
    let mut runs = vec![String::new(); places.len()];
    for (run, place) in places {
        runs[place] = run;
    }
    let mut begun = vec![Vec::new(); runs.len()];
    let mut runless = Vec::new();
    for (at, phrase) in phrases.iter().enumerate() {
        match phrase.runs.first() {
            Some(run) => begun[*run].push(at),
            None => runless.push(at),
        }
    }
    Asked {
        runs: Runs::of(runs),
        begun,
        runless,
        phrases,
        rows: asked,
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
