//! What was decided, for each question where the answers are numbered, else for the request as a whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deciding::keeps_back;
use super::giving::{answers, is_given, labels_a_figure, tells_facts, told_after_wish};
use super::holding::is_not_held;
use super::paper::{Paper, Sentence};
use super::phrases::any;
use super::{Cite, is_neither, questions};
use crate::facts::request::Item;

/// What became of a question.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All of it was given.
    Disclosed,
    /// Some of it was given.
    Part,
    /// It was refused.
    Refused,
    /// It is said not to be held.
    NotHeld,
    /// It is neither confirmed nor denied.
    Ncnd,
    /// It was refused for its cost.
    Cost,
    /// It was refused as vexatious or repeated.
    Vexatious,
    /// It is accessible elsewhere.
    Accessible,
    /// It will be published.
    Future,
    /// It cannot be told.
    Unknown,
}

impl Outcome {
    /// How it is written in machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Self::Disclosed => "disclosed",
            Self::Part => "part",
            Self::Refused => "refused",
            Self::NotHeld => "not_held",
            Self::Ncnd => "ncnd",
            Self::Cost => "cost",
            Self::Vexatious => "vexatious",
            Self::Accessible => "accessible",
            Self::Future => "future",
            Self::Unknown => "unknown",
        }
    }

    /// How it is said to people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Disclosed => "disclosed",
            Self::Part => "part disclosed",
            Self::Refused => "refused",
            Self::NotHeld => "said not to be held",
            Self::Ncnd => "neither confirmed nor denied",
            Self::Cost => "refused for its cost",
            Self::Vexatious => "refused as vexatious or repeated",
            Self::Accessible => "accessible elsewhere",
            Self::Future => "to be published",
            Self::Unknown => "outcome not read",
        }
    }

    /// Whether it is a refusal, whole or in part, which section 17 wants a notice of.
    pub fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::Part
                | Self::Refused
                | Self::Ncnd
                | Self::Cost
                | Self::Vexatious
                | Self::Accessible
                | Self::Future
        )
    }
}

/// What became of one question, or of the request as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Decided {
    /// The question's number as printed; none for the request as a whole.
    pub question: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// The line that says so, from 1; 0 where no line does, which machine formats leave empty.
    #[serde(serialize_with = "line_or_nothing")]
    #[schemars(with = "Option<usize>")]
    pub line: usize,
}

fn line_or_nothing<S: serde::Serializer>(line: &usize, to: S) -> Result<S::Ok, S::Error> {
    (*line > 0).then_some(*line).serialize(to)
}

const PARTLY: &str = "in part | redacted | redaction | redactions | partially | some of the information | \
    part of the information | remainder | with the exception of | save for | except for | other than the | \
    apart from | some information | parts of | the rest | removed | partly";

/// What a provision does with what was asked for, under whichever law it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ground {
    Cost,
    Vexatious,
    Accessible,
    Future,
    NotHeld,
    Substance,
}

impl Ground {
    fn of(cite: &Cite) -> Self {
        let scottish = cite.act.as_deref() == Some("FOISA");
        match (cite.number.as_str(), cite.provision.as_str()) {
            ("s12", _) => Self::Cost,
            ("s14", _) => Self::Vexatious,
            ("s25", _) if scottish => Self::Accessible,
            ("s17", _) if scottish => Self::NotHeld,
            (_, "s27(1)") if scottish => Self::Future,
            ("s21", _) if !scottish => Self::Accessible,
            ("s22", _) if !scottish => Self::Future,
            (_, "r12(4)(a)" | "r10(4)(a)") => Self::NotHeld,
            _ => Self::Substance,
        }
    }
}

/// Whether a sentence says no more than that something is not written down or kept.
fn says_only_not_recorded(lower: &str) -> bool {
    any(
        lower,
        "not recorded | not monitored | not collected | not captured | not kept | not retained | not record | not collect",
    ) && !any(
        lower,
        "hold | held | holds | information | request | requested | asked",
    )
}

/// Reads the outcomes.
pub(super) fn read(
    paper: &Paper,
    cites: &[Cite],
    asked: &[Item],
    listed: &[usize],
) -> Vec<Decided> {
    let sentences = super::reviewing::without_undone(paper.own_sentences().collect(), cites);
    let whole = of_sentences(paper, &sentences, cites, None);
    let rows = super::rows::read(paper, cites);
    if !rows.is_empty() {
        return rows;
    }
    let printed = if asked.len() > 1 {
        asked.to_vec()
    } else {
        let printed = super::asked::printed(paper);
        if printed.len() > 1 {
            printed
        } else {
            super::asked::under_marks(paper)
        }
    };
    if printed.len() > 1 {
        let parts = questions::by_question(paper, cites, &printed, listed);
        if parts.iter().any(|part| part.outcome != Outcome::Unknown) {
            return parts;
        }
    }
    let pairs = super::pairs::read(paper, cites);
    if pairs.len() > 1 {
        return pairs;
    }
    let points = super::sections::read(paper, cites, listed);
    if points.len() > 1 {
        return points;
    }
    // what lies outside the Act is neither given nor exempted
    let outside = sentences.iter().any(|sentence| {
        any(
            &sentence.lower,
            "outside the act | outside the scope of the act | not covered by the act | not subject to the act | falls outside | \
                lies outside the act | beyond the act | not a public authority",
        ) && !any(&sentence.lower, "if | whether | personal data")
    });
    if whole.is_empty() && outside {
        return vec![Decided {
            question: None,
            outcome: Outcome::Unknown,
            line: 0,
        }];
    }
    if whole.is_empty() {
        let after_wish = told_after_wish(&sentences);
        // a figure or a word alone on its line below a heading, as a log of answers has it
        let headed = |before: usize| {
            paper.own().any(|(at, paragraph)| {
                at < before
                    && paragraph.heading
                    && matches!(
                        paragraph.lower.trim_end_matches(':'),
                        "response" | "our response" | "answer" | "reply" | "outcome"
                    )
            })
        };
        let bare = |sentence: &Sentence| {
            if !headed(sentence.paragraph) {
                return false;
            }
            let lower = sentence.lower.trim_end_matches('.').trim_start_matches('£');
            matches!(lower, "none" | "nil" | "zero" | "yes" | "no")
                || !lower.is_empty()
                    && lower
                        .bytes()
                        .all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b'%'))
        };
        let after_wish =
            after_wish.or_else(|| sentences.iter().find(|sentence| bare(sentence)).copied());
        let answered = after_wish.or_else(|| {
            sentences
                .iter()
                .find(|sentence| {
                    answers(paper, sentence)
                        || any(
                            &sentence.lower,
                            "we hold | i hold | here is | here are | response",
                        )
                })
                .copied()
        });
        if let Some(sentence) = answered {
            return vec![Decided {
                question: None,
                outcome: Outcome::Disclosed,
                line: sentence.line,
            }];
        }
        return vec![Decided {
            question: None,
            outcome: Outcome::Unknown,
            line: 0,
        }];
    }
    whole
}

/// Whether anything is decided at all, by which a response is told from a holding letter.
pub(super) fn decides(paper: &Paper, cites: &[Cite]) -> bool {
    let sentences: Vec<&Sentence> = paper.own_sentences().collect();
    let found = of_sentences(paper, &sentences, cites, None);
    found
        .iter()
        .any(|decided| decided.outcome != Outcome::Unknown)
}

/// The outcomes that some sentences tell, each once, in the order in which they are named to people.
pub(super) fn of_sentences(
    paper: &Paper,
    sentences: &[&Sentence],
    cites: &[Cite],
    question: Option<&str>,
) -> Vec<Decided> {
    let first = |holds: &dyn Fn(&Sentence) -> bool| {
        sentences
            .iter()
            .find(|sentence| holds(sentence))
            .map(|sentence| sentence.line)
    };
    let kept = sentences
        .iter()
        .find(|sentence| keeps_back(&sentence.lower) || is_neither(&sentence.lower))
        .map(|sentence| sentence.start)
        .into_iter()
        // what is relied on keeps something back from there on
        .chain(
            cites
                .iter()
                .filter(|cite| cite.ground && cite.standing.is_reliance())
                .filter_map(|cite| paper.sentences.get(cite.sentence?))
                .filter(|cited| {
                    sentences
                        .iter()
                        .any(|sentence| sentence.start == cited.start)
                })
                .map(|cited| cited.start),
        )
        .min();
    // figures that follow a refusal explain it
    let answered = || {
        sentences
            .iter()
            .take_while(|sentence| kept.is_none_or(|kept| sentence.start < kept))
            .find(|sentence| answers(paper, sentence))
            .map(|sentence| sentence.line)
    };
    let told = || {
        // in a letter as a whole only what is plainly a figure or fact asked for counts, and the figures of an estimate
        // of cost are none
        kept?;
        if cites.iter().any(|cite| {
            matches!(cite.number.as_str(), "s12" | "s14") && cite.standing.is_reliance()
        }) {
            return None;
        }
        sentences
            .iter()
            .take_while(|sentence| kept.is_none_or(|kept| sentence.start < kept))
            .find(|sentence| tells_facts(&sentence.lower))
            .map(|sentence| sentence.line)
    };
    let given = first(&|sentence| {
        is_given(&sentence.lower) || question.is_none() && labels_a_figure(&sentence.lower)
    })
    .or_else(|| match question {
        Some(_) => answered(),
        None => told(),
    });
    // where a thing is given, what is not written down beside it is only told of how things are done
    let beside_what_is_given = |sentence: &Sentence| {
        question.is_none()
            && says_only_not_recorded(&sentence.lower)
            && sentences.iter().any(|other| {
                other.paragraph == sentence.paragraph
                    && other.start < sentence.start
                    && is_given(&other.lower)
            })
    };
    let not_held =
        first(&|sentence| is_not_held(&sentence.lower) && !beside_what_is_given(sentence));
    let ncnd = first(&|sentence| is_neither(&sentence.lower));
    let here = |cite: &&Cite| {
        cite.sentence.is_some_and(|at| {
            sentences.iter().any(|sentence| {
                paper
                    .sentences
                    .get(at)
                    .is_some_and(|other| other.start == sentence.start)
            })
        })
    };
    let relied: Vec<&Cite> = cites
        .iter()
        .filter(here)
        .filter(|cite| {
            // what a refusal to confirm or deny rests on refuses nothing else
            !cite
                .sentence
                .and_then(|at| paper.sentences.get(at))
                .is_some_and(|sentence| is_neither(&sentence.lower))
        })
        .filter(|cite| {
            cite.standing.is_reliance()
                || question.is_some()
                    && cite.ground
                    && !super::reliance::only_describes(&sentence_of(paper, cite))
        })
        .collect();
    let by = |wanted: &[Ground]| {
        relied
            .iter()
            .find(|cite| wanted.contains(&Ground::of(cite)))
            .map(|cite| cite.line)
    };
    let notice_of_none = by(&[Ground::NotHeld]);
    let substantive = relied
        .iter()
        .find(|cite| Ground::of(cite) == Ground::Substance && !cite.is_confirm_or_deny())
        .map(|cite| cite.line);
    let refused = substantive.or_else(|| {
        first(&|sentence| keeps_back(&sentence.lower)).filter(|_| {
            let procedural = [
                Ground::Cost,
                Ground::Vexatious,
                Ground::Accessible,
                Ground::Future,
            ];
            by(&procedural).is_none()
        })
    });
    // that a letter is a notice of refusal says nothing of what it refuses
    let refuses_substance = first(&|sentence| {
        keeps_back(&sentence.lower) && !any(&sentence.lower, "refusal notice | notice of refusal")
    });
    let refused = refused.filter(|_| ncnd.is_none() || refuses_substance.is_some());
    let partly = sentences
        .iter()
        .any(|sentence| any(&sentence.lower, PARTLY));
    let mut found = Vec::new();
    let mut add = |outcome: Outcome, line: usize| {
        found.push(Decided {
            question: question.map(str::to_owned),
            outcome,
            line,
        });
    };
    match (given, refused) {
        (Some(line), Some(_)) => add(Outcome::Part, line),
        (None, Some(line))
            if partly
                && sentences.iter().any(|s| {
                    any(&s.lower, "redacted | in part | partially")
                        && any(&s.lower, "disclos* | provid* | releas* | supplied")
                }) =>
        {
            add(Outcome::Part, line);
        }
        (None, Some(line)) => add(Outcome::Refused, line),
        (Some(line), None) => add(Outcome::Disclosed, line),
        (None, None) => {}
    }
    let too_dear = || {
        first(&|sentence| {
            any(
                &sentence.lower,
                "exceed* … appropriate limit | exceed* … cost limit | exceed* the limit | above the limit | over the limit | \
                    exceed* … 18 hours | exceed* … 24 hours | beyond the appropriate limit | over the appropriate limit | \
                    above the appropriate limit | exceed* … fees limit",
            ) && !any(&sentence.lower, "not exceed | does not | would not | if | whether | without")
        })
        .filter(|_| given.is_none() && refused.is_none() && not_held.is_none())
    };
    if let Some(line) = by(&[Ground::Cost]).or_else(too_dear) {
        add(Outcome::Cost, line);
    }
    if let Some(line) = by(&[Ground::Vexatious]) {
        add(Outcome::Vexatious, line);
    }
    if let Some(line) = by(&[Ground::Accessible]) {
        add(Outcome::Accessible, line);
    }
    if let Some(line) = by(&[Ground::Future]) {
        add(Outcome::Future, line);
    }
    if let Some(line) = not_held.or(notice_of_none) {
        add(Outcome::NotHeld, line);
    }
    if let Some(line) = ncnd {
        add(Outcome::Ncnd, line);
    }
    let said = sentences.iter().find(|sentence| {
        sentence.lower.bytes().any(|b| b.is_ascii_digit())
            || sentence.lower.bytes().any(|b| b.is_ascii_alphabetic())
                && !matches!(
                    sentence.lower.trim_matches(|c: char| !c.is_alphanumeric()),
                    "response"
                        | "answer"
                        | "reply"
                        | "our response"
                        | "our answer"
                        | "decision"
                        | "council response"
                        | "trust response"
                        | "force response"
                )
    });
    if let (Some(question), true, Some(sentence)) = (question, found.is_empty(), said) {
        // an answer that refuses nothing and says of nothing that it is not held
        found.push(Decided {
            question: Some(question.to_owned()),
            outcome: Outcome::Disclosed,
            line: sentence.line,
        });
    }
    found
}

fn sentence_of(paper: &Paper, cite: &Cite) -> String {
    cite.sentence
        .and_then(|at| paper.sentences.get(at))
        .map(|sentence| sentence.lower.clone())
        .unwrap_or_default()
}
