//! Where the records came from, and where nobody looked.

use serde_json::Value;

use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, safe, words};
use crate::verbs::answers::SourceRow;

const MARGIN: usize = 14;

impl Report for Vec<SourceRow> {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        if self.is_empty() {
            screen.text(
                0,
                "No source is recorded in this archive yet: recordroom source add NAME PATH",
            );
            return screen.finish();
        }
        for source in self {
            screen.blank();
            let come_to = match &source.not_searched {
                Some(_) if source.records == 0 => "not searched".to_owned(),
                _ => words::records(source.records),
            };
            screen.heading(&format!("{}: {come_to}", safe::line(&source.name)));
            let why = match source.records {
                0 => "  because",
                _ => "  not searched",
            };
            screen.labelled_if(
                why,
                MARGIN + 2,
                source.not_searched.as_deref().unwrap_or_default(),
            );
            let collected = source.collected.as_deref().map(words::recorded_day);
            for (label, value) in [
                ("  custodian", source.custodian.clone()),
                ("  system", source.system.clone()),
                ("  period", source.period.clone()),
                ("  collected", collected),
                ("  supplied by", source.supplied_by.clone()),
                ("  published", source.published.clone()),
            ] {
                screen.labelled_if(label, MARGIN + 2, &value.unwrap_or_default());
            }
            for (at, path) in source.paths.iter().enumerate() {
                screen.labelled(if at == 0 { "  folders" } else { "" }, MARGIN + 2, path);
            }
        }
        screen.blank();
        screen.text(
            0,
            &format!("{}.", words::count(words::len(self), "source", "sources")),
        );
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: "Sources".to_owned(),
            columns: [
                "name",
                "custodian",
                "system",
                "period",
                "collected",
                "supplied_by",
                "published",
                "not_searched",
                "paths",
                "records",
            ]
            .map(Column::new)
            .to_vec(),
            rows: self
                .iter()
                .map(|source| {
                    vec![
                        Cell::text(&source.name),
                        Cell::maybe(source.custodian.as_ref()),
                        Cell::maybe(source.system.as_ref()),
                        Cell::maybe(source.period.as_ref()),
                        Cell::maybe(source.collected.as_ref()),
                        Cell::maybe(source.supplied_by.as_ref()),
                        Cell::maybe(source.published.as_ref()),
                        Cell::maybe(source.not_searched.as_ref()),
                        Cell::joined(&source.paths),
                        Cell::Number(source.records),
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
        Box::new(self.iter().map(json::tree))
    }
}
