//! Commands that write: ingest, reindex, refresh, and what goes into a request file.

use std::path::Path;

use serde_json::json;

use super::args::{self, EnquiryVerb, Ocr, RequestVerb, SourceAdd, SourceVerb};
use super::asking::bytes_of;
use super::paper::{End, put, say};
use super::progress::Line;
use super::{Session, bounds, day, day_if};
use crate::archive::largest;
use crate::archive::settings::Settings;
use crate::archive::sources::Source;
use crate::archive::{Archive, FOLDER};
use crate::error::{Error, Result};
use crate::facts::request::without_names;
use crate::present::words;
use crate::verbs::answers::Question;
use crate::verbs::desk::Desk;
use crate::verbs::ingest::{self as story, Paths, Prune, Wanted};
use crate::verbs::{decisions, locate as locating, refresh as refreshing, requests, verify};

/// `ingest`.
pub fn ingest(session: &Session, wanted: &args::Ingest) -> Result<End> {
    if wanted.jobs == Some(0) {
        return Err(Error::request("--jobs must be at least 1"));
    }
    let prune = match &wanted.prune {
        None => None,
        Some(word) if word.is_empty() || word == "force" => {
            let (Some(reason), Some(authority)) = (&wanted.reason, &wanted.authority) else {
                return Err(Error::request(
                    "--prune removes records for good, so it needs --reason and --authority",
                )
                .hint("--reason \"retention schedule IR-4\" --authority \"Records Manager\""));
            };
            Some(Prune {
                force: word == "force",
                reason: reason.clone(),
                authority: authority.clone(),
            })
        }
        Some(word) => {
            return Err(Error::request(format!("--prune={word} is not known")).hint(
                "write --prune, or --prune=force where more than half of the files would go",
            ));
        }
    };
    for path in &wanted.paths {
        refuse_an_archive(path)?;
    }
    let paths = Paths::of(&wanted.paths)?;
    let absent = paths.absent.clone();
    let folder = match session.folder()? {
        Some(folder) => folder,
        None => std::env::current_dir()
            .map_err(|cause| Error::archive("cannot tell the working folder").because(cause))?
            .join(FOLDER),
    };
    let trial = match std::fs::exists(folder.join("format")) {
        Ok(false) if wanted.dry_run => Some(trial_folder()?),
        _ => None,
    };
    let place = trial
        .as_ref()
        .map_or(folder.as_path(), |trial| trial.path());
    let (archive, settings, bounds) = opened(place, wanted)?;
    warn_of_largest(session);
    let when = bounds.limits.ocr;
    let told = bounds.clone();
    let line = Line::new(session.arguments.quiet);
    let answer = story::ingest(
        &archive,
        &Wanted {
            paths,
            source: wanted.source.clone(),
            jobs: wanted.jobs.or(settings.jobs.filter(|jobs| *jobs > 0)),
            dry_run: wanted.dry_run,
            prune,
            trust_folders: wanted.trust_folders,
            bounds,
            command: session.typed.clone(),
            request: session.request(),
        },
        &session.tables,
        &|progress| line.show(progress),
    )?;
    drop(line);
    put(&answer, &wanted.output, &session.page)?;
    if !told.unrestricted().is_empty() {
        say(
            &session.arguments,
            &format!(
                "warning: this system does not keep the processes that read files from everything: no limit on {}. \
                 A file made to attack a reader could do more harm here; `recordroom stats` says what is in force.",
                told.unrestricted().join(", ")
            ),
        );
    }
    let engine_alone: Vec<&str> = told
        .engine
        .iter()
        .flat_map(|engine| engine.unrestricted())
        .filter(|word| !told.unrestricted().iter().any(|known| known == word))
        .collect();
    if !engine_alone.is_empty() {
        say(
            &session.arguments,
            &format!(
                "warning: tesseract, as it is installed here, is not kept from everything while it reads scans: no limit \
                 on {}. A picture made to attack it could do more harm here.",
                engine_alone.join(", ")
            ),
        );
    }
    if answer.needs_ocr > 0 && !when.is_on() {
        let (has, files) = match answer.needs_ocr {
            1 => ("has", "1 file".to_owned()),
            many => ("have", format!("{many} files")),
        };
        let why = match when {
            story::Ocr::Absent => {
                "tesseract, which does it, is not installed: once it is (apt-get install tesseract-ocr), \
                 the next ingest reads them"
            }
            _ => "this run was told --ocr never: the next ingest without it reads them",
        };
        say(
            &session.arguments,
            &format!("{files} {has} pages that need OCR, and {why}."),
        );
    }
    if !absent.is_empty() {
        return Err(Error::request(absent.join("; "))
            .hint("check the spelling; everything else was ingested"));
    }
    let whole = answer.problems_here == 0 && answer.ledger.balanced;
    Ok(if whole { End::Done } else { End::Unread })
}

/// The archive, made if there is none, with its settings and the bounds of reading. While one is made, which is waiting for
/// the disk, the engine of OCR tells who it is.
fn opened(place: &Path, wanted: &args::Ingest) -> Result<(Archive, Settings, story::Bounds)> {
    let settings = Settings::of(place)?;
    let with_ocr = |told: Option<&str>| with_ocr(bounds(&settings)?, wanted, &settings, told);
    let is_new = matches!(std::fs::exists(place), Ok(false));
    let (archive, bounds) = if is_new {
        std::thread::scope(|both| {
            let asked = both.spawn(|| with_ocr(None));
            let archive = Archive::open_or_make(place)?;
            let bounds = asked.join();
            let bounds = bounds.map_err(|_| Error::bug("looking for OCR broke off"))??;
            Ok::<_, Error>((archive, bounds))
        })?
    } else {
        let archive = Archive::open_or_make(place)?;
        let told = story::told_by_engine(&archive);
        let bounds = with_ocr(told.as_deref())?;
        (archive, bounds)
    };
    Ok((archive, settings, bounds))
}

/// The bounds with what was said of OCR: when, in which languages, and by what; `told` is what the engine told before.
fn with_ocr(
    mut bounds: story::Bounds,
    wanted: &args::Ingest,
    settings: &Settings,
    told: Option<&str>,
) -> Result<story::Bounds> {
    if wanted.ocr == Ocr::Never {
        return Ok(bounds);
    }
    let seconds = super::number("RECORDROOM_OCR_SECONDS")?;
    let languages = super::ocr_languages(wanted.ocr_languages.as_deref(), settings);
    bounds.limits.ocr = match story::Engine::find(&languages, seconds, told)? {
        story::Found::Engine(engine) => {
            bounds.engine = Some(std::sync::Arc::new(engine));
            match wanted.ocr {
                Ocr::Always => story::Ocr::Always,
                _ => story::Ocr::Auto,
            }
        }
        story::Found::Nowhere if wanted.ocr == Ocr::Always => {
            return Err(Error::request("--ocr always needs tesseract, and none is on PATH")
                .hint("apt-get install tesseract-ocr, or leave --ocr out: every scan is then listed by `recordroom problems`"));
        }
        story::Found::Nowhere => story::Ocr::Absent,
    };
    Ok(bounds)
}

/// An archive holds what was read from elsewhere, and is no input itself.
fn refuse_an_archive(path: &Path) -> Result<()> {
    let Ok(whole) = std::fs::canonicalize(path) else {
        return Ok(()); // whether it is there at all is told with the other paths
    };
    match story::archive_around(&whole) {
        Some(archive) => Err(Error::request(format!(
            "{} belongs to the archive at {}, and an archive is not read into an archive",
            path.display(),
            archive.display()
        ))
        .hint("name the folder that the records came from; nothing was changed")),
        None => Ok(()),
    }
}

/// Where a trial run without an archive may make one, which goes when the run ends.
fn trial_folder() -> Result<tempfile::TempDir> {
    tempfile::Builder::new()
        .prefix("recordroom-trial-")
        .tempdir()
        .map_err(|cause| Error::archive("the trial run cannot set up its folder").because(cause))
}

/// Says beforehand that the system would end this program without a word, where a file may only grow so large.
fn warn_of_largest(session: &Session) {
    if let Some(bytes) = largest::deadly() {
        say(
            &session.arguments,
            &format!(
                "warning: no file may grow beyond {} here (`ulimit -f`). Should one of the archive's have to, the system \
                 ends recordroom without a word; the archive stays as it was. Behind `trap '' XFSZ` in the same shell it \
                 would be told of like a full disk.",
                words::size(bytes)
            ),
        );
    }
}

/// `reindex`.
pub fn reindex(session: &Session) -> Result<End> {
    let archive = session.archive()?;
    warn_of_largest(session);
    let records = verify::reindex(&archive)?;
    say(
        &session.arguments,
        &format!("Built the index again from the catalogue: {records} records."),
    );
    Ok(End::Done)
}

/// `refresh`.
pub fn refresh(session: &Session) -> Result<End> {
    let archive = session.archive()?;
    warn_of_largest(session);
    let done = refreshing::refresh(&archive, &session.tables, &session.typed)?;
    let changed = match done.changed {
        0 => "none changed".to_owned(),
        1 => "1 changed".to_owned(),
        many => format!("{many} changed"),
    };
    say(
        &session.arguments,
        &format!(
            "Read the facts of {} records again: {changed}.",
            done.records
        ),
    );
    Ok(End::Done)
}

/// `request`.
pub fn request(session: &Session, what: &RequestVerb) -> Result<End> {
    let archive = session.archive()?;
    let tables = &session.tables;
    match what {
        RequestVerb::List(output) => {
            put(
                &requests::list(&Desk::without_index(&archive, tables)?)?,
                output,
                &session.page,
            )?;
        }
        RequestVerb::Show { reference, output } => {
            let row = requests::show(&Desk::without_index(&archive, tables)?, reference)?;
            put(&row, output, &session.page)?;
        }
        RequestVerb::Close { reference, reason } => {
            let row = requests::set_status(&archive, tables, reference, "closed", reason)?;
            say(&session.arguments, &format!("{} is closed.", row.reference));
        }
        RequestVerb::Reopen { reference, reason } => {
            let row = requests::set_status(&archive, tables, reference, "open", reason)?;
            say(
                &session.arguments,
                &format!("{} is open again.", row.reference),
            );
        }
        RequestVerb::Add {
            what,
            received,
            clarified,
            output,
        } => {
            let file = std::path::Path::new(what);
            let (reference, found, questions) = if what == "-" || file.is_file() {
                let (name, bytes) = bytes_of(file)?;
                let read =
                    locating::read_request(&name, bytes, tables, &bounds(&archive.settings()?)?)?;
                let questions: Vec<Question> = read
                    .items
                    .into_iter()
                    .map(|item| Question {
                        n: item.n,
                        text: without_names(&item.text, &read.names_of_requester),
                    })
                    .collect();
                let printed = read.reference.map(|carried| carried.canonical);
                let reference = session.request().or(printed).ok_or_else(|| {
                    Error::request(format!("{what} names no reference of its own"))
                        .hint("give it one: --for REF")
                })?;
                (reference, read.received, questions)
            } else {
                (what.clone(), None, Vec::new())
            };
            let received = day_if("--received", received.as_deref())?.or(found);
            let clarified = day_if("--clarified", clarified.as_deref())?;
            let row = requests::add(
                &archive, tables, &reference, received, clarified, &questions,
            )?;
            put(&row, output, &session.page)?;
        }
    }
    Ok(End::Done)
}

/// `source`.
pub fn source(session: &Session, what: &SourceVerb) -> Result<End> {
    let archive = session.archive()?;
    match what {
        SourceVerb::List(output) => {
            let rows = requests::sources(&Desk::without_index(&archive, &session.tables)?)?;
            put(&rows, output, &session.page)?;
        }
        SourceVerb::Add(add) => {
            let source = as_source(add)?;
            requests::add_source(
                &archive,
                &source,
                add.path.as_deref(),
                session.request().as_deref(),
            )?;
            say(
                &session.arguments,
                &format!("Kept what was said of the source {}.", source.name),
            );
        }
    }
    Ok(End::Done)
}

fn as_source(add: &SourceAdd) -> Result<Source> {
    Ok(Source {
        id: 0,
        name: add.name.clone(),
        custodian: add.custodian.clone(),
        system: add.system.clone(),
        period: add.period.clone(),
        collected: day_if("--collected", add.collected.as_deref())?.map(|day| day.to_string()),
        supplied_by: add.supplied_by.clone(),
        published: add.published.clone(),
        not_searched: add.not_searched.clone(),
    })
}

/// `enquiry`.
pub fn enquiry(session: &Session, what: &EnquiryVerb) -> Result<End> {
    let EnquiryVerb::Add {
        asked,
        role,
        on,
        answer,
        minutes,
    } = what;
    if minutes.is_some_and(|minutes| !(minutes > 0.0 && minutes < 10_000.0)) {
        return Err(Error::request("--minutes wants a number above 0"));
    }
    let archive = session.archive()?;
    let reference = needed(session)?;
    let activity = minutes.map(|_| "determine");
    let body = json!({
        "asked": asked, "role": role, "on": day("--on", on)?, "answer": answer,
        "minutes": minutes, "activity": activity,
    });
    let n = requests::enquire(
        &Desk::without_index(&archive, &session.tables)?,
        &reference,
        body,
    )?;
    say(
        &session.arguments,
        &format!("Recorded as entry {n} of the log."),
    );
    Ok(End::Done)
}

/// `decide`.
pub fn decide(session: &Session, decide: &args::Decide) -> Result<End> {
    let archive = session.archive()?;
    let reference = needed(session)?;
    let desk = Desk::without_index(&archive, &session.tables)?;
    if let Some(sheet) = &decide.from {
        let (name, bytes) = bytes_of(sheet)?;
        let limits = bounds(&archive.settings()?)?;
        let taken = decisions::take_back(&desk, &reference, &name, bytes, &limits)?;
        say(
            &session.arguments,
            &format!(
                "Decisions recorded from {name}: {}; on record before: {}; rows without a decision: {}.{}",
                taken.recorded,
                taken.known,
                taken.open,
                match taken.absent.as_slice() {
                    [] => String::new(),
                    [one] => format!(" The sheet has no row for item {one}, which was located."),
                    several => format!(
                        " The sheet has no rows for items {}, which were located.",
                        words::runs(several)
                    ),
                }
            ),
        );
        return Ok(End::Done);
    }
    let text = |typed: &Option<String>| typed.clone().unwrap_or_default();
    let n = decisions::decide(
        &desk,
        &reference,
        &decisions::Decision {
            of: &text(&decide.of),
            decision: &text(&decide.decision),
            question: decide.question.as_deref(),
            provisions: &decide.provision,
            reason: &text(&decide.reason),
            time: decide
                .minutes
                .map(|minutes| (minutes, decide.activity.as_str())),
        },
    )?;
    let refuses = matches!(decide.decision.as_deref(), Some("redact" | "withhold"));
    let unfounded = if refuses && decide.provision.is_empty() {
        " It names no provision yet: --provision s40(2) and the same words again add one."
    } else {
        ""
    };
    say(
        &session.arguments,
        &format!("Recorded as entry {n} of the log.{unfounded}"),
    );
    Ok(End::Done)
}

fn needed(session: &Session) -> Result<String> {
    session.request().ok_or_else(|| {
        Error::request("this belongs to a request file").hint("name it with --for REF")
    })
}
