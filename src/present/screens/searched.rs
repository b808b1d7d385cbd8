//! What a search found, a block a record; or what was searched and how, when it found none.

use serde_json::Value;

use super::footnotes::footnote;
use super::sections::MARGIN;
use super::{nothing, record};
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::{Ink, Line, Screen, columns};
use crate::present::{Lines, Page, Report, json, safe, words};
use crate::verbs::answers::{AsAt, Hit, Searched, Snippet};

/// Narrower pages show the title of a hit below its number and date.
pub(super) const NARROW: usize = 64;
/// Room for a short date.
const DATE: usize = 11;

impl Report for Searched {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        if self.total == 0 {
            nothing::lay_out(&mut screen, self);
        } else {
            found(&mut screen, self);
        }
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let mut columns = record::COLUMNS.to_vec();
        columns.extend(["score", "snippet", "as_at", "item"].map(Column::new));
        Sheet {
            title: format!("Search: {}", self.query),
            lead: vec![format!("Read as {}.", self.read_as), totals(self)],
            columns,
            rows: self
                .hits
                .iter()
                .map(|hit| {
                    let mut cells = record::cells(&hit.record);
                    cells.push(hit.score.map_or(Cell::Empty, Cell::Decimal));
                    cells.push(Cell::maybe(
                        hit.snippet.as_ref().map(|snippet| &snippet.text),
                    ));
                    cells.push(Cell::maybe(hit.as_at));
                    cells.push(Cell::maybe(hit.item.map(|item| item.to_string())));
                    cells
                })
                .collect(),
            notes: vec![footnote(self)],
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(self.hits.iter().map(json::tree))
    }

    fn ids(&self) -> Option<Vec<String>> {
        Some(
            self.hits
                .iter()
                .map(|hit| hit.record.id.to_string())
                .collect(),
        )
    }
}

fn found(screen: &mut Screen, searched: &Searched) {
    let digits = searched.hits.len().to_string().len().max(2);
    for (at, hit) in searched.hits.iter().enumerate() {
        block(screen, at + 1, digits, hit);
    }
    screen.blank();
    screen.text(0, &totals(searched));
    screen.text(0, &format!("Read as {}.", searched.read_as));
    set_apart(screen, searched);
    if searched.same_words > 0 {
        screen.text(0, &same_words(searched.same_words));
    }
    for near in &searched.nearest {
        let records = words::count(near.records, "record is", "records are");
        screen.text(
            0,
            &format!(
                "{records} found by {} alone: {}.",
                near.canonical, near.differs
            ),
        );
    }
    facets(screen, searched);
}

fn block(screen: &mut Screen, number: usize, digits: usize, hit: &Hit) {
    let record = &hit.record;
    let day = words::day_short(record.date);
    let number = Line::new()
        .to(digits - number.to_string().len())
        .bold(&number.to_string());
    let first = number.plain("  ").cell(&day, DATE);
    let indent = if screen.width() < NARROW {
        digits + 2
    } else {
        digits + 2 + DATE + 2
    };
    let sides = record::sides(record);
    let title = words::without_day(&record.title, record.date);
    // the number that a person may say: this list's own numbers count hits alone
    let right = match hit.item {
        Some(item) => format!("item {item}  {}", record.id.short()),
        None => record.id.short(),
    };
    if screen.width() < NARROW {
        screen.line(first.right(&right));
        screen.text(indent, &title);
    } else {
        screen.line(first.plain(&title).right(&right));
    }
    if let Some(sides) = sides {
        screen.text(indent, &sides);
    }
    if let Some(snippet) = &hit.snippet {
        screen.line(marked(snippet, indent, screen.width()));
    }
    if let Some(gone) = record::vanished(&hit.record) {
        screen.text(indent, gone);
    }
    if let Some(mark) = hit.as_at {
        screen.text(indent, remark(mark));
    }
}

/// What a mark of `--as-at` means for the record that bears it.
pub(super) fn remark(mark: &'static str) -> &'static str {
    match mark {
        "undated" => "undated: it may be later than the day asked about",
        "check receipt" => "check when it was received: its date alone does not settle it",
        other => other,
    }
}

/// One line of a snippet, begun late enough that its first highlight is seen.
fn marked(snippet: &Snippet, indent: usize, width: usize) -> Line {
    let chars: Vec<char> = snippet.text.chars().collect();
    let room = width.saturating_sub(indent);
    let first_end = snippet
        .highlights
        .first()
        .map_or(0, |(_, end)| (*end).min(chars.len()));
    let mut start = 0;
    if columns(&text_of(&chars[..first_end])) > room.saturating_sub(2) {
        let mark = snippet
            .highlights
            .first()
            .map_or(0, |(start, _)| (*start).min(first_end));
        start = mark;
        // some words before the highlight, as long as a third of the line
        let mut taken = 0;
        while start > 0 {
            taken += columns(&text_of(&chars[start - 1..start]));
            if taken > room / 3 {
                break;
            }
            start -= 1;
        }
    }
    let mut line = Line::new().to(indent);
    if start > 0 {
        line = line.plain("…");
    }
    let mut at = start;
    for (from, to) in &snippet.highlights {
        let (from, to) = ((*from).min(chars.len()).max(at), (*to).min(chars.len()));
        if from >= to {
            continue;
        }
        line = line
            .plain(&text_of(&chars[at..from]))
            .ink(Ink::Mark, &text_of(&chars[from..to]));
        at = to;
    }
    line.plain(&text_of(&chars[at..]))
}

/// Pieces of a line as text, with breaks as blanks so that each piece keeps its edges.
fn text_of(chars: &[char]) -> String {
    chars
        .iter()
        .map(|c| if c.is_whitespace() { ' ' } else { *c })
        .collect()
}

fn totals(searched: &Searched) -> String {
    let shown = words::len(&searched.hits);
    if shown == 0 || shown >= searched.total {
        return format!("{}.", words::records(searched.total));
    }
    format!(
        "{} of {}; --all shows every one.",
        words::thousands(shown),
        words::records(searched.total)
    )
}

fn set_apart(screen: &mut Screen, searched: &Searched) {
    if let Some(as_at) = searched.as_at {
        left_in(screen, 0, as_at);
    }
}

/// Adds the day up to which records were asked for, and how many of them must be looked at for it.
pub(super) fn left_in(screen: &mut Screen, margin: usize, as_at: AsAt) {
    let mut text = format!("As at {}", words::day(as_at.day));
    let mut say = |number: u64, one: &str, several: &str| {
        if number > 0 {
            text.push_str(&format!("; {}", words::count(number, one, several)));
        }
    };
    say(
        as_at.undated,
        "is undated and may be later",
        "are undated and may be later",
    );
    say(
        as_at.check_receipt,
        "is dated so close before that its day of receipt must be checked",
        "are dated so close before that their days of receipt must be checked",
    );
    screen.text(margin, &format!("{text}."));
}

/// How many records have the words of a reference without being read as it.
pub(super) fn same_words(number: u64) -> String {
    let records = words::count(number, "more record contains", "more records contain");
    format!(
        "{records} the same words in a row without that reference; to search the words, put each in quotes."
    )
}

fn facets(screen: &mut Screen, searched: &Searched) {
    if !searched.facets.is_empty() {
        screen.blank();
    }
    for (name, values) in &searched.facets {
        let said: Vec<String> = values
            .as_array()
            .into_iter()
            .flatten()
            .map(|value| {
                let name = value["value"]
                    .as_str()
                    .map_or(value["value"].to_string(), record::kind);
                let records = value["records"].as_u64().unwrap_or_default();
                format!("{name} {}", words::thousands(records))
            })
            .collect();
        screen.labelled(&safe::line(name).to_uppercase(), MARGIN, &said.join(", "));
    }
}
