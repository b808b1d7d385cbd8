//! Two columns that extraction ran together: `Our ref: INV/0283/2020 The Chief Constable` on one line, with one blank
//! between what stood left and what stood right.

use super::layout::{Cell, strip_prefix_folded};
use crate::facts::dates::Found;

/// Labels whose value is a number or a day, so that words behind it are another column's.
const LABELS: [&str; 14] = [
    "our reference",
    "our ref",
    "your reference",
    "your ref",
    "case reference",
    "case ref",
    "reference number",
    "reference no",
    "reference",
    "ref",
    "date of issue",
    "dated",
    "date",
    "our case",
];

/// Labels of a right-hand column, with the blank before them.
const RIGHT: [&str; 9] = [
    " Our ref",
    " Our Ref",
    " Your ref",
    " Your Ref",
    " Our reference",
    " Your reference",
    " Date:",
    " Ref:",
    " Page:",
];
/// No left-hand column is longer, in bytes; a longer line is a sentence.
const LEFT: usize = 60;

/// Where in a cell the label of a right-hand column begins: `Harbury Police Our ref: 888/14`.
fn label_to_the_right(words: &str) -> Option<usize> {
    let bytes = words.as_bytes();
    let begun = |at: &usize| {
        let next = bytes.get(at + 1);
        next.is_some_and(|next| b"OYDRP".contains(next))
            && RIGHT
                .iter()
                .any(|label| bytes[*at..].starts_with(label.as_bytes()))
    };
    let at = memchr::memchr_iter(b' ', bytes).find(begun)?;
    let left = words.get(..at)?;
    let plain = left.len() <= LEFT
        && left.starts_with(char::is_uppercase)
        && !left.contains([':', ';', '@'])
        && !left.ends_with(['.', ','])
        && LABELS
            .iter()
            .all(|label| strip_prefix_folded(left, label).is_none());
    let value = words
        .get(at..)?
        .contains(|c: char| c.is_ascii_digit() || c == ':');
    (plain && value).then_some(at)
}

/// The cells of a head, the words of another column parted from the label and value before or behind them.
pub(super) fn apart<'a>(head: &[Cell<'a>], dates: &[Found]) -> Vec<Cell<'a>> {
    let mut cells = Vec::with_capacity(head.len());
    for cell in head {
        if let Some(cut) = label_to_the_right(cell.text) {
            let (left, right) = cell.text.split_at(cut);
            cells.push(Cell {
                text: left.trim_end(),
                ..*cell
            });
            cells.push(Cell {
                text: right.trim_start(),
                at: cell.at + cut + 1,
                column: cell.column + 1,
                ..*cell
            });
            continue;
        }
        match other_column(cell, dates) {
            Some(cut) => {
                let (left, right) = cell.text.split_at(cut);
                let words = right.trim_start();
                cells.push(Cell {
                    text: left.trim_end(),
                    ..*cell
                });
                cells.push(Cell {
                    text: words,
                    at: cell.at + cell.text.len() - words.len(),
                    column: cell.column + 1,
                    ..*cell
                });
            }
            None => cells.push(*cell),
        }
    }
    cells
}

/// The cells of a head, a label alone in its column joined with the value in the next: `To:      The Chief Constable`.
pub(super) fn joined<'a>(
    text: &'a str,
    head: &[Cell<'a>],
    label: &dyn Fn(&'a str) -> Option<&'a str>,
) -> Vec<Cell<'a>> {
    let mut cells: Vec<Cell<'a>> = Vec::with_capacity(head.len());
    let mut open = false;
    for cell in head {
        let last = cells
            .last_mut()
            .filter(|last| open && last.line == cell.line);
        let whole = last.and_then(|last| {
            let words = text.get(last.at..cell.at + cell.text.len())?;
            last.text = words;
            Some(())
        });
        open = whole.is_none() && label(cell.text).is_some_and(str::is_empty);
        if whole.is_none() {
            cells.push(*cell);
        }
    }
    cells
}

/// Where in a labelled cell the words of another column begin.
fn other_column(cell: &Cell<'_>, dates: &[Found]) -> Option<usize> {
    let words = cell.text;
    let rest = LABELS
        .iter()
        .find_map(|label| strip_prefix_folded(words, label))?;
    if rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let label = words.len() - rest.trim_start_matches([':', '.', ' ', '\t']).len();
    let within = |at: usize| (cell.at..cell.at + words.len()).contains(&at);
    let day = dates.iter().rev().find(|one| within(one.start));
    let value = match day {
        Some(day) => (day.end - cell.at).min(words.len()),
        None => {
            // a number goes on to the last word that holds a digit
            let last = words.rfind(|c: char| c.is_ascii_digit());
            let from = last.map_or(label, |at| at + 1);
            from + words[from..].find(' ').unwrap_or(words.len() - from)
        }
    };
    let value = if words[label..value.max(label)]
        .bytes()
        .any(|byte| byte.is_ascii_digit())
    {
        value
    } else {
        label
    };
    let other = words.get(value..)?.trim_start();
    let begins = other.starts_with(char::is_uppercase);
    (begins && other.len() > 3 && !other.contains(':')).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(line: &str) -> Vec<&str> {
        let cell = Cell {
            text: line,
            at: 0,
            line: 0,
            column: 0,
        };
        let dates = crate::facts::dates::find(line);
        apart(&[cell], &dates).iter().map(|one| one.text).collect()
    }

    #[test]
    fn what_stood_in_the_right_hand_column_is_parted_from_label_and_value() {
        for (line, left, right) in [
            (
                "Our ref: INV/0283/2020 The Chief Constable",
                "Our ref: INV/0283/2020",
                "The Chief Constable",
            ),
            (
                "Your ref FOI 412 26 Northmere Constabulary",
                "Your ref FOI 412 26",
                "Northmere Constabulary",
            ),
            (
                "Your ref: Northmere Constabulary",
                "Your ref:",
                "Northmere Constabulary",
            ),
            (
                "Date: 3 December 2021 Lantern House",
                "Date: 3 December 2021",
                "Lantern House",
            ),
        ] {
            assert_eq!(parted(line), [left, right], "{line}");
        }
        for (line, left, right) in [
            (
                "Harbury Police Our ref: 888/14",
                "Harbury Police",
                "Our ref: 888/14",
            ),
            (
                "Quay Street Date: 3 May 2022",
                "Quay Street",
                "Date: 3 May 2022",
            ),
        ] {
            assert_eq!(parted(line), [left, right], "{line}");
        }
        for line in [
            "Our ref: INV/0283/2020",
            "Date: 3 December 2021",
            "The Chief Constable",
            "Reference to lamps",
            "Our ref: INV/0283/2020 Your ref: 888/14",
        ] {
            assert_eq!(parted(line), [line], "{line}");
        }
    }
}
