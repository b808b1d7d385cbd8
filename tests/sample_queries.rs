//! What labelled queries find in the sample archive, asked as a person asks. The sets were written before and apart
//! from the code; their opening comment explains each key.

#[path = "program/mod.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet};

use program::{Room, house};
use recordroom::archive::Archive;
use recordroom::facts::Tables;
use recordroom::verbs::desk::Desk;
use toml::{Table, Value};

const LABELS: &str = include_str!("labels/corpus_queries.toml");

fn words(row: &Table, key: &str) -> Vec<String> {
    let values = row.get(key).and_then(Value::as_array);
    let text = |value: &Value| value.as_str().expect("words").to_owned();
    values.into_iter().flatten().map(text).collect()
}

fn word<'a>(row: &'a Table, key: &str) -> &'a str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Every place of the archive, as the labels spell it, with the id of the record that lies there.
fn places(room: &Room) -> BTreeMap<String, String> {
    let all = room
        .run(&["search", "--all", "--no-log", "--format", "jsonl"])
        .ends(0);
    let mut places = BTreeMap::new();
    for record in all.lines_of_json() {
        let id = record["id"].as_str().expect("an id");
        for location in record["locations"].as_array().expect("places") {
            let path = location["path"].as_str().expect("a path");
            let path = path.strip_prefix("archive/").expect("the folder's name");
            let place = match location["part"].as_str() {
                Some(part) => format!("{path}#{part}"),
                None => path.to_owned(),
            };
            places.insert(place, id.to_owned());
        }
    }
    places
}

#[test]
fn each_query_finds_exactly_what_it_should() {
    let labels: Table = toml::from_str(LABELS).expect("labels");
    let room = Room::new();
    room.ingest(&house("sample_corpus/archive")).ends(3);
    let places = places(&room);
    let archive = Archive::open(&room.path("archive")).expect("an archive");
    let tables = Tables::built_in();
    let desk = Desk::open(&archive, &tables).expect("a desk");
    let everything: BTreeSet<&str> = places.values().map(String::as_str).collect();
    let ids = |row: &Table, key: &str| -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        for place in words(row, key) {
            match place.as_str() {
                "*" => found.extend(&everything),
                place => {
                    let id = places.get(place);
                    found.insert(
                        id.unwrap_or_else(|| panic!("nothing lies at {place}"))
                            .as_str(),
                    );
                }
            }
        }
        found
    };
    let mut tally: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    let (mut telling, mut known_faults) = (0, 0);
    for row in labels["query"].as_array().expect("rows") {
        let row = row.as_table().expect("a row");
        let mut typed = word(row, "query").to_owned();
        for (place, id) in &places {
            typed = typed.replace(&format!("{{{place}}}"), id);
        }
        let mut expected = ids(row, "find");
        for id in ids(row, "but") {
            expected.remove(id);
        }
        telling += usize::from((1..everything.len()).contains(&expected.len()));
        let either = ids(row, "either");
        let fault = match desk.query(&typed).and_then(|query| desk.ids(&query)) {
            Err(error) => Some(format!("refused: {error}")),
            Ok(found) => {
                let found: BTreeSet<String> = found.iter().map(ToString::to_string).collect();
                let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
                let where_of = |all: Vec<&str>| -> Vec<&str> {
                    let open = all.into_iter().filter(|id| !either.contains(id));
                    open.filter_map(|id| {
                        let place = places.iter().find(|(_, known)| *known == id);
                        place.map(|(place, _)| place.as_str())
                    })
                    .collect()
                };
                let missed = where_of(expected.difference(&found).copied().collect());
                let beyond = where_of(found.difference(&expected).copied().collect());
                (!missed.is_empty() || !beyond.is_empty())
                    .then(|| format!("missed {missed:?}, beyond {beyond:?}"))
            }
        };
        let count = tally.entry(word(row, "class")).or_default();
        count.0 += 1;
        if let Some(known) = row.get("fault") {
            let still = fault.is_some();
            assert!(still, "{typed} is right now: take out its `fault`, {known}");
            count.1 += 1;
            known_faults += 1;
        } else if let Some(fault) = fault {
            count.1 += 1;
            wrong.push(format!(
                "{}: {typed}: {fault} ({})",
                word(row, "class"),
                word(row, "why")
            ));
        }
    }
    let all: usize = tally.values().map(|count| count.0).sum();
    println!(
        "{} of {all} right; {telling} find some records and not all",
        all - wrong.len() - known_faults
    );
    for (class, (count, faults)) in &tally {
        println!("  {class}: {} of {count}", count - faults);
    }
    assert!(all >= 120, "{all} queries");
    assert!(
        wrong.is_empty(),
        "{}\n{} of {all} wrong",
        wrong.join("\n"),
        wrong.len()
    );
}
