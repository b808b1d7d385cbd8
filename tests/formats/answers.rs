//! One made-up answer of each kind, for the formats to write.

use jiff::civil::{Date, date};
use recordroom::extract::{Category, Problem, TextStatus};
use recordroom::facts::provisions::{Provision, Told};
use recordroom::facts::{DateSource, Party, Role};
use recordroom::present::Report;
use recordroom::record::{Described, Location, RecordId, ShownReference};
use recordroom::verbs::answers::*;
use serde_json::json;

pub fn party(name: Option<&str>, organisation: &str) -> Party {
    Party {
        name: name.map(str::to_owned),
        address: None,
        organisation: Some(organisation.to_owned()),
    }
}

fn provision(provision: &str, act: &str) -> Provision {
    Provision {
        provision: provision.to_owned(),
        act: Some(act.to_owned()),
        act_told: Told::Named,
        as_printed: format!("Section {provision} {act}"),
    }
}

pub fn record(number: u64, title: &str, day: Option<Date>) -> Described {
    Described {
        id: RecordId::from_number(number),
        kind: "letter".to_owned(),
        kind_reason: "a letterhead and a date line".to_owned(),
        format: "pdf".into(),
        title: title.to_owned(),
        subject: Some("Infringement of the access right".to_owned()),
        date: day,
        date_source: if day.is_some() {
            DateSource::Letter
        } else {
            DateSource::None
        },
        received: None,
        first_seen: date(2026, 10, 7),
        from: vec![party(None, "ICO")],
        to: vec![party(Some("Chief Officer"), "MPS")],
        cc: Vec::new(),
        references: vec![ShownReference {
            canonical: "INV/0283/2020".to_owned(),
            family: "ico-investigation".to_owned(),
            issuer: "ico".to_owned(),
            role: Role::Ours,
            as_printed: "INV 0283 2020".to_owned(),
        }],
        possible_references: Vec::new(),
        provisions: vec![provision("s31(1)(a)", "FOIA")],
        mentions: vec![date(2021, 10, 14)],
        cites: Vec::new(),
        quoted: Vec::new(),
        marking: None,
        draft: false,
        draft_of: None,
        draft_differs: Vec::new(),
        parents: Vec::new(),
        attachments: Vec::new(),
        thread: None,
        carriers: Vec::new(),
        text_status: TextStatus::Text,
        pages: Some(3),
        doubts: Vec::new(),
        problems: Vec::new(),
        locations: vec![Location {
            path: "letters/2021-12-03 ico.pdf".to_owned(),
            part: None,
            size: 48_211,
            sha256: "ab".repeat(32),
            missing: false,
        }],
    }
}

pub fn letter() -> Described {
    record(
        0x3f9c_2a71_b04e_5d18,
        "ICO letter to the MPS dated 3 December 2021",
        Some(date(2021, 12, 3)),
    )
}

pub fn leaflet() -> Described {
    let mut leaflet = record(0xa81e_07c4_0000_0001, "Asking for access (undated)", None);
    leaflet.kind = "leaflet".to_owned();
    leaflet.to = Vec::new();
    leaflet.pages = Some(1);
    leaflet.marking = Some("OFFICIAL-SENSITIVE".to_owned());
    leaflet.locations.push(Location {
        path: "mailbox/7.eml".to_owned(),
        part: Some("attachment 2: leaflet.pdf".to_owned()),
        size: 9,
        sha256: "cd".repeat(32),
        missing: true,
    });
    leaflet
}

pub fn hit(record: Described, snippet: &str, highlights: &[(usize, usize)]) -> Hit {
    Hit {
        record,
        score: Some(7.5),
        snippet: Some(Snippet {
            text: snippet.to_owned(),
            highlights: highlights.to_vec(),
        }),
        as_at: None,
        item: None,
    }
}

pub fn sources() -> Vec<SourceSearched> {
    vec![
        SourceSearched {
            name: "Information Rights mailbox".to_owned(),
            custodian: Some("Head of Disclosure".to_owned()),
            collected: Some("2026-10-07".to_owned()),
            records: 6_120,
        },
        SourceSearched {
            name: "Registry shared drive".to_owned(),
            custodian: None,
            collected: None,
            records: 2_786,
        },
    ]
}

pub fn searched(hits: Vec<Hit>) -> Searched {
    Searched {
        query: "INV/0283/2020 access".to_owned(),
        read_as: "the reference INV/0283/2020, in any spelling AND the word \"access\"".to_owned(),
        total: hits.len() as u64,
        hits,
        as_at: None,
        same_words: 0,
        facets: serde_json::Map::new(),
        not_searched_within: None,
        not_searched: NotSearched {
            inputs: 7,
            records: 1,
            not_in_index: 0,
        },
        sources: sources(),
        not_covered: vec![NotCovered {
            name: "Teams".to_owned(),
            reason: "kept 30 days".to_owned(),
        }],
        archive: State {
            records: 8_906,
            generation: 3,
            digest: "0f".repeat(32),
        },
        log: Some(27),
        parts: Vec::new(),
        nearest: Vec::new(),
    }
}

pub fn two_hits() -> Searched {
    searched(vec![
        hit(
            letter(),
            "We write about the right of access under case INV 0283 2020.",
            &[(28, 34)],
        ),
        hit(leaflet(), "How to ask for access", &[(15, 21)]),
    ])
}

pub fn no_hits() -> Searched {
    let mut searched = searched(Vec::new());
    searched.query = "INV/0823/2020 \"action plan\"".to_owned();
    searched.read_as =
        "the reference INV/0823/2020, in any spelling AND the phrase \"action plan\"".to_owned();
    searched.parts = vec![
        QueryPart {
            read_as: "the reference INV/0823/2020, in any spelling".to_owned(),
            records: 0,
            forms: Vec::new(),
        },
        QueryPart {
            read_as: "the phrase \"action plan\"".to_owned(),
            records: 1_057,
            forms: Vec::new(),
        },
    ];
    searched.nearest = vec![Near {
        canonical: "INV/0832/2020".to_owned(),
        records: 1,
        differs: "two digits change places".to_owned(),
    }];
    searched
}

pub fn problems() -> Vec<ProblemRow> {
    vec![
        ProblemRow {
            path: "damaged/password lost.pdf".to_owned(),
            part: None,
            category: Category::Encrypted,
            reason: "it opens with a password only".to_owned(),
            record: Some(RecordId::from_number(0x88d1_e0b7_0000_0001)),
        },
        ProblemRow {
            path: "mailbox.mbox".to_owned(),
            part: Some("message 12 > attachment 1: film.mp4".to_owned()),
            category: Category::Unsupported,
            reason: "there is no reader for video".to_owned(),
            record: None,
        },
    ]
}

pub fn located() -> LocatedAll {
    let item = |n, line: &str, record, items: &[&str], because: &str| Located {
        n,
        line: line.to_owned(),
        record,
        items: items.iter().map(|item| (*item).to_owned()).collect(),
        searches: vec![1],
        gathered: Vec::new(),
        because: vec![because.to_owned()],
        decisions: Vec::new(),
        as_at: None,
        snippet: None,
    };
    LocatedAll {
        as_at: None,
        not_in_index: 0,
        request: RequestRead {
            reference: Some("01.FOI.22.025669".to_owned()),
            received: Some(date(2022, 10, 3)),
            clarified: None,
            due: Some(date(2022, 10, 31)),
            items: ["1", "2"]
                .map(|n| Question {
                    n: n.to_owned(),
                    text: format!("Question {n}?"),
                })
                .to_vec(),
            references: Vec::new(),
            dates: vec![date(2021, 12, 3)],
            parties: vec!["ICO".to_owned(), "MPS".to_owned()],
            excluded: Vec::new(),
            notes: vec!["Read \"03/12/2021\" as 3 December 2021 (day first).".to_owned()],
        },
        searches: vec![PlannedSearch {
            n: 1,
            item: vec!["1".to_owned(), "2".to_owned()],
            query: "from:ICO to:MPS date:2021-12-03".to_owned(),
            read_as: "from the ICO AND to the MPS AND dated 3 December 2021".to_owned(),
            reason: "sender and day in the request".to_owned(),
            hits: Some(3),
        }],
        located: vec![
            item(
                1,
                "ICO letter to the MPS dated 3 December 2021.",
                letter(),
                &["1", "2"],
                "the sender and day in the request",
            ),
            item(
                2,
                "Asking for access (undated).",
                leaflet(),
                &["1"],
                "enclosed with item 1",
            ),
        ],
        possible: vec![item(
            3,
            "MPS internal email, 8 December 2021, \"actions\"",
            record(
                0xe441_8c5f_0000_0001,
                "MPS internal email",
                Some(date(2021, 12, 8)),
            ),
            &["2"],
            "mentions the sender and the day",
        )],
        not_searched: problems(),
        sources: sources(),
        not_covered: Vec::new(),
        archive: State {
            records: 8_906,
            generation: 3,
            digest: "0f".repeat(32),
        },
        log: Some(41),
        statement: "We searched 8,906 records and located two.".to_owned(),
        per_question: Vec::new(),
        estimate: None,
    }
}

pub fn log_rows() -> Vec<LogRow> {
    vec![LogRow {
        n: 42,
        at: "2026-10-12T10:42:07+01:00".to_owned(),
        who: "nm4471".to_owned(),
        event: "search".to_owned(),
        request: Some("FOI 412/26".to_owned()),
        command: Some("recordroom search INV/0823/2020".to_owned()),
        query: Some("INV/0823/2020 AND \"action plan\"".to_owned()),
        read_as: Some(
            "the reference INV/0823/2020, in any spelling, AND the phrase \"action plan\""
                .to_owned(),
        ),
        about: Some("Records Manager".to_owned()),
        total: Some(0),
        result_digest: Some("e3b0".repeat(16)),
        archive: Some(json!({"records": 8906, "generation": 3, "digest": "0f".repeat(32)})),
        previous: format!("42f01c3b88e9{}", "0".repeat(52)),
        digest: format!("7b1e90d4a2c6{}", "0".repeat(52)),
    }]
}

pub fn entry() -> LogEntry {
    LogEntry {
        row: log_rows().remove(0),
        body: Some(json!({
            "query": "INV/0823/2020 AND \"action plan\"",
            "sources": sources(),
            "not_covered": [{"name": "Teams chats", "reason": "kept 30 days"}],
            "not_searched": {"inputs": 7, "records": 11},
            "parts": [{"read_as": "the phrase \"action plan\"", "records": 57}],
            "made_with": {"program": "0.1.0", "last": 8906},
        })),
        of: 57,
    }
}

pub fn references() -> Vec<ReferenceRow> {
    vec![
        ReferenceRow {
            canonical: "INV/0283/2020".to_owned(),
            family: "ico-investigation".to_owned(),
            issuer: "ico".to_owned(),
            records: 1_204,
            first: Some(date(2021, 12, 3)),
            last: Some(date(2022, 5, 6)),
        },
        ReferenceRow {
            canonical: "01.FOI.22.025669".to_owned(),
            family: "police-dotted".to_owned(),
            issuer: "mps".to_owned(),
            records: 1,
            first: None,
            last: None,
        },
    ]
}

pub fn ingested() -> Ingested {
    Ingested {
        files: 53,
        records: 55,
        added: 53,
        duplicates: 3,
        problems: 10,
        problems_here: 10,
        bytes: 512_000,
        seconds: 1.23,
        ledger: Ledger {
            items: 68,
            records: 55,
            copies: 3,
            problems: 10,
            excluded: 0,
            balanced: true,
        },
        ..Ingested::default()
    }
}

pub fn verified() -> Verified {
    Verified {
        ok: false,
        checks: vec![
            Check {
                name: "catalogue".to_owned(),
                ok: true,
                detail: "55 records, each whole".to_owned(),
            },
            Check {
                name: "index".to_owned(),
                ok: false,
                detail: "1 record of the catalogue is not in it: recordroom reindex".to_owned(),
            },
        ],
    }
}

pub fn stats() -> Stats {
    let values = |values: &[(&str, u64)]| {
        values
            .iter()
            .map(|(value, records)| FacetValue {
                value: (*value).to_owned(),
                records: *records,
            })
            .collect()
    };
    Stats {
        records: 12_431,
        files: 9_018,
        ledger: ingested().ledger,
        kinds: values(&[("letter", 1_200), ("decision_notice", 3)]),
        formats: values(&[("pdf", 800)]),
        years: values(&[("2021", 40), ("undated", 2)]),
        text_status: values(&[("text", 54)]),
        problems: values(&[("encrypted", 2)]),
        families: values(&[("ico-investigation", 12)]),
        rules: values(&[("a link in an archive", 1)]),
        excluded: vec![PassedBy {
            path: "letters/pack.tar".to_owned(),
            part: Some("latest".to_owned()),
            rule: "a link in an archive".to_owned(),
        }],
        sources: sources(),
        source_bytes: 48_211,
        catalogue_bytes: 1_000_000,
        index_bytes: 2_500_000,
        ocr: "tesseract 5.3.0 (eng)".to_owned(),
        sandbox: ["memory", "paths"].map(str::to_owned).to_vec(),
        unended: unended(),
        archive: State {
            records: 12_431,
            generation: 3,
            digest: "7b1e90d4a2c6".repeat(5),
        },
    }
}

pub fn shown() -> Shown {
    Shown {
        record: letter(),
        text: "Dear Chief Officer\n\nWe write about access.\u{c}Yours".to_owned(),
        headers: vec![("From".to_owned(), "ICO <casework@ico.example>".to_owned())],
    }
}

pub fn requests() -> Vec<RequestRow> {
    vec![RequestRow {
        reference: "01.FOI.22.025669".to_owned(),
        received: Some(date(2022, 10, 3)),
        due: None,
        status: "open".to_owned(),
        questions: located().request.items,
        items: 4,
        events: log_rows(),
        detail: None,
    }]
}

/// One request in full.
pub fn request() -> RequestRow {
    let decision = DecisionRow {
        entry: 44,
        at: "2026-10-13T09:00:00+01:00".to_owned(),
        who: "nm4471".to_owned(),
        record: letter().id,
        part: Some("page 2".to_owned()),
        question: Some("1".to_owned()),
        decision: "redact".to_owned(),
        provisions: vec!["s40(2)".to_owned()],
        reason: "junior staff".to_owned(),
    };
    let mut row = requests().remove(0);
    row.detail = Some(RequestDetail {
        clarified: Some(date(2022, 10, 5)),
        records: vec![NumberedRow {
            n: 1,
            record: letter().id,
            line: Some("ICO letter to the MPS dated 3 December 2021.".to_owned()),
            title: Some(letter().title),
            date: letter().date,
            located: true,
            decisions: vec![decision.clone()],
        }],
        elsewhere: vec![decision],
        enquiries: vec![EnquiryRow {
            entry: 45,
            asked: "the gardener".to_owned(),
            on: "2022-10-06".to_owned(),
            answer: None,
        }],
        sources: sources(),
        not_covered: vec![NotCovered {
            name: "Teams".to_owned(),
            reason: "nobody has access".to_owned(),
        }],
    });
    row
}

pub fn case() -> CaseFile {
    let member = |n, why, record: Described| CaseRecord {
        n,
        why,
        because: vec!["its own number".to_owned()],
        as_at: None,
        record,
    };
    CaseFile {
        reference: "INV/0283/2020".to_owned(),
        means: "ICO investigation".to_owned(),
        records: vec![
            member(1, Why::Own, letter()),
            member(2, Why::Attachment, leaflet()),
        ],
        related: vec![Tied {
            canonical: "IC-72915-K3R8".to_owned(),
            means: "ICO case".to_owned(),
            records: 2,
            how: "both printed in a letter".to_owned(),
        }],
        gaps: vec![Gap {
            cited_by: vec![letter().id],
            items: vec![1],
            as_printed: "your letter of 14 October 2021".to_owned(),
            citations: Vec::new(),
            kind: "letter".to_owned(),
            from: Some("MPS".to_owned()),
            to: Some("ICO".to_owned()),
            date: Some(date(2021, 10, 14)),
        }],
        cited_dated: 1,
        possible: Vec::new(),
        apart: vec![Near {
            canonical: "INV/0283/2021".to_owned(),
            records: 4,
            differs: "another year".to_owned(),
        }],
        people: vec![Involved {
            name: "ICO".to_owned(),
            organisation: true,
            wrote: 1,
            received: 0,
        }],
        months: vec![Month {
            year: 2021,
            month: 12,
            items: vec![1],
        }],
        as_at: Some(AsAt {
            day: date(2022, 1, 1),
            undated: 1,
            check_receipt: 0,
        }),
        not_searched: NotSearched::default(),
        archive: State::default(),
        log: Some(46),
    }
}

pub fn exported() -> Exported {
    Exported {
        to: "bag".to_owned(),
        form: "bagit".to_owned(),
        records: 2,
        files: 1,
        bytes: 48_211,
        not_exported: vec![NotExported {
            id: leaflet().id,
            reason: "the original is gone".to_owned(),
        }],
        verified: true,
        log: Some(47),
    }
}

pub fn source_rows() -> Vec<SourceRow> {
    vec![
        SourceRow {
            name: "Registry shared drive".to_owned(),
            custodian: Some("Records Manager".to_owned()),
            collected: Some("2026-10-07".to_owned()),
            paths: vec!["shared-drive".to_owned(), "registry-scans".to_owned()],
            records: 2_786,
            ..SourceRow::default()
        },
        SourceRow {
            name: "Teams".to_owned(),
            not_searched: Some("kept 30 days".to_owned()),
            ..SourceRow::default()
        },
    ]
}

pub fn status() -> Status {
    Status {
        folder: ".recordroom".to_owned(),
        archive: searched(Vec::new()).archive,
        sources: sources(),
        not_covered: Vec::new(),
        problems: 7,
        unended: unended(),
        requests: requests(),
    }
}

fn unended() -> Vec<Unended> {
    vec![Unended {
        command: "ingest".to_owned(),
        paths: vec!["/yard/mail".to_owned()],
        began: "2026-03-07T10:00:00Z".to_owned(),
        running: false,
    }]
}

/// One answer of each kind, by name.
pub fn all() -> Vec<(&'static str, Box<dyn Report>)> {
    let mut all: Vec<(&'static str, Box<dyn Report>)> = vec![
        ("searched", Box::new(two_hits())),
        ("nothing found", Box::new(no_hits())),
        ("problems", Box::new(problems())),
        ("references", Box::new(references())),
        ("ingested", Box::new(ingested())),
        ("located", Box::new(located())),
        ("log", Box::new(log_rows())),
        ("entry", Box::new(entry())),
        ("verified", Box::new(verified())),
        ("stats", Box::new(stats())),
        ("shown", Box::new(shown())),
        ("described", Box::new(leaflet())),
        ("requests", Box::new(requests())),
        ("request", Box::new(request())),
        ("case", Box::new(case())),
        ("exported", Box::new(exported())),
        ("sources", Box::new(source_rows())),
        ("status", Box::new(status())),
    ];
    all.extend(super::evidence::all());
    all
}

/// The same answers with this text in every place that a record, a file's name or a person can fill.
pub fn all_with(text: &str) -> Vec<(&'static str, Box<dyn Report>)> {
    let text = || text.to_owned();
    let tainted = || {
        let mut record = letter();
        let party = Party {
            name: Some(text()),
            address: Some(text()),
            organisation: Some(text()),
        };
        record.title = text();
        record.kind = text();
        record.kind_reason = text();
        record.subject = Some(text());
        record.from = vec![party.clone()];
        record.to = vec![party.clone()];
        record.cc = vec![party];
        record.references[0].as_printed = text();
        record.references[0].canonical = text();
        record.provisions = vec![provision(&text(), &text())];
        record.marking = Some(text());
        record.thread = Some(text());
        record.doubts = vec![text()];
        record.problems = vec![Problem {
            category: Category::Damaged,
            reason: text(),
        }];
        record.locations[0].path = text();
        record.locations[0].part = Some(text());
        record
    };
    let mut found = searched(vec![hit(tainted(), &text(), &[(1, 3)])]);
    found.query = text();
    found.read_as = text();
    found
        .facets
        .insert(text(), json!([{"value": text(), "records": 2}]));
    let mut none = no_hits();
    none.read_as = text();
    none.parts[0].read_as = text();
    none.nearest[0].canonical = text();
    none.nearest[0].differs = text();
    none.sources[0].name = text();
    none.sources[0].collected = Some(text());
    none.not_covered[0].name = text();
    none.not_covered[0].reason = text();
    let mut unread = problems();
    unread[0].path = text();
    unread[0].part = Some(text());
    unread[0].reason = text();
    let mut listed = located();
    listed.request.reference = Some(text());
    listed.request.notes = vec![text()];
    listed.request.excluded = vec![text()];
    listed.request.references = vec![text()];
    listed.request.items[0].n = text();
    listed.searches[0].query = text();
    listed.searches[0].reason = text();
    listed.searches[0].item = vec![text()];
    listed.statement = text();
    listed.located[0].record = tainted();
    listed.located[0].line = text();
    listed.located[0].items = vec![text()];
    listed.located[0].because = vec![text()];
    listed.possible[0].line = text();
    let mut rows = log_rows();
    rows[0].who = text();
    rows[0].at = text();
    rows[0].command = Some(text());
    rows[0].query = Some(text());
    rows[0].read_as = Some(text());
    rows[0].request = Some(text());
    let mut of_search = entry();
    of_search.row = rows[0].clone();
    of_search.body = Some(json!({
        "question": text(),
        "authority": text(),
        "office": text(),
        "sources": [{"name": text(), "custodian": text(), "records": 1}],
        "not_covered": [{"name": text(), "reason": text()}],
        "parts": [{"read_as": text(), "records": 1}],
    }));
    let mut of_note = of_search.clone();
    of_note.row.event = text();
    of_note.body = Some(json!({text(): text(), "list": [text()]}));
    let mut gone = ingested();
    gone.missing = 1;
    gone.missing_paths = vec![text()];
    let mut read = shown();
    read.record = tainted();
    read.text = text();
    read.headers = vec![(text(), text())];
    let mut asked = requests();
    asked[0].reference = text();
    asked[0].status = text();
    asked[0].questions[0].text = text();
    asked[0].events = rows.clone();
    let mut whole = request();
    if let Some(detail) = &mut whole.detail {
        detail.records[0].title = Some(text());
        let decision = &mut detail.records[0].decisions[0];
        decision.part = Some(text());
        decision.question = Some(text());
        decision.provisions = vec![text()];
        decision.reason = text();
        detail.enquiries[0].asked = text();
        detail.enquiries[0].answer = Some(text());
        detail.not_covered[0].reason = text();
    }
    let mut of_case = case();
    of_case.reference = text();
    of_case.means = text();
    of_case.records[0].record = tainted();
    of_case.records[0].because = vec![text()];
    of_case.related[0].canonical = text();
    of_case.related[0].how = text();
    of_case.gaps[0].as_printed = text();
    of_case.gaps[0].from = Some(text());
    of_case.gaps[0].kind = text();
    of_case.apart[0].canonical = text();
    of_case.people[0].name = text();
    let mut out = exported();
    out.to = text();
    out.not_exported[0].reason = text();
    let mut kept = source_rows();
    kept[0].name = text();
    kept[0].custodian = Some(text());
    kept[0].system = Some(text());
    kept[0].published = Some(text());
    kept[0].paths = vec![text()];
    kept[1].not_searched = Some(text());
    let mut page = status();
    page.folder = text();
    page.requests = asked.clone();
    page.sources = none.sources.clone();
    let mut all: Vec<(&'static str, Box<dyn Report>)> = vec![
        ("searched", Box::new(found)),
        ("nothing found", Box::new(none)),
        ("problems", Box::new(unread)),
        ("ingested", Box::new(gone)),
        ("located", Box::new(listed)),
        ("log", Box::new(rows)),
        ("entry", Box::new(of_search)),
        ("note", Box::new(of_note)),
        ("shown", Box::new(read)),
        ("described", Box::new(tainted())),
        ("request", Box::new(asked.remove(0))),
        ("whole request", Box::new(whole)),
        ("case", Box::new(of_case)),
        ("exported", Box::new(out)),
        ("sources", Box::new(kept)),
        ("status", Box::new(page)),
    ];
    all.extend(super::evidence::all_with(&text(), &tainted));
    all
}
