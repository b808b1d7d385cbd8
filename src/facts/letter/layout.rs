//! Where things stand on a letter: its head in lines and columns, salutation, heading, body, sign-off and foot.

use memchr::memchr3;

/// How many written lines a head may have where no salutation ends it.
const HEAD_LINES: usize = 45;
/// How far into a text a salutation is looked for, in bytes.
const SALUTATION_WITHIN: usize = 6000;
/// How many written lines after a sign-off, and at the foot of the first and last page, are read.
const CLOSING_LINES: usize = 14;
/// A heading is no longer than this, in bytes.
const LONGEST_HEADING: usize = 220;

/// A run of text on one line, parted from others on it by a wide gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The words, trimmed.
    pub text: &'a str,
    /// Where they begin in the whole text, in bytes.
    pub at: usize,
    /// The line, from 0; an empty line counts.
    pub line: usize,
    /// Which cell of its line it is, from 0.
    pub column: usize,
}

/// A letter or message taken apart by position.
#[derive(Debug, Default)]
pub struct Layout<'a> {
    /// Written cells before the salutation, or the first lines where there is none.
    pub head: Vec<Cell<'a>>,
    /// The salutation's line.
    pub salutation: Option<Cell<'a>>,
    /// A heading: the line after the salutation, or a line labelled `Re:` or `Subject:`.
    pub heading: Option<Cell<'a>>,
    /// Where its own words begin, in bytes: behind the salutation, the heading still before them.
    pub own_at: usize,
    /// Where its own sentences begin, in bytes.
    pub body_at: usize,
    /// Where its own text ends and quoted mail begins, in bytes.
    pub own_end: usize,
    /// Written lines after the sign-off.
    pub closing: Vec<Cell<'a>>,
    /// The last lines of the first and of the last page.
    pub foot: Vec<Cell<'a>>,
    /// Whether a sign-off was found.
    pub signed: bool,
}

/// One line of a text, untrimmed.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The line without its end.
    pub text: &'a str,
    /// Where it begins, in bytes.
    pub at: usize,
}

/// The lines of a text; a form feed ends one too.
pub fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut from = Some(0);
    std::iter::from_fn(move || {
        let at = from?;
        let rest = &text[at..];
        let end = memchr3(b'\n', b'\r', 0x0c, rest.as_bytes());
        from = end.map(|end| {
            let crlf = rest.as_bytes().get(end..end + 2) == Some(b"\r\n");
            at + end + if crlf { 2 } else { 1 }
        });
        Some(Line {
            text: &rest[..end.unwrap_or(rest.len())],
            at,
        })
    })
}

/// Takes a document apart.
pub fn of_document(text: &str) -> Layout<'_> {
    let mut layout = of_text(text, text.len());
    let first_page = text.find('\u{c}').unwrap_or(text.len());
    layout.foot = last_lines(&text[..first_page], 0);
    if first_page < text.len() {
        let from = text
            .trim_end_matches(['\u{c}', '\n', '\r', ' '])
            .rfind('\u{c}')
            .map_or(0, |at| at + 1);
        layout.foot.extend(last_lines(&text[from..], from));
    }
    layout
}

/// Takes a message's body apart: what it quotes is left out.
pub fn of_message(text: &str) -> Layout<'_> {
    of_text(text, quoted_from(text))
}

fn of_text(text: &str, own_end: usize) -> Layout<'_> {
    let mut layout = Layout {
        own_end,
        ..Layout::default()
    };
    let mut written = 0;
    let mut after_salutation = false;
    let mut heading_open = false;
    for (number, line) in lines(&text[..own_end]).enumerate() {
        let trimmed = line.text.trim();
        if layout.signed {
            if !trimmed.is_empty() && layout.closing.len() < CLOSING_LINES {
                layout.closing.push(cell(trimmed, text, number, 0));
            }
            if layout.closing.len() >= CLOSING_LINES {
                break;
            }
            continue;
        }
        if trimmed.is_empty() {
            continue;
        }
        if layout.salutation.is_none() && line.at < SALUTATION_WITHIN && is_salutation(trimmed) {
            layout.salutation = Some(cell(trimmed, text, number, 0));
            layout.own_at = line.at + line.text.len();
            layout.body_at = layout.own_at;
            after_salutation = true;
            continue;
        }
        if is_sign_off(trimmed) {
            layout.signed = true;
            continue;
        }
        if after_salutation {
            after_salutation = false;
            heading_open = true;
        } else if layout.salutation.is_none() && written < HEAD_LINES {
            written += 1;
            push_cells(&mut layout.head, line.text, text, number);
        }
        if heading_open && layout.heading.is_none() {
            heading_open = false;
            layout.heading = heading_at(text, line.at, own_end, number);
            if let Some(heading) = layout.heading {
                layout.body_at = heading.at + heading.text.len();
            }
        }
    }
    if layout.salutation.is_none() {
        layout.body_at = 0;
    }
    layout.heading = layout.heading.or_else(|| labelled_heading(&layout.head));
    layout
}

/// The paragraph that begins at `at`, where it reads as a heading and not as a sentence.
fn heading_at(text: &str, at: usize, own_end: usize, line: usize) -> Option<Cell<'_>> {
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
            .is_some_and(|c| !c.is_lowercase() && c != '>' && c != '-')
        && said.chars().any(char::is_alphabetic);
    fits.then(|| Cell {
        text: said,
        at: start + (whole.len() - said.len()),
        line,
        column: 0,
    })
}

/// A `Re:` or `Subject:` line of the head.
fn labelled_heading<'a>(head: &[Cell<'a>]) -> Option<Cell<'a>> {
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

/// `strip_prefix` in any case of ASCII letters.
pub fn strip_prefix_folded<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

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

fn is_salutation(line: &str) -> bool {
    line.len() < 120
        && (strip_prefix_folded(line, "dear").is_some_and(|rest| {
            rest.is_empty() || rest.starts_with([' ', ',', '\u{a0}', '*', '['])
        }) || ["to whom it may concern", "good morning", "good afternoon"]
            .iter()
            .any(|greeting| strip_prefix_folded(line, greeting).is_some())
            || ["hi", "hello"].iter().any(|greeting| {
                strip_prefix_folded(line, greeting).is_some_and(|rest| {
                    rest.len() < 40 && (rest.starts_with([' ', ',']) || rest.is_empty())
                })
            }))
}

fn is_sign_off(line: &str) -> bool {
    const CLOSINGS: [&str; 14] = [
        "yours sincerely",
        "yours faithfully",
        "yours truly",
        "yours,",
        "kind regards",
        "kindest regards",
        "best regards",
        "warm regards",
        "with kind regards",
        "with regards",
        "regards",
        "best wishes",
        "sincerely",
        "many thanks,",
    ];
    line.len() < 60
        && line
            .as_bytes()
            .first()
            .is_some_and(|b| b"YyKkBbWwRrSsMm".contains(b))
        && CLOSINGS.iter().any(|closing| {
            strip_prefix_folded(line, closing)
                .is_some_and(|rest| !rest.trim_start().starts_with(char::is_lowercase))
        })
}

/// Where quoted or forwarded mail begins.
fn quoted_from(text: &str) -> usize {
    let mut from_line: Option<usize> = None;
    for line in lines(text) {
        let trimmed = line.text.trim_start_matches([' ', '\t', '*', '_']);
        let Some(&first) = trimmed.as_bytes().first() else {
            continue;
        };
        match first {
            b'>' => return from_line.unwrap_or(line.at),
            b'-' if trimmed.starts_with("--")
                && (trimmed.contains("Original Message")
                    || trimmed.contains("Forwarded")
                    || trimmed.contains("Original message")) =>
            {
                return line.at;
            }
            b'B' if trimmed.starts_with("Begin forwarded message") => return line.at,
            b'O' if trimmed.starts_with("On ") && trimmed.trim_end().ends_with("wrote:") => {
                return line.at;
            }
            b'O' if trimmed.starts_with("On ") && trimmed.len() < 120 => from_line = Some(line.at),
            b'F' if trimmed.starts_with("From:") => from_line = Some(line.at),
            b'S' | b'D' if trimmed.starts_with("Sent:") || trimmed.starts_with("Date:") => {
                if let Some(at) = from_line.filter(|&at| {
                    line.at - at < 200
                        && at > 0
                        && text[at..]
                            .trim_start_matches(['*', ' ', '_'])
                            .starts_with("From:")
                }) {
                    return at;
                }
            }
            _ if trimmed.trim_end().ends_with("wrote:") => {
                if let Some(at) = from_line.filter(|&at| line.at - at < 200) {
                    return at;
                }
            }
            _ => {}
        }
        // An `On ...` line counts only together with what stands directly below it.
        if let Some(at) = from_line
            && line.at - at > 300
        {
            from_line = None;
        }
    }
    text.len()
}

fn last_lines(page: &str, at: usize) -> Vec<Cell<'_>> {
    let mut last = Vec::new();
    let mut end = page.len();
    while last.len() < CLOSING_LINES && end > 0 {
        let from = page[..end].rfind(['\n', '\r']).map_or(0, |found| found + 1);
        let line = &page[from..end];
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let lead = line.len() - line.trim_start().len();
            last.push(Cell {
                text: trimmed,
                at: at + from + lead,
                line: usize::MAX,
                column: 0,
            });
        }
        end = from.saturating_sub(1);
    }
    last.reverse();
    last
}

fn push_cells<'a>(cells: &mut Vec<Cell<'a>>, line: &'a str, text: &'a str, number: usize) {
    // A line pushed far to the right belongs to the right-hand column.
    let mut column = usize::from(line.len() - line.trim_start_matches(' ').len() >= 20);
    let mut from = 0;
    let bytes = line.as_bytes();
    let mut at = 0;
    while at <= bytes.len() {
        let gap = if at == bytes.len() {
            1
        } else if bytes[at] == b'\t' {
            1
        } else if bytes[at..].starts_with(b"   ") {
            bytes[at..]
                .iter()
                .take_while(|&&b| b == b' ' || b == b'\t')
                .count()
        } else {
            at += 1;
            continue;
        };
        let trimmed = line[from..at].trim();
        if !trimmed.is_empty() {
            cells.push(cell(trimmed, text, number, column));
            column += 1;
        }
        at += gap;
        from = at.min(bytes.len());
    }
}

fn cell<'a>(trimmed: &'a str, text: &'a str, line: usize, column: usize) -> Cell<'a> {
    let at = trimmed.as_ptr() as usize - text.as_ptr() as usize;
    Cell {
        text: trimmed,
        at,
        line,
        column,
    }
}
