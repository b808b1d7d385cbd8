//! Sentences that join disclosure to a harm.

use super::Cite;
use super::arguments::{Argument, named_within};
use super::paper::{Paper, Paragraph, Sentence};
use super::phrases::any;
use super::words::IDEAS;

/// The provisions that a sentence argues for: those it names, else those its paragraph names, else those it stands under.
fn argued_for(
    at: usize,
    sentence: &Sentence,
    paragraph: &Paragraph,
    cites: &[Cite],
    blocks: &[Vec<String>],
) -> Vec<String> {
    if any(
        &sentence.lower,
        "the exemptions | these exemptions | each exemption | all exemptions | all of the exemptions | \
            both exemptions | each of the exemptions | qualified exemptions | all the exemptions | \
            exemptions as a whole | exemptions taken together | each of these | both of these | cumulative* | \
            together | the combined | collectively",
    ) && !within(cites, sentence.start, sentence.end)
    {
        return Vec::new();
    }
    let mut named = named_within(cites, sentence.start, sentence.end);
    named.extend(blocks.get(at).cloned().unwrap_or_default());
    if named.is_empty() {
        named = named_within(cites, paragraph.start, paragraph.end);
    }
    named.sort_unstable();
    named.dedup();
    named
}

fn within(cites: &[Cite], start: usize, end: usize) -> bool {
    !named_within(cites, start, end).is_empty()
}

/// Words of harm, whatever the limb.
const HARM: &str = "prejudic* | harm | harmful | harms | harmed | damage | damaging | undermin* | compromis* | hinder* | \
    hindering | imped* | inhibit* | endanger* | enable offenders | enable those | \
    enable criminals | allow offenders | allow criminals | assist offenders | \
    assist those | assist criminals | to assist | assist persons | evade* | evading | avoid detection | \
    circumvent* | tactical advantage | disadvantage* | put at risk | at risk | would place | jeopardis* | \
    disrupt* | weaken* | less effective | less able | deter* | reluctan* | competitor* | \
    commercial position | bargaining position | negotiat* | chilling effect | less candid | frank* | \
    stolen | theft | thefts | thieves | steal | burglar* | attack* | escape* | would suffer | the better of | undercut* | rival* | \
    exploit* | target* | harass* | threat* | danger* | criminals | help offenders | help those who | help a burglar | \
    hold back | said what they would not | fall silent | lose | loss of | frustrate* | defeat* | \
    evasion | retaliat* | reprisal* | fraud* | misuse* | disorder | distress | poach* | vandal* | \
    risk of | risk to | expose* | vulnerab* | erode* | adverse* | detriment* | interfere* | \
    required for … safeguarding | required for the purpose | national security would | intimidat*";

/// Words of what disclosure would do, for harm or for good.
const EFFECT: &str = "would enable | would allow | could allow | would learn | would reveal | would tell | would show | would help | \
    could help | might help | would assist";

/// Sentences that join disclosure to a harm.
pub(super) fn read(paper: &Paper, cites: &[Cite], blocks: &[Vec<String>]) -> Vec<Argument> {
    let mut found = Vec::new();
    let mut for_openness = false;
    let mut under_harm = false;
    for (at, paragraph) in paper.own() {
        let heads = paragraph.heading || is_run_in_heading(&paragraph.lower);
        if paragraph.heading {
            under_harm = any(&paragraph.lower, "harm | harms | prejudice")
                && !any(&paragraph.lower, "public interest | complain* | review*");
        }
        if heads {
            for_openness = speaks_for_openness(&paragraph.lower);
        }
        if paragraph.heading {
            continue;
        }
        for sentence in paper
            .sentences
            .get(paragraph.sentences.clone())
            .unwrap_or_default()
        {
            let lower = &sentence.lower;
            let effect = any(lower, EFFECT) && !IDEAS.good_of_it.is_in(lower) && !for_openness;
            // below a heading that promises the harm, what could be done is that harm
            let promised = under_harm
                && any(lower, "would | could | might")
                && !any(
                    lower,
                    "if you | should you | you could | you would | public interest | review* | we would | we could | we might",
                );
            if (any(lower, HARM) || effect || promised || foretells(lower) && !for_openness)
                && !super::reliance::only_describes(lower)
                && !restates(lower)
            {
                found.push(Argument {
                    quote: sentence.into(),
                    of: argued_for(at, sentence, paragraph, cites, blocks),
                });
            }
        }
    }
    found
}

/// Whether a paragraph begins with its own heading: `Factors favouring disclosure: the public would see ...`.
fn is_run_in_heading(lower: &str) -> bool {
    const LONGEST: usize = 12;
    lower.split_once(": ").is_some_and(|(head, _)| {
        head.split(' ').count() <= LONGEST
            && any(
                head,
                "favour of | favouring | factors | considerations | arguments | public interest | against",
            )
    })
}

/// Whether a heading, or the words before a colon, lead to what speaks for disclosure.
fn speaks_for_openness(lower: &str) -> bool {
    let head = lower.split(": ").next().unwrap_or(lower);
    any(
        head,
        "favour of disclos* | favour of releas* | favouring disclos* | favouring releas* | for disclosure | for release | \
            favour of openness | favour of transparency | favour disclosure | favours disclosure",
    ) && !any(
        head,
        "against | non-disclosure | withholding | maintaining | harm | evidence",
    )
}

/// Whether a sentence says what would come of something's becoming known, and that is not the good of it.
fn foretells(lower: &str) -> bool {
    any(lower, "would | could | might")
        && IDEAS.becoming_known.is_in(lower)
        && !IDEAS.good_of_it.is_in(lower)
        && !IDEAS.unhappy.is_in(lower)
        && !any(
            lower,
            "public interest | complain* | review* | you asked | you requested | would like | hours | limit | would or would be | \
                would, or would",
        )
        && lower.split(' ').count() >= 9
}

/// Whether a sentence only says again what the Act's limb says: `would, or would be likely to, prejudice the prevention
/// or detection of crime`, with no word of how.
fn restates(lower: &str) -> bool {
    let limb = any(
        lower,
        "the prevention or detection of crime | the apprehension or prosecution of offenders | \
            the commercial interests of any person | the administration of justice | \
            the effective conduct of public affairs | prejudice … commercial interests | \
            prejudice … law enforcement | the prevention and detection of crime | the economic interests | \
            the physical or mental health | the safety of any individual | prejudice-based | prejudice based | \
            defence of the british islands | relations between | the assessment or collection of any tax | \
            the operation of the immigration controls",
    );
    // `This is because disclosure would prejudice the commercial interests of any person` gives no reason either
    let statutory = any(
        lower,
        "of any person | the prevention or detection of crime | the apprehension or prosecution of offenders | \
            the administration of justice",
    );
    let bare = [
        "this is because ",
        "because ",
        "this is as ",
        "this is since ",
    ]
    .iter()
    .find_map(|begin| lower.strip_prefix(begin))
    .filter(|_| statutory)
    .unwrap_or(lower);
    let how = any(
        bare,
        "because | since | as it would | as this would | by | if | enable* | allow* | assist* | reveal* | \
            show* | give | giving | knowing | know | those who | persons | offenders to | criminals | \
            competitors | tactic* | which could | who could | as they | as those | so that | advantage | in that | \
            opinion | who | whose | where | when | which | through | were it | so | which would | which could | which might | could | for the | for they | \
            for it | rivals | knew | who knew | known | knowledge | cannot | whose | and so | once | when | \
            rival | published",
    );
    let words = lower.split(' ').count();
    // a long sentence tells more than the limb
    const LONG: usize = 20;
    limb && !how && words < LONG || words < 7
}
