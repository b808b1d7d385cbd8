//! Examples for the help of each command. `tests/help.rs` types every one of them, in this order, over the sample
//! corpus.

use clap::{Command, CommandFactory};

use super::args::Arguments;

/// A command and what may be typed for it: one story, from the first ingest to the statement before a reviewer.
const EXAMPLES: [(&str, &[&str]); 23] = [
    (
        "ingest",
        &[
            "recordroom ingest letters mailbox.mbox",
            "recordroom ingest letters --dry-run",
        ],
    ),
    (
        "problems",
        &[
            "recordroom problems",
            "recordroom problems --format csv --to problems.csv",
        ],
    ),
    (
        "search",
        &[
            "recordroom search INV/0283/2020",
            "recordroom search '\"enforcement leaflet\" from:ICO date:2021..2022'",
            "recordroom search reprimand --party ICO --sort date --all",
        ],
    ),
    (
        "source",
        &[
            "recordroom source add \"Registry shared drive\" letters \\\n      --custodian \"Records Manager\"",
            "recordroom source add Teams --not-searched \"kept 30 days, as ICT confirmed\"",
            "recordroom source list",
        ],
    ),
    (
        "locate",
        &[
            "recordroom locate request.txt --received 5/1/2023 --schedule schedule.xlsx",
            "recordroom locate request.txt --plan-only --to plan.toml",
            "recordroom locate request.txt --plan plan.toml --estimate",
        ],
    ),
    (
        "request",
        &[
            "recordroom request add 'FOI 412/26' --received 5/10/2026",
            "recordroom request list",
            "recordroom request show 01.FOI.22.025669",
        ],
    ),
    (
        "show",
        &[
            "recordroom show 1 --for 01.FOI.22.025669",
            "recordroom show 1 --for 01.FOI.22.025669 --text",
        ],
    ),
    ("thread", &["recordroom thread 1 --for 01.FOI.22.025669"]),
    ("similar", &["recordroom similar 1 --for 01.FOI.22.025669"]),
    (
        "refs",
        &["recordroom refs INV", "recordroom refs --family ico-case"],
    ),
    (
        "case",
        &[
            "recordroom case INV/0283/2020",
            "recordroom case INV/0283/2020 --format html --to case.html",
        ],
    ),
    (
        "enquiry",
        &[
            "recordroom enquiry add --asked \"Records Manager\" --on 9/1/2023 \\\n      --answer \"no paper file\" --for 01.FOI.22.025669",
        ],
    ),
    (
        "decide",
        &[
            "recordroom decide 1 redact --provision 's40(2)' \\\n      --reason \"names of junior staff\" --for 01.FOI.22.025669",
            "recordroom decide 2 disclose --question 1 \\\n      --reason \"nothing exempt\" --for 01.FOI.22.025669",
            "recordroom decide --from schedule.xlsx --for 01.FOI.22.025669",
        ],
    ),
    (
        "export",
        &[
            "recordroom export INV/0283/2020 --to bag --as bagit --for 01.FOI.22.025669",
            "recordroom export INV/0283/2020 --to originals",
        ],
    ),
    (
        "audit",
        &[
            "recordroom audit response.html --fail-on never",
            "recordroom audit --explain late-response",
        ],
    ),
    ("terms", &["recordroom terms terms.txt"]),
    (
        "log",
        &[
            "recordroom log",
            "recordroom log show 3",
            "recordroom log replay 3",
            "recordroom log verify",
        ],
    ),
    (
        "statement",
        &[
            "recordroom statement 3",
            "recordroom statement 3 --for-release --format html --to statement.html",
        ],
    ),
    (
        "sample",
        &["recordroom sample 3 --size 10 --seed 1 --format csv --to sample.csv"],
    ),
    ("verify", &["recordroom verify --originals"]),
    (
        "stats",
        &["recordroom stats", "recordroom stats --format json"],
    ),
    ("schema", &["recordroom schema", "recordroom schema search"]),
    (
        "completions",
        &["recordroom completions bash > recordroom.bash"],
    ),
];

/// The whole command line, with the examples below the help of each command.
pub fn command() -> Command {
    let mut program = Arguments::command();
    for (name, lines) in EXAMPLES {
        program = program.mut_subcommand(name, |sub| {
            let mut after = match sub.get_after_help() {
                Some(before) => format!("{before}\n\n"),
                None => String::new(),
            };
            after.push_str("Examples:");
            for line in lines {
                after.push_str(&format!("\n  {line}"));
            }
            sub.after_help(after)
        });
    }
    program
}
