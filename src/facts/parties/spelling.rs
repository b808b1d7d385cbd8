//! How an organisation's name may be spelled on paper, and when two spellings are one name.

use std::collections::HashMap;

use regex::{Regex, RegexBuilder};

use super::Organisation;
use crate::error::{Error, Result};
use crate::facts::pattern::STATES;

/// One pattern for all names, the longest first, since the first that fits is taken.
pub(super) fn pattern(rows: &[Organisation], exact: &HashMap<String, usize>) -> Result<Regex> {
    let mut long: Vec<&String> = rows
        .iter()
        .flat_map(|row| row.long_names().chain(&row.letterhead))
        .collect();
    long.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    long.dedup();
    let mut short: Vec<&String> = exact.keys().collect();
    short.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    let mut alternatives: Vec<String> = long
        .iter()
        .map(|name| format!("(?i-u:{}){}", spelled(name), word_end(name)))
        .collect();
    alternatives.extend(
        short
            .iter()
            .map(|form| regex::escape(form).replace(' ', r"[ \n]+") + word_end(form)),
    );
    let joined = alternatives.join("|");
    RegexBuilder::new(&format!(r"(?-u:\b)(?:{joined})"))
        .dfa_size_limit(STATES)
        .build()
        .map_err(|cause| {
            Error::table("the names of schema/parties.toml make no pattern").because(cause)
        })
}

/// A long name as paper prints it: any blanks, any apostrophe or none, a damaged one too.
fn spelled(name: &str) -> String {
    let mut pattern = String::new();
    for letter in name.chars() {
        match letter {
            ' ' => pattern.push_str(r"[ \t\r\n]+"),
            '\'' => pattern
                .push_str("(?u-i:['\u{2019}\u{2018}`]|\u{c2}\u{2019}|\u{e2}\u{20ac}\u{2122})?"),
            '-' => pattern.push_str("(?u-i:[-\u{2010}\u{2011}\u{2013} ])"),
            ascii if ascii.is_ascii() => {
                pattern.push_str(&regex::escape(ascii.encode_utf8(&mut [0; 4])));
            }
            other => pattern.push_str(&format!("(?u:{other})")),
        }
    }
    if name.split(' ').count() >= 3 || name.contains('\'') {
        pattern.push_str("[a-z]{0,2}");
    }
    pattern
}

/// The end of a word, where a name ends in one and not in a bracket.
fn word_end(name: &str) -> &'static str {
    if name.ends_with(char::is_alphanumeric) {
        r"(?-u:\b)"
    } else {
        ""
    }
}

/// A name as the table is asked for it: lower case, letters and digits alone, single blanks.
pub(super) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{c2}' | '\u{20ac}' | '\u{2122}' => {}
            '\u{e2}' if letters.peek() == Some(&'\u{20ac}') => {}
            letter if letter.is_alphanumeric() || letter == '&' => {
                folded.extend(letter.to_lowercase())
            }
            _ if !folded.ends_with(' ') && !folded.is_empty() => folded.push(' '),
            _ => {}
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whether two texts differ by one letter left out, put in or changed.
pub(super) fn one_letter_off(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let ahead = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let behind = a[ahead..]
        .iter()
        .rev()
        .zip(b[ahead..].iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    a.len().max(b.len()) - ahead - behind <= 1
}
