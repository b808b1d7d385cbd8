//! What was exported, and what could not be.

use serde_json::Value;

use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, safe, words};
use crate::verbs::answers::Exported;

impl Report for Exported {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        if self.records == 0 {
            screen.text(0, "No record matched, and nothing was written.");
        } else {
            screen.text(
                0,
                &match self.form.as_str() {
                    "jsonl" => format!(
                        "{} described in {}, without originals (--as bagit or files writes them){}.",
                        words::records(self.records),
                        safe::line(&self.to),
                        if self.verified {
                            "; what was written was read again and is the same"
                        } else {
                            ""
                        }
                    ),
                    form => format!(
                        "{}, {} ({}), written to {} as {form}{}.",
                        words::records(self.records),
                        words::count(self.files, "original", "originals"),
                        words::size(self.bytes),
                        safe::line(&self.to),
                        match (self.verified, self.files) {
                            (false, _) | (_, 0) => "",
                            (true, 1) => "; it was read again and has the same digest",
                            (true, _) => "; every one was read again and has the same digest",
                        }
                    ),
                },
            );
        }
        for missing in &self.not_exported {
            screen.text(2, &format!("not exported: {}", safe::line(&missing.reason)));
        }
        if let Some(n) = self.log {
            screen.text(0, &format!("Recorded as entry {n} of the log."));
        }
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: "Export".to_owned(),
            columns: [
                "to",
                "form",
                "records",
                "files",
                "bytes",
                "not_exported",
                "verified",
                "log",
            ]
            .map(Column::new)
            .to_vec(),
            rows: vec![vec![
                Cell::text(&self.to),
                Cell::text(&self.form),
                Cell::Number(self.records),
                Cell::Number(self.files),
                Cell::Number(self.bytes),
                Cell::joined(self.not_exported.iter().map(|missing| &missing.reason)),
                Cell::answer(self.verified),
                Cell::number(self.log),
            ]],
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
