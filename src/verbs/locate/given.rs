//! A plan that a person edited or kept: whether it is of this request, and its searches.

use super::plan::Planned;
use super::reading::Understood;
use crate::error::{Error, Result};
use crate::facts::request::plan_file::{Plan, PlanLine};
use crate::index::tokens;
use crate::verbs::desk::Desk;

/// Refuses a plan that says it was made for another request: its searches would run, and be filed, under a wrong one.
pub(super) fn is_of(plan: &Plan, understood: &Understood) -> Result<()> {
    let (Some(made_for), Some(reference)) = (&plan.request, &understood.reference) else {
        return Ok(());
    };
    let same = |a: &str, b: &str| a.trim().eq_ignore_ascii_case(b.trim());
    if same(made_for, reference) {
        return Ok(());
    }
    Err(Error::request(format!(
        "the plan was made for {}, and this request is {reference}",
        made_for.escape_debug()
    ))
    .hint(
        "give the plan of this request, or change its line `request = ...`; nothing was searched",
    ))
}

/// The searches of a plan that a person kept; those that the planner would not make are marked as added by hand. Under a
/// request that was typed, its item numbers stand for ids.
///
/// # Errors
/// When a query cannot be read, or looks for the requester.
pub(super) fn kept(
    desk: &Desk<'_>,
    understood: &Understood,
    lines: &[PlanLine],
    own: &[Planned],
    request: Option<&str>,
) -> Result<Vec<Planned>> {
    let every: Vec<String> = understood
        .request
        .items
        .iter()
        .map(|item| item.n.clone())
        .collect();
    let mut kept = Vec::new();
    for (nth, line) in (1..).zip(lines) {
        if tokens::of(&line.query)
            .iter()
            .any(|word| understood.is_kept_out(word))
        {
            return Err(Error::request(format!(
                "{} looks for the requester's own name",
                place(nth, line)
            ))
            .hint("take it out, or allow it with --include-requester; nothing was searched"));
        }
        let items = if line.questions.is_empty() {
            &every
        } else {
            &line.questions
        };
        if let Some(unknown) = items.iter().find(|n| !every.contains(n)) {
            return Err(Error::request(format!(
                "{} serves question {unknown}, and the request has {}",
                place(nth, line),
                every.join(", ")
            )));
        }
        let read = desk
            .items_written_out(&line.query, request)
            .and_then(|typed| Ok((desk.query(&typed)?, typed)));
        let (query, typed) = read.map_err(|error| {
            let what = format!("{}: {}", place(nth, line), error.what());
            let told = match error.place() {
                Some(at) => Error::request(what).at(at.text.as_str(), at.column, at.width),
                None => Error::request(what),
            };
            told.hint(
                error
                    .advice()
                    .unwrap_or("correct the plan; nothing was searched"),
            )
        })?;
        kept.push(Planned {
            query,
            reason: line.reason.clone(),
            items: understood.in_order(items),
            by_hand: !own.iter().any(|planned| planned.typed == line.query),
            typed,
        });
    }
    Ok(kept)
}

/// "search 3 of the plan, on its line 12".
fn place(nth: usize, line: &PlanLine) -> String {
    match line.line {
        Some(line) => format!("search {nth} of the plan, on its line {line}"),
        None => format!("search {nth} of the plan"),
    }
}
