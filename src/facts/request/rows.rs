//! Knows questions that are set out in a table, or counted out in words: "First, ... Second, ...".

use super::blocks::Marker;
use super::topics::topic_words;

/// Words that count questions out.
const ORDINALS: [(&str, u32); 10] = [
    ("firstly", 1),
    ("secondly", 2),
    ("thirdly", 3),
    ("fourthly", 4),
    ("fifthly", 5),
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
];

/// Whether lines hold a table of numbered rows: two or more, counted from one.
pub(super) fn is_table(lines: &[&str]) -> bool {
    let numbers = lines.iter().filter_map(|line| row(line));
    let numbers: Vec<u32> = numbers.map(|(number, _)| number).collect();
    numbers.len() > 1 && (1..).zip(&numbers).all(|(nth, number)| nth == *number)
}

/// A row of a table: its number, and its cells as one text. A cell that is only a year says when.
pub(super) fn row(line: &str) -> Option<(u32, String)> {
    let line = line.trim().trim_start_matches('|').trim_start();
    let figures = line.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&figures) {
        return None;
    }
    let number = line.get(..figures)?.parse().ok()?;
    let rest = line.get(figures..)?;
    let rest = rest.strip_prefix(['.', ')']).unwrap_or(rest);
    let parted =
        rest.starts_with("  ") || rest.starts_with('\t') || rest.trim_start().starts_with('|');
    let mut cells: Vec<String> = rest
        .split(['|', '\t'])
        .flat_map(|cell| cell.split("  "))
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .map(|cell| match cell.parse::<u16>() {
            Ok(1950..=2049) => format!("in {cell}"),
            _ => cell.to_owned(),
        })
        .collect();
    let worded = cells
        .first()
        .is_some_and(|cell| cell.starts_with(char::is_alphabetic));
    // prose that was set in two columns has no number before each line, and a list has no second cell
    let whole = parted && worded && cells.len() > 1;
    let mut nth = 0;
    cells.retain(|cell| {
        nth += 1;
        nth == 1 || !asks_nothing(cell)
    });
    whole.then(|| (number, cells.join(", ")))
}

/// Whether a cell behind the first only answers its column's heading: "yes", "any", "should be", "paper".
fn asks_nothing(cell: &str) -> bool {
    const FORMS: [&str; 12] = [
        "paper",
        "electronic",
        "pdf",
        "word",
        "excel",
        "post",
        "hard copy",
        "paper copy",
        "printed",
        "digital",
        "urgent",
        "unknown",
    ];
    let lower = cell.to_lowercase();
    FORMS.contains(&lower.as_str())
        || topic_words(cell).is_empty()
            && !cell.contains(|c: char| c.is_ascii_digit())
            && !cell.contains(char::is_uppercase)
}

/// Whether lines count out what is asked, from the first on.
pub(super) fn counts_out(lines: &[&str]) -> bool {
    let mut counted = Vec::new();
    for line in lines {
        if let Some((Marker::Number { value, .. }, _)) = ordinal(line.trim()) {
            counted.push(value);
        }
    }
    counted.len() > 1 && (1..).zip(&counted).all(|(nth, value)| nth == *value)
}

/// "Second, the minutes of the board" as an entry of a list.
pub(super) fn ordinal(line: &str) -> Option<(Marker, &str)> {
    let lower = line.to_ascii_lowercase();
    let (word, value) = ORDINALS.iter().find(|(word, _)| lower.starts_with(word))?;
    let rest = line.get(word.len()..)?.strip_prefix([',', ':'])?;
    let marker = Marker::Number {
        value: *value,
        part: None,
        named: true,
    };
    (rest.trim().len() > 3).then(|| (marker, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_questions_is_told_from_a_list_and_from_prose() {
        let table = [
            "No.   What              When",
            "1     Bills for lamp oil    2019",
            "2     Letters about wicks   any",
        ];
        assert!(is_table(&table));
        assert_eq!(
            row(table[1]),
            Some((1, "Bills for lamp oil, in 2019".to_owned()))
        );
        assert_eq!(
            row("| 3 | Sums paid for wicks | should be | 2019 | paper |"),
            Some((3, "Sums paid for wicks, in 2019".to_owned()))
        );
        assert!(is_table(&["| 1 | Bills | 2019 |", "| 2 | Letters | any |"]));
        for lines in [
            ["1. Bills for lamp oil.", "2. Letters about wicks."],
            [
                "1     Bills for lamp oil    2019",
                "4     Letters about wicks   any",
            ],
            ["12 lamps were bought", "13 lamps were sold"],
        ] {
            assert!(!is_table(&lines), "{lines:?}");
        }
    }

    #[test]
    fn what_is_counted_out_in_words_is_a_list() {
        assert!(counts_out(&[
            "First, the bills.",
            "",
            "Secondly, the letters."
        ]));
        assert!(!counts_out(&[
            "First, some background.",
            "Please send the bills."
        ]));
        assert!(!counts_out(&["First aid, in short.", "Second hand lamps."]));
    }
}
