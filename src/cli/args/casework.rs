//! What may be typed about a whole matter: a case, an export, a request file, its sources, enquiries and decisions.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Output;

/// `case`.
#[derive(Debug, Args)]
pub struct Case {
    /// The reference, in any spelling
    #[arg(required = true, value_name = "REF")]
    pub reference: Vec<String>,
    /// Only records dated, or where known received, on or before this day; undated ones stay
    #[arg(long, value_name = "DATE")]
    pub as_at: Option<String>,
    #[command(flatten)]
    pub output: Output,
}

/// `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The query; its words are joined by spaces
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Read the query from a file, or from standard input with -
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub file: Option<PathBuf>,
    /// The folder to make
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// bagit, files or jsonl
    #[arg(long = "as", value_enum, default_value_t = ExportForm::Files, value_name = "FORM")]
    pub form: ExportForm,
    /// How to say what was exported: table or json
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: String,
}

/// How an export is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    /// A bag of RFC 8493
    Bagit,
    /// The files with a manifest
    Files,
    /// The records as JSON lines, no originals
    Jsonl,
}

/// `request`.
#[derive(Debug, Args)]
pub struct RequestArguments {
    #[command(subcommand)]
    pub what: RequestVerb,
}

/// What of a request.
#[derive(Debug, Subcommand)]
pub enum RequestVerb {
    /// Open a request file from a request's text, or from its reference alone
    Add {
        /// The request's file, or its reference
        what: String,
        /// The day it was received
        #[arg(long, value_name = "DATE")]
        received: Option<String>,
        /// The day it was clarified
        #[arg(long, value_name = "DATE")]
        clarified: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// Every request file
    List(Output),
    /// Close a request file: its records may then be pruned
    Close {
        /// The reference
        reference: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Open a closed request file again
    Reopen {
        /// The reference
        reference: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// One request file: questions, due date, numbered records, decisions, enquiries, sources, and every event
    Show {
        /// The reference
        reference: String,
        #[command(flatten)]
        output: Output,
    },
}

/// `source`.
#[derive(Debug, Args)]
pub struct SourceArguments {
    #[command(subcommand)]
    pub what: SourceVerb,
}

/// What of a source.
#[derive(Debug, Subcommand)]
pub enum SourceVerb {
    /// Say where records came from, or why a place was not searched
    Add(Box<SourceAdd>),
    /// Every source
    List(Output),
}

/// `source add`.
#[derive(Debug, Args)]
pub struct SourceAdd {
    /// Its name
    pub name: String,
    /// An ingested folder or file that belongs to it
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// Who keeps it
    #[arg(long)]
    pub custodian: Option<String>,
    /// The system it came from
    #[arg(long)]
    pub system: Option<String>,
    /// The period it covers, A..B
    #[arg(long, value_name = "A..B")]
    pub period: Option<String>,
    /// The day it was collected
    #[arg(long, value_name = "DATE")]
    pub collected: Option<String>,
    /// Who supplied it
    #[arg(long, value_name = "WHO")]
    pub supplied_by: Option<String>,
    /// Where it is published
    #[arg(long, value_name = "URL")]
    pub published: Option<String>,
    /// Why it was not searched
    #[arg(long, value_name = "REASON")]
    pub not_searched: Option<String>,
}

/// `enquiry`.
#[derive(Debug, Args)]
pub struct EnquiryArguments {
    #[command(subcommand)]
    pub what: EnquiryVerb,
}

/// What of an enquiry.
#[derive(Debug, Subcommand)]
pub enum EnquiryVerb {
    /// Who was asked, when, and what they said
    Add {
        /// Who was asked
        #[arg(long, value_name = "WHO")]
        asked: String,
        /// In what role; a copy for release gives it in place of the name
        #[arg(long, value_name = "ROLE")]
        role: Option<String>,
        /// When
        #[arg(long, value_name = "DATE")]
        on: String,
        /// What they said
        #[arg(long, value_name = "TEXT")]
        answer: Option<String>,
        /// How many minutes it took them to look, for an estimate of the rest
        #[arg(long, value_name = "M")]
        minutes: Option<f64>,
    },
}

/// `decide`.
#[derive(Debug, Args)]
pub struct Decide {
    /// An item number, or a record's id; with :PART for a part of it, such as 3:'page 2'
    #[arg(required_unless_present = "from")]
    pub of: Option<String>,
    /// disclose, redact, withhold, out, part-out, duplicate, published or consult
    #[arg(required_unless_present = "from")]
    pub decision: Option<String>,
    /// Take the decisions of a filled schedule, .csv or .xlsx; all of it or nothing
    #[arg(long, value_name = "SHEET", conflicts_with_all = ["of", "decision", "question", "provision", "minutes"])]
    pub from: Option<PathBuf>,
    /// The question it answers
    #[arg(long, value_name = "N")]
    pub question: Option<String>,
    /// A provision relied on
    #[arg(long, value_name = "P")]
    pub provision: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", required_unless_present = "from")]
    pub reason: Option<String>,
    /// How many minutes it took, for an estimate of the rest
    #[arg(long, value_name = "M")]
    pub minutes: Option<f64>,
    /// At what: determine, locate, retrieve or extract
    #[arg(
        long,
        value_name = "ACTIVITY",
        default_value = "locate",
        requires = "minutes"
    )]
    pub activity: String,
}
