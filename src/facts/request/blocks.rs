//! Cuts the asking into paragraphs and list entries.

use super::rows;

/// A paragraph, or one entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The entry's mark; none for a paragraph.
    pub(super) marker: Option<Marker>,
    /// Its words on one line, without the mark.
    pub(super) text: String,
    /// The lines those words stood on.
    pub(super) lines: Vec<String>,
    /// Whether a blank line stands before it.
    pub(super) apart: bool,
}

/// What stands before an entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Marker {
    /// `1.`, `Q2`, `(3)`; `2a.` and `2.1` have a part.
    Number {
        /// The number.
        value: u32,
        /// What follows the number within the mark: `a`, `.1`.
        part: Option<String>,
        /// Whether a word such as "Question" stands before it.
        named: bool,
    },
    /// `a)`, `(B)`; counted from 1.
    Letter(u32),
    /// `ii.`; its value. `i`, `v` and `x` are letters where the list had come to the letter before.
    Roman(u32),
    /// `•`, `-`.
    Bullet,
}

impl Marker {
    /// The number of a top entry, where it is one.
    pub(super) fn number(&self) -> Option<u32> {
        match self {
            Self::Number {
                value, part: None, ..
            } => Some(*value),
            _ => None,
        }
    }
}

const BULLETS: [char; 15] = [
    '•', '*', '-', '–', '—', '·', '‣', '◦', '▪', '●', '○', '■', '□', '➢', '\u{f0b7}',
];

const NAMES: [&str; 8] = [
    "question", "request", "item", "part", "point", "no", "q", "number",
];

const ROMAN: [&str; 12] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
];

/// A line nearly as long as the longest was broken by the margin, not by its writer.
const FULL_LINE: f64 = 0.75;

/// Lines longer than this are whole paragraphs.
const WIDEST_WRAPPED: usize = 110;

/// Cuts lines into blocks: at blank lines, at marks of a list, and where a sentence ends short of the margin.
pub(super) fn read(lines: &[&str]) -> Vec<Block> {
    let widest = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    let tabled = rows::is_table(lines);
    let counted_out = rows::counts_out(lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut apart = true;
    let mut previous = "";
    for line in lines {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            apart = true;
            continue;
        }
        if let Some((value, text)) = rows::row(line).filter(|_| tabled) {
            blocks.push(Block {
                marker: Some(Marker::Number {
                    value,
                    part: None,
                    named: true,
                }),
                lines: vec![text.clone()],
                text,
                apart,
            });
            (apart, previous) = (false, line);
            continue;
        }
        let read = marker(line).or_else(|| rows::ordinal(trimmed).filter(|_| counted_out));
        let (marker, text) = match read {
            Some((marker, rest)) => (Some(marker), rest),
            None => (None, trimmed),
        };
        let wrapped = widest <= WIDEST_WRAPPED
            && previous.chars().count() as f64 >= FULL_LINE * widest as f64;
        let ended = previous
            .trim_end()
            .ends_with(['.', '?', '!', ':', ';', '"', '”']);
        let begins = text.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘'));
        let empty_entry = blocks.last().is_some_and(|block| block.text.is_empty());
        let joins =
            marker.is_none() && (empty_entry || (!apart && (wrapped || !(ended && begins))));
        match blocks.last_mut().filter(|_| joins) {
            Some(block) => {
                if !block.text.is_empty() {
                    block.text.push(' ');
                }
                block.text.push_str(text);
                block.lines.push(text.to_owned());
            }
            None => blocks.push(Block {
                marker,
                text: text.to_owned(),
                lines: vec![text.to_owned()],
                apart,
            }),
        }
        apart = false;
        previous = line;
    }
    for block in &mut blocks {
        block.text = block.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    blocks
}

/// The mark at the beginning of a line and what follows it.
pub(super) fn marker(line: &str) -> Option<(Marker, &str)> {
    let line = line.trim_start().trim_start_matches(['"', '“', '‘']);
    if let Some(bullet) = line.chars().next().filter(|c| BULLETS.contains(c)) {
        let rest = line.get(bullet.len_utf8()..)?;
        if rest.starts_with(char::is_whitespace) || bullet > '\u{2014}' || bullet == '·' {
            return Some((
                Marker::Bullet,
                rest.trim_start_matches(|c: char| c.is_whitespace() || c == bullet),
            ));
        }
        // `**1.**` is a number in bold type.
        return (bullet == '*').then(|| marker(line.trim_start_matches('*')))?;
    }
    named(line)
        .or_else(|| numbered(line, false))
        .or_else(|| lettered(line))
}

/// `Question 2:`, `Q2`, `Request no. 3 -`.
fn named(line: &str) -> Option<(Marker, &str)> {
    let begins = |line: &str, name: &str| {
        let start = line.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    let name = NAMES.iter().find(|name| begins(line, name))?;
    let rest = line.get(name.len()..)?;
    let rest = rest.strip_prefix('.').unwrap_or(rest).trim_start();
    let rest = if begins(rest, "no") && *name != "no" {
        rest.get(2..)?.trim_start_matches(['.', ' '])
    } else {
        rest
    };
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        // "Question A:"; "No. a" and "Q. a" are none
        let whole = matches!(*name, "question" | "request" | "item" | "point");
        return lettered(rest).filter(|_| whole && line.get(name.len()..) != Some(rest));
    }
    numbered(rest, true)
}

/// `1.`, `1)`, `(1)`, `[1]`, `1:`, `1 -`, `2a.`, `2.1`.
fn numbered(line: &str, named: bool) -> Option<(Marker, &str)> {
    let (open, inner) = match line.strip_prefix(['(', '[']) {
        Some(inner) => (true, inner),
        None => (false, line),
    };
    let figures = inner.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&figures) {
        return None;
    }
    let value: u32 = inner.get(..figures)?.parse().ok()?;
    let mut rest = inner.get(figures..)?;
    let mut part = None;
    let mut chars = rest.chars();
    if let (Some(letter @ 'a'..='k' | letter @ 'A'..='K'), Some('.' | ')' | ':' | ']')) =
        (chars.next(), chars.next())
    {
        part = Some(letter.to_ascii_lowercase().to_string());
        rest = rest.get(1..)?;
    } else if let Some(after) = rest.strip_prefix('.') {
        let figures = after.bytes().take_while(u8::is_ascii_digit).count();
        let tail = after.get(figures..)?;
        if (1..=2).contains(&figures) && tail.starts_with([' ', '\t', ')']) && !named && value > 0 {
            part = Some(format!(".{}", after.get(..figures)?));
            return Some((
                Marker::Number { value, part, named },
                tail.trim_start_matches([')', ' ', '\t']),
            ));
        }
    }
    let after = end_of_mark(rest, open, named)?;
    (value > 0).then_some((Marker::Number { value, part, named }, after))
}

/// `a)`, `(b)`, `c.`, `ii.`.
fn lettered(line: &str) -> Option<(Marker, &str)> {
    let (open, inner) = match line.strip_prefix(['(', '[']) {
        Some(inner) => (true, inner),
        None => (false, line),
    };
    let length = inner.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = inner.get(..length)?.to_ascii_lowercase();
    let rest = inner.get(length..)?;
    if !rest.starts_with([')', '.', ']', ':']) || (rest.starts_with(':') && !open && length > 1) {
        return None;
    }
    let after = end_of_mark(rest, open, false)?;
    if let Some(value) = (1..)
        .zip(ROMAN)
        .find(|(_, roman)| *roman == word)
        .map(|(value, _)| value)
    {
        return Some((Marker::Roman(value), after));
    }
    let letter = word.bytes().next().filter(|_| word.len() == 1)?;
    Some((Marker::Letter(u32::from(letter - b'a') + 1), after))
}

/// Steps over the end of a mark; after it comes a blank or the line's end.
fn end_of_mark(rest: &str, open: bool, named: bool) -> Option<&str> {
    let after = if open {
        rest.strip_prefix([')', ']'])?
    } else if let Some(after) = rest.strip_prefix([')', '.', ':', ']']) {
        after.strip_prefix(')').unwrap_or(after)
    } else if let Some(after) = rest
        .strip_prefix(" - ")
        .or_else(|| rest.strip_prefix(" – "))
    {
        return Some(after.trim_start());
    } else if named {
        rest
    } else {
        return None;
    };
    let after = after.trim_start_matches('*');
    (after.is_empty()
        || after.starts_with(char::is_whitespace)
        || (open && !after.starts_with('(')))
    .then(|| after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | ':')))
}
