//! What a search leaves behind, of whatever kind it was: its statement, its repetition, its disposal; and what is said
//! beside a record whose file has gone or whose day does not settle whether it belongs.

#[path = "program/mod.rs"]
mod program;

use std::fs;

use program::{Answer, Room, house};
use serde_json::Value;

fn json(room: &Room, words: &[&str], code: i32) -> Value {
    let mut words = words.to_vec();
    words.extend(["--format", "json"]);
    room.run(&words).ends(code).json()
}

/// Words in one line, however they were wrapped.
fn told(answer: &Answer) -> String {
    answer.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The numbers of the log's entries of an event.
fn entries(room: &Room, event: &str) -> Vec<String> {
    let rows = json(room, &["log", "list"], 0);
    let rows = rows.as_array().expect("rows").iter();
    rows.filter(|row| row["event"] == event)
        .map(|row| row["n"].to_string())
        .collect()
}

/// A room with letters and messages about a case.
fn filed() -> Room {
    let room = Room::new();
    fs::create_dir(room.path("desk")).expect("a folder");
    let mail = |id: &str, day: &str, subject: &str, body: &str| {
        format!(
            "Message-ID: <{id}@lamps.example>\r\nFrom: Casework <casework@ico.org.uk>\r\nTo: Registry \
             <registry@met.police.uk>\r\nDate: {day}\r\nSubject: {subject}\r\n\r\n{body}\r\n"
        )
    };
    for (name, text) in [
        (
            "1.eml",
            mail(
                "a",
                "Mon, 6 Dec 2021 09:00:00 +0000",
                "INV/0419/2020 lamp room",
                "Where is the ledger of the lamp room?",
            ),
        ),
        (
            "2.eml",
            mail(
                "b",
                "Mon, 6 Dec 2021 15:00:00 +0000",
                "The other matter",
                "Where is the oil of the lamp room?",
            ),
        ),
        (
            "3.eml",
            mail(
                "c",
                "Tue, 7 Dec 2021 09:00:00 +0000",
                "Re: INV/0419/2020 lamp room",
                "The ledger of the lamp room hangs by the door.",
            ),
        ),
        (
            "note.txt",
            "The lamp room of INV/0419/2020 stands on no day at all.".to_owned(),
        ),
    ] {
        fs::write(room.path("desk").join(name), text).expect("a file");
    }
    room.ingest(&room.path("desk")).ends(0);
    room
}

#[test]
fn messages_of_one_day_and_the_same_parties_are_told_apart() {
    let room = filed();
    let hits = room.run(&["search", "lamp", "date:2021-12-06"]).ends(0);
    let told = told(&hits);
    for subject in [
        "6 Dec 2021 ICO email to the MPS, \"INV/0419/2020 lamp room\"",
        "6 Dec 2021 ICO email to the MPS, \"The other matter\"",
    ] {
        assert!(told.contains(subject), "{}", hits.out);
    }
}

#[test]
fn a_file_that_has_gone_is_said_beside_its_record() {
    let room = filed();
    let place = |words: &[&str]| json(&room, words, 0)["hits"][0]["locations"][0].clone();
    let id = place(&["search", "oil", "--no-log"]);
    assert_eq!(id["missing"], false);
    fs::remove_file(room.path("desk/2.eml")).expect("removed");
    room.ingest(&room.path("desk")).ends(0);
    assert_eq!(place(&["search", "oil", "--no-log"])["missing"], true);
    let hits = room.run(&["search", "oil"]).ends(0);
    assert!(
        told(&hits).contains("its file is no longer where it was read"),
        "{}",
        hits.out
    );
    let hits = room.run(&["search", "door"]).ends(0);
    assert!(!told(&hits).contains("no longer"), "{}", hits.out);
    let shown = json(&room, &["search", "oil"], 0);
    let id = shown["hits"][0]["id"].as_str().expect("an id");
    let shown = room.run(&["show", id]).ends(0);
    assert!(
        told(&shown).contains("desk/2.eml (no longer there)"),
        "{}",
        shown.out
    );
    fs::write(room.path("desk/4.txt"), "unlike the others").expect("a file");
}

#[test]
fn every_command_that_looks_up_to_a_day_counts_what_the_day_does_not_settle() {
    let room = filed();
    fs::write(
        room.path("request.txt"),
        "Please send all correspondence of the ICO about INV/0419/2020.\n",
    )
    .expect("a file");
    let located = json(&room, &["locate", "request.txt", "--as-at", "7/12/2021"], 0);
    let marks: Vec<&Value> = located["located"]
        .as_array()
        .into_iter()
        .chain(located["possible"].as_array())
        .flatten()
        .map(|item| &item["as_at"])
        .collect();
    let marked = |word: &str| marks.iter().filter(|mark| **mark == word).count() as u64;
    assert_eq!(located["as_at"]["day"], "2021-12-07");
    assert_eq!(located["as_at"]["undated"], marked("undated"));
    assert_eq!(located["as_at"]["check_receipt"], marked("check receipt"));
    assert!(
        marked("undated") > 0 && marked("check receipt") > 0,
        "{located:#}"
    );
    let case = json(
        &room,
        &["case", "INV/0419/2020", "--as-at", "2021-12-07"],
        0,
    );
    assert_eq!(case["as_at"]["undated"], 1, "{case:#}");
    let plain = json(&room, &["locate", "request.txt"], 0);
    assert!(plain.get("as_at").is_none());
}

#[test]
fn every_kind_of_search_can_be_made_again_and_says_how_it_was_asked() {
    let room = Room::new();
    room.ingest(&house("sample_corpus/archive")).ends(3);
    fs::write(
        room.path("request.txt"),
        "Please send all correspondence between the ICO and the MPS about INV/0283/2020.\n",
    )
    .expect("a file");
    fs::write(room.path("terms.txt"), "leaflet\nreprimand*\n").expect("a file");
    let response = house("sample_corpus/responses");
    let response = response.to_str().expect("UTF-8");
    room.run(&["search", "leaflet", "--as-at", "2022-01-28"])
        .ends(0);
    room.run(&["case", "inv 0283 2020"]).ends(0);
    room.run(&["case", "INV/0283/2020", "--as-at", "2022-01-28"])
        .ends(0);
    room.run(&["locate", "request.txt", "--as-at", "2022-01-28"])
        .ends(0);
    room.run(&["terms", "terms.txt"]).ends(0);
    room.run(&["export", "kind:leaflet", "--to", "out", "--as", "jsonl"])
        .ends(0);
    room.run(&["audit", response, "--fail-on", "never"]).ends(0);
    let mut how = Vec::new();
    for event in ["search", "terms", "locate", "export"] {
        for n in entries(&room, event) {
            let again = json(&room, &["log", "replay", &n], 0);
            assert_eq!(again["same_result"], true, "{event} {n}: {again:#}");
            let statement = json(&room, &["statement", &n], 0);
            how.push(
                statement["looked_for"][0]["how"]
                    .as_str()
                    .map(str::to_owned),
            );
            assert!(
                statement["looked_for"][0]["query"].is_string(),
                "{event} {n}"
            );
        }
    }
    how.sort();
    how.dedup();
    let how: Vec<&str> = how.iter().flatten().map(String::as_str).collect();
    assert_eq!(
        how,
        [
            "case_typed",
            "planned",
            "planned_for_an_audit",
            "typed",
            "typed_for_an_export"
        ]
    );
    let case = &entries(&room, "search")[1];
    let shown = room.run(&["statement", case]).ends(0);
    assert!(
        told(&shown).contains("the case, as typed: inv 0283 2020: "),
        "{}",
        shown.out
    );
}

#[test]
fn an_entry_that_is_no_search_is_told_in_words() {
    let room = filed();
    let shown = room
        .run(&["log", "show", &entries(&room, "ingest")[0]])
        .ends(0);
    assert!(
        shown.out.contains("files 4") && !shown.out.contains(['{', '}']),
        "{}",
        shown.out
    );
}

#[test]
fn what_was_asked_can_be_disposed_of_and_the_chain_still_stands() {
    let room = filed();
    room.run(&["request", "add", "FOI 7/26"]).ends(0);
    let n = json(&room, &["search", "ledger", "--for", "FOI 7/26"], 0)["log"].to_string();
    room.run(&["log", "replay", &n]).ends(0);
    let other = json(&room, &["search", "oil"], 0)["log"].to_string();
    let disposal = ["--reason", "schedule IR-4", "--authority", "Keeper"];
    let dispose = |n: &str| {
        let mut words = vec!["log", "dispose", n];
        words.extend(disposal);
        room.run(&words)
    };
    let refused = dispose(&n).ends(2);
    assert!(
        refused.err.contains("FOI 7/26, which is open"),
        "{}",
        refused.err
    );
    dispose("99").ends(2);
    room.run(&["request", "close", "FOI 7/26", "--reason", "answered"])
        .ends(0);
    let before = fs::read_to_string(room.path("archive/log.jsonl")).expect("a log");
    assert!(before.contains("the word \\\"ledger"));
    dispose(&n).ends(0);
    let after = fs::read_to_string(room.path("archive/log.jsonl")).expect("a log");
    assert!(!after.contains("the word \\\"ledger"), "{after}");
    assert!(after.contains("oil"));
    room.run(&["log", "verify"]).ends(0);
    room.run(&["verify"]).ends(0);
    let shown = room.run(&["log", "show", &n]).ends(0);
    assert!(shown.out.contains("disposed of"), "{}", shown.out);
    let refused = room.run(&["log", "replay", &n]).ends(2);
    assert!(refused.err.contains("was disposed of"), "{}", refused.err);
    // twice is refused, and so is the entry that says so; the rest goes on
    dispose(&n).ends(2);
    let said = entries(&room, "note").pop().expect("a note");
    dispose(&said).ends(2);
    room.run(&["log", "replay", &other]).ends(0);
    room.run(&["log", "verify"]).ends(0);
}

#[test]
fn an_answer_that_cannot_be_written_names_no_passing_file() {
    let room = filed();
    let refused = room
        .run(&["search", "oil", "--to", "/nosuch/x.txt"])
        .ends(2);
    assert!(
        refused.err.contains("there is no folder /nosuch\n")
            && !refused.err.contains(".recordroom-"),
        "{}",
        refused.err
    );
}

#[test]
fn an_id_that_is_none_is_pointed_at_and_a_list_of_terms_gives_its_records() {
    let room = filed();
    let refused = room.run(&["search", "oil in:zzz"]).ends(2);
    assert!(refused.err.contains("(column 8)"), "{}", refused.err);
    fs::write(room.path("terms.txt"), "oil\nledger\n").expect("a file");
    let ids = room.run(&["terms", "terms.txt", "--format", "ids"]).ends(0);
    assert_eq!(ids.out.lines().count(), 3, "{}", ids.out);
}

#[test]
fn an_index_of_an_older_version_is_built_anew_without_an_original() {
    let room = filed();
    // the originals are gone: only the catalogue can be asked
    fs::remove_dir_all(room.path("desk")).expect("removed");
    let meta = room.path("archive/index/meta.json");
    for edit in [
        |text: String| text.replace("recordroom 3 generation", "recordroom 1 generation"),
        |text: String| text.replace("\"name\": \"provision\"", "\"name\": \"clause\""),
    ] {
        let text = fs::read_to_string(&meta).expect("an index");
        let older = edit(text.clone());
        assert_ne!(text, older, "nothing was edited in {text}");
        fs::write(&meta, older).expect("written");
        let refused = room.run(&["search", "oil"]).ends(2);
        assert!(
            refused.err.contains("another version of recordroom")
                && refused.err.contains("recordroom reindex"),
            "{}",
            refused.err
        );
        room.run(&["verify"]).ends(1);
        room.run(&["reindex"]).ends(0);
        room.run(&["verify"]).ends(0);
        assert_eq!(json(&room, &["search", "oil"], 0)["total"], 1);
    }
}
