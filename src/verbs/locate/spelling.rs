//! How words, names and periods are written in a query.

use jiff::civil::Date;

use crate::index::tokens;

/// A word and its likely forms: a search has no inflection of its own yet.
pub(super) fn forms_of(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.chars().count() < 4 || !word.chars().all(char::is_alphabetic) {
        return forms;
    }
    let mut add = |form: String| {
        if form.chars().count() > 2 && !forms.contains(&form) {
            forms.push(form);
        }
    };
    for (ending, instead) in [
        ("ies", "y"),
        ("es", ""),
        ("es", "e"),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
    ] {
        if let Some(stem) = word.strip_suffix(ending)
            && !(ending == "s" && stem.ends_with('s'))
            && stem.chars().count() > 3
        {
            add(format!("{stem}{instead}"));
        }
    }
    match word.strip_suffix('y') {
        Some(stem) => add(format!("{stem}ies")),
        None => add(format!("{word}s")),
    }
    let stem = word.strip_suffix('e').unwrap_or(word);
    for ending in ["ed", "ing"] {
        add(format!("{stem}{ending}"));
    }
    // who does it, and that it is done: "owns" leads to "owner" and "ownership"
    let root = word
        .strip_suffix("ing")
        .or(word.strip_suffix("ed"))
        .unwrap_or(word);
    let root = root.strip_suffix('s').unwrap_or(root);
    let root = root.strip_suffix('e').unwrap_or(root);
    if root.chars().count() > 2 {
        for ending in ["er", "ers", "ership", "ment"] {
            add(format!("{root}{ending}"));
        }
    }
    forms
}

/// A word as a query takes it: in quotes where it is more than letters.
pub(super) fn quoted(word: &str) -> String {
    if word.chars().all(char::is_alphabetic) {
        word.to_owned()
    } else {
        format!("\"{}\"", word.replace('"', " "))
    }
}

/// A name as the value of a field.
pub(super) fn phrase(name: &str) -> String {
    if !name.is_empty() && name.chars().all(char::is_alphanumeric) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', " "))
    }
}

/// Names as phrases, without those that hold another of them: whoever finds the shorter finds the longer.
pub(super) fn without_longer(names: &[&str]) -> Vec<String> {
    let row = |name: &str| format!(" {} ", tokens::of(name).join(" "));
    names
        .iter()
        .filter(|name| {
            !names
                .iter()
                .any(|other| row(other) != row(name) && row(name).contains(&row(other)))
        })
        .map(|name| phrase(name))
        .collect()
}

/// A period as a limit, an open end left open.
pub(super) fn span(first: Date, last: Date) -> String {
    match (first == Date::MIN, last == Date::MAX) {
        (true, true) => "date:0001..9999".to_owned(),
        (true, false) => format!("date:..{last}"),
        (false, true) => format!("date:{first}.."),
        (false, false) => format!("date:{first}..{last}"),
    }
}
