//! The command line keeps its word: exit codes, streams, formats, help. Few tests, since each starts many processes.

#[path = "program/mod.rs"]
mod program;

use std::fs;
use std::process::{Command, Stdio};

use program::{Answer, Room, answer, house};
use serde_json::Value;

const LETTER: &str = "From: Corin Vellacott <corin@ico.org.uk>\r\n\
    To: registry.desk@met.police.uk\r\n\
    Date: Fri, 3 Dec 2021 10:15:00 +0000\r\n\
    Subject: INV/0283/2020 - the orchard\r\n\
    Message-ID: <one@ico.org.uk>\r\n\r\n\
    The apples of the third row are to be counted again.\r\n";

const ANSWER: &str = "From: registry.desk@met.police.uk\r\n\
    To: Corin Vellacott <corin@ico.org.uk>\r\n\
    Date: Mon, 6 Dec 2021 09:00:00 +0000\r\n\
    Subject: Re: INV/0283/2020 - the orchard\r\n\
    Message-ID: <two@met.police.uk>\r\n\
    In-Reply-To: <one@ico.org.uk>\r\n\r\n\
    They were counted on Saturday. There are forty apples.\r\n";

const REQUEST: &str = "Freedom of Information request 01.FOI.22.031111\n\n\
    1. Please send me all correspondence between the ICO and the MPS dated 3 December 2021.\n";

/// A room with two messages, all of whose files can be read.
fn filed() -> Room {
    let room = Room::new();
    let tree = room.path("orchard");
    fs::create_dir(&tree).expect("a folder");
    fs::write(tree.join("one.eml"), LETTER).expect("a file");
    fs::write(tree.join("two.eml"), ANSWER).expect("a file");
    fs::write(room.path("request.txt"), REQUEST).expect("a file");
    room.ingest(&tree).ends(0);
    room
}

/// One clear message, and no data beside it.
#[track_caller]
fn is_refused(answer: Answer, word: &str) {
    let answer = answer.ends(2);
    assert_eq!(answer.out, "", "{}", answer.typed);
    assert!(
        answer.err.starts_with("error: ") && answer.err.contains(word),
        "{}",
        answer.err
    );
    assert!(!answer.err.contains("panicked"), "{}", answer.err);
}

#[test]
fn exit_codes_say_how_it_ended() {
    let room = filed();
    for found in [
        &["search", "apples"][..],
        &["refs"],
        &["locate", "request.txt"],
        &["problems"],
        &["log", "list"],
        &["log", "verify"],
        &["verify"],
        &["verify", "--originals"],
        &["stats"],
        &["reindex"],
        &[],
    ] {
        room.run(found).ends(0);
    }
    for nothing in [
        &["search", "pears"][..],
        &["search", "INV/0283/2021"],
        &["refs", "EA/"],
    ] {
        room.run(nothing).ends(1);
    }
    is_refused(room.run(&["search", "\"the third row"]), "quote");
    is_refused(room.run(&["search", "reff:INV/0283/2020"]), "reff");
    is_refused(room.run(&["search", "apples NEAR forty"]), "apart");
    is_refused(
        room.run(&["show", "r-0000000000000000"]),
        "r-0000000000000000",
    );
    for words in [
        &["log", "show", "999"][..],
        &["statement", "999"],
        &["log", "replay", "999"],
        &["sample", "999"],
    ] {
        is_refused(room.run(words), "999");
    }
    is_refused(room.run(&["thread", "r-00"]), "r-00");
    is_refused(room.run(&["similar", "r-00"]), "r-00");
    is_refused(room.run(&["ingest", "nowhere"]), "nowhere");
    is_refused(room.run(&["locate", "nothing.txt"]), "nothing.txt");
    is_refused(
        room.run(&["search", "apples", "--after", "31/02/2021"]),
        "31/02/2021",
    );
    room.run(&["serch"]).ends(2);
    room.run(&["search", "--no-such-flag"]).ends(2);
    fs::write(room.path("orchard").join("torn.pdf"), b"%PDF-1.7\n1 0 obj").expect("a file");
    room.ingest(&room.path("orchard")).ends(3);
    room.ingest(&room.path("orchard")).ends(3);
}

#[test]
fn a_command_without_an_archive_says_how_to_make_one() {
    let room = Room::new();
    for words in [
        &["search", "apples"][..],
        &["problems"],
        &["verify"],
        &["log", "list"],
        &["stats"],
    ] {
        is_refused(room.run(words), "recordroom ingest");
    }
    assert!(!room.path("archive").exists(), "a question made an archive");
}

#[test]
fn the_archive_is_the_nearest_above_unless_it_is_named() {
    let room = filed();
    let inner = room.path("orchard/deeper");
    fs::create_dir(&inner).expect("a folder");
    fs::rename(room.path("archive"), room.path(".recordroom")).expect("a folder moved");
    let program = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recordroom"));
        command
            .args(["search", "apples", "--count"])
            .current_dir(&inner)
            .stdin(Stdio::null());
        command
            .env_remove("RECORDROOM_ARCHIVE")
            .env_remove("RECORDROOM_REQUEST");
        command
    };
    assert_eq!(answer(&mut program()).ends(0).out.trim(), "2");
    let named = answer(program().env("RECORDROOM_ARCHIVE", room.path(".recordroom")));
    assert_eq!(named.ends(0).out.trim(), "2");
    is_refused(
        answer(program().env("RECORDROOM_ARCHIVE", room.path("elsewhere"))),
        "elsewhere",
    );
}

#[test]
fn data_goes_to_standard_output_and_the_rest_to_standard_error() {
    let room = filed();
    fs::write(room.path("orchard").join("empty.txt"), b"").expect("a file");
    let ingested = room.ingest(&room.path("orchard")).ends(3);
    assert_eq!(ingested.json()["problems"], 1);
    let searched = room.run(&["search", "apples", "--format", "json"]).ends(0);
    assert_eq!(searched.json()["total"], 2);
    assert_eq!(searched.json()["not_searched"]["inputs"], 1);
    assert!(
        searched.err.contains("recordroom problems"),
        "no footnote: {:?}",
        searched.err
    );
    let nothing = room.run(&["search", "pears", "--format", "jsonl"]).ends(1);
    assert_eq!(nothing.out, "");
    assert!(
        nothing.err.contains("recordroom problems"),
        "no footnote: {:?}",
        nothing.err
    );
    let table = room.run(&["search", "pears"]).ends(1);
    for claim in ["not held", "is held", "in scope"] {
        let said = format!("{}{}", table.out, table.err)
            .replace("does not say that the information is not held", "");
        assert!(!said.contains(claim), "the program judges: {said}");
    }
    room.run(&["search", "apples", "--format", "csv", "--to", "hits.csv"])
        .ends(0);
    let written = fs::read_to_string(room.path("hits.csv")).expect("the file is written");
    assert_eq!(written.lines().count(), 3, "{written}");
}

#[test]
fn every_format_of_every_command_can_be_read() {
    let room = filed();
    let commands: &[&[&str]] = &[
        &["search", "apples", "--no-log"],
        &["problems"],
        &["refs"],
        &["locate", "request.txt"],
        &["log", "list"],
        &["log", "show", "1"],
        &["log", "verify"],
        &["verify"],
        &["stats"],
        &["source", "list"],
        &["request", "list"],
    ];
    room.run(&["search", "forty"]).ends(0);
    for command in commands {
        let run = |format: &str| {
            room.run(&[*command, &["--format", format]].concat())
                .ends(0)
        };
        assert!(run("json").json().is_object() || run("json").json().is_array());
        for line in run("jsonl").lines_of_json() {
            assert!(line.is_object(), "{command:?}: {line}");
        }
        let sheet = run("csv").out;
        assert!(
            sheet.is_empty()
                || sheet
                    .lines()
                    .next()
                    .is_some_and(|head| !head.starts_with('"')),
            "{sheet}"
        );
        assert!(run("table").out.ends_with('\n'), "{command:?}");
        is_refused(
            room.run(&[*command, &["--format", "tabel"]].concat()),
            "tabel",
        );
    }
    let hits = room
        .run(&["search", "apples", "--no-log", "--format", "jsonl"])
        .ends(0)
        .lines_of_json();
    let ids = room
        .run(&["search", "apples", "--no-log", "--format", "ids"])
        .ends(0)
        .out;
    let listed: Vec<&str> = hits.iter().filter_map(|hit| hit["id"].as_str()).collect();
    assert_eq!(ids.lines().collect::<Vec<_>>(), listed);
    for key in [
        "id",
        "kind",
        "title",
        "date",
        "date_source",
        "from",
        "to",
        "references",
        "locations",
        "score",
        "snippet",
    ] {
        assert!(
            hits[0].get(key).is_some(),
            "a hit has no {key}: {:#}",
            hits[0]
        );
    }
    let first = listed[0];
    assert_eq!(
        room.run(&["show", &first[..7], "--format", "json"])
            .ends(0)
            .json()["id"],
        first
    );
    assert!(
        room.run(&["show", first, "--text"])
            .ends(0)
            .out
            .contains("apples")
    );
    let raw = room.run(&["show", first, "--raw"]).ends(0).out;
    assert!(
        raw == LETTER || raw == ANSWER,
        "not the original's bytes: {raw:?}"
    );
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let room = filed();
    for words in [
        &["search", "apples", "--no-log", "--format", "json"][..],
        &["search", "--all", "--no-log", "--format", "jsonl"],
        &["refs", "--format", "json"],
        &["problems", "--format", "csv"],
    ] {
        assert_eq!(room.run(words).out, room.run(words).out, "{words:?}");
    }
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let room = filed();
    let search = ["search", "apples", "--no-log"];
    let coloured = |answer: Answer| answer.ends(0).out.contains('\u{1b}');
    assert!(!coloured(room.run(&search)));
    assert!(!coloured(answer(
        room.command(&search).env("NO_COLOR", "1")
    )));
    assert!(!coloured(
        room.run(&["search", "apples", "--no-log", "--color", "never"])
    ));
    assert!(coloured(
        room.run(&["search", "apples", "--no-log", "--color", "always"])
    ));
    assert!(coloured(answer(
        room.command(&search).env("CLICOLOR_FORCE", "1")
    )));
    let both = room.run(&[
        "search", "apples", "--no-log", "--color", "always", "--format", "json",
    ]);
    assert!(!coloured(both), "colour in data");
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let room = filed();
    for words in [
        &["search", "--all", "--format", "jsonl"][..],
        &["refs"],
        &["--help"],
        &["man"],
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = room.command(words);
        let child = command
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .expect("recordroom starts");
        drop(command);
        let ended = child.wait_with_output().expect("it ends");
        let err = String::from_utf8_lossy(&ended.stderr);
        assert!(
            !err.contains("panicked") && !err.contains("error"),
            "{words:?}: {err}"
        );
        assert!(
            matches!(ended.status.code(), Some(0) | None),
            "{words:?}: {:?}",
            ended.status
        );
    }
}

/// What the help of each command must name.
const HELP: &[(&[&str], &[&str])] = &[
    (
        &[],
        &[
            "--archive",
            "--color",
            "RECORDROOM_ARCHIVE",
            "--for",
            "ingest",
            "problems",
            "search",
            "show",
            "refs",
        ],
    ),
    (
        &[],
        &[
            "locate",
            "case",
            "export",
            "log",
            "verify",
            "stats",
            "completions",
            "man",
            "demo",
            "request",
            "source",
            "decide",
            "enquiry",
        ],
    ),
    (
        &["ingest"],
        &[
            "--source",
            "--ocr",
            "--jobs",
            "--prune",
            "--reason",
            "--authority",
            "--dry-run",
            "--format",
        ],
    ),
    (&["problems"], &["--format", "--to"]),
    (
        &["search"],
        &[
            "--file",
            "--ref",
            "--kind",
            "--party",
            "--from",
            "--to-party",
            "--after",
            "--before",
            "--as-at",
        ],
    ),
    (
        &["search"],
        &[
            "--sort",
            "--limit",
            "--all",
            "--count",
            "--facets",
            "--explain",
            "--no-log",
            "--format",
        ],
    ),
    (
        &["search"],
        &[
            "AND", "OR", "NOT", "ref:", "kind:", "from:", "to:", "party:", "date:", "file:",
            "subject:",
        ],
    ),
    (&["show"], &["--text", "--raw", "--format"]),
    (&["refs"], &["--family", "--format"]),
    (
        &["locate"],
        &[
            "--plan-only",
            "--received",
            "--as-at",
            "--schedule",
            "--include-requester",
            "--plan",
            "--estimate",
            "--central-government",
            "--format",
        ],
    ),
    (&["log"], &["list", "show", "replay", "mark", "verify"]),
    (&["log", "show"], &["--for-release", "--format", "--to"]),
    (&["statement"], &["--for-release", "--format", "--to"]),
    (&["thread"], &["--format", "--to"]),
    (&["similar"], &["--limit", "--format"]),
    (&["terms"], &["FILE", "--format"]),
    (
        &["sample"],
        &["--size", "--seed", "--judged", "--relevant", "--format"],
    ),
    (&["case"], &["--as-at", "--format", "--to"]),
    (&["export"], &["--to", "--as", "--file", "bagit", "jsonl"]),
    (&["verify"], &["--originals", "--format"]),
    (&["request", "add"], &["--received", "--clarified"]),
    (
        &["source", "add"],
        &[
            "--custodian",
            "--system",
            "--period",
            "--collected",
            "--supplied-by",
            "--not-searched",
        ],
    ),
    (&["enquiry", "add"], &["--asked", "--on", "--answer"]),
    (
        &["decide"],
        &[
            "--question",
            "--provision",
            "--reason",
            "--from",
            "--minutes",
            "disclose",
            "withhold",
        ],
    ),
    (&["completions"], &["bash", "zsh", "fish"]),
];

#[test]
fn the_help_names_what_can_be_typed() {
    let room = Room::new();
    for (command, promised) in HELP {
        let help = room.run(&[*command, &["--help"]].concat()).ends(0);
        for word in *promised {
            assert!(
                help.out.contains(word),
                "the help of {command:?} does not name {word}:\n{}",
                help.out
            );
        }
        assert_eq!(help.err, "");
    }
    assert!(
        room.run(&["--version"])
            .ends(0)
            .out
            .contains(env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn completions_and_the_manual_are_made_from_the_same_words() {
    let room = Room::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = room.run(&["completions", shell]).ends(0).out;
        assert!(
            script.contains("recordroom") && script.contains("locate"),
            "{shell}: {script}"
        );
        if shell == "bash" {
            fs::write(room.path("script"), &script).expect("a file");
            if let Ok(checked) = Command::new("bash")
                .arg("-n")
                .arg(room.path("script"))
                .status()
            {
                assert!(checked.success(), "bash cannot read its completions");
            }
        }
    }
    let page = room.run(&["man"]).ends(0).out;
    assert!(
        page.contains(".TH recordroom") && !page.contains("recordroom\\-ingest"),
        "{page}"
    );
    for word in [
        "recordroom ingest",
        "recordroom log verify",
        "\\-\\-authority",
        "\\-\\-plan\\-only",
        "comissioner~",
    ] {
        assert!(page.contains(word), "{word} is not on the page:\n{page}");
    }
}

/// The room's log, its lines changed.
fn with_log(room: &Room, change: impl FnOnce(Vec<String>) -> Vec<String>) -> String {
    let file = room.path("archive/log.jsonl");
    let before = fs::read_to_string(&file).expect("the log");
    let lines = change(before.lines().map(str::to_owned).collect());
    fs::write(&file, lines.join("\n") + "\n").expect("the log is written");
    before
}

#[test]
fn any_edit_of_the_log_is_found() {
    let room = filed();
    for query in ["apples", "forty", "pears"] {
        room.run(&["search", query]);
    }
    room.run(&["log", "verify"]).ends(0);
    let entries = room
        .run(&["log", "list", "--format", "json"])
        .ends(0)
        .json();
    let logged = entries.as_array().expect("rows");
    assert!(
        logged.iter().any(|row| row["query"] == "forty"),
        "{entries:#}"
    );
    type Edit = fn(Vec<String>) -> Vec<String>;
    let edits: [(&str, Edit); 5] = [
        ("a changed word", |lines| {
            lines
                .iter()
                .map(|line| line.replace("forty", "fifty"))
                .collect()
        }),
        ("a missing last line", |mut lines| {
            lines.pop();
            lines
        }),
        ("a missing line", |mut lines| {
            lines.remove(1);
            lines
        }),
        ("two lines in the wrong order", |mut lines| {
            lines.swap(1, 2);
            lines
        }),
        ("a line said twice", |mut lines| {
            lines.push(lines[lines.len() - 1].clone());
            lines
        }),
    ];
    for (what, edit) in edits {
        let before = with_log(&room, edit);
        assert_ne!(
            before,
            fs::read_to_string(room.path("archive/log.jsonl")).expect("the log"),
            "{what}"
        );
        let verified = room.run(&["log", "verify", "--format", "json"]);
        assert_eq!(
            verified.code,
            Some(1),
            "{what} is not found: {}",
            verified.out
        );
        assert_eq!(verified.json()["ok"], Value::Bool(false), "{what}");
        room.run(&["verify"]).ends(1);
        fs::write(room.path("archive/log.jsonl"), before).expect("the log is put back");
        room.run(&["log", "verify"]).ends(0);
    }
}

#[test]
fn work_on_a_request_is_kept_with_it() {
    let room = filed();
    let file = "01.FOI.22.031111";
    room.run(&["request", "add", "request.txt", "--received", "2022-08-18"])
        .ends(0);
    room.run(&[
        "source",
        "add",
        "Teams",
        "--not-searched",
        "nobody has access yet",
    ])
    .ends(0);
    let located = room
        .run(&["locate", "request.txt", "--for", file, "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(located["request"]["reference"], file, "{located:#}");
    assert_eq!(
        located["request"]["items"].as_array().map(Vec::len),
        Some(1),
        "{located:#}"
    );
    assert!(
        located["not_covered"].to_string().contains("Teams"),
        "{located:#}"
    );
    room.run(&["search", "apples", "--for", file]).ends(0);
    room.run(&[
        "enquiry",
        "add",
        "--for",
        file,
        "--asked",
        "the gardener",
        "--on",
        "2022-08-20",
    ])
    .ends(0);
    room.run(&[
        "decide",
        "1",
        "disclose",
        "--reason",
        "nothing in it harms anyone",
        "--for",
        file,
    ])
    .ends(0);
    is_refused(
        room.run(&["decide", "1", "burn", "--reason", "none", "--for", file]),
        "burn",
    );
    let shown = room
        .run(&["request", "show", file, "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(
        (&shown["received"], &shown["due"]),
        (&"2022-08-18".into(), &"2022-09-16".into())
    );
    let events = shown["events"].as_array().expect("events");
    let order: Vec<&str> = events
        .iter()
        .filter_map(|row| row["event"].as_str())
        .collect();
    assert_eq!(order, ["note", "locate", "search", "enquiry", "decision"]);
    for (row, kept) in
        events
            .iter()
            .zip(["2022-08-18", "located", "apples", "gardener", "disclose"])
    {
        let whole = room
            .run(&["log", "show", &row["n"].to_string(), "--format", "json"])
            .ends(0)
            .out;
        assert!(
            whole.contains(kept),
            "the entry of the {} lacks {kept}: {whole}",
            row["event"]
        );
    }
}

#[test]
fn a_word_that_begins_with_a_dash_needs_a_sign() {
    let room = filed();
    let refused = room.run(&["search", "-apples"]).ends(2);
    assert!(refused.err.contains("--"), "{}", refused.err);
    assert!(refused.err.contains("apples NOT pears"), "{}", refused.err);
    // the first letter is no word
    assert!(!refused.err.contains("as a value"), "{}", refused.err);
    let without = room
        .run(&[
            "search", "--no-log", "--format", "ids", "--", "orchard", "-forty",
        ])
        .ends(0);
    assert_eq!(without.out.lines().count(), 1, "{}", without.out);
}

#[test]
fn the_demo_shows_the_main_job_and_ends_well() {
    let room = Room::new();
    let shown = room.run(&["demo"]).ends(0);
    for line in [
        "$ recordroom ingest",
        "$ recordroom locate",
        "ICO letter to the MPS dated 3 December 2021",
        "ICO Enforcement Leaflet - GDPR and DPA 2018",
        "MPS letter to the ICO dated 27 January 2022",
        "ICO letter to the MPS dated 6 May 2022",
    ] {
        assert!(
            shown.out.contains(line),
            "the demo does not show {line:?}:\n{}{}",
            shown.out,
            shown.err
        );
    }
    assert!(house("sample_corpus/archive").is_dir());
    assert!(
        !house("sample_corpus/.recordroom").exists(),
        "the demo wrote beside the corpus"
    );
}

#[test]
fn a_trial_run_makes_no_archive() {
    let room = Room::new();
    fs::create_dir(room.path("orchard")).expect("a folder");
    fs::write(room.path("orchard/one.eml"), LETTER).expect("a file");
    let told = room
        .run(&["ingest", "orchard", "--dry-run", "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(told["files"], 1, "{told:#}");
    assert_eq!(told["added"], 1, "{told:#}");
    assert!(
        !room.path("archive").exists(),
        "a trial run made an archive"
    );
}

#[test]
fn an_archive_is_no_input() {
    let room = filed();
    let before = room.run(&["stats", "--format", "json"]).ends(0).out;
    for path in ["archive", "archive/index", "archive/log.jsonl"] {
        is_refused(room.run(&["ingest", path]), "belongs to the archive");
    }
    let other = room.path("other");
    is_refused(
        answer(
            room.command(&["ingest", "archive"])
                .env("RECORDROOM_ARCHIVE", &other),
        ),
        "belongs to the archive",
    );
    assert_eq!(room.run(&["stats", "--format", "json"]).ends(0).out, before);
}

#[test]
fn the_summary_names_problems_of_this_run_alone() {
    let room = filed();
    fs::create_dir(room.path("torn")).expect("a folder");
    fs::write(room.path("torn/torn.pdf"), b"%PDF-1.7\n1 0 obj").expect("a file");
    let told = room.run(&["ingest", "torn"]).ends(3);
    assert!(told.out.contains("recordroom problems"), "{}", told.out);
    let told = room.run(&["ingest", "orchard"]).ends(0);
    assert!(!told.out.contains("recordroom problems"), "{}", told.out);
}

#[cfg(unix)]
#[test]
fn a_report_goes_to_a_file_a_link_or_a_device() {
    let room = filed();
    let told = room.run(&["refs", "--format", "csv"]).ends(0).out;
    let to = |place: &str| {
        room.run(&["refs", "--format", "csv", "--to", place])
            .ends(0)
    };
    assert_eq!(to("/dev/stdout").out, told);
    assert_eq!(to("/dev/null").out, "");
    assert_eq!(to("/dev/stderr").err, told);
    fs::create_dir(room.path("reports")).expect("a folder");
    fs::write(
        room.path("reports/refs.csv"),
        "an older and longer report".repeat(99),
    )
    .expect("a file");
    std::os::unix::fs::symlink("reports/refs.csv", room.path("link.csv")).expect("a link");
    to("link.csv");
    assert!(room.path("link.csv").is_symlink());
    assert_eq!(
        fs::read_to_string(room.path("reports/refs.csv")).expect("the report"),
        told
    );
    let beside = fs::read_dir(room.path("reports"))
        .expect("a folder")
        .count();
    assert_eq!(beside, 1, "something was left beside the report");
    is_refused(
        room.run(&["refs", "--to", "nowhere/refs.csv"]),
        "nowhere/refs.csv",
    );
}

#[test]
fn nothing_typed_acts_on_the_terminal() {
    let room = filed();
    for words in [
        &["source", "add", "a\u{1b}[2Jb", "--custodian", "the orchard"][..],
        &["search", "apples", "--ref", "\u{1b}[31m"],
        &["show", "\u{1b}]0;x\u{7}"],
        &["\u{1b}[2J"],
        &["search", "--\u{1b}[2J"],
    ] {
        let told = room.run(words);
        assert!(!told.err.is_empty(), "{}", told.typed);
        let acts = |c: char| c.is_control() && c != '\n';
        assert!(!told.err.contains(acts), "{:?}", told.err);
    }
}

#[test]
fn what_is_only_read_is_never_written_over() {
    let room = filed();
    let letter = fs::read_dir(room.path("orchard"))
        .expect("the folder")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.is_file())
        .expect("a letter");
    let shown = letter.to_str().expect("UTF-8");
    let before = fs::read(&letter).expect("the letter");
    let log = fs::read(room.path("archive/log.jsonl")).expect("the log");
    is_refused(
        room.run(&["search", "apples", "--to", shown]),
        "is an original",
    );
    for within in [
        "archive/log.jsonl",
        "archive/catalogue.db",
        "archive/new.csv",
    ] {
        is_refused(room.run(&["refs", "--to", within]), "within an archive");
    }
    fs::write(
        room.path("q.txt"),
        "Dear team,\n1. What do you hold about apples?\n",
    )
    .expect("a request");
    is_refused(
        room.run(&["locate", "q.txt", "--schedule", "q.txt"]),
        "is read by this command",
    );
    assert_eq!(fs::read(&letter).expect("the letter"), before);
    assert_eq!(
        fs::read(room.path("archive/log.jsonl")).expect("the log"),
        log
    );
    room.run(&["verify", "--originals"]).ends(0);
}

#[test]
fn a_log_that_is_gone_is_not_begun_anew() {
    let room = filed();
    for query in ["apples", "orchard"] {
        room.run(&["search", query]);
    }
    fs::remove_file(room.path("archive/log.jsonl")).expect("removed");
    fs::remove_file(room.path("archive/log.head")).expect("removed");
    is_refused(room.run(&["search", "apples"]), "the log is gone");
    assert!(!room.run(&["log", "verify"]).ends(1).out.is_empty());
    room.run(&["search", "apples", "--no-log"]).ends(0);
}

#[test]
fn the_log_names_the_account_and_not_what_the_environment_says() {
    let room = filed();
    let mut asked = room.command(&["search", "apples"]);
    answer(
        asked
            .env("USER", "commissioner")
            .env("LOGNAME", "commissioner"),
    )
    .ends(0);
    let log = fs::read_to_string(room.path("archive/log.jsonl")).expect("the log");
    assert!(!log.contains("\"who\":\"commissioner\""), "{log}");
}

#[test]
fn a_word_s_other_hyphen_is_told_and_never_searched_and_an_unknown_format_is_refused() {
    let room = Room::new();
    std::fs::create_dir(room.path("tree")).expect("a folder");
    for (name, words) in [
        ("one.txt", "The email policy of the lamp room."),
        ("two.txt", "Please read the E-mail rota of the lamp room."),
        ("three.txt", "Two e-mails were lost on the quay."),
        ("four.txt", "The keeper sent one by mail."),
    ] {
        std::fs::write(room.path("tree").join(name), words).expect("written");
    }
    room.run(&["ingest", "tree"]).ends(0);
    let found = |query: &str| {
        room.run(&["search", query, "--format", "json"])
            .ends(0)
            .json()
    };
    let told = |query: &str| -> Vec<(String, u64)> {
        let answer = found(query);
        let near = answer["nearest"].as_array().expect("nearest").clone();
        near.iter()
            .map(|one| {
                let records = one["records"].as_u64().expect("a number");
                (
                    one["canonical"].as_str().expect("words").to_owned(),
                    records,
                )
            })
            .collect()
    };
    assert_eq!(found("email")["total"], 1);
    assert_eq!(
        told("email"),
        [("\"e-mail\"".to_owned(), 1), ("\"e-mails\"".to_owned(), 1)]
    );
    assert_eq!(found("e-mail")["total"], 1);
    assert_eq!(told("e-mail"), [("email".to_owned(), 1)]);
    assert!(told("lamp").is_empty());
    assert!(told("mail").is_empty());
    let said = room.run(&["search", "email"]).ends(0).out;
    assert!(
        said.contains("1 record is found by \"e-mail\" alone: the same word, or its two parts in a row, but for a hyphen."),
        "{said}"
    );
    // an ending that no record here has is no slip, and a record of it may have been pruned since
    room.run(&["search", "format:wav"]).ends(1);
}
