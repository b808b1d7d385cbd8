//! A sample of what a search did not return, and what a judged one bounds.

use serde_json::Value;

use super::record;
use super::sections::MARGIN;
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::{Line, Screen};
use crate::present::{Lines, Page, Report, json, words};
use crate::verbs::answers::{Judged, Sample};

impl Report for Sample {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        screen.heading(&format!("SAMPLE OF WHAT SEARCH {} DID NOT RETURN", self.of));
        screen.text(0, &drawn(self));
        screen.blank();
        let digits = self.records.len().to_string().len();
        for one in &self.records {
            screen.line(
                Line::new()
                    .to(digits - one.n.to_string().len())
                    .bold(&one.n.to_string())
                    .plain("  ")
                    .cell(&words::day_short(one.record.date), 11)
                    .plain(&one.record.title)
                    .right(&one.record.id.short()),
            );
        }
        screen.blank();
        screen.text(
            0,
            &format!(
                "To judge them, write the sheet, and yes or no in its column `relevant`: recordroom sample {} --size {} --seed \
                 {} --format csv --to sheet.csv",
                self.of,
                self.records.len(),
                self.seed
            ),
        );
        screen.text(
            0,
            &format!("Then: recordroom sample {} --judged sheet.csv", self.of),
        );
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: format!("Sample of what search {} did not return", self.of),
            lead: vec![drawn(self)],
            columns: [
                Column::new("n"),
                Column::new("record"),
                Column::to_fill("relevant"),
                Column::to_fill("note"),
                Column::new("date"),
                Column::new("kind"),
                Column::new("title"),
                Column::new("subject"),
                Column::new("locations"),
                Column::new("text_status"),
            ]
            .to_vec(),
            rows: self
                .records
                .iter()
                .map(|one| {
                    let places = one.record.locations.iter().map(record::place);
                    vec![
                        Cell::Number(one.n),
                        Cell::text(one.record.id),
                        Cell::Empty,
                        Cell::Empty,
                        Cell::day(one.record.date),
                        Cell::text(&one.record.kind),
                        Cell::text(&one.record.title),
                        Cell::maybe(one.record.subject.as_ref()),
                        Cell::joined(places),
                        Cell::text(record::word_of(&one.record.text_status)),
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
        Box::new(self.records.iter().map(json::tree))
    }

    fn ids(&self) -> Option<Vec<String>> {
        let ids = self.records.iter().map(|one| one.record.id.to_string());
        Some(ids.collect())
    }
}

fn drawn(sample: &Sample) -> String {
    format!(
        "{} drawn by seed {} of the {} that it did not return. Recorded as entry {}.",
        words::records(words::len(&sample.records)),
        sample.seed,
        words::thousands(sample.population),
        sample.log
    )
}

impl Report for Judged {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        screen.heading(&format!("WHAT SEARCH {} MAY HAVE MISSED", self.of));
        screen.blank();
        for (label, text) in said(self) {
            screen.labelled(label, MARGIN, &text);
        }
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: format!("What search {} may have missed", self.of),
            columns: ["section", "statement"].map(Column::new).to_vec(),
            rows: said(self)
                .into_iter()
                .map(|(label, text)| vec![Cell::text(label), Cell::text(text)])
                .collect(),
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

fn said(judged: &Judged) -> Vec<(&'static str, String)> {
    let mut said = vec![
        (
            "Sample",
            format!(
                "{} of the {} that it did not return, drawn at random (entry {}); {} judged relevant",
                words::records(judged.size),
                words::thousands(judged.population),
                judged.sample,
                words::thousands(judged.relevant)
            ),
        ),
        (
            "Missed",
            format!(
                "at most {:.3} % of them, and at most {}, the relevant ones in the sample among them",
                judged.missed_percent_at_most,
                words::records(judged.missed_at_most)
            ),
        ),
        (
            "Returned",
            format!(
                "{} taken to be relevant: {}",
                words::records(judged.returned_relevant),
                judged.returned_from
            ),
        ),
    ];
    said.push((
        "Recall",
        match judged.recall_percent_at_least {
            Some(percent) => {
                format!(
                    "at least {percent:.2} % of all relevant records of this archive were returned"
                )
            }
            None => "there is no relevant record, returned or missed".to_owned(),
        },
    ));
    said.push((
        "Certainty",
        "each bound by itself holds in 95 of 100 such samples (one-sided; the rate by Clopper and Pearson, the number \
         exactly for a sample without putting back). It is about what was read into this archive, not about what was \
         never collected or could not be read."
            .to_owned(),
    ));
    said.push(("Recorded", format!("as entry {} of the log", judged.log)));
    said
}
