//! Commands that show how something was looked for: log, statement, thread, similar, terms, sample.

use super::Session;
use super::args::Output;
use super::args::evidence::{self as args, LogArguments, LogVerb};
use super::asking::{bytes_of, text_of};
use super::paper::{End, put, say};
use crate::error::Result;
use crate::present::{self, Format, filled};
use crate::verbs::desk::Desk;
use crate::verbs::statement::{self, Told};
use crate::verbs::{conversation, disposal, repeat, sample, similar, survey, terms, verify as verifying};

/// Like records on a terminal, unless asked otherwise.
const ON_A_TERMINAL: usize = 20;

/// `log`.
pub fn log(session: &Session, asked: &LogArguments) -> Result<End> {
    let archive = session.archive()?;
    let listed = LogVerb::List(asked.output.clone());
    match asked.what.as_ref().unwrap_or(&listed) {
        LogVerb::List(output) => {
            let rows = survey::log_rows(&Desk::without_index(&archive, &session.tables)?)?;
            put(&rows, output, &session.page)?;
        }
        LogVerb::Show(asked) => return told(session, asked),
        LogVerb::Replay { n, output } => {
            output.format.parse::<Format>()?;
            let desk = Desk::open(&archive, &session.tables)?;
            let answer = repeat::replay(&desk, *n, session.request().as_deref(), &session.typed)?;
            put(&answer, output, &session.page)?;
            if !answer.same_result {
                return Ok(End::Nothing);
            }
        }
        LogVerb::Mark { n, reason, undo } => {
            let desk = Desk::without_index(&archive, &session.tables)?;
            let entry = statement::mark(&desk, *n, !undo, reason, &session.typed)?;
            say(
                &session.arguments,
                &format!("Recorded as entry {entry} of the log."),
            );
        }
        LogVerb::Dispose {
            entries,
            reason,
            authority,
        } => {
            let desk = Desk::without_index(&archive, &session.tables)?;
            let done = disposal::dispose(&desk, entries, reason, authority, &session.typed)?;
            say(
                &session.arguments,
                &format!(
                    "What was recorded with entry {} is gone; entry {} says so. The chain still stands: recordroom log verify",
                    present::words::runs(&done.entries),
                    done.log
                ),
            );
        }
        LogVerb::Verify(output) => {
            let verified = verifying::verify_log(&archive)?;
            put(&verified, output, &session.page)?;
            if !verified.ok {
                return Ok(End::Nothing);
            }
        }
    }
    Ok(End::Done)
}

/// `statement`, `log show`.
pub fn told(session: &Session, asked: &args::Statement) -> Result<End> {
    let archive = session.archive()?;
    let desk = Desk::without_index(&archive, &session.tables)?;
    match statement::tell(&desk, asked.n, asked.for_release)? {
        Told::Statement(statement) => put(statement.as_ref(), &asked.output, &session.page)?,
        Told::Entry(entry) => put(entry.as_ref(), &asked.output, &session.page)?,
    }
    Ok(End::Done)
}

/// `thread`.
pub fn thread(session: &Session, asked: &args::Thread) -> Result<End> {
    let archive = session.archive()?;
    let desk = Desk::without_index(&archive, &session.tables)?;
    let member = asked.id.strip_prefix("t-").unwrap_or(&asked.id);
    let id = desk.named(member, session.arguments.request.as_deref())?;
    let answer = conversation::conversation(&desk, id)?;
    put(&answer, &asked.output, &session.page)?;
    Ok(End::Done)
}

/// `similar`.
pub fn similar(session: &Session, asked: &args::Similar) -> Result<End> {
    let archive = session.archive()?;
    let desk = Desk::without_index(&archive, &session.tables)?;
    let id = desk.named(&asked.id, session.arguments.request.as_deref())?;
    let limit = asked
        .limit
        .or(is_table(&asked.output).then_some(ON_A_TERMINAL));
    let answer = similar::similar(&desk, id, limit)?;
    put(&answer, &asked.output, &session.page)?;
    Ok(match answer.records.is_empty() {
        true => End::Nothing,
        false => End::Done,
    })
}

/// `terms`.
pub fn terms(session: &Session, asked: &args::Terms) -> Result<End> {
    let archive = session.archive()?;
    // before anything goes on record
    asked.output.format.parse::<Format>()?;
    let list = text_of(&asked.file)?;
    let desk = Desk::open(&archive, &session.tables)?;
    let answer = terms::terms(
        &desk,
        &list,
        &asked.file.display().to_string(),
        session.request().as_deref(),
        archive.settings()?.role.as_deref(),
        &session.typed,
    )?;
    put(&answer, &asked.output, &session.page)?;
    say(
        &session.arguments,
        &present::footnote_for(
            answer.not_searched,
            answer.archive.records,
            Some(answer.log),
        ),
    );
    Ok(match answer.hits {
        0 => End::Nothing,
        _ => End::Done,
    })
}

/// `sample`.
pub fn sample(session: &Session, asked: &args::Sample) -> Result<End> {
    let archive = session.archive()?;
    asked.output.format.parse::<Format>()?;
    let desk = Desk::without_index(&archive, &session.tables)?;
    let request = session.request();
    let Some(file) = &asked.judged else {
        let answer = sample::draw(
            &desk,
            asked.n,
            asked.size.unwrap_or(sample::USUAL),
            asked.seed,
            request.as_deref(),
            &session.typed,
        )?;
        put(&answer, &asked.output, &session.page)?;
        return Ok(End::Done);
    };
    let (name, bytes) = bytes_of(file)?;
    let rows = filled::rows(&bytes, &name, &["record", "relevant"])?;
    let sheet: Vec<sample::Row> = rows
        .into_iter()
        .map(|mut row| {
            let mut take = |heading: &str| row.remove(heading).unwrap_or_default();
            (take("record"), take("relevant"))
        })
        .collect();
    let answer = sample::judge(
        &desk,
        asked.n,
        &sheet,
        asked.relevant,
        request.as_deref(),
        &session.typed,
    )?;
    put(&answer, &asked.output, &session.page)?;
    Ok(End::Done)
}

fn is_table(output: &Output) -> bool {
    output.format == Format::Table.name()
}
