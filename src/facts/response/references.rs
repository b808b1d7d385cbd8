//! The numbers that an authority gives a request, of known families or after a label, and the authority itself.

mod shape;
mod whole;

use super::OwnReference;
use super::paper::{self, Paper, plain};
use super::phrases::any;
use crate::facts::{Carried, Facts, Role, Tables};

use shape::{first_column, is_numbered_by_year, opens_with_year};
pub(super) use shape::{in_subject, is_number};
pub(super) use whole::whole;

/// The authority's reference of the request.
pub(super) fn reference(
    facts: &Facts,
    asked: Option<&Carried>,
    own: &[OwnReference],
) -> Option<String> {
    let of_facts = |role: Role| {
        facts
            .references
            .iter()
            .find(|carried| carried.role == role)
            .map(|carried| carried.canonical.clone())
    };
    // a number that ran on into the line below it, where that line is a date
    let ends_there = |candidate: String| -> String {
        if own.iter().any(|one| one.canonical == candidate) {
            return candidate;
        }
        own.iter()
            .find(|one| {
                candidate
                    .strip_prefix(one.canonical.as_str())
                    .is_some_and(|rest| {
                        !rest.is_empty()
                            && rest.len() <= 2
                            && rest.bytes().all(|b| b.is_ascii_digit())
                    })
            })
            .map_or(candidate, |one| one.canonical.clone())
    };
    let labelled = own.iter().find(|reference| {
        LABELS.iter().any(|label| {
            reference.before.strip_prefix(label).is_some_and(|rest| {
                !rest.starts_with(|c: char| c.is_alphanumeric()) && rest.len() <= 16
            })
        })
    });
    // `FOI 2214/23` on a line of its own, where the number alone was read as the request's
    let lettered = |number: &str| {
        own.iter()
            .find(|one| {
                one.canonical
                    .strip_suffix(number)
                    .is_some_and(|letters| letters.len() > 1 && letters.ends_with(' '))
                    || one
                        .canonical
                        .split_once(' ')
                        .is_some_and(|(_, bare)| bare.trim_start_matches('0') == number)
            })
            .map(|one| one.canonical.clone())
    };
    labelled
        .map(|reference| reference.canonical.clone())
        .or_else(|| asked.and_then(|carried| lettered(&carried.canonical)))
        .or_else(|| of_facts(Role::Ours).and_then(|number| lettered(&number)))
        .or_else(|| asked.map(|carried| carried.canonical.clone()))
        .or_else(|| of_facts(Role::Ours))
        .or_else(|| of_facts(Role::Subject))
        .or_else(|| {
            own.iter()
                .find(|one| one.family.is_empty())
                .map(|one| one.canonical.clone())
        })
        .or_else(|| {
            own.iter()
                .find(|reference| {
                    any(
                        &reference.before,
                        "ref | reference | ref no | request | foi | case | number | no",
                    )
                })
                .map(|reference| reference.canonical.clone())
        })
        .or_else(|| in_subject(facts.subject.as_deref()?))
        .map(ends_there)
}

/// Every reference in the authority's own words.
pub(super) fn own_references(text: &str, paper: &Paper, tables: &Tables) -> Vec<OwnReference> {
    let mut found = of_families(text, paper, tables);
    for one in labelled(text, paper) {
        // a bare number may have been read out of a longer one: `2023` of `2023-FOI-771`
        let part = |known: &OwnReference| {
            known.line == one.line
                && !known.canonical.contains(|c: char| c.is_alphabetic())
                && one.canonical.len() > known.canonical.len() + 2
                && one.canonical.contains(|c: char| c.is_ascii_uppercase())
                && (!one.canonical.contains(' ')
                    || is_number(&one.canonical)
                    || one
                        .canonical
                        .strip_suffix(known.canonical.as_str())
                        .is_some_and(|letters| {
                            matches!(letters, "FOI " | "EIR " | "SAR " | "RFI ")
                        }))
                && one.canonical.contains(&known.canonical)
        };
        found.retain(|known| !part(known));
        if !found.iter().any(|known| known.line == one.line) {
            found.push(one);
        }
    }
    if found.is_empty() {
        found.extend(alone(text, paper));
    }
    found.extend(alike(paper, &found));
    let lines = paper::lines(text);
    for one in &mut found {
        if one.canonical.contains(|c: char| c.is_alphabetic()) {
            continue;
        }
        // figures that are a part of a longer number: `0027` and `2024` of `2024-FOI-0027`
        if let Some(longer) = one
            .line
            .checked_sub(1)
            .and_then(|at| lines.get(at))
            .and_then(|line| whole::around(line.text, &one.canonical))
        {
            one.canonical = longer;
            one.family.clear();
        }
    }
    found.sort_by_key(|one| one.line);
    let mut seen: Vec<(usize, String)> = Vec::new();
    found.retain(|one| {
        let key = (one.line, one.canonical.clone());
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
    found
}

/// Numbers of the same shape as the letter's own within its words: `Your request VO/24/266, received ...`.
fn alike(paper: &Paper, found: &[OwnReference]) -> Vec<OwnReference> {
    let Some(own) = found.iter().find(|one| one.family.is_empty()) else {
        return Vec::new();
    };
    let shape = |text: &str| -> String {
        text.chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect()
    };
    let wanted = shape(&own.canonical);
    if !is_number(&own.canonical) {
        return Vec::new();
    }
    let many = own.canonical.split(' ').count();
    let mut more: Vec<OwnReference> = Vec::new();
    for sentence in paper.own_sentences() {
        let words: Vec<&str> = sentence.text.split(' ').collect();
        for run in words.windows(many) {
            let run = run.join(" ");
            let token = run.trim_matches(|c: char| !c.is_alphanumeric());
            let known = |one: &OwnReference| one.canonical == token;
            if shape(token) == wanted && !found.iter().any(known) && !more.iter().any(known) {
                let before = sentence
                    .text
                    .find(token)
                    .and_then(|at| sentence.text.get(..at))
                    .unwrap_or_default();
                more.push(OwnReference {
                    canonical: token.to_owned(),
                    family: String::new(),
                    before: plain(before),
                    line: sentence.line,
                });
            }
        }
    }
    more
}

/// A number that stands alone on a line of the letter's head, in whatever shape: `VO/24/260`, `BHFT 4602`.
fn alone(text: &str, paper: &Paper) -> Option<OwnReference> {
    const HEAD: usize = 14;
    paper::lines(text)
        .into_iter()
        .filter(|line| !line.text.is_empty())
        .take(HEAD)
        .take_while(|line| !super::zones::is_salutation(&plain(line.text)))
        .find(|line| {
            let own = paper
                .paragraph_at(line.start)
                .and_then(|at| paper.paragraphs.get(at))
                .is_some_and(|paragraph| paragraph.zone.is_own());
            let text = first_column(line.text);
            own && (is_number(text) || is_numbered_by_year(text))
        })
        .map(|line| OwnReference {
            canonical: paper::on_one_line(
                first_column(line.text)
                    .split(" / ")
                    .next()
                    .unwrap_or(line.text),
            ),
            family: String::new(),
            before: "reference".to_owned(),
            line: line.n,
        })
}

/// The number in one of the first headings of a paper that has none elsewhere, as a page's title has it.
pub(super) fn in_heading(paper: &Paper) -> Option<String> {
    const FIRST: usize = 8;
    paper
        .paragraphs
        .iter()
        .take(FIRST)
        .filter(|paragraph| paragraph.text.len() < 90)
        .find_map(|paragraph| {
            let title = paragraph.text.split(" (").next()?;
            in_subject(title).or_else(|| opens_with_year(title))
        })
}

/// Labels after which a reference of whatever shape stands.
const LABELS: &[&str] = &[
    "our reference number",
    "our reference no",
    "our reference",
    "our ref no",
    "our ref",
    "foi reference number",
    "foi reference no",
    "foi reference",
    "foi ref",
    "request reference number",
    "request reference",
    "reference number",
    "reference no",
    "request number",
    "request no",
    "cyf / ref",
    "ein cyf / our ref",
    "case reference",
    "case number",
    "case no",
    "foi request reference",
    "log number",
    "log no",
    "reference",
    "freedom of information request reference no",
    "freedom of information request reference",
    "ref no",
    "ref",
    "request",
    "foi request",
    "freedom of information request",
    "answer to request",
    "extract from the answer to request",
    "response to request",
    "information request",
    "response to your request",
    "your request",
    "your request number",
    "original request",
    "your request reference",
];

/// References of a shape that no family has, told by the label before them on a line of their own.
fn labelled(text: &str, paper: &Paper) -> Vec<OwnReference> {
    let mut found = Vec::new();
    for line in paper::lines(text) {
        let lower = plain(line.text);
        let Some(label) = LABELS
            .iter()
            .filter(|label| lower.starts_with(**label))
            .max_by_key(|label| label.len())
        else {
            continue;
        };
        let own = paper
            .paragraph_at(line.start)
            .and_then(|at| paper.paragraphs.get(at))
            .is_some_and(|paragraph| paragraph.zone.is_own());
        // plain letters may take fewer bytes than the printed ones
        let Some(rest) = line.text.get(label.len()..).filter(|_| {
            own && line
                .text
                .get(..label.len())
                .is_some_and(|printed| printed.eq_ignore_ascii_case(label))
        }) else {
            continue;
        };
        let rest = rest.split(" (").next().unwrap_or(rest);
        let lead = rest.len() - rest.trim_start_matches([':', ' ', '\t']).len();
        let rest = rest
            .get(lead..)
            .map(first_column)
            .and_then(|column| rest.get(..lead + column.len()))
            .unwrap_or(rest);
        let rest = rest.split(" | ").next().unwrap_or(rest);
        let value = rest
            .trim_start_matches([':', '.', ' ', '\t', '-', '#'])
            .trim()
            .trim_end_matches(['.', ',']);
        let separated = rest.starts_with([':', '.', ' ', '\t']);
        let words = value.split_whitespace().count();
        let shaped = separated
            && (1..=4).contains(&words)
            && value.len() <= 32
            && value.bytes().any(|b| b.is_ascii_digit())
            && crate::facts::dates::find(value).is_empty();
        if shaped {
            found.push(OwnReference {
                canonical: paper::on_one_line(value),
                family: String::new(),
                before: (*label).to_owned(),
                line: line.n,
            });
        }
    }
    found
}

fn of_families(text: &str, paper: &Paper, tables: &Tables) -> Vec<OwnReference> {
    tables
        .families
        .find(text)
        .iter()
        .filter_map(|found| {
            let paragraph = paper.paragraphs.get(paper.paragraph_at(found.start)?)?;
            if !paragraph.zone.is_own() {
                return None;
            }
            let head = text.get(..found.start)?;
            let line = head.rfind(['\n', '\u{c}']).map_or(0, |at| at + 1);
            let alone = text
                .get(found.end..)
                .and_then(|rest| rest.split(['\n', '\u{c}']).next())
                .is_some_and(|rest| rest.trim().is_empty());
            let letters = head
                .get(line..)
                .map(str::trim)
                .filter(|word| alone && matches!(*word, "FOI" | "EIR" | "SAR" | "DP" | "IR"));
            Some(OwnReference {
                canonical: as_numbered(text, found, letters),
                family: found.reference.family().to_owned(),
                before: plain(&paper::on_one_line(head.get(line..)?)),
                line: head.matches(['\n', '\u{c}']).count() + 1,
            })
        })
        .collect()
}

/// Whether the letter bears a body's name at its head, or is signed for it: not only where complaints go.
pub(super) fn is_headed_by(paper: &Paper, name: &str, tables: &Tables) -> bool {
    const OPENING: usize = 4;
    let signs = |from: usize| {
        paper.own().skip(from).take(OPENING).any(|(_, paragraph)| {
            paragraph.text.split(' ').count() <= 6
                && tables
                    .parties
                    .find(&paragraph.text)
                    .iter()
                    .any(|mention| mention.short == name)
        })
    };
    let head = paper
        .own()
        .take(12)
        .enumerate()
        .any(|(nth, (_, paragraph))| {
            (paragraph.zone == super::Zone::Head || nth < OPENING && paragraph.heading)
                && !any(
                    &paragraph.lower,
                    "complain* | appeal* | write to | contact | wycliffe | sk9",
                )
                && tables
                    .parties
                    .find(&paragraph.text)
                    .iter()
                    .any(|mention| mention.short == name)
        });
    let closing = paper.own().position(|(_, paragraph)| {
        any(
            &paragraph.lower,
            "yours sincerely | yours faithfully | kind regards",
        )
    });
    // an address after the name makes it the place where complaints go
    let addressed = closing.is_some_and(|at| {
        paper.own().skip(at).any(|(_, paragraph)| {
            any(
                &paragraph.lower,
                "wycliffe house | sk9 5af | water lane | ico.org.uk",
            )
        })
    });
    head || !addressed && closing.is_some_and(|at| signs(at + 1))
        || any(
            &paper
                .own()
                .take(12)
                .map(|(_, paragraph)| paragraph.lower.as_str())
                .collect::<Vec<_>>()
                .join(" . "),
            "request to the information commissioner's office | request to the ico | ico's response to your",
        )
}

/// The authority by its reference's issuer, else the only public body that speaks here.
pub(super) fn authority(
    paper: &Paper,
    reference: Option<&Carried>,
    tables: &Tables,
) -> Option<String> {
    let issuer = reference
        .and_then(|reference| tables.parties.by_name(&reference.issuer.to_uppercase()))
        .map(str::to_owned);
    issuer.or_else(|| {
        let mut names: Vec<(usize, String)> = Vec::new();
        for (_, paragraph) in paper.own() {
            for mention in tables.parties.find(&paragraph.text) {
                if mention.short == "ICO" {
                    continue;
                }
                match names.iter_mut().find(|(_, name)| *name == mention.short) {
                    Some((count, _)) => *count += 1,
                    None => names.push((1, mention.short)),
                }
            }
        }
        names
            .into_iter()
            .max_by_key(|(count, _)| *count)
            .map(|(_, name)| name)
    })
}

/// A reference as the letter numbers itself: a bare number may be any authority's, so that it stays as printed.
fn as_numbered(
    text: &str,
    found: &crate::facts::references::Found,
    letters: Option<&str>,
) -> String {
    let canonical = found.reference.canonical();
    let bare = !canonical.contains(|c: char| c.is_alphabetic());
    let printed = found.as_printed.trim();
    // a date on the next line is no more of it
    if let Some((own, below)) = printed.split_once(['\n', '\u{c}'])
        && own.trim_end().ends_with(|c: char| c.is_ascii_digit())
        && below.trim().len() <= 2
        && below.trim().bytes().all(|b| b.is_ascii_digit())
        && next_is_month(text, found.end)
    {
        return own.trim().to_owned();
    }
    if bare && !printed.contains(char::is_whitespace) {
        match letters {
            // the whole line is the number: `FOI 2214/23`
            Some(letters) => format!("{letters} {printed}"),
            None => printed.to_owned(),
        }
    } else {
        canonical.to_owned()
    }
}

/// Whether a month follows: the figures before it are a day.
fn next_is_month(text: &str, end: usize) -> bool {
    text.get(end..)
        .and_then(|rest| {
            rest.trim_start_matches([' ', '\t'])
                .trim_start_matches("st ")
                .trim_start_matches("nd ")
                .trim_start_matches("rd ")
                .trim_start_matches("th ")
                .split(|c: char| !c.is_alphabetic())
                .next()
        })
        .is_some_and(|word| {
            crate::facts::dates::months::NAMES
                .iter()
                .any(|month| month.eq_ignore_ascii_case(word))
        })
}
