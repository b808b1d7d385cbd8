//! Whether a sentence gives what was asked for: a paper sent along, a figure, a plain fact.

use super::deciding::{keeps_back, tells_the_wish};
use super::is_neither;
use super::paper::{Paper, Sentence};
use super::phrases::any;

const GIVEN: &str = "is at annex* | are at annex* | is in annex* | are in annex* | is at appendix* | are at appendix* | is in appendix* | are in appendix* | \
    is in the spreadsheet | are in the spreadsheet | is in the sheet | are in the sheet | is in the workbook | are in the workbook | \
    is in the table | are in the table | is in the enclosed | are in the enclosed | set out in the attached | the rest is set out | is in the attached | are in the attached | rest is given | \
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
    are supplied | copy is attached | have attached | have enclosed | have supplied | have included | have listed | \
    have set out | supplied below";

const NOT_GIVEN: &str = "you send | once you | you return | not able to | unable to | cannot | can not | not be disclosed | not disclosed | would be | if we | \
    if i | would not | will not be | not been disclosed | may be | could be | not attached | is exempt | \
    are exempt | neither confirm*";

const ANSWERS: &str = "the answer is | the answer to | the total | in total | there were | there are | there have been | \
    there was | there is one | the number of | the figure | the figures | the cost was | the cost of | \
    we hold one | we hold two | the force recorded | recorded in | i can confirm that | \
    we can confirm that | yes | none were";

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
    let none = super::holding::is_not_held(lower)
        && !any(lower, "attach* | enclos* | below | here is | here are");
    (given || sends_along(lower))
        && !none
        && !argues(lower)
        && !any(
            lower,
            "open government licence | re-use | reuse | used again | copyright | disclosure log | log on our website | our estimate | my estimate | the estimate | breakdown of the time | calculation",
        )
        && (!tells_the_wish(lower) || answers_the_wish(lower))
        && !any(
            lower,
            "have set out … process | have set out … reason* | have set out … review | have set out … right* | have set out … decision | \
            have set out … exemption* | have set out why | have set out how | leaflet on how | how to ask | how to complain | your right to | tells you how | complaints procedure | your rights | review procedure | copy of the act | \
            legal annex | appeal | exemption* … set out below | reason* … below | explained below | \
            harm … below | public interest … below | argument* … below | factors … below | explanation … below | \
            rationale … below | considerations … below | copy of your request | your request is attached | \
            your request is enclosed | your original request | details … complain* | rights … below | \
            guidance … attached | leaflet … your | form is attached | provisions … below | contact details",
        )
        && !any(
            lower,
            "sent it again | send it again | send them again | gladly send | happy to send | mislaid | not find … attached | will be sent | will be provided to you | will send you | once we | as soon as | \
                will be able to | substantive response | substantive reply | be in a position to | sorry to send | sorry to give | \
                a full response | a full reply | a substantive | disappointing reply | disappointing answer | disappointing response",
        )
        && !only_meant(lower)
}

/// Whether a sentence says that something is meant to be sent: `we aim to send you the figures`.
fn only_meant(lower: &str) -> bool {
    const MEANT: [&str; 5] = ["hope", "expect", "aim", "intend", "plan"];
    const SENT: [&str; 14] = [
        "answer", "be", "disclose", "give", "have", "let", "make", "provide", "release", "reply",
        "respond", "send", "supply", "write",
    ];
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(3).any(|three| {
        let [meant, to, sent] = three else {
            return false;
        };
        let stem = meant
            .strip_suffix("ing")
            .or_else(|| meant.strip_suffix('s'));
        let stem = stem.unwrap_or(meant);
        *to == "to"
            && MEANT
                .iter()
                .any(|known| stem.starts_with(known) && stem.len() <= known.len() + 1)
            && SENT.contains(sent)
    })
}

/// Whether a short sentence says of a paper that it comes along: `Invoice attached.`, `they come with this letter`.
fn sends_along(lower: &str) -> bool {
    const SHORT: usize = 8;
    let bare = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    let words = bare.split(' ').count();
    (words <= SHORT
        && [
            "attached",
            "enclosed",
            "below",
            "herewith",
            "attached in full",
            "enclosed in full",
            "attached to this email",
        ]
        .iter()
        .any(|end| bare.ends_with(end))
        || any(
            lower,
            "come with this | comes with this | accompany this | accompanies this | goes with this | go with this | \
                sent with this | is herewith | are herewith | you will find with this",
        ))
        && !any(
            lower,
            "not | no | see | right* | complain* | reason* | explain* | explanation | exemption* | your request | annex | notice",
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
pub(super) fn tells_facts(lower: &str) -> bool {
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

/// Whether a sentence is a label and its figure: `Number of licences in force on 1 June: 1,906.`
pub(super) fn labels_a_figure(lower: &str) -> bool {
    let Some((label, figure)) = lower.rsplit_once(": ") else {
        return false;
    };
    let bare = figure.trim_start_matches('£').trim_end_matches(['.', '%']);
    !bare.is_empty()
        && bare.len() <= 14
        && bare.starts_with(|c: char| c.is_ascii_digit())
        && bare
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
        && label.split(' ').count() >= 3
        && !any(
            label,
            "emergency | non-emergency | switchboard | helpline | extension | charity | company no | ref | reference | date | telephone | tel | phone | request no | number is | fax | minicom | case",
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
pub(super) fn answers(paper: &Paper, sentence: &Sentence) -> bool {
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
    // `In response to 3, the council has two letters`
    const LEADS: [&str; 12] = [
        "in response to ",
        "in answer to ",
        "in reply to ",
        "our answer to ",
        "our response to ",
        "our reply to ",
        "as to ",
        "as regards ",
        "with regard to ",
        "in relation to ",
        "regarding ",
        "turning to ",
    ];
    for lead in LEADS {
        let behind = lower.strip_prefix(lead).map(|rest| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')'))
        });
        if let Some(words) = behind.filter(|words| words.starts_with([',', ':', ' '])) {
            return words;
        }
    }
    // `A3. This information is exempt`
    let bare = lower
        .strip_prefix(['a', 'q'])
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(lower);
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest
        .strip_prefix(" -")
        .or_else(|| rest.strip_prefix(['.', ')', ':']))
    {
        Some(words) if words.starts_with(' ') => words,
        _ => lower,
    }
}
