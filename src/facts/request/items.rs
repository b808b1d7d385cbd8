//! Reads what is asked, one thing at a time, from lists and from plain sentences.

use super::Item;
use super::blocks::{Block, Marker};
use super::list::List;
use super::passage::Passage;
use super::run_on;
use super::sentences::{inline_list, sentences, tidy};
use super::{people, wording};

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
    for sentence in sentences(text) {
        if people::is_personal(sentence) {
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
    run_on::split(blocks);
    if blocks.iter().any(|block| block.marker.is_some()) {
        return;
    }
    let mut cut = Vec::new();
    for block in blocks.drain(..) {
        match inline_list(&block.text) {
            Some((lead, mut entries)) => {
                // The paragraph goes on after the last entry's sentence.
                let last = entries.pop().unwrap_or_default();
                let mut after: Vec<&str> = sentences(&last);
                let after = after.split_off(after.len().min(1));
                let end = last.len()
                    - after
                        .first()
                        .and_then(|rest| last.find(rest))
                        .map_or(0, |at| last.len() - at);
                entries.push(last.get(..end).unwrap_or_default().trim().to_owned());
                cut.push(Block {
                    marker: None,
                    text: lead,
                    apart: block.apart,
                    lines: Vec::new(),
                });
                cut.extend((1..).zip(entries).map(|(value, text)| Block {
                    marker: Some(Marker::Number {
                        value,
                        part: None,
                        named: false,
                    }),
                    text,
                    apart: false,
                    lines: Vec::new(),
                }));
                cut.extend(after.iter().map(|rest| Block {
                    marker: None,
                    text: (*rest).to_owned(),
                    apart: true,
                    lines: Vec::new(),
                }));
            }
            None => cut.push(block),
        }
    }
    *blocks = cut;
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

/// One item for each sentence that asks for something.
fn from_sentences(blocks: &[Block]) -> Vec<Item> {
    if let Some(unmarked) = unmarked_list(blocks) {
        return numbered(unmarked);
    }
    let mut asked: Vec<String> = Vec::new();
    for block in blocks {
        let all = sentences(&block.text);
        let asking = all.iter().any(|one| wording::asks_for_something(one));
        for sentence in all {
            let asks = wording::asks_for_something(sentence)
                || !asked.is_empty() && (wording::asks_on(sentence) || wording::names_on(sentence))
                || asking && wording::only_names(sentence);
            if asks && !wording::is_procedure(sentence) && !wording::excludes(sentence) {
                asked.push(tidy(sentence));
            }
        }
    }
    numbered(asked)
}

/// Lines that bear no marks below "please provide:", or below "I would like" left hanging, as lists of web mail are.
fn unmarked_list(blocks: &[Block]) -> Option<Vec<String>> {
    let lines: Vec<&str> = blocks
        .iter()
        .flat_map(|block| block.lines.iter().map(String::as_str))
        .collect();
    let widest = lines.iter().map(|line| line.chars().count()).max()?;
    let lead = lines.iter().position(|line| {
        let short = line.chars().count() * 4 < widest * 3;
        let hangs = short && line.ends_with(char::is_alphabetic);
        (hangs || line.ends_with(':')) && wording::asks(&line.to_lowercase())
    })?;
    let below: Vec<String> = lines
        .get(lead + 1..)?
        .iter()
        .take_while(|text| !wording::is_procedure(text) && !wording::excludes(text))
        .map(|text| tidy(text))
        .filter(|text| !text.is_empty())
        .collect();
    let colon = lines.get(lead)?.ends_with(':');
    if colon && below.len() < 3 {
        // A colon above a paragraph or two: each is one thing, however many lines it fills.
        let from = blocks.iter().position(|block| block.text.ends_with(':'))?;
        let paragraphs: Vec<String> = blocks
            .get(from + 1..)?
            .iter()
            .map(|block| block.text.as_str())
            .take_while(|text| !wording::is_procedure(text) && !wording::excludes(text))
            .map(tidy)
            .collect();
        return (!paragraphs.is_empty()).then_some(paragraphs);
    }
    (below.len() > 1).then_some(below)
}

/// Whatever was written, when no sentence plainly asks; nothing is dropped for want of a question mark.
fn last_resort(blocks: &[Block]) -> Vec<Item> {
    let wanted = |kept: fn(&str) -> bool| -> Vec<String> {
        blocks
            .iter()
            .filter(|block| kept(&block.text) && !wording::excludes(&block.text))
            .map(|block| tidy(&block.text))
            .filter(|text| text.chars().any(char::is_alphabetic))
            .collect()
    };
    let mut all = wanted(|text| !wording::is_procedure(text));
    if all.is_empty() {
        // `Breach reports made by email in 2023`: words of the procedure in what is only named
        all = wanted(wording::names_a_thing);
    }
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

/// An item that is "about them" stands under the one before it, which says what they are.
pub(super) fn point_back(items: &mut [Item]) {
    const ABOUT: [&str; 8] = [
        "about",
        "regarding",
        "concerning",
        "relating to",
        "relate to",
        "related to",
        "on",
        "in respect of",
    ];
    let mut before: Option<String> = None;
    for item in items {
        let lower = wording::plain(&item.text);
        let points = ABOUT.iter().any(|about| {
            ["them", "it", "these", "those", "this"]
                .iter()
                .any(|pronoun| {
                    wording::has_words(&lower, &format!("{about} {pronoun}"))
                        && lower
                            .trim_end_matches(['.', '?', ';', ','])
                            .ends_with(pronoun)
                })
        });
        if points && item.under.is_none() {
            item.under = before.clone();
        }
        before = Some(item.text.clone());
    }
}

/// Where nothing else was read as a question: every sentence that asks for something, though its words are those of the
/// procedure: "Please may I have the outcome of the internal review?" The sentence before the first tells its topic.
pub(super) fn asked_all_the_same(asking: &str) -> Vec<Item> {
    let text = asking.split_whitespace().collect::<Vec<_>>().join(" ");
    let all = sentences(&text);
    let mut items: Vec<Item> = Vec::new();
    for (nth, sentence) in all.iter().enumerate() {
        if !wording::asks_for_something(sentence) {
            continue;
        }
        let under = (nth > 0 && items.is_empty())
            .then(|| all.get(nth - 1))
            .flatten()
            .filter(|before| !wording::asks_for_something(before))
            .map(|before| before.to_string());
        items.push(Item {
            n: (items.len() + 1).to_string(),
            text: sentence.to_string(),
            under,
        });
    }
    items
}

#[cfg(test)]
mod tests {
    use crate::facts::Tables;

    #[test]
    fn a_heading_is_a_request_and_thanks_are_none() {
        let asked = |text: &str| -> Vec<String> {
            let read = super::super::read(text, &Tables::built_in());
            read.items.into_iter().map(|item| item.text).collect()
        };
        for text in [
            "Lamp reports made to the ICO by email in 2023, with the replies.",
            "Electronic records of lamps lit, 2021",
        ] {
            assert_eq!(asked(text).len(), 1, "{text}");
        }
        for text in [
            "Thank you for your help.",
            "I look forward to your reply by email.",
        ] {
            assert!(asked(text).is_empty(), "{text}");
        }
    }
}
