//! Finds the asking within its surroundings: headers, notices, greeting, signature, quoted mail, and an answer.

use jiff::civil::Date;

use super::blocks::{self, Block, Marker};
use super::wording;
use crate::facts::{Tables, dates};

/// A text cut into what stands before the asking, the asking, and what stands after.
#[derive(Debug, Default)]
pub(super) struct Passage<'a> {
    head: Vec<&'a str>,
    subject: Option<&'a str>,
    asked: Vec<&'a str>,
    tail: Vec<&'a str>,
    names: Vec<String>,
    answered: bool,
}

/// Header lines that a message or a printed message begins with.
const HEADERS: [&str; 11] = [
    "from:",
    "to:",
    "cc:",
    "bcc:",
    "sent:",
    "date:",
    "subject:",
    "reply-to:",
    "importance:",
    "attachments:",
    "message-id:",
];

/// Lines of a form that tell who is asking.
const WHO: [&str; 14] = [
    "name:",
    "full name:",
    "your name:",
    "first name:",
    "surname:",
    "requester:",
    "applicant:",
    "address:",
    "email:",
    "email address:",
    "telephone:",
    "phone:",
    "postcode:",
    "date of birth:",
];

/// Words with which a response comes to the request it answers.
const OPENERS: [&str; 20] = [
    "you seek access to",
    "seek access to the following",
    "you requested",
    "you have requested",
    "you asked",
    "you have asked",
    "you wrote",
    "your request was",
    "your request is",
    "your request as",
    "your request reads",
    "your request for the following",
    "requested the following",
    "asked for the following",
    "request for the following",
    "request which reads",
    "worded as follows",
    "set out below",
    "following information request",
    "request for information as follows",
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

/// What notices of a web page say.
const NOTICES: [&str; 14] = [
    "cookie",
    "escape key",
    "leave this site",
    "skip to main",
    "skip to content",
    "javascript",
    "technical problem",
    "this site is a beta",
    "your feedback",
    "browser",
    "javascript is disabled",
    "back to top",
    "print this page",
    "share this page",
];

/// Words that end a request, alone on a line.
const SIGN_OFFS: [&str; 24] = [
    "yours faithfully",
    "yours sincerely",
    "yours truly",
    "yours",
    "kind regards",
    "kindest regards",
    "best regards",
    "warm regards",
    "regards",
    "with regards",
    "many thanks",
    "thanks",
    "thank you",
    "thanks in advance",
    "thank you in advance",
    "many thanks in advance",
    "best wishes",
    "all the best",
    "best",
    "cheers",
    "sincerely",
    "faithfully",
    "with thanks",
    "thanks and regards",
];

const GREETINGS: [&str; 8] = [
    "dear",
    "hi",
    "hello",
    "to whom it may concern",
    "good morning",
    "good afternoon",
    "good evening",
    "sir or madam",
];

/// Cuts a text into its parts.
pub(super) fn read(text: &str) -> Passage<'_> {
    let lines: Vec<&str> = text
        .split(['\n', '\u{c}'])
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    let mut passage = Passage::default();
    let lines = without_quoted(&lines);
    let lines = passage.take_headers(&lines);
    match opener(&lines) {
        Some((at, rest)) => passage.cut_out_of_answer(&lines, at, rest),
        None => passage.cut_letter(&lines),
    }
    passage
}

impl<'a> Passage<'a> {
    /// What stands before the asking, the subject line included, one line a line.
    pub(super) fn head(&self) -> String {
        self.head.join("\n")
    }

    /// The asking, cut into paragraphs and list entries.
    pub(super) fn blocks(&self) -> Vec<Block> {
        blocks::read(&self.asked)
    }

    /// Whether the request stands within a response.
    pub(super) fn is_answered(&self) -> bool {
        self.answered
    }

    /// The text in which references, days and bodies are looked for: the subject line and the asking.
    pub(super) fn asking(&self, context: &[String]) -> String {
        let subject = self.subject.filter(|_| !self.answered).unwrap_or_default();
        let mut asking = subject.to_owned();
        for paragraph in context {
            asking.push('\n');
            asking.push_str(paragraph);
        }
        asking
    }

    /// The day of receipt, where a line outside the requester's own words gives one.
    pub(super) fn received(&self) -> Option<Date> {
        let stamp = |line: &&&str| {
            let lower = line.trim().to_lowercase();
            lower.len() <= 60 && RECEIPT.iter().any(|label| lower.starts_with(label))
        };
        let around = self.head.iter().chain(&self.tail);
        let text = around
            .chain(self.asked.iter().filter(stamp))
            .copied()
            .collect::<Vec<_>>()
            .join("\n");
        dates::find(&text)
            .into_iter()
            .find(|found| text.get(..found.start).is_some_and(says_received))
            .map(|found| found.day)
    }

    /// The names of the person who asks, without those that belong to an organisation.
    pub(super) fn names(&self, tables: &Tables) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in &self.names {
            if !names.contains(name) && tables.parties.find(name).is_empty() {
                names.push(name.clone());
            }
        }
        names
    }

    /// Takes the header block at the top, if there is one, and gives the rest.
    fn take_headers(&mut self, lines: &[&'a str]) -> Vec<&'a str> {
        let first = lines
            .iter()
            .position(|line| !line.trim().is_empty())
            .unwrap_or(0);
        let mut at = first;
        let mut seen = 0;
        while let Some(line) = lines.get(at) {
            let lower = line.trim_start().to_lowercase();
            let folded = seen > 0 && line.starts_with([' ', '\t']) && !line.trim().is_empty();
            let Some(header) = HEADERS.iter().find(|header| lower.starts_with(**header)) else {
                if !folded {
                    break;
                }
                at += 1;
                continue;
            };
            let value = line
                .trim_start()
                .get(header.len()..)
                .unwrap_or_default()
                .trim();
            match *header {
                "subject:" => self.subject = Some(value),
                "from:" => self.names.extend(wording::person(
                    value.split(['<', '[', '(']).next().unwrap_or_default(),
                )),
                _ => {}
            }
            seen += 1;
            at += 1;
        }
        if seen < 2 && self.subject.is_none() {
            return lines.to_vec();
        }
        // A message's own date is when it was sent, not when it came.
        self.head.extend(self.subject);
        lines.get(at..).unwrap_or_default().to_vec()
    }

    /// Cuts a request out of the response that quotes it.
    fn cut_out_of_answer(&mut self, lines: &[&'a str], at: usize, rest: &'a str) {
        self.answered = true;
        let (before, after) = lines.split_at(at.min(lines.len()));
        self.head.extend(before);
        self.head.extend(after.first());
        for line in before {
            if let Some(name) = greeted(line) {
                self.names.extend(name);
            }
        }
        if !rest.trim().is_empty() {
            self.asked.push(rest);
        }
        let mut last = 0;
        let mut answering = false;
        let mut over = false;
        for line in after.iter().skip(1) {
            let marker = blocks::marker(line).and_then(|(marker, _)| marker.number());
            if over {
                self.tail.push(line);
            } else if answering {
                // Answers set between the questions: only the next question's number leads back to the asking.
                match marker {
                    Some(number) if number == last + 1 && last > 0 => {
                        answering = false;
                        last = number;
                        self.asked.push(line);
                    }
                    Some(_) => {
                        over = true;
                        self.tail.push(line);
                    }
                    None => self.tail.push(line),
                }
            } else if begins_answer(line, self.has_asked()) || (signs_off(line) && self.has_asked())
            {
                answering = true;
                self.tail.push(line);
            } else {
                last = marker.unwrap_or(last);
                self.keep(line);
            }
        }
    }

    /// Cuts the asking out of a letter or a message.
    fn cut_letter(&mut self, lines: &[&'a str]) {
        let greeting = lines
            .iter()
            .take(60)
            .position(|line| greeted(line).is_some());
        let (before, body) = lines.split_at(greeting.unwrap_or(0));
        self.head.extend(before);
        let mut after_sign_off = None;
        for (at, line) in body.iter().enumerate() {
            if at == 0 && greeting.is_some() {
                self.keep_after_greeting(line);
            } else if after_sign_off.is_some() || begins_answer_for_certain(line, self.has_asked())
            {
                after_sign_off.get_or_insert(at);
                self.tail.push(line);
            } else if signs_off(line) && self.has_asked() {
                after_sign_off = Some(at);
                let signature = body.get(at + 1..).unwrap_or_default();
                self.names.extend(
                    signature
                        .iter()
                        .map(|line| line.trim())
                        .find(|line| !line.is_empty())
                        .and_then(wording::person),
                );
            } else {
                self.keep(line);
            }
        }
        // An afterthought below the signature is still part of the request.
        let afterthought = self.tail.iter().position(|line| {
            let lower = line.trim_start().to_lowercase();
            lower.starts_with("ps ")
                || lower.starts_with("ps:")
                || lower.starts_with("p.s")
                || lower.starts_with("ps.")
        });
        if let Some(at) = afterthought {
            let rest = self.tail.split_off(at);
            self.asked.push("");
            self.asked.extend(rest);
        }
    }

    /// Keeps a line of the asking, unless it is a notice, a greeting, or tells who is asking.
    fn keep(&mut self, line: &'a str) {
        let lower = line.trim().to_lowercase();
        if NOTICES.iter().any(|notice| lower.contains(notice)) && !wording::asks(&lower) {
            return;
        }
        if let Some(label) = WHO.iter().find(|label| lower.starts_with(**label)) {
            if label.contains("name") || matches!(*label, "requester:" | "applicant:") {
                self.names.extend(wording::person(
                    line.trim().get(label.len()..).unwrap_or_default(),
                ));
            }
            return;
        }
        if let Some(subject) = lower
            .strip_prefix("subject:")
            .or_else(|| lower.strip_prefix("re:"))
        {
            self.head.push(line);
            if !wording::asks(subject) {
                self.subject = self.subject.or_else(|| {
                    line.trim()
                        .split_once(':')
                        .map(|(_, subject)| subject.trim())
                });
                return;
            }
        }
        if greeted(line).is_some() && self.asked.iter().all(|line| line.trim().is_empty()) {
            return;
        }
        self.names.extend(wording::own_name(line));
        self.asked.push(line);
    }

    /// Keeps what follows a greeting on its own line: `Dear Sir, please send me ...`.
    fn keep_after_greeting(&mut self, line: &'a str) {
        if let Some((_, rest)) = line.split_once(',')
            && rest.split_whitespace().count() > 3
        {
            self.asked.push(rest);
        }
    }

    fn has_asked(&self) -> bool {
        self.asked
            .iter()
            .any(|line| line.split_whitespace().count() > 3)
    }
}

/// Labels of a stamp or a form line with the day of receipt.
const RECEIPT: [&str; 8] = [
    "received",
    "date received",
    "date of receipt",
    "date of request",
    "date request received",
    "request received",
    "request date",
    "date requested",
];

/// Whether the words right before a date say that the request was received then.
fn says_received(before: &str) -> bool {
    let from = before.char_indices().rev().nth(80).map_or(0, |(at, _)| at);
    let near = before.get(from..).unwrap_or_default().to_lowercase();
    let near = near.rsplit(['.', ';', '?']).next().unwrap_or_default();
    let labelled = RECEIPT.iter().any(|label| {
        near.rfind(label).is_some_and(|at| {
            near.get(at + label.len()..).is_some_and(|between| {
                between
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|word| !word.is_empty())
                    .all(|word| FILLERS.contains(&word))
            })
        })
    });
    let others = ["letter", "complaint", "reprimand", "report"];
    labelled && (near.contains("request") || !others.iter().any(|other| near.contains(other)))
}

/// Words that may stand between "received" and the day.
const FILLERS: [&str; 34] = [
    "on",
    "by",
    "the",
    "us",
    "at",
    "in",
    "here",
    "of",
    "date",
    "dated",
    "was",
    "is",
    "our",
    "office",
    "team",
    "unit",
    "department",
    "force",
    "mps",
    "police",
    "service",
    "metropolitan",
    "this",
    "email",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "and",
    "we",
    "mo",
];

/// Where a response comes to the request, and what follows on that line.
fn opener<'a>(lines: &[&'a str]) -> Option<(usize, &'a str)> {
    lines.iter().enumerate().find_map(|(at, line)| {
        let trimmed = line.trim();
        let lower = trimmed.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        if HEADINGS.contains(&bare) {
            return Some((at, ""));
        }
        let said = OPENERS.iter().any(|opener| lower.contains(opener));
        if !said {
            return None;
        }
        let (before, rest) = trimmed.split_once(':').unwrap_or((trimmed, ""));
        let opens = trimmed.contains(':')
            && OPENERS
                .iter()
                .any(|opener| before.to_lowercase().contains(opener));
        let next = lines
            .get(at + 1..)?
            .iter()
            .find(|line| !line.trim().is_empty())?;
        let listed =
            blocks::marker(next).is_some() || next.trim().starts_with(['"', '“', '‘', '\'']);
        // A line of the requester's own may hold such words; what opens is a colon at the end, or a list or a quotation below.
        (opens || listed).then_some((at, rest))
    })
}

fn begins_answer_for_certain(line: &str, asked: bool) -> bool {
    let trimmed = line.trim();
    let lower = trimmed.to_lowercase();
    let capitals = trimmed.len() > 6 && !trimmed.chars().any(char::is_lowercase);
    ANSWERS.iter().any(|start| lower.starts_with(start)) && asked
        || capitals
            && asked
            && ANSWER_HEADINGS.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
}

fn begins_answer(line: &str, asked: bool) -> bool {
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
    ANSWERS.iter().any(|start| lower.starts_with(start))
        || asked
            && (headed || numbered || LIKELY_ANSWERS.iter().any(|start| lower.starts_with(start)))
}

fn signs_off(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let first = lower
        .split([',', '-', '–'])
        .next()
        .unwrap_or_default()
        .trim();
    SIGN_OFFS.contains(&bare)
        || (SIGN_OFFS.contains(&first) && lower.split_whitespace().count() <= 6)
}

/// The person a greeting names, if the line is a greeting: `Some(None)` for `Dear Sir`.
fn greeted(line: &str) -> Option<Option<String>> {
    let trimmed = line.trim();
    let lower = trimmed.to_lowercase();
    let greeting = GREETINGS.iter().find(|greeting| {
        lower
            .strip_prefix(**greeting)
            .is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphanumeric()))
    })?;
    let (greeted, rest) = trimmed.split_once([',', ':']).unwrap_or((trimmed, ""));
    if greeted.split_whitespace().count() > 9
        || (rest.is_empty() && trimmed.split_whitespace().count() > 9)
    {
        return None;
    }
    Some(wording::person(
        greeted.get(greeting.len()..).unwrap_or_default(),
    ))
}

/// The lines of the newest message: earlier mail quoted below it is left out, unless only that one asks something.
fn without_quoted<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let cut = (0..lines.len()).find(|at| begins_quoted(lines, *at));
    let (own, quoted) = lines.split_at(cut.unwrap_or(lines.len()));
    let kept: Vec<&str> = own
        .iter()
        .copied()
        .filter(|line| !line.trim_start().starts_with('>'))
        .collect();
    let asks = |lines: &[&str]| {
        let body = lines.iter().filter(|line| {
            let lower = line.trim_start().to_lowercase();
            !HEADERS.iter().any(|header| lower.starts_with(header))
        });
        wording::asks_in_body(&body.copied().collect::<Vec<_>>().join(" ").to_lowercase())
    };
    if asks(&kept) || (quoted.is_empty() && kept.len() == lines.len()) {
        return kept;
    }
    let unquoted: Vec<&str> = own
        .iter()
        .chain(quoted.iter().skip(usize::from(
            !quoted.first().is_some_and(|line| is_header(line)),
        )))
        .map(|line| {
            line.trim_start()
                .trim_start_matches('>')
                .strip_prefix(' ')
                .unwrap_or(line.trim_start().trim_start_matches('>'))
        })
        .collect();
    let inner = if quoted.is_empty() {
        unquoted
    } else {
        let inner: Vec<&str> = unquoted.into_iter().skip(own.len()).collect();
        without_quoted(&inner)
    };
    if asks(&inner) { inner } else { kept }
}

fn is_header(line: &str) -> bool {
    let lower = line
        .trim_start()
        .trim_start_matches(['>', ' '])
        .to_lowercase();
    HEADERS.iter().any(|header| lower.starts_with(header))
}

/// Whether earlier mail begins at this line.
fn begins_quoted(lines: &[&str], at: usize) -> bool {
    let Some(line) = lines.get(at).map(|line| line.trim()) else {
        return false;
    };
    let lower = line.to_lowercase();
    let dashes = line.starts_with("--") || line.starts_with("__");
    if dashes && (lower.contains("original message") || lower.contains("forwarded"))
        || lower.starts_with("begin forwarded message")
    {
        return true;
    }
    if lower.starts_with("on ")
        && lines
            .iter()
            .skip(at)
            .take(3)
            .any(|line| line.trim_end().ends_with("wrote:"))
    {
        return true;
    }
    let headers_follow = lines
        .iter()
        .skip(at + 1)
        .take(4)
        .filter(|line| is_header(line))
        .count();
    let after_text = lines
        .iter()
        .take(at)
        .any(|line| !line.trim().is_empty() && !is_header(line));
    lower.starts_with("from:") && headers_follow >= 1 && after_text
}

impl Marker {
    /// The number of a top entry, where it is one.
    fn number(&self) -> Option<u32> {
        match self {
            Self::Number {
                value, part: None, ..
            } => Some(*value),
            _ => None,
        }
    }
}
