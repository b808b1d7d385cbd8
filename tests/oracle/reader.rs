//! The slow reader: every record's stored text cut into words in its own way.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use recordroom::extract::{Extraction, Place};
use recordroom::facts::Party;
use recordroom::verbs::desk::Desk;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::english::English;

/// A record as it is read: each field's values, each value its words.
pub struct Read {
    pub id: u64,
    pub fields: BTreeMap<&'static str, Vec<Value>>,
    pub references: BTreeSet<String>,
    pub kind: String,
    pub format: String,
    pub date: Option<Date>,
    pub mentions: BTreeSet<Date>,
    pub has: BTreeSet<&'static str>,
    pub parents: BTreeSet<u64>,
    pub messages: BTreeSet<String>,
}

/// A value's words, and how it reads where a line end breaks one of them.
pub struct Value {
    pub words: Vec<String>,
    /// Whole words by the place of their first part; the second stands behind it.
    pub wholes: BTreeMap<usize, String>,
    /// The words with each whole one in its parts' stead.
    pub mended: Vec<String>,
}

impl Value {
    pub fn of(text: &str) -> Self {
        let text = text.replace("\r\n", "\n");
        let words = words(&text);
        let mut wholes = BTreeMap::new();
        for (at, hyphen) in text.char_indices() {
            if !['-', '\u{ad}', '\u{2010}'].contains(&hyphen)
                || !text[..at].ends_with(char::is_alphabetic)
            {
                continue;
            }
            let behind = &text[at + hyphen.len_utf8()..];
            let second = behind.trim_start_matches([' ', '\t', '\n', '\r', '\u{c}', '>']);
            let lines = behind[..behind.len() - second.len()]
                .matches(['\n', '\r', '\u{c}'])
                .count();
            let goes_on = match lines {
                0 => false,
                1 => second.starts_with(char::is_alphabetic),
                _ => second.starts_with(char::is_lowercase),
            };
            if goes_on {
                let first = self::words(&text[..at]).len() - 1;
                wholes.insert(first, format!("{}{}", words[first], words[first + 1]));
            }
        }
        let mut mended: Vec<String> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let whole = wholes.get(&at);
            mended.push(whole.unwrap_or(&words[at]).clone());
            at += 1 + usize::from(whole.is_some());
        }
        Self {
            words,
            wholes,
            mended,
        }
    }

    /// Whether the second part of a broken word stands here, which a row may pass over.
    pub fn is_second(&self, at: usize) -> bool {
        at > 0 && self.wholes.contains_key(&(at - 1))
    }

    /// Whether a word stands here, whole or as it is printed.
    pub fn has(&self, at: usize, fits: &dyn Fn(&str) -> bool) -> bool {
        self.words.get(at).is_some_and(|word| fits(word))
            || self.wholes.get(&at).is_some_and(|word| fits(word))
    }
}

/// Every record of an archive.
pub struct Shelf {
    pub records: Vec<Read>,
    pub english: English,
}

impl Shelf {
    /// Whether a record is attached to another, or to something that is, and so on.
    pub fn is_within(&self, record: &Read, holder: u64) -> bool {
        let mut above = record.parents.clone();
        loop {
            let of_these = self.records.iter().filter(|one| above.contains(&one.id));
            let higher: BTreeSet<u64> = of_these.flat_map(|one| &one.parents).copied().collect();
            if higher.is_subset(&above) {
                return record.id != holder && above.contains(&holder);
            }
            above.extend(higher);
        }
    }

    pub fn of(desk: &Desk<'_>) -> Self {
        let ids = desk.catalogue.all_ids().expect("ids");
        let read = ids.into_iter().map(|id| {
            let extraction = desk.catalogue.extraction(id).expect("a text");
            let described = desk.describe(id, None).expect("a record");
            let names = desk.catalogue.names(id).expect("names");
            let metadata = |wanted: &[&str]| -> Vec<String> {
                let fields = extraction.metadata.iter();
                fields
                    .filter(|field| wanted.contains(&field.name.as_str()))
                    .map(|field| field.value.clone())
                    .collect()
            };
            let mut text = passages(&extraction);
            text.extend(told_besides(&extraction));
            let printed = |parties: &[Party]| -> Vec<String> {
                parties
                    .iter()
                    .flat_map(|party| [&party.name, &party.address])
                    .flatten()
                    .cloned()
                    .collect()
            };
            let organisations = |parties: &[Party]| -> Vec<String> {
                parties
                    .iter()
                    .filter_map(|party| party.organisation.clone())
                    .collect()
            };
            let subject: Vec<String> = described.subject.clone().into_iter().collect();
            let mut references = BTreeSet::new();
            for value in text.iter().chain(&subject).chain(&names) {
                references.extend(references_in(value));
            }
            let title: Vec<String> = metadata(&["title"]).into_iter().take(1).collect();
            let mut fields = BTreeMap::new();
            for (name, values) in [
                ("text", text),
                ("subject", subject),
                ("title", title),
                ("from", printed(&described.from)),
                ("to", printed(&described.to)),
                ("cc", printed(&described.cc)),
                ("from organisation", organisations(&described.from)),
                ("to organisation", organisations(&described.to)),
                ("cc organisation", organisations(&described.cc)),
                ("file", names),
            ] {
                fields.insert(name, values.iter().map(|value| Value::of(value)).collect());
            }
            let mut has = BTreeSet::new();
            for (word, is) in [
                ("attachment", !described.attachments.is_empty()),
                ("problem", !described.problems.is_empty()),
                ("doubt", !described.doubts.is_empty()),
                ("draft", described.draft),
            ] {
                if is {
                    has.insert(word);
                }
            }
            Read {
                id: id.number(),
                fields,
                references,
                kind: described.kind,
                format: described.format,
                date: described.date,
                mentions: described.mentions.into_iter().collect(),
                has,
                parents: described.parents.iter().map(|id| id.number()).collect(),
                messages: messages(&extraction),
            }
        });
        Self {
            records: read.collect(),
            english: English::read(),
        }
    }
}

/// The body's pages run on; anything else stands by itself.
/// What a record says beside its passages: header fields and properties, but for those that have a field of the index,
/// and those that programs write on every message and file.
fn told_besides(extraction: &Extraction) -> Vec<String> {
    let headers = extraction.headers.iter().filter_map(|field| {
        let name = field.name.to_lowercase();
        let elsewhere = "from to cc bcc subject date in-reply-to references";
        let stamped = "received return-path received-spf authentication-results dkim-signature domainkey-signature \
                       mime-version thread-index x-received x-forefront-antispam-report x-mailer";
        let begins = "arc- content- x-ms- x-microsoft-antispam x-spam x-google- x-gm-";
        let left = elsewhere.split(' ').chain(stamped.split_whitespace()).any(|one| one == name)
            || begins.split(' ').any(|one| name.starts_with(one));
        (!left).then(|| field.value.clone())
    });
    let properties = extraction.metadata.iter().filter_map(|field| {
        let plain = [
            "author",
            "subject",
            "keywords",
            "description",
            "last modified by",
            "category",
            "content status",
            "company",
            "manager",
            "hyperlink base",
        ];
        let made = [
            "title",
            "application",
            "producer",
            "creator",
            "template",
            "pages",
            "created",
            "modified",
            "printed",
        ];
        match field.name.as_str() {
            name if made.contains(&name) => None,
            name if plain.contains(&name) => Some(field.value.clone()),
            name => Some(format!("{name} {}", field.value)),
        }
    });
    headers.chain(properties).collect()
}

fn passages(extraction: &Extraction) -> Vec<String> {
    let mut out: Vec<(bool, String)> = Vec::new();
    for passage in &extraction.passages {
        let body = passage.place == Place::Body;
        match out.last_mut() {
            Some((true, text)) if body => {
                text.push('\n');
                text.push_str(&passage.text);
            }
            _ => out.push((body, passage.text.clone())),
        }
    }
    out.into_iter().map(|(_, text)| text).collect()
}

/// Its own Message-ID and all that it names.
fn messages(extraction: &Extraction) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for field in &extraction.headers {
        let name = field.name.to_lowercase();
        if ["message-id", "in-reply-to", "references"].contains(&name.as_str()) {
            for piece in field.value.split(['<', '>']).skip(1).step_by(2) {
                ids.insert(piece.trim().to_owned());
            }
        }
    }
    ids.remove("");
    ids
}

/// A text's words: runs of letters and digits without marks, small; what hides itself joins nothing and parts nothing.
pub fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if is_combining_mark(c) || hidden(c) {
            continue;
        }
        let apart: String = std::iter::once(c)
            .nfkd()
            .filter(|c| !is_combining_mark(*c))
            .collect();
        let stands_alone = !c.is_ascii()
            && ((c.is_numeric() || !c.is_alphanumeric())
                && apart != c.to_string()
                && apart.chars().any(char::is_alphanumeric)
                || ('\u{3040}'..='\u{9fff}').contains(&c));
        if stands_alone {
            finish(&mut word, &mut out);
            for piece in apart.split(|c: char| !c.is_alphanumeric()) {
                let mut piece = folded(piece);
                finish(&mut piece, &mut out);
            }
        } else if c.is_alphanumeric() {
            word.push_str(&folded(&apart));
        } else {
            finish(&mut word, &mut out);
        }
    }
    finish(&mut word, &mut out);
    out
}

fn finish(word: &mut String, out: &mut Vec<String>) {
    if !word.is_empty() {
        out.push(std::mem::take(word));
    }
}

fn folded(text: &str) -> String {
    text.to_lowercase()
        .replace('ß', "ss")
        .replace('æ', "ae")
        .replace('œ', "oe")
        .replace('ø', "o")
        .replace('ł', "l")
}

fn hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The forms looked for: `#` is a digit, `@` a letter, a blank some separator or none.
const FORMS: [(&str, &str); 3] = [
    ("inv #### ####", "INV/####/####"),
    ("ic ##### @#@#", "IC-#####-@#@#"),
    ("01 foi ## ######", "01.FOI.##.######"),
];

/// The references that a text spells, in their issuer's spelling.
pub fn references_in(text: &str) -> BTreeSet<String> {
    let chars: Vec<char> = text
        .chars()
        .filter(|c| !hidden(*c))
        .flat_map(char::to_lowercase)
        .collect();
    let mut found = BTreeSet::new();
    for start in 0..chars.len() {
        if start > 0 && chars[start - 1].is_alphanumeric() {
            continue;
        }
        for (form, canonical) in FORMS {
            if let Some(taken) = fits(&chars[start..], form) {
                let mut taken = taken.into_iter();
                let spelt: String = canonical
                    .chars()
                    .map(|c| match c {
                        '#' | '@' => taken.next().unwrap_or(c).to_ascii_uppercase(),
                        c => c,
                    })
                    .collect();
                found.insert(spelt);
            }
        }
    }
    found
}

/// The digits and letters of a form's open places, where the text begins with the form and ends as a word does.
fn fits(text: &[char], form: &str) -> Option<Vec<char>> {
    let mut at = 0;
    let mut taken = Vec::new();
    for wanted in form.chars() {
        match wanted {
            ' ' => {
                let mut gap = 0;
                while text.get(at).is_some_and(|c| separates(*c)) && gap < 4 {
                    at += 1;
                    gap += 1;
                }
                continue;
            }
            '#' => {
                let c = *text.get(at).filter(|c| c.is_ascii_digit())?;
                taken.push(c);
            }
            '@' => {
                let c = *text.get(at).filter(|c| c.is_ascii_alphabetic())?;
                taken.push(c);
            }
            other => {
                text.get(at).filter(|c| **c == other)?;
            }
        }
        at += 1;
    }
    (!text.get(at).is_some_and(|c| c.is_alphanumeric())).then_some(taken)
}

fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, '/' | '\\' | '-' | '_' | '.' | '\u{2010}'..='\u{2015}')
}
