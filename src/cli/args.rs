//! Every word that a person may type, with its help.

mod casework;
pub mod evidence;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use casework::{
    Case, Decide, EnquiryArguments, EnquiryVerb, Export, ExportForm, RequestArguments, RequestVerb,
    SourceAdd, SourceArguments, SourceVerb,
};

/// The heading of what every command takes.
const EVERYWHERE: &str = "Everywhere";

/// Reads years of correspondence into a searchable archive, and shows how it was searched.
#[derive(Debug, Parser)]
#[command(
    name = "recordroom",
    version,
    about,
    long_about = "Reads years of correspondence into a searchable archive, locates the records that a request \
                  for information asks for, and keeps a record of every search.\n\nWith no command: a status page. \
                  A search says what was searched; whether information is held is for the authority to decide.",
    after_help = "Exit codes: 0 done; 1 done, but nothing found or a difference found; 2 wrong usage or a failure; \
                  3 ingest finished, but something could not be fully read.",
    max_term_width = 100
)]
pub struct Arguments {
    #[command(flatten)]
    pub everywhere: Everywhere,
    #[command(subcommand)]
    pub command: Option<Verb>,
}

impl std::ops::Deref for Arguments {
    type Target = Everywhere;

    fn deref(&self) -> &Everywhere {
        &self.everywhere
    }
}

// What every command takes. A doc comment here would be printed as what the program is.
#[derive(Debug, Args)]
pub struct Everywhere {
    /// The archive's folder [default: the nearest .recordroom]
    #[arg(
        long,
        global = true,
        env = "RECORDROOM_ARCHIVE",
        value_name = "DIR",
        hide_env_values = true,
        help_heading = EVERYWHERE
    )]
    pub archive: Option<PathBuf>,
    /// Whether to use colour: auto, always or never; none carries meaning alone
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", hide_possible_values = true, help_heading = EVERYWHERE)]
    pub color: Color,
    /// Say less on standard error
    #[arg(short, long, global = true, help_heading = EVERYWHERE)]
    pub quiet: bool,
    /// Say more on standard error
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = EVERYWHERE)]
    pub verbose: u8,
    /// File the command under a request for information
    #[arg(
        long = "for",
        global = true,
        env = "RECORDROOM_REQUEST",
        value_name = "REF",
        hide_env_values = true,
        help_heading = EVERYWHERE
    )]
    pub request: Option<String>,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How an answer is written, and where.
#[derive(Debug, Clone, Args)]
pub struct Output {
    /// table, json, jsonl, csv, md, html, txt or xlsx, and ids where the answer is a list of records; only table cuts a
    /// line to the width
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: String,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Read files and folders and bring the archive up to date
    #[command(
        after_help = "Originals are only read. Unchanged files are not read again; vanished ones are kept and \
                            named. What could not be read is listed by `recordroom problems`; the exit code is then 3."
    )]
    Ingest(Ingest),
    /// List every input or part that could not be fully read
    Problems(Output),
    /// Search the archive; the search goes on record before it is answered
    #[command(after_help = QUERY_HELP)]
    Search(Box<Search>),
    /// Show one record: by id, by any prefix of it, or by item number with --for
    Show(Show),
    /// List every reference in the archive
    Refs(Refs),
    /// Read a request for information, plan and run the searches, and list what was located
    Locate(Box<Locate>),
    /// Hold past responses against the law and against the archive
    #[command(after_help = super::audit_args::HELP)]
    Audit(Box<super::audit_args::Audit>),
    /// Gather a case: its records, what is tied to it, and letters that they cite and this archive lacks
    Case(Case),
    /// Write the originals of what a query finds, byte for byte, with digests
    #[command(
        after_help = "Nothing is written over: DIR must be new or empty. Attachments of a message are written apart too. \
                      bagit is a bag of RFC 8493; files adds a manifest of SHA-256; jsonl writes the records alone."
    )]
    Export(Box<Export>),
    /// The record of what was done
    Log(evidence::LogArguments),
    /// The statement of one search, fit to be put before a reviewer; the same as log show
    Statement(evidence::Statement),
    /// The conversation that a message belongs to
    Thread(evidence::Thread),
    /// Records whose text is like that of one
    Similar(evidence::Similar),
    /// A search-term report: what each line of a file finds, what it alone finds, and all together
    Terms(evidence::Terms),
    /// Draw a random sample of what a search did not return, or state what a judged one bounds
    Sample(evidence::Sample),
    /// Check the catalogue, the index, that the two agree, and the log's chain
    Verify(Verify),
    /// Build the index again from the catalogue
    Reindex,
    /// Read the facts of every record again, after a change of tables
    #[command(
        after_help = "No original is opened: references, dates, parties and the like are read again from the text \
                            that is stored. A folder of your own tables is named by `tables` in config.toml."
    )]
    Refresh,
    /// The archive in numbers
    Stats(Output),
    /// JSON Schemas of the answers, and the tables in force
    #[command(
        after_help = "Without NAME: what there is. The name of an answer prints its JSON Schema, as --format json gives \
                      that answer; the name of a table prints its rows, your own behind the program's, as TOML."
    )]
    Schema(Schema),
    /// Requests for information: the unit of work
    Request(RequestArguments),
    /// Where records came from, and where nobody looked
    Source(SourceArguments),
    /// Put on record that somebody was asked
    Enquiry(EnquiryArguments),
    /// Put on record what was decided of a record
    Decide(Decide),
    /// Print a completion script for a shell
    Completions {
        /// bash, zsh, fish, elvish or powershell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
    /// Run the main job over a sample of correspondence, in a temporary archive
    Demo,
}

const QUERY_HELP: &str = "\
The query language:
  reprimand leaflet        both words in any of their forms, anywhere in the record
  =held                    this form of the word alone
  \"action plan\"            the words side by side; mind the shell: '\"action plan\"'
  \"action plan\"~3          the words in any order, at most 3 others among them
  plan NEAR/5 force        within 5 words of each other, in either order; also w/5
  reprim*  re?uest         any letters or none; one letter
  comissioner~             one letter different; ~2 for two
  a OR b, NOT a, -a, ( )   NOT binds closest, then AND, then OR; operators in capitals
  INV/0283/2020            the reference, in every spelling; never its neighbours
  ref:2017070000569        a reference that is a bare number; ref:INV/*/2020 for many
  kind:letter              what a record is: letter, email, leaflet, notice, ...
  from:ICO  to:MPS         name, address or organisation; also cc:, party: for any of them
  date:2021-12-03          also 2021-12, 2021-12..2022-05, >=2022, 3/12/2021 (day first)
  mentions:2022-01-27      a day cited in its text
  subject: text: file:     words of the subject, of the text alone, of a file's name
  format: marking: source: the file's format, the marking, where it was collected
  id: thread: in:          one record, its conversation, what is attached to it
  provision:s31(1)(a)      a provision cited; provision:s31 for any limb of it
  has:attachment           also ocr, problem, doubt, draft

What cannot be understood is an error that points at it, never a plain word.
A word that begins with - needs -- before the query, or NOT.";

/// `ingest`.
#[derive(Debug, Args)]
pub struct Ingest {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The source they belong to [default: the name of each path]
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Whether to read scans by OCR (tesseract); pages that need it and do not have it are listed as problems
    #[arg(
        long,
        value_enum,
        default_value_t = Ocr::Auto,
        value_name = "WHEN",
        env = "RECORDROOM_OCR",
        hide_env_values = true
    )]
    pub ocr: Ocr,
    /// The languages that scans are read in, joined by + [default: the archive's setting, else eng]
    #[arg(
        long,
        value_name = "LANGS",
        env = "RECORDROOM_OCR_LANGUAGES",
        hide_env_values = true
    )]
    pub ocr_languages: Option<String>,
    /// How many files to read at once [default: one for each core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Do not look at each file in the cur and new of a Maildir whose own list did not change since the last run
    #[arg(
        long,
        conflicts_with = "prune",
        long_help = "Do not look at each file in the folders cur and new of a Maildir whose own list did not change since \
                     the last run. A message that arrives, goes or is renamed changes it; one that is written over in \
                     place does not, and is missed. A folder that changed within two seconds of the last run is read."
    )]
    pub trust_folders: bool,
    /// Remove vanished files for good, leaving a tombstone without content; =force where more than half would go
    #[arg(long, value_name = "force", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub prune: Option<String>,
    /// Why vanished files are removed
    #[arg(long, requires = "prune", value_name = "TEXT")]
    pub reason: Option<String>,
    /// Who authorised it, or under which rule
    #[arg(long, requires = "prune", value_name = "TEXT")]
    pub authority: Option<String>,
    /// Say what would be read, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub output: Output,
}

/// The languages that scans are read in, unless others are named.
pub const LANGUAGES: &str = "eng";

/// When to use OCR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ocr {
    /// Where a page has a picture and little or no text, if tesseract is installed
    Auto,
    /// Not at all
    Never,
    /// Wherever a page of a file that is read in this run has a picture
    Always,
}

/// `search`.
#[derive(Debug, Args)]
pub struct Search {
    /// The query; its words are joined by spaces
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Read the query from a file, or from standard input with -
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub file: Option<PathBuf>,
    /// Only records that carry this reference, in any spelling
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Vec<String>,
    /// Only records of this kind
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only records from, to or copied to this party
    #[arg(long, value_name = "PARTY")]
    pub party: Vec<String>,
    /// Only records from this party
    #[arg(long, value_name = "PARTY")]
    pub from: Vec<String>,
    /// Only records to this party
    #[arg(long, value_name = "PARTY")]
    pub to_party: Vec<String>,
    /// Only records dated on or after this day
    #[arg(long, value_name = "DATE")]
    pub after: Option<String>,
    /// Only records dated on or before this day
    #[arg(long, value_name = "DATE")]
    pub before: Option<String>,
    /// Records dated, or where known received, on or before this day, and those where that cannot be told
    #[arg(long, value_name = "DATE")]
    pub as_at: Option<String>,
    /// relevance, date or -date
    #[arg(long, value_enum, default_value_t = Sort::Relevance, allow_hyphen_values = true)]
    pub sort: Sort,
    /// At most so many hits; the total is always exact
    #[arg(long, value_name = "N", conflicts_with = "all", allow_negative_numbers = true, value_parser = how_many)]
    pub limit: Option<usize>,
    /// Every hit; with no query, every record in the order of ids
    #[arg(long)]
    pub all: bool,
    /// Only the number of records that match
    #[arg(long)]
    pub count: bool,
    /// Count the matches by kind, party, family, year, marking, format, thread or text_status
    #[arg(long, value_name = "F,...", value_delimiter = ',')]
    pub facets: Vec<String>,
    /// Show how the query was read, each part with its number of records
    #[arg(long)]
    pub explain: bool,
    /// Answer without an entry in the log
    #[arg(long)]
    pub no_log: bool,
    #[command(flatten)]
    pub output: Output,
}

/// A number of hits as a person types it.
fn how_many(typed: &str) -> Result<usize, String> {
    typed
        .parse()
        .map_err(|_| "it wants a whole number, 0 or more; --all shows every hit".to_owned())
}

/// The order of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// The best match first
    Relevance,
    /// The earliest first, undated ones last
    Date,
    /// The latest first, undated ones last
    #[value(name = "-date")]
    Latest,
}

/// `show`.
#[derive(Debug, Args)]
pub struct Show {
    /// A record's id, a prefix of it, or an item number with --for
    pub id: String,
    /// Only its text, as read
    #[arg(long, conflicts_with = "raw")]
    pub text: bool,
    /// Its original bytes, read again and checked against their digest
    #[arg(long)]
    pub raw: bool,
    #[command(flatten)]
    pub output: Output,
}

/// `refs`.
#[derive(Debug, Args)]
pub struct Refs {
    /// Only references that begin so, in any spelling
    pub prefix: Option<String>,
    /// Only references of this family
    #[arg(long, value_name = "FAMILY")]
    pub family: Option<String>,
    #[command(flatten)]
    pub output: Output,
}

/// `locate`.
#[derive(Debug, Args)]
pub struct Locate {
    /// The request: a file, or - for standard input
    pub request_file: PathBuf,
    /// Only plan; run and record nothing. With --to FILE.toml the plan is a file to edit and keep
    #[arg(long)]
    pub plan_only: bool,
    /// Make the searches of a plan that was kept, instead of planning
    #[arg(long, value_name = "FILE", conflicts_with = "plan_only")]
    pub plan: Option<PathBuf>,
    /// The day the request was received
    #[arg(long, value_name = "DATE")]
    pub received: Option<String>,
    /// Records dated, or where known received, on or before this day
    #[arg(long, value_name = "DATE")]
    pub as_at: Option<String>,
    /// Write a schedule; its format follows the file's ending: txt, md, csv, html, xlsx or json
    #[arg(long, value_name = "FILE", conflicts_with = "plan_only")]
    pub schedule: Vec<PathBuf>,
    /// Write over a schedule that is there already; without this one that differs, and may be filled in, stays
    #[arg(long, requires = "schedule")]
    pub overwrite: bool,
    /// Let the requester's own name be searched for and printed
    #[arg(long)]
    pub include_requester: bool,
    /// Say what a person must still open, and how long that may take against the limit of section 12
    #[arg(long, conflicts_with = "plan_only")]
    pub estimate: bool,
    /// Estimate against 24 hours, the limit of central government, Parliament and the armed forces, not 18
    #[arg(long, requires = "estimate")]
    pub central_government: bool,
    #[command(flatten)]
    pub output: Output,
}

/// `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// Check every source file against its digest too
    #[arg(long)]
    pub originals: bool,
    #[command(flatten)]
    pub output: Output,
}

/// `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// An answer, such as search, or a table, such as parties
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    #[command(flatten)]
    pub output: Output,
}
