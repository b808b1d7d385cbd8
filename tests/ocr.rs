//! Scans: what OCR reads is found, and what it does not read, or not surely, is listed page by page.
//!
//! Where tesseract is not installed the tests that need it say that they were skipped; `tests/run.sh` installs it.
//! The others put a script in its place.

#[path = "documents/pdf_bytes.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod pdf_bytes;
mod program;
#[path = "ocr/scans.rs"]
mod scans;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use program::{Answer, Room, answer};
use scans::{Packing, Scan, Spoiled, letter, paper, png, scanned, tiff};
use serde_json::Value;

const LETTERS: [(&str, &[&str]); 3] = [
    (
        "Times-Roman",
        &[
            "Northmoor Kettle Authority",
            "Our reference: INV/0417/2021",
            "Dear Mrs Tamblyn,",
            "Thank you for your letter about the copper kettles at the harbour office.",
            "We opened the case after a visitor found that the leaflet was out of date.",
            "The manager has promised a new leaflet before the end of the month.",
            "We shall write again when the inspection report has been approved.",
            "Yours sincerely,",
            "Edmund Pettigrew",
        ],
    ),
    (
        "Helvetica",
        &[
            "Saltmarsh District Council",
            "Request 01.FOI.23.031188",
            "You asked how many wooden benches were repaired along the canal.",
            "Our records show that the carpenter repaired several benches in spring.",
            "The remaining benches were removed because the timber was rotten.",
            "If you are unhappy with this answer you may ask for a review.",
            "Information Officer",
        ],
    ),
    (
        "Courier",
        &[
            "Minutes of the lighthouse committee",
            "Case INV/0952/2020 was discussed.",
            "The keeper reported that the lamp had failed during the storm.",
            "Members agreed to purchase a second generator.",
            "The treasurer will prepare a budget before the next meeting.",
        ],
    ),
];

const CLEAN: Spoiled = Spoiled {
    dots: 200.0,
    askew: 0.0,
    noise: 4,
    contrast: 100,
};

fn page(lines: &[&str]) -> Scan {
    scanned(letter("Helvetica", lines), CLEAN)
}

/// Whether tesseract is here; says so where it is not.
fn has_tesseract() -> bool {
    let here = Command::new("tesseract").arg("--version").output().is_ok();
    if !here {
        eprintln!("skipped: tesseract is not installed (apt-get install tesseract-ocr)");
    }
    here
}

/// A room with a folder `tree`, these files in it.
fn room(files: &[(&str, &[u8])]) -> Room {
    let room = Room::new();
    fs::create_dir(room.path("tree")).expect("a folder");
    for (name, bytes) in files {
        fs::write(room.path("tree").join(name), bytes).expect("a file");
    }
    room
}

/// Ingests the tree with further words and variables.
fn ingest(room: &Room, words: &[&str], variables: &[(&str, PathBuf)]) -> Answer {
    let tree = room.path("tree");
    let typed = [
        &["ingest", tree.to_str().expect("UTF-8"), "--format", "json"],
        words,
    ]
    .concat();
    let mut command = room.command(&typed);
    command.env_remove("RECORDROOM_OCR");
    for (name, value) in variables {
        command.env(name, value);
    }
    answer(&mut command)
}

/// Puts a script in tesseract's place; the PATH on which it is found first.
fn stand_in(room: &Room, reading: &str) -> PathBuf {
    let folder = room.path("bin");
    fs::create_dir_all(&folder).expect("a folder");
    let script = format!(
        "#!/bin/sh\ncase \"$1\" in\n--version) echo 'tesseract 9.9.9' ;;\n--list-langs) echo 'Languages:'; echo eng ;;\n\
         *) {reading} ;;\nesac\n"
    );
    fs::write(folder.join("tesseract"), script).expect("a script");
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.join("tesseract"), mode).expect("a program");
    PathBuf::from(format!("{}:/usr/bin:/bin", folder.display()))
}

/// A stand-in's words, each with this confidence.
fn says(words: &str, confidence: u8) -> String {
    words
        .split(' ')
        .map(|word| {
            format!("printf '5\\t1\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t{confidence}\\t{word}\\n'; ")
        })
        .collect()
}

fn problems(room: &Room) -> Vec<Value> {
    let rows = room.run(&["problems", "--format", "json"]).ends(0).json();
    rows.as_array().expect("rows").clone()
}

fn reasons(room: &Room) -> Vec<String> {
    problems(room)
        .iter()
        .map(|row| row["reason"].as_str().expect("a reason").to_owned())
        .collect()
}

fn records(room: &Room) -> Vec<Value> {
    let all = room.run(&["search", "--all", "--no-log", "--format", "jsonl"]);
    assert!(matches!(all.code, Some(0 | 1)), "{}{}", all.out, all.err);
    all.lines_of_json()
}

fn text(room: &Room, record: &Value) -> String {
    let id = record["id"].as_str().expect("an id");
    room.run(&["show", id, "--text"]).ends(0).out
}

/// The share of a letter's words that stand in a text.
fn recall(lines: &[&str], text: &str) -> f64 {
    let split = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let mut there = split(text);
    let wanted = split(&lines.join(" "));
    let found = wanted.iter().filter(|word| {
        let at = there.iter().position(|other| other == *word);
        at.map(|at| there.swap_remove(at)).is_some()
    });
    found.count() as f64 / wanted.len() as f64
}

fn named(room: &Room, name: &str) -> Value {
    let has = |record: &&Value| {
        let places = record["locations"].as_array().expect("places");
        places.iter().any(|place| {
            place["path"]
                .as_str()
                .is_some_and(|path| path.ends_with(name))
        })
    };
    let all = records(room);
    all.iter()
        .find(has)
        .unwrap_or_else(|| panic!("no record {name}"))
        .clone()
}

#[test]
fn letters_are_found_at_300_200_and_150_dots_and_beyond_that_none_is_lost_in_silence() {
    if !has_tesseract() {
        return;
    }
    let ways = [
        (
            "300",
            Spoiled {
                dots: 300.0,
                askew: 0.4,
                noise: 12,
                contrast: 95,
            },
        ),
        (
            "200",
            Spoiled {
                dots: 200.0,
                askew: 1.2,
                noise: 20,
                contrast: 90,
            },
        ),
        (
            "150",
            Spoiled {
                dots: 150.0,
                askew: 1.2,
                noise: 20,
                contrast: 90,
            },
        ),
        (
            "ruined",
            Spoiled {
                dots: 150.0,
                askew: 2.2,
                noise: 90,
                contrast: 60,
            },
        ),
    ];
    let mut files = Vec::new();
    for (way, spoiled) in ways {
        for (font, lines) in LETTERS {
            let scan = scanned(letter(font, lines), spoiled);
            files.push((
                format!("{way}-{font}.pdf"),
                paper(&[Ok(&scan)], Packing::Packed),
            ));
        }
    }
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let room = room(&files);
    // a page that is all noise takes the engine as long as it is given
    let ingested = ingest(
        &room,
        &[],
        &[("RECORDROOM_OCR_SECONDS", PathBuf::from("8"))],
    );
    assert!(matches!(ingested.code, Some(0 | 3)), "{}", ingested.err);
    let listed = problems(&room);
    for (way, _) in ways {
        for (font, lines) in LETTERS {
            let name = format!("{way}-{font}.pdf");
            let record = named(&room, &name);
            let share = recall(lines, &text(&room, &record));
            let wanted = lines
                .iter()
                .flat_map(|line| line.split(' '))
                .find(|word| word.contains("INV/") || word.contains("FOI."))
                .expect("each letter has a reference");
            let carried = |list: &str| {
                let list = record[list].as_array().into_iter().flatten();
                list.map(|row| row["canonical"].as_str().unwrap_or_default().to_owned())
                    .any(|canonical| canonical == wanted)
            };
            let whole = share >= 0.95 && carried("references");
            let is_listed = listed.iter().any(|row| {
                row["path"]
                    .as_str()
                    .is_some_and(|path| path.ends_with(&name))
            });
            eprintln!(
                "{name}: {share:.2} of its words, reference {}, possible {}, listed {is_listed}, doubts {}",
                carried("references"),
                carried("possible_references"),
                record["doubts"]
            );
            if way == "ruined" {
                assert!(
                    whole || is_listed,
                    "{name} lost words in silence: {share:.2}"
                );
            } else if way == "150" {
                // a point of a reference may be read as a comma: it is then possible, and is not found as one
                assert!(
                    share >= 0.95 && (carried("references") || carried("possible_references")),
                    "{name}: {share:.2} {record}\n{}",
                    text(&room, &record)
                );
            } else {
                assert!(whole, "{name}: {share:.2}\n{}", text(&room, &record));
                assert_eq!(record["text_status"], "ocr");
            }
        }
    }
}

#[test]
fn a_scan_among_typed_pages_says_which_pages_were_read_by_ocr() {
    if !has_tesseract() {
        return;
    }
    let typed: Vec<String> = (1..=10)
        .map(|n| format!("Typed page {n} about the orchard"))
        .collect();
    let drawn = [
        page(&["The gardener counted forty baskets"]),
        page(&["Quinces were delivered on Thursday"]),
        page(&["The ladder belongs to the parish"]),
    ];
    let pages: Vec<Result<&Scan, &str>> = typed
        .iter()
        .zip(1..)
        .map(|(text, n)| match n {
            4 => Ok(&drawn[0]),
            7 => Ok(&drawn[1]),
            9 => Ok(&drawn[2]),
            _ => Err(text.as_str()),
        })
        .collect();
    // not packed it is too large for a frame, and is read as a stream
    let room = room(&[("ten.pdf", &paper(&pages, Packing::Raw))]);
    let told = ingest(&room, &[], &[]).ends(0).json();
    assert_eq!(told["problems"], 0);
    assert!(
        told["ocr"]
            .as_str()
            .is_some_and(|name| name.starts_with("tesseract"))
    );
    let record = &records(&room)[0];
    assert_eq!(record["text_status"], "text");
    assert_eq!(
        record["doubts"],
        serde_json::json!(["pages 4, 7, 9 were read by OCR"])
    );
    assert_eq!(
        room.run(&["search", "quinces", "--count"])
            .ends(0)
            .out
            .trim(),
        "1"
    );
    let text = text(&room, record);
    let at = |words: &str| {
        text.find(words)
            .unwrap_or_else(|| panic!("{words}: {text}"))
    };
    assert!(at("page 6") < at("Quinces") && at("Quinces") < at("page 8"));
}

#[test]
fn without_tesseract_each_page_is_listed_and_it_is_read_once_there_is_one() {
    let scan = page(&["The harbour bell was polished"]);
    let file = paper(
        &[Ok(&scan), Err("A typed page about the harbour"), Ok(&scan)],
        Packing::Packed,
    );
    let room = room(&[("bell.pdf", &file), ("bell.png", &png(&scan))]);
    let bare = ingest(&room, &[], &[("PATH", room.path("nothing-here"))]).ends(3);
    assert_eq!(bare.json()["needs_ocr"], 2);
    assert!(
        bare.err.contains("tesseract") && bare.err.contains("apt-get"),
        "{}",
        bare.err
    );
    assert_eq!(
        reasons(&room),
        [
            "pages 1, 3: an image, needs OCR, and tesseract is not installed",
            "page 1: an image, needs OCR, and tesseract is not installed",
        ]
    );
    let never = ingest(&room, &["--ocr", "never"], &[]).ends(3).json();
    assert_eq!(
        (&never["changed"], &never["unchanged"]),
        (&0.into(), &2.into())
    );
    let path = stand_in(&room, &says("Polished bell", 95));
    let later = ingest(&room, &[], &[("PATH", path.clone())]).ends(0).json();
    assert_eq!(
        (&later["changed"], &later["needs_ocr"]),
        (&2.into(), &0.into())
    );
    assert_eq!(reasons(&room), [""; 0]);
    assert_eq!(
        room.run(&["search", "polished", "--count"])
            .ends(0)
            .out
            .trim(),
        "2"
    );
    let again = ingest(&room, &[], &[("PATH", path)]).ends(0).json();
    assert_eq!(
        (&again["changed"], &again["unchanged"]),
        (&0.into(), &2.into())
    );
}

#[test]
fn an_engine_that_no_longer_answers_ends_the_run_and_its_scan_is_read_once_it_does() {
    let scan = page(&["The harbour bell was polished"]);
    let room = room(&[("note.txt", b"A typed note.")]);
    let path = stand_in(&room, &says("Polished bell", 95));
    // what stands on PATH stays as it is while what it starts comes and goes
    let (wrapper, real) = (room.path("bin/tesseract"), room.path("bin/real"));
    fs::rename(&wrapper, &real).expect("renamed");
    fs::write(
        &wrapper,
        format!("#!/bin/sh\nexec '{}' \"$@\"\n", real.display()),
    )
    .expect("a script");
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(&wrapper, mode).expect("a program");
    let run = || ingest(&room, &[], &[("PATH", path.clone())]);
    run().ends(0);
    fs::rename(&real, room.path("away")).expect("moved");
    fs::write(room.path("tree/bell.png"), png(&scan)).expect("a file");
    for _ in 0..2 {
        let refused = run().ends(2);
        assert!(
            refused.err.contains("does not tell its version")
                && refused.err.contains("--ocr never"),
            "{}",
            refused.err
        );
        assert_eq!(reasons(&room), [""; 0]);
    }
    fs::rename(room.path("away"), &real).expect("moved back");
    assert_eq!(run().ends(0).json()["added"], 1);
    let polished = room.run(&["search", "polished", "--count"]).ends(0);
    assert_eq!(polished.out.trim(), "1");
}

#[test]
fn other_languages_read_again_what_ocr_has_read_and_nothing_else() {
    let scan = page(&["A page in some language"]);
    let room = room(&[("scan.png", &png(&scan)), ("note.txt", b"A typed note.")]);
    let path = stand_in(&room, &says("Aberdovey", 95));
    ingest(&room, &[], &[("PATH", path)]).ends(0);
    let path = stand_in(&room, &says("Aberdyfi", 95));
    let script = room.path("bin").join("tesseract");
    let more = fs::read_to_string(&script)
        .expect("the script")
        .replace("echo eng", "echo eng; echo cym");
    fs::write(&script, more).expect("the script");
    let told = ingest(
        &room,
        &["--ocr-languages", "cym+eng"],
        &[("PATH", path.clone())],
    );
    let told = told.ends(0).json();
    assert_eq!(
        (&told["changed"], &told["unchanged"]),
        (&1.into(), &1.into())
    );
    assert_eq!(
        room.run(&["search", "Aberdyfi", "--count"])
            .ends(0)
            .out
            .trim(),
        "1"
    );
    let unknown = ingest(&room, &["--ocr-languages", "xyz"], &[("PATH", path)]).ends(2);
    assert!(unknown.err.contains("no language `xyz`"), "{}", unknown.err);
}

#[test]
fn an_engine_that_hangs_is_ended_and_its_page_is_listed() {
    let scan = page(&["This page is never read"]);
    let room = room(&[("slow.png", &png(&scan)), ("note.txt", b"A typed note.")]);
    let path = stand_in(&room, "sleep 900");
    let begun = Instant::now();
    let told = ingest(
        &room,
        &[],
        &[
            ("PATH", path),
            ("RECORDROOM_OCR_SECONDS", PathBuf::from("1")),
        ],
    )
    .ends(3);
    assert!(begun.elapsed().as_secs() < 60, "{}", told.err);
    let listed = problems(&room);
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert_eq!(listed[0]["category"], "timed_out");
    assert_eq!(
        listed[0]["reason"],
        "page 1: OCR did not end within 4 seconds by the clock"
    );
    assert_eq!(records(&room).len(), 2);
}

#[test]
fn an_engine_that_is_ended_is_told_by_what_ended_it() {
    let scan = page(&["This page is never read"]);
    for (does, category, says) in [
        ("kill -9 $$", "crashed", "was killed from outside"),
        (
            "kill -6 $$",
            "crashed",
            "fell over it (signal 6), or wanted more than 2048 MiB",
        ),
        ("exit 1", "crashed", "fell over it (exit code 1)"),
        (
            "kill -XCPU $$",
            "timed_out",
            "did not end within 30 seconds of processor time",
        ),
    ] {
        let room = room(&[("scan.png", &png(&scan))]);
        let path = stand_in(&room, does);
        ingest(&room, &[], &[("PATH", path)]).ends(3);
        let listed = problems(&room);
        assert_eq!(listed.len(), 1, "{does}: {listed:?}");
        assert_eq!(listed[0]["category"], category, "{does}");
        let reason = listed[0]["reason"].as_str().expect("a reason");
        assert!(reason.contains(says), "{does}: {reason}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_uses_up_its_processor_time_is_ended_by_the_signal_that_says_so() {
    use std::os::unix::process::ExitStatusExt;
    const CPU_TIME: i32 = 24;
    let busy = Command::new(program::program())
        .args(["__start-engine", "limited", "1", "/bin/sh"])
        .args(["-c", "while :; do :; done"])
        .status();
    assert_eq!(busy.expect("it starts").signal(), Some(CPU_TIME));
}

#[test]
fn what_is_read_with_low_confidence_is_told_and_listed() {
    let scan = page(&["A faint page"]);
    let room = room(&[("faint.png", &png(&scan))]);
    let path = stand_in(&room, &says("A fa1nt pagc", 41));
    ingest(&room, &[], &[("PATH", path)]).ends(3);
    let sentence = "page 1 was read by OCR with low confidence (41 of 100): not reliably searched";
    assert_eq!(reasons(&room), [sentence]);
    let record = &records(&room)[0];
    assert_eq!(record["doubts"], serde_json::json!([sentence]));
    assert_eq!(record["text_status"], "ocr");
}

#[test]
fn a_look_alike_read_by_ocr_is_a_possible_reference_and_no_other() {
    let scan = page(&["A page with a reference"]);
    let room = room(&[("likely.png", &png(&scan))]);
    let path = stand_in(&room, &says("Our reference INV/O417/2O21 of May", 93));
    ingest(&room, &[], &[("PATH", path)]).ends(0);
    let record = &records(&room)[0];
    assert_eq!(record["references"], serde_json::json!([]));
    let possible = record["possible_references"].to_string();
    assert!(possible.contains("INV/0417/2021"), "{record}");
}

#[test]
fn each_page_of_a_tiff_is_read_and_a_spacer_is_listed_without_ocr() {
    if !has_tesseract() {
        return;
    }
    let (first, second) = (
        page(&["The baker ordered rye flour"]),
        page(&["The miller delivered barley"]),
    );
    let spacer = Scan {
        width: 20,
        height: 20,
        shades: vec![255; 400],
    };
    let room = room(&[
        ("two.tif", &tiff(&[&first, &second])),
        ("spacer.png", &png(&spacer)),
    ]);
    let told = ingest(&room, &[], &[]).ends(3).json();
    assert_eq!(told["ledger"]["balanced"], true);
    assert_eq!(
        (&told["ledger"]["records"], &told["ledger"]["problems"]),
        (&1.into(), &1.into())
    );
    assert_eq!(
        reasons(&room),
        ["a picture of 20 by 20 pixels, without room for words"]
    );
    assert_eq!(named(&room, "spacer.png")["text_status"], "none");
    let record = named(&room, "two.tif");
    assert_eq!(
        (&record["pages"], &record["text_status"]),
        (&2.into(), &"ocr".into())
    );
    for word in ["rye", "barley"] {
        assert_eq!(
            room.run(&["search", word, "--count"]).ends(0).out.trim(),
            "1",
            "{word}"
        );
    }
}

#[test]
fn always_needs_an_engine_and_reads_pictures_beside_text() {
    let scan = page(&["A picture beside text"]);
    let words = "Typed words ".repeat(40);
    let mut pages = vec![Err(words.as_str())];
    pages.push(Ok(&scan));
    let room = room(&[("page.pdf", &paper(&pages, Packing::Packed))]);
    let nothing = [("PATH", room.path("nothing-here"))];
    let refused = ingest(&room, &["--ocr", "always"], &nothing).ends(2);
    assert!(refused.err.contains("needs tesseract"), "{}", refused.err);
    let path = stand_in(&room, &says("Beside", 95));
    ingest(&room, &["--ocr", "always"], &[("PATH", path)]).ends(0);
    let stats = room.run(&["stats", "--format", "json"]).ends(0).json();
    assert!(stats["ocr"].is_string() && stats["sandbox"].is_array());
    assert_eq!(
        room.run(&["search", "beside", "--count"])
            .ends(0)
            .out
            .trim(),
        "1"
    );
}

#[test]
fn an_engine_that_cannot_be_held_from_everything_is_told_of_aloud() {
    let room = room(&[("note.txt", b"A typed note.")]);
    // a script needs a shell, and programs that it starts
    let path = stand_in(&room, &says("A typed note", 91));
    let said = ingest(&room, &[], &[("PATH", path.clone())]).ends(0).err;
    let mut stats = room.command(&["stats", "--format", "json"]);
    let stats = answer(stats.env("PATH", &path)).ends(0).json();
    let entry = fs::read_to_string(room.path("archive/log.jsonl")).expect("a log");
    let entry: Value = serde_json::from_str(entry.lines().last().expect("an entry")).expect("JSON");
    let lacking = entry["body"]["ocr_unrestricted"]
        .as_array()
        .expect("words")
        .clone();
    for word in ["paths", "calls"] {
        assert!(lacking.iter().any(|one| one == word), "{entry:#}");
        let told = stats["ocr"].as_str().expect("words");
        assert!(
            told.contains("with no limit on") && told.contains(word),
            "{told}"
        );
        // what no reader can be denied here is told of with the readers
        assert!(
            said.contains("no limit on") && said.contains(word),
            "{said}"
        );
    }
    if !has_tesseract() {
        return;
    }
    let stats = room.run(&["stats", "--format", "json"]).ends(0).json();
    let readers = stats["sandbox"].as_array().expect("words");
    if readers.len() == 4 {
        let told = stats["ocr"].as_str().expect("words");
        assert!(!told.contains("no limit"), "{told}");
    }
}
