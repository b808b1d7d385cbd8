//! What one line of a letter says: an organisation, a person, an office, a label, an address.

use std::sync::LazyLock;

use memchr::memchr;
use regex::Regex;

use super::layout::strip_prefix_folded;
use super::named::organisation_in;
use super::names::{organisation_like, person_like};
use crate::facts::Tables;
use crate::facts::pattern::built_in;

/// Whether a line is a person's name and no organisation's.
pub fn is_person(line: &str, tables: &Tables) -> bool {
    person_like(line) && tables.parties.find(line).is_empty()
}

/// The organisation that a line names and little besides.
pub fn whole_line(line: &str, tables: &Tables) -> Option<String> {
    let mut named = tables.parties.find(line).into_iter();
    if let Some(found) = named.next() {
        let numbered = line[found.end..].len() - without_number(&line[found.end..]).len();
        // the same body in another language too
        let again = named.filter(|other| {
            let between = &line[found.end..other.start];
            other.short == found.short && matches!(between.trim(), "/" | "|")
        });
        let again: usize = again.map(|other| other.end - other.start).sum();
        let rest = line.len() - (found.end - found.start) - numbered.max(again);
        // `What the ... can do` speaks of a body
        let spoken_of = !line[..found.start].trim().is_empty()
            && line[found.end..]
                .trim_start()
                .starts_with(char::is_lowercase);
        let beside = rest <= 24 || names_part(&line[..found.start], &line[found.end..]);
        let whole = beside && !spoken_of && !line.trim_end().ends_with('.');
        return whole.then_some(found.short);
    }
    organisation_like(line).then(|| organisation_in(line).unwrap_or_else(|| trimmed(line)))
}

/// What stands behind a body's name, without a number in brackets at its end: `(ref. IC-120744-C2X9)`.
fn without_number(after: &str) -> &str {
    let bracketed = after.trim_end().strip_suffix(')');
    let opened = bracketed.and_then(|inner| inner.rfind('('));
    match opened {
        Some(at)
            if after[at..].bytes().any(|byte| byte.is_ascii_digit()) && after.len() - at <= 40 =>
        {
            &after[..at]
        }
        _ => after,
    }
}

/// Whether what stands before or behind a body's name is a part of it: `Professional Standards Department, Sussex Police`,
/// `Thames Valley Police Joint Information Management Unit`.
fn names_part(before: &str, after: &str) -> bool {
    const PARTS: [&str; 11] = [
        "Department",
        "Unit",
        "Team",
        "Office",
        "Branch",
        "Directorate",
        "Section",
        "Bureau",
        "Division",
        "Desk",
        "Dept",
    ];
    let part = |words: &str| {
        let mut words = words.split_whitespace().peekable();
        let named = words.clone().count() <= 6 && words.peek().is_some();
        let last = words.clone().next_back();
        named
            && last.is_some_and(|last| PARTS.contains(&last))
            && words.all(|word| {
                let plain = word
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '&' | '\'' | '\u{2019}' | '-'));
                plain
                    && (word.starts_with(char::is_uppercase)
                        || matches!(word, "and" | "of" | "&" | "for" | "the"))
            })
    };
    let (before, after) = (before.trim(), after.trim().trim_end_matches(','));
    match before.strip_suffix([',', '-', '\u{2013}']) {
        Some(unit) => after.is_empty() && part(unit),
        None => before.is_empty() && part(after.trim_start_matches([',', '-', '\u{2013}'])),
    }
}

pub fn trimmed(line: &str) -> String {
    let line = strip_prefix_folded(line, "for and on behalf of ")
        .or_else(|| strip_prefix_folded(line, "on behalf of "))
        .unwrap_or(line);
    let line = line.strip_prefix("for ").unwrap_or(line);
    line.trim_start_matches("the ")
        .trim_matches([',', '.', ' ', ':', ';'])
        .to_owned()
}

/// The organisations whose mail or web addresses a line gives.
pub fn domains(line: &str, tables: &Tables) -> Vec<String> {
    let addressed = memchr(b'@', line.as_bytes()).is_some()
        || ["www.", "http"].iter().any(|begun| line.contains(begun));
    if !addressed || !line.contains('.') {
        return Vec::new();
    }
    let links = !is_prose(line);
    let addresses = line
        .split([' ', '\t', ',', ';', '<', '>', '(', ')', '|'])
        .filter(|word| {
            word.contains('@') || links && (word.starts_with("www.") || word.starts_with("http"))
        });
    let known = addresses.filter_map(|word| tables.parties.by_domain(word));
    let mut found: Vec<String> = known
        .filter(|short| {
            tables
                .parties
                .row(short)
                .is_some_and(|row| row.kind != "carrier")
        })
        .map(str::to_owned)
        .collect();
    found.dedup();
    found
}

/// Whether a line is part of a sentence, in which a link points to somebody and does not say who writes.
fn is_prose(line: &str) -> bool {
    const FEWEST: usize = 4;
    let small = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && !word.contains(['@', '.', '/', ':', '|'])
    };
    let own = ["website", "visit", "visit:", "web", "web:"];
    line.split_whitespace().filter(small).take(FEWEST).count() == FEWEST
        && !line
            .split_whitespace()
            .any(|word| own.contains(&word.to_lowercase().as_str()))
}

/// The organisation whose building or motto a line gives.
pub fn letterhead(line: &str, tables: &Tables) -> Option<String> {
    let found = tables.parties.find(line).into_iter().find(|found| {
        let row = tables.parties.row(&found.short);
        row.is_some_and(|row| {
            row.letterhead
                .iter()
                .any(|own| own.eq_ignore_ascii_case(&found.as_printed))
        })
    });
    found.map(|found| found.short)
}

pub fn label<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    let rest = labels
        .iter()
        .find_map(|label| strip_prefix_folded(line, label))?;
    let rest = rest.strip_prefix(" only").unwrap_or(rest);
    Some(rest.trim_start_matches([':', ' ', '-', '\t', '.']))
}

/// Whether a line begins with the title of an office.
pub fn office_like(line: &str) -> bool {
    const OFFICES: [&str; 11] = [
        "chief constable",
        "commissioner",
        "data protection officer",
        "head of",
        "director",
        "deputy",
        "assistant",
        "information manager",
        "freedom of information officer",
        "chief executive",
        "records manager",
    ];
    let line = strip_prefix_folded(line, "the ").unwrap_or(line);
    OFFICES
        .iter()
        .any(|office| strip_prefix_folded(line, office).is_some())
}

/// Whether a line ends with a postcode, with or without its blank.
pub fn postcode(line: &str) -> bool {
    let last: Vec<&str> = line
        .trim_end_matches(['.', ','])
        .rsplit([' ', ','])
        .filter(|word| !word.is_empty())
        .take(2)
        .collect();
    let inward = |word: &str| {
        let b = word.as_bytes();
        b.len() == 3
            && b[0].is_ascii_digit()
            && b[1].is_ascii_uppercase()
            && b[2].is_ascii_uppercase()
    };
    let outward = |word: &str| {
        let b = word.as_bytes();
        (2..=4).contains(&b.len())
            && b[0].is_ascii_uppercase()
            && b.iter().any(u8::is_ascii_digit)
            && b.iter()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    match last.as_slice() {
        [last, before, ..] if inward(last) && outward(before) => true,
        [last, ..] if last.is_ascii() && last.len() > 4 => {
            inward(&last[last.len() - 3..]) && outward(&last[..last.len() - 3])
        }
        _ => false,
    }
}

/// So far before a line at the foot the words may stand that send the reader elsewhere, in bytes.
const SENT_WITHIN: usize = 320;

/// Words that send the reader to somebody else, over any blanks.
static SENT_BY: LazyLock<Regex> = LazyLock::new(|| {
    let words = [
        "complain to",
        "complaint to",
        "complaints to",
        "write to",
        "writing to",
        "appeal to",
        "apply to",
        "application to",
        "contact the",
        "contacting the",
        "contact them",
        "contacted at",
        "contacted by",
        "contacted on",
        "can be reached",
        "dissatisfied",
        "not satisfied",
        "not content",
        "right to complain",
        "for a decision",
    ];
    let over_blanks = words.join("|").replace(' ', r"(?u-i:\s+)");
    built_in(&format!("(?i-u:{over_blanks})"))
});

/// Whether the words before a place send the reader to somebody else: "you can complain to the ... at:". What follows is
/// that body's address and no sign of who wrote.
pub fn sends_elsewhere(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(SENT_WITHIN));
    let before = text.get(from..at).unwrap_or_default();
    SENT_BY.is_match(before)
}
