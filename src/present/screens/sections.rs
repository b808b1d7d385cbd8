//! Sections that several screens share: what was searched, what was not, what nobody looked at.

use super::problems::inputs;
use crate::present::table::{Line, Screen, columns, wrapped};
use crate::present::{safe, words};
use crate::verbs::answers::{NotCovered, NotSearched, SourceSearched, Within};

/// The margin in which a screen's section labels stand.
pub(super) const MARGIN: usize = 14;

/// What could not be searched, in words; none where nothing is listed.
pub(super) fn unsearched(not_searched: NotSearched) -> Option<String> {
    let mut said = Vec::new();
    if not_searched.inputs > 0 {
        said.push(format!("{} could not be read", inputs(not_searched.inputs)));
    }
    let in_part = not_searched
        .records
        .saturating_sub(not_searched.not_in_index);
    if in_part > 0 {
        let records = words::records(in_part);
        let were = if in_part == 1 { "was" } else { "were" };
        said.push(format!("{records} {were} read in part or without text"));
    }
    if not_searched.not_in_index > 0 {
        said.push(format!(
            "{} not yet in the index",
            words::count(not_searched.not_in_index, "record is", "records are")
        ));
    }
    (!said.is_empty()).then(|| words::list(&said, "and"))
}

/// Of what could not be searched, that which is within the days and parties asked for, in words.
pub(super) fn within_words(within: Within) -> String {
    let lie = if within.records == 1 { "lies" } else { "lie" };
    let mut text = format!(
        "{} of these {lie} within the dates and parties asked for",
        words::thousands(within.records)
    );
    if within.unknown > 0 {
        text.push_str(&format!(
            "; of {} that is not known",
            words::thousands(within.unknown)
        ));
    }
    text
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

/// A name, how many records, and a remark.
pub(super) type Named = (String, u64, String);

/// Adds names, numbers of records and remarks in columns under a label; in paragraphs where the page is too narrow.
pub(super) fn named_counts(screen: &mut Screen, label: &str, rows: &[Named]) {
    const LEAST: usize = 16;
    let rows: Vec<[String; 3]> = rows
        .iter()
        .map(|(name, records, remark)| {
            [
                safe::line(name),
                words::records(*records),
                safe::line(remark),
            ]
        })
        .collect();
    let widest = |at: usize| rows.iter().map(|row| columns(&row[at])).max().unwrap_or(0);
    let (longest, count, remark) = (widest(0), widest(1), widest(2));
    let room = screen.width().saturating_sub(MARGIN + 4 + count);
    // a remark that would press the names together goes below them
    let beside = remark > 0 && longest + 4 + remark <= room;
    for (at, [name, number, remark]) in rows.iter().enumerate() {
        let label = if at == 0 { label } else { "" };
        if room < LEAST {
            let remark = if remark.is_empty() {
                String::new()
            } else {
                format!(", {remark}")
            };
            screen.labelled(label, MARGIN, &format!("{name}: {number}{remark}"));
            continue;
        }
        let width = longest.min(room);
        let mut lines = wrapped(name, width).into_iter();
        let line = Line::new()
            .bold(label)
            .to(MARGIN)
            .cell(&lines.next().unwrap_or_default(), width)
            .plain("  ")
            .flush(number, count);
        screen.line(if beside {
            line.plain("  ").plain(remark)
        } else {
            line
        });
        for more in lines {
            screen.text(MARGIN + 2, &more);
        }
        if !beside && !remark.is_empty() {
            screen.text(MARGIN + 2, remark);
        }
    }
}

/// A source as a row: its name, its records, when it was collected.
pub(super) fn source(source: &SourceSearched) -> Named {
    let collected = source
        .collected
        .as_ref()
        .map(|day| format!("collected {}", words::recorded_day(day)));
    (
        source.name.clone(),
        source.records,
        collected.unwrap_or_default(),
    )
}
