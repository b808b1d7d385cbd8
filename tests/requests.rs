//! How requests of many shapes are read, held against labels that were written without sight of the code.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use recordroom::facts::request::{self, Request};
use recordroom::facts::{Carried, Tables};
use serde::Deserialize;

const LABELS: &str = include_str!("labels/requests.toml");

/// What can be wrong with a reading, in the order in which it matters.
const CLASSES: [&str; 7] = [
    "items",
    "reference",
    "received",
    "references",
    "dates",
    "parties",
    "not parties",
];

#[derive(Deserialize)]
struct Labels {
    request: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    name: String,
    format: String,
    text: String,
    reference: Option<String>,
    received: Option<String>,
    items: Vec<String>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    dates: Vec<String>,
    #[serde(default)]
    parties: Vec<String>,
    #[serde(default)]
    not_parties: Vec<String>,
    why: String,
}

/// The text that the reader is given: a message's few plain headers and its body.
fn readable(label: &Label) -> String {
    let text = label.text.trim_start();
    if label.format != "eml" {
        return text.to_owned();
    }
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let shown = ["from:", "to:", "cc:", "date:", "subject:"];
    let kept: Vec<&str> = head
        .lines()
        .filter(|line| {
            shown
                .iter()
                .any(|name| line.to_lowercase().starts_with(name))
        })
        .collect();
    let body = if head.to_lowercase().contains("quoted-printable") {
        body.replace("=\n", "")
            .replace("=20", " ")
            .replace("=3D", "=")
    } else {
        body.to_owned()
    };
    let body = if head.to_lowercase().contains("text/html") {
        without_tags(&body)
    } else {
        body
    };
    format!("{}\n\n{body}", kept.join("\n"))
}

/// A page's text with each paragraph and list entry on a line of its own, as a reader of HTML gives it.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        let (tag, after) = piece.split_once('>').unwrap_or(("", piece));
        if ["p", "/p", "li", "/li", "ol", "/ol", "body", "html", "br"].contains(&tag) {
            text.push('\n');
        }
        text.push_str(after);
    }
    text
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn canonical(carried: &[Carried], besides: Option<&str>) -> Vec<String> {
    carried
        .iter()
        .map(|c| c.canonical.clone())
        .filter(|c| Some(c.as_str()) != besides)
        .collect()
}

/// What of a reading differs from its label, by class.
fn differences(label: &Label, read: &Request) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    let items: Vec<String> = read.items.iter().map(|item| squeezed(&item.text)).collect();
    let agree = items.len() == label.items.len()
        && items
            .iter()
            .zip(&label.items)
            .all(|(item, words)| item.contains(&squeezed(words)));
    if !agree {
        wrong.push(("items", format!("{:?} for {:?}", read.items, label.items)));
    }
    let none = || "none".to_owned();
    let reference = read
        .reference
        .as_ref()
        .map_or_else(none, |c| c.canonical.clone());
    if label
        .reference
        .as_ref()
        .is_some_and(|wanted| *wanted != reference)
    {
        wrong.push((
            "reference",
            format!("{reference} for {:?}", label.reference),
        ));
    }
    let received = read.received.map_or_else(none, |day| day.to_string());
    if label
        .received
        .as_ref()
        .is_some_and(|wanted| *wanted != received)
    {
        wrong.push(("received", format!("{received} for {:?}", label.received)));
    }
    let own = label.reference.as_deref();
    let references = canonical(&read.references, own);
    let wanted: Vec<String> = label
        .references
        .iter()
        .filter(|r| Some(r.as_str()) != own)
        .cloned()
        .collect();
    if references != wanted {
        wrong.push(("references", format!("{references:?} for {wanted:?}")));
    }
    let dates: Vec<String> = read.dates.iter().map(ToString::to_string).collect();
    if dates != label.dates {
        wrong.push(("dates", format!("{dates:?} for {:?}", label.dates)));
    }
    for party in label
        .parties
        .iter()
        .filter(|party| !read.parties.contains(party))
    {
        wrong.push((
            "parties",
            format!("{party} is missing from {:?}", read.parties),
        ));
    }
    for party in label
        .not_parties
        .iter()
        .filter(|party| read.parties.contains(party))
    {
        wrong.push(("not parties", format!("{party} was read")));
    }
    wrong
}

#[test]
fn requests_are_read_as_a_careful_officer_reads_them() {
    let labels: Labels = toml::from_str(LABELS).unwrap();
    assert!(labels.request.len() >= 20, "too few labels to measure by");
    let mut by_class: BTreeMap<&str, usize> = BTreeMap::new();
    let mut whole = 0;
    for label in &labels.request {
        let read = request::read(&readable(label), tables());
        let wrong = differences(label, &read);
        whole += usize::from(wrong.is_empty());
        for (class, what) in wrong {
            *by_class.entry(class).or_default() += 1;
            println!("{}: {class}: {what}\n    ({})", label.name, label.why);
        }
    }
    let n = labels.request.len();
    for class in CLASSES {
        println!(
            "{class}: {} wrong",
            by_class.get(class).copied().unwrap_or(0)
        );
    }
    println!("{whole} of {n} requests read wholly as labelled");
    assert!(
        whole * 100 >= n * 90,
        "{whole} of {n} requests read as labelled"
    );
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(Tables::built_in)
}

fn read(text: &str) -> Request {
    request::read(text, tables())
}

fn asked(read: &Request) -> Vec<(&str, &str)> {
    read.items
        .iter()
        .map(|item| (item.n.as_str(), item.text.as_str()))
        .collect()
}

#[test]
fn parts_of_an_entry_bear_its_number_and_keep_its_words() {
    let read = read(
        "Please provide:\n1. For each complaint:\n   a) its date\n   b) its outcome, and\n   c) any reply\n\
         2) The number of leaflets.\n3. Also:\n   i. the contract\n   ii. emails about it,\n      drafts included\n",
    );
    assert_eq!(
        asked(&read),
        [
            ("1a", "its date"),
            ("1b", "its outcome"),
            ("1c", "any reply"),
            ("2", "The number of leaflets."),
            ("3i", "the contract"),
            ("3ii", "emails about it, drafts included"),
        ]
    );
    assert_eq!(read.items[0].under.as_deref(), Some("For each complaint:"));
}

#[test]
fn who_asks_is_kept_out_of_everything_searched() {
    let read = read(
        "From: Ann Example <ann@post.example>\nTo: foi@police.example\nSubject: Leaflets\n\nDear team,\n\n\
         My name is Ann Example, I live at 3 Weir Street and I was born on 4 March 1970.\n\n\
         Please send me the leaflet of 6 May 2022.\n\nYours faithfully,\n\nAnn Example\n3 Weir Street\n7 June 2022\n",
    );
    assert_eq!(read.names_of_requester, ["Ann Example"]);
    assert_eq!(
        asked(&read),
        [("1", "Please send me the leaflet of 6 May 2022.")]
    );
    assert_eq!(read.dates, [jiff::civil::date(2022, 5, 6)]);
    assert_eq!(request::topic_words(&read.items[0].text), ["leaflet"]);
}

#[test]
fn what_is_not_wanted_is_told_apart() {
    let read = read(
        "Please provide: (1) the letter of 6 May 2022; (2) your reply; and (3) any attachments. Please exclude newsletters. \
         I do not require the names of staff.",
    );
    assert_eq!(
        asked(&read),
        [
            ("1", "the letter of 6 May 2022"),
            ("2", "your reply"),
            ("3", "any attachments.")
        ]
    );
    assert_eq!(
        read.excluded,
        [
            "Please exclude newsletters.",
            "I do not require the names of staff."
        ]
    );
    assert_eq!(read.kinds, ["letter"]);
}

#[test]
fn answers_between_the_questions_are_not_asked() {
    let read = read(
        "Date of request: 24/10/2024\n\nQuestion 1\nHow many leaflets were printed?\nAnswer\nWe printed 300.\n\n\
         Question 2\nWho printed them?\nAnswer\n1. A printer.\n2. A friend.\n3. Nobody else.\n",
    );
    assert_eq!(
        asked(&read),
        [
            ("1", "How many leaflets were printed?"),
            ("2", "Who printed them?")
        ]
    );
    assert_eq!(read.received, Some(jiff::civil::date(2024, 10, 24)));
}

#[test]
fn a_forwarded_request_is_read_when_the_mail_above_asks_nothing() {
    let read = read(
        "Good morning\n\nOne for the log.\n\nRegards\nDesk\n\n---------- Forwarded message ---------\n\
         From: Bea Sample <bea@post.example>\nSubject: Request\nTo: <foi@police.example>\n\nHello,\n\nUnder the Act I request:\n\n\
         • all emails to casework@ico.org.uk from 1 January 2021 to date\n• the leaflet \"Know Your Rights\"\n\nBea Sample\n",
    );
    assert_eq!(read.items.len(), 2);
    assert_eq!(read.names_of_requester, ["Bea Sample"]);
    assert_eq!(read.parties, ["ICO"]);
    assert_eq!(read.kinds, ["email", "leaflet"]);
    assert_eq!(
        read.periods,
        [(jiff::civil::date(2021, 1, 1), jiff::civil::Date::MAX)]
    );
}

#[test]
fn periods_are_read_in_every_usual_form() {
    for (words, first, last) in [
        ("between January and March 2021", "2021-01-01", "2021-03-31"),
        (
            "from November 2020 to February 2021",
            "2020-11-01",
            "2021-02-28",
        ),
        (
            "between 1 January and 31 March 2021",
            "2021-01-01",
            "2021-03-31",
        ),
        (
            "from 1st December to 6 January 2022",
            "2021-12-01",
            "2022-01-06",
        ),
        ("01/04/2020 - 31/03/2022", "2020-04-01", "2022-03-31"),
        ("December 2010-November 2011", "2010-12-01", "2011-11-30"),
        ("in September 2020", "2020-09-01", "2020-09-30"),
        ("in 2021", "2021-01-01", "2021-12-31"),
        ("in the financial year 2020/21", "2020-04-01", "2021-03-31"),
        ("2019 to 2021", "2019-01-01", "2021-12-31"),
        ("before 1 May 2021", "-009999-01-01", "2021-04-30"),
        ("since 3 December 2021", "2021-12-03", "9999-12-31"),
    ] {
        let read = read(&format!("Please send me the reports {words}."));
        let periods: Vec<(String, String)> = read
            .periods
            .iter()
            .map(|(a, b)| (a.to_string(), b.to_string()))
            .collect();
        assert_eq!(periods, [(first.to_owned(), last.to_owned())], "{words}");
        assert_eq!(read.single_days, [], "{words}");
    }
    let act =
        read("Please send me the policy made under the Data Protection Act 2018, the 2018 Act.");
    assert_eq!(act.periods, []);
}

#[test]
fn what_was_decided_in_reading_is_noted() {
    let read = read(
        "Please send me the letter of 03/12/2021 and the note of 31 September 2019 about my personal data.",
    );
    assert!(
        read.notes
            .iter()
            .any(|note| note == "Read \"03/12/2021\" as 3 December 2021 (day first)."),
        "{:?}",
        read.notes
    );
    assert!(
        read.notes
            .iter()
            .any(|note| note.contains("September 2019 has no day 31"))
    );
    assert!(
        read.notes
            .iter()
            .any(|note| note.contains("subject access"))
    );
}

#[test]
fn a_title_in_quotation_marks_is_kept_whole() {
    let read = read(
        "Ref 01.FOI.22.026007\n\nI found half of a leaflet of your force. Please could I have “Keys and Locks: a Guide”?",
    );
    assert_eq!(
        request::quoted_titles(&read.items[0].text),
        ["Keys and Locks: a Guide"]
    );
    assert_eq!(read.kinds, ["leaflet"]);
    assert_eq!(read.parties, ["MPS"]);
    assert_eq!(
        request::quoted_titles("an \"open mark"),
        Vec::<String>::new()
    );
}

#[test]
fn a_request_that_never_says_please_is_still_read() {
    assert_eq!(
        asked(&read("The leaflet about keys")),
        [("1", "The leaflet about keys")]
    );
    assert_eq!(read("").items, []);
}

#[test]
fn no_text_whatever_makes_the_reader_fall() {
    let pieces = [
        "1.",
        "2)",
        "(a)",
        "b)",
        "ii.",
        "•",
        "- ",
        "\n",
        "\n\n",
        "> ",
        "From: A B <a@b.example>\n",
        "Dear Sir,",
        "Yours\n",
        "Subject: x\n",
        "Please send",
        " the letter",
        "?",
        "Answer\n",
        "Question 2",
        "You asked:",
        "é",
        "“",
        "3 May 2021",
        " to ",
        "between",
        "and",
        "2021/22",
        "On Monday A wrote:\n",
        "-----Original Message-----\n",
        "Received 3/4/2021\n",
        "--\n",
        "Name: Ü\n",
        "İ",
        "ß",
    ];
    let mut seed = 7_u64;
    let mut next = move || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 40).unwrap()
    };
    for _ in 0..1_000 {
        let text: String = (0..next() % 14)
            .map(|_| pieces[next() % pieces.len()])
            .collect();
        let read = request::read(&text, tables());
        for item in &read.items {
            request::topic_words(&item.text);
        }
    }
}

/// Ways in which somebody says who asks; `{}` stands where the asking goes.
const SIGNED: [&str; 26] = [
    "Dear Sir,\n\n{}\n\nYours faithfully,\nH. Quillfeather\n",
    "Dear Sir,\n\n{}\n\nYours faithfully,\n\nMr H Quillfeather\n14 Harbour Row\n",
    "Hello\n\n{}\n\nRegards\nHugo\n\nHugo Quillfeather\n",
    "{}\n\nMany thanks Hugo Quillfeather\n",
    "{}\n\nThanks, Hugo Quillfeather\n",
    "Hi,\n\n{}\n\nKind regards,\nHugo Quillfeather BSc (Hons)\n",
    "Hi,\n\n{}\n\nKind regards,\nDr. Hugo Quillfeather PhD, journalist\n",
    "Hi,\n\n{}\n\nBest wishes\nHugo Quillfeather | Harbour Row Residents\n",
    "Dear all,\n\n{}\n\nYours sincerely,\nQuillfeather, Hugo (Mr)\n",
    "Dear all,\n\n{}\n\nYours sincerely,\n(Mrs) Edith Quillfeather\n",
    "Dear all,\n\n{}\n\nSincerely,\nhugo quillfeather\n",
    "Dear all,\n\n{}\n\nSigned: Hugo Quillfeather\n",
    "Dear all,\n\n{}\n\nHugo Quillfeather\n",
    "Dear all,\n\n{}\n\n--\nHugo Quillfeather\n07700 900123\n",
    "Dear all,\n\nMy name is Hugo Quillfeather and I live in Bath. {}\n\nThanks\n",
    "Dear all,\n\nI am Hugo Quillfeather, a resident. {}\n\nThanks\n",
    "Dear all,\n\nI, Hugo Quillfeather, ask this. {}\n",
    "From: Hugo Quillfeather <hq@post.example>\nTo: foi@force.example\nSubject: Request\n\n{}\n\nH\n",
    "From: \"Quillfeather, Hugo\" <hq@post.example>\nTo: foi@force.example\nSubject: Request\n\n{}\n",
    "From: hugo.quillfeather@post.example\nTo: foi@force.example\nSubject: Request\n\n{}\n",
    "From: H Quillfeather (post) <hq@post.example>\nTo: foi@force.example\nSubject: Request\n\n{}\n",
    "Full name: Hugo Quillfeather\nEmail: hq@post.example\nRequest: {}\n",
    "Name: Mr H. Quillfeather\nAddress: 14 Harbour Row\n\nDetails: {}\n",
    "Dear Sirs\n\n{}\n\nYours\n\nCllr Hugo Quillfeather MP\n",
    "Dear Sirs\n\n{}\n\nALL THE BEST\nHUGO QUILLFEATHER\n",
    "Dear Sirs\n\n{}\n\nWarm regards,\nHugo van Quillfeather-Platt\n",
];

#[test]
fn the_requester_is_known_by_every_usual_signature() {
    let asking = "Please send me the letters about the broken lamp of which Mr Quillfeather complained, \
                  and the reply to H. Quillfeather.";
    let tables = Tables::built_in();
    let mut faults = Vec::new();
    for shape in SIGNED {
        let asking = if shape.contains("Platt") {
            asking.replace("Quillfeather", "Quillfeather-Platt")
        } else {
            asking.to_owned()
        };
        let read = request::read(&shape.replace("{}", &asking), &tables);
        let shown: Vec<String> = read
            .items
            .iter()
            .flat_map(|item| [Some(&item.text), item.under.as_ref()])
            .flatten()
            .map(|text| request::without_names(text, &read.names_of_requester))
            .collect();
        let shown = shown.join("\n");
        let named = shown.to_lowercase().contains("quillfeather");
        if named || !shown.contains("broken lamp") || read.items.len() != 1 {
            faults.push(format!("{shape:?}: {:?}: {shown}", read.names_of_requester));
        }
    }
    assert!(
        faults.is_empty(),
        "{} of 26\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn what_must_not_be_sent_is_never_read_as_wanted() {
    let read = read(
        "Everything that carries the number INV/0238/2020 please. Do not send me things about INV/0283/2020, I have those.",
    );
    assert_eq!(
        read.excluded,
        ["Do not send me things about INV/0283/2020, I have those."]
    );
    let asked = asked(&read);
    assert!(!asked.is_empty());
    for (_, text) in asked {
        assert!(text.starts_with("Everything that carries"), "{text}");
    }
}
