//! What was decided, for each question where the answers are numbered, else for the request as a whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// The line that says so, from 1.
    pub line: usize,
}

const GIVEN: &str = "enclose them | enclose it | and enclose | send them | send it | send you | we send | i send | \
    here it is | here they are | attach it | attach them | and attach | attach the | decided to disclose | \
    disclose it with | disclose them with | disclose the | enclose the | enclose, in full | \
    please find attached | please find enclosed | please find below | find … below | find attached | \
    find enclosed | find … attached | find … enclosed | please see attached | please see below | \
    please see the attached | see attached | i attach | we attach | i enclose | we enclose | is attached | \
    are attached | is enclosed | are enclosed | attached to this | enclosed with this | able to disclose | \
    able to provide | able to release | able to supply | i have disclosed | we have disclosed | \
    i can disclose | we can disclose | i can provide | we can provide | can be disclosed | \
    has been disclosed | have been disclosed | is disclosed | are disclosed | i am disclosing | \
    we are disclosing | we are releasing | i am releasing | i have provided | we have provided | \
    i am providing | we are providing | is provided below | are provided below | is provided in | \
    are provided in | is provided with | is set out below | are set out below | set out below | \
    shown below | table below | listed below | given below | disclosed in full | in redacted | \
    released in | is released | are released | provided in full | provided to you | supplied with | \
    i have released | we have released | disclosed to you | i supply | we supply | is supplied | \
    are supplied | copy is attached";

const NOT_GIVEN: &str = "not able to | unable to | cannot | can not | not be disclosed | not disclosed | would be | if we | \
    if i | would not | will not be | not been disclosed | may be | could be | not attached | is exempt | \
    are exempt | neither confirm*";

const ANSWERS: &str = "the answer is | the answer to | the total | in total | there were | there are | there have been | \
    there was | there is one | the number of | the figure | the figures | the cost was | the cost of | \
    we hold one | we hold two | the force recorded | recorded in | i can confirm that | \
    we can confirm that | yes | none were";

const PARTLY: &str = "in part | redacted | redaction | redactions | partially | some of the information | \
    part of the information | remainder | with the exception of | save for | except for | other than the | \
    apart from | some information | parts of | the rest | removed | partly";

const NOT_HELD: &str = "not information that we hold | not information we hold | not something that we hold | \
    no information held | no information is held | does not hold | do not hold | don't hold | \
    doesn't hold | not held | is not held | are not held | not hold any | not hold this | \
    no recorded information | holds no | hold no | no records were located | no records were found | \
    no information was located | no records located | no information located | no information was found | \
    located no | found no | no record is held | no records are held | no document*  is held | \
    not in possession of | no relevant information | information is not held | nothing is held | \
    nothing was found | no trace of | did not locate any | failed to locate | no such record* … held";

const SUPPOSED: &str = "if | whether | whether or not | would | not mean | not be taken | back-up* | neither confirm* | \
    as if | suggest* | does not hold … neither | you may | believe that we do not | may not hold | \
    might not | any other information | were not held | you say | you said | where | should be read | \
    unless | in any form | in the format | must";

/// Reads the outcomes.
pub(super) fn read(
    paper: &Paper,
    cites: &[Cite],
    asked: &[Item],
    listed: &[usize],
) -> Vec<Decided> {
    let sentences: Vec<&Sentence> = paper.own_sentences().collect();
    let whole = of_sentences(paper, &sentences, cites, None);
    let printed = if asked.len() > 1 {
        asked.to_vec()
    } else {
        questions::printed(paper)
    };
    if printed.len() > 1 {
        let parts = questions::by_question(paper, cites, &printed, listed);
        if parts.iter().any(|part| part.outcome != Outcome::Unknown) {
            return parts;
        }
    }
    if whole.is_empty() {
        let answered = sentences.iter().find(|sentence| {
            answers(paper, sentence)
                || any(
                    &sentence.lower,
                    "we hold | i hold | here is | here are | response",
                )
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
    let given = first(&|sentence| is_given(&sentence.lower))
        .or_else(|| question.and(first(&|sentence| answers(paper, sentence))));
    let not_held = first(&|sentence| is_not_held(&sentence.lower));
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
    let by = |numbers: &str| {
        relied
            .iter()
            .find(|cite| numbers.split(" | ").any(|number| number == cite.number))
            .map(|cite| cite.line)
    };
    let eir_not_held = relied
        .iter()
        .find(|cite| cite.provision == "r12(4)(a)")
        .map(|cite| cite.line);
    let substantive = relied
        .iter()
        .find(|cite| {
            !["s12", "s14", "s21", "s22"].contains(&cite.number.as_str())
                && !cite.is_confirm_or_deny()
                && !matches!(cite.provision.as_str(), "r12(4)(a)")
        })
        .map(|cite| cite.line);
    let refused = substantive.or_else(|| {
        first(&|sentence| {
            any(
                &sentence.lower,
                "is refused | has been refused | i refuse | we refuse | is being withheld | has been withheld | \
                    have been withheld | is withheld | are withheld | i am withholding | we are withholding | \
                    is exempt from disclosure | have been redacted | has been redacted | i have removed | \
                    we have removed",
            ) && !any(&sentence.lower, "if | would")
        })
        .filter(|_| ncnd.is_none() && by("s12 | s14 | s21 | s22").is_none())
    });
    let refuses_substance = first(&|sentence| {
        any(
            &sentence.lower,
            "withh* | refuse to disclose | refused to disclose | refuse* disclosure | is exempt | are exempt | \
                redact* | removed | refuse them | refuse it | refuse to give | refuse to provide",
        ) && !is_neither(&sentence.lower)
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
    if let Some(line) = by("s12") {
        add(Outcome::Cost, line);
    }
    if let Some(line) = by("s14") {
        add(Outcome::Vexatious, line);
    }
    if let Some(line) = by("s21") {
        add(Outcome::Accessible, line);
    }
    if let Some(line) = by("s22") {
        add(Outcome::Future, line);
    }
    if let Some(line) = not_held.or(eir_not_held) {
        add(Outcome::NotHeld, line);
    }
    if let Some(line) = ncnd {
        add(Outcome::Ncnd, line);
    }
    let said = sentences.iter().find(|sentence| {
        sentence.lower.split(' ').count() > 1 || sentence.lower.bytes().any(|b| b.is_ascii_digit())
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

/// Whether a sentence gives information.
pub(super) fn is_given(lower: &str) -> bool {
    any(lower, GIVEN)
        && !any(lower, NOT_GIVEN)
        && !any(
            lower,
            "leaflet on how | complaints procedure | your rights | review procedure | copy of the act | \
            legal annex | appeal | exemption* … set out below | reasons … set out below | explained below",
        )
}

/// Whether a sentence in an answer to a question tells something.
fn answers(paper: &Paper, sentence: &Sentence) -> bool {
    let lower = &sentence.lower;
    let figures = paper
        .paragraphs
        .get(sentence.paragraph)
        .is_some_and(|paragraph| !paragraph.heading)
        && lower.bytes().any(|b| b.is_ascii_digit());
    any(lower, ANSWERS) && !any(lower, NOT_GIVEN)
        || figures && !any(lower, "question* | section | regulation")
}

/// Whether a sentence says that something is not held.
pub(super) fn is_not_held(lower: &str) -> bool {
    let Some(at) = super::phrases::first_of(lower, NOT_HELD) else {
        return false;
    };
    let before = lower.get(..at).unwrap_or_default();
    let after = lower.get(at..).unwrap_or_default();
    // a person may hold a post, or not
    if any(
        after.get(..after.floor_char_boundary(60)).unwrap_or(after),
        "position | role | post | rank | office | licence | qualification",
    ) {
        return false;
    }
    !any(before, SUPPOSED) && !any(after, "neither confirm* | would be | in its own right a")
}
