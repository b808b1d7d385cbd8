//! Provisions of Acts as letters cite them: each limb by itself, exactly as printed, with the Act as best it can be told.
//!
//! Nothing is corrected: a limb that no Act has is kept as it stands, since that it does not exist is a finding of an
//! audit. A label over removed words is no citation, and neither is a section of a report. Parts of Acts
//! (`Part 3 of the Act`) tell the Act and are not listed.

mod introduced;
mod limbs;
mod list;
mod naming;
mod places;
mod printed;
mod refused;
mod table;
mod telling;

use std::collections::HashSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::figures::Figures;
use crate::facts::pattern::built_in;

use introduced::Introduction;
use printed::{Group, Introduced, Unit, word_at, word_before};
use telling::{Of, Reading, Verdict};

pub use places::{Place, places};
pub use table::{Act, Class, Provisions, Row};

/// So many groups of citations are read in one text; a text that prints more is a statute book, and a doubt says so.
pub const MOST_GROUPS: usize = 5000;

/// How the Act of a citation was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Told {
    /// It is named beside the citation.
    Named,
    /// `the Act`, which the text defines.
    Defined,
    /// It is the Act that the text is about.
    Context,
    /// It is the one that has such a provision.
    Table,
    /// It cannot be told.
    Unknown,
}

/// A provision as one record cites it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
pub struct Provision {
    /// The canonical form: `s31(1)(a)`, `r12(5)(b)`, `Art6(1)(f)`, `sch13para2(1)(c)`.
    pub provision: String,
    /// The Act's key where the table has it, else its name as printed; none where it cannot be told.
    pub act: Option<String>,
    /// How the Act was told.
    pub act_told: Told,
    /// The words as printed; limbs printed together share them.
    pub as_printed: String,
}

impl Provision {
    /// The keys under which it is searched, in small letters: itself and all that hold it, each alone and with its Act
    /// before a colon. `s31(1)(a)` of FOIA gives `s31`, `s31(1)`, `s31(1)(a)`, `foia:s31`, `foia:s31(1)` and so on.
    pub fn keys(&self) -> Vec<String> {
        let whole = self.provision.to_lowercase();
        let mut alone: Vec<&str> = whole
            .match_indices(['(', 'p'])
            .filter_map(|(at, _)| whole.get(..at))
            .filter(|held| !held.is_empty())
            .collect();
        alone.push(&whole);
        let with_act = self.act.as_ref().map(|act| {
            let act = act.to_lowercase();
            alone
                .iter()
                .map(|key| format!("{act}:{key}"))
                .collect::<Vec<_>>()
        });
        let mut keys: Vec<String> = alone.iter().map(|&key| key.to_owned()).collect();
        keys.extend(with_act.unwrap_or_default());
        keys
    }
}

/// What was read off a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// Every provision of every Act once, by first place.
    pub provisions: Vec<Provision>,
    /// Whether the text prints more than was read.
    pub cut_short: bool,
}

/// Reads every provision cited in a text; `day` is the day that the text bears, by which Acts that followed one another
/// are told apart.
pub fn read(text: &str, day: Option<Date>, table: &Provisions) -> Read {
    read_among(&Figures::of(text), day, table)
}

/// As [`read`] has it.
pub(super) fn read_among(figures: &Figures<'_>, day: Option<Date>, table: &Provisions) -> Read {
    let (places, cut_short) = places::places_among(figures, day, table);
    let mut read = Read {
        cut_short,
        ..Read::default()
    };
    let mut known: HashSet<(Option<String>, String)> = HashSet::new();
    for place in places.into_iter().filter(|place| !place.label) {
        let Provision { act, provision, .. } = &place.provision;
        if known.insert((act.clone(), provision.clone())) {
            read.provisions.push(place.provision);
        }
    }
    read
}

/// Every group that may be a citation, in order. Each has a figure in it, so only figures are stopped at.
fn groups(figures: &Figures<'_>, table: &Provisions) -> (Vec<Group>, bool) {
    let text = figures.text;
    let bytes = text.as_bytes();
    let mut groups: Vec<Group> = Vec::new();
    let mut at = 0;
    while let Some(next) = figures.next(at) {
        at = next;
        let figures = bytes
            .iter()
            .skip(at)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let group = (figures <= 3)
            .then(|| group_at(text, at, figures, &groups, table))
            .flatten();
        match group {
            Some(group) => {
                at = group.end.max(at + figures);
                if groups
                    .last()
                    .is_some_and(|last| goes_on(text, last, &group))
                {
                    groups.pop();
                }
                groups.push(group);
                if groups.len() == MOST_GROUPS {
                    return (groups, true);
                }
            }
            None => at += figures,
        }
    }
    (groups, false)
}

fn group_at(
    text: &str,
    at: usize,
    figures: usize,
    known: &[Group],
    table: &Provisions,
) -> Option<Group> {
    let free = known.last().is_none_or(|last| last.end <= at);
    if !free {
        return None;
    }
    if let Some(introduction) = introduced::before(text, at).or_else(|| outcome(text, at, figures))
    {
        let group = list::read(text, at, introduction, table)?;
        return weak_enough(text, &group, known).then_some(group);
    }
    // Without a word before it, only the shape tells, and a bracket must follow.
    let behind = text.get(at + figures..)?;
    let bracketed = behind.starts_with('(')
        || behind.starts_with(" (")
        || behind.starts_with(" ?(")
        || behind.starts_with(|c: char| c.is_ascii_uppercase()) && behind.get(1..2) == Some("(");
    if !bracketed {
        return None;
    }
    let group = list::bare(text, at, table)?;
    bare_stands(text, &group, known).then_some(group)
}

/// Whether a number is said again a few words later, to add its limbs: `which part of section 35 you rely on 35(1)(a)`
/// cites the limb alone.
fn goes_on(text: &str, first: &Group, again: &Group) -> bool {
    const WORDS_WITHIN: usize = 30;
    let ([whole], [limbed]) = (first.members.as_slice(), again.members.as_slice()) else {
        return false;
    };
    let between = text.get(first.end..again.start).unwrap_or(".");
    again.introduced == Introduced::Bare
        && whole.is_whole()
        && !limbed.is_whole()
        && whole.number == limbed.number
        && between.len() <= WORDS_WITHIN
        && between.contains(char::is_alphabetic)
        && between.chars().all(|c| c.is_alphabetic() || c == ' ')
}

/// `FOI 10: Upheld`: a requester's list of grounds.
fn outcome(text: &str, at: usize, figures: usize) -> Option<Introduction> {
    let before = text.get(..at)?.strip_suffix(' ')?;
    let (word, _) = word_before(text, before.len());
    if !matches!(word, "FOI" | "FOIA" | "EIR") {
        return None;
    }
    let behind = text.get(at + figures..)?;
    let decided = behind.strip_prefix(':').is_some_and(|rest| {
        let rest = rest.trim_start();
        let word = word_at(rest, 0).to_lowercase();
        [
            "upheld",
            "not",
            "partly",
            "partially",
            "complaint",
            "breach",
        ]
        .contains(&word.as_str())
    });
    let limbed = behind.starts_with('(');
    (decided || limbed).then_some(Introduction {
        unit: if word == "EIR" {
            Unit::Regulation
        } else {
            Unit::Section
        },
        introduced: Introduced::Surely,
        plural: false,
        start: at,
    })
}

/// What makes `S21` a section: further ones and then a limb or an Act, or the word for what it is.
static LEADS_TO_LAW: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?x)^(?: (?:\s*(?:,|&|/|(?-u:\b)(?:and|or)(?-u:\b)))+ \s* [Ss]\.?\ ?[0-9]{1,3}[A-Z]? (?:\ ?\([0-9A-Za-z]{1,3}\))* )*
            (?: (?:\s*(?:,|&|/|(?-u:\b)(?:and|or)(?-u:\b)))+ \s* [Ss]\.?\ ?[0-9]{1,3}[A-Z]? \ ?\([0-9]
              | ,?\s+ (?:(?:of|under|in)\s+)? (?:the\s+)?
                (?:FO?I[AS]|FOI\(S\)A|F[Oo]IA|F[Oo]I\ Act|Freedom\ of\ Information|EIRs?(?-u:\b)|DPA(?-u:\b)|Data\ Protection\ Act)
              | \s+ (?:of|under)\ the\ Act(?-u:\b)
              | \s+ [Ee]xemptions?(?-u:\b) )",
    )
});

/// A single letter introduces a provision where a limb follows, or where it is written as lawyers write it.
fn weak_enough(text: &str, group: &Group, known: &[Group]) -> bool {
    if group.introduced != Introduced::Weakly {
        return true;
    }
    let first = group.members.first();
    let limbed = group.members.iter().any(|member| !member.is_whole());
    let printed = text.get(group.start..).unwrap_or_default();
    // `S40 2NU` is a postcode, `S12` may be a room.
    let behind = text.get(group.end..).unwrap_or_default();
    let mut after = behind.strip_prefix(' ').unwrap_or("x").chars();
    let postcode = after.next().is_some_and(|c| c.is_ascii_digit())
        && after.next().is_some_and(|c| c.is_ascii_uppercase())
        && after.next().is_some_and(|c| c.is_ascii_uppercase());
    if postcode && first.is_some_and(|first| first.is_whole()) {
        return false;
    }
    let stroked = behind.starts_with(['/', '-', '_', '@'])
        || behind.starts_with('.')
            && behind
                .as_bytes()
                .get(1)
                .is_some_and(u8::is_ascii_alphanumeric);
    let known_number = known
        .iter()
        .flat_map(|group| &group.members)
        .any(|member| first.is_some_and(|first| first.number == member.number));
    let small = printed.starts_with('s') && !printed.starts_with("s ");
    let dotted = printed.chars().nth(1) == Some('.') || printed.starts_with("ss");
    let article = printed.starts_with(['A', 'a']);
    let heads = group.start == refused::line_of(text, group.start)
        && [" -", " –", " —", ":"]
            .iter()
            .any(|mark| behind.starts_with(mark));
    let letter_r = printed.starts_with(['r', 'R']);
    let plain = known_number || small || dotted || article || heads;
    let cited = || {
        let joined = known
            .last()
            .and_then(|last| text.get(last.end..group.start));
        let listed = joined.is_some_and(|joined| {
            matches!(joined.trim(), "," | "and" | "&" | "or" | ", and" | "/")
        });
        listed || refused::refuses_before(text, group.start) || LEADS_TO_LAW.is_match(behind)
    };
    limbed || !stroked && !letter_r && (plain || cited())
}

/// Whether a number with limbs and no word before it is a citation: by two levels of limbs, or by what was cited before.
fn bare_stands(text: &str, group: &Group, known: &[Group]) -> bool {
    const OTHER: [&str; 34] = [
        "clause",
        "clauses",
        "paragraph",
        "paragraphs",
        "para",
        "paras",
        "rule",
        "rules",
        "question",
        "questions",
        "q",
        "item",
        "items",
        "table",
        "figure",
        "fig",
        "annex",
        "appendix",
        "page",
        "pages",
        "no",
        "number",
        "condition",
        "policy",
        "step",
        "note",
        "stage",
        "version",
        "part",
        "chapter",
        "line",
        "row",
        "level",
        "subsection",
    ];
    let before = text.get(..group.start).unwrap_or_default();
    let near = before.chars().next_back();
    if near.is_some_and(|c| {
        c.is_alphanumeric()
            || matches!(
                c,
                '.' | '/' | '-' | '@' | '£' | '#' | '_' | '+' | '$' | '€' | ':' | '\'' | '='
            )
    }) {
        return false;
    }
    let trimmed =
        before.trim_end_matches([' ', '\n', '\r', '(', '“', '‘', '"', '\'', '.', '\u{a0}']);
    let (word, _) = word_before(text, trimmed.len());
    let word = word.to_lowercase();
    if OTHER.contains(&word.as_str())
        || text
            .get(group.end..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
    {
        return false;
    }
    let deep = group
        .members
        .iter()
        .flat_map(|member| &member.limbs)
        .any(|limb| limb.matches('(').count() > 1);
    let first = group.members.first().map(|member| member.number.as_str());
    let cited = known
        .iter()
        .flat_map(|group| &group.members)
        .any(|member| Some(member.number.as_str()) == first);
    let says = [
        "exemption",
        "exemptions",
        "exception",
        "exceptions",
        "exempt",
        "foia",
        "foi",
        "eir",
        "engaging",
        "engages",
        "citing",
    ]
    .contains(&word.as_str());
    deep || cited || says || word == "under" && refused::refuses_before(text, group.start)
}

/// Whether the text numbers its own sections: a heading `Section 1` that no Act explains.
fn has_own_sections(text: &str, groups: &[Group], acts: &[Of], reading: &Reading<'_>) -> bool {
    let mut numbers: Vec<u32> = groups
        .iter()
        .zip(acts)
        .filter(|(group, of)| {
            !matches!(of.told, Told::Named | Told::Defined)
                && refused::is_heading(text, group)
                && !of
                    .act
                    .as_deref()
                    .is_some_and(|act| reading.titled(group, act))
        })
        .filter_map(|(group, _)| group.members.first().map(printed::Member::value))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.first() == Some(&1)
        || numbers
            .windows(3)
            .any(|run| run[0] + 1 == run[1] && run[1] + 1 == run[2] && run[0] < 8)
}

/// Whether a group is a provision of an Act, and not a section of a paper.
fn stands(
    text: &str,
    group: &Group,
    of: &Of,
    own: bool,
    reading: &Reading<'_>,
    table: &Provisions,
) -> bool {
    if of.verdict == Verdict::OfPaper {
        return false;
    }
    if matches!(of.told, Told::Named | Told::Defined) {
        return true;
    }
    if group.dotted {
        return false;
    }
    let whole = group.members.iter().all(printed::Member::is_whole);
    if !whole {
        return true;
    }
    let ground = |act: &str| {
        group.members.iter().all(|member| {
            let canonical = format!("{}{}", group.unit.prefix(), member.number);
            table
                .rows_of(act, &canonical)
                .any(|row| row.class != Class::Other)
        })
    };
    let is_ground = of.act.as_deref().is_some_and(ground);
    let titled = of
        .act
        .as_deref()
        .is_some_and(|act| reading.titled(group, act));
    if titled {
        return true;
    }
    if refused::is_heading(text, group) {
        return !own && is_ground;
    }
    if refused::points_within(text, group) {
        return is_ground
            && !own
            && reading.is_about_rights()
            && group.members.iter().all(|member| member.value() > 11);
    }
    if of.act.is_none() {
        // Of no Act that can be told. A small number in a text that speaks of no law is a place in some paper.
        let small = group.members.iter().all(|member| member.value() <= 12);
        return group.introduced == Introduced::Surely && (!small || reading.names_law());
    }
    true
}

#[cfg(test)]
mod tests;
