//! A search that can be defended: its statement, its repetition, what stands beside a record, term reports, samples; and
//! a log and an index in which every edit shows.

#[path = "program/mod.rs"]
mod program;

use std::fs;
use std::path::PathBuf;

use program::Room;
use serde_json::Value;

const REQUEST: &str = "FOI 412/26";

fn mail(id: &str, answers: Option<&str>, day: &str, subject: &str, body: &str) -> String {
    let tie = answers.map_or_else(String::new, |other| {
        format!("In-Reply-To: <{other}@lamps.example>\r\n")
    });
    format!(
        "Message-ID: <{id}@lamps.example>\r\n{tie}From: Keeper <keeper@lamps.example>\r\n\
         To: Clerk <clerk@lamps.example>\r\nDate: {day}\r\nSubject: {subject}\r\n\r\n{body}\r\n"
    )
}

/// A room with a few letters about lamps.
fn lamps() -> Room {
    let room = Room::new();
    let folder = room.path("lamps");
    fs::create_dir(&folder).expect("a folder");
    let long = "The wicks of the long gallery were trimmed on the first of the month and the oil was measured by two \
                people, as the rule of the house asks, before the ledger was signed by the keeper";
    for (name, text) in [
        (
            "1.eml",
            mail(
                "one",
                None,
                "Mon, 6 Dec 2021 09:00:00 +0000",
                "Lamp ledger",
                "Where is the lamp ledger?",
            ),
        ),
        (
            "2.eml",
            mail(
                "two",
                Some("one"),
                "Mon, 6 Dec 2021 15:30:00 +0000",
                "Re: Lamp ledger",
                "It hangs by the door.",
            ),
        ),
        (
            "3.eml",
            mail(
                "three",
                Some("lost"),
                "Tue, 7 Dec 2021 08:00:00 +0000",
                "Re: Oil",
                "No oil was spilt.",
            ),
        ),
        ("wicks.txt", format!("{long}.")),
        ("wicks again.txt", format!("{long} and by the clerk.")),
        (
            "other.txt",
            "Nothing here is about lighting at all.".to_owned(),
        ),
        ("torn.pdf", "%PDF-1.7\n1 0 obj".to_owned()),
    ] {
        fs::write(folder.join(name), text).expect("a file");
    }
    room.ingest(&folder).ends(3);
    room
}

fn json(room: &Room, words: &[&str], code: i32) -> Value {
    let mut words = words.to_vec();
    words.extend(["--format", "json"]);
    room.run(&words).ends(code).json()
}

/// The number of the entry that a search was recorded as.
fn searched(room: &Room, words: &[&str], code: i32) -> String {
    let mut all = vec!["search"];
    all.extend(words);
    json(room, &all, code)["log"].to_string()
}

fn id(room: &Room, query: &str) -> String {
    let out = room
        .run(&["search", "--no-log", "--format", "ids", query])
        .ends(0)
        .out;
    out.lines().next().expect("a record").to_owned()
}

#[test]
fn a_statement_holds_what_a_reviewer_asks() {
    let room = lamps();
    fs::write(
        room.path("archive/config.toml"),
        "organisation = \"Lamp Office\"\nrole = \"Disclosure officer\"\n",
    )
    .expect("settings");
    room.run(&["request", "add", REQUEST, "--received", "2026-10-05"])
        .ends(0);
    room.run(&["source", "add", "Chats", "--not-searched", "kept 30 days"])
        .ends(0);
    let nothing = searched(&room, &["lantern AND \"action plan\"", "--for", REQUEST], 1);
    let other = searched(
        &room,
        &["wicks", "--for", REQUEST, "--before", "2030-01-01"],
        1,
    );
    room.run(&[
        "source",
        "add",
        "Paper",
        "--not-searched",
        "no such file found",
    ])
    .ends(0);
    room.run(&[
        "enquiry",
        "add",
        "--for",
        REQUEST,
        "--asked",
        "J. Brightwater",
        "--role",
        "Records Manager",
        "--on",
        "2026-10-07",
        "--answer",
        "destroyed under schedule IR-4",
    ])
    .ends(0);
    let record = id(&room, "lighting");
    room.run(&[
        "decide",
        &record,
        "out",
        "--reason",
        "about other matters",
        "--for",
        REQUEST,
    ])
    .ends(0);

    let shown = room.run(&["log", "show", &nothing]).ends(0).out;
    assert_eq!(room.run(&["statement", &nothing]).ends(0).out, shown);
    let told = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "INTERNAL. It shows what was looked for and whether records exist.",
        "Lamp Office",
        "Disclosure officer (account ",
        "received Monday 5 October 2026, due Monday 2 November 2026",
        "lamps: 7 records; collected ",
        "Chats: kept 30 days",
        "Paper: no such file found; recorded after this search",
        "typed: lantern AND \"action plan\": 0 records of 7",
        "by itself, the word \"lantern\": 0 records",
        "by itself, the phrase \"action plan\": 0 records",
        "typed: wicks --before '2030-01-01': 0 records",
        "J. Brightwater (Records Manager), asked 7 October 2026: destroyed under schedule IR-4",
        "about other matters",
        "None of the 7 records searched matched.",
        "Whether the information is held is for the authority to decide",
        "chain whole",
        "lamps/torn.pdf; damaged",
    ] {
        assert!(told.contains(part), "`{part}` is not in\n{shown}");
    }
    assert!(!told.to_lowercase().contains("not held"), "{shown}");
    for format in ["md", "html", "txt", "csv"] {
        let page = room
            .run(&["log", "show", &nothing, "--format", format])
            .ends(0)
            .out;
        assert!(
            page.contains("None of the 7 records searched matched."),
            "{format}:\n{page}"
        );
    }
    let tree = json(&room, &["log", "show", &nothing], 0);
    assert_eq!(tree["result"], "None of the 7 records searched matched.");
    assert_eq!(tree["also"][0]["hits"], 0);
    assert_eq!(tree["body"]["total"], 0);

    room.run(&["log", "mark", &other, "--reason", "the term itself"])
        .ends(0);
    for format in ["table", "json", "html"] {
        let copy = room
            .run(&["statement", &nothing, "--for-release", "--format", format])
            .ends(0)
            .out;
        for gone in ["Brightwater", "wicks", "torn.pdf", "account"] {
            assert!(
                !copy.contains(gone),
                "{gone} is in the copy for release:\n{copy}"
            );
        }
        assert!(
            copy.contains("Records Manager") && copy.contains("Disclosure officer"),
            "{copy}"
        );
    }
    room.run(&["log", "mark", &other, "--reason", "an error", "--undo"])
        .ends(0);
    assert!(
        room.run(&["statement", &nothing, "--for-release"])
            .ends(0)
            .out
            .contains("wicks")
    );
}

#[test]
fn a_search_made_again_traces_each_difference_to_its_reason() {
    let room = lamps();
    let n = searched(&room, &["gallery OR spilt"], 0);
    let same = json(&room, &["log", "replay", &n], 0);
    assert_eq!(
        (&same["same_result"], &same["same"]),
        (&Value::Bool(true), &3.into())
    );
    fs::write(room.path("lamps/new.txt"), "A third gallery was lit.").expect("a file");
    fs::write(
        room.path("lamps/3.eml"),
        mail(
            "three",
            None,
            "Tue, 7 Dec 2021 08:00:00 +0000",
            "Oil",
            "None was lost.",
        ),
    )
    .expect("a file");
    room.ingest(&room.path("lamps")).ends(3);
    fs::remove_file(room.path("lamps/wicks.txt")).expect("removed");
    room.run(&[
        "ingest",
        "lamps",
        "--prune",
        "--reason",
        "schedule IR-4",
        "--authority",
        "Keeper",
    ])
    .ends(3);
    let answer = json(&room, &["log", "replay", &n], 1);
    assert_eq!(answer["same"], 1);
    let why = |side: &str| -> Vec<(String, String)> {
        let rows = answer[side].as_array().expect("rows").iter();
        let mut why: Vec<(String, String)> = rows
            .map(|row| {
                (
                    row["why"].as_str().expect("why").to_owned(),
                    row["reason"].as_str().expect("words").to_owned(),
                )
            })
            .collect();
        why.sort();
        why
    };
    let added = why("added");
    assert_eq!(added.len(), 1);
    assert_eq!(added[0].0, "ingested");
    let gone = why("gone");
    assert_eq!(gone.len(), 2, "{gone:?}");
    assert_eq!(
        (gone[0].0.as_str(), gone[1].0.as_str()),
        ("removed", "replaced")
    );
    assert!(gone[0].1.ends_with("schedule IR-4"), "{gone:?}");
    let statement = room.run(&["statement", &n]).ends(0).out;
    let statement = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(statement.contains("1 record more, 2 fewer"), "{statement}");
    assert!(statement.contains("schedule IR-4"), "{statement}");
    room.run(&["log", "verify"]).ends(0);
}

#[test]
fn a_search_with_flags_and_one_up_to_a_day_are_made_again_as_they_were() {
    let room = lamps();
    for words in [
        &["ledger", "--kind", "email", "--after", "2021-12-01"][..],
        &["ledger", "--as-at", "2021-12-06"],
        &["--party", "Keeper"],
        &["--all"],
    ] {
        let n = searched(&room, words, 0);
        let again = json(&room, &["log", "replay", &n], 0);
        assert_eq!(
            again["searches"][0]["read_as_then"],
            again["searches"][0]["read_as"]
        );
        assert!(again["same"].as_u64() > Some(0), "{words:?}");
    }
    fs::write(room.path("list.txt"), "ledger\nwicks -clerk\n").expect("a file");
    let terms = json(&room, &["terms", "list.txt"], 0)["log"].to_string();
    json(&room, &["log", "replay", &terms], 0);
}

#[test]
fn a_conversation_is_in_order_and_says_what_is_absent() {
    let room = lamps();
    let answer = json(&room, &["thread", &id(&room, "\"hangs by the door\"")], 0);
    let records = answer["records"].as_array().expect("records");
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["subject"], "Lamp ledger");
    assert_eq!(records[1]["answers"], records[0]["id"]);
    assert_eq!(answer["absent"], 0);
    let thread = answer["thread"].as_str().expect("a thread").to_owned();
    assert_eq!(json(&room, &["thread", &thread], 0), answer);
    assert_eq!(
        json(&room, &["thread", &id(&room, "spilt")], 0)["absent"],
        1
    );
    let note = json(&room, &["thread", &id(&room, "lighting")], 0);
    assert_eq!(
        (
            note["thread"].is_null(),
            note["records"].as_array().map(Vec::len)
        ),
        (true, Some(1))
    );
}

#[test]
fn what_is_alike_is_the_same_however_it_was_ingested() {
    let room = lamps();
    let of = id(&room, "wicks -clerk");
    let first = json(&room, &["similar", &of], 0);
    let records = first["records"].as_array().expect("records");
    assert_eq!(records.len(), 1);
    let likeness = records[0]["similarity"].as_f64().expect("a number");
    assert!((0.8..1.0).contains(&likeness), "{likeness}");
    // from what was kept, and from another archive, filled in two runs
    assert_eq!(json(&room, &["similar", &of], 0), first);
    let other = Room::new();
    fs::create_dir(other.path("lamps")).expect("a folder");
    for name in [
        "wicks again.txt",
        "other.txt",
        "wicks.txt",
        "1.eml",
        "2.eml",
        "3.eml",
    ] {
        fs::copy(
            room.path("lamps").join(name),
            other.path("lamps").join(name),
        )
        .expect("a copy");
        other.ingest(&other.path("lamps"));
    }
    let again = json(&other, &["similar", &of], 0);
    assert_eq!(again["records"][0]["id"], records[0]["id"]);
    assert_eq!(again["records"][0]["similarity"], records[0]["similarity"]);
    assert!(room.path("archive/similar").exists());
    fs::remove_file(room.path("lamps/wicks.txt")).expect("removed");
    room.run(&[
        "ingest",
        "lamps",
        "--prune",
        "--reason",
        "r",
        "--authority",
        "a",
    ])
    .ends(3);
    assert!(
        !room.path("archive/similar").exists(),
        "the sketch of a text that is gone was kept"
    );
    json(&room, &["similar", &id(&room, "lighting")], 1);
}

#[test]
fn a_term_report_counts_no_record_twice() {
    let room = lamps();
    let holder = "MIME-Version: 1.0\r\nMessage-ID: <four@lamps.example>\r\nFrom: Keeper <keeper@lamps.example>\r\n\
                  Date: Wed, 8 Dec 2021 08:00:00 +0000\r\nSubject: Enclosed\r\n\
                  Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the enclosed.\r\n--b\r\n\
                  Content-Type: text/plain; name=note.txt\r\nContent-Disposition: attachment; filename=note.txt\r\n\r\n\
                  A chandelier.\r\n--b--\r\n";
    fs::write(room.path("lamps/4.eml"), holder).expect("a file");
    room.ingest(&room.path("lamps")).ends(3);
    fs::write(
        room.path("list.txt"),
        "# two notes\nledger\n\nwicks\nchandelier\nlantern\n",
    )
    .expect("a file");
    let answer = json(&room, &["terms", "list.txt"], 0);
    let rows: Vec<(u64, u64, u64)> = answer["terms"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| {
            let number = |key: &str| row[key].as_u64().expect("a number");
            (number("hits"), number("unique"), number("with_families"))
        })
        .collect();
    // ledger: two messages and both notes on wicks
    assert_eq!(rows, [(4, 2, 4), (2, 0, 2), (1, 1, 2), (0, 0, 0)]);
    assert_eq!(
        (&answer["hits"], &answer["with_families"]),
        (&5.into(), &6.into())
    );
    let csv = room
        .run(&["terms", "list.txt", "--format", "csv"])
        .ends(0)
        .out;
    assert!(
        csv.ends_with("\"\",\"all lines, each record once\",\"\",5,\"\",6\n"),
        "{csv}"
    );
    room.run(&[
        "terms",
        "list.txt",
        "--format",
        "xlsx",
        "--to",
        "report.xlsx",
    ])
    .ends(0);
    assert!(
        fs::read(room.path("report.xlsx"))
            .expect("a workbook")
            .starts_with(b"PK")
    );
    fs::write(room.path("wrong.txt"), "ledger\nwicks (\n").expect("a file");
    let entries = json(&room, &["log", "list"], 0).as_array().map(Vec::len);
    let refused = room.run(&["terms", "wrong.txt"]).ends(2);
    assert!(
        refused.err.contains("line 2 of wrong.txt") && refused.err.contains("\n             ^"),
        "{}",
        refused.err
    );
    assert_eq!(
        json(&room, &["log", "list"], 0).as_array().map(Vec::len),
        entries,
        "a refused list went on record"
    );
    fs::write(room.path("none.txt"), "lantern\n").expect("a file");
    json(&room, &["terms", "none.txt"], 1);
}

#[test]
fn a_judged_sample_bounds_what_was_missed() {
    let room = lamps();
    let n = searched(&room, &["gallery"], 0);
    let drawn = json(&room, &["sample", &n, "--size", "3", "--seed", "9"], 0);
    assert_eq!(drawn["population"], 5);
    let ids = |answer: &Value| -> Vec<String> {
        let records = answer["records"].as_array().expect("records").iter();
        records
            .map(|row| row["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    assert_eq!(
        ids(&json(
            &room,
            &["sample", &n, "--size", "3", "--seed", "9"],
            0
        )),
        ids(&drawn)
    );
    room.run(&[
        "sample",
        &n,
        "--size",
        "3",
        "--seed",
        "9",
        "--format",
        "csv",
        "--to",
        "sheet.csv",
    ])
    .ends(0);
    let sheet = fs::read_to_string(room.path("sheet.csv")).expect("a sheet");
    let judged = |said: [&str; 3]| -> String {
        let mut lines = sheet.lines();
        let mut out = format!("{}\n", lines.next().expect("headings"));
        for (line, said) in lines.zip(said) {
            out.push_str(&format!(
                "{}\n",
                line.replacen("\"\"", &format!("\"{said}\""), 1)
            ));
        }
        out
    };
    let refused = |text: String, word: &str| {
        fs::write(room.path("judged.csv"), text).expect("a sheet");
        let answer = room.run(&["sample", &n, "--judged", "judged.csv"]).ends(2);
        assert!(answer.err.contains(word), "{}", answer.err);
    };
    refused(judged(["no", "", "no"]), "1 of 3 records are not judged");
    refused(judged(["no", "maybe", "no"]), "no judgement");
    let whole = judged(["no", "no", "no"]);
    refused(
        whole
            .lines()
            .take(3)
            .map(|line| format!("{line}\n"))
            .collect(),
        "no sample of search",
    );
    fs::write(room.path("judged.csv"), judged(["no", "yes", "no"])).expect("a sheet");
    let answer = json(
        &room,
        &["sample", &n, "--judged", "judged.csv", "--relevant", "2"],
        0,
    );
    // 1 of 3 drawn from 5: 3 of 5 may be relevant, 4 may not, as two others were judged otherwise
    assert_eq!(
        (&answer["relevant"], &answer["missed_at_most"]),
        (&1.into(), &3.into())
    );
    assert_eq!(answer["recall_percent_at_least"], 40.0);
    let entry = room
        .run(&["log", "show", &answer["log"].to_string()])
        .ends(0)
        .out;
    assert!(entry.contains("95 %, one-sided"), "{entry}");
    let all = searched(&room, &["--all"], 0);
    let none = room.run(&["sample", &all]).ends(2);
    assert!(none.err.contains("returned every record"), "{}", none.err);
}

#[test]
fn every_edit_of_the_log_is_found_and_named() {
    let room = lamps();
    for query in ["ledger", "wicks", "lantern", "oil"] {
        room.run(&["search", query]);
    }
    let file = room.path("archive/log.jsonl");
    let sound = fs::read(&file).expect("the log");
    room.run(&["log", "verify"]).ends(0);
    let mut edits: Vec<(String, Vec<u8>)> = Vec::new();
    // single bits, spread over the whole file
    for nth in 0..24 {
        let at = sound.len() * (2 * nth + 1) / 48;
        let mut edited = sound.clone();
        edited[at] ^= 1 << (nth % 7);
        edits.push((format!("bit {} of byte {at}", nth % 7), edited));
    }
    let lines: Vec<&[u8]> = sound.split_inclusive(|byte| *byte == b'\n').collect();
    for at in 0..lines.len() {
        let without = [&lines[..at], &lines[at + 1..]].concat().concat();
        edits.push((format!("line {} left out", at + 1), without));
        let twice = [&lines[..=at], &lines[at..]].concat().concat();
        edits.push((format!("line {} twice", at + 1), twice));
        if at > 0 {
            let mut turned = lines.clone();
            turned.swap(at - 1, at);
            edits.push((
                format!("lines {at} and {} exchanged", at + 1),
                turned.concat(),
            ));
        }
    }
    for (from, to) in [
        ("\"total\":0", "\"total\":1"),
        ("ledger", "lodger"),
        ("\"search\"", "\"note\""),
    ] {
        let text = String::from_utf8(sound.clone()).expect("UTF-8");
        let edited = text.replacen(from, to, 1);
        assert_ne!(edited, text);
        edits.push((format!("{from} made {to}"), edited.into_bytes()));
    }
    edits.push((
        "the last line cut".to_owned(),
        sound[..sound.len() - 20].to_vec(),
    ));
    edits.push((
        "the last sign cut".to_owned(),
        sound[..sound.len() - 1].to_vec(),
    ));
    assert!(edits.len() >= 40, "{}", edits.len());
    for (what, edited) in &edits {
        fs::write(&file, edited).expect("written");
        let answer = room.run(&["log", "verify", "--format", "json"]);
        assert_eq!(
            answer.code,
            Some(1),
            "{what} was not found: {}{}",
            answer.out,
            answer.err
        );
        let detail = answer.json()["checks"][0]["detail"].to_string();
        assert!(
            ["entry", "line", "log.head"]
                .iter()
                .any(|named| detail.contains(named)),
            "{what}: {detail}"
        );
    }
    fs::write(&file, &sound).expect("written");
    room.run(&["log", "verify"]).ends(0);
}

#[test]
fn every_edit_of_the_index_is_found() {
    let room = lamps();
    room.run(&["verify"]).ends(0);
    let mut files: Vec<PathBuf> = fs::read_dir(room.path("archive/index"))
        .expect("the index")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| fs::metadata(path).is_ok_and(|data| data.len() > 0))
        .collect();
    files.sort();
    assert!(files.len() >= 8, "{files:?}");
    let mut edits = 0;
    for nth in 0..24 {
        let file = &files[nth % files.len()];
        let sound = fs::read(file).expect("a file");
        let at = (sound.len() - 1) * (nth + 1) / 25;
        let mut edited = sound.clone();
        edited[at] ^= 1 << (nth % 8);
        fs::write(file, &edited).expect("written");
        let answer = room.run(&["verify"]);
        assert_eq!(
            answer.code,
            Some(1),
            "bit {} of byte {at} of {} was not found: {}{}",
            nth % 8,
            file.display(),
            answer.out,
            answer.err
        );
        fs::write(file, &sound).expect("written");
        edits += 1;
    }
    assert!(edits >= 20);
    room.run(&["verify"]).ends(0);
}
