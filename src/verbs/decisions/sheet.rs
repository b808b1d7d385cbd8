//! A schedule as it comes back: CSV, or a workbook read by a worker; columns are found by their headings.

use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::extract::Place;
use crate::extract::pool::{Bounds, Reader};
use crate::extract::protocol::Input;

/// The most rows that are read.
const MOST: usize = 100_000;

/// The columns that are read.
const COLUMNS: [&str; 7] = [
    "number",
    "id",
    "decision",
    "exemption",
    "reason",
    "part",
    "question",
];

/// A row of a schedule, as filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Its row in the sheet, headings counted.
    pub(super) n: usize,
    /// The item's number.
    pub(super) number: String,
    /// The record's id.
    pub(super) id: String,
    /// What was decided.
    pub(super) decision: String,
    /// Exemptions as typed, in one text.
    pub(super) provisions: Vec<String>,
    /// Why.
    pub(super) reason: String,
    /// The part.
    pub(super) part: String,
    /// The questions.
    pub(super) questions: Vec<String>,
}

/// Reads the rows of a schedule.
///
/// # Errors
/// When it is neither CSV nor a workbook, or has no columns `id` and `decision`.
pub(super) fn read(name: &str, bytes: Vec<u8>, bounds: &Bounds) -> Result<Vec<Row>> {
    let grid = if bytes.starts_with(b"PK") {
        workbook(name, bytes, bounds)?
    } else {
        let bytes = bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .map(<[u8]>::to_vec)
            .unwrap_or(bytes);
        let text = String::from_utf8(bytes).map_err(|_| {
            Error::request(format!("{name} is neither UTF-8 text nor a workbook"))
                .hint("save it as xlsx, or as CSV UTF-8; nothing was recorded")
        })?;
        separated(&text)
    };
    rows(name, &grid)
}

fn rows(name: &str, grid: &[(usize, Vec<String>)]) -> Result<Vec<Row>> {
    let mut grid = grid.iter();
    let folded = |cell: &String| cell.trim().to_lowercase().replace(' ', "_");
    let heads: Vec<String> = grid
        .next()
        .map(|(_, cells)| cells.iter().map(folded).collect())
        .unwrap_or_default();
    let at = |key: &str| heads.iter().position(|head| head == key);
    let (Some(id), Some(decision)) = (at("id"), at("decision")) else {
        return Err(Error::request(format!(
            "{name} has no columns `id` and `decision` in its first row"
        ))
        .hint("recordroom locate REQUEST --schedule schedule.xlsx writes such a sheet"));
    };
    for head in COLUMNS {
        if heads.iter().filter(|known| *known == head).count() > 1 {
            return Err(Error::request(format!("{name} has two columns `{head}`"))
                .hint("keep the one that is meant; nothing was recorded"));
        }
    }
    if grid.len() > MOST {
        return Err(Error::request(format!("{name} has more than {MOST} rows"))
            .hint("take it back in several sheets; nothing was recorded"));
    }
    let mut read = Vec::new();
    for (n, cells) in grid {
        let cell = |at: Option<usize>| -> String {
            let text = at
                .and_then(|at| cells.get(at))
                .map_or("", |text| text.trim());
            text.strip_prefix('\'').unwrap_or(text).to_owned()
        };
        let parted = |text: String| -> Vec<String> {
            text.split([';', ','])
                .map(|one| one.trim().to_owned())
                .filter(|one| !one.is_empty())
                .collect()
        };
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let row = Row {
            n: *n,
            number: cell(at("number")),
            id: cell(Some(id)),
            decision: cell(Some(decision)),
            provisions: Some(cell(at("exemption")))
                .filter(|cell| !cell.is_empty())
                .into_iter()
                .collect(),
            reason: cell(at("reason")),
            part: cell(at("part")),
            questions: parted(cell(at("question"))),
        };
        if !row.id.starts_with("r-") {
            return Err(Error::request(format!(
                "row {n} of {name} has no record's id where its heading has `id`"
            ))
            .hint("keep the columns as they were written; nothing was recorded"));
        }
        read.push(row);
    }
    Ok(read)
}

/// The cells of a workbook's first sheet: a worker gives a line for each row and a tab between cells. A row whose first
/// cell is empty would have moved, so the id's place is checked above.
fn workbook(name: &str, bytes: Vec<u8>, bounds: &Bounds) -> Result<Vec<(usize, Vec<String>)>> {
    let input = Input {
        name: name.to_owned(),
        sha256: Sha256::digest(&bytes).into(),
        bytes,
    };
    let mut readings = Reader::new(bounds.clone())
        .read(vec![input])
        .map_err(|cause| Error::archive("no reader could be started").because(cause))?;
    let reading = readings.pop().unwrap_or_default();
    let item = reading.items.first().ok_or_else(|| {
        Error::request(format!("{name} could not be read")).hint("save it again as xlsx or CSV")
    })?;
    let cells = || {
        let passages = item.extraction.passages.iter();
        passages.filter(|passage| passage.place == Place::Body)
    };
    // a sheet of notes behind the schedule is the officer's own
    let first = cells().next().and_then(|passage| passage.page);
    let text: String = cells()
        .filter(|passage| passage.page == first)
        .map(|passage| passage.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let mut lines = (1..).zip(text.lines()).peekable();
    // a sheet's own name may stand above its rows
    while lines.peek().is_some_and(|(_, line)| !line.contains('\t')) {
        lines.next();
    }
    Ok(lines
        .map(|(n, line)| (n, line.split('\t').map(str::to_owned).collect()))
        .collect())
}

/// The cells of CSV as RFC 4180 has it, parted by what stands most often in its first line; with each row's number as
/// a spreadsheet shows it.
fn separated(text: &str) -> Vec<(usize, Vec<String>)> {
    let first = text.lines().next().unwrap_or_default();
    let times = |sign: &char| first.matches(*sign).count();
    let sign = [',', ';', '\t']
        .into_iter()
        .max_by_key(times)
        .unwrap_or(',');
    let mut rows = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            // a line ends in CR LF, in LF, or in CR alone
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' if quoted => cell.push(' '),
            '\n' | '\r' => {
                row.push(std::mem::take(&mut cell));
                rows.push((rows.len() + 1, std::mem::take(&mut row)));
            }
            c if c == sign && !quoted => row.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
        // one more than is allowed is enough to refuse it
        if rows.len() > MOST + 1 {
            break;
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push((rows.len() + 1, row));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{rows, separated};

    #[test]
    fn a_sheet_that_excel_saved_anew_is_read_by_its_headings() {
        let text = "number;decision;exemption;reason;question;id\r\n\
                    1;redact;\"s40(2); s31(1)(a)\";\"names; \"\"junior\"\" staff\";\"1,4\";r-0000000000000001\r\n\
                    2;;;;;r-0000000000000002\r\n";
        let read = rows("s.csv", &separated(text)).expect("rows");
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].provisions, ["s40(2); s31(1)(a)"]);
        assert_eq!(read[0].questions, ["1", "4"]);
        assert_eq!(read[0].reason, "names; \"junior\" staff");
        assert_eq!((read[0].n, read[1].n), (2, 3));
        assert!(read[1].decision.is_empty());
    }

    #[test]
    fn a_row_is_counted_as_a_spreadsheet_counts_it() {
        let text = "id,decision,reason\rr-0000000000000001,out,\"another\rmatter\"\r\rr-0000000000000002,out,x\r";
        for text in [
            text.to_owned(),
            text.replace('\r', "\r\n"),
            text.replace('\r', "\n"),
        ] {
            let read = rows("s.csv", &separated(&text)).expect("rows");
            let told: Vec<_> = read
                .iter()
                .map(|row| (row.n, row.reason.as_str()))
                .collect();
            assert_eq!(told, [(2, "another matter"), (4, "x")], "{text:?}");
        }
    }

    #[test]
    fn more_rows_than_are_read_and_a_column_twice_are_refused() {
        let mut text = "id,decision\n".to_owned();
        text.push_str(&"r-0000000000000001,\n".repeat(super::MOST));
        assert_eq!(
            rows("s.csv", &separated(&text)).expect("rows").len(),
            super::MOST
        );
        text.push_str("r-0000000000000002,out\n");
        assert!(rows("s.csv", &separated(&text)).is_err());
        assert!(rows("s.csv", &separated("id,decision,decision\n")).is_err());
    }

    #[test]
    fn a_sheet_without_its_columns_or_ids_is_refused() {
        assert!(rows("s.csv", &separated("a,b\n1,2\n")).is_err());
        assert!(rows("s.csv", &separated("id,decision\nout,r-01\n")).is_err());
    }
}
