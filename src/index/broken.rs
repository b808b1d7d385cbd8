//! Words that a line end breaks behind a hyphen: `investi-` and, on the next line, `gation`.
//!
//! Whether the hyphen is the word's own nobody can tell, so both readings are kept: the two parts in a row, and the whole
//! word at the place of the first. The place of the second is marked, and a row of words may pass over it.

use std::ops::Range;

use tantivy::tokenizer::MAX_TOKEN_LEN;

/// What marks the place of a second part in the index; no word is spelt so.
pub(super) const MARK: &str = "-";

/// Watches a text's tokens go by for the parts of broken words.
#[derive(Debug, Default)]
pub(super) struct Broken {
    first: String,
    first_at: usize,
    /// Where the second part begins, while it is waited for.
    second_at: Option<usize>,
    /// The next byte that a hyphen begins with.
    hyphen_at: usize,
}

impl Broken {
    /// The whole word and its bytes, where this token is the second part of one.
    #[inline]
    pub fn take(
        &mut self,
        text: &str,
        token: &str,
        range: &Range<usize>,
    ) -> Option<(String, Range<usize>)> {
        if self.hyphen_at < range.end {
            self.hyphen_at = next_hyphen(text, range.end);
        }
        // most words have none behind them
        if self.hyphen_at != range.end && self.second_at.is_none() {
            return None;
        }
        self.follow(text, token, range)
    }

    fn follow(
        &mut self,
        text: &str,
        token: &str,
        range: &Range<usize>,
    ) -> Option<(String, Range<usize>)> {
        let whole = match self.second_at.take() {
            Some(second) if second == range.start => {
                let whole = format!("{}{token}", self.first);
                (whole.len() <= MAX_TOKEN_LEN).then_some((whole, self.first_at..range.end))
            }
            _ => None,
        };
        if let Some(second) = goes_on(text, range.end) {
            self.first.clear();
            self.first.push_str(token);
            self.first_at = range.start;
            self.second_at = Some(second);
        }
        whole
    }
}

/// Where the next byte stands that a hyphen begins with, in any of its three forms.
fn next_hyphen(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let next = memchr::memchr3(b'-', 0xc2, 0xe2, rest);
    next.map_or(text.len(), |next| from + next)
}

/// Where the word that ends here goes on in a next line: both parts have a letter at the hyphen. Over a blank line or
/// a page's end it goes on in small letters alone, since what follows may be a new paragraph.
fn goes_on(text: &str, end: usize) -> Option<usize> {
    let next = *text.as_bytes().get(end)?;
    if next != b'-' && next.is_ascii() {
        return None;
    }
    let mut rest = text[end..].chars();
    let hyphen = rest.next()?;
    if !matches!(hyphen, '-' | '\u{ad}' | '\u{2010}')
        || !text[..end].chars().next_back()?.is_alphabetic()
    {
        return None;
    }
    let behind = rest.as_str();
    // a line that is quoted in a message begins with its own sign
    let second = behind.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '>');
    let between = &behind[..behind.len() - second.len()];
    let lines = between.replace("\r\n", "\n");
    let ends = lines
        .chars()
        .filter(|c| matches!(c, '\n' | '\r' | '\u{c}'))
        .count();
    let letter = second.chars().next()?;
    let fits = match ends {
        0 => false,
        1 => letter.is_alphabetic(),
        _ => letter.is_lowercase(),
    };
    fits.then(|| text.len() - second.len())
}

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;

    fn wholes(text: &str) -> Vec<String> {
        let (mut broken, mut found) = (Broken::default(), Vec::new());
        tokens::each(text, |token, range| {
            found.extend(broken.take(text, token, &range).map(|(whole, _)| whole));
        });
        found
    }

    #[test]
    fn a_word_goes_on_behind_a_hyphen_and_a_line_end() {
        for text in [
            "a harbour-\nmaster",
            "harbour- \r\n   master's",
            "HARBOUR-\nMASTER",
            "harbour\u{2010}\nmaster",
            "harbour\u{ad}\nmaster",
            "> harbour-\n> master",
            "harbour-\n\n\u{c}master",
        ] {
            assert_eq!(wholes(text), ["harbourmaster"], "{text:?}");
        }
        assert_eq!(wholes("in-\nter-\nim"), ["inter", "terim"]);
        assert_eq!(wholes("\u{c9}t\u{e9}-\nr\u{e9}e"), ["eteree"]);
    }

    #[test]
    fn nothing_else_does() {
        for text in [
            "harbour-master",
            "harbour - master",
            "harbour -\nmaster",
            "harbour--\nmaster",
            "harbour\nmaster",
            "harbour-\n\nMaster",
            "Covid-\n19",
            "14-\nday",
            "INV/0391/\n2021",
            "harbour-\n(master",
            "harbour-",
        ] {
            assert!(wholes(text).is_empty(), "{text:?}: {:?}", wholes(text));
        }
    }
}
