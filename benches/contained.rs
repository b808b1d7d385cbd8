//! What it costs that untrusted bytes are read in a sandboxed process of their own.
//!
//! ```text
//! cargo bench --bench contained -- TREE PROGRAM [ROUNDS]
//! ```
//!
//! Every file of TREE is read into memory, hashed and then read by its format: in this process, and by the workers of
//! PROGRAM (a built `recordroom`), frame by frame as an ingest does it. Both ways take turns, so that what else the
//! machine does meets both alike; the figures are processor seconds of the whole tree of processes.

mod measure;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use recordroom::extract::pool::{Bounds, Reader};
use recordroom::extract::protocol::Input;
use recordroom::extract::{Limits, identity, tree};

/// Files that go to a worker at once, as in an ingest.
const TOGETHER: usize = 32;

fn main() -> Result<(), Box<dyn Error>> {
    let typed: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    match typed.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["inside", tree] => inside(Path::new(tree)),
        ["apart", tree, program] => apart(Path::new(tree), PathBuf::from(program)),
        [tree, program] => compare(tree, program, 5),
        [tree, program, rounds] => compare(tree, program, rounds.parse()?),
        _ => Err("usage: contained TREE PROGRAM [ROUNDS]".into()),
    }
}

fn compare(tree: &str, program: &str, rounds: usize) -> Result<(), Box<dyn Error>> {
    let own = std::env::current_exe()?;
    let mut ratios = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let inside = measure::repeated(Command::new(&own).args(["inside", tree]), 1)?.1;
        let apart = measure::repeated(Command::new(&own).args(["apart", tree, program]), 1)?.1;
        println!("in process {inside:.3} s, contained {apart:.3} s of CPU");
        ratios.push(apart / inside);
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "contained over in process, median of {rounds}: {:.3}",
        measure::percentile(&ratios, 50)
    );
    Ok(())
}

/// Every file below a folder, with its name and digest, in frames.
fn frames(tree: &Path) -> Result<Vec<Vec<Input>>, Box<dyn Error>> {
    let mut frames = vec![Vec::new()];
    let mut folders = vec![tree.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path)?;
            let input = Input {
                name: path
                    .file_name()
                    .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
                sha256: identity::of_bytes(&bytes),
                bytes,
            };
            if frames.last().is_none_or(|frame| frame.len() == TOGETHER) {
                frames.push(Vec::new());
            }
            if let Some(frame) = frames.last_mut() {
                frame.push(input);
            }
        }
    }
    Ok(frames)
}

fn inside(folder: &Path) -> Result<(), Box<dyn Error>> {
    let limits = Limits::default();
    let mut items = 0;
    for input in frames(folder)?.iter().flatten() {
        let hashed = tree::Hashed {
            sha256: Some(input.sha256),
            message: None,
        };
        let reading = tree::read_hashed(&input.bytes, &input.name, &hashed, &limits);
        items += reading.items.len();
    }
    eprintln!("{items} items");
    Ok(())
}

fn apart(folder: &Path, program: PathBuf) -> Result<(), Box<dyn Error>> {
    let mut reader = Reader::new(Bounds {
        program,
        ..Bounds::usual()?
    });
    let mut items = 0;
    for frame in frames(folder)? {
        for reading in reader.read(frame)? {
            items += reading.items.len();
        }
    }
    eprintln!("{items} items");
    Ok(())
}
