//! Which records belong together though nothing in them says so: drafts that lost their mark, letters that letters cite.

mod program;

use std::collections::HashMap;
use std::fs;

use program::Room;
use serde_json::Value;

/// A letter of Northmere Constabulary to the ICO.
fn letter(reference: &str, day: &str, to: &str, body: &str) -> String {
    format!(
        "Northmere Constabulary\nHarbour House, Northmere NM1 4AA\n\nYour reference: {reference}\n\n{to}\n\n{day}\n\n\
         Dear Mr Thole\n\nThe harbour camera\n\n{body}\n\nYours sincerely\n\nRhys Caddock\nData Protection Officer\n"
    )
}

const ICO: &str = "Information Commissioner's Office\nWycliffe House, Water Lane, Wilmslow SK9 5AF";
const ELSEWHERE: &str = "The Metropolitan Police Service\nNew Scotland Yard, London SW1A 2JL";
const CAMERA: &str = "Thank you for your letter of 3 October 2022. The camera keeps its pictures for 28 days, after which \
    they are written over. Nobody outside the control room can see them.\n\nThe schedule that you ask for is enclosed. \
    It was approved by the Records Board and names an owner for each of the six cameras on the quay.\n\nWe have looked \
    for older pictures in the evidence store, on the harbour master's machine and with the maker of the camera, and \
    found none.";

/// What was filed, by the name of each file.
fn filed(files: &[(&str, String)]) -> HashMap<String, Value> {
    let room = Room::new();
    let folder = room.path("in");
    fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("a file");
    }
    room.ingest(&folder).ends(0);
    let all = room.run(&["search", "--all", "--no-log", "--format", "jsonl"]);
    let mut records = HashMap::new();
    for record in all.ends(0).lines_of_json() {
        for location in record["locations"].as_array().into_iter().flatten() {
            let path = location["path"].as_str().unwrap_or_default();
            let part = location["part"].as_str().unwrap_or_default();
            let name = path.rsplit('/').next().unwrap_or_default();
            records.insert(format!("{name}{part}"), record.clone());
        }
    }
    records
}

#[test]
fn a_letter_nearly_the_same_as_a_later_one_is_tied_to_it() {
    let with = |from: &str, to: &str| CAMERA.replace(from, to);
    for (name, draft) in [
        (
            "days before",
            letter("INV/0317/2022", "17 October 2022", ICO, CAMERA),
        ),
        (
            "undated",
            letter(
                "INV/0317/2022",
                "",
                ICO,
                &with("28 days", "28 (check) days"),
            ),
        ),
        (
            "a sentence more",
            letter(
                "INV/0317/2022",
                "19 October 2022",
                ICO,
                &with(
                    "and \\\n    found none.",
                    "and found none. I think we said so before.",
                ),
            ),
        ),
    ] {
        let sent = letter(
            "INV/0317/2022",
            "20 October 2022",
            ICO,
            &with("28 days", "31 days"),
        );
        let records = filed(&[("early.txt", draft), ("sent.txt", sent)]);
        assert_eq!(
            records["early.txt"]["draft_of"], records["sent.txt"]["id"],
            "{name}"
        );
        // its own words do not say that it is one
        assert_eq!(records["early.txt"]["draft"], false, "{name}");
        assert!(records["sent.txt"]["draft_of"].is_null(), "{name}");
        // with what differs, and nothing else
        let differs = records["early.txt"]["draft_differs"].as_array().cloned();
        let differs = differs.unwrap_or_default();
        assert!((1..=4).contains(&differs.len()), "{name}: {differs:?}");
        assert!(
            differs.iter().any(|one| one["letter"] == "31"),
            "{name}: {differs:?}"
        );
    }
}

#[test]
fn of_several_drafts_each_is_tied_to_the_letter() {
    let records = filed(&[
        (
            "one.txt",
            letter("INV/0317/2022", "12 October 2022", ICO, CAMERA),
        ),
        (
            "two.txt",
            letter(
                "INV/0317/2022",
                "17 October 2022",
                ICO,
                &CAMERA.replace("28", "30"),
            ),
        ),
        (
            "sent.txt",
            letter(
                "INV/0317/2022",
                "20 October 2022",
                ICO,
                &CAMERA.replace("28", "31"),
            ),
        ),
    ]);
    for draft in ["one.txt", "two.txt"] {
        assert_eq!(
            records[draft]["draft_of"], records["sent.txt"]["id"],
            "{draft}"
        );
    }
}

#[test]
fn another_letter_is_no_draft_however_like_it_is() {
    let sent = letter(
        "INV/0317/2022",
        "20 October 2022",
        ICO,
        &CAMERA.replace("28", "31"),
    );
    let long = "The quay was painted in the spring, and the lamp on it was lit in the autumn by two men who had come \
        from the mill with a ladder and a can of oil. Nothing else was done there.";
    for (name, other) in [
        (
            "another reference",
            letter("INV/0371/2022", "17 October 2022", ICO, CAMERA),
        ),
        (
            "another addressee",
            letter("INV/0317/2022", "17 October 2022", ELSEWHERE, CAMERA),
        ),
        (
            "months before",
            letter("INV/0317/2022", "17 June 2022", ICO, CAMERA),
        ),
        (
            "the same day",
            letter("INV/0317/2022", "20 October 2022", ICO, CAMERA),
        ),
        (
            "an answer to another letter",
            letter(
                "INV/0317/2022",
                "17 October 2022",
                ICO,
                &CAMERA.replace("3 October", "9 October"),
            ),
        ),
        (
            "other words",
            letter(
                "INV/0317/2022",
                "17 October 2022",
                ICO,
                &format!("Thank you for your letter of 3 October 2022. {long}"),
            ),
        ),
    ] {
        let records = filed(&[("other.txt", other), ("sent.txt", sent.clone())]);
        assert!(records["other.txt"]["draft_of"].is_null(), "{name}");
    }
    // the later letter speaks of it, so it was sent
    let corrected = format!(
        "{} Please use this in place of our letter of 17 October 2022.",
        CAMERA.replace("28", "31")
    );
    let records = filed(&[
        (
            "other.txt",
            letter("INV/0317/2022", "17 October 2022", ICO, CAMERA),
        ),
        (
            "sent.txt",
            letter("INV/0317/2022", "20 October 2022", ICO, &corrected),
        ),
    ]);
    assert!(records["other.txt"]["draft_of"].is_null());
}

#[test]
fn a_letter_that_went_out_in_a_message_is_no_draft() {
    let enclosed = letter("INV/0317/2022", "17 October 2022", ICO, CAMERA);
    let mail = format!(
        "From: Rhys Caddock <r.caddock@northmere.example>\nTo: Casework <casework@ico.org.uk>\n\
         Date: Mon, 17 Oct 2022 10:00:00 +0100\nSubject: INV/0317/2022\nMessage-ID: <m1@n>\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nOur letter is attached.\n\
         --b\nContent-Type: text/plain; name=\"letter.txt\"\nContent-Disposition: attachment; filename=\"letter.txt\"\n\n\
         {enclosed}\n--b--\n"
    );
    let later = letter(
        "INV/0317/2022",
        "20 October 2022",
        ICO,
        &CAMERA.replace("28", "31"),
    );
    let records = filed(&[("mail.eml", mail), ("later.txt", later)]);
    let enclosed = records
        .iter()
        .find(|(name, _)| name.contains("letter.txt"))
        .expect("the enclosure is a record");
    assert!(enclosed.1["draft_of"].is_null(), "{enclosed:?}");
}

/// A mail from the ICO's casework to Northmere, or back.
fn mail(id: &str, sides: (&str, &str), date: &str, body: &str) -> String {
    format!(
        "From: {}\nTo: {}\nDate: {date}\nSubject: The quay\nMessage-ID: <{id}@x>\n\n{body}\n",
        sides.0, sides.1
    )
}

const CASEWORK: &str = "Casework <casework@ico.org.uk>";
const FORCE: &str = "Data Office <data.office@met.police.uk>";

#[test]
fn a_cited_letter_is_resolved_where_one_fits_and_never_where_two_do() {
    let cites = |files: &[(&str, String)]| {
        let records = filed(files);
        let cite = records["citing.eml"]["cites"][0].clone();
        (cite, records)
    };
    let citing = mail(
        "c",
        (CASEWORK, FORCE),
        "Thu, 12 May 2022 10:00:00 +0100",
        "Dear Ms Okafor\n\nThank you for your email of 10 May 2022 about the quay and its lamps.",
    );
    let first = mail(
        "1",
        (FORCE, CASEWORK),
        "Tue, 10 May 2022 09:00:00 +0100",
        "The lamp on the quay was lit at dusk by the keeper, who came twice.",
    );
    let second = mail(
        "2",
        (FORCE, CASEWORK),
        "Tue, 10 May 2022 17:00:00 +0100",
        "The second lamp on the quay was not lit, since its glass was broken.",
    );
    let (cite, records) = cites(&[("citing.eml", citing.clone()), ("one.eml", first.clone())]);
    assert_eq!(cite["record"], records["one.eml"]["id"]);
    assert!(cite["candidates"].is_null());
    let (cite, records) = cites(&[
        ("citing.eml", citing.clone()),
        ("one.eml", first.clone()),
        ("two.eml", second),
    ]);
    assert!(cite["record"].is_null());
    let mut both = vec![&records["one.eml"]["id"], &records["two.eml"]["id"]];
    both.sort_by_key(|id| id.as_str().map(str::to_owned));
    let told: Vec<&Value> = cite["candidates"]
        .as_array()
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(told, both);
    // a letter of that day is no email
    let paper = "Metropolitan Police Service\nNew Scotland Yard\n\n10 May 2022\n\nInformation Commissioner's Office\n\
        Wycliffe House\n\nDear Mr Thole\n\nThe quay\n\nThe lamp on it is out, and so is the one beside it.\n\nYours sincerely\n";
    let (cite, records) = cites(&[
        ("citing.eml", citing.clone()),
        ("one.eml", first),
        ("paper.txt", paper.to_owned()),
    ]);
    assert_eq!(cite["record"], records["one.eml"]["id"]);
    // the other way about, another day and another writer
    for (name, other) in [
        (
            "written by the citer",
            mail(
                "3",
                (CASEWORK, FORCE),
                "Tue, 10 May 2022 09:00:00 +0100",
                "We ask about the lamp on the quay once more, and about its keeper.",
            ),
        ),
        (
            "another day",
            mail(
                "4",
                (FORCE, CASEWORK),
                "Wed, 11 May 2022 09:00:00 +0100",
                "The lamp on the quay was lit at dusk by the keeper.",
            ),
        ),
        (
            "a stranger",
            mail(
                "5",
                ("A Stranger <a@stranger.example>", CASEWORK),
                "Tue, 10 May 2022 09:00:00 +0100",
                "The lamp on the quay was lit at dusk by the keeper.",
            ),
        ),
    ] {
        let (cite, _) = cites(&[("citing.eml", citing.clone()), ("other.eml", other)]);
        assert!(
            cite["record"].is_null() && cite["candidates"].is_null(),
            "{name}: {cite}"
        );
    }
}

#[test]
fn what_a_quoted_block_cites_is_its_own_writers() {
    let answer = mail(
        "c",
        (CASEWORK, FORCE),
        "Thu, 12 May 2022 10:00:00 +0100",
        "Noted, thank you.\n\n-----Original Message-----\nFrom: Data Office <data.office@met.police.uk>\n\
         Sent: 11 May 2022 09:12\nTo: Casework <casework@ico.org.uk>\nSubject: The quay\n\nPlease see my email of 10 May 2022.",
    );
    let first = mail(
        "1",
        (FORCE, CASEWORK),
        "Tue, 10 May 2022 09:00:00 +0100",
        "The lamp on the quay was lit at dusk by the keeper, who came twice.",
    );
    let records = filed(&[("citing.eml", answer), ("one.eml", first)]);
    let cites = records["citing.eml"]["cites"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let own = cites
        .iter()
        .find(|cite| {
            cite["as_printed"]
                .as_str()
                .is_some_and(|words| words.contains("10 May"))
        })
        .expect("it is cited");
    assert_eq!(own["record"], records["one.eml"]["id"], "{own}");
}

/// A response with a list and a request, filed and shown: their parts are there to be read by a machine.
#[test]
fn a_request_and_a_response_are_shown_with_their_parts() {
    let room = Room::new();
    let folder = room.path("in");
    fs::create_dir_all(&folder).expect("a folder");
    let response = "Metropolitan Police Service\n\nFreedom of Information Request Reference No: 01.FOI.22.031990\n\n\
        4 May 2022\n\nDear Ms Hale\n\nI write in connection with your request for information which was received on \
        6 April 2022. I note you seek access to the following information:\n\n1. Every letter of the Information \
        Commissioner about lamps.\n2. The price of each lamp.\n\nDECISION\n\nQuestion 1\n\nThe following records \
        were located:\n\n1. Letter from the ICO to the MPS dated 3 December 2021\n2. Letter from the MPS to the ICO dated \
        27th of January 2022\n\nSome of the names are exempt under Section 40(2) and are redacted.\n\nQuestion 2\n\nNo \
        information is held.\n\nLEGAL ANNEX\n\nSection 31(1)(a) of the Act provides that information is exempt.\n\n\
        Yours sincerely\n\nA. Thole\n";
    let request = "From: Orla Hale <orla.hale@mailbox.example>\nTo: foi@met.police.uk\nDate: Wed, 6 Apr 2022 10:00:00 \
        +0100\nSubject: Freedom of Information request - lamps\n\nUnder the Freedom of Information Act 2000 please \
        provide:\n\n1. Every letter about INV/0283/2020 dated 3 December 2021.\n2. The price of each lamp.\n\nOrla \
        Hale\n";
    let scan = "Metropolitan Police Service\n\nOur ref: 01.FOI.22.O25670\n\n6 May 2022\n\nDear Ms Hale\n\nThe lamps.\n";
    for (name, text) in [("a.txt", response), ("b.eml", request), ("c.txt", scan)] {
        fs::write(folder.join(name), text).expect("a file");
    }
    room.ingest(&folder).ends(0);
    let shown = |name: &str| -> Value {
        let all = room.run(&["search", "--all", "--no-log", "--format", "jsonl"]);
        let records = all.ends(0).lines_of_json();
        let one = records
            .iter()
            .find(|one| one["locations"].to_string().contains(name))
            .expect("a record");
        let id = one["id"].as_str().expect("an id").to_owned();
        let shown = room.run(&["show", &id, "--format", "json"]);
        serde_json::from_str(&shown.ends(0).out).expect("JSON")
    };
    let parts = &shown("a.txt")["response"];
    assert_eq!(parts["reference"], "01.FOI.22.031990", "{parts:#}");
    assert_eq!(parts["received"], "2022-04-06", "{parts:#}");
    assert_eq!(
        parts["questions"].as_array().map(Vec::len),
        Some(2),
        "{parts:#}"
    );
    let first = &parts["located"][0];
    assert_eq!(first["from"], "ICO", "{parts:#}");
    assert_eq!(first["to"], "MPS", "{parts:#}");
    assert_eq!(first["date"], "2021-12-03", "{parts:#}");
    assert_eq!(parts["located"][1]["date"], "2022-01-27", "{parts:#}");
    let provisions = |key: &str| -> Vec<&str> {
        let all = parts[key].as_array().into_iter().flatten();
        all.filter_map(|one| one["provision"].as_str()).collect()
    };
    assert_eq!(provisions("exemptions"), ["s40(2)"], "{parts:#}");
    assert!(
        provisions("quoted_provisions").contains(&"s31(1)(a)"),
        "{parts:#}"
    );
    let decided = parts["decided"].as_array().expect("a list");
    assert!(
        decided
            .iter()
            .any(|one| one["question"] == "2" && one["outcome"] == "not_held"),
        "{parts:#}"
    );
    let asked = &shown("b.eml")["request"];
    assert_eq!(
        asked["questions"].as_array().map(Vec::len),
        Some(2),
        "{asked:#}"
    );
    assert_eq!(asked["references"][0], "INV/0283/2020", "{asked:#}");
    assert_eq!(asked["dates"][0], "2021-12-03", "{asked:#}");
    assert_eq!(shown("c.txt").get("response"), None);

    // what a scan prints in its stead is named, and not found
    let searched = room.run(&["search", "01.FOI.22.025670", "--format", "json"]);
    let answer: Value = serde_json::from_str(&searched.ends(1).out).expect("JSON");
    assert_eq!(answer["total"], 0);
    assert_eq!(
        answer["nearest"][0]["canonical"], "01.FOI.22.O25670",
        "{answer:#}"
    );
    let screen = room.run(&["search", "01.FOI.22.025670"]);
    assert!(screen.ends(1).out.contains("possibly 01.FOI.22.025670"));
}

/// What a draft says otherwise than its letter, and the records that fit a citation alike, stand on the screen.
#[test]
fn what_a_draft_differs_in_and_which_records_fit_alike_is_shown() {
    let room = Room::new();
    let folder = room.path("in");
    fs::create_dir_all(&folder).expect("a folder");
    let draft = letter(
        "INV/0317/2022",
        "17 October 2022",
        ICO,
        &CAMERA.replace("28 days", "30 days"),
    );
    let sent = letter("INV/0317/2022", "19 October 2022", ICO, CAMERA);
    fs::write(folder.join("draft letter.txt"), format!("DRAFT\n\n{draft}")).expect("a file");
    fs::write(folder.join("letter.txt"), sent).expect("a file");
    room.ingest(&folder).ends(0);
    let all = room.run(&["search", "has:draft", "--no-log", "--format", "jsonl"]);
    let id = all.ends(0).lines_of_json()[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let screen = room.run(&["show", &id]).ends(0).out;
    assert!(screen.contains("Differs"), "{screen}");
    assert!(
        screen.contains("“30” became “28”") || screen.contains("30 days"),
        "{screen}"
    );
}
