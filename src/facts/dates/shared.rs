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

/// The days of a row that ends in this date, which is not among them; where it stands alone, none.
pub fn sharing(text: &str, last: &Found) -> Vec<Date> {
    let mut days = Vec::new();
    if !begins_with_its_day(&last.as_printed) {
        return days;
    }
    let (mut next, mut at, mut linked) = (last.day, last.start, false);
    while days.len() < MOST {
        let before = without_lead(text.get(..at).unwrap_or_default());
        let Some((before, word)) = without_link(before).filter(|(_, word)| linked || *word) else {
            break;
        };
        let Some((day, start)) = day_at_end(before, next) else {
            break;
        };
        linked |= word;
        days.push(day);
        (next, at) = (day, start);
    }
    days
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

/// A text without what joins a day to the next, and whether that is more than a comma.
fn without_link(text: &str) -> Option<(&str, bool)> {
    if let Some(before) = text.strip_suffix(['&', '-', '–', '—', '/']) {
        return Some((before.trim_end(), true));
    }
    if let Some(before) = text.strip_suffix(',') {
        return Some((before.trim_end(), false));
    }
    let (before, word) = last_word(text)?;
    let joins = ["and", "or", "to", "until", "till", "through"];
    joins
        .iter()
        .any(|join| word.eq_ignore_ascii_case(join))
        .then(|| (before.trim_end().trim_end_matches(',').trim_end(), true))
}

/// The day, with its month or without, that ends a text, and where it begins.
fn day_at_end(text: &str, next: Date) -> Option<(Date, usize)> {
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
    let ordinal = ["st", "nd", "rd", "th"]
        .iter()
        .any(|own| ending.eq_ignore_ascii_case(own));
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
    let counted = last_word(before.trim_end().trim_end_matches('.'))
        .is_some_and(|(_, word)| COUNTED.contains(&word.to_ascii_lowercase().as_str()));
    if counted && of_month.is_none() && !ordinal {
        return None;
    }
    let day = bare.get(start..)?.parse().ok()?;
    let month = of_month.unwrap_or(next.month());
    // "20 December to 5 January 2022" began the year before
    let year = next.year() - i16::from(month >= next.month() + 6);
    Some((Date::new(year, month, day).ok()?, start))
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
