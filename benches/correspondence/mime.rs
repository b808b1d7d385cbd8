//! How text travels in mail: base64, quoted-printable, encoded words in headers, dates.

use std::fmt::Write;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 in one line.
pub fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() / 3 * 4 + 4);
    for three in bytes.chunks(3) {
        let held = three
            .iter()
            .fold(0u32, |held, byte| held << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        for sextet in 0..4 {
            if sextet <= three.len() {
                let at = (held >> (18 - 6 * sextet)) & 63;
                out.push(char::from(ALPHABET[at as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

/// Base64 in lines of 76.
pub fn base64_lines(bytes: &[u8]) -> String {
    let whole = base64(bytes);
    let mut out = String::with_capacity(whole.len() + whole.len() / 76 + 1);
    let mut rest = whole.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(76));
        out.push_str(line);
        out.push('\n');
        rest = after;
    }
    out
}

/// Quoted-printable, lines broken softly before 76.
pub fn quoted_printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 11 / 10);
    for line in text.split_inclusive('\n') {
        let (content, end) = match line.strip_suffix('\n') {
            Some(content) => (content, "\n"),
            None => (line, ""),
        };
        let mut width = 0;
        for (at, byte) in content.bytes().enumerate() {
            let last = at + 1 == content.len();
            let plain = (33..=126).contains(&byte) && byte != b'=' || byte == b' ' && !last;
            let needs = if plain { 1 } else { 3 };
            if width + needs > 75 {
                out.push_str("=\n");
                width = 0;
            }
            if plain {
                out.push(char::from(byte));
            } else {
                let _ = write!(out, "={byte:02X}");
            }
            width += needs;
        }
        out.push_str(end);
    }
    out
}

/// A header's text: as it stands when it is ASCII, else in encoded words.
pub fn header(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut words = Vec::new();
    let mut held = String::new();
    for letter in text.chars() {
        if held.len() + letter.len_utf8() > 42 {
            words.push(std::mem::take(&mut held));
        }
        held.push(letter);
    }
    words.push(held);
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("=?UTF-8?B?{}?=", base64(word.as_bytes())))
        .collect();
    words.join("\n ")
}

/// A moment by the clock in London.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Days since 1 January 1970.
    pub day: i64,
    /// Seconds since midnight, by that clock.
    pub second: i64,
}

/// Year, month and day of a number of days since 1 January 1970 (Gregorian calendar).
pub fn calendar(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * month_from_march + 2) / 5 + 1)
}

impl Moment {
    /// As a `Date` header gives it. Summer time is taken as April to September, far from midnight.
    pub fn in_header(self) -> String {
        let (year, month, day) = calendar(self.day);
        let weekday =
            ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][self.day.rem_euclid(7) as usize];
        let offset = if (4..=9).contains(&month) {
            "+0100"
        } else {
            "+0000"
        };
        let name = &super::months::MONTHS[month as usize - 1][..3];
        let (hour, minute, second) = (self.second / 3600, self.second / 60 % 60, self.second % 60);
        format!("{weekday}, {day:02} {name} {year} {hour:02}:{minute:02}:{second:02} {offset}")
    }

    /// As a person writes the day: `3 December 2021`.
    pub fn in_words(self) -> String {
        let (year, month, day) = calendar(self.day);
        format!("{day} {} {year}", super::months::MONTHS[month as usize - 1])
    }

    /// The year.
    pub fn year(self) -> i64 {
        calendar(self.day).0
    }
}
