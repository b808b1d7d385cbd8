//! Finds the asking within its surroundings: headers, notices, greeting, signature, quoted mail, and an answer.

use std::cell::Cell;

use jiff::civil::Date;

use super::answer::{answered_in_turn, begins_answer, begins_answer_for_certain, opener};
use super::blocks::{self, Block};
use super::quoted::{HEADERS, without_quoted};
use super::surroundings::{NOTICES, WHO, greeted, is_label, is_schedule, signed_off_by, signs_off};
use super::{form, people, receipt, surroundings, wording};
use crate::facts::Tables;

/// A text cut into what stands before the asking, the asking, and what stands after.
#[derive(Debug, Default)]
pub(super) struct Passage<'a> {
    head: Vec<&'a str>,
    subject: Option<&'a str>,
    asked: Vec<&'a str>,
    /// So many lines of the asking are known to be too short to ask.
    short: Cell<usize>,
    tail: Vec<&'a str>,
    greeting: Option<&'a str>,
    to: Option<&'a str>,
    names: Vec<String>,
    answered: bool,
}

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
        None => match answered_in_turn(&lines) {
            Some(at) => {
                passage.cut_out_of_answer(&lines, at, lines.get(at).copied().unwrap_or_default())
            }
            None => passage.cut_letter(&lines),
        },
    }
    passage
}

impl<'a> Passage<'a> {
    /// What stands before the asking, the subject line included, one line a line.
    pub(super) fn head(&self) -> String {
        self.head.join("\n")
    }

    /// The lines below what is asked, where no response stands there.
    pub(super) fn foot(&self) -> &[&'a str] {
        if self.answered { &[] } else { &self.tail }
    }

    /// The asking, cut into paragraphs and list entries.
    pub(super) fn blocks(&self) -> Vec<Block> {
        blocks::read(&self.asked)
    }

    /// Whether the request stands within a response.
    pub(super) fn is_answered(&self) -> bool {
        self.answered
    }

    /// Where the lines of the asking stand in the text that was read, where a response quotes them.
    pub(super) fn asked_in_answer(&self, text: &str) -> Vec<(usize, usize)> {
        if !self.answered {
            return Vec::new();
        }
        let whole = text.as_ptr() as usize;
        self.asked
            .iter()
            .filter(|line| !line.trim().is_empty())
            .filter_map(|line| {
                let start = (line.as_ptr() as usize).checked_sub(whole)?;
                (start + line.len() <= text.len()).then_some((start, start + line.len()))
            })
            .collect()
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

    /// The greeting, which may name the body that is asked.
    pub(super) fn greeting(&self) -> &'a str {
        self.greeting.unwrap_or_default()
    }

    /// The body that is greeted, else the one named as the addressee without an address: its short name where it has
    /// one, else as it is printed. A person, a post or "Sir" is none.
    pub(super) fn addressed(&self, tables: &Tables) -> Option<String> {
        let greeted = surroundings::greeted_words(self.greeting());
        let to = self.to.filter(|to| !to.contains(['@', '<']));
        [greeted, to].into_iter().flatten().find_map(|words| {
            let words = words.trim().trim_end_matches([',', ':', '.']).trim();
            let words = surroundings::unsoftened(words);
            let words = words.as_str();
            let known = tables.parties.find(words).into_iter().next();
            let named = || {
                let pieces: Vec<&str> = words.split_whitespace().collect();
                let capital = |piece: &&&str| piece.starts_with(char::is_uppercase);
                let body = pieces.len() > 1
                    && pieces.iter().filter(capital).count() > 1
                    && surroundings::is_body(words);
                body.then(|| words.to_owned())
            };
            known.map(|mention| mention.short).or_else(named)
        })
    }

    /// The day of receipt, where a line outside the requester's own words gives one.
    pub(super) fn received(&self) -> Option<Date> {
        let around = self.head.iter().chain(&self.tail);
        let stamps = self.asked.iter().filter(|line| receipt::is_stamp(line));
        receipt::day(&around.chain(stamps).copied().collect::<Vec<_>>().join("\n"))
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
                "from:" => self.names.extend(people::signed(value)),
                "to:" => self.to = Some(value),
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
            self.names.extend(greeted(line).flatten());
            self.take_name(line);
        }
        if !rest.trim().is_empty() {
            self.asked.push(rest);
        }
        let number = |line: &str| blocks::marker(line).and_then(|(marker, _)| marker.number());
        let mut last = number(rest).unwrap_or(0);
        let mut answering = false;
        let mut over = false;
        for line in after.iter().skip(1) {
            let marker = number(line);
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
        let ungreeted = |(at, _): &(usize, &str)| {
            let mut above = lines.iter().take(*at);
            above.all(|line| greeted(line).is_none())
        };
        if let Some((at, rest)) = form::asked(lines).filter(ungreeted) {
            let (before, after) = lines.split_at(at);
            for line in before {
                if !self.take_name(line) {
                    self.head.push(line);
                }
            }
            let below: Vec<&str> = std::iter::once(rest)
                .chain(after.iter().skip(1).copied())
                .collect();
            return self.cut_body(&below);
        }
        self.cut_body(lines);
    }

    /// Cuts what stands above the greeting and below the signature off the asking.
    fn cut_body(&mut self, lines: &[&'a str]) {
        let greeting = lines
            .iter()
            .take(60)
            .position(|line| greeted(line).is_some());
        let (before, body) = lines.split_at(greeting.unwrap_or(0));
        self.head.extend(before);
        let mut after_sign_off = None;
        for (at, line) in body.iter().enumerate() {
            if at == 0 && greeting.is_some() {
                self.greeting = line.split([',', ':']).next();
                self.keep_after_greeting(line);
            } else if after_sign_off.is_some() || begins_answer_for_certain(line, self.has_asked())
            {
                after_sign_off.get_or_insert(at);
                self.tail.push(line);
            } else if (signs_off(line) || self.is_signed(line)) && self.has_asked() {
                after_sign_off = Some(at);
                self.take_signature(line, body.get(at + 1..).unwrap_or_default());
            } else {
                self.keep(line);
            }
        }
        if after_sign_off.is_none() {
            self.take_bare_signature();
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
        // So is a schedule of questions behind it.
        if let Some(at) = self.tail.iter().position(|line| is_schedule(line)) {
            let mut rest = self.tail.split_off(at);
            self.tail.extend(rest.drain(..1));
            self.asked.push("");
            self.asked.extend(rest);
        }
    }

    /// Takes the names out of a sign-off and the lines below it.
    fn take_signature(&mut self, line: &str, below: &[&str]) {
        self.names
            .extend(signed_off_by(line).and_then(people::signed));
        let mut lines = below
            .iter()
            .map(|line| line.trim())
            .filter(|line| !line.is_empty());
        let first = lines.next().and_then(people::signed);
        let given_alone = first.as_ref().is_none_or(|name| !name.contains(' '));
        // "Ann", and below it "Ann Example"; a house or a paper below the name is none
        let more: Vec<String> = lines
            .take(3)
            .filter_map(people::signed)
            .filter(|name| {
                let shares = first.as_ref().is_some_and(|first| {
                    name.split(' ')
                        .any(|part| first.split(' ').any(|own| own == part))
                });
                shares || given_alone && first.is_none() && name.contains(' ')
            })
            .collect();
        self.names.extend(first);
        self.names.extend(more);
    }

    /// A name that ends a message without any sign-off: apart from what is asked, below a whole sentence.
    fn take_bare_signature(&mut self) {
        let Some(last) = self.asked.iter().rposition(|line| !line.trim().is_empty()) else {
            return;
        };
        let before = self.asked.get(..last).unwrap_or_default();
        let apart = before.last().is_some_and(|line| line.trim().is_empty());
        let sentence = before
            .iter()
            .rev()
            .find(|line| !line.trim().is_empty())
            .is_some_and(|line| line.trim_end().ends_with(['.', '?', '!']));
        let line = self.asked.get(last).map_or("", |line| line.trim());
        if !apart || !sentence || line.ends_with(['?', ':', ';']) || blocks::marker(line).is_some()
        {
            return;
        }
        if let Some(name) = people::person(line.trim_end_matches(','))
            .filter(|name| name.contains(' ') && line.split_whitespace().count() <= 4)
        {
            self.names.push(name);
            self.tail.extend(self.asked.drain(last..));
        }
    }

    /// Keeps a line of the asking, unless it is a notice, a greeting, or tells who is asking.
    fn keep(&mut self, line: &'a str) {
        let lower = line.trim().to_lowercase();
        if !self.has_begun() && is_label(&lower) {
            self.head.push(line);
            return;
        }
        if NOTICES.iter().any(|notice| lower.contains(notice)) && !wording::asks(&lower) {
            return;
        }
        if self.take_name(line) {
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
        self.names.extend(people::own_name(line));
        self.asked.push(line);
    }

    /// Takes the name off a form's line about the requester; says whether the line was one.
    fn take_name(&mut self, line: &str) -> bool {
        if let Some(name) = form::made_by(line) {
            self.names.push(name);
            return true;
        }
        let lower = line.trim().to_lowercase();
        let Some(label) = WHO.iter().find(|label| lower.starts_with(**label)) else {
            return false;
        };
        if label.contains("name") || matches!(*label, "requester:" | "applicant:") {
            self.names.extend(people::signed(
                line.trim().get(label.len()..).unwrap_or_default(),
            ));
        }
        true
    }

    /// Keeps what follows a greeting on its own line: `Dear Sir, please send me ...`.
    fn keep_after_greeting(&mut self, line: &'a str) {
        if let Some((_, rest)) = line.split_once(',')
            && rest.split_whitespace().count() > 3
        {
            self.asked.push(rest);
        }
    }

    /// Whether a line is the sender's own name, or the mark above a signature.
    fn is_signed(&self, line: &str) -> bool {
        let words: Vec<&str> = line
            .split_whitespace()
            .map(|word| word.trim_matches(','))
            .collect();
        let named = |name: &String| {
            words
                .iter()
                .all(|word| name.split_whitespace().any(|own| own == *word))
        };
        matches!(line.trim_end(), "--") || (!words.is_empty() && self.names.iter().any(named))
    }

    fn has_begun(&self) -> bool {
        self.asked.iter().any(|line| !line.trim().is_empty())
    }

    fn has_asked(&self) -> bool {
        let known = self.short.get().min(self.asked.len());
        let new = self.asked.get(known..).unwrap_or_default();
        let long = new
            .iter()
            .position(|line| line.split_whitespace().nth(3).is_some());
        self.short.set(known + long.unwrap_or(new.len()));
        long.is_some()
    }
}
