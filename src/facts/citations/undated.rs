//! Letters that are cited without their day: by their reference (`your letter under reference INV/0283/2020`), or by
//! standing quoted below (`my email below`), where the quoted heading tells the day.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::phrase::{PAPERS, Phrase, Whose};
use super::speaker::Speakers;
use super::words::Words;
use super::{Citation, Letter};
use crate::facts::Tables;
use crate::facts::figures::Figures;
use crate::facts::occupied::Occupied;
use crate::facts::pattern::built_in;

/// How much is read behind the name of a paper, in bytes.
const BEHIND: usize = 90;

/// Words that may stand between a paper and its reference.
const BETWEEN: [&str; 14] = [
    "under",
    "reference",
    "ref",
    "references",
    "refs",
    "re",
    "in",
    "to",
    "number",
    "no",
    "case",
    "appeal",
    "with",
    "our",
];
/// Words by which what is quoted in a message is pointed at.
const BELOW: [&str; 4] = ["below", "beneath", "underneath", "hereunder"];

static POINTS: LazyLock<Regex> = LazyLock::new(|| built_in(&format!("(?i-u:{})", BELOW.join("|"))));

static PAPER: LazyLock<Regex> = LazyLock::new(|| {
    let papers: Vec<&str> = PAPERS
        .iter()
        .map(|(word, _)| *word)
        .filter(|word| !matches!(*word, "yours" | "ours"))
        .collect();
    let papers = papers.join("|").replace(' ', r"[ \t\r\n]+");
    built_in(&format!(
        r"(?i-u)^(?P<whose>your|our|my)[ \t\r\n]+(?:[a-z-]{{1,20}}[ \t\r\n]+){{0,3}}?(?P<paper>{papers})(?P<plural>s)?\b"
    ))
});

/// Every such citation with its place; `taken` are the places of those that have a day.
pub(super) fn read<'s>(
    (letter, words): (&Letter<'_>, &Words),
    speakers: &dyn Fn() -> &'s Speakers,
    taken: &[(usize, usize)],
    tables: &Tables,
) -> Vec<(usize, Citation)> {
    let mut found = Vec::new();
    let taken = Occupied::of(taken.iter().copied());
    let mut quoted_days: HashMap<Option<String>, Option<Date>> = HashMap::new();
    let stretches = stretches(letter.figures, words);
    for (start, captures) in stretches.flat_map(|part| papers_in(letter.text, words, part)) {
        let (Some(paper), Some(whose)) = (captures.name("paper"), captures.name("whose")) else {
            continue;
        };
        let whole = start..start + captures.get_match().end();
        if taken.meets(whole.start, whole.end) {
            continue;
        }
        let behind = letter.text.get(whole.end..).unwrap_or_default();
        let behind = behind
            .get(..behind.floor_char_boundary(BEHIND))
            .unwrap_or_default();
        let (end, below) = match reference_behind(behind, tables) {
            Some(length) => (whole.end + length, false),
            None => match below(letter.text, whole.start, behind) {
                Some(length) => (whole.end + length, true),
                None => continue,
            },
        };
        let words: Vec<&str> = paper.as_str().split_whitespace().collect();
        let word = words.join(" ").to_lowercase();
        let Some((_, kind)) = PAPERS.iter().find(|(known, _)| *known == word) else {
            continue;
        };
        let phrase = Phrase {
            whose: if whose.as_str().eq_ignore_ascii_case("your") {
                Whose::Yours
            } else {
                Whose::Ours
            },
            to: None,
            kind,
            plural: captures.name("plural").is_some(),
            start: whole.start,
        };
        let speaker = speakers().at(whole.start);
        let (from, to) = speaker.sides(&phrase);
        let date = if below {
            *quoted_days
                .entry(from.clone())
                .or_insert_with(|| quoted_day(letter, speakers(), from.as_deref()))
        } else {
            None
        };
        let citation = Citation {
            as_printed: letter
                .text
                .get(whole.start..end)
                .unwrap_or_default()
                .to_owned(),
            kind: (*kind).to_owned(),
            from,
            to,
            date,
            said_by: speaker.name.clone(),
        };
        found.push((whole.start, citation));
    }
    found
}

/// The parts of a text in which a paper may be cited without its day: those before a figure, which a reference has, or
/// all of it where a word stands that points below. Each begins behind a character that no paper's name holds.
fn stretches(figures: &Figures<'_>, words: &Words) -> impl Iterator<Item = Range<usize>> {
    let text = figures.text;
    let bytes = text.as_bytes();
    let points = words.may_point && POINTS.is_match(text);
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let from = at?;
        if points {
            at = None;
            return Some(0..text.len());
        }
        let first = figures.next(from)?;
        let mut last = first;
        while let Some(next) = figures.next(last + 1).filter(|next| next - last <= BEHIND) {
            last = next;
        }
        let reach = first.saturating_sub(BEHIND).max(from);
        let held = |byte: &u8| byte.is_ascii_alphabetic() || b"- \t\r\n".contains(byte);
        let start = bytes[from..reach].iter().rposition(|byte| !held(byte));
        at = Some(last + 1);
        Some(text.ceil_char_boundary(start.map_or(from, |start| from + start + 1))..last + 1)
    })
}

/// The papers named in a stretch of a text, each with its place.
fn papers_in<'t>(
    text: &'t str,
    words: &Words,
    stretch: Range<usize>,
) -> impl Iterator<Item = (usize, Captures<'t>)> {
    let mut at = stretch.start;
    // the figure that ends it is looked at, so that a name's end is known by what follows
    let text = &text[..stretch.end];
    words.owners(stretch).into_iter().filter_map(move |owner| {
        let captures = PAPER.captures(text.get(owner..).filter(|_| owner >= at)?)?;
        at = owner + captures.get_match().end();
        Some((owner, captures))
    })
}

/// How far the reference reaches that follows a paper with nothing but a few words between.
fn reference_behind(behind: &str, tables: &Tables) -> Option<usize> {
    if !behind.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (mut at, mut last, mut opened) = (0, String::new(), false);
    loop {
        let rest = behind.get(at..)?;
        let marks = rest.find(char::is_alphanumeric)?;
        for mark in rest.get(..marks)?.chars() {
            match mark {
                '(' => opened = true,
                ' ' | ':' | '\n' | '\r' | '\t' => {}
                // a full stop that ends no sentence
                '.' if matches!(last.as_str(), "re" | "ref" | "refs" | "no") => {}
                _ => return None,
            }
        }
        at += marks;
        let rest = behind.get(at..)?;
        let word = rest.split(|c: char| !c.is_alphabetic()).next()?;
        last = word.to_lowercase();
        if !BETWEEN.contains(&last.as_str()) {
            // a bare number is a reference where it is announced, and here the paper announces it
            let announced = format!("ref {rest}");
            let first = tables.families.find(&announced).into_iter().next()?;
            let closed = opened && announced.get(first.end..)?.starts_with(')');
            return (first.start == "ref ".len())
                .then_some(at + first.end - first.start + usize::from(closed));
        }
        at += word.len();
    }
}

/// How far the word reaches that says that a paper stands below; it may stand before the paper: `beneath your message`.
fn below(text: &str, start: usize, behind: &str) -> Option<usize> {
    let plain = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphabetic())
            .to_lowercase()
    };
    let first = behind.split_whitespace().next().unwrap_or_default();
    let second = plain(behind.split_whitespace().nth(1).unwrap_or_default());
    let of_another = matches!(second.as_str(), "your" | "my" | "our");
    if behind.starts_with(char::is_whitespace)
        && !of_another
        && BELOW.contains(&plain(first).as_str())
    {
        return Some(
            behind.find(first)? + first.trim_end_matches(|c: char| !c.is_alphabetic()).len(),
        );
    }
    let before = text.get(..start)?.split_whitespace().next_back()?;
    let ends = behind.is_empty() || behind.starts_with(['.', ',', ';', '\n', '\r']);
    (ends && BELOW.contains(&plain(before).as_str())).then_some(0)
}

/// The day in the heading of the first quoted message that `from` wrote, or of the only one.
fn quoted_day(letter: &Letter<'_>, speakers: &Speakers, from: Option<&str>) -> Option<Date> {
    let mut headings: Vec<(Option<String>, Date)> = Vec::new();
    for found in letter
        .found
        .iter()
        .filter(|found| found.start >= letter.own_end)
    {
        let line_at = letter
            .text
            .get(..found.start)?
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let line = letter.text.get(line_at..found.start)?;
        let line =
            line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '*' | '-'));
        if ["Sent:", "Date:", "On "]
            .iter()
            .any(|opening| line.starts_with(opening))
        {
            headings.push((speakers.at(found.start).name, found.day));
        }
    }
    let surname = |name: &str| name.split_whitespace().next_back().map(str::to_lowercase);
    let own = headings.iter().find(|(name, _)| {
        let both = name.as_deref().zip(from);
        both.is_some_and(|(name, from)| name == from || surname(name) == surname(from))
    });
    match (own, headings.as_slice()) {
        (Some((_, day)), _) | (None, [(_, day)]) => Some(*day),
        _ => None,
    }
}
