//! Bytes to characters: what was declared, else what the bytes prove, else the likeliest guess.
//!
//! The ladder is: UTF-32, a declared charset that fits, valid UTF-8, UTF-16 by its zero bytes, then a guess made with a
//! British hint (without it a pound sign in windows-1252 is taken for a Polish letter). No rung drops a byte where
//! another rung could have read it, and whatever was not plain sailing is said as a doubt.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Opens the shifts of ISO-2022-JP, which is ASCII otherwise.
const ESCAPE: u8 = 0x1B;
/// How many bytes the guess looks at.
const GUESSED_FROM: usize = 128 << 10;

/// The text of `bytes` and, where it is not beyond question, why not. Line ends are left as they are.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> (String, Option<String>) {
    let (text, doubt) = read(bytes, declared);
    (text.into_owned(), doubt)
}

/// As [`decode`], but lends the text where the bytes are UTF-8 already.
pub fn read<'a>(bytes: &'a [u8], declared: Option<&str>) -> (Cow<'a, str>, Option<String>) {
    if declared.is_none()
        && bytes.is_ascii()
        && memchr::memchr2(0, ESCAPE, bytes).is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (Cow::Borrowed(text), None);
    }
    if let Some((text, lost)) = utf32(bytes) {
        let doubt = lost.then(|| "not wholly readable as UTF-32".to_owned());
        return (Cow::Owned(text), doubt);
    }
    let label = declared.map(plain_label).filter(|label| !label.is_empty());
    if let Some(label) = &label {
        if is_utf7(label) {
            return (Cow::Owned(utf7(bytes)), None);
        }
        if let Some(answer) = as_declared(bytes, label) {
            return answer;
        }
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return by_mark(bytes, encoding, mark);
    }
    if bytes.is_ascii() && memchr::memmem::find(bytes, b"\x1B$").is_some() {
        return guess(bytes, label.as_deref());
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !(bytes.contains(&0) && looks_utf16(bytes).is_some())
    {
        let doubt = match &label {
            Some(label) if !bytes.is_ascii() => Some(format!("declared {label} but is UTF-8")),
            _ => None,
        };
        return (Cow::Borrowed(text), doubt);
    }
    if let Some(encoding) = looks_utf16(bytes) {
        let (text, lost) = encoding.decode_without_bom_handling(bytes);
        let doubt = lost.then(|| format!("not wholly readable as {}", encoding.name()));
        return (text, doubt);
    }
    if mostly_utf8(bytes) {
        let text = mended_utf8(bytes);
        return (
            Cow::Owned(text),
            Some("not wholly UTF-8; the odd bytes were read as windows-1252".into()),
        );
    }
    guess(bytes, label.as_deref())
}

/// The text of bytes of which every four are a character, and whether some are none. Without a mark all of them must be
/// one: no other text has so many zeros.
fn utf32(bytes: &[u8]) -> Option<(String, bool)> {
    let (order, marked): (fn([u8; 4]) -> u32, bool) = match *bytes.first_chunk()? {
        [0xff, 0xfe, 0, 0] => (u32::from_le_bytes, true),
        [0, 0, 0xfe, 0xff] => (u32::from_be_bytes, true),
        [_, _, _, 0] => (u32::from_le_bytes, false),
        [0, _, _, _] => (u32::from_be_bytes, false),
        _ => return None,
    };
    let (units, rest) = bytes.as_chunks::<4>();
    let character = |unit: &[u8; 4]| char::from_u32(order(*unit)).filter(|c| *c != '\0');
    if !marked {
        let whole = units.len() > 1 && rest.is_empty();
        let text: Option<String> = units.iter().map(character).collect();
        return text.filter(|_| whole).map(|text| (text, false));
    }
    let text: String = units[1..]
        .iter()
        .map(|unit| character(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    let lost = !rest.is_empty() || text.contains(char::REPLACEMENT_CHARACTER);
    Some((text, lost))
}

/// Reads as declared where the bytes allow it without loss and do not prove otherwise.
fn as_declared<'a>(bytes: &'a [u8], label: &str) -> Option<(Cow<'a, str>, Option<String>)> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    if encoding == UTF_8 {
        let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        return std::str::from_utf8(body)
            .ok()
            .map(|text| (Cow::Borrowed(text), None));
    }
    if encoding == UTF_16LE || encoding == UTF_16BE {
        // A mark, or the zeros themselves, know the byte order better than the label does.
        let (encoding, mark) = match Encoding::for_bom(bytes) {
            Some((marked, mark)) if marked != UTF_8 => (marked, mark),
            _ => (looks_utf16(bytes)?, 0),
        };
        return Some(by_mark(bytes, encoding, mark));
    }
    if encoding.is_ascii_compatible() && bytes.is_ascii() {
        return std::str::from_utf8(bytes)
            .ok()
            .map(|text| (Cow::Borrowed(text), None));
    }
    if encoding.is_single_byte() && std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| (text, None))
}

fn by_mark<'a>(
    bytes: &'a [u8],
    encoding: &'static Encoding,
    mark: usize,
) -> (Cow<'a, str>, Option<String>) {
    let body = bytes.get(mark..).unwrap_or_default();
    let (text, lost) = encoding.decode_without_bom_handling(body);
    if lost && encoding == UTF_8 {
        let doubt = "not wholly UTF-8; the odd bytes were read as windows-1252";
        return (Cow::Owned(mended_utf8(body)), Some(doubt.into()));
    }
    (
        text,
        lost.then(|| format!("not wholly readable as {}", encoding.name())),
    )
}

fn guess<'a>(bytes: &'a [u8], label: Option<&str>) -> (Cow<'a, str>, Option<String>) {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    // Plain ASCII tells nothing; a word or two before the first other byte is context enough.
    let odd = |b: &u8| !b.is_ascii() || *b == ESCAPE;
    let start = bytes.iter().position(odd).unwrap_or(0).saturating_sub(32);
    let seen = &bytes[start..bytes.len().min(start + GUESSED_FROM)];
    detector.feed(seen, true);
    let guessed = detector.guess(Some(b"uk"), Utf8Detection::Deny);
    let known = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    let (text, lost) = guessed.decode_without_bom_handling(bytes);
    if !lost {
        let doubt = match label {
            Some(label) if known.is_none() => {
                format!("charset {label} is unknown; read as {}", guessed.name())
            }
            Some(label) => format!(
                "does not fit its charset {label}; read as {}",
                guessed.name()
            ),
            None => format!("charset guessed: {}", guessed.name()),
        };
        return (text, Some(doubt));
    }
    let encoding = known.unwrap_or(guessed);
    let (text, lost) = encoding.decode_without_bom_handling(bytes);
    if lost && encoding.is_single_byte() {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
        return (text, Some("charset unknown; read as windows-1252".into()));
    }
    (
        text,
        Some(format!("not wholly readable as {}", encoding.name())),
    )
}

/// A label as the standard spells it: lower case, no quotes, no language tag, common misspellings mended.
fn plain_label(label: &str) -> String {
    let label = label.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '=' | '<' | '>')
    });
    let label = label
        .split('*')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    for (wrong, right) in [
        ("windows125", "windows-125"),
        ("win-125", "windows-125"),
        ("cp-125", "windows-125"),
    ] {
        if let Some(rest) = label.strip_prefix(wrong) {
            return format!("{right}{rest}");
        }
    }
    if let Some(rest) = label
        .strip_prefix("iso_")
        .or_else(|| label.strip_prefix("iso "))
    {
        return format!("iso-{}", rest.replace('_', "-"));
    }
    label
}

/// UTF-16 without a mark: nearly all zeros stand on one side of the pairs.
fn looks_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    if sample.len() < 4 {
        return None;
    }
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    let pairs = sample.len() / 2;
    if odd * 3 > pairs && even * 10 < odd {
        Some(UTF_16LE)
    } else if even * 3 > pairs && odd * 10 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether these bytes are UTF-16, by mark or by their zeros.
pub fn is_utf16(bytes: &[u8]) -> bool {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding != UTF_8,
        None => looks_utf16(bytes).is_some(),
    }
}

/// More whole UTF-8 characters beyond ASCII than stray bytes.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut stray) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        stray += chunk.invalid().len();
    }
    whole > stray
}

/// UTF-8 where it is, windows-1252 for each byte where it is not.
fn mended_utf8(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let (odd, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
            text.push_str(&odd);
        }
    }
    text
}

fn is_utf7(label: &str) -> bool {
    matches!(
        label,
        "utf-7" | "utf7" | "unicode-1-1-utf-7" | "csunicode11utf7"
    )
}

/// UTF-7 (RFC 2152): runs of base64 over UTF-16 between `+` and `-`; anything malformed stays as it stands.
fn utf7(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'+', rest) {
        text.push_str(&read(&rest[..at], None).0);
        let run = &rest[at + 1..];
        let len = run
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
            .count();
        let closed = usize::from(run.get(len) == Some(&b'-'));
        if len == 0 {
            text.push('+');
        } else {
            let (mut bits, mut held, mut units) = (0u32, 0u32, Vec::new());
            for byte in &run[..len] {
                bits = (bits << 6) | u32::from(sextet(*byte));
                held += 6;
                if held >= 16 {
                    held -= 16;
                    units.push(((bits >> held) & 0xFFFF) as u16);
                }
            }
            text.extend(
                char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)),
            );
        }
        rest = &run[len + closed..];
    }
    text.push_str(&read(rest, None).0);
    text
}

fn sextet(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    }
}

/// Text with every line ended by `\n`: CRLF and lone CR become that.
pub fn plain_lines(text: Cow<'_, str>) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest: &str = &text;
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pound_sign_is_read_whatever_the_charset_says() {
        assert_eq!(decode(b"fee \xA310", None).0, "fee £10");
        assert_eq!(decode(b"fee \xA310", Some("us-ascii")).0, "fee £10");
        assert_eq!(
            decode("fee £10".as_bytes(), Some("iso-8859-1")).0,
            "fee £10"
        );
        assert_eq!(decode("fee £10".as_bytes(), Some("us-ascii")).0, "fee £10");
        assert_eq!(decode(b"fee \xA310", Some("utf-8")).0, "fee £10");
        assert_eq!(decode(b"fee \xA310", Some("x-nonsense")).0, "fee £10");
        assert_eq!(decode(b"fee +AKM-10 a+-b", Some("utf-7")).0, "fee £10 a+b");
    }

    #[test]
    fn utf16_is_known_with_and_without_its_mark() {
        let little: Vec<u8> = "Ref INV/1"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let big: Vec<u8> = "Ref INV/1"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode(&little, None).0, "Ref INV/1");
        assert_eq!(decode(&big, Some("utf-16")).0, "Ref INV/1");
        let marked = [b"\xFF\xFE".as_slice(), &little].concat();
        assert_eq!(decode(&marked, None).0, "Ref INV/1");
    }

    #[test]
    fn utf32_is_known_with_and_without_its_mark() {
        for text in ["\u{feff}Ref INV/1", "Ref INV/1 \u{1F600}"] {
            for order in [u32::to_le_bytes, u32::to_be_bytes] {
                let bytes: Vec<u8> = text.chars().flat_map(|c| order(c as u32)).collect();
                let plain = text.trim_start_matches('\u{feff}');
                assert_eq!(decode(&bytes, None), (plain.to_owned(), None));
            }
        }
        let cut = b"\xff\xfe\0\0R\0\0\0e\0\0\0f\0\0";
        let (text, doubt) = decode(cut, None);
        assert_eq!(text, "Re");
        assert!(doubt.is_some());
        let wide: Vec<u8> = "Ref INV"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(utf32(&wide), None);
        assert_eq!(utf32(b"\x01\0\0\0\0\0\0\0"), None);
    }

    #[test]
    fn one_bad_byte_does_not_spoil_the_rest() {
        let (text, doubt) = decode(b"na\xC3\xAFve caf\xC3\xA9 \x96 end", Some("utf-8"));
        assert_eq!(text, "naïve café – end");
        assert!(doubt.is_some());
    }
}
