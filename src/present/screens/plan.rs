//! The searches of a plan as run: what each asked, for which questions, and which items it found.

use crate::present::table::{Line, Screen, columns, cut};
use crate::present::{safe, words};
use crate::verbs::answers::{LocatedAll, PlannedSearch};

/// The margin of the section.
const MARGIN: usize = 10;
/// How many searches are listed; the log has them all.
const SEARCHES: usize = 8;
/// The widest list of questions beside a record or a search.
pub(super) const QUESTIONS: usize = 16;

/// The questions that a record may answer: `Q1 Q2`, with a sign of doubt behind each where it is only possible.
pub(super) fn questions_of(items: &[String], doubt: &str) -> String {
    items
        .iter()
        .map(|n| format!("Q{}{doubt}", safe::line(n)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether the searches were planned and not made.
pub(super) fn is_plan_only(all: &LocatedAll) -> bool {
    !all.searches.is_empty() && all.searches.iter().all(|search| search.hits.is_none())
}

/// Adds the section.
pub(super) fn searches(screen: &mut Screen, all: &LocatedAll) {
    let count = words::count(words::len(&all.searches), "search", "searches");
    let planned = is_plan_only(all);
    let mut head = if planned {
        format!("{count} planned, none made")
    } else {
        format!("{count} of {}", words::records(all.archive.records))
    };
    if !planned && !all.sources.is_empty() {
        let sources = words::count(words::len(&all.sources), "source", "sources");
        head.push_str(&format!(" in {sources}"));
    }
    if let Some(n) = all.log {
        head.push_str(&format!("; recorded as search {n}"));
    }
    screen.labelled("SEARCHES", MARGIN, &head);
    let rows: Vec<Ran> = all
        .searches
        .iter()
        .take(if planned { usize::MAX } else { SEARCHES })
        .map(|search| ran(search, all))
        .collect();
    list_searches(screen, &rows);
    let more = all.searches.len().saturating_sub(rows.len());
    if more > 0 {
        let show = match all.log {
            Some(n) => format!(": recordroom log show {n}"),
            None => String::new(),
        };
        screen.text(
            5,
            &format!("... {} more{show}", words::thousands(more as u64)),
        );
    }
}

/// A search as listed: its number, query, questions, records, items and reason.
struct Ran {
    number: String,
    query: String,
    asked: String,
    hits: String,
    items: String,
    reason: String,
}

fn ran(search: &PlannedSearch, all: &LocatedAll) -> Ran {
    let every = all.request.items.len();
    let asked = if every > 1 && search.item.len() == every {
        "all".to_owned()
    } else {
        questions_of(&search.item, "")
    };
    let found: Vec<u64> = all
        .located
        .iter()
        .chain(&all.possible)
        .filter(|item| item.searches.contains(&search.n))
        .map(|item| item.n)
        .collect();
    Ran {
        number: search.n.to_string(),
        query: safe::line(&search.query),
        asked: cut(&asked, QUESTIONS),
        hits: search.hits.map(words::records).unwrap_or_default(),
        items: match found.as_slice() {
            [] => String::new(),
            [one] => format!("item {one}"),
            several => format!("items {}", words::runs(several)),
        },
        reason: safe::line(&search.reason),
    }
}

fn list_searches(screen: &mut Screen, rows: &[Ran]) {
    const INDENT: usize = 5;
    /// Less room than this for a query, and the numbers go below it.
    const LEAST: usize = 30;
    /// The widest list of items beside a query.
    const ITEMS: usize = 24;
    let widest = |of: fn(&Ran) -> &str| rows.iter().map(|row| columns(of(row))).max().unwrap_or(0);
    let asked = widest(|row| &row.asked);
    let hits = widest(|row| &row.hits);
    let items = widest(|row| &row.items).min(ITEMS);
    let room = screen
        .width()
        .saturating_sub(INDENT + asked + hits + items + 6);
    for row in rows {
        let begin = Line::new()
            .to(3_usize.saturating_sub(row.number.len()))
            .bold(&row.number)
            .to(INDENT);
        if room < LEAST {
            screen.line(begin.plain(&row.query));
            let mut rest = vec![row.asked.as_str(), &row.hits, &row.items, &row.reason];
            rest.retain(|part| !part.is_empty());
            screen.text(INDENT, &rest.join("; "));
            continue;
        }
        let reason = format!("{}   ({})", row.query, row.reason);
        let beside = !row.reason.is_empty() && columns(&reason) <= room;
        screen.line(
            begin
                .cell(if beside { &reason } else { &row.query }, room)
                .cell(&row.asked, asked)
                .flush(&row.hits, hits)
                .cell(&row.items, items),
        );
        if !beside && !row.reason.is_empty() {
            screen.text(INDENT + 3, &format!("({})", row.reason));
        }
    }
}
