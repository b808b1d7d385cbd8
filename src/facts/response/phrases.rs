//! Finds phrases in plain small letters, by whole words.
//!
//! An answer is asked for thousands of phrases, sentence by sentence, so each is taken apart once and kept.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use memchr::memmem::Finder;

/// Blanks that ` … ` in a phrase may stand for, in bytes.
const WIDEST_GAP: usize = 70;
/// What a word may have behind `*`, and a blank, in bytes.
const WORD_END: usize = 12;
/// How many lists of phrases are kept taken apart; the code and its tables have some hundreds.
const KEPT: usize = 4096;

thread_local! {
    static READ: RefCell<HashMap<String, Rc<[Phrase]>>> = RefCell::default();
}

/// Whether a text has any of these phrases by whole words. ` | ` parts the phrases; ` … ` in one stands for other words of
/// the same sentence.
pub fn any(lower: &str, phrases: &str) -> bool {
    read(phrases).iter().any(|phrase| phrase.is_in(lower))
}

/// Where the first of these phrases stands that is found first.
pub fn first_of(lower: &str, phrases: &str) -> Option<usize> {
    let phrases = read(phrases);
    phrases.iter().filter_map(|phrase| phrase.find(lower)).min()
}

fn read(phrases: &str) -> Rc<[Phrase]> {
    READ.with_borrow_mut(|read| {
        if let Some(known) = read.get(phrases) {
            return Rc::clone(known);
        }
        if read.len() >= KEPT {
            read.clear();
        }
        let parted: Rc<[Phrase]> = phrases.split(" | ").map(Phrase::new).collect();
        read.insert(phrases.to_owned(), Rc::clone(&parted));
        parted
    })
}

/// A phrase taken apart: its first piece, and the others with the widest gap before each.
#[derive(Debug, Clone)]
pub struct Phrase {
    first: Piece,
    rest: Vec<(Piece, usize)>,
}

impl Phrase {
    /// Takes a phrase apart.
    pub fn new(phrase: &str) -> Self {
        let mut pieces = Vec::new();
        for (at, part) in phrase.split(" … ").enumerate() {
            let mut gap = if at == 0 { 0 } else { WIDEST_GAP };
            let mut left = part;
            while let Some(star) = left.find("* ") {
                let (piece, after) = left.split_at(star + 1);
                pieces.push((Piece::new(piece), gap));
                gap = WORD_END;
                left = after.trim_start();
            }
            pieces.push((Piece::new(left), gap));
        }
        let mut pieces = pieces.into_iter();
        Self {
            first: pieces
                .next()
                .map_or_else(|| Piece::new(phrase), |(first, _)| first),
            rest: pieces.collect(),
        }
    }

    /// Whether a text has it by whole words.
    pub fn is_in(&self, lower: &str) -> bool {
        self.find(lower).is_some()
    }

    /// Where it begins.
    pub fn find(&self, lower: &str) -> Option<usize> {
        let mut from = 0;
        loop {
            let at = self.first.word_at(lower, from)?;
            if self.follows(lower, at + self.first.length()) {
                return Some(at);
            }
            from = at + 1;
            while !lower.is_char_boundary(from) {
                from += 1;
            }
        }
    }

    fn follows(&self, lower: &str, mut from: usize) -> bool {
        for (piece, gap) in &self.rest {
            match piece.word_at(lower, from) {
                Some(at) if at - from <= *gap && !lower[from..at].contains(". ") => {
                    from = at + piece.length();
                }
                _ => return false,
            }
        }
        true
    }
}

/// Words that stand together.
#[derive(Debug, Clone)]
struct Piece {
    words: Finder<'static>,
    /// Whether the last word may go on.
    open: bool,
    /// Whether it begins, and ends, with a letter or digit.
    sides: (bool, bool),
}

impl Piece {
    fn new(piece: &str) -> Self {
        let (words, open) = match piece.strip_suffix('*') {
            Some(words) => (words, true),
            None => (piece, false),
        };
        Self {
            words: Finder::new(words.as_bytes()).into_owned(),
            open,
            sides: (
                words.starts_with(char::is_alphanumeric),
                words.ends_with(char::is_alphanumeric),
            ),
        }
    }

    /// How long it is without the mark that lets it go on, in bytes.
    fn length(&self) -> usize {
        self.words.needle().len()
    }

    /// Where it stands from a place on, not within a longer word.
    fn word_at(&self, lower: &str, from: usize) -> Option<usize> {
        let mut at = from;
        while let Some(found) = self.words.find(lower.get(at..)?.as_bytes()) {
            let start = at + found;
            let end = start + self.length();
            let before = lower.get(..start)?.chars().next_back();
            let after = lower.get(end..)?.chars().next();
            let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let (left, right) = self.sides;
            if !(left && inside(before)) && (self.open || !(right && inside(after))) {
                return Some(start);
            }
            at = end.max(start + 1);
            while !lower.is_char_boundary(at) {
                at += 1;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_by_whole_words_over_gaps() {
        let text = "these searches located the following three records, none of them new";
        assert!(any(text, "located … records"));
        assert!(any(text, "search*"));
        assert!(!any(text, "search"));
        assert!(!any(text, "record"));
        assert!(!any(text, "records … located"));
        assert!(any(text, "lamps | none of them"));
        assert!(!any("held. the records", "held … records"));
        assert!(any(
            "we are refusing to confirm or deny it",
            "refus* to confirm"
        ));
        assert!(!any(
            "we refuse and are asked to confirm",
            "refus* to confirm"
        ));
    }
}
