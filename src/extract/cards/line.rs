//! Content lines: a name, its parameters and a value, folded, as RFC 5545 (3.1) and RFC 6350 (3.3) have them.

use crate::extract::{charset, mail};

/// One property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The group before its name (`item1`), as written; empty where there is none.
    pub group: String,
    /// Its name, in capitals.
    pub name: String,
    /// Its parameters: names in capitals, values without quotes.
    pub parameters: Vec<(String, String)>,
    /// Its value, quoted-printable undone, nothing else.
    pub value: String,
    /// Its value undone, where it is written in base64.
    pub file: Option<Vec<u8>>,
}

impl Line {
    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Its media type or, for cards, the kind of picture or sound.
    pub fn kind(&self) -> Option<&str> {
        self.parameter("FMTTYPE")
            .or_else(|| self.parameter("MEDIATYPE"))
            .or_else(|| self.parameter("TYPE"))
    }

    /// The value with its escapes undone.
    pub fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// The components of a structured value (`;`), escapes undone.
    pub fn components(&self) -> Vec<String> {
        split(&self.value, ';')
            .iter()
            .map(|one| unescaped(one))
            .collect()
    }
}

/// Undoes `\n`, `\,`, `\;`, `\:` and `\\`; any other backslash stays.
pub(super) fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('n' | 'N') => out.push('\n'),
            Some(sign @ (',' | ';' | ':' | '\\' | '"')) => out.push(sign),
            Some(other) => {
                out.push('\\');
                out.push(other);
            }
            None => out.push('\\'),
        }
    }
    out
}

/// Splits at a sign that no backslash stands before.
pub(super) fn split(value: &str, at: char) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut escaped) = (0, false);
    for (place, c) in value.char_indices() {
        if c == at && !escaped {
            pieces.push(&value[from..place]);
            from = place + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    pieces.push(&value[from..]);
    pieces
}

/// Lines with their folds undone, ended by line feeds. A fold may stand within a character, hence bytes. In a card of
/// version 2.1 the blank after a fold belongs to the value, and a quoted-printable value goes on after `=`.
pub(super) fn unfold(bytes: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let (mut old, mut quoted) = (false, false);
    let mut start = 0;
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = memchr::memchr2(b'\n', b'\r', rest);
        let line = &rest[..end.unwrap_or(rest.len())];
        rest = match end {
            Some(end) if rest[end] == b'\r' && rest.get(end + 1) == Some(&b'\n') => {
                &rest[end + 2..]
            }
            Some(end) => &rest[end + 1..],
            None => &[],
        };
        if quoted && out.ends_with(b"=\n") {
            out.truncate(out.len() - 2);
            out.extend_from_slice(line);
        } else if let Some((b' ' | b'\t', folded)) = line.split_first()
            && out.len() > start + 1
        {
            out.pop();
            out.extend_from_slice(if old { line } else { folded });
        } else {
            start = out.len();
            out.extend_from_slice(line);
            let head = line.split(|b| *b == b':').next().unwrap_or_default();
            quoted = head.to_ascii_uppercase().ends_with(b"QUOTED-PRINTABLE")
                || memchr::memmem::find(&head.to_ascii_uppercase(), b"QUOTED-PRINTABLE;").is_some();
            if line.to_ascii_uppercase().starts_with(b"VERSION:") {
                old = line[8..].trim_ascii().starts_with(b"2") && !line.ends_with(b"2.0");
            }
        }
        out.push(b'\n');
    }
    out
}

/// The properties of a text without folds, and the lines that are none.
pub(super) fn parse(text: &str) -> (Vec<Line>, String) {
    let mut lines: Vec<(Line, String)> = Vec::new();
    let mut others = String::new();
    for written in text.split('\n') {
        if written.trim().is_empty() {
            continue;
        }
        if let Some((line, raw)) = read(written) {
            lines.push((line, raw));
        } else if let Some((last, raw)) = lines.last_mut()
            && is_base64(last)
            && others.is_empty()
            && written
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+/= \t".contains(&b))
        {
            // some programs go on in base64 without a fold
            raw.push_str(written);
        } else {
            others.push_str(written);
            others.push('\n');
        }
    }
    let lines = lines.into_iter().map(|(line, raw)| finished(line, raw));
    (lines.collect(), others)
}

fn encoding(line: &Line) -> String {
    line.parameter("ENCODING")
        .unwrap_or_default()
        .to_ascii_uppercase()
}

fn is_base64(line: &Line) -> bool {
    matches!(encoding(line).as_str(), "B" | "BASE64")
}

/// The line with its value undone.
fn finished(mut line: Line, raw: String) -> Line {
    if is_base64(&line) {
        let (bytes, rest) = mail::undone(raw.as_bytes(), "base64");
        line.value = String::from_utf8_lossy(&rest).into_owned();
        line.file = Some(bytes);
    } else if encoding(&line) == "QUOTED-PRINTABLE" {
        let (bytes, _) = mail::undone(raw.as_bytes(), "quoted-printable");
        let (text, _) = charset::read(&bytes, line.parameter("CHARSET"));
        line.value = charset::plain_lines(text);
    } else if let Some((bytes, kind)) = data_address(&raw) {
        line.file = Some(bytes);
        line.parameters.push(("FMTTYPE".to_owned(), kind));
    } else {
        line.value = raw;
    }
    line
}

/// The bytes and the media type of an address that carries its own content: `data:image/png;base64,...`.
fn data_address(value: &str) -> Option<(Vec<u8>, String)> {
    let head = value.get(..5)?;
    if !head.eq_ignore_ascii_case("data:") {
        return None;
    }
    let (kind, content) = value[5..].split_once(',')?;
    let kind = kind.strip_suffix(";base64")?;
    let (bytes, rest) = mail::undone(content.as_bytes(), "base64");
    rest.is_empty().then(|| (bytes, kind.to_owned()))
}

/// The name and parameters of a line, and its value as written; none where it has no name.
fn read(written: &str) -> Option<(Line, String)> {
    let end = written.find([':', ';'])?;
    let (group, name) = match written[..end].rsplit_once('.') {
        Some((group, name)) => (group.trim(), name.trim()),
        None => ("", written[..end].trim()),
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    let rest = &written[end..];
    let colon = end_of_parameters(rest, true).or_else(|| end_of_parameters(rest, false))?;
    let parameters = pieces(&rest[..colon]).into_iter().map(parameter).collect();
    let line = Line {
        group: group.to_owned(),
        name: name.to_ascii_uppercase(),
        parameters,
        value: String::new(),
        file: None,
    };
    Some((line, rest[colon + 1..].to_owned()))
}

/// The colon after the parameters: one within quotes is none, unless they are never closed.
fn end_of_parameters(rest: &str, heed_quotes: bool) -> Option<usize> {
    let mut quoted = false;
    rest.bytes().position(|b| {
        quoted ^= b == b'"' && heed_quotes;
        b == b':' && !quoted
    })
}

/// The parameters apart: `;` parts them where it stands outside of quotes.
fn pieces(parameters: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut quoted) = (0, false);
    for (at, b) in parameters.bytes().enumerate() {
        quoted ^= b == b'"';
        if b == b';' && !quoted {
            pieces.push(&parameters[from..at]);
            from = at + 1;
        }
    }
    pieces.push(&parameters[from..]);
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

/// A parameter; one without a name is a type or, as version 2.1 has it, an encoding.
fn parameter(piece: &str) -> (String, String) {
    let plain = |value: &str| {
        value
            .replace('"', "")
            .replace("^n", "\n")
            .replace("^'", "\"")
            .replace("^^", "^")
    };
    match piece.split_once('=') {
        Some((name, value)) => (name.trim().to_ascii_uppercase(), plain(value)),
        None => {
            let value = plain(piece.trim());
            let encoding = matches!(
                value.to_ascii_uppercase().as_str(),
                "BASE64" | "QUOTED-PRINTABLE" | "8BIT" | "7BIT" | "B"
            );
            let name = if encoding { "ENCODING" } else { "TYPE" };
            (name.to_owned(), value)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<Line> {
        parse(&String::from_utf8(unfold(bytes)).expect("UTF-8")).0
    }

    #[test]
    fn folds_are_undone_within_a_character_too() {
        let found = lines(b"SUMMARY:caf\xC3\r\n \xA9 at t\r\n\then\r\nX-A;P=\"a;b:c\";Q=d:e\\, f");
        assert_eq!(found[0].value, "caf\u{e9} at then");
        assert_eq!(found[1].parameter("P"), Some("a;b:c"));
        assert_eq!(
            (found[1].parameter("Q"), found[1].text().as_str()),
            (Some("d"), "e, f")
        );
    }

    #[test]
    fn older_cards_fold_and_encode_in_their_own_way() {
        let card = b"BEGIN:VCARD\r\nVERSION:2.1\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:fee =A310=\r\n for all=0Amore\r\nADR:a\r\n b\r\nPHOTO;BASE64;JPEG:\r\n AAEC\r\nAwQF\r\n\r\nitem1.TEL;WORK;CELL:1";
        let found = lines(card);
        assert_eq!(found[2].value, "fee \u{a3}10 for all\nmore");
        assert_eq!(found[3].value, "a b");
        assert_eq!(
            found[4].file.as_deref(),
            Some([0, 1, 2, 3, 4, 5].as_slice())
        );
        assert_eq!(
            (found[5].group.as_str(), found[5].parameters.len()),
            ("item1", 2)
        );
    }

    #[test]
    fn a_line_without_a_name_is_kept_and_a_quote_that_is_never_closed_swallows_nothing() {
        let (found, others) = parse("BEGIN:VCALENDAR\nwhat is this\nX-B;P=\"open:rest\n");
        assert_eq!(others, "what is this\n");
        assert_eq!(found[1].value, "rest");
    }
}
