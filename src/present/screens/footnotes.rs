//! The footnote of an answer: what was searched, what could not be, and where that is recorded.
//!
//! It belongs on standard error, whatever the format.

use std::collections::BTreeSet;

use super::sections::{unsearched, within_words};
use crate::present::words;
use crate::verbs::answers::{LocatedAll, NotSearched, Searched, Within};

/// The footnote of a search, in one line without a line break.
pub fn footnote(searched: &Searched) -> String {
    said(
        searched.not_searched,
        searched.not_searched_within,
        searched.archive.records,
        searched.log,
    )
}

/// The footnote of an answer from an archive of this many records, in one line without a line break.
pub fn footnote_for(not_searched: NotSearched, records: u64, log: Option<u64>) -> String {
    said(not_searched, None, records, log)
}

fn said(
    not_searched: NotSearched,
    within: Option<Within>,
    records: u64,
    log: Option<u64>,
) -> String {
    let in_index = records.saturating_sub(not_searched.not_in_index);
    let mut out = format!("Searched {}", words::records(in_index));
    match unsearched(not_searched) {
        Some(unsearched) => out.push_str(&format!("; {unsearched} (recordroom problems).")),
        None => out.push_str("; nothing is listed as unread."),
    }
    if let Some(within) = within.filter(|_| not_searched != NotSearched::default()) {
        out.push_str(&format!(" {}.", within_words(within)));
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
    let with: BTreeSet<_> = with.iter().filter_map(|row| row.record).collect();
    let mut out = footnote_for(
        NotSearched {
            inputs: words::len(&without),
            records: with.len() as u64 + located.not_in_index,
            not_in_index: located.not_in_index,
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
