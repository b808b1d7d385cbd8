//! Provisions and citations of letters against `labels/provisions.toml` and `labels/cites.toml`, which others labelled
//! by hand, before and apart from the code.

use std::collections::BTreeMap;

use jiff::civil::Date;
use recordroom::facts::citations::{self, Citation, Letter};
use recordroom::facts::figures::Figures;
use recordroom::facts::provisions::{self, Provision};
use recordroom::facts::{Party, Tables, dates};
use serde::Deserialize;

/// How many passages are left wrong since the labels were last read: a change may lower these, never raise them.
const WRONG_PASSAGES: usize = 4;
/// How many letters.
const WRONG_LETTERS: usize = 6;

#[derive(Deserialize)]
struct Passages {
    passage: Vec<Passage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passage {
    name: String,
    class: String,
    text: String,
    expected: Vec<Cited>,
    #[serde(default)]
    allowed: Vec<Cited>,
    #[serde(default)]
    why: String,
    #[serde(default)]
    hard: bool,
}

#[derive(Deserialize)]
struct Cited {
    provision: String,
    act: Option<String>,
    as_printed: Option<String>,
}

/// White space made single, the marks of quoted mail left out.
fn single(text: &str) -> String {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| *word != ">")
        .collect();
    words.join(" ")
}

fn is(cited: &Cited, read: &Provision) -> bool {
    cited.provision == read.provision
        && cited
            .act
            .as_ref()
            .is_none_or(|act| Some(act) == read.act.as_ref())
}

fn printed_alike(cited: &Cited, read: &Provision) -> bool {
    cited.as_printed.as_ref().is_none_or(|printed| {
        let (a, b) = (single(printed), single(&read.as_printed));
        a.contains(&b) || b.contains(&a)
    })
}

/// Right and wrong by class, `hard` apart.
#[derive(Default)]
struct Score(BTreeMap<String, (usize, usize)>);

impl Score {
    fn put(&mut self, class: &str, hard: bool, right: bool) {
        let class = if hard {
            format!("{class} (hard)")
        } else {
            class.to_owned()
        };
        let (all, wrong) = self.0.entry(class).or_default();
        *all += 1;
        *wrong += usize::from(!right);
    }

    fn tell(&self) -> usize {
        for (class, (all, wrong)) in &self.0 {
            println!("{class}: {wrong} wrong of {all}");
        }
        let (all, wrong) = self
            .0
            .values()
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        println!("all: {wrong} wrong of {all}");
        wrong
    }
}

#[test]
fn provisions_are_read_as_their_labels_say() {
    let labels: Passages =
        toml::from_str(include_str!("labels/provisions.toml")).expect("the labels are sound");
    assert!(
        labels.passage.len() > 200,
        "too few labels to tell anything"
    );
    let tables = Tables::built_in();
    let mut score = Score::default();
    let (mut limbs, mut limbs_found, mut acts_right, mut extra) = (0, 0, 0, 0);
    for passage in &labels.passage {
        let read = provisions::read(&passage.text, None, &tables.provisions).provisions;
        limbs += passage.expected.len();
        let named = |cited: &&Cited| read.iter().any(|one| one.provision == cited.provision);
        limbs_found += passage.expected.iter().filter(named).count();
        let whole = |cited: &&Cited| read.iter().any(|one| is(cited, one));
        acts_right += passage.expected.iter().filter(whole).count();
        let unasked: Vec<&Provision> = read
            .iter()
            .filter(|one| {
                !passage
                    .expected
                    .iter()
                    .chain(&passage.allowed)
                    .any(|cited| is(cited, one))
            })
            .collect();
        extra += unasked.len();
        let right = unasked.is_empty()
            && passage.expected.iter().all(|cited| {
                read.iter()
                    .any(|one| is(cited, one) && printed_alike(cited, one))
            });
        score.put(&passage.class, passage.hard, right);
        if !right {
            let wanted: Vec<String> = passage
                .expected
                .iter()
                .map(|one| {
                    format!(
                        "{} {} {:?}",
                        one.act.as_deref().unwrap_or("any"),
                        one.provision,
                        one.as_printed
                    )
                })
                .collect();
            let got: Vec<String> = read
                .iter()
                .map(|one| {
                    format!(
                        "{} {} {:?}",
                        one.act.as_deref().unwrap_or("?"),
                        one.provision,
                        one.as_printed
                    )
                })
                .collect();
            println!(
                "{}: {:?}\n  wanted {wanted:?}\n  read   {got:?} ({})",
                passage.name, passage.text, passage.why
            );
        }
    }
    println!(
        "limbs {limbs}, found {limbs_found}, with their Act {acts_right}; read beyond them {extra}"
    );
    let wrong = score.tell();
    assert!(
        wrong <= WRONG_PASSAGES,
        "{wrong} passages wrong, {WRONG_PASSAGES} when last measured"
    );
}

#[derive(Deserialize)]
struct Letters {
    letter: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    name: String,
    class: String,
    kind: String,
    from: String,
    to: String,
    date: Date,
    text: String,
    expected: Vec<Paper>,
    #[serde(default)]
    allowed: Vec<Paper>,
    #[serde(default)]
    why: String,
    #[serde(default)]
    hard: bool,
}

#[derive(Deserialize)]
struct Paper {
    as_printed: Option<String>,
    kind: Option<String>,
    #[serde(default)]
    kind_any: Vec<String>,
    from: Option<String>,
    #[serde(default)]
    from_any: Vec<String>,
    to: Option<String>,
    #[serde(default)]
    to_any: Vec<String>,
    date: Option<String>,
    #[serde(default)]
    date_any: Vec<String>,
}

/// Whether a value is the one labelled, or one of several.
fn fits(one: Option<&String>, any: &[String], read: Option<&str>) -> bool {
    let read = read.unwrap_or("none");
    (one.is_none() && any.is_empty()) || one.into_iter().chain(any).any(|wanted| wanted == read)
}

fn day_of(read: &Citation) -> Option<String> {
    read.date.map(|day| day.to_string())
}

/// Whether both speak of one place: the day agrees, and the words share two.
fn same_place(paper: &Paper, read: &Citation) -> bool {
    let words = |text: &str| -> Vec<String> {
        let apart = |c: char| !c.is_alphanumeric();
        text.to_lowercase()
            .split(apart)
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let printed = words(paper.as_printed.as_deref().unwrap_or_default());
    let shared = words(&read.as_printed)
        .iter()
        .filter(|word| printed.contains(word))
        .count();
    fits(
        paper.date.as_ref(),
        &paper.date_any,
        day_of(read).as_deref(),
    ) && (paper.as_printed.is_none() || shared > 1 || printed.len() < 3 && shared > 0)
}

#[test]
fn letters_that_cite_letters_are_read_as_their_labels_say() {
    let labels: Letters =
        toml::from_str(include_str!("labels/cites.toml")).expect("the labels are sound");
    assert!(labels.letter.len() > 100, "too few labels to tell anything");
    let tables = Tables::built_in();
    let party = |name: &str| match tables.parties.row(name) {
        Some(row) => Party {
            organisation: Some(row.short.clone()),
            ..Party::default()
        },
        None => Party {
            name: Some(name.to_owned()),
            ..Party::default()
        },
    };
    let mut score = Score::default();
    let (mut papers, mut found_papers, mut extra) = (0, 0, 0);
    let (mut kinds, mut froms, mut tos) = (0, 0, 0);
    for label in &labels.letter {
        let (from, to) = ([party(&label.from)], [party(&label.to)]);
        let found = dates::find(&label.text);
        let own_end = if label.kind == "email" {
            citations::own_end(&label.text)
        } else {
            label.text.len()
        };
        let letter = Letter {
            text: &label.text,
            figures: &Figures::of(&label.text),
            found: &found,
            own_date: None,
            day: Some(label.date),
            by: None,
            from: &from,
            to: &to,
            own_end,
        };
        let read = citations::read(&letter, &tables).citations;
        let mut right = true;
        for paper in &label.expected {
            papers += 1;
            let Some(one) = read.iter().find(|one| same_place(paper, one)) else {
                right = false;
                continue;
            };
            found_papers += 1;
            let kind = fits(paper.kind.as_ref(), &paper.kind_any, Some(&one.kind));
            let by = fits(paper.from.as_ref(), &paper.from_any, one.from.as_deref());
            let to = fits(paper.to.as_ref(), &paper.to_any, one.to.as_deref());
            kinds += usize::from(kind);
            froms += usize::from(by);
            tos += usize::from(to);
            right &= kind && by && to;
        }
        let unasked: Vec<&Citation> = read
            .iter()
            .filter(|one| {
                !label
                    .expected
                    .iter()
                    .chain(&label.allowed)
                    .any(|paper| same_place(paper, one))
            })
            .collect();
        extra += unasked.len();
        right &= unasked.is_empty();
        score.put(&label.class, label.hard, right);
        if !right {
            let wanted: Vec<String> = label
                .expected
                .iter()
                .map(|one| {
                    let said =
                        |value: &Option<String>| value.clone().unwrap_or_else(|| "any".to_owned());
                    format!(
                        "{:?}: {} {} {} {}",
                        one.as_printed,
                        said(&one.kind),
                        said(&one.from),
                        said(&one.to),
                        said(&one.date)
                    )
                })
                .collect();
            let got: Vec<String> = read
                .iter()
                .map(|one| {
                    format!(
                        "{:?}: {} {:?} {:?} {:?}",
                        one.as_printed,
                        one.kind,
                        one.from,
                        one.to,
                        day_of(one)
                    )
                })
                .collect();
            println!(
                "{} ({} to {}): {:?}\n  wanted {wanted:#?}\n  read   {got:#?} ({})",
                label.name, label.from, label.to, label.text, label.why
            );
        }
    }
    println!(
        "papers {papers}, found {found_papers}; of those kind {kinds}, from {froms}, to {tos}; read beyond them {extra}"
    );
    let wrong = score.tell();
    assert!(
        wrong <= WRONG_LETTERS,
        "{wrong} letters wrong, {WRONG_LETTERS} when last measured"
    );
}

/// An Act's name as the table of printed provisions abbreviates it: `Terrorism Act 2000` is `TA2000`.
fn abbreviated(act: &str) -> String {
    if !act.contains(' ') {
        return act.to_owned();
    }
    let short = |word: &str| match word.parse::<u16>() {
        Ok(_) => word.to_owned(),
        Err(_) => word.chars().filter(|c| c.is_uppercase()).take(1).collect(),
    };
    act.split_whitespace().map(short).collect()
}

/// `RECORDROOM_CITATIONS=table.tsv cargo test --release --test provisions -- --ignored --nocapture`: a table of printed
/// provisions (`\n` is a line break) and what they cite, joined by `;`, another Act's before a colon; `REDACTION:` is a
/// label that cites nothing.
#[test]
#[ignore = "measures a table that is named in RECORDROOM_CITATIONS"]
fn a_table_of_printed_provisions_is_read() {
    let path = std::env::var("RECORDROOM_CITATIONS").expect("the table's path");
    let table = std::fs::read_to_string(path).expect("a table");
    let tables = Tables::built_in();
    let (mut rows, mut right, mut right_but_for_acts) = (0, 0, 0);
    for line in table.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(printed), Some(wanted)) = (cells.next(), cells.next()) else {
            continue;
        };
        rows += 1;
        let printed = printed.replace("\\n", "\n");
        let wanted: Vec<String> = match wanted.starts_with("REDACTION:") {
            true => Vec::new(),
            false => wanted
                .split(';')
                .map(|one| one.trim_start_matches("NOT_FOIA:").to_owned())
                .collect(),
        };
        let read = provisions::read(&printed, None, &tables.provisions).provisions;
        let whole: Vec<String> = read
            .iter()
            .map(|one| match one.act.as_deref() {
                None | Some("FOIA") => one.provision.clone(),
                Some(act) => format!("{}:{}", abbreviated(act), one.provision),
            })
            .collect();
        let bare = |one: &String| one.rsplit(':').next().unwrap_or_default().to_lowercase();
        let same = whole
            .iter()
            .map(|one| one.to_lowercase())
            .eq(wanted.iter().map(|one| one.to_lowercase()));
        let same_bare = whole.iter().map(bare).eq(wanted.iter().map(bare));
        right += usize::from(same);
        right_but_for_acts += usize::from(same_bare);
        if !same {
            println!("{printed:?}\n  wanted {wanted:?}\n  read   {whole:?}");
        }
    }
    println!("{right} of {rows} exactly; {right_but_for_acts} but for their Acts");
    assert!(rows > 0);
}

/// Twenty sentences on other Acts: none of their sections is one of the information Acts.
#[test]
fn sections_of_other_acts_are_never_those_of_the_information_acts() {
    let tables = Tables::built_in();
    let decoys = [
        "Section 43 of the Terrorism Act 2000 was used 14 times.",
        "Terrorism Act 2000 section 43: 14 stops.",
        "Stops under TACT s43 rose.",
        "FOI Reference: 12/34. You asked about the Terrorism Act 2000. Under section 43 of that Act an officer may stop.",
        "He was charged under the Terrorism Act 2000 and the Theft Act 1968. Section 12 of the 2000 Act is the charge.",
        "Restraint orders under section 41 POCA were made. POCA 2002, s42, is used too.",
        "Custody under PACE: section 24 arrests, s38 bail, s.30 arrest away from a station.",
        "RIPA: authorisations under s.28 and s.29.",
        "Section 30 of the Act (the Police and Criminal Evidence Act 1984) applies.",
        "You asked for stops under the Misuse of Drugs Act 1971. A search under s23 was made 12 times.",
        "Section 35 dispersals were made under the Anti-social Behaviour, Crime and Policing Act 2014.",
        "The Sexual Offences Act 2003, sections 14, 15 and 36, were recorded.",
        "Searches were under section 43 of the Terrorism Act 2000 and under section 44 of that Act.",
        "Offences under the Public Order Act 1986: s4, s5 and s38.",
        "Malicious Communications Act 1988 s1; Communications Act 2003 s127; section 39 Criminal Justice Act 1988.",
        "s38 OAPA; s40 of the Road Traffic Act 1988, and section 41 of the said Act.",
        "The Firearms Act 1968 governs it. Section 27 says when. Section 30 deals with revocation.",
        "Section 22 RIPA notices and s.21(4) RIPA 2000.",
        "The Mental Health Act 1983. Under section 12 a doctor is approved, and s136 detentions rose.",
        "Detentions by power\n\nTerrorism Act 2000\n\nSection 41: 3\nSection 43: 12\n",
    ];
    for text in decoys {
        for one in provisions::read(text, None, &tables.provisions).provisions {
            let act = one.act.as_deref().unwrap_or("none");
            assert!(
                !["FOIA", "FOISA", "EIR", "DPA2018"].contains(&act),
                "{text}: {} is given to {act}",
                one.provision
            );
        }
    }
    println!("{} decoys, none of the information Acts", decoys.len());
    for (text, number) in [
        (
            "You asked about the Terrorism Act 2000. It is exempt under section 24 of the Act.",
            "s24",
        ),
        (
            "You asked for stops under PACE 1984.\n\nSection 40 - Personal Information\n",
            "s40",
        ),
        (
            "Your request about the Terrorism Act 2000 is refused. Section 30(1)(a)(i) is engaged.",
            "s30(1)(a)(i)",
        ),
    ] {
        let read = provisions::read(text, None, &tables.provisions).provisions;
        let ground = read
            .iter()
            .any(|one| one.provision == number && one.act.as_deref() == Some("FOIA"));
        assert!(ground, "{text}: {read:?}");
    }
}
