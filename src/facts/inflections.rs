//! The inflections of English words: which spellings are forms of one word.
//!
//! Endings are taken off by the rules of spelling (plurals, -s, -ed, -ing), forms that no rule gives stand in
//! `schema/inflections.toml`. Two spellings are forms of one word where they have a possible word in common. Nothing is
//! derived: `decision` is no form of `decide`.

use std::collections::BTreeSet;

// the table, sorted by the build script, which stops where it is wrong
include!(concat!(env!("OUT_DIR"), "/inflections.rs"));

/// The rules and the table that the program carries.
pub static ENGLISH: Inflections = Inflections {
    words: WORDS,
    forms: FORMS,
    alone: ALONE,
};

/// The rules and the table.
#[derive(Debug)]
pub struct Inflections {
    /// Irregular forms, each with a word that it belongs to.
    words: Pairs,
    /// Words, each with an irregular form of it.
    forms: Pairs,
    /// Words that are a form of nothing else.
    alone: &'static [&'static str],
}

/// What belongs to what, sorted.
type Pairs = &'static [(&'static str, &'static str)];

impl Inflections {
    /// Whether two spellings, folded to small letters, may be forms of one word.
    pub fn are_forms_of_one(&self, a: &str, b: &str) -> bool {
        if a == b {
            return true;
        }
        let words = self.words_of(a);
        self.words_of(b).iter().any(|word| words.contains(word))
    }

    /// The words that a spelling may be a form of, itself among them.
    pub fn words_of(&self, form: &str) -> BTreeSet<String> {
        let mut words = BTreeSet::from([form.to_owned()]);
        if !inflects(form) {
            return words;
        }
        words.extend(beside(self.words, form).map(str::to_owned));
        if self.alone.binary_search(&form).is_err() {
            without_ending(form, &mut words);
        }
        words
    }

    /// Beginnings of which every form of a spelling has one: where to look for them in a sorted list of spellings.
    pub fn beginnings(&self, form: &str) -> Vec<String> {
        let words = self.words_of(form);
        let irregular = words.iter().flat_map(|word| beside(self.forms, word));
        let mut beginnings: BTreeSet<String> = irregular.map(str::to_owned).collect();
        for word in &words {
            // an ending may change a word's last letter: reply, replies; write, writing
            let kept = word.len().saturating_sub(1).max(1).min(word.len());
            beginnings.insert(match word.is_char_boundary(kept) && inflects(word) {
                true => word[..kept].to_owned(),
                false => word.clone(),
            });
        }
        let mut apart: Vec<String> = Vec::new();
        for beginning in beginnings {
            // sorted, so a longer one follows what it begins with
            if !apart.last().is_some_and(|last| beginning.starts_with(last)) {
                apart.push(beginning);
            }
        }
        apart
    }
}

/// What belongs to this.
fn beside(pairs: Pairs, to: &str) -> impl Iterator<Item = &'static str> + use<> {
    let first = pairs.partition_point(|(one, _)| *one < to);
    let last = first + pairs[first..].partition_point(|(one, _)| *one == to);
    pairs[first..last].iter().map(|(_, other)| *other)
}

/// Whether a spelling can have endings at all: plain letters, two at least.
fn inflects(form: &str) -> bool {
    form.len() > 1 && form.bytes().all(|letter| letter.is_ascii_lowercase())
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Adds the words that a form may come from by the rules of spelling.
fn without_ending(form: &str, words: &mut BTreeSet<String>) {
    if let Some(stem) = form.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        words.insert(format!("{stem}y"));
        words.insert(format!("{stem}ie"));
    } else if let Some(stem) = form.strip_suffix("es").filter(|stem| stem.len() > 1) {
        if ["s", "x", "z", "ch", "sh", "o"]
            .iter()
            .any(|ending| stem.ends_with(ending))
        {
            words.insert(stem.to_owned());
        }
        if stem.len() > 1 {
            words.insert(format!("{stem}e"));
        }
    } else if let Some(stem) = form.strip_suffix('s') {
        let short = if stem.ends_with(['u', 'i']) { 4 } else { 3 };
        if stem.len() >= short && !stem.ends_with('s') {
            words.insert(stem.to_owned());
        }
    }
    if let Some(stem) = form.strip_suffix("ied").filter(|stem| stem.len() > 1) {
        words.insert(format!("{stem}y"));
        words.insert(format!("{stem}ie"));
    } else if let Some(stem) = form.strip_suffix("ed") {
        before_ed_or_ing(stem, words);
    } else if let Some(stem) = form.strip_suffix("ing") {
        before_ed_or_ing(stem, words);
    }
}

/// What may stand before -ed and -ing: the word itself, the word less its e, or the word with its last letter doubled.
fn before_ed_or_ing(stem: &str, words: &mut BTreeSet<String>) {
    let letters = stem.as_bytes();
    if letters.len() < 2 || !letters.iter().any(|letter| is_vowel(*letter)) {
        return;
    }
    let last = letters[letters.len() - 1];
    let doubled = letters[letters.len() - 2] == last && !is_vowel(last);
    if doubled {
        words.insert(stem[..stem.len() - 1].to_owned());
        if matches!(
            last,
            b'l' | b's' | b'z' | b'f' | b'd' | b't' | b'r' | b'n' | b'g'
        ) {
            words.insert(stem.to_owned());
        }
        return;
    }
    words.insert(format!("{stem}e"));
    if !is_short(letters) && letters.len() > 2 {
        words.insert(stem.to_owned());
    }
}

/// One vowel between consonants, and no more: such a word doubles its last letter, so without doubling it had an e.
fn is_short(letters: &[u8]) -> bool {
    let n = letters.len();
    if n < 3 {
        return false;
    }
    let vowel = |at: usize| is_vowel(letters[at]) && !(letters[at] == b'y' && at == 0);
    vowel(n - 2)
        && !vowel(n - 1)
        && !matches!(letters[n - 1], b'w' | b'x')
        && (0..n - 2).all(|at| !vowel(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_are_told_from_other_words() {
        let rules = &ENGLISH;
        for (a, b) in [
            ("reprimand", "reprimanded"),
            ("reprimands", "reprimanding"),
            ("reply", "replied"),
            ("replies", "replying"),
            ("withhold", "withheld"),
            ("withholds", "withheld"),
            ("write", "wrote"),
            ("written", "writing"),
            ("sent", "sends"),
            ("plan", "planned"),
            ("plans", "planning"),
            ("disclose", "disclosing"),
            ("disclosed", "discloses"),
            ("case", "cases"),
            ("address", "addresses"),
            ("authority", "authorities"),
            ("inquiry", "inquiries"),
            ("refer", "referred"),
            ("breach", "breaches"),
            ("use", "using"),
            ("used", "uses"),
            ("agree", "agreed"),
            ("pass", "passed"),
            ("analysis", "analyses"),
            ("child", "children"),
            ("leaflet", "leaflets"),
            ("go", "went"),
            ("undergoes", "underwent"),
            ("lie", "lying"),
            ("office", "offices"),
            ("review", "reviewing"),
            ("add", "added"),
            ("control", "controlled"),
            ("cancel", "cancelled"),
            ("fax", "faxed"),
        ] {
            assert!(rules.are_forms_of_one(a, b), "{a} and {b}");
            assert!(rules.are_forms_of_one(b, a), "{b} and {a}");
        }
        for (a, b) in [
            ("decide", "decision"),
            ("information", "inform"),
            ("thing", "the"),
            ("news", "new"),
            ("planed", "plan"),
            ("seed", "see"),
            ("policy", "police"),
            ("officer", "office"),
            ("this", "thi"),
            ("hoping", "hop"),
            ("hopping", "hope"),
            ("university", "universe"),
            ("ring", "red"),
            ("need", "nee"),
            ("2021", "2021s"),
            ("business", "busy"),
        ] {
            assert!(!rules.are_forms_of_one(a, b), "{a} and {b}");
        }
    }

    #[test]
    fn every_form_begins_as_one_of_the_beginnings_does() {
        let rules = &ENGLISH;
        let known = rules.words.iter().map(|(form, _)| form.to_string());
        let regular = ["reply", "plan", "breach", "disclose", "agree", "go", "use"];
        let mut all: BTreeSet<String> = known.collect();
        all.extend(rules.forms.iter().map(|(word, _)| word.to_string()));
        for word in regular {
            let stem = word.trim_end_matches(['e', 'y']);
            for ending in [
                "s", "es", "ed", "ing", "ied", "ies", "ned", "ning", "y", "e",
            ] {
                all.insert(format!("{stem}{ending}"));
                all.insert(format!("{word}{ending}"));
            }
        }
        let mut pairs = 0;
        for a in &all {
            let beginnings = rules.beginnings(a);
            for b in all.iter().filter(|b| rules.are_forms_of_one(a, b)) {
                pairs += 1;
                assert!(
                    beginnings.iter().any(|beginning| b.starts_with(beginning)),
                    "{b} is a form of {a}, and begins with none of {beginnings:?}"
                );
            }
        }
        assert!(pairs > 500, "{pairs}");
    }
}
