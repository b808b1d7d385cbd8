//! Makes text that came out of a record harmless to a terminal, a table, a spreadsheet and a page.
//!
//! A control character becomes a visible sign and does nothing; a mark that turns the reading direction round is
//! spelt out; what has no width is dropped, since a reader cannot see that it is there.

/// Text for one line: line breaks folded to a space, every other hazard made visible or dropped.
///
/// ```
/// use recordroom::present::safe;
/// assert_eq!(safe::line("Re:\n\x1b[31mred\u{202e}"), "Re: ␛[31mred[U+202E]");
/// ```
pub fn line(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut folding = false;
    for c in text.chars() {
        if breaks_line(c) {
            let kept = out.trim_end_matches(' ').len();
            out.truncate(kept);
            folding = true;
        } else if folding && (c == ' ' || c == '\t') {
            continue;
        } else {
            if folding && !out.is_empty() {
                out.push(' ');
            }
            folding = false;
            push(&mut out, c);
        }
    }
    out
}

/// Text of several lines: line breaks stay as `\n`, a new page begins a new line, and every other hazard is made
/// visible or dropped.
pub fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        if breaks_line(c) {
            if !(c == '\n' && after_return) {
                out.push('\n');
            }
        } else {
            push(&mut out, c);
        }
        after_return = c == '\r';
    }
    out
}

/// Whether a text is ASCII that a terminal shows, a column a byte.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Whether a character could act on a terminal or hide from a reader, so that JSON had better escape it.
pub(super) fn is_hazard(c: char) -> bool {
    c.is_control() || breaks_line(c) || is_invisible(c) || turns_direction(c)
}

/// Text for a cell of a spreadsheet: an apostrophe stands before what a spreadsheet would take for a formula.
///
/// Leading blanks do not hide the sign, since some programs pass them by; the full-width forms count too.
pub(super) fn cell(text: String) -> String {
    let first = text.trim_start().chars().next();
    if matches!(
        first,
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '|')
    ) {
        format!("'{text}")
    } else {
        text
    }
}

fn push(out: &mut String, c: char) {
    if c == '\t' {
        out.push(' ');
    } else if c == '\u{7f}' {
        out.push('\u{2421}');
    } else if c < ' ' {
        // Unicode keeps a picture of each control character at the same distance
        out.extend(char::from_u32(0x2400 + u32::from(c)));
    } else if c.is_control() || turns_direction(c) {
        out.push_str(&format!("[U+{:04X}]", u32::from(c)));
    } else if !is_invisible(c) {
        out.push(c);
    }
}

fn breaks_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_or_hides_is_left() {
        for number in (0..=0xffff).chain(0xe0000..=0xe0fff) {
            let Some(c) = char::from_u32(number) else {
                continue;
            };
            let shown = line(&format!("a{c}b"));
            assert!(!shown.chars().any(is_hazard), "{number:04x}: {shown:?}");
            assert!(shown.starts_with('a') && shown.ends_with('b'));
        }
    }

    #[test]
    fn breaks_are_folded_on_one_line_and_kept_on_several() {
        assert_eq!(line(" one \r\n\t two\u{2028}three\n"), " one two three");
        assert_eq!(
            lines("one\r\ntwo\rthree\u{c}four\n"),
            "one\ntwo\nthree\nfour\n"
        );
    }

    #[test]
    fn ordinary_text_of_any_script_is_left_alone() {
        let text = "Größe – “quoted” 記録 – تقرير – £5 & 10 %";
        assert_eq!(line(text), text);
    }

    #[test]
    fn what_begins_like_a_formula_is_told_to_be_text() {
        for hostile in ["=1+1", "+44", "-2", "@SUM(A1)", "  =1", "＝1", "|calc"] {
            assert_eq!(cell(hostile.to_owned()), format!("'{hostile}"));
        }
        assert_eq!(cell("INV/0283/2020".to_owned()), "INV/0283/2020");
    }
}
