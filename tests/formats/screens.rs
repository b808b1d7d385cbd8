//! What an officer sees: screens of 96 columns as they should look, and the words that none may use.

use recordroom::present::{Page, Report, footnote, footnote_for, footnote_of_located};
use recordroom::verbs::answers::{AsAt, NotSearched};
use serde_json::json;

use super::answers::*;
use super::evidence::{released, statement};

fn screen(report: &dyn Report) -> String {
    report.screen(&Page {
        width: 96,
        color: false,
    })
}

#[test]
fn a_search_shows_a_block_a_record() {
    assert_eq!(
        screen(&two_hits()),
        r#" 1  3 Dec 2021   ICO letter to the MPS                                                  3f9c2a71
                 We write about the right of access under case INV 0283 2020.
 2  undated      Asking for access (undated)                                            a81e07c4
                 from ICO
                 How to ask for access

2 records.
Read as the reference INV/0283/2020, in any spelling AND the word "access".
"#
    );
}

#[test]
fn a_search_without_a_hit_says_what_was_searched_and_how() {
    assert_eq!(
        screen(&no_hits()),
        r#"None of the 8,906 records searched matched.

READ AS       the reference INV/0823/2020, in any spelling AND the phrase "action plan"
BY ITSELF     the reference INV/0823/2020, in any spelling        0 records
              the phrase "action plan"                        1,057 records

NEAREST       Other references, not searched for. Did you mean one of them?
              INV/0832/2020    1 record    two digits change places

SEARCHED      Information Rights mailbox    6,120 records    collected 7 October 2026
              Registry shared drive         2,786 records
NOT SEARCHED  7 files or parts could not be read and 1 record was read in part or without text:
              recordroom problems
NOT COVERED   Teams: kept 30 days

This says what was searched and how. It does not say that the information is not held.
Recorded as search 27. For the file: recordroom log show 27
"#
    );
}

#[test]
fn a_located_request_gives_the_answer_first() {
    assert_eq!(
        screen(&located()),
        r#"REQUEST  01.FOI.22.025669, 2 questions
         Received Monday 3 October 2022; the reply is due by Monday 31 October 2022.
         Read "03/12/2021" as 3 December 2021 (day first).
         It names no case reference.

These searches located the following records:

 1. ICO letter to the MPS dated 3 December 2021.                                Q1 Q2   3f9c2a71
       the sender and day in the request; PDF, 3 pages
 2. Asking for access (undated).                                                Q1      a81e07c4
       enclosed with item 1; marked OFFICIAL-SENSITIVE; PDF, 1 page, 2 copies

POSSIBLE, for you to decide (1)
 3. MPS internal email, 8 December 2021, "actions"                              Q2?     e4418c5f
       mentions the sender and the day; PDF, 3 pages

SEARCHES  1 search of 8,906 records in 2 sources; recorded as search 41
  1  from:ICO to:MPS date:2021-12-03                                   all  3 records  items 1-3
        (sender and day in the request)

NOT SEARCHED  2 files or parts could not be fully read (1 encrypted, 1 without a reader):
              recordroom problems
NOT COVERED   nothing is recorded yet about paper, Teams, phones or leavers' mailboxes:
              recordroom source add "Teams" --not-searched "reason"

NEXT  recordroom decide 3 out --reason "..." --for 01.FOI.22.025669
      recordroom locate REQUEST --schedule schedule.html
"#
    );
}

#[test]
fn a_statement_of_search_says_what_was_asked_and_found() {
    assert_eq!(screen(&statement()), STATEMENT);
    let copy = screen(&released());
    for left_out in [
        "nm4471",
        "J. Example",
        "planned",
        "lost password",
        "dated 3 December",
    ] {
        assert!(!copy.contains(left_out), "{left_out} is in\n{copy}");
    }
    assert!(copy.contains("Made by       Disclosure officer, Monday 12 October 2026"));
    assert!(copy.contains("Search 43: left out of this copy"));
    assert!(copy.contains("Records Manager, asked 7 October 2026: found no such file"));
}

#[test]
fn a_status_page_names_sources_and_open_requests() {
    assert_eq!(
        screen(&status()),
        r#"ARCHIVE       8,906 records, at .recordroom
SOURCES       Information Rights mailbox    6,120 records    collected 7 October 2026
              Registry shared drive         2,786 records
NOT ENDED     the ingest of /yard/mail that began at 2026-03-07 10:00:00 UTC did not end: this
              archive may have only part of it, until `recordroom ingest` is run on it again
NOT READ      7 files or parts could not be fully read: recordroom problems
NOT COVERED   nothing is recorded yet about paper, Teams, phones or leavers' mailboxes:
              recordroom source add "Teams" --not-searched "reason"

OPEN REQUESTS
request           received    due        status  questions  records
01.FOI.22.025669  3 Oct 2022  not known  open            2        4

NEXT  recordroom search QUERY, or recordroom locate REQUEST; all commands: recordroom help
"#
    );
}

#[test]
fn a_problem_is_named_with_its_reason_and_its_record() {
    assert_eq!(
        screen(&problems()),
        r#"2 files or parts could not be fully read: 1 encrypted, 1 without a reader.

damaged/password lost.pdf
    encrypted: it opens with a password only
    found all the same, as record 88d1e0b7

mailbox.mbox, message 12 > attachment 1: film.mp4
    unsupported: there is no reader for video
"#
    );
}

#[test]
fn an_ingest_is_summed_up_in_one_line() {
    assert_eq!(
        screen(&ingested()),
        "Read 53 files (0.5 MB) in 1.2 s. Under these paths: 55 records, 3 copies, 10 problems, 0 excluded; 0 missing. \
         In the whole archive: 55 records, those without text among them; recordroom problems lists what could not be read.\n"
    );
    let mut one = ingested();
    one.files = 1_201;
    one.ledger.records = 1;
    one.ledger.copies = 1;
    one.ledger.problems = 1;
    one.problems_here = 0;
    one.unchanged = 1_200;
    one.ledger.balanced = false;
    assert_eq!(
        screen(&one),
        "Read 1 of 1,201 files (0.5 MB) in 1.2 s. Under these paths: 1 record, 1 copy, 1 problem, 0 excluded; 0 missing, 1,200 unchanged. \
         In the whole archive: 55 records.\n\
         The ledger does not balance: 68 files or parts seen, 3 filed. Run the ingest again; if this\n\
         stays, run recordroom verify\n"
    );
}

#[test]
fn missing_files_are_named_up_to_twenty() {
    let mut gone = ingested();
    gone.missing_paths = (1..=25).map(|n| format!("letters/{n:02}.pdf")).collect();
    gone.missing = 25;
    let shown = screen(&gone);
    assert!(shown.contains("\n25 files are no longer there; the records stay in this archive:\n"));
    assert!(
        shown.contains("\n  letters/20.pdf\n  and 5 more\n"),
        "{shown}"
    );
    assert!(!shown.contains("letters/21.pdf"));
    gone.missing = 1;
    gone.missing_paths.truncate(1);
    let shown = screen(&gone);
    assert!(shown.ends_with(
        "\n1 file is no longer there; the records stay in this archive:\n  letters/01.pdf\n"
    ));
}

#[test]
fn a_search_says_what_it_left_out_and_what_stands_apart() {
    let mut found = two_hits();
    found.total = 1_377;
    found.same_words = 1;
    found.hits[0].as_at = Some("check receipt");
    found.hits[1].as_at = Some("undated");
    found.as_at = Some(AsAt {
        day: jiff::civil::date(2022, 1, 14),
        undated: 12,
        check_receipt: 1,
    });
    let values =
        json!([{"value": "letter", "records": 1376}, {"value": "decision_notice", "records": 1}]);
    found.facets.insert("kind".to_owned(), values);
    let shown = screen(&found);
    let end = shown.split_once("\n\n").expect("totals").1;
    assert_eq!(
        end,
        r#"2 of 1,377 records; --all shows every one.
Read as the reference INV/0283/2020, in any spelling AND the word "access".
As at 14 January 2022; 12 are undated and may be later; 1 is dated so close before that its day
of receipt must be checked.
1 more record contains the same words in a row without that reference; to search the words, put
each in quotes.

KIND          letter 1,376, decision notice 1
"#
    );
}

#[test]
fn a_snippet_begins_late_enough_to_show_why_it_was_found() {
    let text = format!("{}the reprimand itself", "before ".repeat(40));
    let start = text.find("reprimand").expect("the word");
    let mut found = two_hits();
    found.hits = vec![hit(letter(), &text, &[(start, start + 9)])];
    let shown = screen(&found);
    let line = shown.lines().nth(1).expect("a snippet");
    assert!(
        line.trim_start().starts_with('…') && line.contains("the reprimand itself"),
        "{line}"
    );
}

#[test]
fn a_search_of_an_empty_archive_says_so() {
    let mut none = no_hits();
    none.archive.records = 0;
    none.sources.clear();
    assert!(screen(&none).starts_with("There is no record in this archive yet"));
    none.archive.records = 1;
    assert!(screen(&none).starts_with("The one record searched did not match.\n"));
}

#[test]
fn a_request_without_a_day_of_receipt_has_no_due_date() {
    let mut located = located();
    located.request.received = None;
    located.request.due = None;
    located.located.clear();
    let shown = screen(&located);
    assert!(shown.contains("Received: not stated, so no due date. Add it: --received DATE\n"));
    assert!(shown.contains("\nThese searches located no record.\n"));
}

#[test]
fn a_footnote_says_what_could_not_be_searched_and_where_that_is_recorded() {
    assert_eq!(
        footnote(&two_hits()),
        "Searched 8,906 records; 7 files or parts could not be read and 1 record was read in part or without text \
         (recordroom problems). Recorded as search 27."
    );
    assert_eq!(
        footnote_for(NotSearched::default(), 1, None),
        "Searched 1 record; nothing is listed as unread."
    );
    let behind = NotSearched {
        inputs: 0,
        records: 5,
        not_in_index: 3,
    };
    assert_eq!(
        footnote_for(behind, 40, None),
        "Searched 37 records; 2 records were read in part or without text and 3 records are not yet in the index \
         (recordroom problems)."
    );
    assert!(footnote_of_located(&located()).ends_with(
        "Recorded as search 41. 1 more record is possible, for a person to decide, and is not in a schedule."
    ));
}

#[test]
fn an_entry_whose_body_was_disposed_of_still_gives_its_codes() {
    let mut entry = entry();
    entry.body = None;
    let shown = screen(&entry);
    assert!(shown.contains("What was recorded here was disposed of"));
    assert!(shown.contains("Entry 42 of 57. Code 7b1e 90d4 a2c6, follows 42f0 1c3b 88e9\n"));
}

#[test]
fn no_screen_says_by_itself_that_anything_is_held_or_in_scope() {
    let only = [
        "does not say that the information is not held.",
        "whether the information is held is for the authority to decide",
    ];
    for (name, report) in all() {
        let words = screen(report.as_ref()).to_lowercase();
        let mut words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        for sentence in only {
            words = words.replace(sentence, "");
        }
        assert!(
            !words.contains("held") && !words.contains("scope"),
            "{name}: {words}"
        );
    }
}

const STATEMENT: &str = r#"STATEMENT OF SEARCH 42                                                          Northmoor Police
INTERNAL. It shows what was looked for and whether records exist. Do not send it with a reply
that neither confirms nor denies.

For           Request FOI 412/26, received Monday 5 October 2026, due Monday 2 November 2026
Question      2. Any action plan sent to the ICO in case INV/0823/2020.
Made by       Disclosure officer (account nm4471), Monday 12 October 2026, 10:42 (UTC+01:00)

Searched      8,906 records; asked for were those dated, or where known received, up to 5
              October 2026, and those of which that is not known
              Information Rights mailbox: 6,120 records; custodian: Head of Disclosure;
              collected 7 October 2026
              Registry shared drive: 2,786 records
Not searched  1 file or part could not be read and 11 records were read in part or without text;
              annex A lists each with its reason
              4 of these lie within the dates and parties asked for; of 2 that is not known
Not covered   Teams chats: kept 30 days
              Paper at Northmoor House: no such file found; recorded after this search
Removed       on 2 March 2022, schedule IR-4; authority: Records Manager: 40 records; entry 12

Looked for    Search 42, typed: INV/0823/2020 AND "action plan": 0 records of 8,906
              read as: the reference INV/0823/2020, in any spelling AND the phrase "action plan"
              by itself, the reference INV/0823/2020, in any spelling: 0 records
              by itself, the phrase "action plan": 57 records
Also          Search 43, typed: planned party:ICO: 6 records
              read as: the word "planned" AND ICO in the sender
              by itself, the word "planned": 61 records; found as: plan, planned
Asked         J. Example (Records Manager), asked 7 October 2026: found no such file; entry 44
Decided out   r-3f9c2a71b04e5d18, ICO letter to the MPS dated 3 December 2021, question 2:
              another case; entry 45, 12 October 2026

Result        None of the 8,906 records searched matched.
Meaning       This states what was searched, how, and what was not. Whether the information is
              held is for the authority to decide on all its enquiries.

Check         Entry 42 of 57, chain whole. Code 7b1e 90d4 a2c6, follows 42f0 1c3b 88e9
              Codes: the archive as searched 0f0f 0f0f 0f0f; the list of ids found e3b0 e3b0
              e3b0; made with recordroom 0.1.0
              Repeat it: recordroom log replay 42 (last repeated 30 October 2026: same result)

Annex A       scans/lost password.pdf; encrypted: it opens with a password only
"#;
