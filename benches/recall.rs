//! How many words of documents are read, against texts that another program made of them.
//!
//! ```text
//! cargo bench --bench recall -- FOLDER EXPECTED [BELOW]
//! ```
//!
//! `EXPECTED` holds a `NAME.txt` for each file `NAME` that lies somewhere below `FOLDER`. A word is a run of letters and
//! figures, folded by NFKC and for case. Of each word of the expected text as many count as found as the record and its
//! parts have. For each ending: the files, the words, the share found of all of them together, the worst file; then every
//! file below the share `BELOW`, nine in ten unless said, with the first words that were not found.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use recordroom::extract::{Limits, Reading, tree};
use unicode_normalization::UnicodeNormalization;

/// Below this share a file is named.
const LOW: f64 = 0.9;
/// So many of the words that were not found are shown.
const SHOWN: usize = 24;
/// Files of fewer words are not named as the worst: a single word is a large share of them.
const ENOUGH: usize = 20;

#[derive(Default)]
struct Sum {
    files: usize,
    words: usize,
    found: usize,
    worst: Option<(f64, String)>,
}

fn main() -> ExitCode {
    let typed: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let [folder, expected, below @ ..] = typed.as_slice() else {
        eprintln!("usage: recall FOLDER EXPECTED [BELOW]");
        // compiled and started with everything else, it has nothing to measure then
        return if typed.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(2)
        };
    };
    let below = below.first().and_then(|below| below.parse().ok());
    let below = below.unwrap_or(LOW);
    let mut files = HashMap::new();
    gather(Path::new(folder), Path::new(expected), &mut files);
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    let mut low = Vec::new();
    let Ok(texts) = fs::read_dir(expected) else {
        eprintln!("{expected} cannot be read");
        return ExitCode::from(2);
    };
    let mut texts: Vec<PathBuf> = texts.flatten().map(|entry| entry.path()).collect();
    texts.sort();
    for text in texts {
        let Some(name) = text
            .file_stem()
            .map(|name| name.to_string_lossy().into_owned())
        else {
            continue;
        };
        let (Some(file), Ok(reference)) = (files.get(&name), fs::read(&text)) else {
            eprintln!("no file for {}", text.display());
            continue;
        };
        let reading = tree::read_file(
            &fs::read(file).unwrap_or_default(),
            &name,
            &Limits::default(),
        );
        let wanted = words(&String::from_utf8_lossy(&reference));
        let had = words(&text_of(&reading));
        let all: usize = wanted.values().sum();
        let found: usize = wanted
            .iter()
            .map(|(word, count)| (*count).min(had.get(word).copied().unwrap_or(0)))
            .sum();
        let share = if all == 0 {
            1.0
        } else {
            found as f64 / all as f64
        };
        let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let sum = sums.entry(ending).or_default();
        sum.files += 1;
        sum.words += all;
        sum.found += found;
        if all >= ENOUGH && sum.worst.as_ref().is_none_or(|(worst, _)| share < *worst) {
            sum.worst = Some((share, name.clone()));
        }
        if share < below {
            let said: Vec<&str> = reading
                .items
                .iter()
                .flat_map(|item| &item.problems)
                .map(|problem| problem.reason.as_str())
                .collect();
            let mut missing: Vec<&str> = wanted
                .iter()
                .filter(|(word, count)| had.get(*word).is_none_or(|had| had < *count))
                .map(|(word, _)| word.as_str())
                .collect();
            missing.sort_unstable();
            missing.truncate(SHOWN);
            low.push(format!(
                "{share:.3}  {found} of {all}  {name}  {}\n       not found: {}",
                said.join("; "),
                missing.join(" "),
            ));
        }
    }
    for (ending, sum) in &sums {
        let (worst, name) = sum.worst.clone().unwrap_or((1.0, String::new()));
        println!(
            "{ending:<6} {:>3} files {:>7} words  pooled {:.4}  worst {worst:.3} {name}",
            sum.files,
            sum.words,
            sum.found as f64 / sum.words.max(1) as f64,
        );
    }
    low.sort();
    for line in low {
        println!("{line}");
    }
    ExitCode::SUCCESS
}

/// Files by their names; the folder of expected texts aside.
fn gather(folder: &Path, expected: &Path, files: &mut HashMap<String, PathBuf>) {
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && path != expected {
                waiting.push(path);
            } else if path.is_file() {
                files.insert(entry.file_name().to_string_lossy().into_owned(), path);
            }
        }
    }
}

fn text_of(reading: &Reading) -> String {
    let mut text = String::new();
    for item in &reading.items {
        for passage in &item.extraction.passages {
            text.push_str(&passage.text);
            text.push('\n');
        }
    }
    text
}

fn words(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            *words.entry(word.to_owned()).or_default() += 1;
        }
    }
    words
}
