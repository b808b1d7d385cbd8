//! Where things stand on a letter: its head in lines and columns, salutation, heading, body, sign-off and foot.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr3};

use super::{heading, quoted};

/// How many written lines a head may have where no salutation ends it.
const HEAD_LINES: usize = 45;
/// So many cells have room in a head from the beginning: few messages have more before their salutation.
const FEW_CELLS: usize = 16;
/// How far into a text a salutation is looked for, in bytes.
const SALUTATION_WITHIN: usize = 6000;
/// How many written lines after a sign-off, and at the foot of the first and last page, are read.
const CLOSING_LINES: usize = 14;
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

/// Words without the blanks about them. Most lines have none, which two bytes tell.
pub(super) fn trimmed(words: &str) -> &str {
    match words.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => words,
        _ => words.trim(),
    }
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
    of_text(text, quoted::quoted_from(text))
}

fn of_text(text: &str, own_end: usize) -> Layout<'_> {
    let mut layout = Layout {
        own_end,
        head: Vec::with_capacity(FEW_CELLS),
        ..Layout::default()
    };
    let mut written = 0;
    let mut after_salutation = false;
    let mut heading_open = false;
    // most texts have no gap at all
    let own = text.as_bytes().get(..own_end).unwrap_or_default();
    let gaps = [memchr(b'\t', own), WIDE.find(own)];
    let first_gap = gaps.into_iter().flatten().min().unwrap_or(own_end);
    for (number, line) in lines(&text[..own_end]).enumerate() {
        let trimmed = trimmed(line.text);
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
        let bare = layout.salutation.is_some() && trimmed.eq_ignore_ascii_case("yours");
        if bare || is_sign_off(trimmed) {
            layout.signed = true;
            continue;
        }
        if after_salutation {
            after_salutation = false;
            heading_open = true;
        } else if layout.salutation.is_none() && written < HEAD_LINES {
            written += 1;
            let gapped = line.at + line.text.len() > first_gap;
            push_cells(&mut layout.head, (line.text, gapped), text, number);
        }
        if heading_open && layout.heading.is_none() {
            heading_open = false;
            layout.heading = heading::below_salutation(text, line.at, own_end, number);
            if let Some(heading) = layout.heading {
                layout.body_at = heading.at + heading.text.len();
            }
        }
    }
    if layout.salutation.is_none() {
        layout.body_at = 0;
    }
    layout.heading = layout.heading.or_else(|| heading::labelled(&layout.head));
    layout
}

/// `strip_prefix` in any case of ASCII letters.
#[inline]
pub fn strip_prefix_folded<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    if let ([first, ..], [begins, ..]) = (text.as_bytes(), prefix.as_bytes())
        && !first.eq_ignore_ascii_case(begins)
    {
        return None;
    }
    rest_folded(text, prefix)
}

fn rest_folded<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

fn is_salutation(line: &str) -> bool {
    let first = line.as_bytes().first();
    line.len() < 120
        && first.is_some_and(|b| b"DdTtGgHh".contains(b))
        && (strip_prefix_folded(line, "dear").is_some_and(|rest| {
            rest.is_empty() || rest.starts_with([' ', ',', '\u{a0}', '*', '['])
        }) || [
            "to whom it may concern",
            "good morning",
            "good afternoon",
            "annwyl",
        ]
        .iter()
        .any(|greeting| strip_prefix_folded(line, greeting).is_some())
            || ["hi", "hello"].iter().any(|greeting| {
                strip_prefix_folded(line, greeting).is_some_and(|rest| {
                    rest.len() < 40 && (rest.starts_with([' ', ',']) || rest.is_empty())
                })
            }))
}

fn is_sign_off(line: &str) -> bool {
    let initial = line.bytes().next().unwrap_or_default();
    let closings: &[&str] = match initial.to_ascii_lowercase() {
        b'y' => &[
            "yn gywir",
            "yr eiddoch yn gywir",
            "yours sincerely",
            "yours faithfully",
            "yours truly",
            "yours,",
        ],
        b'k' => &["kind regards", "kindest regards"],
        b'b' => &["best regards", "best wishes"],
        b'w' => &["warm regards", "with kind regards", "with regards"],
        b'r' => &["regards"],
        b's' => &["sincerely"],
        b'm' => &["many thanks,"],
        b'c' => &["cofion"],
        _ => &[],
    };
    line.len() < 60
        && closings.iter().any(|closing| {
            strip_prefix_folded(line, closing)
                .is_some_and(|rest| !rest.trim_start().starts_with(char::is_lowercase))
        })
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

/// So many blanks part one cell from the next.
static WIDE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("   "));

/// Puts in the cells of a line, which may have a gap where `gapped`.
fn push_cells<'a>(
    cells: &mut Vec<Cell<'a>>,
    (line, gapped): (&'a str, bool),
    text: &'a str,
    number: usize,
) {
    // A line pushed far to the right belongs to the right-hand column.
    let mut column = usize::from(line.len() - line.trim_start_matches(' ').len() >= 20);
    let mut from = 0;
    let bytes = line.as_bytes();
    let gap = gapped && (memchr(b'\t', bytes).is_some() || WIDE.find(bytes).is_some());
    // most lines are one cell
    let mut at = if gap { 0 } else { bytes.len() };
    while at <= bytes.len() {
        let gap = if at == bytes.len() || bytes[at] == b'\t' {
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
        let trimmed = trimmed(&line[from..at]);
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
