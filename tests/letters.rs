//! Heads of letters, mails, leaflets and notices against `labels/letters.toml`, which others labelled by hand, and
//! against `labels/letters_wild.toml`, whose references are printed as conversion and typists leave them.

use recordroom::facts::{self, DateSource, Facts, Form, Role, Tables, View};
use serde::Deserialize;

/// What is left wrong, by class, when the table was last read: a change may lower these, never raise them.
const KNOWN_WRONG: [(&str, usize); 8] = [
    ("kind", 0),
    ("date", 0),
    ("date_source", 0),
    ("from", 0),
    ("to", 0),
    ("marking", 0),
    ("subject", 0),
    ("references", 0),
];

#[derive(Deserialize)]
struct Labels {
    letter: Vec<Label>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    name: String,
    text: String,
    kind: Option<String>,
    #[serde(default)]
    kind_any: Vec<String>,
    date: String,
    date_source: Option<String>,
    from: Option<String>,
    to: Option<String>,
    marking: Option<String>,
    subject: Option<String>,
    references: Vec<Wanted>,
    #[serde(default)]
    why: String,
}

#[derive(Deserialize)]
struct Wanted {
    canonical: String,
    family: String,
    role: Option<Role>,
}

#[derive(Deserialize)]
struct Judged {
    families: Vec<String>,
}

/// What a label says of one class and what was read; none where the label is silent.
type Judgement = Option<(String, String)>;

/// The same for the letters in the wild; what nobody asked there cannot be wrong.
const WILD_WRONG: [(&str, usize); 8] = [
    ("kind", 0),
    ("date", 1),
    ("date_source", 0),
    ("from", 0),
    ("to", 0),
    ("marking", 0),
    ("subject", 0),
    ("references", 0),
];

#[test]
fn letters_are_read_as_their_labels_say() {
    let labels: Labels =
        toml::from_str(include_str!("labels/letters.toml")).expect("the labels are sound");
    let judged: Judged =
        toml::from_str(include_str!("labels/references.toml")).expect("the labels are sound");
    assert!(labels.letter.len() >= 50, "too few labels to tell anything");
    let counts = hold(&labels, |family| {
        judged.families.iter().any(|one| one == family)
    });
    for ((class, known), (asked, wrong)) in KNOWN_WRONG.iter().zip(counts) {
        println!("{class}: {wrong} wrong of {asked}");
        assert!(asked > 0, "nothing was asked about {class}");
        assert!(
            wrong <= *known,
            "{class}: {wrong} wrong of {asked}, {known} when last measured"
        );
    }
}

#[test]
fn letters_as_conversion_and_typists_leave_them_are_read() {
    let labels: Labels =
        toml::from_str(include_str!("labels/letters_wild.toml")).expect("the labels are sound");
    assert!(labels.letter.len() >= 40, "too few labels to tell anything");
    let counts = hold(&labels, |_| true);
    for ((class, known), (asked, wrong)) in WILD_WRONG.iter().zip(counts) {
        println!("{class}: {wrong} wrong of {asked}");
        assert!(
            wrong <= *known,
            "{class}: {wrong} wrong of {asked}, {known} when last measured"
        );
    }
}

/// How often each class was asked about and read wrongly; each wrong reading is printed.
fn hold(labels: &Labels, judged: impl Fn(&str) -> bool) -> [(usize, usize); 8] {
    let tables = Tables::built_in();
    let mut counts = [(0_usize, 0_usize); 8];
    for label in &labels.letter {
        let facts = facts::read(&view(&label.text), &tables);
        for (class, judgement) in judge(label, &facts, &judged).into_iter().enumerate() {
            let Some((wanted, read)) = judgement else {
                continue;
            };
            counts[class].0 += 1;
            if wanted != read {
                counts[class].1 += 1;
                println!(
                    "{} {}: wanted {wanted}, read {read} ({})",
                    label.name, KNOWN_WRONG[class].0, label.why
                );
            }
        }
    }
    counts
}

fn view(text: &str) -> View<'_> {
    View::of_text(Form::Text, text)
}

fn judge(label: &Label, facts: &Facts, judged: &impl Fn(&str) -> bool) -> [Judgement; 8] {
    let kinds: Vec<&String> = label.kind.iter().chain(&label.kind_any).collect();
    let kind = match kinds.iter().find(|kind| ***kind == facts.kind) {
        Some(kind) => (*kind).clone(),
        None => kinds
            .first()
            .map_or_else(String::new, |kind| (*kind).clone()),
    };
    let source = match facts.date_source {
        DateSource::Letter => "letter",
        DateSource::Header => "header",
        DateSource::Metadata => "metadata",
        DateSource::Filename => "filename",
        DateSource::None => "none",
    };
    let side = |parties: &[facts::Party]| {
        parties
            .first()
            .and_then(|party| party.organisation.clone())
            .unwrap_or_else(|| "none".to_owned())
    };
    let asked = |wanted: &Option<String>, read: String| wanted.clone().map(|wanted| (wanted, read));
    let letters = |words: &str| {
        words
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
            .to_lowercase()
    };
    let marking = label.marking.as_ref().map(|wanted| {
        let (wanted, read) = (
            letters(wanted),
            facts
                .marking
                .as_deref()
                .map_or_else(|| "none".to_owned(), letters),
        );
        let caveat = read.starts_with(&wanted) && wanted != "official";
        (wanted.clone(), if caveat { wanted } else { read })
    });
    let kind = (!kinds.is_empty()).then(|| (kind, facts.kind.clone()));
    [
        kind,
        Some((
            label.date.clone(),
            facts
                .date
                .map_or_else(|| "none".to_owned(), |day| day.to_string()),
        )),
        asked(&label.date_source, source.to_owned()),
        asked(&label.from, side(&facts.from)),
        asked(&label.to, side(&facts.to)),
        marking,
        asked(
            &label.subject,
            facts.subject.clone().unwrap_or_else(|| "none".to_owned()),
        ),
        Some(references(label, facts, judged)),
    ]
}

/// References side by side; a role counts only where the label gives one.
fn references(label: &Label, facts: &Facts, judged: &impl Fn(&str) -> bool) -> (String, String) {
    let mut wanted: Vec<String> = label
        .references
        .iter()
        .map(|one| format!("{} {} {:?}", one.family, one.canonical, one.role))
        .collect();
    let judged = facts.references.iter().filter(|one| judged(&one.family));
    let mut read: Vec<String> = judged
        .map(|one| {
            let asked = label
                .references
                .iter()
                .find(|wanted| wanted.canonical == one.canonical);
            let role = asked
                .is_none_or(|wanted| wanted.role.is_some())
                .then_some(one.role);
            format!("{} {} {role:?}", one.family, one.canonical)
        })
        .collect();
    wanted.sort();
    read.sort();
    (wanted.join("; "), read.join("; "))
}
