//! Random queries: how each is typed, and whether a record, read slowly, fits it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};

use super::reader::{Read, Shelf, references_in, words};

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
    fn stretches(&self, value: &[String], shelf: &Shelf, names: bool) -> Vec<(usize, usize)> {
        let single = |fits: &dyn Fn(&str) -> bool| -> Vec<(usize, usize)> {
            let places = value.iter().enumerate();
            places
                .filter(|(_, word)| fits(word))
                .map(|(at, _)| (at, at))
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
            Self::Phrase(phrase) => {
                let starts = 0..(value.len() + 1).saturating_sub(phrase.len());
                starts
                    .filter(|start| value[*start..*start + phrase.len()] == phrase[..])
                    .map(|start| (start, start + phrase.len() - 1))
                    .collect()
            }
            Self::Open(phrase, last) => {
                let starts = 0..value.len().saturating_sub(phrase.len());
                starts
                    .filter(|start| {
                        value[*start..*start + phrase.len()] == phrase[..]
                            && value[*start + phrase.len()].starts_with(last.as_str())
                    })
                    .map(|start| (start, start + phrase.len()))
                    .collect()
            }
            Self::Among(wanted, others) => {
                let room = wanted.len() + others;
                let holds = |window: &[String]| {
                    let times = |word: &String, list: &[String]| {
                        list.iter().filter(|one| *one == word).count()
                    };
                    wanted
                        .iter()
                        .all(|word| times(word, window) >= times(word, wanted))
                };
                (0..value.len())
                    .filter(|start| holds(&value[*start..(*start + room).min(value.len())]))
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
                        if apart <= *within {
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

/// Makes queries out of what the records say.
pub struct Asker<'a> {
    shelf: &'a Shelf,
    state: u64,
    /// Each value of every record that has words, with its field.
    values: Vec<(&'static str, &'a [String])>,
    turn: usize,
    kinds: usize,
}

impl<'a> Asker<'a> {
    pub fn new(shelf: &'a Shelf, seed: u64) -> Self {
        let values = shelf.records.iter().flat_map(|record| {
            let values = record.fields.iter();
            values.flat_map(|(field, values)| {
                values
                    .iter()
                    .filter(|value| !value.is_empty())
                    .map(|value| (*field, value.as_slice()))
            })
        });
        Self {
            shelf,
            state: seed,
            values: values.collect(),
            turn: 0,
            kinds: 0,
        }
    }

    fn below(&mut self, many: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % many.max(1) as u64) as usize
    }

    pub fn ask(&mut self) -> Ask {
        match self.below(10) {
            0..5 => self.leaf(),
            5..7 => Ask::And((0..2 + self.below(2)).map(|_| self.part()).collect()),
            7..9 => Ask::Or((0..2 + self.below(2)).map(|_| self.part()).collect()),
            _ => Ask::Not(Box::new(self.part())),
        }
    }

    fn part(&mut self) -> Ask {
        match self.below(8) {
            0 => Ask::Not(Box::new(self.leaf())),
            1 => Ask::Or(vec![self.leaf(), self.leaf()]),
            2 => Ask::And(vec![self.leaf(), self.leaf()]),
            _ => self.leaf(),
        }
    }

    /// The kinds of leaves by turns, so that each comes up as often as the others.
    fn leaf(&mut self) -> Ask {
        self.turn += 1;
        match self.turn % 12 {
            0..4 => {
                let stand = self.stand(true);
                Ask::Words(None, stand)
            }
            4 => {
                let stand = self.stand(true);
                let field = ["text", "subject", "file"][self.below(3)];
                Ask::Words(Some(field), stand)
            }
            5 => self.party(),
            6 => self.reference(),
            7 => {
                let record = self.record();
                match self.below(2) {
                    0 => Ask::Kind(record.kind.clone()),
                    _ => Ask::Format(record.format.clone()),
                }
            }
            8 => self.dated(),
            9 => self.mentioned(),
            10 => Ask::Has(["attachment", "problem", "doubt", "draft"][self.below(4)]),
            _ => self.related(),
        }
    }

    fn record(&mut self) -> &'a Read {
        let at = self.below(self.shelf.records.len());
        &self.shelf.records[at]
    }

    /// A run of words that stands somewhere, of which none could be taken for a reference or an operator.
    fn run(&mut self, length: usize) -> Vec<String> {
        for _ in 0..10_000 {
            let at = self.below(self.values.len());
            let (_, value) = self.values[at];
            if value.len() < length {
                continue;
            }
            let start = self.below(value.len() - length + 1);
            let run = value[start..start + length].to_vec();
            let plain = |word: &String| {
                let letters = word.bytes().all(|b| b.is_ascii_lowercase());
                letters
                    || (word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()) && length > 1)
            };
            let said = run.join(" ");
            let numbers = said.contains(|c: char| c.is_ascii_digit());
            let spells = numbers
                && run
                    .iter()
                    .any(|word| word.len() < 4 && !word.starts_with(|c: char| c.is_ascii_digit()));
            if run.iter().all(plain) && !spells && said.contains(|c: char| c.is_ascii_lowercase()) {
                return run;
            }
        }
        vec!["letter".to_owned(); length]
    }

    fn word(&mut self, least: usize) -> String {
        loop {
            let word = self.run(1).remove(0);
            if word.len() >= least {
                return word;
            }
        }
    }

    fn stand(&mut self, near: bool) -> Stand {
        // by turns, so that each kind comes up as often as another
        let kind = if near {
            self.kinds += 1;
            self.kinds % 16
        } else {
            self.below(5)
        };
        match kind {
            0 => {
                let word = self.word(1);
                Stand::Exact(word)
            }
            1..3 => {
                let word = self.word(1);
                Stand::Word(match self.below(3) {
                    0 => format!("{}{}", word[..1].to_uppercase(), &word[1..]),
                    _ => word,
                })
            }
            3..5 => {
                let length = 2 + self.below(3);
                Stand::Phrase(self.run(length))
            }
            5 => {
                let length = 2 + self.below(2);
                let mut run = self.run(length);
                let last = run.pop().unwrap_or_default();
                let kept = 1 + self.below(last.len());
                Stand::Open(run, last[..kept].to_owned())
            }
            6 => {
                let length = 3 + self.below(4);
                let mut run = self.run(length);
                // some of its words, in another order
                let gone = self.below(run.len());
                run.remove(gone);
                let turned = self.below(run.len());
                run.rotate_left(turned);
                Stand::Among(run, 1 + self.below(6))
            }
            7..9 => {
                let (left, right) = (self.stand(false), self.stand(false));
                let within = 1 + self.below(90);
                Stand::Near(Box::new(left), Box::new(right), within)
            }
            9 | 13 => {
                let word = self.word(3);
                let kept = 2 + self.below(word.len() - 2);
                Stand::Pattern(format!("{}*", &word[..kept]), "prefix")
            }
            10 => {
                let word = self.word(4);
                let at = 1 + self.below(word.len() - 2);
                let sign = ["?", "*"][self.below(2)];
                let after = at + 1 + self.below(word.len() - at - 1);
                let after = if sign == "?" { at + 1 } else { after };
                Stand::Pattern(
                    format!("{}{sign}{}", &word[..at], &word[after..]),
                    "wildcard",
                )
            }
            11 => {
                let word = self.word(4);
                let from = 1 + self.below(word.len() - 3);
                Stand::Pattern(format!("*{}", &word[from..]), "suffix")
            }
            _ => {
                let word = self.word(5);
                let edits = 1 + self.below(2);
                let mut letters: Vec<char> = word.chars().collect();
                for _ in 0..edits {
                    let at = self.below(letters.len() - 1);
                    match self.below(4) {
                        0 => letters.swap(at, at + 1),
                        1 => letters[at] = 'q',
                        2 => letters.insert(at, 'x'),
                        _ => {
                            letters.remove(at);
                        }
                    }
                }
                Stand::Fuzzy(letters.into_iter().collect(), edits)
            }
        }
    }

    fn party(&mut self) -> Ask {
        for _ in 0..1_000 {
            let field = ["from", "to", "party"][self.below(3)];
            let side = ["from", "to", "cc", "from organisation", "to organisation"][self.below(5)];
            let values = &self.record().fields[side];
            if values.is_empty() {
                continue;
            }
            let value = &values[self.below(values.len())];
            if value.is_empty() {
                continue;
            }
            let word = value[self.below(value.len())].clone();
            let plain = word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase());
            if plain {
                return Ask::Words(Some(field), Stand::Word(word));
            }
        }
        Ask::Words(Some("from"), Stand::Word("office".to_owned()))
    }

    fn reference(&mut self) -> Ask {
        let all: BTreeSet<&String> = self
            .shelf
            .records
            .iter()
            .flat_map(|record| &record.references)
            .collect();
        let all: Vec<&String> = all.into_iter().collect();
        let canonical = all[self.below(all.len())].clone();
        let spelt = match self.below(4) {
            0 => canonical.to_lowercase(),
            1 => canonical.replace(['/', '-', '.'], "-"),
            2 => format!("ref:\"{}\"", canonical.replace(['/', '-', '.'], " ")),
            _ => canonical,
        };
        Ask::Reference(spelt)
    }

    fn day(&mut self) -> Date {
        for _ in 0..1_000 {
            if let Some(day) = self.record().date {
                return day;
            }
        }
        date(2021, 12, 3)
    }

    fn dated(&mut self) -> Ask {
        let day = self.day();
        let month = (day.first_of_month(), day.last_of_month());
        match self.below(6) {
            0 => Ask::Date(day.to_string(), day, day),
            1 => Ask::Date(day.strftime("%Y-%m").to_string(), month.0, month.1),
            2 => Ask::Date(
                day.year().to_string(),
                day.first_of_year(),
                day.last_of_year(),
            ),
            3 => Ask::Date(format!(">={day}"), day, Date::MAX),
            4 => Ask::Date(
                format!("{}/{}/{}", day.day(), day.month(), day.year()),
                day,
                day,
            ),
            _ => {
                let other = self.day();
                let (first, last) = (day.min(other), day.max(other));
                Ask::Date(format!("{first}..{last}"), first, last)
            }
        }
    }

    fn mentioned(&mut self) -> Ask {
        for _ in 0..1_000 {
            let days: Vec<Date> = self.record().mentions.iter().copied().collect();
            if !days.is_empty() {
                return Ask::Mentions(days[self.below(days.len())]);
            }
        }
        Ask::Mentions(date(2021, 12, 3))
    }

    fn related(&mut self) -> Ask {
        if self.below(2) == 0 {
            for _ in 0..1_000 {
                if let Some(holder) = self.record().parents.iter().next() {
                    return Ask::In(*holder);
                }
            }
        }
        let start = loop {
            let record = self.record();
            if !record.messages.is_empty() {
                break record;
            }
        };
        let mut members = BTreeSet::from([start.id]);
        let mut messages = start.messages.clone();
        loop {
            let before = members.len();
            for record in &self.shelf.records {
                if !record.messages.is_disjoint(&messages) {
                    members.insert(record.id);
                    messages.extend(record.messages.iter().cloned());
                }
            }
            if members.len() == before {
                return Ask::Thread(start.id, members);
            }
        }
    }
}
