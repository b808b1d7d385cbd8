//! Every specimen of the sample corpus becomes what `sample_corpus/truth.toml` says beside it.
//!
//! Some facts must be right for every specimen. The others come of a reading that may err: for each of them stands
//! here how many were right when it was last measured, and no change may make it fewer. `cargo test --release --test
//! corpus -- --nocapture` prints every difference.

#[path = "program/mod.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::sync::OnceLock;

use program::{Answer, Room, house};
use serde::Deserialize;
use serde_json::Value;

/// What must be right for every specimen that states it.
const ALWAYS: &[&str] = &[
    "fate",
    "format",
    "references",
    "problem",
    "attachments",
    "words",
    "text_status",
];

/// For the rest: how many are right, of how many that are stated.
const MEASURED: &[(&str, usize, usize)] = &[
    ("kind", 50, 50),
    ("date", 49, 49),
    ("date_source", 44, 44),
    ("from", 38, 38),
    ("to", 31, 31),
    ("from_address", 22, 22),
    ("to_address", 20, 20),
    ("subject", 22, 22),
    ("title", 10, 11),
    ("marking", 7, 7),
    ("draft", 2, 2),
    ("draft_of", 1, 1),
    ("mentions", 3, 3),
    ("pages", 4, 4),
];

#[derive(Deserialize)]
struct Truth {
    counts: HashMap<String, u64>,
    specimen: Vec<Specimen>,
}

#[derive(Deserialize)]
struct Specimen {
    path: String,
    part: Option<String>,
    fate: String,
    kind: Option<String>,
    #[serde(default)]
    kind_or: Vec<String>,
    format: Option<String>,
    date: Option<String>,
    date_source: Option<String>,
    from: Option<String>,
    to: Option<String>,
    from_address: Option<String>,
    to_address: Option<String>,
    subject: Option<String>,
    references: Option<Vec<String>>,
    #[serde(default)]
    mentions: Vec<String>,
    marking: Option<String>,
    title: Option<String>,
    pages: Option<u64>,
    text_status: Option<String>,
    draft: Option<bool>,
    attachments: Option<usize>,
    draft_of: Option<String>,
    copy_of: Option<String>,
    copy_of_part: Option<String>,
    problem: Option<String>,
    #[serde(default)]
    problem_or: Vec<String>,
    words: Option<String>,
    why: String,
}

/// A place: a path as shown, and the part inside the file.
type At = (String, Option<String>);

fn shown(path: &str, part: Option<&str>) -> At {
    (format!("archive/{path}"), part.map(str::to_owned))
}

/// The corpus, ingested once for every test of this file.
struct Filed {
    room: Room,
    truth: Truth,
    ingested: Value,
    records: BTreeMap<At, Value>,
    problems: BTreeMap<At, Vec<String>>,
}

fn place(row: &Value) -> At {
    let path = row["path"].as_str().expect("a path").to_owned();
    (path, row["part"].as_str().map(str::to_owned))
}

fn filed() -> &'static Filed {
    static FILED: OnceLock<Filed> = OnceLock::new();
    FILED.get_or_init(|| {
        let truth =
            fs::read_to_string(house("sample_corpus/truth.toml")).expect("the truth is there");
        let mut truth: toml::Table = toml::from_str(&truth).expect("the truth is a table");
        // the specimens of other folders are judged by `registry.rs`
        if let Some(toml::Value::Array(rows)) = truth.get_mut("specimen") {
            rows.retain(|one| one.get("set").is_none());
        }
        let truth: Truth = truth.try_into().expect("the truth is of its shape");
        let room = Room::new();
        let ingested = room.ingest(&house("sample_corpus/archive")).ends(3).json();
        let mut records = BTreeMap::new();
        let all = room
            .run(&["search", "--all", "--no-log", "--format", "jsonl"])
            .ends(0);
        for record in all.lines_of_json() {
            for location in record["locations"].as_array().expect("locations") {
                let other = records.insert(place(location), record.clone());
                assert!(other.is_none(), "two records at one place: {location}");
            }
        }
        let mut problems: BTreeMap<At, Vec<String>> = BTreeMap::new();
        for row in room
            .run(&["problems", "--format", "json"])
            .ends(0)
            .json()
            .as_array()
            .expect("rows")
        {
            let category = row["category"].as_str().expect("a category").to_owned();
            problems.entry(place(row)).or_default().push(category);
        }
        Filed {
            room,
            truth,
            ingested,
            records,
            problems,
        }
    })
}

/// Right and wrong readings, by fact.
#[derive(Default)]
struct Tally {
    right: BTreeMap<&'static str, usize>,
    wrong: BTreeMap<&'static str, Vec<String>>,
}

impl Tally {
    fn note(&mut self, fact: &'static str, at: &At, right: bool, told: impl FnOnce() -> String) {
        if right {
            *self.right.entry(fact).or_default() += 1;
        } else {
            let place =
                at.1.as_ref()
                    .map_or_else(|| at.0.clone(), |part| format!("{} > {part}", at.0));
            self.wrong
                .entry(fact)
                .or_default()
                .push(format!("{fact} of {place}: {}", told()));
        }
    }

    fn equal(&mut self, fact: &'static str, at: &At, expected: &str, found: &Value) {
        let right = found.as_str() == Some(expected);
        self.note(fact, at, right, || format!("{found}, not {expected:?}"));
    }

    fn counts(&self, fact: &str) -> (usize, usize) {
        let right = self.right.get(fact).copied().unwrap_or_default();
        (right, right + self.wrong.get(fact).map_or(0, Vec::len))
    }
}

/// The values under a key of each party.
fn each<'a>(parties: &'a Value, key: &str) -> Vec<&'a str> {
    let parties = parties.as_array().into_iter().flatten();
    parties.filter_map(|party| party[key].as_str()).collect()
}

fn judge(filed: &Filed, specimen: &Specimen, tally: &mut Tally) {
    let at = shown(&specimen.path, specimen.part.as_deref());
    let record = filed.records.get(&at);
    let categories = filed
        .problems
        .get(&at)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let status = record.and_then(|record| record["text_status"].as_str());
    let read = matches!(status, Some("text" | "ocr"));
    let original = specimen
        .copy_of
        .as_ref()
        .map(|path| shown(path, specimen.copy_of_part.as_deref()));
    let right = match specimen.fate.as_str() {
        "record" => read,
        "copy" => original.is_some_and(|original| {
            let original = filed.records.get(&original);
            record.is_some()
                && record.map(|record| &record["id"]) == original.map(|record| &record["id"])
        }),
        "problem" => !read && !categories.is_empty(),
        other => panic!("no fate {other}"),
    };
    tally.note("fate", &at, right, || {
        format!(
            "{status:?}, {categories:?}, not {} ({})",
            specimen.fate, specimen.why
        )
    });
    if let Some(problem) = &specimen.problem {
        let fits = |one: &String| one == problem || specimen.problem_or.contains(one);
        let right = !categories.is_empty() && categories.iter().all(fits);
        tally.note("problem", &at, right, || {
            format!("{categories:?}, not {problem}")
        });
    }
    let Some(record) = record else { return };
    judge_reading(specimen, &at, record, tally);
    judge_parties(specimen, &at, record, tally);
    if let Some(final_letter) = &specimen.draft_of {
        let expected = filed
            .records
            .get(&shown(final_letter, None))
            .map_or(&Value::Null, |record| &record["id"]);
        let right = &record["draft_of"] == expected;
        tally.note("draft_of", &at, right, || {
            format!("{}, not {expected}", record["draft_of"])
        });
    }
    if let Some(words) = &specimen.words {
        let phrase = format!("\"{words}\"");
        let hits = filed
            .room
            .run(&["search", &phrase, "--no-log", "--format", "jsonl"])
            .lines_of_json();
        let right = hits.iter().any(|hit| hit["id"] == record["id"]);
        tally.note("words", &at, right, || {
            format!("{phrase} finds {} others", hits.len())
        });
    }
}

fn judge_reading(specimen: &Specimen, at: &At, record: &Value, tally: &mut Tally) {
    if let Some(kind) = &specimen.kind {
        let found = record["kind"].as_str().unwrap_or_default();
        let right = found == kind || specimen.kind_or.iter().any(|other| other == found);
        tally.note("kind", at, right, || format!("{found}, not {kind}"));
    }
    let texts: [(&'static str, &Option<String>); 7] = [
        ("format", &specimen.format),
        ("date", &specimen.date),
        ("date_source", &specimen.date_source),
        ("subject", &specimen.subject),
        ("title", &specimen.title),
        ("marking", &specimen.marking),
        ("text_status", &specimen.text_status),
    ];
    for (fact, expected) in texts {
        if let Some(expected) = expected {
            tally.equal(fact, at, expected, &record[fact]);
        }
    }
    if specimen.date_source.as_deref() == Some("none") {
        tally.note("date", at, record["date"].is_null(), || {
            format!("{}, and it bears none", record["date"])
        });
    }
    if let Some(expected) = &specimen.references {
        let expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
        let found: BTreeSet<&str> = each(&record["references"], "canonical")
            .into_iter()
            .collect();
        tally.note("references", at, found == expected, || {
            format!("{found:?}, not {expected:?}")
        });
    }
    if let Some(expected) = specimen.attachments {
        let found = record["attachments"].as_array().map_or(0, Vec::len);
        tally.note("attachments", at, found == expected, || {
            format!("{found}, not {expected}")
        });
    }
    if let Some(expected) = specimen.pages {
        tally.note("pages", at, record["pages"] == expected, || {
            format!("{}, not {expected}", record["pages"])
        });
    }
    if let Some(expected) = specimen.draft {
        tally.note("draft", at, record["draft"] == expected, || {
            format!("{}, not {expected}", record["draft"])
        });
    }
    if !specimen.mentions.is_empty() {
        let found: Vec<&str> = record["mentions"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let right = specimen
            .mentions
            .iter()
            .all(|day| found.contains(&day.as_str()));
        tally.note("mentions", at, right, || {
            format!("{found:?}, without {:?}", specimen.mentions)
        });
    }
}

fn judge_parties(specimen: &Specimen, at: &At, record: &Value, tally: &mut Tally) {
    let sides: [(&'static str, &str, &str, &Option<String>); 4] = [
        ("from", "from", "organisation", &specimen.from),
        ("to", "to", "organisation", &specimen.to),
        ("from_address", "from", "address", &specimen.from_address),
        ("to_address", "to", "address", &specimen.to_address),
    ];
    for (fact, side, key, expected) in sides {
        if let Some(expected) = expected {
            let found = each(&record[side], key);
            tally.note(fact, at, found.contains(&expected.as_str()), || {
                format!("{found:?}, not {expected:?}")
            });
        }
    }
}

#[test]
fn every_specimen_becomes_the_record_beside_it() {
    let filed = filed();
    assert!(filed.truth.specimen.len() > 50, "the truth was emptied");
    let mut tally = Tally::default();
    for specimen in &filed.truth.specimen {
        judge(filed, specimen, &mut tally);
    }
    for difference in tally.wrong.values().flatten() {
        eprintln!("{difference}");
    }
    let mut worse = Vec::new();
    for fact in ALWAYS {
        let (right, of) = tally.counts(fact);
        eprintln!("{fact}: {right} of {of}");
        assert!(of > 0, "no specimen states its {fact}");
        if right < of {
            worse.push(format!("{fact}: {right} of {of}, and all are due"));
        }
    }
    for (fact, due, due_of) in MEASURED {
        let (right, of) = tally.counts(fact);
        eprintln!("{fact}: {right} of {of}");
        if right < *due || of < *due_of {
            worse.push(format!(
                "{fact}: {right} of {of}, and {due} of {due_of} were measured"
            ));
        }
    }
    let wrong: Vec<&String> = tally.wrong.values().flatten().collect();
    assert!(worse.is_empty(), "{worse:#?}\n{wrong:#?}");
}

#[test]
fn every_place_in_the_archive_is_a_specimen() {
    let filed = filed();
    let known: BTreeSet<At> = filed
        .truth
        .specimen
        .iter()
        .map(|specimen| shown(&specimen.path, specimen.part.as_deref()))
        .collect();
    let unknown: Vec<&At> = filed
        .records
        .keys()
        .chain(filed.problems.keys())
        .filter(|at| !known.contains(at))
        .collect();
    assert!(
        unknown.is_empty(),
        "the truth knows nothing of {unknown:#?}"
    );
}

#[test]
fn the_counts_agree_and_the_ledger_balances() {
    let filed = filed();
    let (found, truth) = (&filed.ingested, &filed.truth.counts);
    let ledger = &found["ledger"];
    assert_eq!(ledger["balanced"], true, "{found:#}");
    for (key, found) in [
        ("files", &found["files"]),
        ("findable", &found["records"]),
        ("items", &ledger["items"]),
        ("records", &ledger["records"]),
        ("copies", &ledger["copies"]),
        ("problems", &ledger["problems"]),
        ("excluded", &ledger["excluded"]),
    ] {
        assert_eq!(
            found.as_u64(),
            Some(truth[key]),
            "{key}: {:#}",
            filed.ingested
        );
    }
    let ids: BTreeSet<&str> = filed
        .records
        .values()
        .filter_map(|record| record["id"].as_str())
        .collect();
    assert_eq!(ids.len() as u64, truth["findable"]);
    // One input may be listed for several reasons.
    assert_eq!(
        filed.problems.len() as u64,
        truth["problem_rows"],
        "{:#?}",
        filed.problems
    );
    let rows: usize = filed.problems.values().map(Vec::len).sum();
    assert_eq!(found["problems"], rows);
}

#[test]
fn a_second_ingest_reads_nothing_and_changes_nothing() {
    let room = Room::new();
    let corpus = house("sample_corpus/archive");
    let everything = |room: &Room| -> String {
        let all = room
            .run(&["search", "--all", "--no-log", "--format", "jsonl"])
            .ends(0);
        all.out
    };
    let first = room.ingest(&corpus).ends(3).json();
    let before = everything(&room);
    let second: Answer = room.ingest(&corpus).ends(3);
    let second = second.json();
    let files = &first["files"];
    assert!(
        files.as_u64().is_some_and(|files| files > 50),
        "the folder was empty: {first:#}"
    );
    assert_eq!(
        (&first["added"], &second["unchanged"]),
        (files, files),
        "{second:#}"
    );
    for key in ["added", "changed", "missing", "removed", "bytes"] {
        assert_eq!(second[key], 0, "{key}: {second:#}");
    }
    assert_eq!(
        second["ledger"], first["ledger"],
        "the ledger covers unchanged files too"
    );
    assert_eq!(everything(&room), before);
    room.run(&["verify"]).ends(0);
}
