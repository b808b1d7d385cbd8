//! Answers to requests in many authorities' words, against what a careful reader reads in each: stage, outcomes question
//! by question, and what may or must be said of them.

mod program;

use std::collections::{BTreeMap, BTreeSet};

use program::Room;
use serde_json::Value;

/// A letter and what is to be read in it.
struct Case {
    name: &'static str,
    letter: &'static str,
    stage: &'static str,
    outcomes: &'static [&'static str],
    /// Rules that must be raised, with the level.
    raises: &'static [(&'static str, &'static str)],
    /// Rules that must not be raised.
    silent: &'static [&'static str],
}

const RIGHTS: &str = "\n\nIf you are dissatisfied you may ask us for an internal review within 40 working days. If you remain unhappy \
                      you may complain to the Information Commissioner, Wycliffe House, Wilmslow SK9 5AF.\n\nYours sincerely\n\nFreedom of Information Lead\n";

const CASES: &[Case] = &[
    Case {
        name: "review in a panel's words",
        letter: "Harrowdale NHS Foundation Trust\n\n14 November 2023\n\nDear Mr Oakshott\n\nReference FOI-5512\n\nI refer to your request for a review of the handling of FOI-5512, received on 2 October 2023. The panel has completed its review and has decided to uphold the reply that you were sent. The rota names individual nurses and is exempt under section 40(2) of the Freedom of Information Act 2000, because to disclose it would be unfair to them.\n\nYou may now complain to the Information Commissioner.\n\nYours sincerely\n\nCompany Secretary\n",
        stage: "internal_review",
        outcomes: &["refused"],
        raises: &[],
        silent: &["late-response", "no-internal-review-rights"],
    },
    Case {
        name: "review as an appeal",
        letter: "Dear Mrs Lumley\n\nOur ref: FOI 8891\n\n3 May 2022\n\nOn 1 March 2022 you appealed against our decision of 20 February 2022 on your request for the market stall rents. I have looked again at how it was dealt with. In my view the Council was right to refuse the request: section 43(2) is engaged, since rival markets would use the rents to undercut ours, and the public interest in a working market outweighs that in knowing each rent.\n\nYou may complain to the Information Commissioner at Wycliffe House.\n\nYours sincerely\nMonitoring Officer\n",
        stage: "internal_review",
        outcomes: &["refused"],
        raises: &[],
        silent: &["late-response"],
    },
    Case {
        name: "review not begun yet",
        letter: "Dear Mrs Lumley\n\nOur ref: FOI 8891\n\n3 March 2022\n\nYour request for an internal review has been received. The review will be carried out by an officer who had no part in the first answer, and we aim to respond within 20 working days.\n\nYours sincerely\nMonitoring Officer\n",
        stage: "acknowledgement",
        outcomes: &["unknown"],
        raises: &[],
        silent: &["no-internal-review-rights", "no-refusal-notice-statement"],
    },
    Case {
        name: "trust, four questions, each in other words",
        letter: "Harrowdale NHS Foundation Trust\nFreedom of Information Office\n\nRef: FOI-6120\n\n8 June 2023\n\nDear requester,\n\nThank you for your request received on 15 May 2023. Our answers follow each question.\n\n1. How many syringe pumps does the Trust own?\n\nThe Trust owns 412 syringe pumps.\n\n2. Which company maintains them, and at what hourly price?\n\nWe are unable to provide the hourly price: section 43(2) of the Freedom of Information Act 2000. A rival that knew it would underbid, which would harm the company's commercial position. On balance the public interest lies in fair tendering.\n\n3. Who are the three engineers on the contract?\n\nI can neither name the engineers nor give their grades, which are their personal data under section 40(2).\n\n4. How many pumps were lost in 1998?\n\nThe Trust has no record of pumps lost in that year; its ledgers begin in 2004.",
        stage: "response",
        outcomes: &["disclosed", "refused", "refused", "not_held"],
        raises: &[
            ("no-internal-review-rights", "error"),
            ("no-regulator-complaint-rights", "error"),
        ],
        silent: &[],
    },
    Case {
        name: "council, on balance and on this occasion",
        letter: "Dear Ms Ferrar\n\nFreedom of Information request 77120\n\n19 July 2022\n\nYou asked us:\n\n1. What did the council bid for the ferry house?\n2. Who valued it?\n3. When will the sale end?\n\nQuestion 1\nThe bid is held. On balance the information will not be disclosed while the sale is open; section 43(2) applies, because other bidders would learn what we can pay, and the public purse would suffer. The public interest in a good price outweighs that in knowing it today.\n\nQuestion 2\nThe valuer's letter is being withheld under the same section for the same reason.\n\nQuestion 3\nThe sale is due to end in October 2022.",
        stage: "response",
        outcomes: &["refused", "refused", "disclosed"],
        raises: &[("no-internal-review-rights", "error")],
        silent: &["question-not-answered"],
    },
    Case {
        name: "council, held but not on a database",
        letter: "Dear Ms Ferrar\n\nFreedom of Information request 77121\n\n19 July 2022\n\nThank you for your request of 1 July 2022 for the licences of all river barges. The licences are held by the council, but not held on a database. Copies of all 31 are attached.",
        stage: "response",
        outcomes: &["disclosed"],
        raises: &[],
        silent: &["not-held-without-search"],
    },
    Case {
        name: "department, decision at the end for all questions",
        letter: "Department for Canals\n\nOur ref: FOI2022/04410\n\n2 September 2022\n\nDear Mr Sallow\n\nYou asked:\n\n1. Please provide the minister's diary for March 2022.\n2. Please provide the briefing for the visit of 9 March 2022.\n\nOur response\n\n1. The Department holds this information.\n\n2. The Department holds this information.\n\nThe information you requested in both questions is exempt under section 35(1)(d) of the Freedom of Information Act 2000 and will not be released. The public interest in the private office working freely outweighs that in openness.",
        stage: "response",
        outcomes: &["refused", "refused"],
        raises: &[],
        silent: &["no-refusal-notice-statement"],
    },
    Case {
        name: "police, not for release on this occasion",
        letter: "Wessmoor Police\n\nRef 2210/23\n\n4 December 2023\n\nDear Mr Tarrant\n\nYour request for the routes of the night boats, received on 8 November 2023, has been considered. The routes are held. They will not be released on this occasion: section 31(1)(a) of the Freedom of Information Act 2000 is engaged, since smugglers would steer round them, and the public interest in catching them is the stronger.",
        stage: "response",
        outcomes: &["refused"],
        raises: &[
            ("no-internal-review-rights", "error"),
            ("no-regulator-complaint-rights", "error"),
        ],
        silent: &[
            "no-refusal-notice-statement",
            "held-not-confirmed",
            "no-public-interest-test",
        ],
    },
    Case {
        name: "acknowledgement that quotes the request",
        letter: "Dear Mr Tarrant\n\nOur reference: FOI 3391\n\n9 November 2023\n\nThank you for your request, which we received on 8 November 2023. Your request is set out below:\n\n\"Please provide the boat log attached to the letter of 3 May, and confirm that no pages have been withheld under section 31. I can confirm that there were 14 boats.\"\n\nWe will respond by 6 December 2023. If we need clarification we shall write to you. If a fee is payable we will let you know.\n\nYours sincerely\nInformation Team\n",
        stage: "acknowledgement",
        outcomes: &["unknown"],
        raises: &[],
        silent: &[
            "no-internal-review-rights",
            "no-public-interest-test",
            "exemption-not-explained",
        ],
    },
    Case {
        name: "acknowledgement with the request in plain lines",
        letter: "Dear Ms Penhale\n\nReference 4410/24\n\n2 May 2024\n\nWe acknowledge your request for information of 1 May 2024. You asked for the following:\n\nPlease send me the list of stray dogs which is attached to the warden's report, set out below by ward.\n\nYou can expect a reply within 20 working days, that is by 30 May 2024. Some of what is asked for may be exempt, and if the cost exceeds the appropriate limit we may refuse it under section 12.\n\nYours sincerely\nCustomer Relations\n",
        stage: "acknowledgement",
        outcomes: &["unknown"],
        raises: &[],
        silent: &["no-advice-with-cost-refusal"],
    },
    Case {
        name: "late, but asked to narrow on the way",
        letter: "Wessmoor Council\n\n1 July 2024\n\nDear Ms Penhale\n\nReference 4411/24\n\nThank you for your request. We received it on 1 April 2024. On 3 May we asked you to narrow it to one ward, and you wrote back on 10 June. A list for Tidewell ward is attached.",
        stage: "response",
        outcomes: &["disclosed"],
        raises: &[],
        silent: &["late-response"],
    },
    Case {
        name: "late, and the sentence of receipt is quoted",
        letter: "Wessmoor Council\n\n1 July 2024\n\nDear Ms Penhale\n\nReference 4412/24\n\nWe had your letter. Your request was received on 1 April 2024. It is a pleasure to send you the list. A list for Tidewell ward is attached.",
        stage: "response",
        outcomes: &["disclosed"],
        raises: &[("late-response", "error")],
        silent: &[],
    },
    Case {
        name: "nothing was withheld",
        letter: "Dear Ms Penhale\n\nReference 4413/24\n\n1 May 2024\n\nYour request was received on 15 April 2024. The register is attached in full. Nothing has been withheld and no exemption has been applied.",
        stage: "response",
        outcomes: &["disclosed"],
        raises: &[],
        silent: &["no-refusal-notice-statement"],
    },
    Case {
        name: "one thing given and another kept back in a sentence",
        letter: "Dear Ms Penhale\n\nReference 4414/24\n\n1 May 2024\n\nYour request was received on 15 April 2024. I enclose the drainage report, but we cannot release its second annex, which names the tenants and is exempt under section 40(2) of the Freedom of Information Act 2000 as it would be unfair to them.",
        stage: "response",
        outcomes: &["part"],
        raises: &[("no-internal-review-rights", "error")],
        silent: &[],
    },
    Case {
        name: "section 17 paraphrased",
        letter: "Dear Ms Penhale\n\nReference 4415/24\n\n1 May 2024\n\nYour request was received on 15 April 2024. Section 17 of the Freedom of Information Act 2000 requires an authority, when refusing a request, to give the applicant a notice which states that fact, specifies the exemption and says why it applies.\n\nA copy of the 12 page diving log is attached.",
        stage: "response",
        outcomes: &["disclosed"],
        raises: &[],
        silent: &["no-refusal-notice-statement"],
    },
    Case {
        name: "table of answers by word",
        letter: "Northmere University\n\nFOI 20/117\n\n3 February 2020\n\nDear Sir\n\nYour request was received on 7 January 2020.\n\nQuestion 1: How many boats has the rowing club?\n\nAnswer: Eleven.\n\nQuestion 2: What did each cost?\n\nAnswer: The University declines to supply the prices, as they were given to us in confidence and section 41 applies: the makers could sue for breach of confidence.\n\nQuestion 3: Who rowed in 1891?\n\nAnswer: No records of that year exist.\n\nQuestion 4: Are the boats insured?\n\nAnswer: As above.",
        stage: "response",
        outcomes: &["disclosed", "refused", "not_held", "not_held"],
        raises: &[("no-internal-review-rights", "error")],
        silent: &[],
    },
    Case {
        name: "a balance is of the exemption before it, not of its neighbour behind",
        letter: "Dear Ms Roke\n\nOur ref: FOI 0712/23\n\n20 March 2023\n\nThank you for your request for the lamp tenders, received on 1 March 2023.\n\nWe hold the information. This letter is a refusal notice under section 17 of the Act. It is exempt under section 43(2), as disclosure would be likely to prejudice the commercial interests of our supplier by showing its prices to rivals. We considered the public interest under section 43(2) for and against and find that it favours withholding prices. Section 42(1) also applies to the legal advice, which is privileged.",
        stage: "response",
        outcomes: &["refused"],
        raises: &[("no-public-interest-test", "warning")],
        silent: &["exemption-not-explained"],
    },
    Case {
        name: "a balance behind both exemptions is of both",
        letter: "Dear Ms Roke\n\nOur ref: FOI 0713/23\n\n20 March 2023\n\nThank you for your request for the lamp tenders, received on 1 March 2023.\n\nWe hold the information. This letter is a refusal notice under section 17 of the Act. It is exempt under section 43(2), as disclosure would be likely to prejudice the commercial interests of our supplier by showing its prices to rivals. Section 42(1) applies to the legal advice, which is privileged. We considered the public interest for and against and find that it favours withholding.",
        stage: "response",
        outcomes: &["refused"],
        raises: &[],
        silent: &["no-public-interest-test"],
    },
    Case {
        name: "a review that lets the refusal stand",
        letter: "Dear Ms Roke\n\nOur ref: FOI 0714/23\n\n20 March 2023\n\nI have reviewed our reply of 3 February 2023 to your request. The complaint is not upheld: section 31(1)(a) was rightly engaged. Disclosure would be likely to prejudice the detection of crime because offenders would learn where cameras do not reach. In favour of disclosure is openness; against it is harm to detection. On balance the public interest favours maintaining the exemption.\n\nIf you remain unhappy you may complain to the Information Commissioner under section 50 of the Act.",
        stage: "internal_review",
        outcomes: &["refused"],
        raises: &[],
        silent: &["no-refusal-notice-statement", "no-public-interest-test"],
    },
    Case {
        name: "a table with a row for each question",
        letter: "Lamp Harbour Council\n\nOur ref: LHC-441\n\nDate: 18 September 2023\n\nDear applicant\n\nFurther to your Freedom of Information request registered on 22 August 2023, our response is in the table.\n\nNo. Your question Our response\n1 How many lamps are lit? 64\n2 What was spent on oil? £418,770, of which £61,200 was whale oil.\n3 What does each supplier charge? Exempt - section 43(2). The suppliers bid against each other each quarter. Were one to learn what the others charge it could pitch just below them, and we would lose by it. The public interest in honest bidding outweighs that in the rates.\n4 How many lamps were stolen by gulls? No record is kept of that. The lamp keeper was asked.",
        stage: "response",
        outcomes: &["disclosed", "disclosed", "refused", "not_held"],
        raises: &[("no-internal-review-rights", "error")],
        silent: &[
            "question-not-answered",
            "no-public-interest-test",
            "no-prejudice-explained",
        ],
    },
    Case {
        name: "to say that we hold it or that we do not",
        letter: "Dear Ms Roke\n\nOur ref: FOI 0715/23\n\n20 March 2023\n\nThank you for your request, received on 1 March 2023, about Mr Wick.\n\nThe force neither confirms nor denies that it holds the information you have requested, by virtue of section 40(5B)(a)(i) of the Act. To say either that we hold, or that we do not hold, such information would tell the world whether a living individual has come to our notice. That would contravene the first data protection principle.",
        stage: "response",
        outcomes: &["ncnd"],
        raises: &[],
        silent: &["not-held-without-search", "no-public-interest-test"],
    },
    Case {
        name: "a letter that is late and has no answer yet",
        letter: "Dear Mr Menon\n\nOur ref: FOI-30117\n\n10 February 2025\n\nI am sorry that you have not yet had an answer to your request, which we received on 13 January 2025. The figures are still being drawn together. We expect to have the answer with you by 21 February 2025.",
        stage: "extension",
        outcomes: &["unknown"],
        raises: &[],
        silent: &["no-internal-review-rights"],
    },
    Case {
        name: "an answer that begins with regret for its lateness",
        letter: "Dear Mr Menon\n\nOur ref: FOI-30118\n\n10 March 2025\n\nI am sorry that you have not yet had an answer to your request of 13 January 2025, which we received that day. There were 41 lamps and they cost £96.",
        stage: "response",
        outcomes: &["disclosed"],
        raises: &[],
        silent: &["extension-without-public-interest"],
    },
];

#[test]
fn a_letter_is_read_in_whatever_words_it_is_written() {
    let room = Room::new();
    let folder = room.path("letters");
    std::fs::create_dir(&folder).expect("a folder");
    for case in CASES {
        // letters that are not meant to lack them have the usual rights below
        let lacks = case
            .raises
            .iter()
            .any(|(rule, _)| rule.ends_with("-rights"));
        let signed = case.letter.contains("Yours sincerely");
        let letter = match (lacks, signed) {
            (_, true) => case.letter.to_owned(),
            (true, false) => format!("{}\n\nYours sincerely\n\nInformation Team\n", case.letter),
            (false, false) => format!("{}{RIGHTS}", case.letter),
        };
        std::fs::write(folder.join(format!("{}.txt", case.name)), letter).expect("written");
    }
    let rows = room
        .run(&[
            "audit",
            "letters",
            "--no-archive",
            "--fail-on",
            "never",
            "--format",
            "json",
        ])
        .ends(0)
        .json();
    let mut wrong = Vec::new();
    for case in CASES {
        let path = format!("letters/{}.txt", case.name);
        let row = rows
            .as_array()
            .and_then(|rows| rows.iter().find(|row| row["path"] == path.as_str()))
            .unwrap_or_else(|| panic!("{path} was not read"));
        let words = |key: &str| -> Vec<String> {
            let list = row[key].as_array().cloned().unwrap_or_default();
            list.iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        };
        if row["stage"] != case.stage {
            wrong.push(format!(
                "{}: stage {}, wanted {}",
                case.name, row["stage"], case.stage
            ));
        }
        if words("outcomes") != case.outcomes {
            wrong.push(format!(
                "{}: outcomes {:?}, wanted {:?}",
                case.name,
                words("outcomes"),
                case.outcomes
            ));
        }
        let found: BTreeSet<(String, String)> = row["findings"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| {
                let word = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
                (word("rule"), word("level"))
            })
            .collect();
        for (rule, level) in case.raises {
            if !found.contains(&((*rule).to_owned(), (*level).to_owned())) {
                wrong.push(format!(
                    "{}: {rule} not raised as {level}: {found:?}",
                    case.name
                ));
            }
        }
        for rule in case.silent {
            if found.iter().any(|(raised, _)| raised == rule) {
                wrong.push(format!("{}: {rule} raised", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const FOOT: &str = "12 March 2024\n\nDear Ms Tarn\n\nReference FOI 204/26\n\nYour request for the harbour duty rota was received on 20 \
    February 2024. The rota is held. The officers' names are withheld under section 40(2) of the Freedom of Information Act 2000, \
    because to publish them would be unfair. The patrol hours are exempt under section 23(1), as they were supplied by a body \
    named in section 23(3), and under section 31(1)(a): thieves who knew them would be likely to avoid the patrols, which would \
    prejudice the prevention of crime. The public interest in knowing how the harbour is watched is outweighed by that in its \
    safety. Under section 17(4) no more is said on section 31.\n\nIf you are unhappy you may ask us for an internal \
    review.\n\nYours sincerely\n\nHarbour Records Officer\n\n";

/// What is argued is told only where an argument is wanted, section 17(4) is shown, and the regulator whose address stands
/// at the foot wrote nothing.
#[test]
fn each_ground_is_shown_with_what_it_wants_and_no_more() {
    let room = Room::new();
    let address =
        "Information Commissioner's Office\nWycliffe House\nWater Lane\nWilmslow\nSK9 5AF\n";
    std::fs::write(room.path("foot.txt"), format!("{FOOT}{address}")).expect("written");
    let rows = room
        .run(&[
            "audit",
            "foot.txt",
            "--no-archive",
            "--fail-on",
            "never",
            "--format",
            "json",
        ])
        .ends(0)
        .json();
    let row = &rows[0];
    let argued = |provision: &str| {
        row["exemptions"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|one| one["provision"] == provision)
            .map(|one| one["argued"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(
        argued("s40(2)").as_deref(),
        Some("fairness argued"),
        "{row:#}"
    );
    assert_eq!(
        argued("s23(1)").as_deref(),
        Some("absolute: nothing to be weighed")
    );
    assert_eq!(
        argued("s31(1)(a)").as_deref(),
        Some("harm and public interest argued")
    );
    assert_eq!(row["reasons_withheld"]["provision"], "s17(4)");
    assert_eq!(row["reasons_withheld"]["of"], serde_json::json!(["s31"]));
    assert_ne!(row["authority"], "ICO");
    assert!(row["refusal_notice"].is_null(), "{row:#}");
    let screen = room
        .run(&["audit", "foot.txt", "--no-archive", "--fail-on", "never"])
        .ends(0)
        .out;
    assert!(screen.contains("s17(4)"), "{screen}");
}

/// What is absent has no line, and the answer says where it was looked for; no line is 0, and numbers are numbers.
#[test]
fn what_is_absent_says_where_it_was_looked_for() {
    let room = Room::new();
    let letter = "2 May 2024\n\nDear Ms Tarn\n\nReference FOI 204/27\n\nWe hold the following two records:\n1. Letter of 3 March \
                  2024 about lamps.\n2. Letter of 4 March 2024 about wicks.\n\nBoth are withheld under section 42 of the Freedom of \
                  Information Act 2000.\n\nYours sincerely\nClerk\n";
    std::fs::write(room.path("bare.txt"), letter).expect("written");
    std::fs::write(room.path("thanks.txt"), "2 May 2024\n\nDear Ms Tarn\n\nReference FOI 204/28\n\nWe acknowledge your request, and will respond by 30 May 2024.\n\nYours sincerely\nClerk\n").expect("written");
    let rows = room
        .run(&[
            "audit",
            "bare.txt",
            "thanks.txt",
            "--no-archive",
            "--fail-on",
            "never",
            "--format",
            "json",
        ])
        .ends(0)
        .json();
    let row = &rows[0];
    let absent: Vec<&Value> = row["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|one| one["evidence"]["quote"].is_null())
        .collect();
    for one in &absent {
        let looked = one["evidence"]["looked_in"].as_str().unwrap_or_default();
        assert!(looked.contains("lines 1 to"), "{one:#}");
    }
    let rights = row["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|one| one["rule"] == "no-internal-review-rights");
    assert!(rights.is_some(), "{row:#}");
    assert_eq!(row["located"][1]["n"], 2, "{row:#}");
    let decided = rows[1]["decided"].as_array().expect("a list");
    assert!(
        decided.iter().all(|one| one["line"].is_null()),
        "{decided:?}"
    );
    let help = room.run(&["audit", "--help"]).ends(0).out;
    assert!(help.contains("sarif") && help.contains("ids"), "{help}");
    let future = room
        .run(&[
            "audit",
            "bare.txt",
            "--no-archive",
            "--received",
            "2099-01-01",
        ])
        .ends(2);
    assert!(future.err.contains("lies in the future"), "{}", future.err);
}

/// What was decided out of scope, on record, is no further record of a list; and the ids of what was audited can be had.
#[test]
fn a_recorded_decision_takes_a_record_off_the_alarm() {
    let room = Room::new();
    let answers = program::house("sample_corpus/answers");
    let path = |inside: &str| answers.join(inside).to_string_lossy().into_owned();
    room.run(&["ingest", &path("archive")]).ends(0);
    let letter = path("sent/wp-2022-0102 list short and one unknown.txt");
    let further = || -> Vec<String> {
        let rows = room
            .run(&["audit", &letter, "--fail-on", "never", "--format", "json"])
            .ends(0)
            .json();
        rows[0]["findings"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|one| one["rule"] == "in-scope-not-listed" && one["level"] == "warning")
            .filter_map(|one| {
                let (_, rest) = one["message"].as_str()?.split_once("1 October 2021 (")?;
                Some(rest.split(')').next()?.to_owned())
            })
            .collect()
    };
    let before = further();
    let [id] = before.as_slice() else {
        panic!("one further record: {before:?}");
    };
    room.run(&["request", "add", "0102/22", "--received", "2022-05-16"])
        .ends(0);
    room.run(&[
        "decide",
        id,
        "out",
        "--reason",
        "not asked for",
        "--for",
        "0102/22",
    ])
    .ends(0);
    assert_eq!(further(), Vec::<String>::new());
    let ids = room
        .run(&["audit", id, "--fail-on", "never", "--format", "ids"])
        .ends(0)
        .out;
    assert!(ids.starts_with(&format!("r-{id}")), "{ids}");
}

/// A class of letters, set in one frame, and what is to be read in each of them.
#[derive(serde::Deserialize)]
struct Class {
    stage: String,
    outcomes: Vec<String>,
    raises: Vec<String>,
    silent: Vec<String>,
    words: Vec<String>,
}

#[test]
fn a_class_of_letters_is_known_in_other_words() {
    let table: BTreeMap<String, Vec<Class>> =
        toml::from_str(include_str!("labels/classes.toml")).expect("a table of classes");
    let classes = &table["class"];
    let room = Room::new();
    std::fs::create_dir(room.path("classes")).expect("a folder");
    for (nth, class) in classes.iter().enumerate() {
        for (at, words) in class.words.iter().enumerate() {
            let letter = format!(
                "Harbour Service\n\nOur ref: FOI 204/26\n12 June 2024\n\nDear Ms Tarn\n\nThank you for your request for the harbour \
                 rota, which we received on 15 May 2024.\n\n{words}{RIGHTS}"
            );
            std::fs::write(room.path(&format!("classes/{nth}-{at}.txt")), letter).expect("written");
        }
    }
    let rows = room
        .run(&[
            "audit",
            "classes",
            "--no-archive",
            "--fail-on",
            "never",
            "--format",
            "json",
        ])
        .ends(0)
        .json();
    let mut wrong = Vec::new();
    let mut read = 0;
    for row in rows.as_array().into_iter().flatten() {
        let path = row["path"].as_str().unwrap_or_default();
        let class = path
            .strip_prefix("classes/")
            .and_then(|name| classes.get(name.split('-').next()?.parse::<usize>().ok()?))
            .expect("a letter of some class");
        read += 1;
        let found: BTreeSet<&str> = row["findings"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| one["rule"].as_str())
            .collect();
        let as_said = row["stage"] == class.stage.as_str()
            && row["outcomes"] == serde_json::json!(class.outcomes)
            && class
                .raises
                .iter()
                .all(|rule| found.contains(rule.as_str()))
            && !class
                .silent
                .iter()
                .any(|rule| found.contains(rule.as_str()));
        if !as_said {
            wrong.push(format!(
                "{path}: {} {} {found:?}",
                row["stage"], row["outcomes"]
            ));
        }
    }
    assert_eq!(
        read,
        classes.iter().map(|class| class.words.len()).sum::<usize>()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
