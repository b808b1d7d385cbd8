//! What was decided before, put beside what the searches locate now: a decision is never lost between two runs.

use crate::archive::log::Log;
use crate::error::Result;
use crate::verbs::answers::{DecisionRow, Located, LocatedAll};
use crate::verbs::decisions;
use crate::verbs::desk::Desk;

/// Decisions by which the officer takes a record to be in scope.
const IN_SCOPE: [&str; 5] = ["disclose", "redact", "withhold", "part-out", "published"];

/// Puts the standing decisions of the request on its items. A possible one that was decided to be in scope is located
/// from then on; one that was decided to be out stays where it was found, and says so.
pub(super) fn onto(desk: &Desk<'_>, answer: &mut LocatedAll) -> Result<()> {
    let Some(reference) = answer.request.reference.clone() else {
        return Ok(());
    };
    let standing = decisions::latest(&Log::of(desk.archive).lines()?, &reference);
    if standing.is_empty() {
        return Ok(());
    }
    for one in answer.located.iter_mut().chain(&mut answer.possible) {
        let of_line = |id| id == one.record.id || one.gathered.contains(&id);
        one.decisions = standing
            .iter()
            .filter(|row| of_line(row.record))
            .cloned()
            .collect();
        one.decisions
            .sort_by(|a, b| (&a.part, &a.question, a.entry).cmp(&(&b.part, &b.question, b.entry)));
    }
    let (decided, open): (Vec<Located>, Vec<Located>) = std::mem::take(&mut answer.possible)
        .into_iter()
        .partition(is_in);
    answer.possible = open;
    for mut one in decided {
        let entry = one.decisions.iter().map(|row| row.entry).max();
        one.because.insert(
            0,
            match entry {
                Some(entry) => format!("taken to be in scope by entry {entry} of the log"),
                None => "taken to be in scope".to_owned(),
            },
        );
        let later = |other: &Located| match (other.record.date, one.record.date) {
            (Some(other), Some(own)) => other > own,
            (None, Some(_)) => false,
            (_, None) => false,
        };
        let at = answer
            .located
            .iter()
            .position(later)
            .unwrap_or(answer.located.len());
        answer.located.insert(at, one);
    }
    Ok(())
}

fn is_in(one: &Located) -> bool {
    one.decisions.iter().any(takes_in)
}

/// Whether a decision takes its record to be in scope.
pub(super) fn takes_in(row: &DecisionRow) -> bool {
    IN_SCOPE.contains(&row.decision.as_str())
}
