//! One made-up answer of each kind that shows how something was looked for.

use jiff::civil::date;
use recordroom::extract::Category;
use recordroom::present::Report;
use recordroom::record::{Described, RecordId};
use recordroom::verbs::answers::*;
use serde_json::json;

use super::answers::{entry, leaflet, letter, log_rows, sources};

fn state() -> State {
    State {
        records: 8_906,
        generation: 3,
        digest: "0f".repeat(32),
    }
}

pub fn statement() -> Statement {
    Statement {
        entry: entry(),
        for_release: false,
        authority: Some("Northmoor Police".to_owned()),
        role: Some("Disclosure officer".to_owned()),
        request_file: Some(RequestFile {
            reference: "FOI 412/26".to_owned(),
            received: Some(date(2026, 10, 5)),
            clarified: None,
            due: Some(date(2026, 11, 2)),
            questions: vec![Question {
                n: "2".to_owned(),
                text: "Any action plan sent to the ICO in case INV/0823/2020.".to_owned(),
            }],
        }),
        records: Some(8_906),
        as_at: Some(AsAt {
            day: date(2026, 10, 5),
            undated: 0,
            check_receipt: 0,
        }),
        sources: sources(),
        not_covered: vec![NotCovered {
            name: "Teams chats".to_owned(),
            reason: "kept 30 days".to_owned(),
        }],
        not_covered_since: vec![NotCovered {
            name: "Paper at Northmoor House".to_owned(),
            reason: "no such file found".to_owned(),
        }],
        not_searched: NotSearched {
            inputs: 1,
            records: 11,
            not_in_index: 0,
        },
        not_searched_within: Some(Within {
            records: 4,
            unknown: 2,
        }),
        unread: Some(vec![ProblemRow {
            path: "scans/lost password.pdf".to_owned(),
            part: None,
            category: Category::Encrypted,
            reason: "it opens with a password only".to_owned(),
            record: None,
        }]),
        looked_for: vec![LookedFor {
            n: 42,
            how: How::Typed,
            search: None,
            same_as: None,
            query: Some("INV/0823/2020 AND \"action plan\"".to_owned()),
            read_as: Some(
                "the reference INV/0823/2020, in any spelling AND the phrase \"action plan\""
                    .to_owned(),
            ),
            hits: Some(0),
            parts: vec![
                QueryPart {
                    read_as: "the reference INV/0823/2020, in any spelling".to_owned(),
                    records: 0,
                    forms: Vec::new(),
                },
                QueryPart {
                    read_as: "the phrase \"action plan\"".to_owned(),
                    records: 57,
                    forms: Vec::new(),
                },
            ],
            left_out: false,
        }],
        also: vec![LookedFor {
            n: 43,
            how: How::Typed,
            search: None,
            same_as: None,
            query: Some("planned party:ICO".to_owned()),
            read_as: Some("the word \"planned\" AND ICO in the sender".to_owned()),
            hits: Some(6),
            parts: vec![QueryPart {
                read_as: "the word \"planned\"".to_owned(),
                records: 61,
                forms: vec!["plan".to_owned(), "planned".to_owned()],
            }],
            left_out: false,
        }],
        enquiries: vec![AskedOf {
            n: 44,
            asked: Some("J. Example".to_owned()),
            role: Some("Records Manager".to_owned()),
            on: Some("2026-10-07".to_owned()),
            answer: Some("found no such file".to_owned()),
        }],
        decided_out: vec![DecidedOut {
            n: 45,
            record: "r-3f9c2a71b04e5d18".to_owned(),
            title: Some("ICO letter to the MPS dated 3 December 2021".to_owned()),
            part: None,
            decision: "out".to_owned(),
            question: Some("2".to_owned()),
            reason: "another case".to_owned(),
            at: "2026-10-12T11:00:00+01:00".to_owned(),
        }],
        removed: vec![Removed {
            n: 12,
            at: "2022-03-02T09:00:00+00:00".to_owned(),
            records: 40,
            reason: "schedule IR-4".to_owned(),
            authority: Some("Records Manager".to_owned()),
        }],
        chain_whole: true,
        repeated: vec![Repeated {
            n: 56,
            at: "2026-10-30T09:00:00+00:00".to_owned(),
            same_result: true,
            added: 0,
            gone: 0,
        }],
    }
}

/// What `--for-release` leaves of it.
pub fn released() -> Statement {
    let mut copy = statement();
    copy.for_release = true;
    copy.entry.body = None;
    copy.entry.row.who = "name left out".to_owned();
    copy.entry.row.command = None;
    copy.enquiries[0].asked = None;
    copy.decided_out[0].title = None;
    copy.removed[0].authority = None;
    copy.unread = None;
    copy.also[0] = LookedFor {
        n: 43,
        left_out: true,
        ..LookedFor::default()
    };
    copy
}

pub fn replayed() -> Replayed {
    let differs = |number, why, reason: &str| Differs {
        id: RecordId::from_number(number),
        title: Some("ICO letter to the MPS".to_owned()),
        date: Some(date(2021, 12, 3)),
        why,
        reason: reason.to_owned(),
    };
    Replayed {
        of: 42,
        at: "2026-10-12T10:42:00+01:00".to_owned(),
        same_result: false,
        same: 3,
        added: vec![differs(1 << 60, "ingested", "ingested after that search")],
        gone: vec![Differs {
            title: None,
            date: None,
            ..differs(
                2 << 60,
                "removed",
                "removed from this archive on 2026-10-20: schedule IR-4",
            )
        }],
        searches: vec![ThenAndNow {
            query: "planned".to_owned(),
            read_as_then: "the word \"planned\"".to_owned(),
            read_as: "the word \"planned\"".to_owned(),
            hits_then: 4,
            hits: 4,
        }],
        archive_then: Some(state()),
        archive: state(),
        program_then: Some("0.1.0".to_owned()),
        program: "0.1.0",
        log: 58,
    }
}

pub fn terms() -> Terms {
    let term = |n, query: &str, hits, unique, with_families| Term {
        n,
        query: query.to_owned(),
        read_as: format!("the word \"{query}\""),
        hits,
        unique,
        with_families,
    };
    Terms {
        found: Vec::new(),
        terms: vec![
            term(1, "leaflet", 1_204, 4, 1_300),
            term(2, "reprimand", 9, 0, 12),
        ],
        hits: 1_208,
        with_families: 1_306,
        not_searched: NotSearched {
            inputs: 7,
            records: 1,
            not_in_index: 0,
        },
        archive: state(),
        log: 59,
    }
}

fn conversation_of(first: Described, second: Described) -> Conversation {
    let answers = Some(first.id);
    Conversation {
        thread: Some("t-3f9c2a71b04e5d18".to_owned()),
        records: vec![
            Member {
                record: first,
                answers: None,
            },
            Member {
                record: second,
                answers,
            },
        ],
        absent: 1,
    }
}

fn similar_of(of: Described, other: Described) -> Similar {
    Similar {
        of,
        records: vec![Alike {
            record: other,
            similarity: 0.75,
        }],
        compared: 8_000,
        comparable: true,
    }
}

fn sample_of(record: Described) -> Sample {
    Sample {
        of: 42,
        seed: 7,
        population: 8_900,
        records: vec![Drawn { n: 1, record }],
        archive: state(),
        log: 60,
    }
}

pub fn judged() -> Judged {
    Judged {
        of: 42,
        sample: 60,
        population: 8_900,
        size: 299,
        relevant: 0,
        missed_percent_at_most: 0.997,
        missed_at_most: 88,
        returned_relevant: 400,
        returned_from: "as counted by the officer".to_owned(),
        recall_percent_at_least: Some(81.96),
        log: 61,
    }
}

/// One answer of each kind, by name.
pub fn all() -> Vec<(&'static str, Box<dyn Report>)> {
    vec![
        ("statement", Box::new(statement())),
        ("released", Box::new(released())),
        ("replayed", Box::new(replayed())),
        ("terms", Box::new(terms())),
        (
            "conversation",
            Box::new(conversation_of(letter(), leaflet())),
        ),
        ("similar", Box::new(similar_of(letter(), leaflet()))),
        ("sample", Box::new(sample_of(letter()))),
        ("judged", Box::new(judged())),
    ]
}

/// The same answers with this text in every place that a record, a file's name or a person can fill.
pub fn all_with(
    text: &str,
    tainted: &dyn Fn() -> Described,
) -> Vec<(&'static str, Box<dyn Report>)> {
    let text = || text.to_owned();
    let mut told = statement();
    told.entry.row = log_rows().remove(0);
    told.entry.row.who = text();
    told.entry.row.at = text();
    told.entry.body = Some(json!({"command": text()}));
    told.authority = Some(text());
    told.role = Some(text());
    if let Some(file) = &mut told.request_file {
        file.reference = text();
        file.questions[0].n = text();
        file.questions[0].text = text();
    }
    told.sources[0].name = text();
    told.sources[0].custodian = Some(text());
    told.sources[0].collected = Some(text());
    told.not_covered[0].name = text();
    told.not_covered[0].reason = text();
    if let Some(rows) = &mut told.unread {
        rows[0].path = text();
        rows[0].part = Some(text());
        rows[0].reason = text();
    }
    told.looked_for[0].query = Some(text());
    told.looked_for[0].read_as = Some(text());
    told.looked_for[0].parts[0].read_as = text();
    told.looked_for[0].parts[0].forms = vec![text()];
    told.enquiries[0].asked = Some(text());
    told.enquiries[0].role = Some(text());
    told.enquiries[0].on = Some(text());
    told.enquiries[0].answer = Some(text());
    told.decided_out[0].record = text();
    told.decided_out[0].title = Some(text());
    told.decided_out[0].part = Some(text());
    told.decided_out[0].reason = text();
    told.removed[0].reason = text();
    told.removed[0].authority = Some(text());
    let mut again = replayed();
    again.added[0].title = Some(text());
    again.added[0].reason = text();
    again.searches[0].query = text();
    again.searches[0].read_as_then = text();
    let mut report = terms();
    report.terms[0].query = text();
    report.terms[0].read_as = text();
    let mut bounds = judged();
    bounds.returned_from = text();
    vec![
        ("statement", Box::new(told)),
        ("replayed", Box::new(again)),
        ("terms", Box::new(report)),
        (
            "conversation",
            Box::new(conversation_of(tainted(), tainted())),
        ),
        ("similar", Box::new(similar_of(tainted(), tainted()))),
        ("sample", Box::new(sample_of(tainted()))),
        ("judged", Box::new(bounds)),
    ]
}
