//! What a search came to, in the sentence of its statement.

use crate::present::words;
use crate::verbs::answers::{LookedFor, Statement};

/// The sentence; it says what matched or was located, and never what is held.
pub(super) fn result(statement: &Statement) -> String {
    let left_out = statement.looked_for.iter().any(|one| one.left_out);
    let found = |one: &LookedFor| one.hits.unwrap_or(0) > 0;
    match (statement.entry.row.total, statement.records) {
        _ if left_out => {
            "What was looked for is left out of this copy, and what it came to.".to_owned()
        }
        (Some(0), _) if statement.looked_for.is_empty() => {
            "No search was made: none could be planned from the request.".to_owned()
        }
        (Some(0), _) if statement.looked_for.iter().any(found) => {
            "The searches found the records counted above; none of them was taken as located."
                .to_owned()
        }
        (Some(0), Some(0)) => "There was no record in this archive to be searched.".to_owned(),
        (Some(0), Some(1)) => "The one record searched did not match.".to_owned(),
        (Some(0), Some(records)) => {
            format!("None of the {} searched matched.", words::records(records))
        }
        (Some(0), None) => "None of the records searched matched.".to_owned(),
        (Some(total), _) if statement.entry.row.event == "locate" => {
            format!(
                "{} located.",
                words::count(total, "record was", "records were")
            )
        }
        (Some(total), _) => format!("{} matched.", words::records(total)),
        (None, _) => "What it came to is no longer on record.".to_owned(),
    }
}
