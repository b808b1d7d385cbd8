//! Days that leave their month or year to a date that follows them: `3, 4 and 5 December 2021`.

use jiff::civil::Date;

use super::Found;
use super::months::{is_weekday, month};

/// The most days of one row that are read.
const MOST: usize = 12;

/// Words before a number that counts something else than days.
const COUNTED: [&str; 34] = [
    "annex",
    "article",
    "articles",
    "at",
    "chapter",
    "chapters",
    "figure",
    "form",
    "forms",
    "item",
    "items",
    "level",
    "no",
    "nos",
    "number",
    "numbers",
    "page",
    "pages",
    "para",
    "paragraph",
    "paragraphs",
    "part",
    "parts",
    "phase",
    "q",
    "question",
    "questions",
    "room",
    "rooms",
    "s",
    "section",
    "sections",
    "stage",
    "version",
];

/// Words before the first of a row of bare numbers that make them days.
const LEADS: [&str; 8] = [
    "between", "by", "dates", "days", "from", "of", "on", "since",
];

/// What joins a day to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// A comma, which alone may join a day to something else.
    Comma,
    /// "and"
    List,
    /// "to", or a dash with blanks.
    Range,
    /// A dash between two numbers, without blanks.
    Dash,
}

/// The days of a row that ends in this date, which is not among them; where it stands alone, none.
pub fn sharing(text: &str, last: &Found) -> Vec<Date> {
    let mut days = Vec::new();
    if !begins_with_its_day(&last.as_printed) {
        return days;
    }
    let (mut next, mut at, mut linked, mut bare) = (last.day, last.start, false, false);
    while days.len() < MOST {
        let Some((before, link)) = without_link(text.get(..at).unwrap_or_default()) else {
            break;
        };
        linked |= link != Link::Comma;
        let Some(day) = day_at_end(before, next, link).filter(|_| linked) else {
            break;
        };
        bare |= day.is_bare && link != Link::Dash;
        days.push(day.day);
        (next, at) = (day.day, day.start);
    }
    let led = || {
        let lead = last_word(without_lead(text.get(..at).unwrap_or_default()));
        lead.is_some_and(|(_, word)| is_one_of(word, &LEADS))
    };
    // "Document 2 - 5 December", "we hold 12 and 5 December was the first"
    if bare && !led() {
        days.clear();
    }
    days
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|one| word.eq_ignore_ascii_case(one))
}

/// Whether a date is printed day first, with its month in words.
fn begins_with_its_day(printed: &str) -> bool {
    let mut words = printed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("the") && !is_weekday(word));
    words
        .next()
        .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        && printed.contains(|c: char| c.is_alphabetic())
}

/// A text without the article and the day of the week that lead to a day.
fn without_lead(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((before, word)) = last_word(text) {
        if !(word.eq_ignore_ascii_case("the") || is_weekday(word)) {
            break;
        }
        text = before.trim_end();
    }
    text
}

/// A text without what joins a day to the next.
fn without_link(text: &str) -> Option<(&str, Link)> {
    let bare = without_lead(text);
    if let Some(before) = bare.strip_suffix(['-', '–', '—']) {
        let tight = before.ends_with(|c: char| c.is_ascii_digit()) && bare.len() == text.len();
        // one that begins a line marks an entry of a list
        let within = !before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r']);
        let link = if tight { Link::Dash } else { Link::Range };
        return within.then(|| (before.trim_end(), link));
    }
    if let Some(before) = bare.strip_suffix(['&', '/']) {
        return Some((before.trim_end(), Link::List));
    }
    if let Some(before) = bare.strip_suffix(',') {
        return Some((before.trim_end(), Link::Comma));
    }
    let (before, word) = last_word(bare)?;
    let link = match word {
        _ if is_one_of(word, &["and", "or"]) => Link::List,
        _ if is_one_of(word, &["to", "until", "till", "through"]) => Link::Range,
        _ => return None,
    };
    Some((before.trim_end().trim_end_matches(',').trim_end(), link))
}

/// A day that leaves its month or year to the next.
struct Shared {
    day: Date,
    /// Where it begins.
    start: usize,
    /// Whether a number is all there is of it.
    is_bare: bool,
}

/// The day, with its month or without, that ends a text.
fn day_at_end(text: &str, next: Date, link: Link) -> Option<Shared> {
    let (mut rest, mut of_month) = (text, None);
    if let Some((before, word)) = last_word(text)
        && let Some(month) = month(word)
    {
        of_month = Some(month);
        rest = before.trim_end();
        if let Some((before, of)) = last_word(rest)
            && of.eq_ignore_ascii_case("of")
        {
            rest = before.trim_end();
        }
    }
    let bare = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = rest.get(bare.len()..)?;
    let ordinal = is_one_of(ending, &["st", "nd", "rd", "th"]);
    if !ordinal && !ending.is_empty() {
        return None;
    }
    let bare = bare.strip_suffix('^').unwrap_or(bare);
    let figures = bare.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&figures) {
        return None;
    }
    let start = bare.len() - figures;
    let before = bare.get(..start)?;
    if !before
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '"' | '“' | ',' | '-' | '–'))
        || before.ends_with(['-', '–'])
            && !before.trim_end_matches(['-', '–']).ends_with([' ', '\n'])
    {
        return None;
    }
    let is_bare = of_month.is_none() && !ordinal;
    let said = last_word(before.trim_end().trim_end_matches(['.', '\'', '’']));
    let said = said.map_or("", |(_, word)| word);
    // "section 3", and "3 Dec 20", whose figures are a year
    if is_bare && (is_one_of(said, &COUNTED) || month(said).is_some()) {
        return None;
    }
    let day = bare.get(start..)?.parse().ok()?;
    let month = of_month.unwrap_or(next.month());
    let same_year = Date::new(next.year(), month, day).ok();
    let ranges = link != Link::List && link != Link::Comma || is_one_of(said, &["between"]);
    let day = match same_year {
        Some(day) if day <= next || month == next.month() && !ranges => day,
        // "20 December to 5 January 2022" began the year before; of a list nobody can tell
        _ if ranges => Date::new(next.year() - 1, month, day).ok()?,
        _ => return None,
    };
    Some(Shared {
        day,
        start,
        is_bare,
    })
}

/// The word that ends a text, and what stands before it.
fn last_word(text: &str) -> Option<(&str, &str)> {
    let letters: usize = text
        .chars()
        .rev()
        .take_while(|c| c.is_alphabetic())
        .take(LONGEST_WORD + 1)
        .map(char::len_utf8)
        .sum();
    let at = text.len() - letters;
    (letters > 0 && letters <= LONGEST_WORD).then(|| text.split_at(at))
}

/// No word that is looked for here is longer, in bytes.
const LONGEST_WORD: usize = 16;
