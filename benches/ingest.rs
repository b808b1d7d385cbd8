//! How fast a tree becomes an archive, what memory that takes, and how large the archive is.
//!
//! ```text
//! cargo bench --bench ingest -- [MESSAGES] [SEED] [bare]
//! ```
//!
//! Without arguments: 10,000 messages of seed 1, one in ten with an attachment. The tree and the archive lie in the
//! system's temporary folder (`TMPDIR` moves them). Wall times depend on what else the machine does; processor
//! seconds of the whole process tree are the steadier figure.

mod correspondence;
mod measure;

use std::error::Error;
use std::path::Path;
use std::process::Command;

use correspondence::{Correspondence, Options, Truth};
use measure::Run;
use serde_json::Value;

/// How often the run without a change is repeated, since it is short.
const UNCHANGED_RUNS: usize = 10;

const MIB: f64 = 1_048_576.0;

fn main() -> Result<(), Box<dyn Error>> {
    let typed: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let numbers: Vec<usize> = typed.iter().filter_map(|word| word.parse().ok()).collect();
    let messages = numbers.first().copied().unwrap_or(10_000);
    let options = Options {
        seed: numbers.get(1).copied().unwrap_or(1) as u64,
        attachments: !typed.iter().any(|word| word == "bare"),
        ..Options::default()
    };

    let room = tempfile::tempdir()?;
    let (tree, archive) = (room.path().join("tree"), room.path().join("archive"));
    let mut correspondence = Correspondence::new(&options);
    let truth = correspondence.write(&tree, messages)?;
    println!("{}", measure::machine());
    println!(
        "tree: {} messages, {} attachments, {:.1} MB, seed {}",
        truth.messages,
        truth.attachments,
        truth.bytes as f64 / 1e6,
        options.seed
    );

    let first = ingest(&archive, &tree)?;
    report("first ingest", &first, &truth, messages);
    let size = measure::bytes_below(&archive) as f64;
    let index = measure::bytes_below(&archive.join("index")) as f64;
    println!(
        "archive: {:.1} MB, {:.2} of the source (index {:.2}, catalogue and log {:.2})",
        size / 1e6,
        size / truth.bytes as f64,
        index / truth.bytes as f64,
        (size - index) / truth.bytes as f64
    );

    let (walls, cpu) = measure::repeated(&mut command(&archive, &tree), UNCHANGED_RUNS)?;
    println!(
        "no change: {:.3} s wall (median of {UNCHANGED_RUNS}), {cpu:.3} s processor (mean)",
        measure::percentile(&walls, 50)
    );

    let fresh = (messages / 100).max(1);
    let grown = correspondence.write(&tree, fresh)?;
    let second = ingest(&archive, &tree)?;
    report(&format!("{fresh} new"), &second, &grown, fresh);
    Ok(())
}

fn command(archive: &Path, tree: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recordroom"));
    command
        .arg("--archive")
        .arg(archive)
        .arg("ingest")
        .arg(tree)
        .args(["--format", "json"]);
    command
}

fn ingest(archive: &Path, tree: &Path) -> Result<Run, Box<dyn Error>> {
    let run = measure::sampled(&mut command(archive, tree))?;
    if run.code != 0 {
        return Err(format!("ingest ended with exit code {}: {}", run.code, run.output).into());
    }
    Ok(run)
}

fn report(name: &str, run: &Run, truth: &Truth, messages: usize) {
    let cost = run.cost;
    let answer: Value = serde_json::from_str(&run.output).unwrap_or(Value::Null);
    let megabytes = answer["bytes"].as_f64().unwrap_or(f64::NAN) / 1e6;
    println!(
        "{name}: {:.2} s processor, {:.2} s wall; {:.0} messages and {:.2} MB per processor second",
        cost.cpu,
        cost.wall,
        messages as f64 / cost.cpu,
        megabytes / cost.cpu
    );
    println!(
        "{name}: peak memory over all processes {:.0} MiB resident summed, {:.0} MiB proportional",
        cost.resident as f64 / MIB,
        cost.proportional as f64 / MIB
    );
    let records = answer["records"].as_u64();
    if records != Some(truth.records() as u64) || answer["ledger"]["balanced"] != Value::Bool(true)
    {
        println!(
            "{name}: WRONG: {records:?} records where the tree has {}, ledger {}",
            truth.records(),
            answer["ledger"]
        );
    }
}
