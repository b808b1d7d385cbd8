//! Quoted-printable and `%XX`, read so that no byte is dropped.

use memchr::memchr;

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
pub(super) fn decode(raw: &[u8]) -> Vec<u8> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_keeps_raw_bytes() {
        assert_eq!(
            decode(b"caf\xE9 =A310 a=3Db =\r\nc = d=\n"),
            b"caf\xE9 \xA310 a=b c = d"
        );
        assert_eq!(decode(b"INV/02=\n83/2020=  \nx="), b"INV/0283/2020x");
    }
}
