//! The specimens of `sample_corpus/formats`: each becomes what `truth.toml` says beside it, and no format lacks one.

use std::collections::BTreeSet;
use std::fs;

use recordroom::extract::{Format, Item, Limits, Specimen, Step, sniff, tree};
use serde::Deserialize;

use crate::program::house;

#[derive(Deserialize)]
struct Truth {
    specimen: Vec<Row>,
}

/// A file, and the items that come out of it, in their order.
#[derive(Deserialize)]
struct Row {
    file: String,
    /// The format that takes it, containers too.
    format: Format,
    item: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    /// Its last step; absent for the file itself.
    part: Option<String>,
    format: Format,
    title: Option<String>,
    /// Runs of words that its text holds, blanks and line ends all one.
    #[serde(default)]
    words: Vec<String>,
    /// The category of its problem.
    problem: Option<String>,
    /// The beginning of the rule by which it is passed by.
    excluded: Option<String>,
}

fn last_step(item: &Item) -> Option<String> {
    item.steps.last().map(|step| match step {
        Step::Message(n) => format!("message {n}"),
        Step::Attachment(n, name) => match name {
            Some(name) => format!("attachment {n}: {name}"),
            None => format!("attachment {n}"),
        },
        Step::Member(path) => path.clone(),
    })
}

fn text_of(item: &Item) -> String {
    let mut text = String::new();
    for field in item
        .extraction
        .headers
        .iter()
        .chain(&item.extraction.metadata)
    {
        text.push_str(&format!("{}: {}\n", field.name, field.value));
    }
    for passage in &item.extraction.passages {
        text.push_str(&passage.text);
        text.push('\n');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn judge(row: &Row, wrong: &mut Vec<String>) {
    let bytes = fs::read(house("sample_corpus/formats").join(&row.file));
    let bytes = bytes.unwrap_or_else(|cause| panic!("{}: {cause}", row.file));
    let specimen = Specimen {
        bytes: &bytes,
        // by what it is, not by what it is called
        name: "",
        declared: None,
        charset: None,
    };
    let mut say = |told: String| wrong.push(format!("{}: {told}", row.file));
    let format = sniff::pick(&specimen).format();
    // a text, and a table of values, look like each other
    let by_name = matches!(row.format, Format::Csv);
    if format != row.format && !by_name {
        say(format!("it is taken for {format:?}, not {:?}", row.format));
    }
    let reading = tree::read_file(&bytes, &row.file, &Limits::default());
    if reading.items.len() != row.item.len() || !reading.problems.is_empty() {
        let found: Vec<_> = reading.items.iter().map(last_step).collect();
        say(format!("{found:?} {:?}", reading.problems));
    }
    for (item, expected) in reading.items.iter().zip(&row.item) {
        let place = format!("{:?}", expected.part);
        if last_step(item) != expected.part || item.extraction.format != expected.format {
            say(format!(
                "{place}: {:?}, {:?}",
                last_step(item),
                item.extraction.format
            ));
        }
        let text = text_of(item);
        for words in &expected.words {
            if !text.contains(words.as_str()) {
                say(format!("{place}: no {words:?} in {text:?}"));
            }
        }
        let title = item
            .extraction
            .metadata
            .iter()
            .find(|field| field.name == "title");
        if expected.title.is_some() && title.map(|field| &field.value) != expected.title.as_ref() {
            say(format!("{place}: the title is {title:?}"));
        }
        let problems: Vec<String> = item
            .problems
            .iter()
            .map(|problem| {
                serde_json::to_string(&problem.category)
                    .unwrap()
                    .replace('"', "")
            })
            .collect();
        let due: Vec<String> = expected.problem.clone().into_iter().collect();
        if problems != due {
            say(format!("{place}: {:?}, and {due:?} is due", item.problems));
        }
        let rule = item.excluded.as_deref().unwrap_or_default();
        if expected.excluded.is_some() != item.excluded.is_some()
            || !rule.starts_with(expected.excluded.as_deref().unwrap_or_default())
        {
            say(format!("{place}: passed by for {rule:?}"));
        }
    }
}

fn truth() -> Vec<Row> {
    let text = fs::read_to_string(house("sample_corpus/formats/truth.toml")).expect("the truth");
    let truth: Truth = toml::from_str(&text).expect("a table");
    truth.specimen
}

#[test]
fn every_format_has_a_specimen_and_every_specimen_becomes_what_is_said_of_it() {
    let rows = truth();
    let have: Vec<Format> = rows.iter().map(|row| row.format).collect();
    let lacking: Vec<Format> = sniff::formats()
        .filter(|format| !have.contains(format))
        .collect();
    assert!(
        lacking.is_empty(),
        "no specimen of {lacking:?} in sample_corpus/formats"
    );
    assert!(have.len() >= 29, "the truth was emptied");
    let mut wrong = Vec::new();
    for row in &rows {
        judge(row, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_among_the_specimens_is_spoken_of() {
    let told: BTreeSet<String> = truth().into_iter().map(|row| row.file).collect();
    let there: BTreeSet<String> = fs::read_dir(house("sample_corpus/formats"))
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| !matches!(name.as_str(), "README.md" | "truth.toml"))
        .collect();
    assert_eq!(there, told);
}
