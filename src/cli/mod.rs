//! What was typed becomes a call of the library; its answer becomes paper and an exit code.
//!
//! Answers go to standard output, everything else to standard error. Nothing here knows how a thing is done.

mod args;
mod asking;
mod audit_args;
mod auditing;
mod demo;
mod pager;
mod paper;
mod progress;
mod writing;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use jiff::civil::Date;

use self::args::{Arguments, Verb};
use self::paper::{End, say_error};
use crate::archive::Archive;
use crate::archive::settings::Settings;
use crate::error::{Error, Result};
use crate::facts::{Tables, dates};
use crate::present::Page;
use crate::verbs::ingest::Bounds;

/// Runs a command line; the exit code.
pub fn run(typed: impl Iterator<Item = OsString>) -> ExitCode {
    let typed: Vec<OsString> = typed.collect();
    let arguments = match Arguments::try_parse_from(&typed) {
        Ok(arguments) => arguments,
        Err(refused) => {
            let code = refused.exit_code();
            if refused.use_stderr() {
                paper::say_refused(&refused.render().to_string());
            } else {
                let _ = refused.print();
            }
            return ExitCode::from(u8::try_from(code).unwrap_or(2));
        }
    };
    let typed = as_typed(&typed);
    match dispatch(arguments, typed) {
        Ok(end) => end.into(),
        Err(error) => {
            say_error(&error);
            ExitCode::from(2)
        }
    }
}

/// What every command works with.
struct Session {
    arguments: Arguments,
    /// The command as typed, for the log.
    typed: String,
    tables: Tables,
    page: Page,
}

fn dispatch(mut arguments: Arguments, typed: String) -> Result<End> {
    let verb = arguments.command.take();
    match verb {
        Some(Verb::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "recordroom", &mut script);
            return paper::put_bytes(&script, None).map(|()| End::Done);
        }
        Some(Verb::Man) => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command())
                .render(&mut page)
                .map_err(|cause| Error::bug("the manual page cannot be written").because(cause))?;
            return paper::put_bytes(&page, None).map(|()| End::Done);
        }
        Some(Verb::Demo) => return demo::run().map(|()| End::Done),
        _ => {}
    }
    let session = Session {
        page: paper::page(arguments.color),
        tables: Tables::built_in(),
        arguments,
        typed,
    };
    match verb {
        None => asking::status(&session),
        Some(Verb::Ingest(wanted)) => writing::ingest(&session, &wanted),
        Some(Verb::Problems(output)) => asking::problems(&session, &output),
        Some(Verb::Search(asked)) => asking::search(&session, &asked),
        Some(Verb::Show(asked)) => asking::show(&session, &asked),
        Some(Verb::Refs(asked)) => asking::references(&session, &asked),
        Some(Verb::Locate(asked)) => asking::locate(&session, &asked),
        Some(Verb::Audit(asked)) => auditing::audit(&session, &asked),
        Some(Verb::Log(asked)) => asking::log(&session, &asked),
        Some(Verb::Verify(asked)) => asking::verify(&session, &asked),
        Some(Verb::Stats(output)) => asking::stats(&session, &output),
        Some(Verb::Reindex) => writing::reindex(&session),
        Some(Verb::Request(asked)) => writing::request(&session, &asked.what),
        Some(Verb::Source(asked)) => writing::source(&session, &asked.what),
        Some(Verb::Enquiry(asked)) => writing::enquiry(&session, &asked.what),
        Some(Verb::Decide(asked)) => writing::decide(&session, &asked),
        Some(Verb::Completions { .. } | Verb::Man | Verb::Demo) => Ok(End::Done),
    }
}

impl Session {
    /// The archive's folder: named, or the nearest above the working folder.
    fn folder(&self) -> Result<Option<PathBuf>> {
        if let Some(named) = &self.arguments.archive {
            return Ok(Some(named.clone()));
        }
        let here = std::env::current_dir()
            .map_err(|cause| Error::archive("cannot tell the working folder").because(cause))?;
        Ok(Archive::nearest(&here))
    }

    /// The archive, which must be there.
    fn archive(&self) -> Result<Archive> {
        match self.folder()? {
            Some(folder) => Archive::open(&folder),
            None => Err(Error::archive("there is no archive here or above")
                .hint("make one with `recordroom ingest PATH`, or name one with --archive DIR")),
        }
    }

    /// The request that the command serves, in its issuer's spelling.
    fn request(&self) -> Option<String> {
        self.arguments
            .request
            .as_deref()
            .map(|typed| crate::verbs::requests::canonical(&self.tables, typed))
    }
}

/// A day as a person types it.
fn day(flag: &str, typed: &str) -> Result<Date> {
    let span = dates::typed::read(typed)?;
    span.single_day().ok_or_else(|| {
        Error::request(format!(
            "{flag} wants one day, and `{typed}` is {}",
            span.in_words()
        ))
        .hint("write it as 2021-12-03, 3/12/2021 or \"3 Dec 2021\"")
    })
}

fn day_if(flag: &str, typed: Option<&str>) -> Result<Option<Date>> {
    typed.map(|typed| day(flag, typed)).transpose()
}

/// The bounds of reading: the environment's, else the archive's, else the usual ones.
fn bounds(settings: &Settings) -> Result<Bounds> {
    let mut bounds = Bounds::usual()
        .map_err(|cause| Error::bug("cannot tell where this program lies").because(cause))?;
    if let Some(seconds) = number("RECORDROOM_READ_SECONDS")?.or(settings.read_seconds) {
        bounds.seconds = seconds.max(1);
    }
    if let Some(mebibytes) = number("RECORDROOM_READ_MEMORY")?.or(settings.read_memory) {
        bounds.memory = mebibytes.max(64) << 20;
    }
    let limits = &mut bounds.limits;
    limits.depth = settings.depth.unwrap_or(limits.depth);
    limits.parts = settings.parts.unwrap_or(limits.parts);
    limits.text = settings
        .text
        .map_or(limits.text, |mebibytes| mebibytes << 20);
    limits.unpacked = settings
        .unpacked
        .map_or(limits.unpacked, |mebibytes| mebibytes << 20);
    Ok(bounds)
}

/// A number that the environment may set.
fn number(name: &str) -> Result<Option<u64>> {
    match std::env::var(name) {
        Ok(value) => value
            .parse()
            .map(Some)
            .map_err(|_| Error::request(format!("{name} must be a number, and is `{value}`"))),
        Err(_) => Ok(None),
    }
}

/// The command as a shell would take it again.
fn as_typed(words: &[OsString]) -> String {
    let mut out = "recordroom".to_owned();
    for word in words.iter().skip(1) {
        let word = word.to_string_lossy();
        out.push(' ');
        let plain = !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_alphanumeric() || "-_=./:,+@%".contains(c));
        if plain {
            out.push_str(&word);
        } else {
            out.push('\'');
            out.push_str(&word.replace('\'', "'\\''"));
            out.push('\'');
        }
    }
    out
}
