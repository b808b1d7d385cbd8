//! What a redaction took out, told by the record that it was made from.

/// Words that must agree before and after a gap.
const ROUND: usize = 3;
/// A gap takes out no more words than this.
const WIDEST: usize = 12;

/// The words that a record has where a released copy of it has a gap; each gap that can be placed surely.
pub fn removed(released: &str, original: &str) -> Vec<String> {
    let words: Vec<&str> = released.split_whitespace().collect();
    let whole: Vec<&str> = original.split_whitespace().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(length) = gap_at(&words, at) else {
            at += 1;
            continue;
        };
        let before = words.get(at.saturating_sub(ROUND)..at).unwrap_or_default();
        let after = words
            .get(at + length..(at + length + ROUND).min(words.len()))
            .unwrap_or_default();
        if before.len() == ROUND
            && after.len() == ROUND
            && let Some(words) = between(&whole, before, after)
        {
            found.push(words);
        }
        at += length;
    }
    found
}

/// Whether a text has any gap.
pub fn has_any(released: &str) -> bool {
    let words: Vec<&str> = released.split_whitespace().collect();
    (0..words.len()).any(|at| gap_at(&words, at).is_some())
}

/// How many words a gap's mark takes: `[redacted s40(2)]`, `██████`, `******S40(2)******`.
fn gap_at(words: &[&str], at: usize) -> Option<usize> {
    let first = words.get(at)?;
    let blocks = first
        .chars()
        .filter(|c| matches!(c, '█' | '■' | '▇' | '*' | '_'))
        .count();
    if blocks > 3 {
        return Some(1);
    }
    if !first.starts_with('[') {
        return None;
    }
    let length = words
        .iter()
        .skip(at)
        .take(8)
        .position(|word| word.trim_end_matches(['.', ',', ';']).ends_with(']'))?
        + 1;
    let inner = words.get(at..at + length)?.join(" ").to_lowercase();
    [
        "redact", "removed", "withheld", "s40", "s.40", "section", "exempt",
    ]
    .iter()
    .any(|word| inner.contains(word))
    .then_some(length)
}

fn between(whole: &[&str], before: &[&str], after: &[&str]) -> Option<String> {
    let mut only = None;
    for at in 0..whole.len() {
        if whole.get(at..at + before.len()) != Some(before) {
            continue;
        }
        let from = at + before.len();
        for to in from + 1..=(from + WIDEST).min(whole.len()) {
            if whole.get(to..to + after.len()) == Some(after) {
                if only.is_some() {
                    // it may be either place
                    return None;
                }
                only = Some(whole.get(from..to)?.join(" "));
                break;
            }
        }
    }
    only.filter(|words| words.len() >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_gap_took_out_is_what_stands_there_in_the_record() {
        let whole = "The lamp was seen by Osbert Quill near the gate at dusk.";
        for gap in ["[redacted s40(2)]", "██████", "******S40(2)******"] {
            let released = whole.replace("Osbert Quill", gap);
            assert_eq!(removed(&released, whole), ["Osbert Quill"], "{gap}");
        }
        assert!(removed(whole, whole).is_empty());
        assert!(
            removed(
                "The lamp was seen by ██████ near the gate",
                "Something else entirely was written here"
            )
            .is_empty()
        );
    }
}
