//! What an ingest did, and its ledger.

use schemars::JsonSchema;
use serde::Serialize;

use crate::record::RecordId;

/// How the items under the paths of an ingest ended; the four fates add up to `items`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Ledger {
    /// Items seen.
    pub items: u64,
    /// Items that are records.
    pub records: u64,
    /// Items that are further places of a record.
    pub copies: u64,
    /// Items that gave no text.
    pub problems: u64,
    /// Items passed by, by rule.
    pub excluded: u64,
    /// Whether what was seen and what was filed agree.
    pub balanced: bool,
}

/// What an ingest did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Ingested {
    /// Files seen under the paths.
    pub files: u64,
    /// Records in the archive afterwards.
    pub records: u64,
    /// Files read for the first time.
    pub added: u64,
    /// Files read again since they had changed.
    pub changed: u64,
    /// Files that were not read again.
    pub unchanged: u64,
    /// Folders of a Maildir that were not listed, since `--trust-folders` was given and their lists had not changed.
    pub trusted_folders: u64,
    /// The files known in them, which were not looked at; they are among those unchanged.
    pub trusted_files: u64,
    /// Files of earlier runs that are no longer there; they are kept.
    pub missing: u64,
    /// Files taken out.
    pub removed: u64,
    /// Records that lay only in files whose content is now another, and are gone with it.
    pub replaced: u64,
    /// Files found under another name with the same bytes.
    pub moved: u64,
    /// Further places found in this run for a record.
    pub duplicates: u64,
    /// Rows that `problems` lists, in the whole archive.
    pub problems: u64,
    /// Rows that `problems` lists for the paths of this run.
    pub problems_here: u64,
    /// Files in the archive with pages that need OCR and have not had it.
    pub needs_ocr: u64,
    /// What read scans in this run: an engine, its version and its languages.
    pub ocr: Option<String>,
    /// Bytes read in this run.
    pub bytes: u64,
    /// How long it took.
    pub seconds: f64,
    /// The ledger of everything under the paths.
    pub ledger: Ledger,
    /// The paths of missing files, as shown.
    pub missing_paths: Vec<String>,
    /// The records that are gone with the earlier content of changed files.
    pub replaced_records: Vec<RecordId>,
    /// Whether words of removed records still stand in the archive's files, since somebody else was reading it; the next
    /// ingest goes on with taking them away.
    pub words_left: bool,
    /// Whether this was a trial that wrote nothing.
    pub dry_run: bool,
}
