//! A sheet that a person filled in and gave back, as a spreadsheet saves it.

use std::collections::BTreeMap;

use ::csv::ReaderBuilder;

use crate::error::{Error, Result};

/// The rows of a filled sheet, each cell under its heading in small letters. Commas, semicolons and tabs may part the
/// cells, whichever the headings show.
///
/// # Errors
/// When it is not UTF-8 text, has no headings, lacks one of `wanted`, or a row has more or fewer cells than there are
/// headings.
pub fn rows(bytes: &[u8], name: &str, wanted: &[&str]) -> Result<Vec<BTreeMap<String, String>>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|cause| {
        Error::request(format!("{name} is not UTF-8 text"))
            .because(cause)
            .hint("save it as CSV in UTF-8")
    })?;
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: char| first.matches(sign).count();
    let parting = [',', ';', '\t']
        .into_iter()
        .max_by_key(|sign| (count(*sign), *sign == ','))
        .unwrap_or(',');
    let mut reader = ReaderBuilder::new()
        .delimiter(parting as u8)
        .from_reader(text.as_bytes());
    let odd = |cause| Error::request(format!("{name} is no table")).because(cause);
    let headings: Vec<String> = reader
        .headers()
        .map_err(odd)?
        .iter()
        .map(|heading| heading.trim().to_lowercase().replace(' ', "_"))
        .collect();
    for heading in wanted {
        if !headings.iter().any(|known| known == heading) {
            return Err(Error::request(format!("{name} has no column `{heading}`"))
                .hint("keep the headings of the sheet as they were written"));
        }
    }
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(odd)?;
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        rows.push(
            headings
                .iter()
                .cloned()
                .zip(row.iter().map(str::to_owned))
                .collect(),
        );
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_however_a_spreadsheet_saved_it() {
        for saved in [
            "record,relevant\r\nr-1,yes\r\n\"r-2, or so\",no\r\n",
            "\u{feff}Record;Relevant\nr-1;yes\n\"r-2, or so\";no\n;\n",
            "record\trelevant\nr-1\tyes\nr-2, or so\tno",
        ] {
            let rows = rows(saved.as_bytes(), "sheet.csv", &["record", "relevant"]).expect(saved);
            assert_eq!(rows.len(), 2, "{saved}");
            assert_eq!(rows[1]["record"], "r-2, or so");
            assert_eq!(rows[0]["relevant"], "yes");
        }
    }

    #[test]
    fn a_sheet_that_is_none_is_refused() {
        for (saved, says) in [
            (&b"record,note\nr-1,x\n"[..], "no column `relevant`"),
            (b"record,relevant\nr-1\n", "is no table"),
            (b"record,relevant\nr-1,caf\xe9\n", "not UTF-8"),
            (b"", "no column `record`"),
        ] {
            let error = rows(saved, "sheet.csv", &["record", "relevant"]).expect_err(says);
            assert!(error.to_string().contains(says), "{error}");
        }
    }
}
