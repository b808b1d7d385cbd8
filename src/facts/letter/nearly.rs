//! Two numbers of one family that differ by a digit or by two digits changed about: one may be a slip for the other.
//! They are never merged; a doubt says so. Two numbers of one list or range were both meant.

use crate::facts::{Carried, Role};

/// No more pairs than these are told.
const MOST: usize = 3;
/// How much of a list may lie between two of its numbers, in bytes.
const LIST: usize = 90;
/// How often two numbers are looked for side by side.
const LOOKS: usize = 50;

/// What is doubtful about the numbers of a record: two that play different parts in it. `texts` are its subject and its
/// words.
pub(super) fn doubts(references: &[Carried], texts: &[&str]) -> Vec<String> {
    let mut doubts = Vec::new();
    let parts = references.iter().filter(|one| one.role < Role::Mentioned);
    for own in parts {
        let others = references.iter().filter(|other| {
            other.role > own.role
                && other.role < Role::Filename
                && other.family == own.family
                && nearly(&own.canonical, &other.canonical)
                && !texts.iter().any(|text| {
                    listed(text, &own.as_printed, &other.as_printed)
                        || listed(text, &other.as_printed, &own.as_printed)
                })
        });
        for other in others {
            if doubts.len() == MOST {
                return doubts;
            }
            doubts.push(format!(
                "two nearly equal numbers, {} and {}: they were kept apart, and one may be a slip",
                own.canonical, other.canonical
            ));
        }
    }
    doubts
}

/// Whether two numbers differ in one digit, or in two neighbours that changed places; consecutive numbers do not count,
/// since lists are full of them.
fn nearly(a: &str, b: &str) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let differ: Vec<usize> = a
        .bytes()
        .zip(b.bytes())
        .enumerate()
        .filter(|(_, (x, y))| x != y)
        .map(|(at, _)| at)
        .collect();
    let (a, b) = (a.as_bytes(), b.as_bytes());
    match differ[..] {
        [at] => a[at].is_ascii_digit() && b[at].is_ascii_digit() && a[at].abs_diff(b[at]) > 1,
        [at, next] if next == at + 1 => a[at] == b[next] && a[next] == b[at],
        _ => false,
    }
}

/// Whether the second number stands behind the first in one list: only further numbers, marks and words that list lie
/// between.
fn listed(text: &str, first: &str, second: &str) -> bool {
    const WORDS: [&str; 12] = [
        "to", "and", "or", "also", "as", "well", "plus", "through", "until", "together", "with",
        "along",
    ];
    if first.is_empty() || second.is_empty() {
        return false;
    }
    text.match_indices(first).take(LOOKS).any(|(at, _)| {
        let from = at + first.len();
        let to = text.floor_char_boundary((from + LIST).min(text.len()));
        let behind = text.get(from..to).unwrap_or_default();
        let Some(between) = behind.find(second).and_then(|end| behind.get(..end)) else {
            return false;
        };
        let ends = between.contains([':', '?', '!', '=']) || between.contains("\n\n");
        let mut words = between.split(|c: char| !c.is_alphanumeric());
        !ends
            && words.all(|word| {
                let capitals = word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
                capitals || WORDS.contains(&word.to_lowercase().as_str())
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_and_a_range_are_no_slip() {
        for (text, first, second) in [
            ("INV/0320/2020 to 0322/2020", "INV/0320/2020", "0322/2020"),
            ("INV/0750, 0751 and 0753/2020", "INV/0750", "0753/2020"),
            (
                "INV/0283/2020, as well as INV/0285/2020.",
                "INV/0283/2020",
                "INV/0285/2020",
            ),
        ] {
            assert!(listed(text, first, second), "{text}");
        }
        for text in [
            "INV/0283/2020\n\nINV/0285/2020",
            "INV/0283/2020 is now quoted as INV/0285/2020",
            "Our ref: INV/0283/2020 Your ref: INV/0285/2020",
        ] {
            assert!(!listed(text, "INV/0283/2020", "INV/0285/2020"), "{text}");
        }
    }

    #[test]
    fn a_slip_is_told_from_the_next_number() {
        assert!(nearly("FT/EA/2024/0519", "FT/EA/2024/0159"));
        assert!(nearly("FT/EA/2024/0337", "FT/EA/2024/0037"));
        for other in ["INV/0284/2020", "INV/0283/20", "INV/9999/2020"] {
            assert!(!nearly("INV/0283/2020", other), "{other}");
        }
    }
}
