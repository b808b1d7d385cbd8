//! A run that was begun and has not ended: an archive that has only part of what it was to have.

use schemars::JsonSchema;
use serde::Serialize;

use crate::archive::runs::{Begun, INGEST};

/// A run that was begun and has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unended {
    /// The command: ingest or refresh.
    pub command: String,
    /// What it was to read; none where it reads no originals, or where it was stopped before it had said.
    pub paths: Vec<String>,
    /// When it began, in UTC.
    pub began: String,
    /// Whether it is still at work.
    pub running: bool,
}

impl Unended {
    /// What is noted of a run; `running` where its process is still at work.
    pub fn of(begun: &Begun, running: bool) -> Self {
        Self {
            command: begun.verb.clone(),
            paths: begun.paths.clone(),
            began: begun.at.clone(),
            running,
        }
    }

    /// What happened, and what is to be done about it.
    pub fn in_words(&self) -> String {
        let Self { command, began, .. } = self;
        let of = match self.paths.as_slice() {
            [] => String::new(),
            paths => format!(" of {}", paths.join(", ")),
        };
        let what = match (command.as_str(), of.is_empty()) {
            (INGEST, true) => "what it was to read is not, or not all, in this archive",
            (INGEST, false) => "this archive may have only part of it",
            _ => "some facts are read again and some are not",
        };
        let began = began.replace('T', " ").replace('Z', " UTC");
        if self.running {
            format!(
                "the {command}{of} that began at {began} is still at work: until it ends, {what}"
            )
        } else {
            format!(
                "the {command}{of} that began at {began} did not end: {what}, until `recordroom {command}` is run{} again",
                if of.is_empty() { "" } else { " on it" }
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_what_did_not_end_and_what_to_do() {
        let mut run = Unended {
            command: "ingest".into(),
            paths: vec!["/yard/a".into(), "/yard/b".into()],
            began: "2026-03-07T10:00:00Z".into(),
            running: false,
        };
        assert_eq!(
            run.in_words(),
            "the ingest of /yard/a, /yard/b that began at 2026-03-07 10:00:00 UTC did not end: this archive may have \
             only part of it, until `recordroom ingest` is run on it again"
        );
        run.running = true;
        assert!(run.in_words().contains("is still at work"));
    }
}
