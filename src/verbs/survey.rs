//! The archive looked over: its references, its numbers, its status, its log.

use serde_json::Value;

use super::answers::{FacetValue, Ledger, LogEntry, LogRow, PassedBy, ReferenceRow, Stats, Status};
use super::desk::Desk;
use super::requests;
use super::search::{facet_values, ranked};
use crate::archive::items::category_word;
use crate::archive::log::{Line, Log};
use crate::error::{Error, Result};
use crate::extract::ocr::{Engine, Found};
use crate::extract::pool::Bounds;

/// Every reference, or those that begin so, or those of a family.
///
/// # Errors
/// When the family is not known, or the catalogue cannot be read.
pub fn references(
    desk: &Desk<'_>,
    prefix: Option<&str>,
    family: Option<&str>,
) -> Result<Vec<ReferenceRow>> {
    if let Some(family) = family {
        let keys: Vec<&str> = desk
            .tables
            .families
            .rows()
            .iter()
            .map(|row| row.key.as_str())
            .collect();
        if !keys.contains(&family) {
            return Err(Error::request(format!("there is no family `{family}`"))
                .hint(format!("families are {}", keys.join(", "))));
        }
    }
    let begins = prefix.map(folded);
    Ok(desk
        .catalogue
        .references()?
        .into_iter()
        .filter(|row| family.is_none_or(|family| row.family == family))
        .filter(|row| {
            begins
                .as_ref()
                .is_none_or(|begins| folded(&row.canonical).starts_with(begins))
        })
        .map(|row| ReferenceRow {
            canonical: row.canonical,
            family: row.family,
            issuer: row.issuer,
            records: row.records,
            first: row.first,
            last: row.last,
        })
        .collect())
}

/// Letters and digits alone, so that a prefix fits in any spelling.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// The archive in numbers, and what this machine reads with; scans would be read in these languages.
///
/// # Errors
/// When it cannot be read.
pub fn stats(desk: &Desk<'_>, languages: &str) -> Result<Stats> {
    let tally = |facet: &str| -> Result<Vec<FacetValue>> {
        let mut values = |stored: &_| {
            let mut values = match facet {
                "format" => desk.catalogue.format_of(stored).into_iter().collect(),
                _ => facet_values(facet, stored),
            };
            values.sort();
            values.dedup();
            values
        };
        desk.catalogue.tally(&mut values).map(ranked)
    };
    let mut problems = std::collections::BTreeMap::new();
    for row in desk.catalogue.problems()? {
        *problems
            .entry(category_word(row.category).to_owned())
            .or_insert(0) += 1;
    }
    let mut rules = std::collections::BTreeMap::new();
    let mut excluded = Vec::new();
    for (path, part, rule) in desk.catalogue.passed_by()? {
        *rules.entry(rule.clone()).or_insert(0) += 1;
        excluded.push(PassedBy { path, part, rule });
    }
    let fates = desk.catalogue.fates(None)?;
    let (files, source_bytes) = desk.catalogue.file_totals()?;
    let mut years = tally("year")?;
    years.sort_by(|a, b| a.value.cmp(&b.value));
    Ok(Stats {
        records: desk.catalogue.record_count()?,
        files,
        ledger: Ledger {
            items: fates.items,
            records: fates.records,
            copies: fates.copies,
            problems: fates.problems,
            excluded: fates.excluded,
            balanced: fates.items == fates.records + fates.copies + fates.problems + fates.excluded,
        },
        kinds: tally("kind")?,
        formats: tally("format")?,
        years,
        text_status: tally("text_status")?,
        problems: ranked(problems),
        families: tally("family")?,
        rules: ranked(rules),
        excluded,
        sources: desk.sources()?.0,
        source_bytes,
        catalogue_bytes: size_of(&desk.archive.catalogue_file()),
        index_bytes: folder_size(&desk.archive.index_folder()),
        ocr: match Engine::find(languages, None, None) {
            Ok(Found::Engine(engine)) => match engine.unrestricted().as_slice() {
                [] => engine.name(),
                lacking => format!("{}, with no limit on {}", engine.name(), lacking.join(", ")),
            },
            Ok(Found::Nowhere) => "tesseract is not installed".to_owned(),
            Err(unfit) => unfit.to_string(),
        },
        sandbox: Bounds::usual()
            .map(|bounds| bounds.denied())
            .unwrap_or_default(),
        unended: desk.unended()?,
        archive: desk.state()?,
    })
}

fn size_of(file: &std::path::Path) -> u64 {
    std::fs::metadata(file).map_or(0, |metadata| metadata.len())
}

fn folder_size(folder: &std::path::Path) -> u64 {
    std::fs::read_dir(folder).map_or(0, |entries| {
        entries.flatten().map(|entry| size_of(&entry.path())).sum()
    })
}

/// The status page.
///
/// # Errors
/// When the archive cannot be read.
pub fn status(desk: &Desk<'_>) -> Result<Status> {
    let (sources, not_covered) = desk.sources_on_record()?;
    Ok(Status {
        folder: desk.archive.folder().display().to_string(),
        archive: desk.state()?,
        sources,
        not_covered,
        problems: desk.catalogue.problem_counts()?.0,
        unended: desk.unended()?,
        requests: requests::list(desk)?
            .into_iter()
            .filter(|request| request.status == "open")
            .collect(),
    })
}

/// Every line of the log.
///
/// # Errors
/// When it cannot be read.
pub fn log_rows(desk: &Desk<'_>) -> Result<Vec<LogRow>> {
    Ok(Log::of(desk.archive).lines()?.iter().map(row).collect())
}

/// One entry of the log.
///
/// # Errors
/// When there is none of that number.
pub fn log_entry(desk: &Desk<'_>, n: u64) -> Result<LogEntry> {
    log_entry_of(&Log::of(desk.archive).lines()?, n)
}

/// One entry among these.
///
/// # Errors
/// When there is none of that number.
pub fn log_entry_of(lines: &[Line], n: u64) -> Result<LogEntry> {
    let of = lines.len() as u64;
    lines
        .iter()
        .find(|line| line.n == n)
        .map(|line| LogEntry {
            row: row(line),
            body: line.body.clone(),
            of,
        })
        .ok_or_else(|| {
            Error::request(format!("the log has no entry {n}"))
                .hint(format!("it has {of}: recordroom log list"))
        })
}

fn row(line: &Line) -> LogRow {
    let text =
        |key: &str| -> Option<String> { line.body.as_ref()?.get(key)?.as_str().map(str::to_owned) };
    LogRow {
        n: line.n,
        at: line.at.clone(),
        who: line.who.clone(),
        event: line.event.clone(),
        request: line.request.clone(),
        command: text("command"),
        query: text("query"),
        read_as: text("read_as"),
        about: about(line),
        total: line
            .body
            .as_ref()
            .and_then(|body| body.get("total"))
            .and_then(Value::as_u64),
        result_digest: text("result_digest"),
        archive: line
            .body
            .as_ref()
            .and_then(|body| body.get("archive"))
            .cloned(),
        previous: line.previous.clone(),
        digest: line.digest.clone(),
    }
}

/// What an entry concerns that is no search, in a few words.
fn about(line: &Line) -> Option<String> {
    let body = line.body.as_ref()?;
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    match line.event.as_str() {
        "decision" => {
            let mut said = format!("{} {}", text("decision")?, text("record")?);
            for (key, before) in [("part", ", "), ("question", ", question ")] {
                if let Some(word) = text(key) {
                    said.push_str(&format!("{before}{word}"));
                }
            }
            Some(said)
        }
        "enquiry" => text("asked").map(str::to_owned),
        "source" => text("name").map(str::to_owned),
        "note" => text("note").map(str::to_owned),
        "replay" => body["of"].as_u64().map(|n| format!("search {n} again")),
        "locate" => {
            let searches = body["searches"].as_array()?.len();
            Some(match searches {
                1 => "1 search".to_owned(),
                several => format!("{several} searches"),
            })
        }
        _ => None,
    }
}
