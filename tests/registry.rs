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
use recordroom::facts::Tables;
use serde::Deserialize;
use serde_json::Value;

/// Each fact: how many were right, of how many, when it was last measured.
const FLOORS: &[(&str, usize, usize)] = &[
    ("kind", 253, 255),
    ("date", 244, 245),
    ("date_source", 224, 225),
    ("from", 191, 192),
    ("to", 139, 141),
    ("cc", 3, 3),
    ("addresses", 65, 65),
    ("references", 252, 252),
    ("roles", 207, 209),
    ("issuers", 22, 22),
    ("not_references", 35, 35),
    ("marking", 28, 28),
    ("provisions", 152, 154),
    ("thread", 21, 21),
    ("cites", 66, 66),
    ("cites_record", 30, 30),
    ("carriers", 14, 14),
    ("draft", 17, 17),
    ("writers", 10, 10),
    ("mentions", 49, 49),
    ("doubt", 12, 12),
    ("subject", 24, 24),
];

/// The order in which the facts are shown.
const FACTS: [&str; 22] = [
    "kind",
    "date",
    "date_source",
    "from",
    "to",
    "cc",
    "addresses",
    "references",
    "roles",
    "issuers",
    "not_references",
    "marking",
    "provisions",
    "thread",
    "cites",
    "cites_record",
    "carriers",
    "draft",
    "writers",
    "mentions",
    "doubt",
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
    #[serde(default)]
    from_or: Vec<String>,
    to: Option<Paths>,
    #[serde(default)]
    to_or: Vec<String>,
    cc: Option<Paths>,
    from_address: Option<String>,
    to_address: Option<String>,
    subject: Option<String>,
    references: Option<Vec<String>>,
    #[serde(default)]
    roles: BTreeMap<String, String>,
    #[serde(default)]
    roles_or: BTreeMap<String, Paths>,
    #[serde(default)]
    issuers: BTreeMap<String, Paths>,
    #[serde(default)]
    references_may: Vec<String>,
    #[serde(default)]
    references_not: Vec<String>,
    #[serde(default)]
    possible_references: Vec<String>,
    marking: Option<String>,
    #[serde(default)]
    provisions: Vec<String>,
    #[serde(default)]
    provisions_not: Vec<String>,
    thread_with: Option<Paths>,
    thread_with_part: Option<String>,
    thread_not_with: Option<Paths>,
    #[serde(default)]
    thread_not_with_part: Vec<String>,
    #[serde(default)]
    mentions: Vec<String>,
    doubt: Option<String>,
    #[serde(default)]
    cites: Vec<String>,
    cites_record: Option<Paths>,
    carrier_of: Option<Paths>,
    carrier_of_part: Option<String>,
    carrier_not: Option<Paths>,
    draft: Option<bool>,
    draft_of: Option<String>,
    draft_of_part: Option<String>,
    #[serde(default)]
    quoted_from: Vec<String>,
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
    tables: Tables,
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

    /// The record that a label of this specimen names.
    fn named(&self, one: &Specimen, path: &str, part: Option<&str>) -> Option<&Value> {
        self.at(&one.set, path, part)
    }

    /// Whether two names are of one organisation, by any of its aliases.
    fn same(&self, found: &str, wanted: &str) -> bool {
        let short = |name: &str| self.tables.parties.by_name(name).map(str::to_lowercase);
        found.eq_ignore_ascii_case(wanted)
            || short(wanted).is_some_and(|wanted| short(found) == Some(wanted))
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
    Filed {
        records,
        tables: Tables::built_in(),
    }
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
        // a descriptor behind the scheme's own word is a handling caveat to some
        let found = record["marking"].as_str().unwrap_or_default();
        let (scheme, _) = found
            .split_once(": ")
            .or(found.split_once(" - "))
            .unwrap_or((found, ""));
        tally.note(
            "marking",
            one,
            found == marking || scheme == marking,
            || format!("{}, not {marking:?}", record["marking"]),
        );
    }
    if !one.mentions.is_empty() {
        let days = record["mentions"].as_array().cloned().unwrap_or_default();
        // a day printed in it may be the one that it bears itself
        let own = |day: &str| record["date_source"] == "letter" && record["date"] == day;
        let right = one
            .mentions
            .iter()
            .all(|day| days.contains(&day.as_str().into()) || own(day));
        tally.note("mentions", one, right, || {
            format!("{days:?}, without some of {:?}", one.mentions)
        });
    }
    if let Some(doubt) = &one.doubt {
        let words: &[&str] = match doubt.as_str() {
            "date" => &["date", "day"],
            "reference" => &["reference", "number"],
            "sender" => &["sender", "wrote", "from"],
            _ => &["thread", "conversation", "header"],
        };
        let said = record["doubts"].to_string().to_lowercase();
        let right = words.iter().any(|word| said.contains(word));
        tally.note("doubt", one, right, || {
            format!("{said}, nothing of {doubt}")
        });
    }
    if let Some(draft) = one.draft {
        tally.note("draft", one, record["draft"] == draft, || {
            format!("{}, not {draft}", record["draft"])
        });
    }
    judge_sides(one, record, filed, tally);
    judge_references(one, record, filed, tally);
    judge_ties(one, record, filed, tally);
}

fn judge_sides(one: &Specimen, record: &Value, filed: &Filed, tally: &mut Tally) {
    let mut side = |fact: &'static str, wanted: &str| {
        let parties = record[fact].as_array().cloned().unwrap_or_default();
        let is = |wanted: &str| match wanted {
            "" | "none" => parties.iter().all(|party| party["organisation"].is_null()),
            // somebody who writes for himself is told by his name
            wanted => parties.iter().any(|party| match &party["organisation"] {
                Value::String(found) => filed.same(found, wanted),
                _ => party["name"] == wanted,
            }),
        };
        let or = match fact {
            "from" => one.from_or.as_slice(),
            "to" => one.to_or.as_slice(),
            _ => &[],
        };
        let right = is(wanted) || or.iter().any(|other| is(other));
        tally.note(fact, one, right, || {
            format!("{}, not {wanted:?}", record[fact])
        });
    };
    if let Some(wanted) = &one.from {
        side("from", wanted);
    }
    for wanted in one.to.iter().flat_map(Paths::each) {
        side("to", wanted);
    }
    for wanted in one.cc.iter().flat_map(Paths::each) {
        side("cc", wanted);
    }
    for (side, wanted) in [("from", &one.from_address), ("to", &one.to_address)] {
        let Some(wanted) = wanted else { continue };
        let right = each(&record[side], "address").contains(&wanted.as_str());
        tally.note("addresses", one, right, || {
            format!("{side} {}, not {wanted}", record[side])
        });
    }
    for writer in &one.quoted_from {
        let quoted = &record["quoted"];
        let right = ["from", "name", "organisation", "address"]
            .iter()
            .flat_map(|key| each(quoted, key))
            .any(|found| filed.same(found, writer));
        tally.note("writers", one, right, || {
            format!("{quoted}, without {writer}")
        });
    }
}

fn judge_references(one: &Specimen, record: &Value, filed: &Filed, tally: &mut Tally) {
    let found: BTreeMap<&str, &str> = each(&record["references"], "canonical")
        .into_iter()
        .zip(each(&record["references"], "role"))
        .collect();
    if let Some(wanted) = &one.references {
        let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
        let may = |read: &&str| one.references_may.iter().any(|may| may == read);
        let read: BTreeSet<&str> = found.keys().copied().filter(|read| !may(read)).collect();
        tally.note("references", one, wanted == read, || {
            format!("{read:?}, not {wanted:?}")
        });
    }
    for (canonical, role) in &one.roles {
        let read = found.get(canonical.as_str()).copied();
        let or = one.roles_or.get(canonical);
        let right = read.is_some_and(|read| {
            read == role || or.is_some_and(|or| or.each().any(|other| other == read))
        });
        tally.note("roles", one, right, || {
            format!("{canonical} is {read:?}, not {role}")
        });
    }
    for (canonical, bodies) in &one.issuers {
        let of_it = record["references"].as_array().into_iter().flatten();
        let read: Vec<&str> = of_it
            .filter(|read| read["canonical"] == canonical.as_str())
            .filter_map(|read| read["issuer"].as_str())
            .collect();
        // of several bodies that number so none is named, unless the record's parties tell
        let right = bodies.each().all(|body| {
            read.iter().any(|read| filed.same(read, body))
                || bodies.each().count() > 1 && read.contains(&"unattributed")
        });
        tally.note("issuers", one, right, || {
            format!(
                "{canonical} is of {read:?}, not of {:?}",
                bodies.each().collect::<Vec<_>>()
            )
        });
    }
    for tempting in one.references_not.iter().chain(&one.possible_references) {
        let right = !found.contains_key(tempting.as_str());
        tally.note("not_references", one, right, || {
            format!("{tempting} is taken")
        });
    }
    let possible = each(&record["possible_references"], "canonical");
    for like in &one.possible_references {
        tally.note(
            "not_references",
            one,
            possible.contains(&like.as_str()),
            || format!("{like} is not among the look-alikes {possible:?}"),
        );
    }
    let read: Vec<String> = each(&record["provisions"], "act")
        .iter()
        .zip(each(&record["provisions"], "provision"))
        .map(|(act, provision)| match *act {
            "FOIA" => provision.to_owned(),
            act => format!("{act}:{provision}"),
        })
        .collect();
    for wanted in &one.provisions {
        tally.note("provisions", one, read.contains(wanted), || {
            format!("{read:?}, without {wanted}")
        });
    }
    for wrong in &one.provisions_not {
        tally.note("provisions", one, !read.contains(wrong), || {
            format!("{wrong} is taken")
        });
    }
}

fn judge_ties(one: &Specimen, record: &Value, filed: &Filed, tally: &mut Tally) {
    let together =
        |other: &Value| !other["thread"].is_null() && other["thread"] == record["thread"];
    for path in one.thread_with.iter().flat_map(Paths::each) {
        let other = filed.named(one, path, one.thread_with_part.as_deref());
        tally.note("thread", one, other.is_some_and(together), || {
            format!("not with {path}")
        });
    }
    let parts = one.thread_not_with_part.iter();
    let of_other = one.thread_not_with.iter().flat_map(Paths::each);
    let apart = of_other
        .map(|path| (path, None))
        .chain(parts.map(|part| (one.path.as_str(), Some(part.as_str()))));
    for (path, part) in apart {
        let other = filed.named(one, path, part);
        tally.note(
            "thread",
            one,
            other.is_some_and(|other| !together(other)),
            || format!("with {path} {part:?}"),
        );
    }
    let cited = each(&record["cites"], "date");
    for day in &one.cites {
        tally.note("cites", one, cited.contains(&day.as_str()), || {
            format!("{}, without {day}", record["cites"])
        });
    }
    let held = each(&record["cites"], "record");
    let id = |path: &str, part: Option<&str>| {
        let record = filed.named(one, path, part)?;
        record["id"].as_str()
    };
    for path in one.cites_record.iter().flat_map(Paths::each) {
        let (path, part) = path
            .split_once(" > ")
            .map_or((path, None), |(path, part)| (path, Some(part)));
        // a letter in another form is the same letter
        let letter = filed.named(one, path, part);
        let forms = letter.map(|letter| letter["carriers"].as_array().into_iter().flatten());
        let mut forms = forms.into_iter().flatten().filter_map(Value::as_str);
        let right = id(path, part).is_some_and(|id| held.contains(&id))
            || forms.any(|form| held.contains(&form));
        tally.note("cites_record", one, right, || {
            format!("{}, without {path}", record["cites"])
        });
    }
    let carriers: Vec<&str> = record["carriers"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for path in one.carrier_of.iter().flat_map(Paths::each) {
        let other = id(path, one.carrier_of_part.as_deref());
        let right = other.is_some_and(|other| carriers.contains(&other));
        tally.note("carriers", one, right, || format!("not of {path}"));
    }
    for path in one.carrier_not.iter().flat_map(Paths::each) {
        let other = id(path, None);
        let right = other.is_some_and(|other| !carriers.contains(&other));
        tally.note("carriers", one, right, || format!("of {path}"));
    }
    if let Some(path) = &one.draft_of {
        let right = record["draft_of"].as_str() == id(path, one.draft_of_part.as_deref());
        tally.note("draft", one, right, || {
            format!("of {}, not of {path}", record["draft_of"])
        });
    }
}

#[test]
fn facts_are_read_as_an_officer_labelled_them() {
    let truth = fs::read_to_string(house("sample_corpus/truth.toml")).expect("the truth is there");
    let truth: Truth = toml::from_str(&truth).expect("the truth is a table");
    assert!(truth.specimen.len() >= 270, "the truth was emptied");
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
