//! Reads back what the formats wrote, cell by cell, without the code that wrote it.

use std::io::{Cursor, Read};

use jiff::ToSpan;
use jiff::civil::date;

/// The headings and rows of a CSV file.
pub fn csv(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader
        .headers()
        .expect("headings")
        .iter()
        .map(str::to_owned)
        .collect();
    let rows = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    (headings, rows)
}

/// The rows of the table of a Markdown page, its headings first.
pub fn md(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter(|line| line.starts_with("| "));
    lines
        .filter(|line| !line.starts_with("| ---"))
        .map(|line| {
            let mut cells = vec![String::new()];
            let mut chars = line.chars().skip(1);
            while let Some(c) = chars.next() {
                match c {
                    '|' => cells.push(String::new()),
                    '\\' => cells.last_mut().expect("a cell").extend(chars.next()),
                    c => cells.last_mut().expect("a cell").push(c),
                }
            }
            cells.pop();
            cells
                .iter()
                .map(|cell| plain(&trimmed(cell).replace("<br>", "\n")))
                .collect()
        })
        .collect()
}

/// The cell without the one blank that stands on each side of it.
fn trimmed(cell: &str) -> &str {
    let cell = cell.strip_prefix(' ').unwrap_or(cell);
    cell.strip_suffix(' ').unwrap_or(cell)
}

/// The rows of the table of an HTML page, its headings first.
pub fn html(text: &str) -> Vec<Vec<String>> {
    text.split("<tr ")
        .skip(1)
        .map(|row| {
            row.split("<t")
                .skip(1)
                .filter(|cell| cell.starts_with("d") || cell.starts_with("h "))
                .map(|cell| {
                    let open = cell.find('>').expect("a tag's end") + 1;
                    let close = cell.find("</t").expect("a cell's end");
                    plain(&cell[open..close])
                })
                .collect()
        })
        .collect()
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// One member of a workbook.
pub fn member(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("a workbook");
    let mut out = String::new();
    let mut member = archive.by_name(name).expect("the member");
    member.read_to_string(&mut out).expect("text");
    out
}

/// The rows of a workbook's first sheet, its headings first; a day as its ISO form.
pub fn xlsx(workbook: &[u8]) -> Vec<Vec<String>> {
    let strings: Vec<String> = member(workbook, "xl/sharedStrings.xml")
        .split("<si>")
        .skip(1)
        .map(|one| {
            let open = one.find("<t").expect("text");
            let open = open + one[open..].find('>').expect("a tag's end") + 1;
            plain(&one[open..one.find("</t>").unwrap_or(open)])
        })
        .collect();
    let sheet = member(workbook, "xl/worksheets/sheet1.xml");
    let days = day_styles(workbook);
    sheet
        .split("<row ")
        .skip(1)
        .map(|row| {
            row.split("<c ")
                .skip(1)
                .map(|cell| {
                    let Some((head, rest)) = cell.split_once("<v>") else {
                        return String::new();
                    };
                    let value = rest.split("</v>").next().expect("a value");
                    if head.contains("t=\"s\"") {
                        strings[value.parse::<usize>().expect("an index")].clone()
                    } else if days.iter().any(|style| head.contains(style)) {
                        let days: i64 = value.parse().expect("a day's number");
                        date(1899, 12, 30).saturating_add(days.days()).to_string()
                    } else {
                        value.to_owned()
                    }
                })
                .collect()
        })
        .collect()
}

/// The styles of a workbook that show a number as a day.
fn day_styles(workbook: &[u8]) -> Vec<String> {
    let styles = member(workbook, "xl/styles.xml");
    let own = styles.split("<cellXfs").nth(1).expect("styles");
    own.split("<xf ")
        .skip(1)
        .enumerate()
        .filter(|(_, style)| !style.starts_with("numFmtId=\"0\""))
        .map(|(at, _)| format!("s=\"{at}\""))
        .collect()
}
