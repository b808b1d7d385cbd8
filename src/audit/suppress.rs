//! Findings set aside by somebody, each with a reason, in a file beside the archive.
//!
//! One a line: rule, what it holds for, reason, parted by `|`. What it holds for is a request's reference, a path, or
//! the beginning of one before `*`. A line that begins with `#` is a remark.

use std::path::Path;

use super::rule as find_rule;
use crate::error::{Error, Result};

/// The file of this name in an archive's folder is read unless another is named.
pub const FILE: &str = "audit-suppressions.txt";

/// What is set aside.
#[derive(Debug, Clone, Default)]
pub struct Suppressions {
    lines: Vec<Line>,
}

#[derive(Debug, Clone)]
struct Line {
    rule: String,
    of: String,
    reason: String,
}

impl Suppressions {
    /// Reads a file of suppressions.
    ///
    /// # Errors
    /// When it cannot be read, or a line has no three parts, names no rule, or gives no reason.
    pub fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).map_err(|cause| {
            Error::request(format!("cannot read {}", file.display()))
                .because(cause)
                .hint("name another file with --suppressions")
        })?;
        Self::from_text(&text)
    }

    /// Reads the lines of a file of suppressions.
    ///
    /// # Errors
    /// As [`Suppressions::read`].
    pub fn from_text(text: &str) -> Result<Self> {
        let mut lines = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let parts: Vec<&str> = line.splitn(3, '|').map(str::trim).collect();
            let [rule, of, reason] = parts.as_slice() else {
                return Err(wrong(at, "has no three parts"));
            };
            if reason.is_empty() || of.is_empty() {
                return Err(wrong(at, "gives no reason"));
            }
            let rule = find_rule(rule)?.name.to_owned();
            lines.push(Line {
                rule,
                of: (*of).to_owned(),
                reason: (*reason).to_owned(),
            });
        }
        Ok(Self { lines })
    }

    /// Why a rule's findings of this response are set aside, if they are.
    pub fn reason(&self, rule: &str, path: &str, reference: Option<&str>) -> Option<&str> {
        self.lines
            .iter()
            .find(|line| {
                let holds = match line.of.strip_suffix('*') {
                    Some(start) => path.starts_with(start),
                    None => {
                        path == line.of
                            || reference
                                .is_some_and(|reference| reference.eq_ignore_ascii_case(&line.of))
                    }
                };
                line.rule == rule && holds
            })
            .map(|line| line.reason.as_str())
    }
}

fn wrong(at: usize, what: &str) -> Error {
    Error::request(format!("line {} of the suppressions {what}", at + 1))
        .hint("write it as: rule | reference or path | reason")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_set_aside_for_what_the_line_names_and_nothing_else() {
        let read = Suppressions::from_text("# agreed\nlate-response | FOI 204/26 | the requester agreed to wait\nno-prejudice-explained | old/* | seen\n").expect("lines");
        assert_eq!(
            read.reason("late-response", "a.txt", Some("FOI 204/26")),
            Some("the requester agreed to wait")
        );
        assert_eq!(
            read.reason("late-response", "a.txt", Some("FOI 205/26")),
            None
        );
        assert_eq!(
            read.reason("impossible-date", "a.txt", Some("FOI 204/26")),
            None
        );
        assert_eq!(
            read.reason("no-prejudice-explained", "old/b.txt", None),
            Some("seen")
        );
        assert_eq!(
            read.reason("no-prejudice-explained", "new/b.txt", None),
            None
        );
    }

    #[test]
    fn a_line_without_a_reason_or_a_rule_is_refused() {
        for line in [
            "late-response | a",
            "late-response | a |",
            "late-respons | a | why",
            "x",
        ] {
            assert!(Suppressions::from_text(line).is_err(), "{line}");
        }
    }
}
