//! The archive in numbers.

use serde_json::Value;

use super::record::kind;
use crate::present::grid::counts;
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, words};
use crate::verbs::answers::{FacetValue, Stats};

const MARGIN: usize = 14;

impl Stats {
    /// Its lists of counted values, each under its heading and its name for machines.
    fn lists(&self) -> [(&'static str, &'static str, &[FacetValue]); 7] {
        [
            ("Kinds", "kind", &self.kinds),
            ("Formats", "format", &self.formats),
            ("Years", "year", &self.years),
            ("Text", "text_status", &self.text_status),
            ("Problems", "problem", &self.problems),
            ("References", "family", &self.families),
            ("Passed by", "rule", &self.rules),
        ]
    }
}

impl Report for Stats {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        let ledger = &self.ledger;
        screen.text(
            0,
            &format!(
                "{} in {}.",
                words::records(self.records),
                words::count(self.files, "file", "files")
            ),
        );
        for run in &self.unended {
            screen.text(0, &format!("Not ended: {}.", run.in_words()));
        }
        screen.blank();
        let items = [
            ("seen".to_owned(), ledger.items),
            ("records".to_owned(), ledger.records),
            ("further places of a record".to_owned(), ledger.copies),
            ("without text".to_owned(), ledger.problems),
            ("passed by, by rule".to_owned(), ledger.excluded),
        ];
        counts(&mut screen, "Items", MARGIN, &items);
        if !ledger.balanced {
            screen.text(MARGIN, "These do not add up: run recordroom verify");
        }
        for (heading, _, values) in self.lists() {
            if values.is_empty() {
                continue;
            }
            screen.blank();
            let rows: Vec<(String, u64)> = values
                .iter()
                .map(|value| (kind(&value.value), value.records))
                .collect();
            counts(&mut screen, heading, MARGIN, &rows);
        }
        if !self.sources.is_empty() {
            screen.blank();
            let rows: Vec<(String, u64)> = self
                .sources
                .iter()
                .map(|source| (source.name.clone(), source.records))
                .collect();
            counts(&mut screen, "Sources", MARGIN, &rows);
        }
        screen.blank();
        screen.labelled(
            "Sizes",
            MARGIN,
            &format!(
                "originals {}, catalogue {}, index {}",
                words::size(self.source_bytes),
                words::size(self.catalogue_bytes),
                words::size(self.index_bytes)
            ),
        );
        screen.labelled("OCR", MARGIN, &self.ocr);
        screen.labelled(
            "Sandbox",
            MARGIN,
            &match self.sandbox.as_slice() {
                [] => "off: this machine lets the reading workers do anything".to_owned(),
                denied => format!("on: limits on {}{}", denied.join(", "), lacking(denied)),
            },
        );
        screen.labelled_if("Check code", MARGIN, &words::code(&self.archive.digest));
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let mut rows = Vec::new();
        let mut row = |what: &str, value: &str, number: u64| {
            rows.push(vec![
                Cell::text(what),
                Cell::text(value),
                Cell::Number(number),
            ]);
        };
        row("records", "", self.records);
        row("files", "", self.files);
        for (value, number) in [
            ("seen", self.ledger.items),
            ("records", self.ledger.records),
            ("copies", self.ledger.copies),
            ("problems", self.ledger.problems),
            ("excluded", self.ledger.excluded),
        ] {
            row("items", value, number);
        }
        for (_, name, values) in self.lists() {
            for value in values {
                row(name, &value.value, value.records);
            }
        }
        for source in &self.sources {
            row("source", &source.name, source.records);
        }
        row("bytes", "originals", self.source_bytes);
        row("bytes", "catalogue", self.catalogue_bytes);
        row("bytes", "index", self.index_bytes);
        row("ocr", &self.ocr, 1);
        for run in &self.unended {
            row("not ended", &run.in_words(), 1);
        }
        for denied in &self.sandbox {
            row("sandbox", denied, 1);
        }
        Sheet {
            title: "The archive in numbers".to_owned(),
            columns: ["what", "value", "number"].map(Column::new).to_vec(),
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

/// What [`Stats::sandbox`] can name.
const RESTRICTIONS: [&str; 4] = ["memory", "files", "paths", "calls"];

/// The restrictions that this machine does not grant, in words; nothing where it grants all.
fn lacking(kept: &[String]) -> String {
    let lacking: Vec<&str> = RESTRICTIONS
        .into_iter()
        .filter(|word| !kept.iter().any(|kept| kept == word))
        .collect();
    match lacking.as_slice() {
        [] => String::new(),
        lacking => format!("; none on {}", lacking.join(", ")),
    }
}
