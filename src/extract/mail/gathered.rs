//! What a walk through a message gathers on its way.

use super::super::{Category, Part, Passage, Place, Problem, Step, charset};
use super::fields::Fields;
use super::settle::{self, Reading, passage};
use super::{structure, words};

/// Doubts kept of one message; a thousand bad headers are one doubt many times.
const MOST_DOUBTS: usize = 12;

/// The texts, parts, problems and doubts met so far.
#[derive(Default)]
pub(super) struct Gathered {
    readings: Vec<Reading>,
    remainders: Vec<Passage>,
    described: String,
    parts: Vec<Part>,
    problems: Vec<Problem>,
    doubts: Vec<String>,
    sealed: bool,
}

/// What a message holds.
pub(in super::super) struct Found {
    pub passages: Vec<Passage>,
    pub parts: Vec<Part>,
    pub problems: Vec<Problem>,
    pub doubts: Vec<String>,
    /// Whether there is no body to read without a key.
    pub encrypted: bool,
}

impl Gathered {
    /// Keeps a doubt, once.
    pub fn doubt(&mut self, doubt: impl Into<String>) {
        let doubt = doubt.into();
        if self.doubts.len() < MOST_DOUBTS && !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    /// Keeps the doubts that a reader of some field or text had.
    pub fn doubts(&mut self, doubts: Vec<String>) {
        doubts.into_iter().for_each(|doubt| self.doubt(doubt));
    }

    /// Keeps a problem, once.
    pub fn problem(&mut self, category: Category, reason: impl Into<String>) {
        let problem = Problem {
            category,
            reason: reason.into(),
        };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Keeps that the body, or a part of it, needs a key.
    pub fn sealed(&mut self, reason: &str) {
        self.sealed = true;
        self.problem(Category::Encrypted, reason);
    }

    /// Keeps a text that may be body.
    pub fn reading(&mut self, reading: Reading) {
        self.readings.push(reading);
    }

    /// Keeps an attachment; its number follows from the order.
    pub fn part(&mut self, name: Option<String>, part: Part) {
        let n = u32::try_from(self.parts.len() + 1).unwrap_or(u32::MAX);
        self.parts.push(Part {
            steps: vec![Step::Attachment(n, name.clone())],
            name: name.unwrap_or_default(),
            ..part
        });
    }

    /// Keeps raw bytes that stand outside of any part.
    pub fn remainder(&mut self, bytes: &[u8]) {
        if bytes.trim_ascii().is_empty() {
            return;
        }
        let (text, _) = charset::read(bytes, None);
        let text = charset::plain_lines(text);
        if !structure::is_boilerplate(&text) {
            self.remainders.extend(passage(Place::Remainder, text));
        }
    }

    /// Keeps what a part's own headers say beyond the machinery of MIME.
    pub fn describe(&mut self, fields: &Fields<'_>) {
        const MACHINERY: [&str; 6] = [
            "content-type",
            "content-transfer-encoding",
            "content-disposition",
            "content-id",
            "mime-version",
            "x-attachment-id",
        ];
        let mut doubts = Vec::new();
        for (name, value) in fields.iter() {
            let is = |known: &&str| name.eq_ignore_ascii_case(known.as_bytes());
            if !MACHINERY.iter().any(is) {
                self.described.push_str(&String::from_utf8_lossy(name));
                self.described.push_str(": ");
                self.described.push_str(&words::decode(value, &mut doubts));
                self.described.push('\n');
            }
        }
        self.doubts(doubts);
    }

    /// Settles which readings are body and which say something else, and gives everything in order.
    pub fn finish(mut self) -> Found {
        let settled = settle::settle(std::mem::take(&mut self.readings));
        if settled.quarrel {
            self.doubt("the plain and the other reading of the text differ widely; both were kept");
        }
        let mut passages = settled.passages;
        let armoured = |text: &str| text.trim_start().starts_with("-----BEGIN PGP MESSAGE-----");
        let legible = |passage: &Passage| passage.place == Place::Body && !armoured(&passage.text);
        let encrypted = self.sealed && !passages.iter().any(legible);
        passages.extend(passage(Place::Metadata, self.described));
        passages.append(&mut self.remainders);
        Found {
            passages,
            parts: self.parts,
            problems: self.problems,
            doubts: self.doubts,
            encrypted,
        }
    }
}
