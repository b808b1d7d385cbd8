//! One letter after another: who writes, what they say and quote, and how their mail program sends it.

use std::fmt::Write;
use std::io;

use super::mime::{self, Moment};
use super::people::{self, Person};
use super::probes::{self, Written};
use super::{Correspondence, attachments};

/// A message to which others may reply.
#[derive(Debug)]
pub(super) struct Earlier {
    subject: String,
    id: String,
    references: String,
    moment: Moment,
    sender: usize,
    lines: Vec<String>,
}

/// How many earlier messages may still be replied to.
const RECENT: usize = 200;
/// 1 January 2016 and 31 December 2024, in days since 1970.
const FIRST_DAY: i64 = 16_801;
const LAST_DAY: i64 = 20_088;

impl Correspondence {
    /// The next message: its path under the tree and its bytes.
    ///
    /// # Errors
    /// When an enclosure cannot be packed.
    pub fn next_message(&mut self) -> io::Result<(String, Vec<u8>)> {
        let number = self.truth.messages;
        let answers = (!self.recent.is_empty() && self.chance.permille(600))
            .then(|| self.chance.below(self.recent.len()));
        let sender = match number % 400 {
            123 => people::PROBED,
            _ => self.chance.below(self.people.len()),
        };
        let receiver = self.chance.below(self.people.len());
        let paragraphs = self.paragraphs(number);
        let (subject, moment, threading, quoted) = self.opening(answers);
        let id = format!(
            "<{number:06}.{:08x}@post.example>",
            self.chance.bits() as u32
        );
        let author = self.people[sender].clone();

        let mut shown = paragraphs.clone();
        shown.extend(quoted.clone());
        shown.push(format!("Regards,\n{}\n{}", author.name, author.body));
        let text = laid_out(&shown);
        probes::count(
            &mut self.truth.probes,
            &Written {
                text: &format!("{subject}\n{text}"),
                sender: Some(&author.name),
                year: Some(moment.year()),
            },
        );

        let mut message = String::new();
        let _ = write!(
            message,
            "Return-Path: <{}>\nReceived: from relay.post.example (relay.post.example [192.0.2.{}])\n\tby \
             store.post.example with ESMTP id {:010x}\n\tfor <{}>; {}\nFrom: {}\nTo: {}\n",
            author.address,
            self.chance.between(1, 250),
            self.chance.bits() >> 24,
            self.people[receiver].address,
            moment.in_header(),
            mailbox(&author),
            mailbox(&self.people[receiver]),
        );
        if self.chance.permille(150) {
            let copied = self.chance.below(self.people.len());
            let _ = writeln!(message, "Cc: {}", mailbox(&self.people[copied]));
        }
        let _ = write!(
            message,
            "Subject: {}\nDate: {}\nMessage-ID: {id}\n{threading}MIME-Version: 1.0\n",
            mime::header(&subject),
            moment.in_header()
        );
        self.body(&mut message, number, &shown, &text)?;

        self.remember(Earlier {
            references: format!("{}{id}", threading_of(&threading)),
            subject,
            id,
            moment,
            sender,
            lines: text.lines().map(str::to_owned).collect(),
        });
        let folder = self.chance.below(self.options.folders);
        let (part, flags) = if self.chance.permille(50) {
            ("new", "")
        } else {
            ("cur", ":2,S")
        };
        let seconds = moment.day * 86_400 + moment.second;
        let name = format!(
            "{}/{part}/{seconds}.M{number:06}P1.store{flags}",
            self.folder_name(folder)
        );
        self.truth.messages += 1;
        self.truth.bytes += message.len() as u64;
        Ok((name, message.into_bytes()))
    }

    /// The subject, the moment, the headers that tie a reply to its thread, and what it quotes.
    fn opening(&mut self, answers: Option<usize>) -> (String, Moment, String, Vec<String>) {
        let second = self.chance.between(8 * 3600, 18 * 3600) as i64;
        let Some(earlier) = answers.map(|at| &self.recent[at]) else {
            let words = self.chance.between(3, 8);
            let mut subject: Vec<String> = (0..words).map(|_| self.word()).collect();
            subject[0] = capital(&subject[0]);
            let day = FIRST_DAY + self.chance.below((LAST_DAY - FIRST_DAY) as usize) as i64;
            return (
                subject.join(" "),
                Moment { day, second },
                String::new(),
                Vec::new(),
            );
        };
        let day = (earlier.moment.day + self.chance.between(1, 10) as i64).min(LAST_DAY);
        let subject = match earlier.subject.starts_with("Re: ") {
            true => earlier.subject.clone(),
            false => format!("Re: {}", earlier.subject),
        };
        let threading = format!(
            "In-Reply-To: {}\nReferences: {}\n",
            earlier.id, earlier.references
        );
        let kept = self.chance.between(6, 24).min(earlier.lines.len());
        let mut quoted = vec![format!(
            "On {}, {} wrote:",
            earlier.moment.in_words(),
            self.people[earlier.sender].name
        )];
        quoted.push(
            earlier.lines[..kept]
                .iter()
                .map(|line| format!("> {line}"))
                .collect::<Vec<_>>()
                .join("\n"),
        );
        (subject, Moment { day, second }, threading, quoted)
    }

    fn word(&mut self) -> String {
        self.vocabulary.draw(&mut self.chance).to_owned()
    }

    /// What the sender has to say, the planted words among it.
    fn paragraphs(&mut self, number: usize) -> Vec<String> {
        let planted = probes::for_body(number, &mut self.chance);
        let words = self.chance.between(60, 330);
        self.prose(words, planted)
    }

    fn prose(&mut self, words: usize, planted: Vec<String>) -> Vec<String> {
        let mut sentences: Vec<Vec<String>> = Vec::new();
        let mut left = words;
        while left > 0 {
            let length = self.chance.between(6, 22).min(left);
            sentences.push((0..length).map(|_| self.word()).collect());
            left -= length;
        }
        for what in planted {
            let at = self.chance.below(sentences.len());
            let place = self.chance.below(sentences[at].len() + 1);
            sentences[at].insert(place, what);
        }
        let mut paragraphs = Vec::new();
        let mut rest = sentences.as_slice();
        while !rest.is_empty() {
            let (some, after) = rest.split_at(self.chance.between(2, 6).min(rest.len()));
            let spoken: Vec<String> = some
                .iter()
                .map(|words| capital(&words.join(" ")) + ".")
                .collect();
            paragraphs.push(spoken.join(" "));
            rest = after;
        }
        paragraphs
    }

    /// The content headers and the body, in one of the ways in which mail programs send it.
    fn body(
        &mut self,
        message: &mut String,
        number: usize,
        shown: &[String],
        text: &str,
    ) -> io::Result<()> {
        let mut plain = String::new();
        encoded(
            &mut plain,
            "text/plain; charset=utf-8",
            text,
            self.chance.below(100),
        );
        if self.chance.permille(150) {
            let page = attachments::html(shown);
            let fence = format!("=_either_{number:06}");
            let mut both = format!(
                "Content-Type: multipart/alternative; boundary=\"{fence}\"\n\n--{fence}\n{plain}\n--{fence}\n"
            );
            encoded(
                &mut both,
                "text/html; charset=utf-8",
                &page,
                self.chance.below(50),
            );
            let _ = write!(both, "\n--{fence}--\n");
            plain = both;
        }
        if !self.chance.permille(100) || !self.options.attachments {
            message.push_str(&plain);
            return Ok(());
        }
        let ordinal = self.truth.attachments;
        let kinds = if self.options.texts {
            2
        } else {
            attachments::KINDS.len()
        };
        let kind = ordinal % kinds;
        let planted = probes::for_attachment(ordinal, kind, &mut self.chance);
        let words = self.chance.between(80, 420);
        let mut enclosed = vec![format!("Annex {ordinal} {} {}", self.word(), self.word())];
        enclosed.extend(self.prose(words, planted));
        let bytes = attachments::made(kind, &enclosed, &mut self.chance)?;
        probes::count(
            &mut self.truth.probes,
            &Written {
                text: &enclosed.join("\n"),
                sender: None,
                year: None,
            },
        );
        let (ending, media) = attachments::KINDS[kind];
        let fence = format!("=_all_{number:06}");
        let _ = write!(
            message,
            "Content-Type: multipart/mixed; boundary=\"{fence}\"\n\n--{fence}\n{plain}\n--{fence}\nContent-Type: \
             {media}; name=\"annex-{ordinal}.{ending}\"\nContent-Disposition: attachment; \
             filename=\"annex-{ordinal}.{ending}\"\nContent-Transfer-Encoding: base64\n\n{}--{fence}--\n",
            mime::base64_lines(&bytes)
        );
        self.truth.attachments += 1;
        Ok(())
    }

    fn remember(&mut self, earlier: Earlier) {
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(earlier);
    }
}

/// One text part with its headers; the lot, below 100, says how it is encoded.
fn encoded(out: &mut String, media: &str, text: &str, lot: usize) {
    let (name, content) = match lot {
        0..25 => ("quoted-printable", mime::quoted_printable(text)),
        25..37 => ("base64", mime::base64_lines(text.as_bytes())),
        _ if text.is_ascii() => ("7bit", text.to_owned()),
        _ => ("8bit", text.to_owned()),
    };
    let _ = write!(
        out,
        "Content-Type: {media}\nContent-Transfer-Encoding: {name}\n\n{content}"
    );
}

/// Paragraphs in lines of 72, those that are already in lines left alone.
fn laid_out(paragraphs: &[String]) -> String {
    let mut out = String::new();
    for paragraph in paragraphs {
        for line in paragraph.lines() {
            if line.starts_with('>') {
                out.push_str(line);
                out.push('\n');
                continue;
            }
            for piece in attachments::lines(line, 72) {
                out.push_str(&piece);
                out.push('\n');
            }
        }
        out.push('\n');
    }
    out
}

fn mailbox(person: &Person) -> String {
    format!("{} <{}>", mime::header(&person.name), person.address)
}

/// The ids in a reply's `References`, with a blank after them, or nothing.
fn threading_of(headers: &str) -> String {
    headers
        .lines()
        .find_map(|line| line.strip_prefix("References: "))
        .map(|ids| {
            let kept: Vec<&str> = ids.split(' ').rev().take(8).collect();
            kept.into_iter().rev().collect::<Vec<_>>().join(" ") + " "
        })
        .unwrap_or_default()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}
