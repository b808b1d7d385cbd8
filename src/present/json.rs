//! JSON: one document, or one object a line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::safe;

/// The tree of an answer's value.
///
/// The answers are plain structures with text for keys, which serde always takes; a fault would show in the document.
pub(super) fn tree(answer: &(impl Serialize + ?Sized)) -> Value {
    serde_json::to_value(answer).unwrap_or_else(|fault| Value::String(fault.to_string()))
}

/// Writes one document, indented.
pub(super) fn document(tree: &Value, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", escaped(&format!("{tree:#}")))
}

/// Writes one object a line.
pub(super) fn lines(objects: &[Value], out: &mut dyn Write) -> io::Result<()> {
    objects
        .iter()
        .try_for_each(|object| writeln!(out, "{}", escaped(&object.to_string())))
}

/// Escapes what JSON allows raw and a terminal might obey; the data stay the same.
fn escaped(document: &str) -> String {
    let mut out = String::with_capacity(document.len());
    for c in document.chars() {
        // a line break in a document is layout: inside a string, JSON has escaped it already
        if c != '\n' && safe::is_hazard(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hazards_are_escaped_and_the_data_stay_the_same() {
        let text = "a\u{9b}31m \u{202e}\u{2028}\u{e0041}\u{200b}\u{7f}\n\u{1b}b";
        let mut out = Vec::new();
        document(&serde_json::json!({ "t": text }), &mut out).expect("memory takes it");
        let written = String::from_utf8(out).expect("text");
        assert!(!written.chars().any(|c| c != '\n' && safe::is_hazard(c)));
        let read: Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!(read["t"], text);
    }
}
