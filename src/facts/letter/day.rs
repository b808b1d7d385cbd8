//! The day a letter bears: its own date line, never a day that it cites.

use jiff::civil::Date;

use super::day_lines::{below_a_stamp, month_comes_first, two_days, unread_line};
use super::layout::{Cell, Layout, strip_prefix_folded};
use super::plain::{plain, plain_start};
use super::shared_line::{
    among_versions, apart, ends_with_a_stamp, of_another, row_of_a_register, tells_of_another,
};
use crate::facts::dates::{Found, long};

/// Words before a date on its line that make it the letter's own.
const LABELS: [&str; 35] = [
    "date typed",
    "typed",
    "decision given on",
    "given on",
    "date of reply",
    "reply date",
    "date of answer",
    "date of order",
    "date of release",
    "date promulgated",
    "promulgated",
    "decision date",
    "date of this notice",
    "date of this decision",
    "dyddiad",
    "dyddiad date",
    "signed on",
    "date",
    "dated",
    "dated the",
    "dated this",
    "date of letter",
    "letter date",
    "date of issue",
    "issue date",
    "date issued",
    "issued",
    "issued on",
    "date of notice",
    "date of decision",
    "date of response",
    "response date",
    "date sent",
    "sent",
    "date of this letter",
];
/// Words that open a line which says when the document was made: "Raised on ...", "Made by Orla Finch on ...".
const MAKING: [&str; 14] = [
    "raised",
    "made",
    "prepared",
    "signed",
    "issued",
    "created",
    "written",
    "drafted",
    "compiled",
    "completed",
    "typed",
    "noted",
    "recorded",
    "dated",
];
/// How many cells of a head may be a title.
const TITLE_WITHIN: usize = 6;
/// How many written lines of a head may hold such a line.
pub(super) const MADE_WITHIN: usize = 15;
/// Words before a date that make it another's.
const CITING: [&str; 29] = [
    "your",
    "letter",
    "letters",
    "email",
    "since",
    "on",
    "by",
    "from",
    "until",
    "between",
    "re",
    "act",
    "meeting",
    "request",
    "received",
    "before",
    "after",
    "birth",
    "deadline",
    "due",
    "updated",
    "amended",
    "revised",
    "superseded",
    "published",
    "of",
    "to",
    "and",
    "the",
];

/// Words before `date` that make it the day of an event.
const EVENTS: [&str; 18] = [
    "clinic",
    "appointment",
    "admission",
    "discharge",
    "incident",
    "offence",
    "hearing",
    "visit",
    "event",
    "inspection",
    "start",
    "end",
    "closing",
    "expiry",
    "target",
    "renewal",
    "review",
    "next",
];

/// What was read of a letter's date line.
#[derive(Debug, Default)]
pub struct Day {
    /// The day.
    pub day: Option<Date>,
    /// Which of the text's dates it is.
    pub nth: Option<usize>,
    /// The day of a receipt stamp.
    pub received: Option<Date>,
    /// What may be wrong with it.
    pub doubts: Vec<String>,
}

/// Reads the date line of a document among the `dates` of its text.
pub fn read(text: &str, layout: &Layout<'_>, dates: &[Found]) -> Day {
    let mut read = Day::default();
    let mut best: Option<(u8, usize)> = None;
    let (mut rivals, mut rows, mut another) = (Vec::new(), Vec::new(), None);
    let foot_at = layout
        .closing
        .first()
        .or(layout.foot.first())
        .map_or(text.len(), |cell| cell.at);
    for (nth, found) in dates.iter().enumerate() {
        let place = cell_of(&layout.head, found).map(|at| (&layout.head, at, true));
        let place = place
            .or_else(|| cell_of(&layout.closing, found).map(|at| (&layout.closing, at, false)));
        let place = place.or_else(|| {
            (found.start >= foot_at)
                .then(|| cell_of(&layout.foot, found))
                .flatten()
                .map(|at| (&layout.foot, at, false))
        });
        let Some((cells, at, in_head)) = place else {
            continue;
        };
        let weight = match weigh(text, cells, at, found) {
            Weight::Stamp => {
                read.received = read.received.or(Some(found.day));
                continue;
            }
            Weight::Own(weight) if in_head => weight,
            Weight::Another => {
                let told = (in_head && at < MADE_WITHIN).then_some((at, nth));
                another = another.or(told);
                continue;
            }
            // A foot bears a date line only under a label, after a word of making, or quite alone.
            Weight::Own(weight) if weight >= 70 => weight - 60,
            _ => continue,
        };
        if weight >= 80 {
            rivals.push(found.day);
        }
        if in_head && weight <= 50 {
            rows.push((at, nth));
        }
        if best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, nth));
        }
    }
    if let Some((0..=50, nth)) = best
        && let Some(row) = row_of_a_register(&rows, nth, &layout.head, dates)
    {
        best = None;
        another = another.or(Some(row));
    }
    if best.is_none() {
        read.doubts.extend(unread_line(layout, dates));
        if let Some((at, nth)) = another {
            read.doubts
                .push(of_another(layout.head[at].text, &dates[nth]));
        }
    }
    if let Some((_, nth)) = best
        && month_comes_first(text, &dates[nth], dates)
    {
        best = None;
        read.doubts.push(format!(
            "the date {:?} was not read: other days of this paper put the month first",
            dates[nth].as_printed
        ));
    }
    if let Some((weight, nth)) = best {
        read.doubts
            .extend(two_days(text, layout, dates, nth, weight));
        read.day = Some(dates[nth].day);
        read.nth = Some(nth);
        rivals.retain(|day| Some(*day) != read.day);
        if let Some(rival) = rivals.first() {
            read.doubts.push(format!(
                "two date lines: {} was taken, {} stands there too",
                long(dates[nth].day),
                long(*rival)
            ));
        }
    }
    read
}

enum Weight {
    Own(u8),
    Stamp,
    Cited,
    /// The day of something else that the line tells of.
    Another,
}

fn weigh(text: &str, cells: &[Cell<'_>], at: usize, found: &Found) -> Weight {
    let cell = &cells[at];
    let line_end = || {
        let end = memchr::memchr3(b'\n', b'\r', 0x0c, &text.as_bytes()[found.end..]);
        end.map_or(text.len(), |end| found.end + end)
    };
    let cell_end = if found.end <= cell.at + cell.text.len() {
        cell.at + cell.text.len()
    } else {
        line_end()
    };
    let lead = &text[cell.at..found.start.max(cell.at)];
    let (lead, behind, shared) = apart(lead, &text[found.end..cell_end.max(found.end)]);
    let before = plain_start(lead);
    // `Friday the 3rd`
    let before = if before == "the" {
        String::new()
    } else {
        before
    };
    // `3 December 2021 (amended 4 December 2021)`
    let after = if behind.trim_start().starts_with('(') {
        String::new()
    } else {
        plain_start(behind)
    };
    if after == "received"
        || before.starts_with("stamp ")
        || after.is_empty() && ends_with_a_stamp(lead)
        || below_a_stamp(cells, at, &before, &after)
    {
        return Weight::Stamp;
    }
    // `Harbury, 3 December 2021`, as letters of old begin and affidavits end
    let place = text[cell.at..found.start.max(cell.at)].trim_end();
    let place = place
        .strip_suffix(" the")
        .unwrap_or(place)
        .strip_suffix(',');
    if after.is_empty()
        && place.is_some_and(|name| {
            name.len() <= 20
                && name.starts_with(char::is_uppercase)
                && name.chars().all(char::is_alphabetic)
        })
        && !cites(&before.replace(" the", ""))
    {
        return Weight::Own(75);
    }
    if before == "w c" || before == "w e" || before.starts_with("week ") {
        return Weight::Cited;
    }
    let time_alone =
        after.chars().all(|c| c.is_ascii_digit() || c == ' ') || after.starts_with("at ");
    if matches!(
        before.as_str(),
        "received" | "received on" | "recd" | "rec d" | "date stamp received"
    ) {
        let stamped = !text[cell.at..found.start].chars().any(char::is_lowercase);
        return if stamped {
            Weight::Stamp
        } else {
            Weight::Cited
        };
    }
    if let Some(weight) = own_cell(
        &text[cell.at..found.start.max(cell.at)],
        &text[found.end..cell_end.max(found.end)],
    ) {
        return Weight::Own(weight);
    }
    // `Date: Friday the 3rd`
    let label = before.strip_suffix(" the").unwrap_or(&before);
    if LABELS.contains(&label) {
        // a page about an answer has days of its own, too
        let answered = matches!(
            label,
            "date of response"
                | "response date"
                | "date of reply"
                | "reply date"
                | "date of answer"
        );
        return Weight::Own(if answered { 105 } else { 100 });
    }
    if at < MADE_WITHIN
        && after.is_empty()
        && matches!(
            before.as_str(),
            "published" | "published on" | "first published" | "publication date"
        )
    {
        return Weight::Own(65);
    }
    if before == "on" && after.is_empty() && signed_above(cells, at) {
        return Weight::Own(70);
    }
    if at < TITLE_WITHIN && after.is_empty() && closes_a_title(text, cell, found) {
        return Weight::Own(45);
    }
    if before.is_empty() && (after.is_empty() || time_alone) {
        let alone = Weight::Own(if shared { 60 } else { 80 });
        let above = cells[..at]
            .iter()
            .rev()
            .find(|above| above.column == cell.column || above.line == cell.line);
        let Some(above) = above.map(|above| plain(above.text)) else {
            return alone;
        };
        if LABELS.contains(&above.as_str()) {
            let answered = matches!(
                above.as_str(),
                "date of response" | "response date" | "date of reply"
            );
            return Weight::Own(if answered { 105 } else { 100 });
        }
        if names_another_day(&above) {
            return Weight::Cited;
        }
        return alone;
    }
    let capital = cell.text.starts_with(char::is_uppercase);
    if capital && at < MADE_WITHIN && says_made(&before) && (time_alone || after.starts_with("by "))
    {
        if before.starts_with("created") && among_versions(cells, at) {
            return Weight::Another;
        }
        return Weight::Own(70);
    }
    let label_last = before.rsplit_once(' ').is_some_and(|(lead, last)| {
        (last == "date" || last == "dated")
            && !cites(lead)
            && !lead.split(' ').any(|word| EVENTS.contains(&word))
    });
    if label_last && before.len() < 60 {
        return Weight::Own(90);
    }
    if after.is_empty() && before.len() <= 60 && !cites(&before) {
        if tells_of_another(&before) {
            return Weight::Another;
        }
        return Weight::Own(50);
    }
    if before.is_empty() && after.len() <= 60 && !cites(&after) {
        return Weight::Own(40);
    }
    Weight::Cited
}

/// The weight of a date that has a label of its own within a longer line, `Our ref: GSA/5518/21 Date: 9 June 2021`, or a
/// cell between bars to itself.
fn own_cell(before: &str, after: &str) -> Option<u8> {
    let bare = before.trim_end();
    if bare.is_empty() {
        return None;
    }
    let ends = after.trim_start().is_empty() || after.trim_start().starts_with('|');
    if let Some(said) = bare.strip_suffix('|') {
        return (ends && !names_another_day(&plain(said.rsplit('|').next().unwrap_or_default())))
            .then_some(75);
    }
    let label = bare.strip_suffix(':')?;
    let words = label
        .rsplit(|c: char| c.is_ascii_digit() || matches!(c, ':' | '|' | '\t'))
        .next()
        .unwrap_or_default();
    match plain(words).as_str() {
        "date" | "dated" | "letter date" | "date of letter" => Some(95),
        "on" if words.len() == label.len() => Some(85),
        "published"
        | "published on"
        | "first published"
        | "publication date"
        | "date of publication"
        | "date published"
            if words.len() == label.len() =>
        {
            Some(65)
        }
        _ => None,
    }
}

/// Whether one of the lines right above says that what follows was signed or given.
fn signed_above(cells: &[Cell<'_>], at: usize) -> bool {
    let above = cells.get(at.saturating_sub(3)..at).unwrap_or_default();
    above.iter().any(|cell| {
        ["signed", "given", "dated", "made", "issued"]
            .iter()
            .any(|word| strip_prefix_folded(cell.text, word).is_some())
    })
}

/// Whether a date closes a title behind a comma: `Case note for the library, 11 March 2022`.
fn closes_a_title(text: &str, cell: &Cell<'_>, found: &Found) -> bool {
    const OTHERS: [&str; 12] = [
        "letter", "email", "request", "received", "since", "until", "between", "your", "my", "due",
        "by", "reply",
    ];
    let before = text.get(cell.at..found.start).unwrap_or_default();
    let title = before.trim_end().strip_suffix(',').unwrap_or_default();
    title.starts_with(char::is_uppercase)
        && title.len() <= 70
        && !title.contains(['.', '?', ';'])
        && !plain(title).split(' ').any(|word| OTHERS.contains(&word))
}

/// Whether the line above a date is a label that makes it another's day, such as `Date of request:`.
fn names_another_day(above: &str) -> bool {
    let short = above.split(' ').count() <= 5
        && !above.contains("ref")
        && !above.bytes().any(|b| b.is_ascii_digit());
    let says = above.starts_with("date ")
        || above.starts_with("your ")
        || [" date", " dated", " of"]
            .iter()
            .any(|end| above.ends_with(end));
    short && says || above == "received"
}

/// Whether the words before a date are "Raised on", "Signed", "Prepared by Orla Finch on" or their like.
fn says_made(before: &str) -> bool {
    let mut words = before.split(' ');
    if !words.next().is_some_and(|first| MAKING.contains(&first)) {
        return false;
    }
    let rest: Vec<&str> = words.collect();
    match rest.as_slice() {
        [] | ["on"] | ["this"] | ["on", "this"] => true,
        ["by", name @ .., last] => {
            name.len() <= 8 && (matches!(*last, "on" | "dated") || !CITING.contains(last))
        }
        _ => false,
    }
}

fn cites(words: &str) -> bool {
    words.split(' ').any(|word| CITING.contains(&word))
}

pub(super) fn cell_of(cells: &[Cell<'_>], found: &Found) -> Option<usize> {
    cells
        .iter()
        .rposition(|cell| cell.at <= found.start && found.start < cell.at + cell.text.len())
}
