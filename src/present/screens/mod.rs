//! One file an answer: how it looks on a terminal, and its cells.

pub(super) mod audit_rules;
mod audit_summary;
pub(super) mod audited;
mod entry;
pub(super) mod footnotes;
mod ingested;
mod located;
mod log;
mod nothing;
mod plan;
mod problems;
mod record;
mod references;
mod requests;
mod searched;
mod sections;
pub(super) mod shown;
mod sources;
mod stats;
mod status;
mod verified;
