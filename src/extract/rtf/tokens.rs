//! The tokens of RTF: braces, control words, control symbols, bytes given by their number, and letters.
//!
//! The tokeniser knows no meaning; it borrows from the bytes, never fails and never looks further than they go.

/// A token, as it stands in the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A control word and its number.
    Word(&'a [u8], Option<i32>),
    /// A backslash and one character that is no letter.
    Symbol(u8),
    /// `\'hh`
    Byte(u8),
    /// Bytes as they stand, without line ends and zero bytes.
    Letters(&'a [u8]),
    /// What `\binN` announces, as far as it is there.
    Binary(&'a [u8]),
}

/// Walks over the tokens of some bytes.
#[derive(Debug)]
pub struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Whether a `\binN` announced more bytes than follow.
    pub cut_binary: bool,
}

impl<'a> Tokens<'a> {
    /// From the first byte on.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            cut_binary: false,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn control(&mut self) -> Option<Token<'a>> {
        self.at += 1;
        let first = self.peek()?;
        if first == b'\'' {
            self.at += 1;
            let digit = |at: usize| {
                let byte = self.bytes.get(at)?;
                char::from(*byte).to_digit(16)
            };
            return Some(match (digit(self.at), digit(self.at + 1)) {
                (Some(high), Some(low)) => {
                    self.at += 2;
                    Token::Byte((high * 16 + low) as u8)
                }
                _ => Token::Symbol(b'\''),
            });
        }
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return Some(Token::Symbol(first));
        }
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let word = &rest[..length];
        self.at += length;
        let number = self.number();
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        if word == b"bin" {
            let announced = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            let there = self.bytes.len() - self.at;
            self.cut_binary |= announced > there;
            let data = &self.bytes[self.at..self.at + announced.min(there)];
            self.at += data.len();
            return Some(Token::Binary(data));
        }
        Some(Token::Word(word, number))
    }

    /// The number behind a control word; one too large for 32 bits is held at the largest.
    fn number(&mut self) -> Option<i32> {
        let rest = &self.bytes[self.at..];
        let minus = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[minus..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        if digits == 0 {
            return None;
        }
        let mut value = 0i32;
        for digit in &rest[minus..minus + digits] {
            value = value
                .saturating_mul(10)
                .saturating_add(i32::from(digit - b'0'));
        }
        self.at += minus + digits;
        Some(if minus == 1 { -value } else { value })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            match self.peek()? {
                b'{' => {
                    self.at += 1;
                    return Some(Token::Open);
                }
                b'}' => {
                    self.at += 1;
                    return Some(Token::Close);
                }
                b'\\' => return self.control(),
                b'\r' | b'\n' | 0 => self.at += 1,
                _ => {
                    let rest = &self.bytes[self.at..];
                    let length = rest
                        .iter()
                        .position(|b| matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0))
                        .unwrap_or(rest.len());
                    self.at += length;
                    return Some(Token::Letters(&rest[..length]));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_bytes_and_letters_are_told_apart() {
        let tokens: Vec<_> = Tokens::new(b"{\\b0 a\\'e9\\u-20 ?\\~\r\n\\bin3 }}}x}\\q").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word(b"b", Some(0)),
                Token::Letters(b"a"),
                Token::Byte(0xE9),
                Token::Word(b"u", Some(-20)),
                Token::Letters(b"?"),
                Token::Symbol(b'~'),
                Token::Binary(b"}}}"),
                Token::Letters(b"x"),
                Token::Close,
                Token::Word(b"q", None),
            ]
        );
    }

    #[test]
    fn what_breaks_off_ends_the_walk() {
        for bytes in [
            &b"\\"[..],
            b"\\'",
            b"\\'e",
            b"\\u-",
            b"\\bin99999999999 ab",
            b"{",
        ] {
            let mut tokens = Tokens::new(bytes);
            assert!(tokens.by_ref().count() < 4);
        }
    }
}
