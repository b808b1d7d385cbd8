//! What `locate` lists for a request: over the sample corpus, and over an archive of other parties and other words.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use recordroom::archive::Archive;
use recordroom::extract::pool::Bounds;
use recordroom::facts::Tables;
use recordroom::verbs::answers::{Located, LocatedAll};
use recordroom::verbs::ingest::{self, Wanted};
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

fn filled(paths: Vec<PathBuf>, tables: &Tables) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Archive::open_or_make(&folder.path().join("archive")).expect("an archive");
    let wanted = Wanted {
        paths,
        source: None,
        jobs: Some(1),
        dry_run: false,
        prune: None,
        bounds: bounds(),
        command: "recordroom ingest".to_owned(),
        request: None,
    };
    ingest::ingest(&archive, &wanted, tables, &|_| ()).expect("an ingest");
    (folder, archive)
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
        bounds: bounds(),
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
            search.n, search.query, search.item, search.hits, search.reason
        ));
    }
    text
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus")
}

#[test]
fn the_sample_requests_locate_what_their_truth_says() {
    let tables = Tables::built_in().expect("tables");
    let truth: Truth =
        toml::from_str(&std::fs::read_to_string(sample().join("truth.toml")).expect("truth"))
            .expect("truth");
    let (_folder, archive) = filled(vec![sample().join("archive")], &tables);
    let mut faults = Vec::new();
    for wants in &truth.request {
        let bytes = std::fs::read(sample().join(&wants.file)).expect("a request");
        let name = Path::new(&wants.file)
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let answer = locate::locate(&archive, &tables, &asked(&name, bytes)).expect("an answer");
        println!("{}: {:?}\n{}", wants.file, answer.request, shown(&answer));
        let _ = (
            &wants.reference,
            wants.items,
            &wants.requester,
            &wants.tolerated,
        );
        let (located, possible) = (places(&answer.located), places(&answer.possible));
        for at in &wants.located {
            if !located.contains(at) {
                faults.push(format!("{}: not located: {at:?}", wants.file));
            }
        }
        for one in &answer.located {
            let here = places(std::slice::from_ref(one));
            if !wants
                .located
                .iter()
                .chain(&wants.either)
                .any(|at| here.contains(at))
            {
                faults.push(format!("{}: located too much: {}", wants.file, one.line));
            }
        }
        for at in &wants.possible {
            if !possible.contains(at) && !located.contains(at) {
                faults.push(format!("{}: not even possible: {at:?}", wants.file));
            }
        }
        for at in wants.never.iter() {
            if possible.contains(at) || located.contains(at) {
                faults.push(format!("{}: never: {at:?}", wants.file));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
