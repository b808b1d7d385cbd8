//! Reads a response to a request for information: under which law and at what stage it is, what it decides, on which
//! provisions it relies, and what it says beside.
//!
//! Only the authority's own words count: the requester's words, the text of Acts, labels over removed words, earlier
//! mail and notices of a web page are told apart first. What was read is not judged here.

mod arguments;
mod days;
mod gates;
mod listed;
mod outcomes;
mod paper;
pub mod phrases;
mod reliance;
mod zones;

use jiff::civil::Date;

pub use arguments::{Argument, Quote};
pub use days::{Clock, Days, Stated};
pub use gates::{Copy, Regime, Stage};
pub use listed::Listed;
pub use outcomes::{Decided, Outcome};
pub use paper::{Paper, Paragraph, Sentence, plain};
pub use reliance::{Standing, only_describes, rules_out};
pub use zones::Zone;

use super::provisions::{self, Class, Provisions};
use super::request::{self, Item};
use super::{Carried, Facts, Form, Role, Tables, View};
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

/// Reads a response. `facts` are those of the same view.
pub fn read(view: &View<'_>, facts: &Facts, known: &Corrections, tables: &Tables) -> Response {
    let text = view.text;
    let message = view.form == Form::Email;
    let paper = paper::read(text, message, tables);
    let mut cites = cites(text, facts.date, &paper, tables);
    reliance::settle(&paper, &mut cites);
    let request = request::read(text, tables);
    let questions = if request::quoted_in_answer(text).is_empty() {
        Vec::new()
    } else {
        request.items
    };
    let questions = if questions.len() > 1 {
        questions
    } else {
        outcomes::questions_or(&paper, questions)
    };
    let references = own_references(text, &paper, tables);
    let mut days = days::read(text, &paper, facts);
    let decides = outcomes::decides(&paper, &cites);
    let stage = gates::stage(&paper, view.subject.or(facts.subject.as_deref()), decides);
    let regime = gates::regime(&paper, &cites);
    let (told, copy_by) = gates::copy(&paper, view.form, message, days.responded.is_some());
    let copy = known.copy.unwrap_or(told);
    let correct = |day: Option<Date>, stated: Option<Stated>| {
        day.map(|day| Stated {
            day,
            line: 0,
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
    let relied = relied(&cites);
    let (alternative, alternative_by) = alternative(&paper, &cites, &relied);
    let blocks = arguments::blocks(&paper, &cites);
    let outcomes = match stage {
        Stage::Response | Stage::InternalReview => outcomes::read(&paper, &cites, &questions),
        _ => vec![Decided {
            question: None,
            outcome: Outcome::Unknown,
            line: 0,
        }],
    };
    let mut requester = request.names_of_requester;
    requester.dedup();
    Response {
        reference: reference(facts, request.reference.as_ref(), &references),
        authority: facts
            .from
            .iter()
            .find_map(|party| party.organisation.clone())
            .or_else(|| authority(&paper, request.reference.as_ref(), tables)),
        regime,
        stage,
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
        located: listed::read(&paper, tables),
        notice: arguments::notice(&paper, &cites),
        refusal: arguments::refusal(&paper),
        review_right: arguments::review_right(&paper),
        no_procedure: arguments::no_procedure(&paper),
        regulator_right: arguments::regulator_right(&paper),
        balances: arguments::balances(&paper, &cites, &blocks),
        harms: arguments::harms(&paper, &cites, &blocks),
        decision_date: days::gives_date(&paper),
        references,
        blocks,
        cites,
        paper,
    }
}

fn cites(text: &str, day: Option<Date>, paper: &Paper, tables: &Tables) -> Vec<Cite> {
    let table = &tables.provisions;
    let (places, _) = provisions::places(text, day, table);
    places
        .into_iter()
        .filter_map(|place| {
            let paragraph = paper.paragraph_at(place.start)?;
            let provision = place.provision.provision;
            let (number, limbs) = match provision.find('(') {
                Some(at) => provision.split_at(at),
                None => (provision.as_str(), ""),
            };
            let act = place.provision.act;
            let breaks = text.get(..place.start)?.matches(['\n', '\u{c}']).count();
            Some(Cite {
                number: number.to_owned(),
                limbs: limbs.to_owned(),
                ground: is_ground(act.as_deref(), number, table),
                confirm_or_deny: lifts_duty(act.as_deref(), &provision, number, table),
                provision: provision.clone(),
                act,
                as_printed: place.provision.as_printed,
                line: breaks + 1,
                start: place.start,
                end: place.end,
                paragraph,
                sentence: paper.sentence_at(place.start),
                own: !place.label
                    && paper
                        .paragraphs
                        .get(paragraph)
                        .is_some_and(|paragraph| paragraph.zone.is_own()),
                label: place.label,
                standing: Standing::Mentioned,
            })
        })
        .collect()
}

/// Whether a provision is a ground of refusal, or of the Act of 2000 and not in the table at all.
fn is_ground(act: Option<&str>, number: &str, table: &Provisions) -> bool {
    let Some(act) = act else {
        return false;
    };
    if !matches!(act, "FOIA" | "EIR" | "FOISA" | "EISR") {
        return false;
    }
    let mut rows = table.rows_of(act, number).peekable();
    if rows.peek().is_none() {
        return act == "FOIA" && number.starts_with('s') && !number.starts_with("sch");
    }
    rows.any(|row| match row.class {
        Class::Absolute | Class::Qualified | Class::Mixed => true,
        Class::Procedural => matches!(number, "s12" | "s14"),
        Class::Other => false,
    })
}

fn lifts_duty(act: Option<&str>, provision: &str, number: &str, table: &Provisions) -> bool {
    act.is_some_and(|act| {
        table
            .rows_of(act, number)
            .filter_map(|row| row.confirm_or_deny.as_deref())
            .any(|limb| provision.starts_with(limb))
    }) || provision.starts_with("s40(5A)")
        || provision.starts_with("s40(5B)")
        || act == Some("FOISA") && number == "s18"
}

/// What is relied on: for each section its listed limbs, else those that its reasons rely on, else the section alone.
fn relied(cites: &[Cite]) -> Vec<Relied> {
    let used: Vec<&Cite> = cites
        .iter()
        .filter(|cite| cite.standing.is_reliance())
        .collect();
    let mut found: Vec<Relied> = Vec::new();
    // a condition of section 40(2) that the letter's own reasons name completes it
    let conditions = cites.iter().filter(|cite| {
        cite.own
            && cite.act.as_deref() == Some("FOIA")
            && cite.number == "s40"
            && ["(3A)", "(3B)", "(4A)"]
                .iter()
                .any(|limb| cite.limbs.starts_with(limb))
            && used.iter().any(|other| {
                other.number == "s40" && (other.limbs.is_empty() || other.limbs.starts_with("(2)"))
            })
    });
    let used: Vec<&Cite> = used
        .iter()
        .copied()
        .chain(conditions.filter(|cite| !cite.standing.is_reliance()))
        .collect();
    for cite in &used {
        let same = |other: &&&Cite| other.act == cite.act && other.number == cite.number;
        let listed = |other: &&&Cite| other.standing == Standing::Listed;
        let limbed = |other: &&&Cite| !other.limbs.is_empty();
        let kept = if used
            .iter()
            .filter(same)
            .filter(listed)
            .any(|other| limbed(&other))
        {
            limbed(&cite) && (listed(&cite) || cite.standing == Standing::Mentioned)
        } else if used.iter().filter(same).any(|other| limbed(&other)) {
            limbed(&cite)
        } else {
            true
        };
        // `s31(1)` says less than `s31(1)(a)`, unless both stand in the list
        let vaguer = used.iter().filter(same).any(|other| {
            other.limbs.len() > cite.limbs.len()
                && other.limbs.starts_with(&cite.limbs)
                && !cite.limbs.is_empty()
                && cite.number != "s40"
        });
        // a condition of section 40(2) printed as its limb is the same ground
        let finer = cite.number == "s40"
            && cite.limbs.starts_with("(2)(")
            && used.iter().filter(same).any(|other| other.limbs == "(2)");
        let known = found
            .iter()
            .any(|known| known.act == cite.act && known.provision == cite.provision);
        if kept && !vaguer && !finer && !known {
            found.push(Relied {
                provision: cite.provision.clone(),
                act: cite.act.clone(),
                number: cite.number.clone(),
                limbs: cite.limbs.clone(),
                as_printed: cite.as_printed.clone(),
                line: cite.line,
                confirm_or_deny: cite.confirm_or_deny,
            });
        }
    }
    found
}

/// The provisions relied on in the alternative, and the sentence that says so.
fn alternative(paper: &Paper, cites: &[Cite], relied: &[Relied]) -> (Vec<String>, Option<Quote>) {
    let said = |sentence: &&Sentence| {
        any(
            &sentence.lower,
            "in the alternative | alternatively | either section | either under section | in the alternate",
        ) && !any(&sentence.lower, "not in the alternative | if you | you may")
    };
    for sentence in paper.own_sentences().filter(said) {
        let whole = paper
            .paragraphs
            .get(sentence.paragraph)
            .map_or((sentence.start, sentence.end), |paragraph| {
                (paragraph.start, paragraph.end)
            });
        for (start, end) in [(sentence.start, sentence.end), whole] {
            let numbers: Vec<&str> = cites
                .iter()
                .filter(|cite| cite.ground && (start..end).contains(&cite.start))
                .map(|cite| cite.number.as_str())
                .collect();
            let of: Vec<String> = relied
                .iter()
                .filter(|one| numbers.contains(&one.number.as_str()))
                .map(|one| one.provision.clone())
                .collect();
            let several = relied
                .iter()
                .filter(|one| numbers.contains(&one.number.as_str()))
                .map(|one| &one.number)
                .collect::<std::collections::BTreeSet<_>>()
                .len()
                > 1;
            if several {
                return (of, Some(Quote::from(sentence)));
            }
        }
    }
    (Vec::new(), None)
}

fn reference(facts: &Facts, asked: Option<&Carried>, own: &[OwnReference]) -> Option<String> {
    let of_facts = |role: Role| {
        facts
            .references
            .iter()
            .find(|carried| carried.role == role)
            .map(|carried| carried.canonical.clone())
    };
    let labelled = own.iter().find(|reference| {
        LABELS.iter().any(|label| {
            reference.before.strip_prefix(label).is_some_and(|rest| {
                !rest.starts_with(|c: char| c.is_alphanumeric()) && rest.len() <= 16
            })
        })
    });
    labelled
        .map(|reference| reference.canonical.clone())
        .or_else(|| asked.map(|carried| carried.canonical.clone()))
        .or_else(|| of_facts(Role::Ours))
        .or_else(|| of_facts(Role::Subject))
        .or_else(|| {
            own.iter()
                .find(|one| one.family.is_empty())
                .map(|one| one.canonical.clone())
        })
        .or_else(|| {
            own.iter()
                .find(|reference| {
                    any(
                        &reference.before,
                        "ref | reference | ref no | request | foi | case | number | no",
                    )
                })
                .map(|reference| reference.canonical.clone())
        })
}

fn own_references(text: &str, paper: &Paper, tables: &Tables) -> Vec<OwnReference> {
    let mut found = of_families(text, paper, tables);
    for one in labelled(text, paper) {
        if !found.iter().any(|known| known.line == one.line) {
            found.push(one);
        }
    }
    found.sort_by_key(|one| one.line);
    found
}

/// Labels after which a reference of whatever shape stands.
const LABELS: &[&str] = &[
    "our reference number",
    "our reference no",
    "our reference",
    "our ref no",
    "our ref",
    "foi reference number",
    "foi reference no",
    "foi reference",
    "foi ref",
    "request reference number",
    "request reference",
    "reference number",
    "reference no",
    "request number",
    "request no",
    "case reference",
    "case number",
    "case no",
    "foi request reference",
    "log number",
    "log no",
    "reference",
    "freedom of information request reference no",
    "freedom of information request reference",
    "ref no",
    "ref",
    "request",
    "foi request",
    "freedom of information request",
    "answer to request",
    "extract from the answer to request",
    "response to request",
    "response to your request",
];

/// References of a shape that no family has, told by the label before them on a line of their own.
fn labelled(text: &str, paper: &Paper) -> Vec<OwnReference> {
    let mut found = Vec::new();
    for line in paper::lines(text) {
        let lower = plain(line.text);
        let Some(label) = LABELS
            .iter()
            .filter(|label| lower.starts_with(**label))
            .max_by_key(|label| label.len())
        else {
            continue;
        };
        let own = paper
            .paragraph_at(line.start)
            .and_then(|at| paper.paragraphs.get(at))
            .is_some_and(|paragraph| paragraph.zone.is_own());
        // plain letters may take fewer bytes than the printed ones
        let Some(rest) = line
            .text
            .get(label.len()..)
            .filter(|_| own && lower.len() == line.text.len())
        else {
            continue;
        };
        let rest = rest.split(" (").next().unwrap_or(rest);
        let value = rest
            .trim_start_matches([':', '.', ' ', '\t', '-', '#'])
            .trim()
            .trim_end_matches(['.', ',']);
        let separated = rest.starts_with([':', '.', ' ', '\t']);
        let words = value.split_whitespace().count();
        let shaped = separated
            && (1..=4).contains(&words)
            && value.len() <= 32
            && value.bytes().any(|b| b.is_ascii_digit())
            && super::dates::find(value).is_empty();
        if shaped {
            found.push(OwnReference {
                canonical: paper::on_one_line(value),
                family: String::new(),
                before: (*label).to_owned(),
                line: line.n,
            });
        }
    }
    found
}

fn of_families(text: &str, paper: &Paper, tables: &Tables) -> Vec<OwnReference> {
    tables
        .families
        .find(text)
        .iter()
        .filter_map(|found| {
            let paragraph = paper.paragraphs.get(paper.paragraph_at(found.start)?)?;
            if !paragraph.zone.is_own() {
                return None;
            }
            let head = text.get(..found.start)?;
            let line = head.rfind(['\n', '\u{c}']).map_or(0, |at| at + 1);
            Some(OwnReference {
                canonical: found.reference.canonical().to_owned(),
                family: found.reference.family().to_owned(),
                before: plain(&paper::on_one_line(head.get(line..)?)),
                line: head.matches(['\n', '\u{c}']).count() + 1,
            })
        })
        .collect()
}

/// The authority by its reference's issuer, else the only public body that speaks here.
fn authority(paper: &Paper, reference: Option<&Carried>, tables: &Tables) -> Option<String> {
    let issuer = reference
        .and_then(|reference| tables.parties.by_name(&reference.issuer.to_uppercase()))
        .map(str::to_owned);
    issuer.or_else(|| {
        let mut names: Vec<(usize, String)> = Vec::new();
        for (_, paragraph) in paper.own() {
            for mention in tables.parties.find(&paragraph.text) {
                if mention.short == "ICO" {
                    continue;
                }
                match names.iter_mut().find(|(_, name)| *name == mention.short) {
                    Some((count, _)) => *count += 1,
                    None => names.push((1, mention.short)),
                }
            }
        }
        names
            .into_iter()
            .max_by_key(|(count, _)| *count)
            .map(|(_, name)| name)
    })
}
