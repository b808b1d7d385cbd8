//! A place in a text that the readers of dates move along.

/// A place in a text; a copy of it is a way back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The place `at` bytes into the text; it must lie between two characters.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// How many bytes lie before it.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The text from here on.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The character here.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Steps over this character, if it stands here.
    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        if there {
            self.at += wanted.len_utf8();
        }
        there
    }

    /// Steps over one character of this set, if one stands here, and gives it.
    pub(super) fn eat_any(&mut self, wanted: &[char]) -> Option<char> {
        let here = self.peek().filter(|c| wanted.contains(c))?;
        self.at += here.len_utf8();
        Some(here)
    }

    /// Reads a whole run of figures, if it has between `least` and `most` of them.
    pub(super) fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let rest = self.rest();
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        if length < least || length > most {
            return None;
        }
        let value = rest.get(..length)?.parse().ok()?;
        self.at += length;
        Some(value)
    }

    /// How many figures stand here in a row.
    pub(super) fn figures(&self) -> usize {
        self.rest().bytes().take_while(u8::is_ascii_digit).count()
    }

    /// Reads a run of letters.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        if length == 0 {
            return None;
        }
        self.at += length;
        rest.get(..length)
    }

    /// Steps over this word, whatever its case, if it stands here whole.
    pub(super) fn eat_word(&mut self, wanted: &str) -> bool {
        let mut ahead = *self;
        let there = ahead
            .word()
            .is_some_and(|word| word.eq_ignore_ascii_case(wanted));
        if there {
            *self = ahead;
        }
        there
    }

    /// Steps over a gap as [`Cursor::gap`] does, unless `joined`: a mark such as a dash lets only a line break follow.
    pub(super) fn gap_unless(&mut self, joined: bool) {
        if !joined || matches!(self.peek(), Some('\n' | '\r')) {
            self.gap();
        }
    }

    /// Steps over `bytes` bytes.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    /// Steps over blanks and at most one line break, with the quote marks of a quoted line; says whether there were any.
    ///
    /// A blank line or a page break ends a date: a page number above a heading is no day.
    pub(super) fn gap(&mut self) -> bool {
        let start = self.at;
        let mut broken = false;
        while let Some(here) = self.peek() {
            match here {
                '\u{c}' | '\u{b}' => break,
                '\n' | '\u{2028}' if broken => break,
                '\n' | '\u{2028}' => broken = true,
                '>' if broken => {}
                '\u{200b}' | '\u{ad}' | '\u{feff}' => {}
                _ if here.is_whitespace() => {}
                _ => break,
            }
            self.at += here.len_utf8();
        }
        self.at > start
    }
}
