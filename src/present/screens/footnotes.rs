//! The footnote of an answer: what was searched, what could not be, and where that is recorded.
//!
//! It belongs on standard error, whatever the format. The sections of a screen that say the same are made here too.

use super::problems::inputs;
use crate::present::table::Screen;
use crate::present::{safe, words};
use crate::verbs::answers::{LocatedAll, NotCovered, NotSearched, Searched};

/// The margin in which a screen's section labels stand.
pub(super) const MARGIN: usize = 14;

/// The footnote of a search, in one line without a line break.
pub fn footnote(searched: &Searched) -> String {
    footnote_for(
        searched.not_searched,
        searched.archive.records,
        searched.log,
    )
}

/// The footnote of an answer over this many records, in one line without a line break.
pub fn footnote_for(not_searched: NotSearched, records: u64, log: Option<u64>) -> String {
    let mut out = format!("Searched {}", words::records(records));
    match unsearched(not_searched) {
        Some(unsearched) => out.push_str(&format!("; {unsearched} (recordroom problems).")),
        None => out.push_str("; nothing is listed as unread."),
    }
    if let Some(n) = log {
        out.push_str(&format!(" Recorded as search {n}."));
    }
    out
}

/// The footnote of a located request, in one line without a line break: a schedule lists only what was located, so
/// this says what else there is.
pub fn footnote_of_located(located: &LocatedAll) -> String {
    let (without, with): (Vec<_>, Vec<_>) = located
        .not_searched
        .iter()
        .partition(|row| row.record.is_none());
    let mut out = footnote_for(
        NotSearched {
            inputs: words::len(&without),
            records: words::len(&with),
        },
        located.archive.records,
        located.log,
    );
    if !located.possible.is_empty() {
        let number = words::count(
            words::len(&located.possible),
            "more record is possible, for a person to decide, and is",
            "more records are possible, for a person to decide, and are",
        );
        out.push_str(&format!(" {number} not in a schedule."));
    }
    out
}

/// What could not be searched, in words; none where nothing is listed.
pub(super) fn unsearched(not_searched: NotSearched) -> Option<String> {
    let mut said = Vec::new();
    if not_searched.inputs > 0 {
        said.push(format!("{} could not be read", inputs(not_searched.inputs)));
    }
    if not_searched.records > 0 {
        let records = words::records(not_searched.records);
        let were = if not_searched.records == 1 {
            "was"
        } else {
            "were"
        };
        said.push(format!("{records} {were} read in part or without text"));
    }
    (!said.is_empty()).then(|| words::list(&said, "and"))
}

/// Adds the section on what nobody looked at.
pub(super) fn not_covered(screen: &mut Screen, missing: &[NotCovered]) {
    if missing.is_empty() {
        screen.labelled(
            "NOT COVERED",
            MARGIN,
            "nothing is recorded yet about paper, Teams, phones or leavers' mailboxes: \
             recordroom source add \"Teams\" --not-searched \"reason\"",
        );
        return;
    }
    for (at, source) in missing.iter().enumerate() {
        let text = format!(
            "{}: {}",
            safe::line(&source.name),
            safe::line(&source.reason)
        );
        screen.labelled(if at == 0 { "NOT COVERED" } else { "" }, MARGIN, &text);
    }
}
