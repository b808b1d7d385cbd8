//! What a command costs: wall and processor seconds, and the memory of its whole tree of processes.
//!
//! Processor time is read from the system's account of children that have been waited for, which takes in their own
//! children; it is kept in hundredths of a second, so short commands are run many times. Memory is sampled every ten
//! milliseconds over the command and all below it: the sum of resident sets, which counts a page that two processes
//! share twice, and, every tenth time, the sum of proportional sets, which does not.
#![allow(
    dead_code,
    reason = "each program that shares this module uses its own part of it"
)]

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The cost of one command.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Seconds by the clock.
    pub wall: f64,
    /// Seconds of processor time of the whole tree, user and system.
    pub cpu: f64,
    /// The greatest sum of resident sets, in bytes.
    pub resident: u64,
    /// The greatest sum of proportional sets, in bytes; none where the command was too short to be sampled.
    pub proportional: u64,
}

/// A command that ended: its cost, exit code and standard output.
#[derive(Debug)]
pub struct Run {
    /// What it cost.
    pub cost: Cost,
    /// Its exit code, or -1 when a signal ended it.
    pub code: i32,
    /// What it wrote to standard output.
    pub output: String,
}

const STEP: Duration = Duration::from_millis(10);
/// The clock ticks of `/proc/PID/stat`: a hundred a second on every Linux that a Rust program meets.
const TICKS: f64 = 100.0;

/// Runs a command to its end and samples its memory.
///
/// # Errors
/// When it cannot be started.
pub fn sampled(command: &mut Command) -> io::Result<Run> {
    let before = children_seconds();
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut pipe = child.stdout.take();
    let reader = std::thread::spawn(move || {
        let mut output = Vec::new();
        if let Some(pipe) = pipe.as_mut() {
            let _ = pipe.read_to_end(&mut output);
        }
        output
    });
    let mut cost = Cost::default();
    let mut turn = 0u64;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        let tree = descendants(child.id());
        cost.resident = cost
            .resident
            .max(tree.iter().map(|pid| resident(*pid)).sum());
        if turn.is_multiple_of(10) {
            cost.proportional = cost
                .proportional
                .max(tree.iter().map(|pid| proportional(*pid)).sum());
        }
        turn += 1;
        std::thread::sleep(STEP);
    };
    cost.wall = start.elapsed().as_secs_f64();
    cost.cpu = children_seconds() - before;
    let output = reader.join().unwrap_or_default();
    Ok(Run {
        cost,
        code: status.code().unwrap_or(-1),
        output: String::from_utf8_lossy(&output).into_owned(),
    })
}

/// Runs a command so many times without sampling: the seconds of each by the clock, in order of length, and the mean
/// of the processor seconds.
///
/// # Errors
/// When it cannot be started.
pub fn repeated(command: &mut Command, times: usize) -> io::Result<(Vec<f64>, f64)> {
    let before = children_seconds();
    let mut walls = Vec::with_capacity(times);
    for _ in 0..times {
        let start = Instant::now();
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        walls.push(start.elapsed().as_secs_f64());
    }
    walls.sort_by(f64::total_cmp);
    let cpu = (children_seconds() - before) / times.max(1) as f64;
    Ok((walls, cpu))
}

/// The value below which so many in a hundred of these lie; they must be in order.
pub fn percentile(ordered: &[f64], percent: usize) -> f64 {
    let at = (ordered.len() * percent)
        .div_ceil(100)
        .clamp(1, ordered.len().max(1))
        - 1;
    ordered.get(at).copied().unwrap_or(f64::NAN)
}

/// The bytes of all files below a folder.
pub fn bytes_below(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(found) if found.is_dir() => bytes_below(&entry.path()),
            Ok(found) => found.len(),
            Err(_) => 0,
        })
        .sum()
}

/// The machine in a few words, for the head of a table of results.
pub fn machine() -> String {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let model = read("/proc/cpuinfo")
        .lines()
        .find_map(|line| {
            line.strip_prefix("model name")?
                .split(": ")
                .nth(1)
                .map(str::to_owned)
        })
        .unwrap_or_else(|| "processor unknown".to_owned());
    let memory = read("/proc/meminfo")
        .lines()
        .find_map(|line| {
            line.strip_prefix("MemTotal:")?
                .trim()
                .strip_suffix(" kB")?
                .parse::<u64>()
                .ok()
        })
        .unwrap_or(0);
    let load = read("/proc/loadavg")
        .split(' ')
        .next()
        .unwrap_or("unknown")
        .to_owned();
    format!(
        "{cores} cores of {model}, {} MiB, load {load} at the start",
        memory / 1024
    )
}

/// The seconds of processor time of all children waited for so far, and of theirs.
fn children_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is the program's name in brackets and may hold blanks; cutime and cstime are the 16th and 17th.
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .collect();
    let ticks: f64 = [13, 14]
        .iter()
        .filter_map(|at| fields.get(*at)?.parse::<f64>().ok())
        .sum();
    ticks / TICKS
}

/// A process and all below it.
fn descendants(root: u32) -> Vec<u32> {
    let mut below: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let parent = stat
            .rsplit(')')
            .next()
            .and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok());
        if let Some(parent) = parent {
            below.entry(parent).or_default().push(pid);
        }
    }
    let mut tree = vec![root];
    let mut at = 0;
    while let Some(pid) = tree.get(at) {
        tree.extend(below.remove(pid).unwrap_or_default());
        at += 1;
    }
    tree
}

fn resident(pid: u32) -> u64 {
    kibibytes(&format!("/proc/{pid}/status"), "VmRSS:")
}

fn proportional(pid: u32) -> u64 {
    kibibytes(&format!("/proc/{pid}/smaps_rollup"), "Pss:")
}

fn kibibytes(path: &str, name: &str) -> u64 {
    fs::read_to_string(path)
        .unwrap_or_default()
        .lines()
        .find_map(|line| {
            line.strip_prefix(name)?
                .trim()
                .strip_suffix(" kB")?
                .parse::<u64>()
                .ok()
        })
        .map_or(0, |found| found * 1024)
}
