//! What an ingest did: one line, and more only where something is amiss.

use serde_json::Value;

use super::problems::inputs;
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::words::{count, thousands};
use crate::present::{Lines, Page, Report, json, safe, words};
use crate::verbs::answers::Ingested;

/// How many missing files are named.
const NAMED: usize = 20;

impl Report for Ingested {
    /// The summary is one line of any length: a log keeps it whole, and a terminal wraps it by itself.
    fn screen(&self, page: &Page) -> String {
        let mut out = summary(self);
        out.push('\n');
        let mut screen = Screen::new(page);
        if !self.ledger.balanced {
            screen.text(0, &imbalance(self));
        }
        if self.missing > 0 {
            let were = count(self.missing, "file is", "files are");
            screen.text(
                0,
                &format!("{were} no longer there; the records stay in this archive:"),
            );
            for path in self.missing_paths.iter().take(NAMED) {
                screen.text(2, path);
            }
            let more = self
                .missing
                .saturating_sub(NAMED.min(self.missing_paths.len()) as u64);
            if more > 0 {
                screen.text(2, &format!("and {} more", thousands(more)));
            }
        }
        if self.replaced > 0 {
            let were = count(self.replaced, "record lay", "records lay");
            screen.text(
                0,
                &format!(
                    "{were} only in files that have other words now, and went with the old ones:"
                ),
            );
            for id in self.replaced_records.iter().take(NAMED) {
                screen.text(2, &id.to_string());
            }
            let more = self.replaced.saturating_sub(NAMED as u64);
            if more > 0 {
                screen.text(
                    2,
                    &format!("and {} more; the log names them all", thousands(more)),
                );
            }
        }
        if self.words_left {
            screen.text(
                0,
                "Words of removed records still stand in this archive's files, since somebody else was reading it; run \
                 the ingest again when nobody is.",
            );
        }
        out.push_str(&screen.finish());
        out
    }

    fn sheet(&self) -> Sheet {
        let numbers = [
            ("files", self.files),
            ("records", self.records),
            ("added", self.added),
            ("changed", self.changed),
            ("unchanged", self.unchanged),
            ("trusted_folders", self.trusted_folders),
            ("trusted_files", self.trusted_files),
            ("missing", self.missing),
            ("removed", self.removed),
            ("moved", self.moved),
            ("replaced", self.replaced),
            ("duplicates", self.duplicates),
            ("problems", self.problems),
            ("problems_here", self.problems_here),
            ("bytes", self.bytes),
            ("items", self.ledger.items),
            ("item_records", self.ledger.records),
            ("item_copies", self.ledger.copies),
            ("item_problems", self.ledger.problems),
            ("item_excluded", self.ledger.excluded),
        ];
        let mut columns: Vec<Column> = numbers.iter().map(|(key, _)| Column::new(key)).collect();
        let mut row: Vec<Cell> = numbers
            .iter()
            .map(|(_, number)| Cell::Number(*number))
            .collect();
        columns.extend(
            [
                "seconds",
                "balanced",
                "dry_run",
                "missing_paths",
                "words_left",
            ]
            .map(Column::new),
        );
        row.extend([
            Cell::Decimal(self.seconds),
            Cell::answer(self.ledger.balanced),
            Cell::answer(self.dry_run),
            Cell::joined(&self.missing_paths),
            Cell::answer(self.words_left),
        ]);
        Sheet {
            title: "What was ingested".to_owned(),
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

fn summary(done: &Ingested) -> String {
    let ledger = &done.ledger;
    let files = count(done.files, "file", "files");
    let files = match done.files - done.unchanged.min(done.files) {
        all if all == done.files => files,
        some => format!("{} of {files}", thousands(some)),
    };
    if done.dry_run {
        return safe::line(&format!(
            "Would read {files} ({}): {} new, {} changed, {} unchanged{}; {} missing. Nothing was written.",
            words::size(done.bytes),
            thousands(done.added),
            thousands(done.changed),
            thousands(done.unchanged),
            trusted(done),
            thousands(done.missing),
        ));
    }
    let mut out = format!(
        "Read {files} ({}) in {:.1} s. Under these paths: {}, {}, {}, {} excluded; {} missing",
        words::size(done.bytes),
        done.seconds,
        words::records(ledger.records),
        count(ledger.copies, "copy", "copies"),
        count(ledger.problems, "problem", "problems"),
        thousands(ledger.excluded),
        thousands(done.missing),
    );
    for (number, word) in [
        (done.changed, "changed"),
        (done.unchanged, "unchanged"),
        (done.moved, "moved"),
        (done.removed, "removed"),
        (done.replaced, "replaced"),
    ] {
        if number > 0 {
            out.push_str(&format!(", {} {word}", thousands(number)));
            if word == "unchanged" {
                out.push_str(&trusted(done));
            }
        }
    }
    out.push_str(&format!(
        ". In the whole archive: {}{}",
        words::records(done.records),
        match done.problems_here {
            0 => "",
            _ => ", those without text among them",
        }
    ));
    if done.problems_here > 0 {
        out.push_str("; recordroom problems lists what could not be read");
    }
    out.push('.');
    safe::line(&out)
}

/// How many of the unchanged files were not looked at.
fn trusted(done: &Ingested) -> String {
    match done.trusted_folders {
        0 => String::new(),
        folders => format!(
            " ({} of them not looked at, in {} that did not change)",
            thousands(done.trusted_files),
            count(folders, "folder", "folders"),
        ),
    }
}

fn imbalance(done: &Ingested) -> String {
    let ledger = &done.ledger;
    let filed = ledger.records + ledger.copies + ledger.problems + ledger.excluded;
    format!(
        "The ledger does not balance: {} seen, {} filed. Run the ingest again; if this stays, run recordroom verify",
        inputs(ledger.items),
        thousands(filed),
    )
}
