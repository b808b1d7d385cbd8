//! The log is written, torn, edited and mended.

use super::*;

fn some_log() -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Archive::open_or_make(&folder.path().join("a")).expect("an archive");
    let log = Log::of(&archive);
    for n in 0..5_u64 {
        let found = [RecordId::from_number(n), RecordId::from_number(7)];
        log.append(&Entry {
            event: "search",
            request: Some("FOI 1/26"),
            body: serde_json::json!({"query": format!("word{n}"), "total": 2}),
            found: Some(&found),
        })
        .expect("an entry");
    }
    (folder, archive)
}

fn note(log: &Log<'_>, body: Value) -> u64 {
    log.append(&noted(body)).expect("an entry")
}

fn noted(body: Value) -> Entry<'static> {
    Entry {
        event: "note",
        request: None,
        body,
        found: None,
    }
}

/// What the last entry says was mended.
fn repaired(log: &Log<'_>) -> String {
    let last = log.lines().expect("lines").pop().expect("an entry");
    let body = last.body.expect("a body");
    body["repaired"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_torn_last_line_is_cut_by_the_next_entry_and_not_before() {
    let (_folder, archive) = some_log();
    let log = Log::of(&archive);
    let sound = std::fs::read(log.file()).expect("the log");
    let first = sound
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a line");
    for torn in [1, first / 2, first] {
        let bytes = [&sound[..], &sound[..torn]].concat();
        std::fs::write(log.file(), &bytes).expect("written");
        assert_eq!(log.lines().expect("lines").len(), 5);
        let differences = log.differences().expect("read");
        assert_eq!(differences, (5, vec!["the last line is torn".to_owned()]));
    }
    assert_eq!(note(&log, serde_json::json!({})), 6);
    assert_eq!(log.differences().expect("read"), (6, Vec::new()));
    assert_eq!(repaired(&log), "a torn last line was cut");
    assert_eq!(note(&log, serde_json::json!({})), 7);
    assert_eq!(repaired(&log), "");
}

#[test]
fn a_first_line_that_is_torn_is_cut_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Archive::open_or_make(&folder.path().join("a")).expect("an archive");
    let log = Log::of(&archive);
    std::fs::write(log.file(), "{\"n\":1,".repeat(9000)).expect("written");
    assert_eq!(note(&log, serde_json::json!({})), 1);
    assert_eq!(log.differences().expect("read"), (1, Vec::new()));
}

#[test]
fn a_recorded_line_that_lost_its_end_is_no_torn_line() {
    let (_folder, archive) = some_log();
    let log = Log::of(&archive);
    let sound = std::fs::read(log.file()).expect("the log");
    std::fs::write(log.file(), &sound[..sound.len() - 1]).expect("written");
    assert!(log.lines().is_err());
    assert!(log.append(&noted(serde_json::json!({}))).is_err());
    assert_eq!(
        std::fs::read(log.file()).expect("the log").len(),
        sound.len() - 1
    );
}

#[test]
fn a_request_left_out_is_not_an_empty_one() {
    let (_folder, archive) = some_log();
    let log = Log::of(&archive);
    note(&log, serde_json::json!({}));
    let sound = std::fs::read_to_string(log.file()).expect("the log");
    let changed = sound.replace("\"request\":null", "\"request\":\"\"");
    assert_ne!(changed, sound);
    std::fs::write(log.file(), changed).expect("written");
    assert!(!log.differences().expect("read").1.is_empty());
}

#[test]
fn a_sound_log_has_no_difference() {
    let (_folder, archive) = some_log();
    assert_eq!(
        Log::of(&archive).differences().expect("read"),
        (5, Vec::new())
    );
}

#[test]
fn every_flipped_bit_is_found() {
    let (_folder, archive) = some_log();
    let log = Log::of(&archive);
    let sound = std::fs::read(log.file()).expect("the log");
    for at in (0..sound.len()).step_by(7) {
        let mut changed = sound.clone();
        changed[at] ^= 1;
        std::fs::write(log.file(), &changed).expect("written");
        let (_, differences) = log.differences().expect("read");
        assert!(
            !differences.is_empty(),
            "a change at byte {at} was not found"
        );
    }
}

#[test]
fn a_line_dropped_swapped_repeated_or_cut_off_is_found() {
    let (_folder, archive) = some_log();
    let log = Log::of(&archive);
    let sound = std::fs::read_to_string(log.file()).expect("the log");
    let lines: Vec<&str> = sound.lines().collect();
    let mut forms = vec![
        [&lines[..2], &lines[3..]].concat(),
        vec![lines[0], lines[2], lines[1], lines[3], lines[4]],
        [&lines[..], &lines[4..]].concat(),
        lines[..4].to_vec(),
        lines[1..].to_vec(),
    ];
    forms.push(Vec::new());
    for form in forms {
        let text: String = form.iter().map(|line| format!("{line}\n")).collect();
        std::fs::write(log.file(), text).expect("written");
        let (_, differences) = log.differences().expect("read");
        assert!(!differences.is_empty(), "{} lines passed", form.len());
    }
    std::fs::write(log.file(), &sound[..sound.len() - 9]).expect("written");
    assert!(!log.differences().expect("read").1.is_empty());
}

#[test]
fn a_head_one_entry_behind_is_repaired_by_the_next_entry() {
    let (_folder, archive) = some_log();
    let log = Log::of(&archive);
    let lines = log.lines().expect("lines");
    log.write_head(&Head {
        entries: 4,
        digest: lines[3].digest.clone(),
    })
    .expect("written");
    assert!(log.differences().expect("read").1.is_empty());
    assert_eq!(note(&log, serde_json::json!({})), 6);
    assert!(log.differences().expect("read").1.is_empty());
    assert_eq!(repaired(&log), "log.head was one entry behind");
}

/// Leaves the head where it stood after this entry, as a power cut may.
fn head_back_at(log: &Log<'_>, n: u64) {
    let lines = log.lines().expect("lines");
    let head = Head {
        entries: n,
        digest: lines[n as usize - 1].digest.clone(),
    };
    log.write_head(&head).expect("written");
}

#[test]
fn a_head_that_a_power_cut_left_behind_is_brought_up_by_two_entries_at_most() {
    let (_folder, archive) = some_log();
    let log = Log::of(&archive);
    head_back_at(&log, 3);
    assert!(log.differences().expect("read").1.is_empty());
    assert_eq!(note(&log, serde_json::json!({})), 6);
    assert_eq!(repaired(&log), "log.head was two entries behind");
    assert_eq!(log.differences().expect("read"), (6, Vec::new()));
    head_back_at(&log, 3);
    assert!(!log.differences().expect("read").1.is_empty());
    assert!(log.append(&noted(serde_json::json!({}))).is_err());
}

#[test]
fn an_entry_that_the_head_does_not_count_and_whose_list_is_not_whole_goes() {
    let (_folder, archive) = some_log();
    let log = Log::of(&archive);
    let list = std::fs::read(log.ids_file(5)).expect("a list");
    // one that is counted was answered, and stays
    std::fs::remove_file(log.ids_file(5)).expect("removed");
    assert_eq!(note(&log, serde_json::json!({})), 6);
    let missing = "the ids of entry 5 are missing".to_owned();
    assert_eq!(log.differences().expect("read"), (6, vec![missing]));
    std::fs::write(log.ids_file(5), list).expect("written");

    let (_folder, archive) = some_log();
    let log = Log::of(&archive);
    std::fs::write(log.ids_file(5), "").expect("written");
    assert_eq!(log.differences().expect("read").1.len(), 1);
    head_back_at(&log, 4);
    assert_eq!(log.differences().expect("read"), (5, Vec::new()));
    assert_eq!(note(&log, serde_json::json!({})), 5);
    assert_eq!(repaired(&log), "an entry that was not whole was cut");
    assert_eq!(log.lines().expect("lines").len(), 5);
    std::fs::remove_file(log.ids_file(5)).expect("removed");
    assert_eq!(log.differences().expect("read"), (5, Vec::new()));
}

#[test]
fn a_head_of_another_length_is_replaced_and_one_of_its_own_is_written_over() {
    let (_folder, archive) = some_log();
    let log = Log::of(&archive);
    let head = std::fs::read_to_string(log.head_file()).expect("a head");
    assert_eq!(head.len(), HEAD);
    std::fs::write(log.head_file(), head.trim_end()).expect("written");
    for _ in 0..2 {
        let entries = note(&log, serde_json::json!({}));
        let now = std::fs::read_to_string(log.head_file()).expect("a head");
        assert_eq!(now.len(), HEAD);
        assert!(
            now.starts_with(&format!("{{\"entries\":{entries},")),
            "{now}"
        );
        assert!(log.differences().expect("read").1.is_empty());
    }
}

#[test]
fn a_body_may_be_disposed_of_where_a_later_entry_says_so() {
    let (_folder, archive) = some_log();
    let log = Log::of(&archive);
    let without_third_body = || {
        let mut lines = log.lines().expect("lines");
        lines[2].body = None;
        let text: String = lines
            .iter()
            .map(|line| serde_json::to_string(line).expect("json") + "\n")
            .collect();
        std::fs::write(log.file(), text).expect("written");
        log.differences().expect("read").1
    };
    assert_eq!(without_third_body(), ["the body of entry 3 is missing"]);
    note(&log, serde_json::json!({"disposed": [2]}));
    assert_eq!(without_third_body(), ["the body of entry 3 is missing"]);
    note(&log, serde_json::json!({"disposed": [2, 3]}));
    assert!(without_third_body().is_empty());
    std::fs::write(log.ids_file(3), "r-0000000000000001\n").expect("written");
    assert_eq!(without_third_body(), ["the ids of entry 3 were changed"]);
}
