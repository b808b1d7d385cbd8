//! Limbs in brackets: `(1)(a)`, `(1)(a)(b) and (3A)(a)`, `(5)(a)-(g)`, `(1 a - d)`, each read by itself.

use super::printed::{gap, word_at};

/// So many limbs of one number are read; a text that prints more is no citation.
const MOST: usize = 60;
/// A bracket with limbs in it is no longer than this, in bytes.
const LONGEST_BRACKET: usize = 28;
/// Letters after letters that number paragraphs put in later.
const DOUBLE: [&str; 16] = [
    "aa", "ab", "ac", "ad", "ba", "bb", "ca", "cc", "da", "ea", "fa", "ga", "ha", "ia", "za", "zb",
];
const ROMAN: [&str; 15] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
];

/// How deep a limb lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number,
    Letter,
    Roman,
}

/// What joins a limb to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Adjacent,
    Listed,
    Range,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Limb {
    rank: Rank,
    text: String,
}

/// The limbs being read: those read, and the path of the one in hand.
#[derive(Debug, Default)]
struct Paths {
    read: Vec<String>,
    path: Vec<Limb>,
}

/// Reads the limbs that stand at `at`, with their separators; each by itself, and where they end. None where there
/// are none.
pub(super) fn read(text: &str, at: usize) -> Option<(Vec<String>, usize)> {
    read_under(text, at, None)
}

/// As [`read`], where `root` is the number before them: in a list under it `2(b)` may stand for `(2)(b)`.
pub(super) fn read_under(text: &str, at: usize, root: Option<u32>) -> Option<(Vec<String>, usize)> {
    let mut paths = Paths::default();
    let mut end = at;
    let mut joint = Joint::Adjacent;
    let mut from = at;
    loop {
        let next =
            bracket(text, from).or_else(|| unopened(text, gap(text, from).0, joint, root, &paths));
        let Some((items, after)) = next else { break };
        for (nth, (item_joint, item)) in items.into_iter().enumerate() {
            let joint = if nth == 0 { joint } else { item_joint };
            paths.take(&item, joint)?;
        }
        end = after;
        (joint, from) = separator(text, end);
        if paths.read.len() > MOST {
            return None;
        }
    }
    (end > at).then(|| (paths.done(), end))
}

impl Paths {
    fn take(&mut self, word: &str, joint: Joint) -> Option<()> {
        let limb = self.limb(word, joint)?;
        if joint == Joint::Range {
            for between in between(self.path.last()?, &limb)? {
                self.next(Limb {
                    rank: limb.rank,
                    text: between,
                });
            }
        }
        self.next(limb);
        Some(())
    }

    /// Puts a limb below, beside or above the one in hand.
    fn next(&mut self, limb: Limb) {
        if self.path.last().is_some_and(|last| limb.rank <= last.rank) {
            self.settle();
            self.path.retain(|known| known.rank < limb.rank);
        }
        self.path.push(limb);
    }

    fn settle(&mut self) {
        let printed: String = self
            .path
            .iter()
            .map(|limb| format!("({})", limb.text))
            .collect();
        if !printed.is_empty() && !self.read.contains(&printed) {
            self.read.push(printed);
        }
    }

    fn done(mut self) -> Vec<String> {
        self.settle();
        self.read
    }

    /// Which limb a word is, given the one in hand: `i` is a letter after `h`, else a small Roman number.
    fn limb(&self, word: &str, joint: Joint) -> Option<Limb> {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(Limb {
                rank: Rank::Number,
                text: word.to_ascii_uppercase(),
            });
        }
        let text = word.to_ascii_lowercase();
        let letter = || Limb {
            rank: Rank::Letter,
            text: text.clone(),
        };
        let roman = || Limb {
            rank: Rank::Roman,
            text: text.clone(),
        };
        let is_roman = ROMAN.contains(&text.as_str());
        let is_letter = text.len() == 1 || DOUBLE.contains(&text.as_str());
        let last = self.path.last();
        let holds = last.filter(|last| last.rank == Rank::Letter && last.text.len() == 1);
        Some(match (is_letter, is_roman) {
            (false, true) => roman(),
            (true, false) => letter(),
            (true, true) if last.is_some_and(|last| last.rank == Rank::Roman) => roman(),
            (true, true) => match holds {
                Some(before) => {
                    let (before, here) = (before.text.as_bytes()[0], text.as_bytes()[0]);
                    let follows = here == before + 1;
                    let near = joint != Joint::Adjacent && before >= b'd' && here > before;
                    if follows || near { letter() } else { roman() }
                }
                None => letter(),
            },
            (false, false) => return None,
        })
    }
}

/// What lies between two limbs of one rank.
fn between(first: &Limb, last: &Limb) -> Option<Vec<String>> {
    if first.rank != last.rank {
        return None;
    }
    match first.rank {
        Rank::Number => {
            let (Ok(from), Ok(to)) = (first.text.parse::<u32>(), last.text.parse::<u32>()) else {
                return Some(Vec::new());
            };
            (from < to).then(|| (from + 1..to).map(|number| number.to_string()).collect())
        }
        Rank::Letter => {
            let (from, to) = (first.text.chars().next()?, last.text.chars().next()?);
            let single = first.text.len() == 1 && last.text.len() == 1;
            if last.text.len() == 2 {
                return Some(put_in(&first.text, &last.text));
            }
            (single && from < to).then(|| (from..to).skip(1).map(String::from).collect())
        }
        Rank::Roman => {
            let place = |limb: &Limb| ROMAN.iter().position(|roman| *roman == limb.text);
            let (from, to) = (place(first)?, place(last)?);
            Some(
                ROMAN
                    .get(from + 1..to)?
                    .iter()
                    .map(|&one| one.to_owned())
                    .collect(),
            )
        }
    }
}

/// What lies between `a` and `ac`, or `aa` and `ac`: `aa` and `ab`, paragraphs put in later. Nothing where the letters
/// before them differ: both ends are cited, what lies between is not known.
fn put_in(first: &str, last: &str) -> Vec<String> {
    let mut letters = last.chars();
    let (Some(head), Some(to)) = (letters.next(), letters.next()) else {
        return Vec::new();
    };
    let from = match first.strip_prefix(head) {
        Some("") => 'a',
        Some(rest) => rest.chars().next().map_or(to, |c| ((c as u8) + 1) as char),
        None => to,
    };
    (from..to).map(|c| format!("{head}{c}")).collect()
}

/// The limbs of one bracket, each with what joins it to the one before, and where the bracket ends.
fn bracket(text: &str, at: usize) -> Option<(Vec<(Joint, String)>, usize)> {
    let (mut open, broken) = gap(text, at);
    // `35 ?(1 a - d)`: a mark slipped in before the bracket.
    if text.get(open..)?.starts_with("?(") && open > at {
        open += 1;
    }
    let inner = text.get(open..)?.strip_prefix('(')?;
    let close = inner
        .as_bytes()
        .iter()
        .take(LONGEST_BRACKET)
        .position(|&b| b == b')')?;
    let after = open + 1 + close + 1;
    let items = inside(inner.get(..close)?)?;
    // A bracketed letter that begins a line, with a sentence after it, is the mark of a list.
    if broken && begins_sentence(text, after) {
        return None;
    }
    Some((items, after))
}

fn begins_sentence(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let trimmed = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let blank = trimmed.len() < rest.len();
    let mut letters = trimmed.chars();
    blank
        && letters.next().is_some_and(char::is_alphabetic)
        && !["and", "or", "to", "of", "FOIA", "EIR", "DPA"].contains(&word_at(trimmed, 0))
}

/// The limbs between two brackets: `1`, `3A`, `a`, `a-d`, `a, b`, `1 a - d`.
fn inside(inner: &str) -> Option<Vec<(Joint, String)>> {
    let mut items = Vec::new();
    let mut joint = Joint::Adjacent;
    let mut rest = inner.trim();
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_alphanumeric() {
            let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let (word, after) = rest.split_at(length);
            rest = after;
            match word {
                "and" | "or" if !items.is_empty() => joint = Joint::Listed,
                "to" if !items.is_empty() => joint = Joint::Range,
                // `(3 A)`: a blank slipped in
                _ if word.len() == 1
                    && word.starts_with(|c: char| c.is_ascii_uppercase())
                    && items.last().is_some_and(|(_, last): &(Joint, String)| {
                        last.bytes().all(|b| b.is_ascii_digit())
                    }) =>
                {
                    if let Some((_, last)) = items.last_mut() {
                        last.push_str(word);
                    }
                }
                _ => {
                    items.push((joint, limb_word(word)?.to_owned()));
                    joint = Joint::Adjacent;
                }
            }
            continue;
        }
        match first {
            ' ' | '\u{a0}' | '\n' | '\r' | '\t' => {}
            ',' | '&' | '/' | ';' => joint = Joint::Listed,
            '-' | '\u{2010}' | '\u{2011}' | '–' => joint = Joint::Range,
            // `((a)`, `(1)(a))`: a bracket too many
            '(' => {}
            _ => return None,
        }
        rest = rest.get(first.len_utf8()..)?;
    }
    (!items.is_empty() && items.len() <= 12).then_some(items)
}

/// A word that may be a limb: up to two figures with up to two letters, one letter, a doubled one, a small number.
fn limb_word(word: &str) -> Option<&str> {
    let figures = word.bytes().take_while(u8::is_ascii_digit).count();
    let letters = word.len() - figures;
    let lower = word.to_ascii_lowercase();
    let fits = if figures > 0 {
        figures <= 2
            && letters <= 2
            && word.bytes().skip(figures).all(|b| b.is_ascii_alphabetic())
            && !matches!(&lower[figures..], "st" | "nd" | "rd" | "th" | "pm" | "am")
    } else {
        letters == 1 || ROMAN.contains(&word) || DOUBLE.contains(&word)
    };
    fits.then_some(word)
}

/// `2(b)` in a list of subsections, its own bracket forgotten.
fn unopened(
    text: &str,
    at: usize,
    joint: Joint,
    root: Option<u32>,
    paths: &Paths,
) -> Option<(Vec<(Joint, String)>, usize)> {
    let root = root?;
    let first = paths
        .path
        .first()
        .filter(|limb| limb.rank == Rank::Number)?;
    let listed: u32 = first.text.parse().ok()?;
    let figures = text
        .get(at..)?
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let number: u32 = text.get(at..at + figures)?.parse().ok()?;
    let behind = text.get(at + figures..)?;
    let lettered = behind
        .strip_prefix('(')?
        .starts_with(|c: char| c.is_ascii_lowercase());
    (joint == Joint::Listed && lettered && number <= 9 && root > 9 && number >= listed)
        .then(|| (vec![(Joint::Adjacent, number.to_string())], at + figures))
}

/// Where the next of a list may begin, behind a comma or `and`; none where the list ends.
pub(super) fn past_comma(text: &str, at: usize) -> Option<usize> {
    let (joint, next) = separator(text, at);
    (joint == Joint::Listed).then_some(next)
}

/// What stands after a limb, and where the next may begin: nothing, a comma, `and`, `to`.
fn separator(text: &str, at: usize) -> (Joint, usize) {
    let mut joint = Joint::Adjacent;
    let mut here = at;
    for _ in 0..4 {
        let (next, broken) = gap(text, here);
        let rest = text.get(next..).unwrap_or_default();
        let Some(first) = rest.chars().next() else {
            break;
        };
        let (found, length) = match first {
            ',' | ';' | '&' | '/' | '+' => (Joint::Listed, 1),
            '-' | '\u{2010}' | '\u{2011}' | '–' | '—' => (Joint::Range, first.len_utf8()),
            _ => match word_at(text, next) {
                "and" | "or" | "And" | "AND" => (Joint::Listed, word_at(text, next).len()),
                "to" | "through" if !broken => (Joint::Range, word_at(text, next).len()),
                _ => break,
            },
        };
        // `and/or`, `, and`; a dash behind a comma joins nothing.
        if joint != Joint::Adjacent && found == Joint::Range {
            break;
        }
        joint = found;
        here = next + length;
    }
    if joint == Joint::Adjacent {
        return (joint, at);
    }
    (joint, here)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limbs(text: &str) -> String {
        read(text, 0).map_or_else(String::new, |(limbs, end)| {
            format!("{}|{}", limbs.join(" "), &text[end..])
        })
    }

    #[test]
    fn each_limb_is_read_by_itself() {
        for (printed, read) in [
            ("(1)(a)&(b) - Lamps", "(1)(a) (1)(b)| - Lamps"),
            ("(1)(a)(b)(c), Lamps", "(1)(a) (1)(b) (1)(c)|, Lamps"),
            ("(1) (a) (b) lamps", "(1)(a) (1)(b)| lamps"),
            ("(2)&(3A)(a)", "(2) (3A)(a)|"),
            ("(2)(a)(b) and (3A)(a) of", "(2)(a) (2)(b) (3A)(a)| of"),
            ("(1)(a)(i) and (ii), (b)", "(1)(a)(i) (1)(a)(ii) (1)(b)|"),
            (
                "(2)(a)(i)-(iv)",
                "(2)(a)(i) (2)(a)(ii) (2)(a)(iii) (2)(a)(iv)|",
            ),
            ("(1)(g), (h) and (i)", "(1)(g) (1)(h) (1)(i)|"),
            ("(1)(g)(h)(i)", "(1)(g) (1)(h) (1)(i)|"),
            ("(5)(a) to (c)", "(5)(a) (5)(b) (5)(c)|"),
            ("(1 a - d)", "(1)(a) (1)(b) (1)(c) (1)(d)|"),
            ("(1)(a, b)", "(1)(a) (1)(b)|"),
            ("(5A) and (5B)", "(5A) (5B)|"),
            ("(5B)(a)(i)", "(5B)(a)(i)|"),
            ("(a) and (b) FOIA", "(a) (b)| FOIA"),
            ("(1)(aa)", "(1)(aa)|"),
        ] {
            assert_eq!(limbs(printed), read, "{printed}");
        }
    }

    #[test]
    fn words_in_brackets_are_no_limbs() {
        for printed in [
            "(personal data)",
            "(the Act)",
            "(UK)",
            "(2000)",
            "(5th)",
            "",
            "x(a)",
        ] {
            assert_eq!(limbs(printed), "", "{printed}");
        }
        assert_eq!(limbs("\n(a) The lamp was out."), "");
        assert_eq!(limbs("\n(1)(a) of"), "(1)(a)| of");
    }

    #[test]
    fn a_bracket_forgotten_in_a_list_is_made_good() {
        let read = |text| read_under(text, 0, Some(38)).map(|(limbs, _)| limbs.join(" "));
        assert_eq!(
            read("(1)(b), (2)(a)(i), 2(b) and (5)").as_deref(),
            Some("(1)(b) (2)(a)(i) (2)(b) (5)")
        );
    }
}
