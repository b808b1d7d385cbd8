//! What was typed becomes a call of the library; its answer becomes paper and an exit code.
//!
//! Answers go to standard output, everything else to standard error. Nothing here knows how a thing is done.

mod args;
mod asking;
mod audit_args;
mod auditing;
mod casework;
mod demo;
mod evidence;
mod examples;
mod guard;
mod locating;
mod manual;
mod pager;
mod paper;
mod progress;
mod schemas;
mod writing;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, FromArgMatches};
use jiff::civil::Date;

use self::args::{Arguments, Verb};
use self::guard::Touched;
use self::paper::{End, say_error};
use crate::archive::Archive;
use crate::archive::settings::{Settings, own_tables};
use crate::error::{Error, Result};
use crate::facts::{Tables, dates};
use crate::present::Page;
use crate::verbs::ingest::Bounds;

/// Runs a command line; the exit code.
pub fn run(typed: impl Iterator<Item = OsString>) -> ExitCode {
    let typed: Vec<OsString> = typed.collect();
    let parsed = matched(&typed).and_then(|matches| {
        Ok((
            Arguments::from_arg_matches(&matches)?,
            Touched::by(&matches),
        ))
    });
    let (arguments, touched) = match parsed {
        Ok(parsed) => parsed,
        Err(mut refused) => {
            let dashed = dashed(&refused, &typed);
            if dashed {
                // its tip takes the first letter for the whole word
                refused.remove(clap::error::ContextKind::Suggested);
            }
            let code = refused.exit_code();
            if refused.use_stderr() {
                paper::say_refused(&refused.render().to_string());
                if dashed {
                    paper::say_refused(
                        "\nA word of a query that begins with - needs -- before the query, or NOT:\n  \
                         recordroom search -- apples -pears\n  recordroom search apples NOT pears\n",
                    );
                }
            } else {
                let _ = refused.print();
            }
            return ExitCode::from(u8::try_from(code).unwrap_or(2));
        }
    };
    let typed = as_typed(&typed);
    match dispatch(arguments, &touched, typed) {
        Ok(end) => end.into(),
        Err(error) => {
            say_error(&error);
            ExitCode::from(2)
        }
    }
}

/// What was typed, matched with what may be typed.
///
/// A search, which is asked more often than anything else, is first read by its own arguments alone: to describe all
/// other commands takes longer than to look a word up. Whatever does not fit, or asks for help, is read again by the
/// whole.
fn matched(typed: &[OsString]) -> clap::error::Result<clap::ArgMatches> {
    match typed
        .iter()
        .any(|word| word == "search")
        .then(|| search_alone(typed))
    {
        Some(Ok(matches)) => Ok(matches),
        _ => examples::command().try_get_matches_from(typed),
    }
}

/// What was typed, where it is a search and nothing else.
fn search_alone(typed: &[OsString]) -> clap::error::Result<clap::ArgMatches> {
    let search = args::Search::augment_args(clap::Command::new("search"));
    let alone = args::Everywhere::augment_args(clap::Command::new("recordroom"));
    alone.subcommand(search).try_get_matches_from(typed)
}

/// Whether a word of a query was taken for a flag.
fn dashed(refused: &clap::Error, typed: &[OsString]) -> bool {
    refused.kind() == clap::error::ErrorKind::UnknownArgument
        && typed.iter().any(|word| word == "search")
}

/// What every command works with.
struct Session {
    arguments: Arguments,
    /// The command as typed, for the log.
    typed: String,
    tables: Tables,
    page: Page,
}

fn dispatch(mut arguments: Arguments, touched: &Touched, typed: String) -> Result<End> {
    let verb = arguments.command.take();
    match verb {
        Some(Verb::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut examples::command(), "recordroom", &mut script);
            return paper::put_bytes(&script, None).map(|()| End::Done);
        }
        Some(Verb::Man) => {
            return paper::put_bytes(&manual::page()?, None).map(|()| End::Done);
        }
        Some(Verb::Demo) => return demo::run().map(|()| End::Done),
        _ => {}
    }
    let mut session = Session {
        page: paper::page(arguments.color),
        tables: Tables::built_in(),
        arguments,
        typed,
    };
    touched.check(&session)?;
    session.tables = session.own_tables()?;
    let end = match verb {
        None => asking::status(&session),
        Some(Verb::Ingest(wanted)) => writing::ingest(&session, &wanted),
        Some(Verb::Problems(output)) => asking::problems(&session, &output),
        Some(Verb::Search(asked)) => asking::search(&session, &asked),
        Some(Verb::Show(asked)) => asking::show(&session, &asked),
        Some(Verb::Refs(asked)) => asking::references(&session, &asked),
        Some(Verb::Locate(asked)) => locating::locate(&session, &asked),
        Some(Verb::Audit(asked)) => auditing::audit(&session, &asked),
        Some(Verb::Case(asked)) => casework::case(&session, &asked),
        Some(Verb::Export(asked)) => casework::export(&session, &asked),
        Some(Verb::Log(asked)) => evidence::log(&session, &asked),
        Some(Verb::Statement(asked)) => evidence::told(&session, &asked),
        Some(Verb::Thread(asked)) => evidence::thread(&session, &asked),
        Some(Verb::Similar(asked)) => evidence::similar(&session, &asked),
        Some(Verb::Terms(asked)) => evidence::terms(&session, &asked),
        Some(Verb::Sample(asked)) => evidence::sample(&session, &asked),
        Some(Verb::Verify(asked)) => asking::verify(&session, &asked),
        Some(Verb::Stats(output)) => asking::stats(&session, &output),
        Some(Verb::Schema(asked)) => schemas::schema(&session, &asked),
        Some(Verb::Reindex) => writing::reindex(&session),
        Some(Verb::Refresh) => writing::refresh(&session),
        Some(Verb::Request(asked)) => writing::request(&session, &asked.what),
        Some(Verb::Source(asked)) => writing::source(&session, &asked.what),
        Some(Verb::Enquiry(asked)) => writing::enquiry(&session, &asked.what),
        Some(Verb::Decide(asked)) => writing::decide(&session, &asked),
        Some(Verb::Completions { .. } | Verb::Man | Verb::Demo) => Ok(End::Done),
    };
    // the end of the process lets go of tables sooner than they could be taken apart
    std::mem::forget(session);
    end
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

    /// The tables: the program's, with the user's own from the folder that the environment names, or else the
    /// archive's settings.
    fn own_tables(&self) -> Result<Tables> {
        let named = std::env::var_os("RECORDROOM_TABLES").filter(|named| !named.is_empty());
        let folder = match (named, self.folder()?) {
            (Some(named), _) => Some(PathBuf::from(named)),
            // an archive that cannot be opened is told of by the command
            (None, Some(archive)) => match Archive::open(&archive) {
                Ok(opened) => opened.settings()?.tables.map(|tables| archive.join(tables)),
                Err(_) => None,
            },
            (None, None) => None,
        };
        match folder {
            Some(folder) => Tables::with_own(own_tables(&folder)?),
            None => Ok(Tables::built_in()),
        }
    }

    /// The archive, which must be there.
    fn archive(&self) -> Result<Archive> {
        match self.folder()? {
            Some(folder) => Archive::open(&folder),
            None => Err(Error::archive("there is no archive here or above")
                .hint("make one with `recordroom ingest PATH`, or name one with --archive DIR")),
        }
    }

    /// The request that the command serves, as it is filed here, else in its issuer's spelling.
    fn request(&self) -> Option<String> {
        use crate::verbs::{desk::Desk, requests};
        let typed = self.arguments.request.as_deref()?;
        let archive = self.archive().ok();
        let filed = archive.and_then(|archive| {
            let desk = Desk::without_index(&archive, &self.tables).ok()?;
            desk.canonical_request(typed).ok()
        });
        Some(filed.unwrap_or_else(|| requests::canonical(&self.tables, typed)))
    }
}

/// A day as a person types it.
fn day(flag: &str, typed: &str) -> Result<Date> {
    let span = dates::typed::read(typed).map_err(|fault| {
        Error::request(format!("{flag}: {fault}")).hint(
            fault
                .advice()
                .unwrap_or("write a day as 2021-12-03, 3/12/2021 (day first) or 3 Dec 2021"),
        )
    })?;
    span.single_day().ok_or_else(|| {
        Error::request(format!(
            "{flag} wants one day, and `{typed}` is a stretch of days: {}",
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
    let counted = |name: &str, set: Option<usize>, unit: usize| -> Result<Option<usize>> {
        let typed = number(name)?.map(|typed| usize::try_from(typed).unwrap_or(usize::MAX));
        Ok(typed.or(set).map(|count| count.saturating_mul(unit)))
    };
    const MEBIBYTE: usize = 1 << 20;
    limits.depth = counted("RECORDROOM_READ_DEPTH", settings.depth, 1)?.unwrap_or(limits.depth);
    limits.parts = counted("RECORDROOM_READ_PARTS", settings.parts, 1)?.unwrap_or(limits.parts);
    limits.text = counted("RECORDROOM_READ_TEXT", settings.text, MEBIBYTE)?.unwrap_or(limits.text);
    limits.unpacked = counted("RECORDROOM_READ_UNPACKED", settings.unpacked, MEBIBYTE)?
        .unwrap_or(limits.unpacked);
    Ok(bounds)
}

/// The languages that scans are read in: those named on the command line or in the environment, else the archive's,
/// else English.
fn ocr_languages(named: Option<&str>, settings: &Settings) -> String {
    named
        .or(settings.ocr_languages.as_deref())
        .unwrap_or(args::LANGUAGES)
        .to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_reads_the_same_by_its_own_arguments_and_by_the_whole_command_line() {
        for typed in [
            "recordroom search apples",
            "recordroom --archive here -q search apples pears --limit 3 --no-log",
            "recordroom search --for FOI/1 --archive=there -vv -- -pears",
            "recordroom --color never search --all --format jsonl --to out.jsonl",
            "recordroom search ingest --party ICO --party MPS --sort date --explain",
            "recordroom --for search",
        ] {
            let words: Vec<OsString> = typed.split(' ').map(OsString::from).collect();
            let alone = search_alone(&words).expect(typed);
            let whole = examples::command()
                .try_get_matches_from(&words)
                .expect(typed);
            let read = |matches| Arguments::from_arg_matches(matches).expect(typed);
            assert_eq!(
                format!("{:?} {:?}", read(&alone), Touched::by(&alone)),
                format!("{:?} {:?}", read(&whole), Touched::by(&whole)),
            );
        }
        for typed in [
            "recordroom search --help",
            "recordroom ingest search",
            "recordroom search --unheard-of",
            "recordroom --version search",
            "recordroom help search",
        ] {
            let words: Vec<OsString> = typed.split(' ').map(OsString::from).collect();
            assert!(search_alone(&words).is_err(), "{typed}");
        }
    }
}
