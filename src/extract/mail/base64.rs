//! Base64 as mail carries it: what decodes is decoded, and the rest is handed back.

use super::super::identity::line_end;

/// What a transfer encoding gave.
pub(super) struct Decoded<'a> {
    /// The bytes decoded.
    pub bytes: Vec<u8>,
    /// Raw bytes that are not, or not surely, part of the encoding.
    pub rest: Option<&'a [u8]>,
    /// What was wrong.
    pub doubt: Option<&'static str>,
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
pub(super) fn decode(raw: &[u8]) -> Decoded<'_> {
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
    let after = raw.get(line_end(raw, odd)..).unwrap_or_default();
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
        let next = line_end(raw, from);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn both(raw: &[u8]) -> (String, Option<String>) {
        let decoded = decode(raw);
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
}
