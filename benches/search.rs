//! How long an answer takes, by class of query, and whether it is the true one.
//!
//! ```text
//! cargo bench --bench search -- [MESSAGES] [SEED] [runs=N]
//! ```
//!
//! Without arguments: 10,000 messages of seed 1 and 51 runs of each query, as a whole process from start to end, with
//! ten hits printed: first without the log, then with its entry and the wait for the disk; and through the library,
//! with the archive opened once and nothing put on record. The page cache is warm.

mod correspondence;
mod measure;

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use correspondence::probes::Probe;
use correspondence::{Correspondence, Options};
use recordroom::archive::Archive;
use recordroom::facts::Tables;
use recordroom::index::Order;
use recordroom::verbs::desk::Desk;
use recordroom::verbs::search::{Asked, search};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let typed: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let numbers: Vec<usize> = typed.iter().filter_map(|word| word.parse().ok()).collect();
    let messages = numbers.first().copied().unwrap_or(10_000);
    let runs = typed
        .iter()
        .find_map(|word| word.strip_prefix("runs=")?.parse().ok())
        .unwrap_or(51);
    let options = Options {
        seed: numbers.get(1).copied().unwrap_or(1) as u64,
        ..Options::default()
    };

    let room = tempfile::tempdir()?;
    let (tree, archive) = (room.path().join("tree"), room.path().join("archive"));
    let truth = Correspondence::new(&options).write(&tree, messages)?;
    let ingest = recordroom(&archive)
        .arg("ingest")
        .arg(&tree)
        .args(["--format", "json"])
        .output()?;
    if !ingest.status.success() {
        return Err(format!(
            "ingest ended with {}: {}",
            ingest.status,
            String::from_utf8_lossy(&ingest.stderr)
        )
        .into());
    }
    println!("{}", measure::machine());
    println!(
        "{messages} messages, {} attachments; milliseconds of {runs} runs each",
        truth.attachments
    );
    println!(
        "| query | records | without log: median | p95 | with log: median | p95 | processor, without log | in process: median | p95 |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let (tables, opened) = (Tables::built_in(), Archive::open(&archive)?);
    let desk = Desk::open(&opened, &tables)?;
    let mut wrong = 0;
    for probe in &truth.probes {
        let found = total(&archive, probe)?;
        let verdict = if found == probe.records() {
            found.to_string()
        } else {
            wrong += 1;
            format!("WRONG: {found}, truth {}", probe.records())
        };
        let (silent, cpu) = measure::repeated(asked(&archive, probe).arg("--no-log"), runs)?;
        let (logged, _) = measure::repeated(&mut asked(&archive, probe), runs)?;
        let inside = in_process(&desk, probe, runs)?;
        let at = |ordered: &[f64], percent| measure::percentile(ordered, percent) * 1e3;
        println!(
            "| {}: `{}` | {verdict} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.3} | {:.3} |",
            probe.class,
            probe.query,
            at(&silent, 50),
            at(&silent, 95),
            at(&logged, 50),
            at(&logged, 95),
            cpu * 1e3,
            at(&inside, 50),
            at(&inside, 95)
        );
    }
    println!("{wrong} of {} answers wrong", truth.probes.len());
    Ok(())
}

fn recordroom(archive: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recordroom"));
    command.arg("--archive").arg(archive);
    command
}

fn asked(archive: &Path, probe: &Probe) -> Command {
    let mut command = recordroom(archive);
    command.args(["search", &probe.query, "--limit", "10"]);
    command
}

/// The seconds of each answer through the library, in order of length: the query read, run, and ten hits described.
fn in_process(desk: &Desk<'_>, probe: &Probe, runs: usize) -> Result<Vec<f64>, Box<dyn Error>> {
    let mut seconds = Vec::with_capacity(runs);
    for _ in 0..runs {
        let start = Instant::now();
        search(
            desk,
            &Asked {
                query: desk.query(&probe.query)?,
                typed: probe.query.clone(),
                order: Order::Relevance,
                limit: Some(10),
                facets: Vec::new(),
                as_at: None,
                again: recordroom::verbs::search::Again::default(),
                role: None,
                on_record: false,
                request: None,
                command: String::new(),
            },
        )?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    Ok(seconds)
}

/// How many records the program says there are.
fn total(archive: &Path, probe: &Probe) -> Result<usize, Box<dyn Error>> {
    let answer = asked(archive, probe)
        .args(["--no-log", "--format", "json"])
        .output()?;
    let read: Value = serde_json::from_slice(&answer.stdout).map_err(|cause| {
        format!(
            "`{}` was not answered ({cause}): {}",
            probe.query,
            String::from_utf8_lossy(&answer.stderr)
        )
    })?;
    let total = read["total"].as_u64().ok_or("the answer has no total")?;
    Ok(usize::try_from(total)?)
}
