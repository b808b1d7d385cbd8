//! References read out of labelled strings, as a careful officer reads them.

use std::collections::{BTreeMap, BTreeSet};

use recordroom::facts::references::{Families, Found};
use recordroom::facts::{self, Form, Tables, View};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Labels {
    families: Vec<String>,
    string: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    text: String,
    expected: Vec<Named>,
    #[serde(default)]
    allowed: Vec<Named>,
    possible: Option<String>,
    why: Option<String>,
    #[serde(default)]
    hard: bool,
}

#[derive(Deserialize, Debug, Clone, PartialEq, Eq)]
struct Named {
    family: String,
    canonical: String,
}

/// How many of the strings damaged beyond the ordinary may be read wrongly: two numbers that a scanner cut short,
/// and one that it broke over three paragraphs.
const HARD_MISSES: usize = 3;

/// The table of labels of this name.
fn labelled<T: DeserializeOwned>(table: &str) -> T {
    let path = format!("{}/tests/labels/{table}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the labels are there");
    toml::from_str(&text).expect("the labels are a table")
}

/// The references of the families that the labels judge, each once, in order of first place.
fn names(found: Vec<Found>, judged: &[String]) -> Vec<Named> {
    let mut names = Vec::new();
    for each in found {
        let name = Named {
            family: each.reference.family().to_owned(),
            canonical: each.reference.canonical().to_owned(),
        };
        if judged.contains(&name.family) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[test]
fn labelled_strings_give_the_references_that_they_print() {
    let families = Families::built_in().expect("the table proves itself");
    let labels: Labels = labelled("references");
    let mut hard_misses = 0;
    let mut wrong = Vec::new();
    for string in &labels.string {
        let found = names(families.find(&string.text), &labels.families);
        let expected: Vec<_> = found
            .iter()
            .filter(|name| string.expected.contains(name))
            .cloned()
            .collect();
        let more = found
            .iter()
            .filter(|name| !string.expected.contains(name) && !string.allowed.contains(name))
            .count();
        if expected != string.expected || more > 0 {
            let why = string.why.as_deref().unwrap_or("plain");
            if string.hard {
                hard_misses += 1;
                eprintln!("hard ({why}): {:?} gave {found:?}", string.text);
            } else {
                wrong.push(format!("{why}: {:?} gave {found:?}", string.text));
            }
        }
    }
    assert!(labels.string.len() >= 150, "the labels were emptied");
    assert!(
        wrong.is_empty(),
        "{} of {} wrong:\n{}",
        wrong.len(),
        labels.string.len(),
        wrong.join("\n")
    );
    assert!(hard_misses <= HARD_MISSES, "{hard_misses} hard ones wrong");
}

#[test]
fn labelled_look_alikes_are_possible_and_nothing_else_is() {
    let families = Families::built_in().expect("the table proves itself");
    let labels: Labels = labelled("references");
    let mut wrong = Vec::new();
    let mut look_alikes = 0;
    for string in &labels.string {
        let possible: Vec<String> = names(families.possible(&string.text), &labels.families)
            .into_iter()
            .map(|name| name.canonical)
            .collect();
        look_alikes += usize::from(string.possible.is_some());
        if possible != Vec::from_iter(string.possible.clone()) {
            wrong.push(format!("{:?} gave {possible:?}", string.text));
        }
    }
    assert!(look_alikes > 0, "the labels hold no look-alike");
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_reason_for_difficulty_is_met_by_at_least_one_label_and_every_judged_family_too() {
    let labels: Labels = labelled("references");
    let mut of_family: BTreeMap<&str, usize> = BTreeMap::new();
    for name in labels.string.iter().flat_map(|string| &string.expected) {
        *of_family.entry(&name.family).or_default() += 1;
    }
    for family in &labels.families {
        assert!(
            of_family.contains_key(family.as_str()),
            "no label prints a reference of `{family}`"
        );
    }
}

#[derive(Deserialize)]
struct Elided {
    families: Vec<String>,
    string: Vec<OfList>,
}

#[derive(Deserialize)]
struct OfList {
    text: String,
    expected: Vec<String>,
    #[serde(default)]
    allowed: Vec<String>,
    #[serde(default)]
    possible: Vec<String>,
    #[serde(default)]
    decoy: bool,
}

#[test]
fn labelled_lists_give_what_their_members_leave_out() {
    let families = Families::built_in().expect("the table proves itself");
    let labels: Elided = labelled("elided");
    let canonical = |found: Vec<Found>| -> BTreeSet<String> {
        let names = names(found, &labels.families).into_iter();
        names.map(|name| name.canonical).collect()
    };
    let mut wrong = Vec::new();
    for string in &labels.string {
        let (exact, possible) = families.find_with_possible(&string.text);
        let (exact, possible) = (canonical(exact), canonical(possible));
        let whole = string.expected.iter().all(|one| exact.contains(one));
        let known = |one: &String| string.expected.contains(one) || string.allowed.contains(one);
        if !whole
            || !exact.iter().all(known)
            || possible != BTreeSet::from_iter(string.possible.clone())
        {
            wrong.push(format!("{:?} gave {exact:?}, {possible:?}", string.text));
        }
    }
    let decoys = labels.string.iter().filter(|string| string.decoy).count();
    assert!(decoys >= 12 && labels.string.len() - decoys >= 24);
    assert!(
        wrong.is_empty(),
        "{} of {} wrong:\n{}",
        wrong.len(),
        labels.string.len(),
        wrong.join("\n")
    );
}

#[derive(Deserialize)]
struct OfFamilies {
    family: Vec<OfFamily>,
}

#[derive(Deserialize)]
struct OfFamily {
    key: String,
    prints: BTreeMap<String, Vec<String>>,
    decoys: Vec<String>,
}

#[test]
fn every_family_of_the_table_has_labelled_numbers_and_decoys_and_reads_them_so() {
    let families = Families::built_in().expect("the table proves itself");
    let of: OfFamilies = labelled("families");
    let judged: Labels = labelled("references");
    let (mut wrong, mut read) = (Vec::new(), 0);
    for row in families.rows() {
        if judged.families.contains(&row.key) {
            continue;
        }
        let Some(one) = of.family.iter().find(|one| one.key == row.key) else {
            wrong.push(format!("no label prints a number of `{}`", row.key));
            continue;
        };
        let printed: usize = one.prints.values().map(Vec::len).sum();
        if printed < 2 || one.decoys.len() < 2 {
            wrong.push(format!("`{}` has too few labels", row.key));
        }
        let own = |text: &str| -> Vec<String> {
            let found = families.find(text).into_iter();
            let own = found.filter(|found| found.reference.family() == row.key);
            own.map(|found| found.reference.canonical().to_owned())
                .collect()
        };
        for (canonical, texts) in &one.prints {
            for text in texts {
                read += 1;
                if own(text) != [canonical.as_str()] {
                    wrong.push(format!("{}: {text:?} gave {:?}", row.key, own(text)));
                }
            }
        }
        for text in &one.decoys {
            read += 1;
            if !own(text).is_empty() {
                wrong.push(format!(
                    "{}: the decoy {text:?} gave {:?}",
                    row.key,
                    own(text)
                ));
            }
        }
    }
    let unknown = of
        .family
        .iter()
        .filter(|one| families.row(&one.key).is_none());
    wrong.extend(unknown.map(|one| format!("no family is called `{}`", one.key)));
    assert!(
        wrong.is_empty(),
        "{} of {read} wrong: {wrong:#?}",
        wrong.len()
    );
}

#[derive(Deserialize)]
struct Printed {
    string: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    text: String,
    expected: BTreeSet<String>,
    #[serde(default)]
    possible: BTreeSet<String>,
}

/// How many of the lines were right when they were last read: a change may raise this, never lower it.
const REACHED_LINES: usize = 53;

#[test]
fn lines_of_print_give_what_they_print_and_offer_what_they_may() {
    let labels: Printed = labelled("printed_lines");
    assert!(labels.string.len() >= 60, "the labels were emptied");
    let (tables, mut right) = (Tables::built_in(), 0);
    for line in &labels.string {
        let facts = facts::read(&View::of_text(Form::Text, &line.text), &tables);
        let found = facts.references.into_iter();
        let found: BTreeSet<String> = found.map(|one| one.canonical).collect();
        let offered = tables.families.possible(&line.text).into_iter();
        let offered: BTreeSet<String> = offered
            .map(|one| one.reference.canonical().to_owned())
            .collect();
        if found == line.expected && offered == line.possible {
            right += 1;
        } else {
            println!("{:?} gave {found:?}, {offered:?}", line.text);
        }
    }
    println!("{right} of {} lines", labels.string.len());
    assert!(right >= REACHED_LINES, "{right} of {REACHED_LINES}");
}

/// `RECORDROOM_REFERENCES=table.tsv cargo test --release --test references -- --ignored --nocapture`: a table of
/// printed strings (`\n` is a line break), a label of the family (`NONE` for none), and canonical forms joined by `;`.
#[test]
#[ignore = "measures a table that is named in RECORDROOM_REFERENCES"]
fn a_table_of_printed_references_is_read() {
    let path = std::env::var("RECORDROOM_REFERENCES").expect("the table's path");
    let table = std::fs::read_to_string(path).expect("a table");
    let families = Families::built_in().expect("the table proves itself");
    let (mut rows, mut wrong, mut nones, mut taken) = (0, 0, 0, 0);
    for line in table.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(printed), Some(label), Some(canonical)) =
            (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let printed = printed.replace("\\n", "\n");
        let mut found: Vec<String> = Vec::new();
        for one in families.find(&printed) {
            let canonical = one.reference.canonical().to_owned();
            if !found.contains(&canonical) {
                found.push(canonical);
            }
        }
        let wanted: Vec<&str> = canonical.split(';').filter(|one| !one.is_empty()).collect();
        if label == "NONE" {
            nones += 1;
            taken += usize::from(!found.is_empty());
        } else {
            rows += 1;
            wrong += usize::from(found != wanted);
        }
        if found != wanted {
            println!("{label}: {printed:?} gave {found:?}, not {wanted:?}");
        }
    }
    println!(
        "{} of {rows} right; {taken} of {nones} that are none were taken for one",
        rows - wrong
    );
    assert!(rows > 0);
}
