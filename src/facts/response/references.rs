//! The numbers that an authority gives a request, of known families or after a label, and the authority itself.

use super::OwnReference;
use super::paper::{self, Paper, plain};
use super::phrases::any;
use crate::facts::{Carried, Facts, Role, Tables};

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
    let labelled = own.iter().find(|reference| {
        LABELS.iter().any(|label| {
            reference.before.strip_prefix(label).is_some_and(|rest| {
                !rest.starts_with(|c: char| c.is_alphanumeric()) && rest.len() <= 16
            })
        })
    });
    labelled
        .map(|reference| reference.canonical.clone())
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
}

/// Every reference in the authority's own words.
pub(super) fn own_references(text: &str, paper: &Paper, tables: &Tables) -> Vec<OwnReference> {
    let mut found = of_families(text, paper, tables);
    for one in labelled(text, paper) {
        if !found.iter().any(|known| known.line == one.line) {
            found.push(one);
        }
    }
    found.sort_by_key(|one| one.line);
    found
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
    "response to your request",
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
        let Some(rest) = line
            .text
            .get(label.len()..)
            .filter(|_| own && lower.len() == line.text.len())
        else {
            continue;
        };
        let rest = rest.split(" (").next().unwrap_or(rest);
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
            Some(OwnReference {
                canonical: as_numbered(found),
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
    let head = paper.own().take(12).any(|(_, paragraph)| {
        (paragraph.zone == super::Zone::Head || paragraph.heading)
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
    head || closing.is_some_and(|at| signs(at + 1))
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
fn as_numbered(found: &crate::facts::references::Found) -> String {
    let canonical = found.reference.canonical();
    let bare = !canonical.contains(|c: char| c.is_alphabetic());
    let printed = found.as_printed.trim();
    if bare && !printed.contains(char::is_whitespace) {
        printed.to_owned()
    } else {
        canonical.to_owned()
    }
}
