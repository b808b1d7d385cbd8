//! File names that every system takes, for originals whose own names may come from anywhere.

use std::collections::HashSet;

use crate::record::Described;

/// The longest name, in bytes, id and ending included.
const LONGEST: usize = 120;
/// The longest ending.
const LONGEST_ENDING: usize = 8;

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A name for a record's original: its day, its own name made harmless, its id's first digits, its ending. Never one
/// that was given before, however the system folds case.
pub(super) fn of(record: &Described, taken: &mut HashSet<String>) -> String {
    let place = record.locations.first();
    let own = place
        .and_then(|place| place.part.as_deref().or(Some(place.path.as_str())))
        .unwrap_or_default();
    let own = own.rsplit(['/', '>']).next().unwrap_or_default().trim();
    // `attachment 2: letter.pdf` is called letter.pdf
    let own = own.rsplit_once(": ").map_or(own, |(_, name)| name);
    let (stem, ending) = match own.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) => (stem, ending.to_lowercase()),
        _ => (own, record.format.clone()),
    };
    let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).collect();
    let day = match record.date {
        Some(day) if !stem.starts_with(&day.to_string()) => format!("{day} "),
        _ => String::new(),
    };
    let id = record.id.short();
    let room = LONGEST - id.len() - ending.len() - day.len() - 4;
    let stem = harmless(stem, room);
    let mut name = format!("{day}{stem} ({id}).{ending}");
    if !taken.insert(name.to_lowercase()) {
        name = format!("{day}{stem} ({}).{ending}", record.id);
        taken.insert(name.to_lowercase());
    }
    name
}

fn is_ending(ending: &str) -> bool {
    (1..=LONGEST_ENDING).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A stem of letters, digits and a few signs, within so many bytes; never empty, no device, no blank at either end.
fn harmless(stem: &str, room: usize) -> String {
    let mut out = String::new();
    for c in stem.chars() {
        let c = match c {
            c if c.is_alphanumeric() => c,
            ' ' | '-' | '_' | ',' | '\'' | '(' | ')' | '&' | '+' | '.' => c,
            _ => '_',
        };
        if out.len() + c.len_utf8() > room {
            break;
        }
        out.push(c);
    }
    let out = out.trim_matches([' ', '.', '-']).to_owned();
    let device = DEVICES.contains(&out.to_lowercase().split('.').next().unwrap_or_default());
    match out.as_str() {
        "" => "record".to_owned(),
        _ if device => format!("_{out}"),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn names_from_anywhere_become_harmless() {
        for (stem, becomes) in [
            ("../../etc/passwd", "_.._etc_passwd"),
            ("con", "_con"),
            ("LPT1.old", "_LPT1.old"),
            ("  ... ", "record"),
            ("a\nb\u{202e}c|d", "a_b_c_d"),
            ("r\u{e9}ponse & co", "r\u{e9}ponse & co"),
        ] {
            assert_eq!(harmless(stem, 60), becomes, "{stem:?}");
        }
        assert!(harmless(&"\u{20ac}\u{e9}".repeat(100), 50).len() <= 50);
    }
}
