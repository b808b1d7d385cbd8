//! One file an answer: how it looks on a terminal, and its cells.

pub(super) mod case;
mod entry;
mod exported;
pub(super) mod footnotes;
mod ingested;
mod located;
mod log;
mod nothing;
mod plan;
mod problems;
mod record;
mod references;
mod related;
mod repeated;
mod requests;
mod sampled;
pub(super) mod schedule;
mod searched;
mod sections;
pub(super) mod shown;
mod sources;
mod statement;
mod stats;
mod status;
mod terms;
mod verified;
