//! Commands on a whole matter: case and export.

use std::path::Path;

use super::args::{Case, Export};
use super::asking::{text_of, written_out};
use super::paper::{End, put, say};
use super::{Session, bounds, day_if};
use crate::error::{Error, Result};
use crate::present::{self, Format};
use crate::verbs::desk::Desk;
use crate::verbs::{case as gathering, export as exporting};

/// `case`.
pub fn case(session: &Session, asked: &Case) -> Result<End> {
    let archive = session.archive()?;
    let desk = Desk::open(&archive, &session.tables)?;
    let answer = gathering::case(
        &desk,
        &gathering::Asked {
            reference: asked.reference.join(" "),
            as_at: day_if("--as-at", asked.as_at.as_deref())?,
            request: session.request(),
            command: session.typed.clone(),
        },
    )?;
    put(&answer, &asked.output, &session.page)?;
    if asked.output.format != Format::Table.name() {
        say(&session.arguments, &present::footnote_of_case(&answer));
    }
    Ok(if answer.records.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

/// `export`.
pub fn export(session: &Session, asked: &Export) -> Result<End> {
    let archive = session.archive()?;
    let desk = Desk::open(&archive, &session.tables)?;
    let typed = match &asked.file {
        Some(file) => text_of(file)?.trim().to_owned(),
        None => asked.query.join(" ").trim().to_owned(),
    };
    let typed = written_out(session, &desk, typed)?;
    if typed.is_empty() {
        return Err(Error::request("there is nothing to export")
            .hint("type a query; `recordroom search` shows first what it finds"));
    }
    let folder = archive.folder().canonicalize().ok();
    let within = |path: &Path| {
        path.ancestors()
            .filter_map(|path| path.canonicalize().ok())
            .any(|path| Some(path) == folder)
    };
    if within(&asked.to) {
        return Err(
            Error::request("an export does not go into the archive itself")
                .hint("name a folder outside it: --to DIR"),
        );
    }
    let target = std::path::absolute(&asked.to).unwrap_or_else(|_| asked.to.clone());
    let around = target.ancestors().find_map(|path| path.canonicalize().ok());
    if let Some(around) = around.filter(|path| path.is_dir())
        && let Some(place) = desk.catalogue.covering(&around, false)?
    {
        return Err(Error::request(format!(
            "{} lies within {}, which was ingested: the next ingest would read the copies as records",
            asked.to.display(),
            place.root.shown
        ))
        .hint("name a folder outside every source: --to DIR"));
    }
    let answer = exporting::export(
        &desk,
        &exporting::Asked {
            query: desk.query(&typed)?,
            typed,
            to: asked.to.clone(),
            form: match asked.form {
                super::args::ExportForm::Bagit => exporting::Form::Bag,
                super::args::ExportForm::Files => exporting::Form::Files,
                super::args::ExportForm::Jsonl => exporting::Form::Lines,
            },
            request: session.request(),
            command: session.typed.clone(),
            bounds: bounds(&archive.settings()?)?,
        },
    )?;
    let output = super::args::Output {
        format: asked.format.clone(),
        to: None,
    };
    put(&answer, &output, &session.page)?;
    if !answer.not_exported.is_empty() {
        return Err(Error::archive(format!(
            "{} of {} originals could not be exported",
            answer.not_exported.len(),
            answer.records
        ))
        .hint("they are listed above and in bag-info or records.jsonl; recordroom verify --originals checks every source file"));
    }
    Ok(if answer.records == 0 {
        End::Nothing
    } else {
        End::Done
    })
}
