//! Characters that scanners take for one another: 0 O D Q, 1 I l |, 2 Z, 5 S, 6 G, 8 B, and what they take for a
//! separator: a comma for a point, an l for a slash.

/// How strictly to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As the form says.
    Exact,
    /// A line may also break once inside a group of digits.
    Wrapped,
    /// A page may also end at a separator, with its number and the next one's.
    Paged,
    /// A character may stand for another that scanners confuse with it.
    Confused,
    /// As [`Reading::Confused`], and so may a separator.
    Blurred,
}

impl Reading {
    /// Whether a character may stand for another.
    pub(super) fn confuses(self) -> bool {
        matches!(self, Self::Confused | Self::Blurred)
    }

    /// Whether the character may stand for the one wanted, `#` being any digit and `@` any letter.
    pub(super) fn takes(self, ch: u8, wanted: u8) -> bool {
        match wanted {
            b'#' => ch.is_ascii_digit() || self.confuses() && as_digit(ch).is_some(),
            b'@' => ch.is_ascii_alphabetic() || self.confuses() && as_letter(ch).is_some(),
            _ => ch == wanted || self.confuses() && alike(ch, wanted),
        }
    }
}

/// The class of characters that scanners confuse, by its digit.
#[inline]
fn class(ch: u8) -> Option<u8> {
    let class = CLASSES[usize::from(ch)];
    (class != 0).then_some(class)
}

/// The class of each character; 0 for none.
const CLASSES: [u8; 256] = {
    const ALIKE: [&[u8]; 6] = [b"0ODQ", b"1IL|", b"2Z", b"5S", b"6G", b"8B"];
    let mut classes = [0; 256];
    let mut class = 0;
    while class < ALIKE.len() {
        let mut nth = 0;
        while nth < ALIKE[class].len() {
            classes[ALIKE[class][nth] as usize] = ALIKE[class][0];
            nth += 1;
        }
        class += 1;
    }
    classes
};

/// Whether a scanner may have read the separator `own` as this mark. A middle dot and every kind of dash count as a
/// point and a hyphen anyway.
pub(super) fn separates_like(ch: u8, own: u8) -> bool {
    match own {
        b'.' => matches!(ch, b',' | b';' | b':' | b'\'' | b'`'),
        b'/' | b'\\' => matches!(ch, b'L' | b'I' | b'|' | b'!' | b'/' | b'\\'),
        b'-' | b'_' => matches!(ch, b'~' | b'=' | b'-' | b'_'),
        _ => false,
    }
}

pub(super) fn alike(a: u8, b: u8) -> bool {
    a == b || class(a).is_some_and(|a| class(b) == Some(a))
}

pub(super) fn as_digit(ch: u8) -> Option<u8> {
    if ch.is_ascii_digit() {
        Some(ch)
    } else {
        class(ch)
    }
}

pub(super) fn as_letter(ch: u8) -> Option<u8> {
    Some(match ch {
        b'A'..=b'Z' => ch,
        b'0' => b'O',
        b'1' => b'I',
        b'2' => b'Z',
        b'5' => b'S',
        b'6' => b'G',
        b'8' => b'B',
        _ => return None,
    })
}
