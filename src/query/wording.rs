//! Says a query in plain words, complete, so that nobody need know the language to check it.

use super::{Field, Node, Text, Value};
use crate::facts::references::{Reference, UNATTRIBUTED};

/// The node in plain words.
pub(super) fn of(node: &Node) -> String {
    match node {
        Node::Everything => "every record".to_owned(),
        Node::Text { field, text, .. } => match field {
            Some(field) => format!("{} {}", self::text(text), place(*field)),
            None => self::text(text),
        },
        Node::ReferencePattern { typed, .. } => {
            format!("a reference that fits {}", shown(typed))
        }
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

fn text(text: &Text) -> String {
    match text {
        Text::Word { typed, exact } => {
            let words = words(typed);
            match *exact && !several(typed) {
                true => format!("{words} in this form alone"),
                false => words,
            }
        }
        Text::Phrase { typed, apart } => {
            let signs = unsearched(&shown(typed));
            let phrase = format!("\"{}\"{signs}", shown(typed));
            match apart {
                None if asks_for_one_letter(typed) => {
                    format!("the phrase {phrase}, in which ? stands for one letter")
                }
                None => format!("the phrase {phrase}"),
                Some(1) => {
                    format!("the words {phrase} in any order with at most 1 other among them")
                }
                Some(apart) => {
                    format!(
                        "the words {phrase} in any order with at most {apart} others among them"
                    )
                }
            }
        }
        Text::Pattern { typed } => format!("a word that fits \"{}\"", shown(typed)),
        Text::Fuzzy { typed, edits } => format!(
            "a word that differs from \"{}\" in {} at most",
            shown(typed),
            if *edits == 1 { "1 letter" } else { "2 letters" }
        ),
        Text::Near {
            left,
            right,
            within,
        } => format!(
            "{} within {within} {} of {}, in either order",
            side(left),
            if *within == 1 { "word" } else { "words" },
            side(right)
        ),
    }
}

/// Whether a phrase holds a `?` that stands for a letter: whoever pastes a question may not mean it so.
fn asks_for_one_letter(phrase: &str) -> bool {
    phrase.split_whitespace().any(|run| {
        run.contains('?') && run.contains(char::is_alphanumeric) && !super::is_address(run)
    })
}

/// One side of NEAR, in brackets where it is more than one text.
fn side(texts: &[Text]) -> String {
    let all: Vec<String> = texts.iter().map(text).collect();
    match (texts, all.as_slice()) {
        ([Text::Near { .. }], [one]) => format!("({one})"),
        (_, [one]) => one.clone(),
        _ => format!("({})", all.join(" OR ")),
    }
}

fn words(text: &str) -> String {
    let text = shown(text);
    let signs = unsearched(&text);
    if several(&text) {
        format!("the words \"{text}\" in a row{signs}")
    } else {
        format!("the word \"{text}\"{signs}")
    }
}

/// Signs that mean something beside a letter or a figure and are no part of what is searched: `£25`, `C++`.
fn unsearched(text: &str) -> String {
    let mut signs = String::new();
    for run in text.split(' ') {
        let bare = run.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() {
            continue;
        }
        let (before, after) = run.split_once(bare).unwrap_or_default();
        for c in before.chars().chain(after.chars()) {
            if MEANING.contains(c) && !signs.contains(c) {
                signs.push(c);
            }
        }
    }
    match signs.chars().count() {
        0 => String::new(),
        1 => format!(" ({signs} itself is not searched)"),
        _ => format!(" ({signs} themselves are not searched)"),
    }
}

/// Signs of money, of sums and of names.
const MEANING: &str = "£€$¥¢+#%§=<>@&";

/// Where the words of a field stand.
fn place(field: Field) -> &'static str {
    match field {
        Field::From => "in the sender",
        Field::To => "in an addressee",
        Field::Cc => "in someone copied in",
        Field::Party => "in the sender, an addressee or someone copied in",
        Field::Subject => "in the subject",
        Field::File => "in a file's name",
        _ => "in the text itself",
    }
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
        .map(|(spelling, issuers)| {
            let mut told: Vec<&str> = issuers
                .iter()
                .map(|issuer| match *issuer {
                    UNATTRIBUTED => "a body not told",
                    issuer => issuer,
                })
                .collect();
            if issuers.contains(&UNATTRIBUTED) {
                told.push("any other body");
            }
            format!("{spelling} (issued by {})", told.join(" or "))
        })
        .collect();
    format!("the reference {}, in any spelling", named.join(" or "))
}

fn limit(field: Field, value: &Value) -> String {
    match (field, value) {
        (Field::Mentions, Value::Days(days)) => format!("citing a day: {}", days.in_words()),
        (_, Value::Days(days)) => format!("dated {}", days.in_words()),
        (Field::Format, Value::Listed(format)) => format!("of the format {}", shown(format)),
        (Field::Marking, Value::Listed(marking)) => {
            format!("marked {}", shown(&marking.to_uppercase()))
        }
        (Field::Provision, Value::Listed(provision)) => {
            format!("citing {} or a limb of it", shown(provision))
        }
        (Field::Has, Value::Listed(has)) => match has.as_str() {
            "ocr" => "read by OCR".to_owned(),
            "draft" => "being a draft".to_owned(),
            _ => "read with a doubt".to_owned(),
        },
        (_, Value::Listed(kind)) => format!("of the kind {kind}"),
        (Field::Id, Value::Records { typed, .. }) => format!("whose id begins {}", shown(typed)),
        (Field::Thread, Value::Records { typed, .. }) => {
            format!("in the conversation of {}", shown(typed))
        }
        (Field::In, Value::Records { typed, .. }) => format!("attached to {}", shown(typed)),
        (Field::Source, Value::Records { typed, .. }) => {
            format!("from the source \"{}\"", shown(typed))
        }
        (_, Value::Records { typed, .. }) if typed == "attachment" => {
            "with an attachment".to_owned()
        }
        (_, Value::Records { .. }) => "with a listed problem".to_owned(),
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
