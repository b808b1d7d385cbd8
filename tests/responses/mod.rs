//! A set of labelled answers held against what the program reads and says of each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::program::{self, Room};

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
    #[serde(default)]
    none_of: Vec<String>,
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
pub struct Tally(pub BTreeMap<String, (usize, usize)>);

impl Tally {
    fn add(&mut self, name: &str, right: bool) {
        let (good, all) = self.0.entry(name.to_owned()).or_default();
        *good += usize::from(right);
        *all += 1;
    }
}

/// How often a rule was right to be raised, was raised and should not have been, and was not raised and should have.
#[derive(Default, Clone, Copy)]
pub struct Raised {
    /// Raised and labelled.
    pub right: usize,
    /// Raised and not labelled.
    pub wrong: usize,
    /// Labelled and not raised.
    pub missed: usize,
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

/// How a set of labels was met.
#[derive(Default)]
pub struct Score {
    /// The labels.
    pub labels: usize,
    /// By field of the reading.
    pub fields: Tally,
    /// By rule.
    pub rules: BTreeMap<String, Raised>,
    /// What was wrong, one a line.
    pub wrong: Vec<String>,
}

impl Score {
    /// The sum of one count over all rules.
    pub fn total(&self, of: fn(&Raised) -> usize) -> usize {
        self.rules.values().map(of).sum()
    }

    /// Prints what was wrong, then the figures.
    pub fn print(&self) {
        for line in &self.wrong {
            println!("{line}");
        }
        for (field, (right, all)) in &self.fields.0 {
            println!("FIELD {field:<20} {right} of {all}");
        }
        for (rule, raised) in &self.rules {
            println!(
                "RULE  {rule:<42} right {}, wrong {}, missed {}",
                raised.right, raised.wrong, raised.missed
            );
        }
        println!(
            "ALL   right {}, wrong {}, missed {}",
            self.total(|one| one.right),
            self.total(|one| one.wrong),
            self.total(|one| one.missed)
        );
    }

    /// Whether at least `percent` of what was read of each field is right, and of what rules said and should have said.
    pub fn is_at_least(&self, percent: usize) -> Result<(), String> {
        for (field, (right, all)) in &self.fields.0 {
            if right * 100 < all * percent {
                return Err(format!("{field}: {right} of {all}"));
            }
        }
        let (right, wrong, missed) = (
            self.total(|one| one.right),
            self.total(|one| one.wrong),
            self.total(|one| one.missed),
        );
        if right * 100 < (right + wrong) * percent || right * 100 < (right + missed) * percent {
            return Err(format!(
                "rules: {right} right, {wrong} wrong, {missed} missed"
            ));
        }
        Ok(())
    }
}

/// Audits `folder/sent` beside the archive, and holds the answer against `truth`.
pub fn score(truth: &str, folder: &Path, archive: &Path) -> Score {
    let truth: Truth = toml::from_str(truth).expect("the labels are sound");
    let room = Room::new();
    room.run(&[
        "ingest",
        archive.to_str().expect("UTF-8"),
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
    command.current_dir(folder);
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
        for words in &label.none_of {
            let quoted = found.iter().any(|one| {
                flat(&word(&one["evidence"]["quote"])).contains(&flat(words))
                    && !label
                        .findings
                        .iter()
                        .any(|wanted| one["rule"] == wanted.rule.as_str())
            });
            judge(
                "words of others",
                words.clone(),
                !quoted,
                "quoted".to_owned(),
            );
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
    said.extend(told);
    Score {
        labels: truth.response.len(),
        fields,
        rules,
        wrong: said,
    }
}
