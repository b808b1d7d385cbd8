//! `audit`: past responses held against the law and against the archive.

use super::audit_args::{Audit, FailOn};
use super::paper::{End, put, put_bytes, say};
use super::{Session, bounds, day_if};
use crate::archive::Archive;
use crate::archive::settings::Settings;
use crate::audit::again::Door;
use crate::audit::suppress::{self, Suppressions};
use crate::audit::{self as auditing, Level, Run};
use crate::error::{Error, Result};
use crate::facts::response::{Copy, Corrections};
use crate::present::{self, AuditAnswer, RuleList, RulePage};
use crate::verbs::audit_papers;
use crate::verbs::desk::Desk;

/// `audit`.
pub fn audit(session: &Session, asked: &Audit) -> Result<End> {
    if let Some(name) = &asked.explain {
        put(
            &RulePage(auditing::rule(name)?),
            &asked.output,
            &session.page,
        )?;
        return Ok(End::Done);
    }
    if asked.rules {
        put(&RuleList, &asked.output, &session.page)?;
        return Ok(End::Done);
    }
    let sarif = asked.output.format.eq_ignore_ascii_case("sarif");
    if !sarif {
        asked
            .output
            .format
            .parse::<present::Format>()
            .map_err(|error| {
                let hint = format!("{}, and here sarif", error.advice().unwrap_or_default());
                error.hint(hint)
            })?;
    }
    let known = Corrections {
        received: day_if("--received", asked.received.as_deref())?,
        responded: day_if("--responded", asked.responded.as_deref())?,
        copy: match (asked.as_sent, asked.published) {
            (true, _) => Some(Copy::AsSent),
            (_, true) => Some(Copy::Published),
            _ => None,
        },
    };
    possible(&known)?;
    let archive = archive(session, asked)?;
    let settings = match &archive {
        Some(archive) => archive.settings()?,
        None => Settings::default(),
    };
    let bounds = bounds(&settings)?;
    let desk = match &archive {
        Some(archive) => Some(Desk::open(archive, &session.tables)?),
        None => None,
    };
    let suppressions = suppressions(asked, archive.as_ref())?;
    let papers = audit_papers::read(
        &asked.paths,
        desk.as_ref(),
        session.request().as_deref(),
        &session.typed,
        &session.tables,
        &bounds,
    )?;
    if papers.papers.is_empty() && papers.unread.is_empty() {
        return Err(Error::request("there is nothing to audit under what was named")
            .hint("name a response, a folder of them, an id or a query; an empty folder passes no gate"));
    }
    let door = archive
        .as_ref()
        .zip(desk.as_ref())
        .map(|(archive, desk)| Door {
            archive,
            desk,
            command: &session.typed,
            bounds: &bounds,
            organisation: std::env::var("RECORDROOM_ORGANISATION")
                .ok()
                .or_else(|| settings.organisation.clone()),
            lines: std::cell::OnceCell::new(),
        });
    let run = auditing::judge(
        papers,
        &known,
        &suppressions,
        door.as_ref(),
        &session.tables,
    )?;
    if sarif {
        let mut bytes = Vec::new();
        present::write_sarif(&run, &mut bytes)
            .map_err(|cause| Error::bug("the findings cannot be written").because(cause))?;
        put_bytes(&bytes, Some(&asked.output))?;
    } else {
        let answer = AuditAnswer {
            run: &run,
            verbose: session.arguments.verbose > 0,
        };
        put(&answer, &asked.output, &session.page)?;
    }
    for (path, why) in &run.unread {
        say(
            &session.arguments,
            &format!("Could not be read: {path}: {why}"),
        );
    }
    if archive.is_none() && !asked.no_archive {
        say(
            &session.arguments,
            "There is no archive here or above: what needs one was not judged.",
        );
    }
    Ok(end(&run, asked.fail_on))
}

/// A day that is still to come, or a reply before the receipt, was mistyped.
fn possible(known: &Corrections) -> Result<()> {
    let today = jiff::Zoned::now().date();
    for (flag, day) in [
        ("--received", known.received),
        ("--responded", known.responded),
    ] {
        if let Some(day) = day.filter(|day| *day > today) {
            return Err(Error::request(format!(
                "{flag} {} lies in the future",
                crate::facts::dates::long(day)
            ))
            .hint("give the day as it was; 3/12/2021 is 3 December"));
        }
    }
    if let (Some(received), Some(responded)) = (known.received, known.responded)
        && responded < received
    {
        return Err(Error::request("--responded is before --received")
            .hint("give the day of receipt and then that of the reply"));
    }
    Ok(())
}

/// The archive, where there is one; one that was named must be there.
fn archive(session: &Session, asked: &Audit) -> Result<Option<Archive>> {
    if asked.no_archive {
        return Ok(None);
    }
    match session.folder()? {
        Some(folder) if session.arguments.archive.is_some() => match Archive::open(&folder) {
            Ok(archive) => Ok(Some(archive)),
            // a folder named by a flag or the environment and not made yet: nothing to look in
            Err(_) if !folder.exists() => Ok(None),
            Err(error) => Err(error),
        },
        Some(folder) => Archive::open(&folder).map(Some),
        None => Ok(None),
    }
}

fn suppressions(asked: &Audit, archive: Option<&Archive>) -> Result<Suppressions> {
    if let Some(file) = &asked.suppressions {
        return Suppressions::read(file);
    }
    match archive.map(|archive| archive.folder().join(suppress::FILE)) {
        Some(file) if file.is_file() => Suppressions::read(&file),
        _ => Ok(Suppressions::default()),
    }
}

fn end(run: &Run, fail_on: FailOn) -> End {
    if !run.unread.is_empty() {
        return End::Failed;
    }
    let from = match fail_on {
        FailOn::Info => Level::Info,
        FailOn::Warning => Level::Warning,
        FailOn::Error => Level::Error,
        FailOn::Never => return End::Done,
    };
    if run.responses.iter().any(|one| one.worst() >= Some(from)) {
        End::Nothing
    } else {
        End::Done
    }
}
