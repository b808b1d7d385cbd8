//! JSON: one document, or one object a line.
//!
//! JSON allows many characters raw that a terminal may obey or that hide from a reader; they are written as escapes,
//! which changes no data.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use super::safe;

/// The tree of an answer's value.
///
/// The answers are plain structures with text for keys, which serde always takes; a fault would show in the document.
pub(super) fn tree(answer: &(impl Serialize + ?Sized)) -> Value {
    serde_json::to_value(answer).unwrap_or_else(|fault| Value::String(fault.to_string()))
}

/// Writes one document, indented.
pub(super) fn document(tree: &Value, out: &mut dyn Write) -> io::Result<()> {
    let layout = Indented(PrettyFormatter::new());
    tree.serialize(&mut Serializer::with_formatter(&mut *out, layout))?;
    writeln!(out)
}

/// Writes one object a line.
pub(super) fn lines(
    mut objects: impl Iterator<Item = Value>,
    out: &mut dyn Write,
) -> io::Result<()> {
    objects.try_for_each(|object| {
        object.serialize(&mut Serializer::with_formatter(&mut *out, OneLine))?;
        writeln!(out)
    })
}

/// Writes the part of a string that JSON itself leaves as it is.
fn fragment<W: ?Sized + Write>(out: &mut W, fragment: &str) -> io::Result<()> {
    let mut rest = fragment;
    while let Some((at, hazard)) = rest.char_indices().find(|(_, c)| safe::is_hazard(*c)) {
        out.write_all(&rest.as_bytes()[..at])?;
        let mut units = [0; 2];
        for unit in hazard.encode_utf16(&mut units) {
            write!(out, "\\u{unit:04x}")?;
        }
        rest = &rest[at + hazard.len_utf8()..];
    }
    out.write_all(rest.as_bytes())
}

struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        part: &str,
    ) -> io::Result<()> {
        fragment(out, part)
    }
}

struct Indented(PrettyFormatter<'static>);

impl Formatter for Indented {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        part: &str,
    ) -> io::Result<()> {
        fragment(out, part)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hazards_are_escaped_and_the_data_stay_the_same() {
        let text = "a\u{9b}31m \u{202e}\u{2028}\u{e0041}\u{200b}\u{7f}\n\u{1b}b";
        let value = serde_json::json!({ text: [text], "n": 1 });
        let mut out = Vec::new();
        document(&value, &mut out).expect("memory takes it");
        lines([value.clone()].into_iter(), &mut out).expect("memory takes it");
        let written = String::from_utf8(out).expect("text");
        assert!(!written.chars().any(|c| c != '\n' && safe::is_hazard(c)));
        let read: Vec<Value> = serde_json::Deserializer::from_str(&written)
            .into_iter()
            .collect::<Result<_, _>>()
            .expect("JSON");
        assert_eq!(read, [value.clone(), value]);
    }
}
