//! A letter's heading: a line that stands apart below the salutation, or behind `Re:`.

use super::layout::{Cell, Line, lines, strip_prefix_folded};

/// A heading is no longer than this, in bytes.
const LONGEST_HEADING: usize = 220;

/// The paragraph that begins at `at`, where it reads as a heading and not as a sentence.
pub fn below_salutation(text: &str, at: usize, own_end: usize, line: usize) -> Option<Cell<'_>> {
    let mut paragraph = Vec::new();
    let mut blank_after = false;
    for next in lines(&text[at..own_end]).take(5) {
        if next.text.trim().is_empty() {
            blank_after = true;
            break;
        }
        paragraph.push(Line {
            text: next.text,
            at: at + next.at,
        });
    }
    let first = paragraph.first()?;
    // Without a blank line after it only a first line that stands apart from a sentence below it is a heading.
    let used = if blank_after && paragraph.len() <= 3 {
        paragraph.len()
    } else if paragraph
        .get(1)
        .is_some_and(|below| starts_sentence(below.text.trim()))
    {
        1
    } else {
        return None;
    };
    let last = &paragraph[used - 1];
    let whole = text[first.at..last.at + last.text.len()].trim();
    let begins = &text[first.at..];
    let start = first.at + (begins.len() - begins.trim_start().len());
    let labelled = after_label(whole);
    let said = labelled.unwrap_or(whole);
    let fits = whole.len() <= LONGEST_HEADING
        && (labelled.is_some() || !starts_sentence(said))
        && !said.ends_with(['.', ',', ';', '?'])
        && said
            .chars()
            .next()
            .is_some_and(|c| !c.is_lowercase() && !"-\u{2022}\u{25aa}\u{b7}\u{2013}>".contains(c))
        && !said.starts_with("* ")
        && !said.contains("://")
        && said.chars().any(char::is_alphabetic);
    fits.then(|| Cell {
        text: said,
        at: start + (whole.len() - said.len()),
        line,
        column: 0,
    })
}

/// A `Re:` or `Subject:` line of the head.
pub fn labelled<'a>(head: &[Cell<'a>]) -> Option<Cell<'a>> {
    head.iter().find_map(|cell| {
        let said = after_label(cell.text)?;
        (!said.is_empty()).then(|| Cell {
            text: said,
            at: cell.at + (cell.text.len() - said.len()),
            ..*cell
        })
    })
}

/// What stands behind `Re:`, `RE`, `Subject:` or `Subject matter:`.
fn after_label(line: &str) -> Option<&str> {
    let first = line.as_bytes().first()?.to_ascii_lowercase();
    if !b"srth".contains(&first) {
        return None;
    }
    for label in [
        "subject matter",
        "subject",
        "re",
        "regarding",
        "title",
        "heading",
    ] {
        if let Some(rest) = strip_prefix_folded(line, label)
            && let Some(said) = rest
                .trim_start()
                .strip_prefix(':')
                .or_else(|| rest.trim_start().strip_prefix(" -"))
        {
            return Some(said.trim());
        }
    }
    line.strip_prefix("RE ").map(str::trim)
}

/// Whether a line begins as sentences do, and not as headings.
fn starts_sentence(line: &str) -> bool {
    const OPENERS: [&str; 41] = [
        "i",
        "we",
        "you",
        "thank",
        "thanks",
        "further",
        "following",
        "please",
        "this",
        "that",
        "these",
        "it",
        "in",
        "as",
        "on",
        "at",
        "the",
        "my",
        "our",
        "your",
        "with",
        "when",
        "having",
        "under",
        "to",
        "if",
        "there",
        "can",
        "could",
        "for",
        "after",
        "since",
        "although",
        "many",
        "just",
        "would",
        "they",
        "he",
        "she",
        "attached",
        "hope",
    ];
    let mut words = line.split_whitespace();
    let Some(first) = words.next() else {
        return false;
    };
    let first = first
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '\'')
        .to_lowercase();
    let first = first.split(['\'', '\u{2019}']).next().unwrap_or(&first);
    OPENERS.contains(&first)
        && words.next().is_some_and(|second| {
            second
                .chars()
                .next()
                .is_some_and(|c| !c.is_uppercase() && !c.is_ascii_digit())
                || first == "the" && words.count() > 7
        })
}
