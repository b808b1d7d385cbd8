//! Knows the words with which a response comes to the request it quotes, and those with which its answer begins.

use super::{blocks, wording};

/// Words with which a response comes to the request it answers; a colon, a list or a quotation follows.
const OPENERS: [&str; 22] = [
    "you seek",
    "you sought",
    "you request",
    "you requested",
    "you have requested",
    "you are requesting",
    "you ask",
    "you asked",
    "you have asked",
    "you are asking",
    "you want",
    "you wanted",
    "you wrote",
    "you would like",
    "your request",
    "your questions",
    "your email of",
    "requested the following",
    "asked for the following",
    "request which reads",
    "worded as follows",
    "following information request",
];

/// Words that show a line of a response to lead to what was found, and not to what was asked.
const NOT_OPENERS: [&str; 12] = [
    "search", "locat", "records:", "response", "answer", "disclos", "refus", "exempt", "withh",
    "attach", "provided", "decision",
];

/// Headings under which a response or a page repeats the request.
const HEADINGS: [&str; 14] = [
    "request",
    "the request",
    "your request",
    "details of request",
    "request details",
    "information requested",
    "information request",
    "foi request",
    "request for information",
    "question",
    "questions",
    "you asked",
    "request summary",
    "your questions",
];

/// Beginnings of lines with which an answer certainly begins.
const ANSWERS: [&str; 26] = [
    "following receipt of your request",
    "reason for decision",
    "reasons for decision",
    "extent and result of searches",
    "i have today decided",
    "this email accordingly",
    "this letter accordingly",
    "your request has now been",
    "your request has been considered",
    "your request for information has",
    "in response to your request",
    "in response to the above",
    "in response to your question",
    "to locate the information",
    "searches were conducted",
    "searches have been",
    "these searches located",
    "i have conducted",
    "we have conducted",
    "please find attached our response",
    "please find below our response",
    "please find below the response",
    "please find our response",
    "having completed",
    "having conducted",
    "i have considered your request",
];

/// Beginnings with which an answer begins once something has been asked.
const LIKELY_ANSWERS: [&str; 24] = [
    "i can confirm",
    "we can confirm",
    "i confirm that",
    "i am able to",
    "we are able to",
    "i am writing to confirm",
    "please find",
    "we do hold",
    "we do not hold",
    "we hold",
    "no information held",
    "no information is held",
    "information held",
    "the information you",
    "the information requested",
    "under section",
    "section 17",
    "the freedom of information act 2000",
    "with regard to your request",
    "in accordance with",
    "unfortunately",
    "having considered",
    "i regret",
    "i have decided",
];

/// Whole lines that head an answer.
const ANSWER_HEADINGS: [&str; 14] = [
    "decision",
    "response",
    "our response",
    "the response",
    "answer",
    "answers",
    "reply",
    "our reply",
    "reason",
    "reasons",
    "outcome",
    "disclosure",
    "force response",
    "result of searches",
];

/// What only an answer says, wherever in a line.
const SAID_IN_ANSWERS: [&str; 8] = [
    "searches located",
    "located the following",
    "records were located",
    "today decided",
    "a refusal notice",
    "by virtue of the following",
    "i have searched",
    "we have searched",
];

/// Where a response comes to the request, and what follows on that line.
pub(super) fn opener<'a>(lines: &[&'a str]) -> Option<(usize, &'a str)> {
    lines.iter().enumerate().find_map(|(at, line)| {
        let trimmed = line.trim();
        let lower = trimmed.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        if HEADINGS.contains(&bare) {
            return Some((at, ""));
        }
        let opens_with = |text: &str| {
            OPENERS
                .iter()
                .any(|opener| wording::has_words(text, opener))
                && !NOT_OPENERS.iter().any(|other| text.contains(other))
        };
        let (before, rest) = trimmed.split_once(':').unwrap_or((trimmed, ""));
        // A line of the requester's own may hold such words: what opens is a colon, or a list or a quotation below.
        if trimmed.contains(':') {
            let before = before.to_lowercase();
            let sentence = before.rsplit(". ").next().unwrap_or_default();
            return opens_with(sentence).then_some((at, rest));
        }
        let next = lines
            .get(at + 1..)?
            .iter()
            .find(|line| !line.trim().is_empty())?;
        let listed = blocks::marker(next).is_some() || next.trim().starts_with(['"', '“', '‘']);
        (listed && opens_with(&lower)).then_some((at, ""))
    })
}

pub(super) fn begins_answer_for_certain(line: &str, asked: bool) -> bool {
    let trimmed = line.trim();
    let lower = trimmed.to_lowercase();
    let capitals = trimmed.len() > 6 && !trimmed.chars().any(char::is_lowercase);
    said_in_answer(&lower) && asked
        || capitals
            && asked
            && ANSWER_HEADINGS.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
}

fn said_in_answer(lower: &str) -> bool {
    ANSWERS.iter().any(|start| lower.starts_with(start))
        || SAID_IN_ANSWERS.iter().any(|words| lower.contains(words))
}

pub(super) fn begins_answer(line: &str, asked: bool) -> bool {
    let lower = line.trim().to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let headed = ANSWER_HEADINGS
        .iter()
        .any(|heading| bare == *heading || lower.starts_with(&format!("{heading}:")));
    let numbered = lower.starts_with('a')
        && lower.get(1..).is_some_and(|rest| {
            let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
            (1..=2).contains(&figures)
                && rest
                    .get(figures..)
                    .is_some_and(|rest| rest.starts_with(['.', ':', ')', ' ']))
        });
    said_in_answer(&lower)
        || asked
            && (headed || numbered || LIKELY_ANSWERS.iter().any(|start| lower.starts_with(start)))
}

/// The first question's line, where headings such as "Answer" stand between numbered questions.
pub(super) fn answered_in_turn(lines: &[&str]) -> Option<usize> {
    let first = lines.iter().position(|line| {
        blocks::marker(line).is_some_and(|(marker, _)| marker.number() == Some(1))
    })?;
    let headings = [
        "answer",
        "response",
        "our response",
        "reply",
        "our reply",
        "force response",
    ];
    lines
        .get(first + 1..)?
        .iter()
        .map(|line| line.trim().to_lowercase())
        .any(|line| headings.contains(&line.trim_matches(|c: char| !c.is_alphanumeric())))
        .then_some(first)
}
