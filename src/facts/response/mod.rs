//! Reads a response to a request for information: under which law and at what stage it is, what it decides, on which
//! provisions it relies, and what it says beside.
//!
//! Only the authority's own words count: the requester's words, the text of Acts, labels over removed words, earlier
//! mail and notices of a web page are told apart first. What was read is not judged here.

mod arguments;
mod asked;
mod copies;
mod days;
mod deciding;
mod gates;
mod giving;
mod grounds;
mod harms;
mod holding;
mod interlined;
mod listed;
mod naming;
mod outcomes;
mod pairs;
mod paper;
pub mod phrases;
mod questions;
mod references;
mod reliance;
mod reviewing;
mod rights;
mod rows;
mod sections;
mod stages;
mod words;
mod zones;

use jiff::civil::Date;

pub use arguments::{Argument, Quote};
pub use days::{Clock, Days, Stated};
pub use gates::{Copy, Regime, Stage};
pub use listed::Listed;
pub use outcomes::{Decided, Outcome};
pub use paper::{Paper, Paragraph, Sentence, plain};
pub use reliance::{Standing, only_describes, rules_out};
pub use words::IDEAS;
pub use zones::Zone;

use super::length;
use super::request::{self, Item};
use super::{Facts, Form, Tables, View};
use phrases::any;

/// A place where a response prints a provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The provision, such as `s31(1)(a)`.
    pub provision: String,
    /// The Act's key or name; none where it cannot be told.
    pub act: Option<String>,
    /// The provision without limbs, such as `s31`.
    pub number: String,
    /// Its limbs, such as `(1)(a)`; empty where the whole is printed.
    pub limbs: String,
    /// The words as printed.
    pub as_printed: String,
    /// The line, from 1.
    pub line: usize,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The paragraph, as a place in [`Paper::paragraphs`].
    pub paragraph: usize,
    /// The sentence, as a place in [`Paper::sentences`].
    pub sentence: Option<usize>,
    /// Whether it is a label over removed words.
    pub label: bool,
    /// Whether it is a ground on which information may be refused, or might pass for one.
    pub ground: bool,
    /// How it stands.
    pub standing: Standing,
    /// Whether it stands in the authority's own words, and is no label.
    pub own: bool,
    confirm_or_deny: bool,
}

impl Cite {
    /// Whether it lifts the duty to confirm or deny, and no more.
    pub fn is_confirm_or_deny(&self) -> bool {
        self.confirm_or_deny
    }
}

/// A provision that a response relies on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relied {
    /// The provision, such as `s31(1)(a)`.
    pub provision: String,
    /// The Act.
    pub act: Option<String>,
    /// The provision without limbs.
    pub number: String,
    /// Its limbs.
    pub limbs: String,
    /// The words as printed where it is first relied on.
    pub as_printed: String,
    /// The line where it is first relied on, from 1.
    pub line: usize,
    /// Whether it only lifts the duty to confirm or deny.
    pub confirm_or_deny: bool,
}

/// A reference number of the authority as it stands in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnReference {
    /// The reference, in its family's spelling.
    pub canonical: String,
    /// Its family.
    pub family: String,
    /// The words before it on its line, in plain small letters.
    pub before: String,
    /// The line, from 1.
    pub line: usize,
}

/// What a person knows better than the letter tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Corrections {
    /// The day of receipt.
    pub received: Option<Date>,
    /// The day of the reply.
    pub responded: Option<Date>,
    /// What sort of copy it is.
    pub copy: Option<Copy>,
}

/// A response as read.
#[derive(Debug, Clone)]
pub struct Response {
    /// The authority's reference of the request.
    pub reference: Option<String>,
    /// Every reference in the authority's own words.
    pub references: Vec<OwnReference>,
    /// The authority: a short name of the table, else as printed.
    pub authority: Option<String>,
    /// The law.
    pub regime: Regime,
    /// The stage.
    pub stage: Stage,
    /// Bytes of text that were not read, behind those that were.
    pub unread: usize,
    /// What sort of copy it is.
    pub copy: Copy,
    /// By what that was told.
    pub copy_by: Vec<String>,
    /// What is asked, where the response quotes it.
    pub questions: Vec<Item>,
    /// The requester's names.
    pub requester: Vec<String>,
    /// What was decided.
    pub outcomes: Vec<Decided>,
    /// The days it states.
    pub days: Days,
    /// Every place where it prints a provision.
    pub cites: Vec<Cite>,
    /// What it relies on, by first place, each provision once.
    pub relied: Vec<Relied>,
    /// Those of them that are relied on in the alternative.
    pub alternative: Vec<String>,
    /// The sentence that says so.
    pub alternative_by: Option<Quote>,
    /// The sentence that neither confirms nor denies.
    pub ncnd: Option<Quote>,
    /// The located records it lists.
    pub located: Vec<Listed>,
    /// The sentence that states the refusal under section 17.
    pub notice: Option<Quote>,
    /// The sentence that tells the fact of refusal.
    pub refusal: Option<Quote>,
    /// The route to the authority for somebody dissatisfied.
    pub review_right: Option<Quote>,
    /// The sentence that takes a review for granted without telling how to have it.
    pub review_presupposed: Option<Quote>,
    /// A sentence that may tell of a way back to the authority, in words that were not understood.
    pub review_hinted: Option<Quote>,
    /// A sentence that may tell of the regulator, in words that were not understood.
    pub regulator_hinted: Option<Quote>,
    /// A sentence that may weigh the public interest, in words that were not understood.
    /// True where one side is said to be the greater.
    pub weighing_hinted: Option<(Quote, bool)>,
    /// The sentence by which the authority says that the Act does not bind it.
    pub not_bound: Option<Quote>,
    /// The statement that there is no such procedure.
    pub no_procedure: Option<Quote>,
    /// The route to the regulator.
    pub regulator_right: Option<Quote>,
    /// Passages that weigh the public interest.
    pub balances: Vec<Argument>,
    /// Passages that tell of harm.
    pub harms: Vec<Argument>,
    /// The line that gives the date of a decision put off.
    pub decision_date: Option<usize>,
    /// For each paragraph, the provisions under whose heading it stands.
    pub blocks: Vec<Vec<String>>,
    /// The text cut up.
    pub paper: Paper,
}

impl Response {
    /// Whether any of its outcomes is this one.
    pub fn has(&self, outcome: Outcome) -> bool {
        self.outcomes
            .iter()
            .any(|decided| decided.outcome == outcome)
    }

    /// Whether anything was refused.
    pub fn refuses(&self) -> bool {
        self.outcomes
            .iter()
            .any(|decided| decided.outcome.is_refusal())
    }

    /// The sentence in which a stated day stands.
    pub fn sentence_of(&self, stated: Stated) -> Option<&Sentence> {
        if stated.line == 0 {
            return None;
        }
        self.paper
            .sentence_at(stated.start)
            .and_then(|at| self.paper.sentences.get(at))
    }

    /// The sentence that begins on a line or runs over it, the first of several.
    pub fn sentence_on(&self, line: usize) -> Option<&Sentence> {
        let sentences = &self.paper.sentences;
        sentences
            .iter()
            .find(|sentence| sentence.line == line)
            .or_else(|| {
                sentences
                    .iter()
                    .rev()
                    .find(|sentence| line > 0 && sentence.line <= line)
            })
    }

    /// Whether section 17(4) is relied on: the reasons would themselves be exempt.
    pub fn withholds_reasons(&self) -> Option<&Cite> {
        self.cites.iter().find(|cite| {
            cite.number == "s17"
                && cite.limbs.starts_with("(4)")
                && self
                    .paper
                    .paragraphs
                    .get(cite.paragraph)
                    .is_some_and(|paragraph| paragraph.zone.is_own())
        })
    }

    /// The authority's own paragraphs that name a provision of this number or stand under its heading.
    pub fn passages_of(&self, number: &str) -> Vec<&Paragraph> {
        self.paper
            .own()
            .filter(|(at, _)| {
                self.blocks
                    .get(*at)
                    .is_some_and(|block| block.iter().any(|of| of == number))
                    || self
                        .cites
                        .iter()
                        .any(|cite| cite.paragraph == *at && cite.number == number && !cite.label)
            })
            .map(|(_, paragraph)| paragraph)
            .collect()
    }
}

/// Whether a sentence neither confirms nor denies, in plain small letters.
pub fn is_neither(lower: &str) -> bool {
    any(
        lower,
        "neither confirm* | refuse* to confirm or deny | refuse* to confirm nor deny | \
            unable to confirm or deny | can not confirm or deny | cannot confirm or deny | \
            cannot confirm nor deny | not confirm or deny | not confirm nor deny | \
            excluded from the duty to confirm | exempt from the duty to confirm | exempts … duty to confirm | \
            not obliged to confirm | not required to confirm | decline* to confirm or deny | \
            duty to confirm or deny does not | duty to confirm or deny … does not | confirm nor deny",
    ) && !any(
        lower,
        "is not a | rather than | not seek* | not sought | have not neither | not relying | no longer | \
            nor is this | not neither | does not arise | if we were | would usually | in other cases | \
            may neither | sometimes | allows a public authority | entitles | allows us to | you asked us to | \
            previously | we considered whether | not refus* | not a refusal | allows public authorities | \
            not a case | is concerned with | should neither",
    )
}

/// Whether a question's number is printed at the head of a line.
fn has_its_number(text: &str, item: &Item) -> bool {
    text.lines().any(|line| {
        let line = line
            .trim_start()
            .trim_start_matches(['(', '"', '“', '>', ' ', '*', '-']);
        let line = [
            "Question ",
            "QUESTION ",
            "question ",
            "Q",
            "q",
            "Part ",
            "Point ",
        ]
        .iter()
        .find_map(|word| line.strip_prefix(word))
        .unwrap_or(line);
        line.strip_prefix(item.n.as_str())
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}

/// Reads a response. `facts` are those of the same view.
pub fn read(view: &View<'_>, facts: &Facts, known: &Corrections, tables: &Tables) -> Response {
    let text = length::as_read(view.text);
    let message = view.form == Form::Email;
    let paper = paper::read(text, message);
    let mut cites = grounds::cites(text, facts.date, &paper, tables);
    reliance::settle(&paper, &mut cites);
    reliance::settle_review(&paper, &mut cites);
    reliance::settle_only(&paper, &mut cites);
    reliance::settle_given_up(&paper, &mut cites);
    let request = request::read(text, tables);
    // a second numbering is that of the answers
    let restarted = |item: &Item| {
        item.n
            .split_once('.')
            .is_some_and(|(_, n)| request.items.iter().any(|other| other.n == n))
    };
    // the authority's own numbered paragraphs are no questions
    let own_numbering = request
        .items
        .iter()
        .filter(|item| !restarted(item))
        .any(|item| {
            const START: usize = 30;
            let start: String = item.text.chars().take(START).collect();
            paper.own().any(|(_, paragraph)| {
                paragraph.text.contains(start.trim()) && zones::decides_by_number(paragraph)
            })
        });
    let questions = if own_numbering || request::quoted_in_answer(text).is_empty() {
        Vec::new()
    } else {
        // where the first bears its number in print, each does
        let numbered = request
            .items
            .first()
            .is_some_and(|first| has_its_number(text, first));
        request
            .items
            .iter()
            .filter(|item| !any(&plain(&item.text), "ico.org.uk | wycliffe house | foi.scot"))
            .filter(|item| !restarted(item) && (!numbered || has_its_number(text, item)))
            .cloned()
            .collect()
    };
    let questions = if questions.len() > 1 {
        questions
    } else {
        questions::printed_or(&paper, questions)
    };
    let references = references::own_references(text, &paper, tables);
    let mut days = days::read(text, &paper, facts);
    let decides = outcomes::decides(&paper, &cites);
    let stage = stages::read(
        &paper,
        &cites,
        view.subject.or(facts.subject.as_deref()),
        decides,
    );
    let regime = gates::regime(&paper, &cites);
    let (told, copy_by) = copies::read(&paper, view.form, message, days.responded.is_some());
    let copy = known.copy.unwrap_or(told);
    let correct = |day: Option<Date>, stated: Option<Stated>| {
        day.map(|day| Stated {
            day,
            line: 0,
            start: 0,
            of_request: false,
        })
        .or(stated)
    };
    days.received = correct(known.received, days.received);
    days.responded = correct(known.responded, days.responded);
    let ncnd = paper
        .own_sentences()
        .find(|sentence| is_neither(&sentence.lower))
        .map(Quote::from);
    let relied = grounds::relied(&cites);
    let (alternative, alternative_by) = grounds::alternative(&paper, &cites, &relied);
    let blocks = arguments::blocks(&paper, &cites);
    let located = listed::read(&paper, tables);
    let lines: Vec<usize> = located.iter().map(|one| one.line).collect();
    let outcomes = match stage {
        Stage::Response | Stage::InternalReview => {
            outcomes::read(&paper, &cites, &questions, &lines)
        }
        _ => vec![Decided {
            question: None,
            outcome: Outcome::Unknown,
            line: 0,
        }],
    };
    let mut requester = request.names_of_requester;
    requester.dedup();
    Response {
        reference: references::reference(facts, request.reference.as_ref(), &references)
            .or_else(|| references::in_heading(&paper))
            .map(|read| references::whole(text, view.subject.or(facts.subject.as_deref()), read)),
        authority: facts
            .from
            .iter()
            .find_map(|party| party.organisation.clone())
            // whose address stands below as the regulator's did not write the letter
            .filter(|name| name != "ICO" || references::is_headed_by(&paper, name, tables))
            .or_else(|| references::authority(&paper, request.reference.as_ref(), tables)),
        regime,
        stage,
        unread: view.text.len() - text.len(),
        copy,
        copy_by: if known.copy.is_some() {
            vec!["as typed".to_owned()]
        } else {
            copy_by
        },
        questions,
        requester,
        outcomes,
        days,
        relied,
        alternative,
        alternative_by,
        ncnd,
        located,
        notice: arguments::notice(&paper, &cites),
        refusal: arguments::refusal(&paper),
        review_right: rights::review_right(&paper),
        review_presupposed: rights::review_presupposed(&paper),
        no_procedure: rights::no_procedure(&paper),
        review_hinted: rights::review_hinted(&paper),
        regulator_hinted: rights::regulator_hinted(&paper),
        weighing_hinted: arguments::weighing_hinted(&paper),
        not_bound: gates::not_bound(&paper),
        regulator_right: rights::regulator_right(&paper),
        balances: arguments::balances(&paper, &cites, &blocks),
        harms: harms::read(&paper, &cites, &blocks),
        decision_date: days::gives_date(&paper),
        references,
        blocks,
        cites,
        paper,
    }
}
