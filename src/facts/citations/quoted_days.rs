//! The day that the words at a place of a letter were written: the letter's own, or that of the mail quoted there.

use std::cell::OnceCell;

use jiff::civil::Date;

use super::{Letter, speaker};
use crate::facts::dates::Found;

/// A block of quoted mail with its day.
#[derive(Debug)]
struct Block {
    from: usize,
    day: Option<Date>,
}

/// When what stands at a place was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// Its day, or one that it lies before.
    pub by: Option<Date>,
    /// Whether it is that very day.
    pub exact: bool,
    /// Whether it is mail that the letter quotes.
    pub quoted: bool,
}

/// The days of a letter and of what it quotes, looked for once they are needed.
#[derive(Debug)]
pub(super) struct Days<'a> {
    letter: &'a Letter<'a>,
    blocks: OnceCell<Vec<Block>>,
}

impl<'a> Days<'a> {
    pub(super) fn of(letter: &'a Letter<'a>) -> Self {
        let blocks = OnceCell::new();
        Self { letter, blocks }
    }

    /// When the words at a place were written.
    pub(super) fn at(&self, place: usize) -> Written {
        let own = Written {
            by: self.letter.day.or(self.letter.by),
            exact: self.letter.day.is_some(),
            quoted: false,
        };
        if place < self.letter.own_end {
            return own;
        }
        let blocks = self.blocks.get_or_init(|| blocks(self.letter));
        let near = blocks.partition_point(|block| block.from <= place);
        let mut around = blocks.get(..near).unwrap_or_default().iter().rev();
        let day = around.next().and_then(|block| block.day);
        Written {
            // what it answers or is quoted in is later
            by: day
                .or_else(|| around.find_map(|block| block.day))
                .or(own.by),
            exact: day.is_some(),
            quoted: true,
        }
    }
}

fn blocks(letter: &Letter<'_>) -> Vec<Block> {
    let quoted = letter.text.get(letter.own_end..).unwrap_or_default();
    let starts: Vec<usize> = speaker::writers(quoted)
        .map(|(at, _)| letter.own_end + at)
        .collect();
    let ends = starts.iter().skip(1).copied().chain([letter.text.len()]);
    let near = letter
        .found
        .partition_point(|found| found.start < letter.own_end);
    let found = letter.found.get(near..).unwrap_or_default();
    starts
        .iter()
        .zip(ends)
        .map(|(from, end)| Block {
            from: *from,
            day: found
                .iter()
                .skip_while(|found| found.start < *from)
                .take_while(|found| found.start < end)
                .find(|found| heads(letter.text, *from, found))
                .map(|found| found.day),
        })
        .collect()
}

/// Whether a day stands in the heading of the block that begins at `from`.
fn heads(text: &str, from: usize, found: &Found) -> bool {
    const LINES: usize = 6;
    let heading = text.get(from..found.start).unwrap_or_default();
    let line = heading.rsplit('\n').next().unwrap_or_default();
    let words =
        line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '*' | '-'));
    let tells = ["Sent:", "Date:", "On "]
        .iter()
        .any(|opening| words.starts_with(opening));
    (tells || line.contains(" Sent:")) && heading.matches('\n').count() < LINES
}
