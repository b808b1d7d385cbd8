//! Past answers to requests against `labels/responses/truth.toml`, which others wrote apart from any code: what is read
//! off each, and what every rule says of it.

mod program;

use std::collections::{BTreeMap, BTreeSet};

use program::{Room, house};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Truth {
    response: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    path: String,
    request_reference: Option<String>,
    #[serde(default)]
    request_reference_any: Vec<String>,
    regime: Option<String>,
    #[serde(default)]
    regime_any: Vec<String>,
    stage: Option<String>,
    #[serde(default)]
    stage_any: Vec<String>,
    copy: Option<String>,
    #[serde(default)]
    copy_any: Vec<String>,
    outcomes: Option<Vec<String>>,
    #[serde(default)]
    outcomes_any: Vec<Vec<String>>,
    received: Option<String>,
    responded: Option<String>,
    due: Option<String>,
    working_days: Option<u64>,
    exemptions: Option<Vec<Ground>>,
    #[serde(default)]
    exemptions_allowed: Vec<Ground>,
    in_the_alternative: Option<Vec<Value>>,
    ncnd: Option<bool>,
    located: Option<Vec<Line>>,
    #[serde(default)]
    findings: Vec<Wanted>,
    #[serde(default)]
    may: Vec<String>,
    #[serde(default)]
    at_most: Vec<Wanted>,
    #[serde(default)]
    must_not: Vec<String>,
    pair: Option<String>,
    #[serde(default)]
    why: String,
}

#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord, Clone, Debug)]
struct Ground {
    provision: String,
    act: String,
}

#[derive(Deserialize)]
struct Line {
    as_printed: String,
    record: Option<String>,
}

#[derive(Deserialize)]
struct Wanted {
    rule: String,
    level: String,
    #[serde(default)]
    evidence: Option<Value>,
}

/// What is right and what was asked, by name.
#[derive(Default)]
struct Tally(BTreeMap<String, (usize, usize)>);

impl Tally {
    fn add(&mut self, name: &str, right: bool) {
        let (good, all) = self.0.entry(name.to_owned()).or_default();
        *good += usize::from(right);
        *all += 1;
    }
}

/// How often a rule was right to be raised, was raised and should not have been, and was not raised and should have.
#[derive(Default, Clone, Copy)]
struct Raised {
    right: usize,
    wrong: usize,
    missed: usize,
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or("none").to_owned()
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rank(level: &str) -> u8 {
    match level {
        "error" => 3,
        "warning" => 2,
        _ => 1,
    }
}

#[test]
fn responses_are_read_and_judged_as_their_labels_say() {
    let truth: Truth =
        toml::from_str(include_str!("labels/responses/truth.toml")).expect("the labels are sound");
    assert!(
        truth.response.len() >= 100,
        "too few labels to tell anything"
    );
    let labels = house("tests/labels/responses");
    let room = Room::new();
    room.run(&[
        "ingest",
        labels.join("archive").to_str().expect("UTF-8"),
        "--format",
        "json",
    ])
    .ends(0);
    let known: BTreeMap<String, String> = room
        .run(&["search", "--all", "--format", "jsonl"])
        .lines_of_json()
        .iter()
        .flat_map(|hit| {
            let id = word(&hit["id"]);
            let places = hit["locations"].as_array().cloned().unwrap_or_default();
            places
                .into_iter()
                .map(move |place| (word(&place["path"]), id.clone()))
        })
        .collect();
    let mut command = room.command(&["audit", "sent", "--fail-on", "never", "--format", "json"]);
    command.current_dir(&labels);
    let answer = program::answer(&mut command).ends(0);
    let rows = answer.json();
    let rows: BTreeMap<String, &Value> = rows
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (word(&row["path"]), row))
        .collect();

    let mut fields = Tally::default();
    let mut rules: BTreeMap<String, Raised> = BTreeMap::new();
    let (mut said, mut told) = (Vec::new(), Vec::new());
    // the finding of a pair may stand at either letter
    let raised_at = |path: &str, rule: &str| -> bool {
        rows.get(&format!("sent/{path}")).is_some_and(|row| {
            row["findings"]
                .as_array()
                .is_some_and(|all| all.iter().any(|one| one["rule"] == rule))
        })
    };
    for label in &truth.response {
        let Some(row) = rows.get(&format!("sent/{}", label.path)) else {
            fields.add("read at all", false);
            said.push(format!("{}: not read", label.path));
            continue;
        };
        fields.add("read at all", true);
        let mut judge = |field: &str, wanted: String, right: bool, read: String| {
            fields.add(field, right);
            if !right {
                said.push(format!(
                    "{} {field}: wanted {wanted}, read {read}  ({})",
                    label.path, label.why
                ));
            }
        };
        for (field, one, any) in [
            (
                "request_reference",
                &label.request_reference,
                &label.request_reference_any,
            ),
            ("regime", &label.regime, &label.regime_any),
            ("stage", &label.stage, &label.stage_any),
            ("copy", &label.copy, &label.copy_any),
            ("received", &label.received, &Vec::new()),
            ("responded", &label.responded, &Vec::new()),
            ("due", &label.due, &Vec::new()),
        ] {
            let read = word(&row[field]);
            if one.is_some() || !any.is_empty() {
                let right = one.as_ref() == Some(&read) || any.contains(&read);
                judge(field, format!("{one:?}{any:?}"), right, read);
            }
        }
        if let Some(days) = label.working_days {
            let read = row["working_days"].as_u64();
            judge(
                "working_days",
                days.to_string(),
                read == Some(days),
                format!("{read:?}"),
            );
        }
        let outcomes: Vec<String> = row["outcomes"]
            .as_array()
            .expect("outcomes")
            .iter()
            .map(word)
            .collect();
        if label.outcomes.is_some() || !label.outcomes_any.is_empty() {
            let right = label.outcomes.as_ref() == Some(&outcomes)
                || label.outcomes_any.contains(&outcomes);
            judge(
                "outcomes",
                format!("{:?}{:?}", label.outcomes, label.outcomes_any),
                right,
                format!("{outcomes:?}"),
            );
        }
        if let Some(wanted) = &label.exemptions {
            let read: BTreeSet<Ground> = row["exemptions"]
                .as_array()
                .expect("exemptions")
                .iter()
                .map(|one| Ground {
                    provision: word(&one["provision"]),
                    act: word(&one["act"]),
                })
                .collect();
            let missing: Vec<&Ground> = wanted.iter().filter(|one| !read.contains(one)).collect();
            let more: Vec<&Ground> = read
                .iter()
                .filter(|one| !wanted.contains(one) && !label.exemptions_allowed.contains(one))
                .collect();
            let right = missing.is_empty() && more.is_empty();
            judge(
                "exemptions",
                format!("also {missing:?}"),
                right,
                format!("besides {more:?}"),
            );
        }
        if let Some(wanted) = &label.in_the_alternative {
            let wanted: BTreeSet<String> = wanted
                .iter()
                .map(|one| {
                    one.as_str()
                        .map_or_else(|| word(&one["provision"]), str::to_owned)
                })
                .collect();
            let read: BTreeSet<String> = row["in_the_alternative"]
                .as_array()
                .expect("a list")
                .iter()
                .map(word)
                .collect();
            judge(
                "in_the_alternative",
                format!("{wanted:?}"),
                wanted == read,
                format!("{read:?}"),
            );
        }
        if let Some(wanted) = label.ncnd {
            judge(
                "ncnd",
                wanted.to_string(),
                row["ncnd"] == wanted,
                row["ncnd"].to_string(),
            );
        }
        if let Some(wanted) = &label.located {
            let read = row["located"].as_array().expect("a list");
            let printed: Vec<String> = read
                .iter()
                .map(|one| flat(&word(&one["as_printed"])))
                .collect();
            let expected: Vec<String> = wanted.iter().map(|one| flat(&one.as_printed)).collect();
            judge(
                "located",
                format!("{expected:?}"),
                printed == expected,
                format!("{printed:?}"),
            );
            for (line, read) in wanted.iter().zip(read) {
                if let Some(record) = &line.record {
                    let expected = known
                        .get(record)
                        .cloned()
                        .unwrap_or_else(|| "none".to_owned());
                    let read = word(&read["record"]);
                    judge(
                        "record of a line",
                        format!("{record} {expected}"),
                        read == expected,
                        read,
                    );
                }
            }
        }

        let found = row["findings"].as_array().expect("findings");
        for wanted in &label.findings {
            let of_rule: Vec<&Value> = found
                .iter()
                .filter(|one| one["rule"] == wanted.rule.as_str())
                .collect();
            let elsewhere = label.pair.as_ref().is_some_and(|pair| {
                truth.response.iter().any(|other| {
                    other.pair.as_ref() == Some(pair) && raised_at(&other.path, &wanted.rule)
                })
            });
            let raised = !of_rule.is_empty() || elsewhere;
            let tally = rules.entry(wanted.rule.clone()).or_default();
            if raised {
                tally.right += 1;
            } else {
                tally.missed += 1;
                told.push(format!(
                    "{} RULE {}: not raised  ({})",
                    label.path, wanted.rule, label.why
                ));
            }
            if let Some(first) = of_rule.first() {
                let worst = of_rule.iter().map(|one| rank(&word(&one["level"]))).max();
                let right = worst == Some(rank(&wanted.level));
                judge(
                    "level of a finding",
                    format!("{} {}", wanted.rule, wanted.level),
                    right,
                    word(&first["level"]),
                );
                let words: Vec<String> = match &wanted.evidence {
                    Some(Value::String(words)) => vec![words.clone()],
                    Some(Value::Array(all)) => all.iter().map(word).collect(),
                    _ => Vec::new(),
                };
                for words in words {
                    let near = of_rule.iter().any(|one| {
                        let all = format!(
                            "{} {}",
                            word(&one["evidence"]["quote"]),
                            word(&one["message"])
                        );
                        flat(&all)
                            .to_lowercase()
                            .contains(&flat(&words).to_lowercase())
                    });
                    let read = flat(&format!(
                        "{} {}",
                        first["evidence"]["quote"], first["message"]
                    ));
                    judge("evidence", format!("{}: {words}", wanted.rule), near, read);
                }
            }
        }
        let mut seen = BTreeSet::new();
        for one in found {
            let rule = word(&one["rule"]);
            let level = word(&one["level"]);
            if label.findings.iter().any(|wanted| wanted.rule == rule) {
                continue;
            }
            let at_most = label
                .at_most
                .iter()
                .find(|limit| limit.rule == rule)
                .map(|limit| rank(&limit.level));
            let allowed = match at_most {
                Some(limit) => rank(&level) <= limit,
                None => {
                    (label.may.contains(&rule) || rank(&level) == 1)
                        && !label.must_not.contains(&rule)
                }
            };
            if !allowed && seen.insert(rule.clone()) {
                rules.entry(rule.clone()).or_default().wrong += 1;
                told.push(format!(
                    "{} RULE {rule}: raised as {level}: {} [{}]  ({})",
                    label.path, one["message"], one["evidence"]["quote"], label.why
                ));
            }
        }
    }
    for line in said.iter().chain(&told) {
        println!("{line}");
    }
    for (field, (right, all)) in &fields.0 {
        println!("FIELD {field:<20} {right} of {all}");
    }
    for (
        rule,
        Raised {
            right,
            wrong,
            missed,
        },
    ) in &rules
    {
        println!("RULE  {rule:<42} right {right}, wrong {wrong}, missed {missed}");
    }
    for (field, (right, all)) in &fields.0 {
        assert!(right * 100 >= all * 96, "{field}: {right} of {all}");
    }
    let total = |of: fn(&Raised) -> usize| rules.values().map(of).sum::<usize>();
    let (right, wrong, missed) = (
        total(|one| one.right),
        total(|one| one.wrong),
        total(|one| one.missed),
    );
    assert!(
        right * 100 >= (right + wrong) * 96,
        "precision: {wrong} of {} wrong",
        right + wrong
    );
    assert!(
        right * 100 >= (right + missed) * 96,
        "recall: {missed} of {} missed",
        right + missed
    );
    for (rule, raised) in &rules {
        // words under a shape of a PDF are not told from others yet
        let known = if rule == "none" {
            2
        } else {
            0
        };
        assert!(raised.missed <= known && raised.wrong <= 1, "{rule}");
    }
    println!(
        "ALL   right {}, wrong {}, missed {}",
        total(|one| one.right),
        total(|one| one.wrong),
        total(|one| one.missed)
    );
}

#[test]
fn an_empty_folder_passes_no_gate_and_usual_words_raise_no_alarm() {
    let room = Room::new();
    std::fs::create_dir(room.path("none")).expect("a folder");
    let told = room.run(&["audit", "none", "--no-archive"]).ends(2);
    assert!(told.err.contains("nothing to audit"), "{}", told.err);
    let letter = |words: &str| {
        format!(
            "Dear Ms Tarn,\n\nReference: FOI 204/19\n\nThank you for your request of 3 June 2019, which we received on \
             3 June 2019. {words}\n\nYours sincerely\nInformation Rights Officer\nWessmoor Police\n12 June 2019\n"
        )
    };
    let rules = |words: &str| -> BTreeSet<String> {
        std::fs::write(room.path("letter.txt"), letter(words)).expect("written");
        let rows = room
            .run(&[
                "audit",
                "letter.txt",
                "--as-sent",
                "--no-archive",
                "--fail-on",
                "never",
                "--format",
                "json",
            ])
            .ends(0)
            .json();
        let findings = rows[0]["findings"].as_array().expect("findings").clone();
        findings.iter().map(|one| word(&one["rule"])).collect()
    };
    let base = "The force holds the list of lamp makers and considers it exempt under section 43(2) of the Freedom of \
                Information Act 2000, since its release would be likely to prejudice the makers' commercial interests.";
    assert!(!rules(base).contains("no-refusal-notice-statement"));
    for (words, silent) in [
        (
            "If you are unhappy you may ask us for a re-examination of your case under our review procedure.",
            "no-internal-review-rights",
        ),
        (
            "You have the right to require the force to review their decision within 40 working days.",
            "no-internal-review-rights",
        ),
        (
            "Please read the attached paper entitled Complaint Rights, which tells you how to complain.",
            "no-regulator-complaint-rights",
        ),
    ] {
        let raised = rules(&format!("{base}\n\n{words}"));
        assert!(!raised.contains(silent), "{words}: {raised:?}");
    }
    std::fs::write(
        room.path("old.txt"),
        letter("The officers' names are withheld under section 40(2) of the Freedom of Information Act 2000.")
            .replace("2019", "2015"),
    )
    .expect("written");
    let rows = room
        .run(&[
            "audit",
            "old.txt",
            "--no-archive",
            "--fail-on",
            "never",
            "--format",
            "json",
        ])
        .ends(0)
        .json();
    let findings = rows[0]["findings"].as_array().expect("findings");
    assert!(
        findings
            .iter()
            .all(|one| one["rule"] != "superseded-provision"),
        "{findings:#?}"
    );
}

/// The published answer that all this started from, in the sample's own words: its four records are those that were
/// located, though another letter bears the day and the parties of the first.
#[test]
fn the_four_listed_records_of_the_first_answer_are_matched() {
    let room = Room::new();
    let corpus = house("sample_corpus");
    let path = |inside: &str| corpus.join(inside).to_string_lossy().into_owned();
    room.run(&["ingest", &path("archive")]).ends(3);
    let answer = path("responses/01.FOI.22.025669.html");
    let rows = room
        .run(&["audit", &answer, "--format", "json"])
        .ends(0)
        .json();
    let row = &rows[0];
    assert_eq!(
        word(&row["request_reference"]),
        "01.FOI.22.025669",
        "{row:#}"
    );
    let listed = row["located"].as_array().expect("a list");
    assert_eq!(listed.len(), 4, "{row:#}");
    let matched: BTreeSet<String> = listed.iter().map(|one| word(&one["record"])).collect();
    assert_eq!(matched.len(), 4, "{listed:#?}");
    assert!(matched.iter().all(|id| id.starts_with("r-")), "{listed:#?}");
}
