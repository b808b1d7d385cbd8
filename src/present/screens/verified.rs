//! What `verify` found.

use serde_json::Value;

use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::{Screen, columns};
use crate::present::{Lines, Page, Report, json, safe, words};
use crate::verbs::answers::Verified;

impl Report for Verified {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        let differing = self.checks.iter().filter(|check| !check.ok).count() as u64;
        let checks = words::count(words::len(&self.checks), "check", "checks");
        screen.text(
            0,
            &if self.ok {
                format!("No difference was found by {checks}.")
            } else {
                format!(
                    "{} of {checks} found a difference.",
                    words::thousands(differing)
                )
            },
        );
        screen.blank();
        let margin = self
            .checks
            .iter()
            .map(|check| columns(&safe::line(&check.name)))
            .max()
            .unwrap_or(0)
            + 2;
        for check in &self.checks {
            let said = if check.ok { "ok" } else { "DIFFERS" };
            screen.labelled(&check.name, margin, &format!("{said}: {}", check.detail));
        }
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: "What was verified".to_owned(),
            columns: ["name", "ok", "detail"].map(Column::new).to_vec(),
            rows: self
                .checks
                .iter()
                .map(|check| {
                    vec![
                        Cell::text(&check.name),
                        Cell::answer(check.ok),
                        Cell::text(&check.detail),
                    ]
                })
                .collect(),
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(self.checks.iter().map(json::tree))
    }
}
