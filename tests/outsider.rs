//! What somebody found who knew only the contract with users and wrote papers of their own: each class in several
//! wordings.

#[path = "program/mod.rs"]
mod program;

use std::fs;

use program::{Answer, Room};
use serde_json::Value;

/// A room with these papers in its archive.
fn room_with(papers: &[(&str, &str)]) -> Room {
    let room = Room::new();
    let folder = room.path("papers");
    fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in papers {
        fs::write(folder.join(name), text).expect("a paper");
    }
    room.ingest(&folder).ends(0);
    room
}

/// The plan for a request.
fn plan(room: &Room, request: &str) -> Answer {
    let file = room.path("request.txt");
    fs::write(&file, request).expect("a request");
    let file = file.to_str().expect("a path");
    room.run(&["locate", file, "--plan-only", "--format", "json"])
}

fn texts(plan: &Value) -> Vec<String> {
    let items = plan["request"]["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| item["text"].as_str().expect("a text").to_owned())
        .collect()
}

fn queries(plan: &Value) -> Vec<String> {
    let searches = plan["searches"].as_array().expect("searches");
    searches
        .iter()
        .map(|search| search["query"].as_str().expect("a query").to_owned())
        .collect()
}

const LETTER: &str = "Information Commissioner's Office\nWycliffe House\n\n3 December 2021\n\nMetropolitan Police \
Service\nNew Scotland Yard\n\nDear Sir\n\nREPRIMAND\n\nA leaflet is enclosed.\n\nYours sincerely\n\nAda Fenwick\n";

#[test]
fn questions_numbered_within_a_line_are_each_read() {
    let room = room_with(&[("a.txt", LETTER)]);
    for request in [
        "Request: Q1. The reprimand of 2021. Q2: Any reply. Q3 - did they close the case? Q4) A copy of the leaflet.",
        "My request is as follows. Q1. The reprimand of 2021. Q2. Any reply. Q3. The closing letter. Q4. The leaflet.",
        "Q1: The reprimand of 2021? Q2: Any reply? Q3: The closing letter? Q4: The leaflet?",
        "Dear Sir\n\nQuestion 1: The reprimand of 2021. Question 2: Any reply. Question 3: The closing letter. \
         Question 4: The leaflet.\n\nYours faithfully\nA Marsh",
        "I have four questions. Question 1 - the reprimand of 2021. Question 2 - any reply. Question 3 - the closing \
         letter. Question 4 - the leaflet.",
        "Request 1 - the reprimand of 2021. Request 2 - the reply. Request 3 - the closing letter. Request 4 - the \
         leaflet.",
        "1. The reprimand of 2021. 2. Any reply. 3. The closing letter. 4. The leaflet.",
        "Request: 1. the reprimand of 2021 2. the reply 3. the closing letter 4. the leaflet",
    ] {
        let texts = texts(&plan(&room, request).ends(0).json());
        assert_eq!(texts.len(), 4, "{request}\n{texts:?}");
        for (text, word) in texts.iter().zip(["reprimand", "reply", "clos", "leaflet"]) {
            assert!(text.to_lowercase().contains(word), "{request}\n{texts:?}");
        }
    }
    for whole in [
        "Please send the answers that you gave to question 1 and question 2 of the survey of 2021.",
        "Please send the reprimand, item 3. and its leaflet.",
    ] {
        assert_eq!(
            texts(&plan(&room, whole).ends(0).json()).len(),
            1,
            "{whole}"
        );
    }
}

#[test]
fn what_a_request_goes_on_to_name_is_asked_too() {
    let room = room_with(&[("a.txt", LETTER)]);
    for request in [
        "PLEASE SEND ME THE REPRIMAND OF 3 DECEMBER 2021.\nALSO THE REPLY.\nALSO THE LEAFLET.",
        "Please send me the reprimand of 3 December 2021. Also the reply. And the leaflet.",
        "Can I have the reprimand? Plus any reply. As well as the leaflet, thanks.",
        "The reprimand of December 2021. Any reply. The leaflet.",
        "Can I have the reprimand? Plus any reply to it. And the leaflet that came with it.",
    ] {
        let texts = texts(&plan(&room, request).ends(0).json())
            .join(" | ")
            .to_lowercase();
        for word in ["reprimand", "reply", "leaflet"] {
            assert!(texts.contains(word), "{request}\n{texts}");
        }
    }
}

#[test]
fn what_says_something_excludes_or_thanks_is_no_question() {
    let room = room_with(&[("a.txt", LETTER)]);
    for beside in [
        "The ICO fined the force.",
        "The deadline expired last week.",
        "And no personal data.",
        "Also not newsletters.",
        "Also note the deadline.",
        "And thanks for the help.",
        "The Data Protection Officer, New Scotland Yard.",
    ] {
        let request = format!("Please send me the reprimand of 3 December 2021. {beside}");
        let texts = texts(&plan(&room, &request).ends(0).json());
        assert_eq!(texts.len(), 1, "{texts:?}");
    }
    let quarters =
        "Please send the figures for each quarter: Q1: April to June, Q2: July to September.";
    let texts = texts(&plan(&room, quarters).ends(0).json()).join(" | ");
    assert!(
        texts.contains("figures") && texts.contains("July"),
        "{texts}"
    );
}

#[test]
fn a_body_without_its_apostrophe_leaves_no_word_to_search_for() {
    let room = room_with(&[("a.txt", LETTER)]);
    for name in [
        "Information Commissioners Office",
        "Information Commissioner's Officer",
        "information commissioners office",
    ] {
        let request = format!(
            "Please can I have all letters exchanged with the {name} in December 2021, but not newsletters."
        );
        let all = queries(&plan(&room, &request).ends(0).json());
        assert!(all.iter().any(|query| query.contains(":ICO")), "{all:?}");
        let word = |query: &String| {
            let query = query.to_lowercase();
            query.contains("commissioners") || query.contains("officer")
        };
        assert!(!all.iter().any(word), "{name}: {all:?}");
    }
}

#[test]
fn a_query_that_cannot_be_seen_finds_nothing_and_says_so() {
    let room = room_with(&[("a.txt", LETTER)]);
    for query in ["\u{200b}", "\u{feff}", "\u{202e}\u{202c}", " \u{ad} "] {
        let said = room.run(&["search", query, "--count"]).ends(2).err;
        assert!(said.contains("nothing to search for"), "{query:?}: {said}");
        let file = room.path("query.txt");
        fs::write(&file, query).expect("a file");
        let file = file.to_str().expect("a path");
        room.run(&["search", "--file", file, "--count"]).ends(2);
        room.run(&["search", "--file", file, "--all"]).ends(2);
    }
    let terms = room.path("terms.txt");
    fs::write(
        &terms,
        "\u{feff}\r\nreprimand\r\n\u{200b}\r\nnosuchword\r\n",
    )
    .expect("a file");
    let rows = room
        .run(&[
            "terms",
            terms.to_str().expect("a path"),
            "--format",
            "jsonl",
        ])
        .ends(0);
    assert!(!rows.out.contains('\u{200b}'), "{}", rows.out);
    // an unseen character beside words changes nothing
    room.run(&["search", "\u{200b}reprimand", "--count"])
        .ends(0);
    room.run(&["search", "--all", "--count"]).ends(0);
}

#[test]
fn each_day_of_a_row_is_mentioned() {
    let days = [
        (
            "The group met on 3rd and 5th December 2021.",
            vec!["2021-12-03", "2021-12-05"],
        ),
        (
            "It met on 3, 4 and 5 December 2021.",
            vec!["2021-12-03", "2021-12-04", "2021-12-05"],
        ),
        (
            "Seen between 3 and 5 December 2021.",
            vec!["2021-12-03", "2021-12-05"],
        ),
        (
            "He was away 30 November - 3 December 2021 and came back.",
            vec!["2021-11-30", "2021-12-03"],
        ),
        (
            "She was away from 20 December to 5 January 2022 and came back.",
            vec!["2021-12-20", "2022-01-05"],
        ),
        (
            "Both were away 3\u{2013}5 December 2021 and came back.",
            vec!["2021-12-03", "2021-12-05"],
        ),
        (
            "Visits on the 27 January & 6 May 2022.",
            vec!["2022-01-27", "2022-05-06"],
        ),
        (
            "Visits on the 3rd, the 5th and the 9th of\nDecember 2021.",
            vec!["2021-12-03", "2021-12-05", "2021-12-09"],
        ),
        (
            "The year ran from 1 April to 31 March 2022.",
            vec!["2021-04-01", "2022-03-31"],
        ),
        (
            "It met on 5 and 3 December 2021.",
            vec!["2021-12-03", "2021-12-05"],
        ),
        // no day: a year of two figures, a year that nobody can tell, an entry of a list, what is numbered
        ("We met on 3 Dec 20 and 5 May 2022.", vec!["2022-05-05"]),
        (
            "They came on 20 December and 5 January 2022.",
            vec!["2022-01-05"],
        ),
        (
            "- letters received: 12\n- 5 December 2021 meeting",
            vec!["2021-12-05"],
        ),
        (
            "They looked at Document 2 - 5 December 2021 and went on.",
            vec!["2021-12-05"],
        ),
        (
            "They saw Exhibit 7, 8 and 9 December 2021 in turn.",
            vec!["2021-12-09"],
        ),
        (
            "The schedule says what came and when.\n\n1 - 3 December 2021 letter\n2 - 5 December 2021 email",
            vec!["2021-12-03", "2021-12-05"],
        ),
        (
            "We hold 12 and 5 December 2021 was first.",
            vec!["2021-12-05"],
        ),
        // nor a number that something else counts
        (
            "They came to Room 12, 3 December 2021 being the day.",
            vec!["2021-12-03"],
        ),
        (
            "It cost \u{a3}4 and 5 December 2021 was the day.",
            vec!["2021-12-05"],
        ),
        (
            "They saw section 4 and 5 December 2021 was the day.",
            vec!["2021-12-05"],
        ),
        (
            "We saw 2.4 and 5 December 2021, 40 and 5 December 2021 too.",
            vec!["2021-12-05"],
        ),
        (
            "They came at 10.30 and 5 December 2021 was the day.",
            vec!["2021-12-05"],
        ),
    ];
    let texts: Vec<(String, String)> = days
        .iter()
        .enumerate()
        .map(|(n, (text, _))| (format!("{n}.txt"), format!("Note {n}x\n\n{text}\n")))
        .collect();
    let papers: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let room = room_with(&papers);
    for (n, (text, wanted)) in days.iter().enumerate() {
        let found = room
            .run(&["search", &format!("{n}x"), "--format", "jsonl"])
            .ends(0)
            .lines_of_json();
        let got: Vec<&str> = found[0]["mentions"]
            .as_array()
            .expect("days")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(&got, wanted, "{text}");
    }
    room.run(&["search", "mentions:2021-11-30", "--count"])
        .ends(0);
}

#[test]
fn a_body_in_capitals_is_the_same_body() {
    for printed in [
        "NORTHMERE CONSTABULARY",
        "The Northmere Constabulary",
        "Northmere Constabulary",
    ] {
        let first = "Information Commissioner's Office\nWycliffe House\n\nChief Constable\nNorthmere \
                     Constabulary\nForce Headquarters\n\n14 February 2023\n\nOur ref: IC-80804-J7C6\n\nDear Chief \
                     Constable\n\nPlease reply.\n\nYours sincerely\n\nAda Fenwick\n";
        let reply = format!(
            "{printed}\nInformation Management\n\nYour Ref: IC-80804-J7C6\n\n27 February 2023\n\nInformation \
             Commissioner's Office\nWycliffe House\n\nDear Ms Fenwick\n\nI refer to your letter of 14 February \
             2023.\n\nYours sincerely\n\nT Okafor\n"
        );
        let room = room_with(&[("first.txt", first), ("reply.txt", &reply)]);
        let case = room
            .run(&["case", "IC-80804-J7C6", "--format", "json"])
            .ends(0)
            .json();
        assert_eq!(case["gaps"], serde_json::json!([]), "{printed}");
        let cites = case["records"]
            .as_array()
            .expect("records")
            .iter()
            .flat_map(|record| record["cites"].as_array().cloned().unwrap_or_default())
            .collect::<Vec<_>>();
        assert!(
            cites.len() == 1 && cites[0]["record"].is_string(),
            "{printed}: {cites:?}"
        );
    }
}

#[test]
fn the_members_of_a_group_in_a_header_are_addressees() {
    let room = room_with(&[(
        "a.eml",
        "From: a@ico.org.uk\nTo: Team: b@met.police.uk;\nCc: \"Others\": \"C, D\" <c@psni.police.uk>;\nDate: Fri, 3 Dec \
         2021 10:00:00 GMT\nSubject: plums\n\nBody\n",
    )]);
    for query in [
        "to:MPS",
        "to:b@met.police.uk",
        "cc:PSNI",
        "to:team",
        "party:PSNI",
    ] {
        room.run(&["search", query, "--count"]).ends(0);
    }
}

#[test]
fn a_line_that_is_headed_date_gives_the_day_however_it_is_written() {
    let body = "\n\nDear Sir\n\nThank you for your letter about the lamps.\n\nYours faithfully\n\nA Hill\n";
    for line in [
        "Date: the 3rd of December, 2021",
        "Date: the 3rd of December 2021",
        "Date: Friday the 3rd of December, 2021",
        "Date: 3.12.21",
        "Date: 3-12-21",
        "Dated 3.12.21",
    ] {
        let room = room_with(&[("a.txt", &format!("{line}{body}"))]);
        room.run(&["search", "date:2021-12-03", "--count"]).ends(0);
    }
    // a version, and a paragraph
    for line in ["3.12.21", "Version 3.12.21", "Amendments to the 3.12.21"] {
        let room = room_with(&[("a.txt", &format!("{line}{body}"))]);
        room.run(&["search", "date:2021-12-03", "--count"]).ends(1);
    }
}

#[test]
fn both_of_a_pair_that_shut_each_other_out_are_told_where_one_record_is_under_both() {
    let letter = |words: &str| {
        format!(
            "Dear Ms Tarn\n\nReference: FOI 204/26\n\nFreedom of Information Act 2000\n\nYou asked on 3 May 2022 for the \
             statement of the lamplighter, which we hold. {words} The public interest in preventing theft outweighs \
             that in openness.\n\nYours sincerely\n\nA Hill\nInformation Rights Officer\n"
        )
    };
    let found = |words: &str| {
        let room = Room::new();
        fs::write(room.path("letter.txt"), letter(words)).expect("a letter");
        let told = room
            .run(&[
                "audit",
                "letter.txt",
                "--no-archive",
                "--fail-on",
                "never",
                "--format",
                "json",
            ])
            .ends(0);
        let told = told.json();
        let findings = told[0]["findings"].as_array();
        let mut findings = findings.expect("findings").iter();
        findings.any(|finding| finding["rule"] == "exclusive-exemptions")
    };
    for words in [
        "The statement of 3 May 2021 is withheld in full under sections 30(1)(a)(i) and 31(1)(a).",
        "The report is exempt in its entirety under section 30(1)(a)(i) and section 31(1)(a).",
        "The letters are exempt under section 30(1)(a) and section 31(1)(a). The same paragraph of each is withheld under both.",
    ] {
        assert!(found(words), "{words}");
    }
    for words in [
        "The statement is withheld under section 30(1)(a)(i) and the patrol plan under section 31(1)(a).",
        "Parts are exempt under section 30(1)(a), the rest under section 31(1)(a). No part is withheld under both.",
    ] {
        assert!(!found(words), "{words}");
    }
}
