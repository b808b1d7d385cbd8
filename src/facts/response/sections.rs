//! Answers set out point by point: `Part 1`, `First point`, `As to (2)`, `B.`, `ii)`, or a row of things each with its
//! answer behind it. One decision per point.

use super::Cite;
use super::deciding::keeps_back;
use super::giving::labels_a_figure;
use super::holding::is_not_held;
use super::outcomes::{Decided, Outcome};
use super::paper::{Paper, Paragraph, Sentence};
use super::phrases::any;
use super::words::IDEAS;
use super::zones::Zone;
use crate::facts::request::Item;

/// Fewer points than this are none.
const FEWEST: usize = 2;

/// What a paragraph begins with, where it begins a point.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    /// How the points are told apart: only those of one kind make a row.
    kind: (Lead, Count),
    /// Which of them it is, from 1.
    nth: usize,
    /// As printed.
    n: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    Bare,
    Word,
    About,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    Figures,
    Roman,
    Letters,
    Ordinal,
}

const NOUNS: [&str; 8] = [
    "question", "part", "point", "item", "request", "query", "limb", "q",
];
const ABOUT: [&str; 13] = [
    "as to ",
    "on ",
    "regarding ",
    "in relation to ",
    "turning to ",
    "in respect of ",
    "with regard to ",
    "as regards ",
    "as for ",
    "for ",
    "in answer to ",
    "in response to ",
    "concerning ",
];
const ORDINALS: [&str; 8] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
];
const ROMAN: [&str; 12] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
];

/// One decision for each point, where a letter sets its answers out so; else nothing.
pub(super) fn read(paper: &Paper, cites: &[Cite], listed: &[usize]) -> Vec<Decided> {
    let marks: Vec<(usize, Mark)> = paper
        .paragraphs
        .iter()
        .enumerate()
        .filter(|(_, paragraph)| paragraph.zone.is_own() || paragraph.zone == Zone::Request)
        .filter(|(_, paragraph)| !listed.contains(&paragraph.line))
        .filter_map(|(at, paragraph)| Some((at, mark_of(&paragraph.lower)?)))
        .collect();
    let mut kinds: Vec<(Lead, Count)> = Vec::new();
    for (_, mark) in &marks {
        if !kinds.contains(&mark.kind) {
            kinds.push(mark.kind);
        }
    }
    kinds
        .into_iter()
        .flat_map(|kind| runs(&marks, kind))
        .map(|run| decide(paper, cites, &run))
        .filter(|decided| decided.len() >= FEWEST)
        .max_by_key(Vec::len)
        .unwrap_or_else(|| rows(paper))
}

/// The rows of points of one kind, each counted on from 1.
fn runs(marks: &[(usize, Mark)], kind: (Lead, Count)) -> Vec<Vec<(usize, Mark)>> {
    let mut runs: Vec<Vec<(usize, Mark)>> = Vec::new();
    for (at, mark) in marks.iter().filter(|(_, mark)| mark.kind == kind) {
        if mark.nth == 1 {
            runs.push(vec![(*at, mark.clone())]);
        } else if let Some(run) = runs.last_mut()
            && run.len() + 1 == mark.nth
        {
            run.push((*at, mark.clone()));
        }
    }
    runs.retain(|run| run.len() >= FEWEST);
    runs
}

/// The decisions of a row of points; none where a point has no words under it, or is no thing that was asked for.
fn decide(paper: &Paper, cites: &[Cite], run: &[(usize, Mark)]) -> Vec<Decided> {
    let mut decided: Vec<Decided> = Vec::new();
    let told = |n: &str| {
        let mark = format!("({n}) ");
        paper.sentences.iter().any(|sentence| {
            let lower = sentence.lower.as_str();
            lower.contains(&mark)
                && any(
                    lower,
                    "you asked | you requested | you wrote | you contacted | asking | asks for | asks us | asked for | your request | seeking | you sought",
                )
        })
    };
    // `You asked (1) for the list and (2) when it was made`, with the answers numbered below
    let wished = run.iter().all(|(at, mark)| {
        told(&mark.n)
            && paper
                .paragraphs
                .get(*at)
                .is_some_and(|paragraph| paragraph.zone.is_own())
    });
    for (nth, (at, mark)) in run.iter().enumerate() {
        let end = run
            .get(nth + 1)
            .map_or(paper.paragraphs.len(), |(next, _)| *next);
        let Some(content) = content(paper, *at, end, mark, wished) else {
            return Vec::new();
        };
        if content.is_empty() {
            return Vec::new();
        }
        let item = Item {
            n: mark.n.clone(),
            text: String::new(),
            under: None,
        };
        let one = super::questions::one_outcome(paper, cites, &item, &content, None, &[], &decided);
        if one.outcome == Outcome::Unknown {
            return Vec::new();
        }
        decided.push(without_asides(cites, &content, one));
    }
    decided
}

/// A point that keeps something back and gives nothing of it is refused, whatever facts it tells beside; one that gives
/// all after telling what was kept back before is given.
fn without_asides(cites: &[Cite], content: &[&Sentence], one: Decided) -> Decided {
    const SOME: &str = "in part | redact* | partially | some of | part of | remainder | with the exception | save for | except | \
        apart from | other than | the rest | removed | partly | edited | blanked";
    const ENCLOSED: &str = "is attached | are attached | is enclosed | are enclosed | i attach | we attach | i enclose | we enclose | \
        enclosed in full | attached in full | is disclosed | are disclosed | is given | are given | is released | are released | \
        now disclose | now release | please find";
    if one.outcome != Outcome::Part || content.iter().any(|sentence| any(&sentence.lower, SOME)) {
        return one;
    }
    let last = |holds: &dyn Fn(&Sentence) -> bool| {
        content
            .iter()
            .rev()
            .find(|sentence| holds(sentence))
            .map(|sentence| (sentence.start, sentence.line))
    };
    let relied = content.iter().any(|sentence| {
        cites.iter().any(|cite| {
            cite.standing.is_reliance() && (sentence.start..sentence.end).contains(&cite.start)
        })
    });
    let kept = last(&|sentence| keeps_back(&sentence.lower));
    let given = last(&|sentence| any(&sentence.lower, ENCLOSED) && !keeps_back(&sentence.lower));
    match (given, kept) {
        (Some((given, line)), kept) if !relied && kept.is_none_or(|(kept, _)| kept < given) => {
            Decided {
                outcome: Outcome::Disclosed,
                line,
                ..one
            }
        }
        (None, kept) => Decided {
            outcome: Outcome::Refused,
            line: kept.map_or(one.line, |(_, line)| line),
            ..one
        },
        _ => one,
    }
}

/// The sentences of one point behind what it names; nothing where it begins with a decision or an argument, as the
/// numbered paragraphs of a lawyer's letter do.
fn content<'p>(
    paper: &'p Paper,
    at: usize,
    end: usize,
    mark: &Mark,
    wished: bool,
) -> Option<Vec<&'p Sentence>> {
    let sentences_of = |paragraph: &Paragraph| {
        paper
            .sentences
            .get(paragraph.sentences.clone())
            .unwrap_or_default()
    };
    let head = paper.paragraphs.get(at)?;
    let all = sentences_of(head);
    let mut found: Vec<&Sentence> = Vec::new();
    if mark.kind.0 == Lead::About || wished {
        found.extend(all);
    } else {
        // the mark itself may count as a sentence: `Part 1.`
        let begins = all
            .iter()
            .position(|sentence| sentence.lower.split(' ').count() > 2)
            .unwrap_or(0);
        let first = all.get(begins)?;
        if !names_a_thing(&first.lower) {
            return None;
        }
        let asked = all
            .iter()
            .rposition(|sentence| sentence.lower.ends_with('?'));
        let from = asked.unwrap_or(begins) + 1;
        let behind = all.get(from..).unwrap_or_default();
        if head.zone.is_own() || asked.is_some() {
            found.extend(behind);
        }
    }
    for paragraph in paper.paragraphs.get(at + 1..end).unwrap_or_default() {
        if !paragraph.zone.is_own() {
            continue;
        }
        if !found.is_empty() && closes(paragraph) {
            break;
        }
        found.extend(sentences_of(paragraph));
    }
    Some(found)
}

/// Whether a paragraph belongs to the end of the letter and to no point.
pub(super) fn closes(paragraph: &Paragraph) -> bool {
    let lower = paragraph.lower.as_str();
    let ways = IDEAS.regulator.is_in(lower)
        || IDEAS.open.is_in(lower)
            && (IDEAS.unhappy.is_in(lower) || any(lower, "review* | appeal* | complain*"));
    ways && !any(lower, "section* | regulation*")
        || any(
            lower,
            "yours sincerely | yours faithfully | kind regards | copyright | re-use | privacy notice",
        )
}

/// Whether a sentence asks or names a thing, and decides nothing.
fn names_a_thing(lower: &str) -> bool {
    const LONGEST: usize = 60;
    if lower.contains('?') {
        return true;
    }
    lower.split(' ').count() <= LONGEST
        && !any(
            lower,
            "we | our | i can | i have | i am | i confirm | i enclose | i attach | is being | are being | has been | have been | \
                is exempt | are exempt | is withheld | are withheld | you may | you can | is refused | are refused | applies | \
                exemption | exemptions | act | regulations",
        )
        && !keeps_back(lower)
}

/// The mark of a paragraph that begins a point.
fn mark_of(lower: &str) -> Option<Mark> {
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(');
    let (about, rest) = ABOUT
        .iter()
        .find_map(|begin| start.strip_prefix(begin))
        .map_or((false, start), |rest| (true, rest));
    let rest = rest
        .strip_prefix("your ")
        .or_else(|| rest.strip_prefix("the "))
        .unwrap_or(rest);
    let lead = |other: Lead| if about { Lead::About } else { other };
    // `First point`, `as to the second`
    if let Some((nth, rest)) = ORDINALS
        .iter()
        .enumerate()
        .find_map(|(nth, word)| Some((nth, rest.strip_prefix(word)?)))
    {
        let noun = rest.trim_start();
        let named = NOUNS
            .iter()
            .any(|word| word.len() > 1 && noun.starts_with(word));
        return (named || about && rest.starts_with(',')).then(|| Mark {
            kind: (lead(Lead::Word), Count::Ordinal),
            nth: nth + 1,
            n: (nth + 1).to_string(),
        });
    }
    let noun = NOUNS.iter().find_map(|word| {
        let rest = rest.strip_prefix(word)?;
        let rest = rest.strip_prefix(['.', ' ']).unwrap_or(rest);
        rest.starts_with(|c: char| c.is_ascii_digit() || c == '(')
            .then_some(rest)
            .or_else(|| (word.len() > 1).then_some(rest))
    });
    let body = noun.unwrap_or(rest);
    let bracketed = body.starts_with('(');
    let token: String = body
        .trim_start_matches('(')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let behind = body.trim_start_matches('(').get(token.len()..)?;
    let closed = behind.starts_with(['.', ')', ':']);
    let stands = match (noun.is_some(), about) {
        (true, _) => !behind.starts_with(|c: char| c.is_alphanumeric()),
        (false, true) => bracketed && behind.starts_with(')'),
        (false, false) => closed && behind.get(1..).is_some_and(|rest| rest.starts_with(' ')),
    };
    if !stands || token.is_empty() || token.len() > 4 {
        return None;
    }
    let (count, nth) = counted(&token)?;
    Some(Mark {
        kind: (
            lead(if noun.is_some() {
                Lead::Word
            } else {
                Lead::Bare
            }),
            count,
        ),
        nth,
        n: token,
    })
}

/// What a mark's sign counts, and how far.
fn counted(token: &str) -> Option<(Count, usize)> {
    if token.bytes().all(|b| b.is_ascii_digit()) {
        let nth = token.parse().ok().filter(|nth| (1..=60).contains(nth))?;
        return Some((Count::Figures, nth));
    }
    if let Some(nth) = ROMAN.iter().position(|word| *word == token) {
        return Some((Count::Roman, nth + 1));
    }
    let letter = token.bytes().next().filter(|_| token.len() == 1)?;
    letter
        .is_ascii_lowercase()
        .then(|| (Count::Letters, usize::from(letter - b'a') + 1))
}

/// A row of things each with its answer behind a dash or a colon: `complaints about same - nil return`.
fn rows(paper: &Paper) -> Vec<Decided> {
    let mut found: Vec<Decided> = Vec::new();
    let mut last: Option<usize> = None;
    for (at, paragraph) in paper.own() {
        let Some(outcome) = row(&paragraph.lower) else {
            continue;
        };
        if last.is_some_and(|last| at != last + 1) {
            if found.len() >= FEWEST {
                break;
            }
            found.clear();
        }
        last = Some(at);
        found.push(Decided {
            question: None,
            outcome,
            line: paragraph.line,
        });
    }
    if found.len() < FEWEST {
        found.clear();
    }
    found
}

fn row(lower: &str) -> Option<Outcome> {
    const LABEL: std::ops::RangeInclusive<usize> = 2..=14;
    if labels_a_figure(lower.split(" (").next().unwrap_or(lower)) {
        return Some(Outcome::Disclosed);
    }
    let (label, answer) = lower.split_once(" - ")?;
    let names = LABEL.contains(&label.split(' ').count())
        && !any(
            label,
            "we | i | you | section | ref | reference | re | date | foi | freedom of information",
        )
        && label
            .bytes()
            .next()
            .is_some_and(|b| b.is_ascii_alphanumeric());
    let told = answer.bytes().any(|b| b.is_ascii_digit())
        || any(
            answer,
            "nil | none | nil return | yes | no | not held | no recorded",
        )
        || is_not_held(answer);
    (names && told).then(|| {
        if is_not_held(answer) {
            Outcome::NotHeld
        } else if keeps_back(answer) {
            Outcome::Refused
        } else {
            Outcome::Disclosed
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_known_by_their_marks() {
        for (text, nth) in [
            ("part 2. the lamps", Some(2)),
            ("first point: lamps sold", Some(1)),
            ("as to (2), there were five", Some(2)),
            ("on your third question, none", Some(3)),
            ("b. the log", Some(2)),
            ("(ii) the number", Some(2)),
            ("question 3 - the lamps", Some(3)),
            ("on 3 may we met", None),
            ("as to the lamps, there are none", None),
            ("first, the lamps", None),
        ] {
            assert_eq!(mark_of(text).map(|mark| mark.nth), nth, "{text}");
        }
    }

    #[test]
    fn a_row_of_things_has_an_answer_each() {
        assert_eq!(
            row("complaints about same - nil return"),
            Some(Outcome::Disclosed)
        );
        assert_eq!(
            row("lamps lost at sea - no recorded information held"),
            Some(Outcome::NotHeld)
        );
        assert_eq!(
            row("number of lamps lit in may: 17"),
            Some(Outcome::Disclosed)
        );
        assert_eq!(row("we looked everywhere - twice"), None);
    }
}
