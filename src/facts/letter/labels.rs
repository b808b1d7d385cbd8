//! Labels that say whose number follows: `Our ref`, `Your reference`, `Case no`, in a row, above it or before a list.

use std::borrow::Cow;

use super::layout::strip_prefix_folded;

/// Labels that say whose reference follows, the longer before the shorter ones they hold.
const OURS: [&str; 29] = [
    "ein cyf",
    "ref (ours)",
    "ref (our)",
    "reference (ours)",
    "our own reference",
    "our own ref",
    "ourref",
    "our/ref",
    "o/ref",
    "o/r",
    "please quote our reference number",
    "please quote our reference",
    "please quote our ref",
    "please quote the reference number",
    "please quote the reference",
    "please quote the number",
    "please quote this reference",
    "please quote",
    "ours:",
    "our case reference number",
    "our case reference",
    "our reference number",
    "our reference",
    "our case ref",
    "our case",
    "our refs",
    "our ref",
    "our file",
    "in any reply please quote",
];
const YOURS: [&str; 19] = [
    "eich cyf",
    "ref (yours)",
    "ref (your)",
    "reference (yours)",
    "your own reference",
    "yourref",
    "your/ref",
    "yr ref",
    "y/ref",
    "yours:",
    "y/r",
    "your case reference",
    "your reference number",
    "your reference",
    "your case ref",
    "your refs",
    "your ref",
    "your file",
    "your case",
];
const NEUTRAL: [&str; 19] = [
    "appeal no",
    "request number",
    "request no",
    "cyfeirnod",
    "ncn",
    "case reference number",
    "case reference",
    "reference number",
    "reference no",
    "foi reference",
    "case number",
    "case no",
    "case ref",
    "reference",
    "foi ref",
    "file ref",
    "ico ref",
    "appeal number",
    "ref",
];
/// Words of other labels in a row of labels.
const BESIDE_LABELS: [&str; 9] = [
    "",
    "date",
    "no",
    "number",
    "telephone",
    "tel",
    "direct",
    "email",
    "dial",
];
/// How far before a reference its label may begin, in bytes.
const LABEL_WITHIN: usize = 140;

/// What a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Ours,
    Yours,
    Neutral,
    /// One of several labels, nobody can tell which.
    Unclear,
}

/// The reference before another, which its line's beginning and its label are told by.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    /// Where its line begins.
    pub line: usize,
    /// Where it begins itself.
    pub start: usize,
    /// How many stand on that line up to it.
    pub count: usize,
}

impl Before {
    /// Where the line of a later place begins; a line may hold a whole paper and all its references.
    fn line_of(self, text: &str, start: usize) -> usize {
        match text.get(self.start..start) {
            Some(between) if !between.contains(['\n', '\r', '\u{c}']) => self.line,
            _ => line_start(text, start),
        }
    }
}

/// The label of the reference at `start`, and where its line begins: on its line, or alone on the line above.
pub(super) fn label_of(text: &str, start: usize, before: Before) -> (Option<Label>, usize) {
    let line_at = before.line_of(text, start);
    let mut from = start.saturating_sub(LABEL_WITHIN).max(line_at);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    // A label governs a list: `Our refs: 888/14; 901/14`. It does not reach past prose.
    let earlier = if before.line == line_at {
        before.count
    } else {
        0
    };
    let drawn = drawn_together(&text[from..start]);
    let lead = drawn.as_ref();
    let labels = labels_in(lead);
    if let Some(&(Label::Neutral, at, _)) = labels.last()
        && of_another(&lead[..at])
    {
        return (None, line_at);
    }
    if let Some(&(label, at, end)) = labels.last() {
        let between = &lead[end..];
        let before = labels.len().checked_sub(2).map(|nth| labels[nth]);
        let label = match before {
            // `Our ref / Your ref: A / B`
            Some((first, _, to))
                if earlier == 0 && shared(&lead[to..at]) && rest_has_more(text, start) =>
            {
                first
            }
            // `please quote reference A`
            Some((owned, _, to)) if label == Label::Neutral && lead[to..at].trim().is_empty() => {
                owned
            }
            _ => label,
        };
        return (reaches(between, earlier > 0).then_some(label), line_at);
    }
    if earlier == 0 && !lead.trim().is_empty() {
        return (None, line_at);
    }
    let above_end = text[..line_at].trim_end().len();
    let above = &text[line_start(text, above_end)..above_end];
    if above.len() > LABEL_WITHIN {
        return (None, line_at);
    }
    let labels = labels_in(above);
    // `... Our reference for this matter is` and the number on the next line
    if earlier == 0
        && let Some(&(label @ (Label::Ours | Label::Yours), at, end)) = labels.last()
        && (at > 0 || labels.len() == 1)
        && above[..at]
            .trim_end()
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ','))
        && reaches(&above[end..], false)
        && !above.trim_end().ends_with(['.', ';', ','])
    {
        return (Some(label), line_at);
    }
    let mut beside = above.to_ascii_lowercase();
    for &(_, from, to) in labels.iter().rev() {
        beside.replace_range(from..to, " ");
    }
    let alone = !labels.is_empty()
        && beside
            .split(|c: char| !c.is_alphanumeric())
            .all(|word| BESIDE_LABELS.contains(&word));
    // Two labels above two values stand in the same order; one value below two labels is the last one's.
    let nth = if labels.len() > 1 && earlier + 1 < labels.len() && rest_has_more(text, start) {
        earlier
    } else {
        labels.len().saturating_sub(1)
    };
    (
        alone
            .then(|| labels.get(nth).map(|&(label, _, _)| label))
            .flatten(),
        line_at,
    )
}

/// Whether the line goes on after a wide gap behind the value that begins at `start`.
fn rest_has_more(text: &str, start: usize) -> bool {
    let line = text[start..]
        .split(['\n', '\r', '\u{c}'])
        .next()
        .unwrap_or_default();
    let value = line.split_whitespace().next().map_or(0, str::len);
    line[value..].trim().len() > 3
}

/// Whether the words before a label say that the number is somebody else's: `its`, `the force's`, `the complainant's`. What
/// a body's own name or `this office's` stands before may be the writer's.
fn of_another(before: &str) -> bool {
    let mut words = before.split_whitespace().rev();
    let Some(last) = words.next() else {
        return false;
    };
    let plain = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    let owner = ["'s", "\u{2019}s", "s'", "s\u{2019}"]
        .iter()
        .find_map(|ending| plain.strip_suffix(ending));
    match owner {
        Some(owner) => {
            owner.starts_with(char::is_lowercase)
                && !words.next().is_some_and(|word| {
                    ["this", "our"]
                        .iter()
                        .any(|own| word.eq_ignore_ascii_case(own))
                })
        }
        None => ["its", "their", "his", "her"].contains(&plain),
    }
}

/// Whether two labels share one colon, a slash or `and` between them.
fn shared(between: &str) -> bool {
    matches!(between.trim(), "/" | "&" | "and" | "|") || between.trim() == "\u{2044}"
}

/// Words that may stand between a label and its number.
const BETWEEN: [&str; 30] = [
    "number",
    "no",
    "numbers",
    "nos",
    "foi",
    "foia",
    "for",
    "this",
    "the",
    "matter",
    "case",
    "complaint",
    "request",
    "appeal",
    "investigation",
    "enquiry",
    "file",
    "correspondence",
    "is",
    "was",
    "are",
    "remains",
    "now",
    "in",
    "on",
    "of",
    "being",
    "which",
    "all",
    "future",
];

fn reaches(between: &str, listed: bool) -> bool {
    let plain = between.trim_matches(|c: char| !c.is_alphanumeric());
    // a full stop ends what a label governs, and `Ref. No.` and `No.2` do not
    let sentence = between
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .contains(". ")
        && plain.len() > 3;
    let words = plain.split(|c: char| !c.is_alphanumeric());
    let spoken = words
        .filter(|word| !word.is_empty())
        .all(|word| BETWEEN.iter().any(|known| known.eq_ignore_ascii_case(word)));
    plain.is_empty()
        || plain.len() < 60 && spoken && !sentence
        || listed && !plain.contains(". ") && plain.len() < 80
}

/// Whether a number follows another down the page under one label: nothing but blanks between them, and set in below it.
pub(super) fn down_the_page(text: &str, end: usize, start: usize) -> bool {
    let Some(between) = text.get(end..start) else {
        return false;
    };
    let blank = between
        .chars()
        .all(|c| c.is_whitespace() || matches!(c, ',' | ';' | '&'));
    let lines = between.matches('\n').count();
    let inset = between.rsplit('\n').next().map_or(0, |lead| {
        lead.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
    });
    blank
        && lines == 1
        && (inset >= 4 || between.trim_start_matches(' ').starts_with([',', ';', '&']))
}

/// Whether a place lies within a web address.
pub(super) fn in_address(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '<' | '(' | '"'))
        .next()
        .unwrap_or_default();
    word.contains("://") || word.starts_with("www.")
}

/// A letter-spaced lead drawn together: `O u r  r e f :` is `Our ref:`.
fn drawn_together(lead: &str) -> Cow<'_, str> {
    let chars: Vec<char> = lead.chars().collect();
    let single = |at: usize| {
        chars.get(at).is_some_and(|c| !c.is_whitespace())
            && chars.get(at + 1).is_none_or(|c| c.is_whitespace())
            && (at == 0 || chars[at - 1].is_whitespace())
    };
    let singles = (0..chars.len()).filter(|at| single(*at)).count();
    let words = lead.split_whitespace().count();
    if singles < 4 || singles * 4 < words * 3 {
        return Cow::Borrowed(lead);
    }
    let mut drawn = String::with_capacity(lead.len());
    let mut blanks = 0;
    for c in chars {
        if c.is_whitespace() {
            blanks += 1;
            continue;
        }
        if blanks > 1 {
            drawn.push(' ');
        }
        blanks = 0;
        drawn.push(c);
    }
    Cow::Owned(drawn)
}

fn line_start(text: &str, at: usize) -> usize {
    memchr::memrchr3(b'\n', b'\r', 0x0c, &text.as_bytes()[..at]).map_or(0, |found| found + 1)
}

/// Every label in a stretch of a line, with where it begins and ends.
pub(super) fn labels_in(lead: &str) -> Vec<(Label, usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    let bytes = lead.as_bytes();
    while at < lead.len() {
        let begins_word = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let label = begins_word.then(|| label_at(lead, at)).flatten();
        match label {
            Some((label, len)) => {
                found.push((label, at, at + len));
                at += len;
            }
            None => at += 1,
        }
    }
    found
}

fn label_at(lead: &str, at: usize) -> Option<(Label, usize)> {
    let rest = lead.get(at..)?;
    if !rest.starts_with([
        'o', 'O', 'y', 'Y', 'i', 'I', 'c', 'C', 'r', 'R', 'f', 'F', 'a', 'A', 'e', 'E', 'n', 'N',
        'p', 'P',
    ]) {
        return None;
    }
    let one = |labels: &[&str], label: Label| {
        labels.iter().find_map(|words| {
            let behind = strip_prefix_folded(rest, words)?;
            (!behind.starts_with(|c: char| c.is_alphanumeric())).then_some((label, words.len()))
        })
    };
    one(&OURS, Label::Ours)
        .or_else(|| one(&YOURS, Label::Yours))
        .or_else(|| one(&NEUTRAL, Label::Neutral))
}
