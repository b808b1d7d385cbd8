//! What is filed under a request and comes back: decisions and the next schedule, plans, forms of request, look-alikes.

#[path = "program/mod.rs"]
mod program;

use std::fs;

use program::{Room, house};
use serde_json::Value;

const REQUEST: &str = "01.FOI.22.025669";

/// A room with the sample letters, and the starting request located in it.
fn located() -> (Room, String) {
    let room = Room::new();
    let letters = house("sample_corpus/archive/letters");
    room.run(&[
        "ingest",
        "--ocr",
        "never",
        letters.to_str().expect("a path"),
    ])
    .ends(0);
    let request = house("sample_corpus/requests/01.FOI.22.025669.txt");
    let request = request.to_str().expect("a path").to_owned();
    room.run(&["locate", &request]).ends(0);
    (room, request)
}

fn decide(room: &Room, words: &[&str], code: i32) -> String {
    let mut all = vec!["decide"];
    all.extend(words);
    all.extend(["--for", REQUEST]);
    room.run(&all).ends(code).err
}

fn decisions(room: &Room) -> usize {
    let shown = room
        .run(&["request", "show", REQUEST, "--format", "json"])
        .ends(0)
        .json();
    let events = shown["events"].as_array().expect("events");
    events
        .iter()
        .filter(|row| row["event"] == "decision")
        .count()
}

#[test]
fn what_a_decision_names_must_be_there() {
    let (room, _) = located();
    for (words, says) in [
        (vec!["1:page 9", "redact", "--reason", "names"], "page 9"),
        (
            vec!["1:pages 2-7", "redact", "--reason", "names"],
            "3 pages",
        ),
        (vec!["1:page 0", "redact", "--reason", "names"], "page 0"),
        (
            vec!["1:attachment 4", "redact", "--reason", "names"],
            "attachment 4",
        ),
        (
            vec!["1", "withhold", "--provision", "s99(9)", "--reason", "x"],
            "s99",
        ),
        (
            vec!["1", "withhold", "--provision", "s31(1)(z)", "--reason", "x"],
            "(1)(z)",
        ),
        (
            vec!["1", "withhold", "--provision", "private", "--reason", "x"],
            "no provision",
        ),
    ] {
        let said = decide(&room, &words, 2);
        assert!(
            said.contains(says) && said.contains("nothing was recorded"),
            "{said}"
        );
    }
    assert_eq!(decisions(&room), 0);
    decide(
        &room,
        &[
            "1:p 2",
            "redact",
            "--provision",
            "s31(1)(a)&(b)",
            "--reason",
            "names",
        ],
        0,
    );
    let shown = room
        .run(&["request", "show", REQUEST, "--format", "json"])
        .ends(0)
        .json();
    let row = &shown["records"][0]["decisions"][0];
    assert_eq!(
        row["provisions"],
        serde_json::json!(["s31(1)(a)", "s31(1)(b)"])
    );
    assert_eq!(row["part"], "page 2");
}

#[test]
fn a_sheet_with_one_wrong_row_is_refused_whole_and_the_row_is_named() {
    let (room, request) = located();
    let sheet = room.path("sheet.csv");
    let path = sheet.to_str().expect("a path").to_owned();
    room.run(&["locate", &request, "--schedule", &path]).ends(0);
    let text = fs::read_to_string(&sheet).expect("a sheet");
    let empty = "\"\",\"\",\"\",\"\",\"\",\"r-";
    let filled = |cells: [&str; 5]| format!("\"{}\",\"r-", cells.join("\",\""));
    let good = filled(["disclose", "", "public already", "", ""]);
    for (wrong, says) in [
        (filled(["redact", "s99", "names", "", ""]), "s99"),
        (filled(["redact", "s40(2)", "", "", ""]), "no reason"),
        (
            filled(["redact", "s40(2)", "names", "page 40", ""]),
            "page 40",
        ),
        (filled(["", "s40(2)", "", "", ""]), "no decision"),
    ] {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines[2] = lines[2].replacen(empty, &good, 1);
        lines[1] = lines[1].replacen(empty, &wrong, 1);
        fs::write(&sheet, lines.join("\n")).expect("written");
        let said = decide(&room, &["--from", &path], 2);
        assert!(said.contains("row 2") && said.contains(says), "{said}");
    }
    assert_eq!(decisions(&room), 0, "nothing half-written");
}

#[test]
fn decisions_reach_the_next_schedule_and_go_round() {
    let (room, request) = located();
    let first = room
        .run(&["locate", &request, "--format", "json"])
        .ends(0)
        .json();
    let possible = first["possible"][0]["n"]
        .as_u64()
        .expect("a number")
        .to_string();
    decide(
        &room,
        &[
            "1",
            "redact",
            "--question",
            "1",
            "--provision",
            "s40(2)",
            "--reason",
            "names",
        ],
        0,
    );
    decide(
        &room,
        &[
            "1",
            "redact",
            "--question",
            "4",
            "--provision",
            "s40(2)",
            "--reason",
            "names",
        ],
        0,
    );
    decide(
        &room,
        &[
            "1:page 3",
            "withhold",
            "--provision",
            "s31(1)(a)",
            "--reason",
            "methods",
        ],
        0,
    );
    decide(&room, &["2", "out", "--reason", "another matter"], 0);
    decide(&room, &[&possible, "disclose", "--reason", "asked for"], 0);
    let sheet = room.path("next.csv");
    let path = sheet.to_str().expect("a path").to_owned();
    let next = room
        .run(&["locate", &request, "--schedule", &path, "--format", "json"])
        .ends(0)
        .json();
    let text = fs::read_to_string(&sheet).expect("a sheet");
    for cells in [
        "\"redact\",\"s40(2)\",\"names\",\"\",\"1; 4\"",
        "\"withhold\",\"s31(1)(a)\",\"methods\",\"page 3\",\"\"",
        "\"out\",\"\",\"another matter\"",
        "\"disclose\",\"\",\"asked for\"",
    ] {
        assert!(text.contains(cells), "{cells}\n{text}");
    }
    let numbers = |list: &str| -> Vec<u64> {
        let all = next[list].as_array().expect("a list").iter();
        all.filter_map(|one| one["n"].as_u64()).collect()
    };
    // out of scope, and still in the record of the search; decided to be in, and so located
    assert!(numbers("located").contains(&2));
    assert!(numbers("located").contains(&possible.parse().expect("a number")));
    let letter = next["statement"].as_str().expect("a paragraph");
    let out = next["located"]
        .as_array()
        .expect("located")
        .iter()
        .find(|one| one["n"] == 2)
        .expect("item 2");
    assert!(
        !letter.contains(out["line"].as_str().expect("a line")),
        "{letter}"
    );
    let screen = room.run(&["locate", &request]).ends(0).out;
    assert!(screen.contains("DECIDED out: another matter"), "{screen}");
    // the sheet as written says nothing new
    let said = decide(&room, &["--from", &path], 0);
    assert!(said.contains("recorded from next.csv: 0"), "{said}");
    // and the same state gives the same bytes
    let again = room.path("again.csv");
    room.run(&[
        "locate",
        &request,
        "--schedule",
        again.to_str().expect("a path"),
    ])
    .ends(0);
    assert_eq!(
        fs::read(&sheet).expect("one"),
        fs::read(&again).expect("two")
    );
}

#[test]
fn a_plan_of_another_request_is_refused() {
    let (room, request) = located();
    let plan = room.path("plan.toml");
    let plan = plan.to_str().expect("a path");
    room.run(&["locate", &request, "--plan-only", "--to", plan])
        .ends(0);
    let other = room.path("other.txt");
    fs::write(
        &other,
        "Request 01.FOI.22.027314\n\nPlease send me the letters about the lamp.\n",
    )
    .expect("written");
    let other = other.to_str().expect("a path");
    let said = room.run(&["locate", other, "--plan", plan]).ends(2).err;
    assert!(
        said.contains("made for 01.FOI.22.025669") && said.contains("nothing was searched"),
        "{said}"
    );
    room.run(&["locate", &request, "--plan", plan]).ends(0);
}

#[test]
fn where_nothing_is_asked_or_found_no_more_is_said_than_that() {
    let (room, _) = located();
    let thanks = room.path("thanks.txt");
    fs::write(&thanks, "Thank you for your help.\n").expect("written");
    let said = room
        .run(&["locate", thanks.to_str().expect("a path")])
        .ends(2)
        .err;
    assert!(said.contains("no question could be read"), "{said}");
    let said = room.run(&["case", "INV/9999/2020"]).ends(1).out;
    assert!(!said.contains("GAPS"), "{said}");
    let lines = room.path("lines");
    let said = room
        .run(&[
            "export",
            "ref:INV/0283/2020",
            "--as",
            "jsonl",
            "--to",
            lines.to_str().expect("a path"),
        ])
        .ends(0)
        .out;
    assert!(
        !said.contains("digest") && said.contains("without originals"),
        "{said}"
    );
}

#[test]
fn what_a_scanner_misread_stands_apart_from_the_case() {
    let room = Room::new();
    let tree = room.path("post");
    fs::create_dir(&tree).expect("a folder");
    let letter = |reference: &str, day: &str, body: &str| {
        format!(
            "Information Commissioner's Office\n\nOur reference: {reference}\n\nMetropolitan Police Service\n\n{day}\n\n\
             Dear Sir,\n\n{body}\n\nYours faithfully,\n\nTobias Quillfeather\n"
        )
    };
    for (name, text) in [
        (
            "one.txt",
            letter(
                "INV/0283/2020",
                "3 May 2021",
                "Thank you for your letter of 4 March 2021.",
            ),
        ),
        (
            "two.txt",
            letter(
                "INV/0283/2020",
                "9 June 2021",
                "We wait for an answer to our letter of 3 May 2021, and for your letter dated 4 March 2021.",
            ),
        ),
        (
            "scan.txt",
            letter("INV/O2B3/2020", "20 July 2021", "We have had no answer."),
        ),
        (
            "other.txt",
            letter("INV/0288/2020", "21 July 2021", "Another matter."),
        ),
    ] {
        fs::write(tree.join(name), text).expect(name);
    }
    room.ingest(&tree).ends(0);
    let case = room
        .run(&["case", "INV/0283/2020", "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(
        case["records"].as_array().map(Vec::len),
        Some(2),
        "{case:#}"
    );
    let alike: Vec<&Value> = case["possible"]
        .as_array()
        .expect("possible")
        .iter()
        .collect();
    assert_eq!(alike.len(), 1, "{case:#}");
    assert_eq!(alike[0]["as_printed"], "INV/O2B3/2020");
    let gaps = case["gaps"].as_array().expect("gaps");
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!(gaps[0]["items"], serde_json::json!([1, 2]));
    assert_eq!(gaps[0]["citations"].as_array().map(Vec::len), Some(2));
    let screen = room.run(&["case", "INV/0283/2020"]).ends(0).out;
    assert!(
        screen.contains("POSSIBLE") && screen.contains("prints \"INV/O2B3/2020\""),
        "{screen}"
    );
}

#[test]
fn one_request_has_one_file_however_its_number_is_typed() {
    let room = Room::new();
    let tree = room.path("post");
    fs::create_dir(&tree).expect("a folder");
    let letter = "Lamp Board\n\n3 May 2021\n\nDear Sir,\n\nThe lamp is out.\n\nYours faithfully,\n\nTobias Quillfeather\n";
    fs::write(tree.join("lamp.txt"), letter).expect("written");
    room.ingest(&tree).ends(0);
    let request = room.path("request.txt");
    fs::write(
        &request,
        "Our reference: FOI 500/26\n\nPlease send me any letters about the lamp.\n",
    )
    .expect("written");
    let request = request.to_str().expect("a path");
    let files = || -> Vec<String> {
        let rows = room
            .run(&["request", "list", "--format", "json"])
            .ends(0)
            .json();
        let rows = rows.as_array().expect("rows").iter();
        rows.map(|row| row["reference"].as_str().expect("a reference").to_owned())
            .collect()
    };
    // whichever of the two opens the file, it has one name
    room.run(&["locate", request]).ends(0);
    assert_eq!(files(), ["FOI 500/26"]);
    room.run(&["request", "add", "foi500/26"]).ends(0);
    let said = room.run(&["locate", request]).ends(0).out;
    // the request prints it so, and is filed so
    assert!(said.contains("FOI 500/26, 1 question"), "{said}");
    assert!(!said.contains("Filed under"), "{said}");
    room.run(&["locate", request, "--for", "foi 500/26"])
        .ends(0);
    room.run(&["locate", request, "--for", "500/26"]).ends(0);
    room.run(&["request", "show", "500/26"]).ends(0);
    assert_eq!(files(), ["FOI 500/26"]);
    // another series and another year are other requests
    for other in ["EIR 500/26", "500/25", "SAR 500/26"] {
        room.run(&["request", "show", other]).ends(2);
        room.run(&["request", "add", other]).ends(0);
    }
    assert_eq!(files().len(), 4, "{:?}", files());
    // a hit that has a number in the request shows it, and another does not
    let found = ["search", "lamp", "--for", "500/26"];
    let screen = room.run(&found).ends(0).out;
    assert!(screen.contains("item 1"), "{screen}");
    let hits = room
        .run(&[&found[..], &["--format", "jsonl"]].concat())
        .ends(0);
    assert_eq!(hits.lines_of_json()[0]["item"], 1);
    let hits = room.run(&["search", "lamp", "--format", "jsonl"]).ends(0);
    assert!(hits.lines_of_json()[0].get("item").is_none());
}

#[test]
fn an_items_number_within_a_query_is_that_item_of_the_request_and_no_beginning_of_an_id() {
    let (room, request) = located();
    let answer = room
        .run(&["locate", &request, "--format", "json"])
        .ends(0)
        .json();
    let first = &answer["located"].as_array().expect("located")[0];
    let n = first["n"].as_u64().expect("a number").to_string();
    let id = first["record"]["id"].as_str().expect("an id").to_owned();
    let query = format!("id:{n} OR id:{}", &id[..8]);
    let bracketed = format!("id:({n} OR {n})");
    for field in [format!("id:{n}"), query, bracketed] {
        let found = room.run(&["search", &field, "--for", REQUEST, "--format", "json"]);
        assert!(found.err.contains(&id), "{}", found.err);
        let found = found.ends(0).json();
        assert_eq!(found["total"], 1, "{field}");
        assert_eq!(found["hits"][0]["id"], id.as_str(), "{field}");
        assert!(
            found["read_as"].to_string().contains(&id[..8]),
            "{}",
            found["read_as"]
        );
    }
    let refused = room
        .run(&["search", "text:ICO in:999", "--for", REQUEST])
        .ends(2)
        .err;
    for says in ["no item 999", "in:r-999"] {
        assert!(refused.contains(says), "{refused}");
    }
}

#[test]
fn a_query_that_cannot_be_read_is_named_by_its_line_of_the_plan() {
    let (room, request) = located();
    let plan = room.path("edited.toml");
    let text = "plan = 1\n\n[[search]]\nquery = \"from:ICO\"\n\n[[search]]\nreason = \"a slip\"\nquery = \"from:ICO (dated\"\n";
    fs::write(&plan, text).expect("written");
    let plan = plan.to_str().expect("a path");
    let refused = room.run(&["locate", &request, "--plan", plan]).ends(2).err;
    for says in ["search 2 of the plan", "line 8", "(dated"] {
        assert!(refused.contains(says), "{refused}");
    }
}

#[test]
fn nothing_to_read_says_what_is_empty_and_what_to_do() {
    let (room, _) = located();
    let blank = room.path("blank.txt");
    fs::write(&blank, " \n\n").expect("written");
    for (file, says) in [
        (blank.to_str().expect("a path"), "blank.txt is empty"),
        ("-", "standard input gave no words"),
    ] {
        let refused = room.run(&["locate", file]).ends(2).err;
        assert!(refused.contains(says), "{refused}");
        assert!(refused.contains("recordroom locate"), "{refused}");
    }
}
