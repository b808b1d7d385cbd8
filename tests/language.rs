//! The search language from outside: what is understood can be typed again and means the same, and every refusal reads
//! as it was written down.

#[path = "program/mod.rs"]
mod program;

use recordroom::facts::references::Families;
use recordroom::query::{self, Columns, Node, Text, Value};

use program::{Room, house};

/// A query as it may be typed again, from its tree alone.
fn typed(node: &Node) -> String {
    match node {
        Node::Everything => String::new(),
        Node::Text { field, text, .. } => {
            let words = words(text);
            match (field, text) {
                (None, _) => words,
                (Some(field), Text::Near { .. }) => format!("{field}:({words})"),
                (Some(field), _) => format!("{field}:{words}"),
            }
        }
        Node::Reference { typed, .. } => format!("ref:\"{typed}\""),
        Node::ReferencePattern { typed, .. } => format!("ref:{typed}"),
        Node::Field { field, value, .. } => match value {
            Value::Listed(value) => format!("{field}:\"{value}\""),
            Value::Records { typed, .. } => format!("{field}:\"{typed}\""),
            Value::Days(span) => {
                let end = |day: jiff::civil::Date, open: jiff::civil::Date| match day == open {
                    true => String::new(),
                    false => day.to_string(),
                };
                format!(
                    "{field}:\"{}..{}\"",
                    end(span.first, jiff::civil::Date::MIN),
                    end(span.last, jiff::civil::Date::MAX)
                )
            }
        },
        Node::And(parts) => parts.iter().map(inside).collect::<Vec<_>>().join(" AND "),
        Node::Or(parts) => parts.iter().map(inside).collect::<Vec<_>>().join(" OR "),
        Node::Not(inner) => format!("NOT {}", inside(inner)),
    }
}

fn inside(node: &Node) -> String {
    let bare = typed(node);
    match node {
        Node::And(_) | Node::Or(_) => format!("({bare})"),
        Node::Text {
            field: None,
            text: Text::Near { .. },
            ..
        } => format!("({bare})"),
        _ => bare,
    }
}

fn words(text: &Text) -> String {
    let side = |texts: &[Text]| match texts {
        [one @ Text::Near { .. }] => format!("({})", words(one)),
        [one] => words(one),
        several => {
            let all: Vec<String> = several.iter().map(words).collect();
            format!("({})", all.join(" OR "))
        }
    };
    match text {
        Text::Word { typed, exact: true } => format!("={typed}"),
        Text::Word { typed, .. } | Text::Pattern { typed } => typed.clone(),
        Text::Phrase { typed, apart: None } => format!("\"{typed}\""),
        Text::Phrase {
            typed,
            apart: Some(apart),
        } => format!("\"{typed}\"~{apart}"),
        Text::Fuzzy { typed, edits } => format!("{typed}~{edits}"),
        Text::Near {
            left,
            right,
            within,
        } => format!("{} NEAR/{within} {}", side(left), side(right)),
    }
}

/// The tree without what only says how it was typed: columns, and the spelling of a reference.
fn meaning(node: &Node) -> Node {
    let mut node = node.clone();
    fn strip(node: &mut Node) {
        match node {
            Node::Text { at, .. } | Node::Field { at, .. } | Node::ReferencePattern { at, .. } => {
                *at = Columns::default();
            }
            Node::Reference { at, typed, .. } => {
                *at = Columns::default();
                typed.clear();
            }
            Node::And(parts) | Node::Or(parts) => parts.iter_mut().for_each(strip),
            Node::Not(inner) => strip(inner),
            Node::Everything => {}
        }
    }
    strip(&mut node);
    node
}

/// A plain seeded source of numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % many
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// What queries are thrown together of: most of them make one, some do not.
const PIECES: [&str; 48] = [
    "leaflet",
    "Orchard's",
    "=ledger",
    "\"lamp room\"",
    "\"lamp room key\"~3",
    "ledg*",
    "l?mp",
    "*room",
    "leger~",
    "leger~2",
    "lamp NEAR/5 room",
    "(lamp OR key) NEAR/3 \"lamp room\"",
    "a w/2 b NEAR/4 c",
    "INV/0283/2020",
    "inv-0283-2020",
    "INV 0283 2020",
    "ref:INV/*/2020",
    "ref:\"inv 0283 2020\"",
    "ref:2017070000569",
    "[2023] UKFTT 518 (GRC)",
    "s31(1)(a)",
    "kind:letter",
    "kind:\"decision notice\"",
    "from:ICO",
    "to:\"lamp office\"",
    "party:(ICO OR keeper)",
    "cc:clerk*",
    "subject:(lamp NEAR/2 room)",
    "subject:lamp",
    "text:\"lamp room\"~2",
    "file:scan_*.pdf",
    "date:2021-12-03",
    "date:2021-12",
    "date:2021..2022-05",
    "date:>=2022",
    "date:<2020",
    "mentions:3/12/2021",
    "marking:official",
    "format:pdf",
    "has:attachment",
    "has:draft",
    "provision:s31",
    "provision:FOIA:s40(2)",
    "id:r-3f9c",
    "thread:r-3f9c",
    "in:r-3f9c2a71",
    "source:\"lamp office\"",
    "keeper@example.org",
];

fn thrown(numbers: &mut Numbers, deep: usize) -> String {
    let piece = |numbers: &mut Numbers| numbers.pick(&PIECES).to_owned();
    if deep == 0 {
        return piece(numbers);
    }
    match numbers.below(7) {
        0 => format!("({})", thrown(numbers, deep - 1)),
        1 => format!("NOT {}", thrown(numbers, deep - 1)),
        2 => format!(
            "{} AND {}",
            thrown(numbers, deep - 1),
            thrown(numbers, deep - 1)
        ),
        3 => format!(
            "{} OR {}",
            thrown(numbers, deep - 1),
            thrown(numbers, deep - 1)
        ),
        4 => format!(
            "{} {}",
            thrown(numbers, deep - 1),
            thrown(numbers, deep - 1)
        ),
        5 => format!("-{}", piece(numbers)),
        _ => piece(numbers),
    }
}

#[test]
fn a_query_typed_again_from_its_tree_is_the_same_query() {
    let families = Families::built_in().expect("the table of families is sound");
    let mut numbers = Numbers(20_261_122);
    let mut read = 0;
    for _ in 0..4_000 {
        let query = thrown(&mut numbers, 3);
        let Ok(first) = query::parse(&query, &families) else {
            continue;
        };
        read += 1;
        let again = typed(first.root());
        let second = query::parse(&again, &families)
            .unwrap_or_else(|error| panic!("{query}\n{again}\n{error}"));
        assert_eq!(
            meaning(first.root()),
            meaning(second.root()),
            "{query}\n{again}"
        );
        assert_eq!(first.read_as(), second.read_as(), "{query}\n{again}");
    }
    assert!(read > 3_000, "only {read} of 4000 could be read");
}

/// A query after `$ `, and below it what the officer is told.
const REFUSED: &str = include_str!("labels/refused.txt");

#[test]
fn every_refusal_reads_as_it_was_written_down() {
    let room = Room::new();
    std::fs::create_dir(room.path("orchard")).expect("a folder");
    std::fs::write(room.path("orchard/note.txt"), "apples").expect("a file");
    room.ingest(&room.path("orchard")).ends(0);
    let mut blocks = 0;
    let mut told = String::new();
    for block in REFUSED.split("$ ").skip(1) {
        let (query, _) = block
            .split_once('\n')
            .expect("a query and what is said of it");
        let answer = room.run(&["search", "--", query]).ends(2);
        assert_eq!(answer.out, "");
        told.push_str(&format!("$ {query}\n{}\n", answer.err));
        blocks += 1;
    }
    assert!(blocks >= 40, "{blocks} queries");
    assert_eq!(
        told,
        REFUSED.replace("\r\n", "\n"),
        "see {}",
        house("tests/labels/refused.txt").display()
    );
}

#[test]
fn a_query_of_which_nothing_can_be_seen_is_refused_and_never_every_record() {
    let room = Room::new();
    std::fs::create_dir(room.path("orchard")).expect("a folder");
    std::fs::write(room.path("orchard/note.txt"), "pears").expect("a file");
    room.ingest(&room.path("orchard")).ends(0);
    for unseen in ["\u{200b}", "\u{feff}", "\u{202e} \u{ad}", " \u{2060} "] {
        let answer = room.run(&["search", unseen]).ends(2);
        assert!(answer.err.contains("cannot be seen"), "{}", answer.err);
        let counted = room.run(&["search", "--count", "--no-log", unseen]).ends(2);
        assert_eq!(counted.out, "");
    }
    room.run(&["search", "\u{200b}pears"]).ends(0);
}

#[test]
fn a_phrase_that_is_too_much_for_any_order_is_refused() {
    let room = Room::new();
    std::fs::create_dir(room.path("orchard")).expect("a folder");
    let words: Vec<String> = (0..30_000).map(|n| format!("w{n}")).collect();
    std::fs::write(room.path("orchard/note.txt"), words.join(" ")).expect("a file");
    room.ingest(&room.path("orchard")).ends(0);
    for (many, others, code, says) in [
        (64, 3, 0, ""),
        (65, 3, 2, "at most 64"),
        (12_000, 3, 2, "at most 64"),
        (12, 90, 2, "at most 100"),
        (10, 90, 0, ""),
    ] {
        let file = room.path("query.txt");
        std::fs::write(&file, format!("\"{}\"~{others}", words[..many].join(" "))).expect("a file");
        let answer = room
            .run(&["search", "--count", "--file", "query.txt"])
            .ends(code);
        assert!(answer.err.contains(says), "{many}~{others}: {}", answer.err);
    }
}
