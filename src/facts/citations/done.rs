//! Letters that a sentence tells by what was done on a day: `You answered it on 3 May`, `On 3 May the complainant wrote
//! to the Council`, `on 3 May a request was made`.
//!
//! A day on which a force answered a call, a council wrote off a debt or a brigade responded to a fire is no letter's.

use std::sync::LazyLock;

use regex::Regex;

use super::phrase::{PAPERS, Phrase, Whose};
use crate::facts::pattern::built_in;
use crate::facts::{Party, Tables};

/// How far behind a day what was done on it may be told, in bytes.
const CLAUSE: usize = 150;

/// Common nouns by which a paper calls a body.
const BODIES: [&str; 22] = [
    "council",
    "force",
    "trust",
    "authority",
    "public authority",
    "department",
    "constabulary",
    "police",
    "university",
    "school",
    "college",
    "board",
    "ministry",
    "agency",
    "commission",
    "service",
    "company",
    "regulator",
    "ombudsman",
    "hospital",
    "practice",
    "governors",
];
/// Common nouns for persons who write to one.
const PERSONS: [&str; 12] = [
    "complainant",
    "requester",
    "requestor",
    "applicant",
    "appellant",
    "respondent",
    "claimant",
    "data subject",
    "solicitor",
    "solicitors",
    "correspondent",
    "member of the public",
];

/// Papers that are made, sent or served, so that the day is theirs.
const SENT: &str = r"(?:(?:decision|information|enforcement|penalty|refusal)\s+)?notices?|requests?|letters?|e-?mails?|repl(?:y|ies)|responses?|answers?|refusal|acknowledge?ments?|submissions?|representations|reprimand|memo(?:randum)?|fax|complaint";

/// What a request may be for that no letter asks for.
static CALLED_OUT: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?is-u)^\s+(?:was\s+\w+\s+)?(?:\w+\s+){0,3}?for\s+(?:an?\s+|the\s+|more\s+|further\s+)?(?:ambulance|assistance|back-?up|help|support|leave|officers|silence|a\s+taxi|taxi|bail)\b",
    )
});

/// Words that may stand between who did something and the verb.
const AGAIN: [&str; 16] = [
    "had",
    "has",
    "have",
    "then",
    "also",
    "first",
    "later",
    "again",
    "formally",
    "duly",
    "finally",
    "last",
    "previously",
    "recently",
    "subsequently",
    "originally",
];

/// `the Council answered that request on`, up to the day.
static TOLD_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    built_in(&format!(
        r"(?isx)
        (?-u:\b)(?P<who> you|we|i|he|she|they|(?:the|this|that)\s+[\w-]+(?:\s+[\w-]+)?|[^\s,;:]+(?:\s+[^\s,;:]+){{0,5}}? )
        \s+ (?:(?:had|has|have|then|also|first|later|again|formally|duly|finally|last|previously|recently|subsequently|originally)\s+)*
        (?P<verb>wrote\s+back|wrote|replied|responded|answered|asked)
        (?P<object> \s+(?:it|this|that|us|you|me)
          | \s+(?:to\s+)?(?:it|this|that|us|you|me|(?:your|our|my|the|that|this|his|her|their|its)\s+(?:[\w-]+\s+){{0,2}}?(?:{SENT})) )?
        \s+on(?:\s+the)? \s*$"
    ))
});

/// The verbs of the two patterns below, without which neither fits.
static DONE: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        "(?i-u:was|were|wrote|replied|answered|responded|mailed|acknowledged|asked|complained|made|sent|submitted|issued|provided|gave|lodged|served|requested)",
    )
});

/// `a request for the logs was made`, behind the day.
static PASSIVE: LazyLock<Regex> = LazyLock::new(|| {
    built_in(&format!(
        r"(?isx-u)^,?\s*(?P<whose>an?|the|your|our|my|this|that|his|her|their|its|another|further)\s+(?:[\w-]+\s+){{0,3}}?(?P<paper>{SENT})(?P<about>(?:\s+[\w'-]+){{0,8}}?)\s+(?:was|were)\s+(?:then\s+|also\s+)?(?:made|sent|issued|submitted|written|served|e-?mailed|posted|lodged)\b(?:\s+(?P<by>by)\b)?"
    ))
});

/// `the complainant made a request`, behind the day; with what follows the verb.
static ACTIVE: LazyLock<Regex> = LazyLock::new(|| {
    built_in(&format!(
        r"(?isx)^,?\s*(?P<who>[^,;:]{{1,60}}?)\s+(?:(?:had|has|have|then|also|first|later|again|formally|duly|finally|last|previously|recently|subsequently|originally)\s+)*
        (?-u:\b)(?:(?P<verb>wrote|replied|answered|responded|e-?mailed|acknowledged|asked|complained)(?-u:\b)
        |(?P<sent>made|sent|submitted|issued|provided|gave|lodged|served|requested)\s+(?:(?:us|you|me|him|her|them)\s+)?(?:an?|the|its|his|her|their|your|our|my|this|that|another)\s+(?:[\w-]+\s+){{0,4}}?(?P<paper>{SENT}|(?:internal\s+)?review)(?-u:\b))"
    ))
});

/// Who is meant by some words that stand alone.
fn someone(words: &str, tables: &Tables) -> Option<Whose> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let printed = words.join(" ");
    let lower = printed.to_lowercase();
    match lower.as_str() {
        "you" | "yourselves" => return Some(Whose::Yours),
        "we" | "i" | "us" | "me" => return Some(Whose::Ours),
        "he" | "she" | "they" | "him" | "her" | "them" => return Some(Whose::Untold),
        "the commissioner" => return Some(Whose::Of("ICO".to_owned())),
        _ => {}
    }
    let plain = lower
        .strip_prefix("the ")
        .map_or(printed.as_str(), |_| &printed[4..]);
    if let Some(short) = tables.parties.by_name(plain) {
        return Some(Whose::Of(short.to_owned()));
    }
    let noun = [
        "the ", "this ", "that ", "your ", "a ", "his ", "her ", "their ",
    ]
    .iter()
    .find_map(|article| lower.strip_prefix(article));
    if let Some(noun) = noun {
        if BODIES.contains(&noun) {
            return Some(Whose::Called(noun.to_owned()));
        }
        if PERSONS.contains(&noun) {
            return Some(Whose::Untold);
        }
    }
    let titled = ["Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Professor"]
        .iter()
        .any(|title| words.first() == Some(title));
    let capital = words
        .iter()
        .all(|word| word.starts_with(char::is_uppercase));
    (titled && capital && (2..=4).contains(&words.len())).then_some(Whose::Of(printed))
}

/// Who is meant by the first words of some, and how many bytes they take.
fn someone_first(words: &str, tables: &Tables) -> Option<(Whose, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut at = 0;
    for word in words.split_whitespace().take(8) {
        at += words.get(at..)?.find(word)? + word.len();
        ends.push(at);
        if word.ends_with([',', ';', ':']) {
            break;
        }
    }
    ends.into_iter().rev().find_map(|end| {
        let some = words.get(..end)?.trim_end_matches([',', ';', ':']);
        Some((someone(some, tables)?, some.len()))
    })
}

/// Who is meant by the last words of some, and where they begin.
fn someone_last(words: &str, tables: &Tables) -> Option<(Whose, usize)> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = words.len();
    for word in words.split_whitespace().rev().take(8) {
        at = words.get(..at)?.rfind(word)?;
        starts.push(at);
    }
    let known = starts
        .into_iter()
        .rev()
        .find_map(|start| Some((someone(words.get(start..)?, tables)?, start)));
    known.or_else(|| {
        let end = words.trim_end().len();
        let one = tables.parties.find(words).pop()?;
        (one.end + 2 > end).then_some((Whose::Of(one.short), one.start))
    })
}

/// The one body that some words name, if they name no other.
pub(super) fn only_body(words: &str, tables: &Tables) -> Whose {
    let mut named: Vec<Whose> = Vec::new();
    for one in tables.parties.find(words) {
        named.push(Whose::Of(one.short));
    }
    let lower = words.to_lowercase();
    for noun in BODIES {
        if lower.contains(&format!("the {noun} ")) {
            named.push(Whose::Called(noun.to_owned()));
        }
    }
    if lower.contains("the commissioner ") {
        named.push(Whose::Of("ICO".to_owned()));
    }
    named.dedup();
    match named.as_slice() {
        [one] => one.clone(),
        _ => Whose::Untold,
    }
}

/// `The ICO wrote to us on`, `you answered it on`: a letter without its name, told before its day.
pub(super) fn told_before(sentence: &str, from: usize, tables: &Tables) -> Option<Phrase> {
    if let Some(captures) = TOLD_BEFORE.captures(sentence) {
        let who = captures.name("who")?;
        let lead = sentence.get(..who.end())?;
        if let Some((whose, start)) = someone_last(lead, tables) {
            let object = captures
                .name("object")
                .map_or("", |object| object.as_str().trim());
            let object = object.strip_prefix("to ").unwrap_or(object);
            return Some(Phrase {
                whose,
                to: someone(object, tables),
                kind: "letter",
                plural: false,
                start: from + start,
            });
        }
    }
    let trimmed = sentence.trim_end();
    let trimmed = trimmed.strip_suffix("the").map_or(trimmed, str::trim_end);
    let told = trimmed
        .strip_suffix("on")
        .filter(|told| told.ends_with(char::is_whitespace))?;
    let at = told.rfind("wrote to ")?;
    let who = told.get(..at)?.trim_end();
    let whom = told.get(at + "wrote to ".len()..)?.trim();
    // another clause, with a day of its own
    if whom.len() > 60 || whom.contains(',') {
        return None;
    }
    let (whose, start) = someone_last(who, tables).or_else(|| {
        let words: Vec<&str> = who
            .split_whitespace()
            .rev()
            .take(4)
            .take_while(|word| word.starts_with(char::is_uppercase))
            .collect();
        let start = who.rfind(words.last()?)?;
        let name = words.into_iter().rev().collect::<Vec<_>>().join(" ");
        Some((Whose::Of(name), start))
    })?;
    let to = someone(whom, tables).or_else(|| {
        let known = tables.parties.find(whom).pop()?;
        Some(Whose::Of(known.short))
    });
    Some(Phrase {
        whose,
        to: to.filter(|to| *to != Whose::Untold),
        kind: "letter",
        plural: false,
        start: from + start,
    })
}

/// What a sentence says was done on the day that it opens with: `On 14 October 2021 the MPS wrote to us`.
pub(super) fn told_behind(
    text: &str,
    (start, end): (usize, usize),
    tables: &Tables,
) -> Option<(Phrase, usize)> {
    let before = text.get(..start)?.trim_end();
    let on = before
        .strip_suffix("On")
        .or_else(|| before.strip_suffix("on"))?;
    if on.ends_with(char::is_alphanumeric) {
        return None;
    }
    let rest = text.get(end..)?;
    let clause = rest.get(..rest.floor_char_boundary(CLAUSE))?;
    let clause = clause.split(['.', ';', '?', '\u{c}']).next()?;
    let clause = clause.split("\n\n").next()?.split("\r\n\r\n").next()?;
    // neither pattern goes over another of these marks
    let first = clause.strip_prefix(',').unwrap_or(clause);
    let first = first.split([',', ';', ':']).next()?;
    // beyond ASCII a letter may stand for another that only the patterns know
    if first.is_ascii() {
        let done = DONE.find(first)?;
        // `Ann Marsh wrote:` above every answer: who wrote is all that stands before the verb
        let who = first.get(..done.start())?;
        let last = done.end() == first.len() && who.ends_with(char::is_whitespace);
        let again = who.split_whitespace().next_back();
        let again = again.is_some_and(|word| AGAIN.contains(&word.to_ascii_lowercase().as_str()));
        if last && !again && someone(who, tables).is_none() {
            return None;
        }
    }
    let phrase = |whose, to: Option<Whose>, kind| Phrase {
        whose,
        to: to.filter(|to| *to != Whose::Untold),
        kind,
        plural: false,
        start: on.len(),
    };
    if let Some(captures) = PASSIVE.captures(clause) {
        let (whole, paper) = (captures.get(0)?, captures.name("paper")?);
        if CALLED_OUT.is_match(clause.get(paper.end()..)?) {
            return None;
        }
        let mut length = whole.end();
        let mut whose = match captures.name("whose")?.as_str().to_lowercase().as_str() {
            "your" => Whose::Yours,
            "our" | "my" => Whose::Ours,
            _ => Whose::Untold,
        };
        if captures.name("by").is_some()
            && let Some((by, taken)) = someone_first(clause.get(length..)?, tables)
        {
            whose = by;
            length += taken;
        }
        return Some((phrase(whose, None, kind_of(paper.as_str())), end + length));
    }
    let captures = ACTIVE.captures(clause)?;
    let whole = captures.get(0)?;
    let whose = someone(captures.name("who")?.as_str(), tables)?;
    let behind = clause.get(whole.end()..)?;
    if let Some(paper) = captures.name("paper") {
        if CALLED_OUT.is_match(behind) {
            return None;
        }
        let to = behind
            .strip_prefix(" to ")
            .and_then(|whom| someone_first(whom, tables));
        let length = whole.end() + to.as_ref().map_or(0, |(_, taken)| " to ".len() + taken);
        let kind = kind_of(paper.as_str());
        return Some((phrase(whose, to.map(|(to, _)| to), kind), end + length));
    }
    let verb = captures.name("verb")?.as_str().to_lowercase();
    let trimmed = behind.trim_start();
    let blank = behind.len() - trimmed.len();
    let (to_len, whom) = trimmed
        .strip_prefix("to ")
        .or_else(|| trimmed.strip_prefix("to\n"))
        .map_or((0, None), |whom| (3, Some(whom)));
    let object = whom.unwrap_or(trimmed);
    let to = someone_first(object, tables);
    let ends = behind.is_empty() || behind.starts_with(',');
    let next = object
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let goes_on = [
        "and",
        "but",
        "that",
        "by",
        "in",
        "with",
        "saying",
        "stating",
        "asking",
        "about",
        "confirming",
        "refusing",
        "again",
        "back",
        "as",
        "it",
        "this",
        "explaining",
        "on",
        "at",
        "from",
        "under",
        "providing",
        "disclosing",
    ]
    .contains(&next.as_str());
    let is_letter = match verb.as_str() {
        "asked" | "complained" => to.is_some(),
        "wrote" if whom.is_none() => ends || to.is_some() || goes_on || written(object, 4),
        "answered" | "responded" | "replied" | "acknowledged" => {
            ends || to.is_some() || goes_on && whom.is_none() || written(object, 4)
        }
        _ => true,
    };
    if !is_letter {
        return None;
    }
    let kind = if verb.ends_with("mailed") {
        "email"
    } else {
        "letter"
    };
    let addressed =
        whom.is_some() || matches!(verb.as_str(), "asked" | "answered") || verb.ends_with("mailed");
    let to = to.filter(|_| addressed);
    let length = whole.end() + to.as_ref().map_or(0, |(_, taken)| blank + to_len + taken);
    Some((phrase(whose, to.map(|(to, _)| to), kind), end + length))
}

/// Whether one of the first words names what is written.
fn written(words: &str, most: usize) -> bool {
    words.split_whitespace().take(most).any(|word| {
        let word = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        let one = word.strip_suffix('s').unwrap_or(&word);
        PAPERS
            .iter()
            .any(|(paper, _)| *paper == one || *paper == word)
    })
}

/// The kind of a paper by the words that name it.
fn kind_of(paper: &str) -> &'static str {
    let lower = paper.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let name = words.join(" ");
    let one = name.strip_suffix('s').unwrap_or(&name);
    let of = |name: &str| {
        PAPERS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind)
    };
    of(&name).or_else(|| of(one)).unwrap_or("letter")
}

/// The body that a common noun means in a text: the one of which it says so, `Wick Borough Council ("the Council")`,
/// else the only side of the letter whose name has the noun.
pub(super) fn body(noun: &str, text: &str, sides: &[&[Party]], tables: &Tables) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    const OPENED: [&str; 6] = [
        "(the \"",
        "(\"the ",
        "(the \u{201c}",
        "(\u{201c}the ",
        "(the ",
        "('the ",
    ];
    let defined = OPENED.iter().find_map(|opened| {
        let words = format!("{opened}{noun}");
        let at = lower.find(&words)?;
        let ended = lower.get(at + words.len()..)?;
        if !ended.starts_with([')', '"', '\u{201d}', '\'']) {
            return None;
        }
        let before = text.get(..at)?.trim_end();
        let near = before.get(before.floor_char_boundary(before.len().saturating_sub(80))..)?;
        let known = tables
            .parties
            .find(near)
            .pop()
            .filter(|one| one.end == near.len());
        known.map(|one| one.short).or_else(|| {
            let words: Vec<&str> = near
                .split_whitespace()
                .rev()
                .take(6)
                .take_while(|word| {
                    word.starts_with(char::is_uppercase)
                        && !word.ends_with(['.', ','])
                        && *word != "The"
                })
                .collect();
            (words.len() > 1).then(|| words.into_iter().rev().collect::<Vec<_>>().join(" "))
        })
    });
    defined.or_else(|| {
        let mut having: Vec<&String> = sides
            .iter()
            .flat_map(|side| side.iter())
            .filter_map(|party| party.organisation.as_ref())
            .filter(|name| name.to_lowercase().contains(noun))
            .collect();
        having.dedup();
        match having.as_slice() {
            [one] => Some((*one).clone()),
            _ => None,
        }
    })
}
