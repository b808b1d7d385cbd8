//! A guided run over the sample corpus: every command is printed, run, and its real output shown.

use std::io::Write;
use std::process::Command;

use include_dir::{Dir, include_dir};

use crate::error::{Error, Result};

/// The folders of the sample corpus that it shows.
static SAMPLE: [(&str, Dir<'_>); 2] = [
    (
        "archive",
        include_dir!("$CARGO_MANIFEST_DIR/sample_corpus/archive"),
    ),
    (
        "requests",
        include_dir!("$CARGO_MANIFEST_DIR/sample_corpus/requests"),
    ),
];

/// What the demo shows, and the words that lead to it.
const STEPS: [(&str, &[&str]); 9] = [
    (
        "A folder of correspondence, fictional but for one published case. Read all of it:",
        &["ingest", "archive"],
    ),
    (
        "What could not be read is never dropped in silence:",
        &["problems"],
    ),
    (
        "A request has come in. Locate the records that it asks for:",
        &["locate", "requests/01.FOI.22.025669.txt"],
    ),
    (
        "A reference is found in every spelling, and its neighbours never are:",
        &["search", "inv-0283-2020", "--limit", "3"],
    ),
    (
        "A search that finds nothing says what was searched:",
        &["search", "INV/0823/2020"],
    ),
    ("Every search is on record:", &["log", "list"]),
    ("So is what each of them left out:", &["log", "show", "4"]),
    (
        "The whole case behind a reference, and the letters that it cites and this archive lacks:",
        &["case", "INV/0283/2020"],
    ),
    (
        "And the archive can prove that nothing was changed since:",
        &["verify", "--originals"],
    ),
];

/// Runs the demo in a temporary folder.
///
/// # Errors
/// When the folder cannot be written or this program cannot be started again.
pub fn run() -> Result<()> {
    let refused = |cause| Error::archive("the demo cannot set up its folder").because(cause);
    let folder = tempfile::Builder::new()
        .prefix("recordroom-demo-")
        .tempdir()
        .map_err(refused)?;
    for (name, files) in &SAMPLE {
        let to = folder.path().join(name);
        std::fs::create_dir(&to).map_err(refused)?;
        files.extract(&to).map_err(refused)?;
    }
    let program = std::env::current_exe()
        .map_err(|cause| Error::bug("cannot tell where this program lies").because(cause))?;
    let mut out = std::io::stdout().lock();
    let said = |cause| Error::archive("the demo could not be shown").because(cause);
    for (why, words) in STEPS {
        let shown = words.join(" ");
        writeln!(out, "\n# {why}\n$ recordroom {shown}").map_err(said)?;
        out.flush().map_err(said)?;
        let ended = Command::new(&program)
            .args(words)
            .current_dir(folder.path())
            .env_remove("RECORDROOM_ARCHIVE")
            .env_remove("RECORDROOM_REQUEST")
            .status()
            .map_err(|cause| Error::bug("the demo cannot start this program").because(cause))?;
        if !matches!(ended.code(), Some(0 | 1 | 3)) {
            return Err(Error::bug(format!("the demo's step `{shown}` failed")));
        }
    }
    writeln!(
        out,
        "\n# The archive was temporary and is gone. Yours: recordroom ingest PATH"
    )
    .map_err(said)
}
