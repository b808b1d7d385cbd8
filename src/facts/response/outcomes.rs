//! What was decided, for each question where the answers are numbered, else for the request as a whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deciding::{keeps_back, tells_the_wish};
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

const GIVEN: &str = "set out in the attached | the rest is set out | is in the attached | are in the attached | rest is given | \
    contained in the attached | is as follows | are as follows | see the attached | see the enclosed | attached list | please see … answer to | please see … response to | is below | are below | reproduced below | tell you so now | \
    tell you now | we can tell you that | i can tell you that | here is | here are | we now send | i now send | i now enclose | \
    now disclose | now release | we will therefore release | here is the | here are the | we send you | i send you | will find … with this | enclose them | enclose it | and enclose | send them | send it | send you | we send | i send | \
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
        super::asked::printed(paper)
    };
    if printed.len() > 1 {
        let parts = questions::by_question(paper, cites, &printed, listed);
        if parts.iter().any(|part| part.outcome != Outcome::Unknown) {
            return parts;
        }
    }
    if whole.is_empty() {
        let after_wish = told_after_wish(&sentences);
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

/// The plain statement that follows on the wish told again: `You asked how deep it is. It is four metres deep.`
pub(super) fn told_after_wish<'s>(sentences: &[&'s Sentence]) -> Option<&'s Sentence> {
    sentences.windows(2).find_map(|pair| match pair {
        [wish, told]
            if tells_the_wish(&wish.lower)
                && !tells_the_wish(&told.lower)
                && told.paragraph <= wish.paragraph + 1
                && !any(
                    &told.lower,
                    "if you | you may | you can | complain* | review | commissioner | will | shall | please | \
                        thank you | yours | we need | clarif* | considering | being dealt with | being considered | \
                        acknowledge* | 20 working days | twenty working days | dear | fee | transferred | passed",
                )
                && told.lower.split(' ').count() > 2 =>
        {
            Some(*told)
        }
        _ => None,
    })
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
        .map(|sentence| sentence.start);
    // figures that follow a refusal explain it
    let answered = || {
        sentences
            .iter()
            .take_while(|sentence| kept.is_none_or(|kept| sentence.start < kept))
            .find(|sentence| answers(paper, sentence))
            .map(|sentence| sentence.line)
    };
    let told = || {
        // in a letter as a whole only what is plainly a figure or fact asked for counts
        kept?;
        sentences
            .iter()
            .take_while(|sentence| kept.is_none_or(|kept| sentence.start < kept))
            .find(|sentence| tells_facts(&sentence.lower))
            .map(|sentence| sentence.line)
    };
    let given = first(&|sentence| is_given(&sentence.lower)).or_else(|| match question {
        Some(_) => answered(),
        None => told(),
    });
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
        first(&|sentence| keeps_back(&sentence.lower))
            .filter(|_| by("s12 | s14 | s21 | s22").is_none())
    });
    let refuses_substance = first(&|sentence| keeps_back(&sentence.lower));
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
    if let Some(line) = by("s12").or_else(too_dear) {
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

/// Whether a sentence gives information.
pub(super) fn is_given(lower: &str) -> bool {
    let given = if keeps_back(lower) {
        // it gives one thing and keeps back another
        super::deciding::clauses(lower).into_iter().any(|clause| {
            any(clause, GIVEN) && !any(clause, NOT_GIVEN) && !super::deciding::denies(clause)
        })
    } else {
        any(lower, GIVEN) && !any(lower, NOT_GIVEN)
    };
    given
        && !argues(lower)
        && (!tells_the_wish(lower) || answers_the_wish(lower))
        && !any(
            lower,
            "leaflet on how | how to ask | how to complain | your right to | tells you how | complaints procedure | your rights | review procedure | copy of the act | \
            legal annex | appeal | exemption* … set out below | reason* … below | explained below | \
            harm … below | public interest … below | argument* … below | factors … below | explanation … below | \
            rationale … below | considerations … below | copy of your request | your request is attached | \
            your request is enclosed | your original request | details … complain* | rights … below | \
            guidance … attached | leaflet … your | form is attached | provisions … below | contact details",
        )
        && !any(
            lower,
            "not find … attached | will be sent | will be provided to you | will send you | once we | as soon as",
        )
}

/// Whether a sentence speaks of what disclosure would do, and so does not disclose.
fn argues(lower: &str) -> bool {
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    [
        "to disclose",
        "to release",
        "to publish",
        "to provide",
        "disclosing",
        "disclosure of",
        "disclosure would",
        "releasing",
        "release of",
        "publishing",
        "factors",
        "factor",
        "arguments",
        "considerations",
        "if we",
        "if the",
        "were we",
        "were the",
        "were it",
    ]
    .iter()
    .any(|begin| start.starts_with(begin))
        || any(
            lower,
            "would allow | would enable | would hinder | would be likely | would reveal | could lead | would undermine",
        ) && !any(lower, "attached | enclosed")
}

/// Whether a sentence that tells the wish goes on to grant it: `you asked for the table and it is attached`.
fn answers_the_wish(lower: &str) -> bool {
    [" and ", "; ", ": ", ", which "]
        .iter()
        .filter_map(|joint| lower.split_once(joint))
        .any(|(_, rest)| {
            any(
                rest,
                "is attached | are attached | is enclosed | are enclosed | here it is | here they are | i attach it | \
                    i enclose it | we attach | we enclose | is supplied | is below | are below | is provided | are provided",
            )
        })
}

/// Whether a sentence tells a figure or a fact that was asked for.
fn tells_facts(lower: &str) -> bool {
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    ([
        "there were ",
        "there was ",
        "there have been ",
        "the total ",
        "in total ",
        "the answer is ",
        "the figure is ",
        "the number of ",
    ]
    .iter()
    .any(|begin| start.starts_with(begin))
        && !tells_the_wish(lower)
        || states_a_figure(start))
        && !tells_the_wish(lower)
        && !any(
            lower,
            "located | records | documents | found | search* | held | hold | identified | harm | interest | \
                argument* | factors | if | would | request",
        )
}

/// Whether a sentence states a figure of its subject: `PSNI owns 21`, `the figure is £4,150`.
fn states_a_figure(lower: &str) -> bool {
    const VERBS: [&str; 30] = [
        "is", "are", "was", "were", "owns", "own", "has", "have", "had", "paid", "spent", "pays",
        "employs", "employed", "bought", "issued", "recorded", "received", "made", "totalled",
        "cost", "costs", "employ", "spend", "spends", "came", "numbers", "amounts", "amounted",
        "used",
    ];
    let words: Vec<&str> = lower.split(' ').collect();
    words.len() <= 24
        && words.windows(2).enumerate().any(|(at, pair)| {
            let [verb, figure] = pair else { return false };
            let figure = figure.trim_start_matches(['£', '(']);
            at > 0
                && VERBS.contains(verb)
                && figure.starts_with(|c: char| c.is_ascii_digit())
                && !crate::facts::dates::months::NAMES.iter().any(|month| {
                    words
                        .get(at + 2)
                        .is_some_and(|word| word.trim_matches(',').eq_ignore_ascii_case(month))
                })
        })
}

/// Whether a sentence in an answer to a question tells something.
fn answers(paper: &Paper, sentence: &Sentence) -> bool {
    let lower = &sentence.lower;
    let figures = paper
        .paragraphs
        .get(sentence.paragraph)
        .is_some_and(|paragraph| !paragraph.heading)
        && without_mark(lower).bytes().any(|b| b.is_ascii_digit());
    if keeps_back(lower) || tells_the_wish(lower) || is_neither(lower) {
        return false;
    }
    any(lower, ANSWERS) && !any(lower, NOT_GIVEN) && !super::deciding::only_holds(lower)
        || figures
            && !super::deciding::only_holds(lower)
            && !any(lower, "question* | section | regulation")
}

/// A sentence without the number before it.
pub(super) fn without_mark(lower: &str) -> &str {
    let rest = lower.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', ')', ':']) {
        Some(words) if words.starts_with(' ') => words,
        _ => lower,
    }
}
