//! A number at the end of a line above one that begins with a month: a day that the line's end broke, or the number of a
//! version, a chapter or a file above the month of a heading (`FOI 888/14` above `December 2014`).

use super::Reading;
use super::months::month;
use super::typed::WEEKDAYS;

/// Words after which a number is a day: `your letter of 3`.
const LEADS: [&str; 40] = [
    "on",
    "by",
    "dated",
    "date",
    "of",
    "from",
    "until",
    "till",
    "before",
    "after",
    "since",
    "due",
    "sent",
    "received",
    "to",
    "and",
    "between",
    "the",
    "or",
    "for",
    "than",
    "through",
    "ending",
    "commencing",
    "beginning",
    "starting",
    "issued",
    "signed",
    "published",
    "made",
    "posted",
    "noon",
    "midnight",
    "am",
    "pm",
    "mon",
    "dyddiad",
    "deadline",
    "wrote",
    "effective",
];
/// Words that a number follows which is no day.
const NUMBERED: [&str; 44] = [
    "version",
    "ver",
    "v",
    "issue",
    "edition",
    "volume",
    "vol",
    "number",
    "no",
    "nos",
    "chapter",
    "part",
    "page",
    "pages",
    "p",
    "pp",
    "section",
    "sections",
    "room",
    "floor",
    "flat",
    "unit",
    "annex",
    "appendix",
    "schedule",
    "table",
    "figure",
    "item",
    "question",
    "paragraph",
    "paragraphs",
    "para",
    "clause",
    "article",
    "phase",
    "stage",
    "level",
    "draft",
    "revision",
    "release",
    "foi",
    "ref",
    "reference",
    "bulletin",
];
/// So many members of a list are gone back over.
const MOST_LISTED: usize = 12;

/// What a number before a month is.
enum Number {
    Day,
    Other,
    Unclear,
}

/// The reading of words that give a day from `at` to `end`, unless the number is joined to others before it or ends its
/// line and is no day; none where it is certainly none.
pub(super) fn judge(text: &str, at: usize, end: usize, reading: Reading) -> Option<Reading> {
    let Reading::Day(_) = reading else {
        return Some(reading);
    };
    let number = if breaks(text.get(at..end).unwrap_or_default()) {
        above_a_month(text.get(..at).unwrap_or_default())
    } else if long_before_a_slash(text.get(..at).unwrap_or_default()) {
        let reason = "the number before the month may be the end of a reference".to_owned();
        return Some(Reading::Doubt(reason));
    } else {
        Number::Day
    };
    match number {
        Number::Day => Some(reading),
        Number::Other => None,
        Number::Unclear => Some(Reading::Doubt(
            "the number ends a line, and the month begins the next".to_owned(),
        )),
    }
}

/// Whether nothing but a line's end stands between the figures and the month.
fn breaks(printed: &str) -> bool {
    let behind = printed.trim_start_matches(|c: char| c.is_ascii_digit());
    let next = behind.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let between = &behind[..behind.len() - next.len()];
    let word = next
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    between.contains(['\n', '\r', '\u{2028}']) && month(word).is_some()
}

/// `1188/` before `21 March 2023`: more figures than a day or a month has, and no year of the day before.
fn long_before_a_slash(before: &str) -> bool {
    before.strip_suffix('/').is_some_and(|before| {
        let words = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let ends_a_day = || {
            let last = words.split_whitespace().next_back().unwrap_or_default();
            month(last.trim_end_matches([',', '.'])).is_some()
        };
        before.len() - words.len() > 2 && !ends_a_day()
    })
}

/// What the number is that ends a line behind these words.
fn above_a_month(before: &str) -> Number {
    let Some(mut left) = led_from(before) else {
        return Number::Unclear;
    };
    for _ in 0..MOST_LISTED {
        let joined = left.ends_with(|c: char| !c.is_whitespace());
        // the words may stand on the line right above
        let bare = left.trim_end_matches(|c| MARKS.contains(&c) || LINE_ENDS.contains(&c));
        // `No. 9`
        let bare = if joined {
            bare
        } else {
            bare.trim_end_matches('.')
        };
        let Some(last) = bare.chars().next_back() else {
            return Number::Unclear;
        };
        let (run, other) = match last {
            '0'..='9' => (bare, Number::Other),
            // `3-9` is a span of days, `888/14` a reference
            '-' | '\u{2010}' | '\u{2011}' | '–' if joined => {
                (bare.trim_end_matches(last), Number::Other)
            }
            '/' if joined && number_before(bare.trim_end_matches('/')).is_some() => {
                return Number::Unclear;
            }
            _ if joined && !last.is_alphabetic() => return Number::Other,
            _ => {
                let start = bare.trim_end_matches(char::is_alphabetic).len();
                let word = bare[start..].to_lowercase();
                let ahead = bare[..start].trim_end();
                let joins = matches!(word.as_str(), "and" | "or" | "to" | "of");
                if !joins || !ahead.ends_with(|c: char| c.is_ascii_digit()) {
                    let leads = LEADS.contains(&word.as_str())
                        || WEEKDAYS.contains(&word.as_str())
                        || is_week_of(bare);
                    return match (leads, NUMBERED.contains(&word.as_str())) {
                        (true, _) => Number::Day,
                        (_, true) => Number::Other,
                        _ => Number::Unclear,
                    };
                }
                // `1 to 3`; `2021 and 3` may be anything
                (ahead, Number::Unclear)
            }
        };
        match number_before(run) {
            Some(rest) => left = rest,
            None => return other,
        }
    }
    Number::Unclear
}

/// Whether a text ends with `w/c` or `w/e`: the week that a day begins or ends.
fn is_week_of(text: &str) -> bool {
    let last = text.len().checked_sub(3).and_then(|at| text.get(at..));
    last.is_some_and(|last| {
        ["w/c", "w/e"]
            .iter()
            .any(|week| last.eq_ignore_ascii_case(week))
    })
}

/// Marks between a number and the words that lead to it.
const MARKS: [char; 11] = [' ', '\t', '\u{a0}', '(', '[', '*', '"', '“', ':', ',', '>'];

/// What ends a line.
const LINE_ENDS: [char; 3] = ['\n', '\r', '\u{2028}'];

/// The words from which a number follows: those of its own line, or of the line right above where it stands alone.
fn led_from(before: &str) -> Option<&str> {
    let bare = before.trim_end_matches(MARKS);
    if !bare.ends_with(LINE_ENDS) {
        return Some(before);
    }
    let above = bare
        .strip_suffix("\r\n")
        .or_else(|| bare.strip_suffix(LINE_ENDS));
    let above = above.unwrap_or(bare).trim_end_matches(MARKS);
    // the blank after the words shows that nothing is joined to the number
    (!above.ends_with(LINE_ENDS)).then(|| bare.get(..above.len() + 1).unwrap_or(above))
}

/// What stands before the number of one or two figures that ends a text, if it stands apart.
fn number_before(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let figures = text.len() - rest.len();
    let apart =
        rest.is_empty() || rest.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | ','));
    ((1..=2).contains(&figures) && apart).then_some(rest)
}
