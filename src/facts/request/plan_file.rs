//! A plan of searches as a file: TOML that a person may edit, keep and run again.

use std::fmt::Write;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, Result};

/// The form of the file; another one is refused rather than guessed at.
const FORM: u32 = 1;
/// The most searches of one plan.
const MOST: usize = 2_000;

/// One search of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// The questions that it serves, by their numbers; empty for all.
    pub questions: Vec<String>,
    /// The query, in the language of `recordroom search`.
    pub query: String,
    /// Why it is made.
    pub reason: String,
    /// The line of the file on which the query stands, counted from 1; none where it was not read from a file.
    pub line: Option<usize>,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The request that it was made for, where the file says so.
    pub request: Option<String>,
    /// Its searches.
    pub searches: Vec<PlanLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    plan: u32,
    #[serde(default)]
    request: Option<String>,
    #[serde(default)]
    search: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(default)]
    questions: Vec<String>,
    query: Spanned<String>,
    #[serde(default)]
    reason: String,
}

/// The line on which a byte of a text stands, counted from 1.
fn line_of(text: &str, at: usize) -> usize {
    1 + text
        .get(..at)
        .map_or(0, |before| before.matches('\n').count())
}

/// Reads a plan.
///
/// # Errors
/// When it is no TOML, has a key that is not known, another form, no search, or more than can be run.
pub fn read(text: &str) -> Result<Plan> {
    let file: File = toml::from_str(text).map_err(|cause| {
        let line = cause.span().map_or(1, |span| line_of(text, span.start));
        Error::request(format!(
            "the plan could not be read: line {line}: {}",
            cause.message()
        ))
        .hint("recordroom locate REQUEST --plan-only --to plan.toml writes one in the right form")
    })?;
    if file.plan != FORM {
        return Err(Error::request(format!(
            "the plan is of form {}, and this program reads form {FORM}",
            file.plan
        )));
    }
    if file.search.is_empty() {
        return Err(Error::request("the plan has no search")
            .hint("add [[search]] with a query, or leave --plan out"));
    }
    if file.search.len() > MOST {
        return Err(Error::request(format!(
            "the plan has {} searches, and {MOST} are the most",
            file.search.len()
        )));
    }
    let searches = file.search.into_iter().map(|row| PlanLine {
        questions: row.questions,
        line: Some(line_of(text, row.query.span().start)),
        query: row.query.into_inner(),
        reason: row.reason,
    });
    Ok(Plan {
        request: file.request,
        searches: searches.collect(),
    })
}

/// Writes a plan: its request and questions as comments, then every search with its reason.
pub fn write(
    request: Option<&str>,
    questions: &[(String, String)],
    searches: &[PlanLine],
) -> String {
    let mut text = String::from(
        "# A plan of searches. Edit, add or remove searches, keep the file, and run it again:\n\
         #   recordroom locate REQUEST --plan THIS-FILE\n\
         # What a search finds that you added is listed at least as possible. Relations (enclosures, threads,\n\
         # citations) are followed from what was located.\n",
    );
    let _ = writeln!(text, "plan = {FORM}");
    if let Some(request) = request {
        let _ = writeln!(text, "request = {}", quoted(request));
    }
    for (n, question) in questions {
        let _ = writeln!(text, "# Q{}: {}", on_one_line(n), on_one_line(question));
    }
    for search in searches {
        let questions: Vec<String> = search.questions.iter().map(|n| quoted(n)).collect();
        let _ = write!(
            text,
            "\n[[search]]\nquestions = [{}]\nquery = {}\nreason = {}\n",
            questions.join(", "),
            quoted(&search.query),
            quoted(&search.reason)
        );
    }
    text
}

fn on_one_line(text: &str) -> String {
    let shown: Vec<&str> = text.split_whitespace().collect();
    shown.join(" ").replace(char::is_control, " ")
}

/// A text as TOML writes it: in single quotes where it holds none, so that a query stays readable.
fn quoted(text: &str) -> String {
    if !text.contains('\'') && !text.contains(char::is_control) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{PlanLine, read, write};

    #[test]
    fn a_plan_is_read_back_as_it_was_written() {
        let searches: Vec<PlanLine> = [
            "from:ICO \"action plan\"",
            "it's",
            "back\\slash \" and ' and\ttab",
        ]
        .map(|query| PlanLine {
            questions: vec!["1".into(), "2a".into()],
            query: query.into(),
            reason: "it's named in the request".into(),
            line: None,
        })
        .into();
        let questions = [("1".to_owned(), "What\nof it?".to_owned())];
        let text = write(Some("FOI 1/26"), &questions, &searches);
        let plan = read(&text).expect("a plan");
        let lines: Vec<&str> = text.lines().collect();
        for (read, written) in plan.searches.iter().zip(&searches) {
            let line = read.line.expect("a line");
            assert!(lines[line - 1].starts_with("query = "), "{line}: {text}");
            let plain = PlanLine {
                line: None,
                ..read.clone()
            };
            assert_eq!(&plain, written, "{text}");
        }
        assert_eq!(plan.searches.len(), searches.len());
        assert_eq!(plan.request.as_deref(), Some("FOI 1/26"));
    }

    #[test]
    fn what_is_no_plan_is_refused_with_its_line() {
        for (text, says) in [
            ("plan = 1\n", "no search"),
            ("plan = 2\n[[search]]\nquery = 'a'\n", "form 2"),
            ("plan = 1\n[[search]]\nquery = 'a'\nsort = 'b'\n", "line 4"),
            ("plan = 1\n[[search]]\nreason = 'a'\n", "query"),
        ] {
            let refused = read(text).expect_err(text).to_string();
            assert!(refused.contains(says), "{refused}");
        }
    }
}
