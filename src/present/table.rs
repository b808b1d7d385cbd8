//! Laying out for a terminal: lines of a width, margins with labels, columns.
//!
//! Every piece of text is made harmless as it enters a [`Line`], so nothing raw can reach the screen. Widths are
//! those of a terminal's columns, not of characters.

use unicode_width::UnicodeWidthChar;

use super::{Page, safe};

/// What stands in the place of what was cut.
const ELLIPSIS: char = '…';
/// Blanks between two columns.
pub(super) const GAP: usize = 2;
/// The narrowest page that is laid out; a narrower terminal wraps lines by itself.
const NARROWEST: usize = 20;

/// How a piece of text is inked; on a page without colour all look the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// As it is.
    Plain,
    /// Item numbers and headings.
    Bold,
    /// The words that were searched for.
    Mark,
}

impl Ink {
    fn code(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Bold => Some("1"),
            Self::Mark => Some("1;33"),
        }
    }
}

/// A line in the making: pieces from the left, and perhaps some that stand at the right edge.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    left: Vec<(Ink, String)>,
    right: Vec<(Ink, String)>,
}

impl Line {
    /// An empty line.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a piece.
    pub(super) fn ink(mut self, ink: Ink, text: &str) -> Self {
        self.left.push((ink, safe::line(text)));
        self
    }

    /// Adds plain text.
    pub(super) fn plain(self, text: &str) -> Self {
        self.ink(Ink::Plain, text)
    }

    /// Adds a heading or an item's number.
    pub(super) fn bold(self, text: &str) -> Self {
        self.ink(Ink::Bold, text)
    }

    /// Adds blanks up to a column.
    pub(super) fn to(mut self, column: usize) -> Self {
        let blanks = column.saturating_sub(width_of(&self.left));
        self.left.push((Ink::Plain, " ".repeat(blanks)));
        self
    }

    /// Adds text in a column of this width, cut to it, and the gap to the next.
    pub(super) fn cell(self, text: &str, width: usize) -> Self {
        let end = width_of(&self.left) + width + GAP;
        self.plain(&cut(&safe::line(text), width)).to(end)
    }

    /// Adds text at the right edge of a column of this width, and the gap to the next.
    pub(super) fn flush(self, text: &str, width: usize) -> Self {
        let text = cut(&safe::line(text), width);
        let start = width_of(&self.left) + width - columns(&text);
        self.to(start).plain(&text).plain("  ")
    }

    /// Adds text at the right edge of the page; it stays whole when the rest of the line is cut.
    pub(super) fn right(mut self, text: &str) -> Self {
        self.right.push((Ink::Plain, safe::line(text)));
        self
    }

    fn written(&self, page: &Page) -> String {
        let width = page.width.max(NARROWEST);
        let reserved = match width_of(&self.right) {
            0 => 0,
            right => right + GAP,
        };
        let room = width.saturating_sub(reserved);
        let mut pieces = shortened(trimmed(&self.left), room);
        if reserved > 0 {
            let blanks = width.saturating_sub(reserved - GAP + width_of(&pieces));
            pieces.push((Ink::Plain, " ".repeat(blanks)));
            pieces.extend(shortened(self.right.clone(), width));
        }
        let mut out = String::new();
        for (ink, text) in &pieces {
            match ink.code().filter(|_| page.color && !text.trim().is_empty()) {
                Some(code) => out.push_str(&format!("\u{1b}[{code}m{text}\u{1b}[0m")),
                None => out.push_str(text),
            }
        }
        out
    }
}

/// A screen in the making.
#[derive(Debug)]
pub(super) struct Screen {
    page: Page,
    out: String,
}

impl Screen {
    /// An empty screen of this page.
    pub(super) fn new(page: &Page) -> Self {
        Self {
            page: *page,
            out: String::new(),
        }
    }

    /// How many columns it has.
    pub(super) fn width(&self) -> usize {
        self.page.width.max(NARROWEST)
    }

    /// Adds a line, cut to the width.
    pub(super) fn line(&mut self, line: Line) {
        self.out.push_str(&line.written(&self.page));
        self.out.push('\n');
    }

    /// Adds an empty line, unless the screen is empty or ends in one.
    pub(super) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Adds a heading.
    pub(super) fn heading(&mut self, text: &str) {
        for text in wrapped(text, self.width()) {
            self.line(Line::new().bold(&text));
        }
    }

    /// Adds text after blanks, wrapped to the width under its own beginning.
    pub(super) fn text(&mut self, indent: usize, text: &str) {
        self.labelled("", indent, text);
    }

    /// Adds text with a label in the margin, wrapped to the width under its own beginning.
    ///
    /// A label that fills its margin stands on a line of its own.
    pub(super) fn labelled(&mut self, label: &str, margin: usize, text: &str) {
        // on a narrow page a wide margin would leave no room for the text
        let margin = margin.min(self.width() / 3);
        let mut label = label;
        if columns(label) >= margin && !label.is_empty() {
            self.line(Line::new().bold(label));
            label = "";
        }
        for text in wrapped(&safe::line(text), self.width() - margin) {
            self.line(Line::new().bold(label).to(margin).plain(&text));
            label = "";
        }
    }

    /// The same, unless there is nothing to say.
    pub(super) fn labelled_if(&mut self, label: &str, margin: usize, text: &str) {
        if !text.trim().is_empty() {
            self.labelled(label, margin, text);
        }
    }

    /// The screen as text.
    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// How many columns of a terminal a harmless text takes.
pub(super) fn columns(text: &str) -> usize {
    if safe::is_plain(text) {
        return text.len();
    }
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// A harmless text cut to a width, with an ellipsis where something was left out.
pub(super) fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used + 1 > width {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    if width > 0 {
        out.push(ELLIPSIS);
    }
    out
}

/// A harmless text in lines of at most this width, broken at blanks, and inside a word only where it is wider; what
/// fits on one line keeps its blanks.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    if columns(text) <= width {
        return vec![text.trim_end().to_owned()];
    }
    let mut out = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = columns(word);
        if used > 0 && used + 1 + wide > width {
            out.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if wide <= width {
            line.push_str(word);
            used += wide;
            continue;
        }
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if used > 0 && used + wide > width {
                out.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += wide;
        }
    }
    if !line.is_empty() || out.is_empty() {
        out.push(line);
    }
    out
}

fn width_of(pieces: &[(Ink, String)]) -> usize {
    pieces.iter().map(|(_, text)| columns(text)).sum()
}

/// The pieces without the blanks at their end.
fn trimmed(pieces: &[(Ink, String)]) -> Vec<(Ink, String)> {
    let mut out = pieces.to_vec();
    while let Some((_, last)) = out.last_mut() {
        last.truncate(last.trim_end().len());
        if !last.is_empty() {
            break;
        }
        out.pop();
    }
    out
}

fn shortened(pieces: Vec<(Ink, String)>, room: usize) -> Vec<(Ink, String)> {
    if width_of(&pieces) <= room {
        return pieces;
    }
    let mut out = Vec::new();
    let mut left = room;
    for (ink, text) in pieces {
        let wide = columns(&text);
        if wide < left {
            out.push((ink, text));
            left -= wide;
        } else {
            // one column more than there is makes sure that the cut shows
            out.push((ink, cut(&format!("{text}  "), left)));
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Page = Page {
        width: 30,
        color: false,
    };

    fn shown(line: Line, page: &Page) -> String {
        let mut screen = Screen::new(page);
        screen.line(line);
        screen.finish()
    }

    #[test]
    fn a_line_is_cut_to_the_width_and_its_right_end_stays() {
        let line = Line::new()
            .bold("1")
            .plain(" a title that is longer than the page")
            .right("3f9c2a71");
        assert_eq!(shown(line, &PAGE), "1 a title that is l…  3f9c2a71\n");
    }

    #[test]
    fn wide_characters_count_twice() {
        let line = Line::new().plain(&"記".repeat(20));
        let written = shown(line, &PAGE);
        assert!(columns(written.trim_end()) <= 30);
        assert!(written.contains(ELLIPSIS));
        assert_eq!(cut("記録記録", 5), "記録…");
    }

    #[test]
    fn a_line_that_just_fits_is_not_cut() {
        let text = "x".repeat(30);
        assert_eq!(shown(Line::new().plain(&text), &PAGE), format!("{text}\n"));
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
    }

    #[test]
    fn text_is_wrapped_at_blanks_under_its_beginning() {
        let mut screen = Screen::new(&PAGE);
        screen.labelled("Why", 6, "the sender and the day of the request");
        assert_eq!(
            screen.finish(),
            "Why   the sender and the day\n      of the request\n"
        );
        assert_eq!(wrapped("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
    }

    #[test]
    fn colour_comes_only_when_asked_for_and_adds_no_text() {
        let line = Line::new().bold("1").plain(" one ").ink(Ink::Mark, "two");
        assert_eq!(shown(line.clone(), &PAGE), "1 one two\n");
        let inked = shown(
            line,
            &Page {
                color: true,
                ..PAGE
            },
        );
        assert_eq!(inked, "\u{1b}[1m1\u{1b}[0m one \u{1b}[1;33mtwo\u{1b}[0m\n");
    }
}
