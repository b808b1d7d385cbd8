//! Requests in styles of their own, labelled before `locate` was run on them, and one request in every form.

#[path = "asked/forms.rs"]
mod forms;
#[path = "outlook/mapi.rs"]
#[allow(
    dead_code,
    reason = "only a plain message of what that file can make is needed here"
)]
mod mapi;
#[path = "program/mod.rs"]
mod program;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::process::Stdio;
use std::sync::OnceLock;

use program::{Room, house};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Labels {
    records: BTreeMap<String, String>,
    request: Vec<Asked>,
}

#[derive(Deserialize)]
struct Asked {
    name: String,
    form: String,
    text: String,
    received: Option<String>,
    scope: Vec<String>,
    either: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    hint: Option<String>,
}

/// Not found, and known not to be: figures in a report that says them in other words.
const MISSED: usize = 1;

fn sample() -> &'static Room {
    static ROOM: OnceLock<Room> = OnceLock::new();
    ROOM.get_or_init(|| {
        let room = Room::new();
        let archive = house("sample_corpus/archive");
        room.run(&[
            "ingest",
            "--ocr",
            "never",
            archive.to_str().expect("a path"),
        ])
        .ends(3);
        room
    })
}

fn names(list: &Value, known: &BTreeMap<String, String>) -> Vec<String> {
    let places = |one: &Value| -> Vec<String> {
        let all = one["record"]["locations"]
            .as_array()
            .expect("locations")
            .iter();
        all.map(|place| {
            let path = place["path"]
                .as_str()
                .expect("a path")
                .trim_start_matches("archive/");
            match place["part"].as_str() {
                Some(part) => format!("{path} > {part}"),
                None => path.to_owned(),
            }
        })
        .collect()
    };
    let all = list.as_array().expect("a list").iter();
    all.map(|one| {
        let here = places(one);
        let label = known.iter().find(|(_, place)| here.contains(place));
        label.map_or_else(|| here.join(", "), |(name, _)| name.clone())
    })
    .collect()
}

#[test]
fn requests_of_other_styles_find_what_a_careful_officer_wants() {
    let text = fs::read_to_string(house("tests/labels/asked.toml")).expect("labels");
    let labels: Labels = toml::from_str(&text).expect("labels");
    let room = sample();
    let (mut wanted, mut found, mut located, mut right) = (0, 0, 0, 0);
    let mut faults = Vec::new();
    for (nth, asked) in labels.request.iter().enumerate() {
        let (bytes, ending) = forms::put(asked.text.trim_start_matches('\n'), &asked.form);
        let file = room.path(&format!("asked {nth}.{ending}"));
        fs::write(&file, bytes).expect("written");
        let mut words = vec!["locate", file.to_str().expect("a path"), "--format", "json"];
        if let Some(day) = &asked.received {
            words.extend(["--received", day]);
        }
        let answer = room.run(&words).json();
        let listed = names(&answer["located"], &labels.records);
        let possible = names(&answer["possible"], &labels.records);
        for name in &asked.scope {
            wanted += 1;
            if listed.contains(name) || possible.contains(name) {
                found += 1;
            } else {
                faults.push(format!("{}: {name} is in neither list", asked.name));
            }
        }
        for name in &listed {
            located += 1;
            if asked.scope.contains(name) || asked.either.contains(name) {
                right += 1;
            } else {
                faults.push(format!("{}: {name} is located", asked.name));
            }
        }
        let notes = answer["request"]["notes"].to_string();
        for said in asked.near.iter().chain(&asked.hint) {
            if !notes.contains(said.as_str()) {
                faults.push(format!(
                    "{}: {said} is not pointed out: {notes}",
                    asked.name
                ));
            }
        }
    }
    let said = faults.join("\n");
    assert!(labels.request.len() >= 20);
    assert!(found + MISSED >= wanted, "{found} of {wanted}\n{said}");
    assert!(right * 10 >= located * 9, "{right} of {located}\n{said}");
    assert!(!said.contains("pointed out"), "{said}");
}

const LAMP: &str = "Dear Metropolitan Police Service,\n\n1. Please send me the letters of the ICO's case INV/0238/2020.\n\
                    2. What was found in the diary \u{2013} if anything?\n\nYours faithfully,\n\nEdith Brindlecombe\n";

#[test]
fn one_request_is_the_same_request_in_every_form() {
    let room = sample();
    let mut read: Vec<(String, Value, Value)> = Vec::new();
    for form in [
        "txt",
        "eml",
        "base64",
        "quoted",
        "html mail",
        "html",
        "utf16",
        "docx",
        "pdf",
        "msg",
    ] {
        // the signs of a standard PDF font hold no dash of that length
        let text = if form == "pdf" {
            LAMP.replace('\u{2013}', "-")
        } else {
            LAMP.to_owned()
        };
        let (bytes, ending) = forms::put(&text, form);
        let file = room.path(&format!("lamp {form}.{ending}"));
        fs::write(&file, bytes).expect("written");
        let words = ["locate", file.to_str().expect("a path"), "--format", "json"];
        let answer = room.run(&words).ends(0);
        assert!(!answer.out.contains("Brindlecombe"), "{form}");
        let answer = answer.json();
        let ids = answer["located"].as_array().expect("located").iter();
        let ids = ids.map(|one| one["record"]["id"].clone()).collect();
        read.push((
            form.to_owned(),
            answer["request"]["references"].clone(),
            ids,
        ));
        assert_eq!(
            answer["request"]["items"].as_array().map(Vec::len),
            Some(2),
            "{form}"
        );
    }
    for (form, references, ids) in &read {
        assert_eq!((references, ids), (&read[0].1, &read[0].2), "{form}");
        assert!(ids.as_array().is_some_and(|ids| !ids.is_empty()), "{form}");
    }
}

#[test]
fn a_request_is_read_from_standard_input() {
    let room = sample();
    let mut command = room.command(&["locate", "-", "--format", "json"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("recordroom starts");
    child
        .stdin
        .take()
        .expect("its input")
        .write_all(LAMP.as_bytes())
        .expect("written");
    let output = child.wait_with_output().expect("its output");
    assert_eq!(output.status.code(), Some(0));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        answer["request"]["references"],
        serde_json::json!(["INV/0238/2020"])
    );
}

#[test]
fn a_wish_for_ones_own_data_and_for_the_environment_is_pointed_out_and_not_decided() {
    let room = sample();
    for (text, says) in [
        (
            "Please send me all the personal data that you hold about me, in letters about the reprimand.\n",
            "own",
        ),
        (
            "Please send me a copy of my own file and everything recorded about me in 2021.\n",
            "own",
        ),
        (
            "Please tell me about emissions, noise and waste from the boiler at Larkmoor House.\n",
            "Environmental",
        ),
    ] {
        let file = room.path("hint.txt");
        fs::write(&file, text).expect("written");
        let answer = room.run(&["locate", file.to_str().expect("a path"), "--format", "json"]);
        let notes = answer.json()["request"]["notes"].to_string();
        assert!(notes.contains(says), "{text}{notes}");
        for verdict in ["is not a request", "must be", "refuse"] {
            assert!(!notes.contains(verdict), "{notes}");
        }
    }
}
