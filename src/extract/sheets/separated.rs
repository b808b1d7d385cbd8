//! Tables as text: values parted by commas, semicolons or tabs.
//!
//! The text is kept as it stands, quotes and all, by the reader of plain text: no rule for quoting that a program
//! may have followed or not can then cost a word.

use super::super::text::Text;
use super::super::{Confidence, Extractor, Format, Limits, Opened, Specimen, sniff};
use super::sealed;

/// Reads CSV and TSV.
#[derive(Debug, Clone, Copy, Default)]
pub struct Csv;

const ENDINGS: [&str; 4] = [".csv", ".tsv", ".tab", ".psv"];
const DECLARED: [&str; 5] = [
    "text/csv",
    "text/comma-separated-values",
    "application/csv",
    "text/tab-separated-values",
    "text/tsv",
];
/// Lines looked at for what parts their values.
const LOOKED_AT: usize = 100;

impl Extractor for Csv {
    fn format(&self) -> Format {
        Format::Csv
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let is_called = sealed::is_named(specimen, &ENDINGS)
            || specimen
                .declared
                .is_some_and(|declared| DECLARED.contains(&declared));
        let is_text = is_called
            && !specimen.bytes.is_empty()
            && sniff::is_text(specimen.bytes)
            && !sniff::opens_like_html(specimen.bytes);
        is_text.then_some(Confidence::Likely)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let mut opened = Text.open(specimen, limits);
        opened.extraction.format = Format::Csv;
        let body = opened.extraction.passages.first();
        if let Some(separator) = body.and_then(|body| separator(&body.text)) {
            opened.extraction.metadata.push(super::super::Field {
                name: "separator".to_string(),
                value: separator.to_string(),
            });
        }
        opened
    }
}

/// What parts the values: the sign that stands equally often in most lines; none where no sign does.
fn separator(text: &str) -> Option<&'static str> {
    const SIGNS: [(char, &str); 4] = [
        (',', "comma"),
        (';', "semicolon"),
        ('\t', "tab"),
        ('|', "bar"),
    ];
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(LOOKED_AT)
        .collect();
    let regular = |sign: char| {
        let counts: Vec<usize> = lines
            .iter()
            .map(|line| outside_quotes(line, sign))
            .collect();
        let usual = counts.first().copied().filter(|first| *first > 0)?;
        let alike = counts.iter().filter(|count| **count == usual).count();
        (alike * 2 > counts.len()).then_some(alike * usual)
    };
    SIGNS
        .iter()
        .filter_map(|(sign, name)| Some((regular(*sign)?, *name)))
        .max_by_key(|(weight, _)| *weight)
        .map(|(_, name)| name)
}

fn outside_quotes(line: &str, sign: char) -> usize {
    line.split('"')
        .step_by(2)
        .map(|piece| piece.matches(sign).count())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::separator;

    #[test]
    fn the_separator_is_what_stands_in_every_line() {
        assert_eq!(separator("a,b\n\"c, d\",e\n"), Some("comma"));
        assert_eq!(separator("a;b;c\n1,5;2,5;x\n"), Some("semicolon"));
        assert_eq!(separator("a\tb\nc\td\n"), Some("tab"));
        assert_eq!(separator("one\ntwo\n"), None);
        assert_eq!(separator(""), None);
    }
}
