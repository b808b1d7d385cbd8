//! How much of what a records officer would say of a record is read right, over the whole sample corpus.
//!
//! `sample_corpus/truth.toml` was labelled by people who saw no code. The folders `archive` and `registry` are filed in
//! one archive, and each labelled fact of each specimen is judged. The table printed by `cargo test --release --test
//! registry -- --nocapture` gives right/total for each fact, and the class of specimens that does worst in it. What
//! stands in `FLOORS` was reached when it was last measured: a change may raise it, never lower it.

#[path = "program/mod.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use program::{Room, house};
use serde::Deserialize;
use serde_json::Value;

/// Each fact: how many were right, of how many, when it was last measured.
const FLOORS: &[(&str, usize, usize)] = &[
    ("kind", 50, 50),
    ("date", 49, 49),
    ("date_source", 44, 44),
    ("from", 38, 38),
    ("to", 31, 31),
    ("addresses", 42, 42),
    ("references", 55, 55),
    ("marking", 7, 7),
    ("provisions", 1, 1),
    ("thread", 2, 2),
    ("cites", 6, 6),
    ("draft", 3, 3),
    ("subject", 22, 22),
];

/// The order in which the facts are shown.
const FACTS: [&str; 17] = [
    "kind",
    "date",
    "date_source",
    "from",
    "to",
    "addresses",
    "references",
    "roles",
    "marking",
    "provisions",
    "thread",
    "cites",
    "cites_record",
    "carriers",
    "draft",
    "writers",
    "subject",
];

#[derive(Deserialize)]
struct Truth {
    specimen: Vec<Specimen>,
}

/// One path or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Paths {
    One(String),
    Several(Vec<String>),
}

impl Paths {
    fn each(&self) -> impl Iterator<Item = &str> {
        let all = match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several.as_slice(),
        };
        all.iter().map(String::as_str)
    }
}

#[derive(Deserialize)]
struct Specimen {
    path: String,
    part: Option<String>,
    #[serde(default = "archive")]
    set: String,
    #[serde(default)]
    class: String,
    kind: Option<String>,
    #[serde(default)]
    kind_or: Vec<String>,
    date: Option<String>,
    date_source: Option<String>,
    from: Option<String>,
    to: Option<String>,
    from_address: Option<String>,
    to_address: Option<String>,
    subject: Option<String>,
    references: Option<Vec<String>>,
    #[serde(default)]
    roles: BTreeMap<String, String>,
    marking: Option<String>,
    #[serde(default)]
    provisions: Vec<String>,
    thread_with: Option<Paths>,
    #[serde(default)]
    cites: Vec<String>,
    cites_record: Option<Paths>,
    carrier_of: Option<Paths>,
    draft: Option<bool>,
    draft_of: Option<String>,
    #[serde(default)]
    writers: Vec<String>,
}

fn archive() -> String {
    "archive".to_owned()
}

/// A place: a path as shown, and the part inside the file.
type At = (String, Option<String>);

/// Right and wrong, by fact and by class of specimens.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<(&'static str, String), (usize, usize)>,
    wrong: Vec<String>,
}

impl Tally {
    fn note(
        &mut self,
        fact: &'static str,
        one: &Specimen,
        right: bool,
        told: impl FnOnce() -> String,
    ) {
        let class = if one.class.is_empty() {
            format!("({})", one.set)
        } else {
            one.class.clone()
        };
        let count = self.counts.entry((fact, class)).or_default();
        count.1 += 1;
        if right {
            count.0 += 1;
        } else {
            let part = one.part.as_deref().unwrap_or_default();
            self.wrong
                .push(format!("{fact} of {} {part}: {}", one.path, told()));
        }
    }

    fn whole(&self, fact: &str) -> (usize, usize) {
        let of_fact = self.counts.iter().filter(|((one, _), _)| *one == fact);
        of_fact.fold((0, 0), |sum, (_, count)| (sum.0 + count.0, sum.1 + count.1))
    }

    /// The class with the most errors in a fact, where there is one.
    fn worst(&self, fact: &str) -> String {
        let of_fact = self.counts.iter().filter(|((one, _), _)| *one == fact);
        of_fact
            .filter(|(_, (right, of))| right < of)
            .max_by_key(|(_, (right, of))| of - right)
            .map(|((_, class), (right, of))| format!("{class} {right}/{of}"))
            .unwrap_or_default()
    }
}

/// The sample corpus as filed.
struct Filed {
    records: HashMap<At, Value>,
}

impl Filed {
    fn at(&self, set: &str, path: &str, part: Option<&str>) -> Option<&Value> {
        let shown = if path.starts_with("archive/") || path.starts_with("registry/") {
            path.to_owned()
        } else {
            format!("{set}/{path}")
        };
        self.records.get(&(shown, part.map(str::to_owned)))
    }

    /// The record that a label of this specimen names: `path`, or `path > part`, in its own folder or the other.
    fn named(&self, one: &Specimen, label: &str) -> Option<&Value> {
        let (path, part) = match label.split_once(" > ") {
            Some((path, part)) => (path, Some(part)),
            None => (label, None),
        };
        [one.set.as_str(), "archive", "registry"]
            .into_iter()
            .find_map(|set| self.at(set, path, part))
    }
}

fn filed() -> Filed {
    let room = Room::new();
    room.ingest(&house("sample_corpus/archive")).ends(3);
    if house("sample_corpus/registry").exists() {
        room.ingest(&house("sample_corpus/registry"));
    }
    let all = room.run(&["search", "--all", "--no-log", "--format", "jsonl"]);
    let mut records = HashMap::new();
    for record in all.ends(0).lines_of_json() {
        for location in record["locations"].as_array().into_iter().flatten() {
            let path = location["path"].as_str().unwrap_or_default().to_owned();
            let part = location["part"].as_str().map(str::to_owned);
            records.insert((path, part), record.clone());
        }
    }
    Filed { records }
}

/// The words under a key of each item of a list.
fn each<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| item[key].as_str()).collect()
}

/// What a label says of a text: empty and `none` say that there must be nothing.
fn is(found: &Value, label: &str) -> bool {
    match label {
        "" | "none" => found.is_null(),
        _ => found.as_str() == Some(label),
    }
}

fn judge(one: &Specimen, record: &Value, filed: &Filed, tally: &mut Tally) {
    if let Some(kind) = &one.kind {
        let found = record["kind"].as_str().unwrap_or_default();
        let right = found == kind || one.kind_or.iter().any(|other| other == found);
        tally.note("kind", one, right, || {
            format!("{found} ({}), not {kind}", record["kind_reason"])
        });
    }
    if let Some(date) = &one.date {
        tally.note("date", one, is(&record["date"], date), || {
            format!("{}, not {date}", record["date"])
        });
    } else if one.date_source.as_deref() == Some("none") {
        tally.note("date", one, record["date"].is_null(), || {
            format!("{}, and it bears none", record["date"])
        });
    }
    if let Some(source) = &one.date_source {
        let right = record["date_source"] == source.as_str();
        tally.note("date_source", one, right, || {
            format!("{}, not {source}", record["date_source"])
        });
    }
    if let Some(subject) = &one.subject {
        tally.note("subject", one, is(&record["subject"], subject), || {
            format!("{}, not {subject:?}", record["subject"])
        });
    }
    if let Some(marking) = &one.marking {
        tally.note("marking", one, is(&record["marking"], marking), || {
            format!("{}, not {marking:?}", record["marking"])
        });
    }
    if let Some(draft) = one.draft {
        tally.note("draft", one, record["draft"] == draft, || {
            format!("{}, not {draft}", record["draft"])
        });
    }
    judge_sides(one, record, tally);
    judge_references(one, record, tally);
    judge_ties(one, record, filed, tally);
}

fn judge_sides(one: &Specimen, record: &Value, tally: &mut Tally) {
    for (fact, wanted) in [("from", &one.from), ("to", &one.to)] {
        let Some(wanted) = wanted else { continue };
        let parties = record[fact].as_array().cloned().unwrap_or_default();
        let right = match wanted.as_str() {
            "" | "none" => parties.iter().all(|party| party["organisation"].is_null()),
            // somebody who writes for himself is told by his name
            wanted => parties.iter().any(|party| {
                party["organisation"] == wanted
                    || party["organisation"].is_null() && party["name"] == wanted
            }),
        };
        let fact: &'static str = if fact == "from" { "from" } else { "to" };
        tally.note(fact, one, right, || {
            format!("{}, not {wanted:?}", record[fact])
        });
    }
    for (side, wanted) in [("from", &one.from_address), ("to", &one.to_address)] {
        let Some(wanted) = wanted else { continue };
        let right = each(&record[side], "address").contains(&wanted.as_str());
        tally.note("addresses", one, right, || {
            format!("{side} {}, not {wanted}", record[side])
        });
    }
    for writer in &one.writers {
        let quoted = &record["quoted"];
        let right = ["from", "name", "organisation", "address"]
            .iter()
            .any(|key| each(quoted, key).contains(&writer.as_str()));
        tally.note("writers", one, right, || {
            format!("{quoted}, without {writer}")
        });
    }
}

fn judge_references(one: &Specimen, record: &Value, tally: &mut Tally) {
    let found: BTreeMap<&str, &str> = each(&record["references"], "canonical")
        .into_iter()
        .zip(each(&record["references"], "role"))
        .collect();
    if let Some(wanted) = &one.references {
        let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
        let read: BTreeSet<&str> = found.keys().copied().collect();
        tally.note("references", one, wanted == read, || {
            format!("{read:?}, not {wanted:?}")
        });
    }
    for (canonical, role) in &one.roles {
        let read = found.get(canonical.as_str()).copied();
        tally.note("roles", one, read == Some(role), || {
            format!("{canonical} is {read:?}, not {role}")
        });
    }
    if !one.provisions.is_empty() {
        let plain = each(&record["provisions"], "provision");
        let with_act: Vec<String> = each(&record["provisions"], "act")
            .iter()
            .zip(&plain)
            .map(|(act, provision)| format!("{act} {provision}"))
            .collect();
        let right = one.provisions.iter().all(|wanted| {
            plain.contains(&wanted.as_str()) || with_act.iter().any(|found| found == wanted)
        });
        tally.note("provisions", one, right, || {
            format!("{with_act:?}, without some of {:?}", one.provisions)
        });
    }
}

fn judge_ties(one: &Specimen, record: &Value, filed: &Filed, tally: &mut Tally) {
    for label in one.thread_with.iter().flat_map(Paths::each) {
        let other = filed.named(one, label);
        let right = other
            .is_some_and(|other| !other["thread"].is_null() && other["thread"] == record["thread"]);
        tally.note("thread", one, right, || format!("not with {label}"));
    }
    let cited = each(&record["cites"], "date");
    for day in &one.cites {
        tally.note("cites", one, cited.contains(&day.as_str()), || {
            format!("{}, without {day}", record["cites"])
        });
    }
    let held = each(&record["cites"], "record");
    for label in one.cites_record.iter().flat_map(Paths::each) {
        let id = filed
            .named(one, label)
            .and_then(|other| other["id"].as_str());
        let right = id.is_some_and(|id| held.contains(&id));
        tally.note("cites_record", one, right, || {
            format!("{}, without {label}", record["cites"])
        });
    }
    for label in one.carrier_of.iter().flat_map(Paths::each) {
        let other = filed.named(one, label).map(|other| &other["id"]);
        let right = record["carriers"]
            .as_array()
            .is_some_and(|carriers| other.is_some_and(|id| carriers.contains(id)));
        tally.note("carriers", one, right, || format!("not of {label}"));
    }
    if let Some(label) = &one.draft_of {
        let other = filed.named(one, label).map(|other| &other["id"]);
        tally.note("draft", one, other == Some(&record["draft_of"]), || {
            format!("of {}, not of {label}", record["draft_of"])
        });
    }
}

#[test]
fn facts_are_read_as_an_officer_labelled_them() {
    let truth = fs::read_to_string(house("sample_corpus/truth.toml")).expect("the truth is there");
    let truth: Truth = toml::from_str(&truth).expect("the truth is a table");
    assert!(truth.specimen.len() >= 68, "the truth was emptied");
    let filed = filed();
    let mut tally = Tally::default();
    let mut absent = Vec::new();
    for one in &truth.specimen {
        match filed.at(&one.set, &one.path, one.part.as_deref()) {
            Some(record) => judge(one, record, &filed, &mut tally),
            None => absent.push(format!("{}/{} {:?}", one.set, one.path, one.part)),
        }
    }
    for difference in &tally.wrong {
        eprintln!("{difference}");
    }
    eprintln!(
        "{} specimens; without record: {absent:?}",
        truth.specimen.len()
    );
    eprintln!("{:<14} right  total  worst class", "fact");
    for fact in FACTS {
        let (right, of) = tally.whole(fact);
        eprintln!("{fact:<14} {right:>5}  {of:>5}  {}", tally.worst(fact));
    }
    let fallen: Vec<String> = FLOORS
        .iter()
        .filter_map(|&(fact, due, due_of)| {
            let (right, of) = tally.whole(fact);
            let fell = right < due || of < due_of;
            fell.then(|| format!("{fact}: {right} of {of}, and {due} of {due_of} were reached"))
        })
        .collect();
    assert!(fallen.is_empty(), "{fallen:#?}\n{:#?}", tally.wrong);
}
