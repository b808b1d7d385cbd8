//! What was located for a request: the list, why each record is on it, and what was not looked at.

use serde_json::Value;

use super::plan::{self, QUESTIONS, questions_of, searches};
use super::problems::{by_category, inputs};
use super::record;
use super::schedule::Schedule;
use super::searched::{NARROW, left_in, remark};
use super::sections::{MARGIN, not_covered};
use crate::present::sheet::Sheet;
use crate::present::table::{Line, Screen, columns, cut, wrapped};
use crate::present::{Lines, Page, Report, json, safe, words};
use crate::verbs::answers::{DecisionRow, Estimate, Located, LocatedAll, RequestRead};

/// The margin of the request's section.
const REQUEST: usize = 9;

impl Report for LocatedAll {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        request(&mut screen, &self.request);
        screen.blank();
        screen.text(0, &opening(self));
        screen.blank();
        let all = self.located.iter().chain(&self.possible);
        let last = all.clone().map(|item| item.n).max().unwrap_or(0);
        let digits = last.to_string().len().max(2);
        let questions = all
            .map(|item| columns(&questions_of(&item.items, "")) + 1)
            .max()
            .unwrap_or(0)
            .min(QUESTIONS);
        for item in &self.located {
            listed(&mut screen, item, digits, questions, "");
        }
        if !self.possible.is_empty() {
            screen.blank();
            let number = words::thousands(words::len(&self.possible));
            screen.heading(&format!("POSSIBLE, for you to decide ({number})"));
            for item in &self.possible {
                listed(&mut screen, item, digits, questions, "?");
            }
        }
        screen.blank();
        if let Some(as_at) = self.as_at {
            left_in(&mut screen, 0, as_at);
            screen.blank();
        }
        per_question(&mut screen, self);
        searches(&mut screen, self);
        screen.blank();
        not_searched(&mut screen, self);
        not_covered(&mut screen, &self.not_covered);
        if let Some(estimate) = &self.estimate {
            screen.blank();
            estimate_of(&mut screen, estimate);
        }
        screen.blank();
        next(&mut screen, self);
        screen.finish()
    }

    /// The schedule: the records located, with room for decisions. What is only possible stays out of it.
    fn sheet(&self) -> Sheet {
        Schedule(self).sheet()
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    /// The records located and then the possible ones; `list` says which.
    fn lines(&self) -> Lines<'_> {
        let on = |list: &'static str| {
            move |item: &Located| {
                let mut line = json::tree(item);
                if let Value::Object(keys) = &mut line {
                    keys.insert("list".to_owned(), list.into());
                }
                line
            }
        };
        let located = self.located.iter().map(on("located"));
        Box::new(located.chain(self.possible.iter().map(on("possible"))))
    }

    fn ids(&self) -> Option<Vec<String>> {
        Some(
            self.located
                .iter()
                .map(|item| item.record.id.to_string())
                .collect(),
        )
    }
}

pub(super) fn opening(all: &LocatedAll) -> String {
    if plan::is_plan_only(all) {
        return "A plan only: nothing was searched, and nothing is on record.".to_owned();
    }
    match all.located.len() {
        0 if all.searches.is_empty() => {
            "No search could be planned from this request: search for what it asks by hand."
        }
        0 => "These searches located no record.",
        1 => "These searches located the following record:",
        _ => "These searches located the following records:",
    }
    .to_owned()
}

fn request(screen: &mut Screen, request: &RequestRead) {
    let reference = request.reference.as_deref().unwrap_or("no reference given");
    let questions = words::count(words::len(&request.items), "question", "questions");
    screen.labelled(
        "REQUEST",
        REQUEST,
        &format!("{}, {questions}", safe::line(reference)),
    );
    let mut row = |text: &str| screen.labelled("", REQUEST, text);
    if let (Some(clarified), Some(due)) = (request.clarified, request.due) {
        row(&format!(
            "Clarified {}; the reply is due by {}.",
            words::weekday(clarified),
            words::weekday(due)
        ));
    }
    match (request.received, request.due) {
        (Some(received), Some(_)) if request.clarified.is_some() => {
            row(&format!("Received {}.", words::weekday(received)));
        }
        (Some(received), Some(due)) => row(&format!(
            "Received {}; the reply is due by {}.",
            words::weekday(received),
            words::weekday(due)
        )),
        (Some(received), None) => row(&format!(
            "Received {}; no due date: the table of bank holidays does not reach that far.",
            words::weekday(received)
        )),
        (None, _) => row("Received: not stated, so no due date. Add it: --received DATE"),
    }
    for note in &request.notes {
        row(note);
    }
    if request.references.is_empty() {
        row("It names no case reference.");
    } else {
        row(&format!(
            "It names {}.",
            words::list(&request.references, "and")
        ));
    }
    for excluded in &request.excluded {
        row(&format!("It does not ask for: {}", safe::line(excluded)));
    }
}

fn listed(screen: &mut Screen, item: &Located, digits: usize, questions: usize, doubt: &str) {
    let number = format!("{}.", item.n);
    let begin = Line::new()
        .to((digits + 1).saturating_sub(number.len()))
        .bold(&number)
        .plain(" ");
    let indent = digits + 2;
    let asked = cut(&questions_of(&item.items, doubt), questions);
    let blanks = " ".repeat(questions.saturating_sub(columns(&asked)) + 2);
    let end = format!("{asked}{blanks}{}", item.record.id.short());
    if screen.width() < NARROW {
        screen.line(begin.right(&end));
        screen.text(indent, &item.line);
    } else {
        let room = screen.width() - indent - columns(&end) - 2;
        let mut lines = wrapped(&safe::line(&item.line), room).into_iter();
        screen.line(begin.plain(&lines.next().unwrap_or_default()).right(&end));
        for more in lines {
            screen.text(indent, &more);
        }
    }
    let mut reasons = item.because.clone();
    reasons.extend(item.as_at.map(|mark| remark(mark).to_owned()));
    if let Some(marking) = &item.record.marking {
        reasons.push(format!("marked {marking}"));
    }
    reasons.push(record::physical(&item.record));
    screen.text(indent + 3, &reasons.join("; "));
    for row in &item.decisions {
        screen.text(indent + 3, &decided(row));
    }
}

/// A decision on record, in a line: "DECIDED redact, page 2, Q4, s40(2): names (entry 12)".
fn decided(row: &DecisionRow) -> String {
    let mut text = format!("DECIDED {}", safe::line(&row.decision));
    if let Some(part) = &row.part {
        text.push_str(&format!(", {}", safe::line(part)));
    }
    if let Some(question) = &row.question {
        text.push_str(&format!(", Q{}", safe::line(question)));
    }
    for provision in &row.provisions {
        text.push_str(&format!(", {}", safe::line(provision)));
    }
    format!("{text}: {} (entry {})", safe::line(&row.reason), row.entry)
}

/// What was found for each question, where there are several.
fn per_question(screen: &mut Screen, all: &LocatedAll) {
    if all.per_question.len() < 2 {
        return;
    }
    let items = |numbers: &[u64]| match numbers {
        [] => String::new(),
        [one] => format!("item {one}"),
        several => format!("items {}", words::runs(several)),
    };
    let searched = |n: &String| all.searches.iter().any(|one| one.item.contains(n));
    for (nth, question) in all.per_question.iter().enumerate() {
        let mut text = format!("Q{}  ", safe::line(&question.n));
        text.push_str(&match items(&question.located).as_str() {
            "" if searched(&question.n) => "none located".to_owned(),
            "" => "no search could be planned for it: search by hand".to_owned(),
            located => format!("located: {located}"),
        });
        if !question.possible.is_empty() {
            text.push_str(&format!("; possible: {}", items(&question.possible)));
        }
        screen.labelled(if nth == 0 { "QUESTIONS" } else { "" }, MARGIN, &text);
    }
    screen.blank();
}

/// What a person must still do, and how long it may take.
fn estimate_of(screen: &mut Screen, estimate: &Estimate) {
    screen.heading(&format!(
        "ESTIMATE  what a person must still do, against {} hours (section 12)",
        estimate.limit
    ));
    let hours = |hours: f64| format!("{hours:.1}");
    for work in &estimate.work {
        let time = match (work.hours, work.between) {
            (Some(mean), Some((least, most))) => format!(
                "{} hours ({} to {}), from {} timed",
                hours(mean),
                hours(least),
                hours(most),
                work.sample
            ),
            _ => format!("not estimated: {} timed", work.sample),
        };
        let text = format!("{} {}: {time}", words::thousands(work.count), work.what);
        screen.labelled(&format!("  {}", work.activity), 13, &text);
    }
    if let (Some(mean), Some((least, most))) = (estimate.hours, estimate.between) {
        let text = format!(
            "{} hours ({} to {})",
            hours(mean),
            hours(least),
            hours(most)
        );
        screen.labelled("  all", 13, &text);
    }
    screen.text(2, &estimate.reading);
    for note in &estimate.notes {
        screen.text(2, note);
    }
}

fn not_searched(screen: &mut Screen, all: &LocatedAll) {
    let rows = &all.not_searched;
    let mut text = if rows.is_empty() {
        "nothing is listed as unread in this archive".to_owned()
    } else {
        format!(
            "{} could not be fully read ({}): recordroom problems",
            inputs(words::len(rows)),
            by_category(rows)
        )
    };
    if all.not_in_index > 0 {
        text.push_str(&format!(
            "; {} not yet in the index: the next ingest adds them",
            words::count(all.not_in_index, "record is", "records are")
        ));
    }
    screen.labelled("NOT SEARCHED", MARGIN, &text);
}

fn next(screen: &mut Screen, all: &LocatedAll) {
    const NEXT: usize = 6;
    let mut label = "NEXT";
    let open = |item: &&Located| item.decisions.is_empty();
    let first = all
        .possible
        .iter()
        .find(open)
        .or_else(|| all.located.iter().find(open));
    if let Some(item) = first {
        let request = match &all.request.reference {
            Some(reference) => words::quoted(reference),
            None => "REFERENCE".to_owned(),
        };
        screen.labelled(
            label,
            NEXT,
            &format!(
                "recordroom decide {} out --reason \"...\" --for {request}",
                item.n
            ),
        );
        label = "";
    }
    screen.labelled(
        label,
        NEXT,
        "recordroom locate REQUEST --schedule schedule.html",
    );
}
