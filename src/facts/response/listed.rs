//! The list of located records that a response prints, each line read as author, kind, addressee and date.

use jiff::civil::Date;

use super::paper::Paper;
use super::phrases::any;
use crate::facts::Tables;
use crate::facts::dates;

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number, as printed or else counted.
    pub n: usize,
    /// The line as printed, without its number.
    pub as_printed: String,
    /// The line of the text, from 1.
    pub line: usize,
    /// Who wrote it: a short name of the table.
    pub from: Option<String>,
    /// What it is: the word printed for it, such as `letter`.
    pub kind: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// Its day.
    pub date: Option<Date>,
}

/// Words for kinds of record, as lists print them.
const KINDS: [&str; 34] = [
    "letter",
    "email",
    "e-mail",
    "leaflet",
    "reprimand",
    "notice",
    "report",
    "minutes",
    "form",
    "memo",
    "memorandum",
    "note",
    "briefing",
    "presentation",
    "spreadsheet",
    "agenda",
    "policy",
    "contract",
    "statement",
    "log",
    "file note",
    "attachment",
    "response",
    "reply",
    "guidance",
    "plan",
    "schedule",
    "record",
    "message",
    "invoice",
    "map",
    "photograph",
    "survey",
    "submission",
];

/// Reads the list that follows the sentence on what was located; the first such list counts.
pub(super) fn read(paper: &Paper, tables: &Tables) -> Vec<Listed> {
    let own: Vec<usize> = paper.own().map(|(at, _)| at).collect();
    for (nth, &at) in own.iter().enumerate() {
        let Some(paragraph) = paper.paragraphs.get(at) else {
            continue;
        };
        if !leads(&paragraph.lower) {
            continue;
        }
        let mut list = Vec::new();
        let marked = own
            .get(nth + 1)
            .and_then(|&next| paper.paragraphs.get(next))
            .is_some_and(|next| next.mark.is_some());
        for &entry in own.iter().skip(nth + 1) {
            let Some(entry) = paper.paragraphs.get(entry) else {
                break;
            };
            if entry.mark.is_some() != marked
                || entry.text.split(' ').count() > 40
                || (!marked && !is_bare_entry(&entry.text, &entry.lower))
            {
                break;
            }
            let mark = entry.mark.as_deref().unwrap_or_default();
            let words = entry.text.get(mark.len()..).unwrap_or_default().trim();
            let number: String = mark.chars().filter(char::is_ascii_alphanumeric).collect();
            let numbered = number.starts_with(|c: char| c.is_ascii_digit());
            list.push(entry_of(
                number
                    .parse()
                    .ok()
                    .filter(|_| numbered)
                    .unwrap_or(list.len() + 1),
                words,
                entry.line,
                tables,
            ));
        }
        let records = list
            .iter()
            .filter(|entry: &&Listed| {
                names_record(&entry.as_printed, &super::paper::plain(&entry.as_printed))
            })
            .count();
        if !list.is_empty() && records * 2 >= list.len() {
            return list;
        }
    }
    Vec::new()
}

/// Whether a paragraph says that records were located and that their list follows.
fn leads(lower: &str) -> bool {
    let last = lower.rsplit(". ").next().unwrap_or_default();
    let found = any(
        last,
        "located | identified | found | holds | hold | held | enclose | enclosed | send | attach | attached | \
            records | documents | items | letters | papers | correspondence | disclose | record | release | \
            supply",
    );
    let colon =
        lower.ends_with([':', '-']) || last.contains("following") || lower.split(' ').count() <= 6;
    found
        && colon
        && !any(
            last,
            "exempt* | no records | no information | not located | sections | section | you asked | \
                your request was | questions | you requested | contact | by virtue | answers | redacted under | \
                withheld under | for disclosure | against disclosure | parts withheld",
        )
}

/// Whether an entry names a record: it has a day, or a word for a kind of record.
fn names_record(text: &str, lower: &str) -> bool {
    !dates::find(text).is_empty()
        || lower.contains("undated")
        || KINDS.iter().any(|kind| super::phrases::any(lower, kind))
}

/// Whether a line without a mark may be an entry: short, with no sentence in it.
fn is_bare_entry(text: &str, lower: &str) -> bool {
    text.split(' ').count() <= 22
        && (!dates::find(text).is_empty()
            || KINDS.iter().any(|kind| super::phrases::any(lower, kind)))
        && !any(
            lower,
            "i have | we have | has been | have been | please | is exempt | are attached",
        )
}

fn entry_of(n: usize, words: &str, line: usize, tables: &Tables) -> Listed {
    let lower = super::paper::plain(words);
    let date = dates::find(words).into_iter().next().map(|found| found.day);
    let kind = KINDS
        .iter()
        .filter_map(|kind| super::phrases::first_of(&lower, kind).map(|at| (at, *kind)))
        .min_by_key(|(at, _)| *at);
    let parties = tables.parties.find(words);
    let kind_at = kind.map_or(usize::MAX, |(at, _)| at);
    let before = |name: &crate::facts::parties::Mention, word: &str| {
        words
            .get(..name.start)
            .map(super::paper::plain)
            .is_some_and(|head| {
                head.trim_end().ends_with(word) || head.trim_end().ends_with(&format!("{word} the"))
            })
    };
    let to = parties
        .iter()
        .find(|name| before(name, " to"))
        .map(|name| name.short.clone());
    let from = parties
        .iter()
        .find(|name| before(name, " from") || before(name, " by"))
        .or_else(|| {
            parties
                .iter()
                .find(|name| name.start < kind_at && !before(name, " to"))
        })
        .map(|name| name.short.clone())
        .filter(|from| Some(from) != to.as_ref() || parties.len() > 1);
    Listed {
        n,
        as_printed: words.to_owned(),
        line,
        from,
        kind: kind.map(|(_, kind)| kind.to_owned()),
        to,
        date,
    }
}
