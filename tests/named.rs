//! Whom a request names, and what it says that it does not ask about.

#[path = "program/mod.rs"]
mod program;

use std::fs;

use program::Room;
use serde_json::Value;

/// A message of 2023; `from` and `to` as a header prints them.
fn mail(room: &Room, name: &str, from: &str, to: &str, day: u8, subject: &str) {
    let text = format!(
        "From: {from}\nTo: {to}\nDate: {day} May 2023 10:00:00 +0100\nSubject: {subject}\n\
         Message-ID: <{name}@example.org>\n\nThis is about the matter above, as we said on the telephone.\n"
    );
    fs::create_dir_all(room.path("tree")).expect("a folder");
    fs::write(room.path(&format!("tree/{name}.eml")), text).expect("written");
}

/// Subjects of what is located, and of what is possible.
fn asked(room: &Room, request: &str) -> (Vec<String>, Vec<String>) {
    fs::write(room.path("request.txt"), request).expect("written");
    let answer = room
        .run(&[
            "locate",
            "request.txt",
            "--received",
            "1/8/2023",
            "--format",
            "json",
        ])
        .json();
    let subjects = |list: &str| {
        let rows = answer[list].as_array().expect("a list").iter();
        let mut subjects: Vec<String> = rows
            .map(|row| match &row["record"]["subject"] {
                Value::String(subject) => subject.clone(),
                other => panic!("a subject and not {other}"),
            })
            .collect();
        subjects.sort();
        subjects
    };
    (subjects("located"), subjects("possible"))
}

const OFFICER: &str = "Orla Penhallow <orla.penhallow@kent.police.uk>";
const OTHER: &str = "Wilf Tansley <wilf.tansley@kent.police.uk>";
const ICO: &str = "Casework <casework@ico.org.uk>";

#[test]
fn what_a_named_officer_of_the_authority_sent_is_located() {
    let room = Room::new();
    mail(&room, "one", OFFICER, ICO, 3, "Misdirected letter");
    mail(&room, "two", ICO, OFFICER, 9, "Misdirected letter closed");
    mail(&room, "three", OTHER, ICO, 4, "Lost notebook");
    room.run(&["ingest", "tree"]).ends(0);
    let request =
        "Dear Kent Police,\n\nPlease send me emails sent by Orla Penhallow in May 2023.\n";
    let (located, possible) = asked(&room, request);
    assert_eq!(located, ["Misdirected letter"]);
    assert!(
        !possible.contains(&"Lost notebook".to_owned()),
        "{possible:?}"
    );
}

#[test]
fn what_a_request_says_that_it_does_not_ask_about_is_not_located_for_those_words() {
    let room = Room::new();
    mail(
        &room,
        "one",
        ICO,
        OFFICER,
        3,
        "Reprimand after a lost notebook",
    );
    mail(&room, "two", ICO, OFFICER, 3, "A subject access complaint");
    room.run(&["ingest", "tree"]).ends(0);
    for request in [
        "Please send me all emails from the ICO to Kent Police of 3 May 2023, except any about subject access.",
        "Please send me all emails from the ICO to Kent Police of 3 May 2023. Please exclude anything about subject \
         access.",
        "Please send me all emails from the ICO to Kent Police of 3 May 2023, but not those about subject access.",
    ] {
        let (located, possible) = asked(&room, request);
        assert_eq!(located, ["Reprimand after a lost notebook"], "{request}");
        assert_eq!(possible, ["A subject access complaint"], "{request}");
    }
    // told by the same words as what is asked for: more is meant than they tell
    let request = "Please send me all emails from the ICO to Kent Police about subject access, except any about \
                   subject access that I have already.";
    assert_eq!(asked(&room, request).0, ["A subject access complaint"]);
}
