//! A random sample of what a search did not return; and, once a person has judged it, how much may have been missed.
//!
//! Which records are drawn is fixed by the seed: those with the smallest SHA-256 of "seed id". Anyone can draw them
//! again, nobody can choose them, and the order in which records were ingested has no part in it. Where no seed is
//! given it is taken from the digest of the search's own entry in the log, so that it was not chosen either.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::answers::{Drawn, Judged, Sample};
use super::bounds;
use super::desk::Desk;
use super::repeat::{body_of, line_of, up_to};
use super::search;
use crate::archive::log::{Entry, Line, Log, result_digest};
use crate::error::{Error, Result};
use crate::record::{IdPrefix, RecordId};

/// Records in a sample unless told otherwise: where none of them is relevant, at most 1 % of the rest is, at 95 %.
pub const USUAL: u64 = 299;

/// A row of a judged sheet: the record's id, and what was written under `relevant`.
pub type Row = (String, String);

/// Draws a sample of what search `n` did not return, and puts it on record.
///
/// # Errors
/// When there is no such search, when it returned every record, or when archive or log cannot be used.
pub fn draw(
    desk: &Desk<'_>,
    n: u64,
    size: u64,
    seed: Option<u64>,
    request: Option<&str>,
    command: &str,
) -> Result<Sample> {
    if size == 0 {
        return Err(Error::request("a sample has at least 1 record").hint("--size 299"));
    }
    let log = Log::of(desk.archive);
    let lines = log.lines()?;
    let line = line_of(&lines, n)?;
    let body = body_of(line)?;
    let found: BTreeSet<RecordId> = log.found(line)?.into_iter().collect();
    let mut rest = desk.catalogue.all_ids()?;
    rest.retain(|id| !found.contains(id));
    if let Some(day) = up_to(body) {
        let remain = search::as_at(desk, rest.iter().copied(), day)?;
        rest.retain(|id| remain.contains_key(id));
    }
    if rest.is_empty() {
        return Err(Error::request(format!(
            "search {n} returned every record of this archive, so there is nothing that it may have missed"
        )));
    }
    let seed = seed.unwrap_or_else(|| own_seed(line));
    let drawn = drawn(&rest, seed, size);
    let archive = desk.state()?;
    let entry = log.append(&Entry {
        event: "sample",
        request: request.or(line.request.as_deref()),
        body: json!({
            "command": command,
            "of": n,
            "seed": seed,
            "total": drawn.len(),
            "population": rest.len(),
            "population_digest": result_digest(&rest),
            "archive": archive,
        }),
        found: Some(&drawn),
    })?;
    let records = (1_u64..)
        .zip(&drawn)
        .map(|(n, id)| {
            Ok(Drawn {
                n,
                record: desk.describe(*id, None)?,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Sample {
        of: n,
        seed,
        population: rest.len() as u64,
        records,
        archive,
        log: entry,
    })
}

fn own_seed(line: &Line) -> u64 {
    line.digest
        .get(..12)
        .and_then(|digits| u64::from_str_radix(digits, 16).ok())
        .unwrap_or(line.n)
}

/// The records of a sorted list that a seed draws, sorted.
fn drawn(of: &[RecordId], seed: u64, size: u64) -> Vec<RecordId> {
    let mut ranked: Vec<([u8; 32], RecordId)> = of
        .iter()
        .map(|id| (Sha256::digest(format!("{seed} {id}")).into(), *id))
        .collect();
    ranked.sort_unstable();
    ranked.truncate(usize::try_from(size).unwrap_or(usize::MAX));
    let mut ids: Vec<RecordId> = ranked.into_iter().map(|(_, id)| id).collect();
    ids.sort_unstable();
    ids
}

/// Says what a judged sample of search `n` bounds, and puts it on record. `returned_relevant`: how many of the records
/// that the search returned are relevant, where somebody counted them.
///
/// # Errors
/// When the sheet is not a sample of that search, when a record in it is not judged, or when archive or log cannot be
/// used.
pub fn judge(
    desk: &Desk<'_>,
    n: u64,
    sheet: &[Row],
    returned_relevant: Option<u64>,
    request: Option<&str>,
    command: &str,
) -> Result<Judged> {
    let log = Log::of(desk.archive);
    let lines = log.lines()?;
    let line = line_of(&lines, n)?;
    let judged = judgements(sheet)?;
    let (sample, body) = sample_of(&log, &lines, n, &judged)?;
    let population = body["population"].as_u64().ok_or_else(|| {
        Error::archive(format!(
            "entry {} of the log lacks its population",
            sample.n
        ))
        .hint("recordroom log verify")
    })?;
    let size = judged.len() as u64;
    let relevant: Vec<RecordId> = judged
        .iter()
        .filter(|(_, relevant)| **relevant)
        .map(|(id, _)| *id)
        .collect();
    let missed = relevant.len() as u64;
    let (returned, returned_from) = returned(&log, &lines, line, returned_relevant)?;
    let at_most = bounds::number_at_most(missed, size, population);
    let rate = if size >= population {
        missed as f64 / size as f64
    } else {
        bounds::rate_at_most(missed, size)
    };
    let all = returned + at_most;
    // down to what is surely reached
    let recall = (all > 0).then(|| (returned as f64 / all as f64 * 10_000.0).floor() / 100.0);
    let percent = (rate * 100_000.0).round() / 1_000.0;
    let entry = log.append(&Entry {
        event: "sample",
        request: request.or(line.request.as_deref()),
        body: json!({
            "command": command,
            "of": n,
            "judged": sample.n,
            "population": population,
            "size": size,
            "relevant": relevant,
            "total": missed,
            "missed_percent_at_most": percent,
            "missed_at_most": at_most,
            "returned_relevant": returned,
            "returned_from": returned_from,
            "recall_percent_at_least": recall,
            "confidence": "95 %, one-sided",
        }),
        found: None,
    })?;
    Ok(Judged {
        of: n,
        sample: sample.n,
        population,
        size,
        relevant: missed,
        missed_percent_at_most: percent,
        missed_at_most: at_most,
        returned_relevant: returned,
        returned_from,
        recall_percent_at_least: recall,
        log: entry,
    })
}

fn judgements(sheet: &[Row]) -> Result<BTreeMap<RecordId, bool>> {
    let mut judged = BTreeMap::new();
    let mut open = Vec::new();
    for (record, said) in sheet {
        let id = record.trim().parse::<IdPrefix>()?.range();
        if id.0 != id.1 {
            return Err(Error::request(format!(
                "`{}` is not a record's whole id",
                record.escape_debug()
            ))
            .hint("leave the column `record` as it was drawn"));
        }
        let relevant = match said.trim().to_lowercase().as_str() {
            "yes" | "y" | "1" | "true" | "relevant" => true,
            "no" | "n" | "0" | "false" | "not relevant" => false,
            "" => {
                open.push(id.0);
                continue;
            }
            other => {
                return Err(Error::request(format!(
                    "`{}` is no judgement of {}",
                    other.escape_debug(),
                    id.0
                ))
                .hint("write yes or no in the column `relevant`"));
            }
        };
        if judged
            .insert(id.0, relevant)
            .is_some_and(|other| other != relevant)
        {
            return Err(Error::request(format!("{} is judged both ways", id.0))
                .hint("leave one row for it"));
        }
    }
    if let Some(first) = open.first() {
        return Err(Error::request(format!(
            "{} of {} records are not judged, {first} among them",
            open.len(),
            sheet.len()
        ))
        .hint("a bound stands on the whole sample: write yes or no for each"));
    }
    Ok(judged)
}

/// The sample that a sheet shows, as it was drawn, and what was recorded of it.
fn sample_of<'a>(
    log: &Log<'_>,
    lines: &'a [Line],
    n: u64,
    judged: &BTreeMap<RecordId, bool>,
) -> Result<(&'a Line, &'a Value)> {
    let ids: Vec<RecordId> = judged.keys().copied().collect();
    let digest = result_digest(&ids);
    let mut drawn = Vec::new();
    for line in lines.iter().filter(|line| line.event == "sample").rev() {
        let Some(body) = line
            .body
            .as_ref()
            .filter(|body| body["of"].as_u64() == Some(n))
        else {
            continue;
        };
        if body["seed"].is_null() {
            continue;
        }
        if line.result_digest.as_deref() == Some(digest.as_str()) {
            log.found(line)?;
            return Ok((line, body));
        }
        drawn.push(format!("entry {} with {}", line.n, body["total"]));
    }
    Err(Error::request(format!(
        "the sheet's {} records are no sample of search {n} as it was drawn",
        judged.len()
    ))
    .hint(match drawn.as_slice() {
        [] => format!("draw one first: recordroom sample {n} --format csv --to sheet.csv"),
        drawn => format!(
            "every record that was drawn must be there, and no other: drawn were {}",
            drawn.join(", ")
        ),
    }))
}

/// How many of the records that a search returned are relevant, and who says so.
fn returned(
    log: &Log<'_>,
    lines: &[Line],
    line: &Line,
    counted: Option<u64>,
) -> Result<(u64, String)> {
    let found: BTreeSet<RecordId> = log.found(line)?.into_iter().collect();
    let all = found.len() as u64;
    if let Some(counted) = counted {
        if counted > all {
            return Err(Error::request(format!(
                "the search returned {all} records, so {counted} of them cannot be relevant"
            )));
        }
        return Ok((counted, "as counted by the officer".to_owned()));
    }
    let mut latest: BTreeMap<RecordId, bool> = BTreeMap::new();
    let own = lines
        .iter()
        .filter(|other| line.request.is_some() && other.request == line.request)
        .filter(|other| other.event == "decision");
    for body in own.filter_map(|line| line.body.as_ref()) {
        let id = body["record"]
            .as_str()
            .and_then(|record| record.parse::<IdPrefix>().ok())
            .map(|id| id.range().0);
        if let Some(id) = id.filter(|id| found.contains(id) && body["part"].is_null()) {
            latest.insert(id, body["decision"].as_str() == Some("out"));
        }
    }
    let out = latest.values().filter(|out| **out).count() as u64;
    Ok((
        all - out,
        match out {
            0 => "all that it returned, none of which is decided out".to_owned(),
            out => format!("all that it returned but {out} decided out"),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_the_same_records_and_another_others() {
        let all: Vec<RecordId> = (1..=500).map(RecordId::from_number).collect();
        let one = drawn(&all, 7, 50);
        assert_eq!(one.len(), 50);
        assert!(one.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(drawn(&all, 7, 50), one);
        assert_ne!(drawn(&all, 8, 50), one);
        // a smaller sample of the same seed is part of the larger one
        assert!(drawn(&all, 7, 20).iter().all(|id| one.contains(id)));
        assert_eq!(drawn(&all, 7, 9_999), all);
    }

    #[test]
    fn each_record_is_drawn_about_as_often_as_any_other() {
        let all: Vec<RecordId> = (1..=40).map(RecordId::from_number).collect();
        let mut times: BTreeMap<RecordId, u32> = BTreeMap::new();
        for seed in 0..2_000 {
            for id in drawn(&all, seed, 10) {
                *times.entry(id).or_insert(0) += 1;
            }
        }
        // 500 each, give or take five times the square root of 2000 * 1/4 * 3/4
        assert!(
            times.len() == 40 && times.values().all(|n| n.abs_diff(500) < 97),
            "{times:?}"
        );
    }

    #[test]
    fn a_sheet_that_is_not_judged_whole_bounds_nothing() {
        let row = |n: u64, said: &str| (RecordId::from_number(n).to_string(), said.to_owned());
        let judged = judgements(&[row(1, "yes"), row(2, " No "), row(3, "0")]).expect("judged");
        assert_eq!(
            judged.values().copied().collect::<Vec<_>>(),
            [true, false, false]
        );
        for (sheet, says) in [
            (
                vec![row(1, "yes"), row(2, "")],
                "1 of 2 records are not judged",
            ),
            (vec![row(1, "perhaps")], "`perhaps` is no judgement"),
            (vec![row(1, "yes"), row(1, "no")], "judged both ways"),
            (vec![("r-1".to_owned(), "no".to_owned())], "whole id"),
        ] {
            let error = judgements(&sheet).expect_err(says).to_string();
            assert!(error.contains(says), "{error}");
        }
    }
}
