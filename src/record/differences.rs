//! In what a draft differs from the letter that it became: the words that only one of the two has, place by place.

use schemars::JsonSchema;
use serde::Serialize;

/// So many places are told.
const MOST: usize = 50;
/// A place's words are cut behind so many characters.
const LONGEST: usize = 200;
/// Beyond so many pairs of words, what lies between the first and the last difference is one place.
const MOST_PAIRS: usize = 4_000_000;

/// A place in which a draft differs from its letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// What the draft says there; empty where the letter says more.
    pub draft: String,
    /// What the letter says there; empty where the draft says more.
    pub letter: String,
}

/// The places in which two texts differ, in their order, white space apart; at most 50.
pub fn between(draft: &str, letter: &str) -> Vec<Difference> {
    let a: Vec<&str> = draft.split_whitespace().collect();
    let b: Vec<&str> = letter.split_whitespace().collect();
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    let behind = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (a, b) = (&a[..a.len() - behind], &b[..b.len() - behind]);
    let mut places = Vec::new();
    if a.is_empty() && b.is_empty() {
        return places;
    }
    if a.len().saturating_mul(b.len()) > MOST_PAIRS {
        places.push(place(a, b));
        return places;
    }
    let common = common(a, b);
    let (mut from_a, mut from_b) = (0, 0);
    for (at_a, at_b) in common.into_iter().chain([(a.len(), b.len())]) {
        if (at_a > from_a || at_b > from_b) && places.len() < MOST {
            places.push(place(&a[from_a..at_a], &b[from_b..at_b]));
        }
        (from_a, from_b) = (at_a + 1, at_b + 1);
    }
    places
}

fn place(a: &[&str], b: &[&str]) -> Difference {
    Difference {
        draft: cut(a),
        letter: cut(b),
    }
}

fn cut(words: &[&str]) -> String {
    let whole = words.join(" ");
    match whole.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}\u{2026}", &whole[..end]),
        None => whole,
    }
}

/// The places of the longest run of words, with gaps, that both have.
fn common(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i] == b[j] {
                longest[(i + 1) * width + j + 1].saturating_add(1)
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(draft: &str, letter: &str) -> Vec<(String, String)> {
        let places = between(draft, letter).into_iter();
        places.map(|one| (one.draft, one.letter)).collect()
    }

    fn pair(draft: &str, letter: &str) -> (String, String) {
        (draft.to_owned(), letter.to_owned())
    }

    #[test]
    fn each_place_is_told_with_both_wordings() {
        let draft = "DRAFT The lamp burns for 28 days and is out by noon.";
        let letter = "The lamp burns for 31 days and  is out\nby noon. It is red.";
        assert_eq!(
            told(draft, letter),
            [pair("DRAFT", ""), pair("28", "31"), pair("", "It is red.")]
        );
        assert!(told(letter, letter).is_empty() && told("", "").is_empty());
        assert_eq!(told("", "all"), [pair("", "all")]);
    }

    #[test]
    fn long_texts_cost_no_more_than_they_may() {
        let a: Vec<String> = (0..5000).map(|n| format!("a{n}")).collect();
        let b: Vec<String> = (0..5000).map(|n| format!("b{n}")).collect();
        let places = between(&a.join(" "), &b.join(" "));
        assert_eq!(places.len(), 1);
        assert!(places[0].draft.chars().count() <= LONGEST + 1);
    }
}
