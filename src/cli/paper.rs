//! From an answer to standard output or a file, and from an error to standard error.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{Arguments, Color, Output};
use super::pager;
use crate::archive;
use crate::error::{Error, Result};
use crate::present::{self, Format, Page, Report, Unwritten, safe};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Done, or found.
    Done,
    /// Done, but nothing found, or a difference.
    Nothing,
    /// Ingest finished, but something was not fully read.
    Unread,
    /// Done, but for something that could not be done.
    Failed,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        Self::from(match end {
            End::Done => 0,
            End::Nothing => 1,
            End::Unread => 3,
            End::Failed => 2,
        })
    }
}

/// The width where there is no terminal to ask.
const WIDTH: usize = 96;

/// The page that tables are laid out for.
pub fn page(color: Color) -> Page {
    let terminal = io::stdout().is_terminal();
    let asked = asked_width();
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = asked
        .or_else(|| if terminal { measured() } else { None })
        .unwrap_or(WIDTH)
        .clamp(40, 240);
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto if std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Color::Auto => terminal && std::env::var("TERM").is_ok_and(|term| term != "dumb"),
    };
    Page { width, color }
}

/// Writes an answer where it is wanted. A closed pipe is no error.
///
/// # Errors
/// When the format does not fit, or the output fails.
pub fn put(report: &dyn Report, output: &Output, page: &Page) -> Result<()> {
    let format: Format = output.format.parse()?;
    match &output.to {
        None if format == Format::Xlsx && io::stdout().is_terminal() => {
            Err(Error::request("a workbook cannot be shown on a terminal")
                .hint("name a file: --to FILE.xlsx"))
        }
        None if format == Format::Table && io::stdout().is_terminal() => {
            let mut bytes = Vec::new();
            present::write(report, format, page, &mut bytes)?;
            pager::show(&bytes)
                .map_err(|cause| Error::request("cannot write the answer").because(cause))
        }
        None => quietly(present::write(
            report,
            format,
            page,
            &mut io::stdout().lock(),
        )),
        Some(file) => {
            let mut bytes = Vec::new();
            present::write(report, format, page, &mut bytes)?;
            write_file(file, &bytes)
        }
    }
}

/// Writes a report to files, each in the format that its ending names: to all of them or to none. A file that is there
/// already and differs may have been filled in by a person, and is not written over unless `overwrite` says so.
///
/// # Errors
/// When an ending names no format, a file is there already and differs, or one cannot be written.
pub fn put_files(report: &dyn Report, files: &[PathBuf], overwrite: bool) -> Result<()> {
    let page = Page {
        width: WIDTH,
        color: false,
    };
    let mut written = Vec::with_capacity(files.len());
    for file in files {
        let mut bytes = Vec::new();
        present::write(report, Format::of_file(file)?, &page, &mut bytes)?;
        if file.is_file() {
            let known = fs::read(file).map_err(|cause| {
                Error::request(format!("cannot read {}", file.display())).because(cause)
            })?;
            if known == bytes {
                continue;
            }
            if !overwrite {
                return Err(Error::request(format!(
                    "{} is there already, and what it says is not what would be written",
                    file.display()
                ))
                .hint(
                    "it may have been filled in: name another file, or add --overwrite; no schedule was written",
                ));
            }
        }
        written.push((file, bytes));
    }
    written
        .iter()
        .try_for_each(|(file, bytes)| write_file(file, bytes))
}

fn write_file(file: &Path, bytes: &[u8]) -> Result<()> {
    if file == Path::new("/dev/stdout") {
        return put_bytes(bytes, None);
    }
    let refused = |cause| {
        Error::request(format!("cannot write {}", file.display()))
            .because(cause)
            .hint("name another file with --to")
    };
    // a link stays a link: what it leads to is written
    let file = &fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    match fs::metadata(file) {
        Ok(known) if known.is_file() => replace(file, bytes, Some(known.permissions())),
        Ok(_) => pour(file, bytes),
        Err(_) => replace(file, bytes, None),
    }
    .map_err(refused)
}

/// Writes beside a file and takes its place when all is on the disk, so that an old report stays until then.
fn replace(file: &Path, bytes: &[u8], kept: Option<fs::Permissions>) -> io::Result<()> {
    if kept.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut fresh = tempfile::Builder::new()
        .prefix(".recordroom-")
        .tempfile_in(folder)
        .map_err(|cause| refused_in(folder, &cause))?;
    fresh.write_all(bytes)?;
    if let Some(kept) = kept {
        fresh.as_file().set_permissions(kept)?;
    }
    fresh.as_file().sync_all()?;
    fresh.persist(file).map_err(|refused| refused.error)?;
    archive::sync_folder(folder)
}

/// Why nothing can be written in a folder, without the passing name that was tried.
fn refused_in(folder: &Path, cause: &io::Error) -> io::Error {
    match cause.kind() {
        io::ErrorKind::NotFound => {
            io::Error::other(format!("there is no folder {}", folder.display()))
        }
        io::ErrorKind::NotADirectory => {
            io::Error::other(format!("{} is no folder", folder.display()))
        }
        kind => kind.into(),
    }
}

/// Writes to a device or a pipe, which is no place to wait for a disk.
fn pour(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut open = fs::OpenOptions::new().append(true).open(file)?;
    match open.write_all(bytes) {
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn quietly(written: Result<(), Unwritten>) -> Result<()> {
    match written {
        Err(Unwritten::Output(cause)) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(Error::from),
    }
}

/// Writes bytes or text to standard output as they are.
///
/// # Errors
/// When standard output fails; a closed pipe is no error.
pub fn put_bytes(bytes: &[u8], output: Option<&Output>) -> Result<()> {
    if let Some(file) = output.and_then(|output| output.to.as_deref()) {
        return write_file(file, bytes);
    }
    let mut out = io::stdout().lock();
    quietly(
        out.write_all(bytes)
            .and_then(|()| out.flush())
            .map_err(Unwritten::Output),
    )
}

/// Says something on standard error, unless quiet is asked.
pub fn say(arguments: &Arguments, text: &str) {
    if !arguments.quiet {
        let _ = writeln!(io::stderr(), "{}", told(&safe::lines(text), 0));
    }
}

/// A message as standard error has room for it: folded at blanks on a terminal, whole where a program reads it.
/// Further lines are set in.
fn told(text: &str, indent: usize) -> String {
    if !io::stderr().is_terminal() {
        return text.to_owned();
    }
    let measured =
        || terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| width.0.into());
    let width = asked_width().or_else(measured).unwrap_or(WIDTH);
    present::folded(text, width.clamp(40, 240), indent)
}

/// The width that the environment asks for.
fn asked_width() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

/// Says why what was typed is no command.
pub fn say_refused(text: &str) {
    let _ = io::stderr().write_all(safe::lines(text).as_bytes());
}

/// Says what went wrong: the sentence, the place, the hint.
pub fn say_error(error: &Error) {
    let sentence = format!("error: {}", safe::line(&error.to_string()));
    let mut text = format!("{}\n", told(&sentence, 7));
    if let Some(place) = error.place() {
        let (shown, before) = around(&place.text, place.column);
        text.push_str(&format!(
            "       {shown}\n       {}{}\n",
            " ".repeat(before),
            "^".repeat(place.width.min(60))
        ));
    }
    if let Some(advice) = error.advice() {
        let hint = format!(" hint: {}", safe::line(advice));
        text.push_str(&format!("{}\n", told(&hint, 7)));
    }
    let _ = io::stderr().write_all(text.as_bytes());
}

/// So much of a long query is shown round the place of an error, in characters.
const AROUND: usize = 60;

/// The part of a typed text that is shown, and how many columns stand before the place.
fn around(text: &str, column: usize) -> (String, usize) {
    let start = column.saturating_sub(AROUND);
    let shown: String = text.chars().skip(start).take(2 * AROUND).collect();
    let before: String = text.chars().skip(start).take(column - start).collect();
    let lead = if start > 0 { "..." } else { "" };
    (
        format!("{lead}{}", safe::line(&shown)),
        lead.len() + safe::line(&before).chars().count(),
    )
}
