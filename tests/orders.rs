//! An archive is the same whatever the order in which its files came, and whatever tables it was first read by.

mod program;

use std::fs;

use program::{Answer, Room, answer};

/// A small tree: conversations by their ids, by Outlook's index, by subject and people alone, and broken ones; a draft
/// and its letter; one letter in two forms; copies.
fn tree() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut put = |name: &str, text: String| files.push((name.to_owned(), text));
    let mail = |more: &str, from: &str, to: &str, subject: &str, body: &str| {
        format!(
            "From: {from}@north.example\nTo: {to}@south.example\nDate: Tue, 14 Jul 2020 10:11:00 +0100\n\
             Subject: {subject}\n{more}\n{body}\n"
        )
    };
    // answers arrive before what they answer, and one ties two that do not know each other
    put(
        "a1.eml",
        mail(
            "Message-ID: <a1@x>\n",
            "ann",
            "bea",
            "Keys",
            "Where are the cellar keys kept?",
        ),
    );
    put(
        "a2.eml",
        mail(
            "Message-ID: <a2@x>\nIn-Reply-To: <a1@x>\n",
            "ann",
            "cid",
            "Re: Keys",
            "By the door, on the left.",
        ),
    );
    put(
        "a3.eml",
        mail(
            "Message-ID: <a3@x>\nReferences: <a2@x> <a4@x>\n",
            "ann",
            "dot",
            "Fwd: Keys",
            "Both know it now.",
        ),
    );
    put(
        "a4.eml",
        mail(
            "Message-ID: <a4@x>\n",
            "ann",
            "eve",
            "Lamps",
            "The lamps are beside them.",
        ),
    );
    // a ring, and a message that answers itself
    put(
        "r1.eml",
        mail(
            "Message-ID: <r1@x>\nIn-Reply-To: <r2@x>\n",
            "ann",
            "bea",
            "Ring",
            "First of the ring.",
        ),
    );
    put(
        "r2.eml",
        mail(
            "Message-ID: <r2@x>\nIn-Reply-To: <r1@x>\n",
            "ann",
            "bea",
            "Ring",
            "Second of the ring.",
        ),
    );
    put(
        "s1.eml",
        mail(
            "Message-ID: <s1@x>\nIn-Reply-To: <s1@x>\n",
            "ann",
            "fay",
            "Self",
            "It answers itself.",
        ),
    );
    // Outlook's index, the second an answer to the first
    put(
        "o1.eml",
        mail(
            "Thread-Index: AdfA3q2L8mFqk1mzTCOaB0gJ4l6bIw==\n",
            "gus",
            "hal",
            "Boats",
            "Two boats are in.",
        ),
    );
    put(
        "o2.eml",
        mail(
            "Thread-Index: AdfA3q2L8mFqk1mzTCOaB0gJ4l6bIwAAvQzZ\n",
            "gus",
            "ivy",
            "Re: Boats",
            "Three now.",
        ),
    );
    // no header ties these; the third has other people
    put(
        "n1.eml",
        mail("", "jan", "kit", "The north wall", "It leans a little."),
    );
    put(
        "n2.eml",
        mail(
            "",
            "jan",
            "kit",
            "RE: The north wall",
            "It has been propped.",
        ),
    );
    put(
        "n3.eml",
        mail(
            "",
            "jan",
            "lou",
            "The north wall",
            "Not the same wall at all.",
        ),
    );
    // headers tell these apart, though subject and people agree
    put(
        "w1.eml",
        mail(
            "Message-ID: <w1@x>\n",
            "mia",
            "ned",
            "Weekly note",
            "The first week.",
        ),
    );
    put(
        "w2.eml",
        mail(
            "Message-ID: <w2@x>\n",
            "mia",
            "ned",
            "Weekly note",
            "The second week.",
        ),
    );
    // one message that went three ways
    for (name, trace) in [
        ("k1.eml", "X-Ward: Alder\n"),
        (
            "k2.eml",
            "Received: from x by y; Tue, 14 Jul 2020 12:00:00 +0100\nX-Ward: Beech\n",
        ),
        (
            "k3.eml",
            "Received: from x by y; Wed, 15 Jul 2020 13:00:00 +0100\nX-Ward: Cedar\n",
        ),
    ] {
        let more = format!("Message-ID: <k1@x>\n{trace}");
        put(
            name,
            mail(&more, "pam", "quin", "Copies", "This went three ways."),
        );
    }
    let letter = "Northshire Records Office\n14 July 2020\n\nOur ref: 888/14\nYour ref: INV/0283/2020\n\nDear Ms Oak,\n\n\
                  The register of the ninth floor was moved to the cellar in the spring, and will stay there until the \
                  lamps are mended. Our decision notice IC-405539-W4V9 says more.\n\nYours sincerely,\nA Reeve\n";
    put("letter.txt", letter.to_owned());
    put("copy of letter.txt", letter.to_owned());
    put(
        "letter.html",
        format!("<html><body><pre>{letter}</pre></body></html>"),
    );
    put(
        "DRAFT letter.txt",
        format!("DRAFT\n\n{letter}").replace("the spring", "the autumn"),
    );
    put(
        "carrier.eml",
        format!(
            "From: ann@north.example\nTo: bea@south.example\nSubject: The register\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nIt is attached.\n--b\n\
             Content-Type: text/plain; name=\"letter.txt\"\nContent-Disposition: attachment; filename=\"letter.txt\"\n\n\
             {letter}\n--b--\n"
        ),
    );
    files
}

/// SplitMix64, from a fixed seed.
fn shuffled(mut files: Vec<(String, String)>, seed: u64) -> Vec<(String, String)> {
    let mut state = seed;
    for at in (1..files.len()).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        files.swap(at, ((z ^ (z >> 31)) % (at as u64 + 1)) as usize);
    }
    files
}

fn everything(room: &Room) -> Answer {
    room.run(&["search", "--all", "--format", "jsonl", "--no-log"])
        .ends(0)
}

fn thread_of(answer: &Answer, name: &str) -> String {
    let all = answer.lines_of_json();
    let ending = format!("tree/{name}");
    let fits = |path: &serde_json::Value| path["path"] == ending.as_str() && path["part"].is_null();
    let one = all.iter().find(|one| {
        one["locations"]
            .as_array()
            .expect("places")
            .iter()
            .any(fits)
    });
    let one = one.unwrap_or_else(|| panic!("no record lies at {ending}"));
    one["thread"].as_str().expect("a thread").to_owned()
}

#[test]
fn ten_orders_of_arrival_give_one_archive() {
    let mut first: Option<String> = None;
    for seed in 0..10 {
        let room = Room::new();
        fs::create_dir(room.path("tree")).expect("a folder");
        let files = shuffled(tree(), seed);
        let portion = 1 + seed as usize;
        for some in files.chunks(files.len().div_ceil(portion)) {
            for (name, text) in some {
                fs::write(room.path("tree").join(name), text).expect("written");
            }
            room.ingest(&room.path("tree")).ends(0);
        }
        let answer = everything(&room);
        match &first {
            None => {
                let thread = |name: &str| thread_of(&answer, &format!("{name}.eml"));
                for (a, b) in [
                    ("a1", "a2"),
                    ("a1", "a3"),
                    ("a1", "a4"),
                    ("r1", "r2"),
                    ("o1", "o2"),
                    ("n1", "n2"),
                ] {
                    assert_eq!(thread(a), thread(b), "{a} and {b}");
                }
                for (a, b) in [
                    ("a1", "r1"),
                    ("n1", "n3"),
                    ("w1", "w2"),
                    ("s1", "a1"),
                    ("o1", "n1"),
                ] {
                    assert_ne!(thread(a), thread(b), "{a} and {b}");
                }
                first = Some(answer.out);
            }
            Some(first) => assert_eq!(&answer.out, first, "seed {seed}"),
        }
    }
}

const OWN: &str = r#"
[[family]]
key = "northshire-request"
issuer = "northshire"
means = "request for information to Northshire"
forms = ["NSR/####/##"]
examples = { "NSR/0412/26" = ["Our ref: NSR/0412/26", "nsr 0412 26"] }
not_examples = ["NSR/412/26"]
source = "Northshire's own guide to its registry"
"#;

#[test]
fn a_user_s_own_family_is_read_by_ingest_query_and_refresh_alike() {
    let room = Room::new();
    fs::create_dir(room.path("papers")).expect("a folder");
    fs::write(
        room.path("papers/one.txt"),
        "About nsr-0412-26, which lies in the cellar.\n",
    )
    .expect("written");
    fs::write(room.path("papers/two.txt"), "About the lamps.\n").expect("written");
    room.ingest(&room.path("papers")).ends(0);
    let asked = [
        "search",
        "ref:\"NSR/0412/26\"",
        "--format",
        "json",
        "--no-log",
    ];
    // without the table it is no reference
    room.run(&asked).ends(2);

    fs::create_dir(room.path("archive/own")).expect("a folder");
    fs::write(room.path("archive/own/reference_families.toml"), OWN).expect("written");
    fs::write(room.path("archive/config.toml"), "tables = \"own\"\n").expect("written");
    room.run(&asked).ends(1);
    let told = room.run(&["refresh"]).ends(0);
    assert!(
        told.err.contains("2 records") && told.err.contains("1 changed"),
        "{}",
        told.err
    );
    assert_eq!(room.run(&asked).ends(0).json()["total"], 1);
    let told = room.run(&["refresh"]).ends(0);
    assert!(told.err.contains("none changed"), "{}", told.err);
    room.run(&["verify"]).ends(0);

    // what is ingested later is read so at once
    fs::write(room.path("papers/three.txt"), "Once more NSR 0412 26.\n").expect("written");
    room.ingest(&room.path("papers")).ends(0);
    assert_eq!(room.run(&asked).ends(0).json()["total"], 2);

    // a wrong row is one clear error, with the environment's folder too
    let wrong = room.path("wrong");
    fs::create_dir(&wrong).expect("a folder");
    fs::write(
        wrong.join("reference_families.toml"),
        OWN.replace("nsr 0412 26", "nsr 412 26"),
    )
    .expect("written");
    let refused = answer(room.command(&asked).env("RECORDROOM_TABLES", &wrong)).ends(2);
    assert!(
        refused.err.contains("northshire-request"),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("nsr 412 26"), "{}", refused.err);
    fs::write(wrong.join("families.toml"), "").expect("written");
    let refused = answer(room.command(&asked).env("RECORDROOM_TABLES", &wrong)).ends(2);
    assert!(refused.err.contains("families.toml"), "{}", refused.err);
}

/// A body that the program does not know, and how it numbers.
const LANTERNSHIRE: &str = r#"
[[party]]
short = "Lanternshire"
name = "Lanternshire County Council"
kind = "local authority"
aliases = ["County Council of Lanternshire"]
domains = ["lanternshire.example"]
source = "its own letterhead"
"#;

#[test]
fn what_refresh_reads_again_is_what_a_fresh_ingest_reads() {
    let papers = [
        (
            "quoting.eml",
            "From: Ann <ann@north.example>\nTo: Bea <bea@south.example>\nDate: Tue, 14 Jul 2020 10:11:00 +0100\n\
             Subject: NSR/0412/26\nMessage-ID: <q@x>\n\nNoted, thank you.\n\n-----Original Message-----\n\
             From: Wynn Orr <registry@lanternshire.example>\nSent: 13 July 2020 09:12\nTo: Ann <ann@north.example>\n\
             Subject: NSR/0412/26\n\nPlease see our letter of 10 July 2020 about the mill.\n",
        ),
        (
            "letter.txt",
            "Lanternshire County Council\nTown Hall\n\nOur ref: NSR/0412/26\n\n10 July 2020\n\nDear Ann\n\nThe mill\n\n\
             The mill is shut on Mondays, and its wheel is locked with the smaller of the two keys.\n\nYours sincerely\n\n\
             Wynn Orr\nLanternshire County Council\n",
        ),
        (
            "note.txt",
            "Note for the file\n\nThe County Council of Lanternshire wrote on 10 July 2020 about NSR 0412 26.\n",
        ),
    ];
    let filed = |tables_first: bool| {
        let room = Room::new();
        fs::create_dir(room.path("papers")).expect("a folder");
        for (name, text) in papers {
            fs::write(room.path("papers").join(name), text).expect("written");
        }
        let own = |room: &Room| {
            fs::create_dir_all(room.path("archive/own")).expect("a folder");
            for (table, text) in [
                ("reference_families.toml", OWN),
                ("parties.toml", LANTERNSHIRE),
            ] {
                fs::write(room.path("archive/own").join(table), text).expect("written");
            }
            fs::write(room.path("archive/config.toml"), "tables = \"own\"\n").expect("written");
        };
        if tables_first {
            // the archive must be there before its settings
            fs::create_dir(room.path("empty")).expect("a folder");
            room.ingest(&room.path("empty"));
            own(&room);
            room.ingest(&room.path("papers")).ends(0);
        } else {
            room.ingest(&room.path("papers")).ends(0);
            let before = everything(&room).out;
            own(&room);
            room.run(&["refresh"]).ends(0);
            assert_ne!(
                everything(&room).out,
                before,
                "the tables change what is read"
            );
        }
        everything(&room)
    };
    let (fresh, again) = (filed(true), filed(false));
    let quoted = |answer: &Answer| {
        let all = answer.lines_of_json();
        let one = all
            .iter()
            .find(|one| one["subject"] == "NSR/0412/26" && one["format"] == "eml");
        one.expect("the mail is there")["quoted"].to_string()
    };
    assert!(
        quoted(&fresh).contains("Lanternshire"),
        "{}",
        quoted(&fresh)
    );
    assert_eq!(quoted(&fresh), quoted(&again));
    assert_eq!(fresh.out, again.out);
}
