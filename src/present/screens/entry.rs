//! One entry of the log: for a search, the statement of that search.
//!
//! The body of an entry is what its story recorded. Of a search it has the keys of the search's own JSON: `query`,
//! `read_as`, `total`, `parts`, `same_words`, `sources`, `not_covered`, `not_searched` (numbers, or rows of problems),
//! `archive`; of a request also `request`, `searches` and `located`. `question`, `authority` and `office` are shown
//! where they are there. A key that is missing leaves its line out; one that is not known is listed as it is.

use serde_json::Value;

use super::log;
use super::sections::{MARGIN, Named, named_counts, unsearched};
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::{Line, Screen};
use crate::present::{Lines, Page, Report, json, safe, words};
use crate::verbs::answers::{LogEntry, NotSearched};

const INTERNAL: &str = "INTERNAL. It shows what was looked for and whether records exist. Do not send it with a \
                        reply that neither confirms nor denies.";
/// Events that looked for something.
const LOOKED: [&str; 2] = ["search", "locate"];

impl Report for LogEntry {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        if LOOKED.contains(&self.row.event.as_str()) {
            statement(&mut screen, self);
        } else {
            plain_entry(&mut screen, self);
        }
        check(&mut screen, self);
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let mut columns = log::COLUMNS.map(Column::new).to_vec();
        columns.push(Column::new("body"));
        let mut row = log::cells(&self.row);
        row.push(Cell::maybe(self.body.as_ref()));
        Sheet {
            title: title(self),
            lead: vec![INTERNAL.to_owned()],
            columns,
            rows: vec![row],
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(std::iter::once(self.tree()))
    }
}

fn title(entry: &LogEntry) -> String {
    if LOOKED.contains(&entry.row.event.as_str()) {
        format!("STATEMENT OF SEARCH {}", entry.row.n)
    } else {
        format!("ENTRY {} OF THE LOG: {}", entry.row.n, entry.row.event)
    }
}

fn statement(screen: &mut Screen, entry: &LogEntry) {
    let body = Body(entry.body.as_ref());
    screen.line(
        Line::new()
            .bold(&title(entry))
            .right(&body.text("authority")),
    );
    screen.text(0, INTERNAL);
    screen.blank();
    if entry.body.is_none() {
        screen.text(
            0,
            "What was recorded here was disposed of; the chain of the log still stands.",
        );
        screen.blank();
    }
    made(screen, entry, &body);
    screen.blank();
    searched(screen, entry, &body);
    screen.blank();
    looked_for(screen, entry, &body);
    screen.blank();
    if let Some(total) = entry.row.total {
        screen.labelled("Result", MARGIN, &result(total, records_of(entry)));
    }
    screen.labelled(
        "Meaning",
        MARGIN,
        "This states what was searched, how, and what was not. Whether the information is held is for the authority \
         to decide on all its enquiries.",
    );
    screen.blank();
}

fn made(screen: &mut Screen, entry: &LogEntry, body: &Body<'_>) {
    if let Some(request) = &entry.row.request {
        let mut text = format!("Request {}", safe::line(request));
        for (key, word) in [("received", "received"), ("due", "due")] {
            if let Some(day) = body.0.and_then(|body| body["request"][key].as_str()) {
                text.push_str(&format!(", {word} {}", words::recorded_day(day)));
            }
        }
        screen.labelled("For", MARGIN, &text);
    }
    screen.labelled_if("Question", MARGIN, &body.text("question"));
    let office = match body.text("office") {
        office if office.is_empty() => safe::line(&entry.row.who),
        office => format!("{office} (account {})", safe::line(&entry.row.who)),
    };
    screen.labelled(
        "Made by",
        MARGIN,
        &format!("{office}, {}", words::moment(&entry.row.at)),
    );
}

fn searched(screen: &mut Screen, entry: &LogEntry, body: &Body<'_>) {
    let sources = body.rows("sources");
    if let Some(records) = records_of(entry) {
        let from = match sources.len() as u64 {
            0 => String::new(),
            number => format!(" from {}", words::count(number, "source", "sources")),
        };
        let end = if sources.is_empty() { "" } else { ":" };
        screen.labelled(
            "Searched",
            MARGIN,
            &format!("{}{from}{end}", words::records(records)),
        );
    }
    let rows: Vec<Named> = sources.iter().map(source_row).collect();
    named_counts(screen, "", &rows);
    let unread = body.0.map(|body| &body["not_searched"]);
    if let Some(unread) = unread.filter(|unread| !unread.is_null()) {
        let text = unsearched(not_searched(unread))
            .unwrap_or_else(|| "nothing was listed as unread".to_owned());
        screen.labelled("Not searched", MARGIN, &text);
    }
    let missing = body.rows("not_covered");
    if missing.is_empty() {
        screen.labelled(
            "Not covered",
            MARGIN,
            "nothing is recorded about places where nobody looked",
        );
    }
    for (at, source) in missing.iter().enumerate() {
        let text = format!("{}: {}", said(&source["name"]), said(&source["reason"]));
        screen.labelled(if at == 0 { "Not covered" } else { "" }, MARGIN, &text);
    }
}

fn looked_for(screen: &mut Screen, entry: &LogEntry, body: &Body<'_>) {
    let row = &entry.row;
    let mut label = "Looked for";
    let mut say = |screen: &mut Screen, word: &str, text: &str| {
        if !text.is_empty() {
            screen.labelled(label, MARGIN, &format!("{word} {text}"));
            label = "";
        }
    };
    let line = |text: &Option<String>| text.as_deref().map(safe::line).unwrap_or_default();
    say(
        screen,
        "Typed:",
        &line(&row.query.clone().or_else(|| row.command.clone())),
    );
    say(screen, "Read as:", &line(&row.read_as));
    if let Some(total) = row.total {
        let of = match records_of(entry) {
            Some(records) => format!(" of {}", words::thousands(records)),
            None => String::new(),
        };
        say(
            screen,
            "Found:",
            &format!("{}{of}", words::thousands(total)),
        );
    }
    for search in body.rows("searches") {
        let hits = words::records(number(&search["hits"]));
        let text = format!("{}: {}: {hits}", said(&search["n"]), said(&search["query"]));
        say(screen, "Search", &text);
    }
    let parts: Vec<Named> = body
        .rows("parts")
        .iter()
        .map(|part| {
            (
                said(&part["read_as"]),
                number(&part["records"]),
                String::new(),
            )
        })
        .collect();
    named_counts(screen, "By itself", &parts);
}

fn source_row(source: &Value) -> Named {
    let mut remarks = Vec::new();
    if let Some(custodian) = source["custodian"].as_str() {
        remarks.push(format!("custodian: {custodian}"));
    }
    if let Some(day) = source["collected"].as_str() {
        remarks.push(format!("collected {}", words::recorded_day(day)));
    }
    (
        said(&source["name"]),
        number(&source["records"]),
        remarks.join("; "),
    )
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

fn result(total: u64, records: Option<u64>) -> String {
    match (total, records) {
        (0, Some(records)) => {
            format!("None of the {} searched matched.", words::records(records))
        }
        (0, None) => "No record matched.".to_owned(),
        (total, _) => format!("{} matched.", words::records(total)),
    }
}

fn plain_entry(screen: &mut Screen, entry: &LogEntry) {
    screen.heading(&title(entry));
    screen.text(0, INTERNAL);
    screen.blank();
    let row = &entry.row;
    screen.labelled(
        "Made by",
        MARGIN,
        &format!("{}, {}", safe::line(&row.who), words::moment(&row.at)),
    );
    screen.labelled_if("For", MARGIN, row.request.as_deref().unwrap_or_default());
    screen.labelled_if("Typed", MARGIN, row.command.as_deref().unwrap_or_default());
    match &entry.body {
        None => screen.text(
            0,
            "What was recorded here was disposed of; the chain of the log still stands.",
        ),
        Some(Value::Object(keys)) => {
            for (key, value) in keys {
                let label = words::capital(&safe::line(key).replace('_', " "));
                screen.labelled_if(&label, MARGIN, &said(value));
            }
        }
        Some(value) => screen.labelled_if("Recorded", MARGIN, &said(value)),
    }
    screen.blank();
}

fn check(screen: &mut Screen, entry: &LogEntry) {
    let row = &entry.row;
    screen.labelled(
        "Check",
        MARGIN,
        &format!(
            "Entry {} of {}. Code {}, follows {}",
            words::thousands(row.n),
            words::thousands(entry.of),
            words::code(&row.digest),
            words::code(&row.previous)
        ),
    );
    screen.labelled("", MARGIN, "That the chain is whole: recordroom log verify");
    if LOOKED.contains(&row.event.as_str()) {
        screen.labelled(
            "",
            MARGIN,
            &format!(
                "The ids that it found are kept beside the log: log/{}.ids",
                row.n
            ),
        );
    }
}

fn records_of(entry: &LogEntry) -> Option<u64> {
    entry.row.archive.as_ref()?.get("records")?.as_u64()
}

fn not_searched(value: &Value) -> NotSearched {
    if let Some(rows) = value.as_array() {
        let without = rows.iter().filter(|row| row["record"].is_null()).count() as u64;
        return NotSearched {
            inputs: without,
            records: rows.len() as u64 - without,
            not_in_index: 0,
        };
    }
    NotSearched {
        inputs: number(&value["inputs"]),
        records: number(&value["records"]),
        not_in_index: number(&value["not_in_index"]),
    }
}

/// A recorded value in words: text as it is, a list joined, anything else as JSON.
fn said(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => safe::line(text),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Array(values) => values.iter().map(said).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

struct Body<'a>(Option<&'a Value>);

impl<'a> Body<'a> {
    fn text(&self, key: &str) -> String {
        self.0.map(|body| said(&body[key])).unwrap_or_default()
    }

    fn rows(&self, key: &str) -> &'a [Value] {
        self.0
            .and_then(|body| body[key].as_array())
            .map_or(&[], Vec::as_slice)
    }
}
