//! Two numbers of one family that differ by a digit or by two digits changed about: one may be a slip for the other.
//! They are never merged; a doubt says so.

use crate::facts::{Carried, Role};

/// No more pairs than these are told.
const MOST: usize = 3;

/// What is doubtful about the numbers of a record: two that play different parts in it.
pub(super) fn doubts(references: &[Carried]) -> Vec<String> {
    let mut doubts = Vec::new();
    let parts = references.iter().filter(|one| one.role < Role::Mentioned);
    for own in parts {
        let others = references.iter().filter(|other| {
            other.role > own.role
                && other.role < Role::Filename
                && other.family == own.family
                && nearly(&own.canonical, &other.canonical)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_the_next_number() {
        assert!(nearly("FT/EA/2024/0519", "FT/EA/2024/0159"));
        assert!(nearly("FT/EA/2024/0337", "FT/EA/2024/0037"));
        for other in ["INV/0284/2020", "INV/0283/20", "INV/9999/2020"] {
            assert!(!nearly("INV/0283/2020", other), "{other}");
        }
    }
}
