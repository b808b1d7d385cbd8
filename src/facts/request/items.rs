//! Reads what is asked, one thing at a time, from lists and from plain sentences.

use super::Item;
use super::blocks::{Block, Marker};
use super::passage::Passage;
use super::wording;

/// The items, what is not wanted, and every paragraph that may name what to look for.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) items: Vec<Item>,
    pub(super) excluded: Vec<String>,
    pub(super) context: Vec<String>,
}

/// Reads the items of the asking.
pub(super) fn read(passage: &Passage<'_>) -> Read {
    let mut blocks = passage.blocks();
    settle_letters(&mut blocks);
    drop_stray_marks(&mut blocks);
    split_inline(&mut blocks);
    let mut read = Read::default();
    for block in &mut blocks {
        let (kept, excluded, personal) = sift(&block.text);
        read.excluded.extend(excluded);
        if personal {
            block.text = kept.clone();
        }
        read.context.push(kept);
    }
    let listed = blocks.iter().any(|block| block.marker.is_some());
    read.items = if listed {
        from_list(&blocks)
    } else {
        from_sentences(&blocks)
    };
    if read.items.is_empty() {
        read.items = last_resort(&blocks);
    }
    read
}

/// A paragraph without sentences about the requester and about what is not wanted; those; whether any were personal.
fn sift(text: &str) -> (String, Vec<String>, bool) {
    let (mut kept, mut excluded, mut personal) = (Vec::new(), Vec::new(), false);
    for sentence in wording::sentences(text) {
        if wording::is_personal(sentence) {
            personal = true;
        } else if wording::excludes(sentence) {
            excluded.push(sentence.to_owned());
        } else {
            kept.push(sentence);
        }
    }
    (kept.join(" "), excluded, personal)
}

/// Makes `i.` after `h.` a letter; whatever else looks Roman stays so.
fn settle_letters(blocks: &mut [Block]) {
    let mut last = 0;
    for block in blocks {
        match &mut block.marker {
            Some(Marker::Letter(value)) => last = *value,
            Some(Marker::Roman(value)) => {
                let as_letter = match *value {
                    1 => 9,
                    5 => 22,
                    10 => 24,
                    _ => 0,
                };
                if as_letter == last + 1 && last > 1 {
                    block.marker = Some(Marker::Letter(as_letter));
                    last = as_letter;
                }
            }
            _ => {}
        }
    }
}

/// Undoes marks that begin no list: a lone letter (`A. Person`), a dash that does not recur, a number not led up to.
fn drop_stray_marks(blocks: &mut [Block]) {
    let count = |fits: fn(&Marker) -> bool| {
        blocks
            .iter()
            .filter_map(|block| block.marker.as_ref())
            .filter(|m| fits(m))
            .count()
    };
    let lone_letter = count(|marker| matches!(marker, Marker::Letter(_))) == 1;
    let lone_roman = count(|marker| matches!(marker, Marker::Roman(_))) == 1;
    let lone_bullet = count(|marker| matches!(marker, Marker::Bullet)) == 1;
    let mut last = 0;
    for block in blocks {
        let stray = match &block.marker {
            Some(Marker::Letter(_)) => lone_letter,
            Some(Marker::Roman(_)) => lone_roman,
            Some(Marker::Bullet) => lone_bullet && !wording::asks(&block.text.to_lowercase()),
            // `22. ` at a line's start may be the end of a wrapped date or reference.
            Some(Marker::Number {
                value,
                named: false,
                ..
            }) => *value > last + 5,
            _ => false,
        };
        if stray {
            block.marker = None;
        } else if let Some(Marker::Number { value, .. }) = &block.marker {
            last = *value;
        }
    }
}

/// Cuts `please send: 1) the letter; 2) the reply` where no list stands on lines of its own.
fn split_inline(blocks: &mut Vec<Block>) {
    if blocks.iter().any(|block| block.marker.is_some()) {
        return;
    }
    let mut cut = Vec::new();
    for block in blocks.drain(..) {
        match wording::inline_list(&block.text) {
            Some((lead, entries)) => {
                cut.push(Block {
                    marker: None,
                    text: lead,
                    apart: block.apart,
                });
                cut.extend((1..).zip(entries).map(|(value, text)| Block {
                    marker: Some(Marker::Number {
                        value,
                        part: None,
                        named: false,
                    }),
                    text,
                    apart: false,
                }));
            }
            None => cut.push(block),
        }
    }
    *blocks = cut;
}

/// How deep a mark stands in its list, by the order in which kinds of mark first appear.
fn depth(marker: &Marker, order: &mut Vec<u8>) -> usize {
    let kind = match marker {
        Marker::Number { .. } => 0,
        Marker::Letter(_) => 1,
        Marker::Roman(_) => 2,
        Marker::Bullet => 3,
    };
    if let Some(at) = order.iter().position(|known| *known == kind) {
        return at;
    }
    order.push(kind);
    order.len() - 1
}

fn from_list(blocks: &[Block]) -> Vec<Item> {
    let mut list = List::default();
    let last_entry = blocks
        .iter()
        .rposition(|block| block.marker.is_some())
        .unwrap_or(0);
    for (at, block) in blocks.iter().enumerate() {
        match &block.marker {
            Some(marker) => list.entry(marker, &block.text),
            // What follows an entry without a blank line, or in small letters, goes on with it.
            None if list.open
                && at < last_entry
                && (!block.apart || block.text.starts_with(char::is_lowercase)) =>
            {
                list.go_on(&block.text);
            }
            None => {
                list.open = false;
                if at > last_entry
                    || wording::asks_for_something(&block.text) && !leads_in(blocks, at)
                {
                    list.asked_besides(&block.text, at > last_entry);
                }
            }
        }
    }
    list.finish()
}

/// Whether a paragraph only leads to the list that follows it.
fn leads_in(blocks: &[Block], at: usize) -> bool {
    let text = blocks.get(at).map_or("", |block| block.text.as_str());
    let before_list = blocks.get(at + 1).is_some_and(|next| next.marker.is_some());
    let first = !blocks.iter().take(at).any(|block| block.marker.is_some());
    text.ends_with([':', '-', '–']) || before_list || first
}

/// The items of a list as they come.
#[derive(Debug, Default)]
struct List {
    items: Vec<Item>,
    order: Vec<u8>,
    /// The numbers of the entries that the next one stands under.
    path: Vec<String>,
    /// The words of the entry at each depth.
    leads: Vec<String>,
    /// How often the top numbering began anew.
    restarts: u32,
    last_top: u32,
    bullets: u32,
    open: bool,
}

impl List {
    fn entry(&mut self, marker: &Marker, text: &str) {
        let depth = depth(marker, &mut self.order).min(self.path.len());
        if matches!(marker, Marker::Bullet) && depth > 0 {
            // Dots under a number enlarge on it.
            self.go_on(text);
            return;
        }
        self.path.truncate(depth);
        self.leads.truncate(depth);
        let label = self.label(marker, depth);
        self.path.push(label);
        self.leads.push(text.to_owned());
        self.items.push(Item {
            n: self.path.concat(),
            text: wording::tidy(text),
            under: depth
                .checked_sub(1)
                .and_then(|above| self.leads.get(above))
                .cloned(),
        });
        self.open = true;
    }

    fn label(&mut self, marker: &Marker, depth: usize) -> String {
        let plain = match marker {
            Marker::Number { value, part, .. } => {
                if depth == 0 && part.is_none() {
                    self.restarts += u32::from(*value <= self.last_top && self.last_top > 0);
                    self.last_top = *value;
                }
                format!("{value}{}", part.as_deref().unwrap_or_default())
            }
            Marker::Letter(value) => letter(*value),
            Marker::Roman(value) => {
                const ROMAN: [&str; 12] = [
                    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
                ];
                usize::try_from(*value)
                    .ok()
                    .and_then(|value| ROMAN.get(value.checked_sub(1)?))
                    .map_or_else(|| value.to_string(), |roman| (*roman).to_owned())
            }
            Marker::Bullet => {
                self.bullets += 1;
                self.bullets.to_string()
            }
        };
        if depth == 0 && self.restarts > 0 {
            format!("{}.{plain}", self.restarts + 1)
        } else {
            plain
        }
    }

    /// Adds words to the entry last read.
    fn go_on(&mut self, text: &str) {
        if let Some(item) = self.items.last_mut() {
            if !item.text.is_empty() {
                item.text.push(' ');
            }
            item.text.push_str(text);
        }
        if let Some(lead) = self.leads.last_mut() {
            lead.push(' ');
            lead.push_str(text);
        }
    }

    /// Adds what is asked outside the entries.
    fn asked_besides(&mut self, text: &str, below: bool) {
        for sentence in wording::sentences(text) {
            if wording::asks_for_something(sentence) && !(below && wording::is_procedure(sentence))
            {
                self.items.push(Item {
                    n: String::new(),
                    text: wording::tidy(sentence),
                    under: None,
                });
            }
        }
    }

    /// The items, entries that only head others left out, each with a number of its own.
    fn finish(self) -> Vec<Item> {
        let heads: Vec<bool> = (0..self.items.len())
            .map(|at| {
                let (Some(item), Some(next)) = (self.items.get(at), self.items.get(at + 1)) else {
                    return false;
                };
                let parted = next.under.is_some()
                    && !next.n.is_empty()
                    && next.n.len() > item.n.len()
                    && next.n.starts_with(&item.n);
                parted
                    && (item.text.ends_with([':', '-', '–'])
                        || item.text.is_empty()
                        || !wording::asks_fully(&item.text))
            })
            .collect();
        let mut items: Vec<Item> = self
            .items
            .into_iter()
            .zip(heads)
            .filter(|(item, head)| !head && !item.text.is_empty())
            .map(|(item, _)| item)
            .collect();
        let mut next = items
            .iter()
            .filter_map(|item| {
                item.n
                    .chars()
                    .take_while(char::is_ascii_digit)
                    .collect::<String>()
                    .parse::<u32>()
                    .ok()
            })
            .max()
            .unwrap_or(0);
        for item in &mut items {
            if item.n.is_empty() {
                next += 1;
                item.n = next.to_string();
            }
        }
        items
    }
}

fn letter(value: u32) -> String {
    u8::try_from(value)
        .ok()
        .filter(|value| (1..=26).contains(value))
        .map_or_else(
            || value.to_string(),
            |value| char::from(b'a' + value - 1).to_string(),
        )
}

/// One item for each sentence that asks for something.
fn from_sentences(blocks: &[Block]) -> Vec<Item> {
    if let Some(unmarked) = unmarked_list(blocks) {
        return numbered(unmarked);
    }
    let asked = blocks
        .iter()
        .flat_map(|block| wording::sentences(&block.text))
        .filter(|sentence| {
            wording::asks_for_something(sentence)
                && !wording::is_procedure(sentence)
                && !wording::excludes(sentence)
        });
    numbered(asked.map(wording::tidy).collect())
}

/// Lines below "please provide:" that bear no marks.
fn unmarked_list(blocks: &[Block]) -> Option<Vec<String>> {
    let lead = blocks
        .iter()
        .position(|block| block.text.ends_with(':') && wording::asks(&block.text.to_lowercase()))?;
    let below: Vec<String> = blocks
        .get(lead + 1..)?
        .iter()
        .map(|block| block.text.as_str())
        .take_while(|text| !wording::is_procedure(text) && !wording::excludes(text))
        .map(wording::tidy)
        .filter(|text| !text.is_empty())
        .collect();
    (!below.is_empty()).then_some(below)
}

/// Whatever was written, when no sentence plainly asks; nothing is dropped for want of a question mark.
fn last_resort(blocks: &[Block]) -> Vec<Item> {
    let all: Vec<String> = blocks
        .iter()
        .filter(|block| !wording::is_procedure(&block.text) && !wording::excludes(&block.text))
        .map(|block| wording::tidy(&block.text))
        .filter(|text| text.chars().any(char::is_alphabetic))
        .collect();
    if all.is_empty() {
        Vec::new()
    } else {
        numbered(vec![all.join(" ")])
    }
}

fn numbered(texts: Vec<String>) -> Vec<Item> {
    (1..)
        .zip(texts)
        .map(|(n, text): (u32, String)| Item {
            n: n.to_string(),
            text,
            under: None,
        })
        .collect()
}
