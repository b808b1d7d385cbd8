//! Letters and papers that a letter cites: `your letter dated 27th of January 2022`, `our email of 3 December`.
//!
//! A citation is told by a day with the name of a paper before it, by the paper's reference in the place of a day, or
//! by its standing quoted below. Who wrote it to whom follows from who is speaking:
//! `your` and `our` turn with the writer, and quoted mail speaks for its own. A year left out is taken from the
//! letter's own day, and a doubt says so.

mod days;
mod done;
mod phrase;
mod quoted_days;
mod speaker;
mod undated;
mod words;

use std::cell::OnceCell;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::dates::Found;
use crate::facts::figures::Figures;
use crate::facts::{Party, Tables};

use phrase::{Phrase, Whose};
use quoted_days::Days;
use speaker::Speakers;
use words::Words;

/// So many citations of one text are kept.
const MOST: usize = 400;

/// A letter or paper cited in a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
pub struct Citation {
    /// The words as printed, the day included.
    pub as_printed: String,
    /// What it is said to be: one of the kinds of `schema/record_kinds.toml`.
    pub kind: String,
    /// Who is said to have written it: an organisation's short name, else a name as printed.
    pub from: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// Its day.
    pub date: Option<Date>,
    /// Who says so, where it can be told: the writer of the letter, or of the mail that it quotes.
    pub said_by: Option<String>,
}

/// What a reader of citations must know of the letter.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// Its text.
    pub text: &'a str,
    /// Where its figures stand.
    pub figures: &'a Figures<'a>,
    /// The days found in it.
    pub found: &'a [Found],
    /// Where its own date stands among them.
    pub own_date: Option<usize>,
    /// The day that it bears.
    pub day: Option<Date>,
    /// The last day of its month, where it bears a month and no day.
    pub by: Option<Date>,
    /// Who wrote it.
    pub from: &'a [Party],
    /// To whom.
    pub to: &'a [Party],
    /// Where its own words end and quoted mail begins, in bytes.
    pub own_end: usize,
}

/// Where a message's own words end and what it quotes begins, in bytes.
pub fn own_end(message: &str) -> usize {
    crate::facts::letter::own_end(message)
}

/// Who wrote each block of quoted mail, as printed, with the place of the line that says so.
pub(super) fn writers(quoted: &str) -> impl Iterator<Item = (usize, &str)> {
    speaker::writers(quoted)
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// Citations by first place, each once.
    pub citations: Vec<Citation>,
    /// What was guessed.
    pub doubts: Vec<String>,
}

/// Reads every letter and paper that a text cites with a day.
pub fn read(letter: &Letter<'_>, tables: &Tables) -> Read {
    let mut read = Read::default();
    if !phrase::may_cite(letter.text) {
        return read;
    }
    let words = Words::of(letter.text);
    let items = days::of(letter, &words);
    let (speakers, days_of) = (OnceCell::new(), Days::of(letter));
    let mut last: Option<(Phrase, usize)> = None;
    let mut taken = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let chained = last
            .as_ref()
            .filter(|(phrase, end)| days::joins(letter.text, *end, item.start, phrase.plural))
            .map(|(phrase, _)| phrase.clone());
        let named = chained.or_else(|| phrase::before(letter.text, item.start, tables));
        let told = named.map(|phrase| (phrase, item.end));
        let told = told.or_else(|| done::told_behind(letter.text, (item.start, item.end), tables));
        let Some((mut phrase, end)) = told else {
            continue;
        };
        if phrase.whose == Whose::Untold
            && let Some(by) = phrase::by_behind(letter.text, item.end, tables)
        {
            phrase.whose = by;
        }
        for side in [Some(&mut phrase.whose), phrase.to.as_mut()]
            .into_iter()
            .flatten()
        {
            if let Whose::Called(noun) = side {
                *side = done::body(noun, letter.text, &[letter.from, letter.to], tables)
                    .map_or(Whose::Untold, Whose::Of);
            }
        }
        last = Some((phrase.clone(), item.end));
        let (day, doubt) = days::day(&items, at, &days_of);
        let speakers = speakers.get_or_init(|| Speakers::of(letter, tables));
        let speaker = speakers.at(item.start);
        let (from, to) = speaker.sides(&phrase);
        let printed = letter.text.get(phrase.start..end).unwrap_or_default();
        taken.push((phrase.start, end));
        let citation = Citation {
            as_printed: printed.to_owned(),
            kind: phrase.kind.to_owned(),
            from,
            to,
            date: day,
            said_by: speaker.name.clone(),
        };
        if let Some(doubt) = doubt {
            let words: Vec<&str> = printed.split_whitespace().collect();
            let doubt = format!("\"{}\" {doubt}", words.join(" "));
            if !read.doubts.contains(&doubt) {
                read.doubts.push(doubt);
            }
        }
        if !read.citations.contains(&citation) {
            read.citations.push(citation);
        }
        if read.citations.len() == MOST {
            read.doubts.push(format!(
                "more than {MOST} letters are cited; the first {MOST} were kept"
            ));
            break;
        }
    }
    let undated = undated::read(
        (letter, &words),
        &|| speakers.get_or_init(|| Speakers::of(letter, tables)),
        &taken,
        tables,
    );
    if !undated.is_empty() {
        let mut placed: Vec<(usize, Citation)> = Vec::new();
        let dated = std::mem::take(&mut read.citations);
        for one in dated {
            let at = letter.text.find(&one.as_printed).unwrap_or(0);
            placed.push((at, one));
        }
        placed.extend(undated);
        placed.sort_by_key(|(at, _)| *at);
        for (_, one) in placed {
            if read.citations.len() < MOST && !read.citations.contains(&one) {
                read.citations.push(one);
            }
        }
    }
    read
}

#[cfg(test)]
mod tests;
