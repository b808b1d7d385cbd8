//! Reads a request for information: what it asks, of which days and bodies, and under which references.
//!
//! A request comes as an email, a letter, a published page, or quoted within its own response. Only the asking is read:
//! greeting, signature, quoted earlier mail, web notices and the answer are left out, and so is whatever tells who is
//! asking. A question that cannot be told from its surroundings is kept rather than dropped.

mod answer;
mod blocks;
mod form;
mod hidden;
mod hints;
mod items;
mod kinds_wanted;
mod list;
mod moments;
mod passage;
mod people;
mod periods;
pub mod plan_file;
mod quoted;
mod receipt;
mod rows;
mod run_on;
mod sentences;
mod spans;
mod surroundings;
mod topics;
mod wording;

use jiff::civil::Date;

use super::dates;
use super::length;
use super::references::Found;
use super::{Carried, Role, Tables};

pub use hidden::without_names;
pub use periods::Back;
pub use topics::{quoted_titles, topic_words};
pub use wording::without_exclusion;

/// A request for information as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The number the authority gave the request, where one is printed with a label or in the subject line.
    pub reference: Option<Carried>,
    /// The day of receipt, only where the text says that it was received then.
    pub received: Option<Date>,
    /// What is asked, in order.
    pub items: Vec<Item>,
    /// References named in the asking, by first place, each once; the request's own number is not among them.
    pub references: Vec<Carried>,
    /// Days named in the asking, by first place, each once; the ends of a period are among them.
    pub dates: Vec<Date>,
    /// Those of [`Request::dates`] that stand for themselves and bound no period: the days to look for.
    pub single_days: Vec<Date>,
    /// Periods named in the asking; an open end is [`Date::MIN`] or [`Date::MAX`].
    pub periods: Vec<(Date, Date)>,
    /// Periods counted back from the day of receipt, such as "the last two years".
    pub back: Vec<Back>,
    /// The body that is greeted or addressed: its short name, else as it is printed.
    pub addressed: Option<String>,
    /// Short names of the bodies named in the asking, by first place.
    pub parties: Vec<String>,
    /// Sentences that say what is not wanted.
    pub excluded: Vec<String>,
    /// Kinds of record asked for, as keys of `schema/record_kinds.toml`, by first place.
    pub kinds: Vec<String>,
    /// Names of the person who asks; never to be searched.
    pub names_of_requester: Vec<String>,
    /// What was decided in reading and should be seen by a person.
    pub notes: Vec<String>,
}

/// One thing asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Its number as printed, such as `1` or `2a`; counted where none is printed.
    pub n: String,
    /// What it asks, in the requester's words, without its number.
    pub text: String,
    /// The words above a list that its parts share, such as "For each letter:".
    pub under: Option<String>,
}

/// Reads a request from its text: a message's body with or without its headers, a letter, a page, or a response that
/// quotes it.
pub fn read(text: &str, tables: &Tables) -> Request {
    let whole = text.len();
    // a signature stands at the end, and its name is never searched for
    let first = length::as_read(text);
    let signed = match first.len() < whole {
        true => passage::read(last_of(text)).names(tables),
        false => Vec::new(),
    };
    let text = first;
    let passage = passage::read(text);
    let mut read = items::read(&passage);
    if read.items.is_empty() {
        read.items = items::asked_all_the_same(&passage.asking(&read.context));
    }
    items::point_back(&mut read.items);
    for item in &read.items {
        let clause = wording::exclusion(&item.text);
        let clause = clause.and_then(|(start, end)| item.text.get(start..end));
        read.excluded.extend(clause.map(str::to_owned));
    }
    let asking = passage.asking(&read.context);
    let mut notes = Vec::new();
    if text.len() < whole {
        notes.push(format!(
            "The request is long: its first {} kB of text were read, and the {} kB behind them were not. Split it, or \
             search for the rest by hand.",
            text.len() / 1000,
            (whole - text.len()).div_ceil(1000)
        ));
    }

    let reference = own_reference(&passage, tables)
        .or_else(|| alone_on_a_line(text, tables))
        .or_else(|| {
            let told = told_of_this(&passage, &asking, tables)?;
            notes.push(format!(
                "Read {} as the number of this request.",
                told.canonical
            ));
            Some(told)
        });
    let own = reference.as_ref().map(Carried::key);
    let references = each_once(
        tables
            .families
            .find(&asking)
            .iter()
            .map(|found| carried(found, Role::Mentioned))
            .filter(|carried| Some(carried.key()) != own),
    );

    let received = passage.received();
    let (periods, taken) = periods::read(&asking, received);
    let found = dates::find(&asking);
    for date in &found {
        if date.day.day() <= 12
            && date
                .as_printed
                .bytes()
                .all(|b| b.is_ascii_digit() || b"/.- ".contains(&b))
        {
            let year_first = date
                .as_printed
                .bytes()
                .take_while(u8::is_ascii_digit)
                .count()
                == 4;
            if !year_first {
                notes.push(format!(
                    "Read \"{}\" as {} (day first).",
                    date.as_printed,
                    dates::long(date.day)
                ));
            }
        }
    }
    notes.extend(dates::doubtful(&asking).into_iter().map(|doubt| {
        format!(
            "\"{}\" was not read as a date: {}.",
            on_one_line(&doubt.as_printed),
            doubt.reason
        )
    }));
    notes.extend(spans::notes(&asking));
    notes.extend(hints::read(&asking));
    let alone = |date: &&dates::Found| {
        !taken
            .iter()
            .any(|(start, end)| *start <= date.start && date.end <= *end)
            && !receipt::is_stamped(&asking, date.start, date.end)
    };
    // a day that stands only where the request says what it does not want is not one to look for
    let times = |text: &str, day| {
        let found = dates::find(text);
        found.iter().filter(|date| date.day == day).count()
    };
    let clauses = |day| -> usize {
        let clauses = read.items.iter().filter_map(|item| {
            let (start, end) = wording::exclusion(&item.text)?;
            item.text.get(start..end)
        });
        clauses.map(|clause| times(clause, day)).sum()
    };
    let asked_for = |day: &Date| times(&asking, *day) > clauses(*day);
    let single_days = each_once(
        found
            .iter()
            .filter(alone)
            .map(|date| date.day)
            .filter(asked_for),
    );

    let mut kinds = kinds_wanted::read(read.items.iter().map(|item| item.text.as_str()), tables);
    if kinds.is_empty() {
        kinds = kinds_wanted::read(std::iter::once(asking.as_str()), tables);
    }
    let parties = parties(&passage, &asking, reference.as_ref(), tables);
    Request {
        reference,
        received,
        references,
        dates: each_once(found.iter().map(|date| date.day)),
        single_days,
        periods,
        back: periods::back(&asking),
        addressed: passage.addressed(tables),
        parties,
        excluded: read.excluded,
        kinds,
        names_of_requester: each_once(passage.names(tables).into_iter().chain(signed)),
        notes: each_once(notes),
        items: read.items,
    }
}

/// Where a response quotes the request that it answers, in bytes of the text: one stretch a line, none where it quotes
/// none.
pub fn quoted_in_answer(text: &str) -> Vec<(usize, usize)> {
    passage::read(text).asked_in_answer(text)
}

/// The bodies named: the one that is greeted, those of the text, those to whose domain an address in it belongs, and
/// the one that numbered the request, where the text speaks of "the force" or "your force".
fn parties(
    passage: &passage::Passage<'_>,
    asking: &str,
    reference: Option<&Carried>,
    tables: &Tables,
) -> Vec<String> {
    let named = |text: &str| {
        let mentions = tables.parties.find(text).into_iter();
        mentions.map(|mention| mention.short).collect::<Vec<_>>()
    };
    let addressed = asking
        .split_whitespace()
        .filter(|word| word.contains('@'))
        .filter_map(|word| {
            let address = word.trim_matches(|c: char| !c.is_alphanumeric());
            tables.parties.by_domain(address)
        })
        .map(str::to_owned);
    let lower = asking.to_lowercase();
    let own_force = [
        "your force",
        "the force",
        "your organisation",
        "your police",
    ]
    .iter()
    .any(|words| wording::has_words(&lower, words));
    let asked = reference
        .filter(|_| own_force)
        .and_then(|reference| tables.parties.by_name(&reference.issuer.to_uppercase()))
        .map(str::to_owned);
    each_once(
        named(passage.greeting())
            .into_iter()
            .chain(named(asking))
            .chain(addressed)
            .chain(asked),
    )
}

/// The request's own number: the first in what stands before the asking that a label names, else the only one there
/// that its family says numbers requests.
fn own_reference(passage: &passage::Passage<'_>, tables: &Tables) -> Option<Carried> {
    let head = passage.head();
    let found = tables.families.find(&head);
    let labelled = |found: &&Found| {
        head.get(..found.start)
            .map(|before| {
                before
                    .rsplit('\n')
                    .take(2)
                    .collect::<Vec<_>>()
                    .join(" ")
                    .to_lowercase()
            })
            .is_some_and(|line| LABELS.iter().any(|label| line.contains(label)))
    };
    let numbers_requests = |found: &&Found| {
        tables.families.rows().iter().any(|row| {
            row.key == found.reference.family() && row.means.to_lowercase().contains("request")
        })
    };
    found
        .iter()
        .filter(labelled)
        .find(numbers_requests)
        .or_else(|| found.iter().find(numbers_requests))
        .or_else(|| {
            found
                .iter()
                .find(labelled)
                .filter(|_| passage.is_answered())
        })
        .map(|found| carried(found, Role::Subject))
}

/// The number of a request that opens the text on a line of its own, as a filed copy has it.
fn alone_on_a_line(text: &str, tables: &Tables) -> Option<Carried> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.take(3).find_map(|line| {
        let found = tables.families.find(line);
        let [one] = found.as_slice() else {
            return None;
        };
        let whole = one.as_printed.trim() == line;
        let mut rows = tables.families.rows().iter();
        let numbers_requests = rows.any(|row| {
            row.key == one.reference.family() && row.means.to_lowercase().contains("request")
        });
        (whole && numbers_requests).then(|| carried(one, Role::Subject))
    })
}

/// The end of a request, where its signature stands.
fn last_of(text: &str) -> &str {
    let mut start = text.len().saturating_sub(END);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// The number of a request that its foot gives behind a label, or that a sentence says is this one's: "Its number is ...".
fn told_of_this(passage: &passage::Passage<'_>, asking: &str, tables: &Tables) -> Option<Carried> {
    let numbers_requests = |found: &Found| {
        let mut rows = tables.families.rows().iter();
        rows.any(|row| {
            row.key == found.reference.family() && row.means.to_lowercase().contains("request")
        })
    };
    let labelled = passage.foot().iter().find_map(|line| {
        let lower = line.trim_start().to_lowercase();
        let label = [
            "ref",
            "our ref",
            "request no",
            "request number",
            "foi ref",
            "foi no",
        ]
        .iter()
        .any(|label| lower.starts_with(label));
        let found = tables
            .families
            .find(line)
            .into_iter()
            .find(numbers_requests);
        found.filter(|_| label)
    });
    let told = || {
        let found = tables.families.find(asking).into_iter();
        found.filter(numbers_requests).find(|found| {
            let before = asking.get(..found.start).unwrap_or_default();
            let sentence = before.rsplit(['\n', '?', '!']).next().unwrap_or_default();
            let sentence = sentence.rsplit(". ").next().unwrap_or_default();
            let sentence = wording::plain(sentence);
            let says = |words: &&str| wording::has_words(&sentence, words);
            OF_THIS.iter().any(says) && !OF_ANOTHER.iter().any(says)
        })
    };
    labelled
        .or_else(told)
        .map(|found| carried(&found, Role::Subject))
}

/// Words that say that the number behind them is this request's own.
const OF_THIS: [&str; 12] = [
    "its number is",
    "its reference is",
    "its reference number is",
    "and numbered",
    "was numbered",
    "has been numbered",
    "is numbered",
    "logged as",
    "logged under",
    "new request logged",
    "this request is",
    "for this request is",
];

/// Words of a sentence that speaks of another request.
const OF_ANOTHER: [&str; 7] = [
    "earlier",
    "previous",
    "last",
    "other",
    "another",
    "answered",
    "response to",
];

/// Kinds of record that a passage of a request names, as keys of the table of kinds, by first place.
pub fn kinds_named(text: &str, tables: &Tables) -> Vec<String> {
    kinds_wanted::read(std::iter::once(text), tables)
}

/// The end of a longer one in which the signature is looked for, in bytes.
const END: usize = 2_000;

/// Words before a request's own number.
const LABELS: [&str; 6] = [
    "ref",
    "request no",
    "request number",
    "case no",
    "case number",
    "foi",
];

fn carried(found: &Found, role: Role) -> Carried {
    Carried {
        canonical: found.reference.canonical().to_owned(),
        family: found.reference.family().to_owned(),
        issuer: found.reference.issuer().to_owned(),
        role,
        as_printed: found.as_printed.clone(),
    }
}

fn each_once<T: PartialEq>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
