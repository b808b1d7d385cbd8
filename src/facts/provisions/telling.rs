//! Which Act a citation is of: the one named beside it, the one that `the Act` stands for, the one that the text is
//! about, and last the one that has such a provision.

mod about;
mod clause;
mod context;
mod defined;
mod elsewhere;
mod listed;

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use regex::Regex;

use self::about::About;
use super::Told;
use super::naming::{Mention, Named};
use super::printed::{Group, Unit, floor};
use super::table::Provisions;
use crate::facts::pattern::built_in;

/// How far behind a citation its Act may be named, in bytes; a gloss may lie between.
const AFTER: usize = 170;
/// How far before it.
const BEFORE: usize = 90;

/// Why a group is not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is a section of a paper.
    OfPaper,
    /// It is a provision.
    Stands,
}

/// The Act of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Of {
    pub act: Option<String>,
    pub told: Told,
    pub verdict: Verdict,
}

/// A text's names of Acts, and what it is about.
pub(super) struct Reading<'t> {
    text: &'t str,
    table: &'t Provisions,
    mentions: Vec<Mention>,
    /// The keys of the Acts of the table that it names, each with its first name's place among the mentions.
    known: HashMap<String, usize>,
    /// Where data protection is first named, in whatever words: the end of that name.
    data_protection: Option<usize>,
    /// Where `the Act` is said to be which, ascending.
    definitions: Vec<(usize, Named)>,
    day: Option<Date>,
    rights: bool,
    scottish: bool,
    about: About,
}

static BRIDGE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?x)^[\s,>*_]*
        (?: \([^()]{0,120}\)[\s,]* )?
        (?: [-–—:,]\s*[^.;\n()]{2,70}?\s*[-–—,]?\s*(?-u:\b)(?:of|under|in)(?-u:\b)\s*
          | (?:[Ee]xemptions?|[Ee]xceptions?|[Pp]rovisions?|[Cc]ode\s+of\s+[Pp]ractice)
            \s+(?:issued\s+)?(?:of|under|in|to)\s+
          | (?:[-–—]\s*)?(?:(?:of|under|in|to|from|within|o|dan|o\s+dan|yn)\s+)?
        )
        (?:both\s+|(?:[Pp]art|[Cc]hapter)\s+\w+,?\s+(?:of\s+)?)*(?:the\s+)?(?:UK\s+)?[“‘'\x22(\[]*$",
    )
});

static BRIDGE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?xi)^['’]?s?[\s>*_]*
        (?: [(\[][^()]{0,40}[)\]] )?
        [\s,:;(\[\-–—.”’\x22]*
        (?: (?:at|in|by|under|its|namely|specifically|the)\s+ ){0,2}
        (?: (?:we|the\s+(?:force|authority|council|trust|department|public\s+authority)) \s+
            (?: (?:have|has|are|is|also|had) \s+ ){0,2}
            (?: appl(?:y|ies|ied|ying) | rel(?:y|ies|ied|ying)\s+(?:up)?on | cited? | cites ) \s+ )?
        (?: (?:the\s+)? (?:exemptions?|exceptions?|provisions?)\s+(?:at|in|under|of)\s+ )?
        [(\[]*\s*$",
    )
});

static RIGHTS: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?i-u:exempt|information request|requests? for information|refusal notice|public interest|vexatious|withh[eo]ld|neither confirm|disclosure log|\bFOI|freedom of information|disclosed?\b)",
    )
});

impl<'t> Reading<'t> {
    pub fn new(text: &'t str, day: Option<Date>, table: &'t Provisions) -> Self {
        let mentions = defined::renamed(text, table.naming().find(text));
        let mut definitions = Vec::new();
        for (at, pair) in mentions.windows(2).enumerate() {
            let [first, second] = pair else { continue };
            let between = text.get(first.end..second.start).unwrap_or_default();
            let bracketed = between.len() < 60
                && between.contains(['(', '['])
                && !between.contains(['.', ';', ')']);
            let is_act = |named: &Named| {
                matches!(
                    named,
                    Named::Known(_) | Named::Other(_) | Named::DataProtection
                )
            };
            if second.named == Named::TheAct && bracketed && is_act(&first.named) {
                // `the Freedom of Information Act 2000 (FOIA) ("the Act")`
                definitions.push((second.start, first.named.clone()));
            } else if first.named == Named::TheAct
                && is_act(&second.named)
                && [" means ", " is "]
                    .iter()
                    .any(|word| between.contains(word))
                && between.len() < 16
            {
                definitions.push((first.start, second.named.clone()));
            } else if first.named == Named::TheAct
                && is_act(&second.named)
                && matches!(
                    between.trim(),
                    "(" | "(the" | "(i.e." | "(i.e. the" | ", the" | ", namely the"
                )
            {
                // `section 30 of the Act (the Police and Criminal Evidence Act 1984)`
                definitions.push((first.start, second.named.clone()));
            } else if second.named == Named::TheAct
                && at > 0
                && between.trim_start().starts_with(')')
            {
                let earlier = mentions
                    .get(at - 1)
                    .filter(|one| first.start - one.end < 12 && is_act(&one.named));
                if let Some(earlier) = earlier
                    && between.contains('(')
                {
                    definitions.push((second.start, earlier.named.clone()));
                }
            }
        }
        let named = |key: &str| {
            mentions
                .iter()
                .any(|one| matches!(&one.named, Named::Known(known) if known == key))
        };
        let scottish_words =
            text.contains("Scottish Information Commissioner") || text.contains("Police Scotland");
        let scottish = named("FOISA") && count(&mentions, "FOISA") >= count(&mentions, "FOIA")
            || named("EISR")
            || scottish_words && !named("FOIA");
        let rights = RIGHTS.is_match(text);
        let mut known = HashMap::new();
        for (at, one) in mentions.iter().enumerate() {
            if let Named::Known(key) = &one.named {
                known.entry(key.clone()).or_insert(at);
            }
        }
        let data_protection = mentions.iter().find(|one| match &one.named {
            Named::DataProtection => true,
            Named::Known(key) => key.starts_with("DPA"),
            _ => false,
        });
        Self {
            text,
            table,
            known,
            data_protection: data_protection.map(|one| one.end),
            mentions,
            definitions,
            day,
            rights,
            scottish,
            about: About::default(),
        }
    }

    /// The Act of each group, in their order.
    pub fn acts(&self, groups: &[Group]) -> Vec<Of> {
        let mut named: Vec<Option<(Option<String>, Told)>> = (groups.iter().enumerate())
            .map(|(at, group)| self.behind(group, groups.get(at + 1)))
            .collect();
        // `sections 23(1) and 24(1) ... section 40 of the Act`: a list is of the Act named at its end.
        for at in (1..groups.len()).rev() {
            if named[at - 1].is_none()
                && named[at].is_some()
                && self.listed(&groups[at - 1], &groups[at])
                && self.ahead(&groups[at - 1]).is_none()
                && !self.refuses_beside(&groups[at - 1], groups[at].start, &named[at])
            {
                named[at - 1] = named[at].clone();
            }
        }
        let mut acts: Vec<Of> = Vec::with_capacity(groups.len());
        for (at, group) in groups.iter().enumerate() {
            let own = named[at].clone().or_else(|| self.ahead(group));
            let listed = || {
                let before = at.checked_sub(1)?;
                let of = acts
                    .get(before)
                    .filter(|of| matches!(of.told, Told::Named | Told::Defined))?;
                let said = Some((of.act.clone(), of.told));
                (self.listed(groups.get(before)?, group)
                    && self.suits(of.act.as_deref()?, group)
                    && !self.refuses_behind(group, &said))
                .then_some(said)
                .flatten()
            };
            acts.push(match own.or_else(listed) {
                Some((None, Told::Unknown)) => Of {
                    act: None,
                    told: Told::Unknown,
                    verdict: Verdict::OfPaper,
                },
                Some((act, told)) => Of {
                    act,
                    told,
                    verdict: Verdict::Stands,
                },
                None => {
                    let elsewhere = (self.of_another_act(group, groups, &named))
                        .filter(|_| !self.refuses_in_clause(group, groups, &named));
                    let (act, told) = match elsewhere {
                        Some(act) => (Some(act), Told::Context),
                        None => self.by_context(group, groups),
                    };
                    Of {
                        act,
                        told,
                        verdict: Verdict::Stands,
                    }
                }
            });
        }
        acts
    }

    /// The title that stands behind or right before a group, if it is one of an Act's provision of that number.
    pub fn titled(&self, group: &Group, act: &str) -> bool {
        group.members.iter().any(|member| {
            let canonical = format!("{}{}", group.unit.prefix(), member.number);
            let to = floor(self.text, member.end + 130);
            let after = self
                .text
                .get(member.end..to)
                .unwrap_or_default()
                .to_lowercase();
            let after = words(&after);
            self.table.rows_of(act, &canonical).any(|row| {
                std::iter::once(&row.title).chain(&row.also).any(|title| {
                    let title = words(&title.to_lowercase());
                    after.starts_with(&title)
                        || title.len() > 12
                            && first_words(&after, 3).is_some_and(|first| title.contains(first))
                        || after
                            .split_once(' ')
                            .is_some_and(|(_, rest)| rest.starts_with(&title) && title.len() > 8)
                })
            })
        })
    }

    fn suits(&self, act: &str, group: &Group) -> bool {
        match self.table.act(act) {
            Some(row) => row.last(group.unit) > 0,
            None => true,
        }
    }

    /// The Act named right behind a group; another one, behind the next group, is of that alone.
    fn behind(&self, group: &Group, next: Option<&Group>) -> Option<(Option<String>, Told)> {
        let from = group.end;
        let first = self.mentions.partition_point(|one| one.start < from);
        for mention in self.mentions.get(first..)?.iter().take(3) {
            if mention.start > from + AFTER {
                break;
            }
            let between = self.text.get(from..mention.start)?;
            if blank_line(between) || !BRIDGE_AFTER.is_match(between) {
                continue;
            }
            if mention.named == Named::NoAct {
                let of = between.trim_end().ends_with("of") || between.trim_end().ends_with("in");
                if of {
                    return Some((None, Told::Unknown));
                }
                continue;
            }
            // `section 40 The Act says`: a new sentence.
            let joined = between.contains(|c: char| c.is_alphabetic()) || between.len() < 6;
            if !joined
                || between.contains('\n')
                    && !between.contains(char::is_alphabetic)
                    && mention.named == Named::TheAct
            {
                continue;
            }
            if group.unit == Unit::Regulation && mention.named == Named::TheAct {
                continue;
            }
            let said = Some(self.resolve(mention, group)).filter(|(act, _)| act.is_some());
            let beyond =
                next.is_some_and(|next| (group.gloss_end..mention.start).contains(&next.start));
            if said.is_some() && !(beyond && self.is_foreign(&said)) {
                return said;
            }
        }
        None
    }

    /// The Act named right before a group.
    fn ahead(&self, group: &Group) -> Option<(Option<String>, Told)> {
        let last = self
            .mentions
            .partition_point(|one| one.end <= group.start)
            .checked_sub(1)?;
        for mention in self.mentions.get(..=last)?.iter().rev().take(2) {
            if mention.end + BEFORE < group.start || mention.named == Named::NoAct {
                break;
            }
            let between = self.text.get(mention.end..group.start)?;
            if blank_line(between) || between.contains(". ") || between.contains(".\n") {
                return None;
            }
            if BRIDGE_BEFORE.is_match(between) {
                let (act, told) = self.resolve(mention, group);
                let act = act.filter(|act| self.suits(act, group))?;
                return Some((Some(act), told));
            }
        }
        None
    }

    fn resolve(&self, mention: &Mention, group: &Group) -> (Option<String>, Told) {
        match &mention.named {
            Named::Known(key) => {
                let scottish = key == "EIR" && self.scottish_regulation(group);
                let twin = if scottish { "EISR" } else { key };
                (Some(twin.to_owned()), Told::Named)
            }
            Named::Other(name) => (Some(name.clone()), Told::Named),
            Named::DataProtection => (Some(self.data_protection()), Told::Named),
            Named::OfYear(year) => (Some(self.of_year(*year, mention.start)), Told::Defined),
            Named::TheAct => self.the_act(mention.start, group),
            Named::ThatAct => match self.named_last(mention.start) {
                Some(act) => (Some(act), Told::Defined),
                None => self.the_act(mention.start, group),
            },
            Named::TheRegulations => (self.the_regulations(mention.start), Told::Defined),
            Named::NoAct => (None, Told::Unknown),
        }
    }

    fn names(&self, key: &str) -> bool {
        self.known.contains_key(key)
    }

    fn data_protection(&self) -> String {
        let new = match (self.names("DPA1998"), self.names("DPA2018")) {
            (true, false) => false,
            (false, true) => true,
            _ => self.day.is_none_or(|day| day >= date(2018, 5, 25)),
        };
        if new { "DPA2018" } else { "DPA1998" }.to_owned()
    }

    /// `the 2000 Act`: of the Acts of that year the one named last before `at`, else one named anywhere.
    fn of_year(&self, year: u16, at: usize) -> String {
        let ends = format!("{year}");
        let before = self.mentions.iter().filter(|one| one.end <= at).rev();
        let last = before.filter_map(|one| self.own_name(one)).find(|act| {
            let name = self.table.act(act).map_or(act.as_str(), |row| &row.name);
            name.trim_end_matches(')').ends_with(&ends)
        });
        if let Some(last) = last {
            return last;
        }
        let other = self.mentions.iter().find_map(|one| match &one.named {
            Named::Other(name) if name.trim_end_matches(')').ends_with(&ends) => Some(name.clone()),
            _ => None,
        });
        let known = self
            .table
            .acts()
            .iter()
            .find(|act| act.sections > 0 && act.name.ends_with(&ends));
        other
            .or_else(|| known.map(|act| act.key.clone()))
            .unwrap_or_else(|| format!("{year} Act"))
    }

    fn the_regulations(&self, at: usize) -> Option<String> {
        let before = self.mentions.iter().filter(|one| one.end <= at).rev();
        let mut named = before.filter_map(|one| match &one.named {
            Named::Known(key) if self.table.act(key).is_some_and(|act| act.regulations > 0) => {
                Some(key.clone())
            }
            Named::Other(name) if name.contains("Regulations") => Some(name.clone()),
            _ => None,
        });
        named
            .next()
            .or_else(|| Some(if self.scottish { "EISR" } else { "EIR" }.to_owned()))
    }

    /// What `the Act` stands for at a place: as last defined, else the Act that the text is about.
    fn the_act(&self, at: usize, group: &Group) -> (Option<String>, Told) {
        let key = |named: &Named| match named {
            Named::Known(key) => Some(key.clone()),
            Named::DataProtection => Some(self.data_protection()),
            Named::Other(name) => Some(name.clone()),
            _ => None,
        };
        let defined = self
            .definitions
            .iter()
            .rev()
            .find(|(place, _)| *place <= at);
        if let Some(act) = defined.and_then(|(_, named)| key(named)) {
            return (Some(act), Told::Defined);
        }
        if let Some(act) = self.just_named(at, group) {
            return (Some(act), Told::Defined);
        }
        let mut tally: Vec<(String, usize)> = Vec::new();
        let mut other = None;
        for mention in self.mentions.iter().filter(|one| one.start < at) {
            let Some(act) = key(&mention.named) else {
                continue;
            };
            // `FOI Reference:` names no Act
            if matches!(
                self.text.get(mention.start..mention.end),
                Some("FOI" | "FoI")
            ) {
                continue;
            }
            match self.table.act(&act) {
                Some(row) if row.sections > 0 => {
                    match tally.iter_mut().find(|(known, _)| *known == act) {
                        Some((_, count)) => *count += 1,
                        None => tally.push((act, 1)),
                    }
                }
                Some(_) => {}
                None if act.contains("Act") => other = Some(act),
                None => {}
            }
        }
        let most = tally.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let about = tally
            .into_iter()
            .find(|(_, count)| *count == most)
            .map(|(act, _)| act);
        // words of refusing make it a ground, whatever Act the request was about
        match about.or(other.filter(|_| !self.refuses_by(group))) {
            Some(act) => (Some(act), Told::Defined),
            None => {
                let (act, told) = self.by_context(group, &[]);
                match act {
                    Some(act) => (Some(act), told),
                    None if group.unit == Unit::Section => (
                        Some(if self.scottish { "FOISA" } else { "FOIA" }.to_owned()),
                        Told::Table,
                    ),
                    None => (None, Told::Unknown),
                }
            }
        }
    }
}

fn count(mentions: &[Mention], key: &str) -> usize {
    mentions
        .iter()
        .filter(|one| matches!(&one.named, Named::Known(known) if known == key))
        .count()
}

fn blank_line(text: &str) -> bool {
    text.contains("\n\n") || text.contains("\n\r\n") || text.contains('\u{c}')
}

/// Words with single blanks: every other sign parts words.
fn words(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn first_words(text: &str, count: usize) -> Option<&str> {
    let (end, _) = text.match_indices(' ').nth(count - 1)?;
    text.get(..end)
}
