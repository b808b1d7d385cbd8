//! A Markdown page: title, paragraphs, one table.

use std::io::{self, Write};

use super::safe;
use super::sheet::Sheet;

/// Writes the page.
pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&safe::line(&sheet.title)))?;
    for paragraph in &sheet.lead {
        writeln!(out, "{}\n", paragraphs(paragraph))?;
    }
    let headings: Vec<String> = sheet
        .columns
        .iter()
        .map(|column| column.heading())
        .collect();
    row(out, headings.into_iter())?;
    row(out, sheet.columns.iter().map(|_| "---".to_owned()))?;
    for cells in &sheet.rows {
        row(out, cells.iter().map(|cell| passage(&cell.for_people())))?;
    }
    for paragraph in &sheet.notes {
        writeln!(out, "\n{}", paragraphs(paragraph))?;
    }
    Ok(())
}

fn row(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    write!(out, "|")?;
    for cell in cells {
        write!(out, " {cell} |")?;
    }
    writeln!(out)
}

/// Text of several paragraphs, or of a numbered list: its lines stand as lines, so that it can be pasted into a letter.
fn paragraphs(text: &str) -> String {
    let text = safe::lines(text);
    let lines: Vec<String> = text.split('\n').map(escaped).collect();
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            // a line that begins no item of a list would run into the one above
            let before = &lines[at - 1];
            let breaks = !before.is_empty() && !line.is_empty() && !is_item(line);
            out.push_str(if breaks { "<br>\n" } else { "\n" });
        }
        out.push_str(line);
    }
    out
}

/// Whether a line begins an item of a numbered list: "3. MPS letter".
fn is_item(line: &str) -> bool {
    line.split_once(". ").is_some_and(|(number, _)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Text of several lines where Markdown allows one only.
fn passage(text: &str) -> String {
    escaped(&safe::lines(text)).replace('\n', "<br>")
}

/// Takes their meaning from the signs of Markdown and HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // a list or a heading's underline can only begin at a line's first sign
            '-' | '+' | '=' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}
