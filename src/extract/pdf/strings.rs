//! The text strings and dates of a PDF's own data: titles, notes, names of files.
//!
//! After ISO 32000-2, 7.9.2: a mark at the front says UTF-16 or UTF-8, and without one the bytes are PDFDocEncoding
//! (its Annex D), which is Latin-1 but for two rows.

use hayro_interpret::hayro_syntax::object::DateTime;

/// PDFDocEncoding from 0x18 to 0x1F.
const ACCENTS: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
/// PDFDocEncoding from 0x80 to 0xA0; 0x9F means nothing.
const SIGNS: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™',
    'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{FFFD}', '€',
];

/// Reads a text string, without the blanks around it; lines are ended by `\n`.
pub fn text(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // Not in the standard, but written by many programs: UTF-8 without its mark.
        _ => match std::str::from_utf8(bytes) {
            Ok(text) if !text.is_ascii() => text.to_string(),
            _ => bytes.iter().map(|byte| pdf_doc(*byte)).collect(),
        },
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    without_language(&text)
        .trim_matches(|c: char| c.is_whitespace() || c == '\0')
        .to_string()
}

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks(2).map(|pair| match pair {
        [a, b] => read([*a, *b]),
        _ => 0xFFFD,
    });
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or('\u{FFFD}'))
        .collect()
}

fn pdf_doc(byte: u8) -> char {
    match byte {
        0x18..=0x1F => ACCENTS[usize::from(byte - 0x18)],
        0x80..=0xA0 => SIGNS[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Leaves out language marks: an escape, a code of two to four letters, an escape.
fn without_language(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1B}') {
        kept.push_str(before);
        rest = match after.split_once('\u{1B}') {
            Some((code, after)) if code.len() <= 4 && code.is_ascii() => after,
            _ => after,
        };
    }
    kept.push_str(rest);
    kept
}

/// A date in ISO 8601, with its zone as the file gives it.
pub fn date(date: &DateTime) -> String {
    let zone = if date.utc_offset_hour == 0 && date.utc_offset_minute == 0 {
        "Z".to_string()
    } else {
        format!("{:+03}:{:02}", date.utc_offset_hour, date.utc_offset_minute)
    };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{zone}",
        date.year, date.month, date.day, date.hour, date.minute, date.second
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_of_a_text_string_is_read() {
        assert_eq!(text(b"Fee \x80 10 \xA0"), "Fee • 10 €");
        assert_eq!(text(b"\xFE\xFF\0I\0C\0O"), "ICO");
        assert_eq!(text(b"\xFF\xFEI\0C\0O\0"), "ICO");
        assert_eq!(text("\u{FEFF}Bhriain é".as_bytes()), "Bhriain é");
        assert_eq!(text("é".as_bytes()), "é");
        assert_eq!(text(b"one\rtwo\r\nthree\0"), "one\ntwo\nthree");
    }

    #[test]
    fn language_marks_are_left_out() {
        assert_eq!(
            text("\u{FEFF}\u{1B}enGB\u{1B}Leaflet".as_bytes()),
            "Leaflet"
        );
    }

    #[test]
    fn a_string_cut_inside_a_letter_is_still_read() {
        assert_eq!(text(b"\xFE\xFF\0I\0"), "I\u{FFFD}");
    }
}
