//! The ledger's proof: whatever lies in a tree, every file and every member shows up exactly once, as a record, a
//! copy, a problem or an exclusion, and a second run changes nothing.
//!
//! Trees are made at random: folders, messages, mailboxes, archives in archives, documents, lock files, empty files,
//! further copies. Some files are then cut off or have bytes flipped; of these no more is asked than that they show up.

mod packing;
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use packing::{Member, docx, gz, mailbox, message, tar, zip};
use program::Room;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use recordroom::extract::Step;
use recordroom::record::part_address;

/// How many trees one archive takes in, and how many archives are made: 208 trees in all.
const TREES: usize = 16;
const ROOMS: u32 = 13;

/// What a file is made of.
#[derive(Debug, Clone)]
enum Node {
    Text(u8),
    Docx(u8),
    Empty,
    Lock,
    Mail(u8, Vec<Node>),
    Mailbox(u8, u8),
    Zip(Vec<Node>),
    Tar(Vec<Node>),
    Gzip(Box<Node>),
    /// An archive whose one member needs a password.
    Locked(u8),
}

/// What goes wrong with a file.
#[derive(Debug, Clone, Copy)]
enum Fault {
    None,
    /// Cut off after so many 256ths.
    Cut(u8),
    /// A bit flipped at so many 65536ths.
    Flip(u16, u8),
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        4 => (0..40_u8).prop_map(Node::Text),
        2 => (0..40_u8).prop_map(Node::Docx),
        1 => Just(Node::Empty),
        1 => Just(Node::Lock),
        1 => (0..40_u8).prop_map(Node::Locked),
        1 => ((0..40_u8), 1..4_u8).prop_map(|(word, n)| Node::Mailbox(word, n)),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let some = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            (0..40_u8, some.clone()).prop_map(|(word, parts)| Node::Mail(word, parts)),
            some.clone().prop_map(Node::Zip),
            some.prop_map(Node::Tar),
            inner.prop_map(|inner| Node::Gzip(Box::new(inner))),
        ]
    })
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        4 => Just(Fault::None),
        1 => any::<u8>().prop_map(Fault::Cut),
        1 => (any::<u16>(), 0..8_u8).prop_map(|(at, bit)| Fault::Flip(at, bit)),
    ]
}

/// One file of a tree: the folder it lies in, what it is, what goes wrong with it.
type Planned = (u8, Node, Fault);

impl Node {
    /// A name that fits, with what a name may have in it; `deep` names need not be those of files.
    fn name(&self, nth: usize, deep: bool) -> String {
        let odd = match (nth % 4, deep) {
            (0, true) => "a > b 100% ",
            (1, true) => "message ",
            (2, _) => "naïve — ",
            _ => "",
        };
        let ending = match self {
            Self::Text(_) => "txt",
            Self::Docx(_) => "docx",
            Self::Empty => "log",
            Self::Lock => return format!("~$letter {nth}.docx"),
            Self::Mail(..) => "eml",
            Self::Mailbox(..) => "mbox",
            Self::Zip(_) | Self::Locked(_) => "zip",
            Self::Tar(_) => "tar",
            Self::Gzip(inner) => return format!("z {}.gz", inner.name(nth, deep)),
        };
        // in an archive every second name is one that another member may have as well
        let number = if deep && nth % 2 == 1 { 1 } else { nth };
        format!("{odd}{number}.{ending}")
    }

    fn bytes(&self) -> Vec<u8> {
        let packed = |nodes: &[Node]| -> Vec<(String, Vec<u8>)> {
            let named = |(nth, node): (usize, &Node)| (node.name(nth, true), node.bytes());
            nodes.iter().enumerate().map(named).collect()
        };
        match self {
            Self::Text(word) => format!("The note on matter {word} lies in the register.\n").into(),
            Self::Docx(word) => docx(&format!("The letter on matter {word} is typed.")),
            Self::Empty => Vec::new(),
            Self::Lock => vec![b'k'; 162],
            Self::Mail(word, parts) => {
                let parts = packed(parts);
                let parts: Vec<(&str, &[u8])> = parts
                    .iter()
                    .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
                    .collect();
                message(&format!("matter-{word}"), &parts)
            }
            Self::Mailbox(word, n) => {
                let of = |nth| message(&format!("matter-{word}-{nth}"), &[]);
                mailbox(&(0..*n).map(of).collect::<Vec<_>>())
            }
            Self::Zip(nodes) => {
                let members: Vec<Member> = packed(nodes)
                    .into_iter()
                    .map(|(name, bytes)| Member::new(&name, bytes))
                    .collect();
                zip(&members)
            }
            Self::Tar(nodes) => {
                let members = packed(nodes);
                let members: Vec<(&str, &[u8])> = members
                    .iter()
                    .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
                    .collect();
                tar(&members)
            }
            Self::Gzip(inner) => gz(None, &inner.bytes()),
            Self::Locked(word) => zip(&[Member {
                flags: 0x801,
                ..Member::new("locked.txt", format!("nobody reads matter {word}"))
            }]),
        }
    }

    /// The items that this is, reached by these steps; whether its container passes lock files by.
    fn items(&self, steps: &[Step], ruled: bool, into: &mut Vec<(Vec<Step>, Fate)>) {
        let below = |step: Step| [steps, &[step]].concat();
        match self {
            Self::Text(_) | Self::Docx(_) => into.push((steps.to_vec(), Fate::Record)),
            Self::Empty => into.push((steps.to_vec(), Fate::Problem)),
            Self::Lock if ruled => into.push((steps.to_vec(), Fate::Excluded)),
            Self::Lock => into.push((steps.to_vec(), Fate::Record)),
            Self::Mail(_, parts) => {
                into.push((steps.to_vec(), Fate::Record));
                for (nth, part) in parts.iter().enumerate() {
                    let step = Step::Attachment(nth as u32 + 1, Some(part.name(nth, true)));
                    part.items(&below(step), false, into);
                }
            }
            Self::Mailbox(_, n) => {
                let messages = (1..=u32::from(*n)).map(|n| (below(Step::Message(n)), Fate::Record));
                into.extend(messages);
            }
            Self::Zip(nodes) if nodes.is_empty() => into.push((steps.to_vec(), Fate::Record)),
            Self::Tar(nodes) if nodes.is_empty() => into.push((steps.to_vec(), Fate::Record)),
            Self::Zip(nodes) | Self::Tar(nodes) => {
                let mut taken = BTreeSet::new();
                for (nth, node) in nodes.iter().enumerate() {
                    let name = node.name(nth, true);
                    let mut path = name.clone();
                    let mut n = 1;
                    while !taken.insert(path.clone()) {
                        n += 1;
                        path = format!("{name} ({n})");
                    }
                    node.items(&below(Step::Member(path)), true, into);
                }
            }
            Self::Gzip(inner) => {
                let Some(Step::Member(name) | Step::Attachment(_, Some(name))) = steps.last()
                else {
                    return;
                };
                // the content is named after the file, as it is called where it lies
                let end = name
                    .rfind(".gz (")
                    .map_or(name.len(), |at| at + ".gz".len());
                let name = name[..end].strip_suffix(".gz").unwrap_or(name);
                inner.items(&below(Step::Member(name.to_owned())), false, into);
            }
            Self::Locked(_) => into.push((below(Step::Member("locked.txt".into())), Fate::Record)),
        }
    }
}

/// How an item must show up: a record or a copy may lack text and still be findable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Record,
    Problem,
    Excluded,
}

type Address = (String, Option<String>);

/// What the archive lists, each item as often as it is listed.
#[derive(Debug, Default)]
struct Listed {
    places: BTreeMap<Address, usize>,
    bare_problems: BTreeSet<Address>,
    excluded: BTreeMap<Address, usize>,
}

fn listed(room: &Room) -> Listed {
    let mut listed = Listed::default();
    let address = |row: &serde_json::Value| -> Address {
        let text = |key: &str| row[key].as_str().map(str::to_owned);
        (text("path").expect("a path"), text("part"))
    };
    let all = room.run(&["search", "--all", "--format", "jsonl", "--no-log"]);
    for record in all.lines_of_json() {
        for place in record["locations"].as_array().expect("locations") {
            *listed.places.entry(address(place)).or_default() += 1;
        }
    }
    let problems = room.run(&["problems", "--format", "json"]).json();
    for row in problems.as_array().expect("rows") {
        if row["record"].is_null() {
            listed.bare_problems.insert(address(row));
        }
    }
    let stats = room.run(&["stats", "--format", "json"]).json();
    for row in stats["excluded"].as_array().expect("rows") {
        assert!(row["rule"].as_str().is_some_and(|rule| !rule.is_empty()));
        *listed.excluded.entry(address(row)).or_default() += 1;
    }
    listed
}

fn plant(tree: &Path, files: &[Planned]) -> Vec<(String, Node, bool, u64)> {
    let mut planted = Vec::new();
    for (nth, (folder, node, fault)) in files.iter().enumerate() {
        let inside = match folder % 3 {
            0 => String::new(),
            1 => "letters/".to_owned(),
            _ => "letters/old & new/".to_owned(),
        };
        let mut bytes = node.bytes();
        let whole = bytes.clone();
        match fault {
            Fault::None => {}
            Fault::Cut(at) => bytes.truncate(bytes.len() * usize::from(*at) / 256),
            Fault::Flip(at, bit) => {
                let at = bytes.len() * usize::from(*at) / 65_536;
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
        }
        let path = format!("{inside}{}", node.name(nth, false));
        let file = tree.join(&path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, &bytes).expect("written");
        let opened = fs::File::options()
            .append(true)
            .open(&file)
            .expect("opened");
        let before = SystemTime::now() - Duration::from_secs(90);
        opened.set_modified(before).expect("touched");
        planted.push((path, node.clone(), bytes == whole, bytes.len() as u64));
    }
    planted
}

fn check(trees: &[Vec<Planned>]) {
    let room = Room::new();
    let top = room.path("shelf");
    let mut planted = Vec::new();
    for (nth, files) in trees.iter().enumerate() {
        let tree = top.join(format!("t{nth}"));
        fs::create_dir_all(&tree).expect("a folder");
        for (path, node, sound, size) in plant(&tree, files) {
            planted.push((format!("shelf/t{nth}/{path}"), node, sound, size));
        }
    }
    let first = room.ingest(&top);
    assert!(
        matches!(first.code, Some(0 | 3)),
        "{}\n{}",
        first.typed,
        first.err
    );
    let ledger = first.json()["ledger"].clone();
    assert_eq!(ledger["balanced"], true, "{ledger}");
    let listed = listed(&room);
    for (path, node, sound, size) in &planted {
        if !sound {
            let shown = |address: &&Address| address.0 == *path;
            let any = listed.places.keys().any(|a| shown(&a))
                || listed.bare_problems.iter().any(|a| shown(&a))
                || listed.excluded.keys().any(|a| shown(&a));
            assert!(any, "{path} ({size} bytes) shows up nowhere");
            continue;
        }
        let mut items = Vec::new();
        let name = path.rsplit('/').next().expect("a name").to_owned();
        match node {
            // the file's own name stands where a step would
            Node::Gzip(inner) => {
                let content = Step::Member(name.strip_suffix(".gz").unwrap_or(&name).to_owned());
                inner.items(&[content], false, &mut items);
            }
            node => node.items(&[], true, &mut items),
        }
        let mut expected = BTreeMap::new();
        for (steps, fate) in items {
            let part = Some(part_address(&steps)).filter(|part| !part.is_empty());
            expected.insert((path.clone(), part), fate);
        }
        for (address, fate) in &expected {
            let times = [
                listed.places.get(address).copied().unwrap_or(0),
                usize::from(listed.bare_problems.contains(address)),
                listed.excluded.get(address).copied().unwrap_or(0),
            ];
            let wanted = match fate {
                Fate::Record => [1, 0, 0],
                Fate::Problem => [0, 1, 0],
                Fate::Excluded => [0, 0, 1],
            };
            assert_eq!(times, wanted, "{address:?} of {node:?}");
        }
        let shown = listed
            .places
            .keys()
            .chain(&listed.bare_problems)
            .chain(listed.excluded.keys());
        for address in shown.filter(|address| address.0 == *path) {
            assert!(expected.contains_key(address), "{address:?} of {node:?}");
        }
    }
    // a container that was opened may have a problem of its own and is no item; an empty file is one
    let empty = |path: &str| planted.iter().any(|file| file.0 == path && file.3 == 0);
    let bare = listed.bare_problems.iter();
    let bare = bare
        .filter(|(path, part)| part.is_some() || empty(path))
        .count();
    let places: usize = listed.places.values().sum();
    let excluded: usize = listed.excluded.values().sum();
    assert!(
        listed
            .places
            .values()
            .chain(listed.excluded.values())
            .all(|times| *times == 1)
    );
    assert_eq!(ledger["items"], places + bare + excluded, "{ledger}");
    assert_eq!(ledger["excluded"], excluded, "{ledger}");
    let again = room.ingest(&top).json();
    for key in ["added", "changed", "removed", "missing"] {
        assert_eq!(again[key], 0, "{key}: {again}");
    }
    assert_eq!(again["unchanged"], planted.len(), "{again}");
    assert_eq!(again["ledger"], ledger);
}

#[test]
fn every_file_and_member_of_a_random_tree_shows_up_exactly_once() {
    let planned = (any::<u8>(), node(), fault());
    let tree = prop::collection::vec(planned, 1..7);
    let shelf = prop::collection::vec(tree, TREES);
    let config = Config {
        cases: ROOMS,
        max_shrink_iters: 40,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let outcome = runner.run(&shelf, |shelf| {
        check(&shelf);
        Ok(())
    });
    if let Err(reason) = outcome {
        panic!("{reason}");
    }
}

#[test]
fn a_member_is_found_searched_and_taken_out_again() {
    let room = Room::new();
    let tree = room.path("letters");
    fs::create_dir(&tree).expect("a folder");
    let letter = docx("The ptarmigan is filed under INV/0283/2020.");
    let pack = zip(&[
        Member::new("inner/letter.docx", letter.clone()),
        Member::new("__MACOSX/inner/._letter.docx", "\0\u{5}\u{16}\u{7}"),
    ]);
    fs::write(tree.join("pack.zip"), &pack).expect("written");
    fs::write(
        tree.join("note.eml"),
        message("covering", &[("pack.zip", &pack)]),
    )
    .expect("written");
    let answer = room.ingest(&tree).ends(0).json();
    assert_eq!(answer["ledger"]["items"], 5, "{answer}");
    assert_eq!(answer["ledger"]["excluded"], 2, "{answer}");
    let hits = room
        .run(&["search", "ptarmigan", "--format", "jsonl", "--no-log"])
        .lines_of_json();
    assert_eq!(hits.len(), 1);
    let places: Vec<(&str, &str)> = hits[0]["locations"]
        .as_array()
        .expect("locations")
        .iter()
        .filter_map(|place| Some((place["path"].as_str()?, place["part"].as_str()?)))
        .collect();
    assert_eq!(
        places,
        [
            (
                "letters/note.eml",
                "attachment 1: pack.zip > inner/letter.docx"
            ),
            ("letters/pack.zip", "inner/letter.docx"),
        ]
    );
    let id = hits[0]["id"].as_str().expect("an id");
    let raw = room
        .command(&["show", id, "--raw"])
        .output()
        .expect("recordroom starts");
    assert_eq!(raw.stdout, letter);
    let stats = room.run(&["stats", "--format", "json"]).json();
    assert_eq!(
        stats["excluded"][1]["part"], "__MACOSX/inner/._letter.docx",
        "{stats}"
    );
    room.run(&["verify", "--originals"]).ends(0);
}
