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
#[path = "asked/wordings.rs"]
mod wordings;

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

#[derive(Deserialize)]
struct Elsewhere {
    records: BTreeMap<String, BTreeMap<String, String>>,
    request: Vec<AskedOf>,
}

#[derive(Deserialize)]
struct AskedOf {
    of: String,
    requester: Option<String>,
    #[serde(flatten)]
    asked: Asked,
}

/// Not found, and known not to be.
const MISSED: usize = 0;
/// The same of the further requests.
const MISSED_ELSEWHERE: usize = 0;
/// The same of requests that were written apart from the program.
const MISSED_UNSEEN: usize = 0;
/// The least share of what is located for those that is right, in hundredths.
const RIGHT_UNSEEN: usize = 90;

fn filled(folder: &str, code: i32) -> Room {
    let room = Room::new();
    let folder = house(folder);
    let folder = folder.to_str().expect("a path");
    room.run(&["ingest", "--ocr", "never", folder]).ends(code);
    room
}

fn sample() -> &'static Room {
    static ROOM: OnceLock<Room> = OnceLock::new();
    ROOM.get_or_init(|| filled("sample_corpus/archive", 3))
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
                .trim_start_matches("archive/")
                .trim_start_matches("registry/");
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

/// What was counted over some requests.
#[derive(Default)]
struct Score {
    wanted: usize,
    found: usize,
    located: usize,
    right: usize,
    faults: Vec<String>,
}

impl Score {
    /// Asks a request in its form, and counts.
    fn ask(
        &mut self,
        room: &Room,
        nth: usize,
        asked: &Asked,
        known: &BTreeMap<String, String>,
    ) -> String {
        let (bytes, ending) = forms::put(asked.text.trim_start_matches('\n'), &asked.form);
        let file = room.path(&format!("asked {nth}.{ending}"));
        fs::write(&file, bytes).expect("written");
        let mut words = vec!["locate", file.to_str().expect("a path"), "--format", "json"];
        if let Some(day) = &asked.received {
            words.extend(["--received", day]);
        }
        let ran = room.run(&words);
        let answer = ran.json();
        let listed = names(&answer["located"], known);
        let possible = names(&answer["possible"], known);
        // records with the same words stand on one line
        let gathered = ["located", "possible"].map(|list| {
            let all = answer[list].as_array().expect("a list").iter();
            all.map(|one| one["gathered"].as_array().map_or(0, Vec::len))
                .sum::<usize>()
        });
        let mut carried = gathered[0] + gathered[1];
        for name in &asked.scope {
            self.wanted += 1;
            if listed.contains(name) || possible.contains(name) {
                self.found += 1;
            } else if carried > 0 {
                carried -= 1;
                self.found += 1;
            } else {
                self.faults
                    .push(format!("{}: {name} is in neither list", asked.name));
            }
        }
        for name in &listed {
            self.located += 1;
            if asked.scope.contains(name) || asked.either.contains(name) {
                self.right += 1;
            } else {
                self.faults
                    .push(format!("{}: {name} is located", asked.name));
            }
        }
        let notes = answer["request"]["notes"].to_string();
        for said in asked.near.iter().chain(&asked.hint) {
            if !notes.contains(said.as_str()) {
                self.faults.push(format!(
                    "{}: {said} is not pointed out: {notes}",
                    asked.name
                ));
            }
        }
        ran.out
    }

    /// Whether no more than so many records were missed, and so many located ones of a hundred are right.
    fn holds(&self, requests: usize, missed: usize, share: usize) {
        let said = self.faults.join("\n");
        let figures = format!(
            "{requests} requests: {} of {} records in either list, {} of {} located ones right",
            self.found, self.wanted, self.right, self.located
        );
        println!("{figures}\n{said}");
        assert!(self.found + missed >= self.wanted, "{figures}\n{said}");
        assert!(
            self.right * 100 >= self.located * share,
            "{figures}\n{said}"
        );
        assert!(!said.contains("pointed out"), "{said}");
    }
}

#[test]
fn requests_of_other_styles_find_what_a_careful_officer_wants() {
    let text = fs::read_to_string(house("tests/labels/asked.toml")).expect("labels");
    let labels: Labels = toml::from_str(&text).expect("labels");
    assert!(labels.request.len() >= 20);
    let mut score = Score::default();
    for (nth, asked) in labels.request.iter().enumerate() {
        score.ask(sample(), nth, asked, &labels.records);
    }
    score.holds(labels.request.len(), MISSED, 90);
}

/// Asks every request of a file of labels of the archive that it names, and holds its requester back.
fn elsewhere(file: &str, registry: &Room, missed: usize, share: usize) {
    let text = fs::read_to_string(house(&format!("tests/labels/{file}"))).expect("labels");
    let labels: Elsewhere = toml::from_str(&text).expect("labels");
    assert!(labels.request.len() >= 20);
    let mut score = Score::default();
    for (nth, one) in labels.request.iter().enumerate() {
        let room = if one.of == "registry" {
            registry
        } else {
            sample()
        };
        let name = 100 * file.len() + nth;
        let shown = score.ask(room, name, &one.asked, &labels.records[&one.of]);
        let shown = shown.to_lowercase();
        let mut parts = one.requester.iter().flat_map(|name| name.split(' '));
        if let Some(part) = parts.find(|part| shown.contains(&part.to_lowercase())) {
            let fault = format!("{}: names the requester, {part}", one.asked.name);
            score.faults.push(fault);
        }
    }
    score.holds(labels.request.len(), missed, share);
    let said = score.faults.join("\n");
    assert!(!said.contains("names the requester"), "{said}");
}

#[test]
fn requests_to_other_bodies_find_what_a_careful_officer_wants() {
    let registry = filled("sample_corpus/registry", 0);
    elsewhere("asked_elsewhere.toml", &registry, MISSED_ELSEWHERE, 90);
    elsewhere(
        "unseen_requests.toml",
        &registry,
        MISSED_UNSEEN,
        RIGHT_UNSEEN,
    );
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

fn asks(name: &str, text: &str) -> Value {
    let room = sample();
    let file = room.path(name);
    fs::write(&file, text).expect("written");
    room.run(&["locate", file.to_str().expect("a path"), "--format", "json"])
        .json()
}

#[test]
fn a_question_of_which_one_word_is_known_is_searched_by_it_and_says_which_are_not() {
    let answer = asks(
        "one word.txt",
        "Dear Sir,\n\nPlease send me everything about the lighthouse gramophone diary.\n\nYours\n\nEdith Brindlecombe\n",
    );
    let found = ["located", "possible"].map(|list| answer[list].as_array().map_or(0, Vec::len));
    assert!(found[0] + found[1] > 0, "{}", answer["searches"]);
    let notes = answer["request"]["notes"].to_string();
    for word in ["gramophone", "lighthouse"] {
        assert!(notes.contains(word), "{notes}");
    }
    assert!(!notes.contains("diary"), "{notes}");
}

#[test]
fn a_reply_outside_the_period_of_what_it_answers_is_possible() {
    let answer = asks(
        "reply.txt",
        "Dear Metropolitan Police Service,\n\nA copy of the telling-off the ICO gave the Met in December 2021, plus anything \
         the Met wrote back.\n",
    );
    let listed = ["located", "possible"].map(|list| names(&answer[list], &BTreeMap::new()));
    let listed = listed.concat();
    for file in ["reply to ico final.docx", "2021-12-03 ico to mps.pdf"] {
        assert!(
            listed.iter().any(|place| place.contains(file)),
            "{file}: {listed:?}"
        );
    }
}

#[test]
fn a_form_is_cut_from_what_it_asks_and_keeps_its_requester_and_its_stamp_to_itself() {
    let answer = asks(
        "form.txt",
        "Request made by Ms Philippa Undershaw via web form\nOur ref: 01.FOI.22.031777\nReceived 12/08/2022\n\
         Details of request: copies of letters sent by the Information Commissioner to the Metropolitan Police on 6th May 2022\n",
    );
    let request = &answer["request"];
    assert_eq!(request["reference"], "01.FOI.22.031777");
    assert_eq!(request["received"], "2022-08-12");
    assert_eq!(request["references"], serde_json::json!([]));
    let text = request["items"][0]["text"].as_str().expect("a question");
    assert!(text.starts_with("copies of letters"), "{text}");
    let shown = answer.to_string();
    for kept_out in ["Undershaw", "Philippa", "date:2022-08-12"] {
        assert!(!shown.contains(kept_out), "{kept_out}");
    }
}

#[test]
fn a_request_that_is_longer_than_is_read_says_so() {
    let mut text = "Dear Metropolitan Police Service,\n\n1. Please send me the ICO's letters of INV/0283/2020.\n\n".to_owned();
    while text.len() < 300_000 {
        text.push_str("The lamps of the quay were lit at noon, as they are on every day of the year but one.\n");
    }
    text.push_str("\nYours faithfully,\n\nEdith Brindlecombe\n");
    let answer = asks("long.txt", &text);
    let notes = answer["request"]["notes"].to_string();
    assert!(notes.contains("kB of text were read"), "{notes}");
    assert!(!answer.to_string().contains("Brindlecombe"));
    assert!(!answer["located"].as_array().expect("located").is_empty());
}
