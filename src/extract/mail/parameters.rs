//! `Content-Type` and `Content-Disposition`: the value and its parameters, as leniently as they are written.
//!
//! Parameters may be quoted or not, continued over several (RFC 2231), in a charset of their own, or wrongly encoded
//! as header words. A value split within a character is joined before it is decoded.

use super::super::charset;
use super::words;

/// How many parameters are looked at; a field with more is an attack, not a name.
const MOST: usize = 2_000;

/// A value such as `text/plain` and the parameters after it.
#[derive(Default)]
pub(super) struct Parameters {
    /// Lower case, without blanks.
    pub value: String,
    list: Vec<(String, Vec<u8>)>,
}

impl Parameters {
    /// Reads a raw field value.
    pub fn read(raw: &[u8]) -> Self {
        let raw = raw.trim_ascii();
        let end = raw
            .iter()
            .position(|b| matches!(b, b';' | b'(') || b.is_ascii_whitespace())
            .unwrap_or(raw.len());
        let mut value = String::from_utf8_lossy(&raw[..end]).to_ascii_lowercase();
        let mut at = end;
        if value.contains('=') && !value.contains('/') {
            // The value itself is missing and the parameters begin at once.
            value.clear();
            at = 0;
        }
        value.retain(|c| c != '"');
        let mut list = Vec::new();
        while at < raw.len() && list.len() < MOST {
            at += raw[at..]
                .iter()
                .take_while(|b| matches!(b, b';') || b.is_ascii_whitespace())
                .count();
            if raw.get(at) == Some(&b'(') {
                at = raw[at..]
                    .iter()
                    .position(|b| *b == b')')
                    .map_or(raw.len(), |close| at + close + 1);
                continue;
            }
            let Some(sign) = raw[at..].iter().position(|b| matches!(b, b'=' | b';')) else {
                break;
            };
            let name = &raw[at..at + sign];
            at += sign;
            if raw[at] == b';' {
                continue;
            }
            at += 1;
            at += raw[at..]
                .iter()
                .take_while(|b| b.is_ascii_whitespace())
                .count();
            let (text, used) = if raw.get(at) == Some(&b'"') {
                quoted(&raw[at + 1..])
            } else {
                bare(&raw[at..])
            };
            at += used;
            list.push((
                String::from_utf8_lossy(name.trim_ascii()).to_ascii_lowercase(),
                text,
            ));
        }
        Self { value, list }
    }

    /// A short parameter such as a charset, as it stands.
    pub fn token(&self, name: &str) -> Option<String> {
        self.decoded(name, &mut Vec::new())
    }

    /// The raw bytes of a parameter, for comparing with bytes: a boundary.
    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        match self.list.iter().find(|(found, _)| found == name) {
            Some((_, text)) => Some(text.clone()),
            None => self.sections(name).map(|(bytes, _)| bytes),
        }
    }

    /// A parameter decoded: RFC 2231 first, then a plain one, in which header words are decoded too.
    pub fn decoded(&self, name: &str, doubts: &mut Vec<String>) -> Option<String> {
        if let Some((bytes, label)) = self.sections(name) {
            let (text, doubt) = charset::read(&bytes, label.as_deref());
            doubts.extend(doubt.map(|doubt| format!("a part's name: {doubt}")));
            return Some(words::unfolded(&text));
        }
        let (_, raw) = self.list.iter().find(|(found, _)| found == name)?;
        Some(words::decode(raw, doubts))
    }

    /// The sections `name*`, `name*0`, `name*1*` ... joined, and the charset they name.
    fn sections(&self, name: &str) -> Option<(Vec<u8>, Option<String>)> {
        let mut found: Vec<(usize, bool, &[u8])> = Vec::new();
        for (key, text) in &self.list {
            let Some(rest) = key
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('*'))
            else {
                continue;
            };
            let extended = rest.is_empty() || rest.ends_with('*');
            let number = rest.trim_end_matches('*');
            match if number.is_empty() {
                Ok(0)
            } else {
                number.parse::<usize>()
            } {
                Ok(number) => found.push((number, extended, text)),
                Err(_) => continue,
            }
        }
        found.sort_by_key(|(number, _, _)| *number);
        let mut label = None;
        let mut bytes = Vec::new();
        for (n, (_, extended, text)) in found.iter().enumerate() {
            let mut text = *text;
            if n == 0
                && *extended
                && let Some((charset, after)) = split_at_quote(text)
                && let Some((_, after)) = split_at_quote(after)
            {
                label = Some(String::from_utf8_lossy(charset).into_owned())
                    .filter(|label| !label.is_empty());
                text = after;
            }
            if *extended {
                bytes.extend(super::quoted::percent(text));
            } else {
                bytes.extend_from_slice(text);
            }
        }
        (!found.is_empty()).then_some((bytes, label))
    }
}

fn split_at_quote(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|b| *b == b'\'')?;
    Some((&text[..at], &text[at + 1..]))
}

/// A quoted string, its opening quote already taken. A backslash shields only a quote or itself: Windows writes
/// paths here.
fn quoted(raw: &[u8]) -> (Vec<u8>, usize) {
    let mut text = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        match raw[at] {
            b'"' => return (text, at + 1),
            b'\\' if matches!(raw.get(at + 1), Some(b'"' | b'\\')) => {
                at += 1;
                text.push(raw[at]);
            }
            byte => text.push(byte),
        }
        at += 1;
    }
    (text, at)
}

/// An unquoted value: up to the next semicolon, blanks within it included, since names are often left unquoted.
fn bare(raw: &[u8]) -> (Vec<u8>, usize) {
    let end = raw.iter().position(|b| *b == b';').unwrap_or(raw.len());
    (raw[..end].trim_ascii().to_vec(), end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(raw: &[u8]) -> Option<String> {
        Parameters::read(raw).decoded("name", &mut Vec::new())
    }

    #[test]
    fn names_are_read_in_every_spelling() {
        assert_eq!(
            name(b"a/b; name=\"C:\\docs\\x.pdf\"").as_deref(),
            Some("C:\\docs\\x.pdf")
        );
        assert_eq!(
            name(b"a/b; name=letter (1).pdf; x=y").as_deref(),
            Some("letter (1).pdf")
        );
        assert_eq!(
            name(b"a/b; name*=utf-8''caf%C3%A9.pdf").as_deref(),
            Some("café.pdf")
        );
        assert_eq!(
            name(b"a/b; name*1*=%A9.pdf; name*0*=utf-8'en'caf%C3").as_deref(),
            Some("café.pdf")
        );
        assert_eq!(
            name(b"a/b; name*0=\"let\"; name*1=\"ter.pdf\"").as_deref(),
            Some("letter.pdf")
        );
        assert_eq!(
            name(b"a/b; name=\"=?utf-8?Q?caf=C3=A9.pdf?=\"").as_deref(),
            Some("café.pdf")
        );
        assert_eq!(name(b"a/b; charset=x").as_deref(), None);
        assert_eq!(
            Parameters::read(b"TEXT/Plain (so) ; charset = \"utf-8\"")
                .token("charset")
                .as_deref(),
            Some("utf-8")
        );
    }
}
