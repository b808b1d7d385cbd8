//! Single lines of print by somebody who had not seen the readers, against `labels/stranger_references.toml`,
//! `stranger_provisions.toml` and `stranger_cites.toml`, each read inside a short paper.

use recordroom::facts::{self, Facts, Form, Tables, View};
use serde::Deserialize;

/// What was right when the tables were last read: a change may raise these, never lower them.
const REACHED_REFERENCES: usize = 68;
/// The same of provisions.
const REACHED_PROVISIONS: usize = 60;
/// The same of letters that a letter cites.
const REACHED_CITES: usize = 46;

#[derive(Deserialize)]
struct Strings {
    string: Vec<OfReferences>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfReferences {
    text: String,
    expected: Vec<String>,
}

#[derive(Deserialize)]
struct Passages {
    passage: Vec<OfProvisions>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfProvisions {
    text: String,
    expected: Vec<Limb>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Limb {
    provision: String,
    act: Option<String>,
}

#[derive(Deserialize)]
struct Letters {
    letter: Vec<OfCites>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfCites {
    text: String,
    expected: Vec<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Day {
    date: String,
}

fn read(text: &str, tables: &Tables) -> Facts {
    facts::read(&View::of_text(Form::Text, text), tables)
}

fn noted(line: &str) -> String {
    format!("Note 1000\n\n{line}\n")
}

fn letters_and_digits(printed: &str) -> String {
    printed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .flat_map(char::to_lowercase)
        .collect()
}

fn tell(set: &str, right: usize, asked: usize, reached: usize) {
    println!("{set:20} {right:4} {asked:4}");
    assert!(
        right >= reached,
        "{set}: {right} of {asked}, and {reached} were reached"
    );
}

#[test]
fn references_in_lines_of_a_stranger_are_read() {
    let labels: Strings = toml::from_str(include_str!("labels/stranger_references.toml"))
        .expect("the labels are sound");
    assert!(labels.string.len() >= 75, "the labels were emptied");
    let tables = Tables::built_in();
    let mut right = 0;
    for label in &labels.string {
        let facts = read(&noted(&label.text), &tables);
        let set = |mut names: Vec<String>| {
            names.sort();
            names.dedup();
            names
        };
        let found = facts.references.iter();
        let found = set(found
            .map(|one| letters_and_digits(&one.canonical))
            .collect());
        let wanted = label.expected.iter();
        if found == set(wanted.map(|one| letters_and_digits(one)).collect()) {
            right += 1;
        } else {
            println!("{:?} gave {found:?}, not {:?}", label.text, label.expected);
        }
    }
    tell(
        "stranger_references",
        right,
        labels.string.len(),
        REACHED_REFERENCES,
    );
}

#[test]
fn provisions_in_lines_of_a_stranger_are_read() {
    let labels: Passages = toml::from_str(include_str!("labels/stranger_provisions.toml"))
        .expect("the labels are sound");
    assert!(labels.passage.len() >= 55, "the labels were emptied");
    let tables = Tables::built_in();
    let mut right = 0;
    for label in &labels.passage {
        let facts = read(&noted(&label.text), &tables);
        let whole = label.expected.iter().all(|limb| {
            facts.provisions.iter().any(|one| {
                letters_and_digits(&one.provision) == letters_and_digits(&limb.provision)
                    && (limb.act.is_none() || limb.act == one.act)
            })
        });
        if whole {
            right += 1;
        } else {
            let found: Vec<_> = facts
                .provisions
                .iter()
                .map(|one| (one.provision.as_str(), one.act.as_deref()))
                .collect();
            println!("{:?} gave {found:?}, not {:?}", label.text, label.expected);
        }
    }
    tell(
        "stranger_provisions",
        right,
        labels.passage.len(),
        REACHED_PROVISIONS,
    );
}

#[test]
fn letters_cited_in_lines_of_a_stranger_are_read() {
    let labels: Letters =
        toml::from_str(include_str!("labels/stranger_cites.toml")).expect("the labels are sound");
    assert!(labels.letter.len() >= 50, "the labels were emptied");
    let tables = Tables::built_in();
    let mut right = 0;
    for label in &labels.letter {
        let line = &label.text;
        let text = format!(
            "KENT POLICE\nSutton Road, Maidstone ME15 9BZ\n\nInformation Commissioner's Office\nWycliffe House\nWilmslow\n\n14 March 2022\n\nDear Sirs\n\n{line}\n\nYours faithfully\n\nA Officer\nKent Police\n"
        );
        let facts = read(&text, &tables);
        let mut found: Vec<String> = facts
            .cites
            .iter()
            .filter_map(|one| one.date.map(|day| day.to_string()))
            .collect();
        found.sort();
        let mut wanted: Vec<&str> = label.expected.iter().map(|day| day.date.as_str()).collect();
        wanted.sort_unstable();
        if found == wanted {
            right += 1;
        } else {
            println!("{line:?} gave {found:?}, not {wanted:?}");
        }
    }
    tell("stranger_cites", right, labels.letter.len(), REACHED_CITES);
}
