//! What a response argues and tells beside its decision: public interest, harm, the fact of refusal, rights.

use super::Cite;
use super::paper::{Paper, Paragraph, Sentence};
use super::phrases::any;
use super::reliance::Standing;
use super::words::IDEAS;

/// A passage of a response: its words and the line on which they begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// The line, from 1.
    pub line: usize,
}

impl From<&Sentence> for Quote {
    fn from(sentence: &Sentence) -> Self {
        Self {
            text: sentence.text.clone(),
            line: sentence.line,
        }
    }
}

/// A passage that argues, and the provisions that it argues for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The passage.
    pub quote: Quote,
    /// The numbers of the provisions that it names or stands under, such as `s31`; empty where it speaks of all.
    pub of: Vec<String>,
}

impl Argument {
    /// Whether it covers a provision of this number.
    pub fn covers(&self, number: &str) -> bool {
        self.of.is_empty() || self.of.iter().any(|of| of == number)
    }
}

/// The provisions, by number, that each paragraph stands under: those of the last heading or opening words.
pub(super) fn blocks(paper: &Paper, cites: &[Cite]) -> Vec<Vec<String>> {
    let mut current: Vec<String> = Vec::new();
    let mut blocks = Vec::with_capacity(paper.paragraphs.len());
    for (at, paragraph) in paper.paragraphs.iter().enumerate() {
        let here: Vec<&Cite> = cites
            .iter()
            .filter(|cite| cite.paragraph == at && cite.ground && !cite.label)
            .collect();
        let opening = here
            .first()
            .is_some_and(|cite| cite.start.saturating_sub(paragraph.start) <= 24);
        if paragraph.zone.is_own() {
            if here.iter().any(|cite| cite.standing == Standing::Listed) {
                // a list is no heading of what follows
                current.clear();
            } else if paragraph.heading && !here.is_empty() {
                current = numbers(&here);
            } else if opening {
                // the run of provisions with which the paragraph opens
                let mut run: Vec<&Cite> = Vec::new();
                for cite in here {
                    if run
                        .last()
                        .is_none_or(|last| cite.start.saturating_sub(last.end) <= 16)
                    {
                        run.push(cite);
                    }
                }
                current = numbers(&run);
            } else if paragraph.heading && ends_block(&paragraph.lower) {
                current.clear();
            }
        }
        blocks.push(current.clone());
    }
    blocks
}

fn numbers(cites: &[&Cite]) -> Vec<String> {
    let mut numbers: Vec<String> = cites.iter().map(|cite| cite.number.clone()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn ends_block(lower: &str) -> bool {
    any(
        lower,
        "complaint* | internal review | your rights | appeal | disclosure | conclusion | overall | decision | \
            response | reasons for decision | right to complain | what you can do | searches",
    ) && !any(lower, "harm")
}

/// Words that speak of weighing the public interest and not only of its having to be weighed.
const WEIGHS: &str = "prevail* | carries more weight | tips | in both cases | is greater | the greater | are greater | is great | is less than | less than that | is met by | \
    met by | the stronger | is stronger | weighed | lies in | against that | should be maintained | \
    is maintained | be maintained | both ways | counts for more | favour* | in favour of | outweigh* | \
    weigh* | balance* | balancing | not in the public interest | in the public interest to | \
    public interest lies | public interest is best served | against disclosure | factors | \
    considerations | arguments | on balance | greater than | public interest in maintaining | \
    public interest in disclos* | public interest in withholding | public interest in transparency | \
    public interest in openness | public interest in knowing | there is a public interest | \
    there is a strong public interest | there is a clear public interest | public interest in releas* | \
    best served by | public interest in accountability | public interest in understanding | \
    public interest in protecting | public interest in keeping | stronger public interest | \
    public interest in non-disclosure | public interest in favour | serve the public interest | \
    public interest would";

/// Passages that weigh the public interest.
pub(super) fn balances(paper: &Paper, cites: &[Cite], blocks: &[Vec<String>]) -> Vec<Argument> {
    let mut found: Vec<Argument> = Vec::new();
    let mut under_test = false;
    for (at, paragraph) in paper.own() {
        let lower = &paragraph.lower;
        if paragraph.heading {
            under_test = any(
                lower,
                "public interest | balance test | balancing test | factors favouring* | factors in favour* | \
                    factors against* | considerations favouring* | factors for* | favouring disclosure | \
                    favouring non-disclosure | against disclosure | balancing",
            ) && !any(lower, "complaint*");
        }
        let run_in = paragraph.lower.starts_with("public interest")
            || paragraph.lower.starts_with("the public interest")
            || paragraph.lower.starts_with("balance");
        for sentence in paper
            .sentences
            .get(paragraph.sentences.clone())
            .unwrap_or_default()
        {
            let lower = &sentence.lower;
            let under_test = under_test || run_in;
            let speaks = any(lower, "public interest")
                || any(
                    lower,
                    "interest of … in … outweighed | interests of … outweighed | outweighed by their interest | \
                        set the interest | sets the interest | interest … prevail* | second prevails | first prevails | \
                        interests of … against | interest in … outweigh* | need for … against | \
                        public has an interest | balance … maintaining | balance … favour of | balance falls | \
                        balance lies | balance is in favour | weighed the interest | weighed … interest of | \
                        interest in … weigh* | interest of … against",
                )
                || under_test && !paragraph.heading
                || any(
                    lower,
                    "favouring disclosure | favouring non-disclosure | factors favouring",
                );
            let states = any(lower, "public interest")
                && !super::reliance::only_describes(lower)
                && !any(lower, "public interest test");
            let verdict = IDEAS.verdict.is_in(lower)
                && IDEAS.publicness.is_in(&paragraph.lower)
                && !any(lower, "price | prices | cost | fee | hours")
                && !any(
                    &paragraph.lower,
                    "commissioner* | internal review* | vexatious",
                );
            let speaks = speaks || verdict;
            let weighs = states
                || verdict
                || any(lower, WEIGHS)
                || under_test && !paragraph.heading && any(lower, "public");
            if !speaks || !weighs || only_law(lower) || is_deferred(lower) {
                continue;
            }
            found.push(Argument {
                quote: sentence.into(),
                of: weighed_for(at, sentence, paragraph, paper, cites, blocks),
            });
        }
    }
    found
}

/// A sentence with a word of weighing, whatever it is set against: too little for a balance, and enough for doubt.
///
/// The second value tells whether one side is said to be the greater: a balance in other words.
pub(super) fn weighing_hinted(paper: &Paper) -> Option<(Quote, bool)> {
    const GREATER: &str = "outweigh* | better served | best served | the stronger | is stronger | are stronger | as forceful | more forceful | \
        same public | better serves | better serve | best serves | best serve | speaks against | speak against | for and against | greater good | common good | public's interest | \
        interest of the public | interests of the public | public good | weighs more | weigh more | weighs heavier | weighs less | \
        prevail* | more force | less force | has the better of | case for withholding | case for keeping | on balance | all in all | \
        balance … falls | balance … lies | balance … comes | the weightier | matters more | carries more";

    paper
        .own_sentences()
        .filter(|sentence| {
            let lower = &sentence.lower;
            any(
                lower,
                "weigh | weighs | weighed | weighing | balanced | balancing | outweigh* | in favour of | favours | \
                    interest of the public | interests of the public | public's interest | public good | greater good | the common good | \
                    same public | interest which the public | case for | case against | case is stronger | \
                    on the other side | consideration of some | considerations of | \
                    better serves | better serve | best serves | best serve | the stronger | as forceful | forceful | more force | for and against | speaks for | speaks against | \
                    pros and cons | public is better | public are better | better served | best served | \
                    taken into account | take account | took account | set against | \
                    balance … falls | balance … lies | balance … comes | on balance | all in all | all things considered | \
                    having regard to | tips | prevail*",
            ) && !only_law(lower)
                && !any(
                    lower,
                    "public interest test | if you | commissioner | internal review | complain* | section 14 | cost",
                )
        })
        .max_by_key(|sentence| any(&sentence.lower, GREATER))
        .map(|sentence| (Quote::from(sentence), any(&sentence.lower, GREATER)))
}

/// The provisions that a weighing is for: those that it names; all, where it speaks of several or is the last word; else
/// those it stands under, when another provision's reasons follow.
fn weighed_for(
    at: usize,
    sentence: &Sentence,
    paragraph: &Paragraph,
    paper: &Paper,
    cites: &[Cite],
    blocks: &[Vec<String>],
) -> Vec<String> {
    if speaks_of_all(&paragraph.lower) || speaks_of_all(&sentence.lower) {
        return Vec::new();
    }
    let of_sentence = named_within(cites, sentence.start, sentence.end);
    if !of_sentence.is_empty() {
        return of_sentence;
    }
    // what the paragraph names only further on has no part in it
    let until_here = named_within(cites, paragraph.start, sentence.end);
    let named = match until_here.is_empty() {
        true => named_within(cites, paragraph.start, paragraph.end),
        false => until_here,
    };
    let block = blocks.get(at).cloned().unwrap_or_default();
    if !named.is_empty() {
        let mut named = named;
        // the paragraph opens with its provision, and what it weighs is for that
        named.extend(block);
        named.sort_unstable();
        named.dedup();
        return named;
    }
    let follows = paper
        .paragraphs
        .iter()
        .enumerate()
        .skip(at + 1)
        .any(|(later, next)| {
            next.zone.is_own()
                && blocks
                    .get(later)
                    .is_some_and(|other| !other.is_empty() && *other != block)
                && cites
                    .iter()
                    .any(|cite| cite.paragraph == later && cite.ground && cite.own)
        });
    if follows { block } else { Vec::new() }
}

/// The grounds that a stretch of the text names, by number.
pub(super) fn named_within(cites: &[Cite], start: usize, end: usize) -> Vec<String> {
    cites
        .iter()
        .filter(|cite| cite.ground && !cite.label && (start..end).contains(&cite.start))
        .map(|cite| cite.number.clone())
        .collect()
}

/// Whether words speak of several exemptions at once.
fn speaks_of_all(lower: &str) -> bool {
    any(
        lower,
        "the exemptions | these exemptions | each exemption | all exemptions | all of the exemptions | \
            both exemptions | each of the exemptions | qualified exemptions | all the exemptions | \
            exemptions as a whole | exemptions taken together | each of these | both of these | cumulative* | \
            taken together | the combined | collectively | each of the two | in both cases | in each case | \
            interests … together",
    )
}

/// Whether a sentence only says that a test has to be made, or what it is.
fn only_law(lower: &str) -> bool {
    any(
        lower,
        "is not required to consider | are not required to consider | no requirement to consider | \
            not subject to | no public interest test | does not require | subject to a public interest test | \
            requires a public interest test | subject to the public interest test | is required to consider | \
            there is no need to | need not be considered | no need to consider | not obliged to consider | \
            must be applied | does not need",
    ) && !any(
        lower,
        "outweigh* | favour* | on balance | not in the public interest | lies",
    )
}

/// Whether a sentence puts the weighing off.
fn is_deferred(lower: &str) -> bool {
    any(
        lower,
        "have not yet | has not yet | not yet reached | need more time | further time | still considering | \
            until we have | require additional time | extra time | extend*",
    )
}

/// The sentence that states the refusal under section 17, or that this is a refusal notice.
pub(super) fn notice(paper: &Paper, cites: &[Cite]) -> Option<Quote> {
    paper
        .own_sentences()
        .find(|sentence| {
            let lower = &sentence.lower;
            let cites_17 = cites.iter().any(|cite| {
                cite.number == "s17" && (sentence.start..sentence.end).contains(&cite.start)
            });
            let about_this = any(
                lower,
                "this letter | this email | this e-mail | this response | this reply | this notice | this is | this serves | \
                    this acts | this constitutes | this represents | this document | serves as | acts as | acts, | \
                    constitutes | represents | i hereby | we hereby | hereby | i am refusing | we are refusing | \
                    is refused | are refused | is withheld | are withheld | accordingly | therefore | is a refusal | \
                    as a refusal | we refuse | i refuse | i write | we write | is given | you are notified",
            );
            // what the section wants of any authority is no statement in this letter
            let paraphrase = any(
                lower,
                "requires | an authority | a public authority | public authorities | must | when refusing | \
                    where an authority | is required to | are required to | obliges | which states | the applicant",
            ) && !any(lower, "this letter | this email | this e-mail | this response | this reply | this notice | \
                    this serves | this acts | this constitutes | this represents | hereby | serves as | acts as");
            if paraphrase || any(lower, "not a refusal notice | not constitute a refusal notice | if you") {
                return false;
            }
            any(lower, "refusal notice")
                || cites_17
                    && (about_this || any(lower, "accordance with | pursuant to | notice under | refus*"))
                    && !any(lower, "section 17(4) | 17(7) | 17(2)")
                    && !super::reliance::rules_out(lower)
        })
        .map(Quote::from)
}

/// The sentence that tells the fact of refusal: that something asked for is refused, withheld, redacted or exempt.
pub(super) fn refusal(paper: &Paper) -> Option<Quote> {
    paper
        .own_sentences()
        .find(|sentence| {
            let lower = &sentence.lower;
            let fact = any(
                lower,
                "considers it exempt | consider it exempt | exempt under | exempt by virtue | applying section | \
                    engages the exemption | not be releasing | not be released | unable to provide | \
                    not able to provide | refuse | refused | refusing | refusal notice | withheld | withhold | withholding | redacted | \
                    redactions | removed | is exempt | are exempt | exempted | exempt from disclosure | not disclosed | \
                    not be disclosed | not disclosing | cannot be disclosed | unable to disclose | unable to provide | \
                    not able to disclose | not able to provide | cannot provide | cannot disclose | decided not to | \
                    will not be provid* | not be provid* | not be released | neither confirm* | blanked | blacked out | \
                    turned down | not obliged to comply | declin* | held back | kept back | exempts them | exempts it | makes it exempt | make it exempt | makes them exempt | makes this exempt | \
                    does not oblige | do not oblige | need not comply | this is that notice | this letter is that notice | \
                    have not copied | not copied | have not given | not given it | have not sent | should not have | \
                    applies to this part | applies to your request | applies to this request | applies to that part | \
                    not going to | request … vexatious | to be vexatious | is vexatious | is repeated | \
                    relieves us | excuses us | frees us | taken out | took out | left out | not copied out | answer stands | \
                    decision stands | refusal stands | stand by | confirm the original decision | confirm the decision | \
                    rightly refused | can wait | will be published | \
                    reasonably accessible | not releasing | not release | exceed the appropriate limit | not comply",
            );
            let of_act = any(
                lower,
                "provides | states that | exempts information | allows a public authority | allows public authorities | \
                    information is exempt if | information is exempt information if | any information is exempt | \
                    a public authority | public authorities",
            ) && !any(lower, "i have | we have | your request | i am | we are | you asked | you requested | requested information | \
                this information");
            (fact
                || any(
                    lower,
                    "resolved not | determined not | chosen not | not to release | not to disclose | not to provide | not to supply | \
                        not to send | not to publish | resolved against",
                ) && !any(lower, "if you | would | whether | asked you")
                || any(lower, "not content to | not willing to | not prepared to | unwilling to | not minded to")
                    && super::deciding::keeps_back(lower)
                || super::deciding::clauses(lower).into_iter().any(|clause| {
                    IDEAS.stays_private.is_in(clause)
                        && !any(clause, "if you | would | nothing | whether")
                })
                || super::deciding::keeps_back(lower)
                    && !any(lower, "exemption* | exception* | engage*"))
                && !of_act
        })
        .map(Quote::from)
}
