//! What an officer does with the sheets: a schedule comes back as spreadsheets save it, whole or not at all, and is
//! never written over; and whoever asked is in none of what is written for the request.

#[path = "program/mod.rs"]
mod program;

use std::fs;
use std::path::PathBuf;

use program::{Answer, Room, house};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

const REQUEST: &str = "01.FOI.22.025669";

/// A room with the sample letters and the starting request, and the cells of its schedule, headings first.
fn desk() -> (Room, Vec<Vec<String>>) {
    let room = Room::new();
    for folder in ["letters", "shared-drive"] {
        let folder = house("sample_corpus/archive").join(folder);
        room.run(&["ingest", folder.to_str().expect("a path")]);
    }
    locate(&room, &["--schedule", "schedule.csv"]).ends(0);
    let text = fs::read_to_string(room.path("schedule.csv")).expect("the schedule");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    (room, rows)
}

fn locate(room: &Room, words: &[&str]) -> Answer {
    let request = house("sample_corpus/requests/01.FOI.22.025669.txt");
    let request = request.to_str().expect("a path").to_owned();
    room.run(&[&["locate", &request], words].concat())
}

/// Fills a cell of a row by its heading.
fn fill(rows: &mut [Vec<String>], row: usize, heading: &str, text: &str) {
    let at = rows[0].iter().position(|head| head == heading);
    rows[row][at.expect("a heading")] = text.to_owned();
}

/// Rows as CSV: cells parted by this sign, all in quotation marks, rows ended so.
fn as_csv(rows: &[Vec<String>], sign: &str, end: &str) -> String {
    let cell = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let row = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(sign) + end;
    rows.iter().map(row).collect()
}

fn take_back(room: &Room, name: &str, bytes: impl AsRef<[u8]>) -> Answer {
    fs::write(room.path(name), bytes).expect("written");
    room.run(&["decide", "--from", name, "--for", REQUEST])
}

fn decisions(room: &Room) -> Vec<Value> {
    let shown = room.run(&["request", "show", REQUEST, "--format", "json"]);
    let shown = shown.ends(0).json();
    let records = shown["records"].as_array().expect("records").clone();
    records
        .iter()
        .flat_map(|row| row["decisions"].as_array().expect("decisions").clone())
        .collect()
}

#[test]
fn a_schedule_comes_back_however_a_spreadsheet_saved_it() {
    let (room, mut rows) = desk();
    assert!(rows.len() >= 4, "{rows:?}");
    fill(&mut rows, 1, "decision", "Redact");
    fill(&mut rows, 1, "exemption", "s40(2); s31(1)(a)");
    fill(&mut rows, 1, "reason", "names;\nof \"junior\" staff");
    fill(&mut rows, 1, "question", "Q1, Q4");
    fill(&mut rows, 2, "decision", "disclose");
    fill(&mut rows, 2, "reason", "nothing exempt");
    // a spreadsheet counts days, and the column is not read
    fill(&mut rows, 1, "date", "44533");
    // a column of the officer's own, and all columns in another order
    for (n, row) in rows.iter_mut().enumerate() {
        row.push(if n == 0 {
            "checked by".into()
        } else {
            "PL".into()
        });
        row.reverse();
    }
    let saved = [
        (
            "excel.csv",
            format!("\u{feff}{}", as_csv(&rows, ";", "\r\n")),
        ),
        ("calc.csv", as_csv(&rows, ",", "\n")),
        ("tabs.csv", as_csv(&rows, "\t", "\r\n")),
        ("old mac.csv", as_csv(&rows, ",", "\r")),
    ];
    for (nth, (name, text)) in saved.iter().enumerate() {
        let said = take_back(&room, name, text).ends(0).err;
        let counted = if nth == 0 {
            "3; on record before: 0"
        } else {
            "0; on record before: 3"
        };
        assert!(said.contains(counted), "{name}: {said}");
    }
    let standing = decisions(&room);
    assert_eq!(standing.len(), 3, "{standing:#?}");
    assert!(standing.iter().all(|row| row["question"] != "Q1"));
    let redacted = standing.iter().filter(|row| row["decision"] == "redact");
    for row in redacted {
        assert_eq!(row["reason"], "names; of \"junior\" staff");
        assert_eq!(
            row["provisions"],
            serde_json::json!(["s40(2)", "s31(1)(a)"])
        );
    }
}

#[test]
fn a_workbook_comes_back_with_notes_of_the_officers_own_behind_it() {
    let (room, mut rows) = desk();
    fill(&mut rows, 1, "decision", "disclose");
    fill(&mut rows, 1, "reason", "nothing exempt,\nsee\tnote");
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (n, row) in (0_u32..).zip(&rows) {
        for (at, cell) in (0_u16..).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) => page.write_number(n, at, number).map(|_| ()),
                Err(_) => page.write_string(n, at, cell).map(|_| ()),
            }
            .expect("a cell");
        }
    }
    let notes = book.add_worksheet();
    notes.write_string(0, 0, "to ask").expect("a cell");
    notes.write_string(0, 1, "Petra").expect("a cell");
    let bytes = book.save_to_buffer().expect("a workbook");
    let said = take_back(&room, "filled.xlsx", bytes).ends(0).err;
    assert!(said.contains("recorded from filled.xlsx: 1"), "{said}");
    assert_eq!(decisions(&room)[0]["reason"], "nothing exempt, see note");
}

#[test]
fn a_sheet_with_a_fault_is_refused_whole_with_its_row() {
    let (room, rows) = desk();
    type Spoils = fn(&mut Vec<Vec<String>>);
    let faults: [(&str, Spoils, &str); 8] = [
        (
            "a misspelt decision",
            |rows| fill(rows, 2, "decision", "witthold"),
            "row 3 of sheet.csv: `witthold` is no decision",
        ),
        (
            "a provision that is none",
            |rows| fill(rows, 2, "exemption", "s99(9)"),
            "row 3 of sheet.csv: `s99(9)` was not taken",
        ),
        (
            "a question turned into a day",
            |rows| fill(rows, 2, "question", "02-Jan"),
            "row 3 of sheet.csv: request 01.FOI.22.025669 has no question 02-Jan",
        ),
        (
            "a decision without its reason",
            |rows| fill(rows, 2, "reason", ""),
            "row 3 of sheet.csv: it has a decision and no reason",
        ),
        (
            "a reason without its decision",
            |rows| {
                fill(rows, 2, "decision", "");
                fill(rows, 2, "exemption", "");
            },
            "row 3 of sheet.csv: it has a reason and no decision",
        ),
        (
            "two rows at odds",
            |rows| {
                rows.push(rows[1].clone());
                let last = rows.len() - 1;
                fill(rows, last, "decision", "out");
            },
            "it decides what row 2 decides too, and otherwise",
        ),
        (
            "rows that were moved under their numbers",
            |rows| {
                let other = rows[2][0].clone();
                rows[1][0] = other;
            },
            "row 2 of sheet.csv: item 2 of 01.FOI.22.025669 is another record",
        ),
        (
            "a column that was renamed",
            |rows| fill(rows, 0, "id", "ref"),
            "has no columns `id` and `decision`",
        ),
    ];
    for (what, spoil, says) in faults {
        let mut spoilt = rows.clone();
        for row in [1, 2] {
            fill(&mut spoilt, row, "decision", "withhold");
            fill(&mut spoilt, row, "exemption", "s40(2)");
            fill(&mut spoilt, row, "reason", "names");
        }
        spoil(&mut spoilt);
        let said = take_back(&room, "sheet.csv", as_csv(&spoilt, ",", "\r\n"))
            .ends(2)
            .err;
        assert!(said.contains(says), "{what}: {said}");
        assert!(decisions(&room).is_empty(), "{what}");
    }
    // letters of another code page are not guessed at
    let mut latin = as_csv(&rows, ",", "\r\n").into_bytes();
    latin.extend(b"\"caf\xe9\"\r\n");
    let said = take_back(&room, "latin.csv", latin).ends(2).err;
    assert!(said.contains("save it as xlsx, or as CSV UTF-8"), "{said}");
}

#[test]
fn a_row_pasted_twice_is_taken_once_and_a_row_that_is_gone_is_named() {
    let (room, mut rows) = desk();
    fill(&mut rows, 1, "decision", "disclose");
    fill(&mut rows, 1, "reason", "nothing exempt");
    rows.remove(3);
    rows.push(rows[1].clone());
    let said = take_back(&room, "sheet.csv", as_csv(&rows, ",", "\r\n"))
        .ends(0)
        .err;
    assert!(said.contains("recorded from sheet.csv: 1;"), "{said}");
    assert!(
        said.contains("no row for item 3, which was located"),
        "{said}"
    );
    assert_eq!(decisions(&room).len(), 1);
}

#[test]
fn a_schedule_that_is_there_and_differs_is_not_written_over_unasked() {
    let (room, _) = desk();
    let file = room.path("schedule.csv");
    let before = fs::read(&file).expect("the schedule");
    // the same state gives the same bytes, and that is no overwriting
    locate(&room, &["--schedule", "schedule.csv"]).ends(0);
    let mut filled = before.clone();
    filled.extend(b"\n");
    fs::write(&file, &filled).expect("written");
    let words = ["--schedule", "other.html", "--schedule", "schedule.csv"];
    let refused = locate(&room, &words).ends(2).err;
    assert!(
        refused.contains("schedule.csv is there already"),
        "{refused}"
    );
    assert_eq!(fs::read(&file).expect("the schedule"), filled);
    assert!(
        !room.path("other.html").exists(),
        "one schedule was written"
    );
    locate(&room, &[&words[..], &["--overwrite"]].concat()).ends(0);
    assert_eq!(fs::read(&file).expect("the schedule"), before);
    assert!(room.path("other.html").exists());
}

/// What tells who asked: the name, in any part of it that is not a common word, and every way to reach them.
const REQUESTER: [&str; 7] = [
    "quillfeather",
    "ottoline",
    "ottoline.q@example.org",
    "020 7946 0958",
    "02079460958",
    "14 pippin row",
    "zx9 4qq",
];

const LETTER: &str = "From: Ottoline Quillfeather <ottoline.q@example.org>\r\n\
To: foi@met.police.uk\r\n\
Date: Thu, 5 Jan 2023 10:00:00 +0000\r\n\
Subject: Request 01.FOI.23.031999 from Ottoline Quillfeather\r\n\
\r\n\
Dear Sir or Madam,\r\n\
\r\n\
Our reference: 01.FOI.23.031999\r\n\
\r\n\
1. Please send me the letters between the ICO and the MPS about the reprimand INV/0283/2020.\r\n\
2. Please send the enforcement leaflet.\r\n\
\r\n\
Yours faithfully,\r\n\
\r\n\
Ottoline Quillfeather\r\n\
14 Pippin Row\r\n\
Orchardby ZX9 4QQ\r\n\
Telephone 020 7946 0958\r\n\
ottoline.q@example.org\r\n";

/// Every file below a folder.
fn files(folder: PathBuf, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(path, out);
        } else {
            out.push(path);
        }
    }
}

#[test]
fn whoever_asked_is_in_no_output_of_any_format() {
    let room = Room::new();
    let letters = house("sample_corpus/archive/letters");
    room.run(&["ingest", letters.to_str().expect("a path")])
        .ends(0);
    fs::write(room.path("request.eml"), LETTER).expect("written");
    let mut said: Vec<(String, String)> = Vec::new();
    let mut run = |words: &[&str]| {
        let answer = room.run(words);
        assert!(
            matches!(answer.code, Some(0 | 1)),
            "{words:?}: {}",
            answer.err
        );
        said.push((words.join(" "), format!("{}\n{}", answer.out, answer.err)));
    };
    fs::create_dir(room.path("made")).expect("a folder");
    run(&[
        "locate",
        "request.eml",
        "--plan-only",
        "--to",
        "made/plan.toml",
    ]);
    let text_formats = ["table", "json", "jsonl", "csv", "md", "html", "txt"];
    for format in text_formats {
        run(&["locate", "request.eml", "--format", format]);
    }
    for ending in ["txt", "md", "csv", "html", "xlsx", "json"] {
        let file = format!("made/schedule.{ending}");
        run(&["locate", "request.eml", "--estimate", "--schedule", &file]);
    }
    let file = "01.FOI.23.031999";
    let export = [
        "export",
        "INV/0283/2020",
        "--to",
        "made/bag",
        "--as",
        "bagit",
    ];
    run(&[&export[..], &["--for", file]].concat());
    for format in text_formats {
        run(&["request", "show", file, "--format", format]);
        run(&["request", "list", "--format", format]);
        run(&["log", "list", "--format", format]);
        run(&["log", "show", "2", "--format", format]);
        run(&["case", "INV/0283/2020", "--for", file, "--format", format]);
    }
    // the archive's own record of what was done
    let log = fs::read_to_string(room.path("archive/log.jsonl")).expect("the log");
    said.push(("the log".to_owned(), log));
    let mut made = Vec::new();
    files(room.path("made"), &mut made);
    assert!(made.len() > 15, "{made:?}");
    for path in made {
        let bytes = fs::read(&path).expect("a file");
        let text = match path.extension().and_then(|ending| ending.to_str()) {
            Some("xlsx") => cells_of(&room, &path),
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        };
        said.push((path.display().to_string(), text));
    }
    for (what, text) in &said {
        let lower = text.to_lowercase();
        for secret in REQUESTER {
            assert!(
                !lower.contains(secret),
                "{secret} stands in {what}:\n{text}"
            );
        }
    }
    // and the test would see it: the one who may be searched for is there when that is asked
    let plan = "plan = 1\n[[search]]\nquery = 'quillfeather'\n";
    fs::write(room.path("plan.toml"), plan).expect("written");
    let words = ["locate", "request.eml", "--plan", "plan.toml"];
    room.run(&words).ends(2);
    let shown = room
        .run(&[&words[..], &["--include-requester"]].concat())
        .ends(0);
    assert!(shown.out.to_lowercase().contains("quillfeather"));
}

/// The words of a workbook, as this program reads it from an archive of its own.
fn cells_of(room: &Room, file: &std::path::Path) -> String {
    let own = room.path("workbooks");
    let own = own.to_str().expect("a path");
    let run = |words: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_recordroom"));
        command.args(["--archive", own]).args(words);
        program::answer(&mut command)
    };
    run(&["ingest", file.to_str().expect("a path")]).ends(0);
    let ids = run(&["search", "--all", "--format", "ids", "--no-log"])
        .ends(0)
        .out;
    run(&["show", ids.trim(), "--text"]).ends(0).out
}
