//! Strings whose meaning an engine's own parser changes in silence, words that a tokeniser loses, queries at the edge,
//! and searches while the archive is written to or cannot be: each gives the right set or an error that teaches.

#[path = "program/mod.rs"]
mod program;

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;

use program::{Room, house};
use recordroom::archive::Archive;
use recordroom::facts::Tables;
use recordroom::facts::inflections::ENGLISH;
use recordroom::index::tokens;
use recordroom::record::plain_text;
use recordroom::verbs::desk::Desk;
use recordroom::verbs::search::{FACETS, parts};

/// A room with a text a file; the file's name says what it is.
fn shelf(texts: &[(&str, &str)]) -> Room {
    let room = Room::new();
    fs::create_dir(room.path("shelf")).expect("a folder");
    for (name, text) in texts {
        fs::write(room.path("shelf").join(name), text).expect("a file");
    }
    room.ingest(&room.path("shelf")).ends(0);
    room
}

/// Which files a query finds, without their endings; an error is its words.
fn found(desk: &Desk<'_>, typed: &str) -> Result<BTreeSet<String>, String> {
    let ids = desk
        .query(typed)
        .and_then(|query| desk.ids(&query))
        .map_err(|error| error.to_string())?;
    Ok(ids
        .into_iter()
        .map(|id| {
            let record = desk.describe(id, None).expect("a record");
            let path = &record.locations[0].path;
            let name = path.rsplit('/').next().expect("a name");
            name.split('.').next().expect("a name").to_owned()
        })
        .collect())
}

#[test]
fn what_an_engines_own_parser_changes_in_silence_is_right_or_taught() {
    let room = shelf(&[
        (
            "wolf.txt",
            "The grey wolf was seen near the whitewashed wall of the officer's house.",
        ),
        (
            "wolves.txt",
            "Two wolves; the big bad grandmother wrote INV/0283/2008 on the door.",
        ),
        (
            "whitlock.txt",
            "Mr Whitlock met a wolt in a café, and the bad big gate was shut. INV/0283/2009",
        ),
        (
            "plain.txt",
            "Officers keep the register of doors and gates for the house of the bell.",
        ),
    ]);
    let archive = Archive::open(&room.path("archive")).expect("an archive");
    let tables = Tables::built_in();
    let desk = Desk::open(&archive, &tables).expect("a desk");
    for (typed, expected) in [
        ("\"grey seen\"~2", "wolf"),
        ("\"big bad gr*\"", "wolves"),
        ("whit*", "whitlock wolf"),
        ("text:whit*", "whitlock wolf"),
        ("wolf~1", "whitlock wolf"),
        ("wolf~", "whitlock wolf"),
        ("wolf NEAR/3 seen", "wolf"),
        ("seen NEAR/3 wolf", "wolf"),
        ("NOT wolf", "plain whitlock"),
        ("officer's", "wolf"),
        ("officer\u{2019}s", "wolf"),
        ("INV/0283/2008", "wolves"),
        ("cafe", "whitlock"),
        ("CAF\u{c9}", "whitlock"),
        ("big bad", "whitlock wolves"),
        ("text:(big OR grey)", "whitlock wolf wolves"),
        ("near", "wolf"),
    ] {
        let expected: BTreeSet<String> = expected.split(' ').map(str::to_owned).collect();
        assert_eq!(found(&desk, typed).as_ref(), Ok(&expected), "{typed}");
    }
    for (typed, says) in [
        ("wolf~3", "wants 1 or 2"),
        ("wolf NEAR seen", "how many words apart"),
        ("whitlock AND", "has nothing after it"),
        ("AND whitlock", "has nothing before it"),
        ("wolf^2", "`^` and a number mean nothing"),
        ("kind:IN [letter email]", "a set is not written with IN"),
        ("IN [letter email]", "a set is not written with IN"),
        (
            "date:[2021-01-01 TO 2022-01-01]",
            "a range is not written with brackets",
        ),
        ("[a TO b]", "a range is not written with brackets"),
        ("marking:*", "has no letter or digit"),
        ("*", "has no letter or digit"),
        ("/w.*/", "no letter or digit beside it"),
        ("w.*", "no letter or digit beside it"),
        ("w.*lf", "`.*` is no wildcard"),
        ("+wolf", "`+` means nothing"),
        ("wolf && bad", "`&&` means nothing"),
        ("wolf || bad", "`||` means nothing"),
        ("!wolf", "`!` means nothing"),
        ("body:wolf", "there is no field"),
        ("'grey wolf'", "single quotes"),
    ] {
        let told = found(&desk, typed).expect_err(typed);
        assert!(told.contains(says), "{typed}: {told}");
    }
}

#[test]
fn long_words_addresses_names_and_hyphens_are_found_whole_and_by_their_parts() {
    let long = "z".repeat(300);
    let longer = "y".repeat(66_000);
    let text = format!(
        "Write to o.finch+foi@lamp-room.example or see \
         https://www.lamp-room.example/foi/how-to_ask.html?id=12&x=a#top; it is Ledger_v2-final (signed).docx, a \
         well-known re-use of pre-printed forms, and {long}."
    );
    let room = shelf(&[
        ("Lamp_Room-ledger v2 (final).txt", &text),
        ("other.txt", "Nothing of the kind; well, it is not known."),
    ]);
    fs::write(room.path("shelf/longest.txt"), &longer).expect("a file");
    room.ingest(&room.path("shelf")).ends(0);
    // what the engine cannot hold whole is a doubt
    let doubted = room
        .run(&["search", "has:doubt", "--format", "ids"])
        .ends(0);
    assert_eq!(doubted.out.lines().count(), 1, "{}", doubted.out);
    let archive = Archive::open(&room.path("archive")).expect("an archive");
    let tables = Tables::built_in();
    let desk = Desk::open(&archive, &tables).expect("a desk");
    let ledger = BTreeSet::from(["Lamp_Room-ledger v2 (final)".to_owned()]);
    for typed in [
        long.as_str(),
        "zzz*",
        "o.finch+foi@lamp-room.example",
        "<O.Finch+FOI@lamp-room.example>",
        "finch",
        "lamp-room.example",
        "https://www.lamp-room.example/foi/how-to_ask.html?id=12&x=a#top",
        "\"https://www.lamp-room.example/foi/how-to_ask.html?id=12\"",
        "text:https://www.lamp-room.example/foi/how-to_ask.html?id=12",
        "www.lamp-room.example",
        "how-to_ask.html",
        "\"Ledger_v2-final (signed).docx\"",
        "Ledger_v2-final",
        "signed",
        "well-known",
        "\"well known\"",
        "re-use",
        "pre-printed",
        "printed",
        "file:\"Lamp_Room-ledger v2 (final).txt\"",
        "file:Lamp_Room-ledger",
        "file:ledger",
    ] {
        assert_eq!(found(&desk, typed).as_ref(), Ok(&ledger), "{typed}");
    }
    assert_eq!(found(&desk, "known").expect("read").len(), 2);
    // beyond what the engine takes in one word, what was kept is found
    let cut = found(&desk, "yyy*").expect("read");
    assert_eq!(cut, BTreeSet::from(["longest".to_owned()]));
}

#[test]
fn the_forms_of_a_word_are_those_of_a_scan_of_the_whole_list() {
    let room = Room::new();
    room.ingest(&house("sample_corpus/archive")).ends(3);
    let archive = Archive::open(&room.path("archive")).expect("an archive");
    let tables = Tables::built_in();
    let desk = Desk::open(&archive, &tables).expect("a desk");
    let mut list: BTreeSet<String> = BTreeSet::new();
    for id in desk.catalogue.all_ids().expect("ids") {
        let extraction = desk.catalogue.extraction(id).expect("a text");
        list.extend(tokens::of(&plain_text(&extraction)));
    }
    let letters = |word: &&String| word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase());
    let words: Vec<&String> = list.iter().filter(letters).collect();
    assert!(words.len() > 500, "{} words", words.len());
    let (mut asked, mut several) = (0, 0);
    for word in &words {
        let query = desk.query(&format!("text:{word}")).expect("a query");
        let Some(part) = parts(&desk, &query).expect("parts").pop() else {
            panic!("{word} has no part");
        };
        let scanned: BTreeSet<&String> = list
            .iter()
            .filter(|other| *other == *word || ENGLISH.are_forms_of_one(word, other))
            .collect();
        let forms: BTreeSet<&String> = part.forms.iter().collect();
        assert!(
            scanned.is_subset(&forms),
            "{word}: {scanned:?} by a scan, {forms:?} by the index"
        );
        for form in &forms {
            assert!(
                form == word || ENGLISH.are_forms_of_one(word, form),
                "{form} is no form of {word}"
            );
        }
        asked += 1;
        several += usize::from(scanned.len() > 1);
    }
    println!("{asked} words asked, {several} of them with other forms");
    assert!(
        asked > 500 && several > 100,
        "{asked} asked, {several} with forms"
    );
}

#[test]
fn every_facet_counts_what_its_field_finds() {
    let room = Room::new();
    room.ingest(&house("sample_corpus/archive")).ends(3);
    let wanted = [
        "kind",
        "party",
        "family",
        "year",
        "marking",
        "provision",
        "format",
        "thread",
        "text_status",
    ];
    for facet in wanted {
        assert!(FACETS.contains(&facet), "{facet}");
    }
    let facets = wanted.join(",");
    let words = ["search", "--all", "--no-log", "--facets", &facets];
    let mut words = words.to_vec();
    words.extend(["--format", "json"]);
    let answer = room.run(&words).ends(0).json();
    let count = |query: &str| {
        let out = room.run(&["search", "--count", "--no-log", query]).out;
        out.trim().parse::<u64>().expect("a number")
    };
    for facet in wanted {
        let values = answer["facets"][facet].as_array().expect("values");
        assert!(!values.is_empty(), "{facet}");
        for value in values.iter().take(5) {
            let name = value["value"].as_str().expect("a value");
            let query = match facet {
                "kind" | "marking" | "format" | "thread" => format!("{facet}:\"{name}\""),
                "provision" => format!("provision:{name}"),
                "year" if name != "undated" => format!("date:{name}"),
                _ => continue,
            };
            let records = value["records"].as_u64().expect("a number");
            // a provision is found by whatever cites a limb of it too
            match facet {
                "provision" => assert!(count(&query) >= records, "{query}"),
                _ => assert_eq!(count(&query), records, "{query}"),
            }
        }
    }
}

/// The stack of the thread that a person's query is read on.
const STACK: usize = 8 << 20;

#[test]
fn queries_at_the_edge_are_answered_or_refused_in_good_time() {
    let thread = std::thread::Builder::new().stack_size(STACK);
    let thread = thread.spawn(queries_at_the_edge).expect("a thread");
    thread.join().expect("every query was answered or refused");
}

fn queries_at_the_edge() {
    let room = shelf(&[("note.txt", "The ledger of the lamp room hangs by the door.")]);
    let archive = Archive::open(&room.path("archive")).expect("an archive");
    let tables = Tables::built_in();
    let desk = Desk::open(&archive, &tables).expect("a desk");
    let one = BTreeSet::from(["note".to_owned()]);
    let many: Vec<String> = (0..1_000).map(|n| format!("w{n}")).collect();
    let begun = std::time::Instant::now();
    for (typed, expected) in [
        (
            format!("{}ledger{}", "(".repeat(199), ")".repeat(199)),
            Ok(true),
        ),
        (
            format!("{}ledger{}", "(".repeat(5_000), ")".repeat(5_000)),
            Err("deep"),
        ),
        (format!("{}ledger", "NOT ".repeat(5_000)), Err("deep")),
        (format!("{}ledger", "NOT ".repeat(100)), Ok(true)),
        (format!("{} OR ledger", many.join(" OR ")), Ok(true)),
        (many.join(" "), Ok(false)),
        ("ledger ".repeat(3_000), Ok(true)),
        ("ledger".repeat(20_000), Err("characters")),
        ("\u{202e}ledger\u{202c}".to_owned(), Ok(true)),
        ("led\u{200b}ger".to_owned(), Ok(true)),
        ("\u{5e9}\u{5dc}\u{5d5}\u{5dd}".to_owned(), Ok(false)),
        ("ledger\u{0}door".to_owned(), Ok(false)),
        ("\u{1f4a1}".to_owned(), Err("no letter or digit")),
        ("ledger \u{1f4a1}".to_owned(), Err("no letter or digit")),
        (
            "\u{ff4c}\u{ff45}\u{ff44}\u{ff47}\u{ff45}\u{ff52}".to_owned(),
            Ok(true),
        ),
        ("AND OR NOT".to_owned(), Err("nothing before it")),
        ("NOT".to_owned(), Err("nothing after it")),
        ("- - -".to_owned(), Err("dash by itself")),
        ("NOT lantern".to_owned(), Ok(true)),
        ("NOT ledger".to_owned(), Ok(false)),
        ("date:2022..2021".to_owned(), Err("ends before it begins")),
        ("date:21".to_owned(), Err("is no date")),
        ("date:2021-02-30".to_owned(), Err("no day")),
        ("mentions:yesterday".to_owned(), Err("is no date")),
        ("ref:ledger".to_owned(), Err("is not a reference")),
        ("id:xyz".to_owned(), Err("is not a record's id")),
        (
            "thread:t-0000000000000000".to_owned(),
            Err("no record in this archive"),
        ),
        ("source:cellar".to_owned(), Err("has no source")),
        ("has:wings".to_owned(), Err("means nothing")),
        (format!("\"{}\"", "ledger ".repeat(9_000)), Ok(false)),
        (format!("ledger{}", " NEAR/2 door".repeat(500)), Err("NEAR")),
        (
            format!("{}*{}", "l".repeat(3_000), "?".repeat(3_000)),
            Ok(false),
        ),
        (format!("{}b", "*a".repeat(500)), Ok(false)),
    ] {
        let start: String = typed.chars().take(60).collect();
        match (found(&desk, &typed), expected) {
            (Ok(found), Ok(fits)) => assert_eq!(found == one, fits, "{start}"),
            (Err(told), Err(says)) => assert!(told.contains(says), "{start}: {told}"),
            (answer, expected) => panic!("{start}: {answer:?}, expected {expected:?}"),
        }
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn eight_searches_and_an_ingest_at_once_leave_the_log_whole() {
    let texts: Vec<(String, String)> = (0..40)
        .map(|n| (format!("{n}.txt"), format!("Ledger {n} of the lamp room.")))
        .collect();
    let texts: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let room = shelf(&texts);
    for n in 40..400 {
        fs::write(
            room.path("shelf").join(format!("{n}.txt")),
            format!("Ledger {n} of the lamp room."),
        )
        .expect("a file");
    }
    let start = |words: &[&str]| {
        let mut command = room.command(words);
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("recordroom starts")
    };
    let ingest = start(&["ingest", "shelf"]);
    let mut totals = Vec::new();
    for _ in 0..3 {
        let asked: Vec<_> = (0..8)
            .map(|_| start(&["search", "ledger", "--count"]))
            .collect();
        for one in asked {
            let answer = one.wait_with_output().expect("an answer");
            let told = String::from_utf8_lossy(&answer.stderr);
            assert_eq!(answer.status.code(), Some(0), "{told}");
            let out = String::from_utf8(answer.stdout).expect("UTF-8");
            totals.push(out.trim().parse::<usize>().expect("a number"));
        }
    }
    let done = ingest.wait_with_output().expect("an answer");
    assert_eq!(done.status.code(), Some(0));
    for total in &totals {
        assert!((40..=400).contains(total), "{totals:?}");
    }
    room.run(&["log", "verify"]).ends(0);
    room.run(&["verify"]).ends(0);
    let rows = room
        .run(&["log", "list", "--format", "json"])
        .ends(0)
        .json();
    let searches: Vec<usize> = rows
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| row["event"] == "search")
        .map(|row| row["total"].as_u64().expect("a total") as usize)
        .collect();
    assert_eq!(searches.len(), 24);
    let (mut told, mut logged) = (totals, searches);
    told.sort_unstable();
    logged.sort_unstable();
    assert_eq!(told, logged, "what was told is what is on record");
    let count = room.run(&["search", "ledger", "--count"]).ends(0).out;
    assert_eq!(count.trim(), "400");
}
