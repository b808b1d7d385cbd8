//! What a Word document says of its letters and paragraphs: which are hidden or changed, and which belong to a list.
//!
//! After [MS-DOC]: formatted disk pages for letters (2.9.24) and for paragraphs (2.9.178), and the properties in them
//! (2.6). Hiding that a style brings is not seen here.

use super::bytes::{short, size, slice};
use super::pieces::Marks;
use crate::extract::docx::numbering::Listed;

/// Bytes of a page of properties.
const PAGE: usize = 512;
/// Pages beyond this many are not read; a document of a gigabyte has fewer.
const MOST_PAGES: usize = 1 << 20;

/// What is said of the letters between two offsets of the document stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run<T> {
    /// The offset of its first byte.
    pub from: usize,
    /// The offset behind its last.
    pub to: usize,
    /// What is said.
    pub says: T,
}

/// The runs of letters that are marked at all, by their offsets. `plc` is the list of pages.
pub fn letters_marked(document: &[u8], plc: &[u8]) -> Vec<Run<Marks>> {
    runs(document, plc, |page, count, nth| {
        let at = usize::from(*page.get(4 * (count + 1) + nth)?) * 2;
        let length = page.get(at).map_or(0, |length| usize::from(*length));
        let marks = marks(slice(page, at + 1, length));
        (at > 0 && marks != Marks::default()).then_some(marks)
    })
}

/// The runs of letters whose paragraphs belong to a list or have a style of their own. `data` is the stream `Data`.
pub fn listed(document: &[u8], plc: &[u8], data: &[u8]) -> Vec<Run<Listed>> {
    runs(document, plc, |page, count, nth| {
        let at = usize::from(*page.get(4 * (count + 1) + 13 * nth)?) * 2;
        let words = usize::from(*page.get(at)?);
        // a length of nought says that the next byte holds it
        let properties = match words {
            0 => slice(page, at + 2, usize::from(*page.get(at + 1)?) * 2),
            words => slice(page, at + 1, words * 2 - 1),
        };
        (at > 0).then_some(())?;
        let mut listed = list_in(properties.get(2..)?, data);
        listed.style = Some(short(properties, 0)?.to_string());
        Some(listed)
    })
}

/// Goes through the pages; `take` reads the nth of so many runs of a page.
fn runs<T>(
    document: &[u8],
    plc: &[u8],
    take: impl Fn(&[u8], usize, usize) -> Option<T>,
) -> Vec<Run<T>> {
    let count = plc.len().saturating_sub(4) / 8;
    let mut runs = Vec::new();
    for n in 0..count.min(MOST_PAGES) {
        let Some(number) = size(plc, 4 * (count + 1) + 4 * n) else {
            break;
        };
        let page = slice(document, (number & 0x3F_FFFF).saturating_mul(PAGE), PAGE);
        let Some(of_page) = page.get(PAGE - 1).map(|count| usize::from(*count)) else {
            continue;
        };
        for nth in 0..of_page {
            let (Some(from), Some(to)) = (size(page, 4 * nth), size(page, 4 * nth + 4)) else {
                break;
            };
            if from < to
                && let Some(says) = take(page, of_page, nth)
            {
                runs.push(Run { from, to, says });
            }
        }
    }
    runs.sort_by_key(|run| run.from);
    runs
}

/// The properties one after the other: each one's code and operand.
fn each(mut properties: &[u8], mut take: impl FnMut(u16, &[u8])) {
    while let Some(code) = short(properties, 0) {
        let operand = properties.get(2..).unwrap_or_default();
        let byte = |at: usize| operand.get(at).map_or(0, |byte| usize::from(*byte));
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ if code == 0xD608 => usize::from(short(operand, 0).unwrap_or(0)) + 1,
            // tabs, of which there are too many for a length of one byte
            _ if code == 0xC615 && byte(0) == 255 => {
                let gone = 2 + 4 * byte(1);
                gone + 1 + 3 * byte(gone)
            }
            _ => byte(0) + 1,
        };
        take(code, operand);
        properties = operand.get(length..).unwrap_or_default();
    }
}

/// The marks among the properties of letters.
fn marks(properties: &[u8]) -> Marks {
    let mut marks = Marks::default();
    each(properties, |code, operand| {
        let on = operand.first().is_some_and(|value| value & 1 == 1);
        match code {
            0x083C => marks.hidden = on,
            0x0800 => marks.deleted = on,
            0x0801 => marks.inserted = on,
            _ => {}
        }
    });
    marks
}

/// The list and level among the properties of a paragraph, or of a style of paragraphs.
pub fn list_in(properties: &[u8], data: &[u8]) -> Listed {
    let mut listed = Listed::default();
    let mut elsewhere = None;
    each(properties, |code, operand| match code {
        // too many for the page: they stand in another stream
        0x6645 | 0x6646 => elsewhere = size(operand, 0),
        _ => note(code, operand, &mut listed),
    });
    if let Some(at) = elsewhere {
        let length = usize::from(short(data, at).unwrap_or(0));
        let there = slice(data, at.saturating_add(2), length);
        each(there, |code, operand| note(code, operand, &mut listed));
    }
    listed
}

fn note(code: u16, operand: &[u8], listed: &mut Listed) {
    match code {
        0x260A => listed.level = operand.first().map(|level| usize::from(*level)),
        0x460B => listed.list = short(operand, 0).map(|list| list_of(list).to_string()),
        _ => {}
    }
}

/// The number of a list; nought stands for none, and so does one whose number is not shown or is of Word 6's kind.
fn list_of(number: u16) -> u16 {
    if number < 0x07FF { number } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_of_any_length_are_stepped_over() {
        let hidden = [0x35, 0x08, 1, 0x43, 0x4A, 24, 0, 0x3C, 0x08, 1];
        assert!(marks(&hidden).hidden && !marks(&hidden).deleted);
        assert_eq!(marks(&[0x00, 0xC8, 200, 1]), Marks::default());
        assert!(marks(&[0x00, 0x08, 1]).deleted);
        let tabs = [
            0x15, 0xC6, 255, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0x0A, 0x26, 3,
        ];
        assert_eq!(list_in(&tabs, &[]).level, Some(3));
    }

    #[test]
    fn a_list_is_named_by_its_number_and_level() {
        let listed = list_in(&[0x0A, 0x26, 2, 0x0B, 0x46, 7, 0], &[]);
        assert_eq!((listed.list.as_deref(), listed.level), (Some("7"), Some(2)));
        assert_eq!(list_in(&[0x0B, 0x46, 0, 0], &[]).list.as_deref(), Some("0"));
        assert_eq!(
            list_in(&[0x0B, 0x46, 0x01, 0xF8], &[]).list.as_deref(),
            Some("0")
        );
        // properties that stand in the other stream, and those there that lead back
        let data = [0, 10, 0, 0x0B, 0x46, 4, 0, 0x46, 0x66, 1, 0, 0, 0];
        let listed = list_in(&[0x46, 0x66, 1, 0, 0, 0], &data);
        assert_eq!(listed.list.as_deref(), Some("4"));
    }
}
