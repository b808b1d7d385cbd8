//! Says a query in plain words, complete, so that nobody need know the language to check it.

use super::{Field, Node, Value};
use crate::facts::references::Reference;

/// The node in plain words.
pub(super) fn of(node: &Node) -> String {
    match node {
        Node::Everything => "every record".to_owned(),
        Node::Word { text, .. } => words(text),
        Node::Phrase { text, .. } => phrase(text),
        Node::Reference { references, .. } => reference(references),
        Node::Field { field, value, .. } => limit(*field, value),
        Node::And(parts) => parts.iter().map(grouped).collect::<Vec<_>>().join(" AND "),
        Node::Or(parts) => parts.iter().map(grouped).collect::<Vec<_>>().join(" OR "),
        Node::Not(inner) => format!("NOT {}", grouped(inner)),
    }
}

/// In brackets, where its own joins could be misread among others.
fn grouped(node: &Node) -> String {
    match node {
        Node::And(_) | Node::Or(_) => format!("({})", of(node)),
        other => of(other),
    }
}

fn words(text: &str) -> String {
    let text = shown(text);
    if several(&text) {
        format!("the words \"{text}\" in a row")
    } else {
        format!("the word \"{text}\"")
    }
}

fn phrase(text: &str) -> String {
    format!("the phrase \"{}\"", shown(text))
}

fn reference(references: &[Reference]) -> String {
    let mut spellings: Vec<(&str, Vec<&str>)> = Vec::new();
    for reference in references {
        match spellings
            .iter_mut()
            .find(|(spelling, _)| *spelling == reference.canonical())
        {
            Some((_, issuers)) => issuers.push(reference.issuer()),
            None => spellings.push((reference.canonical(), vec![reference.issuer()])),
        }
    }
    if let ([(spelling, _)], [_]) = (spellings.as_slice(), references) {
        return format!("the reference {spelling}, in any spelling");
    }
    let named: Vec<String> = spellings
        .iter()
        .map(|(spelling, issuers)| format!("{spelling} (issued by {})", issuers.join(" or ")))
        .collect();
    format!("the reference {}, in any spelling", named.join(" or "))
}

fn limit(field: Field, value: &Value) -> String {
    let has = match value {
        Value::Days(days) => return format!("dated {}", days.in_words()),
        Value::Listed(kind) => return format!("of the kind {kind}"),
        Value::Words { text, quoted: true } => phrase(text),
        Value::Words { text, .. } => words(text),
    };
    match field {
        Field::From => format!("{has} in the sender"),
        Field::To => format!("{has} in an addressee"),
        Field::Party => format!("{has} in the sender, an addressee or someone copied in"),
        Field::Subject => format!("{has} in the subject"),
        Field::File => format!("{has} in a file's name"),
        Field::Kind | Field::Date | Field::Reference => has,
    }
}

/// The text in one line, with nothing that a terminal would obey.
fn shown(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether anything but letters and digits stands between letters and digits.
fn several(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|piece| !piece.is_empty())
        .count()
        > 1
}
