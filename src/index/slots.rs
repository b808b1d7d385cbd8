//! What may stand at one place of a row of words: one word, its forms, a pattern, or words nearly alike.

use std::cell::RefCell;

use super::tokens;
use crate::facts::inflections::ENGLISH;
use crate::query::is_address;

/// What may stand at one place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    /// This word.
    Exact(String),
    /// This word in any of its forms.
    Inflected(String),
    /// A word that fits a pattern.
    Glob(Glob),
    /// A word that differs in so many letters at most.
    Fuzzy(String, u8),
}

/// A pattern, folded as words are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Glob(Vec<Piece>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Piece {
    Letter(char),
    One,
    Many,
}

/// One step of a pattern, as bytes read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// This byte.
    Byte(u8),
    /// One letter, whatever its bytes.
    One,
    /// Any number of letters, none too; two of these never follow each other.
    Many,
}

impl Slot {
    /// Beginnings of which each fitting word has one: where to look in a sorted list. The empty one: everywhere.
    pub fn beginnings(&self) -> Vec<String> {
        match self {
            Self::Exact(word) => vec![word.clone()],
            Self::Inflected(word) => ENGLISH.beginnings(word),
            Self::Glob(glob) => vec![glob.beginning()],
            Self::Fuzzy(..) => vec![String::new()],
        }
    }

    /// A test of one word, made once and asked often.
    pub fn test(&self) -> Box<dyn Fn(&str) -> bool + '_> {
        match self {
            Self::Exact(word) => Box::new(move |other| other == word),
            Self::Inflected(word) => {
                let words = ENGLISH.words_of(word);
                Box::new(move |other| {
                    other == word
                        || ENGLISH
                            .words_of(other)
                            .iter()
                            .any(|one| words.contains(one))
                })
            }
            Self::Glob(glob) => {
                let (beginning, ending) = (glob.beginning(), glob.ending());
                Box::new(move |other| {
                    other.starts_with(&beginning) && other.ends_with(&ending) && glob.fits(other)
                })
            }
            Self::Fuzzy(word, edits) => {
                let letters: Vec<char> = word.chars().collect();
                let edits = usize::from(*edits);
                // a list of words is long: the rows of each comparison take the place of the last one's
                let rows = RefCell::default();
                Box::new(move |other| is_near(&letters, other, edits, &mut rows.borrow_mut()))
            }
        }
    }
}

/// The places of a row of words typed with wildcards: `data prot*`, `scan_*.pdf`.
pub(super) fn with_wildcards(typed: &str) -> Vec<Slot> {
    let mut slots = Vec::new();
    let chars: Vec<char> = typed.chars().collect();
    let beside = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric());
    // the question mark of a web address is its own
    let in_address = |at: usize| {
        let run = chars[..at].iter().rev().take_while(|c| !c.is_whitespace());
        let mut before: Vec<char> = run.copied().collect();
        before.reverse();
        is_address(&String::from_iter(before))
    };
    let joins = |at: usize| match chars[at] {
        '?' if in_address(at) => false,
        // a question mark that ends a word inside a phrase is punctuation; alone it never gets here
        '*' | '?' => {
            let before = (0..at).rev().find(|i| !matches!(chars[*i], '*' | '?'));
            let after = (at..chars.len()).find(|i| !matches!(chars[*i], '*' | '?'));
            before.is_some_and(beside) || after.is_some_and(beside)
        }
        _ => false,
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut literal = String::new();
    for (at, c) in chars.iter().enumerate() {
        if joins(at) {
            take_literal(&mut literal, &mut pieces, &mut slots);
            pieces.push(if *c == '*' { Piece::Many } else { Piece::One });
        } else {
            literal.push(*c);
        }
    }
    take_literal(&mut literal, &mut pieces, &mut slots);
    finish(&mut pieces, &mut slots);
    slots
}

/// The tokens of what stands between two wildcards: the first goes on with the word in hand where it touches it, and
/// the last stays in hand where the next wildcard touches it.
fn take_literal(literal: &mut String, pieces: &mut Vec<Piece>, slots: &mut Vec<Slot>) {
    let text = std::mem::take(literal);
    let mut end = 0;
    let mut first = true;
    tokens::each(&text, |token, range| {
        if !(first && range.start == 0) {
            finish(pieces, slots);
        }
        first = false;
        pieces.extend(token.chars().map(Piece::Letter));
        end = range.end;
    });
    if end < text.len() && !pieces.is_empty() {
        finish(pieces, slots);
    }
}

fn finish(pieces: &mut Vec<Piece>, slots: &mut Vec<Slot>) {
    let done = std::mem::take(pieces);
    if done.is_empty() {
        return;
    }
    let letters: Option<String> = done
        .iter()
        .map(|piece| match piece {
            Piece::Letter(letter) => Some(*letter),
            Piece::One | Piece::Many => None,
        })
        .collect();
    slots.push(match letters {
        Some(word) => Slot::Exact(word),
        None => Slot::Glob(Glob(done)),
    });
}

impl Glob {
    fn beginning(&self) -> String {
        self.0
            .iter()
            .map_while(|piece| match piece {
                Piece::Letter(letter) => Some(*letter),
                Piece::One | Piece::Many => None,
            })
            .collect()
    }

    /// The pattern by bytes, where it may begin with anything: no part of a sorted list is then left out.
    pub fn anywhere(&self) -> Option<Vec<Step>> {
        if matches!(self.0.first(), Some(Piece::Letter(_))) {
            return None;
        }
        let mut steps: Vec<Step> = Vec::new();
        for piece in &self.0 {
            match piece {
                Piece::Letter(letter) => {
                    let mut bytes = [0; 4];
                    let bytes = letter.encode_utf8(&mut bytes).bytes();
                    steps.extend(bytes.map(Step::Byte));
                }
                Piece::One => steps.push(Step::One),
                Piece::Many if steps.last() == Some(&Step::Many) => {}
                Piece::Many => steps.push(Step::Many),
            }
        }
        Some(steps)
    }

    fn ending(&self) -> String {
        let mut letters: Vec<char> = self
            .0
            .iter()
            .rev()
            .map_while(|piece| match piece {
                Piece::Letter(letter) => Some(*letter),
                Piece::One | Piece::Many => None,
            })
            .collect();
        letters.reverse();
        letters.into_iter().collect()
    }

    fn fits(&self, word: &str) -> bool {
        let word: Vec<char> = word.chars().collect();
        let (mut piece, mut at) = (0, 0);
        // where the last `*` stood, and how much of the word it was given
        let mut star: Option<(usize, usize)> = None;
        while at < word.len() {
            match self.0.get(piece) {
                Some(Piece::Letter(letter)) if *letter == word[at] => {
                    (piece, at) = (piece + 1, at + 1)
                }
                Some(Piece::One) => (piece, at) = (piece + 1, at + 1),
                Some(Piece::Many) => {
                    star = Some((piece, at));
                    piece += 1;
                }
                _ => match star {
                    Some((many, given)) => {
                        star = Some((many, given + 1));
                        (piece, at) = (many + 1, given + 1);
                    }
                    None => return false,
                },
            }
        }
        self.0[piece..].iter().all(|rest| *rest == Piece::Many)
    }
}

/// Whether a pattern with `*` and `?` fits a whole text, letter by letter, small and capital alike, any separator as
/// good as another.
pub(super) fn fits_whole(pattern: &str, text: &str) -> bool {
    let fold = |c: char| match c {
        '-' | '_' | '.' | '\\' | ' ' | '\u{2010}'..='\u{2015}' => '/',
        c => c.to_ascii_uppercase(),
    };
    let pieces = pattern
        .trim()
        .chars()
        .map(|c| match c {
            '*' => Piece::Many,
            '?' => Piece::One,
            c => Piece::Letter(fold(c)),
        })
        .collect();
    let text: String = text.chars().map(fold).collect();
    let glob = Glob(pieces);
    // a pattern typed without a separator stands for the fused spelling
    let fused = !glob
        .0
        .iter()
        .any(|piece| matches!(piece, Piece::Letter('/')));
    glob.fits(&text) || fused && glob.fits(&text.replace('/', ""))
}

/// The other word's letters, and the last three rows of a comparison.
#[derive(Debug, Default)]
struct Rows {
    other: Vec<char>,
    before_last: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

/// Whether a word differs from another in so many letters at most: one more, one less, another, two exchanged.
///
/// Only what lies within `edits` of the diagonal is counted: anything beyond it differs in more.
fn is_near(word: &[char], other: &str, edits: usize, rows: &mut Rows) -> bool {
    // a letter has a byte at least
    if other.len() + edits < word.len() {
        return false;
    }
    rows.other.clear();
    rows.other
        .extend(other.chars().take(word.len() + edits + 1));
    let length = rows.other.len();
    if word.len().abs_diff(length) > edits {
        return false;
    }
    let far = edits + 1;
    for row in [&mut rows.before_last, &mut rows.last, &mut rows.row] {
        row.clear();
        row.resize(length + 1, far);
    }
    for (j, cell) in rows.last.iter_mut().enumerate().take(edits + 1) {
        *cell = j;
    }
    for (i, letter) in word.iter().enumerate() {
        let (first, end) = ((i + 1).saturating_sub(edits), (i + 1 + edits).min(length));
        rows.row.fill(far);
        if first == 0 {
            rows.row[0] = i + 1;
        }
        let mut least = rows.row[0];
        for j in first.max(1)..=end {
            let against = rows.other[j - 1];
            let changed = rows.last[j - 1] + usize::from(*letter != against);
            let mut best = changed.min(rows.last[j] + 1).min(rows.row[j - 1] + 1);
            if i > 0 && j > 1 && *letter == rows.other[j - 2] && word[i - 1] == against {
                best = best.min(rows.before_last[j - 2] + 1);
            }
            rows.row[j] = best.min(far);
            least = least.min(best);
        }
        if least > edits {
            return false;
        }
        std::mem::swap(&mut rows.before_last, &mut rows.last);
        std::mem::swap(&mut rows.last, &mut rows.row);
    }
    rows.last[length] <= edits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitting<'a>(typed: &str, words: &[&'a str]) -> Vec<&'a str> {
        match with_wildcards(typed).as_slice() {
            [slot] => {
                let test = slot.test();
                words.iter().copied().filter(|word| test(word)).collect()
            }
            several => panic!("{several:?}"),
        }
    }

    #[test]
    fn a_pattern_fits_whole_words() {
        let words = [
            "reprimand",
            "reprimands",
            "prim",
            "request",
            "requeest",
            "éclair",
        ];
        assert_eq!(fitting("reprim*", &words), ["reprimand", "reprimands"]);
        assert_eq!(fitting("Reprimand?", &words), ["reprimands"]);
        assert_eq!(fitting("re?uest", &words), ["request"]);
        assert_eq!(
            fitting("*prim*", &words),
            ["reprimand", "reprimands", "prim"]
        );
        assert_eq!(fitting("r*e*t", &words), ["request", "requeest"]);
    }

    #[test]
    fn a_pattern_of_several_words_has_a_place_for_each() {
        let places = |typed: &str| with_wildcards(typed).len();
        assert_eq!(places("scan_2021*.pdf"), 3);
        assert_eq!(places("data prot*"), 2);
        assert_eq!(places("reg*@example.org"), 3);
        assert_eq!(places("was it held?"), 3);
    }

    #[test]
    fn a_word_is_near_within_so_many_letters() {
        let near = |a: &str, b: &str, edits| {
            is_near(
                &a.chars().collect::<Vec<_>>(),
                b,
                edits,
                &mut Rows::default(),
            )
        };
        assert!(near("comissioner", "commissioner", 1));
        assert!(near("commisisoner", "commissioner", 1));
        assert!(near("letter", "latter", 1));
        assert!(!near("letter", "litters", 1));
        assert!(near("letter", "litters", 2));
        assert!(!near("letter", "matters", 2));
        assert!(near("abc", "abc", 1));
    }

    /// The whole table, without shortcuts.
    fn edits_between(a: &[char], b: &[char]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                if i == 0 || j == 0 {
                    table[i][j] = i + j;
                    continue;
                }
                let changed = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(table[i - 2][j - 2] + 1);
                }
                table[i][j] = best;
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn what_is_counted_near_the_diagonal_is_what_the_whole_table_says() {
        // every word of up to five letters of a small alphabet against every other
        let mut words: Vec<String> = vec![String::new()];
        for from in 0..121 {
            for letter in ['a', 'b', '\u{e9}'] {
                words.push(format!("{}{letter}", words[from]));
            }
        }
        let mut rows = Rows::default();
        for a in &words {
            let letters: Vec<char> = a.chars().collect();
            for b in &words {
                let whole = edits_between(&letters, &b.chars().collect::<Vec<_>>());
                for edits in [1, 2] {
                    assert_eq!(
                        is_near(&letters, b, edits, &mut rows),
                        whole <= edits,
                        "{a} {b} {edits}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_pattern_of_references_takes_any_separator() {
        assert!(fits_whole("INV/*/2020", "INV/0283/2020"));
        assert!(fits_whole("inv-*-2020", "INV/0283/2020"));
        assert!(!fits_whole("INV/*/2021", "INV/0283/2020"));
        assert!(fits_whole("INV/028?/2020", "INV/0283/2020"));
        assert!(fits_whole("inv0283*", "INV/0283/2020"));
        assert!(fits_whole("INV02832020*", "INV/0283/2020"));
        assert!(
            !fits_whole("INV/0283*", "INV/02831/2020") || fits_whole("INV/0283*", "INV/0283/2020")
        );
        assert!(!fits_whole("inv0284*", "INV/0283/2020"));
    }
}
