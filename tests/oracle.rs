//! More than two thousand random queries, drawn from the sample corpus's own words, find what a slow reader of the stored text
//! finds. The reader shares no tokeniser, no expansion and no reading of references with the program: it has its own,
//! written from the language's description.

#[path = "oracle/asker.rs"]
mod asker;
#[path = "oracle/asks.rs"]
mod asks;
#[path = "oracle/english.rs"]
mod english;
#[path = "program/mod.rs"]
mod program;
#[path = "oracle/reader.rs"]
mod reader;

use std::collections::{BTreeMap, BTreeSet};

use recordroom::archive::Archive;
use recordroom::facts::Tables;
use recordroom::verbs::desk::Desk;

use asker::Asker;
use program::{Room, house};
use reader::Shelf;

const QUERIES: usize = 2_200;

/// Letters set so narrow that lines break within words.
const NARROW: [(&str, &str); 4] = [
    (
        "warden.txt",
        "The har-\nbour warden asked for a com-\npre-\nhensive account of the moor-\nings, and of the well-\n\
         being of the crew who keep the light-\n  house stores in good or-\nder through the winter.",
    ),
    (
        "reply.txt",
        "> The har-\n> bour warden wrote again about the moor-\n> ings.\n\nThe light-\r\nhouse keeper re-\r\n\
         plied to the warden that the stores were in or-\r\nder.",
    ),
    (
        "notice.txt",
        "NOTICE TO MAR-\nINERS. The light\u{ad}\nhouse is dark on 14-\nday leave, from pier-\n\nKeep clear of the \
         moor\u{2010}\nings and har-\n\n\u{c}bour wall.",
    ),
    (
        "whole.txt",
        "The harbour warden asked for a comprehensive account of the moorings and of the wellbeing of the crew who \
         keep the lighthouse stores in good order through the winter.",
    ),
];

#[test]
fn random_queries_find_what_a_slow_reader_finds() {
    let room = Room::new();
    room.ingest(&house("sample_corpus/archive"));
    std::fs::create_dir(room.path("narrow")).expect("a folder");
    for (name, text) in NARROW {
        std::fs::write(room.path("narrow").join(name), text).expect("a letter");
    }
    room.ingest(&room.path("narrow"));
    let archive = Archive::open(&room.path("archive")).expect("an archive");
    let tables = Tables::built_in();
    let desk = Desk::open(&archive, &tables).expect("a desk");
    let shelf = Shelf::of(&desk);
    let all = shelf.records.len();
    assert!(all > 60, "{all} records");

    let mut asker = Asker::new(&shelf, 20_261_122);
    let mut telling = 0;
    let mut used: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for _ in 0..QUERIES {
        let ask = asker.ask();
        let typed = ask.typed();
        let expected: BTreeSet<u64> = shelf
            .records
            .iter()
            .filter(|record| ask.fits(record, &shelf))
            .map(|record| record.id)
            .collect();
        let found: BTreeSet<u64> = desk
            .query(&typed)
            .and_then(|query| desk.ids(&query))
            .unwrap_or_else(|error| panic!("{typed}: {error}"))
            .iter()
            .map(|id| id.number())
            .collect();
        if found != expected {
            let name = |ids: Vec<&u64>| -> Vec<String> {
                ids.iter()
                    .take(3)
                    .map(|id| format!("r-{id:016x}"))
                    .collect()
            };
            wrong.push(format!(
                "{typed}\n  not found: {:?}\n  found besides: {:?}",
                name(expected.difference(&found).collect()),
                name(found.difference(&expected).collect())
            ));
        }
        telling += usize::from((1..all).contains(&expected.len()));
        ask.count(&mut used);
    }
    println!("{telling} of {QUERIES} find some records and not all of {all}");
    for operator in asks::OPERATORS {
        println!("  {operator}: {}", used.get(operator).copied().unwrap_or(0));
    }
    assert!(
        wrong.is_empty(),
        "{} of {QUERIES} queries differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(25)].join("\n")
    );
    assert!(telling * 2 >= QUERIES, "only {telling} tell anything");
    for operator in asks::OPERATORS {
        let times = used.get(operator).copied().unwrap_or(0);
        assert!(times >= 100, "{operator} was used {times} times");
    }
}
