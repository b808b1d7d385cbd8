//! Every rule held to its own examples, and every message to its tone.

use super::again::{Again, Further, Matched};
use super::rule::Example;
use super::*;
use crate::facts::response::Copy;
use crate::facts::{Form, Tables};
use crate::verbs::audit_papers::{Released, Unseen, UnseenPart};

fn paper(text: &str, tables: &Tables) -> Paper {
    let view = View::of_text(Form::Text, text);
    Paper {
        path: "letter.txt".to_owned(),
        record: None,
        form: Form::Text,
        subject: None,
        text: text.to_owned(),
        facts: crate::facts::read(&view, tables),
        released: Vec::new(),
        problems: Vec::new(),
    }
}

fn released((name, kind, words): &(&str, &str, &str)) -> Released {
    let mut one = Released {
        name: (*name).to_owned(),
        workbook: name.ends_with(".xlsx"),
        ..Released::default()
    };
    match *kind {
        "hidden" => one.unseen.push(UnseenPart {
            what: Unseen::Hidden,
            text: (*words).to_owned(),
        }),
        "behind" => {
            let mut parts = words.split('|');
            one.text = parts.next().unwrap_or_default().to_owned();
            one.originals.extend(parts.next().map(str::to_owned));
            one.unseen
                .extend(
                    parts
                        .next()
                        .filter(|words| !words.is_empty())
                        .map(|words| UnseenPart {
                            what: Unseen::Hidden,
                            text: words.to_owned(),
                        }),
                );
        }
        _ => one.text = (*words).to_owned(),
    }
    one
}

/// A response with nothing beside it.
fn alone<'a>(response: &'a Response, tables: &'a Tables) -> Case<'a> {
    Case {
        response,
        tables,
        released: &[],
        again: None,
        others: &[],
    }
}

/// What a rule says of one of its examples.
fn verdict(rule: &Rule, example: &Example, tables: &Tables) -> Verdict {
    let known = Corrections::default();
    let response = read_paper(&paper(example.letter, tables), &known, tables);
    let other = example
        .beside
        .map(|text| read_paper(&paper(text, tables), &known, tables));
    let others: Vec<Beside<'_>> = other
        .iter()
        .map(|response| Beside {
            path: "other.txt",
            response,
        })
        .collect();
    let released: Vec<Released> = example.released.iter().map(released).collect();
    let again = example.again.map(|(listed, further)| Again {
        listed: listed
            .iter()
            .map(|found| Matched {
                record: found.then(|| "r-0000000000000001".to_owned()),
                candidates: Vec::new(),
            })
            .collect(),
        further: further
            .iter()
            .map(|(line, tied)| Further {
                id: "00000002".to_owned(),
                line: (*line).to_owned(),
                tied: *tied,
                because: vec!["the day in the request".to_owned()],
            })
            .collect(),
        incomplete: Vec::new(),
    });
    let case = Case {
        response: &response,
        tables,
        released: &released,
        again: again.as_ref(),
        others: &others,
    };
    match gate(rule, &response) {
        Some(reason) => Verdict::NotJudged(reason),
        None => (rule.judge)(&case),
    }
}

#[test]
fn every_rule_is_raised_by_its_one_example_and_not_by_the_other() {
    let tables = Tables::built_in();
    let mut wrong = Vec::new();
    for rule in RULES {
        match verdict(rule, &rule.raises, &tables) {
            Verdict::Asked(found) if !found.is_empty() => {
                if found.iter().all(|found| found.level != rule.level) {
                    wrong.push(format!(
                        "{}: raised at {:?} and not at {:?}",
                        rule.name, found[0].level, rule.level
                    ));
                }
            }
            other => wrong.push(format!(
                "{}: its example does not raise it: {other:?}",
                rule.name
            )),
        }
        match verdict(rule, &rule.passes, &tables) {
            Verdict::Asked(found) if found.is_empty() => {}
            // a rule may decline a near miss, but only by its own judgement and not at the gates
            Verdict::NotJudged(reason)
                if matches!(
                    rule.name,
                    "redaction-recoverable" | "requester-identified-in-published-copy"
                ) =>
            {
                wrong.push(format!("{}: {reason}", rule.name));
            }
            other => wrong.push(format!("{}: its near miss raises it: {other:?}", rule.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_message_decides_the_case() {
    let tables = Tables::built_in();
    const NEVER: [&str; 5] = ["breach", "unlawful", "not held", "failed", "illegal"];
    for rule in RULES {
        let Verdict::Asked(found) = verdict(rule, &rule.raises, &tables) else {
            continue;
        };
        let words = found
            .into_iter()
            .map(|found| found.message)
            .chain([rule.asks.to_owned(), rule.cure.to_owned()]);
        for message in words {
            let lower = message.to_lowercase();
            for word in NEVER {
                assert!(
                    !lower.contains(word),
                    "{} says {word:?}: {message}",
                    rule.name
                );
            }
        }
    }
}

#[test]
fn every_rule_has_a_name_of_its_own_a_reason_and_a_source() {
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        assert!(
            rule.why.len() > 80 && rule.asks.ends_with('?'),
            "{}",
            rule.name
        );
        assert!(
            !rule.sources.is_empty() && !rule.cure.is_empty() && !rule.see.is_empty(),
            "{}",
            rule.name
        );
    }
}

#[test]
fn what_is_absent_from_a_published_copy_is_info_at_most() {
    let tables = Tables::built_in();
    for rule in RULES {
        let letter = format!("Skip to main content\n\n{}", rule.raises.letter);
        let paper = paper(&letter, &tables);
        let response = read_paper(&paper, &Corrections::default(), &tables);
        assert_eq!(response.copy, Copy::Published, "{}", rule.name);
        let case = alone(&response, &tables);
        if gate(rule, &response).is_some() {
            continue;
        }
        if let Verdict::Asked(found) = (rule.judge)(&case) {
            for found in found {
                let absent = found.message.starts_with("Not evidenced");
                assert!(
                    !absent || found.level == Level::Info,
                    "{}: {}",
                    rule.name,
                    found.message
                );
            }
        }
    }
}

#[test]
fn of_a_letter_that_is_not_read_to_its_end_nothing_is_said_to_be_absent() {
    let tables = Tables::built_in();
    let refusal = "Dear Ms Tarn\n\nFreedom of Information Act 2000\n\nThank you for your request of 3 May 2022. The \
                   report is exempt under section 31(1)(a) and is withheld.\n\nYours sincerely\n\nA Hill\n\n";
    let long = format!(
        "{refusal}{}",
        "What the lamps of bay four cost is below.\n".repeat(9_000)
    );
    let levels = |text: &str| {
        let paper = paper(text, &tables);
        let response = read_paper(&paper, &Corrections::default(), &tables);
        let case = alone(&response, &tables);
        let read = audited(&paper, &case, &Suppressions::default());
        let absent = (read.findings.iter())
            .filter(|finding| finding.message.starts_with("Not evidenced"))
            .map(|finding| finding.level);
        (absent.max(), read.problems)
    };
    let (whole, problems) = levels(refusal);
    assert!(whole > Some(Level::Info) && problems.is_empty());
    let (part, problems) = levels(&long);
    assert_eq!(part, Some(Level::Info));
    assert!(
        problems[0].contains("kB of its text were not read"),
        "{problems:?}"
    );
}
