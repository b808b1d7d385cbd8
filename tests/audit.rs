//! Past answers to requests against `sample_corpus/answers/truth.toml`, which others wrote apart from any code: what is read
//! off each, and what every rule says of them. `labels/unseen`, `later`, `last`, `wild` and `fresh1` to `fresh6` hold further ones, with
//! their scores at first sight in `labels/unseen/scores.md`.

mod program;
mod responses;

use std::collections::BTreeSet;

use program::{Room, house};
use serde_json::Value;

fn word(value: &Value) -> String {
    value.as_str().unwrap_or("none").to_owned()
}

#[test]
fn responses_are_read_and_judged_as_their_labels_say() {
    let labels = house("sample_corpus/answers");
    let score = responses::score(
        include_str!("../sample_corpus/answers/truth.toml"),
        &labels,
        &labels.join("archive"),
    );
    assert!(score.labels >= 100, "too few labels to tell anything");
    score.print();
    score.is_at_least(96).expect("as labelled");
    for (rule, raised) in &score.rules {
        assert!(raised.missed == 0 && raised.wrong == 0, "{rule}");
    }
}

#[test]
fn responses_in_further_styles_are_read_too() {
    let labels = house("tests/labels");
    // the folder; how many answers it has at least; the share that each field reaches; how many findings may be wrong and
    // how many missed; and what was met at first sight
    for (truth, folder, least, percent, most_wrong, most_missed, at_first) in [
        (
            include_str!("labels/unseen/truth.toml"),
            "unseen",
            150,
            96,
            3,
            0,
            "58 right, 67 wrong, 12 missed; fields 96.3 %",
        ),
        (
            include_str!("labels/later/truth.toml"),
            "later",
            30,
            100,
            0,
            0,
            "10 right, 4 wrong, 1 missed; fields 95.4 %",
        ),
        (
            include_str!("labels/last/truth.toml"),
            "last",
            25,
            100,
            0,
            0,
            "8 right, 10 wrong, 2 missed; fields 98.2 %",
        ),
        (
            include_str!("labels/wild/truth.toml"),
            "wild",
            30,
            93,
            0,
            0,
            "8 right, 20 wrong, 1 missed; fields 91.5 %",
        ),
        (
            include_str!("labels/fresh1/truth.toml"),
            "fresh1",
            30,
            85,
            1,
            1,
            "10 right, 11 wrong, 4 missed; fields 87.9 %",
        ),
        (
            include_str!("labels/fresh2/truth.toml"),
            "fresh2",
            36,
            85,
            0,
            2,
            "16 right, 17 wrong, 4 missed; fields 92.0 %",
        ),
        (
            include_str!("labels/fresh3/truth.toml"),
            "fresh3",
            30,
            96,
            0,
            0,
            "8 right, 3 wrong, 2 missed; fields 96.6 %",
        ),
        (
            include_str!("labels/fresh4/truth.toml"),
            "fresh4",
            40,
            97,
            0,
            0,
            "17 right, 7 wrong, 2 missed; fields 93.4 %",
        ),
        (
            include_str!("labels/fresh5/truth.toml"),
            "fresh5",
            40,
            65,
            3,
            3,
            "15 right, 3 wrong, 3 missed; fields 93.0 %",
        ),
        (
            include_str!("labels/fresh6/truth.toml"),
            "fresh6",
            25,
            90,
            4,
            2,
            "5 right, 6 wrong, 2 missed; fields 91.3 %",
        ),
    ] {
        let score = responses::score(
            truth,
            &labels.join(folder),
            &house("sample_corpus/answers/archive"),
        );
        assert!(score.labels >= least, "too few labels to tell anything");
        score.print();
        // what was read right at first sight stands in labels/unseen/scores.md
        for (field, (right, all)) in &score.fields.0 {
            assert!(
                right * 100 >= all * percent,
                "{folder} {field}: {right} of {all} (at first sight: {at_first})"
            );
        }
        let (right, wrong, missed) = (
            score.total(|one| one.right),
            score.total(|one| one.wrong),
            score.total(|one| one.missed),
        );
        assert!(
            missed <= most_missed && wrong <= most_wrong,
            "{folder}: {right} right, {wrong} wrong, {missed} missed (at first sight: {at_first})"
        );
    }
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
