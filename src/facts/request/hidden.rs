//! Takes the requester's own name out of a text, in whatever shape it stands there: "Mr H. Quillfeather", "Quillfeather,
//! Hugo", an address made of it.

use std::ops::Range;

use super::people::is_title;

/// What stands in the place of the name.
const INSTEAD: &str = "(the requester)";

/// Short words inside names, which are no name by themselves.
pub(super) const PARTICLES: [&str; 14] = [
    "de", "da", "di", "du", "del", "della", "la", "le", "van", "von", "der", "den", "ap", "bin",
];
/// An address is the requester's where its local part holds a part of the name that is at least this long.
const TELLING: usize = 4;

/// A text without the requester's names; everything else stays as it is.
pub fn without_names(text: &str, names: &[String]) -> String {
    let known = Known::of(names);
    if known.parts.is_empty() {
        return text.to_owned();
    }
    let words = words(text);
    let mut hidden: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = known.run(text, &words, at);
        if end == at || end == at + 1 && is_of_a_day(text, &words[at]) {
            at += 1;
            continue;
        }
        let mut range = words[at].start..words[end - 1].end;
        if text[range.end..].starts_with('.') && range.len() > 1 && words[end - 1].len() == 1 {
            range.end += 1;
        }
        hidden.push(range);
        at = end;
    }
    hidden.extend(known.addresses(text));
    hidden.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for range in hidden {
        if range.start < from {
            from = from.max(range.end);
            continue;
        }
        out.push_str(&text[from..range.start]);
        if !out.trim_end().ends_with(INSTEAD) {
            out.push_str(INSTEAD);
        }
        from = range.end;
    }
    out.push_str(&text[from..]);
    out
}

/// Whether a word is a month within a day or before a year: "6 May 2022" is no Mrs May.
fn is_of_a_day(text: &str, word: &Range<usize>) -> bool {
    if crate::facts::dates::month(&text[word.clone()]).is_none() {
        return false;
    }
    let before = text[..word.start].trim_end();
    let before = before.strip_suffix(" of").unwrap_or(before);
    let last = before.rsplit(char::is_whitespace).next().unwrap_or(before);
    let figures = last.trim_end_matches(char::is_alphabetic);
    let day = (1..=2).contains(&figures.len()) && figures.bytes().all(|b| b.is_ascii_digit());
    let after = text[word.end..].trim_start_matches([' ', ',', '\n']);
    let year = after.bytes().take_while(u8::is_ascii_digit).count() == 4;
    day || year
}

/// The parts of the names, in small letters.
struct Known {
    parts: Vec<String>,
    surnames: Vec<String>,
    /// Whether the requester writes the name in small letters.
    small: bool,
}

/// What a word of a text is to the name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Surname,
    Given,
    Initial,
    Title,
    Particle,
    Other,
}

impl Known {
    fn of(names: &[String]) -> Self {
        let mut parts: Vec<String> = Vec::new();
        let mut surnames: Vec<String> = Vec::new();
        // a name of one word is the given name where a fuller one tells the surname
        let mut single: Vec<String> = Vec::new();
        let mut small = false;
        for name in names {
            let all: Vec<&str> = name
                .split(|c: char| !is_of_word(c))
                .filter(|part| {
                    part.chars().count() > 1
                        && !PARTICLES.contains(&part.to_lowercase().as_str())
                        && !is_title(part)
                })
                .collect();
            small |= !all.is_empty()
                && all
                    .iter()
                    .all(|part| part.chars().all(|c| !c.is_uppercase()));
            if let Some(last) = all.last() {
                let alone = name.split_whitespace().nth(1).is_none();
                let kept = if alone { &mut single } else { &mut surnames };
                kept.push(last.to_lowercase());
            }
            parts.extend(all.iter().map(|part| part.to_lowercase()));
        }
        if surnames.is_empty() {
            surnames = single;
        }
        Self {
            parts,
            surnames,
            small,
        }
    }

    fn what(&self, word: &str) -> Of {
        let lower = word.to_lowercase().replace('\u{2019}', "'");
        let lower = lower.strip_suffix("'s").unwrap_or(&lower).to_owned();
        let capital = word.starts_with(char::is_uppercase);
        let fits = capital || self.small;
        if fits && self.surnames.contains(&lower) {
            Of::Surname
        } else if fits && self.parts.contains(&lower) {
            Of::Given
        } else if is_title(word) {
            Of::Title
        } else if PARTICLES.contains(&lower.as_str()) {
            Of::Particle
        } else if capital && word.chars().count() == 1 && !matches!(word, "I" | "A") {
            Of::Initial
        } else {
            Of::Other
        }
    }

    /// Where a run that is the name ends, in words; `at` itself where none begins there.
    fn run(&self, text: &str, words: &[Range<usize>], at: usize) -> usize {
        let of = |nth: usize| {
            words
                .get(nth)
                .map_or(Of::Other, |word| self.what(&text[word.clone()]))
        };
        // no sentence, line or list runs through a name
        let joined = |nth: usize| {
            let (Some(one), Some(next)) = (words.get(nth), words.get(nth + 1)) else {
                return false;
            };
            let between = &text[one.end..next.start];
            let initial = matches!(of(nth), Of::Initial | Of::Title);
            between
                .chars()
                .all(|c| matches!(c, ' ' | ',' | '\u{a0}' | '(' | ')') || c == '.' && initial)
        };
        let mut end = at;
        let (mut surname, mut given) = (false, false);
        loop {
            match of(end) {
                Of::Surname => surname = true,
                Of::Given => given = true,
                Of::Title | Of::Initial => {}
                Of::Particle if surname || given || end > at => {}
                Of::Particle | Of::Other => break,
            }
            end += 1;
            if end >= words.len() || !joined(end - 1) {
                break;
            }
        }
        // what follows the name is no part of it
        while end > at && matches!(of(end - 1), Of::Title | Of::Particle) {
            end -= 1;
        }
        if surname {
            return end;
        }
        // a given name alone, unless it is another person's: "Hugo Thornbeck"
        let next_is_name = words.get(end).is_some_and(|next| {
            end > at && joined(end - 1) && text[next.clone()].starts_with(char::is_uppercase)
        });
        if given && !next_is_name { end } else { at }
    }

    /// Addresses made of the name.
    fn addresses(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (at, _) in text.match_indices('@') {
            let of_address =
                |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '\'');
            let start = text[..at]
                .char_indices()
                .rev()
                .take_while(|(_, c)| of_address(*c))
                .last()
                .map_or(at, |(start, _)| start);
            let end = text[at + 1..]
                .char_indices()
                .find(|(_, c)| !of_address(*c))
                .map_or(text.len(), |(length, _)| at + 1 + length);
            let local = text[start..at].to_lowercase();
            let own = self
                .parts
                .iter()
                .any(|part| part.chars().count() >= TELLING && local.contains(part.as_str()));
            if own && start < at {
                let end = start + text[start..end].trim_end_matches('.').len();
                found.push(start..end);
            }
        }
        found
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\'' | '\u{2019}')
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if !is_of_word(c) {
            continue;
        }
        match words.last_mut() {
            Some(word) if word.end == at => word.end = at + c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::without_names;

    #[test]
    fn a_month_in_a_day_is_no_name() {
        let names = ["Theresa May".to_owned()];
        for (text, expected) in [
            ("dated 6 May 2022.", "dated 6 May 2022."),
            (
                "the 6th of May, and May 2021",
                "the 6th of May, and May 2021",
            ),
            ("Mrs May wrote", "(the requester) wrote"),
            ("Theresa May, 6 May 2022", "(the requester), 6 May 2022"),
        ] {
            assert_eq!(without_names(text, &names), expected, "{text}");
        }
    }

    #[test]
    fn a_name_is_hidden_in_every_shape() {
        let names = ["H. Quillfeather".to_owned(), "Hugo".to_owned()];
        for (text, hidden) in [
            (
                "letters to Mr Quillfeather about it",
                "letters to (the requester) about it",
            ),
            ("from H Quillfeather.", "from (the requester)."),
            (
                "from Mr. H. Quillfeather, of Bath",
                "from (the requester), of Bath",
            ),
            ("QUILLFEATHER'S file", "(the requester) file"),
            ("Quillfeather, Hugo", "(the requester)"),
            (
                "write to hugo.quillfeather@post.example.",
                "write to (the requester).",
            ),
            ("Hugo Thornbeck's letter", "Hugo Thornbeck's letter"),
            ("to Hugo and others", "to (the requester) and others"),
            ("nothing of the kind", "nothing of the kind"),
        ] {
            assert_eq!(without_names(text, &names), hidden, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_a_word_leaves_the_word() {
        let names = ["Grace Street".to_owned()];
        assert_eq!(
            without_names("lights in the street, asked Grace Street", &names),
            "lights in the street, asked (the requester)"
        );
    }

    #[test]
    fn no_text_panics() {
        let names = ["Zoë d'Aubigné-Ó".to_owned(), "x".to_owned(), String::new()];
        for text in [
            "",
            "@",
            "é@",
            "Zoë",
            "d'Aubigné-Ó's",
            "a@b@c",
            "Zoë D'AUBIGNÉ-Ó@x.",
        ] {
            assert!(without_names(text, &names).len() <= text.len() + 40);
        }
    }
}
