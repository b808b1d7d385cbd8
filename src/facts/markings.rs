//! Protective markings, read only where they stand as markings.

use std::collections::HashMap;

use memchr::memchr2_iter;
use serde::Deserialize;

use crate::error::{Error, Result};

/// Longer lines are prose or tables.
const LONGEST_LINE: usize = 110;
/// How many written lines at the head of a page may bear a marking or its field.
const HEAD_LINES: usize = 12;
/// How many written lines at the foot of a page may bear one.
const FOOT_LINES: usize = 6;

/// A marking as `schema/markings.toml` gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    canonical: String,
    words: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    plain_capitals: bool,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    labels: Vec<String>,
    caveats: Vec<String>,
    marking: Vec<Row>,
}

/// Every marking of the table.
#[derive(Debug)]
pub struct Markings {
    rows: Vec<Row>,
    wordings: HashMap<String, usize>,
    labels: Vec<String>,
    caveats: Vec<String>,
    /// The words with which a wording or a label begins, each once.
    first_words: Vec<String>,
    /// The bytes with which those begin, in either case.
    first_bytes: [bool; 256],
}

impl Markings {
    /// Every marking, in its official spelling.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| row.canonical.as_str())
    }

    /// The table compiled into the program.
    ///
    /// # Errors
    /// When the table contradicts itself.
    pub fn built_in() -> Result<Self> {
        Self::from_toml(include_str!("../../schema/markings.toml"))
    }

    /// Reads a table of the shape of `schema/markings.toml`.
    ///
    /// # Errors
    /// When it is not TOML of that shape, a row has no source, or a wording stands in two rows.
    pub fn from_toml(toml: &str) -> Result<Self> {
        let table: Table = toml::from_str(toml)
            .map_err(|cause| Error::table("schema/markings.toml cannot be read").because(cause))?;
        let mut wordings = HashMap::new();
        for (at, row) in table.marking.iter().enumerate() {
            if row.source.trim().is_empty() {
                return Err(Error::table(format!(
                    "the marking `{}` has no source",
                    row.canonical
                )));
            }
            for words in std::iter::once(&row.words).chain(&row.also) {
                if wordings.insert(words.to_lowercase(), at).is_some() {
                    return Err(
                        Error::table(format!("the marking `{words}` stands in two rows"))
                            .hint("keep it in one row of schema/markings.toml"),
                    );
                }
            }
        }
        let begins = wordings.keys().chain(&table.labels);
        let mut first_words: Vec<String> = begins
            .filter_map(|words| words.split(' ').next())
            .map(str::to_owned)
            .collect();
        first_words.sort_unstable();
        first_words.dedup();
        let mut first_bytes = [false; 256];
        for byte in first_words.iter().filter_map(|word| word.bytes().next()) {
            first_bytes[usize::from(byte.to_ascii_lowercase())] = true;
            first_bytes[usize::from(byte.to_ascii_uppercase())] = true;
        }
        Ok(Self {
            first_bytes,
            rows: table.marking,
            wordings,
            first_words,
            labels: table.labels,
            caveats: table.caveats,
        })
    }

    /// The first marking of `text` in its official spelling, and the line or field as printed. Pages are parted by form
    /// feeds; only a line of its own at a page's head or foot, or a labelled field there, counts: never prose.
    pub fn read(&self, text: &str) -> Option<(String, String)> {
        text.split('\u{c}').find_map(|page| self.on_page(page))
    }

    /// Whether a line is a marking and nothing else.
    pub fn is_marking(&self, line: &str) -> bool {
        self.on_line(line).is_some()
    }

    fn on_page(&self, page: &str) -> Option<(String, String)> {
        let mut from = 0;
        let mut written = 0;
        for end in memchr2_iter(b'\n', b'\r', page.as_bytes()).chain(std::iter::once(page.len())) {
            let line = page[from..end].trim();
            from = (end + 1).min(page.len());
            if line.is_empty() {
                continue;
            }
            if let Some(found) = self.on_line(line) {
                return Some(found);
            }
            written += 1;
            if written == HEAD_LINES {
                break;
            }
        }
        let foot: Vec<&str> = page[from..]
            .rsplit(['\n', '\r'])
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .take(FOOT_LINES)
            .collect();
        foot.into_iter().rev().find_map(|line| self.on_line(line))
    }

    fn on_line(&self, line: &str) -> Option<(String, String)> {
        if line.len() > LONGEST_LINE || !line.is_ascii() && line.chars().count() > LONGEST_LINE {
            return None;
        }
        let first = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        if let Some(byte) = first.bytes().next()
            && byte.is_ascii()
            && !self.first_bytes[usize::from(byte)]
            && first.is_ascii()
        {
            return None;
        }
        let end = first.find(|c: char| !c.is_alphanumeric());
        let first = &first[..end.unwrap_or(first.len())];
        if first.is_ascii()
            && !self
                .first_words
                .iter()
                .any(|word| word.eq_ignore_ascii_case(first))
        {
            return None;
        }
        let words = words_of(line);
        let (labelled, words) = self.past_label(line, &words);
        let row = self.row_of(words)?;
        let capitals = !line.chars().any(char::is_lowercase);
        (labelled || capitals || !self.rows[row].plain_capitals)
            .then(|| (self.rows[row].canonical.clone(), line.to_owned()))
    }

    /// The words behind a label such as `Classification:`, and whether there was one.
    fn past_label<'w>(&self, line: &str, words: &'w str) -> (bool, &'w str) {
        if !line.contains([':', '\t']) && !line.contains("  ") {
            return (false, words);
        }
        let label = self.labels.iter().filter(|label| {
            words
                .strip_prefix(label.as_str())
                .is_some_and(|rest| rest.starts_with(' '))
        });
        match label.max_by_key(|label| label.len()) {
            Some(label) => (true, words[label.len()..].trim_start()),
            None => (false, words),
        }
    }

    /// The row whose wording is the whole of `words`, caveats, page numbers and a second printing of it aside.
    fn row_of(&self, words: &str) -> Option<usize> {
        let mut rest = words;
        loop {
            if let Some(&row) = self.wordings.get(rest) {
                return Some(row);
            }
            let shorter = self.caveats.iter().find_map(|caveat| {
                rest.strip_suffix(caveat.as_str())
                    .and_then(|left| left.strip_suffix(' '))
            });
            match shorter
                .or_else(|| without_page_number(rest))
                .or_else(|| once(rest))
            {
                Some(shorter) => rest = shorter,
                None => return None,
            }
        }
    }
}

/// Lower case words with single blanks: every other sign parts words.
fn words_of(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    for letter in line.chars() {
        if letter.is_alphanumeric() {
            words.extend(letter.to_lowercase());
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// `official page 3 of 16` and `official 3` without the number.
fn without_page_number(words: &str) -> Option<&str> {
    let left = words.trim_end_matches(|c: char| c.is_ascii_digit());
    (left.len() < words.len()).then_some(())?;
    let left = left.strip_suffix(' ')?;
    let left = match left.strip_suffix(" of") {
        Some(of) => of.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end(),
        None => left,
    };
    Some(left.strip_suffix(" page").unwrap_or(left))
}

/// `official official`, as a header and footer flattened to one line read, once.
fn once(words: &str) -> Option<&str> {
    let middle = words.len() / 2;
    let (a, b) = (words.get(..middle)?, words.get(middle + 1..)?);
    (a == b && words.as_bytes().get(middle) == Some(&b' ')).then_some(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Option<String> {
        Markings::built_in()
            .expect("the built-in table is sound")
            .read(text)
            .map(|(canonical, _)| canonical)
    }

    #[test]
    fn a_marking_is_read_in_every_spelling() {
        for (printed, expected) in [
            ("OFFICIAL\n\nDear Ms Hale", "OFFICIAL"),
            (
                "Official \u{2013} Sensitive\n\nDear Ms Hale",
                "OFFICIAL-SENSITIVE",
            ),
            ("official-sensitive", "OFFICIAL-SENSITIVE"),
            (
                "Official - Sensitive POLICE EYES ONLY",
                "OFFICIAL-SENSITIVE",
            ),
            (
                "OFFICIAL-SENSITIVE: PERSONAL",
                "OFFICIAL-SENSITIVE: PERSONAL",
            ),
            ("PROTECT \u{2013} PRIVATE", "PROTECT - PRIVATE"),
            (
                "Classification: NOT PROTECTIVELY MARKED",
                "NOT PROTECTIVELY MARKED",
            ),
            ("Protective Marking    Restricted", "RESTRICTED"),
            ("[OFFICIAL]", "OFFICIAL"),
            ("OFFICIAL FOIA OPEN", "OFFICIAL"),
            ("OFFICIAL \u{2013} No restrictions", "OFFICIAL"),
            ("OFFICIAL      OFFICIAL", "OFFICIAL"),
            ("OFFICIAL-SENSITIVE   Page 2 of 5", "OFFICIAL-SENSITIVE"),
        ] {
            assert_eq!(canonical(printed).as_deref(), Some(expected), "{printed}");
        }
    }

    #[test]
    fn prose_is_no_marking() {
        for text in [
            "This letter is confidential.",
            "Private and Confidential",
            "Confidential",
            "Protect",
            "The file was marked OFFICIAL-SENSITIVE until May.",
            "Official receiver",
            "secret",
        ] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }

    #[test]
    fn a_marking_deep_in_a_page_is_text_and_at_its_foot_a_marking() {
        let lines = "A line of prose that goes on.\n".repeat(40);
        assert_eq!(canonical(&format!("{lines}OFFICIAL\n{lines}")), None);
        assert_eq!(
            canonical(&format!("{lines}OFFICIAL\n")).as_deref(),
            Some("OFFICIAL")
        );
        assert_eq!(
            canonical(&format!("{lines}\u{c}SECRET\n{lines}")).as_deref(),
            Some("SECRET")
        );
    }
}
