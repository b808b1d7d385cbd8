//! Conversations out of wild headers: what belongs together is one, what does not is apart, and no header does harm.

mod program;

use std::collections::HashMap;
use std::fs;

use program::Room;

/// A mail: its name, who wrote to whom, the day of June 2021, its subject, its further headers.
struct Mail(
    &'static str,
    (&'static str, &'static str),
    u8,
    &'static str,
    String,
);

/// The conversation of each mail, by its name.
fn threads(mails: &[Mail]) -> HashMap<&'static str, String> {
    let room = Room::new();
    let folder = room.path("mails");
    fs::create_dir_all(&folder).expect("a folder");
    for Mail(name, (from, to), day, subject, more) in mails {
        let text = format!(
            "From: {from}\nTo: {to}\nDate: {day} Jun 2021 10:00:00 +0100\nSubject: {subject}\n{more}\n\
             This is what {name} says and nobody else says it.\n"
        );
        fs::write(folder.join(format!("{name}.eml")), text).expect("a mail");
    }
    room.ingest(&folder).ends(0);
    let all = room.run(&["search", "--all", "--no-log", "--format", "jsonl"]);
    let records = all.ends(0).lines_of_json();
    let thread = |name: &&'static str| {
        let ending = format!("/{name}.eml");
        let record = records.iter().find(|record| {
            let path = record["locations"][0]["path"].as_str().unwrap_or_default();
            path.ends_with(&ending)
        });
        let record = record.unwrap_or_else(|| panic!("{name} is no record"));
        record["thread"].as_str().expect("a thread").to_owned()
    };
    mails.iter().map(|mail| (mail.0, thread(&mail.0))).collect()
}

const ANN: &str = "Ann Marsh <ann@north.example>";
const BEA: &str = "Bea Orr <bea@south.example>";
const CID: &str = "Cid Pole <cid@west.example>";

fn id(id: &str) -> String {
    format!("Message-ID: {id}\n")
}

/// Whether two mails and nothing else make one conversation.
fn together(first: (&str, &str), second: (&str, &str)) -> bool {
    let mails = [
        Mail("one", (ANN, BEA), 3, leak(first.0), first.1.to_owned()),
        Mail("two", (BEA, ANN), 4, leak(second.0), second.1.to_owned()),
    ];
    let threads = threads(&mails);
    threads["one"] == threads["two"]
}

/// Subjects of a few tests live as long as the program.
fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

#[test]
fn an_answer_is_tied_however_its_header_is_written() {
    for answer in [
        "In-Reply-To: <keys.1@north.example>\n",
        "In-Reply-To: Your message of Thursday <keys.1@north.example>\n",
        "In-Reply-To: \"Keys\" of Ann, <keys.1@north.example> (Ann Marsh)\n",
        "References: <gone.1@x> <gone.2@x>\n <keys.1@north.example>\n",
        "References:\t<gone.1@x>,<keys.1@north.example>\n",
        "in-reply-to:<keys.1@north.example>\n",
        "References: <keys.1@north.example>\nIn-Reply-To: <another@nowhere>\n",
    ] {
        let answer = format!("{}{answer}", id("<two@south.example>"));
        assert!(
            together(
                ("Keys", &id("<keys.1@north.example>")),
                ("Other words", &answer)
            ),
            "{answer}"
        );
    }
}

#[test]
fn headers_that_name_nothing_tie_nothing() {
    for empty in [
        "In-Reply-To: <>\n",
        "References: <> <>\n",
        "In-Reply-To: \n",
        "In-Reply-To: Your message of Thursday\n",
        "Thread-Index: \n",
        "Thread-Index: AA==\n",
        "Thread-Index: not base64 at all!\n",
    ] {
        let first = format!("{}{empty}", id("<one@x>"));
        let second = format!("{}{empty}", id("<two@x>"));
        assert!(
            !together(
                ("The keys of the cellar", &first),
                ("Lamps on the quay", &second)
            ),
            "{empty}"
        );
    }
}

#[test]
fn a_ring_of_answers_and_one_that_answers_itself_are_harmless() {
    let mails = [
        Mail(
            "one",
            (ANN, BEA),
            3,
            "Ring",
            id("<1@x>") + "In-Reply-To: <3@x>\n",
        ),
        Mail(
            "two",
            (BEA, ANN),
            4,
            "Ring two",
            id("<2@x>") + "In-Reply-To: <1@x>\n",
        ),
        Mail(
            "three",
            (ANN, BEA),
            5,
            "Ring three",
            id("<3@x>") + "In-Reply-To: <2@x>\n",
        ),
        Mail(
            "self",
            (ANN, CID),
            5,
            "Alone",
            id("<4@x>") + "In-Reply-To: <4@x>\nReferences: <4@x> <4@x>\n",
        ),
    ];
    let threads = threads(&mails);
    assert!(threads["one"] == threads["two"] && threads["two"] == threads["three"]);
    assert_ne!(threads["self"], threads["one"]);
}

#[test]
fn outlooks_index_ties_a_child_to_its_parent_and_no_stranger() {
    // 22 bytes of a conversation, and five more for each answer
    let root = "AdZXw1Yc2m3iQ0yqTkCzXl8n1o9vLQ==";
    let child = "AdZXw1Yc2m3iQ0yqTkCzXl8n1o9vLQAAAAEw";
    let other = "AdZXw1Yc2m3iQ0yqTkCzXl8n1o9vTg==";
    let with = |message: &str, index: &str| format!("{}Thread-Index: {index}\n", id(message));
    assert!(together(
        ("Keys", &with("<1@x>", root)),
        ("Quite other words", &with("<2@x>", child))
    ));
    assert!(!together(
        ("Keys of the mill", &with("<1@x>", root)),
        ("Lamps of the quay", &with("<2@x>", other))
    ));
}

#[test]
fn subject_and_people_tie_where_there_are_no_ids_whatever_the_prefix() {
    for answer in [
        "Re: The cellar keys",
        "RE: FW: The cellar keys",
        "Re: re: THE CELLAR KEYS",
    ] {
        assert!(together(("The cellar keys", ""), (answer, "")), "{answer}");
    }
    let strangers = [
        Mail("one", (ANN, BEA), 3, "The cellar keys", String::new()),
        Mail(
            "two",
            ("Dot Elm <dot@east.example>", CID),
            4,
            "Re: The cellar keys",
            String::new(),
        ),
    ];
    let threads = threads(&strangers);
    assert_ne!(threads["one"], threads["two"]);
    // nothing is no subject
    assert!(!together(("", ""), ("", "")));
    assert!(!together(("Re:", ""), ("RE: ", "")));
}

#[test]
fn a_shared_message_id_makes_no_record_of_two_and_loses_none() {
    let mails = [
        Mail("one", (ANN, BEA), 3, "Keys", id("<same@x>")),
        Mail("two", (ANN, CID), 3, "Lamps", id("<same@x>")),
        Mail(
            "answer",
            (BEA, ANN),
            4,
            "Re: Keys",
            id("<3@x>") + "In-Reply-To: <same@x>\n",
        ),
    ];
    // each is a record of its own, and the answer belongs to the one that it answers
    let threads = threads(&mails);
    assert_eq!(threads["answer"], threads["one"]);
}

#[test]
fn a_list_of_thousands_of_references_is_read() {
    let mut many = String::from("References:");
    for n in 0..3000 {
        many.push_str(&format!("\n <filler.{n}@x>"));
    }
    many.push_str("\n <keys.1@x>\n");
    assert!(together(
        ("Keys", &id("<keys.1@x>")),
        ("Far below", &(id("<late@x>") + &many))
    ));
}
