//! What a long run looks like while it runs: bars on a terminal, nothing off it.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};

use crate::verbs::ingest::Progress;

/// The line that an ingest keeps on a terminal.
pub struct Line {
    bar: ProgressBar,
    begun: std::time::Instant,
}

impl Line {
    /// A line on standard error, hidden where that is no terminal or `quiet` is asked.
    pub fn new(quiet: bool) -> Self {
        let bar = if quiet || !std::io::stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        };
        Self {
            bar,
            begun: std::time::Instant::now(),
        }
    }

    /// Shows how far a run has come.
    pub fn show(&self, progress: Progress) {
        if self.bar.is_hidden() {
            return;
        }
        let seconds = self.begun.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!(
            "{} files seen, {} read, {} records, {}/s, {} problems",
            HumanCount(progress.seen),
            HumanCount(progress.read),
            HumanCount(progress.records),
            HumanBytes((progress.bytes as f64 / seconds) as u64),
            HumanCount(progress.problems),
        ));
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
