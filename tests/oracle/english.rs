//! English inflections made forwards: from a word to its forms, by the rules of spelling, and the table of irregular
//! ones read as data. Two spellings are forms of one word where some word has both.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use toml::{Table, Value};

pub struct English {
    irregular: BTreeMap<String, BTreeSet<String>>,
    alone: BTreeSet<String>,
    known: RefCell<HashMap<String, BTreeSet<String>>>,
}

impl English {
    pub fn read() -> Self {
        let table: Table = include_str!("../../schema/inflections.toml")
            .parse()
            .expect("TOML");
        let rows = |key: &str| -> Vec<Value> {
            let blocks = table[key].as_array().expect("blocks");
            blocks
                .iter()
                .flat_map(|block| block["words"].as_array().expect("words").clone())
                .collect()
        };
        let text = |value: &Value| value.as_str().expect("a word").to_owned();
        let mut irregular: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in rows("irregular") {
            let words: Vec<String> = row.as_array().expect("a row").iter().map(text).collect();
            irregular
                .entry(words[0].clone())
                .or_default()
                .extend(words[1..].iter().cloned());
        }
        Self {
            irregular,
            alone: rows("alone").iter().map(text).collect(),
            known: RefCell::default(),
        }
    }

    pub fn one_word(&self, a: &str, b: &str) -> bool {
        if a == b {
            return true;
        }
        !self.known(a).is_disjoint(&self.known(b))
    }

    fn known(&self, form: &str) -> BTreeSet<String> {
        if let Some(known) = self.known.borrow().get(form) {
            return known.clone();
        }
        let bases = self.bases(form);
        self.known
            .borrow_mut()
            .insert(form.to_owned(), bases.clone());
        bases
    }

    /// The words that have this form.
    fn bases(&self, form: &str) -> BTreeSet<String> {
        let plain = form.len() > 1 && form.bytes().all(|letter| letter.is_ascii_lowercase());
        let mut bases = BTreeSet::from([form.to_owned()]);
        if !plain {
            return bases;
        }
        for (word, forms) in &self.irregular {
            if forms.contains(form) {
                bases.insert(word.clone());
            }
        }
        if self.alone.contains(form) {
            return bases;
        }
        for kept in form.len().saturating_sub(4).max(1)..form.len() {
            for ending in ["", "e", "y", "ie"] {
                let word = format!("{}{ending}", &form[..kept]);
                if regular(&word).contains(form) {
                    bases.insert(word);
                }
            }
        }
        bases
    }
}

fn vowel(letter: Option<&u8>) -> bool {
    matches!(letter, Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
}

/// The regular forms of a word: those in -s, -ed and -ing.
fn regular(word: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::new();
    let letters = word.as_bytes();
    let n = letters.len();
    if n < 2 {
        return forms;
    }
    let last = letters[n - 1];
    let before = letters.get(n - 2);
    let hissing = ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|ending| word.ends_with(ending));
    let short_of = &word[..n - 1];
    let to_ies = last == b'y' && !matches!(before, Some(b'a' | b'e' | b'i' | b'o' | b'u'));
    // -s: not after a hiss; a word of three letters at least, of four after i and u (his is no plural of hi)
    let least = if matches!(last, b'u' | b'i') { 4 } else { 3 };
    if hissing || last == b'o' {
        forms.insert(format!("{word}es"));
    }
    if last == b'y' {
        if n > 2 && to_ies {
            forms.insert(format!("{short_of}ies"));
        }
        if !to_ies && n >= 3 {
            forms.insert(format!("{word}s"));
        }
    } else if !(hissing && last == b's') && (n >= least || last == b'e') {
        forms.insert(format!("{word}s"));
    }
    // -ed and -ing
    if last == b'e' {
        let stem = short_of;
        if stem.len() >= 2 && stem.bytes().any(|letter| vowel(Some(&letter))) {
            forms.insert(format!("{stem}ed"));
            if !word.ends_with("ee") {
                forms.insert(format!("{stem}ing"));
            }
        }
        if word.ends_with("ee") {
            forms.insert(format!("{word}ing"));
        }
        if word.ends_with("ie") {
            forms.insert(format!("{}ied", &word[..n - 2]));
        }
        return forms;
    }
    if to_ies {
        if n > 2 {
            forms.insert(format!("{short_of}ied"));
        }
        forms.insert(format!("{word}ing"));
        return forms;
    }
    let closed = !vowel(Some(&last)) && vowel(before) && !matches!(last, b'w' | b'x');
    let syllables_before = n >= 2 && letters[..n - 2].iter().any(|letter| vowel(Some(letter)));
    if closed {
        for ending in ["ed", "ing"] {
            forms.insert(format!("{word}{}{ending}", char::from(last)));
        }
    }
    if !closed || syllables_before {
        for ending in ["ed", "ing"] {
            forms.insert(format!("{word}{ending}"));
        }
    }
    forms
}
