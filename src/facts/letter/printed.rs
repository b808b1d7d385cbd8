//! A message saved as a page or document: its headers stand as lines at the top of the text.

use std::ops::Range;

use super::layout::{Line, lines, strip_prefix_folded};
use crate::facts::Address;

/// How many written lines from the top the headers must stand in.
const WITHIN: usize = 14;

/// Headers printed at the top of a text.
#[derive(Debug, Default)]
pub struct Printed<'a> {
    /// `From:`.
    pub from: Vec<Address>,
    /// `To:`.
    pub to: Vec<Address>,
    /// `Cc:`.
    pub cc: Vec<Address>,
    /// What stands behind `Sent:` or `Date:`, and where, in bytes.
    pub sent: Option<(&'a str, usize)>,
    /// `Subject:`.
    pub subject: Option<&'a str>,
    /// Where the subject stands, in bytes.
    pub subject_at: Option<Range<usize>>,
    /// Where the message itself begins, in bytes.
    pub body_at: usize,
}

/// Reads printed headers; none unless a sender, an addressee and a day or subject stand together at the top.
pub fn read(text: &str) -> Option<Printed<'_>> {
    let mut printed = Printed::default();
    let mut seen = 0;
    let written = lines(text)
        .filter(|line| !line.text.trim().is_empty())
        .take(WITHIN)
        .flat_map(fields);
    for line in written {
        if seen == 0 && is_memo(line.text) {
            return None;
        }
        let trimmed = line.text.trim().trim_start_matches('*');
        let at = line.at + (line.text.len() - line.text.trim_start().len());
        let field = |name: &str| {
            let rest = strip_prefix_folded(trimmed, name)?;
            rest.trim_start_matches('*')
                .strip_prefix(':')
                .map(|said| said.trim_start_matches('*').trim())
        };
        if let Some(said) = field("from") {
            if seen > 0 && !printed.from.is_empty() {
                break;
            }
            printed.from = addresses(said);
        } else if let Some(said) = field("to") {
            printed.to = addresses(said);
        } else if let Some(said) = field("cc").or_else(|| field("bcc")) {
            printed.cc.extend(addresses(said));
        } else if let Some(said) = field("sent")
            .or_else(|| field("date"))
            .or_else(|| field("sent on"))
        {
            printed.sent = Some((said, at + trimmed.find(said).unwrap_or(0)));
        } else if let Some(said) = field("subject") {
            printed.subject = Some(said).filter(|said| !said.is_empty());
            let from = at + trimmed.len() - said.len();
            printed.subject_at = Some(from..from + said.len());
        } else {
            continue;
        }
        seen += 1;
        printed.body_at = line.at + line.text.len();
    }
    let whole = !printed.from.is_empty()
        && !printed.to.is_empty()
        && printed.subject.is_some()
        && printed.sent.is_some();
    whole.then_some(printed)
}

/// Whether a line heads a memorandum, which has the fields of a message and is none.
fn is_memo(line: &str) -> bool {
    let words = line.trim().trim_matches(|c: char| !c.is_alphanumeric());
    let words = strip_prefix_folded(words, "internal ").unwrap_or(words);
    ["memorandum", "memo"]
        .iter()
        .any(|memo| memo.eq_ignore_ascii_case(words))
}

/// A line on which headers ran together (`From: A Sent: B To: C`), parted before each of their names.
fn fields(line: Line<'_>) -> Vec<Line<'_>> {
    const NAMES: [&str; 9] = [
        " Sent:",
        " To:",
        " Cc:",
        " CC:",
        " Subject:",
        " Follow Up Flag:",
        " Flag Status:",
        " Importance:",
        " Attachments:",
    ];
    if !line.text.trim_start().starts_with("From:") || !line.text.contains(" Sent:") {
        return vec![line];
    }
    let mut cuts: Vec<usize> = NAMES
        .iter()
        .filter_map(|name| line.text.find(name))
        .collect();
    cuts.sort_unstable();
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain(std::iter::once(line.text.len()));
    starts
        .zip(ends)
        .map(|(from, to)| Line {
            text: &line.text[from..to],
            at: line.at + from,
        })
        .collect()
}

/// Names and addresses of one printed line: `Hale, A <a@b>; C D`.
fn addresses(said: &str) -> Vec<Address> {
    let parted: Vec<&str> = if said.contains(';') {
        said.split(';').collect()
    } else if said.matches('@').count() > 1 {
        said.split(',').collect()
    } else {
        vec![said]
    };
    parted
        .into_iter()
        .filter_map(|one| address(one.trim()))
        .collect()
}

/// A name and an address as a header prints them.
pub(super) fn address(one: &str) -> Option<Address> {
    if one.is_empty() {
        return None;
    }
    let is_sign = |c: char| matches!(c, '<' | '>' | '[' | ']' | '"' | '\'' | '(' | ')');
    let mailed = one
        .split_whitespace()
        .map(|word| word.trim_matches(is_sign))
        .find(|word| word.contains('@'));
    let mailed = mailed.map(|word| word.strip_prefix("mailto:").unwrap_or(word));
    let name = match mailed {
        Some(mailed) => one.split(mailed).next().unwrap_or_default(),
        None => one,
    };
    let mut name = name;
    while let Some(before) = name.strip_suffix("mailto:") {
        name = before;
    }
    let name = name.trim_matches(|c: char| is_sign(c) || c == ' ');
    Some(Address {
        name: (!name.is_empty()).then(|| name.to_owned()),
        address: mailed.map(str::to_owned),
    })
}
