//! What can be typed after `audit`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::Output;

/// What stands below the help of `audit`.
pub const HELP: &str = "\
Each response is read first: law, stage, what was decided, what is relied on, whether this is the letter as sent. The \
reading is shown before any finding; correct it with --received, --responded, --as-sent or --published. A copy made \
for publication never yields more than info for what is absent from it. Where there is an archive, a response that \
prints a list of located records is searched again, and that goes on record.

Beside the formats of every command there is --format sarif (SARIF 2.1.0), for review tools and editors; --format ids \
gives the records of this archive that were audited. Findings quote their line; what is absent says where it was \
looked for.

Exit code 1 where a finding is at or above --fail-on; 2 where a PATH could not be read, after the rest.

Suppressions stand in a file, one a line:  rule | reference or path | reason";

/// `audit`.
#[derive(Debug, Args)]
pub struct Audit {
    /// Responses: files, folders, record ids, or queries such as kind:foi_response
    #[arg(value_name = "PATH", required_unless_present_any = ["explain", "rules"])]
    pub paths: Vec<PathBuf>,
    /// The day the request was received
    #[arg(long, value_name = "DATE")]
    pub received: Option<String>,
    /// The day the reply was sent
    #[arg(long, value_name = "DATE")]
    pub responded: Option<String>,
    /// This is the letter as it was sent
    #[arg(long, conflicts_with = "published")]
    pub as_sent: bool,
    /// This is a copy made for publication
    #[arg(long)]
    pub published: bool,
    /// The level of findings from which on the exit code is 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "LEVEL")]
    pub fail_on: FailOn,
    /// Findings set aside, with reasons [default: audit-suppressions.txt in the archive]
    #[arg(long, value_name = "FILE")]
    pub suppressions: Option<PathBuf>,
    /// Look in no archive, even where there is one
    #[arg(long)]
    pub no_archive: bool,
    /// Explain a rule: what it asks, why, by which source, with examples
    #[arg(long, value_name = "RULE", exclusive = false)]
    pub explain: Option<String>,
    /// List every rule
    #[arg(long)]
    pub rules: bool,
    #[command(flatten)]
    pub output: Output,
}

/// From which level on findings decide the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Any finding
    Info,
    /// Warnings and errors
    Warning,
    /// Errors
    Error,
    /// None
    Never,
}
