//! A whole matter: its case, its gaps, its export, and the decisions taken back from a schedule.
//!
//! The cases of `sample_corpus/truth.toml` were labelled before there was a command for them.

#[path = "program/mod.rs"]
mod program;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use program::{Room, house};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256, Sha512};

#[derive(Deserialize)]
struct Truth {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    reference: String,
    records: Vec<Member>,
    related: Vec<String>,
    gaps: Vec<GapAt>,
}

#[derive(Deserialize)]
struct Member {
    path: String,
    part: Option<String>,
    why: String,
}

#[derive(Deserialize)]
struct GapAt {
    from: Option<String>,
    to: Option<String>,
    date: String,
}

/// One archive of the sample corpus, which no test changes but by its log and its request files.
fn sample() -> &'static Room {
    static ROOM: OnceLock<Room> = OnceLock::new();
    ROOM.get_or_init(|| {
        let room = Room::new();
        room.run(&[
            "ingest",
            "--ocr",
            "never",
            house("sample_corpus/archive").to_str().expect("a path"),
        ])
        .ends(3);
        room
    })
}

fn truth() -> Truth {
    let text = fs::read_to_string(house("sample_corpus/truth.toml")).expect("the truth is there");
    toml::from_str(&text).expect("the truth is a table")
}

fn places(record: &Value) -> Vec<(String, Option<String>)> {
    record["locations"]
        .as_array()
        .expect("locations")
        .iter()
        .map(|place| {
            let path = place["path"].as_str().expect("a path");
            (
                path.trim_start_matches("archive/").to_owned(),
                place["part"].as_str().map(str::to_owned),
            )
        })
        .collect()
}

#[test]
fn cases_gather_what_belongs_to_them_and_name_their_gaps() {
    let truth = truth();
    assert!(truth.case.len() >= 7);
    let (mut wanted, mut found, mut listed, mut right) = (0, 0, 0, 0);
    let (mut gaps_wanted, mut gaps_found, mut gaps_listed) = (0, 0, 0);
    let mut faults = Vec::new();
    for case in &truth.case {
        let answer = sample()
            .run(&["case", &case.reference, "--format", "json"])
            .ends(0)
            .json();
        let records = answer["records"].as_array().expect("records");
        let at = |member: &Member| {
            records
                .iter()
                .find(|record| places(record).contains(&(member.path.clone(), member.part.clone())))
        };
        for member in &case.records {
            wanted += 1;
            match at(member) {
                None => faults.push(format!("{}: missing {}", case.reference, member.path)),
                Some(record) => {
                    found += 1;
                    if record["why"] != member.why.as_str() {
                        faults.push(format!(
                            "{}: {} is there as {}, not {}",
                            case.reference, member.path, record["why"], member.why
                        ));
                    }
                }
            }
        }
        listed += records.len();
        for record in records {
            let here = places(record);
            let belongs = case
                .records
                .iter()
                .any(|member| here.contains(&(member.path.clone(), member.part.clone())));
            if belongs {
                right += 1;
            } else {
                faults.push(format!(
                    "{}: not of it {here:?} {}",
                    case.reference, record["because"]
                ));
            }
        }
        let related: BTreeSet<&str> = answer["related"]
            .as_array()
            .expect("related")
            .iter()
            .filter_map(|tied| tied["canonical"].as_str())
            .collect();
        let tied: BTreeSet<&str> = case.related.iter().map(String::as_str).collect();
        if related != tied {
            faults.push(format!("{}: tied to {related:?}", case.reference));
        }
        let gaps = answer["gaps"].as_array().expect("gaps");
        gaps_listed += gaps.len();
        gaps_wanted += case.gaps.len();
        for gap in &case.gaps {
            let is = |key: &str, wanted: &Option<String>, row: &Value| {
                wanted
                    .as_ref()
                    .is_none_or(|wanted| row[key] == wanted.as_str())
            };
            let named = gaps.iter().any(|row| {
                row["date"] == gap.date.as_str()
                    && is("from", &gap.from, row)
                    && is("to", &gap.to, row)
                    && row["cited_by"].as_array().is_some_and(|by| !by.is_empty())
            });
            if named {
                gaps_found += 1;
            } else {
                faults.push(format!("{}: no gap of {}", case.reference, gap.date));
            }
        }
        if gaps.len() != case.gaps.len() {
            faults.push(format!("{}: gaps {}", case.reference, answer["gaps"]));
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    assert!(
        share(found, wanted) >= 0.98 && share(right, listed) >= 0.95,
        "{found} of {wanted} found, {right} of {listed} right\n{}",
        faults.join("\n")
    );
    assert!(
        share(gaps_found, gaps_wanted) >= 0.95 && share(gaps_found, gaps_listed) >= 0.95,
        "{gaps_found} gaps of {gaps_wanted} in {gaps_listed}\n{}",
        faults.join("\n")
    );
    assert!(faults.len() <= 2, "{}", faults.join("\n"));
}

#[test]
fn a_case_is_told_on_a_terminal_and_drawn_on_a_page() {
    let room = sample();
    let told = room.run(&["case", "inv 0283 2020"]).ends(0).out;
    for words in [
        "CASE  INV/0283/2020",
        "IC-72915-K3R8",
        "GAPS  cited by these records, not in this archive (1)",
        "14 October 2021",
        "INV/0283/2021",
        "never merged",
        "2021  Dec  ",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert!(!told.contains(" held"), "{told}");
    let page = room
        .run(&["case", "INV/0283/2020", "--format", "html"])
        .ends(0)
        .out;
    assert!(page.contains("<svg role=\"img\" aria-labelledby=\"figure-1-title figure-1-words\""));
    assert!(
        page.contains("<title id=\"figure-1-title\">Records of INV/0283/2020 by month</title>")
    );
    assert!(page.contains("<desc id=\"figure-1-words\">Dec 2021: "));
    assert!(!page.contains("<script"), "{page}");
    room.run(&["case", "INV/0823/2020"]).ends(1);
    room.run(&["case", "the reprimand"]).ends(2);
    let early = room
        .run(&[
            "case",
            "INV/0283/2020",
            "--as-at",
            "2021-12-31",
            "--format",
            "json",
        ])
        .ends(0)
        .json();
    let dates = early["records"].as_array().expect("records").iter();
    assert!(dates.clone().count() > 2);
    assert!(
        dates
            .clone()
            .all(|row| row["date"].as_str().is_none_or(|day| day <= "2021-12-31"))
    );
}

/// The digests that a manifest gives, each compared with the file; how many there were.
fn check_manifest(bag: &Path, name: &str, digest: impl Fn(&[u8]) -> String) -> BTreeSet<String> {
    let text = fs::read_to_string(bag.join(name)).expect(name);
    let mut files = BTreeSet::new();
    for line in text.lines() {
        let (wanted, path) = line.split_once("  ").expect("digest and path");
        let bytes = fs::read(bag.join(path)).expect(path);
        assert_eq!(digest(&bytes), wanted, "{path} in {name}");
        files.insert(path.to_owned());
    }
    files
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn files_below(folder: &Path, from: &Path, files: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files_below(&path, from, files);
        } else {
            let inside = path.strip_prefix(from).expect("inside");
            files.insert(inside.to_str().expect("UTF-8").replace('\\', "/"));
        }
    }
}

#[test]
fn a_bag_holds_every_original_byte_for_byte_and_checks_out() {
    let room = sample();
    let bag = room.path("bag");
    let answer = room
        .run(&[
            "export",
            "INV/0283/2020 OR INV/0238/2020",
            "--to",
            bag.to_str().expect("a path"),
            "--as",
            "bagit",
            "--format",
            "json",
        ])
        .ends(0)
        .json();
    assert_eq!(answer["verified"], true, "{answer:#}");
    assert_eq!(answer["not_exported"], serde_json::json!([]), "{answer:#}");
    let short = |bytes: &[u8]| hex(&Sha256::digest(bytes));
    let long = |bytes: &[u8]| hex(&Sha512::digest(bytes));
    let payload = check_manifest(&bag, "manifest-sha256.txt", short);
    assert_eq!(payload, check_manifest(&bag, "manifest-sha512.txt", long));
    let tags = check_manifest(&bag, "tagmanifest-sha256.txt", short);
    assert_eq!(tags, check_manifest(&bag, "tagmanifest-sha512.txt", long));
    let mut there = BTreeSet::new();
    files_below(&bag, &bag, &mut there);
    let data: BTreeSet<String> = there
        .iter()
        .filter(|file| file.starts_with("data/"))
        .cloned()
        .collect();
    assert_eq!(data, payload);
    assert_eq!(
        payload.len() as u64,
        answer["files"].as_u64().expect("files")
    );
    assert!(
        tags.contains("records.jsonl") && tags.contains("bag-info.txt"),
        "{tags:?}"
    );
    let info = fs::read_to_string(bag.join("bag-info.txt")).expect("bag-info");
    assert!(
        info.contains(&format!("Recordroom-Log-Entry: {}", answer["log"])),
        "{info}"
    );
    let oxum = format!("Payload-Oxum: {}.{}\n", answer["bytes"], payload.len());
    assert!(info.contains(&oxum), "{info}");
    // a letter in a message in a message stands apart too, with where it came from
    let records = fs::read_to_string(bag.join("records.jsonl")).expect("records");
    let nested = records
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .find(|record| record.to_string().contains("diary letter.pdf"))
        .expect("the letter inside");
    let file = nested["file"].as_str().expect("its file");
    let bytes = fs::read(bag.join(file)).expect("its bytes");
    assert!(bytes.starts_with(b"%PDF"));
    assert_eq!(nested["locations"][0]["sha256"], short(&bytes).as_str());
    // nothing is written over, and nothing where nothing matches
    let again = [
        "export",
        "INV/0283/2020",
        "--to",
        bag.to_str().expect("a path"),
    ];
    room.run(&again).ends(2);
    let none = room.path("none");
    let nothing = [
        "export",
        "ref:INV/0999/2020",
        "--to",
        none.to_str().expect("a path"),
    ];
    room.run(&nothing).ends(1);
    assert!(!none.exists());
}

/// A room of its own with the starting request located, and the schedule written.
fn scheduled(ending: &str) -> (Room, String) {
    let room = Room::new();
    let letters = house("sample_corpus/archive/letters");
    room.run(&[
        "ingest",
        "--ocr",
        "never",
        letters.to_str().expect("a path"),
    ])
    .ends(0);
    let schedule = room.path(&format!("schedule.{ending}"));
    let schedule = schedule.to_str().expect("a path").to_owned();
    let request = house("sample_corpus/requests/01.FOI.22.025669.txt");
    room.run(&[
        "locate",
        request.to_str().expect("a path"),
        "--schedule",
        &schedule,
    ])
    .ends(0);
    (room, schedule)
}

#[test]
fn the_same_state_gives_the_same_schedule() {
    let (room, first) = scheduled("html");
    let request = house("sample_corpus/requests/01.FOI.22.025669.txt");
    for ending in ["html", "xlsx", "csv", "md", "txt", "json"] {
        let [one, two] = ["one", "two"].map(|name| room.path(&format!("{name}.{ending}")));
        for file in [&one, &two] {
            let file = file.to_str().expect("a path");
            room.run(&[
                "locate",
                request.to_str().expect("a path"),
                "--schedule",
                file,
            ])
            .ends(0);
        }
        assert_eq!(
            fs::read(&one).expect("one"),
            fs::read(&two).expect("two"),
            "{ending}"
        );
    }
    let page = fs::read_to_string(first).expect("the page");
    assert!(page.contains("lang=\"en-GB\"") && page.contains("scope=\"col\""));
}

#[test]
fn decisions_come_back_from_a_filled_schedule_once_and_all_or_none() {
    let (room, schedule) = scheduled("csv");
    let file = "01.FOI.22.025669";
    let text = fs::read_to_string(&schedule).expect("the schedule");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    assert!(
        lines[0].contains("decision,exemption,reason,part,question,id"),
        "{}",
        lines[0]
    );
    let filled = |line: &str, decision: &str, question: &str| {
        line.replacen(
            "\"\",\"\",\"\",\"\",\"\",\"r-",
            &format!("\"{decision}\",\"s40(2); s31(1)(a)\",\"junior staff\",\"page 2\",\"{question}\",\"r-"),
            1,
        )
    };
    lines[1] = filled(&lines[1], "redact", "1; 4");
    let good = lines.join("\n");
    fs::write(&schedule, &good).expect("written");
    let from = ["decide", "--from", &schedule, "--for", file];
    let said = room.run(&from).ends(0).err;
    assert!(said.contains("recorded from schedule.csv: 2"), "{said}");
    let said = room.run(&from).ends(0).err;
    assert!(
        said.contains("schedule.csv: 0; on record before: 2"),
        "{said}"
    );
    let shown = room
        .run(&["request", "show", file, "--format", "json"])
        .ends(0)
        .json();
    let decisions = &shown["records"][0]["decisions"];
    assert_eq!(
        decisions[0]["provisions"],
        serde_json::json!(["s40(2)", "s31(1)(a)"])
    );
    assert_eq!(
        (&decisions[0]["part"], &decisions[1]["question"]),
        (&"page 2".into(), &"4".into())
    );
    // one row that cannot be taken refuses them all
    lines[1] = filled(text.lines().nth(1).unwrap_or_default(), "burn", "1");
    fs::write(&schedule, lines.join("\n")).expect("written");
    let refused = room.run(&from).ends(2).err;
    assert!(
        refused.contains("row 2") && refused.contains("burn"),
        "{refused}"
    );
    // a later decision supersedes, and both stay on record
    room.run(&[
        "decide",
        "1:page 2",
        "withhold",
        "--question",
        "4",
        "--reason",
        "again",
        "--for",
        file,
    ])
    .ends(0);
    room.run(&[
        "decide",
        "1",
        "out",
        "--question",
        "9",
        "--reason",
        "none such",
        "--for",
        file,
    ])
    .ends(2);
    let shown = room
        .run(&["request", "show", file, "--format", "json"])
        .ends(0)
        .json();
    let decisions = shown["records"][0]["decisions"]
        .as_array()
        .expect("decisions");
    assert_eq!(decisions.len(), 2, "{decisions:?}");
    assert!(decisions.iter().any(|row| row["decision"] == "withhold"));
    let events = shown["events"].as_array().expect("events").iter();
    assert_eq!(events.filter(|row| row["event"] == "decision").count(), 3);
}

#[test]
fn decisions_come_back_from_a_workbook() {
    let (room, schedule) = scheduled("xlsx");
    let from = ["decide", "--from", &schedule, "--for", "01.FOI.22.025669"];
    let said = room.run(&from).ends(0).err;
    assert!(said.contains("recorded from schedule.xlsx: 0"), "{said}");
    assert!(!said.contains("without a decision: 0"), "{said}");
}

#[test]
fn a_plan_is_kept_edited_and_run_again() {
    let room = sample();
    let request = house("sample_corpus/requests/01.FOI.22.027314 by reference.txt");
    let request = request.to_str().expect("a path");
    let plan = room.path("plan.toml");
    let plan = plan.to_str().expect("a path");
    room.run(&["locate", request, "--plan-only", "--to", plan])
        .ends(0);
    let text = fs::read_to_string(plan).expect("the plan");
    assert!(text.contains("query = 'ref:\"INV/0238/2020\"'"), "{text}");
    let by_itself = room
        .run(&["locate", request, "--format", "json"])
        .ends(0)
        .json();
    let kept = room
        .run(&["locate", request, "--plan", plan, "--format", "json"])
        .ends(0)
        .json();
    assert_eq!(by_itself["located"], kept["located"]);
    // what a search of the officer's own finds is listed
    fs::write(
        plan,
        format!("{text}\n[[search]]\nquery = 'boiler'\nreason = 'a hunch'\n"),
    )
    .expect("written");
    let more = room
        .run(&["locate", request, "--plan", plan, "--format", "json"])
        .ends(0)
        .json();
    assert!(
        more["possible"].to_string().contains("estates group"),
        "{more:#}"
    );
    fs::write(plan, format!("{text}\n[[search]]\nquery = 'a OR'\n")).expect("written");
    room.run(&["locate", request, "--plan", plan]).ends(2);
}

#[test]
fn the_requester_is_neither_searched_for_nor_printed() {
    let room = sample();
    let request = house("sample_corpus/requests/01.FOI.22.026551 one letter.eml");
    let request = request.to_str().expect("a path");
    let plan = room.path("requester.toml");
    fs::write(&plan, "plan = 1\n[[search]]\nquery = 'harbottle'\n").expect("written");
    let plan = plan.to_str().expect("a path");
    room.run(&["locate", request, "--plan", plan]).ends(2);
    let allowed = ["locate", request, "--plan", plan, "--include-requester"];
    room.run(&allowed).ends(1);
    let out = room.path("requester schedule.json");
    let answer = room
        .run(&[
            "locate",
            request,
            "--schedule",
            out.to_str().expect("a path"),
            "--format",
            "json",
        ])
        .ends(0)
        .out;
    let schedule = fs::read_to_string(out).expect("the schedule");
    for text in [answer, schedule] {
        assert!(!text.to_lowercase().contains("harbottle"));
    }
}

#[test]
fn records_of_an_open_request_cannot_be_pruned_and_those_of_a_closed_one_can() {
    let room = Room::new();
    let tree = room.path("letters");
    fs::create_dir(&tree).expect("a folder");
    for name in [
        "2020-09-30 mps to ico.txt",
        "2022-05-06 ico to mps.html",
        "2022-02-11 ico to mps.pdf",
    ] {
        fs::copy(
            house("sample_corpus/archive/letters").join(name),
            tree.join(name),
        )
        .expect(name);
    }
    room.ingest(&tree).ends(0);
    let request = house("sample_corpus/requests/01.FOI.22.027314 by reference.txt");
    room.run(&["locate", request.to_str().expect("a path")])
        .ends(0);
    fs::remove_file(tree.join("2020-09-30 mps to ico.txt")).expect("removed");
    let tree = tree.to_str().expect("a path");
    let prune = [
        "ingest",
        tree,
        "--prune",
        "--reason",
        "retention",
        "--authority",
        "the archivist",
    ];
    room.run(&prune).ends(2);
    let close = [
        "request",
        "close",
        "01.FOI.22.027314",
        "--reason",
        "answered",
    ];
    room.run(&close).ends(0);
    room.run(&prune).ends(0);
}

#[test]
fn an_estimate_rests_on_timed_entries_and_says_so_without_them() {
    let (room, _) = scheduled("json");
    let request = house("sample_corpus/requests/01.FOI.22.025669.txt");
    let request = request.to_str().expect("a path");
    let estimate = || {
        room.run(&["locate", request, "--estimate", "--format", "json"])
            .ends(0)
            .json()["estimate"]
            .clone()
    };
    let before = estimate();
    assert!(before["hours"].is_null(), "{before:#}");
    assert!(
        before["reading"]
            .as_str()
            .is_some_and(|text| text.contains("No estimate"))
    );
    for (n, minutes) in (1..=5).zip(["4", "6", "5", "5", "5"]) {
        for activity in ["locate", "extract"] {
            let question = n.min(4).to_string();
            let part = format!("1:paragraph {n}");
            room.run(&[
                "decide",
                &part,
                "consult",
                "--question",
                &question,
                "--reason",
                "timed",
                "--minutes",
                minutes,
                "--activity",
                activity,
                "--for",
                "01.FOI.22.025669",
            ])
            .ends(0);
        }
    }
    let after = estimate();
    let hours = after["hours"].as_f64().expect("hours");
    let (low, high) = (
        after["between"][0].as_f64().expect("low"),
        after["between"][1].as_f64().expect("high"),
    );
    assert!(low <= hours && hours <= high && high < 18.0, "{after:#}");
    assert_eq!(after["limit"], 18);
}

#[test]
fn an_ingested_folder_is_given_to_a_source() {
    let (room, _) = scheduled("txt");
    let letters = house("sample_corpus/archive/letters");
    let letters = letters.to_str().expect("a path");
    room.run(&[
        "source",
        "add",
        "Registry",
        letters,
        "--custodian",
        "Records Manager",
    ])
    .ends(0);
    let rows = room
        .run(&["source", "list", "--format", "json"])
        .ends(0)
        .json();
    let registry = rows
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["name"] == "Registry")
        .expect("the source")
        .clone();
    assert_eq!(registry["records"], 10, "{registry}");
    let elsewhere = house("sample_corpus/requests");
    room.run(&[
        "source",
        "add",
        "Registry",
        elsewhere.to_str().expect("a path"),
    ])
    .ends(2);
}
