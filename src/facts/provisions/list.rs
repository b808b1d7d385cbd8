//! A run of numbers behind one introducing word: `sections 40(2) & (5), 31(1)(a) and 12`, glosses in brackets between.

use super::introduced::{self, Introduction};
use super::limbs;
use super::printed::{Group, Introduced, Member, Unit, gap, word_at};
use super::table::Provisions;

/// So many numbers follow one word, and a range has no more.
const MOST: usize = 80;
/// A gloss is no longer than this, in bytes.
const LONGEST_GLOSS: usize = 160;

/// Reads the numbers that begin at `at`.
pub(super) fn read(
    text: &str,
    at: usize,
    introduction: Introduction,
    table: &Provisions,
) -> Option<Group> {
    let first = member(text, at, introduction.unit, introduction.start, table)?;
    let dotted = first.dotted;
    let mut group = Group {
        unit: introduction.unit,
        introduced: introduction.introduced,
        start: introduction.start,
        end: first.member.end,
        gloss_end: first.member.end,
        members: vec![first.member],
        dotted,
    };
    if introduction.unit == Unit::Schedule {
        paragraphs(text, &mut group);
    }
    if let Some(last) = group.members.last_mut()
        && let Some((inner, start)) = introduced::limbs_before(text, group.start)
    {
        below(last, &inner, introduction.unit);
        // `paragraph (a) of subsection (2) of section 40`
        let mut start = start;
        if let Some((innermost, outer)) = introduced::limbs_before(text, start) {
            below(last, &innermost, introduction.unit);
            start = outer;
        }
        last.start = start;
        group.start = start;
        return Some(group);
    }
    while group.members.len() < MOST {
        let after = gloss(text, group.end).unwrap_or(group.end);
        group.gloss_end = after;
        let Some(next) = following(text, after, &group, introduction.plural, table) else {
            break;
        };
        let (between, next) = next;
        group.members.extend(between);
        group.end = next.end;
        group.gloss_end = next.end;
        group.members.push(next);
    }
    Some(group)
}

/// Puts limbs below all that a member cites.
fn below(member: &mut Member, inner: &[String], unit: Unit) {
    let mark = if unit == Unit::Schedule { "para" } else { "" };
    member.limbs = member
        .limbs
        .iter()
        .flat_map(|outer| {
            inner
                .iter()
                .map(move |inner| match (mark, inner.strip_prefix('(')) {
                    ("para", Some(rest)) if !outer.contains("para") => {
                        format!("{outer}para{}", rest.replacen(')', "", 1))
                    }
                    _ => format!("{outer}{inner}"),
                })
        })
        .collect();
}

struct Read {
    member: Member,
    dotted: bool,
}

/// One number with its limbs; `start` is where its printed words begin.
fn member(text: &str, at: usize, unit: Unit, start: usize, table: &Provisions) -> Option<Read> {
    let rest = text.get(at..)?;
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&figures) || rest.starts_with('0') {
        return None;
    }
    let mut number = rest.get(..figures)?.to_owned();
    let mut end = at + figures;
    let letters = word_at(text, end);
    let mut glued = None;
    if !letters.is_empty() {
        let capitals = letters.len() <= 2 && letters.bytes().all(|b| b.is_ascii_uppercase());
        let upper = format!("{number}{}", letters.to_ascii_uppercase());
        let known = table.acts().iter().any(|act| {
            let canonical = format!("{}{upper}", unit.prefix());
            table.rows_of(&act.key, &canonical).next().is_some()
        });
        if capitals || (known && letters.len() == 1) {
            number = upper;
        } else if letters.len() == 1 && letters.is_ascii() {
            glued = Some(format!("({letters})"));
        } else {
            return None;
        }
        end += letters.len();
        if text.get(end..)?.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
    }
    let mut dotted = false;
    let behind = text.get(end..)?;
    let then_figure = |mark: char| {
        behind
            .strip_prefix(mark)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    if then_figure(':') || behind.starts_with('%') || then_figure('\u{2044}') || is_date(behind) {
        return None;
    }
    let mut limbs = vec![String::new()];
    if then_figure('.') {
        let (below, after) = introduced::bare(text, end + 1)?;
        if text.get(after..)?.starts_with('.')
            && text
                .get(after + 1..)?
                .starts_with(|c: char| c.is_ascii_digit())
        {
            return None;
        }
        (limbs, end, dotted) = (below, after, true);
    } else {
        let value = number.parse().ok();
        if let Some((read, after)) = limbs::read_under(text, end, value) {
            (limbs, end) = (read, after);
        } else if unit == Unit::Section
            && let Some((read, after)) = introduced::subsection_behind(text, end)
        {
            (limbs, end) = (read, after);
        }
        if let Some(glued) = glued {
            limbs.iter_mut().for_each(|limb| limb.insert_str(0, &glued));
        }
    }
    Some(Read {
        member: Member {
            number,
            limbs,
            start,
            end,
        },
        dotted,
    })
}

/// `/11/2021`, `/2021`: what follows makes the number a part of a date or of a reference.
fn is_date(behind: &str) -> bool {
    let Some(rest) = behind.strip_prefix('/') else {
        return false;
    };
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    figures > 2
        || figures > 0
            && rest
                .get(figures..)
                .is_some_and(|rest| rest.starts_with('/'))
}

/// `, paragraph 2(1)(c)`, `Part 1, para 3` behind a schedule's number.
fn paragraphs(text: &str, group: &mut Group) {
    let Some(last) = group.members.last_mut().filter(|last| last.is_whole()) else {
        return;
    };
    let mut at = last.end;
    for _ in 0..3 {
        let (mut next, _) = gap(text, at);
        if text
            .get(next..)
            .is_some_and(|rest| rest.starts_with([',', '(']))
        {
            next = gap(text, next + 1).0;
        }
        let word = word_at(text, next);
        let mut behind = next + word.len();
        if text.get(behind..).is_some_and(|rest| rest.starts_with('.')) {
            behind += 1;
        }
        match word.to_ascii_lowercase().as_str() {
            "part" => {
                let (number, _) = gap(text, behind);
                let length = text.get(number..).map_or(0, |rest| {
                    rest.bytes().take_while(u8::is_ascii_alphanumeric).count()
                });
                if length == 0 || length > 4 {
                    return;
                }
                at = number + length;
            }
            "paragraph" | "paragraphs" | "para" | "paras" => {
                let several = word.ends_with(['s', 'S']);
                let read = if several {
                    introduced::bare_list(text, behind)
                } else {
                    introduced::bare(text, behind)
                };
                if let Some((inner, end)) = read {
                    below(last, &inner, Unit::Schedule);
                    last.end = end;
                    group.end = end;
                    group.gloss_end = end;
                }
                return;
            }
            _ => return,
        }
    }
}

/// Where a gloss in brackets ends that begins behind `at`: `(law enforcement)`, or one whose bracket was never closed.
fn gloss(text: &str, at: usize) -> Option<usize> {
    let (open, broken) = gap(text, at);
    let inner = text.get(open..)?.strip_prefix('(')?;
    if broken && !inner.starts_with(char::is_alphabetic) {
        return None;
    }
    let mut depth = 1;
    for (place, c) in inner.char_indices() {
        if place > LONGEST_GLOSS {
            return None;
        }
        match c {
            // `(criminal investigations, 31(3)`: the list goes on.
            ',' | ';' => {
                let rest = inner.get(place + 1..)?.trim_start();
                let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
                if (1..=3).contains(&figures) && rest.get(figures..)?.starts_with('(') {
                    return Some(open + 1 + place);
                }
            }
            '(' => depth += 1,
            ')' => depth -= 1,
            '\u{c}' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(open + 1 + place + 1);
        }
    }
    None
}

/// The next number of the list, and those that a range leaves out between.
fn following(
    text: &str,
    at: usize,
    group: &Group,
    plural: bool,
    table: &Provisions,
) -> Option<(Vec<Member>, Member)> {
    let (number_at, joint) = separator(text, at)?;
    let read = member(text, number_at, group.unit, number_at, table)?;
    if read.dotted {
        return None;
    }
    let next = read.member;
    let last = group.members.last()?;
    let whole = next.is_whole();
    if joint == Joint::Tight && !(whole && next.value() > last.value()) && next.is_whole() {
        return None;
    }
    // `regulation 13(1) with 13(2A)`, and never `section 12 with 3 others`
    let with = text.get(at..number_at)?.contains("with");
    if whole && (with || !may_follow(text, next.end, plural)) {
        return None;
    }
    if joint == Joint::Range || joint == Joint::Tight && text.get(at..)?.starts_with(['-', '–']) {
        let (from, to) = (last.value(), next.value());
        if from >= to || (to - from) as usize > MOST || !(last.is_whole() && whole) {
            // `30(1) to 31(3)`: both ends are cited, what lies between is not known.
            return (from <= to && !whole).then(|| (Vec::new(), next));
        }
        let between = (from + 1..to)
            .map(|number| Member {
                number: number.to_string(),
                limbs: vec![String::new()],
                start: last.start,
                end: next.end,
            })
            .collect();
        return Some((between, next));
    }
    Some((Vec::new(), next))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Listed,
    Range,
    /// A stroke or a dash with no blank round it.
    Tight,
}

/// What parts two numbers of a list, and where the second begins.
fn separator(text: &str, at: usize) -> Option<(usize, Joint)> {
    let mut here = at;
    let mut joint = None;
    for step in 0..5 {
        let (next, _) = gap(text, here);
        let rest = text.get(next..)?;
        let first = rest.chars().next()?;
        if first.is_ascii_digit() {
            return joint.map(|joint| (next, joint));
        }
        let tight = step == 0 && next == at;
        let (found, length) = match first {
            ',' | ';' | '&' | '+' => (Joint::Listed, 1),
            '/' if tight => (Joint::Tight, 1),
            '/' => (Joint::Listed, 1),
            '-' | '\u{2010}' | '\u{2011}' | '–' | '—' => {
                let glued = tight && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
                (
                    if glued { Joint::Tight } else { Joint::Range },
                    first.len_utf8(),
                )
            }
            _ => match word_at(text, next) {
                word @ ("and" | "or" | "And" | "AND" | "also" | "plus" | "as" | "well"
                | "alternatively" | "both" | "possibly" | "then" | "with") => {
                    (Joint::Listed, word.len())
                }
                "to" => (Joint::Range, 2),
                _ => return None,
            },
        };
        joint = Some(match (joint, found) {
            (Some(Joint::Listed), Joint::Range) => return None,
            (Some(known), Joint::Listed) => known,
            (_, found) => found,
        });
        here = next + length;
    }
    None
}

/// Whether a number without limbs may be a further provision, by what stands behind it: `40 and 2 documents` is none.
fn may_follow(text: &str, end: usize, plural: bool) -> bool {
    const UNITS: [&str; 40] = [
        "hours",
        "hour",
        "days",
        "day",
        "working",
        "minutes",
        "pages",
        "page",
        "documents",
        "document",
        "records",
        "emails",
        "letters",
        "items",
        "months",
        "month",
        "weeks",
        "week",
        "years",
        "year",
        "officers",
        "people",
        "requests",
        "per",
        "percent",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "other",
        "further",
        "of_month",
    ];
    const GO_ON: [&str; 47] = [
        "of",
        "in",
        "under",
        "foia",
        "foi",
        "eir",
        "eirs",
        "dpa",
        "foisa",
        "gdpr",
        "uk",
        "and",
        "or",
        "to",
        "are",
        "is",
        "apply",
        "applies",
        "applied",
        "exemption",
        "exemptions",
        "above",
        "have",
        "has",
        "were",
        "was",
        "which",
        "as",
        "both",
        "together",
        "may",
        "can",
        "could",
        "do",
        "does",
        "not",
        "when",
        "where",
        "with",
        "by",
        "for",
        "on",
        "but",
        "because",
        "would",
        "should",
        "being",
    ];
    let rest = text.get(end..).unwrap_or_default();
    if rest.starts_with("st ") || rest.starts_with("th ") {
        return false;
    }
    let (next, broken) = gap(text, end);
    let word = word_at(text, next).to_lowercase();
    if UNITS.contains(&word.as_str()) {
        return false;
    }
    if word == "of" {
        let month = word_at(text, gap(text, next + 2).0);
        return crate::facts::dates::month(month).is_none();
    }
    plural || broken || word.is_empty() || GO_ON.contains(&word.as_str())
}

/// Whether a number has the shape of a provision without any word before it: `38(1)(b)`, and `40(2)` in a list.
pub(super) fn bare(text: &str, at: usize, table: &Provisions) -> Option<Group> {
    let introduction = Introduction {
        unit: Unit::Section,
        introduced: Introduced::Bare,
        plural: false,
        start: at,
    };
    let group = read(text, at, introduction, table)?;
    let first = group.members.first()?;
    (!group.dotted && !first.is_whole() && first.limbs.iter().all(|limb| limb.starts_with('(')))
        .then_some(group)
}
