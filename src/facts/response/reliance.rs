//! Which provisions the authority relies on, and which are only mentioned: described, ruled out, or said by others.

mod thin;

use super::Cite;
use super::paper::{Paper, Paragraph};
use super::phrases::{any, first_of};
use super::words::IDEAS;

pub(super) use thin::{settle_given_up, settle_only, settle_review};

/// How a provision stands in a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It stands in the response's list of what is relied on.
    Listed,
    /// A heading of reasons bears it.
    Headed,
    /// A sentence relies on it.
    Relied,
    /// It is mentioned and not relied on.
    Mentioned,
}

impl Standing {
    /// Whether it is relied on.
    pub fn is_reliance(self) -> bool {
        self != Self::Mentioned
    }
}

/// Words by which a sentence relies on a provision.
const RELIES: &str = "frees us | releases us | relieves us | fall under | falls under | come under | comes under | \
    fall within | falls within | caught by | covered by | comes within | removes the duty | \
    remove the duty | lifts the duty | relieves | excuses us | exempts them | exempts it | exempts those | \
    vexatious | repeated | within section | regard | blacked out | blanked out | held back | kept back | \
    exempt | exempted | exempts this | exempts the | excepted | exemption | exemptions | exception | \
    exceptions | rely | relies | relied | relying | reliance | withheld | withhold | withholding | \
    refuse | refused | refusing | refusal | redacted | redaction | redactions | removed | engaged | \
    engages | applies | apply | applied | applying | application of | claim | claimed | claiming | cite | \
    cited | citing | by virtue of | pursuant to | neither confirm* | confirm or deny | \
    confirms nor denies | under the provisions of | invoke* | not obliged to";

/// Words that rule a provision out, in the clause that names it.
const RULED_OUT: &str = "not rely | not relying | not relied | no longer rel* | no longer appl* | not apply | not applied | \
    not applying | not engaged | not engage | not cite | not cited | not claim | not claimed | \
    not claiming | not sought to | withdraw* | not maintained | decided against | \
    not necessary to consider | not exempt | rather than | instead of | is not being | have not used | \
    has not used | not used | does not fall | do not fall | not be refused under | not refused under | \
    not treated as | never | ruled out | ought not to have been | ought to have been used | should not have been | \
    do not think that … ought";

/// Words by which a provision only might be relied on, some day or in some case.
const PERHAPS: &str = "considered whether | for example | if answering | may prevent | if any of | if any exemption | \
    considered section | considered the application of … but | also considered … but | may also | might | may apply | may be engaged | may be exempt | may be refused | may engage | \
    may need to | could apply | could also | could be engaged | would also | would have been exempt | \
    would have applied | would have relied | would be considered | were you to | if you were | \
    should you | if you refine | if you narrow | any refined request | a refined request | \
    a narrower request | a future request | in future | in the event | considering whether | \
    whether the exemption | whether section | whether any exemption";

/// Words by which it is what the information would be exempt under, were there any.
const IF_HELD: &str = "if it were held | if it was held | if held | were it held | were it to be held | if they were held";

/// Words of others: the requester, the regulator, an earlier answer.
const OF_OTHERS: &str = "you challenge* | you complain* | you appeal* | you disput* | you question* | you contest* | you object* | your appeal | your complaint | you remind | you refer to | you quote | you cite* | you mention* | you say | you said | you state | you stated | you argue | you argued | you suggest | you suggested | \
    you believe | you contend | you contended | you claim | you claimed | you have argued | you submit | \
    you ask whether | your view | in your view | your argument | the commissioner found | \
    the commissioner's guidance | ico guidance | ico's guidance | the tribunal | decision notice | \
    in an earlier response";

/// Words that only describe what a provision says.
const DESCRIBES: &str = "provides | states | sets out | exempts information | is a qualified | is an absolute | is a class | \
    is a prejudice | is qualified | is absolute | are absolute | are qualified | relates to | \
    is concerned with | allows | requires | defines | covers information | is designed to | is about | concerns | \
    deals with | applies to information | applies where | applies if | applies when | protects information | \
    is intended to | makes provision | exempts any | can be found";

/// Words on which a list of provisions follows.
const LEADS: &str = "exempt* | exception* | provision* | section* | refusal | refus* | withheld | withhold* | \
    by virtue of | the following | redacted | redactions | relied on | relies on | ground* | engaged";

/// Headings, run into their first sentence or not, end at one of these.
const HEADING_ENDS: [&str; 3] = [" - ", ": ", " ("];

/// Settles how each citation stands, in their order.
pub(super) fn settle(paper: &Paper, cites: &mut [Cite]) {
    let in_lists = in_lists(paper, cites);
    for (at, cite) in cites.iter_mut().enumerate() {
        let own = paper
            .paragraphs
            .get(cite.paragraph)
            .is_some_and(|paragraph| paragraph.zone.is_own());
        cite.standing = if !own || cite.label || !cite.ground {
            Standing::Mentioned
        } else if in_lists.contains(&at) {
            Standing::Listed
        } else {
            by_words(paper, cite)
        };
    }
}

/// The citations that stand in a list of what is relied on.
fn in_lists(paper: &Paper, cites: &[Cite]) -> Vec<usize> {
    let mut listed = Vec::new();
    let mut leading = false;
    for (nth, paragraph) in paper.paragraphs.iter().enumerate() {
        if !paragraph.zone.is_own() {
            leading = false;
            continue;
        }
        let here: Vec<usize> = cites
            .iter()
            .enumerate()
            .filter(|(_, cite)| cite.paragraph == nth && cite.ground && !cite.label)
            .map(|(at, _)| at)
            .collect();
        let begins = here
            .first()
            .and_then(|&at| cites.get(at))
            .is_some_and(|cite| cite.start.saturating_sub(paragraph.start) <= 14);
        // a row of a table ends with its provision
        let ends = here
            .last()
            .and_then(|&at| cites.get(at))
            .is_some_and(|cite| cite.end >= paragraph.end);
        let words = paragraph.text.split(' ').count();
        let short = words <= 30 && !(words > 9 && paragraph.text.ends_with('.'));
        if leading && (begins || ends) && short && !has_verb(&paragraph.lower) {
            listed.extend(here);
            continue;
        }
        if leading && here.is_empty() && words <= 8 && paragraph.heading {
            // the heads of a table's columns
            continue;
        }
        leading = leads(paragraph);
    }
    listed
}

/// Whether a paragraph leads to a list of what is relied on.
fn leads(paragraph: &Paragraph) -> bool {
    let lower = &paragraph.lower;
    let last = lower.rsplit(". ").next().unwrap_or_default();
    let colon = lower.ends_with([':', '-']) || lower.ends_with("following");
    let heading = paragraph.heading
        && lower.split(' ').count() <= 8
        && any(
            lower,
            "exemptions | exemptions applied | exemption applied | exemptions relied on | exemptions engaged | \
                exemptions claimed | exemptions cited | exceptions | exceptions applied",
        );
    let of_others =
        any(last, OF_OTHERS) || any(last, "are not | not relied | may | considered but");
    heading || colon && any(last, LEADS) && !of_others
}

fn has_verb(lower: &str) -> bool {
    any(
        lower,
        "is exempt | provides | states | applies because | i have | we have | i am | we are | does not",
    )
}

/// How a citation stands by the words round it.
fn by_words(paper: &Paper, cite: &Cite) -> Standing {
    let Some(paragraph) = paper.paragraphs.get(cite.paragraph) else {
        return Standing::Mentioned;
    };
    let begins = cite.start.saturating_sub(paragraph.start) <= 14;
    if paragraph.heading && begins && heads(&paragraph.lower) {
        return Standing::Headed;
    }
    if !matches!(cite.number.as_str(), "s12" | "s14") && points_elsewhere(paragraph, cite) {
        return Standing::Mentioned;
    }
    let Some(sentence) = cite
        .sentence
        .and_then(|sentence| paper.sentences.get(sentence))
    else {
        return Standing::Mentioned;
    };
    let lower = sentence.lower.as_str();
    let clause = clause_of(lower, cite);
    let printed = super::paper::plain(&super::paper::on_one_line(&cite.as_printed));
    if !lower.contains(printed.as_str()) && sentence.text.contains(['"', '“']) {
        // it stands in words that the sentence reports
        return Standing::Mentioned;
    }
    // the duty to confirm or deny does not apply, and it is the provision that lifts it
    let lifted = any(
        clause,
        "duty | obligation | section 1 | section 1(1) | section 1(1)(a) | s1(1)(a) | s.1(1)(a) | confirm*",
    ) && any(clause, "not apply | not arise | does not require");
    if any(clause, RULED_OUT) && !lifted || any(clause, OF_OTHERS) {
        return Standing::Mentioned;
    }
    // `Section 43(2), commercial interests. The tender shows ...`, `Section 42. The advice ...`
    let first = paper.sentences.get(paragraph.sentences.start);
    let opens = begins
        && first.is_some_and(|first| {
            first.start == sentence.start
                && first.lower.split(' ').count() <= 16
                && !has_verb(&first.lower)
                && !any(&first.lower, DESCRIBES)
        })
        && paragraph.sentences.len() > 1
        && !any(
            &first.map(|first| first.lower.clone()).unwrap_or_default(),
            "is | are | applies | was | has | does",
        );
    if opens {
        return Standing::Headed;
    }
    // it says what the Act provides, and goes on to what that means here
    let argues = begins
        && any(lower, DESCRIBES)
        && paper
            .sentences
            .get(paragraph.sentences.clone())
            .unwrap_or_default()
            .iter()
            .skip(1)
            .any(|other| any(&other.lower, "public interest … weighed | so lives | would be endangered | outweigh* | in this case | \
                the information requested | would be likely to | the greater | is greater | on balance | \
                public interest in | we consider | i consider | i am satisfied | we are satisfied"));
    if argues {
        return Standing::Relied;
    }
    let run_in = begins
        && lower
            .get(..lower.floor_char_boundary(90))
            .is_some_and(|start| start.contains(" - "))
        && any(
            lower,
            "exempt* | withh* | i have | we have | cited | provide*",
        );
    if run_in {
        return Standing::Headed;
    }
    let weighing = any(lower, "public interest")
        && any(
            lower,
            "considering | weigh* | not yet | balance | more time | further time",
        );
    // `exempt, if it were held, under section 30(1)`: the Scottish Act has a section that works so
    let only_if_held = cite.act.as_deref() != Some("FOISA")
        && !cite.is_confirm_or_deny()
        && any(near(clause, &printed), IF_HELD);
    // a letter that puts the weighing off names the exemption that may apply, and that is its ground
    let weighed_later = any(
        clause,
        "may apply | may be engaged | may engage | may be exempt",
    ) && !any(clause, "whether | not | found")
        && any(
            clause,
            "consider | considers | believe | believes | think | thinks | relevant | the exemption",
        )
        && paper.own_sentences().any(|other| {
            IDEAS.unfinished.is_in(&other.lower) && IDEAS.to_be_weighed.is_in(&other.lower)
        });
    if weighed_later {
        return Standing::Relied;
    }
    if (only_if_held || any(near(clause, &printed), PERHAPS)) && !weighing {
        return Standing::Mentioned;
    }
    if weighing
        && any(
            lower,
            "considering | not yet | more time | further time | still",
        )
    {
        return Standing::Relied;
    }
    if is_appended(paper, paragraph, sentence, cite) {
        return Standing::Relied;
    }
    if any(
        clause,
        "the exemptions are | the exemption is section | exemptions applied are | exemption applied is | exemptions used are | \
            exemption used is | relevant exemption is | relevant exemptions are",
    ) {
        return Standing::Relied;
    }
    if is_verdict_alone(lower) {
        return Standing::Relied;
    }
    let relies = first_of(clause, RELIES);
    let describes = first_of(what_follows(clause, &printed), DESCRIBES);
    let asserts = any(
        clause,
        "i | we | this information | the information you | the information requested | has been | have been | \
            is being | are being | is exempt by virtue | is exempt under | are exempt | applies to the | \
            applies to this | is therefore | is refused | is withheld | accordingly | the requested | \
            your request | this request | exempt under | exempt by virtue of | exempt from disclosure under | \
            withheld under | refused under | redacted under | engaged | removed under | applies because | \
            they fall under | it falls under | this falls under | these fall under | which fall under | which falls under | caught by | applies as | applies here | to this request | applies since | exempts them | exempts it | makes it exempt | make it exempt | \
            makes them exempt | make them exempt | makes this exempt | exempt us | exempts us | exempt the council | exempts the council | \
            removes the duty | lifts the duty | vexatious | repeated | blacked out",
    );
    match (relies, describes) {
        // named without a word on what it provides, or against it: it is what the decision rests on
        (None, None) => Standing::Relied,
        (Some(_), None) if asserts || !any(clause, "exempt*") => Standing::Relied,
        (Some(_), Some(_)) if asserts && says_of_this(clause) => Standing::Relied,
        (Some(_), None) => {
            if any(
                clause,
                "exemption under | the exemption at | exemption in | exemptions at | exemption at | exemption provided | \
                    exemption contained | exemption set out",
            ) && !any(clause, "is a | is an | are")
            {
                Standing::Relied
            } else {
                Standing::Mentioned
            }
        }
        _ => Standing::Mentioned,
    }
}

/// Whether a few words are all of an answer: `Exempt - section 43(2).`, `Withheld, s.40(2)`.
fn is_verdict_alone(lower: &str) -> bool {
    const FEW: usize = 9;
    lower.split(' ').count() <= FEW
        && ["exempt", "withheld", "refused", "redacted", "not disclosed"]
            .iter()
            .any(|word| {
                lower
                    .strip_prefix(word)
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            })
        && !any(lower, "information which | is a | is an | unless | if")
}

/// The words of a clause close round a citation.
fn near<'a>(clause: &'a str, printed: &str) -> &'a str {
    const WIDE: usize = 60;
    let Some(at) = clause.find(printed) else {
        return clause;
    };
    let from = clause.floor_char_boundary(at.saturating_sub(WIDE));
    let to = clause.ceil_char_boundary((at + printed.len() + WIDE).min(clause.len()));
    clause.get(from..to).unwrap_or(clause)
}

/// What is said of a citation straight behind it and its Act: `of the Act 2000 concerns information ...`.
fn what_follows<'a>(clause: &'a str, printed: &str) -> &'a str {
    const WIDE: usize = 75;
    let Some(at) = clause.find(printed) else {
        return clause;
    };
    let from = at + printed.len();
    let to = clause.ceil_char_boundary((from + WIDE).min(clause.len()));
    let behind = clause.get(from..to).unwrap_or_default();
    // what follows a comma or a reason is no longer said of the provision
    let end = [", ", " because ", " since ", " as it ", " to "]
        .iter()
        .filter_map(|cut| behind.find(cut))
        .filter(|cut| *cut > 0)
        .min()
        .unwrap_or(behind.len());
    behind.get(..end).unwrap_or(behind)
}

/// Whether a provision is put after a decision or a reason as its ground: in brackets, after a colon, or as what allows
/// what is done; or heads reasons after a title: `The lease. Section 43(2): two landlords are still competing`.
fn is_appended(
    paper: &Paper,
    paragraph: &Paragraph,
    sentence: &super::Sentence,
    cite: &Cite,
) -> bool {
    let printed = super::paper::plain(&super::paper::on_one_line(&cite.as_printed));
    let lower = sentence.lower.as_str();
    let Some(at) = lower.find(printed.as_str()) else {
        return false;
    };
    let before = lower.get(..at).unwrap_or_default().trim_end();
    let after = lower.get(at + printed.len()..).unwrap_or_default();
    let named = before
        .trim_end_matches(|c: char| c.is_alphabetic())
        .trim_end();
    let put_after = [before, named]
        .iter()
        .any(|before| before.ends_with(['(', ':']) && before.split(' ').count() > 2);
    let heads = before.is_empty() && after.starts_with(':');
    let decides = paper
        .sentences
        .get(paragraph.sentences.clone())
        .unwrap_or_default()
        .iter()
        .any(|sentence| {
            super::deciding::keeps_back(&sentence.lower)
                || any(
                    &sentence.lower,
                    "this is that notice | this letter is that notice | this is such a notice | need not comply | \
                        not obliged to comply | does not oblige us | decline | declines | would cost | hours to | \
                        appropriate limit | keep* … to ourselves",
                )
        });
    let of_law = any(lower, "provides | states | sets out | defines") && !decides;
    !of_law
        && (put_after
            || heads
            || decides
                && any(
                    lower,
                    "protects | which section | allows us | permits us | entitles us | lets us | means that we | \
                        for which | reason is section | is that of section | so section | under | by section | \
                        by virtue | that section | read with",
                ))
}

/// Whether the words before a citation make it the place of a definition: `the bodies specified in section 23(3)`.
fn points_elsewhere(paragraph: &Paragraph, cite: &Cite) -> bool {
    let printed = super::paper::plain(&super::paper::on_one_line(&cite.as_printed));
    let lower = &paragraph.lower;
    lower.match_indices(printed.as_str()).any(|(at, _)| {
        let before = lower.get(..at).unwrap_or_default().trim_end();
        [
            "specified in",
            "specified at",
            "listed in",
            "listed at",
            "named in",
            "defined in",
            "defined by",
            "within the meaning of",
            "certificate under",
            "bodies in",
            "specified under",
        ]
        .iter()
        .any(|words| before.ends_with(words))
    })
}

/// Whether a clause speaks of what was asked here, and not only of what an Act says.
fn says_of_this(clause: &str) -> bool {
    any(
        clause,
        "i have | we have | i am | we are | i rely | we rely | is withheld | are withheld | been withheld | \
            is refused | been refused | has been redacted | have been redacted | makes it exempt | make it exempt | makes them exempt | \
            make them exempt | makes this exempt | is exempt under | are exempt under | is exempt by virtue | are exempt by virtue | neither confirm*",
    )
}

/// Whether a heading that begins with a provision heads reasons, and tells nothing by itself.
fn heads(lower: &str) -> bool {
    let words = lower.split(' ').count();
    words <= 3 || HEADING_ENDS.iter().any(|end| lower.contains(end)) || words <= 14
}

/// The clause of a sentence in which a citation stands.
fn clause_of<'a>(sentence: &'a str, cite: &Cite) -> &'a str {
    const CUTS: [&str; 8] = [
        "; ",
        ", but ",
        ", however",
        " although ",
        ", though ",
        " whereas ",
        ", and not ",
        ", nor ",
    ];
    let printed = super::paper::plain(&super::paper::on_one_line(&cite.as_printed));
    let at = sentence.find(printed.as_str()).unwrap_or(0);
    let start = CUTS
        .iter()
        .filter_map(|cut| sentence.get(..at)?.rfind(cut).map(|from| from + cut.len()))
        .max()
        .unwrap_or(0);
    let end = CUTS
        .iter()
        .filter_map(|cut| sentence.get(at..)?.find(cut).map(|to| at + to))
        .min()
        .unwrap_or(sentence.len());
    sentence.get(start..end).unwrap_or(sentence)
}

/// Whether a sentence only says what a provision provides.
pub fn only_describes(lower: &str) -> bool {
    any(lower, DESCRIBES) && !says_of_this(lower)
}

/// Whether a clause rules something out.
pub fn rules_out(lower: &str) -> bool {
    any(lower, RULED_OUT) || any(lower, "not exempt")
}
