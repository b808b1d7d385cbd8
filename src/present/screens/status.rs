//! The status page: what there is, what could not be read, which requests are open.

use serde_json::Value;

use super::problems::inputs;
use super::requests;
use super::sections::{MARGIN, Named, named_counts, not_covered, source};
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, words};
use crate::verbs::answers::Status;

impl Report for Status {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        let records = words::records(self.archive.records);
        screen.labelled("ARCHIVE", MARGIN, &format!("{records}, at {}", self.folder));
        let sources: Vec<Named> = self.sources.iter().map(source).collect();
        named_counts(&mut screen, "SOURCES", &sources);
        for run in &self.unended {
            screen.labelled("NOT ENDED", MARGIN, &run.in_words());
        }
        let unread = match self.problems {
            0 => "nothing is listed".to_owned(),
            number => format!(
                "{} could not be fully read: recordroom problems",
                inputs(number)
            ),
        };
        screen.labelled("NOT READ", MARGIN, &unread);
        not_covered(&mut screen, &self.not_covered);
        screen.blank();
        if self.requests.is_empty() {
            screen.text(0, "No request is open.");
        } else {
            screen.heading("OPEN REQUESTS");
            requests::lay_out(&mut screen, &self.requests);
        }
        screen.blank();
        screen.labelled(
            "NEXT",
            6,
            "recordroom search QUERY, or recordroom locate REQUEST; all commands: recordroom help",
        );
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let mut rows = vec![row("folder", &self.folder, None, "")];
        rows.push(row("records", "", Some(self.archive.records), ""));
        for source in &self.sources {
            let collected = source.collected.as_deref().unwrap_or_default();
            rows.push(row("source", &source.name, Some(source.records), collected));
        }
        for missing in &self.not_covered {
            rows.push(row("not covered", &missing.name, None, &missing.reason));
        }
        for run in &self.unended {
            rows.push(row("not ended", &run.command, None, &run.in_words()));
        }
        rows.push(row("problems", "", Some(self.problems), ""));
        for request in &self.requests {
            let due = request
                .due
                .map(|due| format!("due {due}"))
                .unwrap_or_default();
            rows.push(row(
                "request",
                &request.reference,
                Some(request.items),
                &due,
            ));
        }
        Sheet {
            title: "Status of the archive".to_owned(),
            columns: ["what", "name", "number", "remark"]
                .map(Column::new)
                .to_vec(),
            rows,
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

fn row(what: &str, name: &str, number: Option<u64>, remark: &str) -> Vec<Cell> {
    vec![
        Cell::text(what),
        Cell::text(name),
        Cell::number(number),
        Cell::text(remark),
    ]
}
