//! What may be typed to show how something was looked for.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Output;

/// `log`.
#[derive(Debug, Args)]
pub struct LogArguments {
    #[command(subcommand)]
    pub what: Option<LogVerb>,
    #[command(flatten)]
    pub output: Output,
}

/// What of the log.
#[derive(Debug, Subcommand)]
pub enum LogVerb {
    /// Every entry, a line each
    List(Output),
    /// One entry: of a search its statement, fit to be put before a reviewer
    Show(Statement),
    /// Make a search again: the same, added since, gone, each with its reason
    #[command(after_help = "Exit codes: 0 the same result; 1 another one.")]
    Replay {
        /// The search's number
        n: u64,
        #[command(flatten)]
        output: Output,
    },
    /// Mark a search: what it looked for is left out of copies for release
    Mark {
        /// The search's number
        n: u64,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Take the mark off
        #[arg(long)]
        undo: bool,
    },
    /// Take what entries recorded out of the log under a retention rule; the entries and the chain stay
    #[command(
        after_help = "What a replay or a sample repeats of them goes too. An entry of a request that is not closed is kept. \
                      Numbers, times, accounts, digests and the ids found stay."
    )]
    Dispose {
        /// The entries' numbers
        #[arg(required = true, value_name = "N")]
        entries: Vec<u64>,
        /// The rule
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// By whose authority
        #[arg(long, value_name = "WHO")]
        authority: String,
    },
    /// Check the chain, every body and every list of ids
    Verify(Output),
}

/// `statement`, `log show`.
#[derive(Debug, Args)]
pub struct Statement {
    /// Its number
    pub n: u64,
    /// A copy for release: roles, not names, and without the queries that were marked (log mark)
    #[arg(long)]
    pub for_release: bool,
    #[command(flatten)]
    pub output: Output,
}

/// `thread`.
#[derive(Debug, Args)]
pub struct Thread {
    /// A message's id, a prefix of it, a thread's id, or an item number with --for
    pub id: String,
    #[command(flatten)]
    pub output: Output,
}

/// `similar`.
#[derive(Debug, Args)]
pub struct Similar {
    /// A record's id, a prefix of it, or an item number with --for
    pub id: String,
    /// At most so many [default: 20 as a table, else all]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub output: Output,
}

/// `terms`.
#[derive(Debug, Args)]
pub struct Terms {
    /// One query a line; lines that begin with # are notes; - for standard input
    pub file: PathBuf,
    #[command(flatten)]
    pub output: Output,
}

/// `sample`.
#[derive(Debug, Args)]
pub struct Sample {
    /// The search's number
    pub n: u64,
    /// How many records to draw; 299 of which none is relevant say that at most 1 % was missed
    #[arg(long, value_name = "K", conflicts_with = "judged")]
    pub size: Option<u64>,
    /// What to draw by [default: a number from the search's own entry in the log]
    #[arg(long, value_name = "S", conflicts_with = "judged")]
    pub seed: Option<u64>,
    /// The sheet of a sample (CSV), yes or no in its column `relevant`: states what was missed at most
    #[arg(long, value_name = "FILE")]
    pub judged: Option<PathBuf>,
    /// How many of the records that the search returned are relevant [default: all that are not decided out]
    #[arg(long, value_name = "N", requires = "judged")]
    pub relevant: Option<u64>,
    #[command(flatten)]
    pub output: Output,
}
