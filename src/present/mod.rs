//! Reports and their formats: what the stories answer, laid out for a terminal, a machine or paper.
//!
//! A [`Report`] shows faces and a format sees only a face: `table` the screen; `csv`, `md`, `html`, `txt` and `xlsx`
//! the [`Sheet`]; `json` the tree; `jsonl` the lines; `ids` the ids. So a new answer or a new format is one piece of
//! work. Text that came out of a record passes through [`safe`] on its way to every face but the JSON ones, which
//! escape it.

mod csv;
pub mod filled;
mod grid;
mod html;
mod json;
mod md;
pub mod safe;
mod sarif;
mod screens;
pub mod shapes;
mod sheet;
mod table;
mod txt;
pub mod words;
mod xlsx;

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::str::FromStr;

use serde_json::Value;

use crate::error::{Error, Result};

pub use sarif::write as write_sarif;
pub use screens::audit_rules::{RuleList, RulePage};
pub use screens::audited::AuditAnswer;
pub use screens::case::footnote_of_case;
pub use screens::footnotes::{footnote, footnote_for, footnote_of_located};
pub use screens::schedule::Schedule;
pub use screens::schemas::SchemaList;
pub use screens::shown::text_of;
pub use sheet::{Bar, Cell, Column, Figure, Sheet};

/// Text folded at blanks to a width, line by line, with the further lines of each set in.
///
/// ```
/// use recordroom::present::folded;
/// assert_eq!(folded("error: no lamp burns here", 24, 7), "error: no lamp\n       burns here");
/// ```
pub fn folded(text: &str, width: usize, indent: usize) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 20);
    for (nth, line) in text.split('\n').enumerate() {
        if nth > 0 {
            out.push('\n');
        }
        let lead: String = line.chars().take_while(|c| *c == ' ').collect();
        let pieces = table::wrapped(
            line.trim_start(),
            width.saturating_sub(indent.max(lead.len())),
        );
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
            } else {
                out.push_str(&lead);
            }
            out.push_str(piece);
        }
    }
    out
}

/// A way to write an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Laid out for people on a terminal; the only one that cuts a line to the width.
    Table,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a line of headings.
    Csv,
    /// A Markdown page with a table.
    Md,
    /// One self-contained, printable HTML page.
    Html,
    /// Plain text, a block of labelled lines a row.
    Txt,
    /// The ids of the records, one a line.
    Ids,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// Every format, in the order in which they are named to people.
    pub const ALL: [Self; 9] = [
        Self::Table,
        Self::Json,
        Self::Jsonl,
        Self::Csv,
        Self::Md,
        Self::Html,
        Self::Txt,
        Self::Ids,
        Self::Xlsx,
    ];

    /// The name under which it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Md => "md",
            Self::Html => "html",
            Self::Txt => "txt",
            Self::Ids => "ids",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format that a file's ending asks for, as a schedule's does.
    ///
    /// # Errors
    /// When the ending is none of those that stand for a format.
    pub fn of_file(file: &Path) -> Result<Self> {
        let ending = file
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        match ending.as_str() {
            "json" => Ok(Self::Json),
            "jsonl" | "ndjson" => Ok(Self::Jsonl),
            "csv" => Ok(Self::Csv),
            "md" | "markdown" => Ok(Self::Md),
            "html" | "htm" => Ok(Self::Html),
            "txt" => Ok(Self::Txt),
            "xlsx" => Ok(Self::Xlsx),
            _ => Err(Error::request(format!(
                "the ending of `{}` names no format",
                safe::line(&file.to_string_lossy())
            ))
            .hint("end the file's name in .txt, .md, .csv, .html, .xlsx, .json or .jsonl")),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Self> {
        let wanted = typed.to_lowercase();
        Self::ALL
            .into_iter()
            .find(|format| format.name() == wanted)
            .ok_or_else(|| {
                let names: Vec<&str> = Self::ALL.iter().map(|format| format.name()).collect();
                Error::request(format!("there is no format `{}`", safe::line(typed)))
                    .hint(format!("the formats are {}", words::list(&names, "and")))
            })
    }
}

/// The terminal that a screen is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Its width in columns.
    pub width: usize,
    /// Whether it shows colour; nothing is said by colour alone.
    pub color: bool,
}

/// JSON objects, made as they are asked for: an answer may have a great many.
pub type Lines<'a> = Box<dyn Iterator<Item = Value> + 'a>;

/// An answer with the faces that formats see.
pub trait Report {
    /// The answer laid out for people, lines ended by `\n` and none wider than the page, but for an ingest's summary.
    fn screen(&self, page: &Page) -> String;
    /// The answer as a table of whole cells.
    fn sheet(&self) -> Sheet;
    /// The answer as one JSON document.
    fn tree(&self) -> Value;
    /// The answer as JSON objects, one for each of its rows.
    fn lines(&self) -> Lines<'_>;
    /// The full ids of its records in order; none where it is not an answer of records.
    fn ids(&self) -> Option<Vec<String>> {
        None
    }
}

/// Why an answer was not written.
#[derive(Debug)]
pub enum Unwritten {
    /// The format does not fit the answer.
    Refused(Error),
    /// The output took no more; [`io::ErrorKind::BrokenPipe`] when its reader went away.
    Output(io::Error),
}

impl From<Error> for Unwritten {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Unwritten> for Error {
    fn from(unwritten: Unwritten) -> Self {
        match unwritten {
            Unwritten::Refused(error) => error,
            Unwritten::Output(cause) => {
                Self::archive("the answer could not be written").because(cause)
            }
        }
    }
}

/// Writes an answer in a format; the page counts for `table` alone.
///
/// # Errors
/// [`Unwritten::Refused`] when the format makes no sense of this answer, before anything is written;
/// [`Unwritten::Output`] when the output fails, a closed pipe among them.
pub fn write(
    report: &dyn Report,
    format: Format,
    page: &Page,
    out: &mut dyn Write,
) -> Result<(), Unwritten> {
    let out = &mut BufWriter::new(out);
    match format {
        Format::Table => out.write_all(report.screen(page).as_bytes())?,
        Format::Json => json::document(&report.tree(), out)?,
        Format::Jsonl => json::lines(report.lines(), out)?,
        Format::Csv => csv::write(&report.sheet(), out)?,
        Format::Md => md::write(&report.sheet(), out)?,
        Format::Html => html::write(&report.sheet(), out)?,
        Format::Txt => txt::write(&report.sheet(), out)?,
        Format::Xlsx => out.write_all(&xlsx::workbook(&report.sheet())?)?,
        Format::Ids => {
            let ids = report.ids().ok_or_else(|| {
                Error::request("this answer has no list of records, so `ids` cannot be written")
                    .hint("use another format, such as json or csv")
            })?;
            for id in ids {
                writeln!(out, "{id}")?;
            }
        }
    }
    out.flush()?;
    Ok(())
}
