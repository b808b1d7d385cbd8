//! XML as office files hold it: bytes to characters, and references to what they stand for.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// The text of an XML part, and whether some of its bytes were not what its encoding allows.
///
/// UTF-8 unless a byte-order mark or the declaration says otherwise.
pub fn decode(bytes: &[u8]) -> (String, bool) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (text.into_owned(), broken);
    }
    let encoding = declared(bytes).unwrap_or(encoding_rs::UTF_8);
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), broken)
}

/// As [`decode`], for a part that is wanted no more: one that is UTF-8 already is not copied.
pub fn into_text(bytes: Vec<u8>) -> (String, bool) {
    let is_plain = encoding_rs::Encoding::for_bom(&bytes).is_none()
        && declared(&bytes).is_none_or(|encoding| encoding == encoding_rs::UTF_8);
    if !is_plain {
        return decode(&bytes);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(broken) => decode(broken.as_bytes()),
    }
}

fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let front = &bytes[..bytes.len().min(200)];
    let front = std::str::from_utf8(front.split(|byte| *byte == b'>').next()?).ok()?;
    let (_, after) = front.split_once("encoding")?;
    let quote = after.find(['"', '\''])?;
    let label = after[quote + 1..].split(['"', '\'']).next()?;
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
    // A declaration that could be read byte by byte is not UTF-16, whatever it says.
    encoding.is_ascii_compatible().then_some(encoding)
}

/// What a reference in running text stands for. Entities that a DTD would define stay as written: none is expanded.
pub fn entity(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = reference;
    match name {
        "amp" => "&".to_string(),
        "lt" => "<".to_string(),
        "gt" => ">".to_string(),
        "quot" => "\"".to_string(),
        "apos" => "'".to_string(),
        _ => format!("&{name};"),
    }
}

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The value of an attribute, whatever its prefix.
pub fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| local(attribute.key.as_ref()) == name)
        .map(|attribute| {
            attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned())
        })
}

/// What goes through a document and takes from it what it wants.
pub trait Visitor {
    /// An element begins; one without content ends at once.
    fn start(&mut self, start: &BytesStart<'_>);
    /// The innermost element ends.
    fn end(&mut self);
    /// Letters of the innermost element.
    fn letters(&mut self, letters: &str);
    /// The document brings a definition of its type, which nothing is taken from.
    fn definition(&mut self, definition: &str);
    /// Whether an element has begun and not ended.
    fn is_within(&self) -> bool;
    /// Whether no more of it is wanted: asked after each piece.
    fn has_enough(&mut self) -> bool;
}

/// Goes through a document as far as it is sound and more of it is wanted; says what is not sound in it.
pub fn visit(text: &str, visitor: &mut impl Visitor) -> Option<String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => visitor.start(&start),
            Ok(Event::Empty(start)) => {
                visitor.start(&start);
                visitor.end();
            }
            Ok(Event::End(_)) => visitor.end(),
            Ok(Event::Text(text)) => visitor.letters(&text.xml10_content()),
            Ok(Event::CData(text)) => visitor.letters(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => visitor.letters(&entity(&reference)),
            Ok(Event::DocType(definition)) => visitor.definition(&definition),
            Ok(Event::Eof) => {
                return visitor
                    .is_within()
                    .then(|| "it ends inside an element".to_string());
            }
            Ok(_) => {}
            Err(reason) => return Some(reason.to_string()),
        }
        if visitor.has_enough() {
            return None;
        }
    }
}

/// All letters of a document, each element's in a line of its own, as far as it is sound and as `room` bytes allow.
pub fn letters(text: &str, room: usize) -> String {
    let mut letters = String::new();
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    while letters.len() < room {
        match reader.read_event() {
            Ok(Event::Text(text)) => letters.push_str(&text.xml10_content()),
            Ok(Event::CData(text)) => letters.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => letters.push_str(&entity(&reference)),
            Ok(Event::Start(_) | Event::End(_) | Event::Empty(_)) => {
                if !letters.is_empty() && !letters.ends_with('\n') {
                    letters.push('\n');
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_declarations_say_the_encoding() {
        assert_eq!(decode(b"\xEF\xBB\xBF<a/>").0, "<a/>");
        assert_eq!(decode(b"\xFF\xFE<\0a\0/\0>\0").0, "<a/>");
        let latin = b"<?xml version='1.0' encoding='windows-1252'?><a>\xA310</a>";
        assert!(decode(latin).0.ends_with("<a>£10</a>"));
        assert!(decode(b"<a>\xA310</a>").1);
    }

    #[test]
    fn only_the_five_entities_and_numbers_are_resolved() {
        assert_eq!(entity(&BytesRef::new("#163")), "£");
        assert_eq!(entity(&BytesRef::new("amp")), "&");
        assert_eq!(entity(&BytesRef::new("lol9")), "&lol9;");
    }
}
