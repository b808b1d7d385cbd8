//! Who wrote the blocks that a message forwards or quotes, and when: never the sender of the record itself.

use jiff::civil::Date;

use super::layout::lines;
use super::printed;
use super::sides::of_addresses;
use crate::facts::citations;
use crate::facts::{Party, Quoted, Tables, dates};

/// So many lines below a block's `From:` its day is looked for.
const SENT_WITHIN: usize = 6;
/// No more blocks than these are told.
const MOST: usize = 100;

/// The writers of what stands from `own_end` on, by place; `to` is whom the message answers.
pub(super) fn read(text: &str, own_end: usize, to: &[Party], tables: &Tables) -> Vec<Quoted> {
    let quoted = text.get(own_end..).unwrap_or_default();
    let mut blocks: Vec<Quoted> = Vec::new();
    for (at, name) in citations::writers(quoted) {
        let Some(writer) =
            printed::address(name).and_then(|one| of_addresses(&[one], tables).into_iter().next())
        else {
            continue;
        };
        let block = quoted.get(at..).unwrap_or_default();
        let one = Quoted {
            writer,
            date: day_of(block),
        };
        if !blocks.contains(&one) && blocks.len() < MOST {
            blocks.push(one);
        }
    }
    // an answer put between the lines of what it answers names nobody: its reader wrote them
    let bare = quoted.trim_start().starts_with('>');
    if let ([], true, [reader]) = (blocks.as_slice(), bare, to) {
        blocks.push(Quoted {
            writer: reader.clone(),
            date: None,
        });
    }
    blocks
}

/// The day that a block's `Sent:` or `Date:` gives, or the `On ...` line that opens it.
fn day_of(block: &str) -> Option<Date> {
    lines(block).take(SENT_WITHIN).find_map(|line| {
        let words = line
            .text
            .trim_start_matches(|c: char| matches!(c, '>' | '*') || c.is_whitespace());
        let tells = ["Sent:", "Date:", "On "]
            .iter()
            .any(|label| words.starts_with(label))
            || words.contains(" Sent:");
        let found = tells.then(|| dates::find(words))?;
        found.first().map(|one| one.day)
    })
}
