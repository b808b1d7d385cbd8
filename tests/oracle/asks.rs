//! A query: how it is typed, and whether a record, read slowly, fits it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::reader::{Read, Shelf, Value, references_in, words};

/// What the queries are made of; each must come up a hundred times.
pub const OPERATORS: [&str; 24] = [
    "word",
    "exact",
    "phrase",
    "open phrase",
    "among",
    "near",
    "prefix",
    "wildcard",
    "suffix",
    "fuzzy",
    "fuzzy 2",
    "reference",
    "field",
    "party",
    "kind",
    "format",
    "date",
    "mentions",
    "has",
    "in",
    "thread",
    "AND",
    "OR",
    "NOT",
];

/// The fields in which a word without a field is looked for.
const ANYWHERE: [&str; 7] = ["text", "subject", "title", "from", "to", "cc", "file"];

/// A query.
#[derive(Debug, Clone)]
pub enum Ask {
    /// Words that stand somewhere, in a field or anywhere.
    Words(Option<&'static str>, Stand),
    Reference(String),
    Kind(String),
    Format(String),
    Date(String, Date, Date),
    Mentions(Date),
    Has(&'static str),
    /// What is attached to a record.
    In(u64),
    /// A conversation: the member that was named, and all of them.
    Thread(u64, BTreeSet<u64>),
    And(Vec<Ask>),
    Or(Vec<Ask>),
    Not(Box<Ask>),
}

/// How words stand.
#[derive(Debug, Clone)]
pub enum Stand {
    Word(String),
    Exact(String),
    Phrase(Vec<String>),
    /// A phrase whose last word is only begun.
    Open(Vec<String>, String),
    Among(Vec<String>, usize),
    Near(Box<Stand>, Box<Stand>, usize),
    /// `*` and `?`, and which of the three uses it is.
    Pattern(String, &'static str),
    Fuzzy(String, usize),
}

impl Ask {
    /// The query as an officer would type it.
    pub fn typed(&self) -> String {
        match self {
            Self::Words(None, stand) => stand.typed(),
            Self::Words(Some(field), stand @ Stand::Near(..)) => {
                format!("{field}:({})", stand.typed())
            }
            Self::Words(Some(field), stand) => format!("{field}:{}", stand.typed()),
            Self::Reference(spelt) => spelt.clone(),
            Self::Kind(kind) => format!("kind:{kind}"),
            Self::Format(format) => format!("format:{format}"),
            Self::Date(typed, ..) => format!("date:{typed}"),
            Self::Mentions(day) => format!("mentions:{day}"),
            Self::Has(word) => format!("has:{word}"),
            Self::In(id) => format!("in:r-{id:016x}"),
            Self::Thread(id, _) => format!("thread:r-{id:016x}"),
            Self::And(parts) => {
                let joined: Vec<String> = parts.iter().map(|part| part.inside(false)).collect();
                // blanks join as AND does; between numbers they could spell a reference
                let plain = joined
                    .iter()
                    .all(|part| !part.contains(|c: char| c.is_numeric()));
                joined.join(if plain { " " } else { " AND " })
            }
            Self::Or(parts) => {
                let joined: Vec<String> = parts.iter().map(|part| part.inside(true)).collect();
                joined.join(" OR ")
            }
            Self::Not(inner) => format!("NOT {}", inner.inside(false)),
        }
    }

    /// The same among others: OR in brackets always, AND only where it would be misread.
    fn inside(&self, among_or: bool) -> String {
        match self {
            Self::Or(_) => format!("({})", self.typed()),
            Self::And(_) if !among_or => format!("({})", self.typed()),
            Self::Words(None, Stand::Near(..)) => format!("({})", self.typed()),
            _ => self.typed(),
        }
    }

    pub fn fits(&self, record: &Read, shelf: &Shelf) -> bool {
        match self {
            Self::Words(field, stand) => {
                let names = matches!(field, Some("from" | "to" | "cc" | "party"));
                let fields: Vec<&str> = match field {
                    None => ANYWHERE.to_vec(),
                    Some("from") => vec!["from", "from organisation"],
                    Some("to") => vec!["to", "to organisation"],
                    Some("cc") => vec!["cc", "cc organisation"],
                    Some("party") => vec![
                        "from",
                        "to",
                        "cc",
                        "from organisation",
                        "to organisation",
                        "cc organisation",
                    ],
                    Some(one) => vec![one],
                };
                let values = fields.iter().flat_map(|field| &record.fields[field]);
                values
                    .into_iter()
                    .any(|value| !stand.stretches(value, shelf, names).is_empty())
            }
            Self::Reference(spelt) => {
                let wanted = references_in(spelt);
                !wanted.is_disjoint(&record.references)
            }
            Self::Kind(kind) => record.kind == *kind,
            Self::Format(format) => record.format == *format,
            Self::Date(_, first, last) => {
                record.date.is_some_and(|day| *first <= day && day <= *last)
            }
            Self::Mentions(day) => record.mentions.contains(day),
            Self::Has(word) => record.has.contains(word),
            Self::In(holder) => shelf.is_within(record, *holder),
            Self::Thread(_, members) => members.contains(&record.id),
            Self::And(parts) => parts.iter().all(|part| part.fits(record, shelf)),
            Self::Or(parts) => parts.iter().any(|part| part.fits(record, shelf)),
            Self::Not(inner) => !inner.fits(record, shelf),
        }
    }

    /// Counts what it is made of.
    pub fn count(&self, used: &mut BTreeMap<&'static str, usize>) {
        let mut one = |name| *used.entry(name).or_insert(0) += 1;
        match self {
            Self::Words(field, stand) => {
                match field {
                    Some("from" | "to" | "cc" | "party") => one("party"),
                    Some(_) => one("field"),
                    None => {}
                }
                stand.count(used);
            }
            Self::Reference(_) => one("reference"),
            Self::Kind(_) => one("kind"),
            Self::Format(_) => one("format"),
            Self::Date(..) => one("date"),
            Self::Mentions(_) => one("mentions"),
            Self::Has(_) => one("has"),
            Self::In(_) => one("in"),
            Self::Thread(..) => one("thread"),
            Self::And(parts) => {
                one("AND");
                parts.iter().for_each(|part| part.count(used));
            }
            Self::Or(parts) => {
                one("OR");
                parts.iter().for_each(|part| part.count(used));
            }
            Self::Not(inner) => {
                one("NOT");
                inner.count(used);
            }
        }
    }
}

impl Stand {
    fn typed(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Exact(word) => format!("={word}"),
            Self::Phrase(words) => format!("\"{}\"", words.join(" ")),
            Self::Open(words, last) => format!("\"{} {last}*\"", words.join(" ")),
            Self::Among(words, others) => format!("\"{}\"~{others}", words.join(" ")),
            Self::Near(left, right, within) => {
                format!("{} NEAR/{within} {}", left.typed(), right.typed())
            }
            Self::Pattern(pattern, _) => pattern.clone(),
            Self::Fuzzy(word, 1) => format!("{word}~"),
            Self::Fuzzy(word, edits) => format!("{word}~{edits}"),
        }
    }

    /// Where it stands in a value: the first word and the last of each stretch.
    fn stretches(&self, value: &Value, shelf: &Shelf, names: bool) -> Vec<(usize, usize)> {
        let all = || 0..value.words.len();
        let single = |fits: &dyn Fn(&str) -> bool| -> Vec<(usize, usize)> {
            all()
                .filter(|at| value.has(*at, fits))
                .map(|at| (at, at))
                .collect()
        };
        match self {
            Self::Word(typed) => {
                let word = words(typed).concat();
                single(&|other| other == word || (!names && shelf.english.one_word(other, &word)))
            }
            Self::Exact(typed) => {
                let word = words(typed).concat();
                single(&|other| other == word)
            }
            Self::Phrase(phrase) => all()
                .filter_map(|start| Some((start, end_of_row(value, start, phrase, None)?)))
                .collect(),
            Self::Open(phrase, last) => all()
                .filter_map(|start| Some((start, end_of_row(value, start, phrase, Some(last))?)))
                .collect(),
            Self::Among(wanted, others) => {
                let room = wanted.len() + others;
                // the second part of a broken word takes no room, unless it is the first there
                let window = |start: usize| {
                    let mut taken = 0;
                    (start..value.words.len())
                        .take_while(|at| {
                            taken += usize::from(*at == start || !value.is_second(*at));
                            taken <= room
                        })
                        .collect::<Vec<usize>>()
                };
                let holds = |window: &[usize]| {
                    wanted.iter().all(|word| {
                        let there = |at: &&usize| value.has(**at, &|one| one == word);
                        let times = wanted.iter().filter(|one| *one == word).count();
                        window.iter().filter(there).count() >= times
                    })
                };
                all()
                    .filter(|start| holds(&window(*start)))
                    .map(|start| (start, start))
                    .collect()
            }
            Self::Near(left, right, within) => {
                let mut both = Vec::new();
                for a in left.stretches(value, shelf, names) {
                    for b in right.stretches(value, shelf, names) {
                        let apart = if a.1 < b.0 {
                            b.0 - a.1
                        } else if b.1 < a.0 {
                            a.0 - b.1
                        } else {
                            continue;
                        };
                        let (from, to) = (a.1.min(b.1), a.0.max(b.0));
                        let passed = (from + 1..to).filter(|at| value.is_second(*at)).count();
                        if apart - passed <= *within {
                            both.push((a.0.min(b.0), a.1.max(b.1)));
                        }
                    }
                }
                both
            }
            Self::Pattern(pattern, _) => {
                let pattern: Vec<char> = pattern.chars().collect();
                single(&|word| globs(&pattern, &word.chars().collect::<Vec<_>>()))
            }
            Self::Fuzzy(word, edits) => {
                let word: Vec<char> = word.chars().collect();
                single(&|other| {
                    let other: Vec<char> = other.chars().collect();
                    word.len().abs_diff(other.len()) <= *edits
                        && edits_between(&word, &other) <= *edits
                })
            }
        }
    }

    fn count(&self, used: &mut BTreeMap<&'static str, usize>) {
        let name = match self {
            Self::Word(_) => "word",
            Self::Exact(_) => "exact",
            Self::Phrase(_) => "phrase",
            Self::Open(..) => "open phrase",
            Self::Among(..) => "among",
            Self::Near(..) => "near",
            Self::Pattern(_, name) => name,
            Self::Fuzzy(_, 1) => "fuzzy",
            Self::Fuzzy(..) => "fuzzy 2",
        };
        *used.entry(name).or_insert(0) += 1;
    }
}

/// Where a row of words ends that begins here, each behind the one before or behind the second part of a broken word;
/// `begun`: a last word of which this is the beginning.
fn end_of_row(value: &Value, at: usize, row: &[String], begun: Option<&str>) -> Option<usize> {
    let (here, rest, begun) = match (row.split_first(), begun) {
        (Some((word, rest)), begun) => (value.has(at, &|one| one == word), rest, begun),
        (None, Some(begun)) => (value.has(at, &|one| one.starts_with(begun)), row, None),
        (None, None) => return at.checked_sub(1),
    };
    if !here {
        return None;
    }
    if rest.is_empty() && begun.is_none() {
        return Some(at);
    }
    end_of_row(value, at + 1, rest, begun).or_else(|| {
        value
            .is_second(at + 1)
            .then(|| end_of_row(value, at + 2, rest, begun))
            .flatten()
    })
}

/// Whether a pattern fits a whole word, tried letter by letter.
fn globs(pattern: &[char], word: &[char]) -> bool {
    match pattern.split_first() {
        None => word.is_empty(),
        Some(('*', rest)) => (0..=word.len()).any(|taken| globs(rest, &word[taken..])),
        Some(('?', rest)) => !word.is_empty() && globs(rest, &word[1..]),
        Some((letter, rest)) => word.first() == Some(letter) && globs(rest, &word[1..]),
    }
}

/// How many letters must be put in, taken out, changed or exchanged with their neighbour.
fn edits_between(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut least = change.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    table[a.len()][b.len()]
}
