//! A Markdown page: title, paragraphs, one table.

use std::io::{self, Write};

use super::safe;
use super::sheet::Sheet;

/// Writes the page.
pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&safe::line(&sheet.title)))?;
    for paragraph in &sheet.lead {
        writeln!(out, "{}\n", passage(paragraph))?;
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
        writeln!(out, "\n{}", passage(paragraph))?;
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
