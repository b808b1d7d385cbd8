//! Cases over the second set of specimens, and the lines of a hundred records as an officer would write them.
//!
//! Both sets of labels were written from the papers alone, before the program was asked.

#[path = "program/mod.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use program::{Room, house};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    reference: String,
    records: Vec<String>,
    either: Vec<String>,
    related: Vec<String>,
    related_or: Vec<String>,
    gaps: Vec<GapAt>,
    gaps_or: Vec<String>,
}

#[derive(Deserialize)]
struct GapAt {
    from: Option<String>,
    to: Option<String>,
    date: String,
}

#[derive(Deserialize)]
struct Lines {
    line: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    file: String,
    line: String,
    #[serde(default)]
    or: Vec<String>,
}

fn filled(folder: &str, code: i32) -> Room {
    let room = Room::new();
    let folder = house(folder);
    let folder = folder.to_str().expect("a path");
    room.run(&["ingest", "--ocr", "never", folder]).ends(code);
    room
}

/// Every place of every record, from the ingested folder's own name on, and the record's id.
fn ids(room: &Room) -> BTreeMap<String, String> {
    let all = room
        .run(&["search", "--all", "--no-log", "--format", "jsonl"])
        .ends(0);
    let mut ids = BTreeMap::new();
    for record in all.lines_of_json() {
        for place in record["locations"].as_array().expect("locations") {
            let path = place["path"].as_str().expect("a path");
            let at = match place["part"].as_str() {
                Some(part) => format!("{path} > {part}"),
                None => path.to_owned(),
            };
            ids.insert(at, record["id"].as_str().expect("an id").to_owned());
        }
    }
    ids
}

/// Whether a side of a letter is the one that is wanted; one that was not read speaks against nothing.
fn side(row: &Value, wanted: Option<&String>) -> bool {
    wanted.is_none_or(|wanted| row.as_str().is_none_or(|read| read == wanted))
}

fn cases(file: &str) -> Vec<Case> {
    let text = fs::read_to_string(house(file)).expect("labels");
    toml::from_str::<Cases>(&text).expect("labels").case
}

#[test]
fn cases_of_the_registry_gather_what_belongs_to_them_and_name_their_gaps() {
    let mut labels = cases("tests/labels/cases.toml");
    labels.extend(cases("tests/labels/cases_later.toml"));
    let room = filled("sample_corpus/registry", 0);
    let ids = ids(&room);
    let id = |file: &String| {
        ids.get(&format!("registry/{file}"))
            .unwrap_or_else(|| panic!("{file}"))
    };
    let (mut wanted, mut found, mut listed) = (0, 0, 0);
    let (mut gaps_wanted, mut gaps_found, mut gaps_listed) = (0, 0, 0);
    let (mut ties_wanted, mut ties_found) = (0, 0);
    let mut faults = Vec::new();
    for case in &labels {
        let answer = room
            .run(&["case", &case.reference, "--format", "json"])
            .ends(0)
            .json();
        let got: BTreeSet<&str> = answer["records"]
            .as_array()
            .expect("records")
            .iter()
            .filter_map(|record| record["id"].as_str())
            .collect();
        let either: BTreeSet<&str> = case.either.iter().map(|file| id(file).as_str()).collect();
        let own: BTreeSet<&str> = case.records.iter().map(|file| id(file).as_str()).collect();
        wanted += own.len();
        found += own.intersection(&got).count();
        listed += got.iter().filter(|id| !either.contains(*id)).count();
        for file in case
            .records
            .iter()
            .filter(|file| !got.contains(id(file).as_str()))
        {
            faults.push(format!("{}: missing {file}", case.reference));
        }
        for extra in got
            .iter()
            .filter(|id| !own.contains(*id) && !either.contains(*id))
        {
            faults.push(format!("{}: not of it {extra}", case.reference));
        }
        let tied: Vec<&str> = answer["related"]
            .as_array()
            .expect("related")
            .iter()
            .filter_map(|row| row["canonical"].as_str())
            .collect();
        ties_wanted += case.related.len();
        for reference in &case.related {
            if tied.contains(&reference.as_str()) {
                ties_found += 1;
            } else {
                faults.push(format!("{}: not tied to {reference}", case.reference));
            }
        }
        for other in tied {
            let known = case.related.iter().chain(&case.related_or);
            if !known.into_iter().any(|one| one == other) {
                faults.push(format!("{}: tied to {other}", case.reference));
            }
        }
        let rows = answer["gaps"].as_array().expect("gaps");
        gaps_wanted += case.gaps.len();
        let is = |row: &Value, gap: &GapAt| {
            row["date"] == gap.date.as_str()
                && side(&row["from"], gap.from.as_ref())
                && side(&row["to"], gap.to.as_ref())
        };
        for gap in &case.gaps {
            if rows.iter().any(|row| is(row, gap)) {
                gaps_found += 1;
            } else {
                faults.push(format!("{}: no gap of {}", case.reference, gap.date));
            }
        }
        for row in rows {
            let named = case.gaps.iter().any(|gap| is(row, gap));
            let may = case.gaps_or.iter().any(|day| row["date"] == day.as_str());
            gaps_listed += usize::from(named || !may);
            if !named && !may {
                faults.push(format!(
                    "{}: no such gap {}",
                    case.reference, row["as_printed"]
                ));
            }
        }
    }
    let figures = format!(
        "{} cases: {found} of {wanted} members, {found} of {listed} listed are members; {gaps_found} of {gaps_wanted} \
         gaps, {gaps_found} of {gaps_listed} listed are gaps; {ties_found} of {ties_wanted} ties",
        labels.len()
    );
    let said = faults.join("\n");
    println!("{figures}\n{said}");
    assert!(labels.len() >= 25);
    assert!(found * 100 >= wanted * 98, "{figures}\n{said}");
    assert!(found * 100 >= listed * 95, "{figures}\n{said}");
    assert!(
        gaps_found >= GAPS && gaps_listed <= gaps_found + NO_GAPS,
        "{figures}\n{said}"
    );
}

/// Gaps of these cases that are named, and rows that are none; see what the test prints.
const GAPS: usize = 27;
const NO_GAPS: usize = 0;

#[test]
fn lines_need_no_edit() {
    let mut rooms = BTreeMap::new();
    for (folder, code) in [("archive", 3), ("registry", 0), ("formats", 3)] {
        let room = filled(&format!("sample_corpus/{folder}"), code);
        let known = ids(&room);
        let request = room.path("request.txt");
        fs::write(
            &request,
            "Please send me the letters about the reprimand.\n",
        )
        .expect("written");
        rooms.insert(folder, (room, known, request));
    }
    for (file, least, share) in [
        ("lines.toml", 100, SAME),
        ("lines_later.toml", 60, SAME_LATER),
    ] {
        let text = fs::read_to_string(house(&format!("tests/labels/{file}"))).expect("labels");
        let labels: Lines = toml::from_str(&text).expect("labels");
        assert!(labels.line.len() >= least);
        same_as_written(&rooms, &labels.line, share);
    }
}

/// An archive, its records by place, and a request to ask of it.
type Filled = (Room, BTreeMap<String, String>, PathBuf);

/// Asks for each record's line, and compares it with what was written.
fn same_as_written(rooms: &BTreeMap<&str, Filled>, labels: &[Line], share: usize) {
    let plain = |line: &str| {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        line.trim_end_matches('.').to_owned()
    };
    let (mut same, mut faults) = (0, Vec::new());
    for label in labels {
        let folder = label.file.split('/').next().expect("a folder");
        let (room, known, request) = &rooms[folder];
        let id = known
            .get(&label.file)
            .unwrap_or_else(|| panic!("{}", label.file));
        let plan = room.path("plan.toml");
        let search = format!(
            "plan = 1\n\n[[search]]\nquestions = [\"1\"]\nquery = \"id:{id}\"\nreason = \"to see its line\"\n"
        );
        fs::write(&plan, search).expect("written");
        let words = [
            "locate",
            request.to_str().expect("a path"),
            "--plan",
            plan.to_str().expect("a path"),
        ];
        let answer = room
            .run(&[&words[..], &["--format", "json"]].concat())
            .ends(0)
            .json();
        let listed =
            ["located", "possible"].map(|list| answer[list].as_array().expect("a list").clone());
        let line = listed.concat().iter().find_map(|one| {
            let here = one["record"]["id"] == id.as_str()
                || one["gathered"]
                    .as_array()
                    .is_some_and(|all| all.contains(&Value::from(id.as_str())));
            here.then(|| one["line"].as_str().expect("a line").to_owned())
        });
        let line = line.unwrap_or_else(|| "(not listed)".to_owned());
        // two letters of one day between the same bodies are told apart by their numbers
        let alike = |good: &str| {
            let of_it = |one: &&Value| {
                let line = one["line"].as_str().unwrap_or_default();
                plain(line).starts_with(&format!("{}, ", plain(good)))
            };
            listed.concat().iter().filter(of_it).count() > 1
        };
        let is_it = |good: &str| {
            plain(good) == plain(&line)
                || alike(good) && plain(&line).starts_with(&format!("{}, ", plain(good)))
        };
        let mut good = std::iter::once(&label.line).chain(&label.or);
        if good.any(|good| is_it(good)) {
            same += 1;
        } else {
            faults.push(format!(
                "{}\n  officer: {}\n  program: {line}",
                label.file, label.line
            ));
        }
    }
    let figures = format!("{same} of {} lines need no edit", labels.len());
    println!("{figures}\n{}", faults.join("\n"));
    assert!(
        same * 100 >= labels.len() * share,
        "{figures}\n{}",
        faults.join("\n")
    );
}

/// The share of lines, in hundredths, that need no edit.
const SAME: usize = 98;
/// The same of the further lines.
const SAME_LATER: usize = 93;
