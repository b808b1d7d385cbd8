//! What `locate` lists for a request: over the sample corpus, and over an archive of other parties and other words.

#[path = "locate/valleys.rs"]
mod valleys;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use recordroom::archive::Archive;
use recordroom::extract::pool::Bounds;
use recordroom::facts::Tables;
use recordroom::verbs::answers::{Located, LocatedAll};
use recordroom::verbs::ingest::{self, Paths, Wanted};
use recordroom::verbs::locate::{self, Asked};
use serde::Deserialize;

#[derive(Deserialize)]
struct Truth {
    request: Vec<Wants>,
}

#[derive(Deserialize)]
struct Wants {
    file: String,
    reference: String,
    items: usize,
    requester: Option<String>,
    located: Vec<At>,
    either: Vec<At>,
    possible: Vec<At>,
    tolerated: Vec<At>,
    #[serde(default)]
    scans: Vec<At>,
    #[serde(default)]
    near: Vec<String>,
    never: Vec<At>,
}

#[derive(Debug, Clone, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct At {
    path: String,
    part: Option<String>,
}

fn bounds() -> Bounds {
    Bounds {
        program: env!("CARGO_BIN_EXE_recordroom").into(),
        ..Bounds::usual().expect("the usual bounds")
    }
}

/// The folder of an archive, and the right to start readers: a reader that one test starts inherits, until it has
/// become another program, the lock that another test holds.
struct Room {
    _folder: tempfile::TempDir,
    _alone: std::sync::MutexGuard<'static, ()>,
}

fn filled(paths: &[PathBuf], tables: &Tables) -> (Room, Archive) {
    static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let alone = ALONE
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Archive::open_or_make(&folder.path().join("archive")).expect("an archive");
    let wanted = Wanted {
        paths: Paths::of(paths).expect("paths"),
        source: None,
        jobs: Some(1),
        dry_run: false,
        prune: None,
        trust_folders: false,
        bounds: bounds(),
        command: "recordroom ingest".to_owned(),
        request: None,
    };
    ingest::ingest(&archive, &wanted, tables, &|_| ()).expect("an ingest");
    let room = Room {
        _folder: folder,
        _alone: alone,
    };
    (room, archive)
}

fn asked(name: &str, bytes: Vec<u8>) -> Asked {
    Asked {
        name: name.to_owned(),
        bytes,
        received: None,
        as_at: None,
        include_requester: false,
        request: None,
        command: format!("recordroom locate '{name}'"),
        on_record: true,
        plan_only: false,
        plan: None,
        limit: None,
        bounds: bounds(),
        organisation: None,
    }
}

fn places(list: &[Located]) -> BTreeSet<At> {
    list.iter()
        .flat_map(|one| &one.record.locations)
        .map(|location| At {
            path: location
                .path
                .strip_prefix("archive/")
                .unwrap_or(&location.path)
                .to_owned(),
            part: location.part.clone(),
        })
        .collect()
}

fn shown(answer: &LocatedAll) -> String {
    let mut text = String::new();
    for (name, list) in [("LOCATED", &answer.located), ("POSSIBLE", &answer.possible)] {
        text.push_str(&format!("{name}\n"));
        for one in list {
            text.push_str(&format!(
                "  {}. {} [{}] {:?} {}\n",
                one.n,
                one.line,
                one.because.join("; "),
                one.items,
                one.record.locations[0].path
            ));
        }
    }
    for search in &answer.searches {
        text.push_str(&format!(
            "  {} {} {:?} {}: {}\n",
            search.n,
            search.query,
            search.item,
            search.hits.unwrap_or_default(),
            search.reason
        ));
    }
    text
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus")
}

/// Everything that an answer and its log entry say, for a look at what must not be there.
fn said(archive: &Archive, answer: &LocatedAll) -> String {
    let log = std::fs::read_to_string(archive.folder().join("log.jsonl")).expect("a log");
    let last = log.lines().last().expect("an entry");
    format!(
        "{}\n{}\n{last}",
        serde_json::to_string(&answer.searches).expect("searches"),
        shown(answer)
    )
}

#[test]
fn the_sample_requests_locate_what_their_truth_says() {
    let tables = Tables::built_in();
    let text = std::fs::read_to_string(sample().join("truth.toml")).expect("truth");
    let truth: Truth = toml::from_str(&text).expect("truth");
    let (_folder, archive) = filled(&[sample().join("archive")], &tables);
    let (mut faults, mut noise) = (Vec::new(), 0);
    for wants in &truth.request {
        let bytes = std::fs::read(sample().join(&wants.file)).expect("a request");
        let name = wants.file.rsplit('/').next().unwrap_or_default();
        let answer = locate::locate(&archive, &tables, &asked(name, bytes)).expect("an answer");
        let mut fault = |what: &str, which: &dyn std::fmt::Debug| {
            faults.push(format!("{}: {what} {which:?}", wants.file))
        };
        if answer.request.reference.as_deref() != Some(&wants.reference)
            || answer.request.items.len() != wants.items
        {
            fault("read as", &answer.request);
        }
        let (located, possible) = (places(&answer.located), places(&answer.possible));
        for at in wants.located.iter().filter(|at| !located.contains(at)) {
            fault("not located:", at);
        }
        for one in &answer.located {
            let here = places(std::slice::from_ref(one));
            if !wants
                .located
                .iter()
                .chain(&wants.either)
                .any(|at| here.contains(at))
            {
                fault("located though not in the truth:", &one.line);
            }
        }
        for at in wants.possible.iter().chain(&wants.either) {
            if !possible.contains(at) && !located.contains(at) {
                fault("neither located nor possible:", at);
            }
        }
        // without OCR a picture is not searched, and that is said
        for at in &wants.scans {
            let told = answer
                .not_searched
                .iter()
                .any(|row| row.path.ends_with(&at.path));
            if !told && !possible.contains(at) && !located.contains(at) {
                fault("neither listed nor stated as not searched:", at);
            }
        }
        for near in &wants.near {
            if !answer.request.notes.iter().any(|note| note.contains(near)) {
                fault("does not point out", near);
            }
        }
        for one in answer.located.iter().chain(&answer.possible) {
            if one.items.is_empty() || one.because.is_empty() {
                fault("for no question, or for no reason:", &one.line);
            }
        }
        for at in wants
            .never
            .iter()
            .filter(|at| possible.contains(at) || located.contains(at))
        {
            fault("listed though it never should:", at);
        }
        if let Some(requester) = &wants.requester {
            let said = said(&archive, &answer).to_lowercase();
            if requester
                .to_lowercase()
                .split(' ')
                .any(|part| said.contains(part))
            {
                fault("names the requester", requester);
            }
        }
        let known = |at: &At| {
            wants
                .possible
                .iter()
                .chain(&wants.either)
                .chain(&wants.tolerated)
                .any(|other| other == at)
        };
        noise += answer
            .possible
            .iter()
            .map(|one| places(std::slice::from_ref(one)))
            .filter(|here| {
                !here
                    .iter()
                    .any(|at| known(at) || wants.located.contains(at))
            })
            .count();
    }
    assert!(truth.request.len() >= 22);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(noise <= 6, "{noise} possible records that no truth foresaw");
}

/// An answer over the archive of the other force, by the files listed: located, possible.
fn over_valleys(
    request: &str,
    change: impl FnOnce(&mut Asked),
) -> (Vec<String>, Vec<String>, LocatedAll) {
    let tables = Tables::built_in();
    let files = tempfile::tempdir().expect("a folder");
    let root = files.path().join("valleys");
    valleys::write(&root);
    let (_folder, archive) = filled(&[root], &tables);
    let mut asked = asked("request.txt", request.as_bytes().to_vec());
    change(&mut asked);
    let answer = locate::locate(&archive, &tables, &asked).expect("an answer");
    let files = |list: &[Located]| {
        list.iter()
            .map(|one| {
                one.record.locations[0]
                    .path
                    .trim_start_matches("valleys/")
                    .to_owned()
            })
            .collect()
    };
    (files(&answer.located), files(&answer.possible), answer)
}

const STICKS: [&str; 6] = [
    "in/opening.txt",
    "in/portable devices.txt",
    "out/reply.txt",
    "mail/questions.eml",
    "mail/answers.eml",
    "in/closing.html",
];

#[test]
fn a_day_and_a_topic_lead_to_the_whole_exchange_and_to_no_other() {
    let (located, possible, answer) = over_valleys(
        "Dear South Wales Police,\n\nI am asking about the letter that the Information Commissioner's Office sent you \
         on 14 March 2019.\n\n1. Please send me any correspondence with the ICO about the lost memory sticks.\n\
         2. What did the force tell the ICO about the memory sticks?\n\nYours,\nIfan Quillmoor\n",
        |_| (),
    );
    assert_eq!(located, STICKS, "{}", shown(&answer));
    for file in [
        "in/same day.txt",
        "mail/within.eml",
        "out/reply draft.txt",
        "board/property june.txt",
    ] {
        assert!(
            possible.iter().any(|one| one == file),
            "{file}\n{}",
            shown(&answer)
        );
    }
    for file in [
        "in/neighbour.txt",
        "in/other year.txt",
        "board/property july.txt",
        "mail/taxi.eml",
    ] {
        assert!(
            !possible.iter().any(|one| one == file),
            "{file}\n{}",
            shown(&answer)
        );
    }
    assert!(!shown(&answer).contains("Quillmoor"));
}

#[test]
fn a_topic_and_a_party_are_enough() {
    let (located, possible, answer) = over_valleys(
        "Dear South Wales Police,\n\nUnder the Freedom of Information Act please send me all correspondence between \
         the force and the Information Commissioner's Office regarding memory sticks that were left in a taxi.\n",
        |_| (),
    );
    assert_eq!(located, STICKS, "{}", shown(&answer));
    assert!(
        !possible.iter().any(|one| one == "in/neighbour.txt"),
        "{}",
        shown(&answer)
    );
}

#[test]
fn a_reference_within_a_period_keeps_to_the_period() {
    let (located, possible, answer) = over_valleys(
        "Request FOI 118/19\n\nPlease provide every letter and email under the ICO's reference INV/0417/2019 from \
         1 April 2019 to 30 April 2019.\n",
        |asked| asked.request = Some("FOI 118/19".to_owned()),
    );
    assert!(
        located.iter().any(|one| one == "mail/questions.eml"),
        "{}",
        shown(&answer)
    );
    for file in ["in/opening.txt", "in/closing.html"] {
        assert!(!located.iter().any(|one| one == file), "{}", shown(&answer));
        assert!(possible.iter().any(|one| one == file), "{}", shown(&answer));
    }
    assert!(!shown(&answer).contains("parking"), "{}", shown(&answer));
}

#[test]
fn minutes_are_located_by_their_kind_and_topic() {
    let (located, _, answer) = over_valleys(
        "Please send me the minutes of the meeting of the Property Board of 5 June 2019.\n",
        |_| (),
    );
    assert_eq!(located, ["board/property june.txt"], "{}", shown(&answer));
}

#[test]
fn what_is_dated_after_receipt_is_only_possible() {
    let (located, possible, answer) = over_valleys(
        "Dear South Wales Police,\n\nPlease send me any correspondence with the ICO about the lost memory sticks.\n",
        |asked| asked.received = Some("2019-04-10".parse().expect("a day")),
    );
    assert!(
        located.iter().any(|one| one == "in/opening.txt"),
        "{}",
        shown(&answer)
    );
    for file in ["mail/questions.eml", "in/closing.html"] {
        assert!(possible.iter().any(|one| one == file), "{}", shown(&answer));
    }
    assert_eq!(
        answer.request.due.map(|day| day.to_string()).as_deref(),
        Some("2019-05-13")
    );
}

#[test]
fn where_nothing_matches_it_says_so_and_never_that_nothing_is_held() {
    let (located, possible, answer) = over_valleys(
        "Dear South Wales Police,\n\nHow many otters does the force keep, and what do the otters eat?\n",
        |_| (),
    );
    assert!(
        located.is_empty() && possible.is_empty(),
        "{}",
        shown(&answer)
    );
    assert!(
        answer
            .statement
            .contains("None of the 16 records searched matched"),
        "{}",
        answer.statement
    );
    assert!(!answer.statement.contains("held"), "{}", answer.statement);
}

#[test]
fn a_plan_alone_searches_nothing() {
    let (located, possible, answer) = over_valleys(
        "Please send me any correspondence with the ICO about INV/0417/2019.\n",
        |asked| asked.plan_only = true,
    );
    assert!(located.is_empty() && possible.is_empty() && answer.log.is_none());
    assert!(
        answer
            .searches
            .iter()
            .any(|search| search.query == "ref:\"INV/0417/2019\""),
        "{:?}",
        answer.searches
    );
}

#[test]
fn each_record_is_listed_for_the_questions_that_it_may_answer() {
    let tables = Tables::built_in();
    let (_folder, archive) = filled(&[sample().join("archive")], &tables);
    let file = "requests/01.FOI.22.025669.txt";
    let bytes = std::fs::read(sample().join(file)).expect("a request");
    let answer = locate::locate(&archive, &tables, &asked(file, bytes)).expect("an answer");
    let questions: Vec<(&str, String)> = answer
        .located
        .iter()
        .map(|one| (one.line.as_str(), one.items.join(" ")))
        .collect();
    assert_eq!(
        questions,
        [
            (
                "ICO letter to the MPS dated 3 December 2021 (reprimand).",
                "1 2 3 4"
            ),
            (
                "ICO Enforcement Leaflet - GDPR and DPA 2018 (undated).",
                "1"
            ),
            ("MPS letter to the ICO dated 27 January 2022.", "4"),
            ("ICO letter to the MPS dated 6 May 2022.", "1 4"),
        ]
        .map(|(line, items)| (line, items.to_owned())),
        "{}",
        shown(&answer)
    );
    let located: Vec<Vec<u64>> = answer
        .per_question
        .iter()
        .map(|one| one.located.clone())
        .collect();
    assert_eq!(located, [vec![1, 2, 4], vec![1], vec![1], vec![1, 3, 4]]);
    assert!(
        answer.statement.contains(
            "1. Information Commissioner's Office (ICO) letter to the MPS dated 3 December 2021"
        ) && answer.statement.contains("\n2. ICO Enforcement Leaflet"),
        "{}",
        answer.statement
    );
}
