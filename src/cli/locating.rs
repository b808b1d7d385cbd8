//! `locate`: a request is read, its searches are planned, kept or run, and schedules are written.

use super::args;
use super::asking::{bytes_of, text_of};
use super::paper::{self, End, put, put_bytes, say};
use super::{Session, bounds, day_if};
use crate::error::{Error, Result};
use crate::facts::request::plan_file::{self, PlanLine};
use crate::present::{self, Format};
use crate::verbs::answers::LocatedAll;
use crate::verbs::locate as story;

/// `locate`.
pub fn locate(session: &Session, asked: &args::Locate) -> Result<End> {
    let archive = session.archive()?;
    for schedule in &asked.schedule {
        Format::of_file(schedule)?;
    }
    let plan = match &asked.plan {
        Some(file) => Some(plan_file::read(&text_of(file)?)?),
        None => None,
    };
    let (name, bytes) = bytes_of(&asked.request_file)?;
    let name = match name.is_empty() {
        true => "standard input".to_owned(),
        false => name,
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        let what = match asked.request_file.as_os_str() == "-" {
            true => "standard input gave no words of a request".to_owned(),
            false => format!("{} is empty", asked.request_file.display()),
        };
        return Err(Error::request(what).hint(
            "name the file of the request, or pipe its text: recordroom locate REQUEST-FILE; nothing was searched",
        ));
    }
    let settings = archive.settings()?;
    let answer = story::locate(
        &archive,
        &session.tables,
        &story::Asked {
            name,
            bytes,
            received: day_if("--received", asked.received.as_deref())?,
            as_at: day_if("--as-at", asked.as_at.as_deref())?,
            include_requester: asked.include_requester,
            request: session.request(),
            command: session.typed.clone(),
            on_record: true,
            plan_only: asked.plan_only,
            plan,
            limit: asked
                .estimate
                .then_some(if asked.central_government { 24 } else { 18 }),
            bounds: bounds(&settings)?,
            organisation: std::env::var("RECORDROOM_ORGANISATION")
                .ok()
                .or(settings.organisation),
        },
    )?;
    if asked.plan_only && wants_toml(&asked.output) {
        put_bytes(as_toml(&answer).as_bytes(), Some(&asked.output))?;
        return Ok(End::Done);
    }
    put(&answer, &asked.output, &session.page)?;
    paper::put_files(
        &present::Schedule(&answer),
        &asked.schedule,
        asked.overwrite,
    )?;
    for schedule in &asked.schedule {
        say(
            &session.arguments,
            &format!("Schedule written to {}.", schedule.display()),
        );
    }
    if asked.output.format != Format::Table.name() {
        say(&session.arguments, &present::footnote_of_located(&answer));
    }
    let nothing = answer.located.is_empty() && answer.possible.is_empty() && !asked.plan_only;
    Ok(if nothing { End::Nothing } else { End::Done })
}

/// Whether a plan is to be written as the file that `--plan` takes.
fn wants_toml(output: &args::Output) -> bool {
    let named = output
        .to
        .as_ref()
        .and_then(|file| file.extension())
        .is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    output.format.eq_ignore_ascii_case("toml") || named && output.format == Format::Table.name()
}

fn as_toml(answer: &LocatedAll) -> String {
    let request = &answer.request;
    let questions: Vec<(String, String)> = request
        .items
        .iter()
        .map(|question| (question.n.clone(), question.text.clone()))
        .collect();
    let searches: Vec<PlanLine> = answer
        .searches
        .iter()
        .map(|search| PlanLine {
            questions: search.item.clone(),
            query: search.query.clone(),
            reason: search.reason.clone(),
            line: None,
        })
        .collect();
    plan_file::write(request.reference.as_deref(), &questions, &searches)
}
