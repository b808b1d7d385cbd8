//! All formats carry the same facts, nothing that came out of a record acts, and only `table` cuts.

#[path = "formats/answers.rs"]
mod answers;
#[path = "formats/evidence.rs"]
mod evidence;
#[path = "formats/readers.rs"]
mod readers;
#[path = "formats/screens.rs"]
mod screens;

use std::io;
use std::path::Path;

use recordroom::error::Kind;
use recordroom::present::{Cell, Format, Page, Report, Unwritten, safe, text_of, write};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use answers::{all, all_with};

/// The formats that are text and carry cells.
const PAPER: [Format; 4] = [Format::Csv, Format::Md, Format::Html, Format::Txt];

fn bytes(report: &dyn Report, format: Format) -> Vec<u8> {
    let page = Page {
        width: 80,
        color: false,
    };
    let mut out = Vec::new();
    write(report, format, &page, &mut out).expect("memory takes it");
    out
}

fn text(report: &dyn Report, format: Format) -> String {
    String::from_utf8(bytes(report, format)).expect("UTF-8")
}

fn cells(report: &dyn Report, said: fn(&Cell) -> String) -> Vec<Vec<String>> {
    let sheet = report.sheet();
    sheet
        .rows
        .iter()
        .map(|row| row.iter().map(said).collect())
        .collect()
}

#[test]
fn one_answer_in_every_format_carries_the_same_cells() {
    for (name, report) in all() {
        let sheet = report.sheet();
        let keys: Vec<&str> = sheet.columns.iter().map(|column| column.key).collect();
        let headings: Vec<String> = sheet
            .columns
            .iter()
            .map(|column| column.heading())
            .collect();
        assert!(
            sheet.rows.iter().all(|row| row.len() == keys.len()),
            "{name}"
        );
        let for_machines = cells(report.as_ref(), Cell::for_machines);
        let for_people = cells(report.as_ref(), Cell::for_people);
        assert!(!for_people.is_empty() || name == "nothing found", "{name}");

        assert_eq!(
            readers::csv(&text(report.as_ref(), Format::Csv)),
            (
                keys.iter().map(|key| (*key).to_owned()).collect(),
                for_machines.clone()
            ),
            "{name}"
        );

        let mut paper = vec![headings.clone()];
        paper.extend(for_people.clone());
        assert_eq!(
            readers::md(&text(report.as_ref(), Format::Md)),
            paper,
            "{name}"
        );
        assert_eq!(
            readers::html(&text(report.as_ref(), Format::Html)),
            paper,
            "{name}"
        );

        let mut workbook = vec![headings];
        workbook.extend(
            for_machines
                .iter()
                .map(|row| row.iter().map(|cell| number(cell)).collect()),
        );
        assert_eq!(
            readers::xlsx(&bytes(report.as_ref(), Format::Xlsx)),
            workbook,
            "{name}"
        );

        let page = text(report.as_ref(), Format::Txt);
        let mut rest = page.as_str();
        for cell in for_people.iter().flatten().flat_map(|cell| cell.lines()) {
            let at = rest
                .find(cell.trim())
                .unwrap_or_else(|| panic!("{name}: {cell:?} in\n{rest}"));
            rest = &rest[at..];
        }
    }
}

/// A number as a workbook writes it: without zeros at its end.
fn number(cell: &str) -> String {
    match (cell.contains('.'), cell.parse::<f64>()) {
        (true, Ok(number)) => number.to_string(),
        _ => cell.to_owned(),
    }
}

fn leaves(tree: &Value, out: &mut Vec<String>) {
    match tree {
        Value::Null => out.push(String::new()),
        Value::String(text) => out.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| leaves(value, out)),
        Value::Object(keys) => {
            out.push(tree.to_string());
            keys.values().for_each(|value| leaves(value, out));
        }
        other => out.push(other.to_string()),
    }
}

#[test]
fn the_tree_and_the_lines_lack_no_cell() {
    for (name, report) in all() {
        if !["problems", "references", "log", "ingested"].contains(&name) {
            continue;
        }
        let mut in_tree = Vec::new();
        leaves(&report.tree(), &mut in_tree);
        let mut in_lines = Vec::new();
        report.lines().for_each(|line| leaves(&line, &mut in_lines));
        for cell in cells(report.as_ref(), Cell::for_machines).iter().flatten() {
            let wanted = match cell.as_str() {
                "" => continue,
                "yes" => "true",
                "no" => "false",
                cell => cell.trim_end_matches(".00"),
            };
            assert!(
                in_tree.iter().any(|leaf| leaf == wanted),
                "{name}: {wanted}"
            );
            assert!(
                in_lines.iter().any(|leaf| leaf == wanted),
                "{name}: {wanted}"
            );
        }
    }
}

#[test]
fn json_is_one_document_and_jsonl_one_object_a_line() {
    for (name, report) in all() {
        let document: Value =
            serde_json::from_str(&text(report.as_ref(), Format::Json)).expect(name);
        assert_eq!(document, report.tree(), "{name}");
        let lines: Vec<Value> = text(report.as_ref(), Format::Jsonl)
            .lines()
            .map(|line| serde_json::from_str(line).expect(name))
            .collect();
        assert_eq!(lines, report.lines().collect::<Vec<_>>(), "{name}");
        if let Value::Array(rows) = document {
            assert_eq!(rows, lines, "{name}");
        }
    }
    let hits = text(&answers::two_hits(), Format::Jsonl);
    assert_eq!(hits.lines().count(), 2);
    assert!(hits.contains("\"snippet\":{\"highlights\":[[28,34]]"));
}

/// Texts that would act on a terminal, a table, a spreadsheet or a page if they were written raw.
const HOSTILE: [&str; 9] = [
    "\u{1b}[2J\u{1b}]0;title\u{7}gone",
    "\u{9b}31m\u{90}",
    "invoice\u{202e}fdp.exe\u{2066}x\u{200b}y\u{feff}",
    "=cmd|' /C calc'!A0",
    "@SUM(1,1);=1+1",
    "\t-2+3\r\n+4",
    "<script>alert(1)</script><img src=x onerror=alert(1)> & \" '",
    "| a | b |\n| --- |\n# [x](javascript:alert) `c` ![y](z)",
    "one\nNumber: 9\u{2028}two\u{85}three\u{c}four",
];

#[test]
fn hostile_text_acts_nowhere() {
    for hostile in HOSTILE {
        for (name, report) in all_with(hostile) {
            let report = report.as_ref();
            for format in [Format::Table, Format::Json, Format::Jsonl]
                .into_iter()
                .chain(PAPER)
            {
                let written = text(report, format);
                let raw = written.chars().find(|c| *c != '\n' && acts(*c));
                assert_eq!(raw, None, "{name} as {format}: {hostile:?}");
            }
            let rows = report.sheet().rows.len();

            let (headings, csv) = readers::csv(&text(report, Format::Csv));
            assert_eq!(csv.len(), rows, "{name}");
            for cell in csv.iter().flatten() {
                assert!(
                    !cell.trim_start().starts_with(['=', '+', '-', '@']),
                    "{name}: {cell:?}"
                );
            }
            assert!(csv.iter().all(|row| row.len() == headings.len()));

            let md = readers::md(&text(report, Format::Md));
            assert_eq!(md.len(), rows + 1, "{name}: {hostile:?}");
            assert!(
                md.iter().all(|row| row.len() == headings.len()),
                "{name}: {hostile:?}"
            );
            let page = text(report, Format::Md);
            assert!(!page.contains("<script"), "{name}");
            assert!(!page.replace("\\]", "").contains("](javascript"), "{name}");

            let html = text(report, Format::Html);
            assert_eq!(readers::html(&html).len(), rows + 1, "{name}");
            assert!(
                !html.contains("<script") && !html.contains("<img"),
                "{name}"
            );

            let workbook = bytes(report, Format::Xlsx);
            assert!(!readers::member(&workbook, "xl/worksheets/sheet1.xml").contains("<f"));
            for cell in readers::xlsx(&workbook).iter().flatten() {
                assert!(
                    !cell.trim_start().starts_with(['=', '+', '-', '@']),
                    "{name}: {cell:?}"
                );
            }
        }
    }
}

/// Characters that a terminal obeys or that turn or hide text, listed here apart from the code under test.
fn acts(c: char) -> bool {
    let number = u32::from(c);
    number < 0x20
        || (0x7f..0xa0).contains(&number)
        || [
            0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x2060, 0xfeff,
        ]
        .contains(&number)
        || (0x202a..=0x202e).contains(&number)
        || (0x2066..=0x2069).contains(&number)
}

#[test]
fn json_gives_hostile_text_back_as_it_was() {
    for hostile in HOSTILE {
        for (name, report) in all_with(hostile) {
            let read: Value =
                serde_json::from_str(&text(report.as_ref(), Format::Json)).expect(name);
            assert_eq!(read, report.tree(), "{name}");
        }
    }
}

#[test]
fn nothing_is_cut_outside_the_table() {
    let long = format!("begin {}end", "a very long title 記録 ".repeat(300));
    for (name, report) in all_with(&long) {
        for format in PAPER {
            let written = text(report.as_ref(), format);
            assert!(!written.contains('…'), "{name} as {format}");
            let cells = cells(report.as_ref(), Cell::for_people);
            let kept = cells
                .iter()
                .flatten()
                .filter(|cell| cell.contains(&long))
                .count();
            assert!(written.matches(&long).count() >= kept, "{name} as {format}");
        }
        let mut in_tree = Vec::new();
        leaves(&report.tree(), &mut in_tree);
        assert!(in_tree.contains(&long), "{name}");
    }
    let shown = text(&answers::two_hits(), Format::Table);
    assert!(!shown.contains('…'));
}

#[test]
fn no_line_of_a_screen_is_wider_than_the_page() {
    let long = format!("begin {}end", "a very long title 記録 ".repeat(30));
    let unbroken = "x記".repeat(200);
    let mut reports = all();
    reports.extend(all_with(&long));
    reports.extend(all_with(&unbroken));
    reports.extend(all_with("\u{202e}\u{1b}[2J"));
    let mut cut = 0;
    for (name, report) in reports {
        for width in [20, 40, 64, 80, 96, 200] {
            let screen = report.screen(&Page {
                width,
                color: false,
            });
            assert!(
                screen.ends_with('\n') && !screen.starts_with('\n'),
                "{name}"
            );
            // the summary of an ingest is one line, whatever the page
            let skipped = usize::from(name == "ingested");
            for line in screen.lines().skip(skipped) {
                assert!(line.width() <= width, "{name} at {width}: {line}");
                assert_eq!(line.trim_end(), line, "{name} at {width}");
                cut += usize::from(line.ends_with('…'));
            }
        }
    }
    assert!(cut > 0, "nothing was wide enough to be cut");
}

#[test]
fn colour_adds_nothing_but_colour() {
    for (name, report) in all().into_iter().chain(all_with("\u{1b}[31mred\u{9b}")) {
        let plain = report.screen(&Page {
            width: 96,
            color: false,
        });
        let inked = report.screen(&Page {
            width: 96,
            color: true,
        });
        let mut bare = inked.clone();
        for code in ["\u{1b}[1m", "\u{1b}[1;33m", "\u{1b}[0m"] {
            bare = bare.replace(code, "");
        }
        assert_eq!(bare, plain, "{name}");
    }
    let inked = answers::two_hits().screen(&Page {
        width: 96,
        color: true,
    });
    assert!(inked.contains("right of \u{1b}[1;33maccess\u{1b}[0m under"));
}

#[test]
fn ids_are_whole_and_only_of_answers_that_list_records() {
    assert_eq!(
        text(&answers::two_hits(), Format::Ids),
        "r-3f9c2a71b04e5d18\nr-a81e07c400000001\n"
    );
    assert_eq!(text(&answers::located(), Format::Ids).lines().count(), 2);
    let page = Page {
        width: 80,
        color: false,
    };
    let mut out = Vec::new();
    match write(&answers::stats(), Format::Ids, &page, &mut out) {
        Err(Unwritten::Refused(error)) => {
            assert_eq!(error.kind(), Kind::Request);
            assert!(error.to_string().contains("`ids`"), "{error}");
        }
        other => panic!("{other:?}"),
    }
    assert!(out.is_empty());
}

#[test]
fn a_format_is_read_by_its_name_and_by_a_files_ending() {
    for format in Format::ALL {
        assert_eq!(format.name().parse::<Format>().expect("a name"), format);
    }
    let error = "yaml".parse::<Format>().expect_err("no such format");
    assert_eq!(error.to_string(), "there is no format `yaml`");
    assert_eq!(
        error.advice(),
        Some("the formats are table, json, jsonl, csv, md, html, txt, ids and xlsx")
    );
    assert_eq!(
        Format::of_file(Path::new("a/Schedule.HTML")).expect("an ending"),
        Format::Html
    );
    let error = Format::of_file(Path::new("schedule.doc")).expect_err("no such ending");
    assert!(
        error
            .advice()
            .is_some_and(|advice| advice.contains(".xlsx"))
    );
}

struct Closed;

impl io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_pipe_is_told_apart_in_every_format() {
    let page = Page {
        width: 80,
        color: false,
    };
    for format in Format::ALL {
        match write(&answers::two_hits(), format, &page, &mut Closed) {
            Err(Unwritten::Output(error)) => assert_eq!(error.kind(), io::ErrorKind::BrokenPipe),
            other => panic!("{format}: {other:?}"),
        }
    }
}

#[test]
fn the_same_answer_gives_the_same_workbook() {
    let first = bytes(&answers::located(), Format::Xlsx);
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert_eq!(bytes(&answers::located(), Format::Xlsx), first);
}

#[test]
fn what_a_workbook_cannot_hold_is_refused_and_not_cut() {
    let mut located = answers::located();
    located.located[0].line = "x".repeat(40_000);
    let page = Page {
        width: 80,
        color: false,
    };
    let mut out = Vec::new();
    match write(&located, Format::Xlsx, &page, &mut out) {
        Err(Unwritten::Refused(error)) => {
            assert_eq!(
                error.to_string(),
                "a workbook has no room for a cell of 40000 characters"
            );
        }
        other => panic!("{other:?}"),
    }
    assert!(out.is_empty());
}

#[test]
fn a_records_text_keeps_its_lines_and_loses_what_acts() {
    let mut shown = answers::shown();
    shown.text = "one\r\n  two\u{1b}[2J\u{c}three".to_owned();
    assert_eq!(text_of(&shown), "one\n  two␛[2J\nthree\n");
    assert_eq!(safe::line(&shown.text), "one two␛[2J three");
}

#[test]
fn a_page_of_html_stands_by_itself() {
    let page = text(&answers::located(), Format::Html);
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en-GB\">"));
    let heading = page.split_once(">Description</th>").expect("a heading").0;
    assert!(
        heading
            .rsplit_once('<')
            .is_some_and(|(_, tag)| tag.starts_with("th scope=\"col\""))
    );
    assert!(page.contains(
        "<th scope=\"row\" role=\"rowheader\" class=\"number\" data-label=\"Number\">1</th>"
    ));
    for outside in ["http://", "https://", "<script", "<link", "src=", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("We searched 8,906 records and located two."));
}
