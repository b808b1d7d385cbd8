//! Transfer encodings, read so that nothing is lost: what decodes is decoded, and the rest is handed back.

use memchr::memchr;

/// What a transfer encoding gave.
pub(super) struct Decoded<'a> {
    /// The bytes decoded.
    pub bytes: Vec<u8>,
    /// Raw bytes that are not, or not surely, part of the encoding.
    pub rest: Option<&'a [u8]>,
    /// What was wrong.
    pub doubt: Option<&'static str>,
}

/// The byte that two hexadecimal digits write.
pub(super) fn hex_pair(pair: Option<&[u8]>) -> Option<u8> {
    let [high, low] = pair? else { return None };
    let digit = |b: u8| char::from(b).to_digit(16);
    Some((digit(*high)? * 16 + digit(*low)?) as u8)
}

/// `%XX` decoded; anything else as it stands.
pub(super) fn percent(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        match hex_pair(raw.get(at + 1..at + 3)) {
            Some(byte) if raw[at] == b'%' => {
                bytes.push(byte);
                at += 3;
            }
            _ => {
                bytes.push(raw[at]);
                at += 1;
            }
        }
    }
    bytes
}

/// Quoted-printable. Raw 8-bit bytes and impossible escapes stay as they stand.
pub(super) fn quoted_printable(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr(b'=', rest) {
        bytes.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(byte) = hex_pair(rest.get(..2)) {
            bytes.push(byte);
            rest = &rest[2..];
            continue;
        }
        // A soft line break, with the blanks that gateways add after the sign.
        let blanks = rest
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t'))
            .count();
        match &rest[blanks..] {
            [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] => rest = after,
            [] => rest = &[],
            _ => bytes.push(b'='),
        }
    }
    bytes.extend_from_slice(rest);
    bytes
}

const NONE: u8 = 0xFF;
const BLANK: u8 = 0xFE;
const PAD: u8 = 0xFD;

const SEXTETS: [u8; 256] = {
    let mut table = [NONE; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut n = 0;
    while n < alphabet.len() {
        table[alphabet[n] as usize] = n as u8;
        n += 1;
    }
    table[b' ' as usize] = BLANK;
    table[b'\t' as usize] = BLANK;
    table[b'\r' as usize] = BLANK;
    table[b'\n' as usize] = BLANK;
    table[b'=' as usize] = PAD;
    table
};

/// Base64. Padding may be missing, and streams may follow each other. Where something else is met, a footer that a
/// mailing list added for one, the lines from there on are handed back; a stray character within the stream is
/// passed over and its line handed back as well.
pub(super) fn base64(raw: &[u8]) -> Decoded<'_> {
    let mut bytes = Vec::with_capacity(raw.len() / 4 * 3 + 3);
    let Err(at) = sextets(raw, &mut bytes) else {
        return Decoded {
            bytes,
            rest: None,
            doubt: None,
        };
    };
    bytes.clear();
    let line_of = |at: usize| {
        raw[..at]
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |feed| feed + 1)
    };
    let odd = line_of(at);
    let width = raw
        .split(|b| *b == b'\n')
        .map(<[u8]>::trim_ascii)
        .find(|line| !line.is_empty())
        .map_or(0, <[u8]>::len);
    let after = raw
        .get(super::super::identity::line_end(raw, odd)..)
        .unwrap_or_default();
    let goes_on = width >= 16
        && after
            .split(|b| *b == b'\n')
            .take(4)
            .any(|line| line.trim_ascii().len() == width && is_stream(line));
    if goes_on {
        let kept: Vec<u8> = raw
            .iter()
            .copied()
            .filter(|b| SEXTETS[usize::from(*b)] != NONE)
            .collect();
        // What stops a stream now can only be its padding: the rest is decoded as streams of their own.
        let mut from = 0;
        while let Err(stop) = sextets(&kept[from..], &mut bytes) {
            from += stop.max(1);
        }
        let doubt = Some("stray characters within base64; they were passed over");
        return Decoded {
            bytes,
            rest: Some(&raw[odd..odd + (raw.len() - odd - after.len())]),
            doubt,
        };
    }
    // The stream ended with its first short or padded line; lines after that are no part of it.
    let mut cut = odd;
    let mut from = 0;
    while from < odd {
        let next = super::super::identity::line_end(raw, from);
        let line = raw[from..next].trim_ascii();
        if (line.is_empty() && from > 0)
            || line.ends_with(b"=")
            || (!line.is_empty() && line.len() < width)
        {
            cut = next;
            break;
        }
        from = next;
    }
    let whole = sextets(&raw[..cut], &mut bytes).is_ok();
    let symbols = raw[..cut]
        .iter()
        .filter(|b| SEXTETS[usize::from(**b)] < BLANK - 1 || **b == b'=')
        .count();
    if cut == 0 {
        // The odd character stands in the first line: what stands before it is the stream only if it makes text.
        let stream = !raw[..at].iter().any(u8::is_ascii_whitespace)
            && sextets(&raw[..at], &mut bytes).is_ok();
        let part = stream
            && std::str::from_utf8(&bytes).is_ok_and(|text| !text.chars().any(char::is_control));
        if !part {
            bytes.clear();
        }
        let rest = if part { &raw[at..] } else { raw };
        return Decoded {
            bytes,
            rest: Some(rest),
            doubt: Some("declared base64 but is not, or not wholly"),
        };
    }
    // An incomplete stream before the odd line: both readings are kept.
    let sure = whole && symbols % 4 == 0;
    let rest = if sure { &raw[cut..] } else { raw };
    Decoded {
        bytes,
        rest: Some(rest),
        doubt: Some("something that is not base64 follows it"),
    }
}

fn is_stream(line: &[u8]) -> bool {
    line.iter().all(|b| SEXTETS[usize::from(*b)] != NONE)
}

/// Decodes until something is met that is neither alphabet, blank nor padding; gives the place where it stands.
fn sextets(raw: &[u8], bytes: &mut Vec<u8>) -> Result<(), usize> {
    let (mut bits, mut held) = (0u32, 0u32);
    let mut at = 0;
    while at < raw.len() {
        if held == 0 {
            // Whole quanta, the common case.
            while let Some([a, b, c, d]) = raw.get(at..at + 4) {
                let four = [
                    SEXTETS[usize::from(*a)],
                    SEXTETS[usize::from(*b)],
                    SEXTETS[usize::from(*c)],
                    SEXTETS[usize::from(*d)],
                ];
                if four.iter().any(|sextet| *sextet >= PAD) {
                    break;
                }
                let quantum = four
                    .iter()
                    .fold(0u32, |sum, sextet| (sum << 6) | u32::from(*sextet));
                bytes.extend_from_slice(&quantum.to_be_bytes()[1..]);
                at += 4;
            }
            if at >= raw.len() {
                break;
            }
        }
        match SEXTETS[usize::from(raw[at])] {
            BLANK => {}
            NONE => return Err(at),
            PAD => {
                flush(bits, held, bytes);
                (bits, held) = (0, 0);
            }
            sextet => {
                bits = (bits << 6) | u32::from(sextet);
                held += 1;
                if held == 4 {
                    bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
                    (bits, held) = (0, 0);
                }
            }
        }
        at += 1;
    }
    flush(bits, held, bytes);
    Ok(())
}

/// The bytes of an incomplete quantum.
fn flush(bits: u32, held: u32, bytes: &mut Vec<u8>) {
    match held {
        2 => bytes.push((bits >> 4) as u8),
        3 => bytes.extend_from_slice(&[(bits >> 10) as u8, (bits >> 2) as u8]),
        _ => {}
    }
}

/// A file written in uuencode within a text.
pub(super) struct Uuencoded {
    /// Its name as the `begin` line gives it.
    pub name: Vec<u8>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it stands in the text, from its `begin` line to its `end` line.
    pub range: std::ops::Range<usize>,
}

/// The uuencoded files in a text. One that is not well formed to its `end` line is left as text.
pub(super) fn uuencoded(text: &[u8]) -> Vec<Uuencoded> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(hit) = memchr::memmem::find(&text[from..], b"begin ") {
        let start = from + hit;
        from = start + 6;
        if start > 0 && text[start - 1] != b'\n' {
            continue;
        }
        let first = super::super::identity::line_end(text, start);
        let line = text[start + 6..first].trim_ascii();
        let mode = line
            .iter()
            .take_while(|b| (b'0'..=b'7').contains(*b))
            .count();
        if !(3..=4).contains(&mode) || line.get(mode) != Some(&b' ') {
            continue;
        }
        if let Some((bytes, end)) = uu_lines(text, first) {
            found.push(Uuencoded {
                name: line[mode + 1..].trim_ascii().to_vec(),
                bytes,
                range: start..end,
            });
            from = end;
        }
    }
    found
}

fn uu_lines(text: &[u8], first: usize) -> Option<(Vec<u8>, usize)> {
    let mut bytes = Vec::new();
    let mut at = first;
    while at < text.len() {
        let next = super::super::identity::line_end(text, at);
        let line = text[at..next]
            .strip_suffix(b"\n")
            .unwrap_or(&text[at..next]);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        at = next;
        if line == b"end" {
            return Some((bytes, at));
        }
        let Some(count) = line.first() else { continue };
        if !(0x20..=0x60).contains(count) {
            return None;
        }
        let count = usize::from((count - 0x20) & 63);
        let body = &line[1..];
        // Trailing blanks, which stand for zero bits, are often cut off.
        if body.len() > count.div_ceil(3) * 4 + 2 || body.iter().any(|b| !(0x20..=0x60).contains(b))
        {
            return None;
        }
        let value = |n: usize| u32::from((body.get(n).copied().unwrap_or(0x20) - 0x20) & 63);
        let start = bytes.len();
        for group in 0..count.div_ceil(3) {
            let quantum = (0..4).fold(0u32, |sum, n| (sum << 6) | value(group * 4 + n));
            bytes.extend_from_slice(&quantum.to_be_bytes()[1..]);
        }
        bytes.truncate(start + count);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(raw: &[u8]) -> (String, Option<String>) {
        let decoded = base64(raw);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&decoded.bytes), decoded.rest.map(text))
    }

    #[test]
    fn base64_gives_all_it_holds() {
        assert_eq!(
            both(b"SU5WLzAyODMvMjAyMA=="),
            ("INV/0283/2020".into(), None)
        );
        assert_eq!(both(b"SU5WLzAyODMvMjAyMA"), ("INV/0283/2020".into(), None));
        assert_eq!(
            both(b"SU5WLz\r\nAyODMvM\r\njAyMA==\r\n"),
            ("INV/0283/2020".into(), None)
        );
        let (text, rest) = both(b"SU5WLzAyODMvMjAyMA==\n____\nSent to the list\n");
        assert_eq!(text, "INV/0283/2020");
        assert_eq!(rest.as_deref(), Some("____\nSent to the list\n"));
        let (text, rest) = both(b"SU5WLzAyODMvMjAyMA\n____\nSent to the list\n");
        assert_eq!(text, "INV/0283/2020");
        assert!(rest.is_some_and(|rest| rest.contains("Sent to the list")));
        let (text, rest) = both(b"QUJD\n\nRegards\nSent to: the list\n");
        assert_eq!(text, "ABC");
        assert!(rest.is_some_and(|rest| rest.starts_with("Regards\n")));
        let (text, rest) = both(b"Dear Sir,\nnot encoded at all\n");
        assert_eq!(text, "");
        assert_eq!(rest.as_deref(), Some("Dear Sir,\nnot encoded at all\n"));
        assert_eq!(both(b"QUI=QUI="), ("ABAB".into(), None));
    }

    #[test]
    fn quoted_printable_keeps_raw_bytes() {
        assert_eq!(
            quoted_printable(b"caf\xE9 =A310 a=3Db =\r\nc = d=\n"),
            b"caf\xE9 \xA310 a=b c = d"
        );
        assert_eq!(
            quoted_printable(b"INV/02=\n83/2020=  \nx="),
            b"INV/0283/2020x"
        );
    }

    #[test]
    fn a_uuencoded_file_is_found_in_its_text() {
        let text = b"See:\nbegin 644 a note.txt\n#0V%T\n`\nend\nBye\n";
        let found = uuencoded(text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].bytes, b"Cat");
        assert_eq!(found[0].name, b"a note.txt");
        assert_eq!(&text[found[0].range.end..], b"Bye\n");
        assert!(uuencoded(b"begin 644 of a story\nOnce upon a time\n").is_empty());
    }
}
