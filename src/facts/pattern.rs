//! Patterns that are part of the program: made once, when first asked for, and never passed over in silence.

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::error::{Error, Result};

/// So many bytes of states may one pattern's automaton keep before it begins anew. Patterns of names outgrow the
/// usual two megabytes, and then each text pays for building the states again.
pub(super) const STATES: usize = 16 << 20;

/// A pattern written in the program's own text. Its tests read with every one of them, so that one which is no pattern
/// is a fault of the program and stops it.
pub(super) fn built_in(words: &str) -> Regex {
    match RegexBuilder::new(words).dfa_size_limit(STATES).build() {
        Ok(pattern) => pattern,
        Err(fault) => unreachable!("a pattern of the program is none: {fault}"),
    }
}

/// What was made of a table that has proved itself; that it cannot be made after all is a fault of the program.
pub(super) fn proven<T, E: std::fmt::Display>(made: std::result::Result<T, E>) -> T {
    match made {
        Ok(made) => made,
        Err(fault) => unreachable!("{fault}"),
    }
}

/// A table of `schema/` in the form that the build script gave it: to read it as TOML takes a search longer than to look
/// a word up.
pub(super) fn compiled<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T> {
    serde_json::from_str(json)
        .map_err(|cause| Error::table("a table of the program cannot be read").because(cause))
}
