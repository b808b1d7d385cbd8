//! What a rule is, what it looks at, and what it finds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::again::Again;
use crate::facts::Tables;
use crate::facts::response::{Copy, Outcome, Quote, Regime, Relied, Response, Stage};
use crate::verbs::audit_papers::Released;

/// How much a finding weighs.
#[derive(
    Debug,
    Clone,
    core::marker::Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    JsonSchema,
    Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Good practice, or not to be told from this copy.
    Info,
    /// The words point that way, and a person must read.
    Warning,
    /// A letter as sent lacks what the Act requires, or contradicts itself, and its words prove it.
    Error,
}

impl Level {
    /// How it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a rule found: not yet tied to a rule's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How much it weighs.
    pub level: Level,
    /// What was seen, in words that decide nothing.
    pub message: String,
    /// The passage that shows it.
    pub evidence: Option<Quote>,
}

impl Found {
    /// A finding with the passage that shows it.
    pub fn new(level: Level, message: impl Into<String>, evidence: Option<Quote>) -> Self {
        Self {
            level,
            message: message.into(),
            evidence,
        }
    }
}

/// What a rule answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was asked; what it found, perhaps nothing.
    Asked(Vec<Found>),
    /// It could not be asked, and why.
    NotJudged(String),
}

impl Verdict {
    /// It was asked and found nothing.
    pub fn nothing() -> Self {
        Self::Asked(Vec::new())
    }

    /// It found one thing.
    pub fn one(found: Found) -> Self {
        Self::Asked(vec![found])
    }

    /// It could not be asked.
    pub fn not_judged(reason: impl Into<String>) -> Self {
        Self::NotJudged(reason.into())
    }
}

/// A response to be judged, with all that is at hand beside it.
#[derive(Debug, Clone, core::marker::Copy)]
pub struct Case<'a> {
    /// The response.
    pub response: &'a Response,
    /// The tables.
    pub tables: &'a Tables,
    /// What was released with it, where that was supplied too.
    pub released: &'a [Released],
    /// What searching the archive again gave.
    pub again: Option<&'a Again>,
    /// The other responses of this run.
    pub others: &'a [Beside<'a>],
}

/// Another response of the run.
#[derive(Debug, Clone, core::marker::Copy)]
pub struct Beside<'a> {
    /// Its path, as shown.
    pub path: &'a str,
    /// What was read of it.
    pub response: &'a Response,
}

impl Case<'_> {
    /// The level of something that is absent: a copy that is not the letter as sent, or that was not read to its end,
    /// proves nothing absent.
    pub fn absent(&self, level: Level) -> Level {
        if self.response.copy == Copy::AsSent && self.response.unread == 0 {
            level
        } else {
            Level::Info
        }
    }

    /// `Not evidenced in this copy` or `Not evidenced in this letter`.
    pub fn not_evidenced(&self) -> &'static str {
        if self.response.copy == Copy::AsSent {
            "Not evidenced in this letter"
        } else {
            "Not evidenced in this copy"
        }
    }

    /// What is relied on of the Act of 2000, each section once.
    pub fn sections(&self) -> Vec<&Relied> {
        let mut once: Vec<&Relied> = Vec::new();
        for one in self
            .response
            .relied
            .iter()
            .filter(|one| one.act.as_deref() == Some("FOIA"))
        {
            if !once.iter().any(|known| known.number == one.number) {
                once.push(one);
            }
        }
        once
    }

    /// Whether a section of the Act of 2000 is relied on.
    pub fn relies_on(&self, number: &str) -> Option<&Relied> {
        self.response
            .relied
            .iter()
            .find(|one| one.number == number && one.act.as_deref() == Some("FOIA"))
    }

    /// The line where a provision is first relied on, quoted.
    pub fn quote_of(&self, relied: &Relied) -> Option<Quote> {
        self.response
            .cites
            .iter()
            .find(|cite| cite.line == relied.line && cite.provision == relied.provision)
            .and_then(|cite| self.response.paper.sentences.get(cite.sentence?))
            .map(Quote::from)
    }

    /// Whether the reasons for this section are withheld under section 17(4): that of its own passage, or for all.
    pub fn reasons_withheld(&self, number: &str) -> bool {
        let response = self.response;
        let Some(cite) = response.withholds_reasons() else {
            return false;
        };
        let of = super::argued::reasons_of(response, cite);
        of.is_empty() || of.iter().any(|of| of == number)
    }

    /// Whether the letter gives what was asked for or has none, and refuses nothing: what it names of exemptions is told
    /// of the past.
    pub fn refuses_nothing(&self) -> bool {
        let response = self.response;
        response.ncnd.is_none()
            && response.notice.is_none()
            && response
                .outcomes
                .iter()
                .all(|one| matches!(one.outcome, Outcome::Disclosed | Outcome::NotHeld))
    }

    /// What both rules on rights find where a right is not told: `what` it is, and the passage that refuses.
    ///
    /// `hint` is a passage that may tell it in words that were not understood: then a person has to read, and no more is
    /// said.
    pub fn right_not_told(
        &self,
        what: &str,
        quote: Option<Quote>,
        hint: Option<&Quote>,
    ) -> Verdict {
        let response = self.response;
        if response.not_bound.is_some() && response.relied.is_empty() {
            return Verdict::not_judged("the letter says that the Act does not bind the body");
        }
        if let Some(hint) = hint {
            return Verdict::one(Found::new(
                Level::Info,
                format!(
                    "{}: {what}, unless line {} tells it; check",
                    self.not_evidenced(),
                    hint.line
                ),
                Some(hint.clone()),
            ));
        }
        let refuses = response.refuses();
        let nothing_refused = response
            .outcomes
            .iter()
            .all(|one| matches!(one.outcome, Outcome::Disclosed | Outcome::NotHeld));
        if !refuses && response.regime == Regime::Foia && nothing_refused {
            return Verdict::not_judged(
                "nothing is refused, and section 17(7) speaks of refusal notices; to tell of rights is good practice",
            );
        }
        let (level, rest) = if refuses {
            (Level::Error, "")
        } else {
            (
                Level::Info,
                "; nothing is refused, so that it is good practice",
            )
        };
        Verdict::one(Found::new(
            self.absent(level),
            format!("{}: {what}{rest}", self.not_evidenced()),
            quote.filter(|_| refuses),
        ))
    }

    /// Whether anything at all was given to the requester.
    pub fn gives(&self) -> bool {
        let response = self.response;
        [Outcome::Disclosed, Outcome::Part]
            .into_iter()
            .any(|outcome| response.has(outcome))
    }
}

/// A rule.
pub struct Rule {
    /// Its name, as findings bear it.
    pub name: &'static str,
    /// The highest level that it gives.
    pub level: Level,
    /// What it asks.
    pub asks: &'static str,
    /// Why that matters, and what excuses it.
    pub why: &'static str,
    /// What would cure it.
    pub cure: &'static str,
    /// The provision or guidance that it rests on.
    pub see: &'static str,
    /// Where its ground was read.
    pub sources: &'static [&'static str],
    /// Whether its ground is still to be held against the text of the law.
    pub check: bool,
    /// The laws under which it may be asked; empty: any.
    pub regimes: &'static [Regime],
    /// The stages at which it may be asked; empty: any.
    pub stages: &'static [Stage],
    /// A response that raises it.
    pub raises: Example,
    /// One that is near and does not.
    pub passes: Example,
    /// Asks it.
    pub judge: fn(&Case<'_>) -> Verdict,
}

/// For an example that searches again: which lines are matched, and what else was found, each with its tie.
pub type Searched = (&'static [bool], &'static [(&'static str, bool)]);

/// A response of an example, with what stands beside it.
#[derive(Debug, Clone, core::marker::Copy)]
pub struct Example {
    /// The response's text.
    pub letter: &'static str,
    /// What was released with it: name, and hidden content as kind and words, or the text alone.
    pub released: &'static [(&'static str, &'static str, &'static str)],
    /// For a rule that searches again: which lines are matched, and what else was found, each with its tie.
    pub again: Option<Searched>,
    /// Another response of the same run.
    pub beside: Option<&'static str>,
}

impl Example {
    /// A letter alone.
    pub const fn letter(letter: &'static str) -> Self {
        Self {
            letter,
            released: &[],
            again: None,
            beside: None,
        }
    }

    /// A letter with what was released with it.
    pub const fn with(
        letter: &'static str,
        released: &'static [(&'static str, &'static str, &'static str)],
    ) -> Self {
        Self {
            released,
            ..Self::letter(letter)
        }
    }

    /// A letter whose list was looked for in an archive.
    pub const fn searched(
        letter: &'static str,
        listed: &'static [bool],
        further: &'static [(&'static str, bool)],
    ) -> Self {
        Self {
            again: Some((listed, further)),
            ..Self::letter(letter)
        }
    }

    /// A letter and another of the same run.
    pub const fn beside(letter: &'static str, beside: &'static str) -> Self {
        Self {
            beside: Some(beside),
            ..Self::letter(letter)
        }
    }
}

/// The Act of 2000 alone.
pub const FREEDOM: &[Regime] = &[Regime::Foia];
/// The Act of 2000 and the Regulations of 2004.
pub const BOTH: &[Regime] = &[Regime::Foia, Regime::Eir];
/// Replies that decide, first or on review.
pub const FINAL: &[Stage] = &[Stage::Response, Stage::InternalReview];
/// First replies.
pub const FIRST: &[Stage] = &[Stage::Response];
/// Letters that put a decision off.
pub const EXTENSIONS: &[Stage] = &[Stage::Extension];
