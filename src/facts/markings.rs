//! Protective markings, read only where they stand as markings.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr2_iter, memrchr2};
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::facts::hashing::Map;
use crate::facts::openings::Openings;

/// Longer lines are prose or tables.
const LONGEST_LINE: usize = 110;
/// How many written lines at the head of a page may bear a marking or its field.
const HEAD_LINES: usize = 12;
/// How many written lines at the foot of a page may bear one.
const FOOT_LINES: usize = 6;

/// What parts the columns of a line, but for tabs.
static GAP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("  "));

/// A marking as `schema/markings.toml` gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    canonical: String,
    words: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    labelled: Vec<String>,
    #[serde(default)]
    descriptors: Vec<String>,
    #[serde(default)]
    joined: String,
    #[serde(default)]
    plain_capitals: bool,
    source: String,
}

/// A wording, and the marking that it is.
#[derive(Debug, Clone, Copy)]
struct Wording {
    /// Its place among the canonical spellings.
    name: usize,
    needs: Needs,
}

/// What must be seen before a wording counts as a marking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// It stands alone on its line.
    Nothing,
    /// Capitals, or a label before it.
    Capitals,
    /// Capitals, a label, or a sign between marking and descriptor.
    CapitalsOrSign,
    /// A label.
    Label,
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
    names: Vec<String>,
    wordings: Map<String, Wording>,
    labels: Vec<String>,
    /// How the labels begin.
    label_openings: Openings,
    caveats: Vec<String>,
    /// The words with which a wording or a label begins, each once, by their first byte in lower case.
    first_words: Vec<Vec<String>>,
}

impl Markings {
    /// Every marking, in its official spelling.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
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
        let mut names = Vec::new();
        let mut wordings: Map<String, Wording> = Map::default();
        let mut put =
            |words: String, wording: Wording| match wordings.insert(words.clone(), wording) {
                Some(_) => Err(
                    Error::table(format!("the marking `{words}` stands in two rows"))
                        .hint("keep it in one row of schema/markings.toml"),
                ),
                None => Ok(()),
            };
        for row in &table.marking {
            if row.source.trim().is_empty() {
                return Err(Error::table(format!(
                    "the marking `{}` has no source",
                    row.canonical
                )));
            }
            let name = names.len();
            names.push(row.canonical.clone());
            let needs = if row.plain_capitals {
                Needs::Capitals
            } else {
                Needs::Nothing
            };
            for words in std::iter::once(&row.words).chain(&row.also) {
                put(words.to_lowercase(), Wording { name, needs })?;
            }
            for words in &row.labelled {
                let needs = Needs::Label;
                put(words.to_lowercase(), Wording { name, needs })?;
            }
            for descriptor in &row.descriptors {
                let mut spelled = descriptor.split('|');
                let called = spelled.clone().next().unwrap_or_default().to_uppercase();
                let name = names.len();
                names.push(format!("{}{}{called}", row.canonical, row.joined));
                let needs = Needs::CapitalsOrSign;
                spelled.try_for_each(|words| {
                    put(format!("{} {words}", row.words), Wording { name, needs })
                })?;
            }
        }
        let begins = wordings.keys().chain(&table.labels);
        let mut first_words: Vec<String> = begins
            .filter_map(|words| words.split(' ').next())
            .chain(["draft"])
            .map(str::to_owned)
            .collect();
        first_words.sort_unstable();
        first_words.dedup();
        let mut by_byte = vec![Vec::new(); 256];
        for word in first_words {
            let byte = word.bytes().next().unwrap_or_default();
            by_byte[usize::from(byte.to_ascii_lowercase())].push(word);
        }
        Ok(Self {
            names,
            wordings,
            first_words: by_byte,
            label_openings: Openings::of(table.labels.iter().map(String::as_str)),
            labels: table.labels,
            caveats: table.caveats,
        })
    }

    /// The first marking of `text` in its official spelling, and the line or field as printed. Pages are parted by form
    /// feeds; only a line of its own at a page's head or foot, or a labelled field there, counts: never prose.
    pub fn read(&self, text: &str) -> Option<(String, String)> {
        text.split('\u{c}').find_map(|page| self.on_page(page))
    }

    /// The marking in a subject line: `[OFFICIAL-SENSITIVE] Keys`, `Keys (OFFICIAL)`, `OFFICIAL: Keys`.
    pub fn in_subject(&self, subject: &str) -> Option<String> {
        let bracketed = subject
            .split(['[', '(', '{'])
            .skip(1)
            .filter_map(|rest| rest.split([']', ')', '}']).next());
        let before = subject.split_once(": ").map(|(before, _)| before);
        bracketed
            .chain(before)
            .filter(|words| in_capitals(words))
            .find_map(|words| self.whole(words))
            .map(|(canonical, _)| canonical)
    }

    /// Whether a line is a marking and nothing else.
    pub fn is_marking(&self, line: &str) -> bool {
        self.on_line(line, true).is_some()
    }

    fn on_page(&self, page: &str) -> Option<(String, String)> {
        let mut from = 0;
        let gaps = [memchr(b'\t', page.as_bytes()), GAP.find(page.as_bytes())];
        let first_gap = gaps.into_iter().flatten().min().unwrap_or(page.len());
        let mut written = 0;
        for end in memchr2_iter(b'\n', b'\r', page.as_bytes()).chain(std::iter::once(page.len())) {
            let line = &page[from..end];
            from = (end + 1).min(page.len());
            // most lines have no blanks about them
            let plain = matches!(line.as_bytes(), [first, .., last]
                if first.is_ascii_graphic() && last.is_ascii_graphic());
            let line = if plain { line } else { line.trim() };
            if line.is_empty() {
                continue;
            }
            if let Some(found) = self.on_line(line, end > first_gap) {
                return Some(found);
            }
            written += 1;
            if written == HEAD_LINES {
                break;
            }
        }
        let mut rest = &page[from..];
        let mut foot = Vec::with_capacity(FOOT_LINES);
        while foot.len() < FOOT_LINES && !rest.is_empty() {
            let end = memrchr2(b'\n', b'\r', rest.as_bytes());
            let line = rest[end.map_or(0, |end| end + 1)..].trim();
            let gapped = from + rest.len() > first_gap;
            rest = &rest[..end.unwrap_or(0)];
            foot.extend((!line.is_empty()).then_some((line, gapped)));
        }
        let mut foot = foot.into_iter().rev();
        foot.find_map(|(line, gapped)| self.on_line(line, gapped))
    }

    /// The marking that a line bears, which may have columns where `gapped`.
    fn on_line(&self, line: &str, gapped: bool) -> Option<(String, String)> {
        if line.len() > LONGEST_LINE || !line.is_ascii() && line.chars().count() > LONGEST_LINE {
            return None;
        }
        if let Some(found) = self.whole(line) {
            return Some(found);
        }
        // other columns and fields of its line
        let has = |sign| memchr(sign, line.as_bytes()).is_some();
        let wide = gapped && (has(b'\t') || GAP.find(line.as_bytes()).is_some());
        if !wide && !has(b':') {
            return None;
        }
        let labelled = self.label_openings.next(line, 0).is_some();
        let mut fields = labelled.then(|| self.fields(line)).into_iter().flatten();
        if let Some(found) = fields.find_map(|field| self.whole(field)) {
            return Some(found);
        }
        let cells = line.split('\t').flat_map(|part| part.split("  "));
        let shouted = cells.filter(|cell| wide && in_capitals(cell));
        shouted.map(str::trim).find_map(|cell| self.whole(cell))
    }

    /// The marking that some words are, with nothing beside it but a label, caveats and a page number.
    fn whole(&self, line: &str) -> Option<(String, String)> {
        let letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
        let begins = line.bytes().position(|byte| letter(&byte));
        let first = line.get(begins.unwrap_or(line.len())..);
        let first = first.filter(|first| first.starts_with(|c: char| c.is_ascii()));
        let other = || line.trim_start_matches(|c: char| !c.is_alphabetic());
        let first = first.unwrap_or_else(other);
        let end = first.bytes().position(|byte| !byte.is_ascii_alphanumeric());
        let end = end
            .filter(|end| !first.as_bytes()[*end].is_ascii())
            .map_or(end, |_| first.find(|c: char| !c.is_alphanumeric()));
        let first = &first[..end.unwrap_or(first.len())];
        if first.is_ascii()
            && first.len() > 1
            && !self.begins_with(first)
            && !(first.eq_ignore_ascii_case("page") && in_capitals(line.trim_start_matches(first)))
        {
            return None;
        }
        let words = words_of(line);
        let (labelled, words) = self.past_label(line, &words);
        let wording = self.wording_of(behind_page_number(words))?;
        let sign = line.contains(['-', ':', '[', '(', '/', '\u{2013}', '\u{2014}']);
        let counts = labelled
            || match wording.needs {
                Needs::Nothing => true,
                Needs::Capitals => self.shouts(line, wording),
                Needs::CapitalsOrSign => sign || self.shouts(line, wording),
                Needs::Label => false,
            };
        counts.then(|| (self.names[wording.name].clone(), line.to_owned()))
    }

    /// Whether a wording or a label begins with this word, in any case.
    fn begins_with(&self, word: &str) -> bool {
        let byte = word.bytes().next().unwrap_or_default().to_ascii_lowercase();
        let mut like = self.first_words[usize::from(byte)].iter();
        like.any(|known| known.eq_ignore_ascii_case(word))
    }

    /// Whether the marking's own words stand in capitals; a caveat behind it need not.
    fn shouts(&self, line: &str, wording: Wording) -> bool {
        let letters = self.names[wording.name]
            .chars()
            .filter(|c| c.is_alphanumeric())
            .count();
        let own = line.chars().filter(|c| c.is_alphanumeric()).take(letters);
        in_capitals(line) || own.clone().next().is_some() && !own.clone().any(char::is_lowercase)
    }

    /// The fields of a line that holds several: each from its label to the next.
    fn fields<'l>(&self, line: &'l str) -> impl Iterator<Item = &'l str> + use<'l> {
        let lower = line.to_ascii_lowercase();
        let mut starts: Vec<usize> = Vec::new();
        for label in &self.labels {
            for (at, _) in lower.match_indices(label.as_str()) {
                let begins = at > 0 && !lower.as_bytes()[at - 1].is_ascii_alphanumeric();
                let behind = lower[at + label.len()..].trim_start_matches(' ');
                if begins
                    && (behind.starts_with([':', '\t'])
                        || behind.len() < lower.len() && {
                            lower[at + label.len()..].starts_with("  ")
                        })
                {
                    starts.push(at);
                }
            }
        }
        starts.sort_unstable();
        starts.dedup();
        let ends: Vec<usize> = starts.iter().copied().chain([line.len()]).collect();
        let first = starts.first().copied();
        let head = first
            .and_then(|first| line.get(..first))
            .unwrap_or_default();
        let fields: Vec<&str> = std::iter::once(head)
            .chain(
                ends.windows(2)
                    .filter_map(|pair| line.get(pair[0]..pair[1])),
            )
            .map(str::trim)
            .filter(|field| !field.is_empty())
            .collect();
        fields.into_iter()
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

    /// The wording that is the whole of `words`, caveats, page numbers and a second printing of it aside.
    fn wording_of(&self, words: &str) -> Option<Wording> {
        let mut rest = words;
        loop {
            if let Some(&wording) = self.wordings.get(rest) {
                return Some(wording);
            }
            let shorter = self.caveats.iter().find_map(|caveat| {
                rest.strip_suffix(caveat.as_str())
                    .and_then(|left| left.strip_suffix(' '))
            });
            let shorter = shorter.or_else(|| rest.strip_prefix("draft "));
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
    // `O F F I C I A L`
    let spaced = words.len() > 6 && words.split(' ').all(|word| word.chars().count() == 1);
    if spaced {
        words.replace(' ', "")
    } else {
        words
    }
}

/// Whether there are letters, all of them capitals.
fn in_capitals(words: &str) -> bool {
    words.chars().any(char::is_uppercase) && !words.chars().any(char::is_lowercase)
}

/// `3 official` and `page 3 of 16 official` without the number.
fn behind_page_number(words: &str) -> &str {
    let digits = |words: &'_ str| words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = words.strip_prefix("page ").unwrap_or(words);
    let after = &rest[rest.len() - digits(rest)..];
    if after.len() == rest.len() {
        return words;
    }
    let after = after.trim_start();
    let after = match after.strip_prefix("of ") {
        Some(of) => of[of.len() - digits(of)..].trim_start(),
        None => after,
    };
    if after.is_empty() { words } else { after }
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
mod tests;
