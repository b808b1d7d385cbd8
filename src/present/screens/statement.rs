//! The statement of a search, on a terminal and on paper.
//!
//! Both are made of the same lines: a section, what is said, a number of records where there is one, and a remark.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::outcome::result;
use super::sections::{MARGIN, unsearched};
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::{Line, Screen};
use crate::present::{Lines, Page, Report, json, words};
use crate::verbs::answers::{How, LookedFor, Statement};

/// What opens the copy that stays in the house.
pub(super) const INTERNAL: &str = "INTERNAL. It shows what was looked for and whether records exist. Do not send it with a reply that neither \
     confirms nor denies.";
const RELEASE: &str = "COPY FOR RELEASE. Names are left out, and so is what was looked for by the queries that were marked. It still shows \
     whether records exist: do not send it with a reply that neither confirms nor denies. Answers and reasons stand as \
     they were recorded: read them before it goes out.";
const MEANING: &str = "This states what was searched, how, and what was not. Whether the information is held is for the authority to \
     decide on all its enquiries.";
const LEFT_OUT: &str = "left out of this copy";

/// How a remark begins that belongs to the number before it.
const OF: &str = "of ";

/// A statement as a machine is given it, with the sentences that stand on paper.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Worded<'a> {
    /// What was searched, how, and what was not.
    #[serde(flatten)]
    statement: &'a Statement,
    /// Who may see it.
    opening: &'static str,
    /// What the search found, in a sentence.
    result: String,
    /// What that does not say.
    meaning: &'static str,
}

/// One line of a statement.
struct Said {
    section: &'static str,
    text: String,
    records: Option<u64>,
    remark: String,
}

/// The lines of a statement in the making.
#[derive(Default)]
struct Saying(Vec<Said>);

impl Saying {
    fn say(&mut self, section: &'static str, text: impl Into<String>) {
        self.line(section, text, None, "");
    }

    fn line(
        &mut self,
        section: &'static str,
        text: impl Into<String>,
        records: Option<u64>,
        remark: impl Into<String>,
    ) {
        let (text, remark) = (text.into(), remark.into());
        if !text.trim().is_empty() {
            self.0.push(Said {
                section,
                text,
                records,
                remark,
            });
        }
    }
}

impl Report for Statement {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        screen.line(
            Line::new()
                .bold(&title(self))
                .right(self.authority.as_deref().unwrap_or_default()),
        );
        screen.text(0, opening(self));
        screen.blank();
        let mut section = "";
        for said in said(self) {
            let first = said.section != section;
            if first && BREAKS.contains(&said.section) {
                screen.blank();
            }
            section = said.section;
            let mut text = said.text;
            if let Some(records) = said.records {
                text.push_str(&format!(": {}", words::records(records)));
            }
            if !said.remark.is_empty() {
                let joined = if said.remark.starts_with(OF) {
                    " "
                } else {
                    "; "
                };
                text.push_str(&format!("{joined}{}", said.remark));
            }
            screen.labelled(if first { section } else { "" }, MARGIN, &text);
        }
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: title(self),
            lead: std::iter::once(opening(self).to_owned())
                .chain(
                    self.authority
                        .iter()
                        .map(|name| format!("Authority: {name}")),
                )
                .collect(),
            columns: ["section", "statement", "records", "remark"]
                .map(Column::new)
                .to_vec(),
            rows: said(self)
                .into_iter()
                .map(|said| {
                    vec![
                        Cell::text(said.section),
                        Cell::text(said.text),
                        Cell::number(said.records),
                        Cell::text(said.remark),
                    ]
                })
                .collect(),
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        json::tree(&Worded {
            statement: self,
            opening: opening(self),
            result: result(self),
            meaning: MEANING,
        })
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(std::iter::once(self.tree()))
    }
}

/// Sections before which a screen leaves a line.
const BREAKS: [&str; 5] = ["Searched", "Looked for", "Result", "Check", "Annex A"];

fn title(statement: &Statement) -> String {
    format!("STATEMENT OF SEARCH {}", statement.entry.row.n)
}

fn opening(statement: &Statement) -> &'static str {
    if statement.for_release {
        RELEASE
    } else {
        INTERNAL
    }
}

fn said(statement: &Statement) -> Vec<Said> {
    let mut saying = Saying::default();
    made(statement, &mut saying);
    searched(statement, &mut saying);
    looked_for(statement, &mut saying);
    request(statement, &mut saying);
    saying.say("Result", result(statement));
    saying.say("Meaning", MEANING);
    check(statement, &mut saying);
    for row in statement.unread.iter().flatten() {
        let part = row.part.as_ref().map(|part| format!(", {part}"));
        let category = super::record::word_of(&row.category).replace('_', " ");
        saying.line(
            "Annex A",
            format!("{}{}", row.path, part.unwrap_or_default()),
            None,
            format!("{category}: {}", row.reason),
        );
    }
    saying.0
}

fn made(statement: &Statement, saying: &mut Saying) {
    let row = &statement.entry.row;
    if statement.entry.body.is_none() && !statement.for_release {
        saying.say(
            "For",
            "What was recorded here was disposed of; the chain of the log still stands.",
        );
    }
    if let Some(file) = &statement.request_file {
        let mut text = format!("Request {}", file.reference);
        for (day, word) in [
            (file.received, "received"),
            (file.clarified, "clarified"),
            (file.due, "due"),
        ] {
            if let Some(day) = day {
                text.push_str(&format!(", {word} {}", words::weekday(day)));
            }
        }
        saying.say("For", text);
        for question in &file.questions {
            saying.say("Question", format!("{}. {}", question.n, question.text));
        }
    }
    let who = match (&statement.role, statement.for_release) {
        (Some(role), true) => role.clone(),
        (None, true) => "an officer of the authority (no role was recorded)".to_owned(),
        (Some(role), false) => format!("{role} (account {})", row.who),
        (None, false) => format!("account {}", row.who),
    };
    saying.say("Made by", format!("{who}, {}", words::moment(&row.at)));
}

fn searched(statement: &Statement, saying: &mut Saying) {
    if let Some(records) = statement.records {
        let mut text = words::records(records);
        if let Some(as_at) = &statement.as_at {
            text.push_str(&format!(
                "; asked for were those dated, or where known received, up to {}, and those of which that is not known",
                words::day(as_at.day)
            ));
        }
        saying.say("Searched", text);
    }
    for source in &statement.sources {
        let mut remarks = Vec::new();
        if let Some(custodian) = &source.custodian {
            remarks.push(format!("custodian: {custodian}"));
        }
        if let Some(day) = &source.collected {
            remarks.push(format!("collected {}", words::recorded_day(day)));
        }
        saying.line(
            "Searched",
            source.name.as_str(),
            Some(source.records),
            remarks.join("; "),
        );
    }
    if statement.sources.is_empty() {
        saying.say("Searched", "no sources were recorded with this search");
    }
    let annex = match &statement.unread {
        Some(rows) if !rows.is_empty() => "annex A lists each with its reason",
        Some(_) => "",
        None if statement.for_release => "",
        None => {
            "the archive has changed since, so that they can no longer be listed as they were then"
        }
    };
    match unsearched(statement.not_searched) {
        Some(text) => saying.line("Not searched", text, None, annex),
        None => saying.say("Not searched", "nothing was listed as unread"),
    }
    if let Some(within) = statement.not_searched_within {
        saying.say("Not searched", super::sections::within_words(within));
    }
    if statement.not_covered.is_empty() && statement.not_covered_since.is_empty() {
        saying.say(
            "Not covered",
            "nothing is recorded about places where nobody looked",
        );
    }
    for place in &statement.not_covered {
        saying.say("Not covered", format!("{}: {}", place.name, place.reason));
    }
    for place in &statement.not_covered_since {
        saying.line(
            "Not covered",
            format!("{}: {}", place.name, place.reason),
            None,
            "recorded after this search",
        );
    }
    for removed in &statement.removed {
        let authority = match &removed.authority {
            Some(authority) => format!("; authority: {authority}"),
            None => String::new(),
        };
        saying.line(
            "Removed",
            format!(
                "on {}, {}{authority}",
                words::recorded_day(&removed.at),
                removed.reason
            ),
            Some(removed.records),
            format!("entry {}", removed.n),
        );
    }
}

fn looked_for(statement: &Statement, saying: &mut Saying) {
    for one in &statement.looked_for {
        query("Looked for", one, statement.records, saying);
    }
    for one in &statement.also {
        query("Also", one, None, saying);
    }
}

fn query(section: &'static str, one: &LookedFor, of: Option<u64>, saying: &mut Saying) {
    let number = match one.search {
        Some(search) => format!("Search {}, number {search}", one.n),
        None => format!("Search {}", one.n),
    };
    if one.left_out {
        saying.say(section, format!("{number}: {LEFT_OUT}"));
        return;
    }
    if let Some(of) = one.same_as {
        let again = format!("{number}, the searches of {of} again, with the same results; located");
        return saying.line(section, again, one.hits, "");
    }
    let typed = one.query.as_deref().filter(|query| !query.is_empty());
    saying.line(
        section,
        format!(
            "{number}, {}: {}",
            match one.how {
                How::Typed => "typed",
                How::CaseTyped => "the case, as typed",
                How::TypedForAnExport => "typed for an export, which takes what is attached too",
                How::Planned => "planned from the request",
                How::PlannedForAnAudit => "planned from the request that a past response quotes",
            },
            typed.unwrap_or("nothing, which asks for every record")
        ),
        one.hits,
        of.map(|of| format!("{OF}{}", words::thousands(of)))
            .unwrap_or_default(),
    );
    if let Some(read_as) = &one.read_as {
        saying.say(section, format!("read as: {read_as}"));
    }
    // a query of one part has said its hits already, and not what the part came to stand for
    let alone = one.parts.len() == 1;
    for part in &one.parts {
        let forms = match part.forms.as_slice() {
            [] => String::new(),
            forms => format!("found as: {}", forms.join(", ")),
        };
        if !alone || !forms.is_empty() {
            saying.line(
                section,
                format!("by itself, {}", part.read_as),
                Some(part.records),
                forms,
            );
        }
    }
}

fn request(statement: &Statement, saying: &mut Saying) {
    let inside = statement.request_file.is_some();
    for asked in &statement.enquiries {
        let who = match (&asked.asked, &asked.role) {
            (Some(who), Some(role)) => format!("{who} ({role})"),
            (Some(who), None) => who.clone(),
            (None, Some(role)) => role.clone(),
            (None, None) => "somebody whose role was not recorded".to_owned(),
        };
        let on = asked.on.as_deref().map(words::recorded_day);
        saying.line(
            "Asked",
            format!(
                "{who}{}: {}",
                on.map(|on| format!(", asked {on}")).unwrap_or_default(),
                asked
                    .answer
                    .as_deref()
                    .map_or("no answer is recorded", |said| said.trim_end_matches('.'))
            ),
            None,
            format!("entry {}", asked.n),
        );
    }
    if inside && statement.enquiries.is_empty() {
        saying.say("Asked", "nobody is recorded as having been asked");
    }
    for one in &statement.decided_out {
        let title = one.title.as_ref().map(|title| format!(", {title}"));
        let part = one.part.as_ref().map(|part| format!(", {part}"));
        let question = one.question.as_ref().map(|n| format!(", question {n}"));
        saying.line(
            "Decided out",
            format!(
                "{}{}{}{}: {}",
                one.record,
                title.unwrap_or_default(),
                part.unwrap_or_default(),
                question.unwrap_or_default(),
                one.reason
            ),
            None,
            format!(
                "{}entry {}, {}",
                if one.decision == "part-out" {
                    "a part of it; "
                } else {
                    ""
                },
                one.n,
                words::recorded_day(&one.at)
            ),
        );
    }
    if inside && statement.decided_out.is_empty() {
        saying.say("Decided out", "no record is recorded as decided out");
    }
}

fn check(statement: &Statement, saying: &mut Saying) {
    let row = &statement.entry.row;
    let chain = if statement.chain_whole {
        "chain whole"
    } else {
        "the log is NOT whole: recordroom log verify says where"
    };
    saying.say(
        "Check",
        format!(
            "Entry {} of {}, {chain}. Code {}, follows {}",
            words::thousands(row.n),
            words::thousands(statement.entry.of),
            words::code(&row.digest),
            words::code(&row.previous)
        ),
    );
    // by these a reader can tell that it was this archive, and that a list of records is the one that was found
    let mut codes = Vec::new();
    let archive = row.archive.as_ref().map(|archive| &archive["digest"]);
    if let Some(digest) = archive.and_then(Value::as_str) {
        codes.push(format!("the archive as searched {}", words::code(digest)));
    }
    if let Some(digest) = row.result_digest.as_deref().filter(|_| row.total.is_some()) {
        codes.push(format!("the list of ids found {}", words::code(digest)));
    }
    let body = statement.entry.body.as_ref();
    let program = body.and_then(|body| body["made_with"]["program"].as_str());
    if let Some(program) = program {
        codes.push(format!("made with recordroom {program}"));
    }
    if !codes.is_empty() {
        saying.say("Check", format!("Codes: {}", codes.join("; ")));
    }
    let last = match statement.repeated.last() {
        None => "not repeated yet".to_owned(),
        Some(last) => {
            let found = if last.same_result {
                "same result".to_owned()
            } else {
                format!(
                    "{} more, {} fewer",
                    words::records(last.added),
                    words::thousands(last.gone)
                )
            };
            format!("last repeated {}: {found}", words::recorded_day(&last.at))
        }
    };
    saying.say(
        "Check",
        format!("Repeat it: recordroom log replay {} ({last})", row.n),
    );
}
