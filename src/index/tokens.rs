//! The one tokeniser: what counts as a word, for records, queries and highlights alike.
//!
//! A token is a run of letters and digits, folded: small letters, no accents, ligatures and full-width forms taken
//! apart. Everything else separates, apostrophes and underscores too. Marks that cannot be seen (soft hyphens,
//! zero-width characters, direction marks) neither separate nor count, so a word broken by one is whole. Chinese and
//! Japanese characters are a token each, since no blanks part their words: a typed run of them is found as a row.
//! Raised figures, fractions and signs such as ™ are tokens of their own, so that a footnote's number does not hide
//! the word that it hangs on. A token's length is limited by the engine alone; see [`cut`].
//!
//! A word that a line end breaks behind a hyphen is two tokens and, besides, the whole word at the place of the first;
//! see `Broken`. A row of words may then pass over the place of the second.

use std::ops::Range;

use tantivy::tokenizer::{MAX_TOKEN_LEN, Token, TokenStream, Tokenizer};
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::broken::{Broken, MARK};

/// The name under which the engine knows it.
pub(super) const NAME: &str = "recordroom";

/// The positions left free behind each part of a record, so that no phrase runs from one part into the next.
pub(super) const GAP: usize = 100;

/// A run shorter than this in bytes cannot fold into more than a token may have.
const SURELY_WHOLE: usize = 3_000;

/// Which bytes are ASCII letters and digits.
const LETTERS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Calls `each` with every token of a text and the bytes that it came from.
pub fn each(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let mut reader = Reader::new(text);
    let mut token = String::new();
    while let Some(range) = reader.next_into(&mut token) {
        each(&token, range);
    }
}

/// The tokens of a text.
pub fn of(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    each(text, |token, _| out.push(token.to_owned()));
    out
}

/// How many tokens of a text are longer than the engine's 65,530 bytes and were cut to that; each is a doubt.
pub fn cut(text: &str) -> usize {
    if !has_long_run(text.as_bytes()) {
        return 0;
    }
    let mut reader = Reader::new(text);
    let mut token = String::new();
    while reader.next_into(&mut token).is_some() {}
    reader.cut
}

/// Whether so many bytes stand in a row without white space that they may be no whole token. Each step looks back from the
/// farthest byte that such a run would have to reach, so most bytes are never looked at.
fn has_long_run(mut text: &[u8]) -> bool {
    while let Some(reach) = text.get(..SURELY_WHOLE) {
        match reach.iter().rposition(u8::is_ascii_whitespace) {
            Some(at) => text = &text[at + 1..],
            None => return true,
        }
    }
    false
}

/// What a character does to the token in hand.
enum Part {
    /// It belongs to the token.
    Joins,
    /// It is a token, or several, by itself.
    Alone,
    /// It is passed over.
    Unseen,
    /// It ends the token.
    Ends,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Tokens of a character that is several, the next one last, and its bytes.
    waiting: Vec<String>,
    waiting_at: Range<usize>,
    cut: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            waiting: Vec::new(),
            waiting_at: 0..0,
            cut: 0,
        }
    }

    /// Writes the next token and returns the bytes that it came from.
    fn next_into(&mut self, token: &mut String) -> Option<Range<usize>> {
        token.clear();
        loop {
            if let Some(ready) = self.waiting.pop() {
                token.push_str(&ready);
                return Some(self.waiting_at.clone());
            }
            let start = self.skip()?;
            if self.waiting.is_empty()
                && let Some(range) = self.whole(start, token)
            {
                return Some(range);
            }
        }
    }

    /// Passes over what is no token and stops where one begins, or behind a character that is one alone.
    fn skip(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        loop {
            let first = *bytes.get(self.at)?;
            if LETTERS[usize::from(first)] {
                return Some(self.at);
            }
            if first.is_ascii() {
                self.at += 1;
                continue;
            }
            let c = self.text[self.at..].chars().next()?;
            match part(c) {
                Part::Joins => return Some(self.at),
                Part::Alone => {
                    let start = self.at;
                    self.at += c.len_utf8();
                    self.waiting = alone(c);
                    self.waiting_at = start..self.at;
                    if !self.waiting.is_empty() {
                        return Some(start);
                    }
                }
                Part::Unseen | Part::Ends => self.at += c.len_utf8(),
            }
        }
    }

    /// Reads the token that begins here.
    fn whole(&mut self, start: usize, token: &mut String) -> Option<Range<usize>> {
        let bytes = &self.text.as_bytes()[start..];
        // capitals lack this bit, which small letters and digits have
        let mut small = 0x20;
        let mut length = 0;
        while let Some(byte) = bytes.get(length)
            && LETTERS[usize::from(*byte)]
        {
            small &= byte;
            length += 1;
        }
        if bytes.get(length).is_none_or(u8::is_ascii) {
            let end = start + length;
            self.at = end;
            let kept = length.min(MAX_TOKEN_LEN);
            self.cut += usize::from(kept < length);
            token.push_str(&self.text[start..start + kept]);
            if small == 0 {
                token.make_ascii_lowercase();
            }
            return Some(start..end);
        }
        self.folded(start, token)
    }

    /// Reads a token that is not plain ASCII; none where it folds to nothing.
    fn folded(&mut self, start: usize, token: &mut String) -> Option<Range<usize>> {
        let mut end = start;
        let mut too_long = false;
        for (offset, c) in self.text[start..].char_indices() {
            if c.is_ascii_alphanumeric() {
                too_long |= !push(token, c.to_ascii_lowercase());
            } else if c.is_ascii() {
                break;
            } else {
                match part(c) {
                    Part::Joins => fold(c, |c| too_long |= !push(token, c)),
                    Part::Unseen => continue,
                    Part::Alone | Part::Ends => break,
                }
            }
            end = start + offset + c.len_utf8();
        }
        self.at = end;
        self.cut += usize::from(too_long);
        (!token.is_empty()).then_some(start..end)
    }
}

/// Adds a character, unless the token would be longer than the engine takes.
fn push(token: &mut String, c: char) -> bool {
    let fits = token.len() + c.len_utf8() <= MAX_TOKEN_LEN;
    if fits {
        token.push(c);
    }
    fits
}

fn part(c: char) -> Part {
    match c {
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e0001}'..='\u{e007f}' => Part::Unseen,
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' => Part::Joins,
        '\u{2b9}'..='\u{2bf}'
        | '\u{2c8}'
        | '\u{2ee}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}' => Part::Ends,
        '\u{3040}'..='\u{312f}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}' => Part::Alone,
        c if is_combining_mark(c) => Part::Unseen,
        '\u{ff10}'..='\u{ff19}' | '\u{1d7ce}'..='\u{1d7ff}' => Part::Joins,
        c if c.is_numeric() && comes_apart(c) => Part::Alone,
        c if c.is_alphanumeric() => Part::Joins,
        c if comes_apart(c) => Part::Alone,
        _ => Part::Ends,
    }
}

/// Whether a character stands for others, among them letters or digits.
fn comes_apart(c: char) -> bool {
    let mut apart = false;
    decompose_compatible(c, |piece| apart |= piece != c && piece.is_alphanumeric());
    apart
}

/// The tokens of a character that stands alone, last first.
fn alone(c: char) -> Vec<String> {
    let mut tokens = vec![String::new()];
    decompose_compatible(c, |piece| {
        if is_combining_mark(piece) {
        } else if !piece.is_alphanumeric() {
            tokens.push(String::new());
        } else if let Some(token) = tokens.last_mut() {
            small(piece, |c| token.push(c));
        }
    });
    tokens.retain(|token| !token.is_empty());
    tokens.reverse();
    tokens
}

/// Folds a letter or digit.
fn fold(c: char, mut put: impl FnMut(char)) {
    decompose_compatible(c, |piece| {
        if !is_combining_mark(piece)
            && piece.is_alphanumeric()
            && !matches!(piece, '\u{2b9}'..='\u{2bf}')
        {
            small(piece, &mut put);
        }
    });
}

/// The small form of a letter without marks; letters that stand for two become two.
fn small(c: char, mut put: impl FnMut(char)) {
    for c in c.to_lowercase() {
        let (first, second) = match c {
            'ß' => ('s', Some('s')),
            'æ' => ('a', Some('e')),
            'œ' => ('o', Some('e')),
            'þ' => ('t', Some('h')),
            'ø' => ('o', None),
            'đ' | 'ð' => ('d', None),
            'ł' => ('l', None),
            'ħ' => ('h', None),
            'ı' => ('i', None),
            'ς' => ('σ', None),
            c if is_combining_mark(c) => continue,
            c => (c, None),
        };
        put(first);
        if let Some(second) = second {
            put(second);
        }
    }
}

/// The tokeniser as the engine takes it.
#[derive(Debug, Clone, Default)]
pub(super) struct Words;

/// The tokens of one part of a record.
pub(super) struct Stream<'a> {
    reader: Reader<'a>,
    token: Token,
    broken: Broken,
    due: Due,
}

/// What follows the second part of a broken word.
enum Due {
    Nothing,
    /// The whole word, at the place of the first part.
    Whole(String),
    /// The mark at the place of the second.
    Mark,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream {
            reader: Reader::new(text),
            broken: Broken::default(),
            due: Due::Nothing,
            token: Token {
                position: usize::MAX,
                // the next part begins so far behind the last token; nothing else asks how long a token is
                position_length: GAP + 1,
                ..Token::default()
            },
        }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        match std::mem::replace(&mut self.due, Due::Nothing) {
            Due::Nothing => {}
            Due::Whole(whole) => {
                self.token.text = whole;
                self.token.position -= 1;
                self.due = Due::Mark;
                return true;
            }
            Due::Mark => {
                self.token.text.clear();
                self.token.text.push_str(MARK);
                self.token.position += 1;
                return true;
            }
        }
        let Some(range) = self.reader.next_into(&mut self.token.text) else {
            return false;
        };
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        self.token.position = self.token.position.wrapping_add(1);
        if let Some((whole, _)) = self.broken.take(self.reader.text, &self.token.text, &range) {
            self.due = Due::Whole(whole);
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
