//! What could not be fully read.

use serde_json::Value;

use super::record::word_of;
use crate::extract::Category;
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, words};
use crate::verbs::answers::ProblemRow;

/// Every category, in the order in which they are counted.
const CATEGORIES: [(Category, &str); 8] = [
    (Category::Encrypted, "encrypted"),
    (Category::Damaged, "damaged"),
    (Category::NoText, "without text"),
    (Category::Unsupported, "without a reader"),
    (Category::TooLarge, "over a limit"),
    (Category::TimedOut, "not read in time"),
    (Category::Crashed, "ended their reader"),
    (Category::Unreadable, "refused by the system"),
];

/// How many rows there are of each category, in words: `3 encrypted, 2 damaged`.
pub(super) fn by_category(rows: &[ProblemRow]) -> String {
    let counted: Vec<String> = CATEGORIES
        .iter()
        .filter_map(|(category, name)| {
            let number = rows.iter().filter(|row| row.category == *category).count();
            (number > 0).then(|| format!("{} {name}", words::thousands(number as u64)))
        })
        .collect();
    counted.join(", ")
}

/// `2 files or parts`, for whatever could not be read.
pub(super) fn inputs(number: u64) -> String {
    words::count(number, "file or part", "files or parts")
}

impl Report for Vec<ProblemRow> {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        if self.is_empty() {
            screen.text(0, "No file or part is listed as unread in this archive.");
            return screen.finish();
        }
        screen.text(
            0,
            &format!(
                "{} could not be fully read: {}.",
                inputs(words::len(self)),
                by_category(self)
            ),
        );
        for row in self {
            screen.blank();
            let place = match &row.part {
                Some(part) => format!("{}, {part}", row.path),
                None => row.path.clone(),
            };
            screen.text(0, &place);
            let reason = format!(
                "{}: {}",
                word_of(&row.category).replace('_', " "),
                row.reason
            );
            screen.text(4, &reason);
            if let Some(record) = row.record {
                screen.text(
                    4,
                    &format!("found all the same, as record {}", record.short()),
                );
            }
        }
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: "What could not be fully read".to_owned(),
            columns: ["path", "part", "category", "reason", "record"]
                .map(Column::new)
                .to_vec(),
            rows: self
                .iter()
                .map(|row| {
                    vec![
                        Cell::text(&row.path),
                        Cell::maybe(row.part.as_ref()),
                        Cell::text(word_of(&row.category)),
                        Cell::text(&row.reason),
                        Cell::maybe(row.record),
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
