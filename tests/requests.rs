//! How requests of many shapes are read, held against labels that were written without sight of the code.

use std::collections::BTreeMap;

use recordroom::facts::request::{self, Request};
use recordroom::facts::{Carried, Tables};
use serde::Deserialize;

const LABELS: &str = include_str!("labels/requests.toml");

/// What can be wrong with a reading, in the order in which it matters.
const CLASSES: [&str; 7] = [
    "items",
    "reference",
    "received",
    "references",
    "dates",
    "parties",
    "not parties",
];

#[derive(Deserialize)]
struct Labels {
    request: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    name: String,
    format: String,
    text: String,
    reference: Option<String>,
    received: Option<String>,
    items: Vec<String>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    dates: Vec<String>,
    #[serde(default)]
    parties: Vec<String>,
    #[serde(default)]
    not_parties: Vec<String>,
    why: String,
}

/// The text that the reader is given: a message's few plain headers and its body.
fn readable(label: &Label) -> String {
    let text = label.text.trim_start();
    if label.format != "eml" {
        return text.to_owned();
    }
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let shown = ["from:", "to:", "cc:", "date:", "subject:"];
    let kept: Vec<&str> = head
        .lines()
        .filter(|line| {
            shown
                .iter()
                .any(|name| line.to_lowercase().starts_with(name))
        })
        .collect();
    let body = if head.to_lowercase().contains("quoted-printable") {
        body.replace("=\n", "")
            .replace("=20", " ")
            .replace("=3D", "=")
    } else {
        body.to_owned()
    };
    let body = if head.to_lowercase().contains("text/html") {
        without_tags(&body)
    } else {
        body
    };
    format!("{}\n\n{body}", kept.join("\n"))
}

/// A page's text with each paragraph and list entry on a line of its own, as a reader of HTML gives it.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        let (tag, after) = piece.split_once('>').unwrap_or(("", piece));
        if ["p", "/p", "li", "/li", "ol", "/ol", "body", "html", "br"].contains(&tag) {
            text.push('\n');
        }
        text.push_str(after);
    }
    text
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn canonical(carried: &[Carried], besides: Option<&str>) -> Vec<String> {
    carried
        .iter()
        .map(|c| c.canonical.clone())
        .filter(|c| Some(c.as_str()) != besides)
        .collect()
}

/// What of a reading differs from its label, by class.
fn differences(label: &Label, read: &Request) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    let items: Vec<String> = read.items.iter().map(|item| squeezed(&item.text)).collect();
    let agree = items.len() == label.items.len()
        && items
            .iter()
            .zip(&label.items)
            .all(|(item, words)| item.contains(&squeezed(words)));
    if !agree {
        wrong.push(("items", format!("{:?} for {:?}", read.items, label.items)));
    }
    let none = || "none".to_owned();
    let reference = read
        .reference
        .as_ref()
        .map_or_else(none, |c| c.canonical.clone());
    if label
        .reference
        .as_ref()
        .is_some_and(|wanted| *wanted != reference)
    {
        wrong.push((
            "reference",
            format!("{reference} for {:?}", label.reference),
        ));
    }
    let received = read.received.map_or_else(none, |day| day.to_string());
    if label
        .received
        .as_ref()
        .is_some_and(|wanted| *wanted != received)
    {
        wrong.push(("received", format!("{received} for {:?}", label.received)));
    }
    let own = label.reference.as_deref();
    let references = canonical(&read.references, own);
    let wanted: Vec<String> = label
        .references
        .iter()
        .filter(|r| Some(r.as_str()) != own)
        .cloned()
        .collect();
    if references != wanted {
        wrong.push(("references", format!("{references:?} for {wanted:?}")));
    }
    let dates: Vec<String> = read.dates.iter().map(ToString::to_string).collect();
    if dates != label.dates {
        wrong.push(("dates", format!("{dates:?} for {:?}", label.dates)));
    }
    for party in label
        .parties
        .iter()
        .filter(|party| !read.parties.contains(party))
    {
        wrong.push((
            "parties",
            format!("{party} is missing from {:?}", read.parties),
        ));
    }
    for party in label
        .not_parties
        .iter()
        .filter(|party| read.parties.contains(party))
    {
        wrong.push(("not parties", format!("{party} was read")));
    }
    wrong
}

#[test]
fn requests_are_read_as_a_careful_officer_reads_them() {
    let tables = Tables::built_in().unwrap();
    let labels: Labels = toml::from_str(LABELS).unwrap();
    assert!(labels.request.len() >= 20, "too few labels to measure by");
    let mut by_class: BTreeMap<&str, usize> = BTreeMap::new();
    let mut whole = 0;
    for label in &labels.request {
        let read = request::read(&readable(label), &tables);
        let wrong = differences(label, &read);
        whole += usize::from(wrong.is_empty());
        for (class, what) in wrong {
            *by_class.entry(class).or_default() += 1;
            println!("{}: {class}: {what}\n    ({})", label.name, label.why);
        }
    }
    let n = labels.request.len();
    for class in CLASSES {
        println!(
            "{class}: {} wrong",
            by_class.get(class).copied().unwrap_or(0)
        );
    }
    println!("{whole} of {n} requests read wholly as labelled");
    assert!(
        whole * 100 >= n * 90,
        "{whole} of {n} requests read as labelled"
    );
}
